//! Sheets of an XLSX workbook: read cell by cell within limits, and written as plain values.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use exchange::lists::{COLUMNS_MAX, Cell, ROWS_MAX};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer, Worksheet};

use super::package::{damaged, hostile};
use crate::cli::Failure;

/// Sheets that a workbook may have.
const SHEETS_MAX: usize = 64;
/// Places for cells in all sheets together, empty ones between full ones included.
const CELLS_MAX: usize = 2_000_000;
/// Cells below the first row of merged blocks that are remembered.
const MERGED_MAX: usize = 100_000;

/// One sheet.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// From the first row of the sheet to the last in which something stands.
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) merged: BTreeMap<(u32, u32), u32>,
}

/// A workbook.
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) epoch_1904: bool,
}

/// The sheet that is written with other rows than it had.
pub(super) struct Replaced<'a> {
    pub(super) chosen: usize,
    pub(super) rows: &'a [Vec<Cell>],
    pub(super) header: usize,
}

/// Reads the sheets of a vetted package.
///
/// The parts come from outside; a reader that stumbles over them must not take the program down, and
/// what it would say on standard error may quote a person's name.
pub(super) fn read(package: &[u8]) -> Result<Book, Failure> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(AssertUnwindSafe(|| read_package(package)));
    panic::set_hook(hook);
    drop(alone);
    read.unwrap_or_else(|_| Err(damaged("its parts do not fit together")))
}

fn read_package(package: &[u8]) -> Result<Book, Failure> {
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(package)).map_err(|error| damaged(&error.to_string()))?;
    let about: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    if about.len() > SHEETS_MAX {
        return Err(hostile(&format!(
            "it has {} sheets; at most {SHEETS_MAX} are read",
            about.len()
        )));
    }
    let mut room = CELLS_MAX;
    let mut sheets = Vec::new();
    for (name, hidden) in about {
        let rows = read_rows(&mut book, &name, &mut room)?;
        let merged = read_merged(&mut book, &name, rows.len())?;
        sheets.push(Sheet { name, hidden, rows, merged });
    }
    Ok(Book { sheets, epoch_1904: book.has_1904_epoch() })
}

type Reader<'a> = Xlsx<Cursor<&'a [u8]>>;

fn read_rows(
    book: &mut Reader<'_>,
    name: &str,
    room: &mut usize,
) -> Result<Vec<Vec<Cell>>, Failure> {
    let mut cells =
        book.worksheet_cells_reader(name).map_err(|error| damaged(&error.to_string()))?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    loop {
        let next = cells.next_cell_with_formula_metadata();
        let Some(one) = next.map_err(|error| damaged(&error.to_string()))? else { break };
        let cell = match &one.formula {
            Some(formula) => Cell::Formula(formula_text(formula)),
            None => cell_of(&one.value),
        };
        if cell == Cell::Empty {
            continue;
        }
        let (row, column) = (one.pos.0 as usize, one.pos.1 as usize);
        if row >= ROWS_MAX {
            return Err(Failure::incomplete(
                format!(
                    "the sheet `{name}` reaches to row {}; at most {ROWS_MAX} are read",
                    row + 1
                ),
                "split the list, or delete what stands far below it",
            ));
        }
        if column >= COLUMNS_MAX {
            return Err(Failure::incomplete(
                format!(
                    "row {} of the sheet `{name}` reaches to column {}; at most {COLUMNS_MAX} are read",
                    row + 1,
                    column + 1
                ),
                "delete the columns that are not about the person",
            ));
        }
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if rows[row].len() <= column {
            let more = column + 1 - rows[row].len();
            *room = room
                .checked_sub(more)
                .ok_or_else(|| hostile(&format!("it has more than {CELLS_MAX} cells")))?;
            rows[row].resize(column + 1, Cell::Empty);
        }
        rows[row][column] = cell;
    }
    Ok(rows)
}

fn read_merged(
    book: &mut Reader<'_>,
    name: &str,
    rows: usize,
) -> Result<BTreeMap<(u32, u32), u32>, Failure> {
    let blocks =
        book.merge_cells_by_sheet_name(name).map_err(|error| damaged(&error.to_string()))?;
    let last_row = u32::try_from(rows).unwrap_or(u32::MAX);
    let last_column = u32::try_from(COLUMNS_MAX).unwrap_or(u32::MAX);
    let mut merged = BTreeMap::new();
    for block in blocks {
        // calamine counts from 0, people from 1.
        for row in block.start.0.saturating_add(2)..=block.end.0.saturating_add(1).min(last_row) {
            for column in
                block.start.1.saturating_add(1)..=block.end.1.saturating_add(1).min(last_column)
            {
                merged.insert((row, column), block.start.0 + 1);
            }
            if merged.len() > MERGED_MAX {
                return Err(hostile(&format!("it has more than {MERGED_MAX} merged cells")));
            }
        }
    }
    Ok(merged)
}

