//! What the events of handover add up to: the gates of each line, and the two legs of each stage.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use super::Event;
use super::act::{Counters, Drawn, Summary};
use super::check_off::{Kept, Round};
use super::four_lists::{FourLists, four_lists};
use super::gates::{Gate, GateKind, Gates};
use super::manifest::{LeftOut, Manifest};
use super::notice::Noticed;
use crate::vocabulary::{Digest, LineId, PersonId, RecordId, Side, StageNumber, VehicleId};

/// One direction of one stage: what one side hands over.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Leg {
    /// Who travels, once it is drawn.
    pub manifest: Option<Manifest>,
    /// Who was left out, and why; only in the instance of the side that hands over.
    pub left_out: BTreeMap<LineId, LeftOut>,
    /// Who the lines are in this instance's own registry, as far as known. Never crosses.
    pub persons: BTreeMap<LineId, PersonId>,
    /// The movement notice in force.
    pub notice: Option<Noticed>,
    /// Gates overridden by two named people.
    pub overridden: BTreeSet<(LineId, GateKind)>,
    /// Whether two named people let the movement go without an acknowledgement of this notice.
    pub unacknowledged: Option<Digest>,
    /// Vehicles that wait for the other side.
    pub held: BTreeSet<VehicleId>,
    /// Vehicles that have left.
    pub departed: BTreeSet<VehicleId>,
    /// What was entered at the line.
    pub round: Round,
    /// Vault records of the leg that are about no line, and whom they are about in the own registry: the corridor,
    /// why nobody acknowledged, who came unlisted.
    pub kept: BTreeMap<RecordId, Option<PersonId>>,
}

impl Leg {
    /// Returns the four lists, when there is a manifest.
    pub fn four_lists(&self) -> Option<FourLists> {
        self.manifest.as_ref().map(|manifest| four_lists(manifest, &self.round))
    }
}

/// One stage: a leg for each side that hands over, and the act.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Stage {
    /// The legs, by the side that hands over.
    pub legs: BTreeMap<Side, Leg>,
    /// The act, once drawn.
    pub act: Option<Drawn>,
    /// When somebody first signed it.
    pub signed_at: Option<Timestamp>,
}

impl Stage {
    /// Returns what this instance's team has counted so far, for each side that hands over.
    pub fn counters(&self) -> Counters {
        let counted = |(from, leg): (&Side, &Leg)| Some((*from, leg.four_lists()?.sums()));
        self.legs.iter().filter_map(counted).collect()
    }

    /// Returns the manifests as the act repeats them.
    pub fn summaries(&self) -> BTreeMap<Side, Summary> {
        let summary = |(from, leg): (&Side, &Leg)| {
            let manifest = leg.manifest.as_ref()?;
            Some((*from, Summary { digest: manifest.digest(), people: manifest.count() }))
        };
        self.legs.iter().filter_map(summary).collect()
    }

    /// Says whether anybody of a group of merged entries is on a manifest of the stage. `lines` says whom
    /// lines stand for where the manifest does not.
    pub fn carries(&self, group: &BTreeSet<PersonId>, lines: &BTreeMap<LineId, PersonId>) -> bool {
        self.legs.values().any(|leg| {
            let seats = leg.manifest.iter().flat_map(|manifest| &manifest.seats);
            seats
                .filter_map(|seat| leg.persons.get(&seat.line).or_else(|| lines.get(&seat.line)))
                .any(|of| group.contains(of))
        })
    }

    /// Says whether anybody has signed the act: from then on nothing changes.
    pub fn is_signed(&self) -> bool {
        self.act.as_ref().is_some_and(|drawn| !drawn.signatures.is_empty())
    }
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// The stages, in order.
    pub stages: BTreeMap<StageNumber, Stage>,
    /// The gates of each person this instance's side holds, by line.
    pub gates: BTreeMap<LineId, Gates>,
    /// Vault records of what was found at gates, earlier findings too, by line.
    pub kept: BTreeMap<LineId, BTreeSet<RecordId>>,
}

impl State {
    /// Returns a leg.
    pub fn leg(&self, stage: StageNumber, from: Side) -> Option<&Leg> {
        self.stages.get(&stage)?.legs.get(&from)
    }

