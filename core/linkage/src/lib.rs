//! Says who is who: compares names and records across scripts, and gives its reasons.
//!
//! Read from top to bottom. A text is folded ([`text`]), its letters become sounds that Ukrainian,
//! Russian and Latin spelling share ([`name`]), a table says which given names are one name
//! ([`table`]).
//!
//! Nothing here reads a clock, a disk or chance; the order of rows and the number of threads change
//! no result. `spec/4-reconcile.md` defines every key, level and weight.

mod lookup;

pub mod text;

pub mod name;

pub mod table;

pub mod record;

pub mod value;

pub mod link;
