//! `safeconduct seal`: keys, acts, checkpoints and bundles, as files that fit on a USB stick.

mod acts;
mod carry;
pub(crate) mod age;
pub(crate) mod folder;
pub(crate) mod import;
mod intersect;
pub(crate) mod keys;
mod lists;
pub(crate) mod locked;
mod log;
pub(crate) mod post;
mod rotate;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Out};

/// What `seal` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A file that holds the passphrase of the keys.
    #[arg(long, value_name = "FILE", global = true)]
    passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// What to do with keys, acts and bundles.
#[derive(Subcommand)]
enum Command {
    /// Make a party's keys, on its own machine.
    Keys(keys::KeysArguments),
    /// Write the policy file from all parties' public keys.
    Policy(keys::PolicyArguments),
    /// Show the fingerprints that officers read aloud to each other, or check one that was heard.
    Fingerprints(keys::FingerprintArguments),
    /// Replace or revoke keys, with a party's root; or replace a lost root or witness, with everybody.
    Rotate(rotate::RotateArguments),
    /// Begin an exchange under a policy.
    Begin(acts::BeginArguments),
    /// Add an act with its payload.
    Act(acts::ActArguments),
    /// Accept clauses as they were put forward last.
    Accept(acts::AnswerArguments),
    /// Refuse clauses as they were put forward last.
    Refuse(acts::AnswerArguments),
    /// Add a signature to the last act.
    Sign(acts::SignArguments),
    /// Show the acts and where each clause stands.
    Show(acts::ShowArguments),
    /// Sign a checkpoint over the acts so far, as the log.
    Checkpoint(log::CheckpointArguments),
    /// Cosign the newest checkpoint, as a witness that remembers what it saw.
    Cosign(log::CosignArguments),
    /// After a witness was restored from a copy: take the newest checkpoint of the others as its memory.
    Recall(log::RecallArguments),
    /// Write a proof that one act stands in the log.
    Prove(log::ProveArguments),
    /// Write the log as tiles, which any web server can hand out.
    Tiles(log::TilesArguments),
    /// Write the bundle that is handed over.
    Bundle(log::BundleArguments),
    /// Show which bundles are missing, wait, or were not acknowledged.
    Status(post::StatusArguments),
    /// Take in a bundle that another party handed over.
    Import(import::ImportArguments),
    /// Hand over, by HTTP, every bundle that was not acknowledged.
    Push(carry::PushArguments),
    /// Fetch, by HTTP, every bundle that waits for us, and take it in.
    Pull(carry::PullArguments),
    /// Commit to a list, one salt a line.
    Commit(lists::CommitArguments),
    /// Lay one line of a committed list open to a judge.
    Open(lists::OpenArguments),
    /// Lay payloads of acts open to a judge.
    OpenAct(acts::OpenArguments),
    /// Find who is sought by one side and held by the other, without either showing its list.
    #[command(subcommand)]
    Intersect(Box<intersect::Command>),
}

/// Runs the command.
pub(crate) fn run(arguments: Arguments, out: &mut Out) -> Result<(), Failure> {
    locked::take(arguments.passphrase_file.as_deref())?;
    match arguments.command {
        Command::Keys(arguments) => keys::make(&arguments, out),
        Command::Policy(arguments) => keys::policy(&arguments, out),
        Command::Fingerprints(arguments) => keys::fingerprints(&arguments, out),
        Command::Rotate(arguments) => rotate::rotate(&arguments, out),
        Command::Begin(arguments) => acts::begin(&arguments, out),
        Command::Act(arguments) => acts::act(&arguments, out),
        Command::Accept(arguments) => acts::answer(&arguments, true, out),
        Command::Refuse(arguments) => acts::answer(&arguments, false, out),
        Command::Sign(arguments) => acts::sign(&arguments, out),
        Command::Show(arguments) => acts::show(&arguments, out),
        Command::Checkpoint(arguments) => log::checkpoint(&arguments, out),
        Command::Cosign(arguments) => log::cosign(&arguments, out),
        Command::Recall(arguments) => log::recall(&arguments, out),
        Command::Prove(arguments) => log::prove(&arguments, out),
        Command::Tiles(arguments) => log::tiles(&arguments, out),
        Command::Bundle(arguments) => log::bundle(&arguments, out),
        Command::Status(arguments) => post::status(&arguments, out),
        Command::Import(arguments) => import::import(&arguments, out),
        Command::Push(arguments) => carry::push(&arguments, out),
        Command::Pull(arguments) => carry::pull(&arguments, out),
        Command::Commit(arguments) => lists::commit(&arguments, out),
        Command::Open(arguments) => lists::open(&arguments, out),
        Command::OpenAct(arguments) => acts::open(&arguments, out),
        Command::Intersect(command) => intersect::run(*command, out),
    }
}
