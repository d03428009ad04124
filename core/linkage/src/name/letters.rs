//! The table of letters: how Cyrillic and Latin letters become sounds, longest first.

use super::sounds::{
    A, B, CH, D, DIGIT, E, F, FEW_B, FEW_F, FEW_I, FEW_U, G, I, K, KH, Key, L, LATIN_C, LATIN_CH,
    LATIN_CZ, LATIN_H, LATIN_S, LATIN_SCH, LATIN_X, LATIN_Z, M, N, O, OTHER, P, R, S, SH, SHCH, T,
    TS, U, V, YO, Z, ZH,
};
use super::system::System;
use crate::text::{Script, Word};

impl Key {
    /// Reads a word as sounds; `system` says how Latin letters are meant.
    pub fn read(word: &Word, system: System) -> Self {
        let mut letters = ['\0'; super::sounds::KEY_SOUNDS_MAX];
        let mut length = 0;
        for (slot, c) in letters.iter_mut().zip(word.letters.chars()) {
            *slot = c;
            length += 1;
        }
        let letters = &letters[..length];
        let mut key = Self::default();
        match word.script {
            Script::Cyrillic => read_cyrillic(letters, &mut key),
            Script::Latin => read_latin(letters, system, &mut key),
        }
        key
    }
}

fn read_cyrillic(letters: &[char], key: &mut Key) {
    let mut at = 0;
    while at < letters.len() {
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
            'а' | 'я' => A,
            'о' => O,
            'у' | 'ю' => U,
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

/// Latin spellings of more than one letter, longest first; each with the sounds it gives.
const LONG: &[(&str, &[u8])] = &[
    ("schtsch", &[SHCH]),
    ("shtsch", &[SHCH]),
    ("stsch", &[SHCH]),
    ("chtch", &[SHCH]),
    ("schch", &[SHCH]),
    ("dsch", &[D, ZH]),
    ("tsch", &[CH]),
    ("tscg", &[CH]),
    ("shch", &[SHCH]),
    ("szcz", &[SHCH]),
    ("sjtj", &[SHCH]),
    ("shh", &[SHCH]),
    ("tsh", &[CH]),
    ("tch", &[CH]),
    ("tsj", &[CH]),
    ("dzh", &[D, ZH]),
    ("iou", &[U]),
    ("you", &[U]),
    ("šč", &[SHCH]),
    ("dž", &[D, ZH]),
    ("kh", &[KH]),
    ("zh", &[ZH]),
    ("ts", &[TS]),
    ("tz", &[TS]),
    ("tc", &[TS]),
    ("tx", &[CH]),
    ("gh", &[G]),
    ("ph", &[F]),
    ("th", &[T]),
    ("ck", &[K]),
    ("ou", &[U]),
    ("yo", &[YO]),
    ("jo", &[YO]),
    ("io", &[YO]),
];

/// The first lines of the table above are spellings of щ, which no system reads otherwise.
const SHCH_SPELLINGS: usize = 5;

fn starts(letters: &[char], mark: &str) -> bool {
    mark.chars().enumerate().all(|(at, c)| letters.get(at) == Some(&c))
}

fn read_latin(letters: &[char], system: System, key: &mut Key) {
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        if let Some(taken) = read_system(rest, system, key) {
            at += taken;
            continue;
        }
        if rest.len() > 1
            && let Some((mark, sounds)) = LONG.iter().find(|(mark, _)| starts(rest, mark))
        {
            sounds.iter().for_each(|sound| key.push(*sound));
            at += mark.chars().count();
            continue;
        }
        read_latin_letter(rest, key);
        at += 1;
    }
}

/// Spellings that differ between the systems. Returns how many letters it took.
fn read_system(rest: &[char], system: System, key: &mut Key) -> Option<usize> {
    let next = rest.get(1).copied();
    if LONG.iter().take(SHCH_SPELLINGS).any(|(mark, _)| starts(rest, mark)) {
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
        (System::German, 's', Some(c)) if c != 'c' => (LATIN_S, 1),
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

fn read_latin_letter(rest: &[char], key: &mut Key) {
    let next = rest.get(1).copied();
    let glides = next.is_some_and(is_vowel_letter);
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
