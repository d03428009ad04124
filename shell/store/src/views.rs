//! Views: tables for searching, made from journal and vault. Whatever is in them can be made again.

use std::collections::BTreeMap;

use exchange::journal::State;
use exchange::lists::Purpose;
use exchange::registry::Status;
use exchange::vocabulary::{Digest, LineId, ListId, PersonId, Side};

/// The status word of a person of whom nothing is claimed.
const NO_STATUS: &str = "none";

/// One person of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// The status's word.
    pub(crate) status: String,
    /// The entry that stands for this one and all merged with it.
    pub(crate) stands_for: String,
    /// How many vault records are about the person.
    pub(crate) records: u64,
}

/// One line of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRow {
    pub(crate) from_side: String,
    pub(crate) purpose: String,
    /// The row it stood in.
    pub(crate) place: u64,
}

/// All rows by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) persons: BTreeMap<String, PersonRow>,
    pub(crate) lines: BTreeMap<(String, String), LineRow>,
}

impl Rows {
    /// Makes the rows from what the journal adds up to, and the number of vault records by person.
    pub(crate) fn of(state: &State, records: &BTreeMap<String, u64>) -> Self {
        let persons = state.registry.persons.keys().map(|person| {
            let status = state.registry.status(person, None);
            let row = PersonRow {
                status: status_word(status.map(|reading| reading.status)).to_owned(),
                stands_for: state.registry.standing_for(person).to_string(),
                records: records.get(person.as_str()).copied().unwrap_or(0),
            };
            (person.to_string(), row)
        });
        let lines = state.lists.lists.iter().flat_map(|(list, book)| {
            book.lines().iter().map(move |line| {
                let row = LineRow {
                    from_side: book.from.to_string(),
                    purpose: purpose_word(book.purpose).to_owned(),
                    place: u64::from(line.row),
                };
                ((list.to_string(), line.line.to_string()), row)
            })
        });
        Self { persons: persons.collect(), lines: lines.collect() }
    }

    /// Hashes every row, in the order of the keys. No part can hold a zero byte.
    pub(crate) fn digest(&self) -> Digest {
        let mut text = Vec::new();
        let mut row = |parts: &[&str]| {
            text.extend_from_slice(parts.join("\0").as_bytes());
            text.push(b'\n');
        };
        for (person, one) in &self.persons {
            row(&["person", person, &one.status, &one.stands_for, &one.records.to_string()]);
        }
        for ((list, line), one) in &self.lines {
            row(&["line", list, line, &one.from_side, &one.purpose, &one.place.to_string()]);
        }
        Digest::of(&[b"safeconduct/views/1", &text])
    }
}

/// What the views show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Views {
    /// The version of the journal that they show.
    pub version: u64,
    /// A hash of every row: views of the same version made anew have the same.
    pub digest: Digest,
    /// How many persons of the registry have which status; persons of whom nothing is claimed are
    /// under `none`.
    pub persons: BTreeMap<String, u64>,
    /// How many lines of closed lists there are.
    pub lines: u64,
}

/// Where one line reference stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePlace {
    /// The list.
    pub list: ListId,
    /// The line.
    pub line: LineId,
    /// Who made the list.
    pub from: Side,
    /// The row it stood in.
    pub row: u64,
}

/// The word for a status in the views.
pub(crate) fn status_word(status: Option<Status>) -> &'static str {
    status.map_or(NO_STATUS, Status::word)
}

fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Offer => "offer",
        Purpose::Request => "request",
        Purpose::Proceedings => "proceedings",
    }
}

/// Reads the identifiers of a view's row; none when the row was tampered with.
pub(crate) fn place((list, line, from, row): (String, String, String, i64)) -> Option<LinePlace> {
    Some(LinePlace {
        list: ListId::read(&list).ok()?,
        line: LineId::read(&line).ok()?,
        from: Side::BOTH.into_iter().find(|side| side.to_string() == from)?,
        row: u64::try_from(row).ok()?,
    })
}

/// Reads the identifier of a person's row.
pub(crate) fn person(person: &str) -> Option<PersonId> {
    PersonId::read(person).ok()
}
