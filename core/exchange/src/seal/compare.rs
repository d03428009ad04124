//! Lays two bundles of one exchange side by side: what both hold, where they part, and who signed both.
//!
//! It calls neither account true. Two signatures of one key under different acts with one number are
//! a proof of that key's misconduct that anybody can check who has the policy.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::authority::Authority;
use super::bundle::{Files, MANIFEST, Name};
use super::equivocation::{KeyAct, PAIRS_MAX, Pair, Proof, Proved};
use super::ledger::Row;
use super::reading::{self, Entry, Reading};
use super::report::{Report, Verdict, json_text};
use super::verify::verify;
use crate::vocabulary::{ClauseId, Digest};

/// Two signatures of one key that cannot both be honest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Equivocation {
    /// The key, by its name in the policy.
    pub signer: String,
    /// The file in the first bundle.
    pub first: String,
    /// The file in the second bundle.
    pub second: String,
    /// What was signed twice: lower case, no full stop.
    pub what: String,
}

/// What one wording of a clause is in each bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BothSay {
    /// The clause.
    pub clause: ClauseId,
    /// The digest of the wording.
    pub digest: Digest,
    /// Its words.
    pub text: String,
    /// Where it stands in the first bundle; none if it is not there.
    pub first: Option<String>,
    /// Where it stands in the second bundle; none if it is not there.
    pub second: Option<String>,
}

/// Two bundles, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What the first bundle is worth by itself.
    pub first: Report,
    /// What the second bundle is worth by itself.
    pub second: Report,
    /// How many acts, from the first, are the same in both.
    pub shared: u64,
    /// The number of acts in each beyond those.
    pub beyond: [u64; 2],
    /// The acts beyond those, in a few words: of the first, and of the second.
    pub parting: [Vec<String>; 2],
    /// Where the wordings of clauses stand in each.
    pub clauses: Vec<BothSay>,
    /// Signatures that cannot both be honest.
    pub equivocations: Vec<Equivocation>,
    /// The pairs of notes that prove it by themselves.
    #[serde(skip)]
    pub pairs: Vec<Pair>,
    /// The changes of keys by which those pairs are judged: those of the bundle that knows of more.
    #[serde(skip)]
    pub keys: Vec<KeyAct>,
}

/// Compares two bundles under one policy.
pub fn compare(first: &Files, second: &Files, policy: &str) -> Comparison {
    let reports = [first, second].map(|files| verify(files, policy));
    let readable = |report: &Report| report.verdict != Verdict::Contradicted;
    let readings = match Authority::read(policy) {
        Ok(authority) if reports.iter().all(readable) => {
            Some([first, second].map(|files| reading::read(files, &authority)))
        }
        _ => None,
    };
    let clauses = clauses(&reports);
    let manifests = [first, second].map(|files| files.get(MANIFEST));
    let bytes = [first, second];
    let [first, second] = reports;
    let mut comparison = Comparison {
        first,
        second,
        shared: 0,
        beyond: [0, 0],
        parting: [Vec::new(), Vec::new()],
        clauses,
        equivocations: Vec::new(),
        pairs: Vec::new(),
        keys: Vec::new(),
    };
    if let Ok(authority) = Authority::read(policy) {
        let [own, other] = bytes.map(|files| KeyAct::of(files, &authority));
        comparison.keys = if own.len() < other.len() { other } else { own };
        if let [Some(own), Some(other)] = manifests {
            comparison.add_manifests(own, other, &authority);
        }
    }
    if let Some([first, second]) = readings {
        comparison.fill([&first, &second], bytes);
    }
    if let Ok(authority) = Authority::read(policy) {
        // Where the accounts part over the keys themselves, a later pair may stand on keys that the other never saw.
        let keys = comparison.keys.clone();
        comparison
            .pairs
            .retain(|pair| Proof::new(vec![pair.clone()], keys.clone()).check(&authority).is_ok());
    }
    comparison
}

