//! A claim: who says what of whom. It is added, perhaps withdrawn by its source, and never changed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Condition, Credibility, Reliability, Script, SourceKind, Status};
use crate::lists::Field;
use crate::vocabulary::{Digest, LineId, ListId, PartialDate, PersonId, Private, RecordId};

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "kebab-case")]
pub enum Assertion {
    /// Who the person is. The fields lie in the vault.
    Identity,
    /// Missing, and looked for.
    Missing,
    /// Looked for by a relative, who asks for news (GC III art. 122(7), GC IV art. 25 and 26).
    TracingRequest,
    /// The prisoner's own card to the Agency, with the items of GC III Annex IV B (art. 70).
    CaptureCard,
    /// Held, said by somebody other than who holds them.
    SeenHeld,
    /// Held, acknowledged by who holds them or by the Central Tracing Agency.
    Acknowledged,
    /// Moved to another place of captivity (GC III art. 122(5)).
    Transferred,
    /// Admitted to hospital (GC III art. 122(5)).
    InHospital,
    /// Health as found, weekly of whoever is seriously ill or wounded (GC III art. 122(6)).
    Health,
    /// Escaped (GC III art. 122(5)).
    Escaped,
    /// Released, and not known to be home (GC III art. 122(5)).
    Released,
    /// Sent home, says who held them (GC III art. 122(5)); nobody has received them yet.
    Repatriated,
    /// Not held, says who might hold them.
    NotHeld,
    /// On a closed list between the parties.
    Listed {
        /// The list.
        list: ListId,
        /// The line.
        line: LineId,
    },
    /// Brought to a handover.
    AtHandover,
    /// Brought to a handover, and did not cross.
    DidNotCross,
    /// Crossed and identified.
    Crossed,
    /// Dead.
    Dead,
    /// Alive, seen or heard of.
    Alive,
    /// Does not wish to return, heard in private.
    Declines,
    /// Captured a second time, after a return.
    CapturedAgain,
}

impl Assertion {
    /// Returns the plainest assertion that a status rests on. A place on a list has none: the list and
    /// the line must be named.
    pub fn of_status(status: Status) -> Option<Self> {
        match status {
            Status::Sought => Some(Self::Missing),
            Status::Alleged => Some(Self::SeenHeld),
            Status::Confirmed => Some(Self::Acknowledged),
            Status::Listed => None,
            Status::AtHandover => Some(Self::AtHandover),
            Status::Returned => Some(Self::Crossed),
            Status::Died => Some(Self::Dead),
            Status::Declined => Some(Self::Declines),
        }
    }

    /// Says whether a kind of source can know it.
    pub fn can_rest_on(&self, kind: SourceKind) -> bool {
        match self {
            Self::Identity
            | Self::Missing
            | Self::TracingRequest
            | Self::CaptureCard
            | Self::SeenHeld
            | Self::Transferred
            | Self::InHospital
            | Self::Health
            | Self::Listed { .. }
            | Self::Dead
            | Self::Alive
            | Self::CapturedAgain => true,
            Self::Acknowledged
            | Self::NotHeld
            | Self::Escaped
            | Self::Released
            | Self::Repatriated => kind.acknowledges(),
            Self::AtHandover | Self::DidNotCross | Self::Crossed => kind.saw_crossing(),
            Self::Declines => kind.hears_wishes(),
        }
    }

    /// Names the field without which it says nothing, though the answer be that they would or could not say.
    pub fn needs(&self) -> Option<Field> {
        match self {
            Self::Health => Some(Field::Health),
            Self::CaptureCard => Some(Field::Surname),
            Self::Identity
            | Self::Missing
            | Self::TracingRequest
            | Self::SeenHeld
            | Self::Acknowledged
            | Self::Transferred
            | Self::InHospital
            | Self::Escaped
            | Self::Released
            | Self::Repatriated
            | Self::NotHeld
            | Self::Listed { .. }
            | Self::AtHandover
            | Self::DidNotCross
            | Self::Crossed
            | Self::Dead
            | Self::Alive
            | Self::Declines
            | Self::CapturedAgain => None,
        }
    }

    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Missing => "missing",
            Self::TracingRequest => "tracing-request",
            Self::CaptureCard => "capture-card",
            Self::SeenHeld => "seen-held",
            Self::Acknowledged => "acknowledged",
            Self::Transferred => "transferred",
            Self::InHospital => "in-hospital",
            Self::Health => "health",
            Self::Escaped => "escaped",
            Self::Released => "released",
            Self::Repatriated => "repatriated",
            Self::NotHeld => "not-held",
            Self::Listed { .. } => "listed",
            Self::AtHandover => "at-handover",
            Self::DidNotCross => "did-not-cross",
            Self::Crossed => "crossed",
            Self::Dead => "dead",
            Self::Alive => "alive",
            Self::Declines => "declines",
            Self::CapturedAgain => "captured-again",
        }
    }
}

