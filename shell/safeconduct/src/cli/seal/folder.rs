//! A bundle's folder, and the folder in which acts are gathered: read whole, written file by file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use exchange::seal::bundle::{FILE_BYTES_MAX, FILES_MAX, MANIFEST_BYTES_MAX, Name};
use exchange::seal::tar::{self, TAR_BYTES_MAX};
use exchange::seal::{Chain, Files, roster};

use super::post::POST_FOLDER;
use crate::cli::Failure;
use crate::files;

/// Reads every file of a bundle: a folder of regular files with plain names, two levels deep, or one tar.
pub(crate) fn read(folder: &Path) -> Result<Files, Failure> {
    if folder.is_file() {
        let limit = u64::try_from(TAR_BYTES_MAX).unwrap_or(u64::MAX);
        return tar::read(&files::read_bytes(folder, limit)?).map_err(|refusal| {
            Failure::refused(
                format!("{}: {refusal}", folder.display()),
                "a bundle holds files of fixed names only; ask the sender again",
            )
        });
    }
    let mut found = Files::new();
    read_into(folder, "", &[], &mut found)?;
    Ok(found)
}

fn read_into(folder: &Path, prefix: &str, but: &[&str], found: &mut Files) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| {
        Failure::incomplete(
            format!("{} cannot be read: {error}", folder.display()),
            "name the folder of a bundle",
        )
    })?;
    let limit = u64::try_from(FILE_BYTES_MAX.max(MANIFEST_BYTES_MAX)).unwrap_or(u64::MAX);
    for entry in entries {
        let entry = entry.with_context(|| format!("reading {}", folder.display()))?;
        let path = entry.path();
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str().map(|name| format!("{prefix}{name}")) else {
            return Err(Failure::refused(
                format!("{}: the name is not plain text", path.display()),
                "a bundle has files of fixed names only; ask the sender again",
            ));
        };
        let kind = entry.file_type().with_context(|| format!("reading {}", path.display()))?;
        if but.contains(&name.as_str()) {
            continue;
        }
        if kind.is_dir() && prefix.is_empty() {
            read_into(&path, &format!("{name}/"), &[], found)?;
        } else if kind.is_file() && found.len() < FILES_MAX {
            found.insert(name, files::read_bytes(&path, limit)?);
        } else {
            return Err(Failure::refused(
                format!("{name}: no regular file, or one of more than {FILES_MAX}"),
                "a bundle holds no links and no deeper folders; ask the sender again",
            ));
        }
    }
    Ok(())
}

/// Reads the acts that are being gathered in a folder; the post below it is no part of them.
pub(super) fn gathered(folder: &Path) -> Result<Files, Failure> {
    let mut found = Files::new();
    if folder.exists() {
        read_into(folder, "", &[POST_FOLDER], &mut found)?;
    }
    Ok(found)
}

/// Reads, of the acts that are being gathered in a folder, those that change keys, with their payloads.
pub(crate) fn key_acts(folder: &Path) -> Result<Files, Failure> {
    let mut found = Files::new();
    let acts = folder.join("acts");
    let Ok(entries) = fs::read_dir(&acts) else { return Ok(found) };
    let limit = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    for entry in entries {
        let entry = entry.with_context(|| format!("reading {}", acts.display()))?;
        let name = format!("acts/{}", entry.file_name().to_string_lossy());
        let Some(Name::Act(seq)) = Name::read(&name) else { continue };
        let act = files::read_bytes(&entry.path(), limit)?;
        if !roster::is_key_act(&act) {
            continue;
        }
        found.insert(name, act);
        for path in [Name::Payload(seq).path(), Name::Salt(seq).path()] {
            let own = folder.join(&path);
            if own.exists() {
                found.insert(path, files::read_bytes(&own, limit)?);
            }
        }
    }
    Ok(found)
}

/// Takes up the acts that are being gathered in a folder.
pub(super) fn open(folder: &Path, policy: &str) -> Result<Chain, Failure> {
    let found = gathered(folder)?;
    Chain::open(&found, policy).map_err(super::acts::refused)
}

/// Writes what has changed. Payloads and checkpoints go first and acts last, in their order, so that after a
/// crash an act is either there with everything before it or not there.
pub(super) fn store(folder: &Path, chain: &Chain) -> Result<(), Failure> {
    for below in ["acts", "heads", "payloads"] {
        let below = folder.join(below);
        fs::create_dir_all(&below).with_context(|| format!("making {}", below.display()))?;
    }
    let (before, after) = (gathered(folder)?, chain.files());
    let (acts, others): (Vec<_>, Vec<_>) =
        after.iter().partition(|(path, _)| matches!(Name::read(path), Some(Name::Act(_))));
    for (path, bytes) in others.into_iter().chain(acts) {
        if before.get(path) != Some(bytes) {
            files::write_whole(&folder.join(path), bytes)?;
        }
    }
    let gone: BTreeSet<&String> = before
        .keys()
        .filter(|path| !after.contains_key(*path))
        .filter(|path| {
            matches!(Name::read(path), Some(Name::Head | Name::Earlier(_) | Name::Sealed(_)))
        })
        .collect();
    for path in gone {
        let path = folder.join(path);
        fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(())
}

/// Writes a new folder of files, whole or not at all.
pub(super) fn write_new(folder: &Path, found: &Files) -> Result<(), Failure> {
    if folder.exists() {
        return Err(Failure::refused(
            format!("{} exists already", folder.display()),
            "name a new folder; a bundle is never written over another",
        ));
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let stage = tempfile::Builder::new()
        .prefix(".part-")
        .tempdir_in(parent)
        .with_context(|| format!("making a folder in {}", parent.display()))?;
    for (path, bytes) in found {
        let path = stage.path().join(path);
        if let Some(below) = path.parent() {
            fs::create_dir_all(below).with_context(|| format!("making {}", below.display()))?;
        }
        files::write_whole(&path, bytes)?;
    }
    fs::rename(stage.keep(), folder).with_context(|| format!("naming {}", folder.display()))?;
    let parent = fs::File::open(parent).with_context(|| format!("opening {}", parent.display()))?;
    parent.sync_all().context("writing the folder to the disk")?;
    Ok(())
}
