//! A statement is a set of typed facts about one stage. It has no field for a person.
//!
//! Both sides' confirmations are statements under one sealed disclosure clause. Every fact is held
//! against the fact sheet, every text against the names on the lists, and every number against all the
//! numbers that were told before.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::count::{Amount, Cell, Count};
use super::inference::{self, Guard, Question, Trouble};
use super::names::{GuardedNames, spells_initials};
use super::sheet::{Closed, FactKind, Now, Sheet};
use crate::vocabulary::{Party, StageNumber, StatementId};

/// The most characters of a place, a mediator or a condition.
pub const TEXT_CHARS_MAX: usize = 200;
/// The most numbers in one statement.
pub const STATEMENT_COUNTS_MAX: usize = 200;
/// The most conditions in one statement.
pub const CONDITIONS_MAX: usize = 20;

/// What comes after this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// A stage on this day.
    On(Date),
    /// No further round is agreed.
    NoneAgreed,
}

/// What one party says about one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Statement {
    /// Its name.
    pub id: StatementId,
    /// Who speaks.
    pub by: Party,
    /// The stage.
    pub stage: StageNumber,
    /// The day of the stage.
    pub on: Date,
    /// How many, and of whom.
    #[serde(default, rename = "count", skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<Count>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// Where the handover was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who stood between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// Duties that go on after the handover.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
}

impl Statement {
    /// Returns the same without its short texts. What another party wrote there is nobody's to vouch for
    /// and might name somebody; the signed document itself stays with the seal.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.place = None;
        self.mediator = None;
        self.conditions.clear();
        self
    }

    /// Returns its short texts with the kind of fact that each one is.
    pub fn texts(&self) -> impl Iterator<Item = (FactKind, &str)> {
        let place = self.place.iter().map(|text| (FactKind::Place, text.as_str()));
        let mediator = self.mediator.iter().map(|text| (FactKind::Mediator, text.as_str()));
        let conditions = self.conditions.iter().map(|text| (FactKind::Condition, text.as_str()));
        place.chain(mediator).chain(conditions)
    }

    fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.next.is_none() && self.texts().next().is_none()
    }
}

/// What was told before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// By this party.
    pub own: &'a [Count],
    /// By other parties.
    pub heard: &'a [Count],
}

/// What checking a statement found beside that it may be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Numbers of other parties that cannot be true together with ours. Ours may be told all the same;
    /// that they differ is for the two sides to settle.
    pub differing: Vec<Count>,
}

/// Checks a statement against the sheet, the names and everything told before.
///
/// # Errors
/// Every rule that it breaks; never an empty list. A number that follows from others is looked for
/// only when every fact that is said outright may be said.
pub fn check(
    statement: &Statement,
    sheet: &Sheet,
    told: Told<'_>,
    names: &GuardedNames,
    now: Now,
) -> Result<Checked, Vec<Refusal>> {
    let mut refusals = Vec::new();
    if statement.is_empty() {
        refusals.push(Refusal::NothingSaid { statement: statement.id.clone() });
    }
    if statement.by.side().is_none() {
        refusals.push(Refusal::NotASide { by: statement.by });
    }
    check_sizes(statement, &mut refusals);
    check_texts(statement, sheet, names, now, &mut refusals);
    if statement.next.is_some()
        && let Some(closed) = sheet.closed(FactKind::NextDate, None, now)
    {
        refusals.push(closed_refusal(FactKind::NextDate, None, closed));
    }
    for count in &statement.counts {
        let categories =
            count.of.categories.iter().map(|id| (FactKind::CategorySplit, id.as_str()));
        let regions = count.of.regions.iter().map(|id| (FactKind::RegionOfCapture, id.as_str()));
        let spoken = categories.chain(regions).find(|(_, word)| names.are_in(word));
        refusals.extend(spoken.map(|(fact, _)| Refusal::NamesPerson { fact }));
        refusals.extend(check_count(count, statement.stage, sheet, now));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let is_closed = |question: &Question| sheet.closes(question, now);
    let guard =
        Guard { least_cell: sheet.least_cell(), stages: statement.stage.0, is_closed: &is_closed };
    match inference::weigh(told.own, told.heard, &statement.counts, &guard) {
        Ok(differing) => Ok(Checked { differing }),
        Err(trouble) => Err(vec![from_trouble(trouble)]),
    }
}

fn from_trouble(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::Reveals(revealed) => Refusal::Reveals { revealed },
        Trouble::Contradicts(count) => Refusal::Contradicts { count: *count },
        Trouble::BelowZero => Refusal::BelowZero,
        Trouble::TooMuch { what, limit } => Refusal::TooMuch { what, limit },
    }
}

fn check_sizes(statement: &Statement, refusals: &mut Vec<Refusal>) {
    if statement.counts.len() > STATEMENT_COUNTS_MAX {
        refusals.push(Refusal::TooMuch { what: "numbers", limit: STATEMENT_COUNTS_MAX });
    }
    if statement.conditions.len() > CONDITIONS_MAX {
        refusals.push(Refusal::TooMuch { what: "conditions", limit: CONDITIONS_MAX });
    }
}

fn check_texts(
    statement: &Statement,
    sheet: &Sheet,
    names: &GuardedNames,
    now: Now,
    refusals: &mut Vec<Refusal>,
) {
    for (kind, text) in statement.texts() {
        if let Some(closed) = sheet.closed(kind, None, now) {
            refusals.push(closed_refusal(kind, None, closed));
        }
        if names.are_in(text) || spells_initials(text) {
            refusals.push(Refusal::NamesPerson { fact: kind });
        }
        if text.chars().any(char::is_numeric) {
            refusals.push(Refusal::NumberInText { fact: kind });
        }
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            refusals.push(Refusal::NotPlainText { fact: kind });
        }
        if text.chars().count() > TEXT_CHARS_MAX {
            refusals.push(Refusal::TooMuch { what: "characters in a text", limit: TEXT_CHARS_MAX });
        }
    }
}

fn check_count(count: &Count, stage: StageNumber, sheet: &Sheet, now: Now) -> Option<Refusal> {
    if let Some(flaw) = count.of.flaw() {
        return Some(Refusal::CountFlaw { cell: count.of.clone(), flaw });
    }
    if count.of.stages.last() > stage {
        return Some(Refusal::StageToCome { cell: count.of.clone(), stage });
    }
    if let Some((kind, closed)) = sheet.closed_count(&count.of, now) {
        return Some(closed_refusal(kind, Some(count.of.clone()), closed));
    }
    let least = sheet.least_cell();
    let (Amount::Exactly(amount) | Amount::AtLeast(amount)) = count.amount;
    // Nobody at all singles nobody out in a total; a part of a total is told from the least size on.
    let small = amount < u32::from(least) && (amount > 0 || count.of.is_split());
    small.then(|| Refusal::SmallCell { cell: count.of.clone(), least })
}

fn closed_refusal(fact: FactKind, cell: Option<Cell>, closed: Closed) -> Refusal {
    match closed {
        Closed::Withheld => Refusal::Withheld { fact, cell },
        Closed::Embargoed(until) => Refusal::Embargoed { fact, cell, until },
    }
}

#[cfg(test)]
mod tests;
