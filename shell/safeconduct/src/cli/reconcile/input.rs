//! Reading a table of text.

use std::path::Path;

use exchange::lists::{Cell, field_of_heading};

use super::Failure;
use crate::files;
use crate::workbook::Workbook;

/// The largest list that is read: 1 GiB.
const LIST_BYTES_MAX: u64 = 1 << 30;

/// A table: its headings and its rows.
pub(super) struct Text {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Reads a CSV file in UTF-8, parted by commas, semicolons or tabs; anything else as officers' lists
/// are read.
pub(super) fn read(path: &Path) -> Result<Text, Failure> {
    let bytes = files::read_bytes(path, LIST_BYTES_MAX)?;
    if bytes.starts_with(b"PK") || std::str::from_utf8(&bytes).is_err() {
        return workbook(path);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.split(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .from_reader(bytes);
    let named = |error: &csv::Error| {
        Failure::incomplete(
            format!("{}: {error}", path.display()),
            "save it as CSV in UTF-8 and try again",
        )
    };
    let headings: Vec<String> =
        reader.headers().map_err(|error| named(&error))?.iter().map(str::to_owned).collect();
    if headings.is_empty() {
        return Err(Failure::incomplete(
            format!("{} is empty", path.display()),
            "name a file with a row of headings and a row for each person",
        ));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| named(&error))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(Text { headings, rows })
}

/// The heading of the columns stands in one of the first rows.
const HEADING_ROWS_MAX: usize = 20;

fn workbook(path: &Path) -> Result<Text, Failure> {
    let table = Workbook::open(path, None)?.table;
    let mut rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let known =
        |row: &Vec<String>| row.iter().filter(|cell| field_of_heading(cell).is_some()).count();
    let heading = rows
        .iter()
        .take(HEADING_ROWS_MAX)
        .enumerate()
        .rev()
        .max_by_key(|(_, row)| known(row))
        .map_or(0, |(at, _)| at);
    if rows.len() <= heading {
        return Err(Failure::incomplete(
            format!("{} is empty", path.display()),
            "name a file with a row of headings and a row for each person",
        ));
    }
    let mut below = rows.split_off(heading);
    let headings = below.remove(0);
    below.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    Ok(Text { headings, rows: below })
}

/// A cell as text. A formula is nothing: nobody typed its result.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Formula(_) => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}
