//! Builds an exchange act by act, by the same rules by which it is verified.
//!
//! Keys, salts and times are handed in. What comes out are the files of a bundle.

use jiff::Timestamp;
use notary::checkpoint::{self, Checkpoint, CheckpointRefusal};
use notary::key::SecretKey;
use notary::merkle::Tree;
use notary::note::{Note, NoteRefusal};

use super::act::{Act, Kind, payload_digest};
use super::authority::{Authority, AuthorityRefusal, HeadRefusal, log_name};
use super::bundle::{Files, HEAD, Name, salt_file};
use super::clauses::Witnessed;
use super::envelope::{LaidOpen, LaidOpenPayload};
use super::ledger::{Ledger, LedgerRefusal};
use super::payload::{self, PayloadRefusal};
use super::reading::{self, Entry};
use super::report::{Objection, Weight};
use crate::vocabulary::{Digest, Party};

/// An act that is to be added: everything but its place, its salt and its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it does.
    pub kind: Kind,
    /// Who does it.
    pub from: Party,
    /// The payload's exact bytes (`payload::write` makes them once).
    pub payload: Vec<u8>,
    /// When an offer ends; none if it stands for good.
    pub expires: Option<Timestamp>,
}

/// Why a chain cannot be continued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainRefusal {
    /// The policy cannot serve.
    #[error(transparent)]
    Authority(#[from] AuthorityRefusal),
    /// The payload does not say what its act is.
    #[error(transparent)]
    Payload(#[from] PayloadRefusal),
    /// The act breaks a rule.
    #[error(transparent)]
    Ledger(#[from] LedgerRefusal),
    /// The note cannot be signed.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// A signature that may not stand on this act.
    #[error("{0}")]
    Signature(String),
    /// The last act still waits for signatures; adding them later would change what follows.
    #[error("entry {seq} still lacks the signature of {}", .names.join(", "))]
    Unsigned {
        /// The last act.
        seq: u64,
        /// Whose signatures are missing.
        names: Vec<String>,
    },
    /// There is no act yet.
    #[error("there is no act yet")]
    Empty,
    /// A checkpoint that cannot be made.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointRefusal),
    /// A checkpoint that does not hold.
    #[error(transparent)]
    Head(#[from] HeadRefusal),
    /// A time before 1970.
    #[error("a checkpoint's time is not before 1970")]
    Time,
    /// Files that do not hold together.
    #[error("{0}")]
    Files(String),
}

crate::vocabulary::ids! { ChainRefusal {
    Note => "seal-chain-note-malformed",
    Signature => "seal-chain-signature",
    Unsigned => "seal-chain-unsigned",
    Empty => "seal-chain-empty",
    Checkpoint => "seal-chain-checkpoint-malformed",
    Time => "seal-chain-time",
    Files => "seal-chain-files",
    .. Authority(AuthorityRefusal),
    .. Payload(PayloadRefusal),
    .. Ledger(LedgerRefusal),
    .. Head(HeadRefusal),
} }

/// Acts in the making.
#[derive(Debug, Clone)]
pub struct Chain {
    authority: Authority,
    entries: Vec<Entry>,
    ledger: Ledger,
    tree: Tree,
    heads: Vec<(u64, Note)>,
}

impl Chain {
    /// Begins an exchange under a policy file. The first act to be added is `genesis`.
    pub fn new(policy: &str) -> Result<Self, ChainRefusal> {
        Ok(Self {
            authority: Authority::read(policy)?,
            entries: Vec::new(),
            ledger: Ledger::default(),
            tree: Tree::default(),
            heads: Vec::new(),
        })
    }

    /// Takes up an exchange from its files. A manifest among them is not looked at.
    pub fn open(files: &Files, policy: &str) -> Result<Self, ChainRefusal> {
        let mut chain = Self::new(policy)?;
        if files.keys().all(|path| !matches!(Name::read(path), Some(Name::Act(_)))) {
            return Ok(chain);
        }
        let reading = reading::read(files, &chain.authority);
        let wrong = |objection: &&Objection| {
            objection.weight == Weight::Contradiction || objection.file.is_none()
        };
        if let Some(objection) = reading.objections.iter().find(wrong) {
            let file = objection.file.clone().unwrap_or_default();
            return Err(ChainRefusal::Files(format!("{file}: {}", objection.what)));
        }
        for (path, bytes) in files {
            if let Some(Name::Head | Name::Earlier(_)) = Name::read(path) {
                let note = Note::read(bytes)?;
                let size = Checkpoint::read(note.text())?.size;
                chain.heads.push((size, note));
            }
        }
        chain.heads.sort_by_key(|(size, _)| *size);
        let reading::Reading { entries, ledger, tree, .. } = reading;
        Ok(Self { entries, ledger, tree, ..chain })
    }

    /// Returns the policy as the exchange uses it.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Returns the acts so far and what follows from them.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Adds an act under a fresh salt, signed by the keys at hand, and returns its entry.
    ///
    /// More keys may sign with [`Chain::sign`] until the next act is added.
    pub fn append(
        &mut self,
        draft: Draft,
        salt: [u8; 32],
        keys: &[&SecretKey],
    ) -> Result<u64, ChainRefusal> {
        self.whole()?;
        let Draft { kind, from, payload, expires } = draft;
        let fact = payload::read(kind, &payload)?;
        let (seq, prev) = self.ledger.next();
        let exchange = self.authority.exchange().clone();
        let digest = payload_digest(&salt, &payload);
        // An act names whole seconds; what is below is no part of an offer.
        let expires = match expires {
            Some(time) => {
                Some(Timestamp::from_second(time.as_second()).ok().ok_or(ChainRefusal::Time)?)
            }
            None => None,
        };
        let act = Act { kind, exchange, from, seq, prev, payload: digest, expires };
        let mut note = Note::new(act.text())?;
        for key in keys {
            note.sign(key)?;
        }
        let (row, _) = reading::check_act(&self.authority, &note, Some(fact), self.ledger.roster())
            .map_err(ChainRefusal::Signature)?;
        let refusals = self.ledger.refusals(&row, &self.authority).into_iter();
        if let Some(refusal) = refusals.chain(self.ledger.sight(&row)).next() {
            return Err(refusal.into());
        }
        if keys.is_empty() {
            return Err(ChainRefusal::Signature("an act needs at least one signature".to_owned()));
        }
        self.tree.push(row.leaf.0);
        self.ledger.add(row);
        self.entries.push(Entry { act, note, payload: Some((payload, salt)), sealed: None });
        Ok(seq)
    }

    /// Adds one more signature to the last act.
    pub fn sign(&mut self, key: &SecretKey) -> Result<u64, ChainRefusal> {
        let last = self.entries.last().ok_or(ChainRefusal::Empty)?;
        let mut note = last.note.clone();
        note.sign(key)?;
        let fact = self.ledger.rows().last().and_then(|row| row.fact.clone());
        let (row, _) = reading::check_act(&self.authority, &note, fact, self.ledger.roster())
            .map_err(ChainRefusal::Signature)?;
        let seq = row.act.seq;
        self.ledger.resign(row);
        self.tree = Tree::of(self.ledger.rows().iter().map(|row| row.leaf.0));
        if let Some(last) = self.entries.last_mut() {
            last.note = note;
        }
        // A checkpoint over the act as it was no longer covers it.
        self.heads.retain(|(size, _)| *size <= seq);
        Ok(seq)
    }

    /// Returns the officers whose signatures the last act still lacks.
    pub fn missing(&self) -> Vec<String> {
        let Some(row) = self.ledger.rows().last().filter(|row| !row.complete) else {
            return Vec::new();
        };
        let signed = row.signers.iter().cloned().collect();
        let missing = reading::lacking(&self.authority, &row.act, &signed);
        missing.into_iter().flat_map(|(_, names)| names).collect()
    }

    /// Makes sure that the last act has all its signatures.
    fn whole(&self) -> Result<(), ChainRefusal> {
        let names = self.missing();
        let seq = self.ledger.next().0.saturating_sub(1);
        if names.is_empty() { Ok(()) } else { Err(ChainRefusal::Unsigned { seq, names }) }
    }

    /// Signs a checkpoint over all acts as the log, and lets witnesses cosign it at a time.
    ///
    /// The key of the log may bear any name; it signs under the log's.
    pub fn witness(
        &mut self,
        log: &SecretKey,
        witnesses: &[&SecretKey],
        at: Timestamp,
    ) -> Result<Witnessed, ChainRefusal> {
        self.whole()?;
        let (size, _) = self.ledger.next();
        if size == 0 {
            return Err(ChainRefusal::Empty);
        }
        let origin = log_name(self.authority.exchange());
        let log =
            log.renamed(&origin).map_err(|refusal| ChainRefusal::Signature(refusal.to_string()))?;
        let mut note = Checkpoint { origin, size, root: self.tree.root() }.sign(&log)?;
        let time = u64::try_from(at.as_second()).ok().ok_or(ChainRefusal::Time)?;
        for key in witnesses {
            checkpoint::cosign(&mut note, key, time)?;
        }
        let seen = self.adopt(note)?;
        Ok(seen.unwrap_or(Witnessed { size, at }))
    }

    /// Takes a checkpoint that was cosigned elsewhere.
    pub fn adopt(&mut self, note: Note) -> Result<Option<Witnessed>, ChainRefusal> {
        let checked = self.authority.check_head(&note.to_bytes(), self.ledger.roster())?;
        let size = checked.checkpoint.size;
        let root = usize::try_from(size).ok().and_then(|size| self.tree.root_at(size));
        if root != Some(checked.checkpoint.root) {
            return Err(ChainRefusal::Files(
                "the checkpoint is of other acts than these".to_owned(),
            ));
        }
        self.heads.retain(|(own, _)| *own != size);
        self.heads.push((size, note));
        self.heads.sort_by_key(|(size, _)| *size);
        let seen = checked
            .quorum_at
            .and_then(|at| Timestamp::from_second(at.try_into().ok()?).ok())
            .map(|at| Witnessed { size, at });
        if let Some(witnessed) = seen {
            self.ledger.witness(witnessed);
        }
        Ok(seen)
    }

    /// Returns the checkpoints with the number of acts that each covers, oldest first.
    pub fn heads(&self) -> impl Iterator<Item = (u64, &Note)> {
        self.heads.iter().map(|(size, note)| (*size, note))
    }

    /// Returns the newest checkpoint.
    pub fn head(&self) -> Option<&Note> {
        self.heads.last().map(|(_, note)| note)
    }

    /// Returns the tree over the acts, for proofs.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the exact bytes of an act, as they stand in the log.
    pub fn entry_bytes(&self, seq: u64) -> Option<Vec<u8>> {
        let at = usize::try_from(seq).ok()?;
        self.entries.get(at).map(|entry| entry.note.to_bytes())
    }

    /// Returns the payload of an act.
    pub fn payload(&self, seq: u64) -> Option<&[u8]> {
        let entry = self.entries.get(usize::try_from(seq).ok()?)?;
        entry.payload.as_ref().map(|(bytes, _)| bytes.as_slice())
    }

    /// Lays payloads open to a judge: none if one is not at hand.
    pub fn lay_open(&self, entries: &[u64]) -> Option<LaidOpen> {
        let payload = |seq: &u64| {
            let entry = self.entries.get(usize::try_from(*seq).ok()?)?;
            let (bytes, salt) = entry.payload.as_ref()?;
            let payload = String::from_utf8(bytes.clone()).ok()?;
            Some(LaidOpenPayload { entry: *seq, salt: Digest(*salt), payload })
        };
        let exchange = self.authority.exchange().clone();
        Some(LaidOpen { exchange, payloads: entries.iter().map(payload).collect::<Option<_>>()? })
    }

    /// Writes everything but the manifest: the files that `bundle::pack` signs for.
    pub fn files(&self) -> Files {
        let mut files = Files::new();
        for entry in &self.entries {
            let seq = entry.act.seq;
            files.insert(Name::Act(seq).path(), entry.note.to_bytes());
            if let Some((bytes, salt)) = &entry.payload {
                files.insert(Name::Payload(seq).path(), bytes.clone());
                files.insert(Name::Salt(seq).path(), salt_file(salt));
            }
            if let Some(sealed) = &entry.sealed {
                files.insert(Name::Sealed(seq).path(), sealed.clone());
            }
        }
        if let Some(((_, newest), earlier)) = self.heads.split_last() {
            files.insert(HEAD.to_owned(), newest.to_bytes());
            for (size, note) in earlier {
                files.insert(Name::Earlier(*size).path(), note.to_bytes());
            }
        }
        files
    }
}
