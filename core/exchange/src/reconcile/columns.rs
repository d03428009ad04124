//! Which column of a table means what: by its heading, or by a small mapping file.

use std::collections::BTreeMap;

use linkage::record::{Builder, Column, Kind, Records};
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

/// Headings of columns that tell who somebody is and that no list of an exchange has: those of
/// registers and census lists. Folded: lower case, one blank between words.
const OTHER_HEADINGS: &[(&str, Kind, &[&str])] = &[
    (
        "postcode",
        Kind::Postcode,
        &[
            "postcode",
            "post code",
            "postal code",
            "zip",
            "zip code",
            "індекс",
            "поштовий індекс",
            "индекс",
            "почтовый индекс",
        ],
    ),
    (
        "document-number",
        Kind::Number,
        &[
            "document number",
            "document no",
            "passport number",
            "passport",
            "id card",
            "номер документа",
            "паспорт",
            "номер паспорта",
            "серія і номер паспорта",
            "серия и номер паспорта",
        ],
    ),
    (
        "tax-number",
        Kind::Number,
        &["tax number", "tax id", "рнокпп", "іпн", "ипн", "инн", "податковий номер"],
    ),
    ("street", Kind::Address, &["street", "street address", "вулиця", "улица"]),
    (
        "home-town",
        Kind::Place,
        &[
            "town",
            "city",
            "suburb",
            "settlement",
            "місто",
            "населений пункт",
            "город",
            "населенный пункт",
        ],
    ),
];

fn of_other_heading(heading: &str) -> Option<(&'static str, Kind)> {
    let lower = heading.to_lowercase().replace(['_', '-', '.'], " ");
    let folded = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    OTHER_HEADINGS
        .iter()
        .find(|(_, _, words)| words.contains(&folded.as_str()))
        .map(|(label, kind, _)| (*label, *kind))
}

impl Mapping {
    /// Finds the columns by the words of their headings, in Ukrainian, Russian or English.
    pub fn by_headings(headings: &[String]) -> Result<Self, Refusal> {
        let mut id = None;
        let mut columns: Vec<(usize, Column)> = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let (label, kind) = match field_of_heading(heading) {
                Some(Field::Id) => {
                    id = id.or(Some(at));
                    continue;
                }
                Some(Field::Address) => (Field::Address.word(), Kind::Address),
                Some(field) => {
                    let Some(kind) = kind(field) else { continue };
                    (field.word(), kind)
                }
                None => {
                    let Some(more) = of_other_heading(heading) else { continue };
                    more
                }
            };
            let label = label.to_owned();
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

    /// Begins to read rows.
    pub fn begin(&self) -> Result<Rows<'_>, Refusal> {
        let columns = self.columns.iter().map(|(_, column)| column.clone()).collect();
        Ok(Rows { mapping: self, builder: Builder::new(columns)? })
    }

    /// Makes records of rows of text.
    pub fn records(&self, rows: &[Vec<String>]) -> Result<Records, Refusal> {
        let mut reading = self.begin()?;
        for row in rows {
            reading.push(|at| row.get(at).map(String::as_str))?;
        }
        reading.finish()
    }
}

/// Takes in rows as a mapping says.
pub struct Rows<'a> {
    mapping: &'a Mapping,
    builder: Builder,
}

impl Rows<'_> {
    /// Adds a row, given as what stands in each column; a cell that is not there is empty.
    pub fn push<'b>(&mut self, cell: impl Fn(usize) -> Option<&'b str>) -> Result<(), Refusal> {
        let id = cell(self.mapping.id).unwrap_or_default().trim();
        let cells = self.mapping.columns.iter().map(|(at, _)| cell(*at).unwrap_or_default());
        Ok(self.builder.push(id, cells)?)
    }

    /// Ends the list. A word that means "unknown" counts as nothing.
    pub fn finish(self) -> Result<Records, Refusal> {
        Ok(self.builder.finish(is_unknown)?)
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
        let more = headings(&["id", "Паспорт", "Почтовый индекс", "address", "town"]);
        let kinds: Vec<Kind> =
            Mapping::by_headings(&more).unwrap().columns.iter().map(|(_, c)| c.kind).collect();
        assert_eq!(kinds, [Kind::Number, Kind::Postcode, Kind::Address, Kind::Place]);
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
