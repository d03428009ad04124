//! `safeconduct announce account`: the account over a public ledger.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::announce::{
    AgreementAccount, Disputed, Entry, Explanation, Figure, Further, HandoverOutcome, Ledger,
    PublicAccount, RawRow, Total, Track,
};
use exchange::vocabulary::Side;

use crate::cli::{Failure, Out};
use crate::files;

/// Which ledger, and how much of it.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The ledger: a CSV file in UTF-8 with the columns of spec/9-announce.md.
    #[arg(long)]
    ledger: PathBuf,
    /// Only agreements whose name holds this text.
    #[arg(long)]
    agreement: Option<String>,
    /// Print JSON for a program to read.
    #[arg(long)]
    json: bool,
}

/// Reads the ledger and shows its account.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let ledger = read(&arguments.ledger)?;
    let wanted = arguments.agreement.as_deref();
    let account = PublicAccount::over(&ledger, wanted);
    if let Some(wanted) = wanted.filter(|_| account.agreements.is_empty()) {
        return Err(unknown(wanted, &ledger));
    }
    if arguments.json {
        let json = serde_json::to_string_pretty(&account).map_err(anyhow::Error::from)?;
        return out.line(json);
    }
    for agreement in &account.agreements {
        show_agreement(agreement, out)?;
    }
    show_disputed(&account.disputed, out)?;
    let all = PublicAccount::over(&ledger, None).disputed.len();
    if all > account.disputed.len() {
        out.line(format!(
            "  {} more stand elsewhere in the ledger; leave out --agreement to see them",
            all - account.disputed.len()
        ))?;
    }
    Ok(())
}

fn unknown(wanted: &str, ledger: &Ledger) -> Failure {
    let names: BTreeSet<&str> =
        ledger.entries().iter().filter_map(|entry| entry.agreement.as_deref()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join("; ");
    Failure::incomplete(
        format!("no agreement in the ledger holds `{wanted}`"),
        if names.is_empty() { "this ledger names no agreement".to_owned() } else { names },
    )
}

fn read(path: &Path) -> Result<Ledger, Failure> {
    let bytes = files::read_bytes(path, files::TEXT_BYTES_MAX)?;
    read_ledger(&path.display().to_string(), &bytes)
}

/// Cuts a file of a name into rows of text. The core reads what stands in them.
pub(crate) fn read_ledger(name: &str, bytes: &[u8]) -> Result<Ledger, Failure> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Failure::incomplete(
                format!("{name}, line {line}: {}", cause(&error)),
                "save the ledger as CSV in UTF-8, with commas between the cells",
            )
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).expect("a file of 16 MiB has fewer lines than u32 holds");
        rows.push(RawRow { line, cells: record.iter().map(str::to_owned).collect() });
    }
    Ledger::read(&rows).map_err(|findings| {
        let mut what = format!("{name} cannot be added up:");
        for finding in &findings {
            what.push_str("\n  ");
            what.push_str(&finding.to_string());
        }
        Failure::incomplete(what, "mend these lines; nothing is added up from a ledger with a flaw")
    })
}

fn cause(error: &csv::Error) -> String {
    if let csv::ErrorKind::Utf8 { err, .. } = error.kind() {
        return format!("cell {} is not UTF-8 text", err.field() + 1);
    }
    error.to_string()
}

fn show_agreement(account: &AgreementAccount, out: &mut Out) -> Result<(), Failure> {
    let name = account.agreement.as_deref().unwrap_or("no named agreement");
    out.line(format!("{name} ({})", account.conflict))?;
    if let Some(stages) = account.stages {
        out.line(format!("  {} of {stages} stages took place", account.stages_done))?;
    }
    if !account.people.entries.is_empty() {
        show_track("people", &account.people, out)?;
    }
    if !account.remains.entries.is_empty() {
        show_track("remains: bodies, never added to people", &account.remains, out)?;
    }
    out.line(format!("  {}", further(account)))?;
    out.blank()
}

fn show_track(title: &str, track: &Track, out: &mut Out) -> Result<(), Failure> {
    out.line(format!("  {title}"))?;
    let names: Vec<(&str, &str)> =
        track.entries.iter().map(|e| (e.to_a.name.as_str(), e.to_b.name.as_str())).collect();
    let same = names.windows(2).all(|pair| pair[0] == pair[1]);
    let (a, b) = names.first().filter(|_| same).copied().unwrap_or(("A", "B"));
    let mut table = vec![
        ["stage", "date", &format!("to {a}"), &format!("to {b}"), ""].map(str::to_owned).to_vec(),
    ];
    table.extend(track.entries.iter().map(|entry| cells(entry, same)));
    for line in columns(&table) {
        out.line(format!("    {line}"))?;
    }
    for (side, name, total) in [(Side::A, a, &track.to_a), (Side::B, b, &track.to_b)] {
        out.line(format!("    to {name}: {}", sum(total)))?;
        if let Some(line) = owed(total) {
            out.line(format!("      {line}"))?;
        }
        for entry in track.entries.iter().filter(|entry| entry.to(side).agreed.is_some()) {
            out.line(format!("      {}: {}", entry.id, against(entry, side)))?;
        }
    }
    Ok(())
}

