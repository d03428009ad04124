//! `safeconduct agreement`: what each side says was agreed, whom every open point touches, and what
//! both sides have accepted.

mod check;
mod instance;
mod show;

pub(crate) use check::{listed, terms_of};

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use exchange::vocabulary::{Digest, Party, Side};

use super::lists::SideWord;
use super::{Failure, Out, Seat};

/// What to do with terms.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show both readings, every open point, and the lines of the lists that turn on each
    Check(check::Arguments),
    /// Take terms into an instance; it binds nobody
    Record {
        /// The terms: a TOML file in the form of spec/1-agreement.md
        terms: PathBuf,
        #[command(flatten)]
        seat: Seat,
    },
    /// Propose a clause in the words of one reading of the terms
    Propose {
        /// The terms in which the clause stands
        terms: PathBuf,
        /// The clause's id
        clause: String,
        /// Whose reading; may be left out where both read it alike
        #[arg(long, value_enum)]
        reading: Option<SideWord>,
        #[command(flatten)]
        act: Act,
        #[command(flatten)]
        seat: Seat,
    },
    /// Accept a clause that was proposed
    Accept {
        /// The clause's digest, or its first digits
        digest: String,
        #[command(flatten)]
        act: Act,
        #[command(flatten)]
        seat: Seat,
    },
    /// Refuse a clause that was proposed, or take one's own proposal back
    Refuse {
        /// The clause's digest, or its first digits
        digest: String,
        #[command(flatten)]
        act: Act,
        #[command(flatten)]
        seat: Seat,
    },
    /// Show every clause that was proposed, who accepts it, and what is still open
    Show {
        /// Print JSON for a program to read
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        seat: Seat,
    },
}

/// Who did it. Without these it is the party of the instance.
#[derive(clap::Args)]
pub(crate) struct Act {
    /// Another party that did it
    #[arg(long, value_enum, requires = "evidence")]
    by: Option<PartyWord>,
    /// The digest of the signed note in which another party did it
    #[arg(long, value_name = "DIGEST", value_parser = digest)]
    evidence: Option<Digest>,
}

/// A party as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PartyWord {
    /// Side A
    A,
    /// Side B
    B,
    /// The mediator
    M,
}

impl From<PartyWord> for Party {
    fn from(word: PartyWord) -> Self {
        match word {
            PartyWord::A => Self::A,
            PartyWord::B => Self::B,
            PartyWord::M => Self::Mediator,
        }
    }
}

fn digest(text: &str) -> Result<Digest, String> {
    Digest::try_from(text.to_owned())
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Check(arguments) => check::run(&arguments, out),
        Command::Record { terms, seat } => instance::record(out, &seat, &terms).await,
        Command::Propose { terms, clause, reading, act, seat } => {
            let clause = instance::clause_of(&terms, &clause, reading.map(Side::from))?;
            instance::propose(out, &seat, &act, clause).await
        }
        Command::Accept { digest, act, seat } => {
            instance::answer(out, &seat, &act, (&digest, true)).await
        }
        Command::Refuse { digest, act, seat } => {
            instance::answer(out, &seat, &act, (&digest, false)).await
        }
        Command::Show { json, seat } => instance::show(out, &seat, json).await,
    }
}
