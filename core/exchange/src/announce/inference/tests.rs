use super::*;
use crate::announce::count::Cell;
use crate::vocabulary::CategoryId;

pub(super) fn span(first: u16, last: u16) -> Stages {
    Stages::span(StageNumber(first), StageNumber(last)).unwrap()
}

pub(super) fn total(stages: Stages, amount: u32) -> Count {
    let of = Cell::total(Side::A, Track::Prisoners, stages);
    Count { of, amount: Amount::Exactly(amount) }
}

pub(super) fn category(stage: u16, name: &str, amount: u32) -> Count {
    let mut count = total(span(stage, stage), amount);
    count.of.categories.insert(CategoryId::read(name).unwrap());
    count
}

fn year(stage: u16, years: &[i16], amount: u32) -> Count {
    let mut count = total(span(stage, stage), amount);
    count.of.captured.extend(years);
    count
}

/// Weighs counts where the number of the stages named is withheld, and all else is open.
fn weigh_with(withheld: &[u16], own: &[Count], new: &[Count]) -> Result<Vec<Count>, Trouble> {
    let is_closed = |question: &Question| {
        question.facts.contains(&DisclosedFact::Number)
            && withheld.iter().any(|stage| span(*stage, *stage) == question.stages)
    };
    weigh(own, &[], new, &Guard { least_cell: 5, stages: 3, is_closed: &is_closed })
}

