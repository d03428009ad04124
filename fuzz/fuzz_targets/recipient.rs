//! Keys as they are handed over in person: recipients, identities, a party's public keys, and a fingerprint heard
//! aloud. One text for one key, and a text that is not that one is refused.
#![no_main]

use exchange::seal::keyring::PublicKeys;
use exchange::seal::notary::fingerprint;
use exchange::seal::notary::recipient::{Identity, Recipient};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(recipient) = Recipient::read(text) {
        assert_eq!(recipient.to_string(), text);
        assert_eq!(fingerprint::hear(&recipient.fingerprint(), &fingerprint::of(text)), Ok(()));
    }
    if let Ok(identity) = Identity::read(text) {
        assert_eq!(identity.to_secret_text(), text);
        // Whatever the secret, its public half can be enrolled.
        assert!(Recipient::read(&identity.recipient().to_string()).is_ok());
    }
    if let Ok(keys) = PublicKeys::read(text) {
        assert_eq!(PublicKeys::read(&keys.to_text()), Ok(keys));
    }
    let own = fingerprint::of(text);
    assert_eq!(fingerprint::hear(&own, &own), Ok(()));
    assert!(fingerprint::hear(text, &own).is_err());
});
