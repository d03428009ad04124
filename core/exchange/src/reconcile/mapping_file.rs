//! The small file that says what columns hold, where their headings do not.

use std::collections::{BTreeMap, BTreeSet};

use linkage::record::Kind;
use serde::de::value::{Error as PlainError, StrDeserializer};
use serde::de::{Error as _, IntoDeserializer as _};
use serde::{Deserialize, Deserializer};

use super::columns::PartsFound;
use super::{Mapping, Refusal};
use crate::lists::{self, ColumnMap, DatePart, DateParts, Field, MappedColumn};

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
    /// Heading to what the column holds, for both lists.
    columns: BTreeMap<String, Holds>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A kind of value.
    Kind(Kind),
    /// A part of the birth date.
    Part(DatePart),
    /// A field of lists, by its word.
    Field(Field),
    /// Nothing that is read.
    Nothing,
}

impl<'de> Deserialize<'de> for Holds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        if word == lists::NOT_READ {
            return Ok(Self::Nothing);
        }
        let text: StrDeserializer<'_, PlainError> = word.as_str().into_deserializer();
        if let Ok(kind) = Kind::deserialize(text) {
            return Ok(Self::Kind(kind));
        }
        if let Some(part) = DatePart::ALL.into_iter().find(|part| part.word() == word) {
            return Ok(Self::Part(part));
        }
        if let Some(field) = Field::ALL.into_iter().find(|field| field.word() == word) {
            return Ok(Self::Field(field));
        }
        Err(D::Error::custom(format!(
            "`{word}` is no kind of column; write surname, given-name, patronymic, full-name, \
             birth-date, birth-year, birth-month, birth-day, date, place, rank, unit, number, postcode, \
             address, word, sex, text, not-read, or a field of spec/3-lists.md"
        )))
    }
}

/// What the columns of a table mean, as fields of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// For each column the field that the file says it holds, if it says so.
    pub fields: Vec<Option<Field>>,
    /// A birth date that stands in parts.
    pub birth: Option<DateParts>,
}

impl MappingFile {
    /// Reads a mapping file.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        toml::from_str(text).map_err(|error| Refusal::Mapping { why: error.message().to_owned() })
    }

    /// Finds the columns in a table's headings.
    pub fn apply(&self, headings: &[String]) -> Result<Mapping, Refusal> {
        Mapping::by_file((self.id.as_deref().unwrap_or("id"), &self.columns), headings)
    }

    /// Returns the headings that the file speaks of.
    pub fn headings(&self) -> BTreeSet<&str> {
        self.columns.keys().chain(&self.id).map(String::as_str).collect()
    }

    /// Returns what it says of the columns of a list; of others their headings speak.
    pub fn column_map(&self) -> ColumnMap {
        let id = self.id.iter().map(|heading| (heading, lists::Holds::Field(Field::Id)));
        let named = self.columns.iter().filter(|(heading, _)| self.id.as_ref() != Some(heading));
        let named = named.map(|(heading, holds)| {
            let holds = match *holds {
                Holds::Part(part) => lists::Holds::Part(part),
                Holds::Field(field) => lists::Holds::Field(field),
                Holds::Kind(kind) => {
                    field_of_kind(kind).map_or(lists::Holds::Nothing, lists::Holds::Field)
                }
                Holds::Nothing => lists::Holds::Nothing,
            };
            (heading, holds)
        });
        let column =
            |(heading, holds): (&String, _)| MappedColumn { heading: heading.clone(), holds };
        ColumnMap::some(id.chain(named).map(column).collect())
    }

    /// Says which fields of lists the columns of a table hold. Headings that are not in this table are
    /// passed over: lists and registries are headed in different languages.
    pub fn fields<T: AsRef<str>>(&self, headings: &[T]) -> Result<Renamed, Refusal> {
        let mut fields = vec![None; headings.len()];
        let mut taken = BTreeSet::new();
        let mut parts = PartsFound::default();
        for (at, heading) in headings.iter().enumerate() {
            let heading = heading.as_ref().trim();
            let holds = self.columns.get(heading).copied();
            let is_id = self.id.as_deref() == Some(heading);
            let field = match holds {
                Some(Holds::Part(part)) => {
                    parts.take(part, at)?;
                    continue;
                }
                _ if is_id => Some(Field::Id),
                Some(Holds::Field(field)) => Some(field),
                Some(Holds::Kind(kind)) => field_of_kind(kind),
                Some(Holds::Nothing) | None => None,
            };
            let Some(field) = field else { continue };
            if !taken.insert(field) {
                return Err(Refusal::TwoColumns { field: field.word().to_owned() });
            }
            fields[at] = Some(field);
        }
        let birth = parts.whole()?;
        if birth.is_some() && taken.contains(&Field::BirthDate) {
            return Err(Refusal::TwoColumns { field: Field::BirthDate.word().to_owned() });
        }
        Ok(Renamed { fields, birth })
    }
}

