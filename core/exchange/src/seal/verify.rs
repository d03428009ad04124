//! Checks a bundle from its files and a policy alone: no network, no clock.
//!
//! Policy, then the manifest's signatures, then each file's digest, and only then what is in them: acts
//! with their signatures and rules, checkpoints with their witnesses, and the clauses that follow.

use std::collections::BTreeMap;

use notary::list::Opening;
use notary::note::Note;

use super::act::{Act, Kind, payload_digest};
use super::authority::Authority;
use super::bundle::{Files, Label, MANIFEST, Manifest, Name};
use super::envelope::{LaidOpen, LaidOpenPayload, Opener, Payloads, Unseal};
use super::payload::{Answers, Proposal};
use super::reading::{self, Reading};
use super::replan;
use super::report::{
    ActRow, ClauseRow, HeadRow, KeyRow, Objection, OpeningRow, ParcelRow, Report, Verdict, Weight,
    sentence,
};
use super::roster::Roster;
use super::{Standing, Witnessed, told};
use crate::vocabulary::{ClauseId, Digest};

/// The name by which a report speaks of the policy file.
pub const POLICY: &str = "policy";

/// Checks a bundle against a policy file's text.
pub fn verify(files: &Files, policy: &str) -> Report {
    verify_opened(files, policy, &[])
}

/// Checks a bundle, and with it lines of committed lists that a party has laid open to the reader, each
/// the text of a `notary::list::Opening`.
pub fn verify_opened(files: &Files, policy: &str, openings: &[String]) -> Report {
    verify_with(files, policy, openings, None)
}

/// As [`verify_opened`], where each opening may also be payloads that were laid open (`envelope::LaidOpen`), and with
/// what opens age files.
pub fn verify_with(
    files: &Files,
    policy: &str,
    openings: &[String],
    unseal: Option<Unseal<'_>>,
) -> Report {
    let authority = match Authority::read(policy) {
        Ok(authority) => authority,
        Err(refusal) => {
            let mut report = empty(files);
            report.objections.push(Objection {
                weight: Weight::Contradiction,
                file: Some(POLICY.to_owned()),
                what: refusal.to_string(),
                hint: "use the policy file that the exchange began with".to_owned(),
            });
            return report.conclude();
        }
    };
    let mut report = empty(files);
    report.exchange = Some(authority.exchange().to_string());
    let Some(bytes) = files.get(MANIFEST) else {
        let what = "without the manifest no file of the bundle can be trusted";
        report.objections.push(Objection::missing(MANIFEST, what));
        return report.conclude();
    };
    let known = Roster::gather(files, &authority);
    let authority = authority.knowing(known);
    match Manifest::read(bytes, &authority) {
        Ok(manifest) => {
            let Label { from, to, seq, ack, .. } = manifest.label;
            report.from = Some(from);
            report.parcel = to.map(|to| ParcelRow { to, seq, ack });
            report.objections.extend(compare(files, &manifest));
        }
        Err(refusal) => {
            report.objections.push(Objection::contradiction(MANIFEST, refusal.to_string()));
        }
    }
    let changed = |objection: &Objection| objection.weight == Weight::Contradiction;
    if report.objections.iter().any(changed) {
        // Nothing is read from a file that is not the one that was handed over.
        return report.conclude();
    }
    let mut opener = Opener { unseal, ..Opener::default() };
    let mut lines = Vec::new();
    for (text, number) in openings.iter().zip(1_u32..) {
        match serde_json::from_str::<LaidOpen>(text) {
            Ok(laid_open) => match lay_open(laid_open, files, &authority) {
                Ok(payloads) => opener.laid_open.extend(payloads),
                Err(what) => {
                    let file = format!("opening {number}");
                    report.objections.push(Objection::contradiction(&file, what));
                }
            },
            Err(_) => lines.push((text, number)),
        }
    }
    let reading = reading::read_with(files, &authority, &opener);
    for (text, number) in lines {
        match open(text, &reading) {
            Ok(row) => report.openings.push(row),
            Err(what) => {
                report
                    .objections
                    .push(Objection::contradiction(&format!("opening {number}"), what));
            }
        }
    }
    fill(&mut report, &authority, reading);
    report.conclude()
}

/// Holds payloads that were laid open against the acts that commit to them.
fn lay_open(laid_open: LaidOpen, files: &Files, authority: &Authority) -> Result<Payloads, String> {
    if laid_open.exchange != *authority.exchange() {
        return Err(format!("it belongs to exchange {}", laid_open.exchange));
    }
    let own = laid_open.payloads.into_iter().map(|LaidOpenPayload { entry, salt, payload }| {
        let act = files.get(&Name::Act(entry).path()).and_then(|bytes| Note::read(bytes).ok());
        let act = act.and_then(|note| Act::read(note.text()));
        let payload = payload.into_bytes();
        match act {
            Some(act) if payload_digest(&salt.0, &payload) == act.payload => {
                Ok((entry, (payload, salt.0)))
            }
            _ => Err(format!("it is not the payload that act {entry} was signed over")),
        }
    });
    own.collect()
}

/// Says which list a line belongs to, or why to none of them.
fn open(text: &str, reading: &Reading) -> Result<OpeningRow, String> {
    let opening: Opening = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let committed = reading.ledger.lists().find(|(.., commitment)| opening.holds(commitment));
    let (by, entry, list, commitment) =
        committed.ok_or("the line does not stand in any list that was committed to")?;
    let list = list.clone();
    Ok(OpeningRow { list, by, entry, line: opening.line + 1, of: commitment.count })
}

