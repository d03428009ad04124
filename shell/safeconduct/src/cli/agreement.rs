//! `safeconduct agreement`: what each side says was agreed, and whom every open point touches.

mod check;
mod show;

use clap::Subcommand;

use super::{Failure, Out};

/// What to do with terms.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show both readings, every open point, and the lines of the lists that turn on each
    Check(check::Arguments),
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Check(arguments) => check::run(&arguments, out),
    }
}
