//! Reads a bundle's folder into memory: regular files with plain names, two levels deep, within limits.

use std::fs;
use std::path::Path;

use exchange::seal::Files;
use exchange::seal::bundle::{FILE_BYTES_MAX, FILES_MAX, MANIFEST_BYTES_MAX};
use exchange::seal::equivocation::Proof;
use exchange::seal::tar::{self, TAR_BYTES_MAX};

use super::Failure;

/// Reads every file of a bundle, which is a folder or one tar.
pub(crate) fn read(folder: &Path) -> Result<Files, Failure> {
    if folder.is_file() {
        return tar::read(&read_file(folder, TAR_BYTES_MAX)?)
            .map_err(|refusal| Failure::refused(format!("{}: {refusal}\n", folder.display())));
    }
    let mut files = Files::new();
    read_into(folder, "", &mut files)?;
    Ok(files)
}

/// Reads a file that is a proof rather than a bundle.
pub(crate) fn read_proof(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if !path.is_file() || path.extension().is_some_and(|ending| ending == "tar") {
        return Ok(None);
    }
    Ok(Some(read_file(path, FILE_BYTES_MAX)?).filter(|bytes| Proof::is_one(bytes)))
}

fn read_into(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), Failure> {
    let unreadable =
        |error| Failure::incomplete(format!("{} cannot be read: {error}\n", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else {
            return Err(Failure::refused(format!(
                "{}: the name is not plain text\n",
                path.display()
            )));
        };
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() && prefix.is_empty() {
            read_into(&path, &format!("{name}/"), files)?;
        } else if kind.is_file() {
            if files.len() >= FILES_MAX {
                return Err(Failure::refused(format!("a bundle has at most {FILES_MAX} files\n")));
            }
            files.insert(name, read_file(&path, FILE_BYTES_MAX.max(MANIFEST_BYTES_MAX))?);
        } else {
            let what = "is no regular file; a bundle holds no links and no deeper folders";
            return Err(Failure::refused(format!("{name}: {what}\n")));
        }
    }
    Ok(())
}

fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let unreadable =
        |error| Failure::incomplete(format!("{} cannot be read: {error}\n", path.display()));
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if usize::try_from(size).map_or(true, |size| size > limit) {
        let text =
            format!("{}: {size} bytes are more than any file of a bundle has\n", path.display());
        return Err(Failure::refused(text));
    }
    fs::read(path).map_err(unreadable)
}

/// Reads a policy or an opening.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_file(path, FILE_BYTES_MAX)?;
    String::from_utf8(bytes)
        .map_err(|error| Failure::incomplete(format!("{}: {error}\n", path.display())))
}
