//! Keeping verdicts, and settling the doubtful ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reply::{self, KeptReply, Layout, ReplyStage};
use super::{Refusal, Settlement, Sheet, Verdict, reconcile};
use crate::journal::{
    Compartment, Context, Outcome, Recorded, State as Journal, VaultChange, Verb,
};
use crate::lists::{ClosedList, Stage};
use crate::registry::Known;
use crate::vocabulary::{Digest, LineId, ListId, Private, RecordId};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Compare their closed list with ours and the registry.
    Compare {
        /// Our list; without one the registry alone is asked.
        ours: Option<ListId>,
        /// Their list.
        theirs: ListId,
        /// The lines of both, ours first, opened from the vault.
        lists: Box<(ClosedList, ClosedList)>,
        /// The people of the registry, opened by the desk.
        known: Arc<Vec<Known>>,
    },
    /// Settle a doubtful line. Where a family would be told of a death or a return, a second
    /// reviewer has to say the same.
    Settle {
        /// Their list.
        theirs: ListId,
        /// The verdicts, opened by the desk.
        sheet: Box<Sheet>,
        /// What a line is.
        settlement: Settlement,
    },
    /// Take back what people said of a line: it is doubtful again. What waits for a second reviewer is taken back
    /// by who said it.
    Reopen {
        /// Their list.
        theirs: ListId,
        /// The verdicts, opened by the desk.
        sheet: Box<Sheet>,
        /// The line.
        line: LineId,
    },
    /// Draw up the answer to their list as the verdicts stand.
    DrawReply {
        /// Their list.
        theirs: ListId,
        /// The verdicts, opened by the desk, with what was settled.
        sheet: Box<Sheet>,
        /// In which form it is given.
        layout: Layout,
        /// Whether doubtful lines may be told as such.
        doubtful_too: bool,
    },
    /// Agree, as a second person, that the answer may leave.
    ReleaseReply {
        /// Their list.
        theirs: ListId,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Compare { .. }
            | Self::Settle { .. }
            | Self::Reopen { .. }
            | Self::DrawReply { .. }
            | Self::ReleaseReply { .. } => Verb::Negotiate,
        }
    }
}

/// What happened in this stage. No event names a line, a person, or which line has which verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Two lists were compared.
    Compared {
        /// Our list, where one was compared.
        ours: Option<ListId>,
        /// Their list.
        theirs: ListId,
        /// How many lines have which verdict.
        counts: BTreeMap<Verdict, u64>,
        /// The verdicts in the vault, with their reasons.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
    },
    /// A reviewer said what a doubtful line is, and a second one has to agree.
    Proposed {
        /// Their list.
        theirs: ListId,
        /// The line, by [`Sheet::mark`].
        mark: Digest,
        /// What was said, by [`Sheet::settlement_digest`].
        digest: Digest,
    },
    /// A doubtful line was settled.
    Settled {
        /// Their list.
        theirs: ListId,
        /// The line, by [`Sheet::mark`].
        mark: Digest,
        /// What it is, for counting.
        verdict: Verdict,
        /// The settlement in the vault.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
    },
    /// What people said of a line was taken back.
    Reopened {
        /// Their list.
        theirs: ListId,
        /// The line, by [`Sheet::mark`].
        mark: Digest,
    },
    /// Somebody drew up the answer to their list; a second person must agree.
    ReplyAsked {
        /// Their list.
        theirs: ListId,
        /// The answer in the vault.
        record: RecordId,
        /// The salted digest of that record.
        digest: Digest,
    },
    /// A second person agreed: the answer may leave.
    ReplyReleased {
        /// Their list.
        theirs: ListId,
    },
}

/// A settlement as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The verdict.
    pub verdict: Verdict,
    /// The settlement in the vault.
    pub record: RecordId,
    /// The salted digest of that record.
    pub digest: Digest,
}

/// What the journal knows of one comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Our list, where one was compared.
    pub ours: Option<ListId>,
    /// How many lines have which verdict, settled ones as they were settled.
    pub counts: BTreeMap<Verdict, u64>,
    /// Who said what of a line on which a second reviewer has to agree, by the line's mark.
    pub proposed: BTreeMap<Digest, (String, Digest)>,
    /// The lines that people settled, by their marks.
    pub settled: BTreeMap<Digest, Settled>,
    /// The verdicts in the vault, with their reasons.
    pub record: RecordId,
    /// The salted digest of that record.
    pub digest: Digest,
    /// How far the answer to the list is.
    pub reply: ReplyStage,
}

