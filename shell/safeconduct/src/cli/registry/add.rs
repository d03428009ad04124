//! Entering one person, after looking for those who are entered already.

use clap::Args;
use exchange::journal;
use exchange::registry::{self, Event};
use exchange::vocabulary::{PersonId, Private};

use super::super::{Failure, Out, Seat};
use super::words::SaysWord;
use super::{SourceArguments, ToldArguments, show};

/// Who is entered, and on whose word.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What the source says of the person beside who they are
    #[arg(long, value_enum, default_value = "missing")]
    says: SaysWord,
    /// Somebody who looks like the person, and is not. Again for each
    #[arg(long, value_name = "PERSON", requires = "reason")]
    apart_from: Vec<PersonId>,
    /// What differs
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    told: ToldArguments,
    #[command(flatten)]
    source: SourceArguments,
    #[command(flatten)]
    seat: Seat,
}

/// Looks for the person, and enters them unless somebody looks like them.
pub(super) async fn run(arguments: Arguments, out: &mut Out) -> Result<(), Failure> {
    let Some(says) = arguments.says.plain() else {
        return Err(Failure::incomplete(
            "a place on a list is claimed of somebody who is entered",
            "enter the person first, then use `safeconduct registry claim --says listed`",
        ));
    };
    let identity = arguments.told.told()?;
    let (mut desk, actor) = arguments.seat.open().await?;
    let mut alike = Vec::new();
    if let Some(known) = desk.alike(&actor, &identity, "registry add").await? {
        for (one, _) in &known.found {
            show::found(out, &desk, (&known.query, one))?;
        }
        alike = known.people();
    }
    let also = if says == registry::Assertion::Identity { Vec::new() } else { vec![says] };
    let reason = Private::new(arguments.reason.unwrap_or_default());
    let command = registry::Command::Enter {
        source: arguments.source.source(),
        identity,
        also,
        alike,
        apart: (arguments.apart_from, reason),
    };
    let recorded = desk.submit(&actor, journal::Command::Registry(command)).await?;
    let entered = recorded.iter().find_map(|one| {
        let journal::Event::Registry(Event::Registered { person }) = &one.event else {
            return None;
        };
        Some(person)
    });
    match entered {
        Some(person) => out.line(show::status_line(&desk.state().registry, person, None)),
        None => Ok(()),
    }
}
