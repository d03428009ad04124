//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;

use crate::cli::Failure;

/// The largest small text file (terms, policy, columns) that is read into memory: 16 MiB.
pub(crate) const TEXT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Refuses an output that is one of the inputs: a list that somebody sent is never written over.
pub(crate) fn not_an_input(output: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let same = |input: &&&Path| real(input).is_some_and(|input| Some(input) == real(output));
    if inputs.iter().any(|input| same(&input)) {
        return Err(Failure::refused(
            format!("{} is read by this very command", output.display()),
            "name another file for the answer; what you were sent is never written over",
        ));
    }
    Ok(())
}

/// Writes a file under a temporary name in the same folder, then renames it, so that a reader or a crash
/// never meets half of it.
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
    let write = || -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".part-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|refused| refused.error)?;
        // The rename itself must reach the disk too.
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| cannot(&format!("{} cannot be written", path.display()), error))
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| cannot(&format!("the folder {} cannot be made", folder.display()), error))
}

/// Tells a place that was named wrongly from a machine that failed.
fn cannot(what: &str, error: io::Error) -> Failure {
    use io::ErrorKind::{
        AlreadyExists, InvalidInput, IsADirectory, NotADirectory, NotFound, PermissionDenied,
        ReadOnlyFilesystem,
    };
    let kinds = [
        AlreadyExists,
        InvalidInput,
        IsADirectory,
        NotADirectory,
        NotFound,
        PermissionDenied,
        ReadOnlyFilesystem,
    ];
    if kinds.contains(&error.kind()) {
        return Failure::incomplete(
            format!("{what}: {}", error.kind()),
            "name a place where you may write",
        );
    }
    Failure::Fault(anyhow::Error::new(error).context(what.to_owned()))
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
