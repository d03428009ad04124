//! The files of an instance folder and of a plan.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use exchange::plan::planner::people::{COLUMNS, People, Person};
use exchange::plan::planner::{Counts, Frame, Instance, Refusal, Side, assign, tables};
use exchange::vocabulary::Digest;

use crate::cli::Failure;
use crate::files;

/// The largest list or plan that is read: 512 MiB, about ten million people.
const LIST_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// What a folder holds beside its terms.
pub(super) enum Lists {
    /// People of both sides, as a mediator sees them.
    People(Box<People>),
    /// The class counts that each side sealed.
    Tables(Box<Instance>),
}

/// A plan as it stands in a file.
pub(super) enum Plan {
    /// The stage of each person who goes, counted from 0.
    People(BTreeMap<String, usize>),
    /// How many of each class go in which stage.
    Classes(Counts),
}

impl Lists {
    /// Returns the units and their frame.
    pub(super) fn instance(&self) -> &Instance {
        match self {
            Self::People(people) => &people.instance,
            Self::Tables(instance) => instance,
        }
    }

    /// Writes counts as the kind of plan that fits these lists.
    pub(super) fn write(&self, counts: &Counts, path: &Path) -> Result<(), Failure> {
        let mut text = String::new();
        match self {
            Self::People(people) => {
                text.push_str("id,round\n");
                for (id, stage) in assign::assign(people, counts) {
                    writeln!(text, "{id},{}", stage + 1).expect("a String takes any text");
                }
            }
            Self::Tables(instance) => {
                text.push_str("class,stage,count\n");
                for (unit, by_stage) in counts {
                    let class = instance.frame.write_unit(unit);
                    for (at, number) in by_stage.iter().enumerate().filter(|(_, n)| **n > 0) {
                        writeln!(text, "{class},{},{number}", at + 1)
                            .expect("a String takes any text");
                    }
                }
            }
        }
        files::write_whole(path, text.as_bytes())
    }
}

/// Reads an instance folder. Also returns the digest of its files, which names the inputs.
pub(super) fn read(folder: &Path) -> Result<(Lists, String), Failure> {
    let terms = files::read_bytes(&folder.join("instance.json"), files::TEXT_BYTES_MAX)?;
    let frame = Frame::read_json(&terms).map_err(|refusal| refused("instance.json", &refusal))?;
    let (people, sides) =
        (folder.join("persons.csv"), [folder.join("classes-a.csv"), folder.join("classes-b.csv")]);
    match (people.exists(), sides.iter().any(|path| path.exists())) {
        (true, true) => Err(Failure::incomplete(
            format!("{} holds both people and tables of classes", folder.display()),
            "keep persons.csv, or classes-a.csv and classes-b.csv",
        )),
        (true, false) => {
            let bytes = files::read_bytes(&people, LIST_BYTES_MAX)?;
            let inputs = digest(&[&terms, &bytes]);
            let all = people_of(&frame, "persons.csv", &bytes)?;
            let people =
                People::gather(frame, all).map_err(|refusal| refused("persons.csv", &refusal))?;
            Ok((Lists::People(Box::new(people)), inputs))
        }
        (false, _) => {
            let a = files::read_bytes(&sides[0], LIST_BYTES_MAX)?;
            let b = files::read_bytes(&sides[1], LIST_BYTES_MAX)?;
            let mut units = table("classes-a.csv", &frame, Side::A, &a)?;
            units.append(&mut table("classes-b.csv", &frame, Side::B, &b)?);
            let instance = Instance::new(frame, units)
                .map_err(|refusal| refused("the two tables", &refusal))?;
            Ok((Lists::Tables(Box::new(instance)), digest(&[&terms, &a, &b])))
        }
    }
}

/// Reads a list of people on a frame.
pub(super) fn read_people(frame: &Frame, path: &Path) -> Result<Vec<Person>, Failure> {
    let bytes = files::read_bytes(path, LIST_BYTES_MAX)?;
    people_of(frame, &path.display().to_string(), &bytes)
}

fn people_of(frame: &Frame, name: &str, bytes: &[u8]) -> Result<Vec<Person>, Failure> {
    let mut all = Vec::new();
    rows(name, bytes, &COLUMNS, |row, fields| {
        all.push(Person::read(frame, row, fields)?);
        Ok(())
    })?;
    Ok(all)
}

