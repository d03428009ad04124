//! Manifest, gates, notice and departure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::bench::*;
use crate::journal::{Compartment, replay};

#[test]
fn everything_settled_departs_and_replay_gives_the_same_state() {
    let bench = at_the_line();
    let leg = bench.state.handover.leg(STAGE, Side::A).unwrap();
    assert_eq!(leg.departed, BTreeSet::from([vehicle("bus-1"), vehicle("van-1")]));
    assert_eq!(replay(&bench.log), bench.state);
}

#[test]
fn nothing_that_was_found_is_in_an_event() {
    let bench = at_the_line();
    let events = serde_json::to_string(&bench.log).unwrap() + &format!("{:?}", bench.state);
    let words = ["capture card", "delegate", "doctor", "insulin", "S-1", "ring", "mother", "R12"];
    for word in words {
        assert!(!events.contains(word), "{word}");
    }
    // The wish and fitness are health; relatives are family; the route is nobody's.
    assert_eq!(bench.records_in(Compartment::Health).len(), 8);
    assert!(bench.records_in(Compartment::Health).iter().any(|it| it.contains("insulin")));
    assert!(bench.records_in(Compartment::Family).iter().all(|it| it.contains("mother")));
    assert!(bench.records_in(Compartment::Identity).iter().all(|it| !it.contains("insulin")));
    assert_eq!(bench.records_in(Compartment::List).len(), 1);
}

#[test]
fn a_manifest_that_crosses_holds_no_gate_no_cause_and_no_person() {
    let mut bench = Bench::of(Party::A);
    let mut command = record(ours());
    if let Command::RecordManifest { assigned, left_out, .. } = &mut command {
        assigned.insert(line("a-5"));
        let left = Left { cause: LeftOut::GateDeclined, track: Track::Parity };
        left_out.insert(line("a-5"), left);
    }
    bench.must(command);
    let leg = bench.state.handover.leg(STAGE, Side::A).unwrap();
    let text = String::from_utf8(leg.manifest.as_ref().unwrap().document()).unwrap();
    for word in ["a-5", "declined", "person", "gate", "wish"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("a-1"));
    let read: Manifest = serde_json::from_str(&text).unwrap();
    assert_eq!(read.digest(), leg.manifest.as_ref().unwrap().digest());
}

#[test]
fn a_vehicle_never_takes_more_than_it_has_places() {
    let three = ["a-1", "a-2", "a-3"].map(|it| passenger(it, Place::Stretcher, Track::Parity));
    let refused = Manifest::board((STAGE, Side::A), &vehicles(), &three).unwrap_err();
    assert_eq!(refused, Refusal::NoRoom { line: line("a-2"), place: Place::Stretcher });

    let mut crowded = ours();
    for seat in &mut crowded.seats {
        seat.vehicle = vehicle("van-1");
    }
    assert!(matches!(crowded.check(), Err(Refusal::VehicleFull { .. })));
    let mut twice = ours();
    twice.seats[1] = twice.seats[0].clone();
    assert_eq!(twice.check(), Err(Refusal::ManifestTwice { line: line("a-1") }));
}

#[test]
fn those_who_wait_for_nobody_ride_apart_where_there_is_room() {
    let manifest = ours();
    let riders = |id: &str| -> Vec<Track> {
        let riders = manifest.seats.iter().filter(|seat| seat.vehicle == vehicle(id));
        riders.map(|seat| seat.track).collect()
    };
    assert_eq!(riders("van-1"), [Track::Unconditional]);
    assert_eq!(manifest.seat(&line("a-3")).unwrap().place, Place::Stretcher);
}

#[test]
fn a_finding_that_runs_out_leaves_the_gate_open_again() {
    let mut bench = settled();
    let finding = Finding::FitToTravel {
        fit: true,
        found_by: private("doctor"),
        needs: private(""),
        until: Some(at(60)),
    };
    bench.gate("a-1", finding).unwrap();
    bench.now = at(61);
    let refusal = bench.depart().unwrap_err();
    assert_eq!(refusal, Refusal::GateOpen { line: line("a-1"), gate: GateKind::FitToTravel });
    bench.now = at(60);
    bench.depart().unwrap();
}

#[test]
fn an_override_takes_two_different_names_and_a_reason() {
    let mut bench = settled();
    let finding = Finding::Papers { settled: false, papers: private("card lost") };
    bench.gate("a-1", finding).unwrap();
    let gate = GateKind::Papers;
    let by = |names| Command::OverrideGate { stage: STAGE, line: line("a-1"), gate, names };
    for names in [
        names("team-1", "", "lost"),
        names("team-1", " TEAM-1 ", "lost"),
        names("team-1", "chief", "  "),
        names("chief", "deputy", "lost"),
    ] {
        let refused = bench.try_do(by(names)).unwrap_err();
        assert!(matches!(refused, Refusal::OverrideAlone { .. }), "{refused}");
    }
    assert_eq!(bench.depart(), Err(Refusal::GateOpen { line: line("a-1"), gate }));
    bench.must(by(names("team-1", "chief", "card lost in the fire")));
    assert!(!serde_json::to_string(&bench.log).unwrap().contains("fire"));
    bench.depart().unwrap();
}

