//! A plan together with what is known about its being the best.

use crate::check::Counts;
use crate::{Instance, greedy};

/// How sure it is that no plan serves the agreed order of aims better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The plan obeys every term. Whether a better one exists is not known.
    Feasible,
}

impl Proof {
    /// Says it in words that promise no more than is known.
    pub fn words(self) -> &'static str {
        match self {
            Self::Feasible => "feasible, not proven best",
        }
    }
}

/// A plan that obeys every term but perhaps the floor over the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// How many of each unit go in each stage.
    pub counts: Counts,
    /// What is known about its being the best.
    pub proof: Proof,
}

/// Makes a plan. The same instance gives the same plan on every machine.
pub fn make(instance: &Instance) -> Made {
    Made { counts: greedy::plan(instance), proof: Proof::Feasible }
}
