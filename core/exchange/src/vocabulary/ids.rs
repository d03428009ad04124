//! Identifiers. Each kind has its own type, says what it follows, and does not mix with another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdRefusal {
    /// Nothing stands there, or more than 64 characters do.
    #[error("an identifier has 1 to 64 characters, this one has {0}")]
    Length(usize),
    /// A character that cannot stand in a file name on every machine.
    #[error("`{0}` may hold only a-z, A-Z, 0-9, `-`, `_` and `.`, and does not begin with `.`")]
    Character(String),
}

/// Checks the form that all identifiers share, so that each can be a file name and a log field.
fn check(text: &str) -> Result<(), IdRefusal> {
    if text.is_empty() || text.len() > 64 {
        return Err(IdRefusal::Length(text.chars().count()));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if text.starts_with('.') || !text.chars().all(plain) {
        return Err(IdRefusal::Character(text.to_owned()));
    }
    Ok(())
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads the identifier, or says what is wrong with the text.
            pub fn read(text: &str) -> Result<Self, IdRefusal> {
                check(text).map(|()| Self(text.to_owned()))
            }

            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdRefusal;
            fn from_str(text: &str) -> Result<Self, IdRefusal> {
                Self::read(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdRefusal;
            fn try_from(text: String) -> Result<Self, IdRefusal> {
                Self::read(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

// One list, alphabetical, append only.
id! {
    /// Somebody who may sign in to one instance. Opaque: it says nothing of the name or the role.
    AccountId;
    /// A category of people in an agreement, such as `seriously-wounded`. Follows the terms.
    CategoryId;
    /// One claim about one person in a registry. Never reused, never changed.
    ClaimId;
    /// One clause of an agreement. Follows the terms through every counter-proposal.
    ClauseId;
    /// Somebody who may be told about a person: relative, or the person to be informed of GC III
    /// art. 122(4). Opaque.
    ContactId;
    /// One entry made while checking people off at the line. Made on the device, so that the same entry
    /// arriving twice is known for one.
    EntryId;
    /// One exchange: an agreement and all that is done under it. 128 random bits, in hexadecimal.
    ExchangeId;
    /// A place that cares for returned people: a hospital, a sanatorium, a rehabilitation centre.
    FacilityId;
    /// One line of one list. This is the reference that crosses between the sides: opaque, and new
    /// for every list.
    LineId;
    /// One version of one list.
    ListId;
    /// One map of the columns of a sender's lists.
    MapId;
    /// One notice to one contact.
    NoticeId;
    /// Somebody who answers for returned people, by a working name such as `care-1`.
    OwnerId;
    /// A person in one party's own registry. Opaque, and never crosses to another party.
    PersonId;
    /// One record in a vault. Opaque; the record may be destroyed while its digest stays.
    RecordId;
    /// A region where people were captured, by a public code such as ISO 3166-2.
    RegionId;
    /// One sign-in that lasts until it ends. Public: it is not the token that opens it.
    SessionId;
    /// One statement of one party.
    StatementId;
    /// One thing to be done for a returned person by a day.
    TaskId;
    /// One vehicle of one movement, as the notice and the manifest call it.
    VehicleId;
}

/// A stage of an exchange: one dated handover, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageNumber(pub u16);

impl fmt::Display for StageNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_short_plain_text() {
        assert_eq!(LineId::read("b-0012").unwrap().as_str(), "b-0012");
        assert_eq!(LineId::read(""), Err(IdRefusal::Length(0)));
        assert!(LineId::read("../etc").is_err());
        assert!(LineId::read("Коваль").is_err());
    }
}
