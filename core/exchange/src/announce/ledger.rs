//! A public ledger: one row for each handover that somebody reported, with the source of the report.
//!
//! It holds numbers of people, never a person. A number that was withheld, or that no source gives,
//! stays unknown: it is not zero, and no sum treats it as zero. Reading is strict, because a column
//! that slips by one place turns a rumour into a total.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::vocabulary::{Finding, Severity, Side, StageNumber};

/// The most rows that a ledger may have.
pub const LEDGER_ROWS_MAX: usize = 100_000;
/// The most findings that are collected before reading stops.
pub const LEDGER_FINDINGS_MAX: usize = 50;
/// The most characters that one cell may have.
pub const LEDGER_CELL_CHARS_MAX: usize = 2_000;
/// The most people that one figure may count; beyond it a figure is a slip of the hand.
pub const LEDGER_FIGURE_MAX: u32 = 10_000_000;

/// The columns of a ledger. All must be there, in any order, and no others.
pub const COLUMNS: [&str; 25] = [
    "id",
    "date_start",
    "date_end",
    "conflict",
    "kind",
    "status",
    "agreement",
    "stage_label",
    "side_a",
    "returned_to_a",
    "of_which_civilians_a",
    "side_b",
    "returned_to_b",
    "of_which_civilians_b",
    "categories",
    "place",
    "mediator",
    "returned_to_a_per_a",
    "returned_to_a_per_b",
    "returned_to_b_per_a",
    "returned_to_b_per_b",
    "agreed_a",
    "agreed_b",
    "withheld_or_disputed",
    "source_url",
];

/// One row as the shell cut it: the line on which it begins, and its cells as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// The line of the file on which the row begins, counted from 1.
    pub line: u32,
    /// The cells, unchanged.
    pub cells: Vec<String>,
}

/// How many people (or bodies), as far as the ledger says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "known", content = "count")]
pub enum Figure {
    /// This many.
    Exactly(u32),
    /// Some, of a number that nobody gave.
    Some,
    /// Known to those who were there, and withheld by them.
    Withheld,
    /// In no source that the ledger cites.
    NotGiven,
}

impl Figure {
    /// Returns the number, where there is one.
    pub fn exactly(self) -> Option<u32> {
        match self {
            Self::Exactly(count) => Some(count),
            Self::Some | Self::Withheld | Self::NotGiven => None,
        }
    }
}

/// What a row counts. Bodies are not people who came home, and never enter the same sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Living people, prisoners and civilians together, as the sources give them.
    People,
    /// Bodies, on a track of their own.
    Remains,
}

/// What became of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It took place.
    Done,
    /// It was under way and was broken off.
    Aborted,
    /// One side said it would be, and it was not.
    DidNotHappen,
    /// It was agreed; the ledger does not say that it took place.
    Agreed,
}

/// What the ledger says of one direction of a handover: those who returned to one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Direction {
    /// The name that the ledger gives this side.
    pub name: String,
    /// How many returned to it.
    pub returned: Figure,
    /// How many of them were civilians.
    pub civilians: Figure,
    /// How many returned to it by the count of side A.
    pub by_a: Option<u32>,
    /// How many returned to it by the count of side B.
    pub by_b: Option<u32>,
    /// How many were agreed.
    pub agreed: Option<u32>,
}

/// One reported handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The line of the file on which it stands.
    pub line: u32,
    /// The ledger's own name for the row.
    pub id: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The conflict.
    pub conflict: String,
    /// What is counted.
    pub kind: Kind,
    /// What became of it.
    pub outcome: Outcome,
    /// The agreement that it belongs to, where one is named.
    pub agreement: Option<String>,
    /// Its number among the stages of the agreement, where the label gives one ("stage 8 of 9").
    pub stage: Option<StageNumber>,
    /// How many stages the label says there are.
    pub stages: Option<u16>,
    /// The label as the ledger has it.
    pub label: String,
    /// Those who returned to side A.
    pub to_a: Direction,
    /// Those who returned to side B.
    pub to_b: Direction,
    /// Who they were, in the words of the sources.
    pub categories: String,
    /// Where.
    pub place: String,
    /// Who stood between.
    pub mediator: String,
    /// What was withheld or is disputed, in the words of the ledger.
    pub note: String,
    /// Where the figures come from.
    pub source: String,
}

