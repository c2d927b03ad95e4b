//! The life of a run: start, advance, decide, cancel.
//!
//! [`start::start`] admits a request; [`advance::advance`] drives it, on whichever node holds its lease; [`decide::decide`]
//! and [`decide::cancel`] let people speak; [`wake::attend`] takes up what is due. This room alone appends to journals.

pub mod admit;
pub mod advance;
mod ask;
pub mod backtest;
pub mod clock;
mod commit;
pub mod crew;
pub mod decide;
pub mod engine;
mod fair;
pub mod guests;
pub mod house;
mod journals;
mod past;
mod perform;
pub mod quote;
pub mod rehearse;
pub mod start;
pub mod wake;

pub use advance::advance;
pub use clock::{Clock, SystemClock};
pub use decide::{cancel, decide};
pub use engine::{Engine, Journals, Workshop};
pub use fair::Fair;
pub use guests::Guests;
pub use house::{House, serve};
pub use quote::{Quote, quote};
pub use start::{Caller, Error as StartError, Request, Started, start};
