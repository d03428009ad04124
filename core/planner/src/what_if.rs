//! What would be otherwise if a term were: two plans side by side, and who gains and who loses by it.
//! Nothing here touches a plan in force.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Counts;
use crate::frame::{NUMBER_MAX, range};
use crate::people::People;
use crate::{Frame, Need, Parity, Ratio, Refusal, Side, Unit};

/// Terms and vehicles as they might be. What is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Otherwise {
    /// Another floor over the agreement; 0 for none.
    pub floor: Option<u32>,
    /// Another least size of a stage.
    pub least_size: Option<u32>,
    /// Another ratio, of a category by name or of all counted people where the terms say total.
    pub ratios: Vec<(String, Ratio)>,
    /// More places in vehicles: stage counted from 1, side, kind, how many. One bus more is one entry.
    pub more: Vec<(usize, Side, Need, u32)>,
}

/// The word for all counted people in [`Otherwise::ratios`].
pub const TOTAL: &str = "total";

impl Otherwise {
    /// Returns the frame as it would be.
    ///
    /// # Errors
    /// A [`Refusal`] that names a category or a stage that is not there, or a number that cannot be.
    pub fn frame(&self, frame: &Frame) -> Result<Frame, Refusal> {
        let mut terms = frame.terms().clone();
        let mut stages = frame.stages().to_vec();
        terms.floor = self.floor.unwrap_or(terms.floor);
        terms.least_size = self.least_size.unwrap_or(terms.least_size);
        for (name, ratio) in &self.ratios {
            let unknown = || Refusal::UnknownCategory {
                place: "the other ratio".to_owned(),
                name: name.clone(),
            };
            if let (TOTAL, Parity::Total(own)) = (name.as_str(), &mut terms.parity) {
                *own = *ratio;
                continue;
            }
            let category = terms.categories.iter_mut().find(|category| category.name == *name);
            let counted = category.and_then(|category| category.counted.as_mut());
            *counted.ok_or_else(unknown)? = *ratio;
        }
        for (stage, side, need, number) in &self.more {
            let wide = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let most = wide(frame.stages().len());
            range("the stage of the other vehicles", wide(*stage), 1, most)?;
            let places = &mut stages[stage - 1].capacity[*side as usize].places[*need as usize];
            let sum = i64::from(*places) + i64::from(*number);
            range("the places with the other vehicles", sum, 0, NUMBER_MAX)?;
            *places += number;
        }
        Frame::new(terms, stages, (frame.as_of(), frame.horizon()), frame.seed().to_vec())
    }
}

/// How many of a unit gain or lose: they go earlier or later than they would have, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifted {
    /// The unit.
    pub unit: Unit,
    /// How many of it go in each stage in the plan in force.
    pub before: Vec<u32>,
    /// How many would.
    pub after: Vec<u32>,
    /// Sets of the unit that would go earlier.
    pub gain: u64,
    /// Sets of the unit that would go later.
    pub lose: u64,
}

/// Compares two plans by counts, unit by unit: inside a unit the order of people stays the same.
pub fn shifted(before: &Counts, after: &Counts, stages: usize) -> Vec<Shifted> {
    let units: BTreeSet<&Unit> = before.keys().chain(after.keys()).collect();
    let row = |counts: &Counts, unit: &Unit| {
        let mut row = counts.get(unit).cloned().unwrap_or_default();
        row.resize(stages, 0);
        row
    };
    let mut all = Vec::new();
    for unit in units {
        let (before, after) = (row(before, unit), row(after, unit));
        let (mut gain, mut lose) = (0, 0);
        let (mut gone, mut would) = (0_u64, 0_u64);
        let mut matched = 0_u64;
        // The i-th in the order goes earlier where more of the unit have gone by then.
        let (mut ahead, mut behind) = (Vec::new(), Vec::new());
        for (own, other) in before.iter().zip(&after) {
            gone += u64::from(*own);
            would += u64::from(*other);
            ahead.push(gone);
            behind.push(would);
        }
        let most = gone.max(would);
        while matched < most {
            let at = |sums: &[u64]| sums.iter().position(|sum| *sum > matched).unwrap_or(stages);
            let (old, new) = (at(&ahead), at(&behind));
            // Everybody up to the next step of either plan fares alike.
            let next = ahead.iter().chain(&behind).filter(|sum| **sum > matched).min();
            let number = next.map_or(most, |next| *next) - matched;
            gain += if new < old { number } else { 0 };
            lose += if new > old { number } else { 0 };
            matched += number;
        }
        if gain + lose > 0 {
            all.push(Shifted { unit: unit.clone(), before, after, gain, lose });
        }
    }
    all
}

/// How somebody fares under the other terms. Stages are counted from 0; none is to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub id: String,
    /// The side that holds them.
    pub side: Side,
    /// The stage in the plan in force.
    pub before: Option<usize>,
    /// The stage otherwise.
    pub after: Option<usize>,
}

impl Change {
    /// Says whether they go earlier than they would have, or at all.
    pub fn gains(&self) -> bool {
        let never = usize::MAX;
        self.after.unwrap_or(never) < self.before.unwrap_or(never)
    }
}

/// Lists everybody whose stage differs between two plans of people, by id. Somebody on one list alone
/// counts as in no stage of the other.
pub fn changes(
    (before, plan): (&People, &BTreeMap<String, usize>),
    (after, other): (&People, &BTreeMap<String, usize>),
) -> Vec<Change> {
    let ids: BTreeSet<&String> = plan.keys().chain(other.keys()).collect();
    ids.into_iter()
        .filter(|id| plan.get(*id) != other.get(*id))
        .filter_map(|id| {
            let person = before.by_id.get(id).or_else(|| after.by_id.get(id))?;
            let (before, after) = (plan.get(id).copied(), other.get(id).copied());
            Some(Change { id: id.clone(), side: person.side, before, after })
        })
        .collect()
}

/// Counts how many of each side gain and lose, `[gain, lose]` for A and then for B.
pub fn tally(changes: &[Change]) -> [[usize; 2]; 2] {
    let mut tally = [[0; 2]; 2];
    for change in changes {
        tally[change.side as usize][usize::from(!change.gains())] += 1;
    }
    tally
}
