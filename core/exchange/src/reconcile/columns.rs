//! Which column of a table means what: by its heading, or by a small mapping file.

use std::collections::BTreeMap;

use linkage::record::{Column, Kind, Records};
use serde::Deserialize;

use super::Refusal;
use crate::lists::{Field, field_of_heading, is_unknown};

/// Where in a table the identifier stands, and what each compared column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    id: usize,
    columns: Vec<(usize, Column)>,
}

/// A mapping file.
///
/// ```toml
/// id = "rec_id"
/// [columns]
/// family = "surname"
/// born = "birth-date"
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingFile {
    /// The heading of the column of identifiers; `id` when it is not given.
    id: Option<String>,
    /// Heading to kind, for both lists.
    columns: BTreeMap<String, Kind>,
}

impl MappingFile {
    /// Reads a mapping file.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        toml::from_str(text).map_err(|error| Refusal::Mapping { why: error.message().to_owned() })
    }

    /// Finds the columns in a table's headings.
    pub fn apply(&self, headings: &[String]) -> Result<Mapping, Refusal> {
        let place = |heading: &str| {
            headings
                .iter()
                .position(|one| one.trim() == heading)
                .ok_or_else(|| Refusal::ColumnMissing { heading: heading.to_owned() })
        };
        let id = place(self.id.as_deref().unwrap_or("id"))?;
        let mut columns = Vec::new();
        for (heading, kind) in &self.columns {
            let column = Column { label: heading.clone(), kind: *kind };
            columns.push((place(heading)?, column));
        }
        columns.sort_by_key(|(at, _)| *at);
        if columns.is_empty() {
            return Err(Refusal::NothingToCompare);
        }
        Ok(Mapping { id, columns })
    }
}

/// What the fields of a list are compared as; none for those that say nothing about who somebody is.
pub(super) fn kind(field: Field) -> Option<Kind> {
    Some(match field {
        Field::Surname => Kind::Surname,
        Field::GivenName => Kind::GivenName,
        Field::Patronymic => Kind::Patronymic,
        Field::FullName => Kind::FullName,
        Field::BirthDate => Kind::BirthDate,
        Field::BirthPlace | Field::CapturedAt => Kind::Place,
        Field::Rank => Kind::Rank,
        Field::Unit => Kind::Unit,
        Field::ServiceNumber => Kind::Number,
        Field::CapturedOn => Kind::Date,
        Field::Sex => Kind::Sex,
        Field::Id
        | Field::Health
        | Field::Standing
        | Field::Category
        | Field::FatherName
        | Field::MotherMaidenName
        | Field::Power
        | Field::CallSign
        | Field::PersonToInform
        | Field::Address
        | Field::Nationality
        | Field::LastResidence
        | Field::Marks
        | Field::Measure
        | Field::PrisonerNumber
        | Field::Camp
        | Field::ComingFrom
        | Field::Note
        | Field::Ordinal => return None,
    })
}

impl Mapping {
    /// Finds the columns by the words of their headings, in Ukrainian, Russian or English.
    pub fn by_headings(headings: &[String]) -> Result<Self, Refusal> {
        let mut id = None;
        let mut columns: Vec<(usize, Column)> = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let Some(field) = field_of_heading(heading) else { continue };
            if field == Field::Id && id.is_none() {
                id = Some(at);
            }
            let Some(kind) = kind(field) else { continue };
            let label = field.word().to_owned();
            if columns.iter().any(|(_, column)| column.label == label) {
                return Err(Refusal::TwoColumns { field: label });
            }
            columns.push((at, Column { label, kind }));
        }
        let id = id.ok_or(Refusal::ColumnMissing { heading: "id".to_owned() })?;
        if columns.is_empty() {
            return Err(Refusal::NothingToCompare);
        }
        Ok(Self { id, columns })
    }

    /// Makes records of rows of text. A word that means "unknown" counts as nothing.
    pub fn records(&self, rows: &[Vec<String>]) -> Result<Records, Refusal> {
        let columns = self.columns.iter().map(|(_, column)| column.clone()).collect();
        let text =
            |row: &[String], at: usize| row.get(at).map_or("", |cell| cell.trim()).to_owned();
        let rows = rows
            .iter()
            .map(|row| {
                let cells = self.columns.iter().map(|(at, _)| {
                    let cell = text(row, *at);
                    if is_unknown(&cell) { String::new() } else { cell }
                });
                (text(row, self.id), cells.collect())
            })
            .collect();
        Ok(Records::new(columns, rows)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn headings_in_three_languages_name_the_columns() {
        for words in [
            ["id", "surname", "given_name", "birth_date"],
            ["ID", "Прізвище", "Ім'я", "Дата народження"],
            ["id", "Фамилия", "Имя", "Дата рождения"],
        ] {
            let mapping = Mapping::by_headings(&headings(&words)).unwrap();
            assert_eq!(mapping.columns.len(), 3, "{words:?}");
        }
        let refused = Mapping::by_headings(&headings(&["surname"])).unwrap_err();
        assert!(matches!(refused, Refusal::ColumnMissing { .. }));
        let refused = Mapping::by_headings(&headings(&["id", "colour"])).unwrap_err();
        assert_eq!(refused, Refusal::NothingToCompare);
    }

    #[test]
    fn a_mapping_names_columns_that_exist_and_kinds_that_are_known() {
        let file = MappingFile::read("[columns]\nfamily = \"surname\"").unwrap();
        assert!(file.apply(&headings(&["id", "family"])).is_ok());
        let refused = file.apply(&headings(&["id", "name"])).unwrap_err();
        assert_eq!(refused, Refusal::ColumnMissing { heading: "family".to_owned() });
        for text in ["[columns]\nfamily = \"colour\"", "colums = 1", "["] {
            assert!(matches!(MappingFile::read(text), Err(Refusal::Mapping { .. })));
        }
    }
}
