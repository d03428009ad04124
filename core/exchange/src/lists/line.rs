//! One line of a list: what one row says about one person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Field;
use crate::vocabulary::{Facts, LineId, Private};

/// One row of a list, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The line's reference. It follows the line wherever it goes.
    pub id: LineId,
    /// The row as the sender's program numbers it, counted from 1.
    pub row: u32,
    /// What stands in the row. Text is trimmed and otherwise as written; dates that could be read are
    /// ISO 8601; what the sender called unknown is absent.
    pub fields: BTreeMap<Field, Private<String>>,
    /// What could be read for certain, for a category to ask about.
    pub facts: Facts,
}

impl Line {
    /// Returns the text of a field, where the line has one.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(|text| text.open().as_str())
    }

    /// Writes the line as the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let record = Record {
            line: self.id.clone(),
            row: self.row,
            fields: self.fields.iter().map(|(field, text)| (*field, text.open().clone())).collect(),
            facts: self.facts.clone(),
        };
        serde_json::to_vec(&record).expect("a map of text keys and plain values is JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are not a line.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let record: Record = serde_json::from_slice(bytes)?;
        Ok(Self {
            id: record.line,
            row: record.row,
            fields: record.fields.into_iter().map(|(f, text)| (f, Private::new(text))).collect(),
            facts: record.facts,
        })
    }
}

/// A line in the vault. Only there may its text be written out.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    line: LineId,
    row: u32,
    fields: BTreeMap<Field, String>,
    facts: Facts,
}
