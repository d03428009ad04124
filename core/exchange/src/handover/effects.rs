//! What a handover means for the registry of one's own: the statuses that follow, person by person.
//!
//! The stage lists them and changes nothing there. The desk hands them to the registry, whose claims
//! name their source like any other.

use super::check_off::{LineOutcome, Standing};
use super::leg::State;
use crate::registry::Status;
use crate::vocabulary::{EntryId, PersonId, Side, StageNumber};

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
