//! Reads acts, payloads and checkpoints from files, in order, and stops at the first that is wrong.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use notary::checkpoint::Checked;
use notary::merkle::{self, Tree};
use notary::note::Note;

use super::act::{Act, Kind, payload_digest};
use super::authority::{Authority, Voice, root_name};
use super::bundle::{Files, HEAD, Name, read_salt};
use super::clauses::Witnessed;
use super::envelope::{Opener, Unsealed, taken_out};
use super::ledger::{Ledger, Row};
use super::payload::{self, Fact};
use super::report::{Objection, Weight};
use super::roster::Roster;
use crate::vocabulary::{Digest, Party};

/// One act as it was read, with its payload where that is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The act.
    pub act: Act,
    /// Its note.
    pub note: Note,
    /// The payload's exact bytes and its salt.
    pub payload: Option<(Vec<u8>, [u8; 32])>,
    /// The age file that holds both, where it was not opened.
    pub sealed: Option<Vec<u8>>,
}

/// What was read, and what stands against it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub entries: Vec<Entry>,
    pub ledger: Ledger,
    pub tree: Tree,
    pub heads: BTreeMap<u64, Checked>,
    /// The acts whose payloads are in age files that were not opened.
    pub sealed: Vec<u64>,
    pub objections: Vec<Objection>,
}

/// A payload and its salt.
type Salted = (Vec<u8>, [u8; 32]);

/// The officers who have yet to sign, by party.
pub(super) type Missing = Vec<(Party, Vec<String>)>;

/// Checks one note as an act: its form, its signatures, and who is still missing.
pub(super) fn check_act(
    authority: &Authority,
    note: &Note,
    fact: Option<Fact>,
    roster: &Roster,
) -> Result<(Row, Missing), String> {
    let act = Act::read(note.text())
        .ok_or("its text is not the eight lines of an act in their one form")?;
    let required = authority.required(&act);
    let mut allowed = required.clone();
    // The mediator may witness what the sides do at the line.
    if act.kind == Kind::HandoverAct {
        allowed.push(Party::Mediator);
    }
    let by_root = act.kind == Kind::KeyChange;
    let voice = if by_root { Voice::Root(act.from) } else { Voice::Officers(&allowed) };
    let signers = authority.signers_at(note, voice, roster, act.seq);
    let signers = signers.map_err(|refusal| refusal.to_string())?;
    let missing = lacking(authority, &act, &signers);
    let leaf = Digest(merkle::leaf_hash(&note.to_bytes()));
    let signers = signers.into_iter().collect();
    Ok((Row { act, leaf, signers, complete: missing.is_empty(), fact }, missing))
}

/// Returns who has yet to sign an act.
pub(super) fn lacking(authority: &Authority, act: &Act, signed: &BTreeSet<String>) -> Missing {
    if act.kind != Kind::KeyChange {
        return authority.unsigned(&authority.required(act), signed);
    }
    let root = root_name(act.from);
    if signed.contains(&root) { Vec::new() } else { vec![(act.from, vec![root])] }
}

/// Reads everything but the manifest.
pub(super) fn read(files: &Files, authority: &Authority) -> Reading {
    read_with(files, authority, &Opener::default())
}

/// As [`read`], with what opens payloads that do not stand open.
pub(super) fn read_with(files: &Files, authority: &Authority, opener: &Opener<'_>) -> Reading {
    let mut reading = Reading::default();
    let count = reading.count_acts(files);
    for seq in 0..count {
        if reading.read_act(files, authority, opener, seq).is_none() {
            let later = count - seq - 1;
            if later > 0 {
                reading.object(Objection {
                    weight: Weight::Incomplete,
                    file: None,
                    what: format!(
                        "{later} later acts were not judged: each rests on the one before"
                    ),
                    hint: "mend or obtain that act first".to_owned(),
                });
            }
            return reading;
        }
    }
    reading.read_heads(files, authority);
    reading.look_at_sight();
    reading.tell_sealed();
    reading
}

impl Reading {
    fn object(&mut self, objection: Objection) {
        self.objections.push(objection);
    }

    /// Returns how many acts there should be: one more than the highest number that any file bears.
    fn count_acts(&mut self, files: &Files) -> u64 {
        let numbers = files.keys().filter_map(|path| match Name::read(path)? {
            Name::Act(seq) | Name::Payload(seq) | Name::Salt(seq) | Name::Sealed(seq) => {
                seq.checked_add(1)
            }
            Name::Manifest | Name::Head | Name::Earlier(_) => None,
        });
        let count = numbers.max().unwrap_or(0);
        if count == 0 {
            self.object(Objection::missing(&Name::Act(0).path(), "there is no act at all"));
        }
        count
    }

