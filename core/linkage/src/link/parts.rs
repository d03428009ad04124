//! What a value gives to a key: the weak likenesses of which keys are put together.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Field;
use crate::lookup::Lookup;
use crate::name::{Key, Patronymic};
use crate::record::Kind;
use crate::table::Classes;
use crate::value::text::number_of;
use crate::value::{CivilDate, Value};

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Surname,
    SurnameStart,
    Given,
    Father,
    Year,
    Day,
    DayOfYear,
    OtherDay,
    Place,
    Unit,
    Rank,
    Number,
    NumberStart,
    NumberEnd,
    Postcode,
    Address,
    AnyText,
}

/// A value gives at most so many parts of one sort: a nickname may stand for several names.
const PARTS_OF_A_VALUE_MAX: usize = 4;

/// The parts that each value of one field gives.
pub(super) struct Parts {
    pub(super) field: usize,
    /// For each value its only part and 1, or where its parts begin and how many there are.
    heads: Vec<(u32, u32)>,
    several: Vec<u32>,
    /// The chance that two rows give the same part, as far as groups of values tell.
    pub(super) chance: f64,
}

impl Parts {
    pub(super) fn of(fields: &[Field], at: usize, part: Part) -> Self {
        let field = &fields[at];
        // Places of birth and of capture are not one thing.
        let salted = matches!(part, Part::Place | Part::OtherDay | Part::AnyText);
        let salt = if salted { number_of(&field.label) } else { 0 };
        let unknown = Unknown::new(field, part);
        let mut heads = Vec::with_capacity(field.values.len());
        let mut several = Vec::new();
        let mut made = Vec::new();
        for value in &field.values {
            made.clear();
            if let Some(value) = value {
                make(value, part, &unknown, &mut made);
            }
            made.sort_unstable();
            made.dedup();
            made.truncate(PARTS_OF_A_VALUE_MAX);
            let count = u32::try_from(made.len()).expect("a value gives few parts");
            if let [only] = made.as_slice() {
                heads.push((narrow(only ^ salt), count));
            } else {
                let start = u32::try_from(several.len()).expect("a value gives few parts");
                heads.push((start, count));
                several.extend(made.iter().map(|made| narrow(made ^ salt)));
            }
        }
        let chance = chance(field, &heads, &several);
        Self { field: at, heads, several, chance }
    }

    /// Says for each value whether it gives a part that one of these values gives too: a row without one
    /// shares no key that is made of it. `values` are the values of the rows of one side.
    pub(super) fn shared_with(&self, values: impl Iterator<Item = u32>) -> Vec<bool> {
        let mut asked = vec![false; self.heads.len()];
        let mut there: Lookup<u32, ()> = Lookup::default();
        for value in values {
            if !std::mem::replace(&mut asked[value as usize], true) {
                for part in self.get(value).all() {
                    there.get_or_insert_with(*part, || ());
                }
            }
        }
        let number =
            |value: usize| u32::try_from(value).expect("there are fewer values than cells");
        let is_there = |part: &u32| there.get(part).is_some();
        (0..self.heads.len())
            .map(|value| self.get(number(value)).all().iter().any(is_there))
            .collect()
    }

    /// Returns the parts that a value gives.
    pub(super) fn get(&self, value: u32) -> Given<'_> {
        let (head, count) = self.heads[value as usize];
        match count {
            0 => Given::None,
            1 => Given::One(&self.heads[value as usize].0),
            _ => Given::Several(&self.several[head as usize..(head + count) as usize]),
        }
    }
}

/// Adds up the squares of the shares of rows that give each part.
fn chance(field: &Field, heads: &[(u32, u32)], several: &[u32]) -> f64 {
    let mut rows: Lookup<u32, u32> = Lookup::default();
    let mut parts = Vec::new();
    for ((head, count), uses) in heads.iter().zip(&field.uses) {
        let all = match count {
            0 => &[],
            1 => std::slice::from_ref(head),
            _ => &several[*head as usize..(head + count) as usize],
        };
        for part in all {
            let known = rows.len();
            *rows.get_or_insert_with(*part, || 0) += uses;
            if rows.len() > known {
                parts.push(*part);
            }
        }
    }
    let total = f64::from(field.filled).max(1.0);
    let share = |part: &u32| f64::from(rows.get(part).copied().unwrap_or(0)) / total;
    parts.iter().map(|part| share(part) * share(part)).sum()
}

/// The parts that a value gives.
pub(super) enum Given<'a> {
    None,
    One(&'a u32),
    Several(&'a [u32]),
}

impl<'a> Given<'a> {
    /// Returns all parts.
    pub(super) fn all(&self) -> &'a [u32] {
        match self {
            Self::None => &[],
            Self::One(part) => std::slice::from_ref(part),
            Self::Several(parts) => parts,
        }
    }
}

