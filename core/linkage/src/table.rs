//! What the crate knows of names by heart: which given names are one name, whose sons a patronymic
//! names, which surnames people bear, and how common the commonest are.
//!
//! The table is compiled from open data (`data/NOTICE`) into one file that is read where it lies: no
//! work is done when a program starts. [`compile()`] makes it. A form may belong to several classes:
//! Саша is Олександр and Олександра.

mod compile;
mod layout;

use std::sync::LazyLock;

pub use compile::{CompileRefusal, Sources, compile};

use crate::name::Key;
use crate::text::Folded;
pub(crate) use layout::hash_of_letters;
use layout::{Sections, Slots, hash_of_key, u16_at, u32_at, u64_at};

static FILE: &[u8] = include_bytes!("../data/names.bin");

/// The most classes that one form is looked up in.
const CLASSES_MAX: usize = 12;

/// The classes of one form. Empty: not a known given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    ids: [u16; CLASSES_MAX],
    count: u8,
}

impl Classes {
    /// Returns the numbers of the classes.
    pub fn ids(&self) -> &[u16] {
        &self.ids[..usize::from(self.count)]
    }

    /// Says whether the form is a known given name.
    pub fn is_known(&self) -> bool {
        self.count > 0
    }

    /// Says whether two forms may be one name.
    pub fn meet(&self, other: &Self) -> bool {
        self.ids().iter().any(|id| other.ids().contains(id))
    }

    fn add(&mut self, id: u16) {
        if usize::from(self.count) < CLASSES_MAX && !self.ids().contains(&id) {
            self.ids[usize::from(self.count)] = id;
            self.count += 1;
        }
    }
}

/// What the register of surnames says of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registered(Option<(u32, u8)>);

/// How rare a surname is that the register does not name among the common ones, in tenths of a natural
/// logarithm.
const RARITY_OF_UNKNOWN: u8 = 110;
/// The same for a given name that no table knows.
const RARITY_OF_UNKNOWN_GIVEN: u8 = 75;

impl Registered {
    /// Says whether somebody bears it.
    pub fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// Says whether two known surnames are one in two languages: Біленький and Беленький.
    pub fn is_one_with(self, other: Self) -> bool {
        matches!((self.0, other.0), (Some((a, _)), Some((b, _))) if a == b)
    }

    /// Returns minus the logarithm of the share of people who bear it, in tenths.
    pub fn rarity(self) -> u8 {
        self.0.map_or(RARITY_OF_UNKNOWN, |(_, rarity)| rarity)
    }
}

/// The compiled table.
#[derive(Debug)]
pub struct Table {
    forms: Slots<'static>,
    keys: Slots<'static>,
    stems: Slots<'static>,
    surnames: Slots<'static>,
    sets: &'static [u8],
    classes: &'static [u8],
    sounds: &'static [u8],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(FILE));

impl Table {
    /// Returns the table that the crate carries.
    pub fn get() -> &'static Self {
        &TABLE
    }

    fn of(file: &'static [u8]) -> Self {
        let Sections { forms, keys, stems, surnames, sets, classes, sounds } = Sections::of(file);
        Self {
            forms: Slots::of(forms),
            keys: Slots::of(keys),
            stems: Slots::of(stems),
            surnames: Slots::of(surnames),
            sets,
            classes,
            sounds,
        }
    }

    /// Looks up a given name: as it is written, else by its sounds.
    pub(crate) fn classes(&self, word: &Folded, key: &Key) -> Classes {
        match self.forms.get(hash_of_letters(word.letters())) {
            Some(value) => self.set(value),
            None => self.by_sounds(key),
        }
    }

    /// Looks up a given name by its sounds. Two sounds alone name nobody.
    pub fn by_sounds(&self, key: &Key) -> Classes {
        let read = |key: &Key| {
            let key = key.for_table();
            if key.len() < KNOWN_SOUNDS_MIN { None } else { self.keys.get(hash_of_key(&key)) }
        };
        let found = read(key).or_else(|| key.otherwise().and_then(|other| read(&other)));
        found.map_or(Classes::default(), |value| self.set(value))
    }

