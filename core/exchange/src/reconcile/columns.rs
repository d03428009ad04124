//! Which column of a table means what: by its heading, or by a small mapping file.

use std::collections::BTreeMap;

use linkage::record::{Builder, Column, Kind, Records};

use super::Refusal;
use super::mapping_file::Holds;
use crate::lists::{DatePart, DateParts, Field, field_of_heading, is_unknown};

/// Where in a table the identifier stands, and what each compared column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    id: usize,
    columns: Vec<(Place, Column)>,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In one column of the table.
    Of(usize),
    /// In several: a birth date in parts.
    Parts(DateParts),
}

/// Parts while they are looked for.
#[derive(Debug, Default)]
pub(super) struct PartsFound([Option<usize>; 3]);

impl PartsFound {
    /// Notes where a part stands.
    pub(super) fn take(&mut self, part: DatePart, at: usize) -> Result<(), Refusal> {
        let place = &mut self.0[part as usize];
        if place.is_some() {
            return Err(Refusal::TwoColumns { field: part.word().to_owned() });
        }
        *place = Some(at);
        Ok(())
    }

    /// Puts the parts together; none when there are none. A month or a day without a year is refused.
    pub(super) fn whole(&self) -> Result<Option<DateParts>, Refusal> {
        match self.0 {
            [None, None, None] => Ok(None),
            [Some(year), month, day] => Ok(Some(DateParts { year, month, day })),
            [None, ..] => Err(Refusal::YearMissing),
        }
    }
}

impl Mapping {
    /// Finds the columns by the words of their headings, in Ukrainian, Russian or English.
    pub fn by_headings(headings: &[String]) -> Result<Self, Refusal> {
        let mut id = None;
        let mut columns: Vec<(Place, Column)> = Vec::new();
        let parts = DateParts::by_headings(headings);
        if let Some(parts) = parts {
            let label = Field::BirthDate.word().to_owned();
            columns.push((Place::Parts(parts), Column { label, kind: Kind::BirthDate }));
        }
        for (at, heading) in headings.iter().enumerate() {
            if parts.is_some_and(|parts| parts.stand_in(at)) {
                continue;
            }
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
            columns.push((Place::Of(at), Column { label, kind }));
        }
        let id = id.ok_or(Refusal::ColumnMissing { heading: "id".to_owned() })?;
        Self { id, columns }.checked()
    }

    /// Finds the columns that a mapping file names.
    pub(super) fn by_file(
        (id, named): (&str, &BTreeMap<String, Holds>),
        headings: &[String],
    ) -> Result<Self, Refusal> {
        let place = |heading: &str| {
            headings
                .iter()
                .position(|one| one.trim() == heading)
                .ok_or_else(|| Refusal::ColumnMissing { heading: heading.to_owned() })
        };
        let mut id = id.to_owned();
        let mut columns = Vec::new();
        let mut parts = PartsFound::default();
        for (heading, holds) in named {
            let at = place(heading)?;
            match holds {
                Holds::Kind(kind) => {
                    let column = Column { label: heading.clone(), kind: *kind };
                    columns.push((at, (Place::Of(at), column)));
                }
                Holds::Part(part) => parts.take(*part, at)?,
                Holds::Nothing => {}
                Holds::Field(Field::Id) => id.clone_from(heading),
                Holds::Field(field) => {
                    let Some(kind) = kind(*field) else { continue };
                    let column = Column { label: field.word().to_owned(), kind };
                    columns.push((at, (Place::Of(at), column)));
                }
            }
        }
        if let Some(parts) = parts.whole()? {
            let label = Field::BirthDate.word().to_owned();
            let column = Column { label, kind: Kind::BirthDate };
            columns.push((parts.year, (Place::Parts(parts), column)));
        }
        columns.sort_by_key(|(at, _)| *at);
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        Self { id: place(&id)?, columns }.checked()
    }

    fn checked(self) -> Result<Self, Refusal> {
        if self.columns.is_empty() { Err(Refusal::NothingToCompare) } else { Ok(self) }
    }

    /// Begins to read rows.
    pub fn begin(&self) -> Result<Rows<'_>, Refusal> {
        let columns = self.columns.iter().map(|(_, column)| column.clone()).collect();
        Ok(Rows { mapping: self, builder: Builder::new(columns)?, joined: String::new() })
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
    /// A date that stood in parts.
    joined: String,
}

impl Rows<'_> {
    /// Adds a row, given as what stands in each column; a cell that is not there is empty.
    pub fn push<'b>(&mut self, cell: impl Fn(usize) -> Option<&'b str>) -> Result<(), Refusal> {
        let cell = |at: usize| cell(at).unwrap_or_default();
        for (place, _) in &self.mapping.columns {
            if let Place::Parts(parts) = place {
                self.joined = parts.join(cell);
            }
        }
        let joined = self.joined.as_str();
        let cells = self.mapping.columns.iter().map(|(place, _)| match place {
            Place::Of(at) => cell(*at),
            Place::Parts(_) => joined,
        });
        Ok(self.builder.push(cell(self.mapping.id).trim(), cells)?)
    }

    /// Ends the list. A word that means "unknown" counts as nothing.
    pub fn finish(self) -> Result<Records, Refusal> {
        Ok(self.builder.finish(is_unknown)?)
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
    (
        "national-number",
        Kind::Number,
        &[
            "soc sec id",
            "social security number",
            "ssn",
            "national id",
            "national number",
            "снілс",
            "снилс",
        ],
    ),
    (
        "street",
        Kind::Address,
        &["street", "street address", "address 1", "address line 1", "вулиця", "улица"],
    ),
    ("address-line-2", Kind::Text, &["address 2", "address line 2"]),
    (
        "house-number",
        Kind::Postcode,
        &[
            "street number",
            "house number",
            "house",
            "номер будинку",
            "будинок",
            "номер дома",
            "дом",
        ],
    ),
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
}
