//! From floating-point prices to whole-number ones. What leaves this module is exact or nothing.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, ToPrimitive as _, Zero as _};

use crate::program::Form;
use crate::simplex::{Basic, Simplex};

/// Common denominators that are tried before the equations are solved exactly.
const DENOMINATORS_MAX: i128 = 64;
/// How many steps an entry costs in exact numbers.
const EXACT_STEPS: usize = 4;
/// The scale of prices that are taken before the end.
const ON_THE_WAY: i128 = 1_000;
/// The largest whole number that prices may have: leaves room for sums over all people.
const PRICE_MAX: i128 = 1 << 80;

/// Whole-number prices of the rows, and the bound that they prove.
#[derive(Debug, Clone)]
pub(crate) struct Dual {
    /// What the aim is multiplied by; 0 when the prices prove that there is no feasible point.
    pub(crate) scale: i128,
    /// One price a row; never above 0 on a row whose slack is free.
    pub(crate) prices: Vec<i128>,
    /// `scale` times the aim is at least this, wherever the rows hold.
    pub(crate) bound: i128,
    /// What each option costs more than the cheapest allowed one of its set, scaled; negative only
    /// for options that are not allowed.
    pub(crate) excess: Vec<Vec<i128>>,
}

impl Dual {
    /// Takes exact prices from a basis at its end; none when they prove nothing.
    pub(crate) fn of(simplex: &Simplex<'_>, aim: Option<&Form>) -> Option<Self> {
        let (broken, costs) = simplex.costs(aim);
        let (scale, prices) = guess(simplex, &costs).or_else(|| solve(simplex, &costs))?;
        let aim = aim.filter(|_| !broken);
        Self::sum(simplex, aim, (if broken { 0 } else { scale }, prices))
    }

    /// Takes prices from a basis that is on its way. They prove less than those at the end.
    pub(crate) fn on_the_way(simplex: &Simplex<'_>, aim: &Form) -> Option<Self> {
        let (broken, costs) = simplex.costs(Some(aim));
        let rows = simplex.basis.len();
        let mut prices = vec![0; rows];
        if !broken {
            for (row, price) in simplex.prices(&costs).into_iter().enumerate() {
                let scaled = (price * ON_THE_WAY as f64).round();
                if scaled.abs() < 1e15 && (simplex.fixed[row] || scaled < 0.0) {
                    #[expect(clippy::cast_possible_truncation, reason = "it lies below 1e15")]
                    let whole = scaled as i128;
                    prices[row] = whole;
                }
            }
        }
        Self::sum(simplex, Some(aim), (ON_THE_WAY, prices))
    }

    /// Adds up what prices prove; none when one has the wrong sign or a sum overflows.
    fn sum(
        simplex: &Simplex<'_>,
        aim: Option<&Form>,
        (scale, prices): (i128, Vec<i128>),
    ) -> Option<Self> {
        let free = |row: usize| !simplex.fixed[row];
        if prices.iter().enumerate().any(|(row, price)| free(row) && *price > 0) {
            return None;
        }
        let mut bound: i128 = 0;
        for (row, price) in prices.iter().enumerate() {
            bound = bound.checked_add(price.checked_mul(i128::from(simplex.right(row)))?)?;
        }
        // Proofs are taken even where no steps are left: without one there is no bound.
        simplex.steps.take(EXACT_STEPS * simplex.pass());
        let stages = simplex.program.stages;
        let mut excess = Vec::with_capacity(simplex.key.len());
        for set in 0..simplex.key.len() {
            let mut costs = Vec::with_capacity(stages + 1);
            for option in 0..=stages {
                let mut cost = scale * i128::from(aim.map_or(0, |aim| aim.of(set, option)));
                simplex.column(set, option, |row, weight| cost -= prices[row] * i128::from(weight));
                costs.push(cost);
            }
            let allowed = simplex.allowed[set];
            let least = (0..=stages)
                .filter(|option| allowed & (1 << option) != 0)
                .map(|option| costs[option])
                .min()?;
            let size = i128::from(simplex.program.sets[set].size);
            bound = bound.checked_add(least.checked_mul(size)?)?;
            excess.push(costs.into_iter().map(|cost| cost - least).collect());
        }
        Some(Self { scale, prices, bound, excess })
    }

    /// Returns the least whole number that the aim can have.
    pub(crate) fn least(&self) -> Option<i128> {
        if self.scale <= 0 {
            return None;
        }
        let (whole, rest) = (self.bound.div_euclid(self.scale), self.bound.rem_euclid(self.scale));
        Some(if rest == 0 { whole } else { whole + 1 })
    }

