//! Destroying what a handover needed, once its time is over.

use clap::Args;
use exchange::handover::{self, Command, KEPT_AFTER_ACT_DAYS};
use exchange::journal;
use exchange::vocabulary::{RecordId, StageNumber};

use crate::cli::erasure::{Proof, left};
use crate::cli::{Failure, Out, Seat, counted};

/// What `handover erase` takes.
#[derive(Args)]
pub(crate) struct EraseArguments {
    #[command(flatten)]
    seat: Seat,
    /// The stage
    #[arg(long, value_parser = super::words::stage)]
    stage: StageNumber,
    #[command(flatten)]
    proof: Proof,
}

/// Destroys the records of a stage, and says what that was.
pub(super) async fn erase(arguments: EraseArguments, out: &mut Out) -> Result<(), Failure> {
    let EraseArguments { seat, stage, proof } = arguments;
    let (mut desk, actor) = seat.open().await?;
    proof.check()?;
    let due = handover::due(desk.state(), desk.now());
    let found = due.into_iter().find(|one| one.stage == stage);
    let erasable = found.map(|one| one.erasable).unwrap_or_default();
    let command = journal::Command::Handover(Command::EraseRecords { stage });
    let recorded = desk.submit(&actor, command).await?;
    let records: Vec<RecordId> = erasable.records.into_iter().collect();
    let left = left(&desk, &records).await?;
    out.line(format!(
        "{} of stage {stage} are destroyed, {KEPT_AFTER_ACT_DAYS} days after its act; {left} of them are left \
         in the vault; the findings of {} on hold stay",
        counted(records.len(), "record"),
        counted(erasable.held.len(), "line")
    ))?;
    proof.write(out, (&desk, &recorded), (&records, left)).await
}
