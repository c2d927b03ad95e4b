//! Runs guests: a turn of a workflow, a call of a check.
