//! The command line. One module a stage; each reads its input, asks the core, and shows the answer.
//! No rule lives here.

mod account;
pub(crate) mod agreement;
pub(crate) mod announce;
mod api;
mod demo;
pub(crate) mod doctor;
pub(crate) mod erasure;
mod failure;
pub(crate) mod handover;
mod language;
pub(crate) mod lists;
pub(crate) mod names;
mod out;
pub(crate) mod plan;
mod progress;
mod reception;
pub(crate) mod reconcile;
pub(crate) mod registry;
pub(crate) mod seal;
mod seat;
mod secret;
mod serve;
mod sign_in;
pub(crate) mod store;
mod token;
mod verify;
mod webhook;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub(crate) use failure::{Failure, Kind};
pub(crate) use out::{Out, counted};
pub(crate) use registry::words;
pub(crate) use seat::{MaybeSeat, Seat};

/// Safeconduct runs prisoner-of-war exchanges, from the agreed terms to the last person home.
#[derive(Parser)]
#[command(name = "safeconduct", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// One command for each of the nine words, and the few that serve them all.
#[derive(Subcommand)]
enum Command {
    /// Play a whole exchange between invented people, and show it.
    Demo(demo::Command),
    /// Show an instance as a page on this machine.
    Serve(serve::Command),
    /// Show what each side says was agreed, and what is open between them.
    #[command(subcommand)]
    Agreement(agreement::Command),
    /// Keep who is sought and who is held, on whose word.
    #[command(subcommand)]
    Registry(registry::Command),
    /// Read lists, ask what must be asked, and close them.
    #[command(subcommand)]
    Lists(lists::Command),
    /// Say who goes in which stage, and check it.
    #[command(subcommand)]
    Plan(plan::Command),
    /// Sign acts, see them witnessed, and bundle them.
    Seal(seal::Arguments),
    /// Check a bundle from its files alone.
    Verify(verify::Arguments),
    /// Bring people to the line, check them off, and draw the act that both sign.
    #[command(subcommand)]
    Handover(Box<handover::Command>),
    /// Receive those who return, and take care of what follows.
    #[command(subcommand)]
    Reception(Box<reception::Command>),
    /// Say what may be said, and account for what was delivered.
    #[command(subcommand)]
    Announce(Box<announce::Command>),
    /// Say what each line of their list is to us; or link two lists.
    Reconcile(Box<reconcile::Arguments>),
    /// Compare written names across scripts.
    #[command(subcommand)]
    Names(names::Command),
    /// Make accounts, give new secrets, end sessions.
    #[command(subcommand)]
    Account(Box<account::Command>),
    /// Begin a session in an instance.
    SignIn(sign_in::Arguments),
    /// End the session.
    SignOut(sign_in::OutArguments),
    /// Found an instance, check it, back it up, restore it.
    #[command(subcommand)]
    Store(store::Command),
    /// Have other programs told that something happened.
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// Print what programs need that speak to `serve`.
    #[command(subcommand)]
    Api(api::Command),
    /// Look at this machine and an instance folder, and say what is missing.
    Doctor(doctor::Arguments),
}

/// Reads the arguments, runs the command, and returns the exit code of `spec/0-vocabulary.md`.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Logs are for the operator: faults and warnings, more where `SAFECONDUCT_LOG` asks for it.
    let filter = tracing_subscriber::EnvFilter::try_from_env("SAFECONDUCT_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let mut out = Out::stdout();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::Fault(error.into()).report(),
    };
    match runtime.block_on(run(arguments.command, &mut out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Demo(command) => demo::run(command, out).await,
        Command::Serve(command) => serve::run(command, out).await,
        Command::Agreement(command) => agreement::run(command, out).await,
        Command::Registry(command) => registry::run(command, out).await,
        Command::Lists(command) => Box::pin(lists::run(command, out)).await,
        Command::Plan(command) => plan::run(command, out).await,
        Command::Seal(arguments) => seal::run(arguments, out),
        Command::Verify(arguments) => verify::run(&arguments, out),
        Command::Handover(command) => handover::run(*command, out).await,
        Command::Reception(command) => reception::run(*command, out).await,
        Command::Announce(command) => announce::run(*command, out).await,
        Command::Reconcile(arguments) => Box::pin(reconcile::run(*arguments, out)).await,
        Command::Names(command) => names::run(command, out),
        Command::Account(command) => account::run(*command, out).await,
        Command::SignIn(arguments) => sign_in::run(arguments, out).await,
        Command::SignOut(arguments) => sign_in::sign_out(arguments, out).await,
        Command::Store(command) => store::run(command, out).await,
        Command::Webhook(command) => webhook::run(command, out).await,
        Command::Api(command) => api::run(&command, out),
        Command::Doctor(arguments) => doctor::run(&arguments, out).await,
    }
}
