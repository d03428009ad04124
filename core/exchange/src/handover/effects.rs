//! What a handover means for the registry of one's own: the statuses that follow, person by person.
//!
//! The stage lists them and changes nothing there. The desk hands them to the registry, whose claims
//! name their source like any other.

use std::collections::BTreeMap;

use super::check_off::{LineOutcome, Standing};
use super::leg::State;
use crate::journal::State as Journal;
use crate::registry::{
    self, Assertion, Condition, Credibility, Reliability, Source, SourceKind, Status,
};
use crate::vocabulary::{EntryId, PersonId, Private, Side, StageNumber};

/// One status that follows from a handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEffect {
    /// Who, in one's own registry.
    pub person: PersonId,
    /// Which status.
    pub status: Status,
    /// The stage of the exchange.
    pub stage: StageNumber,
    /// The side that handed over.
    pub from: Side,
    /// The entry at the line that says so; none for who is merely on the way.
    pub entry: Option<EntryId>,
}

/// Lists what a stage means for the registry, in the order of the legs and lines; those who came without
/// a line come last.
///
/// On the manifest is *at handover*; received is *returned*; died is *died*; refused is *declined*. Who
/// was absent, unfit or had somebody sent in their place stays as they were, and so does a line about
/// which two devices disagree. A person whom nobody knows in the registry is listed by the search that
/// follows, not here.
pub fn status_effects(handover: &State, stage: StageNumber) -> Vec<StatusEffect> {
    let mut effects = Vec::new();
    let legs = handover.stages.get(&stage).into_iter().flat_map(|found| &found.legs);
    for (from, leg) in legs {
        let lines = leg.round.lines();
        let mut add = |person: &PersonId, status, entry: Option<&EntryId>| {
            let (person, entry) = (person.clone(), entry.cloned());
            effects.push(StatusEffect { person, status, stage, from: *from, entry });
        };
        for seat in leg.manifest.iter().flat_map(|manifest| &manifest.seats) {
            let Some(person) = leg.persons.get(&seat.line) else { continue };
            match lines.get(&seat.line) {
                None | Some(Standing::Open) => add(person, Status::AtHandover, None),
                Some(Standing::Disputed(_)) => {}
                Some(Standing::Settled(entry, outcome)) => {
                    let status = match outcome {
                        LineOutcome::Received => Status::Returned,
                        LineOutcome::Refused => Status::Declined,
                        LineOutcome::Died => Status::Died,
                        LineOutcome::Unfit
                        | LineOutcome::Absent { .. }
                        | LineOutcome::Substituted { .. } => continue,
                    };
                    add(person, status, Some(&entry.id));
                }
            }
        }
        for (entry, person) in leg.round.unlisted() {
            if let Some(person) = person {
                add(person, Status::Returned, Some(&entry.id));
            }
        }
    }
    effects
}

/// Lists the claims that a stage adds to the own registry: brought to the handover, crossed, did not
/// cross, does not wish to return, dead. The handover team is their source.
///
/// What the team has claimed last of a person is not claimed again, so that the list is empty once it
/// has been handed to the registry. A person whom the registry does not know, or has erased, is left out.
pub fn registry_commands(journal: &Journal, stage: StageNumber) -> Vec<registry::Command> {
    let last = last_claims(journal);
    let mut commands = Vec::new();
    let legs = journal.handover.stages.get(&stage).into_iter().flat_map(|found| &found.legs);
    for leg in legs.map(|(_, leg)| leg) {
        let lines = leg.round.lines();
        let on_lines =
            leg.manifest.iter().flat_map(|manifest| &manifest.seats).filter_map(|seat| {
                let says = match lines.get(&seat.line) {
                    None | Some(Standing::Open) => Assertion::AtHandover,
                    Some(Standing::Disputed(_)) => return None,
                    Some(Standing::Settled(_, outcome)) => match outcome {
                        LineOutcome::Received => Assertion::Crossed,
                        LineOutcome::Refused => Assertion::Declines,
                        LineOutcome::Died => Assertion::Dead,
                        LineOutcome::Unfit
                        | LineOutcome::Absent { .. }
                        | LineOutcome::Substituted { .. } => Assertion::DidNotCross,
                    },
                };
                Some((leg.persons.get(&seat.line)?, says))
            });
        let unlisted = leg.round.unlisted();
        let came = unlisted.iter().filter_map(|(_, person)| Some(((*person)?, Assertion::Crossed)));
        for (person, says) in on_lines.chain(came) {
            let known = journal.registry.persons.get(person).is_some_and(|entry| !entry.erased);
            if known && last.get(person).is_none_or(|(_, before)| **before != says) {
                let (person, source) = (person.clone(), Some(team(&says)));
                let told = registry::Told::default();
                commands.push(registry::Command::Claim { person, says, source, told });
            }
        }
    }
    commands
}

/// Returns what the handover team claimed last of each person.
fn last_claims(journal: &Journal) -> BTreeMap<&PersonId, (u64, &Assertion)> {
    let mut last: BTreeMap<&PersonId, (u64, &Assertion)> = BTreeMap::new();
    for recorded in journal.registry.claims.values() {
        let ours = recorded.claim.source == SourceKind::HandoverTeam;
        if ours && recorded.withdrawn_at.is_none() {
            let newest = last.entry(&recorded.claim.person).or_insert((0, &recorded.claim.says));
            if recorded.number > newest.0 {
                *newest = (recorded.number, &recorded.claim.says);
            }
        }
    }
    last
}

/// The team at the line as a source. A refusal is entered when the team has heard the person with no
/// guard in hearing (`spec/7-handover.md`, 4).
fn team(says: &Assertion) -> Source {
    let declines = *says == Assertion::Declines;
    Source {
        kind: SourceKind::HandoverTeam,
        name: Private::new("handover team".to_owned()),
        reliability: Reliability::A,
        credibility: Credibility::read(1).expect("1 is a grade"),
        condition: if declines { Condition::InPrivate } else { Condition::AtLiberty },
        language: None,
    }
}
