//! Handover: manifests, gates, the check-off of every line with an outcome, and the act that both sign.
//!
//! A stage has a leg for each side that hands over. The side that holds people settles the gates of
//! each one, draws the manifest, tells the other side of the movement and waits for its answer, and
//! departs. At the line both teams count each person; the act says what both counted. Each party does
//! this in its own instance: a manifest, a notice, an acknowledgement and an act cross as documents, and
//! no gate, cause, person or opinion ever does. `spec/7-handover.md` says it clause by clause.

mod act;
mod check_off;
mod decide;
mod effects;
mod four_lists;
mod gates;
mod leg;
mod manifest;
mod notice;
mod planned;
mod refusal;
mod retention;
mod search;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::Verb;
use crate::vocabulary::{
    Digest, LineId, Party, PersonId, Private, RecordId, Side, StageNumber, VehicleId,
};

pub use act::{Act, Counters, Difference, Drawn, Remark, RemarkKind, Summary};
pub use check_off::{
    AbsentReason, Checked, ENTRIES_MAX, Entry, Kept, LineOutcome, OutcomeKind, Round, Seen,
    SixFields, Standing, Told, Unlisted,
};
pub use decide::{decide, draw_act, ready};
pub use effects::{StatusEffect, registry_commands, status_effects};
pub use four_lists::{CrossingLists, FourLists, Sums, four_lists};
pub use gates::{Finding, Gate, GateKind, GateState, Gates, Proceedings};
pub use leg::{Leg, Stage, State};
pub use manifest::{
    Left, LeftOut, Manifest, PASSENGERS_MAX, Passenger, Place, Seat, Track, Vehicle, VehicleKind,
};
pub use notice::{Notice, Noticed};
pub use planned::passengers;
pub use refusal::Refusal;
pub use retention::{DueStage, Erasable, KEPT_AFTER_ACT_DAYS, due};
pub(crate) use retention::{lines_at_work, lines_of, person_of};
pub use search::{
    Agreement, CANDIDATES_MAX, Candidate, NAME_ALONE_MIN, NAME_WITH_BIRTH_MIN, search,
};

/// Two people who let something pass that the rules would stop, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoNames {
    /// The one, by a working name.
    pub first: String,
    /// The other, by a working name.
    pub second: String,
    /// Why; kept in the vault.
    pub reason: Private<String>,
}

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Records what was found at one gate of one person.
    RecordGate {
        /// The person's line.
        line: LineId,
        /// The person in the own registry, where known: erasing them destroys the finding.
        person: Option<PersonId>,
        /// What was found.
        finding: Finding,
    },
    /// Draws the own manifest, or takes in the other side's.
    RecordManifest {
        /// The manifest.
        manifest: Manifest,
        /// The lines that the plan gave to this stage; of the other side's manifest, its own lines.
        assigned: BTreeSet<LineId>,
        /// Who of them is left out, and why; empty for the other side's.
        left_out: BTreeMap<LineId, Left>,
        /// Who the lines are in the own registry, as far as known.
        persons: BTreeMap<LineId, PersonId>,
    },
    /// Sends the own movement notice, or takes in the other side's.
    RecordNotice {
        /// The notice.
        notice: Notice,
    },
    /// Acknowledges the other side's notice, or takes in its acknowledgement of the own.
    Acknowledge {
        /// The stage.
        stage: StageNumber,
        /// The side that moves.
        from: Side,
        /// The digest of the notice that is acknowledged.
        notice: Digest,
        /// Who acknowledges.
        by: Party,
    },
    /// Lets one person travel over one open gate.
    OverrideGate {
        /// The stage.
        stage: StageNumber,
        /// The person's line.
        line: LineId,
        /// The gate.
        gate: GateKind,
        /// Who lets it pass, and why.
        names: TwoNames,
    },
    /// Lets the movement go without an acknowledgement.
    OverrideAcknowledgement {
        /// The stage.
        stage: StageNumber,
        /// Who lets it pass, and why.
        names: TwoNames,
    },
    /// Makes vehicles wait until the other side's are there. Only those counted in parity may wait.
    HoldBack {
        /// The stage.
        stage: StageNumber,
        /// The vehicles.
        vehicles: BTreeSet<VehicleId>,
    },
    /// Lets vehicles go that were held back.
    LetGo {
        /// The stage.
        stage: StageNumber,
        /// The vehicles.
        vehicles: BTreeSet<VehicleId>,
    },
    /// Vehicles leave.
    Depart {
        /// The stage.
        stage: StageNumber,
        /// The vehicles; empty for all that have not left and are not held back.
        vehicles: BTreeSet<VehicleId>,
    },
    /// Checks one person off.
    Check {
        /// The stage.
        stage: StageNumber,
        /// The side that hands over.
        from: Side,
        /// The entry.
        entry: Entry,
    },
    /// Puts together what other devices of the same team entered. Nothing is refused for being entered
    /// twice: equal entries agree, others stand as disputed until somebody puts them right.
    Merge {
        /// The stage.
        stage: StageNumber,
        /// The side that hands over.
        from: Side,
        /// The entries, in any order.
        entries: Vec<Entry>,
    },
    /// Draws the act, or takes in the one that the other side drew.
    RecordAct {
        /// The act.
        act: Act,
    },
    /// Records a signature on the act. The notary made and checked it.
    SignAct {
        /// The stage.
        stage: StageNumber,
        /// Who signed.
        party: Party,
        /// The digest of the act that was signed.
        act: Digest,
        /// The digest of the signature.
        signature: Digest,
    },
    /// Destroys what was found at the gates of a stage, who came unlisted and which road was taken, once
    /// their time is over.
    EraseRecords {
        /// The stage.
        stage: StageNumber,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::RecordGate { finding, .. } => finding.gate().verb(),
            Self::OverrideGate { .. } | Self::OverrideAcknowledgement { .. } => Verb::Gate,
            Self::RecordManifest { .. }
            | Self::RecordNotice { .. }
            | Self::Acknowledge { .. }
            | Self::HoldBack { .. }
            | Self::LetGo { .. }
            | Self::Depart { .. }
            | Self::Check { .. }
            | Self::Merge { .. }
            | Self::RecordAct { .. }
            | Self::SignAct { .. } => Verb::Line,
            Self::EraseRecords { .. } => Verb::Erase,
        }
    }
}

