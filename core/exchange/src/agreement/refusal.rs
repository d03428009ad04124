//! What this stage refuses, and the article behind each refusal.

use super::Right;
use crate::vocabulary::{ClauseId, Digest, Party, Side};

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
    /// Somebody who is no party to the agreement proposes, or somebody who is no enemy accepts.
    #[error("party {0} has no say in the terms")]
    NoSay(Party),
    /// One party's instance records an act of another without the note that proves it.
    #[error("nothing shows that party {0} did this")]
    NoEvidence(Party),
    /// A party proposes the same clause again.
    #[error("party {party} has proposed clause `{clause}` in these words already")]
    ProposedAlready {
        /// The party.
        party: Party,
        /// The clause.
        clause: ClauseId,
    },
    /// Nobody proposed a clause with this digest.
    #[error("nobody has proposed a clause with the digest {0}")]
    UnknownClause(Digest),
    /// A side gives the same answer again.
    #[error("side {side} has answered clause `{clause}` in this way already")]
    AnsweredAlready {
        /// The side.
        side: Side,
        /// The clause.
        clause: ClauseId,
    },
    /// Both sides have accepted these words.
    #[error("both sides have accepted clause `{0}` in these words")]
    AgreedAlready(ClauseId),
}

crate::vocabulary::ids! { Refusal {
    CivilianInParity => "agreement-civilian-in-parity",
    SeriousHeldForParity => "agreement-serious-held-for-parity",
    RetainedBargained => "agreement-retained-bargained",
    RightRenounced => "agreement-right-renounced",
    WorsensConvention => "agreement-worsens-convention",
    AdverseDistinction => "agreement-adverse-distinction",
    NoSay => "agreement-no-say",
    NoEvidence => "agreement-no-evidence",
    ProposedAlready => "agreement-proposed-already",
    UnknownClause => "agreement-unknown-clause",
    AnsweredAlready => "agreement-answered-already",
    AgreedAlready => "agreement-agreed-already",
} }

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
            Self::NoSay(_) => {
                "the two sides and the mediator propose; the two sides accept or refuse"
            }
            Self::NoEvidence(_) => "give the digest of the signed note in which the party did it",
            Self::ProposedAlready { .. } => "wait for the answer, or propose other words",
            Self::UnknownClause(_) => "propose the clause first, or check the digest",
            Self::AnsweredAlready { .. } => "nothing to do",
            Self::AgreedAlready(_) => "propose other words under the same id to change it",
        }
        .to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::NoSay(_)
            | Self::NoEvidence(_)
            | Self::ProposedAlready { .. }
            | Self::UnknownClause(_)
            | Self::AnsweredAlready { .. }
            | Self::AgreedAlready(_) => None,
            Self::CivilianInParity(_) => Some(
                "GC IV art. 34: the taking of hostages is prohibited; civilians are released and \
                 never traded",
            ),
            Self::SeriousHeldForParity(_) => Some(
                "GC III art. 109(1): the seriously wounded and sick are sent back regardless of \
                 number or rank",
            ),
            Self::RetainedBargained(_) => Some(
                "GC III art. 33: retained medical personnel and chaplains are not prisoners of war",
            ),
            Self::RightRenounced { .. } => {
                Some("GC III art. 7: prisoners may in no circumstances renounce their rights")
            }
            Self::WorsensConvention { article, .. } => Some(article),
            Self::AdverseDistinction { .. } => Some(
                "GC III art. 16: no adverse distinction by race, nationality, religion, political \
                 opinion or similar grounds",
            ),
        }
    }
}
