//! The file of a key under a passphrase: what is read is written as it was, but for newlines at its end, and what
//! is hidden in it does not come out under another reading.
#![no_main]

use exchange::seal::notary::locked::Locked;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(locked) = Locked::read(text) {
        assert_eq!(locked.write(), text.trim_end_matches('\n'));
        assert_eq!(Locked::read(&locked.write()), Ok(locked));
    }
});
