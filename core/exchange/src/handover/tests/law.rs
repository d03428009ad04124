//! The law in handover: each rule accepts one case and refuses two. Sources: `spec/7-handover.md`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::bench::*;

/// GC III art. 46: the Detaining Power draws up a complete list of those transferred before departure.
#[test]
fn art_46_departure_needs_the_complete_manifest() {
    let accounted = |assigned: &[&str], left: &[&str]| {
        let assigned = assigned.iter().map(|it| line(it)).collect();
        let later = Left { cause: LeftOut::LaterStage, track: Track::Parity };
        let left = left.iter().map(|it| (line(it), later)).collect();
        ours().accounts_for(&assigned, &left)
    };
    assert_eq!(accounted(&["a-1", "a-2", "a-3", "a-4", "a-5"], &["a-5"]), Ok(()));
    assert_eq!(
        accounted(&["a-1", "a-2", "a-3", "a-4", "a-5"], &[]),
        Err(Refusal::ManifestIncomplete { line: line("a-5") })
    );
    assert_eq!(
        accounted(&["a-1", "a-2", "a-3"], &[]),
        Err(Refusal::NotAssigned { line: line("a-4") })
    );
    let mut bench = Bench::of(Party::A);
    assert_eq!(bench.depart(), Err(Refusal::NoManifest { stage: STAGE, from: Side::A }));
}

/// GC III art. 109(3) and customary rule 128: nobody goes against their will, which is heard in private.
#[test]
fn art_109_3_a_wish_to_stay_is_valid_and_no_two_names_override_it() {
    let wish = |go, private_talk, heard_by: &str| Finding::OwnWish {
        go,
        private: private_talk,
        neutral: true,
        heard_by: private(heard_by),
        heard_at: at(0),
    };
    let mut bench = settled();
    assert_eq!(bench.gate("a-1", wish(true, true, "delegate")), Ok(()));
    let overheard = bench.gate("a-1", wish(true, false, "guard")).unwrap_err();
    assert_eq!(overheard, Refusal::WishNotPrivate { line: line("a-1") });
    let by_nobody = bench.gate("a-1", wish(true, true, " ")).unwrap_err();
    assert_eq!(by_nobody, Refusal::WishUnheard { line: line("a-1") });

    // The wish may change, and then nothing moves the person.
    bench.gate("a-1", wish(false, true, "delegate")).unwrap();
    let gate = GateKind::OwnWish;
    assert_eq!(bench.depart(), Err(Refusal::GateDeclined { line: line("a-1"), gate }));
    let names = names("team-1", "chief", "ordered");
    let ordered = Command::OverrideGate { stage: STAGE, line: line("a-1"), gate, names };
    assert_eq!(bench.try_do(ordered), Err(Refusal::GateDeclined { line: line("a-1"), gate }));
    // Off the manifest with a cause that stays at home, and the others go.
    let mut again = record(
        Manifest::board(
            (STAGE, Side::A),
            &vehicles(),
            &[
                passenger("a-2", Place::Seat, Track::Parity),
                passenger("a-3", Place::Stretcher, Track::Unconditional),
                passenger("a-4", Place::Seat, Track::Unconditional),
            ],
        )
        .unwrap(),
    );
    if let Command::RecordManifest { assigned, left_out, .. } = &mut again {
        assigned.insert(line("a-1"));
        let left = Left { cause: LeftOut::GateDeclined, track: Track::Parity };
        left_out.insert(line("a-1"), left);
    }
    bench.must(again);
    bench.depart().unwrap();
}

/// The wish may change up to the line.
#[test]
fn art_109_3_a_wish_may_change_up_to_the_line_and_not_after() {
    let stay = || Finding::OwnWish {
        go: false,
        private: true,
        neutral: false,
        heard_by: private("team"),
        heard_at: at(0),
    };
    let mut bench = at_the_line();
    bench.gate("a-1", stay()).unwrap();
    let forced = bench.check(Side::A, "e-1", "a-1", LineOutcome::Received).unwrap_err();
    assert_eq!(forced, Refusal::AgainstWill { line: line("a-1") });
    bench.check(Side::A, "e-1", "a-1", LineOutcome::Refused).unwrap();
    let late = bench.gate("a-1", stay()).unwrap_err();
    assert_eq!(late, Refusal::GateTooLate { line: line("a-1") });
}

