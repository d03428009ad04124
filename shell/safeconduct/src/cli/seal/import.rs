//! Import: what another party handed over becomes part of the acts that are gathered here. Taking a bundle in twice,
//! or an older one after a newer one, changes nothing; one that parts from what is here is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::seal::bundle::{HEAD, Label, MANIFEST, Manifest, ManifestRefusal, Name};
use exchange::seal::envelope::open_payloads;
use exchange::seal::notary::checkpoint::Checkpoint;
use exchange::seal::notary::note::Note;
use exchange::seal::post::{self, PostRefusal, Turn};
use exchange::seal::roster::Roster;
use exchange::seal::{Authority, Chain, Files, SignatureRefusal, Verdict, Weight, verify};
use exchange::vocabulary::Party;

use super::acts::refused;
use super::age::Identities;
use super::folder;
use super::keys::PartyLetter;
use super::post::{Keys, Post};
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
    /// Who takes it in. A bundle that is for another party is then refused.
    #[arg(long = "as", value_name = "PARTY", value_enum, ignore_case = true)]
    own: Option<PartyLetter>,
    /// The party's age identity: opens the payloads that are encrypted to it.
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,
}

/// Takes a bundle in.
pub(super) fn import(arguments: &ImportArguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.policy)?;
    let theirs = folder::read(&arguments.bundle)?;
    let own = arguments.own.map(Party::from);
    let identities = Identities::read(&arguments.identity)?;
    for line in take_in(&arguments.into, &policy, own, &theirs)? {
        out.line(line)?;
    }
    open_gathered(&arguments.into, &policy, &identities)
}

/// Takes a bundle in, and those that waited for it, and says what came of it. Whatever moment it is broken off at,
/// it can be done again.
pub(crate) fn take_in(
    into: &Path,
    policy: &str,
    own: Option<Party>,
    theirs: &Files,
) -> Result<Vec<String>, Failure> {
    let authority = Authority::read(policy).map_err(|refusal| refused(refusal.into()))?;
    let manifest = judge(theirs, policy, &authority)?;
    if let Some(own) = own {
        post::is_for(&manifest.label, own).map_err(|refusal| not_ours(&refusal))?;
    }
    files::make_folder(into)?;
    let post = Post::of(into);
    let _lock = post.lock()?;
    sweep(into)?;
    // By itself it is sound. A key that has been revoked since, as our own acts say, makes no more bundles.
    let keys = Keys::of(into, &authority, theirs)?;
    let bytes = theirs.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
    post.admit(bytes, &keys)?.map_err(|refusal| bad_manifest(&refusal))?;
    let Label { from, to, seq, .. } = manifest.label;
    let Some(to) = to else {
        return Ok(vec![join(into, policy, theirs, from)?]);
    };
    post.tidy((from, to))?;
    let turn = post.received(&keys.past, (from, to))?.turn(&manifest);
    if let Turn::Early { missing } = turn.map_err(|refusal| not_ours(&refusal))? {
        post.put_by(&manifest, theirs)?;
        return Ok(vec![format!(
            "bundle {seq} from {from} came early and waits in {}: bundle {missing} has not come yet",
            into.display()
        )]);
    }
    let mut told = vec![join(into, policy, theirs, from)?];
    post.note(&manifest, theirs)?;
    loop {
        let keys = Keys::of(into, &authority, &Files::new())?;
        let awaited = post.received(&keys.past, (from, to))?.awaited();
        let Some(next) = post.waiting((from, to), awaited)? else { break };
        let manifest = judge(&next, policy, &authority)?;
        post.received(&keys.past, (from, to))?
            .turn(&manifest)
            .map_err(|refusal| not_ours(&refusal))?;
        told.push(format!("bundle {awaited}, which waited: {}", join(into, policy, &next, from)?));
        post.note(&manifest, &next)?;
    }
    post.prune(&Keys::of(into, &authority, &Files::new())?.past, (to, from))?;
    Ok(told)
}

/// Why the manifest of a bundle that came from outside does not count.
pub(crate) fn bad_manifest(refusal: &ManifestRefusal) -> Failure {
    let hint = if let ManifestRefusal::Signature(SignatureRefusal::Revoked(..)) = refusal {
        "nothing was taken in; if its party made it before that, have the bundle that follows it sent first, which \
         vouches for it, and then this one again"
    } else if let ManifestRefusal::Signature(SignatureRefusal::Unknown(_)) = refusal {
        "only a party of this exchange hands bundles over here; a key that was put in place by an act comes with \
         that act, in a bundle that `safeconduct seal bundle` wrote"
    } else {
        "nothing was taken in; ask its party for the bundle as `safeconduct seal bundle` wrote it"
    };
    Failure::refused(format!("{MANIFEST}: {refusal}"), hint)
}

