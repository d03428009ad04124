//! What the columns of a sender's sheets mean, as an officer confirmed it once.
//!
//! A map names columns by their headings. Where a sheet has other columns than the map, that is a
//! finding to be answered; the columns that both have are read as the map says, and none is guessed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::date_parts::DatePart;
use super::letters::visible;
use super::{COLUMNS_MAX, Field, Refusal, Table, read_as};
use crate::vocabulary::Private;

/// The word for a column that is not read.
pub const NOT_READ: &str = "not-read";

/// Characters of a sender's name at most.
pub const SENDER_CHARACTERS_MAX: usize = 100;

/// Maps that are in force in one instance at most.
pub const MAPS_MAX: usize = 500;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Holds {
    /// A field.
    Field(Field),
    /// A part of the birth date.
    Part(DatePart),
    /// Nothing that is read.
    Nothing,
}

impl Holds {
    /// Returns its word: that of the field or the part, or [`NOT_READ`].
    pub fn word(self) -> &'static str {
        match self {
            Self::Field(field) => field.word(),
            Self::Part(part) => part.word(),
            Self::Nothing => NOT_READ,
        }
    }

    /// Reads the word back.
    pub fn of_word(word: &str) -> Option<Self> {
        if word == NOT_READ {
            return Some(Self::Nothing);
        }
        let part = DatePart::ALL.into_iter().find(|part| part.word() == word).map(Self::Part);
        let field = || Field::ALL.into_iter().find(|field| field.word() == word).map(Self::Field);
        part.or_else(field)
    }
}

impl From<Holds> for String {
    fn from(holds: Holds) -> Self {
        holds.word().to_owned()
    }
}

impl TryFrom<String> for Holds {
    type Error = String;
    fn try_from(word: String) -> Result<Self, String> {
        Self::of_word(&word).ok_or_else(|| format!("`{word}` is no kind of column"))
    }
}

/// One column of a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// Its heading as it stood. Two columns may have one heading; they are told apart by their order.
    pub heading: String,
    /// What it holds.
    pub holds: Holds,
}

/// What columns mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMap {
    columns: Vec<MappedColumn>,
    whole: bool,
}

/// How a sheet differs from a map of a whole sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Columns of the map that the sheet has not, by their headings.
    pub missing: Vec<String>,
    /// Columns of the sheet that the map has not, by their headings.
    pub new: Vec<String>,
}

impl ColumnMap {
    /// A map of some columns; the others are read by their headings.
    pub fn some(columns: Vec<MappedColumn>) -> Self {
        Self { columns, whole: false }
    }

    /// A map of every column of a sheet.
    ///
    /// # Errors
    /// When there are too many, when two hold one thing, when none holds a surname or a whole name, or
    /// when a month or a day of birth has no year.
    pub fn whole(columns: Vec<MappedColumn>) -> Result<Self, Refusal> {
        if columns.len() > COLUMNS_MAX {
            return Err(Refusal::TooManyColumns { row: 1, columns: columns.len() });
        }
        let mut seen = BTreeSet::new();
        let holds = || columns.iter().map(|column| column.holds);
        for word in holds().filter(|holds| *holds != Holds::Nothing).map(Holds::word) {
            if !seen.insert(word) {
                return Err(Refusal::TwoColumns { field: word });
            }
        }
        let parts = DatePart::ALL.map(|part| holds().any(|holds| holds == Holds::Part(part)));
        if parts.contains(&true) && !parts[0] {
            return Err(Refusal::YearMissing);
        }
        if parts[0] && seen.contains(Field::BirthDate.word()) {
            return Err(Refusal::TwoColumns { field: Field::BirthDate.word() });
        }
        if ![Field::Surname, Field::FullName].iter().any(|field| seen.contains(field.word())) {
            return Err(Refusal::NoNameColumn);
        }
        Ok(Self { columns, whole: true })
    }

    /// Its columns, in the order of the sheet from which it was made.
    pub fn columns(&self) -> &[MappedColumn] {
        &self.columns
    }

    /// Says what each column of a sheet holds by this map; none where it does not speak of one.
    pub fn read(&self, headings: &[String]) -> Vec<Option<Holds>> {
        let mut left: BTreeMap<String, Vec<Holds>> = BTreeMap::new();
        for column in self.columns.iter().rev() {
            left.entry(folded(&column.heading)).or_default().push(column.holds);
        }
        headings.iter().map(|heading| left.get_mut(&folded(heading)).and_then(Vec::pop)).collect()
    }

