//! What a password must be: long, not the account's own name, not one that everybody tries first. There
//! is no rule on which kinds of characters it holds, and it does not grow old (NIST SP 800-63B, 3.1.1).

/// The shortest password, in characters.
pub const PASSWORD_LETTERS_MIN: usize = 12;
/// The longest password that is read, in characters.
pub const PASSWORD_LETTERS_MAX: usize = 256;
/// A password holds at least so many different characters.
const DIFFERENT_MIN: usize = 5;
/// The longest run of neighbours (`abcdef`, `654321`) of which a password may consist.
const RUNS_SHARE: usize = 2;
/// Words that stand at the head of every list of stolen passwords. A password is refused when nothing
/// else of four letters stands beside them.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "zxcvbn",
    "йцукен",
    "iloveyou",
    "letmein",
    "welcome",
    "administrator",
    "admin",
    "пароль",
    "safeconduct",
    "changeme",
    "secret",
    "1q2w3e4r",
    "1qaz2wsx",
    "login",
    "user",
    "test",
    "123",
];
/// How many characters must be left of a password when the common words are taken out.
const LEFT_MIN: usize = 4;

/// Why a password is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Too short or too long.
    #[error(
        "a password has {PASSWORD_LETTERS_MIN} to {PASSWORD_LETTERS_MAX} characters, this one has {0}"
    )]
    Length(usize),
    /// The same few characters again and again, or neighbours in a row.
    #[error("this password is a few characters repeated, or in a row")]
    Plain,
    /// Among those that are tried first.
    #[error("this password is among those that are tried first")]
    Common,
    /// The name stands in it.
    #[error("the working name stands in this password")]
    Name,
}

/// Checks a password that somebody chose.
///
/// # Errors
/// Says why it is not taken. Any character may stand in it, spaces among them.
pub fn check_password(password: &str, name: &str) -> Result<(), PasswordRefusal> {
    let letters: Vec<char> = password.chars().collect();
    if !(PASSWORD_LETTERS_MIN..=PASSWORD_LETTERS_MAX).contains(&letters.len()) {
        return Err(PasswordRefusal::Length(letters.len()));
    }
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    let neighbours = letters
        .windows(2)
        .filter(|pair| u32::from(pair[0]).abs_diff(u32::from(pair[1])) <= 1)
        .count();
    if different.len() < DIFFERENT_MIN || neighbours * RUNS_SHARE > letters.len() {
        return Err(PasswordRefusal::Plain);
    }
    let low = password.to_lowercase();
    if name.chars().count() >= LEFT_MIN && low.contains(&name.to_lowercase()) {
        return Err(PasswordRefusal::Name);
    }
    let mut left = low;
    for word in COMMON {
        left = left.replace(word, "");
    }
    let left = left.chars().filter(|c| c.is_alphabetic()).count();
    if left < LEFT_MIN { Err(PasswordRefusal::Common) } else { Ok(()) }
}
