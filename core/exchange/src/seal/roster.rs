//! The roster: which key stands in which place, at which entry. The policy file says where it begins; acts
//! change it, and every signature is judged by the key that was active at its entry.
//!
//! A party's ROOT replaces and revokes its officers' keys and its recipients. A ROOT or a WITNESS that is lost is
//! replaced by an act that all parties sign, as they signed the first one.

use std::collections::{BTreeMap, BTreeSet};

use notary::key::{Algorithm, KeyRefusal, VerifyKey};
use notary::note::Note;
use notary::recipient::{Recipient, RecipientRefusal};
use serde::{Deserialize, Serialize};

use super::act::{Act, Kind, payload_digest};
use super::authority::{Authority, RECIPIENTS_MAX, root_name, witness_name};
use super::bundle::{Files, Name, read_salt};
use super::payload::{self, Fact};
use super::reading;
use crate::vocabulary::Party;

/// A public key in a payload, written as its vkey. Reading enrols it: a weak or oddly written point is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(pub VerifyKey);

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0.to_string()
    }
}

impl TryFrom<String> for Key {
    type Error = KeyRefusal;
    fn try_from(text: String) -> Result<Self, KeyRefusal> {
        VerifyKey::read(&text).map(Self)
    }
}

/// An age recipient in a payload, written `age1...`. Reading enrols it, as with keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(pub Recipient);

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = RecipientRefusal;
    fn try_from(text: String) -> Result<Self, RecipientRefusal> {
        Recipient::read(&text).map(Self)
    }
}

/// One change to the roster.
#[expect(clippy::large_enum_variant, reason = "an exchange has a handful of them")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// Another key stands in a place of the policy from the next entry on.
    Replace {
        /// The place: a name on a witness line of the policy.
        place: String,
        /// The new key, called as its place, a dot, and how many keys that place has had.
        key: Key,
    },
    /// No key stands in a place from the next entry on. What it signed before stays.
    Revoke {
        /// The place.
        place: String,
    },
    /// Payloads are encrypted to these from now on, and to no others of the party.
    Recipients {
        /// One, or two of which one is kept apart.
        recipients: Vec<Address>,
    },
}

/// The payload of a `key-change` and of a `key-ceremony`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyChange {
    /// The changes, each to another place.
    pub changes: Vec<Change>,
}

/// Why the roster cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterRefusal {
    /// Nothing is changed, or one place twice.
    #[error("it changes nothing, or one place twice")]
    Once,
    /// A place that this act may not change.
    #[error("`{0}` is no place that {1} may change by a `{2}`")]
    Place(String, Party, Kind),
    /// Nothing but a new key helps where a root or a witness is lost.
    #[error("a `key-ceremony` replaces a root or a witness and does nothing else")]
    OnlyReplace,
    /// Revoked before.
    #[error("no key stands in `{0}` that could be revoked: that was done at entry {1}")]
    Revoked(String, u64),
    /// A key under another name than the next in line.
    #[error("the key is called `{found}`; the next in this place is `{expected}`")]
    Name {
        /// The name that it must bear.
        expected: String,
        /// The name that it bears.
        found: String,
    },
    /// A key that cannot do what its place asks.
    #[error("the key `{0}` is of the wrong kind for its place")]
    Kind(String),
    /// A key that has stood in this exchange before, under whatever name.
    #[error("the key `{0}` has been used in this exchange before; a new key is drawn anew")]
    Used(String),
    /// Too many recipients or too few, or one that somebody has.
    #[error("a party has 1 to {RECIPIENTS_MAX} recipients, and shares none with anybody")]
    Recipients,
}

crate::vocabulary::ids! { RosterRefusal {
    Once => "seal-keys-once",
    Place => "seal-keys-place",
    OnlyReplace => "seal-keys-only-replace",
    Revoked => "seal-keys-revoked",
    Name => "seal-keys-name",
    Kind => "seal-keys-kind",
    Used => "seal-keys-used",
    Recipients => "seal-keys-recipients",
} }

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Turn {
    entry: u64,
    key: Option<Key>,
}