    /// Returns the headings of the map that a sheet has not.
    pub fn missing(&self, headings: &[String]) -> Vec<String> {
        let of_map: Vec<String> = self.columns.iter().map(|one| one.heading.clone()).collect();
        not_among(&of_map, headings)
    }

    /// Says how a sheet differs from this map; none where it fits, or where the map is of some columns
    /// only. Columns without a heading, and those that this program added, do not count.
    pub fn misfit(&self, headings: &[String]) -> Option<Misfit> {
        let of_map: Vec<String> = self.columns.iter().map(|one| one.heading.clone()).collect();
        let counts = |heading: &String| {
            !folded(heading).is_empty() && !super::header::is_our_heading(heading)
        };
        let headings: Vec<String> = headings.iter().filter(|one| counts(one)).cloned().collect();
        let misfit =
            Misfit { missing: not_among(&of_map, &headings), new: not_among(&headings, &of_map) };
        let differs = !(misfit.missing.is_empty() && misfit.new.is_empty());
        (self.whole && differs).then_some(misfit)
    }

    /// Counts the columns that the map and a sheet have in common.
    pub fn shared(&self, headings: &[String]) -> usize {
        self.columns.len() - self.missing(headings).len()
    }
}

/// The headings of one list that another has not, each as often as it stands there too often.
fn not_among(wanted: &[String], found: &[String]) -> Vec<String> {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for heading in found {
        *left.entry(folded(heading)).or_default() += 1;
    }
    let missing = wanted.iter().filter(|heading| match left.get_mut(&folded(heading)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        Some(_) | None => true,
    });
    missing.cloned().collect()
}

/// Headings are one when they look the same, whatever the case.
fn folded(heading: &str) -> String {
    visible(heading).to_lowercase()
}

/// A map with whose sheets it is for, as the vault keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct SenderMap {
    /// Who sends such sheets: an office, as the officers of this instance call it.
    pub sender: Private<String>,
    /// What the columns mean.
    pub map: ColumnMap,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    sender: String,
    map: ColumnMap,
}

impl SenderMap {
    /// Puts a map and its sender together.
    ///
    /// # Errors
    /// When the sender has no name, or one of more than [`SENDER_CHARACTERS_MAX`] characters.
    pub fn new(sender: &str, map: ColumnMap) -> Result<Self, Refusal> {
        let sender = visible(sender);
        if sender.is_empty() || sender.chars().count() > SENDER_CHARACTERS_MAX {
            return Err(Refusal::NoSender);
        }
        Ok(Self { sender: Private::new(sender), map })
    }

    /// Says whether it is of this sender, whatever the case.
    pub fn is_of(&self, sender: &str) -> bool {
        folded(self.sender.open()) == folded(sender)
    }

    /// Writes the bytes of a vault record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let record = Record { sender: self.sender.open().clone(), map: self.map.clone() };
        serde_json::to_vec(&record).expect("plain values are JSON")
    }

    /// Reads the bytes of a vault record.
    ///
    /// # Errors
    /// When the bytes are no map.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let record: Record = serde_json::from_slice(bytes)?;
        Ok(Self { sender: Private::new(record.sender), map: record.map })
    }
}

