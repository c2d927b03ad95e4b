//! The one guarded way out: addresses checked and pinned, TLS, limits.
