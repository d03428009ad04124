//! Verdicts in an instance: recorded, shown again, and the doubtful ones settled by people.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Subcommand, ValueEnum};
use exchange::journal::{self, Deed, access};
use exchange::lists::{ClosedList, Purpose};
use exchange::reconcile::{
    Command as Core, Comparison, ERROR_RATE, LineVerdict, Refusal, Settlement, Sheet, Verdict,
};
use exchange::registry::Known;
use exchange::vocabulary::{Actor, LineId, ListId, PersonId, Side};

use super::told::Told;
use super::verdicts::{Form, summary};
use super::{Failure, Out};
use crate::cli::Seat;
use crate::cli::lists::closed_list;
use crate::desk::{Desk, Permit};

/// What to do with verdicts in an instance.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Compare their closed list with ours and the registry, and record the verdicts.
    Compare {
        /// Their list
        list: ListId,
        /// Our list; without it, our last closed request
        #[arg(long, value_name = "LIST")]
        ours: Option<ListId>,
        /// Write the verdicts here: .xlsx to read, .csv for a program
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        seat: Seat,
    },
    /// Show the verdicts on a list as they stand.
    Show {
        /// Their list
        list: ListId,
        /// Write the verdicts here: .xlsx to read, .csv for a program
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        seat: Seat,
    },
    /// Draw up the answer to their list as the verdicts stand: one word a line, and nothing of ours.
    Reply(super::reply::DrawArguments),
    /// Say as a second officer that the answer may leave.
    Release {
        /// Their list
        list: ListId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Write a released answer as a file for the other side.
    Write(super::reply::WriteArguments),
    /// Say what a doubtful line is. A death or a return takes a second officer who says the same.
    Settle {
        /// Their list
        list: ListId,
        /// The line, by its reference or by its row
        line: String,
        /// What it is
        #[arg(value_enum)]
        verdict: VerdictWord,
        /// The person of our registry that it is
        #[arg(long, value_name = "PERSON")]
        person: Option<PersonId>,
        /// The line of our list that it is
        #[arg(long, value_name = "LINE")]
        ours: Option<LineId>,
        #[command(flatten)]
        seat: Seat,
    },
    /// Take back what people said of a line: it is doubtful again.
    Reopen {
        /// Their list
        list: ListId,
        /// The line, by its reference or by its row
        line: String,
        #[command(flatten)]
        seat: Seat,
    },
}

/// A verdict as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum VerdictWord {
    /// On our list, or in our registry as still to come
    Matched,
    /// Has come home
    ReturnedAlready,
    /// Has died
    ReportedDead,
    /// A civilian
    Civilian,
    /// Stands in an earlier line
    Twice,
    /// Depends on another Power
    NotOurs,
    /// Nobody we know
    UnknownToUs,
}

impl From<VerdictWord> for Verdict {
    fn from(word: VerdictWord) -> Self {
        match word {
            VerdictWord::Matched => Self::Matched,
            VerdictWord::ReturnedAlready => Self::ReturnedAlready,
            VerdictWord::ReportedDead => Self::ReportedDead,
            VerdictWord::Civilian => Self::Civilian,
            VerdictWord::Twice => Self::Twice,
            VerdictWord::NotOurs => Self::NotOurs,
            VerdictWord::UnknownToUs => Self::UnknownToUs,
        }
    }
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Compare { list, ours, out: path, seat } => {
            let (mut desk, actor) = seat.open().await?;
            let known = compare(&mut desk, &actor, (&list, ours)).await?;
            show(out, (&desk, &actor), (&list, Some(known)), path.as_deref()).await
        }
        Command::Show { list, out: path, seat } => {
            let (desk, actor) = seat.open().await?;
            show(out, (&desk, &actor), (&list, None), path.as_deref()).await
        }
        Command::Reply(arguments) => super::reply::draw(arguments, out).await,
        Command::Release { list, seat } => super::reply::release(list, &seat, out).await,
        Command::Write(arguments) => super::reply::write(&arguments, out).await,
        Command::Settle { list, line, verdict, person, ours, seat } => {
            let (mut desk, actor) = seat.open().await?;
            let line = line_of(&desk, &list, &line)?;
            let settlement = Settlement { line, verdict: verdict.into(), ours, person };
            settle(out, (&mut desk, &actor), list, settlement).await
        }
        Command::Reopen { list, line, seat } => {
            let (mut desk, actor) = seat.open().await?;
            let line = line_of(&desk, &list, &line)?;
            reopen(out, (&mut desk, &actor), (list, line)).await
        }
    }
}

async fn reopen(
    out: &mut Out,
    (desk, actor): (&mut Desk, &Actor),
    (list, line): (ListId, LineId),
) -> Result<(), Failure> {
    let work = ("reconcile reopen", 1);
    let permit = desk.go_through(actor, (access::Purpose::Exchange, Deed::Show), work).await?;
    let sheet = Box::new(opened_sheet(desk, &permit, &list).await?);
    let command = Core::Reopen { theirs: list, sheet, line: line.clone() };
    desk.submit(actor, journal::Command::Reconcile(command)).await?;
    out.line(format!("line {line} is doubtful again"))
}

/// Compares and records; returns the people of the registry, who were opened for it.
async fn compare(
    desk: &mut Desk,
    actor: &Actor,
    (list, ours): (&ListId, Option<ListId>),
) -> Result<Arc<Vec<Known>>, Failure> {
    let people = desk.state().registry.persons.len();
    let work = ("reconcile compare", people);
    let permit = desk.go_through(actor, (access::Purpose::Exchange, Deed::Match), work).await?;
    let (command, known) = compare_command(desk, &permit, (list, ours)).await?;
    desk.submit(actor, journal::Command::Reconcile(command)).await?;
    Ok(known)
}