fn cells(entry: &Entry, same_names: bool) -> Vec<String> {
    let stage = match (entry.stage, entry.stages) {
        (Some(number), Some(of)) => format!("{number} of {of}"),
        _ => "-".to_owned(),
    };
    let date = if entry.from == entry.to {
        entry.from.to_string()
    } else {
        format!("{} to {}", entry.from, entry.to)
    };
    let number = |side| {
        let direction = entry.to(side);
        let civilians = match direction.civilians {
            Figure::Exactly(count) if count > 0 => format!(" ({count} civilians)"),
            Figure::Some => " (some civilians)".to_owned(),
            Figure::Exactly(_) | Figure::Withheld | Figure::NotGiven => String::new(),
        };
        let name = if same_names { String::new() } else { format!("{}: ", direction.name) };
        // A number that only one side gave is that side's word.
        let word = match (direction.by_a, direction.by_b) {
            (Some(_), None) => format!(" (by {})", entry.to_a.name),
            (None, Some(_)) => format!(" (by {})", entry.to_b.name),
            (Some(_), Some(_)) | (None, None) => String::new(),
        };
        format!("{name}{}{civilians}{word}", figure(direction.returned))
    };
    let outcome = match entry.outcome {
        HandoverOutcome::Done => "",
        HandoverOutcome::Aborted => "broken off",
        HandoverOutcome::DidNotHappen => "did not happen",
        HandoverOutcome::Agreed => "agreed, delivery not recorded",
    };
    let words: Vec<&str> = [outcome, &entry.categories, &entry.note]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    vec![stage, date, number(Side::A), number(Side::B), words.join(" | ")]
}

fn figure(figure: Figure) -> String {
    match figure {
        Figure::Exactly(count) => count.to_string(),
        Figure::Some => "some".to_owned(),
        Figure::Withheld => "withheld".to_owned(),
        Figure::NotGiven => "not given".to_owned(),
    }
}

/// Pads each column but the last to its widest cell.
fn columns(table: &[Vec<String>]) -> Vec<String> {
    let width = |at: usize| table.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table.first().map_or(0, Vec::len)).map(width).collect();
    let pad = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}  "));
        cells.collect::<String>().trim_end().to_owned()
    };
    table.iter().map(pad).collect()
}

fn sum(total: &Total) -> String {
    let mut left_out = Vec::new();
    for (count, why) in
        [(total.handovers_withheld, "withheld"), (total.handovers_not_given, "in no source")]
    {
        if count > 0 {
            left_out.push(format!("{count} with the number {why}"));
        }
    }
    let handovers = counted(total.handovers_known, "handover");
    match (total.handovers_known, left_out.is_empty()) {
        (0, true) => "none delivered".to_owned(),
        (0, false) => format!("not known; handovers: {}", left_out.join(", ")),
        (_, true) => format!("{} in {handovers}", total.delivered_known),
        (_, false) => format!(
            "{} in {handovers} with a known number; not in this sum: {}",
            total.delivered_known,
            left_out.join(", ")
        ),
    }
}

fn counted(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn owed(total: &Total) -> Option<String> {
    let agreed = total.agreed?;
    Some(match (total.delivered_of_agreed, total.outstanding()) {
        (Some(delivered), Some(outstanding)) => {
            format!("agreed {agreed}, delivered against it {delivered}, outstanding {outstanding}")
        }
        _ => format!("agreed {agreed}; what was delivered against it is not known"),
    })
}

fn against(entry: &Entry, side: Side) -> String {
    let direction = entry.to(side);
    let agreed = direction.agreed.unwrap_or(0);
    let delivered = figure(direction.returned);
    let note = if entry.note.is_empty() { "no note" } else { &entry.note };
    format!("agreed {agreed}, delivered {delivered}; the note says: {note}")
}

fn further(account: &AgreementAccount) -> String {
    match &account.further {
        Further::NoneAgreed => "no further round is agreed in this ledger".to_owned(),
        Further::Agreed { ids } => {
            format!("agreed, and no delivery recorded: {}", ids.join(", "))
        }
        Further::StagesMissing { stages } => {
            let stages: Vec<String> = stages.iter().map(ToString::to_string).collect();
            format!(
                "no row for stage {}; no further round is agreed in this ledger",
                stages.join(", ")
            )
        }
    }
}

fn show_disputed(disputed: &[Disputed], out: &mut Out) -> Result<(), Failure> {
    if disputed.is_empty() {
        return out.line("The two sides' totals differ nowhere in these rows.");
    }
    let count = u32::try_from(disputed.len()).expect("a ledger has at most 100,000 rows");
    out.line(format!("The two sides' totals differ in {}:", counted(count, "place")))?;
    for one in disputed {
        let to = match one.to {
            Side::A => &one.name_a,
            Side::B => &one.name_b,
        };
        let agreement = one.agreement.as_deref().unwrap_or("no named agreement");
        out.line(format!("  {} on {} ({agreement}), returned to {to}", one.id, one.date))?;
        out.line(format!(
            "    {} says {}, {} says {}: a difference of {}",
            one.name_a, one.a_says, one.name_b, one.b_says, one.difference
        ))?;
        out.line(format!("    the columns: {}", explanation(&one.columns)))?;
        let note = if one.note.is_empty() { "nothing" } else { &one.note };
        out.line(format!("    the note: {note}"))?;
        out.line(format!("    source: {}", one.source))?;
    }
    Ok(())
}

fn explanation(explanation: &Explanation) -> String {
    match explanation {
        Explanation::Civilians { civilians } => format!(
            "{civilians} civilians are recorded among them, as many as the totals differ by"
        ),
        Explanation::CiviliansDoNotCover { civilians } => {
            format!("{civilians} civilians are recorded among them, which is not the difference")
        }
        Explanation::Nothing => "they do not explain it; no civilians are numbered".to_owned(),
    }
}
