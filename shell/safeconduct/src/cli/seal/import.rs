//! Import: what another party handed over becomes part of the acts that are gathered here. Taking a bundle in twice,
//! or an older one after a newer one, changes nothing; one that parts from what is here is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::seal::bundle::{HEAD, Name};
use exchange::seal::notary::checkpoint::Checkpoint;
use exchange::seal::notary::note::Note;
use exchange::seal::{Chain, Files, Verdict, Weight, verify};

use super::acts::refused;
use super::folder;
use crate::cli::{Failure, Out};
use crate::files;

/// What `seal import` takes.
#[derive(Args)]
pub(crate) struct ImportArguments {
    /// The bundle that was handed over: a folder or one tar.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
    /// The folder in which the acts are gathered; made if there is none.
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// The policy file.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
}

/// Takes a bundle in.
pub(super) fn import(arguments: &ImportArguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.policy)?;
    let theirs = folder::read(&arguments.bundle)?;
    let from = judge(&theirs, &policy)?;
    let ours = if arguments.into.exists() {
        sweep(&arguments.into)?;
        folder::read(&arguments.into)?
    } else {
        Files::new()
    };
    let before = acts(&ours);
    let merged = merge(&ours, &theirs)?;
    let heads = heads(&[&ours, &theirs])?;
    let mut chain = Chain::open(&merged, &policy).map_err(refused)?;
    for note in heads.into_values() {
        // A checkpoint that we hold and that covers more than the acts at hand waits for them.
        let size = Checkpoint::read(note.text()).map_err(|refusal| refused(refusal.into()))?.size;
        if usize::try_from(size).is_ok_and(|size| size <= chain.tree().size()) {
            chain.adopt(note).map_err(refused)?;
        }
    }
    files::make_folder(&arguments.into)?;
    folder::store(&arguments.into, &chain)?;
    let now = chain.ledger().rows().len();
    out.line(format!(
        "{now} acts in {}: {} of them new, handed over by {from}",
        arguments.into.display(),
        now - before.min(now)
    ))?;
    let missing = chain.missing();
    if missing.is_empty() {
        return Ok(());
    }
    out.line(format!("the last act binds nobody until {} signed", super::log::joined(&missing)))
}

/// Checks the bundle by itself. One that lacks a checkpoint or a payload may come in; one that lacks an act, or
/// that contradicts itself, may not.
fn judge(theirs: &Files, policy: &str) -> Result<String, Failure> {
    let report = verify(theirs, policy);
    let told = |what: &str, file: Option<&String>| {
        file.map_or_else(|| what.to_owned(), |file| format!("{file}: {what}"))
    };
    if report.verdict == Verdict::Contradicted {
        let first = report.objections.iter().find(|own| own.weight == Weight::Contradiction);
        let what = first.map_or_else(String::new, |own| told(&own.what, own.file.as_ref()));
        return Err(Failure::refused(
            format!("the bundle contradicts itself or its policy: {what}"),
            "nothing was taken in; ask the sender again, and keep what you have as evidence",
        ));
    }
    let gap = report.objections.iter().find(|own| {
        let name = own.file.as_ref().and_then(|file| Name::read(file));
        own.file.is_none()
            || name == Some(Name::Manifest)
            || matches!(name, Some(Name::Act(seq)) if !theirs.contains_key(&Name::Act(seq).path()))
    });
    match (gap, report.from) {
        (None, Some(from)) => Ok(from.to_string()),
        (gap, _) => {
            let what = gap.map_or_else(String::new, |own| told(&own.what, own.file.as_ref()));
            Err(Failure::incomplete(
                format!("the bundle has a gap: {what}"),
                "nothing was taken in; ask the sender for the whole bundle",
            ))
        }
    }
}

fn acts(found: &Files) -> usize {
    found.keys().filter(|path| matches!(Name::read(path), Some(Name::Act(_)))).count()
}

/// Removes what a run that was broken off left half-written.
fn sweep(into: &Path) -> Result<(), Failure> {
    for below in ["", "acts", "heads", "payloads"] {
        let folder = into.join(below);
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let entry = entry.with_context(|| format!("reading {}", folder.display()))?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with(".part-") && path.is_file() {
                fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
            }
        }
    }
    Ok(())
}

/// Joins acts and payloads; checkpoints are taken up one by one.
fn merge(ours: &Files, theirs: &Files) -> Result<Files, Failure> {
    let kept = |found: &Files| -> Files {
        let files = found.iter().filter(|(path, _)| {
            matches!(Name::read(path), Some(Name::Act(_) | Name::Payload(_) | Name::Salt(_)))
        });
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let mut merged = kept(ours);
    for (path, bytes) in kept(theirs) {
        match merged.get(&path) {
            None => {
                merged.insert(path, bytes);
            }
            Some(own) if *own == bytes => {}
            Some(own) => match more_signatures(own, &bytes) {
                Some(more) => {
                    merged.insert(path, more);
                }
                None => {
                    return Err(Failure::refused(
                        format!("{path}: the bundle holds another act than the one that is here"),
                        "nothing was taken in; lay both side by side with `safeconduct verify --against`",
                    ));
                }
            },
        }
    }
    Ok(merged)
}

/// Of one act, the note that bears all signatures of the other and more; none where they are not one act.
fn more_signatures(own: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let (own, other) = (Note::read(own).ok()?, Note::read(other).ok()?);
    let covers = |one: &Note, less: &Note| {
        less.signatures().iter().all(|line| one.signatures().contains(line))
    };
    if own.text() != other.text() {
        return None;
    }
    if covers(&own, &other) {
        Some(own.to_bytes())
    } else {
        covers(&other, &own).then(|| other.to_bytes())
    }
}

/// The checkpoints of all, by size: of two over one tree, the one that more witnesses cosigned.
fn heads(all: &[&Files]) -> Result<BTreeMap<u64, Note>, Failure> {
    let mut heads: BTreeMap<u64, Note> = BTreeMap::new();
    for found in all {
        for (path, bytes) in *found {
            if path != HEAD && !matches!(Name::read(path), Some(Name::Earlier(_))) {
                continue;
            }
            let note = Note::read(bytes).map_err(|refusal| refused(refusal.into()))?;
            let size =
                Checkpoint::read(note.text()).map_err(|refusal| refused(refusal.into()))?.size;
            let rank = |note: &Note| (note.signatures().len(), note.to_bytes());
            if heads.get(&size).is_none_or(|own| rank(own) < rank(&note)) {
                heads.insert(size, note);
            }
        }
    }
    Ok(heads)
}
