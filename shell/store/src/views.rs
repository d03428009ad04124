//! Views: tables for searching, made from journal and vault. Whatever is in them can be made again.

use std::collections::{BTreeMap, BTreeSet};

use exchange::journal::{Event, Recorded, State, VaultChange};
use exchange::lists::{self, Purpose};
use exchange::registry::{self, Card, Likeness, Opened, RecordedClaim, Status};
use exchange::vocabulary::{ClaimId, Digest, LineId, ListId, PersonId, Private, Side};

use crate::view_key::ViewKey;

/// The status word of a person of whom nothing is claimed.
const NO_STATUS: &str = "none";

/// The form in which views are made: another one is made again. It grows whenever keys, cards or rows
/// come out differently, as when the table of names changes.
pub(crate) const VIEW_FORM: i64 = 2;

/// One person of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// The status's word.
    pub(crate) status: String,
    /// The entry that stands for this one and all merged with it.
    pub(crate) stands_for: String,
    /// How many vault records are about the person.
    pub(crate) records: u64,
}

/// One line of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRow {
    pub(crate) from_side: String,
    pub(crate) purpose: String,
    /// The row it stood in.
    pub(crate) place: u64,
}

/// All rows by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) persons: BTreeMap<String, PersonRow>,
    pub(crate) lines: BTreeMap<(String, String), LineRow>,
    /// The person and the mark of each card, by entry.
    pub(crate) cards: BTreeMap<i64, (String, Vec<u8>)>,
    /// Search keys with the entries that are found by them, in order.
    pub(crate) names: Vec<(i64, i64)>,
}

impl Rows {
    /// Hashes every row, in the order of the keys. No part can hold a zero byte.
    pub(crate) fn digest(&self) -> Digest {
        let mut text = Vec::new();
        let mut row = |parts: &[&str]| {
            text.extend_from_slice(parts.join("\0").as_bytes());
            text.push(b'\n');
        };
        for (person, one) in &self.persons {
            row(&["person", person, &one.status, &one.stands_for, &one.records.to_string()]);
        }
        for ((list, line), one) in &self.lines {
            row(&["line", list, line, &one.from_side, &one.purpose, &one.place.to_string()]);
        }
        for (entry, (person, mark)) in &self.cards {
            row(&["card", &entry.to_string(), person, &format!("{mark:02x?}")]);
        }
        for (name, entry) in &self.names {
            text.extend_from_slice(&name.to_be_bytes());
            text.extend_from_slice(&entry.to_be_bytes());
        }
        Digest::of(&[b"safeconduct/views/2", &text])
    }
}

/// Makes the row of a person; `records` is the number of vault records about them.
pub(crate) fn person_row(state: &State, person: &PersonId, records: u64) -> PersonRow {
    let status = state.registry.status(person, None);
    PersonRow {
        status: status_word(status.map(|reading| reading.status)).to_owned(),
        stands_for: state.registry.standing_for(person).to_string(),
        records,
    }
}

/// Makes the rows of a list's lines.
pub(crate) fn line_rows<'a>(
    state: &'a State,
    list: &'a ListId,
) -> impl Iterator<Item = ((String, String), LineRow)> + 'a {
    let book = state.lists.lists.get(list);
    book.into_iter().flat_map(move |book| {
        book.lines().iter().map(move |line| {
            let row = LineRow {
                from_side: book.from.to_string(),
                purpose: purpose_word(book.purpose).to_owned(),
                place: u64::from(line.row),
            };
            ((list.to_string(), line.line.to_string()), row)
        })
    })
}

/// What events touched: whose rows have to be made again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    persons: BTreeSet<PersonId>,
    pub(crate) lists: BTreeSet<ListId>,
}

impl Touched {
    /// Everything there is.
    pub(crate) fn all(state: &State) -> Self {
        Self {
            persons: state.registry.persons.keys().cloned().collect(),
            lists: state.lists.lists.keys().cloned().collect(),
        }
    }

    /// What an append touched.
    pub(crate) fn by(state: &State, events: &[Recorded], changes: &[VaultChange]) -> Self {
        let mut touched = Self::default();
        for event in events {
            touched.add(state, event);
        }
        for change in changes {
            let (VaultChange::Keep { person: Some(person), .. } | VaultChange::EraseAbout(person)) =
                change
            else {
                continue;
            };
            if state.registry.persons.contains_key(person) {
                touched.persons.insert(person.clone());
            }
        }
        touched
    }

    /// Adds what one event touched; the state has that event.
    pub(crate) fn add(&mut self, state: &State, recorded: &Recorded) {
        match &recorded.event {
            Event::Registry(event) => self.add_registry(state, event),
            Event::Lists(lists::Event::Closed { list, .. }) => {
                self.lists.insert(list.clone());
            }
            Event::Lists(_)
            | Event::Agreement(_)
            | Event::Reconcile(_)
            | Event::Plan(_)
            | Event::Seal(_)
            | Event::Handover(_)
            | Event::Reception(_)
            | Event::Announce(_) => {}
        }
    }

