//! Whose signature counts for what: the policy file as an exchange uses it.
//!
//! The groups `A`, `B`, `M` and, where there is a host state, `H` name each party's officers. The quorum
//! names the witnesses of the log, and no quorum is possible without those of both sides: then nobody
//! can be shown a log that the side itself has not seen. Each party's ROOT stands in no group: it changes keys and
//! signs nothing else. Age recipients stand in comment lines, which other readers of the format pass over.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use notary::checkpoint::{self, Checked, Checkpoint, CheckpointRefusal};
use notary::key::{Algorithm, VerifyKey};
use notary::note::{Note, NoteRefusal, SignatureLine};
use notary::policy::{Policy, PolicyRefusal};
use notary::recipient::{Recipient, RecipientRefusal};

use super::act::{Act, Kind, PARTIES, read_party};
use super::roster::{Active, Roster, Tenure};
use crate::vocabulary::{Digest, ExchangeId, Party, Side};

/// The fewest officers of a party: then one stolen key binds nobody.
pub const OFFICERS_MIN: usize = 2;
/// The most age recipients of a party: one in use, one kept apart.
pub const RECIPIENTS_MAX: usize = 2;

/// Why a policy cannot serve an exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityRefusal {
    /// Not a policy file.
    #[error(transparent)]
    Policy(#[from] PolicyRefusal),
    /// A party without officers.
    #[error("the policy has no group `{0}` of officers")]
    NoGroup(Party),
    /// A party with too few officers.
    #[error(
        "the policy names fewer than {OFFICERS_MIN} officers of {0}: one stolen key would speak for it"
    )]
    Officers(Party),
    /// A party without a root, or whose root could sign acts.
    #[error(
        "the policy has no line `witness {0}-root`, or puts that key in a group: a root signs key changes only"
    )]
    Root(Party),
    /// A party without recipients, with too many, or with one that somebody has.
    #[error("{0} needs 1 to {RECIPIENTS_MAX} lines `# recipient {0} age1...`, each recipient once")]
    Recipients(Party),
    /// A recipient line that cannot be read.
    #[error("policy line {line}: {refusal}")]
    Recipient {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        refusal: RecipientRefusal,
    },
    /// A key that cannot do what its place in the policy asks.
    #[error(
        "the key `{0}` is of the wrong kind for its place: officers sign notes, witnesses cosign"
    )]
    WrongKind(String),
    /// A side that would not have to see the log.
    #[error("a quorum is possible without `{0}-witness`: side {0} could be shown another log")]
    QuorumWithout(Side),
    /// Not exactly one log.
    #[error(
        "the policy names {0} logs; an exchange has one, called `safeconduct/` and its identifier"
    )]
    Logs(usize),
}

crate::vocabulary::ids! { AuthorityRefusal {
    Policy => "seal-policy-malformed",
    NoGroup => "seal-policy-no-group",
    Officers => "seal-policy-officers",
    Root => "seal-policy-root",
    Recipients => "seal-policy-recipients",
    Recipient => "seal-policy-recipient",
    WrongKind => "seal-policy-wrong-kind",
    QuorumWithout => "seal-policy-quorum-without",
    Logs => "seal-policy-logs",
} }

/// A policy that an exchange can stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    policy: Policy,
    recipients: BTreeMap<Party, Vec<Recipient>>,
    known: Roster,
    is_of_the_past: bool,
    digest: Digest,
    exchange: ExchangeId,
}

/// Returns the name under which the log of an exchange signs.
pub fn log_name(exchange: &ExchangeId) -> String {
    format!("safeconduct/{exchange}")
}

/// Returns the policy's name for a side's witness.
pub fn witness_name(party: Party) -> String {
    format!("{party}-witness")
}

/// Returns the policy's name for a party's root.
pub fn root_name(party: Party) -> String {
    format!("{party}-root")
}

