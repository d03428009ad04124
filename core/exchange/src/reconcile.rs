//! Reconcile: a verdict for each line of a closed list, with a probability and reasons. People decide;
//! this proposes.

mod columns;

use serde::{Deserialize, Serialize};

/// The engine below, as the command line uses it: names across scripts, and linking of lists.
pub use linkage::{link, name, record, table, value};

pub use columns::{Mapping, MappingFile};

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
pub enum Refusal {
    /// The rows cannot be compared.
    #[error(transparent)]
    Records(#[from] record::RecordsRefusal),
    /// A column that is needed is not there.
    #[error("no column is headed `{heading}`")]
    ColumnMissing {
        /// The heading that was looked for.
        heading: String,
    },
    /// Two columns mean one thing.
    #[error("two columns hold the {field}")]
    TwoColumns {
        /// The field's word.
        field: String,
    },
    /// No heading is known.
    #[error("no column can be compared")]
    NothingToCompare,
    /// The mapping file cannot be read.
    #[error("the mapping of columns cannot be read: {why}")]
    Mapping {
        /// What is wrong.
        why: String,
    },
}

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Records(record::RecordsRefusal::Repeated { .. }) => {
                "give every row an id of its own".to_owned()
            }
            Self::Records(record::RecordsRefusal::WithoutId(_)) => {
                "fill the column of ids, or number the rows".to_owned()
            }
            Self::Records(record::RecordsRefusal::TooMany(_)) => "split the list".to_owned(),
            Self::Records(record::RecordsRefusal::TooManyColumns(_)) => {
                "name fewer columns in a mapping file".to_owned()
            }
            Self::Records(
                record::RecordsRefusal::Uneven { .. } | record::RecordsRefusal::TwoColumns(_),
            )
            | Self::TwoColumns { .. } => "leave one column for each meaning".to_owned(),
            Self::ColumnMissing { .. } | Self::NothingToCompare => {
                "head the columns in Ukrainian, Russian or English, or name them in a file given \
                 with --columns"
                    .to_owned()
            }
            Self::Mapping { .. } => {
                "write `id = \"heading\"`, then `[columns]` with lines `heading = \"kind\"`"
                    .to_owned()
            }
        }
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        None
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
