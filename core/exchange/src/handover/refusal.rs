//! Why a handover was refused, how to mend it, and the article behind it.

use jiff::Timestamp;

use super::act::{Difference, Remark, Summary};
use super::check_off::{ENTRIES_MAX, OutcomeKind};
use super::gates::GateKind;
use super::manifest::{PASSENGERS_MAX, Place, Track};
use crate::vocabulary::{Digest, EntryId, LineId, Party, Side, StageNumber, VehicleId};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each field is the thing that its message names")]
pub enum Refusal {
    // The manifest.
    /// Nobody is on it.
    #[error("the manifest of stage {stage} from side {from} is empty")]
    ManifestEmpty { stage: StageNumber, from: Side },
    /// More people than one movement has ever had.
    #[error("the manifest holds {people} people; the most is {PASSENGERS_MAX}")]
    ManifestTooLong { people: usize },
    /// A line stands twice, or the lines are not in order.
    #[error("line {line} stands twice on the manifest, or out of order")]
    ManifestTwice { line: LineId },
    /// A vehicle stands twice.
    #[error("vehicle {vehicle} stands twice on the manifest")]
    VehicleTwice { vehicle: VehicleId },
    /// A seat is in a vehicle that is not there.
    #[error("vehicle {vehicle} is not on the manifest")]
    VehicleUnknown { vehicle: VehicleId },
    /// More people than places.
    #[error("vehicle {vehicle} has no {} left", place.word())]
    VehicleFull { vehicle: VehicleId, place: Place },
    /// No vehicle has room.
    #[error("line {line} needs a place of the kind {} and no vehicle has one left", place.word())]
    NoRoom { line: LineId, place: Place },
    /// Planned for this stage, and neither seated nor left out with a cause.
    #[error("line {line} belongs to this stage and has neither a place nor a cause")]
    ManifestIncomplete { line: LineId },
    /// Both seated and left out.
    #[error("line {line} has a place and is left out as well")]
    BothSeatedAndLeft { line: LineId },
    /// Not planned for this stage.
    #[error("line {line} is not among those the plan gave to this stage")]
    NotAssigned { line: LineId },
    /// Brought to an earlier stage and received there.
    #[error("line {line} was received in stage {stage}")]
    ReceivedBefore { line: LineId, stage: StageNumber },
    /// Drawn again after departure.
    #[error("vehicles of stage {stage} from side {from} have left; the manifest stands")]
    ManifestStands { stage: StageNumber, from: Side },
    /// No manifest yet.
    #[error("there is no manifest for stage {stage} from side {from}")]
    NoManifest { stage: StageNumber, from: Side },

    // The gates.
    /// Nothing says with what the identity was compared.
    #[error("line {line}: identity confirmed, and compared with nothing")]
    NothingCompared { line: LineId },
    /// Somebody could overhear.
    #[error("line {line}: the wish was not heard in private")]
    WishNotPrivate { line: LineId },
    /// Nobody heard it, or it lies in the future.
    #[error("line {line}: the wish has nobody who heard it, or a time that has not come")]
    WishUnheard { line: LineId },
    /// No doctor found it.
    #[error("line {line}: nobody found that the person is fit or unfit to travel")]
    FitnessUnfound { line: LineId },
    /// Order or consent is missing.
    #[error("line {line}: a hold is lifted only with the court's order and the person's consent")]
    HoldNotLifted { line: LineId },
    /// Kept for a disciplinary punishment.
    #[error("line {line}: an unfinished disciplinary punishment keeps nobody")]
    KeptForDiscipline { line: LineId },
    /// Which proceedings is not said.
    #[error("line {line}: held, and no proceedings named")]
    HoldUnnamed { line: LineId },
    /// A packet without seal or list.
    #[error("line {line}: a packet has a seal and a complete list of what is in it")]
    PacketUnlisted { line: LineId },
    /// The gates of those whom the other side holds are the other side's.
    #[error("line {line} comes from side {from}, whose gates are its own")]
    NotOurGate { line: LineId, from: Side },
    /// Too late.
    #[error("line {line} is checked off already; its gates no longer move")]
    GateTooLate { line: LineId },

