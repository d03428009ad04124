//! Links two lists, or finds who stands twice in one.
//!
//! Cells become values, values share keys, rows that share a key are compared level by level, the
//! lists themselves show what each level says, and people are paired with people.

mod assign;
mod bands;
mod blocks;
mod clusters;
mod fields;
mod joint;
mod model;
mod pairs;
mod parts;
mod people;
mod prepare;

pub use bands::{Band, Bands};
pub use blocks::{BLOCK_ROWS_MAX, Skipped};
pub use joint::Lift;
pub use model::{FieldModel, Model};
pub use people::EXACT_PAIRS_MAX;

use std::collections::BTreeMap;
use std::sync::Arc;

use blocks::Blocks;
use joint::Joint;
use model::{Pattern, Said, Weights, level_in};
use pairs::{Comparer, Found, Pair};
use people::{Chosen, People, Weighed};
use prepare::{Prepared, Side};

use crate::record::{Kind, Records};
use crate::value::{EQUAL, Level};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Each person has at most one partner; a person listed twice keeps both rows.
    OneToOne,
    /// Every pair that is likely by itself.
    Many,
}

/// A pair of rows that is likely one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The row of the left list.
    pub left: usize,
    /// The row of the right list.
    pub right: usize,
    /// How likely it is one person, from 0 to 1.
    pub probability: f64,
    /// Natural logarithm of the odds, seen alone.
    pub log_odds: f64,
    /// The same of the best other candidate of either row.
    pub runner_up: Option<f64>,
    /// How much the odds of the whole choice fall, in natural logarithms, when this pair may not be:
    /// small where another choice is nearly as good. None where that was not worked out.
    pub margin: Option<f64>,
    /// Whether one of the rows is a second row of a person who has a likelier one.
    pub second: bool,
    /// What each field says, contradictions first.
    pub reasons: Vec<Reason>,
}

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The field's label.
    pub label: Arc<str>,
    /// What the field holds.
    pub kind: Kind,
    /// The level of the comparison; 0 when a value is missing.
    pub level: Level,
    /// Base-2 logarithm of the likelihood ratio: how many times the odds double.
    pub weight: f64,
}

/// What came of linking.
#[derive(Debug)]
pub struct Linked {
    /// The links, by left and right row.
    pub links: Vec<Link>,
    /// The model that the lists gave.
    pub model: Model,
    /// How many pairs were compared.
    pub candidates: usize,
    /// How many of the true pairs the keys are thought to have found, from 0 to 1 (capture and
    /// recapture between keys, after A. Chao 1984: an upper bound, as keys err together). None where
    /// no pair is likely enough to tell.
    pub blocking_recall: Option<f64>,
    /// What was left out of the index for being too common.
    pub skipped: Vec<Skipped>,
    /// How many pairs hung together in knots too large to be assigned exactly; they were assigned from
    /// the likeliest down.
    pub not_exact: usize,
}

/// A pair below this probability is not shown.
const SHOWN_MIN: f64 = 0.01;

/// Links two lists.
pub fn link(left: &Records, right: &Records, shape: Shape) -> Linked {
    run(&prepare::prepare(left, Some(right)), shape)
}

/// Finds rows of one list that are one person. Every pair of rows of one person is a link, the lower
/// row on the left.
pub fn within(list: &Records) -> Linked {
    run(&prepare::prepare(list, None), Shape::Many)
}

