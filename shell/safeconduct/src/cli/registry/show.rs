//! Showing people, claims and the status they add up to.

use std::collections::{BTreeMap, BTreeSet};

use exchange::journal::{Deed, Purpose, Thing};
use exchange::lists::Field;
use exchange::reconcile::name;
use exchange::registry::{self, Fit, Opened, Query, State, Stated, Status};
use exchange::vocabulary::PersonId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::FoundPerson;

use super::super::names::shortly;
use super::super::reconcile::{name as written_name, written};
use super::super::{Failure, Out, Seat};
use super::identity::show_disputes;
use super::opened::{OpenedClaim, claims};
use crate::desk::{Desk, Permit};

/// What stands where a field is not for the reader's role.
const HIDDEN: &str = "(hidden: not for this role)";

/// Counts people by status.
pub(super) async fn counts(out: &mut Out, seat: &Seat, on: Option<Date>) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let registry = &desk.state().registry;
    let moment = on.map(end_of).transpose()?;
    let mut seen = BTreeSet::new();
    let mut counts: BTreeMap<Status, u32> = BTreeMap::new();
    for person in registry.persons.keys() {
        if seen.contains(person) {
            continue;
        }
        seen.extend(registry.group(person, moment));
        if let Some(reading) = registry.status(person, moment) {
            *counts.entry(reading.status).or_default() += 1;
        }
    }
    for status in Status::ALL {
        out.line(format!("{status:<12} {}", counts.get(&status).copied().unwrap_or(0)))?;
    }
    let people: u32 = counts.values().sum();
    let entries = registry.persons.len();
    out.line(format!("{people} people with a status, in {entries} entries"))?;
    let waiting =
        registry.merges.iter().filter(|(_, merge)| merge.since.is_none() && merge.until.is_none());
    for (claim, merge) in waiting {
        out.line(format!(
            "merge {claim} of {} and {}, proposed by {}, waits for a second officer",
            merge.one, merge.other, merge.by
        ))?;
    }
    Ok(())
}

/// Shows one person: the status at a moment, and every claim.
pub(super) async fn one(
    out: &mut Out,
    seat: &Seat,
    (person, on): (&PersonId, Option<Date>),
) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let registry = &desk.about(person).await?.registry;
    let entry = registry.persons.get(person).ok_or_else(|| {
        Failure::refused(
            format!("no person {person} is in this registry"),
            "search with `safeconduct registry search`",
        )
    })?;
    let moment = on.map(end_of).transpose()?;
    out.line(status_line(registry, person, moment))?;
    let group = registry.group(person, moment);
    if group.len() > 1 {
        let others: Vec<_> =
            group.iter().filter(|one| *one != person).map(PersonId::as_str).collect();
        out.line(format!("one with {}", others.join(", ")))?;
    }
    if entry.erased {
        return out.line("what was known was erased; only the events are left");
    }
    let permit = desk.show(&actor, Purpose::usual(actor.role), person).await?;
    for opened in claims(&desk, &permit, person).await? {
        if moment.is_some_and(|moment| opened.recorded.at > moment) {
            continue;
        }
        one_claim(out, (&desk, &permit), &opened).await?;
    }
    if moment.is_some() {
        return Ok(());
    }
    show_disputes(out, (&desk, &permit), person).await
}

/// Prints one claim, with what the reader's role may see of it.
async fn one_claim(
    out: &mut Out,
    (desk, permit): (&Desk, &Permit),
    opened: &OpenedClaim<'_>,
) -> Result<(), Failure> {
    let claim = &opened.recorded.claim;
    out.line(format!(
        "{}  {}  {:?} {:?}{}  {:?}  by {}",
        opened.recorded.at.to_zoned(TimeZone::UTC).date(),
        claim.says.word(),
        claim.source,
        claim.reliability,
        claim.credibility.grade(),
        claim.condition,
        if permit.shows(Thing::Source) { opened.words.source.open() } else { HIDDEN },
    ))?;
    let mut fields = opened.words.told.fields.clone();
    if let Some(kept) = claim.health.as_ref().filter(|_| permit.shows(Thing::Health)) {
        let health = desk.read(permit, &kept.record).await?;
        let health = Opened::from_bytes(health.open()).map_err(anyhow::Error::from)?;
        fields.extend(health.told.fields);
    }
    for (field, stated) in &fields {
        let text = match stated {
            _ if !permit.shows(Thing::of(*field)) => HIDDEN,
            Stated::Given(text) => text.open().as_str(),
            Stated::Refused => "(refused to say)",
            Stated::Unable => "(unable to say)",
        };
        out.line(format!("    {field}: {text}"))?;
    }
    let told = &opened.words.told;
    let on = told.on.map(|on| format!("on {on}"));
    let place = told.place.as_ref().filter(|_| permit.shows(Thing::Words));
    let place = place.map(|place| format!("at {}", place.open()));
    let words = told.words.as_ref().filter(|_| permit.shows(Thing::Words));
    let words = words.map(|words| format!("\"{}\"", words.open()));
    let rest: Vec<String> = [on, place, words].into_iter().flatten().collect();
    if !rest.is_empty() {
        out.line(format!("    {}", rest.join(" ")))?;
    }
    out.line(format!("    claim {}", opened.id))
}

