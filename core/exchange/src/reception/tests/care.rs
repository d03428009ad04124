//! First help, the first call, the way home, places, follow-ups, tasks, sightings.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::super::*;
use super::bench::*;
use crate::journal::{Compartment, replay};
use crate::lists::Field;
use crate::vocabulary::{EntryId, PartialDate, Side};

fn call(outcome: CallOutcome, family: bool, named: &[&str]) -> Command {
    let call = FirstCall {
        outcome,
        may_know: MayKnow { family, public: false },
        named: named.iter().map(|it| private(it)).collect(),
        message: private("say that the garden must wait"),
    };
    Command::Call { person: person("p-b-1"), call }
}

#[test]
fn only_who_was_received_arrives_and_only_once() {
    let mut bench = received();
    assert_eq!(bench.arrive("p-b-1", Whereabouts::Host), Ok(()));
    let again = bench.arrive("p-b-1", Whereabouts::Home).unwrap_err();
    let answered = Refusal::ArrivedAlready { person: person("p-b-1"), owner: owner("care-1") };
    assert_eq!(again, answered);
    // Who refused on the line was not received; nor was a stranger.
    for who in ["p-b-3", "p-99"] {
        let refused = bench.arrive(who, Whereabouts::Home).unwrap_err();
        assert_eq!(refused, Refusal::NotReceived { person: person(who), stage: STAGE });
    }
}

#[test]
fn who_came_without_a_line_arrives_by_the_entry() {
    let mut bench = received();
    let arrive = |who: &str, entry: &str| Command::Arrive {
        person: person(who),
        stage: STAGE,
        came: Came::Unlisted { entry: EntryId::read(entry).unwrap() },
        first_in: Whereabouts::Home,
        owner: owner("care-1"),
    };
    let other = bench.try_do(arrive("p-78", "u-1")).unwrap_err();
    assert!(matches!(other, Refusal::SomebodyElse { .. }));
    let by_line = bench.try_do(arrive("p-77", "e-b-1")).unwrap_err();
    assert!(matches!(by_line, Refusal::NotUnlisted { .. }));
    bench.must(arrive("p-77", "u-1"));
}

#[test]
fn nothing_of_health_is_outside_the_health_compartment() {
    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    bench.help("p-b-1");
    let help =
        Help::Psychological { accepted: true, feels_safe: Some(true), wants: private("to sleep") };
    bench.must(Command::Help { person: person("p-b-1"), help });
    bench.must(call(CallOutcome::Made, true, &["sister"]));
    bench.now = hour(24 * 30);
    bench.must(Command::FollowUp {
        person: person("p-b-1"),
        follow_up: FollowUp::Month1,
        result: FollowUpResult::Seen,
        note: private("weight 55 kg"),
    });
    let health = ["penicillin", "48 kg", "55 kg", "to sleep", "refeeding-risk"];
    let elsewhere: String = [Compartment::Identity, Compartment::Family, Compartment::List]
        .into_iter()
        .flat_map(|it| bench.records_in(it))
        .collect();
    let events = serde_json::to_string(&bench.log).unwrap();
    let debug = format!("{:?} {:?}", bench.state, bench.vault);
    for word in health {
        assert!(!elsewhere.contains(word) && !events.contains(word), "{word}");
        assert!(!debug.contains(word), "{word}");
        assert!(bench.records_in(Compartment::Health).concat().contains(word), "{word}");
    }
    assert!(!events.contains("sister") && !events.contains("garden"));
    assert_eq!(bench.records_in(Compartment::Family).len(), 1);
    assert_eq!(replay(&bench.log), bench.state);
}

#[test]
fn the_person_decides_who_may_know() {
    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    bench.must(call(CallOutcome::Declined, false, &[]));
    for wrong in [call(CallOutcome::Made, false, &[" "]), call(CallOutcome::Declined, true, &[])] {
        let refused = bench.try_do(wrong).unwrap_err();
        assert_eq!(refused, Refusal::CallWithoutWish { person: person("p-b-1") });
    }
    // A wish may change.
    bench.must(call(CallOutcome::Made, true, &["sister"]));
    let case = &bench.state.reception.cases[&person("p-b-1")];
    let family_only = MayKnow { family: true, public: false };
    assert_eq!(case.call, Some((CallOutcome::Made, family_only)));
}

/// GC III art. 47: no transfer that endangers recovery.
#[test]
fn art_47_nobody_travels_on_before_a_doctor_has_seen_them() {
    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Host).unwrap();
    let leave = || Command::LeaveHost { person: person("p-b-1") };
    assert_eq!(bench.try_do(leave()), Err(Refusal::HelpFirst { person: person("p-b-1") }));
    let home = || Command::ComeHome { person: person("p-b-1") };
    assert_eq!(bench.try_do(home()), Err(Refusal::NotOnTheWay { person: person("p-b-1") }));
    bench.help("p-b-1");
    bench.must(leave());
    assert_eq!(bench.try_do(leave()), Err(Refusal::NotAtHost { person: person("p-b-1") }));
    bench.must(home());
    let case = &bench.state.reception.cases[&person("p-b-1")];
    assert_eq!(case.whereabouts, Whereabouts::Home);
}

