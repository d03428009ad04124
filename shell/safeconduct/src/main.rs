//! Safeconduct runs prisoner-of-war exchanges: the command line, the pages, and the wiring.

mod api;
mod cli;
mod demo;
mod desk;
mod files;
mod hooks;
mod paper_number;
mod papers;
#[cfg(feature = "oidc")]
mod provider;
mod turns;
mod web;
mod workbook;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
