//! From counts to people. Each side does it for those whom it holds, by the sealed rule: longest held
//! first, and on the same day by a draw that neither side could steer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::counts::Plan;
use super::ground::Ground;
use super::table::{Candidate, Cause, ClassTable, Sets, is_offered, offered};
use super::{Refusal, planner};
use crate::vocabulary::{
    CategoryId, Digest, LineId, PartialDate, PersonId, Private, Side, StageNumber,
};
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
    /// Day of capture, as far as known.
    pub captured: Option<PartialDate>,
    /// The stage in which they go; none for those who stay.
    pub stage: Option<StageNumber>,
    /// Why.
    pub reason: Reason,
}

impl Assignment {
    /// Returns where they stand in the order; none for those who were not offered.
    pub fn rank(&self) -> Option<&Rank> {
        match &self.reason {
            Reason::Goes(rank) | Reason::Waits { rank, .. } => Some(rank),
            Reason::NoCategory { .. } | Reason::Withheld(_) | Reason::AfterLastStage(_) => None,
        }
    }
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
    /// The class, or the make-up of their group, as the sealed table names it.
    pub class: String,
    /// What the order goes by, of this person.
    pub own: OrderKey,
    /// The last person taken ahead: of the same class, or else of one that differs only in when its
    /// people were captured. For the officer only.
    pub ahead: Option<Ahead>,
    /// The member whom the group waits for, and the stage from which that one may go.
    pub waits_for: Option<(LineId, StageNumber)>,
}

/// What the order goes by, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderKey {
    /// Day of capture, as far as known.
    pub captured: Option<PartialDate>,
    /// Whether the other side asked for them by name.
    pub named: bool,
    /// The first eight digits of the draw, which settles the same day.
    pub draw: String,
}

/// Somebody taken ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// Their line.
    pub line: LineId,
    /// Their stage.
    pub stage: StageNumber,
    /// What the order goes by, of them.
    pub key: OrderKey,
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
    let mut queues = Vec::new();
    for (unit, mut sets) in offered(ground, side, candidates)? {
        sort_by_rule(ground, plan, &mut sets);
        let by_stage = counts.get(&unit).map_or(&[][..], Vec::as_slice);
        let stages = by_stage.iter().zip(1_u16..).flat_map(|(number, stage)| {
            std::iter::repeat_n(StageNumber(stage), usize::try_from(*number).unwrap_or(usize::MAX))
        });
        let stages: Vec<StageNumber> = stages.take(sets.len()).collect();
        queues.push(Queue { unit, sets, stages });
    }
    let mut assignments = Vec::new();
    for queue in &queues {
        for (at, set) in queue.sets.iter().enumerate() {
            let stage = queue.stages.get(at).copied();
            for candidate in set {
                let rank = rank(ground, plan, (&queues, queue), (at, candidate));
                assignments.push(Assignment {
                    line: candidate.line.clone(),
                    person: candidate.person.clone(),
                    category: candidate.place.category.clone(),
                    captured: candidate.captured,
                    stage,
                    reason: reason(ground, &used, &queue.unit, stage, rank),
                });
            }
        }
    }
    let others = candidates.iter().filter(|candidate| !is_offered(ground, candidate));
    assignments.extend(others.map(stays));
    assignments.sort_by(|a, b| a.line.cmp(&b.line));
    Ok(assignments)
}

/// The sets of one unit in their order, and the stages of those who go.
struct Queue<'a> {
    unit: planner::Unit,
    sets: Sets<'a>,
    stages: Vec<StageNumber>,
}

/// Says where one of a set stands: in the class, and behind whom.
fn rank(
    ground: &Ground,
    plan: &Plan,
    (queues, queue): (&[Queue<'_>], &Queue<'_>),
    (at, candidate): (usize, &Candidate),
) -> Rank {
    let key = |candidate: &Candidate| OrderKey {
        captured: candidate.captured,
        named: candidate.named,
        draw: Digest(planner::assign::draw(&plan.seed.0, candidate.line.as_str())).to_string()[..8]
            .to_owned(),
    };
    let own_stage = queue.stages.get(at).copied().unwrap_or(StageNumber(u16::MAX));
    let last = |queue: &Queue<'_>, before: usize| {
        let taken =
            queue.stages.iter().take(before).take_while(|stage| **stage <= own_stage).count();
        let at = taken.checked_sub(1)?;
        let other = queue.sets[at].last()?;
        Some(Ahead { line: other.line.clone(), stage: queue.stages[at], key: key(other) })
    };
    let alike = |unit: &planner::Unit| -> planner::Unit {
        unit.iter().map(|key| planner::Key { band: 0, ..*key }).collect()
    };
    let others = || {
        let profile = alike(&queue.unit);
        queues.iter().filter(move |it| it.unit < queue.unit && alike(&it.unit) == profile)
    };
    let ahead = last(queue, at).or_else(|| {
        let found = others().filter_map(|other| last(other, usize::MAX));
        found.max_by_key(|ahead| ground.captured(ahead.key.captured).1)
    });
    let set = &queue.sets[at];
    let waits_for = set
        .iter()
        .map(|member| (member.available_from, &member.line))
        .max()
        .filter(|(from, _)| *from > candidate.available_from)
        .map(|(from, line)| (line.clone(), from));
    Rank {
        rank: at + 1,
        of: queue.sets.len(),
        going: queue.stages.len(),
        companions: set.len() - 1,
        class: ground.frame.write_unit(&queue.unit),
        own: key(candidate),
        ahead,
        waits_for,
    }
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
        captured: candidate.captured,
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
