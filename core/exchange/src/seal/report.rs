//! What came of checking a bundle: a verdict, what stands against it, and where each clause stands.

use std::fmt::Write as _;

use serde::Serialize;

use super::act::Kind;
use super::clauses::Standing;
use crate::vocabulary::{ClauseId, Digest, ListId, Party};

/// What a bundle is worth. The exit code of `verify` follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything that is there holds, and nothing is missing.
    Sound,
    /// Nothing contradicts, and something is missing.
    Incomplete,
    /// Something was changed, or somebody signed what cannot stand.
    Contradicted,
}

impl Verdict {
    /// Returns the exit code: 0 sound, 1 contradicted, 2 incomplete.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::Contradicted => 1,
            Self::Incomplete => 2,
        }
    }
}

/// How much an objection weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Worth knowing; the bundle is sound all the same.
    Note,
    /// Something is missing.
    Incomplete,
    /// Something cannot be true.
    Contradiction,
}

/// One thing that stands against a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// How much it weighs.
    pub weight: Weight,
    /// The file it is about.
    pub file: Option<String>,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl Objection {
    /// A file whose content cannot stand.
    pub(super) fn contradiction(file: &str, what: String) -> Self {
        let hint = "ask the sender for the bundle again; if it is the same, keep it as evidence";
        let weight = Weight::Contradiction;
        Self { weight, file: Some(file.to_owned()), what, hint: hint.to_owned() }
    }

    /// A file, a signature or a part that is not there.
    pub(super) fn missing(file: &str, what: &str) -> Self {
        let hint = "ask the sender for what is missing".to_owned();
        let weight = Weight::Incomplete;
        Self { weight, file: Some(file.to_owned()), what: what.to_owned(), hint }
    }
}

/// One act, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActRow {
    /// Its place in the log.
    pub entry: u64,
    /// What it does.
    pub kind: Kind,
    /// Who does it.
    pub from: Party,
    /// Who signed.
    pub signers: Vec<String>,
    /// Whether it has all the signatures that it needs.
    pub complete: bool,
    /// Whether its payload is in the bundle.
    pub payload: bool,
}

/// One wording of one clause, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseRow {
    /// The clause.
    pub clause: ClauseId,
    /// The digest of its wording.
    pub digest: Digest,
    /// Its words.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// The same in a sentence.
    pub sentence: String,
}

/// A clause that was put into several words of which none was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputedRow {
    /// The clause.
    pub clause: ClauseId,
    /// Who put which reading forward, at which entry.
    pub readings: Vec<(Party, u64)>,
}

/// A list that was committed to, and who signed for that version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// The list.
    pub list: ListId,
    /// Its version.
    pub version: u32,
    /// Who committed to it.
    pub by: Party,
    /// At which entry.
    pub entry: u64,
    /// Its lines, filled up or not.
    pub lines: u64,
    /// Who signed for having received this version, at which entry.
    pub received: Vec<(Party, u64)>,
    /// Who answered this version line by line, at which entry, with which verdicts.
    pub answered: Vec<(Party, u64, String)>,
}

/// A bundle's place in the post between two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ParcelRow {
    /// For whom it is.
    pub to: Party,
    /// Its number among those from the one to the other, from 0.
    pub seq: u64,
    /// Up to which number the sender has received the receiver's.
    pub ack: Option<u64>,
}

/// A change of keys, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyRow {
    /// The entry. What it changes counts from the next one on.
    pub entry: u64,
    /// What changed: lower case, no full stop.
    pub what: String,
}

/// One checkpoint, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadRow {
    /// The acts it covers.
    pub size: u64,
    /// The witnesses that cosigned it.
    pub witnesses: Vec<String>,
    /// When a quorum of them had, by their clocks.
    pub witnessed: Option<String>,
}

