//! Who is who: entering somebody after a search, telling two apart, and settling on what sources differ.

use super::claim::{Opened, Stated};
use super::decide::{keep_reason, known};
use super::{Event, Refusal};
use crate::journal::{Context, Outcome, State as Journal};
use crate::lists::Field;
use crate::vocabulary::{ClaimId, PersonId, Private};

/// Refuses an entry while somebody looks like it from whom it was not told apart.
pub(super) fn check_apart(
    state: &Journal,
    alike: &[PersonId],
    apart: &[PersonId],
) -> Result<(), Refusal> {
    apart.iter().try_for_each(|other| known(state, other))?;
    let seen = |person: &PersonId| {
        let group = state.registry.group(person, None);
        apart.iter().any(|other| group.contains(other))
    };
    let alike: Vec<PersonId> = alike.iter().filter(|person| !seen(person)).cloned().collect();
    if alike.is_empty() { Ok(()) } else { Err(Refusal::LooksKnown { alike }) }
}

/// Adds to an entry from whom the person was told apart.
pub(super) fn enter_apart(
    state: &Journal,
    context: &Context,
    mut entered: Outcome<Event>,
    (apart, reason): &(Vec<PersonId>, Private<String>),
) -> Result<Outcome<Event>, Refusal> {
    let Some(Event::Registered { person }) = entered.events.first() else { return Ok(entered) };
    let person = person.clone();
    for (number, other) in (0..).zip(apart) {
        let (why, change) = keep_reason(context, (number, &person), reason)?;
        let other = state.registry.standing_for(other);
        entered.events.push(Event::ToldApart { one: person.clone(), other, why });
        entered.vault.push(change);
    }
    Ok(entered)
}

/// Tells two entries apart that look alike.
pub(super) fn tell_apart(
    state: &Journal,
    context: &Context,
    (one, other): (PersonId, PersonId),
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &one)?;
    known(state, &other)?;
    if state.registry.group(&one, None).contains(&other) {
        return Err(Refusal::NotTwo { one, other });
    }
    let (why, change) = keep_reason(context, (0, &one), reason)?;
    Ok(Outcome::of(vec![Event::ToldApart { one, other, why }]).with(vec![change]))
}

/// Takes one claim's word for a thing on which sources differ.
pub(super) fn settle(
    state: &Journal,
    context: &Context,
    (person, field, claim, words): (PersonId, Field, ClaimId, &Opened),
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &person)?;
    if !state.registry.claims_on(&person, None).iter().any(|(id, _)| **id == claim) {
        return Err(Refusal::NotAboutThem { claim, person });
    }
    if !matches!(words.told.fields.get(&field), Some(Stated::Given(_))) {
        return Err(Refusal::SaysNothingOf { claim, field });
    }
    let (why, change) = keep_reason(context, (0, &person), reason)?;
    Ok(Outcome::of(vec![Event::Settled { person, field, claim, why }]).with(vec![change]))
}
