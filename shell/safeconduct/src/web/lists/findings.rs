//! What is wrong with a list, row by row: counted by kind, and each with what is there and how to mend it.

use std::collections::BTreeMap;

use exchange::lists::{DraftList, FindingKey, Flaw, Table};
use exchange::vocabulary::{Finding, Severity};

use super::paging::Pages;
use crate::web::words::Words;
use crate::workbook::cell_text;

/// Findings on one page.
const FINDINGS: usize = 100;
/// So much of a cell is shown.
const CELL_LETTERS_MAX: usize = 200;

/// A kind of finding, and how many there are.
pub(super) struct Kind {
    pub(super) word: &'static str,
    pub(super) name: String,
    pub(super) weight: String,
    pub(super) is_question: bool,
    pub(super) count: usize,
    pub(super) is_chosen: bool,
}

impl Kind {
    /// Counts kinds of flaw; those that ask for an answer stand first.
    pub(super) fn count(
        words: Words,
        flaws: impl Iterator<Item = Flaw>,
        chosen: Option<Flaw>,
    ) -> Vec<Self> {
        let mut counts: BTreeMap<Flaw, usize> = BTreeMap::new();
        for flaw in flaws {
            *counts.entry(flaw).or_default() += 1;
        }
        let mut kinds: Vec<(Flaw, usize)> = counts.into_iter().collect();
        kinds.sort_by_key(|(flaw, count)| (heaviness(flaw.severity()), usize::MAX - count));
        let one = |(flaw, count): (Flaw, usize)| Self {
            word: flaw.word(),
            name: words.t(&format!("flaw-{flaw}")),
            weight: weight(words, flaw.severity()),
            is_question: flaw.severity() == Severity::Question,
            count,
            is_chosen: chosen == Some(flaw),
        };
        kinds.into_iter().map(one).collect()
    }
}

/// One finding.
pub(super) struct Told {
    pub(super) key: String,
    pub(super) row: Option<u32>,
    pub(super) column: String,
    pub(super) name: String,
    pub(super) weight: String,
    pub(super) is_question: bool,
    /// What is wrong, as the core says it.
    pub(super) what: String,
    /// What stands in the cell; none, where it is about no single cell.
    pub(super) cell: Option<String>,
    /// How to mend it, as the core says it.
    pub(super) hint: String,
}

impl Told {
    pub(super) fn of(
        words: Words,
        table: &Table,
        (key, finding): (FindingKey, &Finding),
        is_hidden: bool,
    ) -> Self {
        let cell = cell_of(table, key);
        let cell = if is_hidden { cell.map(|_| words.t("person-hidden")) } else { cell };
        Self {
            key: key.to_string(),
            row: key.row,
            column: finding.column.clone().unwrap_or_default(),
            name: words.t(&format!("flaw-{}", key.flaw)),
            weight: weight(words, finding.severity),
            is_question: finding.severity == Severity::Question,
            what: finding.what.clone(),
            cell,
            hint: finding.hint.clone(),
        }
    }
}

/// The findings of a list, a page of them, of all kinds or of one.
pub(super) struct Findings {
    pub(super) base: String,
    pub(super) kinds: Vec<Kind>,
    pub(super) all: usize,
    pub(super) is_of_all: bool,
    pub(super) rows: Vec<Told>,
    pub(super) pages: Pages,
}

impl Findings {
    /// Puts a page together. `hides` says in which columns, counted from 0, the reader may not read.
    pub(super) fn of(
        words: Words,
        (draft, base): (&DraftList, String),
        (kind, page): (Option<&str>, Option<&str>),
        hides: &dyn Fn(usize) -> bool,
    ) -> Self {
        let chosen = kind.and_then(Flaw::of_word);
        let flaws = draft.keyed_findings().keys().map(|key| key.flaw);
        let kinds = Kind::count(words, flaws, chosen);
        let wanted = draft.keyed_findings().iter();
        let wanted: Vec<(&FindingKey, &Finding)> =
            wanted.filter(|(key, _)| chosen.is_none_or(|flaw| key.flaw == flaw)).collect();
        let to = |page: usize| match chosen {
            Some(flaw) => format!("{base}?kind={flaw}&page={page}"),
            None => format!("{base}?page={page}"),
        };
        let pages = Pages::of(wanted.len(), (FINDINGS, page), to);
        let is_hidden = |key: &FindingKey| {
            key.column.is_some_and(|column| hides(column.saturating_sub(1) as usize))
        };
        let rows = wanted[pages.places()]
            .iter()
            .map(|(key, finding)| Told::of(words, draft.table(), (**key, finding), is_hidden(key)));
        Self {
            kinds,
            all: draft.keyed_findings().len(),
            is_of_all: chosen.is_none(),
            rows: rows.collect(),
            base: base.clone(),
            pages,
        }
    }
}

/// What asks for an answer stands first.
fn heaviness(severity: Severity) -> u8 {
    match severity {
        Severity::Question => 0,
        Severity::SetAside => 1,
        Severity::Note => 2,
    }
}

fn weight(words: Words, severity: Severity) -> String {
    words.t(match severity {
        Severity::Question => "findings-question",
        Severity::SetAside => "findings-set-aside",
        Severity::Note => "findings-note",
    })
}

/// What stands in the cell that a finding is about.
pub(super) fn cell_of(table: &Table, key: FindingKey) -> Option<String> {
    let (row, column) = (key.row?, key.column?);
    let cells = table.rows.get(row.checked_sub(1)? as usize)?;
    let text = cells.get(column.checked_sub(1)? as usize).map(cell_text).unwrap_or_default();
    Some(shortened(&text))
}

/// The beginning of a text that may be long.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= CELL_LETTERS_MAX {
        return text.to_owned();
    }
    let start: String = text.chars().take(CELL_LETTERS_MAX).collect();
    format!("{start}…")
}
