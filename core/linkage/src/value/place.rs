//! Places, by whichever of their names.

use std::sync::LazyLock;

use super::Level;
use crate::lookup::Lookup;
use crate::name::{Key, System, distance_within};
use crate::text;

const RENAMED: &str = include_str!("../../data/places.txt");

/// A place; renamed ones by the first name in `data/places.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its sounds.
    pub key: Key,
}

static NAMES: LazyLock<Lookup<Key, Option<Key>>> = LazyLock::new(|| {
    let mut names = Lookup::default();
    let lines = RENAMED.lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut forms = line.split('|').map(key);
        let vague = line.starts_with('?');
        let Some(first) = forms.next() else { continue };
        for form in std::iter::once(first).chain(forms) {
            names.get_or_insert_with(form, || (!vague).then_some(first));
        }
    }
    names
});

/// The distance, in hundredths of a letter, that a slip explains.
const NEAR_MAX: u16 = 90;

/// Words that say what kind of place it is, and not which.
const KINDS: [&str; 26] = [
    "с",
    "м",
    "г",
    "смт",
    "пгт",
    "пос",
    "селище",
    "село",
    "місто",
    "город",
    "поселок",
    "х",
    "хутор",
    "д",
    "деревня",
    "область",
    "обл",
    "район",
    "р",
    "н",
    "city",
    "village",
    "town",
    "s",
    "oblast",
    "raion",
];

fn key(text: &str) -> Key {
    let words = text::words(text);
    let system = System::detect(&words);
    let mut key = Key::default();
    for word in words.iter().filter(|word| !KINDS.contains(&word.letters.as_str())).take(3) {
        key = key.joined(&Key::read(word, system));
    }
    key.for_table()
}

impl Place {
    /// Reads a place. None when nothing stands there, or only a country that says nothing.
    pub fn read(text: &str) -> Option<Self> {
        let key = key(text);
        if key.is_empty() {
            return None;
        }
        match NAMES.get(&key) {
            Some(None) => None,
            Some(Some(first)) => Some(Self { key: *first }),
            None => Some(Self { key }),
        }
    }

    /// Reads a name that may be that of a country.
    pub fn named(text: &str) -> Option<Self> {
        let key = key(text);
        (!key.is_empty()).then_some(Self { key })
    }

    /// 1 one place; 2 names so near that a slip explains them; 3 other.
    pub(super) fn level(&self, other: &Self) -> Level {
        match distance_within(&self.key, &other.key, NEAR_MAX) {
            0..=15 => 1,
            16..=NEAR_MAX => 2,
            _ => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renamed_place_is_one_place_and_a_country_is_none() {
        let place = |text| Place::read(text).unwrap();
        for (a, b) in [
            ("Бахмут", "Артемовск"),
            ("Дніпро", "Днепропетровск"),
            ("м. Київ", "Kyiv"),
            ("Івано-Франківськ", "Ivano Frankivsk"),
            ("с. Миколаївка", "Николаевка"),
        ] {
            assert!(place(a).level(&place(b)) <= 2, "{a} {b} {} {}", place(a).key, place(b).key);
        }
        assert_eq!(place("Суми").level(&place("Львів")), 3);
        assert_eq!(Place::read("УССР"), None);
        assert_eq!(Place::read("-"), None);
    }
}
