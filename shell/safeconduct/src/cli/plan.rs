//! `safeconduct plan`: make a plan, check anybody's plan, say why somebody is in or out.

mod folder;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use exchange::plan::planner::explain::{Reason, Waits, explain};
use exchange::plan::planner::{
    Evaluation, Frame, Made, Proof, assign, certificate, check, make as make_plan,
};
use serde_json::json;

use super::{Failure, Out};
use crate::files;
use folder::{Lists, Plan};

/// The largest certificate that is read: 64 MiB.
const CERTIFICATE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What to do with plans.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say who goes in which stage.
    Make(MakeArguments),
    /// Check a plan against the terms, the lists and the vehicles.
    Check(CheckArguments),
    /// Say why somebody is in a stage, or waits.
    Explain(ExplainArguments),
}

/// What `plan make` takes.
#[derive(Args)]
pub(crate) struct MakeArguments {
    /// Folder with instance.json and persons.csv, or instance.json, classes-a.csv and classes-b.csv.
    #[arg(long, value_name = "DIR")]
    instance: PathBuf,
    /// Where the plan goes: `id,round` for people, `class,stage,count` for tables of classes.
    #[arg(long, value_name = "PLAN.csv")]
    out: PathBuf,
    /// Where the proof goes that no plan is better, as far as there is one.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// What `plan check` takes.
#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Folder as for `plan make`.
    #[arg(long, value_name = "DIR")]
    instance: PathBuf,
    /// The plan.
    #[arg(long, value_name = "PLAN.csv")]
    plan: PathBuf,
    /// The digest of the inputs that the plan was made from, as `plan make` printed it.
    #[arg(long, value_name = "SHA-256")]
    inputs: Option<String>,
    /// The proof that no plan is better, to be checked too.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// What `plan explain` takes.
#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// Folder as for `plan make`, with people.
    #[arg(long, value_name = "DIR")]
    instance: PathBuf,
    /// The plan.
    #[arg(long, value_name = "PLAN.csv")]
    plan: PathBuf,
    /// Whom to explain.
    #[arg(long, value_name = "ID")]
    person: String,
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Make(arguments) => make(&arguments, out),
        Command::Check(arguments) => check_plan(&arguments, out),
        Command::Explain(arguments) => explain_person(&arguments, out),
    }
}

