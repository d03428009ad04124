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
    distance_within(a, b, u16::MAX)
}

/// Returns the distance where it is at most `limit`; beyond that, some number above `limit`.
pub(crate) fn distance_within(a: &Key, b: &Key, limit: u16) -> u16 {
    if a == b {
        return 0;
    }
    let (a, b) = (a.sounds(), b.sounds());
    let gaps = gaps(b);
    let mut rows = [[0_u16; KEY_SOUNDS_MAX + 1]; 3];
    for j in 1..=b.len() {
        rows[0][j] = rows[0][j - 1] + gaps[j - 1];
    }
    let mut least_before = 0;
    for i in 1..=a.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        let gap_a = gap(a, i - 1);
        rows[now][0] = rows[before][0] + gap_a;
        let mut least = rows[now][0];
        let costs = &COSTS[usize::from(a[i - 1])];
        let merges = is_double(a[i - 1]);
        for j in 1..=b.len() {
            let mut best = rows[before][j - 1] + u16::from(costs[usize::from(b[j - 1])]);
            best = best.min(rows[before][j] + gap_a);
            best = best.min(rows[now][j - 1] + gaps[j - 1]);
            if i > 1 && is_double(b[j - 1]) {
                best = best.min(rows[earlier][j - 1] + merge(b[j - 1], a[i - 2], a[i - 1]));
            }
            if j > 1 && merges {
                best = best.min(rows[before][j - 2] + merge(a[i - 1], b[j - 2], b[j - 1]));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[earlier][j - 2] + SWAP);
            }
            rows[now][j] = best;
            least = least.min(best);
        }
        // No step leads over two rows at once, so what is beyond the limit in both stays beyond.
        if least > limit && least_before > limit {
            return least;
        }
        least_before = least;
    }
    rows[a.len() % 3][b.len()]
}

/// The prices of leaving out each sound of a word.
fn gaps(word: &[u8]) -> [u16; KEY_SOUNDS_MAX] {
    let mut gaps = [0; KEY_SOUNDS_MAX];
    for (at, price) in gaps.iter_mut().enumerate().take(word.len()) {
        *price = gap(word, at);
    }
    gaps
}

/// Whether a sound may stand for two others.
fn is_double(sound: u8) -> bool {
    matches!(sound, TS | SHCH | CH | LATIN_X | KH | G | YO)
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
