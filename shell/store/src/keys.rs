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
use rand::RngCore as _;
use rand::rngs::OsRng;

use crate::file::{self, disk};
use crate::{Error, Opened};

/// The first word of a key file.
const KEY_FILE_WORD: &str = "safeconduct-instance-key-1";
/// The longest key file that is read, in bytes.
const KEY_FILE_BYTES_MAX: u64 = 1024;
/// A sealed record is padded to a multiple of this many bytes, so that its length does not tell one
/// health grade or name from another.
pub(crate) const PAD_BYTES: usize = 256;

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

/// The compartments' keys, unsealed in memory.
#[derive(Clone)]
pub(crate) struct Ring {
    keys: BTreeMap<Compartment, XChaCha20Poly1305>,
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

    /// Opens the compartments' keys; none when the instance key is another one or a key is missing.
    pub(crate) fn open(keys: &Keys, sealed: &[(Compartment, Sealed)]) -> Option<Self> {
        let mut ring = BTreeMap::new();
        for (compartment, sealed) in sealed {
            let key = open(&keys.instance, &wrap_label(*compartment), sealed)?;
            ring.insert(*compartment, XChaCha20Poly1305::new_from_slice(&key).ok()?);
        }
        Compartment::ALL.iter().all(|c| ring.contains_key(c)).then_some(Self { keys: ring })
    }

    /// Seals a vault record under its compartment's key.
    pub(crate) fn seal_record(&self, label: &Label<'_>, salt: &[u8; 32], bytes: &[u8]) -> Sealed {
        let length = u32::try_from(bytes.len()).expect("the append refused longer records");
        let mut plain = Vec::with_capacity(4 + 32 + bytes.len() + PAD_BYTES);
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(salt);
        plain.extend_from_slice(bytes);
        plain.resize(plain.len().next_multiple_of(PAD_BYTES), 0);
        seal(self.key(label.compartment), &label.bytes(), &plain)
    }

    /// Opens a vault record; none when it was changed, moved, or sealed under another key.
    pub(crate) fn open_record(&self, label: &Label<'_>, sealed: &Sealed) -> Option<Opened> {
        let plain = open(self.key(label.compartment), &label.bytes(), sealed)?;
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
        self.key(Compartment::Identity)
    }

    fn key(&self, compartment: Compartment) -> &XChaCha20Poly1305 {
        self.keys.get(&compartment).expect("a ring holds a key for every compartment")
    }
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