/// What somebody answered when asked for one thing about a person. That they refused, or could not
/// tell, is an answer too (GC III art. 17).
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// This.
    Given(Private<String>),
    /// They would not say; nobody may be made to.
    Refused,
    /// They could not say.
    Unable,
}

/// Who says it, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// What kind of source.
    pub kind: SourceKind,
    /// Who: a person, an office, a document's number.
    pub name: Private<String>,
    /// How reliable the source is.
    pub reliability: Reliability,
    /// How likely what is said is.
    pub credibility: Credibility,
    /// Under which condition it was said.
    pub condition: Condition,
    /// The language, as an ISO 639 code such as `uk`.
    pub language: Option<String>,
}

/// What a claim tells, word for word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// What was said of each thing that was asked.
    pub fields: BTreeMap<Field, Stated>,
    /// When it was so, as far as the source knows.
    pub on: Option<PartialDate>,
    /// Where.
    pub place: Option<Private<String>>,
    /// In the source's own words.
    pub words: Option<Private<String>>,
}

/// Where a claim's words lie in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The record.
    pub record: RecordId,
    /// The salted digest of it.
    pub digest: Digest,
}

/// A claim as the journal keeps it: nothing in it says who the person or the source is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Of whom.
    pub person: PersonId,
    /// What is said.
    #[serde(flatten)]
    pub says: Assertion,
    /// What kind of source says it.
    pub source: SourceKind,
    /// How reliable the source is.
    pub reliability: Reliability,
    /// How likely it is.
    pub credibility: Credibility,
    /// Under which condition it was said.
    pub condition: Condition,
    /// The language, as an ISO 639 code.
    pub language: Option<String>,
    /// The script.
    pub script: Script,
    /// The words, in the identity compartment.
    pub kept: Kept,
    /// What is said of health, in a compartment of its own. Few claims say anything of it.
    pub health: Option<Box<Kept>>,
}

/// A claim with its place in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// The claim.
    pub claim: Claim,
    /// When it was recorded.
    pub at: Timestamp,
    /// Its place in the journal: of two claims the later one has the larger number.
    pub number: u64,
    /// When its source withdrew it, if it did.
    pub withdrawn_at: Option<Timestamp>,
}

impl Recorded {
    /// Says whether the claim counted at a moment. It counts from when it was recorded until it is
    /// withdrawn; without a moment, as things stand.
    pub fn counts_at(&self, moment: Option<Timestamp>) -> bool {
        match moment {
            None => self.withdrawn_at.is_none(),
            Some(moment) => {
                self.at <= moment && self.withdrawn_at.is_none_or(|withdrawn| withdrawn > moment)
            }
        }
    }
}

/// A claim's words in the vault.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    source: String,
    on: Option<PartialDate>,
    place: Option<String>,
    words: Option<String>,
    fields: BTreeMap<Field, WireStated>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WireStated {
    Given(String),
    Refused,
    Unable,
}

/// A claim's words, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Who says it.
    pub source: Private<String>,
    /// What they say.
    pub told: Told,
}

impl Opened {
    /// Writes the words as the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let open = |text: &Private<String>| text.open().clone();
        let stated = |stated: &Stated| match stated {
            Stated::Given(text) => WireStated::Given(open(text)),
            Stated::Refused => WireStated::Refused,
            Stated::Unable => WireStated::Unable,
        };
        let wire = Wire {
            source: open(&self.source),
            on: self.told.on,
            place: self.told.place.as_ref().map(open),
            words: self.told.words.as_ref().map(open),
            fields: self.told.fields.iter().map(|(field, one)| (*field, stated(one))).collect(),
        };
        serde_json::to_vec(&wire).expect("a map of text keys and plain values is JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are not the words of a claim.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let wire: Wire = serde_json::from_slice(bytes)?;
        let stated = |stated| match stated {
            WireStated::Given(text) => Stated::Given(Private::new(text)),
            WireStated::Refused => Stated::Refused,
            WireStated::Unable => Stated::Unable,
        };
        let told = Told {
            fields: wire.fields.into_iter().map(|(field, one)| (field, stated(one))).collect(),
            on: wire.on,
            place: wire.place.map(Private::new),
            words: wire.words.map(Private::new),
        };
        Ok(Self { source: Private::new(wire.source), told })
    }
}
