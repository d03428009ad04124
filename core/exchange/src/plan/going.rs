//! From an assignment to what a manifest needs: when each goes, with what, and whether they may wait.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::assign::Assignment;
use super::ground::BEYOND;
use super::planner::Need;
use super::table::Candidate;
use crate::agreement::Settled;
use crate::vocabulary::{LineId, StageNumber};

/// When and how somebody goes under the plan in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    /// The stage.
    pub stage: StageNumber,
    /// What they need in order to travel, as the table had it.
    pub need: Need,
    /// Whether they are counted in parity, and so may ever wait for a return in the other direction.
    /// The seriously wounded and sick (GC III art. 109(1)), civilians (GC IV art. 34 and 132) and
    /// retained personnel (GC III art. 33) never are.
    pub counted: bool,
}

/// Lists everybody who goes, by line.
///
/// Somebody is counted only when the law does not protect them and their category is one that both
/// sides agreed to count.
pub fn going(
    settled: &Settled,
    assignments: &[Assignment],
    candidates: &[Candidate],
) -> BTreeMap<LineId, Going> {
    let by_line: BTreeMap<&LineId, &Candidate> =
        candidates.iter().map(|candidate| (&candidate.line, candidate)).collect();
    let goes = |assignment: &Assignment| {
        let stage = assignment.stage?;
        let candidate = by_line.get(&assignment.line)?;
        let agreed = assignment.category.as_ref().is_some_and(|id| {
            id.as_str() == BEYOND || settled.category(id).is_some_and(|known| known.counted)
        });
        let counted = agreed && candidate.place.protection.is_none();
        Some((assignment.line.clone(), Going { stage, need: candidate.need, counted }))
    };
    assignments.iter().filter_map(goes).collect()
}
