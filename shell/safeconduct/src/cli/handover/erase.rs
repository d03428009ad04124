//! Destroying what a handover needed, once its time is over.

use clap::Args;
use exchange::handover::{self, KEPT_AFTER_ACT_DAYS};
use exchange::vocabulary::StageNumber;

use crate::cli::erasure::{Doomed, Proof, What};
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
    let held = due.iter().find(|one| one.stage == stage).map_or(0, |one| one.erasable.held.len());
    let doomed = Doomed::of(&desk, What::Stage(stage)).await?;
    let recorded = desk.submit(&actor, doomed.command()).await?;
    let left = doomed.left(&desk).await?;
    out.line(format!(
        "{} of stage {stage} are destroyed, {KEPT_AFTER_ACT_DAYS} days after its act; {left} of them are left \
         in the vault; the findings of {} on hold stay",
        counted(doomed.records.len(), "record"),
        counted(held, "line")
    ))?;
    proof.write(out, (&desk, &recorded), (&doomed.records, left)).await
}
