//! How long a list is kept. A program names whose time has run out; people erase. References of lines, counts and
//! digests stay: acts, the plan and the public log rest on them, and they name nobody.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{Book, Event, Refusal, Stage};
use crate::handover;
use crate::journal::{Outcome, State as Journal, VaultChange};
use crate::vocabulary::{LineId, ListId, PersonId, RecordId, StageNumber};

/// How many days a list in force, or one that people went by, is kept after the exchange was last worked on: as a
/// rule, after the act of the last stage.
pub const KEPT_AFTER_EXCHANGE_DAYS: i64 = 365;

/// How many days a draft that nobody closes, or a version that nobody went by and a later one replaced, is kept.
pub const KEPT_UNUSED_DAYS: i64 = 90;

/// A list that has to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueList {
    /// The list.
    pub list: ListId,
    /// Since when.
    pub since: Timestamp,
    /// What goes with it: the sheet, answers, lines, every comparison of it, and the reasons that a plan gave for
    /// lines which no other list has.
    pub records: BTreeSet<RecordId>,
    /// People on hold whom its lines stand for: until the holds end, the list stays.
    pub held: BTreeSet<PersonId>,
}

/// What the lists of an instance are used for, looked up once for all of them.
struct Uses<'a> {
    journal: &'a Journal,
    /// Lines that somebody still has to cross by: they stand on a manifest that nobody has signed, or go in a stage
    /// of the plan in force whose act nobody has signed.
    at_work: BTreeSet<&'a LineId>,
    /// Lines that stand on a manifest, or go by the plan in force.
    used: BTreeSet<&'a LineId>,
    /// When the exchange was last worked on: the plan, or the first signature of an act.
    last: Option<Timestamp>,
}

impl<'a> Uses<'a> {
    fn of(journal: &'a Journal) -> Self {
        let handover = &journal.handover;
        let going = journal.plan.assigned.values().flat_map(|assigned| &assigned.going);
        let is_signed = |stage: &StageNumber| {
            handover.stages.get(stage).is_some_and(handover::Stage::is_signed)
        };
        let mut at_work = handover::lines_at_work(handover);
        let planned = going.clone().filter(|(_, going)| !is_signed(&going.stage));
        at_work.extend(planned.map(|(line, _)| line));
        let mut used: BTreeSet<&LineId> =
            handover.stages.values().flat_map(handover::lines_of).collect();
        used.extend(going.map(|(line, _)| line));
        let signed = handover.stages.values().filter_map(|stage| stage.signed_at);
        let last = signed.chain(journal.plan.worked_at).max();
        Self { journal, at_work, used, last }
    }

    /// Returns the lines of a list by which people go. Lines that the version in force has too are that version's.
    fn lines(&self, book: &'a Book) -> impl Iterator<Item = &'a LineId> {
        let newer: BTreeSet<&LineId> = match &book.stage {
            Stage::Replaced { .. } => {
                let all = self.journal.lists.lists.values();
                let in_force = all.filter(|other| {
                    (other.from, other.purpose) == (book.from, book.purpose)
                        && matches!(other.stage, Stage::Closed { .. })
                });
                in_force.flat_map(Book::lines).map(|kept| &kept.line).collect()
            }
            Stage::Open | Stage::Closed { .. } | Stage::Erased { .. } => BTreeSet::new(),
        };
        let lines = book.lines().iter().map(|kept| &kept.line);
        lines.filter(move |line| !newer.contains(line))
    }

    /// Returns until when a list is kept.
    ///
    /// # Errors
    /// [`Refusal::AtWork`] while somebody still has to cross by it.
    fn kept_until(&self, list: &ListId, book: &Book) -> Result<Timestamp, Refusal> {
        if let Some(line) = self.lines(book).find(|line| self.at_work.contains(line)) {
            return Err(Refusal::AtWork { list: list.clone(), line: line.clone() });
        }
        let compared = self.journal.reconcile.kept.get(list).map(|kept| kept.worked_at);
        let worked = Some(book.worked_at).max(compared);
        let counts = matches!(book.stage, Stage::Closed { .. })
            || self.lines(book).any(|line| self.used.contains(line));
        let (from, days) = if counts {
            (worked.max(self.last), KEPT_AFTER_EXCHANGE_DAYS)
        } else {
            (worked, KEPT_UNUSED_DAYS)
        };
        let from = from.unwrap_or(book.worked_at);
        Ok(from.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX))
    }

    /// Finds every vault record that goes with a list.
    fn records(&self, list: &ListId, book: &Book) -> BTreeSet<RecordId> {
        let Journal { lists, reconcile, plan, .. } = self.journal;
        let mut records = book.records.clone();
        records.extend(book.lines().iter().map(|kept| kept.record.clone()));
        let compared = reconcile.kept.get(list).into_iter().flat_map(|kept| &kept.records);
        records.extend(compared.cloned());
        let others = lists
            .lists
            .iter()
            .filter(|(other, book)| *other != list && !matches!(book.stage, Stage::Erased { .. }));
        let elsewhere: BTreeSet<&LineId> =
            others.flat_map(|(_, book)| book.lines()).map(|kept| &kept.line).collect();
        let own = book.lines().iter().filter(|kept| !elsewhere.contains(&kept.line));
        let reasons = own.filter_map(|kept| plan.kept.get(&kept.line)).flatten();
        records.extend(reasons.cloned());
        records
    }

    /// Finds those on hold whom lines of a list stand for, as far as the journal knows it.
    fn held(&self, book: &Book) -> BTreeSet<PersonId> {
        let persons = book.lines().iter();
        let persons = persons.filter_map(|kept| handover::person_of(self.journal, &kept.line));
        let held = persons.filter(|person| self.journal.registry.held_since(person).is_some());
        held.cloned().collect()
    }
}

/// Names the lists that have to go, the longest overdue first.
pub fn due(journal: &Journal, now: Timestamp) -> Vec<DueList> {
    let uses = Uses::of(journal);
    let due = |(list, book): (&ListId, &Book)| {
        book.still_here(list).ok()?;
        let since = uses.kept_until(list, book).ok().filter(|until| *until <= now)?;
        let (records, held) = (uses.records(list, book), uses.held(book));
        Some(DueList { list: list.clone(), since, records, held })
    };
    let mut found: Vec<DueList> = journal.lists.lists.iter().filter_map(due).collect();
    found.sort_by(|a, b| (a.since, &a.list).cmp(&(b.since, &b.list)));
    found
}

/// Destroys what is kept of a list whose time is over.
pub(super) fn erase(
    journal: &Journal,
    now: Timestamp,
    list: ListId,
) -> Result<Outcome<Event>, Refusal> {
    let book = journal.lists.lists.get(&list);
    let book = book.ok_or_else(|| Refusal::UnknownList { list: list.clone() })?;
    book.still_here(&list)?;
    let uses = Uses::of(journal);
    let until = uses.kept_until(&list, book)?;
    if until > now {
        return Err(Refusal::StillKept { list, until });
    }
    if let Some(person) = uses.held(book).pop_first() {
        return Err(Refusal::OnHold { list, person });
    }
    let gone = uses.records(&list, book).into_iter().map(VaultChange::Erase).collect();
    Ok(Outcome::of(vec![Event::Erased { list }]).with(gone))
}
