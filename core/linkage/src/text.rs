//! Folds a text so that what looks alike is alike: case, marks, apostrophes, look-alike letters.
//!
//! A word written with letters of two scripts is read in the script that most of it is in. Characters
//! that nobody sees (zero width, direction marks) are dropped.

use unicode_normalization::UnicodeNormalization as _;

/// The longest word that is read, in letters. What follows is dropped: no name is longer, and a
/// comparison costs the product of two lengths.
pub const WORD_LETTERS_MAX: usize = 40;

/// The most words that are read of one text.
pub const WORDS_MAX: usize = 8;

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
        let count = self.letters.chars().filter(|c| *c != '\'').count();
        count == 1
            || (self.script == Script::Latin
                && matches!(
                    self.letters.as_str(),
                    "yu" | "ya"
                        | "ye"
                        | "yo"
                        | "iu"
                        | "ia"
                        | "ie"
                        | "ju"
                        | "ja"
                        | "je"
                        | "kh"
                        | "zh"
                        | "sh"
                        | "ch"
                        | "ts"
                ))
    }
}

/// Splits a text into folded words.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut raw = String::new();
    let mut hyphened = false;
    let mut push = |raw: &mut String, hyphened: bool| {
        if found.len() < WORDS_MAX
            && let Some(word) = fold_word(raw, hyphened)
        {
            found.push(word);
        }
        raw.clear();
    };
    // An over-long text is cut here, so that the cost of a line is bounded.
    for c in text.chars().take(WORD_LETTERS_MAX * WORDS_MAX * 4) {
        if is_unseen(c) {
            continue;
        }
        if is_hyphen(c) {
            push(&mut raw, hyphened);
            hyphened = true;
        } else if c.is_alphanumeric() || is_apostrophe(c) || is_mark(c) {
            raw.push(c);
        } else {
            push(&mut raw, hyphened);
            hyphened = false;
        }
    }
    push(&mut raw, hyphened);
    found
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

fn fold_word(raw: &str, hyphened: bool) -> Option<Word> {
    let composed: String = if raw.is_ascii() { raw.to_owned() } else { raw.nfc().collect() };
    let capitals = composed.chars().filter(|c| c.is_alphabetic()).count() > 1
        && composed.chars().all(|c| !c.is_lowercase());
    let mut letters: Vec<char> = Vec::with_capacity(composed.len());
    for c in composed.chars().flat_map(char::to_lowercase) {
        if letters.len() == WORD_LETTERS_MAX {
            break;
        }
        if is_apostrophe(c) {
            letters.push('\'');
        } else if !is_mark(c) {
            letters.push(c);
        }
    }
    while letters.last() == Some(&'\'') {
        letters.pop();
    }
    let cyrillic = letters.iter().filter(|c| is_cyrillic(**c)).count();
    let latin = letters.iter().filter(|c| is_latin(**c)).count();
    let script = if cyrillic > 0 && cyrillic >= latin { Script::Cyrillic } else { Script::Latin };
    if cyrillic > 0 && latin > 0 {
        for c in &mut letters {
            let repaired = match script {
                Script::Cyrillic => to_cyrillic_look_alike(*c),
                Script::Latin => to_latin_look_alike(*c),
            };
            *c = repaired.unwrap_or(*c);
        }
    }
    if !letters.iter().any(|c| c.is_alphanumeric()) {
        return None;
    }
    Some(Word { letters: letters.into_iter().collect(), script, capitals, hyphened })
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
