//! `safeconduct verify`: what a bundle proves, offline.

use std::path::PathBuf;

use clap::Args;
use exchange::seal::{self, Comparison, Report, Verdict};

use super::seal::folder;
use super::{Failure, Out};
use crate::files;

/// What `verify` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the bundle, with manifest.note in it, or the bundle as one tar.
    #[arg(value_name = "DIR")]
    bundle: PathBuf,
    /// The policy file that all parties exchanged before the first act.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// One line of a committed list, laid open by its party.
    #[arg(long, value_name = "FILE")]
    open: Vec<PathBuf>,
    /// Another bundle of the same exchange, to be laid beside the first.
    #[arg(long, value_name = "DIR", conflicts_with = "open")]
    against: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.policy)?;
    let bundle = folder::read(&arguments.bundle)?;
    if let Some(other) = &arguments.against {
        let both = seal::compare(&bundle, &folder::read(other)?, &policy);
        return show_both(&both, arguments.json, out);
    }
    let openings =
        arguments.open.iter().map(|path| files::read_text(path)).collect::<Result<Vec<_>, _>>()?;
    let report = seal::verify_opened(&bundle, &policy, &openings);
    show(&report, arguments.json, out)
}

/// Shows a report, and fails as its verdict says.
pub(crate) fn show(report: &Report, json: bool, out: &mut Out) -> Result<(), Failure> {
    let text = if json { report.to_json() } else { report.to_text() };
    out.line(text.trim_end())?;
    judged(report.verdict)
}

/// Shows two bundles side by side.
fn show_both(both: &Comparison, json: bool, out: &mut Out) -> Result<(), Failure> {
    let text = if json { both.to_json() } else { both.to_text() };
    out.line(text.trim_end())?;
    if let Some(found) = both.equivocations.first() {
        return Err(Failure::refused(
            format!("{} signed two different {}", found.signer, found.what),
            "keep both bundles as they are: together they prove it",
        ));
    }
    judged(both.first.verdict.max(both.second.verdict))
}

fn judged(verdict: Verdict) -> Result<(), Failure> {
    match verdict {
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
