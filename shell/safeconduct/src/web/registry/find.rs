//! Search first: one box, and those who are known already.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Deed, Thing};
use exchange::lists::Field;
use exchange::registry::Query;

use super::super::frame::Frame;
use super::super::serve::{Page, at_once, may_ask, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::cli::reconcile::{name as written_name, written};
use crate::cli::registry::because;
use crate::desk::Who;

/// The most people that a search shows: who does not find them among these types more.
const FOUND: usize = 12;
/// The longest text that is looked for, in characters.
const TEXT_LETTERS_MAX: usize = 200;

/// Somebody who was found, as far as the reader may see.
struct Found {
    person: String,
    name: String,
    born: String,
    status: String,
    why: String,
}

#[derive(Template)]
#[template(path = "2-registry/find.html")]
struct Find {
    frame: Frame,
    text: String,
    /// None, before anybody searched.
    found: Option<Vec<Found>>,
    not_shown: usize,
    /// Whether whoever looks may enter somebody.
    may_enter: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::Look(Deed::Match);
    vec![
        Page::get("/people", "find-page", who, at_once!(show)),
        Page::post("/people", "find-people", who, run!(find)),
    ]
}

fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let frame = Frame::of(visit, "find-title");
    let page = Find { frame, text: String::new(), found: None, not_shown: 0, may_enter: false };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Searches. A name is never part of an address: it is sent, as a form.
async fn find(visit: &mut Visit) -> Result<Reply, Trouble> {
    let text: String = visit.form.one("text").chars().take(TEXT_LETTERS_MAX).collect();
    let Some(query) = Query::read(&text) else {
        let mut frame = Frame::of(visit, "find-title");
        frame.wrong.push(("text", frame.t("find-nothing-typed")));
        let page = Find { frame, text, found: None, not_shown: 0, may_enter: false };
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let (actor, purpose) = (visit.actor()?.clone(), visit.purpose());
    let sought = visit.desk.seek(&actor, purpose, (&query, FOUND), "find-people").await?;
    let words = visit.words;
    let found = sought.shown.iter().map(|(one, permit)| {
        let status = visit.desk.about_found(&one.person).registry.status(&one.person, None);
        let status = status.map_or("find-no-status".to_owned(), |reading| {
            format!("status-{}", reading.status.word())
        });
        let fields = Some(&one.card.fields);
        let name = permit.shows(Thing::Name);
        Found {
            person: one.person.to_string(),
            name: if name { written_name(fields) } else { words.t("person-hidden") },
            born: if permit.shows(Thing::Birth) {
                written(fields, Field::BirthDate).to_owned()
            } else {
                words.t("person-hidden")
            },
            status: words.t(&status),
            why: if name { because(&query, one) } else { String::new() },
        }
    });
    let found = Some(found.collect());
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "find-title");
    let may_enter = may_ask(visit, "/people/new");
    let page = Find { frame, text, found, not_shown: sought.not_shown, may_enter };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}
