//! `safeconduct announce`: who is told what and when, and the account of what was delivered.

pub(crate) mod account;
mod family;
mod public;
mod statement;

use clap::Subcommand;
use exchange::{announce, journal};

use super::{Failure, Out, Seat};

/// What to do with announcements.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Add a public ledger up: delivered against agreed, and where the sides' totals differ
    Account(account::Arguments),
    /// Hold statements against the sealed clause, and let them go out
    #[command(subcommand)]
    Statement(Statement),
    /// Set what may be told by the sealed clause, and what this side closes beyond it
    Sheet(public::SheetArguments),
    /// Say that the last stage is done; every act must be signed by both sides
    Done(public::SeatArguments),
    /// Add somebody who may be told about a person
    Contact(family::ContactArguments),
    /// Record that a contact is who they say
    VerifyContact(family::VerifyArguments),
    /// Record that a returned person is unable to say who may know
    Unable(family::PersonArguments),
    /// Show who may be told about a person, in order
    Turn(family::PersonArguments),
    /// Prepare a notice that a person has crossed
    Notice(family::NoticeArguments),
    /// Record what came of a notice
    Delivered(family::DeliveredArguments),
    /// Plan a visit by a named officer: the only way to tell of a death
    Visit(family::VisitArguments),
    /// Record that a visit was made
    Visited(family::VisitedArguments),
    /// Show announce in counts
    Status(public::StatusArguments),
}

/// What to do with a statement.
#[derive(Subcommand)]
pub(crate) enum Statement {
    /// Say whether a statement may be told, given what was told before; needs no instance
    Check(Box<statement::Arguments>),
    /// Propose a statement of this side
    Propose(public::ProposeArguments),
    /// Release a statement that somebody else proposed
    Release(public::ReleaseArguments),
    /// Record a statement that the other side made
    Hear(public::HearArguments),
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Account(arguments) => account::run(&arguments, out),
        Command::Statement(Statement::Check(arguments)) => statement::run(&arguments, out),
        Command::Statement(Statement::Propose(arguments)) => public::propose(arguments, out).await,
        Command::Statement(Statement::Release(arguments)) => public::release(arguments, out).await,
        Command::Statement(Statement::Hear(arguments)) => public::hear(arguments, out).await,
        Command::Sheet(arguments) => public::sheet(arguments, out).await,
        Command::Done(arguments) => public::done(arguments, out).await,
        Command::Contact(arguments) => family::contact(arguments, out).await,
        Command::VerifyContact(arguments) => family::verify(arguments, out).await,
        Command::Unable(arguments) => family::unable(arguments, out).await,
        Command::Turn(arguments) => family::turn(arguments, out).await,
        Command::Notice(arguments) => family::notice(arguments, out).await,
        Command::Delivered(arguments) => family::delivered(arguments, out).await,
        Command::Visit(arguments) => family::visit(arguments, out).await,
        Command::Visited(arguments) => family::visited(arguments, out).await,
        Command::Status(arguments) => public::status(arguments, out).await,
    }
}

/// Opens the desk, hands over one command of this stage, and returns what happened.
async fn submit(seat: &Seat, asked: announce::Command) -> Result<Vec<announce::Event>, Failure> {
    let (mut desk, actor) = seat.open().await?;
    let recorded = desk.submit(&actor, journal::Command::Announce(asked)).await?;
    let ours = recorded.into_iter().filter_map(|recorded| {
        let journal::Event::Announce(event) = recorded.event else { return None };
        Some(event)
    });
    Ok(ours.collect())
}
