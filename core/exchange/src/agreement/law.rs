//! What no agreement may contain. An agreement can add to the Conventions and never take away
//! (GC III art. 6, 7).

use super::{Clause, Counted, Parity, Predicate, Refusal, Rule, Track};
use crate::vocabulary::{Facts, HealthGrade, Standing};

/// The least number of people in a cell that a statement may show.
pub const LEAST_CELL: u16 = 5;

/// Checks one clause against the Conventions.
///
/// # Errors
/// The first rule that the clause breaks; see [`Refusal`].
pub fn check(clause: &Clause) -> Result<(), Refusal> {
    let id = || clause.id.clone();
    match &clause.rule {
        Rule::Quantity(rule) => {
            if rule.counts.contains(&Counted::Civilians) {
                return Err(Refusal::CivilianInParity(id()));
            }
            let serious = [Counted::SeriouslyWounded, Counted::SeriouslySick];
            if serious.iter().any(|group| rule.counts.contains(group)) {
                return Err(Refusal::SeriousHeldForParity(id()));
            }
            if rule.counts.contains(&Counted::Retained) {
                return Err(Refusal::RetainedBargained(id()));
            }
            if clause.track == Track::Civilians && rule.parity != Parity::None {
                return Err(Refusal::CivilianInParity(id()));
            }
            Ok(())
        }
        Rule::Category(rule) if rule.counted => check_counted(clause, &rule.predicate),
        Rule::Release(rule) if rule.counted => Err(Refusal::CivilianInParity(id())),
        Rule::Condition(rule) => rule
            .waives
            .first()
            .map_or(Ok(()), |right| Err(Refusal::RightRenounced { clause: id(), right: *right })),
        Rule::Commission(rule) if rule.bars_return => Err(Refusal::WorsensConvention {
            clause: id(),
            what: "nobody may go without the commission's finding",
            article: "GC III art. 6, 112: those manifestly seriously wounded or sick may go \
                      without examination by a commission",
        }),
        Rule::Disclosure(rule) if rule.least_cell < LEAST_CELL => Err(Refusal::WorsensConvention {
            clause: id(),
            what: "cells of fewer than 5 people may be told",
            article: "GC III art. 6, 13: no prisoner may be made an object of public curiosity",
        }),
        Rule::Category(_)
        | Rule::Release(_)
        | Rule::Order(_)
        | Rule::Commission(_)
        | Rule::Remains(_)
        | Rule::Schedule(_)
        | Rule::Disclosure(_)
        | Rule::FurtherRound(_) => Ok(()),
    }
}

/// Checks a category whose people count in parity.
fn check_counted(clause: &Clause, predicate: &Predicate) -> Result<(), Refusal> {
    let of = |standing| Facts { standing: Some(standing), ..Facts::default() };
    let asks =
        |standing| predicate.standing.as_ref().is_some_and(|wanted| wanted.contains(&standing));
    let civilians = clause.track == Track::Civilians || asks(Standing::Civilian);
    if civilians || clause.track.admits(predicate, &of(Standing::Civilian)) {
        return Err(Refusal::CivilianInParity(clause.id.clone()));
    }
    if asks(Standing::Retained) {
        return Err(Refusal::RetainedBargained(clause.id.clone()));
    }
    let serious = predicate
        .health
        .as_ref()
        .is_some_and(|health| health.grades.iter().any(|grade: &HealthGrade| grade.is_serious()));
    if serious {
        return Err(Refusal::SeriousHeldForParity(clause.id.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
