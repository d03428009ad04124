//! Which rows are worth comparing: an index over many weak keys. A pair that shares any key is a
//! candidate, once.

use std::collections::BTreeSet;

use super::prepare::{Field, Prepared, Side};
use crate::name::{Given, Key, Patronymic};
use crate::record::Kind;
use crate::value::text::number_of;
use crate::value::{CivilDate, Value};

/// A block of more rows on the right than this says too little: its key is left out.
pub const BLOCK_ROWS_MAX: usize = 500;

/// A recipe gives about so many pairs for each row of the longer list at most, and in short lists this
/// many altogether: there nothing is gained by leaving blocks out.
const PAIRS_OF_A_ROW_MAX: usize = 6;
const PAIRS_OF_A_RECIPE_MIN: usize = 400_000;

/// A row gives at most so many keys by one recipe.
const KEYS_OF_A_ROW_MAX: usize = 12;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
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

/// The recipes: what has to agree for two rows to be compared.
const RECIPES: &[(&str, &[Part])] = &[
    ("number", &[Part::Number]),
    ("surname and given name", &[Part::Surname, Part::Given]),
    ("surname and year", &[Part::Surname, Part::Year]),
    ("surname and patronymic", &[Part::Surname, Part::Father]),
    ("given name, patronymic and year", &[Part::Given, Part::Father, Part::Year]),
    ("given name and birth date", &[Part::Given, Part::Day]),
    ("given name and unit", &[Part::Given, Part::Unit]),
    ("patronymic and birth date", &[Part::Father, Part::Day]),
    ("surname and unit", &[Part::Surname, Part::Unit]),
    ("surname and place", &[Part::Surname, Part::Place]),
    ("surname and day of the year", &[Part::Surname, Part::DayOfYear]),
    ("birth date and place", &[Part::Day, Part::Place]),
    ("birth date and unit", &[Part::Day, Part::Unit]),
    ("given name, day of the year and year", &[Part::SurnameStart, Part::DayOfYear, Part::Given]),
    ("given name, patronymic and place", &[Part::Given, Part::Father, Part::Place]),
    ("given name, place and year", &[Part::Given, Part::Place, Part::Year]),
    ("patronymic, place and year", &[Part::Father, Part::Place, Part::Year]),
    ("beginning of the surname and names", &[Part::SurnameStart, Part::Given, Part::Father]),
    ("beginning of the surname, name and year", &[Part::SurnameStart, Part::Given, Part::Year]),
    ("given name and other date", &[Part::Given, Part::OtherDay]),
    ("surname and other date", &[Part::Surname, Part::OtherDay]),
    ("patronymic and other date", &[Part::Father, Part::OtherDay]),
    ("given name, patronymic and rank", &[Part::Given, Part::Father, Part::Rank]),
    ("surname", &[Part::Surname]),
    ("birth date", &[Part::Day]),
    ("patronymic and unit", &[Part::Father, Part::Unit]),
    ("beginning of the number and year", &[Part::NumberStart, Part::Year]),
    ("end of the number and year", &[Part::NumberEnd, Part::Year]),
    ("beginning of the number and surname", &[Part::NumberStart, Part::SurnameStart]),
    ("postcode and given name", &[Part::Postcode, Part::Given]),
    ("postcode and surname", &[Part::Postcode, Part::Surname]),
    ("address and postcode", &[Part::Address, Part::Postcode]),
    ("text and given name", &[Part::AnyText, Part::Given]),
    ("text and surname", &[Part::AnyText, Part::Surname]),
];

/// The parts of a key that one value gives.
type Parts = Vec<u64>;

/// An index of the right list by every recipe that its columns allow.
pub(crate) struct Index {
    recipes: Vec<Recipe>,
    columns: Vec<Vec<Parts>>,
}

struct Recipe {
    name: &'static str,
    /// For each part of the recipe, the columns (into `Index::columns`) that give it.
    columns: Vec<Vec<usize>>,
    /// Key and row of the right list, sorted.
    entries: Vec<(u64, u32)>,
    /// Where the entries begin whose keys have the same highest bits, so that a search is a step.
    starts: Vec<u32>,
    /// How far a key is shifted to leave those bits.
    shift: u32,
    skipped_rows: usize,
}

impl Recipe {
    fn set_entries(&mut self, entries: Vec<(u64, u32)>) {
        let bits = entries.len().next_power_of_two().ilog2().max(1);
        self.shift = u64::BITS - bits;
        self.starts = vec![0; (1 << bits) + 1];
        for (key, _) in &entries {
            let bucket = self.bucket(*key);
            self.starts[bucket + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.entries = entries;
    }

    fn bucket(&self, key: u64) -> usize {
        usize::try_from(key >> self.shift).expect("there are fewer buckets than entries twice")
    }

    /// Returns the rows of a key.
    fn rows(&self, key: u64) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(key);
        let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        self.entries[from..to].iter().filter(move |entry| entry.0 == key).map(|entry| entry.1)
    }
}

/// What one recipe left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The recipe.
    pub recipe: &'static str,
    /// How many rows of the right list stand in blocks that are too large.
    pub rows: usize,
}

