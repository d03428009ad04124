//! Both lists with every distinct cell read once and numbered by its value.

use std::borrow::Cow;

use rayon::prelude::*;

use super::fields::{Distinct, Field, Plan, Source, is_name, plan};
use crate::lookup::Lookup;
use crate::name::{Given, System, split_name};
use crate::record::{Cells, Kind, Numbered, Records};
use crate::table::Table;
use crate::text::{self, Word};

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
    /// `None` when a list is held against itself.
    right: Option<Side>,
}

impl Prepared {
    /// Returns the right list, which is the left one when a list is held against itself.
    pub(crate) fn right(&self) -> &Side {
        self.right.as_ref().unwrap_or(&self.left)
    }

    /// Says whether a list is held against itself.
    pub(crate) fn within(&self) -> bool {
        self.right.is_none()
    }
}

/// Reads both lists; `right` is `None` when a list is held against itself.
pub(crate) fn prepare(left: &Records, right: Option<&Records>) -> Prepared {
    let plans = plan(left.columns(), right.unwrap_or(left).columns());
    let lefts = List::new(left, &plans, |plan| plan.left);
    let rights = right.map(|right| List::new(right, &plans, |plan| plan.right));
    let filled: Vec<(Field, Vec<u32>, Vec<u32>)> = plans
        .par_iter()
        .enumerate()
        .map(|(at, plan)| {
            let mut distinct = Distinct::new(plan.kind);
            let left = lefts.values(at, plan.kind, &mut distinct);
            let right = rights.as_ref().map(|list| list.values(at, plan.kind, &mut distinct));
            let right = right.unwrap_or_default();
            let field = distinct.finish(&plan.label, &uses(&left), &uses(&right));
            (field, left, right)
        })
        .collect();
    let mut fields = Vec::new();
    let mut columns = [Vec::new(), Vec::new()];
    for (field, left, right) in filled {
        fields.push(field);
        columns[0].push(left);
        columns[1].push(right);
    }
    let [left_columns, right_columns] = columns;
    let right = right.map(|right| side(right.len(), &right_columns));
    Prepared { fields, left: side(left.len(), &left_columns), right }
}

/// Counts how many rows hold each value.
fn uses(numbers: &[u32]) -> Vec<u32> {
    let mut uses = Vec::new();
    for number in numbers {
        let at = *number as usize;
        if uses.len() <= at {
            uses.resize(at + 1, 0);
        }
        uses[at] += 1;
    }
    uses
}

/// Turns columns into rows.
fn side(rows: usize, columns: &[Vec<u32>]) -> Side {
    let width = columns.len();
    let mut numbers = vec![0; rows * width];
    for (at, column) in columns.iter().enumerate() {
        for (row, number) in column.iter().enumerate() {
            numbers[row * width + at] = *number;
        }
    }
    Side { rows, width, numbers }
}

/// The cells of one list, field by field, with what all parts of a name decide together.
struct List<'a> {
    cells: Vec<Cow<'a, Cells>>,
    /// The system in which each row's name is spelt; empty when every row is plain.
    systems: Vec<System>,
    /// The fields of the surname and the given name, and the rows in which they stand exchanged.
    surname: Option<usize>,
    given: Option<usize>,
    exchanged: Vec<bool>,
}

impl<'a> List<'a> {
    fn new(records: &'a Records, plans: &[Plan], source: impl Fn(&Plan) -> Source) -> Self {
        let mut split: Vec<(usize, [Cells; 3])> = Vec::new();
        let cells = plans
            .iter()
            .map(|plan| match source(plan) {
                Source::Column(at) => Cow::Borrowed(records.cells(at)),
                Source::Part(at, part) => {
                    if !split.iter().any(|(column, _)| *column == at) {
                        split.push((at, parts(records.cells(at))));
                    }
                    let found = split.iter().find(|(column, _)| *column == at);
                    let (_, parts) = found.expect("the column was split just now");
                    Cow::Owned(parts[part].clone())
                }
            })
            .collect();
        let find = |kind: Kind| plans.iter().position(|plan| plan.kind == kind);
        let (surname, given) = (find(Kind::Surname), find(Kind::GivenName));
        let mut list = Self { cells, systems: Vec::new(), surname, given, exchanged: Vec::new() };
        if let (Some(surname), Some(given)) = (surname, given) {
            list.exchanged = exchanged(&list.cells[surname], &list.cells[given]);
        }
        let names: Vec<usize> = (0..plans.len()).filter(|at| is_name(plans[*at].kind)).collect();
        list.systems = systems(&list.cells, &names, records.len());
        list
    }

