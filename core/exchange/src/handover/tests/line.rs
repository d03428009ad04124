//! Check-off, the four lists and the act.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::bench::*;
use crate::journal::Compartment;
use crate::registry::Status;
use crate::vocabulary::Role;

fn somebody(bench: &Bench, surname: &str, person: Option<&str>) -> Unlisted {
    let fields = SixFields {
        surname: Told::Said(private(surname)),
        number: Told::Refused,
        ..SixFields::default()
    };
    let person = person.map(|it| PersonId::read(it).unwrap());
    Unlisted::new(&bench.context(Role::HandoverTeam), &entry_id("u-1"), fields, person)
}

fn check(entry: Entry) -> Command {
    Command::Check { stage: STAGE, from: Side::B, entry }
}

#[test]
fn a_person_checked_off_twice_is_refused_naming_who_did_it_and_when() {
    let mut bench = at_the_line();
    bench.check(Side::B, "e-1", "b-1", LineOutcome::Received).unwrap();
    let done_at = bench.now;
    bench.now = at(5);
    let refused = bench.check(Side::B, "e-2", "b-1", LineOutcome::Received).unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!("line b-1 was checked off by team-1 at {done_at}: received")
    );
    assert!(bench.check(Side::B, "e-3", "b-1", LineOutcome::Died).is_err());
}

#[test]
fn the_same_entry_twice_does_nothing_twice_and_may_not_change() {
    let mut bench = at_the_line();
    bench.check(Side::B, "e-1", "b-1", LineOutcome::Received).unwrap();
    let before = bench.state.clone();
    bench.check(Side::B, "e-1", "b-1", LineOutcome::Received).unwrap();
    assert_eq!(bench.state, before);
    let changed = bench.check(Side::B, "e-1", "b-1", LineOutcome::Died).unwrap_err();
    assert_eq!(changed, Refusal::EntryChanged { entry: entry_id("e-1") });
}

#[test]
fn who_is_not_on_the_manifest_is_entered_as_unlisted_in_six_fields() {
    let mut bench = at_the_line();
    let stranger = bench.check(Side::B, "e-1", "b-9", LineOutcome::Received).unwrap_err();
    assert_eq!(stranger, Refusal::NotOnManifest { line: line("b-9") });
    let blank = Unlisted { fields: Box::default(), ..somebody(&bench, "", None) };
    let refused = bench.try_do(check(seen("e-1", at(1), Seen::Unlisted(blank)))).unwrap_err();
    assert_eq!(refused, Refusal::SixBlanks { entry: entry_id("e-1") });

    let came = Seen::Unlisted(somebody(&bench, "Testenko", Some("person-77")));
    bench.must(check(seen("e-1", at(1), came)));
    assert!(!serde_json::to_string(&bench.log).unwrap().contains("Testenko"));
    let kept = bench.records_in(Compartment::Identity);
    assert!(kept.last().unwrap().contains("Testenko"));
    assert!(kept.last().unwrap().contains("\"number\":\"refused\""));
}

#[test]
fn a_substitution_names_who_came_instead() {
    let mut bench = at_the_line();
    let instead = |came: &str| LineOutcome::Substituted { came: entry_id(came) };
    let refused = bench.check(Side::B, "e-2", "b-1", instead("e-1")).unwrap_err();
    assert_eq!(refused, Refusal::NobodyCame { line: line("b-1"), came: entry_id("e-1") });
    let came = Seen::Unlisted(somebody(&bench, "Testenko", None));
    bench.must(check(seen("e-1", at(1), came)));
    bench.check(Side::B, "e-2", "b-1", instead("e-1")).unwrap();
}

#[test]
fn a_wrong_entry_is_put_right_by_one_that_replaces_it() {
    let mut bench = at_the_line();
    bench.check(Side::B, "e-1", "b-1", LineOutcome::Died).unwrap();
    let entry = |id: &str, who: &str, replaces: &[&str]| Entry {
        replaces: replaces.iter().map(|it| entry_id(it)).collect(),
        ..seen(id, at(2), Seen::Line { line: line(who), outcome: LineOutcome::Received })
    };
    let other = bench.try_do(check(entry("e-2", "b-2", &["e-1"]))).unwrap_err();
    assert_eq!(other, Refusal::ReplacesOther { entry: entry_id("e-1") });
    let nothing = bench.try_do(check(entry("e-2", "b-1", &["e-8"]))).unwrap_err();
    assert_eq!(nothing, Refusal::NothingToReplace { entry: entry_id("e-8") });
    bench.must(check(entry("e-2", "b-1", &["e-1"])));
    let leg = bench.state.handover.leg(STAGE, Side::B).unwrap();
    assert_eq!(leg.four_lists().unwrap().came, [line("b-1")]);
    // Withdrawn, the line is open again.
    let withdrawn = Entry {
        replaces: BTreeSet::from([entry_id("e-2")]),
        ..seen("e-3", at(3), Seen::Withdrawn)
    };
    bench.must(check(withdrawn));
    let leg = bench.state.handover.leg(STAGE, Side::B).unwrap();
    assert!(leg.four_lists().unwrap().open.contains(&line("b-1")));
}

