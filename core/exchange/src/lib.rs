//! The nine stages of a prisoner exchange, in the order in which they happen.
//!
//! Everything here is pure: the same command on the same state gives the same events on every
//! machine. Time, identifiers and chance arrive inside a [`journal::Context`]; people's data arrives
//! in [`vocabulary::Private`] and leaves only as vault records. Read the modules from top to bottom:
//! the document that each stage makes is what the next one takes.

pub mod vocabulary;

pub mod agreement;
pub mod registry;
pub mod lists;
pub mod reconcile;
pub mod plan;
pub mod seal;
pub mod handover;
pub mod reception;
pub mod announce;

pub mod journal;
