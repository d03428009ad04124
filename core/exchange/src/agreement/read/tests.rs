use super::*;
use crate::agreement::{Age, Parity, Reference, Settled, Upper};

const TERMS: &str = include_str!("../../../../../examples/istanbul-2025/terms.toml");
const SETTLED: &str = include_str!("../../../../../examples/istanbul-2025/settled.toml");

/// Terms with one clause, whose rule on side A is given; side B is silent.
fn terms(track: &str, rule: &str) -> String {
    format!(
        r#"format = 1
title = "practice"
practice = true
round = {{ name = "first", place = "nowhere", date = 2025-06-02 }}
sides = {{ a = "North", b = "South" }}

[[clause]]
id = "one"
track = "{track}"
title = "one clause"

[clause.a]
text = "words"

[clause.a.rule]
{rule}

[clause.b]
text = "nothing was said"
silent = true
"#
    )
}

fn flaws(text: &str) -> Vec<Finding> {
    match read(text.as_bytes()) {
        Err(NotRead::Flawed(flaws)) => flaws,
        other => panic!("{other:?}"),
    }
}

/// The line on which a piece of the text stands first, counted from 1.
fn line_of(text: &str, piece: &str) -> u32 {
    let at = text.find(piece).unwrap();
    u32::try_from(text[..at].lines().count() + usize::from(text[..at].ends_with('\n')))
        .unwrap()
        .max(1)
}

/// Checks that a text has exactly one flaw: where it stands, its kind, and words of its message.
fn check(text: &str, piece: &str, kind: &str, words: &[&str]) {
    let flaws = flaws(text);
    assert_eq!(flaws.len(), 1, "{flaws:#?}");
    let message = flaws[0].to_string();
    let line = line_of(text, piece);
    assert_eq!((flaws[0].row, flaws[0].kind.as_str()), (Some(line), kind), "{message}");
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
}

/// Checks that terms are refused, with the line and the article.
fn check_refused(text: &str, piece: &str, article: &str) {
    match read(text.as_bytes()) {
        Err(NotRead::Refused(refusals)) => {
            assert_eq!(refusals.len(), 1, "{refusals:#?}");
            assert_eq!(refusals[0].0, line_of(text, piece));
            let basis = refusals[0].1.basis().unwrap();
            assert!(basis.starts_with(article), "{basis}");
        }
        other => panic!("{other:?}"),
    }
}

const CATEGORY: &str = "kind = \"category\"\ncategory = \"c\"\ncounted = true\n";

#[test]
fn the_published_terms_are_read_with_both_readings_and_a_source_for_each() {
    let document = read(TERMS.as_bytes()).unwrap();
    let terms = document.terms;
    assert_eq!(terms.round.date.to_string(), "2025-06-02");
    let ids: Vec<&str> = terms.rows.iter().map(|row| row.id.as_str()).collect();
    for id in
        ["quantity", "young", "sick-and-wounded", "commissions", "bodies", "dates", "children"]
    {
        assert!(ids.contains(&id), "{id}");
    }
    for row in &terms.rows {
        for side in Side::BOTH {
            assert!(!row.reading(side).sources.is_empty(), "{} {side}", row.id);
        }
        let line = document.lines[&row.id] as usize - 1;
        assert_eq!(TERMS.lines().nth(line), Some("[[clause]]"), "{}", row.id);
    }
    let young = terms.rows.iter().find(|row| row.id.as_str() == "young").unwrap();
    let Some(Rule::Category(rule)) = &young.b.rule else { panic!("{young:?}") };
    let age = Age { from: None, to: Some(25), upper: Upper::Unsaid, on: Reference::Unsaid };
    assert_eq!(rule.predicate.age, Some(age));
}

#[test]
fn the_practice_settlement_is_settled_and_says_that_it_is_invented() {
    let terms = read(SETTLED.as_bytes()).unwrap().terms;
    assert!(terms.practice);
    let settled = Settled::of(&terms.common_clauses()).unwrap();
    assert_eq!(settled.parity, Parity::Category);
    assert_eq!(settled.categories.len(), 4);
    assert!(settled.dates[&Track::Remains].is_empty());
    assert!(!settled.further_round.unwrap().agreed);
}

