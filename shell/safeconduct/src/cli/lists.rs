//! `safeconduct lists`: read what officers send, ask what must be asked, close what is answered.

mod answers;
mod erase;
mod instance;
pub(crate) mod maps;
mod show;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use exchange::lists::{
    Change, ClosedList, DraftList, Field, Purpose, Refusal, Table, difference, read,
};
use exchange::vocabulary::{Actor, ListId, Side};
use jiff::civil::Date;

use super::erasure::Proof;
use super::{Failure, MaybeSeat, Out, Seat, counted};
use crate::desk::{Desk, clock};
use crate::files::{not_an_input, write_whole};
use crate::workbook::{Workbook, csv_bytes};

pub(crate) use instance::{answers_of, book_of, closed_list, sheet_of, table_of};

/// What to do with lists.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read a CSV or XLSX list: who stands in it, and what is wrong with it.
    Read {
        #[command(flatten)]
        source: Source,
        /// Read the columns by the map that is kept for this sender in the instance of --dir
        #[arg(long, value_name = "NAME", conflicts_with = "columns", requires = "dir")]
        sender: Option<String>,
        /// Give the same workbook back here, with a column of findings
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write the questions here as CSV, to be answered
        #[arg(long, value_name = "FILE")]
        questions: Option<PathBuf>,
        /// Show lines and findings as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        seat: MaybeSeat,
    },
    /// Close a list whose questions are all answered, and write its lines.
    Close {
        #[command(flatten)]
        source: Source,
        /// The answered questions, as `lists read --questions` wrote them
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Write the closed lines here as CSV
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Compare two versions of a list line by line.
    Diff {
        /// The older version
        older: PathBuf,
        /// The newer version
        newer: PathBuf,
    },
    /// Take a list into an instance.
    Open {
        #[command(flatten)]
        source: Source,
        /// The side that made the list
        #[arg(long, value_enum)]
        from: SideWord,
        /// What the list is for
        #[arg(long, value_enum)]
        purpose: PurposeWord,
        /// The closed version that it replaces
        #[arg(long, value_name = "LIST")]
        replaces: Option<ListId>,
        /// Read the columns by the map that is kept for this sender
        #[arg(long, value_name = "NAME", conflicts_with = "columns")]
        sender: Option<String>,
        /// Say what would be recorded, and record nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        seat: Seat,
    },
    /// Keep what the columns of a sender's lists mean.
    #[command(subcommand)]
    Map(maps::Command),
    /// Answer questions of a list in an instance.
    Answer {
        /// The list
        list: ListId,
        /// The answered questions; none are needed where no question is open
        #[arg(long, value_name = "FILE", required_unless_present = "close")]
        answers: Option<PathBuf>,
        /// Close the list when no question is left
        #[arg(long)]
        close: bool,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say that a closed list of one's own may leave; a second officer says the same.
    Release {
        /// The list
        list: ListId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Destroy what is kept of a list whose time is over, with its verdicts and the reasons of a plan.
    Erase {
        /// The list
        list: ListId,
        #[command(flatten)]
        proof: Proof,
        #[command(flatten)]
        seat: Seat,
    },
    /// Write a released list as a file for the other side.
    Write {
        /// The list
        list: ListId,
        /// The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        seat: Seat,
    },
    /// Compare a closed list of an instance with the version that it replaced, line by line.
    Changes {
        /// The newer version
        list: ListId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Show the lists of an instance, or the questions of one.
    Show {
        /// The list
        list: Option<ListId>,
        /// Write its open questions here as CSV, to be answered
        #[arg(long, value_name = "FILE", requires = "list")]
        questions: Option<PathBuf>,
        #[command(flatten)]
        seat: Seat,
    },
}

/// A list in a file.
#[derive(Args)]
pub(crate) struct Source {
    /// The list: CSV or XLSX
    pub(crate) file: PathBuf,
    /// The sheet of people, where the first with a known header is not the one
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The day against which a capture is in the future; without it, today
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// What columns hold, where their headings do not say it: a file as `reconcile --columns` takes it
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
}

/// A side as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SideWord {
    /// Side A
    A,
    /// Side B
    B,
}

impl From<SideWord> for Side {
    fn from(word: SideWord) -> Self {
        match word {
            SideWord::A => Self::A,
            SideWord::B => Self::B,
        }
    }
}

/// A purpose as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PurposeWord {
    /// Whom the side that made it would hand over
    Offer,
    /// Whom the side that made it asks for
    Request,
    /// Whom the side that made it holds for proceedings (GC III art. 115, 119)
    Proceedings,
}

impl From<PurposeWord> for Purpose {
    fn from(word: PurposeWord) -> Self {
        match word {
            PurposeWord::Offer => Self::Offer,
            PurposeWord::Request => Self::Request,
            PurposeWord::Proceedings => Self::Proceedings,
        }
    }
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Read { source, sender, out: back, questions, json, seat } => {
            let (book, draft) = match sender.as_deref().zip(seat.seat()) {
                Some((sender, seat)) => {
                    let (desk, actor) = seat.open().await?;
                    load_for((&desk, &actor), &source, Some(sender)).await?
                }
                None => load(&source)?,
            };
            for path in back.iter().chain(&questions) {
                not_an_input(path, &[&source.file])?;
            }
            if let Some(path) = &back {
                book.give_back(path, &draft)?;
            }
            if let Some(path) = &questions {
                write_whole(path, &answers::questions(draft.questions()))?;
            }
            if json {
                show::json(out, &book, &draft)
            } else {
                show::text(out, &source.file, &book, &draft)
            }
        }
        Command::Close { source, answers, out: path } => {
            let (_, draft) = load(&source)?;
            let given = answers.as_deref().map_or_else(|| Ok(Vec::new()), answers::read)?;
            let closed = draft.close(&given).map_err(exchange::journal::Refusal::from)?;
            not_an_input(&path, &[&source.file])?;
            write_whole(&path, &closed_csv(&closed))?;
            let aside = draft.lines().len() - closed.len();
            out.line(format!(
                "closed: {}, {aside} set aside by answer; written to {}",
                counted(closed.len(), "line"),
                path.display()
            ))
        }
        Command::Diff { older, newer } => diff(out, &older, &newer),
        Command::Open { source, from, purpose, replaces, sender, dry_run, seat } => {
            let (mut desk, actor) = seat.open().await?;
            let loaded = load_for((&desk, &actor), &source, sender.as_deref()).await?;
            if dry_run {
                show::text(out, &source.file, &loaded.0, &loaded.1)?;
            }
            let which = (from.into(), purpose.into(), replaces);
            instance::open(out, (&mut desk, &actor), which, (loaded, dry_run)).await
        }
        Command::Map(command) => maps::run(command, out).await,
        Command::Answer { list, answers, close, seat } => {
            let given = answers.as_deref().map_or_else(|| Ok(Vec::new()), answers::read)?;
            instance::answer(out, &seat, list, (given, close)).await
        }
        Command::Release { list, seat } => instance::release(out, &seat, list).await,
        Command::Erase { list, proof, seat } => erase::erase(out, &seat, (list, proof)).await,
        Command::Write { list, out: path, seat } => {
            instance::write(out, &seat, (&list, &path)).await
        }
        Command::Changes { list, seat } => instance::changes(out, &seat, &list).await,
        Command::Show { list: None, questions: _, seat } => instance::show_all(out, &seat).await,
        Command::Show { list: Some(list), questions, seat } => {
            instance::show(out, &seat, &list, questions.as_deref()).await
        }
    }
}

