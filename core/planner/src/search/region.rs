//! A part of the program that may hold a best plan, and what the aims so far have closed in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::certificate::{Leaf, Tree, Whole};
use crate::exact::Dual;
use crate::program::{Cut, Form, Program};
use crate::simplex::{Extra, Simplex, Steps};

/// One aim that met its linear bound in a region, for lifting later proofs.
pub(super) struct Closed {
    aim: usize,
    dual: Dual,
}

/// What a row beyond those of the stages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    Overall,
    /// Holds an earlier aim at its value.
    Held(usize),
    /// A cut on the way to the region.
    Cut,
}

/// A part of the program in which a best plan may lie.
#[derive(Clone)]
pub(super) struct Region<'a> {
    pub(super) simplex: Simplex<'a>,
    beyond: Vec<Beyond>,
    pub(super) depth: usize,
    closed: Vec<Arc<Closed>>,
    /// Which closed aim removed an option, by set and option.
    removed: Vec<Vec<Option<u16>>>,
    /// Which closed aim fixed a row.
    fixed: Vec<Option<u16>>,
    /// Prices of the aim that is being lowered.
    pub(super) dual: Option<Arc<Dual>>,
}

/// The parts of the program so far.
pub(super) enum Parts<'a> {
    /// No point of it can be part of a best plan; the prices say why.
    Dead(Leaf),
    Live(Box<Region<'a>>),
    Cut {
        cut: Cut,
        at: i64,
        most: Box<Self>,
        more: Box<Self>,
    },
}

impl<'a> Region<'a> {
    pub(super) fn new(program: &'a Program, steps: &'a Steps) -> Self {
        Self {
            simplex: Simplex::new(program, steps),
            beyond: vec![Beyond::Overall; program.overall.len()],
            depth: 0,
            closed: Vec::new(),
            removed: vec![vec![None; program.stages + 1]; program.sets.len()],
            fixed: vec![None; program.rows()],
            dual: None,
        }
    }

    fn add(&mut self, kind: Beyond, form: Form, most: i64) {
        self.beyond.push(kind);
        self.fixed.push(None);
        self.simplex.add(Arc::new(Extra { form, most }));
    }

    /// Returns one side of a cut.
    pub(super) fn cut(&self, form: &Form, at: i64, more: bool) -> Self {
        let mut side = self.clone();
        side.depth += 1;
        if more {
            let weights = form.weights.iter().map(|weight| -weight).collect();
            let above = Form { weights, factors: form.factors.clone() };
            side.add(Beyond::Cut, above, -(at + 1));
        } else {
            side.add(Beyond::Cut, form.clone(), at);
        }
        side
    }

    /// Closes whatever would cost an aim that met its bound.
    fn close(&mut self, aim: usize, dual: &Dual) {
        let at = u16::try_from(self.closed.len()).expect("there are at most some 10,000 aims");
        for (set, excess) in dual.excess.iter().enumerate() {
            for (option, excess) in excess.iter().enumerate() {
                if *excess > 0 && self.simplex.allowed[set] & (1 << option) != 0 {
                    self.simplex.allowed[set] &= !(1 << option);
                    self.removed[set][option] = Some(at);
                }
            }
        }
        for (row, price) in dual.prices.iter().enumerate() {
            if *price != 0 && !self.simplex.fixed[row] {
                self.simplex.fixed[row] = true;
                self.fixed[row] = Some(at);
            }
        }
        self.closed.push(Arc::new(Closed { aim, dual: dual.clone() }));
    }

