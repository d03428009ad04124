//! A registry in a file: one row a person, with what became of them.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::lists::{DateParts, Field, facts_of, is_unknown, read_date};
use exchange::reconcile::{name, status_of_word};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{DateReading, Facts, PartialDate, PersonId, Private};
use rayon::prelude::*;

use super::Failure;
use super::headings::{Headings, shown};
use crate::files;
use crate::workbook::Workbook;

/// The largest registry that is read: 1 GiB.
const REGISTRY_BYTES_MAX: u64 = 1 << 30;

/// A registry that was read.
pub(super) struct People {
    pub(super) known: Vec<Known>,
    /// The headings of its columns.
    pub(super) headings: Vec<String>,
    /// Whether the file says what became of people. Without it nobody counts as home or dead.
    pub(super) has_status: bool,
    /// Whether people are called by the references in the file, or else by their rows.
    pub(super) has_references: bool,
}

/// Reads a registry: a CSV file in UTF-8, parted by commas, semicolons or tabs; anything else as
/// officers' lists are read.
pub(super) fn read(path: &Path, headings: &Headings<'_>) -> Result<People, Failure> {
    let bytes = files::read_bytes(path, REGISTRY_BYTES_MAX)?;
    if bytes.starts_with(b"PK") || std::str::from_utf8(&bytes).is_err() {
        return of_workbook(path, headings);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.split(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign));
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .from_reader(bytes);
    let heads = rows.headers().map_err(|error| broken(path, &error))?;
    let heads = heads.iter().map(str::to_owned).collect();
    let mut registry = Reader::new(heads, headings, path)?;
    // While some rows are read, those before them are cut from the file.
    let (mut some, mut next) = (Vec::new(), Vec::new());
    cut(&mut rows, &mut some, path)?;
    while !some.is_empty() {
        let (people, was_cut) =
            rayon::join(|| registry.people(&some), || cut(&mut rows, &mut next, path));
        registry.take(people)?;
        was_cut?;
        std::mem::swap(&mut some, &mut next);
    }
    registry.finish()
}

/// So many rows are cut from a file at a time.
const ROWS_AT_A_TIME: usize = 8_192;

/// So many of them are read in one piece.
const ROWS_OF_A_PIECE: usize = 512;

/// Cuts the next rows from a file into `into`, which is empty afterwards when there are none.
fn cut(
    rows: &mut csv::Reader<&[u8]>,
    into: &mut Vec<csv::StringRecord>,
    path: &Path,
) -> Result<(), Failure> {
    for at in 0..ROWS_AT_A_TIME {
        if at == into.len() {
            into.push(csv::StringRecord::new());
        }
        if !rows.read_record(&mut into[at]).map_err(|error| broken(path, &error))? {
            into.truncate(at);
            break;
        }
    }
    Ok(())
}

fn broken(path: &Path, error: &csv::Error) -> Failure {
    Failure::incomplete(
        format!("{}: {error}", path.display()),
        "save it as CSV in UTF-8 and try again",
    )
}

fn of_workbook(path: &Path, headings: &Headings<'_>) -> Result<People, Failure> {
    let table = Workbook::open(path, None)?.table;
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let top = headings.find(&rows);
    let heads = rows.get(top).cloned().unwrap_or_default();
    let mut registry = Reader::new(heads, headings, path)?;
    let mut statuses = Statuses::new();
    for (number, row) in (1_u64..).zip(&rows).skip(top + 1) {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let person = registry.person(number, cell, &mut statuses);
        registry.take(vec![person])?;
    }
    registry.finish()
}

/// What a column of the registry holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Field(Field),
    /// What became of the person. A word for their standing may stand here too: officers head both
    /// columns `status`.
    Status,
}

/// Words for statuses that were read before: few words stand in many rows.
type Statuses = BTreeMap<String, Option<Status>>;

