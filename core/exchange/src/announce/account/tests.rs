use std::collections::BTreeSet;

use super::*;
use crate::agreement::{
    Category, Disclosure, FurtherRound, Identified, Openness, Parity, Predicate, Ratio, Remains,
};

fn id(name: &str) -> CategoryId {
    CategoryId::read(name).unwrap()
}

fn settled() -> Settled {
    let category = |name: &str, track| Category {
        id: id(name),
        title: name.to_owned(),
        track,
        predicate: Predicate::default(),
        counted: false,
    };
    Settled {
        categories: vec![
            category("young", Track::Prisoners),
            category("released", Track::Civilians),
        ],
        categories_first: true,
        band_days: 1,
        parity: Parity::None,
        ratio: Ratio { a: 1, b: 1 },
        floor: Some(100),
        ceiling: None,
        stage_least: 1,
        beyond_categories: false,
        dates: BTreeMap::new(),
        disclosure: Disclosure {
            number: Openness::Open,
            category_split: Openness::Open,
            next_date: Openness::Open,
            year_of_capture: Openness::Open,
            region_of_capture: Openness::Open,
            least_cell: 5,
        },
        remains: Some(Remains {
            a_gives: Bodies::AsManyAsThereAre,
            b_gives: Bodies::Number(60),
            identified: Identified::NotNecessarily,
        }),
        conditions: BTreeMap::new(),
        further_round: None,
        clauses: BTreeMap::new(),
    }
}

fn row(stage: u16, track: Track, category: Option<&str>, count: u32) -> Delivered {
    let category = category.map(id);
    Delivered { stage: StageNumber(stage), to: Side::A, track, category, count }
}

fn today() -> Date {
    jiff::civil::date(2031, 6, 1)
}

#[test]
fn what_is_owed_on_one_track_is_not_paid_on_another() {
    let rows = [
        row(1, Track::Prisoners, Some("young"), 30),
        row(2, Track::Prisoners, Some("young"), 25),
        row(2, Track::Prisoners, None, 2),
        row(2, Track::Civilians, Some("released"), 80),
        row(2, Track::Remains, None, 60),
    ];
    let account = Account::of(&settled(), &rows, today());
    let prisoners = account.track(Track::Prisoners, Side::A);
    assert_eq!((prisoners.delivered, prisoners.outstanding), (57, Owed::AtLeast(43)));
    assert_eq!(prisoners.by_stage, [(StageNumber(1), 30), (StageNumber(2), 27)].into());
    assert_eq!((prisoners.by_category[&id("young")], prisoners.in_no_category), (55, 2));
    let civilians = account.track(Track::Civilians, Side::A);
    assert_eq!((civilians.delivered, civilians.outstanding), (80, Owed::NoNumberAgreed));
    assert_eq!(account.track(Track::Remains, Side::A).outstanding, Owed::Nothing);
    assert_eq!(account.track(Track::Remains, Side::B).outstanding, Owed::AsManyAsThereAre);
    assert_eq!(account.track(Track::Prisoners, Side::B).outstanding, Owed::AtLeast(100));
}

#[test]
fn no_further_round_is_agreed_unless_a_clause_says_so() {
    let mut terms = settled();
    let further = |terms: &Settled| Account::of(terms, &[], today()).further;
    assert_eq!(further(&terms), FurtherAgreed::None);
    terms.further_round = Some(FurtherRound { agreed: false, date: None });
    assert_eq!(further(&terms), FurtherAgreed::None);
    terms.further_round = Some(FurtherRound { agreed: true, date: None });
    assert_eq!(further(&terms), FurtherAgreed::NoDay);
    terms.further_round = Some(FurtherRound { agreed: true, date: Some(today()) });
    assert_eq!(further(&terms), FurtherAgreed::On(today()));
}

#[test]
fn a_day_that_has_passed_is_not_still_to_come() {
    let mut terms = settled();
    let later = jiff::civil::date(2031, 6, 2);
    terms.dates.insert(Track::Prisoners, BTreeSet::from([today(), later]));
    terms.dates.insert(Track::Remains, BTreeSet::from([today()]));
    let account = Account::of(&terms, &[], today());
    assert_eq!(account.days_to_come, [(Track::Prisoners, vec![later])].into());
}

#[test]
fn only_acts_that_both_sides_signed_are_counted() {
    let mut journal = Journal::default();
    journal.handover.stages.entry(StageNumber(1)).or_default();
    assert!(delivered(&journal, &BTreeMap::new()).is_empty());
}
