//! Numbers that stand on printed papers: sixteen digits that say nothing, and two that show a slip.
//!
//! The digits come from a keyed mark of what the paper or the line of it is about, so one thing has one number on every
//! paper of an instance, and nobody without the instance's key can tell of whom a number is, or that two numbers of
//! two instances mean one person. Digits alone are read out and typed in every script, and fit the smallest picture
//! that a telephone reads.
//!
//! The last two are check digits by ISO 7064, MOD 97-10: one wrong digit, or two neighbours exchanged, always show.

use std::fmt;

use exchange::vocabulary::Digest;

/// How many digits come from the mark: 10^16 numbers, of which 100,000 papers take two alike once in 2,000 instances.
const DIGITS: usize = 16;
/// One more than the largest number of so many digits.
const NUMBERS: u64 = 10_u64.pow(16);
/// How many check digits stand behind them.
const CHECK_DIGITS: usize = 2;
/// How many digits stand together.
const GROUP: usize = 4;
/// The modulus of ISO 7064, MOD 97-10.
const MODULUS: u32 = 97;

/// The number of a paper, or of a line on one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PaperNumber(String);

impl PaperNumber {
    /// Makes the number that belongs to a keyed mark.
    pub(crate) fn of(mark: &Digest) -> Self {
        let first = mark.0.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let digits = format!("{:0width$}", first % NUMBERS, width = DIGITS);
        let check = check_digits(&digits);
        Self(digits + &check)
    }

    /// Reads a number as somebody typed it: spaces and hyphens are passed over, and digits of Arabic scripts count.
    /// None, where it is not one, or its check digits show a slip.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let signs = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
        let digits: Option<String> = signs.map(digit).collect();
        let digits = digits.filter(|digits| digits.len() == DIGITS + CHECK_DIGITS)?;
        (remainder(&digits) == 1).then_some(Self(digits))
    }

    /// The digits, with nothing between them.
    pub(crate) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PaperNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, digit) in self.0.chars().enumerate() {
            if at > 0 && at.is_multiple_of(GROUP) {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// A digit as ASCII writes it.
fn digit(sign: char) -> Option<char> {
    let value = match sign {
        '0'..='9' => u32::from(sign) - u32::from('0'),
        '٠'..='٩' => u32::from(sign) - u32::from('٠'),
        '۰'..='۹' => u32::from(sign) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// What is left of a number when it is divided by the modulus.
fn remainder(digits: &str) -> u32 {
    let values = digits.chars().filter_map(|digit| digit.to_digit(10));
    values.fold(0, |left, value| (left * 10 + value) % MODULUS)
}

/// The two check digits of ISO 7064, MOD 97-10: with them the whole number leaves 1.
fn check_digits(digits: &str) -> String {
    let left = remainder(digits) * 100 % MODULUS;
    format!("{:0width$}", MODULUS + 1 - left, width = CHECK_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(seed: u8) -> PaperNumber {
        PaperNumber::of(&Digest::of(&[&[seed]]))
    }

    #[test]
    fn check_digits_are_those_of_the_standard() {
        // A known example of MOD 97-10: 794 has the check digits 44.
        assert_eq!(check_digits("794"), "44");
        assert_eq!(remainder("79444"), 1);
        // A remainder of one digit keeps its nought.
        assert_eq!(check_digits("0000000000000095").len(), 2);
    }

    #[test]
    fn a_number_is_read_as_it_is_printed_and_typed_in_any_digits() {
        for seed in 0..=255 {
            let made = number(seed);
            let printed = made.to_string();
            assert_eq!(printed.len(), 22, "{printed}");
            assert_eq!(PaperNumber::read(&printed), Some(made.clone()));
            let arabic = made.digits().chars().filter_map(|digit| {
                char::from_u32(u32::from('٠') + digit.to_digit(10).expect("a digit"))
            });
            assert_eq!(PaperNumber::read(&arabic.collect::<String>()), Some(made));
        }
        assert_ne!(number(1), number(2));
    }

    #[test]
    fn every_wrong_digit_and_every_exchange_of_neighbours_shows() {
        let whole: Vec<char> = number(7).digits().chars().collect();
        let text = |digits: &[char]| digits.iter().collect::<String>();
        for at in 0..whole.len() {
            for wrong in '0'..='9' {
                let mut slip = whole.clone();
                slip[at] = wrong;
                assert_eq!(PaperNumber::read(&text(&slip)).is_some(), wrong == whole[at]);
            }
            if at > 0 && whole[at] != whole[at - 1] {
                let mut slip = whole.clone();
                slip.swap(at, at - 1);
                assert_eq!(PaperNumber::read(&text(&slip)), None, "{at}");
            }
        }
        assert_eq!(PaperNumber::read(""), None);
        assert_eq!(PaperNumber::read("79444"), None, "too short");
        assert_eq!(PaperNumber::read("7944 4x"), None);
    }
}