impl Entry {
    /// Returns those who went to one side.
    pub fn to(&self, side: Side) -> &Direction {
        match side {
            Side::A => &self.to_a,
            Side::B => &self.to_b,
        }
    }
}

/// A ledger that was read whole and without a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Reads a ledger: the first row names the columns, each other row is one handover.
    ///
    /// # Errors
    /// Every flaw found, with line, column and what to do, at most [`LEDGER_FINDINGS_MAX`]. A ledger
    /// with one flaw is not read in part, since every sum over it would be wrong without saying so.
    pub fn read(rows: &[RawRow]) -> Result<Self, Vec<Finding>> {
        let Some((header, body)) = rows.split_first() else {
            return Err(vec![finding(None, None, "empty", "the ledger is empty", hint_columns())]);
        };
        let columns = Columns::read(header)?;
        if body.len() > LEDGER_ROWS_MAX {
            let what = format!("{} rows, and {LEDGER_ROWS_MAX} is the limit", body.len());
            return Err(vec![finding(
                None,
                None,
                "too-long",
                what,
                "split the ledger by conflict",
            )]);
        }
        let mut findings = Vec::new();
        let mut entries = Vec::new();
        let mut seen = BTreeMap::new();
        for raw in body {
            let mut row = Row { raw, columns: &columns, findings: &mut findings };
            if let Some(entry) = row.entry() {
                if let Some(first) = seen.insert(entry.id.clone(), raw.line) {
                    let what = format!("{} stands on line {first} already", entry.id);
                    row.report("id", "twice", what, "give each row an id of its own");
                }
                entries.push(entry);
            }
            if findings.len() >= LEDGER_FINDINGS_MAX {
                findings.truncate(LEDGER_FINDINGS_MAX);
                return Err(findings);
            }
        }
        if findings.is_empty() { Ok(Self { entries }) } else { Err(findings) }
    }

    /// Returns the handovers in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn hint_columns() -> String {
    format!("the first line names the columns: {}", COLUMNS.join(","))
}

fn finding(
    row: Option<u32>,
    column: Option<&str>,
    kind: &str,
    what: impl Into<String>,
    hint: impl Into<String>,
) -> Finding {
    Finding {
        row,
        column: column.map(str::to_owned),
        severity: Severity::SetAside,
        kind: kind.to_owned(),
        what: what.into(),
        hint: hint.into(),
    }
}

/// Where each column stands.
struct Columns {
    places: BTreeMap<&'static str, usize>,
    width: usize,
}

impl Columns {
    fn read(header: &RawRow) -> Result<Self, Vec<Finding>> {
        let mut places = BTreeMap::new();
        let mut findings = Vec::new();
        let mut report = |name: &str, kind: &str, what: &str, hint: String| {
            let name = name.chars().take(40).collect::<String>();
            findings.push(finding(Some(header.line), Some(&name), kind, what, hint));
        };
        for (place, cell) in header.cells.iter().enumerate() {
            let name = cell.trim().trim_start_matches('\u{feff}');
            match COLUMNS.into_iter().find(|known| *known == name) {
                Some(known) if places.insert(known, place).is_some() => {
                    report(
                        name,
                        "column-twice",
                        "stands twice",
                        "remove one of the two".to_owned(),
                    );
                }
                Some(_) => {}
                None => report(name, "unknown-column", "is no column of a ledger", hint_columns()),
            }
        }
        for missing in COLUMNS.into_iter().filter(|name| !places.contains_key(name)) {
            let hint = "add it to the first line; its cells may be empty".to_owned();
            report(missing, "missing-column", "is missing", hint);
        }
        findings.truncate(LEDGER_FINDINGS_MAX);
        if findings.is_empty() {
            Ok(Self { places, width: header.cells.len() })
        } else {
            Err(findings)
        }
    }
}