    // The movement.
    /// Only the side that moves.
    #[error("only side {from} may do this; this is the instance of {party}")]
    NotOurMovement { from: Side, party: Party },
    /// The window closes before it opens.
    #[error("the window of the notice closes at {closes}, before it opens at {opens}")]
    WindowBackward { opens: Timestamp, closes: Timestamp },
    /// No route or no vehicle.
    #[error("the notice names no {what}")]
    NoticeEmpty { what: &'static str },
    /// No notice.
    #[error("no movement notice for stage {stage} from side {from}")]
    NoNotice { stage: StageNumber, from: Side },
    /// Acknowledges something else: an old notice, or another's.
    #[error("the acknowledgement is of notice {acknowledged}; the notice in force is {in_force}")]
    OtherNotice { acknowledged: Digest, in_force: Digest },
    /// Acknowledged by somebody else.
    #[error("{by} cannot acknowledge a movement towards side {towards}")]
    NotTheirsToAcknowledge { by: Party, towards: Side },
    /// Not acknowledged and not overridden.
    #[error("the other side has not acknowledged the movement notice of stage {stage}")]
    NotAcknowledged { stage: StageNumber },
    /// The manifest's vehicles are not those of the notice.
    #[error("the vehicles of the manifest are not those of the movement notice of stage {stage}")]
    NoticeDiffers { stage: StageNumber },
    /// Outside the window.
    #[error("{at} is outside the window of the notice, {opens} to {closes}")]
    OutsideWindow { at: Timestamp, opens: Timestamp, closes: Timestamp },
    /// A gate is open.
    #[error("line {line}: the gate {} is open", gate.word())]
    GateOpen { line: LineId, gate: GateKind },
    /// A gate is declined.
    #[error("line {line}: the gate {} is declined; the person does not travel", gate.word())]
    GateDeclined { line: LineId, gate: GateKind },
    /// One name, or the same twice, or no reason.
    #[error("an override needs {what}")]
    OverrideAlone { what: &'static str },
    /// Already on the road.
    #[error("vehicle {vehicle} has left already")]
    LeftAlready { vehicle: VehicleId },
    /// The plan says something else about whether a return may wait.
    #[error("line {line} is {drawn} here and {planned} in the plan", drawn = drawn.word(), planned = planned.word())]
    OtherTrack { line: LineId, planned: Track, drawn: Track },
    /// Left for a later stage though nothing may make them wait.
    #[error(
        "line {line} goes home whatever the other side does, and is not put off to a later stage"
    )]
    PutOff { line: LineId },
    /// Held back for parity.
    #[error("line {line} goes home whatever the other side does, and waits for nobody")]
    HeldForParity { line: LineId },
    /// Rides with somebody who may not be made to wait.
    #[error("vehicle {vehicle} also carries line {line}, who waits for nobody")]
    HeldWithOthers { vehicle: VehicleId, line: LineId },
    /// Waiting.
    #[error("vehicle {vehicle} waits for the other side")]
    StillHeld { vehicle: VehicleId },
    /// Nothing to do.
    #[error("no vehicle is named and none is ready to leave")]
    NobodyLeaves,

    // The line.
    /// Not on the manifest.
    #[error("line {line} is not on the manifest")]
    NotOnManifest { line: LineId },
    /// The vehicle has not left.
    #[error("line {line} cannot be at the line: vehicle {vehicle} has not left")]
    NotDeparted { line: LineId, vehicle: VehicleId },
    /// Somebody has done it.
    #[error("line {line} was checked off by {by} at {at}: {}", outcome.word())]
    CheckedTwice { line: LineId, by: String, at: Timestamp, outcome: OutcomeKind },
    /// The same name for something else.
    #[error("entry {entry} is there already and says something else")]
    EntryChanged { entry: EntryId },
    /// Puts right what is not there.
    #[error("entry {entry} would be put right, and it is not there or is put right already")]
    NothingToReplace { entry: EntryId },
    /// Puts right an entry of another line.
    #[error("entry {entry} is about somebody else")]
    ReplacesOther { entry: EntryId },
    /// Nobody came instead.
    #[error("line {line}: the entry of who came instead, {came}, is not there")]
    NobodyCame { line: LineId, came: EntryId },
    /// The wish has changed.
    #[error("line {line}: the person has said that they do not want to go")]
    AgainstWill { line: LineId },
    /// Six blanks.
    #[error("entry {entry}: not one of the six fields is answered, refused or marked unable")]
    SixBlanks { entry: EntryId },
    /// Without a working name.
    #[error("entry {entry} does not say who made it")]
    EntryUnsigned { entry: EntryId },
    /// Too many at once.
    #[error("{entries} entries at once; the most is {ENTRIES_MAX}")]
    TooManyEntries { entries: usize },
    /// The act is signed.
    #[error("the act of stage {stage} is signed; nothing is entered after it")]
    ActStands { stage: StageNumber },

