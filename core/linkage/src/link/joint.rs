//! Fields that go together. A family has one surname and one address, a unit serves in one place: that
//! both are equal says less than each by itself.

use std::hash::Hasher as _;

use super::fields::Field;
use super::model::{Model, Pattern, level_in};
use super::prepare::{Prepared, Side};
use crate::lookup::{Lookup, Quick};
use crate::record::Kind;
use crate::value::EQUAL;

/// Kinds that go together. No field stands in a circle of them, so that nothing is taken off twice.
const TOGETHER: &[(Kind, Kind)] = &[
    (Kind::Surname, Kind::Address),
    (Kind::Surname, Kind::Postcode),
    (Kind::Unit, Kind::Place),
    (Kind::Unit, Kind::Date),
];

/// Rows of each side that are counted.
const ROWS_COUNTED_MAX: usize = 100_000;

/// Of so many pairs it is expected that fields do not go together.
const EXPECTED: f64 = 5.0;

/// Two fields and how often both are equal among all pairs of rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Joint {
    first: usize,
    second: usize,
    /// The share of pairs with both equal.
    share: f64,
    /// How many pairs the rows make that were counted.
    pairs: f64,
}

/// What two fields that are equal together say beside what each says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lift {
    /// The number of the one field.
    pub first: usize,
    /// The number of the other.
    pub second: usize,
    /// Natural logarithm of the likelihood ratio to add: mostly below 0.
    pub log_ratio: f64,
}

impl Lift {
    pub(crate) fn is_in(&self, pattern: Pattern) -> bool {
        level_in(pattern, self.first) == EQUAL && level_in(pattern, self.second) == EQUAL
    }
}

impl Joint {
    /// Counts the fields that may go together.
    pub(crate) fn all(prepared: &Prepared) -> Vec<Self> {
        let fields = &prepared.fields;
        let mut joints = Vec::new();
        for first in 0..fields.len() {
            for second in 0..fields.len() {
                if TOGETHER.contains(&(fields[first].kind, fields[second].kind)) {
                    joints.push(Self::count(prepared, first, second));
                }
            }
        }
        joints
    }

    fn count(prepared: &Prepared, first: usize, second: usize) -> Self {
        let mut counts: Lookup<u64, (u32, u32)> = Lookup::default();
        let fields = (&prepared.fields[first], &prepared.fields[second]);
        let mut same = 0.0;
        let mut each = |side: &Side, is_left: bool| {
            let step = side.rows.div_ceil(ROWS_COUNTED_MAX).max(1);
            let mut rows = 0_u32;
            for row in (0..side.rows).step_by(step) {
                rows += 1;
                let values = side.row(row);
                if values[first] == 0 || values[second] == 0 {
                    continue;
                }
                let key = key(fields, values[first], values[second]);
                let counts = counts.get_or_insert_with(key, || (0, 0));
                if is_left {
                    counts.0 += 1;
                } else {
                    same += f64::from(counts.0);
                }
                if prepared.within() {
                    same += f64::from(counts.0 - 1);
                }
            }
            f64::from(rows)
        };
        let left = each(&prepared.left, true);
        let pairs = if prepared.within() {
            left * (left - 1.0) / 2.0
        } else {
            left * each(prepared.right(), false)
        };
        Self { first, second, share: same / pairs.max(1.0), pairs: pairs.max(1.0) }
    }

    pub(crate) fn is_in(&self, pattern: Pattern) -> bool {
        level_in(pattern, self.first) == EQUAL && level_in(pattern, self.second) == EQUAL
    }

    /// Returns what both being equal adds, given how many of the matches have both equal.
    pub(crate) fn lift(&self, model: &Model, both: f64, matches: f64) -> Lift {
        let at = usize::from(EQUAL);
        let (a, b) = (&model.fields[self.first], &model.fields[self.second]);
        // All pairs of the lists, of which these rows are a part, hold the matches.
        let one_person = both / matches.max(1.0) * model.prior;
        let two_people = (self.share - one_person).max(0.0) * self.pairs;
        let filled = a.both_filled * b.both_filled;
        let by_chance = a.others[at] * b.others[at] * filled * self.pairs;
        let others = ((two_people + EXPECTED) / (by_chance + EXPECTED)).max(1.0);
        Lift { first: self.first, second: self.second, log_ratio: -others.ln() }
    }
}

fn key(fields: (&Field, &Field), first: u32, second: u32) -> u64 {
    let mut hasher = Quick::default();
    hasher.write_u32(fields.0.groups[first as usize]);
    hasher.write_u32(fields.1.groups[second as usize]);
    hasher.finish()
}
