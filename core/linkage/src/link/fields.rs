//! The fields that two lists have in common, and the distinct values of each.

use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use crate::lookup::{Lookup, Quick};
use crate::name::{Given, Key, Patronymic, Surname, System};
use crate::record::{Column, Kind, Numbered};
use crate::table::Table;
use crate::text::Word;
use crate::value::{CivilDate, Counted, EQUAL, Place, Rank, Unit, Value};

/// One field of both lists.
#[derive(Debug)]
pub(crate) struct Field {
    /// What it is called.
    pub(crate) label: Arc<str>,
    /// What it holds.
    pub(crate) kind: Kind,
    /// The distinct values; number 0 stands for a missing one and holds nothing.
    pub(crate) values: Vec<Option<Value>>,
    /// For dates, each value packed; else empty.
    pub(crate) dates: Vec<u32>,
    /// In how many rows of both lists each value stands.
    pub(crate) uses: Vec<u32>,
    /// For each value the number of its group: spellings of one name are one group.
    pub(crate) groups: Vec<u32>,
    /// How often each group occurs in both lists.
    pub(crate) counts: Vec<u32>,
    /// How many cells of both lists hold a value.
    pub(crate) filled: u32,
    /// The share of all pairs of rows that have a value on both sides and one group.
    pub(crate) chance_equal: f64,
    /// The share of all pairs of rows that have a value on both sides.
    pub(crate) both_filled: f64,
}

/// Where the cells of one field come from in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A column.
    Column(usize),
    /// A part of the whole names in a column: 0 surname, 1 given name, 2 patronymic.
    Part(usize, usize),
}

/// A field before it is filled.
pub(crate) struct Plan {
    pub(crate) label: String,
    pub(crate) kind: Kind,
    pub(crate) left: Source,
    pub(crate) right: Source,
}

/// Pairs the columns of two lists: by label, else by kind where one of that kind is left on each
/// side. A whole name counts as its three parts.
pub(crate) fn plan(left: &[Column], right: &[Column]) -> Vec<Plan> {
    let mut lefts = sources(left);
    let mut rights = sources(right);
    let mut plans = Vec::new();
    lefts.retain(|(label, kind, source)| {
        let found = rights.iter().position(|(l, k, _)| l == label && k == kind);
        let Some(at) = found else { return true };
        let (_, _, other) = rights.remove(at);
        plans.push(Plan { label: label.clone(), kind: *kind, left: *source, right: other });
        false
    });
    for (label, kind, source) in &lefts {
        let alone = |side: &[(String, Kind, Source)]| {
            side.iter().filter(|(_, k, _)| k == kind).count() == 1
        };
        if alone(&lefts)
            && alone(&rights)
            && let Some((_, _, other)) = rights.iter().find(|(_, k, _)| k == kind)
        {
            plans.push(Plan { label: label.clone(), kind: *kind, left: *source, right: *other });
        }
    }
    plans
}

fn sources(columns: &[Column]) -> Vec<(String, Kind, Source)> {
    let mut sources = Vec::new();
    let parted = columns.iter().any(|column| column.kind == Kind::Surname);
    for (at, column) in columns.iter().enumerate() {
        if column.kind != Kind::FullName {
            sources.push((column.label.clone(), column.kind, Source::Column(at)));
        } else if !parted {
            let parts = [
                ("surname", Kind::Surname),
                ("given-name", Kind::GivenName),
                ("patronymic", Kind::Patronymic),
            ];
            for (part, (label, kind)) in parts.into_iter().enumerate() {
                sources.push((label.to_owned(), kind, Source::Part(at, part)));
            }
        }
    }
    sources
}

/// Says whether a kind is a part of a name.
pub(crate) fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Surname | Kind::GivenName | Kind::Patronymic | Kind::FullName)
}

/// Numbers the distinct values of one field: what reads the same is one value, however it was written.
pub(crate) struct Distinct {
    kind: Kind,
    values: Vec<Option<Value>>,
    texts: Numbered,
    /// The value of each text.
    of_text: Vec<u32>,
    numbers: Lookup<u64, u32>,
    keys: Lookup<Key, u32>,
}