/// GC III art. 46-47: no transfer that endangers recovery, and a doctor says so.
#[test]
fn art_47_the_unfit_do_not_travel() {
    let fitness = |fit, by: &str| Finding::FitToTravel {
        fit,
        found_by: private(by),
        needs: private(""),
        until: None,
    };
    let mut bench = settled();
    assert_eq!(bench.gate("a-2", fitness(true, "doctor")), Ok(()));
    let unnamed = bench.gate("a-2", fitness(true, "")).unwrap_err();
    assert_eq!(unnamed, Refusal::FitnessUnfound { line: line("a-2") });
    bench.gate("a-2", fitness(false, "doctor")).unwrap();
    let gate = GateKind::FitToTravel;
    assert_eq!(bench.depart(), Err(Refusal::GateDeclined { line: line("a-2"), gate }));
}

/// GC III art. 115 and 119: who may be held, and how a hold ends.
#[test]
fn art_115_a_hold_ends_by_order_and_consent_and_discipline_holds_nobody() {
    let lifted = |order: &str, consent: &str| Finding::HoldLifted {
        court_order: private(order),
        consent: private(consent),
    };
    let held = |proceedings| Finding::Held { proceedings, reference: private("case 12") };
    let mut bench = settled();
    assert_eq!(bench.gate("a-1", lifted("order 7", "form 7")), Ok(()));
    let refused = Refusal::HoldNotLifted { line: line("a-1") };
    assert_eq!(bench.gate("a-1", lifted("order 7", "")), Err(refused.clone()));
    assert_eq!(bench.gate("a-1", lifted("", "form 7")), Err(refused));

    assert_eq!(bench.gate("a-1", held(Proceedings::Judicial)), Ok(()));
    assert_eq!(
        bench.gate("a-1", held(Proceedings::Disciplinary)),
        Err(Refusal::KeptForDiscipline { line: line("a-1") })
    );
    let unnamed = Finding::Held { proceedings: Proceedings::Judicial, reference: private("") };
    assert_eq!(bench.gate("a-1", unnamed), Err(Refusal::HoldUnnamed { line: line("a-1") }));
}

/// GC III art. 122(9): valuables travel in sealed packets with a complete list of their contents.
#[test]
fn art_122_9_a_packet_has_a_seal_and_a_list() {
    let packet = |seal: &str, contents: &[&str]| Finding::Property {
        packet: Some(private(seal)),
        contents: contents.iter().map(|it| private(it)).collect(),
    };
    let mut bench = settled();
    assert_eq!(bench.gate("a-1", packet("S-9", &["watch"])), Ok(()));
    let refused = Refusal::PacketUnlisted { line: line("a-1") };
    assert_eq!(bench.gate("a-1", packet("S-9", &[])), Err(refused.clone()));
    assert_eq!(bench.gate("a-1", packet("", &["watch"])), Err(refused));
    let in_hand = Finding::Property { packet: None, contents: Vec::new() };
    assert_eq!(bench.gate("a-1", in_hand), Ok(()));
}

/// GC III art. 109(1), GC IV art. 34 and 132: the seriously wounded, the sick and civilians wait for no
/// return in the other direction.
#[test]
fn art_109_1_only_those_counted_in_parity_may_be_made_to_wait() {
    let hold =
        |id: &str| Command::HoldBack { stage: STAGE, vehicles: BTreeSet::from([vehicle(id)]) };
    let passengers = [
        passenger("a-1", Place::Seat, Track::Parity),
        passenger("a-2", Place::Seat, Track::Unconditional),
        passenger("a-3", Place::Stretcher, Track::Unconditional),
        passenger("a-4", Place::Seat, Track::Unconditional),
    ];
    let of = |id, kind, seats, stretchers| Vehicle { id: vehicle(id), kind, seats, stretchers };
    let vehicles = [
        of("bus-1", VehicleKind::Bus, 1, 0),
        of("bus-2", VehicleKind::Bus, 2, 0),
        of("van-1", VehicleKind::Ambulance, 0, 1),
    ];
    let mut manifest = Manifest::board((STAGE, Side::A), &vehicles, &passengers).unwrap();
    // Boarding put those who wait for nobody first; give the one in parity the bus alone.
    for seat in &mut manifest.seats {
        let id = match seat.line.as_str() {
            "a-1" => "bus-1",
            "a-3" => "van-1",
            _ => "bus-2",
        };
        seat.vehicle = vehicle(id);
    }
    let mut bench = Bench::of(Party::A);
    bench.must(record(manifest));
    assert_eq!(bench.try_do(hold("bus-1")), Ok(()));
    // An ambulance with the seriously wounded, a bus with civilians.
    assert_eq!(bench.try_do(hold("van-1")), Err(Refusal::HeldForParity { line: line("a-3") }));
    assert_eq!(bench.try_do(hold("bus-2")), Err(Refusal::HeldForParity { line: line("a-2") }));
}

