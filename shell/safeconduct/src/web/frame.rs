//! What stands around every page: who sits here, where one can go, in which language, and whether all of it is
//! practice.

use std::borrow::Borrow;
use std::fmt::Write as _;

use askama::filters::{Html, escape};
use exchange::journal::Purpose;
use exchange::vocabulary::Role;

use super::serve::{lets_in, may_ask};
use super::visit::{PRACTICE, Visit};
use super::words::{Language, Words};
use crate::desk::draw_id;

/// The cookie with the chosen language.
pub(super) const LANGUAGE_COOKIE: &str = "language";
/// The cookie that says in which chair of a practice instance somebody sits.
pub(super) const CHAIR_COOKIE: &str = "chair";

/// Names the cookie that opens the session.
pub(super) fn session_cookie(is_secure: bool) -> &'static str {
    if is_secure { "__Host-safeconduct" } else { "safeconduct" }
}

/// The page on which one signs in and goes on to another.
pub(super) fn sign_in_to(path: &str) -> String {
    if path == "/" { "/sign-in".to_owned() } else { format!("/sign-in?to={path}") }
}

/// One entry of the navigation.
pub(super) struct Link {
    pub(super) path: &'static str,
    pub(super) label: String,
    pub(super) is_here: bool,
}

/// One of several words that a field takes.
pub(super) struct Choice {
    pub(super) word: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

impl Choice {
    /// Makes the choices of a field from words and what they are called; the one that was chosen stands out.
    pub(super) fn list<W: ToString>(
        words: impl IntoIterator<Item = (W, String)>,
        chosen: &str,
    ) -> Vec<Self> {
        let one = |(word, label): (W, String)| {
            let word = word.to_string();
            Self { is_chosen: word == chosen, word, label }
        };
        words.into_iter().map(one).collect()
    }
}

/// Who has signed in.
pub(super) struct Sitter {
    pub(super) name: String,
    pub(super) role: String,
}

/// What stands around a page.
pub(super) struct Frame {
    pub(super) words: Words,
    pub(super) languages: [Language; 5],
    pub(super) title: String,
    pub(super) who: Option<Sitter>,
    pub(super) party: String,
    pub(super) is_practice: bool,
    pub(super) links: Vec<Link>,
    /// Where the page is, for the choice of language.
    pub(super) at: String,
    /// What was just done, in words.
    pub(super) done: Option<String>,
    /// What must be mended before the form is taken: the field's name and what is wrong.
    pub(super) wrong: Vec<(&'static str, String)>,
    /// Hidden fields of a form: its seal, and a key by which it is taken once.
    hidden: String,
    /// The role of who asks, and what for.
    asker: Option<(Role, Purpose)>,
    /// Whether passkeys can be used here.
    pub(super) has_passkeys: bool,
    /// Somebody of a practice instance can sit in these chairs.
    pub(super) chairs: Vec<(&'static str, String)>,
}

/// Where the navigation leads, and under which word.
const LINKS: &[(&str, &str)] = &[
    ("/", "nav-home"),
    ("/agreement", "nav-agreement"),
    ("/people", "nav-people"),
    ("/matches", "nav-matches"),
    ("/duplicates", "nav-duplicates"),
    ("/merges", "nav-merges"),
    ("/lists", "nav-lists"),
    ("/round", "nav-round"),
    ("/gates", "nav-gates"),
    ("/movement", "nav-movement"),
    ("/seal", "nav-seal"),
    ("/progress", "nav-progress"),
    ("/exchange", "nav-exchange"),
    ("/looks", "nav-looks"),
    ("/retention", "nav-retention"),
    ("/administration", "nav-administration"),
];

impl Frame {
    /// Puts the frame of a page together.
    pub(super) fn of(visit: &Visit, title: &str) -> Self {
        let words = visit.words;
        let title = words.t(title);
        Self::titled(visit, title)
    }

    /// The same, with a title that is put together.
    pub(super) fn titled(visit: &Visit, title: String) -> Self {
        let words = visit.words;
        let who = visit.who.as_ref().map(|who| Sitter {
            name: who.name.clone(),
            role: words.t(&format!("role-{}", who.role.word())),
        });
        let links =
            LINKS.iter().filter(|(path, _)| may_ask(visit, path)).map(|(path, label)| Link {
                path,
                label: words.t(label),
                is_here: visit.at == *path
                    || *path != "/"
                        && visit.at.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')),
            });
        let done =
            visit.asked("done").map(|key| format!("done-{key}")).filter(|key| words.has(key));
        let is_practice = visit.desk.meta().practice;
        let chairs = if is_practice { &PRACTICE[..] } else { &[] };
        let mut hidden = String::new();
        if let Ok(seal) = visit.seal() {
            let key = draw_id();
            for (name, value) in [("seal", &seal), ("key", &key)] {
                write!(hidden, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
                    .expect("a string takes any text");
            }
        }
        Self {
            words,
            languages: Language::ALL,
            title,
            links: links.collect(),
            who,
            party: visit.desk.meta().party.to_string(),
            is_practice,
            at: visit.at.clone(),
            done: done.map(|key| words.t(&key)),
            wrong: Vec::new(),
            has_passkeys: !is_practice && visit.house.ways.site.is_some(),
            hidden,
            asker: visit.who.as_ref().map(|who| (who.role, visit.purpose())),
            chairs: chairs
                .iter()
                .map(|(name, role)| (*name, words.t(&format!("role-{}", role.word()))))
                .collect(),
        }
    }

    /// Says whether a link to a page leads whoever sits here anywhere: `/gates/{stage}`.
    pub(super) fn opens(&self, path: &str) -> bool {
        self.asker.is_some_and(|(role, purpose)| lets_in(role, purpose, path))
    }

    /// Returns a message.
    pub(super) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// Returns a message about so many things.
    pub(super) fn n(&self, key: &str, count: impl Borrow<usize>) -> String {
        self.words.n(key, *count.borrow())
    }

    /// Writes a number.
    pub(super) fn number(&self, number: impl Borrow<usize>) -> String {
        self.words.number(*number.borrow())
    }

    /// Returns a message with one value.
    pub(super) fn with(&self, key: &str, it: impl std::fmt::Display) -> String {
        self.words.with(key, it)
    }

    /// The hidden fields of a form that records something, as HTML: hexadecimal digits alone stand in them.
    pub(super) fn hidden(&self) -> &str {
        &self.hidden
    }

    /// What is wrong with a field, if anything.
    pub(super) fn wrong_with(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(name, _)| *name == field).map(|(_, what)| what.as_str())
    }
}

/// Marks a text that people wrote: its direction is found from its letters, and its neighbours keep theirs.
pub(super) fn own(text: &str) -> String {
    let text = escape(text, Html).map(|safe| safe.to_string()).unwrap_or_default();
    format!("<bdi dir=\"auto\">{text}</bdi>")
}
