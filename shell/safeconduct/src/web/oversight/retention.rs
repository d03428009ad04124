//! What should be gone, what is kept although its time ran out, and destroying it with a proof. Everything here goes
//! by references: nobody need see who somebody is to keep to the time.

mod one;

use askama::Template;
use axum::http::StatusCode;
use exchange::handover;
use exchange::journal::Verb;
use exchange::lists::{self, Stage};
use exchange::registry::{self, KEPT_AFTER_RETURN_DAYS};
use exchange::vocabulary::PersonId;

use super::super::frame::Frame;
use super::super::lists::paging::Pages;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::desk::Who;

/// How many people stand on a page.
const PEOPLE: usize = 100;

/// Somebody whose time has run out.
struct Row {
    person: String,
    since: String,
    /// Since when a hold keeps the data; nothing without one.
    held: String,
}

/// A stage or a list whose time has run out.
struct Beside {
    id: String,
    since: String,
    records: usize,
    /// How many people of it are on hold.
    held: usize,
    /// What became of the list; nothing for a stage.
    stage: &'static str,
}

#[derive(Template)]
#[template(path = "oversight/retention.html")]
struct Retention {
    frame: Frame,
    rows: Vec<Row>,
    pages: Pages,
    /// Of these, on hold.
    held: usize,
    stages: Vec<Beside>,
    lists: Vec<Beside>,
    days: usize,
    typed: String,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Erase);
    let mut pages = vec![
        Page::get("/retention", "retention-page", who, run!(show)),
        Page::post("/retention/person", "find-retention", who, run!(find)),
    ];
    pages.extend(one::pages());
    pages
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    page(visit, StatusCode::OK, Frame::of(visit, "retention-title")).await
}

async fn page(visit: &mut Visit, status: StatusCode, frame: Frame) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (state, now, words) = (visit.desk.state(), visit.desk.now(), visit.words);
    let due = registry::due(&state.registry, now);
    let to = |page: usize| format!("/retention?page={page}");
    let pages = Pages::of(due.len(), (PEOPLE, visit.asked("page")), to);
    let row = |one: &registry::Due| Row {
        person: one.person.to_string(),
        since: words.moment(one.since),
        held: one.held_since.map_or_else(String::new, |since| words.moment(since)),
    };
    let stages = handover::due(state, now).into_iter().map(|one| Beside {
        id: one.stage.to_string(),
        since: words.moment(one.since),
        records: one.erasable.records.len(),
        held: one.erasable.held.len(),
        stage: "",
    });
    let lists = lists::due(state, now).into_iter().filter_map(|one| {
        let became = match state.lists.lists.get(&one.list)?.stage {
            Stage::Open => "list-stage-open",
            Stage::Closed { .. } => "list-stage-closed",
            Stage::Replaced { .. } | Stage::Erased { .. } => "list-stage-replaced",
        };
        let (records, held) = (one.records.len(), one.held.len());
        Some(Beside {
            id: one.list.to_string(),
            since: words.moment(one.since),
            records,
            held,
            stage: became,
        })
    });
    let page = Retention {
        rows: due[pages.places()].iter().map(row).collect(),
        held: due.iter().filter(|one| one.held_since.is_some()).count(),
        pages,
        stages: stages.collect(),
        lists: lists.collect(),
        days: usize::try_from(KEPT_AFTER_RETURN_DAYS).unwrap_or(usize::MAX),
        typed: visit.form.one("person").to_owned(),
        frame,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(status, page.render()?))
}

/// Goes to the time of a person whose reference was typed.
async fn find(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: Option<PersonId> = visit.form.one("person").parse().ok();
    if let Some(person) = person {
        visit.desk.open_book().await?;
        let is_known = visit.desk.about(&person).await?.registry.persons.contains_key(&person);
        visit.desk.shut_book().await;
        if is_known {
            return Ok(Reply::Go(format!("/retention/people/{person}")));
        }
    }
    let mut frame = Frame::of(visit, "retention-title");
    frame.wrong.push(("person", frame.t("looks-person-unknown")));
    page(visit, StatusCode::UNPROCESSABLE_ENTITY, frame).await
}
