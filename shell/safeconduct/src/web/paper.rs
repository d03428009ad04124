//! Papers: pages that are printed and leave the screen. Each is cut into sheets of A4 here, in the reader's language
//! and a second one beside it, and says when and in which role it was printed, which of how many sheets it is, the
//! digest of what it shows, and an opaque number with check digits.
//!
//! What is printed has left: a paper asks the same of who prints it as a file would, and is written down as one.
//! Counts of fewer than five people do not stand on papers; lists of names that are handed over by agreement do.

mod card;
mod list;
mod lookup;
mod manifest;
mod notice;
mod qr;
mod round;
mod sheet;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Deed, Purpose};
use exchange::lists::Book;
use exchange::vocabulary::{Digest, Party};

use super::frame::Frame;
use super::serve::{Page, at_once, may_ask, run};
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use super::words::{Language, Words};
use crate::cli::Failure;
use crate::desk::Who;
use crate::paper_number::PaperNumber;
use sheet::{Around, Both, Cell, Part, Table, Tongues, cut, in_words};

/// The most rows of one paper: as many as a manifest may have people.
const ROWS_MAX: usize = 5_000;

/// The pages that are printed.
pub(super) fn pages() -> Vec<Page> {
    let leaves = Who::LookFor(Deed::Export, Purpose::Exchange);
    let told = Who::LookFor(Deed::Show, Purpose::Family);
    vec![
        Page::get("/print/number", "paper-number", leaves, at_once!(lookup::show)),
        Page::post("/print/number", "find-paper", leaves, run!(lookup::find)),
        Page::get("/print/manifests/{stage}", "print-manifest", leaves, run!(manifest::show)),
        Page::get("/print/notices/{stage}", "print-notice", leaves, run!(notice::show)),
        Page::get("/print/lists/{list}", "print-list", leaves, run!(list::show)),
        Page::get("/print/cards/{person}", "print-card", leaves, run!(card::show)),
        Page::get("/print/round", "print-round", told, run!(round::show)),
        Page::get("/print/round/people/{line}", "print-reason", told, run!(round::reason)),
    ]
}

/// Says whether a list may be printed as it stands: closed, and where it is ours released by two officers.
pub(super) fn may_print(book: &Book, party: Party) -> bool {
    list::is_printable(book, party)
}

/// A paper, before it is cut into sheets.
struct Paper {
    /// The message that names it.
    title: &'static str,
    /// What stands under the title.
    about: Vec<Both>,
    number: PaperNumber,
    digest: Digest,
    /// The message that says what the digest is of.
    digest_of: &'static str,
    /// Where one came from.
    back: String,
    parts: Vec<Part>,
}

/// One of the languages that may stand beside the reader's.
struct Beside {
    language: Language,
    is_chosen: bool,
}

/// A piece of a sheet, as HTML where it is marked with languages.
enum Piece {
    Text([String; 2]),
    Table(Drawn),
}

/// A table as HTML.
struct Drawn {
    of: Option<[String; 2]>,
    heads: Vec<String>,
    widths: &'static [u16],
    rows: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "print/paper.html")]
struct Printed {
    frame: Frame,
    /// The path, for the same paper in other languages, and what else was asked for behind it.
    at: String,
    more: String,
    back: String,
    looks_up: bool,
    beside: Vec<Beside>,
    title: [String; 2],
    about: Vec<[String; 2]>,
    number: String,
    picture: String,
    practice: Option<[String; 2]>,
    foot: Vec<[String; 2]>,
    digest: String,
    sheets: Vec<Vec<Piece>>,
}

/// The reader's language, and the one beside it: what was asked for, or else English, and beside English the next.
fn tongues(visit: &Visit) -> Tongues {
    let one = visit.words;
    let asked = visit.asked("with").and_then(Language::of_code);
    let others = || Language::ALL.into_iter().filter(|language| *language != one.language);
    let other = others().find(|other| Some(*other) == asked).or_else(|| others().next());
    Tongues { one, other: Words { language: other.unwrap_or(Language::En) } }
}

/// The number of something on papers.
fn number(visit: &Visit, kind: &str, id: impl std::fmt::Display) -> PaperNumber {
    let of = format!("{kind}\0{id}");
    PaperNumber::of(&visit.desk.store().keyed_mark("paper", of.as_bytes()))
}

