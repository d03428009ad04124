//! Questions as a file that an officer answers in a spreadsheet program.

use std::path::Path;

use exchange::lists::{Answer, Cell, FindingKey, Resolution};
use exchange::vocabulary::{Finding, Private};

use super::super::Failure;
use crate::workbook::{Workbook, csv_bytes};

/// The heads of the file. The last three are the officer's.
const HEADS: [&str; 6] = ["question", "what", "hint", "answer", "value", "reason"];

/// Writes questions to be answered.
pub(super) fn questions<'a>(asked: impl Iterator<Item = (FindingKey, &'a Finding)>) -> Vec<u8> {
    let mut rows = vec![HEADS.map(str::to_owned).to_vec()];
    for (key, finding) in asked {
        let place = match (&finding.row, &finding.column) {
            (Some(row), Some(column)) => format!("line {row}, {column}: "),
            (Some(row), None) => format!("line {row}: "),
            (None, Some(column)) => format!("{column}: "),
            (None, None) => String::new(),
        };
        let what = format!("{place}{}", finding.what);
        let mut row = vec![key.to_string(), what, finding.hint.clone()];
        row.resize(HEADS.len(), String::new());
        rows.push(row);
    }
    csv_bytes(&rows)
}

/// Reads answered questions. A question whose answer is left empty stays open.
pub(super) fn read(path: &Path) -> Result<Vec<Answer>, Failure> {
    let book = Workbook::open(path, None)?;
    let wrong = |row: usize, what: &str| {
        Failure::incomplete(
            format!("{}: line {}: {what}", path.display(), row + 1),
            "answer keep, correct or set-aside; give a value with correct and a reason with the others",
        )
    };
    let text = |cell: Option<&Cell>| match cell {
        Some(Cell::Text(text)) => text.trim().to_owned(),
        Some(Cell::Number(number)) => number.to_string(),
        // What a spreadsheet made a date of was typed as one.
        Some(Cell::Date(date)) => date.to_string(),
        Some(Cell::Empty | Cell::Formula(_)) | None => String::new(),
    };
    let head = book.table.rows.first().cloned().unwrap_or_default();
    let column =
        |name: &str| head.iter().position(|cell| text(Some(cell)).eq_ignore_ascii_case(name));
    let [question, _, _, answer, value, reason] = HEADS.map(column);
    let (Some(question), Some(answer), Some(value), Some(reason)) =
        (question, answer, value, reason)
    else {
        return Err(wrong(
            0,
            "the columns question, answer, value and reason do not all stand here",
        ));
    };
    let mut answers = Vec::new();
    for (at, row) in book.table.rows.iter().enumerate().skip(1) {
        let cell = |column: usize| text(row.get(column));
        if row.iter().all(Cell::is_blank) || cell(answer).is_empty() {
            continue;
        }
        let key = FindingKey::read(&cell(question)).ok_or_else(|| {
            wrong(at, "the column `question` holds no reference such as 14:5:not-a-date")
        })?;
        let resolution = match cell(answer).to_lowercase().as_str() {
            "keep" | "залишити" | "оставить" => Resolution::Keep,
            "correct" | "виправити" | "исправить" => {
                if cell(value).is_empty() {
                    return Err(wrong(at, "correct without a value"));
                }
                Resolution::Correct(Private::new(cell(value)))
            }
            "set-aside" | "set aside" | "відкласти" | "отложить" => {
                Resolution::SetAside
            }
            other => return Err(wrong(at, &format!("`{other}` is no answer"))),
        };
        answers.push(Answer { key, resolution, reason: Private::new(cell(reason)) });
    }
    Ok(answers)
}
