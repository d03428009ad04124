//! Lists in an instance: taken in, answered, closed, and opened again for whoever may.

use std::path::Path;

use exchange::journal::{self, Deed, Recorded, access};
use exchange::lists::{
    self, Answer, Book, ClosedList, DraftList, Event, Line, Purpose, Release, Stage, Table, read,
};
use exchange::vocabulary::{Actor, ListId, Side};

use super::super::{Failure, Out, Seat, counted};
use super::{answers, closed_csv, told_apart};
use crate::desk::{Desk, Permit};
use crate::files::write_whole;
use crate::workbook::Workbook;

/// Takes a list in.
pub(super) async fn open(
    out: &mut Out,
    (desk, actor): (&mut Desk, &Actor),
    (from, purpose, replaces): (Side, Purpose, Option<ListId>),
    ((book, draft), dry_run): ((Workbook, DraftList), bool),
) -> Result<(), Failure> {
    let (table, today) = (Box::new(book.table), draft.today());
    let command = lists::Command::Open { from, purpose, replaces, table, today };
    let command = journal::Command::Lists(command);
    let what = format!("{}, {}", counted(draft.lines().len(), "line"), book.how);
    if dry_run {
        opened(&desk.rehearse(actor, vec![command]).await?)?;
        out.line(format!("dry run: a list would be opened: {what}"))?;
        out.line(match draft.questions().count() {
            0 => "dry run: no question would be open; nothing was recorded".to_owned(),
            1 => "dry run: 1 question would be open; nothing was recorded".to_owned(),
            open => format!("dry run: {open} questions would be open; nothing was recorded"),
        })?;
        return Ok(());
    }
    let recorded = desk.submit(actor, command).await?;
    let list = opened(&recorded)?;
    out.line(format!("list {list}: {what}"))?;
    out.line(match draft.questions().count() {
        0 => "no question is open; close it with `safeconduct lists answer --close`".to_owned(),
        1 => format!("1 question is open; see `safeconduct lists show {list}`"),
        open => format!("{open} questions are open; see `safeconduct lists show {list}`"),
    })
}

/// Returns the list that was opened.
fn opened(recorded: &[Recorded]) -> Result<ListId, Failure> {
    let list = recorded.iter().find_map(|one| {
        let journal::Event::Lists(Event::Opened { list, .. }) = &one.event else { return None };
        Some(list.clone())
    });
    list.ok_or_else(|| Failure::Fault(anyhow::anyhow!("no list was opened")))
}

/// Answers questions, and closes the list where that is asked for.
pub(super) async fn answer(
    out: &mut Out,
    seat: &Seat,
    list: ListId,
    (answers, close): (Vec<Answer>, bool),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let count = answers.len();
    let permit = work_on(&desk, &actor, &list, Deed::Match).await?;
    if count > 0 {
        let book = book_of(&desk, &list)?;
        let table = Box::new(table_of(&desk, &permit, book).await?);
        let mut before = answers_of(&desk, &permit, book).await?;
        before.retain(|old| answers.iter().all(|new| new.key != old.key));
        let command = lists::Command::Answer { list: list.clone(), table, before, answers };
        desk.submit(&actor, journal::Command::Lists(command)).await?;
    }
    let open = book_of(&desk, &list)?.unanswered();
    out.line(format!("{} recorded, {} open", counted(count, "answer"), counted(open, "question")))?;
    if close {
        let book = book_of(&desk, &list)?;
        let table = Box::new(table_of(&desk, &permit, book).await?);
        let answers = answers_of(&desk, &permit, book).await?;
        let command = lists::Command::Close { list: list.clone(), table, answers };
        desk.submit(&actor, journal::Command::Lists(command)).await?;
        out.line(format!(
            "list {list} is closed with {}",
            counted(book_of(&desk, &list)?.lines().len(), "line")
        ))?;
    }
    Ok(())
}

/// Takes one officer's word that a list may leave.
pub(super) async fn release(out: &mut Out, seat: &Seat, list: ListId) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let command = lists::Command::Release { list: list.clone() };
    desk.submit(&actor, journal::Command::Lists(command)).await?;
    out.line(match &book_of(&desk, &list)?.release {
        Release::Given { by: [one, other] } => format!(
            "list {list} is released by {one} and {other}; write it with `safeconduct lists write {list} \
             --out FILE`"
        ),
        Release::Asked { .. } | Release::No => format!(
            "release of list {list} is asked for; a second officer says the same with --as NAME"
        ),
    })
}

/// Writes a released list.
pub(super) async fn write(
    out: &mut Out,
    seat: &Seat,
    (list, path): (&ListId, &Path),
) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    book_of(&desk, list)?.may_leave(list).map_err(journal::Refusal::from)?;
    let permit = work_on(&desk, &actor, list, Deed::Export).await?;
    let closed = closed_list(&desk, &permit, list).await?;
    write_whole(path, &closed_csv(&closed))?;
    out.line(format!("{}: {}", path.display(), counted(closed.len(), "line")))
}

