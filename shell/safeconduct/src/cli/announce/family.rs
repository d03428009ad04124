//! `safeconduct announce`, for families: contacts, notices and visits.
//!
//! Names, telephone numbers and the words of a notice are read from a file or from standard input, so
//! that they stay out of a shell's history.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use exchange::announce::{
    self, ContactDetails, ContactKind, Delivery, Event, NoticeKind, Verification, order,
};
use exchange::vocabulary::{ContactId, NoticeId, PersonId, Private, TaskId};
use serde::Deserialize;

use super::submit;
use crate::cli::{Failure, Out, Seat};
use crate::files;

/// The most bytes of a notice or of a contact's details.
const WORDS_BYTES_MAX: u64 = 64 * 1024;

/// What somebody is to the person, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum KindWord {
    /// Named by the person after crossing; give --place
    Named,
    /// The person to be informed, by the capture card or the Bureau's file
    ToBeInformed,
    /// A relative whom nobody named
    Kin,
}

/// How somebody made sure who a contact is, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum VerificationWord {
    /// Called back on a number known from elsewhere
    CallBack,
    /// By a document that shows the kinship
    Document,
    /// By the file of the National Information Bureau
    BureauFile,
}

impl From<VerificationWord> for Verification {
    fn from(word: VerificationWord) -> Self {
        match word {
            VerificationWord::CallBack => Self::CallBack,
            VerificationWord::Document => Self::Document,
            VerificationWord::BureauFile => Self::BureauFile,
        }
    }
}

/// What is to be told, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum TellsWord {
    /// Crossed the line and is identified
    Crossed,
    /// It is not certain that the person lives
    Doubt,
    /// The person has died
    Death,
}

impl From<TellsWord> for NoticeKind {
    fn from(word: TellsWord) -> Self {
        match word {
            TellsWord::Crossed => Self::Crossed,
            TellsWord::Doubt => Self::Doubt,
            TellsWord::Death => Self::Death,
        }
    }
}

/// What `announce contact` takes.
#[derive(Args)]
pub(crate) struct ContactArguments {
    #[command(flatten)]
    seat: Seat,
    /// About whom
    #[arg(long, value_parser = PersonId::read)]
    person: PersonId,
    /// What they are to the person
    #[arg(long, value_enum)]
    kind: KindWord,
    /// The place in the person's own order, counted from 1
    #[arg(long, required_if_eq("kind", "named"))]
    place: Option<u16>,
    /// How they were verified
    #[arg(long, value_enum)]
    verified: Option<VerificationWord>,
    /// A TOML file with `name`, `relation` and `reach`; `-` for standard input
    #[arg(long, value_name = "FILE")]
    details: PathBuf,
}

/// What `announce verify-contact` takes.
#[derive(Args)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    seat: Seat,
    /// The contact
    #[arg(value_parser = ContactId::read)]
    contact: ContactId,
    /// How
    #[arg(long, value_enum)]
    how: VerificationWord,
}

/// What a command about one person takes.
#[derive(Args)]
pub(crate) struct PersonArguments {
    #[command(flatten)]
    seat: Seat,
    /// The person
    #[arg(long, value_parser = PersonId::read)]
    person: PersonId,
}

/// What `announce notice` takes.
#[derive(Args)]
pub(crate) struct NoticeArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// To whom
    #[arg(long, value_parser = ContactId::read)]
    to: ContactId,
    /// What it tells; a death or a doubt is refused
    #[arg(long, value_enum, default_value = "crossed")]
    tells: TellsWord,
    /// A file with its words; `-` for standard input
    #[arg(long, value_name = "FILE")]
    words: PathBuf,
}

/// What `announce delivered` takes.
#[derive(Args)]
pub(crate) struct DeliveredArguments {
    #[command(flatten)]
    seat: Seat,
    /// The notice
    #[arg(value_parser = NoticeId::read)]
    notice: NoticeId,
    /// Nobody was reached
    #[arg(long)]
    not_reached: bool,
}

/// What `announce visit` takes.
#[derive(Args)]
pub(crate) struct VisitArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// To whom
    #[arg(long, value_parser = ContactId::read)]
    to: ContactId,
    /// What is to be told
    #[arg(long, value_enum)]
    tells: TellsWord,
    /// Who goes, by a working name
    #[arg(long)]
    officer: String,
    /// A file with what the officer should know; `-` for standard input
    #[arg(long, value_name = "FILE")]
    words: PathBuf,
}

/// What `announce visited` takes.
#[derive(Args)]
pub(crate) struct VisitedArguments {
    #[command(flatten)]
    seat: Seat,
    /// The visit
    #[arg(value_parser = TaskId::read)]
    visit: TaskId,
}

/// How to reach somebody, as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailsFile {
    name: String,
    relation: String,
    reach: String,
}

