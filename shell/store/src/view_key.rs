//! The key of what is made from journal and vault: search keys, marks of cards, snapshots. Accounts are
//! sealed under a key that is derived from it, so it is never thrown away.
//!
//! It is drawn by chance, once for each database, and sealed under the instance key. Search keys are
//! HMAC-SHA-256 (RFC 2104) under it, cut to 64 bits: without it nobody can tell from the database by
//! which key a name would be found (`docs/decisions/0009-search-keys.md` says what can be told).

use std::fmt;

use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use exchange::registry::Key;
use exchange::vocabulary::{AccountId, Digest, PersonId};
use hmac::{Hmac, Mac as _};
use rand::RngCore as _;
use rand::rngs::OsRng;
use sha2::Sha256;

use crate::Keys;
use crate::keys::{PAD_BYTES, Ring, Sealed, open, seal};

/// What the key is sealed for.
const WRAP_LABEL: &[u8] = b"safeconduct/view-key/1";
/// What a card is sealed for.
const CARD_LABEL: &str = "safeconduct/card/1";
/// What an account is sealed for.
const ACCOUNT_LABEL: &str = "safeconduct/account/1";
/// How many bytes of its keyed hash mark a card.
const MARK_BYTES: usize = 16;

/// The key, unsealed in memory, as what is derived from it.
#[derive(Clone)]
pub(crate) struct ViewKey {
    search: Hmac<Sha256>,
    mark: Hmac<Sha256>,
    snapshot: XChaCha20Poly1305,
    account: XChaCha20Poly1305,
    account_name: Hmac<Sha256>,
    marks: Hmac<Sha256>,
    records: Hmac<Sha256>,
}

impl fmt::Debug for ViewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ViewKey([private])")
    }
}

impl ViewKey {
    /// Draws a key and returns it sealed under the instance key.
    pub(crate) fn draw(keys: &Keys) -> Sealed {
        let mut key = [0_u8; 32];
        OsRng.fill_bytes(&mut key);
        seal(keys.instance(), WRAP_LABEL, &key)
    }

    /// Opens the key; none when it is sealed under another instance key.
    pub(crate) fn open(keys: &Keys, sealed: &Sealed) -> Option<Self> {
        let key = open(keys.instance(), WRAP_LABEL, sealed)?;
        let whole = hmac(&key);
        let derive = |purpose: &[u8]| {
            let mut part = whole.clone();
            part.update(purpose);
            part.finalize().into_bytes()
        };
        Some(Self {
            search: hmac(&derive(b"search")),
            mark: hmac(&derive(b"mark")),
            snapshot: XChaCha20Poly1305::new(&derive(b"snapshot")),
            account: XChaCha20Poly1305::new(&derive(b"account")),
            account_name: hmac(&derive(b"account name")),
            marks: hmac(&derive(b"marks")),
            records: hmac(&derive(b"record mark")),
        })
    }

    /// Returns what stands in the database for a search key.
    pub(crate) fn name(&self, key: &Key) -> i64 {
        let mut hash = self.search.clone();
        hash.update(key.bytes());
        let whole: [u8; 32] = hash.finalize().into_bytes().into();
        let (half, _) = whole.split_first_chunk::<8>().expect("a hash has 32 bytes");
        i64::from_be_bytes(*half)
    }

    /// Marks a card: two cards with one mark are one, and nobody without the key can make a mark.
    pub(crate) fn mark(&self, person: &PersonId, card: &[u8]) -> Vec<u8> {
        let mut hash = self.mark.clone();
        hash.update(person.as_str().as_bytes());
        hash.update(b"\0");
        hash.update(card);
        hash.finalize().into_bytes()[..MARK_BYTES].to_vec()
    }

    /// Returns what stands in the database for a working name. Without the key nobody can tell from the
    /// database whether somebody has a name.
    pub(crate) fn account_name(&self, name: &str) -> Digest {
        let mut hash = self.account_name.clone();
        hash.update(name.to_lowercase().as_bytes());
        Digest(hash.finalize().into_bytes().into())
    }

    /// Computes a keyed mark of bytes for a purpose.
    pub(crate) fn keyed_mark(&self, purpose: &str, bytes: &[u8]) -> Digest {
        let mut hash = self.marks.clone();
        hash.update(purpose.as_bytes());
        hash.update(b"\0");
        hash.update(bytes);
        Digest(hash.finalize().into_bytes().into())
    }

    /// Seals an account with its secrets, padded as records are.
    pub(crate) fn seal_account(&self, id: &AccountId, plain: &[u8]) -> Sealed {
        let mut plain = plain.to_vec();
        plain.resize(plain.len().next_multiple_of(PAD_BYTES), b' ');
        seal(&self.account, &account_label(id), &plain)
    }

    /// Opens an account; none when it was changed or moved to another row.
    pub(crate) fn open_account(&self, id: &AccountId, sealed: &Sealed) -> Option<Vec<u8>> {
        open(&self.account, &account_label(id), sealed)
    }

    /// Returns the key that marks records of closed compartments.
    pub(crate) fn record_marks(&self) -> Hmac<Sha256> {
        self.records.clone()
    }

    /// Seals what belongs to accounts and closed compartments: a public key, a grant, a lock.
    pub(crate) fn seal_row(&self, label: &[&str], plain: &[u8]) -> Sealed {
        seal(&self.account, label.join("\0").as_bytes(), plain)
    }

    /// Opens such a row; none when it was changed or moved.
    pub(crate) fn open_row(&self, label: &[&str], sealed: &Sealed) -> Option<Vec<u8>> {
        open(&self.account, label.join("\0").as_bytes(), sealed)
    }

    /// Seals a part of a snapshot under what it is a part of.
    pub(crate) fn seal_snapshot(&self, label: &[u8], plain: &[u8]) -> Sealed {
        seal(&self.snapshot, label, plain)
    }

    /// Opens a part of a snapshot; none when it is not what was sealed.
    pub(crate) fn open_snapshot(&self, label: &[u8], sealed: &Sealed) -> Option<Vec<u8>> {
        open(&self.snapshot, label, sealed)
    }
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).expect("a key of any length will do")
}

/// Seals a card under the identity compartment's key, padded as records are.
pub(crate) fn seal_card(ring: &Ring, person: &PersonId, card: &[u8]) -> Sealed {
    let length = u32::try_from(card.len()).expect("a card has a limited number of limited values");
    let mut plain = Vec::with_capacity(4 + card.len() + PAD_BYTES);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(card);
    plain.resize(plain.len().next_multiple_of(PAD_BYTES), 0);
    seal(ring.identity(), &card_label(person), &plain)
}

/// Opens a card; none when it was changed or moved to another person.
pub(crate) fn open_card(ring: &Ring, person: &PersonId, sealed: &Sealed) -> Option<Vec<u8>> {
    let mut plain = open(ring.identity(), &card_label(person), sealed)?;
    let length = u32::from_be_bytes(*plain.first_chunk::<4>()?);
    plain.drain(..4);
    plain.truncate(usize::try_from(length).ok()?);
    Some(plain)
}

fn account_label(id: &AccountId) -> Vec<u8> {
    [ACCOUNT_LABEL, id.as_str()].join("\0").into_bytes()
}

fn card_label(person: &PersonId) -> Vec<u8> {
    [CARD_LABEL, person.as_str()].join("\0").into_bytes()
}
