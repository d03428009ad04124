//! Two signatures of one key that cannot both be honest, in one file that proves it to anybody with the policy.
//!
//! Two acts of one number, two bundles of one number, or two checkpoints of which neither continues the
//! other. The file holds the signed notes themselves and says nothing that is not made again from them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use notary::checkpoint::{Checkpoint, cosigned_at};
use notary::key::{Algorithm, VerifyKey};
use notary::merkle::Tree;
use notary::note::{Note, SignatureLine};
use serde::{Deserialize, Serialize};

use super::act::Act;
use super::authority::Authority;
use super::bundle::{self, Files, MANIFEST_BYTES_MAX, Name, read_salt, salt_file};
use super::ledger::ACTS_MAX;
use super::report::json_text;
use super::roster::{Active, Roster, Tenure};
use crate::vocabulary::{Digest, ExchangeId};

/// The first word of every proof.
pub const FORM: &str = "safeconduct/equivocation/v1";
/// The most pairs of notes in one proof.
pub const PAIRS_MAX: usize = 100;
/// The most changes of keys beside them.
pub const KEY_ACTS_MAX: usize = 1_000;

/// Pairs of notes that cannot both be honest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    form: String,
    /// The pairs, at least one.
    pub pairs: Vec<Pair>,
    /// The acts that changed keys, where there are any: a key that came later is known by these alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyAct>,
}

/// An act that changed keys, with what it commits to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAct {
    /// The note, exactly as it was signed.
    pub act: String,
    /// The payload's exact text.
    pub payload: String,
    /// Its salt.
    pub salt: Digest,
}

/// Two notes, exactly as they were signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// One note.
    pub first: String,
    /// The other.
    pub second: String,
    /// Of two checkpoints over different numbers of acts: the leaf hashes of the longer log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Digest>,
}

/// What a pair proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// The keys that signed both, by their names.
    pub signers: Vec<String>,
    /// What they signed twice, such as `acts as entry 3`.
    pub what: String,
}

/// Why a file proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EquivocationRefusal {
    /// Not such a file.
    #[error(
        "this is no `{FORM}` file with 1 to {PAIRS_MAX} pairs of notes and at most {KEY_ACTS_MAX} changes of keys"
    )]
    Form,
    /// A pair that is no two acts, no two manifests and no two checkpoints of this exchange.
    #[error(
        "pair {0}: the two notes are not two acts, two bundles or two checkpoints of exchange {1}"
    )]
    Kinds(usize, ExchangeId),
    /// A pair that may both be honest.
    #[error("pair {0}: the two notes may both be honest")]
    Honest(usize),
    /// Nobody signed both.
    #[error("pair {0}: no key that counted there signed both notes")]
    Nobody(usize),
    /// Changes of keys that are not.
    #[error(
        "change of keys {0}: no root of the policy signed it, or it does not follow those before it"
    )]
    Keys(usize),
}

impl Proof {
    /// Puts a proof together. It is worth what [`Proof::check`] says.
    pub fn new(pairs: Vec<Pair>, keys: Vec<KeyAct>) -> Self {
        Self { form: FORM.to_owned(), pairs, keys }
    }

