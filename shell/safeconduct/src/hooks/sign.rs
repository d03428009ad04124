//! The secret of a webhook, and what it signs (Standard Webhooks 1.0.0: `v1`, HMAC-SHA-256).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use rand::RngCore as _;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What stands before a secret, so that it is known for one.
const PREFIX: &str = "whsec_";
/// The length of a secret, in bytes.
const BYTES: usize = 32;

/// What the messages of one webhook are signed with.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Secret([u8; BYTES]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([private])")
    }
}

impl Secret {
    /// Draws a new one.
    pub(crate) fn draw() -> Self {
        let mut bytes = [0; BYTES];
        rand::rngs::OsRng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Writes it down for whoever receives the messages. It is shown once.
    pub(crate) fn text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0))
    }

    /// Signs a message: its name, the second at which it is sent, and its body.
    pub(super) fn sign(&self, id: &str, second: i64, body: &[u8]) -> String {
        let mut hash =
            <Hmac<Sha256> as hmac::Mac>::new_from_slice(&self.0).expect("a key of any length does");
        hash.update(format!("{id}.{second}.").as_bytes());
        hash.update(body);
        format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Python's `hmac` over the same text.
    #[test]
    fn a_signature_is_what_others_compute() {
        let secret = Secret(std::array::from_fn(|at| u8::try_from(at).unwrap()));
        let signed = secret.sign("h-1.7", 1_893_488_400, b"{\"type\":\"registry.claimed\"}");
        assert_eq!(signed, "v1,r2OdezCyRNgsxqggf5ly+sQVX8qJv99y9vaVj4CE3ws=");
        assert_eq!(secret.text(), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assert_eq!(format!("{secret:?}"), "Secret([private])");
    }
}
