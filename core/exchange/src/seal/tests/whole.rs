//! A whole exchange in one bundle, on the practice settlement and invented people, and what is found
//! when somebody seals something else.

use super::*;
use crate::agreement::{self, Settled};
use crate::handover::{
    Act as LineAct, Counters, Notice, OutcomeKind, Remark, RemarkKind, Summary, Sums,
};
use crate::plan::planner::Need;
use crate::plan::{
    Candidate, ClassTable, Ground, Means, Plan, StageMeans, Transport, make, place, seed,
    share_commitment,
};
use crate::seal::payload::{
    Acknowledgement, ListCommit, ListKind, ListReply, ManifestCommit, SealedPlan, SeedCommit,
    SeedReveal,
};
use crate::vocabulary::{
    Facts, HealthGrade, LineId, ListId, PartialDate, Private, Side, StageNumber, Standing,
};
use jiff::civil::date;

const STAGE: StageNumber = StageNumber(1);

fn clauses() -> Vec<Clause> {
    let text = include_str!("../../../../../examples/istanbul-2025/settled.toml");
    agreement::read(text.as_bytes()).unwrap().terms.common_clauses()
}

fn transport() -> Transport {
    let means = Means { seats: 60, stretchers: 4, ambulances: 1, escorts: 20, beds: 10 };
    Transport {
        as_of: date(2025, 6, 8),
        horizon: date(2025, 9, 1),
        bands_from: date(2022, 2, 24),
        stages: vec![StageMeans { day: date(2025, 6, 12), a: means, b: means }],
        escort_quarters_stretcher: 1,
        escort_quarters_ambulance: 4,
    }
}

/// Young prisoners and one who is seriously wounded, all invented.
fn people(settled: &Settled, prefix: &str) -> Vec<Candidate> {
    (0..40_u8)
        .map(|at| {
            let facts = Facts {
                birth: Some(PartialDate::Day(date(2003, 1, 1))),
                captured: Some(PartialDate::Day(date(2023, 5, 1))),
                health: Some(if at == 0 {
                    HealthGrade::SeriouslyWounded
                } else {
                    HealthGrade::Good
                }),
                standing: Some(Standing::PrisonerOfWar),
                ..Facts::default()
            };
            Candidate {
                line: LineId::read(&format!("{prefix}-{at:02}")).unwrap(),
                person: None,
                place: place(settled, &facts, date(2025, 6, 12)),
                need: if at == 0 { Need::Stretcher } else { Need::Seat },
                available_from: STAGE,
                captured: facts.captured,
                named: false,
                group: None,
                withheld: None,
            }
        })
        .collect()
}

fn propose_all(world: &mut World) {
    let proposal = payload::write(&Proposal { clauses: clauses() });
    world.append(world.draft(Kind::Propose, Party::A, proposal)).unwrap();
    let answers = clauses()
        .iter()
        .map(|clause| Answer { id: clause.id.clone(), digest: clause.digest(), reason: None })
        .collect();
    let answers = payload::write(&Answers { clauses: answers });
    world.append(world.draft(Kind::Accept, Party::B, answers)).unwrap();
}

fn seal_lists(world: &mut World) {
    let commit = |side: Side| ListCommit {
        list: ListId::read(&format!("list-{side}")).unwrap(),
        version: 1,
        of: ListKind::Offered,
        root: Digest([side as u8; 32]),
        count: 40,
    };
    for side in Side::BOTH {
        let payload = payload::write(&commit(side));
        world.append(world.draft(Kind::ListCommit, side.into(), payload)).unwrap();
    }
    let reply = |count| ListReply {
        list: commit(Side::A).list,
        to: commit(Side::A).root,
        root: Digest([9; 32]),
        count,
        verdicts: BTreeMap::from([(crate::reconcile::Verdict::Matched, count)]),
    };
    let short = world.draft(Kind::ListReply, Party::B, payload::write(&reply(39)));
    assert!(matches!(
        world.append(short),
        Err(ChainRefusal::Ledger(LedgerRefusal::VerdictCount { lines: 40, verdicts: 39, .. }))
    ));
    let own = world.draft(Kind::ListReply, Party::A, payload::write(&reply(40)));
    assert!(matches!(world.append(own), Err(ChainRefusal::Ledger(LedgerRefusal::UnknownList(_)))));
    let sight = world.draft(Kind::ListReply, Party::B, payload::write(&reply(40)));
    assert!(matches!(
        world.append(sight),
        Err(ChainRefusal::Ledger(LedgerRefusal::Unwitnessed { .. }))
    ));
    world.witness(time(5));
    let hidden = ListReply { count: 40, ..reply(39) };
    let strange = payload::write(&reply(40));
    let strange = String::from_utf8(strange).unwrap().replace("matched", "traded").into_bytes();
    for bytes in [payload::write(&hidden), strange] {
        assert!(payload::read(Kind::ListReply, &bytes).is_err(), "sums and words are checked");
    }
    world.append(world.draft(Kind::ListReply, Party::B, payload::write(&reply(40)))).unwrap();
}

