//! One screen that says what came of the story, and what went wrong on purpose.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::announce::Account;
use exchange::handover::{Leg, OutcomeKind, Sums};
use exchange::reconcile::{LineVerdict, Verdict};
use exchange::vocabulary::{LineId, Side};

use super::announce::{Said, further};
use super::cast::Cast;
use super::lists::Findings;
use super::plan::Made;
use super::reconcile::{Verdicts, counts};
use super::seal::{BUNDLE_FOLDER, POLICY_FILE, Sealing, sides};
use crate::cli::{Failure, Out};

/// What the story leaves behind for the screen.
pub(crate) struct Results<'a> {
    /// The desks.
    pub(crate) cast: &'a Cast,
    /// The acts.
    pub(crate) sealing: &'a Sealing,
    /// What was found in the lists.
    pub(crate) findings: Findings,
    /// What each side says of the other's offer.
    pub(crate) verdicts: &'a Verdicts,
    /// The plan.
    pub(crate) made: &'a Made,
    /// What was said.
    pub(crate) said: &'a Said,
    /// Delivered against agreed.
    pub(crate) account: &'a Account,
    /// What the offline verifier says of the sealed folder, in one line.
    pub(crate) verified: &'a str,
}

impl Results<'_> {
    /// Prints the screen.
    pub(crate) fn print(&self, out: &mut Out) -> Result<(), Failure> {
        out.line(
            "One exchange, from the terms to the last person home. Everybody in it is invented.",
        )?;
        out.blank()?;
        self.papers(out)?;
        self.people(out)?;
        out.blank()?;
        self.mishaps(out)?;
        out.blank()?;
        self.where_to_look(out)
    }

    fn papers(&self, out: &mut Out) -> Result<(), Failure> {
        let state = self.cast.desk(Side::A).state();
        let terms = state.agreement.terms.as_ref().map_or(0, |terms| terms.rows.len());
        out.line(format!(
            "agreement  {terms} published rows; {} clauses agreed; {} open points left on purpose",
            state.agreement.agreed.len(),
            state.agreement.open_points().len()
        ))?;
        let people = Side::BOTH.map(|side| self.cast.desk(side).state().registry.persons.len());
        out.line(format!("registry   A knows {} of its people, B {}", people[0], people[1]))?;
        let Findings { lines, flaws, questions } = self.findings;
        out.line(format!(
            "lists      2 offers: {lines} lines, {flaws} findings, {questions} of them answered"
        ))?;
        for side in sides() {
            let Some(judged) = self.verdicts.get(&side) else { continue };
            let text: Vec<String> = counts(judged)
                .iter()
                .map(|(verdict, count)| format!("{count} {}", verdict.word()))
                .collect();
            let head = if side == Side::A { "reconcile  " } else { "           " };
            out.line(format!("{head}{side} on {}'s offer: {}", side.other(), text.join(", ")))?;
        }
        self.plan(out)?;
        out.line(format!(
            "seal       {} acts, {} checkpoints cosigned by A, B and the mediator",
            self.sealing.acts(),
            state.seal.ledger.witnessed().len()
        ))?;
        out.line(format!("           {}", self.verified))
    }

    fn plan(&self, out: &mut Out) -> Result<(), Failure> {
        let plan = &self.cast.desk(Side::A).state().plan;
        let going = Side::BOTH.map(|side| {
            let assigned = self.cast.desk(side).state().plan.assigned.get(&side);
            assigned.map_or((0, 0), |assigned| (assigned.going.len(), assigned.staying))
        });
        let proof = plan.plan.as_ref().map_or_else(String::new, |plan| plan.proof.words());
        out.line(format!(
            "plan       {} stages; A hands over {} and keeps {} for now, B {} and {}; {proof}",
            self.made.stages.len(),
            going[0].0,
            going[0].1,
            going[1].0,
            going[1].1
        ))
    }

    fn people(&self, out: &mut Out) -> Result<(), Failure> {
        let handover = &self.cast.desk(Side::A).state().handover;
        let mut sums: BTreeMap<OutcomeKind, u32> = BTreeMap::new();
        let legs = handover.stages.values().flat_map(|stage| stage.legs.values());
        for lists in legs.filter_map(Leg::four_lists) {
            let own: Sums = lists.sums();
            for kind in OutcomeKind::ALL {
                *sums.entry(kind).or_default() += own.get(kind);
            }
        }
        let outcomes: Vec<String> = sums
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(kind, count)| format!("{count} {}", kind.word()))
            .collect();
        let signed = handover.stages.values().filter(|stage| stage.is_signed()).count();
        out.line(format!("handover   {signed} acts signed by both; {}", outcomes.join(", ")))?;
        let home = Side::BOTH.map(|side| self.cast.desk(side).state().reception.cases.len());
        let came = sums.get(&OutcomeKind::Received).copied().unwrap_or(0)
            + sums.get(&OutcomeKind::Unlisted).copied().unwrap_or(0);
        // Whoever came and is nobody's case is alone, known to a registry or not.
        let alone = usize::try_from(came).unwrap_or(usize::MAX).saturating_sub(home[0] + home[1]);
        out.line(format!(
            "reception  {} home to A, {} home to B by way of a host state; {alone} without an owner",
            home[0], home[1]
        ))?;
        out.line(format!(
            "announce   {} families told, then {} statements; no name, no number before its time",
            self.said.notices, self.said.statements
        ))?;
        if let Some(refused) = &self.said.refused {
            out.line(format!("           refused: {refused}"))?;
        }
        for track in self.account.tracks.iter().filter(|track| track.delivered > 0) {
            let agreed = track.agreed.map_or_else(|| "no number".to_owned(), |it| it.to_string());
            out.line(format!(
                "account    {} to {}: {} delivered, {agreed} agreed",
                track.track.word(),
                track.to,
                track.delivered
            ))?;
        }
        out.line(format!("           {}", further(self.account)))
    }

    fn mishaps(&self, out: &mut Out) -> Result<(), Failure> {
        let empty: BTreeMap<LineId, LineVerdict> = BTreeMap::new();
        let judged = counts(self.verdicts.get(&Side::A).unwrap_or(&empty));
        let count = |verdict| judged.get(&verdict).copied().unwrap_or(0);
        let (twice, returned) = (count(Verdict::Twice), count(Verdict::ReturnedAlready));
        let (Some(substituted), Some(unlisted), 1.., 1..) =
            (self.substituted_stage(), self.unlisted_stage(), twice, returned)
        else {
            return Err(Failure::Fault(anyhow::anyhow!(
                "one of the four mishaps of the story was not found; the demonstration shows nothing"
            )));
        };
        out.line("What went wrong on purpose, and what became of it:")?;
        out.line(format!("  a line that stood twice        found in B's offer: {twice}"))?;
        out.line(format!("  a person home already          found in B's offer: {returned}"))?;
        out.line(format!(
            "  a person sent for another      written down at the line in stage {substituted}"
        ))?;
        out.line(format!(
            "  a person nobody had listed     written down at the line in stage {unlisted}"
        ))
    }

    /// The stage in which somebody was sent in another's place.
    fn substituted_stage(&self) -> Option<exchange::vocabulary::StageNumber> {
        let stages = &self.cast.desk(Side::A).state().handover.stages;
        stages.iter().find_map(|(number, stage)| {
            let sums = stage.legs.get(&Side::B)?.four_lists()?.sums();
            (sums.substituted > 0).then_some(*number)
        })
    }

    /// The stage in which somebody came whom no line and no substitution explains.
    fn unlisted_stage(&self) -> Option<exchange::vocabulary::StageNumber> {
        let stages = &self.cast.desk(Side::A).state().handover.stages;
        stages.iter().find_map(|(number, stage)| {
            let sums = stage.legs.get(&Side::B)?.four_lists()?.sums();
            (sums.unlisted > sums.substituted).then_some(*number)
        })
    }

    fn where_to_look(&self, out: &mut Out) -> Result<(), Failure> {
        let folder: &Path = &self.cast.folder;
        let (documents, bundle) = (folder.join("documents"), folder.join(BUNDLE_FOLDER));
        out.line(format!("{} documents in {}", self.cast.documents(), documents.display()))?;
        out.line(format!(
            "check the sealed folder yourself: safeconduct verify {} --policy {}",
            bundle.display(),
            folder.join(POLICY_FILE).display()
        ))
    }
}
