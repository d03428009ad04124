//! What follows from a command about a list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::state::{Answered, Book, Event, KeptLine, Purpose, Release, Stage};
use super::{
    Answer, ClosedList, Field, FindingKey, Line, MAPS_MAX, Refusal, SenderMap, Table, read,
    retention,
};
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange, Verb};
use crate::vocabulary::{Digest, LineId, ListId, MapId, Private, RecordId, Severity, Side};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Read a sheet as a new list.
    Open {
        /// Who made it.
        from: Side,
        /// What it is for.
        purpose: Purpose,
        /// The closed version that it replaces.
        replaces: Option<ListId>,
        /// The sheet.
        table: Box<Table>,
        /// The day against which a capture is in the future.
        today: Date,
    },
    /// Answer findings.
    Answer {
        /// The list.
        list: ListId,
        /// The sheet, opened from the vault.
        table: Box<Table>,
        /// Answers given before and opened from the vault, without those that these replace.
        before: Vec<Answer>,
        /// The new answers.
        answers: Vec<Answer>,
    },
    /// Close the list.
    Close {
        /// The list.
        list: ListId,
        /// The sheet, opened from the vault.
        table: Box<Table>,
        /// Every answer that counts, opened from the vault.
        answers: Vec<Answer>,
    },
    /// Keep what the columns of a sender's lists mean.
    KeepMap {
        /// The sender and the map.
        map: Box<SenderMap>,
        /// The map that it takes the place of.
        replaces: Option<MapId>,
    },
    /// Use a map no more.
    DropMap {
        /// The map.
        map: MapId,
    },
    /// Destroy what is kept of a list once its time is over.
    Erase {
        /// The list.
        list: ListId,
    },
    /// Let one's own closed list leave. It takes two people: the first asks, the second agrees.
    Release {
        /// The list.
        list: ListId,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Open { .. }
            | Self::Answer { .. }
            | Self::Close { .. }
            | Self::KeepMap { .. }
            | Self::DropMap { .. }
            | Self::Release { .. } => Verb::Negotiate,
            Self::Erase { .. } => Verb::Erase,
        }
    }
}

/// Says which events follow from a command, or refuses it.
///
/// # Errors
/// The rules of reading and closing, and those that keep what is closed as it is.
pub fn decide(
    state: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    match command {
        Command::Open { from, purpose, replaces, table, today } => {
            if let Some(old) = &replaces {
                may_replace(state, old, (from, purpose))?;
            }
            open(context, (from, purpose, replaces), &table, today)
        }
        Command::Answer { list, table, before, answers } => {
            let book = open_book(state, &list)?;
            let draft = read(&table, book.today)?;
            check_recorded(book, &list, &before, |key| answers.iter().any(|new| new.key == *key))?;
            let all: Vec<Answer> = before.into_iter().chain(answers.clone()).collect();
            let corrected = draft.corrected(&all)?;
            let raised: Vec<FindingKey> = corrected
                .questions()
                .map(|(key, _)| key)
                .filter(|key| !book.questions.contains_key(key))
                .filter(|key| !answers.iter().any(|answer| answer.key == *key))
                .collect();
            let (answered, vault) = keep_answers(context, &answers);
            let mut events = vec![Event::Answered { list: list.clone(), answers: answered }];
            if !raised.is_empty() {
                events.push(Event::Raised { list, questions: raised });
            }
            Ok(Outcome::of(events).with(vault))
        }
        Command::Close { list, table, answers } => {
            let book = open_book(state, &list)?;
            check_recorded(book, &list, &answers, |_| false)?;
            close(context, &list, &table, (book.today, &answers))
        }
        Command::KeepMap { map, replaces } => keep_map(state, context, &map, replaces),
        Command::DropMap { map } => {
            known_map(state, &map)?;
            Ok(Outcome::of(vec![Event::MapDropped { map }]))
        }
        Command::Erase { list } => retention::erase(state, context.at, list),
        Command::Release { list } => release(state, context, list),
    }
}

/// Says whether a new list of a side and a purpose may take the place of another once it is closed.
///
/// # Errors
/// When the other is not closed, was erased, or is of another side or purpose.
pub fn may_replace(
    state: &Journal,
    old: &ListId,
    (from, purpose): (Side, Purpose),
) -> Result<(), Refusal> {
    let book = book(state, old)?;
    book.still_here(old)?;
    if (book.from, book.purpose) != (from, purpose) {
        return Err(Refusal::OtherKind { list: old.clone() });
    }
    if matches!(book.stage, Stage::Closed { .. }) {
        Ok(())
    } else {
        Err(Refusal::NotOpen { list: old.clone() })
    }
}

