//! Every list: whose it is, how far, and what can be done next with it.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Deed, Purpose as For, State, Verb, may};
use exchange::lists::{Book, Release, Stage};
use exchange::vocabulary::{Actor, ListId, Party};

use super::paging::Pages;
use super::{is_theirs, named, purpose_word};
use crate::desk::Who;
use crate::web::frame::Frame;
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};
use crate::web::words::Words;

/// Lists on one page.
const LISTS: usize = 50;

/// What can be done next with a list, and where.
pub(super) struct Next {
    pub(super) label: String,
    pub(super) to: String,
}

/// One list.
struct Row {
    list: String,
    name: String,
    stage: String,
    is_open: bool,
    rows: usize,
    lines: usize,
    open: usize,
    replaces: Option<String>,
    replaced_by: Option<String>,
    release: String,
    worked_at: String,
    next: Vec<Next>,
}

#[derive(Template)]
#[template(path = "3-lists/shelf.html")]
struct Shelf {
    frame: Frame,
    rows: Vec<Row>,
    pages: Pages,
    may_import: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::LookFor(Deed::Show, For::Exchange);
    vec![Page::get("/lists", "lists-page", who, run!(shelf))]
}

async fn shelf(visit: &mut Visit) -> Result<Reply, Trouble> {
    let actor = visit.actor()?.clone();
    visit.desk.open_book().await?;
    let (words, party, state) = (visit.words, visit.desk.meta().party, visit.desk.state());
    let mut books: Vec<(&ListId, &Book)> = state.lists.lists.iter().collect();
    // What waits comes first, then what was worked on last.
    books.sort_by_key(|(list, book)| {
        let is_open = matches!(book.stage, Stage::Open);
        let is_gone = replaced_by(book).is_some();
        let kind = (book.from, purpose_word(book.purpose));
        (!is_open, is_gone, std::cmp::Reverse(book.worked_at), kind, *list)
    });
    let to = |page| format!("/lists?page={page}");
    let pages = Pages::of(books.len(), (LISTS, visit.asked("page")), to);
    let rows = books[pages.places()].iter().map(|(list, book)| Row {
        list: list.to_string(),
        name: named(words, book),
        stage: words.t(stage_key(book)),
        is_open: matches!(book.stage, Stage::Open),
        rows: book.tally.rows as usize,
        lines: book.lines().len(),
        open: if matches!(book.stage, Stage::Open) { book.unanswered() } else { 0 },
        replaces: book.replaces.as_ref().map(ListId::to_string),
        replaced_by: replaced_by(book).map(ListId::to_string),
        release: release(words, book, party),
        worked_at: words.moment(book.worked_at),
        next: next(words, (state, party), &actor, (list, book)),
    });
    let rows = rows.collect();
    let may_import = may(actor.role, Verb::Negotiate);
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "lists-title");
    let page = Shelf { frame, rows, pages, may_import };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// The message that says how far a list is.
pub(in crate::web) fn stage_key(book: &Book) -> &'static str {
    match book.stage {
        Stage::Open => "list-stage-open",
        Stage::Closed { .. } => "list-stage-closed",
        Stage::Replaced { .. } => "list-stage-replaced",
        Stage::Erased { .. } => "list-stage-erased",
    }
}

/// The list that took the place of another.
pub(super) fn replaced_by(book: &Book) -> Option<&ListId> {
    match &book.stage {
        Stage::Replaced { by, .. } => Some(by),
        Stage::Open | Stage::Closed { .. } | Stage::Erased { .. } => None,
    }
}

/// Says whether a list may leave; nothing of a list that was not ours to let out.
pub(super) fn release(words: Words, book: &Book, party: Party) -> String {
    if is_theirs(book, party) {
        return words.t("list-release-theirs");
    }
    match &book.release {
        Release::No => words.t("list-release-no"),
        Release::Asked { by } => words.with("list-release-asked", by),
        Release::Given { by: [one, other] } => {
            words.fill("list-release-given", &[("one", one), ("other", other)])
        }
    }
}

/// Says what can be done next with a list, the most urgent first.
pub(super) fn next(
    words: Words,
    (state, party): (&State, Party),
    actor: &Actor,
    (list, book): (&ListId, &Book),
) -> Vec<Next> {
    let mut all = Vec::new();
    let mut add = |key: &str, to: String| all.push(Next { label: words.t(key), to });
    let acts = may(actor.role, Verb::Negotiate);
    match &book.stage {
        Stage::Open if acts && book.unanswered() > 0 => {
            add("list-next-answer", format!("/lists/{list}/questions"));
        }
        Stage::Open if acts => add("list-next-close", format!("/lists/{list}#close")),
        Stage::Closed { .. } if is_theirs(book, party) => {
            let is_compared = state.reconcile.comparisons.contains_key(list);
            let key = if is_compared { "list-next-workbench" } else { "list-next-compare" };
            if is_compared || acts {
                add(key, format!("/lists/{list}/workbench"));
            }
        }
        Stage::Closed { .. } if acts => match &book.release {
            Release::No => add("list-next-release", format!("/lists/{list}#release")),
            Release::Asked { by } if *by != actor.name => {
                add("list-next-second", format!("/lists/{list}#release"));
            }
            Release::Asked { .. } => add("list-next-wait", format!("/lists/{list}#release")),
            Release::Given { .. } => add("list-next-write", format!("/lists/{list}#release")),
        },
        Stage::Open | Stage::Closed { .. } | Stage::Replaced { .. } | Stage::Erased { .. } => {}
    }
    if has_changes(state, book) {
        add("list-next-changes", format!("/lists/{list}/changes"));
    }
    all
}

/// Says whether a list can be compared with the one that it replaced: both were closed and neither is erased.
pub(super) fn has_changes(state: &State, book: &Book) -> bool {
    let is_kept =
        |book: &Book| !matches!(book.stage, Stage::Erased { .. }) && !book.lines().is_empty();
    let older = book.replaces.as_ref().and_then(|older| state.lists.lists.get(older));
    is_kept(book) && older.is_some_and(is_kept)
}
