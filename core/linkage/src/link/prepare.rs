//! Both lists with every cell read once and numbered by its value.

use std::collections::BTreeMap;

use crate::lookup::Lookup;
use crate::name::{Given, Patronymic, Surname, System, split_name};
use crate::record::{Column, Kind, Records};
use crate::table::Table;
use crate::text::{self, Word};
use crate::value::{CivilDate, Counted, Place, Rank, Unit, Value};

/// One column of both lists.
#[derive(Debug)]
pub(crate) struct Field {
    /// What it is called.
    pub(crate) label: String,
    /// What it holds.
    pub(crate) kind: Kind,
    /// The distinct values; number 0 stands for a missing one and holds nothing.
    pub(crate) values: Vec<Option<Value>>,
    /// How often each value occurs in both lists, spellings of one name together.
    pub(crate) counts: Vec<u32>,
    /// How many cells of both lists hold a value.
    pub(crate) filled: u32,
}

/// The value numbers of one list, row by row.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) rows: usize,
    width: usize,
    numbers: Vec<u32>,
}

impl Side {
    /// Returns the value numbers of a row, one for each field.
    pub(crate) fn row(&self, row: usize) -> &[u32] {
        &self.numbers[row * self.width..(row + 1) * self.width]
    }
}

/// Both lists, read.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) fields: Vec<Field>,
    pub(crate) left: Side,
    pub(crate) right: Side,
}

/// Where the cells of one field come from in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Column(usize),
    /// A part of a whole name: 0 surname, 1 given name, 2 patronymic.
    Part(usize, usize),
}

/// A field before it is filled.
struct Plan {
    label: String,
    kind: Kind,
    left: Source,
    right: Source,
}

/// Reads both lists; `right` is `None` when a list is held against itself.
pub(crate) fn prepare(left: &Records, right: Option<&Records>) -> Prepared {
    let plans = plan(left.columns(), right.unwrap_or(left).columns());
    let mut builders: Vec<Builder> = plans.iter().map(|_| Builder::default()).collect();
    let lefts: Vec<Source> = plans.iter().map(|plan| plan.left).collect();
    let rights: Vec<Source> = plans.iter().map(|plan| plan.right).collect();
    let kinds: Vec<Kind> = plans.iter().map(|plan| plan.kind).collect();
    let left_side = read_side(left, &lefts, &kinds, &mut builders);
    let right_side = match right {
        Some(right) => read_side(right, &rights, &kinds, &mut builders),
        None => Side { rows: left.len(), width: kinds.len(), numbers: left_side.numbers.clone() },
    };
    let fields = plans
        .into_iter()
        .zip(builders)
        .enumerate()
        .map(|(at, (plan, builder))| {
            let sides: &[&Side] =
                if right.is_some() { &[&left_side, &right_side] } else { &[&left_side] };
            builder.finish(plan.label, plan.kind, at, sides)
        })
        .collect();
    Prepared { fields, left: left_side, right: right_side }
}

/// Pairs the columns of two lists: by label, else by kind where one of that kind is left on each
/// side. A whole name counts as its three parts.
fn plan(left: &[Column], right: &[Column]) -> Vec<Plan> {
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

/// Numbers the distinct values of one field.
#[derive(Default)]
struct Builder {
    numbers: Lookup<(String, u8), u32>,
    values: Vec<Option<Value>>,
}

impl Builder {
    fn number(&mut self, text: &str, kind: Kind, words: &[Word], system: System) -> u32 {
        if self.values.is_empty() {
            self.values.push(None);
        }
        let (values, next) = (&mut self.values, &mut 0_u32);
        let tag = if is_name(kind) { system as u8 } else { 0 };
        *self.numbers.get_or_insert_with((text.to_owned(), tag), || {
            if let Some(value) = read_value(text, kind, words, system) {
                *next = u32::try_from(values.len()).expect("there are fewer values than cells");
                values.push(Some(value));
            }
            *next
        })
    }

    fn finish(mut self, label: String, kind: Kind, at: usize, sides: &[&Side]) -> Field {
        if self.values.is_empty() {
            self.values.push(None);
        }
        let mut uses = vec![0_u32; self.values.len()];
        for side in sides {
            for row in 0..side.rows {
                uses[side.row(row)[at] as usize] += 1;
            }
        }
        uses[0] = 0;
        let mut together: BTreeMap<Counted, u32> = BTreeMap::new();
        let counted: Vec<Option<Counted>> =
            self.values.iter().map(|value| value.as_ref().map(Value::counted)).collect();
        for (counted, uses) in counted.iter().zip(&uses) {
            if let Some(counted) = counted {
                *together.entry(counted.clone()).or_default() += uses;
            }
        }
        let counts = counted
            .iter()
            .map(|counted| counted.as_ref().map_or(0, |counted| together[counted]))
            .collect();
        Field { label, kind, values: self.values, counts, filled: uses.iter().sum() }
    }
}

fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Surname | Kind::GivenName | Kind::Patronymic | Kind::FullName)
}

fn read_side(
    records: &Records,
    sources: &[Source],
    kinds: &[Kind],
    builders: &mut [Builder],
) -> Side {
    let mut numbers = Vec::with_capacity(records.len() * kinds.len());
    let surname = kinds.iter().position(|kind| *kind == Kind::Surname);
    let given = kinds.iter().position(|kind| *kind == Kind::GivenName);
    for row in 0..records.len() {
        let mut cells: Vec<String> =
            sources.iter().map(|source| cell(records, row, *source)).collect();
        if let (Some(surname), Some(given)) = (surname, given)
            && exchanged(&cells[surname], &cells[given])
        {
            cells.swap(surname, given);
        }
        let words: Vec<Vec<Word>> = cells
            .iter()
            .zip(kinds)
            .map(|(cell, kind)| if is_name(*kind) { text::words(cell) } else { Vec::new() })
            .collect();
        // All parts of one name are in one system of spelling.
        let system = System::detect(&words.concat());
        for (at, kind) in kinds.iter().enumerate() {
            numbers.push(builders[at].number(&cells[at], *kind, &words[at], system));
        }
    }
    Side { rows: records.len(), width: kinds.len(), numbers }
}

fn cell(records: &Records, row: usize, source: Source) -> String {
    match source {
        Source::Column(at) => records.cell(row, at).trim().to_owned(),
        Source::Part(at, part) => {
            let [surname, given, patronymic] = split_name(records.cell(row, at));
            match part {
                0 => surname,
                1 => given,
                _ => patronymic,
            }
        }
    }
}

/// Says whether somebody put the given name where the surname belongs.
fn exchanged(surname: &str, given: &str) -> bool {
    let known = |text: &str| {
        let words = text::words(text);
        let system = System::detect(&words);
        words.len() == 1 && Given::read(&words, system, Table::get()).classes.is_known()
    };
    !given.is_empty()
        && known(surname)
        && !known(given)
        && !text::words(given)[..].is_empty()
        && !text::words(given)[0].is_initial()
}

fn read_value(text: &str, kind: Kind, words: &[Word], system: System) -> Option<Value> {
    match kind {
        Kind::Surname => {
            Some(Surname::read(words, system)).filter(|name| !name.is_empty()).map(Value::Surname)
        }
        Kind::GivenName | Kind::FullName => Some(Given::read(words, system, Table::get()))
            .filter(|name| !name.is_empty())
            .map(Value::Given),
        Kind::Patronymic => Some(Patronymic::read(words, system, Table::get()))
            .filter(|name| !name.is_empty())
            .map(Value::Patronymic),
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
}
