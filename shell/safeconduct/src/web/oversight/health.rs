//! Whether the instance is fit for use: what `safeconduct doctor` finds, on a page.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::Verb;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::cli::doctor::{self, Mark};
use crate::desk::Who;

/// A finding.
struct Row {
    mark: String,
    is_bad: bool,
    what: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "oversight/health.html")]
struct Health {
    frame: Frame,
    rows: Vec<Row>,
    /// When the last backup was written on this machine, as far as the instance knows.
    backup: Option<String>,
    is_bad: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Admit);
    vec![Page::get("/administration/health", "health-page", who, run!(show))]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let words = visit.words;
    let found = match &visit.house.ways.dir {
        Some(dir) => doctor::look_over(dir).await?,
        None => Vec::new(),
    };
    // Whoever looks after accounts is not told whether there is an invented person: alarms are told elsewhere.
    let found = found.into_iter().filter(|finding| finding.what != doctor::DECOYS);
    let rows = found.map(|finding| Row {
        mark: words.t(match finding.mark {
            Mark::Good => "health-good",
            Mark::Warning => "health-warning",
            Mark::Bad => "health-bad",
        }),
        is_bad: finding.mark != Mark::Good,
        what: finding.what,
        text: finding.text,
    });
    let rows: Vec<Row> = rows.collect();
    let backup = crate::cli::store::last_backup(visit.desk.store()).await?;
    let backup = backup.map(|at| words.moment(at));
    let frame = Frame::of(visit, "health-title");
    let is_bad = rows.iter().any(|row| row.is_bad);
    Ok(Reply::Page(StatusCode::OK, Health { frame, rows, backup, is_bad }.render()?))
}