impl Comparison {
    /// How many lines have a verdict.
    pub fn lines(&self) -> usize {
        usize::try_from(self.counts.values().sum::<u64>()).unwrap_or(usize::MAX)
    }

    /// How many lines people still have to decide on.
    pub fn doubtful(&self) -> u64 {
        self.counts.get(&Verdict::Doubtful).copied().unwrap_or(0)
    }
}

/// What lies in the vault because of one list: of each comparison, those too that a later one replaced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// Verdicts, settlements and answers.
    pub records: BTreeSet<RecordId>,
    /// When the list was last compared, settled or answered.
    pub worked_at: Timestamp,
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// The last comparison of each of their lists.
    pub comparisons: BTreeMap<ListId, Comparison>,
    /// What goes with a list when it is erased.
    pub kept: BTreeMap<ListId, Kept>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        self.keep(event, recorded.at);
        match event {
            Event::Compared { ours, theirs, counts, record, digest } => {
                let comparison = Comparison {
                    ours: ours.clone(),
                    counts: counts.clone(),
                    proposed: BTreeMap::new(),
                    settled: BTreeMap::new(),
                    record: record.clone(),
                    digest: *digest,
                    reply: ReplyStage::No,
                };
                self.comparisons.insert(theirs.clone(), comparison);
            }
            Event::Proposed { theirs, mark, digest } => {
                if let Some(comparison) = self.comparisons.get_mut(theirs) {
                    comparison.proposed.insert(*mark, (recorded.actor.name.clone(), *digest));
                }
            }
            Event::Settled { theirs, mark, verdict, record, digest } => {
                let Some(comparison) = self.comparisons.get_mut(theirs) else { return };
                comparison.proposed.remove(mark);
                comparison.reply = ReplyStage::No;
                let settled =
                    Settled { verdict: *verdict, record: record.clone(), digest: *digest };
                if comparison.settled.insert(*mark, settled).is_none() {
                    *comparison.counts.entry(*verdict).or_default() += 1;
                    let doubtful = comparison.counts.entry(Verdict::Doubtful).or_default();
                    *doubtful = doubtful.saturating_sub(1);
                }
            }
            Event::Reopened { theirs, mark } => {
                let Some(comparison) = self.comparisons.get_mut(theirs) else { return };
                comparison.proposed.remove(mark);
                if let Some(settled) = comparison.settled.remove(mark) {
                    comparison.reply = ReplyStage::No;
                    let count = comparison.counts.entry(settled.verdict).or_default();
                    *count = count.saturating_sub(1);
                    *comparison.counts.entry(Verdict::Doubtful).or_default() += 1;
                }
            }
            Event::ReplyAsked { theirs, record, digest } => {
                if let Some(comparison) = self.comparisons.get_mut(theirs) {
                    let kept = KeptReply { record: record.clone(), digest: *digest };
                    let by = recorded.actor.name.clone();
                    comparison.reply = ReplyStage::Asked { by, kept };
                }
            }
            Event::ReplyReleased { theirs } => {
                let Some(comparison) = self.comparisons.get_mut(theirs) else { return };
                if let ReplyStage::Asked { by, kept } = &comparison.reply {
                    let by = [by.clone(), recorded.actor.name.clone()];
                    comparison.reply = ReplyStage::Released { by, kept: kept.clone() };
                }
            }
        }
    }
}

impl State {
    /// Remembers which vault records an event brought, so that they can be destroyed with their list.
    fn keep(&mut self, event: &Event, at: Timestamp) {
        let (list, record) = match event {
            Event::Compared { theirs, record, .. }
            | Event::Settled { theirs, record, .. }
            | Event::ReplyAsked { theirs, record, .. } => (theirs, Some(record)),
            Event::Proposed { theirs, .. }
            | Event::Reopened { theirs, .. }
            | Event::ReplyReleased { theirs } => (theirs, None),
        };
        let kept = self.kept.entry(list.clone());
        let kept = kept.or_insert_with(|| Kept { records: BTreeSet::new(), worked_at: at });
        kept.worked_at = at;
        kept.records.extend(record.cloned());
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
            // Lines that no list vouches for are not compared.
            let our_lines =
                if ours.is_some() { our_lines } else { ClosedList::reopened(Vec::new()) };
            if let Some(ours) = &ours {
                check_closed(state, ours, &our_lines)?;
            }
            check_closed(state, &theirs, &their_lines)?;
            let found = reconcile(&our_lines, &their_lines, &known);
            let salt = context.draw("reconcile/verdicts", 0);
            let sheet = Sheet::of(&found, salt);
            let (record, kept) = keep(context, salt, sheet.bytes());
            let counts = found.counts();
            let digest = sheet.digest();
            let event = Event::Compared { ours, theirs, counts, record, digest };
            Ok(Outcome::of(vec![event]).with(vec![kept]))
        }
        Command::Settle { theirs, sheet, settlement } => {
            settle(state, context, theirs, &sheet, &settlement)
        }
        Command::Reopen { theirs, sheet, line } => reopen(state, context, theirs, (&sheet, &line)),
        Command::DrawReply { theirs, sheet, layout, doubtful_too } => {
            reply::draw(state, context, (theirs, &sheet), (layout, doubtful_too))
        }
        Command::ReleaseReply { theirs } => reply::release(state, context, theirs),
    }
}

