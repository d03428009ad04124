//! The secrets of an account: made by chance, hashed slowly, compared in the same time.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, Version};
use exchange::vocabulary::{AccountId, Digest, Private};
use rand::RngCore as _;
use tokio::sync::Semaphore;
use totp_rs::{Algorithm as CodeHash, TOTP};

use crate::cli::Failure;

/// Memory of one password's hash, in KiB: RFC 9106 section 4, the second recommended choice, with one
/// lane.
const PASSWORD_MEMORY_KIB: u32 = 65_536;
/// Passes of one password's hash.
const PASSWORD_PASSES: u32 = 3;
/// How many passwords are hashed at once in one process; others wait.
const PASSWORDS_AT_ONCE: usize = 2;
/// The length of a code's secret, in bytes (RFC 4226, requirement 6).
const CODE_SECRET_BYTES: usize = 20;
/// The digits of a code.
pub(crate) const CODE_DIGITS: usize = 6;
/// How long a code holds, in seconds (RFC 6238, section 5.2).
pub(crate) const CODE_SECONDS: u64 = 30;
/// How many steps a telephone's clock may be off, either way.
const CODE_STEPS_OFF: u64 = 1;
/// How many recovery codes an account is given.
pub(crate) const RECOVERY_CODES: usize = 10;
/// The characters of a recovery code: none that is taken for another (RFC 4648, section 6, in small
/// letters).
const RECOVERY_LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// The characters of a recovery code: 80 bits.
const RECOVERY_LENGTH: usize = 16;
/// A dash stands after each so many of them.
const RECOVERY_GROUP: usize = 4;

static HASHERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(PASSWORDS_AT_ONCE));

/// Draws bytes by the system's chance.
pub(super) fn chance<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Hashes a password. The work is the same whatever the password and the salt are.
pub(super) async fn hash(password: &str, salt: [u8; 32]) -> Result<[u8; 32], Failure> {
    let password = Private::new(password.as_bytes().to_vec());
    let fault = |error: argon2::Error| Failure::Fault(anyhow::anyhow!("argon2id: {error}"));
    let turn = HASHERS.acquire().await.map_err(|error| Failure::Fault(error.into()))?;
    let work = move || {
        let params = Params::new(PASSWORD_MEMORY_KIB, PASSWORD_PASSES, 1, Some(32))?;
        let mut hash = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.open(), &salt, &mut hash)
            .map(|()| hash)
    };
    let hash = tokio::task::spawn_blocking(work).await;
    drop(turn);
    hash.map_err(|error| Failure::Fault(error.into()))?.map_err(fault)
}

/// Returns what is kept of a password to recognise it: what it came to cannot be computed from this.
pub(super) fn check_of(slow: &[u8; 32]) -> [u8; 32] {
    Digest::of(&[b"safeconduct/password-check/1\0", slow]).0
}

/// Returns the key of an account's key pair, which is nowhere kept.
pub(super) fn lock_key(slow: &[u8; 32]) -> [u8; 32] {
    Digest::of(&[b"safeconduct/password-lock/1\0", slow]).0
}

/// Says whether a password came to what is kept. Accounts of earlier builds keep what it came to itself,
/// until their password is changed.
pub(super) fn is_right(slow: &[u8; 32], kept: &[u8; 32]) -> bool {
    let (now, earlier) = (same(&check_of(slow), kept), same(slow, kept));
    now | earlier
}

/// Compares two hashes in a time that says nothing about where they differ.
pub(super) fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// The clockwork of an account's codes.
pub(super) fn codes(secret: &[u8]) -> Result<TOTP, Failure> {
    let skew = u8::try_from(CODE_STEPS_OFF).expect("a small number");
    TOTP::new(CodeHash::SHA1, CODE_DIGITS, skew, CODE_SECONDS, secret.to_vec())
        .map_err(|error| Failure::Fault(anyhow::anyhow!("codes: {error}")))
}

/// Draws the secret of an account's codes.
pub(super) fn draw_code_secret() -> Private<Vec<u8>> {
    Private::new(chance::<CODE_SECRET_BYTES>().to_vec())
}

