//! A note that is read is written as it was, byte for byte.
#![no_main]

use exchange::seal::notary::note::Note;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::read(bytes) {
        assert_eq!(note.to_bytes(), bytes);
        assert!(!note.signatures().is_empty());
    }
});
