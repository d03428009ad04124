//! A patronymic: the father's name, and whether a son or a daughter bears it.

use super::closeness::{Closeness, SAME_MAX, by_distance, near_max};
use super::distance::distance_within;
use super::given::{FARTHEST, against_forms, fits, initial_sounds, widened};
use super::sounds::{
    A, CH, E, F, FEW_F, FEW_I, FEW_U, I, KH, Key, LATIN_C, LATIN_CH, LATIN_J, N, O, SH, SHCH, U, V,
    YO,
};
use super::system::System;
use crate::table::{Classes, Table};
use crate::text::{Folded, Word};

/// A patronymic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patronymic {
    /// Its sounds.
    pub key: Key,
    /// Its sounds without the ending; none when the ending is not one of a patronymic.
    pub stem: Option<Key>,
    /// The names that the father may have.
    pub father: Classes,
    /// Whether the ending is feminine, where it is known.
    pub feminine: Option<bool>,
    /// For an initial: one bit for each sound that the letter may stand for.
    pub initial: Option<u64>,
}

impl Patronymic {
    /// Reads a patronymic.
    pub fn read(words: &[Word], system: System, table: &Table) -> Self {
        let folded: Vec<Folded> = words.iter().map(Folded::of).collect();
        let keys: Vec<Key> = folded.iter().map(|word| Key::sound(word, system)).collect();
        Self::of(&folded, &keys, table)
    }

    /// Reads a patronymic of folded words and their sounds.
    pub(super) fn of(words: &[Folded], keys: &[Key], table: &Table) -> Self {
        let mut key = keys.first().copied().unwrap_or_default();
        for more in keys.iter().skip(1) {
            key = key.joined(more);
        }
        let initial = words.first().filter(|word| word.is_initial()).map(initial_sounds);
        let mut read =
            Self { key, stem: None, father: Classes::default(), feminine: None, initial };
        if initial.is_some() {
            return read;
        }
        if let Some((length, feminine)) = ending(key.sounds()) {
            let stem = key.truncated(length);
            read.stem = Some(stem);
            read.feminine = Some(feminine);
            read.father = table.fathers(&stem);
        }
        read
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Compares two patronymics; their gender is compared elsewhere.
    pub fn closeness(&self, other: &Self, table: &Table) -> Closeness {
        if self.is_empty() || other.is_empty() {
            return Closeness::Missing;
        }
        if self.initial.is_some() || other.initial.is_some() {
            return fits(self.first_sounds(table) & other.first_sounds(table));
        }
        let (a, b) = match (&self.stem, &other.stem) {
            (Some(a), Some(b)) => (a, b),
            _ => (&self.key, &other.key),
        };
        if a == b {
            return Closeness::Same;
        }
        match (self.father.is_known(), other.father.is_known()) {
            (true, true) => {
                if self.father.meet(&other.father) {
                    Closeness::Class
                } else if distance_within(a, b, SAME_MAX) <= SAME_MAX {
                    Closeness::Same
                } else {
                    Closeness::Conflict
                }
            }
            (true, false) if other.stem.is_some() => against_forms(b, a, &self.father, table),
            (false, true) if self.stem.is_some() => against_forms(a, b, &other.father, table),
            _ => by_distance(distance_within(a, b, near_max(a, b)), FARTHEST, a, b),
        }
    }

    pub(super) fn first_sounds(&self, table: &Table) -> u64 {
        let own = self.key.sounds().first().map_or(0, |sound| widened(1 << sound));
        self.initial.unwrap_or_else(|| own | table.first_sounds(&self.father))
    }
}

/// Finds the ending of a patronymic: how many sounds stand before it, and whether it is feminine.
pub(crate) fn ending(sounds: &[u8]) -> Option<(usize, bool)> {
    let back = |n: usize| sounds.len().checked_sub(n).map(|at| sounds[at]);
    let is_i = |s: u8| matches!(s, I | FEW_I | LATIN_J | E);
    let is_v = |s: u8| matches!(s, V | F | FEW_F | U | FEW_U);
    let is_link = |s: u8| matches!(s, O | E | YO | U | FEW_U | FEW_I | I | A);
    let is_ch = |s: u8| matches!(s, CH | LATIN_CH | SH | SHCH | KH | LATIN_C);
    if back(1).is_some_and(is_ch) && back(2).is_some_and(is_i) && sounds.len() > 3 {
        if back(3).is_some_and(is_v) && back(4).is_some_and(is_link) && sounds.len() > 5 {
            return Some((sounds.len() - 4, false));
        }
        // Ілліч, Лукич, Кузьмич: few, and short.
        if !matches!(back(1), Some(KH | SH)) && sounds.len() <= 7 {
            return Some((sounds.len() - 2, false));
        }
    }
    if back(1) == Some(A) && back(2) == Some(N) && sounds.len() > 5 {
        if back(3).is_some_and(is_v) && back(4).is_some_and(is_link) {
            return Some((sounds.len() - 4, true));
        }
        if back(3).is_some_and(is_ch) && back(4).is_some_and(is_i) {
            let long = back(5) == Some(N) && back(6).is_some_and(is_i) && sounds.len() > 7;
            return Some((sounds.len() - if long { 6 } else { 4 }, true));
        }
    }
    None
}
