//! Links two lists, or finds who stands twice in one.
//!
//! Cells become values, values share keys, rows that share a key are compared level by level, the
//! lists themselves show what each level says, and people are paired with people.

mod blocks;
mod clusters;
mod model;
mod pairs;
mod people;
mod prepare;

pub use blocks::{BLOCK_ROWS_MAX, Skipped};
pub use model::{FieldModel, Model};

use std::collections::BTreeMap;

use blocks::Index;
use model::{Pattern, level_in};
use pairs::{Memo, Pair};
use people::{Chosen, Weighed};
use prepare::Prepared;

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
    /// Whether one of the rows is a second row of a person who has a likelier one.
    pub second: bool,
    /// What each field says, contradictions first.
    pub reasons: Vec<Reason>,
}

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The field's label.
    pub label: String,
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
    /// recapture between keys, after A. Chao 1984: an upper bound, as keys err together).
    pub blocking_recall: f64,
    /// What was left out of the index for being too common.
    pub skipped: Vec<Skipped>,
}

/// A pair below this probability is not shown.
const SHOWN_MIN: f64 = 0.01;

/// Links two lists.
pub fn link(left: &Records, right: &Records, shape: Shape) -> Linked {
    let prepared = prepare::prepare(left, Some(right));
    run(&prepared, shape, false)
}

/// Finds rows of one list that are one person. Every pair of rows of one person is a link, the lower
/// row on the left.
pub fn within(list: &Records) -> Linked {
    let prepared = prepare::prepare(list, None);
    run(&prepared, Shape::Many, true)
}

fn run(prepared: &Prepared, shape: Shape, within: bool) -> Linked {
    let index = Index::new(prepared);
    let pairs::Found { pairs: mut found, compared } = pairs::candidates(prepared, &index, within);
    let (random, drawn) = pairs::draw(prepared, within);
    let mut patterns: Vec<Pattern> = found.iter().map(|pair| pair.pattern).collect();
    patterns.sort_unstable();
    let candidates = pairs::counted(&patterns);
    let (rows, columns) = (prepared.left.rows as f64, prepared.right.rows as f64);
    let (all, most) = if within {
        (rows * (rows - 1.0).max(1.0) / 2.0, rows * 2.0)
    } else {
        (rows * columns, rows.min(columns) * 1.2)
    };
    let sample = model::Sample { random: &random, share: drawn, candidates: &candidates };
    let model = Model::estimate(&prepared.fields, &sample, all.max(1.0), most.max(0.5));
    let weighed = weigh(prepared, &model, &found);
    let chosen = match shape {
        Shape::OneToOne => {
            let between = |side: &prepare::Side, a: u32, b: u32| {
                let (a, b) = (side.row(a as usize), side.row(b as usize));
                let pattern = Memo::new().pattern(&prepared.fields, a, b);
                model.log_ratio(pattern) + commonness(prepared, &model, pattern, a, b)
            };
            people::choose(
                weighed,
                |a, b| between(&prepared.left, a, b),
                |a, b| between(&prepared.right, a, b),
            )
        }
        Shape::Many if within => together(prepared, weighed, &mut found),
        Shape::Many => weighed.into_iter().map(alone).collect(),
    };
    let blocking_recall = blocking_recall(&found, &chosen);
    let mut links: Vec<Link> = chosen
        .iter()
        .filter(|chosen| chosen.probability >= SHOWN_MIN)
        .map(|chosen| show(prepared, &model, &found, chosen))
        .collect();
    links.sort_by_key(|link| (link.left, link.right));
    let skipped = index.skipped();
    Linked { links, model, candidates: compared, blocking_recall, skipped }
}

fn alone(weighed: Weighed) -> Chosen {
    let probability = 1.0 / (1.0 + (-weighed.log_odds).exp());
    Chosen { weighed, probability, runner_up: None, second: false }
}

