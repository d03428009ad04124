//! The status ladder: what claims add up to at any moment, and which claim it rests on.

use jiff::Timestamp;
use serde::Serialize;

use super::claim::Recorded;
use super::{Assertion, SourceKind, Status};
use crate::vocabulary::ClaimId;

/// A status, with the claim it rests on. There is no status without one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusReading {
    /// The status.
    pub status: Status,
    /// The claim that brought it about.
    pub by: ClaimId,
    /// What kind of source that claim has.
    pub source: SourceKind,
    /// When that claim was recorded.
    pub since: Timestamp,
    /// Claims that speak against it and did not change it: a death that is only rumoured, a sighting
    /// of somebody returned, a denial.
    pub against: Vec<ClaimId>,
}

/// One step on the ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The status from then on.
    pub status: Status,
    /// The claim that it rests on.
    pub by: ClaimId,
    /// When it was known.
    pub at: Timestamp,
}

/// Adds claims up, in the order in which they were recorded.
///
/// Up to the handover the status is the highest rung that a claim reached. A person who did not cross
/// falls back to the rung below. Returned and died stand until a claim of their own kind, or of a second
/// capture, replaces them: an old sighting that comes in late does not make a returned person held.
/// A wish not to return stands until the person is listed, brought to a handover or crosses after all,
/// for the wish may change up to the line. Whoever escaped or was released without being received is looked
/// for again.
pub(super) fn climb<'a>(
    claims: impl IntoIterator<Item = (&'a ClaimId, &'a Recorded)>,
) -> Option<StatusReading> {
    let mut climb = Climb::default();
    for (id, recorded) in claims {
        climb.take(id, recorded);
    }
    let (status, (by, recorded)) = climb.top()?;
    Some(StatusReading {
        status,
        by: by.clone(),
        source: recorded.claim.source,
        since: recorded.at,
        against: climb.against.into_iter().cloned().collect(),
    })
}

/// Tells the way up and down: every status that claims brought about, in the order in which they were recorded.
/// A status that another claim only says again is told once.
pub(super) fn steps<'a>(
    claims: impl IntoIterator<Item = (&'a ClaimId, &'a Recorded)>,
) -> Vec<Step> {
    let mut climb = Climb::default();
    let mut steps: Vec<Step> = Vec::new();
    for (id, recorded) in claims {
        climb.take(id, recorded);
        let Some((status, (by, _))) = climb.top() else { continue };
        if steps.last().is_none_or(|last| last.status != status) {
            steps.push(Step { status, by: by.clone(), at: recorded.at });
        }
    }
    steps
}

/// How sure it is that somebody is held, by the source that says so.
fn held_by_word_of(recorded: &Recorded) -> Status {
    if recorded.claim.source.acknowledges() { Status::Confirmed } else { Status::Alleged }
}

type Ground<'a> = (&'a ClaimId, &'a Recorded);

#[derive(Default)]
struct Climb<'a> {
    /// The highest rung from sought to listed.
    rung: Option<(Status, Ground<'a>)>,
    /// Brought to a handover that has not ended.
    handover: Option<Ground<'a>>,
    /// Declined, returned or died.
    end: Option<(Status, Ground<'a>)>,
    against: Vec<&'a ClaimId>,
}

impl<'a> Climb<'a> {
    fn take(&mut self, id: &'a ClaimId, recorded: &'a Recorded) {
        let ground = (id, recorded);
        match &recorded.claim.says {
            Assertion::Identity | Assertion::Health => {}
            Assertion::Missing | Assertion::TracingRequest => self.raise(Status::Sought, ground),
            Assertion::SeenHeld => self.raise(Status::Alleged, ground),
            Assertion::Acknowledged => self.raise(Status::Confirmed, ground),
            // Each of these says that the person is held; on whose word decides how sure it is.
            Assertion::CaptureCard | Assertion::Transferred | Assertion::InHospital => {
                self.raise(held_by_word_of(recorded), ground);
            }
            Assertion::Escaped | Assertion::Released => self.lose(ground),
            Assertion::Listed { .. } => self.raise(Status::Listed, ground),
            Assertion::AtHandover | Assertion::Repatriated => self.bring(ground),
            Assertion::DidNotCross => self.handover = None,
            Assertion::Crossed => self.finish(Status::Returned, ground),
            Assertion::Dead if recorded.claim.source.certifies_death() => {
                self.finish(Status::Died, ground);
            }
            Assertion::Dead | Assertion::NotHeld => self.against.push(id),
            Assertion::Alive => {
                if matches!(self.end, Some((Status::Died, _))) {
                    self.against.push(id);
                }
            }
            Assertion::Declines => {
                if self.is_over() {
                    self.against.push(id);
                } else {
                    self.handover = None;
                    self.end = Some((Status::Declined, ground));
                }
            }
            Assertion::CapturedAgain => {
                let rung = Some((held_by_word_of(recorded), ground));
                *self = Self { rung, ..Self::default() };
            }
        }
    }

    fn is_over(&self) -> bool {
        matches!(self.end, Some((Status::Returned | Status::Died, _)))
    }

    /// Brought to a handover, or sent home and not received yet.
    fn bring(&mut self, ground: Ground<'a>) {
        if self.is_over() {
            self.against.push(ground.0);
        } else {
            self.end = None;
            self.handover = Some(ground);
        }
    }

    /// Out of the hands of who held them, and not home: looked for again.
    fn lose(&mut self, ground: Ground<'a>) {
        if self.is_over() {
            self.against.push(ground.0);
        } else {
            self.end = None;
            self.handover = None;
            self.rung = Some((Status::Sought, ground));
        }
    }

    fn raise(&mut self, status: Status, ground: Ground<'a>) {
        if self.is_over() {
            self.against.push(ground.0);
            return;
        }
        if status == Status::Listed {
            self.end = None;
        }
        if self.rung.is_none_or(|(known, _)| status > known) {
            self.rung = Some((status, ground));
        }
    }

    fn finish(&mut self, status: Status, ground: Ground<'a>) {
        if let Some((Status::Returned | Status::Died, (before, _))) = self.end {
            self.against.push(before);
        }
        self.handover = None;
        self.end = Some((status, ground));
    }

    fn top(&self) -> Option<(Status, Ground<'a>)> {
        self.end.or(self.handover.map(|ground| (Status::AtHandover, ground))).or(self.rung)
    }
}
