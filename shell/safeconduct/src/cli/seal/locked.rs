//! A secret key on the disk under a passphrase: argon2id makes a key of the passphrase, XChaCha20-Poly1305 hides
//! the secret. The public half stands in the open, and is bound to what is hidden.

use std::path::Path;
use std::sync::OnceLock;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use exchange::seal::notary::{base64, hex, read_base64, read_hex32};

use super::keys::chance;
use crate::cli::Failure;
use crate::files;

const FORM: &str = "safeconduct/locked-key/v1";
/// 64 MiB, three passes, one lane: RFC 9106 section 4, the second recommended choice, with one lane.
const COST: &str = "argon2id m=65536 t=3 p=1";
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 3;
const NONCE_BYTES: usize = 24;
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
    let nonce = &drawn[..NONCE_BYTES];
    let payload = Payload { msg: secret.as_bytes(), aad: public.as_bytes() };
    let hidden = cipher(passphrase, &salt)?
        .encrypt(XNonce::from_slice(nonce), payload)
        .map_err(|error| Failure::Fault(anyhow::anyhow!("hiding a key: {error}")))?;
    let hidden = base64(&[nonce, &hidden].concat());
    Ok(format!("{FORM}\n{public}\n{COST}\n{}\n{hidden}", hex(&salt)))
}

/// Takes a secret out again; one that is not under a passphrase is handed back as it is.
pub(super) fn unlock(path: &Path, text: &str) -> Result<String, Failure> {
    let text = text.trim_end_matches('\n');
    if !text.starts_with(FORM) {
        return Ok(text.to_owned());
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
    let damaged = || wrong("the key file is damaged", "take the key from its backup");
    let lines: Vec<&str> = text.split('\n').collect();
    let [FORM, public, COST, salt, hidden] = lines.as_slice() else { return Err(damaged()) };
    let salt = read_hex32(salt).ok_or_else(damaged)?;
    let hidden = read_base64(hidden).ok_or_else(damaged)?;
    let (nonce, hidden) = hidden.split_at_checked(NONCE_BYTES).ok_or_else(damaged)?;
    let payload = Payload { msg: hidden, aad: public.as_bytes() };
    let secret = cipher(passphrase, &salt)?.decrypt(XNonce::from_slice(nonce), payload).ok();
    secret.and_then(|secret| String::from_utf8(secret).ok()).ok_or_else(|| {
        wrong(
            "the passphrase does not open this key, or the file was changed",
            "try again; without the passphrase the key is lost and must be made anew",
        )
    })
}
