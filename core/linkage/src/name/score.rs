//! How likely two written names are one person's, with the rule behind each part.

use super::person::{Reading, Written};
use super::token::Closeness;
use crate::lookup::Lookup;
use crate::table::Table;

/// The rule by which a part of two names was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The surname.
    Surname,
    /// The given name.
    Given,
    /// The patronymic.
    Patronymic,
    /// The gender that the endings show.
    Gender,
    /// The order of the words, and which word is taken for which part.
    Order,
}

/// One part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What was compared.
    pub rule: Rule,
    /// The words of the left name.
    pub left: String,
    /// The words of the right name.
    pub right: String,
    /// How alike they are.
    pub closeness: Closeness,
    /// What it takes away from the score, in hundredths of a natural logarithm.
    pub penalty: u16,
}

/// Two names held against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// From 0, surely two people, to 1, one name.
    pub score: f64,
    /// The parts, contradictions first.
    pub pieces: Vec<Piece>,
}

/// What a contradiction takes away: enough to decide alone.
const CONFLICT: u16 = 1000;
/// Where a score is one half.
const HALF_AT: f64 = 300.0;
/// How quickly a score falls.
const SLOPE: f64 = 80.0;

/// Scores two written names; 0 when one of them is empty.
pub fn score(left: &str, right: &str) -> f64 {
    let table = Table::get();
    let (left, right) = (Written::read(left, table), Written::read(right, table));
    best(&left, &right, table).map_or(0.0, |(penalty, ..)| to_score(penalty))
}

/// Compares two written names and says which rule judged each part.
pub fn compare(left: &str, right: &str) -> Comparison {
    let table = Table::get();
    let (left, right) = (Written::read(left, table), Written::read(right, table));
    let Some((penalty, a, b)) = best(&left, &right, table) else {
        return Comparison { score: 0.0, pieces: Vec::new() };
    };
    let shown = |written: &Written, reading: &Reading, part: usize| {
        let words: Vec<&str> =
            reading.places[part].iter().map(|at| written.words[*at].letters.as_str()).collect();
        words.join(" ")
    };
    let parts = parts(a, b, table);
    let mut pieces: Vec<Piece> = parts
        .into_iter()
        .map(|(rule, closeness, penalty)| {
            let part = match rule {
                Rule::Surname | Rule::Order => 0,
                Rule::Given => 1,
                Rule::Patronymic | Rule::Gender => 2,
            };
            Piece {
                rule,
                left: shown(&left, a, part),
                right: shown(&right, b, part),
                closeness,
                penalty,
            }
        })
        .collect();
    pieces.sort_by_key(|piece| (piece.penalty < CONFLICT / 2, piece.rule));
    Comparison { score: to_score(penalty), pieces }
}

fn to_score(penalty: u16) -> f64 {
    1.0 / (1.0 + ((f64::from(penalty) - HALF_AT) / SLOPE).exp())
}

/// Finds the pair of readings that agrees best.
fn best<'a>(
    left: &'a Written,
    right: &'a Written,
    table: &Table,
) -> Option<(u16, &'a Reading, &'a Reading)> {
    let mut found: Option<(u16, &Reading, &Reading)> = None;
    for a in &left.readings {
        for b in &right.readings {
            let least = found.map_or(u16::MAX, |(least, ..)| least);
            let penalty = penalty(a, b, table, least);
            if penalty < least || found.is_none() {
                found = Some((penalty, a, b));
            }
        }
    }
    found
}

/// Adds up the penalties of two readings, or stops above `least`.
fn penalty(a: &Reading, b: &Reading, table: &Table, least: u16) -> u16 {
    let mut sum = a.doubt.midpoint(b.doubt);
    if sum >= least {
        return sum;
    }
    if let (Some(x), Some(y)) = (a.gender(), b.gender())
        && x != y
    {
        sum += CONFLICT;
    }
    sum += given_penalty(a.given.closeness(&b.given, table));
    if sum >= least {
        return sum;
    }
    sum += patronymic_penalty(a.patronymic.closeness(&b.patronymic, table));
    if sum >= least {
        return sum;
    }
    sum + surname_part(a, b).1
}