/// What happened in this stage. No name, no date of a person, no word of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[expect(missing_docs, reason = "the fields are those of the command, described there")]
pub enum Event {
    /// A gate was settled or opened.
    GateRecorded {
        line: LineId,
        gate: GateKind,
        state: GateState,
        until: Option<Timestamp>,
        record: RecordId,
        digest: Digest,
    },
    /// A manifest stands until the next one, or until a vehicle leaves.
    ManifestRecorded {
        manifest: Manifest,
        left_out: BTreeMap<LineId, LeftOut>,
        persons: BTreeMap<LineId, PersonId>,
    },
    /// A notice is in force.
    NoticeRecorded {
        stage: StageNumber,
        from: Side,
        opens: Timestamp,
        closes: Timestamp,
        vehicles: BTreeMap<VehicleKind, u16>,
        digest: Digest,
        record: RecordId,
    },
    /// The other side knows of the movement.
    NoticeAcknowledged { stage: StageNumber, from: Side, notice: Digest },
    /// Two people let one person travel over an open gate.
    GateOverridden {
        stage: StageNumber,
        from: Side,
        line: LineId,
        gate: GateKind,
        first: String,
        second: String,
        record: RecordId,
        digest: Digest,
    },
    /// Two people let the movement go unacknowledged.
    AcknowledgementOverridden {
        stage: StageNumber,
        from: Side,
        notice: Digest,
        first: String,
        second: String,
        record: RecordId,
        digest: Digest,
    },
    /// Vehicles wait for the other side's.
    HeldBack { stage: StageNumber, from: Side, vehicles: BTreeSet<VehicleId> },
    /// Vehicles no longer wait.
    LetGo { stage: StageNumber, from: Side, vehicles: BTreeSet<VehicleId> },
    /// Vehicles left.
    Departed { stage: StageNumber, from: Side, vehicles: BTreeSet<VehicleId> },
    /// Somebody was checked off.
    Checked { stage: StageNumber, from: Side, entry: Checked },
    /// An act lies before both sides.
    ActDrawn { act: Act, digest: Digest },
    /// Somebody signed the act.
    ActSigned { stage: StageNumber, party: Party, signature: Digest },
    /// What was found at the gates of these lines was destroyed, and other records of the stage.
    RecordsErased { stage: StageNumber, lines: BTreeSet<LineId>, others: BTreeSet<RecordId> },
}
