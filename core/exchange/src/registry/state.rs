//! What the journal knows of people: opaque references, claims, and which of them are one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::claim::Recorded as RecordedClaim;
use super::claims::{ClaimPlace, Claims};
use super::ladder::{Step, climb, steps};
use super::{Assertion, Claim, Kept, Paper, Papers, StatusReading};
use crate::journal::Recorded;
use crate::lists::Field;
use crate::vocabulary::{ClaimId, LineId, PaperId, PersonId};

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
    /// Two entries that look alike were compared, and are two people.
    ToldApart {
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
        /// Why, in the vault.
        why: Kept,
    },
    /// Sources differ on one thing, and one claim's word is taken for it. The others stay.
    Settled {
        /// The person.
        person: PersonId,
        /// The thing.
        field: Field,
        /// Whose word is taken.
        claim: ClaimId,
        /// Why, in the vault.
        why: Kept,
    },
    /// Somebody said why a person's data has to be kept although its time may run out.
    HoldBegun {
        /// The person.
        person: PersonId,
        /// Why, in the vault.
        why: Kept,
    },
    /// That reason is over.
    HoldEnded {
        /// The person.
        person: PersonId,
        /// Why, in the vault.
        why: Kept,
    },
    /// A paper about a person was kept.
    PaperAdded {
        /// Its reference.
        paper: PaperId,
        /// The paper.
        about: Box<Paper>,
    },
    /// A paper was destroyed.
    PaperRemoved {
        /// Its reference.
        paper: PaperId,
        /// Why, in the vault.
        why: Kept,
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
    pub claims: Vec<ClaimPlace>,
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
    pub claims: Claims,
    /// Every merge, those undone too.
    pub merges: BTreeMap<ClaimId, Merge>,
    /// Whom the lines of lists stand for, by the last claim that says so.
    pub lines: BTreeMap<LineId, PersonId>,
    /// Entries that somebody compared and told apart, the lower reference first.
    pub apart: BTreeSet<(PersonId, PersonId)>,
    /// Whose word is taken where sources differ, and the number of the event that says so, by entry.
    pub settled: BTreeMap<PersonId, BTreeMap<Field, (u64, ClaimId)>>,
    /// Entries whose data has to be kept although its time may run out, and since when.
    pub holds: BTreeMap<PersonId, Timestamp>,
    /// Photographs, documents and letters that are there.
    pub papers: Papers,
}

