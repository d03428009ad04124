//! The search against counting out every plan, and the checker against spoilt proofs. All people are
//! invented by a small generator.

use std::collections::BTreeMap;

use planner::certificate::{Certificate, Leaf, Tree, Whole, verify};
use planner::people::{People, Person};
use planner::{Counts, Frame, Instance, Proof, evaluate, make};

/// A generator of chance that is the same everywhere (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.next().is_multiple_of(number)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.next() % words.len() as u64).expect("a small number");
        words[at]
    }
}

fn frame(chance: &mut Chance, extra: &str) -> Frame {
    let cap = |chance: &mut Chance| {
        format!(
            r#"{{"seat": {}, "stretcher": {}, "ambulance": {}, "escort": {}, "beds": {}}}"#,
            1 + chance.next() % 4,
            chance.next() % 3,
            chance.next() % 2,
            chance.next() % 3,
            1 + chance.next() % 3
        )
    };
    let rounds: Vec<String> = [1201, 1215]
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let (a, b) = (cap(chance), cap(chance));
            format!(r#"{{"id": {}, "day": {day}, "cap": {{"A": {a}, "B": {b}}}}}"#, at + 1)
        })
        .collect();
    let mode = if chance.one_in(4) { "total" } else { "category" };
    let ratio = chance.pick(&["[1, 1]", "[1, 1]", "[2, 1]", "[3, 2]"]);
    let text = format!(
        r#"{{"asof": 1194, "horizon": 1314, "seed_hex": "0102", "agreement": {{
            "precedence": ["grave", "ill", "civ", "u25", "old"], "counted": ["u25", "old"],
            "uncounted_unconditional": ["grave", "ill", "civ"], "parity_mode": "{mode}",
            "parity": {{"u25": {ratio}, "old": [1, 1]}}, "parity_total": {ratio},
            "min_swap": {}, "bands": [0, 60, 200, 500, 900], {extra}
            "escort_quarters": {{"seat": 0, "stretcher": 1, "ambulance": 4}},
            "beds_cats": ["grave", "ill"]}},
            "rounds": [{}]}}"#,
        chance.next() % 3,
        rounds.join(",")
    );
    Frame::read_json(text.as_bytes()).expect("terms")
}

fn people(chance: &mut Chance, frame: Frame, number: usize) -> People {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < number {
        let side = if at < number / 2 { "A" } else { "B" };
        let together = if chance.one_in(5) { 2 } else { 1 };
        let group = if together > 1 { format!("g{at}") } else { String::new() };
        for _ in 0..together {
            let grave = chance.one_in(5);
            let cats =
                if grave { "grave" } else { chance.pick(&["ill", "civ", "u25", "u25", "old", ""]) };
            let need =
                if grave { chance.pick(&["stretcher", "ambulance", "seat"]) } else { "seat" };
            let day = chance.pick(&["10", "10", "95", "300", "700", "1100"]);
            let named = if chance.one_in(5) { "1" } else { "0" };
            let hold = if chance.one_in(9) { "1210" } else { "-1" };
            let id = format!("{side}{:03}", rows.len());
            rows.push(
                [id, side.into(), cats.into(), day.into(), "P".into(), need.into()]
                    .into_iter()
                    .chain([named.to_owned(), "0".into(), hold.into(), "0".into(), group.clone()])
                    .collect::<Vec<String>>(),
            );
            at += 1;
        }
    }
    let read = |(at, row): (usize, &Vec<String>)| {
        let fields: Vec<&str> = row.iter().map(String::as_str).collect();
        Person::read(&frame, at, &fields).expect("a person")
    };
    let all: Vec<Person> = rows.iter().enumerate().map(read).collect();
    People::gather(frame, all).expect("people")
}

