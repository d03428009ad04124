//! A whole name as somebody wrote it, and the ways in which its words can be read.

use super::given::Given;
use super::letters::Sounded;
use super::patronymic::Patronymic;
use super::sounds::Key;
use super::surname::{HALVES_MAX, Half, Halves};
use super::system::System;
use crate::table::{Table, hash_of_letters};
use crate::text::{Folded, FoldedWords, WORDS_MAX, fold};

/// Gender as the endings show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// Feminine.
    Feminine,
    /// Masculine.
    Masculine,
}

/// Words that a hyphen ties together, read in each role once.
#[derive(Debug, Clone)]
struct Unit {
    from: u8,
    to: u8,
    given: Given,
    patronymic: Patronymic,
    capitals: bool,
    initial: bool,
}

/// Which units are the surname, the given name, the patronymic, and how unlikely that is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// The first unit of the surname and the first behind it.
    surname: (u8, u8),
    given: Option<u8>,
    patronymic: Option<u8>,
    /// How unlikely this reading is by itself, in hundredths.
    pub(super) doubt: u16,
}

/// The units of the surname, of the given name, of the patronymic.
type Role = ((u8, u8), Option<u8>, Option<u8>);

/// A written name with all its likely readings, best first.
pub(super) struct Written {
    words: FoldedWords,
    halves: Vec<Half>,
    units: Vec<Unit>,
    pub(super) readings: Vec<Reading>,
    none: Unit,
}

/// A word that was read before, in the role of a given name and of a patronymic.
#[derive(Clone)]
struct Known {
    word: Folded,
    system: System,
    half: Half,
    given: Given,
    patronymic: Patronymic,
}

/// Given names and patronymics that were read before. There are few of them and they come again and
/// again, while surnames hardly do.
#[derive(Default)]
pub(super) struct Memory(Vec<Option<Box<Known>>>);

/// How many words are remembered; a new one takes the place of one with the same hash.
const REMEMBERED_MAX: usize = 1 << 11;

impl Memory {
    fn place(word: &Folded, system: System) -> usize {
        let hash = hash_of_letters(word.letters()) ^ (system as u64);
        usize::try_from(hash % REMEMBERED_MAX as u64).expect("below 2,048")
    }

    fn get(&self, word: &Folded, system: System) -> Option<&Known> {
        let known = self.0.get(Self::place(word, system))?.as_deref()?;
        let same = known.system == system
            && known.word.script == word.script
            && known.word.letters() == word.letters();
        same.then_some(known)
    }

    fn keep(&mut self, known: Known) {
        if self.0.is_empty() {
            self.0.resize_with(REMEMBERED_MAX, || None);
        }
        let place = Self::place(&known.word, known.system);
        self.0[place] = Some(Box::new(known));
    }
}

/// The most readings that are held against each other on one side.
const READINGS_MAX: usize = 4;
/// A reading so much less likely than the best one is not tried.
const DOUBT_MAX: u16 = 160;

impl Written {
    /// Reads a name.
    pub(super) fn read(text: &str, table: &Table) -> Self {
        let mut written = Self {
            words: fold(""),
            halves: Vec::with_capacity(WORDS_MAX),
            units: Vec::with_capacity(WORDS_MAX),
            readings: Vec::with_capacity(READINGS_MAX + 1),
            none: Unit {
                from: 0,
                to: 0,
                given: Given::of(&[], &[], table),
                patronymic: Patronymic::of(&[], &[], table),
                capitals: false,
                initial: false,
            },
        };
        written.read_again(text, table, &mut Memory::default());
        written
    }

    /// Reads another name in the same room.
    pub(super) fn read_again(&mut self, text: &str, table: &Table, memory: &mut Memory) {
        self.words = fold(text);
        self.halves.clear();
        self.units.clear();
        let system = System::of_words(&self.words);
        let mut from = 0;
        while from < self.words.len() {
            let tied = self.words[from + 1..].iter().take_while(|word| word.hyphened).count();
            let to = from + 1 + tied;
            self.read_unit(from, to, system, (table, memory));
            from = to;
        }
        self.read_roles();
    }

    fn read_unit(
        &mut self,
        from: usize,
        to: usize,
        system: System,
        (table, memory): (&Table, &mut Memory),
    ) {
        let part = &self.words[from..to];
        let alone = if let [word] = part { Some(word) } else { None };
        let (given, patronymic);
        if let Some(known) = alone.and_then(|word| memory.get(word, system)) {
            self.halves.push(known.half);
            (given, patronymic) = (known.given.clone(), known.patronymic.clone());
        } else {
            let mut keys = [Key::default(); WORDS_MAX];
            for (key, word) in keys.iter_mut().zip(part) {
                let read = Sounded::read(word, system);
                *key = read.key;
                self.halves.push(Half::of(read));
            }
            given = Given::of(part, &keys[..part.len()], table);
            patronymic = Patronymic::of(part, &keys[..part.len()], table);
            if let (Some(word), Some(half)) = (alone, self.halves.last())
                && (given.classes.is_known() || patronymic.stem.is_some())
            {
                let (given, patronymic) = (given.clone(), patronymic.clone());
                memory.keep(Known { word: *word, system, half: *half, given, patronymic });
            }
        }
        self.units.push(Unit {
            from: u8::try_from(from).expect("at most eight words"),
            to: u8::try_from(to).expect("at most eight words"),
            given,
            patronymic,
            capitals: part.iter().all(|word| word.capitals),
            initial: part[0].is_initial(),
        });
    }

