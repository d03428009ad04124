//! The three parts of a name, each with its own rules of likeness.

use super::distance;
use super::distance::distance_within;
use super::sounds::{
    A, CH, E, F, FEW_F, FEW_I, FEW_U, G, I, K, KH, Key, L, LATIN_C, LATIN_CH, LATIN_H, LATIN_J,
    LATIN_S, N, O, S, SH, SHCH, T, TS, U, V, YO, Z, ZH,
};
use super::system::System;
use crate::table::{Classes, Table};
use crate::text::{Script, Word};

/// How alike two parts are, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same sounds, up to what spelling systems differ in.
    Same,
    /// Different sounds, but one name: Микола and Николай, Миколайович and Николаевич.
    Class,
    /// Unlike by so many hundredths of a letter.
    Near(u16),
    /// One half of a double surname, unlike by so many hundredths of a letter.
    Half(u16),
    /// An initial that fits.
    Initial,
    /// One side is missing.
    Missing,
    /// Unlike.
    Other,
    /// Two names that are known to be different, or an initial that does not fit.
    Conflict,
}

/// What still counts as the same sounds.
pub(super) const SAME_MAX: u16 = 12;
/// Beyond this, in hundredths for each sound, nothing is near.
const NEAR_SHARE: u16 = 45;

/// The distance up to which two keys are near.
fn near_max(a: &Key, b: &Key) -> u16 {
    let length = a.len().max(b.len());
    NEAR_SHARE * u16::try_from(length).expect("a key has at most 40 sounds")
}

fn by_distance(hundredths: u16, a: &Key, b: &Key) -> Closeness {
    match hundredths {
        0..=SAME_MAX => Closeness::Same,
        far if far > near_max(a, b) => Closeness::Other,
        near => Closeness::Near(near),
    }
}

/// A surname; a double one in two halves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surname {
    /// One to three keys.
    pub halves: Vec<Key>,
    /// The same in the masculine form.
    folded: Vec<Key>,
}

impl Surname {
    /// Puts a surname together from its halves.
    pub(super) fn of(halves: Vec<Key>) -> Self {
        let folded = halves.iter().map(masculine).collect();
        Self { halves, folded }
    }

    /// Reads the words of a surname.
    pub fn read(words: &[Word], system: System) -> Self {
        let halves = words.iter().map(|word| Key::read(word, system));
        Self::of(halves.filter(|key| !key.is_empty()).take(3).collect())
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.halves.is_empty()
    }

    /// Returns the surname in its masculine form, halves joined: what is counted as one surname.
    pub fn masculine(&self) -> Key {
        let mut joined = Key::default();
        for half in &self.folded {
            joined = joined.joined(half);
        }
        joined
    }

    /// Returns the number of sounds of all halves, in the masculine form.
    pub(super) fn sounds(&self) -> usize {
        self.folded.iter().map(Key::len).sum()
    }

    /// Compares two surnames.
    pub fn closeness(&self, other: &Self) -> Closeness {
        match (self.halves.len(), other.halves.len()) {
            (0, _) | (_, 0) => Closeness::Missing,
            (1, 1) => {
                by_distance(self.half_distance(0, other, 0), &self.halves[0], &other.halves[0])
            }
            (count, others) if count == others => {
                let sum = |turned: bool| {
                    (0..count).fold(0_u16, |sum, at| {
                        let to = if turned { count - 1 - at } else { at };
                        sum.saturating_add(self.half_distance(at, other, to))
                    })
                };
                let near = sum(false).min(sum(true).saturating_add(20));
                by_distance(near, &self.masculine(), &other.masculine())
            }
            (count, others) => {
                if distance(&self.masculine(), &other.masculine()) <= SAME_MAX {
                    return Closeness::Same;
                }
                let pairs = (0..count).flat_map(|a| (0..others).map(move |b| (a, b)));
                let half = pairs
                    .map(|(a, b)| {
                        let near = self.half_distance(a, other, b);
                        (by_distance(near, &self.halves[a], &other.halves[b]), near)
                    })
                    .min();
                match half {
                    Some((Closeness::Same | Closeness::Near(_), near)) => Closeness::Half(near),
                    _ => Closeness::Other,
                }
            }
        }
    }

    fn half_distance(&self, at: usize, other: &Self, to: usize) -> u16 {
        let (a, b) = (&self.halves[at], &other.halves[to]);
        let limit = near_max(a, b);
        let raw = distance_within(a, b, limit);
        let (x, y) = (&self.folded[at], &other.folded[to]);
        if raw <= SAME_MAX || (x == a && y == b) {
            return raw;
        }
        raw.min(distance_within(x, y, limit) + 4)
    }
}

