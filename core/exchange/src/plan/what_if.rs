//! What would be otherwise if a term, a list or a vehicle were. The plan in force stays as it is.

use super::counts::{Plan, drawn, instance};
use super::ground::{Ground, planner_side};
use super::table::{Candidate, ClassTable};
use super::{Refusal, planner};
use crate::agreement::{Settled, Upper};
use crate::vocabulary::{CategoryId, Side};
use planner::what_if::{Otherwise, Shifted, shifted};
use planner::{Evaluation, Made};

/// Two plans side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// The numbers of the plan in force.
    pub before: Evaluation,
    /// Those of the other plan.
    pub after: Evaluation,
    /// What is known of the other plan's being the best.
    pub proof: planner::Proof,
    /// Units some of whom would go earlier or later.
    pub shifted: Vec<Shifted>,
}

/// Makes the plan as it would be, where `own` are this side's people under another rule, if that is the
/// question. The other side's table stays as it was sealed: only that side could count it anew.
///
/// # Errors
/// As [`super::make`], and when what is asked for is not in the terms.
pub fn what_if(
    ground: &Ground,
    tables: &[ClassTable; 2],
    plan: &Plan,
    otherwise: &Otherwise,
    own: Option<(Side, &[Candidate])>,
) -> Result<Aside, Refusal> {
    let in_force = drawn(instance(ground, tables)?, plan.seed);
    let counts = plan.read_counts(ground)?;
    let mut other = in_force.clone();
    other.frame = otherwise.frame(&in_force.frame)?;
    if let Some((side, candidates)) = own {
        let table = ClassTable::of(ground, side, candidates)?;
        let mut tables = tables.clone();
        tables[side as usize] = table;
        let holder = planner_side(side);
        other.units.retain(|unit, _| unit[0].side != holder);
        let counted = instance(ground, &tables)?.units.into_iter();
        other.units.extend(counted.filter(|(unit, _)| unit[0].side == holder));
    }
    let Made { counts: otherwise, proof, .. } = planner::make(&other)?;
    Ok(Aside {
        before: planner::evaluate(&in_force, &counts),
        after: planner::evaluate(&other, &otherwise),
        proof,
        shifted: shifted(&counts, &otherwise, ground.stages()),
    })
}

/// Returns the terms with another age rule for a category: from and to in whole years, both inside.
///
/// # Errors
/// [`Refusal::UnknownCategory`] when the terms have no such category, or it does not ask for an age.
pub fn other_age(
    settled: &Settled,
    category: &CategoryId,
    (from, to): (u8, u8),
) -> Result<Settled, Refusal> {
    let mut other = settled.clone();
    let found = other.categories.iter_mut().find(|own| own.id == *category);
    let age = found.and_then(|own| own.predicate.age.as_mut());
    let age = age.ok_or_else(|| Refusal::UnknownCategory(category.clone()))?;
    age.from = Some(from);
    age.to = Some(to);
    age.upper = Upper::Inside;
    Ok(other)
}
