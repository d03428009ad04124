//! What the columns of a table hold: by their headings, and by a mapping file where there is one.

use std::collections::BTreeSet;
use std::path::Path;

use exchange::lists::{Cell, DateParts, Field, Table, field_of_heading};
use exchange::reconcile::{MappingFile, Refusal, Renamed};

use super::Failure;

/// The heading of the columns stands in one of the first rows.
pub(super) const HEADING_ROWS_MAX: usize = 20;

/// A mapping file for several tables, of which each has some of its headings.
pub(super) struct Headings<'a> {
    file: Option<&'a MappingFile>,
}

impl<'a> Headings<'a> {
    /// Without a file, headings in Ukrainian, Russian and English are known.
    pub(super) fn new(file: Option<&'a MappingFile>) -> Self {
        Self { file }
    }

    /// Says which fields the columns hold.
    pub(super) fn fields<T: AsRef<str>>(
        &self,
        headings: &[T],
        path: &Path,
    ) -> Result<Renamed, Failure> {
        let mut renamed = match self.file {
            Some(file) => file.fields(headings).map_err(|refusal| refused(&refusal, path))?,
            None => Renamed { fields: vec![None; headings.len()], birth: None },
        };
        let mut taken: BTreeSet<Field> = renamed.fields.iter().flatten().copied().collect();
        if !taken.contains(&Field::BirthDate) && renamed.birth.is_none() {
            renamed.birth = DateParts::by_headings(headings);
        }
        if renamed.birth.is_some() {
            taken.insert(Field::BirthDate);
        }
        let named = self.file.map(MappingFile::headings).unwrap_or_default();
        for (at, heading) in headings.iter().enumerate() {
            let by_file = named.contains(heading.as_ref().trim());
            let part = renamed.birth.is_some_and(|parts| parts.stand_in(at));
            if renamed.fields[at].is_none() && !by_file && !part {
                let field = field_of_heading(heading.as_ref());
                renamed.fields[at] = field.filter(|field| taken.insert(*field));
            }
        }
        Ok(renamed)
    }

    /// Finds the row of headings: of the first rows the one with most words that are known.
    pub(super) fn find<T: AsRef<str>>(&self, rows: &[Vec<T>]) -> usize {
        let named = self.file.map(MappingFile::headings).unwrap_or_default();
        let known = |row: &Vec<T>| {
            let is_known = |cell: &&T| {
                let cell = cell.as_ref().trim();
                named.contains(cell) || field_of_heading(cell).is_some()
            };
            row.iter().filter(is_known).count()
        };
        let top = rows.iter().take(HEADING_ROWS_MAX).enumerate().rev();
        top.max_by_key(|(_, row)| known(row)).map_or(0, |(at, _)| at)
    }

    /// Puts what the file says on the sheet of a list, and returns its headings as they stand.
    pub(super) fn apply(&self, table: &mut Table, path: &Path) -> Result<Vec<String>, Failure> {
        let first = table.rows.iter().take(HEADING_ROWS_MAX);
        let shown: Vec<Vec<String>> =
            first.map(|row| row.iter().map(self::shown).collect()).collect();
        let top = self.find(&shown);
        let headings = shown.into_iter().nth(top).unwrap_or_default();
        if let Some(file) = self.file {
            // A field that is named twice, or a month without its year, is refused here.
            file.fields(&headings).map_err(|refusal| refused(&refusal, path))?;
            table.map = Some(file.column_map());
        }
        Ok(headings)
    }

    /// Refuses a mapping file that speaks of a heading which none of the tables has.
    pub(super) fn check_all_found(&self, tables: &[&Vec<String>]) -> Result<(), Failure> {
        let Some(file) = self.file else { return Ok(()) };
        let found: BTreeSet<&str> =
            tables.iter().copied().flatten().map(|heading| heading.trim()).collect();
        match file.headings().into_iter().find(|heading| !found.contains(heading)) {
            None => Ok(()),
            Some(heading) => {
                let refusal = Refusal::ColumnMissing { heading: heading.to_owned() };
                Err(Failure::incomplete(refusal.to_string(), refusal.hint()))
            }
        }
    }
}

fn refused(refusal: &Refusal, path: &Path) -> Failure {
    Failure::incomplete(format!("{}: {refusal}", path.display()), refusal.hint())
}

/// A cell as text. A formula is nothing: nobody typed its result.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Formula(_) => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}
