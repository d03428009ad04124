//! A draft can still be answered. A closed list can no longer change.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FindingKey, Line, Table};
use crate::vocabulary::{Finding, LineId, Severity};

/// What became of one row of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFate {
    /// Text above the header, a repeated header, or a row that numbers the columns.
    Title,
    /// The header.
    Header,
    /// Nothing stands in it.
    Blank,
    /// It became a line.
    Read,
    /// It could not be used; a finding says why.
    SetAside,
}

/// How many rows met which fate. The parts add up to the rows of the sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows of the sheet.
    pub rows: u32,
    /// Rows that became lines.
    pub read: u32,
    /// Rows that could not be used.
    pub set_aside: u32,
    /// Blank rows.
    pub blank: u32,
    /// The header, titles, and what repeats them.
    pub title: u32,
}

/// A list as read, with what is wrong with it. It can still be answered, and not yet be used.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftList {
    table: Table,
    today: Date,
    lines: Vec<Line>,
    findings: BTreeMap<FindingKey, Finding>,
    fates: Vec<RowFate>,
}

impl DraftList {
    /// Only [`super::read`] makes a draft.
    pub(super) fn new(
        table: Table,
        today: Date,
        lines: Vec<Line>,
        (findings, fates): (BTreeMap<FindingKey, Finding>, Vec<RowFate>),
    ) -> Self {
        Self { table, today, lines, findings, fates }
    }

    /// The sheet from which it was read.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The day against which it was read.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The lines that were read, in the order of the sheet.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Takes the lines out, for a use that needs no closed list.
    pub fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// What is wrong: first with the whole list and its columns, then row by row.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = &Finding> {
        self.findings.values()
    }

    /// What is wrong, each with the key by which it is answered.
    pub fn keyed_findings(&self) -> &BTreeMap<FindingKey, Finding> {
        &self.findings
    }

    /// The findings that must be answered before the list may be closed.
    pub fn questions(&self) -> impl Iterator<Item = (FindingKey, &Finding)> {
        self.findings
            .iter()
            .filter(|(_, finding)| finding.severity == Severity::Question)
            .map(|(key, finding)| (*key, finding))
    }

    /// What became of each row, from the first.
    pub fn fates(&self) -> &[RowFate] {
        &self.fates
    }

    /// Counts the fates of the rows.
    pub fn tally(&self) -> Tally {
        let count = |wanted: &[RowFate]| {
            let found = self.fates.iter().filter(|fate| wanted.contains(fate)).count();
            u32::try_from(found).expect("rows are limited")
        };
        Tally {
            rows: u32::try_from(self.fates.len()).expect("rows are limited"),
            read: count(&[RowFate::Read]),
            set_aside: count(&[RowFate::SetAside]),
            blank: count(&[RowFate::Blank]),
            title: count(&[RowFate::Title, RowFate::Header]),
        }
    }
}

/// A list that can no longer change. It is what gets compared, planned from and sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosedList {
    lines: Vec<Line>,
    places: BTreeMap<LineId, usize>,
}

impl ClosedList {
    /// Every line, in the order of the sheet.
    pub fn lines(&self) -> std::slice::Iter<'_, Line> {
        self.lines.iter()
    }

    /// The line with this reference.
    pub fn line(&self, id: &LineId) -> Option<&Line> {
        self.places.get(id).and_then(|place| self.lines.get(*place))
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Says whether the list has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Puts a closed list together from lines that were closed before and kept in a vault.
    pub fn reopened(lines: Vec<Line>) -> Self {
        let places = lines.iter().enumerate().map(|(at, line)| (line.id.clone(), at)).collect();
        Self { lines, places }
    }

    /// Gives each line a new reference, made from its row.
    #[must_use]
    pub fn with_ids(self, id: impl Fn(u32) -> LineId) -> Self {
        let renamed = |line: Line| Line { id: id(line.row), ..line };
        Self::reopened(self.lines.into_iter().map(renamed).collect())
    }
}
