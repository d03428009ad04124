//! Words of the command line, read into what the core means by them.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::handover::{
    AbsentReason, GateKind, LeftOut, LineOutcome, OutcomeKind, Place, Remark, RemarkKind, Told,
    Track, VehicleKind,
};
use exchange::vocabulary::{EntryId, Party, Private, Side, StageNumber};

use crate::cli::Failure;
use crate::files::read_text;

/// Finds a word among those that something may be.
fn among<T: Copy>(all: &[T], word: fn(T) -> &'static str, text: &str) -> Result<T, String> {
    all.iter().copied().find(|one| word(*one) == text).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        format!("`{text}` is none of: {}", words.join(", "))
    })
}

/// Reads `a` or `b`.
pub(in crate::cli) fn side(text: &str) -> Result<Side, String> {
    match text {
        "a" | "A" => Ok(Side::A),
        "b" | "B" => Ok(Side::B),
        other => Err(format!("`{other}` is no side; write a or b")),
    }
}

/// Reads `a`, `b`, `mediator` or `host`.
pub(in crate::cli) fn party(text: &str) -> Result<Party, String> {
    match text {
        "m" | "mediator" => Ok(Party::Mediator),
        "h" | "host" => Ok(Party::Host),
        "a" | "A" => Ok(Party::A),
        "b" | "B" => Ok(Party::B),
        other => Err(format!("`{other}` is no party; write a, b, mediator or host")),
    }
}

/// Reads a stage's number.
pub(in crate::cli) fn stage(text: &str) -> Result<StageNumber, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(StageNumber(number)),
        _ => Err(format!("`{text}` is no stage; stages are counted from 1")),
    }
}

/// Reads a gate.
pub(super) fn gate(text: &str) -> Result<GateKind, String> {
    among(&GateKind::ALL, GateKind::word, text)
}

/// Reads a kind of vehicle.
pub(crate) fn vehicle_kind(text: &str) -> Result<VehicleKind, String> {
    among(&VehicleKind::ALL, VehicleKind::word, text)
}

/// Reads how somebody travels.
pub(super) fn place(text: &str) -> Result<Place, String> {
    among(&Place::ALL, Place::word, text)
}

/// Reads whether somebody's return may wait.
pub(super) fn track(text: &str) -> Result<Track, String> {
    among(&Track::ALL, Track::word, text)
}

/// Reads why somebody is left out; an empty cell for those who are not.
pub(crate) fn left_out(text: &str) -> Result<Option<LeftOut>, String> {
    (!text.is_empty()).then(|| among(&LeftOut::ALL, LeftOut::word, text)).transpose()
}

/// Reads an outcome with what it needs: a reason for `absent`, the entry of who came for `substituted`.
pub(super) fn outcome(word: &str, detail: &str) -> Result<LineOutcome, String> {
    match among(&OutcomeKind::ALL, OutcomeKind::word, word)? {
        OutcomeKind::Received => Ok(LineOutcome::Received),
        OutcomeKind::Refused => Ok(LineOutcome::Refused),
        OutcomeKind::Unfit => Ok(LineOutcome::Unfit),
        OutcomeKind::Died => Ok(LineOutcome::Died),
        OutcomeKind::Absent => {
            let reason = if detail.is_empty() { "not-said" } else { detail };
            let reason = among(&AbsentReason::ALL, AbsentReason::word, reason)?;
            Ok(LineOutcome::Absent { reason })
        }
        OutcomeKind::Substituted => EntryId::read(detail)
            .map(|came| LineOutcome::Substituted { came })
            .map_err(|error| format!("a substitution names the entry of who came: {error}")),
        OutcomeKind::Unlisted => {
            Err("somebody unlisted has no line; use `handover unlisted`".to_owned())
        }
    }
}

/// Reads `FROM:OUTCOME:BY:WHY`, such as `b:refused:a:named-differently`.
pub(super) fn remark(text: &str) -> Result<Remark, String> {
    let [from, outcome, by, why] = text.split(':').collect::<Vec<_>>()[..] else {
        return Err(format!("`{text}` is not FROM:OUTCOME:BY:WHY"));
    };
    Ok(Remark {
        from: side(from)?,
        outcome: among(&OutcomeKind::ALL, OutcomeKind::word, outcome)?,
        by: party(by)?,
        why: among(&RemarkKind::ALL, RemarkKind::word, why)?,
    })
}

/// Reads one of the six answers: `refused` and `unable` are answers, an empty cell was not asked.
pub(super) fn told(text: &str) -> Told {
    match text.trim() {
        "" => Told::NotAsked,
        "refused" => Told::Refused,
        "unable" => Told::Unable,
        said => Told::Said(Private::new(said.to_owned())),
    }
}

/// One row of a CSV file, with its number for messages.
pub(super) struct Row {
    cells: BTreeMap<String, String>,
    at: String,
}

impl Row {
    /// Returns a cell, empty where the file has no such column.
    pub(super) fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |text| text.trim())
    }

    /// Reads a cell, and says where it stands when it cannot be read.
    pub(super) fn read<T, E: std::fmt::Display>(
        &self,
        column: &str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, Failure> {
        read(self.cell(column)).map_err(|error| {
            Failure::incomplete(format!("{}: {column}: {error}", self.at), "mend the row")
        })
    }
}

/// Reads a CSV file with a header that has at least the wanted columns and no column unknown.
pub(super) fn rows(path: &Path, wanted: &[&str], also: &[&str]) -> Result<Vec<Row>, Failure> {
    let text = read_text(path)?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let wrong = |what: String| {
        let columns = [wanted, also].concat().join(",");
        Failure::incomplete(
            format!("{}: {what}", path.display()),
            format!("the header is {columns}"),
        )
    };
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    if let Some(missing) = wanted.iter().find(|column| !header.iter().any(|it| it == **column)) {
        return Err(wrong(format!("no column `{missing}`")));
    }
    let known = |column: &str| wanted.contains(&column) || also.contains(&column);
    if let Some(unknown) = header.iter().find(|column| !known(column)) {
        return Err(wrong(format!("unknown column `{unknown}`")));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = header.iter().zip(record.iter());
        rows.push(Row {
            cells: cells.map(|(column, cell)| (column.to_owned(), cell.to_owned())).collect(),
            at: format!("{} line {line}", path.display()),
        });
    }
    Ok(rows)
}
