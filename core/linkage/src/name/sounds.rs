//! The sounds, the keys made of them, and what it costs to take one sound for another.

use std::fmt;

/// The longest key, in sounds: what makes a key 32 bytes, which are compared in one step. What
/// follows is dropped; of 118,127 registered surnames the longest has 25.
pub const KEY_SOUNDS_MAX: usize = 31;

macro_rules! sounds {
    ($($name:ident = $number:literal $shown:literal;)*) => {
        $(pub(super) const $name: u8 = $number;)*
        const SHOWN: [&str; COUNT] = [$($shown),*];
    };
}

/// How many sounds there are: at most 64, so that a set of them fits one word.
pub(super) const COUNT: usize = 41;

sounds! {
    A = 0 "a"; O = 1 "o"; U = 2 "u"; I = 3 "i"; E = 4 "e"; YO = 5 "ö";
    B = 6 "b"; V = 7 "v"; G = 8 "g"; D = 9 "d"; ZH = 10 "ž"; Z = 11 "z"; K = 12 "k"; L = 13 "l";
    M = 14 "m"; N = 15 "n"; P = 16 "p"; R = 17 "r"; S = 18 "s"; T = 19 "t"; F = 20 "f";
    KH = 21 "x"; TS = 22 "c"; CH = 23 "č"; SH = 24 "š"; SHCH = 25 "ŝ";
    // Latin spellings of which the sound is not sure.
    LATIN_CH = 26 "[č|x]"; LATIN_C = 27 "[c|k]"; LATIN_S = 28 "[s|z]"; LATIN_Z = 29 "[z|c]";
    LATIN_H = 30 "[g|x]"; LATIN_X = 31 "[ks|x]"; LATIN_SCH = 32 "[š|ž]"; LATIN_J = 33 "[i|ž]";
    // Spellings that know fewer sounds: o as u, e as i, p as b, v as f.
    FEW_U = 34 "[u|o]"; FEW_I = 35 "[i|e]"; FEW_B = 36 "[b|p]"; FEW_F = 37 "[f|v]";
    LATIN_CZ = 38 "[č|c]"; DIGIT = 39 "#"; OTHER = 40 "?";
}

/// A word as sounds: the fine key. Two spellings of one name mostly have the same key; where they do
/// not, [`super::distance`] says how far they are apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    length: u8,
    sounds: [u8; KEY_SOUNDS_MAX],
}

impl Default for Key {
    fn default() -> Self {
        Self { length: 0, sounds: [OTHER; KEY_SOUNDS_MAX] }
    }
}

impl Key {
    /// Returns the sounds.
    pub fn sounds(&self) -> &[u8] {
        &self.sounds[..usize::from(self.length)]
    }

    /// Says whether there is no sound at all.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Returns the number of sounds.
    pub fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Makes a key of sounds; what is too long is cut.
    pub(crate) fn of(sounds: &[u8]) -> Self {
        let mut key = Self::default();
        for sound in sounds.iter().take(KEY_SOUNDS_MAX) {
            key.push(*sound);
        }
        key
    }

    /// Adds a sound. A doubled sound is written once: clerks double and undouble freely.
    #[inline]
    pub(super) fn push(&mut self, sound: u8) {
        let length = usize::from(self.length);
        let doubled = length > 0 && self.sounds[length - 1] == sound;
        if length < KEY_SOUNDS_MAX && !doubled {
            self.sounds[length] = sound;
            self.length += 1;
        }
    }

    /// Keeps the first sounds only.
    pub(crate) fn truncated(&self, length: usize) -> Self {
        let mut kept = *self;
        for sound in kept.sounds.iter_mut().skip(length) {
            *sound = OTHER;
        }
        kept.length = self.length.min(u8::try_from(length).unwrap_or(u8::MAX));
        kept
    }

    /// Says whether the last sound is a.
    pub(crate) fn ends_in_a(&self) -> bool {
        self.sounds().last() == Some(&A)
    }

    /// Leaves out an i at the end.
    pub(crate) fn before_last_i(&self) -> Self {
        match self.sounds() {
            [before @ .., I] => Self::of(before),
            _ => *self,
        }
    }

