//! What changed from one version of a list to the next.

use std::collections::{BTreeMap, BTreeSet};

use super::{ClosedList, Field, Line};
use crate::vocabulary::LineId;

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A line that the older version had not.
    Added {
        /// The line in the newer version.
        line: LineId,
    },
    /// A line that the newer version has no more.
    Removed {
        /// The line in the older version.
        line: LineId,
    },
    /// A line that stands in both with other words.
    Altered {
        /// The line in the older version.
        was: LineId,
        /// The line in the newer version.
        line: LineId,
        /// The fields that differ.
        fields: Vec<Field>,
    },
}

/// Compares two versions line by line.
///
/// Lines belong together by the sender's own reference, else by name and birth date, each used once.
/// First the changes in the order of the newer version, then what is gone in the order of the older.
pub fn difference(older: &ClosedList, newer: &ClosedList) -> Vec<Change> {
    let mut by_key: BTreeMap<String, Vec<&Line>> = BTreeMap::new();
    for line in older.lines() {
        by_key.entry(key(line)).or_default().push(line);
    }
    for lines in by_key.values_mut() {
        lines.reverse();
    }
    let mut changes = Vec::new();
    let mut kept = BTreeSet::new();
    for line in newer.lines() {
        let Some(was) = by_key.get_mut(&key(line)).and_then(Vec::pop) else {
            changes.push(Change::Added { line: line.id.clone() });
            continue;
        };
        kept.insert(was.id.clone());
        let fields: Vec<Field> = Field::ALL
            .into_iter()
            .filter(|field| *field != Field::Ordinal && was.text(*field) != line.text(*field))
            .collect();
        if !fields.is_empty() {
            changes.push(Change::Altered { was: was.id.clone(), line: line.id.clone(), fields });
        }
    }
    let gone = older.lines().filter(|line| !kept.contains(&line.id));
    changes.extend(gone.map(|line| Change::Removed { line: line.id.clone() }));
    changes
}

fn key(line: &Line) -> String {
    if let Some(id) = line.text(Field::Id) {
        return format!("id|{id}");
    }
    [Field::Surname, Field::GivenName, Field::Patronymic, Field::BirthDate]
        .map(|field| line.text(field).unwrap_or_default().to_lowercase())
        .join("|")
}
