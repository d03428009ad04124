//! The candidates, each with its pattern of levels. Distinct values are compared once as far as memory
//! allows, and a pair is given up as soon as nothing could save it.

use rayon::prelude::*;

use super::blocks::Blocks;
use super::fields::Field;
use super::model::{Model, Pattern};
use super::prepare::Prepared;
use crate::record::{COLUMNS_MAX, Kind};
use crate::value::{EQUAL, Level};

/// A pair of rows that shares a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) pattern: Pattern,
}

/// Values that meet often: a table of all pairs of them, as long as it has at most so many places.
const TABLE_VALUES_MAX: usize = 1 << 10;

/// For fields of more values, the last comparisons are remembered in so many places.
const PLACES: usize = 1 << 15;

/// Remembers levels of value pairs. It never changes a result, only its speed.
struct Memo {
    /// The number of values of a full table; 0 when only the last comparisons are remembered.
    values: usize,
    /// A full table: a level and a mark that it is known.
    table: Vec<u8>,
    /// The last comparisons: both numbers, then the level.
    places: Vec<(u32, u32, Level)>,
}

/// Marks a place of the table that is not known yet.
const UNKNOWN: u8 = u8::MAX;

impl Memo {
    fn new(field: &Field) -> Self {
        let count = field.values.len();
        if count <= TABLE_VALUES_MAX {
            Self { values: count, table: vec![UNKNOWN; count * count], places: Vec::new() }
        } else {
            Self { values: 0, table: Vec::new(), places: Vec::new() }
        }
    }

    /// Compares two values, both there. Comparisons are symmetric, so one order is enough.
    fn level(&mut self, field: &Field, low: u32, high: u32) -> Level {
        if self.values > 0 {
            let known = &mut self.table[low as usize * self.values + high as usize];
            if *known == UNKNOWN {
                *known = compare(field, low, high);
            }
            return *known;
        }
        if self.places.is_empty() {
            self.places = vec![(0, 0, 0); PLACES];
        }
        let mixed = (u64::from(low) << 32 | u64::from(high)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = usize::try_from(mixed >> 49).expect("15 bits fit");
        let place = &mut self.places[at];
        if (place.0, place.1) != (low, high) {
            *place = (low, high, compare(field, low, high));
        }
        place.2
    }
}

fn compare(field: &Field, low: u32, high: u32) -> Level {
    match (&field.values[low as usize], &field.values[high as usize]) {
        (Some(a), Some(b)) => a.level(b),
        _ => 0,
    }
}

/// Compares rows field by field, cheap fields first.
pub(crate) struct Comparer<'a> {
    fields: &'a [Field],
    memos: Vec<Memo>,
    order: Vec<usize>,
    /// What each level of each field says by our expectation.
    says: [[f32; 16]; COLUMNS_MAX],
    /// The most that the fields from here on may say, in order.
    most_after: Vec<f32>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(fields: &'a [Field]) -> Self {
        let expected = Model::expected(fields);
        let mut order: Vec<usize> = (0..fields.len()).collect();
        order.sort_by_key(|at| (effort(&fields[*at]), *at));
        let mut says = [[0.0; 16]; COLUMNS_MAX];
        for (at, field) in expected.fields.iter().enumerate() {
            for level in 1..=field.levels {
                let number = u8::try_from(level).expect("a comparison has few levels");
                says[at][level] = field.log_ratio(number) as f32;
            }
        }
        let mut most_after = vec![0.0; order.len() + 1];
        for (place, at) in order.iter().enumerate().rev() {
            let most = says[*at].iter().copied().fold(0.0, f32::max);
            most_after[place] = most_after[place + 1] + most;
        }
        let memos = fields.iter().map(Memo::new).collect();
        Self { fields, memos, order, says, most_after }
    }

    /// Compares two rows; `None` when even our own expectation sees the log likelihood ratio below
    /// `least`.
    pub(crate) fn pattern(&mut self, left: &[u32], right: &[u32], least: f32) -> Option<Pattern> {
        let mut pattern = 0;
        let mut sum = 0.0;
        for (place, at) in self.order.iter().enumerate() {
            let (a, b) = (left[*at], right[*at]);
            if a == 0 || b == 0 {
                continue;
            }
            let field = &self.fields[*at];
            let level = if a == b && !matches!(field.kind, Kind::BirthDate | Kind::Date | Kind::GivenName | Kind::Patronymic) {
                EQUAL
            } else {
                self.memos[*at].level(field, a.min(b), a.max(b))
            };
            pattern |= u64::from(level) << (4 * at);
            sum += self.says[*at][usize::from(level)];
            if sum + self.most_after[place + 1] < least {
                return None;
            }
        }
        Some(pattern)
    }
}

/// How long a comparison takes, in rough steps; fields that often decide come first among equals.
fn effort(field: &Field) -> usize {
    let rank = match field.kind {
        Kind::BirthDate => 0,
        Kind::Number => 40,
        Kind::Unit => 1,
        Kind::Patronymic => 2,
        Kind::GivenName | Kind::FullName => 3,
        Kind::Place => 4,
        Kind::Date => 5,
        Kind::Postcode => 6,
        Kind::Word | Kind::Sex | Kind::Rank => 7,
        Kind::Surname => 60,
        Kind::Address | Kind::Text => 80,
    };
    let table = field.values.len() <= TABLE_VALUES_MAX;
    let quick = table || matches!(field.kind, Kind::BirthDate | Kind::Date | Kind::Unit);
    if quick { rank } else { rank + 20 }
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
/// them one person. Natural logarithm: 1 in 270,000.
const HOPELESS_BELOW: f64 = -12.5;

/// Finds and compares all candidates. In a list held against itself each pair comes once, the lower
/// row on the left.
pub(crate) fn candidates(prepared: &Prepared, blocks: &Blocks) -> Found {
    let rows = prepared.left.rows.max(prepared.right().rows).max(1);
    // Before anything is compared, the odds are those of one partner for every other row.
    let least = (HOPELESS_BELOW + (2.0 * rows as f64).ln()) as f32;
    let starts: Vec<usize> = (0..prepared.left.rows).step_by(ROWS_AT_A_TIME).collect();
    let parts: Vec<Found> = starts
        .into_par_iter()
        .map_init(
            || (Comparer::new(&prepared.fields), Vec::new()),
            |(comparer, near), start| {
                let end = (start + ROWS_AT_A_TIME).min(prepared.left.rows);
                let mut found = Found { pairs: Vec::new(), recipes: Vec::new(), compared: 0 };
                for row in start..end {
                    blocks.candidates(row, prepared.within(), near);
                    found.compare(prepared, comparer, row, near, least);
                }
                found
            },
        )
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

impl Found {
    fn compare(
        &mut self,
        prepared: &Prepared,
        comparer: &mut Comparer<'_>,
        row: usize,
        near: &[(u32, u64)],
        least: f32,
    ) {
        let left = u32::try_from(row).expect("a list has at most 4,000,000 rows");
        let values = prepared.left.row(row);
        for (right, recipes) in near {
            let other = prepared.right().row(*right as usize);
            if let Some(pattern) = comparer.pattern(values, other, least) {
                self.pairs.push(Pair { left, right: *right, pattern });
                let recipes = u8::try_from(recipes.count_ones().min(3)).expect("at most 3");
                self.recipes.push(recipes);
            }
        }
        self.compared += near.len();
    }
}

/// How many pairs are drawn to see how two people compare.
const DRAWN_MAX: u64 = 40_000;

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
