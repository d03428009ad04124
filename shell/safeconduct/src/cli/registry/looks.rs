//! Who looked at whom, and why: for a person who asks, and for whoever looks after the data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::journal::{Answer, Deed, Look, Purpose, Scope, Thing};
use exchange::vocabulary::PersonId;
use jiff::tz::TimeZone;
use serde_json::json;

use super::super::{Failure, Out, Seat, counted};
use crate::desk::Desk;
use crate::files::{read_text, write_whole};

/// How many looks are read at once.
const PAGE: u32 = 5_000;
/// The most looks past the hour's number, or refused, that the summary names.
const NAMED_MAX: usize = 20;

/// What `registry looks` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The person who asks who looked at them; without one, a summary
    person: Option<PersonId>,
    /// Write the whole log to this file, to be kept on another machine: a line of JSON for each look
    #[arg(long, value_name = "FILE", conflicts_with = "person")]
    out: Option<PathBuf>,
    /// Compare the log with a file that was written before, so that nobody can have cut or changed it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["person", "out"])]
    check: Option<PathBuf>,
    #[command(flatten)]
    seat: Seat,
}

/// Runs the command.
pub(super) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, actor) = arguments.seat.open().await?;
    let deed = if arguments.out.is_some() { Deed::Export } else { Deed::Show };
    let people = usize::from(arguments.person.is_some());
    let work = ("registry looks", people);
    // The look at the looks is in the log as well.
    let permit = desk.go_through(&actor, (Purpose::Oversight, deed), work).await?;
    if !permit.shows(Thing::Looks) {
        return Err(Failure::refused(
            format!("the role {} may not see who looked at whom", actor.role),
            "ask whoever looks after the data (--role data-protection)",
        ));
    }
    match (&arguments.person, &arguments.out, &arguments.check) {
        (Some(person), ..) => at(out, &desk, person).await,
        (None, Some(path), _) => ship(out, &desk, path).await,
        (None, None, Some(path)) => check(out, &desk, path).await,
        (None, None, None) => summary(out, &desk).await,
    }
}

/// Who looked at one person and all entries merged with them.
async fn at(out: &mut Out, desk: &Desk, person: &PersonId) -> Result<(), Failure> {
    let registry = &desk.about(person).await?.registry;
    if !registry.persons.contains_key(person) {
        return Err(Failure::refused(
            format!("no person {person} is in this registry"),
            "check the reference; it is on what the person was given",
        ));
    }
    let found = of_person(desk, person).await?;
    for (number, look) in &found {
        out.line(line(*number, look))?;
    }
    let mut works: BTreeMap<String, usize> = BTreeMap::new();
    for (_, look) in every(desk).await? {
        if let Scope::Many { work, .. } = look.whose {
            *works.entry(work).or_default() += 1;
        }
    }
    out.line(format!("person {person} was shown {}", counted(found.len(), "time")))?;
    for (work, times) in works {
        out.line(format!(
            "programs went through many people: `{work}` {}",
            counted(times, "time")
        ))?;
    }
    Ok(())
}

/// Reads who looked at a person, whichever of their entries is named.
pub(crate) async fn of_person(desk: &Desk, person: &PersonId) -> Result<Vec<(u64, Look)>, Failure> {
    let mut found = Vec::new();
    for one in desk.about(person).await?.registry.group(person, None) {
        found.extend(desk.store().looks_at(&one).await?);
    }
    found.sort_by_key(|(number, _)| *number);
    Ok(found)
}

