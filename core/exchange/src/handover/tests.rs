//! The rules of handover, each by a sentence it proves. All people here are invented.

mod bench;
mod gates;
mod law;
mod line;
mod order;
mod registry;
mod retention;
