//! Holds the engine to the vectors that `spec/4-reconcile.md` comes with.

use linkage::link::{Bands, Linked, Shape, link};
use linkage::name::{Given, Patronymic, Surname, System};
use linkage::record::{Column, Records};
use linkage::table::Table;
use linkage::text::words;
use linkage::value::{CivilDate, Place, Rank, Unit, Value};
use serde_json::Value as Json;

fn read(kind: &str, text: &str) -> Value {
    let words = words(text);
    let system = System::detect(&words);
    match kind {
        "surname" => Value::Surname(Surname::read(&words, system)),
        "given-name" => Value::Given(Box::new(Given::read(&words, system, Table::get()))),
        "patronymic" => Value::Patronymic(Box::new(Patronymic::read(&words, system, Table::get()))),
        "birth-date" => Value::Date(CivilDate::read(text).expect("a vector can be read")),
        "place" => Value::Place(Place::read(text).expect("a vector can be read")),
        "rank" => Value::Rank(Rank::read(text).expect("a vector can be read")),
        "unit" => Value::Unit(Unit::read(text).expect("a vector can be read")),
        "number" => Value::code(text).expect("a vector can be read"),
        "address" => Value::text(text).expect("a vector can be read"),
        other => panic!("no vectors of {other}"),
    }
}

#[test]
fn levels_are_those_of_the_vectors() {
    let vectors: Json =
        serde_json::from_str(include_str!("../../../spec/vectors/reconcile/levels.json")).unwrap();
    let levels = vectors["levels"].as_array().unwrap();
    assert!(levels.len() > 20);
    let mut wrong = Vec::new();
    for one in levels {
        let kind = one["kind"].as_str().unwrap();
        let [left, right] = ["left", "right"].map(|side| read(kind, one[side].as_str().unwrap()));
        if Some(u64::from(left.level(&right))) != one["level"].as_u64() {
            wrong.push(format!("{}: {one}", left.level(&right)));
        }
        assert_eq!(left.level(&right), right.level(&left), "{one}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn bands_are_those_of_the_vectors() {
    let vectors: Json =
        serde_json::from_str(include_str!("../../../spec/vectors/reconcile/bands.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let probabilities: Vec<f64> =
            case["probabilities"].as_array().unwrap().iter().filter_map(Json::as_f64).collect();
        let bands =
            Bands::for_error(probabilities.iter().copied(), case["error"].as_f64().unwrap());
        let words: Vec<&str> = probabilities.iter().map(|p| bands.of(*p).word()).collect();
        let expected: Vec<&str> =
            case["bands"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
        assert_eq!(words, expected, "{case}");
    }
}

/// Why the vectors can be read.
const SHAPE: &str = "the vectors have this shape";

/// A list of the vectors of weights: its columns, and rows that begin with the id.
fn list(vectors: &Json, side: &str) -> Records {
    let columns = vectors["columns"].as_array().expect(SHAPE).iter().map(|column| Column {
        label: column["label"].as_str().expect(SHAPE).to_owned(),
        kind: serde_json::from_value(column["kind"].clone()).expect(SHAPE),
    });
    let rows = vectors[side].as_array().expect(SHAPE).iter().map(|row| {
        let mut cells =
            row.as_array().expect(SHAPE).iter().map(|cell| cell.as_str().expect(SHAPE).to_owned());
        (cells.next().expect(SHAPE), cells.collect())
    });
    Records::new(columns.collect(), rows.collect()).expect(SHAPE)
}

/// What came of linking, as the vectors have it: numbers to four digits behind the point.
fn shown(linked: &Linked, left: &Records, right: &Records) -> Json {
    let four = |number: f64| (number * 10_000.0).round() / 10_000.0;
    let links = linked.links.iter().map(|link| {
        let mut reasons: Vec<Json> = Vec::new();
        for reason in link.reasons.iter().filter(|reason| reason.level > 0) {
            reasons.push(format!("{}/{} {:.2}", reason.label, reason.level, reason.weight).into());
        }
        serde_json::json!({
            "left": left.id(link.left),
            "right": right.id(link.right),
            "probability": four(link.probability),
            "log_odds": four(link.log_odds),
            "second": link.second,
            "reasons": reasons,
        })
    });
    let fields = linked.model.fields.iter().map(|field| {
        let shares = |shares: &[f64]| -> Vec<f64> {
            shares[1..=field.levels].iter().map(|share| (share * 1e6).round() / 1e6).collect()
        };
        serde_json::json!({
            "label": field.label,
            "one_person": shares(&field.matches),
            "two_people": shares(&field.others),
        })
    });
    serde_json::json!({
        "prior": (linked.model.prior * 1e6).round() / 1e6,
        "relatives": four(linked.model.kin),
        "no_name_agrees": four(linked.model.no_name_agrees),
        "fields": fields.collect::<Vec<Json>>(),
        "links": links.collect::<Vec<Json>>(),
    })
}

#[test]
fn weights_and_probabilities_are_those_of_the_vectors() {
    let text = include_str!("../../../spec/vectors/reconcile/weights.json");
    let vectors: Json = serde_json::from_str(text).unwrap();
    let (left, right) = (list(&vectors, "left"), list(&vectors, "right"));
    let found = shown(&link(&left, &right, Shape::OneToOne), &left, &right);
    assert!(found == vectors["found"], "found instead:\n{found:#}");
    assert!(found["links"].as_array().unwrap().len() > 4);
}
