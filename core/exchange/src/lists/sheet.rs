//! Finding the header of a sheet and what each column means.

use std::collections::BTreeSet;

use super::header::{Heading, read_heading};
use super::letters::visible;
use super::limits::{CELL_CHARACTERS_MAX, COLUMNS_MAX, HEADER_SEARCH_ROWS_MAX, ROWS_MAX};
use super::remarks::Remarks;
use super::{Cell, DateParts, Field, Flaw, Holds, Misfit, Refusal, Table};

/// The header of a sheet.
pub(super) struct Header {
    /// Its place among the rows, counted from 0.
    pub(super) at: usize,
    /// What each column that is used means: place counted from 0, and field. A birth date in parts stands
    /// at its year.
    pub(super) columns: Vec<(usize, Field)>,
    /// Where the parts of the birth date stand, if it has any.
    pub(super) birth: Option<DateParts>,
    /// Columns that an officer said are not read.
    not_read: Vec<usize>,
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
        let same = self.columns.iter().filter(|(at, field)| {
            let cell = row.get(*at);
            heading(cell) == Some(Heading::Of(*field))
                || cell.and_then(text).is_some_and(|text| visible(text) == self.labels[*at])
        });
        same.count() >= 2.min(self.columns.len())
    }

    /// Says whether a column is used, or is said not to be.
    fn accounts_for(&self, column: usize) -> bool {
        self.columns.iter().any(|(at, _)| *at == column)
            || self.birth.is_some_and(|birth| birth.stand_in(column))
            || self.not_read.contains(&column)
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

/// What one column of a sheet is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAs {
    /// Its place among the columns, counted from 0.
    pub at: usize,
    /// Its heading.
    pub heading: String,
    /// What it holds; none where neither a map nor the heading says it, or another column holds the same.
    pub holds: Option<Holds>,
}

/// Says what each column of a sheet is read as that has a heading, by its map and its headings.
///
/// # Errors
/// When no row names the columns.
pub fn read_as(table: &Table) -> Result<Vec<ReadAs>, Refusal> {
    let header = find_header(table)?;
    let holds = |at: usize| {
        let part = header.birth.and_then(|birth| birth.part_in(at)).map(Holds::Part);
        let field = || header.columns.iter().find(|(column, _)| *column == at);
        let nothing = || header.not_read.contains(&at).then_some(Holds::Nothing);
        part.or_else(|| field().map(|(_, field)| Holds::Field(*field))).or_else(nothing)
    };
    let heads = headings(&table.rows[header.at]).into_iter().enumerate();
    let ours = |head: &str| read_heading(head) == Some(Heading::Ours);
    Ok(heads
        .filter(|(_, head)| !head.is_empty() && !ours(head))
        .map(|(at, heading)| ReadAs { at, heading, holds: holds(at) })
        .collect())
}

/// Returns the columns of a sheet that hold one of these fields, or a part of one, counted from 0.
///
/// # Errors
/// When no row names the columns.
pub fn columns_of_fields(table: &Table, fields: &[Field]) -> Result<BTreeSet<usize>, Refusal> {
    let header = find_header(table)?;
    let parts = header.birth.filter(|_| fields.contains(&Field::BirthDate));
    let parts = parts.into_iter().flat_map(DateParts::columns);
    let whole = header.columns.iter().filter(|(_, field)| fields.contains(field));
    Ok(whole.map(|(at, _)| *at).chain(parts).collect())
}

/// The cells of a row as headings, on one line each.
pub fn headings(row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| text(cell).map(visible).unwrap_or_default()).collect()
}

