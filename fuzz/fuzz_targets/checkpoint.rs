//! Of all checkpoints that come near a real one, only those that its keys signed are taken.
#![no_main]

use std::sync::LazyLock;

use exchange::seal::notary::checkpoint::{Checkpoint, check};
use exchange::seal::notary::note::Note;
use exchange::seal::notary::policy::Policy;
use libfuzzer_sys::fuzz_target;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    Policy::read(include_str!("../../examples/june-2025-quarrel/policy.txt")).unwrap()
});
static HEAD: &[u8] = include_bytes!("../../examples/june-2025-quarrel/account-a/head.note");

fuzz_target!(|bytes: &[u8]| {
    if let Ok(checked) = check(bytes, &POLICY) {
        let head = Note::read(HEAD).unwrap();
        assert_eq!(Ok(checked.checkpoint), Checkpoint::read(head.text()));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(read) = Checkpoint::read(text)
    {
        assert_eq!(read.text(), text);
    }
});
