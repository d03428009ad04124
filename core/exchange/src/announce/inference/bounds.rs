//! Bounds: how small and how large each number can be, when no count is below zero.
//!
//! Each equation bounds each of its variables by what the others leave over. The bounds are drawn
//! closer, in whole people, until nothing moves or [`ROUNDS_MAX`] rounds are done; stopping early only
//! leaves them wider, and never wrong.

use num_rational::Ratio;
use num_traits::{CheckedAdd as _, CheckedMul as _, CheckedSub as _, Zero as _};

use super::elimination::{Exact, Linear, Overflow};

/// How often every equation is gone through.
pub(super) const ROUNDS_MAX: usize = 64;

/// At least `least`, and at most `most` where anything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) least: i128,
    pub(super) most: Option<i128>,
}

impl Interval {
    /// Any number of people.
    pub(super) const ANY: Self = Self { least: 0, most: None };

    /// Just one number.
    pub(super) fn exactly(value: i128) -> Self {
        Self { least: value, most: Some(value) }
    }

    /// What lies in both.
    pub(super) fn and(self, other: Self) -> Self {
        let most = match (self.most, other.most) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { least: self.least.max(other.least), most }
    }

    /// Says whether no number is left.
    pub(super) fn is_empty(self) -> bool {
        self.most.is_some_and(|most| most < self.least)
    }

    /// Returns the one number that is left.
    pub(super) fn single(self) -> Option<i128> {
        self.most.filter(|most| *most == self.least)
    }
}

/// `sum = 0`, or `sum >= 0`, with the constant inside the sum.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) sum: Linear,
    pub(super) equal: bool,
}

/// No numbers of people satisfy all rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Some bound is empty.
    Impossible,
    /// A number grew beyond 128 bits.
    Overflow,
}

impl From<Overflow> for Trouble {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

/// Bounds every variable.
pub(super) fn tighten(rules: &[Rule], variables: usize) -> Result<Vec<Interval>, Trouble> {
    let mut bounds = vec![Interval::ANY; variables];
    for _ in 0..ROUNDS_MAX {
        let mut moved = false;
        for rule in rules {
            moved |= apply(rule, &mut bounds)?;
        }
        if !moved {
            break;
        }
    }
    Ok(bounds)
}

/// Bounds a sum by the bounds of its variables.
pub(super) fn of(sum: &Linear, bounds: &[Interval]) -> Result<Interval, Overflow> {
    let (least, most) = ends(sum, bounds, None)?;
    Ok(Interval {
        least: least.map_or(0, |least| least.ceil().to_integer().max(0)),
        most: most.map(|most| most.floor().to_integer()),
    })
}

/// The least and the greatest value of a sum without one of its variables; none where unbounded.
fn ends(
    sum: &Linear,
    bounds: &[Interval],
    without: Option<usize>,
) -> Result<(Option<Exact>, Option<Exact>), Overflow> {
    let mut least = Some(sum.constant);
    let mut most = Some(sum.constant);
    for (variable, coefficient) in &sum.terms {
        if Some(*variable) == without {
            continue;
        }
        let bound = bounds[*variable];
        let low = Some(Ratio::from_integer(bound.least));
        let high = bound.most.map(Ratio::from_integer);
        let positive = *coefficient > Exact::zero();
        let (for_least, for_most) = if positive { (low, high) } else { (high, low) };
        least = plus(least, for_least, *coefficient)?;
        most = plus(most, for_most, *coefficient)?;
    }
    Ok((least, most))
}

fn plus(
    sum: Option<Exact>,
    value: Option<Exact>,
    factor: Exact,
) -> Result<Option<Exact>, Overflow> {
    let (Some(sum), Some(value)) = (sum, value) else { return Ok(None) };
    let change = value.checked_mul(&factor).ok_or(Overflow)?;
    sum.checked_add(&change).map(Some).ok_or(Overflow)
}

/// Draws the bounds of one rule's variables closer. Says whether any moved.
fn apply(rule: &Rule, bounds: &mut [Interval]) -> Result<bool, Trouble> {
    let mut moved = false;
    if rule.sum.terms.is_empty() {
        let zero = Exact::zero();
        let holds = if rule.equal { rule.sum.constant == zero } else { rule.sum.constant >= zero };
        return if holds { Ok(false) } else { Err(Trouble::Impossible) };
    }
    for (variable, coefficient) in &rule.sum.terms {
        let (least, most) = ends(&rule.sum, bounds, Some(*variable))?;
        // coefficient * x + rest = 0, with rest between least and most; or >= 0.
        let end = |rest: Exact| {
            Exact::zero()
                .checked_sub(&rest)
                .and_then(|rest| rest.checked_mul(&coefficient.recip()))
                .ok_or(Overflow)
        };
        let positive = *coefficient > Exact::zero();
        let from_most = most.map(end).transpose()?;
        let from_least = least.map(end).transpose()?.filter(|_| rule.equal);
        let (low, high) = if positive { (from_most, from_least) } else { (from_least, from_most) };
        let drawn = Interval {
            least: low.map_or(0, |low| low.ceil().to_integer().max(0)),
            most: high.map(|high| high.floor().to_integer()),
        };
        let bound = &mut bounds[*variable];
        let next = bound.and(drawn);
        if next.is_empty() {
            return Err(Trouble::Impossible);
        }
        moved |= next != *bound;
        *bound = next;
    }
    Ok(moved)
}
