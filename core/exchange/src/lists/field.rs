//! What a column can mean. GC III art. 17 and 122(4) name the items by which a person is known.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The sender's own reference for the person.
    Id,
    /// Surname.
    Surname,
    /// Given name or names.
    GivenName,
    /// Patronymic.
    Patronymic,
    /// The whole name in one cell. Its parts are also given as surname, given name and patronymic.
    FullName,
    /// Birth date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` once read, else as the sender wrote it.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Rank.
    Rank,
    /// Unit. Known for recognising a person; no rule may turn on it (GC III art. 16).
    Unit,
    /// Army, regimental, personal or serial number.
    ServiceNumber,
    /// Day of capture: written like a birth date.
    CapturedOn,
    /// Place of capture.
    CapturedAt,
    /// Health.
    Health,
    /// Sex.
    Sex,
    /// Standing under the Conventions.
    Standing,
    /// The category of the agreement in which the sender puts the person.
    Category,
    /// First name of the father (GC III art. 122(4)).
    FatherName,
    /// Maiden name of the mother (GC III art. 122(4)).
    MotherMaidenName,
    /// The Power on which the person depends (GC III art. 122(4)).
    Power,
    /// Call sign.
    CallSign,
    /// Name and address of the person to be informed (GC III art. 122(4)).
    PersonToInform,
    /// Address for correspondence (GC III art. 122(4)).
    Address,
    /// Nationality (GC IV art. 138).
    Nationality,
    /// Last residence (GC IV art. 138).
    LastResidence,
    /// Distinguishing marks (GC IV art. 138).
    Marks,
    /// Date, place and nature of the measure taken against a civilian (GC IV art. 138).
    Measure,
    /// Number as a prisoner or internee (GC III Annex IV B, 12).
    PrisonerNumber,
    /// Camp or place of internment (GC III Annex IV B, 12).
    Camp,
    /// Where the person was brought from: a camp, a hospital (GC III Annex IV B, 10).
    ComingFrom,
    /// Anything else that the sender wrote.
    Note,
    /// The number of the row within the list. It says nothing about the person.
    Ordinal,
}

impl Field {
    /// All fields, in order.
    pub const ALL: [Self; 31] = [
        Self::Id,
        Self::Surname,
        Self::GivenName,
        Self::Patronymic,
        Self::FullName,
        Self::BirthDate,
        Self::BirthPlace,
        Self::Rank,
        Self::Unit,
        Self::ServiceNumber,
        Self::CapturedOn,
        Self::CapturedAt,
        Self::Health,
        Self::Sex,
        Self::Standing,
        Self::Category,
        Self::FatherName,
        Self::MotherMaidenName,
        Self::Power,
        Self::CallSign,
        Self::PersonToInform,
        Self::Address,
        Self::Nationality,
        Self::LastResidence,
        Self::Marks,
        Self::Measure,
        Self::PrisonerNumber,
        Self::Camp,
        Self::ComingFrom,
        Self::Note,
        Self::Ordinal,
    ];

    /// Returns the field's word, as it stands in records and in a header that we write.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Surname => "surname",
            Self::GivenName => "given-name",
            Self::Patronymic => "patronymic",
            Self::FullName => "full-name",
            Self::BirthDate => "birth-date",
            Self::BirthPlace => "birth-place",
            Self::Rank => "rank",
            Self::Unit => "unit",
            Self::ServiceNumber => "service-number",
            Self::CapturedOn => "captured-on",
            Self::CapturedAt => "captured-at",
            Self::Health => "health",
            Self::Sex => "sex",
            Self::Standing => "standing",
            Self::Category => "category",
            Self::FatherName => "father-name",
            Self::MotherMaidenName => "mother-maiden-name",
            Self::Power => "power",
            Self::CallSign => "call-sign",
            Self::PersonToInform => "person-to-inform",
            Self::Address => "address",
            Self::Nationality => "nationality",
            Self::LastResidence => "last-residence",
            Self::Marks => "marks",
            Self::Measure => "measure",
            Self::PrisonerNumber => "prisoner-number",
            Self::Camp => "camp",
            Self::ComingFrom => "coming-from",
            Self::Note => "note",
            Self::Ordinal => "ordinal",
        }
    }

    /// Reads the word back.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// Says whether the field holds a date.
    pub fn is_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::CapturedOn)
    }

    /// Says whether the field holds a sentence rather than a word, and so may be long.
    pub fn is_long(self) -> bool {
        matches!(
            self,
            Self::Note
                | Self::Address
                | Self::PersonToInform
                | Self::LastResidence
                | Self::Marks
                | Self::Measure
        )
    }

    /// Says whether the field holds a name or a part of one.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Surname | Self::GivenName | Self::Patronymic | Self::FullName)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
