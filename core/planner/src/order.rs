//! Which of several equally good plans is the one (`spec/5-plan.md`, section 4).
//!
//! Plans that serve every aim equally well still differ in whom they take. The draw to which both sides
//! gave a share decides: each round of it gives every unit and every stage a weight that nobody could
//! foresee, and the heaviest plan is the one. A round that leaves two plans equal is followed by another.

use sha2::{Digest as _, Sha256};

use crate::Frame;
use crate::check::Counts;
use crate::program::{Form, Program};

/// The most rounds of the draw.
pub const ROUNDS_MAX: usize = 4;
/// Weights of units lie from 1 to this.
const UNIT_WEIGHTS: i64 = 4096;
/// Weights of stages lie from 1 to this.
const STAGE_WEIGHTS: i64 = 64;

/// Returns what a round of the draw makes as small as it can be, counted from 0: the negated weight of
/// everybody who goes. Imbalances weigh nothing.
pub fn form(frame: &Frame, program: &Program, round: usize) -> Form {
    let seed = Sha256::digest(frame.seed());
    let draw = |what: &str, most: i64| {
        let drawn = Sha256::new()
            .chain_update(b"safeconduct/plan/order/1")
            .chain_update([u8::try_from(round).unwrap_or(u8::MAX)])
            .chain_update(seed)
            .chain_update(what.as_bytes())
            .finalize();
        i64::from(u16::from_be_bytes([drawn[0], drawn[1]])) % most + 1
    };
    let mut weights: Vec<i64> =
        program.units.iter().map(|unit| -draw(&frame.write_unit(unit), UNIT_WEIGHTS)).collect();
    weights.resize(program.sets.len(), 0);
    let factors =
        (1..=program.stages).map(|stage| draw(&stage.to_string(), STAGE_WEIGHTS)).collect();
    Form { weights, factors }
}

/// Returns the value of a round's form for a plan.
pub fn value(program: &Program, form: &Form, counts: &Counts) -> i64 {
    let of = |(set, unit): (usize, &crate::Unit)| -> i64 {
        let row = counts.get(unit).map_or(&[][..], Vec::as_slice);
        row.iter().enumerate().map(|(stage, number)| form.of(set, stage) * i64::from(*number)).sum()
    };
    program.units.iter().enumerate().map(of).sum()
}
