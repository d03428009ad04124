//! Safeconduct runs prisoner-of-war exchanges: the command line, the pages, and the wiring.

mod cli;
mod demo;
#[expect(dead_code, reason = "commands of the first stages use only part of it so far")]
mod desk;
mod files;
mod web;
mod workbook;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