/// Joins pairs of one list into people, and adds the pairs that follow.
fn together(prepared: &Prepared, weighed: Vec<Weighed>, found: &mut Vec<Pair>) -> Vec<Chosen> {
    let mut memo = Memo::new();
    let implied = clusters::implied(&weighed);
    let mut chosen: BTreeMap<(u32, u32), Chosen> =
        weighed.into_iter().map(|pair| ((pair.left, pair.right), alone(pair))).collect();
    for pair in implied {
        let (left, right, probability) = (pair.left, pair.right, pair.probability);
        if let Some(known) = chosen.get_mut(&(left, right)) {
            known.probability = known.probability.max(probability);
            continue;
        }
        let (a, b) = (prepared.left.row(left as usize), prepared.right.row(right as usize));
        let pattern = memo.pattern(&prepared.fields, a, b);
        let log_odds = (probability / (1.0 - probability).max(1e-12)).ln();
        let weighed = Weighed { left, right, log_odds, pair: found.len() };
        found.push(Pair { left, right, pattern, recipes: 0 });
        chosen
            .insert((left, right), Chosen { weighed, probability, runner_up: None, second: false });
    }
    chosen.into_values().collect()
}

/// Pairs with worse odds than this, seen alone, are nobody's rivals: 1 in 3,000.
const WEIGHED_LOG_ODDS_MIN: f64 = -8.0;

fn weigh(prepared: &Prepared, model: &Model, found: &[Pair]) -> Vec<Weighed> {
    let mut weighed = Vec::new();
    for (at, pair) in found.iter().enumerate() {
        let (left, right) = (pair.left as usize, pair.right as usize);
        let (a, b) = (prepared.left.row(left), prepared.right.row(right));
        let log_odds =
            model.log_odds(pair.pattern) + commonness(prepared, model, pair.pattern, a, b);
        if log_odds > WEIGHED_LOG_ODDS_MIN {
            weighed.push(Weighed { left: pair.left, right: pair.right, log_odds, pair: at });
        }
    }
    weighed
}

/// Adds up what the commonness of equal values says: two men called Мельник are less surely one than
/// two called Сарапин.
fn commonness(
    prepared: &Prepared,
    model: &Model,
    pattern: Pattern,
    left: &[u32],
    right: &[u32],
) -> f64 {
    (0..prepared.fields.len())
        .map(|at| field_commonness(prepared, model, pattern, at, (left[at], right[at])))
        .sum()
}

fn field_commonness(
    prepared: &Prepared,
    model: &Model,
    pattern: Pattern,
    at: usize,
    numbers: (u32, u32),
) -> f64 {
    let field = &prepared.fields[at];
    if level_in(pattern, at) != EQUAL || matches!(field.kind, Kind::BirthDate | Kind::Sex) {
        return 0.0;
    }
    let count = field.counts[numbers.0 as usize].max(field.counts[numbers.1 as usize]);
    model.fields[at].commonness(count, field.filled)
}

fn show(prepared: &Prepared, model: &Model, found: &[Pair], chosen: &Chosen) -> Link {
    let pair = &found[chosen.weighed.pair];
    let (left, right) = (pair.left as usize, pair.right as usize);
    let (a, b) = (prepared.left.row(left), prepared.right.row(right));
    let mut reasons: Vec<Reason> = prepared
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let level = level_in(pair.pattern, at);
            let more = field_commonness(prepared, model, pair.pattern, at, (a[at], b[at]));
            let weight = (model.fields[at].log_ratio(level) + more) / std::f64::consts::LN_2;
            Reason { label: field.label.clone(), kind: field.kind, level, weight }
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
        second: chosen.second,
        reasons,
    }
}

fn blocking_recall(found: &[Pair], chosen: &[Chosen]) -> f64 {
    let (mut all, mut once, mut twice) = (0.0, 0.0, 0.0);
    for chosen in chosen.iter().filter(|chosen| chosen.probability > 0.9) {
        all += 1.0;
        match found[chosen.weighed.pair].recipes.count_ones() {
            1 => once += 1.0,
            2 => twice += 1.0,
            _ => {}
        }
    }
    if all < 1.0 {
        return 1.0;
    }
    let missed = once * (once - 1.0_f64).max(0.0) / (2.0 * (twice + 1.0));
    all / (all + missed)
}