/// Somebody who stands in a row of a registry.
struct Person {
    known: Known,
    /// The row, which stands in for a reference.
    row: u64,
    has_reference: bool,
}

/// Takes in a registry row by row.
struct Reader<'a> {
    path: &'a Path,
    headings: Vec<String>,
    columns: Vec<(usize, Holds)>,
    /// A birth date that stands in parts.
    birth: Option<DateParts>,
    known: Vec<Known>,
    /// Whether every row so far had a reference that can stand in a record.
    has_references: bool,
    /// The row of each person.
    rows: Vec<u64>,
}

impl<'a> Reader<'a> {
    fn new(headings: Vec<String>, known: &Headings<'_>, path: &'a Path) -> Result<Self, Failure> {
        let renamed = known.fields(&headings, path)?;
        let holds = |field| {
            if field == Field::Standing { Holds::Status } else { Holds::Field(field) }
        };
        let columns = renamed.fields.iter().enumerate();
        let columns: Vec<(usize, Holds)> =
            columns.filter_map(|(at, field)| Some((at, holds((*field)?)))).collect();
        let has = |field| columns.iter().any(|(_, holds)| *holds == Holds::Field(field));
        if !has(Field::Surname) && !has(Field::FullName) {
            return Err(Failure::incomplete(
                format!("{}: no column of surnames", path.display()),
                "head the columns `id`, `surname`, `given name`, `birth date`, `status`, in \
                 Ukrainian, Russian or English, or name them in a file given with --columns",
            ));
        }
        let has_references = has(Field::Id);
        Ok(Self {
            path,
            headings,
            columns,
            birth: renamed.birth,
            known: Vec::new(),
            has_references,
            rows: Vec::new(),
        })
    }

    /// Reads rows, each for itself.
    fn people(&self, rows: &[csv::StringRecord]) -> Vec<Result<Option<Person>, Failure>> {
        let piece = |rows: &[csv::StringRecord]| {
            let mut statuses = Statuses::new();
            let read = |row: &csv::StringRecord| {
                let number = row.position().map_or(0, csv::Position::line);
                self.person(number, |at| row.get(at).unwrap_or_default(), &mut statuses)
            };
            rows.iter().map(read).collect::<Vec<_>>()
        };
        rows.par_chunks(ROWS_OF_A_PIECE).flat_map_iter(piece).collect()
    }

    /// Takes people in, in the order of their rows.
    fn take(&mut self, people: Vec<Result<Option<Person>, Failure>>) -> Result<(), Failure> {
        for person in people {
            let Some(person) = person? else { continue };
            self.has_references &= person.has_reference;
            self.rows.push(person.row);
            self.known.push(person.known);
        }
        Ok(())
    }

