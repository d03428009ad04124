//! What it would cost to have somebody go by a stage: the plan is made again with that asked for, and
//! the proofs of both say what is lost first. A hint from prices would not be a proof; this is.

use crate::certificate::{Certificate, Impossible, verify_impossible};
use crate::check::{Counts, evaluate};
use crate::said::Said;
use crate::search::{Ended, solve};
use crate::{Aim, Demand, Instance, Unit};

/// The most classes whose change is listed.
pub const SHIFTS_MAX: usize = 8;

/// What it would cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusion {
    /// Something is lost, or nothing but the draw.
    Costs {
        /// The first aim that gets worse; none when only the draw fell otherwise.
        aim: Option<Aim>,
        /// By how much: days, a difference, or the weight of the lost stages.
        by: i64,
        /// Who would go later than in the plan in force.
        shifts: Vec<Shift>,
        /// The proof that it cannot be had for less, up to that aim.
        certificate: Box<Certificate>,
        /// Whether the proof reaches that aim.
        certified: bool,
    },
    /// No plan that obeys the terms has it.
    Never(Box<Impossible>),
    /// The plan would be better with it: the plan in force is not the best.
    Better,
    /// A limit was met.
    Unknown,
}

/// Some of a unit who would go later. Stages are counted from 0; none is to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The unit.
    pub unit: Unit,
    /// How many.
    pub number: u32,
    /// The stage in the plan in force.
    pub before: Option<usize>,
    /// The stage otherwise.
    pub after: Option<usize>,
}

/// Says what it costs that the first `rank` sets of a unit, counted from 1, go by a stage, counted from 0.
///
/// Everybody of the class who is ahead goes too: nobody is passed over for the sake of a question.
pub fn inclusion(
    instance: &Instance,
    in_force: &Counts,
    unit: &Unit,
    (rank, by): (usize, usize),
) -> Inclusion {
    let mut asked = instance.clone();
    let least = u32::try_from(rank).unwrap_or(u32::MAX);
    asked.demands.push(Demand { unit: unit.clone(), by, least });
    let found = match solve(&asked, false) {
        Ended::Found(found) => found,
        Ended::Never(proof) => {
            let checked = verify_impossible(&asked, &proof).is_ok();
            return if checked { Inclusion::Never(Box::new(proof)) } else { Inclusion::Unknown };
        }
        Ended::Lost => return Inclusion::Unknown,
    };
    let Ok(proven) = found.proven else { return Inclusion::Unknown };
    let before = evaluate(instance, in_force).vector;
    let after = proven.evaluation.vector;
    let differs = before.iter().zip(&after).position(|(before, after)| before != after);
    let (aim, worse) = match differs {
        None => (None, 0),
        Some(at) => (instance.frame.aims().get(at).copied(), after[at] - before[at]),
    };
    if worse < 0 {
        return Inclusion::Better;
    }
    let certified = proven.aims > differs.unwrap_or(after.len() - 1);
    let shifts = later(in_force, &found.counts, instance.frame.stages().len());
    Inclusion::Costs { aim, by: worse, shifts, certificate: Box::new(found.certificate), certified }
}

/// Lists who goes later in the second plan, the most vulnerable first.
fn later(before: &Counts, after: &Counts, stages: usize) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for (unit, row) in before {
        let mut cursor = (0, after.get(unit).cloned().unwrap_or_default());
        cursor.1.resize(stages, 0);
        for (stage, number) in row.iter().enumerate() {
            let mut left = *number;
            while left > 0 {
                while cursor.0 < stages && cursor.1[cursor.0] == 0 {
                    cursor.0 += 1;
                }
                let here = cursor.1.get_mut(cursor.0);
                let number = here.as_ref().map_or(left, |here| left.min(**here));
                if let Some(here) = here {
                    *here -= number;
                }
                left -= number;
                if cursor.0 > stage {
                    let to = (cursor.0 < stages).then_some(cursor.0);
                    shifts.push(Shift {
                        unit: unit.clone(),
                        number,
                        before: Some(stage),
                        after: to,
                    });
                }
            }
        }
    }
    shifts.sort_by_key(|shift| shift.unit.iter().map(|key| (key.category, key.band)).min());
    shifts
}

impl Inclusion {
    /// Says it in sentences for an officer; `by` is the stage, counted from 0.
    pub fn said(&self, instance: &Instance, by: usize) -> Vec<Said> {
        let frame = &instance.frame;
        let stage = by + 1;
        let Self::Costs { aim, by, shifts, certified, .. } = self else {
            let id = match self {
                Self::Never(_) => "cost-never",
                Self::Better => "cost-better",
                Self::Costs { .. } | Self::Unknown => "cost-unknown",
            };
            let mut said = vec![Said::new(id).with("stage", stage)];
            said.extend(matches!(self, Self::Never(_)).then(|| Said::new("certified")));
            return said;
        };
        let terms = frame.terms();
        let first = match *aim {
            None => Said::new("cost-draw"),
            Some(Aim::Stages) => {
                // The weights are powers of two, so the largest in the difference is the lost stage.
                let weight = 63 - i64::leading_zeros((*by).max(1)) as usize;
                Said::new("cost-stage").with("lost", frame.stages().len().saturating_sub(weight))
            }
            Some(Aim::Category(at)) => {
                let name = &terms.categories[usize::from(at)].name;
                Said::new("cost-category").with("category", name).with("days", by)
            }
            Some(Aim::Band(at)) => {
                Said::new("cost-band").with("band", terms.bands[usize::from(at)]).with("days", by)
            }
            Some(Aim::Named) => Said::new("cost-named").with("days", by),
            Some(Aim::Balance) => Said::new("cost-balance").with("by", by),
        };
        let mut said = vec![first.with("stage", stage)];
        said.push(Said::new(if *certified { "certified" } else { "not-certified" }));
        let place = |stage: Option<usize>| match stage {
            Some(stage) => Said::new("in-stage").with("stage", stage + 1).english(),
            None => Said::new("in-none").english(),
        };
        said.extend(shifts.iter().take(SHIFTS_MAX).map(|shift| {
            Said::new("shift")
                .with("number", shift.number)
                .with("class", frame.write_unit(&shift.unit))
                .with("before", place(shift.before))
                .with("after", place(shift.after))
        }));
        said
    }
}
