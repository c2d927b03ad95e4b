//! The public /v1 over HTTP: router.rs is the table from URL to file.
