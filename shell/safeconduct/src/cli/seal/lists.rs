//! Lists: committed to before anybody sees them, and opened one line at a time.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use exchange::seal::notary::list::CommittedList;
use exchange::seal::payload::{self, ListCommit, ListKind};
use exchange::vocabulary::{Digest, ListId};

use super::keys::chance;
use crate::cli::{Failure, Out};
use crate::files;

/// What a list is a list of, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum ListWord {
    /// People whom the side would hand over.
    Offered,
    /// People whom the side asks for.
    Wanted,
    /// People whom the side holds.
    Held,
}

impl From<ListWord> for ListKind {
    fn from(word: ListWord) -> Self {
        match word {
            ListWord::Offered => Self::Offered,
            ListWord::Wanted => Self::Wanted,
            ListWord::Held => Self::Held,
        }
    }
}

/// What `seal commit` takes.
#[derive(Args)]
pub(crate) struct CommitArguments {
    /// The closed list as text, one record a line. The exact bytes of each line count.
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// The list's identifier.
    #[arg(long, value_name = "ID")]
    id: String,
    /// Its version.
    #[arg(long, default_value_t = 1)]
    version: u32,
    /// What it is a list of.
    #[arg(long, value_enum, default_value = "offered")]
    of: ListWord,
    /// Fill up with empty lines to a multiple of this number, to hide how many there are.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pad: usize,
    /// Where the salts go, one a line. Keep them as you keep the list: without them nobody can open it.
    #[arg(long, value_name = "FILE")]
    salts: PathBuf,
    /// Where the payload for `seal act --type list-commit` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal open` takes.
#[derive(Args)]
pub(crate) struct OpenArguments {
    /// The list that was committed to.
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Its salts.
    #[arg(long, value_name = "FILE")]
    salts: PathBuf,
    /// The line to open, counted from 1.
    #[arg(long, value_name = "NUMBER")]
    line: usize,
    /// Where the opening goes. It names a person: hand it to the judge alone.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// The most lines that a list is padded to.
const LINES_MAX: usize = 1_000_000;

/// Commits to a list.
pub(super) fn commit(arguments: &CommitArguments, out: &mut Out) -> Result<(), Failure> {
    let list = ListId::read(&arguments.id)
        .map_err(|refusal| Failure::incomplete(refusal.to_string(), "choose another identifier"))?;
    let text = files::read_text(&arguments.list)?;
    let count = text.lines().count();
    if count == 0 || !(1..=LINES_MAX).contains(&arguments.pad) {
        return Err(Failure::incomplete(
            "the list has no line, or the padding is none",
            "name a list with one record a line, and a padding of at least 1",
        ));
    }
    let salts: Vec<[u8; 32]> =
        (0..count.next_multiple_of(arguments.pad)).map(|_| chance()).collect();
    let committed = committed(&text, &salts).commitment();
    let commit = ListCommit {
        list,
        version: arguments.version,
        of: arguments.of.into(),
        root: Digest(committed.root),
        count: committed.count,
    };
    let salts: String =
        salts.iter().flat_map(|salt| [Digest(*salt).to_string(), "\n".to_owned()]).collect();
    files::write_whole(&arguments.salts, salts.as_bytes())?;
    files::write_whole(&arguments.out, &payload::write(&commit))?;
    out.line(format!("{} lines under {}", commit.count, commit.root))?;
    out.line("seal it with `safeconduct seal act --type list-commit`, before you open theirs")
}

/// Lines beyond the list's end are empty: they pad it.
fn committed(text: &str, salts: &[[u8; 32]]) -> CommittedList {
    let records = text.lines().map(str::as_bytes).chain(std::iter::repeat(&[][..]));
    CommittedList::new(salts.iter().zip(records))
}

/// Opens one line.
pub(super) fn open(arguments: &OpenArguments, out: &mut Out) -> Result<(), Failure> {
    let text = files::read_text(&arguments.list)?;
    let salts: Vec<[u8; 32]> = files::read_text(&arguments.salts)?
        .lines()
        .map(|line| Digest::read(line).map(|digest| digest.0))
        .collect::<Option<_>>()
        .ok_or_else(|| {
            Failure::incomplete(
                format!("{} is no file of salts", arguments.salts.display()),
                "name the file that `safeconduct seal commit` wrote",
            )
        })?;
    let list = committed(&text, &salts);
    let opening = arguments
        .line
        .checked_sub(1)
        .and_then(|line| list.open(line, salts.get(line)?, text.lines().nth(line)?));
    let opening = opening.ok_or_else(|| {
        Failure::incomplete(
            format!("the list has no line {}", arguments.line),
            "count from 1, and name the list and the salts of one commitment",
        )
    })?;
    files::write_whole(&arguments.out, &payload::write(&opening))?;
    out.line(format!(
        "{}: line {} of {}; it names a person: hand it to the judge alone",
        arguments.out.display(),
        arguments.line,
        opening.count
    ))
}
