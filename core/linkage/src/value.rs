//! One cell, read by its kind, and how alike two cells are: the comparison levels.

mod date;
mod place;
mod rank;
pub(crate) mod text;
mod unit;

pub use date::CivilDate;
pub use place::Place;
pub use rank::Rank;
pub use unit::Unit;

use crate::name::{Closeness, Given, Key, Patronymic, Surname};
use crate::table::Table;

/// A cell, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A surname.
    Surname(Surname),
    /// A given name.
    Given(Box<Given>),
    /// A patronymic.
    Patronymic(Box<Patronymic>),
    /// A date, as far as known.
    Date(CivilDate),
    /// A place.
    Place(Place),
    /// A rank.
    Rank(Rank),
    /// A unit.
    Unit(Unit),
    /// A number or a word that is compared sign by sign.
    Code(Box<str>),
    /// Text that is compared letter by letter.
    Text(Box<str>),
}

/// The levels of a comparison, from best to worst; `0` stands for a missing value on either side.
pub type Level = u8;

/// The level at which two values are equal, in every comparison.
pub const EQUAL: Level = 1;

impl Value {
    /// Compares two values of one kind.
    pub fn level(&self, other: &Self) -> Level {
        match (self, other) {
            (Self::Surname(a), Self::Surname(b)) => surname_level(a.closeness(b)),
            (Self::Given(a), Self::Given(b)) => name_level(a.closeness(b, Table::get())),
            (Self::Patronymic(a), Self::Patronymic(b)) => patronymic_level(a, b),
            (Self::Date(a), Self::Date(b)) => a.level(*b),
            (Self::Place(a), Self::Place(b)) => a.level(b),
            (Self::Rank(a), Self::Rank(b)) => a.level(*b),
            (Self::Unit(a), Self::Unit(b)) => a.level(*b),
            (Self::Code(a), Self::Code(b)) => text::code_level(a, b),
            (Self::Text(a), Self::Text(b)) => text::text_level(a, b),
            _ => 0,
        }
    }

    /// Returns what is counted when the commonness of a value is counted: spellings of one name are
    /// one value.
    pub fn counted(&self) -> Counted {
        match self {
            Self::Surname(surname) => Counted::Key(surname.masculine().for_table()),
            Self::Given(given) => counted_name(given.classes.ids(), &given.key),
            Self::Patronymic(patronymic) => {
                counted_name(patronymic.father.ids(), &patronymic.stem.unwrap_or(patronymic.key))
            }
            Self::Date(date) => Counted::Number(date.packed()),
            Self::Place(place) => Counted::Key(place.key),
            Self::Rank(rank) => Counted::Number(rank.packed()),
            Self::Unit(unit) => Counted::Number(unit.packed()),
            Self::Code(text) | Self::Text(text) => Counted::Text(text.as_ref().to_owned()),
        }
    }

    /// Reads a code.
    pub fn code(text: &str) -> Option<Self> {
        let code = crate::text::code(text);
        (!code.is_empty()).then(|| Self::Code(code.into()))
    }

    /// Reads a text.
    pub fn text(text: &str) -> Option<Self> {
        let folded = text::folded(text);
        (!folded.is_empty()).then(|| Self::Text(folded.into()))
    }
}

/// A value as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// A name by its sounds.
    Key(Key),
    /// A known given name, or a number.
    Number(u64),
    /// A text as it is.
    Text(String),
}

fn counted_name(classes: &[u16], key: &Key) -> Counted {
    classes
        .iter()
        .min()
        .map_or(Counted::Key(key.for_table()), |class| Counted::Number(u64::from(*class)))
}

fn surname_level(closeness: Closeness) -> Level {
    match closeness {
        Closeness::Missing => 0,
        Closeness::Same | Closeness::Initial => 1,
        Closeness::Class | Closeness::Near(..=45) => 2,
        Closeness::Near(..=80) => 3,
        Closeness::Half(_) => 4,
        Closeness::Near(..=125) => 5,
        Closeness::Near(_) => 6,
        Closeness::Other | Closeness::Conflict => 7,
    }
}

fn name_level(closeness: Closeness) -> Level {
    match closeness {
        Closeness::Missing => 0,
        Closeness::Same | Closeness::Class => 1,
        Closeness::Near(..=60) => 2,
        Closeness::Initial => 3,
        Closeness::Near(_) | Closeness::Half(_) => 4,
        Closeness::Other => 5,
        Closeness::Conflict => 6,
    }
}

fn patronymic_level(a: &Patronymic, b: &Patronymic) -> Level {
    let level = name_level(a.closeness(b, Table::get()));
    match (a.feminine, b.feminine) {
        (Some(x), Some(y)) if x != y && level < 6 => 6,
        _ => level,
    }
}