impl Index {
    /// Indexes the right list.
    pub(crate) fn new(prepared: &Prepared) -> Self {
        let mut columns = Vec::new();
        let mut recipes = Vec::new();
        let mut made: Vec<(Part, Vec<usize>)> = Vec::new();
        for (name, parts) in RECIPES {
            let mut recipe_columns = Vec::new();
            for part in *parts {
                let known = made.iter().find(|(p, _)| p == part).map(|(_, at)| at.clone());
                let at = known.unwrap_or_else(|| {
                    let mut at = Vec::new();
                    for (number, field) in prepared.fields.iter().enumerate() {
                        if gives(*part, field.kind) {
                            at.push(columns.len());
                            columns.push((number, parts_of(field, *part)));
                        }
                    }
                    made.push((*part, at.clone()));
                    at
                });
                recipe_columns.push(at);
            }
            if recipe_columns.iter().all(|at| !at.is_empty()) {
                let columns = recipe_columns;
                recipes.push(Recipe {
                    name,
                    columns,
                    entries: Vec::new(),
                    starts: vec![0; 3],
                    shift: u64::BITS - 1,
                    skipped_rows: 0,
                });
            }
        }
        let mut index = Self { recipes, columns: Vec::new() };
        // A column of parts is addressed by value number; the field's number comes first.
        index.columns = columns
            .into_iter()
            .map(|(field, mut parts)| {
                parts.push(vec![u64::try_from(field).expect("there are at most 16 fields")]);
                parts
            })
            .collect();
        index.fill(&prepared.left, &prepared.right);
        index
    }

    fn fill(&mut self, left: &Side, right: &Side) {
        let mut keys = Vec::new();
        for at in 0..self.recipes.len() {
            let mut entries = Vec::new();
            for row in 0..right.rows {
                keys.clear();
                self.keys(at, right.row(row), &mut keys);
                let row = u32::try_from(row).expect("a list has at most 4,000,000 rows");
                entries.extend(keys.iter().map(|key| (*key, row)));
            }
            entries.sort_unstable();
            let before = entries.len();
            let most = largest_block(&entries, left.rows, right.rows);
            let mut kept: Vec<(u64, u32)> = Vec::with_capacity(before);
            for block in entries.chunk_by(|a, b| a.0 == b.0) {
                if block.len() <= most {
                    kept.extend_from_slice(block);
                }
            }
            kept.shrink_to_fit();
            self.recipes[at].skipped_rows = before - kept.len();
            self.recipes[at].set_entries(kept);
        }
    }

    /// Makes the keys of a row by one recipe.
    fn keys(&self, recipe: usize, row: &[u32], keys: &mut Vec<u64>) {
        let recipe = &self.recipes[recipe];
        let seed = number_of(recipe.name);
        keys.push(seed);
        for columns in &recipe.columns {
            let mut next: Vec<u64> = Vec::new();
            for column in columns {
                let parts = &self.columns[*column];
                let field = parts.last().map_or(0, |field| field[0]);
                let field = usize::try_from(field).expect("there are at most 16 fields");
                for part in &parts[row[field] as usize] {
                    for key in keys.iter() {
                        if next.len() < KEYS_OF_A_ROW_MAX {
                            next.push(mix(*key, *part));
                        }
                    }
                }
            }
            *keys = next;
        }
    }

    /// Finds the candidates of one left row: right rows in order, each with the set of recipes that
    /// found it.
    pub(crate) fn candidates(&self, row: &[u32], scratch: &mut Scratch) {
        scratch.found.clear();
        for at in 0..self.recipes.len() {
            scratch.keys.clear();
            self.keys(at, row, &mut scratch.keys);
            scratch.keys.sort_unstable();
            scratch.keys.dedup();
            for key in &scratch.keys {
                for right in self.recipes[at].rows(*key) {
                    let mark = &mut scratch.marks[right as usize];
                    if *mark == 0 {
                        scratch.found.push(right);
                    }
                    *mark |= 1 << at;
                }
            }
        }
        scratch.found.sort_unstable();
    }

    /// Names what was left out of the index for being too common.
    pub(crate) fn skipped(&self) -> Vec<Skipped> {
        self.recipes
            .iter()
            .filter(|recipe| recipe.skipped_rows > 0)
            .map(|recipe| Skipped { recipe: recipe.name, rows: recipe.skipped_rows })
            .collect()
    }
}

