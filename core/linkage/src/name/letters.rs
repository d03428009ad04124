//! The table of letters: how Cyrillic and Latin letters become sounds, longest first.

use super::sounds::{
    A, B, CH, D, DIGIT, E, F, FEW_B, FEW_F, FEW_I, FEW_U, G, I, K, KH, Key, L, LATIN_C, LATIN_CH,
    LATIN_CZ, LATIN_H, LATIN_S, LATIN_SCH, LATIN_X, LATIN_Z, M, N, O, OTHER, P, R, S, SH, SHCH, T,
    TS, U, V, YO, Z, ZH,
};
use super::system::System;
use crate::text::{Folded, Script, WORD_LETTERS_MAX, Word};

impl Key {
    /// Reads a word as sounds; `system` says how Latin letters are meant.
    pub fn read(word: &Word, system: System) -> Self {
        Self::sound(&Folded::of(word), system)
    }

    /// Reads a folded word as sounds.
    pub(crate) fn sound(word: &Folded, system: System) -> Self {
        Sounded::read(word, system).key
    }
}

/// A word as sounds, with what the key leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sounded {
    pub(super) key: Key,
    /// One bit for each sound that is я or ю rather than а or у.
    pub(super) soft: u32,
    /// Whether the spelling keeps these apart.
    pub(super) keeps_soft: bool,
}

impl Sounded {
    /// Reads a folded word.
    pub(super) fn read(word: &Folded, system: System) -> Self {
        let mut letters = ['\0'; WORD_LETTERS_MAX];
        for (slot, unit) in letters.iter_mut().zip(word.letters()) {
            *slot = char::from_u32(u32::from(*unit)).unwrap_or('?');
        }
        let letters = &letters[..word.letters().len()];
        let mut read = Self { keeps_soft: system != System::FewSounds, ..Self::default() };
        match word.script {
            Script::Cyrillic => read_cyrillic(letters, &mut read),
            Script::Latin => read_latin(letters, system, &mut read),
        }
        read
    }

    fn push(&mut self, sound: u8) {
        self.key.push(sound);
    }

    /// Adds a sound that is written softened.
    fn push_soft(&mut self, sound: u8) {
        let at = self.key.len();
        self.key.push(sound);
        // The я of -ая is one with the а before it.
        if self.key.len() > at {
            self.soft |= 1 << at;
        }
    }
}

/// The sounds of the letters from а to я that are read alike wherever they stand; [`OTHER`] for those
/// that are not.
const ALIKE: [u8; 32] = [
    A, B, V, G, D, E, ZH, Z, I, OTHER, K, L, M, N, O, P, R, S, T, U, F, KH, TS, CH, SH, SHCH,
    OTHER, I, OTHER, E, OTHER, OTHER,
];

fn read_cyrillic(letters: &[char], key: &mut Sounded) {
    let mut at = 0;
    while at < letters.len() {
        let place = (u32::from(letters[at])).wrapping_sub(u32::from('а')) as usize;
        if let Some(sound) = ALIKE.get(place).filter(|sound| **sound != OTHER) {
            key.push(*sound);
            at += 1;
            continue;
        }
        let next = letters.get(at + 1).copied();
        let sound = match letters[at] {
            'й' | 'ь' | 'ъ' | '\'' if next == Some('о') => {
                at += 1;
                YO
            }
            'ь' | 'ъ' | '\'' => {
                at += 1;
                continue;
            }
            'я' | 'ю' => {
                key.push_soft(if letters[at] == 'я' { A } else { U });
                at += 1;
                continue;
            }
            'а' => A,
            'о' => O,
            'у' => U,
            'и' | 'і' | 'ї' | 'ы' | 'й' | 'ј' => I,
            'е' | 'є' | 'э' | 'ѣ' => E,
            'ё' => YO,
            'б' => B,
            'в' | 'ў' => V,
            'г' | 'ґ' => G,
            'д' => D,
            'ж' => ZH,
            'з' | 'ѕ' => Z,
            'к' => K,
            'л' => L,
            'м' => M,
            'н' => N,
            'п' => P,
            'р' => R,
            'с' => S,
            'т' => T,
            'ф' => F,
            'х' => KH,
            'ц' => TS,
            'ч' => CH,
            'ш' => SH,
            'щ' => SHCH,
            c if c.is_numeric() => DIGIT,
            _ => OTHER,
        };
        key.push(sound);
        at += 1;
    }
}

