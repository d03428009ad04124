//! Agreement: what each party says was agreed, clause by clause, and the points that both readings leave open.

mod canonical;
mod clause;
mod law;
mod open;
mod predicate;
mod read;
mod settled;
mod terms;

use serde::{Deserialize, Serialize};

use crate::journal::{Context, Outcome, Recorded, State as Journal, Verb};
use crate::vocabulary::ClauseId;

pub use clause::{
    Basis, Bodies, CategoryRule, Clause, Commission, CommissionKind, Condition, Counted,
    DisclosedFact, Disclosure, Expiry, FurtherRound, Identified, Openness, Order, Parity, Quantity,
    Ratio, Release, Remains, Right, Rule, Schedule, Track, Until,
};
pub use law::{LEAST_CELL, check as check_law};
pub use open::{
    LineName, Listed, Lists, OpenKind, OpenPoint, Report, Tally, Turns, day_of, find as find_open,
};
pub use predicate::{Age, Definition, Gap, Health, Held, Predicate, Reference, Truth, Upper};
pub use read::{CLAUSES_MAX, Document, NotRead, TERMS_BYTES_MAX, read};
pub use settled::{Category, Placement, Settled, Unsettled};
pub use terms::{Also, Reading, Round, Row, Terms};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match *self {}
    }
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, _recorded: &Recorded) {
        match *event {}
    }
}

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A civilian would count in parity.
    #[error("clause `{0}` counts civilians against other people")]
    CivilianInParity(ClauseId),
    /// Somebody seriously wounded or sick would wait until numbers are equal.
    #[error(
        "clause `{0}` would hold back seriously wounded or sick people until numbers are equal"
    )]
    SeriousHeldForParity(ClauseId),
    /// Medical personnel or chaplains would be bargained.
    #[error("clause `{0}` bargains retained medical personnel or chaplains")]
    RetainedBargained(ClauseId),
    /// Prisoners would give up a right.
    #[error("clause `{clause}` makes prisoners give up a right: {right:?}")]
    RightRenounced {
        /// The clause.
        clause: ClauseId,
        /// The right.
        right: Right,
    },
    /// The position of prisoners would be worse than under the Conventions.
    #[error("clause `{clause}` makes the position of prisoners worse: {what}")]
    WorsensConvention {
        /// The clause.
        clause: ClauseId,
        /// What it does.
        what: &'static str,
        /// The article.
        article: &'static str,
    },
    /// A rule on unit, origin or opinion.
    #[error("clause `{clause}` chooses people by {by}: adverse distinction")]
    AdverseDistinction {
        /// The clause.
        clause: ClauseId,
        /// By what it chooses.
        by: &'static str,
    },
}

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::CivilianInParity(_) => {
                "put civilians on the track `civilians`, with `counted = false`"
            }
            Self::SeriousHeldForParity(_) => {
                "leave them out of the sum, with `counted = false`: they go whatever the numbers"
            }
            Self::RetainedBargained(_) => "return them outside the sum, with `counted = false`",
            Self::RightRenounced { .. } => "take the waiver out; a clause can only add",
            Self::WorsensConvention { .. } => "take it out; a clause can only add",
            Self::AdverseDistinction { .. } => {
                "choose by health, age, sex or time in captivity instead"
            }
        }
        .to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        Some(match self {
            Self::CivilianInParity(_) => {
                "GC IV art. 34: the taking of hostages is prohibited; civilians are released and \
                 never traded"
            }
            Self::SeriousHeldForParity(_) => {
                "GC III art. 109(1): the seriously wounded and sick are sent back regardless of \
                 number or rank"
            }
            Self::RetainedBargained(_) => {
                "GC III art. 33: retained medical personnel and chaplains are not prisoners of war"
            }
            Self::RightRenounced { .. } => {
                "GC III art. 7: prisoners may in no circumstances renounce their rights"
            }
            Self::WorsensConvention { article, .. } => article,
            Self::AdverseDistinction { .. } => {
                "GC III art. 16: no adverse distinction by race, nationality, religion, political \
                 opinion or similar grounds"
            }
        })
    }
}

/// Says which events follow from a command, or refuses it.
pub fn decide(
    _state: &Journal,
    _context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    match command {}
}
