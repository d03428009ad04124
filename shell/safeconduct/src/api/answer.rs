//! What comes back: an answer, or a problem (RFC 9457). One table leads from a refusal to its status and type.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::PREFIX;
use crate::cli::{Failure, Kind};

/// An answer, as it is given and as it is kept for a request that is made again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
    pub(super) etag: Option<String>,
    pub(super) location: Option<String>,
}

impl Answer {
    /// Answers with a value.
    pub(super) fn of(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_value(body).expect("answers are plain values under text keys");
        Self { status, body: Some(body), etag: None, location: None }
    }

    /// Answers that it is done.
    pub(super) fn nothing() -> Self {
        Self { status: 204, body: None, etag: None, location: None }
    }

    /// Adds the version of the thing that is shown.
    pub(super) fn tagged(self, etag: String) -> Self {
        Self { etag: Some(etag), ..self }
    }

    /// Adds where the new thing is.
    pub(super) fn at(self, path: &str) -> Self {
        Self { location: Some(format!("{PREFIX}{path}")), ..self }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = match self.body {
            Some(body) => {
                let kind = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
            }
            None => Body::empty().into_response(),
        };
        *response.status_mut() = status;
        for (name, value) in [(header::ETAG, self.etag), (header::LOCATION, self.location)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Makes the table of problems.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident $status:literal $word:literal $title:literal;)*) => {
        /// What kind of problem it is. The words are a contract.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Type { $($(#[$doc])* $name),* }

        impl Type {
            /// Every one.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),*];

            pub(super) fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            pub(super) fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

problems! {
    Malformed 400 "malformed" "The request is not of the form that the document gives";
    KeyMissing 400 "key-missing" "The request records something and has no Idempotency-Key";
    SignedOut 401 "signed-out" "Nobody has signed in, or the session has ended";
    NotRight 401 "not-right" "Name, password and code do not belong together";
    NotAllowed 403 "not-allowed" "The role may not do this";
    ProofNeeded 403 "proof-needed" "A second factor must be shown again first";
    WrongCode 403 "wrong-code" "The code is not right, or was used before";
    Unknown 404 "unknown" "There is no such thing";
    NoMethod 405 "no-method" "This is not done with such a thing";
    TooSlow 408 "too-slow" "The request did not come in time";
    Refused 409 "refused" "A rule of the exchange says no";
    Moved 412 "moved" "It was changed since it was looked at";
    TooLarge 413 "too-large" "The request is larger than is taken";
    OtherKind 415 "other-kind" "The body is of another kind than the document gives";
    Unusable 422 "unusable" "The request cannot be carried out as written";
    KeyUsed 422 "key-used" "The Idempotency-Key was used for another request";
    LookFirst 428 "look-first" "The change needs the version that was looked at";
    Wait 429 "wait" "There were too many tries";
    HourSpent 429 "hour-spent" "The hour's number of people is used up";
    Fault 500 "fault" "The server or the machine failed";
    Busy 503 "busy" "Too much is asked at once";
}

/// A problem.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: Type,
    detail: String,
    hint: String,
    basis: Option<&'static str>,
    id: Option<&'static str>,
    retry_seconds: Option<u32>,
    more: Map<String, Value>,
}

/// The number of seconds after which somebody may try again whose hour is used up: looks leave the hour one by
/// one.
const HOUR_RETRY_SECONDS: u32 = 60;

impl Problem {
    pub(super) fn new(kind: Type, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        let (detail, hint) = (detail.into(), hint.into());
        Self { kind, detail, hint, basis: None, id: None, retry_seconds: None, more: Map::new() }
    }

    /// Says whether the same request may be worked on again at once.
    pub(super) fn is_overtaken(&self) -> bool {
        matches!(self.kind, Type::Busy | Type::KeyUsed)
    }

    pub(super) fn unknown() -> Self {
        Self::new(Type::Unknown, "there is no such thing here", "check the reference")
    }

    pub(super) fn busy() -> Self {
        let mut busy =
            Self::new(Type::Busy, "the server has as much to do as it takes", "try again later");
        busy.retry_seconds = Some(1);
        busy
    }

    /// Adds a member that programs may read.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let (kind, what, hint, basis, id) = match failure {
            Failure::Refused { what, hint, basis, id, kind } => (kind, what, hint, basis, id),
            Failure::Incomplete { what, hint } => {
                return Self::new(Type::Unusable, what, hint);
            }
            Failure::Fault(error) => {
                tracing::error!(target: "api", "{error:#}");
                let hint = "the server's log says more; nothing is half-done";
                return Self::new(Type::Fault, "the request failed", hint);
            }
        };
        let (of, retry) = match kind {
            Kind::Rule => (Type::Refused, None),
            Kind::NotAllowed => (Type::NotAllowed, None),
            Kind::SignedOut => (Type::SignedOut, None),
            Kind::NotRight => (Type::NotRight, None),
            Kind::WrongCode => (Type::WrongCode, None),
            Kind::Wait { seconds } => (Type::Wait, Some(seconds)),
            Kind::ProofNeeded => (Type::ProofNeeded, None),
            Kind::HourSpent => (Type::HourSpent, Some(HOUR_RETRY_SECONDS)),
            Kind::Unknown => (Type::Unknown, None),
            Kind::Moved => (Type::Moved, None),
            Kind::KeyUsed => (Type::KeyUsed, None),
            Kind::Overtaken => (Type::Busy, Some(1)),
        };
        Self { basis, id, retry_seconds: retry, ..Self::new(of, what, hint) }
    }
}

