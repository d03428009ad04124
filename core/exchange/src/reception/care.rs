//! What is done for a returned person: first help, the first call, the way home, a place, follow-ups.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::vocabulary::{
    Digest, EntryId, FacilityId, OwnerId, PersonId, Private, RecordId, StageNumber, TaskId,
};

/// How many days before its day a follow-up may be held.
pub const FOLLOW_UP_EARLY_DAYS: i32 = 14;

/// How long an offered place may stay without an answer before the silence is an alarm, in hours.
pub const OFFER_SILENT_HOURS: i64 = 24;

/// How long a returned person may be without medical first help before it is an alarm, in hours.
pub const HELP_LATE_HOURS: i64 = 6;

/// How somebody came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "how")]
pub enum Came {
    /// By a line that was checked off as received.
    OnALine,
    /// Without a line.
    Unlisted {
        /// The entry at the line.
        entry: EntryId,
    },
}

/// Where somebody is first received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whereabouts {
    /// In a host state.
    Host,
    /// On the way home from there.
    OnTheWay,
    /// At home.
    Home,
}

/// The two kinds of first help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HelpKind {
    /// A doctor's.
    Medical,
    /// A psychologist's; voluntary.
    Psychological,
}

/// First help, as it was given or declined.
#[derive(Debug, Clone, PartialEq)]
pub enum Help {
    /// A doctor looked at the person.
    Medical {
        /// Whether eating again must go slowly and under watch.
        refeeding_risk: bool,
        /// Whether there are signs of tuberculosis.
        tuberculosis_signs: bool,
        /// Whether there is a risk of suicide.
        suicide_risk: bool,
        /// Allergies.
        allergies: Private<String>,
        /// What else was found.
        note: Private<String>,
    },
    /// Somebody offered to listen. No story is asked for, and there is no field for one.
    Psychological {
        /// Whether the person took it up.
        accepted: bool,
        /// Whether the person feels safe, where they said so.
        feels_safe: Option<bool>,
        /// What the person wants now.
        wants: Private<String>,
    },
}

impl Help {
    /// Returns the kind.
    pub fn kind(&self) -> HelpKind {
        match self {
            Self::Medical { .. } => HelpKind::Medical,
            Self::Psychological { .. } => HelpKind::Psychological,
        }
    }

    /// Returns the form that goes to the vault.
    pub(super) fn wire(&self) -> serde_json::Value {
        match self {
            Self::Medical { refeeding_risk, tuberculosis_signs, suicide_risk, allergies, note } => {
                serde_json::json!({
                    "help": "medical",
                    "refeeding-risk": refeeding_risk,
                    "tuberculosis-signs": tuberculosis_signs,
                    "suicide-risk": suicide_risk,
                    "allergies": allergies.open(),
                    "note": note.open(),
                })
            }
            Self::Psychological { accepted, feels_safe, wants } => serde_json::json!({
                "help": "psychological",
                "accepted": accepted,
                "feels-safe": feels_safe,
                "wants": wants.open(),
            }),
        }
    }
}

/// How the first call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    /// Somebody answered.
    Made,
    /// Nobody answered; to be tried again.
    NobodyAnswered,
    /// The person did not want to call.
    Declined,
}

/// Who may be told that the person is back, by the person's own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MayKnow {
    /// The relatives whom the person named.
    pub family: bool,
    /// The public. A number always may be told; this is about the person.
    pub public: bool,
}

/// The first call, and what the person decided with it.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstCall {
    /// How it went.
    pub outcome: CallOutcome,
    /// Who may know.
    pub may_know: MayKnow,
    /// Whom the person named.
    pub named: Vec<Private<String>>,
    /// What they may be told.
    pub message: Private<String>,
}

impl FirstCall {
    /// Returns the form that goes to the vault.
    pub(super) fn wire(&self) -> serde_json::Value {
        let named: Vec<&str> = self.named.iter().map(|one| one.open().as_str()).collect();
        serde_json::json!({
            "outcome": self.outcome,
            "may-know": self.may_know,
            "named": named,
            "message": self.message.open(),
        })
    }
}

/// When a returned person is seen again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FollowUp {
    /// After one month.
    Month1,
    /// After three months.
    Month3,
    /// After six months.
    Month6,
    /// After a year.
    Month12,
}

