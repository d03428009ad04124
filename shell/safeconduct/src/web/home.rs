//! What needs somebody today.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{State, Verb, may};
use exchange::registry::due;
use exchange::vocabulary::{Party, Role};
use jiff::Timestamp;

use super::frame::Frame;
use super::serve::{Page, run};
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use crate::desk::Who;

/// One queue: what waits, how much of it, and where it is worked on.
struct Queue {
    label: String,
    count: usize,
    /// The path of a page, or the command.
    place: &'static str,
}

#[derive(Template)]
#[template(path = "house/home.html")]
struct Home {
    frame: Frame,
    queues: Vec<Queue>,
    may_search: bool,
}

pub(super) fn pages() -> Vec<Page> {
    vec![Page::get("/", "home-page", Who::Signed, run!(home))]
}

async fn home(visit: &mut Visit) -> Result<Reply, Trouble> {
    let role = visit.actor()?.role;
    visit.desk.open_book().await?;
    let (now, party) = (visit.desk.now(), visit.desk.meta().party);
    let words = visit.words;
    let mut queues = waiting(visit.desk.state(), (role, party), now);
    queues.extend(super::oversight::waiting(visit).await?);
    let queues = queues.into_iter().map(|(key, count, place)| Queue {
        label: words.t(&format!("queue-{key}")),
        count,
        place,
    });
    let queues = queues.collect();
    visit.desk.shut_book().await;
    let may_search = matches!(role, Role::Officer);
    let frame = Frame::of(visit, "home-title");
    Ok(Reply::Page(StatusCode::OK, Home { frame, queues, may_search }.render()?))
}

/// Counts what waits for somebody of a role.
fn waiting(
    state: &State,
    (role, party): (Role, Party),
    now: Timestamp,
) -> Vec<(&'static str, usize, &'static str)> {
    let mut queues = Vec::new();
    let registry = &state.registry;
    if may(role, Verb::Negotiate) {
        queues.extend(super::agreement::waiting(state, party));
        queues.extend(super::lists::waiting(state, party));
        queues.extend(super::reconcile::waiting(state));
        queues.push(super::plan::waiting(state));
    }
    if may(role, Verb::Register) {
        let merges = registry.merges.values();
        let merges = merges.filter(|merge| merge.since.is_none() && merge.until.is_none());
        queues.push(("second-merges", merges.count(), "/merges"));
    }
    if may(role, Verb::Gate) || may(role, Verb::Heal) {
        queues.extend(super::handover::waiting(state, (role, party), now));
    }
    if may(role, Verb::Erase) {
        queues.push(("due", due(registry, now).len(), "/retention"));
    }
    queues
}
