//! Verdicts on a list in a file, against a registry in a file. Nothing is recorded.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::lists::ClosedList;
use exchange::reconcile::{LineVerdict, MappingFile, Verdict, counts, reconcile_at, wording};

use super::super::progress::Progress;
use super::headings::Headings;
use super::people::{self, People};
use super::told::Told;
use super::{Failure, Out, book, table};
use crate::cli::lists::read_list_with;
use crate::files::{not_an_input, write_whole};

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) theirs: &'a Path,
    pub(super) ours: Option<&'a Path>,
    pub(super) registry: &'a Path,
    /// What columns hold, where their headings do not say it.
    pub(super) mapping: Option<&'a MappingFile>,
    /// How likely a single link may be wrong.
    pub(super) error_rate: f64,
}

/// Compares and writes.
pub(super) fn run(asked: &Asked<'_>, path: &Path, out: &mut Out) -> Result<(), Failure> {
    let form = Form::of(path)?;
    let inputs = [Some(asked.theirs), asked.ours, Some(asked.registry)];
    not_an_input(path, &inputs.into_iter().flatten().collect::<Vec<_>>())?;
    let progress = Progress::begin("reading the lists and the registry");
    let headings = Headings::new(asked.mapping);
    // Lists take about as long to read as a registry: they are looked at more closely.
    let (people, lists) =
        rayon::join(|| people::read(asked.registry, &headings), || lists(asked, &headings));
    let (theirs, ours) = lists?;
    let people = people?;
    let seen = [&theirs.headings, &ours.headings, &people.headings];
    headings.check_all_found(&seen)?;
    progress.next(format!(
        "comparing {} lines with {} people",
        theirs.closed.len(),
        people.known.len()
    ));
    let found = reconcile_at(asked.error_rate, &ours.closed, &theirs.closed, &people.known);
    progress.next("writing the verdicts".to_owned());
    let told = Told { theirs: &theirs.closed, ours: &ours.closed, known: &people.known };
    form.write(path, &found.verdicts, &told, asked.error_rate)?;
    drop(progress);
    for said in theirs.said.iter().chain(&ours.said) {
        out.line(said)?;
    }
    tell(asked, &people, (theirs.closed.len(), ours.closed.len()), out)?;
    summary(&found.verdicts, out)?;
    out.line(match found.seen_per_mille {
        Some(seen) => {
            format!("the search saw at most {}.{} % of the true pairs", seen / 10, seen % 10)
        }
        None => "nobody is surely the same person, so what the search missed is unknown".to_owned(),
    })?;
    // The process ends here: giving 200,000 people back one by one takes a tenth of the whole.
    std::mem::forget(people);
    out.line(format!("{}: those that need a person stand first", path.display()))
}

/// Tells what was compared, and what the registry does not say.
fn tell(
    asked: &Asked<'_>,
    people: &People,
    (theirs, ours): (usize, usize),
    out: &mut Out,
) -> Result<(), Failure> {
    let registry = asked.registry.display();
    if !people.has_status {
        out.line(format!("{registry}: no column `status`, so that nobody counts as home or dead"))?;
    }
    if !people.has_references {
        out.line(format!(
            "{registry}: no column of references that can be used, so that people are called by their \
             rows"
        ))?;
    }
    out.line(format!(
        "{theirs} lines against {} people of the registry and {ours} lines of ours",
        people.known.len()
    ))
}

/// A list that was read as it stands.
struct List {
    closed: ClosedList,
    headings: Vec<String>,
    /// What is wrong with it, which is told and not answered.
    said: Option<String>,
}

impl Default for List {
    fn default() -> Self {
        Self { closed: ClosedList::reopened(Vec::new()), headings: Vec::new(), said: None }
    }
}

/// Reads their list and ours, which has nobody where there is none.
fn lists(asked: &Asked<'_>, known: &Headings<'_>) -> Result<(List, List), Failure> {
    let theirs = list(asked.theirs, known)?;
    let ours = match asked.ours {
        Some(ours) => list(ours, known)?,
        None => List::default(),
    };
    Ok((theirs, ours))
}

fn list(path: &Path, known: &Headings<'_>) -> Result<List, Failure> {
    let mut headings = Vec::new();
    let draft = read_list_with(path, |table| {
        headings = known.apply(table, path)?;
        Ok(())
    })?;
    let questions = draft.questions().count();
    let aside = draft.tally().set_aside;
    let said = (questions > 0 || aside > 0).then(|| {
        format!(
            "{}: compared as it stands, with {questions} open questions and {aside} rows set aside; see \
             `safeconduct lists read`",
            path.display()
        )
    });
    let kept = draft.keep_all("compared as it stands");
    let closed = draft.close(&kept).map_err(exchange::journal::Refusal::from)?;
    Ok(List { closed, headings, said })
}

/// How verdicts are written.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// For people: with names, what to do, and every reason.
    Workbook,
    /// For a program: it names nobody.
    Table,
}

impl Form {
    /// Tells the form by the ending of the file.
    pub(super) fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "xlsx" => Ok(Self::Workbook),
            "csv" => Ok(Self::Table),
            _ => Err(Failure::incomplete(
                format!("verdicts are written as .xlsx or .csv, not `{}`", path.display()),
                "end the name with .xlsx to read them, with .csv for a program",
            )),
        }
    }

    /// Writes verdicts whole, or not at all.
    pub(super) fn write<'a>(
        self,
        path: &Path,
        verdicts: impl IntoIterator<Item = &'a LineVerdict>,
        told: &Told<'_>,
        error_rate: f64,
    ) -> Result<(), Failure> {
        let bytes = match self {
            Self::Workbook => book::workbook(verdicts, told, error_rate)?,
            Self::Table => table::csv(verdicts, told),
        };
        write_whole(path, &bytes)
    }
}

/// Counts verdicts, those first that need a person.
pub(super) fn summary<'a>(
    verdicts: impl IntoIterator<Item = &'a LineVerdict> + Clone,
    out: &mut Out,
) -> Result<(), Failure> {
    let counts: BTreeMap<Verdict, u64> =
        counts(verdicts.clone().into_iter().map(|line| line.verdict));
    let urgent = verdicts.clone().into_iter().filter(|line| line.urgency() == 0).count();
    let slips = verdicts
        .into_iter()
        .filter(|line| line.verdict == Verdict::Matched && line.slips().next().is_some())
        .count();
    for verdict in Verdict::ALL.into_iter().rev() {
        let count = counts.get(&verdict).copied().unwrap_or(0);
        let more = match verdict {
            Verdict::Doubtful if urgent > 0 => format!("  {urgent} of them may be home or dead"),
            Verdict::Matched if slips > 0 => format!("  {slips} of them with a slip to put right"),
            Verdict::Matched
            | Verdict::ReturnedAlready
            | Verdict::ReportedDead
            | Verdict::Civilian
            | Verdict::Twice
            | Verdict::NotOurs
            | Verdict::UnknownToUs
            | Verdict::Doubtful => String::new(),
        };
        let word = wording::verdict(verdict).in_english().to_lowercase();
        out.line(format!("  {word:<16} {count:>6}{more}"))?;
    }
    Ok(())
}
