//! The post of a folder of acts: what was sent from here, what came in, and what came early and waits.
//!
//! It stands below the acts, in `post/`: `sent/A-B-0003.tar` until B has acknowledged it, and its manifest alone
//! afterwards; `received/B-A-0003.note`, a manifest; `early/B-A-0005.tar`. Every file is whole or not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::seal::bundle::{
    self, Label, MANIFEST, MANIFEST_BYTES_MAX, Manifest, ManifestRefusal, NO_BUNDLE,
};
use exchange::seal::notary::key::SecretKey;
use exchange::seal::post::{Received, Standing};
use exchange::seal::roster::{self, Roster};
use exchange::seal::tar::{self, TAR_BYTES_MAX};
use exchange::seal::{Authority, Files, SignatureRefusal};
use exchange::vocabulary::Party;

use super::acts::{Place, refused};
use super::folder;
use super::keys::PartyLetter;
use crate::cli::{Failure, Out};
use crate::files;

/// The folder of the post, in the folder of the acts.
pub(crate) const POST_FOLDER: &str = "post";

const SENT: &str = "sent";
const RECEIVED: &str = "received";
const EARLY: &str = "early";
const LOCK: &str = "lock";

/// What `seal status` takes.
#[derive(Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    place: Place,
    /// Whose post to show; of all parties if left away.
    #[arg(long = "as", value_name = "PARTY", value_enum, ignore_case = true)]
    own: Option<PartyLetter>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// The post below one folder of acts.
#[derive(Debug)]
pub(crate) struct Post {
    folder: PathBuf,
}

/// By which keys bundles are judged here.
#[derive(Debug)]
pub(crate) struct Keys {
    /// For what came before, or was sent: any that ever counted. It was judged in its day.
    pub(crate) past: Authority,
    /// For what comes: those that count after every change that is known.
    pub(crate) now: Authority,
}

impl Keys {
    /// The keys as the acts in a folder changed them, and those that come with a bundle.
    pub(crate) fn of(acts: &Path, policy: &Authority, theirs: &Files) -> Result<Self, Failure> {
        Ok(Self::after(folder::key_acts(acts)?, policy, theirs))
    }

    /// The keys as some acts changed them, and those that come with a bundle.
    pub(crate) fn after(mut ours: Files, policy: &Authority, theirs: &Files) -> Self {
        for (path, bytes) in theirs {
            if roster::is_of_key_act(theirs, path) && !ours.contains_key(path) {
                ours.insert(path.clone(), bytes.clone());
            }
        }
        let known = Roster::gather(&ours, policy);
        Self {
            past: policy.clone().knowing_the_past(known.clone()),
            now: policy.clone().knowing(known),
        }
    }
}

/// The numbers of the bundles from one party to another, each with its file.
type Numbered = BTreeMap<u64, PathBuf>;

impl Post {
    /// The post of the acts in a folder. Nothing needs to be there yet.
    pub(crate) fn of(acts: &Path) -> Self {
        Self { folder: acts.join(POST_FOLDER) }
    }

    /// Lets nobody else write here until the file that is handed back is dropped.
    pub(crate) fn lock(&self) -> Result<File, Failure> {
        files::make_folder(&self.folder)?;
        let path = self.folder.join(LOCK);
        let lock = File::create(&path).with_context(|| format!("making {}", path.display()))?;
        lock.lock().with_context(|| format!("waiting for {}", path.display()))?;
        Ok(lock)
    }

    fn path(&self, below: &str, (from, to): (Party, Party), seq: u64, ending: &str) -> PathBuf {
        self.folder.join(below).join(format!("{from}-{to}-{seq:04}.{ending}"))
    }

