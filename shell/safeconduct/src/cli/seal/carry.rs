//! Push and pull: bundles over HTTP, the same bytes as on a stick.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use exchange::seal::notary::note::Note;
use exchange::seal::post::{EARLY_MAX, Request};
use exchange::seal::{Authority, Files, tar};
use exchange::vocabulary::Party;
use ureq::http::Response;
use ureq::{Agent, Body};

use super::acts::{Place, refused};
use super::import::take_in;
use super::keys::{PartyLetter, read_secret};
use super::post::{Keys, Post};
use crate::cli::{Failure, Out};
use crate::files;
use crate::web::{HTTP_BUNDLE_BYTES_MAX, read_challenge};

/// How long one bundle may take, and how long a connection.
const WHOLE: Duration = Duration::from_mins(10);
const CONNECT: Duration = Duration::from_secs(20);
/// The longest answer in words, in bytes.
const WORDS_BYTES_MAX: u64 = 100_000;

/// What `seal push` takes.
#[derive(Args)]
pub(crate) struct PushArguments {
    #[command(flatten)]
    place: Place,
    /// Where the other party serves, such as `https://exchange.example/`.
    #[arg(long, value_name = "URL")]
    url: String,
    /// Who hands over.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// Who receives.
    #[arg(long, value_enum, ignore_case = true)]
    to: PartyLetter,
}

/// What `seal pull` takes.
#[derive(Args)]
pub(crate) struct PullArguments {
    #[command(flatten)]
    place: Place,
    /// Where the other party serves, such as `https://exchange.example/`.
    #[arg(long, value_name = "URL")]
    url: String,
    /// Who asks.
    #[arg(long = "as", value_name = "PARTY", value_enum, ignore_case = true)]
    own: PartyLetter,
    /// Who is asked.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// The key file of one officer of the party that asks.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// The other party's door.
struct Wire {
    agent: Agent,
    url: String,
}

impl Wire {
    fn new(url: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(WHOLE))
            .timeout_connect(Some(CONNECT))
            .http_status_as_error(false)
            .max_redirects(0)
            // What is sealed goes where it was told to go.
            .proxy(None)
            .build();
        Self { agent: config.into(), url: url.trim_end_matches('/').to_owned() }
    }

    fn failed(&self, error: &ureq::Error) -> Failure {
        Failure::incomplete(
            format!("{}: {error}", self.url),
            "nothing was taken in; try again, or carry the bundle by file",
        )
    }

    fn post(&self, path: &str, bytes: &[u8]) -> Result<Response<Body>, Failure> {
        let request = self.agent.post(format!("{}/seal/{path}", self.url));
        let request = request.content_type("application/octet-stream");
        request.send(bytes).map_err(|error| self.failed(&error))
    }

    fn words(&self, mut answer: Response<Body>) -> Result<String, Failure> {
        let status = answer.status();
        let bytes = answer.body_mut().with_config().limit(WORDS_BYTES_MAX).read_to_vec();
        let bytes = bytes.map_err(|error| self.failed(&error))?;
        // It is shown on a terminal: nothing but plain lines.
        let text: String = String::from_utf8_lossy(&bytes)
            .chars()
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        if status.is_success() {
            return Ok(text);
        }
        let (what, hint) = text.trim_end().split_once('\n').unwrap_or((text.trim_end(), ""));
        let what = format!("{} answered {}: {what}", self.url, status.as_u16());
        let hint = if hint.is_empty() { "ask whoever keeps it" } else { hint };
        Err(match status.as_u16() {
            403 => Failure::refused(what, hint),
            _ => Failure::incomplete(what, hint),
        })
    }
}

fn authority(place: &Place) -> Result<(String, Authority), Failure> {
    let policy = files::read_text(&place.policy)?;
    let authority = Authority::read(&policy).map_err(|refusal| refused(refusal.into()))?;
    Ok((policy, authority))
}

