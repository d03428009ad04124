//! Holds the engine to the vectors that `spec/4-reconcile.md` comes with.

use linkage::link::Bands;
use linkage::value::{CivilDate, Place, Rank, Unit, Value};
use serde_json::Value as Json;

fn read(kind: &str, text: &str) -> Value {
    match kind {
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
    for one in levels {
        let kind = one["kind"].as_str().unwrap();
        let [left, right] = ["left", "right"].map(|side| read(kind, one[side].as_str().unwrap()));
        assert_eq!(Some(u64::from(left.level(&right))), one["level"].as_u64(), "{one}");
        assert_eq!(left.level(&right), right.level(&left), "{one}");
    }
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
