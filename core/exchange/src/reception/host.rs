//! A host state may receive people first, with keys and an instance of its own. It learns how many come
//! and what care they need, never who they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::vocabulary::{Digest, Party, Side, StageNumber};

/// The most people of whom one notice speaks.
pub const PEOPLE_MAX: u32 = 5_000;

/// Care that must be ready when somebody arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Lies down.
    Stretcher,
    /// Cannot walk unaided.
    WalkingAid,
    /// A surgeon.
    Surgery,
    /// Care for burns.
    Burns,
    /// Dialysis.
    Dialysis,
    /// Insulin.
    Insulin,
    /// A room apart, for an infection.
    Isolation,
    /// Feeding under watch after starvation.
    Refeeding,
    /// Somebody at hand who watches over them.
    Watch,
    /// Care in pregnancy or for an infant.
    Maternity,
}

impl Need {
    /// All needs, in order.
    pub const ALL: [Self; 10] = [
        Self::Stretcher,
        Self::WalkingAid,
        Self::Surgery,
        Self::Burns,
        Self::Dialysis,
        Self::Insulin,
        Self::Isolation,
        Self::Refeeding,
        Self::Watch,
        Self::Maternity,
    ];

    /// Returns the need's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stretcher => "stretcher",
            Self::WalkingAid => "walking-aid",
            Self::Surgery => "surgery",
            Self::Burns => "burns",
            Self::Dialysis => "dialysis",
            Self::Insulin => "insulin",
            Self::Isolation => "isolation",
            Self::Refeeding => "refeeding",
            Self::Watch => "watch",
            Self::Maternity => "maternity",
        }
    }
}

/// What a host state is told before people arrive. Counts, and nothing that could name anybody: the type
/// has no place for a name, a line or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostNotice {
    /// The stage.
    pub stage: StageNumber,
    /// Whose people come.
    pub side: Side,
    /// How many.
    pub people: u32,
    /// How many need each kind of care; one person may need several.
    pub needs: BTreeMap<Need, u32>,
    /// The earliest time of arrival.
    pub opens: Timestamp,
    /// The latest time of arrival.
    pub closes: Timestamp,
}

impl HostNotice {
    /// Counts what each of the people needs. Who needs what is forgotten here.
    ///
    /// # Errors
    /// As [`Self::check`] refuses.
    pub fn count(
        (stage, side): (StageNumber, Side),
        people: &[BTreeSet<Need>],
        (opens, closes): (Timestamp, Timestamp),
    ) -> Result<Self, Refusal> {
        let mut needs = BTreeMap::new();
        for need in people.iter().flatten() {
            *needs.entry(*need).or_insert(0) += 1;
        }
        let people = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let notice = Self { stage, side, people, needs, opens, closes };
        notice.check()?;
        Ok(notice)
    }

    /// Checks a notice from its own words.
    ///
    /// # Errors
    /// Refused when nobody or too many come, when more need a care than come, or when the window is
    /// backward.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.people == 0 || self.people > PEOPLE_MAX {
            return Err(Refusal::HostCount { people: self.people });
        }
        if let Some((need, count)) = self.needs.iter().find(|(_, count)| **count > self.people) {
            return Err(Refusal::HostNeeds { need: *need, count: *count, people: self.people });
        }
        if self.closes <= self.opens {
            return Err(Refusal::WindowBackward { opens: self.opens, closes: self.closes });
        }
        Ok(())
    }

    /// Returns the bytes that cross to the host state.
    pub fn document(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a notice is plain JSON")
    }

    /// Returns the digest of [`Self::document`].
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.document()])
    }
}

/// What a host state says back: counts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostReport {
    /// The stage.
    pub stage: StageNumber,
    /// Whose people came.
    pub side: Side,
    /// How many came.
    pub people: u32,
    /// How many had medical first help.
    pub medical: u32,
    /// How many took up psychological first help.
    pub psychological: u32,
    /// How many went on home.
    pub went_on: u32,
}

impl HostReport {
    /// Checks a report from its own words.
    ///
    /// # Errors
    /// Refused when more were helped or went on than came.
    pub fn check(&self) -> Result<(), Refusal> {
        let most = self.medical.max(self.psychological).max(self.went_on);
        if most > self.people || self.people > PEOPLE_MAX {
            return Err(Refusal::HostCount { people: self.people });
        }
        Ok(())
    }
}

/// What reception writes that somebody might want to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// A [`HostNotice`].
    HostNotice,
    /// A [`HostReport`].
    HostReport,
    /// What returned people saw of others still held.
    Sightings,
    /// Anything of a person's health.
    Health,
    /// Who arrived, and who cares for them.
    Arrivals,
}

impl Paper {
    /// Returns the paper's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::HostNotice => "the notice to a host state",
            Self::HostReport => "the report of a host state",
            Self::Sightings => "sightings of those still held",
            Self::Health => "health",
            Self::Arrivals => "arrivals by person",
        }
    }
}

/// Says whether a paper may leave one party for another. What does not stand here stays.
///
/// Sightings would show the other side who spoke and who is to be silenced; they become claims in one's
/// own registry and go nowhere else. Health and arrivals by person stay with those who care.
///
/// # Errors
/// Refused with the paper and both parties.
pub fn may_cross(paper: Paper, own: Party, to: Party) -> Result<(), Refusal> {
    let allowed = match paper {
        Paper::HostNotice => own.side().is_some() && to == Party::Host,
        Paper::HostReport => own == Party::Host && to.side().is_some(),
        Paper::Sightings | Paper::Health | Paper::Arrivals => false,
    };
    allowed.then_some(()).ok_or(Refusal::StaysAtHome { paper, own, to })
}
