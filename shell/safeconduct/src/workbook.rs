//! Workbooks as officers keep them: read within limits, and given back with a column of findings.
//!
//! A file is an adversary's until it has been read. Its size is known before it is opened, a packed
//! one is measured before it is unpacked, and nothing that is written can start a formula.

mod guard;
mod package;
mod sheets;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use exchange::lists::{
    Cell, DraftList, FINDINGS_HEADING, LINE_HEADING, READING_HEADING, RowFate, Table,
    is_our_heading, known_headings,
};
use exchange::vocabulary::Severity;

use crate::cli::Failure;
use crate::files::{read_bytes, write_whole};

pub(crate) use guard::harmless;
pub(crate) use text::csv_bytes;

/// The largest file that is read: 32 MiB. A list of 20,000 people has about 4.
pub(crate) const FILE_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// A workbook that was read, with what is needed to give it back.
pub(crate) struct Workbook {
    /// The sheet of people.
    pub(crate) table: Table,
    /// How the file was understood, for people to check: `CSV, Windows-1251 (...), semicolons`.
    pub(crate) how: String,
    form: Form,
}

/// One sheet of a workbook, for whoever chooses.
pub(crate) struct AboutSheet<'a> {
    pub(crate) name: &'a str,
    pub(crate) is_hidden: bool,
    /// Rows down to the last in which something stands.
    pub(crate) rows: usize,
    /// Whether it is the one that is read.
    pub(crate) is_chosen: bool,
}

/// What kind of file it was.
enum Form {
    Text(text::TextForm),
    Sheets { sheets: Vec<sheets::Sheet>, chosen: usize },
}

impl Workbook {
    /// Reads a CSV or XLSX file. `sheet` names the sheet of people; without it the first sheet with a
    /// header that is known is taken.
    pub(crate) fn open(path: &Path, sheet: Option<&str>) -> Result<Self, Failure> {
        let bytes = read_bytes(path, FILE_BYTES_MAX)?;
        Self::read(&bytes, sheet).map_err(|failure| named(failure, path))
    }

    /// Reads the bytes of a CSV or XLSX file.
    pub(crate) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Self, Failure> {
        if bytes.is_empty() {
            return Err(Failure::incomplete(
                "the file is empty",
                "check that it was saved and sent whole",
            ));
        }
        refuse_other_kinds(bytes)?;
        if bytes.starts_with(b"PK") {
            return Self::of_sheets(sheets::read(&package::vetted(bytes)?)?, sheet);
        }
        if let Some(name) = sheet {
            return Err(Failure::incomplete(
                format!("a text file has no sheet `{name}`"),
                "leave --sheet away",
            ));
        }
        let (rows, form, how) = text::read(bytes)?;
        Ok(Self { table: Table::of(rows), how, form: Form::Text(form) })
    }

    fn of_sheets(book: sheets::Book, wanted: Option<&str>) -> Result<Self, Failure> {
        let sheets::Book { sheets, epoch_1904 } = book;
        let table_of = |sheet: &sheets::Sheet| Table {
            rows: sheet.rows.clone(),
            merged: sheet.merged.clone(),
            epoch_1904,
            other_sheets: Vec::new(),
            map: None,
        };
        let chosen = match wanted {
            Some(name) => sheets.iter().position(|sheet| sheet.name == name).ok_or_else(|| {
                let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
                Failure::incomplete(
                    format!("the workbook has no sheet `{name}`"),
                    format!("it has: {}", names.join(", ")),
                )
            })?,
            None => sheets
                .iter()
                .position(|sheet| known_headings(&table_of(sheet)) > 0)
                .or_else(|| sheets.iter().position(|sheet| !sheet.rows.is_empty()))
                .unwrap_or(0),
        };
        let Some(sheet) = sheets.get(chosen) else {
            return Err(Failure::incomplete(
                "the workbook has no sheet of cells",
                "check that it is the right file",
            ));
        };
        let mut table = table_of(sheet);
        let others = sheets.iter().enumerate();
        table.other_sheets = others
            .filter(|(at, sheet)| *at != chosen && !sheet.rows.is_empty())
            .map(|(_, sheet)| sheet.name.clone())
            .collect();
        let hidden = if sheet.hidden { ", hidden" } else { "" };
        let how = format!("XLSX, sheet `{}`{hidden}", sheet.name);
        Ok(Self { table, how, form: Form::Sheets { sheets, chosen } })
    }

