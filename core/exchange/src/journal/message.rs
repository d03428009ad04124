//! What another program may be told of an event: that it happened, and opaque references.
//!
//! A message is no event. It has no actor, no digest, no count and no word of what somebody said: whoever wants
//! to know more asks under their own name, through the tables of access. References are given where they are
//! needed to ask, which is in the three stages that deal with entries and lists; of the others a message says the
//! kind and the number alone, as a reference beside `reception.helped` would already say something of a person's
//! health.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{Event, Recorded};
use crate::vocabulary::RecordId;

/// The fields of events that hold one reference each, and may leave.
const REFERENCES: [&str; 10] =
    ["person", "one", "other", "claim", "paper", "list", "replaces", "map", "ours", "theirs"];
/// The fields under which such a field may stand.
const WITHIN: [&str; 1] = ["about"];

/// What is told of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The stage's word and what happened, such as `registry.claimed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was recorded, by the instance's own clock.
    pub timestamp: Timestamp,
    /// What it is about.
    pub data: About,
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The place of the event in the journal, counted from 1: messages come in this order.
    pub number: u64,
    /// Opaque references by the field that they stand in.
    pub references: BTreeMap<&'static str, String>,
}

impl Message {
    /// Makes the message of an event.
    pub fn of(recorded: &Recorded) -> Self {
        let event = serde_json::to_value(&recorded.event).expect("an event is plain values");
        let event = &event["event"];
        let word = word(&recorded.event, event);
        let mut references = BTreeMap::new();
        let names_people =
            matches!(recorded.event, Event::Registry(_) | Event::Lists(_) | Event::Reconcile(_));
        if names_people {
            collect(event, &mut references);
            for within in WITHIN {
                collect(&event[within], &mut references);
            }
        }
        Self {
            kind: format!("{}.{word}", recorded.event.stage()),
            timestamp: recorded.at,
            data: About { number: recorded.number, references },
        }
    }
}

/// Reads what happened, as each stage's events say it.
fn word<'a>(of: &Event, event: &'a Value) -> &'a str {
    let tag = match of {
        Event::Agreement(_) => {
            let only = event.as_object().and_then(|fields| fields.keys().next());
            return only.map(String::as_str).or_else(|| event.as_str()).unwrap_or_default();
        }
        Event::Reconcile(_) => "event",
        Event::Plan(_) => "what",
        Event::Seal(_) => "type",
        Event::Registry(_)
        | Event::Lists(_)
        | Event::Handover(_)
        | Event::Reception(_)
        | Event::Announce(_) => "kind",
    };
    event[tag].as_str().unwrap_or_default()
}

/// Takes the references among the fields of a value. All kinds of identifiers have one form.
fn collect(value: &Value, references: &mut BTreeMap<&'static str, String>) {
    for name in REFERENCES {
        if let Some(id) = value[name].as_str().and_then(|text| RecordId::read(text).ok()) {
            references.insert(name, id.as_str().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::EVENT_VERSION;
    use crate::vocabulary::{Actor, ClaimId, OwnerId, Party, PersonId, Role};
    use crate::{reception, registry};

    fn told(event: Event) -> String {
        let actor = Actor { party: Party::A, name: "officer-1".into(), role: Role::Officer };
        let at = "2030-01-01T09:00:00Z".parse().expect("a time");
        let recorded = Recorded { form: EVENT_VERSION, number: 7, at, actor, event };
        serde_json::to_string(&Message::of(&recorded)).expect("plain values")
    }

    fn person(text: &str) -> PersonId {
        PersonId::read(text).expect("an identifier")
    }

    #[test]
    fn a_message_says_what_happened_and_to_which_entries_and_not_who_did_it() {
        let claim = ClaimId::read("c-1").expect("an identifier");
        let event = registry::Event::Merged { claim, one: person("p-1"), other: person("p-2") };
        assert_eq!(
            told(Event::Registry(event)),
            r#"{"type":"registry.merged","timestamp":"2030-01-01T09:00:00Z","data":{"number":7,"#
                .to_owned()
                + r#""references":{"claim":"c-1","one":"p-1","other":"p-2"}}}"#
        );
    }

    #[test]
    fn whom_the_care_after_the_return_is_about_no_message_says() {
        let to = OwnerId::read("care-2").expect("an identifier");
        let event = reception::Event::PassedOn { person: person("p-1"), to };
        assert_eq!(
            told(Event::Reception(event)),
            r#"{"type":"reception.passed-on","timestamp":"2030-01-01T09:00:00Z","#.to_owned()
                + r#""data":{"number":7,"references":{}}}"#
        );
    }
}
