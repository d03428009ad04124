//! Whether a proven plan is the only one that serves every aim and the draw as well.
//!
//! Prices that meet their bound say more than the bound: whoever takes an option that costs more than
//! the gap, or leaves a row loose whose price is larger than the gap, is worse. What is left open then
//! is a system of equations, and where its rank is the number of unknowns there is one plan alone.

use std::collections::BTreeSet;

use super::checker::Claim;
use super::{Leaf, Tree};
use crate::program::{Form, Program};

/// The prime for ranks, 2^61 - 1. Full rank modulo a prime is full rank in whole numbers.
const PRIME: i128 = (1 << 61) - 1;

/// What every plan with the same aims shares with the proven one.
#[derive(Clone)]
pub(super) struct Shared {
    /// The options that each set may still take, as bits.
    open: Vec<u64>,
    /// Rows that hold with equality.
    tight: BTreeSet<usize>,
}

impl Shared {
    pub(super) fn new(program: &Program) -> Self {
        let equal = program.equal.iter().enumerate().filter(|(_, equal)| **equal);
        Self {
            open: program.sets.iter().map(|set| set.options).collect(),
            tight: equal.map(|(row, _)| row).collect(),
        }
    }

    /// Takes in what the proof of an aim shows of every plan that has the same value.
    pub(super) fn learn(&mut self, claim: &Claim<'_>, tree: &Tree) {
        if let Tree::Leaf(leaf) = tree {
            // Where this overflows nothing is learnt, and less is proven.
            drop(self.close(claim, leaf, &[]));
        }
    }

    /// Closes what the prices of a leaf close. Returns the cuts above that hold with equality; none when
    /// no plan of this value lies in the leaf.
    fn close(
        &mut self,
        claim: &Claim<'_>,
        leaf: &Leaf,
        path: &[(Form, i64)],
    ) -> Option<Vec<usize>> {
        let (_, value) = claim.aim?;
        let gap = leaf.scale.0.checked_mul(i128::from(value))? - claim.bound(leaf, path)?;
        if gap < 0 {
            return None;
        }
        let priced = claim.priced(leaf, path)?;
        for (set, open) in self.open.iter_mut().enumerate() {
            let costs = claim.costs(leaf.scale.0, set, &priced)?;
            let least = costs.iter().flatten().min()?;
            for (option, cost) in costs.iter().enumerate() {
                if cost.is_some_and(|cost| cost - least > gap) {
                    *open &= !(1 << option);
                }
            }
        }
        let loose = |price: i128| price.abs() > gap;
        self.tight.extend(leaf.rows.iter().filter(|(_, p)| loose(p.0)).map(|(row, _)| *row));
        let cuts = leaf.cuts.iter().enumerate().filter(|(_, price)| loose(price.0));
        Some(cuts.map(|(at, _)| at).collect())
    }

    /// Says whether the last proof leaves one plan alone.
    pub(super) fn is_one(&self, claim: &Claim<'_>, tree: &Tree) -> bool {
        let mut alone = 0;
        self.count(claim, tree, &mut Vec::new(), &mut alone) && alone == 1
    }

    /// Counts the cases in which there is one plan; returns false when one of them may hold more.
    fn count(
        &self,
        claim: &Claim<'_>,
        tree: &Tree,
        path: &mut Vec<(Form, i64)>,
        alone: &mut usize,
    ) -> bool {
        match tree {
            Tree::Leaf(leaf) => {
                let mut here = self.clone();
                let Some(cuts) = here.close(claim, leaf, path) else {
                    // Either no plan of this value is here, or the numbers are too large to tell.
                    return claim.is_beyond(leaf, path);
                };
                *alone += 1;
                let cuts = cuts.into_iter().filter_map(|at| path.get(at)).map(|(form, _)| form);
                here.has_full_rank(claim, cuts.collect())
            }
            Tree::Cut { cut, at, most, more } => {
                let Ok(cases) = claim.cases(cut, *at) else { return false };
                cases.into_iter().zip([most, more]).all(|(case, tree)| {
                    path.push(case);
                    let one = self.count(claim, tree, path, alone);
                    path.pop();
                    one
                })
            }
        }
    }

    /// Says whether the equations leave nothing open.
    fn has_full_rank<'a>(&self, claim: &'a Claim<'_>, mut forms: Vec<&'a Form>) -> bool {
        let program = claim.program;
        let rows = program.rhs.len();
        forms.extend(claim.aim.iter().map(|(form, _)| *form));
        forms.extend(claim.held.iter().map(|(_, form, _)| *form));
        let overall = |row: &usize| program.overall.get(row - rows).map(|(_, form, _)| form);
        forms.extend(self.tight.range(rows..).filter_map(overall));
        let tight: Vec<usize> = self.tight.range(..rows).copied().collect();
        let column = |set: usize, option: usize| -> Vec<i128> {
            let mut column = vec![0; tight.len()];
            if option < program.stages {
                for (local, weight) in &program.sets[set].load {
                    if let Ok(at) = tight.binary_search(&program.row(*local, option)) {
                        column[at] = i128::from(*weight);
                    }
                }
            }
            column.extend(forms.iter().map(|form| i128::from(form.of(set, option))));
            column
        };
        let mut unknowns = Vec::new();
        for (set, open) in self.open.iter().enumerate() {
            let mut options = (0..=program.stages).filter(|option| open & (1 << option) != 0);
            let Some(first) = options.next() else { return false };
            let base = column(set, first);
            for option in options {
                let own = column(set, option).into_iter().zip(&base);
                unknowns.push(own.map(|(own, base)| own - base).collect());
                if unknowns.len() > base.len() {
                    return false;
                }
            }
        }
        rank_is_full(unknowns)
    }
}

/// Says whether vectors are independent.
fn rank_is_full(mut vectors: Vec<Vec<i128>>) -> bool {
    for vector in &mut vectors {
        for entry in vector {
            *entry = entry.rem_euclid(PRIME);
        }
    }
    for at in 0..vectors.len() {
        let Some(pivot) = vectors[at].iter().position(|entry| *entry != 0) else { return false };
        let own = vectors[at].clone();
        let inverse = power(own[pivot], PRIME - 2);
        for vector in &mut vectors[at + 1..] {
            let times = vector[pivot] * inverse % PRIME;
            if times != 0 {
                for (entry, own) in vector.iter_mut().zip(&own) {
                    *entry = (*entry - times * own % PRIME).rem_euclid(PRIME);
                }
            }
        }
    }
    true
}

fn power(base: i128, mut exponent: i128) -> i128 {
    let (mut base, mut result) = (base, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