/// What has changed since the policy file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Roster {
    turns: BTreeMap<String, Vec<Turn>>,
    recipients: BTreeMap<Party, Vec<(u64, Vec<Address>)>>,
}

/// A key in its place, and the entries between which it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tenure<'a> {
    pub place: &'a str,
    pub key: &'a VerifyKey,
    /// The entry that put it there; none where the policy did.
    since: Option<u64>,
    /// The entry that ended it.
    until: Option<u64>,
}

/// Whether a key counts at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Active {
    /// It does.
    Yes,
    /// It comes only at this entry.
    NotBefore(u64),
    /// It was revoked or replaced at this entry.
    Ended(u64),
}

impl Tenure<'_> {
    /// Says whether the key counts for what follows `at` entries: the act numbered so, or a checkpoint over
    /// so many acts.
    pub(super) fn at(&self, at: u64) -> Active {
        match (self.since, self.until) {
            (Some(since), _) if at <= since => Active::NotBefore(since),
            (_, Some(until)) if at > until => Active::Ended(until),
            _ => Active::Yes,
        }
    }
}

impl Roster {
    /// Says whether anything has changed.
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty() && self.recipients.is_empty()
    }

    /// Returns the entries that changed something, in order.
    pub(super) fn entries(&self) -> BTreeSet<u64> {
        let keys = self.turns.values().flatten().map(|turn| turn.entry);
        keys.chain(self.recipients.values().flatten().map(|(entry, _)| *entry)).collect()
    }

    /// Returns the place in which a key stands or stood, by the name and identifier under which it signs.
    pub(super) fn tenure<'a>(
        &'a self,
        authority: &'a Authority,
        name: &str,
        id: u32,
    ) -> Option<Tenure<'a>> {
        if let Some((place, key)) = authority.policy().signer(name, id) {
            let until =
                self.turns.get(place).and_then(|turns| turns.first()).map(|turn| turn.entry);
            return Some(Tenure { place, key, since: None, until });
        }
        self.turns.iter().find_map(|(place, turns)| {
            let at = turns.iter().position(|turn| {
                turn.key.as_ref().is_some_and(|Key(key)| key.name() == name && key.id() == id)
            })?;
            let Turn { entry, key } = turns.get(at)?;
            let until = turns.get(at + 1).map(|turn| turn.entry);
            Some(Tenure { place, key: &key.as_ref()?.0, since: Some(*entry), until })
        })
    }

    /// Returns the key in a place after so many entries; none where it was revoked or there is no such place.
    pub fn key<'a>(
        &'a self,
        authority: &'a Authority,
        place: &str,
        at: u64,
    ) -> Option<&'a VerifyKey> {
        let turns = self.turns.get(place).map(Vec::as_slice).unwrap_or_default();
        match turns.iter().rev().find(|turn| turn.entry < at) {
            Some(turn) => turn.key.as_ref().map(|key| &key.0),
            None => authority.key(place),
        }
    }

    /// Returns the places whose key is another than the policy's after so many entries.
    pub(super) fn replaced(&self, at: u64) -> impl Iterator<Item = (&str, &VerifyKey)> {
        self.turns.iter().filter_map(move |(place, turns)| {
            let turn = turns.iter().rev().find(|turn| turn.entry < at)?;
            Some((place.as_str(), &turn.key.as_ref()?.0))
        })
    }

    /// Returns to what a party's payloads are encrypted now.
    pub fn recipients(&self, authority: &Authority, party: Party) -> Vec<Recipient> {
        match self.recipients.get(&party).and_then(|all| all.last()) {
            Some((_, recipients)) => recipients.iter().map(|own| own.0).collect(),
            None => authority.recipients(party).to_vec(),
        }
    }

    /// Returns the name that the next key in a place must bear.
    pub fn next_name(&self, place: &str) -> String {
        let keys = self
            .turns
            .get(place)
            .map_or(0, |turns| turns.iter().filter(|turn| turn.key.is_some()).count());
        format!("{place}.{}", keys + 2)
    }

    /// Says why a change cannot be made now.
    pub(super) fn refusal(
        &self,
        authority: &Authority,
        kind: Kind,
        from: Party,
        change: &KeyChange,
    ) -> Option<RosterRefusal> {
        let mut places = BTreeSet::new();
        let mut keys: Vec<[u8; 32]> = Vec::new();
        for own in &change.changes {
            let place = match own {
                Change::Replace { place, .. } | Change::Revoke { place } => place.as_str(),
                Change::Recipients { .. } => "",
            };
            if !places.insert(place) {
                return Some(RosterRefusal::Once);
            }
            if kind == Kind::KeyCeremony && !matches!(own, Change::Replace { .. }) {
                return Some(RosterRefusal::OnlyReplace);
            }
            let refusal = match own {
                Change::Recipients { recipients } => {
                    self.recipients_refusal(authority, from, recipients)
                }
                Change::Revoke { place } => Self::place_refusal(authority, kind, from, place)
                    .or_else(|| self.revoked(place)),
                Change::Replace { place, key } => {
                    let again = keys.contains(&key.0.bytes());
                    keys.push(key.0.bytes());
                    let used = || RosterRefusal::Used(key.0.name().to_owned());
                    Self::place_refusal(authority, kind, from, place)
                        .or_else(|| self.key_refusal(authority, from, place, &key.0))
                        .or_else(|| again.then(used))
                }
            };
            if refusal.is_some() {
                return refusal;
            }
        }
        places.is_empty().then_some(RosterRefusal::Once)
    }

    fn place_refusal(
        authority: &Authority,
        kind: Kind,
        from: Party,
        place: &str,
    ) -> Option<RosterRefusal> {
        let allowed = if kind == Kind::KeyCeremony {
            let own = place == root_name(from) || place == witness_name(from);
            own && authority.key(place).is_some()
        } else {
            authority.party_of(place) == Some(from)
        };
        (!allowed).then(|| RosterRefusal::Place(place.to_owned(), from, kind))
    }

    fn revoked(&self, place: &str) -> Option<RosterRefusal> {
        let last = self.turns.get(place)?.last()?;
        last.key.is_none().then(|| RosterRefusal::Revoked(place.to_owned(), last.entry))
    }

    fn key_refusal(
        &self,
        authority: &Authority,
        from: Party,
        place: &str,
        key: &VerifyKey,
    ) -> Option<RosterRefusal> {
        let expected = self.next_name(place);
        if key.name() != expected {
            return Some(RosterRefusal::Name { expected, found: key.name().to_owned() });
        }
        let kind =
            if place == witness_name(from) { Algorithm::Cosignature } else { Algorithm::Note };
        if key.algorithm() != kind {
            return Some(RosterRefusal::Kind(key.name().to_owned()));
        }
        let later = self.turns.values().flatten().filter_map(|turn| turn.key.as_ref());
        let first = authority.policy().witnesses().map(|(_, key)| key);
        let mut all = first.chain(authority.policy().logs()).chain(later.map(|key| &key.0));
        let used = all.any(|own| own.bytes() == key.bytes());
        used.then(|| RosterRefusal::Used(key.name().to_owned()))
    }

    fn recipients_refusal(
        &self,
        authority: &Authority,
        from: Party,
        recipients: &[Address],
    ) -> Option<RosterRefusal> {
        let own: BTreeSet<Recipient> = recipients.iter().map(|address| address.0).collect();
        let others = authority.parties().into_iter().filter(|party| *party != from);
        let shared = others.flat_map(|party| self.recipients(authority, party));
        let fits = (1..=RECIPIENTS_MAX).contains(&recipients.len())
            && own.len() == recipients.len()
            && !shared.into_iter().any(|recipient| own.contains(&recipient));
        (!fits).then_some(RosterRefusal::Recipients)
    }

    /// Makes a change that breaks no rule. It counts from the next entry on.
    pub(super) fn apply(&mut self, entry: u64, from: Party, change: &KeyChange) {
        for own in &change.changes {
            match own {
                Change::Replace { place, key } => {
                    let turn = Turn { entry, key: Some(key.clone()) };
                    self.turns.entry(place.clone()).or_default().push(turn);
                }
                Change::Revoke { place } => {
                    self.turns.entry(place.clone()).or_default().push(Turn { entry, key: None });
                }
                Change::Recipients { recipients } => {
                    self.recipients.entry(from).or_default().push((entry, recipients.clone()));
                }
            }
        }
    }

    /// Reads the key changes of a bundle ahead of everything else, so that its manifest can be judged by the
    /// keys of the day. Each is signed by a root of the policy or by all parties; nothing else is read.
    pub fn gather(files: &Files, authority: &Authority) -> Self {
        let mut acts: Vec<(u64, &[u8])> = files
            .iter()
            .filter_map(|(path, bytes)| match Name::read(path) {
                Some(Name::Act(seq)) if is_key_act(bytes) => Some((seq, bytes.as_slice())),
                _ => None,
            })
            .collect();
        acts.sort_unstable_by_key(|(seq, _)| *seq);
        let mut roster = Self::default();
        for (seq, bytes) in acts {
            // What cannot be read here is named when the acts are read one by one.
            let Some((act, change)) = roster.read_ahead(files, authority, seq, bytes) else {
                break;
            };
            roster.apply(seq, act.from, &change);
        }
        roster
    }

    fn read_ahead(
        &self,
        files: &Files,
        authority: &Authority,
        seq: u64,
        bytes: &[u8],
    ) -> Option<(Act, KeyChange)> {
        let note = Note::read(bytes).ok()?;
        let (row, missing) = reading::check_act(authority, &note, None, self).ok()?;
        let payload = files.get(&Name::Payload(seq).path())?;
        let salt = read_salt(files.get(&Name::Salt(seq).path())?)?;
        let whole = row.act.seq == seq
            && missing.is_empty()
            && row.act.exchange == *authority.exchange()
            && payload_digest(&salt, payload) == row.act.payload;
        let Ok(Fact::Keys(change)) = payload::read(row.act.kind, payload) else { return None };
        let fits = self.refusal(authority, row.act.kind, row.act.from, &change).is_none();
        (whole && fits).then_some((row.act, change))
    }

    /// Returns every change as it is told: the entry, the party, and what happened.
    pub(super) fn told(&self, authority: &Authority) -> Vec<(u64, String)> {
        let mut told = Vec::new();
        for (place, turns) in &self.turns {
            let mut before = authority.key(place).map(|key| key.name().to_owned());
            for Turn { entry, key } in turns {
                let old = before.take();
                let what = match (key, old) {
                    (Some(Key(key)), Some(old)) => format!("{old} replaced by {}", key.name()),
                    (Some(Key(key)), None) => format!("{} put in the place of {place}", key.name()),
                    (None, old) => format!("{} revoked", old.unwrap_or_else(|| place.clone())),
                };
                before = key.as_ref().map(|key| key.0.name().to_owned());
                told.push((*entry, what));
            }
        }
        for (party, all) in &self.recipients {
            for (entry, recipients) in all {
                told.push((*entry, format!("{party} is written to at {} now", joined(recipients))));
            }
        }
        told.sort();
        told
    }
}

fn joined(recipients: &[Address]) -> String {
    let all: Vec<String> = recipients.iter().map(|address| address.0.to_string()).collect();
    all.join(" and ")
}

/// A cheap look at the first two lines: most acts change no key.
pub fn is_key_act(bytes: &[u8]) -> bool {
    bytes.starts_with(b"safeconduct/v1\ntype key-")
}

/// Says whether a path of a bundle is an act that changes keys, or its payload or salt.
pub fn is_of_key_act(files: &Files, path: &str) -> bool {
    match Name::read(path) {
        Some(Name::Act(seq) | Name::Payload(seq) | Name::Salt(seq)) => {
            files.get(&Name::Act(seq).path()).is_some_and(|act| is_key_act(act))
        }
        _ => false,
    }
}