fn run(prepared: &Prepared, shape: Shape) -> Linked {
    let mut blocks = Blocks::new(prepared);
    let mut found = pairs::candidates(prepared, &blocks);
    let skipped = std::mem::take(&mut blocks.skipped);
    drop(blocks);
    let model = estimate(prepared, &found.pairs);
    let desk = Desk::new(prepared, &model);
    let weighed = desk.weigh(&found.pairs);
    let (chosen, not_exact) = match shape {
        Shape::OneToOne => {
            let mut comparers = [Comparer::new(&prepared.fields), Comparer::new(&prepared.fields)];
            let [lefts, rights] = &mut comparers;
            let People { chosen, not_exact } = people::choose(
                &weighed,
                |a, b| desk.between(lefts, &prepared.left, a, b),
                |a, b| desk.between(rights, prepared.right(), a, b),
            );
            (chosen, not_exact)
        }
        Shape::Many if prepared.within() => (together(prepared, weighed, &mut found), 0),
        Shape::Many => (weighed.into_iter().map(alone).collect(), 0),
    };
    let blocking_recall = blocking_recall(&found, &chosen);
    let links = chosen
        .iter()
        .filter(|chosen| chosen.probability >= SHOWN_MIN)
        .map(|chosen| desk.show(&found.pairs[chosen.weighed.pair], chosen))
        .collect();
    let candidates = found.compared;
    Linked { links, model, candidates, blocking_recall, skipped, not_exact }
}

/// Lets the lists say what each level of each field says.
fn estimate(prepared: &Prepared, found: &[Pair]) -> Model {
    let (random, share) = pairs::draw(prepared);
    let mut patterns: Vec<Pattern> = found.iter().map(|pair| pair.pattern).collect();
    patterns.sort_unstable();
    let candidates = pairs::counted(&patterns);
    let (rows, columns) = (prepared.left.rows as f64, prepared.right().rows as f64);
    let (all, most) = if prepared.within() {
        (rows * (rows - 1.0).max(1.0) / 2.0, rows * 2.0)
    } else {
        (rows * columns, rows.min(columns) * 1.2)
    };
    let sample = model::Sample { random: &random, share, candidates: &candidates };
    let joints = Joint::all(prepared);
    Model::estimate(&prepared.fields, &joints, &sample, all.max(1.0), most.max(0.5))
}

fn alone(weighed: Weighed) -> Chosen {
    let probability = 1.0 / (1.0 + (-weighed.log_odds).exp());
    Chosen { weighed, probability, runner_up: None, margin: None, second: false }
}

/// Joins pairs of one list into people, and adds the pairs that follow.
fn together(prepared: &Prepared, weighed: Vec<Weighed>, found: &mut Found) -> Vec<Chosen> {
    let mut comparer = Comparer::new(&prepared.fields);
    let implied = clusters::implied(&weighed);
    let mut chosen: BTreeMap<(u32, u32), Chosen> =
        weighed.into_iter().map(|pair| ((pair.left, pair.right), alone(pair))).collect();
    for pair in implied {
        let (left, right, probability) = (pair.left, pair.right, pair.probability);
        if let Some(known) = chosen.get_mut(&(left, right)) {
            known.probability = known.probability.max(probability);
            continue;
        }
        let (a, b) = (prepared.left.row(left as usize), prepared.left.row(right as usize));
        let pattern = comparer.pattern(a, b, f32::NEG_INFINITY).unwrap_or(0);
        let log_odds = (probability / (1.0 - probability).max(1e-12)).ln();
        let weighed = Weighed { left, right, log_odds, pair: found.pairs.len() };
        found.pairs.push(Pair { left, right, pattern });
        found.recipes.push(0);
        let implied = Chosen { probability, ..alone(weighed) };
        chosen.insert((left, right), implied);
    }
    chosen.into_values().collect()
}

/// Pairs with worse odds than this, seen alone, are nobody's rivals: 1 in 3,000.
const WEIGHED_LOG_ODDS_MIN: f64 = -8.0;

/// What a pair is weighed by.
struct Desk<'a> {
    prepared: &'a Prepared,
    weights: Weights,
    /// For each field what the commonness of each group of values adds.
    commonness: Vec<Vec<f64>>,
}

