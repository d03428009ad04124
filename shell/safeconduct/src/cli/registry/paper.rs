//! `safeconduct registry paper`: photographs, documents and letters about a person.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use exchange::journal::{self, Purpose};
use exchange::registry::{self, NewPaper, PaperKind};
use exchange::vocabulary::{PaperId, PersonId, Private};

use super::{Failure, Out, Seat, SourceArguments, submit};
use crate::cli::counted;
use crate::{files, papers};

/// What a paper is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum KindWord {
    /// A photograph of the person
    Photograph,
    /// A paper that says who they are, or what happened
    Document,
    /// A letter or card of the person or to them
    Letter,
    /// A paper that says something of health
    Medical,
}

impl From<KindWord> for PaperKind {
    fn from(word: KindWord) -> Self {
        match word {
            KindWord::Photograph => Self::Photograph,
            KindWord::Document => Self::Document,
            KindWord::Letter => Self::Letter,
            KindWord::Medical => Self::Medical,
        }
    }
}

/// What to do with papers.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Keep a JPEG or PNG picture, or a plain text, about a person; it is written anew, without what stands beside it
    Add {
        /// About whom
        person: PersonId,
        /// The file
        file: PathBuf,
        /// What it is
        #[arg(long, value_enum)]
        kind: KindWord,
        /// What there is to say of it
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        #[command(flatten)]
        source: SourceArguments,
        #[command(flatten)]
        seat: Seat,
    },
    /// List the papers about a person
    List {
        /// About whom
        person: PersonId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Write a paper to a new file, to be looked at
    Show {
        /// Which
        paper: PaperId,
        /// Where to
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        seat: Seat,
    },
    /// Destroy a paper that says nothing, or is of somebody else
    Remove {
        /// Which
        paper: PaperId,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Add { person, file, kind, note, source, seat } => {
            let most = u64::try_from(papers::FILE_BYTES_MAX).unwrap_or(u64::MAX);
            let (form, bytes) = papers::clean(&files::read_bytes(&file, most)?)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let paper = Box::new(NewPaper {
                kind: kind.into(),
                form,
                file: Private::new(bytes),
                name: Private::new(name),
                note: note.map(Private::new),
            });
            let source = source.source();
            let command = registry::Command::AddPaper { person, source, paper };
            for recorded in submit(&seat, command).await? {
                if let journal::Event::Registry(registry::Event::PaperAdded { paper, about }) =
                    recorded.event
                {
                    let (kind, form) = (about.kind.word(), about.form.word());
                    out.line(format!("{paper}  {kind}  {form}  {} bytes", about.bytes))?;
                }
            }
            Ok(())
        }
        Command::List { person, seat } => list(out, &seat, &person).await,
        Command::Show { paper, out: file, seat } => {
            let (desk, actor) = seat.open().await?;
            let person = desk.whose_paper(&paper)?.person.clone();
            let permit = desk.show(&actor, Purpose::usual(actor.role), &person).await?;
            let (kept, bytes) = desk.paper(&permit, &paper).await?;
            files::write_whole(&file, bytes.open())?;
            let (kind, form) = (kept.kind.word(), kept.form.word());
            out.line(format!("wrote a {kind} ({form}) to {}", file.display()))
        }
        Command::Remove { paper, reason, seat } => {
            let reason = Private::new(reason);
            submit(&seat, registry::Command::RemovePaper { paper: paper.clone(), reason }).await?;
            out.line(format!("paper {paper} is destroyed"))
        }
    }
}

async fn list(out: &mut Out, seat: &Seat, person: &PersonId) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let permit = desk.show(&actor, Purpose::usual(actor.role), person).await?;
    let (shown, hidden) = desk.papers(&permit, person).await?;
    for one in &shown {
        let (kind, form, bytes) = (one.paper.kind.word(), one.paper.form.word(), one.paper.bytes);
        let (name, source) = (one.words.name.open(), one.words.source.open());
        out.line(format!("{}  {kind}  {form}  {bytes} bytes  {name}  from {source}", one.id))?;
        if let Some(note) = &one.words.note {
            out.line(format!("  {}", note.open()))?;
        }
    }
    let more = match hidden {
        0 => String::new(),
        hidden => format!("; {hidden} more not for this role and purpose"),
    };
    out.line(format!("{}{more}", counted(shown.len(), "paper")))
}
