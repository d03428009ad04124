//! Showing what was read.

use std::path::Path;

use exchange::lists::{DraftList, Field, RowFate};
use exchange::vocabulary::Severity;
use serde_json::json;

use super::super::{Failure, Out};
use crate::workbook::Workbook;

/// Findings shown on a screen; the rest is counted, and stands in `--out` and `--json`.
const SHOWN_MAX: usize = 200;

/// Shows a list in words.
pub(super) fn text(
    out: &mut Out,
    file: &Path,
    book: &Workbook,
    draft: &DraftList,
) -> Result<(), Failure> {
    let tally = draft.tally();
    out.line(format!("{}: {}", file.display(), book.how))?;
    out.line(format!(
        "rows: {} = {} read + {} set aside + {} blank + {} header and titles",
        tally.rows, tally.read, tally.set_aside, tally.blank, tally.title
    ))?;
    let present: Vec<String> = Field::ALL
        .into_iter()
        .map(|field| {
            (field, draft.lines().iter().filter(|line| line.text(field).is_some()).count())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| format!("{field} {count}"))
        .collect();
    out.line(format!("read: {}", present.join(", ")))?;
    let count = |wanted| draft.findings().filter(|finding| finding.severity == wanted).count();
    out.line(format!(
        "findings: {} questions, {} notes, {} rows set aside",
        count(Severity::Question),
        count(Severity::Note),
        count(Severity::SetAside)
    ))?;
    let mut findings: Vec<_> = draft.keyed_findings().iter().collect();
    // What asks for an answer first; within that, in the order of the sheet.
    findings.sort_by_key(|(_, finding)| match finding.severity {
        Severity::Question => 0,
        Severity::SetAside => 1,
        Severity::Note => 2,
    });
    for (key, finding) in findings.into_iter().take(SHOWN_MAX) {
        let weight = match finding.severity {
            Severity::Note => "note",
            Severity::Question => "question",
            Severity::SetAside => "set aside",
        };
        out.line(format!("  {weight}: {finding}  [{key}]"))?;
    }
    let more = draft.findings().len().saturating_sub(SHOWN_MAX);
    if more > 0 {
        out.line(format!("  ... and {more} more; see them all with --out FILE or --json"))?;
    }
    if count(Severity::Question) > 0 {
        out.line("to close the list, write the questions with --questions FILE and answer each")?;
    }
    Ok(())
}

/// Shows a list for a program.
pub(super) fn json(out: &mut Out, book: &Workbook, draft: &DraftList) -> Result<(), Failure> {
    let lines: Vec<_> = draft
        .lines()
        .iter()
        .map(|line| {
            let fields: serde_json::Map<_, _> = line
                .fields
                .iter()
                .map(|(field, text)| (field.word().to_owned(), json!(text.open())))
                .collect();
            json!({ "line": line.id, "row": line.row, "fields": fields, "facts": line.facts })
        })
        .collect();
    let findings: Vec<_> = draft
        .keyed_findings()
        .iter()
        .map(|(key, finding)| json!({ "key": key, "finding": finding }))
        .collect();
    let fates: Vec<&str> = draft
        .fates()
        .iter()
        .map(|fate| match fate {
            RowFate::Title => "title",
            RowFate::Header => "header",
            RowFate::Blank => "blank",
            RowFate::Read => "read",
            RowFate::SetAside => "set-aside",
        })
        .collect();
    let all = json!({
        "how": book.how,
        "today": draft.today(),
        "tally": draft.tally(),
        "rows": fates,
        "lines": lines,
        "findings": findings,
    });
    out.line(all.to_string())
}