#[test]
fn a_key_that_is_unknown_is_named_with_its_line_and_the_nearest_one() {
    let age = "age = { to = 25, uper = \"inside\", upper = \"inside\", on = \"handover\" }";
    let text = terms("prisoners", &format!("{CATEGORY}{age}"));
    check(&text, "age =", "unknown-key", &["clause.one.a.rule.age.uper", "`upper`"]);
    let text = TERMS.replacen("practice =", "practise = true\npractice =", 1);
    check(&text, "practise", "unknown-key", &["`practice`"]);
    let text = TERMS.replacen("sources =", "source = []\nsources =", 1);
    check(&text, "source =", "unknown-key", &["clause.quantity.a.source", "`sources`"]);
}

#[test]
fn a_key_that_is_missing_is_named_where_it_should_stand() {
    let rule = |rule: &str, key| {
        check(&terms("prisoners", rule), "[clause.a.rule]", "missing-key", &[key]);
    };
    rule("kind = \"category\"\ncategory = \"c\"", "counted");
    rule("category = \"c\"\ncounted = true", "kind");
    let text = TERMS.replacen("beyond_categories = true", "", 1);
    check(&text, "[clause.b.rule]", "missing-key", &["beyond_categories"]);
    let text = TERMS.replacen("practice = false", "", 1);
    check(&text, "#", "missing-key", &["practice"]);
}

#[test]
fn a_value_of_another_type_is_named_with_what_is_wanted() {
    let text = terms("prisoners", "kind = \"category\"\ncategory = \"c\"\ncounted = \"yes\"");
    check(&text, "counted =", "wrong-type", &["counted", "true or false", "string"]);
    let rule = "kind = \"remains\"\na_gives = 1.5\nb_gives = 6000\nidentified = \"unsaid\"";
    check(&terms("remains", rule), "a_gives", "wrong-type", &["a_gives", "whole number"]);
    for dates in ["[\"next week\"]", "[2025-06-07T10:00:00]", "2025-06-07"] {
        let text = terms("prisoners", &format!("kind = \"schedule\"\ndates = {dates}"));
        check(&text, "dates =", "wrong-type", &["dates", "YYYY-MM-DD"]);
    }
}

#[test]
fn a_word_or_a_number_outside_the_form_is_refused_with_those_inside() {
    let age = |upper: &str, to: u32| {
        let age = format!("age = {{ to = {to}, upper = \"{upper}\", on = \"handover\" }}");
        terms("prisoners", &format!("{CATEGORY}{age}"))
    };
    check(&age("insied", 25), "age =", "unknown-word", &["did you mean `inside`?"]);
    check(&age("inside", 250), "age =", "out-of-range", &["250", "0 to 120"]);
    check(&terms("prisoner", CATEGORY), "track =", "unknown-word", &["`prisoners`"]);
    let text = TERMS.replacen("floor = 1000", "floor = -1", 1);
    check(&text, "floor =", "out-of-range", &["-1"]);
    let text = TERMS.replacen("format = 1", "format = 2", 1);
    check(&text, "format =", "out-of-range", &["the number 1"]);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let age = "age = { from = 30, to = 25, upper = \"inside\", on = \"handover\" }";
    check(&terms("prisoners", &format!("{CATEGORY}{age}")), "age =", "age-range", &["30", "25"]);
    let held = format!("{CATEGORY}held = {{ months_min = 36, on = \"capture\" }}");
    check(&terms("prisoners", &held), "held =", "held-at-capture", &["handover"]);
    let both = "kind = \"schedule\"\nnone_agreed = true\ndates = [2025-06-07]";
    check(&terms("prisoners", both), "none_agreed", "dates-and-none", &["one of the two"]);
    let round = "kind = \"further-round\"\nagreed = false\ndate = 2025-07-01";
    check(&terms("prisoners", round), "date = 2025-07", "day-without-round", &["drop the day"]);
    check(&terms("remains", CATEGORY), "kind =", "wrong-track", &["`remains`"]);
    let text = TERMS.replacen("floor = 1000", "floor = 1000\nceiling = 10", 1);
    check(&text, "floor =", "floor-above-ceiling", &["1000", "10"]);
}

#[test]
fn an_id_stands_once_and_a_category_is_defined_before_it_is_ordered() {
    let text = TERMS.replacen("id = \"children\"", "id = \"quantity\"", 1);
    let flaws_found = flaws(&text);
    assert_eq!(flaws_found.len(), 1);
    let last = text.rfind("id = \"quantity\"").unwrap();
    assert_eq!(flaws_found[0].row, Some(line_of(&text, &text[last..])));
    assert!(flaws_found[0].what.contains("stands already at line"), "{}", flaws_found[0]);
    let again = "category = \"sick-and-wounded\"";
    let twice = SETTLED.replacen("category = \"young\"", again, 1);
    let kinds: Vec<String> = flaws(&twice).into_iter().map(|flaw| flaw.kind).collect();
    assert!(kinds.contains(&"duplicate-category".to_owned()), "{kinds:?}");
    let text = SETTLED.replacen("\"young\", \"long-held\"]", "\"yuong\", \"long-held\"]", 1);
    check(&text, "precedence =", "unknown-category", &["`yuong`", "young"]);
}

