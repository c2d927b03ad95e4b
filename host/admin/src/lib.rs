//! Organisations, keys and credits; each change writes its audit row.
