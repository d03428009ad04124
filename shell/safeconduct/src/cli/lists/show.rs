//! Showing what was read.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::lists::{DraftList, Field, FindingKey, RowFate};
use exchange::vocabulary::{Finding, Severity};
use serde_json::json;

use super::super::{Failure, Out, counted};
use super::maps;
use crate::workbook::Workbook;

/// Kinds of findings shown on a screen; the rest is counted, and stands in `--out` and `--json`.
const SHOWN_MAX: usize = 60;

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
    if book.table.map.is_some() {
        out.line("columns:")?;
        maps::tell(&maps::columns_of(&book.table, file)?, out)?;
    }
    let count = |wanted| draft.findings().filter(|finding| finding.severity == wanted).count();
    out.line(format!(
        "findings: {}, {}, {} set aside",
        counted(count(Severity::Question), "question"),
        counted(count(Severity::Note), "note"),
        counted(count(Severity::SetAside), "row")
    ))?;
    let groups = alike(draft);
    for group in groups.iter().take(SHOWN_MAX) {
        for line in told(group) {
            out.line(line)?;
        }
    }
    let more: usize = groups.iter().skip(SHOWN_MAX).map(Vec::len).sum();
    if more > 0 {
        out.line(format!("  ... and {more} more; see them all with --out FILE or --json"))?;
    }
    if count(Severity::Question) > 0 {
        out.line("to close the list, write the questions with --questions FILE and answer each")?;
    }
    Ok(())
}

/// A finding with the key by which it is answered.
type Keyed<'a> = (&'a FindingKey, &'a Finding);

/// Puts together what is alike: the same flaw in the same column, with the same way out. What asks for
/// an answer comes first; within that, the order of the sheet.
fn alike(draft: &DraftList) -> Vec<Vec<Keyed<'_>>> {
    let weight = |finding: &Finding| match finding.severity {
        Severity::Question => 0,
        Severity::SetAside => 1,
        Severity::Note => 2,
    };
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Keyed<'_>>> = Vec::new();
    for (key, finding) in draft.keyed_findings() {
        let kind = (key.flaw, key.column, &finding.hint);
        let place = *places.entry(kind).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push((key, finding));
    }
    groups.sort_by_key(|group| weight(group[0].1));
    groups
}

/// So many findings of one kind are told one by one.
const ONE_BY_ONE_MAX: usize = 3;

/// So many rows of a group are named.
const ROWS_NAMED_MAX: usize = 3;

/// Tells what is alike: a few one by one, many in one line.
fn told(group: &[Keyed<'_>]) -> Vec<String> {
    let weight = match group[0].1.severity {
        Severity::Note => "note",
        Severity::Question => "question",
        Severity::SetAside => "set aside",
    };
    if group.len() <= ONE_BY_ONE_MAX {
        let one = |(key, finding): &Keyed<'_>| format!("  {weight}: {finding}  [{key}]");
        return group.iter().map(one).collect();
    }
    let (key, first) = group[0];
    let column = first.column.as_ref().map_or_else(String::new, |column| format!("{column}: "));
    let same = group.iter().all(|(_, finding)| finding.what == first.what);
    let such = if same { "" } else { "such as " };
    let rows: Vec<String> =
        group.iter().filter_map(|(key, _)| key.row).map(|row| row.to_string()).collect();
    let named = rows.iter().take(ROWS_NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
    let left = rows.len().saturating_sub(ROWS_NAMED_MAX);
    let and = if left > 0 { format!(" and {left} more") } else { String::new() };
    vec![format!(
        "  {weight}: {} lines: {column}{such}{}; {}: rows {named}{and}  [{}]",
        group.len(),
        first.what,
        first.hint,
        key.flaw
    )]
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
