//! Which whole number to cut where a point is not whole.

use super::Search;
use crate::frame::Parity;
use crate::program::Cut;
use crate::simplex::Simplex;
use crate::unit::TOTAL;
use crate::{Need, Side};

impl Search<'_> {
    /// Chooses what to divide: whole exchanges of a stage first, then people of one kind, then units.
    pub(super) fn divide(&self, simplex: &Simplex<'_>) -> Option<(Cut, i64, bool)> {
        let point = simplex.point();
        let tiers: [Vec<Cut>; 3] = [self.exchanges(), self.heads(), self.singles(&point)];
        for cuts in tiers {
            let mut best: Option<(f64, Cut, f64)> = None;
            for cut in cuts {
                let form = self.program.cut(&cut);
                let stage = cut.stage();
                let sum: f64 = form
                    .weights
                    .iter()
                    .zip(&point)
                    .filter(|(weight, _)| **weight != 0)
                    .map(|(weight, options)| *weight as f64 * options[stage])
                    .sum();
                let apart = (sum - sum.round()).abs();
                if apart > 1e-5 && best.as_ref().is_none_or(|(most, ..)| apart > *most + 1e-9) {
                    best = Some((apart, cut, sum));
                }
            }
            if let Some((_, cut, sum)) = best {
                #[expect(clippy::cast_possible_truncation, reason = "counts lie below 2^53")]
                let at = sum.floor() as i64;
                return Some((cut, at, sum - sum.floor() >= 0.5));
            }
        }
        None
    }

    /// For each stage and parity: how many times the ratio's smallest numbers go.
    fn exchanges(&self) -> Vec<Cut> {
        let terms = self.frame.terms();
        let mut cuts = Vec::new();
        let mut add = |category: Option<u8>, ratio: crate::Ratio| {
            let (a, b) = bezout(i64::from(ratio.a), i64::from(ratio.b));
            cuts.extend((0..self.program.stages).map(|stage| Cut::Counted {
                category,
                a,
                b,
                stage,
            }));
        };
        match terms.parity {
            Parity::Total(ratio) => add(None, ratio),
            Parity::ByCategory => {
                for (at, category) in (0..TOTAL).zip(&terms.categories) {
                    if let Some(ratio) = category.counted {
                        add(Some(at), ratio);
                    }
                }
            }
        }
        cuts
    }

    fn heads(&self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for (category, _) in (0..TOTAL).zip(&self.frame.terms().categories) {
            for side in Side::BOTH {
                for need in Need::ALL {
                    let of = |stage| Cut::Heads { side, category, need, stage };
                    cuts.extend((0..self.program.stages).map(of));
                }
            }
        }
        cuts
    }

    /// Units that the point divides; groups alone where there are any.
    fn singles(&self, point: &[Vec<f64>]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for (unit, options) in point[..self.program.units.len()].iter().enumerate() {
            for (stage, value) in options[..self.program.stages].iter().enumerate() {
                if (value - value.round()).abs() > 1e-5 {
                    cuts.push(Cut::Unit { unit, stage });
                }
            }
        }
        let group = |cut: &Cut| matches!(cut, Cut::Unit { unit, .. } if self.program.units[*unit].len() > 1);
        if cuts.iter().any(group) {
            cuts.retain(group);
        }
        cuts
    }
}

/// Returns whole numbers `(u, v)` with `u a + v b` the greatest common divisor of `a` and `b`.
fn bezout(a: i64, b: i64) -> (i64, i64) {
    let (mut x, mut y) = ((a, 1, 0), (b, 0, 1));
    while y.0 != 0 {
        let times = x.0 / y.0;
        (x, y) = (y, (x.0 - times * y.0, x.1 - times * y.1, x.2 - times * y.2));
    }
    (x.1, x.2)
}
