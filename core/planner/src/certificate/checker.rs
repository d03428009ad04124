//! The checker. It knows nothing of the solver: it adds up whole numbers, and any prices that add up are
//! a proof (`spec/5-plan.md`, section 6).

use std::collections::BTreeMap;

use super::only::Shared;
use super::{CERTIFICATE_FORM, Certificate, Cut, Impossible, Leaf, Proven, Tree, Wrong};
use crate::check::{Counts, evaluate};
use crate::program::{Form, Program};
use crate::{Instance, order};

/// The most cuts on one path of a tree: a deeper one is refused unread.
const DEPTH_MAX: usize = 1_000;

/// Checks that a plan obeys every term and that no plan serves the aims better, as far as the
/// certificate reaches.
///
/// # Errors
/// The first thing that is wrong, with its stage or aim.
pub fn verify(
    instance: &Instance,
    counts: &Counts,
    certificate: &Certificate,
) -> Result<Proven, Wrong> {
    let evaluation = evaluate(instance, counts);
    if let Some(violation) = evaluation.violations.first() {
        return Err(Wrong::Plan(violation.clone()));
    }
    let whole = Program::new(instance);
    if certificate.form != CERTIFICATE_FORM {
        return Err(Wrong::Form("is of another version"));
    }
    if certificate.happens.len() != whole.stages || certificate.aims.len() + 1 != whole.aims.len() {
        return Err(Wrong::Form("is for other terms"));
    }
    let missing = certificate.happens.iter().rev().zip(0_u32..).filter(|(happens, _)| !**happens);
    if missing.map(|(_, bit)| 1_i64 << bit).sum::<i64>() != evaluation.vector[0] {
        return Err(Wrong::Happens);
    }
    let mut bounds = BTreeMap::new();
    let mut pattern = vec![None; whole.stages];
    let mut missing = 0;
    for (stage, happens) in certificate.happens.iter().enumerate() {
        if !happens && certificate.open.contains(&stage) {
            // From here on every stage might happen.
            bounds.entry(0).or_insert(missing);
        } else if !happens {
            pattern[stage] = Some(true);
            let program = whole.happening(&pattern);
            let claim = Claim { program: &program, aim: None, held: &[] };
            let wrong = |why| Wrong::Stage(stage + 1, why);
            let tree = certificate.stages.get(&stage).ok_or(wrong("nothing is there"))?;
            claim.tree(tree, &mut Vec::new()).map_err(wrong)?;
            missing += 1 << (whole.stages - 1 - stage);
        }
        pattern[stage] = Some(*happens);
    }
    let program = whole.happening(&pattern);
    let mut shared = Shared::new(&program);
    let mut held = Vec::new();
    let mut proven = usize::from(!bounds.contains_key(&0));
    for (at, tree) in certificate.aims.iter().enumerate() {
        let (aim, Some(form), constant) = &program.aims[at + 1] else {
            return Err(Wrong::Form("is for other terms"));
        };
        let value = evaluation.vector[at + 1] - constant;
        let claim = Claim { program: &program, aim: Some((form, value)), held: &held };
        let wrong = |why| Wrong::Aim(instance.frame.aim_name(*aim), why);
        if let Some(tree) = tree {
            claim.tree(tree, &mut Vec::new()).map_err(wrong)?;
            shared.learn(&claim, tree);
            proven += usize::from(proven == at + 1);
        } else if let Some(tree) = certificate.bounds.get(&(at + 1)) {
            let least = claim.least(tree, &mut Vec::new()).map_err(wrong)?;
            bounds.insert(at + 1, least.saturating_add(*constant));
        }
        held.push((at + 1, form, value));
    }
    let all = proven == program.aims.len();
    let only = all && draw(instance, counts, certificate, (&program, held, shared))?;
    Ok(Proven { aims: proven, only, bounds, evaluation })
}

/// Checks that no plan obeys the terms.
///
/// # Errors
/// The first stage that is not shown to be impossible.
pub fn verify_impossible(instance: &Instance, proof: &Impossible) -> Result<(), Wrong> {
    let whole = Program::new(instance);
    if proof.stages.len() != whole.stages {
        return Err(Wrong::Form("is for other terms"));
    }
    let mut pattern = vec![None; whole.stages];
    for (stage, tree) in proof.stages.iter().chain([&proof.last]).enumerate() {
        if let Some(happens) = pattern.get_mut(stage) {
            *happens = Some(true);
        }
        let program = whole.happening(&pattern);
        let claim = Claim { program: &program, aim: None, held: &[] };
        claim.tree(tree, &mut Vec::new()).map_err(|why| Wrong::Stage(stage + 1, why))?;
        if let Some(happens) = pattern.get_mut(stage) {
            *happens = Some(false);
        }
    }
    Ok(())
}