fn known_map(state: &Journal, map: &MapId) -> Result<(), Refusal> {
    let known = state.lists.maps.contains_key(map);
    if known { Ok(()) } else { Err(Refusal::UnknownMap { map: map.clone() }) }
}

/// Keeps a map; the one of which it takes the place is used no more.
fn keep_map(
    state: &Journal,
    context: &Context,
    map: &SenderMap,
    replaces: Option<MapId>,
) -> Result<Outcome<Event>, Refusal> {
    if let Some(old) = &replaces {
        known_map(state, old)?;
    } else if state.lists.maps.len() >= MAPS_MAX {
        return Err(Refusal::TooManyMaps);
    }
    let (record, digest, kept) = keep(context, "list/map", 0, map.to_bytes());
    let drawn = MapId::read(&context.draw_id("list/map-id", 0)).expect("hexadecimal digits");
    let event = Event::MapKept { map: drawn, record, digest };
    let dropped = replaces.map(|map| Event::MapDropped { map });
    Ok(Outcome::of(dropped.into_iter().chain([event]).collect()).with(vec![kept]))
}

/// Takes the word of the first person, or of the second.
fn release(state: &Journal, context: &Context, list: ListId) -> Result<Outcome<Event>, Refusal> {
    let book = book(state, &list)?;
    if context.actor.party != book.from.into() {
        return Err(Refusal::NotOurs { list });
    }
    match &book.stage {
        Stage::Closed { .. } => {}
        Stage::Open => return Err(Refusal::StillOpen { list }),
        Stage::Replaced { by, .. } => return Err(Refusal::WasReplaced { list, by: by.clone() }),
        Stage::Erased { .. } => return Err(Refusal::WasErased { list }),
    }
    match &book.release {
        Release::No => Ok(Outcome::of(vec![Event::ReleaseAsked { list }])),
        Release::Asked { by } if *by == context.actor.name => {
            Err(Refusal::SamePerson { list, name: by.clone() })
        }
        Release::Asked { .. } => Ok(Outcome::of(vec![Event::Released { list }])),
        Release::Given { .. } => Err(Refusal::ReleasedAlready { list }),
    }
}

fn book<'a>(state: &'a Journal, list: &ListId) -> Result<&'a Book, Refusal> {
    state.lists.lists.get(list).ok_or_else(|| Refusal::UnknownList { list: list.clone() })
}

fn open_book<'a>(state: &'a Journal, list: &ListId) -> Result<&'a Book, Refusal> {
    let book = book(state, list)?;
    match book.stage {
        Stage::Open => Ok(book),
        Stage::Closed { .. } | Stage::Replaced { .. } => {
            Err(Refusal::NotOpen { list: list.clone() })
        }
        Stage::Erased { .. } => Err(Refusal::WasErased { list: list.clone() }),
    }
}

/// Sees to it that the answers opened from the vault are those that the journal counts.
fn check_recorded(
    book: &Book,
    list: &ListId,
    opened: &[Answer],
    replaced: impl Fn(&FindingKey) -> bool,
) -> Result<(), Refusal> {
    let recorded = book.questions.values().flatten().filter(|answer| !replaced(&answer.key));
    let mut recorded: Vec<_> = recorded.map(|answer| (answer.key, answer.resolution)).collect();
    let mut opened: Vec<_> =
        opened.iter().map(|answer| (answer.key, answer.resolution.kind())).collect();
    recorded.sort();
    opened.sort();
    if recorded == opened { Ok(()) } else { Err(Refusal::NotAsRecorded { list: list.clone() }) }
}

fn open(
    context: &Context,
    (from, purpose, replaces): (Side, Purpose, Option<ListId>),
    table: &Table,
    today: Date,
) -> Result<Outcome<Event>, Refusal> {
    let draft = read(table, today)?;
    let list = ListId::read(&context.draw_id("list", 0)).expect("hexadecimal digits");
    let (record, digest, kept) = keep(context, "list/sheet", 0, table.to_bytes());
    let notes = draft.findings().filter(|finding| finding.severity != Severity::Question).count();
    let event = Event::Opened {
        list,
        from,
        purpose,
        replaces,
        record,
        digest,
        today,
        tally: draft.tally(),
        questions: draft.questions().map(|(key, _)| key).collect(),
        notes: u32::try_from(notes).expect("findings are limited by cells"),
    };
    Ok(Outcome::of(vec![event]).with(vec![kept]))
}

