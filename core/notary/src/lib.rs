//! Signs notes, commits to lists, keeps a log, and verifies all of it.
//!
//! Everything here is a format and a check, and knows nothing of exchanges: keys, recipients and notes first, then
//! the policy that says whose signatures count, then the tree that fixes an order, then what stands on
//! the tree; last, how two lists are intersected without being shown. Keys, salts and times arrive as arguments. The formats are those of C2SP (signed-note,
//! tlog-policy, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles, age's key texts), RFC 6962 and RFC 9497.

pub mod fingerprint;
pub mod key;
pub mod locked;
pub mod note;
pub mod recipient;

pub mod policy;

pub mod list;
pub mod merkle;
pub mod tile;

pub mod checkpoint;
pub mod proof;

pub mod oprf;
pub mod psi;

use sha2::{Digest, Sha256};

/// Hashes the parts one after the other with SHA-256 (FIPS 180-4).
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Writes bytes as hexadecimal digits in lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}

/// Reads exactly 32 bytes from 64 hexadecimal digits in lower case; one text for each value.
pub fn read_hex32(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0_u8; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Writes bytes in standard base64 with padding (RFC 4648 section 4).
pub fn base64(bytes: &[u8]) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    BASE64_STANDARD.encode(bytes)
}

/// Reads standard base64. Padding is required and the unused bits of the last character must be zero,
/// so that one value has one text.
pub fn read_base64(text: &str) -> Option<Vec<u8>> {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    BASE64_STANDARD.decode(text).ok()
}

/// Reads a decimal number without sign and leading zeroes; one text for each value.
pub fn read_decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    if plain && !leading { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_exactly_one_text() {
        assert_eq!(read_base64("AAE="), Some(vec![0, 1]));
        assert_eq!(read_base64("AAF="), None, "unused bits set");
        assert_eq!(read_base64("AAE"), None, "padding missing");
        assert_eq!(read_decimal("10"), Some(10));
        assert_eq!(read_decimal("010"), None);
        assert_eq!(read_decimal("+1"), None);
        assert_eq!(read_decimal(""), None);
        assert_eq!(read_hex32(&"0a".repeat(32)), Some([10; 32]));
        assert_eq!(read_hex32(&"0A".repeat(32)), None);
    }
}
