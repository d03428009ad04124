//! A fingerprint is what two officers read aloud to each other: ten groups of five digits.
//!
//! The fifth digit of each group makes a slip in that group audible, so that one group is asked for again and
//! not all ten.

use crate::sha256;

/// The number of groups.
pub const GROUPS: usize = 10;

/// Why what was heard is not the fingerprint of what lies here. Groups count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// Not ten groups.
    #[error("{0} groups were heard; a fingerprint has {GROUPS}")]
    Count(usize),
    /// A group whose digits do not fit its check digit: it was misheard or misread.
    #[error(
        "group {0}, `{1}`, was misheard: its check digit does not fit; ask for that group again"
    )]
    Misheard(usize, String),
    /// A group that was heard right, and differs.
    #[error(
        "group {0}, `{1}`, was heard right and is another than here: these are not the same keys"
    )]
    Other(usize, String),
}

/// Returns the fingerprint of a text: 130 bits of SHA-256, in groups of four digits and a check digit, which is
/// the sum of the four, each times its place, modulo 11 (10 is written `X`).
pub fn of(text: &str) -> String {
    let hash = sha256(&[b"safeconduct/fingerprint/v1\n", text.as_bytes()]);
    let groups: Vec<String> = hash
        .chunks_exact(3)
        .take(GROUPS)
        .map(|bytes| {
            let number = bytes.iter().fold(0_u32, |sum, byte| sum * 256 + u32::from(*byte));
            spoken(number % 10_000)
        })
        .collect();
    groups.join(" ")
}

/// Holds what was heard against a fingerprint, and names the first group that is wrong: one that was misheard
/// before one that differs, since the former is asked for again.
pub fn hear(heard: &str, own: &str) -> Result<(), Slip> {
    let groups: Vec<String> =
        heard.split([' ', '-', ',']).filter(|g| !g.is_empty()).map(str::to_uppercase).collect();
    if groups.len() != GROUPS {
        return Err(Slip::Count(groups.len()));
    }
    let misheard = |group: &str| {
        let digits = group.get(..4).filter(|four| four.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.and_then(|four| four.parse().ok());
        number.is_none_or(|number| spoken(number) != group)
    };
    for (group, at) in groups.iter().zip(1..) {
        if misheard(group) {
            return Err(Slip::Misheard(at, group.clone()));
        }
    }
    for ((group, own), at) in groups.iter().zip(own.split(' ')).zip(1..) {
        if group != own {
            return Err(Slip::Other(at, group.clone()));
        }
    }
    Ok(())
}

fn spoken(number: u32) -> String {
    let digits = [number / 1000, number / 100 % 10, number / 10 % 10, number % 10];
    let sum: u32 = digits.iter().zip(1..).map(|(digit, place)| digit * place).sum();
    let check = if sum % 11 == 10 { "X".to_owned() } else { (sum % 11).to_string() };
    format!("{number:04}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_digit_and_every_swap_of_neighbours_in_a_group_is_heard() {
        assert_eq!(spoken(1234), "12348");
        for number in 0..10_000_u32 {
            let right = spoken(number).into_bytes();
            for at in 0..4 {
                for digit in b'0'..=b'9' {
                    let mut wrong = right.clone();
                    wrong[at] = digit;
                    let text = String::from_utf8(wrong.clone()).unwrap();
                    let heard = spoken(text[..4].parse().unwrap()) == text;
                    assert_eq!(heard, wrong == right, "{number} {text}");
                }
            }
            for at in 0..3 {
                let mut wrong = right.clone();
                wrong.swap(at, at + 1);
                let text = String::from_utf8(wrong.clone()).unwrap();
                let heard = spoken(text[..4].parse().unwrap()) == text;
                assert_eq!(heard, wrong == right, "{number} {text}");
            }
        }
    }

    #[test]
    fn what_is_heard_wrong_is_named_by_its_group() {
        let own = of("a key");
        assert_eq!(own.split(' ').count(), GROUPS);
        assert_eq!(hear(&own, &own), Ok(()));
        assert_eq!(hear(&own.replace(' ', " - "), &own), Ok(()));
        assert_eq!(hear("12348 12348", &own), Err(Slip::Count(2)));
        let mut groups: Vec<&str> = own.split(' ').collect();
        groups[6] = "12349";
        assert_eq!(hear(&groups.join(" "), &own), Err(Slip::Misheard(7, "12349".to_owned())));
        groups[6] = "12348";
        assert_eq!(hear(&groups.join(" "), &own), Err(Slip::Other(7, "12348".to_owned())));
    }
}
