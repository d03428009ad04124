//! A tour of ten minutes through the desk of a practice instance.

use askama::Template;
use axum::http::StatusCode;

use super::frame::Frame;
use super::serve::{Page, at_once, may_ask};
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use crate::desk::Who;

/// The stops, in order: the word of its texts, the page, and a chair from which it can be seen.
const STOPS: &[(&str, &str, &str)] = &[
    ("home", "/", "officer-1"),
    ("find", "/people", "officer-1"),
    ("lists", "/lists", "officer-1"),
    ("matches", "/matches", "officer-1"),
    ("merges", "/merges", "officer-1"),
    ("agreement", "/agreement", "officer-1"),
    ("round", "/round", "officer-1"),
    ("gates", "/gates", "officer-1"),
    ("movement", "/movement", "team-1"),
    ("progress", "/progress", "spokesperson-1"),
    ("exchange", "/exchange", "officer-1"),
    ("looks", "/looks", "protection-1"),
    ("retention", "/retention", "protection-1"),
];

struct Stop {
    title: String,
    says: String,
    path: &'static str,
    /// Whether whoever looks may go there as they are.
    is_open: bool,
    chair: &'static str,
    /// What the button says that seats them where they may.
    sit: String,
}

#[derive(Template)]
#[template(path = "house/tour.html")]
struct Tour {
    frame: Frame,
    stops: Vec<Stop>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![Page::get("/tour", "tour", Who::Signed, at_once!(tour))]
}

fn tour(visit: &mut Visit) -> Result<Reply, Trouble> {
    // Where people are real, nobody sits down in another's chair.
    if !visit.desk.meta().practice {
        return Err(Trouble::Unknown);
    }
    let words = visit.words;
    let stops = STOPS.iter().map(|(word, path, chair)| Stop {
        title: words.t(&format!("tour-{word}")),
        says: words.t(&format!("tour-{word}-says")),
        path,
        is_open: may_ask(visit, path),
        chair,
        sit: words.with("tour-sit", chair),
    });
    let stops = stops.collect();
    let frame = Frame::of(visit, "tour-title");
    Ok(Reply::Page(StatusCode::OK, Tour { frame, stops }.render()?))
}
