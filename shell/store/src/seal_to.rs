//! Sealing to somebody: whoever has the public key can seal, and only the owner of the secret one opens.
//!
//! X25519 (RFC 7748) with a key pair drawn for each message, HKDF-SHA256 (RFC 5869) over both public keys,
//! XChaCha20-Poly1305 bound to what the message is for. `docs/decisions/0011-keys-for-roles.md` says why.

use std::fmt;

use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use curve25519_dalek::montgomery::MontgomeryPoint;
use exchange::vocabulary::{Digest, Private};
use hkdf::Hkdf;
use rand::RngCore as _;
use rand::rngs::OsRng;
use sha2::Sha256;

use crate::keys::{Sealed, open, seal};

/// What the keys of messages are derived for.
const INFO: &[u8] = b"safeconduct/sealed-to/1";
/// The length of a key, in bytes.
pub(crate) const KEY_BYTES: usize = 32;

/// A public key: records and other keys are sealed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub(crate) [u8; KEY_BYTES]);

/// A key pair. Printing it never shows the secret half.
#[derive(Clone)]
pub struct KeyPair {
    secret: Private<[u8; KEY_BYTES]>,
    public: PublicKey,
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({:?})", self.public)
    }
}

impl KeyPair {
    /// Draws a key pair by the system's chance.
    pub fn draw() -> Self {
        let mut secret = [0; KEY_BYTES];
        OsRng.fill_bytes(&mut secret);
        Self::of(secret)
    }

    /// Takes 32 bytes as the secret half.
    pub(crate) fn of(secret: [u8; KEY_BYTES]) -> Self {
        let public = PublicKey(MontgomeryPoint::mul_base_clamped(secret).0);
        Self { secret: Private::new(secret), public }
    }

    /// Returns the public half.
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Writes the secret half in hexadecimal digits, for a file that somebody puts away.
    pub fn secret_text(&self) -> String {
        Digest(*self.secret.open()).to_string()
    }

    /// Reads a secret half as it was written.
    pub fn read_secret(text: &str) -> Option<Self> {
        Digest::read(text).map(|digest| Self::of(digest.0))
    }

    /// Seals the secret half under a key that only its owner has, for one use.
    pub fn wrap(&self, key: &[u8; 32], label: &str) -> Vec<u8> {
        let sealed =
            seal(&XChaCha20Poly1305::new(key.into()), label.as_bytes(), self.secret.open());
        [sealed.nonce, sealed.bytes].concat()
    }

    /// Opens what [`KeyPair::wrap`] sealed; none under another key or label.
    pub fn unwrap(wrapped: &[u8], key: &[u8; 32], label: &str) -> Option<Self> {
        let (nonce, bytes) = wrapped.split_at_checked(24)?;
        let sealed = Sealed { nonce: nonce.to_vec(), bytes: bytes.to_vec() };
        let secret = open(&XChaCha20Poly1305::new(key.into()), label.as_bytes(), &sealed)?;
        secret.try_into().ok().map(Self::of)
    }

    /// Seals the secret half to somebody else.
    pub(crate) fn seal_to(&self, to: &PublicKey, label: &[u8]) -> Sealed {
        to.seal(label, self.secret.open())
    }

    /// Opens what was sealed to this key.
    pub(crate) fn open(&self, label: &[u8], sealed: &Sealed) -> Option<Vec<u8>> {
        let (once, bytes) = sealed.bytes.split_first_chunk::<KEY_BYTES>()?;
        let shared = MontgomeryPoint(*once).mul_clamped(*self.secret.open()).0;
        let key = message_key(&shared, (once, &self.public.0))?;
        let rest = Sealed { nonce: sealed.nonce.clone(), bytes: bytes.to_vec() };
        open(&key, label, &rest)
    }
}

impl PublicKey {
    /// Seals bytes for the owner of the secret half, for one use.
    pub(crate) fn seal(&self, label: &[u8], plain: &[u8]) -> Sealed {
        let once = KeyPair::draw();
        let shared = MontgomeryPoint(self.0).mul_clamped(*once.secret.open()).0;
        let key = message_key(&shared, (&once.public.0, &self.0))
            .expect("public keys come from key pairs, and those have no small order");
        let sealed = seal(&key, label, plain);
        Sealed { nonce: sealed.nonce, bytes: [&once.public.0[..], &sealed.bytes].concat() }
    }
}

/// Derives the key of one message; none when the point of the sender has a small order (RFC 7748,
/// section 6.1).
fn message_key(shared: &[u8; 32], (once, to): (&[u8; 32], &[u8; 32])) -> Option<XChaCha20Poly1305> {
    if shared.iter().fold(0, |all, byte| all | byte) == 0 {
        return None;
    }
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, shared)
        .expand_multi_info(&[INFO, once, to], &mut key)
        .expect("32 bytes are within what HKDF gives");
    Some(XChaCha20Poly1305::new(&key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7748, section 6.1.
    #[test]
    fn the_curve_is_that_of_rfc_7748() {
        let alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
        let bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
        let (alice, bob) =
            (KeyPair::read_secret(alice).unwrap(), KeyPair::read_secret(bob).unwrap());
        let public = |pair: &KeyPair| Digest(pair.public.0).to_string();
        assert_eq!(
            public(&alice),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        );
        assert_eq!(
            public(&bob),
            "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        );
        let shared = MontgomeryPoint(bob.public.0).mul_clamped(*alice.secret.open()).0;
        assert_eq!(
            Digest(shared).to_string(),
            "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
        );
    }

    #[test]
    fn only_the_owner_opens_and_only_for_what_it_was_sealed() {
        let (owner, other) = (KeyPair::draw(), KeyPair::draw());
        let sealed = owner.public().seal(b"a record", b"words");
        assert_eq!(owner.open(b"a record", &sealed).as_deref(), Some(&b"words"[..]));
        assert_eq!(other.open(b"a record", &sealed), None);
        assert_eq!(owner.open(b"another", &sealed), None);
        for at in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[at] ^= 1;
            let changed = Sealed { nonce: sealed.nonce.clone(), bytes };
            assert_eq!(owner.open(b"a record", &changed), None, "byte {at}");
        }
        let weak = Sealed { nonce: sealed.nonce, bytes: [0; 64].to_vec() };
        assert_eq!(owner.open(b"a record", &weak), None);
        assert!(!format!("{owner:?}").contains(&owner.secret_text()));
    }

    #[test]
    fn a_wrapped_pair_opens_under_its_key_and_label_only() {
        let pair = KeyPair::draw();
        let wrapped = pair.wrap(&[7; 32], "u-1");
        let opened = KeyPair::unwrap(&wrapped, &[7; 32], "u-1").unwrap();
        assert_eq!(opened.public(), pair.public());
        assert!(KeyPair::unwrap(&wrapped, &[8; 32], "u-1").is_none());
        assert!(KeyPair::unwrap(&wrapped, &[7; 32], "u-2").is_none());
        assert!(KeyPair::unwrap(&wrapped[..20], &[7; 32], "u-1").is_none());
    }
}
