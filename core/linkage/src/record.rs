//! Lists as they come in: columns of known kinds, rows with an identifier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a column holds, which decides how it is read and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A surname.
    Surname,
    /// A given name.
    GivenName,
    /// A patronymic.
    Patronymic,
    /// All parts of a name in one cell.
    FullName,
    /// A birth date, whole or in part.
    BirthDate,
    /// Another date, such as that of capture.
    Date,
    /// A place.
    Place,
    /// A rank.
    Rank,
    /// A unit.
    Unit,
    /// A number that names one person: service number, document number.
    Number,
    /// A short number that many share: postcode, house number.
    Postcode,
    /// A street or a whole address.
    Address,
    /// A word of few values, such as a state.
    Word,
    /// Sex.
    Sex,
    /// Free text.
    Text,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is; columns of two lists are compared when their labels are equal.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
}

/// One list.
#[derive(Clone, PartialEq, Eq)]
pub struct Records {
    columns: Vec<Column>,
    ids: Vec<String>,
    /// Cells row by row.
    cells: Vec<String>,
}

impl std::fmt::Debug for Records {
    // Cells are about people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Records({} rows)", self.ids.len())
    }
}

/// Why a list cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordsRefusal {
    /// Two rows have the same identifier.
    #[error("the id `{id}` stands in row {first} and again in row {second}")]
    Repeated {
        /// The identifier.
        id: String,
        /// The first row that has it, counted from 1.
        first: usize,
        /// The second.
        second: usize,
    },
    /// A row has no identifier.
    #[error("row {0} has no id")]
    WithoutId(usize),
    /// A row has another number of cells than there are columns.
    #[error("row {row} has {cells} cells for {columns} columns")]
    Uneven {
        /// The row, counted from 1.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The columns.
        columns: usize,
    },
    /// More rows than a row number can count.
    #[error("a list has at most {ROWS_MAX} rows, this one has {0}")]
    TooMany(usize),
    /// Two columns have one label.
    #[error("two columns are both `{0}`")]
    TwoColumns(String),
    /// More columns than a pattern of levels can hold.
    #[error("at most {COLUMNS_MAX} columns can be compared, and there are {0}")]
    TooManyColumns(usize),
}

/// The most rows of one list.
pub const ROWS_MAX: usize = 4_000_000;

/// The most columns that are compared: each takes four bits of a pattern.
pub const COLUMNS_MAX: usize = 16;

impl Records {
    /// Makes a list of rows, each an identifier and its cells.
    ///
    /// Rows are put in the order of their identifiers, so that the order in which they came decides
    /// nothing.
    pub fn new(
        columns: Vec<Column>,
        rows: Vec<(String, Vec<String>)>,
    ) -> Result<Self, RecordsRefusal> {
        if rows.len() > ROWS_MAX {
            return Err(RecordsRefusal::TooMany(rows.len()));
        }
        if columns.len() > COLUMNS_MAX {
            return Err(RecordsRefusal::TooManyColumns(columns.len()));
        }
        let mut labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
        labels.sort_unstable();
        if let Some(pair) = labels.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(RecordsRefusal::TwoColumns(pair[0].to_owned()));
        }
        let mut sorted: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
        for (at, (id, cells)) in rows.into_iter().enumerate() {
            if id.trim().is_empty() {
                return Err(RecordsRefusal::WithoutId(at + 1));
            }
            if cells.len() != columns.len() {
                let (row, cells) = (at + 1, cells.len());
                return Err(RecordsRefusal::Uneven { row, cells, columns: columns.len() });
            }
            if let Some((first, _)) = sorted.get(&id) {
                return Err(RecordsRefusal::Repeated { first: first + 1, second: at + 1, id });
            }
            sorted.insert(id, (at, cells));
        }
        let mut records =
            Self { columns, ids: Vec::with_capacity(sorted.len()), cells: Vec::new() };
        for (id, (_, cells)) in sorted {
            records.ids.push(id);
            records.cells.extend(cells);
        }
        Ok(records)
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Says whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the identifier of a row, counted from 0 in the order of identifiers.
    pub fn id(&self, row: usize) -> &str {
        &self.ids[row]
    }

    /// Returns a cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        &self.cells[row * self.columns.len() + column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(label: &str) -> Column {
        Column { label: label.to_owned(), kind: Kind::Surname }
    }

    fn row(id: &str) -> (String, Vec<String>) {
        (id.to_owned(), vec!["Коваль".to_owned()])
    }

    #[test]
    fn a_list_needs_ids_that_differ_and_even_rows() {
        let columns = || vec![column("surname")];
        let read = |rows| Records::new(columns(), rows);
        assert_eq!(read(vec![row("b"), row("a")]).unwrap().id(0), "a");
        let repeated = RecordsRefusal::Repeated { id: "a".to_owned(), first: 1, second: 3 };
        assert_eq!(read(vec![row("a"), row("b"), row("a")]), Err(repeated));
        assert_eq!(read(vec![row("a"), row(" ")]), Err(RecordsRefusal::WithoutId(2)));
        let uneven = RecordsRefusal::Uneven { row: 1, cells: 0, columns: 1 };
        assert_eq!(read(vec![("a".to_owned(), Vec::new())]), Err(uneven));
        let two = Records::new(vec![column("x"), column("x")], Vec::new());
        assert_eq!(two, Err(RecordsRefusal::TwoColumns("x".to_owned())));
    }
}
