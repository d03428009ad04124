//! A linear optimum in floating point. It only proposes: what it says is checked in whole numbers.
//!
//! Generalised upper bounding (Dantzig and Van Slyke, 1967): every set adds up to its size, so one of
//! its options, the key, is read off the others, and the working basis is only as large as the
//! coupling rows. All arithmetic is in a fixed order, so every machine takes the same steps.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::program::{Form, Program};

/// The most pivots of one call.
const PIVOTS_MAX: usize = 200_000;
/// Pivots after which the inverse is computed anew.
const REFRESH_PIVOTS: usize = 50;
/// Steps without progress after which pricing turns to chance.
const STALL_STEPS: usize = 40;
const FEASIBLE: f64 = 1e-7;
const PRICE: f64 = 1e-7;
const PIVOT: f64 = 1e-7;

/// What stands in a place of the working basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basic {
    /// An option of a set that is not its key.
    Column(usize, usize),
    /// The slack of a row.
    Slack(usize),
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At an optimum, or at a feasible point when nothing was to be minimised.
    Optimal,
    /// There is no feasible point; the prices are of the infeasibility.
    Infeasible,
    /// The limit of pivots was met, or the numbers went bad.
    Lost,
}

/// A row that was added to the program: at most `most`.
#[derive(Debug)]
pub(crate) struct Extra {
    pub(crate) form: Form,
    pub(crate) most: i64,
}

/// The steps that are left. One step is about one multiplication, counted the same on every machine,
/// so that a search that ends early ends at the same point everywhere.
#[derive(Debug)]
pub(crate) struct Steps(Cell<u64>);

impl Steps {
    pub(crate) fn new(most: u64) -> Self {
        Self(Cell::new(most))
    }

    /// Takes steps; returns false once there are none left.
    pub(crate) fn take(&self, number: usize) -> bool {
        let left = self.0.get().saturating_sub(u64::try_from(number).unwrap_or(u64::MAX));
        self.0.set(left);
        left > 0
    }
}

/// A basis and the point it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Simplex<'a> {
    pub(crate) program: &'a Program,
    pub(crate) steps: &'a Steps,
    /// Rows over all stages first, then what branches and earlier aims added.
    pub(crate) extras: Vec<Arc<Extra>>,
    /// The options that each set may use, as bits.
    pub(crate) allowed: Vec<u64>,
    /// Rows whose slack must be 0.
    pub(crate) fixed: Vec<bool>,
    pub(crate) key: Vec<usize>,
    pub(crate) basis: Vec<Basic>,
    inverse: Vec<f64>,
    value: Vec<f64>,
    places: BTreeMap<usize, Vec<usize>>,
    slack_basic: Vec<bool>,
    pivots: usize,
    stalled: usize,
    chance: u64,
}

enum Blocker {
    Place(usize),
    Key(usize),
}

impl<'a> Simplex<'a> {
    /// Begins with everybody staying.
    pub(crate) fn new(program: &'a Program, steps: &'a Steps) -> Self {
        let extras: Vec<Arc<Extra>> = program
            .overall
            .iter()
            .map(|(_, form, most)| Arc::new(Extra { form: form.clone(), most: *most }))
            .collect();
        let rows = program.rhs.len() + extras.len();
        let mut fixed = program.equal.clone();
        fixed.resize(rows, false);
        let units = program.units.len();
        // An imbalance begins at its largest, where its rows do not bind.
        let key = (0..program.sets.len())
            .map(|set| set.checked_sub(units).unwrap_or(program.stages))
            .collect();
        let mut simplex = Self {
            program,
            steps,
            extras,
            allowed: program.sets.iter().map(|set| set.options).collect(),
            fixed,
            key,
            basis: (0..rows).map(Basic::Slack).collect(),
            inverse: Vec::new(),
            value: Vec::new(),
            places: BTreeMap::new(),
            slack_basic: vec![true; rows],
            pivots: 0,
            stalled: 0,
            chance: 0x9E37_79B9_7F4A_7C15,
        };
        simplex.refresh();
        simplex
    }

