//! One list: the report of what was read, its questions by kind, and closing it, letting it out, and what changed
//! since the version before.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Command, Deed, Purpose as For, Thing, Verb, may};
use exchange::lists::{
    self, Book, Change, ClosedList, Field, Line, Release, Stage, difference, read,
};
use exchange::vocabulary::ListId;

use super::findings::{Findings, Kind};
use super::paging::Pages;
use super::shelf::{self, Next, stage_key};
use super::{is_theirs, mendable, named, questions};
use crate::cli::lists::{answers_of, book_of, closed_csv, closed_list, table_of};
use crate::cli::reconcile::name;
use crate::desk::{Permit, Who};
use crate::web::frame::Frame;
use crate::web::paper::may_print;
use crate::web::serve::{Page, may_ask, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{File, Reply, Visit};
use crate::workbook::kept_with_findings;

/// Changes on one page.
const CHANGES: usize = 100;

/// How letting a list out stands, for whoever looks.
struct Leaving {
    says: String,
    may_say: bool,
    is_given: bool,
}

#[derive(Template)]
#[template(path = "3-lists/book.html")]
struct Shown {
    frame: Frame,
    list: String,
    stage: String,
    is_open: bool,
    worked_at: String,
    replaces: Option<String>,
    replaced_by: Option<String>,
    rows: Vec<(String, usize)>,
    lines: usize,
    notes: usize,
    open: usize,
    asked: usize,
    kinds: Vec<Kind>,
    next: Vec<Next>,
    may_act: bool,
    is_kept: bool,
    leaving: Option<Leaving>,
    /// Where it is printed, if whoever looks may print it as it stands.
    paper: Option<String>,
}

/// One difference between two versions.
struct Changed {
    what: String,
    older_row: Option<u32>,
    newer_row: Option<u32>,
    name: String,
    fields: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "3-lists/changes.html")]
struct ChangesPage {
    frame: Frame,
    list: String,
    older: String,
    counts: Vec<(String, usize)>,
    changes: Vec<Changed>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "3-lists/found.html")]
struct FoundPage {
    frame: Frame,
    list: String,
    found: Findings,
}

