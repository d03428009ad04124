//! The file of a secret key under a passphrase: what stands in it, read and written. The cipher is the shell's.

use crate::{base64, hex, read_base64, read_hex32};

/// The first line.
const FORM: &str = "safeconduct/locked-key/v1";
/// What argon2id costs: 64 MiB, three passes, one lane (RFC 9106 section 4, the second recommended choice,
/// with one lane). A file that names another cost is not read.
const COST: &str = "argon2id m=65536 t=3 p=1";
/// The bytes of an XChaCha20-Poly1305 nonce.
pub const NONCE_BYTES: usize = 24;

/// A key file's parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The public half, in the open; the cipher binds it to what is hidden.
    pub public: String,
    /// The salt of argon2id.
    pub salt: [u8; 32],
    /// The nonce of the cipher.
    pub nonce: [u8; NONCE_BYTES],
    /// The hidden secret.
    pub hidden: Vec<u8>,
}

/// Why a key file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LockedRefusal {
    /// It holds a key in the open.
    #[error("this key is under no passphrase")]
    Open,
    /// It begins as a locked key and does not go on as one.
    #[error("the key file is damaged")]
    Damaged,
}

impl Locked {
    /// Reads a key file; newlines at its end are no part of it.
    pub fn read(text: &str) -> Result<Self, LockedRefusal> {
        let text = text.trim_end_matches('\n');
        if !text.starts_with(FORM) {
            return Err(LockedRefusal::Open);
        }
        Self::parts(text).ok_or(LockedRefusal::Damaged)
    }

    fn parts(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [FORM, public, COST, salt, hidden] = lines.as_slice() else { return None };
        let hidden = read_base64(hidden)?;
        let (nonce, hidden) = hidden.split_first_chunk()?;
        Some(Self {
            public: (*public).to_owned(),
            salt: read_hex32(salt)?,
            nonce: *nonce,
            hidden: hidden.to_vec(),
        })
    }

    /// Writes the file, without a newline at its end.
    pub fn write(&self) -> String {
        let hidden = base64(&[&self.nonce[..], &self.hidden].concat());
        format!("{FORM}\n{}\n{COST}\n{}\n{hidden}", self.public, hex(&self.salt))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked() -> Locked {
        Locked {
            public: "A-officer-1+abcd1234+AQ==".to_owned(),
            salt: [7; 32],
            nonce: [9; NONCE_BYTES],
            hidden: b"what is hidden".to_vec(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = locked().write();
        assert_eq!(Locked::read(&text), Ok(locked()));
        assert_eq!(Locked::read(&format!("{text}\n")), Ok(locked()));
    }

    #[test]
    fn a_line_less_a_line_more_another_cost_and_broken_digits_are_damage() {
        let text = locked().write();
        let damaged = |text: &str| assert_eq!(Locked::read(text), Err(LockedRefusal::Damaged));
        damaged(&text[..text.rfind('\n').unwrap()]);
        damaged(&format!("{text}\nmore"));
        damaged(&text.replace("t=3", "t=1"));
        damaged(&text.replace("0707", "07x7"));
        damaged(&text.replace("v1\n", "v11\n"));
        let (head, _) = text.rsplit_once('\n').unwrap();
        damaged(&format!("{head}\n{}", base64(&[1; NONCE_BYTES - 1])));
        assert_eq!(Locked::read("PRIVATE+KEY+a+b+c"), Err(LockedRefusal::Open));
    }
}
