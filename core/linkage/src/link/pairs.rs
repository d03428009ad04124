//! The candidates, each with its pattern of levels. Distinct values are compared once as far as memory
//! allows, and a pair is given up as soon as nothing could save it.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::blocks::{Blocks, Near};
use super::fields::Field;
use super::model::{Model, Pattern};
use super::prepare::Prepared;
use crate::record::Kind;
use crate::value::{CivilDate, EQUAL, Level};

/// A pair of rows that shares a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) pattern: Pattern,
}

/// Fields of few values: a table of all pairs of them, as long as there are at most so many.
const TABLE_VALUES_MAX: usize = 1 << 10;

/// For names and places of more values, the last comparisons are remembered in so many places.
const PLACES_BITS: u32 = 14;

/// How the values of a field are compared. What is remembered never changes a result, only its speed.
enum Way {
    /// Dates are compared faster than looked up.
    Dates,
    /// Values that hardly ever meet again: numbers, addresses.
    Direct,
    /// A table of levels, one higher than they are; 0 is not known yet.
    Table(Vec<u8>),
    /// The last comparisons: both numbers and the level in one word.
    Recent(Vec<u64>),
}

/// One field as rows are compared by it.
struct Step<'a> {
    at: usize,
    field: &'a Field,
    way: Way,
    /// Whether a value is equal to itself: a date may be unknown in part, a name an initial.
    equal_to_itself: bool,
    /// What each level says by our expectation.
    says: [f32; 16],
    /// The most that the fields after this one may say.
    most_after: f32,
}

impl Step<'_> {
    /// Compares two values, both there. Comparisons are symmetric, so one order is enough.
    fn level(&mut self, a: u32, b: u32) -> Level {
        let (low, high) = (a.min(b), a.max(b));
        match &mut self.way {
            Way::Dates => {
                let dates = [low, high].map(|at| self.field.dates[at as usize]);
                CivilDate::unpacked(dates[0]).level(CivilDate::unpacked(dates[1]))
            }
            Way::Direct => compare(self.field, low, high),
            Way::Table(table) => {
                let count = self.field.values.len();
                let known = &mut table[low as usize * count + high as usize];
                if *known == 0 {
                    *known = compare(self.field, low, high) + 1;
                }
                *known - 1
            }
            Way::Recent(places) => {
                if places.is_empty() {
                    *places = vec![0; 1 << PLACES_BITS];
                }
                // Both lists have at most 8,000,000 rows, so that 28 bits hold a number.
                let both = (u64::from(low) << 28 | u64::from(high)) << 8;
                let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACES_BITS);
                let place = &mut places[usize::try_from(mixed).expect("14 bits fit")];
                if *place & !0xff != both {
                    *place = both | u64::from(compare(self.field, low, high));
                }
                u8::try_from(*place & 0xff).expect("eight bits fit")
            }
        }
    }
}

fn compare(field: &Field, low: u32, high: u32) -> Level {
    match (&field.values[low as usize], &field.values[high as usize]) {
        (Some(a), Some(b)) => a.level(b),
        _ => 0,
    }
}

