//! What a certificate proved, or why it was refused.

use std::collections::BTreeMap;
use std::fmt;

use crate::Violation;
use crate::check::Evaluation;

/// What a certificate proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// How many aims are proven, in order, the first included. All of them: no plan is better.
    pub aims: usize,
    /// Whether the plan is the only one that serves the aims and the draw as well: the one plan that
    /// everybody finds.
    pub only: bool,
    /// For aims that are not proven, by their place among all aims: no plan that keeps the aims before
    /// it at this plan's values has less.
    pub bounds: BTreeMap<usize, i64>,
    /// The plan's numbers.
    pub evaluation: Evaluation,
}

/// Why a certificate was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is of another form or size than the instance asks for.
    Form(&'static str),
    /// The plan breaks a term.
    Plan(Violation),
    /// The plan's stages are not those that the certificate says happen.
    Happens,
    /// Nothing shows that this stage, counted from 1, cannot happen, or what is there does not.
    Stage(usize, &'static str),
    /// What is there does not prove this aim.
    Aim(String, &'static str),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(what) => write!(f, "the certificate {what}"),
            Self::Plan(violation) => write!(f, "the plan breaks a term: {violation}"),
            Self::Happens => write!(f, "the plan's stages are not those that the certificate says"),
            Self::Stage(stage, why) => {
                write!(f, "stage {stage} is not shown to be impossible: {why}")
            }
            Self::Aim(aim, why) => write!(f, "aim `{aim}` is not proven: {why}"),
        }
    }
}