    /// Says whether bytes look like a proof at all, rather than like a bundle in one file.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.first() == Some(&b'{')
    }

    /// Reads a proof's text. It says nothing yet of whether it proves anything.
    pub fn read(bytes: &[u8]) -> Result<Self, EquivocationRefusal> {
        let proof: Self = serde_json::from_slice(bytes).ok().ok_or(EquivocationRefusal::Form)?;
        let good = proof.form == FORM
            && (1..=PAIRS_MAX).contains(&proof.pairs.len())
            && proof.keys.len() <= KEY_ACTS_MAX;
        if good { Ok(proof) } else { Err(EquivocationRefusal::Form) }
    }

    /// Writes it: one JSON object and a newline.
    pub fn to_text(&self) -> String {
        json_text(self)
    }

    /// Checks every pair by itself, and says who signed what twice.
    pub fn check(&self, authority: &Authority) -> Result<Vec<Proved>, EquivocationRefusal> {
        let roster = self.roster(authority)?;
        let pairs = self.pairs.iter().zip(1..);
        pairs.map(|(pair, number)| pair.check(number, authority, &roster)).collect()
    }

    /// Makes the changes of keys, each of which must hold.
    fn roster(&self, authority: &Authority) -> Result<Roster, EquivocationRefusal> {
        let mut files = Files::new();
        let mut entries = Vec::new();
        for (own, number) in self.keys.iter().zip(1..) {
            let refused = || EquivocationRefusal::Keys(number);
            let note = Note::read(own.act.as_bytes()).ok().ok_or_else(refused)?;
            let seq = Act::read(note.text()).ok_or_else(refused)?.seq;
            let before = files.insert(Name::Act(seq).path(), own.act.clone().into_bytes());
            files.insert(Name::Payload(seq).path(), own.payload.clone().into_bytes());
            files.insert(Name::Salt(seq).path(), salt_file(&own.salt.0));
            if before.is_some() {
                return Err(refused());
            }
            entries.push((seq, number));
        }
        let roster = Roster::gather(&files, authority);
        let held = roster.entries();
        match entries.into_iter().find(|(seq, _)| !held.contains(seq)) {
            Some((_, number)) => Err(EquivocationRefusal::Keys(number)),
            None => Ok(roster),
        }
    }
}

impl KeyAct {
    /// Returns the acts of a bundle that change keys, in their order: those that hold.
    pub fn of(files: &Files, authority: &Authority) -> Vec<Self> {
        let text = |name: Name| String::from_utf8(files.get(&name.path())?.clone()).ok();
        let one = |seq| {
            Some(Self {
                act: text(Name::Act(seq))?,
                payload: text(Name::Payload(seq))?,
                salt: Digest(read_salt(files.get(&Name::Salt(seq).path())?)?),
            })
        };
        Roster::gather(files, authority).entries().into_iter().filter_map(one).collect()
    }
}

impl Pair {
    /// Two notes of which neither needs anything beside it.
    pub fn of(first: &[u8], second: &[u8], leaves: Vec<Digest>) -> Option<Self> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        Some(Self { first: text(first)?, second: text(second)?, leaves })
    }

    fn check(
        &self,
        number: usize,
        authority: &Authority,
        roster: &Roster,
    ) -> Result<Proved, EquivocationRefusal> {
        let exchange = authority.exchange();
        let kinds = || EquivocationRefusal::Kinds(number, exchange.clone());
        let read = |text: &str| Note::read_within(text.as_bytes(), MANIFEST_BYTES_MAX).ok();
        let (Some(first), Some(second)) = (read(&self.first), read(&self.second)) else {
            return Err(kinds());
        };
        let what = told(&first, &second, exchange, &self.leaves).ok_or_else(kinds)?;
        let what = what.ok_or(EquivocationRefusal::Honest(number))?;
        let signers = signed_both(&first, &second, authority, roster);
        if signers.is_empty() {
            return Err(EquivocationRefusal::Nobody(number));
        }
        Ok(Proved { signers, what })
    }
}

