//! Intersect: finding who is sought by one side and held by the other, step by step, each step a file.

mod files;
mod mediator;
mod side;

use clap::Subcommand;
use exchange::seal::intersect::{self, Match, RoundRefusal};

use crate::cli::{Failure, Out};

/// The steps of a round, in their order.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show what each way of matching tells whom, before you choose.
    Modes,
    /// Fix lists, key and tags for a round, before anybody asks.
    Commit(side::CommitArguments),
    /// Make the query for those whom your side seeks.
    Ask(side::AskArguments),
    /// Count a query against its quota, as the mediator.
    Allow(mediator::AllowArguments),
    /// Answer the other side's query, into the mediator's hands.
    Answer(side::AnswerArguments),
    /// Check both answers, and hand them out at once, as the mediator.
    Release(mediator::ReleaseArguments),
    /// See who was found, at home.
    Match(side::MatchArguments),
    /// Find the same in clear, as a mediator to whom both sides gave their lists.
    Clear(mediator::ClearArguments),
}

/// Runs the command.
pub(super) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Modes => out.line(intersect::MODES.trim_end()),
        Command::Commit(arguments) => side::commit(&arguments, out),
        Command::Ask(arguments) => side::ask(&arguments, out),
        Command::Allow(arguments) => mediator::allow(&arguments, out),
        Command::Answer(arguments) => side::answer(&arguments, out),
        Command::Release(arguments) => mediator::release(&arguments, out),
        Command::Match(arguments) => side::matched(&arguments, out),
        Command::Clear(arguments) => mediator::clear(&arguments, out),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed over by map_err")]
fn refused(refusal: RoundRefusal) -> Failure {
    let hint = match &refusal {
        RoundRefusal::People { .. } => "name the closed list that was committed to",
        RoundRefusal::Oprf(_) => "do not use it; tell the mediator, and keep the file as evidence",
        RoundRefusal::File(_) => "ask for the file again; it was damaged or is another",
        RoundRefusal::Other(_) | RoundRefusal::Digest(_) => {
            "name the file that belongs to this round; if it does, keep it as evidence"
        }
    };
    Failure::refused(refusal.to_string(), hint)
}

fn early(what: String) -> Failure {
    Failure::refused(what, "look at `safeconduct seal show`; the round has its order")
}

fn tell_found(found: &[Match], out: &mut Out) -> Result<(), Failure> {
    let candidates = found.iter().filter(|own| own.candidate).count();
    out.line(format!(
        "{candidates} candidates; {} where one weak key fitted, for the mediator to look at",
        found.len() - candidates
    ))?;
    out.line("people confirm each of them before anybody is told")
}