impl Authority {
    /// Reads a policy and checks that an exchange can stand on it.
    pub fn read(text: &str) -> Result<Self, AuthorityRefusal> {
        let policy = Policy::read(text)?;
        for party in PARTIES {
            let name = party.to_string();
            let members = policy.members(&name);
            if members.is_empty() && party != Party::Host {
                return Err(AuthorityRefusal::NoGroup(party));
            }
            all_are(&policy, &members, Algorithm::Note)?;
            if !members.is_empty() {
                if members.len() < OFFICERS_MIN {
                    return Err(AuthorityRefusal::Officers(party));
                }
                check_root(&policy, party)?;
            }
        }
        let witnesses = policy.quorum().map(|name| policy.members(name)).unwrap_or_default();
        all_are(&policy, &witnesses, Algorithm::Cosignature)?;
        for side in Side::BOTH {
            let own = witness_name(side.into());
            let mut others = witnesses.clone();
            others.remove(own.as_str());
            if policy.is_quorum(&others) {
                return Err(AuthorityRefusal::QuorumWithout(side));
            }
        }
        let exchange = match policy.logs() {
            [log] => log
                .name()
                .strip_prefix("safeconduct/")
                .and_then(|name| ExchangeId::read(name).ok())
                .ok_or(AuthorityRefusal::Logs(1))?,
            logs => return Err(AuthorityRefusal::Logs(logs.len())),
        };
        let recipients = read_recipients(text, &policy)?;
        let digest = Digest::of(&[text.as_bytes()]);
        Ok(Self {
            policy,
            recipients,
            known: Roster::default(),
            is_of_the_past: false,
            digest,
            exchange,
        })
    }

    /// Returns the same with what is known of later keys, such as [`Roster::gather`] finds in a bundle: manifests
    /// are judged by these.
    #[must_use]
    pub fn knowing(self, known: Roster) -> Self {
        Self { known, is_of_the_past: false, ..self }
    }

    /// As [`Self::knowing`], for manifests that were judged when they came: a key that has been revoked since does not
    /// undo them.
    #[must_use]
    pub fn knowing_the_past(self, known: Roster) -> Self {
        Self { known, is_of_the_past: true, ..self }
    }

    /// Returns the policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the digest of the policy file's exact bytes, which the first act repeats.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns the exchange whose log the policy names.
    pub fn exchange(&self) -> &ExchangeId {
        &self.exchange
    }

    /// Returns the parties that have officers, in order.
    pub fn parties(&self) -> Vec<Party> {
        PARTIES.into_iter().filter(|party| self.policy.defines(&party.to_string())).collect()
    }

    /// Returns the party whose officer a witness line is.
    pub fn party_of(&self, name: &str) -> Option<Party> {
        PARTIES.into_iter().find(|party| self.policy.members(&party.to_string()).contains(name))
    }