/// Finds the time step to which a code belongs; all steps are tried whether an earlier one fits or not.
pub(super) fn step_of(secret: &[u8], code: &str, now_seconds: u64) -> Result<Option<u64>, Failure> {
    let clockwork = codes(secret)?;
    let now = now_seconds / CODE_SECONDS;
    let mut found = None;
    for step in now.saturating_sub(CODE_STEPS_OFF)..=now + CODE_STEPS_OFF {
        let expected = clockwork.generate(step * CODE_SECONDS);
        let digest = |text: &str| Digest::of(&[text.as_bytes()]).0;
        if same(&digest(&expected), &digest(code)) {
            found = Some(step);
        }
    }
    Ok(found)
}

/// Draws recovery codes.
pub(super) fn draw_recovery_codes() -> Vec<String> {
    let one = |_| {
        let drawn: [u8; RECOVERY_LENGTH] = chance();
        let mut code = String::new();
        for (at, byte) in drawn.iter().enumerate() {
            if at > 0 && at % RECOVERY_GROUP == 0 {
                code.push('-');
            }
            code.push(char::from(RECOVERY_LETTERS[usize::from(byte % 32)]));
        }
        code
    };
    (0..RECOVERY_CODES).map(one).collect()
}

/// Hashes a recovery code as it was typed; none where it cannot be one. A code has 80 bits of chance, so
/// that a quick hash hides it.
pub(super) fn recovery_hash(account: &AccountId, typed: &str) -> Option<Digest> {
    let plain: String =
        typed.chars().filter(|c| !matches!(c, '-' | ' ')).flat_map(char::to_lowercase).collect();
    let is_code = plain.len() == RECOVERY_LENGTH
        && plain.bytes().all(|byte| RECOVERY_LETTERS.contains(&byte));
    let parts: [&[u8]; 4] =
        [b"safeconduct/recovery-code/1\0", account.as_str().as_bytes(), b"\0", plain.as_bytes()];
    is_code.then(|| Digest::of(&parts))
}

/// What opens a session: 256 bits, known to its owner alone.
pub(crate) struct Token([u8; 32]);

impl Token {
    /// Draws a token.
    pub(super) fn draw() -> Self {
        Self(chance())
    }

    /// Reads a token as it was written.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Digest::read(text).map(|digest| Self(digest.0))
    }

    /// Writes it, for its owner.
    pub(crate) fn text(&self) -> String {
        Digest(self.0).to_string()
    }

    /// Returns the key under which a session's secret half is kept.
    pub(super) fn lock_key(&self) -> [u8; 32] {
        Digest::of(&[b"safeconduct/session-lock/1\0", &self.0]).0
    }

    /// Returns what the store keeps of it.
    pub(super) fn hash(&self) -> Digest {
        Digest::of(&[b"safeconduct/session-token/1\0", &self.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = b"12345678901234567890";
        // RFC 6238, appendix B, the last six of its eight digits.
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            let step = step_of(secret, code, seconds).unwrap();
            assert_eq!(step, Some(seconds / CODE_SECONDS));
        }
        assert_eq!(step_of(secret, "287082", 59 + 30).unwrap(), Some(1), "a clock 30 s fast");
        assert_eq!(step_of(secret, "287082", 59 + 60).unwrap(), None);
        assert_eq!(step_of(secret, "287083", 59).unwrap(), None);
        assert_eq!(step_of(secret, "", 59).unwrap(), None);
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it_and_belongs_to_one_account() {
        let (one, other) = (AccountId::read("u-1").unwrap(), AccountId::read("u-2").unwrap());
        let codes = draw_recovery_codes();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let code = &codes[0];
        assert_eq!(code.len(), 19);
        let hash = recovery_hash(&one, code);
        assert!(hash.is_some());
        assert_eq!(recovery_hash(&one, &code.to_uppercase().replace('-', " ")), hash);
        assert_ne!(recovery_hash(&other, code), hash);
        assert_eq!(recovery_hash(&one, "123456"), None);
        assert_eq!(recovery_hash(&one, "зззз-зззз"), None);
    }

    #[test]
    fn a_token_reads_back_and_its_hash_is_another_thing() {
        let token = Token::draw();
        let again = Token::read(&token.text()).unwrap();
        assert_eq!(again.hash(), token.hash());
        assert_ne!(token.hash().to_string(), token.text());
        assert!(Token::read("").is_none() && Token::read("00").is_none());
    }
}