impl FollowUp {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Month1, Self::Month3, Self::Month6, Self::Month12];

    /// Returns the months after arrival.
    pub fn months(self) -> i32 {
        match self {
            Self::Month1 => 1,
            Self::Month3 => 3,
            Self::Month6 => 6,
            Self::Month12 => 12,
        }
    }

    /// Returns the day on which it is due; the last day of a month too short to have the day.
    pub fn due(self, arrived: Date) -> Date {
        arrived.saturating_add(Span::new().months(self.months()))
    }
}

/// What came of a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FollowUpResult {
    /// The person was seen.
    Seen,
    /// The person did not want it. Valid; the next one is offered again.
    Declined,
    /// The person could not be found; it stays due.
    NotFound,
}

/// What is to be done for a person by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Identity papers.
    Papers,
    /// Pay and allowances.
    Pay,
    /// Leave, discharge, or another status at work.
    Status,
    /// Effects kept by the Detaining Power and forwarded later (GC III art. 119).
    Effects,
    /// A certificate of detention.
    Certificate,
    /// Somewhere to live.
    Housing,
    /// No employment on active military service (GC III art. 117), until it is settled whether it binds.
    ActiveService,
    /// A condition that a third state holds.
    Condition,
}

impl TaskKind {
    /// All kinds, in order.
    pub const ALL: [Self; 8] = [
        Self::Papers,
        Self::Pay,
        Self::Status,
        Self::Effects,
        Self::Certificate,
        Self::Housing,
        Self::ActiveService,
        Self::Condition,
    ];

    /// Returns the kind's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Papers => "papers",
            Self::Pay => "pay",
            Self::Status => "status",
            Self::Effects => "effects",
            Self::Certificate => "certificate",
            Self::Housing => "housing",
            Self::ActiveService => "active-service",
            Self::Condition => "condition",
        }
    }
}

/// One thing to be done for a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// By when.
    pub due: Date,
    /// Who does it.
    pub holder: OwnerId,
    /// Whether it is done.
    pub done: bool,
}

/// An offer of a place, as yet without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Offer {
    /// When it was made.
    pub at: Timestamp,
}

/// A returned person, as reception knows them. There is no such thing without an owner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// The stage in which the person came.
    pub stage: StageNumber,
    /// Who answers for the person.
    pub owner: OwnerId,
    /// When the person arrived.
    pub arrived: Timestamp,
    /// Where the person is.
    pub whereabouts: Whereabouts,
    /// First help, by kind: whether it was taken up, and the record.
    pub helped: BTreeMap<HelpKind, (bool, RecordId, Digest)>,
    /// How the first call went, and who may know.
    pub call: Option<(CallOutcome, MayKnow)>,
    /// Places that were offered and have not answered.
    pub offers: BTreeMap<FacilityId, Offer>,
    /// The place that takes care of the person now.
    pub place: Option<FacilityId>,
    /// What came of each follow-up.
    pub follow_ups: BTreeMap<FollowUp, FollowUpResult>,
    /// What is to be done.
    pub tasks: BTreeMap<TaskId, Task>,
}

impl Case {
    /// Returns the day of arrival, in UTC.
    pub fn arrival_day(&self) -> Date {
        self.arrived.to_zoned(TimeZone::UTC).date()
    }

    /// Returns the follow-ups that are still to come or are waiting, with their days.
    pub fn follow_ups_due(&self) -> impl Iterator<Item = (FollowUp, Date)> + '_ {
        let waiting = |follow_up: &FollowUp| match self.follow_ups.get(follow_up) {
            Some(FollowUpResult::Seen | FollowUpResult::Declined) => false,
            Some(FollowUpResult::NotFound) | None => true,
        };
        let day = self.arrival_day();
        FollowUp::ALL
            .into_iter()
            .filter(waiting)
            .map(move |follow_up| (follow_up, follow_up.due(day)))
    }
}

/// A place that cares for people, and how much room it has.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facility {
    /// Places in all.
    pub room: u16,
    /// Who is there.
    pub taken: std::collections::BTreeSet<PersonId>,
}

impl Facility {
    /// Returns the free places.
    pub fn free(&self) -> usize {
        usize::from(self.room).saturating_sub(self.taken.len())
    }
}