#[test]
fn the_two_readings_must_speak_of_one_thing() {
    let text = TERMS.replacen("group = \"children\"", "group = \"minors\"", 1);
    let flaws_found = flaws(&text);
    assert_eq!(flaws_found[0].kind, "unlike-readings");
    assert!(flaws_found[0].to_string().contains("`minors`"), "{}", flaws_found[0]);
    let silent = terms("prisoners", CATEGORY).replacen("\"words\"", "\"words\"\nsilent = true", 1);
    check(&silent, "silent =", "silent-rule", &["drop"]);
}

#[test]
fn a_file_that_is_no_toml_text_at_all_is_named_for_what_it_is() {
    check_kind(b"", "empty");
    check_kind(b" \n\n", "empty");
    check_kind(b"format = ", "not-toml");
    check_kind(b"format = 1\nformat = 1\n", "not-toml");
    check_kind("title = \"\u{442}\"".replace('\u{442}', "\u{1}").as_bytes(), "not-toml");
    check_kind(b"format = 1\ntitle = \"\xd2\xe5\"\n", "not-utf8");
    check_kind(&vec![b'#'; TERMS_BYTES_MAX + 1], "too-large");
}

fn check_kind(bytes: &[u8], kind: &str) {
    match read(bytes) {
        Err(NotRead::Flawed(flaws)) => assert_eq!(flaws[0].kind, kind, "{flaws:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_spoilt_byte_gives_terms_or_a_reason_and_never_a_fall() {
    let mut reasons = 0;
    for at in (0..TERMS.len()).step_by(257) {
        for byte in [b'"', b'[', b'=', b'9', 0, 0xff] {
            let mut spoilt = TERMS.as_bytes().to_vec();
            spoilt[at] = byte;
            match read(&spoilt) {
                Ok(document) => assert_eq!(document.terms.rows.len(), document.lines.len()),
                Err(NotRead::Flawed(flaws)) => reasons += flaws.len(),
                Err(NotRead::Refused(refusals)) => reasons += refusals.len(),
            }
        }
    }
    assert!(reasons > 50, "{reasons}");
}

#[test]
fn a_mark_at_the_start_of_the_file_is_no_flaw() {
    assert!(read(format!("\u{feff}{TERMS}").as_bytes()).is_ok());
    assert!(read(TERMS.replace('\n', "\r\n").as_bytes()).is_ok());
}

#[test]
fn sources_are_addresses_and_only_practice_does_without() {
    let text = TERMS.replacen("https://www.trtworld", "www.trtworld", 1);
    check(&text, "sources =", "not-an-address", &["https://"]);
    let none = TERMS.replacen("[\"https://www.trtworld.com/article/81d13d26fd6a\"]", "[]", 1);
    check(&none, "sources =", "empty-array", &["sources"]);
}

/// GC III art. 16: no adverse distinction. Health, age, sex and time in captivity may be asked.
#[test]
fn a_rule_on_unit_origin_or_opinion_is_shown_as_adverse_distinction() {
    let asks = |what: &str| terms("prisoners", &format!("{CATEGORY}{what}"));
    assert!(read(asks("sex = \"female\"").as_bytes()).is_ok());
    check_refused(&asks("unit = [\"1 brigade\"]"), "unit =", "GC III art. 16");
    check_refused(&asks("origin = \"north\""), "origin =", "GC III art. 16");
    check_refused(&asks("opinion = \"any\""), "opinion =", "GC III art. 16");
}

/// GC III art. 13 and 6: a disclosure clause tells of counts and never of names.
#[test]
fn a_disclosure_of_names_or_of_small_cells_is_refused() {
    let rule = |more: &str| {
        let open =
            ["number", "category_split", "next_date", "year_of_capture", "region_of_capture"]
                .map(|fact| format!("{fact} = \"open\"\n"))
                .concat();
        terms("prisoners", &format!("kind = \"disclosure\"\n{open}{more}"))
    };
    assert!(read(rule("least_cell = 5").as_bytes()).is_ok());
    check_refused(&rule("least_cell = 5\nnames = \"open\""), "names =", "GC III art. 6, 13");
    check_refused(&rule("least_cell = 4"), "[[clause]]", "GC III art. 6, 13");
}
