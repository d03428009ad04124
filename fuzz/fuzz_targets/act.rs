//! An act that is read is written as it was; a payload is read or refused, and never stops the program.
#![no_main]

use exchange::seal::bundle::{Name, read_salt, salt_file};
use exchange::seal::{Act, Kind, payload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Some(act) = Act::read(text) {
            assert_eq!(act.text(), text);
        }
        if let Some(name) = Name::read(text) {
            assert_eq!(name.path(), text);
        }
    }
    if let Some(salt) = read_salt(bytes) {
        assert_eq!(salt_file(&salt), bytes);
    }
    for kind in Kind::ALL {
        drop(payload::read(kind, bytes));
    }
});
