//! A draft can still be answered. A closed list can no longer change.

use std::collections::BTreeMap;

use super::Line;
use crate::vocabulary::{Finding, LineId};

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

/// A list as read, with what is wrong with it. It can still be answered, and not yet be used.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftList {
    lines: Vec<Line>,
    findings: Vec<Finding>,
    fates: Vec<RowFate>,
}

impl DraftList {
    /// The lines that were read, in the order of the sheet.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What is wrong, in the order of the sheet.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What became of each row, from the first.
    pub fn fates(&self) -> &[RowFate] {
        &self.fates
    }
}

/// A list that can no longer change. It is what gets compared, planned from and sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosedList {
    lines: BTreeMap<LineId, Line>,
}

impl ClosedList {
    /// Every line, in the order of their references.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &Line> {
        self.lines.values()
    }

    /// The line with this reference.
    pub fn line(&self, id: &LineId) -> Option<&Line> {
        self.lines.get(id)
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
        Self { lines: lines.into_iter().map(|line| (line.id.clone(), line)).collect() }
    }
}