    /// Joins two keys, for a name of two words.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let mut joined = *self;
        other.sounds().iter().for_each(|sound| joined.push(*sound));
        joined
    }

    /// The key by which the tables are asked: plain, ё as е, and no i before a vowel (`Maria`,
    /// `Mariia` and `Марія` are one).
    pub(crate) fn for_table(&self) -> Self {
        let plain = if self.is_sure() { *self } else { self.plain() };
        let mut key = Self::default();
        let (mut length, mut last) = (0, OTHER);
        for (at, read) in plain.sounds().iter().enumerate() {
            let sound = if *read == YO { E } else { *read };
            let glides = sound == I
                && at > 0
                && at + 1 < usize::from(plain.length)
                && plain.sounds[at + 1] <= YO;
            if glides || (sound == last && length > 0) {
                continue;
            }
            key.sounds[length] = sound;
            last = sound;
            length += 1;
        }
        key.length = u8::try_from(length).expect("a key has at most 31 sounds");
        key
    }

    /// Says whether every spelling has one reading only.
    fn is_sure(&self) -> bool {
        self.sounds().iter().all(|sound| *sound <= SHCH)
    }

    /// Takes every unsure spelling by its less likely reading; `None` where nothing is unsure.
    pub(crate) fn otherwise(&self) -> Option<Self> {
        if self.is_sure() {
            return None;
        }
        let mut other = Self::default();
        let mut unsure = false;
        for sound in self.sounds() {
            let read = match *sound {
                LATIN_CH | LATIN_H | LATIN_X => KH,
                LATIN_C => K,
                LATIN_S => Z,
                LATIN_Z | LATIN_CZ => TS,
                LATIN_SCH | LATIN_J => ZH,
                FEW_U => O,
                FEW_I => E,
                FEW_B => P,
                FEW_F => V,
                sure => sure,
            };
            unsure |= read != *sound;
            other.push(read);
        }
        unsure.then_some(other)
    }

    /// Takes the likeliest reading of every unsure spelling. Keys that are equal after this are
    /// counted as one name when the commonness of names is counted.
    #[must_use]
    pub fn plain(&self) -> Self {
        let mut plain = Self::default();
        for sound in self.sounds() {
            match *sound {
                LATIN_CH | LATIN_CZ => plain.push(CH),
                LATIN_C => plain.push(TS),
                LATIN_S => plain.push(S),
                LATIN_Z => plain.push(Z),
                LATIN_H => plain.push(G),
                LATIN_X => {
                    plain.push(K);
                    plain.push(S);
                }
                LATIN_SCH => plain.push(SH),
                LATIN_J | FEW_I => plain.push(I),
                FEW_U => plain.push(U),
                FEW_B => plain.push(B),
                FEW_F => plain.push(F),
                sure => plain.push(sure),
            }
        }
        plain
    }

    /// The coarse key, for blocking: consonants only, merged until nothing that a clerk confuses is
    /// apart, at most 8 of them, packed four bits each. The first vowel is kept as a mere mark.
    pub fn coarse(&self) -> u64 {
        let mut packed: u64 = 1;
        let mut last = 0;
        let mut count = 0;
        for (at, sound) in self.plain().sounds().iter().enumerate() {
            let class = match *sound {
                A | O | U | I | E | YO if at == 0 => 1,
                B | P => 2,
                V | F => 3,
                G | K | KH => 4,
                D | T => 5,
                Z | S | TS => 6,
                ZH | CH | SH | SHCH => 7,
                L => 8,
                M => 9,
                N => 10,
                R => 11,
                DIGIT => 12,
                _ => continue,
            };
            if class != last && count < 8 {
                packed = packed << 4 | class;
                count += 1;
            }
            last = class;
        }
        packed
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sounds().iter().try_for_each(|sound| f.write_str(SHOWN[usize::from(*sound)]))
    }
}

