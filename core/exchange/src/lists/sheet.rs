//! Finding the header of a sheet and what each column means.

use std::collections::BTreeSet;

use super::header::{Heading, read_heading};
use super::letters::visible;
use super::limits::{CELL_CHARACTERS_MAX, COLUMNS_MAX, HEADER_SEARCH_ROWS_MAX, ROWS_MAX};
use super::remarks::Remarks;
use super::{Cell, Field, Flaw, Refusal, Table};

/// The header of a sheet.
pub(super) struct Header {
    /// Its place among the rows, counted from 0.
    pub(super) at: usize,
    /// What each column that is used means: place counted from 0, and field.
    pub(super) columns: Vec<(usize, Field)>,
    /// The head of each column as shown in findings.
    pub(super) labels: Vec<String>,
}

impl Header {
    /// The column of a field.
    pub(super) fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(_, one)| *one == field).map(|(at, _)| *at)
    }

    /// Says whether a later row repeats the header, as programs do at the top of each printed page.
    pub(super) fn is_repeated_by(&self, row: &[Cell]) -> bool {
        let same = self
            .columns
            .iter()
            .filter(|(at, field)| heading(row.get(*at)) == Some(Heading::Of(*field)));
        same.count() >= 2.min(self.columns.len())
    }
}

/// Counts the fields that the best header among the first rows names, a name among them; zero when
/// there is none. Of several ways to cut a file into cells, the right one finds most.
pub fn known_headings(table: &Table) -> usize {
    find_header(table).map_or(0, |header| header.columns.len())
}

/// Refuses a table that is larger than what is read.
pub(super) fn check_size(table: &Table) -> Result<(), Refusal> {
    if table.rows.len() > ROWS_MAX {
        return Err(Refusal::TooManyRows { rows: table.rows.len() });
    }
    for (at, row) in table.rows.iter().enumerate() {
        let used = row.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        if used > COLUMNS_MAX {
            return Err(Refusal::TooManyColumns { row: number(at), columns: used });
        }
        for (column, cell) in row.iter().enumerate() {
            if text(cell).is_some_and(|text| text.chars().count() > CELL_CHARACTERS_MAX) {
                return Err(Refusal::CellTooLong { row: number(at), column: number(column) });
            }
        }
    }
    if table.rows.iter().flatten().all(Cell::is_blank) {
        return Err(Refusal::Empty);
    }
    Ok(())
}

/// Finds the row that heads the columns: of the first rows, the one with most known words, among them
/// a name.
pub(super) fn find_header(table: &Table) -> Result<Header, Refusal> {
    let known = |row: &Vec<Cell>| -> BTreeSet<Field> {
        row.iter().filter_map(|cell| field_of(heading(Some(cell)))).collect()
    };
    let best = table
        .rows
        .iter()
        .enumerate()
        .take(HEADER_SEARCH_ROWS_MAX)
        .map(|(at, row)| (at, known(row)))
        .filter(|(_, known)| known.contains(&Field::Surname) || known.contains(&Field::FullName))
        // The first of equals: `max_by_key` would take the last.
        .rev()
        .max_by_key(|(_, known)| known.len());
    let Some((at, _)) = best else { return Err(Refusal::NoHeader) };
    let row = &table.rows[at];
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns: Vec<(usize, Field)> = Vec::new();
    for (column, cell) in row.iter().enumerate() {
        if let Some(field) = field_of(heading(Some(cell)))
            && !columns.iter().any(|(_, one)| *one == field)
        {
            columns.push((column, field));
        }
    }
    Ok(Header { at, columns, labels: labels(row, width) })
}

/// Remarks on columns that are not used although something stands in them.
pub(super) fn check_columns(table: &Table, header: &Header, remarks: &mut Remarks) {
    for sheet in &table.other_sheets {
        remarks.list(
            Flaw::OtherSheet,
            format!("the sheet `{}` was not read", visible(sheet)),
            "name it with --sheet if people stand in it, or answer that it holds none",
        );
    }
    for column in 0..header.labels.len() {
        let filled = table.rows[header.at + 1..]
            .iter()
            .filter(|row| row.get(column).is_some_and(|cell| !cell.is_blank()))
            .count();
        if filled == 0 || header.columns.iter().any(|(at, _)| *at == column) {
            continue;
        }
        let head = table.rows[header.at].get(column);
        match heading(head) {
            Some(Heading::Ours) => {}
            Some(Heading::Of(field)) => remarks.column(
                column,
                Flaw::HeaderTwice,
                format!("a second column for {field}; it is not read (cells: {filled})"),
                "keep one of the two, or give this one another head",
            ),
            None if head.is_none_or(Cell::is_blank) => remarks.column(
                column,
                Flaw::MissingHeader,
                format!("a column without a head; it is not read (cells: {filled})"),
                "write in the header what the column is",
            ),
            None => remarks.column(
                column,
                Flaw::UnknownHeader,
                format!("this head is not known; the column is not read (cells: {filled})"),
                "write one of the heads of spec/3-lists.md, or answer that the column is not needed",
            ),
        }
    }
}

/// Says whether a row only numbers the columns, as the forms of some offices do.
pub(super) fn numbers_the_columns(row: &[Cell]) -> bool {
    let numbers: Option<Vec<u32>> = row
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(|cell| match cell {
            Cell::Number(number) if (1.0..=256.0).contains(number) && number.fract() == 0.0 => {
                format!("{number}").parse().ok()
            }
            Cell::Text(text) => text.trim().parse().ok(),
            Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula(_) => None,
        })
        .collect();
    numbers.is_some_and(|numbers| numbers.len() > 1 && numbers.windows(2).all(|w| w[0] + 1 == w[1]))
}

/// Numbers a row or a column as people do, from 1.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) | Cell::Formula(text) => Some(text),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => None,
    }
}

fn heading(cell: Option<&Cell>) -> Option<Heading> {
    match cell {
        Some(Cell::Text(text)) if text.len() <= 400 => read_heading(&visible_lines(text)),
        Some(Cell::Text(_) | Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula(_))
        | None => None,
    }
}

/// Keeps line breaks, which part the languages of a head.
fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

fn field_of(heading: Option<Heading>) -> Option<Field> {
    match heading {
        Some(Heading::Of(field)) => Some(field),
        Some(Heading::Ours) | None => None,
    }
}

fn labels(row: &[Cell], width: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    (0..width)
        .map(|at| {
            let head = row.get(at).and_then(text).map(visible).unwrap_or_default();
            let short: String = head.chars().take(60).collect();
            if short.is_empty() {
                format!("column {}", column_letters(at))
            } else if seen.insert(short.clone()) {
                short
            } else {
                format!("{short} (column {})", column_letters(at))
            }
        })
        .collect()
}

/// The letters by which a spreadsheet calls a column: A, B, ... Z, AA, ...
pub(super) fn column_letters(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26 fits in a byte");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!(column_letters(0), "A");
        assert_eq!(column_letters(25), "Z");
        assert_eq!(column_letters(26), "AA");
        assert_eq!(column_letters(255), "IV");
    }

    #[test]
    fn a_row_that_numbers_the_columns_is_no_person() {
        let row =
            |texts: &[&str]| texts.iter().map(|t| Cell::Text((*t).to_owned())).collect::<Vec<_>>();
        assert!(numbers_the_columns(&row(&["1", "2", "3"])));
        assert!(!numbers_the_columns(&row(&["1", "Коваль", "3"])));
        assert!(!numbers_the_columns(&row(&["7", "1972"])));
    }
}
