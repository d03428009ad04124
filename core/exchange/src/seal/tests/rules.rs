//! Rules between acts: who binds whom, and what must come before what.

use super::*;

#[test]
fn an_act_with_one_of_two_officers_binds_nobody() {
    let mut world = World::new();
    let date = clause("bodies-date", "2025-06-07");
    world.propose(Party::B, &date);
    let answers = Answers {
        clauses: vec![Answer { id: date.id.clone(), digest: date.digest(), reason: None }],
    };
    let draft = world.draft(Kind::Accept, Party::A, payload::write(&answers));
    let one = world.a.officers[0].clone();
    world.append_with(draft, &[&one]).unwrap();
    assert!(matches!(
        world.chain.append(
            world.draft(Kind::Accept, Party::B, payload::write(&answers)),
            [9; 32],
            &world.b.signing()
        ),
        Err(ChainRefusal::Unsigned { seq: 2, .. })
    ));
    let report = crate::seal::inspect(&world.chain.files(), &world.policy);
    assert_eq!(report.verdict, Verdict::Incomplete);
    assert!(report.clauses[0].sentence.ends_with("never accepted by A"), "{}", report.to_text());
    world.chain.sign(&world.a.officers[1].clone()).unwrap();
    world.witness(time(11));
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    assert!(report.clauses[0].sentence.starts_with("AGREED"));
}

#[test]
fn a_key_of_another_party_is_refused_by_name() {
    let mut world = World::new();
    let date = clause("bodies-date", "2025-06-07");
    let proposal = payload::write(&Proposal { clauses: vec![date] });
    let draft = world.draft(Kind::Propose, Party::A, proposal.clone());
    let theirs = world.b.officers[0].clone();
    let refusal = world.append_with(draft, &[&theirs]).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the key `B-officer-1` signed, which is an officer's of B and has no say in this act"
    );
    let draft = world.draft(Kind::Propose, Party::A, proposal.clone());
    let witness = world.a.witness.clone().unwrap();
    assert!(world.append_with(draft, &[&witness]).is_err());
    let stranger = Keyring::new(Party::A, 2, &[77; 32]).unwrap();
    let draft = world.draft(Kind::Propose, Party::A, proposal);
    assert!(world.append_with(draft, &stranger.signing()).is_err());
}

#[test]
fn a_checkpoint_of_other_acts_is_a_contradiction_that_names_who_signed_it() {
    let world = quarrel();
    let mut other = World::new();
    other.propose(Party::A, &clause("bodies", "2025-06-30"));
    other.propose(Party::A, &clause("bodies-date", "2025-06-30"));
    other.propose(Party::B, &clause("another", "2025-06-30"));
    other.witness(time(10));
    let mut files = world.chain.files();
    files.insert("head.note".to_owned(), other.chain.files()["head.note"].clone());
    let report = repacked(&world, &files);
    assert_eq!(report.verdict, Verdict::Contradicted);
    let text = report.to_text();
    assert!(text.contains("head.note") && text.contains("B-witness"), "{text}");
}

#[test]
fn an_answer_to_words_nobody_put_forward_is_refused() {
    let mut world = World::new();
    let date = clause("bodies-date", "2025-06-07");
    let answers = Answers {
        clauses: vec![Answer { id: date.id.clone(), digest: date.digest(), reason: None }],
    };
    let draft = world.draft(Kind::Accept, Party::A, payload::write(&answers));
    assert_eq!(
        world.append(draft),
        Err(ChainRefusal::Ledger(LedgerRefusal::UnknownWording(date.id.clone())))
    );
    world.propose(Party::B, &date);
    world.answer(Kind::Accept, Party::A, &date);
}

#[test]
fn a_seed_is_shown_only_after_both_are_fixed_and_only_as_fixed() {
    use crate::plan::{ClassTable, TABLE_FORM, share_commitment};
    use payload::{SeedCommit, SeedReveal};
    let mut world = World::new();
    let [of_a, of_b] = [Digest([7; 32]), Digest([8; 32])];
    let draft =
        |kind, side: Side, payload| Draft { kind, from: side.into(), payload, expires: None };
    let commit = |side, seed: Digest| {
        let digest = share_commitment(side, &seed.0);
        draft(Kind::SeedCommit, side, payload::write(&SeedCommit { digest }))
    };
    let reveal = |side, seed| draft(Kind::SeedReveal, side, payload::write(&SeedReveal { seed }));
    let table = |side, of| {
        let table = ClassTable {
            classes: BTreeMap::new(),
            form: TABLE_FORM,
            ground: Digest([1; 32]),
            side: of,
        };
        draft(Kind::ClassTable, side, table.bytes())
    };
    let refused = |refusal| Err(ChainRefusal::Ledger(refusal));
    world.append(commit(Side::A, of_a)).unwrap();
    assert_eq!(world.append(reveal(Side::A, of_a)), refused(LedgerRefusal::SeedEarly(Party::A)));
    assert_eq!(world.append(commit(Side::A, of_b)), refused(LedgerRefusal::SeedTwice(Party::A)));
    world.append(commit(Side::B, of_b)).unwrap();
    assert_eq!(
        world.append(table(Side::A, Side::B)),
        refused(LedgerRefusal::NotTheirs(Party::A, Party::B))
    );
    world.append(table(Side::A, Side::A)).unwrap();
    assert_eq!(world.append(reveal(Side::A, of_a)), refused(LedgerRefusal::SeedEarly(Party::A)));
    assert_eq!(world.append(table(Side::A, Side::A)), refused(LedgerRefusal::TableTwice(Party::A)));
    world.append(table(Side::B, Side::B)).unwrap();
    assert_eq!(
        world.append(reveal(Side::B, of_a)),
        refused(LedgerRefusal::SeedDiffers(Party::B, 2))
    );
    world.append(reveal(Side::A, of_a)).unwrap();
    world.append(reveal(Side::B, of_b)).unwrap();
    assert_eq!(world.append(reveal(Side::A, of_a)), refused(LedgerRefusal::SeedTwice(Party::A)));
}
