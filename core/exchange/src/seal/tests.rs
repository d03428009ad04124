//! Whole exchanges, built and then broken.

mod envelope;
mod intersect;
mod journaled;
mod keys;
mod quarrel;
mod refused;
mod rules;
mod whole;

use std::collections::BTreeMap;

use jiff::Timestamp;
use notary::key::SecretKey;

use super::act::Kind;
use super::bundle::{self, Files, Label, MANIFEST};
use super::keyring::{Keyring, compose_policy};
use super::payload::{self, Answer, Answers, Genesis, Proposal};
use super::{Chain, ChainRefusal, Draft, LedgerRefusal, Report, Verdict, verify};
use crate::agreement::Clause;
use crate::vocabulary::{Digest, ExchangeId, Party, Side};

pub(super) struct World {
    pub(super) a: Keyring,
    pub(super) b: Keyring,
    pub(super) m: Keyring,
    pub(super) policy: String,
    pub(super) chain: Chain,
    salts: u8,
}

pub(super) fn time(hour: i8) -> Timestamp {
    format!("2025-06-07T{hour:02}:00:00Z").parse().unwrap()
}

pub(super) fn clause(id: &str, date: &str) -> Clause {
    let text = format!("the bodies are handed over on {date}");
    let clause = serde_json::json!({
        "id": id, "track": "remains", "title": "date for the bodies", "text": text,
        "rule": {"kind": "schedule", "dates": [date], "size": null},
    });
    serde_json::from_value(clause).unwrap()
}

impl World {
    pub(super) fn new() -> Self {
        let ring = |party, seed| Keyring::new(party, 2, &[seed; 32]).unwrap();
        let (a, b, m) = (ring(Party::A, 1), ring(Party::B, 2), ring(Party::Mediator, 3));
        let exchange = ExchangeId::read(&"0a".repeat(16)).unwrap();
        let policy = compose_policy(&exchange, &[a.public(), b.public(), m.public()]).unwrap();
        let chain = Chain::new(&policy).unwrap();
        let mut world = Self { a, b, m, policy, chain, salts: 0 };
        let title = "an exchange for a test".to_owned();
        let genesis = Genesis::new(world.chain.authority(), title, BTreeMap::new());
        let draft = world.draft(Kind::Genesis, Party::Mediator, payload::write(&genesis));
        let keys: Vec<SecretKey> =
            [&world.a, &world.b, &world.m].iter().flat_map(|ring| ring.officers.clone()).collect();
        let keys: Vec<&SecretKey> = keys.iter().collect();
        world.append_with(draft, &keys).unwrap();
        world
    }

    #[expect(clippy::unused_self, reason = "reads as a sentence at the call")]
    pub(super) fn draft(&self, kind: Kind, from: Party, payload: Vec<u8>) -> Draft {
        Draft { kind, from, payload, expires: None }
    }

    fn append_with(&mut self, draft: Draft, keys: &[&SecretKey]) -> Result<u64, ChainRefusal> {
        self.salts += 1;
        self.chain.append(draft, [self.salts; 32], keys)
    }

    pub(super) fn ring(&self, party: Party) -> Keyring {
        match party {
            Party::A => self.a.clone(),
            Party::B => self.b.clone(),
            Party::Mediator | Party::Host => self.m.clone(),
        }
    }

    pub(super) fn append(&mut self, draft: Draft) -> Result<u64, ChainRefusal> {
        let ring = self.ring(draft.from);
        self.append_with(draft, &ring.signing())
    }

    pub(super) fn propose(&mut self, from: Party, clause: &Clause) -> u64 {
        let proposal = Proposal { clauses: vec![clause.clone()] };
        let draft = self.draft(Kind::Propose, from, payload::write(&proposal));
        self.append(draft).unwrap()
    }

    pub(super) fn answer(&mut self, kind: Kind, from: Party, clause: &Clause) -> u64 {
        let answer = Answer {
            id: clause.id.clone(),
            digest: clause.digest(),
            reason: (kind == Kind::Refuse).then(|| "no date was agreed".to_owned()),
        };
        let answers = Answers { clauses: vec![answer] };
        let draft = self.draft(kind, from, payload::write(&answers));
        self.append(draft).unwrap()
    }

    pub(super) fn witness(&mut self, at: Timestamp) {
        let rings = [&self.a, &self.b, &self.m].map(|ring| ring.witness.clone().unwrap());
        let log = self.m.log.clone().unwrap();
        self.chain.witness(&log, &rings.each_ref(), at).unwrap();
    }

    pub(super) fn bundle(&self) -> Files {
        let authority = self.chain.authority();
        bundle::pack(self.chain.files(), authority, Label::for_anyone(Party::A), &self.a.signing())
            .unwrap()
    }

    pub(super) fn verify(&self, files: &Files) -> Report {
        verify(files, &self.policy)
    }
}

/// Two clauses: the rule agreed, the date proposed and never accepted.
pub(super) fn quarrel() -> World {
    let mut world = World::new();
    let (rule, date) = (clause("bodies", "2025-06-09"), clause("bodies-date", "2025-06-07"));
    world.propose(Party::A, &rule);
    world.answer(Kind::Accept, Party::B, &rule);
    world.propose(Party::B, &date);
    world.witness(time(10));
    world
}

fn named(report: &Report, path: &str) -> bool {
    report.objections.iter().any(|objection| objection.file.as_deref() == Some(path))
}