impl Distinct {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            values: vec![None],
            texts: Numbered::default(),
            of_text: vec![0],
            numbers: Lookup::default(),
            keys: Lookup::default(),
        }
    }

    /// Returns the number of a cell's value; 0 when it says nothing.
    pub(crate) fn number(&mut self, text: &str, words: &[Word], system: System) -> u32 {
        let next = u32::try_from(self.values.len()).expect("there are fewer values than cells");
        if is_name(self.kind) {
            let folded = folded(words, system);
            let number = self.texts.number(&folded) as usize;
            if number == self.of_text.len() {
                let value = name(self.kind, words, system);
                self.of_text.push(if value.is_some() { next } else { 0 });
                self.values.extend(value.map(Some));
            }
            return self.of_text[number];
        }
        let Some(value) = read(text, self.kind) else { return 0 };
        let number = match value.counted() {
            Counted::Number(number) => *self.numbers.get_or_insert_with(number, || next),
            Counted::Key(key) => *self.keys.get_or_insert_with(key, || next),
            Counted::Text(text) => {
                let number = self.texts.number(&text) as usize;
                if number == self.of_text.len() {
                    self.of_text.push(next);
                }
                self.of_text[number]
            }
        };
        if number == next {
            self.values.push(Some(value));
        }
        number
    }

    /// Ends the field. `left` and `right` say how many rows of each list hold each value; `right` is
    /// empty when a list is held against itself.
    pub(crate) fn finish(self, label: &str, left: &[u32], right: &[u32]) -> Field {
        let mut numbers: Lookup<u64, u32> = Lookup::default();
        let groups: Vec<u32> = self
            .values
            .iter()
            .map(|value| {
                let Some(value) = value else { return 0 };
                let next = u32::try_from(numbers.len() + 1).expect("groups are fewer than values");
                *numbers.get_or_insert_with(hash(&value.counted()), || next)
            })
            .collect();
        let mut by_side = [vec![0_u32; numbers.len() + 1], vec![0_u32; numbers.len() + 1]];
        for (uses, counts) in [left, right].into_iter().zip(&mut by_side) {
            for (uses, group) in uses.iter().zip(&groups).skip(1) {
                counts[*group as usize] += uses;
            }
        }
        let [lefts, rights] = &by_side;
        let sum = |side: &[u32]| side.iter().map(|count| f64::from(*count)).sum::<f64>();
        let within = right.is_empty();
        // A date of which only the year is known is not equal to itself, nor is an initial.
        let mut whole = vec![false; numbers.len() + 1];
        for (value, group) in self.values.iter().zip(&groups) {
            let equal = value.as_ref().is_some_and(|value| value.level(value) == EQUAL);
            whole[*group as usize] |= equal;
        }
        let pairs_of = |(a, b): (&u32, &u32)| {
            let (a, b) = (f64::from(*a), f64::from(*b));
            if within { a * (a - 1.0).max(0.0) } else { a * b }
        };
        let groups_of = lefts.iter().zip(rights).zip(&whole).filter(|(_, whole)| **whole);
        let same: f64 = groups_of.map(|(counts, _)| pairs_of(counts)).sum();
        let pairs = if within { sum(lefts) * (sum(lefts) - 1.0) } else { sum(lefts) * sum(rights) };
        let counts: Vec<u32> = lefts.iter().zip(rights).map(|(a, b)| a + b).collect();
        let rows = |uses: &[u32]| uses.iter().map(|count| f64::from(*count)).sum::<f64>();
        let all = if within { rows(left) * (rows(left) - 1.0) } else { rows(left) * rows(right) };
        let dates = if matches!(self.kind, Kind::BirthDate | Kind::Date) {
            self.values.iter().map(Option::as_ref).map(packed).collect()
        } else {
            Vec::new()
        };
        let uses = |side: &[u32], value: usize| side.get(value).copied().unwrap_or(0);
        let uses =
            (0..self.values.len()).map(|value| uses(left, value) + uses(right, value)).collect();
        Field {
            uses,
            dates,
            label: label.into(),
            both_filled: pairs / all.max(1.0),
            kind: self.kind,
            filled: counts.iter().sum(),
            values: self.values,
            groups,
            counts,
            chance_equal: same / pairs.max(1.0),
        }
    }
}

fn packed(value: Option<&Value>) -> u32 {
    let Some(Value::Date(date)) = value else { return 0 };
    u32::try_from(date.packed()).expect("a date fits 32 bits")
}

fn hash(counted: &Counted) -> u64 {
    let mut hasher = Quick::default();
    counted.hash(&mut hasher);
    hasher.finish()
}

/// The words of a name and how they are read, as one text.
fn folded(words: &[Word], system: System) -> String {
    let mut folded = String::with_capacity(32);
    for word in words {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.letters);
    }
    if !folded.is_empty() && system != System::Plain {
        folded.push(char::from(b'0' + system as u8));
    }
    folded
}

fn name(kind: Kind, words: &[Word], system: System) -> Option<Value> {
    if kind == Kind::Surname {
        let surname = Surname::read(words, system);
        return (!surname.is_empty()).then_some(Value::Surname(surname));
    }
    if kind == Kind::Patronymic {
        let patronymic = Patronymic::read(words, system, Table::get());
        return (!patronymic.is_empty()).then(|| Value::Patronymic(Box::new(patronymic)));
    }
    let given = Given::read(words, system, Table::get());
    (!given.is_empty()).then(|| Value::Given(Box::new(given)))
}

fn read(text: &str, kind: Kind) -> Option<Value> {
    match kind {
        Kind::Surname | Kind::GivenName | Kind::Patronymic | Kind::FullName => None,
        Kind::BirthDate | Kind::Date => CivilDate::read(text).map(Value::Date),
        Kind::Place => Place::read(text).map(Value::Place),
        Kind::Rank => Rank::read(text).map(Value::Rank),
        Kind::Unit => Unit::read(text).map(Value::Unit),
        Kind::Sex => Value::code(sex_word(text)),
        Kind::Number | Kind::Postcode | Kind::Word => Value::code(text),
        Kind::Address | Kind::Text => Value::text(text),
    }
}

/// One word for each sex, by the first letter of the word in Ukrainian, Russian or English: two lists
/// in two languages say the same thing. What is neither stands as it is written.
fn sex_word(text: &str) -> &str {
    let first = text.trim_start().chars().next().and_then(|letter| letter.to_lowercase().next());
    match first {
        Some('ж' | 'f' | 'w') => "female",
        Some('ч' | 'м' | 'm') => "male",
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sex_is_the_same_in_three_languages() {
        for text in ["чол.", "муж.", "Мужской", "чоловіча", "m", "male", "М"]
        {
            assert_eq!(sex_word(text), "male", "{text}");
        }
        for text in ["жін.", "жен.", "Ж", "female", "woman", "жіноча"] {
            assert_eq!(sex_word(text), "female", "{text}");
        }
        assert_eq!(sex_word("2"), "2");
        assert_eq!(sex_word(""), "");
    }

    #[test]
    fn what_reads_the_same_is_one_value() {
        let mut dates = Distinct::new(Kind::BirthDate);
        let mut number = |text| dates.number(text, &[], System::Plain);
        assert_eq!(number("1990-07-31"), number("31.07.1990"));
        assert_ne!(number("1990-07-31"), number("1990"));
        assert_eq!(number("unknown"), 0);
    }
}
