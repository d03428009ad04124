//! Age files: payloads encrypted to the parties that may read them, and opened with a party's identity.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use age::{DecryptError, Decryptor, Encryptor};
use exchange::seal::envelope::Unsealed;
use exchange::seal::notary::recipient::{Identity, Recipient};
use exchange::seal::payload::PAYLOAD_BYTES_MAX;

use super::locked;
use crate::cli::Failure;
use crate::files;

/// The largest contents that are taken out of an age file: a payload and its salt.
const CONTENTS_BYTES_MAX: usize = PAYLOAD_BYTES_MAX + 32;

/// Encrypts to all recipients.
pub(crate) fn encrypt(recipients: &[Recipient], contents: &[u8]) -> Result<Vec<u8>, String> {
    let recipients: Vec<age::x25519::Recipient> = recipients
        .iter()
        .map(|recipient| recipient.to_string().parse())
        .collect::<Result<_, &str>>()?;
    let all = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(all).map_err(|error| error.to_string())?;
    let mut sealed = Vec::new();
    let write = || {
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(contents)?;
        writer.finish().map(|_| ())
    };
    write().map_err(|error| error.to_string())?;
    Ok(sealed)
}

/// What opens age files: a party's identities.
pub(crate) struct Identities(Vec<age::x25519::Identity>);

impl Identities {
    /// Reads identity files, as `seal keys` and age write them, under a passphrase or not.
    pub(crate) fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut identities = Vec::new();
        for path in paths {
            let text = locked::unlock(path, &files::read_text(path)?)?;
            let wrong = || {
                Failure::incomplete(
                    format!("{} holds no age identity", path.display()),
                    "name a file PARTY-age-N.key that `safeconduct seal keys` made",
                )
            };
            let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
            let before = identities.len();
            for line in lines {
                identities.push(read_identity(line).ok_or_else(wrong)?);
            }
            if identities.len() == before {
                return Err(wrong());
            }
        }
        Ok(Self(identities))
    }

    /// Says whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Opens an age file. Nothing is handed out of one that does not hold to its end.
    pub(crate) fn unseal(&self, file: &[u8]) -> Unsealed {
        self.unseal_within(file, CONTENTS_BYTES_MAX)
    }

    fn unseal_within(&self, file: &[u8], bytes_max: usize) -> Unsealed {
        let broken = |error: &dyn std::fmt::Display| Unsealed::Broken(error.to_string());
        if !are_stanzas_closed(file) {
            return broken(&"a part of its header has no last line");
        }
        let decryptor = match Decryptor::new_buffered(file) {
            Ok(decryptor) => decryptor,
            Err(error) => return broken(&error),
        };
        let identities = self.0.iter().map(|identity| identity as &dyn age::Identity);
        let reader = match decryptor.decrypt(identities) {
            Ok(reader) => reader,
            Err(DecryptError::NoMatchingKeys) => return Unsealed::NotForUs,
            Err(error) => return broken(&error),
        };
        let mut contents = Vec::new();
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX);
        match reader.take(limit + 1).read_to_end(&mut contents) {
            Ok(size) if size > bytes_max => {
                broken(&format!("it holds more than {bytes_max} bytes"))
            }
            Ok(_) => Unsealed::Opened(contents),
            Err(error) => broken(&error),
        }
    }
}

/// Says whether each stanza of the header ends in a line shorter than 64 characters, as C2SP age asks. The crate also
/// takes the older form without it; here there is one form.
fn are_stanzas_closed(file: &[u8]) -> bool {
    const LINE: usize = 64;
    let mut is_open = false;
    for line in file.split(|byte| *byte == b'\n').skip(1) {
        let begins = line.starts_with(b"->");
        if is_open && (begins || line.starts_with(b"---")) {
            return false;
        }
        if line.starts_with(b"---") {
            break;
        }
        is_open = begins || is_open && line.len() >= LINE;
    }
    // A header that is cut off is the crate's to name.
    true
}

fn read_identity(line: &str) -> Option<age::x25519::Identity> {
    // The strict reader first: one text for one identity.
    Identity::read(line).ok()?;
    line.parse().ok()
}

#[cfg(test)]
mod tests;
