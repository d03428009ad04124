//! Sightings: what returned people saw of others who are still held.
//!
//! Somebody who wants to tell, tells; nobody must. What they saw becomes a claim in one's own registry,
//! with its source, and goes nowhere else: shown to the other side it would name the witness and those
//! who were seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lists::Field;
use crate::registry::{
    self, Assertion, Condition, Credibility, Reliability, Source, SourceKind, Stated, Told,
};
use crate::vocabulary::{Digest, PartialDate, PersonId, Private};

/// What is known of the life of the one who was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alive {
    /// Seen alive by the witness.
    Seen,
    /// Said by others to be alive.
    Said,
    /// Seen dead by the witness.
    SeenDead,
    /// Said by others to be dead.
    SaidDead,
}

/// One sighting, as the witness told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    /// Who tells.
    pub witness: PersonId,
    /// Whom they saw, where the own registry knows the person.
    pub about: Option<PersonId>,
    /// What they know of them: names, birth, unit and so on, by the fields of a list.
    pub fields: BTreeMap<Field, Private<String>>,
    /// Whether they live.
    pub alive: Alive,
    /// Where.
    pub place: Private<String>,
    /// When, as far as the witness knows.
    pub when: Option<PartialDate>,
}

/// The form in the vault.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    witness: PersonId,
    about: Option<PersonId>,
    fields: BTreeMap<Field, String>,
    alive: Alive,
    place: String,
    when: Option<PartialDate>,
}

impl Sighting {
    /// Returns the form that goes to the vault.
    pub(super) fn wire(&self) -> impl Serialize {
        let open = |(field, text): (&Field, &Private<String>)| (*field, text.open().clone());
        Wire {
            witness: self.witness.clone(),
            about: self.about.clone(),
            fields: self.fields.iter().map(open).collect(),
            alive: self.alive,
            place: self.place.open().clone(),
            when: self.when,
        }
    }

    /// Reads a sighting from its vault record.
    ///
    /// # Errors
    /// The first thing in the record that is not a sighting, without its value.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let wire: Wire = serde_json::from_slice(bytes)
            .map_err(|error| format!("not a sighting, at column {}", error.column()))?;
        let close = |(field, text)| (field, Private::new(text));
        Ok(Self {
            witness: wire.witness,
            about: wire.about,
            fields: wire.fields.into_iter().map(close).collect(),
            alive: wire.alive,
            place: Private::new(wire.place),
            when: wire.when,
        })
    }

    /// Says whether anything at all is known of whom was seen.
    pub fn names_somebody(&self) -> bool {
        self.about.is_some() || self.fields.values().any(|text| !text.open().trim().is_empty())
    }
}

/// A sighting as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// Who told.
    pub witness: PersonId,
    /// Whom they saw, where known.
    pub about: Option<PersonId>,
    /// Whether they live.
    pub alive: Alive,
    /// What commits to the rest.
    pub digest: Digest,
    /// Whether it has become a claim in the own registry.
    pub filed: bool,
}

/// Turns sightings into claims for the own registry, in the same order.
///
/// Of somebody known it is one claim; of somebody whom the registry does not know it registers them. The
/// witness is at liberty, and nobody yet can judge how far to trust them; what they saw themselves is
/// possible, what they heard cannot be judged.
pub fn sightings_to_claims(sightings: &[Sighting]) -> Vec<registry::Command> {
    sightings.iter().map(claim).collect()
}

fn claim(sighting: &Sighting) -> registry::Command {
    let (says, grade) = match sighting.alive {
        Alive::Seen => (Assertion::SeenHeld, Credibility::read(3)),
        Alive::Said => (Assertion::SeenHeld, None),
        Alive::SeenDead => (Assertion::Dead, Credibility::read(3)),
        Alive::SaidDead => (Assertion::Dead, None),
    };
    let source = Some(Source {
        kind: SourceKind::Witness,
        name: Private::new(sighting.witness.to_string()),
        reliability: Reliability::F,
        credibility: grade.unwrap_or(Credibility::UNKNOWN),
        condition: Condition::AtLiberty,
        language: None,
    });
    let given = |(field, text): (&Field, &Private<String>)| (*field, Stated::Given(text.clone()));
    let place = Some(sighting.place.clone()).filter(|place| !place.open().trim().is_empty());
    let told = Told {
        fields: sighting.fields.iter().map(given).collect(),
        on: sighting.when,
        place,
        words: None,
    };
    match &sighting.about {
        Some(person) => registry::Command::Claim { person: person.clone(), says, source, told },
        None => registry::Command::Register { source, identity: told, also: vec![says] },
    }
}