/// Looks by who looked: how many there were, and those that were refused or forced.
pub(crate) struct Summed<'a> {
    /// By working name and role: all, and of these refused or forced.
    pub(crate) actors: BTreeMap<(String, &'static str), (usize, usize)>,
    /// Refused or forced, the oldest first.
    pub(crate) to_look_at: Vec<(u64, &'a Look)>,
}

impl<'a> Summed<'a> {
    /// Counts looks.
    pub(crate) fn of(looks: &'a [(u64, Look)]) -> Self {
        let mut summed = Self { actors: BTreeMap::new(), to_look_at: Vec::new() };
        for (number, look) in looks {
            let actor = (look.actor.name.clone(), look.actor.role.word());
            let count = summed.actors.entry(actor).or_default();
            count.0 += 1;
            if !matches!(look.answer, Answer::Open) {
                count.1 += 1;
                summed.to_look_at.push((*number, look));
            }
        }
        summed
    }
}

async fn summary(out: &mut Out, desk: &Desk) -> Result<(), Failure> {
    let looks = every(desk).await?;
    let Summed { actors, to_look_at } = Summed::of(&looks);
    for ((name, role), (all, odd)) in &actors {
        out.line(format!(
            "{name} ({role}): {}, of these refused or forced {odd}",
            counted(*all, "look")
        ))?;
    }
    for (number, look) in to_look_at.iter().rev().take(NAMED_MAX) {
        out.line(line(*number, look))?;
    }
    if to_look_at.len() > NAMED_MAX {
        out.line(format!("... and {} older ones", to_look_at.len() - NAMED_MAX))?;
    }
    let (count, end) = desk.store().looks_end().await?;
    out.line(format!("{count} looks; their chain ends in {end}"))
}

/// Writes the log as lines that somebody else can keep.
async fn ship(out: &mut Out, desk: &Desk, path: &Path) -> Result<(), Failure> {
    let looks = every(desk).await?;
    write_whole(path, shipped(&looks).as_bytes())?;
    let (count, end) = desk.store().looks_end().await?;
    out.line(format!("{}: {}", path.display(), counted(looks.len(), "look")))?;
    out.line(format!("keep it on another machine; {count} looks end in {end}"))
}

/// The log as lines that somebody else can keep.
pub(crate) fn shipped(looks: &[(u64, Look)]) -> String {
    let mut text = String::new();
    for (number, look) in looks {
        writeln!(text, "{}", json!({ "number": number, "look": look }))
            .expect("a string takes any text");
    }
    text
}

/// Compares what was kept elsewhere with the log.
async fn check(out: &mut Out, desk: &Desk, path: &Path) -> Result<(), Failure> {
    let compared = compare(desk, (&path.display().to_string(), &read_text(path)?)).await?;
    out.line(format!("{} stand in the log as they were kept", counted(compared, "look")))
}

/// Compares lines that were kept elsewhere with the log, and returns how many there are.
pub(crate) async fn compare(desk: &Desk, (name, text): (&str, &str)) -> Result<usize, Failure> {
    let looks: BTreeMap<u64, Look> = every(desk).await?.into_iter().collect();
    let mut compared = 0;
    for (row, line) in (1_usize..).zip(text.lines()) {
        let broken = || {
            Failure::incomplete(
                format!("{name} line {row} is not a look"),
                "name a file that `safeconduct registry looks --out` wrote",
            )
        };
        let kept: serde_json::Value = serde_json::from_str(line).map_err(|_unread| broken())?;
        let number = kept["number"].as_u64().ok_or_else(broken)?;
        let before: Look =
            serde_json::from_value(kept["look"].clone()).map_err(|_unread| broken())?;
        if looks.get(&number) != Some(&before) {
            return Err(Failure::refused(
                format!("look {number} is not in the log as it was kept"),
                "somebody changed the log or cut it short: keep both, and ask who had the database",
            ));
        }
        compared += 1;
    }
    Ok(compared)
}

/// Reads the whole log.
pub(crate) async fn every(desk: &Desk) -> Result<Vec<(u64, Look)>, Failure> {
    let mut all: Vec<(u64, Look)> = Vec::new();
    loop {
        let next = all.last().map_or(1, |(number, _)| number + 1);
        let page = desk.store().looks(next, PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// One line on a look.
pub(super) fn line(number: u64, look: &Look) -> String {
    let whose = match &look.whose {
        Scope::Person { person } => format!("person {person}"),
        Scope::Many { people, work } => format!("{people} people by `{work}`"),
    };
    let ended = match &look.answer {
        Answer::Open => String::new(),
        Answer::BrokenGlass { reason } => format!("  past the hour's number: \"{reason}\""),
        Answer::Denied => "  refused by the table".to_owned(),
        Answer::Spent => "  refused: the hour's number was used up".to_owned(),
    };
    let things: Vec<_> = look.things.iter().map(|thing| thing.word()).collect();
    format!(
        "{number}  {}  {} ({})  {} for {}  {whose}  [{}]{ended}",
        look.at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S"),
        look.actor.name,
        look.actor.role,
        look.deed,
        look.purpose,
        things.join(" ")
    )
}
