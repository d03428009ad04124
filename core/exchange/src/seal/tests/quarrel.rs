//! Two bundles of one exchange that tell two stories.

use super::*;
use crate::seal::compare;

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
