//! A plan as an integer program over counts: sets of interchangeable units that each choose a stage
//! or stay, and rows that couple the sets. The solver and the certificate checker both read it.
//!
//! A column is a set and an option. Options `0..stages` are the stages, option `stages` is to stay.
//! Every set's counts add up to its size, so only the coupling rows are rows: a few a stage, however
//! many people there are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::frame::{Aim, Need, Parity, Side};
use crate::unit::{TOTAL, first_stage};
use crate::{Frame, Instance, Key, Row, Unit};

/// A linear form over the columns: weight of the set times factor of the stage. Staying weighs 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// One weight a set.
    pub weights: Vec<i64>,
    /// One factor a stage.
    pub factors: Vec<i64>,
}

impl Form {
    /// Returns the coefficient of a column.
    pub fn of(&self, set: usize, option: usize) -> i64 {
        self.factors.get(option).map_or(0, |factor| factor * self.weights[set])
    }
}

/// What a row of a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Local {
    /// A limit or parity as the terms have it.
    Term(Row),
    /// A side's counted people reach the least size, negated: at most minus the least size.
    Least(Side),
    /// People from A less people from B, less the stage's imbalance: at most 0.
    AheadA,
    /// People from B less people from A, less the stage's imbalance: at most 0.
    AheadB,
}

/// One set: units of one kind, or a stage's imbalance.
#[derive(Debug, Clone)]
pub struct Set {
    /// How many there are.
    pub size: i64,
    /// The options that may be chosen, as bits.
    pub options: u64,
    /// What one of them draws in the stage it goes in, by index into [`Program::locals`].
    pub load: Vec<(usize, i64)>,
    /// Whether counted people are among its members.
    pub counted: bool,
}

/// The whole program.
#[derive(Debug, Clone)]
pub struct Program {
    /// The number of stages.
    pub stages: usize,
    /// The units, in order; the sets after them are the stages' imbalances.
    pub units: Vec<Unit>,
    /// Every set.
    pub sets: Vec<Set>,
    /// The rows that each stage has.
    pub locals: Vec<Local>,
    /// Right-hand sides: `rhs[local * stages + stage]`.
    pub rhs: Vec<i64>,
    /// Whether the row must hold with equality.
    pub equal: Vec<bool>,
    /// Rows over all stages: ceiling and floor of each side, with their right-hand sides.
    pub overall: Vec<(Overall, Form, i64)>,
    /// The aims with their forms and constants, in the agreed order; the first, which stages happen,
    /// has no form.
    pub aims: Vec<(Aim, Option<Form>, i64)>,
    /// The least size of a stage that happens.
    pub least: i64,
    /// Whether each category is counted.
    counted: Vec<bool>,
}

/// A row over all stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Overall {
    /// A side's counted people: at most the ceiling.
    Ceiling(Side),
    /// A side's people who count towards the floor, negated: at most minus the floor.
    Floor(Side),
    /// What is asked for on top of the terms, by its place in [`Instance::demands`], negated likewise.
    Demand(usize),
}

impl Program {
    /// Writes an instance as a program.
    pub fn new(instance: &Instance) -> Self {
        let frame = &instance.frame;
        let stages = frame.stages().len();
        let units: Vec<Unit> = instance.units.keys().cloned().collect();
        let locals = locals(frame);
        let index: BTreeMap<Local, usize> =
            locals.iter().enumerate().map(|(at, local)| (*local, at)).collect();
        let mut sets: Vec<Set> = instance
            .units
            .iter()
            .map(|(unit, count)| unit_set(frame, &index, unit, *count))
            .collect();
        let people: i64 = instance
            .units
            .iter()
            .map(|(unit, count)| i64::from(*count) * i64::try_from(unit.len()).unwrap_or(i64::MAX))
            .sum();
        for stage in 0..stages {
            let load = vec![(index[&Local::AheadA], -1), (index[&Local::AheadB], -1)];
            let options = 1 << stage | 1 << stages;
            sets.push(Set { size: people, options, load, counted: false });
        }
        let least = frame.least_size();
        let mut rhs = Vec::new();
        let mut equal = Vec::new();
        for local in &locals {
            for stage in 0..stages {
                let (right, same) = match local {
                    Local::Term(row @ Row::Parity(_)) => (frame.limit(*row, stage), true),
                    Local::Term(row) => (frame.limit(*row, stage), false),
                    // Only stages that happen have a least size; see `happens`.
                    Local::Least(_) | Local::AheadA | Local::AheadB => (None, false),
                };
                rhs.push(right.unwrap_or(0));
                equal.push(same);
            }
        }
        let mut program = Self {
            stages,
            units,
            sets,
            locals,
            rhs,
            equal,
            overall: Vec::new(),
            aims: Vec::new(),
            least,
            counted: frame.terms().categories.iter().map(|one| one.counted.is_some()).collect(),
        };
        program.overall = program.over_all(frame);
        program.overall.extend(program.demands(instance));
        program.aims = frame.aims().into_iter().map(|aim| program.aim(frame, aim)).collect();
        program
    }

