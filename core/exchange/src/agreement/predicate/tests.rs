use super::*;

const HANDOVER: &str = "2025-06-09";

fn date(text: &str) -> PartialDate {
    PartialDate::try_from(text.to_owned()).unwrap()
}

fn person(birth: &str, captured: &str) -> Facts {
    Facts { birth: Some(date(birth)), captured: Some(date(captured)), ..Facts::default() }
}

fn check(predicate: &Predicate, facts: &Facts, truth: Truth, gaps: &[Gap]) {
    let on = HANDOVER.parse().unwrap();
    assert_eq!(predicate.holds(facts, on), truth, "{facts:?}");
    assert_eq!(predicate.gaps(facts, on), gaps.iter().copied().collect(), "{facts:?}");
}

fn age(from: Option<u8>, to: u8, upper: Upper, on: Reference) -> Predicate {
    Predicate { age: Some(Age { from, to: Some(to), upper, on }), ..Predicate::default() }
}

#[test]
fn exactly_25_is_inside_outside_or_undecided_as_the_words_say() {
    let exactly_25 = person("2000-06-09", "2022-05-01");
    let almost_26 = person("1999-06-10", "2022-05-01");
    let is_26 = person("1999-06-09", "2022-05-01");
    let is_24 = person("2000-06-10", "2022-05-01");
    let inside = age(Some(18), 25, Upper::Inside, Reference::Handover);
    check(&inside, &exactly_25, Truth::Yes, &[]);
    check(&inside, &almost_26, Truth::Yes, &[]);
    check(&inside, &is_26, Truth::No, &[]);
    let outside = age(Some(18), 25, Upper::Outside, Reference::Handover);
    check(&outside, &exactly_25, Truth::No, &[]);
    check(&outside, &is_24, Truth::Yes, &[]);
    let unsaid = age(Some(18), 25, Upper::Unsaid, Reference::Handover);
    check(&unsaid, &exactly_25, Truth::Undecided, &[Gap::UpperAge]);
    check(&unsaid, &is_24, Truth::Yes, &[]);
    check(&unsaid, &is_26, Truth::No, &[]);
}

#[test]
fn the_reference_day_decides_for_those_who_grew_older_in_captivity() {
    let grew_older = person("1998-01-15", "2022-04-12");
    check(&age(None, 25, Upper::Inside, Reference::Capture), &grew_older, Truth::Yes, &[]);
    check(&age(None, 25, Upper::Inside, Reference::Handover), &grew_older, Truth::No, &[]);
    let unsaid = age(None, 25, Upper::Inside, Reference::Unsaid);
    check(&unsaid, &grew_older, Truth::Undecided, &[Gap::ReferenceDay]);
    let fixed = age(None, 25, Upper::Inside, Reference::Fixed("2024-01-14".parse().unwrap()));
    check(&fixed, &grew_older, Truth::Yes, &[]);
}

#[test]
fn a_partly_known_date_decides_only_where_every_day_of_it_agrees() {
    let young = age(Some(18), 25, Upper::Inside, Reference::Handover);
    check(&young, &person("1990", "2022"), Truth::No, &[]);
    check(&young, &person("2002", "2022"), Truth::Yes, &[]);
    check(&young, &person("1999", "2022"), Truth::Undecided, &[Gap::Birth]);
    check(&young, &Facts::default(), Truth::Undecided, &[Gap::Birth]);
    let narrow = age(Some(25), 25, Upper::Inside, Reference::Capture);
    let wide = person("1998-02-01", "2023");
    check(&narrow, &wide, Truth::Undecided, &[Gap::Captured]);
}

#[test]
fn one_firm_no_decides_whatever_else_is_missing() {
    let mut young = age(None, 25, Upper::Unsaid, Reference::Unsaid);
    young.sex = Some(Sex::Female);
    check(&young, &person("1970-01-01", "2022"), Truth::No, &[]);
    check(&young, &person("2002-01-01", "2022"), Truth::Undecided, &[Gap::Sex]);
}

#[test]
fn an_undefined_serious_grade_leaves_the_sick_and_convalescent_open_and_nobody_else() {
    let serious = |definition| Predicate {
        health: Some(Health {
            grades: BTreeSet::from([HealthGrade::SeriouslyWounded, HealthGrade::SeriouslySick]),
            definition,
        }),
        ..Predicate::default()
    };
    let graded = |health| Facts { health: Some(health), ..Facts::default() };
    let unsaid = serious(Definition::Unsaid);
    check(&unsaid, &graded(HealthGrade::SeriouslySick), Truth::Yes, &[]);
    check(&unsaid, &graded(HealthGrade::Sick), Truth::Undecided, &[Gap::Definition]);
    check(&unsaid, &graded(HealthGrade::Convalescent), Truth::Undecided, &[Gap::Definition]);
    check(&unsaid, &graded(HealthGrade::SlightlyWounded), Truth::No, &[]);
    check(&unsaid, &Facts::default(), Truth::Undecided, &[Gap::Health]);
    check(&serious(Definition::AnnexI), &graded(HealthGrade::Sick), Truth::No, &[]);
}

#[test]
fn a_long_captivity_is_counted_in_whole_months() {
    let held = |on| Predicate { held: Some(Held { months_min: 36, on }), ..Predicate::default() };
    let handover = held(Reference::Handover);
    check(&handover, &person("1990", "2022-06-09"), Truth::Yes, &[]);
    check(&handover, &person("1990", "2022-06-10"), Truth::No, &[]);
    check(&handover, &person("1990", "2022-06"), Truth::Undecided, &[Gap::Captured]);
    check(&handover, &Facts::default(), Truth::Undecided, &[Gap::Captured]);
    let fixed = held(Reference::Fixed("2025-06-10".parse().unwrap()));
    check(&fixed, &person("1990", "2022-06-10"), Truth::Yes, &[]);
}

#[test]
fn somebody_born_on_29_february_completes_a_year_on_1_march() {
    let born = "2000-02-29".parse().unwrap();
    assert_eq!(age_years(born, "2025-02-28".parse().unwrap()), 24);
    assert_eq!(age_years(born, "2025-03-01".parse().unwrap()), 25);
    assert_eq!(age_years(born, "2024-02-29".parse().unwrap()), 24);
}
