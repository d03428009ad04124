//! A checkpoint is a log's promise: so many entries, this root (C2SP tlog-checkpoint). Witnesses
//! cosign it with a time (C2SP tlog-cosignature, Ed25519), and a quorum of them makes it count.

use std::collections::BTreeSet;

use crate::key::{Algorithm, SecretKey, VerifyKey};
use crate::merkle::Hash;
use crate::note::{Note, NoteRefusal, SignatureLine};
use crate::policy::Policy;
use crate::{base64, read_base64, read_decimal};

/// The latest time that a cosignature may name, in seconds since 1970: 2^63 - 1.
pub const TIME_MAX: u64 = 9_223_372_036_854_775_807;

/// Why a note is not a checkpoint that counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointRefusal {
    /// Not a note.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// Not the three lines of a checkpoint.
    #[error("a checkpoint has three lines: origin, size and root")]
    Form,
    /// Of a log that the policy does not name.
    #[error("the policy does not name the log `{0}`")]
    Log(String),
    /// A signature that is wrong, or by a key that the policy does not name.
    #[error(
        "the checkpoint's signature by `{0}` does not hold, or the policy does not name that key"
    )]
    Signature(String),
    /// The log itself has not signed.
    #[error("the log `{0}` has not signed its checkpoint")]
    Unsigned(String),
    /// A time beyond [`TIME_MAX`].
    #[error("the time {0} is beyond what a cosignature may name")]
    Time(u64),
    /// A key of the wrong kind.
    #[error("the key `{0}` does not sign checkpoints")]
    Kind(String),
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// The number of entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a checkpoint. Extension lines are refused: nobody vouches for them.
    pub fn read(text: &str) -> Result<Self, CheckpointRefusal> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [origin, size, root, ""] = lines.as_slice() else {
            return Err(CheckpointRefusal::Form);
        };
        let root = read_base64(root).and_then(|bytes| bytes.try_into().ok());
        match (read_decimal(size), root) {
            (Some(size), Some(root)) if !origin.is_empty() => {
                Ok(Self { origin: (*origin).to_owned(), size, root })
            }
            _ => Err(CheckpointRefusal::Form),
        }
    }

    /// Returns the checkpoint's text.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, base64(&self.root))
    }

    /// Signs the checkpoint as its log. The key bears the log's name.
    pub fn sign(&self, log: &SecretKey) -> Result<Note, CheckpointRefusal> {
        if log.public().name() != self.origin || log.public().algorithm() != Algorithm::Note {
            return Err(CheckpointRefusal::Kind(log.public().name().to_owned()));
        }
        let mut note = Note::new(self.text())?;
        note.sign(log)?;
        Ok(note)
    }
}

fn cosigned_message(text: &str, time: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// Adds a witness's cosignature, made at `time` in seconds since 1970.
///
/// The caller has made sure that this witness never cosigned a tree that this one does not continue.
pub fn cosign(note: &mut Note, key: &SecretKey, time: u64) -> Result<(), CheckpointRefusal> {
    if key.public().algorithm() != Algorithm::Cosignature {
        return Err(CheckpointRefusal::Kind(key.public().name().to_owned()));
    }
    if time > TIME_MAX {
        return Err(CheckpointRefusal::Time(time));
    }
    Checkpoint::read(note.text())?;
    let signature = key.sign(&cosigned_message(note.text(), time));
    note.add(key, [&time.to_be_bytes()[..], &signature].concat())?;
    Ok(())
}

/// Returns the time of a cosignature that holds, or none.
pub fn cosigned_at(note: &Note, line: &SignatureLine, key: &VerifyKey) -> Option<u64> {
    if key.algorithm() != Algorithm::Cosignature || line.name != key.name() || line.id != key.id() {
        return None;
    }
    let (time, signature) = line.bytes.split_first_chunk::<8>()?;
    let (time, signature) = (u64::from_be_bytes(*time), signature.try_into().ok()?);
    let message = cosigned_message(note.text(), time);
    (time <= TIME_MAX && key.accepts(&message, signature)).then_some(time)
}

/// A checkpoint whose every signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The witnesses that cosigned, by their names in the policy, and when.
    pub witnesses: Vec<(String, u64)>,
    /// The earliest time by which a quorum had cosigned; none without a quorum.
    pub quorum_at: Option<u64>,
}

/// Checks a checkpoint against a policy. Every signature must hold and be of a named key; whether the
/// quorum is met is an answer, not a refusal.
pub fn check(bytes: &[u8], policy: &Policy) -> Result<Checked, CheckpointRefusal> {
    let note = Note::read(bytes)?;
    let checkpoint = Checkpoint::read(note.text())?;
    let log = policy
        .logs()
        .iter()
        .find(|log| log.name() == checkpoint.origin)
        .ok_or_else(|| CheckpointRefusal::Log(checkpoint.origin.clone()))?;
    let (mut by_log, mut witnesses) = (false, Vec::new());
    for line in note.signatures() {
        if note.is_signed(line, log) {
            by_log = true;
            continue;
        }
        let (name, time) = policy
            .signer(&line.name, line.id)
            .and_then(|(name, key)| Some((name.to_owned(), cosigned_at(&note, line, key)?)))
            .ok_or_else(|| CheckpointRefusal::Signature(line.name.clone()))?;
        witnesses.push((name, time));
    }
    if !by_log {
        return Err(CheckpointRefusal::Unsigned(checkpoint.origin));
    }
    let quorum_at = quorum_time(&witnesses, policy);
    Ok(Checked { checkpoint, witnesses, quorum_at })
}

