//! Names as sounds. One table of letters gives every spelling of a sound the same symbol; what the
//! table merges without being sure has a cost.
//!
//! In the order in which it happens: the spelling system is detected ([`System`]), letters become
//! sounds ([`Key`]), words become a surname, a given name and a patronymic in every likely order
//! ([`split_name`]), each part is compared by its own rules ([`Closeness`]), and what speaks against
//! a pair is added up ([`score`], [`compare`]). What an index is asked for is in [`numbers`].

mod system;
mod sounds;
mod letters;
mod distance;
mod closeness;
mod surname;
mod given;
mod patronymic;
mod person;
mod score;
mod lookup;

pub use closeness::Closeness;
pub use distance::distance;
pub(crate) use distance::distance_within;
pub use given::Given;
pub use lookup::{NameNumbers, numbers};
pub use patronymic::Patronymic;
pub use person::{Gender, split_name};
pub use score::{Comparison, Piece, Rule, Scorer, compare, score};
pub use sounds::{KEY_SOUNDS_MAX, Key};
pub use surname::{Standing, Surname};
pub use system::System;

#[cfg(test)]
mod tests;

pub(crate) use patronymic::ending;
pub(crate) use surname::masculine;