/// Hands over every bundle that was not acknowledged, oldest first.
pub(super) fn push(arguments: &PushArguments, out: &mut Out) -> Result<(), Failure> {
    let (_, authority) = authority(&arguments.place)?;
    let (from, to) = (Party::from(arguments.from), Party::from(arguments.to));
    let post = Post::of(&arguments.place.folder);
    let keys = Keys::of(&arguments.place.folder, &authority, &Files::new())?;
    let waiting = post.unacknowledged(&keys.past, (from, to))?;
    if waiting.is_empty() {
        return out
            .line(format!("{to} has acknowledged all that {from} sent; nothing to hand over"));
    }
    let wire = Wire::new(&arguments.url);
    let mut hand_over = |seq: u64, path: &Path| {
        let bytes = files::read_bytes(path, HTTP_BUNDLE_BYTES_MAX)?;
        let answer = wire.words(wire.post("bundles", &bytes)?)?;
        out.line(format!("bundle {seq} to {to}: handed over"))?;
        for line in answer.lines() {
            out.line(format!("  there: {line}"))?;
        }
        Ok(())
    };
    // One that was signed before keys changed is refused until the one after it is there, which vouches for it.
    let mut turned_away = Vec::new();
    let mut last = None;
    for (seq, path) in waiting {
        match hand_over(seq, &path) {
            Err(failure @ Failure::Refused { .. }) => turned_away.push((seq, path, failure)),
            outcome => {
                outcome?;
                last = Some(seq);
            }
        }
    }
    let mut refused = None;
    while let Some((seq, path, failure)) = turned_away.pop() {
        if last.is_some_and(|last| last > seq) {
            hand_over(seq, &path)?;
        } else {
            refused = Some(failure);
        }
    }
    refused.map_or(Ok(()), Err)
}

/// Fetches every bundle that waits for us, oldest first, and takes each in before asking for the next.
pub(super) fn pull(arguments: &PullArguments, out: &mut Out) -> Result<(), Failure> {
    let (policy, authority) = authority(&arguments.place)?;
    let (own, from) = (Party::from(arguments.own), Party::from(arguments.from));
    let key = read_secret(&arguments.key)?;
    let post = Post::of(&arguments.place.folder);
    let wire = Wire::new(&arguments.url);
    for taken in 0..EARLY_MAX {
        let keys = Keys::of(&arguments.place.folder, &authority, &Files::new())?;
        let ack = post.received(&keys.past, (from, own))?.contiguous();
        let challenge = wire.words(wire.post("challenge", &[])?)?;
        let challenge = read_challenge(&challenge).ok_or_else(|| {
            Failure::incomplete(
                format!("{} handed out no challenge", arguments.url),
                "check that a `safeconduct serve --seal` answers there",
            )
        })?;
        let exchange = authority.exchange().clone();
        let request = Request { exchange, from: own, to: from, challenge, ack };
        let mut note = Note::new(request.text()).map_err(|refusal| refused(refusal.into()))?;
        note.sign(&key).map_err(|refusal| refused(refusal.into()))?;
        let mut answer = wire.post("pull", &note.to_bytes())?;
        if answer.status().as_u16() == 204 {
            return if taken == 0 {
                out.line(format!("{from} has nothing new for {own}"))
            } else {
                Ok(())
            };
        }
        if !answer.status().is_success() {
            wire.words(answer)?;
            continue;
        }
        let bytes = answer.body_mut().with_config().limit(HTTP_BUNDLE_BYTES_MAX).read_to_vec();
        let bytes = bytes.map_err(|error| wire.failed(&error))?;
        let theirs = tar::read(&bytes).map_err(|refusal| {
            Failure::refused(
                format!("{} sent no bundle: {refusal}", arguments.url),
                "nothing was taken in; ask again, and keep what you have as evidence",
            )
        })?;
        for line in take_in(&arguments.place.folder, &policy, Some(own), &theirs)? {
            out.line(line)?;
        }
        let keys = Keys::of(&arguments.place.folder, &authority, &Files::new())?;
        if post.received(&keys.past, (from, own))?.contiguous() == ack {
            return Err(Failure::incomplete(
                format!("{from} handed out a bundle that brings nothing forward"),
                "look at `safeconduct seal status`, and ask for what is missing",
            ));
        }
    }
    Ok(())
}
