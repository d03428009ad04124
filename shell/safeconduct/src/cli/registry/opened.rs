//! People opened from the vault, for whoever may see them.

use std::collections::BTreeSet;

use exchange::registry::{Known, Opened, RecordedClaim};
use exchange::vocabulary::{ClaimId, PersonId};

use super::super::Failure;
use crate::desk::{Desk, Permit};

/// A claim with its words.
pub(super) struct OpenedClaim<'a> {
    pub(super) id: &'a ClaimId,
    pub(super) recorded: &'a RecordedClaim,
    pub(super) words: Opened,
}

/// Opens the claims on a person and all merged with it, as things stand.
pub(super) async fn claims<'a>(
    desk: &'a Desk,
    permit: &Permit,
    person: &PersonId,
) -> Result<Vec<OpenedClaim<'a>>, Failure> {
    let mut opened = Vec::new();
    for (id, recorded) in desk.state().registry.claims_on(person, None) {
        let bytes = desk.read(permit, &recorded.claim.kept.record).await?;
        let words = Opened::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
        opened.push(OpenedClaim { id, recorded, words });
    }
    Ok(opened)
}

/// Opens everybody in the registry, each person once however many entries are merged: what a list is
/// compared with. Who was erased, or has no status, is left out.
pub(crate) async fn known_people(desk: &Desk, permit: &Permit) -> Result<Vec<Known>, Failure> {
    let registry = &desk.state().registry;
    let mut seen = BTreeSet::new();
    let mut people = Vec::new();
    for (person, entry) in &registry.persons {
        if entry.erased || seen.contains(person) {
            continue;
        }
        seen.extend(registry.group(person, None));
        let Some(reading) = registry.status(person, None) else { continue };
        let claims: Vec<_> = claims(desk, permit, person)
            .await?
            .into_iter()
            .map(|one| (one.recorded, one.words))
            .collect();
        people.push(Known::of_claims(person.clone(), reading.status, &claims));
    }
    Ok(people)
}
