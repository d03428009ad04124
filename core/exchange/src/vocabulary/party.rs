//! Who takes part, and who acts for them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the two enemies. Which real power is A and which is B is said in the terms, and nothing in
/// the program treats them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The side that the terms call A.
    A,
    /// The side that the terms call B.
    B,
}

impl Side {
    /// Both sides, in order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// Returns the enemy of this side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
        })
    }
}

/// A holder of keys in an exchange: one of the two sides, the mediator, or a state that receives first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    /// Side A.
    A,
    /// Side B.
    B,
    /// The mediator (the Central Tracing Agency or a mediating state).
    Mediator,
    /// A host state that receives people first; it learns headcount and medical needs only.
    Host,
}

impl Party {
    /// Returns the side, when the party is one of the two enemies.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::A => Some(Side::A),
            Self::B => Some(Side::B),
            Self::Mediator | Self::Host => None,
        }
    }
}

impl From<Side> for Party {
    fn from(side: Side) -> Self {
        match side {
            Side::A => Self::A,
            Side::B => Self::B,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
            Self::Mediator => "M",
            Self::Host => "H",
        })
    }
}

/// What somebody may do in an instance. The tables in [`crate::journal`] deny by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Negotiates terms, keeps the registry, makes lists and plans.
    Officer,
    /// Leads a handover team at the line.
    HandoverTeam,
    /// Sees and records health.
    Clinician,
    /// Speaks to families and to the public.
    Spokesperson,
    /// Looks after the data: who looked at whom and why, what is kept too long, erasure.
    DataProtection,
    /// Keeps the machine running. Sees nobody's data.
    Administrator,
}

impl Role {
    /// All roles, in order.
    pub const ALL: [Self; 6] = [
        Self::Officer,
        Self::HandoverTeam,
        Self::Clinician,
        Self::Spokesperson,
        Self::DataProtection,
        Self::Administrator,
    ];

    /// Returns the role's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::HandoverTeam => "handover-team",
            Self::Clinician => "clinician",
            Self::Spokesperson => "spokesperson",
            Self::DataProtection => "data-protection",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The person at the keyboard: for whom they act, under which name, in which role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The party whose instance this is.
    pub party: Party,
    /// A working name such as `officer-1`; never a private person's name in examples.
    pub name: String,
    /// What they may do.
    pub role: Role,
}
