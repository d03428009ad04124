//! A small exchange to test on: side A's instance, four people to hand over and three to receive.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::*;
use crate::journal::{self, Compartment, Context, Recorded, Refusal as Any, VaultChange};
use crate::plan::planner::Need;
use crate::plan::{Assigned, Going};
use crate::vocabulary::{Actor, EntryId, Role};

pub(super) const STAGE: StageNumber = StageNumber(1);

pub(super) fn line(text: &str) -> LineId {
    LineId::read(text).unwrap()
}

pub(super) fn vehicle(text: &str) -> VehicleId {
    VehicleId::read(text).unwrap()
}

pub(super) fn entry_id(text: &str) -> EntryId {
    EntryId::read(text).unwrap()
}

pub(super) fn private(text: &str) -> Private<String> {
    Private::new(text.to_owned())
}

pub(super) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_751_600_000 + minute * 60).unwrap()
}

pub(super) fn names(first: &str, second: &str, reason: &str) -> TwoNames {
    TwoNames { first: first.to_owned(), second: second.to_owned(), reason: private(reason) }
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
        Self { state, log: Vec::new(), vault: Vec::new(), party, now: at(0) }
    }

    pub(super) fn context(&self, role: Role) -> Context {
        let actor = Actor { party: self.party, name: "team-1".to_owned(), role };
        let mut entropy = [7_u8; 32];
        entropy[..8].copy_from_slice(&self.state.version.to_be_bytes());
        Context::new(self.now, actor, entropy)
    }

    pub(super) fn try_do(&mut self, command: Command) -> Result<(), Refusal> {
        let heals = command.verb() == Verb::Heal;
        let role = if heals { Role::Clinician } else { Role::HandoverTeam };
        self.take(role, command)
    }

    /// Takes a command from somebody of a role.
    pub(super) fn take(&mut self, role: Role, command: Command) -> Result<(), Refusal> {
        let context = self.context(role);
        let command = journal::Command::Handover(command);
        let outcome = match journal::decide(&self.state, &context, command) {
            Ok(outcome) => outcome,
            Err(Any::Handover(refusal)) => return Err(refusal),
            Err(other) => panic!("{other}"),
        };
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

    pub(super) fn must(&mut self, command: Command) {
        self.try_do(command).unwrap_or_else(|refusal| panic!("{refusal}"));
    }

    /// Puts a plan in force for side A: who goes, in which stage, counted in parity or not.
    pub(super) fn plan(&mut self, going: &[(&str, u16, bool)]) {
        let one = |(who, stage, counted): &(&str, u16, bool)| {
            let stage = StageNumber(*stage);
            (line(who), Going { stage, need: Need::Seat, counted: *counted })
        };
        let going = going.iter().map(one).collect();
        let assigned = Assigned { going, ..Assigned::default() };
        self.state.plan.assigned.insert(Side::A, assigned);
    }

    pub(super) fn gate(&mut self, who: &str, finding: Finding) -> Result<(), Refusal> {
        self.try_do(Command::RecordGate { line: line(who), person: None, finding })
    }

    pub(super) fn clear_all(&mut self, who: &[&str]) {
        for one in who {
            for finding in cleared(self.now) {
                self.gate(one, finding).unwrap();
            }
        }
    }

    pub(super) fn depart(&mut self) -> Result<(), Refusal> {
        self.try_do(Command::Depart { stage: STAGE, vehicles: BTreeSet::new() })
    }

    pub(super) fn check(
        &mut self,
        from: Side,
        id: &str,
        who: &str,
        outcome: LineOutcome,
    ) -> Result<(), Refusal> {
        let entry = seen(id, self.now, Seen::Line { line: line(who), outcome });
        self.try_do(Command::Check { stage: STAGE, from, entry })
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

/// A finding that clears each gate.
pub(super) fn cleared(now: Timestamp) -> Vec<Finding> {
    vec![
        Finding::Identity { confirmed: true, compared_with: private("capture card") },
        Finding::OwnWish {
            go: true,
            private: true,
            neutral: true,
            heard_by: private("delegate"),
            heard_at: now,
        },
        Finding::FitToTravel {
            fit: true,
            found_by: private("camp doctor"),
            needs: private("insulin"),
            until: None,
        },
        Finding::NotHeld,
        Finding::Papers { settled: true, papers: private("identity card") },
        Finding::Property {
            packet: Some(private("S-1")),
            contents: vec![private("ring"), private("two letters")],
        },
        Finding::FamilyContact { verified: true, contact: private("mother") },
    ]
}

pub(super) fn seen(id: &str, at: Timestamp, seen: Seen) -> Entry {
    Entry { id: entry_id(id), by: "team-1".to_owned(), at, replaces: BTreeSet::new(), seen }
}

pub(super) fn passenger(who: &str, place: Place, track: Track) -> Passenger {
    Passenger { line: line(who), place, track }
}

pub(super) fn vehicles() -> Vec<Vehicle> {
    let of = |id, kind, seats, stretchers| Vehicle { id: vehicle(id), kind, seats, stretchers };
    vec![of("bus-1", VehicleKind::Bus, 3, 0), of("van-1", VehicleKind::Ambulance, 1, 1)]
}

/// Four people whom A holds: two counted in parity, one seriously wounded, one civilian.
pub(super) fn ours() -> Manifest {
    let passengers = [
        passenger("a-1", Place::Seat, Track::Parity),
        passenger("a-2", Place::Seat, Track::Parity),
        passenger("a-3", Place::Stretcher, Track::Unconditional),
        passenger("a-4", Place::Seat, Track::Unconditional),
    ];
    Manifest::board((STAGE, Side::A), &vehicles(), &passengers).unwrap()
}

/// Three people whom B holds.
pub(super) fn theirs() -> Manifest {
    let passengers = ["b-1", "b-2", "b-3"].map(|who| passenger(who, Place::Seat, Track::Parity));
    Manifest::board((STAGE, Side::B), &vehicles(), &passengers).unwrap()
}

pub(super) fn record(manifest: Manifest) -> Command {
    let assigned = manifest.seats.iter().map(|seat| seat.line.clone()).collect();
    let of = |line: &LineId| PersonId::read(&format!("person-{line}")).unwrap();
    let persons = manifest.seats.iter().map(|it| (it.line.clone(), of(&it.line))).collect();
    Command::RecordManifest { manifest, assigned, left_out: BTreeMap::new(), persons }
}

pub(super) fn notice() -> Notice {
    Notice {
        stage: STAGE,
        from: Side::A,
        corridor: private("camp 3, road R12, border post 4"),
        opens: at(0),
        closes: at(600),
        vehicles: ours().kinds(),
        nonce: Digest([9; 32]),
    }
}

pub(super) fn acknowledge(notice: &Notice) -> Command {
    let digest = notice.digest();
    Command::Acknowledge { stage: STAGE, from: Side::A, notice: digest, by: Party::B }
}

/// Side A's instance with everything settled and nobody on the road yet.
pub(super) fn settled() -> Bench {
    let mut bench = Bench::of(Party::A);
    bench.must(record(ours()));
    bench.must(record(theirs()));
    bench.clear_all(&["a-1", "a-2", "a-3", "a-4"]);
    bench.must(Command::RecordNotice { notice: notice() });
    bench.must(acknowledge(&notice()));
    bench
}

/// Side A's instance with all vehicles at the line.
pub(super) fn at_the_line() -> Bench {
    let mut bench = settled();
    bench.depart().unwrap();
    bench
}
