//! The verdicts on a whole list, as the vault keeps them. The journal has their number, their counts
//! and a salted digest: who knows the lines learns nothing from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::verdict::{LineVerdict, Reconciliation, Verdict};
use crate::journal::VaultChange;
use crate::vocabulary::{Digest, LineId, PersonId};

/// What a reviewer says a line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// The line.
    pub line: LineId,
    /// The verdict; never doubtful.
    pub verdict: Verdict,
    /// The line of our list that it is, if any.
    pub ours: Option<LineId>,
    /// The person that it is, if any.
    pub person: Option<PersonId>,
}

impl Settlement {
    /// Writes the settlement as the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain values are JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are not a settlement.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

/// The verdicts on a list, opened from the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    salt: [u8; 32],
    bytes: Vec<u8>,
    judged: BTreeMap<LineId, LineVerdict>,
}

impl Sheet {
    /// Makes the sheet of a comparison, with the salt of its vault record.
    pub fn of(found: &Reconciliation, salt: [u8; 32]) -> Self {
        let bytes = serde_json::to_vec(&found.verdicts).expect("plain values are JSON");
        Self::with(salt, bytes, found.verdicts.clone())
    }

    /// Reads the bytes of a vault record with its salt.
    ///
    /// # Errors
    /// When the bytes are not verdicts.
    pub fn opened(salt: [u8; 32], bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let judged: Vec<LineVerdict> = serde_json::from_slice(bytes)?;
        Ok(Self::with(salt, bytes.to_vec(), judged))
    }

    fn with(salt: [u8; 32], bytes: Vec<u8>, judged: Vec<LineVerdict>) -> Self {
        let judged = judged.into_iter().map(|judged| (judged.line.clone(), judged)).collect();
        Self { salt, bytes, judged }
    }

    /// The bytes of the vault record.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The salted digest that the journal holds.
    pub fn digest(&self) -> Digest {
        VaultChange::digest(&self.salt, &self.bytes)
    }

    /// The verdicts by line.
    pub fn judged(&self) -> &BTreeMap<LineId, LineVerdict> {
        &self.judged
    }

    /// Takes the verdicts out.
    pub fn into_judged(self) -> BTreeMap<LineId, LineVerdict> {
        self.judged
    }

    /// The mark by which the journal knows a line without naming it: whoever has no salt cannot tell
    /// which line it is, the other side neither, though it made the lines.
    pub fn mark(&self, line: &LineId) -> Digest {
        Digest::of(&[b"reconcile/line", &self.salt, line.as_str().as_bytes()])
    }

    /// The digest of a settlement. The salt follows the line, so that two reviewers who say the same
    /// give the same digest.
    pub fn settlement_digest(&self, settlement: &Settlement) -> Digest {
        VaultChange::digest(&self.settlement_salt(settlement), &settlement.to_bytes())
    }

    pub(super) fn settlement_salt(&self, settlement: &Settlement) -> [u8; 32] {
        let line = settlement.line.as_str().as_bytes();
        Digest::of(&[b"reconcile/settlement", &self.salt, line]).0
    }

    /// Puts what people said in place of what the program said.
    pub fn settle(&mut self, settlement: &Settlement) {
        if let Some(judged) = self.judged.get_mut(&settlement.line) {
            judged.verdict = settlement.verdict;
            judged.ours.clone_from(&settlement.ours);
            judged.person.clone_from(&settlement.person);
            judged.settled = true;
        }
    }
}
