//! The door through which bundles come and go over HTTP: the same bytes as on a stick.
//!
//! `POST /seal/bundles` takes a bundle in one file; its manifest, which comes first, says who signed it and for whom
//! it is, and nobody else gets further. `POST /seal/challenge` hands out 32 bytes of chance, and `POST /seal/pull` takes
//! them back in a note that an enrolled officer signed, for the oldest bundle that waits for that party.

use std::collections::VecDeque;
use std::fs;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::State as Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post as post_route;
use exchange::seal::bundle::{MANIFEST, ManifestRefusal};
use exchange::seal::notary::{hex, read_hex32};
use exchange::seal::post::{self, REQUEST_BYTES_MAX, Request};
use exchange::seal::tar::{self, TarRefusal};
use exchange::seal::{Authority, Files, SignatureRefusal, roster};
use exchange::vocabulary::Party;
use tokio::sync::Mutex;

use crate::cli::Failure;
use crate::cli::seal::folder;
use crate::cli::seal::import::{bad_manifest, take_in};
use crate::cli::seal::post::{Keys, Post};

/// The largest bundle that comes or goes over HTTP, in bytes; a larger one goes by file.
pub(crate) const HTTP_BUNDLE_BYTES_MAX: u64 = 256_000_000;
/// The largest manifest that is taken in before its signatures are checked, in bytes.
const HTTP_MANIFEST_BYTES_MAX: usize = 8_000_000;
/// The most bytes behind the manifest that are taken in to find out whether a key in it was put in place by an act.
const HTTP_KEY_ACTS_BYTES_MAX: usize = 1_000_000;
/// How long a sender may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// The most challenges that wait for an answer; the oldest make room.
const CHALLENGES_MAX: usize = 1_000;

/// The door of one party.
pub(crate) struct Door {
    acts: PathBuf,
    policy: String,
    authority: Authority,
    own: Party,
    /// The acts that change keys, as they were when the folder of acts last changed.
    key_acts: std::sync::Mutex<Option<(SystemTime, Files)>>,
    challenges: Mutex<VecDeque<[u8; 32]>>,
    /// One bundle is taken in at a time, so that strangers cannot fill the memory side by side.
    busy: Mutex<()>,
}

impl Door {
    /// Opens the door of a party before a folder of acts.
    pub(crate) fn new(acts: PathBuf, policy: String, own: Party) -> Result<Self, Failure> {
        let authority = Authority::read(&policy).map_err(|refusal| {
            Failure::refused(refusal.to_string(), "use the policy file that all parties exchanged")
        })?;
        let key_acts = std::sync::Mutex::default();
        let (challenges, busy) = (Mutex::default(), Mutex::default());
        Ok(Self { acts, policy, authority, own, key_acts, challenges, busy })
    }

    /// Returns what the door answers.
    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/seal/bundles", post_route(take))
            .route("/seal/challenge", post_route(challenge))
            .route("/seal/pull", post_route(hand_out))
            .with_state(Arc::new(self))
    }

    /// Returns by which keys is judged what comes now, with those that a bundle itself brings. Whoever asks, the acts
    /// are read again only after they have changed.
    fn keys(&self, theirs: &Files) -> Result<Keys, Failure> {
        let changed = fs::metadata(self.acts.join("acts")).and_then(|found| found.modified()).ok();
        let mut kept = self.key_acts.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = match (changed, kept.as_ref()) {
            (Some(changed), Some((at, ours))) if *at == changed => ours.clone(),
            _ => {
                let ours = folder::key_acts(&self.acts)?;
                *kept = changed.map(|changed| (changed, ours.clone()));
                ours
            }
        };
        drop(kept);
        Ok(Keys::after(ours, &self.authority, theirs))
    }

    /// Reads a bundle as it comes in. What a stranger sends ends with its manifest.
    async fn read(&self, mut body: Body) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut limit = None;
        while let Some(data) = next(&mut body).await? {
            bytes.extend_from_slice(&data);
            let have = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if limit.is_none() {
                limit = self.admit(&bytes, false)?;
            }
            if limit.is_some_and(|limit| have > limit) {
                return Err(Failure::refused(
                    "more came than the bundle's manifest lists".to_owned(),
                    "send the bundle as `safeconduct seal bundle` wrote it",
                ));
            }
        }
        if limit.is_none() && self.admit(&bytes, true)?.is_none() {
            return Err(cut());
        }
        Ok(bytes)
    }

    /// Checks the manifest once it is there, and returns how many bytes the bundle may have.
    fn admit(&self, bytes: &[u8], is_all: bool) -> Result<Option<u64>, Failure> {
        let no_bundle = |refusal: TarRefusal| {
            Failure::refused(
                refusal.to_string(),
                "send a bundle in one file, with its manifest first",
            )
        };
        let first = tar::first(bytes, HTTP_MANIFEST_BYTES_MAX).map_err(no_bundle)?;
        let Some(first) = first else { return Ok(None) };
        let post = Post::of(&self.acts);
        let mut admitted = post.admit(first, &self.keys(&Files::new())?)?;
        if let Err(ManifestRefusal::Signature(SignatureRefusal::Unknown(_))) = admitted {
            // Signed by a key that an act in this very bundle puts in place? Such acts come right behind the manifest.
            let begun = tar::begun(bytes).map_err(no_bundle)?;
            admitted = post.admit(first, &self.keys(&begun)?)?;
            let more = |path: &String| path == MANIFEST || roster::is_of_key_act(&begun, path);
            let waits = !is_all
                && begun.keys().all(more)
                && bytes.len() < first.len() + HTTP_KEY_ACTS_BYTES_MAX;
            if admitted.is_err() && waits {
                return Ok(None);
            }
        }
        let manifest = admitted.map_err(|refusal| bad_manifest(&refusal))?;
        post::is_for(&manifest.label, self.own).map_err(|refusal| {
            Failure::refused(refusal.to_string(), "hand it to the party it is for")
        })?;
        let length = tar::length(first, manifest.files.values().map(|listed| listed.size));
        if length > HTTP_BUNDLE_BYTES_MAX {
            return Err(Failure::refused(
                format!(
                    "the bundle has {length} bytes; {HTTP_BUNDLE_BYTES_MAX} come over HTTP at most"
                ),
                "carry it by file, and take it in with `safeconduct seal import`",
            ));
        }
        Ok(Some(length))
    }

    /// Finds the oldest bundle that the asker has not received.
    async fn find(&self, body: Body) -> Result<Option<Vec<u8>>, Failure> {
        let bytes = axum::body::to_bytes(body, REQUEST_BYTES_MAX).await.map_err(|error| {
            Failure::refused(format!("the request cannot be read: {error}"), "ask again")
        })?;
        let keys = self.keys(&Files::new())?;
        let request = Request::read(&bytes, &keys.now, self.own).map_err(|refusal| {
            Failure::refused(
                refusal.to_string(),
                "sign with a key that counts now for an officer of the party that asks; where it was replaced, hand over \
                 a bundle with that act first",
            )
        })?;
        let mut challenges = self.challenges.lock().await;
        let Some(at) = challenges.iter().position(|own| *own == request.challenge) else {
            return Err(Failure::refused(
                "the challenge was not handed out here, or was used before: this is a replay",
                "ask for a new challenge and sign that",
            ));
        };
        challenges.remove(at);
        drop(challenges);
        let post = Post::of(&self.acts);
        let waiting = post.unacknowledged(&keys.past, (self.own, request.from))?;
        let next = waiting.into_iter().find(|(seq, _)| request.ack.is_none_or(|ack| *seq > ack));
        let Some((_, path)) = next else { return Ok(None) };
        Ok(Some(crate::files::read_bytes(&path, HTTP_BUNDLE_BYTES_MAX)?))
    }
}

