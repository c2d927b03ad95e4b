//! The only door to the database: append, read, claim.