/// GC III art. 109(1): a vehicle that carries one who waits for nobody waits for nobody.
#[test]
fn art_109_1_nobody_waits_because_of_who_sits_beside_them() {
    let mut manifest = ours();
    for seat in manifest.seats.iter_mut().filter(|seat| seat.place == Place::Seat) {
        seat.vehicle = vehicle("bus-1");
    }
    let mut bench = Bench::of(Party::A);
    bench.must(record(manifest));
    let stage = STAGE;
    let mixed = Command::HoldBack { stage, vehicles: BTreeSet::from([vehicle("bus-1")]) };
    let refused = bench.try_do(mixed).unwrap_err();
    assert_eq!(refused, Refusal::HeldWithOthers { vehicle: vehicle("bus-1"), line: line("a-4") });
    let absent = Command::HoldBack { stage, vehicles: BTreeSet::from([vehicle("bus-9")]) };
    assert_eq!(bench.try_do(absent), Err(Refusal::VehicleUnknown { vehicle: vehicle("bus-9") }));
}

/// GC III art. 109(1): a return is complete though nobody returns the other way.
#[test]
fn art_109_1_a_one_way_return_departs_and_has_its_act() {
    let mut bench = Bench::of(Party::A);
    bench.must(record(ours()));
    bench.clear_all(&["a-1", "a-2", "a-3", "a-4"]);
    bench.must(Command::RecordNotice { notice: notice() });
    bench.must(acknowledge(&notice()));
    bench.depart().unwrap();
    for who in ["a-1", "a-2", "a-3", "a-4"] {
        bench.check(Side::A, &format!("e-{who}"), who, LineOutcome::Received).unwrap();
    }
    let four = Sums { received: 4, ..Sums::default() };
    let theirs = BTreeMap::from([(Side::A, four)]);
    let act = draw_act(&bench.state.handover, STAGE, Side::A, theirs, Vec::new()).unwrap();
    bench.must(Command::RecordAct { act });
    // Sums that do not speak of everybody are refused, in either counter.
    for wrong in [Sums { received: 3, ..Sums::default() }, Sums::default()] {
        let theirs = BTreeMap::from([(Side::A, wrong)]);
        let refused = draw_act(&bench.state.handover, STAGE, Side::A, theirs, Vec::new());
        assert!(matches!(refused, Err(Refusal::CounterShort { .. })));
    }
}

/// A refusal to return, a hold or any other cause never crosses by person; a death does (art. 120).
#[test]
fn what_the_other_side_is_told_names_no_cause_by_person_save_a_death() {
    let mut bench = at_the_line();
    bench.check(Side::A, "e-1", "a-1", LineOutcome::Refused).unwrap();
    bench.check(Side::A, "e-2", "a-2", LineOutcome::Unfit).unwrap();
    bench.check(Side::A, "e-3", "a-3", LineOutcome::Died).unwrap();
    bench.check(Side::A, "e-4", "a-4", LineOutcome::Received).unwrap();
    let lists = bench.state.handover.leg(STAGE, Side::A).unwrap().four_lists().unwrap();
    assert_eq!(lists.refused, [line("a-1")]);
    let crossing = lists.crossing();
    assert_eq!(crossing.came, [line("a-4")]);
    assert_eq!(crossing.died, [line("a-3")]);
    assert_eq!(crossing.not_come, [line("a-1"), line("a-2")]);
    let text = serde_json::to_string(&crossing).unwrap();
    assert!(!text.contains("refused") && !text.contains("unfit"));
}