pub(super) async fn contact(arguments: ContactArguments, out: &mut Out) -> Result<(), Failure> {
    let details: DetailsFile = toml::from_str(&words(&arguments.details)?).map_err(|error| {
        // The text itself may hold a name, so only the place of the flaw is shown.
        let place = error.span().map_or(0, |span| span.start);
        Failure::incomplete(
            format!("the details cannot be read (byte {place})"),
            "write three lines: name = \"...\", relation = \"...\", reach = \"...\"",
        )
    })?;
    let kind = match arguments.kind {
        KindWord::Named => ContactKind::Named { place: arguments.place.unwrap_or(1) },
        KindWord::ToBeInformed => ContactKind::ToBeInformed,
        KindWord::Kin => ContactKind::Kin,
    };
    let asked = announce::Command::AddContact {
        person: arguments.person,
        kind,
        verified: arguments.verified.map(Verification::from),
        details: ContactDetails {
            name: Private::new(details.name),
            relation: Private::new(details.relation),
            reach: Private::new(details.reach),
        },
    };
    for event in submit(&arguments.seat, asked).await? {
        if let Event::ContactAdded { contact, .. } = event {
            out.line(format!("contact {contact}"))?;
        }
    }
    Ok(())
}

pub(super) async fn verify(arguments: VerifyArguments, out: &mut Out) -> Result<(), Failure> {
    let VerifyArguments { seat, contact, how } = arguments;
    submit(&seat, announce::Command::Verify { contact, how: how.into() }).await?;
    out.line("verified")
}

pub(super) async fn unable(arguments: PersonArguments, out: &mut Out) -> Result<(), Failure> {
    let PersonArguments { seat, person } = arguments;
    submit(&seat, announce::Command::RecordUnable { person }).await?;
    out.line("recorded: unable to say who may know")
}

/// Shows who may be told about a person, in order.
pub(super) async fn turn(arguments: PersonArguments, out: &mut Out) -> Result<(), Failure> {
    let PersonArguments { seat, person } = arguments;
    let (desk, _) = seat.open().await?;
    let state = desk.state();
    let Some(decision) = announce::decision(state, &person) else {
        return out.line(format!("person {person} has not yet decided who may know"));
    };
    let contacts = &state.announce.contacts;
    let order = order(contacts, &person, decision);
    if order.is_empty() {
        return out.line("nobody is to be told");
    }
    for (place, contact) in (1..).zip(&order) {
        let told = match contacts.get(contact).and_then(|known| known.told) {
            Some(Delivery::Told) => "told",
            Some(Delivery::NotReached) => "tried, not reached",
            None => "to be told",
        };
        out.line(format!("{place}. contact {contact}: {told}"))?;
    }
    Ok(())
}

pub(super) async fn notice(arguments: NoticeArguments, out: &mut Out) -> Result<(), Failure> {
    let NoticeArguments { on: PersonArguments { seat, person }, to, tells, words: file } =
        arguments;
    let words = Private::new(words(&file)?);
    let asked = announce::Command::Prepare { person, contact: to, kind: tells.into(), words };
    for event in submit(&seat, asked).await? {
        if let Event::Prepared { notice, .. } = event {
            out.line(format!("notice {notice}"))?;
        }
    }
    Ok(())
}

pub(super) async fn delivered(arguments: DeliveredArguments, out: &mut Out) -> Result<(), Failure> {
    let DeliveredArguments { seat, notice, not_reached } = arguments;
    let delivery = if not_reached { Delivery::NotReached } else { Delivery::Told };
    submit(&seat, announce::Command::Deliver { notice, delivery }).await?;
    out.line(if not_reached { "recorded: tried, not reached" } else { "recorded: told" })
}

pub(super) async fn visit(arguments: VisitArguments, out: &mut Out) -> Result<(), Failure> {
    let VisitArguments { on: PersonArguments { seat, person }, to, tells, officer, words: file } =
        arguments;
    let words = Private::new(words(&file)?);
    let kind = tells.into();
    let asked = announce::Command::PlanVisit { person, contact: to, kind, officer, words };
    for event in submit(&seat, asked).await? {
        if let Event::VisitPlanned { task, .. } = event {
            out.line(format!("visit {task}"))?;
        }
    }
    Ok(())
}

pub(super) async fn visited(arguments: VisitedArguments, out: &mut Out) -> Result<(), Failure> {
    let VisitedArguments { seat, visit } = arguments;
    submit(&seat, announce::Command::MakeVisit { task: visit }).await?;
    out.line("recorded: visited")
}

/// Reads a short text from a file or from standard input.
fn words(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let input = io::stdin().take(WORDS_BYTES_MAX + 1);
        { input }.read_to_end(&mut bytes).context("reading standard input")?;
        bytes
    } else {
        files::read_bytes(path, WORDS_BYTES_MAX)?
    };
    let text = String::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty());
    text.filter(|text| text.len() as u64 <= WORDS_BYTES_MAX).ok_or_else(|| {
        Failure::incomplete(
            "the words are empty, longer than 65,536 bytes, or not UTF-8 text",
            "write a few plain sentences",
        )
    })
}