/// Compares rows field by field, those first that decide most for the least effort.
pub(crate) struct Comparer<'a> {
    steps: Vec<Step<'a>>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(fields: &'a [Field]) -> Self {
        let expected = Model::expected(fields);
        let mut order: Vec<usize> = (0..fields.len()).collect();
        order.sort_by_key(|at| (effort(&fields[*at]), *at));
        let mut steps: Vec<Step<'a>> = order
            .into_iter()
            .map(|at| {
                let (field, model) = (&fields[at], &expected.fields[at]);
                let mut says = [0.0; 16];
                for (level, says) in says.iter_mut().enumerate().skip(1).take(model.levels) {
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "only pairs are given up by it"
                    )]
                    let ratio = (model.matches[level] / model.others[level]).ln() as f32;
                    *says = ratio;
                }
                let way = way(field);
                let equal_to_itself = !matches!(
                    field.kind,
                    Kind::BirthDate
                        | Kind::Date
                        | Kind::GivenName
                        | Kind::FullName
                        | Kind::Patronymic
                );
                Step { at, field, way, equal_to_itself, says, most_after: 0.0 }
            })
            .collect();
        let mut most = 0.0;
        for step in steps.iter_mut().rev() {
            step.most_after = most;
            most += step.says.iter().copied().fold(0.0, f32::max);
        }
        Self { steps }
    }

    /// Compares two rows; `None` when even our own expectation sees the log likelihood ratio below
    /// `least`.
    pub(crate) fn pattern(&mut self, left: &[u32], right: &[u32], least: f32) -> Option<Pattern> {
        let mut pattern = 0;
        let mut sum = 0.0;
        for step in &mut self.steps {
            let (a, b) = (left[step.at], right[step.at]);
            if a == 0 || b == 0 {
                continue;
            }
            let level = if a == b && step.equal_to_itself { EQUAL } else { step.level(a, b) };
            pattern |= u64::from(level) << (4 * step.at);
            sum += step.says[usize::from(level)];
            if sum + step.most_after < least {
                return None;
            }
        }
        Some(pattern)
    }
}

fn way(field: &Field) -> Way {
    let count = field.values.len();
    match field.kind {
        Kind::BirthDate | Kind::Date => Way::Dates,
        _ if count <= TABLE_VALUES_MAX => Way::Table(vec![0; count * count]),
        Kind::Number | Kind::Postcode | Kind::Address | Kind::Text => Way::Direct,
        Kind::Surname
        | Kind::GivenName
        | Kind::Patronymic
        | Kind::FullName
        | Kind::Place
        | Kind::Rank
        | Kind::Unit
        | Kind::Word
        | Kind::Sex => Way::Recent(Vec::new()),
    }
}

/// In what order fields are compared: dates say most and cost least, then what is looked up in a table,
/// then signs, then sounds.
fn effort(field: &Field) -> usize {
    let quick = field.values.len() <= TABLE_VALUES_MAX;
    match field.kind {
        Kind::BirthDate => 0,
        Kind::Patronymic if quick => 2,
        Kind::GivenName | Kind::FullName if quick => 3,
        Kind::Unit => 4,
        Kind::Number => 5,
        Kind::Postcode => 6,
        Kind::Place if quick => 7,
        Kind::Date => 8,
        Kind::Word | Kind::Sex | Kind::Rank => 9,
        Kind::Address | Kind::Text => 10,
        Kind::Patronymic => 11,
        Kind::GivenName | Kind::FullName => 12,
        Kind::Place => 13,
        Kind::Surname => 14,
    }
}

/// The pairs that were compared.
pub(crate) struct Found {
    /// Those that may be one person, by left row, then right row.
    pub(crate) pairs: Vec<Pair>,
    /// How many recipes found each, 3 standing for more.
    pub(crate) recipes: Vec<u8>,
    /// How many were compared.
    pub(crate) compared: usize,
}

/// So many left rows are worked off at a time.
const ROWS_AT_A_TIME: usize = 512;

/// Pairs with worse odds than this, by our own expectation, are counted and forgotten: no list makes
/// them one person. Natural logarithm: 1 in 100,000.
const HOPELESS_BELOW: f64 = -11.5;

/// Finds and compares all candidates. In a list held against itself each pair comes once, the lower
/// row on the left.
pub(crate) fn candidates(prepared: &Prepared, blocks: &Blocks) -> Found {
    let rows = prepared.left.rows.max(prepared.right().rows).max(1);
    // Before anything is compared, the odds are those of one partner for every other row.
    #[expect(clippy::cast_possible_truncation, reason = "only hopeless pairs are given up by it")]
    let least = (HOPELESS_BELOW + (2.0 * rows as f64).ln()) as f32;
    let starts: Vec<usize> = (0..prepared.left.rows).step_by(ROWS_AT_A_TIME).collect();
    // Who works off some rows takes over what was remembered with others.
    let resting: Mutex<Vec<Worker<'_>>> = Mutex::new(Vec::new());
    let parts: Vec<Found> = starts
        .into_par_iter()
        .map(|start| {
            let rested = resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut worker = rested.unwrap_or_else(|| Worker::new(prepared, blocks, least));
            let end = (start + ROWS_AT_A_TIME).min(prepared.left.rows);
            let mut found = Found { pairs: Vec::new(), recipes: Vec::new(), compared: 0 };
            (start..end).for_each(|row| worker.compare(row, &mut found));
            resting.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
            found
        })
        .collect();
    let mut all = Found {
        pairs: Vec::with_capacity(parts.iter().map(|part| part.pairs.len()).sum()),
        recipes: Vec::with_capacity(parts.iter().map(|part| part.pairs.len()).sum()),
        compared: 0,
    };
    for part in parts {
        all.pairs.extend(part.pairs);
        all.recipes.extend(part.recipes);
        all.compared += part.compared;
    }
    all
}

