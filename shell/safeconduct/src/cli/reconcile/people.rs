//! A registry in a file: one row a person, with what became of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use exchange::lists::{Cell, Field, facts_of, field_of_heading, is_unknown, read_date};
use exchange::reconcile::{name, status_of_word};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{DateReading, Facts, PersonId, Private};

use super::Failure;
use crate::files;
use crate::workbook::Workbook;

/// The largest registry that is read: 1 GiB.
const REGISTRY_BYTES_MAX: u64 = 1 << 30;

/// Rows from the top of a workbook among which the headings are looked for.
const HEADING_ROWS_MAX: usize = 20;

/// A registry that was read.
pub(super) struct People {
    pub(super) known: Vec<Known>,
    /// Whether the file says what became of people. Without it nobody counts as home or dead.
    pub(super) has_status: bool,
    /// Whether people are called by the references in the file, or else by their rows.
    pub(super) has_references: bool,
}

/// Reads a registry: a CSV file in UTF-8, parted by commas, semicolons or tabs; anything else as
/// officers' lists are read.
pub(super) fn read(path: &Path) -> Result<People, Failure> {
    let bytes = files::read_bytes(path, REGISTRY_BYTES_MAX)?;
    if bytes.starts_with(b"PK") || std::str::from_utf8(&bytes).is_err() {
        return of_workbook(path);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.split(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .from_reader(bytes);
    let broken = |error: &csv::Error| {
        Failure::incomplete(
            format!("{}: {error}", path.display()),
            "save it as CSV in UTF-8 and try again",
        )
    };
    let headings = reader.headers().map_err(|error| broken(&error))?;
    let mut registry = Reader::new(headings.iter(), path)?;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| broken(&error))? {
        let number = row.position().map_or(0, csv::Position::line);
        registry.row(number, |at| row.get(at).unwrap_or_default())?;
    }
    registry.finish()
}

fn of_workbook(path: &Path) -> Result<People, Failure> {
    let table = Workbook::open(path, None)?.table;
    let shown = |cell: &Cell| match cell {
        // A formula is nothing: nobody typed its result.
        Cell::Empty | Cell::Formula(_) => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
    };
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let known =
        |row: &Vec<String>| row.iter().filter(|cell| field_of_heading(cell).is_some()).count();
    let top = rows.iter().take(HEADING_ROWS_MAX).enumerate().rev();
    let heading = top.max_by_key(|(_, row)| known(row)).map_or(0, |(at, _)| at);
    let headings = rows.get(heading).map_or(&[][..], Vec::as_slice);
    let mut registry = Reader::new(headings.iter().map(String::as_str), path)?;
    for (number, row) in (1_u64..).zip(&rows).skip(heading + 1) {
        registry.row(number, |at| row.get(at).map_or("", String::as_str))?;
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

/// Takes in a registry row by row.
struct Reader<'a> {
    path: &'a Path,
    columns: Vec<(usize, Holds)>,
    known: Vec<Known>,
    /// Whether every row so far had a reference that can stand in a record.
    has_references: bool,
    /// The row of each person, which stands in for a reference.
    rows: Vec<u64>,
    /// Words for statuses that were read before: few words stand in many rows.
    statuses: BTreeMap<String, Option<Status>>,
}

impl<'a> Reader<'a> {
    fn new<'h>(headings: impl Iterator<Item = &'h str>, path: &'a Path) -> Result<Self, Failure> {
        let mut taken = BTreeSet::new();
        let mut columns = Vec::new();
        for (at, heading) in headings.enumerate() {
            let field = field_of_heading(heading).filter(|field| taken.insert(*field));
            let Some(field) = field else { continue };
            let status = field == Field::Standing;
            columns.push((at, if status { Holds::Status } else { Holds::Field(field) }));
        }
        if !taken.contains(&Field::Surname) && !taken.contains(&Field::FullName) {
            return Err(Failure::incomplete(
                format!("{}: no column of surnames", path.display()),
                "head the columns `id`, `surname`, `given name`, `birth date`, `status`, in \
                 Ukrainian, Russian or English",
            ));
        }
        let has_references = taken.contains(&Field::Id);
        Ok(Self {
            path,
            columns,
            known: Vec::new(),
            has_references,
            rows: Vec::new(),
            statuses: BTreeMap::new(),
        })
    }

    /// Takes a row in. `number` is the row as the sender's program counts it.
    fn row<'c>(&mut self, number: u64, cell: impl Fn(usize) -> &'c str) -> Result<(), Failure> {
        let mut fields = BTreeMap::new();
        // What a date says is kept as it is read: reading it twice takes long in a long registry.
        let (mut words, mut birth, mut captured) = (BTreeMap::new(), None, None);
        let mut status = Status::Sought;
        for (at, holds) in &self.columns {
            let text = cell(*at).trim();
            if is_unknown(text) {
                continue;
            }
            match holds {
                Holds::Status => {
                    let before = self.statuses.get(text).copied();
                    let read = before.unwrap_or_else(|| status_of_word(text));
                    if before.is_none() {
                        self.statuses.insert(text.to_owned(), read);
                    }
                    match read {
                        Some(read) => status = read,
                        None => self.standing(number, text, &mut words)?,
                    }
                }
                Holds::Field(field) if field.is_date() => {
                    let date = match read_date(text) {
                        DateReading::Read(date) => Some(date),
                        DateReading::Absent | DateReading::Impossible | DateReading::NotADate => {
                            None
                        }
                    };
                    let read = if *field == Field::BirthDate { &mut birth } else { &mut captured };
                    *read = date;
                    let written = date.map_or_else(|| text.to_owned(), |date| date.to_string());
                    fields.insert(*field, Private::new(written));
                }
                Holds::Field(field @ (Field::Sex | Field::Health)) => {
                    words.insert(*field, Private::new(text.to_owned()));
                }
                Holds::Field(field) => {
                    fields.insert(*field, Private::new(text.to_owned()));
                }
            }
        }
        if fields.is_empty() {
            return Ok(());
        }
        cut_name(&mut fields);
        let facts = Facts { birth, captured, ..facts_of(&words) };
        fields.extend(words);
        let reference = fields.get(&Field::Id).and_then(|id| PersonId::read(id.open()).ok());
        self.has_references &= reference.is_some();
        let person = match reference {
            Some(reference) => reference,
            None => by_row(number)?,
        };
        self.rows.push(number);
        self.known.push(Known { person, fields, facts, status });
        Ok(())
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
        Ok(People { known: self.known, has_status, has_references })
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
