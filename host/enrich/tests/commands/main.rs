//! Stories of the real binary: administrators, clients, the server and the demo, each in a folder of its own.

mod administrators;
mod binary;
mod demo;
mod serving;