    /// The orders in which names are written: surname first or last, the patronymic behind the given
    /// name, a double surname with or without a hyphen.
    fn read_roles(&mut self) {
        self.readings.clear();
        let count = u8::try_from(self.units.len()).expect("at most eight units");
        let before = count.saturating_sub(2);
        let roles: &[Role] = match count {
            0 => &[],
            1 => &[((0, 1), None, None)],
            2 => &[((0, 1), Some(1), None), ((1, 2), Some(0), None)],
            3 => &[
                ((0, 1), Some(1), Some(2)),
                ((2, 3), Some(0), Some(1)),
                ((0, 2), Some(2), None),
                ((1, 3), Some(0), None),
                ((1, 2), Some(0), Some(2)),
            ],
            _ => &[((0, before), Some(before), Some(before + 1)), ((2, count), Some(0), Some(1))],
        };
        let mut least = u16::MAX;
        for (surname, given, patronymic) in roles {
            let mut reading =
                Reading { surname: *surname, given: *given, patronymic: *patronymic, doubt: 0 };
            reading.doubt = self.doubt(reading);
            least = least.min(reading.doubt);
            self.readings.push(reading);
        }
        self.readings.retain(|reading| reading.doubt <= least + DOUBT_MAX);
        self.readings.sort_by_key(|reading| reading.doubt);
        self.readings.truncate(READINGS_MAX);
        // What makes every reading of a name unlikely says nothing about the other name.
        for reading in &mut self.readings {
            reading.doubt -= least;
        }
    }

    fn doubt(&self, reading: Reading) -> u16 {
        let any_capitals = self.units.iter().any(|unit| unit.capitals);
        let all_capitals = self.units.iter().all(|unit| unit.capitals || unit.initial);
        let if_so = |holds: bool, doubt: u16| if holds { doubt } else { 0 };
        let mut doubt = 0;
        for unit in &self.units[usize::from(reading.surname.0)..usize::from(reading.surname.1)] {
            doubt += if_so(unit.initial, 400);
            doubt += if_so(any_capitals && !all_capitals && !unit.capitals, 150);
            doubt += if_so(unit.given.classes.is_known() && !unit.capitals, 60);
        }
        // Two words without a hyphen are seldom one surname.
        doubt += if_so(reading.surname.1 - reading.surname.0 > 1 && self.units.len() < 4, 90);
        if let Some(at) = reading.given {
            let unit = &self.units[usize::from(at)];
            let unknown = !unit.initial && !unit.given.classes.is_known();
            doubt += if_so(unknown, 50);
            // One word is a given name and the other is not: the order is plain.
            let first = &self.units[usize::from(reading.surname.0)];
            doubt += if_so(unknown && first.given.classes.is_known(), 150);
            doubt += if_so(unit.patronymic.stem.is_some(), 120);
        }
        if let Some(at) = reading.patronymic {
            let unit = &self.units[usize::from(at)];
            doubt += if_so(!unit.initial && unit.patronymic.stem.is_none(), 150);
            // A given name that is abbreviated has no written-out patronymic behind it.
            let given_initial = reading.given.is_some_and(|at| self.units[usize::from(at)].initial);
            doubt += if_so(given_initial && !unit.initial, 80);
            let between = reading.given < Some(reading.surname.0)
                && usize::from(reading.surname.0) < self.units.len() - 1;
            doubt += if_so(between, 60);
        }
        doubt
    }

    fn unit(&self, at: Option<u8>) -> &Unit {
        at.map_or(&self.none, |at| &self.units[usize::from(at)])
    }

    pub(super) fn surname(&self, reading: Reading) -> Halves<'_> {
        let mut halves = Halves { all: &self.halves, at: [0; HALVES_MAX], count: 0 };
        let (first, behind) = (usize::from(reading.surname.0), usize::from(reading.surname.1));
        for word in self.units[first].from..self.units[behind - 1].to {
            let full = usize::from(halves.count) == HALVES_MAX;
            if !full && !self.halves[usize::from(word)].key.is_empty() {
                halves.at[usize::from(halves.count)] = word;
                halves.count += 1;
            }
        }
        halves
    }

    pub(super) fn given(&self, reading: Reading) -> &Given {
        &self.unit(reading.given).given
    }

    pub(super) fn patronymic(&self, reading: Reading) -> &Patronymic {
        &self.unit(reading.patronymic).patronymic
    }

    /// Returns the gender that the patronymic shows.
    pub(super) fn gender(&self, reading: Reading) -> Option<Gender> {
        let feminine = self.patronymic(reading).feminine?;
        Some(if feminine { Gender::Feminine } else { Gender::Masculine })
    }

    /// Writes out one part of the name: 0 the surname, 1 the given name, 2 the patronymic.
    pub(super) fn shown(&self, reading: Reading, part: usize) -> String {
        let units = match part {
            0 => reading.surname,
            1 => reading.given.map_or((0, 0), |at| (at, at + 1)),
            _ => reading.patronymic.map_or((0, 0), |at| (at, at + 1)),
        };
        let mut shown = String::new();
        for unit in &self.units[usize::from(units.0)..usize::from(units.1)] {
            for word in &self.words[usize::from(unit.from)..usize::from(unit.to)] {
                if !shown.is_empty() {
                    shown.push(if word.hyphened { '-' } else { ' ' });
                }
                shown.push_str(&word.to_text());
            }
        }
        shown
    }
}

/// Splits a written name into surname, given name and patronymic by its likeliest reading; a part
/// that is not there is empty.
pub fn split_name(text: &str) -> [String; 3] {
    let written = Written::read(text, Table::get());
    let Some(&reading) = written.readings.first() else { return Default::default() };
    [0, 1, 2].map(|part| written.shown(reading, part))
}
