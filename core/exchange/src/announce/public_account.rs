//! The account over a public ledger: what was delivered under each agreement, against what was agreed,
//! and where the two sides' totals differ.
//!
//! Nothing is filled in. A sum says how many handovers it leaves out because their number was withheld
//! or never given; bodies have a sum of their own; and an agreement of which no further handover is
//! recorded as agreed says so.

use serde::Serialize;

use crate::announce::ledger::{Entry, Figure, Kind, Ledger, Outcome};
use crate::vocabulary::Side;

/// What the ledger adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicAccount {
    /// One account for each agreement, in the order of the first handover under it.
    pub agreements: Vec<AgreementAccount>,
    /// Every handover of which the two sides give different totals.
    pub disputed: Vec<Disputed>,
}

/// The handovers under one agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementAccount {
    /// The conflict.
    pub conflict: String,
    /// The agreement; none for handovers of which the ledger names none.
    pub agreement: Option<String>,
    /// Handovers of living people, by stage and then by date.
    pub people: Track,
    /// Handovers of bodies. They are never added to people.
    pub remains: Track,
    /// How many numbered stages took place.
    pub stages_done: u16,
    /// How many stages the labels say there are.
    pub stages: Option<u16>,
    /// What is agreed to come.
    pub further: Further,
}

/// One track of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Track {
    /// The handovers.
    pub entries: Vec<Entry>,
    /// What went to side A.
    pub to_a: Total,
    /// What went to side B.
    pub to_b: Total,
}

/// A sum that knows what it leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The sum of the numbers that are known, over handovers that took place.
    pub delivered_known: u64,
    /// How many handovers have a known number.
    pub handovers_known: u32,
    /// How many handovers took place of which the number is withheld.
    pub handovers_withheld: u32,
    /// How many handovers took place of which no source gives the number.
    pub handovers_not_given: u32,
    /// The sum of what was agreed, over the handovers for which the ledger gives it.
    pub agreed: Option<u64>,
    /// What was delivered in just those handovers, where all of their numbers are known.
    pub delivered_of_agreed: Option<u64>,
}

impl Total {
    /// Says whether the sum leaves nothing out.
    pub fn is_whole(&self) -> bool {
        self.handovers_withheld == 0 && self.handovers_not_given == 0
    }

    /// Returns what is still owed, where the ledger lets one say: agreed less delivered, and never
    /// below zero.
    pub fn outstanding(&self) -> Option<u64> {
        Some(self.agreed?.saturating_sub(self.delivered_of_agreed?))
    }
}

/// What is agreed to come under an agreement, as far as the ledger goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "further")]
pub enum Further {
    /// No handover is recorded as agreed and not yet delivered.
    NoneAgreed,
    /// These rows are agreed; the ledger does not say that they were delivered.
    Agreed {
        /// The rows.
        ids: Vec<String>,
    },
    /// The labels promise more stages than took place, and no row says when they come.
    StagesMissing {
        /// The stages without a handover.
        stages: Vec<u16>,
    },
}

/// Two totals for one and the same direction of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disputed {
    /// The row.
    pub id: String,
    /// When.
    pub date: jiff::civil::Date,
    /// Under which agreement, where one is named.
    pub agreement: Option<String>,
    /// To which side.
    pub to: Side,
    /// The name of side A.
    pub name_a: String,
    /// The name of side B.
    pub name_b: String,
    /// What A says.
    pub a_says: u32,
    /// What B says.
    pub b_says: u32,
    /// By how many they differ.
    pub difference: u32,
    /// What the ledger's own columns say about the difference.
    pub columns: Explanation,
    /// What the ledger's note says.
    pub note: String,
    /// Where the figures come from.
    pub source: String,
}

/// What the columns of a row tell about a difference. It is arithmetic, not a finding of fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "explanation")]
pub enum Explanation {
    /// As many civilians are counted in the larger total as the totals differ by.
    Civilians {
        /// How many.
        civilians: u32,
    },
    /// The civilians are fewer than the difference, or more.
    CiviliansDoNotCover {
        /// How many.
        civilians: u32,
    },
    /// The row gives no number of civilians to compare.
    Nothing,
}

