//! What must not be overlooked: people without an owner, without help, without an answer, overdue.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::care::{Case, FollowUp, HELP_LATE_HOURS, HelpKind, OFFER_SILENT_HOURS, TaskKind};
use crate::handover::status_effects;
use crate::journal::State as Journal;
use crate::registry::Status;
use crate::vocabulary::{FacilityId, OwnerId, PersonId, Side, StageNumber, TaskId};

/// One thing that somebody must look at.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "alarm")]
#[expect(missing_docs, reason = "each field is the thing that the alarm names")]
pub enum Alarm {
    /// Crossed, and nobody answers for the person yet.
    WithoutOwner { person: PersonId, stage: StageNumber },
    /// Hours after arrival no doctor has seen the person.
    WithoutHelp { person: PersonId, owner: OwnerId },
    /// A place was asked and is silent.
    SilentOffer { person: PersonId, owner: OwnerId, facility: FacilityId },
    /// A follow-up is due or overdue.
    FollowUpDue { person: PersonId, owner: OwnerId, follow_up: FollowUp, due: Date },
    /// A task is due or overdue.
    TaskDue { person: PersonId, holder: OwnerId, task: TaskId, what: TaskKind, due: Date },
}

/// Lists those of one's own side who crossed and were identified, and for whom nobody answers yet.
pub fn without_owner(journal: &Journal, own: Side) -> Vec<(PersonId, StageNumber)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for stage in journal.handover.stages.keys() {
        for effect in status_effects(&journal.handover, *stage) {
            let ours = effect.from == own.other() && effect.status == Status::Returned;
            let cared = journal.reception.cases.contains_key(&effect.person);
            if ours && !cared && seen.insert(effect.person.clone()) {
                found.push((effect.person, *stage));
            }
        }
    }
    found
}

/// Lists everything that somebody must look at now, person by person.
pub fn alarms(journal: &Journal, own: Side, now: Timestamp) -> Vec<Alarm> {
    let crossed = without_owner(journal, own);
    let mut found: Vec<Alarm> =
        crossed.into_iter().map(|(person, stage)| Alarm::WithoutOwner { person, stage }).collect();
    for (person, case) in &journal.reception.cases {
        case_alarms(person, case, now, &mut found);
    }
    found
}

fn case_alarms(person: &PersonId, case: &Case, now: Timestamp, found: &mut Vec<Alarm>) {
    let (person, owner) = (|| person.clone(), || case.owner.clone());
    let past = |since: Timestamp, hours: i64| {
        now.duration_since(since) >= SignedDuration::from_hours(hours)
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    let seen = case.helped.contains_key(&HelpKind::Medical);
    if !seen && past(case.arrived, HELP_LATE_HOURS) {
        found.push(Alarm::WithoutHelp { person: person(), owner: owner() });
    }
    for (facility, offer) in &case.offers {
        if past(offer.at, OFFER_SILENT_HOURS) {
            let facility = facility.clone();
            found.push(Alarm::SilentOffer { person: person(), owner: owner(), facility });
        }
    }
    for (follow_up, due) in case.follow_ups_due().filter(|(_, due)| *due <= today) {
        found.push(Alarm::FollowUpDue { person: person(), owner: owner(), follow_up, due });
    }
    for (task, about) in case.tasks.iter().filter(|(_, it)| !it.done && it.due <= today) {
        found.push(Alarm::TaskDue {
            person: person(),
            holder: about.holder.clone(),
            task: task.clone(),
            what: about.kind,
            due: about.due,
        });
    }
}
