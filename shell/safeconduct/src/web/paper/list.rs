//! A list on paper: the names that one side handed the other by agreement.

use exchange::journal::{self, Deed, Purpose, Thing};
use exchange::lists::{Book, Field, Stage};
use exchange::vocabulary::{Digest, ListId, Party};

use super::super::lists::{is_theirs, named};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::sheet::{Cell, Part, Table};
use super::{Paper, not_too_long, number, sheets, tongues};
use crate::cli::lists::{book_of, closed_csv, closed_list};
use crate::cli::reconcile::{name, written};
use crate::desk::Permit;

/// How wide the columns are: number, name, birth date, service number, reference.
pub(super) const COLUMNS: &[u16] = &[12, 62, 30, 32, 50];

/// Says whether a list may be printed: closed, in force, and where it is ours released by two officers.
pub(super) fn is_printable(book: &Book, party: Party) -> bool {
    let is_closed = matches!(book.stage, Stage::Closed { .. });
    let is_released = matches!(book.release, exchange::lists::Release::Given { .. });
    is_closed && (is_theirs(book, party) || is_released)
}

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.open_book().await?;
    let book = book_of(&visit.desk, &list)?;
    if !is_theirs(book, visit.desk.meta().party) {
        book.may_leave(&list).map_err(journal::Refusal::from)?;
    }
    let people = book.lines().len();
    not_too_long(people)?;
    let tongues = tongues(visit);
    let whose = tongues.say(|words| named(words, book));
    let count = tongues.say(|words| words.n("paper-list-people", people));
    let (ask, work) = ((Purpose::Exchange, Deed::Export), ("print-list", people));
    let permit = visit.desk.go_through(visit.actor()?, ask, work).await?;
    let closed = closed_list(&visit.desk, &permit, &list).await?;
    visit.desk.shut_book().await;
    let shown = |thing: Thing, text: String| shown(&permit, tongues, (thing, text));
    let rows = (1_usize..).zip(closed.lines()).map(|(at, line)| {
        let fields = Some(&line.fields);
        let text = |field: Field| written(fields, field).to_owned();
        vec![
            Cell::Sign(at.to_string()),
            shown(Thing::Name, name(fields)),
            shown(Thing::Birth, text(Field::BirthDate)),
            shown(Thing::Number, text(Field::ServiceNumber)),
            Cell::Number(number(visit, "line", &line.id)),
        ]
    });
    let keys = ["paper-no", "paper-name", "paper-born", "paper-service-number", "paper-reference"];
    let table = Table {
        of: None,
        heads: keys.map(|key| tongues.t(key)).to_vec(),
        widths: COLUMNS,
        rows: rows.collect(),
    };
    let paper = Paper {
        title: "paper-list",
        about: vec![whose, count],
        number: number(visit, "list", &list),
        digest: Digest::of(&[&closed_csv(&closed)]),
        digest_of: "paper-digest-list",
        back: format!("/lists/{list}"),
        parts: vec![Part::Table(table)],
    };
    sheets(visit, tongues, paper)
}

/// What somebody may see, or that they may not.
fn shown(permit: &Permit, tongues: super::Tongues, (thing, text): (Thing, String)) -> Cell {
    if permit.shows(thing) { Cell::Own(text) } else { Cell::Both(tongues.t("person-hidden")) }
}
