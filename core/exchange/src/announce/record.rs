//! What the other stages have recorded, as far as announce needs it.

use std::collections::BTreeSet;

use super::Refusal;
use super::count::Amount;
use super::family::Decision;
use super::statement::Statement;
use crate::agreement::{Disclosure, Rule, Track};
use crate::handover::{Drawn, OutcomeKind, status_effects};
use crate::journal::State as Journal;
use crate::plan::{BY_LAW_CIVILIAN, BY_LAW_RETAINED, BY_LAW_SERIOUS};
use crate::registry::Status;
use crate::vocabulary::{Party, PersonId, Side, StageNumber};

/// Lists those who returned to this party in a stage: received at the line and identified there, or
/// taken in by reception.
pub(super) fn returned(journal: &Journal, party: Party, stage: StageNumber) -> BTreeSet<PersonId> {
    let effects = status_effects(&journal.handover, stage).into_iter();
    let received = effects
        .filter(|effect| effect.status == Status::Returned)
        .filter(|effect| party.side() == Some(effect.from.other()))
        .map(|effect| effect.person);
    let cases = journal.reception.cases.iter().filter(|(_, case)| case.stage == stage);
    received.chain(cases.map(|(person, _)| person.clone())).collect()
}

/// Says whether a person is recorded as crossed and identified. Reception takes in nobody else.
pub(super) fn has_crossed(journal: &Journal, party: Party, person: &PersonId) -> bool {
    journal.reception.cases.contains_key(person)
        || journal
            .handover
            .stages
            .keys()
            .any(|stage| returned(journal, party, *stage).contains(person))
}

/// Returns the disclosure clause that both sides accept now.
pub(super) fn agreed_disclosure(journal: &Journal) -> Option<Disclosure> {
    journal.agreement.agreed_clauses().into_iter().find_map(|clause| {
        let Rule::Disclosure(disclosure) = clause.rule else { return None };
        Some(disclosure)
    })
}

/// Lists the categories that a statement may speak of: those that both sides accept now, and those that
/// the law makes whatever was agreed.
pub(super) fn categories(journal: &Journal) -> BTreeSet<String> {
    let agreed = journal.agreement.agreed_clauses().into_iter().filter_map(|clause| {
        let Rule::Category(rule) = clause.rule else { return None };
        Some(rule.category.to_string())
    });
    let by_law = [BY_LAW_SERIOUS, BY_LAW_CIVILIAN, BY_LAW_RETAINED].map(str::to_owned);
    agreed.chain(by_law).collect()
}

/// Says whether every stage so far has an act that both sides signed.
pub(super) fn every_act_is_signed(journal: &Journal) -> bool {
    let stages = &journal.handover.stages;
    let signed = |act: &Option<Drawn>| act.as_ref().is_some_and(Drawn::is_signed_by_both);
    !stages.is_empty() && stages.values().all(|stage| signed(&stage.act))
}

/// Returns what a person decided about who may know; none before the first decision.
///
/// The first call records the decision. It may change, and the last one holds.
pub fn decision(journal: &Journal, person: &PersonId) -> Option<Decision> {
    let case = journal.reception.cases.get(person);
    match case.and_then(|case| case.call) {
        Some((_, may_know)) if may_know.family => Some(Decision::Family),
        Some(_) => Some(Decision::Nobody),
        None if journal.announce.unable.contains(person) => Some(Decision::Unable),
        None => None,
    }
}

/// Checks a statement's totals of all people in one stage against the signed act, where there is one:
/// this party tells what its own team counted.
pub(super) fn agrees_with_act(
    journal: &Journal,
    party: Party,
    statement: &Statement,
) -> Result<(), Refusal> {
    let Some(own) = party.side() else { return Ok(()) };
    for count in &statement.counts {
        let all = count.of.tracks == [Track::Prisoners, Track::Civilians].into();
        let one_stage = count.of.stages.first() == count.of.stages.last();
        if !all || !one_stage || count.of.is_split() {
            continue;
        }
        let stage = count.of.stages.first();
        let Some(counted) = counted(journal, own, stage, count.of.to) else { continue };
        let holds = match count.amount {
            Amount::Exactly(amount) => amount == counted,
            Amount::AtLeast(amount) => amount <= counted,
        };
        if !holds {
            return Err(Refusal::NotInTheAct { cell: count.of.clone() });
        }
    }
    Ok(())
}

/// Returns how many people one side's team counted as having returned to a side, by a signed act: those
/// received by a line, and those who came without one.
pub(super) fn counted(journal: &Journal, by: Side, stage: StageNumber, to: Side) -> Option<u32> {
    let drawn = journal.handover.stages.get(&stage)?.act.as_ref()?;
    if !drawn.is_signed_by_both() {
        return None;
    }
    let sums = drawn.act.counted_by(by).get(&to.other());
    Some(sums.map_or(0, |sums| sums.get(OutcomeKind::Received) + sums.get(OutcomeKind::Unlisted)))
}