    /// Adds a row: the form is at most `most`.
    pub(crate) fn add(&mut self, extra: Arc<Extra>) {
        let row = self.basis.len();
        self.extras.push(extra);
        self.fixed.push(false);
        self.basis.push(Basic::Slack(row));
        self.slack_basic.push(true);
        self.refresh();
    }

    /// Returns how many steps it takes to go through every column once.
    pub(crate) fn pass(&self) -> usize {
        let entries: usize = self.program.sets.iter().map(|set| set.load.len()).sum();
        let stages = self.program.stages;
        entries * stages + self.program.sets.len() * (stages + 1) * (1 + self.extras.len())
    }

    /// Calls `each` with the row and the coefficient of a column.
    pub(crate) fn column(&self, set: usize, option: usize, mut each: impl FnMut(usize, i64)) {
        let stages = self.program.stages;
        if option == stages {
            return;
        }
        for (local, weight) in &self.program.sets[set].load {
            each(local * stages + option, *weight);
        }
        for (at, extra) in self.extras.iter().enumerate() {
            let weight = extra.form.of(set, option);
            if weight != 0 {
                each(self.program.rhs.len() + at, weight);
            }
        }
    }

    /// Returns the right-hand side of a row.
    pub(crate) fn right(&self, row: usize) -> i64 {
        let stage_rows = self.program.rhs.len();
        if row < stage_rows { self.program.rhs[row] } else { self.extras[row - stage_rows].most }
    }

    /// Returns a basic column less its set's key, as a dense vector.
    fn basic_column(&self, basic: Basic) -> Vec<f64> {
        let mut dense = vec![0.0; self.basis.len()];
        match basic {
            Basic::Slack(row) => dense[row] = 1.0,
            Basic::Column(set, option) => {
                self.column(set, option, |row, weight| dense[row] += weight as f64);
                self.column(set, self.key[set], |row, weight| dense[row] -= weight as f64);
            }
        }
        dense
    }

    /// Computes the inverse and the point anew. Returns false when the basis is singular.
    fn refresh(&mut self) -> bool {
        let m = self.basis.len();
        self.steps.take(m * m * m);
        self.pivots = 0;
        self.places.clear();
        let mut matrix = vec![0.0; m * m];
        for (place, basic) in self.basis.iter().enumerate() {
            if let Basic::Column(set, _) = basic {
                self.places.entry(*set).or_default().push(place);
            }
            for (row, weight) in self.basic_column(*basic).into_iter().enumerate() {
                matrix[row * m + place] = weight;
            }
        }
        let Some(inverse) = invert(matrix, m) else { return false };
        self.inverse = inverse;
        let mut right: Vec<f64> = (0..m).map(|row| self.right(row) as f64).collect();
        for (set, key) in self.key.iter().enumerate() {
            let size = self.program.sets[set].size as f64;
            self.column(set, *key, |row, weight| right[row] -= weight as f64 * size);
        }
        self.value =
            (0..m).map(|place| dot(&self.inverse[place * m..(place + 1) * m], &right)).collect();
        true
    }

    fn key_value(&self, set: usize) -> f64 {
        let others: f64 =
            self.places.get(&set).into_iter().flatten().map(|place| self.value[*place]).sum();
        self.program.sets[set].size as f64 - others
    }

    /// Returns the point, by set and option.
    pub(crate) fn point(&self) -> Vec<Vec<f64>> {
        let width = self.program.stages + 1;
        let mut point: Vec<Vec<f64>> = vec![vec![0.0; width]; self.program.sets.len()];
        for (set, key) in self.key.iter().enumerate() {
            point[set][*key] = self.key_value(set);
        }
        for (basic, value) in self.basis.iter().zip(&self.value) {
            if let Basic::Column(set, option) = basic {
                point[*set][*option] = *value;
            }
        }
        point
    }

    /// How far a place is from what it may be: -1 too low, 1 too high, 0 fine.
    fn fault(&self, place: usize) -> i64 {
        let value = self.value[place];
        let fixed = matches!(self.basis[place], Basic::Slack(row) if self.fixed[row]);
        i64::from(fixed && value > FEASIBLE) - i64::from(value < -FEASIBLE)
    }

