//! Files that only their owner may read, and names that appear only when the file is complete.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::Error;

/// Turns what the system said into an error that names the file.
pub(crate) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Disk { doing, path, source }
}

/// Makes a new, empty file that only its owner may read.
pub(crate) fn create_private(path: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| {
        if source.kind() == std::io::ErrorKind::AlreadyExists {
            Error::Exists { path: path.to_owned() }
        } else {
            disk("making the file", path)(source)
        }
    })
}

/// Says whether a file begins with these bytes.
pub(crate) fn begins_with(path: &Path, magic: &[u8]) -> Result<bool, Error> {
    let file = File::open(path).map_err(disk("opening", path))?;
    let mut head = Vec::new();
    let limit = u64::try_from(magic.len()).expect("a magic number is short");
    file.take(limit).read_to_end(&mut head).map_err(disk("reading", path))?;
    Ok(head == magic)
}

/// A file in the making beside its final name. Dropping it removes it.
pub(crate) struct Draft {
    at: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Draft {
    /// Begins a file; refuses when something has the final name. What an earlier, killed attempt left
    /// under the draft's name is removed.
    pub(crate) fn begin(path: &Path) -> Result<Self, Error> {
        if path.symlink_metadata().is_ok() {
            return Err(Error::Exists { path: path.to_owned() });
        }
        let at = with_suffix(path, ".part");
        remove_database(&at);
        Ok(Self { at, target: path.to_owned(), done: false })
    }

    /// Where to write until it is complete.
    pub(crate) fn at(&self) -> &Path {
        &self.at
    }

    /// Gives the file its name, on the disk for good.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        let log = with_suffix(&self.at, "-wal");
        if log.metadata().is_ok_and(|facts| facts.len() > 0) {
            let left = std::io::Error::other("part of it still stands in the log beside it");
            return Err(disk("naming", &self.target)(left));
        }
        let sync = File::open(&self.at).and_then(|file| file.sync_all());
        sync.map_err(disk("writing out", &self.at))?;
        // Unlike rename, a hard link never replaces what has appeared meanwhile.
        fs::hard_link(&self.at, &self.target).map_err(|source| {
            if source.kind() == std::io::ErrorKind::AlreadyExists {
                Error::Exists { path: self.target.clone() }
            } else {
                disk("naming", &self.target)(source)
            }
        })?;
        self.done = true;
        fs::remove_file(&self.at).map_err(disk("removing", &self.at))?;
        sync_folder(&self.target)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.done {
            remove_database(&self.at);
        }
    }
}

/// Adds to the last part of a path.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a folder's list of names to the disk, so that a new name outlives a power cut.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    if cfg!(unix) {
        let sync = File::open(folder).and_then(|file| file.sync_all());
        sync.map_err(disk("writing out the folder", folder))?;
    }
    Ok(())
}

/// Removes a database under a draft's name with its side files, where they exist.
fn remove_database(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // Usually none is there; one that cannot be removed shows when the draft is made.
        drop(fs::remove_file(with_suffix(path, suffix)));
    }
}