fn cut() -> Failure {
    Failure::incomplete("the bundle was cut off on the way", "send it again; nothing was taken in")
}

/// Waits for the next piece of a body.
async fn next(body: &mut Body) -> Result<Option<axum::body::Bytes>, Failure> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        let frame = tokio::time::timeout(SILENCE, frame).await.ok().ok_or_else(cut)?;
        match frame {
            None => return Ok(None),
            Some(Err(_)) => return Err(cut()),
            // What is no data is a trailer, and says nothing.
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// A refusal over HTTP, in two lines: what, and a hint. No line names a person.
fn refuse(failure: &Failure) -> Response {
    let (status, what, hint) = match failure {
        Failure::Refused { what, hint, .. } => (StatusCode::FORBIDDEN, what, hint),
        Failure::Incomplete { what, hint } => (StatusCode::UNPROCESSABLE_ENTITY, what, hint),
        Failure::Fault(error) => {
            tracing::error!(?error, "a bundle could not be taken in or handed out");
            return (StatusCode::INTERNAL_SERVER_ERROR, "our fault; see the log there\n")
                .into_response();
        }
    };
    (status, format!("{what}\n{hint}\n")).into_response()
}

async fn take(Shared(door): Shared<Arc<Door>>, body: Body) -> Response {
    let busy = door.busy.lock().await;
    let taken = match door.read(body).await {
        Ok(bytes) => {
            let door = Arc::clone(&door);
            let work = tokio::task::spawn_blocking(move || {
                let files = tar::read(&bytes).map_err(|refusal| {
                    Failure::refused(refusal.to_string(), "send it again; nothing was taken in")
                })?;
                take_in(&door.acts, &door.policy, Some(door.own), &files)
            });
            work.await.context("taking a bundle in").map_err(Failure::Fault).flatten()
        }
        Err(failure) => Err(failure),
    };
    drop(busy);
    match taken {
        Ok(told) => (StatusCode::OK, told.join("\n") + "\n").into_response(),
        Err(failure) => refuse(&failure),
    }
}

async fn challenge(Shared(door): Shared<Arc<Door>>) -> Response {
    let chance = crate::demo::seal::chance();
    let mut challenges = door.challenges.lock().await;
    if challenges.len() >= CHALLENGES_MAX {
        challenges.pop_front();
    }
    challenges.push_back(chance);
    format!("{}\n", hex(&chance)).into_response()
}

/// Reads what [`challenge`] hands out.
pub(crate) fn read_challenge(text: &str) -> Option<[u8; 32]> {
    read_hex32(text.strip_suffix('\n')?)
}

async fn hand_out(Shared(door): Shared<Arc<Door>>, body: Body) -> Response {
    match door.find(body).await {
        Ok(Some(bytes)) => ([(header::CONTENT_TYPE, "application/x-tar")], bytes).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(failure) => refuse(&failure),
    }
}
