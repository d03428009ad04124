//! Names as sounds. One table of letters gives every spelling of a sound the same symbol; what the
//! table merges without being sure has a cost.

mod distance;
mod letters;
mod person;
mod score;
mod sounds;
mod system;
mod token;

pub use distance::distance;
pub(crate) use distance::distance_within;
pub use person::{Gender, Reading, split_name};
pub use score::{Comparison, Piece, Rule, Scorer, compare, score};
pub use sounds::{KEY_SOUNDS_MAX, Key};
pub use system::System;
pub use token::{Closeness, Given, Patronymic, Surname};
