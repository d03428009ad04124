//! The plan itself: how many of each class go in which stage. Anybody who has both sealed tables can
//! make it again, or check one that somebody else made.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::ground::{Ground, planner_side};
use super::table::{ClassTable, TABLE_FORM};
use super::{Refusal, planner};
use crate::vocabulary::{Digest, Side, StageNumber};
use planner::certificate::{Certificate, Proven};
use planner::inclusion::inclusion;
use planner::said::Said;
use planner::{Counts, Evaluation, Instance, Proof};

/// The form of a plan.
pub const PLAN_FORM: u16 = 1;

/// How many of each class go in which stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How many of each class go in each stage, by the class's text as in [`ClassTable`]. Classes of
    /// which nobody goes are left out.
    pub counts: BTreeMap<String, Vec<u32>>,
    /// [`PLAN_FORM`].
    pub form: u16,
    /// The digest of terms and transport.
    pub ground: Digest,
    /// What is known about its being the best. A claim; a certificate proves it.
    pub proof: Proof,
    /// The seed for ties between people: [`seed`] of both sides' shares.
    pub seed: Digest,
    /// The digests of the two tables, A's and B's.
    pub tables: [Digest; 2],
    /// The value of each aim in the agreed order.
    pub vector: Vec<i64>,
}

/// How the plan stands to the floor over the whole agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorStanding {
    /// The agreed floor a side.
    pub floor: u32,
    /// Prisoners whom A and B hand over in the stages of this plan.
    pub planned: [i64; 2],
}

impl FloorStanding {
    /// Says whether the stages of this plan alone reach the floor.
    pub fn reached(&self) -> bool {
        self.planned.iter().all(|planned| *planned >= i64::from(self.floor))
    }
}

/// One way in which a plan is not what its inputs allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// It was made for other terms, vehicles or tables.
    OtherInputs(&'static str),
    /// A class that cannot be read.
    Unreadable(String),
    /// It breaks a term.
    Term(planner::Violation),
    /// Somebody whom the law sends home regardless of number waits although there is room.
    HeldBack {
        /// The class.
        class: String,
        /// The stage, counted from 1, that has room.
        stage: usize,
    },
    /// The numbers beside the counts are not those that the counts have.
    WrongVector,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherInputs(which) => write!(f, "the plan was made for {which}"),
            Self::Unreadable(what) => write!(f, "{what}"),
            Self::Term(violation) => write!(f, "{violation}"),
            Self::HeldBack { class, stage } => write!(
                f,
                "class {class} is held back although stage {stage} has room (GC III art. 109(1))"
            ),
            Self::WrongVector => write!(f, "the stated aims are not those of the counts"),
        }
    }
}

/// Makes the seed from both sides' shares: SHA-256 of A's 32 bytes and B's 32 bytes.
pub fn seed(share_a: &[u8; 32], share_b: &[u8; 32]) -> Digest {
    Digest::of(&[b"safeconduct/plan/seed/1", share_a, share_b])
}

/// Returns what a side publishes before it opens its share.
pub fn share_commitment(side: Side, share: &[u8; 32]) -> Digest {
    let word: &[u8] = match side {
        Side::A => b"A",
        Side::B => b"B",
    };
    Digest::of(&[b"safeconduct/plan/share/1", word, share])
}

/// Makes the plan from the two sealed tables. The same inputs give the same bytes on every machine.
///
/// # Errors
/// [`Refusal::OtherGround`] when a table was cut by other terms, [`Refusal::WrongTable`] when it is
/// not the table of its side, [`Refusal::Planner`] when it cannot be read.
pub fn make(ground: &Ground, tables: &[ClassTable; 2], seed: Digest) -> Result<Plan, Refusal> {
    prove(ground, tables, seed).map(|(plan, _)| plan)
}

/// Makes the plan together with the proof that no plan is better, as far as there is one.
///
/// # Errors
/// As [`make`].
pub fn prove(
    ground: &Ground,
    tables: &[ClassTable; 2],
    seed: Digest,
) -> Result<(Plan, Option<Certificate>), Refusal> {
    let instance = drawn(instance(ground, tables)?, seed);
    let made = planner::make(&instance)?;
    let evaluation = planner::evaluate(&instance, &made.counts);
    if let Some(violation) = evaluation.violations.into_iter().next() {
        return Err(Refusal::Broken(violation.to_string()));
    }
    let plan = Plan {
        counts: made
            .counts
            .iter()
            .map(|(unit, by_stage)| (ground.frame.write_unit(unit), by_stage.clone()))
            .collect(),
        form: PLAN_FORM,
        ground: ground.digest,
        proof: made.proof,
        seed,
        tables: [tables[0].digest(), tables[1].digest()],
        vector: evaluation.vector,
    };
    Ok((plan, made.certificate))
}

/// Checks the proof that no plan on the same tables is better. Returns what it proves.
///
/// # Errors
/// [`Refusal::Broken`] with the stage or the aim that the certificate does not prove.
pub fn verify(
    ground: &Ground,
    tables: &[ClassTable; 2],
    plan: &Plan,
    certificate: &Certificate,
) -> Result<Proven, Refusal> {
    let instance = drawn(instance(ground, tables)?, plan.seed);
    let counts = plan.read_counts(ground)?;
    planner::certificate::verify(&instance, &counts, certificate)
        .map_err(|wrong| Refusal::Broken(wrong.to_string()))
}