    /// Returns the number of rows, those over all stages included.
    pub fn rows(&self) -> usize {
        self.rhs.len() + self.overall.len()
    }

    /// Returns the words for a row.
    pub fn row_name(&self, frame: &Frame, row: usize) -> String {
        let (at, stage) = (row / self.stages, row % self.stages + 1);
        match self.locals.get(at) {
            Some(Local::Term(term)) => format!("{} in stage {stage}", frame.row_name(*term)),
            Some(Local::Least(side)) => format!("the least size of stage {stage} for side {side}"),
            Some(Local::AheadA | Local::AheadB) => format!("the balance of stage {stage}"),
            None => match self.overall.get(row - self.rhs.len()) {
                Some((Overall::Ceiling(side), ..)) => format!("the ceiling of side {side}"),
                Some((Overall::Floor(side), ..)) => format!("the floor of side {side}"),
                Some((Overall::Demand(_), ..)) => "what is asked for".to_owned(),
                None => "an earlier aim".to_owned(),
            },
        }
    }

    /// Returns the index of a stage's row.
    pub fn row(&self, local: usize, stage: usize) -> usize {
        local * self.stages + stage
    }

    /// Applies which stages happen: a stage that does reaches its least size, a stage that does not
    /// takes no counted people, and one of which nothing is known yet may do either.
    #[must_use]
    pub fn happening(&self, happens: &[Option<bool>]) -> Self {
        let mut program = self.clone();
        for (stage, happens) in happens.iter().enumerate() {
            for (at, local) in self.locals.iter().enumerate() {
                if let (Local::Least(_), Some(true)) = (local, happens) {
                    program.rhs[at * self.stages + stage] = -self.least;
                }
            }
            if *happens == Some(false) {
                for set in program.sets.iter_mut().filter(|set| set.counted) {
                    set.options &= !(1 << stage);
                }
            }
        }
        program
    }

    fn over_all(&self, frame: &Frame) -> Vec<(Overall, Form, i64)> {
        let terms = frame.terms();
        let mut rows = Vec::new();
        let form = |weigh: &dyn Fn(&Key) -> bool, sign: i64| Form {
            weights: self.weights(|unit| {
                sign * i64::try_from(unit.iter().filter(|key| weigh(key)).count()).unwrap_or(0)
            }),
            factors: vec![1; self.stages],
        };
        for side in Side::BOTH {
            let of = |key: &Key| (key.side == side, &terms.categories[usize::from(key.category)]);
            if let Some(ceiling) = terms.ceiling {
                let counted =
                    |key: &Key| matches!(of(key), (true, category) if category.counted.is_some());
                rows.push((Overall::Ceiling(side), form(&counted, 1), i64::from(ceiling)));
            }
            if terms.floor > 0 {
                let counts = |key: &Key| matches!(of(key), (true, category) if category.floor);
                rows.push((Overall::Floor(side), form(&counts, -1), -i64::from(terms.floor)));
            }
        }
        rows
    }

    /// Writes what is asked for on top of the terms as rows.
    fn demands(&self, instance: &Instance) -> Vec<(Overall, Form, i64)> {
        let rows = instance.demands.iter().enumerate();
        rows.map(|(at, demand)| {
            let weights = self.weights(|unit| -i64::from(*unit == demand.unit));
            let factors = (0..self.stages).map(|stage| i64::from(stage <= demand.by)).collect();
            (Overall::Demand(at), Form { weights, factors }, -i64::from(demand.least))
        })
        .collect()
    }

    /// Makes the form and the constant of an aim, so that form plus constant is its value.
    fn aim(&self, frame: &Frame, aim: Aim) -> (Aim, Option<Form>, i64) {
        let delays = frame.delays();
        let last = delays[self.stages];
        let waiting = |weigh: &dyn Fn(&Key) -> bool| {
            let weights = self.weights(|unit| {
                i64::try_from(unit.iter().filter(|key| weigh(key)).count()).unwrap_or(0)
            });
            let all: i64 =
                weights.iter().zip(&self.sets).map(|(weight, set)| weight * set.size).sum();
            let factors = delays[..self.stages].iter().map(|delay| delay - last).collect();
            (aim, Some(Form { weights, factors }), all * last)
        };
        match aim {
            Aim::Stages => (aim, None, 0),
            Aim::Category(at) => waiting(&|key| key.category == at),
            Aim::Band(at) => waiting(&|key| key.band == at),
            Aim::Named => waiting(&|key| key.named),
            Aim::Balance => {
                let mut weights = vec![0; self.units.len()];
                weights.resize(self.sets.len(), 1);
                (aim, Some(Form { weights, factors: vec![1; self.stages] }), 0)
            }
        }
    }

