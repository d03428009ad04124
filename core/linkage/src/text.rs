//! Folds a text so that what looks alike is alike: case, marks, apostrophes, look-alike letters.
//!
//! A word written with letters of two scripts is read in the script that most of it is in. Characters
//! that nobody sees (zero width, direction marks) are dropped.

mod fold;

pub(crate) use fold::{Folded, FoldedWords, fold};

/// The longest word that is read, in letters. What follows is dropped: no name is longer, and a
/// comparison costs the product of two lengths.
pub const WORD_LETTERS_MAX: usize = 40;

/// The most words that are read of one text.
pub const WORDS_MAX: usize = 8;

/// The most characters that are read of one text; what follows is dropped.
pub const TEXT_LETTERS_MAX: usize = WORD_LETTERS_MAX * WORDS_MAX * 4;

/// The script of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Mostly Cyrillic letters.
    Cyrillic,
    /// Mostly Latin letters, or none of either script.
    Latin,
}

/// One folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower-case letters and digits, look-alikes repaired, `'` for every apostrophe.
    pub letters: String,
    /// The script that it is read in.
    pub script: Script,
    /// Whether it was written in capitals throughout and has more than one letter.
    pub capitals: bool,
    /// Whether a hyphen ties it to the word before.
    pub hyphened: bool,
}

impl Word {
    /// Says whether this is a single letter, or a letter pair that stands for one (`Ю.`, `Yu.`).
    pub fn is_initial(&self) -> bool {
        Folded::of(self).is_initial()
    }
}

/// Splits a text into folded words.
pub fn words(text: &str) -> Vec<Word> {
    fold(text)
        .iter()
        .map(|word| Word {
            letters: word.to_text(),
            script: word.script,
            capitals: word.capitals,
            hyphened: word.hyphened,
        })
        .collect()
}

/// Folds a value that is compared as a whole, such as a service number: letters and digits only,
/// lower case, Cyrillic letters as the Latin ones that look like them.
pub fn code(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| to_latin_look_alike(c).unwrap_or(c))
        .take(WORD_LETTERS_MAX)
        .collect()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0400}'..='\u{052f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{00c0}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}')
}

/// Zero width characters, direction marks, soft hyphen, byte order mark.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '"' | '´' | '\u{02b9}'..='\u{02bf}' | '\u{02c8}' | '\u{02ee}'
            | '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{2033}' | '\u{ff07}'
    )
}

/// Combining marks. Composition has already joined those that make a letter of an alphabet.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0487}' | '\u{fe20}'..='\u{fe2f}')
}

fn to_cyrillic_look_alike(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' => 'і',
        'j' => 'ј',
        'k' => 'к',
        'm' => 'м',
        'n' => 'п',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'u' => 'и',
        'x' => 'х',
        'y' => 'у',
        'ï' => 'ї',
        'ë' => 'ё',
        _ => return None,
    })
}

fn to_latin_look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' => 'e',
        'н' => 'h',
        'і' => 'i',
        'ј' => 'j',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' => 'y',
        'ї' => 'ï',
        'ё' => 'ë',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.letters).collect()
    }

    #[test]
    fn unseen_characters_and_look_alikes_change_nothing() {
        assert_eq!(letters("Ко\u{200b}валь"), ["коваль"]);
        assert_eq!(letters("\u{202e}Кoвaль"), ["коваль"]);
        assert_eq!(letters("Kоval"), ["koval"]);
    }

    #[test]
    fn every_apostrophe_is_one_and_hyphens_part_words() {
        assert_eq!(letters("В’ячеслав В`ячеслав Вʼячеслав"), ["в'ячеслав"; 3]);
        assert_eq!(letters("Нечуй‑Левицький"), ["нечуй", "левицький"]);
        assert!(words("Нечуй-Левицький")[1].hyphened);
    }

    #[test]
    fn a_letter_and_its_mark_are_one_letter_and_wide_letters_are_plain() {
        assert_eq!(letters("и\u{306}од е\u{308}ж S\u{30c}"), ["йод", "ёж", "š"]);
        assert_eq!(letters("Ｋｏｖａｌ"), ["koval"]);
        assert_eq!(letters("🙂 Коваль🙂"), ["коваль"]);
    }

    #[test]
    fn an_over_long_name_is_cut_and_an_empty_one_has_no_words() {
        let long = "о".repeat(10_000);
        assert_eq!(words(&long)[0].letters.chars().count(), WORD_LETTERS_MAX);
        assert!(words(" .,- ' ").is_empty());
        assert!(words("а ".repeat(5_000).as_str()).len() <= WORDS_MAX);
    }

    #[test]
    fn a_number_reads_the_same_in_either_alphabet() {
        assert_eq!(code("АЕ 123-456"), code("ae123456"));
    }
}
