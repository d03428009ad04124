//! What the plan in force says about those who travel: how, and whether their return may wait.

use std::collections::{BTreeMap, BTreeSet};

use super::check_off::{LineOutcome, Standing};
use super::leg::State;
use super::manifest::{Left, Passenger, Place, Track};
use super::{Manifest, Refusal};
use crate::plan::Going;
use crate::plan::planner::Need;
use crate::vocabulary::{LineId, StageNumber};

impl From<Need> for Place {
    fn from(need: Need) -> Self {
        match need {
            Need::Seat => Self::Seat,
            Need::Stretcher => Self::Stretcher,
            Need::Ambulance => Self::Ambulance,
        }
    }
}

impl From<&Going> for Track {
    fn from(going: &Going) -> Self {
        if going.counted { Self::Parity } else { Self::Unconditional }
    }
}

/// Lists who travels in a stage by the plan in force, in the order of their lines.
pub fn passengers(going: &BTreeMap<LineId, Going>, stage: StageNumber) -> Vec<Passenger> {
    going
        .iter()
        .filter(|(_, going)| going.stage == stage)
        .map(|(line, going)| Passenger {
            line: line.clone(),
            place: going.need.into(),
            track: going.into(),
        })
        .collect()
}

/// Checks a manifest against the plan in force. Everybody whom the plan gave to the stage is accounted
/// for, on the track that the plan gave them; whoever else travels was given to an earlier stage and did
/// not cross there.
///
/// # Errors
/// Refused with the first line that the plan gave to this stage and that is missing, or that it did not
/// give to this stage or an earlier one, or that has crossed already, or that stands on another track.
pub(super) fn follows_the_plan(
    handover: &State,
    plan: &BTreeMap<LineId, Going>,
    manifest: &Manifest,
    assigned: &BTreeSet<LineId>,
    left_out: &BTreeMap<LineId, Left>,
) -> Result<(), Refusal> {
    let here = |(_, going): &(&LineId, &Going)| going.stage == manifest.stage;
    if let Some((line, _)) = plan.iter().filter(here).find(|(line, _)| !assigned.contains(*line)) {
        return Err(Refusal::ManifestIncomplete { line: line.clone() });
    }
    for line in assigned {
        let Some(going) = plan.get(line).filter(|going| going.stage <= manifest.stage) else {
            return Err(Refusal::NotAssigned { line: line.clone() });
        };
        let planned = Track::from(going);
        let seated = manifest.seat(line).map(|seat| seat.track);
        let drawn = seated.or_else(|| left_out.get(line).map(|left| left.track));
        if let Some(drawn) = drawn.filter(|drawn| *drawn != planned) {
            return Err(Refusal::OtherTrack { line: line.clone(), planned, drawn });
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
