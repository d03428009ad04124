//! Errors that are planted in a list are found, each with its verdict and its reason, and lines that
//! are right raise nothing.

mod planted;

use std::collections::{BTreeMap, BTreeSet};

use exchange::lists::{ClosedList, Field, Line};
use exchange::reconcile::wording::word;
use exchange::reconcile::{Because, LineVerdict, Reconciliation, Verdict, reconcile};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{Facts, LineId, PersonId, Private, Standing};
use planted::{Chance, Planted, World, world};
use proptest::prelude::*;

fn judged(world: &World) -> Reconciliation {
    reconcile(&ClosedList::reopened(Vec::new()), &world.theirs, &world.known)
}

/// Says what is wrong with a verdict on a line with this error, if anything is.
fn fault(world: &World, kind: Planted, found: &LineVerdict) -> Option<String> {
    if found.verdict != kind.verdict() {
        return Some(format!("{:?} is {:?}: {found:?}", kind, found.verdict));
    }
    // Where the engine knows a relative, the cause says what the waterfall would.
    let kin = |field: Field| found.because == Because::MayBeKin { field };
    if let Some((field, says)) = kind.says().filter(|(field, _)| !kin(*field)) {
        let said = found.waterfall.reasons.iter().find(|reason| reason.field == field);
        if !said.is_some_and(|said| says.contains(&said.says)) {
            return Some(format!("{kind:?} without its reason: {found:?}"));
        }
    }
    let is_slip = kind.verdict() == Verdict::Matched && kind.says().is_some();
    if is_slip != found.slips().next().is_some() && kind.verdict() == Verdict::Matched {
        return Some(format!("{kind:?} with other slips: {found:?}"));
    }
    if kind.verdict() == Verdict::Doubtful && kind.says().is_some_and(|(field, _)| !kin(field)) {
        let first = found.waterfall.reasons.first();
        if !first.is_some_and(exchange::reconcile::Reason::is_contradiction) {
            return Some(format!("{kind:?} without a contradiction first: {found:?}"));
        }
    }
    let person = world.people.get(&found.line);
    let names = found.verdict != Verdict::Twice && person.is_some();
    if names && kind != Planted::OthersNumber && found.person.is_none() {
        return Some(format!("{kind:?} names nobody: {found:?}"));
    }
    let other = found.person.as_ref().zip(person).is_some_and(|(named, person)| {
        named != person && kind != Planted::EntriesDisagree && kind != Planted::OthersNumber
    });
    other.then(|| format!("{kind:?} names somebody else: {found:?}"))
}

fn faults(world: &World) -> BTreeMap<Planted, Vec<String>> {
    let mut faults: BTreeMap<Planted, Vec<String>> = BTreeMap::new();
    for found in &judged(world).verdicts {
        let kind = world.truth[&found.line];
        if let Some(fault) = fault(world, kind, found) {
            faults.entry(kind).or_default().push(fault);
        }
    }
    faults
}

#[test]
fn planted_errors_are_found_with_verdict_and_reason_and_clean_lines_raise_nothing() {
    for seed in [1, 2, 3] {
        let world = world(seed, 6_000, 600, 12);
        let faults = faults(&world);
        let told: Vec<String> = faults
            .iter()
            .map(|(kind, faults)| {
                format!("{kind:?}: {} of 12, such as {}", faults.len(), faults[0])
            })
            .collect();
        assert!(told.is_empty(), "seed {seed}:\n{}", told.join("\n"));
    }
}

