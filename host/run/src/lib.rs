//! The life of a run: start, advance, decide, cancel.
