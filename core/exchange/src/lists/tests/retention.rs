//! How long a list is kept, and what goes with it. All people are invented.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::handover::{Leg, Manifest, Stage as Handed};
use crate::journal::{self, Context, Outcome, Recorded, VaultChange};
use crate::plan::planner::Need;
use crate::plan::{self, Going};
use crate::reconcile;
use crate::vocabulary::{
    Actor, Digest, LineId, ListId, Party, PersonId, RecordId, Role, Side, StageNumber,
};

fn day(count: i64) -> Timestamp {
    Timestamp::from_second(1_750_000_000).unwrap() + SignedDuration::from_hours(24 * count)
}

fn line(text: &str) -> LineId {
    LineId::read(text).unwrap()
}

fn kept(changes: &[VaultChange]) -> BTreeSet<RecordId> {
    let of = |change: &VaultChange| match change {
        VaultChange::Keep { record, .. } => Some(record.clone()),
        VaultChange::Erase(_) | VaultChange::EraseAbout(_) => None,
    };
    changes.iter().filter_map(of).collect()
}

fn gone(outcome: &Outcome<journal::Event>) -> BTreeSet<RecordId> {
    let of = |change: &VaultChange| match change {
        VaultChange::Erase(record) => Some(record.clone()),
        VaultChange::Keep { .. } | VaultChange::EraseAbout(_) => None,
    };
    outcome.vault.iter().filter_map(of).collect()
}

/// Side A's instance.
#[derive(Default)]
struct Desk {
    state: journal::State,
    vault: Vec<VaultChange>,
}

impl Desk {
    fn take(
        &mut self,
        at: Timestamp,
        command: impl Into<journal::Command>,
    ) -> Result<Outcome<journal::Event>, journal::Refusal> {
        let actor = Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer };
        let mut entropy = [9_u8; 32];
        entropy[..8].copy_from_slice(&self.state.version.to_be_bytes());
        let context = Context::new(at, actor, entropy);
        let outcome = journal::decide(&self.state, &context, command.into())?;
        for recorded in Recorded::number(&context, self.state.version, &outcome.events) {
            let text = serde_json::to_string(&recorded).unwrap();
            self.state.apply(&serde_json::from_str(&text).unwrap());
        }
        self.vault.extend(outcome.vault.clone());
        Ok(outcome)
    }

    fn opened(&mut self, at: Timestamp, rows: &[&[&str]], replaces: Option<&ListId>) -> ListId {
        let before: BTreeSet<ListId> = self.state.lists.lists.keys().cloned().collect();
        let command = Command::Open {
            from: Side::B,
            purpose: Purpose::Offer,
            replaces: replaces.cloned(),
            table: Box::new(table(rows)),
            today: TODAY,
        };
        self.take(at, command).unwrap();
        let new = self.state.lists.lists.keys().find(|list| !before.contains(*list));
        new.expect("a list was opened").clone()
    }

    fn closed(&mut self, at: Timestamp, rows: &[&[&str]], replaces: Option<&ListId>) -> ListId {
        let list = self.opened(at, rows, replaces);
        let answers = Vec::new();
        let table = Box::new(table(rows));
        self.take(at, Command::Close { list: list.clone(), table, answers }).unwrap();
        list
    }

    fn compare(&mut self, at: Timestamp, list: &ListId, rows: &[&[&str]]) {
        let read = draft(rows).close(&[]).unwrap();
        let ids: Vec<LineId> =
            self.state.lists.lists[list].lines().iter().map(|kept| kept.line.clone()).collect();
        let lines = read.lines().zip(ids).map(|(line, id)| Line { id, ..line.clone() }).collect();
        let lists = Box::new((ClosedList::reopened(Vec::new()), ClosedList::reopened(lines)));
        let known = std::sync::Arc::default();
        let command =
            reconcile::Command::Compare { ours: None, theirs: list.clone(), lists, known };
        self.take(at, command).unwrap();
    }

    fn erase(&mut self, at: Timestamp, list: &ListId) -> Result<BTreeSet<RecordId>, Refusal> {
        match self.take(at, Command::Erase { list: list.clone() }) {
            Ok(outcome) => Ok(gone(&outcome)),
            Err(journal::Refusal::Lists(refusal)) => Err(refusal),
            Err(other) => panic!("{other}"),
        }
    }

    fn due(&self, at: Timestamp) -> Vec<ListId> {
        due(&self.state, at).into_iter().map(|one| one.list).collect()
    }

    /// Says that somebody goes in the first stage of the plan in force.
    fn goes(&mut self, at: Timestamp, who: &str) -> RecordId {
        let record = RecordId::read(&format!("reason-{who}")).unwrap();
        let reason = plan::Kept { record: record.clone(), digest: Digest([0; 32]) };
        let going = Going { stage: StageNumber(1), need: Need::Seat, counted: true };
        let event = plan::Event::Assigned {
            side: Side::A,
            plan: Digest([0; 32]),
            going: BTreeMap::from([(line(who), going)]),
            staying: 0,
            reasons: BTreeMap::from([(line(who), reason)]),
            families: BTreeMap::new(),
        };
        let actor = Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer };
        let context = Context::new(at, actor, [0; 32]);
        let events = [journal::Event::Plan(event)];
        for recorded in Recorded::number(&context, self.state.version, &events) {
            self.state.apply(&recorded);
        }
        record
    }

    /// Has the act of the first stage signed; nothing else of it is looked at here.
    fn sign(&mut self, at: Timestamp) {
        let stage = self.state.handover.stages.entry(StageNumber(1)).or_default();
        let act = crate::handover::Act {
            stage: StageNumber(1),
            manifests: BTreeMap::new(),
            counted_by_a: BTreeMap::new(),
            counted_by_b: BTreeMap::new(),
            remarks: Vec::new(),
        };
        let signatures = BTreeMap::from([(Party::A, Digest([1; 32]))]);
        let digest = act.digest();
        stage.act = Some(crate::handover::Drawn { act, digest, signatures });
        stage.signed_at = Some(at);
    }
}

