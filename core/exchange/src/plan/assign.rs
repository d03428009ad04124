//! From counts to people. Each side does it for those whom it holds, by the sealed rule: longest held
//! first, and on the same day by a draw that neither side could steer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::counts::Plan;
use super::ground::Ground;
use super::table::{Candidate, Cause, ClassTable, Sets, is_offered, offered};
use super::{Refusal, planner};
use crate::vocabulary::{CategoryId, LineId, PersonId, Private, Side, StageNumber};
use planner::explain::{Drawn, Obstacle, drawn, obstacles_to};

/// Where one person stands in the plan, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The line under which the person crosses.
    pub line: LineId,
    /// The person in this side's registry.
    pub person: Option<PersonId>,
    /// The category, agreed or by law.
    pub category: Option<CategoryId>,
    /// The stage in which they go; none for those who stay.
    pub stage: Option<StageNumber>,
    /// Why.
    pub reason: Reason,
}

/// Why somebody goes or stays. For the officer of the side that holds them.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Goes, having come to this place in the order.
    Goes(Rank),
    /// No category takes them.
    NoCategory {
        /// Whether a category could not be decided for want of a fact.
        undecided: bool,
    },
    /// Not offered by their own side; the cause stays there.
    Withheld(Private<Cause>),
    /// May go only after the last stage of this plan.
    AfterLastStage(StageNumber),
    /// Offered, and the numbers did not come to them.
    Waits {
        /// The place in the order.
        rank: Rank,
        /// For each stage, what stands against one more of the class.
        stages: Vec<(usize, Vec<Obstacle>)>,
    },
}

/// A place in the order of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rank {
    /// The place, counted from 1. People who travel together share one.
    pub rank: usize,
    /// How many places there are.
    pub of: usize,
    /// How many places of the class go in this plan.
    pub going: usize,
    /// How many more travel with this person.
    pub companions: usize,
}

/// Maps a plan to a side's own people. The result holds every candidate once, by line.
///
/// # Errors
/// [`Refusal::NotThisTable`] when the candidates do not make the table that was sealed, or one of the
/// refusals of [`ClassTable::of`].
pub fn assign(
    ground: &Ground,
    plan: &Plan,
    side: Side,
    candidates: &[Candidate],
) -> Result<Vec<Assignment>, Refusal> {
    let sealed = plan.tables[side as usize];
    let own = ClassTable::of(ground, side, candidates)?.digest();
    if own != sealed {
        return Err(Refusal::NotThisTable { side, sealed, own });
    }
    let counts = plan.read_counts(ground)?;
    let used = drawn(&ground.frame, &counts);
    let mut assignments = Vec::new();
    for (unit, mut sets) in offered(ground, side, candidates)? {
        sort_by_rule(ground, plan, &mut sets);
        let by_stage = counts.get(&unit).map_or(&[][..], Vec::as_slice);
        let stages = by_stage.iter().zip(1_u16..).flat_map(|(number, stage)| {
            std::iter::repeat_n(StageNumber(stage), usize::try_from(*number).unwrap_or(usize::MAX))
        });
        let going: usize = stages.clone().take(sets.len()).count();
        let mut stages = stages;
        for (at, set) in sets.iter().enumerate() {
            let stage = stages.next();
            let rank = Rank { rank: at + 1, of: sets.len(), going, companions: set.len() - 1 };
            let reason = reason(ground, &used, &unit, stage, rank);
            assignments.extend(set.iter().map(|candidate| Assignment {
                line: candidate.line.clone(),
                person: candidate.person.clone(),
                category: candidate.place.category.clone(),
                stage,
                reason: reason.clone(),
            }));
        }
    }
    let others = candidates.iter().filter(|candidate| !is_offered(ground, candidate));
    assignments.extend(others.map(stays));
    assignments.sort_by(|a, b| a.line.cmp(&b.line));
    Ok(assignments)
}

/// Puts sets of candidates into the order in which they go: the longest held first, then the draw.
fn sort_by_rule(ground: &Ground, plan: &Plan, sets: &mut Sets<'_>) {
    sets.sort_by_cached_key(|set| {
        let longest = set.iter().map(|candidate| ground.captured(candidate.captured).1).min();
        let first = set.first().map_or("", |candidate| candidate.line.as_str());
        (longest, planner::assign::draw(&plan.seed.0, first))
    });
}

fn reason(
    ground: &Ground,
    used: &[Drawn],
    unit: &[planner::Key],
    stage: Option<StageNumber>,
    rank: Rank,
) -> Reason {
    match stage {
        Some(_) => Reason::Goes(rank),
        None => Reason::Waits { rank, stages: obstacles_to(&ground.frame, used, unit) },
    }
}

/// The reason of somebody who was not in the table.
fn stays(candidate: &Candidate) -> Assignment {
    let reason = match (&candidate.withheld, &candidate.place.category) {
        (Some(cause), _) => Reason::Withheld(cause.clone()),
        (None, None) => Reason::NoCategory { undecided: candidate.place.undecided },
        (None, Some(_)) => Reason::AfterLastStage(candidate.available_from),
    };
    Assignment {
        line: candidate.line.clone(),
        person: candidate.person.clone(),
        category: candidate.place.category.clone(),
        stage: None,
        reason,
    }
}

/// Counts assignments by stage; none stands for those who stay.
pub fn tally(assignments: &[Assignment]) -> BTreeMap<Option<StageNumber>, usize> {
    let mut tally = BTreeMap::new();
    for assignment in assignments {
        *tally.entry(assignment.stage).or_insert(0) += 1;
    }
    tally
}
