//! Keys. The instance key seals the compartments' keys; a compartment's key seals its vault records.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): 256-bit keys, and nonces of 192 bits that may be
//! drawn by chance for every record.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use exchange::journal::Compartment;
use exchange::vocabulary::{Digest, PersonId, Private, RecordId};
use hmac::{Hmac, Mac as _};
use rand::RngCore as _;
use rand::rngs::OsRng;
use sha2::Sha256;

use crate::file::{self, disk};
use crate::seal_to::{KeyPair, PublicKey};
use crate::{Error, Opened};

/// The first word of a key file.
const KEY_FILE_WORD: &str = "safeconduct-instance-key-1";
/// The longest key file that is read, in bytes.
const KEY_FILE_BYTES_MAX: u64 = 1024;
/// A sealed record is padded to a multiple of this many bytes, so that its length does not tell one
/// health grade or name from another.
pub(crate) const PAD_BYTES: usize = 256;
/// The length of the mark behind a record of a closed compartment.
const MARK_BYTES: usize = 32;

/// The instance key. Whoever holds it and the database can read the vault.
#[derive(Clone)]
pub struct Keys {
    instance: XChaCha20Poly1305,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys([private])")
    }
}

impl Keys {
    /// Takes 32 bytes as the instance key.
    pub fn new(instance: &[u8; 32]) -> Self {
        Self { instance: XChaCha20Poly1305::new(instance.into()) }
    }

    /// Draws a new key and writes it to a new file that only its owner may read.
    ///
    /// # Errors
    /// [`Error::Exists`] when something is at `path`: a key is never written over.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let mut key = [0_u8; 32];
        OsRng.fill_bytes(&mut key);
        let digits = Digest(key);
        let mut key_file = file::create_private(path)?;
        key_file
            .write_all(format!("{KEY_FILE_WORD} {digits}\n").as_bytes())
            .and_then(|()| key_file.sync_all())
            .map_err(disk("writing the key file", path))?;
        file::sync_folder(path)?;
        Ok(Self::new(&key))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`Error::KeyFile`] when it is missing, not a key file, or open to other users.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let put_back = "put the instance.key that was put away in its place";
        let refuse = |why, mend| Error::KeyFile { path: path.to_owned(), why, mend };
        let facts = match fs::metadata(path) {
            Ok(facts) => facts,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(refuse("it does not exist", put_back));
            }
            Err(error) => return Err(disk("looking at the key file", path)(error)),
        };
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::mode(&facts) & 0o077 != 0 {
            let why = "other users of this machine may read it";
            return Err(refuse(why, "let only its owner read it (chmod 600)"));
        }
        if facts.len() > KEY_FILE_BYTES_MAX {
            return Err(refuse("it is too long for a key file", put_back));
        }
        let text = fs::read(path).map_err(disk("reading the key file", path))?;
        let key = str::from_utf8(&text)
            .ok()
            .and_then(|text| text.trim_end().strip_prefix(KEY_FILE_WORD))
            .and_then(|rest| Digest::read(rest.strip_prefix(' ')?));
        key.map(|key| Self::new(&key.0))
            .ok_or_else(|| refuse("it does not hold an instance key", put_back))
    }

    /// Returns the cipher of the instance key, for a key of another kind.
    pub(crate) fn instance(&self) -> &XChaCha20Poly1305 {
        &self.instance
    }

    /// Seals a compartment's key.
    fn wrap(&self, compartment: Compartment, key: &[u8; 32]) -> Sealed {
        seal(&self.instance, &wrap_label(compartment), key)
    }
}

/// Bytes under a key, with the nonce they were sealed with.
pub(crate) struct Sealed {
    pub(crate) nonce: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
}

/// How the records of one compartment are sealed.
#[derive(Clone)]
enum Lock {
    /// Under a key that the instance key opens.
    Instance(XChaCha20Poly1305),
    /// To a public key. The secret half is here only where somebody who may have it has signed in.
    Roles { to: PublicKey, opened: Option<KeyPair> },
}

/// The compartments' keys, unsealed in memory.
#[derive(Clone)]
pub(crate) struct Ring {
    locks: BTreeMap<Compartment, Lock>,
    /// Marks records of closed compartments, so that a change shows although nobody opens them.
    marks: Option<Hmac<Sha256>>,
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ring([private])")
    }
}

