//! How many events each stage has, and when the first and the last of them happened.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Recorded;

/// The events of each stage, by its word. A stage without events is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What there is of each stage.
    pub stages: BTreeMap<String, StageTally>,
    /// When the last event of all happened.
    pub last: Option<Timestamp>,
}

/// The events of one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTally {
    /// How many.
    pub events: u64,
    /// When the first happened.
    pub first: Timestamp,
    /// When the last happened.
    pub last: Timestamp,
}

impl Tally {
    pub(super) fn add(&mut self, recorded: &Recorded) {
        let (at, word) = (recorded.at, recorded.event.stage());
        self.last = Some(at);
        if let Some(stage) = self.stages.get_mut(word) {
            stage.events += 1;
            stage.last = at;
        } else {
            let first = StageTally { events: 1, first: at, last: at };
            self.stages.insert(word.to_owned(), first);
        }
    }
}