    /// Returns the whole-number costs of the places of the basis less their keys': of the aim, or of
    /// the infeasibility when there is any.
    pub(crate) fn costs(&self, aim: Option<&Form>) -> (bool, Vec<i64>) {
        let mut faults: Vec<i64> = (0..self.basis.len()).map(|place| self.fault(place)).collect();
        let mut key_faults = BTreeMap::new();
        for (set, places) in &self.places {
            if self.key_value(*set) < -FEASIBLE {
                key_faults.insert(*set, -1_i64);
                for place in places {
                    faults[*place] += 1;
                }
            }
        }
        let broken = !key_faults.is_empty() || (0..self.basis.len()).any(|at| self.fault(at) != 0);
        if broken {
            return (true, faults);
        }
        let of = |basic: &Basic| match (basic, aim) {
            (Basic::Column(set, option), Some(aim)) => {
                aim.of(*set, *option) - aim.of(*set, self.key[*set])
            }
            (Basic::Column(..), None) | (Basic::Slack(_), _) => 0,
        };
        (false, self.basis.iter().map(of).collect())
    }

    /// Returns the price of each row for costs of the basis.
    pub(crate) fn prices(&self, costs: &[i64]) -> Vec<f64> {
        let m = self.basis.len();
        let mut prices = vec![0.0; m];
        for (place, cost) in costs.iter().enumerate().filter(|(_, cost)| **cost != 0) {
            let row = &self.inverse[place * m..(place + 1) * m];
            for (price, entry) in prices.iter_mut().zip(row) {
                *price += *cost as f64 * entry;
            }
        }
        prices
    }

    /// Minimises the form, or only looks for a feasible point.
    pub(crate) fn run(&mut self, aim: Option<&Form>) -> End {
        self.stalled = 0;
        let rows = self.basis.len();
        for _ in 0..PIVOTS_MAX {
            // One pass over all columns with what each has in the rows, and over the inverse.
            if !self.steps.take(self.pass() + rows * rows) {
                return End::Lost;
            }
            if self.pivots >= REFRESH_PIVOTS && !self.refresh() {
                return End::Lost;
            }
            let (broken, costs) = self.costs(aim);
            if !broken && aim.is_none() {
                return End::Optimal;
            }
            let prices = self.prices(&costs);
            let Some(entering) = self.enter(broken, aim, &prices) else {
                // A last look with a new inverse, so that no stale number decides.
                if self.pivots > 0 {
                    if !self.refresh() {
                        return End::Lost;
                    }
                    continue;
                }
                return if broken { End::Infeasible } else { End::Optimal };
            };
            if !self.step(broken, entering) {
                return End::Lost;
            }
        }
        End::Lost
    }

    /// Chooses what enters: the best price, or by chance when nothing has moved for long.
    fn enter(&mut self, broken: bool, aim: Option<&Form>, prices: &[f64]) -> Option<Basic> {
        let aim = if broken { None } else { aim };
        let mut best: Option<(f64, Basic)> = None;
        let mut found = 0_u64;
        let by_chance = self.stalled > STALL_STEPS;
        let mut chance = self.chance;
        let mut consider = |reduced: f64, basic: Basic| {
            if reduced >= -PRICE {
                return;
            }
            found += 1;
            let better = if by_chance {
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                chance.is_multiple_of(found)
            } else {
                best.as_ref().is_none_or(|(least, _)| reduced < *least)
            };
            if better {
                best = Some((reduced, basic));
            }
        };
        let mut costs = vec![0.0; self.program.stages + 1];
        for set in 0..self.key.len() {
            let key = self.key[set];
            if self.allowed[set] & !(1 << key) == 0 {
                continue;
            }
            self.set_costs(set, aim, prices, &mut costs);
            let infeasible_key = broken && self.key_value(set) < -FEASIBLE;
            let base = costs[key] - if infeasible_key { 1.0 } else { 0.0 };
            for (option, cost) in costs.iter().enumerate() {
                if option != key && self.allowed[set] & (1 << option) != 0 {
                    consider(cost - base, Basic::Column(set, option));
                }
            }
        }
        for (row, price) in prices.iter().enumerate() {
            if !self.slack_basic[row] && !self.fixed[row] {
                consider(-price, Basic::Slack(row));
            }
        }
        self.chance = chance;
        best.map(|(_, basic)| basic)
    }