/// Opens what is compared; returns the people of the registry too.
pub(crate) async fn compare_command(
    desk: &Desk,
    permit: &Permit,
    (list, ours): (&ListId, Option<ListId>),
) -> Result<(Core, Arc<Vec<Known>>), Failure> {
    let theirs = closed_list(desk, permit, list).await?;
    let ours = ours.or_else(|| our_request(desk));
    let our_lines = match &ours {
        Some(ours) => closed_list(desk, permit, ours).await?,
        None => ClosedList::reopened(Vec::new()),
    };
    let known = desk.known(permit).await?;
    let lists = Box::new((our_lines, theirs));
    let people = Arc::clone(&known);
    Ok((Core::Compare { ours, theirs: list.clone(), lists, known: people }, known))
}

/// Our last closed request: whom we ask for.
pub(crate) fn our_request(desk: &Desk) -> Option<ListId> {
    let lists = &desk.state().lists;
    let side = Side::BOTH.into_iter().find(|side| desk.meta().party == (*side).into())?;
    lists.current(side, Purpose::Request).map(|(list, _)| list.clone())
}

/// Opens the verdicts on a list, with what people settled since.
pub(crate) async fn opened_sheet(
    desk: &Desk,
    permit: &Permit,
    list: &ListId,
) -> Result<Sheet, Failure> {
    let comparison = desk.state().reconcile.comparisons.get(list);
    let comparison = comparison
        .ok_or_else(|| journal::Refusal::from(Refusal::NotCompared { list: list.clone() }))?;
    if let Some(book) = desk.state().lists.lists.get(list) {
        book.still_here(list).map_err(journal::Refusal::from)?;
    }
    let opened = desk.open_record(permit, &comparison.record).await?;
    let mut sheet =
        Sheet::opened(*opened.salt.open(), opened.bytes.open()).map_err(anyhow::Error::from)?;
    for settled in comparison.settled.values() {
        let bytes = desk.read(permit, &settled.record).await?;
        sheet.settle(&Settlement::from_bytes(bytes.open()).map_err(anyhow::Error::from)?);
    }
    Ok(sheet)
}

/// Shows the verdicts on a list; `known` are the people of the registry where they are open already.
async fn show(
    out: &mut Out,
    (desk, actor): (&Desk, &Actor),
    (list, known): (&ListId, Option<Arc<Vec<Known>>>),
    path: Option<&Path>,
) -> Result<(), Failure> {
    let form = path.map(Form::of).transpose()?;
    let deed = if path.is_some() { Deed::Export } else { Deed::Show };
    let people = desk.state().reconcile.comparisons.get(list).map_or(0, Comparison::lines);
    let work = ("reconcile show", people);
    let permit = desk.go_through(actor, (access::Purpose::Exchange, deed), work).await?;
    let sheet = opened_sheet(desk, &permit, list).await?;
    out.line(format!("list {list}: {} lines", sheet.judged().len()))?;
    summary(sheet.judged().values(), out)?;
    let Some((path, form)) = path.zip(form) else { return Ok(()) };
    let theirs = closed_list(desk, &permit, list).await?;
    let comparison = desk.state().reconcile.comparisons.get(list);
    let ours = match comparison.and_then(|comparison| comparison.ours.as_ref()) {
        Some(ours) => closed_list(desk, &permit, ours).await?,
        None => ClosedList::reopened(Vec::new()),
    };
    let known = match known {
        Some(known) => known,
        None => desk.known(&permit).await?,
    };
    // In the order of the list, so that lines of one urgency and likelihood keep it.
    let in_order: Vec<&LineVerdict> =
        theirs.lines().filter_map(|line| sheet.judged().get(&line.id)).collect();
    let told = Told { theirs: &theirs, ours: &ours, known: &known };
    form.write(path, in_order, &told, ERROR_RATE)?;
    out.line(format!("{}: those that need a person stand first", path.display()))
}

async fn settle(
    out: &mut Out,
    (desk, actor): (&mut Desk, &Actor),
    list: ListId,
    settlement: Settlement,
) -> Result<(), Failure> {
    let work = ("reconcile settle", 1);
    let permit = desk.go_through(actor, (access::Purpose::Exchange, Deed::Show), work).await?;
    let sheet = Box::new(opened_sheet(desk, &permit, &list).await?);
    let mark = sheet.mark(&settlement.line);
    let (line, verdict) = (settlement.line.clone(), settlement.verdict);
    let command = Core::Settle { theirs: list.clone(), sheet, settlement };
    desk.submit(actor, journal::Command::Reconcile(command)).await?;
    let comparison = desk.state().reconcile.comparisons.get(&list);
    let left = comparison.map_or(0, Comparison::doubtful);
    let settled = comparison.is_some_and(|comparison| comparison.settled.contains_key(&mark));
    out.line(if settled {
        format!("line {line} is {verdict}; {left} lines are doubtful")
    } else {
        format!(
            "line {line} is proposed as {verdict}; a family would be told, so a second officer says the \
             same with --as NAME"
        )
    })
}

/// A line by its reference, or by the row in which it stood.
fn line_of(desk: &Desk, list: &ListId, text: &str) -> Result<LineId, Failure> {
    let book = desk.state().lists.lists.get(list);
    let by_row = text.parse::<u32>().ok().and_then(|row| {
        let kept = book?.lines().iter().find(|kept| kept.row == row)?;
        Some(kept.line.clone())
    });
    match by_row {
        Some(line) => Ok(line),
        None => LineId::read(text).map_err(|refusal| {
            Failure::incomplete(
                refusal.to_string(),
                "name a row of the list, or a line's reference",
            )
        }),
    }
}
