//! A file on its way to becoming a list: what was chosen about it so far. Nothing of it is recorded.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use exchange::lists::{
    self, Cell, ColumnMap, DraftList, Holds, MappedColumn, Purpose, ReadAs, headings, read, read_as,
};
use exchange::vocabulary::{ListId, Side};
use serde::{Deserialize, Serialize};

use super::choose;
use crate::cli::lists::today;
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};
use crate::workbook::Workbook;

/// Cells of a column that are shown beside what it is read as.
pub(super) const SAMPLES: usize = 3;

/// What was chosen about a file.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Choices {
    pub(super) from: Side,
    pub(super) purpose: Purpose,
    pub(super) replaces: Option<ListId>,
    /// The sheet of people, where somebody chose one.
    pub(super) sheet: Option<String>,
    /// The row of headings counted from 0, where none was found and somebody named one.
    pub(super) header: Option<usize>,
    /// Whose columns they are, by which kept map.
    pub(super) by: Option<String>,
    pub(super) map: Option<ColumnMap>,
    /// Whether somebody agreed to what the columns hold.
    pub(super) are_columns_agreed: bool,
    /// Whether somebody looked at how the first rows are understood.
    pub(super) is_previewed: bool,
}

/// A file on its way.
pub(super) struct Draft {
    pub(super) id: String,
    /// What the file is called where it came from.
    pub(super) name: String,
    pub(super) choices: Choices,
    pub(super) book: Workbook,
}

/// Under which name the choices about a file are kept.
fn choices_of(file: &str) -> String {
    format!("{file}-choices")
}

/// Keeps what was chosen about a file.
pub(super) fn save(visit: &Visit, file: &str, choices: &Choices) -> Result<(), Trouble> {
    let bytes = serde_json::to_vec(choices).map_err(anyhow::Error::from)?;
    visit.keep_under(&choices_of(file), bytes)
}

/// Forgets a file: it stands in the journal.
pub(super) fn forget(visit: &Visit, file: &str) {
    visit.house.kept.forget(file);
    visit.house.kept.forget(&choices_of(file));
}

impl Draft {
    /// Finds the file that the path names; none, where it is kept no more.
    pub(super) fn open(visit: &Visit) -> Result<Option<Self>, Trouble> {
        let id: String = visit.id("file")?;
        let (Some(file), Some(choices)) = (visit.kept(&id)?, visit.kept(&choices_of(&id))?) else {
            return Ok(None);
        };
        let choices: Choices =
            serde_json::from_slice(&choices.bytes).map_err(|_other| Trouble::Unknown)?;
        let mut book = Workbook::read(&file.bytes, choices.sheet.as_deref())?;
        book.table.map.clone_from(&choices.map);
        Ok(Some(Self { id, name: file.name.clone(), choices, book }))
    }

    /// Keeps what was chosen.
    pub(super) fn save(&self, visit: &Visit) -> Result<(), Trouble> {
        save(visit, &self.id, &self.choices)
    }

    /// Where a step of it is.
    pub(super) fn at(&self, step: &str) -> String {
        format!("/lists/import/{}{step}", self.id)
    }

    /// Reads the sheet as it is chosen.
    pub(super) fn list(&self) -> Result<DraftList, lists::Refusal> {
        read(&self.book.table, today())
    }

    /// What each column is read as: by its map and headings, or by nothing yet where somebody named the row of
    /// headings.
    pub(super) fn columns(&self) -> Result<Vec<ReadAs>, lists::Refusal> {
        read_as(&self.book.table).or_else(|refusal| {
            let row = self.choices.header.and_then(|at| self.book.table.rows.get(at));
            let row = row.ok_or(refusal)?;
            let heads = headings(row).into_iter().enumerate();
            let heads = heads.filter(|(_, heading)| !heading.is_empty());
            Ok(heads.map(|(at, heading)| ReadAs { at, heading, holds: None }).collect())
        })
    }

    /// The first cells of a column below its heading in which something stands.
    pub(super) fn samples(&self, column: &ReadAs) -> Vec<&Cell> {
        let heading = |row: &Vec<Cell>| {
            headings(row).get(column.at).is_some_and(|one| *one == column.heading)
        };
        let rows = &self.book.table.rows;
        let top = rows.iter().position(heading).unwrap_or(0);
        let cells = rows.iter().skip(top + 1).filter_map(|row| row.get(column.at));
        cells.filter(|cell| !cell.is_blank()).take(SAMPLES).collect()
    }
}

/// Makes a map of what somebody said that columns hold: of the whole sheet where all was said, else of some.
pub(super) fn map_of(columns: &[ReadAs]) -> Result<ColumnMap, lists::Refusal> {
    let said: Vec<MappedColumn> = columns
        .iter()
        .filter_map(|one| Some(MappedColumn { heading: one.heading.clone(), holds: one.holds? }))
        .collect();
    let is_whole = said.len() == columns.len();
    let whole = ColumnMap::whole(said.clone())?;
    Ok(if is_whole { whole } else { ColumnMap::some(said) })
}

/// Reads what was said of each column in a form.
pub(super) fn said_of(visit: &Visit, columns: Vec<ReadAs>) -> Vec<ReadAs> {
    let fields: BTreeMap<&str, &str> =
        visit.form.fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let said = |column: ReadAs| {
        let field = format!("holds-{}", column.at);
        let holds = fields.get(field.as_str()).and_then(|word| Holds::of_word(word));
        ReadAs { holds, ..column }
    };
    columns.into_iter().map(said).collect()
}

/// Says that a file is kept no more, and asks for it again.
pub(super) async fn gone(visit: &mut Visit) -> Result<Reply, Trouble> {
    let wrong = vec![("file", visit.words.t("import-gone"))];
    choose(visit, StatusCode::GONE, (wrong, None)).await
}
