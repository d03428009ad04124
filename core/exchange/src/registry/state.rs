//! What the journal knows of people: opaque references, claims, and which of them are one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::claim::Recorded as RecordedClaim;
use super::ladder::climb;
use super::{Assertion, Claim, Kept, StatusReading};
use crate::journal::Recorded;
use crate::vocabulary::{ClaimId, LineId, PersonId};

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// Somebody entered the registry.
    Registered {
        /// Their reference.
        person: PersonId,
    },
    /// Somebody said something of a person.
    Claimed {
        /// The claim's reference.
        claim: ClaimId,
        /// The claim.
        about: Box<Claim>,
    },
    /// A source took back what it said. The claim stays in the journal and counts no more.
    Withdrawn {
        /// The claim.
        claim: ClaimId,
        /// Why, in the vault.
        why: Kept,
    },
    /// Two entries are said to be one person, which would change a status; a second person must agree.
    MergeProposed {
        /// The reference of the merge.
        claim: ClaimId,
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
        /// Why, in the vault.
        why: Kept,
    },
    /// Two entries are one person.
    Merged {
        /// The reference of the merge.
        claim: ClaimId,
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
    },
    /// A merge was undone; each entry has its own claims again.
    Unmerged {
        /// The reference of the merge.
        claim: ClaimId,
    },
    /// What was known of a person was destroyed. The events stay.
    Erased {
        /// The person.
        person: PersonId,
    },
}

/// What the journal knows of one entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Person {
    /// The number of the event that entered it.
    pub entered: u64,
    /// Its claims, in the order in which they were recorded.
    pub claims: Vec<ClaimId>,
    /// Merges that name it.
    pub merges: BTreeSet<ClaimId>,
    /// Says whether the data was destroyed.
    pub erased: bool,
}

/// A merge of two entries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Merge {
    /// One entry.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// Who proposed or made it.
    pub by: String,
    /// When it took effect; a proposal has not.
    pub since: Option<Timestamp>,
    /// When it was undone.
    pub until: Option<Timestamp>,
}

impl Merge {
    /// Says whether the two were one at a moment; without a moment, as things stand.
    pub fn holds_at(&self, moment: Option<Timestamp>) -> bool {
        match (self.since, moment) {
            (None, _) => false,
            (Some(_), None) => self.until.is_none(),
            (Some(since), Some(moment)) => {
                since <= moment && self.until.is_none_or(|until| until > moment)
            }
        }
    }
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// Every entry.
    pub persons: BTreeMap<PersonId, Person>,
    /// Every claim.
    pub claims: BTreeMap<ClaimId, RecordedClaim>,
    /// Every merge, those undone too.
    pub merges: BTreeMap<ClaimId, Merge>,
    /// Whom the lines of lists stand for, by the last claim that says so.
    pub lines: BTreeMap<LineId, PersonId>,
}

impl State {
    /// Returns all entries that are one person with this one, itself among them.
    pub fn group(&self, person: &PersonId, moment: Option<Timestamp>) -> BTreeSet<PersonId> {
        let mut found = BTreeSet::from([person.clone()]);
        let mut open = vec![person.clone()];
        while let Some(one) = open.pop() {
            let merges = self.persons.get(&one).map(|entry| &entry.merges);
            for merge in merges.into_iter().flatten().filter_map(|claim| self.merges.get(claim)) {
                if !merge.holds_at(moment) {
                    continue;
                }
                for next in [&merge.one, &merge.other] {
                    if found.insert(next.clone()) {
                        open.push(next.clone());
                    }
                }
            }
        }
        found
    }

    /// Returns the entry that stands for a person and all merged with it: the first by reference.
    pub fn standing_for(&self, person: &PersonId) -> PersonId {
        self.group(person, None).into_iter().next().unwrap_or_else(|| person.clone())
    }

    /// Returns the claims on a person and all merged with it that counted at a moment, in the order in
    /// which they were recorded.
    pub fn claims_on(
        &self,
        person: &PersonId,
        moment: Option<Timestamp>,
    ) -> Vec<(&ClaimId, &RecordedClaim)> {
        let mut claims: Vec<_> = self
            .group(person, moment)
            .iter()
            .filter_map(|one| self.persons.get(one))
            .flat_map(|entry| &entry.claims)
            .filter_map(|id| self.claims.get_key_value(id))
            .filter(|(_, recorded)| recorded.counts_at(moment))
            .collect();
        claims.sort_by_key(|(id, recorded)| (recorded.number, (*id).clone()));
        claims
    }

    /// Returns the status of a person as it was known at a moment, with the claim it rests on. Nobody
    /// of whom nothing is claimed has a status.
    pub fn status(&self, person: &PersonId, moment: Option<Timestamp>) -> Option<StatusReading> {
        climb(self.claims_on(person, moment))
    }

    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::Registered { person } => {
                let entered = recorded.number;
                let new = || Person { entered, ..Person::default() };
                self.persons.entry(person.clone()).or_insert_with(new);
            }
            Event::Claimed { claim, about } => {
                let entered = recorded.number;
                let new = || Person { entered, ..Person::default() };
                let entry = self.persons.entry(about.person.clone()).or_insert_with(new);
                entry.claims.push(claim.clone());
                if let Assertion::Listed { line, .. } = &about.says {
                    self.lines.insert(line.clone(), about.person.clone());
                }
                let kept = RecordedClaim {
                    claim: (**about).clone(),
                    at: recorded.at,
                    number: recorded.number,
                    withdrawn_at: None,
                };
                self.claims.insert(claim.clone(), kept);
            }
            Event::Withdrawn { claim, why: _ } => {
                if let Some(claim) = self.claims.get_mut(claim) {
                    claim.withdrawn_at = Some(recorded.at);
                }
            }
            Event::MergeProposed { claim, one, other, why: _ } => {
                self.enter_merge(claim, (one, other), (&recorded.actor.name, None));
            }
            Event::Merged { claim, one, other } => {
                self.enter_merge(claim, (one, other), (&recorded.actor.name, Some(recorded.at)));
            }
            Event::Unmerged { claim } => {
                if let Some(merge) = self.merges.get_mut(claim) {
                    merge.until = Some(recorded.at);
                }
            }
            Event::Erased { person } => {
                if let Some(entry) = self.persons.get_mut(person) {
                    entry.erased = true;
                }
            }
        }
    }

    fn enter_merge(
        &mut self,
        claim: &ClaimId,
        (one, other): (&PersonId, &PersonId),
        (by, since): (&str, Option<Timestamp>),
    ) {
        for person in [one, other] {
            if let Some(entry) = self.persons.get_mut(person) {
                entry.merges.insert(claim.clone());
            }
        }
        let merge = self.merges.entry(claim.clone()).or_insert_with(|| Merge {
            one: one.clone(),
            other: other.clone(),
            by: by.to_owned(),
            since: None,
            until: None,
        });
        merge.since = since;
    }
}
