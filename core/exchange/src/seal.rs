//! Seal: signed acts, commitments made before sight, and AGREED computed for each clause.
//!
//! An act is a signed note; a payload is what it is about; a ledger holds acts in their order and knows
//! what follows from them; a bundle is the folder in which all of it crosses. [`Chain`] builds, [`verify`]
//! checks, and both ask the same ledger. Formats: `spec/6-seal.md`.

pub mod act;
mod authority;
pub mod bundle;
mod chain;
mod clauses;
mod compare;
pub mod equivocation;
pub mod envelope;
pub mod intersect;
pub mod keyring;
mod known;
mod ledger;
pub mod payload;
pub mod post;
mod reading;
mod replan;
mod report;
pub mod roster;
pub mod tar;
mod told;
mod verify;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use notary::merkle::Tree;
use notary::note::{Note, NoteRefusal};
use serde::{Deserialize, Serialize};

use crate::journal::{
    Compartment, Context, Outcome, Recorded, State as Journal, VaultChange, Verb,
};
use crate::vocabulary::{Digest, IdRefusal, Private, RecordId};

/// The formats beneath: keys, notes, policies, trees, checkpoints and proofs.
pub use notary;

pub use act::{Act, Kind};
pub use authority::{
    Authority, AuthorityRefusal, HeadRefusal, OFFICERS_MIN, RECIPIENTS_MAX, SignatureRefusal,
    log_name, root_name, witness_name,
};
pub use bundle::Files;
pub use chain::{Chain, ChainRefusal, Draft};
pub use clauses::{Clauses, Effect, Say, Standing, Witnessed};
pub use compare::{BothSay, Comparison, Equivocation, compare};
pub use ledger::{ACTS_MAX, Ledger, LedgerRefusal, Row};
pub use report::{
    ActRow, ClauseRow, DisputedRow, HeadRow, KeyRow, ListRow, Objection, OpeningRow, ParcelRow,
    Report, Verdict, Weight,
};
pub use verify::{POLICY, inspect, verify, verify_opened, verify_with};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Stand on a policy file.
    Begin {
        /// Its exact text. It holds public keys and no person.
        policy: String,
    },
    /// Take an act into the journal, ours or another party's.
    Enter {
        /// The note's exact bytes.
        note: Vec<u8>,
        /// The payload's exact bytes and its salt, where they were handed over.
        payload: Option<(Private<Vec<u8>>, [u8; 32])>,
    },
    /// Take a checkpoint that a quorum of witnesses cosigned.
    Witness {
        /// The note's exact bytes.
        head: Vec<u8>,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        let Self::Enter { note, .. } = self else { return Verb::Negotiate };
        let act = Note::read(note).ok().and_then(|note| Act::read(note.text()));
        match act.map(|act| act.kind) {
            Some(Kind::MovementNotice | Kind::ManifestCommit | Kind::HandoverAct) => Verb::Line,
            Some(Kind::Reception) => Verb::Receive,
            Some(Kind::Statement) => Verb::Speak,
            _ => Verb::Negotiate,
        }
    }
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    /// The exchange stands on a policy.
    Begun {
        /// The policy file's exact text.
        policy: String,
    },
    /// An act was entered.
    Entered {
        /// The act and what follows from it. No word of the payload is here.
        row: Box<Row>,
        /// Where the note is kept.
        note: Kept,
        /// Where the payload is kept, if it was handed over.
        payload: Option<Kept>,
    },
    /// A quorum of witnesses has seen the acts so far.
    Witnessed {
        /// How many acts, and when.
        witnessed: Witnessed,
        /// Where the checkpoint is kept.
        head: Kept,
    },
}

/// A document in the vault, with the digest of its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The record.
    pub record: RecordId,
    /// Its salted digest.
    pub digest: Digest,
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// The policy file's exact text, once there is one.
    pub policy: Option<String>,
    /// The acts, the clauses and the checkpoints.
    pub ledger: Ledger,
    /// The notes of the acts in order, each with its payload where that was handed over.
    pub kept: Vec<(Kept, Option<Kept>)>,
    /// The checkpoints, oldest first.
    pub heads: Vec<Kept>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, _recorded: &Recorded) {
        match event {
            Event::Begun { policy } => self.policy = Some(policy.clone()),
            Event::Entered { row, note, payload } => {
                self.ledger.add(Row::clone(row));
                self.kept.push((note.clone(), payload.clone()));
            }
            Event::Witnessed { witnessed, head } => {
                self.ledger.witness(*witnessed);
                self.heads.push(head.clone());
            }
        }
    }
}

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The policy cannot serve.
    #[error(transparent)]
    Authority(#[from] AuthorityRefusal),
    /// There is a policy already.
    #[error("this exchange stands on a policy already")]
    BegunTwice,
    /// There is no policy yet.
    #[error("this exchange stands on no policy yet")]
    NotBegun,
    /// Not a note.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// A note that is not an act in good order.
    #[error("{0}")]
    Act(String),
    /// An act that lacks signatures.
    #[error("entry {seq} lacks the signature of {}", .names.join(", "))]
    Unsigned {
        /// The act.
        seq: u64,
        /// Whose signatures are missing.
        names: Vec<String>,
    },
    /// Another payload than the one signed for.
    #[error("this is not the payload that act {0} was signed over")]
    OtherPayload(u64),
    /// A payload that does not say what its act is.
    #[error(transparent)]
    Payload(#[from] payload::PayloadRefusal),
    /// An act that breaks a rule.
    #[error(transparent)]
    Ledger(#[from] LedgerRefusal),
    /// A checkpoint that does not hold.
    #[error(transparent)]
    Checkpoint(#[from] HeadRefusal),
    /// A checkpoint of other acts.
    #[error("the checkpoint is of other acts than ours")]
    OtherLog,
    /// Too few witnesses.
    #[error("too few of the policy's witnesses cosigned the checkpoint")]
    NoQuorum,
}

crate::vocabulary::ids! { Refusal {
    BegunTwice => "seal-begun-twice",
    NotBegun => "seal-not-begun",
    Note => "seal-note-malformed",
    Act => "seal-act",
    Unsigned => "seal-unsigned",
    OtherPayload => "seal-other-payload",
    OtherLog => "seal-other-log",
    NoQuorum => "seal-no-quorum",
    .. Authority(AuthorityRefusal),
    .. Payload(payload::PayloadRefusal),
    .. Ledger(LedgerRefusal),
    .. Checkpoint(HeadRefusal),
} }

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Authority(_) => "mend the policy, and have all parties look at it again",
            Self::BegunTwice => "begin a new exchange in a new instance",
            Self::NotBegun => "begin with the policy file that all parties hold",
            Self::Note(_) | Self::Act(_) => "ask its party for the act again, as the file it is",
            Self::Unsigned { .. } => "have them sign it first; signatures cannot be added later",
            Self::OtherPayload(_) => "ask for the payload and its salt that belong to this act",
            Self::Payload(_) => "have its party make the act again with a payload of that kind",
            Self::Ledger(_) => {
                "enter the acts in their order, and answer only what was put forward"
            }
            Self::Checkpoint(_) | Self::NoQuorum => "ask the log for the cosigned checkpoint",
            Self::OtherLog => {
                "keep it: with its signatures it proves that somebody vouched for another log"
            }
        }
        .to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        if let Self::Payload(payload::PayloadRefusal::Law(refusal)) = self {
            refusal.basis()
        } else {
            None
        }
    }
}

