//! Which given names are one name: Олександр, Александр, Aleksandr, Саша.
//!
//! The table is compiled from open data (`data/NOTICE`) by `examples/compile_names.rs`. A form may
//! belong to several classes: Саша is Олександр and Олександра.

use std::sync::LazyLock;

use crate::lookup::Lookup;
use crate::name::{Key, System};
use crate::text::{self, Word};

const SOURCE: &str = include_str!("../data/given_names.tsv");

/// The most classes that one form is looked up in.
const CLASSES_MAX: usize = 12;

/// The most forms of a class that an unknown, perhaps mistyped name is held against.
const FORMS_TRIED_MAX: usize = 24;

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

    /// Adds the classes of another form.
    pub(crate) fn extend(&mut self, other: &Self) {
        other.ids().iter().for_each(|id| self.add(*id));
    }

    fn add(&mut self, id: u16) {
        if usize::from(self.count) < CLASSES_MAX && !self.ids().contains(&id) {
            self.ids[usize::from(self.count)] = id;
            self.count += 1;
        }
    }
}

/// The compiled table.
#[derive(Debug)]
pub struct Table {
    by_form: Lookup<&'static str, Classes>,
    by_key: Lookup<Key, Classes>,
    classes: Vec<Class>,
}

/// What is kept of a class beside its forms' lookup.
#[derive(Debug, Default, Clone)]
struct Class {
    /// One bit for each sound that some form begins with.
    first_sounds: u64,
    /// Cyrillic forms, for holding a mistyped name against.
    forms: Vec<Key>,
}

/// The table, read once.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(SOURCE));

impl Table {
    /// Returns the table that the crate carries. The first call reads it, within 50 ms.
    pub fn get() -> &'static Self {
        &TABLE
    }

    fn read(source: &'static str) -> Self {
        let mut table = Self {
            by_form: Lookup::with_capacity(source.len() / 16),
            by_key: Lookup::with_capacity(source.len() / 16),
            classes: Vec::new(),
        };
        for line in source.lines() {
            let Some((form, ids)) = line.split_once('\t') else { continue };
            table.add(form, ids);
        }
        table
    }

    fn add(&mut self, form: &'static str, ids: &str) {
        let words = text::words(form);
        let system = System::detect(&words);
        // A name of two words is looked up as its words joined.
        let mut key = Key::default();
        for word in &words {
            key = key.joined(&Key::read(word, system));
        }
        let key = key.for_table();
        let cyrillic = words.first().is_some_and(|word| word.script == text::Script::Cyrillic);
        let mut classes = Classes::default();
        for id in ids.split(',').filter_map(|id| id.parse::<u16>().ok()) {
            classes.add(id);
            let at = usize::from(id);
            if self.classes.len() <= at {
                self.classes.resize(at + 1, Class::default());
            }
            if let Some(first) = key.sounds().first() {
                self.classes[at].first_sounds |= 1 << first;
            }
            if cyrillic && self.classes[at].forms.len() < FORMS_TRIED_MAX {
                self.classes[at].forms.push(key);
            }
        }
        self.by_form.get_or_insert_with(form, || classes);
        let by_key = self.by_key.get_or_insert_with(key, Classes::default);
        classes.ids().iter().for_each(|id| by_key.add(*id));
    }

    /// Looks up a given name: as it is written, else by its sounds.
    pub fn classes(&self, word: &Word, key: &Key) -> Classes {
        self.by_form.get(word.letters.as_str()).copied().unwrap_or_else(|| self.by_sounds(key))
    }

    /// Looks up a given name by its sounds. Two sounds alone name nobody.
    pub fn by_sounds(&self, key: &Key) -> Classes {
        let key = key.for_table();
        if key.len() < 3 {
            return Classes::default();
        }
        self.by_key.get(&key).copied().unwrap_or_default()
    }

    /// Returns one bit for each sound that some form of these classes begins with.
    pub(crate) fn first_sounds(&self, classes: &Classes) -> u64 {
        classes
            .ids()
            .iter()
            .map(|id| self.classes[usize::from(*id)].first_sounds)
            .fold(0, |a, b| a | b)
    }

    /// Returns the Cyrillic forms of these classes.
    pub(crate) fn forms<'a>(&'a self, classes: &'a Classes) -> impl Iterator<Item = &'a Key> {
        classes.ids().iter().flat_map(|id| self.classes[usize::from(*id)].forms.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(name: &str) -> Classes {
        let words = text::words(name);
        let key = Key::read(&words[0], System::detect(&words));
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