/// One line on a person's status and what it rests on.
pub(super) fn status_line(
    registry: &State,
    person: &PersonId,
    moment: Option<Timestamp>,
) -> String {
    match registry.status(person, moment) {
        None => format!("{person}: no status; nothing was claimed"),
        Some(reading) => {
            let against = match reading.against.len() {
                0 => String::new(),
                count => format!("; {count} claims speak against it"),
            };
            format!(
                "{person}: {} by the word of {:?}, recorded {}, claim {}{against}",
                reading.status,
                reading.source,
                reading.since.to_zoned(TimeZone::UTC).date(),
                reading.by
            )
        }
    }
}

/// Names those held about whom something is still owed, those with most owed first.
pub(super) async fn owed(out: &mut Out, seat: &Seat, most: u16) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let state = &desk.state().registry;
    let now = desk.now();
    let (mut held, mut found) = (0_usize, Vec::new());
    let work = ("registry owed", state.persons.len());
    let permit = desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    for known in desk.known(&permit).await?.iter() {
        let claims = claims(&desk, &permit, &known.person).await?;
        let claims: Vec<_> = claims.iter().map(|one| (one.recorded, &one.words)).collect();
        held += usize::from(matches!(
            known.status,
            Status::Confirmed | Status::Listed | Status::AtHandover
        ));
        let owed = registry::owed((known.status, known.facts.standing), &claims, now);
        if !owed.is_nothing() {
            found.push((owed, known.person.clone()));
        }
    }
    found.sort_by_key(|(owed, person)| {
        (owed.health_since.is_none(), std::cmp::Reverse(owed.items.len()), person.clone())
    });
    for (owed, person) in found.iter().take(usize::from(most)) {
        out.line(status_line(state, person, None))?;
        if let Some(since) = owed.health_since {
            let day = since.to_zoned(TimeZone::UTC).date();
            out.line(format!("    health: last reported on {day}, owed every week"))?;
        }
        if !owed.items.is_empty() {
            let items: Vec<&str> = owed.items.iter().map(|field| field.word()).collect();
            out.line(format!("    not known yet: {}", items.join(", ")))?;
        }
    }
    let left = found.len().saturating_sub(usize::from(most));
    if left > 0 {
        out.line(format!("and {left} more; see them with --most {}", found.len()))?;
    }
    out.line(format!("{held} people held, about {} of them something is owed", found.len()))
}

/// Finds people by name, birth date or number, the likeliest first.
pub(super) async fn search(
    out: &mut Out,
    seat: &Seat,
    (wanted, most): (&str, u16),
) -> Result<(), Failure> {
    let query = Query::read(wanted).ok_or_else(|| {
        Failure::incomplete(
            "nothing can be looked for by this",
            "write a name or a part of one, and perhaps a birth year or date, or a service number",
        )
    })?;
    let (desk, actor) = seat.open().await?;
    let work = ("registry search", desk.state().registry.persons.len());
    let purpose = Purpose::usual(actor.role);
    let permit = desk.go_through(&actor, (purpose, Deed::Match), work).await?;
    let found = desk.find(&permit, (&query, usize::from(most))).await?;
    for one in &found {
        desk.show(&actor, purpose, &one.person).await?;
        self::found(out, &desk, (&query, one))?;
    }
    out.line(match found.len() {
        1 => "1 person found".to_owned(),
        count if count == usize::from(most) => {
            format!("the likeliest {count} people; say more of whom you seek, or ask for --most")
        }
        count => format!("{count} people found"),
    })
}

/// Prints somebody who was found, and what speaks for and against them.
pub(super) fn found(
    out: &mut Out,
    desk: &Desk,
    (query, one): (&Query, &FoundPerson),
) -> Result<(), Failure> {
    out.line(found_line(desk, one))?;
    let because = because(query, one);
    if because.is_empty() { Ok(()) } else { out.line(format!("       {because}")) }
}

/// One line on somebody who was found: how like, who, and as what.
fn found_line(desk: &Desk, found: &FoundPerson) -> String {
    let status = desk.about_found(&found.person).registry.status(&found.person, None);
    let status = status.map_or("none", |reading| reading.status.word());
    let fields = Some(&found.card.fields);
    let (score, birth) = (found.likeness.score, written(fields, Field::BirthDate));
    format!("{score:.3}  {}  {status}  {}  {birth}", found.person, written_name(fields))
}

/// Says what speaks for and against somebody who was found, where there is anything to say.
pub(crate) fn because(query: &Query, found: &FoundPerson) -> String {
    let mut said = Vec::new();
    if found.likeness.name.is_some()
        && let Some(written) = found.card.names.get(found.likeness.written)
    {
        if found.likeness.written > 0 {
            said.push(format!("also written {}", written.open()));
        }
        let pieces = name::compare(query.name(), written.open()).pieces;
        said.extend(pieces.iter().filter_map(shortly));
    }
    let fit = |what: &str, fit: Fit| fit.word().map(|word| format!("{what} {word}"));
    said.extend(fit("birth date", found.likeness.birth));
    said.extend(fit("number", found.likeness.number));
    said.join("; ")
}

/// The last moment of a day in universal time.
pub(crate) fn end_of(day: Date) -> Result<Timestamp, Failure> {
    let next = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC));
    let last = next.map(|next| next.timestamp()).ok();
    last.and_then(|next| next.checked_sub(jiff::Span::new().nanoseconds(1)).ok()).ok_or_else(|| {
        Failure::incomplete(format!("{day} is at the end of the calendar"), "name an earlier day")
    })
}