    /// Reads a row; none when nobody stands in it. `number` is the row as the sender's program counts it.
    fn person<'c>(
        &self,
        number: u64,
        cell: impl Fn(usize) -> &'c str,
        statuses: &mut Statuses,
    ) -> Result<Option<Person>, Failure> {
        let mut found =
            Found { fields: BTreeMap::new(), words: BTreeMap::new(), birth: None, captured: None };
        let mut status = Status::Sought;
        for (at, holds) in &self.columns {
            let text = cell(*at).trim();
            if is_unknown(text) {
                continue;
            }
            match holds {
                Holds::Status => {
                    let before = statuses.get(text).copied();
                    let read = before.unwrap_or_else(|| status_of_word(text));
                    if before.is_none() {
                        statuses.insert(text.to_owned(), read);
                    }
                    match read {
                        Some(read) => status = read,
                        None => self.standing(number, text, &mut found.words)?,
                    }
                }
                Holds::Field(field) => found.take(*field, text),
            }
        }
        if let Some(parts) = self.birth {
            let text = parts.join(cell);
            if !text.is_empty() {
                found.take(Field::BirthDate, &text);
            }
        }
        let Found { mut fields, words, birth, captured } = found;
        if fields.is_empty() {
            return Ok(None);
        }
        cut_name(&mut fields);
        let facts = Facts { birth, captured, ..facts_of(&words) };
        fields.extend(words);
        let reference = fields.get(&Field::Id).and_then(|id| PersonId::read(id.open()).ok());
        let has_reference = reference.is_some();
        let person = match reference {
            Some(reference) => reference,
            None => by_row(number)?,
        };
        let known = Known { person, fields, facts, status };
        Ok(Some(Person { known, row: number, has_reference }))
    }

    /// Reads a word of the column `status` that says what somebody is, not what became of them.
    fn standing(
        &self,
        number: u64,
        text: &str,
        fields: &mut BTreeMap<Field, Private<String>>,
    ) -> Result<(), Failure> {
        let standing = BTreeMap::from([(Field::Standing, Private::new(text.to_owned()))]);
        if facts_of(&standing).standing.is_none() {
            let words: Vec<&str> = Status::ALL.into_iter().map(Status::word).collect();
            let shown: String = text.chars().take(40).collect();
            return Err(Failure::incomplete(
                format!("{}: row {number}: `{shown}` is no status", self.path.display()),
                format!("write one of {}, or leave the cell empty", words.join(", ")),
            ));
        }
        fields.extend(standing);
        Ok(())
    }

    fn finish(mut self) -> Result<People, Failure> {
        if self.known.is_empty() {
            return Err(Failure::incomplete(
                format!("{} holds nobody", self.path.display()),
                "name a file with a row of headings and a row for each person",
            ));
        }
        let has_references = self.has_references && {
            let mut references: Vec<&PersonId> =
                self.known.iter().map(|known| &known.person).collect();
            references.sort_unstable();
            references.windows(2).all(|pair| pair[0] != pair[1])
        };
        if !has_references {
            for (known, row) in self.known.iter_mut().zip(&self.rows) {
                known.person = by_row(*row)?;
            }
        }
        let has_status = self.columns.iter().any(|(_, holds)| *holds == Holds::Status);
        Ok(People { known: self.known, headings: self.headings, has_status, has_references })
    }
}

/// What is written about somebody, while a row is read.
struct Found {
    fields: BTreeMap<Field, Private<String>>,
    /// Words on which a category may turn.
    words: BTreeMap<Field, Private<String>>,
    birth: Option<PartialDate>,
    captured: Option<PartialDate>,
}

impl Found {
    /// What a date says is kept as it is read: reading it twice takes long in a long registry.
    fn take(&mut self, field: Field, text: &str) {
        if field.is_date() {
            let date = match read_date(text) {
                DateReading::Read(date) => Some(date),
                DateReading::Absent | DateReading::Impossible | DateReading::NotADate => None,
            };
            let read = if field == Field::BirthDate { &mut self.birth } else { &mut self.captured };
            *read = date;
            let written = date.map_or_else(|| text.to_owned(), |date| date.to_string());
            self.fields.insert(field, Private::new(written));
            return;
        }
        let word = matches!(field, Field::Sex | Field::Health);
        let fields = if word { &mut self.words } else { &mut self.fields };
        fields.insert(field, Private::new(text.to_owned()));
    }
}

/// The reference of somebody who is called by the row.
fn by_row(number: u64) -> Result<PersonId, Failure> {
    Ok(PersonId::read(&format!("row-{number}")).map_err(anyhow::Error::from)?)
}

/// Cuts a whole name into its parts, where the parts do not stand in columns of their own.
fn cut_name(fields: &mut BTreeMap<Field, Private<String>>) {
    if fields.contains_key(&Field::Surname) {
        return;
    }
    let Some(whole) = fields.remove(&Field::FullName) else { return };
    let parts = name::split_name(whole.open());
    for (field, part) in
        [Field::Surname, Field::GivenName, Field::Patronymic].into_iter().zip(parts)
    {
        if !part.is_empty() {
            fields.insert(field, Private::new(part));
        }
    }
}
