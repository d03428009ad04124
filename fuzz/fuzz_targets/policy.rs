//! Any text is a policy with its limits kept, or a refusal; and so is what an exchange can stand on.
#![no_main]

use std::collections::BTreeSet;

use exchange::seal::Authority;
use exchange::seal::keyring::PublicKeys;
use exchange::seal::notary::key::{SecretKey, VerifyKey};
use exchange::seal::notary::policy::Policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(policy) = Policy::read(text) {
        assert!(policy.logs().len() + policy.witnesses().count() <= 256);
        if policy.quorum().is_some() {
            let all: BTreeSet<&str> = policy.witnesses().map(|(name, _)| name).collect();
            // More signatures never make a quorum fail.
            assert!(policy.is_quorum(&all) || !policy.is_quorum(&BTreeSet::new()));
        }
    }
    if let Ok(authority) = Authority::read(text) {
        assert!(!authority.parties().is_empty());
    }
    if let Ok(key) = VerifyKey::read(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SecretKey::read(text) {
        assert_eq!(key.to_secret_text(), text);
    }
    drop(PublicKeys::read(text));
});
