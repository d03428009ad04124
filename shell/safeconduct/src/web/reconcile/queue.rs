//! The lists that were compared, and how many of their lines wait for people.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::Verb;
use exchange::lists::Stage;
use exchange::reconcile::Comparison;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::desk::Who;

/// The most lists that the page shows.
const LISTS_MAX: usize = 200;

/// A list of theirs.
struct Row {
    list: String,
    lines: usize,
    doubtful: usize,
    second: usize,
    is_compared: bool,
}

#[derive(Template)]
#[template(path = "4-reconcile/queue.html")]
struct Queue {
    frame: Frame,
    rows: Vec<Row>,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Negotiate);
    vec![Page::get("/matches", "matches-page", who, run!(show))]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let state = visit.desk.state();
    let own = visit.desk.meta().party;
    let theirs = state.lists.lists.iter().filter(|(_, book)| own != book.from.into());
    let closed = theirs.filter(|(_, book)| matches!(book.stage, Stage::Closed { .. }));
    let mut rows: Vec<Row> = closed
        .map(|(list, book)| {
            let comparison = state.reconcile.comparisons.get(list);
            Row {
                list: list.to_string(),
                lines: book.lines().len(),
                doubtful: comparison.map_or(0, doubtful),
                second: comparison.map_or(0, |one| one.proposed.len()),
                is_compared: comparison.is_some(),
            }
        })
        .collect();
    visit.desk.shut_book().await;
    rows.sort_by_key(|row| (row.is_compared, std::cmp::Reverse(row.doubtful)));
    rows.truncate(LISTS_MAX);
    let frame = Frame::of(visit, "matches-title");
    Ok(Reply::Page(StatusCode::OK, Queue { frame, rows }.render()?))
}

fn doubtful(comparison: &Comparison) -> usize {
    usize::try_from(comparison.doubtful()).unwrap_or(usize::MAX)
}
