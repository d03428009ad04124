//! What the journal knows of each list: counts, kinds of flaw, references. Never a word of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FindingKey, Refusal, ResolutionKind, Tally};
use crate::journal::Recorded;
use crate::vocabulary::{Digest, LineId, ListId, MapId, RecordId, Side};

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Whom the side that made it would hand over.
    Offer,
    /// Whom the side that made it asks for.
    Request,
    /// Whom the side that made it will hold for proceedings (GC III art. 115, 119). The law has this
    /// one communicated by name.
    Proceedings,
}

/// One answered finding, without its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The finding.
    pub key: FindingKey,
    /// What was decided.
    pub resolution: ResolutionKind,
    /// The answer in the vault, with its reason.
    pub record: RecordId,
    /// The salted digest of that record.
    pub digest: Digest,
}

/// One line of a closed list, without its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptLine {
    /// Its reference.
    pub line: LineId,
    /// The row it stood in.
    pub row: u32,
    /// The line in the vault.
    pub record: RecordId,
    /// The salted digest of that record.
    pub digest: Digest,
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A list was read.
    Opened {
        /// Its reference.
        list: ListId,
        /// Who made it.
        from: Side,
        /// What it is for.
        purpose: Purpose,
        /// The version that it replaces once it is closed.
        replaces: Option<ListId>,
        /// The sheet in the vault.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
        /// The day against which it was read.
        today: Date,
        /// How many rows met which fate.
        tally: Tally,
        /// The findings to be answered.
        questions: Vec<FindingKey>,
        /// How many findings need no answer.
        notes: u32,
    },
    /// Findings were answered. A later answer to the same finding counts instead of an earlier one.
    Answered {
        /// The list.
        list: ListId,
        /// The answers.
        answers: Vec<Answered>,
    },
    /// Corrections brought up new questions.
    Raised {
        /// The list.
        list: ListId,
        /// The questions.
        questions: Vec<FindingKey>,
    },
    /// The list was closed.
    Closed {
        /// The list.
        list: ListId,
        /// Its lines, in the order of the sheet.
        lines: Vec<KeptLine>,
    },
    /// Somebody asked that one's own closed list may leave; a second person must agree.
    ReleaseAsked {
        /// The list.
        list: ListId,
    },
    /// A second person agreed: the list may leave.
    Released {
        /// The list.
        list: ListId,
    },
    /// What the columns of a sender's lists mean was kept.
    MapKept {
        /// Its reference.
        map: MapId,
        /// The map in the vault, with its sender.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
    },
    /// A map is used no more.
    MapDropped {
        /// Its reference.
        map: MapId,
    },
    /// What was kept of a list was destroyed, with what it was compared to and why its lines were planned as they were.
    Erased {
        /// The list.
        list: ListId,
    },
}

/// A map of columns as the journal knows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptMap {
    /// The map in the vault, with its sender.
    pub record: RecordId,
    /// The event that kept it: a later one is newer.
    pub number: u64,
}

/// Whether a list may leave the instance as a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(tag = "release", rename_all = "kebab-case")]
pub enum Release {
    /// Nobody asked.
    #[default]
    No,
    /// One person asked.
    Asked {
        /// Their working name.
        by: String,
    },
    /// Two people agreed.
    Given {
        /// Who asked, and who agreed.
        by: [String; 2],
    },
}

/// How far a list is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub enum Stage {
    /// Findings may still be answered.
    Open,
    /// It can no longer change.
    Closed {
        /// Its lines, in the order of the sheet.
        lines: Vec<KeptLine>,
    },
    /// A later version took its place.
    Replaced {
        /// That version.
        by: ListId,
        /// The lines it had when it was closed, if it was.
        lines: Vec<KeptLine>,
    },
    /// Its time was over, and what was kept of it is destroyed.
    Erased {
        /// When.
        at: Timestamp,
        /// The references of its lines, if it was closed: manifests and acts speak of them. Their records are gone.
        lines: Vec<KeptLine>,
    },
}

/// What the journal knows of one list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Book {
    /// Who made it.
    pub from: Side,
    /// What it is for.
    pub purpose: Purpose,
    /// The version that it replaces once it is closed.
    pub replaces: Option<ListId>,
    /// The sheet in the vault.
    pub record: RecordId,
    /// The day against which it was read.
    pub today: Date,
    /// How many rows met which fate.
    pub tally: Tally,
    /// Each question, with the answer that counts.
    pub questions: BTreeMap<FindingKey, Option<Answered>>,
    /// How many findings needed no answer.
    pub notes: u32,
    /// How far it is.
    pub stage: Stage,
    /// Whether it may leave.
    pub release: Release,
    /// Its vault records other than lines: the sheet and all answers, those too that no longer count.
    pub records: BTreeSet<RecordId>,
    /// When it was last worked on: opened, answered, closed, let out or replaced.
    pub worked_at: Timestamp,
}

impl Book {
    /// The number of questions without an answer.
    pub fn unanswered(&self) -> usize {
        self.questions.values().filter(|answer| answer.is_none()).count()
    }