/// GC III art. 46: the manifest is the plan's, and whoever was left behind may go in a later stage.
#[test]
fn art_46_the_manifest_is_held_against_the_plan() {
    let planned = |lines: &[(&str, u16)]| {
        let mut bench = Bench::of(Party::A);
        let regardless = ["a-3", "a-4"];
        let of = |(who, stage): &(_, _)| (*who, *stage, !regardless.contains(who));
        bench.plan(&lines.iter().map(of).collect::<Vec<_>>());
        bench
    };
    let all = [("a-1", 1), ("a-2", 1), ("a-3", 1), ("a-4", 1)];
    assert_eq!(planned(&all).try_do(record(ours())), Ok(()));
    let forgotten = [&all[..], &[("a-5", 1)]].concat();
    assert_eq!(
        planned(&forgotten).try_do(record(ours())),
        Err(Refusal::ManifestIncomplete { line: line("a-5") })
    );
    let later = [("a-1", 1), ("a-2", 2), ("a-3", 1), ("a-4", 1)];
    assert_eq!(
        planned(&later).try_do(record(ours())),
        Err(Refusal::NotAssigned { line: line("a-2") })
    );
    // Brought again in the next stage: who did not cross may go, who crossed may not.
    let mut bench = planned(&all);
    bench.must(record(ours()));
    bench.clear_all(&["a-1", "a-2", "a-3", "a-4"]);
    bench.must(Command::RecordNotice { notice: notice() });
    bench.must(acknowledge(&notice()));
    bench.depart().unwrap();
    bench.check(Side::A, "e-1", "a-1", LineOutcome::Unfit).unwrap();
    bench.check(Side::A, "e-2", "a-2", LineOutcome::Received).unwrap();
    let again = |who: &str| {
        let passengers = [passenger(who, Place::Seat, Track::Parity)];
        record(Manifest::board((StageNumber(2), Side::A), &vehicles(), &passengers).unwrap())
    };
    assert_eq!(bench.try_do(again("a-1")), Ok(()));
    let crossed = Refusal::ReceivedBefore { line: line("a-2"), stage: STAGE };
    assert_eq!(bench.try_do(again("a-2")), Err(crossed));
}

/// GC III art. 109(1), GC IV art. 34, GC III art. 33: from the plan to the manifest, only those of a
/// counted category whom no rule protects may ever wait for another.
#[test]
fn art_109_1_who_is_protected_leaves_the_plan_as_unconditional() {
    use crate::plan::planner::Need;
    use crate::plan::{Assignment, BEYOND, Candidate, Place as Placed, Protection, Reason};
    use crate::vocabulary::CategoryId;

    let settled = terms();
    let category = Some(CategoryId::read(BEYOND).unwrap());
    let candidate = |who: &str, protection: Option<Protection>, need| Candidate {
        line: line(who),
        person: None,
        place: Placed { category: category.clone(), protection, undecided: false },
        need,
        available_from: STAGE,
        captured: None,
        named: false,
        group: None,
        withheld: None,
    };
    let candidates = [
        candidate("a-1", None, Need::Seat),
        candidate("a-2", Some(Protection::Serious), Need::Ambulance),
        candidate("a-3", Some(Protection::Civilian), Need::Stretcher),
        candidate("a-4", Some(Protection::Retained), Need::Seat),
    ];
    let assignment = |candidate: &Candidate| Assignment {
        line: candidate.line.clone(),
        person: None,
        category: candidate.place.category.clone(),
        captured: None,
        stage: Some(STAGE),
        reason: Reason::NoCategory { undecided: false },
    };
    let assignments: Vec<_> = candidates.iter().map(assignment).collect();
    let going = crate::plan::going(&settled, &assignments, &candidates);
    let travel = passengers(&going, STAGE);
    assert_eq!(
        travel,
        [
            passenger("a-1", Place::Seat, Track::Parity),
            passenger("a-2", Place::Ambulance, Track::Unconditional),
            passenger("a-3", Place::Stretcher, Track::Unconditional),
            passenger("a-4", Place::Seat, Track::Unconditional),
        ]
    );
    assert_eq!(passengers(&going, StageNumber(2)), []);
}