fn clauses(reports: &[Report; 2]) -> Vec<BothSay> {
    let mut both: BTreeMap<(ClauseId, Digest), BothSay> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        for row in &report.clauses {
            let say = both.entry((row.clause.clone(), row.digest)).or_insert_with(|| BothSay {
                clause: row.clause.clone(),
                digest: row.digest,
                text: row.text.clone(),
                first: None,
                second: None,
            });
            let own = if at == 0 { &mut say.first } else { &mut say.second };
            *own = Some(row.sentence.clone());
        }
    }
    both.into_values().collect()
}

impl Comparison {
    /// Two bundles that one party numbered alike. They need not hold together to prove it.
    fn add_manifests(&mut self, own: &[u8], other: &[u8], authority: &Authority) {
        let Some(pair) = Pair::of(own, other, Vec::new()) else { return };
        let proof = Proof::new(vec![pair.clone()], self.keys.clone());
        let Ok(proved) = proof.check(authority) else { return };
        for Proved { signers, what } in proved {
            let two = |signer| Equivocation {
                signer,
                first: MANIFEST.to_owned(),
                second: MANIFEST.to_owned(),
                what: what.clone(),
            };
            self.equivocations.extend(signers.into_iter().map(two));
        }
        self.pairs.push(pair);
    }

    /// Returns the proof of all equivocations, if there are any: it stands without the bundles.
    pub fn proof(&self) -> Option<Proof> {
        (!self.pairs.is_empty()).then(|| Proof::new(self.pairs.clone(), self.keys.clone()))
    }

    fn fill(&mut self, [first, second]: [&Reading; 2], [own_files, other_files]: [&Files; 2]) {
        let pairs = || first.entries.iter().zip(&second.entries);
        let shared = pairs().take_while(|(own, other)| own.note == other.note).count();
        let count = |number: usize| u64::try_from(number).expect("at most ACTS_MAX");
        self.shared = count(shared);
        self.beyond = [first, second].map(|reading| count(reading.entries.len() - shared));
        self.parting = [first, second].map(|reading| {
            let rows = reading.ledger.rows().iter().skip(shared);
            let told = |row: &Row| {
                let Row { act, signers, .. } = row;
                format!("entry {}: {} by {}, {}", act.seq, act.kind, act.from, signers.join(" "))
            };
            rows.map(told).collect()
        });
        for (own, other) in pairs().skip(shared).filter(|(own, other)| own.act != other.act) {
            let found = signed_both(own, other);
            if !found.is_empty() && self.pairs.len() < PAIRS_MAX {
                self.pairs.extend(Pair::of(
                    &own.note.to_bytes(),
                    &other.note.to_bytes(),
                    Vec::new(),
                ));
            }
            self.equivocations.extend(found);
        }
        for (found, leaves) in cosigned_both(first, second) {
            let notes = own_files.get(&found.first).zip(other_files.get(&found.second));
            let pair = notes.and_then(|(own, other)| Pair::of(own, other, leaves));
            if let Some(pair) = pair
                && !self.pairs.contains(&pair)
                && self.pairs.len() < PAIRS_MAX
            {
                self.pairs.push(pair);
            }
            self.equivocations.push(found);
        }
    }

    /// Returns the exit code: 1 where something contradicts, 2 where something is missing.
    pub fn exit_code(&self) -> u8 {
        if !self.equivocations.is_empty() {
            return Verdict::Contradicted.exit_code();
        }
        self.first.verdict.max(self.second.verdict).exit_code()
    }

    /// Writes the comparison for a program: one JSON object and a newline.
    pub fn to_json(&self) -> String {
        json_text(self)
    }

