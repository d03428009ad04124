//! What leaves the journal for the vault, and what is destroyed there.

use serde::{Deserialize, Serialize};

use super::Context;
use crate::vocabulary::{Digest, PersonId, Private, RecordId};

/// A part of the vault with a key of its own, so that a role can be let into one and not another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compartment {
    /// Who somebody is: names, birth, service number, place.
    Identity,
    /// Health, the wish heard in private, fitness to travel.
    Health,
    /// Relatives and what they were told.
    Family,
    /// Lines of lists as they were sent and received.
    List,
}

impl Compartment {
    /// All compartments, in order.
    pub const ALL: [Self; 4] = [Self::Identity, Self::Health, Self::Family, Self::List];

    /// Those that can be closed: their records are opened only by people who have signed in. What the
    /// program does by itself, searching and matching, needs the other one.
    pub const CLOSABLE: [Self; 3] = [Self::Health, Self::Family, Self::List];

    /// Returns the compartment's word, as it stands in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Health => "health",
            Self::Family => "family",
            Self::List => "list",
        }
    }
}

/// A change to the vault, made in the same transaction as the events it belongs to.
#[derive(Debug, Clone)]
pub enum VaultChange {
    /// Keeps a record. The event carries [`VaultChange::digest`] of it and never the bytes.
    Keep {
        /// The record's opaque name.
        record: RecordId,
        /// Whom it is about; erasing the person destroys it.
        person: Option<PersonId>,
        /// Where it is kept.
        compartment: Compartment,
        /// 32 unpredictable bytes, kept and destroyed with the record.
        salt: [u8; 32],
        /// The record itself.
        bytes: Private<Vec<u8>>,
    },
    /// Destroys every record about a person, salts included. Events and digests stay.
    EraseAbout(PersonId),
    /// Destroys one record, salt included.
    Erase(RecordId),
}

impl VaultChange {
    /// Keeps the JSON of a wire struct under a drawn name and salt, and returns the name and the digest
    /// for the event. `purpose` and `number` must differ between the records of one command.
    pub fn keep(
        context: &Context,
        (purpose, number): (&str, u64),
        person: Option<&PersonId>,
        compartment: Compartment,
        wire: &impl Serialize,
    ) -> (RecordId, Digest, Self) {
        let record = RecordId::read(&context.draw_id(purpose, number))
            .expect("a drawn identifier is 32 hexadecimal digits");
        let salt = context.draw(&format!("{purpose}/salt"), number);
        let bytes = serde_json::to_vec(wire).expect("a wire struct is plain JSON");
        let digest = Self::digest(&salt, &bytes);
        let change = Self::Keep {
            record: record.clone(),
            person: person.cloned(),
            compartment,
            salt,
            bytes: Private::new(bytes),
        };
        (record, digest, change)
    }

    /// Commits to a record: SHA-256 of the salt and the bytes. Without the salt it says nothing.
    pub fn digest(salt: &[u8; 32], bytes: &[u8]) -> Digest {
        Digest::of(&[salt, bytes])
    }
}