fn surname_part(a: &Reading, b: &Reading) -> (Closeness, u16) {
    let closeness = a.surname.closeness(&b.surname);
    let shortest = a.surname.sounds().min(b.surname.sounds());
    (closeness, surname_penalty(closeness, shortest))
}

fn parts(a: &Reading, b: &Reading, table: &Table) -> Vec<(Rule, Closeness, u16)> {
    let mut parts = Vec::with_capacity(5);
    let (closeness, penalty) = surname_part(a, b);
    parts.push((Rule::Surname, closeness, penalty));
    let closeness = a.given.closeness(&b.given, table);
    parts.push((Rule::Given, closeness, given_penalty(closeness)));
    let closeness = a.patronymic.closeness(&b.patronymic, table);
    parts.push((Rule::Patronymic, closeness, patronymic_penalty(closeness)));
    if let (Some(x), Some(y)) = (a.gender(), b.gender())
        && x != y
    {
        parts.push((Rule::Gender, Closeness::Conflict, CONFLICT));
    }
    let doubt = a.doubt.midpoint(b.doubt);
    if doubt > 0 {
        parts.push((Rule::Order, Closeness::Near(doubt), doubt));
    }
    parts
}

fn surname_penalty(closeness: Closeness, sounds: usize) -> u16 {
    // The same slip says more in a short name than in a long one.
    let slip = |near: u16| match sounds {
        0..=4 => near * 6,
        5..=7 => near * 5,
        _ => near * 9 / 2,
    };
    match closeness {
        Closeness::Same | Closeness::Class | Closeness::Initial => 0,
        Closeness::Near(near) => slip(near).min(CONFLICT),
        Closeness::Half(near) => (80 + slip(near)).min(CONFLICT),
        Closeness::Missing => 400,
        Closeness::Other | Closeness::Conflict => CONFLICT,
    }
}

fn given_penalty(closeness: Closeness) -> u16 {
    match closeness {
        Closeness::Same => 0,
        Closeness::Class => 10,
        Closeness::Near(near) | Closeness::Half(near) => (near * 4).min(CONFLICT),
        Closeness::Initial => 60,
        Closeness::Missing => 250,
        Closeness::Other | Closeness::Conflict => CONFLICT,
    }
}

fn patronymic_penalty(closeness: Closeness) -> u16 {
    match closeness {
        Closeness::Same => 0,
        Closeness::Class => 5,
        Closeness::Near(near) | Closeness::Half(near) => (near * 4).min(CONFLICT),
        Closeness::Initial => 40,
        Closeness::Missing => 50,
        Closeness::Other | Closeness::Conflict => CONFLICT * 4 / 5,
    }
}

/// How many names a [`Scorer`] remembers before it starts anew.
const REMEMBERED_MAX: usize = 1 << 14;

/// Scores many pairs and remembers the names that it has read.
#[derive(Default)]
pub struct Scorer {
    read: Lookup<String, Written>,
}

impl Scorer {
    /// Scores two written names; 0 when one of them is empty.
    pub fn score(&mut self, left: &str, right: &str) -> f64 {
        let table = Table::get();
        if self.read.len() + 2 > REMEMBERED_MAX {
            self.read.clear();
        }
        for text in [left, right] {
            if self.read.get(text).is_none() {
                self.read.get_or_insert_with(text.to_owned(), || Written::read(text, table));
            }
        }
        match (self.read.get(left), self.read.get(right)) {
            (Some(left), Some(right)) => {
                best(left, right, table).map_or(0.0, |(penalty, ..)| to_score(penalty))
            }
            _ => 0.0,
        }
    }
}