/// Finds and compares the candidates of one row after the other.
struct Worker<'a> {
    prepared: &'a Prepared,
    blocks: &'a Blocks,
    comparer: Comparer<'a>,
    /// Pairs that even our own expectation sees below this are given up.
    least: f32,
    marks: Vec<u64>,
    near: Vec<Near>,
    rows: Vec<u32>,
}

impl<'a> Worker<'a> {
    fn new(prepared: &'a Prepared, blocks: &'a Blocks, least: f32) -> Self {
        let comparer = Comparer::new(&prepared.fields);
        let (marks, near, rows) = (Vec::new(), Vec::new(), Vec::new());
        Self { prepared, blocks, comparer, least, marks, near, rows }
    }

    fn compare(&mut self, row: usize, found: &mut Found) {
        let left = u32::try_from(row).expect("a list has at most 4,000,000 rows");
        let values = self.prepared.left.row(row);
        let within = self.prepared.within();
        self.blocks.candidates(row, within, &mut self.marks, &mut self.near);
        // All rows first: they lie far apart, and memory answers several questions at once.
        self.rows.clear();
        for one in &self.near {
            self.rows.extend_from_slice(self.prepared.right().row(one.right as usize));
        }
        let others = self.rows.chunks(values.len().max(1));
        for (Near { right, recipes }, other) in self.near.iter().zip(others) {
            if let Some(pattern) = self.comparer.pattern(values, other, self.least) {
                found.pairs.push(Pair { left, right: *right, pattern });
                found.recipes.push(*recipes);
            }
        }
        found.compared += self.near.len();
    }
}

/// How many pairs are drawn to see how two people compare.
const DRAWN_MAX: u64 = 12_000;

/// Counts the patterns of pairs that are spread evenly over all pairs of rows: the same pairs every
/// time. Returns the patterns with their counts, and the share of all pairs that was drawn.
pub(crate) fn draw(prepared: &Prepared) -> (Vec<(Pattern, u64)>, f64) {
    let (rows, columns) = (prepared.left.rows as u64, prepared.right().rows as u64);
    let total = rows * columns;
    if total == 0 {
        return (Vec::new(), 1.0);
    }
    let drawn = total.min(DRAWN_MAX);
    let mut comparer = Comparer::new(&prepared.fields);
    let mut patterns = Vec::new();
    for number in 0..drawn {
        // Even steps by the golden ratio: neighbours fall far apart.
        let at = if drawn == total {
            number
        } else {
            let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            u64::try_from((u128::from(spread) * u128::from(total)) >> 64).unwrap_or(0)
        };
        let (left, right) = (at / columns, at % columns);
        if prepared.within() && left == right {
            continue;
        }
        let left = prepared.left.row(usize::try_from(left).expect("a row number fits"));
        let right = prepared.right().row(usize::try_from(right).expect("a row number fits"));
        patterns.extend(comparer.pattern(left, right, f32::NEG_INFINITY));
    }
    patterns.sort_unstable();
    (counted(&patterns), drawn as f64 / total as f64)
}

/// Counts equal neighbours of sorted patterns.
pub(crate) fn counted(sorted: &[Pattern]) -> Vec<(Pattern, u64)> {
    sorted.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect()
}
