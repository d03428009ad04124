//! Findings as they are gathered while a list is read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::sheet::number;
use super::{FindingKey, Flaw};
use crate::vocabulary::Finding;

/// Gathers findings, each with the key by which it is answered.
pub(super) struct Remarks {
    labels: Vec<String>,
    found: BTreeMap<FindingKey, Finding>,
}

impl Remarks {
    pub(super) fn new(labels: Vec<String>) -> Self {
        Self { labels, found: BTreeMap::new() }
    }

    /// A remark on the whole list.
    pub(super) fn list(&mut self, flaw: Flaw, what: String, hint: &str) {
        self.add(FindingKey { row: None, column: None, flaw }, what, hint);
    }

    /// A remark on a column, counted from 0.
    pub(super) fn column(&mut self, column: usize, flaw: Flaw, what: String, hint: &str) {
        self.add(FindingKey { row: None, column: Some(number(column)), flaw }, what, hint);
    }

    /// A remark on a row, counted from 1, and perhaps one of its columns, counted from 0.
    pub(super) fn row(
        &mut self,
        (row, column): (u32, Option<usize>),
        flaw: Flaw,
        what: String,
        hint: &str,
    ) {
        self.add(FindingKey { row: Some(row), column: column.map(number), flaw }, what, hint);
    }

    fn add(&mut self, key: FindingKey, what: String, hint: &str) {
        let label = key.column.and_then(|column| self.labels.get(place_of(column))).cloned();
        let finding = Finding {
            row: key.row,
            column: label,
            severity: key.flaw.severity(),
            kind: key.flaw.word().to_owned(),
            what,
            hint: hint.to_owned(),
        };
        // One key, one answer: a second remark of the same kind on the same cell joins the first.
        match self.found.entry(key) {
            Entry::Vacant(place) => drop(place.insert(finding)),
            Entry::Occupied(mut known) => {
                let what = &mut known.get_mut().what;
                what.push_str("; ");
                what.push_str(&finding.what);
            }
        }
    }

    /// Says whether anything was remarked about a cell.
    pub(super) fn has(&self, (row, column): (u32, Option<usize>)) -> bool {
        let place = (Some(row), column.map(number));
        self.found.keys().any(|key| (key.row, key.column) == place)
    }

    /// Takes over what was gathered for one row.
    pub(super) fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// Returns all, those on the whole list first, then by row and column.
    pub(super) fn into_sorted(self) -> BTreeMap<FindingKey, Finding> {
        self.found
    }
}

/// Turns a number that people count from 1 into a place counted from 0.
pub(super) fn place_of(number: u32) -> usize {
    usize::try_from(number.saturating_sub(1)).expect("a sheet is smaller than the address space")
}