/// Counts out every plan; returns the best numbers.
fn count_out(instance: &Instance) -> Vec<i64> {
    fn go(
        instance: &Instance,
        left: &[(&planner::Unit, u32)],
        counts: &mut Counts,
        best: &mut Option<Vec<i64>>,
    ) {
        let Some(((unit, number), rest)) = left.split_first() else {
            let found = evaluate(instance, counts);
            if found.violations.is_empty() && best.as_ref().is_none_or(|best| found.vector < *best)
            {
                *best = Some(found.vector);
            }
            return;
        };
        for first in 0..=*number {
            for second in 0..=(number - first) {
                counts.insert((*unit).clone(), vec![first, second]);
                let over = evaluate(instance, counts).violations.iter().any(|violation| {
                    matches!(
                        violation,
                        planner::Violation::OverLimit { .. }
                            | planner::Violation::BeforeHoldEnds { .. }
                    )
                });
                if !over {
                    go(instance, rest, counts, best);
                }
            }
        }
        counts.remove(*unit);
    }
    let units: Vec<(&planner::Unit, u32)> =
        instance.units.iter().map(|(unit, number)| (unit, *number)).collect();
    let mut best = None;
    go(instance, &units, &mut Counts::new(), &mut best);
    best.expect("a plan in which nobody goes is always there")
}

