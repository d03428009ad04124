//! The document of the API (OpenAPI 3.1), made from the operations themselves.

use axum::http::Method;
use exchange::journal::Purpose;
use exchange::vocabulary::Role;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::answer::{ProblemForm, Type};
use super::call::{GLASS, KEY, KEY_LETTERS_MAX, PURPOSE};
use super::operation::{Operation, Takes, Who};
use super::{PREFIX, schema, serve};
use crate::desk::{may_look_at_anybody, may_see_looks};

const ABOUT: &str = "What officers do at the desk, for programs. Everything goes through the same tables of who may do \
what and see what as the commands and the pages (docs/access.md). People stand in paths by opaque reference only; \
names, numbers and dates of people travel in bodies. Problems are told as RFC 9457 says, by types that are stable. \
A POST that records something carries an Idempotency-Key: made again with the same key within 24 hours it gets the \
first answer and records nothing. A change of something that was looked at carries its ETag as If-Match.";

/// Makes the forms as OpenAPI 3.1 has them: JSON Schema 2020-12 under its own folder.
pub(super) fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::openapi3().with(|settings| {
        settings.meta_schema = None;
        settings.transforms.clear();
    });
    settings.into_generator()
}

/// Returns the document as text that ends with a line's end.
pub(crate) fn document() -> String {
    let mut schemas = generator();
    let mut paths: Map<String, Value> = Map::new();
    let problem = schemas.subschema_for::<ProblemForm>();
    for operation in serve::all() {
        let of = paths.entry(format!("{PREFIX}{}", operation.path)).or_insert_with(|| json!({}));
        of[operation.method.as_str().to_lowercase()] = one(operation, &mut schemas);
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Safeconduct",
            "description": ABOUT,
            "version": "1",
            "license": { "name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }],
        "paths": paths,
        "webhooks": { "happened": told() },
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": problems(&problem),
            "securitySchemes": {
                "session": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "the token of a session, as POST /api/v1/session gives it",
                }
            },
        },
    });
    let text = serde_json::to_string_pretty(&document);
    format!("{}\n", text.expect("a document is plain values under text keys"))
}

/// The message that other programs are sent.
fn told() -> Value {
    let text = json!({ "type": "string" });
    let header = |name: &str, about: &str| json!({ "name": name, "in": "header", "required": true, "description": about, "schema": text });
    let references = json!({ "type": "object", "additionalProperties": text });
    let data = json!({
        "type": "object",
        "required": ["number", "references"],
        "properties": { "number": { "type": "integer", "minimum": 1 }, "references": references },
    });
    let message = json!({
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string", "examples": ["registry.claimed"] },
            "timestamp": { "type": "string", "format": "date-time" },
            "data": data,
        },
    });
    json!({ "post": {
        "operationId": "happened",
        "summary": "Something was recorded",
        "description": "Sent in the order of the journal, one message an event, by Standard Webhooks 1.0.0. It holds \
    a kind, a number and opaque references, and nothing of what was recorded: ask for that under an own session. A message \
    may come twice, under the same webhook-id. Any status from 200 to 299 takes it; 410 ends it; after another it is sent \
    again, nine times in all, with growing waits.",
        "security": [],
        "parameters": [
            header("webhook-id", "the name of the message, the same each time it is sent"),
            header("webhook-timestamp", "when it was sent, in seconds since 1970; refuse what is older than some minutes"),
            header("webhook-signature", "v1, and HMAC-SHA-256 in base64 of id, timestamp and body with dots between"),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": message } } },
        "responses": { "2XX": { "description": "taken" } },
    }})
}

fn one(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let tag = operation.path.split('/').nth(1).unwrap_or_default();
    let mut value = json!({
        "operationId": operation.id,
        "summary": operation.says,
        "description": who(operation.who),
        "tags": [tag],
        "parameters": parameters(operation, schemas),
        "responses": responses(operation, schemas),
    });
    if let Some(roles) = roles(operation.who) {
        value["x-roles"] = json!(roles);
    }
    if matches!(operation.who, Who::Anybody) {
        value["security"] = json!([]);
    }
    match operation.takes {
        Takes::Nothing => {}
        Takes::Json(form) => {
            let content = json!({ "application/json": { "schema": form(schemas) } });
            value["requestBody"] = json!({ "required": true, "content": content });
        }
        Takes::File => {
            let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
            let content = json!({ "application/octet-stream": bytes });
            value["requestBody"] = json!({
                "required": true, "content": content,
                "description": "a list as officers keep it: XLSX or CSV; the kind is told by the bytes",
            });
        }
    }
    value
}

fn who(who: Who) -> String {
    match who {
        Who::Anybody => "For anybody who reaches the server.".to_owned(),
        Who::Signed => "For whoever has signed in.".to_owned(),
        Who::May(verb) => format!("For roles that may {}.", format!("{verb:?}").to_lowercase()),
        Who::Either(one, other) => {
            format!("For roles that may {}.", format!("{one:?} or {other:?}").to_lowercase())
        }
        Who::Look(deed) => {
            format!("For roles that may {deed} people's data for the purpose that is named.")
        }
        Who::LookFor(deed, purpose) => {
            format!("For roles that may {deed} people's data for {purpose}.")
        }
        Who::Looks => "For roles that may see who looked at whom.".to_owned(),
    }
}