    fn read_act(
        &mut self,
        files: &Files,
        authority: &Authority,
        opener: &Opener<'_>,
        seq: u64,
    ) -> Option<()> {
        let path = Name::Act(seq).path();
        let Some(bytes) = files.get(&path) else {
            self.object(Objection::missing(&path, "the act is not in the bundle"));
            return None;
        };
        let note = match Note::read(bytes) {
            Ok(note) => note,
            Err(refusal) => {
                self.object(Objection::contradiction(&path, refusal.to_string()));
                return None;
            }
        };
        let act = Act::read(note.text());
        let payload = match &act {
            Some(act) => self.read_payload(files, opener, act, seq)?,
            None => None,
        };
        let (payload, fact) = payload.map_or((None, None), |(own, fact)| (Some(own), Some(fact)));
        if fact.is_none() && act.as_ref().is_some_and(|act| act.kind.changes_keys()) {
            // That it is missing has been said; without it no later signature can be judged.
            return None;
        }
        let (row, missing) = match check_act(authority, &note, fact, self.ledger.roster()) {
            Ok(checked) => checked,
            Err(what) => {
                self.object(Objection::contradiction(&path, what));
                return None;
            }
        };
        let refusals = self.ledger.refusals(&row, authority);
        for refusal in &refusals {
            self.object(Objection::contradiction(&path, refusal.to_string()));
        }
        if !refusals.is_empty() {
            return None;
        }
        for (party, names) in missing {
            let names = names.join(", ");
            let what = format!("the act lacks signatures of {party} ({names}) and binds nobody");
            self.object(Objection::missing(&path, &what));
        }
        self.tree.push(row.leaf.0);
        let sealed = files.get(&Name::Sealed(seq).path()).filter(|_| payload.is_none()).cloned();
        self.entries.push(Entry { act: row.act.clone(), note, payload, sealed });
        self.ledger.add(row);
        Some(())
    }

    /// Returns the payload where it is there and is the one committed to; none twice where it is not
    /// in the bundle; nothing where it contradicts its act.
    #[expect(clippy::type_complexity, reason = "two layers of absence, each with its own meaning")]
    fn read_payload(
        &mut self,
        files: &Files,
        opener: &Opener<'_>,
        act: &Act,
        seq: u64,
    ) -> Option<Option<((Vec<u8>, [u8; 32]), Fact)>> {
        let (path, salt_path) = (Name::Payload(seq).path(), Name::Salt(seq).path());
        let (bytes, salt) = match (files.get(&path), files.get(&salt_path)) {
            (Some(bytes), Some(salt)) => (bytes, salt),
            (None, None) => {
                return match self.opened(files, opener, act, seq)? {
                    Some(own) => self.read_fact(act, &path, own).map(Some),
                    None => Some(None),
                };
            }
            (bytes, _) => {
                let absent = if bytes.is_some() { &salt_path } else { &path };
                self.object(Objection::missing(absent, "payload and salt go together"));
                return Some(None);
            }
        };
        let Some(salt) = read_salt(salt) else {
            let what = "the salt is not 64 hexadecimal digits and a newline".to_owned();
            self.object(Objection::contradiction(&salt_path, what));
            return None;
        };
        if payload_digest(&salt, bytes) != act.payload {
            let what = format!("this is not the payload that act {seq} was signed over");
            self.object(Objection::contradiction(&path, what));
            return None;
        }
        if files.contains_key(&Name::Sealed(seq).path()) {
            let what = "the payload stands there twice, in the open and encrypted".to_owned();
            self.object(Objection::contradiction(&Name::Sealed(seq).path(), what));
            return None;
        }
        self.read_fact(act, &path, (bytes.clone(), salt)).map(Some)
    }

    fn read_fact(&mut self, act: &Act, path: &str, own: Salted) -> Option<(Salted, Fact)> {
        match payload::read(act.kind, &own.0) {
            Ok(fact) => Some((own, fact)),
            Err(refusal) => {
                self.object(Objection::contradiction(path, refusal.to_string()));
                None
            }
        }
    }

    /// Returns a payload that does not stand in the open: one that was laid open to the reader, or one that an
    /// identity opens. None where neither is at hand; nothing where it contradicts its act.
    #[expect(clippy::option_option, reason = "absent, and contradicting")]
    fn opened(
        &mut self,
        files: &Files,
        opener: &Opener<'_>,
        act: &Act,
        seq: u64,
    ) -> Option<Option<(Vec<u8>, [u8; 32])>> {
        if let Some(own) = opener.laid_open.get(&seq) {
            return Some(Some(own.clone()));
        }
        let path = Name::Sealed(seq).path();
        let Some(file) = files.get(&path) else {
            let absent = if act.kind.is_open() { Name::Payload(seq).path() } else { path };
            self.object(without_payload(act, &absent));
            return Some(None);
        };
        let what = match opener.unseal.map(|unseal| unseal(file)) {
            Some(Unsealed::Opened(contents)) => match taken_out(&contents, act.payload) {
                Some(own) => return Some(Some(own)),
                None => format!("it opens to another payload than act {seq} was signed over"),
            },
            Some(Unsealed::Broken(what)) => format!("it cannot be opened: {what}"),
            Some(Unsealed::NotForUs) => {
                self.object(Objection::missing(&path, "none of the identities at hand opens it"));
                return Some(None);
            }
            None => {
                if act.kind.is_open() {
                    let what = "it is encrypted, and anybody should be able to read it";
                    self.object(Objection::missing(&path, what));
                }
                self.sealed.push(seq);
                return Some(None);
            }
        };
        self.object(Objection::contradiction(&path, what));
        None
    }