fn revealed(result: Result<Vec<Count>, Trouble>) -> Vec<(String, Guarded)> {
    match result {
        Err(Trouble::Reveals(found)) => found.into_iter().map(|r| (r.group, r.why)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_stage_total_by_subtraction_is_refused() {
    let own = [total(span(1, 7), 890)];
    let accepted = [total(span(1, 9), 1_200)];
    assert_eq!(weigh_with(&[8, 9], &own, &accepted), Ok(vec![]));
    let found = weigh_with(&[8, 9], &own, &[total(span(1, 8), 1_000)]);
    let Err(Trouble::Reveals(found)) = found else { panic!("{found:?}") };
    assert!(found.iter().any(|revealed| revealed.group == "prisoners to A, stage 8"));
    assert_eq!(found[0].from.len(), 2, "the two totals it follows from");
    // The day's number said outright, as the number of a span of one stage, comes out as well.
    assert!(weigh_with(&[8, 9], &own, &[total(span(8, 8), 110)]).is_err());
}

#[test]
fn daily_totals_by_difference_are_refused() {
    let own = [total(span(1, 1), 390)];
    let found = revealed(weigh_with(&[2], &own, &[total(span(1, 2), 697)]));
    assert_eq!(found, [("prisoners to A, stage 2".to_owned(), Guarded::Withheld)]);
    let three = [total(span(1, 1), 390), total(span(1, 3), 1_000)];
    assert_eq!(weigh_with(&[2], &[], &three), Ok(vec![]));
    // The third day told in a later statement leaves the second by subtraction.
    assert!(weigh_with(&[2], &three, &[total(span(3, 3), 303)]).is_err());
}

#[test]
fn a_complement_of_fewer_than_five_is_refused() {
    let own = [total(span(1, 1), 40)];
    assert_eq!(weigh_with(&[], &own, &[category(1, "young", 30)]), Ok(vec![]));
    let found = revealed(weigh_with(&[], &own, &[category(1, "young", 37)]));
    assert_eq!(
        found,
        [("prisoners to A, stage 1, category all others".to_owned(), Guarded::TooSmall)]
    );
    let parts = [category(1, "young", 20), category(1, "wounded", 18)];
    assert!(weigh_with(&[], &own, &parts).is_err(), "40 - 20 - 18");
    // All in one category: the rest is empty, and nobody is singled out.
    assert_eq!(weigh_with(&[], &own, &[category(1, "young", 40)]), Ok(vec![]));
}

#[test]
fn a_complement_is_found_when_other_stages_name_other_categories() {
    let own = [total(span(1, 1), 40), category(2, "wounded", 12), category(2, "long-held", 9)];
    let found = revealed(weigh_with(&[], &own, &[category(1, "young", 37)]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.contains("all others"), "{found:?}");
}

#[test]
fn overlapping_sets_of_years_reveal_the_overlap() {
    let own = [total(span(1, 1), 60), year(1, &[2022, 2023], 30)];
    assert_eq!(weigh_with(&[], &own, &[year(1, &[2022], 20)]), Ok(vec![]));
    let found = revealed(weigh_with(&[], &own, &[year(1, &[2022], 28)]));
    assert_eq!(found[0].0, "prisoners to A, stage 1, captured in 2023");
}

#[test]
fn a_group_pinned_by_non_negativity_is_refused() {
    // Nobody in stages 1 to 3 together, so nobody in stage 2, which is withheld. A sum of several
    // numbers that is zero pins them all, though no subtraction gives any one of them.
    let closed_split = |question: &Question| question.facts.contains(&DisclosedFact::CategorySplit);
    let guard = Guard { least_cell: 5, stages: 3, is_closed: &closed_split };
    let own = [total(span(1, 3), 50), total(span(1, 1), 20)];
    assert_eq!(weigh(&own, &[], &[total(span(2, 2), 30)], &guard), Ok(vec![]));
    let by_stage = |question: &Question| question.stages == span(2, 2);
    let guard = Guard { least_cell: 5, stages: 3, is_closed: &by_stage };
    let all_in_first = [total(span(1, 1), 50)];
    let found = weigh(&own[..1], &[], &all_in_first, &guard);
    let Err(Trouble::Reveals(found)) = found else { panic!("{found:?}") };
    assert_eq!(found[0].group, "prisoners to A, stage 2");
    assert!(found[0].from.is_empty(), "no subtraction gives it");
}

#[test]
fn at_least_bounds_and_may_pin() {
    let mut floor = total(span(1, 1), 50);
    floor.amount = Amount::AtLeast(50);
    let by_stage = |question: &Question| question.stages == span(2, 2);
    let guard = Guard { least_cell: 5, stages: 2, is_closed: &by_stage };
    assert_eq!(weigh(&[], &[], &[floor.clone(), total(span(1, 2), 80)], &guard), Ok(vec![]));
    assert!(weigh(&[], &[], &[floor, total(span(1, 2), 50)], &guard).is_err());
}

#[test]
fn a_number_that_was_out_already_does_not_stop_later_statements() {
    let own = [total(span(1, 1), 390), total(span(1, 2), 697)];
    assert_eq!(weigh_with(&[2], &own, &[total(span(3, 3), 303)]), Ok(vec![]));
}

#[test]
fn counts_that_cannot_hold_together_are_refused() {
    let own = [total(span(1, 1), 40), category(1, "young", 20), category(1, "wounded", 15)];
    let wrong = total(span(1, 1), 41);
    let found = weigh_with(&[], &own, std::slice::from_ref(&wrong));
    assert_eq!(found, Err(Trouble::Contradicts(Box::new(wrong))));
    let found = weigh_with(&[], &own, &[category(1, "long-held", 6)]);
    assert_eq!(found, Err(Trouble::BelowZero));
}

#[test]
fn what_the_other_side_told_is_weighed_too_and_set_aside_where_it_differs() {
    let is_closed = |question: &Question| question.stages == span(2, 2);
    let guard = Guard { least_cell: 5, stages: 2, is_closed: &is_closed };
    let heard = [total(span(1, 1), 390)];
    assert!(weigh(&[], &heard, &[total(span(1, 2), 697)], &guard).is_err());
    let own = [total(span(1, 1), 400)];
    let new = [category(1, "young", 100)];
    assert_eq!(weigh(&own, &heard, &new, &guard), Ok(heard.to_vec()));
}

#[test]
fn another_party_cannot_silence_this_one_by_telling_too_much() {
    let is_closed = |_: &Question| false;
    let guard = Guard { least_cell: 5, stages: 2, is_closed: &is_closed };
    let heard: Vec<Count> = (0..=COUNTS_MAX).map(|_| total(span(1, 1), 390)).collect();
    let set_aside = weigh(&[], &heard, &[total(span(1, 1), 400)], &guard).unwrap();
    assert_eq!(set_aside.len(), heard.len());
}

#[test]
fn tables_that_share_a_split_are_tied_by_it() {
    let mut both = category(1, "young", 12);
    both.of.captured.insert(2022);
    let own = [category(1, "young", 30), category(1, "wounded", 30), both];
    let mut rest = category(1, "young", 15);
    rest.of.captured.insert(2023);
    // 30 young: 12 of 2022, 15 of 2023, which leaves 3 of other years.
    let found = revealed(weigh_with(&[], &own, &[rest]));
    assert_eq!(found[0].0, "prisoners to A, stage 1, category young, captured in all others");
}

#[test]
fn there_are_limits_and_they_refuse() {
    let many: Vec<Count> = (0..=COUNTS_MAX).map(|_| total(span(1, 1), 10)).collect();
    let found = weigh_with(&[], &[], &many);
    assert_eq!(found, Err(Trouble::TooMuch { what: "counts", limit: COUNTS_MAX }));
    let mut wide = Vec::new();
    for at in 0..100_i16 {
        let mut count = category(1, &format!("c{at}"), 10);
        count.of.captured.insert(1950 + at);
        wide.push(count);
    }
    let found = weigh_with(&[], &[], &wide);
    assert_eq!(found, Err(Trouble::TooMuch { what: "groups told apart", limit: VARIABLES_MAX }));
}

#[test]
fn an_agreement_of_ten_stages_with_full_splits_is_weighed() {
    let mut own = Vec::new();
    for stage in 1..=10 {
        own.push(total(span(stage, stage), 120));
        for (name, amount) in [("young", 40), ("wounded", 30), ("sick", 25)] {
            own.push(category(stage, name, amount));
        }
        for at in 0..8 {
            own.push(year(stage, &[2014 + at], 10));
        }
    }
    let new = own.split_off(own.len() - 12);
    assert_eq!(weigh_with(&[], &own, &new), Ok(vec![]));
    assert!(weigh_with(&[], &own, &[total(span(1, 9), 1_081)]).is_err());
}
