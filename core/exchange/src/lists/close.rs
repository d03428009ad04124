//! Answering what is wrong with a draft, and closing it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::remarks::place_of;
use super::{Cell, ClosedList, DraftList, FindingKey, Refusal, RowFate, Table, read};
use crate::vocabulary::Private;

/// What an officer decides about a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// It stays as it stands.
    Keep,
    /// The cell says something else. On a head of a column, the head does.
    Correct(Private<String>),
    /// The row is not used. On a column, the column is not.
    SetAside,
}

impl Resolution {
    /// Returns what was decided, without the words.
    pub fn kind(&self) -> ResolutionKind {
        match self {
            Self::Keep => ResolutionKind::Keep,
            Self::Correct(_) => ResolutionKind::Correct,
            Self::SetAside => ResolutionKind::SetAside,
        }
    }
}

/// What was decided about a finding, without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResolutionKind {
    /// It stays as it stands.
    Keep,
    /// The cell was corrected.
    Correct,
    /// The row or column is not used.
    SetAside,
}

/// An answer to one finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The finding.
    pub key: FindingKey,
    /// What is decided.
    pub resolution: Resolution,
    /// Why, or where the correction comes from.
    pub reason: Private<String>,
}

/// An answer in the vault.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    key: FindingKey,
    resolution: ResolutionKind,
    value: Option<String>,
    reason: String,
}

impl Answer {
    /// Writes the answer as the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let value = match &self.resolution {
            Resolution::Correct(value) => Some(value.open().clone()),
            Resolution::Keep | Resolution::SetAside => None,
        };
        let record = Record {
            key: self.key,
            resolution: self.resolution.kind(),
            value,
            reason: self.reason.open().clone(),
        };
        serde_json::to_vec(&record).expect("plain values are JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are not an answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let record: Record = serde_json::from_slice(bytes)?;
        let resolution = match record.resolution {
            ResolutionKind::Keep => Resolution::Keep,
            ResolutionKind::Correct => {
                Resolution::Correct(Private::new(record.value.unwrap_or_default()))
            }
            ResolutionKind::SetAside => Resolution::SetAside,
        };
        Ok(Self { key: record.key, resolution, reason: Private::new(record.reason) })
    }
}

impl DraftList {
    /// Answers every question with "as it stands", for the one reason given.
    pub fn keep_all(&self, reason: &str) -> Vec<Answer> {
        self.questions()
            .map(|(key, _)| Answer {
                key,
                resolution: Resolution::Keep,
                reason: Private::new(reason.to_owned()),
            })
            .collect()
    }

    /// Reads the sheet again with the corrections in it. New findings may come up.
    ///
    /// # Errors
    /// When an answer is to nothing that was found, when two answer one finding, when a reason is
    /// missing, or when the corrected sheet cannot be read.
    pub fn corrected(&self, answers: &[Answer]) -> Result<Self, Refusal> {
        let mut seen = BTreeSet::new();
        for answer in answers {
            if !seen.insert(answer.key) {
                return Err(Refusal::AnsweredTwice { key: answer.key });
            }
            let corrects = matches!(answer.resolution, Resolution::Correct(_));
            if !corrects && answer.reason.open().trim().is_empty() {
                return Err(Refusal::NoReason { key: answer.key });
            }
        }
        let mut table = self.table().clone();
        for answer in answers {
            if let Resolution::Correct(value) = &answer.resolution {
                self.correct(&mut table, answer.key, value.open())?;
            }
        }
        let corrected = read(&table, self.today())?;
        let known = |key| {
            self.keyed_findings().contains_key(key) || corrected.keyed_findings().contains_key(key)
        };
        if let Some(stray) = answers.iter().find(|answer| !known(&answer.key)) {
            return Err(Refusal::NoSuchFinding { key: stray.key });
        }
        Ok(corrected)
    }

    /// The questions of a list that was [corrected](Self::corrected) by these answers which keep it from being
    /// closed: those without an answer, and those that a correction left as they were. A row that is set aside
    /// has none.
    pub fn unsettled(&self, answers: &[Answer]) -> Vec<FindingKey> {
        let by_key: BTreeMap<FindingKey, &Answer> =
            answers.iter().map(|answer| (answer.key, answer)).collect();
        let aside = rows_aside(answers);
        let open = |key: &FindingKey| {
            !key.row.is_some_and(|row| aside.contains(&row))
                && by_key
                    .get(key)
                    .is_none_or(|answer| answer.resolution.kind() == ResolutionKind::Correct)
        };
        self.questions().map(|(key, _)| key).filter(open).collect()
    }

    fn correct(&self, table: &mut Table, key: FindingKey, value: &str) -> Result<(), Refusal> {
        let Some(column) = key.column else { return Err(Refusal::NothingToCorrect { key }) };
        let row = match key.row {
            Some(row) => Some(place_of(row)),
            None => self.fates().iter().position(|fate| *fate == RowFate::Header),
        };
        let cells = row.and_then(|row| table.rows.get_mut(row));
        let cells = cells.ok_or(Refusal::NoSuchFinding { key })?;
        let column = place_of(column);
        if column >= super::COLUMNS_MAX {
            return Err(Refusal::NoSuchFinding { key });
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = Cell::Text(value.to_owned());
        Ok(())
    }

    /// Closes the list: every question answered, corrections read, rows that were set aside left out.
    ///
    /// # Errors
    /// When a question is open, an answer is no answer, or a correction is itself in question.
    pub fn close(&self, answers: &[Answer]) -> Result<ClosedList, Refusal> {
        let corrected = self.corrected(answers)?;
        let aside = rows_aside(answers);
        let still = corrected.unsettled(answers);
        if let Some(key) = still.first() {
            let was_corrected = answers.iter().any(|answer| answer.key == *key);
            return Err(if was_corrected {
                Refusal::StillWrong { key: *key }
            } else {
                Refusal::Unanswered { count: still.len(), first: *key }
            });
        }
        let lines: Vec<_> =
            corrected.into_lines().into_iter().filter(|line| !aside.contains(&line.row)).collect();
        if lines.is_empty() {
            return Err(Refusal::NothingLeft);
        }
        Ok(ClosedList::reopened(lines))
    }
}

/// The rows that answers set aside.
fn rows_aside(answers: &[Answer]) -> BTreeSet<u32> {
    answers
        .iter()
        .filter(|answer| answer.resolution == Resolution::SetAside)
        .filter_map(|answer| answer.key.row)
        .collect()
}