    /// Returns the age recipients with which a party began.
    pub fn recipients(&self, party: Party) -> &[Recipient] {
        self.recipients.get(&party).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whose officers must have signed an act. A `key-change` is for the root of its party alone.
    pub fn required(&self, act: &Act) -> Vec<Party> {
        if act.kind == Kind::KeyChange {
            return Vec::new();
        }
        let everybody = act.kind == Kind::Genesis;
        self.parties()
            .into_iter()
            .filter(|party| {
                everybody || *party == act.from || act.kind.co_signers().contains(party)
            })
            .collect()
    }

    /// Returns who has and who has not signed for a party, by name, if that is not yet enough.
    fn missing(&self, party: Party, signed: &BTreeSet<&str>) -> Option<Vec<String>> {
        let group = party.to_string();
        if self.policy.is_met(&group, signed) {
            return None;
        }
        let members = self.policy.members(&group);
        Some(members.difference(signed).map(|name| (*name).to_owned()).collect())
    }

    /// Checks the signatures of officers of `allowed` under a note that is no act, by the keys that count after
    /// everything that is known.
    pub(super) fn signers(
        &self,
        note: &Note,
        allowed: &[Party],
    ) -> Result<BTreeSet<String>, SignatureRefusal> {
        let at = if self.is_of_the_past { None } else { Some(u64::MAX) };
        self.signers_by(note, Voice::Officers(allowed), &self.known, at)
    }

    /// Checks a note's signatures: each must hold, be by a key that counts `at` this entry, and be of somebody
    /// who has a say.
    pub(super) fn signers_at(
        &self,
        note: &Note,
        voice: Voice,
        roster: &Roster,
        at: u64,
    ) -> Result<BTreeSet<String>, SignatureRefusal> {
        self.signers_by(note, voice, roster, Some(at))
    }

    fn signers_by(
        &self,
        note: &Note,
        voice: Voice,
        roster: &Roster,
        at: Option<u64>,
    ) -> Result<BTreeSet<String>, SignatureRefusal> {
        if !note.is_sorted() {
            return Err(SignatureRefusal::Order);
        }
        let mut signed = BTreeSet::new();
        for line in note.signatures() {
            let Tenure { place, key, .. } = self.active(line, roster, at)?;
            if !note.is_signed(line, key) {
                return Err(SignatureRefusal::Wrong(line.name.clone()));
            }
            let may = match (voice, self.party_of(place)) {
                (Voice::Officers(allowed), Some(party)) => allowed.contains(&party),
                (Voice::Root(party), None) => place == root_name(party),
                (Voice::Officers(_), None) | (Voice::Root(_), Some(_)) => false,
            };
            if !may {
                let whose = self.party_of(place);
                return Err(SignatureRefusal::NotTheirs(line.name.clone(), whose));
            }
            // A place counts once, whatever keys have stood in it.
            if !signed.insert(place.to_owned()) {
                return Err(SignatureRefusal::Wrong(line.name.clone()));
            }
        }
        Ok(signed)
    }

    /// Returns the key of a signature line, if it counts at this entry; without one, if it ever did.
    fn active<'a>(
        &'a self,
        line: &SignatureLine,
        roster: &'a Roster,
        at: Option<u64>,
    ) -> Result<Tenure<'a>, SignatureRefusal> {
        let tenure = roster
            .tenure(self, &line.name, line.id)
            .ok_or_else(|| SignatureRefusal::Unknown(line.name.clone()))?;
        match at.map_or(Active::Yes, |at| tenure.at(at)) {
            Active::Yes => Ok(tenure),
            Active::NotBefore(entry) => Err(SignatureRefusal::Early(line.name.clone(), entry)),
            Active::Ended(entry) => Err(SignatureRefusal::Revoked(line.name.clone(), entry)),
        }
    }

    /// Returns the policy as other readers of its format need it for a checkpoint over so many acts: with the
    /// keys of witnesses that were replaced before.
    pub fn policy_at(&self, roster: &Roster, size: u64) -> Cow<'_, Policy> {
        let mut policy = Cow::Borrowed(&self.policy);
        for (place, key) in roster.replaced(size) {
            policy = Cow::Owned(policy.into_owned().with_key(place, key.clone()));
        }
        policy
    }

    /// Checks a checkpoint: by the witnesses whose keys count for its size.
    pub fn check_head(&self, bytes: &[u8], roster: &Roster) -> Result<Checked, HeadRefusal> {
        let note = Note::read(bytes).map_err(CheckpointRefusal::from)?;
        let size = Checkpoint::read(note.text())?.size;
        for line in note.signatures() {
            // A key that nobody knows is refused below, with the log's.
            if let Some(tenure) = roster.tenure(self, &line.name, line.id)
                && tenure.at(size) != Active::Yes
            {
                self.active(line, roster, Some(size))?;
            }
        }
        Ok(checkpoint::check(bytes, &self.policy_at(roster, size))?)
    }

    /// Returns the officers still missing for the parties, by party.
    pub(super) fn unsigned(
        &self,
        parties: &[Party],
        signed: &BTreeSet<String>,
    ) -> Vec<(Party, Vec<String>)> {
        let signed = signed.iter().map(String::as_str).collect();
        let missing = |party: &Party| Some((*party, self.missing(*party, &signed)?));
        parties.iter().filter_map(missing).collect()
    }

    /// Returns the key that the policy has in a place.
    pub fn key(&self, name: &str) -> Option<&VerifyKey> {
        self.policy.witnesses().find(|(own, _)| *own == name).map(|(_, key)| key)
    }
}

fn all_are(
    policy: &Policy,
    members: &BTreeSet<&str>,
    algorithm: Algorithm,
) -> Result<(), AuthorityRefusal> {
    let wrong = policy
        .witnesses()
        .find(|(name, key)| members.contains(name) && key.algorithm() != algorithm);
    wrong.map_or(Ok(()), |(name, _)| Err(AuthorityRefusal::WrongKind(name.to_owned())))
}

