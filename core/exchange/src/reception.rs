//! Reception: who arrived and who cares for them. Nobody is without an owner.
//!
//! People may first be received in a host state, which has an instance of its own and learns counts
//! only. At home a returned person becomes a case with an owner from the first moment: the type has no
//! other form. First help, the first call, the way home, a place that accepts, follow-ups after 1, 3, 6
//! and 12 months, tasks with a day. What they saw of others still held becomes claims in one's own
//! registry. `spec/8-reception.md` says it clause by clause.

mod alarm;
mod care;
mod decide;
mod host;
mod refusal;
mod sighting;
mod state;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::journal::Verb;
use crate::vocabulary::{
    Digest, FacilityId, OwnerId, Party, PersonId, Private, RecordId, StageNumber, TaskId,
};

pub use alarm::{Alarm, alarms, without_owner};
pub use care::{
    CallOutcome, Came, Case, FOLLOW_UP_EARLY_DAYS, Facility, FirstCall, FollowUp, FollowUpResult,
    HELP_LATE_HOURS, Help, HelpKind, MayKnow, OFFER_SILENT_HOURS, Offer, Task, TaskKind,
    Whereabouts,
};
pub use decide::decide;
pub use host::{HostNotice, HostReport, Need, PEOPLE_MAX, Paper, may_cross};
pub use refusal::Refusal;
pub use sighting::{Alive, Kept, Sighting, sightings_to_claims};
pub use state::{HostStage, State};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Enrols somebody who may answer for returned people.
    Enrol {
        /// Who.
        owner: OwnerId,
    },
    /// Lets another owner answer for a person.
    PassOn {
        /// The person.
        person: PersonId,
        /// Who answers from now on.
        to: OwnerId,
    },
    /// Somebody no longer answers for anybody.
    Retire {
        /// Who.
        owner: OwnerId,
        /// Who takes over all their people and tasks; needed when there are any.
        successor: Option<OwnerId>,
    },
    /// Tells a host state what to expect, or takes in what the host was told.
    NotifyHost {
        /// The notice.
        notice: HostNotice,
    },
    /// Says what the host state did, or takes in what it said.
    ReportFromHost {
        /// The report.
        report: HostReport,
    },
    /// Records that a paper of this stage is sent to another party.
    Send {
        /// Which paper.
        paper: Paper,
        /// To whom.
        to: Party,
        /// The digest of its bytes.
        digest: Digest,
    },
    /// A returned person has arrived, and somebody answers for them.
    Arrive {
        /// The person.
        person: PersonId,
        /// The stage in which they came.
        stage: StageNumber,
        /// How they came.
        came: Came,
        /// Where they are first received.
        first_in: Whereabouts,
        /// Who answers for them.
        owner: OwnerId,
    },
    /// First help was given or declined.
    Help {
        /// The person.
        person: PersonId,
        /// What was done.
        help: Help,
    },
    /// The first call was made, tried or declined, and the person decided who may know. May be recorded
    /// again: a wish may change.
    Call {
        /// The person.
        person: PersonId,
        /// The call.
        call: FirstCall,
    },
    /// A person leaves a host state for home.
    LeaveHost {
        /// The person.
        person: PersonId,
    },
    /// A person has come home from a host state.
    ComeHome {
        /// The person.
        person: PersonId,
    },
    /// Says that a place exists and how much room it has, or that its room has changed.
    OpenFacility {
        /// The place.
        facility: FacilityId,
        /// How many it can care for.
        room: u16,
    },
    /// Asks a place to take a person.
    Offer {
        /// The person.
        person: PersonId,
        /// The place.
        facility: FacilityId,
        /// Whether the person wants it.
        wished: bool,
    },
    /// A place answers.
    Answer {
        /// The person.
        person: PersonId,
        /// The place.
        facility: FacilityId,
        /// Whether it takes the person.
        accepted: bool,
    },
    /// A person leaves the place that cared for them.
    LeavePlace {
        /// The person.
        person: PersonId,
    },
    /// A follow-up was held, declined, or nobody was found.
    FollowUp {
        /// The person.
        person: PersonId,
        /// Which one.
        follow_up: FollowUp,
        /// What came of it.
        result: FollowUpResult,
        /// What was found; health.
        note: Private<String>,
    },
    /// Something is to be done for a person by a day.
    AddTask {
        /// The person.
        person: PersonId,
        /// What.
        kind: TaskKind,
        /// By when.
        due: Date,
    },
    /// Something is done.
    CloseTask {
        /// The person.
        person: PersonId,
        /// Which task.
        task: TaskId,
    },
    /// A returned person tells whom they saw.
    Sight {
        /// What they tell.
        sighting: Sighting,
        /// Whether they offered it of their own will.
        voluntary: bool,
    },
    /// A sighting has become a claim in the own registry: given together with that claim.
    FileSighting {
        /// The sighting's record.
        record: RecordId,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Help { .. } | Self::FollowUp { result: FollowUpResult::Seen, .. } => Verb::Heal,
            Self::Sight { .. } | Self::FileSighting { .. } => Verb::Register,
            Self::Enrol { .. }
            | Self::PassOn { .. }
            | Self::Retire { .. }
            | Self::NotifyHost { .. }
            | Self::ReportFromHost { .. }
            | Self::Send { .. }
            | Self::Arrive { .. }
            | Self::Call { .. }
            | Self::LeaveHost { .. }
            | Self::ComeHome { .. }
            | Self::OpenFacility { .. }
            | Self::Offer { .. }
            | Self::Answer { .. }
            | Self::LeavePlace { .. }
            | Self::FollowUp { .. }
            | Self::AddTask { .. }
            | Self::CloseTask { .. } => Verb::Receive,
        }
    }

    /// Says whether the command is about counts only, as a host state may give it.
    fn counts_only(&self) -> bool {
        matches!(self, Self::NotifyHost { .. } | Self::ReportFromHost { .. } | Self::Send { .. })
    }
}

