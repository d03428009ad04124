//! A proof that one entry stands in a log, small enough for a slip of paper: C2SP tlog-proof.
//!
//! It holds the entry's place, the path to the root, and the cosigned checkpoint. Whoever has the
//! policy and the entry can check it without the log.

use crate::checkpoint::{self, Checked, CheckpointRefusal};
use crate::merkle::{self, Hash, PATH_LENGTH_MAX};
use crate::policy::Policy;
use crate::{base64, read_base64, read_decimal};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Why a proof does not prove.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefusal {
    /// Not a proof in form.
    #[error(
        "this is not a tlog-proof: its first line is `{FIRST_LINE}`, then the index, the path and a checkpoint"
    )]
    Form,
    /// The checkpoint is no good.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointRefusal),
    /// Too few witnesses.
    #[error("the proof's checkpoint is not cosigned by a quorum of the policy's witnesses")]
    Quorum,
    /// The path does not lead from the entry to the root.
    #[error("the entry does not stand at index {0} of the log")]
    Path(u64),
}

/// Writes a proof for the entry at `index`, whose checkpoint is a note's exact bytes.
pub fn write(index: u64, path: &[Hash], checkpoint: &[u8]) -> Vec<u8> {
    let path: String = path.iter().map(|hash| base64(hash) + "\n").collect();
    let mut bytes = format!("{FIRST_LINE}\nindex {index}\n{path}\n").into_bytes();
    bytes.extend(checkpoint);
    bytes
}

/// Checks a proof for an entry's exact bytes, and returns its place and the checkpoint.
pub fn check(bytes: &[u8], entry: &[u8], policy: &Policy) -> Result<(u64, Checked), ProofRefusal> {
    let text = std::str::from_utf8(bytes).ok().ok_or(ProofRefusal::Form)?;
    let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofRefusal::Form)?;
    let mut lines = head.split('\n');
    if lines.next() != Some(FIRST_LINE) {
        return Err(ProofRefusal::Form);
    }
    let index = lines
        .next()
        .and_then(|line| line.strip_prefix("index "))
        .and_then(read_decimal)
        .ok_or(ProofRefusal::Form)?;
    let path: Vec<Hash> = lines
        .map(|line| read_base64(line).and_then(|hash| hash.try_into().ok()))
        .collect::<Option<_>>()
        .filter(|path: &Vec<Hash>| path.len() <= PATH_LENGTH_MAX)
        .ok_or(ProofRefusal::Form)?;
    let checked = checkpoint::check(checkpoint.as_bytes(), policy)?;
    if checked.quorum_at.is_none() && policy.quorum().is_some() {
        return Err(ProofRefusal::Quorum);
    }
    let leaf = merkle::leaf_hash(entry);
    let (size, root) = (checked.checkpoint.size, checked.checkpoint.root);
    if !merkle::includes(&leaf, index, size, &path, &root) {
        return Err(ProofRefusal::Path(index));
    }
    Ok((index, checked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, cosign};
    use crate::key::{Algorithm, SecretKey};
    use crate::policy::witness_line;

    #[test]
    fn a_proof_holds_for_its_entry_and_for_nothing_else() {
        let log = SecretKey::from_seed("safeconduct/test", Algorithm::Note, &[9; 32]).unwrap();
        let witness = SecretKey::from_seed("w", Algorithm::Cosignature, &[1; 32]).unwrap();
        let policy = format!("log {}\n{}quorum w\n", log.public(), witness_line(witness.public()));
        let policy = Policy::read(&policy).unwrap();
        let entries: Vec<Vec<u8>> = (0..11_u8).map(|at| vec![at; 40]).collect();
        let tree = merkle::Tree::of(entries.iter().map(|entry| merkle::leaf_hash(entry)));
        let head = Checkpoint { origin: "safeconduct/test".into(), size: 11, root: tree.root() };
        let mut head = head.sign(&log).unwrap();
        let path = tree.inclusion(6, 11).unwrap();
        let unwitnessed = write(6, &path, &head.to_bytes());
        assert_eq!(check(&unwitnessed, &entries[6], &policy), Err(ProofRefusal::Quorum));
        cosign(&mut head, &witness, 1_750_000_000).unwrap();
        let proof = write(6, &path, &head.to_bytes());
        assert_eq!(check(&proof, &entries[6], &policy).unwrap().0, 6);
        assert_eq!(check(&proof, &entries[7], &policy), Err(ProofRefusal::Path(6)));
        let moved = write(7, &path, &head.to_bytes());
        assert_eq!(check(&moved, &entries[6], &policy), Err(ProofRefusal::Path(7)));
        assert_eq!(check(b"c2sp.org/tlog-proof@v2\n\n", b"", &policy), Err(ProofRefusal::Form));
    }
}
