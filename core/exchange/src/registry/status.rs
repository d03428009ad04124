//! The status ladder, and a person opened for comparison.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lists::Field;
use crate::vocabulary::{Facts, PersonId, Private};

/// Where a person stands, as far as claims with a source say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Looked for; nobody has said that they are held.
    Sought,
    /// Said to be held by somebody other than who holds them.
    Alleged,
    /// The Detaining Power or the Central Tracing Agency acknowledges it (GC III art. 122, 123).
    Confirmed,
    /// On a list between the parties.
    Listed,
    /// Brought to a handover, and not yet across.
    AtHandover,
    /// Across and identified.
    Returned,
    /// Dead, by an official word.
    Died,
    /// Declined to return, heard in private. The wish may change up to the line.
    Declined,
}

impl Status {
    /// All statuses, in order.
    pub const ALL: [Self; 8] = [
        Self::Sought,
        Self::Alleged,
        Self::Confirmed,
        Self::Listed,
        Self::AtHandover,
        Self::Returned,
        Self::Died,
        Self::Declined,
    ];

    /// Returns the status's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Alleged => "alleged",
            Self::Confirmed => "confirmed",
            Self::Listed => "listed",
            Self::AtHandover => "at-handover",
            Self::Returned => "returned",
            Self::Died => "died",
            Self::Declined => "declined",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A person of one's own registry with the identity opened by the desk: what a list is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The person.
    pub person: PersonId,
    /// What the identity record says, written as in [`crate::lists::Line`].
    pub fields: BTreeMap<Field, Private<String>>,
    /// What a category may ask about.
    pub facts: Facts,
    /// The status that the claims add up to.
    pub status: Status,
}
