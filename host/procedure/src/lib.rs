//! Markdown to procedure, with diagnostics.
