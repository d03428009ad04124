//! `safeconduct announce`: what may be said, and the account of what was delivered.

mod account;
mod statement;

use clap::Subcommand;

use super::{Failure, Out};

/// What to do with announcements.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Add a public ledger up: delivered against agreed, and where the sides' totals differ
    Account(account::Arguments),
    /// Say whether a statement may be told
    #[command(subcommand)]
    Statement(Statement),
}

/// What to do with a statement.
#[derive(Subcommand)]
pub(crate) enum Statement {
    /// Hold a statement against the sealed clause, the names, and everything told before
    Check(statement::Arguments),
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Account(arguments) => account::run(&arguments, out),
        Command::Statement(Statement::Check(arguments)) => statement::run(&arguments, out),
    }
}
