//! Alarms: somebody was shown an invented person, or tried to change one. Up to which look of the log they were
//! looked at, the browser of whoever looks after the data remembers, and the database does not: it cannot tell that
//! there is any invented person.

use askama::Template;
use axum::http::StatusCode;
use exchange::vocabulary::Role;

use super::super::super::frame::Frame;
use super::super::super::serve::{Page, run};
use super::super::super::trouble::Trouble;
use super::super::super::visit::{Reply, Visit};
use super::Row;
use crate::desk::{Who, alarms};

/// The cookie that says up to which look alarms were looked at.
const SEEN_COOKIE: &str = "looked-at";
/// The most alarms on the page.
const ALARMS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "oversight/alarms.html")]
struct Alarms {
    frame: Frame,
    decoys: usize,
    rows: Vec<Row>,
    more: usize,
    /// The last of them.
    last: u64,
    after: u64,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::get("/looks/alarms", "alarms-page", Who::Looks, run!(show)),
        Page::post("/looks/alarms", "alarms-seen", Who::Looks, run!(seen)),
    ]
}

/// Up to which look alarms were looked at, as this browser remembers.
fn after(visit: &Visit) -> u64 {
    visit.cookie(SEEN_COOKIE).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Counts the alarms that nobody looked at yet, for who looks after the data; none for anybody else.
pub(in super::super) async fn waiting(visit: &Visit) -> Result<Option<usize>, Trouble> {
    if visit.actor()?.role != Role::DataProtection {
        return Ok(None);
    }
    Ok(Some(alarms(visit.desk.store(), after(visit)).await?.1.len()))
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let actor = visit.actor()?.clone();
    let is_all = visit.asked("all").is_some();
    let after = if is_all { 0 } else { after(visit) };
    let (decoys, found) = visit.desk.alarms(&actor, after).await?;
    let last = found.last().map_or(after, |alarm| alarm.number);
    let rows = found.iter().rev().take(ALARMS_MAX);
    let rows = rows.map(|alarm| Row::of(visit.words, (alarm.number, &alarm.look))).collect();
    let more = found.len().saturating_sub(ALARMS_MAX);
    let frame = Frame::of(visit, "alarms-title");
    let page = Alarms { frame, decoys, rows, more, last, after };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

async fn seen(visit: &mut Visit) -> Result<Reply, Trouble> {
    let last: u64 = visit.form.one("last").parse().map_err(|_unread| Trouble::Unknown)?;
    let (count, _) = visit.desk.store().looks_end().await?;
    let last = last.min(count).max(after(visit));
    visit.set_cookie(SEEN_COOKIE, &last.to_string(), true);
    Ok(Reply::Go("/looks/alarms?done=alarms".to_owned()))
}