fn keep(context: &Context, salt: [u8; 32], bytes: &[u8]) -> (RecordId, VaultChange) {
    let record = RecordId::read(&context.draw_id("reconcile/record", 0))
        .expect("32 hexadecimal digits are an identifier");
    let kept = VaultChange::Keep {
        record: record.clone(),
        person: None,
        compartment: Compartment::List,
        salt,
        bytes: Private::new(bytes.to_vec()),
    };
    (record, kept)
}

fn settle(
    state: &Journal,
    context: &Context,
    theirs: ListId,
    sheet: &Sheet,
    settlement: &Settlement,
) -> Result<Outcome<Event>, Refusal> {
    let line = settlement.line.clone();
    let (comparison, judged) = judged_in(state, &theirs, (sheet, &line))?;
    let mark = sheet.mark(&line);
    if judged.verdict != Verdict::Doubtful || comparison.settled.contains_key(&mark) {
        return Err(Refusal::NotDoubtful { line });
    }
    if settlement.verdict == Verdict::Doubtful {
        return Err(Refusal::StillDoubtful { line });
    }
    let linked = settlement.ours.is_some() || settlement.person.is_some();
    let needs_link = settlement.verdict == Verdict::Matched || settlement.verdict.is_told();
    if needs_link && !linked {
        return Err(Refusal::NobodyNamed { line });
    }
    let digest = sheet.settlement_digest(settlement);
    if settlement.verdict.is_told() {
        match comparison.proposed.get(&mark) {
            Some((first, _)) if *first == context.actor.name => {
                return Err(Refusal::SameReviewer { line });
            }
            Some((_, proposed)) if *proposed != digest => {
                return Err(Refusal::ReviewersDiffer { line });
            }
            Some(_) => {}
            None => return Ok(Outcome::of(vec![Event::Proposed { theirs, mark, digest }])),
        }
    }
    let salt = sheet.settlement_salt(settlement);
    let (record, kept) = keep(context, salt, &settlement.to_bytes());
    let verdict = settlement.verdict;
    let event = Event::Settled { theirs, mark, verdict, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![kept]))
}

/// Finds the comparison of a list and what its sheet says of a line.
fn judged_in<'a>(
    state: &'a Journal,
    theirs: &ListId,
    (sheet, line): (&'a Sheet, &LineId),
) -> Result<(&'a Comparison, &'a super::LineVerdict), Refusal> {
    let comparison = state.reconcile.comparisons.get(theirs);
    let comparison = comparison.ok_or_else(|| Refusal::NotCompared { list: theirs.clone() })?;
    if sheet.digest() != comparison.digest {
        return Err(Refusal::OtherVerdicts { list: theirs.clone() });
    }
    let judged = sheet.judged().get(line);
    let judged = judged.ok_or_else(|| Refusal::UnknownLine { line: line.clone() })?;
    Ok((comparison, judged))
}

/// Takes back what people said of a line. What two said may be taken back by any officer: it makes the line doubtful,
/// and nobody is told anything on the strength of a doubt.
fn reopen(
    state: &Journal,
    context: &Context,
    theirs: ListId,
    (sheet, line): (&Sheet, &LineId),
) -> Result<Outcome<Event>, Refusal> {
    let (comparison, _) = judged_in(state, &theirs, (sheet, line))?;
    let mark = sheet.mark(line);
    let is_own = |(first, _): &(String, Digest)| *first == context.actor.name;
    if !comparison.settled.contains_key(&mark)
        && !comparison.proposed.get(&mark).is_some_and(is_own)
    {
        return Err(Refusal::NothingSaid { line: line.clone() });
    }
    Ok(Outcome::of(vec![Event::Reopened { theirs, mark }]))
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
