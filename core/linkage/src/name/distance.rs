//! How far two keys are apart: an edit distance in which every slip has its own price.

use super::sounds::{
    A, CH, COSTS, E, FEW_I, G, I, K, KEY_SOUNDS_MAX, KH, Key, LATIN_H, LATIN_J, LATIN_S, LATIN_X,
    O, S, SH, SHCH, T, TS, U, YO, is_vowel,
};

/// The price of two neighbours changing places.
const SWAP: u16 = 55;

/// Returns the distance between two keys in hundredths of a letter: 0 for the same sounds, 100 for
/// one letter wrong without a reason.
///
/// Symmetric. After R. A. Wagner and M. J. Fischer (1974) with transpositions and the merging of two
/// sounds into one.
pub fn distance(a: &Key, b: &Key) -> u16 {
    if a == b {
        return 0;
    }
    let (a, b) = (a.sounds(), b.sounds());
    let mut rows = [[0_u16; KEY_SOUNDS_MAX + 1]; 3];
    for j in 1..=b.len() {
        rows[0][j] = rows[0][j - 1] + gap(b, j - 1);
    }
    for i in 1..=a.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = rows[before][0] + gap(a, i - 1);
        let costs = &COSTS[usize::from(a[i - 1])];
        for j in 1..=b.len() {
            let mut best = rows[before][j - 1] + u16::from(costs[usize::from(b[j - 1])]);
            best = best.min(rows[before][j] + gap(a, i - 1));
            best = best.min(rows[now][j - 1] + gap(b, j - 1));
            if i > 1 {
                best = best.min(rows[earlier][j - 1] + merge(b[j - 1], a[i - 2], a[i - 1]));
            }
            if j > 1 {
                best = best.min(rows[before][j - 2] + merge(a[i - 1], b[j - 2], b[j - 1]));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[earlier][j - 2] + SWAP);
            }
            rows[now][j] = best;
        }
    }
    rows[a.len() % 3][b.len()]
}

/// The price of a sound that the other name does not have.
fn gap(word: &[u8], at: usize) -> u16 {
    let sound = word[at];
    let before_vowel = word.get(at + 1).is_some_and(|next| is_vowel(*next));
    let ends = at + 1 == word.len() && at > 0 && is_vowel(word[at - 1]);
    match sound {
        // `Maria` and `Марія`.
        I | LATIN_J | FEW_I if before_vowel => 8,
        // `Serge` and `Сергей`.
        I | LATIN_J | FEW_I if ends => 40,
        LATIN_H => 45,
        A | O | U | E | YO | I | LATIN_J | FEW_I => 75,
        _ => 100,
    }
}

/// The price of one sound for two: `x` for кс, `ц` for тс.
fn merge(one: u8, first: u8, second: u8) -> u16 {
    match (one, first, second) {
        (TS, T, S | LATIN_S) | (SHCH, SH, CH) | (CH, T, SH) | (LATIN_X, K, S | LATIN_S) => 3,
        (KH, K, LATIN_H) | (G, G, LATIN_H) | (YO, I, O | E) => 6,
        (SHCH, S, CH) => 12,
        _ => u16::MAX / 4,
    }
}
