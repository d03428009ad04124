use super::*;
use crate::agreement::read;
use crate::vocabulary::{HealthGrade, PartialDate, Standing};

const TERMS: &str = include_str!("../../../../../examples/istanbul-2025/terms.toml");
const SETTLED: &str = include_str!("../../../../../examples/istanbul-2025/settled.toml");

fn terms(text: &str) -> Terms {
    match read(text.as_bytes()) {
        Ok(document) => document.terms,
        Err(not_read) => panic!("{not_read:#?}"),
    }
}

fn date(text: &str) -> PartialDate {
    PartialDate::try_from(text.to_owned()).unwrap()
}

/// A made-up line: its number, birth, capture and health.
fn line(row: u32, birth: &str, captured: &str, health: HealthGrade) -> Listed {
    let facts = Facts {
        birth: Some(date(birth)),
        captured: Some(date(captured)),
        health: Some(health),
        ..Facts::default()
    };
    Listed { row, line: LineId::read(&format!("line-{row}")).unwrap(), facts }
}

fn civilian(row: u32) -> Listed {
    let facts = Facts { standing: Some(Standing::Civilian), ..Facts::default() };
    Listed { row, line: LineId::read(&format!("line-{row}")).unwrap(), facts }
}

/// Six people held by side A: each turns on another point, or on none.
fn held_by_a() -> Vec<Listed> {
    vec![
        line(2, "2002-03-01", "2022-05-01", HealthGrade::Good),
        line(3, "2000-01-15", "2025-02-01", HealthGrade::Good),
        line(4, "1998-01-15", "2022-04-12", HealthGrade::Good),
        line(5, "1980-01-01", "2022-04-12", HealthGrade::Sick),
        line(6, "1980-01-01", "2022-04-12", HealthGrade::SeriouslySick),
        civilian(7),
    ]
}

fn report(text: &str, lists: &Lists) -> Report {
    let terms = terms(text);
    let on = day_of(&terms);
    find(&terms, lists, on)
}

/// Checks which rows of a side's list turn on a point of a clause.
fn check(report: &Report, clause: &str, kind: OpenKind, side: Side, rows: &[u32]) {
    let open: Vec<&OpenPoint> = report
        .points
        .iter()
        .filter(|point| point.clause.as_str() == clause && point.kind == kind)
        .collect();
    assert_eq!(open.len(), 1, "{clause} {kind:?}: {:#?}", report.points);
    let found: Vec<u32> = open[0].turns[&side].lines.iter().map(|line| line.row).collect();
    assert_eq!(found, rows, "{clause} {kind:?}: {:?}", open[0]);
}

fn kinds(report: &Report) -> Vec<(String, OpenKind)> {
    report.points.iter().map(|point| (point.clause.to_string(), point.kind)).collect()
}

#[test]
fn the_published_terms_leave_at_least_the_seven_known_points_open() {
    let report = report(TERMS, &Lists::new());
    let kinds = kinds(&report);
    for (clause, kind) in [
        ("young", OpenKind::UpperAgeInside),
        ("young", OpenKind::AgeDay),
        ("quantity", OpenKind::FloorOrCategory),
        ("quantity", OpenKind::Parity),
        ("sick-and-wounded", OpenKind::Definition),
        ("bodies", OpenKind::BodiesMutual),
        ("dates", OpenKind::NoCommonDate),
        ("dates-bodies", OpenKind::NoCommonDate),
        ("commissions", OpenKind::Commission),
        ("children", OpenKind::ReleaseNumber),
    ] {
        assert!(kinds.contains(&(clause.to_owned(), kind)), "{clause} {kind:?}");
    }
    assert_eq!(report.on.to_string(), "2025-06-07");
    let definition = report.points.iter().find(|point| point.kind == OpenKind::Definition);
    assert!(definition.unwrap().offer.as_ref().unwrap().contains("Annex I"));
}

#[test]
fn the_practice_settlement_leaves_only_the_date_for_bodies_and_the_further_round() {
    let report = report(SETTLED, &Lists::new());
    let found = kinds(&report);
    assert_eq!(
        found,
        [
            ("dates-bodies".to_owned(), OpenKind::NoDateAgreed),
            ("further-round".to_owned(), OpenKind::NoFurtherRound),
        ]
    );
}