fn make(arguments: &MakeArguments, out: &mut Out) -> Result<(), Failure> {
    let (lists, inputs) = folder::read(&arguments.instance)?;
    let instance = lists.instance();
    let Made { counts, proof, certificate } = make_plan(instance)
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
        .map(|name| arguments.instance.join(name));
    for path in [Some(&arguments.out), arguments.certificate.as_ref()].into_iter().flatten() {
        files::not_an_input(path, &read.each_ref().map(std::path::PathBuf::as_path))?;
    }
    lists.write(&counts, &arguments.out)?;
    if let (Some(path), Some(certificate)) = (&arguments.certificate, &certificate) {
        let bytes = serde_json::to_vec(certificate).context("writing the certificate")?;
        files::write_whole(path, &bytes)?;
    }
    let frame = &instance.frame;
    if arguments.json {
        let answer = json!({
            "inputs": inputs, "proof": proof, "aims": names(frame), "vector": evaluation.vector,
            "stages": evaluation.heads,
        });
        out.line(answer.to_string())?;
    } else {
        show(frame, &evaluation, out)?;
        out.line(proof.words())?;
        out.line(format!("inputs: {inputs}"))?;
    }
    if proof == Proof::Best {
        return Ok(());
    }
    Err(Failure::incomplete(
        format!("the plan in {} is {}", arguments.out.display(), proof.words()),
        "use it as it is, or look for a better one with fewer groups or simpler ratios",
    ))
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

fn check_plan(arguments: &CheckArguments, out: &mut Out) -> Result<(), Failure> {
    let (lists, inputs) = folder::read(&arguments.instance)?;
    if let Some(expected) = &arguments.inputs
        && *expected != inputs
    {
        return Err(Failure::refused(
            format!(
                "this plan was made for other lists or terms: theirs are {expected}, these {inputs}"
            ),
            "check it against the folder that it was made from",
        ));
    }
    let plan = folder::read_plan(&lists, &arguments.plan)?;
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
    if arguments.json {
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
            if !arguments.json {
                out.line("the plan obeys every term")?;
            }
            let Some(path) = &arguments.certificate else { return Ok(()) };
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
    let bytes = files::read_bytes(path, CERTIFICATE_BYTES_MAX)?;
    let certificate = certificate::read(&bytes).map_err(|error| {
        Failure::incomplete(
            format!("{} is not a certificate: {error}", path.display()),
            "name the file that `plan make --certificate` wrote",
        )
    })?;
    let instance = lists.instance();
    let counts = match (lists, plan) {
        (Lists::People(people), Plan::People(plan)) => assign::counts(people, plan),
        (_, Plan::Classes(counts)) => counts.clone(),
        (Lists::Tables(_), Plan::People(_)) => return Ok(()),
    };
    let proven = certificate::verify(instance, &counts, &certificate).map_err(|wrong| {
        Failure::refused(
            wrong.to_string(),
            "ask for the certificate that belongs to this plan and these lists",
        )
    })?;
    let all = instance.frame.aims().len();
    if proven.aims == all {
        return out.line(format!("no plan is better: all {all} aims are proven"));
    }
    Err(Failure::incomplete(
        format!("the certificate proves the first {} of {all} aims", proven.aims),
        "the plan obeys every term; whether it is the best is not known",
    ))
}

fn explain_person(arguments: &ExplainArguments, out: &mut Out) -> Result<(), Failure> {
    let (lists, _) = folder::read(&arguments.instance)?;
    let Lists::People(people) = &lists else {
        return Err(Failure::incomplete(
            "tables of classes hold no people",
            "ask the side that holds the person, or use a folder with persons.csv",
        ));
    };
    let Plan::People(plan) = folder::read_plan(&lists, &arguments.plan)? else {
        return Err(Failure::incomplete(
            "the plan is one of classes",
            "name a plan with `id,round`",
        ));
    };
    let id = &arguments.person;
    let Some(reason) = explain(people, &plan, id) else {
        return Err(Failure::refused(format!("{id} is on neither list"), "check the id"));
    };
    let frame = &people.instance.frame;
    match reason {
        Reason::Goes { stage, rank, class_size } => {
            out.line(format!("{id} goes in stage {stage}"))?;
            out.line(format!("  number {rank} of {class_size} in the class, longest held first"))
        }
        Reason::NoCategory => out.line(format!("{id} is in no agreed category")),
        Reason::Refuses => out.line(format!("{id} does not wish to be repatriated")),
        Reason::Excluded => out.line(format!("{id} was taken off the list by the holding side")),
        Reason::HeldBeyondLastStage => {
            out.line(format!("{id} is not available in any stage of this plan"))
        }
        Reason::Waits(waits) => show_waiting(frame, id, &waits, out),
    }
}

fn show_waiting(frame: &Frame, id: &str, waits: &Waits, out: &mut Out) -> Result<(), Failure> {
    out.line(format!("{id} waits"))?;
    let Waits { rank, class_size, last_ahead, companions, stages } = waits;
    out.line(format!("  number {rank} of {class_size} in the class, longest held first"))?;
    match last_ahead {
        Some((ahead, captured)) => out.line(format!(
            "  the last of the class who goes is {ahead}, captured on day {captured}"
        ))?,
        None => out.line("  nobody of the class goes")?,
    }
    if *companions > 0 {
        out.line(format!("  travels together with {companions} more"))?;
    }
    for (stage, obstacles) in stages {
        for obstacle in obstacles {
            out.line(format!("  stage {stage}: {}", obstacle.sentence(frame)))?;
        }
        if obstacles.is_empty() {
            out.line(format!("  stage {stage}: nothing stands against it; ask for a better plan"))?;
        }
    }
    Ok(())
}
