//! Destroying what a handover needed, once its time is over.

use std::path::PathBuf;

use clap::Args;
use exchange::handover::{self, Command, KEPT_AFTER_ACT_DAYS};
use exchange::journal;
use exchange::vocabulary::{RecordId, StageNumber};

use crate::cli::registry::proof_of;
use crate::cli::{Failure, Out, Seat, counted};
use crate::files;

/// What `handover erase` takes.
#[derive(Args)]
pub(in crate::cli) struct EraseArguments {
    #[command(flatten)]
    seat: Seat,
    /// The stage
    #[arg(long, value_parser = super::words::stage)]
    stage: StageNumber,
    /// Write what was destroyed, and where the journal says so, to this file; it names nobody
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
}

/// Destroys the records of a stage, and says what that was.
pub(super) async fn erase(arguments: EraseArguments, out: &mut Out) -> Result<(), Failure> {
    let EraseArguments { seat, stage, proof } = arguments;
    let (mut desk, actor) = seat.open().await?;
    if let Some(file) = proof.as_ref().filter(|file| file.exists()) {
        return Err(Failure::refused(
            format!("{} is there already", file.display()),
            "name a new file; nothing was erased",
        ));
    }
    let due = handover::due(desk.state(), desk.now());
    let found = due.into_iter().find(|one| one.stage == stage);
    let erasable = found.map(|one| one.erasable).unwrap_or_default();
    let command = journal::Command::Handover(Command::EraseRecords { stage });
    let recorded = desk.submit(&actor, command).await?;
    let records: Vec<RecordId> = erasable.records.into_iter().collect();
    let mut left = 0;
    for record in &records {
        left += usize::from(desk.store().vault_get(record).await?.is_some());
    }
    out.line(format!(
        "{} of stage {stage} are destroyed, {KEPT_AFTER_ACT_DAYS} days after its act; {left} of them are left \
         in the vault; the findings of {} on hold stay",
        counted(records.len(), "record"),
        counted(erasable.held.len(), "line")
    ))?;
    let Some(file) = proof else { return Ok(()) };
    let text = proof_of(&desk, &recorded, (&records, left)).await?;
    files::write_whole(&file, text.as_bytes())?;
    out.line(format!("{} says what was destroyed", file.display()))
}