/// Reads a plan of the kind that its header names.
pub(super) fn read_plan(lists: &Lists, path: &Path) -> Result<Plan, Failure> {
    let bytes = files::read_bytes(path, LIST_BYTES_MAX)?;
    let name = path.display().to_string();
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if first.starts_with(b"id,") {
        let mut plan = BTreeMap::new();
        rows(&name, &bytes, &["id", "round"], |row, fields| {
            let stage = match fields[1] {
                "" | "0" | "-" => None,
                text => Some(number(row, "round", text)?),
            };
            if plan.insert(fields[0].to_owned(), stage).is_some() {
                return Err(Refusal::Twice { place: "the plan".into(), name: fields[0].into() });
            }
            Ok(())
        })?;
        let goes = |(id, stage): (String, Option<usize>)| Some((id, stage? - 1));
        return Ok(Plan::People(plan.into_iter().filter_map(goes).collect()));
    }
    let frame = &lists.instance().frame;
    let mut counts = Counts::new();
    rows(&name, &bytes, &["class", "stage", "count"], |row, fields| {
        let unit = frame.read_unit(fields[0])?;
        let stage = number(row, "stage", fields[1])? - 1;
        let count = number(row, "count", fields[2])?;
        let by_stage = counts.entry(unit).or_default();
        if by_stage.len() <= stage {
            by_stage.resize(stage + 1, 0);
        }
        if by_stage[stage] != 0 {
            let name = format!("{} in stage {}", fields[0], stage + 1);
            return Err(Refusal::Twice { place: "the plan".into(), name });
        }
        by_stage[stage] = u32::try_from(count).expect("the limit lies within 32 bits");
        Ok(())
    })?;
    Ok(Plan::Classes(counts))
}

/// The largest stage or count that may stand in a plan. A stage that the terms do not have is read
/// and then reported as a violation.
const PLAN_NUMBER_MAX: usize = 100_000;

fn number(row: usize, column: &str, text: &str) -> Result<usize, Refusal> {
    let read = text.parse::<usize>().ok().filter(|number| (1..=PLAN_NUMBER_MAX).contains(number));
    read.ok_or_else(|| Refusal::Unreadable {
        place: format!("row {row}: {column}"),
        text: text.chars().take(40).collect(),
        wanted: "a whole number from 1 to 100000",
    })
}

fn table(
    name: &str,
    frame: &Frame,
    side: Side,
    bytes: &[u8],
) -> Result<BTreeMap<exchange::plan::planner::Unit, u32>, Failure> {
    let mut entries: Vec<(String, String)> = Vec::new();
    rows(name, bytes, &["class", "count"], |_, fields| {
        entries.push((fields[0].to_owned(), fields[1].to_owned()));
        Ok(())
    })?;
    let entries = entries.iter().map(|(class, count)| (class.as_str(), count.as_str()));
    tables::read(frame, side, entries).map_err(|refusal| refused(name, &refusal))
}

/// Reads the rows of a CSV file with exactly these columns, numbered as an editor shows them.
fn rows(
    name: &str,
    bytes: &[u8],
    columns: &[&str],
    mut each: impl FnMut(usize, &[&str]) -> Result<(), Refusal>,
) -> Result<(), Failure> {
    let unreadable = |error: &csv::Error| {
        Failure::incomplete(
            format!("{name} cannot be read: {error}"),
            format!("save it as UTF-8, with the columns {}", columns.join(",")),
        )
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
    let header = reader.headers().map_err(|error| unreadable(&error))?;
    if header.iter().ne(columns.iter().copied()) {
        return Err(Failure::incomplete(
            format!("{name} has the columns `{}`", header.iter().collect::<Vec<_>>().join(",")),
            format!("its first line must be {}", columns.join(",")),
        ));
    }
    let mut record = csv::StringRecord::new();
    let mut row = 1;
    while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
        row += 1;
        let fields: Vec<&str> = record.iter().collect();
        each(row, &fields).map_err(|refusal| refused(name, &refusal))?;
    }
    Ok(())
}

pub(super) fn refused(name: &str, refusal: &Refusal) -> Failure {
    Failure::incomplete(format!("{name}: {refusal}"), refusal.hint())
}

fn digest(files: &[&[u8]]) -> String {
    let each: Vec<[u8; 32]> = files.iter().map(|bytes| Digest::of(&[bytes]).0).collect();
    let parts: Vec<&[u8]> = each.iter().map(<[u8; 32]>::as_slice).collect();
    Digest::of(&parts).to_string()
}