/// Reads a list from a file as it stands, with today's date.
pub(crate) fn read_list(file: &Path) -> Result<DraftList, Failure> {
    read_list_with(file, |_table| Ok(()))
}

/// The same, where something is done to the table before it is read.
pub(crate) fn read_list_with(
    file: &Path,
    change: impl FnOnce(&mut Table) -> Result<(), Failure>,
) -> Result<DraftList, Failure> {
    let mut table = Workbook::open(file, None)?.table;
    change(&mut table)?;
    read(&table, today()).map_err(|refusal| unreadable(&refusal, file))
}

fn load(source: &Source) -> Result<(Workbook, DraftList), Failure> {
    let mut book = Workbook::open(&source.file, source.sheet.as_deref())?;
    if let Some(columns) = &source.columns {
        maps::by_file(&mut book.table, columns, &source.file)?;
        book.how.push_str(", columns by a file");
    }
    drafted(source, book)
}

/// Reads a list at a desk, which may keep what the columns of its sender mean.
pub(crate) async fn load_for(
    (desk, actor): (&Desk, &Actor),
    source: &Source,
    sender: Option<&str>,
) -> Result<(Workbook, DraftList), Failure> {
    let Some(sender) = sender else { return load(source) };
    let mut book = Workbook::open(&source.file, source.sheet.as_deref())?;
    let by = maps::by_sender(&mut book.table, (desk, actor), sender).await?;
    book.how.push_str(", ");
    book.how.push_str(&by);
    drafted(source, book)
}

