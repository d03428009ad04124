//! Plan: how many of each class go in which stage, and the reason for each person, in or out.
//!
//! Each side counts its own people by class and seals the table. When both tables are sealed, both
//! sides open the shares of a seed; then anybody can make the same plan from the two tables, and each
//! side maps it to its own people. No list crosses, and no cause for which somebody is not offered.

mod assign;
mod counts;
mod events;
mod going;
mod ground;
mod table;
mod what_if;
mod words;

#[cfg(test)]
mod tests;

pub use ::planner;

pub use assign::{Ahead, Assignment, OrderKey, Rank, Reason, assign, tally};
pub use counts::{
    FloorStanding, PLAN_FORM, Plan, Violation, check, cost, instance, make, prove, seed,
    share_commitment, verify,
};
pub use events::{Assigned, Begun, Command, Event, Kept, Lock, State, decide};
pub use going::{Going, going};
pub use ground::{
    BEYOND, BY_LAW_CIVILIAN, BY_LAW_RETAINED, BY_LAW_SERIOUS, Ground, Means, StageMeans, Transport,
    TravelNeed, category_names,
};
pub use table::{Candidate, Cause, ClassTable, Place, Protection, TABLE_FORM, place};
pub use what_if::{Aside, other_age, what_if};
pub use words::{ReasonRecord, Words, words};

