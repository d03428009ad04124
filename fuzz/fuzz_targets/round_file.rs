//! A file of a round that is read is written as it was: query, answer, tags, and the key that a side keeps.
#![no_main]

use exchange::seal::intersect::{Answer, Query, Tags};
use exchange::seal::notary::psi;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(query) = Query::read(bytes) {
        assert_eq!(query.to_bytes(), bytes);
    }
    if let Ok(answer) = Answer::read(bytes) {
        assert_eq!(answer.to_bytes(), bytes);
    }
    if let Ok(tags) = Tags::read(bytes) {
        assert_eq!(tags.to_bytes(), bytes);
        drop(psi::find(&tags.rows, &[7; 64]));
    }
});
