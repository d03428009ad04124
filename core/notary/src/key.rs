//! A key signs for an officer, a witness or a log. Its public half is a C2SP vkey.
//!
//! One rule for the corner cases of Ed25519, on every path: a public key is accepted only if it is
//! canonically encoded, not of small order and free of a small-order part, and a signature only if
//! `verify_strict` takes it. Verifiers that disagree elsewhere agree on what is left.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::{base64, fingerprint, hex, read_base64, sha256};

/// The longest key name that is read, in bytes.
pub const NAME_LENGTH_MAX: usize = 128;

const SECRET_PREFIX: &str = "PRIVATE+KEY+";

/// What a key signs, as the signature type byte of C2SP signed-note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// 0x01: the text of a note.
    Note,
    /// 0x04: a time and a checkpoint (cosignature/v1).
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Note => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Note),
            0x04 => Some(Self::Cosignature),
            _ => None,
        }
    }
}

/// Why a text is not a key that may be used here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    /// Not `name+id+base64`.
    #[error("a key is written `name+id+base64`, on one line")]
    Form,
    /// The name holds what a key name may not hold.
    #[error(
        "the key name `{0}` is empty, too long, or holds a space, a plus or a control character"
    )]
    Name(String),
    /// A kind of key that is not used here.
    #[error("the key `{0}` is of type 0x{1:02x}; only 0x01 and 0x04 (Ed25519) are used")]
    Type(String, u8),
    /// The identifier does not follow from name and key.
    #[error("the identifier of key `{0}` does not follow from its name and bytes")]
    Id(String),
    /// The point is not one that every verifier treats alike.
    #[error("the key `{0}` is a weak or oddly written Ed25519 point")]
    Weak(String),
}

/// Says whether a text may name a key: not empty, no Unicode space, no plus, no control character.
pub fn is_name(name: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && name.len() <= NAME_LENGTH_MAX && !name.chars().any(bad)
}

fn id_of(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> u32 {
    let hash = sha256(&[name.as_bytes(), b"\n", &[algorithm.byte()], key]);
    let [a, b, c, d, ..] = hash;
    u32::from_be_bytes([a, b, c, d])
}

/// The public half of a key, with the name it signs under.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyKey {
    name: String,
    algorithm: Algorithm,
    id: u32,
    point: VerifyingKey,
}

impl VerifyKey {
    /// Enrols 32 bytes as a public key, or refuses a point that verifiers treat differently.
    pub fn new(name: &str, algorithm: Algorithm, bytes: &[u8; 32]) -> Result<Self, KeyRefusal> {
        if !is_name(name) {
            return Err(KeyRefusal::Name(name.to_owned()));
        }
        let weak = || KeyRefusal::Weak(name.to_owned());
        let point = VerifyingKey::from_bytes(bytes).ok().ok_or_else(weak)?;
        let edwards = point.to_edwards();
        let canonical = edwards.compress().to_bytes() == *bytes;
        if !canonical || point.is_weak() || !edwards.is_torsion_free() {
            return Err(weak());
        }
        Ok(Self { name: name.to_owned(), algorithm, id: id_of(name, algorithm, bytes), point })
    }

    /// Reads a vkey, `name+id+base64(type || key)`.
    pub fn read(text: &str) -> Result<Self, KeyRefusal> {
        let (name, id, algorithm, bytes) = read_parts(text)?;
        let key = Self::new(&name, algorithm, &bytes)?;
        if hex(&key.id.to_be_bytes()) != id {
            return Err(KeyRefusal::Id(name));
        }
        Ok(key)
    }

    /// Returns the name that stands in signature lines.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what the key signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the 32-bit identifier that stands in signature lines.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Returns the bare key. Two vkeys with the same bytes are the same key under two names.
    pub fn bytes(&self) -> [u8; 32] {
        self.point.to_bytes()
    }

    /// Returns the same key under another name, as a log key is named after its log.
    pub fn renamed(&self, name: &str) -> Result<Self, KeyRefusal> {
        Self::new(name, self.algorithm, &self.bytes())
    }

    /// Says whether `signature` is this key's over `message`.
    pub fn accepts(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.point.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    /// Returns the fingerprint that two officers read aloud to each other ([`crate::fingerprint`]).
    pub fn fingerprint(&self) -> String {
        fingerprint::of(&self.to_string())
    }
}

impl fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = [&[self.algorithm.byte()][..], &self.bytes()].concat();
        write!(f, "{}+{}+{}", self.name, hex(&self.id.to_be_bytes()), base64(&material))
    }
}

