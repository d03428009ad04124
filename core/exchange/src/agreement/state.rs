//! What happened to the terms, and what that adds up to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Clause, Lists, OpenPoint, Row, Settled, Terms, Unsettled, day_of, find_open};
use crate::journal::Recorded;
use crate::vocabulary::{ClauseId, Digest, Party, Side};

/// What happened in this stage. Terms are public and hold nothing about a private person, so they
/// stand in the event whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// What each side says was agreed was recorded. It binds nobody.
    TermsRecorded {
        /// The terms.
        terms: Box<Terms>,
        /// Their digest.
        digest: Digest,
    },
    /// A party proposed a clause; a side that proposes has accepted.
    Proposed {
        /// The party.
        by: Party,
        /// The clause.
        clause: Box<Clause>,
        /// Its digest.
        digest: Digest,
        /// The digest of the signed note in which it did so; none when it is one's own act.
        evidence: Option<Digest>,
    },
    /// A side accepted a clause.
    Accepted {
        /// The side.
        by: Side,
        /// The clause's digest.
        digest: Digest,
        /// The digest of the signed note; none when it is one's own act.
        evidence: Option<Digest>,
    },
    /// A side refused a clause, or took its own proposal back.
    Refused {
        /// The side.
        by: Side,
        /// The clause's digest.
        digest: Digest,
        /// The digest of the signed note; none when it is one's own act.
        evidence: Option<Digest>,
    },
}

/// A clause that somebody proposed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offered {
    /// The clause.
    pub clause: Clause,
    /// Who proposed it, in the order in which they did.
    pub by: Vec<Party>,
    /// The sides that accept it now.
    pub accepted: BTreeSet<Side>,
    /// The sides that refuse it now.
    pub refused: BTreeSet<Side>,
    /// Whether other words under the same id were agreed since it was put forward last.
    pub replaced: bool,
}

impl Offered {
    /// Says whether both sides accept it.
    pub fn is_agreed(&self) -> bool {
        self.accepted.len() == Side::BOTH.len()
    }
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// What each side says was agreed, as last recorded.
    pub terms: Option<Terms>,
    /// Every clause that was proposed, by its digest.
    pub offered: BTreeMap<Digest, Offered>,
    /// The digest of each agreed clause. Later words under the same id take the place of earlier ones
    /// once both sides accept them.
    pub agreed: BTreeMap<ClauseId, Digest>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, _recorded: &Recorded) {
        match event {
            Event::TermsRecorded { terms, digest: _ } => self.terms = Some((**terms).clone()),
            Event::Proposed { by, clause, digest, evidence: _ } => {
                let offered = self.offered.entry(*digest).or_insert_with(|| Offered {
                    clause: (**clause).clone(),
                    by: Vec::new(),
                    accepted: BTreeSet::new(),
                    refused: BTreeSet::new(),
                    replaced: false,
                });
                offered.replaced = false;
                offered.by.push(*by);
                if let Some(side) = by.side() {
                    self.accept(side, *digest);
                }
            }
            Event::Accepted { by, digest, evidence: _ } => self.accept(*by, *digest),
            Event::Refused { by, digest, evidence: _ } => {
                if let Some(offered) = self.offered.get_mut(digest) {
                    offered.accepted.remove(by);
                    offered.refused.insert(*by);
                }
            }
        }
    }

    fn accept(&mut self, side: Side, digest: Digest) {
        let Some(offered) = self.offered.get_mut(&digest) else { return };
        offered.refused.remove(&side);
        offered.accepted.insert(side);
        if !offered.is_agreed() {
            return;
        }
        let id = offered.clause.id.clone();
        // Words that were replaced must be accepted by both again, or one side alone could bring
        // them back.
        for (other, offered) in &mut self.offered {
            if *other != digest && offered.clause.id == id {
                offered.accepted.clear();
                offered.replaced = true;
            }
        }
        self.agreed.insert(id, digest);
    }

    /// Says whether a clause that was proposed may still be agreed by an answer: it is not agreed, and no other words
    /// took its place since.
    pub fn waits(&self, digest: &Digest) -> bool {
        let Some(offered) = self.offered.get(digest) else { return false };
        !offered.replaced && self.agreed.get(&offered.clause.id) != Some(digest)
    }

    /// Returns the agreed clauses, in the order of their ids.
    pub fn agreed_clauses(&self) -> Vec<Clause> {
        let clauses = self.agreed.values().filter_map(|digest| self.offered.get(digest));
        clauses.map(|offered| offered.clause.clone()).collect()
    }

    /// Puts the agreed clauses together.
    ///
    /// # Errors
    /// Everything that still stands in the way.
    pub fn settled(&self) -> Result<Settled, Vec<Unsettled>> {
        Settled::of(&self.agreed_clauses())
    }

    /// Returns the open points: those of the recorded terms whose clause is not agreed, and what the
    /// agreed clauses themselves leave open, such as a date.
    pub fn open_points(&self) -> Vec<OpenPoint> {
        let Some(terms) = &self.terms else { return Vec::new() };
        let mut agreed = terms.clone();
        agreed.rows = self.agreed_clauses().into_iter().map(Row::alike).collect();
        let open = |terms: &Terms| find_open(terms, &Lists::new(), day_of(terms)).points;
        let mut points = open(terms);
        points.retain(|point| !self.agreed.contains_key(&point.clause));
        points.extend(open(&agreed));
        points
    }
}