    /// Returns the sheets of a workbook in their order; none of a text file.
    pub(crate) fn sheets(&self) -> Vec<AboutSheet<'_>> {
        let Form::Sheets { sheets, chosen } = &self.form else { return Vec::new() };
        let sheets = sheets.iter().enumerate().map(|(at, sheet)| AboutSheet {
            name: &sheet.name,
            is_hidden: sheet.hidden,
            rows: sheet.rows.len(),
            is_chosen: at == *chosen,
        });
        sheets.collect()
    }

    /// Returns the usual ending for a file of this kind, without the dot.
    pub(crate) fn ending(&self) -> &'static str {
        match self.form {
            Form::Text(_) => "csv",
            Form::Sheets { .. } => "xlsx",
        }
    }

    /// Writes the same workbook with three more columns: what became of each row, what was found in it,
    /// and the line's reference. A text file keeps its encoding, separator and line ends; a workbook keeps its
    /// sheets and values, not its looks.
    pub(crate) fn give_back(&self, path: &Path, draft: &DraftList) -> Result<(), Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let same = ending.eq_ignore_ascii_case(self.ending())
            || (self.ending() == "csv" && (ending == "txt" || ending == "tsv"));
        if !same {
            return Err(Failure::incomplete(
                format!("the workbook would be {}, not `{}`", self.ending(), path.display()),
                format!("end the name with .{}", self.ending()),
            ));
        }
        write_whole(path, &self.bytes_with_findings(draft)?)
    }

    /// The same workbook with the three columns, as bytes.
    pub(crate) fn bytes_with_findings(&self, draft: &DraftList) -> Result<Vec<u8>, Failure> {
        let rows = with_findings(&self.table.rows, draft);
        match &self.form {
            Form::Text(form) => text::write(&rows, form),
            Form::Sheets { sheets, chosen } => {
                let header = header_row(draft);
                sheets::write(sheets, &sheets::Replaced { chosen: *chosen, rows: &rows, header })
            }
        }
    }
}

/// Writes a sheet that was taken in, with the three columns, as a workbook: which file it came in is kept no
/// more.
pub(crate) fn kept_with_findings(draft: &DraftList) -> Result<Vec<u8>, Failure> {
    let rows = with_findings(&draft.table().rows, draft);
    rows_bytes(Path::new("list.xlsx"), &rows, header_row(draft))
}

/// What a cell shows.
pub(crate) fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Formula(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.strftime("%d.%m.%Y").to_string(),
    }
}

/// Writes rows as a workbook of one sheet or as CSV, by the ending of the file.
pub(crate) fn rows_bytes(
    path: &Path,
    rows: &[Vec<Cell>],
    header: usize,
) -> Result<Vec<u8>, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if ending.eq_ignore_ascii_case("csv") {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(cell_text).collect()).collect();
        return Ok(csv_bytes(&rows));
    }
    if !ending.eq_ignore_ascii_case("xlsx") {
        return Err(Failure::incomplete(
            format!("a list is written as .xlsx or .csv, not `{}`", path.display()),
            "end the name with .xlsx or .csv",
        ));
    }
    let sheet = sheets::Sheet {
        name: "list".to_owned(),
        hidden: false,
        rows: Vec::new(),
        merged: BTreeMap::new(),
    };
    sheets::write(&[sheet], &sheets::Replaced { chosen: 0, rows, header })
}

fn header_row(draft: &DraftList) -> usize {
    draft.fates().iter().position(|fate| *fate == RowFate::Header).unwrap_or(0)
}

