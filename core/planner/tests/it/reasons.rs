//! Reasons, what inclusion costs, what-if and forecast, on invented people.

use planner::certificate::verify_impossible;
use planner::explain::{Reason, explain, family, officer};
use planner::forecast::{Agreed, History, Question, Round, Waiting, back_test, forecast};
use planner::inclusion::{Inclusion, inclusion};
use planner::people::{People, Person, Standing};
use planner::said::{Language, Said};
use planner::what_if::{Otherwise, changes, shifted, tally};
use planner::{Demand, Need, Ratio, Side, assign, evaluate, make};

use super::invented::{Chance, frame, people};

fn invent(seed: u64, number: usize) -> People {
    let mut chance = Chance(seed);
    let frame = frame(&mut chance, "");
    people(&mut chance, frame, number)
}

fn text(said: &[Said]) -> String {
    said.iter().map(Said::english).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_familys_text_has_its_own_facts_and_nobody_elses() {
    let mut told = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let mut all = invent(seed, 12);
        let frame = all.instance.frame.clone();
        // One refuses and one is taken off the list, so that every standing occurs.
        let mut list: Vec<Person> = all.by_id.values().cloned().collect();
        list[0].standing = Standing::Refuses;
        list[1].standing = Standing::Excluded;
        all = People::gather(frame.clone(), list).unwrap();
        let plan = assign::assign(&all, &make(&all.instance).unwrap().counts);
        for (id, person) in &all.by_id {
            let reason = explain(&all, &plan, id).unwrap();
            assert!(
                text(&officer(&frame, id, &reason)).contains(id.as_str()),
                "the officer's is whole"
            );
            let said = family(&frame, person, &reason);
            for language in Language::ALL {
                let own: String = said.iter().map(|one| one.text(language)).collect();
                let days = (frame.as_of() - person.captured).to_string();
                let rest = own.replacen(&days, "", 1);
                assert!(!rest.contains(|c: char| c.is_ascii_digit()), "no other number: {own}");
                for hidden in
                    ["grave", "u25", "stretcher", "ambulance", "bed", "refus", "wish", "hold"]
                {
                    assert!(!own.to_lowercase().contains(hidden), "`{hidden}` in {own}");
                }
                assert!(!all.by_id.keys().any(|other| own.contains(other.as_str())), "{own}");
            }
            // Going, refusing, taken off and held beyond cannot be told apart.
            let goes = plan.contains_key(id);
            let silent =
                matches!(reason, Reason::Refuses | Reason::Excluded | Reason::HeldBeyondLastStage);
            assert_eq!(said[0].id == "family-not-yet-said", goes || silent, "seed {seed}");
            told.insert(said[0].id.clone());
        }
    }
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn the_officers_reason_has_both_keys_and_the_member_whom_a_group_waits_for() {
    let (mut ahead, mut members) = (0, 0);
    for seed in 0..80 {
        let all = invent(seed, 14);
        let plan = assign::assign(&all, &make(&all.instance).unwrap().counts);
        for id in all.by_id.keys() {
            let Some(Reason::MayGo(place)) = explain(&all, &plan, id) else { continue };
            let said = text(&officer(&all.instance.frame, id, &Reason::MayGo(place.clone())));
            assert!(said.contains(&format!("captured on day {}", place.own.captured)), "{said}");
            if let Some(other) = &place.last_ahead {
                ahead += 1;
                assert!(plan.contains_key(&other.id), "somebody taken, seed {seed}");
                assert!(said.contains(&other.id) && said.contains(&other.key.draw), "{said}");
                let (first, second) = (&other.key, &place.own);
                let later = (first.captured, &first.draw) > (second.captured, &second.draw);
                assert!(place.companions > 0 || !later, "the longest held first, seed {seed}");
            }
            if let Some((member, from)) = &place.waits_for {
                members += 1;
                assert!(*from > 1 && said.contains(&format!("waits for {member}")), "{said}");
            }
        }
    }
    assert!(ahead > 50 && members > 5, "{ahead} {members}");
}

#[test]
fn what_inclusion_costs_is_what_the_best_plan_with_it_loses() {
    let (mut costs, mut never) = (0, 0);
    for seed in 0..60 {
        let all = invent(seed, 10);
        let made = make(&all.instance).unwrap();
        let plan = assign::assign(&all, &made.counts);
        let vector = evaluate(&all.instance, &made.counts).vector;
        for id in all.by_id.keys() {
            let Some(Reason::MayGo(place)) = explain(&all, &plan, id) else { continue };
            for (stage, _) in &place.stages {
                let (rank, by) = (place.rank, stage - 1);
                let mut asked = all.instance.clone();
                let least = u32::try_from(rank).unwrap();
                asked.demands.push(Demand { unit: place.unit.clone(), by, least });
                let found = inclusion(&all.instance, &made.counts, &place.unit, (rank, by));
                let said = text(&found.said(&all.instance, by));
                match found {
                    Inclusion::Costs { aim, by: worse, certificate, certified, shifts } => {
                        costs += 1;
                        assert!(certified && said.contains("the proof was checked"), "{said}");
                        assert!(aim.is_some() == (worse > 0), "{said}");
                        assert!(
                            shifts
                                .iter()
                                .all(|one| one.after.is_none_or(|after| Some(after) > one.before))
                        );
                        let other = planner::search::solve(&asked, false);
                        let planner::search::Ended::Found(other) = other else { panic!("{said}") };
                        let proven =
                            planner::certificate::verify(&asked, &other.counts, &certificate)
                                .unwrap();
                        let differs =
                            vector.iter().zip(&proven.evaluation.vector).find(|(a, b)| a != b);
                        assert_eq!(
                            differs.map_or(0, |(own, other)| other - own),
                            worse,
                            "seed {seed}"
                        );
                        let goes: u32 = other.counts[&place.unit][..=by].iter().sum();
                        assert!(goes >= least, "they do go by then, seed {seed}");
                    }
                    Inclusion::Never(proof) => {
                        never += 1;
                        assert!(verify_impossible(&asked, &proof).is_ok());
                        // The same proof does not rule out that nothing is asked for.
                        assert!(verify_impossible(&all.instance, &proof).is_err(), "seed {seed}");
                    }
                    Inclusion::Better | Inclusion::Unknown => panic!("seed {seed}: {said}"),
                }
            }
        }
    }
    assert!(costs > 50 && never > 50, "{costs} {never}");
}

#[test]
fn what_if_says_who_gains_and_who_loses_and_leaves_the_plan_alone() {
    let (mut gain, mut lose) = (0, 0);
    for seed in 0..40 {
        let all = invent(seed, 14);
        let made = make(&all.instance).unwrap();
        let plan = assign::assign(&all, &made.counts);
        let bus = Otherwise { more: vec![(1, Side::A, Need::Seat, 2)], ..Otherwise::default() };
        let mut other = all.instance.clone();
        other.frame = bus.frame(&all.instance.frame).unwrap();
        let list: Vec<Person> = all.by_id.values().cloned().collect();
        let people = People::gather(other.frame.clone(), list).unwrap();
        let after = make(&other).unwrap();
        let stages = assign::assign(&people, &after.counts);
        let found = changes((&all, &plan), (&people, &stages));
        for change in &found {
            assert_eq!(plan.get(&change.id).copied(), change.before);
            assert_eq!(stages.get(&change.id).copied(), change.after);
            assert_ne!(change.before, change.after);
        }
        let by_unit = shifted(&made.counts, &after.counts, 2);
        let people_of =
            |one: &planner::what_if::Shifted, number: u64| number * one.unit.len() as u64;
        let sums: [u64; 2] = [
            by_unit.iter().map(|one| people_of(one, one.gain)).sum(),
            by_unit.iter().map(|one| people_of(one, one.lose)).sum(),
        ];
        let [[a_gain, a_lose], [b_gain, b_lose]] = tally(&found);
        assert_eq!(sums, [(a_gain + b_gain) as u64, (a_lose + b_lose) as u64], "seed {seed}");
        (gain, lose) = (gain + sums[0], lose + sums[1]);
        assert_eq!(assign::assign(&all, &made.counts), plan, "the plan in force is untouched");
    }
    assert!(gain > 10 && lose > 0, "{gain} {lose}");
    let frame = invent(1, 9).instance.frame;
    let wrong = |otherwise: Otherwise| otherwise.frame(&frame).unwrap_err().to_string();
    let ratio = Ratio { a: 0, b: 1 };
    let ratios = |name: &str| vec![(name.to_owned(), ratio)];
    assert!(wrong(Otherwise { ratios: ratios("u99"), ..Otherwise::default() }).contains("`u99`"));
    let late = vec![(9, Side::A, Need::Seat, 1)];
    assert!(
        wrong(Otherwise { more: late, ..Otherwise::default() }).contains("is 9, outside 1 to 2")
    );
}

/// Twenty rounds, one a fortnight, of fifty a side.
fn history() -> History {
    let round = |at: i32| Round { day: 14 * at, people: [Some(50), Some(50)] };
    History::new((0..20).map(round).collect(), 1)
}

fn question() -> Question {
    let one = Ratio { a: 1, b: 1 };
    Question {
        waiting: Waiting { regardless: [30, 10], counted: vec![(one, [200, 260])] },
        agreed: vec![Agreed { day: 310, places: [60, 60] }],
        today: 300,
        by: 400,
        captures: [0.0, 0.0],
        courses: 500,
        seed: 7,
    }
}

#[test]
fn a_forecast_is_the_same_for_a_seed_and_strands_whom_parity_leaves_alone() {
    let found = forecast(&history(), &question()).unwrap();
    assert_eq!(forecast(&history(), &question()).unwrap(), found, "the seed alone decides");
    assert_ne!(forecast(&history(), &Question { seed: 8, ..question() }).unwrap(), found);
    // 230 of A in rounds of 50, after one of 60: five at least.
    assert_eq!(found.stages[0], Some(5));
    assert_eq!(found.stranded[1][1], Some(60), "nobody is left for 60 of B to go against");
    assert_eq!(found.stranded[0][1], Some(0));
    // At the tempo so far it would be done after four fortnights more; it may well be quicker or slower.
    let steady = 310 + 4 * 14;
    assert!(found.day[0] > Some(310) && found.day[0] < Some(steady), "{found:?}");
    // The last tenth may be never: then the talks ended first.
    assert!(found.day[2].is_none_or(|last| last > steady), "{found:?}");
    assert!(found.broken_off > 0.0 && found.broken_off < 0.5, "{found:?}");
    // Captures go on: it takes longer.
    let more = forecast(&history(), &Question { captures: [60.0, 60.0], ..question() }).unwrap();
    assert!(more.not_by >= found.not_by && more.stages[1] > found.stages[1], "{more:?}");
    // Refused: too short a history, too few courses, captures that are no number.
    let short = History::new(history().rounds[..3].to_vec(), 0);
    assert!(forecast(&short, &question()).is_err());
    assert!(forecast(&history(), &Question { courses: 3, ..question() }).is_err());
    let vague = Question { captures: [f64::NAN, 0.0], ..question() };
    assert!(forecast(&history(), &vague).is_err());
}

#[test]
fn a_back_test_counts_what_lay_within_the_band_and_what_did_not() {
    // A steady history lies within the band; one that suddenly quickens lies above it.
    let steady = back_test(&history(), 60, (300, 3)).unwrap();
    assert_eq!(steady.rounds.within, steady.rounds.tried(), "{steady:?}");
    assert!(steady.rounds.tried() >= 5, "{steady:?}");
    let quick = (20..60).map(|at| Round { day: 266 + (at - 19), people: [None, None] });
    let rounds = history().rounds.into_iter().chain(quick).collect();
    let test = back_test(&History::new(rounds, 1), 30, (300, 3)).unwrap();
    assert!(test.rounds.above > 0, "{test:?}");
    assert!(test.people.tried() < test.rounds.tried(), "unknown numbers are left out: {test:?}");
    assert!(back_test(&History::new(history().rounds[..8].to_vec(), 0), 60, (300, 3)).is_err());
}