    /// Writes cost less price of each option of a set.
    fn set_costs(&self, set: usize, aim: Option<&Form>, prices: &[f64], costs: &mut [f64]) {
        let stages = self.program.stages;
        costs.fill(0.0);
        if let Some(aim) = aim
            && aim.weights[set] != 0
        {
            for (option, cost) in costs[..stages].iter_mut().enumerate() {
                *cost = aim.of(set, option) as f64;
            }
        }
        for (local, weight) in &self.program.sets[set].load {
            let row = &prices[local * stages..(local + 1) * stages];
            for (cost, price) in costs.iter_mut().zip(row) {
                *cost -= price * *weight as f64;
            }
        }
        for (extra, price) in self.extras.iter().zip(&prices[self.program.rhs.len()..]) {
            if *price != 0.0 && extra.form.weights[set] != 0 {
                for (option, cost) in costs[..stages].iter_mut().enumerate() {
                    *cost -= price * extra.form.of(set, option) as f64;
                }
            }
        }
    }

    /// Moves along an entering column until something blocks, and pivots.
    fn step(&mut self, broken: bool, entering: Basic) -> bool {
        let m = self.basis.len();
        let column = self.basic_column(entering);
        let support: Vec<usize> = (0..m).filter(|row| column[*row] != 0.0).collect();
        let mut along: Vec<f64> = (0..m)
            .map(|place| {
                support.iter().map(|row| self.inverse[place * m + row] * column[*row]).sum()
            })
            .collect();
        let Some((length, blocker)) = self.block(broken, entering, &along) else { return false };
        self.stalled = if length > 1e-9 { 0 } else { self.stalled + 1 };
        let place = match blocker {
            Blocker::Place(place) => place,
            Blocker::Key(set) => {
                if let Some(place) = self.hand_over_key(set, entering, &mut along) {
                    place
                } else {
                    // The set has nothing else in the basis: the entering option becomes its key.
                    if let Basic::Column(_, option) = entering {
                        self.key[set] = option;
                    }
                    for (value, rate) in self.value.iter_mut().zip(&along) {
                        *value -= length * rate;
                    }
                    self.pivots += 1;
                    return true;
                }
            }
        };
        for (value, rate) in self.value.iter_mut().zip(&along) {
            *value -= length * rate;
        }
        self.pivot(place, entering, &along);
        self.value[place] = length;
        true
    }

    /// Finds what blocks first. Of those that block together, the one with the largest pivot.
    fn block(&self, broken: bool, entering: Basic, along: &[f64]) -> Option<(f64, Blocker)> {
        let mut best: Option<(f64, f64, Blocker)> = None;
        let mut consider = |value: f64, rate: f64, fixed: bool, blocker: Blocker| {
            let low = broken && value < -FEASIBLE;
            let high = broken && fixed && value > FEASIBLE;
            let length = if low {
                if rate >= -PIVOT {
                    return;
                }
                value / rate
            } else if high {
                if rate <= PIVOT {
                    return;
                }
                value / rate
            } else if fixed {
                if rate.abs() <= PIVOT {
                    return;
                }
                0.0
            } else if rate > PIVOT {
                value.max(0.0) / rate
            } else {
                return;
            };
            let better = best.as_ref().is_none_or(|(least, size, _)| {
                length < least - 1e-10 || (length <= least + 1e-10 && rate.abs() > *size)
            });
            if better {
                best = Some((length, rate.abs(), blocker));
            }
        };
        for (place, rate) in along.iter().enumerate() {
            let fixed = matches!(self.basis[place], Basic::Slack(row) if self.fixed[row]);
            consider(self.value[place], *rate, fixed, Blocker::Place(place));
        }
        for (set, places) in &self.places {
            let own =
                f64::from(u8::from(matches!(entering, Basic::Column(other, _) if other == *set)));
            let rate = own - places.iter().map(|place| along[*place]).sum::<f64>();
            consider(self.key_value(*set), rate, false, Blocker::Key(*set));
        }
        if let Basic::Column(set, _) = entering
            && !self.places.contains_key(&set)
        {
            consider(self.key_value(set), 1.0, false, Blocker::Key(set));
        }
        best.map(|(length, _, blocker)| (length, blocker))
    }

