use std::collections::BTreeSet;

use super::*;
use crate::agreement::{
    Basis, CategoryRule, Commission, CommissionKind, Condition, Definition, Expiry, Health,
    Quantity, Ratio, Release, Right,
};
use crate::vocabulary::{CategoryId, ClauseId};

fn clause(track: Track, rule: Rule) -> Clause {
    Clause {
        id: ClauseId::read("one").unwrap(),
        track,
        title: "one".to_owned(),
        text: "words".to_owned(),
        rule,
    }
}

fn quantity(counts: &[Counted]) -> Clause {
    clause(
        Track::Prisoners,
        Rule::Quantity(Quantity {
            basis: Basis::Number,
            parity: Parity::Total,
            ratio: Ratio::EQUAL,
            counts: counts.iter().copied().collect(),
            floor: Some(10),
            ceiling: None,
            expected: None,
            stage_least: None,
            beyond_categories: true,
        }),
    )
}

fn category(track: Track, counted: bool, predicate: Predicate) -> Clause {
    let category = CategoryId::read("c").unwrap();
    clause(track, Rule::Category(CategoryRule { category, predicate, counted }))
}

fn standing(standing: Standing) -> Predicate {
    Predicate { standing: Some(BTreeSet::from([standing])), ..Predicate::default() }
}

fn grade(grade: HealthGrade) -> Predicate {
    let health = Health { grades: BTreeSet::from([grade]), definition: Definition::AnnexI };
    Predicate { health: Some(health), ..Predicate::default() }
}

fn accepts(clause: &Clause) {
    assert_eq!(check(clause), Ok(()));
}

fn refuses(clause: &Clause, article: &str) {
    let refusal = check(clause).unwrap_err();
    assert!(refusal.basis().unwrap().starts_with(article), "{refusal:?}");
    assert!(!refusal.hint().is_empty());
    assert!(refusal.to_string().contains("`one`"), "{refusal}");
}

/// GC IV art. 34: "The taking of hostages is prohibited." Civilians are released, never counted
/// against anybody.
#[test]
fn a_civilian_is_never_counted_in_parity() {
    accepts(&category(Track::Civilians, false, Predicate::default()));
    accepts(&category(Track::Prisoners, true, Predicate::default()));
    refuses(&quantity(&[Counted::Prisoners, Counted::Civilians]), "GC IV art. 34");
    refuses(&category(Track::Civilians, true, Predicate::default()), "GC IV art. 34");
    refuses(&category(Track::Prisoners, true, standing(Standing::Civilian)), "GC IV art. 34");
    let group = CategoryId::read("children").unwrap();
    let release = Release { group, names: Some(339), counted: true };
    refuses(&clause(Track::Civilians, Rule::Release(release)), "GC IV art. 34");
}

/// GC III art. 109(1): the seriously wounded and sick are sent back "regardless of number or rank".
#[test]
fn nobody_seriously_wounded_or_sick_is_held_back_for_parity() {
    accepts(&category(Track::Prisoners, false, grade(HealthGrade::SeriouslyWounded)));
    accepts(&category(Track::Prisoners, true, grade(HealthGrade::SlightlyWounded)));
    refuses(
        &category(Track::Prisoners, true, grade(HealthGrade::SeriouslyWounded)),
        "GC III art. 109(1)",
    );
    refuses(
        &category(Track::Prisoners, true, grade(HealthGrade::SeriouslySick)),
        "GC III art. 109(1)",
    );
    refuses(&quantity(&[Counted::Prisoners, Counted::SeriouslySick]), "GC III art. 109(1)");
    refuses(&quantity(&[Counted::SeriouslyWounded]), "GC III art. 109(1)");
}

/// GC III art. 33: retained medical personnel and chaplains "shall not be considered as prisoners of
/// war" and are not bargained.
#[test]
fn retained_medics_and_chaplains_are_not_bargained() {
    accepts(&quantity(&[Counted::Prisoners]));
    accepts(&category(Track::Prisoners, false, standing(Standing::Retained)));
    refuses(&category(Track::Prisoners, true, standing(Standing::Retained)), "GC III art. 33");
    refuses(&quantity(&[Counted::Prisoners, Counted::Retained]), "GC III art. 33");
}

/// GC III art. 7: prisoners "may in no circumstances renounce" their rights, in part or in whole.
#[test]
fn a_clause_cannot_let_prisoners_renounce_a_right() {
    let condition = |waives: &[Right]| {
        clause(
            Track::Prisoners,
            Rule::Condition(Condition {
                holder: "side A".to_owned(),
                expires: Expiry::EndOfHostilities,
                waives: waives.iter().copied().collect(),
            }),
        )
    };
    accepts(&condition(&[]));
    refuses(&condition(&[Right::OwnWish]), "GC III art. 7");
    refuses(&condition(&[Right::MedicalCare, Right::Property]), "GC III art. 7");
}

/// GC III art. 6: no special agreement may adversely affect the situation of prisoners. Art. 112 lets
/// the manifestly serious go without examination; art. 13 shields them from public curiosity.
#[test]
fn a_clause_cannot_make_the_position_of_prisoners_worse() {
    let commission = |composition, bars_return| {
        let rule = Commission { composition, permanent: Some(true), bars_return };
        clause(Track::Prisoners, Rule::Commission(rule))
    };
    accepts(&commission(CommissionKind::MixedAnnexII, false));
    refuses(&commission(CommissionKind::MixedAnnexII, true), "GC III art. 6, 112");
    refuses(&commission(CommissionKind::Joint, true), "GC III art. 6, 112");
}
