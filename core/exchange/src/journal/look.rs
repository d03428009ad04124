//! Looks: who had whose data opened, what for, and whether it was let through. One is written before
//! anything is shown, into a log of its own with a hash chain of its own.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access::{Deed, Purpose, Thing};
use crate::vocabulary::{Actor, PersonId};

/// Whose data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "kebab-case")]
pub enum Scope {
    /// One person's, with all entries merged with it.
    Person {
        /// The entry that was asked for.
        person: PersonId,
    },
    /// Many people's, gone through by a program that shows none of them.
    Many {
        /// How many.
        people: u32,
        /// Which work: the name of the command.
        work: String,
    },
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// Let through.
    Open,
    /// Let through past the hour's number of people, for a reason that is looked at afterwards.
    BrokenGlass {
        /// The reason, in the words of who asked; it names nobody.
        reason: String,
    },
    /// Refused by the table.
    Denied,
    /// Refused, as the hour's number of people is used up.
    Spent,
}

/// One entry of the log of looks. It names nobody: people stand in it by opaque reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When, by the instance's own clock.
    pub at: Timestamp,
    /// Who asked.
    pub actor: Actor,
    /// What for.
    pub purpose: Purpose,
    /// To do what.
    pub deed: Deed,
    /// Whose data.
    #[serde(flatten)]
    pub whose: Scope,
    /// Which things were open.
    pub things: BTreeSet<Thing>,
    /// How it ended.
    #[serde(flatten)]
    pub answer: Answer,
}