/// What came of checking a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it is worth.
    pub verdict: Verdict,
    /// The exchange.
    pub exchange: Option<String>,
    /// What people call it, by the first act.
    pub title: Option<String>,
    /// Who handed the bundle over.
    pub from: Option<Party>,
    /// For whom it is, and which one; none for a copy that anybody may have.
    pub parcel: Option<ParcelRow>,
    /// The files that were checked.
    pub files: usize,
    /// What stands against it.
    pub objections: Vec<Objection>,
    /// Where each wording of each clause stands.
    pub clauses: Vec<ClauseRow>,
    /// Clauses that were put into several words of which none was agreed: read in several ways.
    pub disputed: Vec<DisputedRow>,
    /// The lists that were committed to.
    pub lists: Vec<ListRow>,
    /// The keys that were replaced and revoked, in order.
    pub keys: Vec<KeyRow>,
    /// The checkpoints, oldest first.
    pub heads: Vec<HeadRow>,
    /// The acts, in order.
    pub acts: Vec<ActRow>,
    /// The lines of committed lists that were laid open.
    pub openings: Vec<OpeningRow>,
}

/// One line of a committed list, laid open to whoever checks. What it says is not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpeningRow {
    /// The list.
    pub list: ListId,
    /// Who committed to it.
    pub by: Party,
    /// At which entry.
    pub entry: u64,
    /// The line, counted from 1.
    pub line: u64,
    /// How many there are.
    pub of: u64,
}

/// Writes what a program reads: one JSON object and a newline.
pub(super) fn json_text(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("its keys are text");
    text.push('\n');
    text
}

impl Report {
    /// Puts the verdict together from what stands against the bundle.
    pub(super) fn conclude(mut self) -> Self {
        let heaviest = self.objections.iter().map(|objection| objection.weight).max();
        self.verdict = match heaviest {
            Some(Weight::Contradiction) => Verdict::Contradicted,
            Some(Weight::Incomplete) => Verdict::Incomplete,
            Some(Weight::Note) | None => Verdict::Sound,
        };
        self
    }

    /// Writes the report for a program: one JSON object and a newline.
    pub fn to_json(&self) -> String {
        json_text(self)
    }

    /// Writes the report for a person: the clauses first, then the acts, then what stands against it.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a String takes any text");
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        self.write_head(text)?;
        if !self.clauses.is_empty() {
            writeln!(text, "\nclauses")?;
        }
        for row in &self.clauses {
            writeln!(text, "  {}  {}", row.clause, row.sentence)?;
            for line in wrapped(&row.text, 92) {
                writeln!(text, "      {line}")?;
            }
        }
        self.write_lists(text)?;
        if !self.keys.is_empty() {
            writeln!(text, "\nkeys")?;
        }
        for KeyRow { entry, what } in &self.keys {
            writeln!(text, "  {what} at entry {entry}: for every later entry")?;
        }
        if !self.acts.is_empty() {
            writeln!(text, "\nacts")?;
        }
        for row in &self.acts {
            let kind = row.kind.word();
            let lacking = if row.complete { "" } else { "  (signatures missing)" };
            let names = row.signers.join(" ");
            writeln!(text, "  {:>5}  {}  {kind:<16} {names}{lacking}", row.entry, row.from)?;
        }
        if !self.openings.is_empty() {
            writeln!(text, "\nlines laid open")?;
        }
        for row in &self.openings {
            let OpeningRow { list, by, entry, line, of } = row;
            writeln!(
                text,
                "  line {line} of {of} in list {list}, committed by {by} at entry {entry}"
            )?;
        }
        if !self.objections.is_empty() {
            writeln!(text)?;
        }
        for objection in &self.objections {
            let word = match objection.weight {
                Weight::Note => "note",
                Weight::Incomplete => "missing",
                Weight::Contradiction => "CONTRADICTION",
            };
            let file = objection.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
            writeln!(text, "{word}: {file}{}\n  hint: {}", objection.what, objection.hint)?;
        }
        let conclusion = match self.verdict {
            Verdict::Sound => "sound: every signature, digest and checkpoint holds",
            Verdict::Incomplete => "incomplete: nothing contradicts, and something is missing",
            Verdict::Contradicted => "contradicted: this bundle proves nothing as it stands",
        };
        writeln!(text, "\n{conclusion}")
    }
}

