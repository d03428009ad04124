//! What of a written name an index can be asked for: numbers that many spellings of one name share.

use super::person::{Reading, Written};
use super::sounds::Key;
use crate::table::{Classes, Table};

/// The numbers that one reading of a name gives. Two spellings of one name share most of them, in any
/// script; two names may share them too, so whoever finds by them has to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameNumbers {
    /// The coarse key of each half of the surname, endings folded to the masculine.
    pub surnames: Vec<u64>,
    /// The same of the first sounds of each half: most slips stand farther back.
    pub beginnings: Vec<u64>,
    /// The same of the last sounds of each half.
    pub endings: Vec<u64>,
    /// The names that the given name is a form of, or its coarse key where no table knows it.
    pub given: Vec<u64>,
    /// The sounds with which the given name may begin, one bit each.
    pub given_initial: u64,
    /// The names that the father may have, or the coarse key of the patronymic.
    pub fathers: Vec<u64>,
    /// The sounds with which the patronymic may begin, one bit each.
    pub father_initial: u64,
}

/// The first and the last sounds of a surname, so many of them.
const SOUNDS_OF_A_PART: usize = 4;
/// Marks a number that is a coarse key, not the number of a known name.
const COARSE: u64 = 1 << 60;
/// Readings so much less likely than the best one, in hundredths, are left out.
const DOUBT_MAX: u16 = 100;

/// Returns the numbers of each likely reading of a name, the likeliest first; none of an empty name.
pub fn numbers(text: &str) -> Vec<NameNumbers> {
    let table = Table::get();
    let written = Written::read(text, table);
    let likely = written.readings.iter().filter(|reading| reading.doubt <= DOUBT_MAX);
    likely.map(|reading| of_reading(&written, *reading, table)).collect()
}

fn of_reading(written: &Written, reading: Reading, table: &Table) -> NameNumbers {
    let mut numbers = NameNumbers::default();
    let halves = written.surname(reading);
    for at in 0..halves.len() {
        let key = halves.get(at).folded();
        let end = key.sounds().len().saturating_sub(SOUNDS_OF_A_PART);
        numbers.surnames.push(key.coarse());
        numbers.beginnings.push(key.truncated(SOUNDS_OF_A_PART).coarse());
        numbers.endings.push(Key::of(&key.sounds()[end..]).coarse());
    }
    let given = written.given(reading);
    if given.initial.is_none() && !given.is_empty() {
        numbers.given = known_or_coarse(&given.classes, &given.key);
    }
    if !given.is_empty() {
        numbers.given_initial = given.first_sounds(table);
    }
    let patronymic = written.patronymic(reading);
    if patronymic.initial.is_none() && !patronymic.is_empty() {
        let stem = patronymic.stem.as_ref().unwrap_or(&patronymic.key);
        numbers.fathers = known_or_coarse(&patronymic.father, stem);
    }
    if !patronymic.is_empty() {
        numbers.father_initial = patronymic.first_sounds(table);
    }
    for list in [&mut numbers.surnames, &mut numbers.beginnings, &mut numbers.endings] {
        list.sort_unstable();
        list.dedup();
    }
    numbers
}

fn known_or_coarse(classes: &Classes, key: &Key) -> Vec<u64> {
    if classes.is_known() {
        classes.ids().iter().map(|id| u64::from(*id)).collect()
    } else {
        vec![key.coarse() | COARSE]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(one: &str, other: &str) -> [bool; 3] {
        let (one, other) = (&numbers(one)[0], &numbers(other)[0]);
        let meet = |a: &[u64], b: &[u64]| a.iter().any(|number| b.contains(number));
        [
            meet(&one.surnames, &other.surnames),
            meet(&one.given, &other.given),
            meet(&one.fathers, &other.fathers),
        ]
    }

    #[test]
    fn spellings_of_one_name_share_their_numbers_and_other_names_do_not() {
        let name = "Шевченко Олександр Миколайович";
        for other in [
            "Шевченко Александр Николаевич",
            "SHEVCHENKO Oleksandr Mykolaiovych",
            "Олександр Миколайович Шевченко",
            "Shevtchenko Alexander Nikolaevich",
        ] {
            assert_eq!(shared(name, other), [true; 3], "{other}");
        }
        assert_eq!(shared(name, "Коваль Іван Петрович"), [false; 3]);
        assert_eq!(shared("Шевченко О. М.", name), [true, false, false]);
        assert!(numbers("Шевченко О. М.")[0].given_initial & numbers(name)[0].given_initial != 0);
        assert_eq!(numbers(""), []);
    }
}
