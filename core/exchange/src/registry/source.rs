//! Who says something, and how far they can be trusted.

use serde::{Deserialize, Serialize};

/// What kind of source speaks. Its name lies in the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// The person.
    Person,
    /// A relative or whom the person named.
    Family,
    /// Somebody who was held with the person, or saw them held.
    Witness,
    /// One's own forces: the unit, the headquarters, one's own bureau.
    OwnForces,
    /// The Detaining Power, by its bureau or its list (GC III art. 122).
    DetainingPower,
    /// The Central Tracing Agency (GC III art. 123).
    TracingAgency,
    /// A Mixed Medical Commission (GC III art. 112, Annex II).
    MedicalCommission,
    /// The mediator.
    Mediator,
    /// A host state that received people first.
    HostState,
    /// The team at the handover line.
    HandoverTeam,
    /// The place that received the person on one's own side.
    Reception,
    /// A forensic service.
    Forensic,
    /// Something published. The weakest of all.
    Published,
}

impl SourceKind {
    /// Every kind, in order.
    pub const ALL: [Self; 13] = [
        Self::Person,
        Self::Family,
        Self::Witness,
        Self::OwnForces,
        Self::DetainingPower,
        Self::TracingAgency,
        Self::MedicalCommission,
        Self::Mediator,
        Self::HostState,
        Self::HandoverTeam,
        Self::Reception,
        Self::Forensic,
        Self::Published,
    ];

    /// Says whether the source's word acknowledges that somebody is held (GC III art. 122, 123).
    pub fn acknowledges(self) -> bool {
        matches!(self, Self::DetainingPower | Self::TracingAgency | Self::MedicalCommission)
    }

    /// Says whether the source was at the crossing or received who crossed.
    pub fn saw_crossing(self) -> bool {
        matches!(self, Self::HandoverTeam | Self::Reception | Self::HostState)
    }

    /// Says whether a death by this source's word is official (GC III art. 120).
    pub fn certifies_death(self) -> bool {
        self.acknowledges() || self.saw_crossing() || self == Self::Forensic
    }

    /// Says whether the source may have heard a person's own wish in private.
    pub fn hears_wishes(self) -> bool {
        matches!(
            self,
            Self::TracingAgency | Self::MedicalCommission | Self::Mediator | Self::HandoverTeam
        )
    }
}

/// How reliable a source has been, from A to F.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reliability {
    /// Always right so far.
    A,
    /// Usually right.
    B,
    /// Fairly often right.
    C,
    /// Usually not right.
    D,
    /// Not to be relied on.
    E,
    /// Cannot be judged.
    F,
}

/// How likely what is said is, from 1 to 6, whoever says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Credibility(u8);

impl Credibility {
    /// Cannot be judged.
    pub const UNKNOWN: Self = Self(6);

    /// 1 confirmed by others, 2 probable, 3 possible, 4 doubtful, 5 improbable, 6 cannot be judged.
    pub fn read(grade: u8) -> Option<Self> {
        (1..=6).contains(&grade).then_some(Self(grade))
    }

    /// Returns the grade.
    pub fn grade(self) -> u8 {
        self.0
    }
}

impl From<Credibility> for u8 {
    fn from(grade: Credibility) -> Self {
        grade.0
    }
}

impl TryFrom<u8> for Credibility {
    type Error = String;
    fn try_from(grade: u8) -> Result<Self, String> {
        Self::read(grade).ok_or_else(|| format!("{grade} is not a grade from 1 to 6"))
    }
}

/// Under which condition something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// By somebody at liberty.
    AtLiberty,
    /// By somebody held, of their own accord as far as can be known.
    InCaptivity,
    /// In private, to somebody neutral or to the handover team, with no guard in hearing.
    InPrivate,
    /// Read from a paper.
    FromPaper,
    /// Got by pressure. It is never taken as a claim (GC III art. 17).
    UnderPressure,
    /// Not known.
    NotKnown,
}

/// In which script the words stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Cyrillic.
    Cyrillic,
    /// Latin.
    Latin,
    /// Another.
    Other,
}

impl Script {
    /// Returns the script of most letters of a text.
    pub fn of(text: &str) -> Self {
        let cyrillic = text.chars().filter(|c| ('\u{400}'..='\u{52f}').contains(c)).count();
        let latin = text.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}').count();
        match (cyrillic, latin) {
            (0, 0) => Self::Other,
            _ if cyrillic >= latin => Self::Cyrillic,
            _ => Self::Latin,
        }
    }
}