/// Says what two notes tell twice; none twice where both may be honest, nothing where they are no pair.
#[expect(clippy::option_option, reason = "two layers of absence, each with its own meaning")]
fn told(
    first: &Note,
    second: &Note,
    exchange: &ExchangeId,
    leaves: &[Digest],
) -> Option<Option<String>> {
    if let (Some(own), Some(other)) = (Act::read(first.text()), Act::read(second.text())) {
        if own.exchange != *exchange || other.exchange != *exchange {
            return None;
        }
        let two = own.seq == other.seq && own != other;
        return Some(two.then(|| format!("acts as entry {}", own.seq)));
    }
    let manifest = |note: &Note| bundle::read_text(note.text()).ok();
    if let (Some(own), Some(other)) = (manifest(first), manifest(second)) {
        if own.exchange != *exchange || other.exchange != *exchange {
            return None;
        }
        let (one, same) = (own.label, other.label);
        let two = (one.from, one.seq) == (same.from, same.seq) && one.to == same.to && own != other;
        return Some(one.to.filter(|_| two).map(|to| format!("bundles {} to {to}", one.seq)));
    }
    let head = |note: &Note| Checkpoint::read(note.text()).ok();
    let (own, other) = (head(first)?, head(second)?);
    let log = super::log_name(exchange);
    if own.origin != log || other.origin != log {
        return None;
    }
    let parted = format!(
        "logs of {} and {} acts, of which neither continues the other",
        own.size, other.size
    );
    let two = if own.size == other.size {
        own.root != other.root
    } else {
        let (less, more) = if own.size < other.size { (own, other) } else { (other, own) };
        let whole = usize::try_from(more.size).is_ok_and(|size| size == leaves.len());
        if !whole || leaves.len() > ACTS_MAX {
            return Some(None);
        }
        let tree = Tree::of(leaves.iter().map(|leaf| leaf.0));
        let before = usize::try_from(less.size).ok().and_then(|size| tree.root_at(size));
        tree.root() == more.root && before.is_some_and(|before| before != less.root)
    };
    Some(two.then_some(parted))
}

/// Returns the keys that signed both notes, each of which counted where both stand: what a thief signs with a key
/// that was revoked before binds nobody and proves nothing.
fn signed_both(first: &Note, second: &Note, authority: &Authority, roster: &Roster) -> Vec<String> {
    let policy = authority.policy();
    let places = [place(first), place(second)];
    let counts = |tenure: &Tenure| places.iter().flatten().all(|at| tenure.at(*at) == Active::Yes);
    let signed = |note: &Note, line: &SignatureLine, key: &VerifyKey| match key.algorithm() {
        Algorithm::Note => note.is_signed(line, key),
        Algorithm::Cosignature => cosigned_at(note, line, key).is_some(),
    };
    let key = |line: &SignatureLine| {
        let log = policy.logs().iter().find(|key| (key.name(), key.id()) == (&line.name, line.id));
        let tenure = || roster.tenure(authority, &line.name, line.id).filter(counts);
        log.or_else(|| tenure().map(|tenure| tenure.key))
    };
    let mut signers = BTreeSet::new();
    for line in first.signatures() {
        let Some(key) = key(line) else { continue };
        let again =
            second.signatures().iter().find(|own| (&own.name, own.id) == (&line.name, line.id));
        if again.is_some_and(|again| signed(second, again, key)) && signed(first, line, key) {
            signers.insert(line.name.clone());
        }
    }
    signers.into_iter().collect()
}

/// Returns the entry or the size by which the keys under a note are judged; none for a bundle, which has no place
/// among the acts.
fn place(note: &Note) -> Option<u64> {
    let act = Act::read(note.text()).map(|act| act.seq);
    act.or_else(|| Checkpoint::read(note.text()).ok().map(|head| head.size))
}

/// Checks a file against a policy's text, and says in words what it proves or why it proves nothing.
///
/// # Errors
/// The words of a refusal, where it proves nothing.
pub fn judge(bytes: &[u8], policy: &str) -> Result<String, String> {
    let authority = Authority::read(policy).map_err(|refusal| refusal.to_string())?;
    let proof = Proof::read(bytes).map_err(|refusal| refusal.to_string())?;
    let proved = proof.check(&authority).map_err(|refusal| refusal.to_string())?;
    let mut text = String::new();
    for Proved { signers, what } in proved {
        let signers = signers.join(", ");
        writeln!(
            text,
            "PROVED: {signers} signed two different {what}, in exchange {}",
            authority.exchange()
        )
        .expect("a String takes any text");
    }
    text.push_str("It rests on this file and the policy alone. It says who signed twice, and of neither that it is true.\n");
    Ok(text)
}