    /// Finds the files of one way. A tar hides the note of the same number: it is the whole of it.
    fn find(&self, below: &str, (from, to): (Party, Party)) -> Result<Numbered, Failure> {
        let mut found = Numbered::new();
        let folder = self.folder.join(below);
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(found) };
        let prefix = format!("{from}-{to}-");
        for entry in entries {
            let path = entry.with_context(|| format!("reading {}", folder.display()))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let Some((seq, ending)) =
                name.strip_prefix(&prefix).and_then(|rest| rest.split_once('.'))
            else {
                continue;
            };
            let Ok(seq) = seq.parse::<u64>() else { continue };
            if ending == "tar" || !found.contains_key(&seq) {
                found.insert(seq, path);
            }
        }
        Ok(found)
    }

    /// Reads what is known of the way from one party to another.
    pub(crate) fn received(
        &self,
        authority: &Authority,
        way: (Party, Party),
    ) -> Result<Received, Failure> {
        let mut manifests = Vec::new();
        for path in self.find(RECEIVED, way)?.values() {
            manifests.push(read_manifest(path, authority)?);
        }
        let early = self.find(EARLY, way)?.into_keys().collect();
        Ok(Received::new(manifests, early))
    }

    /// Checks a manifest that came from outside, by the keys of now. One under a key that was revoked since is taken
    /// only where it came before, or where the bundle after it, which was judged by itself, waits here and names it:
    /// whoever stole the key could have made any other.
    pub(crate) fn admit(
        &self,
        bytes: &[u8],
        keys: &Keys,
    ) -> Result<Result<Manifest, ManifestRefusal>, Failure> {
        let refusal = match Manifest::read(bytes, &keys.now) {
            Err(refusal @ ManifestRefusal::Signature(SignatureRefusal::Revoked(..))) => refusal,
            read => return Ok(read),
        };
        let Ok(manifest) = Manifest::read(bytes, &keys.past) else { return Ok(Err(refusal)) };
        let Label { from, to: Some(to), seq, .. } = manifest.label else {
            return Ok(Err(refusal));
        };
        let way = (from, to);
        if self.received(&keys.past, way)?.has(&manifest) {
            return Ok(Ok(manifest));
        }
        let after = self.path(EARLY, way, seq.saturating_add(1), "tar");
        let vouched = after.exists() && {
            let after = read_tar(&after)?;
            let keys = Keys::after(after.clone(), &keys.past, &Files::new());
            let bytes = after.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
            Manifest::read(bytes, &keys.past)
                .is_ok_and(|after| after.label.prev == manifest.digest())
        };
        Ok(if vouched { Ok(manifest) } else { Err(refusal) })
    }

    /// Notes that a bundle came in.
    pub(super) fn note(&self, manifest: &Manifest, theirs: &Files) -> Result<(), Failure> {
        let Label { from, to: Some(to), seq, .. } = manifest.label else { return Ok(()) };
        let path = self.path(RECEIVED, (from, to), seq, "note");
        let bytes = theirs.get(MANIFEST).map(Vec::as_slice).unwrap_or_default();
        if !path.exists() {
            files::make_folder(&self.folder.join(RECEIVED))?;
            files::write_whole(&path, bytes)?;
        }
        remove(&self.path(EARLY, (from, to), seq, "tar"))
    }

    /// Puts a bundle by that came early.
    pub(super) fn put_by(&self, manifest: &Manifest, theirs: &Files) -> Result<(), Failure> {
        let Label { from, to: Some(to), seq, .. } = manifest.label else { return Ok(()) };
        files::make_folder(&self.folder.join(EARLY))?;
        files::write_whole(&self.path(EARLY, (from, to), seq, "tar"), &tar::write(theirs))
    }

    /// Removes what waits although it came in: a run that was broken off between the two left it.
    pub(super) fn tidy(&self, way: (Party, Party)) -> Result<(), Failure> {
        let received = self.find(RECEIVED, way)?;
        let early = self.find(EARLY, way)?;
        early
            .iter()
            .filter(|(seq, _)| received.contains_key(seq))
            .try_for_each(|(_, path)| remove(path))
    }

    /// Takes out the bundle of a number that waits.
    pub(super) fn waiting(&self, way: (Party, Party), seq: u64) -> Result<Option<Files>, Failure> {
        let path = self.path(EARLY, way, seq, "tar");
        if !path.exists() {
            return Ok(None);
        }
        read_tar(&path).map(Some)
    }

    /// Packs the next bundle from one party to another, and keeps it until it is acknowledged.
    pub(super) fn send(
        &self,
        found: Files,
        authority: &Authority,
        (from, to): (Party, Party),
        keys: &[&SecretKey],
    ) -> Result<(Files, Label), Failure> {
        let _lock = self.lock()?;
        let sent = self.find(SENT, (from, to))?;
        let received = self.received(authority, (to, from))?;
        let standing =
            Standing::new(from, to, &sent.keys().copied().collect::<BTreeSet<_>>(), &received);
        if standing.is_old_copy {
            return Err(Failure::refused(
                format!("{to} has acknowledged more bundles than were sent from here"),
                "this folder is an old copy: a second bundle of one number would be proof against you; restore post/ \
                 from the newest copy",
            ));
        }
        let last = sent.last_key_value();
        let prev = last.map(|(_, path)| read_manifest(path, authority)).transpose()?;
        let prev = prev.map_or(NO_BUNDLE, |manifest| manifest.digest());
        let seq = last.map_or(0, |(seq, _)| seq + 1);
        let label = Label { from, to: Some(to), seq, prev, ack: received.contiguous() };
        let packed = bundle::pack(found, authority, label, keys).map_err(|refusal| {
            Failure::refused(refusal.to_string(), "name the key of every officer of the party")
        })?;
        files::make_folder(&self.folder.join(SENT))?;
        files::write_whole(&self.path(SENT, (from, to), seq, "tar"), &tar::write(&packed))?;
        Ok((packed, label))
    }

    /// Returns the bundles that were sent and not acknowledged, oldest first.
    pub(crate) fn unacknowledged(
        &self,
        authority: &Authority,
        (from, to): (Party, Party),
    ) -> Result<Numbered, Failure> {
        let acknowledged = self.received(authority, (to, from))?.acknowledged();
        let mut sent = self.find(SENT, (from, to))?;
        sent.retain(|seq, path| {
            let open = acknowledged.is_none_or(|acknowledged| *seq > acknowledged);
            open && path.extension().is_some_and(|ending| ending == "tar")
        });
        Ok(sent)
    }

    /// Of bundles that the other has acknowledged, only the manifests are kept.
    pub(super) fn prune(
        &self,
        authority: &Authority,
        (from, to): (Party, Party),
    ) -> Result<(), Failure> {
        let Some(acknowledged) = self.received(authority, (to, from))?.acknowledged() else {
            return Ok(());
        };
        for (seq, path) in self.find(SENT, (from, to))?.range(..=acknowledged) {
            if path.extension().is_some_and(|ending| ending == "tar") {
                let mut whole = read_tar(path)?;
                let manifest = whole.remove(MANIFEST).unwrap_or_default();
                files::write_whole(&self.path(SENT, (from, to), *seq, "note"), &manifest)?;
                remove(path)?;
            }
        }
        Ok(())
    }

    /// Says how the post stands between all parties, or between one and the others, where there is any.
    fn standings(
        &self,
        authority: &Authority,
        only: Option<Party>,
    ) -> Result<Vec<Standing>, Failure> {
        let mut standings = Vec::new();
        for own in authority.parties() {
            for other in authority.parties() {
                if own == other || only.is_some_and(|only| only != own) {
                    continue;
                }
                let sent = self.find(SENT, (own, other))?.into_keys().collect();
                let received = self.received(authority, (other, own))?;
                let standing = Standing::new(own, other, &sent, &received);
                if standing.sent > 0 || received != Received::default() {
                    standings.push(standing);
                }
            }
        }
        Ok(standings)
    }
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(anyhow::Error::new(error).context(format!("removing {}", path.display())).into())
        }
        _ => Ok(()),
    }
}

