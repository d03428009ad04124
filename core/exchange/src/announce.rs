//! Announce: what is said to families and to the public, in which order, and the account of delivered against agreed.

mod count;
mod inference;
mod ledger;
mod public_account;

use serde::{Deserialize, Serialize};

use crate::journal::{Context, Outcome, Recorded, State as Journal, Verb};

pub use count::{Amount, Cell, Count, STAGES_MAX, Stages, YEARS};
pub use inference::{
    COUNTS_MAX, GROUPS_MAX, Guard, Guarded, Question, Revealed, Trouble, VARIABLES_MAX, weigh,
};
pub use ledger::{
    COLUMNS, Direction, Entry, Figure, Kind, LEDGER_CELL_CHARS_MAX, LEDGER_FIGURE_MAX,
    LEDGER_FINDINGS_MAX, LEDGER_ROWS_MAX, Ledger, Outcome as HandoverOutcome, RawRow,
};
pub use public_account::{
    AgreementAccount, Disputed, Explanation, Further, PublicAccount, Total, Track,
};

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
