//! Safeconduct runs prisoner-of-war exchanges: the command line, the pages, and the wiring.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
