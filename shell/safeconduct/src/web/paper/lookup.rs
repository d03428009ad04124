//! From the number of a paper back to what it is about: typed by hand, or as a reader of pictures types it.

use askama::Template;
use axum::http::StatusCode;

use super::super::frame::Frame;
use super::super::serve::may_ask;
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::number;
use crate::paper_number::PaperNumber;

/// The longest text that is looked at, in characters.
const TEXT_LETTERS_MAX: usize = 100;

#[derive(Template)]
#[template(path = "print/number.html")]
struct Lookup {
    frame: Frame,
    number: String,
    /// Where it leads and what that is called; none, before anybody asked.
    found: Option<Vec<(String, String)>>,
}

pub(super) fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let frame = Frame::of(visit, "paper-number-title");
    let page = Lookup { frame, number: String::new(), found: None };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Finds what has a number. Where it leads asks who may see it, and writes the look down.
pub(super) async fn find(visit: &mut Visit) -> Result<Reply, Trouble> {
    let typed: String = visit.form.one("number").chars().take(TEXT_LETTERS_MAX).collect();
    let Some(wanted) = PaperNumber::read(&typed) else {
        let mut frame = Frame::of(visit, "paper-number-title");
        frame.wrong.push(("number", frame.t("paper-number-wrong")));
        let page = Lookup { frame, number: typed, found: None };
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    visit.desk.open_book().await?;
    let found = about(visit, &wanted);
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "paper-number-title");
    let page = Lookup { frame, number: typed, found: Some(found) };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Everything that has a number: in most cases one thing.
fn about(visit: &Visit, wanted: &PaperNumber) -> Vec<(String, String)> {
    let state = visit.desk.state();
    let mut found = Vec::new();
    let mut look = |kind: &str, id: &dyn std::fmt::Display, path: String| {
        if number(visit, kind, id) == *wanted {
            let key = ["paper-number-", kind].concat();
            found.push((path, visit.words.t(&key)));
        }
    };
    for (stage, of) in &state.handover.stages {
        for (from, leg) in &of.legs {
            if leg.manifest.is_some() {
                let id = [stage.to_string(), from.to_string()].concat();
                look("manifest", &id, format!("/gates/{stage}"));
            }
            if let Some(notice) = &leg.notice {
                look("notice", &notice.digest, format!("/gates/{stage}"));
            }
        }
    }
    if let Some(made) = &state.plan.plan {
        look("plan", &made.digest(), "/round".to_owned());
    }
    for (list, book) in &state.lists.lists {
        look("list", list, format!("/lists/{list}"));
        for kept in book.lines() {
            look("line", &kept.line, format!("/lists/{list}"));
        }
    }
    if may_ask(visit, "/people/{person}") {
        for person in state.registry.persons.keys() {
            look("person", person, format!("/people/{person}"));
        }
    }
    found
}