impl Ring {
    /// Draws a key for every compartment and returns each sealed under the instance key.
    pub(crate) fn draw(keys: &Keys) -> Vec<(Compartment, Sealed)> {
        let draw = |compartment| {
            let mut key = [0_u8; 32];
            OsRng.fill_bytes(&mut key);
            (compartment, keys.wrap(compartment, &key))
        };
        Compartment::ALL.into_iter().map(draw).collect()
    }

    /// Opens the compartments' keys that the instance key opens; none when it is another one.
    pub(crate) fn open(keys: &Keys, sealed: &[(Compartment, Sealed)]) -> Option<Self> {
        let mut locks = BTreeMap::new();
        // That of a compartment that was closed is destroyed and empty.
        for (compartment, sealed) in sealed.iter().filter(|(_, sealed)| !sealed.bytes.is_empty()) {
            let key = open(&keys.instance, &wrap_label(*compartment), sealed)?;
            locks.insert(
                *compartment,
                Lock::Instance(XChaCha20Poly1305::new_from_slice(&key).ok()?),
            );
        }
        locks.contains_key(&Compartment::Identity).then_some(Self { locks, marks: None })
    }

    /// Adds the compartments that were closed; none when one has no key at all, or two.
    pub(crate) fn with_closed(
        mut self,
        closed: &[(Compartment, PublicKey)],
        marks: Hmac<Sha256>,
    ) -> Option<Self> {
        for (compartment, to) in closed {
            let before = self.locks.insert(*compartment, Lock::Roles { to: *to, opened: None });
            if before.is_some() {
                return None;
            }
        }
        self.marks = Some(marks);
        Compartment::ALL.iter().all(|one| self.locks.contains_key(one)).then_some(self)
    }

    /// Says whether the instance key alone does not open a compartment.
    pub(crate) fn is_closed(&self, compartment: Compartment) -> bool {
        matches!(self.lock(compartment), Lock::Roles { .. })
    }

    /// Says whether a compartment cannot be read now: nobody who may open it has signed in.
    pub(crate) fn is_shut(&self, compartment: Compartment) -> bool {
        matches!(self.lock(compartment), Lock::Roles { opened: None, .. })
    }

    /// Takes the secret half of a closed compartment's key; says whether it is the right one.
    pub(crate) fn unlock(&mut self, compartment: Compartment, pair: KeyPair) -> bool {
        match self.locks.get_mut(&compartment) {
            Some(Lock::Roles { to, opened }) if *to == pair.public() => {
                *opened = Some(pair);
                true
            }
            Some(Lock::Roles { .. } | Lock::Instance(_)) | None => false,
        }
    }

    /// Forgets every secret half.
    pub(crate) fn shut(&mut self) {
        for lock in self.locks.values_mut() {
            if let Lock::Roles { opened, .. } = lock {
                *opened = None;
            }
        }
    }

    /// Returns the secret half of a closed compartment's key, where it is here.
    pub(crate) fn opened(&self, compartment: Compartment) -> Option<&KeyPair> {
        match self.lock(compartment) {
            Lock::Roles { opened, .. } => opened.as_ref(),
            Lock::Instance(_) => None,
        }
    }

    /// Seals a vault record under its compartment's key.
    pub(crate) fn seal_record(&self, label: &Label<'_>, salt: &[u8; 32], bytes: &[u8]) -> Sealed {
        let plain = padded(salt, bytes);
        match self.lock(label.compartment) {
            Lock::Instance(key) => seal(key, &label.bytes(), &plain),
            Lock::Roles { to, .. } => self.seal_closed(to, label, &plain),
        }
    }

    /// Seals a record, padded already, to a public key, and marks it.
    fn seal_closed(&self, to: &PublicKey, label: &Label<'_>, plain: &[u8]) -> Sealed {
        let mut sealed = to.seal(&label.bytes(), plain);
        let mark = self.mark(label, &sealed.nonce, &sealed.bytes).finalize().into_bytes();
        sealed.bytes.extend_from_slice(&mark);
        sealed
    }

    /// Seals a record of this ring to a public key in place of the instance's; none when it does not open.
    pub(crate) fn seal_again(
        &self,
        to: &PublicKey,
        label: &Label<'_>,
        sealed: &Sealed,
    ) -> Option<Sealed> {
        let Lock::Instance(key) = self.lock(label.compartment) else { return None };
        let plain = open(key, &label.bytes(), sealed)?;
        Some(self.seal_closed(to, label, &plain))
    }

