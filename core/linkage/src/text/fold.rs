//! Folding without a single allocation: a word is at most forty letters of sixteen bits.
//!
//! What follows [`super::words`] makes of a text is decided here, letter by letter. The first 1,536
//! characters of Unicode, which hold every alphabet that names are compared in, are looked up; the
//! rest is asked of the character itself.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

use super::{
    Script, TEXT_LETTERS_MAX, WORD_LETTERS_MAX, WORDS_MAX, is_apostrophe, is_cyrillic, is_hyphen,
    is_latin, is_mark, is_unseen, to_cyrillic_look_alike, to_latin_look_alike,
};

/// A letter beyond the sixteen bits that a folded word keeps of each.
const BEYOND: u16 = 0xfffd;

/// The apostrophe that stands for every other.
const APOSTROPHE: u16 = b'\'' as u16;

/// One folded word as code units.
#[derive(Clone, Copy)]
pub(crate) struct Folded {
    letters: [u16; WORD_LETTERS_MAX],
    count: u8,
    /// The script that it is read in.
    pub(crate) script: Script,
    /// Whether it was written in capitals throughout and has more than one letter.
    pub(crate) capitals: bool,
    /// Whether a hyphen ties it to the word before.
    pub(crate) hyphened: bool,
}

impl Folded {
    /// Returns the letters.
    pub(crate) fn letters(&self) -> &[u16] {
        &self.letters[..usize::from(self.count)]
    }

    /// Takes a word that was folded before.
    pub(crate) fn of(word: &super::Word) -> Self {
        let mut folded = Self {
            letters: [0; WORD_LETTERS_MAX],
            count: 0,
            script: word.script,
            capitals: word.capitals,
            hyphened: word.hyphened,
        };
        word.letters.chars().for_each(|c| folded.push(narrow(c)));
        folded
    }

    fn empty() -> Self {
        Self {
            letters: [0; WORD_LETTERS_MAX],
            count: 0,
            script: Script::Latin,
            capitals: false,
            hyphened: false,
        }
    }

    fn push(&mut self, letter: u16) {
        if usize::from(self.count) < WORD_LETTERS_MAX {
            self.letters[usize::from(self.count)] = letter;
            self.count += 1;
        }
    }

    /// Joins a combining mark to the letter before it, where the two are a letter of their own.
    fn join(&mut self, mark: char) {
        let Some(last) = usize::from(self.count).checked_sub(1) else { return };
        let base = char::from_u32(u32::from(self.letters[last]));
        if let Some(joined) = base.and_then(|base| compose(base, mark)) {
            self.letters[last] = narrow(joined);
        }
    }

    /// Says whether this is a single letter, or a letter pair that stands for one (`Ю.`, `Yu.`).
    pub(crate) fn is_initial(&self) -> bool {
        let letters = self.letters();
        match letters {
            [_] | [APOSTROPHE, _] | [_, APOSTROPHE] => true,
            [a, b] if self.script == Script::Latin => {
                let pair = [*a, *b].map(|letter| u8::try_from(letter).unwrap_or_default());
                matches!(
                    &pair,
                    b"yu"
                        | b"ya"
                        | b"ye"
                        | b"yo"
                        | b"yi"
                        | b"iu"
                        | b"ia"
                        | b"ie"
                        | b"ju"
                        | b"ja"
                        | b"je"
                        | b"kh"
                        | b"zh"
                        | b"sh"
                        | b"ch"
                        | b"ts"
                )
            }
            _ => false,
        }
    }

    /// Writes the letters out.
    pub(crate) fn to_text(self) -> String {
        self.letters().iter().map(|unit| char::from_u32(u32::from(*unit)).unwrap_or('?')).collect()
    }
}

/// The folded words of one text.
pub(crate) struct FoldedWords {
    words: [Folded; WORDS_MAX],
    count: usize,
}

impl std::ops::Deref for FoldedWords {
    type Target = [Folded];

    fn deref(&self) -> &[Folded] {
        &self.words[..self.count]
    }
}

/// What a character is to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Apart,
    Letter,
    Apostrophe,
    Mark,
    Hyphen,
    Unseen,
}

/// A character, folded.
#[derive(Clone, Copy)]
struct Entry {
    letter: u16,
    sort: Sort,
    /// A small letter: a word that has one is not written in capitals.
    small: bool,
    /// One byte each, from the lowest: a letter or digit, Cyrillic, Latin, alphabetic.
    counts: u32,
}

/// The characters that are looked up.
const LOOKED_UP: usize = 0x600;

