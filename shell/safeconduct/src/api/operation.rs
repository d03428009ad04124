//! One operation: everything that is said about one request.

use std::pin::Pin;

use axum::http::Method;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::answer::{Answer, Problem};
use super::call::Call;
pub(super) use crate::desk::Who;

/// The longest body of JSON where nothing else is said, in bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The work of an operation.
pub(super) type Run =
    for<'a> fn(&'a mut Call) -> Pin<Box<dyn Future<Output = Result<Answer, Problem>> + 'a>>;

/// Makes an operation's work of a function.
macro_rules! run {
    ($work:expr) => {
        |call| Box::pin($work(call))
    };
}
pub(super) use run;

/// The same for work that waits for nothing.
macro_rules! at_once {
    ($work:expr) => {
        |call| Box::pin(std::future::ready($work(call)))
    };
}
pub(super) use at_once;

/// What a request's body is.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// No body.
    Nothing,
    /// A workbook or a text file.
    File,
    /// JSON of this form.
    Json(fn(&mut SchemaGenerator) -> Schema),
}

/// One operation.
pub(super) struct Operation {
    pub(super) method: Method,
    /// The path behind [`super::PREFIX`].
    pub(super) path: &'static str,
    /// Its name in the document.
    pub(super) id: &'static str,
    pub(super) says: &'static str,
    pub(super) who: Who,
    pub(super) takes: Takes,
    /// The longest body of JSON, in bytes.
    pub(super) body_max: usize,
    pub(super) query: Option<fn(&mut SchemaGenerator) -> Schema>,
    pub(super) status: u16,
    pub(super) gives: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// Whether it records something, so that it needs a key by which it may be made again.
    pub(super) records: bool,
    /// Whether it changes what must first have been looked at.
    pub(super) matches: bool,
    pub(super) run: Run,
}

impl Operation {
    fn new(method: Method, path: &'static str, id: &'static str, run: Run) -> Self {
        Self {
            method,
            path,
            id,
            says: "",
            who: Who::Signed,
            takes: Takes::Nothing,
            body_max: BODY_BYTES_MAX,
            query: None,
            status: 200,
            gives: None,
            records: false,
            matches: false,
            run,
        }
    }

    pub(super) fn get(path: &'static str, id: &'static str, run: Run) -> Self {
        Self::new(Method::GET, path, id, run)
    }

    /// A POST that records nothing.
    pub(super) fn ask(path: &'static str, id: &'static str, run: Run) -> Self {
        Self::new(Method::POST, path, id, run)
    }

    /// A POST that records something: it needs an `Idempotency-Key`.
    pub(super) fn post(path: &'static str, id: &'static str, run: Run) -> Self {
        Self { records: true, ..Self::new(Method::POST, path, id, run) }
    }

    pub(super) fn delete(path: &'static str, id: &'static str, run: Run) -> Self {
        Self { status: 204, ..Self::new(Method::DELETE, path, id, run) }
    }

    pub(super) fn says(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    pub(super) fn who(self, who: Who) -> Self {
        Self { who, ..self }
    }

    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        Self { takes: Takes::Json(SchemaGenerator::subschema_for::<T>), ..self }
    }

    /// Its body may be longer than others.
    pub(super) fn up_to(self, body_max: usize) -> Self {
        Self { body_max, ..self }
    }

    pub(super) fn takes_file(self) -> Self {
        Self { takes: Takes::File, ..self }
    }

    pub(super) fn query<T: JsonSchema>(self) -> Self {
        Self { query: Some(T::json_schema), ..self }
    }

    pub(super) fn gives<T: JsonSchema>(self, status: u16) -> Self {
        Self { status, gives: Some(SchemaGenerator::subschema_for::<T>), ..self }
    }

    /// It changes a thing that was looked at: the thing's `ETag` comes back as `If-Match`.
    pub(super) fn matches(self) -> Self {
        Self { matches: true, ..self }
    }

    /// The names of the parts of the path that stand for something.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
