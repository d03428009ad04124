use super::super::count::Stages;
use super::super::sheet::Closure;
use super::super::sheet::tests::{day, open};
use super::super::wording::{Language, Words, say};
use super::*;
use crate::agreement::{Openness, Track, Until};
use crate::vocabulary::{Private, Side};
use jiff::civil::date;

fn statement() -> Statement {
    Statement {
        id: StatementId::read("a-8").unwrap(),
        by: Party::A,
        stage: StageNumber(8),
        on: date(2031, 5, 1),
        counts: Vec::new(),
        next: None,
        place: Some("the crossing at the old bridge".to_owned()),
        mediator: None,
        conditions: Vec::new(),
    }
}

fn total(stages: &str, amount: u32) -> Count {
    let stages = Stages::try_from(stages.to_owned()).unwrap();
    let of = Cell::total(Side::A, Track::Prisoners, stages);
    Count { of, amount: Amount::Exactly(amount) }
}

fn category(stages: &str, name: &str, amount: u32) -> Count {
    let mut count = total(stages, amount);
    count.of.categories.insert(crate::vocabulary::CategoryId::read(name).unwrap());
    count
}

fn names() -> GuardedNames {
    GuardedNames::new(&[Private::new("Madeupson Peter".to_owned())])
}

fn held(statement: &Statement, sheet: &Sheet, own: &[Count]) -> Result<Checked, Vec<Refusal>> {
    check(statement, sheet, Told { own, heard: &[] }, &names(), day(5, 1))
}

fn accepted(statement: &Statement, sheet: &Sheet) {
    let found = held(statement, sheet, &[]);
    assert_eq!(found, Ok(Checked { differing: Vec::new() }));
}

fn refused(statement: &Statement, sheet: &Sheet) -> Refusal {
    let refusals = held(statement, sheet, &[]).unwrap_err();
    assert!(!refusals[0].hint().is_empty());
    refusals[0].clone()
}

/// GC III art. 13: protection from insults and public curiosity. No name in public.
#[test]
fn law_article_13_no_name_in_public() {
    accepted(&statement(), &open());
    let mut named = statement();
    named.conditions.push("Peter Madeupson stays in a third state".to_owned());
    let refusal = refused(&named, &open());
    assert_eq!(refusal, Refusal::NamesPerson { fact: FactKind::Condition });
    assert!(refusal.basis().unwrap().contains("art. 13"));
    let mut initials = statement();
    initials.mediator = Some("Nobodyson A. B.".to_owned());
    assert_eq!(refused(&initials, &open()), Refusal::NamesPerson { fact: FactKind::Mediator });
}

#[test]
fn law_a_withheld_fact_is_not_named() {
    let mut sheet = open();
    sheet.clause.number = Openness::Withheld;
    accepted(&statement(), &sheet);
    let mut number = statement();
    number.counts.push(total("8", 120));
    let of = number.counts[0].of.clone();
    assert_eq!(
        refused(&number, &sheet),
        Refusal::Withheld { fact: FactKind::Number, cell: Some(of) }
    );
    let mut sheet = open();
    sheet.clause.next_date = Openness::Withheld;
    let mut next = statement();
    next.next = Some(Next::On(date(2031, 5, 9)));
    assert_eq!(refused(&next, &sheet), Refusal::Withheld { fact: FactKind::NextDate, cell: None });
}

#[test]
fn law_no_number_before_its_embargo_ends() {
    let mut sheet = open();
    sheet.clause.number = Openness::Embargoed(Until::Date(date(2031, 5, 1)));
    let mut number = statement();
    number.counts.push(total("8", 120));
    accepted(&number, &sheet);
    sheet.clause.number = Openness::Embargoed(Until::Date(date(2031, 5, 2)));
    assert!(matches!(refused(&number, &sheet), Refusal::Embargoed { .. }));
    sheet.clause.number = Openness::Embargoed(Until::AllStagesDone);
    assert!(matches!(refused(&number, &sheet), Refusal::Embargoed { .. }));
    let now = Now { all_stages_done: true, ..day(5, 1) };
    assert!(check(&number, &sheet, Told::default(), &names(), now).is_ok());
}

#[test]
fn law_no_cell_under_five() {
    let mut counted = statement();
    counted.counts = vec![category("8", "young", 5)];
    accepted(&counted, &open());
    counted.counts = vec![category("8", "young", 4)];
    assert!(matches!(refused(&counted, &open()), Refusal::SmallCell { least: 5, .. }));
    let mut year = total("8", 3);
    year.of.captured.insert(2022);
    counted.counts = vec![year];
    assert!(matches!(refused(&counted, &open()), Refusal::SmallCell { .. }));
    // A clause may ask for more, and never for less.
    let mut sheet = open();
    sheet.clause.least_cell = 10;
    counted.counts = vec![category("8", "young", 9)];
    assert!(matches!(refused(&counted, &sheet), Refusal::SmallCell { least: 10, .. }));
    sheet.clause.least_cell = 1;
    counted.counts = vec![category("8", "young", 4)];
    assert!(matches!(refused(&counted, &sheet), Refusal::SmallCell { least: 5, .. }));
    counted.counts = vec![total("8", 0)];
    accepted(&counted, &open());
}

