//! Exact elimination: what a set of linear equations determines, and from which of them it follows.
//!
//! Rationals of 128-bit whole numbers, every step checked. A step that does not fit stops the work; a
//! statement that cannot be checked is not published.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::Ratio;
use num_traits::{CheckedAdd as _, CheckedMul as _, CheckedSub as _, One as _, Zero as _};

/// An exact number.
pub(super) type Exact = Ratio<i128>;

/// A number grew beyond 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// A sum of variables with coefficients, and a constant; zero coefficients are not kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Linear {
    /// The coefficient of each variable.
    pub(super) terms: BTreeMap<usize, Exact>,
    /// The constant beside the variables.
    pub(super) constant: Exact,
    /// By which multiples of which equations it was changed since it was made.
    pub(super) from: BTreeMap<usize, Exact>,
}

impl Linear {
    /// A plain sum of variables.
    pub(super) fn sum(variables: impl IntoIterator<Item = usize>) -> Self {
        let terms = variables.into_iter().map(|variable| (variable, Exact::one())).collect();
        Self { terms, ..Self::default() }
    }

    /// Adds another sum, `factor` times.
    pub(super) fn add(&mut self, other: &Self, factor: Exact) -> Result<(), Overflow> {
        add_all(&mut self.terms, &other.terms, factor)?;
        add_all(&mut self.from, &other.from, factor)?;
        let change = other.constant.checked_mul(&factor).ok_or(Overflow)?;
        self.constant = self.constant.checked_add(&change).ok_or(Overflow)?;
        Ok(())
    }
}

fn add_all(
    to: &mut BTreeMap<usize, Exact>,
    other: &BTreeMap<usize, Exact>,
    factor: Exact,
) -> Result<(), Overflow> {
    for (key, coefficient) in other {
        let change = coefficient.checked_mul(&factor).ok_or(Overflow)?;
        let old = to.get(key).copied().unwrap_or_else(Exact::zero);
        let new = old.checked_add(&change).ok_or(Overflow)?;
        if new.is_zero() {
            to.remove(key);
        } else {
            to.insert(*key, new);
        }
    }
    Ok(())
}

/// What came of adding an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// It says something new.
    New,
    /// It follows from the others.
    Known,
    /// It cannot hold together with the others.
    Contradiction,
}

/// Equations in reduced row echelon form: each has a leading variable that stands in no other.
#[derive(Debug, Clone, Default)]
pub(super) struct Equations {
    /// `leading = constant + terms`, by leading variable; the terms hold no leading variable.
    rows: BTreeMap<usize, Linear>,
    /// In which rows a variable that does not lead stands.
    stands_in: BTreeMap<usize, BTreeSet<usize>>,
}

impl Equations {
    /// Adds `sum = value`, which is known by the number `name`.
    pub(super) fn add(&mut self, sum: &Linear, value: u32, name: usize) -> Result<Added, Overflow> {
        // rest = sum - value, written with variables that do not lead; it must be zero.
        let mut rest = self.reduce(sum)?;
        let value = Exact::from_integer(i128::from(value));
        rest.constant = rest.constant.checked_sub(&value).ok_or(Overflow)?;
        let Some((&leading, &coefficient)) = rest.terms.last_key_value() else {
            return Ok(if rest.constant.is_zero() { Added::Known } else { Added::Contradiction });
        };
        add_all(&mut rest.from, &[(name, -Exact::one())].into(), Exact::one())?;
        rest.terms.remove(&leading);
        let mut row = Linear::default();
        row.add(&rest, -coefficient.recip())?;
        self.replace(leading, &row)?;
        for variable in row.terms.keys() {
            self.stands_in.entry(*variable).or_default().insert(leading);
        }
        self.rows.insert(leading, row);
        Ok(Added::New)
    }

    /// Writes `row` in place of a variable wherever it stands.
    fn replace(&mut self, variable: usize, row: &Linear) -> Result<(), Overflow> {
        for holder in self.stands_in.remove(&variable).unwrap_or_default() {
            let target = self.rows.get_mut(&holder).expect("`stands_in` names rows that exist");
            let coefficient =
                target.terms.remove(&variable).expect("`stands_in` names rows that hold it");
            target.add(row, coefficient)?;
            let left: Vec<usize> = row.terms.keys().copied().collect();
            for other in left {
                let stands = self.rows[&holder].terms.contains_key(&other);
                let holders = self.stands_in.entry(other).or_default();
                if stands {
                    holders.insert(holder)
                } else {
                    holders.remove(&holder)
                };
            }
        }
        Ok(())
    }

    /// Writes a sum with variables that nothing determines. No terms left: it is determined, and
    /// `from` names the equations that it follows from.
    pub(super) fn reduce(&self, sum: &Linear) -> Result<Linear, Overflow> {
        let mut reduced =
            Linear { terms: BTreeMap::new(), constant: sum.constant, from: sum.from.clone() };
        for (variable, coefficient) in &sum.terms {
            match self.rows.get(variable) {
                Some(row) => reduced.add(row, *coefficient)?,
                None => {
                    add_all(&mut reduced.terms, &[(*variable, Exact::one())].into(), *coefficient)?;
                }
            }
        }
        Ok(reduced)
    }

    /// Returns the rows as `leading = constant + terms`.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &Linear)> {
        self.rows.iter().map(|(leading, row)| (*leading, row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(variables: &[usize]) -> Linear {
        Linear::sum(variables.iter().copied())
    }

    #[test]
    fn a_difference_is_determined_and_names_its_equations() {
        let mut equations = Equations::default();
        assert_eq!(equations.add(&sum(&[0, 1, 2]), 20, 7).unwrap(), Added::New);
        assert_eq!(equations.add(&sum(&[0, 1]), 13, 8).unwrap(), Added::New);
        let third = equations.reduce(&sum(&[2])).unwrap();
        assert!(third.terms.is_empty());
        assert_eq!(third.constant, Exact::from_integer(7));
        assert_eq!(third.from.keys().copied().collect::<Vec<_>>(), [7, 8]);
        assert!(!equations.reduce(&sum(&[0])).unwrap().terms.is_empty());
        assert_eq!(equations.add(&sum(&[2]), 7, 9).unwrap(), Added::Known);
        assert_eq!(equations.add(&sum(&[2]), 6, 9).unwrap(), Added::Contradiction);
    }

    #[test]
    fn a_triangle_of_pair_sums_gives_each_part() {
        let mut equations = Equations::default();
        for (pair, value, name) in [([0, 1], 30, 0), ([1, 2], 50, 1), ([0, 2], 40, 2)] {
            equations.add(&sum(&pair), value, name).unwrap();
        }
        let value = |at| equations.reduce(&sum(&[at])).unwrap().constant;
        assert_eq!((value(0), value(1), value(2)), (10.into(), 20.into(), 30.into()));
    }
}
