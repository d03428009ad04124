//! Merges that wait for a second officer: agreed to, or struck out.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Verb};
use exchange::registry;
use exchange::vocabulary::ClaimId;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::desk::Who;

/// The most merges that one page shows.
const MERGES_MAX: usize = 200;

/// A merge that waits.
struct Waiting {
    id: String,
    one: String,
    other: String,
    by: String,
    /// Whether whoever looks proposed it, so that another must agree.
    is_own: bool,
}

#[derive(Template)]
#[template(path = "2-registry/merges.html")]
struct Merges {
    frame: Frame,
    waiting: Vec<Waiting>,
    more: usize,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Register);
    vec![
        Page::get("/merges", "merges-page", who, run!(show)),
        Page::post("/merges/{merge}/agree", "agree-to-merge", who, run!(agree)),
        Page::post("/merges/{merge}/strike", "strike-merge", who, run!(strike)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let name = visit.actor()?.name.clone();
    visit.desk.open_book().await?;
    let merges = visit.desk.state().registry.merges.iter();
    let waiting = merges.filter(|(_, merge)| merge.since.is_none() && merge.until.is_none());
    let mut waiting: Vec<Waiting> = waiting
        .map(|(id, merge)| Waiting {
            id: id.to_string(),
            one: merge.one.to_string(),
            other: merge.other.to_string(),
            by: merge.by.clone(),
            is_own: merge.by == name,
        })
        .collect();
    visit.desk.shut_book().await;
    let more = waiting.len().saturating_sub(MERGES_MAX);
    waiting.truncate(MERGES_MAX);
    let frame = Frame::of(visit, "merges-title");
    Ok(Reply::Page(StatusCode::OK, Merges { frame, waiting, more }.render()?))
}

async fn agree(visit: &mut Visit) -> Result<Reply, Trouble> {
    let claim: ClaimId = visit.id("merge")?;
    let command = registry::Command::ConfirmMerge { claim };
    let command = Command::Registry(command);
    visit.record(vec![command], |_, _| "/merges?done=merged".to_owned()).await
}

async fn strike(visit: &mut Visit) -> Result<Reply, Trouble> {
    let claim: ClaimId = visit.id("merge")?;
    let command = Command::Registry(registry::Command::Unmerge { claim });
    visit.record(vec![command], |_, _| "/merges?done=struck".to_owned()).await
}