#[test]
fn nobody_is_at_the_line_before_their_vehicle_has_left() {
    let mut bench = settled();
    let early = bench.check(Side::A, "e-1", "a-1", LineOutcome::Received).unwrap_err();
    assert!(matches!(early, Refusal::NotDeparted { .. }));
    bench.depart().unwrap();
    bench.check(Side::A, "e-1", "a-1", LineOutcome::Received).unwrap();
}

/// One substituted, one refused, one received, one unlisted.
fn mixed() -> Bench {
    let mut bench = at_the_line();
    for who in ["a-1", "a-2", "a-3", "a-4"] {
        bench.check(Side::A, &format!("e-{who}"), who, LineOutcome::Received).unwrap();
    }
    let came = Seen::Unlisted(somebody(&bench, "Testenko", Some("person-77")));
    bench.must(check(seen("u-1", at(1), came)));
    let instead = LineOutcome::Substituted { came: entry_id("u-1") };
    bench.check(Side::B, "e-b-1", "b-1", instead).unwrap();
    bench.check(Side::B, "e-b-2", "b-2", LineOutcome::Refused).unwrap();
    bench.check(Side::B, "e-b-3", "b-3", LineOutcome::Received).unwrap();
    bench
}

#[test]
fn four_lists_leave_the_line() {
    let bench = mixed();
    let lists = bench.state.handover.leg(STAGE, Side::B).unwrap().four_lists().unwrap();
    assert_eq!(lists.came, [line("b-3")]);
    let instead = LineOutcome::Substituted { came: entry_id("u-1") };
    assert_eq!(lists.absent, [(line("b-1"), instead)]);
    assert_eq!(lists.unagreed, [entry_id("u-1")]);
    assert_eq!(lists.refused, [line("b-2")]);
    assert!(lists.is_complete());
    let sums = Sums { received: 1, refused: 1, substituted: 1, unlisted: 1, ..Sums::default() };
    assert_eq!(lists.sums(), sums);
}

#[test]
fn the_registry_learns_who_returned_declined_or_died() {
    let mut bench = mixed();
    let effects = status_effects(&bench.state.handover, STAGE);
    let of = |who: &str| {
        let found = effects.iter().find(|effect| effect.person.as_str() == who);
        found.map(|effect| effect.status)
    };
    assert_eq!(of("person-b-3"), Some(Status::Returned));
    assert_eq!(of("person-b-2"), Some(Status::Declined));
    assert_eq!(of("person-77"), Some(Status::Returned));
    assert_eq!(of("person-b-1"), None);
    bench = at_the_line();
    let effects = status_effects(&bench.state.handover, STAGE);
    assert_eq!(effects.len(), 7);
    assert!(effects.iter().all(|effect| effect.status == Status::AtHandover));
}

fn counters(bench: &Bench) -> Counters {
    bench.state.handover.stages[&STAGE].counters()
}

#[test]
fn an_act_whose_sums_disagree_is_refused_without_a_remark() {
    let mut bench = mixed();
    let mut theirs = counters(&bench);
    let sums = theirs.get_mut(&Side::B).unwrap();
    (sums.refused, sums.absent) = (0, 1);
    let state = bench.state.handover.clone();
    let draw = |remarks| draw_act(&state, STAGE, Side::A, theirs.clone(), remarks);
    let refused = draw(Vec::new()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "refused from side B: A counted 1, B counted 0, and no remark says why"
    );
    let remark = |outcome| Remark {
        from: Side::B,
        outcome,
        by: Party::A,
        why: RemarkKind::NamedDifferently,
    };
    let half = draw(vec![remark(OutcomeKind::Refused)]).unwrap_err();
    assert!(matches!(half, Refusal::SumsDisagree { .. }));
    let stray =
        vec![remark(OutcomeKind::Refused), remark(OutcomeKind::Absent), remark(OutcomeKind::Died)];
    assert!(matches!(draw(stray), Err(Refusal::RemarkOnNothing { .. })));
    let act = draw(vec![remark(OutcomeKind::Refused), remark(OutcomeKind::Absent)]).unwrap();
    bench.must(Command::RecordAct { act });
}