impl fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The secret half of a key. It prints as `[secret]` and is wiped when dropped.
#[derive(Clone)]
pub struct SecretKey {
    public: VerifyKey,
    signing: SigningKey,
}

impl SecretKey {
    /// Makes a key from 32 unpredictable bytes.
    pub fn from_seed(
        name: &str,
        algorithm: Algorithm,
        seed: &[u8; 32],
    ) -> Result<Self, KeyRefusal> {
        let signing = SigningKey::from_bytes(seed);
        let public = VerifyKey::new(name, algorithm, &signing.verifying_key().to_bytes())?;
        Ok(Self { public, signing })
    }

    /// Reads `PRIVATE+KEY+name+id+base64(type || seed)`, the form that Go's note package writes.
    pub fn read(text: &str) -> Result<Self, KeyRefusal> {
        let text = text.strip_prefix(SECRET_PREFIX).ok_or(KeyRefusal::Form)?;
        let (name, id, algorithm, seed) = read_parts(text)?;
        let key = Self::from_seed(&name, algorithm, &seed)?;
        if hex(&key.public.id.to_be_bytes()) != id {
            return Err(KeyRefusal::Id(name));
        }
        Ok(key)
    }

    /// Writes the secret in the form that [`SecretKey::read`] reads. For a key file and nothing else.
    pub fn to_secret_text(&self) -> String {
        let material = [&[self.public.algorithm.byte()][..], &self.signing.to_bytes()].concat();
        let id = hex(&self.public.id.to_be_bytes());
        format!("{SECRET_PREFIX}{}+{id}+{}", self.public.name, base64(&material))
    }

    /// Returns the public half.
    pub fn public(&self) -> &VerifyKey {
        &self.public
    }

    /// Returns the same key under another name.
    pub fn renamed(&self, name: &str) -> Result<Self, KeyRefusal> {
        Ok(Self { public: self.public.renamed(name)?, signing: self.signing.clone() })
    }

    /// Signs bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [secret]", self.public.name)
    }
}

fn read_parts(text: &str) -> Result<(String, String, Algorithm, [u8; 32]), KeyRefusal> {
    // Base64 itself may hold a plus, so only the first two part the text.
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(material)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyRefusal::Form);
    };
    if !is_name(name) {
        return Err(KeyRefusal::Name(name.to_owned()));
    }
    let material = read_base64(material).ok_or(KeyRefusal::Form)?;
    let (kind, bytes) = material.split_first().ok_or(KeyRefusal::Form)?;
    let algorithm = Algorithm::of(*kind).ok_or_else(|| KeyRefusal::Type(name.to_owned(), *kind))?;
    let bytes = bytes.try_into().ok().ok_or(KeyRefusal::Form)?;
    Ok((name.to_owned(), id.to_owned(), algorithm, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_a_changed_one_does_not() {
        let key = SecretKey::from_seed("A-officer-1", Algorithm::Note, &[7; 32]).unwrap();
        let text = key.public().to_string();
        assert_eq!(VerifyKey::read(&text).unwrap(), *key.public());
        assert_eq!(
            VerifyKey::read(&text.replace("officer-1", "officer-2")),
            Err(KeyRefusal::Id("A-officer-2".to_owned()))
        );
        assert_eq!(VerifyKey::read("A-officer-1"), Err(KeyRefusal::Form));
        let secret = key.to_secret_text();
        assert_eq!(SecretKey::read(&secret).unwrap().public(), key.public());
        assert!(SecretKey::read(&text).is_err());
        assert!(!format!("{key:?}").contains(&secret[40..60]));
    }

    #[test]
    fn a_small_order_key_is_refused_at_enrolment() {
        let mut identity = [0_u8; 32];
        identity[0] = 1;
        let weak = KeyRefusal::Weak("x".to_owned());
        assert_eq!(VerifyKey::new("x", Algorithm::Note, &identity), Err(weak.clone()));
        assert_eq!(VerifyKey::new("x", Algorithm::Note, &[0; 32]), Err(weak.clone()));
        let mut not_canonical = [0xff_u8; 32];
        not_canonical[0] = 0xee;
        not_canonical[31] = 0x7f;
        assert_eq!(VerifyKey::new("x", Algorithm::Note, &not_canonical), Err(weak));
    }

    #[test]
    fn a_name_with_a_space_or_a_plus_is_refused() {
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb"] {
            assert!(SecretKey::from_seed(name, Algorithm::Note, &[1; 32]).is_err(), "{name:?}");
        }
    }
}
