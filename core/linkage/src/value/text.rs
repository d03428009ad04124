//! Numbers and texts that are compared letter by letter.

use super::Level;
use crate::text;

/// The longest text that is compared, in letters.
const LETTERS_MAX: usize = 120;

/// Folds a text: lower case, words parted by one blank.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::new();
    for word in text::words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.letters);
    }
    folded
}

/// 1 equal; 2 one slip; 3 two slips; 4 other.
pub(super) fn code_level(a: &str, b: &str) -> Level {
    // More than two letters too many, of two bytes at most, are more than two slips.
    if a.len().abs_diff(b.len()) > 4 {
        return 4;
    }
    match slips(a, b) {
        0 => 1,
        1 => 2,
        2 if a.len().min(b.len()) > 3 => 3,
        _ => 4,
    }
}

/// 1 equal; 2 a seventh differs, or one begins with the other; 3 a third differs; 4 other.
pub(super) fn text_level(a: &str, b: &str) -> Level {
    if a == b {
        return 1;
    }
    let longest = a.chars().count().max(b.chars().count());
    let shorter = if a.len() < b.len() { a } else { b };
    let begins = shorter.len() >= 4 && a.starts_with(shorter) && b.starts_with(shorter);
    // Of letters of one byte, as many slips as one has more than the other are too many already.
    let one_byte = a.len().max(b.len()) == longest;
    if one_byte && !begins && a.len().abs_diff(b.len()) * 3 > longest {
        return 4;
    }
    match slips(a, b) {
        _ if begins => 2,
        few if few * 7 <= longest || few == 1 => 2,
        some if some * 3 <= longest => 3,
        _ => 4,
    }
}

/// Counts slips: letters wrong, too many, missing, or two neighbours exchanged.
pub(super) fn slips(a: &str, b: &str) -> usize {
    if a.len().max(b.len()) <= BITS && a.is_ascii() && b.is_ascii() {
        return slips_of_bytes(a.as_bytes(), b.as_bytes());
    }
    let (mut x, mut y) = ([0; BITS], [0; BITS]);
    match (bytes(a, &mut x), bytes(b, &mut y)) {
        (Some(a), Some(b)) => slips_of_bytes(a, b),
        _ => slips_of_letters(a, b),
    }
}

/// Texts of at most so many letters are compared a whole column at a time.
const BITS: usize = 64;

/// Writes a text with one byte for each letter; none for a text that is longer, or has letters that
/// are neither ASCII nor of the Cyrillic alphabets of today.
fn bytes<'a>(text: &str, room: &'a mut [u8; BITS]) -> Option<&'a [u8]> {
    let mut count = 0;
    for letter in text.chars() {
        let byte = match u32::from(letter) {
            ascii @ 0..=0x7f => ascii,
            cyrillic @ 0x400..=0x47f => cyrillic - 0x400 + 0x80,
            _ => return None,
        };
        *room.get_mut(count)? = u8::try_from(byte).expect("both alphabets fit a byte");
        count += 1;
    }
    Some(&room[..count])
}

/// After H. Hyyrö (2003): one bit for each letter of `a`, one step for each letter of `b`.
fn slips_of_bytes(a: &[u8], b: &[u8]) -> usize {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    // The shorter one is laid out: slips are the same both ways.
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.len() <= 8 {
        let mut packed = [0; 8];
        packed[..a.len()].copy_from_slice(a);
        let packed = u64::from_le_bytes(packed);
        let used = (1 << a.len()) - 1;
        return count_slips(a.len(), b, |letter| equal_bytes(packed, letter) & used);
    }
    let mut places = [0_u64; 256];
    for (at, letter) in a.iter().enumerate() {
        places[usize::from(*letter)] |= 1 << at;
    }
    count_slips(a.len(), b, |letter| places[usize::from(letter)])
}

/// Finds which of eight bytes are equal to one: one bit for each, the first lowest.
fn equal_bytes(packed: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = packed ^ (u64::from(byte) * 0x0101_0101_0101_0101);
    let equal = !(((differs & LOW) + LOW) | differs | LOW);
    // Brings the highest bits of the bytes together.
    (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// `places` has for each letter of `b` one bit for every place at which the other text has it.
fn count_slips(length: usize, b: &[u8], places: impl Fn(u8) -> u64) -> usize {
    let last = 1_u64 << (length - 1);
    let (mut more, mut fewer, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
    let mut slips = length;
    for letter in b {
        let here = places(*letter);
        let exchanged = ((!diagonal & here) << 1) & before;
        diagonal = ((here & more).wrapping_add(more) ^ more) | here | fewer | exchanged;
        let up = fewer | !(diagonal | more);
        let down = diagonal & more;
        slips += usize::from(up & last != 0);
        slips -= usize::from(down & last != 0);
        let up = up << 1 | 1;
        more = down << 1 | !(diagonal | up);
        fewer = up & diagonal;
        before = here;
    }
    slips
}

fn slips_of_letters(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(LETTERS_MAX).collect();
    let b: Vec<char> = b.chars().take(LETTERS_MAX).collect();
    let mut rows = [[0_usize; LETTERS_MAX + 1]; 3];
    for (j, cost) in rows[0].iter_mut().enumerate() {
        *cost = j;
    }
    for i in 1..=a.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i;
        for j in 1..=b.len() {
            let wrong = usize::from(a[i - 1] != b[j - 1]);
            let mut best = rows[before][j - 1] + wrong;
            best = best.min(rows[before][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[earlier][j - 2] + 1);
            }
            rows[now][j] = best;
        }
    }
    rows[a.len() % 3][b.len()]
}

/// A number made of a text, the same on every machine (FNV-1a).
pub(crate) fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_and_exchanged_neighbours_are_one() {
        assert_eq!(slips("123456", "123456"), 0);
        assert_eq!(slips("123456", "124356"), 1);
        assert_eq!(slips("123456", "12346"), 1);
        assert_eq!(slips("", "ab"), 2);
        assert_eq!(code_level("АБ123456", "АБ123465"), 2);
        assert_eq!(text_level("wallaby place", "wallaby plce"), 2);
        assert_eq!(text_level("wallaby place", "hoseason street"), 4);
    }

    proptest::proptest! {
        #[test]
        fn both_ways_of_counting_slips_agree(a in "[абв1]{0,12}", b in "[абв1]{0,12}") {
            proptest::prop_assert_eq!(slips(&a, &b), slips_of_letters(&a, &b));
        }
    }
}
