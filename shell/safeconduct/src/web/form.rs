//! What was typed into a form, and the files that came with it.

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart};
use axum::http::{HeaderMap, Method, Request, header};

use super::trouble::Trouble;
use crate::cli::Failure;
use crate::workbook::FILE_BYTES_MAX;

/// The longest form without a file, in bytes; with a file, what stands beside it.
const FORM_BYTES_MAX: usize = 1024 * 1024;
/// The most fields of one form.
const FIELDS_MAX: usize = 2_000;
/// What a form is that brings no file.
const PLAIN: &str = "application/x-www-form-urlencoded";
/// What a form is that brings files.
const WITH_FILES: &str = "multipart/form-data";

/// A file that came with a form.
pub(super) struct Upload {
    /// The field in which it was chosen.
    pub(super) field: String,
    /// Its name where it came from, for messages only.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A form as it was sent.
#[derive(Default)]
pub(super) struct Form {
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<Upload>,
}

impl Form {
    /// Reads a form within its limits.
    pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Trouble> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or(PLAIN);
        let form = if kind.starts_with(WITH_FILES) {
            Self::with_files(kind, body).await?
        } else {
            let mut request = asked(PLAIN, within(body, FORM_BYTES_MAX).await?)?;
            *request.method_mut() = Method::POST;
            let fields = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
            let axum::Form(fields) = fields.map_err(|_rejected| unreadable())?;
            Self { fields, files: Vec::new() }
        };
        if form.fields.len() + form.files.len() > FIELDS_MAX {
            return Err(too_many());
        }
        Ok(form)
    }

    async fn with_files(kind: &str, body: Body) -> Result<Self, Trouble> {
        let most = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX) + FORM_BYTES_MAX;
        let mut request = asked(kind, within(body, most).await?)?;
        *request.method_mut() = Method::POST;
        let parts = Multipart::from_request(request, &()).await;
        let mut parts = parts.map_err(|_rejected| unreadable())?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_broken| unreadable())? {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_broken| unreadable())?;
            match file {
                // A field for a file in which none was chosen.
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => form.files.push(Upload { field, name, bytes: bytes.into() }),
                None => {
                    let text = String::from_utf8(bytes.into()).map_err(|_bytes| unreadable())?;
                    form.fields.push((field, text));
                }
            }
        }
        Ok(form)
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

    /// Returns the file that was chosen in a field.
    pub(super) fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == name)
    }

    /// Returns what must not be lost when somebody signs in again: everything but what belongs to the session.
    /// A file is chosen again.
    pub(super) fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "seal" | "password" | "code"))
    }
}

async fn within(body: Body, most: usize) -> Result<Body, Trouble> {
    let bytes = axum::body::to_bytes(body, most).await;
    bytes.map(Body::from).map_err(|_broken| too_large(most))
}

fn asked(kind: &str, body: Body) -> Result<Request<Body>, Trouble> {
    let mut request = Request::new(body);
    let kind = header::HeaderValue::from_str(kind).map_err(|_odd| unreadable())?;
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(request)
}

fn too_large(most: usize) -> Trouble {
    Failure::incomplete(
        format!("more than {most} bytes came"),
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
