//! `safeconduct verify`: what a bundle proves, offline.

use std::path::PathBuf;

use clap::Args;
use exchange::seal::{self, Report, Verdict};

use super::seal::folder;
use super::{Failure, Out};
use crate::files;

/// What `verify` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the bundle, with manifest.note in it.
    #[arg(value_name = "DIR")]
    bundle: PathBuf,
    /// The policy file that all parties exchanged before the first act.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// One line of a committed list, laid open by its party.
    #[arg(long, value_name = "FILE")]
    open: Vec<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.policy)?;
    let bundle = folder::read(&arguments.bundle)?;
    let openings =
        arguments.open.iter().map(|path| files::read_text(path)).collect::<Result<Vec<_>, _>>()?;
    let report = seal::verify_opened(&bundle, &policy, &openings);
    show(&report, arguments.json, out)
}

/// Shows a report, and fails as its verdict says.
pub(crate) fn show(report: &Report, json: bool, out: &mut Out) -> Result<(), Failure> {
    let text = if json { report.to_json() } else { report.to_text() };
    out.line(text.trim_end())?;
    match report.verdict {
        Verdict::Sound => Ok(()),
        Verdict::Contradicted => Err(Failure::refused(
            "the bundle contradicts itself or its policy",
            "the report names the file; ask the sender again, and keep what you have as evidence",
        )),
        Verdict::Incomplete => Err(Failure::incomplete(
            "the bundle is not complete",
            "the report names what is missing; ask the sender for it",
        )),
    }
}
