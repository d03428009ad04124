//! People opened from the vault, for whoever may see them.

use exchange::registry::{Known, Opened, RecordedClaim};
use exchange::vocabulary::{ClaimId, PersonId};
use rayon::prelude::*;

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
    for (id, recorded) in desk.about(person).await?.registry.claims_on(person, None) {
        let bytes = desk.read(permit, &recorded.claim.kept.record).await?;
        let words = Opened::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
        opened.push(OpenedClaim { id, recorded, words });
    }
    Ok(opened)
}

/// Opens the cards of everybody in the registry, each person once however many entries are merged: what
/// a list is compared with. Who was erased, or has no status, is left out.
pub(crate) async fn known_people(desk: &Desk, permit: &Permit) -> Result<Vec<Known>, Failure> {
    let registry = &desk.state().registry;
    let cards = desk.cards(permit).await?;
    let known = cards.into_par_iter().filter_map(|one| {
        let reading = registry.status(&one.person, None)?;
        Some(one.card.known(one.person, reading.status))
    });
    let mut known: Vec<Known> = known.collect();
    known.par_sort_unstable_by(|one, other| one.person.cmp(&other.person));
    Ok(known)
}