pub(super) fn pages() -> Vec<Page> {
    let shown = Who::LookFor(Deed::Show, For::Exchange);
    let acts = Who::May(Verb::Negotiate);
    let out = Who::LookFor(Deed::Export, For::Exchange);
    vec![
        Page::get("/lists/{list}", "list-page", shown, run!(show)),
        Page::get("/lists/{list}/findings", "list-findings", shown, run!(findings)),
        Page::get("/lists/{list}/changes", "list-changes", shown, run!(changes)),
        Page::post("/lists/{list}/close", "close-list", acts, run!(close)),
        Page::post("/lists/{list}/release", "release-list", acts, run!(release)),
        Page::post("/lists/{list}/file", "write-list", out, run!(file)),
        Page::post("/lists/{list}/workbook", "write-findings", out, run!(workbook)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.open_book().await?;
    let (words, party, actor) = (visit.words, visit.desk.meta().party, visit.actor()?.clone());
    let state = visit.desk.state();
    let book = state.lists.lists.get(&list).ok_or(Trouble::Unknown)?;
    let may_act = may(actor.role, Verb::Negotiate);
    let is_open = matches!(book.stage, Stage::Open);
    let waits = |answer: &Option<lists::Answered>| !is_open || answer.is_none();
    let flaws = book.questions.iter().filter(|(_, answer)| waits(answer));
    let kinds = Kind::count(words, flaws.map(|(key, _)| key.flaw), None);
    let page = Shown {
        frame: Frame::titled(visit, named(words, book)),
        stage: words.t(stage_key(book)),
        is_open,
        worked_at: words.moment(book.worked_at),
        replaces: book.replaces.as_ref().map(ListId::to_string),
        replaced_by: shelf::replaced_by(book).map(ListId::to_string),
        rows: super::fates(words, book.tally),
        lines: book.lines().len(),
        notes: book.notes as usize,
        open: book.unanswered(),
        asked: book.questions.len(),
        kinds,
        next: shelf::next(words, (state, party), &actor, (&list, book)),
        may_act,
        is_kept: !matches!(book.stage, Stage::Erased { .. }),
        leaving: leaving_of(visit, book),
        paper: (may_print(book, party) && may_ask(visit, "/print/lists/{list}"))
            .then(|| format!("/print/lists/{list}")),
        list: list.to_string(),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// How letting a list out stands; none, where it is not closed or not ours.
fn leaving_of(visit: &Visit, book: &Book) -> Option<Leaving> {
    let (words, party) = (visit.words, visit.desk.meta().party);
    if is_theirs(book, party) || !matches!(book.stage, Stage::Closed { .. }) {
        return None;
    }
    let actor = visit.who.as_ref()?;
    let (is_own, is_given) = match &book.release {
        Release::No => (false, false),
        Release::Asked { by } => (*by == actor.name, false),
        Release::Given { .. } => (false, true),
    };
    let says = shelf::release(words, book, party);
    Some(Leaving {
        says,
        may_say: may(actor.role, Verb::Negotiate) && !is_own && !is_given,
        is_given,
    })
}

/// Opens the sheet of a list and the answers that were given, for a change or a look.
pub(super) async fn opened(
    visit: &Visit,
    (list, deed, rows): (&ListId, Deed, usize),
) -> Result<(Permit, lists::Table, Vec<lists::Answer>), Trouble> {
    let actor = visit.actor()?.clone();
    let book = book_of(&visit.desk, list)?;
    let work = visit.page.map_or("lists", |page| page.work);
    let permit = visit.desk.go_through(&actor, (For::Exchange, deed), (work, rows)).await?;
    let table = table_of(&visit.desk, &permit, book).await?;
    let answers = answers_of(&visit.desk, &permit, book).await?;
    Ok((permit, table, answers))
}

/// Says which columns of a sheet, counted from 0, hold what the reader may not see.
pub(super) fn hidden_columns(table: &lists::Table, permit: &Permit) -> Vec<usize> {
    let columns = lists::read_as(table).unwrap_or_default();
    let is_hidden = |column: &lists::ReadAs| match column.holds {
        Some(lists::Holds::Field(field)) => !permit.shows(Thing::of(field)),
        Some(lists::Holds::Part(_)) => !permit.shows(Thing::Birth),
        Some(lists::Holds::Nothing) | None => !permit.shows(Thing::Line),
    };
    columns.into_iter().filter(is_hidden).map(|column| column.at).collect()
}

async fn findings(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.open_book().await?;
    let book = book_of(&visit.desk, &list)?;
    let (rows, today) = (book.questions.len().min(CHANGES), book.today);
    let (permit, table, _) = opened(visit, (&list, Deed::Show, rows)).await?;
    visit.desk.shut_book().await;
    let draft = read(&table, today).map_err(journal::Refusal::from)?;
    let hidden = hidden_columns(&table, &permit);
    let base = format!("/lists/{list}/findings");
    let asked = (visit.asked("kind"), visit.asked("page"));
    let found =
        Findings::of(visit.words, (&draft, base), asked, &|column| hidden.contains(&column));
    let frame = Frame::of(visit, "findings-title");
    let page = FoundPage { frame, list: list.to_string(), found };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

async fn close(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.take_pen().await?;
    let rows = book_of(&visit.desk, &list)?.tally.read as usize;
    let (_, table, answers) = opened(visit, (&list, Deed::Match, rows)).await?;
    let command = lists::Command::Close { list: list.clone(), table: Box::new(table), answers };
    let target = format!("/lists/{list}?done=list-closed");
    match visit.record(vec![Command::Lists(command)], |_, _| target.clone()).await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            visit.desk.shut_book().await;
            questions::not_closed(visit, &list, said).await
        }
    }
}

async fn release(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    let command = Command::Lists(lists::Command::Release { list: list.clone() });
    let reply = visit.record(vec![command], |state, _| {
        let book = state.lists.lists.get(&list);
        let is_given = book.is_some_and(|book| matches!(book.release, Release::Given { .. }));
        let done = if is_given { "list-released" } else { "list-release-asked" };
        format!("/lists/{list}?done={done}")
    });
    reply.await
}

/// The lines of a released list for the other side.
async fn file(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, actor): (ListId, _) = (visit.id("list")?, visit.actor()?.clone());
    visit.desk.open_book().await?;
    let book = book_of(&visit.desk, &list)?;
    book.may_leave(&list).map_err(journal::Refusal::from)?;
    let work = ("write-list", book.lines().len());
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Export), work).await?;
    let closed = closed_list(&visit.desk, &permit, &list).await?;
    visit.desk.shut_book().await;
    Ok(Reply::File(File {
        name: format!("list-{list}.csv"),
        kind: CSV_OF_LINES,
        bytes: closed_csv(&closed),
    }))
}

