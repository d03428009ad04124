//! Lists on the pages: taken in step by step, answered, closed, released, and compared with ours.

mod bench;
mod book;
mod findings;
mod import;
pub(super) mod paging;
mod questions;
mod shelf;

pub(super) use shelf::stage_key;

use super::overview::Count;
use exchange::journal::State;
use exchange::lists::{Book, Purpose, Release, Stage, Tally};
use exchange::vocabulary::Party;

use super::said::Said;
use super::serve::Page;
use super::trouble::Trouble;
use super::words::Words;
use crate::cli::{Failure, Kind};

/// What a workbook is, as a media type.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What a table of text is.
const CSV: &str = "text/csv";

/// What lists are for, in the order in which it is asked.
const PURPOSES: [Purpose; 3] = [Purpose::Offer, Purpose::Request, Purpose::Proceedings];

/// The pages of lists.
pub(super) fn pages() -> Vec<Page> {
    let parts =
        [shelf::pages(), import::pages(), book::pages(), questions::pages(), bench::pages()];
    parts.into_iter().flatten().collect()
}

/// Counts what waits for whoever may negotiate: what, how much, and where it is worked on.
pub(super) fn waiting(state: &State, party: Party) -> Vec<(&'static str, usize, &'static str)> {
    let books = || state.lists.lists.iter();
    let open = books().filter(|(_, book)| matches!(book.stage, Stage::Open));
    let questions = open.map(|(_, book)| book.unanswered()).sum();
    let is_closed = |book: &Book| matches!(book.stage, Stage::Closed { .. });
    let asked = books()
        .filter(|(_, book)| is_closed(book) && matches!(book.release, Release::Asked { .. }));
    let compared = &state.reconcile.comparisons;
    let uncompared = books().filter(|(list, book)| {
        is_closed(book) && is_theirs(book, party) && !compared.contains_key(*list)
    });
    let replies = compared
        .values()
        .filter(|one| matches!(one.reply, exchange::reconcile::ReplyStage::Asked { .. }));
    vec![
        ("questions", questions, "/lists"),
        ("second-releases", asked.count(), "/lists"),
        ("uncompared", uncompared.count(), "/lists"),
        ("second-replies", replies.count(), "/lists"),
    ]
}

/// Says whether somebody else made a list: it is compared with what we know.
pub(super) fn is_theirs(book: &Book, party: Party) -> bool {
    party != book.from.into()
}

/// Takes what the core says of a form that can be mended; any other trouble has its own page.
pub(super) fn mendable(trouble: Trouble) -> Result<Said, Trouble> {
    if let Trouble::Failed(
        failure @ (Failure::Refused { kind: Kind::Rule, .. } | Failure::Incomplete { .. }),
    ) = &trouble
        && let Some(said) = Said::of(failure)
    {
        return Ok(said);
    }
    Err(trouble)
}

/// The word of a purpose, as it stands in forms and in the names of messages.
fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Offer => "offer",
        Purpose::Request => "request",
        Purpose::Proceedings => "proceedings",
    }
}

/// What a list is called: whose it is and what it is for.
pub(super) fn named(words: Words, book: &Book) -> String {
    let purpose = words.t(&format!("list-purpose-{}", purpose_word(book.purpose)));
    format!("{}: {purpose}", words.with("list-side", book.from))
}

/// What became of the rows of a sheet.
fn fates(words: Words, tally: Tally) -> Vec<(String, usize)> {
    let Tally { rows, read, set_aside, blank, title } = tally;
    let named = [
        ("list-rows", rows),
        ("list-rows-read", read),
        ("list-rows-aside", set_aside),
        ("list-rows-blank", blank),
        ("list-rows-title", title),
    ];
    named.map(|(key, count)| (words.t(key), count as usize)).to_vec()
}

/// Counts what the page of the whole exchange says of lists: one row a list.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let books = state.lists.lists.values();
    let counts: Vec<Count> = books.map(|book| count(words, book)).collect();
    if counts.is_empty() { vec![Count::of(words, "lists", 0_u32)] } else { counts }
}

fn count(words: Words, book: &Book) -> Count {
    let (stage, lines) = match &book.stage {
        Stage::Open => ("open", usize::try_from(book.tally.read).unwrap_or(usize::MAX)),
        Stage::Closed { lines } => ("closed", lines.len()),
        Stage::Replaced { lines, .. } => ("replaced", lines.len()),
        Stage::Erased { lines, .. } => ("erased", lines.len()),
    };
    let stage = words.t(&format!("list-stage-{stage}"));
    let said = [
        ("lines", words.number(u64::try_from(lines).unwrap_or(u64::MAX))),
        ("rows", words.number(book.tally.rows)),
        ("aside", words.number(book.tally.set_aside)),
        ("questions", words.number(u64::try_from(book.questions.len()).unwrap_or(u64::MAX))),
        ("open", words.number(u64::try_from(book.unanswered()).unwrap_or(u64::MAX))),
    ];
    let said: Vec<(&str, &str)> = said.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Count {
        label: format!("{} ({stage})", named(words, book)),
        value: words.fill("count-list", &said),
    }
}
