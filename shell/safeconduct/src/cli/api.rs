//! `safeconduct api`: what programs need to know of the API.

use clap::Subcommand;

use super::{Failure, Out};

/// What to do with the API.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Print the document of the API (OpenAPI 3.1), which is made from the code
    Openapi,
}

/// Runs the command.
pub(crate) fn run(command: &Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Openapi => out.line(crate::api::document().trim_end()),
    }
}