#[test]
fn a_waterfall_adds_up_and_contradictions_come_first() {
    let world = world(4, 2_000, 400, 10);
    let compared = |found: &&LineVerdict| {
        found.beside.is_some() && !matches!(found.because, Because::MayBeKin { .. })
    };
    for found in judged(&world).verdicts.iter().filter(compared) {
        let waterfall = &found.waterfall;
        let weights: i32 = waterfall.reasons.iter().map(|reason| reason.weight).sum();
        assert_eq!(waterfall.start + weights + waterfall.together, waterfall.sum);
        assert!(waterfall.start < 0, "one person is rare among all pairs");
        let order: Vec<(bool, bool)> = waterfall
            .reasons
            .iter()
            .map(|reason| (!reason.is_contradiction(), reason.weight >= 0))
            .collect();
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[test]
fn who_may_be_home_or_dead_is_shown_first_and_who_is_right_last() {
    let world = world(5, 2_000, 400, 10);
    let found = judged(&world);
    let ordered = found.by_urgency();
    assert_eq!(ordered.len(), found.verdicts.len());
    assert!(ordered.windows(2).all(|pair| pair[0].urgency() <= pair[1].urgency()));
    let first = ordered[0];
    assert!(matches!(first.because, Because::EntriesDisagree | Because::MayBeGone { .. }));
    assert_eq!(ordered[ordered.len() - 1].verdict, Verdict::Matched);
}

/// One line of the vectors, with what has to be said of it.
#[derive(serde::Deserialize)]
struct Expected {
    line: LineId,
    row: u32,
    fields: BTreeMap<Field, String>,
    verdict: Verdict,
    because: Because,
    person: Option<PersonId>,
    before: Option<LineId>,
    slips: Vec<String>,
}

/// One person of the vectors' registry.
#[derive(serde::Deserialize)]
struct Somebody {
    person: PersonId,
    status: Status,
    standing: Option<Standing>,
    fields: BTreeMap<Field, String>,
}

#[derive(serde::Deserialize)]
struct Vectors {
    registry: Vec<Somebody>,
    theirs: Vec<Expected>,
}

#[test]
fn the_vectors_of_the_spec_hold() {
    let text = include_str!("../../../spec/vectors/reconcile/verdicts.json");
    let vectors: Vectors = serde_json::from_str(text).expect("the vectors are JSON");
    let private = |fields: BTreeMap<Field, String>| -> BTreeMap<Field, Private<String>> {
        fields.into_iter().map(|(field, text)| (field, Private::new(text))).collect()
    };
    let registry = vectors.registry.into_iter().map(|one| Known {
        person: one.person,
        fields: private(one.fields),
        facts: Facts { standing: one.standing, ..Facts::default() },
        status: one.status,
    });
    let known: Vec<Known> = registry.collect();
    let lines = vectors.theirs.iter().map(|one| Line {
        id: one.line.clone(),
        row: one.row,
        fields: private(one.fields.clone()),
        facts: Facts::default(),
    });
    let theirs = ClosedList::reopened(lines.collect());
    let found = reconcile(&ClosedList::reopened(Vec::new()), &theirs, &known);
    let verdicts: BTreeSet<Verdict> = vectors.theirs.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts.len(), Verdict::ALL.len(), "every verdict has a line");
    for (expected, found) in vectors.theirs.iter().zip(&found.verdicts) {
        let said = (found.verdict, found.because, &found.person, &found.before);
        let right = (expected.verdict, expected.because, &expected.person, &expected.before);
        assert_eq!(said, right, "{}", expected.line);
        let slips: Vec<String> =
            found.slips().map(|slip| format!("{} {}", slip.field, word(slip.says))).collect();
        assert_eq!(slips, expected.slips, "{}", expected.line);
    }
}

fn shuffled<T: Clone>(rows: &[T], seed: u64) -> Vec<T> {
    let mut chance = Chance::new(seed);
    let mut rows = rows.to_vec();
    for at in (1..rows.len()).rev() {
        rows.swap(at, chance.below(at + 1));
    }
    rows
}

/// The first line on which two results differ.
fn difference(a: &Reconciliation, b: &Reconciliation) -> Option<String> {
    let (a, b) = (by_line(a), by_line(b));
    let differs = a.iter().find(|(line, found)| b.get(*line) != Some(found));
    differs.map(|(line, found)| format!("{found:?}\n{:?}", b.get(line)))
}

fn by_line(found: &Reconciliation) -> BTreeMap<String, LineVerdict> {
    found.verdicts.iter().map(|found| (found.line.to_string(), found.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_order_of_either_list_changes_no_verdict(seed in 1_u64..1_000) {
        let world = world(seed, 300, 80, 2);
        let straight = judged(&world);
        let lines: Vec<Line> = world.theirs.lines().cloned().collect();
        let theirs = ClosedList::reopened(shuffled(&lines, seed));
        let known = shuffled(&world.known, seed + 1);
        let ours = ClosedList::reopened(Vec::new());
        prop_assert_eq!(None, difference(&straight, &reconcile(&ours, &theirs, &known)));
    }

    #[test]
    fn the_number_of_threads_changes_no_verdict(seed in 1_u64..1_000) {
        let world = world(seed, 300, 80, 2);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("threads can be had").install(|| judged(&world))
        };
        let one = with(1);
        for threads in [2, 5] {
            prop_assert_eq!(None, difference(&one, &with(threads)));
        }
    }

    #[test]
    fn the_references_of_lines_change_no_verdict(seed in 1_u64..1_000) {
        let world = world(seed, 300, 80, 2);
        let rename = |line: &Line| {
            let id = format!("x-{:05}", 99_999 - line.row * 37 % 9_973);
            Line { id: LineId::read(&id).expect("plain"), ..line.clone() }
        };
        let renamed = ClosedList::reopened(world.theirs.lines().map(rename).collect());
        let ours = ClosedList::reopened(Vec::new());
        let said = |found: Reconciliation| -> Vec<_> {
            found.verdicts.iter().map(|one| (one.verdict, one.probability_per_mille)).collect()
        };
        prop_assert_eq!(said(judged(&world)), said(reconcile(&ours, &renamed, &world.known)));
    }
}
