//! Entering everybody on a list, on the word of one source.

use std::path::Path;

use clap::Args;
use exchange::journal::{self, Deed, Purpose};
use exchange::lists::{Field, Line};
use exchange::registry::{self, Assertion, LOOKS_KNOWN_MIN, Query, Source, Stated, Told};
use exchange::vocabulary::{Actor, PersonId};

use super::super::lists::{Source as ListSource, load_for};
use super::super::progress::Progress;
use super::super::{Failure, Out, Seat, counted};
use super::SourceArguments;
use super::words::SaysWord;
use crate::desk::Desk;

/// Rows named one by one when they look like people who are entered already.
const ALIKE_SHOWN_MAX: usize = 20;

/// So many rows are looked for before it is said how many.
const ROWS_A_STEP: usize = 100;

/// What is entered, and on whose word.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    list: ListSource,
    /// Read the columns by the map that is kept for this sender
    #[arg(long, value_name = "NAME", conflicts_with = "columns")]
    sender: Option<String>,
    /// What the source says of everybody on it
    #[arg(long, value_enum, default_value = "missing")]
    says: SaysWord,
    /// Enter them although everybody on the list looks like somebody who is entered already
    #[arg(long)]
    known_too: bool,
    /// Say what would be entered, and enter nobody
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    source: SourceArguments,
    #[command(flatten)]
    seat: Seat,
}

/// Enters everybody on the list, or nobody.
pub(super) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let Some(says) = arguments.says.plain() else {
        return Err(Failure::incomplete(
            "a place on a list is claimed line by line",
            "use `safeconduct registry claim --says listed`",
        ));
    };
    let (mut desk, actor) = arguments.seat.open().await?;
    let sender = arguments.sender.as_deref();
    let (book, draft) = load_for((&desk, &actor), &arguments.list, sender).await?;
    let file = arguments.list.file.display();
    let open = draft.questions().count();
    if open > 0 {
        return Err(Failure::refused(
            match open {
                1 => format!("{file}: 1 finding is not answered"),
                open => format!("{file}: {open} findings are not answered"),
            },
            "close the list with `safeconduct lists close`, and import what that writes",
        ));
    }
    let progress = Progress::begin("looking for people who are entered already");
    let lines = draft.lines();
    let step = |at: usize| progress.next(format!("looked for {at} of {} rows", lines.len()));
    let known = looks_known((&desk, &actor), lines, step).await?;
    drop(progress);
    let rows = draft.lines().len();
    let are_known = if known.len() == 1 { "looks like somebody" } else { "look like people" };
    let is_or_are = if known.len() == 1 { "is" } else { "are" };
    let alike = format!(
        "{} of {} {are_known} who {is_or_are} entered already",
        known.len(),
        counted(rows, "row")
    );
    not_entered_before((known.len(), rows), arguments.known_too)
        .map_err(|failure| failure_of(failure, &arguments.list.file))?;
    let commands = entering(draft.lines(), arguments.source.source().as_ref(), &says);
    let aside = draft.tally().set_aside;
    let aside = if aside > 0 { format!(", {aside} rows set aside") } else { String::new() };
    let people = if rows == 1 { "1 person".to_owned() } else { format!("{rows} people") };
    if arguments.dry_run {
        desk.rehearse(&actor, commands).await?;
        out.line(format!("{file}: {}", book.how))?;
        out.line(format!(
            "dry run: {people} would be entered as {}{aside}; nothing was recorded",
            says.word()
        ))?;
    } else {
        desk.submit_all(&actor, commands).await?;
        out.line(format!("{people} entered as {}{aside}", says.word()))?;
    }
    for (row, person) in known.iter().take(ALIKE_SHOWN_MAX) {
        out.line(format!("line {row} looks like {person}; merge them if they are one"))?;
    }
    if known.len() > ALIKE_SHOWN_MAX {
        out.line(format!("... and {} more", known.len() - ALIKE_SHOWN_MAX))?;
    }
    if known.is_empty() { Ok(()) } else { out.line(alike) }
}

/// Enters everybody on a list on the word of one source, who says one thing of all of them.
pub(crate) fn entering(
    lines: &[Line],
    source: Option<&Source>,
    says: &Assertion,
) -> Vec<journal::Command> {
    let commands = lines.iter().map(|line| {
        journal::Command::Registry(registry::Command::Register {
            source: source.cloned(),
            identity: told(line),
            also: vec![says.clone()],
        })
    });
    commands.collect()
}

/// Refuses a list on which everybody looks like somebody who is entered already, unless that is meant.
pub(crate) fn not_entered_before(
    (known, rows): (usize, usize),
    known_too: bool,
) -> Result<(), Failure> {
    if known < rows || known_too {
        return Ok(());
    }
    let (look, are) =
        if known == 1 { ("looks like somebody", "is") } else { ("look like people", "are") };
    Err(Failure::refused(
        format!(
            "{known} of {} {look} who {are} entered already; nobody was entered",
            counted(rows, "row")
        ),
        "perhaps this list was imported before; look with `safeconduct registry search`, and say \
         --known-too to enter them once more",
    ))
}

/// Puts the file's name in front of a refusal.
fn failure_of(failure: Failure, file: &Path) -> Failure {
    match failure {
        Failure::Refused { what, hint, basis, id, kind } => {
            Failure::Refused { what: format!("{}: {what}", file.display()), hint, basis, id, kind }
        }
        failure @ (Failure::Incomplete { .. } | Failure::Fault(_)) => failure,
    }
}

/// Names the rows that look like somebody who is entered already: by the same search and the same measure
/// as an entry of one person. `step` is told now and then how many rows were looked for.
pub(crate) async fn looks_known(
    (desk, actor): (&Desk, &Actor),
    lines: &[Line],
    step: impl Fn(usize),
) -> Result<Vec<(u32, PersonId)>, Failure> {
    let people = desk.state().registry.persons.len();
    let work = ("registry import", people);
    let permit = desk.go_through(actor, (Purpose::Tracing, Deed::Match), work).await?;
    let mut known = Vec::new();
    if people == 0 {
        return Ok(known);
    }
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && at % ROWS_A_STEP == 0 {
            step(at);
        }
        let Some(query) = Query::of(&told(line)) else { continue };
        let found = desk.search(&permit, (&query, 1)).await?;
        let first = found.into_iter().find(|one| one.likeness.score >= LOOKS_KNOWN_MIN);
        known.extend(first.map(|one| (line.row, one.person)));
    }
    Ok(known)
}

fn told(line: &Line) -> Told {
    let fields = line
        .fields
        .iter()
        .filter(|(field, _)| !matches!(field, Field::Ordinal | Field::FullName))
        .map(|(field, text)| (*field, Stated::Given(text.clone())))
        .collect();
    Told { fields, ..Told::default() }
}