#[test]
fn an_override_ends_when_the_gate_is_recorded_again() {
    let mut bench = settled();
    let open = || Finding::Papers { settled: false, papers: private("") };
    bench.gate("a-1", open()).unwrap();
    let gate = GateKind::Papers;
    let names = names("team-1", "chief", "lost");
    bench.must(Command::OverrideGate { stage: STAGE, line: line("a-1"), gate, names });
    bench.gate("a-1", open()).unwrap();
    assert_eq!(bench.depart(), Err(Refusal::GateOpen { line: line("a-1"), gate }));
}

#[test]
fn a_movement_goes_only_after_the_other_side_has_acknowledged_this_very_notice() {
    let mut bench = settled();
    let mut newer = notice();
    newer.nonce = Digest([8; 32]);
    bench.must(Command::RecordNotice { notice: newer.clone() });
    // The answer to the old notice, sent again, acknowledges nothing.
    let replayed = bench.try_do(acknowledge(&notice())).unwrap_err();
    assert!(matches!(replayed, Refusal::OtherNotice { .. }), "{replayed}");
    assert_eq!(bench.depart(), Err(Refusal::NotAcknowledged { stage: STAGE }));
    // Nor does one's own word.
    let digest = newer.digest();
    let own = Command::Acknowledge { stage: STAGE, from: Side::A, notice: digest, by: Party::A };
    assert!(matches!(bench.try_do(own), Err(Refusal::NotTheirsToAcknowledge { .. })));
    bench.must(acknowledge(&newer));
    bench.depart().unwrap();
}

#[test]
fn two_named_people_may_go_without_an_acknowledgement() {
    let mut bench = settled();
    let mut newer = notice();
    newer.nonce = Digest([8; 32]);
    bench.must(Command::RecordNotice { notice: newer });
    let by = |names| Command::OverrideAcknowledgement { stage: STAGE, names };
    let alone = bench.try_do(by(names("team-1", "team-1", "line is down"))).unwrap_err();
    assert_eq!(alone, Refusal::OverrideAlone { what: "two different names" });
    bench.must(by(names("team-1", "chief", "line is down, agreed by voice")));
    bench.depart().unwrap();
}

#[test]
fn a_notice_for_other_vehicles_or_another_time_lets_nobody_go() {
    let mut bench = settled();
    bench.now = at(601);
    assert!(matches!(bench.depart(), Err(Refusal::OutsideWindow { .. })));
    bench.now = at(1);
    let mut other = notice();
    other.vehicles = BTreeMap::from([(VehicleKind::Aircraft, 1)]);
    bench.must(Command::RecordNotice { notice: other.clone() });
    bench.must(acknowledge(&other));
    assert_eq!(bench.depart(), Err(Refusal::NoticeDiffers { stage: STAGE }));
    let backward = Notice { opens: at(9), closes: at(8), ..notice() };
    let refused = bench.try_do(Command::RecordNotice { notice: backward }).unwrap_err();
    assert!(matches!(refused, Refusal::WindowBackward { .. }));
    let nowhere = Notice { corridor: private(" "), ..notice() };
    let refused = bench.try_do(Command::RecordNotice { notice: nowhere }).unwrap_err();
    assert_eq!(refused, Refusal::NoticeEmpty { what: "corridor" });
}

#[test]
fn a_notice_reads_back_from_what_was_sent() {
    let read = Notice::read(&notice().document()).unwrap();
    assert_eq!(read, notice());
    assert!(Notice::read(b"{}").is_err());
    let altered = String::from_utf8(notice().document()).unwrap().replace("R12", "R13");
    assert_ne!(Notice::read(altered.as_bytes()).unwrap().digest(), notice().digest());
}

#[test]
fn only_the_side_that_holds_people_settles_their_gates_and_moves_them() {
    let mut bench = at_the_line();
    let refused = bench.gate("b-1", Finding::NotHeld).unwrap_err();
    assert_eq!(refused, Refusal::NotOurGate { line: line("b-1"), from: Side::B });
    let mut mediator = Bench::of(Party::Mediator);
    mediator.must(record(ours()));
    assert!(matches!(mediator.depart(), Err(Refusal::NotOurMovement { .. })));
}