fn not_ours(refusal: &PostRefusal) -> Failure {
    let hint = match refusal {
        PostRefusal::Receiver { .. } => "nothing was taken in; hand it to the party it is for",
        PostRefusal::Own(_) => "nothing was taken in; it is in post/sent of this folder already",
        PostRefusal::Two { .. } | PostRefusal::Before { .. } => {
            "nothing was taken in; keep both as they are: `safeconduct verify THIS --against THAT --proof FILE` makes a \
             proof of them that anybody can check"
        }
        PostRefusal::Crowd(_) => "ask for the bundle that `safeconduct seal status` calls missing",
    };
    Failure::refused(refusal.to_string(), hint)
}

/// Joins a bundle with the acts that are gathered here. Writes nothing unless they hold together.
fn join(into: &Path, policy: &str, theirs: &Files, from: Party) -> Result<String, Failure> {
    let ours = folder::gathered(into)?;
    let before = acts(&ours);
    let merged = merge(&ours, theirs)?;
    let heads = heads(&[&ours, theirs])?;
    let mut chain = Chain::open(&merged, policy).map_err(refused)?;
    for note in heads.into_values() {
        // A checkpoint that we hold and that covers more than the acts at hand waits for them.
        let size = Checkpoint::read(note.text()).map_err(|refusal| refused(refusal.into()))?.size;
        if usize::try_from(size).is_ok_and(|size| size <= chain.tree().size()) {
            chain.adopt(note).map_err(refused)?;
        }
    }
    folder::store(into, &chain)?;
    let now = chain.ledger().rows().len();
    let missing = chain.missing();
    let waits = if missing.is_empty() {
        String::new()
    } else {
        format!("; the last act binds nobody until {} signed", super::log::joined(&missing))
    };
    let acts = if now == 1 { "act" } else { "acts" };
    Ok(format!(
        "{now} {acts} in {}: {} of them new, handed over by {from}{waits}",
        into.display(),
        now - before.min(now)
    ))
}

/// Checks the bundle by itself. One that lacks a checkpoint or a payload may come in; one that lacks an act, or
/// that contradicts itself, may not.
fn judge(theirs: &Files, policy: &str, policy_keys: &Authority) -> Result<Manifest, Failure> {
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
    let known = Roster::gather(theirs, policy_keys);
    let authority = policy_keys.clone().knowing(known);
    let manifest = theirs.get(MANIFEST).and_then(|bytes| Manifest::read(bytes, &authority).ok());
    match (gap, manifest) {
        (None, Some(manifest)) => Ok(manifest),
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
    let all = ["", "acts", "heads", "payloads", "post/sent", "post/received", "post/early"];
    for below in all {
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
            let name = Name::read(path);
            matches!(name, Some(Name::Act(_) | Name::Payload(_) | Name::Salt(_) | Name::Sealed(_)))
        });
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let mut merged = kept(ours);
    for (path, bytes) in kept(theirs) {
        if matches!(Name::read(&path), Some(Name::Sealed(_))) {
            // One payload is encrypted anew for each bundle. Of two files the same one is kept in whatever order
            // they come; one that was opened is not kept closed.
            let other = merged.remove(&path).unwrap_or_else(|| bytes.clone());
            merged.insert(path, other.min(bytes));
            continue;
        }
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
    let open: Vec<u64> = merged
        .keys()
        .filter_map(|path| match Name::read(path) {
            Some(Name::Payload(seq)) => Some(seq),
            _ => None,
        })
        .collect();
    for seq in open {
        merged.remove(&Name::Sealed(seq).path());
    }
    Ok(merged)
}

/// Takes payloads out of their age files, where the identities open them.
fn opened(found: Files, identities: &Identities) -> Result<Files, Failure> {
    if identities.is_empty() {
        return Ok(found);
    }
    open_payloads(found, &|file| identities.unseal(file)).map_err(|refusal| {
        Failure::refused(
            refusal.to_string(),
            "nothing was taken in; ask the sender again, and keep what you have as evidence",
        )
    })
}

/// Opens what is gathered here, where the identities do.
fn open_gathered(into: &Path, policy: &str, identities: &Identities) -> Result<(), Failure> {
    if identities.is_empty() {
        return Ok(());
    }
    let found = opened(folder::gathered(into)?, identities)?;
    let chain = Chain::open(&found, policy).map_err(refused)?;
    folder::store(into, &chain)
}

/// Of one act, the note with the signatures of both; none where they are not one act.
fn more_signatures(own: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    Some(Note::read(own).ok()?.joined(&Note::read(other).ok()?)?.to_bytes())
}

/// The checkpoints of all, by size: of two over one tree, one with the cosignatures of both; where they part, the one
/// that more witnesses cosigned.
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
            let other = heads.remove(&size).unwrap_or_else(|| note.clone());
            let joined = other.joined(&note);
            let one =
                joined.unwrap_or_else(|| if rank(&other) < rank(&note) { note } else { other });
            heads.insert(size, one);
        }
    }
    Ok(heads)
}
