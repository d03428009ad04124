//! Two bundles of one exchange that tell two stories.

use super::*;
use crate::seal::bundle::{Label, NO_BUNDLE};
use crate::seal::equivocation::{EquivocationRefusal, Proof, judge};
use crate::seal::{Authority, compare};

fn two_stories(other_last: impl FnOnce(&mut World)) -> (World, World) {
    let mut first = World::new();
    let (rule, date) = (clause("bodies", "2025-06-09"), clause("bodies-date", "2025-06-07"));
    first.propose(Party::A, &rule);
    first.answer(Kind::Accept, Party::B, &rule);
    let mut second = World { chain: first.chain.clone(), salts: 100, ..World::new() };
    first.propose(Party::B, &date);
    other_last(&mut second);
    first.witness(time(10));
    second.witness(time(10));
    (first, second)
}

#[test]
fn one_officer_under_two_acts_of_one_number_is_proof_against_them() {
    let (first, second) = two_stories(|second| {
        second.propose(Party::B, &clause("bodies-date", "2025-06-08"));
    });
    let both = compare(&first.bundle(), &second.bundle(), &first.policy);
    assert_eq!((both.first.verdict, both.second.verdict), (Verdict::Sound, Verdict::Sound));
    assert_eq!((both.shared, both.beyond), (3, [1, 1]));
    let signers: Vec<&str> = both.equivocations.iter().map(|found| found.signer.as_str()).collect();
    assert_eq!(signers, ["B-officer-1", "B-officer-2", "A-witness", "B-witness", "M-witness"]);
    assert_eq!(both.exit_code(), 1);
    let text = both.to_text();
    assert!(
        text.contains("EQUIVOCATION: B-officer-1 signed two different acts as entry 3"),
        "{text}"
    );
    assert!(text.contains("  both    AGREED by A at entry 1"), "{text}");
    assert!(text.contains("  second  not there"), "{text}");
}

#[test]
fn two_parties_who_spoke_at_once_are_no_liars_but_their_witnesses_would_be() {
    let (first, second) = two_stories(|second| {
        second.propose(Party::A, &clause("bodies-date", "2025-06-08"));
    });
    let both = compare(&first.bundle(), &second.bundle(), &first.policy);
    assert!(both.equivocations.iter().all(|found| found.signer.ends_with("-witness")));
}

#[test]
fn an_older_and_a_newer_bundle_agree() {
    let mut world = quarrel();
    let older = world.bundle();
    world.answer(Kind::Refuse, Party::A, &clause("bodies-date", "2025-06-07"));
    world.witness(time(12));
    let both = compare(&older, &world.bundle(), &world.policy);
    assert_eq!((both.shared, both.beyond), (4, [0, 1]));
    assert_eq!(both.equivocations, []);
    assert_eq!(both.exit_code(), 0);
    assert!(both.to_text().contains("  second  REFUSED by A at entry 4"), "{}", both.to_text());
    let broken = Files::new();
    assert_eq!(compare(&older, &broken, &world.policy).exit_code(), 2);
    assert_eq!(compare(&older, &older, "").exit_code(), 1);
}

#[test]
fn the_proof_of_an_equivocation_stands_alone_and_a_changed_one_proves_nothing() {
    let (mut first, second) = two_stories(|second| {
        second.propose(Party::B, &clause("bodies-date", "2025-06-08"));
    });
    // The one checkpoint that is left covers more acts than the other story has.
    first.answer(Kind::Refuse, Party::A, &clause("bodies-date", "2025-06-07"));
    first.witness(time(12));
    let mut files = first.chain.files();
    files.remove("heads/0004.note");
    let label = Label::for_anyone(Party::A);
    let longer = bundle::pack(files, first.chain.authority(), label, &first.a.signing()).unwrap();
    let both = compare(&longer, &second.bundle(), &first.policy);
    let proof = both.proof().unwrap();
    let text = proof.to_text();
    let said = judge(text.as_bytes(), &first.policy).unwrap();
    assert!(
        said.contains("PROVED: B-officer-1, B-officer-2 signed two different acts as entry 3"),
        "{said}"
    );
    assert!(said.contains("A-witness, B-witness, M-witness"), "{said}");
    assert_eq!(judge(text.as_bytes(), &second.policy), Ok(said));

    let authority = Authority::read(&first.policy).unwrap();
    let changed = |change: &dyn Fn(&mut Proof)| {
        let mut own = proof.clone();
        change(&mut own);
        own.check(&authority)
    };
    let same = changed(&|own| own.pairs[0].second = own.pairs[0].first.clone());
    assert_eq!(same, Err(EquivocationRefusal::Honest(1)));
    let unsigned = changed(&|own| {
        own.pairs[0].second =
            own.pairs[0].second.replace("payload ", "payload 0").replace("\nexpires", "");
    });
    assert!(unsigned.is_err());
    let digit = changed(&|own| {
        let note = &mut own.pairs[0].second;
        let at = note.find("\npayload ").unwrap() + 9;
        let other = if note.as_bytes()[at] == b'0' { "1" } else { "0" };
        note.replace_range(at..=at, other);
    });
    assert_eq!(digit, Err(EquivocationRefusal::Nobody(1)));
    let short = changed(&|own| own.pairs.iter_mut().for_each(|pair| pair.leaves.truncate(3)));
    assert!(short.is_err());
    for bytes in ["", "{}", "[]", &text.replace("/v1", "/v2"), &text.replace("pairs", "pears")] {
        assert!(judge(bytes.as_bytes(), &first.policy).is_err());
    }
    assert!(judge(text.as_bytes(), "").is_err());
}

#[test]
fn two_bundles_of_one_number_to_one_party_prove_themselves() {
    let world = quarrel();
    let pack = |ack| {
        let to = Some(Party::B);
        let label = Label { from: Party::A, to, seq: 0, prev: NO_BUNDLE, ack };
        let (files, authority) = (world.chain.files(), world.chain.authority());
        bundle::pack(files, authority, label, &world.a.signing()).unwrap()
    };
    let (one, other) = (pack(None), pack(Some(3)));
    let both = compare(&one, &other, &world.policy);
    let said = judge(both.proof().unwrap().to_text().as_bytes(), &world.policy).unwrap();
    assert!(
        said.contains("PROVED: A-officer-1, A-officer-2 signed two different bundles 0 to B"),
        "{said}"
    );
    assert_eq!(both.exit_code(), 1);
    assert!(compare(&one, &one, &world.policy).proof().is_none());
    assert!(compare(&world.bundle(), &one, &world.policy).proof().is_none());
}