    fn add_registry(&mut self, state: &State, event: &registry::Event) {
        use registry::Event as Registry;
        let mut merged = |claim| {
            if let Some(merge) = state.registry.merges.get(claim) {
                self.persons.extend([merge.one.clone(), merge.other.clone()]);
            }
        };
        match event {
            // The reason of a proposal is a record about one of the two.
            Registry::Merged { claim, .. }
            | Registry::Unmerged { claim }
            | Registry::MergeProposed { claim, .. } => merged(claim),
            // A reason for telling two apart is a record about the first of the two.
            Registry::Registered { person }
            | Registry::Erased { person }
            | Registry::Settled { person, .. }
            | Registry::HoldBegun { person, .. }
            | Registry::HoldEnded { person, .. }
            | Registry::ToldApart { one: person, .. } => {
                self.persons.insert(person.clone());
            }
            Registry::Claimed { about, .. } => {
                self.persons.insert(about.person.clone());
            }
            Registry::PaperAdded { about, .. } => {
                self.persons.insert(about.person.clone());
            }
            // Why a paper was removed is a record about the person: that one touches them.
            Registry::PaperRemoved { .. } => {}
            Registry::Withdrawn { claim, .. } => {
                let claim = state.registry.claims.get(claim);
                self.persons.extend(claim.map(|recorded| recorded.claim.person.clone()));
            }
        }
    }

    /// The people who were touched, each with all entries that are merged with them, the one that
    /// stands for all of them first.
    pub(crate) fn groups(&self, state: &State) -> Vec<Vec<PersonId>> {
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for person in &self.persons {
            if !seen.contains(person) {
                let group = state.registry.group(person, None);
                seen.extend(group.iter().cloned());
                groups.push(group.into_iter().collect());
            }
        }
        groups
    }
}

/// A card ready to be written, with the keys by which it is found.
pub(crate) struct MadeCard {
    pub(crate) entry: i64,
    pub(crate) person: PersonId,
    pub(crate) mark: Vec<u8>,
    pub(crate) card: Vec<u8>,
    pub(crate) names: Vec<i64>,
}

/// Makes the card of a group of merged entries from the records about them; none when nobody would be
/// found by it. A record that does not open is left out; the check of everything names it.
pub(crate) fn card_of(
    state: &State,
    group: &[PersonId],
    view_key: &ViewKey,
    opened: &BTreeMap<&str, &Private<Vec<u8>>>,
) -> Option<MadeCard> {
    let person = group.first()?;
    let entry = state.registry.persons.get(person).filter(|entry| !entry.erased)?;
    let read = |(_, recorded): (&ClaimId, &'_ RecordedClaim)| {
        let bytes = opened.get(recorded.claim.kept.record.as_str())?;
        Some((recorded.clone(), Opened::from_bytes(bytes.open()).ok()?))
    };
    let claims: Vec<_> =
        state.registry.claims_on(person, None).into_iter().filter_map(read).collect();
    if claims.is_empty() {
        return None;
    }
    let claims: Vec<_> = claims.iter().map(|(one, words)| (one, words.clone())).collect();
    let card = Card::of_claims(&claims, &state.registry.settled_on(person));
    let bytes = card.to_bytes();
    let mut names: Vec<i64> = card.keys().iter().map(|key| view_key.name(key)).collect();
    names.sort_unstable();
    names.dedup();
    Some(MadeCard {
        entry: i64::try_from(entry.entered).ok()?,
        person: person.clone(),
        mark: view_key.mark(person, &bytes),
        card: bytes,
        names,
    })
}

/// What the views show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Views {
    /// The version of the journal that they show.
    pub version: u64,
    /// A hash of every row: views of the same version made anew have the same.
    pub digest: Digest,
    /// How many persons of the registry have which status; persons of whom nothing is claimed are
    /// under `none`.
    pub persons: BTreeMap<String, u64>,
    /// How many lines of closed lists there are.
    pub lines: u64,
    /// How many people can be searched for: merged entries count as one.
    pub cards: u64,
}

/// The card of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct CardOf {
    /// The person; of merged entries the one that stands for all.
    pub person: PersonId,
    /// What is known of them.
    pub card: Card,
}

/// The cards of whom some events touched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChangedCards {
    /// Every entry whose card is perhaps another now, or gone.
    pub people: Vec<PersonId>,
    /// The cards that there are of them now.
    pub cards: Vec<CardOf>,
}

/// Somebody whom a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPerson {
    /// The person; of merged entries the one that stands for all.
    pub person: PersonId,
    /// What is known of them.
    pub card: Card,
    /// How like the query they are, and why.
    pub likeness: Likeness,
}

/// Where one line reference stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePlace {
    /// The list.
    pub list: ListId,
    /// The line.
    pub line: LineId,
    /// Who made the list.
    pub from: Side,
    /// The row it stood in.
    pub row: u64,
}

/// The word for a status in the views.
pub(crate) fn status_word(status: Option<Status>) -> &'static str {
    status.map_or(NO_STATUS, Status::word)
}

fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Offer => "offer",
        Purpose::Request => "request",
        Purpose::Proceedings => "proceedings",
    }
}

/// Reads the identifiers of a view's row; none when the row was tampered with.
pub(crate) fn place((list, line, from, row): (String, String, String, i64)) -> Option<LinePlace> {
    Some(LinePlace {
        list: ListId::read(&list).ok()?,
        line: LineId::read(&line).ok()?,
        from: Side::BOTH.into_iter().find(|side| side.to_string() == from)?,
        row: u64::try_from(row).ok()?,
    })
}

/// Reads the identifier of a person's row.
pub(crate) fn person(person: &str) -> Option<PersonId> {
    PersonId::read(person).ok()
}
