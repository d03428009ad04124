//! The whole exchange on one page: the days, the nine words, and counts of each. Each word's module counts for
//! itself; no rule lives here.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::State;
use exchange::vocabulary::Party;

use super::frame::Frame;
use super::serve::{Page, run};
use super::timeline;
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use super::words::Words;
use crate::desk::Who;

/// One row of counts, in words.
pub(super) struct Count {
    pub(super) label: String,
    pub(super) value: String,
}

impl Count {
    /// Counts what the message `count-KEY` names.
    pub(super) fn of(words: Words, key: &str, count: impl TryInto<u64>) -> Self {
        Self { label: words.t(&format!("count-{key}")), value: words.number(count) }
    }

    /// Counts a part of what stands above.
    pub(super) fn part(words: Words, what: &str, count: impl TryInto<u64>) -> Self {
        Self { label: words.with("count-of-them", what), value: words.number(count) }
    }
}

/// One of the nine words on the page.
struct Section {
    number: usize,
    word: &'static str,
    label: String,
    says: String,
    counts: Vec<Count>,
}

/// The whole exchange, as the desk shows it.
#[derive(Template)]
#[template(path = "house/exchange.html")]
struct Overview {
    frame: Frame,
    events: usize,
    last: Option<String>,
    timeline: String,
    sections: Vec<Section>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![Page::get("/exchange", "exchange-page", Who::Signed, run!(show))]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let state = visit.desk.state();
    let page = Overview {
        frame: Frame::of(visit, "exchange-title"),
        events: usize::try_from(state.version).unwrap_or(usize::MAX),
        last: state.tally.last.map(|last| words.moment(last)),
        timeline: timeline::render(state, words)?,
        sections: sections(state, visit.desk.meta().party, words)?,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Puts the nine sections together in the order in which the stages happen.
fn sections(state: &State, party: Party, words: Words) -> anyhow::Result<Vec<Section>> {
    let counted = [
        ("agreement", super::agreement::counts(state, words)),
        ("registry", super::registry::counts(state, words)),
        ("lists", super::lists::counts(state, words)),
        ("reconcile", super::reconcile::counts(state, words)),
        ("plan", super::plan::counts(state, words)?),
        ("seal", super::seal::counts(state, words)),
        ("handover", super::handover::counts(state, words)),
        ("reception", super::reception::counts(state, party, words)),
        ("announce", super::announce::counts(state, words)),
    ];
    let section = |(number, (word, counts))| Section {
        number,
        word,
        label: words.t(&format!("word-{word}")),
        says: words.t(&format!("exchange-says-{word}")),
        counts,
    };
    Ok((1..).zip(counted).map(section).collect())
}
