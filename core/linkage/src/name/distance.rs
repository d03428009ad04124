//! How far two keys are apart: an edit distance in which every slip has its own price.

use super::sounds::{
    A, ALLIES, CH, COSTS, E, FEW_I, G, I, K, KEY_SOUNDS_MAX, KH, Key, LATIN_H, LATIN_J, LATIN_S,
    LATIN_SCH, LATIN_X, O, S, SH, SHCH, T, TS, U, YO, is_vowel,
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
///
/// What the two words begin and end with alike is left out first, which is nearly all of most pairs.
pub(crate) fn distance_within(a: &Key, b: &Key, limit: u16) -> u16 {
    if a == b {
        return 0;
    }
    let (a, b) = (a.sounds(), b.sounds());
    if limit < u16::MAX {
        let least = least(a, b).max(least(b, a));
        if least > limit {
            return least;
        }
    }
    let ahead = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len()) - ahead;
    let behind =
        a.iter().rev().zip(b.iter().rev()).take(shorter).take_while(|(x, y)| x == y).count();
    let (a_gaps, b_gaps) = (gaps(a, ahead, behind), gaps(b, ahead, behind));
    let a = &a[ahead..a.len() - behind];
    let b = &b[ahead..b.len() - behind];
    match (a, b) {
        ([], _) => return b_gaps[..b.len()].iter().sum(),
        (_, []) => return a_gaps[..a.len()].iter().sum(),
        ([x], [y]) => {
            let exchanged = u16::from(COSTS[usize::from(*x)][usize::from(*y)]);
            return exchanged.min(a_gaps[0] + b_gaps[0]);
        }
        _ => (),
    }
    table(a, b, (&a_gaps, &b_gaps), limit)
}

/// The least that the sounds of `a` cost for which nothing in `b` may stand: a whole letter each,
/// vowels and an unsure h a little less.
fn least(a: &[u8], b: &[u8]) -> u16 {
    let there = b.iter().fold(0_u64, |there, sound| there | 1 << sound);
    let missing = a.iter().filter(|sound| ALLIES[usize::from(**sound)] & there == 0);
    missing.fold(0, |sum, sound| sum + if is_vowel(*sound) || *sound == LATIN_H { 40 } else { 100 })
}

type Gaps = [u16; WIDTH];

fn table(a: &[u8], b: &[u8], gaps: (&Gaps, &Gaps), limit: u16) -> u16 {
    // A row for the sounds of `a` before the last, the last and this one.
    let (mut earlier, mut before, mut now) = ([0_u16; WIDTH], [0_u16; WIDTH], [0_u16; WIDTH]);
    for j in 1..=b.len() {
        before[j] = before[j - 1] + gaps.1[j - 1];
    }
    let mut least_before = 0;
    for i in 1..=a.len() {
        let gap_a = gaps.0[i - 1];
        let (sound_a, last_a) = (a[i - 1], if i > 1 { a[i - 2] } else { NONE });
        now[0] = before[0] + gap_a;
        let mut least = now[0];
        let costs = &COSTS[usize::from(sound_a)];
        let merges = is_double(sound_a);
        let mut last_b = NONE;
        for (at, sound) in b.iter().enumerate() {
            // A key has at most 31 sounds, so that no place is beyond the row.
            let (j, back) = ((at + 1) % WIDTH, at % WIDTH);
            let mut best = before[back] + u16::from(costs[usize::from(*sound)]);
            best = best.min(before[j] + gap_a).min(now[back] + gaps.1[back]);
            if last_a != NONE && is_double(*sound) {
                best = best.min(earlier[back].saturating_add(merge(*sound, last_a, sound_a)));
            }
            if at > 0 {
                if merges {
                    best = best.min(before[at - 1].saturating_add(merge(sound_a, last_b, *sound)));
                }
                if sound_a == last_b && last_a == *sound {
                    best = best.min(earlier[at - 1] + SWAP);
                }
            }
            last_b = *sound;
            now[j] = best;
            least = least.min(best);
        }
        // No step leads over two rows at once, so what is beyond the limit in both stays beyond.
        if least > limit && least_before > limit {
            return least;
        }
        least_before = least;
        (earlier, before, now) = (before, now, earlier);
    }
    before[b.len()]
}

/// No sound.
const NONE: u8 = u8::MAX;
/// The width of a row.
const WIDTH: usize = KEY_SOUNDS_MAX + 1;

/// The prices of leaving out each sound of a word, save those ahead and behind.
fn gaps(word: &[u8], ahead: usize, behind: usize) -> Gaps {
    let mut gaps = [0; WIDTH];
    for (price, at) in gaps.iter_mut().zip(ahead..word.len() - behind) {
        *price = gap(word, at);
    }
    gaps
}

/// Whether a sound may stand for two others.
fn is_double(sound: u8) -> bool {
    matches!(sound, TS | SHCH | CH | LATIN_X | LATIN_SCH | KH | G | YO)
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
        (KH, K, LATIN_H) | (G, G, LATIN_H) | (YO, I, O | E) | (LATIN_SCH, S, CH) => 6,
        (SHCH, S, CH) => 12,
        (CH, T, CH) => 15,
        _ => u16::MAX / 4,
    }
}
