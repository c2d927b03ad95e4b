//! Checks on Indian identifiers.
