//! `safeconduct plan`: who goes in which stage, checked, explained, varied and foreseen.
//!
//! On a folder (`--instance`) a mediator who holds both lists makes a plan in one step. In an instance
//! (`--dir`) two sides make it from sealed tables, step by step.

mod candidates;
mod explain;
mod folder;
pub(crate) mod forecast;
mod instance;
mod journal;
mod what_if;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use exchange::vocabulary::Actor;
use jiff::Timestamp;

use super::seat::{Actors, Seat};
use super::{Failure, Out};
use crate::desk::Desk;

/// The largest certificate that is read: 64 MiB.
const CERTIFICATE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What to do with plans.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin a plan: take in the days and the vehicles of both sides
    Transport(journal::TransportArguments),
    /// Commit to a share of the seed, or take in the other side's commitment
    Commit(journal::CommitArguments),
    /// Count the own people by class and seal the table
    Table(journal::TableArguments),
    /// Take in the other side's table
    Take(journal::TakeArguments),
    /// Open a share of the seed, once both tables are sealed
    Reveal(journal::RevealArguments),
    /// Say who goes in which stage, with a proof that no plan is better
    ///
    /// The search has a limit of 12,000,000,000 steps, counted alike on every machine. Where it is met,
    /// the best plan found is written with a certified bound for each aim that is not proven, and the
    /// exit code is 2. Further limits: 1,000,000 classes, 32 stages, 4,000 cases an aim.
    Make(MakeArguments),
    /// Map the plan to the own people, each with a reason
    Assign(journal::AssignArguments),
    /// Fix the plan as it is assigned: one officer asks, a second one agrees by the same command
    Lock(Seat),
    /// Let a locked plan be changed again, by two officers
    Unlock(Seat),
    /// Show how far the plan in force is
    Show(journal::ShowArguments),
    /// Check a plan against the terms, the lists and the vehicles
    Check(CheckArguments),
    /// Say why somebody is in a stage, or waits
    Explain(ExplainArguments),
    /// Change a term or a vehicle and see who gains and who loses; the plan in force stays
    WhatIf(Box<what_if::Arguments>),
    /// Say how long until everybody is home, learnt from past exchanges, with how well that would have done
    Forecast(Box<forecast::Arguments>),
}

/// A folder of files, or an instance and who acts in it.
#[derive(Args)]
#[group(skip)]
pub(crate) struct Where {
    /// Folder with instance.json and persons.csv, or instance.json, classes-a.csv and classes-b.csv
    #[arg(long, value_name = "DIR", required_unless_present = "dir", conflicts_with = "dir")]
    instance: Option<PathBuf>,
    #[command(flatten)]
    seated: Seated,
}

/// The instance, where there is one, and who acts.
#[derive(Args)]
#[group(skip)]
pub(crate) struct Seated {
    /// The folder of an instance with a journal, instead
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    actors: Actors,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

impl Seated {
    /// Opens the desk and puts the actor together.
    async fn open(&self) -> Result<(Desk, Actor), Failure> {
        let dir = self.dir.as_ref().ok_or_else(|| missing("--dir DIR"))?;
        let mut desk = Desk::open(dir, self.at).await?;
        let actor = Box::pin(self.actors.sit(&mut desk, dir)).await?;
        Ok((desk, actor))
    }
}

fn missing(argument: &str) -> Failure {
    Failure::incomplete(format!("{argument} is missing"), format!("add {argument}"))
}

/// What `plan make` takes.
#[derive(Args)]
pub(crate) struct MakeArguments {
    #[command(flatten)]
    on: Where,
    /// Where the plan goes: `id,round` for people, `class,stage,count` for tables of classes; the
    /// plan's own bytes from an instance
    #[arg(long, value_name = "PLAN", required_unless_present = "dir")]
    out: Option<PathBuf>,
    /// Where the proof goes that no plan is better, as far as there is one
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// What `plan check` takes.
#[derive(Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    on: Where,
    /// The plan; an instance has its own
    #[arg(long, value_name = "PLAN.csv", required_unless_present = "dir", conflicts_with = "dir")]
    plan: Option<PathBuf>,
    /// The digest of the inputs that the plan was made from, as `plan make` printed it
    #[arg(long, value_name = "SHA-256", conflicts_with = "dir")]
    inputs: Option<String>,
    /// The proof that no plan is better, to be checked too
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, conflicts_with = "dir")]
    json: bool,
}

/// What `plan explain` takes.
#[derive(Args)]
pub(crate) struct ExplainArguments {
    #[command(flatten)]
    on: Where,
    /// The plan; an instance has its own
    #[arg(long, value_name = "PLAN.csv", required_unless_present = "dir", conflicts_with = "dir")]
    plan: Option<PathBuf>,
    /// Whom to explain: an id of persons.csv, or a line of this side in an instance
    #[arg(long, value_name = "ID")]
    person: String,
    #[command(flatten)]
    form: explain::Form,
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Transport(arguments) => journal::transport(&arguments, out).await,
        Command::Commit(arguments) => journal::commit(&arguments, out).await,
        Command::Table(arguments) => journal::table(&arguments, out).await,
        Command::Take(arguments) => journal::take(&arguments, out).await,
        Command::Reveal(arguments) => journal::reveal(&arguments, out).await,
        Command::Assign(arguments) => journal::assign(&arguments, out).await,
        Command::Lock(seat) => journal::lock(&seat, true, out).await,
        Command::Unlock(seat) => journal::lock(&seat, false, out).await,
        Command::Show(arguments) => journal::show(&arguments, out).await,
        Command::WhatIf(arguments) => what_if::run(&arguments, out).await,
        Command::Forecast(arguments) => forecast::run(&arguments, out).await,
        Command::Make(MakeArguments { on, out: plan, certificate, json }) => {
            let (plan, proof) = (plan.as_deref(), certificate.as_deref());
            let Some(folder) = &on.instance else {
                return journal::make(&on.seated, (plan, proof), json, out).await;
            };
            let plan = plan.ok_or_else(|| missing("--out PLAN.csv"))?;
            instance::make(folder, (plan, proof), json, out)
        }
        Command::Check(CheckArguments { on, plan, inputs, certificate, json }) => {
            let proof = certificate.as_deref();
            let Some(folder) = &on.instance else {
                return journal::check(&on.seated, proof, out).await;
            };
            let plan = plan.as_deref().ok_or_else(|| missing("--plan PLAN.csv"))?;
            let checked = instance::Checked { plan, inputs: inputs.as_deref(), proof };
            instance::check_plan(folder, &checked, json, out)
        }
        Command::Explain(ExplainArguments { on, plan, person, form }) => {
            let Some(folder) = &on.instance else {
                return journal::explain(&on.seated, &person, &form, out).await;
            };
            let plan = plan.as_deref().ok_or_else(|| missing("--plan PLAN.csv"))?;
            explain::person(folder, plan, (&person, &form), out)
        }
    }
}