const OFFER: [&[&str]; 3] =
    [&["id", "surname", "dob"], &["B-1", "Koval", "1990"], &["B-2", "Savchuk", "1980"]];
const NEWER: [&[&str]; 2] = [&["id", "surname", "dob"], &["B-1", "Koval", "1990"]];

#[test]
fn a_list_goes_a_year_after_the_last_act_with_all_that_was_made_of_it() {
    let mut desk = Desk::default();
    let list = desk.closed(day(0), &OFFER, None);
    desk.compare(day(1), &list, &OFFER);
    desk.compare(day(2), &list, &OFFER);
    let reason = desk.goes(day(3), "B-1");
    // Whoever goes in a stage that nobody has signed is at work, however long that takes.
    let at_work = Refusal::AtWork { list: list.clone(), line: line("B-1") };
    assert_eq!(desk.erase(day(900), &list), Err(at_work));
    assert_eq!(desk.due(day(900)), []);
    desk.sign(day(40));
    let until = day(40 + KEPT_AFTER_EXCHANGE_DAYS);
    let early = until - SignedDuration::from_secs(1);
    assert_eq!(desk.erase(early, &list), Err(Refusal::StillKept { list: list.clone(), until }));
    assert_eq!((desk.due(early), desk.due(until)), (Vec::new(), vec![list.clone()]));
    // The sheet, two lines, the verdicts of both comparisons, and why somebody was planned.
    let mut all = kept(&desk.vault);
    all.insert(reason);
    assert_eq!(all.len(), 6);
    assert_eq!(due(&desk.state, until)[0].records, all);
    assert_eq!(desk.erase(until, &list), Ok(all));
    // What names nobody stays; nothing can be opened, compared, let out or replaced any more.
    let book = &desk.state.lists.lists[&list];
    assert_eq!((book.tally.read, book.lines().len()), (2, 2));
    assert_eq!(desk.state.reconcile.comparisons[&list].lines(), 2);
    let was_erased = Err(Refusal::WasErased { list: list.clone() });
    assert_eq!(book.may_leave(&list), was_erased.clone());
    assert_eq!(desk.erase(until, &list).map(drop), was_erased);
    assert_eq!(desk.due(day(9_000)), []);
    assert_eq!(desk.state.lists.current(Side::B, Purpose::Offer), None);
    for command in [
        Command::Answer {
            list: list.clone(),
            table: Box::default(),
            before: vec![],
            answers: vec![],
        },
        Command::Close { list: list.clone(), table: Box::default(), answers: vec![] },
        Command::Open {
            from: Side::B,
            purpose: Purpose::Offer,
            replaces: Some(list.clone()),
            table: Box::new(table(&OFFER)),
            today: TODAY,
        },
    ] {
        let refused = desk.take(until, command).unwrap_err().to_string();
        assert_eq!(refused, format!("the list {list} was erased"));
    }
}

