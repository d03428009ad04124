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

/// The most merges that hold which one page shows, the latest first.
const HOLDING_MAX: usize = 50;

/// A merge that waits, or holds.
struct Waiting {
    id: String,
    one: String,
    other: String,
    by: String,
    /// Whether whoever looks proposed it, so that another must agree.
    is_own: bool,
    /// Since when it holds.
    since: String,
}

#[derive(Template)]
#[template(path = "2-registry/merges.html")]
struct Merges {
    frame: Frame,
    waiting: Vec<Waiting>,
    /// The latest that hold.
    holding: Vec<Waiting>,
    more: usize,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Register);
    vec![
        Page::get("/merges", "merges-page", who, run!(show)),
        Page::post("/merges/{merge}/agree", "agree-to-merge", who, run!(agree)),
        Page::post("/merges/{merge}/strike", "strike-merge", who, run!(strike)),
        Page::post("/merges/{merge}/undo", "unmerge", who, run!(undo)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let name = visit.actor()?.name.clone();
    visit.desk.open_book().await?;
    let words = visit.words;
    let row = |(id, merge): (&ClaimId, &registry::Merge)| Waiting {
        id: id.to_string(),
        one: merge.one.to_string(),
        other: merge.other.to_string(),
        by: merge.by.clone(),
        is_own: merge.by == name,
        since: merge.since.map_or_else(String::new, |since| words.moment(since)),
    };
    let merges =
        || visit.desk.state().registry.merges.iter().filter(|(_, one)| one.until.is_none());
    let mut waiting: Vec<Waiting> =
        merges().filter(|(_, one)| one.since.is_none()).map(row).collect();
    let mut latest: Vec<_> = merges().filter(|(_, one)| one.since.is_some()).collect();
    latest.sort_by_key(|(_, one)| std::cmp::Reverse(one.since));
    let holding = latest.into_iter().take(HOLDING_MAX).map(row).collect();
    visit.desk.shut_book().await;
    let more = waiting.len().saturating_sub(MERGES_MAX);
    waiting.truncate(MERGES_MAX);
    let frame = Frame::of(visit, "merges-title");
    Ok(Reply::Page(StatusCode::OK, Merges { frame, waiting, holding, more }.render()?))
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

async fn undo(visit: &mut Visit) -> Result<Reply, Trouble> {
    let claim: ClaimId = visit.id("merge")?;
    let command = Command::Registry(registry::Command::Unmerge { claim });
    visit.record(vec![command], |_, _| "/merges?done=unmerged".to_owned()).await
}