/// Seals seeds, tables and the plan that `change` makes of the right one.
fn seal_plan(world: &mut World, change: impl FnOnce(&mut Plan)) -> Result<u64, ChainRefusal> {
    let settled = Settled::of(&clauses()).unwrap();
    let ground = Ground::new(&settled, &transport()).unwrap();
    let shares = [Digest([1; 32]), Digest([2; 32])];
    let tables = [(Side::A, "a"), (Side::B, "b")]
        .map(|(side, prefix)| ClassTable::of(&ground, side, &people(&settled, prefix)).unwrap());
    for (side, share) in Side::BOTH.into_iter().zip(shares) {
        let commit = SeedCommit { digest: share_commitment(side, &share.0) };
        world.append(world.draft(Kind::SeedCommit, side.into(), payload::write(&commit))).unwrap();
    }
    for (side, table) in Side::BOTH.into_iter().zip(&tables) {
        world.append(world.draft(Kind::ClassTable, side.into(), table.bytes())).unwrap();
    }
    for (side, share) in Side::BOTH.into_iter().zip(shares) {
        let reveal = SeedReveal { seed: share };
        world.append(world.draft(Kind::SeedReveal, side.into(), payload::write(&reveal))).unwrap();
    }
    let mut plan = make(&ground, &tables, seed(&shares[0].0, &shares[1].0)).unwrap();
    change(&mut plan);
    let sealed = SealedPlan { plan, transport: transport() };
    everybody(world, Kind::Plan, payload::write(&sealed))
}

/// An act that all three sign.
fn everybody(world: &mut World, kind: Kind, payload: Vec<u8>) -> Result<u64, ChainRefusal> {
    let rings = [world.a.clone(), world.b.clone(), world.m.clone()];
    let keys: Vec<&SecretKey> = rings.iter().flat_map(Keyring::signing).collect();
    world.append_with(world.draft(kind, Party::Mediator, payload), &keys)
}

fn summary(side: Side) -> Summary {
    Summary { digest: Digest([side as u8 + 20; 32]), people: 40 }
}

fn line_act(received_by_b: u32) -> LineAct {
    let sums = |received| Sums { received, absent: 40 - received, ..Sums::default() };
    let counters = |of_a| Counters::from([(Side::A, sums(of_a)), (Side::B, sums(40))]);
    LineAct {
        stage: STAGE,
        manifests: Side::BOTH.into_iter().map(|side| (side, summary(side))).collect(),
        counted_by_a: counters(39),
        counted_by_b: counters(received_by_b),
        remarks: Vec::new(),
    }
}