/// Latin spellings of more than one letter by their first letter, longest first; each with the rest of
/// its letters and the sounds it gives.
fn long(first: char) -> &'static [(&'static str, &'static [u8])] {
    match first {
        's' => &[
            ("chtsch", &[SHCH]),
            ("htsch", &[SHCH]),
            ("tsch", &[SHCH]),
            ("chch", &[SHCH]),
            ("jtsj", &[SHCH]),
            ("hch", &[SHCH]),
            ("zcz", &[SHCH]),
            ("jtj", &[SHCH]),
            ("hh", &[SHCH]),
        ],
        'c' => &[("htch", &[SHCH]), ("k", &[K])],
        'd' => &[("sch", &[D, ZH]), ("zh", &[D, ZH]), ("ž", &[D, ZH])],
        't' => &[
            ("sch", &[CH]),
            ("scg", &[CH]),
            ("sh", &[CH]),
            ("ch", &[CH]),
            ("sj", &[CH]),
            ("s", &[TS]),
            ("z", &[TS]),
            ("cz", &[T, CH]),
            ("c", &[TS]),
            ("x", &[CH]),
            ("h", &[T]),
        ],
        'i' | 'y' => &[("ou", &[U]), ("o", &[YO])],
        'j' => &[("o", &[YO])],
        'š' => &[("č", &[SHCH])],
        'k' => &[("h", &[KH])],
        'z' => &[("h", &[ZH])],
        'g' => &[("h", &[G])],
        'p' => &[("h", &[F])],
        'o' => &[("u", &[U])],
        _ => &[],
    }
}

/// Says whether щ is spelled here in a way that no system reads otherwise.
fn is_shch(letters: &[char]) -> bool {
    let rest = &letters[1..];
    match letters[0] {
        's' => ["chtsch", "htsch", "tsch", "chch"].iter().any(|mark| starts(rest, mark)),
        'c' => starts(rest, "htch"),
        _ => false,
    }
}

fn starts(letters: &[char], mark: &str) -> bool {
    mark.chars().enumerate().all(|(at, c)| letters.get(at) == Some(&c))
}

fn read_latin(letters: &[char], system: System, key: &mut Sounded) {
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        if let Some(sound) = alike(rest[0]).filter(|_| system != System::FewSounds) {
            key.push(sound);
            at += 1;
            continue;
        }
        if let Some(taken) = read_system(rest, system, key) {
            at += taken;
            continue;
        }
        if let Some((mark, sounds)) =
            long(rest[0]).iter().find(|(mark, _)| starts(&rest[1..], mark))
        {
            let soft = matches!(rest[0], 'i' | 'y' | 'j') && sounds == &[U];
            match sounds {
                [sound] if soft => key.push_soft(*sound),
                _ => sounds.iter().for_each(|sound| key.push(*sound)),
            }
            at += 1 + mark.chars().count();
            continue;
        }
        let softened = at > 0 && matches!(letters[at - 1], 'i' | 'y' | 'j' | 'í');
        if matches!(rest[0], 'â' | 'û') || (softened && matches!(rest[0], 'a' | 'u')) {
            key.push_soft(if matches!(rest[0], 'a' | 'â') { A } else { U });
            at += 1;
            continue;
        }
        read_latin_letter(rest, key);
        at += 1;
    }
}

/// The sounds of the Latin letters that are read alike in every system and wherever they stand.
fn alike(letter: char) -> Option<u8> {
    Some(match letter {
        'b' => B,
        'f' => F,
        'l' => L,
        'm' => M,
        'n' => N,
        'r' => R,
        'v' | 'w' => V,
        _ => return None,
    })
}

/// Spellings that differ between the systems. Returns how many letters it took.
fn read_system(rest: &[char], system: System, key: &mut Sounded) -> Option<usize> {
    let next = rest.get(1).copied();
    if is_shch(rest) {
        return None;
    }
    let (sound, taken) = match (system, rest[0], next) {
        // Swedish and Dutch: before a vowel they are the softening of я, ю.
        // Swedish and Dutch; before a and u the j is the softening of я and ю.
        (System::Plain, 't' | 's', Some('j')) if !matches!(rest.get(2), Some('a' | 'u')) => {
            (if rest[0] == 't' { CH } else { SH }, 2)
        }
        (System::French, 'e', None) => return Some(1),
        (System::Turkish | System::French | System::FewSounds, 'j', _) => (ZH, 1),
        (System::Polish, 'c', Some('z')) | (System::Hungarian, 'c', Some('s')) => (CH, 2),
        (System::Plain, 'c', Some(c)) if !matches!(c, 'e' | 'i' | 'y' | 'h' | 'z' | 'k') => (K, 1),
        (_, '\'', Some('o')) => (YO, 2),
        (System::French, 'c', Some('h')) => (SH, 2),
        (System::Hungarian, 's', Some('z')) | (System::German, 's', Some('s')) => (S, 2),
        (System::Hungarian, 'z', Some('s')) => (ZH, 2),
        (System::Hungarian, 's', _) => (SH, 1),
        (System::German | System::Polish | System::Scientific, 'c', Some('h')) => (KH, 2),
        (System::German, 's', Some('h')) => {
            (if rest.get(2) == Some(&'t') { SH } else { LATIN_SCH }, 2)
        }
        (System::German, 's', after) if after != Some('c') => (LATIN_S, 1),
        (System::German, 'z', _) => (LATIN_Z, 1),
        (System::Turkish, 'c', Some(c)) if c != 'h' => {
            key.push(D);
            (ZH, 1)
        }
        (System::FewSounds, 'o' | 'u', n) if n != Some('u') => (FEW_U, 1),
        (System::FewSounds, 'i' | 'e' | 'y', n) if !n.is_some_and(is_vowel_letter) => (FEW_I, 1),
        (System::FewSounds, 'b', _) => (FEW_B, 1),
        (System::FewSounds, 'f', _) => (FEW_F, 1),
        (_, 's', Some('c')) if rest.get(2) == Some(&'h') => (LATIN_SCH, 3),
        (_, 's', Some('h')) if !matches!(rest.get(2), Some('c' | 'h')) => (SH, 2),
        (_, 's', Some('z')) if rest.get(2) != Some(&'c') => (SH, 2),
        (_, 'c', Some('h')) if rest.get(2) != Some(&'t') => (LATIN_CH, 2),
        (_, 'c', Some('z')) => (LATIN_CZ, 2),
        (_, 'g', Some('u')) if matches!(rest.get(2), Some('e' | 'i')) => (G, 2),
        _ => return None,
    };
    key.push(sound);
    Some(taken)
}