/// Puts a map on a sheet: one that fits, else the one with which it shares most columns, of equals the
/// last. None, and no map is put on it, where no map shares any column.
pub fn choose_map<K>(table: &mut Table, maps: Vec<(K, ColumnMap)>) -> Option<K> {
    let mut best: Option<((bool, usize), K, ColumnMap)> = None;
    for (key, map) in maps {
        table.map = Some(map);
        let headings = read_as(table).map(|columns| columns.into_iter().map(|one| one.heading));
        let headings: Vec<String> = headings.map(Iterator::collect).unwrap_or_default();
        let Some(map) = table.map.take() else { continue };
        let score = (map.misfit(&headings).is_none(), map.shared(&headings));
        if score.1 > 0 && best.as_ref().is_none_or(|(before, ..)| score >= *before) {
            best = Some((score, key, map));
        }
    }
    let (_, key, map) = best?;
    table.map = Some(map);
    Some(key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lists::Cell;

    fn map(columns: &[(&str, &str)]) -> Vec<MappedColumn> {
        let column = |(heading, word): &(&str, &str)| MappedColumn {
            heading: (*heading).to_owned(),
            holds: Holds::of_word(word).unwrap(),
        };
        columns.iter().map(column).collect()
    }

    fn heads(headings: &[&str]) -> Vec<String> {
        headings.iter().map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn a_whole_map_names_people_and_each_thing_once() {
        assert!(ColumnMap::whole(map(&[("f", "surname"), ("x", "not-read")])).is_ok());
        assert!(ColumnMap::whole(map(&[("f", "full-name"), ("y", "birth-year")])).is_ok());
        for (columns, refusal) in [
            (&[("g", "given-name")][..], Refusal::NoNameColumn),
            (&[("f", "surname"), ("g", "surname")], Refusal::TwoColumns { field: "surname" }),
            (&[("f", "surname"), ("m", "birth-month")], Refusal::YearMissing),
            (
                &[("f", "surname"), ("b", "birth-date"), ("y", "birth-year")],
                Refusal::TwoColumns { field: "birth-date" },
            ),
        ] {
            assert_eq!(ColumnMap::whole(map(columns)), Err(refusal), "{columns:?}");
        }
    }

    #[test]
    fn a_map_fits_a_sheet_with_its_headings_in_any_order_and_no_other() {
        let kept = ColumnMap::whole(map(&[("Дата", "birth-date"), ("Хто", "surname")])).unwrap();
        assert_eq!(kept.misfit(&heads(&["хто ", "ДАТА", "", "safeconduct: findings"])), None);
        let misfit = kept.misfit(&heads(&["Хто", "Дата1", "Інше"])).unwrap();
        assert_eq!((misfit.missing, misfit.new), (heads(&["Дата"]), heads(&["Дата1", "Інше"])));
        let some = ColumnMap::some(kept.columns().to_vec());
        assert_eq!(some.misfit(&heads(&["Хто"])), None, "it never said that it names all");
        assert_eq!(some.missing(&heads(&["Хто"])), heads(&["Дата"]));
    }

    #[test]
    fn columns_of_one_heading_are_told_apart_by_their_order() {
        let kept = map(&[("Дата", "birth-date"), ("Хто", "surname"), ("Дата", "captured-on")]);
        let kept = ColumnMap::whole(kept).unwrap();
        let [birth, surname, captured] =
            ["birth-date", "surname", "captured-on"].map(Holds::of_word);
        let read = kept.read(&heads(&["дата", "дата", "хто", "дата"]));
        assert_eq!(read, [birth, captured, surname, None]);
    }

    #[test]
    fn of_several_maps_the_one_that_fits_is_taken_and_else_the_nearest() {
        let one = ColumnMap::whole(map(&[("a", "surname"), ("b", "rank")])).unwrap();
        let two = ColumnMap::whole(map(&[("a", "surname"), ("c", "unit"), ("d", "sex")])).unwrap();
        let best = |headings: &[&str]| {
            let cells =
                |row: &[&str]| row.iter().map(|cell| Cell::Text((*cell).to_owned())).collect();
            let mut table = Table::of(vec![cells(&["A title"]), cells(headings)]);
            let chosen = choose_map(&mut table, vec![(1, one.clone()), (2, two.clone())]);
            (chosen, table.map.is_some())
        };
        assert_eq!(best(&["a", "b"]), (Some(1), true));
        assert_eq!(best(&["a", "c", "e"]), (Some(2), true));
        assert_eq!(best(&["z", "y"]), (None, false));
    }

    #[test]
    fn a_map_reads_back_from_the_vault_and_a_sender_has_a_name() {
        let kept = ColumnMap::whole(map(&[("Хто", "surname")])).unwrap();
        let of = SenderMap::new(" Бюро  ", kept.clone()).unwrap();
        assert_eq!(SenderMap::from_bytes(&of.to_bytes()).unwrap(), of);
        assert!(of.is_of("бюро") && !of.is_of("інше"));
        assert_eq!(SenderMap::new(" \u{200b}", kept.clone()), Err(Refusal::NoSender));
        assert_eq!(SenderMap::new(&"x".repeat(101), kept), Err(Refusal::NoSender));
    }

    proptest! {
        #[test]
        fn what_a_map_and_a_sheet_share_and_lack_adds_up(
            ours in proptest::collection::vec("\\PC{0,3}", 0..6),
            theirs in proptest::collection::vec("\\PC{0,3}", 0..6),
        ) {
            let columns = ours.iter().map(|one| MappedColumn { heading: one.clone(), holds: Holds::Nothing });
            let kept = ColumnMap { columns: columns.collect(), whole: true };
            prop_assert_eq!(kept.shared(&theirs) + kept.missing(&theirs).len(), ours.len());
            prop_assert_eq!(kept.read(&theirs).iter().flatten().count(), kept.shared(&theirs));
            let bytes = serde_json::to_vec(&kept).unwrap();
            prop_assert_eq!(serde_json::from_slice::<ColumnMap>(&bytes).unwrap(), kept);
        }
    }
}
