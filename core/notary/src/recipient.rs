//! A recipient is a key to which files are encrypted, and an identity is the secret that opens them: X25519,
//! in the texts of age (C2SP age). Encrypting is the shell's; here a recipient is enrolled or refused.
//!
//! One rule for the corner cases, as for signing keys: the bytes are the canonical encoding of a point of the
//! curve that has neither a small order nor a small-order part. Every honestly made recipient is one.

use std::fmt;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use curve25519_dalek::montgomery::MontgomeryPoint;
use curve25519_dalek::traits::IsIdentity as _;

use crate::fingerprint;

const PUBLIC: Hrp = Hrp::parse_unchecked("age");
const SECRET: Hrp = Hrp::parse_unchecked("age-secret-key-");

/// Why a text is not a recipient or an identity that may be used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecipientRefusal {
    /// Not the one text of 32 bytes.
    #[error("a recipient is written `age1...` in lower case, an identity `AGE-SECRET-KEY-1...`")]
    Form,
    /// A point that agreements treat differently, or that leaks.
    #[error("the recipient is a weak or oddly written X25519 point")]
    Weak,
}

/// The public half: files are encrypted to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipient([u8; 32]);

impl Recipient {
    /// Enrols 32 bytes, or refuses a point of small or mixed order, off the curve, or oddly written.
    pub fn new(bytes: [u8; 32]) -> Result<Self, RecipientRefusal> {
        let point = MontgomeryPoint(bytes).to_edwards(0).ok_or(RecipientRefusal::Weak)?;
        let canonical = point.to_montgomery().0 == bytes;
        if !canonical || !point.is_torsion_free() || point.is_identity() {
            return Err(RecipientRefusal::Weak);
        }
        Ok(Self(bytes))
    }

    /// Reads `age1...`. There is one text for one recipient.
    pub fn read(text: &str) -> Result<Self, RecipientRefusal> {
        let recipient = Self::new(decode(text, PUBLIC)?)?;
        if recipient.to_string() == text { Ok(recipient) } else { Err(RecipientRefusal::Form) }
    }

    /// Returns the fingerprint that is read aloud.
    pub fn fingerprint(&self) -> String {
        fingerprint::of(&self.to_string())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = bech32::encode_lower::<Bech32>(PUBLIC, &self.0);
        f.write_str(&text.expect("32 bytes are short enough for Bech32"))
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The secret half. It prints as `[secret]`.
#[derive(Clone)]
pub struct Identity([u8; 32]);

impl Identity {
    /// Makes an identity of 32 unpredictable bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// Reads `AGE-SECRET-KEY-1...`, as age writes it.
    pub fn read(text: &str) -> Result<Self, RecipientRefusal> {
        let identity = Self(decode(text, SECRET)?);
        if identity.to_secret_text() == text { Ok(identity) } else { Err(RecipientRefusal::Form) }
    }

    /// Writes the secret as age reads it. For a key file and nothing else.
    pub fn to_secret_text(&self) -> String {
        let text = bech32::encode_upper::<Bech32>(SECRET, &self.0);
        text.expect("32 bytes are short enough for Bech32")
    }

    /// Returns the public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(MontgomeryPoint::mul_base_clamped(self.0).0)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [secret]", self.recipient())
    }
}

fn decode(text: &str, prefix: Hrp) -> Result<[u8; 32], RecipientRefusal> {
    let read = CheckedHrpstring::new::<Bech32>(text).ok().ok_or(RecipientRefusal::Form)?;
    let bytes: Vec<u8> = read.byte_iter().collect();
    match <[u8; 32]>::try_from(bytes) {
        Ok(bytes) if read.hrp() == prefix => Ok(bytes),
        _ => Err(RecipientRefusal::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_of_age_s_own_vectors_reads_back() {
        let text = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";
        let identity = Identity::read(text).unwrap();
        assert_eq!(identity.to_secret_text(), text);
        let recipient = identity.recipient();
        assert_eq!(Recipient::read(&recipient.to_string()), Ok(recipient));
        assert!(!format!("{identity:?}").contains("1EGTZ"));
        assert!(Identity::read(&text.to_lowercase()).is_err());
        assert!(Recipient::read(&recipient.to_string().to_uppercase()).is_err());
        assert!(Recipient::read(text).is_err());
    }

    /// Every u-coordinate of small order, and the ways to write one twice.
    #[test]
    fn a_small_order_or_oddly_written_recipient_is_refused() {
        let number = |hex: &str| crate::read_hex32(hex).unwrap();
        let all = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // p and p + 1: 0 and 1 written otherwise
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        for hex in all {
            assert_eq!(Recipient::new(number(hex)), Err(RecipientRefusal::Weak), "{hex}");
        }
        let honest = Identity::from_seed([7; 32]).recipient();
        assert!(Recipient::new(honest.0).is_ok());
        let mut high = honest.0;
        high[31] |= 0x80;
        assert_eq!(Recipient::new(high), Err(RecipientRefusal::Weak), "the unused bit set");
    }

    #[test]
    fn a_point_with_a_small_order_part_or_off_the_curve_is_refused() {
        use curve25519_dalek::constants::EIGHT_TORSION;
        let honest = Recipient::new(Identity::from_seed([7; 32]).recipient().0).unwrap();
        let point = MontgomeryPoint(honest.0).to_edwards(0).unwrap();
        for torsion in &EIGHT_TORSION[1..] {
            let mixed = (point + torsion).to_montgomery().0;
            assert_eq!(Recipient::new(mixed), Err(RecipientRefusal::Weak));
        }
        let twist = (2_u8..50).find(|u| {
            let mut bytes = [0; 32];
            bytes[0] = *u;
            MontgomeryPoint(bytes).to_edwards(0).is_none()
        });
        let mut bytes = [0; 32];
        bytes[0] = twist.unwrap();
        assert_eq!(Recipient::new(bytes), Err(RecipientRefusal::Weak));
    }
}
