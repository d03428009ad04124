//! The answer to the other side's list: one word a line, in the layout of their sheet or in an agreed one.
//!
//! What is ours stays here: reasons, probabilities, references of people, corrections, and words of any
//! kind. Of their own sheet only the columns come back by which they know a line again. It leaves when two
//! people agreed to the very answer that was drawn up; a verdict that changes after that makes it void.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Comparison, Event, Refusal, Sheet, Verdict, counts};
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange};
use crate::lists::{self, Book, Cell, Field, Purpose, RowFate, Stage, Table};
use crate::vocabulary::{Digest, ListId, RecordId};

/// The fields by which the other side knows a line again. No other comes back to them.
pub const REPLY_FIELDS: [Field; 9] = [
    Field::Id,
    Field::Ordinal,
    Field::Surname,
    Field::GivenName,
    Field::Patronymic,
    Field::FullName,
    Field::BirthDate,
    Field::Rank,
    Field::ServiceNumber,
];

/// The heading of our column in their layout. It is read past when the sheet comes again.
pub const ANSWER_HEADING: &str = "safeconduct: answer";

/// What is said of a row that is about nobody, or was set aside.
pub const NOT_READ_ANSWER: &str = "not-read";

/// Columns of an agreed layout at most.
pub const LAYOUT_COLUMNS_MAX: usize = 20;

/// Characters of a heading or a word of an agreed layout at most.
pub const LAYOUT_CHARACTERS_MAX: usize = 60;

/// What a column of an agreed layout holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplyHolds {
    /// The row in which the line stands in their sheet.
    Row,
    /// The answer.
    Answer,
    /// A field of their line, as they wrote it; one of [`REPLY_FIELDS`].
    #[serde(untagged)]
    Field(Field),
}

/// One column of an agreed layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyColumn {
    /// Its heading.
    pub heading: String,
    /// What it holds.
    pub holds: ReplyHolds,
}

/// In which form the answer is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The agreed columns; none where the answer stands beside their own.
    #[serde(default, rename = "column")]
    pub columns: Vec<ReplyColumn>,
    /// Agreed words for answers, by our word; without one, ours.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

impl Layout {
    /// Reads an agreed layout.
    ///
    /// ```toml
    /// [[column]]
    /// heading = "№"
    /// holds = "row"
    /// [[column]]
    /// heading = "Відповідь"
    /// holds = "answer"
    /// [words]
    /// matched = "підтверджено"
    /// ```
    ///
    /// # Errors
    /// When it is no such file, has no column of answers, a field that does not come back, or a word for
    /// no answer or for two.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let layout: Self = toml::from_str(text)
            .map_err(|error| Refusal::Layout { why: error.message().to_owned() })?;
        layout.check().map_err(|why| Refusal::Layout { why })?;
        Ok(layout)
    }

    fn check(&self) -> Result<(), String> {
        let answers = self.columns.iter().filter(|one| one.holds == ReplyHolds::Answer).count();
        if answers != 1 || self.columns.len() > LAYOUT_COLUMNS_MAX {
            return Err(format!(
                "it has {} columns, {answers} of them for the answer; write 1 to {LAYOUT_COLUMNS_MAX} with \
                 one that holds the answer",
                self.columns.len()
            ));
        }
        let kept = |one: &&ReplyColumn| match one.holds {
            ReplyHolds::Field(field) => !REPLY_FIELDS.contains(&field),
            ReplyHolds::Row | ReplyHolds::Answer => false,
        };
        if let Some(column) = self.columns.iter().find(kept) {
            return Err(format!(
                "the column `{}` holds what does not come back to them; a line is known by {}",
                column.heading,
                REPLY_FIELDS.map(Field::word).join(", ")
            ));
        }
        let known = |word: &str| {
            word == NOT_READ_ANSWER || Verdict::ALL.iter().any(|verdict| verdict.word() == word)
        };
        if let Some(word) = self.words.keys().find(|word| !known(word)) {
            return Err(format!("`{word}` is no answer"));
        }
        let texts = self.columns.iter().map(|one| &one.heading).chain(self.words.values());
        let odd =
            |text: &&String| text.trim().is_empty() || text.chars().count() > LAYOUT_CHARACTERS_MAX;
        if texts.into_iter().any(|text| odd(&text)) {
            return Err(format!("a heading or a word has 1 to {LAYOUT_CHARACTERS_MAX} characters"));
        }
        // Two answers under one word would be told apart by nobody.
        let said: BTreeSet<&str> = answer_words().map(|word| self.word(word)).collect();
        if said.len() == answer_words().count() {
            Ok(())
        } else {
            Err("two answers have one word".to_owned())
        }
    }

    fn word<'a>(&'a self, answer: &'a str) -> &'a str {
        self.words.get(answer).map_or(answer, String::as_str)
    }
}