/// Finds the row that heads the columns: of the first rows, the one with most known words, among them
/// a name. What a map says goes before what the words say.
pub(super) fn find_header(table: &Table) -> Result<Header, Refusal> {
    let mapped = |row: &[Cell]| match &table.map {
        Some(map) => map.read(&headings(row)),
        None => Vec::new(),
    };
    let known = |row: &Vec<Cell>| -> (usize, bool) {
        let mapped = mapped(row);
        let words = row.iter().enumerate().filter_map(|(at, cell)| {
            let by_map = mapped.get(at).copied().flatten();
            by_map.or_else(|| field_of(heading(Some(cell))).map(Holds::Field))
        });
        let words: BTreeSet<&str> = words.map(Holds::word).collect();
        let names = [Field::Surname, Field::FullName];
        (words.len(), names.iter().any(|field| words.contains(field.word())))
    };
    let best = table
        .rows
        .iter()
        .enumerate()
        .take(HEADER_SEARCH_ROWS_MAX)
        .map(|(at, row)| (at, known(row)))
        .filter(|(_, (_, names))| *names)
        // The first of equals: `max_by_key` would take the last.
        .rev()
        .max_by_key(|(_, (count, _))| *count);
    let Some((at, _)) = best else { return Err(Refusal::NoHeader) };
    let row = &table.rows[at];
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let by_map = mapped(row);
    let labels = labels(row, width);
    let not_read = by_map.iter().enumerate().filter(|(_, holds)| **holds == Some(Holds::Nothing));
    let mut header = Header {
        at,
        columns: Vec::new(),
        birth: birth_parts(row, &by_map),
        not_read: not_read.map(|(at, _)| at).collect(),
        labels,
    };
    if let Some(birth) = header.birth {
        header.columns.push((birth.year, Field::BirthDate));
    }
    let said = by_map.iter().enumerate().filter_map(|(at, holds)| match holds {
        Some(Holds::Field(field)) => Some((at, *field)),
        Some(Holds::Part(_) | Holds::Nothing) | None => None,
    });
    let silent = |at: &usize| by_map.get(*at).copied().flatten().is_none();
    let words = row.iter().enumerate().filter(|(at, _)| silent(at));
    let words = words.filter_map(|(at, cell)| Some((at, field_of(heading(Some(cell)))?)));
    for (column, field) in said.chain(words) {
        let taken = header.accounts_for(column) || header.column(field).is_some();
        if !taken {
            header.columns.push((column, field));
        }
    }
    header.columns.sort_unstable();
    Ok(header)
}

/// Finds a birth date in parts: where the map says so, else by the headings of which it says nothing.
fn birth_parts(row: &[Cell], by_map: &[Option<Holds>]) -> Option<DateParts> {
    let place = |part| by_map.iter().position(|holds| *holds == Some(Holds::Part(part)));
    let [year, month, day] = super::DatePart::ALL.map(place);
    if let Some(year) = year {
        return Some(DateParts { year, month, day });
    }
    if by_map.contains(&Some(Holds::Field(Field::BirthDate))) {
        return None;
    }
    let silent = |at: usize| by_map.get(at).copied().flatten().is_none();
    let heads = headings(row).into_iter().enumerate();
    let heads: Vec<String> =
        heads.map(|(at, head)| if silent(at) { head } else { String::new() }).collect();
    DateParts::by_headings(&heads)
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
    remark_on_misfit(table, header, remarks);
    for column in 0..header.labels.len() {
        let filled = table.rows[header.at + 1..]
            .iter()
            .filter(|row| row.get(column).is_some_and(|cell| !cell.is_blank()))
            .count();
        if filled == 0 || header.accounts_for(column) {
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

/// Remarks on a sheet with other columns than those that are kept for its sender.
fn remark_on_misfit(table: &Table, header: &Header, remarks: &mut Remarks) {
    let headings = headings(&table.rows[header.at]);
    let misfit = table.map.as_ref().and_then(|map| map.misfit(&headings));
    let Some(Misfit { missing, new }) = misfit else { return };
    let quoted = |headings: &[String]| {
        let few = headings.iter().take(HEADINGS_NAMED_MAX);
        let few: Vec<String> = few.map(|heading| format!("`{}`", visible(heading))).collect();
        let more = headings.len().saturating_sub(HEADINGS_NAMED_MAX);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", few.join(", "))
    };
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("not here any more: {}", quoted(&missing)));
    }
    if !new.is_empty() {
        parts.push(format!("new: {}", quoted(&new)));
    }
    remarks.list(
        Flaw::ColumnsChanged,
        format!("the sheet has other columns than those kept for its sender; {}", parts.join("; ")),
        "see what each column was read as; keep the columns anew with `safeconduct lists map keep`, or \
         answer that they are right",
    );
}

/// So many headings are named in one finding.
const HEADINGS_NAMED_MAX: usize = 12;

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