/// Compares a list with the version that it replaced.
pub(super) async fn changes(out: &mut Out, seat: &Seat, list: &ListId) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let Some(older) = book_of(&desk, list)?.replaces.clone() else {
        return Err(Failure::refused(
            format!("the list {list} replaced no other"),
            "name a list that was opened with --replaces",
        ));
    };
    let permit = work_on(&desk, &actor, list, Deed::Show).await?;
    let newer = closed_list(&desk, &permit, list).await?;
    let older = closed_list(&desk, &permit, &older).await?;
    told_apart(out, &older, &newer)
}

/// Shows all lists.
pub(super) async fn show_all(out: &mut Out, seat: &Seat) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    for (list, book) in &desk.state().lists.lists {
        let stage = match &book.stage {
            Stage::Open => format!("open, {} to answer", counted(book.unanswered(), "question")),
            Stage::Closed { lines } => format!("closed, {}", counted(lines.len(), "line")),
            Stage::Replaced { by, .. } => format!("replaced by {by}"),
            Stage::Erased { lines, .. } => format!("erased, {}", counted(lines.len(), "line")),
        };
        out.line(format!("{list}  from {}  {:?}  {stage}", book.from, book.purpose))?;
    }
    out.line(counted(desk.state().lists.lists.len(), "list"))
}

/// Shows the open questions of one list.
pub(super) async fn show(
    out: &mut Out,
    seat: &Seat,
    list: &ListId,
    questions: Option<&Path>,
) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let book = book_of(&desk, list)?;
    let permit = work_on(&desk, &actor, list, Deed::Show).await?;
    let table = table_of(&desk, &permit, book).await?;
    let before = answers_of(&desk, &permit, book).await?;
    let draft = read(&table, book.today).map_err(journal::Refusal::from)?;
    let draft = draft.corrected(&before).map_err(journal::Refusal::from)?;
    let open = || {
        draft.questions().filter(|(key, _)| book.questions.get(key).is_some_and(Option::is_none))
    };
    for (key, finding) in open() {
        out.line(format!("{finding}  [{key}]"))?;
    }
    if let Some(path) = questions {
        write_whole(path, &answers::questions(open()))?;
    }
    out.line(format!("{}, {} answered", counted(book.unanswered(), "open question"), before.len()))
}

/// Lets an actor work on one list.
async fn work_on(desk: &Desk, actor: &Actor, list: &ListId, deed: Deed) -> Result<Permit, Failure> {
    let people = book_of(desk, list)?.lines().len();
    desk.go_through(actor, (access::Purpose::Exchange, deed), ("lists", people)).await
}

/// Opens a closed list from the vault.
pub(crate) async fn closed_list(
    desk: &Desk,
    permit: &Permit,
    list: &ListId,
) -> Result<ClosedList, Failure> {
    let book = book_of(desk, list)?;
    if book.lines().is_empty() {
        return Err(Failure::incomplete(
            format!("the list {list} is not closed yet"),
            "answer its questions with `safeconduct lists answer LIST --answers FILE --close`",
        ));
    }
    let mut lines = Vec::with_capacity(book.lines().len());
    for kept in book.lines() {
        let bytes = desk.read(permit, &kept.record).await?;
        lines.push(Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?);
    }
    Ok(ClosedList::reopened(lines))
}

/// Finds a list of which something is kept.
pub(crate) fn book_of<'a>(desk: &'a Desk, list: &ListId) -> Result<&'a Book, Failure> {
    let unknown = || lists::Refusal::UnknownList { list: list.clone() };
    let book = desk.state().lists.lists.get(list).ok_or_else(unknown);
    let book = book.map_err(journal::Refusal::from)?;
    book.still_here(list).map_err(journal::Refusal::from)?;
    Ok(book)
}

/// Opens the sheet of a list as it was sent, with the day against which it was read.
pub(crate) async fn sheet_of(
    desk: &Desk,
    permit: &Permit,
    list: &ListId,
) -> Result<(Table, jiff::civil::Date), Failure> {
    let book = book_of(desk, list)?;
    Ok((table_of(desk, permit, book).await?, book.today))
}

pub(crate) async fn table_of(desk: &Desk, permit: &Permit, book: &Book) -> Result<Table, Failure> {
    let bytes = desk.read(permit, &book.record).await?;
    Ok(Table::from_bytes(bytes.open()).map_err(anyhow::Error::from)?)
}

pub(crate) async fn answers_of(
    desk: &Desk,
    permit: &Permit,
    book: &Book,
) -> Result<Vec<Answer>, Failure> {
    let mut answers = Vec::new();
    for answered in book.questions.values().flatten() {
        let bytes = desk.read(permit, &answered.record).await?;
        answers.push(Answer::from_bytes(bytes.open()).map_err(anyhow::Error::from)?);
    }
    Ok(answers)
}