#[test]
fn a_replaced_version_and_a_draft_go_sooner_unless_somebody_crosses_by_them() {
    let mut desk = Desk::default();
    let older = desk.closed(day(0), &OFFER, None);
    let newer = desk.closed(day(10), &NEWER, Some(&older));
    let draft = desk.opened(day(20), &NEWER, Some(&newer));
    let over = day(10 + KEPT_UNUSED_DAYS);
    assert_eq!(desk.due(over), std::slice::from_ref(&older));
    assert_eq!(desk.due(day(20 + KEPT_UNUSED_DAYS)), [older.clone(), draft.clone()]);
    // The version in force has B-1 too; who goes as B-2 goes by the older one.
    desk.goes(day(30), "B-1");
    assert_eq!(desk.due(over), std::slice::from_ref(&older));
    desk.goes(day(31), "B-2");
    let at_work = Refusal::AtWork { list: older.clone(), line: line("B-2") };
    assert_eq!(desk.erase(over, &older), Err(at_work));
    desk.sign(day(40));
    assert_eq!(desk.due(day(39 + KEPT_AFTER_EXCHANGE_DAYS)), [draft]);
    assert!(desk.due(day(40 + KEPT_AFTER_EXCHANGE_DAYS)).contains(&older));
    // Why B-1 was planned goes with the last list that has that line.
    let gone = desk.erase(day(500), &older).unwrap();
    let reason = |who: &str| RecordId::read(&format!("reason-{who}")).unwrap();
    assert!(gone.contains(&reason("B-2")) && !gone.contains(&reason("B-1")));
}

#[test]
fn a_manifest_that_nobody_signed_and_a_hold_keep_a_list() {
    let mut desk = Desk::default();
    let list = desk.closed(day(0), &OFFER, None);
    let person = PersonId::read("person-1").unwrap();
    desk.state.registry.lines.insert(line("B-2"), person.clone());
    desk.state.registry.holds.insert(person.clone(), day(1));
    let late = day(KEPT_AFTER_EXCHANGE_DAYS);
    let held = due(&desk.state, late).remove(0).held;
    assert_eq!(held, BTreeSet::from([person.clone()]), "it is named until the hold ends");
    let on_hold = Refusal::OnHold { list: list.clone(), person };
    assert_eq!(desk.erase(late, &list), Err(on_hold));
    desk.state.registry.holds.clear();
    // On the manifest of a stage to come, left out or not.
    let left_out = BTreeMap::from([(line("B-1"), crate::handover::LeftOut::LaterStage)]);
    let leg = Leg { left_out, manifest: None::<Manifest>, ..Leg::default() };
    let stage = Handed { legs: BTreeMap::from([(Side::B, leg)]), ..Handed::default() };
    desk.state.handover.stages.insert(StageNumber(2), stage);
    let at_work = Refusal::AtWork { list: list.clone(), line: line("B-1") };
    assert_eq!(desk.erase(late, &list), Err(at_work));
    desk.state.handover.stages.clear();
    assert_eq!(desk.erase(late, &list).map(|records| records.len()), Ok(3));
    let unknown = ListId::read("nothing").unwrap();
    assert_eq!(desk.erase(late, &unknown), Err(Refusal::UnknownList { list: unknown.clone() }));
}

#[test]
fn only_who_may_erase_erases_a_list() {
    assert_eq!(Command::Erase { list: ListId::read("any").unwrap() }.verb(), journal::Verb::Erase);
}
