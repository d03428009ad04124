//! Destroying a list, once its time is over.

use exchange::journal;
use exchange::lists::{self, Command};
use exchange::vocabulary::{ListId, RecordId};

use super::super::erasure::{Proof, left};
use super::super::{Failure, Out, Seat, counted};

/// Destroys what is kept of a list, and says what that was.
pub(super) async fn erase(
    out: &mut Out,
    seat: &Seat,
    (list, proof): (ListId, Proof),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    proof.check()?;
    let due = lists::due(desk.state(), desk.now());
    let found = due.into_iter().find(|one| one.list == list);
    let records: Vec<RecordId> =
        found.map(|one| one.records.into_iter().collect()).unwrap_or_default();
    let command = journal::Command::Lists(Command::Erase { list: list.clone() });
    let recorded = desk.submit(&actor, command).await?;
    let left = left(&desk, &records).await?;
    let lines = desk.state().lists.lists.get(&list).map_or(0, |book| book.lines().len());
    out.line(format!(
        "list {list} is erased: {} of its {}; {left} of them are left in the vault",
        counted(records.len(), "record"),
        counted(lines, "line")
    ))?;
    proof.write(out, (&desk, &recorded), (&records, left)).await
}