static ENTRIES: LazyLock<Box<[Entry; LOOKED_UP]>> = LazyLock::new(|| {
    let mut entries = Box::new([entry(' '); LOOKED_UP]);
    for (code, slot) in (0..).zip(entries.iter_mut()) {
        *slot = entry(char::from_u32(code).expect("no surrogate lies so low"));
    }
    entries
});

fn narrow(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or(BEYOND)
}

fn entry(c: char) -> Entry {
    let sort = match c {
        c if is_unseen(c) => Sort::Unseen,
        c if is_hyphen(c) => Sort::Hyphen,
        c if is_apostrophe(c) => Sort::Apostrophe,
        c if is_mark(c) => Sort::Mark,
        c if c.is_alphanumeric() => Sort::Letter,
        _ => Sort::Apart,
    };
    let folded = c.to_lowercase().next().unwrap_or(c);
    Entry {
        letter: if sort == Sort::Apostrophe { APOSTROPHE } else { narrow(folded) },
        sort,
        small: c.is_lowercase(),
        counts: u32::from_le_bytes(
            [true, is_cyrillic(folded), is_latin(folded), c.is_alphabetic()].map(u8::from),
        ),
    }
}

/// A word that is being read, with what is counted on the way.
struct Reader {
    found: FoldedWords,
    word: Folded,
    /// The counts of the entries so far; a word has at most forty letters, so no byte overflows.
    counts: u32,
    small: bool,
    hyphened: bool,
}

/// Folds the words of a text; see [`super::words`].
pub(crate) fn fold(text: &str) -> FoldedWords {
    let entries = &*ENTRIES;
    let mut reader = Reader {
        found: FoldedWords { words: [Folded::empty(); WORDS_MAX], count: 0 },
        word: Folded::empty(),
        counts: 0,
        small: false,
        hyphened: false,
    };
    // An over-long text is cut here, so that the cost of a line is bounded.
    for c in text.chars().take(TEXT_LETTERS_MAX) {
        let code = u32::from(c) as usize;
        if code < LOOKED_UP {
            reader.take(entries[code], c);
        } else {
            reader.take_rare(c);
        }
    }
    reader.end();
    reader.found
}

impl Reader {
    #[inline]
    fn take(&mut self, entry: Entry, c: char) {
        if entry.sort == Sort::Letter {
            if let Some(slot) = self.word.letters.get_mut(usize::from(self.word.count)) {
                *slot = entry.letter;
                self.word.count += 1;
                self.counts = self.counts.wrapping_add(entry.counts);
            }
            self.small |= entry.small;
        } else {
            self.take_other(entry, c);
        }
    }

    fn take_other(&mut self, entry: Entry, c: char) {
        match entry.sort {
            Sort::Apostrophe => self.word.push(APOSTROPHE),
            Sort::Mark => self.word.join(c),
            Sort::Letter | Sort::Unseen => (),
            Sort::Hyphen => {
                self.end();
                self.hyphened = true;
            }
            Sort::Apart => {
                self.end();
                self.hyphened = false;
            }
        }
    }

    /// Full-width and other letters that stand for plain ones are read as these.
    fn take_rare(&mut self, c: char) {
        let first = entry(c);
        if first.sort != Sort::Letter {
            self.take(first, c);
            return;
        }
        for plain in std::iter::once(c).nfkc() {
            let mut plain_entry = entry(plain);
            // A part of a letter parts no words.
            if plain_entry.sort == Sort::Apart {
                plain_entry.sort = Sort::Unseen;
            }
            self.take(plain_entry, plain);
        }
    }

    fn end(&mut self) {
        let [letters, cyrillic, latin, alphabetic] = self.counts.to_le_bytes();
        let mut word = self.word;
        word.capitals = alphabetic > 1 && !self.small;
        word.hyphened = self.hyphened;
        self.word.count = 0;
        self.counts = 0;
        self.small = false;
        if letters == 0 || self.found.count == WORDS_MAX {
            return;
        }
        while word.letters().last() == Some(&APOSTROPHE) {
            word.count -= 1;
        }
        word.script =
            if cyrillic > 0 && cyrillic >= latin { Script::Cyrillic } else { Script::Latin };
        if cyrillic > 0 && latin > 0 {
            repair(&mut word);
        }
        self.found.words[self.found.count] = word;
        self.found.count += 1;
    }
}

/// Takes letters of the other script for those that look like them.
fn repair(word: &mut Folded) {
    let count = usize::from(word.count);
    for letter in &mut word.letters[..count] {
        let Some(c) = char::from_u32(u32::from(*letter)) else { continue };
        let repaired = match word.script {
            Script::Cyrillic => to_cyrillic_look_alike(c),
            Script::Latin => to_latin_look_alike(c),
        };
        *letter = repaired.map_or(*letter, narrow);
    }
}
