//! A proof that is taken is of the entry it was made for.
#![no_main]

use std::sync::LazyLock;

use exchange::seal::notary::policy::Policy;
use exchange::seal::notary::proof::check;
use libfuzzer_sys::fuzz_target;

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    Policy::read(include_str!("../../examples/june-2025-quarrel/policy.txt")).unwrap()
});
static ENTRY: &[u8] = include_bytes!("../../examples/june-2025-quarrel/account-a/acts/0002.note");

fuzz_target!(|bytes: &[u8]| {
    if let Ok((index, _)) = check(bytes, ENTRY, &POLICY) {
        assert_eq!(index, 2);
    }
    assert!(check(bytes, b"no entry of that log", &POLICY).is_err());
});
