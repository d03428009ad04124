//! Keeping verdicts in the journal, and settling the doubtful ones.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{LineVerdict, Reason, Refusal, Verdict, reconcile};
use crate::journal::{
    Compartment, Context, Outcome, Recorded, State as Journal, VaultChange, Verb,
};
use crate::lists::{ClosedList, Stage};
use crate::registry::Known;
use crate::vocabulary::{Digest, LineId, ListId, PersonId, Private, RecordId};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Compare their closed list with ours and the registry.
    Compare {
        /// Our list.
        ours: ListId,
        /// Their list.
        theirs: ListId,
        /// The lines of both, ours first, opened from the vault.
        lists: Box<(ClosedList, ClosedList)>,
        /// The people of the registry, opened by the desk.
        known: Vec<Known>,
    },
    /// Settle a doubtful line. Where a family would be told of a death or a return, a second
    /// reviewer has to say the same.
    Settle {
        /// Their list.
        theirs: ListId,
        /// The line.
        line: LineId,
        /// What it is.
        settlement: Settlement,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Compare { .. } | Self::Settle { .. } => Verb::Negotiate,
        }
    }
}

/// What a reviewer says a line is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The verdict; never doubtful.
    pub verdict: Verdict,
    /// The line of our list that it is, if any.
    pub ours: Option<LineId>,
    /// The person that it is, if any.
    pub person: Option<PersonId>,
}

impl Settlement {
    /// Says whether a family is told something on the strength of it.
    fn is_told(&self) -> bool {
        matches!(self.verdict, Verdict::ReportedDead | Verdict::ReturnedAlready)
    }
}

/// A verdict as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The line of their list.
    pub line: LineId,
    /// What it is to us.
    pub verdict: Verdict,
    /// The line of our list.
    pub ours: Option<LineId>,
    /// The person of our registry.
    pub person: Option<PersonId>,
    /// How likely the partner is the same person, in thousandths.
    pub probability_per_mille: u16,
}

impl From<&LineVerdict> for Judged {
    fn from(verdict: &LineVerdict) -> Self {
        Self {
            line: verdict.line.clone(),
            verdict: verdict.verdict,
            ours: verdict.ours.clone(),
            person: verdict.person.clone(),
            probability_per_mille: verdict.probability_per_mille,
        }
    }
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Two lists were compared.
    Compared {
        /// Our list.
        ours: ListId,
        /// Their list.
        theirs: ListId,
        /// A verdict for each line of theirs.
        verdicts: Vec<Judged>,
        /// The reasons in the vault.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
    },
    /// A reviewer said what a doubtful line is, and a second one has to agree.
    Proposed {
        /// Their list.
        theirs: ListId,
        /// The line.
        line: LineId,
        /// What it is.
        settlement: Settlement,
    },
    /// A doubtful line was settled.
    Settled {
        /// Their list.
        theirs: ListId,
        /// The line.
        line: LineId,
        /// What it is.
        settlement: Settlement,
    },
}

/// What the journal knows of one comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Our list.
    pub ours: ListId,
    /// The verdicts, settled ones as they were settled.
    pub verdicts: BTreeMap<LineId, Judged>,
    /// Who said what of a line on which a second reviewer has to agree.
    pub proposed: BTreeMap<LineId, (String, Settlement)>,
    /// The lines that people settled.
    pub settled: BTreeSet<LineId>,
    /// The reasons in the vault.
    pub record: RecordId,
    /// The salted digest of that record.
    pub digest: Digest,
}

impl Comparison {
    /// The lines on which people still have to decide.
    pub fn doubtful(&self) -> impl Iterator<Item = &Judged> {
        self.verdicts.values().filter(|judged| judged.verdict == Verdict::Doubtful)
    }
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// The last comparison of each of their lists.
    pub comparisons: BTreeMap<ListId, Comparison>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::Compared { ours, theirs, verdicts, record, digest } => {
                let verdicts =
                    verdicts.iter().map(|judged| (judged.line.clone(), judged.clone())).collect();
                let comparison = Comparison {
                    ours: ours.clone(),
                    verdicts,
                    proposed: BTreeMap::new(),
                    settled: BTreeSet::new(),
                    record: record.clone(),
                    digest: *digest,
                };
                self.comparisons.insert(theirs.clone(), comparison);
            }
            Event::Proposed { theirs, line, settlement } => {
                if let Some(comparison) = self.comparisons.get_mut(theirs) {
                    let who = recorded.actor.name.clone();
                    comparison.proposed.insert(line.clone(), (who, settlement.clone()));
                }
            }
            Event::Settled { theirs, line, settlement } => {
                let Some(comparison) = self.comparisons.get_mut(theirs) else { return };
                comparison.proposed.remove(line);
                comparison.settled.insert(line.clone());
                if let Some(judged) = comparison.verdicts.get_mut(line) {
                    judged.verdict = settlement.verdict;
                    judged.ours.clone_from(&settlement.ours);
                    judged.person.clone_from(&settlement.person);
                }
            }
        }
    }
}