fn hand_over(world: &mut World) {
    for side in Side::BOTH {
        let Summary { digest, people } = summary(side);
        let commit = payload::write(&ManifestCommit { stage: STAGE, digest, people });
        world.append(world.draft(Kind::ManifestCommit, side.into(), commit)).unwrap();
    }
    let notice = Notice {
        stage: STAGE,
        from: Side::A,
        corridor: Private::new("an invented road".to_owned()),
        opens: time(8),
        closes: time(12),
        vehicles: BTreeMap::new(),
        nonce: Digest([5; 32]),
    };
    let theirs = world.draft(Kind::MovementNotice, Party::B, notice.document());
    assert_eq!(
        world.append(theirs),
        Err(ChainRefusal::Ledger(LedgerRefusal::NotTheirs(Party::B, Party::A)))
    );
    let seq = world.append(world.draft(Kind::MovementNotice, Party::A, notice.document())).unwrap();
    let leaf = world.chain.ledger().rows().last().unwrap().leaf;
    let receipt = |act| payload::write(&Acknowledgement { seq, act });
    let wrong = world.draft(Kind::Acknowledgement, Party::B, receipt(Digest([6; 32])));
    assert_eq!(world.append(wrong), Err(ChainRefusal::Ledger(LedgerRefusal::NotThatAct(seq))));
    world.append(world.draft(Kind::Acknowledgement, Party::B, receipt(leaf))).unwrap();

    let disagreeing = everybody(world, Kind::HandoverAct, line_act(38).document());
    assert!(matches!(disagreeing, Err(ChainRefusal::Payload(_))), "{disagreeing:?}");
    let remark =
        |outcome| Remark { from: Side::A, outcome, by: Party::B, why: RemarkKind::NotSeen };
    let mut remarked = line_act(38);
    remarked.remarks = vec![remark(OutcomeKind::Received), remark(OutcomeKind::Absent)];
    let mut other = remarked.clone();
    other.manifests.insert(Side::A, Summary { digest: Digest([77; 32]), people: 40 });
    assert_eq!(
        everybody(world, Kind::HandoverAct, other.document()),
        Err(ChainRefusal::Ledger(LedgerRefusal::OtherManifest(STAGE, Side::A)))
    );
    everybody(world, Kind::HandoverAct, remarked.document()).unwrap();
}

fn whole(change: impl FnOnce(&mut Plan)) -> World {
    let mut world = World::new();
    propose_all(&mut world);
    seal_lists(&mut world);
    world.witness(time(6));
    seal_plan(&mut world, change).unwrap();
    hand_over(&mut world);
    everybody(&mut world, Kind::Close, b"{\"open\":[\"bodies\"]}".to_vec()).unwrap();
    world.witness(time(18));
    world
}

#[test]
fn a_whole_exchange_is_sound_from_the_terms_to_the_close() {
    let world = whole(|_| {});
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    assert!(report.objections.is_empty(), "the plan was made again: {}", report.to_text());
    assert!(report.clauses.iter().all(|row| row.sentence.starts_with("AGREED")));
    assert_eq!(report.heads.len(), 3);
    let mut after = world;
    let late = after.draft(Kind::Statement, Party::A, b"{}".to_vec());
    assert!(after.append(late).is_err(), "nothing follows a close");
}

#[test]
fn a_sealed_plan_that_its_inputs_do_not_allow_is_found_out() {
    let one_more = |plan: &mut Plan| {
        let first = plan.counts.values_mut().next().unwrap();
        first[0] += 1;
    };
    let nobody = |plan: &mut Plan| plan.counts.clear();
    let better = |plan: &mut Plan| plan.vector[0] += 1;
    for (at, change) in [&one_more as &dyn Fn(&mut Plan), &nobody, &better].into_iter().enumerate()
    {
        let world = whole(change);
        let report = world.verify(&world.bundle());
        assert_eq!(report.verdict, Verdict::Contradicted, "{at}");
        assert!(report.objections.iter().all(|found| {
            found.file.as_deref().is_some_and(|file| file.starts_with("payloads/"))
        }));
    }
}

#[test]
fn a_plan_of_another_draw_or_other_tables_cannot_be_sealed() {
    for change in
        [(|plan: &mut Plan| plan.seed = Digest([3; 32])) as fn(&mut Plan), |plan: &mut Plan| {
            plan.tables[1] = Digest([3; 32]);
        }]
    {
        let mut world = World::new();
        propose_all(&mut world);
        assert!(matches!(
            seal_plan(&mut world, change),
            Err(ChainRefusal::Ledger(LedgerRefusal::OtherPlan(_)))
        ));
    }
}

#[test]
fn without_a_payload_an_act_still_stands_and_only_a_clause_is_missing() {
    let world = whole(|_| {});
    let files = world.chain.files();
    let without = |seq: u64| {
        let mut files = files.clone();
        files.remove(&format!("payloads/{seq:04}.json"));
        files.remove(&format!("payloads/{seq:04}.salt"));
        repacked(&world, &files)
    };
    let kinds: Vec<Kind> = world.chain.ledger().rows().iter().map(|row| row.act.kind).collect();
    for (seq, kind) in (0..).zip(kinds) {
        let telling = matches!(kind, Kind::Genesis | Kind::Propose | Kind::Accept);
        let expected = if telling { Verdict::Incomplete } else { Verdict::Sound };
        let report = without(seq);
        assert_eq!(report.verdict, expected, "{kind} {}", report.to_text());
    }
}
