//! Lists as they come in: columns of known kinds, rows with an identifier.

mod texts;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub(crate) use texts::{Numbered, Texts};

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

/// The cells of one column: the number of a text for each row.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Cells {
    /// The distinct texts in the order in which the rows have them; number 0 is the empty text.
    pub(crate) texts: Texts,
    /// The number of each row's text.
    pub(crate) numbers: Vec<u32>,
}

/// One list, in the order of its identifiers. A text that stands in many rows is kept once.
#[derive(Clone, PartialEq, Eq)]
pub struct Records {
    columns: Vec<Column>,
    ids: Texts,
    cells: Vec<Cells>,
}

impl std::fmt::Debug for Records {
    // Cells are about people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Records({} rows)", self.len())
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
    #[error(
        "at most {COLUMNS_MAX} columns can be compared, a whole name counting as three, and there are {0}"
    )]
    TooManyColumns(usize),
}

/// The most rows of one list.
pub const ROWS_MAX: usize = 4_000_000;

/// How many rows are read column by column at a time.
const ROWS_AT_A_TIME: usize = 2_048;

/// The most columns that are compared: each takes four bits of a pattern. A whole name takes the place of
/// its three parts.
pub const COLUMNS_MAX: usize = 16;

impl Records {
    /// Makes a list of rows, each an identifier and its cells.
    ///
    /// Rows are put in the order of their identifiers, so that the order in which they came decides
    /// nothing.
    #[expect(clippy::needless_pass_by_value, reason = "the rows are taken over")]
    pub fn new(
        columns: Vec<Column>,
        rows: Vec<(String, Vec<String>)>,
    ) -> Result<Self, RecordsRefusal> {
        let mut builder = Builder::new(columns)?;
        for (id, cells) in &rows {
            builder.push(id, cells.iter().map(String::as_str))?;
        }
        builder.finish(|_| false)
    }

    /// Makes a list of rows that stand in an order of their own, and keeps that order: the place of a row,
    /// in eight digits, is its identifier. Columns are read side by side; blanks around a cell are dropped.
    ///
    /// # Errors
    /// As [`Builder::new`]; more rows than [`ROWS_MAX`].
    pub fn in_order<'a>(
        columns: Vec<Column>,
        rows: usize,
        cell: impl Fn(usize, usize) -> &'a str + Sync,
    ) -> Result<Self, RecordsRefusal> {
        let columns = Builder::new(columns)?.columns;
        if rows > ROWS_MAX {
            return Err(RecordsRefusal::TooMany(rows));
        }
        let mut ids = Texts::default();
        (0..rows).for_each(|row| ids.push(&format!("{row:08}")));
        let mut read: Vec<(Numbered, Vec<u32>)> =
            columns.iter().map(|_| (Numbered::default(), Vec::with_capacity(rows))).collect();
        // Some rows at a time, so that what is written in them is near for every column.
        for from in (0..rows).step_by(ROWS_AT_A_TIME) {
            let some = from..rows.min(from + ROWS_AT_A_TIME);
            read.par_iter_mut().enumerate().for_each(|(column, (texts, numbers))| {
                numbers.extend(some.clone().map(|row| texts.number(cell(row, column).trim())));
            });
        }
        let cells = read
            .into_iter()
            .map(|(texts, numbers)| Cells { texts: texts.texts, numbers })
            .collect();
        Ok(Self { columns, ids, cells })
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Says whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ids.len() == 0
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the identifier of a row, counted from 0 in the order of identifiers.
    pub fn id(&self, row: usize) -> &str {
        self.ids.get(row)
    }

    /// Returns a cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let cells = &self.cells[column];
        cells.texts.get(cells.numbers[row] as usize)
    }

    /// Returns the cells of a column.
    pub(crate) fn cells(&self, column: usize) -> &Cells {
        &self.cells[column]
    }
}

/// Takes in a list row by row.
pub struct Builder {
    columns: Vec<Column>,
    ids: Texts,
    cells: Vec<(Numbered, Vec<u32>)>,
}

