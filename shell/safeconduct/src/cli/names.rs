//! `safeconduct names`: how likely two written names are one person's, and why.

use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};

use anyhow::Context as _;
use clap::Subcommand;
use exchange::reconcile::name::{self, Closeness, Piece, Rule};

use super::{Failure, Out};

/// The longest line that is read, in bytes; what follows is refused by its number.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Compare written names across scripts.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read `name<TAB>name` lines from standard input and write one score from 0 to 1 a line.
    Score,
    /// Show how two names were compared.
    Explain {
        /// A name, as somebody wrote it.
        left: String,
        /// Another name.
        right: String,
    },
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Score => score(),
        Command::Explain { left, right } => explain(&left, &right, out),
    }
}

fn score() -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut line = Vec::new();
    let mut scorer = name::Scorer::default();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line).context("reading standard input")? == 0 {
            break;
        }
        if line.len() > LINE_BYTES_MAX {
            return Err(Failure::incomplete(
                format!("line {number} is longer than {LINE_BYTES_MAX} bytes"),
                "write one pair of names a line",
            ));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        let Some((left, right)) = text.split_once('\t') else {
            return Err(Failure::incomplete(
                format!("line {number} has no tab"),
                "write `name<TAB>name` on every line",
            ));
        };
        match writeln!(output, "{:.6}", scorer.score(left, right)) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written.context("writing the scores")?,
        }
    }
    match output.flush() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        flushed => Ok(flushed.context("writing the scores")?),
    }
}

fn explain(left: &str, right: &str, out: &mut Out) -> Result<(), Failure> {
    let found = name::compare(left, right);
    if found.pieces.is_empty() {
        return Err(Failure::incomplete("one of the two has no letters", "write two names"));
    }
    for piece in &found.pieces {
        out.line(explained(piece))?;
    }
    out.line(format!("score {:.3}", found.score))
}

fn explained(piece: &Piece) -> String {
    let part = match piece.rule {
        Rule::Surname => "surname",
        Rule::Given => "given name",
        Rule::Patronymic => "patronymic",
        Rule::Gender => "gender",
        Rule::Order => "order",
    };
    let rule = match (piece.rule, piece.closeness) {
        (Rule::Gender, _) => "the endings show a woman and a man".to_owned(),
        (Rule::Order, _) => "which word is the surname is not sure".to_owned(),
        (Rule::Patronymic, Closeness::Class) => "one father's name".to_owned(),
        (_, Closeness::Same) => "the same sounds".to_owned(),
        (_, Closeness::Class) => "forms of one name".to_owned(),
        (_, Closeness::Near(near)) => format!("{}.{:02} letters apart", near / 100, near % 100),
        (_, Closeness::Half(_)) => "one half of a double surname".to_owned(),
        (_, Closeness::Initial) => "the initial fits".to_owned(),
        (_, Closeness::Missing) => "not given on one side".to_owned(),
        (_, Closeness::Other) => "unlike".to_owned(),
        (_, Closeness::Conflict) => "known to be two names".to_owned(),
    };
    let shown = |words: &str| if words.is_empty() { "-".to_owned() } else { words.to_owned() };
    format!(
        "{part:<11} {:<24} {:<24} {rule:<40} -{}.{:02}",
        shown(&piece.left),
        shown(&piece.right),
        piece.penalty / 100,
        piece.penalty % 100
    )
}
