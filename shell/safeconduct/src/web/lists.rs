//! Lists on the page: how many, how many lines, how many findings.

use askama::Template;
use exchange::journal::State;
use exchange::lists::Stage;

#[derive(Template)]
#[template(path = "3-lists/section.html")]
struct Section {
    closed: usize,
    open: usize,
    lines: usize,
    set_aside: u32,
    questions: usize,
    unanswered: usize,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let books: Vec<_> = state.lists.lists.values().collect();
    let section = Section {
        closed: books.iter().filter(|book| matches!(book.stage, Stage::Closed { .. })).count(),
        open: books.iter().filter(|book| matches!(book.stage, Stage::Open)).count(),
        lines: books.iter().map(|book| book.lines().len()).sum(),
        set_aside: books.iter().map(|book| book.tally.set_aside).sum(),
        questions: books.iter().map(|book| book.questions.len()).sum(),
        unanswered: books.iter().map(|book| book.unanswered()).sum(),
    };
    Ok(section.render()?)
}