/// Shows acts that are still being gathered, without a manifest.
pub fn inspect(files: &Files, policy: &str) -> Report {
    match Authority::read(policy) {
        Ok(authority) => {
            let mut report = empty(files);
            report.exchange = Some(authority.exchange().to_string());
            fill(&mut report, &authority, reading::read(files, &authority));
            report.conclude()
        }
        Err(_) => verify(files, policy),
    }
}

fn empty(files: &Files) -> Report {
    Report {
        verdict: Verdict::Incomplete,
        exchange: None,
        title: None,
        from: None,
        parcel: None,
        files: files.len(),
        objections: Vec::new(),
        clauses: Vec::new(),
        disputed: Vec::new(),
        lists: Vec::new(),
        keys: Vec::new(),
        heads: Vec::new(),
        acts: Vec::new(),
        openings: Vec::new(),
    }
}

/// Holds each file against what the manifest says of it, both ways.
fn compare(files: &Files, manifest: &Manifest) -> Vec<Objection> {
    let mut found = Vec::new();
    for (path, listed) in &manifest.files {
        let Some(bytes) = files.get(path) else {
            if let Some(Name::Sealed(_)) = Name::read(path) {
                // Erased, or withheld: the act commits to it all the same, and is told below to lack it.
                continue;
            }
            found.push(Objection::missing(
                path,
                "the manifest names this file, and it is not there",
            ));
            continue;
        };
        let size = u64::try_from(bytes.len()).expect("a file in memory is below 2^64 bytes");
        if size != listed.size || Digest::of(&[bytes]) != listed.digest {
            let what = "the file was changed after the bundle was signed".to_owned();
            found.push(Objection::contradiction(path, what));
        }
    }
    for path in files.keys().filter(|path| *path != MANIFEST) {
        if !manifest.files.contains_key(path) {
            let what = match Name::read(path) {
                Some(_) => "the file was added after the bundle was signed",
                None => "a bundle has no file of this name",
            };
            found.push(Objection::contradiction(path, what.to_owned()));
        }
    }
    found
}

fn fill(report: &mut Report, authority: &Authority, reading: Reading) {
    let words = Words::of(&reading);
    let witnessed = reading.ledger.witnessed();
    let standings = reading.ledger.clauses().standings(witnessed);
    report.clauses = standings
        .into_iter()
        .map(|(clause, digest, standing)| {
            let text = words.texts.get(&(clause.clone(), digest)).cloned().unwrap_or_default();
            let mut sentence = sentence(&standing);
            if let Some(reason) = words.reason(&clause, &standing) {
                sentence = format!("{sentence}; reason given: {reason}");
            }
            ClauseRow { clause, digest, text, standing, sentence }
        })
        .collect();
    report.title = reading.entries.first().and_then(told::title);
    report.disputed = told::disputed(&report.clauses);
    report.lists = told::lists(&reading);
    let keys = reading.ledger.roster().told(authority);
    report.keys = keys.into_iter().map(|(entry, what)| KeyRow { entry, what }).collect();
    report.heads = reading
        .heads
        .iter()
        .map(|(size, checked)| HeadRow {
            size: *size,
            witnesses: checked.witnesses.iter().map(|(name, _)| name.clone()).collect(),
            witnessed: seen(witnessed, *size),
        })
        .collect();
    report.acts = reading
        .ledger
        .rows()
        .iter()
        .map(|row| ActRow {
            entry: row.act.seq,
            kind: row.act.kind,
            from: row.act.from,
            signers: row.signers.clone(),
            complete: row.complete,
            payload: row.fact.is_some(),
        })
        .collect();
    report.objections.extend(replan::objections(&reading));
    report.objections.extend(reading.objections);
}

fn seen(witnessed: &[Witnessed], size: u64) -> Option<String> {
    witnessed.iter().find(|head| head.size == size).map(|head| head.at.to_string())
}

/// The words behind the digests: clause texts, and reasons by the entry that gave them.
struct Words {
    texts: BTreeMap<(ClauseId, Digest), String>,
    reasons: BTreeMap<(ClauseId, u64), String>,
}

impl Words {
    fn of(reading: &Reading) -> Self {
        let mut words = Self { texts: BTreeMap::new(), reasons: BTreeMap::new() };
        for entry in &reading.entries {
            let Some((bytes, _)) = &entry.payload else { continue };
            let seq = entry.act.seq;
            if matches!(entry.act.kind, Kind::Propose | Kind::Counter) {
                let proposal = serde_json::from_slice::<Proposal>(bytes);
                for clause in proposal.into_iter().flat_map(|proposal| proposal.clauses) {
                    let digest = clause.digest();
                    words.texts.insert((clause.id, digest), clause.text);
                }
            }
            if matches!(entry.act.kind, Kind::Accept | Kind::Refuse) {
                let answers = serde_json::from_slice::<Answers>(bytes);
                for answer in answers.into_iter().flat_map(|answers| answers.clauses) {
                    if let Some(reason) = answer.reason {
                        words.reasons.insert((answer.id, seq), reason);
                    }
                }
            }
        }
        words
    }

    fn reason(&self, clause: &ClauseId, standing: &Standing) -> Option<&String> {
        let entry = match standing {
            Standing::Refused { refused_at, .. } => *refused_at,
            Standing::Withdrawn { withdrawn_at, .. } => *withdrawn_at,
            Standing::Agreed { disowned: Some((_, entry)), .. } => *entry,
            Standing::Agreed { disowned: None, .. }
            | Standing::Signed { .. }
            | Standing::Lapsed { .. }
            | Standing::Proposed { .. } => return None,
        };
        self.reasons.get(&(clause.clone(), entry))
    }
}