    // The act.
    /// Lines without an outcome.
    #[error("line {line} of side {from} has no outcome yet")]
    LineOpen { line: LineId, from: Side },
    /// Lines with two outcomes.
    #[error("line {line} of side {from} has two outcomes")]
    LineDisputed { line: LineId, from: Side },
    /// Own counter is not what the act says.
    #[error("the act says that {by} counted otherwise than {by} has")]
    OwnCounter { by: Side },
    /// The manifest in the act is another one.
    #[error("the act is about another manifest of side {from}")]
    OtherManifest { from: Side },
    /// A counter leaves people out.
    #[error(
        "the counter of {by} speaks of {lines} people from side {from}, the manifest of {}",
        summary.people
    )]
    CounterShort { by: Side, from: Side, lines: u64, summary: Summary },
    /// Sums disagree without a remark.
    #[error(
        "{} from side {}: A counted {}, B counted {}, and no remark says why",
        difference.outcome.word(), difference.from, difference.counted_by_a, difference.counted_by_b
    )]
    SumsDisagree { difference: Difference },
    /// A remark on sums that agree.
    #[error("the remark on {} from side {} is about sums that agree", remark.outcome.word(), remark.from)]
    RemarkOnNothing { remark: Remark },
    /// No act.
    #[error("there is no act of stage {stage}")]
    NoAct { stage: StageNumber },
    /// Signs something else.
    #[error("the signature is on {signed}; the act of stage {stage} is {act}")]
    OtherAct { stage: StageNumber, signed: Digest, act: Digest },
    /// Signed already.
    #[error("{party} has signed the act of stage {stage} already")]
    SignedAlready { stage: StageNumber, party: Party },
    /// A host state is no party to the act.
    #[error("{party} is no party to the act")]
    NotASigner { party: Party },

    // What is kept, and how long.
    /// The time runs from a signature on.
    #[error("nobody has signed an act of stage {stage}")]
    NobodySigned { stage: StageNumber },
    /// The time is not over.
    #[error("the records of stage {stage} are kept until {until}")]
    StillKept { stage: StageNumber, until: Timestamp },
    /// Nothing is left, or only what holds keep.
    #[error("nothing of stage {stage} is left to be destroyed; {held} lines are on hold")]
    NothingToErase { stage: StageNumber, held: usize },
}

crate::vocabulary::ids! { Refusal {
    ManifestEmpty => "handover-manifest-empty",
    ManifestTooLong => "handover-manifest-too-long",
    ManifestTwice => "handover-manifest-twice",
    VehicleTwice => "handover-vehicle-twice",
    VehicleUnknown => "handover-vehicle-unknown",
    VehicleFull => "handover-vehicle-full",
    NoRoom => "handover-no-room",
    ManifestIncomplete => "handover-manifest-incomplete",
    BothSeatedAndLeft => "handover-both-seated-and-left",
    NotAssigned => "handover-not-assigned",
    ReceivedBefore => "handover-received-before",
    ManifestStands => "handover-manifest-stands",
    NoManifest => "handover-no-manifest",
    NothingCompared => "handover-nothing-compared",
    WishNotPrivate => "handover-wish-not-private",
    WishUnheard => "handover-wish-unheard",
    FitnessUnfound => "handover-fitness-unfound",
    HoldNotLifted => "handover-hold-not-lifted",
    KeptForDiscipline => "handover-kept-for-discipline",
    HoldUnnamed => "handover-hold-unnamed",
    PacketUnlisted => "handover-packet-unlisted",
    NotOurGate => "handover-not-our-gate",
    GateTooLate => "handover-gate-too-late",
    NotOurMovement => "handover-not-our-movement",
    WindowBackward => "handover-window-backward",
    NoticeEmpty => "handover-notice-empty",
    NoNotice => "handover-no-notice",
    OtherNotice => "handover-other-notice",
    NotTheirsToAcknowledge => "handover-not-theirs-to-acknowledge",
    NotAcknowledged => "handover-not-acknowledged",
    NoticeDiffers => "handover-notice-differs",
    OutsideWindow => "handover-outside-window",
    GateOpen => "handover-gate-open",
    GateDeclined => "handover-gate-declined",
    OverrideAlone => "handover-override-alone",
    LeftAlready => "handover-left-already",
    OtherTrack => "handover-other-track",
    PutOff => "handover-put-off",
    HeldForParity => "handover-held-for-parity",
    HeldWithOthers => "handover-held-with-others",
    StillHeld => "handover-still-held",
    NobodyLeaves => "handover-nobody-leaves",
    NotOnManifest => "handover-not-on-manifest",
    NotDeparted => "handover-not-departed",
    CheckedTwice => "handover-checked-twice",
    EntryChanged => "handover-entry-changed",
    NothingToReplace => "handover-nothing-to-replace",
    ReplacesOther => "handover-replaces-other",
    NobodyCame => "handover-nobody-came",
    AgainstWill => "handover-against-will",
    SixBlanks => "handover-six-blanks",
    EntryUnsigned => "handover-entry-unsigned",
    TooManyEntries => "handover-too-many-entries",
    ActStands => "handover-act-stands",
    LineOpen => "handover-line-open",
    LineDisputed => "handover-line-disputed",
    OwnCounter => "handover-own-counter",
    OtherManifest => "handover-other-manifest",
    CounterShort => "handover-counter-short",
    SumsDisagree => "handover-sums-disagree",
    RemarkOnNothing => "handover-remark-on-nothing",
    NoAct => "handover-no-act",
    OtherAct => "handover-other-act",
    SignedAlready => "handover-signed-already",
    NotASigner => "handover-not-a-signer",
    NobodySigned => "handover-nobody-signed",
    StillKept => "handover-still-kept",
    NothingToErase => "handover-nothing-to-erase",
} }