/// Checks the rounds of the draw. Returns whether they leave one plan alone.
fn draw<'a>(
    instance: &Instance,
    counts: &Counts,
    certificate: &Certificate,
    (program, mut held, mut shared): (&'a Program, Vec<(usize, &'a Form, i64)>, Shared),
) -> Result<bool, Wrong> {
    if certificate.order.len() > order::ROUNDS_MAX {
        return Err(Wrong::Form("has too many rounds of the draw"));
    }
    let rounds = 0..certificate.order.len();
    let forms: Vec<Form> =
        rounds.map(|round| order::form(&instance.frame, program, round)).collect();
    let mut only = false;
    for (round, (tree, form)) in certificate.order.iter().zip(&forms).enumerate() {
        let value = order::value(program, form, counts);
        let claim = Claim { program, aim: Some((form, value)), held: &held };
        let wrong = |why| Wrong::Aim(format!("draw:{}", round + 1), why);
        claim.tree(tree, &mut Vec::new()).map_err(wrong)?;
        shared.learn(&claim, tree);
        only = shared.is_one(&claim, tree);
        held.push((program.aims.len() + round, form, value));
    }
    Ok(only)
}

type Checked = Result<(), &'static str>;
/// What is done with every leaf.
type Check<'a> = &'a mut dyn FnMut(&Leaf, &[(Form, i64)]) -> Checked;

/// One thing to be proven: that the aim is nowhere below its value, or that there is no point.
pub(super) struct Claim<'a> {
    pub(super) program: &'a Program,
    pub(super) aim: Option<(&'a Form, i64)>,
    /// Earlier aims: index, form, and the value that they keep.
    pub(super) held: &'a [(usize, &'a Form, i64)],
}

