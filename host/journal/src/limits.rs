//! Bounds of one run. Names end in the unit and the bound.

/// Entries of one journal, the room for its ending included.
pub const JOURNAL_EVENTS_MAX: usize = 10_000;
/// Bytes of one journal, facts and private parts together, before encryption.
pub const JOURNAL_BYTES_MAX: usize = 8 << 20;
/// Calls of checks in one run.
pub const CALLS_MAX: usize = 256;
/// Calls asked together.
pub const GROUP_CALLS_MAX: usize = 64;
/// Entries kept free so that a full journal can still close its open calls and end.
pub const ENDING_EVENTS_RESERVE: usize = GROUP_CALLS_MAX + 8;
/// Bytes kept free for the same purpose.
pub const ENDING_BYTES_RESERVE: usize = 256 << 10;
/// A client's message.
pub const MESSAGE_BYTES_MAX: usize = 32 << 10;
/// A client's metadata, as compact UTF-8 JSON.
pub const METADATA_BYTES_MAX: usize = 2_048;
/// A check's input.
pub const CHECK_INPUT_BYTES_MAX: usize = 64 << 10;
/// A check's output.
pub const CHECK_OUTPUT_BYTES_MAX: usize = 64 << 10;
/// One piece of text that a workflow says, and one report.
pub const STATEMENT_BYTES_MAX: usize = 1 << 20;

const _: () = assert!(GROUP_CALLS_MAX <= CALLS_MAX);
const _: () = assert!(ENDING_EVENTS_RESERVE < JOURNAL_EVENTS_MAX);
const _: () = assert!(GROUP_CALLS_MAX * CHECK_OUTPUT_BYTES_MAX + ENDING_BYTES_RESERVE < JOURNAL_BYTES_MAX);
