//! How a command fails: the rules refuse, the input is incomplete, or the machine broke.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use exchange::journal::Refusal;

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
        Self::Refused { what: what.into(), hint: hint.into(), basis: None }
    }

    /// Input that is missing or cannot be read.
    pub(crate) fn incomplete(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Incomplete { what: what.into(), hint: hint.into() }
    }

    /// Shows the failure on standard error and returns the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        let (text, code) = match self {
            Self::Refused { what, hint, basis } => {
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
        Self::Refused { what: refusal.to_string(), hint: refusal.hint(), basis: refusal.basis() }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        if error.is_fault() {
            let hint = error.hint();
            return Self::Fault(anyhow::Error::new(error).context(hint));
        }
        let hint = error.hint();
        Self::Refused { what: error.to_string(), hint, basis: None }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}
