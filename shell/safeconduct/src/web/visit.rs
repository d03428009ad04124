//! One visit: who looks at a page or sends a form, in which language, and how something is recorded for it.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use exchange::journal::{Command, Purpose, Recorded, State};
use exchange::vocabulary::{AccountId, Actor, Digest, Role};
use store::Answered;

use super::form::{Form, Upload};
use super::frame;
use super::serve::{House, Page};
use super::trouble::Trouble;
use super::words::{Language, Words};
use crate::cli::{Failure, Kind};
use crate::desk::{Desk, Token, draw_id};

/// The officers of a practice instance, each with a role: whoever is on this machine may sit in any chair.
pub(super) const PRACTICE: [(&str, Role); 7] = [
    ("officer-1", Role::Officer),
    ("officer-2", Role::Officer),
    ("team-1", Role::HandoverTeam),
    ("clinician-1", Role::Clinician),
    ("spokesperson-1", Role::Spokesperson),
    ("protection-1", Role::DataProtection),
    ("administrator-1", Role::Administrator),
];

/// The longest name of a form's key, in characters.
const KEY_LETTERS_MAX: usize = 64;

/// What comes back.
pub(super) enum Reply {
    /// A page.
    Page(StatusCode, String),
    /// Another page is to be looked at.
    Go(String),
    /// A file to keep.
    File(File),
}

/// A file that goes out.
pub(super) struct File {
    /// What it is called: ASCII letters, digits, `.` and `-`.
    pub(super) name: String,
    /// What it is, as a media type.
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// One visit.
pub(super) struct Visit {
    pub(super) house: Arc<House>,
    pub(super) desk: Desk,
    pub(super) page: Option<&'static Page>,
    /// What stands in the path, by name.
    pub(super) path: Vec<(String, String)>,
    /// What stands behind the path.
    pub(super) query: Vec<(String, String)>,
    /// The path itself.
    pub(super) at: String,
    pub(super) form: Form,
    pub(super) words: Words,
    /// Where it came from, as sessions know it.
    pub(super) origin: String,
    pub(super) who: Option<Actor>,
    cookies: Vec<(String, String)>,
    /// Cookies that are to be set.
    pub(super) set: Vec<String>,
}

impl Visit {
    pub(super) fn new(
        house: &Arc<House>,
        page: Option<&'static Page>,
        (path, parts): (Vec<(String, String)>, &Parts),
        peer: SocketAddr,
    ) -> Self {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Self {
            house: Arc::clone(house),
            desk: house.hub.desk(),
            page,
            path,
            query: query.map(|axum::extract::Query(query)| query).unwrap_or_default(),
            at: parts.uri.path().to_owned(),
            form: Form::default(),
            words: Words { language: Language::En },
            origin: format!("http:{}", peer.ip()),
            who: None,
            cookies: cookies(&parts.headers),
            set: Vec::new(),
        }
    }

