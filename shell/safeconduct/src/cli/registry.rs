//! `safeconduct registry`: who is sought and who is held, on whose word.

mod add;
mod decoy;
mod identity;
pub(crate) mod import;
pub(crate) mod looks;
mod opened;
mod paper;
mod retention;
mod show;
pub(crate) mod words;

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use exchange::journal::{self, Recorded};
use exchange::lists::Field;
use exchange::registry::{self, Assertion, Credibility, Source, Stated, Told};
use exchange::vocabulary::{ClaimId, DateReading, LineId, ListId, PartialDate, PersonId, Private};
use jiff::civil::Date;

use super::{Failure, Out, Seat};
use words::{ConditionWord, ReliabilityWord, SaysWord, SourceWord};

pub(crate) use identity::{disputes, settlement};
pub(crate) use opened::{OpenedClaim, claims, said_of};
pub(crate) use show::{because, end_of};

/// What to do with people and claims.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Enter everybody on a list, on the word of one source.
    Import(import::Arguments),
    /// Count people by status, or show the claims on one and the status they add up to.
    Show {
        /// The person
        person: Option<PersonId>,
        /// As it was known at the end of this day
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        #[command(flatten)]
        seat: Seat,
    },
    /// Record what somebody says of a person.
    Claim(Box<ClaimArguments>),
    /// Take back a claim for its source; it stays to be read, and counts no more.
    Withdraw {
        /// The claim
        claim: ClaimId,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say what is still owed about those held: items of the Conventions, weekly health.
    Owed {
        /// The most people to name
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
        most: u16,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say who looked at whom and why, for who looks after the data (--role data-protection).
    Looks(looks::Arguments),
    /// Find people by name, in any script.
    Search {
        /// The name as somebody wrote it
        #[arg(value_name = "NAME")]
        wanted: String,
        /// The most to show
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
        most: u16,
        #[command(flatten)]
        seat: Seat,
    },
    /// Enter one person, after looking for those who are entered already.
    Add(Box<add::Arguments>),
    #[command(flatten)]
    Identity(identity::Command),
    #[command(flatten)]
    Retention(retention::Command),
    /// Photographs, documents and letters about a person.
    #[command(subcommand)]
    Paper(Box<paper::Command>),
    /// Invented people whom nobody has a reason to look at, for who looks after the data.
    #[command(subcommand)]
    Decoy(decoy::Command),
}

/// What somebody says of a person.
#[derive(Args)]
pub(crate) struct ClaimArguments {
    /// Of whom
    person: PersonId,
    /// What is said
    #[arg(long, value_enum)]
    says: SaysWord,
    /// The list, where a place on one is said
    #[arg(long, value_name = "LIST", requires = "line")]
    list: Option<ListId>,
    /// The line of that list
    #[arg(long, value_name = "LINE", requires = "list")]
    line: Option<LineId>,
    #[command(flatten)]
    told: ToldArguments,
    #[command(flatten)]
    source: SourceArguments,
    #[command(flatten)]
    seat: Seat,
}

/// What is said, word for word.
#[derive(Args)]
pub(crate) struct ToldArguments {
    /// When it was so: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    when: Option<String>,
    /// Where
    #[arg(long)]
    place: Option<String>,
    /// In the source's own words
    #[arg(long)]
    words: Option<String>,
    /// What was said of one thing: surname=TEXT; `refused` and `unable` are answers. Again for each
    #[arg(long = "field", value_name = "FIELD=TEXT", value_parser = words::field)]
    fields: Vec<(Field, Stated)>,
}

impl ToldArguments {
    fn told(self) -> Result<Told, Failure> {
        Ok(Told {
            on: self.when.as_deref().map(read_when).transpose()?,
            place: self.place.map(Private::new),
            words: self.words.map(Private::new),
            fields: read_fields(self.fields)?,
        })
    }
}

/// Who says it, and how far they can be trusted.
#[derive(Args)]
pub(crate) struct SourceArguments {
    /// What kind of source says it
    #[arg(long, value_enum)]
    source: Option<SourceWord>,
    /// Who says it: a person, an office, a paper
    #[arg(long = "by", value_name = "WHO", default_value = "")]
    by: String,
    /// How reliable the source is
    #[arg(long, value_enum, default_value = "f", ignore_case = true)]
    reliability: ReliabilityWord,
    /// How likely it is, from 1 confirmed to 5 improbable; 6 cannot be judged
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=6))]
    credibility: u8,
    /// Under which condition it was said
    #[arg(long, value_enum, default_value = "not-known")]
    condition: ConditionWord,
    /// The language, as an ISO 639 code
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