    /// Makes another basic option of a set its key, so that the old key can leave from a place.
    fn hand_over_key(&mut self, set: usize, entering: Basic, along: &mut [f64]) -> Option<usize> {
        let m = self.basis.len();
        let places = self.places.get(&set)?.clone();
        let place = *places
            .iter()
            .max_by(|a, b| self.value[**a].total_cmp(&self.value[**b]).then(b.cmp(a)))?;
        let old_value = self.key_value(set);
        let Basic::Column(_, option) = self.basis[place] else { return None };
        for column in 0..m {
            let sum: f64 = places.iter().map(|other| self.inverse[other * m + column]).sum();
            self.inverse[place * m + column] = -sum;
        }
        let own = f64::from(u8::from(matches!(entering, Basic::Column(other, _) if other == set)));
        along[place] = own - places.iter().map(|other| along[*other]).sum::<f64>();
        self.basis[place] = Basic::Column(set, self.key[set]);
        self.key[set] = option;
        self.value[place] = old_value;
        Some(place)
    }

    /// Puts the entering column into a place of the basis.
    fn pivot(&mut self, place: usize, entering: Basic, along: &[f64]) {
        let m = self.basis.len();
        let scale = 1.0 / along[place];
        let own: Vec<f64> =
            self.inverse[place * m..(place + 1) * m].iter().map(|entry| entry * scale).collect();
        for (other, rate) in along.iter().enumerate().filter(|(_, rate)| **rate != 0.0) {
            if other != place {
                let row = &mut self.inverse[other * m..(other + 1) * m];
                for (entry, own) in row.iter_mut().zip(&own) {
                    *entry -= rate * own;
                }
            }
        }
        self.inverse[place * m..(place + 1) * m].copy_from_slice(&own);
        match self.basis[place] {
            Basic::Slack(row) => self.slack_basic[row] = false,
            Basic::Column(set, _) => {
                if let Some(places) = self.places.get_mut(&set) {
                    places.retain(|other| *other != place);
                    if places.is_empty() {
                        self.places.remove(&set);
                    }
                }
            }
        }
        match entering {
            Basic::Slack(row) => self.slack_basic[row] = true,
            Basic::Column(set, _) => self.places.entry(set).or_default().push(place),
        }
        self.basis[place] = entering;
        self.pivots += 1;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Inverts a square matrix by elimination with row exchange; none when it is singular.
fn invert(mut matrix: Vec<f64>, m: usize) -> Option<Vec<f64>> {
    let mut inverse = vec![0.0; m * m];
    for at in 0..m {
        inverse[at * m + at] = 1.0;
    }
    for column in 0..m {
        let pivot = (column..m)
            .max_by(|a, b| matrix[a * m + column].abs().total_cmp(&matrix[b * m + column].abs()))?;
        let size = matrix[pivot * m + column];
        if size.abs() < 1e-9 {
            return None;
        }
        if pivot != column {
            for at in 0..m {
                matrix.swap(pivot * m + at, column * m + at);
                inverse.swap(pivot * m + at, column * m + at);
            }
        }
        let scale = 1.0 / size;
        for at in 0..m {
            matrix[column * m + at] *= scale;
            inverse[column * m + at] *= scale;
        }
        for row in 0..m {
            let rate = matrix[row * m + column];
            if row == column || rate == 0.0 {
                continue;
            }
            for at in 0..m {
                matrix[row * m + at] -= rate * matrix[column * m + at];
                inverse[row * m + at] -= rate * inverse[column * m + at];
            }
        }
    }
    Some(inverse)
}
