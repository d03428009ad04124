//! What is said where a search meets its limit of steps. All people are invented.

use planner::certificate::{Tree, Whole, verify};
use planner::{Frame, Instance, Proof, Unit, evaluate, make, make_within};

use super::invented::{Chance, frame, people};

/// Random make-ups of groups, so that hardly two are alike: as hard as an instance can be.
fn many_classes(number: usize) -> Instance {
    let rounds: Vec<String> = (0..4)
        .map(|at| {
            let cap = format!(
                r#"{{"seat": {number}, "stretcher": {}, "ambulance": {}, "escort": {}, "beds": {}}}"#,
                number / 8,
                number / 30,
                number / 18,
                number / 3
            );
            let day = 1201 + 14 * at;
            format!(r#"{{"id": {}, "day": {day}, "cap": {{"A": {cap}, "B": {cap}}}}}"#, at + 1)
        })
        .collect();
    let bands: Vec<String> = (0..30).map(|band| (band * 40).to_string()).collect();
    let text = format!(
        r#"{{"asof": 1194, "horizon": 1330, "seed_hex": "07", "agreement": {{
            "precedence": ["grave", "ill", "civ", "u25"], "counted": ["u25"],
            "uncounted_unconditional": ["grave", "ill", "civ"], "parity_mode": "category",
            "parity": {{"u25": [1, 1]}}, "min_swap": 2, "bands": [{}],
            "escort_quarters": {{"seat": 0, "stretcher": 1, "ambulance": 4}},
            "beds_cats": ["grave", "ill"]}}, "rounds": [{}]}}"#,
        bands.join(","),
        rounds.join(",")
    );
    let frame = Frame::read_json(text.as_bytes()).expect("the terms of this test");
    let mut chance = Chance(1);
    let mut units = std::collections::BTreeMap::<Unit, u32>::new();
    for side in ["A", "B"] {
        let most = units.len() + number;
        while units.len() < most {
            let from = 1 + chance.next() % 4;
            let members: Vec<String> = (0..=chance.next() % 3)
                .map(|_| {
                    let category = chance.pick(&["grave", "ill", "civ", "u25"]);
                    let need = chance.pick(&["seat", "seat", "seat", "stretcher", "ambulance"]);
                    let band = 40 * (chance.next() % 30);
                    let named = chance.next() % 2;
                    format!("{side}:{category}:{need}:{from}:{band}:{named}")
                })
                .collect();
            let unit = frame.read_unit(&members.join("+")).expect("a class of this test");
            units.insert(unit, 1 + u32::try_from(chance.next() % 20).expect("a small number"));
        }
    }
    Instance::new(frame, units).expect("an instance of this test")
}

#[test]
fn where_the_steps_do_not_suffice_the_plan_obeys_every_term_and_carries_a_bound() {
    let instance = many_classes(60);
    let mut shown = 0;
    for steps in [1, 100_000, 1_000_000, 10_000_000, 30_000_000] {
        let made = make_within(&instance, steps).unwrap();
        assert_eq!(made, make_within(&instance, steps).unwrap(), "the same steps, the same plan");
        let found = evaluate(&instance, &made.counts);
        assert_eq!(found.violations, [], "{steps} steps");
        let Proof::Partly { aims } = made.proof else {
            panic!("{steps} steps prove {:?}", made.proof);
        };
        let certificate = made.certificate.expect("a proof of as much as is known");
        let proven = verify(&instance, &made.counts, &certificate).unwrap();
        assert_eq!((proven.aims, &proven.bounds), (aims, &made.bounds));
        let bounded = found.vector.len() - aims;
        assert_eq!(made.bounds.len(), bounded, "each aim has a proof or a bound");
        for (aim, least) in &made.bounds {
            assert!(*least <= found.vector[*aim], "{steps} steps, aim {aim}: {least}");
            shown += usize::from(*least > 0);
        }
        // Bounds cannot be raised by hand: a price of the wrong sign proves nothing.
        for at in made.bounds.keys() {
            let mut spoilt = certificate.clone();
            let Some(Tree::Leaf(leaf)) = spoilt.bounds.get_mut(at) else { continue };
            leaf.rows.insert(0, Whole(1_000));
            assert!(verify(&instance, &made.counts, &spoilt).is_err(), "aim {at}");
        }
    }
    assert!(shown > 40, "{shown}");
}

#[test]
fn a_bound_lies_between_nothing_and_the_best() {
    for seed in 0..60 {
        let mut chance = Chance(3000 + seed);
        let frame = frame(&mut chance, "");
        let people = people(&mut chance, frame, 12);
        let instance = &people.instance;
        let best = evaluate(instance, &make(instance).unwrap().counts).vector;
        for steps in [1, 2_000, 20_000, 200_000] {
            let made = make_within(instance, steps).unwrap();
            let found = evaluate(instance, &made.counts);
            assert_eq!(found.violations, []);
            assert!(best <= found.vector, "seed {seed}: nothing is better than the best");
            let plan = planner::assign::assign(&people, &made.counts);
            let by_person = planner::check::evaluate_people(&people, &plan);
            assert_eq!(by_person.violations, [], "nobody is passed over, seed {seed}");
            if let Some((aim, least)) = made.bounds.first_key_value() {
                assert_eq!(found.vector[..*aim], best[..*aim], "what is proven is the best");
                assert!(*least <= best[*aim], "seed {seed}, {steps} steps, aim {aim}");
            }
        }
    }
}

#[test]
fn a_hundred_thousand_classes_end_with_a_plan_and_bounds() {
    let instance = many_classes(50_000);
    assert_eq!(instance.units.len(), 100_000);
    // Fewer steps than the program takes, so that the test is short; each counts alike.
    let made = make_within(&instance, 500_000_000).unwrap();
    let found = evaluate(&instance, &made.counts);
    assert_eq!(found.violations, []);
    assert!(matches!(made.proof, Proof::Partly { .. }), "{:?}", made.proof);
    assert!(!made.bounds.is_empty());
    for (aim, least) in &made.bounds {
        assert!(*least <= found.vector[*aim], "aim {aim}: {least}");
    }
}