fn is_vowel_letter(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'o' | 'u' | 'á' | 'é' | 'ó' | 'ú' | 'è' | 'ë' | 'ê')
}

fn read_latin_letter(rest: &[char], key: &mut Sounded) {
    let next = rest.get(1).copied();
    let glides = next.is_some_and(|next| is_vowel_letter(next) || matches!(next, 'â' | 'û'));
    let sound = match rest[0] {
        // i, y, j before a vowel only soften it.
        'i' | 'y' | 'j' if glides && rest.len() > 1 => return,
        '\'' => return,
        'a' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'ă' | 'ą' | 'ā' => A,
        'o' | 'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ő' | 'ø' | 'ō' => O,
        'u' | 'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ū' | 'ů' => U,
        'i' | 'y' | 'j' | 'í' | 'ì' | 'î' | 'ï' | 'ĭ' | 'ý' | 'ÿ' | 'ı' | 'ī' | 'ǐ' | 'ỳ' => {
            I
        }
        'e' | 'é' | 'è' | 'ê' | 'ě' | 'ę' | 'ē' | 'ė' | 'ä' | 'ə' => E,
        'ë' => YO,
        'b' => B,
        'v' | 'w' => V,
        'g' | 'ğ' | 'ǧ' | 'ģ' | 'ġ' => G,
        'd' | 'ď' | 'đ' => D,
        'ž' | 'ż' | 'ẑ' => ZH,
        'z' | 'ź' => Z,
        'k' | 'q' | 'ķ' => K,
        'l' | 'ł' | 'ľ' | 'ļ' | 'ĺ' => L,
        'm' => M,
        'n' | 'ń' | 'ň' | 'ñ' | 'ņ' => N,
        'p' => P,
        'r' | 'ř' | 'ŕ' => R,
        's' | 'ś' | 'ß' => S,
        't' | 'ť' | 'ţ' | 'ț' => T,
        'f' => F,
        'h' | 'ĥ' => LATIN_H,
        'c' => LATIN_C,
        'č' | 'ć' | 'ç' | 'ĉ' => CH,
        'š' | 'ş' | 'ș' => SH,
        'ŝ' => SHCH,
        'x' => LATIN_X,
        c if c.is_numeric() => DIGIT,
        _ => OTHER,
    };
    key.push(sound);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::distance;
    use crate::text::words;

    fn key(text: &str) -> Key {
        let words = words(text);
        Key::read(&words[0], System::detect(&words))
    }

    #[track_caller]
    fn check(a: &str, b: &str, at_most: u16) {
        let found = distance(&key(a), &key(b));
        assert!(found <= at_most, "{a} {} and {b} {}: {found}", key(a), key(b));
    }

    #[test]
    fn three_scripts_and_many_systems_give_one_key() {
        for latin in ["Shevchenko", "Ševčenko", "Schewtschenko", "Szewczenko", "Chevtchenko"] {
            check("Шевченко", latin, 10);
        }
        for latin in ["Yurchyshyn", "Jurtschyschyn", "Jurčyšyn", "Iourtchychyn"] {
            check("Юрчишин", latin, 10);
        }
        check("Щербак", "Shcherbak", 0);
        check("Щербак", "Schtscherbak", 10);
        check("Гнатюк", "Hnatiuk", 5);
        check("Гнатюк", "Gnatjuk", 5);
        check("Вишневський", "Вишневский", 0);
        check("Хоменко", "Homenko", 5);
        check("Хоменко", "Chomenko", 8);
        check("Соловйов", "Соловьев", 5);
        check("Жуков", "Joukov", 10);
    }

    #[test]
    fn the_coarse_key_forgives_what_a_clerk_confuses() {
        let coarse = |text| key(text).coarse();
        assert_eq!(coarse("Шевченко"), coarse("Schewtschenko"));
        assert_eq!(coarse("Лопоногов"), coarse("Laponohov"));
        assert_ne!(coarse("Шевченко"), coarse("Шевчук"));
    }
}