fn read_tar(path: &Path) -> Result<Files, Failure> {
    let limit = u64::try_from(TAR_BYTES_MAX).unwrap_or(u64::MAX);
    tar::read(&files::read_bytes(path, limit)?).map_err(|refusal| {
        Failure::refused(format!("{}: {refusal}", path.display()), "this file was damaged here")
    })
}

fn read_manifest(path: &Path, authority: &Authority) -> Result<Manifest, Failure> {
    let bytes = if path.extension().is_some_and(|ending| ending == "tar") {
        read_tar(path)?.remove(MANIFEST).unwrap_or_default()
    } else {
        files::read_bytes(path, u64::try_from(MANIFEST_BYTES_MAX).unwrap_or(u64::MAX))?
    };
    Manifest::read(&bytes, authority).map_err(|refusal| {
        Failure::refused(
            format!("{}: {refusal}", path.display()),
            "this file was changed by hand, or is of another exchange; take it from a copy",
        )
    })
}

/// Shows how the post stands.
pub(super) fn status(arguments: &StatusArguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.place.policy)?;
    let authority = Authority::read(&policy).map_err(|refusal| refused(refusal.into()))?;
    let post = Post::of(&arguments.place.folder);
    let keys = Keys::of(&arguments.place.folder, &authority, &Files::new())?;
    let standings = post.standings(&keys.past, arguments.own.map(Party::from))?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&standings).context("writing the answer")?;
        return out.line(text);
    }
    if standings.is_empty() {
        return out.line("no numbered bundle has been sent from here or has come in");
    }
    for standing in &standings {
        show(standing, out)?;
    }
    Ok(())
}

fn show(standing: &Standing, out: &mut Out) -> Result<(), Failure> {
    let Standing { own, other, sent, unacknowledged, received, gaps, waiting, is_old_copy } =
        standing;
    let numbers = |own: &[u64]| own.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    out.line(format!("{own} to {other}: {sent} sent"))?;
    if !unacknowledged.is_empty() {
        out.line(format!("  not acknowledged by {other}: {}", numbers(unacknowledged)))?;
    }
    match received {
        Some(last) => out.line(format!("  from {other}: received up to {last}"))?,
        None => out.line(format!("  from {other}: none received"))?,
    }
    if !gaps.is_empty() {
        out.line(format!("  MISSING from {other}: {}; ask for them again", numbers(gaps)))?;
        out.line(format!("  waiting for those: {}", numbers(waiting)))?;
    }
    if *is_old_copy {
        out.line(format!(
            "  OLD COPY: {other} acknowledges more than was sent from here; send nothing before post/ is restored"
        ))?;
    }
    Ok(())
}
