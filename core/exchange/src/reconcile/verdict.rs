//! What a line of their list is to us, why, and how that may be counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::reason::{Reason, Waterfall};
use crate::lists::Field;
use crate::registry::Status;
use crate::vocabulary::{LineId, PersonId};

/// What one line of their list is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Stands on our list, or in our registry as somebody still to come.
    Matched,
    /// Has already come home.
    ReturnedAlready,
    /// Is reported dead.
    ReportedDead,
    /// Is a civilian, who is released and never traded (GC IV art. 34, 132).
    Civilian,
    /// Stands on their list before, in another line.
    Twice,
    /// Depends on another Power.
    NotOurs,
    /// Nobody on our list or in our registry.
    UnknownToUs,
    /// May be one of ours; people decide. Never linked by the program.
    Doubtful,
}

impl Verdict {
    /// All verdicts, in order.
    pub const ALL: [Self; 8] = [
        Self::Matched,
        Self::ReturnedAlready,
        Self::ReportedDead,
        Self::Civilian,
        Self::Twice,
        Self::NotOurs,
        Self::UnknownToUs,
        Self::Doubtful,
    ];

    /// Returns the verdict's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::ReturnedAlready => "returned-already",
            Self::ReportedDead => "reported-dead",
            Self::Civilian => "civilian",
            Self::Twice => "twice",
            Self::NotOurs => "not-ours",
            Self::UnknownToUs => "unknown-to-us",
            Self::Doubtful => "doubtful",
        }
    }

    /// Says whether a family is told something on the strength of it.
    pub fn is_told(self) -> bool {
        matches!(self, Self::ReportedDead | Self::ReturnedAlready)
    }

    /// Says whether a line with this verdict may be planned for: the person is one of ours, is alive
    /// as far as is known, and has not come home. Civilians go on their own release track.
    pub fn may_be_planned(self) -> bool {
        matches!(self, Self::Matched | Self::Civilian)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Which lines of an offer may be planned for.
pub fn accepted<'a>(verdicts: impl IntoIterator<Item = (&'a LineId, Verdict)>) -> BTreeSet<LineId> {
    verdicts
        .into_iter()
        .filter(|(_, verdict)| verdict.may_be_planned())
        .map(|(line, _)| line.clone())
        .collect()
}

/// Counts verdicts; those that no line has count 0.
pub fn counts(verdicts: impl IntoIterator<Item = Verdict>) -> BTreeMap<Verdict, u64> {
    let mut counts: BTreeMap<Verdict, u64> =
        Verdict::ALL.into_iter().map(|verdict| (verdict, 0)).collect();
    for verdict in verdicts {
        *counts.entry(verdict).or_default() += 1;
    }
    counts
}

/// Why a line has its verdict: the first rule that held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum Because {
    /// The same person as a line of our list.
    OnOurList,
    /// The same person as somebody in our registry who is still to come.
    InRegistry,
    /// The same person as somebody in our registry who has come home.
    CameHome,
    /// The same person as somebody in our registry who has died.
    Died,
    /// A civilian by their word.
    CivilianByThem,
    /// A civilian by ours.
    CivilianByUs,
    /// The person stands in an earlier line.
    StoodBefore,
    /// The person depends on another Power.
    OtherPower,
    /// Nobody is near.
    NobodyNear,
    /// May be somebody who has come home or died, and is not surely: a family would be told.
    MayBeGone {
        /// What stands in the way of being sure.
        doubt: Doubt,
    },
    /// Our registry holds the person in entries of which some have gone home or died and others not.
    EntriesDisagree,
    /// May stand in an earlier line, and not surely.
    MayStandBefore {
        /// What stands in the way of being sure.
        doubt: Doubt,
    },
    /// Likely nobody of ours, but of the same family as somebody in our registry: a brother, or the wrong
    /// one of two.
    MayBeKin {
        /// The field by which the two are told apart.
        field: Field,
    },
    /// May be one of ours, and not surely.
    MayBeOurs {
        /// What stands in the way of being sure.
        doubt: Doubt,
    },
}

/// What stands in the way of taking a partner for the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doubt", rename_all = "kebab-case")]
pub enum Doubt {
    /// A field contradicts outright.
    Contradicts {
        /// The field that weighs most against.
        field: Field,
    },
    /// Too little was compared.
    TooLittle,
    /// Others fit as well.
    Rivals,
    /// The odds are not good enough.
    NotSure,
}

