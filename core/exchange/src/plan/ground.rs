//! The ground of a plan: settled terms and what can drive when. Both sides stand on the same ground
//! before either seals a table; its digest says so.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Refusal, planner};
use crate::agreement::{Category, Parity, Settled, Track};
use crate::vocabulary::{CategoryId, Digest, HealthGrade, PartialDate, Side, Standing};
use planner::{Capacity, Frame, Need, Ratio, Stage, Terms};

/// The seriously wounded and sick whom no agreed category takes. They go by law, not by agreement
/// (GC III art. 109(1)).
pub const BY_LAW_SERIOUS: &str = "law.seriously-wounded-or-sick";
/// Civilians whom no agreed category takes: released, never traded (GC IV art. 132).
pub const BY_LAW_CIVILIAN: &str = "law.civilians";
/// Medical personnel and chaplains whom no agreed category takes (GC III art. 33, GC I art. 30).
pub const BY_LAW_RETAINED: &str = "law.retained";
/// Prisoners outside every category, where the terms let them fill the number.
pub const BEYOND: &str = "terms.beyond-categories";

/// What one side can move and care for in one stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Means {
    /// Seats in buses.
    pub seats: u32,
    /// Stretchers.
    pub stretchers: u32,
    /// Ambulances.
    pub ambulances: u32,
    /// Medical escorts.
    pub escorts: u32,
    /// Hospital beds at the end of the way.
    pub beds: u32,
}

/// One dated stage and what each side can move in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMeans {
    /// The day of handover.
    pub day: Date,
    /// What side A can move.
    pub a: Means,
    /// What side B can move.
    pub b: Means,
}

/// Days, vehicles, escorts and beds: what both sides have said they can bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transport {
    /// The day from which waiting is counted.
    pub as_of: Date,
    /// The day to which somebody who is in no stage counts as waiting.
    pub horizon: Date,
    /// First day of the oldest capture band. Whoever was captured earlier is in that band too.
    pub bands_from: Date,
    /// The stages, in order.
    pub stages: Vec<StageMeans>,
    /// Quarters of an escort that somebody on a stretcher takes.
    pub escort_quarters_stretcher: u32,
    /// Quarters of an escort that somebody in an ambulance takes.
    pub escort_quarters_ambulance: u32,
}

/// Terms and transport that fit together, in the planner's own form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    pub(super) frame: Frame,
    /// Digest of the terms and the transport: both sides must have the same.
    pub digest: Digest,
    pub(super) floor: Option<u32>,
    horizon: Date,
}

impl Ground {
    /// Puts settled terms and transport together.
    ///
    /// # Errors
    /// [`Refusal::CivilianCounted`], [`Refusal::SickCounted`] or [`Refusal::RetainedCounted`] when
    /// the terms would trade people whom the law does not let be traded; [`Refusal::Planner`] when a
    /// number or a day cannot be meant.
    pub fn new(settled: &Settled, transport: &Transport) -> Result<Self, Refusal> {
        let bytes = serde_json::to_vec(&(settled, transport))
            .expect("terms and transport have only text keys");
        let digest = Digest::of(&[b"safeconduct/plan/ground/1", &bytes]);
        let parity = match settled.parity {
            Parity::Total => planner::Parity::Total(ratio(settled)),
            Parity::None | Parity::Category => planner::Parity::ByCategory,
        };
        let terms = Terms {
            categories: categories(settled)?,
            categories_first: settled.categories_first,
            parity,
            least_size: settled.stage_least,
            // The floor is over the whole agreement, and a plan spans the stages known so far. What
            // is still missing is reported and holds nobody back.
            floor: 0,
            ceiling: settled.ceiling,
            bands: bands(settled, transport),
            escort_quarters: [
                0,
                transport.escort_quarters_stretcher,
                transport.escort_quarters_ambulance,
            ],
        };
        let stages = transport
            .stages
            .iter()
            .map(|stage| Stage {
                day: day_number(stage.day),
                capacity: [capacity(&stage.a), capacity(&stage.b)],
            })
            .collect();
        let span = (day_number(transport.as_of), day_number(transport.horizon));
        let frame = Frame::new(terms, stages, span, Vec::new())?;
        Ok(Self { frame, digest, floor: settled.floor, horizon: transport.horizon })
    }

    /// Returns terms, stages and vehicles in the planner's own form.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Returns for how many days somebody has been held when the plan is made; none where the day of
    /// capture is not known to the day.
    pub fn days_held(&self, captured: PartialDate) -> Option<i32> {
        let PartialDate::Day(day) = captured else { return None };
        let days = self.frame.as_of() - day_number(day);
        (days >= 0).then_some(days)
    }