/// Says which events follow from a command, or refuses it.
pub fn decide(
    journal: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let state = &journal.seal;
    match command {
        Command::Begin { policy } => {
            Authority::read(&policy)?;
            if state.policy.is_some() {
                return Err(Refusal::BegunTwice);
            }
            Ok(Outcome::of(vec![Event::Begun { policy }]))
        }
        Command::Enter { note, payload } => enter(state, context, note, payload),
        Command::Witness { head } => witness(state, context, head),
    }
}

fn authority(state: &State) -> Result<Authority, Refusal> {
    Ok(Authority::read(state.policy.as_ref().ok_or(Refusal::NotBegun)?)?)
}

fn enter(
    state: &State,
    context: &Context,
    bytes: Vec<u8>,
    payload: Option<(Private<Vec<u8>>, [u8; 32])>,
) -> Result<Outcome<Event>, Refusal> {
    let authority = authority(state)?;
    let note = Note::read(&bytes)?;
    let roster = state.ledger.roster();
    let (mut row, missing) =
        reading::check_act(&authority, &note, None, roster).map_err(Refusal::Act)?;
    let seq = row.act.seq;
    if !missing.is_empty() {
        let names = missing.into_iter().flat_map(|(_, names)| names).collect();
        return Err(Refusal::Unsigned { seq, names });
    }
    if let Some((own, salt)) = &payload {
        if act::payload_digest(salt, own.open()) != row.act.payload {
            return Err(Refusal::OtherPayload(seq));
        }
        row.fact = Some(payload::read(row.act.kind, own.open())?);
    }
    let refusals = state.ledger.refusals(&row, &authority).into_iter();
    if let Some(refusal) = refusals.chain(state.ledger.sight(&row)).next() {
        return Err(refusal.into());
    }
    let (note, kept) = keep(context, "note", Private::new(bytes), None);
    let (payload, of_payload) =
        payload.map(|(own, salt)| keep(context, "payload", own, Some(salt))).unzip();
    let row = Box::new(row);
    let vault = std::iter::once(kept).chain(of_payload).collect();
    Ok(Outcome::of(vec![Event::Entered { row, note, payload }]).with(vault))
}

fn witness(state: &State, context: &Context, bytes: Vec<u8>) -> Result<Outcome<Event>, Refusal> {
    let authority = authority(state)?;
    let checked = authority.check_head(&bytes, state.ledger.roster())?;
    let size = checked.checkpoint.size;
    let tree = Tree::of(state.ledger.rows().iter().map(|row| row.leaf.0));
    let root = usize::try_from(size).ok().and_then(|size| tree.root_at(size));
    if root != Some(checked.checkpoint.root) {
        return Err(Refusal::OtherLog);
    }
    let at = checked
        .quorum_at
        .and_then(|at| Timestamp::from_second(at.try_into().ok()?).ok())
        .ok_or(Refusal::NoQuorum)?;
    let (head, kept) = keep(context, "head", Private::new(bytes), None);
    let witnessed = Witnessed { size, at };
    Ok(Outcome::of(vec![Event::Witnessed { witnessed, head }]).with(vec![kept]))
}

/// Keeps a document's exact bytes; a payload under its own salt, so that one digest serves both.
fn keep(
    context: &Context,
    purpose: &str,
    bytes: Private<Vec<u8>>,
    salt: Option<[u8; 32]>,
) -> (Kept, VaultChange) {
    let salt = salt.unwrap_or_else(|| context.draw(&format!("seal/{purpose}/salt"), 0));
    let record: Result<RecordId, IdRefusal> =
        RecordId::read(&context.draw_id(&format!("seal/{purpose}"), 0));
    let record = record.expect("32 hexadecimal digits are an identifier");
    let digest = VaultChange::digest(&salt, bytes.open());
    let kept = Kept { record: record.clone(), digest };
    let compartment = Compartment::List;
    (kept, VaultChange::Keep { record, person: None, compartment, salt, bytes })
}