fn formula_text(formula: &calamine::XlsxFormulaMetadata) -> String {
    match formula {
        calamine::XlsxFormulaMetadata::Normal { formula }
        | calamine::XlsxFormulaMetadata::Shared { formula, .. } => formula.clone(),
        calamine::XlsxFormulaMetadata::SharedDerived { .. } | _ => {
            "a formula shared with another cell".to_owned()
        }
    }
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    };
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(one) | DataRef::DurationIso(one) => text(one),
        DataRef::SharedString(one) => text(one),
        DataRef::Bool(one) => text(if *one { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(one) if one.is_datetime() && one.as_f64() >= 1.0 => {
            let (year, month, day, ..) = one.to_ymd_hms_milli();
            let date = i16::try_from(year)
                .ok()
                .zip(i8::try_from(month).ok())
                .zip(i8::try_from(day).ok())
                .and_then(|((year, month), day)| Date::new(year, month, day).ok());
            date.map_or(Cell::Number(one.as_f64()), Cell::Date)
        }
        DataRef::DateTime(one) => Cell::Number(one.as_f64()),
        DataRef::DateTimeIso(one) => {
            let date = one.get(..10).and_then(|start| start.parse::<Date>().ok());
            date.map_or_else(|| text(one), Cell::Date)
        }
        // What an error cell was meant to say, nobody typed.
        DataRef::Error(error) => Cell::Formula(error.to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

/// Writes the sheets as a new workbook of plain values, one of them with other rows.
pub(super) fn write(sheets: &[Sheet], replaced: &Replaced<'_>) -> Result<Vec<u8>, Failure> {
    let mut book = Writer::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(&sheet.name).context("naming a sheet")?;
        if sheet.hidden && at != replaced.chosen {
            page.set_hidden(true);
        }
        if at == replaced.chosen {
            write_rows(page, replaced.rows, Some(replaced.header))?;
            set_looks(page, replaced)?;
        } else {
            write_rows(page, &sheet.rows, None)?;
        }
    }
    Ok(book.save_to_buffer().context("packing the workbook")?)
}

fn write_rows(
    page: &mut Worksheet,
    rows: &[Vec<Cell>],
    header: Option<usize>,
) -> Result<(), Failure> {
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let head = Format::new().set_bold().set_text_wrap();
    for (row_at, row) in rows.iter().enumerate() {
        let row_number = u32::try_from(row_at).context("rows are limited")?;
        for (column_at, cell) in row.iter().enumerate() {
            let place = (row_number, u16::try_from(column_at).context("columns are limited")?);
            write_cell(page, place, cell, if header == Some(row_at) { &head } else { &day })
                .context("writing a cell")?;
        }
    }
    Ok(())
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> anyhow::Result<()> {
    match cell {
        Cell::Empty => {}
        // A cell of text is never run, whatever it begins with.
        Cell::Text(text) => {
            page.write_string_with_format(row, column, clipped(text), format)?;
        }
        Cell::Formula(text) => {
            let shown = format!("={}", text.trim_start_matches('='));
            page.write_string(row, column, clipped(&shown))?;
        }
        Cell::Number(number) if number.is_finite() => {
            page.write_number(row, column, *number)?;
        }
        Cell::Number(number) => {
            page.write_string(row, column, number.to_string())?;
        }
        Cell::Date(date) => {
            let year = u16::try_from(date.year())?;
            let (month, day) = (u8::try_from(date.month())?, u8::try_from(date.day())?);
            match ExcelDateTime::from_ymd(year, month, day) {
                Ok(day) => page.write_datetime_with_format(row, column, &day, format)?,
                // Before 1900 a workbook knows no dates.
                Err(_) => page.write_string(row, column, date.to_string())?,
            };
        }
    }
    Ok(())
}

/// Characters that a workbook takes in one cell. Only our own column of findings could have more.
const CELL_CHARACTERS_MAX: usize = 32_767;
/// What stands at the end of a cell that was too long.
const CLIPPED: &str = " ... (more; read the list with --json)";

fn clipped(text: &str) -> String {
    if text.chars().count() <= CELL_CHARACTERS_MAX {
        return text.to_owned();
    }
    text.chars().take(CELL_CHARACTERS_MAX - CLIPPED.len()).chain(CLIPPED.chars()).collect()
}

fn set_looks(page: &mut Worksheet, replaced: &Replaced<'_>) -> Result<(), Failure> {
    let width = replaced.rows.iter().map(Vec::len).max().unwrap_or(0);
    let header = u32::try_from(replaced.header).context("rows are limited")?;
    let last = u16::try_from(width.saturating_sub(1)).context("columns are limited")?;
    let last_row =
        u32::try_from(replaced.rows.len().saturating_sub(1)).context("rows are limited")?;
    for column in 0..=last {
        // The findings stand in the last column but one.
        let characters = if column + 1 == last { 80.0 } else { 18.0 };
        page.set_column_width(column, characters).context("setting a width")?;
    }
    page.set_freeze_panes(header + 1, 0).context("holding the header")?;
    page.autofilter(header, 0, last_row.max(header), last).context("setting a filter")?;
    Ok(())
}