fn drafted(source: &Source, book: Workbook) -> Result<(Workbook, DraftList), Failure> {
    let today = source.today.unwrap_or_else(today);
    let draft = read(&book.table, today).map_err(|refusal| unreadable(&refusal, &source.file))?;
    Ok((book, draft))
}

pub(crate) fn today() -> Date {
    clock().to_zoned(jiff::tz::TimeZone::system()).date()
}

/// A file in which no list can be found is incomplete input, not a broken rule.
fn unreadable(refusal: &Refusal, file: &Path) -> Failure {
    Failure::incomplete(format!("{}: {refusal}", file.display()), refusal.hint())
}

/// Writes closed lines so that they can be read again as a list.
pub(crate) fn closed_csv(closed: &ClosedList) -> Vec<u8> {
    let present: BTreeSet<Field> =
        closed.lines().flat_map(|line| line.fields.keys().copied()).collect();
    let columns: Vec<Field> = present
        .into_iter()
        .filter(|field| !matches!(field, Field::Ordinal | Field::FullName))
        .collect();
    let head = columns.iter().map(|field| field.word().to_owned());
    let mut rows = vec![
        std::iter::once(exchange::lists::LINE_HEADING.to_owned()).chain(head).collect::<Vec<_>>(),
    ];
    for line in closed.lines() {
        let cells = columns.iter().map(|field| line.text(*field).unwrap_or_default().to_owned());
        rows.push(std::iter::once(line.id.to_string()).chain(cells).collect());
    }
    csv_bytes(&rows)
}

fn diff(out: &mut Out, older: &Path, newer: &Path) -> Result<(), Failure> {
    let closed = |file: &Path| {
        let draft = read_list(file)?;
        let kept = draft.keep_all("compared only");
        Ok::<_, Failure>(draft.close(&kept).map_err(exchange::journal::Refusal::from)?)
    };
    told_apart(out, &closed(older)?, &closed(newer)?)
}

/// Says what differs between two versions, line by line.
fn told_apart(out: &mut Out, older: &ClosedList, newer: &ClosedList) -> Result<(), Failure> {
    let changes = difference(older, newer);
    let row = |list: &ClosedList, line| list.line(line).map_or(0, |line| line.row);
    for change in &changes {
        out.line(match change {
            Change::Added { line } => format!("added: line {} of the newer", row(newer, line)),
            Change::Removed { line } => format!("removed: line {} of the older", row(older, line)),
            Change::Altered { was, line, fields } => {
                let words: Vec<&str> = fields.iter().map(|field| field.word()).collect();
                format!(
                    "altered: line {} of the older, {} of the newer: {}",
                    row(older, was),
                    row(newer, line),
                    words.join(", ")
                )
            }
        })?;
    }
    let count =
        |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
    out.line(format!(
        "{} added, {} removed, {} altered",
        count(|change| matches!(change, Change::Added { .. })),
        count(|change| matches!(change, Change::Removed { .. })),
        count(|change| matches!(change, Change::Altered { .. }))
    ))
}
