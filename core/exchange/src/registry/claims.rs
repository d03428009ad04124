//! Every claim of a registry, in the order in which claims were recorded.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::claim::Recorded;
use crate::vocabulary::ClaimId;

/// Where a claim stands among all claims, counted from 0 in the order in which they were recorded.
///
/// A registry holds millions of claims, and each person cites theirs: a number takes a tenth of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ClaimPlace(u32);

/// Claims by their places, and by their references.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Claims {
    recorded: Vec<(ClaimId, Recorded)>,
    /// Made when the first claim is looked up by its reference: most work follows places.
    #[serde(skip)]
    places: OnceLock<BTreeMap<ClaimId, ClaimPlace>>,
}

impl PartialEq for Claims {
    fn eq(&self, other: &Self) -> bool {
        self.recorded == other.recorded
    }
}

impl Claims {
    /// Adds a claim behind all others, and says where it stands now.
    pub(super) fn push(&mut self, claim: ClaimId, recorded: Recorded) -> ClaimPlace {
        let place = self.next();
        if let Some(places) = self.places.get_mut() {
            places.insert(claim.clone(), place);
        }
        self.recorded.push((claim, recorded));
        place
    }

    /// Makes room for so many more claims.
    pub(super) fn reserve(&mut self, more: usize) {
        self.recorded.reserve(more);
    }

    fn next(&self) -> ClaimPlace {
        let place = u32::try_from(self.recorded.len());
        ClaimPlace(place.expect("memory ends long before four thousand million claims"))
    }

    /// Returns the claim at a place.
    pub fn at(&self, place: ClaimPlace) -> Option<(&ClaimId, &Recorded)> {
        let (claim, recorded) = self.recorded.get(usize::try_from(place.0).ok()?)?;
        Some((claim, recorded))
    }

    fn place(&self, claim: &ClaimId) -> Option<ClaimPlace> {
        let places = self.places.get_or_init(|| {
            (0..).map(ClaimPlace).zip(&self.recorded).map(|(at, one)| (one.0.clone(), at)).collect()
        });
        places.get(claim).copied()
    }

    /// Returns a claim.
    pub fn get(&self, claim: &ClaimId) -> Option<&Recorded> {
        Some(self.at(self.place(claim)?)?.1)
    }

    /// Returns a claim to be changed.
    pub(super) fn get_mut(&mut self, claim: &ClaimId) -> Option<&mut Recorded> {
        let place = usize::try_from(self.place(claim)?.0).ok()?;
        Some(&mut self.recorded.get_mut(place)?.1)
    }

    /// Goes through all claims in the order in which they were recorded.
    pub fn iter(&self) -> impl Iterator<Item = (&ClaimId, &Recorded)> {
        self.recorded.iter().map(|(claim, recorded)| (claim, recorded))
    }

    /// Goes through what was recorded, in its order.
    pub fn values(&self) -> impl Iterator<Item = &Recorded> {
        self.recorded.iter().map(|(_, recorded)| recorded)
    }

    /// Returns how many claims there are.
    pub fn len(&self) -> usize {
        self.recorded.len()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.recorded.is_empty()
    }
}
