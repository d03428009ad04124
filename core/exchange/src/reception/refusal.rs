//! Why reception refused, how to mend it, and what the rule rests on.

use jiff::Timestamp;
use jiff::civil::Date;

use super::care::{FOLLOW_UP_EARLY_DAYS, FollowUp};
use super::host::{Need, PEOPLE_MAX, Paper};
use crate::vocabulary::{
    EntryId, FacilityId, OwnerId, Party, PersonId, RecordId, StageNumber, TaskId,
};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each field is the thing that its message names")]
pub enum Refusal {
    /// The owner is not known.
    #[error("owner {owner} is not enrolled")]
    OwnerUnknown { owner: OwnerId },
    /// The owner answers for people and nobody takes over.
    #[error("owner {owner} answers for {people} people; somebody must take over first")]
    OwnerNeeded { owner: OwnerId, people: usize },
    /// Takes over from oneself.
    #[error("owner {owner} cannot take over from themselves")]
    OwnSuccessor { owner: OwnerId },

    /// Nobody of that name came back in this stage.
    #[error("person {person} was not received in stage {stage}")]
    NotReceived { person: PersonId, stage: StageNumber },
    /// No such unlisted arrival.
    #[error("entry {entry} of stage {stage} is no unlisted arrival, or was withdrawn")]
    NotUnlisted { entry: EntryId, stage: StageNumber },
    /// The unlisted arrival was found to be somebody else.
    #[error("entry {entry} is person {found}")]
    SomebodyElse { entry: EntryId, found: PersonId },
    /// Arrived already.
    #[error("person {person} has arrived already; {owner} answers for them")]
    ArrivedAlready { person: PersonId, owner: OwnerId },
    /// Did not arrive.
    #[error("person {person} has not arrived")]
    NotArrived { person: PersonId },

    /// The host learns no names.
    #[error("a host state learns how many come and what they need, never who")]
    HostLearnsNoNames,
    /// Nobody, too many, or more helped than came.
    #[error(
        "a count of {people} does not hold; it is 1 to {PEOPLE_MAX} and not less than its parts"
    )]
    HostCount { people: u32 },
    /// More need a care than come.
    #[error("{count} need {}, and {people} come", need.word())]
    HostNeeds { need: Need, count: u32, people: u32 },
    /// The window closes before it opens.
    #[error("the window closes at {closes}, before it opens at {opens}")]
    WindowBackward { opens: Timestamp, closes: Timestamp },
    /// This paper does not leave.
    #[error("{} never goes from {own} to {to}", paper.words())]
    StaysAtHome { paper: Paper, own: Party, to: Party },

    /// A call was made and nobody named.
    #[error("person {person}: a call was made, and nobody is named whom the person wanted told")]
    CallWithoutWish { person: PersonId },
    /// Not in a host state.
    #[error("person {person} is not in a host state")]
    NotAtHost { person: PersonId },
    /// Not on the way.
    #[error("person {person} is not on the way")]
    NotOnTheWay { person: PersonId },
    /// Not home.
    #[error("person {person} is not home yet")]
    NotHome { person: PersonId },
    /// No doctor has seen them.
    #[error("person {person} has had no medical first help")]
    HelpFirst { person: PersonId },

    /// The place is not known.
    #[error("facility {facility} is not known")]
    FacilityUnknown { facility: FacilityId },
    /// Less room than people.
    #[error("facility {facility} cares for {taken} people; it cannot have room for {room}")]
    RoomTooSmall { facility: FacilityId, room: u16, taken: usize },
    /// The person does not want it.
    #[error("person {person} does not want this place")]
    PlaceUnwished { person: PersonId },
    /// Offered already.
    #[error("facility {facility} has been asked about person {person} already")]
    OfferedAlready { person: PersonId, facility: FacilityId },
    /// Nobody asked.
    #[error("facility {facility} was not asked about person {person}")]
    NotOffered { person: PersonId, facility: FacilityId },
    /// No room.
    #[error("facility {facility} is full: {room} of {room}")]
    FacilityFull { facility: FacilityId, room: u16 },
    /// In a place already.
    #[error("person {person} is in facility {facility}")]
    PlacedAlready { person: PersonId, facility: FacilityId },
    /// In no place.
    #[error("person {person} is in no facility")]
    NotPlaced { person: PersonId },

    /// Held already.
    #[error("the follow-up after {} months of person {person} is done", follow_up.months())]
    FollowedUp { person: PersonId, follow_up: FollowUp },
    /// Too early.
    #[error("the follow-up after {} months of person {person} is due on {due}", follow_up.months())]
    FollowUpEarly { person: PersonId, follow_up: FollowUp, due: Date },
    /// The day has passed.
    #[error("a task due on {due} is overdue before it is written down on {today}")]
    TaskOverdue { due: Date, today: Date },
    /// No such task.
    #[error("task {task} is not one of person {person}")]
    TaskUnknown { person: PersonId, task: TaskId },
    /// Done.
    #[error("task {task} of person {person} is done")]
    TaskDone { person: PersonId, task: TaskId },

    /// Not of one's own will.
    #[error("person {person} did not offer this of their own will")]
    NotVoluntary { person: PersonId },
    /// Of nobody.
    #[error("the sighting says nothing of whom was seen")]
    SightingOfNobody,
    /// No such sighting.
    #[error("record {record} is no sighting")]
    SightingUnknown { record: RecordId },
    /// A claim already.
    #[error("sighting {record} is a claim in the registry already")]
    FiledAlready { record: RecordId },
}

