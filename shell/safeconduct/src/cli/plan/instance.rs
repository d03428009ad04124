//! Plans on instance folders: what a mediator who holds both lists makes and checks.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use exchange::plan::planner::search::STEPS_MAX;
use exchange::plan::planner::{
    Evaluation, Frame, Made, Proof, assign, certificate, check, make as make_plan,
};
use serde_json::json;

use super::folder::{self, Lists, Plan};
use super::journal::read_certificate;
use crate::cli::{Failure, Out};
use crate::files;

pub(super) fn make(
    folder: &Path,
    (plan_out, proof_out): (&Path, Option<&Path>),
    as_json: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    let (lists, inputs) = folder::read(folder)?;
    let instance = lists.instance();
    let Made { counts, proof, certificate, bounds } = make_plan(instance)
        .map_err(|refusal| Failure::refused(refusal.to_string(), refusal.hint()))?;
    let evaluation = check::evaluate(instance, &counts);
    if let Some(violation) = evaluation.violations.first() {
        return Err(Failure::refused(
            violation.to_string(),
            "add vehicles or stages, or agree on a lower floor; to plan a part of an agreement, \
             set its floor to 0",
        ));
    }
    let read = ["instance.json", "persons.csv", "classes-a.csv", "classes-b.csv"]
        .map(|name| folder.join(name));
    for path in [Some(plan_out), proof_out].into_iter().flatten() {
        files::not_an_input(path, &read.each_ref().map(std::path::PathBuf::as_path))?;
    }
    lists.write(&counts, plan_out)?;
    if let (Some(path), Some(certificate)) = (proof_out, &certificate) {
        let bytes = serde_json::to_vec(certificate).context("writing the certificate")?;
        files::write_whole(path, &bytes)?;
    }
    let frame = &instance.frame;
    if as_json {
        let answer = json!({
            "inputs": inputs, "proof": proof, "aims": names(frame), "vector": evaluation.vector,
            "stages": evaluation.heads, "bounds": bounds,
        });
        out.line(answer.to_string())?;
    } else {
        show(frame, &evaluation, out)?;
        show_bounds(frame, (&evaluation.vector, &bounds), out)?;
        out.line(proof.words())?;
        out.line(format!("inputs: {inputs}"))?;
    }
    if proof == Proof::Best {
        return Ok(());
    }
    Err(Failure::incomplete(
        format!(
            "the plan in {} is {}; the search ended at its limit of {STEPS_MAX} steps",
            plan_out.display(),
            proof.words()
        ),
        "use it as it is, or look for a better one with fewer groups or simpler ratios",
    ))
}

/// Shows how low each aim that is not proven could be at best.
pub(super) fn show_bounds(
    frame: &Frame,
    (vector, bounds): (&[i64], &BTreeMap<usize, i64>),
    out: &mut Out,
) -> Result<(), Failure> {
    let names = names(frame);
    for (at, least) in bounds {
        let (name, value) = (&names[*at], vector[*at]);
        out.line(format!(
            "{name} is {value} and not proven best; certified: at least {least} while the aims before \
             it keep their values"
        ))?;
    }
    Ok(())
}

/// Returns the words for the aims, in the agreed order.
fn names(frame: &Frame) -> Vec<String> {
    frame.aims().into_iter().map(|aim| frame.aim_name(aim)).collect()
}

/// Shows what a plan amounts to.
fn show(frame: &Frame, evaluation: &Evaluation, out: &mut Out) -> Result<(), Failure> {
    for (at, [a, b]) in evaluation.heads.iter().enumerate() {
        out.line(format!("stage {}: {a} from A, {b} from B", at + 1))?;
    }
    for (aim, value) in names(frame).iter().zip(&evaluation.vector) {
        out.line(format!("{aim}: {value}"))?;
    }
    Ok(())
}

/// What is to be checked beside the folder.
pub(super) struct Checked<'a> {
    pub(super) plan: &'a Path,
    pub(super) inputs: Option<&'a str>,
    pub(super) proof: Option<&'a Path>,
}