fn parameters(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut all = Vec::new();
    for part in operation.parts() {
        let schema = schema::id(schemas);
        all.push(json!({ "name": part, "in": "path", "required": true, "schema": schema }));
    }
    if let Some(query) = operation.query {
        let form = query(schemas).to_value();
        let required: Vec<&Value> =
            form["required"].as_array().map(|all| all.iter().collect()).unwrap_or_default();
        for (name, schema) in form["properties"].as_object().into_iter().flatten() {
            let mut schema = schema.clone();
            let about = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            // In a query a thing that is left out is not there; it is never null.
            if let Some(kinds) = schema["type"].as_array().cloned()
                && let Some(kind) = kinds.into_iter().find(|kind| kind != "null")
            {
                schema["type"] = kind;
            }
            let is_required = required.iter().any(|one| *one == name);
            all.push(json!({
                "name": name, "in": "query", "required": is_required, "schema": schema,
                "description": about.unwrap_or_default(),
            }));
        }
    }
    let mut header = |name: &str, about: &str, schema: Value, required: bool| {
        all.push(json!({
            "name": name, "in": "header", "required": required, "description": about, "schema": schema,
        }));
    };
    if operation.records {
        let about =
            "names the request, so that it can be made again: a new one for each new request";
        let pattern = "^[!-~]+$";
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": KEY_LETTERS_MAX, "pattern": pattern });
        header(KEY, about, schema, true);
    }
    if operation.matches {
        let about = "the ETag under which the thing was looked at";
        header("if-match", about, json!({ "type": "string", "pattern": "^[!-~]+$" }), true);
    }
    if matches!(operation.who, Who::Look(_)) {
        let about = "what the data is opened for; without it, what the role usually looks for";
        header(PURPOSE, about, schema::purpose(schemas).to_value(), false);
    }
    if matches!(operation.who, Who::Look(_) | Who::LookFor(..)) {
        let about = "why more people than the hour's number must be seen now; kept, and looked at afterwards";
        let schema =
            json!({ "type": "string", "minLength": 10, "maxLength": 300, "pattern": "^[ -~]+$" });
        header(GLASS, about, schema, false);
    }
    Value::Array(all)
}

fn responses(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut done = json!({ "description": "done" });
    if let Some(form) = operation.gives {
        done["content"] = json!({ "application/json": { "schema": form(schemas) } });
    }
    let mut responses = json!({ operation.status.to_string(): done });
    for status in possible(operation) {
        responses[status.to_string()] =
            json!({ "$ref": format!("#/components/responses/Problem{status}") });
    }
    responses
}

/// What stands once for all operations: the problems by their status.
fn problems(problem: &Schema) -> Value {
    let mut all = json!({});
    for status in Type::ALL.iter().map(|kind| kind.status()) {
        let titles = Type::ALL.iter().filter(|kind| kind.status() == status);
        let titles: Vec<&str> = titles.map(|kind| kind.title()).collect();
        let mut response = json!({
            "description": titles.join("; or: "),
            "content": { "application/problem+json": { "schema": problem } },
        });
        if matches!(status, 429 | 503) {
            let about = "after how many seconds to try again";
            let schema = json!({ "type": "integer", "minimum": 0 });
            response["headers"] =
                json!({ "Retry-After": { "description": about, "schema": schema } });
        }
        all[format!("Problem{status}")] = response;
    }
    all
}

/// The roles that may ask, where the tables turn on the role.
fn roles(who: Who) -> Option<Vec<String>> {
    let looks = |role: Role, deed, purposes: &[Purpose]| {
        purposes.iter().any(|purpose| may_look_at_anybody(role, *purpose, deed))
    };
    let allowed = |role: &Role| match who {
        Who::Anybody | Who::Signed => true,
        Who::May(_) | Who::Either(..) => who.lets_in(*role, Purpose::usual(*role)),
        Who::Look(deed) => looks(*role, deed, Purpose::ALL),
        Who::LookFor(deed, purpose) => looks(*role, deed, &[purpose]),
        Who::Looks => may_see_looks(*role),
    };
    let named = !matches!(who, Who::Anybody | Who::Signed);
    named.then(|| Role::ALL.iter().filter(|role| allowed(role)).map(Role::to_string).collect())
}

/// The problems that an operation may tell of.
fn possible(operation: &Operation) -> Vec<u16> {
    let mut all = vec![400, 413, 500, 503];
    if !matches!(operation.who, Who::Anybody) {
        all.extend([401, 403, 429]);
    }
    if matches!(operation.id, "signIn" | "signInByPasskey" | "signInByProvider") {
        all.extend([401, 429]);
    }
    if operation.parts().next().is_some() || operation.method == Method::POST {
        all.push(404);
    }
    if !matches!(operation.takes, Takes::Nothing) {
        all.extend([408, 415, 422]);
    }
    if !matches!(operation.who, Who::Anybody) {
        all.push(422);
    }
    if operation.records || operation.method == Method::PUT || operation.parts().next().is_some() {
        all.push(409);
    }
    let is_ceremony = operation.id.contains("Passkey") || operation.id.contains("Provider");
    if is_ceremony || operation.id == "makeWebhook" {
        all.extend([409, 429]);
    }
    if operation.id == "previewMerge" || operation.id == "checkList" {
        all.push(409);
    }
    if operation.matches {
        all.extend([412, 428]);
    }
    all.sort_unstable();
    all.dedup();
    all
}
