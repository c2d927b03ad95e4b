//! What the author of a check writes against.
