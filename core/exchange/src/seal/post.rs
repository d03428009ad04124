//! The post between two parties: numbered bundles, each naming the one before it, and how far the other's came.
//!
//! A courier may lose a bundle, bring two in the wrong order, or bring one twice. What is missing shows;
//! what comes early waits; what comes again changes nothing; what cannot be honest is refused by its number.

mod request;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use request::{REQUEST_BYTES_MAX, Request, RequestRefusal};

use super::bundle::{Label, Manifest, NO_BUNDLE};
use crate::vocabulary::Party;

/// The most bundles that wait for one before them.
pub const EARLY_MAX: usize = 1_000;

/// What has come in of the bundles from one party to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    manifests: BTreeMap<u64, Manifest>,
    early: BTreeSet<u64>,
}

/// Where a bundle belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is the next one: take it in.
    Next,
    /// It came before, and changes nothing.
    Again,
    /// Bundles before it have not come: it waits.
    Early {
        /// The first that is missing.
        missing: u64,
    },
}

/// Why a bundle is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostRefusal {
    /// For somebody else.
    #[error("the bundle is for {to}, and this is {own}")]
    Receiver {
        /// Whom it is for.
        to: Party,
        /// Who was about to take it.
        own: Party,
    },
    /// One's own.
    #[error("the bundle comes from {0}, who is about to take it in")]
    Own(Party),
    /// Two under one number.
    #[error(
        "{from} signed two different bundles {seq} to {to}: this one, and the one that came before"
    )]
    Two {
        /// Who signed both.
        from: Party,
        /// To whom.
        to: Party,
        /// Their number.
        seq: u64,
    },
    /// Another bundle before it than the one that came.
    #[error("bundle {seq} from {from} follows another bundle {} than the one that came before", .seq - 1)]
    Before {
        /// Who signed it.
        from: Party,
        /// Its number.
        seq: u64,
    },
    /// More than anybody has waiting.
    #[error("{EARLY_MAX} bundles from {0} wait already for one that is missing")]
    Crowd(Party),
}

impl Received {
    /// Puts together what is known of the way from one party to another.
    pub fn new(manifests: impl IntoIterator<Item = Manifest>, early: BTreeSet<u64>) -> Self {
        let numbered = manifests.into_iter().map(|manifest| (manifest.label.seq, manifest));
        Self { manifests: numbered.collect(), early }
    }

    /// Returns the highest number up to which all have come; none if the first has not.
    pub fn contiguous(&self) -> Option<u64> {
        let whole = (0..).zip(self.manifests.keys()).take_while(|(at, seq)| at == *seq);
        whole.last().map(|(at, _)| at)
    }

    /// Returns the next number that is awaited.
    pub fn awaited(&self) -> u64 {
        self.contiguous().map_or(0, |seq| seq + 1)
    }

    /// Returns the numbers that are missing below the highest that waits.
    pub fn gaps(&self) -> Vec<u64> {
        let Some(last) = self.early.last() else { return Vec::new() };
        // A sender may name any number; no more are told than can wait.
        let missing = (self.awaited()..*last).filter(|seq| !self.early.contains(seq));
        missing.take(EARLY_MAX).collect()
    }

    /// Returns the numbers that came early and wait.
    pub fn early(&self) -> &BTreeSet<u64> {
        &self.early
    }

    /// Returns how far the sender says it has received what was sent to it.
    pub fn acknowledged(&self) -> Option<u64> {
        self.manifests.values().filter_map(|manifest| manifest.label.ack).max()
    }

    /// Says whether this very bundle has come in before.
    pub fn has(&self, manifest: &Manifest) -> bool {
        let own = self.manifests.get(&manifest.label.seq);
        own.is_some_and(|own| own.digest() == manifest.digest())
    }

    /// Says where a bundle belongs, or why to nowhere. The manifest's signatures have been checked.
    pub fn turn(&self, manifest: &Manifest) -> Result<Turn, PostRefusal> {
        let Label { from, to: Some(to), seq, prev, .. } = manifest.label else {
            return Ok(Turn::Again);
        };
        if let Some(own) = self.manifests.get(&seq) {
            let same = own.digest() == manifest.digest();
            return if same { Ok(Turn::Again) } else { Err(PostRefusal::Two { from, to, seq }) };
        }
        let missing = self.awaited();
        if seq > missing {
            let crowd = self.early.len() >= EARLY_MAX && !self.early.contains(&seq);
            return if crowd { Err(PostRefusal::Crowd(from)) } else { Ok(Turn::Early { missing }) };
        }
        let before = seq.checked_sub(1).and_then(|before| self.manifests.get(&before));
        let before = before.map_or(NO_BUNDLE, Manifest::digest);
        if before == prev { Ok(Turn::Next) } else { Err(PostRefusal::Before { from, seq }) }
    }
}

/// Says whether a party may take a bundle in: one that is for it, or for anyone.
pub fn is_for(label: &Label, own: Party) -> Result<(), PostRefusal> {
    if label.from == own {
        return Err(PostRefusal::Own(own));
    }
    match label.to {
        Some(to) if to != own => Err(PostRefusal::Receiver { to, own }),
        _ => Ok(()),
    }
}

