//! Whether the server works, what it is, and the document of the API.

use std::future::ready;

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Problem, table};
use super::call::Call;
use super::operation::{Operation, Who, at_once, run};

#[derive(Serialize, JsonSchema)]
struct Health {
    /// `ok`, when the database answers.
    status: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Version {
    /// The program.
    program: &'static str,
    /// Its release.
    release: &'static str,
    /// The form of the API.
    api: u16,
    /// Whose instance it is.
    party: String,
    /// Whether it holds invented people only.
    practice: bool,
}

#[derive(Serialize, JsonSchema)]
struct ProblemType {
    /// The address of the type.
    #[serde(rename = "type")]
    of: String,
    /// What it means.
    title: String,
    /// The status that comes with it.
    status: u16,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/health", "health", run!(health))
            .says("Say whether the server and its database work")
            .who(Who::Anybody)
            .gives::<Health>(200),
        Operation::get("/version", "version", |call| Box::pin(ready(Ok(version(call)))))
            .says("Say which release serves which party")
            .who(Who::Anybody)
            .gives::<Version>(200),
        Operation::get("/problems", "problems", |call| Box::pin(ready(Ok(problems(call)))))
            .says("List the types of problems")
            .who(Who::Anybody)
            .gives::<Vec<ProblemType>>(200),
        Operation::get("/openapi.json", "document", at_once!(document))
            .says("Return this document")
            .who(Who::Anybody)
            .gives::<serde_json::Map<String, serde_json::Value>>(200),
    ]
}

async fn health(call: &mut Call) -> Result<Answer, Problem> {
    call.desk.store().version().await?;
    Ok(Answer::of(200, &Health { status: "ok" }))
}

fn version(call: &Call) -> Answer {
    let meta = call.desk.meta();
    let version = Version {
        program: "safeconduct",
        release: env!("CARGO_PKG_VERSION"),
        api: 1,
        party: meta.party.to_string(),
        practice: meta.practice,
    };
    Answer::of(200, &version)
}

fn problems(_: &Call) -> Answer {
    Answer::of(200, &table())
}

fn document(_: &Call) -> Result<Answer, Problem> {
    let document: serde_json::Value =
        serde_json::from_str(&super::document()).map_err(anyhow::Error::from)?;
    Ok(Answer::of(200, &document))
}