use crate::vocabulary::{CategoryId, Digest, LineId, Side, StageNumber};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A category of civilians is counted in parity.
    #[error("category `{0}` would count civilians against others")]
    CivilianCounted(CategoryId),
    /// A category of the wounded or sick is counted in parity.
    #[error("category `{0}` would hold the seriously wounded or sick back until numbers match")]
    SickCounted(CategoryId),
    /// A category of medical personnel or chaplains is counted in parity.
    #[error("category `{0}` would count retained medical personnel or chaplains against others")]
    RetainedCounted(CategoryId),
    /// The planner cannot use the input.
    #[error(transparent)]
    Planner(#[from] planner::Refusal),
    /// A category that neither the terms nor the law have.
    #[error("category `{0}` is neither in the terms nor in the law")]
    UnknownCategory(CategoryId),
    /// The same line stands twice among the candidates.
    #[error("line {0} stands twice among the candidates")]
    LineTwice(LineId),
    /// A stage that cannot be.
    #[error("stage {0} does not exist")]
    NoSuchStage(StageNumber),
    /// More people than can be counted.
    #[error("a class holds more people than can be counted")]
    TooMany,
    /// A table in the place of another.
    #[error(
        "the table of side {expected} is needed, this one says side {found}, or is of another form"
    )]
    WrongTable {
        /// Whose was needed.
        expected: Side,
        /// Whose it is.
        found: Side,
    },
    /// A table that was cut by other terms or transport.
    #[error("the table of side {0} was made for other terms or other vehicles")]
    OtherGround(Side),
    /// Candidates that do not make the sealed table.
    #[error("these candidates of side {side} make the table {own}, but {sealed} was sealed")]
    NotThisTable {
        /// Whose.
        side: Side,
        /// The digest that was sealed.
        sealed: Digest,
        /// The digest that these candidates make.
        own: Digest,
    },
    /// A plan that breaks a term.
    #[error("the plan would break a term: {0}")]
    Broken(String),
    /// The agreed clauses do not add up to terms yet.
    #[error("the agreed clauses do not settle the terms yet: {0}")]
    Unsettled(String),
    /// Both sides have agreed on other words since transport was recorded.
    #[error("the agreed terms are no longer those that this plan was begun on")]
    TermsChanged,
    /// Something that must be there first is not.
    #[error("{0} must come first")]
    NotYet(&'static str),
    /// Something that can be done only once was done already.
    #[error("{0} was done already")]
    Already(&'static str),
    /// A share of the seed that is not the one promised.
    #[error("the share of side {0} is not the one that it committed to")]
    WrongShare(Side),
    /// The plan is locked.
    #[error("the plan is locked by two officers")]
    Locked,
    /// The second officer is the first one.
    #[error("{0} asked for it, and a second officer has to agree")]
    SameOfficer(String),
    /// Somebody acts for a side that is not theirs.
    #[error("a desk of {0} cannot do this for the other side")]
    NotYourSide(crate::vocabulary::Party),
}

crate::vocabulary::ids! { Refusal {
    CivilianCounted => "plan-civilian-counted",
    SickCounted => "plan-sick-counted",
    RetainedCounted => "plan-retained-counted",
    Planner(planner::Refusal::NotAnInstance { .. }) => "plan-input-not-an-instance",
    Planner(planner::Refusal::UnknownCategory { .. }) => "plan-input-unknown-category",
    Planner(planner::Refusal::UnknownWord { .. }) => "plan-input-unknown-word",
    Planner(planner::Refusal::OutOfRange { .. }) => "plan-input-out-of-range",
    Planner(planner::Refusal::NotRising { .. }) => "plan-input-not-rising",
    Planner(planner::Refusal::Twice { .. }) => "plan-input-twice",
    Planner(planner::Refusal::CountedAndUnconditional { .. }) => "plan-input-counted-and-unconditional",
    Planner(planner::Refusal::NoRatio { .. }) => "plan-input-no-ratio",
    Planner(planner::Refusal::GroupAcrossSides { .. }) => "plan-input-group-across-sides",
    Planner(planner::Refusal::Unreadable { .. }) => "plan-input-unreadable",
    Planner(planner::Refusal::FloorOutOfReach { .. }) => "plan-input-floor-out-of-reach",
    UnknownCategory => "plan-unknown-category",
    LineTwice => "plan-line-twice",
    NoSuchStage => "plan-no-such-stage",
    TooMany => "plan-too-many",
    WrongTable => "plan-wrong-table",
    OtherGround => "plan-other-ground",
    NotThisTable => "plan-not-this-table",
    Broken => "plan-broken",
    Unsettled => "plan-unsettled",
    TermsChanged => "plan-terms-changed",
    NotYet => "plan-not-yet",
    Already => "plan-already",
    WrongShare => "plan-wrong-share",
    Locked => "plan-locked",
    SameOfficer => "plan-same-officer",
    NotYourSide => "plan-not-your-side",
} }

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::CivilianCounted(_) => "release civilians on their own track, without count",
            Self::SickCounted(_) => "take the wounded and sick out of parity; they go regardless",
            Self::RetainedCounted(_) => "return medical personnel and chaplains outside of parity",
            Self::Planner(refusal) => return refusal.hint(),
            Self::UnknownCategory(_) => "place the person by the settled terms",
            Self::LineTwice(_) => "keep one of the two",
            Self::NoSuchStage(_) => "stages are counted from 1",
            Self::TooMany => "check the list",
            Self::WrongTable { .. } => "hand over A's table first, then B's",
            Self::OtherGround(_) => "agree on terms and vehicles first, then seal both tables anew",
            Self::NotThisTable { .. } => {
                "use the candidates as they were when the table was sealed"
            }
            Self::Broken(_) => "plan fewer people or bring more vehicles",
            Self::Unsettled(_) => "`agreement show` lists what is still open",
            Self::TermsChanged => "record transport anew to begin a plan on the new terms",
            Self::NotYet(_) => "do that, then try again",
            Self::Already(_) => "record transport anew to begin a new plan",
            Self::WrongShare(_) => "ask that side for the share behind its commitment",
            Self::Locked => "let two officers unlock it first: `plan unlock`",
            Self::SameOfficer(_) => "ask a colleague to look at the plan, and to say the same",
            Self::NotYourSide(_) => "let that side's own desk do it",
        }
        .to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::CivilianCounted(_) => Some("GC IV art. 34: the taking of hostages is prohibited"),
            Self::SickCounted(_) => {
                Some("GC III art. 109(1): the seriously wounded and sick go regardless of number")
            }
            Self::RetainedCounted(_) => {
                Some("GC III art. 33, GC I art. 30: retained, not prisoners")
            }
            Self::Planner(_)
            | Self::UnknownCategory(_)
            | Self::LineTwice(_)
            | Self::NoSuchStage(_)
            | Self::TooMany
            | Self::WrongTable { .. }
            | Self::OtherGround(_)
            | Self::NotThisTable { .. }
            | Self::Broken(_)
            | Self::Unsettled(_)
            | Self::TermsChanged
            | Self::NotYet(_)
            | Self::Already(_)
            | Self::WrongShare(_)
            | Self::Locked
            | Self::SameOfficer(_)
            | Self::NotYourSide(_) => None,
        }
    }
}
