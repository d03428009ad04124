//! Forms of values whose words belong to the core.

use clap::ValueEnum;
use exchange::journal::Purpose;
use exchange::lists::Field;
use exchange::reconcile::Verdict;
use exchange::registry::Status;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};

use crate::cli::words;

/// Reads a whole number as JSON Schema has it: 5.0 is one too.
pub(super) fn whole<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let Some(number) = Option::<serde_json::Number>::deserialize(from)? else { return Ok(None) };
    let part_of =
        |number: f64| (number.fract().abs() < f64::EPSILON).then(|| format!("{number:.0}"));
    let whole = number.as_u64().or_else(|| part_of(number.as_f64()?)?.parse().ok());
    let whole = whole.and_then(|whole| T::try_from(whole).ok());
    whole.map(Some).ok_or_else(|| D::Error::custom("a whole number within its limits"))
}

fn of_words(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "enum": words })
}

/// An opaque reference.
pub(super) fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string", "pattern": "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$", "maxLength": 64
    })
}

/// Several opaque references.
pub(super) fn ids(schemas: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": id(schemas), "maxItems": 100 })
}

/// A day of the calendar.
pub(super) fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// A day, of which the day or the month may be unknown.
pub(super) fn partial_date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" })
}

pub(super) fn status(_: &mut SchemaGenerator) -> Schema {
    of_words(&Status::ALL.map(Status::word))
}

pub(super) fn purpose(_: &mut SchemaGenerator) -> Schema {
    of_words(&Purpose::ALL.iter().map(|one| one.word()).collect::<Vec<_>>())
}

pub(super) fn field(_: &mut SchemaGenerator) -> Schema {
    of_words(&Field::ALL.map(Field::word))
}

pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    of_words(&Verdict::ALL.map(Verdict::word))
}

pub(super) fn list_purpose(_: &mut SchemaGenerator) -> Schema {
    of_words(&["offer", "request", "proceedings"])
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    of_words(&["note", "question", "set-aside"])
}

/// The reference of a finding.
pub(super) fn question(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^([0-9]+|\\*):([0-9]+|\\*):[a-z0-9-]+$", "maxLength": 200 })
}

fn typed<T: ValueEnum>() -> Schema {
    let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let words: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
    json_schema!({ "type": "string", "enum": words })
}

pub(super) fn says(_: &mut SchemaGenerator) -> Schema {
    typed::<words::SaysWord>()
}

pub(super) fn source(_: &mut SchemaGenerator) -> Schema {
    typed::<words::SourceWord>()
}

pub(super) fn condition(_: &mut SchemaGenerator) -> Schema {
    typed::<words::ConditionWord>()
}

pub(super) fn reliability(_: &mut SchemaGenerator) -> Schema {
    of_words(&["A", "B", "C", "D", "E", "F"])
}

pub(super) fn credibility(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 1, "maximum": 6 })
}
