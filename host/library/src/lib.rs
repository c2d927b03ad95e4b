//! What a run can be pinned to: built-in components, checks and procedures, by name and by digest.
