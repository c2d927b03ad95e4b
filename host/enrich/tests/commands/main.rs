//! Stories of the real binary: administrators, clients, the server and the demo, each in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod administrators;
mod backtesting;
mod backup;
mod binary;
mod checking;
mod crowd;
mod demo;
mod doctor;
mod killed;
mod killed_sender;
mod listening;
mod listing;
mod postgres;
mod providing;
mod publishing;
mod serving;