    /// Returns one weight a set, 0 for the imbalances.
    fn weights(&self, weigh: impl Fn(&Unit) -> i64) -> Vec<i64> {
        let mut weights: Vec<i64> = self.units.iter().map(weigh).collect();
        weights.resize(self.sets.len(), 0);
        weights
    }

    /// Makes the form that a branch divides.
    pub fn cut(&self, cut: &Cut) -> Form {
        let weights = match cut {
            Cut::Unit { unit, .. } => {
                let mut weights = vec![0; self.sets.len()];
                if let Some(weight) = weights.get_mut(*unit) {
                    *weight = 1;
                }
                weights
            }
            Cut::Counted { category, a, b, .. } => self.weights(|unit| {
                let within = |key: &&Key| {
                    self.counted[usize::from(key.category)]
                        && category.is_none_or(|category| key.category == category)
                };
                unit.iter()
                    .filter(within)
                    .map(|key| match key.side {
                        Side::A => *a,
                        Side::B => *b,
                    })
                    .sum()
            }),
            Cut::Heads { side, category, need, .. } => self.weights(|unit| {
                let same =
                    |key: &&Key| (key.side, key.category, key.need) == (*side, *category, *need);
                i64::try_from(unit.iter().filter(same).count()).unwrap_or(0)
            }),
        };
        let mut factors = vec![0; self.stages];
        if let Some(factor) = factors.get_mut(cut.stage()) {
            *factor = 1;
        }
        Form { weights, factors }
    }
}

/// A whole number that a branch divides: at most this, or more. Stages are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Cut {
    /// How many of one unit go in a stage.
    Unit {
        /// The unit's index in the order of the instance.
        unit: usize,
        /// The stage.
        stage: usize,
    },
    /// `a` times the people of a category from A plus `b` times those from B, or of all categories.
    Counted {
        /// The category.
        category: Option<u8>,
        /// Weight of A.
        a: i64,
        /// Weight of B.
        b: i64,
        /// The stage.
        stage: usize,
    },
    /// People of one side, category and need.
    Heads {
        /// The side.
        side: Side,
        /// The category.
        category: u8,
        /// The need.
        need: Need,
        /// The stage.
        stage: usize,
    },
}

impl Cut {
    /// Returns the stage.
    pub fn stage(&self) -> usize {
        match self {
            Self::Unit { stage, .. } | Self::Counted { stage, .. } | Self::Heads { stage, .. } => {
                *stage
            }
        }
    }
}

/// Lists the rows that each stage has.
fn locals(frame: &Frame) -> Vec<Local> {
    let mut locals = Vec::new();
    for side in Side::BOTH {
        locals.extend(Need::ALL.map(|need| Local::Term(Row::Places(side, need))));
        locals.extend([Row::Escorts(side), Row::Beds(side)].map(Local::Term));
        locals.push(Local::Least(side));
    }
    match frame.terms().parity {
        Parity::Total(_) => locals.push(Local::Term(Row::Parity(TOTAL))),
        Parity::ByCategory => locals.extend(
            (0_u8..)
                .zip(&frame.terms().categories)
                .filter(|(_, category)| category.counted.is_some())
                .map(|(at, _)| Local::Term(Row::Parity(at))),
        ),
    }
    locals.extend([Local::AheadA, Local::AheadB]);
    locals
}

fn unit_set(frame: &Frame, index: &BTreeMap<Local, usize>, unit: &Unit, count: u32) -> Set {
    let stages = frame.stages().len();
    let from = first_stage(unit).min(stages);
    let options = (from..=stages).fold(0_u64, |bits, stage| bits | 1 << stage);
    let mut load = BTreeMap::new();
    let mut add = |local: Local, weight: i64| {
        if let Some(at) = index.get(&local) {
            *load.entry(*at).or_insert(0) += weight;
        }
    };
    let mut counted = false;
    for (row, weight) in frame.load(unit) {
        match row {
            Row::Counted(side) => {
                counted = true;
                add(Local::Least(side), -weight);
            }
            Row::Places(..) | Row::Escorts(_) | Row::Beds(_) | Row::Parity(_) => {
                add(Local::Term(row), weight);
            }
        }
    }
    let ahead: i64 = unit.iter().map(|key| if key.side == Side::A { 1 } else { -1 }).sum();
    add(Local::AheadA, ahead);
    add(Local::AheadB, -ahead);
    let load = load.into_iter().filter(|(_, weight)| *weight != 0).collect();
    Set { size: i64::from(count), options, load, counted }
}
