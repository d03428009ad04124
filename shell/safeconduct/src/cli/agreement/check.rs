//! `safeconduct agreement check`: reads terms and lists, and asks the core what is open.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::agreement::{
    self, Clause, Document, Listed, Lists, NotRead, Report, Row, Settled, TERMS_BYTES_MAX, Terms,
};
use exchange::lists::{Field, Line};
use exchange::vocabulary::{LineId, Side};
use jiff::civil::Date;
use serde::Serialize;

use super::show;
use crate::cli::lists::read_list;
use crate::cli::{Failure, Kind, Out};
use crate::files;

/// The most flaws of one file that are printed.
const FLAWS_SHOWN_MAX: usize = 20;

/// Which terms, which lists, and for which day.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The terms: a TOML file in the form of spec/1-agreement.md
    terms: PathBuf,
    /// A side's list of the people whom it holds and would hand over. Written A=FILE or B=FILE;
    /// without a letter the first is side A's and the second side B's
    #[arg(long = "list", value_name = "[SIDE=]FILE")]
    lists: Vec<String>,
    /// The day of handover to assume; without it the first day that either side names
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Show where each reading can be read
    #[arg(long)]
    sources: bool,
    /// Print JSON for a program to read, with every line
    #[arg(long)]
    json: bool,
}

/// One list as it was read.
#[derive(Serialize)]
pub(super) struct ListAtHand {
    /// The file.
    pub(super) file: String,
    /// Lines that were read.
    pub(super) lines: usize,
    /// Rows that could not be used and were set aside.
    pub(super) set_aside: u32,
    /// Questions about the list that nobody has answered in this file.
    pub(super) questions: usize,
}

/// Everything that the check answers.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    /// The terms as read.
    pub(super) terms: &'a Terms,
    /// The digest of each reading, by clause and side: what a signature would cover.
    digests: BTreeMap<String, BTreeMap<Side, String>>,
    /// The lists.
    pub(super) lists: BTreeMap<Side, ListAtHand>,
    /// What is open.
    #[serde(flatten)]
    pub(super) report: Report,
    /// Why the clauses that both sides read alike do not yet add up to settled terms.
    pub(super) unsettled: Vec<String>,
}

/// Reads terms and lists and shows what is open.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let document = read_terms(&arguments.terms)?;
    let terms = &document.terms;
    let (mut lists, mut at_hand) = (Lists::new(), BTreeMap::new());
    for (side, path) in sides_of(&arguments.lists)? {
        let draft = read_list(&path)?;
        let lines: Vec<Listed> = draft.lines().iter().map(listed).collect();
        at_hand.insert(
            side,
            ListAtHand {
                file: path.display().to_string(),
                lines: lines.len(),
                set_aside: draft.tally().set_aside,
                questions: draft.questions().count(),
            },
        );
        lists.insert(side, lines);
    }
    let on = arguments.on.unwrap_or_else(|| agreement::day_of(terms));
    let common = terms.common_clauses();
    let unsettled = match Settled::of(&common) {
        Ok(_) => Vec::new(),
        Err(reasons) => reasons.iter().map(ToString::to_string).collect(),
    };
    let answer = Answer {
        terms,
        digests: terms.rows.iter().map(digests_of).collect(),
        lists: at_hand,
        report: agreement::find_open(terms, &lists, on),
        unsettled,
    };
    if arguments.json {
        return out.line(serde_json::to_string_pretty(&answer).map_err(anyhow::Error::from)?);
    }
    show::answer(&answer, arguments.sources, out)
}

fn digests_of(row: &Row) -> (String, BTreeMap<Side, String>) {
    let digest = |side| Some((side, row.clause(side).as_ref().map(Clause::digest)?.to_string()));
    (row.id.to_string(), Side::BOTH.into_iter().filter_map(digest).collect())
}

/// Reads a file of terms; its flaws are the user's to mend, its refused clauses the law's.
pub(crate) fn read_terms(path: &Path) -> Result<Document, Failure> {
    let bytes = files::read_bytes(path, u64::try_from(TERMS_BYTES_MAX).unwrap_or(u64::MAX))?;
    terms_of(&bytes, &path.display().to_string())
}

/// Reads terms from the bytes of a file.
pub(crate) fn terms_of(bytes: &[u8], name: &str) -> Result<Document, Failure> {
    agreement::read(bytes).map_err(|not_read| match not_read {
        NotRead::Flawed(flaws) => {
            let mut what = format!("{name} cannot be used as terms");
            for flaw in flaws.iter().take(FLAWS_SHOWN_MAX) {
                write!(what, "\n  {flaw}").expect("a String takes any text");
            }
            if flaws.len() > FLAWS_SHOWN_MAX {
                write!(what, "\n  and {} more", flaws.len() - FLAWS_SHOWN_MAX)
                    .expect("a String takes any text");
            }
            Failure::incomplete(what, "mend these lines; spec/1-agreement.md shows the form")
        }
        NotRead::Refused(refusals) => {
            let mut what = name.to_owned();
            // Of several, the first says what to do; all of them stand in the sentence.
            let (mut hint, mut basis, mut id) = (String::new(), None, None);
            for (line, refusal) in &refusals {
                write!(what, "\n  line {line}: {refusal}").expect("a String takes any text");
                if let (true, Some(article)) = (refusals.len() > 1, refusal.basis()) {
                    write!(what, "\n    {article}").expect("a String takes any text");
                }
                if hint.is_empty() {
                    (hint, basis, id) = (refusal.hint(), refusal.basis(), Some(refusal.id()));
                }
            }
            Failure::Refused { what, hint, basis, id, kind: Kind::Rule }
        }
    })
}

/// Says which list is whose.
fn sides_of(lists: &[String]) -> Result<Vec<(Side, PathBuf)>, Failure> {
    let mut found: BTreeMap<Side, PathBuf> = BTreeMap::new();
    for argument in lists {
        let (side, path) = match argument.split_once('=') {
            Some(("A" | "a", path)) => (Some(Side::A), path),
            Some(("B" | "b", path)) => (Some(Side::B), path),
            Some(_) | None => (None, argument.as_str()),
        };
        let free = Side::BOTH.into_iter().find(|side| !found.contains_key(side));
        let Some(side) = side.or(free) else {
            return Err(Failure::incomplete(
                format!("there is no third side for {argument}"),
                "give at most two lists, one a side",
            ));
        };
        if found.insert(side, PathBuf::from(path)).is_some() {
            return Err(Failure::incomplete(
                format!("side {side} has two lists"),
                "write --list A=FILE --list B=FILE, one a side",
            ));
        }
    }
    Ok(found.into_iter().collect())
}

/// Takes what terms may ask about a line. A line without a reference of its own is named by the number
/// that its sender gave the person, where there is one.
pub(crate) fn listed(line: &Line) -> Listed {
    let unnamed = line.id.as_str() == format!("row-{}", line.row);
    let own = line.text(Field::Id).filter(|_| unnamed).and_then(|text| LineId::read(text).ok());
    Listed {
        row: line.row,
        line: own.unwrap_or_else(|| line.id.clone()),
        facts: line.facts.clone(),
    }
}
