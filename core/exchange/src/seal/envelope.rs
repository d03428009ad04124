//! Envelopes: which payloads stand open in a bundle, and which are encrypted to the parties that may read them.
//!
//! What was agreed, and who fixed what, anybody may read who is handed the bundle. Counts of people, plans, roads and
//! hours are for A, B, the mediator and whoever made the act. Encrypting is the shell's: here it is said what goes into
//! an age file, and what came out of one is held against its act.

use std::collections::{BTreeMap, BTreeSet};

use notary::note::Note;
use notary::recipient::Recipient;
use serde::{Deserialize, Serialize};

use super::act::{Act, Kind, payload_digest};
use super::authority::Authority;
use super::bundle::{Files, Name, read_salt, salt_file};
use super::roster::Roster;
use crate::vocabulary::{Digest, ExchangeId, Party};

impl Kind {
    /// Says whether the payload stands open in a bundle. Digests, clauses, keys and public words do.
    pub fn is_open(self) -> bool {
        match self {
            Self::Genesis
            | Self::KeyChange
            | Self::KeyCeremony
            | Self::Propose
            | Self::Counter
            | Self::Accept
            | Self::Refuse
            | Self::ListCommit
            | Self::MatchCommit
            | Self::MatchQuery
            | Self::MatchQuota
            | Self::MatchAnswer
            | Self::MatchRelease
            | Self::SeedCommit
            | Self::SeedReveal
            | Self::Acknowledgement
            | Self::Statement
            | Self::Close => true,
            Self::ListReply
            | Self::ClassTable
            | Self::Plan
            | Self::MovementNotice
            | Self::ManifestCommit
            | Self::HandoverAct
            | Self::Reception => false,
        }
    }
}

/// Returns to whom the payload of an act is encrypted. A host state reads what it made itself.
pub fn readers(from: Party) -> BTreeSet<Party> {
    BTreeSet::from([Party::A, Party::B, Party::Mediator, from])
}

/// What an age file holds: the salt, then the payload's exact bytes, so that its SHA-256 is the digest in the act.
pub fn contents(salt: &[u8; 32], payload: &[u8]) -> Vec<u8> {
    [&salt[..], payload].concat()
}

/// What came of opening an age file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsealed {
    /// Its contents.
    Opened(Vec<u8>),
    /// None of the identities at hand opens it.
    NotForUs,
    /// It is no age file, or was damaged; in words.
    Broken(String),
}

/// Encrypts contents to recipients, or says in words why that failed.
pub type Encrypt<'a> = &'a dyn Fn(&[Recipient], &[u8]) -> Result<Vec<u8>, String>;

/// Opens an age file with the identities at hand.
pub type Unseal<'a> = &'a dyn Fn(&[u8]) -> Unsealed;

/// Takes the salt and the payload out of an age file's contents, if they are those of an act.
pub(super) fn taken_out(contents: &[u8], digest: Digest) -> Option<(Vec<u8>, [u8; 32])> {
    let (salt, payload) = contents.split_first_chunk::<32>()?;
    (payload_digest(salt, payload) == digest).then(|| (payload.to_vec(), *salt))
}

/// Why payloads cannot be put into envelopes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeRefusal {
    /// A file that is no act in good order.
    #[error("{0} is no act, so that it cannot be said who may read its payload")]
    Act(String),
    /// What encrypts has failed; in words.
    #[error("{0}: {1}")]
    Encrypting(String, String),
    /// An age file with another payload than its act was signed over.
    #[error("{0} opens to another payload than its act was signed over")]
    Other(String),
    /// An age file that is damaged.
    #[error("{0} cannot be opened: {1}")]
    Broken(String, String),
}

fn acts(files: &Files) -> impl Iterator<Item = (u64, &String, &Vec<u8>)> {
    files.iter().filter_map(|(path, bytes)| match Name::read(path) {
        Some(Name::Act(seq)) => Some((seq, path, bytes)),
        _ => None,
    })
}

fn read_act(path: &str, bytes: &[u8]) -> Result<Act, EnvelopeRefusal> {
    let note = Note::read(bytes).ok();
    let act = note.and_then(|note| Act::read(note.text()));
    act.ok_or_else(|| EnvelopeRefusal::Act(path.to_owned()))
}

/// Puts every payload that not everybody may read into an age file, for the parties' recipients of the day.
/// `encrypt` takes the recipients and the contents.
///
/// # Errors
/// Refused where a file is no act, or `encrypt` fails.
pub fn seal_payloads(
    mut files: Files,
    authority: &Authority,
    encrypt: Encrypt<'_>,
) -> Result<Files, EnvelopeRefusal> {
    let roster = Roster::gather(&files, authority);
    let mut closed = Vec::new();
    for (seq, path, bytes) in acts(&files) {
        let act = read_act(path, bytes)?;
        if !act.kind.is_open() {
            closed.push((seq, act.from));
        }
    }
    for (seq, from) in closed {
        let (path, salt_path) = (Name::Payload(seq).path(), Name::Salt(seq).path());
        let salt = files.get(&salt_path).and_then(|salt| read_salt(salt));
        let (Some(payload), Some(salt)) = (files.get(&path), salt) else { continue };
        let readers = readers(from).into_iter();
        let recipients: Vec<Recipient> =
            readers.flat_map(|party| roster.recipients(authority, party)).collect();
        let sealed = encrypt(&recipients, &contents(&salt, payload))
            .map_err(|what| EnvelopeRefusal::Encrypting(path.clone(), what))?;
        files.remove(&path);
        files.remove(&salt_path);
        files.insert(Name::Sealed(seq).path(), sealed);
    }
    Ok(files)
}

/// Takes every payload out of its age file that the identities at hand open; the others stay as they are. The bundle has
/// been checked before.
///
/// # Errors
/// Refused where an age file is damaged, or holds another payload than its act's.
pub fn open_payloads(mut files: Files, unseal: Unseal) -> Result<Files, EnvelopeRefusal> {
    let mut opened = Vec::new();
    for (seq, path, bytes) in acts(&files) {
        let sealed = Name::Sealed(seq).path();
        let Some(file) = files.get(&sealed) else { continue };
        match unseal(file) {
            Unsealed::NotForUs => {}
            Unsealed::Broken(what) => return Err(EnvelopeRefusal::Broken(sealed, what)),
            Unsealed::Opened(contents) => {
                let out = taken_out(&contents, read_act(path, bytes)?.payload);
                opened.push((seq, out.ok_or(EnvelopeRefusal::Other(sealed))?));
            }
        }
    }
    for (seq, (payload, salt)) in opened {
        files.remove(&Name::Sealed(seq).path());
        files.insert(Name::Payload(seq).path(), payload);
        files.insert(Name::Salt(seq).path(), salt_file(&salt));
    }
    Ok(files)
}

/// Payloads that a party lays open to a judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaidOpen {
    /// The exchange.
    pub exchange: ExchangeId,
    /// The payloads.
    pub payloads: Vec<LaidOpenPayload>,
}

/// One payload, with what its act commits to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaidOpenPayload {
    /// The entry of its act.
    pub entry: u64,
    /// Its salt.
    pub salt: Digest,
    /// Its exact text.
    pub payload: String,
}

/// Payloads with their salts, by the entries of their acts.
pub(super) type Payloads = BTreeMap<u64, (Vec<u8>, [u8; 32])>;

/// What is at hand beside a bundle to read its payloads with.
#[derive(Default)]
pub(super) struct Opener<'a> {
    /// Payloads that were laid open, by entry.
    pub laid_open: Payloads,
    /// Opens age files.
    pub unseal: Option<Unseal<'a>>,
}
