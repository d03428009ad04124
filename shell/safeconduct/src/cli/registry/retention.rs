//! What is kept, how long, and what was destroyed.

use clap::Subcommand;
use exchange::lists::Stage;
use exchange::registry::{self, Clock, KEPT_AFTER_RETURN_DAYS, clock};
use exchange::vocabulary::{PersonId, Private};
use exchange::{handover, lists};
use jiff::tz::TimeZone;

use super::super::erasure::{Doomed, Proof, What};
use super::super::{Failure, Out, Seat, counted};
use super::submit;
use crate::desk::Desk;

/// What to do about data whose time has run out.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Name people whose data should be gone, the longest overdue first, and stages and lists whose records should.
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
        #[command(flatten)]
        proof: Proof,
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
        Command::Erase { person, proof, seat } => erase(out, &seat, (&person, &proof)).await,
    }
}

fn day(at: jiff::Timestamp) -> jiff::civil::Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Names people whose time has run out.
async fn due(out: &mut Out, seat: &Seat, most: usize) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let registry = &desk.state().registry;
    let found = registry::due(registry, desk.now());
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
    due_beside(out, &desk)?;
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

/// Names stages and lists whose time has run out.
fn due_beside(out: &mut Out, desk: &Desk) -> Result<(), Failure> {
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
    for one in lists::due(desk.state(), desk.now()) {
        let Some(book) = desk.state().lists.lists.get(&one.list) else { continue };
        let stage = match book.stage {
            Stage::Open => "never closed",
            Stage::Closed { .. } => "in force",
            Stage::Replaced { .. } | Stage::Erased { .. } => "replaced",
        };
        let held = match one.held.len() {
            0 => String::new(),
            1 => ", 1 person on hold".to_owned(),
            held => format!(", {held} people on hold"),
        };
        out.line(format!(
            "list {}: to be gone since {} ({stage}, {}{held}); `safeconduct lists erase {}`",
            one.list,
            day(one.since),
            counted(one.records.len(), "record"),
            one.list
        ))?;
    }
    Ok(())
}

/// Destroys what is known of a person, and says what that was.
async fn erase(
    out: &mut Out,
    seat: &Seat,
    (person, proof): (&PersonId, &Proof),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    proof.check()?;
    let doomed = Doomed::of(&desk, What::Person(person.clone())).await?;
    let recorded = desk.submit(&actor, doomed.command()).await?;
    let left = doomed.left(&desk).await?;
    out.line(format!("{person} is erased; {left} records about them are left in the vault"))?;
    proof.write(out, (&desk, &recorded), (&doomed.records, left)).await
}
