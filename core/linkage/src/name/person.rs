//! A whole name as somebody wrote it, and the ways in which its words can be read.

use super::sounds::Key;
use super::system::System;
use super::token::{Given, Patronymic, Surname};
use crate::table::Table;
use crate::text::{Word, words};

/// Gender as the endings show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// Feminine.
    Feminine,
    /// Masculine.
    Masculine,
}

/// One way to read the words of a name.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The surname.
    pub surname: Surname,
    /// The given name; empty where none stands.
    pub given: Given,
    /// The patronymic; empty where none stands.
    pub patronymic: Patronymic,
    /// How unlikely this reading is by itself, in hundredths.
    pub(super) doubt: u16,
    /// Where the parts stand among the words: surname, given name, patronymic.
    pub(super) places: [Vec<usize>; 3],
}

impl Reading {
    /// Returns the gender that the patronymic shows.
    pub fn gender(&self) -> Option<Gender> {
        self.patronymic.feminine.map(
            |feminine| {
                if feminine { Gender::Feminine } else { Gender::Masculine }
            },
        )
    }
}

/// A written name with all its likely readings.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) words: Vec<Word>,
    pub(super) readings: Vec<Reading>,
}

/// Words that a hyphen ties together, read in each role once.
struct Unit {
    at: Vec<usize>,
    surname: Surname,
    given: Given,
    patronymic: Patronymic,
    capitals: bool,
    initial: bool,
}

/// The most readings that are held against each other on one side.
const READINGS_MAX: usize = 4;
/// A reading so much less likely than the best one is not tried.
const DOUBT_MAX: u16 = 160;

impl Written {
    pub(super) fn read(text: &str, table: &Table) -> Self {
        let words = words(text);
        let system = System::detect(&words);
        let units = units(&words, system, table);
        let mut readings: Vec<Reading> =
            roles(&units).iter().map(|role| reading(&units, role)).collect();
        readings.sort_by_key(|reading| reading.doubt);
        if let Some(best) = readings.first().map(|reading| reading.doubt) {
            readings.retain(|reading| reading.doubt <= best + DOUBT_MAX);
            readings.truncate(READINGS_MAX);
            // What makes every reading of a name unlikely says nothing about the other name.
            for reading in &mut readings {
                reading.doubt -= best;
            }
        }
        Self { words, readings }
    }
}

fn units(words: &[Word], system: System, table: &Table) -> Vec<Unit> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if word.hyphened => group.push(at),
            _ => groups.push(vec![at]),
        }
    }
    groups
        .into_iter()
        .map(|at| {
            let part = &words[at[0]..=at[at.len() - 1]];
            Unit {
                surname: Surname::read(part, system),
                given: Given::read(part, system, table),
                patronymic: Patronymic::read(part, system, table),
                capitals: part.iter().all(|word| word.capitals),
                initial: part[0].is_initial(),
                at,
            }
        })
        .collect()
}

/// Which units are the surname, the given name, the patronymic.
struct Role {
    surname: Vec<usize>,
    given: Option<usize>,
    patronymic: Option<usize>,
}

/// The orders in which names are written: surname first or last, the patronymic behind the given
/// name, a double surname with or without a hyphen.
fn roles(units: &[Unit]) -> Vec<Role> {
    let role = |surname: &[usize], given, patronymic| Role {
        surname: surname.to_vec(),
        given,
        patronymic,
    };
    match units.len() {
        0 => Vec::new(),
        1 => vec![role(&[0], None, None)],
        2 => vec![role(&[0], Some(1), None), role(&[1], Some(0), None)],
        3 => vec![
            role(&[0], Some(1), Some(2)),
            role(&[2], Some(0), Some(1)),
            role(&[0, 1], Some(2), None),
            role(&[1, 2], Some(0), None),
            role(&[1], Some(0), Some(2)),
        ],
        count => {
            let last: Vec<usize> = (0..count - 2).collect();
            let first: Vec<usize> = (2..count).collect();
            vec![role(&last, Some(count - 2), Some(count - 1)), role(&first, Some(0), Some(1))]
        }
    }
}

fn reading(units: &[Unit], role: &Role) -> Reading {
    let any_capitals = units.iter().any(|unit| unit.capitals);
    let all_capitals = units.iter().all(|unit| unit.capitals || unit.initial);
    let mut doubt = 0;
    for at in &role.surname {
        let unit = &units[*at];
        doubt += if unit.initial { 400 } else { 0 };
        doubt += if any_capitals && !all_capitals && !unit.capitals { 150 } else { 0 };
        doubt += if unit.given.classes.is_known() && !unit.capitals { 60 } else { 0 };
    }
    // Two words without a hyphen are seldom one surname.
    doubt += if role.surname.len() > 1 && units.len() < 4 { 90 } else { 0 };
    if let Some(at) = role.given {
        let unit = &units[at];
        doubt += if unit.initial || unit.given.classes.is_known() { 0 } else { 50 };
        doubt += if unit.patronymic.stem.is_some() { 120 } else { 0 };
    }
    if let Some(at) = role.patronymic {
        let unit = &units[at];
        doubt += if unit.initial || unit.patronymic.stem.is_some() { 0 } else { 150 };
        // A given name that is abbreviated has no written-out patronymic behind it.
        doubt +=
            if role.given.is_some_and(|at| units[at].initial) && !unit.initial { 80 } else { 0 };
        doubt += if role
            .surname
            .first()
            .is_some_and(|at| role.given < Some(*at) && *at < units.len() - 1)
        {
            60
        } else {
            0
        };
    }
    let halves: Vec<Key> =
        role.surname.iter().flat_map(|at| units[*at].surname.halves.iter().copied()).collect();
    let words_of = |at: Option<usize>| at.map(|at| units[at].at.clone()).unwrap_or_default();
    let none = Unit {
        at: Vec::new(),
        surname: Surname::of(Vec::new()),
        given: Given::read(&[], System::Plain, Table::get()),
        patronymic: Patronymic::read(&[], System::Plain, Table::get()),
        capitals: false,
        initial: false,
    };
    Reading {
        surname: Surname::of(halves),
        given: role.given.map_or(&none, |at| &units[at]).given.clone(),
        patronymic: role.patronymic.map_or(&none, |at| &units[at]).patronymic.clone(),
        doubt,
        places: [
            role.surname.iter().flat_map(|at| units[*at].at.iter().copied()).collect(),
            words_of(role.given),
            words_of(role.patronymic),
        ],
    }
}

/// Splits a written name into surname, given name and patronymic by its likeliest reading; a part
/// that is not there is empty.
pub fn split_name(text: &str) -> [String; 3] {
    let written = Written::read(text, Table::get());
    let Some(reading) = written.readings.first() else { return Default::default() };
    let part = |at: usize| {
        let words: Vec<&str> =
            reading.places[at].iter().map(|at| written.words[*at].letters.as_str()).collect();
        words.join(" ")
    };
    [part(0), part(1), part(2)]
}
