//! One request at work: who asks, what came, and how something is recorded for it.

use std::cell::RefCell;
use std::str::FromStr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, Uri, header};
use exchange::journal::{Command, Deed, Purpose, Recorded, State};
use exchange::vocabulary::{AccountId, Actor, Digest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Answered;

use super::answer::{Answer, Problem, Type};
use super::limits;
use super::operation::{Operation, Who};
use crate::desk::{Desk, Glass, Ways};

/// The header that says what data is opened for.
pub(super) const PURPOSE: &str = "safeconduct-purpose";
/// The header with a reason to be let past the hour's number of people.
pub(super) const GLASS: &str = "safeconduct-break-glass";
/// The header by which an asker names a request that records something.
pub(super) const KEY: &str = "idempotency-key";
/// The longest such key, in characters.
pub(super) const KEY_LETTERS_MAX: usize = 200;

/// One request at work.
pub(super) struct Call {
    pub(super) desk: Desk,
    /// The ways to sign in that the server was told of.
    pub(super) ways: Arc<Ways>,
    pub(super) operation: &'static Operation,
    /// What stands in the path, by name.
    pub(super) path: Vec<(String, String)>,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Where the request came from, as sessions know it.
    pub(super) origin: String,
    pub(super) who: Option<Actor>,
}

impl Call {
    /// Returns who has signed in.
    pub(super) fn actor(&self) -> Result<&Actor, Problem> {
        let nobody = || Problem::new(Type::SignedOut, "nobody has signed in", "begin a session");
        self.who.as_ref().ok_or_else(nobody)
    }

    /// Reads a body of JSON. What is wrong is told by its place, for the words may be somebody's name.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let body = serde_json::from_slice(&self.body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let what = format!("the body cannot be read at line {line}, column {column}");
            malformed(what, "see the form in the document of the API")
        })?;
        if limits::keeps(self.operation, &self.body) {
            return Ok(body);
        }
        let what = "something in the body is longer or shorter than the document says";
        Err(malformed(what, "see the lengths in the document of the API"))
    }

    /// Reads the query.
    pub(super) fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        Query::try_from_uri(&self.uri).map(|Query(query)| query).map_err(|_rejected| {
            let hint = "see the parameters in the document of the API";
            malformed("the query has another form", hint)
        })
    }

    /// Reads a reference from the path.
    pub(super) fn id<T: FromStr>(&self, part: &str) -> Result<T, Problem> {
        let found = self.path.iter().find(|(name, _)| name == part);
        let id = found.and_then(|(_, text)| text.parse().ok());
        id.ok_or_else(Problem::unknown)
    }

    /// Reads a header as text.
    pub(super) fn header(&self, name: &str) -> Result<Option<&str>, Problem> {
        let Some(value) = self.headers.get(name) else { return Ok(None) };
        if self.headers.get_all(name).iter().nth(1).is_some() {
            return Err(malformed(format!("the header {name} stands twice"), "say it once"));
        }
        let text = std::str::from_utf8(value.as_bytes()).map_err(|_other| {
            malformed(format!("the header {name} is no text"), "write it in UTF-8")
        })?;
        Ok(Some(text.trim()))
    }

    /// Says what data is opened for: what the request says, or what the role usually looks for.
    pub(super) fn purpose(&self) -> Result<Purpose, Problem> {
        let Some(word) = self.header(PURPOSE)? else {
            return Ok(Purpose::usual(self.actor()?.role));
        };
        let words = || Purpose::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ");
        let found = Purpose::ALL.iter().find(|one| one.word() == word).copied();
        found.ok_or_else(|| {
            malformed("there is no such purpose", format!("the purposes are {}", words()))
        })
    }

    /// Refuses whoever may not ask, before anything of the request is looked at.
    pub(super) async fn check_who(&mut self) -> Result<(), Problem> {
        let glass = self.header(GLASS)?.map(str::to_owned);
        self.desk.break_glass(Glass::read(glass.as_deref())?);
        let purpose = match self.operation.who {
            Who::Anybody => return Ok(()),
            Who::Look(_) => self.purpose()?,
            Who::Signed | Who::May(_) | Who::Either(..) | Who::LookFor(..) | Who::Looks => {
                Purpose::usual(self.actor()?.role)
            }
        };
        let (actor, who) = (self.actor()?, (self.operation.who, purpose));
        Ok(self.desk.check_who(actor, who, self.operation.id).await?)
    }

    /// Lets the caller's program go through many people at once.
    pub(super) async fn go_through(
        &self,
        purpose: Purpose,
        deed: Deed,
        people: usize,
    ) -> Result<crate::desk::Permit, Problem> {
        let work = (self.operation.id, people);
        Ok(self.desk.go_through(self.actor()?, (purpose, deed), work).await?)
    }

    /// Says which version was looked at.
    pub(super) fn looked_at(&self) -> Result<&str, Problem> {
        self.header(header::IF_MATCH.as_str())?.ok_or_else(|| {
            let what = "the request changes a thing and does not say which version was looked at";
            Problem::new(Type::LookFirst, what, "look at it, and send its ETag as If-Match")
        })
    }

    /// Refuses a change of what was changed since it was looked at.
    pub(super) fn matches(&self, etag: &str) -> Result<(), Problem> {
        let wanted = self.looked_at()?;
        if wanted == "*" || wanted.split(',').any(|one| one.trim() == etag) {
            return Ok(());
        }
        let what = "it was changed since it was looked at";
        Err(Problem::new(Type::Moved, what, "look at it again, and decide again"))
    }

    /// Returns the hash of the key by which the asker names this request.
    fn key(&self) -> Result<Digest, Problem> {
        let key = self.header(KEY)?.unwrap_or_default();
        let plain = key.chars().all(|c| c.is_ascii_graphic());
        if key.is_empty() || key.len() > KEY_LETTERS_MAX || !plain {
            let what =
                "the request records something and has no key by which it could be made again";
            let hint = format!(
                "send an Idempotency-Key of 1 to {KEY_LETTERS_MAX} plain characters, such as a UUID, a new one \
                 for each new request"
            );
            return Err(Problem::new(Type::KeyMissing, what, hint));
        }
        Ok(Digest::of(&[b"safeconduct/request-key/1\0", key.as_bytes()]))
    }

    /// Returns the hash of this request: two with one hash ask for the same.
    fn request(&self) -> Digest {
        let length = |part: &[u8]| u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes();
        let matched = self.headers.get(header::IF_MATCH).map_or(&[][..], |one| one.as_bytes());
        let target = self.uri.path_and_query().map_or("", |target| target.as_str());
        let id = self.operation.id.as_bytes();
        let parts = [id, target.as_bytes(), matched, &self.body];
        let lengths: Vec<[u8; 8]> = parts.iter().map(|part| length(part)).collect();
        let all: Vec<&[u8]> =
            lengths.iter().zip(parts).flat_map(|(length, part)| [&length[..], part]).collect();
        Digest::of(&all)
    }

    /// Returns the account of who asks.
    pub(super) fn account(&self) -> Result<AccountId, Problem> {
        Ok(self.desk.signed()?.account_id().clone())
    }

    /// Finds what this very request was answered before.
    pub(super) async fn before(&self) -> Result<Option<Answer>, Problem> {
        if !self.operation.records {
            return Ok(None);
        }
        let kept = self.desk.store().answered(&self.account()?, &self.key()?).await?;
        let Some(kept) = kept else { return Ok(None) };
        if kept.request != self.request() {
            let what = "this Idempotency-Key was used for another request";
            let hint = "draw a new key for a new request; keep the key to make the same one again";
            return Err(Problem::new(Type::KeyUsed, what, hint));
        }
        let answer = serde_json::from_slice(&kept.body).map_err(anyhow::Error::from)?;
        Ok(Some(answer))
    }

    /// Records what follows from commands, and keeps the answer with it: in one transaction, or neither.
    pub(super) async fn record(
        &mut self,
        commands: Vec<Command>,
        answer: impl Fn(&State, &[Recorded]) -> Answer,
    ) -> Result<Answer, Problem> {
        let actor = self.actor()?.clone();
        let (account, key, request) = (self.account()?, self.key()?, self.request());
        let at = self.desk.now();
        let given = RefCell::new(None);
        let keep = |state: &State, recorded: &[Recorded]| {
            let answer = answer(state, recorded);
            let body = serde_json::to_vec(&answer).expect("answers are plain values");
            *given.borrow_mut() = Some(answer);
            Some(Answered { account: account.clone(), key, request, at, body })
        };
        self.desk.submit_answered(&actor, commands, &keep).await?;
        let given = given.into_inner();
        given.ok_or_else(|| anyhow::anyhow!("something was recorded without an answer").into())
    }
}

/// A request of the right form that cannot be carried out as written.
pub(super) fn unusable(what: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem::new(Type::Unusable, what, hint)
}

/// A request of another form than the document gives.
pub(super) fn malformed(what: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem::new(Type::Malformed, what, hint)
}

/// Makes the tag of a version of what a thing is shown as: it changes when anything of it does.
pub(super) fn tag(thing: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(thing).expect("what is shown is plain values under text keys");
    let digest = Digest::of(&[b"safeconduct/etag/1\0", &bytes]).to_string();
    format!("\"{}\"", digest.get(..32).unwrap_or(&digest))
}
