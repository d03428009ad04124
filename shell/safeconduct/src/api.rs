//! The API: what officers do at the desk, for programs, as JSON over HTTP.
//!
//! One [`Operation`] says everything about one request: its path, who may make it, what it takes and gives. The
//! router, the checks before the work and the document (OpenAPI 3.1) are made from the same list, so that none
//! can say other than the rest. No rule stands here: an operation reads its input, asks the desk, and shows the
//! answer. Nobody's name stands in a path or a query.

mod answer;
mod call;
mod document;
mod health;
mod hooks;
mod identity;
mod limits;
mod lists;
mod looks;
mod operation;
mod page;
mod papers;
mod passkeys;
mod people;
mod person;
#[cfg(feature = "oidc")]
mod provider;
mod schema;
mod serve;
mod session;
mod verdicts;

pub(crate) use document::document;
pub(crate) use serve::router;

use operation::Operation;

/// Where the API begins.
pub(crate) const PREFIX: &str = "/api/v1";

/// Everything that may be asked, in the order of the document.
fn operations() -> Vec<Operation> {
    let parts = [
        health::operations(),
        session::operations(),
        passkeys::operations(),
        #[cfg(feature = "oidc")]
        provider::operations(),
        people::operations(),
        person::operations(),
        papers::operations(),
        identity::operations(),
        lists::operations(),
        verdicts::operations(),
        looks::operations(),
        hooks::operations(),
    ];
    parts.into_iter().flatten().collect()
}
