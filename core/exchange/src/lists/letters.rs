//! Letters that are not what they seem.

use super::Flaw;

/// A flaw in the letters of a cell, with what to say about it.
pub(super) struct LetterFlaw {
    pub(super) flaw: Flaw,
    pub(super) what: String,
    pub(super) hint: &'static str,
}

/// Says whether a character cannot be seen: zero width, soft hyphen, direction marks, controls.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
    ) || (letter.is_control() && !letter.is_whitespace())
}

/// Returns the text without invisible characters, with single spaces and none at the ends.
pub(super) fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Looks at the letters of a text in any column.
pub(super) fn look(text: &str, name: bool) -> Vec<LetterFlaw> {
    let mut found = Vec::new();
    if let Some(letter) = text.chars().find(|letter| is_invisible(*letter)) {
        found.push(LetterFlaw {
            flaw: Flaw::InvisibleCharacter,
            what: format!("holds the invisible character U+{:04X}", u32::from(letter)),
            hint: "it was read without it; clean the cell at its source",
        });
    }
    if text.contains('\u{fffd}') || (name && text.contains("??")) {
        found.push(LetterFlaw {
            flaw: Flaw::LostCharacters,
            what: "letters were lost when the file was saved".to_owned(),
            hint: "ask the sender for the file in UTF-8 or as XLSX",
        });
    }
    if !name {
        return found;
    }
    if let Some((word, odd)) =
        text.split_whitespace().find_map(|word| Some((word, odd_letter(word)?)))
    {
        found.push(LetterFlaw {
            flaw: Flaw::MixedAlphabets,
            what: format!("`{word}` mixes two alphabets: `{odd}` is {}", alphabet_word(odd)),
            hint: "type the letter again in the alphabet of the rest of the word",
        });
    }
    if text.chars().any(char::is_numeric) {
        found.push(LetterFlaw {
            flaw: Flaw::DigitInName,
            what: "a digit stands in a name".to_owned(),
            hint: "write the name with letters only",
        });
    }
    found
}

/// Says whether a name is only an initial, such as `О.`
pub(super) fn is_initial(name: &str) -> bool {
    name.chars().filter(|letter| letter.is_alphabetic()).count() == 1
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
    Greek,
}

fn alphabet(letter: char) -> Option<Alphabet> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            Some(Alphabet::Latin)
        }
        '\u{400}'..='\u{52f}' => Some(Alphabet::Cyrillic),
        '\u{370}'..='\u{3ff}' => Some(Alphabet::Greek),
        _ => None,
    }
}

fn alphabet_word(letter: char) -> &'static str {
    match alphabet(letter) {
        Some(Alphabet::Latin) => "Latin",
        Some(Alphabet::Cyrillic) => "Cyrillic",
        Some(Alphabet::Greek) => "Greek",
        None => "of no alphabet",
    }
}

/// Finds a letter of the alphabet that is rarer in a word of two.
fn odd_letter(word: &str) -> Option<char> {
    let count = |which| word.chars().filter(|letter| alphabet(*letter) == Some(which)).count();
    let mut present: Vec<(usize, Alphabet)> =
        [Alphabet::Latin, Alphabet::Cyrillic, Alphabet::Greek]
            .into_iter()
            .map(|which| (count(which), which))
            .filter(|(count, _)| *count > 0)
            .collect();
    present.sort_by_key(|(count, _)| *count);
    let (_, rarest) = present.first().filter(|_| present.len() > 1)?;
    word.chars().find(|letter| alphabet(*letter) == Some(*rarest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Flaw> {
        look(text, true).into_iter().map(|found| found.flaw).collect()
    }

    #[test]
    fn letters_of_another_alphabet_inside_a_word_are_named() {
        assert_eq!(kinds("Кoваль"), [Flaw::MixedAlphabets]);
        assert_eq!(kinds("KОVAL"), [Flaw::MixedAlphabets]);
        assert!(look("Кoваль", true)[0].what.contains("`o` is Latin"));
        assert_eq!(kinds("Коваль"), []);
        assert_eq!(kinds("Koval Коваль"), []);
    }

    #[test]
    fn what_cannot_be_seen_is_said_and_left_out() {
        assert_eq!(kinds("Ко\u{200b}валь"), [Flaw::InvisibleCharacter]);
        assert_eq!(visible(" Ко\u{200b}валь\u{a0} \tПетро "), "Коваль Петро");
        assert_eq!(kinds("????аль"), [Flaw::LostCharacters]);
        assert_eq!(kinds("К0валь"), [Flaw::DigitInName]);
        assert!(is_initial("О."));
        assert!(!is_initial("Ян"));
    }
}