    /// Returns the number of stages.
    pub fn stages(&self) -> usize {
        self.frame.stages().len()
    }

    /// Returns the index of a category, or refuses it.
    pub(super) fn category(&self, id: &CategoryId) -> Result<u8, Refusal> {
        self.frame.category(id.as_str()).ok_or_else(|| Refusal::UnknownCategory(id.clone()))
    }

    /// Returns the band and the day number of a capture. A day known only in part counts as the
    /// latest that it can be, and one not known at all as the horizon: nobody gains by a gap.
    pub(super) fn captured(&self, captured: Option<PartialDate>) -> (u16, i32) {
        let day = day_number(captured.and_then(PartialDate::latest).unwrap_or(self.horizon));
        (self.frame.band(day).unwrap_or(0), day)
    }
}

/// Days since 1 January 1970.
fn day_number(day: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let span = day.since(epoch).expect("any two civil dates are some days apart");
    span.get_days()
}

fn ratio(settled: &Settled) -> Ratio {
    Ratio { a: settled.ratio.a, b: settled.ratio.b }
}

/// The categories of the plan: those of the terms, and around them those that the law adds.
fn categories(settled: &Settled) -> Result<Vec<planner::Category>, Refusal> {
    let by_law = |name: &str, bed: bool, floor: bool| planner::Category {
        name: name.to_owned(),
        counted: None,
        bed,
        floor,
    };
    let mut categories = vec![by_law(BY_LAW_SERIOUS, true, true)];
    for category in &settled.categories {
        if category.counted {
            lawful_to_count(category)?;
        }
        let parity = category.counted && settled.parity != Parity::None;
        categories.push(planner::Category {
            name: category.id.to_string(),
            counted: parity.then(|| ratio(settled)),
            bed: asks_for_illness(category),
            floor: category.track == Track::Prisoners,
        });
    }
    if settled.beyond_categories {
        categories.push(planner::Category {
            name: BEYOND.to_owned(),
            counted: (settled.parity != Parity::None).then(|| ratio(settled)),
            bed: false,
            floor: true,
        });
    }
    categories.push(by_law(BY_LAW_CIVILIAN, false, false));
    categories.push(by_law(BY_LAW_RETAINED, false, false));
    Ok(categories)
}

/// Refuses to count people whom the law does not let be traded, even when a clause does.
fn lawful_to_count(category: &Category) -> Result<(), Refusal> {
    let standing = category.predicate.standing.as_ref();
    let asks_for = |word: Standing| standing.is_some_and(|standing| standing.contains(&word));
    if category.track == Track::Civilians || asks_for(Standing::Civilian) {
        return Err(Refusal::CivilianCounted(category.id.clone()));
    }
    if asks_for(Standing::Retained) {
        return Err(Refusal::RetainedCounted(category.id.clone()));
    }
    if asks_for_illness(category) {
        return Err(Refusal::SickCounted(category.id.clone()));
    }
    Ok(())
}

/// Says whether a category asks for people who are wounded or sick.
fn asks_for_illness(category: &Category) -> bool {
    category.predicate.health.as_ref().is_some_and(|health| {
        health.grades.iter().any(|grade| {
            matches!(
                grade,
                HealthGrade::Sick | HealthGrade::SeriouslyWounded | HealthGrade::SeriouslySick
            )
        })
    })
}

/// The first days of the capture bands, from the oldest to the day from which waiting counts.
fn bands(settled: &Settled, transport: &Transport) -> Vec<i32> {
    let (first, last) = (day_number(transport.bands_from), day_number(transport.as_of));
    let width = usize::from(settled.band_days.max(1));
    // One more than the planner allows is enough for it to refuse.
    (first..=last.max(first)).step_by(width).take(planner::frame::BANDS_MAX + 1).collect()
}

fn capacity(means: &Means) -> Capacity {
    Capacity {
        places: [means.seats, means.stretchers, means.ambulances],
        escorts: means.escorts,
        beds: means.beds,
    }
}

/// Returns the planner's word for a side.
pub(super) fn planner_side(side: Side) -> planner::Side {
    match side {
        Side::A => planner::Side::A,
        Side::B => planner::Side::B,
    }
}

/// Names of the plan's categories, for headings.
pub fn category_names(ground: &Ground) -> BTreeMap<String, bool> {
    let of = |category: &planner::Category| (category.name.clone(), category.counted.is_some());
    ground.frame.terms().categories.iter().map(of).collect()
}

/// What somebody needs in order to travel, for the callers of this stage.
pub type TravelNeed = Need;