fn keep_answers(context: &Context, answers: &[Answer]) -> (Vec<Answered>, Vec<VaultChange>) {
    (0..)
        .zip(answers)
        .map(|(at, answer)| {
            let (record, digest, kept) = keep(context, "list/answer", at, answer.to_bytes());
            let resolution = answer.resolution.kind();
            (Answered { key: answer.key, resolution, record, digest }, kept)
        })
        .unzip()
}

fn close(
    context: &Context,
    list: &ListId,
    table: &Table,
    (today, answers): (Date, &[Answer]),
) -> Result<Outcome<Event>, Refusal> {
    let closed = read(table, today)?.close(answers)?;
    let sent = sent_references(&closed);
    let id = |row: u32| {
        sent.get(&row).cloned().unwrap_or_else(|| {
            LineId::read(&context.draw_id("list/line", row.into())).expect("hexadecimal digits")
        })
    };
    let closed = closed.with_ids(id);
    let (lines, vault) = closed
        .lines()
        .map(|line| {
            let (record, digest, kept) =
                keep(context, "list/line-record", line.row.into(), line.to_bytes());
            (KeptLine { line: line.id.clone(), row: line.row, record, digest }, kept)
        })
        .unzip();
    Ok(Outcome::of(vec![Event::Closed { list: list.clone(), lines }]).with(vault))
}

/// Returns the references that the sender gave its lines, by row: both sides then speak of a line by
/// the same reference. They are taken only when every line has one of its own that can be one;
/// otherwise none is, and all are drawn.
fn sent_references(closed: &ClosedList) -> BTreeMap<u32, LineId> {
    let sent: BTreeMap<u32, LineId> = closed
        .lines()
        .filter(|line| !is_a_document(line))
        .filter_map(|line| Some((line.row, LineId::read(line.text(Field::Id)?).ok()?)))
        .collect();
    let distinct: BTreeSet<&LineId> = sent.values().collect();
    if distinct.len() == closed.len() { sent } else { BTreeMap::new() }
}

/// The most digits of a reference that is only a number; a longer one may be a tax or a document number.
const REFERENCE_DIGITS_MAX: usize = 6;

/// Says whether a reference would tell who somebody is: it is a document's number. Such a reference stays
/// in the vault, and the line gets one that was drawn.
fn is_a_document(line: &Line) -> bool {
    let Some(id) = line.text(Field::Id) else { return false };
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let digits = id.chars().all(|c| c.is_ascii_digit()) && id.len() > REFERENCE_DIGITS_MAX;
    digits || line.text(Field::ServiceNumber).is_some_and(|number| plain(number) == plain(id))
}

/// Puts bytes into the list compartment under a drawn name and salt.
fn keep(context: &Context, what: &str, at: u64, bytes: Vec<u8>) -> (RecordId, Digest, VaultChange) {
    let record = RecordId::read(&context.draw_id(what, at)).expect("hexadecimal digits");
    let salt = context.draw(&format!("{what}/salt"), at);
    let digest = VaultChange::digest(&salt, &bytes);
    let kept = VaultChange::Keep {
        record: record.clone(),
        person: None,
        compartment: Compartment::List,
        salt,
        bytes: Private::new(bytes),
    };
    (record, digest, kept)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::lists::Cell;

    fn references(rows: &[[&str; 3]]) -> Vec<String> {
        let cell = |text: &&str| Cell::Text((*text).to_owned());
        let head = ["id", "surname", "service number"];
        let rows = std::iter::once(&head).chain(rows);
        let rows = rows.map(|row| row.iter().map(cell).collect()).collect();
        let draft = read(&Table { rows, ..Table::default() }, date(2025, 6, 5)).unwrap();
        let closed = draft.close(&draft.keep_all("as sent")).unwrap();
        sent_references(&closed).values().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sent_reference_is_taken_unless_it_tells_who_somebody_is() {
        assert_eq!(references(&[["B-1", "Koval", ""], ["B-2", "Savchuk", ""]]), ["B-1", "B-2"]);
        assert!(references(&[["1234567890", "Koval", ""], ["B-2", "Savchuk", ""]]).is_empty());
        assert!(references(&[["AB-123456", "Koval", "AB 123456"]]).is_empty());
        assert!(references(&[["B-1", "Koval", ""], ["B-1", "Savchuk", ""]]).is_empty());
    }
}
