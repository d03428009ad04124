//! A person's card: what a search opens. It is made from claims and can always be made again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::claim::{Opened, Recorded, Stated};
use super::search::{Key, folded_number, keys_of};
use super::{Known, Status};
use crate::lists::{Field, facts_of, read_date};
use crate::vocabulary::{DateReading, PartialDate, PersonId, Private};

/// The most ways of writing a name that stand on one card, those of the best sources.
pub const CARD_NAMES_MAX: usize = 48;
/// The most birth dates, and the most numbers, that stand on one card.
pub const CARD_VALUES_MAX: usize = 8;

/// What is known of one person, all entries that are merged taken together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Card {
    /// Of each thing what the best source says of it.
    pub fields: BTreeMap<Field, Private<String>>,
    /// Every way in which the name was written, the best source's first.
    pub names: Vec<Private<String>>,
    /// Every birth date that was given.
    pub births: Vec<PartialDate>,
    /// Every service and prisoner's number that was given.
    pub numbers: Vec<Private<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    f: BTreeMap<Field, String>,
    n: Vec<String>,
    b: Vec<PartialDate>,
    s: Vec<String>,
}

impl Card {
    /// Puts a card together from claims that were opened. Of two values for one thing the better graded
    /// source's stands, and of equals the later one, unless somebody settled it for the claim of a
    /// certain number; the others stay in their claims.
    pub fn of_claims(claims: &[(&Recorded, Opened)], settled: &BTreeMap<Field, u64>) -> Self {
        let mut ordered: Vec<_> = claims.iter().collect();
        // The best comes last and writes over the rest.
        ordered.sort_by_key(|(recorded, _)| {
            let claim = &recorded.claim;
            (std::cmp::Reverse((claim.reliability, claim.credibility)), recorded.number)
        });
        let mut card = Self::default();
        for (field, number) in settled {
            let whose = claims.iter().find(|(recorded, _)| recorded.number == *number);
            if let Some(Stated::Given(text)) =
                whose.and_then(|(_, opened)| opened.told.fields.get(field))
            {
                card.fields.insert(*field, text.clone());
            }
        }
        let (mut written, mut numbered) = (BTreeSet::new(), BTreeSet::new());
        for (_, opened) in ordered.into_iter().rev() {
            let given = |field: Field| match opened.told.fields.get(&field) {
                Some(Stated::Given(text)) if !text.open().trim().is_empty() => Some(text),
                Some(Stated::Given(_) | Stated::Refused | Stated::Unable) | None => None,
            };
            let name = [Field::Surname, Field::GivenName, Field::Patronymic]
                .into_iter()
                .filter_map(given)
                .map(|text| text.open().trim())
                .collect::<Vec<_>>()
                .join(" ");
            if !name.is_empty() && card.names.len() < CARD_NAMES_MAX && written.insert(name.clone())
            {
                card.names.push(Private::new(name));
            }
            if let Some(DateReading::Read(birth)) =
                given(Field::BirthDate).map(|text| read_date(text.open()))
                && card.births.len() < CARD_VALUES_MAX
                && !card.births.contains(&birth)
            {
                card.births.push(birth);
            }
            for number in
                [Field::ServiceNumber, Field::PrisonerNumber].into_iter().filter_map(given)
            {
                if card.numbers.len() < CARD_VALUES_MAX
                    && numbered.insert(folded_number(number.open()))
                {
                    card.numbers.push(number.clone());
                }
            }
            for (field, stated) in &opened.told.fields {
                if let Stated::Given(text) = stated {
                    card.fields.entry(*field).or_insert_with(|| text.clone());
                }
            }
        }
        card
    }

    /// Returns the keys by which the person is found.
    pub fn keys(&self) -> BTreeSet<Key> {
        keys_of(self)
    }

    /// Turns the card into what a list is compared with.
    pub fn known(self, person: PersonId, status: Status) -> Known {
        let facts = facts_of(&self.fields);
        Known { person, fields: self.fields, facts, status }
    }

    /// Writes the card as the bytes that are sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let open = |text: &Private<String>| text.open().clone();
        let wire = Wire {
            f: self.fields.iter().map(|(field, text)| (*field, open(text))).collect(),
            n: self.names.iter().map(open).collect(),
            b: self.births.clone(),
            s: self.numbers.iter().map(open).collect(),
        };
        serde_json::to_vec(&wire).expect("a map of text keys and plain values is JSON")
    }

    /// Reads the bytes of a card.
    ///
    /// # Errors
    /// When the bytes are not a card.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let wire: Wire = serde_json::from_slice(bytes)?;
        let close = |texts: Vec<String>| texts.into_iter().map(Private::new).collect();
        Ok(Self {
            fields: wire.f.into_iter().map(|(field, text)| (field, Private::new(text))).collect(),
            names: close(wire.n),
            births: wire.b,
            numbers: close(wire.s),
        })
    }
}
