//! 1,200 lines against a registry of 200,000 invented people, as whole runs of the program from files
//! to files, with errors planted and looked for in what it writes.
//!
//! `cargo bench -p safeconduct --bench verdicts`; with a folder behind `--`, the files stay there.

#[path = "../../../core/exchange/tests/planted.rs"]
mod planted;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use exchange::lists::Field;
use exchange::registry::Status;
use exchange::vocabulary::{Private, Standing};
use planted::{Planted, World};

const PEOPLE: usize = 200_000;
const LINES: usize = 1_200;
const EACH: usize = 25;
const RUNS: usize = 5;

const COLUMNS: [(Field, &str, &str); 10] = [
    (Field::Surname, "прізвище", "фамилия"),
    (Field::GivenName, "ім'я", "имя"),
    (Field::Patronymic, "по батькові", "отчество"),
    (Field::BirthDate, "дата народження", "дата рождения"),
    (Field::BirthPlace, "місце народження", "место рождения"),
    (Field::Unit, "підрозділ", "подразделение"),
    (Field::Rank, "звання", "звание"),
    (Field::ServiceNumber, "особовий номер", "личный номер"),
    (Field::CapturedOn, "дата полону", "дата пленения"),
    (Field::Power, "держава", "государство"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let kept = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let scratch = tempfile::tempdir()?;
    let folder = kept.map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let world = planted::world(2_026, PEOPLE, LINES, EACH);
    write(&world, &folder)?;
    for out in ["verdicts.csv", "verdicts.xlsx"] {
        let mut walls: Vec<u128> = Vec::new();
        for _ in 0..RUNS {
            let started = Instant::now();
            run(&folder, out)?;
            walls.push(started.elapsed().as_millis());
        }
        walls.sort_unstable();
        say(&format!("{out}: {} ms, the middle of {walls:?}", walls[RUNS / 2]))?;
    }
    check(&world, &folder)
}

fn say(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{text}")
}

fn run(folder: &Path, out: &str) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| folder.join(name);
    let done = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(["reconcile".into(), file("theirs.csv").into_os_string()])
        .args(["--registry".into(), file("registry.csv").into_os_string()])
        .args(["--out".into(), file(out).into_os_string()])
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    Ok(())
}

fn write(world: &World, folder: &Path) -> Result<(), Box<dyn Error>> {
    let cells = |fields: &BTreeMap<Field, Private<String>>, sign: char| {
        let mut text = String::new();
        for (field, ..) in COLUMNS {
            let cell = fields.get(&field).map_or("", |text| text.open().as_str());
            write!(text, "{sign}{cell}").map(|()| text.len())?;
        }
        Ok::<String, std::fmt::Error>(text)
    };
    let mut registry = String::from("id");
    COLUMNS.iter().try_for_each(|(_, heading, _)| write!(registry, ",{heading}"))?;
    registry.push_str(",status\n");
    for known in &world.known {
        let status = match known.status {
            _ if known.facts.standing == Some(Standing::Civilian) => "civilian",
            Status::Returned => "повернувся",
            Status::Died => "загинув",
            Status::Sought
            | Status::Alleged
            | Status::Confirmed
            | Status::Listed
            | Status::AtHandover
            | Status::Declined => "зниклий безвісти",
        };
        writeln!(registry, "{}{},{status}", known.person, cells(&known.fields, ',')?)?;
    }
    let mut theirs = String::from("id");
    COLUMNS.iter().try_for_each(|(_, _, heading)| write!(theirs, ";{heading}"))?;
    theirs.push('\n');
    for line in world.theirs.lines() {
        writeln!(theirs, "{}{}", line.id, cells(&line.fields, ';')?)?;
    }
    std::fs::write(folder.join("registry.csv"), registry)?;
    std::fs::write(folder.join("theirs.csv"), theirs)?;
    Ok(())
}

/// Counts, of each kind of error, how many lines have the verdict that they should have.
fn check(world: &World, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(folder.join("verdicts.csv"))?;
    let mut found: BTreeMap<Planted, (usize, usize)> = BTreeMap::new();
    let truth: BTreeMap<&str, Planted> =
        world.truth.iter().map(|(line, kind)| (line.as_str(), *kind)).collect();
    let (mut flagged, mut rightly) = (0, 0);
    for row in reader.records() {
        let row = row?;
        let kind = truth.get(&row[1]).copied().ok_or("a line that was not written")?;
        let counts = found.entry(kind).or_default();
        counts.0 += 1;
        let said = row[3] == *kind.verdict().word();
        // A slip has to be named beside the verdict; a clean line has none.
        let slip = kind.says().is_some() && kind.verdict().word() == "matched";
        let right = said && (row[3] != *"matched" || slip != row[10].is_empty());
        counts.1 += usize::from(right);
        if row[3] != *"matched" || !row[10].is_empty() {
            flagged += 1;
            rightly += usize::from(kind != Planted::Clean);
        }
    }
    for (kind, (lines, right)) in &found {
        say(&format!("{:<18} {right} of {lines}", format!("{kind:?}")))?;
    }
    say(&format!("{rightly} of {flagged} lines that raise something have something planted"))?;
    Ok(())
}