/// Terms without a category of their own, under which anybody may fill the number.
fn terms() -> crate::agreement::Settled {
    use crate::agreement::{Disclosure, Openness, Parity, Ratio, Settled};

    Settled {
        categories: Vec::new(),
        categories_first: true,
        band_days: 30,
        parity: Parity::Total,
        ratio: Ratio::EQUAL,
        floor: None,
        ceiling: None,
        stage_least: 1,
        beyond_categories: true,
        dates: BTreeMap::new(),
        disclosure: Disclosure {
            number: Openness::Withheld,
            category_split: Openness::Withheld,
            next_date: Openness::Withheld,
            year_of_capture: Openness::Withheld,
            region_of_capture: Openness::Withheld,
            least_cell: 5,
        },
        remains: None,
        conditions: BTreeMap::new(),
        further_round: None,
        clauses: BTreeMap::new(),
    }
}

/// GC III art. 109(1), GC IV art. 132: whoever goes whatever the other side does is not put off to a
/// later stage, with a plan on this instance or without.
#[test]
fn art_109_1_nobody_who_goes_regardless_is_put_off() {
    let left = |track, cause| {
        let mut command = record(ours());
        if let Command::RecordManifest { assigned, left_out, .. } = &mut command {
            assigned.insert(line("a-5"));
            left_out.insert(line("a-5"), Left { cause, track });
        }
        command
    };
    let regardless = Track::Unconditional;
    let put_off = Err(Refusal::PutOff { line: line("a-5") });
    for with_plan in [false, true] {
        let mut bench = Bench::of(Party::A);
        let plan = |counted| {
            let of = |who, counted| (who, 1, counted);
            [of("a-1", true), of("a-2", true), of("a-3", false), of("a-4", false)]
                .into_iter()
                .chain([("a-5", 1, counted)])
                .collect::<Vec<_>>()
        };
        if with_plan {
            bench.plan(&plan(false));
        }
        assert_eq!(bench.try_do(left(regardless, LeftOut::LaterStage)), put_off);
        // What keeps them is a fact about them, never the other side's numbers.
        assert_eq!(bench.try_do(left(regardless, LeftOut::GateDeclined)), Ok(()));
        if with_plan {
            bench.plan(&plan(true));
        }
        assert_eq!(bench.try_do(left(Track::Parity, LeftOut::LaterStage)), Ok(()));
    }
}

/// GC III art. 109(1): who may wait is the plan's to say, not the hand's that draws the manifest.
#[test]
fn art_109_1_the_track_of_a_manifest_is_the_plan_s() {
    let going = [("a-1", 1, true), ("a-2", 1, true), ("a-3", 1, false), ("a-4", 1, false)];
    let mut bench = Bench::of(Party::A);
    bench.plan(&going);
    assert_eq!(bench.try_do(record(ours())), Ok(()));
    // The one seriously wounded, drawn as if a return could wait for others.
    let drawn_as = |who: &str, track| {
        let mut manifest = ours();
        for seat in manifest.seats.iter_mut().filter(|seat| seat.line == line(who)) {
            seat.track = track;
        }
        record(manifest)
    };
    let refused =
        |who, planned, drawn| Err(Refusal::OtherTrack { line: line(who), planned, drawn });
    let (parity, regardless) = (Track::Parity, Track::Unconditional);
    assert_eq!(bench.try_do(drawn_as("a-3", parity)), refused("a-3", regardless, parity));
    assert_eq!(bench.try_do(drawn_as("a-1", regardless)), refused("a-1", parity, regardless));
    // A line left out as if it were counted could be put off by that.
    let mut command = record(ours());
    if let Command::RecordManifest { assigned, left_out, .. } = &mut command {
        assigned.insert(line("a-5"));
        left_out.insert(line("a-5"), Left { cause: LeftOut::LaterStage, track: parity });
    }
    bench.plan(&[&going[..], &[("a-5", 1, false)]].concat());
    assert_eq!(bench.try_do(command), refused("a-5", regardless, parity));
}
