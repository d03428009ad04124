//! What is kept after a stage, and how long. All people are invented.

use super::super::*;
use super::bench::*;
use super::line::signed;
use crate::journal::{Outcome, VaultChange};
use crate::vocabulary::Role;

fn days(count: i64) -> jiff::Timestamp {
    at(9) + jiff::SignedDuration::from_hours(24 * count)
}

fn erase(bench: &mut Bench) -> Result<Outcome<Event>, Refusal> {
    let context = bench.context(Role::DataProtection);
    decide(&bench.state, &context, Command::EraseRecords { stage: STAGE })
}

#[test]
fn what_a_stage_needed_goes_thirty_days_after_its_act_and_not_before() {
    let mut bench = at_the_line();
    assert_eq!(erase(&mut bench).unwrap_err(), Refusal::NobodySigned { stage: STAGE });
    let mut bench = signed();
    let signed_at = bench.state.handover.stages[&STAGE].signed_at.expect("somebody signed");
    let until = signed_at + jiff::SignedDuration::from_hours(24 * KEPT_AFTER_ACT_DAYS);
    assert_eq!(due(&bench.state, until - jiff::SignedDuration::from_secs(1)), []);
    assert_eq!(erase(&mut bench).unwrap_err(), Refusal::StillKept { stage: STAGE, until });
    bench.now = days(31);
    let found = due(&bench.state, bench.now);
    assert_eq!(found.len(), 1);
    // Everything that the handover put into the vault goes: findings, the corridor, who came unlisted.
    let kept: BTreeSet<RecordId> = bench
        .vault
        .iter()
        .filter_map(|change| match change {
            VaultChange::Keep { record, .. } => Some(record.clone()),
            VaultChange::EraseAbout(_) | VaultChange::Erase(_) => None,
        })
        .collect();
    assert_eq!(found[0].erasable.records, kept);
    let outcome = erase(&mut bench).unwrap();
    let gone: BTreeSet<RecordId> = outcome
        .vault
        .iter()
        .filter_map(|change| match change {
            VaultChange::Erase(record) => Some(record.clone()),
            VaultChange::Keep { .. } | VaultChange::EraseAbout(_) => None,
        })
        .collect();
    assert_eq!(gone, kept);
    bench.take(Role::DataProtection, Command::EraseRecords { stage: STAGE }).unwrap();
    assert_eq!(due(&bench.state, bench.now), []);
    let again = erase(&mut bench).unwrap_err();
    assert_eq!(again, Refusal::NothingToErase { stage: STAGE, held: 0 });
    // How it ended stays.
    assert!(bench.state.handover.stages[&STAGE].is_signed());
}

#[test]
fn a_hold_keeps_the_findings_of_its_line_and_who_is_at_work_keeps_theirs() {
    let mut bench = signed();
    bench.now = days(31);
    let held = PersonId::read("person-a-1").unwrap();
    bench.state.registry.holds.insert(held, days(2));
    // Whoever is on the manifest of a stage to come is still at work.
    let next = StageNumber(2);
    let manifest = Manifest { stage: next, ..ours() };
    let leg = Leg { manifest: Some(manifest), ..Leg::default() };
    let mut seats = leg.clone();
    if let Some(manifest) = &mut seats.manifest {
        manifest.seats.retain(|seat| seat.line == line("a-2"));
    }
    let legs = BTreeMap::from([(Side::A, seats)]);
    bench.state.handover.stages.insert(next, Stage { legs, ..Stage::default() });
    let found = due(&bench.state, bench.now).remove(0).erasable;
    assert_eq!(found.held, BTreeSet::from([line("a-1")]));
    assert_eq!(found.lines, BTreeSet::from([line("a-3"), line("a-4")]));
    bench.take(Role::DataProtection, Command::EraseRecords { stage: STAGE }).unwrap();
    let left: Vec<&LineId> = bench.state.handover.kept.keys().collect();
    assert_eq!(left, [&line("a-1"), &line("a-2")]);
    let waits = due(&bench.state, bench.now).remove(0).erasable;
    assert!(waits.records.is_empty() && waits.held.len() == 1, "it is named until the hold ends");
}