/// Refuses a paper of more rows than anybody prints.
fn not_too_long(rows: usize) -> Result<(), Trouble> {
    if rows <= ROWS_MAX {
        return Ok(());
    }
    Err(Failure::incomplete(
        format!("{rows} rows stand on it, and a paper has at most {ROWS_MAX}"),
        "write it to a file instead",
    )
    .into())
}

fn pair(tongues: Tongues, both: &Both) -> [String; 2] {
    [in_words(tongues.one, &both.one), in_words(tongues.other, &both.other)]
}

fn draw(tongues: Tongues, part: Part) -> anyhow::Result<Option<Piece>> {
    Ok(match part {
        Part::Sheet => None,
        Part::Text(both) => Some(Piece::Text(pair(tongues, &both))),
        Part::Table(Table { of, heads, widths, rows }) => {
            let html = |cells: &[Cell]| cells.iter().map(|cell| cell.html(tongues)).collect();
            let heads: Vec<Cell> = heads.into_iter().map(Cell::Both).collect();
            Some(Piece::Table(Drawn {
                of: of.map(|of| pair(tongues, &of)),
                heads: html(&heads)?,
                widths,
                rows: rows.iter().map(|row| html(row)).collect::<anyhow::Result<_>>()?,
            }))
        }
    })
}

/// Cuts a paper into sheets and shows them as they will be printed.
fn sheets(visit: &Visit, tongues: Tongues, paper: Paper) -> Result<Reply, Trouble> {
    let Paper { title, about, number, digest, digest_of, back, parts } = paper;
    let (role, now) = (visit.actor()?.role, visit.desk.now());
    let named = tongues.t(title);
    let printed = tongues.say(|words| {
        let role = words.t(&format!("role-{}", role.word()));
        words.fill("paper-printed", &[("when", &words.moment(now)), ("role", &role)])
    });
    let mut drawn = Vec::new();
    let is_practice = visit.desk.meta().practice;
    let practice = is_practice.then(|| tongues.t("paper-practice"));
    let foot = [printed, tongues.t(digest_of)];
    let around = Around { title: &named, about: &about, banner: practice.as_ref(), foot: &foot };
    for sheet in cut(&around, &parts) {
        let pieces = sheet.into_iter().map(|part| draw(tongues, part));
        let pieces = pieces.collect::<anyhow::Result<Vec<_>>>()?;
        drawn.push(pieces.into_iter().flatten().collect());
    }
    let others = Language::ALL.into_iter().filter(|one| *one != tongues.one.language);
    let more = match visit.asked("from") {
        Some(side @ ("A" | "B")) => ["&from=", side].concat(),
        Some(_) | None => String::new(),
    };
    let page = Printed {
        frame: Frame::of(visit, title),
        at: visit.at.clone(),
        more,
        back,
        looks_up: may_ask(visit, "/print/number"),
        beside: others
            .map(|language| Beside { language, is_chosen: language == tongues.other.language })
            .collect(),
        title: pair(tongues, &named),
        about: about.iter().map(|both| pair(tongues, both)).collect(),
        picture: qr::picture(&number)?,
        number: number.to_string(),
        practice: practice.map(|both| pair(tongues, &both)),
        foot: foot.iter().map(|both| pair(tongues, both)).collect(),
        digest: digest.to_string(),
        sheets: drawn,
    };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// How wide the columns are of rows that say what something is: label, value, label.
const LABELLED: &[u16] = &[54, 78, 54];

/// Rows that say what something is and then what it is: a label in each language, and the value between them.
fn labelled(tongues: Tongues, rows: Vec<(&str, Cell)>) -> Part {
    let row = |(key, value): (&str, Cell)| {
        vec![Cell::One(tongues.one.t(key)), value, Cell::Other(tongues.other.t(key))]
    };
    let rows = rows.into_iter().map(row).collect();
    Part::Table(Table { of: None, heads: Vec::new(), widths: LABELLED, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_a_sheet_together_and_the_stylesheet_knows_each() {
        let tables = [
            LABELLED,
            manifest::PEOPLE,
            manifest::VEHICLES,
            list::COLUMNS,
            notice::VEHICLES,
            card::COLUMNS,
            round::STAGES,
            round::REASONS,
            round::PEOPLE,
            round::HALVES,
        ];
        for widths in tables {
            assert_eq!(widths.iter().sum::<u16>(), sheet::WIDTH_MM, "{widths:?}");
            for width in widths {
                let rule = format!(".mm-{width} {{ width: {width}mm; }}");
                assert!(super::super::HOUSE_CSS.contains(&rule), "{rule}");
            }
        }
    }
}