impl From<exchange::journal::Refusal> for Problem {
    fn from(refusal: exchange::journal::Refusal) -> Self {
        Failure::from(refusal).into()
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Failure::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = Map::new();
        body.insert("type".to_owned(), type_of(self.kind).into());
        body.insert("title".to_owned(), self.kind.title().into());
        body.insert("status".to_owned(), self.kind.status().into());
        body.insert("detail".to_owned(), self.detail.into());
        body.insert("hint".to_owned(), self.hint.into());
        if let Some(basis) = self.basis {
            body.insert("basis".to_owned(), basis.into());
        }
        if let Some(id) = self.id {
            body.insert("id".to_owned(), id.into());
        }
        body.extend(self.more);
        let kind = HeaderValue::from_static("application/problem+json");
        let body = Value::Object(body).to_string();
        let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
        let status = StatusCode::from_u16(self.kind.status());
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind.status() == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The address of a type of problem.
pub(super) fn type_of(kind: Type) -> String {
    format!("{PREFIX}/problems#{}", kind.word())
}

/// What every problem looks like, for the document.
#[derive(JsonSchema)]
#[schemars(rename = "Problem")]
#[expect(dead_code, reason = "the document describes it; the bytes are written above")]
pub(super) struct ProblemForm {
    /// The address of the type of problem; stable.
    #[schemars(rename = "type")]
    of: String,
    /// What the type means.
    title: String,
    /// The status, again.
    status: u16,
    /// What is wrong in this case. It names nobody.
    detail: String,
    /// What to do about it.
    hint: String,
    /// The article or clause behind the rule, where there is one.
    basis: Option<String>,
    /// The refusal's name, where a rule of the exchange refused: `lists-unanswered`; stable.
    id: Option<String>,
    /// People who look like the one to be entered, where that is the reason.
    alike: Option<Vec<String>>,
}

/// What stands on every answer: nothing is kept, framed, sniffed or passed on.
pub(super) fn strict() -> [(HeaderName, HeaderValue); 5] {
    [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        ),
    ]
}

/// The table of types, for whoever reads one.
pub(super) fn table() -> Value {
    let one = |kind: &Type| json!({ "type": type_of(*kind), "title": kind.title(), "status": kind.status() });
    Value::Array(Type::ALL.iter().map(one).collect())
}
