//! From the plan's assignment to those who travel: how, and whether their return may wait.

use std::collections::{BTreeMap, BTreeSet};

use super::check_off::{LineOutcome, Standing};
use super::leg::State;
use super::manifest::{Passenger, Place, Track};
use super::{Manifest, Refusal};
use crate::agreement::Settled;
use crate::plan::planner::Need;
use crate::plan::{Assignment, BEYOND, Candidate};
use crate::vocabulary::{LineId, StageNumber};

/// Lists who travels in a stage, in the order of their lines.
///
/// Somebody's return may wait for another only when the law does not protect them and their category is
/// one that both sides agreed to count.
pub fn passengers(
    settled: &Settled,
    assignments: &[Assignment],
    candidates: &[Candidate],
    stage: StageNumber,
) -> Vec<Passenger> {
    let by_line: BTreeMap<&LineId, &Candidate> =
        candidates.iter().map(|candidate| (&candidate.line, candidate)).collect();
    let going = assignments.iter().filter(|assignment| assignment.stage == Some(stage));
    let passenger = |assignment: &Assignment| {
        let candidate = by_line.get(&assignment.line)?;
        let counted = assignment.category.as_ref().is_some_and(|id| {
            id.as_str() == BEYOND || settled.category(id).is_some_and(|known| known.counted)
        });
        let parity = counted && candidate.place.protection.is_none();
        Some(Passenger {
            line: assignment.line.clone(),
            place: match candidate.need {
                Need::Seat => Place::Seat,
                Need::Stretcher => Place::Stretcher,
                Need::Ambulance => Place::Ambulance,
            },
            track: if parity { Track::Parity } else { Track::Unconditional },
        })
    };
    let mut passengers: Vec<Passenger> = going.filter_map(passenger).collect();
    passengers.sort_by(|a, b| a.line.cmp(&b.line));
    passengers
}

/// Checks a manifest's lines against the plan in force. Everybody whom the plan gave to the stage is
/// accounted for; whoever else travels was given to an earlier stage and did not cross there.
///
/// # Errors
/// Refused with the first line that the plan gave to this stage and that is missing, or that it did not
/// give to this stage or an earlier one, or that has crossed already.
pub(super) fn follows_the_plan(
    handover: &State,
    going: &BTreeMap<LineId, StageNumber>,
    manifest: &Manifest,
    assigned: &BTreeSet<LineId>,
) -> Result<(), Refusal> {
    let here = |(_, stage): &(&LineId, &StageNumber)| **stage == manifest.stage;
    if let Some((line, _)) = going.iter().filter(here).find(|(line, _)| !assigned.contains(*line)) {
        return Err(Refusal::ManifestIncomplete { line: line.clone() });
    }
    for line in assigned {
        if going.get(line).is_none_or(|stage| *stage > manifest.stage) {
            return Err(Refusal::NotAssigned { line: line.clone() });
        }
        for (stage, found) in handover.stages.range(..manifest.stage) {
            let leg = found.legs.get(&manifest.from);
            let standing = leg.map_or(Standing::Open, |leg| leg.round.line(line));
            if let Standing::Settled(_, LineOutcome::Received) = standing {
                return Err(Refusal::ReceivedBefore { line: line.clone(), stage: *stage });
            }
        }
    }
    Ok(())
}
