//! The binary as a library, so that tests start the real app.
