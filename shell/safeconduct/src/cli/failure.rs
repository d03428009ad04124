//! How a command fails: the rules refuse, the input is incomplete, or the machine broke.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use exchange::journal::Refusal;
use exchange::{lists, registry};

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A rule of the exchange says no.
    Rule,
    /// The table of roles or of access does not name it.
    NotAllowed,
    /// Nobody has signed in, or the session has ended.
    SignedOut,
    /// Name, password and code do not belong together.
    NotRight,
    /// A code was wrong, or was used before.
    WrongCode,
    /// There were too many tries.
    Wait {
        /// How many seconds must pass.
        seconds: u32,
    },
    /// A second factor must be shown again first.
    ProofNeeded,
    /// The hour's number of people is used up.
    HourSpent,
    /// There is no such thing.
    Unknown,
    /// The thing was changed since it was looked at.
    Moved,
    /// Another process wrote meanwhile.
    Overtaken,
    /// A key of a request was used for another request.
    KeyUsed,
}

/// Why a command did not do what it was asked. Exit codes: `spec/0-vocabulary.md`.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The rules say no, or a check found a contradiction. Exit code 1.
    Refused {
        /// What was refused, and the thing's name.
        what: String,
        /// What to do about it.
        hint: String,
        /// The article or clause behind the rule.
        basis: Option<&'static str>,
        /// The refusal's stable name, where the core made it: pages say it in their own language by it.
        id: Option<&'static str>,
        /// What kind of refusal it is, for a program that asked.
        kind: Kind,
    },
    /// The request cannot be carried out as written, or input is missing. Exit code 2.
    Incomplete {
        /// What is missing or cannot be read.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// We or the machine failed. Exit code 70.
    Fault(anyhow::Error),
}

impl Failure {
    /// A refusal without an article.
    pub(crate) fn refused(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::refused_as(Kind::Rule, what, hint)
    }

    /// A refusal of a kind, without an article.
    pub(crate) fn refused_as(kind: Kind, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), hint: hint.into(), basis: None, id: None, kind }
    }

    /// Input that is missing or cannot be read.
    pub(crate) fn incomplete(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Incomplete { what: what.into(), hint: hint.into() }
    }

    /// Shows the failure on standard error and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::Refused { what, hint, basis, id: _, kind: _ } => {
                let mut text = format!("refused: {what}\n");
                if let Some(basis) = basis {
                    writeln!(text, "  because: {basis}").expect("a String takes any text");
                }
                writeln!(text, "  hint: {hint}").expect("a String takes any text");
                (text, 1)
            }
            Self::Incomplete { what, hint } => {
                (format!("cannot go on: {what}\n  hint: {hint}\n"), 2)
            }
            Self::Fault(error) => (format!("fault: {error:#}\n"), 70),
        };
        // Standard error may be closed; the exit code still tells.
        drop(io::stderr().write_all(text.as_bytes()));
        ExitCode::from(code)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let kind = match &refusal {
            Refusal::NotAllowed { .. } => Kind::NotAllowed,
            Refusal::Registry(
                registry::Refusal::UnknownPerson { .. } | registry::Refusal::UnknownClaim { .. },
            )
            | Refusal::Lists(lists::Refusal::UnknownList { .. }) => Kind::Unknown,
            Refusal::Agreement(_)
            | Refusal::Registry(_)
            | Refusal::Lists(_)
            | Refusal::Reconcile(_)
            | Refusal::Plan(_)
            | Refusal::Seal(_)
            | Refusal::Handover(_)
            | Refusal::Reception(_)
            | Refusal::Announce(_) => Kind::Rule,
        };
        let (what, hint, basis) = (refusal.to_string(), refusal.hint(), refusal.basis());
        Self::Refused { what, hint, basis, id: Some(refusal.id()), kind }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        if error.is_fault() {
            let hint = error.hint();
            return Self::Fault(anyhow::Error::new(error).context(hint));
        }
        let hint = error.hint();
        let kind = if matches!(error, store::Error::KeyUsed) {
            Kind::KeyUsed
        } else if matches!(error, store::Error::Conflict { .. }) {
            Kind::Overtaken
        } else if matches!(error, store::Error::AccountMoved { .. }) {
            Kind::Moved
        } else {
            Kind::Rule
        };
        Self::refused_as(kind, error.to_string(), hint)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}