#[test]
fn law_nothing_withheld_by_subtraction_from_earlier_statements() {
    let mut sheet = open();
    let eight = Stages::try_from("8".to_owned()).unwrap();
    sheet.closures.push(Closure {
        fact: FactKind::Number,
        track: None,
        stages: Some(eight),
        until: None,
    });
    let own = [total("1-7", 900)];
    let mut counted = statement();
    counted.counts = vec![total("7", 110)];
    assert!(held(&counted, &sheet, &own).is_ok());
    counted.counts = vec![total("1-8", 1_010)];
    let Err(refusals) = held(&counted, &sheet, &own) else { panic!("stage 8 is 1010 - 900") };
    let text = refusals[0].to_string();
    assert!(text.contains("prisoners to A, stage 8 (withheld)"), "{text}");
    assert!(!text.contains("110"), "the number itself is not repeated: {text}");
    assert!(refusals[0].hint().contains("900"), "{}", refusals[0].hint());
    counted.counts = vec![total("7-8", 220), total("7", 110)];
    assert!(held(&counted, &sheet, &own).is_err());
}

#[test]
fn a_number_hides_in_no_text() {
    let mut worded = statement();
    worded.place = Some("the crossing, where 250 people came".to_owned());
    assert_eq!(refused(&worded, &open()), Refusal::NumberInText { fact: FactKind::Place });
    worded.place = Some("the crossing\u{7}".to_owned());
    assert_eq!(refused(&worded, &open()), Refusal::NotPlainText { fact: FactKind::Place });
    worded.place = Some("x".repeat(201));
    assert!(matches!(refused(&worded, &open()), Refusal::TooMuch { limit: 200, .. }));
}

#[test]
fn a_statement_says_something_about_what_has_been() {
    let mut empty = statement();
    empty.place = None;
    assert!(matches!(refused(&empty, &open()), Refusal::NothingSaid { .. }));
    let mut early = statement();
    early.counts.push(total("9", 100));
    assert!(matches!(refused(&early, &open()), Refusal::StageToCome { .. }));
    let mut host = statement();
    host.by = Party::Host;
    assert!(matches!(refused(&host, &open()), Refusal::NotASide { .. }));
}

#[test]
fn every_broken_rule_is_named_at_once() {
    let mut sheet = open();
    sheet.clause.number = Openness::Withheld;
    let mut bad = statement();
    bad.counts = vec![total("8", 120), total("9", 90)];
    bad.place = Some("Peter Madeupson's house".to_owned());
    assert_eq!(held(&bad, &sheet, &[]).unwrap_err().len(), 3);
}

#[test]
fn the_words_say_the_facts_and_that_the_rest_is_withheld() {
    let mut sheet = open();
    sheet.clause.category_split = Openness::Withheld;
    let mut worded = statement();
    worded.counts = vec![total("8", 101)];
    worded.next = Some(Next::NoneAgreed);
    let say = |language| say(&worded, &sheet, day(5, 1), &Words::default(), language);
    assert_eq!(
        say(Language::English),
        "Stage 8 of the exchange took place on 1 May 2031.\n\
         Returned to side A, stage 8: 101 prisoners of war.\n\
         No further round is agreed.\n\
         Place: the crossing at the old bridge.\n\
         Split by category: withheld.\n"
    );
    let ukrainian = say(Language::Ukrainian);
    assert!(
        ukrainian.contains("Повернено стороні A, етап 8: 101 військовополонений."),
        "{ukrainian}"
    );
    assert!(ukrainian.contains("Розподіл за категоріями: не розголошується."), "{ukrainian}");
    let russian = say(Language::Russian);
    assert!(russian.contains("1 мая 2031 года состоялся 8-й этап обмена."), "{russian}");
    assert_eq!(russian.lines().count(), 5);
}

#[test]
fn a_statement_is_read_back_as_it_was_written() {
    let mut whole = statement();
    whole.counts = vec![total("1-8", 1_000), category("8", "young", 12)];
    whole.next = Some(Next::On(date(2031, 5, 9)));
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Statement>(&json).unwrap(), whole);
    let unknown = json.replacen("\"place\"", "\"persons\"", 1);
    assert!(serde_json::from_str::<Statement>(&unknown).is_err(), "an unknown key is refused");
    assert!(serde_json::from_str::<Statement>(&json.replacen("exactly", "about", 1)).is_err());
}