/// Adds the columns, in place of those that an earlier reading added.
fn with_findings(rows: &[Vec<Cell>], draft: &DraftList) -> Vec<Vec<Cell>> {
    let header = header_row(draft);
    let ours: Vec<usize> = rows
        .get(header)
        .into_iter()
        .flatten()
        .enumerate()
        .filter(|(_, cell)| matches!(cell, Cell::Text(text) if is_our_heading(text)))
        .map(|(at, _)| at)
        .collect();
    let kept: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            let cells = row.iter().enumerate().filter(|(at, _)| !ours.contains(at));
            cells.map(|(_, cell)| cell.clone()).collect()
        })
        .collect();
    let used =
        |row: &Vec<Cell>| row.iter().rposition(|cell| *cell != Cell::Empty).map_or(0, |at| at + 1);
    let width = kept.iter().map(used).max().unwrap_or(0);
    let mut findings: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (key, finding) in draft.keyed_findings() {
        let row = finding.row.map_or(header, |row| row as usize - 1);
        findings.entry(row).or_default().push(told(key, finding));
    }
    let asked: BTreeSet<usize> = draft
        .questions()
        .filter_map(|(_, finding)| finding.row.map(|row| row as usize - 1))
        .collect();
    let lines: BTreeMap<usize, &str> =
        draft.lines().iter().map(|line| (line.row as usize - 1, line.id.as_str())).collect();
    kept.into_iter()
        .enumerate()
        .map(|(at, mut row)| {
            row.resize(width, Cell::Empty);
            let told = findings.get(&at).map(|all| all.join(" | "));
            let line = lines.get(&at).map(|line| (*line).to_owned());
            let asked = asked.contains(&at);
            let reading = draft.fates().get(at).map_or("", |fate| reading(*fate, asked));
            let reading = Some(reading.to_owned()).filter(|word| !word.is_empty());
            let (reading, told, line) = if at == header {
                let heading = told.map_or_else(
                    || FINDINGS_HEADING.to_owned(),
                    |told| format!("{FINDINGS_HEADING} ({told})"),
                );
                (Some(READING_HEADING.to_owned()), Some(heading), Some(LINE_HEADING.to_owned()))
            } else {
                (reading, told, line)
            };
            row.extend([reading, told, line].map(|text| text.map_or(Cell::Empty, Cell::Text)));
            row
        })
        .collect()
}

/// What became of a row, in a word for its sender.
fn reading(fate: RowFate, asked: bool) -> &'static str {
    match fate {
        RowFate::Title | RowFate::Header | RowFate::Blank => "",
        RowFate::SetAside => "set aside",
        RowFate::Read if asked => "to answer",
        RowFate::Read => "read",
    }
}

/// One finding for its row: how much it weighs, its key, and what to do.
fn told(key: &exchange::lists::FindingKey, finding: &exchange::vocabulary::Finding) -> String {
    let weight = match finding.severity {
        Severity::Note => "note",
        Severity::Question => "QUESTION",
        Severity::SetAside => "SET ASIDE",
    };
    let column = finding.column.as_ref().map_or_else(String::new, |column| format!("{column}: "));
    format!("{weight} [{key}] {column}{}; {}", finding.what, finding.hint)
}

/// Names files that are no list, each with the way out.
fn refuse_other_kinds(bytes: &[u8]) -> Result<(), Failure> {
    let refuse = |what: &str, hint: &str| Err(Failure::incomplete(what, hint));
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        // Both an old .xls and an encrypted .xlsx lie in this container; the second has a stream of
        // this name, in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        if bytes.windows(name.len()).any(|window| window == name) {
            return refuse(
                "the workbook is locked with a password",
                "open it, remove the password, and save it again; send it by a safe way",
            );
        }
        return refuse(
            "this is an old Excel file (.xls)",
            "open it and save it as .xlsx, or as CSV in UTF-8",
        );
    }
    let start = &bytes[..bytes.len().min(512)];
    let low = start.to_ascii_lowercase();
    if start.starts_with(b"%PDF") {
        return refuse("this is a PDF file", "ask for the list as XLSX or CSV");
    }
    if start.starts_with(b"{\\rtf") {
        return refuse("this is an RTF document", "ask for the list as XLSX or CSV");
    }
    let contains = |word: &[u8]| low.windows(word.len()).any(|window| window == word);
    if low.trim_ascii_start().starts_with(b"<") && (contains(b"<html") || contains(b"<table")) {
        return refuse(
            "this is a web page with the ending of a workbook",
            "open it in a spreadsheet program and save it as .xlsx",
        );
    }
    if low.trim_ascii_start().starts_with(b"<?xml") {
        return refuse("this is an XML file", "save it as .xlsx, or as CSV in UTF-8");
    }
    Ok(())
}

/// Puts the file's name in front of what went wrong with it.
fn named(failure: Failure, path: &Path) -> Failure {
    match failure {
        Failure::Incomplete { what, hint } => {
            Failure::Incomplete { what: format!("{}: {what}", path.display()), hint }
        }
        Failure::Refused { what, hint, basis, id, kind } => {
            Failure::Refused { what: format!("{}: {what}", path.display()), hint, basis, id, kind }
        }
        Failure::Fault(error) => {
            Failure::Fault(error.context(format!("reading {}", path.display())))
        }
    }
}