/// Says what it would cost that the first `rank` of a class go by a stage, counted from 1.
///
/// # Errors
/// [`Refusal::Planner`] when the class or the plan cannot be read on this ground.
pub fn cost(
    ground: &Ground,
    tables: &[ClassTable; 2],
    plan: &Plan,
    (class, rank): (&str, usize),
    stage: StageNumber,
) -> Result<Vec<Said>, Refusal> {
    let instance = drawn(instance(ground, tables)?, plan.seed);
    let (unit, by) = (ground.frame.read_unit(class)?, usize::from(stage.0).saturating_sub(1));
    let found = inclusion(&instance, &plan.read_counts(ground)?, &unit, (rank, by));
    Ok(found.said(&instance, by))
}

/// Checks a plan against its inputs, whoever made it.
///
/// # Errors
/// Every violation, in a fixed order.
pub fn check(
    ground: &Ground,
    tables: &[ClassTable; 2],
    seed: Digest,
    plan: &Plan,
) -> Result<Evaluation, Vec<Violation>> {
    let mut found = Vec::new();
    let own = [
        (plan.form == PLAN_FORM, "another version of this program"),
        (plan.ground == ground.digest, "other terms or vehicles"),
        (plan.tables[0] == tables[0].digest(), "another table of side A"),
        (plan.tables[1] == tables[1].digest(), "another table of side B"),
        (plan.seed == seed, "another seed"),
    ];
    found
        .extend(own.iter().filter(|(same, _)| !same).map(|(_, what)| Violation::OtherInputs(what)));
    let (instance, counts) = match (instance(ground, tables), plan.read_counts(ground)) {
        (Ok(instance), Ok(counts)) => (instance, counts),
        (Err(refusal), _) | (_, Err(refusal)) => {
            found.push(Violation::Unreadable(refusal.to_string()));
            return Err(found);
        }
    };
    let evaluation = planner::evaluate(&instance, &counts);
    found.extend(evaluation.violations.iter().cloned().map(Violation::Term));
    for (unit, stage) in planner::check::held_back(&instance, &counts) {
        let class = ground.frame.write_unit(&unit);
        found.push(Violation::HeldBack { class, stage: stage + 1 });
    }
    if evaluation.vector != plan.vector {
        found.push(Violation::WrongVector);
    }
    if found.is_empty() { Ok(evaluation) } else { Err(found) }
}

/// Has the draw of both sides settle between equally good plans.
pub(super) fn drawn(mut instance: Instance, seed: Digest) -> Instance {
    instance.frame = instance.frame.with_seed(seed.0.to_vec());
    instance
}

/// Puts two tables onto their ground.
///
/// # Errors
/// [`Refusal::WrongTable`], [`Refusal::OtherGround`] or [`Refusal::Planner`] for a table that does not
/// belong there or cannot be read.
pub fn instance(ground: &Ground, tables: &[ClassTable; 2]) -> Result<Instance, Refusal> {
    let mut units = BTreeMap::new();
    for (side, table) in Side::BOTH.into_iter().zip(tables) {
        if table.side != side || table.form != TABLE_FORM {
            return Err(Refusal::WrongTable { expected: side, found: table.side });
        }
        if table.ground != ground.digest {
            return Err(Refusal::OtherGround(side));
        }
        let texts: Vec<(&String, String)> =
            table.classes.iter().map(|(class, number)| (class, number.to_string())).collect();
        let rows = texts.iter().map(|(class, number)| (class.as_str(), number.as_str()));
        units.append(&mut planner::tables::read(&ground.frame, planner_side(side), rows)?);
    }
    Ok(Instance::new(ground.frame.clone(), units)?)
}

impl Plan {
    /// Returns the bytes that are sealed: JSON without spaces, keys in order.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a plan has only text keys")
    }

    /// Returns the digest of the sealed bytes.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.bytes()])
    }

    /// Reads the counts back into the planner's form.
    pub(super) fn read_counts(&self, ground: &Ground) -> Result<Counts, Refusal> {
        let mut counts = Counts::new();
        for (class, by_stage) in &self.counts {
            let unit = ground.frame.read_unit(class)?;
            if ground.frame.write_unit(&unit) != *class {
                return Err(Refusal::Broken(format!("class {class} is not in its one form")));
            }
            counts.insert(unit, by_stage.clone());
        }
        Ok(counts)
    }

    /// Returns how many people A and B hand over in each stage.
    ///
    /// # Errors
    /// [`Refusal::Planner`] when a class cannot be read on this ground.
    pub fn heads(&self, ground: &Ground) -> Result<Vec<[i64; 2]>, Refusal> {
        Ok(self.evaluated(ground)?.heads)
    }

    /// Says how the plan stands to the agreed floor; none when no floor is agreed.
    ///
    /// # Errors
    /// [`Refusal::Planner`] when a class cannot be read on this ground.
    pub fn floor(&self, ground: &Ground) -> Result<Option<FloorStanding>, Refusal> {
        let Some(floor) = ground.floor else { return Ok(None) };
        Ok(Some(FloorStanding { floor, planned: self.evaluated(ground)?.floor }))
    }

    fn evaluated(&self, ground: &Ground) -> Result<Evaluation, Refusal> {
        let counts = self.read_counts(ground)?;
        let sum = |row: &Vec<u32>| row.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
        let units = counts.iter().map(|(unit, row)| (unit.clone(), sum(row))).collect();
        let instance = Instance::new(ground.frame.clone(), units)?;
        Ok(planner::evaluate(&instance, &counts))
    }
}