/// Two references, the lower one first.
fn ordered(one: &PersonId, other: &PersonId) -> (PersonId, PersonId) {
    let (low, high) = if one <= other { (one, other) } else { (other, one) };
    (low.clone(), high.clone())
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

    /// Says whether somebody told two people apart, whichever of their entries was compared.
    pub fn are_apart(&self, one: &PersonId, other: &PersonId) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        let others = self.group(other, None);
        self.group(one, None)
            .iter()
            .any(|one| others.iter().any(|other| self.apart.contains(&ordered(one, other))))
    }

    /// Says whether a second person has to agree to a merge: where it changes what a family is told, and
    /// where somebody thought otherwise.
    pub(super) fn merge_needs_a_second(&self, one: &PersonId, other: &PersonId) -> bool {
        let status = |person| self.status(person, None).map(|reading| reading.status);
        status(one) != status(other) || self.are_apart(one, other)
    }

    /// Says since when the data about a person has to be kept, whichever of their entries was named; none,
    /// when there is no hold.
    pub fn held_since(&self, person: &PersonId) -> Option<Timestamp> {
        if self.holds.is_empty() {
            return None;
        }
        self.group(person, None).iter().filter_map(|one| self.holds.get(one)).min().copied()
    }

    /// Returns whose word is taken for each thing on which sources differ, as the number of the claim;
    /// of two decisions on merged entries the later one. A claim that counts no more decides nothing.
    pub fn settled_on(&self, person: &PersonId) -> BTreeMap<Field, u64> {
        if self.settled.is_empty() {
            return BTreeMap::new();
        }
        let mut taken: BTreeMap<Field, (u64, &ClaimId)> = BTreeMap::new();
        for entry in self.group(person, None) {
            for (field, (at, claim)) in self.settled.get(&entry).into_iter().flatten() {
                let best = taken.entry(*field).or_insert((*at, claim));
                if *at > best.0 {
                    *best = (*at, claim);
                }
            }
        }
        let counts = |(field, (_, claim)): (Field, (u64, &ClaimId))| {
            let recorded = self.claims.get(claim).filter(|recorded| recorded.counts_at(None))?;
            Some((field, recorded.number))
        };
        taken.into_iter().filter_map(counts).collect()
    }

    /// Returns the status that two people would have together, if they were one.
    pub(super) fn status_together(
        &self,
        one: &PersonId,
        other: &PersonId,
    ) -> Option<StatusReading> {
        let mut claims = self.claims_on(one, None);
        claims.extend(self.claims_on(other, None));
        claims.sort_by_key(|(_, recorded)| recorded.number);
        climb(claims)
    }

    /// Returns the claims on a person and all merged with it that counted at a moment, in the order in
    /// which they were recorded.
    pub fn claims_on(
        &self,
        person: &PersonId,
        moment: Option<Timestamp>,
    ) -> Vec<(&ClaimId, &RecordedClaim)> {
        self.claims_that(person, moment, |recorded| recorded.counts_at(moment))
    }

    /// Returns the same and the claims that their source took back, as they were recorded up to a moment.
    pub fn said_of(
        &self,
        person: &PersonId,
        moment: Option<Timestamp>,
    ) -> Vec<(&ClaimId, &RecordedClaim)> {
        self.claims_that(person, moment, |recorded| {
            moment.is_none_or(|moment| recorded.at <= moment)
        })
    }

    fn claims_that(
        &self,
        person: &PersonId,
        moment: Option<Timestamp>,
        keep: impl Fn(&RecordedClaim) -> bool,
    ) -> Vec<(&ClaimId, &RecordedClaim)> {
        let of = |entry: &Person| -> Vec<_> {
            let all = entry.claims.iter().filter_map(|place| self.claims.at(*place));
            all.filter(|(_, recorded)| keep(recorded)).collect()
        };
        match self.persons.get(person) {
            None => Vec::new(),
            Some(entry) if entry.merges.is_empty() => of(entry),
            Some(_) => {
                let group = self.group(person, moment);
                let entries = group.iter().filter_map(|one| self.persons.get(one));
                let mut claims: Vec<_> = entries.flat_map(of).collect();
                claims.sort_by_key(|(_, recorded)| recorded.number);
                claims
            }
        }
    }

    /// Returns the status of a person as it was known at a moment, with the claim it rests on. Nobody
    /// of whom nothing is claimed has a status.
    pub fn status(&self, person: &PersonId, moment: Option<Timestamp>) -> Option<StatusReading> {
        climb(self.claims_on(person, moment))
    }

    /// Returns how the status of a person came about, step by step, by the claims that count at a moment.
    pub fn steps(&self, person: &PersonId, moment: Option<Timestamp>) -> Vec<Step> {
        steps(self.claims_on(person, moment))
    }

    /// Returns the lines of lists that stand for a person, whichever of their entries was named.
    pub fn lines_of(&self, person: &PersonId) -> Vec<&LineId> {
        let group = self.group(person, None);
        let theirs = self.lines.iter().filter(|(_, of)| group.contains(*of));
        theirs.map(|(line, _)| line).collect()
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
                if let Assertion::Listed { line, .. } = &about.says {
                    self.lines.insert(line.clone(), about.person.clone());
                }
                let kept = RecordedClaim {
                    claim: (**about).clone(),
                    at: recorded.at,
                    number: recorded.number,
                    withdrawn_at: None,
                };
                let place = self.claims.push(claim.clone(), kept);
                let entered = recorded.number;
                let new = || Person { entered, ..Person::default() };
                self.persons.entry(about.person.clone()).or_insert_with(new).claims.push(place);
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
            Event::ToldApart { one, other, why: _ } => {
                self.apart.insert(ordered(one, other));
            }
            Event::Settled { person, field, claim, why: _ } => {
                let of = self.settled.entry(person.clone()).or_default();
                of.insert(*field, (recorded.number, claim.clone()));
            }
            Event::HoldBegun { person, why: _ } => {
                self.holds.insert(person.clone(), recorded.at);
            }
            Event::HoldEnded { person, why: _ } => {
                for one in self.group(person, None) {
                    self.holds.remove(&one);
                }
            }
            Event::PaperAdded { paper, about } => {
                self.papers.add(paper.clone(), (**about).clone());
            }
            Event::PaperRemoved { paper, why: _ } => self.papers.remove(paper),
            Event::Erased { person } => {
                self.papers.erase(person);
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
