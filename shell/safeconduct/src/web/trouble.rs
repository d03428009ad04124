//! What goes wrong on a page, said so that it helps: what, why, and what to do now. Nothing that was typed is lost
//! where somebody has to sign in or show a code first.

use askama::Template;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::frame::Frame;
use super::said::Said;
use super::visit::Visit;
use crate::cli::{Failure, Kind};

/// Why a page is not shown, or a form not taken.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The desk says no, or broke.
    Failed(Failure),
    /// Nobody has signed in, or the session has ended.
    SignedOut,
    /// There is no such page or thing.
    Unknown,
    /// The address belongs to a form that is sent.
    OnlySent,
    /// The form was sent from another site.
    Elsewhere,
    /// The form belongs to another session.
    OtherSession,
    /// The form was sent before, and says something else now.
    SentBefore,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { kind: Kind::SignedOut, .. } => Self::SignedOut,
            Failure::Refused { kind: Kind::Unknown, .. } => Self::Unknown,
            failure
            @ (Failure::Refused { .. } | Failure::Incomplete { .. } | Failure::Fault(_)) => {
                Self::Failed(failure)
            }
        }
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        anyhow::Error::from(error).into()
    }
}

impl From<exchange::journal::Refusal> for Trouble {
    fn from(refusal: exchange::journal::Refusal) -> Self {
        Failure::from(refusal).into()
    }
}

impl From<store::Error> for Trouble {
    fn from(error: store::Error) -> Self {
        Failure::from(error).into()
    }
}

#[derive(Template)]
#[template(path = "house/trouble.html")]
struct Shown {
    frame: Frame,
    /// What happened, in the language of the page.
    lead: String,
    /// What was refused, and what to do about it.
    said: Option<Said>,
    basis: &'static str,
}

#[derive(Template)]
#[template(path = "house/waiting.html")]
struct Waiting {
    frame: Frame,
    /// Where the form goes once somebody has signed in or shown a code.
    to: String,
    fields: Vec<(String, String)>,
    /// Whether a code is enough.
    is_proof: bool,
}

impl Trouble {
    /// Says whether the same form may be worked on again at once.
    pub(super) fn is_overtaken(&self) -> bool {
        matches!(self, Self::Failed(Failure::Refused { kind: Kind::Overtaken | Kind::KeyUsed, .. }))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::OnlySent => StatusCode::METHOD_NOT_ALLOWED,
            Self::Elsewhere | Self::OtherSession => StatusCode::FORBIDDEN,
            Self::SentBefore => StatusCode::CONFLICT,
            Self::Failed(failure) => match failure {
                Failure::Incomplete { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                Failure::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
                Failure::Refused { kind, .. } => match kind {
                    Kind::NotAllowed | Kind::ProofNeeded | Kind::WrongCode => StatusCode::FORBIDDEN,
                    Kind::SignedOut | Kind::NotRight => StatusCode::UNAUTHORIZED,
                    Kind::Wait { .. } | Kind::HourSpent => StatusCode::TOO_MANY_REQUESTS,
                    Kind::Unknown => StatusCode::NOT_FOUND,
                    Kind::Rule | Kind::Moved | Kind::Overtaken | Kind::KeyUsed => {
                        StatusCode::CONFLICT
                    }
                },
            },
        }
    }

    fn lead(&self) -> &'static str {
        match self {
            Self::SignedOut => "trouble-signed-out",
            Self::Unknown => "trouble-unknown",
            Self::OnlySent => "trouble-only-sent",
            Self::Elsewhere => "trouble-elsewhere",
            Self::OtherSession => "trouble-other-session",
            Self::SentBefore => "trouble-sent-before",
            Self::Failed(failure) => match failure {
                Failure::Incomplete { .. } => "trouble-incomplete",
                Failure::Fault(_) => "trouble-fault",
                Failure::Refused { kind, .. } => match kind {
                    Kind::NotAllowed => "trouble-not-allowed",
                    Kind::ProofNeeded => "trouble-proof",
                    Kind::WrongCode => "trouble-wrong-code",
                    Kind::SignedOut => "trouble-signed-out",
                    Kind::NotRight => "trouble-not-right",
                    Kind::Wait { .. } => "trouble-wait",
                    Kind::HourSpent => "trouble-hour",
                    Kind::Unknown => "trouble-unknown",
                    Kind::Moved | Kind::Overtaken => "trouble-moved",
                    Kind::Rule | Kind::KeyUsed => "trouble-rule",
                },
            },
        }
    }

    /// Makes the page.
    pub(super) fn respond(self, visit: &mut Visit) -> Response {
        let is_proof =
            matches!(&self, Self::Failed(Failure::Refused { kind: Kind::ProofNeeded, .. }));
        let was_sent = visit.page.is_some_and(|page| page.method == Method::POST);
        if matches!(self, Self::SignedOut) && !was_sent {
            return visit.respond(super::visit::Reply::Go(super::frame::sign_in_to(&visit.at)));
        }
        if let Self::Failed(Failure::Fault(error)) = &self {
            tracing::error!(target: "pages", "{error:#}");
        }
        let frame = Frame::of(visit, "trouble-title");
        let html = if is_proof || matches!(self, Self::SignedOut | Self::OtherSession) {
            let waiting = Waiting {
                to: visit.at.clone(),
                fields: visit.form.kept().cloned().collect(),
                is_proof,
                frame,
            };
            waiting.render()
        } else {
            let (said, basis) = match &self {
                Self::Failed(failure @ Failure::Refused { basis, .. }) => {
                    (Said::of(failure), basis.unwrap_or_default())
                }
                Self::Failed(failure) => (Said::of(failure), ""),
                Self::SignedOut
                | Self::Unknown
                | Self::OnlySent
                | Self::Elsewhere
                | Self::OtherSession
                | Self::SentBefore => (None, ""),
            };
            Shown { lead: frame.words.t(self.lead()), said, basis, frame }.render()
        };
        match html {
            Ok(html) => visit.respond(super::visit::Reply::Page(self.status(), html)),
            Err(error) => {
                tracing::error!(target: "pages", %error, "a page about trouble");
                (StatusCode::INTERNAL_SERVER_ERROR, "the page could not be shown").into_response()
            }
        }
    }
}