    /// Returns the value numbers of a field, row by row.
    fn values(&self, field: usize, kind: Kind, distinct: &mut Distinct) -> Vec<u32> {
        let cells = &*self.cells[field];
        if !is_name(kind) {
            let words = [];
            let numbers: Vec<u32> = cells
                .texts
                .iter()
                .map(|text| distinct.number(text, &words, System::Plain))
                .collect();
            return cells.numbers.iter().map(|text| numbers[*text as usize]).collect();
        }
        let mut plain = vec![NONE; cells.texts.len()];
        let mut others: Lookup<u64, u32> = Lookup::default();
        let mut number = |cells: &Cells, text: u32, system: System| {
            let text = cells.texts.get(text as usize);
            distinct.number(text, &text::words(text), system)
        };
        let other_field = if Some(field) == self.surname { self.given } else { self.surname };
        let trades = Some(field) == self.surname || Some(field) == self.given;
        (0..cells.numbers.len())
            .map(|row| {
                let system = self.systems.get(row).copied().unwrap_or(System::Plain);
                if trades
                    && self.exchanged.get(row).copied().unwrap_or(false)
                    && let Some(other) = other_field
                {
                    let cells = &*self.cells[other];
                    let text = cells.numbers[row];
                    let key = 1 << 48 | u64::from(text) << 8 | system as u64;
                    return *others.get_or_insert_with(key, || number(cells, text, system));
                }
                let text = cells.numbers[row];
                if system != System::Plain {
                    let key = u64::from(text) << 8 | system as u64;
                    return *others.get_or_insert_with(key, || number(cells, text, system));
                }
                let known = &mut plain[text as usize];
                if *known == NONE {
                    *known = number(cells, text, system);
                }
                *known
            })
            .collect()
    }
}

/// A text that has no value number yet.
const NONE: u32 = u32::MAX;

/// Splits whole names into surnames, given names and patronymics.
fn parts(cells: &Cells) -> [Cells; 3] {
    let split: Vec<[String; 3]> = cells.texts.iter().map(split_name).collect();
    [0, 1, 2].map(|part| {
        let mut texts = Numbered::default();
        let numbers: Vec<u32> = split.iter().map(|parts| texts.number(&parts[part])).collect();
        let numbers = cells.numbers.iter().map(|text| numbers[*text as usize]).collect();
        Cells { texts: texts.texts, numbers }
    })
}

/// Finds the system in which each row's name is spelt: all parts of one name are in one system, and
/// where a name shows little, its list decides. Only Latin words tell; a list without any has no
/// systems.
fn systems(cells: &[Cow<'_, Cells>], names: &[usize], rows: usize) -> Vec<System> {
    let words: Vec<Vec<Option<Vec<Word>>>> = names
        .iter()
        .map(|at| {
            let latin = |text: &str| {
                let is = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
                text.chars().any(is).then(|| text::words(text))
            };
            cells[*at].texts.iter().map(latin).collect()
        })
        .collect();
    if words.iter().flatten().all(Option::is_none) {
        return Vec::new();
    }
    let names_of_rows: Vec<Vec<Word>> = (0..rows)
        .map(|row| {
            let mut all: Vec<Word> = Vec::new();
            for (at, words) in names.iter().zip(&words) {
                let text = cells[*at].numbers[row] as usize;
                if let Some(words) = &words[text] {
                    all.extend(words.iter().cloned());
                }
            }
            all
        })
        .collect();
    let list = System::of_list(names_of_rows.iter().map(Vec::as_slice));
    names_of_rows.iter().map(|words| System::detect_within(words, list)).collect()
}

/// Finds the rows in which somebody put the given name where the surname belongs; empty when there
/// are none.
fn exchanged(surnames: &Cells, given: &Cells) -> Vec<bool> {
    // A word where the given name belongs that is none, and no initial either.
    let strange: Vec<bool> = given
        .texts
        .iter()
        .map(|text| {
            let words = text::words(text);
            !words.is_empty() && !words[0].is_initial() && !is_given_name(&words)
        })
        .collect();
    let mut known: Vec<Option<bool>> = vec![None; surnames.texts.len()];
    let rows: Vec<bool> = surnames
        .numbers
        .iter()
        .zip(&given.numbers)
        .map(|(surname, given)| {
            let text = surnames.texts.get(*surname as usize);
            strange[*given as usize]
                && *known[*surname as usize]
                    .get_or_insert_with(|| is_given_name(&text::words(text)))
        })
        .collect();
    if rows.contains(&true) { rows } else { Vec::new() }
}

fn is_given_name(words: &[Word]) -> bool {
    words.len() == 1 && Given::read(words, System::detect(words), Table::get()).classes.is_known()
}
