//! The log: checkpoints, cosignatures, proofs, and the bundle in which all of it crosses.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::seal::Chain;
use exchange::seal::bundle::{self, Label};
use exchange::seal::envelope;
use exchange::seal::notary::checkpoint::Checkpoint;
use exchange::seal::notary::key::SecretKey;
use exchange::seal::notary::{checkpoint, proof, tile};
use exchange::vocabulary::Party;
use jiff::Timestamp;

use super::acts::{Place, refused};
use super::keys::{PartyLetter, read_secret, read_secrets};
use super::post::Post;
use super::{age, folder};
use crate::cli::{Failure, Out};
use crate::desk::clock;
use crate::files;

/// What `seal checkpoint` takes.
#[derive(Args)]
pub(crate) struct CheckpointArguments {
    #[command(flatten)]
    place: Place,
    /// The log's key file.
    #[arg(long, value_name = "FILE")]
    log: PathBuf,
}

/// What `seal cosign` takes.
#[derive(Args)]
pub(crate) struct CosignArguments {
    #[command(flatten)]
    place: Place,
    /// A witness's key file. What it saw last is kept beside it, in a file of the same name and `.seen`.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
    /// The time to name, for a rehearsal (RFC 3339); this machine's clock if left away.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// What `seal prove` takes.
#[derive(Args)]
pub(crate) struct ProveArguments {
    #[command(flatten)]
    place: Place,
    /// The entry.
    #[arg(long, value_name = "NUMBER")]
    entry: u64,
    /// Where the proof goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal tiles` takes.
#[derive(Args)]
pub(crate) struct TilesArguments {
    #[command(flatten)]
    place: Place,
    /// A new folder for the tiles.
    #[arg(long, value_name = "LOG")]
    out: PathBuf,
}

/// What `seal bundle` takes.
#[derive(Args)]
pub(crate) struct BundleArguments {
    #[command(flatten)]
    place: Place,
    /// Who hands the bundle over.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// For whom it is: it gets the next number, and is kept here until it is acknowledged. Without this it is a
    /// copy for anyone, such as a judge.
    #[arg(long, value_enum, ignore_case = true)]
    to: Option<PartyLetter>,
    /// An officer's key file; all that the policy asks of the party.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
    /// A new folder for the bundle; or, with a name that ends in `.tar`, one file.
    #[arg(long, value_name = "BUNDLE")]
    out: PathBuf,
}

/// Joins names for a sentence.
pub(super) fn joined(names: &[String]) -> String {
    names.join(", ")
}

/// Signs a checkpoint as the log.
pub(super) fn checkpoint(arguments: &CheckpointArguments, out: &mut Out) -> Result<(), Failure> {
    let mut chain = arguments.place.open()?;
    let key = read_secret(&arguments.log)?;
    chain.witness(&key, &[], Timestamp::UNIX_EPOCH).map_err(refused)?;
    folder::store(&arguments.place.folder, &chain)?;
    let size = chain.ledger().rows().len();
    out.line(format!("checkpoint over {size} acts; now the witnesses cosign it"))
}

/// Cosigns the newest checkpoint.
pub(super) fn cosign(arguments: &CosignArguments, out: &mut Out) -> Result<(), Failure> {
    let mut chain = arguments.place.open()?;
    let at = arguments.at.unwrap_or_else(clock);
    let time = u64::try_from(at.as_second()).ok().ok_or_else(|| {
        Failure::incomplete("a cosignature's time is not before 1970", "set the clock right")
    })?;
    let mut note = chain.head().cloned().ok_or_else(|| {
        Failure::incomplete("there is no checkpoint", "make one with `safeconduct seal checkpoint`")
    })?;
    let head = Checkpoint::read(note.text()).map_err(|refusal| refused(refusal.into()))?;
    for path in &arguments.keys {
        let key = read_secret(path)?;
        remembers(&path.with_extension("seen"), &key, &chain)?;
        remember(&path.with_extension("seen"), &head, &chain)?;
        checkpoint::cosign(&mut note, &key, time).map_err(|refusal| refused(refusal.into()))?;
    }
    let seen = chain.adopt(note).map_err(refused)?;
    folder::store(&arguments.place.folder, &chain)?;
    match seen {
        Some(seen) => {
            out.line(format!("a quorum of witnesses has seen {} acts, {}", seen.size, seen.at))
        }
        None => out.line("cosigned; the quorum still lacks other witnesses"),
    }
}

/// A witness whose memory was restored from an old copy could cosign a fork. Where its own cosignature stands under
/// more than it remembers, it signs nothing until it has asked the others.
fn remembers(path: &Path, key: &SecretKey, chain: &Chain) -> Result<(), Failure> {
    let seen = if path.exists() { read_memory(path)?.size } else { 0 };
    let public = key.public();
    let own = chain.heads().filter(|(size, note)| {
        let mut lines = note.signatures().iter();
        *size > seen && lines.any(|line| checkpoint::cosigned_at(note, line, public).is_some())
    });
    match own.last() {
        None => Ok(()),
        Some((size, _)) => Err(Failure::refused(
            format!(
                "`{}` cosigned a checkpoint over {size} acts and remembers {seen}: its memory was restored from an old copy",
                public.name()
            ),
            "take the newest checkpoints from the other witnesses first: `safeconduct seal recall`",
        )),
    }
}

fn read_memory(path: &Path) -> Result<Checkpoint, Failure> {
    Checkpoint::read(&files::read_text(path)?).map_err(|refusal| {
        Failure::incomplete(
            format!("{}: {refusal}", path.display()),
            "this file is the witness's memory; restore it from a copy, then run `safeconduct seal recall`",
        )
    })
}

/// What `seal recall` takes.
#[derive(Args)]
pub(crate) struct RecallArguments {
    #[command(flatten)]
    place: Place,
    /// The key file of the witness that was restored.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The newest checkpoint that another witness holds; those of all others of the quorum.
    #[arg(long, value_name = "FILE", required = true)]
    newest: Vec<PathBuf>,
}

/// Gives a witness that was restored from a copy the newest checkpoint of the others as its memory.
pub(super) fn recall(arguments: &RecallArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let (authority, roster) = (chain.authority(), chain.ledger().roster());
    let key = read_secret(&arguments.key)?;
    let name = key.public().name();
    let own = name.split('.').next().unwrap_or(name);
    let quorum = authority.policy().quorum().unwrap_or_default();
    let mut silent = authority.policy().members(quorum);
    silent.remove(own);
    let memory = arguments.key.with_extension("seen");
    let mut all: Vec<Checkpoint> = Vec::new();
    if memory.exists() {
        all.push(read_memory(&memory)?);
    }
    for path in &arguments.newest {
        let bytes = files::read_bytes(path, files::TEXT_BYTES_MAX)?;
        let checked = authority.check_head(&bytes, roster).map_err(|refusal| {
            Failure::refused(
                format!("{}: {refusal}", path.display()),
                "ask for the checkpoint again",
            )
        })?;
        for (witness, _) in &checked.witnesses {
            silent.remove(witness.as_str());
        }
        all.push(checked.checkpoint);
    }
    for seen in &all {
        let root = usize::try_from(seen.size).ok().and_then(|size| chain.tree().root_at(size));
        if root != Some(seen.root) {
            return Err(Failure::refused(
                format!("the checkpoint over {} acts is not of the acts that are here", seen.size),
                "take in the others' newest bundle first; if it still differs, keep both and do not sign",
            ));
        }
    }
    if !silent.is_empty() {
        let names: Vec<&str> = silent.into_iter().collect();
        return Err(Failure::incomplete(
            format!("no checkpoint here is cosigned by {}", names.join(", ")),
            "ask every other witness of the quorum for the newest one that it cosigned",
        ));
    }
    let newest = all.into_iter().max_by_key(|seen| seen.size);
    let newest = newest.ok_or_else(|| Failure::incomplete("no checkpoint", "name one"))?;
    files::write_whole(&memory, newest.text().as_bytes())?;
    out.line(format!("{name} remembers {} acts now, as the others do", newest.size))
}

/// A witness never cosigns a log that does not continue the one it cosigned before. What it is about to
/// sign is on the disk before the signature exists.
fn remember(path: &Path, head: &Checkpoint, chain: &Chain) -> Result<(), Failure> {
    if path.exists() {
        let seen = read_memory(path)?;
        let root = usize::try_from(seen.size).ok().and_then(|size| chain.tree().root_at(size));
        let other_log = seen.origin != head.origin;
        if !other_log && (seen.size > head.size || root != Some(seen.root)) {
            return Err(Failure::refused(
                format!(
                    "this log does not continue the one of {} acts that the witness cosigned before",
                    seen.size
                ),
                "do not sign; compare both logs with `safeconduct verify --against`",
            ));
        }
        if other_log {
            return Err(Failure::refused(
                format!("this witness has cosigned the log `{}` and keeps to it", seen.origin),
                "make new keys for another exchange",
            ));
        }
    }
    files::write_whole(path, head.text().as_bytes())
}

/// Writes a proof for one act.
pub(super) fn prove(arguments: &ProveArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let none = || {
        Failure::refused(
            format!("entry {} stands under no checkpoint", arguments.entry),
            "make one with `safeconduct seal checkpoint` and have it cosigned",
        )
    };
    let head = chain.head().ok_or_else(none)?;
    let size = Checkpoint::read(head.text()).map_err(|refusal| refused(refusal.into()))?.size;
    let path = usize::try_from(arguments.entry)
        .ok()
        .zip(usize::try_from(size).ok())
        .and_then(|(entry, size)| chain.tree().inclusion(entry, size))
        .ok_or_else(none)?;
    let entry = chain.entry_bytes(arguments.entry).ok_or_else(none)?;
    let bytes = proof::write(arguments.entry, &path, &head.to_bytes());
    let policy = chain.authority().policy_at(chain.ledger().roster(), size);
    proof::check(&bytes, &entry, &policy).map_err(|refusal| {
        Failure::refused(refusal.to_string(), "have the witnesses cosign first")
    })?;
    files::write_whole(&arguments.out, &bytes)?;
    out.line(format!(
        "{}: entry {} of {size}, checkable by any C2SP tlog-proof reader with the policy",
        arguments.out.display(),
        arguments.entry
    ))
}

/// Writes the log as tiles.
pub(super) fn tiles(arguments: &TilesArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let head = chain.head().ok_or_else(|| {
        Failure::incomplete("there is no checkpoint", "make one with `safeconduct seal checkpoint`")
    })?;
    let size = Checkpoint::read(head.text()).map_err(|refusal| refused(refusal.into()))?.size;
    let entries: Vec<Vec<u8>> = (0..size).map_while(|entry| chain.entry_bytes(entry)).collect();
    let bundles = tile::entry_tiles(&entries, 0).map_err(|refusal| {
        Failure::refused(refusal.to_string(), "an act this long cannot stand in a tiled log")
    })?;
    let hashes = tile::hash_tiles(chain.tree(), 0, entries.len());
    let tiles = bundles.into_iter().chain(hashes);
    let mut found: exchange::seal::Files =
        tiles.map(|(name, bytes)| (name.path(), bytes)).collect();
    found.insert("checkpoint".to_owned(), head.to_bytes());
    folder::write_new(&arguments.out, &found)?;
    out.line(format!(
        "{}: {} files over {size} entries, for any reader of C2SP tlog-tiles",
        arguments.out.display(),
        found.len()
    ))
}

/// Writes the bundle.
pub(super) fn bundle(arguments: &BundleArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let keys = read_secrets(&arguments.keys)?;
    let keys: Vec<_> = keys.iter().collect();
    if arguments.out.exists() {
        return Err(Failure::refused(
            format!("{} exists already", arguments.out.display()),
            "name a new file or folder; a bundle is never written over another",
        ));
    }
    let sealed = envelope::seal_payloads(chain.files(), chain.authority(), &age::encrypt)
        .map_err(|refusal| Failure::refused(refusal.to_string(), "take the acts from a copy"))?;
    let from = arguments.from.into();
    let (packed, label) = if let Some(to) = arguments.to.map(Party::from) {
        let post = Post::of(&arguments.place.folder);
        let known = chain.ledger().roster().clone();
        let authority = chain.authority().clone().knowing_the_past(known);
        post.send(sealed, &authority, (from, to), &keys)?
    } else {
        let label = Label::for_anyone(from);
        let packed = bundle::pack(sealed, chain.authority(), label, &keys);
        let packed = packed.map_err(|refusal| {
            Failure::refused(refusal.to_string(), "name the key of every officer of the party")
        })?;
        (packed, label)
    };
    if arguments.out.extension().is_some_and(|ext| ext == "tar") {
        files::write_whole(&arguments.out, &exchange::seal::tar::write(&packed))?;
    } else {
        folder::write_new(&arguments.out, &packed)?;
    }
    let which = label.to.map_or_else(String::new, |to| format!(", bundle {} to {to}", label.seq));
    out.line(format!(
        "{}: {} files{which}; check it with `safeconduct verify {} --policy {}`",
        arguments.out.display(),
        packed.len(),
        arguments.out.display(),
        arguments.place.policy.display()
    ))
}
