//! The hash chain: each event's hash covers everything before it.

use exchange::vocabulary::{Digest, Party};

use crate::Meta;

/// Where the chain begins: a hash of what the instance is, so that a practice instance cannot be
/// passed off as a real one.
pub(crate) fn root(meta: &Meta) -> Digest {
    Digest::of(&[
        b"safeconduct/journal/root/1",
        &[u8::from(meta.practice)],
        &meta.created_at.as_millisecond().to_be_bytes(),
        word(meta.party).as_bytes(),
    ])
}

/// Where the chain of looks begins: no part of one chain fits into the other.
pub(crate) fn looks_root(meta: &Meta) -> Digest {
    Digest::of(&[b"safeconduct/looks/root/1", &root(meta).0])
}

/// Where the chain of sign-ins begins.
pub(crate) fn entries_root(meta: &Meta) -> Digest {
    Digest::of(&[b"safeconduct/entries/root/1", &root(meta).0])
}

/// The hash of one event or look: of the chain before it, its number, and its bytes.
pub(crate) fn link(before: &Digest, number: u64, body: &[u8]) -> Digest {
    Digest::of(&[b"safeconduct/journal/event/1", &before.0, &number.to_be_bytes(), body])
}

/// The party's word in the database.
pub(crate) fn word(party: Party) -> &'static str {
    match party {
        Party::A => "a",
        Party::B => "b",
        Party::Mediator => "mediator",
        Party::Host => "host",
    }
}

/// Reads the party's word.
pub(crate) fn party(word: &str) -> Option<Party> {
    [Party::A, Party::B, Party::Mediator, Party::Host].into_iter().find(|p| self::word(*p) == word)
}
