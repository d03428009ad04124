//! Destroying a list, once its time is over.

use exchange::vocabulary::ListId;

use super::super::erasure::{Doomed, Proof, What};
use super::super::{Failure, Out, Seat, counted};

/// Destroys what is kept of a list, and says what that was.
pub(super) async fn erase(
    out: &mut Out,
    seat: &Seat,
    (list, proof): (ListId, Proof),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    proof.check()?;
    let doomed = Doomed::of(&desk, What::List(list.clone())).await?;
    let recorded = desk.submit(&actor, doomed.command()).await?;
    let left = doomed.left(&desk).await?;
    let lines = desk.state().lists.lists.get(&list).map_or(0, |book| book.lines().len());
    out.line(format!(
        "list {list} is erased: {} of its {}; {left} of them are left in the vault",
        counted(doomed.records.len(), "record"),
        counted(lines, "line")
    ))?;
    proof.write(out, (&desk, &recorded), (&doomed.records, left)).await
}
