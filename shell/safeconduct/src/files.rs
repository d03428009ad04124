//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::cli::Failure;

/// The largest small text file (terms, policy, columns) that is read into memory: 16 MiB.
pub(crate) const TEXT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Writes a file under a temporary name in the same folder, then renames it, so that a reader or a
/// crash never meets half of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Failure::incomplete(
            format!("the folder {} does not exist", folder.display()),
            "make it first, or name another place",
        ));
    }
    let write = || -> anyhow::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".part-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        // The rename itself must reach the disk too.
        File::open(folder)?.sync_all()?;
        Ok(())
    };
    write().with_context(|| format!("writing {}", path.display()))?;
    Ok(())
}

/// Reads a small text file, or says what is wrong with it.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path, TEXT_BYTES_MAX)?;
    String::from_utf8(bytes).map_err(|error| {
        Failure::incomplete(
            format!(
                "{} is not UTF-8 text (byte {})",
                path.display(),
                error.utf8_error().valid_up_to()
            ),
            "save it as UTF-8 and try again",
        )
    })
}

/// Reads a file of at most `bytes_max` bytes.
pub(crate) fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let length = match fs::metadata(path) {
        Ok(about) if about.is_file() => about.len(),
        Ok(_) => {
            return Err(Failure::incomplete(
                format!("{} is not a file", path.display()),
                "name a file",
            ));
        }
        Err(error) => {
            return Err(Failure::incomplete(
                format!("{} cannot be read: {error}", path.display()),
                "check the name and the right to read it",
            ));
        }
    };
    if length > bytes_max {
        return Err(Failure::incomplete(
            format!("{} has {length} bytes; at most {bytes_max} are read", path.display()),
            "split it, or check that it is the right file",
        ));
    }
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    Ok(bytes)
}
