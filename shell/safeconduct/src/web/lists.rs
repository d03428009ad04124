//! Lists on the page: how many rows, questions and lines each has, and nobody who stands on one.

use askama::Template;
use exchange::journal::State;
use exchange::lists::{Book, Purpose, Stage};

#[derive(Template)]
#[template(path = "3-lists/section.html")]
struct Section {
    lists: Vec<Row>,
}

/// One list.
struct Row {
    name: String,
    stage: &'static str,
    rows: u32,
    lines: usize,
    set_aside: u32,
    questions: usize,
    open: usize,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let lists = state.lists.lists.values().map(row).collect();
    Ok(Section { lists }.render()?)
}

fn row(book: &Book) -> Row {
    let purpose = match book.purpose {
        Purpose::Offer => "whom it would hand over",
        Purpose::Request => "whom it asks for",
        Purpose::Proceedings => "whom it holds for proceedings",
    };
    let (stage, lines) = match &book.stage {
        Stage::Open => ("open", usize::try_from(book.tally.read).unwrap_or(usize::MAX)),
        Stage::Closed { lines } => ("closed", lines.len()),
        Stage::Replaced { lines, .. } => ("replaced", lines.len()),
        Stage::Erased { lines, .. } => ("erased", lines.len()),
    };
    Row {
        name: format!("side {}: {purpose}", book.from),
        stage,
        rows: book.tally.rows,
        lines,
        set_aside: book.tally.set_aside,
        questions: book.questions.len(),
        open: book.unanswered(),
    }
}
