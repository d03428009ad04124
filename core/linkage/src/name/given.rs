//! A given name: a form of a known name, an unknown one, or an initial.

use super::closeness::{Closeness, by_distance, near_max};
use super::distance::distance_within;
use super::sounds::{
    A, CH, E, F, FEW_F, FEW_I, FEW_U, G, I, K, KH, Key, LATIN_C, LATIN_CH, LATIN_H, LATIN_J,
    LATIN_S, O, S, SH, T, TS, U, V, YO, Z, ZH,
};
use super::system::System;
use crate::table::{Classes, Table};
use crate::text::{Folded, Script, Word};

/// A given name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its sounds.
    pub key: Key,
    /// The names that it is known to be a form of.
    pub classes: Classes,
    /// For an initial: one bit for each sound that the letter may stand for.
    pub initial: Option<u64>,
}

impl Given {
    /// Reads a given name; of several words the first, unless only the whole is known.
    pub fn read(words: &[Word], system: System, table: &Table) -> Self {
        let folded: Vec<Folded> = words.iter().map(Folded::of).collect();
        let keys: Vec<Key> = folded.iter().map(|word| Key::sound(word, system)).collect();
        Self::of(&folded, &keys, table)
    }

    /// Reads a given name of folded words and their sounds.
    pub(super) fn of(words: &[Folded], keys: &[Key], table: &Table) -> Self {
        let mut read = Self { key: Key::default(), classes: Classes::default(), initial: None };
        let (Some(first), Some(first_key)) = (words.first(), keys.first()) else { return read };
        read.key = *first_key;
        for key in &keys[1..] {
            read.key = read.key.joined(key);
        }
        read.initial = first.is_initial().then(|| initial_sounds(first));
        if read.initial.is_none() {
            read.classes = match words {
                [word] => table.classes(word, &read.key),
                _ => table.by_sounds(&read.key),
            };
        }
        read
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Says whether comparing takes all forms of a known name.
    pub(super) fn is_slow_against(&self, other: &Self) -> bool {
        self.classes.is_known() != other.classes.is_known()
            && self.initial.is_none()
            && other.initial.is_none()
            && self.key != other.key
    }

    /// Compares two given names.
    pub fn closeness(&self, other: &Self, table: &Table) -> Closeness {
        if self.is_empty() || other.is_empty() {
            return Closeness::Missing;
        }
        if self.initial.is_some() || other.initial.is_some() {
            return fits(self.first_sounds(table) & other.first_sounds(table));
        }
        let known = (self.classes.is_known(), other.classes.is_known());
        if self.key == other.key && known.0 == known.1 {
            return Closeness::Same;
        }
        match known {
            (true, true) if !self.classes.meet(&other.classes) => Closeness::Conflict,
            (true, true) => Closeness::Class,
            (false, false) => {
                let limit = near_max(&self.key, &other.key).min(FARTHEST);
                let near = distance_within(&self.key, &other.key, limit);
                by_distance(near, FARTHEST, &self.key, &other.key)
            }
            (true, false) => against_forms(&other.key, &self.key, &self.classes, table),
            (false, true) => against_forms(&self.key, &other.key, &other.classes, table),
        }
    }

    pub(super) fn first_sounds(&self, table: &Table) -> u64 {
        let own = self.key.sounds().first().map_or(0, |sound| widened(1 << sound));
        self.initial.unwrap_or_else(|| own | table.first_sounds(&self.classes))
    }
}

/// Holds an unknown, perhaps mistyped name against all forms of a known one.
pub(super) fn against_forms(
    unknown: &Key,
    known: &Key,
    classes: &Classes,
    table: &Table,
) -> Closeness {
    let limit = near_max(unknown, known).min(FARTHEST);
    let mut best = distance_within(unknown, known, limit);
    for form in table.forms(classes).take(FORMS_TRIED_MAX) {
        if best <= FORM_MORE {
            break;
        }
        // A form so much longer or shorter cannot come nearer.
        if form.len().abs_diff(unknown.len()) <= FORM_LETTERS_OFF_MAX {
            let limit = best.min(FARTHEST) - FORM_MORE;
            best = best.min(distance_within(unknown, &form, limit).saturating_add(FORM_MORE));
        }
    }
    by_distance(best, FARTHEST, unknown, known)
}

/// Beyond so many hundredths of a letter two given names are simply two.
pub(super) const FARTHEST: u16 = 200;
/// An unknown name is held against so many forms of a known one, those of documents first.
const FORMS_TRIED_MAX: usize = 24;
/// What it costs that another form of the name is the near one.
const FORM_MORE: u16 = 5;
/// Forms that differ by more sounds in length are not tried.
const FORM_LETTERS_OFF_MAX: usize = 2;

pub(super) fn fits(common: u64) -> Closeness {
    if common == 0 { Closeness::Conflict } else { Closeness::Initial }
}

/// The sounds that an initial may stand for.
pub(super) fn initial_sounds(word: &Folded) -> u64 {
    let set = |sounds: &[u8]| sounds.iter().fold(0_u64, |set, sound| set | 1 << sound);
    let mut letters = ['\0'; 2];
    for (slot, unit) in letters.iter_mut().zip(word.letters()) {
        *slot = char::from_u32(u32::from(*unit)).unwrap_or_default();
    }
    let exact = match (word.script, letters) {
        (Script::Latin, ['y' | 'i' | 'j', '\0']) => set(&[I, A, U, E, YO]),
        (Script::Latin, ['y' | 'i' | 'j', 'u']) | (Script::Cyrillic, ['ю', _]) => set(&[U]),
        (Script::Latin, ['y' | 'i' | 'j', 'a'] | ['â', _]) | (Script::Cyrillic, ['я', _]) => {
            set(&[A, I])
        }
        (Script::Latin, ['c', '\0']) => set(&[TS, K, CH, S]),
        (Script::Latin, ['s', '\0']) => set(&[S, SH, Z]),
        (Script::Latin, ['z', '\0']) => set(&[Z, ZH, TS]),
        (Script::Latin, ['k', '\0']) => set(&[K, KH]),
        (Script::Latin, ['t', '\0']) => set(&[T, TS]),
        (Script::Latin, ['h', '\0']) => set(&[G, KH]),
        (Script::Cyrillic, ['й', '\0']) => set(&[I, YO]),
        _ => {
            let key = Key::sound(word, System::Plain);
            key.sounds().first().map_or(0, |first| 1 << first)
        }
    };
    widened(exact)
}

/// Adds the sure sounds behind an unsure one, and е for ё.
pub(super) fn widened(mut set: u64) -> u64 {
    let has = |set: u64, sound: u8| set & (1 << sound) != 0;
    for (unsure, sure) in [
        (LATIN_CH, [CH, KH]),
        (LATIN_C, [TS, K]),
        (LATIN_S, [S, Z]),
        (LATIN_H, [G, KH]),
        (LATIN_J, [I, ZH]),
        (FEW_U, [U, O]),
        (FEW_I, [I, E]),
        (FEW_F, [F, V]),
        (YO, [E, O]),
    ] {
        if has(set, unsure) {
            set |= 1 << sure[0] | 1 << sure[1];
        }
    }
    set
}