const COMPLETE: Option<&str> =
    Some("GC III art. 46: a complete list of those transferred before departure");
const WISH: Option<&str> =
    Some("customary rule 128: the wish is heard in private; by whom and when is kept");
const REGARDLESS: Option<&str> = Some(
    "GC III art. 109(1): the seriously wounded and sick go regardless of number; GC IV art. 34",
);
const WARNING: Option<&str> =
    Some("spec/7-handover.md 3: no movement without mutual warning (24 January 2024)");

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        self.mend().0.to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        if let Self::GateOpen { gate, .. } | Self::GateDeclined { gate, .. } = self {
            return Some(gate.basis());
        }
        self.mend().1
    }

    /// The hint of each rule, and what the rule rests on.
    #[expect(clippy::too_many_lines, reason = "one row a rule; cut apart it could lose a rule")]
    fn mend(&self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::NobodySigned { .. } | Self::StillKept { .. } => (
                "wait; `safeconduct registry due` names stages whose time is over",
                Some("docs/data-protection.md: thirty days after the act of that stage"),
            ),
            Self::NothingToErase { .. } => ("a hold ends with `safeconduct registry unhold`", None),
            Self::ManifestEmpty { .. } | Self::NoManifest { .. } => {
                ("draw the manifest from the plan's assignment first", COMPLETE)
            }
            Self::ManifestTooLong { .. } => ("split the stage", None),
            Self::ManifestTwice { .. } | Self::VehicleTwice { .. } => {
                ("name each line and each vehicle once, in order", None)
            }
            Self::VehicleUnknown { .. } | Self::VehicleFull { .. } | Self::NoRoom { .. } => {
                ("add a vehicle with room, or move people to one that has it", None)
            }
            Self::ManifestIncomplete { .. } | Self::BothSeatedAndLeft { .. } => {
                ("give each line that the plan assigned either a place or a cause", COMPLETE)
            }
            Self::NotAssigned { .. } => {
                ("take the line off, or change the plan and seal it again", COMPLETE)
            }
            Self::ReceivedBefore { .. } => ("take the line off", COMPLETE),
            Self::ManifestStands { .. } => {
                ("enter what happened at the line, person by person", COMPLETE)
            }

            Self::NothingCompared { .. } => (
                "say which card, photograph or answer it was compared with",
                Some(GateKind::Identity.basis()),
            ),
            Self::WishNotPrivate { .. } => {
                ("hear the person again where nobody can overhear", WISH)
            }
            Self::WishUnheard { .. } => ("say who heard the person, and when", WISH),
            Self::FitnessUnfound { .. } => {
                ("name the doctor who examined the person", Some(GateKind::FitToTravel.basis()))
            }
            Self::HoldNotLifted { .. } => {
                ("add the order's reference and the consent's", Some(GateKind::Holds.basis()))
            }
            Self::KeptForDiscipline { .. } => (
                "record that nothing holds the person",
                Some("GC III art. 115: no disciplinary punishment keeps anybody back"),
            ),
            Self::HoldUnnamed { .. } => (
                "name the proceedings; the names of those held are communicated",
                Some(GateKind::Holds.basis()),
            ),
            Self::PacketUnlisted { .. } => (
                "write the packet's seal number and each thing in it",
                Some("GC III art. 122(9): sealed packets with a complete list of contents"),
            ),
            Self::NotOurGate { .. } => ("leave it to the side that holds the person", None),
            Self::GateTooLate { .. } => ("put the entry at the line right instead", None),

            Self::NotOurMovement { .. } => ("ask the side that moves", None),
            Self::WindowBackward { .. } => ("write the earlier time first", None),
            Self::NoticeEmpty { .. } => ("name the corridor and at least one vehicle", WARNING),
            Self::NoNotice { .. } => ("send the movement notice first", WARNING),
            Self::OtherNotice { .. } => {
                ("acknowledge the notice in force; an old answer does not count", WARNING)
            }
            Self::NotTheirsToAcknowledge { .. } => ("the side that receives acknowledges", WARNING),
            Self::NotAcknowledged { .. } => (
                "wait for the acknowledgement, or have two named people override with a reason",
                WARNING,
            ),
            Self::NoticeDiffers { .. } => {
                ("send a new notice with the vehicles that will move", WARNING)
            }
            Self::OutsideWindow { .. } => ("send a new notice with a new window", WARNING),
            Self::GateOpen { .. } => {
                ("settle the gate, or have two named people override it with a reason", None)
            }
            Self::GateDeclined { .. } => {
                ("draw the manifest again without this line; nobody can override it", None)
            }
            Self::OverrideAlone { .. } => (
                "two different people give their names and one reason; one of them enters it",
                None,
            ),
            Self::LeftAlready { .. } => ("name only vehicles that are still there", None),
            Self::OtherTrack { .. } => {
                ("draw the manifest from the plan in force, without `--passengers`", REGARDLESS)
            }
            Self::PutOff { .. } => {
                ("give them a place, or the cause that keeps them: a gate, a death", REGARDLESS)
            }
            Self::HeldForParity { .. } => {
                ("let them go; only those counted in parity may wait", REGARDLESS)
            }
            Self::HeldWithOthers { .. } => {
                ("move one of the two to another vehicle first", REGARDLESS)
            }
            Self::StillHeld { .. } => ("let the vehicle go first", None),
            Self::NobodyLeaves => ("name a vehicle of the manifest that has not left", None),

            Self::NotOnManifest { .. } => ("enter the person as unlisted", None),
            Self::NotDeparted { .. } => ("record the departure first", None),
            Self::CheckedTwice { .. } => {
                ("if that entry is wrong, put it right with an entry that replaces it", None)
            }
            Self::EntryChanged { .. } => ("give the new entry an identifier of its own", None),
            Self::NothingToReplace { .. } | Self::ReplacesOther { .. } => {
                ("name the entry that stands now for the same person", None)
            }
            Self::NobodyCame { .. } => {
                ("enter the one who came as unlisted first, then the substitution", None)
            }
            Self::AgainstWill { .. } => {
                ("check the line off as refused", Some(GateKind::OwnWish.basis()))
            }
            Self::SixBlanks { .. } => (
                "write an answer, or `refused`, or `unable` in one of the six",
                Some("GC III art. 17: nobody need say more, and silence is an answer too"),
            ),
            Self::EntryUnsigned { .. } => {
                ("set the working name of whoever holds the device", None)
            }
            Self::TooManyEntries { .. } => ("hand the entries in by parts", None),
            Self::ActStands { .. } => {
                ("what comes to light later goes into the account, with its date", None)
            }

            Self::LineOpen { .. } => ("give the line an outcome", None),
            Self::LineDisputed { .. } => ("put it right with one entry that replaces both", None),
            Self::OwnCounter { .. } => ("draw the act again from this instance's counter", None),
            Self::OtherManifest { .. } => {
                ("compare the digests of the manifests with the other side", COMPLETE)
            }
            Self::CounterShort { .. } => {
                ("give each person an outcome, or add a remark that says why not", None)
            }
            Self::SumsDisagree { .. } => {
                ("count again together, or add a remark that says why", None)
            }
            Self::RemarkOnNothing { .. } => ("take the remark out", None),
            Self::NoAct { .. } => ("draw the act first", None),
            Self::OtherAct { .. } => ("sign the act that both teams have in hand", None),
            Self::SignedAlready { .. } => ("nothing more is needed from this signer", None),
            Self::NotASigner { .. } => ("the two sides sign, and an observer", None),
        }
    }
}