/// Finds the largest block that a recipe may keep: small blocks say most, so they come first, until
/// the recipe would give more pairs than its share. Long lists thus keep only telling keys.
fn largest_block(entries: &[(u64, u32)], left_rows: usize, right_rows: usize) -> usize {
    let mut sizes: Vec<usize> = entries.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect();
    sizes.sort_unstable();
    let share = (PAIRS_OF_A_ROW_MAX * left_rows.max(right_rows)).max(PAIRS_OF_A_RECIPE_MIN) as f64;
    // The left list fills a block as the right one does, as far as is known.
    let ratio = left_rows as f64 / right_rows.max(1) as f64;
    let mut pairs = 0.0;
    let mut most = 1;
    for size in sizes {
        pairs += (size * size) as f64 * ratio;
        if size > BLOCK_ROWS_MAX || pairs > share {
            break;
        }
        most = size;
    }
    most
}

/// Room to find the candidates of one row after the other.
pub(crate) struct Scratch {
    keys: Vec<u64>,
    /// The candidates of the last row.
    pub(crate) found: Vec<u32>,
    /// For each right row, the recipes that found it; the caller takes the mark back to 0.
    pub(crate) marks: Vec<u64>,
}

impl Scratch {
    pub(crate) fn new(right_rows: usize) -> Self {
        Self { keys: Vec::new(), found: Vec::new(), marks: vec![0; right_rows] }
    }
}

fn mix(key: u64, part: u64) -> u64 {
    let mixed = (key.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

fn gives(part: Part, kind: Kind) -> bool {
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

/// Makes the parts that each value of a field gives to a key.
fn parts_of(field: &Field, part: Part) -> Vec<Parts> {
    let salt = if matches!(part, Part::Place | Part::OtherDay | Part::AnyText) {
        // Places of birth and of capture are not one thing.
        number_of(&field.label)
    } else {
        0
    };
    field
        .values
        .iter()
        .map(|value| {
            let made = value.as_ref().map(|value| made(value, part)).unwrap_or_default();
            let set: BTreeSet<u64> = made.into_iter().map(|made| made ^ salt).collect();
            set.into_iter().collect()
        })
        .collect()
}

fn made(value: &Value, part: Part) -> Parts {
    match (value, part) {
        (Value::Surname(surname), Part::Surname) => {
            surname.halves.iter().chain([&surname.masculine()]).map(Key::coarse).collect()
        }
        (Value::Surname(surname), Part::SurnameStart) => {
            surname.halves.iter().map(|half| half.truncated(4).coarse()).collect()
        }
        (Value::Given(given), Part::Given) => given_parts(given),
        (Value::Patronymic(patronymic), Part::Father) => father_parts(patronymic),
        (Value::Date(date), Part::Year) => vec![u64::from(date.year)],
        (Value::Date(date), Part::Day | Part::OtherDay) if date.is_whole() => {
            [Some(*date), date.exchanged()].into_iter().flatten().map(CivilDate::packed).collect()
        }
        (Value::Date(date), Part::DayOfYear) if date.is_whole() => {
            vec![u64::from(date.month) << 8 | u64::from(date.day)]
        }
        (Value::Place(place), Part::Place) => vec![place.key.coarse()],
        (Value::Unit(unit), Part::Unit) => {
            vec![if unit.number > 0 { u64::from(unit.number) } else { unit.other }]
        }
        (Value::Rank(rank), Part::Rank) => vec![rank.packed()],
        (Value::Code(code), Part::Number | Part::Postcode) => vec![number_of(code)],
        (Value::Code(code), Part::NumberStart) => {
            vec![number_of(&code.chars().take(4).collect::<String>())]
        }
        (Value::Code(code), Part::NumberEnd) => {
            vec![number_of(&code.chars().rev().take(4).collect::<String>())]
        }
        (Value::Text(text), Part::Address | Part::AnyText) => vec![number_of(text)],
        _ => Vec::new(),
    }
}

fn given_parts(given: &Given) -> Parts {
    if given.initial.is_some() {
        return Vec::new();
    }
    let classes = given.classes.ids().iter().take(4).map(|id| u64::from(*id));
    classes.chain([given.key.coarse() | 1 << 60]).collect()
}

fn father_parts(patronymic: &Patronymic) -> Parts {
    if patronymic.initial.is_some() {
        return Vec::new();
    }
    let stem = patronymic.stem.unwrap_or(patronymic.key);
    let classes = patronymic.father.ids().iter().take(4).map(|id| u64::from(*id));
    classes.chain([stem.coarse() | 1 << 60]).collect()
}