/// The field of lists that a kind stands for; none for kinds that no list of an exchange has.
fn field_of_kind(kind: Kind) -> Option<Field> {
    Some(match kind {
        Kind::Surname => Field::Surname,
        Kind::GivenName => Field::GivenName,
        Kind::Patronymic => Field::Patronymic,
        Kind::FullName => Field::FullName,
        Kind::BirthDate => Field::BirthDate,
        Kind::Date => Field::CapturedOn,
        Kind::Place => Field::BirthPlace,
        Kind::Rank => Field::Rank,
        Kind::Unit => Field::Unit,
        Kind::Number => Field::ServiceNumber,
        Kind::Sex => Field::Sex,
        Kind::Address => Field::Address,
        Kind::Text => Field::Note,
        Kind::Postcode | Kind::Word => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
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

    #[test]
    fn a_birth_date_may_stand_in_parts() {
        let text = "[columns]\nfamily = \"surname\"\ny = \"birth-year\"\nm = \"birth-month\"";
        let file = MappingFile::read(text).unwrap();
        let mapping = file.apply(&headings(&["id", "family", "m", "y"])).unwrap();
        let rows = [["1", "Коваль", "7", "1990"], ["2", "Коваль", "", "1990"]];
        let rows: Vec<Vec<String>> = rows.iter().map(|row| headings(row)).collect();
        let records = mapping.records(&rows).unwrap();
        assert_eq!([records.cell(0, 1), records.cell(1, 1)], ["07.1990", "1990"]);
        let alone = MappingFile::read("[columns]\nm = \"birth-month\"").unwrap();
        assert_eq!(alone.apply(&headings(&["id", "m"])), Err(Refusal::YearMissing));
        let twice = MappingFile::read("[columns]\na = \"birth-year\"\nb = \"birth-year\"").unwrap();
        let refused = twice.apply(&headings(&["id", "a", "b"]));
        assert!(matches!(refused, Err(Refusal::TwoColumns { .. })));
    }

    #[test]
    fn fields_of_lists_are_named_where_a_table_has_their_headings() {
        let text =
            "id = \"no\"\n[columns]\nfamily = \"surname\"\ntown = \"place\"\nwhat = \"standing\"";
        let file = MappingFile::read(text).unwrap();
        let found = file.fields(&["no", "family", "прізвище", "what"]).unwrap();
        let expected = [Some(Field::Id), Some(Field::Surname), None, Some(Field::Standing)];
        assert_eq!(found, Renamed { fields: expected.to_vec(), birth: None });
        let twice = MappingFile::read("[columns]\na = \"surname\"\nb = \"surname\"").unwrap();
        assert!(twice.fields(&["a"]).is_ok());
        assert!(matches!(twice.fields(&["a", "b"]), Err(Refusal::TwoColumns { .. })));
    }

    proptest::proptest! {
        #[test]
        fn no_file_and_no_heading_makes_it_panic(
            heads in proptest::collection::vec("\\PC{0,12}", 0..6),
            kinds in proptest::collection::vec("birth-(year|month|day)|surname|date|place|x", 0..6),
            cell in "\\PC{0,20}",
        ) {
            let lines = heads.iter().zip(&kinds).map(|(head, kind)| format!("{head:?} = {kind:?}"));
            let text = format!("[columns]\n{}", lines.collect::<Vec<_>>().join("\n"));
            if let Ok(file) = MappingFile::read(&text) {
                drop(file.fields(&heads));
                if let Ok(mapping) = file.apply(&heads) {
                    drop(mapping.records(&[vec![cell.clone(); heads.len()], vec![cell.clone()]]));
                }
            }
            drop(MappingFile::read(&cell));
            drop(Mapping::by_headings(&heads));
        }
    }
}
