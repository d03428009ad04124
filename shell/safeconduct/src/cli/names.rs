//! `safeconduct names`: how likely two written names are one person's, and why.

use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};

use anyhow::Context as _;
use clap::Subcommand;
use exchange::reconcile::name::{self, Piece, Rule};

use super::{Failure, Out};

/// The longest line that is read, in bytes; what follows is refused by its number.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Compare written names across scripts.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read `name<TAB>name` lines from standard input and write one score from 0 to 1 a line.
    Score,
    /// Show how two names were compared, part by part, with the rule that judged each.
    Explain {
        /// A name, as somebody wrote it.
        left: String,
        /// Another name.
        right: String,
        /// Write the parts for a program: rules by their ids, for texts in any language.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub(crate) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Score => score(),
        Command::Explain { left, right, json } => explain(&left, &right, json, out),
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
        match output.write_all(&decimals(scorer.score(left, right))) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written.context("writing the scores")?,
        }
    }
    match output.flush() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        flushed => Ok(flushed.context("writing the scores")?),
    }
}

/// Writes a score with six decimals and a line feed, which takes a tenth of what formatting does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1,000,000")]
fn decimals(score: f64) -> [u8; 9] {
    let mut millionths = (score.clamp(0.0, 1.0) * 1e6).round() as u32;
    let mut text = *b"0.000000\n";
    for place in [7, 6, 5, 4, 3, 2, 0] {
        let digit = u8::try_from(millionths % 10).expect("a digit is below ten");
        text[place] = b'0' + digit;
        millionths /= 10;
    }
    text
}

fn explain(left: &str, right: &str, json: bool, out: &mut Out) -> Result<(), Failure> {
    let found = name::compare(left, right);
    if found.pieces.is_empty() {
        let which = if name::split_name(left).concat().is_empty() { "first" } else { "second" };
        return Err(Failure::incomplete(
            format!("the {which} name has no letters"),
            "write two names, each in quotation marks",
        ));
    }
    if json {
        let pieces: Vec<serde_json::Value> = found.pieces.iter().map(as_json).collect();
        let whole = serde_json::json!({ "score": found.score, "parts": pieces });
        return out.line(whole.to_string());
    }
    for piece in &found.pieces {
        out.line(explained(piece))?;
    }
    out.line(format!("score {:.3}", found.score))
}

fn as_json(piece: &Piece) -> serde_json::Value {
    serde_json::json!({
        "part": part(piece.rule),
        "left": piece.left,
        "right": piece.right,
        "rule": piece.text_id(),
        "apart_hundredths": piece.hundredths_apart(),
        "against_hundredths": piece.penalty,
    })
}

fn part(rule: Rule) -> &'static str {
    match rule {
        Rule::Surname => "surname",
        Rule::Given => "given name",
        Rule::Patronymic => "patronymic",
        Rule::Gender => "gender",
        Rule::Order => "order",
        Rule::Commonness => "commonness",
    }
}

/// The English text of each rule; `{apart}` is so many letters.
fn rule_text(id: &str) -> &'static str {
    match id {
        "gender-differs" => "the endings show a woman and a man",
        "order-unsure" => "which word is the surname is not sure",
        "name-common" => "others may bear a name like this",
        "same-sounds" => "the same sounds",
        "surname-two-languages" => "one surname in two languages",
        "one-father" => "one father's name",
        "forms-of-one-name" => "forms of one name",
        "two-surnames-apart" => "{apart} letters apart, and two known surnames",
        "slip-apart" => "{apart} letters apart, perhaps a slip",
        "letters-apart" => "{apart} letters apart",
        "half-of-double" => "one half of a double surname",
        "half-of-double-apart" => "one half of a double surname, {apart} letters apart",
        "initial-fits" => "the initial fits",
        "missing" => "not given on one side",
        "unlike" => "unlike",
        _ => "known to be two names",
    }
}

/// Names the rule by which a part of a name differs, and by how many letters; none where it does not, or was not
/// written.
pub(crate) fn differs(piece: &Piece) -> Option<(&'static str, String)> {
    let id = piece.text_id();
    if matches!(id, "same-sounds" | "missing" | "name-common" | "order-unsure") {
        return None;
    }
    let apart = piece.hundredths_apart().unwrap_or(0);
    Some((id, format!("{}.{:02}", apart / 100, apart % 100)))
}

/// Says it in few words.
pub(super) fn shortly(piece: &Piece) -> Option<String> {
    let (id, apart) = differs(piece)?;
    Some(format!("{}: {}", part(piece.rule), rule_text(id).replace("{apart}", &apart)))
}

fn explained(piece: &Piece) -> String {
    let apart = piece.hundredths_apart().unwrap_or(0);
    let apart = format!("{}.{:02}", apart / 100, apart % 100);
    let rule = rule_text(piece.text_id()).replace("{apart}", &apart);
    let part = part(piece.rule);
    let against = match piece.penalty {
        0 => String::new(),
        penalty => format!("  -{}.{:02}", penalty / 100, penalty % 100),
    };
    if matches!(piece.rule, Rule::Gender | Rule::Order | Rule::Commonness) {
        return format!("{part:<11} {rule}{against}");
    }
    let shown = |words: &str| if words.is_empty() { "-".to_owned() } else { words.to_owned() };
    format!("{part:<11} {} = {}: {rule}{against}", shown(&piece.left), shown(&piece.right))
        .replace(" = ", if piece.penalty >= 300 { " | " } else { " = " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_written_with_six_decimals() {
        for score in [0.0_f64, 1.0, 0.5, 0.000_001, 0.977_023, 0.999_999_9, 1.5] {
            let expected = format!("{:.6}\n", score.min(1.0));
            assert_eq!(String::from_utf8_lossy(&decimals(score)), expected);
        }
    }

    #[test]
    fn every_rule_has_a_text_of_its_own() {
        let explain = |a, b| {
            let found = name::compare(a, b);
            found.pieces.iter().map(explained).collect::<Vec<String>>().join("\n")
        };
        let text = explain("Шевченко Микола Іванович", "Shevchenko Nikolay Ivanovich");
        assert!(text.contains("шевченко = shevchenko: the same sounds"), "{text}");
        assert!(text.contains("микола = nikolay: forms of one name"), "{text}");
        let text = explain("Ткаченко Олена Петрівна", "Ткаченко Олег Петрович");
        assert!(text.starts_with("given name  олена | олег: known to be two names"), "{text}");
        assert!(text.contains("gender      the endings show a woman and a man"), "{text}");
    }
}
