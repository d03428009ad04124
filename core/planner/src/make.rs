//! A plan together with what is known about its being the best.

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
}

/// Makes a plan. The same instance gives the same plan on every machine.
///
/// What the search says is believed only as far as the checker agrees; where the search ends without
/// a plan, the plain one stands.
///
/// # Errors
/// [`Refusal::FloorOutOfReach`] when the agreed floor cannot be reached, with what binds.
pub fn make(instance: &Instance) -> Result<Made, Refusal> {
    search::floor_within_reach(instance)?;
    Ok(best(instance))
}

fn best(instance: &Instance) -> Made {
    let plain = || {
        let counts = oldest_first(instance, &greedy::plan(instance));
        Made { counts, proof: Proof::Feasible, certificate: None }
    };
    let Ended::Found(found) = search::solve(instance, true) else { return plain() };
    match found.proven {
        Ok(proven) => {
            let all = proven.aims == instance.frame.aims().len();
            let proof = match (all, proven.only) {
                (true, true) => Proof::Best,
                (true, false) => Proof::Equal,
                (false, _) => Proof::Partly { aims: proven.aims },
            };
            Made { counts: found.counts, proof, certificate: Some(found.certificate) }
        }
        Err(_) if evaluate(instance, &found.counts).violations.is_empty() => {
            Made { counts: found.counts, proof: Proof::Feasible, certificate: None }
        }
        Err(_) => plain(),
    }
}