#[test]
fn a_place_takes_no_more_people_than_it_has_room_for() {
    let mut bench = received();
    let place = || facility("clinic-1");
    let open = |room| Command::OpenFacility { facility: place(), room };
    let offer = |who, wished| Command::Offer { person: person(who), facility: place(), wished };
    let answer =
        |who, accepted| Command::Answer { person: person(who), facility: place(), accepted };
    for who in ["p-b-1", "p-b-2"] {
        bench.arrive(who, Whereabouts::Home).unwrap();
        bench.help(who);
    }
    let unknown = Refusal::FacilityUnknown { facility: place() };
    assert_eq!(bench.try_do(offer("p-b-1", true)), Err(unknown));
    bench.must(open(1));
    let unwished = Refusal::PlaceUnwished { person: person("p-b-1") };
    assert_eq!(bench.try_do(offer("p-b-1", false)), Err(unwished));
    bench.must(offer("p-b-1", true));
    bench.must(offer("p-b-2", true));
    bench.must(answer("p-b-1", true));
    let full = Refusal::FacilityFull { facility: place(), room: 1 };
    assert_eq!(bench.try_do(answer("p-b-2", true)), Err(full));
    let small = Refusal::RoomTooSmall { facility: place(), room: 0, taken: 1 };
    assert_eq!(bench.try_do(open(0)), Err(small));
    // The offer still stands; a place freed is a place to give.
    bench.must(Command::LeavePlace { person: person("p-b-1") });
    bench.must(answer("p-b-2", true));
    let placed = bench.try_do(offer("p-b-2", true)).unwrap_err();
    assert_eq!(placed, Refusal::PlacedAlready { person: person("p-b-2"), facility: place() });
    let unasked = Refusal::NotOffered { person: person("p-b-1"), facility: place() };
    assert_eq!(bench.try_do(answer("p-b-1", true)), Err(unasked));
}

#[test]
fn follow_ups_are_due_after_1_3_6_and_12_months_on_days_that_exist() {
    let due = |arrived: Date| FollowUp::ALL.map(|it| it.due(arrived));
    assert_eq!(
        due(date(2025, 8, 31)),
        [date(2025, 9, 30), date(2025, 11, 30), date(2026, 2, 28), date(2026, 8, 31)]
    );
    assert_eq!(due(date(2023, 11, 30))[1], date(2024, 2, 29));
}

#[test]
fn a_follow_up_is_held_near_its_day_and_once() {
    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    let follow = |result| Command::FollowUp {
        person: person("p-b-1"),
        follow_up: FollowUp::Month1,
        result,
        note: private(""),
    };
    let early = bench.try_do(follow(FollowUpResult::Seen)).unwrap_err();
    assert_eq!(
        early.to_string(),
        "the follow-up after 1 months of person p-b-1 is due on 2025-09-30"
    );
    bench.now = hour(24 * 31);
    // Nobody found: it stays due. Declined: it is over, and the next one is offered again.
    bench.must(follow(FollowUpResult::NotFound));
    let case = |bench: &Bench| bench.state.reception.cases[&person("p-b-1")].clone();
    assert_eq!(case(&bench).follow_ups_due().next(), Some((FollowUp::Month1, date(2025, 9, 30))));
    bench.must(follow(FollowUpResult::Declined));
    assert_eq!(case(&bench).follow_ups_due().next(), Some((FollowUp::Month3, date(2025, 11, 30))));
    assert!(matches!(bench.try_do(follow(FollowUpResult::Seen)), Err(Refusal::FollowedUp { .. })));
}

