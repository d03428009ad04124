//! `instance.json` as it stands in the file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Capacity, Category, DAY_MAX, Frame, NUMBER_MAX, Parity, Ratio, Stage, Terms, WEIGHT_MAX, range,
};
use crate::Refusal;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instance {
    #[serde(default, rename = "name")]
    _name: String,
    asof: i64,
    horizon: i64,
    agreement: Agreement,
    rounds: Vec<Round>,
    #[serde(default)]
    seed_hex: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreement {
    precedence: Vec<String>,
    counted: Vec<String>,
    #[serde(default)]
    uncounted_unconditional: Vec<String>,
    parity_mode: String,
    #[serde(default)]
    parity: BTreeMap<String, [i64; 2]>,
    #[serde(default)]
    parity_total: Option<[i64; 2]>,
    min_swap: i64,
    #[serde(default)]
    floor: i64,
    #[serde(default)]
    floor_cats: Option<Vec<String>>,
    #[serde(default)]
    ceiling: Option<i64>,
    #[serde(default = "yes")]
    categories_first: bool,
    #[serde(default)]
    vulnerable_order: Option<Vec<String>>,
    bands: Vec<i64>,
    escort_quarters: Quarters,
    beds_cats: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quarters {
    seat: i64,
    stretcher: i64,
    ambulance: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Round {
    id: i64,
    day: i64,
    cap: Sides,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    #[serde(rename = "A")]
    a: Cap,
    #[serde(rename = "B")]
    b: Cap,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cap {
    seat: i64,
    stretcher: i64,
    ambulance: i64,
    escort: i64,
    beds: i64,
}

fn yes() -> bool {
    true
}

pub(super) fn read(bytes: &[u8]) -> Result<Frame, Refusal> {
    let wire: Instance =
        serde_json::from_slice(bytes).map_err(|error| Refusal::NotAnInstance(error.to_string()))?;
    let terms = terms(&wire.agreement)?;
    let mut stages = Vec::new();
    for (at, round) in wire.rounds.iter().enumerate() {
        let expected = i64::try_from(at + 1).unwrap_or(i64::MAX);
        range(&format!("the id of stage {expected}"), round.id, expected, expected)?;
        let capacity = [
            capacity(&format!("stage {expected}, side A"), &round.cap.a)?,
            capacity(&format!("stage {expected}, side B"), &round.cap.b)?,
        ];
        stages.push(Stage { day: day(&format!("stage {expected}: day"), round.day)?, capacity });
    }
    let span = (day("asof", wire.asof)?, day("horizon", wire.horizon)?);
    Frame::new(terms, stages, span, seed(&wire.seed_hex)?)
}

fn terms(wire: &Agreement) -> Result<Terms, Refusal> {
    let names: BTreeSet<&String> = wire.precedence.iter().collect();
    let floor_over = wire.floor_cats.as_ref().unwrap_or(&wire.precedence);
    let lists = [
        ("`floor_cats`", floor_over),
        ("`counted`", &wire.counted),
        ("`uncounted_unconditional`", &wire.uncounted_unconditional),
        ("`beds_cats`", &wire.beds_cats),
    ];
    for (place, list) in lists {
        if let Some(name) = list.iter().find(|name| !names.contains(name)) {
            return Err(Refusal::UnknownCategory { place: place.to_owned(), name: name.clone() });
        }
    }
    if let Some(name) = wire.counted.iter().find(|name| wire.uncounted_unconditional.contains(name))
    {
        return Err(Refusal::CountedAndUnconditional(name.clone()));
    }
    if wire.vulnerable_order.as_ref().is_some_and(|order| *order != wire.precedence) {
        return Err(Refusal::UnknownWord {
            place: "`vulnerable_order`".to_owned(),
            word: wire.vulnerable_order.clone().unwrap_or_default().join(", "),
            choices: "the same order as `precedence`, which is the one that this plan follows",
        });
    }
    let by_category = match wire.parity_mode.as_str() {
        "category" => true,
        "total" => false,
        word => {
            return Err(Refusal::UnknownWord {
                place: "`parity_mode`".to_owned(),
                word: word.to_owned(),
                choices: "category, total",
            });
        }
    };
    let mut categories = Vec::new();
    for name in &wire.precedence {
        let counted = match (wire.counted.contains(name), wire.parity.get(name)) {
            (false, _) => None,
            (true, Some(pair)) => Some(ratio(&format!("parity of `{name}`"), *pair)?),
            (true, None) if by_category => return Err(Refusal::NoRatio(name.clone())),
            (true, None) => Some(Ratio { a: 1, b: 1 }),
        };
        let bed = wire.beds_cats.contains(name);
        let floor = floor_over.contains(name);
        categories.push(Category { name: name.clone(), counted, bed, floor });
    }
    let parity = if by_category {
        Parity::ByCategory
    } else {
        Parity::Total(ratio("`parity_total`", wire.parity_total.unwrap_or([1, 1]))?)
    };
    let bands =
        wire.bands.iter().map(|start| day("bands", *start)).collect::<Result<Vec<i32>, _>>()?;
    let quarters = &wire.escort_quarters;
    Ok(Terms {
        categories,
        categories_first: wire.categories_first,
        parity,
        least_size: number("`min_swap`", wire.min_swap, NUMBER_MAX)?,
        floor: number("`floor`", wire.floor, NUMBER_MAX)?,
        ceiling: wire.ceiling.map(|most| number("`ceiling`", most, NUMBER_MAX)).transpose()?,
        bands,
        escort_quarters: [
            number("escort quarters for a seat", quarters.seat, WEIGHT_MAX)?,
            number("escort quarters for a stretcher", quarters.stretcher, WEIGHT_MAX)?,
            number("escort quarters for an ambulance", quarters.ambulance, WEIGHT_MAX)?,
        ],
    })
}

fn ratio(place: &str, [a, b]: [i64; 2]) -> Result<Ratio, Refusal> {
    range(place, a, 1, WEIGHT_MAX)?;
    range(place, b, 1, WEIGHT_MAX)?;
    Ok(Ratio { a: number(place, a, WEIGHT_MAX)?, b: number(place, b, WEIGHT_MAX)? })
}

fn capacity(place: &str, cap: &Cap) -> Result<Capacity, Refusal> {
    let read = |what: &str, n: i64| number(&format!("{place}: {what}"), n, NUMBER_MAX);
    Ok(Capacity {
        places: [
            read("seat", cap.seat)?,
            read("stretcher", cap.stretcher)?,
            read("ambulance", cap.ambulance)?,
        ],
        escorts: read("escort", cap.escort)?,
        beds: read("beds", cap.beds)?,
    })
}

fn number(place: &str, number: i64, most: i64) -> Result<u32, Refusal> {
    range(place, number, 0, most)?;
    Ok(u32::try_from(number).expect("the limits lie within 32 bits"))
}

fn day(place: &str, day: i64) -> Result<i32, Refusal> {
    range(place, day, -DAY_MAX, DAY_MAX)?;
    Ok(i32::try_from(day).expect("the limits lie within 32 bits"))
}

fn seed(hex: &str) -> Result<Vec<u8>, Refusal> {
    let wrong = || Refusal::Unreadable {
        place: "`seed_hex`".to_owned(),
        text: hex.chars().take(80).collect(),
        wanted: "an even number of hexadecimal digits, at most 128",
    };
    if hex.len() > 128
        || !hex.len().is_multiple_of(2)
        || !hex.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return Err(wrong());
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_not_hex| wrong()))
        .collect()
}
