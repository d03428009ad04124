//! The session of whoever sits at the keyboard: where its token lies, and where it is used from.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Failure;
use crate::desk::Token;

/// The variable that may hold a token in place of the file.
pub(crate) const VARIABLE: &str = "SAFECONDUCT_SESSION";
/// The file in the folder of an instance that holds a token.
const FILE: &str = "session.token";
/// The longest token file that is read, in bytes.
const BYTES_MAX: u64 = 1024;

/// Says from where this process uses an instance: which user of which machine. It is the system's word, so
/// it stops a token that was carried elsewhere, and not somebody who has this user's rights here.
pub(crate) fn origin() -> String {
    let user = rustix::process::getuid().as_raw();
    let machine = rustix::system::uname();
    format!("cli:{user}@{}", machine.nodename().to_string_lossy())
}

/// Finds the token that somebody shows: in the variable, or in the file of the folder.
pub(crate) fn presented(dir: &Path) -> Result<Option<Token>, Failure> {
    let unread = |place: &str| {
        Failure::incomplete(
            format!("{place} holds no session"),
            "`safeconduct sign-in NAME --dir DIR` makes a new one",
        )
    };
    if let Some(text) = std::env::var_os(VARIABLE) {
        let text = text.to_string_lossy();
        return Token::read(text.trim()).map(Some).ok_or_else(|| unread(VARIABLE));
    }
    let path = file(dir);
    let facts = match fs::metadata(&path) {
        Ok(facts) => facts,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::Fault(error.into())),
    };
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&facts) & 0o077 != 0 {
        return Err(Failure::refused(
            format!("other users of this machine may read {}", path.display()),
            "count the session as stolen: `account revoke` it, delete the file, and sign in again",
        ));
    }
    let named = || unread(&path.display().to_string());
    if facts.len() > BYTES_MAX {
        return Err(named());
    }
    let text = fs::read_to_string(&path).context("reading the session")?;
    Token::read(text.trim()).map(Some).ok_or_else(named)
}

/// Writes the token where the commands that follow find it; only its owner may read it.
pub(crate) fn keep(dir: &Path, token: &Token) -> Result<PathBuf, Failure> {
    let path = file(dir);
    // Such a file begins as its owner's alone, and appears whole.
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".part-").tempfile_in(dir)?;
        writeln!(file, "{}", token.text())?;
        file.as_file().sync_all()?;
        file.persist(&path).map_err(|refused| refused.error)?;
        Ok(())
    };
    write().with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

/// Takes the file away.
pub(crate) fn forget(dir: &Path) -> Result<(), Failure> {
    match fs::remove_file(file(dir)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::Fault(error.into())),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn file(dir: &Path) -> PathBuf {
    dir.join(FILE)
}