#[test]
fn each_point_names_the_lines_that_turn_on_it_and_no_other() {
    let report = report(TERMS, &Lists::from([(Side::A, held_by_a())]));
    check(&report, "young", OpenKind::UpperAgeInside, Side::A, &[3]);
    check(&report, "young", OpenKind::AgeDay, Side::A, &[4]);
    check(&report, "young", OpenKind::LeastAge, Side::A, &[]);
    check(&report, "sick-and-wounded", OpenKind::Definition, Side::A, &[5]);
    check(&report, "children", OpenKind::ReleaseNumber, Side::A, &[7]);
    // Two are surely inside and 1,000 are promised, so the others turn on the number; civilians never.
    check(&report, "quantity", OpenKind::FloorOrCategory, Side::A, &[3, 4, 5]);
    let tally = &report.tallies[&Side::A];
    let young = tally.iter().find(|(id, _)| id.as_str() == "young").unwrap().1;
    assert_eq!(young, &Tally { surely: 1, turning: 2, missing: 0, outside: 3 });
}

#[test]
fn the_words_of_the_terms_decide_and_not_the_file() {
    let said = TERMS
        .replace("upper = \"unsaid\"", "upper = \"outside\"")
        .replace(", on = \"unsaid\"", ", on = \"handover\"")
        .replace("from = 18, to = 25", "from = 18, to = 23");
    let report = report(&said, &Lists::from([(Side::A, held_by_a())]));
    let found = kinds(&report);
    assert!(!found.contains(&("young".to_owned(), OpenKind::UpperAgeInside)));
    assert!(!found.contains(&("young".to_owned(), OpenKind::AgeDay)));
    // Born on 1 March 2002: 23 on the day, so inside "under 25" and outside "under 23".
    check(&report, "young", OpenKind::UpperAge, Side::A, &[2]);
}

#[test]
fn the_larger_side_turns_on_parity_and_only_with_both_lists() {
    let young = |rows: std::ops::Range<u32>| -> Vec<Listed> {
        rows.map(|row| line(row, "2003-01-01", "2022-04-12", HealthGrade::Good)).collect()
    };
    let one = report(TERMS, &Lists::from([(Side::B, young(2..7))]));
    check(&one, "quantity", OpenKind::Parity, Side::B, &[]);
    let mut ours = young(2..5);
    // The seriously wounded and civilians are in no parity sum, whatever their number.
    ours.push(line(9, "2003-01-01", "2022-04-12", HealthGrade::SeriouslyWounded));
    ours.push(civilian(10));
    let both = report(TERMS, &Lists::from([(Side::A, ours), (Side::B, young(2..7))]));
    check(&both, "quantity", OpenKind::Parity, Side::A, &[]);
    check(&both, "quantity", OpenKind::Parity, Side::B, &[2, 3, 4, 5, 6]);
    let parity = both.points.iter().find(|point| point.kind == OpenKind::Parity).unwrap();
    let note = parity.turns[&Side::B].note.as_ref().unwrap();
    assert_eq!(note, "5 counted against 3: 2 of them have nobody opposite");
    let ratio = TERMS.replace("ratio = { a = 1, b = 1 }", "ratio = { a = 3, b = 5 }");
    let text = report(&ratio, &Lists::from([(Side::A, young(2..5)), (Side::B, young(2..7))]));
    check(&text, "quantity", OpenKind::Parity, Side::B, &[]);
}

#[test]
fn a_missing_fact_is_not_a_point_of_the_terms() {
    let mut unknown = line(2, "2000", "2022-04-12", HealthGrade::Good);
    unknown.facts.health = None;
    let report = report(TERMS, &Lists::from([(Side::A, vec![unknown])]));
    check(&report, "sick-and-wounded", OpenKind::Definition, Side::A, &[]);
    let missing = &report.missing[&Side::A];
    let gaps: Vec<Gap> = missing.keys().copied().collect();
    assert_eq!(gaps, [Gap::Birth, Gap::Health]);
}

#[test]
fn a_birthday_between_two_days_turns_on_the_day() {
    let said = TERMS
        .replace("upper = \"unsaid\", on = \"unsaid\"", "upper = \"inside\", on = \"handover\"");
    let turns_26 = line(2, "1999-06-09", "2022-04-12", HealthGrade::Good);
    let stays_25 = line(3, "1999-06-10", "2022-04-12", HealthGrade::Good);
    let report = report(&said, &Lists::from([(Side::A, vec![turns_26, stays_25])]));
    check(&report, "dates", OpenKind::NoCommonDate, Side::A, &[2]);
}

