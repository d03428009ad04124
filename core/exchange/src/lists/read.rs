//! Reading a sheet into a draft. Every row ends up somewhere, and the counts add up.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::compare::check_twice;
use super::dates::{Reading, read_text};
use super::remarks::Remarks;
use super::row::Reader;
use super::sheet::{Header, check_columns, check_size, find_header, number, numbers_the_columns};
use super::{Cell, DraftList, Field, Flaw, Refusal, RowFate, Table};

/// Reads a sheet. `today` is the day against which a capture is in the future.
///
/// Each row of the sheet gets a fate; a row that became a line has the reference `row-14` until a
/// journal draws an opaque one.
///
/// # Errors
/// When the sheet is empty, too large, has no header that is known, or nobody stands in it.
pub fn read(table: &Table, today: Date) -> Result<DraftList, Refusal> {
    check_size(table)?;
    let header = find_header(table)?;
    let mut remarks = Remarks::new(header.labels.clone());
    check_columns(table, &header, &mut remarks);
    let mut reader = Reader {
        table,
        header: &header,
        today,
        month_first: month_first_columns(table, &header),
        counted: BTreeMap::new(),
        names_cut: 0,
    };
    let mut lines = Vec::new();
    let mut fates = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate() {
        let fate = match fate_by_form(table, &header, at) {
            Some(fate) => fate,
            None => match reader.read(at, &mut remarks) {
                Some(line) => {
                    lines.push(line);
                    RowFate::Read
                }
                None => RowFate::SetAside,
            },
        };
        if fate == RowFate::Title && at > header.at && header.is_repeated_by(row) {
            remarks.row(
                (number(at), None),
                Flaw::HeaderRepeated,
                "the header stands here again".to_owned(),
                "nothing to do; the row was read past",
            );
        }
        fates.push(fate);
    }
    if lines.is_empty() {
        return Err(Refusal::NoLines { header_row: number(header.at) });
    }
    remark_on_columns(&reader, &header, &mut remarks);
    check_twice(&lines, &header, &mut remarks);
    Ok(DraftList::new(table.clone(), today, lines, (remarks.into_sorted(), fates)))
}

/// What a row is when one need not read it; none for a row that may be about a person.
fn fate_by_form(table: &Table, header: &Header, at: usize) -> Option<RowFate> {
    let row = &table.rows[at];
    if row.iter().all(Cell::is_blank) {
        // A row inside a merged block is blank to the eye of a program only.
        return Some(RowFate::Blank);
    }
    if at == header.at {
        return Some(RowFate::Header);
    }
    let title = at < header.at
        || header.is_repeated_by(row)
        || (at == header.at + 1 && numbers_the_columns(row));
    title.then_some(RowFate::Title)
}

fn month_first_columns(table: &Table, header: &Header) -> Vec<usize> {
    let month_first = |column: usize| {
        table.rows[header.at + 1..].iter().any(|row| match row.get(column) {
            Some(Cell::Text(text)) => matches!(read_text(text), Reading::MonthFirst(_)),
            Some(Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula(_)) | None => false,
        })
    };
    let dates = header.columns.iter().filter(|(_, field)| field.is_date());
    dates.map(|(column, _)| *column).filter(|column| month_first(*column)).collect()
}

fn remark_on_columns(reader: &Reader<'_>, header: &Header, remarks: &mut Remarks) {
    for ((column, flaw), count) in &reader.counted {
        let (what, hint) = if *flaw == Flaw::DayFirstAssumed {
            (
                "dates with slashes could stand day first or month first; they were read day first",
                "write DD.MM.YYYY to leave no doubt",
            )
        } else if *flaw == Flaw::SerialDate {
            (
                "numbers were read as the days that a spreadsheet shows for them",
                "format the column as a date",
            )
        } else {
            (
                "kept as numbers, so zeros in front may be lost",
                "format the column as text before typing numbers that begin with 0",
            )
        };
        remarks.column(*column, *flaw, format!("{what} (cells: {count})"), hint);
    }
    if reader.names_cut > 0
        && let Some(column) = header.column(Field::FullName)
    {
        remarks.column(
            column,
            Flaw::NameOrderAssumed,
            format!(
                "{} whole names were cut into surname, given name and patronymic",
                reader.names_cut
            ),
            "use three columns to leave no doubt",
        );
    }
}
