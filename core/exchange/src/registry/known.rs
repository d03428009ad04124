//! A person opened for comparison: what the best sources say of them.

use std::collections::BTreeMap;

use super::claim::{Opened, Recorded, Stated};
use super::{Known, Status};
use crate::lists::{Field, facts_of};
use crate::vocabulary::{PersonId, Private};

impl Known {
    /// Puts a person together from claims that the desk opened. Of two values for one thing the better
    /// graded source's stands, and of equals the later one; the others stay in their claims.
    pub fn of_claims(person: PersonId, status: Status, claims: &[(&Recorded, Opened)]) -> Self {
        let mut ordered: Vec<_> = claims.iter().collect();
        // The best comes last and writes over the rest.
        ordered.sort_by_key(|(recorded, _)| {
            let claim = &recorded.claim;
            (std::cmp::Reverse((claim.reliability, claim.credibility)), recorded.number)
        });
        let mut fields: BTreeMap<Field, Private<String>> = BTreeMap::new();
        for (_, opened) in ordered {
            for (field, stated) in &opened.told.fields {
                if let Stated::Given(text) = stated {
                    fields.insert(*field, text.clone());
                }
            }
        }
        let facts = facts_of(&fields);
        Self { person, fields, facts, status }
    }
}
