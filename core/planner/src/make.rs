//! A plan together with what is known about its being the best.

use std::collections::BTreeMap;

use crate::assign::oldest_first;
use crate::certificate::Certificate;
use crate::check::{Counts, evaluate};
use crate::search::{self, Ended};
use crate::{Instance, Refusal, greedy};

/// How sure it is that no plan serves the agreed order of aims better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// No plan is better, and no other is as good and as heavy in the draw: every aim has its proof
    /// in the certificate.
    Best,
    /// No plan is better. Whether another that is as good comes first in the draw is not known.
    Equal,
    /// The first aims are proven, the others not.
    Partly {
        /// How many aims are proven, in order.
        aims: usize,
    },
    /// The plan obeys every term. Whether a better one exists is not known.
    Feasible,
}

impl Proof {
    /// Says it in words that promise no more than is known.
    pub fn words(self) -> String {
        match self {
            Self::Best => "proven best: no plan serves the agreed order of aims better".to_owned(),
            Self::Equal => {
                "proven best; whether an equally good plan comes before it in the draw is \
                            not proven"
                    .to_owned()
            }
            Self::Partly { aims: 0 } => "feasible; no aim is proven best".to_owned(),
            Self::Partly { aims } => {
                format!("feasible; the first {aims} aims are proven best, the others are not")
            }
            Self::Feasible => "feasible, not proven best".to_owned(),
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
    /// The proof itself, where there is one. It has been checked.
    pub certificate: Option<Certificate>,
    /// For aims that are not proven, by their place among all aims: what no plan that keeps the aims
    /// before it at these values can go below. It has been checked too.
    pub bounds: BTreeMap<usize, i64>,
}

/// Makes a plan. The same instance gives the same plan on every machine.
///
/// What the search says is believed only as far as the checker agrees; where the search ends without
/// a plan, the plain one stands.
///
/// # Errors
/// [`Refusal::FloorOutOfReach`] when the agreed floor cannot be reached, with what binds.
pub fn make(instance: &Instance) -> Result<Made, Refusal> {
    make_within(instance, search::STEPS_MAX)
}

/// Makes a plan within so many steps of search. Where they do not suffice, the best plan found so far
/// comes with what is proven about it.
///
/// # Errors
/// As [`make`].
pub fn make_within(instance: &Instance, steps: u64) -> Result<Made, Refusal> {
    search::floor_within_reach(instance)?;
    Ok(best(instance, steps))
}

fn best(instance: &Instance, steps: u64) -> Made {
    let feasible = |counts: Counts| {
        let (proof, bounds) = (Proof::Feasible, BTreeMap::new());
        Made { counts, proof, certificate: None, bounds }
    };
    let plain = || feasible(oldest_first(instance, &greedy::plan(instance)));
    let Ended::Found(found) = search::solve_within(instance, true, steps) else { return plain() };
    match found.proven {
        Ok(proven) => {
            let all = proven.aims == instance.frame.aims().len();
            let proof = match (all, proven.only) {
                (true, true) => Proof::Best,
                (true, false) => Proof::Equal,
                (false, _) => Proof::Partly { aims: proven.aims },
            };
            let (certificate, bounds) = (Some(found.certificate), proven.bounds);
            Made { counts: found.counts, proof, certificate, bounds }
        }
        Err(_) if evaluate(instance, &found.counts).violations.is_empty() => feasible(found.counts),
        Err(_) => plain(),
    }
}
