//! How a check of terms looks on a screen of 100 columns.

use exchange::agreement::{LineName, OpenPoint, Reading, Row, Tally, Turns};
use exchange::vocabulary::Side;

use super::check::Answer;
use crate::cli::{Failure, Out};

/// The width of everything but addresses, in characters.
const WIDTH: usize = 100;
/// The width of the first column.
const NAME_WIDTH: usize = 18;
/// The width of one reading: what the name and two separators leave, halved.
const READING_WIDTH: usize = (WIDTH - NAME_WIDTH - 6) / 2;
/// The most lines of a list that are named for one point.
const LINES_SHOWN_MAX: usize = 8;

/// Shows the whole answer.
pub(super) fn answer(answer: &Answer<'_>, sources: bool, out: &mut Out) -> Result<(), Failure> {
    heading(answer, out)?;
    readings(answer, out)?;
    if sources {
        addresses(answer, out)?;
    }
    points(answer, out)?;
    tallies(answer, out)?;
    settled(answer, out)
}

fn heading(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    let terms = answer.terms;
    hanging(out, "", &terms.title)?;
    if terms.practice {
        hanging(out, "practice: ", "these terms are invented and were agreed by nobody")?;
    }
    let round = &terms.round;
    hanging(out, "from: ", &format!("{}, {}, {}", round.name, round.place, round.date))?;
    for side in Side::BOTH {
        let list = answer.lists.get(&side).map_or_else(String::new, |list| {
            let aside = match list.set_aside {
                0 => String::new(),
                rows => format!(", {rows} rows set aside"),
            };
            let asked = match list.questions {
                0 => String::new(),
                1 => ", 1 question open (safeconduct lists read)".to_owned(),
                questions => format!(", {questions} questions open (safeconduct lists read)"),
            };
            format!(
                "; list of the people it holds: {}, {} lines{aside}{asked}",
                list.file, list.lines
            )
        });
        hanging(out, &format!("side {side}: "), &format!("{}{list}", terms.name(side)))?;
    }
    out.blank()
}

fn readings(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    let terms = answer.terms;
    let head = |side| format!("{side}: {}", terms.name(side));
    columns(out, "clause", &head(Side::A), &head(Side::B))?;
    let rule = |width| "-".repeat(width);
    columns(out, &rule(NAME_WIDTH), &rule(READING_WIDTH), &rule(READING_WIDTH))?;
    for row in &terms.rows {
        let name = format!("{} ({})", row.id, row.track.word());
        let (a, b) = (said(&row.a), said(&row.b));
        columns(out, &name, &a, if a == b { "the same" } else { &b })?;
    }
    out.blank()
}

fn said(reading: &Reading) -> String {
    let mut text = reading.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for also in &reading.also {
        text.extend([" [also printed: ", &also.text, "]"]);
    }
    if reading.rule.is_none() {
        text.push_str(" [no rule stated]");
    }
    text
}

fn addresses(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    out.line("where it can be read")?;
    let mut of = |row: &Row, side: Side| -> Result<(), Failure> {
        let reading = row.reading(side);
        let also = reading.also.iter().map(|also| &also.source);
        for source in reading.sources.iter().chain(also) {
            // An address is never broken, whatever its length, so that it can be opened.
            out.line(format!("  {} {side}: {source}", row.id))?;
        }
        Ok(())
    };
    for row in &answer.terms.rows {
        of(row, Side::A)?;
        of(row, Side::B)?;
    }
    out.blank()
}

fn points(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    let points = &answer.report.points;
    let day = answer.report.on;
    out.line(format!("open points: {} (as if people crossed on {day})", points.len()))?;
    for (number, open) in (1..).zip(points) {
        point(answer, number, open, out)?;
    }
    if answer.lists.is_empty() && !points.is_empty() {
        out.line("give --list A=FILE --list B=FILE to see whom each point touches")?;
    }
    out.blank()
}

fn point(
    answer: &Answer<'_>,
    number: usize,
    open: &OpenPoint,
    out: &mut Out,
) -> Result<(), Failure> {
    hanging(out, &format!("{number:>3}  "), &format!("{}: {}", open.clause, open.question))?;
    for (side, said) in [(Side::A, &open.a), (Side::B, &open.b)] {
        hanging(out, &format!("       {side}: "), said)?;
    }
    if let Some(offer) = &open.offer {
        hanging(out, "       offered: ", offer)?;
    }
    for (side, turns) in &open.turns {
        let lines = answer.lists.get(side).map_or(0, |list| list.lines);
        hanging(out, &format!("       list {side}: "), &turning(turns, lines))?;
    }
    Ok(())
}

