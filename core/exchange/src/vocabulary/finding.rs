//! A flaw in what somebody handed us, carried along as data and never repaired in silence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; a list may be closed over it.
    Note,
    /// Must be answered before a list may be closed.
    Question,
    /// The row could not be used and was set aside.
    SetAside,
}

/// One flaw: where it is, what it is, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// The row as the sender's program numbers it, counted from 1; none when the whole input is meant.
    pub row: Option<u32>,
    /// The column by its header, where one column is meant.
    pub column: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// A stable kebab-case word for the kind of flaw, such as `impossible-date`.
    pub kind: String,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What to do about it: lower case, no full stop.
    pub hint: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "line {row}: ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}; {}", self.what, self.hint)
    }
}
