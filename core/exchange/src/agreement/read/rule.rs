//! Reading the rule of one clause. Each kind has its own keys; `spec/1-agreement.md` lists them.

use std::collections::BTreeSet;

use super::Place;
use super::keys::{Keys, Noted, Reader};
use crate::agreement::{
    Age, Basis, Bodies, CategoryRule, Commission, CommissionKind, Condition, Counted, Definition,
    Disclosure, Expiry, FurtherRound, Health, Held, Identified, Openness, Order, Parity, Predicate,
    Quantity, Ratio, Reference, Refusal, Release, Remains, Right, Rule, Schedule, Track, Until,
    Upper,
};
use crate::vocabulary::{CategoryId, HealthGrade, Sex, Standing};

/// The greatest number of people that terms may speak of.
const PEOPLE_MAX: u32 = 1_000_000;

/// What a category may ask.
const PREDICATE: [&str; 5] = ["age", "health", "held", "sex", "standing"];

/// What a category may not ask (GC III art. 16), by the words people write for it.
const DISTINCTIONS: [&str; 14] = [
    "unit",
    "units",
    "formation",
    "branch",
    "origin",
    "region",
    "birthplace",
    "nationality",
    "citizenship",
    "ethnicity",
    "race",
    "language",
    "religion",
    "opinion",
];

const QUANTITY: [&str; 9] = [
    "basis",
    "parity",
    "ratio",
    "counts",
    "floor",
    "ceiling",
    "expected",
    "stage_least",
    "beyond_categories",
];
const CATEGORY: [&str; 21] = {
    let mut keys = [""; 21];
    keys[0] = "category";
    keys[1] = "counted";
    let mut at = 0;
    while at < PREDICATE.len() {
        keys[2 + at] = PREDICATE[at];
        at += 1;
    }
    let mut word = 0;
    while word < DISTINCTIONS.len() {
        keys[7 + word] = DISTINCTIONS[word];
        word += 1;
    }
    keys
};

/// The keys of each kind of rule.
const FORMS: [(&str, &[&str]); 10] = [
    ("quantity", &QUANTITY),
    ("category", &CATEGORY),
    ("order", &["precedence", "categories_first", "band_days"]),
    ("commission", &["composition", "permanent", "bars_return"]),
    ("remains", &["a_gives", "b_gives", "identified"]),
    ("schedule", &["dates", "none_agreed", "size"]),
    ("release", &["group", "names", "counted"]),
    (
        "disclosure",
        &[
            "number",
            "category_split",
            "next_date",
            "year_of_capture",
            "region_of_capture",
            "least_cell",
            "names",
        ],
    ),
    ("condition", &["holder", "expires", "waives"]),
    ("further-round", &["agreed", "date"]),
];

/// Reads the table `rule` of a reading.
pub(super) fn read(reader: &mut Reader<'_>, reading: &Keys<'_>, place: &Place) -> Option<Rule> {
    let (kind, keys) = reader.table_by_kind(reading, "rule", &FORMS)?;
    check_track(reader, &keys, kind, place.track);
    match kind {
        "quantity" => quantity(reader, &keys).map(Rule::Quantity),
        "category" => category(reader, &keys, place).map(Rule::Category),
        "order" => order(reader, &keys).map(Rule::Order),
        "commission" => commission(reader, &keys).map(Rule::Commission),
        "remains" => remains(reader, &keys).map(Rule::Remains),
        "schedule" => schedule(reader, &keys).map(Rule::Schedule),
        "release" => release(reader, &keys).map(Rule::Release),
        "disclosure" => disclosure(reader, &keys, place).map(Rule::Disclosure),
        "condition" => condition(reader, &keys).map(Rule::Condition),
        _ => further_round(reader, &keys).map(Rule::FurtherRound),
    }
}