    /// Writes the comparison for a person.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a String takes any text");
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        for (name, report) in [("first", &self.first), ("second", &self.second)] {
            let from = report.from.map_or_else(|| "nobody".to_owned(), |from| from.to_string());
            let acts = report.acts.len();
            let verdict = match report.verdict {
                Verdict::Sound => "sound",
                Verdict::Incomplete => "incomplete",
                Verdict::Contradicted => "contradicted",
            };
            writeln!(text, "{name} bundle: handed over by {from}, {acts} acts, {verdict}")?;
            for objection in &report.objections {
                let file = objection.file.as_deref().unwrap_or("the bundle");
                writeln!(text, "  {file}: {}", objection.what)?;
            }
        }
        match (self.shared, self.beyond) {
            (0, [0, 0]) => writeln!(text, "\nthe two could not be laid side by side")?,
            (shared, [0, 0]) => writeln!(text, "\nboth hold the same {shared} acts")?,
            (shared, [first, second]) => writeln!(
                text,
                "\nboth hold the same first {shared} acts; then the first has {first} of its own and \
                 the second {second}"
            )?,
        }
        for (name, acts) in ["first", "second"].into_iter().zip(&self.parting) {
            for act in acts {
                writeln!(text, "  only in the {name}: {act}")?;
            }
        }
        for say in &self.clauses {
            writeln!(text, "\n{}: {}", say.clause, say.text)?;
            let stands =
                |own: &Option<String>| own.clone().unwrap_or_else(|| "not there".to_owned());
            if say.first == say.second {
                writeln!(text, "  both    {}", stands(&say.first))?;
            } else {
                writeln!(text, "  first   {}", stands(&say.first))?;
                writeln!(text, "  second  {}", stands(&say.second))?;
            }
        }
        for Equivocation { signer, first, second, what } in &self.equivocations {
            writeln!(
                text,
                "\nEQUIVOCATION: {signer} signed two different {what}: {first} in the first bundle, \
                 {second} in the second\n  hint: keep both files as they are; with the policy they prove \
                 it to anybody"
            )?;
        }
        writeln!(
            text,
            "\nThis says who signed what. It says of neither account that it is true: what nobody signed \
             may have happened, and what was signed may not have."
        )?;
        Ok(())
    }
}

fn signed_both(own: &Entry, other: &Entry) -> Vec<Equivocation> {
    let path = Name::Act(own.act.seq).path();
    let both = own.note.signatures().iter().filter(|line| {
        other.note.signatures().iter().any(|also| (&also.name, also.id) == (&line.name, line.id))
    });
    both.map(|line| Equivocation {
        signer: line.name.clone(),
        first: path.clone(),
        second: path.clone(),
        what: format!("acts as entry {}", own.act.seq),
    })
    .collect()
}

/// A witness that vouched for two logs of which neither continues the other; with the leaves of the longer one,
/// where they differ in length.
fn cosigned_both(first: &Reading, second: &Reading) -> Vec<(Equivocation, Vec<Digest>)> {
    let mut found: BTreeMap<String, (Equivocation, Vec<Digest>)> = BTreeMap::new();
    for (size, own) in &first.heads {
        for (also, other) in &second.heads {
            let (least, reading) = if size <= also { (size, second) } else { (also, first) };
            let smaller = if size <= also { own } else { other };
            let least = usize::try_from(*least).ok();
            let root = least.and_then(|least| reading.tree.root_at(least));
            if root == Some(smaller.checkpoint.root) {
                continue;
            }
            let both = own
                .witnesses
                .iter()
                .filter(|(name, _)| other.witnesses.iter().any(|(also, _)| also == name));
            for (name, _) in both {
                let equivocation = Equivocation {
                    signer: name.clone(),
                    first: head_path(first, *size),
                    second: head_path(second, *also),
                    what: "logs, of which neither continues the other".to_owned(),
                };
                found.entry(name.clone()).or_insert_with(|| {
                    let most = usize::try_from(*size.max(also)).unwrap_or(usize::MAX);
                    let all = reading.ledger.rows().iter().map(|row| row.leaf).take(most);
                    (equivocation, if size == also { Vec::new() } else { all.collect() })
                });
            }
        }
    }
    found.into_values().collect()
}

fn head_path(reading: &Reading, size: u64) -> String {
    let newest = reading.heads.last_key_value().is_some_and(|(last, _)| *last == size);
    if newest { Name::Head.path() } else { Name::Earlier(size).path() }
}