    /// Says once what was not looked into.
    fn tell_sealed(&mut self) {
        let Some(first) = self.sealed.first() else { return };
        let acts = match self.sealed.len() {
            1 => {
                format!("the payload of act {first} is encrypted to its parties and was not opened")
            }
            many => format!(
                "the payloads of {many} acts, from act {first} on, are encrypted to their parties and were not \
                 opened"
            ),
        };
        let told = Objection {
            weight: Weight::Note,
            file: Some(Name::Sealed(*first).path()),
            what: format!("{acts}: their signatures and order hold, what they say was not judged"),
            hint: "a party opens them with --identity FILE, or lays one open to you: --open FILE"
                .to_owned(),
        };
        self.object(told);
    }

    fn read_heads(&mut self, files: &Files, authority: &Authority) {
        if !files.contains_key(HEAD) {
            let what = "without a checkpoint nobody vouches for the order of the acts";
            self.object(Objection::missing(HEAD, what));
        }
        for (path, bytes) in files {
            let named = match Name::read(path) {
                Some(Name::Head) => None,
                Some(Name::Earlier(size)) => Some(size),
                _ => continue,
            };
            match authority.check_head(bytes, self.ledger.roster()) {
                Ok(checked) => self.add_head(path, named, checked),
                Err(refusal) => {
                    self.object(Objection::contradiction(path, refusal.to_string()));
                }
            }
        }
    }

    /// Nothing may be looked at before what it answers was witnessed. An earlier checkpoint may have been left
    /// out of the bundle, so that this is something missing.
    fn look_at_sight(&mut self) {
        let ledger = &self.ledger;
        let early = ledger.rows().iter().filter_map(|row| Some((row.act.seq, ledger.sight(row)?)));
        let early: Vec<Objection> = early
            .map(|(seq, refusal)| Objection::missing(&Name::Act(seq).path(), &refusal.to_string()))
            .collect();
        self.objections.extend(early);
    }

    fn add_head(&mut self, path: &str, named: Option<u64>, checked: Checked) {
        let size = checked.checkpoint.size;
        let acts = u64::try_from(self.tree.size()).expect("at most ACTS_MAX");
        if named.is_some_and(|named| named != size) {
            let what = format!("the file is named after another size than its own, {size}");
            return self.object(Objection::contradiction(path, what));
        }
        let root = usize::try_from(size).ok().and_then(|size| self.tree.root_at(size));
        let Some(root) = root else {
            let what = format!("the checkpoint covers {size} acts, and the bundle holds {acts}");
            return self.object(Objection::missing(path, &what));
        };
        if root != checked.checkpoint.root {
            let mut vouch: Vec<&str> =
                checked.witnesses.iter().map(|(name, _)| name.as_str()).collect();
            vouch.push("the log's own key");
            let vouch = vouch.join(", ");
            let what = format!(
                "the checkpoint is of other acts than these: {vouch} signed another order, \
                 other acts or other signatures"
            );
            return self.object(Objection::contradiction(path, what));
        }
        let seen =
            checked.quorum_at.and_then(|at| Timestamp::from_second(at.try_into().ok()?).ok());
        match seen {
            Some(at) => self.ledger.witness(Witnessed { size, at }),
            None => self.object(Objection::missing(
                path,
                "too few of the policy's witnesses cosigned this checkpoint",
            )),
        }
        if named.is_none() && size < acts {
            let what = match acts - size {
                1 => "the last act stands under no checkpoint yet".to_owned(),
                many => format!("the last {many} acts stand under no checkpoint yet"),
            };
            self.object(Objection::missing(path, &what));
        }
        self.heads.insert(size, checked);
    }
}

/// Without its payload an act still proves that it was done, but a clause cannot be told from it.
fn without_payload(act: &Act, path: &str) -> Objection {
    let telling = matches!(
        act.kind,
        Kind::Genesis
            | Kind::KeyChange
            | Kind::KeyCeremony
            | Kind::Propose
            | Kind::Counter
            | Kind::Accept
            | Kind::Refuse
    );
    Objection {
        weight: if telling { Weight::Incomplete } else { Weight::Note },
        file: Some(path.to_owned()),
        what: format!("the payload of act {} (`{}`) is not in the bundle", act.seq, act.kind),
        hint: "its digest and signatures hold all the same; ask its party for it if you need it"
            .to_owned(),
    }
}
