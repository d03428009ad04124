//! Guarding names: a text that goes out is searched for everybody who is on a list.
//!
//! A statement has no field for a person. What can still carry a name is its short texts (place,
//! mediator, conditions), so those are held against the names that the desk opens for this one purpose.
//! A surname is found in its case endings too. No search finds a name that nobody listed; the spelling
//! "Surname I. P." is therefore refused whoever it is.

use std::collections::BTreeSet;

use crate::vocabulary::Private;

/// The most names that are guarded at once.
pub const NAMES_MAX: usize = 500_000;
/// How many letters an inflected word may have beyond the stem of a name.
const ENDING_CHARS_MAX: usize = 3;
/// The shortest stem that is searched for, in letters; a shorter one is in too many words.
const STEM_CHARS_MIN: usize = 3;

/// The names that may not be said. It prints nothing of them.
#[derive(Clone, Default)]
pub struct GuardedNames {
    /// For each person, the stems of the words of the name.
    people: BTreeSet<Vec<String>>,
}

impl std::fmt::Debug for GuardedNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuardedNames({})", self.people.len())
    }
}

impl GuardedNames {
    /// Takes whole names, each as "surname first-name ...", in any script.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a Private<String>>) -> Self {
        let stems = |name: &Private<String>| -> Vec<String> {
            words(name.open()).iter().map(|word| stem(&fold(word))).collect()
        };
        let people = names.into_iter().map(stems).filter(|stems| !stems.is_empty());
        Self { people: people.take(NAMES_MAX).collect() }
    }

    /// Says whether a text names somebody: the surname together with any other word of the name, or
    /// with its first letter; a name of one word alone.
    pub fn are_in(&self, text: &str) -> bool {
        let said: Vec<String> = words(text).iter().map(|word| fold(word)).collect();
        let stems: BTreeSet<String> = said.iter().flat_map(|word| beginnings(word)).collect();
        self.people.iter().any(|person| {
            let Some((surname, others)) = person.split_first() else { return false };
            if !is_said(surname, &said, &stems) {
                return false;
            }
            let initial = |other: &String| {
                let letter = other.chars().next().map(String::from);
                letter.is_some_and(|letter| said.contains(&letter))
            };
            others.is_empty()
                || others.iter().any(|other| is_said(other, &said, &stems) || initial(other))
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
            && word.chars().count() >= STEM_CHARS_MIN
            && chars.any(char::is_lowercase)
    };
    tokens.windows(2).any(|pair| {
        (is_initials(pair[0]) && is_surname(pair[1]))
            || (is_surname(pair[0]) && !pair[0].ends_with(['.', ',']) && is_initials(pair[1]))
    })
}

fn is_said(name: &str, said: &[String], stems: &BTreeSet<String>) -> bool {
    if name.chars().count() < STEM_CHARS_MIN {
        return said.iter().any(|word| word == name);
    }
    stems.contains(name)
}

/// Every beginning of a word that could be the stem of an inflected name.
fn beginnings(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let shortest = chars.len().saturating_sub(ENDING_CHARS_MAX).max(STEM_CHARS_MIN);
    (shortest..=chars.len()).map(|length| chars[..length].iter().collect()).collect()
}

/// Cuts off the one last letter that declension changes.
fn stem(word: &str) -> String {
    let changes = |c: char| "аяоеєиіїйьуюыэёaeiouy".contains(c);
    let shorter = word.strip_suffix(changes).unwrap_or(word);
    if shorter.chars().count() >= STEM_CHARS_MIN { shorter.to_owned() } else { word.to_owned() }
}

fn fold(word: &str) -> String {
    word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
}

fn words(text: &str) -> Vec<String> {
    let joins = |c: char| c.is_alphabetic() || "'’ʼ`".contains(c);
    text.split(|c: char| !joins(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
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
    fn initials_beside_a_surname_are_a_person_whoever_it_is() {
        assert!(spells_initials("officer Vigadanko O. Y. stays"));
        assert!(spells_initials("О.Ю. Вигаданко"));
        assert!(!spells_initials("the U.N. and the Red Cross of a third state"));
        assert!(!spells_initials("a hospital in the neutral state."));
    }
}