/// What the lines of a list are written as.
const CSV_OF_LINES: &str = "text/csv; charset=utf-8";

/// The sheet as it was sent, with what was found in each row.
async fn workbook(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.open_book().await?;
    let book = book_of(&visit.desk, &list)?;
    let (rows, today) = (book.tally.read as usize, book.today);
    let (_, table, _) = opened(visit, (&list, Deed::Export, rows)).await?;
    visit.desk.shut_book().await;
    let draft = read(&table, today).map_err(journal::Refusal::from)?;
    let bytes = kept_with_findings(&draft)?;
    let name = format!("list-{list}-with-findings.xlsx");
    Ok(Reply::File(File { name, kind: super::XLSX, bytes }))
}

async fn changes(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, actor): (ListId, _) = (visit.id("list")?, visit.actor()?.clone());
    visit.desk.open_book().await?;
    let book = book_of(&visit.desk, &list)?;
    let older = book.replaces.clone().ok_or(Trouble::Unknown)?;
    let rows = book.lines().len().min(CHANGES);
    let work = ("list-changes", rows);
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Show), work).await?;
    let newer_lines = closed_list(&visit.desk, &permit, &list).await?;
    let older_lines = closed_list(&visit.desk, &permit, &older).await?;
    visit.desk.shut_book().await;
    let words = visit.words;
    let all = difference(&older_lines, &newer_lines);
    let mut counts = BTreeMap::from([("added", 0), ("gone", 0), ("changed", 0)]);
    for change in &all {
        *counts.entry(word_of(change)).or_default() += 1;
    }
    let to = |page| format!("/lists/{list}/changes?page={page}");
    let pages = Pages::of(all.len(), (CHANGES, visit.asked("page")), to);
    let both = (&older_lines, &newer_lines);
    let changes = all[pages.places()].iter().map(|change| changed(visit, &permit, both, change));
    let page = ChangesPage {
        frame: Frame::of(visit, "changes-title"),
        list: list.to_string(),
        older: older.to_string(),
        counts: counts
            .into_iter()
            .map(|(word, count)| (words.t(&format!("changes-{word}")), count))
            .collect(),
        changes: changes.collect(),
        pages,
    };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn word_of(change: &Change) -> &'static str {
    match change {
        Change::Added { .. } => "added",
        Change::Removed { .. } => "gone",
        Change::Altered { .. } => "changed",
    }
}

fn changed(
    visit: &Visit,
    permit: &Permit,
    (older, newer): (&ClosedList, &ClosedList),
    change: &Change,
) -> Changed {
    let words = visit.words;
    let (was, is, fields): (Option<&Line>, Option<&Line>, &[Field]) = match change {
        Change::Added { line } => (None, newer.line(line), &[]),
        Change::Removed { line } => (older.line(line), None, &[]),
        Change::Altered { was, line, fields } => (older.line(was), newer.line(line), fields),
    };
    let text = |line: Option<&Line>, field: Field| {
        if permit.shows(Thing::of(field)) {
            line.and_then(|line| line.text(field)).unwrap_or_default().to_owned()
        } else {
            words.t("person-hidden")
        }
    };
    let fields = fields
        .iter()
        .map(|field| (words.t(&format!("field-{field}")), text(was, *field), text(is, *field)));
    let either = is.or(was).map(|line| &line.fields);
    Changed {
        what: words.t(&format!("changes-{}", word_of(change))),
        older_row: was.map(|line| line.row),
        newer_row: is.map(|line| line.row),
        name: if permit.shows(Thing::Name) { name(either) } else { words.t("person-hidden") },
        fields: fields.collect(),
    }
}
