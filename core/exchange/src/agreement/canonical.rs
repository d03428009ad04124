//! One text for one value, so that both sides sign the same bytes.
//!
//! JSON as RFC 8785 writes it, for the part of JSON that clauses use: objects, arrays, text, whole
//! numbers, true, false and null. Keys are ASCII, so sorting them as bytes is sorting them as RFC
//! 8785 asks.

use serde::Serialize;
use serde_json::Value;

/// Returns `purpose`, a line feed, and the value as canonical JSON. The purpose keeps a signature
/// over one kind of thing from being shown as a signature over another.
pub(super) fn bytes(purpose: &str, value: &impl Serialize) -> Vec<u8> {
    let value = serde_json::to_value(value).expect("clauses and terms have text keys only");
    let mut bytes = format!("{purpose}\n").into_bytes();
    write(&value, &mut bytes);
    bytes
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.extend(value.to_string().into_bytes());
        }
        Value::Array(items) => list(out, *b"[]", items, write),
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            list(out, *b"{}", &fields, |(key, value), out| {
                out.extend(Value::String((*key).clone()).to_string().into_bytes());
                out.push(b':');
                write(value, out);
            });
        }
    }
}

fn list<T>(out: &mut Vec<u8>, ends: [u8; 2], items: &[T], each: impl Fn(&T, &mut Vec<u8>)) {
    out.push(ends[0]);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        each(item, out);
    }
    out.push(ends[1]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_added() {
        let value = serde_json::json!({"b": [1, null, "Ж\n"], "a": {"d": true, "c": -2}});
        let text = String::from_utf8(bytes("purpose/1", &value)).unwrap();
        assert_eq!(text, "purpose/1\n{\"a\":{\"c\":-2,\"d\":true},\"b\":[1,null,\"Ж\\n\"]}");
    }
}