/// Folds feminine endings: -ова, -іна, -ська; and -ой, -ая into -ий.
fn masculine(key: &Key) -> Key {
    let sounds = key.sounds();
    let end = sounds.len();
    match sounds {
        [.., O | E | YO | I | FEW_U | FEW_I, V | FEW_F, A] | [.., I | FEW_I, N, A] if end > 4 => {
            key.truncated(end - 1)
        }
        [.., S | TS | Z | LATIN_S, K, A] | [.., S | LATIN_S, K, O, I] if end > 4 => {
            let mut folded = key.truncated(if sounds[end - 1] == A { end - 1 } else { end - 2 });
            folded.push(I);
            folded
        }
        [.., N | T | V, O, I] if end > 4 => {
            let mut folded = key.truncated(end - 2);
            folded.push(I);
            folded
        }
        _ => *key,
    }
}

/// A given name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its sounds.
    pub key: Key,
    /// The names that it is known to be a form of.
    pub classes: Classes,
    /// For an initial: one bit for each sound that the letter may stand for.
    pub initial: Option<u64>,
}

impl Given {
    /// Reads a given name; of several words the first, unless only the whole is known.
    pub fn read(words: &[Word], system: System, table: &Table) -> Self {
        let mut read = Self { key: Key::default(), classes: Classes::default(), initial: None };
        let Some(first) = words.first() else { return read };
        for word in words {
            read.key = read.key.joined(&Key::read(word, system));
        }
        read.initial = first.is_initial().then(|| initial_sounds(first));
        if read.initial.is_none() {
            read.classes = match words {
                [word] => table.classes(word, &read.key),
                _ => table.by_sounds(&read.key),
            };
        }
        read
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Compares two given names.
    pub fn closeness(&self, other: &Self, table: &Table) -> Closeness {
        if self.is_empty() || other.is_empty() {
            return Closeness::Missing;
        }
        if self.initial.is_some() || other.initial.is_some() {
            return fits(self.first_sounds(table) & other.first_sounds(table));
        }
        let known = (self.classes.is_known(), other.classes.is_known());
        let limit = if known == (true, true) { SAME_MAX } else { near_max(&self.key, &other.key) };
        let near = distance_within(&self.key, &other.key, limit);
        match known {
            _ if near <= SAME_MAX && self.classes.is_known() == other.classes.is_known() => {
                if self.classes.is_known() && !self.classes.meet(&other.classes) && near > 0 {
                    Closeness::Conflict
                } else {
                    Closeness::Same
                }
            }
            (true, true) if self.classes.meet(&other.classes) => Closeness::Class,
            (true, true) => Closeness::Conflict,
            (false, false) => by_distance(near, &self.key, &other.key),
            (true, false) => against_forms(near, &other.key, &self.key, &self.classes, table),
            (false, true) => against_forms(near, &self.key, &other.key, &other.classes, table),
        }
    }

    fn first_sounds(&self, table: &Table) -> u64 {
        let own = self.key.sounds().first().map_or(0, |sound| widened(1 << sound));
        self.initial.unwrap_or_else(|| own | table.first_sounds(&self.classes))
    }
}

/// Holds an unknown, perhaps mistyped name against all forms of a known one.
fn against_forms(
    direct: u16,
    unknown: &Key,
    known: &Key,
    classes: &Classes,
    table: &Table,
) -> Closeness {
    let mut best = direct;
    for form in table.forms(classes) {
        best = best.min(distance_within(unknown, form, best).saturating_add(5));
    }
    by_distance(best, unknown, known)
}

fn fits(common: u64) -> Closeness {
    if common == 0 { Closeness::Conflict } else { Closeness::Initial }
}

/// The sounds that an initial may stand for.
fn initial_sounds(word: &Word) -> u64 {
    let letters = word.letters.as_str();
    let set = |sounds: &[u8]| sounds.iter().fold(0_u64, |set, sound| set | 1 << sound);
    let exact = match (word.script, letters) {
        (Script::Latin, "y" | "i" | "j") => set(&[I, A, U, E, YO]),
        (Script::Latin, "yu" | "iu" | "ju") | (Script::Cyrillic, "ю") => set(&[U]),
        (Script::Latin, "ya" | "ia" | "ja" | "â") | (Script::Cyrillic, "я") => set(&[A, I]),
        (Script::Latin, "c") => set(&[TS, K, CH, S]),
        (Script::Latin, "s") => set(&[S, SH, Z]),
        (Script::Latin, "z") => set(&[Z, ZH, TS]),
        (Script::Latin, "k") => set(&[K, KH]),
        (Script::Latin, "t") => set(&[T, TS]),
        (Script::Latin, "h") => set(&[G, KH]),
        (Script::Cyrillic, "й") => set(&[I, YO]),
        _ => {
            let key = Key::read(word, System::Plain);
            key.sounds().first().map_or(0, |first| 1 << first)
        }
    };
    widened(exact)
}

/// Adds the sure sounds behind an unsure one, and е for ё.
fn widened(mut set: u64) -> u64 {
    let has = |set: u64, sound: u8| set & (1 << sound) != 0;
    for (unsure, sure) in [
        (LATIN_CH, [CH, KH]),
        (LATIN_C, [TS, K]),
        (LATIN_S, [S, Z]),
        (LATIN_H, [G, KH]),
        (LATIN_J, [I, ZH]),
        (FEW_U, [U, O]),
        (FEW_I, [I, E]),
        (FEW_F, [F, V]),
        (YO, [E, O]),
    ] {
        if has(set, unsure) {
            set |= 1 << sure[0] | 1 << sure[1];
        }
    }
    set
}

/// A patronymic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patronymic {
    /// Its sounds.
    pub key: Key,
    /// Its sounds without the ending; none when the ending is not one of a patronymic.
    pub stem: Option<Key>,
    /// The names that the father may have.
    pub father: Classes,
    /// Whether the ending is feminine, where it is known.
    pub feminine: Option<bool>,
    /// For an initial: one bit for each sound that the letter may stand for.
    pub initial: Option<u64>,
}

