//! What was typed into a form.

use axum::body::Body;
use axum::extract::FromRequest as _;
use axum::http::{Method, Request, header};

use super::trouble::Trouble;
use crate::cli::Failure;

/// The longest form, in bytes.
const FORM_BYTES_MAX: usize = 1024 * 1024;
/// The most fields of one form.
const FIELDS_MAX: usize = 2_000;

/// A form as it was sent.
#[derive(Default)]
pub(super) struct Form {
    pub(super) fields: Vec<(String, String)>,
}

impl Form {
    /// Reads a form within its limits.
    pub(super) async fn read(body: Body) -> Result<Self, Trouble> {
        let bytes = axum::body::to_bytes(body, FORM_BYTES_MAX).await;
        let bytes = bytes.map_err(|_broken| too_large())?;
        let mut request = Request::new(Body::from(bytes));
        let kind = header::HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        *request.method_mut() = Method::POST;
        let fields = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let axum::Form(fields) = fields.map_err(|_rejected| unreadable())?;
        if fields.len() > FIELDS_MAX {
            return Err(too_many());
        }
        Ok(Self { fields })
    }

    /// Returns what was typed into a field, without the space around it; nothing where it was left empty.
    pub(super) fn one(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, text)| text.trim())
    }

    /// Returns everything of one name, such as boxes that were ticked.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.as_str())
    }

    /// Returns what must not be lost when somebody signs in again: everything but what belongs to the session.
    pub(super) fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "seal" | "password" | "code"))
    }
}

fn too_large() -> Trouble {
    Failure::incomplete(
        format!("more than {FORM_BYTES_MAX} bytes came"),
        "split it into smaller parts; nothing was recorded",
    )
    .into()
}

fn too_many() -> Trouble {
    Failure::incomplete(
        format!("the form has more than {FIELDS_MAX} fields"),
        "send it in smaller parts; nothing was recorded",
    )
    .into()
}

fn unreadable() -> Trouble {
    Failure::incomplete(
        "the form cannot be read",
        "go back, look whether everything stands there, and send it again; nothing was recorded",
    )
    .into()
}