impl<'a> Desk<'a> {
    fn new(prepared: &'a Prepared, model: &Model) -> Self {
        let fields = prepared.fields.iter().zip(&model.fields);
        let commonness = fields
            .map(|(field, model)| {
                if matches!(field.kind, Kind::BirthDate | Kind::Sex) {
                    return Vec::new();
                }
                field.counts.iter().map(|count| model.commonness(*count, field.filled)).collect()
            })
            .collect();
        Self { prepared, weights: Weights::new(model, &prepared.fields), commonness }
    }

    fn weigh(&self, found: &[Pair]) -> Vec<Weighed> {
        let mut weighed = Vec::new();
        for (at, pair) in found.iter().enumerate() {
            let (left, right) = (pair.left as usize, pair.right as usize);
            let a = self.prepared.left.row(left);
            let b = self.prepared.right().row(right);
            let log_odds = self.said(pair.pattern, a, b).log_odds();
            if log_odds > WEIGHED_LOG_ODDS_MIN {
                weighed.push(Weighed { left: pair.left, right: pair.right, log_odds, pair: at });
            }
        }
        weighed
    }

    /// The log likelihood ratio of two rows of one list.
    fn between(&self, comparer: &mut Comparer<'_>, side: &Side, a: u32, b: u32) -> f64 {
        let (a, b) = (side.row(a as usize), side.row(b as usize));
        let pattern = comparer.pattern(a, b, f32::NEG_INFINITY).unwrap_or(0);
        self.said(pattern, a, b).log_odds() - self.weights.prior()
    }

    /// Weighs a pair with the commonness of its values: two men called Мельник are less surely one
    /// than two called Сарапин.
    fn said(&self, pattern: Pattern, left: &[u32], right: &[u32]) -> Said {
        self.weights.of_pair(pattern, |at| self.field_commonness(pattern, at, left[at], right[at]))
    }

    fn field_commonness(&self, pattern: Pattern, at: usize, left: u32, right: u32) -> f64 {
        let commonness = &self.commonness[at];
        if level_in(pattern, at) != EQUAL || commonness.is_empty() {
            return 0.0;
        }
        let groups = &self.prepared.fields[at].groups;
        commonness[groups[left as usize] as usize].min(commonness[groups[right as usize] as usize])
    }

    fn show(&self, pair: &Pair, chosen: &Chosen) -> Link {
        let (left, right) = (pair.left as usize, pair.right as usize);
        let a = self.prepared.left.row(left);
        let b = self.prepared.right().row(right);
        let mut reasons: Vec<Reason> = self
            .prepared
            .fields
            .iter()
            .enumerate()
            .map(|(at, field)| {
                let level = level_in(pair.pattern, at);
                let more = self.field_commonness(pair.pattern, at, a[at], b[at]);
                let weight = (self.weights.of_level(at, level) + more) / std::f64::consts::LN_2;
                Reason { label: Arc::clone(&field.label), kind: field.kind, level, weight }
            })
            .collect();
        // What speaks against comes first, then what speaks most for it.
        reasons.sort_by(|x, y| {
            let against = |reason: &Reason| reason.weight >= 0.0;
            against(x)
                .cmp(&against(y))
                .then(y.weight.abs().total_cmp(&x.weight.abs()))
                .then(x.label.cmp(&y.label))
        });
        Link {
            left,
            right,
            probability: chosen.probability,
            log_odds: chosen.weighed.log_odds,
            runner_up: chosen.runner_up,
            margin: chosen.margin,
            second: chosen.second,
            reasons,
        }
    }
}

fn blocking_recall(found: &Found, chosen: &[Chosen]) -> Option<f64> {
    let (mut all, mut once, mut twice) = (0.0, 0.0, 0.0);
    for chosen in chosen.iter().filter(|chosen| chosen.probability > 0.9) {
        all += 1.0;
        match found.recipes[chosen.weighed.pair] {
            1 => once += 1.0,
            2 => twice += 1.0,
            _ => {}
        }
    }
    if all < 1.0 {
        return None;
    }
    let missed = once * (once - 1.0_f64).max(0.0) / (2.0 * (twice + 1.0));
    Some(all / (all + missed))
}