impl SourceArguments {
    /// Puts the source together; none, when no kind is named.
    fn source(&self) -> Option<Source> {
        Some(Source {
            kind: self.source?.into(),
            name: Private::new(self.by.clone()),
            reliability: self.reliability.into(),
            credibility: Credibility::read(self.credibility).unwrap_or(Credibility::UNKNOWN),
            condition: self.condition.into(),
            language: self.language.clone(),
        })
    }
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Import(arguments) => import::run(&arguments, out).await,
        Command::Show { person: None, on, seat } => show::counts(out, &seat, on).await,
        Command::Show { person: Some(person), on, seat } => {
            show::one(out, &seat, (&person, on)).await
        }
        Command::Claim(arguments) => claim(*arguments, out).await,
        Command::Withdraw { claim, reason, seat } => {
            let reason = Private::new(reason);
            submit(&seat, registry::Command::Withdraw { claim: claim.clone(), reason }).await?;
            out.line(format!("claim {claim} counts no more"))
        }
        Command::Looks(arguments) => looks::run(&arguments, out).await,
        Command::Owed { most, seat } => show::owed(out, &seat, most).await,
        Command::Search { wanted, most, seat } => show::search(out, &seat, (&wanted, most)).await,
        Command::Add(arguments) => add::run(*arguments, out).await,
        Command::Identity(command) => identity::run(command, out).await,
        Command::Retention(command) => retention::run(command, out).await,
        Command::Paper(command) => paper::run(*command, out).await,
        Command::Decoy(command) => decoy::run(command, out).await,
    }
}

async fn submit(seat: &Seat, command: registry::Command) -> Result<Vec<Recorded>, Failure> {
    let (mut desk, actor) = seat.open().await?;
    desk.submit(&actor, journal::Command::Registry(command)).await
}

async fn claim(arguments: ClaimArguments, out: &mut Out) -> Result<(), Failure> {
    let says = match (arguments.says.plain(), arguments.list, arguments.line) {
        (Some(says), None, None) => says,
        (None, Some(list), Some(line)) => Assertion::Listed { list, line },
        (Some(_), ..) => {
            return Err(Failure::incomplete(
                "a list and a line are named for a claim that needs none",
                "leave --list and --line away, or say --says listed",
            ));
        }
        (None, ..) => {
            return Err(Failure::incomplete(
                "a place on a list is said without the list",
                "name it with --list and --line",
            ));
        }
    };
    let told = arguments.told.told()?;
    let person = arguments.person.clone();
    let source = arguments.source.source();
    let (mut desk, actor) = arguments.seat.open().await?;
    let command = registry::Command::Claim { person, says, source, told };
    desk.submit(&actor, journal::Command::Registry(command)).await?;
    out.line(show::status_line(&desk.state().registry, &arguments.person, None))
}

/// Puts the fields together, each once.
fn read_fields(given: Vec<(Field, Stated)>) -> Result<BTreeMap<Field, Stated>, Failure> {
    let mut fields = BTreeMap::new();
    for (field, stated) in given {
        if fields.insert(field, stated).is_some() {
            return Err(Failure::incomplete(
                format!("the field `{field}` is given twice"),
                "two answers of one source are two claims",
            ));
        }
    }
    Ok(fields)
}

fn read_when(text: &str) -> Result<PartialDate, Failure> {
    match PartialDate::read_iso(text) {
        DateReading::Read(date) => Ok(date),
        DateReading::Absent | DateReading::Impossible | DateReading::NotADate => {
            Err(Failure::incomplete(
                format!("`{text}` is not a date"),
                "write YYYY, YYYY-MM or YYYY-MM-DD",
            ))
        }
    }
}