/// A rule about bodies stands on the track of the dead, and a category never does.
fn check_track(reader: &mut Reader<'_>, keys: &Keys<'_>, kind: &str, track: Option<Track>) {
    let Some(track) = track else { return };
    let (fits, belongs) = match kind {
        "remains" => (track == Track::Remains, "remains"),
        "release" => (track == Track::Civilians, "civilians"),
        "category" => (track != Track::Remains, "prisoners or civilians"),
        "quantity" | "order" | "commission" => (track != Track::Remains, "prisoners"),
        _ => (true, ""),
    };
    if !fits {
        let what = format!("a `{kind}` rule cannot stand on the track `{}`", track.word());
        reader.flaw(keys.at("kind"), "wrong-track", what, &format!("its track is {belongs}"));
    }
}

fn quantity(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Quantity> {
    let basis =
        reader.word(keys, "basis", &[("category", Basis::Category), ("number", Basis::Number)]);
    let parity = reader.word(
        keys,
        "parity",
        &[("none", Parity::None), ("category", Parity::Category), ("total", Parity::Total)],
    );
    let (ratio, counts) = match parity {
        Some(Parity::None) => {
            for key in ["ratio", "counts"] {
                if keys.has(key) {
                    let what = format!("`{key}` stands beside `parity = \"none\"`");
                    reader.flaw(keys.at(key), "no-parity", what, "drop it, or name a parity");
                }
            }
            (Some(Ratio::EQUAL), Some(BTreeSet::new()))
        }
        Some(Parity::Category | Parity::Total) => (ratio(reader, keys), counts(reader, keys)),
        None => (None, None),
    };
    let floor = reader.number_or_absent(keys, "floor", 1, PEOPLE_MAX);
    let ceiling = reader.number_or_absent(keys, "ceiling", 1, PEOPLE_MAX);
    let expected = reader.number_or_absent(keys, "expected", 1, PEOPLE_MAX);
    let stage_least = reader.number_or_absent(keys, "stage_least", 1, PEOPLE_MAX);
    let beyond_categories = reader.truth(keys, "beyond_categories");
    if let (Ok(Some(floor)), Ok(Some(ceiling))) = (floor, ceiling)
        && floor > ceiling
    {
        let what = format!("the floor {floor} lies above the ceiling {ceiling}");
        reader.flaw(keys.at("floor"), "floor-above-ceiling", what, "lower it or raise the ceiling");
    }
    if basis == Some(Basis::Number) && floor == Ok(None) && ceiling == Ok(None) {
        let what = "a number decides and none stands there".to_owned();
        reader.flaw(keys.at("basis"), "no-number", what, "add `floor` or `ceiling`");
    }
    Some(Quantity {
        basis: basis?,
        parity: parity?,
        ratio: ratio?,
        counts: counts?,
        floor: floor.ok()?,
        ceiling: ceiling.ok()?,
        expected: expected.ok()?,
        stage_least: stage_least.ok()?,
        beyond_categories: beyond_categories?,
    })
}

fn ratio(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Ratio> {
    let keys = reader.table(keys, "ratio", &["a", "b"])?;
    let (a, b) = (reader.number(&keys, "a", 1, 1000), reader.number(&keys, "b", 1, 1000));
    Some(Ratio { a: a?, b: b? })
}

fn counts(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<BTreeSet<Counted>> {
    let words = [
        ("prisoners", Counted::Prisoners),
        ("seriously-wounded", Counted::SeriouslyWounded),
        ("seriously-sick", Counted::SeriouslySick),
        ("retained", Counted::Retained),
        ("civilians", Counted::Civilians),
    ];
    reader.words(keys, "counts", &words).map(BTreeSet::from_iter)
}

fn category(reader: &mut Reader<'_>, keys: &Keys<'_>, place: &Place) -> Option<CategoryRule> {
    let category = reader.id(keys, "category", CategoryId::read);
    let counted = reader.truth(keys, "counted");
    for (line, by) in reader.present(keys, &DISTINCTIONS) {
        if let Some(clause) = &place.clause {
            reader.refuse(line, Refusal::AdverseDistinction { clause: clause.clone(), by });
        }
    }
    let age = part(reader, keys, "age", age);
    let health = part(reader, keys, "health", health);
    let held = part(reader, keys, "held", held);
    let sex = part(reader, keys, "sex", |reader, keys| {
        reader.word(keys, "sex", &[("female", Sex::Female), ("male", Sex::Male)])
    });
    let standing = part(reader, keys, "standing", standing);
    let predicate = Predicate {
        age: age.ok()?,
        health: health.ok()?,
        held: held.ok()?,
        sex: sex.ok()?,
        standing: standing.ok()?,
    };
    Some(CategoryRule { category: category?, predicate, counted: counted? })
}

/// Reads a part of a predicate where it stands.
fn part<T>(
    reader: &mut Reader<'_>,
    keys: &Keys<'_>,
    key: &str,
    read: impl Fn(&mut Reader<'_>, &Keys<'_>) -> Option<T>,
) -> Result<Option<T>, Noted> {
    if keys.has(key) { read(reader, keys).map(Some).ok_or(Noted) } else { Ok(None) }
}

fn age(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Age> {
    let keys = reader.table(keys, "age", &["from", "to", "upper", "on"])?;
    let from = reader.number_or_absent(&keys, "from", 0, 120);
    let to = reader.number_or_absent(&keys, "to", 0, 120);
    let upper = match to {
        Ok(None) if keys.has("upper") => {
            let what = "`upper` stands without `to`".to_owned();
            reader.flaw(keys.at("upper"), "no-upper-age", what, "add `to`, or drop `upper`");
            None
        }
        Ok(None) => Some(Upper::Inside),
        Ok(Some(_)) | Err(Noted) => reader.word(
            &keys,
            "upper",
            &[("inside", Upper::Inside), ("outside", Upper::Outside), ("unsaid", Upper::Unsaid)],
        ),
    };
    let on = reference(reader, &keys);
    if let (Ok(Some(from)), Ok(Some(to))) = (from, to)
        && from > to
    {
        let what = format!("the least age {from} lies above the upper age {to}");
        reader.flaw(keys.at("from"), "age-range", what, "exchange the two");
    }
    if from == Ok(None) && to == Ok(None) {
        let what = "an age without `from` and without `to` asks for nothing".to_owned();
        reader.flaw(keys.at("from"), "age-range", what, "add one of them, or drop `age`");
    }
    let small = |years: Option<u32>| years.and_then(|years| u8::try_from(years).ok());
    Some(Age { from: small(from.ok()?), to: small(to.ok()?), upper: upper?, on: on? })
}

fn reference(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Reference> {
    let words = [
        ("capture", Reference::Capture),
        ("handover", Reference::Handover),
        ("unsaid", Reference::Unsaid),
    ];
    match reader.date_or_text(keys, "on")? {
        Ok(date) => Some(Reference::Fixed(date)),
        Err(text) => reader.one_of(keys, "on", &text, &words),
    }
}

fn health(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Health> {
    let keys = reader.table(keys, "health", &["grades", "definition"])?;
    let grades = reader.words(
        &keys,
        "grades",
        &[
            ("good", HealthGrade::Good),
            ("not-wounded", HealthGrade::NotWounded),
            ("recovered", HealthGrade::Recovered),
            ("convalescent", HealthGrade::Convalescent),
            ("sick", HealthGrade::Sick),
            ("slightly-wounded", HealthGrade::SlightlyWounded),
            ("seriously-wounded", HealthGrade::SeriouslyWounded),
            ("seriously-sick", HealthGrade::SeriouslySick),
        ],
    );
    let definition = reader.word(
        &keys,
        "definition",
        &[
            ("annex-i", Definition::AnnexI),
            ("commission", Definition::Commission),
            ("unsaid", Definition::Unsaid),
        ],
    );
    Some(Health { grades: BTreeSet::from_iter(grades?), definition: definition? })
}

fn held(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Held> {
    let keys = reader.table(keys, "held", &["months_min", "on"])?;
    let months = reader.number(&keys, "months_min", 1, 1200);
    let on = reference(reader, &keys);
    if on == Some(Reference::Capture) {
        let what = "on the day of capture nobody has been held for any time".to_owned();
        reader.flaw(keys.at("on"), "held-at-capture", what, "write `handover` or a day");
        return None;
    }
    Some(Held { months_min: months.and_then(|months| u16::try_from(months).ok())?, on: on? })
}

fn standing(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<BTreeSet<Standing>> {
    let words = [
        ("prisoner-of-war", Standing::PrisonerOfWar),
        ("retained", Standing::Retained),
        ("civilian", Standing::Civilian),
        ("doubtful", Standing::Doubtful),
    ];
    reader.words(keys, "standing", &words).map(BTreeSet::from_iter)
}

fn order(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Order> {
    let names = reader.texts(keys, "precedence", true);
    let precedence: Option<Vec<CategoryId>> = names.and_then(|names| {
        names.iter().map(|name| reader.id_in(keys, "precedence", name, CategoryId::read)).collect()
    });
    let twice = precedence
        .as_ref()
        .is_some_and(|order| order.iter().collect::<BTreeSet<_>>().len() != order.len());
    if twice {
        let what = "a category stands twice in the order".to_owned();
        reader.flaw(keys.at("precedence"), "duplicate-category", what, "name each once");
    }
    let categories_first = reader.truth(keys, "categories_first");
    let band_days = reader.number(keys, "band_days", 1, 3650);
    let band_days = band_days.and_then(|days| u16::try_from(days).ok());
    Some(Order {
        precedence: precedence?,
        categories_first: categories_first?,
        band_days: band_days?,
    })
}

fn commission(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Commission> {
    let composition = reader.word(
        keys,
        "composition",
        &[
            ("mixed-annex-ii", CommissionKind::MixedAnnexII),
            ("joint", CommissionKind::Joint),
            ("unsaid", CommissionKind::Unsaid),
        ],
    );
    let permanent = reader.truth_or_absent(keys, "permanent");
    let bars_return = reader.truth(keys, "bars_return");
    Some(Commission {
        composition: composition?,
        permanent: permanent.ok()?,
        bars_return: bars_return?,
    })
}

fn remains(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Remains> {
    let (a_gives, b_gives) = (bodies(reader, keys, "a_gives"), bodies(reader, keys, "b_gives"));
    let identified = reader.word(
        keys,
        "identified",
        &[
            ("by-dna", Identified::ByDna),
            ("not-necessarily", Identified::NotNecessarily),
            ("unsaid", Identified::Unsaid),
        ],
    );
    Some(Remains { a_gives: a_gives?, b_gives: b_gives?, identified: identified? })
}

/// A number, `as-many-as-there-are` or `none`.
fn bodies(reader: &mut Reader<'_>, keys: &Keys<'_>, key: &str) -> Option<Bodies> {
    if keys.is_text(key) {
        let words = [("as-many-as-there-are", Bodies::AsManyAsThereAre), ("none", Bodies::None)];
        return reader.word(keys, key, &words);
    }
    reader.number(keys, key, 1, PEOPLE_MAX).map(Bodies::Number)
}

fn schedule(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Schedule> {
    let size = reader.number_or_absent(keys, "size", 1, PEOPLE_MAX);
    let none_agreed = reader.truth_or_absent(keys, "none_agreed").ok()?.unwrap_or(false);
    let dates = match (none_agreed, keys.has("dates")) {
        (true, false) => Vec::new(),
        (false, _) => reader.dates(keys, "dates")?,
        (true, true) => {
            let what = "`none_agreed` stands beside `dates`".to_owned();
            reader.flaw(keys.at("none_agreed"), "dates-and-none", what, "write one of the two");
            return None;
        }
    };
    if dates.is_empty() && !none_agreed {
        let what = "`dates` is empty".to_owned();
        reader.flaw(
            keys.at("dates"),
            "empty-array",
            what,
            "name a day, or write none_agreed = true",
        );
        return None;
    }
    Some(Schedule { dates: BTreeSet::from_iter(dates), size: size.ok()? })
}

fn release(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Release> {
    let group = reader.id(keys, "group", CategoryId::read);
    let names = reader.number_or_absent(keys, "names", 1, PEOPLE_MAX);
    let counted = reader.truth(keys, "counted");
    Some(Release { group: group?, names: names.ok()?, counted: counted? })
}

fn disclosure(reader: &mut Reader<'_>, keys: &Keys<'_>, place: &Place) -> Option<Disclosure> {
    for (line, _) in reader.present(keys, &["names"]) {
        if let Some(clause) = &place.clause {
            let clause = clause.clone();
            reader.refuse(line, Refusal::WorsensConvention {
                clause,
                what: "a disclosure clause may not speak of names",
                article: "GC III art. 6, 13: no prisoner may be made an object of public curiosity",
            });
        }
    }
    let number = openness(reader, keys, "number");
    let category_split = openness(reader, keys, "category_split");
    let next_date = openness(reader, keys, "next_date");
    let year_of_capture = openness(reader, keys, "year_of_capture");
    let region_of_capture = openness(reader, keys, "region_of_capture");
    let least_cell = reader.number(keys, "least_cell", 1, 10_000);
    Some(Disclosure {
        number: number?,
        category_split: category_split?,
        next_date: next_date?,
        year_of_capture: year_of_capture?,
        region_of_capture: region_of_capture?,
        least_cell: least_cell.and_then(|cell| u16::try_from(cell).ok())?,
    })
}

/// `open`, `withheld`, or a table with `until`.
fn openness(reader: &mut Reader<'_>, keys: &Keys<'_>, key: &str) -> Option<Openness> {
    if keys.is_table(key) {
        let keys = reader.table(keys, key, &["until"])?;
        let until = match reader.date_or_text(&keys, "until")? {
            Ok(date) => Until::Date(date),
            Err(text) => {
                let words = [("all-stages-done", Until::AllStagesDone)];
                reader.one_of(&keys, "until", &text, &words)?
            }
        };
        return Some(Openness::Embargoed(until));
    }
    reader.word(keys, key, &[("open", Openness::Open), ("withheld", Openness::Withheld)])
}

fn condition(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<Condition> {
    let holder = reader.text(keys, "holder");
    let expires = match reader.date_or_text(keys, "expires") {
        Some(Ok(date)) => Some(Expiry::Date(date)),
        Some(Err(text)) => {
            let words = [
                ("end-of-hostilities", Expiry::EndOfHostilities),
                ("when-fulfilled", Expiry::WhenFulfilled),
            ];
            reader.one_of(keys, "expires", &text, &words)
        }
        None => None,
    };
    let rights = [
        ("own-wish", Right::OwnWish),
        ("dignity", Right::Dignity),
        ("correspondence", Right::Correspondence),
        ("medical-care", Right::MedicalCare),
        ("property", Right::Property),
        ("no-active-service", Right::NoActiveService),
    ];
    let waives =
        if keys.has("waives") { reader.words(keys, "waives", &rights)? } else { Vec::new() };
    Some(Condition { holder: holder?, expires: expires?, waives: BTreeSet::from_iter(waives) })
}

fn further_round(reader: &mut Reader<'_>, keys: &Keys<'_>) -> Option<FurtherRound> {
    let agreed = reader.truth(keys, "agreed")?;
    let date = if keys.has("date") { Some(reader.date(keys, "date")?) } else { None };
    if !agreed && date.is_some() {
        let what = "a day stands there and no round is agreed".to_owned();
        reader.flaw(keys.at("date"), "day-without-round", what, "drop the day or agree the round");
        return None;
    }
    Some(FurtherRound { agreed, date })
}
