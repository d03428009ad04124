//! What the events of reception add up to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::care::{Case, Facility, Offer, Task};
use super::host::{HostNotice, HostReport};
use super::sighting::Kept;
use super::{Event, FollowUp, FollowUpResult};
use crate::journal::Recorded;
use crate::vocabulary::{FacilityId, OwnerId, PersonId, RecordId, Side, StageNumber};

/// What passed between the home side and a host state in one stage: counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct HostStage {
    /// What the host was told.
    pub notice: Option<HostNotice>,
    /// What the host said.
    pub report: Option<HostReport>,
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// Who may answer for people.
    pub owners: BTreeSet<OwnerId>,
    /// The returned people. Each has an owner among [`Self::owners`].
    pub cases: BTreeMap<PersonId, Case>,
    /// The places that care for people.
    pub facilities: BTreeMap<FacilityId, Facility>,
    /// What passed with host states, by stage and side.
    pub hosts: BTreeMap<StageNumber, BTreeMap<Side, HostStage>>,
    /// What returned people saw.
    pub sightings: BTreeMap<RecordId, Kept>,
    /// How many papers went to other parties.
    pub sent: u32,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::Enrolled { owner } => {
                self.owners.insert(owner.clone());
            }
            Event::Retired { owner, successor } => self.retire(owner, successor.as_ref()),
            Event::HostNotified { notice } => {
                self.host(notice.stage, notice.side).notice = Some(notice.clone());
            }
            Event::HostReported { report } => {
                self.host(report.stage, report.side).report = Some(*report);
            }
            Event::Sent { .. } => self.sent += 1,
            Event::FacilityOpened { facility, room } => {
                self.facilities.entry(facility.clone()).or_default().room = *room;
            }
            Event::Sighted { record, witness, about, alive, digest } => {
                let (witness, about) = (witness.clone(), about.clone());
                let kept = Kept { witness, about, alive: *alive, digest: *digest, filed: false };
                self.sightings.insert(record.clone(), kept);
            }
            Event::SightingFiled { record } => {
                if let Some(kept) = self.sightings.get_mut(record) {
                    kept.filed = true;
                }
            }
            Event::Arrived { person, stage, came: _, first_in, owner } => {
                let case = Case {
                    stage: *stage,
                    owner: owner.clone(),
                    arrived: recorded.at,
                    whereabouts: *first_in,
                    helped: BTreeMap::new(),
                    call: None,
                    offers: BTreeMap::new(),
                    place: None,
                    follow_ups: BTreeMap::new(),
                    tasks: BTreeMap::new(),
                };
                self.cases.insert(person.clone(), case);
            }
            Event::PassedOn { person, .. }
            | Event::Helped { person, .. }
            | Event::Called { person, .. }
            | Event::LeftHost { person }
            | Event::CameHome { person }
            | Event::Offered { person, .. }
            | Event::Answered { person, .. }
            | Event::LeftPlace { person }
            | Event::FollowedUp { person, .. }
            | Event::TaskAdded { person, .. }
            | Event::TaskClosed { person, .. } => self.care(person, event, recorded),
        }
    }

    fn host(&mut self, stage: StageNumber, side: Side) -> &mut HostStage {
        self.hosts.entry(stage).or_default().entry(side).or_default()
    }

    /// Hands everything of one owner to the next.
    fn retire(&mut self, owner: &OwnerId, successor: Option<&OwnerId>) {
        self.owners.remove(owner);
        let Some(successor) = successor else { return };
        for case in self.cases.values_mut() {
            if case.owner == *owner {
                case.owner = successor.clone();
            }
            for task in case.tasks.values_mut().filter(|task| task.holder == *owner) {
                task.holder = successor.clone();
            }
        }
    }

    /// Adds an event about one person who has arrived.
    fn care(&mut self, person: &PersonId, event: &Event, recorded: &Recorded) {
        let Some(case) = self.cases.get_mut(person) else { return };
        match event {
            Event::PassedOn { to, .. } => case.owner = to.clone(),
            Event::Helped { help, taken_up, record, digest, .. } => {
                case.helped.insert(*help, (*taken_up, record.clone(), *digest));
            }
            Event::Called { outcome, may_know, .. } => case.call = Some((*outcome, *may_know)),
            Event::LeftHost { .. } => case.whereabouts = super::Whereabouts::OnTheWay,
            Event::CameHome { .. } => case.whereabouts = super::Whereabouts::Home,
            Event::Offered { facility, .. } => {
                case.offers.insert(facility.clone(), Offer { at: recorded.at });
            }
            Event::Answered { facility, accepted: false, .. } => {
                case.offers.remove(facility);
            }
            Event::Answered { facility, accepted: true, .. } => {
                // A person is in one place; what else was asked is answered by this.
                case.offers.clear();
                case.place = Some(facility.clone());
                self.facilities.entry(facility.clone()).or_default().taken.insert(person.clone());
            }
            Event::LeftPlace { .. } => {
                if let Some(facility) = case.place.take() {
                    self.facilities.entry(facility).or_default().taken.remove(person);
                }
            }
            Event::FollowedUp { follow_up, result, .. } => {
                case.follow_ups.insert(*follow_up, *result);
            }
            Event::TaskAdded { task, what, due, holder, .. } => {
                let added = Task { kind: *what, due: *due, holder: holder.clone(), done: false };
                case.tasks.insert(task.clone(), added);
            }
            Event::TaskClosed { task, .. } => {
                if let Some(task) = case.tasks.get_mut(task) {
                    task.done = true;
                }
            }
            Event::Enrolled { .. }
            | Event::Retired { .. }
            | Event::HostNotified { .. }
            | Event::HostReported { .. }
            | Event::Sent { .. }
            | Event::Arrived { .. }
            | Event::FacilityOpened { .. }
            | Event::Sighted { .. }
            | Event::SightingFiled { .. } => {}
        }
    }

    /// Says whether a follow-up of a person is over: held, or declined by the person.
    pub fn is_followed_up(&self, person: &PersonId, follow_up: FollowUp) -> bool {
        let result = self.cases.get(person).and_then(|case| case.follow_ups.get(&follow_up));
        matches!(result, Some(FollowUpResult::Seen | FollowUpResult::Declined))
    }
}