impl Claim<'_> {
    /// Checks a tree. `path` holds the cuts above it: form and what it is at most.
    fn tree(&self, tree: &Tree, path: &mut Vec<(Form, i64)>) -> Result<(), &'static str> {
        self.each_leaf(tree, path, &mut |leaf, path| self.leaf(leaf, path))
    }

    /// Calls `check` with every leaf and the cuts above it.
    fn each_leaf(&self, tree: &Tree, path: &mut Vec<(Form, i64)>, check: Check<'_>) -> Checked {
        match tree {
            Tree::Leaf(leaf) if leaf.cuts.len() > path.len() => {
                Err("it prices a cut that is not above it")
            }
            Tree::Leaf(leaf) => check(leaf, path),
            Tree::Cut { cut, at, most, more } => {
                if path.len() >= DEPTH_MAX {
                    return Err("it is cut too often");
                }
                if cut.stage() >= self.program.stages {
                    return Err("it cuts a stage that does not exist");
                }
                for (case, tree) in self.cases(cut, *at)?.into_iter().zip([most, more]) {
                    path.push(case);
                    self.each_leaf(tree, path, check)?;
                    path.pop();
                }
                Ok(())
            }
        }
    }

    /// Returns the two cases of a cut: at most `at`, and more, each as a form and what it is at most.
    pub(super) fn cases(&self, cut: &Cut, at: i64) -> Result<[(Form, i64); 2], &'static str> {
        let above = at.checked_add(1).ok_or("a cut is too large")?;
        let most = self.program.cut(cut);
        let mut more = most.clone();
        more.weights.iter_mut().for_each(|weight| *weight = -*weight);
        Ok([(most, at), (more, -above)])
    }

    /// Returns the least value that the aim can have by the prices of a tree; the largest number where no
    /// point is left.
    fn least(&self, tree: &Tree, path: &mut Vec<(Form, i64)>) -> Result<i64, &'static str> {
        let mut least = i64::MAX;
        self.each_leaf(tree, path, &mut |leaf, path| {
            let bound =
                self.bound(leaf, path).ok_or("it is malformed, or its numbers are too large")?;
            let own = match leaf.scale.0 {
                0 if bound > 0 => return Ok(()),
                scale if scale > 0 => bound.div_euclid(scale) + i128::from(bound % scale != 0),
                _ => return Err("it bounds nothing"),
            };
            let own = i64::try_from(own).map_err(|_too_large| "its numbers are too large")?;
            least = least.min(own);
            Ok(())
        })?;
        Ok(least)
    }

    /// Checks one case: every point of it costs at least the bound, and the bound is high enough.
    fn leaf(&self, leaf: &Leaf, path: &[(Form, i64)]) -> Result<(), &'static str> {
        if leaf.scale.0 < 0 || (leaf.scale.0 > 0 && self.aim.is_none()) {
            return Err("its scale is wrong");
        }
        let bound =
            self.bound(leaf, path).ok_or("it is malformed, or its numbers are too large")?;
        let below = match self.aim {
            Some((_, value)) => i128::from(value)
                .checked_sub(1)
                .and_then(|below| leaf.scale.0.checked_mul(below))
                .ok_or("its numbers are too large")?,
            None => 0,
        };
        if bound > below { Ok(()) } else { Err("its prices do not add up to the bound") }
    }

    /// Says whether no plan of the aim's value lies in a case at all.
    pub(super) fn is_beyond(&self, leaf: &Leaf, path: &[(Form, i64)]) -> bool {
        let own = self.aim.and_then(|(_, value)| leaf.scale.0.checked_mul(i128::from(value)));
        matches!((self.bound(leaf, path), own), (Some(bound), Some(own)) if bound > own)
    }

    /// Adds up the bound: prices times right-hand sides, and for every set its cheapest option. None
    /// when a price has the wrong sign, names nothing, or a sum overflows.
    pub(super) fn bound(&self, leaf: &Leaf, path: &[(Form, i64)]) -> Option<i128> {
        let priced = self.priced(leaf, path)?;
        let mut bound = priced.right;
        for (set, known) in self.program.sets.iter().enumerate() {
            // To stay costs nothing, so the cheapest option never costs more.
            let costs = self.costs(leaf.scale.0, set, &priced)?;
            let cheapest = costs.into_iter().flatten().min()?;
            bound = bound.checked_add(cheapest.checked_mul(i128::from(known.size))?)?;
        }
        Some(bound)
    }

    /// Reads the prices of a leaf, and adds up prices times right-hand sides.
    pub(super) fn priced<'p>(&'p self, leaf: &Leaf, path: &'p [(Form, i64)]) -> Option<Priced<'p>> {
        let program = self.program;
        let stage_rows = program.rhs.len();
        let mut rows = vec![0_i128; stage_rows];
        let mut forms: Vec<(i128, &Form)> = Vec::new();
        let mut right = 0_i128;
        let at_most_zero = |price: i128| (price <= 0).then_some(price);
        let mut add = |price: i128, most: i64| -> Option<()> {
            right = right.checked_add(price.checked_mul(i128::from(most))?)?;
            Some(())
        };
        for (row, price) in &leaf.rows {
            let most = if *row < stage_rows {
                if price.0 > 0 && !program.equal[*row] {
                    return None;
                }
                rows[*row] = price.0;
                program.rhs[*row]
            } else {
                let (_, form, most) = program.overall.get(row - stage_rows)?;
                forms.push((at_most_zero(price.0)?, form));
                *most
            };
            add(price.0, most)?;
        }
        for (aim, price) in &leaf.aims {
            let (_, form, most) = self.held.iter().find(|(at, ..)| at == aim)?;
            forms.push((at_most_zero(price.0)?, form));
            add(price.0, *most)?;
        }
        for (price, (form, most)) in leaf.cuts.iter().zip(path) {
            forms.push((at_most_zero(price.0)?, form));
            add(price.0, *most)?;
        }
        forms.retain(|(price, _)| *price != 0);
        Some(Priced { rows, forms, right })
    }

    /// Returns what one unit of a set costs after prices in each stage that it may choose, and last
    /// what it costs to stay: nothing.
    pub(super) fn costs(
        &self,
        scale: i128,
        set: usize,
        priced: &Priced<'_>,
    ) -> Option<Vec<Option<i128>>> {
        let program = self.program;
        let known = &program.sets[set];
        let mut costs = vec![None; program.stages + 1];
        costs[program.stages] = Some(0);
        for (stage, slot) in costs[..program.stages].iter_mut().enumerate() {
            if known.options & (1 << stage) == 0 {
                continue;
            }
            let aim = self.aim.map_or(0, |(form, _)| form.of(set, stage));
            let mut cost = scale.checked_mul(i128::from(aim))?;
            for (local, weight) in &known.load {
                let price = priced.rows[program.row(*local, stage)];
                cost = cost.checked_sub(price.checked_mul(i128::from(*weight))?)?;
            }
            for (price, form) in &priced.forms {
                let weight = i128::from(form.of(set, stage));
                if weight != 0 {
                    cost = cost.checked_sub(price.checked_mul(weight)?)?;
                }
            }
            *slot = Some(cost);
        }
        Some(costs)
    }
}

/// The prices of a leaf, ready to be summed.
pub(super) struct Priced<'a> {
    rows: Vec<i128>,
    forms: Vec<(i128, &'a Form)>,
    right: i128,
}
