//! Reconcile: a verdict for each line of a closed list, with a probability and reasons. People decide; this proposes.

use serde::{Deserialize, Serialize};

/// Names across scripts, as the engine below compares them.
pub use linkage::name;

use crate::journal::{Context, Outcome, Recorded, State as Journal, Verb};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match *self {}
    }
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, _recorded: &Recorded) {
        match *event {}
    }
}

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {}

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match *self {}
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        match *self {}
    }
}

/// Says which events follow from a command, or refuses it.
pub fn decide(
    _state: &Journal,
    _context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    match command {}
}
