//! The binary as a library, so that tests start the real app.

pub mod cli;
pub mod client;
pub mod commands;
pub mod config;
pub mod demo_account;
pub mod doctor;
pub mod jsonl;
pub mod logging;
pub mod mail_server;
pub mod master_key;
pub mod official;
pub mod out;
pub mod progress;
pub mod providers;
pub mod reasons;
pub mod server;
pub mod show;
pub mod wiring;