fn check_root(policy: &Policy, party: Party) -> Result<(), AuthorityRefusal> {
    let name = root_name(party);
    let mut groups = PARTIES.map(|party| party.to_string()).to_vec();
    groups.extend(policy.quorum().map(str::to_owned));
    let alone = groups.iter().all(|group| !policy.members(group).contains(name.as_str()));
    let right =
        policy.witnesses().any(|(own, key)| own == name && key.algorithm() == Algorithm::Note);
    if alone && right { Ok(()) } else { Err(AuthorityRefusal::Root(party)) }
}

/// Reads the lines `# recipient PARTY age1...`.
fn read_recipients(
    text: &str,
    policy: &Policy,
) -> Result<BTreeMap<Party, Vec<Recipient>>, AuthorityRefusal> {
    let mut recipients: BTreeMap<Party, Vec<Recipient>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (line, at) in text.lines().zip(1..) {
        let Some(rest) = line.strip_prefix(RECIPIENT_LINE) else { continue };
        let wrong = |refusal| AuthorityRefusal::Recipient { line: at, refusal };
        let (letter, own) = rest.split_once(' ').ok_or(wrong(RecipientRefusal::Form))?;
        let party = read_party(letter).ok_or(wrong(RecipientRefusal::Form))?;
        let recipient = Recipient::read(own).map_err(wrong)?;
        if !seen.insert(recipient) || !policy.defines(letter) {
            return Err(AuthorityRefusal::Recipients(party));
        }
        recipients.entry(party).or_default().push(recipient);
    }
    let few = |party: &Party| {
        let count = recipients.get(party).map_or(0, Vec::len);
        policy.defines(&party.to_string()) && !(1..=RECIPIENTS_MAX).contains(&count)
    };
    match PARTIES.into_iter().find(few) {
        Some(party) => Err(AuthorityRefusal::Recipients(party)),
        None => Ok(recipients),
    }
}

/// How a line of the policy begins that names an age recipient. To other readers it is a comment.
pub(super) const RECIPIENT_LINE: &str = "# recipient ";

/// Who may sign a note.
#[derive(Debug, Clone, Copy)]
pub(super) enum Voice<'a> {
    /// Officers of these parties.
    Officers(&'a [Party]),
    /// The root of this one.
    Root(Party),
}

/// Why a checkpoint does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadRefusal {
    /// Not a checkpoint, or a signature that is wrong.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointRefusal),
    /// A witness's key that does not count for a checkpoint of this size.
    #[error(transparent)]
    Signature(#[from] SignatureRefusal),
}

crate::vocabulary::ids! { HeadRefusal {
    Checkpoint => "seal-checkpoint-malformed",
    .. Signature(SignatureRefusal),
} }

/// Why a note's signatures are not in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureRefusal {
    /// Not a note at all.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// Not in the order of names: a second form of the same note.
    #[error("the signature lines do not stand in the order of names")]
    Order,
    /// By a key that the policy does not name.
    #[error("it is signed by the key `{0}`, which the policy does not name")]
    Unknown(String),
    /// Not over this text.
    #[error("the signature of `{0}` is not over this text")]
    Wrong(String),
    /// By a key that came later.
    #[error("the key `{0}` signed, which counts only after entry {1}")]
    Early(String, u64),
    /// By a key that had been revoked or replaced.
    #[error("the key `{0}` signed, which was revoked at entry {1}: it was used after that")]
    Revoked(String, u64),
    /// By somebody who has no say here.
    #[error("the key `{0}` signed, which is {whose} and has no say in this act", whose = whose(*.1))]
    NotTheirs(String, Option<Party>),
}

crate::vocabulary::ids! { SignatureRefusal {
    Note => "seal-signature-malformed",
    Order => "seal-signature-order",
    Unknown => "seal-signature-unknown",
    Wrong => "seal-signature-wrong",
    Early => "seal-signature-early",
    Revoked => "seal-signature-revoked",
    NotTheirs => "seal-signature-not-theirs",
} }

fn whose(party: Option<Party>) -> String {
    party.map_or_else(|| "no officer's".to_owned(), |party| format!("an officer's of {party}"))
}
