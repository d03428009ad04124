//! The four lists that leave the line: agreed and came; agreed and absent, with the reason; came
//! unagreed; refused on the line.
//!
//! They are complete for one's own side. What the other side is told names no cause by person, save a
//! death, which the law has told (GC III art. 120 and 122(5)).

use serde::Serialize;

use super::check_off::{LineOutcome, OutcomeKind, Round, Standing};
use super::manifest::Manifest;
use crate::vocabulary::{EntryId, LineId};

/// What came of a manifest, for one's own side.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FourLists {
    /// Agreed and came.
    pub came: Vec<LineId>,
    /// Agreed and absent, with the outcome that says why.
    pub absent: Vec<(LineId, LineOutcome)>,
    /// Came unagreed: the entries of those who had no line.
    pub unagreed: Vec<EntryId>,
    /// Refused on the line.
    pub refused: Vec<LineId>,
    /// Nobody has looked at these yet.
    pub open: Vec<LineId>,
    /// Two devices disagree about these.
    pub disputed: Vec<LineId>,
}

/// What the other side is told of the same four lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CrossingLists {
    /// Agreed and came.
    pub came: Vec<LineId>,
    /// Did not come and had died (GC III art. 120 and 122(5)).
    pub died: Vec<LineId>,
    /// Did not come. Those who refused are among them; no cause is given.
    pub not_come: Vec<LineId>,
    /// How many came unagreed.
    pub unagreed: u32,
}

/// How many people each outcome had, as one team counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// Crossed and identified.
    pub received: u32,
    /// Did not want to cross.
    pub refused: u32,
    /// Could not be moved.
    pub unfit: u32,
    /// Were not there.
    pub absent: u32,
    /// Had died.
    pub died: u32,
    /// Somebody else came.
    pub substituted: u32,
    /// Came without a line.
    pub unlisted: u32,
}

impl Sums {
    /// Returns the sum of one outcome.
    pub fn get(&self, kind: OutcomeKind) -> u32 {
        match kind {
            OutcomeKind::Received => self.received,
            OutcomeKind::Refused => self.refused,
            OutcomeKind::Unfit => self.unfit,
            OutcomeKind::Absent => self.absent,
            OutcomeKind::Died => self.died,
            OutcomeKind::Substituted => self.substituted,
            OutcomeKind::Unlisted => self.unlisted,
        }
    }

    /// Returns the sum of one outcome, to write to.
    pub fn get_mut(&mut self, kind: OutcomeKind) -> &mut u32 {
        match kind {
            OutcomeKind::Received => &mut self.received,
            OutcomeKind::Refused => &mut self.refused,
            OutcomeKind::Unfit => &mut self.unfit,
            OutcomeKind::Absent => &mut self.absent,
            OutcomeKind::Died => &mut self.died,
            OutcomeKind::Substituted => &mut self.substituted,
            OutcomeKind::Unlisted => &mut self.unlisted,
        }
    }

    /// Returns how many lines the sums speak of: all but those who came without one.
    pub fn lines(&self) -> u64 {
        OutcomeKind::ALL
            .into_iter()
            .filter(|kind| *kind != OutcomeKind::Unlisted)
            .map(|kind| u64::from(self.get(kind)))
            .sum()
    }
}

/// Puts the four lists together from a manifest and the entries about it.
pub fn four_lists(manifest: &Manifest, round: &Round) -> FourLists {
    let mut lists = FourLists::default();
    let standings = round.lines();
    for seat in &manifest.seats {
        let line = seat.line.clone();
        match standings.get(&seat.line) {
            None | Some(Standing::Open) => lists.open.push(line),
            Some(Standing::Disputed(_)) => lists.disputed.push(line),
            Some(Standing::Settled(_, outcome)) => match outcome {
                LineOutcome::Received => lists.came.push(line),
                LineOutcome::Refused => lists.refused.push(line),
                LineOutcome::Unfit
                | LineOutcome::Absent { .. }
                | LineOutcome::Died
                | LineOutcome::Substituted { .. } => lists.absent.push((line, (*outcome).clone())),
            },
        }
    }
    lists.unagreed = round.unlisted().into_iter().map(|(entry, _)| entry.id.clone()).collect();
    lists
}

impl FourLists {
    /// Counts each outcome. Open and disputed lines are in no sum: the act waits for them.
    pub fn sums(&self) -> Sums {
        let size = |length: usize| u32::try_from(length).expect("a round has under 2^32 entries");
        let mut sums = Sums {
            received: size(self.came.len()),
            refused: size(self.refused.len()),
            unlisted: size(self.unagreed.len()),
            ..Sums::default()
        };
        for (_, outcome) in &self.absent {
            *sums.get_mut(outcome.kind()) += 1;
        }
        sums
    }

    /// Says whether every line has one outcome.
    pub fn is_complete(&self) -> bool {
        self.open.is_empty() && self.disputed.is_empty()
    }

    /// Returns what the other side is told: no cause by person, save a death.
    pub fn crossing(&self) -> CrossingLists {
        let dead = |outcome: &LineOutcome| outcome.kind() == OutcomeKind::Died;
        let (died, others): (Vec<_>, Vec<_>) =
            self.absent.iter().partition(|(_, outcome)| dead(outcome));
        let mut not_come: Vec<LineId> = others.into_iter().map(|(line, _)| line.clone()).collect();
        not_come.extend(self.refused.iter().cloned());
        not_come.sort();
        CrossingLists {
            came: self.came.clone(),
            died: died.into_iter().map(|(line, _)| line.clone()).collect(),
            not_come,
            unagreed: self.sums().unlisted,
        }
    }
}
