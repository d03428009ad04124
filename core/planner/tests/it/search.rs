//! The search against counting out every plan, and the checker against spoilt proofs. All people are
//! invented by a small generator.

use std::collections::BTreeMap;

use planner::certificate::{Certificate, Leaf, Tree, Whole, verify};
use planner::people::{People, Person};
use planner::program::Program;
use planner::{Counts, Frame, Instance, Proof, evaluate, make, order};

use super::invented::{Chance, frame, people};

/// Counts out every plan; returns the best numbers, and of the plans that have them the heaviest in the
/// draw.
fn count_out(instance: &Instance) -> (Vec<i64>, Counts) {
    fn go(
        instance: &Instance,
        left: &[(&planner::Unit, u32)],
        counts: &mut Counts,
        best: &mut Option<(Vec<i64>, Vec<i64>, Counts)>,
    ) {
        let Some(((unit, number), rest)) = left.split_first() else {
            let found = evaluate(instance, counts);
            if found.violations.is_empty() {
                let program = Program::new(instance);
                let draw = (0..order::ROUNDS_MAX).map(|round| {
                    let form = order::form(&instance.frame, &program, round);
                    order::value(&program, &form, counts)
                });
                let own = (found.vector, draw.collect(), counts.clone());
                if best.as_ref().is_none_or(|best| (&own.0, &own.1) < (&best.0, &best.1)) {
                    *best = Some(own);
                }
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
    let (vector, _, mut counts) = best.expect("a plan in which nobody goes is always there");
    counts.retain(|_, row| row.iter().any(|number| *number > 0));
    (vector, counts)
}

#[test]
fn on_tiny_instances_the_plan_is_the_one_that_counting_out_all_plans_finds() {
    for seed in 0..200 {
        let mut chance = Chance(seed);
        let extra = ["", "", r#""categories_first": false,"#, r#""ceiling": 3,"#];
        let frame = frame(&mut chance, extra[usize::try_from(seed).unwrap() % 4]);
        let people = people(&mut chance, frame, 7);
        let instance = &people.instance;
        let made = make(instance).unwrap();
        let found = evaluate(instance, &made.counts);
        assert_eq!(found.violations, [], "seed {seed}");
        assert_eq!(made.proof, Proof::Best, "seed {seed}");
        let (vector, counts) = count_out(instance);
        assert_eq!(found.vector, vector, "seed {seed}");
        assert_eq!(made.counts, counts, "of equal plans the heaviest in the draw, seed {seed}");
        let certificate = made.certificate.expect("a proof");
        assert!(verify(instance, &made.counts, &certificate).unwrap().only, "seed {seed}");
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
    let proofs = certificate.stages.values_mut().chain(certificate.aims.iter_mut().flatten());
    for tree in proofs.chain(&mut certificate.order) {
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
        must(
            "too many rounds of the draw",
            &spoil(&|c| c.order.extend(vec![c.order[0].clone(); 9])),
        );
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

/// Two wounded of one day, one sitting and one lying, and a single bed: either may go.
fn tied(seed: u8) -> People {
    let text = format!(
        r#"{{"asof": 1194, "horizon": 1300, "seed_hex": "{seed:02x}", "agreement": {{
            "precedence": ["grave", "u25"], "counted": ["u25"], "parity_mode": "category",
            "parity": {{"u25": [1, 1]}}, "min_swap": 1, "bands": [0],
            "escort_quarters": {{"seat": 0, "stretcher": 1, "ambulance": 4}},
            "beds_cats": ["grave"]}}, "rounds": [{{"id": 1, "day": 1201, "cap": {{
            "A": {{"seat": 2, "stretcher": 2, "ambulance": 0, "escort": 1, "beds": 1}},
            "B": {{"seat": 2, "stretcher": 2, "ambulance": 0, "escort": 1, "beds": 1}}}}}}]}}"#
    );
    let frame = Frame::read_json(text.as_bytes()).expect("the instance of this test");
    let row = |id: &str, need: &str| {
        let fields = [id, &id[..1], "grave", "10", "P", need, "0", "0", "-1", "0", ""];
        Person::read(&frame, 2, &fields).expect("a person of this test")
    };
    let people =
        [row("A1", "seat"), row("A2", "stretcher"), row("B1", "seat"), row("B2", "stretcher")];
    People::gather(frame.clone(), people).expect("people of this test")
}

#[test]
fn an_equally_good_plan_that_the_draw_does_not_choose_is_refused() {
    let mut chosen: BTreeMap<Counts, u32> = BTreeMap::new();
    for seed in 0..40 {
        let people = tied(seed);
        let made = make(&people.instance).unwrap();
        assert_eq!(made.proof, Proof::Best);
        let certificate = made.certificate.clone().expect("a proof");
        // Under another seed another of the equal plans is the one.
        let under = make(&tied(seed + 1).instance).unwrap();
        let vector = |counts: &Counts| evaluate(&people.instance, counts).vector;
        assert_eq!(vector(&made.counts), vector(&under.counts), "the draw costs no aim anything");
        if under.counts != made.counts {
            for proof in [&certificate, &under.certificate.expect("a proof")] {
                let wrong = verify(&people.instance, &under.counts, proof).unwrap_err().to_string();
                assert!(wrong.contains("draw:1"), "seed {seed}: {wrong}");
            }
        }
        let mut without = certificate;
        without.order.clear();
        assert!(!verify(&people.instance, &made.counts, &without).unwrap().only, "seed {seed}");
        *chosen.entry(made.counts).or_insert(0) += 1;
    }
    assert!(chosen.len() == 4 && chosen.values().all(|times| *times > 2), "{chosen:?}");
}

#[test]
fn any_plan_can_be_put_right_so_that_nobody_is_passed_over() {
    let mut mended = 0;
    for seed in 0..80 {
        let mut chance = Chance(seed);
        let frame = frame(&mut chance, "");
        let people = people(&mut chance, frame, 14);
        let instance = &people.instance;
        let best = make(instance).unwrap().counts;
        assert_eq!(planner::assign::oldest_first(instance, &best), best, "seed {seed}");
        // The same places, given to the latest captured first.
        let mut turned = Counts::new();
        for (unit, row) in &best {
            let alike = |other: &&planner::Unit| {
                let (one, other) = (unit.as_slice(), other.as_slice());
                matches!((one, other), ([a], [b]) if planner::Key { band: 0, ..*a } == planner::Key { band: 0, ..*b })
            };
            let last = instance.units.keys().rev().find(alike).unwrap_or(unit);
            let there = instance.units[last];
            let room = there - turned.get(last).map_or(0, |row: &Vec<u32>| row.iter().sum());
            let goes = if row.iter().sum::<u32>() <= room { last } else { unit };
            let own = turned.entry(goes.clone()).or_insert_with(|| vec![0; row.len()]);
            for (own, number) in own.iter_mut().zip(row) {
                *own += number;
            }
        }
        let broken = |counts: &Counts| {
            let plan = planner::assign::assign(&people, counts);
            let found = planner::check::evaluate_people(&people, &plan).violations;
            found.iter().filter(|it| matches!(it, planner::Violation::PassedOver { .. })).count()
        };
        if evaluate(instance, &turned).violations.is_empty() && broken(&turned) > 0 {
            mended += 1;
            assert_eq!(broken(&planner::assign::oldest_first(instance, &turned)), 0, "seed {seed}");
        }
    }
    assert!(mended > 5, "{mended}");
}
