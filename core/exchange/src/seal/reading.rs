//! Reads acts, payloads and checkpoints from files, in order, and stops at the first that is wrong.

use std::collections::BTreeMap;

use jiff::Timestamp;
use notary::checkpoint::{self, Checked};
use notary::merkle::{self, Tree};
use notary::note::Note;

use super::act::{Act, Kind, payload_digest};
use super::authority::Authority;
use super::bundle::{Files, HEAD, Name, read_salt};
use super::clauses::Witnessed;
use super::ledger::{Ledger, Row};
use super::payload::{self, Fact};
use super::report::{Objection, Weight};
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
}

/// What was read, and what stands against it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub entries: Vec<Entry>,
    pub ledger: Ledger,
    pub tree: Tree,
    pub heads: BTreeMap<u64, Checked>,
    pub objections: Vec<Objection>,
}

/// The officers who have yet to sign, by party.
pub(super) type Missing = Vec<(Party, Vec<String>)>;

/// Checks one note as an act: its form, its signatures, and who is still missing.
pub(super) fn check_act(
    authority: &Authority,
    note: &Note,
    fact: Option<Fact>,
) -> Result<(Row, Missing), String> {
    let act = Act::read(note.text())
        .ok_or("its text is not the eight lines of an act in their one form")?;
    let required = authority.required(&act);
    let mut allowed = required.clone();
    // The mediator may witness what the sides do at the line.
    if act.kind == Kind::HandoverAct {
        allowed.push(Party::Mediator);
    }
    let signers = authority.signers(note, &allowed).map_err(|refusal| refusal.to_string())?;
    let missing = authority.unsigned(&required, &signers);
    let leaf = Digest(merkle::leaf_hash(&note.to_bytes()));
    let signers = signers.into_iter().collect();
    Ok((Row { act, leaf, signers, complete: missing.is_empty(), fact }, missing))
}

/// Reads everything but the manifest.
pub(super) fn read(files: &Files, authority: &Authority) -> Reading {
    let mut reading = Reading::default();
    let count = reading.count_acts(files);
    for seq in 0..count {
        if reading.read_act(files, authority, seq).is_none() {
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
    reading
}

impl Reading {
    fn object(&mut self, objection: Objection) {
        self.objections.push(objection);
    }

    /// Returns how many acts there should be: one more than the highest number that any file bears.
    fn count_acts(&mut self, files: &Files) -> u64 {
        let numbers = files.keys().filter_map(|path| match Name::read(path)? {
            Name::Act(seq) | Name::Payload(seq) | Name::Salt(seq) => seq.checked_add(1),
            Name::Manifest | Name::Head | Name::Earlier(_) => None,
        });
        let count = numbers.max().unwrap_or(0);
        if count == 0 {
            self.object(Objection::missing(&Name::Act(0).path(), "there is no act at all"));
        }
        count
    }

    fn read_act(&mut self, files: &Files, authority: &Authority, seq: u64) -> Option<()> {
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
            Some(act) => self.read_payload(files, act, seq)?,
            None => None,
        };
        let (payload, fact) = payload.map_or((None, None), |(own, fact)| (Some(own), Some(fact)));
        let (row, missing) = match check_act(authority, &note, fact) {
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
        self.entries.push(Entry { act: row.act.clone(), note, payload });
        self.ledger.add(row);
        Some(())
    }

    /// Returns the payload where it is there and is the one committed to; none twice where it is not
    /// in the bundle; nothing where it contradicts its act.
    #[expect(clippy::type_complexity, reason = "two layers of absence, each with its own meaning")]
    fn read_payload(
        &mut self,
        files: &Files,
        act: &Act,
        seq: u64,
    ) -> Option<Option<((Vec<u8>, [u8; 32]), Fact)>> {
        let (path, salt_path) = (Name::Payload(seq).path(), Name::Salt(seq).path());
        let (bytes, salt) = match (files.get(&path), files.get(&salt_path)) {
            (Some(bytes), Some(salt)) => (bytes, salt),
            (None, None) => {
                self.object(without_payload(act, &path));
                return Some(None);
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
        match payload::read(act.kind, bytes) {
            Ok(fact) => Some(Some(((bytes.clone(), salt), fact))),
            Err(refusal) => {
                self.object(Objection::contradiction(&path, refusal.to_string()));
                None
            }
        }
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
            match checkpoint::check(bytes, authority.policy()) {
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
        Kind::Genesis | Kind::Propose | Kind::Counter | Kind::Accept | Kind::Refuse
    );
    Objection {
        weight: if telling { Weight::Incomplete } else { Weight::Note },
        file: Some(path.to_owned()),
        what: format!("the payload of act {} (`{}`) is not in the bundle", act.seq, act.kind),
        hint: "its digest and signatures hold all the same; ask its party for it if you need it"
            .to_owned(),
    }
}