impl PublicAccount {
    /// Adds a ledger up. With a text, only the agreements whose name holds it (in any case of letters).
    pub fn over(ledger: &Ledger, agreement: Option<&str>) -> Self {
        let wanted = agreement.map(str::to_lowercase);
        let mut groups: Vec<(Key<'_>, Vec<&Entry>)> = Vec::new();
        for entry in ledger.entries() {
            let name = entry.agreement.as_deref();
            let holds = |text: &String| name.is_some_and(|name| name.to_lowercase().contains(text));
            if wanted.as_ref().is_some_and(|text| !holds(text)) {
                continue;
            }
            let key = (entry.conflict.as_str(), name);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, entries)) => entries.push(entry),
                None => groups.push((key, vec![entry])),
            }
        }
        let disputed = groups.iter().flat_map(|(_, entries)| entries).flat_map(|e| disputes(e));
        Self {
            disputed: disputed.collect(),
            agreements: groups.into_iter().map(|(key, entries)| account(key, &entries)).collect(),
        }
    }
}

type Key<'a> = (&'a str, Option<&'a str>);

fn account((conflict, agreement): Key<'_>, entries: &[&Entry]) -> AgreementAccount {
    let people = track(entries, Kind::People);
    let done = |entry: &&Entry| entry.outcome == Outcome::Done;
    let mut numbers: Vec<u16> = people
        .entries
        .iter()
        .filter(|entry| done(entry))
        .filter_map(|e| Some(e.stage?.0))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let stages = people.entries.iter().filter_map(|entry| entry.stages).max();
    let missing: Vec<u16> =
        (1..=stages.unwrap_or(0)).filter(|stage| !numbers.contains(stage)).collect();
    let agreed: Vec<String> = entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::Agreed)
        .map(|entry| entry.id.clone())
        .collect();
    let further = if !agreed.is_empty() {
        Further::Agreed { ids: agreed }
    } else if missing.is_empty() {
        Further::NoneAgreed
    } else {
        Further::StagesMissing { stages: missing }
    };
    AgreementAccount {
        conflict: conflict.to_owned(),
        agreement: agreement.map(str::to_owned),
        stages_done: u16::try_from(numbers.len()).expect("distinct u16 values that are not zero"),
        stages,
        further,
        remains: track(entries, Kind::Remains),
        people,
    }
}

fn track(entries: &[&Entry], kind: Kind) -> Track {
    let mut entries: Vec<Entry> =
        entries.iter().filter(|e| e.kind == kind).map(|e| (*e).clone()).collect();
    entries.sort_by_key(|entry| (entry.from, entry.stage, entry.line));
    Track { to_a: total(&entries, Side::A), to_b: total(&entries, Side::B), entries }
}

fn total(entries: &[Entry], side: Side) -> Total {
    let mut total = Total::default();
    let mut every_agreed_is_known = true;
    let mut delivered_of_agreed = 0;
    for entry in entries {
        let direction = entry.to(side);
        let known = match entry.outcome {
            Outcome::Done => direction.returned,
            Outcome::Aborted | Outcome::DidNotHappen => Figure::Exactly(0),
            Outcome::Agreed => Figure::NotGiven,
        };
        if entry.outcome == Outcome::Done {
            match known {
                Figure::Exactly(count) => {
                    total.delivered_known += u64::from(count);
                    total.handovers_known += 1;
                }
                Figure::Withheld => total.handovers_withheld += 1,
                Figure::Some | Figure::NotGiven => total.handovers_not_given += 1,
            }
        }
        if let Some(agreed) = direction.agreed {
            total.agreed = Some(total.agreed.unwrap_or(0) + u64::from(agreed));
            match known.exactly() {
                Some(count) => delivered_of_agreed += u64::from(count),
                None => every_agreed_is_known = false,
            }
        }
    }
    if total.agreed.is_some() && every_agreed_is_known {
        total.delivered_of_agreed = Some(delivered_of_agreed);
    }
    total
}

fn disputes(entry: &Entry) -> Vec<Disputed> {
    let one = |to: Side| {
        let direction = entry.to(to);
        let (a_says, b_says) = direction.by_a.zip(direction.by_b)?;
        let difference = a_says.abs_diff(b_says);
        let columns = match direction.civilians.exactly().filter(|civilians| *civilians > 0) {
            Some(civilians) if civilians == difference => Explanation::Civilians { civilians },
            Some(civilians) => Explanation::CiviliansDoNotCover { civilians },
            None => Explanation::Nothing,
        };
        (difference > 0).then(|| Disputed {
            id: entry.id.clone(),
            date: entry.from,
            agreement: entry.agreement.clone(),
            to,
            name_a: entry.to_a.name.clone(),
            name_b: entry.to_b.name.clone(),
            a_says,
            b_says,
            difference,
            columns,
            note: entry.note.clone(),
            source: entry.source.clone(),
        })
    };
    Side::BOTH.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests;