    /// Looks up the names that a father may have, by a patronymic without its ending.
    pub fn fathers(&self, stem: &Key) -> Classes {
        let read = |key: &Key| self.stems.get(hash_of_key(&key.for_table()));
        let found = read(stem).or_else(|| stem.otherwise().and_then(|other| read(&other)));
        found.map_or(Classes::default(), |value| self.set(value))
    }

    /// Looks up a surname in its masculine form.
    pub fn surname(&self, masculine: &Key) -> Registered {
        let read = |key: &Key| self.surnames.get(hash_of_key(&key.for_table()));
        let found = read(masculine).or_else(|| masculine.otherwise().and_then(|key| read(&key)));
        Registered(found.map(|value| {
            (value >> 8, u8::try_from(value & 0xff).expect("the last eight bits fit"))
        }))
    }

    /// Returns one bit for each sound that some form of these classes begins with.
    pub(crate) fn first_sounds(&self, classes: &Classes) -> u64 {
        classes.ids().iter().map(|id| u64_at(self.class(*id), 0)).fold(0, |a, b| a | b)
    }

    /// Returns how rare the commonest of these names is, in tenths of a natural logarithm.
    pub(crate) fn rarity(&self, classes: &Classes) -> u8 {
        let rarities = classes.ids().iter().map(|id| self.class(*id)[13]);
        rarities.min().unwrap_or(RARITY_OF_UNKNOWN_GIVEN)
    }

    /// Returns the Cyrillic forms of these classes.
    pub(crate) fn forms<'a>(&'a self, classes: &'a Classes) -> impl Iterator<Item = Key> + 'a {
        classes.ids().iter().flat_map(|id| {
            let class = self.class(*id);
            let sounds = self.sounds;
            let mut at = u32_at(class, 8) as usize;
            (0..class[12]).map(move |_| {
                let length = usize::from(sounds[at]);
                let key = Key::of(&sounds[at + 1..at + 1 + length]);
                at += 1 + length;
                key
            })
        })
    }

    fn class(&self, id: u16) -> &[u8] {
        let at = usize::from(id) * layout::CLASS_BYTES;
        &self.classes[at..at + layout::CLASS_BYTES]
    }

    /// A value is the number of one class, or with its highest bit the place of a set of them.
    fn set(&self, value: u32) -> Classes {
        let mut classes = Classes::default();
        if value & layout::MANY == 0 {
            classes.add(u16::try_from(value).expect("there are fewer than 65,536 classes"));
            return classes;
        }
        let at = (value & !layout::MANY) as usize;
        for number in 0..usize::from(u16_at(self.sets, at)) {
            classes.add(u16_at(self.sets, at + 2 + number * 2));
        }
        classes
    }
}

/// A given name of fewer sounds is known only as it is written.
const KNOWN_SOUNDS_MIN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::System;
    use crate::text::fold;

    fn classes(name: &str) -> Classes {
        let words = fold(name);
        let key = Key::sound(&words[0], System::of_words(&words));
        Table::get().classes(&words[0], &key)
    }

    #[test]
    fn forms_of_one_name_share_a_class() {
        for (a, b) in [
            ("Олександр", "Александр"),
            ("Олександр", "Aleksandr"),
            ("Олександр", "Саша"),
            ("Дмитро", "Dmitriy"),
            ("Микола", "Николай"),
            ("Костя", "Konstantin"),
        ] {
            assert!(classes(a).meet(&classes(b)), "{a} and {b}");
        }
    }

    #[test]
    fn alike_but_other_names_share_none() {
        for (a, b) in
            [("Олександр", "Олексій"), ("Данило", "Давид"), ("Іван", "Іванна"), ("Яна", "Анна")]
        {
            let (a, b) = (classes(a), classes(b));
            assert!(a.is_known() && b.is_known() && !a.meet(&b));
        }
        assert!(!classes("Коваленко").is_known());
    }
}