pub(super) fn check_plan(
    folder: &Path,
    checked: &Checked<'_>,
    as_json: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    let (lists, inputs) = folder::read(folder)?;
    if let Some(expected) = checked.inputs
        && *expected != inputs
    {
        return Err(Failure::refused(
            format!(
                "this plan was made for other lists or terms: theirs are {expected}, these {inputs}"
            ),
            "check it against the folder that it was made from",
        ));
    }
    let plan = folder::read_plan(&lists, checked.plan)?;
    let evaluation = match (&lists, &plan) {
        (Lists::People(people), Plan::People(plan)) => check::evaluate_people(people, plan),
        (Lists::Tables(instance), Plan::Classes(counts)) => check::evaluate(instance, counts),
        (Lists::People(_), Plan::Classes(_)) | (Lists::Tables(_), Plan::People(_)) => {
            return Err(Failure::incomplete(
                "the plan and the folder are of different kinds",
                "a plan of people belongs to persons.csv, a plan of classes to two tables",
            ));
        }
    };
    if as_json {
        let broken: Vec<String> = evaluation.violations.iter().map(ToString::to_string).collect();
        let frame = &lists.instance().frame;
        out.line(
            json!({
                "inputs": inputs, "violations": broken, "aims": names(frame),
                "vector": evaluation.vector, "stages": evaluation.heads,
            })
            .to_string(),
        )?;
    } else {
        show(&lists.instance().frame, &evaluation, out)?;
        for violation in &evaluation.violations {
            out.line(format!("violation: {violation}"))?;
        }
    }
    match evaluation.violations.len() {
        0 => {
            if !as_json {
                out.line("the plan obeys every term")?;
            }
            let Some(path) = checked.proof else { return Ok(()) };
            check_certificate(&lists, &plan, path, out)
        }
        number => Err(Failure::refused(
            format!(
                "the plan breaks the terms in {number} places, first: {}",
                evaluation.violations[0]
            ),
            "ask who made it for a plan that obeys every term",
        )),
    }
}

/// Checks the proof that no plan is better than this one.
fn check_certificate(
    lists: &Lists,
    plan: &Plan,
    path: &Path,
    out: &mut Out,
) -> Result<(), Failure> {
    let certificate = read_certificate(path)?;
    let instance = lists.instance();
    let counts = match (lists, plan) {
        (Lists::People(people), Plan::People(plan)) => {
            let counts = assign::counts(people, plan);
            let by_the_draw = assign::assign(people, &counts);
            // Two lists in one order are quicker compared than looked up.
            let apart = || by_the_draw.iter().find(|(id, at)| plan.get(*id) != Some(at));
            if let Some((id, _)) = (by_the_draw != *plan).then(apart).flatten() {
                return Err(Failure::refused(
                    format!("{id} is not where the draw puts them among equals of the class"),
                    "inside a class the longest held go first, and on the same day by the draw",
                ));
            }
            counts
        }
        (_, Plan::Classes(counts)) => counts.clone(),
        (Lists::Tables(_), Plan::People(_)) => return Ok(()),
    };
    let proven = certificate::verify(instance, &counts, &certificate).map_err(|wrong| {
        Failure::refused(
            wrong.to_string(),
            "ask for the certificate that belongs to this plan and these lists",
        )
    })?;
    show_bounds(&instance.frame, (&proven.evaluation.vector, &proven.bounds), out)?;
    say_proven((proven.aims, instance.frame.aims().len()), proven.only, out)
}

/// Says how far a certificate reaches; less than all aims is not a proof that no plan is better.
pub(super) fn say_proven(
    (aims, all): (usize, usize),
    only: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    if aims < all {
        return Err(Failure::incomplete(
            format!("the certificate proves the first {aims} of {all} aims"),
            "the plan obeys every term; whether it is the best is not known",
        ));
    }
    out.line(format!("no plan is better: all {all} aims are proven"))?;
    if only {
        return out.line("no other plan is as good and comes before it in the draw");
    }
    Err(Failure::incomplete(
        "the certificate does not show that no equally good plan comes first in the draw",
        "no plan is better; ask for a certificate that proves the draw too",
    ))
}
