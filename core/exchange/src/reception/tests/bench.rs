//! Side A's instance after a handover: three people received from B, one of them without a line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::*;
use crate::handover::{
    self, Entry, LineOutcome, Manifest, Passenger, Place, Seen, SixFields, Told, Track, Unlisted,
    Vehicle, VehicleKind,
};
use crate::journal::{self, Compartment, Context, Recorded, Refusal as Any, VaultChange};
use crate::vocabulary::{Actor, EntryId, LineId, Role, Side, VehicleId};

pub(super) const STAGE: StageNumber = StageNumber(1);

pub(super) fn person(text: &str) -> PersonId {
    PersonId::read(text).unwrap()
}

pub(super) fn owner(text: &str) -> OwnerId {
    OwnerId::read(text).unwrap()
}

pub(super) fn facility(text: &str) -> FacilityId {
    FacilityId::read(text).unwrap()
}

pub(super) fn private(text: &str) -> Private<String> {
    Private::new(text.to_owned())
}

/// A moment so many hours after the handover, which is on 31 August 2025 at noon, UTC.
pub(super) fn hour(hours: i64) -> Timestamp {
    Timestamp::from_second(1_756_641_600 + hours * 3_600).unwrap()
}

/// One party's instance, kept in memory the way a desk keeps it.
#[derive(Clone)]
pub(super) struct Bench {
    pub(super) state: journal::State,
    pub(super) log: Vec<Recorded>,
    pub(super) vault: Vec<VaultChange>,
    pub(super) party: Party,
    pub(super) now: Timestamp,
}

impl Bench {
    pub(super) fn of(party: Party) -> Self {
        let state = journal::State::default();
        Self { state, log: Vec::new(), vault: Vec::new(), party, now: hour(0) }
    }

    pub(super) fn context(&self, role: Role) -> Context {
        let actor = Actor { party: self.party, name: "care-1".to_owned(), role };
        let mut entropy = [3_u8; 32];
        entropy[..8].copy_from_slice(&self.state.version.to_be_bytes());
        Context::new(self.now, actor, entropy)
    }

    fn take(&mut self, role: Role, command: journal::Command) -> Result<(), Any> {
        let context = self.context(role);
        let outcome = journal::decide(&self.state, &context, command)?;
        for recorded in Recorded::number(&context, self.state.version, &outcome.events) {
            // What is written is what is read again.
            let text = serde_json::to_string(&recorded).unwrap();
            let read: Recorded = serde_json::from_str(&text).unwrap();
            assert_eq!(read, recorded);
            self.state.apply(&recorded);
            self.log.push(recorded);
        }
        self.vault.extend(outcome.vault);
        Ok(())
    }

    pub(super) fn line(&mut self, command: handover::Command) {
        let command = journal::Command::Handover(command);
        self.take(Role::HandoverTeam, command).unwrap();
    }

    pub(super) fn try_do(&mut self, command: Command) -> Result<(), Refusal> {
        let heals = command.verb() == Verb::Heal;
        let role = if heals { Role::Clinician } else { Role::Officer };
        match self.take(role, journal::Command::Reception(command)) {
            Ok(()) => Ok(()),
            Err(Any::Reception(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    pub(super) fn must(&mut self, command: Command) {
        self.try_do(command).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    pub(super) fn arrive(&mut self, who: &str, first_in: Whereabouts) -> Result<(), Refusal> {
        let (person, owner) = (person(who), owner("care-1"));
        let came = Came::OnALine;
        self.try_do(Command::Arrive { person, stage: STAGE, came, first_in, owner })
    }

    pub(super) fn help(&mut self, who: &str) {
        self.must(Command::Help { person: person(who), help: medical() });
    }

    pub(super) fn records_in(&self, wanted: Compartment) -> Vec<String> {
        let bytes = |change: &VaultChange| match change {
            VaultChange::Keep { compartment, bytes, .. } if *compartment == wanted => {
                Some(String::from_utf8(bytes.open().clone()).unwrap())
            }
            VaultChange::Keep { .. } | VaultChange::EraseAbout(_) | VaultChange::Erase(_) => None,
        };
        self.vault.iter().filter_map(bytes).collect()
    }
}

pub(super) fn medical() -> Help {
    Help::Medical {
        refeeding_risk: true,
        tuberculosis_signs: false,
        suicide_risk: false,
        allergies: private("penicillin"),
        note: private("weight 48 kg"),
    }
}

/// Two people received by their lines, a third who refused, and one who came without a line.
pub(super) fn received() -> Bench {
    let mut bench = Bench::of(Party::A);
    let lines = ["b-1", "b-2", "b-3"].map(|it| LineId::read(it).unwrap());
    let passenger =
        |line: &LineId| Passenger { line: line.clone(), place: Place::Seat, track: Track::Parity };
    let bus = VehicleId::read("bus-1").unwrap();
    let bus = Vehicle { id: bus, kind: VehicleKind::Bus, seats: 3, stretchers: 0 };
    let passengers: Vec<_> = lines.iter().map(passenger).collect();
    let manifest = Manifest::board((STAGE, Side::B), &[bus], &passengers).unwrap();
    let of = |line: &LineId| person(&format!("p-{line}"));
    bench.line(handover::Command::RecordManifest {
        manifest,
        assigned: lines.iter().cloned().collect(),
        left_out: BTreeMap::new(),
        persons: lines.iter().map(|line| (line.clone(), of(line))).collect(),
    });
    let outcomes = [LineOutcome::Received, LineOutcome::Received, LineOutcome::Refused];
    for (line, outcome) in lines.iter().zip(outcomes) {
        let seen = Seen::Line { line: line.clone(), outcome };
        bench.check(&format!("e-{line}"), seen);
    }
    let fields = SixFields { surname: Told::Said(private("Testenko")), ..SixFields::default() };
    let entry = EntryId::read("u-1").unwrap();
    let context = bench.context(Role::HandoverTeam);
    let unlisted = Unlisted::new(&context, &entry, fields, Some(person("p-77")));
    bench.check("u-1", Seen::Unlisted(unlisted));
    bench.must(Command::Enrol { owner: owner("care-1") });
    bench
}

impl Bench {
    fn check(&mut self, id: &str, seen: Seen) {
        let id = EntryId::read(id).unwrap();
        let (by, replaces) = ("team-1".to_owned(), BTreeSet::new());
        let entry = Entry { id, by, at: self.now, replaces, seen };
        self.line(handover::Command::Check { stage: STAGE, from: Side::B, entry });
    }
}
