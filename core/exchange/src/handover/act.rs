//! The act: what both teams counted at the line, signed by both, and by an observer where there is one.
//!
//! The act holds sums and no line. Two counters agree, or each sum that differs carries a remark that
//! says why and whose it is. The notary signs the act's bytes; this stage keeps whose signature is there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Refusal;
use super::check_off::OutcomeKind;
use super::four_lists::Sums;
use crate::vocabulary::{Digest, Party, Side, StageNumber};

/// A manifest as the act repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The digest of the manifest.
    pub digest: Digest,
    /// The people on it.
    pub people: u32,
}

/// What one team counted, for each side that handed over.
pub type Counters = BTreeMap<Side, Sums>;

/// Why two counters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    /// The teams saw the same and call it differently.
    NamedDifferently,
    /// A person's identity is still being looked into.
    IdentityOpen,
    /// A person is still in a vehicle.
    StillInVehicle,
    /// One team did not see what the other saw.
    NotSeen,
    /// One team holds that the other's count is wrong.
    CountContested,
}

impl RemarkKind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] = [
        Self::NamedDifferently,
        Self::IdentityOpen,
        Self::StillInVehicle,
        Self::NotSeen,
        Self::CountContested,
    ];

    /// Returns the remark's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NamedDifferently => "named-differently",
            Self::IdentityOpen => "identity-open",
            Self::StillInVehicle => "still-in-vehicle",
            Self::NotSeen => "not-seen",
            Self::CountContested => "count-contested",
        }
    }
}

/// Says why one sum differs between the two counters. Words, no text: an act names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The leg, by the side that hands over.
    pub from: Side,
    /// The outcome whose sums differ.
    pub outcome: OutcomeKind,
    /// Whose remark it is.
    pub by: Party,
    /// Why they differ.
    pub why: RemarkKind,
}

/// What both teams counted at one stage. This is a document that crosses and is signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The stage.
    pub stage: StageNumber,
    /// The manifests, by the side that handed over. One is enough: a one-way return is no less a return.
    pub manifests: BTreeMap<Side, Summary>,
    /// What the team of side A counted.
    pub counted_by_a: Counters,
    /// What the team of side B counted.
    pub counted_by_b: Counters,
    /// The remarks, in order.
    pub remarks: Vec<Remark>,
}

/// One sum in which the two counters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The leg, by the side that handed over.
    pub from: Side,
    /// The outcome.
    pub outcome: OutcomeKind,
    /// What the team of side A counted.
    pub counted_by_a: u32,
    /// What the team of side B counted.
    pub counted_by_b: u32,
}

impl Act {
    /// Returns what a side's team counted.
    pub fn counted_by(&self, side: Side) -> &Counters {
        match side {
            Side::A => &self.counted_by_a,
            Side::B => &self.counted_by_b,
        }
    }

    /// Returns the sums in which the counters differ.
    pub fn differences(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        for from in self.manifests.keys() {
            let sums = |counters: &Counters| counters.get(from).copied().unwrap_or_default();
            let (a, b) = (sums(&self.counted_by_a), sums(&self.counted_by_b));
            found.extend(
                OutcomeKind::ALL.into_iter().filter(|kind| a.get(*kind) != b.get(*kind)).map(
                    |outcome| Difference {
                        from: *from,
                        outcome,
                        counted_by_a: a.get(outcome),
                        counted_by_b: b.get(outcome),
                    },
                ),
            );
        }
        found
    }

    /// Checks an act from its own words: each counter speaks of every person on each manifest, or a remark
    /// says why not, and each sum that differs carries a remark.
    ///
    /// # Errors
    /// Refused with the first counter that does not add up, the first difference without a remark, or
    /// the first remark without a difference.
    pub fn check(&self) -> Result<(), Refusal> {
        for by in Side::BOTH {
            let counters = self.counted_by(by);
            if let Some(from) = counters.keys().find(|from| !self.manifests.contains_key(from)) {
                return Err(Refusal::NoManifest { stage: self.stage, from: *from });
            }
            for (from, summary) in &self.manifests {
                let lines = counters.get(from).copied().unwrap_or_default().lines();
                let remarked = self.remarks.iter().any(|remark| remark.from == *from);
                if lines != u64::from(summary.people) && !remarked {
                    return Err(Refusal::CounterShort {
                        by,
                        from: *from,
                        lines,
                        summary: *summary,
                    });
                }
            }
        }
        let differences = self.differences();
        let remarked = |difference: &Difference| {
            self.remarks.iter().any(|remark| {
                (remark.from, remark.outcome) == (difference.from, difference.outcome)
            })
        };
        if let Some(difference) = differences.iter().find(|difference| !remarked(difference)) {
            return Err(Refusal::SumsDisagree { difference: *difference });
        }
        let stray = self.remarks.iter().find(|remark| {
            !differences
                .iter()
                .any(|found| (remark.from, remark.outcome) == (found.from, found.outcome))
        });
        match stray {
            Some(remark) => Err(Refusal::RemarkOnNothing { remark: *remark }),
            None => Ok(()),
        }
    }

    /// Returns the bytes that are signed.
    pub fn document(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an act is plain JSON")
    }

    /// Returns the digest of [`Self::document`].
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.document()])
    }
}

/// An act as the journal keeps it, and who has signed it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// The act.
    pub act: Act,
    /// The digest of its bytes.
    pub digest: Digest,
    /// The digests of the signatures, by party.
    pub signatures: BTreeMap<Party, Digest>,
}

impl Drawn {
    /// Says whether both sides have signed.
    pub fn is_signed_by_both(&self) -> bool {
        Side::BOTH.into_iter().all(|side| self.signatures.contains_key(&Party::from(side)))
    }
}
