//! Proofs of two signatures, and requests for a bundle: nothing is proved and nothing asked that nobody signed.
#![no_main]

use std::sync::LazyLock;

use exchange::seal::Authority;
use exchange::seal::equivocation::{Pair, Proof};
use exchange::seal::post::Request;
use exchange::vocabulary::Party;
use libfuzzer_sys::fuzz_target;

static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| {
    Authority::read(include_str!("../../examples/june-2025-quarrel/policy.txt")).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = Proof::read(bytes) {
        assert_eq!(Proof::read(proof.to_text().as_bytes()), Ok(proof.clone()));
        assert!(proof.check(&AUTHORITY).is_err());
    }
    // Two notes in one input: nobody in the example signed two.
    let (first, second) = bytes.split_at(bytes.len() / 2);
    if let Some(pair) = Pair::of(first, second, Vec::new()) {
        assert!(Proof::new(vec![pair], Vec::new()).check(&AUTHORITY).is_err());
    }
    assert!(Request::read(bytes, &AUTHORITY, Party::A).is_err());
});
