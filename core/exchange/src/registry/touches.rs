//! What a merge would touch, to be looked at before it is made.

use super::decide::known;
use super::{Refusal, Status};
use crate::journal::State as Journal;
use crate::vocabulary::{LineId, PersonId, StageNumber};

/// One of the entries that would be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The entry.
    pub person: PersonId,
    /// Its status today, with all that are merged with it already.
    pub status: Option<Status>,
    /// How many claims count on it and those merged with it.
    pub claims: usize,
    /// Lines of closed lists that stand for it.
    pub lines: Vec<LineId>,
    /// Stages on whose manifest it is.
    pub stages: Vec<StageNumber>,
    /// Whether it is in somebody's care after a return.
    pub in_care: bool,
}

/// What a merge would touch.
#[derive(Debug, Clone, PartialEq)]
pub struct Touches {
    /// The two.
    pub entries: [Entry; 2],
    /// The status that they would have together.
    pub status: Option<Status>,
    /// Whether somebody told them apart before.
    pub told_apart: bool,
    /// Whether a second person has to agree.
    pub needs_a_second: bool,
}

/// Says what a merge of two entries would touch.
///
/// # Errors
/// An entry that the registry does not know, or that was erased; two that are one already.
pub fn touches(state: &Journal, one: &PersonId, other: &PersonId) -> Result<Touches, Refusal> {
    known(state, one)?;
    known(state, other)?;
    let registry = &state.registry;
    if registry.group(one, None).contains(other) {
        return Err(Refusal::AlreadyOne { one: one.clone(), other: other.clone() });
    }
    let entries = [entry(state, one), entry(state, other)];
    let told_apart = registry.are_apart(one, other);
    let needs_a_second = registry.merge_needs_a_second(one, other);
    let status = registry.status_together(one, other).map(|reading| reading.status);
    Ok(Touches { entries, status, told_apart, needs_a_second })
}

fn entry(state: &Journal, person: &PersonId) -> Entry {
    let registry = &state.registry;
    let group = registry.group(person, None);
    let stages = state.handover.stages.iter();
    let on_manifest = stages.filter(|(_, stage)| stage.carries(&group, &registry.lines));
    Entry {
        person: person.clone(),
        status: registry.status(person, None).map(|reading| reading.status),
        claims: registry.claims_on(person, None).len(),
        lines: registry.lines_of(person).into_iter().cloned().collect(),
        stages: on_manifest.map(|(number, _)| *number).collect(),
        in_care: group.iter().any(|one| state.reception.cases.contains_key(one)),
    }
}
