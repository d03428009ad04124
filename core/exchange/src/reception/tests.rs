//! The rules of reception, each by a sentence it proves. All people here are invented.

mod bench;
mod care;
mod host;
mod owner;
