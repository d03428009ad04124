//! The candidates with their patterns of levels. Distinct values are compared once.

use rayon::prelude::*;

use super::blocks::{Index, Scratch};
use super::model::{Model, Pattern};
use super::prepare::{Field, Prepared};
use crate::lookup::Lookup;
use crate::record::COLUMNS_MAX;
use crate::value::Level;

/// A pair of rows that shares a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) pattern: Pattern,
    /// The recipes that found it.
    pub(crate) recipes: u64,
}

/// Remembers the levels of value pairs. A memo never changes a result, only its speed.
pub(crate) struct Memo {
    levels: Lookup<u64, Level>,
    /// Which fields are remembered: those of which the same values meet again.
    remembers: [bool; COLUMNS_MAX],
}

/// The most value pairs that one memo remembers.
const REMEMBERED_MAX: usize = 1 << 21;

impl Memo {
    pub(crate) fn new() -> Self {
        Self { levels: Lookup::default(), remembers: [true; COLUMNS_MAX] }
    }

    /// A memo for pairs drawn from everywhere: fields of many values hardly ever meet again.
    fn for_drawing(fields: &[Field]) -> Self {
        let mut memo = Self::new();
        for (remembers, field) in memo.remembers.iter_mut().zip(fields) {
            *remembers = field.values.len() < 600;
        }
        memo
    }

    /// Compares two rows, each given as its value numbers.
    pub(crate) fn pattern(&mut self, fields: &[Field], left: &[u32], right: &[u32]) -> Pattern {
        let mut pattern = 0;
        for (at, field) in fields.iter().enumerate() {
            pattern |= u64::from(self.level(at, field, left[at], right[at])) << (4 * at);
        }
        pattern
    }

    fn level(&mut self, at: usize, field: &Field, left: u32, right: u32) -> Level {
        if left == 0 || right == 0 {
            return 0;
        }
        // Comparisons are symmetric, so one order is enough. 24 bits hold 4,000,000 rows' values of
        // both lists; 4 bits the field.
        let (low, high) = (left.min(right), left.max(right));
        let key = (u64::from(low) << 32 | u64::from(high)) ^ (at as u64) << 60;
        if !self.remembers[at] {
            return match (&field.values[low as usize], &field.values[high as usize]) {
                (Some(a), Some(b)) => a.level(b),
                _ => 0,
            };
        }
        if self.levels.len() >= REMEMBERED_MAX {
            self.levels.clear();
        }
        *self.levels.get_or_insert_with(key, || {
            match (&field.values[low as usize], &field.values[high as usize]) {
                (Some(a), Some(b)) => a.level(b),
                _ => 0,
            }
        })
    }
}

/// Pairs for which even our own expectation sees so much against (natural logarithm of the likelihood
/// ratio) are counted and forgotten: no list makes them one person.
const HOPELESS_BELOW: f64 = -4.0;

/// The pairs that were compared.
pub(crate) struct Found {
    /// Those that are not hopeless, by left row, then right row.
    pub(crate) pairs: Vec<Pair>,
    /// How many were compared.
    pub(crate) compared: usize,
}

/// Finds and compares all candidates. In a list held against itself each pair comes once, the lower
/// row on the left.
pub(crate) fn candidates(prepared: &Prepared, index: &Index, within: bool) -> Found {
    let expected = Model::expected(&prepared.fields);
    let rows: Vec<(Vec<Pair>, usize)> = (0..prepared.left.rows)
        .into_par_iter()
        .map_init(
            || (Scratch::new(prepared.right.rows), Memo::new()),
            |(scratch, memo), row| {
                let left = prepared.left.row(row);
                index.candidates(left, scratch);
                let number = u32::try_from(row).expect("a list has at most 4,000,000 rows");
                let mut pairs = Vec::new();
                let mut compared = 0;
                for right in &scratch.found {
                    let recipes = std::mem::take(&mut scratch.marks[*right as usize]);
                    if within && *right <= number {
                        continue;
                    }
                    let other = prepared.right.row(*right as usize);
                    let pattern = memo.pattern(&prepared.fields, left, other);
                    compared += 1;
                    if expected.log_ratio(pattern) >= HOPELESS_BELOW {
                        pairs.push(Pair { left: number, right: *right, pattern, recipes });
                    }
                }
                (pairs, compared)
            },
        )
        .collect();
    let compared = rows.iter().map(|(_, compared)| compared).sum();
    Found { pairs: rows.into_iter().flat_map(|(pairs, _)| pairs).collect(), compared }
}

/// How many pairs are drawn to see how two people compare.
const DRAWN_MAX: u64 = 150_000;

/// Counts the patterns of pairs that are spread evenly over all pairs of rows: the same pairs every
/// time. Returns the patterns with their counts, and the share of all pairs that was drawn.
pub(crate) fn draw(prepared: &Prepared, within: bool) -> (Vec<(Pattern, u64)>, f64) {
    let (rows, columns) = (prepared.left.rows as u64, prepared.right.rows as u64);
    let total = rows * columns;
    if total == 0 {
        return (Vec::new(), 1.0);
    }
    let drawn = total.min(DRAWN_MAX);
    let mut memo = Memo::for_drawing(&prepared.fields);
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
        if within && left == right {
            continue;
        }
        let left = prepared.left.row(usize::try_from(left).expect("a row number fits"));
        let right = prepared.right.row(usize::try_from(right).expect("a row number fits"));
        patterns.push(memo.pattern(&prepared.fields, left, right));
    }
    patterns.sort_unstable();
    (counted(&patterns), drawn as f64 / total as f64)
}

/// Counts equal neighbours of sorted patterns.
pub(crate) fn counted(sorted: &[Pattern]) -> Vec<(Pattern, u64)> {
    sorted.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).collect()
}