fn answer_words() -> impl Iterator<Item = &'static str> {
    Verdict::ALL.into_iter().map(Verdict::word).chain([NOT_READ_ANSWER])
}

/// An answer as it was drawn up: what the vault keeps, and what two people agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Their list.
    pub list: ListId,
    /// In which form it is given.
    pub layout: Layout,
    /// The verdict on each line, by the row in which it stands in their sheet.
    pub verdicts: BTreeMap<u32, Verdict>,
}

impl Reply {
    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are no answer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// Lays the answer out on their sheet as they sent it: the rows, and which of them heads the columns,
    /// counted from 0.
    ///
    /// # Errors
    /// When the sheet is not the one that was read.
    pub fn rows(
        &self,
        table: &Table,
        today: jiff::civil::Date,
    ) -> Result<(Vec<Vec<Cell>>, usize), lists::Refusal> {
        if self.layout.columns.is_empty() {
            self.beside(table, today)
        } else {
            self.agreed(table, today)
        }
    }

    /// What is said of a row; nothing of those that are about nobody by their form.
    fn answer(&self, row: u32, fate: RowFate) -> Option<&str> {
        let said = match (self.verdicts.get(&row), fate) {
            (Some(verdict), _) => verdict.word(),
            (None, RowFate::Read | RowFate::SetAside) => NOT_READ_ANSWER,
            (None, RowFate::Title | RowFate::Header | RowFate::Blank) => return None,
        };
        Some(self.layout.word(said))
    }

    /// Beside their own columns: each where it stood, and empty where it is none of [`REPLY_FIELDS`].
    fn beside(
        &self,
        table: &Table,
        today: jiff::civil::Date,
    ) -> Result<(Vec<Vec<Cell>>, usize), lists::Refusal> {
        let draft = lists::read(table, today)?;
        let kept = lists::columns_of_fields(table, &REPLY_FIELDS)?;
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let head = draft.fates().iter().position(|fate| *fate == RowFate::Header).unwrap_or(0);
        let rows = (1_u32..).zip(&table.rows).zip(draft.fates()).map(|((row, cells), fate)| {
            let answer = match fate {
                RowFate::Header => Some(ANSWER_HEADING),
                RowFate::Title | RowFate::Blank | RowFate::Read | RowFate::SetAside => {
                    self.answer(row, *fate)
                }
            };
            let comes_back = |at: usize| match fate {
                RowFate::Header => cells.get(at).is_some_and(|cell| !is_ours(cell)),
                RowFate::Read => kept.contains(&at),
                RowFate::Title | RowFate::Blank | RowFate::SetAside => false,
            };
            let cell = |at: usize| match cells.get(at) {
                // A formula is nobody's word.
                Some(Cell::Formula(_)) | None => Cell::Empty,
                Some(cell) if comes_back(at) => cell.clone(),
                Some(_) => Cell::Empty,
            };
            let mut cells: Vec<Cell> = (0..width).map(cell).collect();
            cells.push(answer.map_or(Cell::Empty, |text| Cell::Text(text.to_owned())));
            cells
        });
        Ok((rows.collect(), head))
    }

    /// In the agreed columns, a row a line of theirs.
    fn agreed(
        &self,
        table: &Table,
        today: jiff::civil::Date,
    ) -> Result<(Vec<Vec<Cell>>, usize), lists::Refusal> {
        let draft = lists::read(table, today)?;
        let lines: BTreeMap<u32, _> = draft.lines().iter().map(|line| (line.row, line)).collect();
        let text = |text: &str| {
            if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
        };
        let head = self.layout.columns.iter().map(|column| text(&column.heading)).collect();
        let mut rows = vec![head];
        for (row, fate) in (1_u32..).zip(draft.fates()) {
            let Some(answer) = self.answer(row, *fate) else { continue };
            let cells = self.layout.columns.iter().map(|column| match column.holds {
                ReplyHolds::Row => Cell::Number(f64::from(row)),
                ReplyHolds::Answer => text(answer),
                ReplyHolds::Field(field) => {
                    text(lines.get(&row).and_then(|line| line.text(field)).unwrap_or_default())
                }
            });
            rows.push(cells.collect());
        }
        Ok((rows, 0))
    }
}