fn turning(turns: &Turns, of: usize) -> String {
    let mut text = match turns.lines.len() {
        0 => format!("none of {of} lines turns on it"),
        1 => format!("1 of {of} lines turns on it: {}", named(&turns.lines)),
        count => format!("{count} of {of} lines turn on it: {}", named(&turns.lines)),
    };
    if let Some(note) = &turns.note {
        text.push_str("; ");
        text.push_str(note);
    }
    text
}

/// Names lines by row and reference, up to the number that is shown.
fn named(lines: &[LineName]) -> String {
    let shown: Vec<String> = lines
        .iter()
        .take(LINES_SHOWN_MAX)
        .map(|name| format!("line {} ({})", name.row, name.line))
        .collect();
    let more = lines.len().saturating_sub(LINES_SHOWN_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn tallies(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    if answer.lists.is_empty() {
        return Ok(());
    }
    out.line("who belongs, whatever the words turn out to mean")?;
    out.line(format!(
        "  {:<30} {:>4} {:>8} {:>14} {:>14} {:>8}",
        "category", "list", "surely", "turns on words", "fact missing", "outside"
    ))?;
    let categories = answer.report.tallies.values().flat_map(|of| of.keys());
    let categories: std::collections::BTreeSet<_> = categories.collect();
    for category in categories {
        for (side, of) in &answer.report.tallies {
            if let Some(tally) = of.get(category) {
                let Tally { surely, turning, missing, outside } = tally;
                out.line(format!(
                    "  {:<30} {side:>4} {surely:>8} {turning:>14} {missing:>14} {outside:>8}",
                    short(category.as_str(), 30)
                ))?;
            }
        }
    }
    for (side, gaps) in &answer.report.missing {
        for (gap, lines) in gaps {
            let text = format!("{}: {}", gap.words(), lines.len());
            hanging(out, &format!("  list {side} lacks "), &format!("{text}: {}", named(lines)))?;
        }
    }
    out.blank()
}

fn settled(answer: &Answer<'_>, out: &mut Out) -> Result<(), Failure> {
    if answer.unsettled.is_empty() {
        return hanging(out, "settled: ", "both sides read enough clauses alike to plan from");
    }
    out.line("not settled yet, by the clauses that both sides read alike:")?;
    for reason in &answer.unsettled {
        hanging(out, "  - ", reason)?;
    }
    Ok(())
}

fn short(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}

/// Writes three columns side by side, each broken between words.
fn columns(out: &mut Out, name: &str, a: &str, b: &str) -> Result<(), Failure> {
    let (name, a, b) =
        (wrapped(name, NAME_WIDTH), wrapped(a, READING_WIDTH), wrapped(b, READING_WIDTH));
    let cell = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    for at in 0..name.len().max(a.len()).max(b.len()) {
        let line = format!(
            "{:<NAME_WIDTH$} | {:<READING_WIDTH$} | {}",
            cell(&name, at),
            cell(&a, at),
            cell(&b, at)
        );
        out.line(line.trim_end())?;
    }
    Ok(())
}

/// Writes a paragraph behind a mark; further lines stand under the text.
pub(super) fn hanging(out: &mut Out, mark: &str, text: &str) -> Result<(), Failure> {
    let indent = mark.chars().count();
    for (at, line) in wrapped(text, WIDTH - indent).iter().enumerate() {
        let before = if at == 0 { mark.to_owned() } else { " ".repeat(indent) };
        out.line(format!("{before}{line}"))?;
    }
    Ok(())
}

/// Breaks a text between words, and a word only where it is longer than a line.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        let space = usize::from(length > 0);
        if length + space + letters.len() > width && length > 0 {
            lines.push(String::new());
            length = 0;
        }
        while letters.len() > width {
            let rest = letters.split_off(width);
            let last = lines.last_mut().expect("there is always a line");
            last.extend(letters);
            lines.push(String::new());
            letters = rest;
        }
        let last = lines.last_mut().expect("there is always a line");
        if length > 0 {
            last.push(' ');
            length += 1;
        }
        length += letters.len();
        last.extend(letters);
    }
    lines
}
