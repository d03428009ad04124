//! Lengths: what the document says of them is what is held, for it is read from the same forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::document::generator;
use super::operation::{Operation, Takes};
use super::serve;

/// The forms of bodies by operation, and what they refer to.
static FORMS: LazyLock<(BTreeMap<&'static str, Value>, Value)> = LazyLock::new(|| {
    let mut schemas = generator();
    let mut forms = BTreeMap::new();
    for operation in serve::all() {
        if let Takes::Json(form) = operation.takes {
            forms.insert(operation.id, form(&mut schemas).to_value());
        }
    }
    (forms, Value::Object(schemas.take_definitions(true)))
});

/// Says whether every text and every row of things in a body is as long as the document says.
pub(super) fn keeps(operation: &Operation, body: &[u8]) -> bool {
    let (forms, parts) = &*FORMS;
    let Some(form) = forms.get(operation.id) else { return true };
    serde_json::from_slice(body).is_ok_and(|body| fits((form, parts), &body))
}

fn fits((form, parts): (&Value, &Value), value: &Value) -> bool {
    if let Some((_, name)) = form["$ref"].as_str().and_then(|of| of.rsplit_once('/')) {
        return fits((&parts[name], parts), value);
    }
    let within = |length: usize, (least, most): (&str, &str)| {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        form[least].as_u64().is_none_or(|least| length >= least)
            && form[most].as_u64().is_none_or(|most| length <= most)
    };
    match value {
        Value::String(text) => within(text.chars().count(), ("minLength", "maxLength")),
        Value::Array(items) => {
            within(items.len(), ("minItems", "maxItems"))
                && items.iter().all(|item| fits((&form["items"], parts), item))
        }
        Value::Object(members) => members.iter().all(|(name, value)| {
            let known = form["properties"].get(name).unwrap_or(&form["additionalProperties"]);
            fits((known, parts), value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}