fn is_ours(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if lists::is_our_heading(text))
}

/// Where an answer lies in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptReply {
    /// The record.
    pub record: RecordId,
    /// The salted digest of it.
    pub digest: Digest,
}

/// How far the answer to a list is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "reply", rename_all = "kebab-case")]
pub enum ReplyStage {
    /// None is drawn up, or a verdict changed since.
    #[default]
    No,
    /// One person drew it up.
    Asked {
        /// Their working name.
        by: String,
        /// The answer in the vault.
        kept: KeptReply,
    },
    /// Two people agreed.
    Released {
        /// Who drew it up, and who agreed.
        by: [String; 2],
        /// The answer in the vault.
        kept: KeptReply,
    },
}

/// Draws up an answer.
pub(super) fn draw(
    state: &Journal,
    context: &Context,
    (theirs, sheet): (ListId, &Sheet),
    (layout, doubtful_too): (Layout, bool),
) -> Result<Outcome<Event>, Refusal> {
    let (book, comparison) = answerable(state, context, &theirs)?;
    if sheet.digest() != comparison.digest
        || counts(sheet.judged().values().map(|line| line.verdict)) != comparison.counts
    {
        return Err(Refusal::OtherVerdicts { list: theirs });
    }
    let doubtful = comparison.doubtful();
    if doubtful > 0 && !doubtful_too {
        return Err(Refusal::Doubtful { list: theirs, doubtful });
    }
    let verdicts = book
        .lines()
        .iter()
        .filter_map(|line| Some((line.row, sheet.judged().get(&line.line)?.verdict)));
    let reply = Reply { list: theirs.clone(), layout, verdicts: verdicts.collect() };
    let (record, digest, kept) =
        VaultChange::keep(context, ("reconcile/reply", 0), None, Compartment::List, &reply);
    Ok(Outcome::of(vec![Event::ReplyAsked { theirs, record, digest }]).with(vec![kept]))
}

/// Takes a second person's word that the answer may leave.
pub(super) fn release(
    state: &Journal,
    context: &Context,
    theirs: ListId,
) -> Result<Outcome<Event>, Refusal> {
    let (_, comparison) = answerable(state, context, &theirs)?;
    match &comparison.reply {
        ReplyStage::No => Err(Refusal::NoReply { list: theirs }),
        ReplyStage::Asked { by, .. } if *by == context.actor.name => {
            Err(Refusal::SamePerson { name: by.clone() })
        }
        ReplyStage::Asked { .. } => Ok(Outcome::of(vec![Event::ReplyReleased { theirs }])),
        ReplyStage::Released { .. } => Err(Refusal::ReplyReleased { list: theirs }),
    }
}

/// A list that may be answered: the other side's, in force, compared, and not one of people held for
/// proceedings, which asks for nothing.
fn answerable<'a>(
    state: &'a Journal,
    context: &Context,
    theirs: &ListId,
) -> Result<(&'a Book, &'a Comparison), Refusal> {
    let comparison = state.reconcile.comparisons.get(theirs);
    let comparison = comparison.ok_or_else(|| Refusal::NotCompared { list: theirs.clone() })?;
    let book = state.lists.lists.get(theirs);
    let book = book.ok_or_else(|| Refusal::NotClosed { list: theirs.clone() })?;
    if context.actor.party == book.from.into() || book.purpose == Purpose::Proceedings {
        return Err(Refusal::NotAnswered { list: theirs.clone() });
    }
    match &book.stage {
        Stage::Closed { .. } => Ok((book, comparison)),
        Stage::Open | Stage::Replaced { .. } | Stage::Erased { .. } => {
            Err(Refusal::NotClosed { list: theirs.clone() })
        }
    }
}

impl Comparison {
    /// Returns the answer in the vault that two people released.
    ///
    /// # Errors
    /// [`Refusal::NotReleased`] where they did not, or a verdict changed since.
    pub fn released(&self, list: &ListId) -> Result<&KeptReply, Refusal> {
        match &self.reply {
            ReplyStage::Released { kept, .. } => Ok(kept),
            ReplyStage::No | ReplyStage::Asked { .. } => {
                Err(Refusal::NotReleased { list: list.clone() })
            }
        }
    }
}