impl Report {
    /// Writes what was handed over by whom, and which checkpoints it holds.
    fn write_head(&self, text: &mut String) -> std::fmt::Result {
        if let Some(exchange) = &self.exchange {
            write!(text, "exchange {exchange}: {} acts, {} files", self.acts.len(), self.files)?;
            if let Some(from) = self.from {
                write!(text, ", handed over by {from}")?;
            }
            if let Some(ParcelRow { to, seq, ack }) = self.parcel {
                let had = ack.map_or_else(|| "none".to_owned(), |ack| format!("up to {ack}"));
                write!(text, " to {to} as bundle {seq}, having received of {to}'s {had}")?;
            }
            writeln!(text)?;
        }
        if let Some(title) = &self.title {
            for line in wrapped(title, 96) {
                writeln!(text, "{line}")?;
            }
        }
        for head in &self.heads {
            let seen = head.witnessed.as_deref().unwrap_or("no quorum yet");
            let names = head.witnesses.join(", ");
            writeln!(text, "checkpoint over {} acts: {names}; quorum: {seen}", head.size)?;
        }
        Ok(())
    }

    /// Writes what was read in several ways, and which version of which list was signed for.
    fn write_lists(&self, text: &mut String) -> std::fmt::Result {
        for DisputedRow { clause, readings } in &self.disputed {
            let readings: Vec<String> =
                readings.iter().map(|(party, entry)| format!("{party} at entry {entry}")).collect();
            let readings = readings.join(", ");
            writeln!(text, "\n{clause} is read in several ways ({readings}), and none is agreed")?;
        }
        if !self.lists.is_empty() {
            writeln!(text, "\nlists")?;
        }
        for row in &self.lists {
            let ListRow { list, version, by, entry, lines, received, answered } = row;
            writeln!(
                text,
                "  {list}  version {version}, {lines} lines, signed by {by} at entry {entry}"
            )?;
            for (party, entry) in received {
                writeln!(text, "      {party} signed at entry {entry} that it has this version")?;
            }
            for (party, entry, verdicts) in answered {
                writeln!(text, "      {party} answered this version at entry {entry}: {verdicts}")?;
            }
            if received.is_empty() && answered.is_empty() {
                writeln!(text, "      no other party signed for it")?;
            }
        }
        Ok(())
    }
}

/// Says where a clause stands, in one sentence.
pub(super) fn sentence(standing: &Standing) -> String {
    let word = standing.word();
    match standing {
        Standing::Agreed { a, b, witnessed, disowned } => {
            let after = disowned.map_or_else(String::new, |(side, entry)| {
                format!("; {side} said at entry {entry} that it no longer stands by it")
            });
            format!("{word} by A at entry {a} and by B at entry {b}, witnessed {witnessed}{after}")
        }
        Standing::Signed { a, b } => format!(
            "{word} by A at entry {a} and by B at entry {b}, under no checkpoint: not yet agreed"
        ),
        Standing::Lapsed { a, b, expired } => format!(
            "{word}: A signed at entry {a} and B at entry {b}, after the offer had expired \
             {expired}: not agreed"
        ),
        Standing::Proposed { by, at, accepted } => match (accepted, by.side()) {
            (Some((side, entry)), _) => format!(
                "{word} by {by} at entry {at}, accepted by {side} at entry {entry}, never by {}",
                side.other()
            ),
            (None, Some(side)) => {
                format!("{word} by {by} at entry {at}, never accepted by {}", side.other())
            }
            (None, None) => format!("{word} by {by} at entry {at}, never accepted"),
        },
        Standing::Refused { by, at, refused_by, refused_at } => {
            format!(
                "{word} by {refused_by} at entry {refused_at}; put forward by {by} at entry {at}"
            )
        }
        Standing::Withdrawn { by, at, withdrawn_at } => {
            format!("{word} by {by} at entry {withdrawn_at}; put forward at entry {at}")
        }
    }
}

/// Breaks text between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