/// A late extra witness must not make a checkpoint late: the time is when the quorum first held.
fn quorum_time(witnesses: &[(String, u64)], policy: &Policy) -> Option<u64> {
    let mut times: Vec<u64> = witnesses.iter().map(|(_, time)| *time).collect();
    times.sort_unstable();
    times.into_iter().find(|limit| {
        let by_then = witnesses.iter().filter(|(_, time)| time <= limit);
        policy.is_quorum(&by_then.map(|(name, _)| name.as_str()).collect::<BTreeSet<_>>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::witness_line;

    fn witness(name: &str, seed: u8) -> SecretKey {
        SecretKey::from_seed(name, Algorithm::Cosignature, &[seed; 32]).unwrap()
    }

    fn log() -> SecretKey {
        SecretKey::from_seed("safeconduct/test", Algorithm::Note, &[9; 32]).unwrap()
    }

    fn policy() -> Policy {
        let lines: String = [("a", 1), ("b", 2), ("c", 3)]
            .map(|(n, s)| witness_line(witness(n, s).public()))
            .concat();
        let text = format!("log {}\n{lines}group most 2 a b c\nquorum most\n", log().public());
        Policy::read(&text).unwrap()
    }

    fn checkpoint() -> Note {
        Checkpoint { origin: "safeconduct/test".to_owned(), size: 5, root: [4; 32] }
            .sign(&log())
            .unwrap()
    }

    #[test]
    fn a_quorum_counts_from_the_time_at_which_it_first_held() {
        let mut note = checkpoint();
        cosign(&mut note, &witness("a", 1), 100).unwrap();
        assert_eq!(check(&note.to_bytes(), &policy()).unwrap().quorum_at, None);
        cosign(&mut note, &witness("c", 3), 900).unwrap();
        cosign(&mut note, &witness("b", 2), 200).unwrap();
        let checked = check(&note.to_bytes(), &policy()).unwrap();
        assert_eq!(checked.quorum_at, Some(200));
        assert_eq!(checked.witnesses.len(), 3);
    }

    #[test]
    fn one_witness_cannot_count_twice_and_an_unknown_one_is_refused() {
        let mut note = checkpoint();
        cosign(&mut note, &witness("a", 1), 100).unwrap();
        let twice = cosign(&mut note, &witness("a", 1), 101);
        assert_eq!(twice, Err(CheckpointRefusal::Note(NoteRefusal::Twice("a".to_owned()))));
        cosign(&mut note, &witness("stranger", 8), 100).unwrap();
        assert_eq!(
            check(&note.to_bytes(), &policy()),
            Err(CheckpointRefusal::Signature("stranger".to_owned()))
        );
    }

    #[test]
    fn an_altered_size_root_or_time_is_refused() {
        let mut note = checkpoint();
        cosign(&mut note, &witness("a", 1), 100).unwrap();
        let text = String::from_utf8(note.to_bytes()).unwrap();
        let larger = text.replace("\n5\n", "\n6\n");
        assert!(check(larger.as_bytes(), &policy()).is_err());
        let later = Note::read(text.as_bytes()).unwrap();
        let line = later.signatures().iter().find(|line| line.name == "a").unwrap();
        let mut changed = line.clone();
        changed.bytes[7] ^= 1;
        assert_eq!(cosigned_at(&later, line, witness("a", 1).public()), Some(100));
        assert_eq!(cosigned_at(&later, &changed, witness("a", 1).public()), None);
    }

    #[test]
    fn text_that_is_no_checkpoint_is_refused() {
        let good = checkpoint().text().to_owned();
        assert!(Checkpoint::read(&good).is_ok());
        for bad in [
            good.replace("\n5\n", "\n05\n"),
            good.replace("\n5\n", "\n-5\n"),
            good.clone() + "extension\n",
            good.replace('=', ""),
            good.replace("safeconduct/test", ""),
        ] {
            assert_eq!(Checkpoint::read(&bad), Err(CheckpointRefusal::Form), "{bad:?}");
        }
    }

    #[test]
    fn a_checkpoint_without_its_logs_signature_is_refused() {
        let mut note = Note::new(checkpoint().text().to_owned()).unwrap();
        cosign(&mut note, &witness("a", 1), 100).unwrap();
        assert_eq!(
            check(&note.to_bytes(), &policy()),
            Err(CheckpointRefusal::Unsigned("safeconduct/test".to_owned()))
        );
    }
}
