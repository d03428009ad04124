//! How long what a handover needed is kept: what was found at gates, who came unlisted, which road was taken. A
//! program names what has to go; people erase it. What was agreed, who crossed and the act stay.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::leg::{Stage, State};
use super::{Event, Refusal};
use crate::journal::{Outcome, State as Journal, VaultChange};
use crate::vocabulary::{LineId, PersonId, RecordId, StageNumber};

/// How many days a stage's records are kept after somebody first signed its act.
pub const KEPT_AFTER_ACT_DAYS: i64 = 30;

/// A stage whose records have to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueStage {
    /// The stage.
    pub stage: StageNumber,
    /// Since when.
    pub since: Timestamp,
    /// What can be erased now.
    pub erasable: Erasable,
}

/// What can be erased of a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erasable {
    /// The lines whose findings go.
    pub lines: BTreeSet<LineId>,
    /// What goes beside: the road, who came unlisted, why nobody acknowledged.
    pub others: BTreeSet<RecordId>,
    /// All records that go, in order.
    pub records: BTreeSet<RecordId>,
    /// Lines whose person is on hold: their findings stay until the hold ends.
    pub held: BTreeSet<LineId>,
}

/// Returns until when the records of a stage are kept; none while nobody has signed its act.
fn kept_until(stage: &Stage) -> Option<Timestamp> {
    let kept = SignedDuration::from_hours(24 * KEPT_AFTER_ACT_DAYS);
    stage.signed_at?.checked_add(kept).ok()
}

/// Names the stages whose records have to go, in order.
pub fn due(journal: &Journal, now: Timestamp) -> Vec<DueStage> {
    let due = |(number, stage): (&StageNumber, &Stage)| {
        let since = kept_until(stage).filter(|until| *until <= now)?;
        let erasable = erasable(journal, stage);
        let is_something = !erasable.records.is_empty() || !erasable.held.is_empty();
        is_something.then_some(DueStage { stage: *number, since, erasable })
    };
    journal.handover.stages.iter().filter_map(due).collect()
}

/// Finds what of a stage can go. A line that stands on the manifest of a stage which nobody has signed is still at
/// work, and keeps what was found of it.
fn erasable(journal: &Journal, stage: &Stage) -> Erasable {
    let handover = &journal.handover;
    let at_work = lines_at_work(handover);
    let mut found = Erasable::default();
    for line in lines_of(stage).filter(|line| !at_work.contains(line)) {
        let Some(records) = handover.kept.get(line) else { continue };
        let person = stage.legs.values().find_map(|leg| leg.persons.get(line));
        let person = person.or_else(|| journal.registry.lines.get(line));
        if person.is_some_and(|person| is_held(journal, person)) {
            found.held.insert(line.clone());
        } else {
            found.lines.insert(line.clone());
            found.records.extend(records.iter().cloned());
        }
    }
    let others = stage.legs.values().flat_map(|leg| &leg.kept);
    let others = others
        .filter(|(_, person)| !person.as_ref().is_some_and(|person| is_held(journal, person)));
    found.others = others.map(|(record, _)| record.clone()).collect();
    found.records.extend(found.others.iter().cloned());
    found
}

fn is_held(journal: &Journal, person: &PersonId) -> bool {
    journal.registry.held_since(person).is_some()
}

/// Names the lines of stages that nobody has signed.
pub(crate) fn lines_at_work(handover: &State) -> BTreeSet<&LineId> {
    let open = handover.stages.values().filter(|stage| !stage.is_signed());
    open.flat_map(lines_of).collect()
}

/// Says who a line is in the own registry, where a manifest or a claim says it.
pub(crate) fn person_of<'a>(journal: &'a Journal, line: &LineId) -> Option<&'a PersonId> {
    let mut legs = journal.handover.stages.values().flat_map(|stage| stage.legs.values());
    let by_manifest = legs.find_map(|leg| leg.persons.get(line));
    by_manifest.or_else(|| journal.registry.lines.get(line))
}

/// Names the lines of a stage: those with a place, and those that were left out.
pub(crate) fn lines_of(stage: &Stage) -> impl Iterator<Item = &LineId> {
    stage.legs.values().flat_map(|leg| {
        let seats = leg.manifest.iter().flat_map(|manifest| &manifest.seats);
        seats.map(|seat| &seat.line).chain(leg.left_out.keys())
    })
}

/// Destroys the records of a stage whose time is over.
pub(super) fn erase(
    journal: &Journal,
    now: Timestamp,
    number: StageNumber,
) -> Result<Outcome<Event>, Refusal> {
    let stage = journal.handover.stages.get(&number);
    let until = stage.and_then(kept_until).ok_or(Refusal::NobodySigned { stage: number })?;
    if until > now {
        return Err(Refusal::StillKept { stage: number, until });
    }
    let found = stage.map(|stage| erasable(journal, stage)).unwrap_or_default();
    if found.records.is_empty() {
        return Err(Refusal::NothingToErase { stage: number, held: found.held.len() });
    }
    let gone = found.records.into_iter().map(VaultChange::Erase).collect();
    let event = Event::RecordsErased { stage: number, lines: found.lines, others: found.others };
    Ok(Outcome::of(vec![event]).with(gone))
}
