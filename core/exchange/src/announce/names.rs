//! Guarding names: a text that goes out is searched for everybody who is on a list.
//!
//! A statement has no field for a person. What can still carry a name is its short texts (place,
//! mediator, conditions) and the names of categories and regions, so those are held against the names
//! that the desk opens for this one purpose. Words are compared as sounds, so that a name listed in one
//! script is found in another, and in its case endings. No search finds a name that nobody listed; the
//! spelling "Surname I. P." is therefore refused whoever it is.

use std::collections::BTreeSet;

use linkage::name::{Key, System};
use linkage::text::{self, Word};

use crate::vocabulary::Private;

/// The most names that are guarded at once.
pub const NAMES_MAX: usize = 500_000;
/// How many sounds an inflected word may have beyond the stem of a name.
const ENDING_SOUNDS_MAX: usize = 3;
/// The shortest stem that is searched for, in sounds; a shorter one must be the whole word.
const STEM_SOUNDS_MIN: usize = 3;

/// A word as sounds, each in its likeliest reading.
type Sounds = Vec<u8>;

/// The names that may not be said. It prints nothing of them.
#[derive(Clone, Default)]
pub struct GuardedNames {
    /// For each person, the stems of the words of the name.
    people: BTreeSet<Vec<Sounds>>,
}

impl std::fmt::Debug for GuardedNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuardedNames({})", self.people.len())
    }
}

impl GuardedNames {
    /// Takes whole names, each as "surname first-name ...", in any script.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a Private<String>>) -> Self {
        let stems = |name: &Private<String>| -> Vec<Sounds> {
            let stems = words(name.open()).into_iter().map(|word| sounds(&stem(word)));
            stems.filter(|sounds| !sounds.is_empty()).collect()
        };
        let people = names.into_iter().map(stems).filter(|stems| !stems.is_empty());
        Self { people: people.take(NAMES_MAX).collect() }
    }

    /// Says whether a text names somebody: the surname together with any other word of the name, or
    /// with its first letter; a name of one word alone.
    pub fn are_in(&self, text: &str) -> bool {
        let said: Vec<Sounds> = words(text).iter().map(sounds).collect();
        let stems: BTreeSet<&[u8]> = said.iter().flat_map(|word| beginnings(word)).collect();
        let is_said = |name: &Sounds| {
            if name.len() < STEM_SOUNDS_MIN {
                said.contains(name)
            } else {
                stems.contains(&name[..])
            }
        };
        let initials: BTreeSet<u8> =
            said.iter().filter(|word| word.len() == 1).map(|word| word[0]).collect();
        self.people.iter().any(|person| match person.split_first() {
            None => false,
            Some((surname, others)) => {
                let other = |other: &Sounds| is_said(other) || initials.contains(&other[0]);
                is_said(surname) && (others.is_empty() || others.iter().any(other))
            }
        })
    }
}

/// Says whether a text spells somebody as "Surname I. P." or "I. P. Surname".
pub fn spells_initials(text: &str) -> bool {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let is_initials = |token: &str| {
        let mut letters = 0;
        let plain = token.split('.').filter(|part| !part.is_empty()).all(|part| {
            letters += 1;
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
        });
        plain && (1..=3).contains(&letters) && token.contains('.')
    };
    let is_surname = |token: &str| {
        let word = token.trim_matches(|c: char| !c.is_alphabetic());
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && word.chars().count() >= STEM_SOUNDS_MIN
            && chars.any(char::is_lowercase)
    };
    tokens.windows(2).any(|pair| {
        (is_initials(pair[0]) && is_surname(pair[1]))
            || (is_surname(pair[0]) && !pair[0].ends_with(['.', ',']) && is_initials(pair[1]))
    })
}

/// Every beginning of a word that could be the stem of an inflected name.
fn beginnings(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    let shortest = word.len().saturating_sub(ENDING_SOUNDS_MAX).max(STEM_SOUNDS_MIN);
    (shortest..=word.len()).map(|length| &word[..length])
}

/// Cuts off the one last letter that declension changes.
fn stem(mut word: Word) -> Word {
    let changes = |c: char| "аяоеєиіїйьуюыэёaeiouy".contains(c);
    if word.letters.ends_with(changes) && word.letters.chars().count() > STEM_SOUNDS_MIN {
        word.letters.pop();
    }
    word
}

/// Reads one word as sounds, each unsure spelling in its likeliest reading.
fn sounds(word: &Word) -> Sounds {
    Key::read(word, System::Plain).plain().sounds().to_vec()
}

/// Cuts a text into folded words. It is cut at punctuation first, since a run of words that hyphens or
/// full stops tie together is read only in part.
fn words(text: &str) -> Vec<Word> {
    let apart = |c: char| c.is_whitespace() || (c.is_ascii_punctuation() && !"'`".contains(c));
    text.split(apart).flat_map(text::words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(names: &[&str]) -> GuardedNames {
        let names: Vec<Private<String>> =
            names.iter().map(|name| Private::new((*name).to_owned())).collect();
        GuardedNames::new(&names)
    }

    #[test]
    fn a_name_is_found_in_any_case_and_order() {
        let names = guarded(&["Вигаданко Остап Юрійович", "Madeupson Peter", "Стус"]);
        assert!(names.are_in("передано разом з Остапом Вигаданком"));
        assert!(names.are_in("ВИГАДАНКО О. серед повернених"));
        assert!(names.are_in("peter madeupson was seen"));
        assert!(names.are_in("За словами Стуса"));
        assert!(!names.are_in("Red Cross, on the line of handover"));
        assert!(!names.are_in("Вигаданко: село на лінії передачі"), "a place of that name");
        assert_eq!(format!("{names:?}"), "GuardedNames(3)");
    }

    #[test]
    fn a_name_listed_in_one_script_is_found_in_another() {
        let names = guarded(&["Вигаданко Остап Юрійович", "Madeupson Viktor"]);
        assert!(names.are_in("handed over with Ostap Vyhadanko"));
        assert!(names.are_in("з Виг\u{200b}аданком Остапом"), "nobody sees a space of no width");
        assert!(names.are_in("a.a.a.a.a.a.a.a.a.Vyhadanko-Ostap"));
        assert!(names.are_in("O. Vyhadanko among the returned"));
        assert!(names.are_in("разом з Віктором Мадеупсоном"));
        assert!(!names.are_in("Ostap, a village on the line"));
    }

    #[test]
    fn initials_beside_a_surname_are_a_person_whoever_it_is() {
        assert!(spells_initials("officer Vigadanko O. Y. stays"));
        assert!(spells_initials("О.Ю. Вигаданко"));
        assert!(!spells_initials("the U.N. and the Red Cross of a third state"));
        assert!(!spells_initials("a hospital in the neutral state."));
    }
}
