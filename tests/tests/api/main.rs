//! Stories of the public API, told by its clients against the real app.

mod create;
mod door;
mod faults;
mod lists;
mod read;
mod replay;
mod stream;
mod tenants;