#[test]
fn a_floor_that_a_list_cannot_reach_is_shown_even_where_both_read_alike() {
    let lists = Lists::from([(Side::A, held_by_a())]);
    let found = kinds(&report(SETTLED, &lists));
    assert!(found.contains(&("quantity".to_owned(), OpenKind::FloorOutOfReach)));
    let low = SETTLED.replace("floor = 1000", "floor = 3");
    let found = kinds(&report(&low, &lists));
    assert!(!found.contains(&("quantity".to_owned(), OpenKind::FloorOutOfReach)), "{found:?}");
}

/// A settlement of which one side reads a clause differently.
fn differing(clause: &str, from: &str, to: &str) -> String {
    let at = SETTLED.find(&format!("id = \"{clause}\"")).unwrap();
    let (before, rest) = SETTLED.split_at(at);
    let end = rest.find("\n[[clause]]").unwrap_or(rest.len());
    let (row, after) = rest.split_at(end);
    let (head, reading) = row.split_at(row.find("[clause.both]").unwrap());
    assert!(reading.contains(from), "{reading}");
    let a = reading.replace("clause.both", "clause.a");
    let b = reading.replace("clause.both", "clause.b").replace(from, to);
    format!("{before}{head}{a}\n{b}{after}")
}

#[test]
fn every_kind_of_rule_is_compared() {
    for (clause, from, to, kind) in [
        ("quantity", "floor = 1000", "floor = 1200", OpenKind::Floor),
        ("quantity", "stage_least = 20", "stage_least = 50", OpenKind::StageLeast),
        ("quantity", "floor = 1000", "floor = 1000\nceiling = 1200", OpenKind::Ceiling),
        ("quantity", "floor = 1000", "floor = 1000\nexpected = 1200", OpenKind::SpokenOf),
        ("quantity", "= false", "= true", OpenKind::BeyondCategories),
        ("quantity", "parity = \"category\"", "parity = \"total\"", OpenKind::Parity),
        ("long-held", "months_min = 36", "months_min = 24", OpenKind::TimeHeld),
        ("long-held", "on = \"handover\"", "on = 2025-06-09", OpenKind::TimeHeldDay),
        ("young", "on = \"handover\"", "on = \"capture\"", OpenKind::AgeDay),
        ("young", "age = {", "sex = \"female\"\nage = {", OpenKind::Sex),
        ("young", "age = {", "standing = [\"doubtful\"]\nage = {", OpenKind::Standing),
        ("young", "counted = true", "counted = false", OpenKind::Counted),
        ("sick-and-wounded", "\"seriously-sick\"]", "\"sick\"]", OpenKind::Grades),
        (
            "sick-and-wounded",
            "definition = \"annex-i\"",
            "definition = \"unsaid\"",
            OpenKind::Definition,
        ),
        ("order", "band_days = 90", "band_days = 30", OpenKind::Order),
        ("commissions", "\"mixed-annex-ii\"", "\"joint\"", OpenKind::Commission),
        ("bodies", "b_gives = 6000", "b_gives = 3000", OpenKind::BodiesNumber),
        ("bodies", "\"not-necessarily\"", "\"by-dna\"", OpenKind::BodiesIdentified),
        ("dates", "2025-06-09,", "2025-06-08,", OpenKind::NoCommonDate),
        ("children", "names = 339", "names = 340", OpenKind::ReleaseNumber),
        ("disclosure", "\"withheld\"", "\"open\"", OpenKind::Disclosure),
        ("disclosure", "least_cell = 5", "least_cell = 10", OpenKind::Disclosure),
        ("no-active-service", "\"end-of-hostilities\"", "2026-01-01", OpenKind::Condition),
        ("further-round", "agreed = false", "agreed = true", OpenKind::FurtherRound),
    ] {
        let text = differing(clause, from, to);
        let found = kinds(&report(&text, &Lists::new()));
        assert!(found.contains(&(clause.to_owned(), kind)), "{clause} {kind:?}: {found:?}");
    }
}

#[test]
fn a_clause_of_which_one_side_says_nothing_is_open_and_names_whom_it_takes_in() {
    let text = differing("long-held", "", "");
    let at = text.find("[clause.b.rule]").unwrap();
    let end = at + text[at..].find("[[clause]]").unwrap();
    let text = format!("{}silent = true\n\n{}", &text[..at], &text[end..]);
    let report = report(&text, &Lists::from([(Side::B, held_by_a())]));
    check(&report, "long-held", OpenKind::OneSided, Side::B, &[2, 4, 5, 6]);
}