    /// Says whether a record of a closed compartment is as it was sealed, without opening it.
    pub(crate) fn is_marked(&self, label: &Label<'_>, sealed: &Sealed) -> bool {
        let split = sealed.bytes.len().checked_sub(MARK_BYTES);
        let parts = split.and_then(|at| sealed.bytes.split_at_checked(at));
        parts.is_some_and(|(bytes, mark)| {
            self.mark(label, &sealed.nonce, bytes).verify_slice(mark).is_ok()
        })
    }

    /// Opens a vault record; none when it was changed, moved, or sealed under another key.
    pub(crate) fn open_record(&self, label: &Label<'_>, sealed: &Sealed) -> Option<Opened> {
        let plain = match self.lock(label.compartment) {
            Lock::Instance(key) => open(key, &label.bytes(), sealed)?,
            Lock::Roles { opened, .. } => {
                let pair = opened.as_ref().filter(|_| self.is_marked(label, sealed))?;
                let length = sealed.bytes.len() - MARK_BYTES;
                let bytes = sealed.bytes.get(..length)?.to_vec();
                pair.open(&label.bytes(), &Sealed { nonce: sealed.nonce.clone(), bytes })?
            }
        };
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (salt, padded) = rest.split_first_chunk::<32>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        Some(Opened {
            record: label.record.clone(),
            person: label.person.cloned(),
            compartment: label.compartment,
            salt: Private::new(*salt),
            bytes: Private::new(padded.get(..length)?.to_vec()),
        })
    }

    /// Returns the cipher of the identity compartment, for cards.
    pub(crate) fn identity(&self) -> &XChaCha20Poly1305 {
        match self.lock(Compartment::Identity) {
            Lock::Instance(key) => key,
            Lock::Roles { .. } => unreachable!("the compartment of cards is never closed"),
        }
    }

    fn lock(&self, compartment: Compartment) -> &Lock {
        self.locks.get(&compartment).expect("a ring holds a key for every compartment")
    }

    fn mark(&self, label: &Label<'_>, nonce: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
        let mut hash = self.marks.clone().expect("a ring is opened with its marks");
        let label = label.bytes();
        for part in [label.as_slice(), nonce] {
            let length = u32::try_from(part.len()).expect("labels and nonces are short");
            hash.update(&length.to_be_bytes());
            hash.update(part);
        }
        hash.update(bytes);
        hash
    }
}

/// Puts length and salt before a record, and fills it up.
fn padded(salt: &[u8; 32], bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("the append refused longer records");
    let mut plain = Vec::with_capacity(4 + 32 + bytes.len() + PAD_BYTES);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.extend_from_slice(salt);
    plain.extend_from_slice(bytes);
    plain.resize(plain.len().next_multiple_of(PAD_BYTES), 0);
    plain
}

/// What stands in the clear beside a sealed record. It is bound to the record: a record that is moved
/// to another name, person or compartment does not open.
pub(crate) struct Label<'a> {
    pub(crate) record: &'a RecordId,
    pub(crate) person: Option<&'a PersonId>,
    pub(crate) compartment: Compartment,
}

impl Label<'_> {
    /// The associated data. No part can hold a zero byte, so the parts cannot be cut differently.
    fn bytes(&self) -> Vec<u8> {
        let person = self.person.map_or("", PersonId::as_str);
        let parts = ["safeconduct/vault/1", self.compartment.word(), self.record.as_str(), person];
        parts.join("\0").into_bytes()
    }
}

fn wrap_label(compartment: Compartment) -> Vec<u8> {
    ["safeconduct/compartment-key/1", compartment.word()].join("\0").into_bytes()
}

pub(crate) fn seal(key: &XChaCha20Poly1305, label: &[u8], plain: &[u8]) -> Sealed {
    let mut nonce = XNonce::default();
    OsRng.fill_bytes(&mut nonce);
    let bytes = key
        .encrypt(&nonce, Payload { msg: plain, aad: label })
        .expect("the cipher takes far longer texts than the limits let through");
    Sealed { nonce: nonce.to_vec(), bytes }
}

pub(crate) fn open(key: &XChaCha20Poly1305, label: &[u8], sealed: &Sealed) -> Option<Vec<u8>> {
    let nonce = XNonce::from_exact_iter(sealed.nonce.iter().copied())?;
    key.decrypt(&nonce, Payload { msg: &sealed.bytes, aad: label }).ok()
}