#[test]
fn what_must_not_be_overlooked_is_listed() {
    let mut bench = received();
    let now = |bench: &Bench| alarms(&bench.state, Side::A, bench.now);
    // Three crossed, one by an entry; nobody answers for them yet.
    assert_eq!(now(&bench).len(), 3);
    assert!(now(&bench).iter().all(|it| matches!(it, Alarm::WithoutOwner { .. })));
    // For side B's instance the same people are not its own.
    assert_eq!(without_owner(&bench.state, Side::B), []);

    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    bench.now = hour(6);
    assert!(now(&bench).iter().any(|it| matches!(it, Alarm::WithoutHelp { .. })));
    bench.help("p-b-1");
    assert!(!now(&bench).iter().any(|it| matches!(it, Alarm::WithoutHelp { .. })));

    bench.must(Command::OpenFacility { facility: facility("clinic-1"), room: 1 });
    let (person_1, place) = (person("p-b-1"), facility("clinic-1"));
    bench.must(Command::Offer { person: person_1.clone(), facility: place, wished: true });
    bench.must(Command::AddTask {
        person: person_1.clone(),
        kind: TaskKind::Papers,
        due: date(2025, 9, 10),
    });
    bench.now = hour(24 * 31);
    let found = now(&bench);
    assert!(found.iter().any(|it| matches!(it, Alarm::SilentOffer { .. })));
    assert!(found.iter().any(|it| matches!(it, Alarm::FollowUpDue { .. })));
    let task = found.iter().find_map(|it| match it {
        Alarm::TaskDue { task, .. } => Some(task.clone()),
        Alarm::WithoutOwner { .. }
        | Alarm::WithoutHelp { .. }
        | Alarm::SilentOffer { .. }
        | Alarm::FollowUpDue { .. } => None,
    });
    let task = task.expect("the task is overdue");
    bench.must(Command::CloseTask { person: person_1.clone(), task: task.clone() });
    let done = Refusal::TaskDone { person: person_1.clone(), task: task.clone() };
    assert_eq!(bench.try_do(Command::CloseTask { person: person_1.clone(), task }), Err(done));
    let past = date(2025, 9, 1);
    let late = Command::AddTask { person: person_1, kind: TaskKind::Pay, due: past };
    assert!(matches!(bench.try_do(late), Err(Refusal::TaskOverdue { .. })));
}

#[test]
fn a_sighting_is_voluntary_of_somebody_and_kept_in_the_vault() {
    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    let surname = BTreeMap::from([(Field::Surname, private("Vydumenko"))]);
    let sighting = |fields| Sighting {
        witness: person("p-b-1"),
        about: None,
        fields,
        alive: Alive::Seen,
        place: private("camp 9"),
        when: Some(PartialDate::Month(2025, 3)),
    };
    let sight = |fields, voluntary| Command::Sight { sighting: sighting(fields), voluntary };
    let asked = bench.try_do(sight(surname.clone(), false)).unwrap_err();
    assert_eq!(asked, Refusal::NotVoluntary { person: person("p-b-1") });
    assert_eq!(bench.try_do(sight(BTreeMap::new(), true)), Err(Refusal::SightingOfNobody));
    bench.must(sight(surname.clone(), true));
    let events = serde_json::to_string(&bench.log).unwrap();
    assert!(!events.contains("Vydumenko") && !events.contains("camp 9"));
    let kept = bench.records_in(Compartment::Identity);
    let read = Sighting::read(kept.last().unwrap().as_bytes()).unwrap();
    assert_eq!(read, sighting(surname));
    assert!(Sighting::read(b"{}").is_err());
}

#[test]
fn sightings_become_claims_in_the_own_registry_once() {
    use crate::registry::{Assertion, Command as Asked, SourceKind};
    use crate::vocabulary::RecordId;

    let mut bench = received();
    bench.arrive("p-b-1", Whereabouts::Home).unwrap();
    let sighting = |about: Option<&str>, alive| Sighting {
        witness: person("p-b-1"),
        about: about.map(person),
        fields: BTreeMap::from([(Field::Surname, private("Vydumenko"))]),
        alive,
        place: private("camp 9"),
        when: None,
    };
    let all = [
        sighting(Some("p-9"), Alive::Seen),
        sighting(None, Alive::Said),
        sighting(Some("p-9"), Alive::SeenDead),
    ];
    let claims = sightings_to_claims(&all);
    let Asked::Claim { says, source, told, .. } = &claims[0] else { panic!("a claim") };
    assert_eq!(*says, Assertion::SeenHeld);
    assert_eq!(source.as_ref().unwrap().kind, SourceKind::Witness);
    assert_eq!(told.place, Some(private("camp 9")));
    let Asked::Register { also, source, .. } = &claims[1] else { panic!("somebody new") };
    assert_eq!(also, &[Assertion::SeenHeld]);
    // What was only heard is graded lower than what was seen.
    let Asked::Claim { says, source: seen, .. } = &claims[2] else { panic!("a claim") };
    assert_eq!(*says, Assertion::Dead);
    let grade = |it: &Option<crate::registry::Source>| it.as_ref().unwrap().credibility.grade();
    assert!(grade(seen) < grade(source));

    bench.must(Command::Sight { sighting: all[1].clone(), voluntary: true });
    let record = bench.state.reception.sightings.keys().next().unwrap().clone();
    bench.must(Command::FileSighting { record: record.clone() });
    let again = bench.try_do(Command::FileSighting { record: record.clone() }).unwrap_err();
    assert_eq!(again, Refusal::FiledAlready { record });
    let stranger = RecordId::read("r-0").unwrap();
    let unknown = bench.try_do(Command::FileSighting { record: stranger.clone() }).unwrap_err();
    assert_eq!(unknown, Refusal::SightingUnknown { record: stranger });
}
