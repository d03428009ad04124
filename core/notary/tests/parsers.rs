//! Every parser takes any bytes without a panic, and what it reads it writes back as it was.

use notary::checkpoint::{self, Checkpoint};
use notary::key::{Algorithm, SecretKey, VerifyKey};
use notary::merkle::{Tree, leaf_hash};
use notary::note::Note;
use notary::policy::{Policy, witness_line};
use notary::proof;
use proptest::prelude::*;

const ORIGIN: &str = "safeconduct/test";

fn log() -> SecretKey {
    SecretKey::from_seed(ORIGIN, Algorithm::Note, &[9; 32]).expect("a key")
}

fn witness() -> SecretKey {
    SecretKey::from_seed("w", Algorithm::Cosignature, &[1; 32]).expect("a key")
}

fn policy() -> String {
    format!("log {}\n{}quorum w\n", log().public(), witness_line(witness().public()))
}

fn tree() -> Tree {
    Tree::of((0..9_u8).map(|at| leaf_hash(&[at])))
}

fn head() -> Vec<u8> {
    let head = Checkpoint { origin: ORIGIN.to_owned(), size: 9, root: tree().root() };
    let mut head = head.sign(&log()).expect("a checkpoint");
    checkpoint::cosign(&mut head, &witness(), 1_750_000_000).expect("a cosignature");
    head.to_bytes()
}

/// Bytes near a valid text: some are cut out, some put in, some changed.
fn near(valid: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = valid.len();
    let edit = (0..=length, 0..8_usize, proptest::collection::vec(any::<u8>(), 0..8));
    proptest::collection::vec(edit, 1..4).prop_map(move |edits| {
        let mut bytes = valid.clone();
        for (at, cut, put) in edits {
            let at = at.min(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, put);
        }
        bytes
    })
}

fn any_or_near(valid: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..300), near(valid)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_note_that_is_read_is_written_as_it_was(bytes in any_or_near(head())) {
        if let Ok(note) = Note::read(&bytes) {
            prop_assert_eq!(note.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_checkpoint_that_is_taken_is_the_one_that_was_signed(bytes in any_or_near(head())) {
        let policy = Policy::read(&policy()).expect("a policy");
        if let Ok(checked) = checkpoint::check(&bytes, &policy) {
            prop_assert_eq!(checked.checkpoint.root, tree().root());
            prop_assert_eq!(checked.checkpoint.size, 9);
        }
    }

    #[test]
    fn a_proof_that_is_taken_is_of_its_entry(bytes in any_or_near(
        proof::write(4, &tree().inclusion(4, 9).expect("a path"), &head())
    )) {
        let policy = Policy::read(&policy()).expect("a policy");
        if let Ok((index, _)) = proof::check(&bytes, &[4], &policy) {
            prop_assert_eq!(index, 4);
        }
    }

    #[test]
    fn any_text_is_a_policy_or_a_refusal(bytes in any_or_near(policy().into_bytes())) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(policy) = Policy::read(&text) {
            prop_assert!(policy.logs().len() + policy.witnesses().count() <= 256);
        }
    }

    #[test]
    fn a_key_that_is_read_is_written_as_it_was(
        bytes in any_or_near(log().public().to_string().into_bytes())
    ) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(key) = VerifyKey::read(&text) {
            prop_assert_eq!(key.to_string(), text.into_owned());
        }
    }
}