#[test]
fn an_act_waits_for_every_line_and_for_the_own_counter() {
    let mut bench = at_the_line();
    let state = &bench.state.handover;
    let early = draw_act(state, STAGE, Side::A, counters(&bench), Vec::new()).unwrap_err();
    assert!(matches!(early, Refusal::LineOpen { .. }));

    bench = mixed();
    let state = &bench.state.handover;
    let mut act = draw_act(state, STAGE, Side::A, counters(&bench), Vec::new()).unwrap();
    // Both counters altered alike: they agree, and are not what this team counted.
    for counters in [&mut act.counted_by_a, &mut act.counted_by_b] {
        let sums = counters.get_mut(&Side::B).unwrap();
        (sums.refused, sums.received) = (0, 2);
    }
    let altered = bench.try_do(Command::RecordAct { act: act.clone() }).unwrap_err();
    assert_eq!(altered, Refusal::OwnCounter { by: Side::A });
    act.manifests.get_mut(&Side::B).unwrap().digest = Digest([1; 32]);
    let other = bench.try_do(Command::RecordAct { act }).unwrap_err();
    assert_eq!(other, Refusal::OtherManifest { from: Side::B });
}

#[test]
fn both_sides_draw_the_same_bytes_and_both_sign_them() {
    let bench = mixed();
    let state = &bench.state.handover;
    let ours = draw_act(state, STAGE, Side::A, counters(&bench), Vec::new()).unwrap();
    let theirs = draw_act(state, STAGE, Side::B, counters(&bench), Vec::new()).unwrap();
    assert_eq!(ours.document(), theirs.document());

    let mut bench = bench;
    bench.must(Command::RecordAct { act: ours.clone() });
    let sign = |party, act, byte| Command::SignAct {
        stage: STAGE,
        party,
        act,
        signature: Digest([byte; 32]),
    };
    let act = ours.digest();
    let other = bench.try_do(sign(Party::A, Digest([5; 32]), 1)).unwrap_err();
    assert!(matches!(other, Refusal::OtherAct { .. }));
    assert!(bench.try_do(sign(Party::Host, act, 1)).is_err());
    bench.must(sign(Party::A, act, 1));
    bench.must(sign(Party::A, act, 1));
    let again = bench.try_do(sign(Party::A, act, 2)).unwrap_err();
    assert_eq!(again, Refusal::SignedAlready { stage: STAGE, party: Party::A });
    let drawn = |bench: &Bench| bench.state.handover.stages[&STAGE].act.clone().unwrap();
    assert!(!drawn(&bench).is_signed_by_both());
    bench.must(sign(Party::Mediator, act, 3));
    bench.must(sign(Party::B, act, 2));
    assert!(drawn(&bench).is_signed_by_both());
    // Nothing is entered after the first signature.
    let late = bench.try_do(check(Entry {
        replaces: BTreeSet::from([entry_id("u-1")]),
        ..seen("e-9", at(9), Seen::Withdrawn)
    }));
    assert_eq!(late, Err(Refusal::ActStands { stage: STAGE }));
    assert_eq!(
        bench.try_do(Command::RecordAct { act: ours }),
        Err(Refusal::ActStands { stage: STAGE })
    );
}

/// The same, with an act that side A has signed.
pub(super) fn signed() -> Bench {
    let mut bench = mixed();
    let act =
        draw_act(&bench.state.handover, STAGE, Side::A, counters(&bench), Vec::new()).unwrap();
    let (digest, signature) = (act.digest(), Digest([1; 32]));
    bench.must(Command::RecordAct { act });
    bench.must(Command::SignAct { stage: STAGE, party: Party::A, act: digest, signature });
    bench
}

#[test]
fn an_act_names_nobody_and_reads_back() {
    let bench = mixed();
    let act =
        draw_act(&bench.state.handover, STAGE, Side::A, counters(&bench), Vec::new()).unwrap();
    let text = String::from_utf8(act.document()).unwrap();
    for word in ["b-1", "b-2", "u-1", "person", "Testenko"] {
        assert!(!text.contains(word), "{word}");
    }
    let read: Act = serde_json::from_str(&text).unwrap();
    assert_eq!(read, act);
    assert_eq!(read.differences(), Vec::new());
    assert_eq!(BTreeMap::from_iter(read.manifests).len(), 2);
}
