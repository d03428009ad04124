//! A sheet as the shell hands it over: cells, and nothing yet about what they mean.

use std::collections::BTreeMap;

use jiff::civil::Date;

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
    /// Rows that belong to a merged block reaching over several rows: row number to the row in which
    /// the block begins, which alone holds its value. Empty for a text file.
    pub merged: BTreeMap<u32, u32>,
    /// Sheets of the same workbook that hold something and were not read, by their names.
    pub other_sheets: Vec<String>,
}

impl Table {
    /// A table of rows alone, as a text file gives it.
    pub fn of(rows: Vec<Vec<Cell>>) -> Self {
        Self { rows, ..Self::default() }
    }
}