/// Halves a number, so that others hardly ever become the same.
fn narrow(number: u64) -> u32 {
    let mixed = (number ^ number >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    u32::try_from(mixed >> 32).expect("32 bits fit")
}

/// Says whether fields of a kind give a part.
pub(super) fn gives(part: Part, kind: Kind) -> bool {
    match part {
        Part::Surname | Part::SurnameStart => kind == Kind::Surname,
        Part::Given => kind == Kind::GivenName,
        Part::Father => kind == Kind::Patronymic,
        Part::Year | Part::Day | Part::DayOfYear => kind == Kind::BirthDate,
        Part::OtherDay => kind == Kind::Date,
        Part::Place => kind == Kind::Place,
        Part::Unit => kind == Kind::Unit,
        Part::Rank => kind == Kind::Rank,
        Part::Number | Part::NumberStart | Part::NumberEnd => kind == Kind::Number,
        Part::Postcode => kind == Kind::Postcode,
        Part::Address => kind == Kind::Address,
        Part::AnyText => matches!(kind, Kind::Text | Kind::Address),
    }
}

fn make(value: &Value, part: Part, unknown: &Unknown, made: &mut Vec<u64>) {
    match (value, part) {
        (Value::Surname(surname), Part::Surname) => {
            made.extend(surname.halves.iter().chain([&surname.masculine()]).map(Key::coarse));
        }
        (Value::Surname(surname), Part::SurnameStart) => {
            made.extend(surname.halves.iter().map(|half| half.truncated(4).coarse()));
        }
        (Value::Given(given), Part::Given) if given.initial.is_none() => {
            unknown.parts(&given.classes, &given.key, made);
        }
        (Value::Patronymic(patronymic), Part::Father) if patronymic.initial.is_none() => {
            unknown.parts(&patronymic.father, stem(patronymic), made);
        }
        (Value::Date(date), Part::Year) => made.push(u64::from(date.year)),
        (Value::Date(date), Part::Day | Part::OtherDay) if date.is_whole() => {
            let both = [Some(*date), date.exchanged()];
            made.extend(both.into_iter().flatten().map(CivilDate::packed));
        }
        (Value::Date(date), Part::DayOfYear) if date.is_whole() => {
            made.push(u64::from(date.month) << 8 | u64::from(date.day));
        }
        (Value::Place(place), Part::Place) => made.push(place.key.coarse()),
        (Value::Unit(unit), Part::Unit) => {
            made.push(if unit.number > 0 { u64::from(unit.number) } else { unit.other });
        }
        (Value::Rank(rank), Part::Rank) => made.push(rank.packed()),
        (Value::Code(code), Part::Number | Part::Postcode) => made.push(number_of(code)),
        (Value::Code(code), Part::NumberStart) => {
            made.push(number_of(&code.chars().take(4).collect::<String>()));
        }
        (Value::Code(code), Part::NumberEnd) => {
            made.push(number_of(&code.chars().rev().take(4).collect::<String>()));
        }
        (Value::Text(text), Part::Address | Part::AnyText) => made.push(number_of(text)),
        _ => {}
    }
}

fn stem(patronymic: &Patronymic) -> &Key {
    patronymic.stem.as_ref().unwrap_or(&patronymic.key)
}

/// What stands for a name that no table knows: the known names of these very lists that have the same
/// coarse key, as it may be one of them with a slip; else its coarse key.
struct Unknown {
    known: BTreeMap<u64, BTreeSet<u64>>,
}

/// Marks a part that is a coarse key, not the number of a known name.
const COARSE: u64 = 1 << 60;

impl Unknown {
    fn new(field: &Field, part: Part) -> Self {
        let mut known: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        if matches!(part, Part::Given | Part::Father) {
            for value in field.values.iter().flatten() {
                let (classes, key) = match value {
                    Value::Given(given) => (&given.classes, &given.key),
                    Value::Patronymic(patronymic) => (&patronymic.father, stem(patronymic)),
                    Value::Surname(_)
                    | Value::Date(_)
                    | Value::Place(_)
                    | Value::Rank(_)
                    | Value::Unit(_)
                    | Value::Code(_)
                    | Value::Text(_) => continue,
                };
                if classes.is_known() {
                    let ids = classes.ids().iter().map(|id| u64::from(*id));
                    known.entry(key.coarse()).or_default().extend(ids);
                }
            }
        }
        Self { known }
    }

    fn parts(&self, classes: &Classes, key: &Key, made: &mut Vec<u64>) {
        let coarse = key.coarse();
        if classes.is_known() {
            made.extend(classes.ids().iter().map(|id| u64::from(*id)));
        } else if let Some(known) = self.known.get(&coarse) {
            made.extend(known);
        } else {
            made.push(coarse | COARSE);
        }
    }
}