/// The verdict on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineVerdict {
    /// The line of their list.
    pub line: LineId,
    /// What it is to us; where people settled it, what they said.
    pub verdict: Verdict,
    /// Why the program said what it said.
    pub because: Because,
    /// The line of our list that it matches, or may match.
    pub ours: Option<LineId>,
    /// The person of our registry.
    pub person: Option<PersonId>,
    /// The line of their own list in which the person stood before.
    pub before: Option<LineId>,
    /// With whom the reasons compare the line; none when there was nobody to compare with.
    pub beside: Option<Beside>,
    /// How likely that one is the same person, in thousandths.
    pub probability_per_mille: u16,
    /// What each field says, contradictions first.
    pub waterfall: Waterfall,
    /// Whether people settled it.
    pub settled: bool,
}

impl LineVerdict {
    /// What is near and not equal in a name, a birth date or a number: a slip to put right, even where
    /// the person is certain.
    pub fn slips(&self) -> impl Iterator<Item = &Reason> {
        self.waterfall.reasons.iter().filter(|reason| reason.is_slip())
    }

    /// What the line is if people find that it is about the one with whom it was compared. `status` is what became
    /// of that person, `is_civilian` whether either side says that they are one.
    pub fn if_same(&self, status: Option<Status>, is_civilian: bool) -> Verdict {
        match (&self.beside, status) {
            (Some(Beside::Before(_)), _) => Verdict::Twice,
            (_, Some(Status::Returned)) => Verdict::ReturnedAlready,
            (_, Some(Status::Died)) => Verdict::ReportedDead,
            (_, _) if is_civilian => Verdict::Civilian,
            (_, _) => Verdict::Matched,
        }
    }

    /// Where the line stands among those that need a person, 0 first.
    ///
    /// First what a family could be told wrongly, then what is doubtful, then what strikes a person
    /// off, then who is unknown, then slips to put right, and last what nobody has to look at.
    pub fn urgency(&self) -> u8 {
        if self.settled {
            return URGENCY_MAX;
        }
        match (self.verdict, self.because) {
            (Verdict::Doubtful, Because::MayBeGone { .. } | Because::EntriesDisagree) => 0,
            (Verdict::Doubtful, _) => 1,
            (Verdict::ReportedDead, _) => 2,
            (Verdict::ReturnedAlready, _) => 3,
            (Verdict::Civilian, _) => 4,
            (Verdict::Twice, _) => 5,
            (Verdict::NotOurs, _) => 6,
            (Verdict::UnknownToUs, _) => 7,
            (Verdict::Matched, _) if self.slips().next().is_some() => 8,
            (Verdict::Matched, _) => URGENCY_MAX,
        }
    }
}

/// What nobody has to look at.
pub const URGENCY_MAX: u8 = 9;

/// With whom a line was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// A line of our list.
    Ours(LineId),
    /// A person of our registry.
    Person(PersonId),
    /// An earlier line of their own list.
    Before(LineId),
}

/// Verdicts on a whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// One verdict for each line of their list, in its order.
    pub verdicts: Vec<LineVerdict>,
    /// How many of the true pairs with the registry the search is thought to have seen at most, in
    /// thousandths; none without a registry.
    pub seen_per_mille: Option<u16>,
}

impl Reconciliation {
    /// Counts the lines of each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, u64> {
        counts(self.verdicts.iter().map(|line| line.verdict))
    }

    /// The verdicts in the order in which people should look at them: by [`LineVerdict::urgency`], then
    /// the likeliest first, then as they stand on the list.
    pub fn by_urgency(&self) -> Vec<&LineVerdict> {
        by_urgency(&self.verdicts)
    }
}

/// Puts verdicts in the order in which people should look at them.
pub fn by_urgency<'a>(verdicts: impl IntoIterator<Item = &'a LineVerdict>) -> Vec<&'a LineVerdict> {
    let mut lines: Vec<&LineVerdict> = verdicts.into_iter().collect();
    lines.sort_by_key(|line| (line.urgency(), std::cmp::Reverse(line.probability_per_mille)));
    lines
}
