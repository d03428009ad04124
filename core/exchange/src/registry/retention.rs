//! How long what is known of a person is kept. A program names whose time has run out; people erase.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::decide::{keep_reason, known};
use super::{Assertion, Event, Refusal, State, Status};
use crate::journal::{Context, Outcome, State as Journal};
use crate::vocabulary::{PersonId, Private};

/// How many days what is known of somebody is kept after they came home: as long as follow-up goes on
/// (`8-reception.md`).
pub const KEPT_AFTER_RETURN_DAYS: i64 = 365;

/// How long a person's data is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The purpose goes on: the person is sought, held, or stays where they are by their own wish.
    GoesOn,
    /// A bureau answers enquiries about those who died in captivity (GC III art. 120 to 122).
    Kept,
    /// Until then.
    Until(Timestamp),
}

/// Somebody whose time has run out.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The entry that stands for the person.
    pub person: PersonId,
    /// Since when the data should be gone.
    pub since: Timestamp,
    /// Since when a hold keeps it, if one does.
    pub held_since: Option<Timestamp>,
}

/// Says how long a person's data is kept. Nobody of whom nothing is claimed has a purpose that goes on;
/// their entry holds nothing.
pub fn clock(registry: &State, person: &PersonId) -> Clock {
    let Some(reading) = registry.status(person, None) else { return Clock::GoesOn };
    match reading.status {
        Status::Returned => {
            let kept = SignedDuration::from_hours(24 * KEPT_AFTER_RETURN_DAYS);
            reading.since.checked_add(kept).map_or(Clock::GoesOn, Clock::Until)
        }
        Status::Died => Clock::Kept,
        Status::Sought
        | Status::Alleged
        | Status::Confirmed
        | Status::Listed
        | Status::AtHandover
        | Status::Declined => Clock::GoesOn,
    }
}

/// Names those whose time has run out and whose data is still here, the longest overdue first.
pub fn due(registry: &State, now: Timestamp) -> Vec<Due> {
    // Nobody is home of whom no claim says that they crossed: most are looked at no further.
    let crossed = registry.persons.iter().filter(|(_, entry)| {
        let mut claims = entry.claims.iter().filter_map(|place| registry.claims.at(*place));
        claims.any(|(_, recorded)| recorded.claim.says == Assertion::Crossed)
    });
    let people: BTreeSet<PersonId> =
        crossed.map(|(person, _)| registry.standing_for(person)).collect();
    let is_here =
        |person: &PersonId| registry.persons.get(person).is_some_and(|entry| !entry.erased);
    let mut found: Vec<Due> = people
        .into_iter()
        .filter(is_here)
        .filter_map(|person| match clock(registry, &person) {
            Clock::Until(until) if until <= now => {
                let held_since = registry.held_since(&person);
                Some(Due { person, since: until, held_since })
            }
            Clock::Until(_) | Clock::GoesOn | Clock::Kept => None,
        })
        .collect();
    found.sort_by(|a, b| (a.since, &a.person).cmp(&(b.since, &b.person)));
    found
}

/// Keeps a person's data although its time may run out.
pub(super) fn hold(
    state: &Journal,
    context: &Context,
    person: PersonId,
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &person)?;
    if state.registry.held_since(&person).is_some() {
        return Err(Refusal::OnHold { person });
    }
    let (why, change) = keep_reason(context, (0, &person), reason)?;
    Ok(Outcome::of(vec![Event::HoldBegun { person, why }]).with(vec![change]))
}

/// Ends a hold.
pub(super) fn end_hold(
    state: &Journal,
    context: &Context,
    person: PersonId,
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &person)?;
    if state.registry.held_since(&person).is_none() {
        return Err(Refusal::NoHold { person });
    }
    let (why, change) = keep_reason(context, (0, &person), reason)?;
    Ok(Outcome::of(vec![Event::HoldEnded { person, why }]).with(vec![change]))
}