/// What happened in this stage. No name, no word of health.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[expect(missing_docs, reason = "the fields are those of the command, described there")]
pub enum Event {
    /// Somebody may answer for people.
    Enrolled { owner: OwnerId },
    /// Another owner answers.
    PassedOn { person: PersonId, to: OwnerId },
    /// Somebody answers for nobody any more.
    Retired { owner: OwnerId, successor: Option<OwnerId> },
    /// A host state knows what to expect.
    HostNotified { notice: HostNotice },
    /// A host state has said what it did.
    HostReported { report: HostReport },
    /// A paper went to another party.
    Sent { paper: Paper, to: Party, digest: Digest },
    /// Somebody arrived.
    Arrived {
        person: PersonId,
        stage: StageNumber,
        came: Came,
        first_in: Whereabouts,
        owner: OwnerId,
    },
    /// First help was given or declined.
    Helped { person: PersonId, help: HelpKind, taken_up: bool, record: RecordId, digest: Digest },
    /// The first call, and who may know.
    Called {
        person: PersonId,
        outcome: CallOutcome,
        may_know: MayKnow,
        record: RecordId,
        digest: Digest,
    },
    /// Left the host state.
    LeftHost { person: PersonId },
    /// Came home.
    CameHome { person: PersonId },
    /// A place has so much room.
    FacilityOpened { facility: FacilityId, room: u16 },
    /// A place was asked.
    Offered { person: PersonId, facility: FacilityId },
    /// A place answered.
    Answered { person: PersonId, facility: FacilityId, accepted: bool },
    /// Left the place.
    LeftPlace { person: PersonId },
    /// A follow-up.
    FollowedUp {
        person: PersonId,
        follow_up: FollowUp,
        result: FollowUpResult,
        record: RecordId,
        digest: Digest,
    },
    /// Something is to be done.
    TaskAdded { person: PersonId, task: TaskId, what: TaskKind, due: Date, holder: OwnerId },
    /// Something is done.
    TaskClosed { person: PersonId, task: TaskId },
    /// Somebody was seen.
    Sighted {
        record: RecordId,
        witness: PersonId,
        about: Option<PersonId>,
        alive: Alive,
        digest: Digest,
    },
    /// A sighting is a claim in the own registry.
    SightingFiled { record: RecordId },
}
