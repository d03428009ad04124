//! The answer to the other side's list: drawn up by one officer, released by a second, written as a file.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::journal::{self, Deed, access};
use exchange::reconcile::{Command as Core, Comparison, Layout, Reply, ReplyStage, counts};
use exchange::vocabulary::{Actor, ListId};

use super::instance::opened_sheet;
use super::{Failure, Out};
use crate::cli::lists::sheet_of;
use crate::cli::{Seat, counted};
use crate::desk::Desk;
use crate::files::{not_an_input, read_text, write_whole};
use crate::workbook::rows_bytes;

/// What `reconcile reply` takes.
#[derive(Args)]
pub(crate) struct DrawArguments {
    /// Their list
    list: ListId,
    /// The agreed columns and words (TOML); without it the answer stands beside their own columns
    #[arg(long, value_name = "FILE")]
    layout: Option<PathBuf>,
    /// Doubtful lines may be told as doubtful
    #[arg(long)]
    doubtful_too: bool,
    #[command(flatten)]
    seat: Seat,
}

/// What `reconcile write` takes.
#[derive(Args)]
pub(crate) struct WriteArguments {
    /// Their list
    list: ListId,
    /// The file: .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    seat: Seat,
}

/// Draws the answer up.
pub(super) async fn draw(arguments: DrawArguments, out: &mut Out) -> Result<(), Failure> {
    let DrawArguments { list, layout, doubtful_too, seat } = arguments;
    let layout = match &layout {
        None => Layout::default(),
        Some(path) => Layout::read(&read_text(path)?).map_err(|refusal| {
            Failure::incomplete(format!("{}: {refusal}", path.display()), refusal.hint())
        })?,
    };
    let (mut desk, actor) = seat.open().await?;
    let lines = lines_of(&desk, &list);
    let work = ("reconcile reply", lines);
    let permit = desk.go_through(&actor, (access::Purpose::Exchange, Deed::Match), work).await?;
    let sheet = Box::new(opened_sheet(&desk, &permit, &list).await?);
    let told = counts(sheet.judged().values().map(|line| line.verdict));
    let command = Core::DrawReply { theirs: list.clone(), sheet, layout, doubtful_too };
    desk.submit(&actor, journal::Command::Reconcile(command)).await?;
    for (verdict, count) in told.into_iter().filter(|(_, count)| *count > 0) {
        out.line(format!("  {:<16} {count:>6}", verdict.word()))?;
    }
    out.line(format!(
        "the answer to list {list} is drawn up with {}; a second officer says `safeconduct reconcile \
         release {list}` with --as NAME",
        counted(lines, "line")
    ))
}

/// Takes the second officer's word.
pub(super) async fn release(list: ListId, seat: &Seat, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let command = Core::ReleaseReply { theirs: list.clone() };
    desk.submit(&actor, journal::Command::Reconcile(command)).await?;
    let stage = desk.state().reconcile.comparisons.get(&list).map(|comparison| &comparison.reply);
    let by = match stage {
        Some(ReplyStage::Released { by: [one, other], .. }) => format!("{one} and {other}"),
        Some(ReplyStage::Asked { .. } | ReplyStage::No) | None => actor.name,
    };
    out.line(format!(
        "the answer to list {list} is released by {by}; write it with `safeconduct reconcile write {list} \
         --out FILE`"
    ))
}

/// Writes a released answer.
pub(super) async fn write(arguments: &WriteArguments, out: &mut Out) -> Result<(), Failure> {
    let WriteArguments { list, out: path, seat } = arguments;
    not_an_input(path, &[])?;
    let (desk, actor) = seat.open().await?;
    let (reply, bytes) = released_bytes((&desk, &actor), list, path).await?;
    write_whole(path, &bytes)?;
    out.line(format!("{}: {} answered", path.display(), counted(reply.verdicts.len(), "line")))
}

/// Writes a released answer as the bytes of a file, by its ending.
pub(crate) async fn released_bytes(
    (desk, actor): (&Desk, &Actor),
    list: &ListId,
    path: &Path,
) -> Result<(Reply, Vec<u8>), Failure> {
    let not_compared = || exchange::reconcile::Refusal::NotCompared { list: list.clone() };
    let comparison = desk.state().reconcile.comparisons.get(list).ok_or_else(not_compared);
    let comparison = comparison.map_err(journal::Refusal::from)?;
    let kept = comparison.released(list).map_err(journal::Refusal::from)?;
    let work = ("reconcile write", comparison.lines());
    let permit = desk.go_through(actor, (access::Purpose::Exchange, Deed::Export), work).await?;
    let bytes = desk.read(&permit, &kept.record).await?;
    let reply = Reply::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
    let (table, today) = sheet_of(desk, &permit, list).await?;
    let (rows, head) = reply.rows(&table, today).map_err(journal::Refusal::from)?;
    let bytes = rows_bytes(path, &rows, head)?;
    Ok((reply, bytes))
}

fn lines_of(desk: &Desk, list: &ListId) -> usize {
    desk.state().reconcile.comparisons.get(list).map_or(0, Comparison::lines)
}