impl fmt::Debug for Key {
    // A key shows as much as the name it was made of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

pub(super) fn is_vowel(sound: u8) -> bool {
    sound <= YO || matches!(sound, FEW_U | FEW_I | LATIN_J)
}

/// What it costs to take one sound for another, in hundredths of a letter; the pairs that are not
/// named cost a whole letter, and a vowel for another vowel 70.
const NAMED: &[(u8, u8, u8)] = &[
    // Vowels that are not stressed, and the alternations between the two languages.
    (O, A, 35),
    (I, E, 38),
    (YO, E, 4),
    (YO, O, 6),
    (I, O, 50),
    (E, O, 45),
    (E, A, 50),
    (U, O, 45),
    (U, YO, 40),
    (U, I, 50),
    (U, V, 45),
    (A, I, 65),
    // Voiced and voiceless.
    (B, P, 35),
    (V, F, 30),
    (G, K, 45),
    (G, KH, 18),
    (K, KH, 45),
    (D, T, 35),
    (Z, S, 35),
    (ZH, SH, 30),
    (ZH, Z, 55),
    (TS, S, 45),
    (TS, CH, 45),
    (TS, Z, 45),
    (CH, SH, 40),
    (SH, SHCH, 12),
    (CH, SHCH, 35),
    (SH, S, 50),
    (CH, T, 60),
    (TS, T, 60),
    (CH, K, 75),
    (B, V, 55),
    (G, ZH, 75),
    // Letters that look alike in handwriting or to a scanner.
    (L, P, 65),
    (N, I, 65),
    (N, P, 65),
    (M, N, 60),
    (R, P, 70),
    (T, M, 75),
    (L, D, 75),
    (R, L, 70),
    (N, K, 75),
    (TS, I, 75),
    (SH, I, 80),
    // Unsure Latin spellings.
    (LATIN_CH, CH, 0),
    (LATIN_CH, KH, 6),
    (LATIN_CH, SH, 12),
    (LATIN_CH, SHCH, 25),
    (LATIN_CH, K, 30),
    (LATIN_CH, G, 25),
    (LATIN_CH, LATIN_H, 8),
    (LATIN_C, TS, 0),
    (LATIN_C, K, 5),
    (LATIN_C, S, 20),
    (LATIN_C, CH, 20),
    (LATIN_C, LATIN_S, 25),
    (LATIN_C, LATIN_Z, 20),
    (LATIN_CZ, CH, 0),
    (LATIN_CZ, TS, 4),
    (LATIN_CZ, LATIN_CH, 0),
    (LATIN_CZ, LATIN_C, 0),
    (LATIN_S, S, 0),
    (LATIN_S, Z, 8),
    (LATIN_S, SH, 25),
    (LATIN_S, TS, 45),
    (LATIN_S, ZH, 55),
    (LATIN_S, LATIN_Z, 10),
    (LATIN_Z, Z, 0),
    (LATIN_Z, TS, 8),
    (LATIN_Z, S, 25),
    (LATIN_Z, ZH, 25),
    (LATIN_Z, CH, 50),
    (LATIN_H, G, 0),
    (LATIN_H, KH, 3),
    (LATIN_H, K, 50),
    (LATIN_X, KH, 6),
    (LATIN_X, K, 35),
    (LATIN_X, S, 40),
    (LATIN_X, SH, 40),
    (LATIN_X, LATIN_H, 8),
    (LATIN_X, LATIN_CH, 10),
    (LATIN_SCH, SH, 0),
    (LATIN_SCH, ZH, 4),
    (LATIN_SCH, SHCH, 8),
    (LATIN_SCH, LATIN_S, 40),
    (LATIN_SCH, LATIN_CH, 12),
    (LATIN_J, I, 0),
    (LATIN_J, ZH, 10),
    (LATIN_J, E, 20),
    (LATIN_J, G, 60),
    (LATIN_J, KH, 50),
    // Spellings with fewer sounds.
    (FEW_U, U, 0),
    (FEW_U, O, 0),
    (FEW_U, YO, 0),
    (FEW_U, A, 40),
    (FEW_U, V, 40),
    (FEW_I, I, 0),
    (FEW_I, E, 3),
    (FEW_I, YO, 20),
    (FEW_I, A, 45),
    (FEW_B, B, 0),
    (FEW_B, P, 0),
    (FEW_F, F, 0),
    (FEW_F, V, 0),
    (FEW_F, U, 45),
];

/// For each sound one bit for every sound that it may stand for at less than a whole letter.
pub(super) static ALLIES: [u64; COUNT] = allies();

const fn allies() -> [u64; COUNT] {
    let mut allies = [0_u64; COUNT];
    let mut a = 0;
    while a < COUNT {
        let mut b = 0;
        while b < COUNT {
            if COSTS[a][b] < 100 {
                allies[a] |= 1 << b;
            }
            b += 1;
        }
        a += 1;
    }
    // What one sound may be merged of, and what may be merged into it.
    let mut at = 0;
    while at < MERGED.len() {
        let (one, part) = MERGED[at];
        allies[one as usize] |= 1 << part;
        allies[part as usize] |= 1 << one;
        at += 1;
    }
    allies
}

/// Sounds that are spelled as two, each with either half.
const MERGED: &[(u8, u8)] = &[
    (TS, T),
    (TS, S),
    (TS, LATIN_S),
    (SHCH, S),
    (SHCH, SH),
    (SHCH, CH),
    (CH, T),
    (CH, SH),
    (LATIN_X, K),
    (LATIN_X, S),
    (LATIN_X, LATIN_S),
    (LATIN_SCH, S),
    (LATIN_SCH, CH),
    (KH, K),
    (KH, LATIN_H),
    (G, LATIN_H),
    (YO, I),
    (YO, O),
    (YO, E),
];

/// Costs of taking one sound for another, both ways.
pub(super) const COSTS: [[u8; COUNT]; COUNT] = costs();

const fn costs() -> [[u8; COUNT]; COUNT] {
    let mut table = [[100_u8; COUNT]; COUNT];
    let mut a = 0;
    while a < COUNT {
        let mut b = 0;
        while b < COUNT {
            if a == b {
                table[a][b] = 0;
            } else if a <= 5 && b <= 5 {
                table[a][b] = 70;
            }
            b += 1;
        }
        a += 1;
    }
    let mut at = 0;
    while at < NAMED.len() {
        let (a, b, cost) = NAMED[at];
        table[a as usize][b as usize] = cost;
        table[b as usize][a as usize] = cost;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(shown: &str) -> u8 {
        let at = SHOWN.iter().position(|one| *one == shown).expect("a sound of the table");
        u8::try_from(at).expect("there are few sounds")
    }

    fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
        let lines = text.lines().filter(|line| !line.starts_with("# "));
        lines.map(|line| line.split('\t').collect())
    }

    #[test]
    fn sounds_cost_what_the_spec_says() {
        let text = include_str!("../../../../spec/vectors/reconcile/sounds-costs.tsv");
        let mut costs = [[100_u8; COUNT]; COUNT];
        for (a, row) in costs.iter_mut().enumerate() {
            for (b, cost) in row.iter_mut().enumerate() {
                *cost = if a == b {
                    0
                } else if a.max(b) <= usize::from(YO) {
                    70
                } else {
                    100
                };
            }
        }
        for row in rows(text) {
            let [a, b, cost] = row[..] else { panic!("three columns: {row:?}") };
            let (a, b) = (usize::from(sound(a)), usize::from(sound(b)));
            costs[a][b] = cost.parse().expect("a whole number");
            costs[b][a] = costs[a][b];
        }
        assert_eq!(costs, COSTS);
    }

    #[test]
    fn sounds_are_read_as_the_spec_says() {
        let text = include_str!("../../../../spec/vectors/reconcile/sounds.tsv");
        let mut seen = 0;
        for row in rows(text) {
            let [shown, class, plain, other] = row[..] else { panic!("four columns: {row:?}") };
            let key = Key::of(&[sound(shown)]);
            assert_eq!(key.plain().to_string(), plain, "{shown}");
            let otherwise = key.otherwise().map(|key| key.to_string()).unwrap_or_default();
            assert_eq!(otherwise, other, "{shown}");
            // Behind a vowel, which is 1 where it begins.
            let packed = class.split(' ').filter_map(|class| class.parse::<u64>().ok());
            let behind = Key::of(&[if shown == "o" { A } else { O }, sound(shown)]);
            assert_eq!(
                behind.coarse(),
                packed.fold(0x11, |key, class| key << 4 | class),
                "{shown}"
            );
            assert_eq!(is_vowel(sound(shown)), class == "v", "{shown}");
            seen += 1;
        }
        assert_eq!(seen, COUNT);
    }
}