#[test]
fn on_tiny_instances_the_plan_is_as_good_as_the_best_of_all_plans() {
    for seed in 0..120 {
        let mut chance = Chance(seed);
        let extra = ["", "", r#""categories_first": false,"#, r#""ceiling": 3,"#];
        let frame = frame(&mut chance, extra[usize::try_from(seed).unwrap() % 4]);
        let people = people(&mut chance, frame, 7);
        let instance = &people.instance;
        let made = make(instance).unwrap();
        let found = evaluate(instance, &made.counts);
        assert_eq!(found.violations, [], "seed {seed}");
        assert_eq!(made.proof, Proof::Best, "seed {seed}");
        assert_eq!(found.vector, count_out(instance), "seed {seed}");
        let plan = planner::assign::assign(&people, &made.counts);
        let by_person = planner::check::evaluate_people(&people, &plan);
        assert_eq!(by_person.violations, [], "nobody is passed over, seed {seed}");
        assert_eq!(by_person.vector, found.vector, "seed {seed}");
    }
}

#[test]
fn a_better_claim_or_another_plan_is_not_proven_by_the_same_certificate() {
    let mut refused = 0;
    for seed in 0..40 {
        let mut chance = Chance(seed);
        let frame = frame(&mut chance, "");
        let people = people(&mut chance, frame, 8);
        let instance = &people.instance;
        let made = make(instance).unwrap();
        let certificate = made.certificate.expect("a proof");
        assert!(verify(instance, &made.counts, &certificate).is_ok());
        // One unit fewer in any one place: the plan is worse somewhere, and the proof must not fit it.
        for (unit, by_stage) in &made.counts {
            for stage in 0..by_stage.len() {
                let mut worse = made.counts.clone();
                let number = &mut worse.get_mut(unit).unwrap()[stage];
                if *number > 0 {
                    *number -= 1;
                    assert!(verify(instance, &worse, &certificate).is_err(), "seed {seed}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

/// Returns every leaf of a certificate, for spoiling.
fn leaves(certificate: &mut Certificate) -> Vec<&mut Leaf> {
    fn of<'a>(tree: &'a mut Tree, found: &mut Vec<&'a mut Leaf>) {
        match tree {
            Tree::Leaf(leaf) => found.push(leaf),
            Tree::Cut { most, more, .. } => {
                of(most, found);
                of(more, found);
            }
        }
    }
    let mut found = Vec::new();
    for tree in certificate.stages.values_mut().chain(certificate.aims.iter_mut().flatten()) {
        of(tree, &mut found);
    }
    found
}

#[test]
fn spoilt_certificates_are_refused_and_the_aim_is_named() {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..60 {
        let mut chance = Chance(1000 + seed);
        let frame = frame(&mut chance, "");
        let people = people(&mut chance, frame, 9);
        let instance = &people.instance;
        let made = make(instance).unwrap();
        let sound = made.certificate.expect("a proof");
        let refuse =
            |kind: &'static str, spoilt: &Certificate| match verify(instance, &made.counts, spoilt)
            {
                Ok(_) => 0,
                Err(wrong) => {
                    assert!(!wrong.to_string().is_empty(), "{kind}");
                    1
                }
            };
        let mut tally = |kind: &'static str, number: u32| *kinds.entry(kind).or_insert(0) += number;
        let must = |kind: &'static str, spoilt: &Certificate| {
            assert_eq!(refuse(kind, spoilt), 1, "{kind}, seed {seed}");
        };
        let spoil = |change: &dyn Fn(&mut Certificate)| {
            let mut spoilt = sound.clone();
            change(&mut spoilt);
            spoilt
        };
        must("another form", &spoil(&|c| c.form += 1));
        must("an aim too few", &spoil(&|c| c.aims.truncate(1)));
        must("an aim too many", &spoil(&|c| c.aims.push(None)));
        must("a stage turned", &spoil(&|c| c.happens[0] = !c.happens[0]));
        must("a stage too few", &spoil(&|c| c.happens.truncate(1)));
        must("a negative scale", &spoil(&|c| leaves(c)[0].scale = Whole(-1)));
        must(
            "a huge price",
            &spoil(&|c| {
                for leaf in leaves(c) {
                    leaf.rows.extend([(0, Whole(i128::MIN))]);
                }
            }),
        );
        must("a row that is none", &spoil(&|c| leaves(c)[0].rows.extend([(9999, Whole(-1))])));
        must(
            "a later aim as a reason",
            &spoil(&|c| {
                leaves(c)[0].aims.extend([(sound.aims.len(), Whole(-1))]);
            }),
        );
        must("a price of the wrong sign", &spoil(&|c| leaves(c)[0].rows.extend([(0, Whole(1))])));
        must("a cut that is not there", &spoil(&|c| leaves(c)[0].cuts.push(Whole(-1))));
        if !sound.stages.is_empty() {
            must("no proof for a stage", &spoil(&|c| c.stages.clear()));
        }
        // Prices made smaller prove less; where they still prove enough, the proof stands.
        let number = leaves(&mut sound.clone()).len();
        for at in 0..number {
            let spoilt = spoil(&|c| leaves(c)[at].rows.clear());
            tally("prices taken away", refuse("prices taken away", &spoilt));
            let spoilt = spoil(&|c| leaves(c)[at].scale.0 *= 1000);
            tally("a scale blown up", refuse("a scale blown up", &spoilt));
        }
    }
    assert!(kinds.values().all(|number| *number > 20), "{kinds:?}");
}

#[test]
fn a_certificate_reads_back_from_its_bytes_and_a_broken_tree_does_not() {
    let mut chance = Chance(5);
    let frame = frame(&mut chance, "");
    let people = people(&mut chance, frame, 9);
    let made = make(&people.instance).unwrap();
    let certificate = made.certificate.expect("a proof");
    let text = serde_json::to_string(&certificate).unwrap();
    let back = planner::certificate::read(text.as_bytes()).unwrap();
    assert_eq!(back, certificate);
    let cut = r#"[{"cut":{"cut":{"unit":{"unit":0,"stage":0}},"at":0}},{"leaf":{"scale":"1"}}]"#;
    assert!(serde_json::from_str::<Tree>(cut).is_err(), "a cut with one case");
    let two = r#"[{"leaf":{"scale":"1"}},{"leaf":{"scale":"1"}}]"#;
    assert!(serde_json::from_str::<Tree>(two).is_err(), "two trees");
    assert!(serde_json::from_str::<Tree>(r#"[{"leaf":{"scale":1.5}}]"#).is_err());
}

#[test]
fn a_floor_out_of_reach_is_refused_with_what_binds() {
    let mut chance = Chance(3);
    let within = frame(&mut Chance(3), r#""floor": 1,"#);
    let made = people(&mut chance, within, 9);
    assert!(make(&made.instance).is_ok());
    let beyond = people(&mut Chance(3), frame(&mut Chance(3), r#""floor": 50,"#), 9);
    let refusal = make(&beyond.instance).unwrap_err().to_string();
    assert!(refusal.contains("the floor of 50 a side cannot be met"), "{refusal}");
}