impl Patronymic {
    /// Reads a patronymic.
    pub fn read(words: &[Word], system: System, table: &Table) -> Self {
        let mut key = Key::default();
        for word in words {
            key = key.joined(&Key::read(word, system));
        }
        let initial = words.first().filter(|word| word.is_initial()).map(initial_sounds);
        let mut read =
            Self { key, stem: None, father: Classes::default(), feminine: None, initial };
        if initial.is_some() {
            return read;
        }
        if let Some((length, feminine)) = ending(key.sounds()) {
            let stem = key.truncated(length);
            read.stem = Some(stem);
            read.feminine = Some(feminine);
            read.father = father(&stem, table);
        }
        read
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Compares two patronymics; their gender is compared elsewhere.
    pub fn closeness(&self, other: &Self, table: &Table) -> Closeness {
        if self.is_empty() || other.is_empty() {
            return Closeness::Missing;
        }
        if self.initial.is_some() || other.initial.is_some() {
            return fits(self.first_sounds(table) & other.first_sounds(table));
        }
        let (a, b) = match (&self.stem, &other.stem) {
            (Some(a), Some(b)) => (a, b),
            _ => (&self.key, &other.key),
        };
        let known = (self.father.is_known(), other.father.is_known());
        let limit = if known == (true, true) { SAME_MAX } else { near_max(a, b) };
        let near = distance_within(a, b, limit);
        match known {
            _ if near <= SAME_MAX => Closeness::Same,
            (true, true) if self.father.meet(&other.father) => Closeness::Class,
            (true, true) => Closeness::Conflict,
            (true, false) if other.stem.is_some() => against_forms(near, b, a, &self.father, table),
            (false, true) if self.stem.is_some() => against_forms(near, a, b, &other.father, table),
            _ => by_distance(near, a, b),
        }
    }

    fn first_sounds(&self, table: &Table) -> u64 {
        let own = self.key.sounds().first().map_or(0, |sound| widened(1 << sound));
        self.initial.unwrap_or_else(|| own | table.first_sounds(&self.father))
    }
}

/// Finds the ending of a patronymic: how many sounds stand before it, and whether it is feminine.
fn ending(sounds: &[u8]) -> Option<(usize, bool)> {
    let back = |n: usize| sounds.len().checked_sub(n).map(|at| sounds[at]);
    let is_i = |s: u8| matches!(s, I | FEW_I | LATIN_J | E);
    let is_v = |s: u8| matches!(s, V | F | FEW_F | U | FEW_U);
    let is_link = |s: u8| matches!(s, O | E | YO | U | FEW_U | FEW_I | I | A);
    let is_ch = |s: u8| matches!(s, CH | LATIN_CH | SH | SHCH | KH | LATIN_C);
    if back(1).is_some_and(is_ch) && back(2).is_some_and(is_i) && sounds.len() > 3 {
        if back(3).is_some_and(is_v) && back(4).is_some_and(is_link) && sounds.len() > 5 {
            return Some((sounds.len() - 4, false));
        }
        // Ілліч, Лукич, Кузьмич: few, and short.
        if !matches!(back(1), Some(KH | SH)) && sounds.len() <= 7 {
            return Some((sounds.len() - 2, false));
        }
    }
    if back(1) == Some(A) && back(2) == Some(N) && sounds.len() > 5 {
        if back(3).is_some_and(is_v) && back(4).is_some_and(is_link) {
            return Some((sounds.len() - 4, true));
        }
        if back(3).is_some_and(is_ch) && back(4).is_some_and(is_i) {
            let long = back(5) == Some(N) && back(6).is_some_and(is_i) && sounds.len() > 7;
            return Some((sounds.len() - if long { 6 } else { 4 }, true));
        }
    }
    None
}

/// The father's name behind a stem: the stem with the vowel that the ending took away.
fn father(stem: &Key, table: &Table) -> Classes {
    let stem = stem.for_table();
    let irregular: &[u8] = match stem.sounds() {
        // Львович, Якович, Яковлевич, Ілліч.
        [L, V] => &[L, E, V],
        [A, K] | [A, K, O, V, L] => &[A, K, I, V],
        [I, L] => &[I, L, A],
        _ => &[],
    };
    if !irregular.is_empty() {
        return table.by_sounds(&Key::of(irregular));
    }
    let mut found = Classes::default();
    for end in [&[][..], &[I], &[O], &[A], &[E, I]] {
        let mut name = stem;
        for sound in end {
            name.push(*sound);
        }
        found.extend(&table.by_sounds(&name));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn patronymic(text: &str) -> Patronymic {
        let words = words(text);
        Patronymic::read(&words, System::detect(&words), Table::get())
    }

    fn given(text: &str) -> Given {
        let words = words(text);
        Given::read(&words, System::detect(&words), Table::get())
    }

    fn surname(text: &str) -> Surname {
        let words = words(text);
        Surname::read(&words, System::detect(&words))
    }

    #[test]
    fn a_patronymic_leads_to_the_father_in_either_language() {
        for (a, b) in [
            ("Миколайович", "Николаевич"),
            ("Олександрович", "Aleksandrovich"),
            ("Олексійович", "Алексеевич"),
            ("Андрійович", "Андреевич"),
            ("Львович", "Lvovych"),
            ("Якович", "Яковлевич"),
            ("Ілліч", "Ильич"),
            ("Дмитрівна", "Дмитриевна"),
            ("Юріївна", "Юрьевна"),
            ("Васильович", "Vasil'yevich"),
            ("Григорович", "Григорьевич"),
        ] {
            let (a, b) = (patronymic(a), patronymic(b));
            let found = a.closeness(&b, Table::get());
            assert!(matches!(found, Closeness::Same | Closeness::Class), "{} {}", a.key, b.key);
        }
    }

    #[test]
    fn two_fathers_conflict() {
        for (a, b) in [("Петрович", "Павлович"), ("Олексійович", "Александрович")]
        {
            let found = patronymic(a).closeness(&patronymic(b), Table::get());
            assert_eq!(found, Closeness::Conflict);
        }
    }

    #[test]
    fn an_initial_fits_any_form_of_the_name() {
        for (name, initial) in
            [("Олександр", "А"), ("Микола", "N"), ("Євген", "E"), ("Юрій", "Yu"), ("Ганна", "А")]
        {
            let found = given(name).closeness(&given(initial), Table::get());
            assert_eq!(found, Closeness::Initial, "{name} {initial}");
        }
        for (name, initial) in [("Олександр", "П"), ("Сергій", "V")] {
            let found = given(name).closeness(&given(initial), Table::get());
            assert_eq!(found, Closeness::Conflict, "{name} {initial}");
        }
    }

    #[test]
    fn a_mistyped_given_name_is_near_and_a_known_other_one_is_not() {
        let near = given("Данипо").closeness(&given("Danylo"), Table::get());
        assert!(matches!(near, Closeness::Near(_)), "{near:?}");
        let other = given("Данило").closeness(&given("Давид"), Table::get());
        assert_eq!(other, Closeness::Conflict);
    }

    #[test]
    fn surname_endings_fold_and_halves_match() {
        for (a, b) in [
            ("Пустовий", "Пустовой"),
            ("Вишневський", "Vyshnevska"),
            ("Абушаєв", "ABUSHAYEVA"),
            ("Петровський-Карнажук", "ПЕТРОВСКИЙ КАРНАЖУК"),
        ] {
            let found = surname(a).closeness(&surname(b));
            assert_eq!(found, Closeness::Same, "{a} {b}");
        }
        let half = surname("Зоров-Серафимов").closeness(&surname("ZOROV"));
        assert!(matches!(half, Closeness::Half(0..=SAME_MAX)));
        for (a, b) in [("Тимощенко", "Тимошук"), ("Стецюк", "Стеценко")]
        {
            let found = surname(a).closeness(&surname(b));
            assert!(matches!(found, Closeness::Near(60..) | Closeness::Other), "{a} {b} {found:?}");
        }
    }
}