/// One row while it is read.
struct Row<'a> {
    raw: &'a RawRow,
    columns: &'a Columns,
    findings: &'a mut Vec<Finding>,
}

impl Row<'_> {
    fn report(&mut self, column: &str, kind: &str, what: impl Into<String>, hint: &str) {
        self.findings.push(finding(Some(self.raw.line), Some(column), kind, what, hint));
    }

    fn entry(&mut self) -> Option<Entry> {
        if self.raw.cells.len() != self.columns.width {
            let (has, wants) = (self.raw.cells.len(), self.columns.width);
            let what = format!("has {has} cells where the first line has {wants}");
            let hint = "put cells that hold a comma in quotes, and leave no cell out";
            self.findings.push(finding(Some(self.raw.line), None, "width", what, hint));
            return None;
        }
        self.check_text();
        let id = self.required("id");
        let (from, to) = (self.date("date_start"), self.date("date_end"));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            self.report("date_end", "order", "lies before date_start", "swap the two dates");
        }
        let note = self.text("withheld_or_disputed");
        let withheld = says_withheld(&note);
        let (stage, stages) = self.stage();
        let entry = Entry {
            line: self.raw.line,
            id: id?,
            from: from?,
            to: to?,
            conflict: self.required("conflict")?,
            kind: self.kind()?,
            outcome: self.outcome()?,
            agreement: Some(self.text("agreement")).filter(|name| !name.is_empty()),
            stage,
            stages,
            label: self.text("stage_label"),
            to_a: self.direction(Side::A, withheld)?,
            to_b: self.direction(Side::B, withheld)?,
            categories: self.text("categories"),
            place: self.text("place"),
            mediator: self.text("mediator"),
            note,
            source: self.source()?,
        };
        Some(entry)
    }

    fn text(&self, column: &str) -> String {
        let place = self.columns.places.get(column).copied();
        let cell = place.and_then(|place| self.raw.cells.get(place));
        cell.map(|cell| cell.trim().to_owned()).unwrap_or_default()
    }

    /// Refuses what could move a terminal's cursor or fill a screen.
    fn check_text(&mut self) {
        for column in COLUMNS {
            let text = self.text(column);
            if text.chars().any(char::is_control) {
                self.report(column, "control", "holds a control character", "remove it");
            }
            if text.chars().count() > LEDGER_CELL_CHARS_MAX {
                let what = format!("is longer than {LEDGER_CELL_CHARS_MAX} characters");
                self.report(column, "too-long", what, "shorten it");
            }
        }
    }

    fn required(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            self.report(column, "missing", "is empty", "fill it in");
            return None;
        }
        Some(text)
    }

    fn source(&mut self) -> Option<String> {
        let text = self.required("source_url")?;
        if !text.contains("http://") && !text.contains("https://") {
            let hint =
                "give the address of the page that says so; a figure without one is a rumour";
            self.report("source_url", "no-source", "is no web address", hint);
            return None;
        }
        Some(text)
    }

    fn date(&mut self, column: &str) -> Option<Date> {
        let text = self.required(column)?;
        let date = Some(&text).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
        if date.is_none() {
            let what = format!("`{}` is not a date", clip(&text));
            self.report(column, "date", what, "write YYYY-MM-DD, a day that exists");
        }
        date
    }

    fn number(&mut self, column: &str) -> Result<Option<u32>, ()> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let plain = text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = Some(&text).filter(|_| plain).and_then(|text| text.parse::<u32>().ok());
        if let Some(number) = number.filter(|number| *number <= LEDGER_FIGURE_MAX) {
            return Ok(Some(number));
        }
        let what = format!("`{}` is not a number of people", clip(&text));
        let hint = "write digits only, and leave the cell empty where no number is known";
        self.report(column, "number", what, hint);
        Err(())
    }

    fn figure(&mut self, column: &str, withheld: bool) -> Result<Figure, ()> {
        if self.text(column) == "some" {
            return Ok(Figure::Some);
        }
        let unknown = if withheld { Figure::Withheld } else { Figure::NotGiven };
        Ok(self.number(column)?.map_or(unknown, Figure::Exactly))
    }

    fn direction(&mut self, side: Side, withheld: bool) -> Option<Direction> {
        let word = match side {
            Side::A => "a",
            Side::B => "b",
        };
        let column = |form: &str| form.replace('@', word);
        let name = self.required(&column("side_@"));
        let returned = self.figure(&column("returned_to_@"), withheld);
        let civilians = self.figure(&column("of_which_civilians_@"), withheld);
        let by_a = self.number(&column("returned_to_@_per_a"));
        let by_b = self.number(&column("returned_to_@_per_b"));
        let agreed = self.number(&column("agreed_@"));
        let both = returned.ok().and_then(Figure::exactly).zip(civilians.ok()?.exactly());
        if let Some((all, civilians)) = both.filter(|(all, civilians)| civilians > all) {
            let what = format!("{civilians} civilians among {all} people");
            let hint = "civilians are counted inside the total; correct one of the two";
            self.report(&column("of_which_civilians_@"), "sum", what, hint);
            return None;
        }
        Some(Direction {
            name: name?,
            returned: returned.ok()?,
            civilians: civilians.ok()?,
            by_a: by_a.ok()?,
            by_b: by_b.ok()?,
            agreed: agreed.ok()?,
        })
    }

    fn kind(&mut self) -> Option<Kind> {
        match self.required("kind")?.as_str() {
            "live" => Some(Kind::People),
            "remains" => Some(Kind::Remains),
            other => {
                let what = format!("`{}` is no kind of handover", clip(other));
                self.report("kind", "kind", what, "write live or remains");
                None
            }
        }
    }

    /// Reads the first word; what follows is a remark, as in `agreed (delivery not in source)`.
    fn outcome(&mut self) -> Option<Outcome> {
        let text = self.required("status")?;
        let word = text.split([' ', '/', '(']).next().unwrap_or_default();
        match word {
            "done" => Some(Outcome::Done),
            "aborted" => Some(Outcome::Aborted),
            "disputed" => Some(Outcome::DidNotHappen),
            "agreed" => Some(Outcome::Agreed),
            _ => {
                let what = format!("`{}` is no outcome of a handover", clip(&text));
                let hint = "begin it with done, aborted, disputed or agreed";
                self.report("status", "status", what, hint);
                None
            }
        }
    }

    /// Finds "stage 8 of 9" in the label. A label without it is a label, not a flaw.
    fn stage(&mut self) -> (Option<StageNumber>, Option<u16>) {
        let label = self.text("stage_label");
        let Some(rest) = label.strip_prefix("stage ") else { return (None, None) };
        let words: Vec<&str> = rest.split_whitespace().take(3).collect();
        let read = match words.as_slice() {
            [number, "of", of] => number.parse::<u16>().ok().zip(of.parse::<u16>().ok()),
            _ => None,
        };
        match read {
            Some((number, of)) if number >= 1 && number <= of => {
                (Some(StageNumber(number)), Some(of))
            }
            _ => {
                let what = format!("`{}` does not say which stage of how many", clip(&label));
                self.report("stage_label", "stage", what, "write it as: stage 8 of 9");
                (None, None)
            }
        }
    }
}

/// Says whether a note tells that the numbers were withheld. Names, or a split, may be withheld while
/// the numbers are known, so one part of the note must speak of numbers and of withholding.
fn says_withheld(note: &str) -> bool {
    let note = note.to_lowercase();
    note.split(';').any(|part| {
        let words: BTreeSet<&str> = part.split(|c: char| !c.is_alphabetic()).collect();
        words.contains("withheld") && (words.contains("numbers") || words.contains("number"))
    })
}

/// Shortens what is quoted back in a message.
fn clip(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}

#[cfg(test)]
pub(crate) mod tests;
