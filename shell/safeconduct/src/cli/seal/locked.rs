//! A secret key on the disk under a passphrase: argon2id makes a key of the passphrase, XChaCha20-Poly1305 hides
//! the secret. The public half stands in the open, and is bound to what is hidden.

use std::path::Path;
use std::sync::OnceLock;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use exchange::seal::notary::locked::{Locked, LockedRefusal, NONCE_BYTES};

use super::keys::chance;
use crate::cli::Failure;
use crate::files;

/// What the files' one cost says.
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 3;
/// The shortest passphrase that is taken, in bytes.
const PASSPHRASE_BYTES_MIN: usize = 12;

/// The passphrase of this run. One command runs in a process, and many of its parts read keys.
static PASSPHRASE: OnceLock<Vec<u8>> = OnceLock::new();

/// Reads the passphrase for this run from a file; its last newline is no part of it.
pub(crate) fn take(path: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let text = files::read_text(path)?;
    let passphrase = text.strip_suffix('\n').unwrap_or(&text).as_bytes().to_vec();
    if passphrase.len() < PASSPHRASE_BYTES_MIN {
        return Err(Failure::incomplete(
            format!("the passphrase is shorter than {PASSPHRASE_BYTES_MIN} bytes"),
            "use five or more words drawn by chance",
        ));
    }
    // A process reads one passphrase; a second one does not come.
    PASSPHRASE.get_or_init(|| passphrase);
    Ok(())
}

fn cipher(passphrase: &[u8], salt: &[u8; 32]) -> Result<XChaCha20Poly1305, Failure> {
    let mut key = [0_u8; 32];
    let fault = |error: argon2::Error| Failure::Fault(anyhow::anyhow!("argon2id: {error}"));
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(key.len())).map_err(fault)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, &mut key)
        .map_err(fault)?;
    Ok(XChaCha20Poly1305::new(&key.into()))
}

/// Hides a secret under this run's passphrase; without one it stays as it is.
pub(super) fn lock(public: &str, secret: &str) -> Result<String, Failure> {
    let Some(passphrase) = PASSPHRASE.get() else { return Ok(secret.to_owned()) };
    let (salt, drawn) = (chance(), chance());
    let (nonce, _) = drawn.split_first_chunk::<NONCE_BYTES>().expect("chance has 32 bytes");
    let payload = Payload { msg: secret.as_bytes(), aad: public.as_bytes() };
    let hidden = cipher(passphrase, &salt)?
        .encrypt(XNonce::from_slice(nonce), payload)
        .map_err(|error| Failure::Fault(anyhow::anyhow!("hiding a key: {error}")))?;
    Ok(Locked { public: public.to_owned(), salt, nonce: *nonce, hidden }.write())
}

/// Takes a secret out again; one that is not under a passphrase is handed back as it is.
pub(super) fn unlock(path: &Path, text: &str) -> Result<String, Failure> {
    let read = Locked::read(text);
    if read == Err(LockedRefusal::Open) {
        return Ok(text.trim_end_matches('\n').to_owned());
    }
    let wrong = |what: &str, hint: &str| {
        Failure::refused(format!("{}: {what}", path.display()), hint.to_owned())
    };
    let Some(passphrase) = PASSPHRASE.get() else {
        return Err(wrong(
            "this key is under a passphrase",
            "name the file that holds it: --passphrase-file FILE",
        ));
    };
    let locked =
        read.map_err(|refusal| wrong(&refusal.to_string(), "take the key from its backup"))?;
    let payload = Payload { msg: &locked.hidden, aad: locked.public.as_bytes() };
    let cipher = cipher(passphrase, &locked.salt)?;
    let secret = cipher.decrypt(XNonce::from_slice(&locked.nonce), payload).ok();
    secret.and_then(|secret| String::from_utf8(secret).ok()).ok_or_else(|| {
        wrong(
            "the passphrase does not open this key, or the file was changed",
            "try again; without the passphrase the key is lost and must be made anew",
        )
    })
}