    /// Lets in who shows a session, or sits in a chair of a practice instance.
    pub(super) async fn enter(&mut self) -> Result<(), Trouble> {
        if self.desk.meta().practice {
            // Whoever comes for the first time sits down as the first officer.
            let chair = self.cookie(frame::CHAIR_COOKIE).unwrap_or(PRACTICE[0].0);
            let chair = PRACTICE.iter().find(|(name, _)| *name == chair);
            self.who = chair.map(|(name, role)| self.desk.actor(name, *role));
            return Ok(());
        }
        let name = frame::session_cookie(self.house.is_secure());
        let Some(token) = self.cookie(name).and_then(Token::read) else { return Ok(()) };
        let origin = self.origin.clone();
        match self.desk.enter(&token, &origin).await {
            Ok(actor) => {
                self.who = Some(actor);
                Ok(())
            }
            // Whoever looks at a page that is for anybody need not hear of it.
            Err(Failure::Refused { kind: Kind::SignedOut, .. }) => Ok(()),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Returns who has signed in.
    pub(super) fn actor(&self) -> Result<&Actor, Trouble> {
        self.who.as_ref().ok_or(Trouble::SignedOut)
    }

    /// What people are looked at for: what was chosen, or what the role usually looks for.
    pub(super) fn purpose(&self) -> Purpose {
        let role = self.who.as_ref().map_or(Role::Administrator, |who| who.role);
        let chosen = self.asked("for").unwrap_or_default();
        let chosen = Purpose::ALL.iter().find(|one| one.word() == chosen).copied();
        chosen.unwrap_or_else(|| Purpose::usual(role))
    }

    /// Returns a value that stands behind the path.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.trim()).filter(|text| !text.is_empty())
    }

    /// Reads a reference from the path.
    pub(super) fn id<T: FromStr>(&self, part: &str) -> Result<T, Trouble> {
        let found = self.path.iter().find(|(name, _)| name == part);
        found.and_then(|(_, text)| text.parse().ok()).ok_or(Trouble::Unknown)
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// Sets a cookie; an empty one is taken away.
    pub(super) fn set_cookie(&mut self, name: &str, value: &str, is_for_long: bool) {
        let age = match (value, is_for_long) {
            ("", _) => "; Max-Age=0",
            (_, true) => "; Max-Age=31536000",
            (_, false) => "",
        };
        let secure = if self.house.is_secure() { "; Secure" } else { "" };
        self.set.push(format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}{secure}"));
    }

    /// What a form carries so that no page elsewhere can send it: it belongs to the session.
    pub(super) fn seal(&self) -> Result<String, Trouble> {
        let of = match self.desk.signed() {
            Ok(signed) => signed.session().id.to_string(),
            Err(_) => format!("practice {}", self.actor()?.name),
        };
        let mark = self.desk.store().keyed_mark("form", of.as_bytes()).to_string();
        Ok(mark.get(..32).unwrap_or(&mark).to_owned())
    }

    /// The account for which an answer is kept.
    fn account(&self) -> Result<AccountId, Trouble> {
        if let Ok(signed) = self.desk.signed() {
            return Ok(signed.account_id().clone());
        }
        let name = format!("practice-{}", self.actor()?.name);
        AccountId::read(&name).map_err(|_unread| Trouble::SignedOut)
    }

    /// The hash of the key that a form carries; none, where a form records nothing.
    fn key(&self) -> Option<Digest> {
        let key = self.form.one("key");
        let plain = (1..=KEY_LETTERS_MAX).contains(&key.len());
        plain.then(|| Digest::of(&[b"safeconduct/form-key/1\0", key.as_bytes()]))
    }

    /// The hash of the form: two with one hash say the same.
    fn request(&self) -> Digest {
        let fields = self.form.fields.iter().filter(|(name, _)| name != "seal");
        let mut said = vec![self.at.clone()];
        said.extend(fields.flat_map(|(name, text)| [name.clone(), text.clone()]));
        let files = self.form.files.iter();
        said.extend(
            files.flat_map(|one| [one.field.clone(), Digest::of(&[&one.bytes]).to_string()]),
        );
        let said = serde_json::to_vec(&said).expect("texts are plain values");
        Digest::of(&[b"safeconduct/form/1\0", &said])
    }

    /// Keeps a file that came with the form for the pages that follow, and returns its id.
    pub(super) fn keep(&mut self, field: &str) -> Result<Option<String>, Trouble> {
        let Some(at) = self.form.files.iter().position(|file| file.field == field) else {
            return Ok(None);
        };
        let (id, whose) = (draw_id(), self.account()?.to_string());
        let file = self.form.files.swap_remove(at);
        self.house.kept.put((&id, &whose), self.desk.now(), file);
        Ok(Some(id))
    }

    /// Keeps what was said about a kept file, such as how it is to be read, under a name of its own.
    pub(super) fn keep_under(&self, id: &str, bytes: Vec<u8>) -> Result<(), Trouble> {
        let whose = self.account()?.to_string();
        let said = Upload { field: String::new(), name: String::new(), bytes };
        self.house.kept.put((id, &whose), self.desk.now(), said);
        Ok(())
    }

    /// Finds a file that was kept; none, where it was kept too long ago, by somebody else, or by a server that
    /// stopped.
    pub(super) fn kept(&self, id: &str) -> Result<Option<Arc<Upload>>, Trouble> {
        let whose = self.account()?.to_string();
        Ok(self.house.kept.get((id, &whose), self.desk.now()))
    }

    /// Finds where this very form led before: one that is sent twice records nothing twice.
    pub(super) async fn before(&self) -> Result<Option<Reply>, Trouble> {
        let Some(key) = self.key() else { return Ok(None) };
        let kept = self.desk.store().answered(&self.account()?, &key).await;
        let Some(kept) = kept.map_err(Failure::from)? else { return Ok(None) };
        if kept.request != self.request() {
            // Sent, gone back to and changed.
            return Err(Trouble::SentBefore);
        }
        let target = String::from_utf8(kept.body).map_err(anyhow::Error::from)?;
        Ok(Some(Reply::Go(target)))
    }

    /// Records what follows from commands and says where to go, in one transaction.
    pub(super) async fn record(
        &mut self,
        commands: Vec<Command>,
        target: impl Fn(&State, &[Recorded]) -> String,
    ) -> Result<Reply, Trouble> {
        let actor = self.actor()?.clone();
        let (account, key, request) = (self.account()?, self.key(), self.request());
        let key = key.ok_or(Trouble::OtherSession)?;
        let at = self.desk.now();
        let given = RefCell::new(String::new());
        let keep = |state: &State, recorded: &[Recorded]| {
            let target = target(state, recorded);
            given.borrow_mut().clone_from(&target);
            let body = target.into_bytes();
            Some(Answered { account: account.clone(), key, request, at, body })
        };
        self.desk.submit_answered(&actor, commands, &keep).await?;
        Ok(Reply::Go(given.into_inner()))
    }

    /// Makes the response.
    pub(super) fn respond(&mut self, reply: Reply) -> Response {
        let mut response = match reply {
            Reply::Page(status, html) => {
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                let mut response = ([(header::CONTENT_TYPE, kind)], html).into_response();
                *response.status_mut() = status;
                response
            }
            Reply::Go(target) => {
                let target = HeaderValue::from_str(&target);
                let target = target.unwrap_or_else(|_| HeaderValue::from_static("/"));
                (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
            }
            Reply::File(File { name, kind, bytes }) => {
                let name = format!("attachment; filename=\"{name}\"");
                let name = HeaderValue::from_str(&name);
                let name = name.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
                let kind = HeaderValue::from_static(kind);
                let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
                (headers, bytes).into_response()
            }
        };
        for cookie in self.set.drain(..) {
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|one| one.to_str().ok());
    let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