    /// Says whether no point can have an aim below `value`.
    pub(crate) fn proves(&self, value: i64) -> bool {
        match self.scale.checked_mul(i128::from(value) - 1) {
            Some(below) => self.bound > below,
            None => false,
        }
    }
}

/// Tries small common denominators on the floating-point prices, and proves the guess.
fn guess(simplex: &Simplex<'_>, costs: &[i64]) -> Option<(i128, Vec<i128>)> {
    let prices = simplex.prices(costs);
    'denominators: for scale in 1..=DENOMINATORS_MAX {
        let mut whole = Vec::with_capacity(prices.len());
        for price in &prices {
            let scaled = price * scale as f64;
            let near = scaled.round();
            if (scaled - near).abs() > 1e-5 || near.abs() > 1e15 {
                continue 'denominators;
            }
            #[expect(clippy::cast_possible_truncation, reason = "checked to lie below 1e15")]
            whole.push(near as i128);
        }
        if holds(simplex, costs, scale, &whole) {
            return Some((scale, whole));
        }
    }
    None
}

/// Says whether prices match the costs of every place of the basis exactly.
fn holds(simplex: &Simplex<'_>, costs: &[i64], scale: i128, prices: &[i128]) -> bool {
    simplex.basis.iter().zip(costs).all(|(basic, cost)| {
        let mut sum = 0_i128;
        match *basic {
            Basic::Slack(row) => sum = prices[row],
            Basic::Column(set, option) => {
                simplex.column(set, option, |row, weight| sum += prices[row] * i128::from(weight));
                let key = simplex.key[set];
                simplex.column(set, key, |row, weight| sum -= prices[row] * i128::from(weight));
            }
        }
        sum == scale * i128::from(*cost)
    })
}

/// Solves the equations of the basis in fractions.
fn solve(simplex: &Simplex<'_>, costs: &[i64]) -> Option<(i128, Vec<i128>)> {
    let m = simplex.basis.len();
    // A fraction costs some twenty steps.
    if !simplex.steps.take(20 * m * m * m) {
        return None;
    }
    let whole = |number: i64| BigRational::from_integer(BigInt::from(number));
    // One equation a place: the sum of price times weight is the cost; the last entry is the cost.
    let mut equations: Vec<Vec<BigRational>> = Vec::with_capacity(m);
    for (basic, cost) in simplex.basis.iter().zip(costs) {
        let mut weights = vec![0_i64; m];
        match *basic {
            Basic::Slack(row) => weights[row] = 1,
            Basic::Column(set, option) => {
                simplex.column(set, option, |row, weight| weights[row] += weight);
                simplex.column(set, simplex.key[set], |row, weight| weights[row] -= weight);
            }
        }
        equations.push(weights.into_iter().chain([*cost]).map(whole).collect());
    }
    for column in 0..m {
        let pivot = (column..m).find(|row| !equations[*row][column].is_zero())?;
        equations.swap(column, pivot);
        let scale = BigRational::one() / equations[column][column].clone();
        for entry in &mut equations[column] {
            if !entry.is_zero() {
                *entry *= scale.clone();
            }
        }
        let own = equations[column].clone();
        for (row, equation) in equations.iter_mut().enumerate() {
            let rate = equation[column].clone();
            if row == column || rate.is_zero() {
                continue;
            }
            for (entry, own) in equation.iter_mut().zip(&own) {
                if !own.is_zero() {
                    *entry -= rate.clone() * own.clone();
                }
            }
        }
    }
    let prices: Vec<BigRational> = equations.iter().map(|equation| equation[m].clone()).collect();
    let scale =
        prices.iter().fold(BigInt::one(), |all, price| num_integer_lcm(&all, price.denom()));
    let scaled = prices
        .iter()
        .map(|price| (price * BigRational::from_integer(scale.clone())).to_integer().to_i128())
        .collect::<Option<Vec<i128>>>()?;
    let scale = scale.to_i128()?;
    let fits = |number: &i128| number.abs() < PRICE_MAX;
    (fits(&scale) && scaled.iter().all(fits)).then_some((scale, scaled))
}

/// The least common multiple of two positive whole numbers.
fn num_integer_lcm(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut x, mut y) = (a.clone(), b.clone());
    while !y.is_zero() {
        let rest = &x % &y;
        x = y;
        y = rest;
    }
    a / x * b
}