    fn leg_mut(&mut self, stage: StageNumber, from: Side) -> &mut Leg {
        self.stages.entry(stage).or_default().legs.entry(from).or_default()
    }

    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &crate::journal::Recorded) {
        self.keep(event);
        match event {
            Event::GateRecorded { line, gate, state, until, record, digest } => {
                let kept =
                    Gate { state: *state, until: *until, record: record.clone(), digest: *digest };
                self.gates.entry(line.clone()).or_default().recorded.insert(*gate, kept);
                // An override was of what stood before; what stands now needs its own.
                let legs = self.stages.values_mut().flat_map(|stage| stage.legs.values_mut());
                for leg in legs {
                    leg.overridden.remove(&(line.clone(), *gate));
                }
            }
            Event::ManifestRecorded { manifest, left_out, persons } => {
                let leg = self.leg_mut(manifest.stage, manifest.from);
                leg.left_out = left_out.clone();
                leg.persons.extend(persons.clone());
                leg.manifest = Some(manifest.clone());
            }
            Event::NoticeRecorded { stage, from, opens, closes, vehicles, digest, record } => {
                self.leg_mut(*stage, *from).notice = Some(Noticed {
                    digest: *digest,
                    opens: *opens,
                    closes: *closes,
                    vehicles: vehicles.clone(),
                    acknowledged: false,
                    record: record.clone(),
                });
            }
            Event::NoticeAcknowledged { stage, from, notice } => {
                if let Some(noticed) = &mut self.leg_mut(*stage, *from).notice {
                    noticed.acknowledged |= noticed.digest == *notice;
                }
            }
            Event::GateOverridden { stage, from, line, gate, .. } => {
                self.leg_mut(*stage, *from).overridden.insert((line.clone(), *gate));
            }
            Event::AcknowledgementOverridden { stage, from, notice, .. } => {
                self.leg_mut(*stage, *from).unacknowledged = Some(*notice);
            }
            Event::HeldBack { stage, from, vehicles } => {
                self.leg_mut(*stage, *from).held.extend(vehicles.iter().cloned());
            }
            Event::LetGo { stage, from, vehicles } => {
                self.leg_mut(*stage, *from).held.retain(|vehicle| !vehicles.contains(vehicle));
            }
            Event::Departed { stage, from, vehicles } => {
                self.leg_mut(*stage, *from).departed.extend(vehicles.iter().cloned());
            }
            Event::Checked { stage, from, entry } => self.leg_mut(*stage, *from).round.add(entry),
            Event::ActDrawn { act, digest } => {
                let drawn =
                    Drawn { act: act.clone(), digest: *digest, signatures: BTreeMap::new() };
                self.stages.entry(act.stage).or_default().act = Some(drawn);
            }
            Event::ActSigned { stage, party, signature } => {
                let stage = self.stages.entry(*stage).or_default();
                if let Some(drawn) = &mut stage.act {
                    drawn.signatures.insert(*party, *signature);
                    stage.signed_at.get_or_insert(recorded.at);
                }
            }
            Event::RecordsErased { stage, lines, others } => {
                self.kept.retain(|line, _| !lines.contains(line));
                let stage = self.stages.get_mut(stage);
                for leg in stage.into_iter().flat_map(|stage| stage.legs.values_mut()) {
                    leg.kept.retain(|record, _| !others.contains(record));
                }
            }
        }
    }

    /// Remembers which vault records an event brought, so that they can be destroyed when their time is over.
    fn keep(&mut self, event: &Event) {
        match event {
            Event::GateRecorded { line, record, .. }
            | Event::GateOverridden { line, record, .. } => {
                self.kept.entry(line.clone()).or_default().insert(record.clone());
            }
            Event::NoticeRecorded { stage, from, record, .. }
            | Event::AcknowledgementOverridden { stage, from, record, .. } => {
                self.leg_mut(*stage, *from).kept.insert(record.clone(), None);
            }
            Event::Checked { stage, from, entry } => {
                if let Kept::Unlisted { record, person, .. } = &entry.kept {
                    self.leg_mut(*stage, *from).kept.insert(record.clone(), person.clone());
                }
            }
            Event::ManifestRecorded { .. }
            | Event::NoticeAcknowledged { .. }
            | Event::HeldBack { .. }
            | Event::LetGo { .. }
            | Event::Departed { .. }
            | Event::ActDrawn { .. }
            | Event::ActSigned { .. }
            | Event::RecordsErased { .. } => {}
        }
    }
}
