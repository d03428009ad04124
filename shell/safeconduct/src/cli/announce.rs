//! `safeconduct announce`: what may be said, and the account of what was delivered.

mod account;

use clap::Subcommand;

use super::{Failure, Out};

/// What to do with announcements.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Add a public ledger up: delivered against agreed, and where the sides' totals differ.
    Account(account::Arguments),
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Account(arguments) => account::run(&arguments, out),
    }
}