    /// Says whether the list may leave as a file.
    ///
    /// # Errors
    /// [`Refusal::NotReleased`] unless two people released it, [`Refusal::WasReplaced`] when a later
    /// version took its place since, [`Refusal::WasErased`].
    pub fn may_leave(&self, list: &ListId) -> Result<(), Refusal> {
        self.still_here(list)?;
        if let Stage::Replaced { by, .. } = &self.stage {
            return Err(Refusal::WasReplaced { list: list.clone(), by: by.clone() });
        }
        match self.release {
            Release::Given { .. } => Ok(()),
            Release::No | Release::Asked { .. } => Err(Refusal::NotReleased { list: list.clone() }),
        }
    }

    /// Says whether there is still something of the list to be opened.
    ///
    /// # Errors
    /// [`Refusal::WasErased`].
    pub fn still_here(&self, list: &ListId) -> Result<(), Refusal> {
        match self.stage {
            Stage::Erased { .. } => Err(Refusal::WasErased { list: list.clone() }),
            Stage::Open | Stage::Closed { .. } | Stage::Replaced { .. } => Ok(()),
        }
    }

    /// The lines, where the list was closed.
    pub fn lines(&self) -> &[KeptLine] {
        match &self.stage {
            Stage::Open => &[],
            Stage::Closed { lines }
            | Stage::Replaced { lines, .. }
            | Stage::Erased { lines, .. } => lines,
        }
    }
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// Every list, by its reference.
    pub lists: BTreeMap<ListId, Book>,
    /// The maps of columns that are in force.
    pub maps: BTreeMap<MapId, KeptMap>,
}

impl State {
    /// The closed list of a side for a purpose that no later version replaced.
    pub fn current(&self, from: Side, purpose: Purpose) -> Option<(&ListId, &Book)> {
        self.lists.iter().find(|(_, book)| {
            book.from == from
                && book.purpose == purpose
                && matches!(book.stage, Stage::Closed { .. })
        })
    }

    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::Opened {
                list,
                from,
                purpose,
                replaces,
                record,
                digest: _,
                today,
                tally,
                questions,
                notes,
            } => {
                let book = Book {
                    from: *from,
                    purpose: *purpose,
                    replaces: replaces.clone(),
                    record: record.clone(),
                    today: *today,
                    tally: *tally,
                    questions: questions.iter().map(|key| (*key, None)).collect(),
                    notes: *notes,
                    stage: Stage::Open,
                    release: Release::No,
                    records: BTreeSet::from([record.clone()]),
                    worked_at: recorded.at,
                };
                self.lists.insert(list.clone(), book);
            }
            Event::Answered { list, answers } => self.answer((list, answers), recorded.at),
            Event::Raised { list, questions } => {
                if let Some(book) = self.lists.get_mut(list) {
                    for key in questions {
                        book.questions.entry(*key).or_insert(None);
                    }
                }
            }
            Event::Closed { list, lines } => self.close((list, lines), recorded.at),
            Event::Erased { list } => {
                if let Some(book) = self.lists.get_mut(list) {
                    let lines = book.lines().to_vec();
                    book.stage = Stage::Erased { at: recorded.at, lines };
                }
            }
            Event::MapKept { map, record, digest: _ } => {
                let kept = KeptMap { record: record.clone(), number: recorded.number };
                self.maps.insert(map.clone(), kept);
            }
            Event::MapDropped { map } => {
                self.maps.remove(map);
            }
            Event::ReleaseAsked { list } => self.ask_release(list, recorded),
            Event::Released { list } => self.release(list, recorded),
        }
    }

    fn answer(&mut self, (list, answers): (&ListId, &[Answered]), at: Timestamp) {
        let Some(book) = self.lists.get_mut(list) else { return };
        book.worked_at = at;
        for answer in answers {
            book.records.insert(answer.record.clone());
            book.questions.insert(answer.key, Some(answer.clone()));
        }
    }

    fn ask_release(&mut self, list: &ListId, recorded: &Recorded) {
        let Some(book) = self.lists.get_mut(list) else { return };
        book.worked_at = recorded.at;
        book.release = Release::Asked { by: recorded.actor.name.clone() };
    }

    fn release(&mut self, list: &ListId, recorded: &Recorded) {
        let Some(book) = self.lists.get_mut(list) else { return };
        book.worked_at = recorded.at;
        let asked = match &book.release {
            Release::Asked { by } => by.clone(),
            Release::No | Release::Given { .. } => String::new(),
        };
        book.release = Release::Given { by: [asked, recorded.actor.name.clone()] };
    }

    fn close(&mut self, (list, lines): (&ListId, &[KeptLine]), at: Timestamp) {
        let Some(book) = self.lists.get_mut(list) else { return };
        book.worked_at = at;
        book.stage = Stage::Closed { lines: lines.to_vec() };
        let replaced = book.replaces.clone();
        let replaced = replaced.and_then(|old| self.lists.get_mut(&old));
        // What was erased meanwhile stays so.
        if let Some(old) = replaced.filter(|old| !matches!(old.stage, Stage::Erased { .. })) {
            old.worked_at = at;
            let lines = old.lines().to_vec();
            old.stage = Stage::Replaced { by: list.clone(), lines };
        }
    }
}