    /// Turns prices on the open part into prices on the whole program, by adding as much of each
    /// closed aim as is needed for what it closed to stay closed. Strictly: so that it also costs
    /// something, as the proof that one plan is alone asks for.
    pub(super) fn leaf(&self, dual: &Dual, strictly: bool) -> Option<Leaf> {
        let at_least = i128::from(strictly);
        let mut excess = dual.excess.clone();
        let mut prices = dual.prices.clone();
        let mut aims = BTreeMap::new();
        for (at, closed) in self.closed.iter().enumerate().rev() {
            let at = u16::try_from(at).ok()?;
            let mut times = 0_i128;
            for (set, options) in excess.iter().enumerate() {
                for (option, excess) in options.iter().enumerate() {
                    if *excess < at_least && self.removed[set][option] == Some(at) {
                        times = times
                            .max(divide_up(at_least - excess, closed.dual.excess[set][option])?);
                    }
                }
            }
            for (row, own) in closed.dual.prices.iter().enumerate() {
                if self.fixed[row] == Some(at) && prices[row] > -at_least {
                    times = times.max(divide_up(prices[row] + at_least, -own)?);
                }
            }
            if times == 0 {
                continue;
            }
            for (options, own) in excess.iter_mut().zip(&closed.dual.excess) {
                for (excess, own) in options.iter_mut().zip(own) {
                    *excess = excess.checked_add(own.checked_mul(times)?)?;
                }
            }
            for (price, own) in prices.iter_mut().zip(&closed.dual.prices) {
                *price = price.checked_add(own.checked_mul(times)?)?;
            }
            aims.insert(closed.aim, Whole(closed.dual.scale.checked_mul(times)?.checked_neg()?));
        }
        let first = self.simplex.program.rhs.len();
        let mut cuts = Vec::new();
        for (at, kind) in self.beyond.iter().enumerate() {
            match kind {
                Beyond::Held(aim) if prices[first + at] != 0 => {
                    aims.insert(*aim, Whole(prices[first + at]));
                }
                Beyond::Overall | Beyond::Held(_) => {}
                Beyond::Cut => cuts.push(Whole(prices[first + at])),
            }
        }
        prices.truncate(self.simplex.program.rows());
        Some(Leaf { scale: Whole(dual.scale), rows: sparse(prices), aims, cuts })
    }

    /// Takes the aim's value into account for all later aims: closes what would cost it, or holds it
    /// by a row. Returns the proof of the value, and the region unless it cannot have that value.
    fn settle(
        mut self: Box<Self>,
        aim: usize,
        (form, strictly): (&Form, bool),
        reached: i64,
    ) -> (Option<Leaf>, Parts<'a>) {
        let dual = self.dual.take();
        // Strict prices may grow too large where many aims were closed; plain ones still prove the aim.
        let strict = dual.as_ref().filter(|_| strictly).and_then(|dual| self.leaf(dual, true));
        let leaf = strict.or_else(|| dual.as_ref().and_then(|dual| self.leaf(dual, false)));
        if let (Some(dual), Some(leaf)) = (&dual, &leaf) {
            let own = dual.scale * i128::from(reached);
            if dual.bound > own {
                // Nothing here is as low: with the aim held at its value, there is no point at all.
                let mut dead = leaf.clone();
                dead.scale = Whole(0);
                dead.aims.insert(aim, Whole(-dual.scale));
                return (Some(leaf.clone()), Parts::Dead(dead));
            }
            if dual.bound == own {
                self.close(aim, dual);
                return (Some(leaf.clone()), Parts::Live(self));
            }
        }
        self.add(Beyond::Held(aim), form.clone(), reached);
        (leaf, Parts::Live(self))
    }
}

/// Settles an aim in every part. Returns its proof, when every part has one.
pub(super) fn settle(
    parts: &mut Parts<'_>,
    aim: usize,
    form: (&Form, bool),
    reached: i64,
) -> Option<Tree> {
    match parts {
        Parts::Dead(leaf) => Some(Tree::Leaf(leaf.clone())),
        Parts::Cut { cut, at, most, more } => {
            let first = settle(most, aim, form, reached);
            let second = settle(more, aim, form, reached);
            let (most, more) = (Box::new(first?), Box::new(second?));
            Some(Tree::Cut { cut: cut.clone(), at: *at, most, more })
        }
        Parts::Live(_) => {
            let nothing = Parts::Dead(Leaf::without_prices(0));
            let Parts::Live(region) = std::mem::replace(parts, nothing) else {
                return None;
            };
            let (leaf, left) = region.settle(aim, form, reached);
            *parts = left;
            leaf.map(Tree::Leaf)
        }
    }
}

impl Parts<'_> {
    /// Returns the tree of parts that are all dead.
    pub(super) fn dead(self) -> Option<Tree> {
        match self {
            Self::Dead(leaf) => Some(Tree::Leaf(leaf)),
            Self::Live(_) => None,
            Self::Cut { cut, at, most, more } => {
                let (most, more) = (Box::new(most.dead()?), Box::new(more.dead()?));
                Some(Tree::Cut { cut, at, most, more })
            }
        }
    }
}

fn sparse(prices: Vec<i128>) -> BTreeMap<usize, Whole> {
    let whole = |(at, price): (usize, i128)| (price != 0).then_some((at, Whole(price)));
    prices.into_iter().enumerate().filter_map(whole).collect()
}

fn divide_up(a: i128, b: i128) -> Option<i128> {
    (b > 0).then(|| (a + b - 1) / b)
}
