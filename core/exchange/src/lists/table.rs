//! A sheet as the shell hands it over: cells, and nothing yet about what they mean.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ColumnMap;

/// What stands in one cell.
#[derive(Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as typed, not trimmed.
    Text(String),
    /// A number: perhaps a count, perhaps an Excel day serial.
    Number(f64),
    /// A cell that the spreadsheet itself calls a date.
    Date(Date),
    /// A formula, with its text. Its last result is not kept: nobody typed it, and it can differ on
    /// the next machine.
    Formula(String),
}

impl std::fmt::Debug for Cell {
    // A cell can hold a name, so only its kind is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text([private])",
            Self::Number(_) => "Number([private])",
            Self::Date(_) => "Date([private])",
            Self::Formula(_) => "Formula([private])",
        })
    }
}

impl Cell {
    /// Says whether nobody put anything here. Blanks alone count as nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Date(_) | Self::Formula(_) => false,
        }
    }
}

/// One sheet. The first row has number 1, as in the sender's program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The rows from the top of the sheet, blank ones included; they need not be equally long.
    pub rows: Vec<Vec<Cell>>,
    /// Cells that belong to a block merged over several rows and do not hold its value: row and
    /// column, counted from 1, to the row in which the block begins. Empty for a text file.
    pub merged: BTreeMap<(u32, u32), u32>,
    /// Says whether numbers of days count from 1904, as old workbooks from Macintosh computers do.
    pub epoch_1904: bool,
    /// Sheets of the same workbook that hold something and were not read, by their names.
    pub other_sheets: Vec<String>,
    /// What its columns mean, where an officer said so.
    pub map: Option<ColumnMap>,
}

impl Table {
    /// A table of rows alone, as a text file gives it.
    pub fn of(rows: Vec<Vec<Cell>>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Writes the table as the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let record = Record {
            rows: self.rows.iter().map(|row| row.iter().map(Stored::of).collect()).collect(),
            merged: self
                .merged
                .iter()
                .map(|((row, column), start)| (*row, *column, *start))
                .collect(),
            epoch_1904: self.epoch_1904,
            other_sheets: self.other_sheets.clone(),
            map: self.map.clone(),
        };
        serde_json::to_vec(&record).expect("rows of plain values are JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are not a table.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let record: Record = serde_json::from_slice(bytes)?;
        Ok(Self {
            rows: record
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(Stored::into_cell).collect())
                .collect(),
            merged: record.merged.into_iter().map(|(r, c, start)| ((r, c), start)).collect(),
            epoch_1904: record.epoch_1904,
            other_sheets: record.other_sheets,
            map: record.map,
        })
    }
}

/// A table in the vault. Only there may its cells be written out.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    rows: Vec<Vec<Stored>>,
    merged: Vec<(u32, u32, u32)>,
    epoch_1904: bool,
    other_sheets: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    map: Option<ColumnMap>,
}

#[derive(Serialize, Deserialize)]
enum Stored {
    #[serde(rename = "e")]
    Empty,
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(f64),
    #[serde(rename = "d")]
    Date(Date),
    #[serde(rename = "f")]
    Formula(String),
}

impl Stored {
    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Empty => Self::Empty,
            Cell::Text(text) => Self::Text(text.clone()),
            Cell::Number(number) => Self::Number(*number),
            Cell::Date(date) => Self::Date(*date),
            Cell::Formula(text) => Self::Formula(text.clone()),
        }
    }

    fn into_cell(self) -> Cell {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(number),
            Self::Date(date) => Cell::Date(date),
            Self::Formula(text) => Cell::Formula(text),
        }
    }
}
