//! The file that tells of a provider.

use std::path::{Path, PathBuf};

use exchange::vocabulary::Private;
use serde::Deserialize;

use crate::cli::Failure;
use crate::files;
use crate::hooks::Address;

/// The longest name by which a provider knows us, in bytes.
const CLIENT_BYTES_MAX: usize = 200;
/// The longest file of a secret, in bytes.
const SECRET_BYTES_MAX: u64 = 4 * 1024;
/// What such a file looks like.
const EXAMPLE: &str = "issuer, client, secret-file and return-to are texts in quotes; private, if it is there, is \
                       true or false; docs/operating.md has an example";

/// What the file says.
pub(super) struct Told {
    /// The provider, letter for letter as it names itself.
    pub(super) issuer: String,
    /// The name by which it knows us.
    pub(super) client: String,
    /// What shows that it is us.
    pub(super) secret: Private<String>,
    /// Where it sends people back to.
    pub(super) return_to: String,
    /// Whether it may lie in the own network.
    pub(super) is_private: bool,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    issuer: String,
    client: String,
    secret_file: PathBuf,
    return_to: String,
    #[serde(default)]
    private: bool,
}

impl Told {
    /// Reads the file, and the secret beside it.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = files::read_text(path)?;
        let written: Written = toml::from_str(&text).map_err(|error| {
            // The line itself is not shown: somebody may have written the secret there.
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let what = format!("{}, line {line}: {}", path.display(), error.message());
            Failure::incomplete(what, EXAMPLE)
        })?;
        let Written { issuer, client, secret_file, return_to, private: is_private } = written;
        let of = |name: &str, checked: Result<(), Failure>| {
            checked.map_err(|failure| named(path, name, failure))
        };
        of("issuer", read_issuer(&issuer, is_private))?;
        of("return-to", check_return(&return_to))?;
        let is_plain = client.bytes().all(|byte| byte.is_ascii_graphic());
        if client.is_empty() || client.len() > CLIENT_BYTES_MAX || !is_plain {
            let what = format!(
                "{}: client has 1 to {CLIENT_BYTES_MAX} plain characters without spaces",
                path.display()
            );
            return Err(Failure::incomplete(what, "write what the provider calls this program"));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let secret = read_secret(&folder.join(secret_file))?;
        Ok(Self { issuer, client, secret, return_to, is_private })
    }
}

/// Checks the address by which a provider names itself: https, without a query; plain http on this machine alone,
/// where it is said to be private.
pub(crate) fn read_issuer(text: &str, is_private: bool) -> Result<(), Failure> {
    let hint = "an issuer is an address such as https://login.example.org/realm, letter for letter as the provider \
                names itself; one in the own network, or http on 127.0.0.1, needs private = true";
    if text.contains('?') {
        let what = format!("{text:?} holds a query, which no issuer has");
        return Err(Failure::incomplete(what, hint));
    }
    checked(Address::read(text, is_private), hint)
}

/// Checks where people are sent back to: an address that a browser reaches, so it may lie anywhere.
fn check_return(text: &str) -> Result<(), Failure> {
    let hint = "write the address that was registered with the provider, such as https://desk.example.org/signed-in; \
                http is for 127.0.0.1 and [::1] alone";
    checked(Address::read(text, true), hint)
}

fn checked(address: Result<Address, Failure>, hint: &str) -> Result<(), Failure> {
    match address {
        Ok(_) => Ok(()),
        Err(Failure::Refused { what, .. }) => Err(Failure::incomplete(what, hint)),
        Err(other) => Err(other),
    }
}

/// Says in which file and under which name something will not do.
fn named(path: &Path, name: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Incomplete { what, hint } => {
            Failure::incomplete(format!("{}: {name}: {what}", path.display()), hint)
        }
        other @ (Failure::Refused { .. } | Failure::Fault(_)) => other,
    }
}

/// Reads a secret: one line in a file that nobody else may read.
fn read_secret(path: &Path) -> Result<Private<String>, Failure> {
    let bytes = files::read_bytes(path, SECRET_BYTES_MAX)?;
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&facts(path)?) & 0o077 != 0 {
        return Err(Failure::refused(
            format!("other users of this machine may read {}", path.display()),
            "have the provider make a new secret, and let only its owner read the file (chmod 600)",
        ));
    }
    let text = String::from_utf8(bytes).unwrap_or_default();
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() || !line.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::incomplete(
            format!("{} does not hold a secret", path.display()),
            "put the secret that the provider made on one line of that file, and nothing else",
        ));
    }
    Ok(Private::new(line.to_owned()))
}

#[cfg(unix)]
fn facts(path: &Path) -> Result<std::fs::Metadata, Failure> {
    use anyhow::Context as _;
    Ok(std::fs::metadata(path).with_context(|| format!("looking at {}", path.display()))?)
}
