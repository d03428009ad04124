//! What the acts so far have fixed, by what it is called: so that a rule between two acts is one look-up.

use std::collections::{BTreeMap, BTreeSet};

use notary::list::Commitment;
use serde::Serialize;

use super::act::{Act, Kind};
use super::intersect::rules::Rounds;
use super::ledger::Row;
use super::payload::Fact;
use crate::vocabulary::{Digest, ListId, Party, Side, StageNumber};

/// What has been fixed. Acts that lack a signature fix nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Known {
    hidden: BTreeSet<Kind>,
    lists: BTreeMap<Party, BTreeMap<ListId, Listed>>,
    tables: BTreeMap<Side, Digest>,
    commits: BTreeMap<Party, (Digest, u64)>,
    seeds: BTreeMap<Party, Digest>,
    manifests: BTreeMap<Side, BTreeMap<StageNumber, (Digest, u32)>>,
    rounds: Rounds,
    closed: Option<u64>,
}

/// A list that was committed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Listed {
    root: Digest,
    count: u64,
    entry: u64,
}

impl Known {
    /// Notes that the payload of an act is not at hand.
    pub(super) fn see(&mut self, row: &Row) {
        if row.fact.is_none() {
            self.hidden.insert(row.act.kind);
        }
    }

    /// Notes what a whole act fixes. What was fixed first stays; only a manifest may be fixed anew.
    pub(super) fn bind(&mut self, act: &Act, fact: &Fact) {
        let from = act.from;
        match fact {
            Fact::List(list, root, count) => {
                let listed = Listed { root: *root, count: *count, entry: act.seq };
                self.lists.entry(from).or_default().entry(list.clone()).or_insert(listed);
            }
            Fact::Table(side, digest) => {
                self.tables.entry(*side).or_insert(*digest);
            }
            Fact::Match(step) => self.rounds.add(from, act.seq, step),
            Fact::SeedCommit(digest) => {
                self.commits.entry(from).or_insert((*digest, act.seq));
            }
            Fact::SeedReveal(seed) => {
                self.seeds.entry(from).or_insert(*seed);
            }
            Fact::Manifest(stage, digest, people) => {
                if let Some(side) = from.side() {
                    let manifests = self.manifests.entry(side).or_default();
                    manifests.insert(*stage, (*digest, *people));
                }
            }
            Fact::Genesis(..)
            | Fact::Keys(_)
            | Fact::Clauses(_)
            | Fact::Reply(..)
            | Fact::Plan(..)
            | Fact::Notice(_)
            | Fact::Statement(_)
            | Fact::Acknowledges(..)
            | Fact::Handover(..)
            | Fact::Other => {}
        }
    }

    /// Notes that the exchange is closed.
    pub(super) fn close(&mut self, entry: u64) {
        self.closed.get_or_insert(entry);
    }

    /// Returns the entry that closed the exchange.
    pub(super) fn closed(&self) -> Option<u64> {
        self.closed
    }

    /// Says whether the payload of such an act is not at hand, so that a rule on it cannot be judged.
    pub(super) fn hides(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.hidden.contains(kind))
    }

    /// Returns the root and the count of a party's list.
    pub(super) fn list(&self, party: Party, list: &ListId) -> Option<(Digest, u64)> {
        let listed = self.lists.get(&party)?.get(list)?;
        Some((listed.root, listed.count))
    }

    /// Returns the entry at which a party committed to a list.
    pub(super) fn list_entry(&self, party: Party, list: &ListId) -> Option<u64> {
        Some(self.lists.get(&party)?.get(list)?.entry)
    }

    /// Returns the rounds of private intersection.
    pub(super) fn rounds(&self) -> &Rounds {
        &self.rounds
    }

    /// Returns every list: by whom, at which entry, its name and its commitment.
    pub(super) fn lists(&self) -> impl Iterator<Item = (Party, u64, &ListId, Commitment)> {
        let all = self.lists.iter().flat_map(|(party, lists)| {
            lists.iter().map(move |(list, listed)| (*party, list, listed))
        });
        all.map(|(party, list, listed)| {
            let commitment = Commitment { root: listed.root.0, count: listed.count };
            (party, listed.entry, list, commitment)
        })
    }

    /// Returns the digest of a side's sealed table.
    pub(super) fn table(&self, side: Side) -> Option<Digest> {
        self.tables.get(&side).copied()
    }

    /// Returns what a party fixed of its part of the draw, and at which entry.
    pub(super) fn seed_commit(&self, party: Party) -> Option<(Digest, u64)> {
        self.commits.get(&party).copied()
    }

    /// Returns a party's part of the draw, once shown.
    pub(super) fn seed(&self, party: Party) -> Option<Digest> {
        self.seeds.get(&party).copied()
    }

    /// Returns the manifest that a side fixed last for a stage.
    pub(super) fn manifest(&self, stage: StageNumber, side: Side) -> Option<(Digest, u32)> {
        self.manifests.get(&side)?.get(&stage).copied()
    }
}