#[test]
fn a_sound_bundle_says_what_was_agreed_and_what_was_not() {
    let world = quarrel();
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    let sentences: Vec<&str> = report.clauses.iter().map(|row| row.sentence.as_str()).collect();
    assert_eq!(
        sentences,
        [
            "AGREED by A at entry 1 and by B at entry 2, witnessed 2025-06-07T10:00:00Z",
            "PROPOSED by B at entry 3, never accepted by A"
        ]
    );
}

#[test]
fn changing_any_byte_of_any_file_is_a_contradiction_that_names_the_file() {
    let world = quarrel();
    let whole = world.bundle();
    for (path, bytes) in &whole {
        for at in 0..bytes.len() {
            // Another bit each time keeps this quick; some bytes are tried in every bit.
            let bits = if at % 64 == 0 { 0..8 } else { at % 8..at % 8 + 1 };
            for bit in bits {
                let mut files = whole.clone();
                files.get_mut(path).unwrap()[at] ^= 1 << bit;
                let report = world.verify(&files);
                assert_eq!(report.verdict, Verdict::Contradicted, "{path} byte {at} bit {bit}");
                assert!(named(&report, path), "{path} byte {at} bit {bit}: {}", report.to_text());
            }
        }
    }
}

#[test]
fn a_missing_file_is_incomplete_and_an_added_one_a_contradiction() {
    let world = quarrel();
    let whole = world.bundle();
    for path in whole.keys() {
        let mut files = whole.clone();
        files.remove(path);
        let report = world.verify(&files);
        assert_eq!(report.verdict, Verdict::Incomplete, "{path}");
        assert!(named(&report, path), "{path}");
    }
    for path in ["acts/0004.note", "notes.txt", "heads/0002.note", "acts/../head.note"] {
        let mut files = whole.clone();
        files.insert(path.to_owned(), b"x\n".to_vec());
        let report = world.verify(&files);
        assert_eq!(report.verdict, Verdict::Contradicted, "{path}");
        assert!(named(&report, path), "{path}");
    }
}

/// What a dishonest party can do: change a file and sign a new manifest over it.
fn repacked(world: &World, files: &Files) -> Report {
    let authority = world.chain.authority();
    let files =
        bundle::pack(files.clone(), authority, Label::for_anyone(Party::A), &world.a.signing())
            .unwrap();
    world.verify(&files)
}

#[test]
fn a_new_manifest_does_not_cover_changed_acts_payloads_or_checkpoints() {
    let world = quarrel();
    let whole = world.chain.files();
    for (path, bytes) in &whole {
        // Every seventh byte: each try signs and checks a whole bundle.
        for at in (0..bytes.len()).step_by(7) {
            let mut files = whole.clone();
            files.get_mut(path).unwrap()[at] ^= 1 << (at % 8);
            let report = repacked(&world, &files);
            assert_eq!(report.verdict, Verdict::Contradicted, "{path} byte {at}");
        }
    }
}

#[test]
fn the_last_acts_cannot_be_left_out() {
    let world = quarrel();
    let mut files = world.chain.files();
    for path in ["acts/0003.note", "payloads/0003.json", "payloads/0003.salt"] {
        files.remove(path);
    }
    let report = repacked(&world, &files);
    assert_eq!(report.verdict, Verdict::Incomplete);
    assert!(named(&report, "head.note"), "{}", report.to_text());
}

#[test]
fn another_policy_is_a_contradiction() {
    let world = quarrel();
    let files = world.bundle();
    let changed = world.policy.replace("# Who", "# who");
    let report = verify(&files, &changed);
    assert_eq!(report.verdict, Verdict::Contradicted);
    let other = World::new();
    assert_ne!(other.policy, changed);
    let fewer = world
        .policy
        .replace("group A all A-officer-1 A-officer-2", "group A any A-officer-1 A-officer-2");
    assert_eq!(verify(&files, &fewer).verdict, Verdict::Contradicted);
    assert_eq!(verify(&files, "").verdict, Verdict::Contradicted);
}

#[test]
fn a_chain_is_taken_up_again_from_its_files() {
    let mut world = quarrel();
    let files = world.chain.files();
    let again = Chain::open(&files, &world.policy).unwrap();
    assert_eq!(again.files(), files);
    assert_eq!(again.ledger(), world.chain.ledger());
    world.chain = again;
    world.answer(Kind::Accept, Party::A, &clause("bodies-date", "2025-06-07"));
    world.witness(time(12));
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    assert!(world.bundle().contains_key("heads/0004.note"));
    assert!(world.bundle().contains_key(MANIFEST));
}

#[test]
fn a_late_acceptance_is_not_an_agreement() {
    let mut world = World::new();
    let date = clause("bodies-date", "2025-06-07");
    let proposal = payload::write(&Proposal { clauses: vec![date.clone()] });
    let mut draft = world.draft(Kind::Propose, Party::A, proposal);
    draft.expires = Some(time(12));
    world.append(draft).unwrap();
    world.answer(Kind::Accept, Party::B, &date);
    let mut late = World { chain: world.chain.clone(), ..World::new() };
    world.witness(time(12));
    assert!(world.verify(&world.bundle()).clauses[0].sentence.starts_with("AGREED"));
    late.witness(time(13));
    assert!(late.verify(&late.bundle()).clauses[0].sentence.starts_with("LAPSED"));
}

#[test]
fn a_report_holds_no_word_of_a_payload_but_clauses_and_reasons() {
    let mut world = quarrel();
    world.answer(Kind::Refuse, Party::A, &clause("bodies-date", "2025-06-07"));
    world.witness(time(11));
    let report = world.verify(&world.bundle());
    assert_eq!(
        report.clauses[1].sentence,
        "REFUSED by A at entry 4; put forward by B at entry 3; reason given: no date was agreed"
    );
}
