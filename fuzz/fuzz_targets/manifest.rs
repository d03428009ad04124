//! Of all manifests that come near a real one, only that one is taken; and a bundle with any of them is judged.
#![no_main]

use std::sync::LazyLock;

use exchange::seal::bundle::{MANIFEST, Manifest};
use exchange::seal::{Authority, Files, Verdict, verify};
use libfuzzer_sys::fuzz_target;

static POLICY: &str = include_str!("../../examples/june-2025-quarrel/policy.txt");
static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| Authority::read(POLICY).unwrap());
static OWN: &[u8] = include_bytes!("../../examples/june-2025-quarrel/account-a/manifest.note");
static OTHER: &[u8] = include_bytes!("../../examples/june-2025-quarrel/account-b/manifest.note");

fuzz_target!(|bytes: &[u8]| {
    if Manifest::read(bytes, &AUTHORITY).is_ok() {
        assert!(bytes == OWN || bytes == OTHER);
    }
    let files = Files::from([(MANIFEST.to_owned(), bytes.to_vec())]);
    assert_ne!(verify(&files, POLICY).verdict, Verdict::Sound);
});
