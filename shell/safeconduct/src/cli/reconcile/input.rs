//! Reading a table of text.

use std::path::Path;

use exchange::reconcile::record::Records;
use exchange::reconcile::{Mapping, MappingFile, Refusal};

use super::Failure;
use super::headings::{Headings, shown};
use crate::files;
use crate::workbook::Workbook;

/// The largest list that is read: 1 GiB.
const LIST_BYTES_MAX: u64 = 1 << 30;

/// Reads a list: a CSV file in UTF-8, parted by commas, semicolons or tabs; anything else as officers'
/// lists are read. `file` says what each column holds; without it the headings do.
pub(super) fn read(path: &Path, file: Option<&MappingFile>) -> Result<Records, Failure> {
    let mapping = |headings: &[String]| match file {
        Some(file) => file.apply(headings),
        None => Mapping::by_headings(headings),
    };
    let refused = |refusal: Refusal| {
        Failure::incomplete(format!("{}: {refusal}", path.display()), refusal.hint())
    };
    let bytes = files::read_bytes(path, LIST_BYTES_MAX)?;
    if bytes.starts_with(b"PK") || std::str::from_utf8(&bytes).is_err() {
        let (headings, rows) = workbook(path, &Headings::new(file))?;
        return mapping(&headings).and_then(|mapping| mapping.records(&rows)).map_err(refused);
    }
    let mut reader = csv_reader(&bytes);
    let named = |error: &csv::Error| {
        Failure::incomplete(
            format!("{}: {error}", path.display()),
            "save it as CSV in UTF-8 and try again",
        )
    };
    let headings: Vec<String> =
        reader.headers().map_err(|error| named(&error))?.iter().map(str::to_owned).collect();
    if headings.is_empty() {
        return Err(empty(path));
    }
    let mapping = mapping(&headings).map_err(refused)?;
    let mut rows = mapping.begin().map_err(refused)?;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| named(&error))? {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(|at| row.get(at)).map_err(refused)?;
        }
    }
    rows.finish().map_err(refused)
}

fn csv_reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.split(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign));
    csv::ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(bytes)
}

fn empty(path: &Path) -> Failure {
    Failure::incomplete(
        format!("{} is empty", path.display()),
        "name a file with a row of headings and a row for each person",
    )
}

fn workbook(
    path: &Path,
    headings: &Headings<'_>,
) -> Result<(Vec<String>, Vec<Vec<String>>), Failure> {
    let table = Workbook::open(path, None)?.table;
    let mut rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let top = headings.find(&rows);
    if rows.len() <= top {
        return Err(empty(path));
    }
    let mut below = rows.split_off(top);
    let headings = below.remove(0);
    below.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    Ok((headings, below))
}
