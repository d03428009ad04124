//! What an agreement's categories may ask about a person. Each fact may be unknown.

use serde::{Deserialize, Serialize};

use super::PartialDate;

/// How the Conventions see a person. In doubt, a prisoner of war until a competent tribunal decides
/// (GC III art. 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// GC III art. 4.
    PrisonerOfWar,
    /// Medical personnel and chaplains: retained, not prisoners, never bargained (GC III art. 33).
    Retained,
    /// A civilian: released, never traded (GC IV art. 34, 132).
    Civilian,
    /// Undecided: treated as a prisoner of war.
    Doubtful,
}

/// The seven health grades of the capture card (GC III Annex IV B), and the two groups of art. 110
/// that a doctor adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HealthGrade {
    /// In good health.
    Good,
    /// Not wounded.
    NotWounded,
    /// Recovered.
    Recovered,
    /// Convalescent.
    Convalescent,
    /// Sick.
    Sick,
    /// Slightly wounded.
    SlightlyWounded,
    /// Seriously wounded: goes home regardless of number or rank (GC III art. 109(1)).
    SeriouslyWounded,
    /// Seriously sick, by medical finding (GC III art. 110): goes home likewise.
    SeriouslySick,
}

impl HealthGrade {
    /// Says whether GC III art. 109(1) sends this person home regardless of number.
    pub fn is_serious(self) -> bool {
        matches!(self, Self::SeriouslyWounded | Self::SeriouslySick)
    }
}

/// Sex as recorded; GC III art. 14 and 16 allow regard to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// A woman.
    Female,
    /// A man.
    Male,
}

/// What is known of a person that a category may turn on. Unit, origin and opinion are not here on
/// purpose: GC III art. 16 forbids adverse distinction by them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Birth date, as far as known.
    pub birth: Option<PartialDate>,
    /// Day of capture, as far as known.
    pub captured: Option<PartialDate>,
    /// Health as last recorded.
    pub health: Option<HealthGrade>,
    /// Sex as recorded.
    pub sex: Option<Sex>,
    /// Standing under the Conventions.
    pub standing: Option<Standing>,
}