/// Says which events follow from a command, or refuses it.
pub fn decide(
    state: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    match command {
        Command::Compare { ours, theirs, lists, known } => {
            let (our_lines, their_lines) = *lists;
            check_closed(state, &ours, &our_lines)?;
            check_closed(state, &theirs, &their_lines)?;
            let found = reconcile(&our_lines, &their_lines, &known);
            let verdicts = found.verdicts.iter().map(Judged::from).collect();
            let salt = context.draw("reconcile/reasons", 0);
            let bytes = reasons_to_bytes(&found.verdicts);
            let record = RecordId::read(&context.draw_id("reconcile/record", 0))
                .expect("32 hexadecimal digits are an identifier");
            let digest = VaultChange::digest(&salt, &bytes);
            let event = Event::Compared { ours, theirs, verdicts, record: record.clone(), digest };
            let kept = VaultChange::Keep {
                record,
                person: None,
                compartment: Compartment::List,
                salt,
                bytes: Private::new(bytes),
            };
            Ok(Outcome::of(vec![event]).with(vec![kept]))
        }
        Command::Settle { theirs, line, settlement } => {
            settle(state, context, theirs, line, settlement)
        }
    }
}

fn settle(
    state: &Journal,
    context: &Context,
    theirs: ListId,
    line: LineId,
    settlement: Settlement,
) -> Result<Outcome<Event>, Refusal> {
    let comparison = state
        .reconcile
        .comparisons
        .get(&theirs)
        .ok_or_else(|| Refusal::NotCompared { list: theirs.clone() })?;
    let judged = comparison
        .verdicts
        .get(&line)
        .ok_or_else(|| Refusal::UnknownLine { line: line.clone() })?;
    if judged.verdict != Verdict::Doubtful {
        return Err(Refusal::NotDoubtful { line });
    }
    if settlement.verdict == Verdict::Doubtful {
        return Err(Refusal::StillDoubtful { line });
    }
    let linked = settlement.ours.is_some() || settlement.person.is_some();
    let needs_link = settlement.verdict == Verdict::Matched || settlement.is_told();
    if needs_link && !linked {
        return Err(Refusal::NobodyNamed { line });
    }
    if !settlement.is_told() {
        return Ok(Outcome::of(vec![Event::Settled { theirs, line, settlement }]));
    }
    match comparison.proposed.get(&line) {
        Some((first, _)) if *first == context.actor.name => Err(Refusal::SameReviewer { line }),
        Some((_, proposed)) if *proposed != settlement => Err(Refusal::ReviewersDiffer { line }),
        Some(_) => Ok(Outcome::of(vec![Event::Settled { theirs, line, settlement }])),
        None => Ok(Outcome::of(vec![Event::Proposed { theirs, line, settlement }])),
    }
}

/// A list counts as closed when the journal says so and the lines opened from the vault are its lines.
fn check_closed(state: &Journal, list: &ListId, lines: &ClosedList) -> Result<(), Refusal> {
    let book = state.lists.lists.get(list);
    let book = book.ok_or_else(|| Refusal::NotClosed { list: list.clone() })?;
    if !matches!(book.stage, Stage::Closed { .. }) {
        return Err(Refusal::NotClosed { list: list.clone() });
    }
    let kept: BTreeSet<&LineId> = book.lines().iter().map(|kept| &kept.line).collect();
    let opened: BTreeSet<&LineId> = lines.lines().map(|line| &line.id).collect();
    if kept == opened { Ok(()) } else { Err(Refusal::OtherLines { list: list.clone() }) }
}

/// The reasons for each line, as the bytes of a vault record.
fn reasons_to_bytes(verdicts: &[LineVerdict]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Entry<'a> {
        line: &'a LineId,
        before: Option<&'a LineId>,
        reasons: &'a [Reason],
    }
    let entries: Vec<Entry<'_>> = verdicts
        .iter()
        .map(|verdict| Entry {
            line: &verdict.line,
            before: verdict.before.as_ref(),
            reasons: &verdict.reasons,
        })
        .collect();
    serde_json::to_vec(&entries).expect("plain values are JSON")
}