/// How the post stands between two parties, seen from one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whose post it is.
    pub own: Party,
    /// The other party.
    pub other: Party,
    /// How many bundles were sent.
    pub sent: u64,
    /// The numbers of those that the other has not acknowledged.
    pub unacknowledged: Vec<u64>,
    /// Up to which number the other's bundles have come without a gap.
    pub received: Option<u64>,
    /// The numbers that are missing.
    pub gaps: Vec<u64>,
    /// The numbers that came early and wait.
    pub waiting: Vec<u64>,
    /// The other acknowledges more than was sent from here: these files are an old copy.
    pub is_old_copy: bool,
}

impl Standing {
    /// Works out how the post stands, from the numbers that were sent and what has come in.
    pub fn new(own: Party, other: Party, sent: &BTreeSet<u64>, received: &Received) -> Self {
        let acknowledged = received.acknowledged();
        let open = |seq: &&u64| acknowledged.is_none_or(|acknowledged| **seq > acknowledged);
        let next = sent.last().map_or(0, |last| last + 1);
        Self {
            own,
            other,
            sent: next,
            unacknowledged: sent.iter().filter(open).copied().collect(),
            received: received.contiguous(),
            gaps: received.gaps(),
            waiting: received.early().iter().copied().collect(),
            is_old_copy: acknowledged.is_some_and(|acknowledged| acknowledged >= next),
        }
    }

    /// Says whether nothing is missing and nothing unacknowledged.
    pub fn is_settled(&self) -> bool {
        self.unacknowledged.is_empty() && self.waiting.is_empty() && !self.is_old_copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Digest, ExchangeId};

    fn manifest(seq: u64, prev: Digest, ack: Option<u64>) -> Manifest {
        let label = Label { from: Party::B, to: Some(Party::A), seq, prev, ack };
        let exchange = ExchangeId::read(&"0a".repeat(16)).unwrap();
        Manifest { exchange, label, files: BTreeMap::new() }
    }

    fn four() -> Vec<Manifest> {
        let mut all: Vec<Manifest> = Vec::new();
        for seq in 0..4 {
            let prev = all.last().map_or(NO_BUNDLE, Manifest::digest);
            all.push(manifest(seq, prev, seq.checked_sub(1)));
        }
        all
    }

    #[test]
    fn a_bundle_is_next_comes_again_or_waits_for_the_one_before() {
        let all = four();
        let two = Received::new(all[..2].to_vec(), BTreeSet::new());
        assert_eq!(two.turn(&all[2]), Ok(Turn::Next));
        assert_eq!(two.turn(&all[1]), Ok(Turn::Again));
        assert_eq!(two.turn(&all[3]), Ok(Turn::Early { missing: 2 }));
        assert_eq!((two.contiguous(), two.acknowledged()), (Some(1), Some(0)));
        assert_eq!(Received::default().turn(&all[0]), Ok(Turn::Next));
    }

    #[test]
    fn another_bundle_of_one_number_or_after_another_one_is_refused() {
        let all = four();
        let (from, to) = (Party::B, Party::A);
        let two = Received::new(all[..2].to_vec(), BTreeSet::new());
        let other = manifest(1, all[0].digest(), Some(7));
        assert_eq!(two.turn(&other), Err(PostRefusal::Two { from, to, seq: 1 }));
        let after = manifest(2, other.digest(), None);
        assert_eq!(two.turn(&after), Err(PostRefusal::Before { from, seq: 2 }));
        let crowd = Received::new([], (1..=1_000).collect());
        assert_eq!(
            crowd.turn(&manifest(2_000, all[0].digest(), None)),
            Err(PostRefusal::Crowd(from))
        );
    }

    #[test]
    fn only_the_receiver_takes_a_bundle_in() {
        let label = four()[0].label;
        assert_eq!(is_for(&label, Party::A), Ok(()));
        let (to, own) = (Party::A, Party::Mediator);
        assert_eq!(is_for(&label, own), Err(PostRefusal::Receiver { to, own }));
        assert_eq!(is_for(&label, Party::B), Err(PostRefusal::Own(Party::B)));
        assert_eq!(is_for(&Label::for_anyone(Party::B), own), Ok(()));
    }

    #[test]
    fn what_is_missing_and_what_is_not_acknowledged_shows() {
        let all = four();
        let received = Received::new(all[..2].to_vec(), BTreeSet::from([4, 6]));
        assert_eq!(received.gaps(), [2, 3, 5]);
        let standing = Standing::new(Party::A, Party::B, &BTreeSet::from([0, 1, 2]), &received);
        assert_eq!(standing.unacknowledged, [1, 2]);
        assert_eq!((standing.sent, standing.is_old_copy), (3, false));
        let old = Standing::new(Party::A, Party::B, &BTreeSet::new(), &received);
        assert!(old.is_old_copy && !old.is_settled());
    }
}
