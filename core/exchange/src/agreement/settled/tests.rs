use super::*;
use crate::agreement::{Terms, read};
use crate::vocabulary::PartialDate;

const SETTLED: &str = include_str!("../../../../../examples/istanbul-2025/settled.toml");
const TERMS: &str = include_str!("../../../../../examples/istanbul-2025/terms.toml");

fn terms(text: &str) -> Terms {
    read(text.as_bytes()).unwrap().terms
}

fn clauses() -> Vec<Clause> {
    terms(SETTLED).common_clauses()
}

fn on() -> Date {
    "2025-07-04".parse().unwrap()
}

fn facts(birth: &str, captured: &str, health: HealthGrade) -> Facts {
    let date = |text: &str| PartialDate::try_from(text.to_owned()).ok();
    Facts { birth: date(birth), captured: date(captured), health: Some(health), ..Facts::default() }
}

/// Checks in which category a person is placed, and in which the placing is in doubt.
fn check(facts: &Facts, category: Option<&str>, doubts: &[&str]) {
    let placement = Settled::of(&clauses()).unwrap().categorise(facts, on());
    assert_eq!(placement.category.as_ref().map(CategoryId::as_str), category, "{facts:?}");
    let found: Vec<&str> = placement.doubts.keys().map(CategoryId::as_str).collect();
    assert_eq!(found, doubts, "{facts:?}");
}

#[test]
fn somebody_of_two_categories_is_in_the_first_by_precedence() {
    check(
        &facts("2003-01-01", "2022-04-12", HealthGrade::SeriouslyWounded),
        Some("sick-and-wounded"),
        &[],
    );
    check(&facts("2003-01-01", "2022-04-12", HealthGrade::Good), Some("young"), &[]);
    check(&facts("1990-01-01", "2022-04-12", HealthGrade::Good), Some("long-held"), &[]);
    check(&facts("1990-01-01", "2024-04-12", HealthGrade::Good), None, &[]);
}

#[test]
fn a_civilian_is_on_the_civilian_track_alone_and_who_is_in_doubt_counts_as_a_prisoner() {
    let mut person = facts("2003-01-01", "2022-04-12", HealthGrade::SeriouslyWounded);
    person.standing = Some(Standing::Civilian);
    check(&person, Some("civilians"), &[]);
    person.standing = Some(Standing::Retained);
    check(&person, None, &[]);
    person.standing = Some(Standing::Doubtful);
    check(&person, Some("sick-and-wounded"), &[]);
}

#[test]
fn a_missing_fact_is_a_doubt_and_never_a_reason_to_hold_somebody_back() {
    let mut person = facts("2003-01-01", "2022-04-12", HealthGrade::Good);
    person.health = None;
    check(&person, Some("young"), &["sick-and-wounded"]);
    person.birth = None;
    check(&person, Some("long-held"), &["sick-and-wounded", "young"]);
    check(&Facts::default(), None, &["long-held", "sick-and-wounded", "young"]);
}

#[test]
fn the_published_terms_are_not_settled() {
    let reasons = Settled::of(&terms(TERMS).common_clauses()).unwrap_err();
    assert!(reasons.contains(&Unsettled::Missing("quantity")), "{reasons:?}");
}

#[test]
fn words_that_leave_a_choice_do_not_settle_anything() {
    let unsaid = |from: &str, to: &str| {
        let text = SETTLED.replacen(from, to, 1);
        assert_ne!(text, SETTLED);
        Settled::of(&terms(&text).common_clauses()).unwrap_err()
    };
    let young = ClauseId::read("young").unwrap();
    let open = |clause: &ClauseId, gap| vec![Unsettled::Unsaid { clause: clause.clone(), gap }];
    let edge = unsaid("upper = \"inside\"", "upper = \"unsaid\"");
    assert_eq!(edge, open(&young, Gap::UpperAge));
    let day =
        unsaid("upper = \"inside\", on = \"handover\"", "upper = \"inside\", on = \"unsaid\"");
    assert_eq!(day, open(&young, Gap::ReferenceDay));
    let wounded = ClauseId::read("sick-and-wounded").unwrap();
    let definition = unsaid("definition = \"annex-i\"", "definition = \"unsaid\"");
    assert_eq!(definition, open(&wounded, Gap::Definition));
}

/// GC III art. 109(1): a counted category must not catch somebody seriously wounded, so an uncounted
/// category before it must take all of them.
#[test]
fn a_counted_category_never_catches_the_seriously_wounded_or_sick() {
    assert!(Settled::of(&clauses()).is_ok());
    let last = SETTLED.replacen(
        "\"sick-and-wounded\", \"civilians\", \"young\"",
        "\"civilians\", \"young\", \"sick-and-wounded\"",
        1,
    );
    let young = CategoryId::read("young").unwrap();
    let reasons = Settled::of(&terms(&last).common_clauses()).unwrap_err();
    assert_eq!(reasons, [Unsettled::SeriousCounted(young.clone())]);
    let health = "health = { grades = [\"seriously-wounded\"";
    let narrow = SETTLED.replacen(health, &format!("sex = \"female\"\n{health}"), 1);
    let reasons = Settled::of(&terms(&narrow).common_clauses()).unwrap_err();
    let long_held = CategoryId::read("long-held").unwrap();
    assert_eq!(reasons, [Unsettled::SeriousCounted(long_held), Unsettled::SeriousCounted(young)]);
}

#[test]
fn what_is_missing_or_stands_twice_is_named() {
    let without = |id: &str| -> Vec<Unsettled> {
        let rest = clauses().into_iter().filter(|clause| clause.id.as_str() != id);
        Settled::of(&rest.collect::<Vec<_>>()).unwrap_err()
    };
    assert_eq!(without("disclosure"), [Unsettled::Missing("disclosure")]);
    assert_eq!(without("order"), [Unsettled::Missing("order")]);
    assert_eq!(without("young"), [Unsettled::Order(CategoryId::read("young").unwrap())]);
    let mut twice = clauses();
    let mut again = twice[0].clone();
    again.id = ClauseId::read("quantity-2").unwrap();
    twice.push(again.clone());
    let reasons = Settled::of(&twice).unwrap_err();
    let first = ClauseId::read("quantity").unwrap();
    assert_eq!(reasons, [Unsettled::Twice(first, again.id, "quantity")]);
}

#[test]
fn a_clause_has_one_digest_whatever_the_way_it_came() {
    for clause in clauses() {
        let written = serde_json::to_string(&clause).unwrap();
        let read: Clause = serde_json::from_str(&written).unwrap();
        assert_eq!(read, clause);
        assert_eq!(read.digest(), clause.digest());
        let canonical = String::from_utf8(clause.canonical_bytes()).unwrap();
        let json = canonical.strip_prefix("safeconduct/clause/1\n").unwrap();
        let again: Clause = serde_json::from_str(json).unwrap();
        assert_eq!(again, clause);
    }
    let mut digests: Vec<Digest> = clauses().iter().map(Clause::digest).collect();
    let count = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), count);
}

#[test]
fn the_canonical_bytes_of_a_clause_are_those_of_the_spec() {
    let round = clauses().into_iter().find(|clause| clause.id.as_str() == "further-round").unwrap();
    let expected = "safeconduct/clause/1\n{\"id\":\"further-round\",\"rule\":{\"agreed\":false,\"date\":\
                    null,\"kind\":\"further-round\"},\"text\":\"No further round is agreed.\",\"title\":\
                    \"a further round\",\"track\":\"prisoners\"}";
    assert_eq!(String::from_utf8(round.canonical_bytes()).unwrap(), expected);
}