crate::vocabulary::ids! { Refusal {
    OwnerUnknown => "reception-owner-unknown",
    OwnerNeeded => "reception-owner-needed",
    OwnSuccessor => "reception-own-successor",
    NotReceived => "reception-not-received",
    NotUnlisted => "reception-not-unlisted",
    SomebodyElse => "reception-somebody-else",
    ArrivedAlready => "reception-arrived-already",
    NotArrived => "reception-not-arrived",
    HostLearnsNoNames => "reception-host-learns-no-names",
    HostCount => "reception-host-count",
    HostNeeds => "reception-host-needs",
    WindowBackward => "reception-window-backward",
    StaysAtHome => "reception-stays-at-home",
    CallWithoutWish => "reception-call-without-wish",
    NotAtHost => "reception-not-at-host",
    NotOnTheWay => "reception-not-on-the-way",
    NotHome => "reception-not-home",
    HelpFirst => "reception-help-first",
    FacilityUnknown => "reception-facility-unknown",
    RoomTooSmall => "reception-room-too-small",
    PlaceUnwished => "reception-place-unwished",
    OfferedAlready => "reception-offered-already",
    NotOffered => "reception-not-offered",
    FacilityFull => "reception-facility-full",
    PlacedAlready => "reception-placed-already",
    NotPlaced => "reception-not-placed",
    FollowedUp => "reception-followed-up",
    FollowUpEarly => "reception-follow-up-early",
    TaskOverdue => "reception-task-overdue",
    TaskUnknown => "reception-task-unknown",
    TaskDone => "reception-task-done",
    NotVoluntary => "reception-not-voluntary",
    SightingOfNobody => "reception-sighting-of-nobody",
    SightingUnknown => "reception-sighting-unknown",
    FiledAlready => "reception-filed-already",
} }

const OWNER: Option<&str> = Some("spec/8-reception.md 2: nobody is without an owner");
const COUNTS: Option<&str> = Some("spec/8-reception.md 1: a host state learns counts only");

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        if let Self::FollowUpEarly { .. } = self {
            return format!("hold it on the day, or at most {FOLLOW_UP_EARLY_DAYS} days before");
        }
        self.mend().0.to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        self.mend().1
    }

    /// The hint of each rule, and what the rule rests on.
    fn mend(&self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::OwnerUnknown { .. } => ("enrol the owner first", OWNER),
            Self::OwnerNeeded { .. } => ("name a successor", OWNER),
            Self::OwnSuccessor { .. } => ("name somebody else", OWNER),

            Self::NotReceived { .. } => {
                ("check the person off at the line first, or name the unlisted arrival", None)
            }
            Self::NotUnlisted { .. } => ("name the entry under which the person came", None),
            Self::SomebodyElse { .. } => ("use the person whom the search found", None),
            Self::ArrivedAlready { .. } => ("pass the person on if another is to answer", None),
            Self::NotArrived { .. } => ("record the arrival and its owner first", OWNER),

            Self::HostLearnsNoNames => ("send counts", COUNTS),
            Self::HostCount { .. } | Self::HostNeeds { .. } => ("count again", COUNTS),
            Self::WindowBackward { .. } => ("write the earlier time first", None),
            Self::StaysAtHome { paper: Paper::Sightings, .. } => (
                "file the sightings as claims in your own registry",
                Some("spec/8-reception.md 6: sightings never cross"),
            ),
            Self::StaysAtHome { .. } => ("send counts to a host state, and nothing else", COUNTS),

            Self::CallWithoutWish { .. } => (
                "write down whom the person named",
                Some("spec/8-reception.md 3: the person decides who may know"),
            ),
            Self::NotAtHost { .. } | Self::NotOnTheWay { .. } => {
                ("look at where the person is now", None)
            }
            Self::NotHome { .. } => ("bring the person home first", None),
            Self::HelpFirst { .. } => (
                "let a doctor see the person before the journey goes on",
                Some("GC III art. 47: no transfer that endangers recovery"),
            ),

            Self::FacilityUnknown { .. } => ("say first that it exists, and its room", None),
            Self::RoomTooSmall { .. } => ("find places elsewhere first", None),
            Self::PlaceUnwished { .. } => (
                "offer another, or none; care is voluntary",
                Some("spec/8-reception.md 4: no place against the person's wish"),
            ),
            Self::OfferedAlready { .. } => ("wait for its answer, or ask it again by voice", None),
            Self::NotOffered { .. } => ("offer the person first", None),
            Self::FacilityFull { .. } => ("ask a facility that has room", None),
            Self::PlacedAlready { .. } => ("let the person leave that place first", None),
            Self::NotPlaced { .. } => ("nothing is to be ended", None),

            Self::FollowedUp { .. } => ("the next one is shown by `reception due`", None),
            Self::FollowUpEarly { .. } => ("hold it on the day", None),
            Self::TaskOverdue { .. } => ("name a day that is still to come", None),
            Self::TaskUnknown { .. } | Self::TaskDone { .. } => {
                ("`reception due` shows what is open", None)
            }

            Self::NotVoluntary { .. } => (
                "ask nothing; write down only what is offered",
                Some("spec/8-reception.md 6: sightings are voluntary"),
            ),
            Self::SightingUnknown { .. } | Self::FiledAlready { .. } => {
                ("`reception claims` files what is not filed yet", None)
            }
            Self::SightingOfNobody => ("write at least one thing that is known of them", None),
        }
    }
}
