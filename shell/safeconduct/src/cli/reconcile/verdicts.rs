//! Verdicts on a list in a file, against a registry in a file. Nothing is recorded.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::lists::ClosedList;
use exchange::reconcile::{LineVerdict, Verdict, counts, reconcile, wording};

use super::told::Told;
use super::{Failure, Out, book, people, table};
use crate::cli::lists::read_list;
use crate::files::{not_an_input, write_whole};

/// Compares and writes.
pub(super) fn run(
    (left, right, registry): (&Path, Option<&Path>, &Path),
    path: &Path,
    out: &mut Out,
) -> Result<(), Failure> {
    let form = Form::of(path)?;
    let inputs: Vec<&Path> = [Some(left), right, Some(registry)].into_iter().flatten().collect();
    not_an_input(path, &inputs)?;
    let theirs = lines(left, out)?;
    let ours = match right {
        Some(right) => lines(right, out)?,
        None => ClosedList::reopened(Vec::new()),
    };
    let people = people::read(registry)?;
    if !people.has_status {
        out.line(format!(
            "{}: no column `status`, so that nobody counts as home or dead",
            registry.display()
        ))?;
    }
    if !people.has_references {
        out.line(format!(
            "{}: no column of references that can be used, so that people are called by their rows",
            registry.display()
        ))?;
    }
    let found = reconcile(&ours, &theirs, &people.known);
    let told = Told { theirs: &theirs, ours: &ours, known: &people.known };
    form.write(path, &found.verdicts, &told)?;
    out.line(format!(
        "{} lines against {} people of the registry and {} lines of ours",
        theirs.len(),
        people.known.len(),
        ours.len()
    ))?;
    summary(&found.verdicts, out)?;
    if let Some(seen) = found.seen_per_mille {
        out.line(format!(
            "the search saw at most {}.{} % of the true pairs",
            seen / 10,
            seen % 10
        ))?;
    }
    out.line(format!("{}: those that need a person stand first", path.display()))
}

/// Reads a list as it stands. What is wrong with it is told and not answered.
fn lines(path: &Path, out: &mut Out) -> Result<ClosedList, Failure> {
    let draft = read_list(path)?;
    let questions = draft.questions().count();
    let aside = draft.tally().set_aside;
    if questions > 0 || aside > 0 {
        out.line(format!(
            "{}: compared as it stands, with {questions} open questions and {aside} rows set aside; see \
             `safeconduct lists read`",
            path.display()
        ))?;
    }
    let kept = draft.keep_all("compared as it stands");
    Ok(draft.close(&kept).map_err(exchange::journal::Refusal::from)?)
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
    ) -> Result<(), Failure> {
        let bytes = match self {
            Self::Workbook => book::workbook(verdicts, told)?,
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
