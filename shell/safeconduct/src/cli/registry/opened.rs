//! People opened from the vault, for whoever may see them.

use exchange::registry::{Opened, RecordedClaim};
use exchange::vocabulary::{ClaimId, PersonId};
use jiff::Timestamp;

use super::super::Failure;
use crate::desk::{Desk, Permit};

/// A claim with its words.
pub(crate) struct OpenedClaim<'a> {
    pub(crate) id: &'a ClaimId,
    pub(crate) recorded: &'a RecordedClaim,
    pub(crate) words: Opened,
}

/// Opens the claims on a person and all merged with it, as things stand.
pub(crate) async fn claims<'a>(
    desk: &'a Desk,
    permit: &Permit,
    person: &PersonId,
) -> Result<Vec<OpenedClaim<'a>>, Failure> {
    let claims = desk.about(person).await?.registry.claims_on(person, None);
    open(desk, permit, claims).await
}

/// Opens all that was recorded of a person up to a moment, what was taken back too.
pub(crate) async fn said_of<'a>(
    desk: &'a Desk,
    permit: &Permit,
    (person, moment): (&PersonId, Option<Timestamp>),
) -> Result<Vec<OpenedClaim<'a>>, Failure> {
    let claims = desk.about(person).await?.registry.said_of(person, moment);
    open(desk, permit, claims).await
}

async fn open<'a>(
    desk: &Desk,
    permit: &Permit,
    claims: Vec<(&'a ClaimId, &'a RecordedClaim)>,
) -> Result<Vec<OpenedClaim<'a>>, Failure> {
    let mut opened = Vec::new();
    for (id, recorded) in claims {
        let bytes = desk.read(permit, &recorded.claim.kept.record).await?;
        let words = Opened::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
        opened.push(OpenedClaim { id, recorded, words });
    }
    Ok(opened)
}
