//! Reading a table of text.

use std::path::Path;

use super::Failure;
use crate::files;

/// The largest list that is read: 1 GiB.
const LIST_BYTES_MAX: u64 = 1 << 30;

/// A table: its headings and its rows.
pub(super) struct Text {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Reads a CSV file in UTF-8, parted by commas, semicolons or tabs.
pub(super) fn read(path: &Path) -> Result<Text, Failure> {
    let bytes = files::read_bytes(path, LIST_BYTES_MAX)?;
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
