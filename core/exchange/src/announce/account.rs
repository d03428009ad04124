//! The account of one exchange: what was delivered against what was agreed, by track, stage and
//! category, what is still owed, and whether anything further is agreed.
//!
//! It counts people who crossed, by the acts that both sides signed. Prisoners, civilians and remains
//! are never added together: what is owed on one track is not paid on another.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agreement::{Bodies, Settled, Track};
use crate::handover::Drawn;
use crate::journal::State as Journal;
use crate::vocabulary::{CategoryId, LineId, Side, StageNumber};

/// Some people, or bodies, who went to one side in one stage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    /// The stage.
    pub stage: StageNumber,
    /// To whom.
    pub to: Side,
    /// On which track.
    pub track: Track,
    /// In which category they crossed; none where they came without a line, or as bodies.
    pub category: Option<CategoryId>,
    /// How many.
    pub count: u32,
}

/// What is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "owed", content = "count")]
pub enum Owed {
    /// No number is agreed on this track.
    NoNumberAgreed,
    /// Every agreed number is delivered.
    Nothing,
    /// At least this many.
    AtLeast(u32),
    /// As many as there are; nobody can say how many that is.
    AsManyAsThereAre,
}

/// One track in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackAccount {
    /// The track.
    pub track: Track,
    /// To whom.
    pub to: Side,
    /// The least number agreed, where one is.
    pub agreed: Option<u32>,
    /// Delivered in all stages.
    pub delivered: u32,
    /// Delivered in each stage.
    pub by_stage: BTreeMap<StageNumber, u32>,
    /// Delivered in each category of the terms, those with nobody included.
    pub by_category: BTreeMap<CategoryId, u32>,
    /// Delivered in no category: came without a line, or are bodies.
    pub in_no_category: u32,
    /// What is still owed.
    pub outstanding: Owed,
}

/// What is agreed to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "further", content = "date")]
pub enum FurtherAgreed {
    /// No further round is agreed.
    None,
    /// A further round is agreed, and no day for it.
    NoDay,
    /// A further round is agreed for this day.
    On(Date),
}

/// Delivered against agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Each track in each direction.
    pub tracks: Vec<TrackAccount>,
    /// Agreed days, by track, that are still to come after the day of the account.
    pub days_to_come: BTreeMap<Track, Vec<Date>>,
    /// Whether a further round is agreed. None unless an accepted clause says so.
    pub further: FurtherAgreed,
}

impl Account {
    /// Puts the account together from the terms and what was delivered, as of a day.
    pub fn of(settled: &Settled, delivered: &[Delivered], on: Date) -> Self {
        let mut tracks = Vec::new();
        for track in [Track::Prisoners, Track::Civilians, Track::Remains] {
            for to in Side::BOTH {
                tracks.push(track_account(settled, delivered, track, to));
            }
        }
        let to_come = |dates: &std::collections::BTreeSet<Date>| -> Vec<Date> {
            dates.iter().copied().filter(|date| *date > on).collect()
        };
        let days = settled.dates.iter().map(|(track, dates)| (*track, to_come(dates)));
        let further = match &settled.further_round {
            Some(round) if round.agreed => {
                round.date.map_or(FurtherAgreed::NoDay, FurtherAgreed::On)
            }
            Some(_) | None => FurtherAgreed::None,
        };
        Self { tracks, days_to_come: days.filter(|(_, days)| !days.is_empty()).collect(), further }
    }

    /// Returns one track in one direction.
    pub fn track(&self, track: Track, to: Side) -> &TrackAccount {
        let found = self.tracks.iter().find(|account| (account.track, account.to) == (track, to));
        found.expect("the account holds every track in both directions")
    }
}

fn track_account(
    settled: &Settled,
    delivered: &[Delivered],
    track: Track,
    to: Side,
) -> TrackAccount {
    let of_track = settled.categories.iter().filter(|category| category.track == track);
    let mut account = TrackAccount {
        track,
        to,
        agreed: None,
        delivered: 0,
        by_stage: BTreeMap::new(),
        by_category: of_track.map(|category| (category.id.clone(), 0)).collect(),
        in_no_category: 0,
        outstanding: Owed::NoNumberAgreed,
    };
    for one in delivered.iter().filter(|one| (one.track, one.to) == (track, to)) {
        account.delivered += one.count;
        *account.by_stage.entry(one.stage).or_default() += one.count;
        match &one.category {
            Some(category) => {
                *account.by_category.entry(category.clone()).or_default() += one.count;
            }
            None => account.in_no_category += one.count,
        }
    }
    let bodies = settled.remains.as_ref().map(|remains| remains.given_by(to.other()));
    account.agreed = match (track, bodies) {
        (Track::Prisoners, _) => settled.floor,
        (Track::Remains, Some(Bodies::Number(number))) => Some(number),
        (Track::Civilians | Track::Remains, _) => None,
    };
    account.outstanding = match (track, bodies, account.agreed) {
        (Track::Remains, Some(Bodies::AsManyAsThereAre), _) => Owed::AsManyAsThereAre,
        (_, _, Some(agreed)) if agreed > account.delivered => {
            Owed::AtLeast(agreed - account.delivered)
        }
        (_, _, Some(_)) => Owed::Nothing,
        (_, _, None) => Owed::NoNumberAgreed,
    };
    account
}

/// Counts who crossed, by the acts that both sides signed.
///
/// `lines` says on which track and in which category each line crossed. Who came without a line, or by a
/// line of which nothing is said, is counted among prisoners in no category: in doubt a prisoner of war
/// (GC III art. 5).
pub fn delivered(
    journal: &Journal,
    lines: &BTreeMap<LineId, (Track, CategoryId)>,
) -> Vec<Delivered> {
    let mut sums: BTreeMap<(StageNumber, Side, Track, Option<CategoryId>), u32> = BTreeMap::new();
    for (number, stage) in &journal.handover.stages {
        if !stage.act.as_ref().is_some_and(Drawn::is_signed_by_both) {
            continue;
        }
        for (from, leg) in &stage.legs {
            let Some(lists) = leg.four_lists() else { continue };
            let mut add = |track, category, count| {
                *sums.entry((*number, from.other(), track, category)).or_default() += count;
            };
            for line in &lists.came {
                match lines.get(line) {
                    Some((track, category)) => add(*track, Some(category.clone()), 1),
                    None => add(Track::Prisoners, None, 1),
                }
            }
            let unlisted = lists.sums().unlisted;
            if unlisted > 0 {
                add(Track::Prisoners, None, unlisted);
            }
        }
    }
    let one =
        |((stage, to, track, category), count)| Delivered { stage, to, track, category, count };
    sums.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests;
