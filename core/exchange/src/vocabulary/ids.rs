//! Identifiers. Each kind has its own type, says what it follows, and does not mix with another.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if text.starts_with('.') || !text.bytes().all(plain) {
        return Err(IdRefusal::Character(text.to_owned()));
    }
    Ok(())
}

/// The longest identifier that is kept in place: as long as those that are drawn by chance. A registry holds
/// millions of them, and memory of its own for each would be most of what it takes.
const IN_PLACE: usize = 32;

/// The text of an identifier, checked. Up to [`IN_PLACE`] bytes it is always in place.
#[derive(Clone)]
enum Text {
    InPlace(u8, [u8; IN_PLACE]),
    Apart(Box<str>),
}

impl Text {
    fn read(text: &str) -> Result<Self, IdRefusal> {
        check(text)?;
        let mut bytes = [0; IN_PLACE];
        let length = u8::try_from(text.len()).ok();
        Ok(match (bytes.get_mut(..text.len()), length) {
            (Some(place), Some(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::InPlace(length, bytes)
            }
            (None, _) | (_, None) => Self::Apart(text.into()),
        })
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::InPlace(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or(bytes),
            Self::Apart(text) => text.as_bytes(),
        }
    }

    fn as_str(&self) -> &str {
        match self {
            Self::InPlace(..) => {
                std::str::from_utf8(self.bytes()).expect("an identifier was checked to be ASCII")
            }
            Self::Apart(text) => text,
        }
    }
}

/// Reads an identifier from whatever holds a text.
struct Visitor<T>(std::marker::PhantomData<T>);

impl<T: FromStr<Err = IdRefusal>> serde::de::Visitor<'_> for Visitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Text);

        impl $name {
            /// Reads the identifier, or says what is wrong with the text.
            pub fn read(text: &str) -> Result<Self, IdRefusal> {
                Text::read(text).map(Self)
            }

            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.bytes() == other.0.bytes()
            }
        }

        impl Eq for $name {}

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.bytes().cmp(other.0.bytes())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Visitor(std::marker::PhantomData))
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
                id.as_str().to_owned()
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
    /// Where another program is told of what happens in one instance. Opaque.
    HookId;
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
    /// One photograph, document or letter about a person.
    PaperId;
    /// One passkey of one account. Opaque.
    PasskeyId;
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

    #[test]
    fn identifiers_of_every_length_are_what_they_were_read_from_and_stand_in_the_order_of_their_texts()
     {
        let texts = (1..=64).flat_map(|length| ["a", "b"].map(|sign| sign.repeat(length)));
        let texts: std::collections::BTreeSet<String> = texts.collect();
        let ids: std::collections::BTreeSet<LineId> =
            texts.iter().map(|text| LineId::read(text).unwrap()).collect();
        assert!(ids.iter().map(LineId::as_str).eq(texts.iter().map(String::as_str)));
        for (id, text) in ids.iter().zip(&texts) {
            assert_eq!(&String::from(id.clone()), text);
            let json = serde_json::to_string(id).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(&serde_json::from_str::<LineId>(&json).unwrap(), id);
        }
        assert_eq!(LineId::read(&"a".repeat(65)), Err(IdRefusal::Length(65)));
        assert_eq!(format!("{:?}", LineId::read("b-1").unwrap()), "LineId(\"b-1\")");
        let refused = serde_json::from_str::<LineId>("\"../etc\"").unwrap_err().to_string();
        assert!(refused.starts_with("`../etc` may hold only"), "{refused}");
        assert!(serde_json::from_str::<LineId>("7").is_err());
    }
}
