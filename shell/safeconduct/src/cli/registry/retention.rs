//! What is kept, how long, and what was destroyed.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use exchange::handover;
use exchange::journal::{self, Recorded};
use exchange::registry::{self, Clock, Event, KEPT_AFTER_RETURN_DAYS, clock};
use exchange::vocabulary::{PersonId, Private, RecordId};
use jiff::tz::TimeZone;
use serde_json::json;

use super::super::{Failure, Out, Seat, counted};
use super::submit;
use crate::desk::Desk;
use crate::files;

/// The form of a proof of erasure.
const PROOF_FORM: &str = "safeconduct/erasure/v1";

/// What to do about data whose time has run out.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Name people whose data should be gone, the longest overdue first, and stages whose records should.
    Due {
        /// The most people to name
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
        most: u16,
        #[command(flatten)]
        seat: Seat,
    },
    /// Keep the data about a person although its time may run out.
    Hold {
        /// The person
        person: PersonId,
        /// Why; it is kept sealed
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
    /// End a hold.
    Unhold {
        /// The person
        person: PersonId,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
    /// Destroy what is known of a person.
    Erase {
        /// The person
        person: PersonId,
        /// Write what was destroyed, and where the journal says so, to this file; it names nobody
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
        #[command(flatten)]
        seat: Seat,
    },
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Due { most, seat } => due(out, &seat, usize::from(most)).await,
        Command::Hold { person, reason, seat } => {
            let said = format!("the data about {person} is on hold");
            let reason = Private::new(reason);
            submit(&seat, registry::Command::Hold { person, reason }).await?;
            out.line(said)
        }
        Command::Unhold { person, reason, seat } => {
            let said = format!("the hold on the data about {person} has ended");
            let reason = Private::new(reason);
            submit(&seat, registry::Command::EndHold { person, reason }).await?;
            out.line(said)
        }
        Command::Erase { person, proof, seat } => {
            erase(out, &seat, (&person, proof.as_deref())).await
        }
    }
}

/// Names people whose time has run out.
async fn due(out: &mut Out, seat: &Seat, most: usize) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let registry = &desk.state().registry;
    let found = registry::due(registry, desk.now());
    let day = |at: jiff::Timestamp| at.to_zoned(TimeZone::UTC).date();
    for one in found.iter().take(most) {
        let hold = one.held_since.map(|since| format!(", on hold since {}", day(since)));
        out.line(format!(
            "{}: to be gone since {}{}",
            one.person,
            day(one.since),
            hold.unwrap_or_default()
        ))?;
    }
    if found.len() > most {
        out.line(format!("and {} more; see them with --most {}", found.len() - most, found.len()))?;
    }
    for one in handover::due(desk.state(), desk.now()) {
        let (lines, held) = (one.erasable.lines.len(), one.erasable.held.len());
        out.line(format!(
            "stage {}: records of the handover to be gone since {} ({} of {lines} lines and the road; {held} \
             lines on hold); `safeconduct handover erase --stage {}`",
            one.stage,
            day(one.since),
            counted(one.erasable.records.len(), "record"),
            one.stage
        ))?;
    }
    let held = found.iter().filter(|one| one.held_since.is_some()).count();
    let later = registry.persons.keys().filter(|person| registry.standing_for(person) == **person);
    let later = later
        .filter(|person| {
            let erased = registry.persons.get(*person).is_none_or(|entry| entry.erased);
            matches!(clock(registry, person), Clock::Until(until) if until > desk.now() && !erased)
        })
        .count();
    out.line(format!(
        "{} people came home more than {KEPT_AFTER_RETURN_DAYS} days ago and are not erased, {held} of \
         them on hold; the time of {later} more is running",
        found.len()
    ))
}

/// Destroys what is known of a person, and says what that was.
async fn erase(
    out: &mut Out,
    seat: &Seat,
    (person, proof): (&PersonId, Option<&Path>),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    if let Some(file) = proof.filter(|file| file.exists()) {
        return Err(Failure::refused(
            format!("{} is there already", file.display()),
            "name a new file; nothing was erased",
        ));
    }
    let group = desk.state().registry.group(person, None);
    let mut records = Vec::new();
    for one in &group {
        records.extend(desk.records_about(one).await?);
    }
    let command = registry::Command::Erase { person: person.clone() };
    let recorded = desk.submit(&actor, journal::Command::Registry(command)).await?;
    let mut left = 0;
    for one in &group {
        left += desk.records_about(one).await?.len();
    }
    out.line(format!("{person} is erased; {left} records about them are left in the vault"))?;
    let Some(file) = proof else { return Ok(()) };
    let text = proof_of(&desk, &recorded, (&records, left)).await?;
    files::write_whole(file, text.as_bytes())?;
    out.line(format!("{} says what was destroyed; keep it with the request", file.display()))
}

/// What was destroyed, and where the journal says so: opaque references and nothing else.
pub(in crate::cli) async fn proof_of(
    desk: &Desk,
    recorded: &[Recorded],
    (records, left): (&[RecordId], usize),
) -> Result<String, Failure> {
    let erased = recorded.iter().filter_map(|one| {
        let (what, whose) = if let journal::Event::Registry(Event::Erased { person }) = &one.event {
            ("person", json!(person))
        } else if let journal::Event::Handover(handover::Event::RecordsErased { stage, .. }) =
            &one.event
        {
            ("stage", json!(stage))
        } else {
            return None;
        };
        Some(json!({ "event": one.number, what: whose, "at": one.at, "by": one.actor.role }))
    });
    let version = desk.store().version().await?;
    let proof = json!({
        "form": PROOF_FORM,
        "party": desk.meta().party,
        "practice": desk.meta().practice,
        "erased": erased.collect::<Vec<_>>(),
        "records_destroyed": records,
        "records_left": left,
        "journal": { "events": version, "digest": desk.store().digest().await? },
        "to_check": "the journal with this digest holds these events, `safeconduct store verify` prints it for \
                     so many events, and none of these records is in the vault; backups taken before hold \
                     them, sealed, until they are destroyed",
    });
    let mut text = serde_json::to_string_pretty(&proof).map_err(anyhow::Error::from)?;
    text.push('\n');
    Ok(text)
}