impl Builder {
    /// Begins a list.
    pub fn new(columns: Vec<Column>) -> Result<Self, RecordsRefusal> {
        // A whole name is cut only where its parts do not stand beside it.
        let cut = !columns.iter().any(|column| column.kind == Kind::Surname);
        let parts = |column: &Column| if cut && column.kind == Kind::FullName { 3 } else { 1 };
        let fields: usize = columns.iter().map(parts).sum();
        if fields > COLUMNS_MAX {
            return Err(RecordsRefusal::TooManyColumns(fields));
        }
        let mut labels: Vec<&str> = columns.iter().map(|column| column.label.as_str()).collect();
        labels.sort_unstable();
        if let Some(pair) = labels.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(RecordsRefusal::TwoColumns(pair[0].to_owned()));
        }
        let cells = columns.iter().map(|_| (Numbered::default(), Vec::new())).collect();
        Ok(Self { columns, ids: Texts::default(), cells })
    }

    /// Adds a row. Blanks around a cell are dropped.
    pub fn push<'a>(
        &mut self,
        id: &str,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), RecordsRefusal> {
        let row = self.ids.len() + 1;
        if row > ROWS_MAX {
            return Err(RecordsRefusal::TooMany(row));
        }
        if id.trim().is_empty() {
            return Err(RecordsRefusal::WithoutId(row));
        }
        let mut count = 0;
        for cell in cells {
            if let Some((texts, numbers)) = self.cells.get_mut(count) {
                numbers.push(texts.number(cell.trim()));
            }
            count += 1;
        }
        if count != self.columns.len() {
            let columns = self.columns.len();
            return Err(RecordsRefusal::Uneven { row, cells: count, columns });
        }
        self.ids.push(id);
        Ok(())
    }

    /// Ends the list. A text of which `says_nothing` is true counts as an empty cell.
    pub fn finish(self, says_nothing: impl Fn(&str) -> bool) -> Result<Records, RecordsRefusal> {
        let order = order(&self.ids)?;
        let mut ids = Texts::default();
        for row in &order {
            ids.push(self.ids.get(*row as usize));
        }
        let cells = self
            .cells
            .into_iter()
            .map(|(texts, numbers)| in_order(&texts.texts, &numbers, &order, &says_nothing))
            .collect();
        Ok(Records { columns: self.columns, ids, cells })
    }
}

/// Returns the rows in the order of their identifiers, no two of which are the same.
fn order(ids: &Texts) -> Result<Vec<u32>, RecordsRefusal> {
    // Most ids differ in their first eight bytes.
    let start = |id: &str| {
        let mut start = [0; 8];
        let length = id.len().min(8);
        start[..length].copy_from_slice(&id.as_bytes()[..length]);
        u64::from_be_bytes(start)
    };
    let rows = ids.iter().enumerate().map(|(row, id)| {
        (start(id), u32::try_from(row).expect("a list has at most 4,000,000 rows"))
    });
    let mut rows: Vec<(u64, u32)> = rows.collect();
    rows.sort_unstable_by(|a, b| {
        let texts = || ids.get(a.1 as usize).cmp(ids.get(b.1 as usize));
        a.0.cmp(&b.0).then_with(texts).then(a.1.cmp(&b.1))
    });
    for pair in rows.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (first, second) = (pair[0].1 as usize, pair[1].1 as usize);
        let id = ids.get(first);
        if id == ids.get(second) {
            let id = id.to_owned();
            return Err(RecordsRefusal::Repeated { id, first: first + 1, second: second + 1 });
        }
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Puts the cells of a column in order, and numbers its texts anew in that order, so that the order of
/// the rows as they came leaves no trace.
fn in_order(
    texts: &Texts,
    numbers: &[u32],
    order: &[u32],
    says_nothing: &impl Fn(&str) -> bool,
) -> Cells {
    const NONE: u32 = u32::MAX;
    let mut sorted = Texts::default();
    sorted.push("");
    let mut renamed = vec![NONE; texts.len()];
    renamed[0] = 0;
    let numbers = order
        .iter()
        .map(|row| {
            let old = numbers[*row as usize] as usize;
            if renamed[old] == NONE {
                let text = texts.get(old);
                renamed[old] = if says_nothing(text) {
                    0
                } else {
                    sorted.push(text);
                    u32::try_from(sorted.len() - 1).expect("there are fewer texts than cells")
                };
            }
            renamed[old]
        })
        .collect();
    Cells { texts: sorted, numbers }
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
        let list = read(vec![row("b"), row("a")]).unwrap();
        assert_eq!(list, read(vec![row("a"), row("b")]).unwrap());
        assert_eq!(list.cell(1, 0), "Коваль");
        let many = |count: usize| -> Vec<Column> {
            let kind = |at: usize| if at == 0 { Kind::FullName } else { Kind::Word };
            (0..count).map(|at| Column { label: at.to_string(), kind: kind(at) }).collect()
        };
        assert!(Records::new(many(COLUMNS_MAX - 2), Vec::new()).is_ok());
        let refused = Records::new(many(COLUMNS_MAX - 1), Vec::new());
        assert_eq!(refused, Err(RecordsRefusal::TooManyColumns(COLUMNS_MAX + 1)));
        let two = Records::new(vec![column("x"), column("x")], Vec::new());
        assert_eq!(two, Err(RecordsRefusal::TwoColumns("x".to_owned())));
    }
}
