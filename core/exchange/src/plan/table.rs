//! A side's own candidates, and the table of class counts that it makes and seals from them.
//!
//! The table says how many of each class could go. A hold, a refusal, an exclusion only makes a
//! number smaller: nothing in the table tells them apart, or from somebody who was never held.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ground::{
    BEYOND, BY_LAW_CIVILIAN, BY_LAW_RETAINED, BY_LAW_SERIOUS, Ground, planner_side,
};
use super::{Refusal, planner};
use crate::agreement::Settled;
use crate::vocabulary::{
    CategoryId, Digest, Facts, HealthGrade, LineId, PartialDate, PersonId, Private, Side,
    StageNumber, Standing,
};
use planner::unit::level;
use planner::{Key, Need, Unit};

/// The form of a sealed table. It grows by one when old tables would be read wrongly.
pub const TABLE_FORM: u16 = 1;

/// Why a side does not offer somebody now. Known to that side alone; the plan never sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Held for judicial proceedings or to serve a sentence (GC III art. 115, 119).
    Proceedings,
    /// Does not wish to be repatriated.
    OwnWish,
    /// Not fit to travel.
    Unfit,
    /// Any other reason of the side's own.
    Other,
}

/// Why the law does not let somebody be counted against others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Seriously wounded or sick (GC III art. 109(1)).
    Serious,
    /// A civilian (GC IV art. 34).
    Civilian,
    /// Medical personnel or a chaplain (GC III art. 33).
    Retained,
}

/// Where somebody's facts put them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The category, agreed or by law; none when no category takes them.
    pub category: Option<CategoryId>,
    /// Why they may not be counted, where that is so.
    pub protection: Option<Protection>,
    /// Whether a category could not be decided for want of a fact.
    pub undecided: bool,
}

/// Finds somebody's category, where `on` is the day of handover. The law's own categories take in
/// those whom it protects and no agreed category does.
pub fn place(settled: &Settled, facts: &Facts, on: jiff::civil::Date) -> Place {
    let placement = settled.categorise(facts, on);
    let civilian = facts.standing == Some(Standing::Civilian);
    let protection = match facts.standing {
        Some(Standing::Civilian) => Some(Protection::Civilian),
        Some(Standing::Retained) => Some(Protection::Retained),
        _ if facts.health.is_some_and(HealthGrade::is_serious) => Some(Protection::Serious),
        Some(Standing::PrisonerOfWar | Standing::Doubtful) | None => None,
    };
    let serious = facts.health.is_some_and(HealthGrade::is_serious) && !civilian;
    let by_law = match protection {
        _ if serious => Some(BY_LAW_SERIOUS),
        Some(Protection::Civilian) => Some(BY_LAW_CIVILIAN),
        Some(Protection::Retained) => Some(BY_LAW_RETAINED),
        Some(Protection::Serious) | None => settled.beyond_categories.then_some(BEYOND),
    };
    let counted = placement
        .category
        .as_ref()
        .and_then(|id| settled.category(id))
        .is_some_and(|category| category.counted);
    let agreed = placement.category.filter(|_| !(counted && protection.is_some()));
    let category = agreed.or_else(|| CategoryId::read(by_law?).ok());
    Place { category, protection, undecided: !placement.doubts.is_empty() }
}

/// Somebody whom a side holds and could hand over.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The line under which this person crosses.
    pub line: LineId,
    /// The person in this side's own registry, where there is one; erasing them erases the reasons.
    pub person: Option<PersonId>,
    /// Category, protection, and whether a fact was missing.
    pub place: Place,
    /// What they need in order to travel.
    pub need: Need,
    /// The first stage in which they may go.
    pub available_from: StageNumber,
    /// Day of capture, as far as known.
    pub captured: Option<PartialDate>,
    /// Whether the other side asked for them by name.
    pub named: bool,
    /// A line that stands for the group they travel with, the same for all its members.
    pub group: Option<LineId>,
    /// Why they are not offered now.
    pub withheld: Option<Private<Cause>>,
}

/// What a side seals: how many of each class it could hand over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassTable {
    /// How many of each class: `side:category:need:from:band:named`, joined by `+` for a group.
    pub classes: BTreeMap<String, u32>,
    /// [`TABLE_FORM`].
    pub form: u16,
    /// The digest of the terms and the transport that the classes are cut by.
    pub ground: Digest,
    /// Whose table it is.
    pub side: Side,
}

impl ClassTable {
    /// Counts a side's candidates by class.
    ///
    /// # Errors
    /// [`Refusal::LineTwice`], [`Refusal::UnknownCategory`], [`Refusal::NoSuchStage`], or one of the
    /// law's refusals when a protected person stands in a counted category.
    pub fn of(ground: &Ground, side: Side, candidates: &[Candidate]) -> Result<Self, Refusal> {
        let mut classes = BTreeMap::new();
        for (unit, sets) in offered(ground, side, candidates)? {
            let number = u32::try_from(sets.len()).map_err(|_too_many| Refusal::TooMany)?;
            classes.insert(ground.frame.write_unit(&unit), number);
        }
        Ok(Self { classes, form: TABLE_FORM, ground: ground.digest, side })
    }

    /// Returns the bytes that are sealed: JSON without spaces, keys in order.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a table has only text keys")
    }

    /// Returns the digest of the sealed bytes.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.bytes()])
    }

    /// Returns how many people the table speaks of.
    pub fn people(&self) -> u64 {
        let members = |class: &String| class.split('+').count() as u64;
        self.classes.iter().map(|(class, number)| members(class) * u64::from(*number)).sum()
    }
}

/// Candidates who travel together, in the order in which the sealed rule lets them go.
pub(super) type Sets<'a> = Vec<Vec<&'a Candidate>>;

/// Groups the candidates that a side offers into units.
pub(super) fn offered<'a>(
    ground: &Ground,
    side: Side,
    candidates: &'a [Candidate],
) -> Result<BTreeMap<Unit, Sets<'a>>, Refusal> {
    let mut seen = BTreeSet::new();
    let mut groups: BTreeMap<&LineId, Vec<&Candidate>> = BTreeMap::new();
    let mut sets: Sets<'a> = Vec::new();
    for candidate in candidates {
        if !seen.insert(&candidate.line) {
            return Err(Refusal::LineTwice(candidate.line.clone()));
        }
        if candidate.available_from.0 == 0 {
            return Err(Refusal::NoSuchStage(candidate.available_from));
        }
        lawful(ground, candidate)?;
        if !is_offered(ground, candidate) {
            continue;
        }
        match &candidate.group {
            Some(group) => groups.entry(group).or_default().push(candidate),
            None => sets.push(vec![candidate]),
        }
    }
    sets.extend(groups.into_values());
    let mut units: BTreeMap<Unit, Sets<'a>> = BTreeMap::new();
    for mut set in sets {
        set.sort_by(|a, b| a.line.cmp(&b.line));
        let unit = unit_of(ground, side, &set)?;
        units.entry(unit).or_default().push(set);
    }
    Ok(units)
}

/// Says whether somebody is in the table at all.
pub(super) fn is_offered(ground: &Ground, candidate: &Candidate) -> bool {
    candidate.withheld.is_none()
        && candidate.place.category.is_some()
        && usize::from(candidate.available_from.0) <= ground.stages()
}

/// Returns the unit that candidates who travel together form.
pub(super) fn unit_of(ground: &Ground, side: Side, set: &[&Candidate]) -> Result<Unit, Refusal> {
    let mut unit = Unit::new();
    for candidate in set {
        let Some(category) = &candidate.place.category else { continue };
        unit.push(Key {
            side: planner_side(side),
            category: ground.category(category)?,
            need: candidate.need,
            from: u8::try_from(candidate.available_from.0 - 1)
                .map_err(|_far| Refusal::NoSuchStage(candidate.available_from))?,
            band: ground.captured(candidate.captured).0,
            named: candidate.named,
        });
    }
    level(&mut unit);
    Ok(unit)
}

/// Refuses a protected person in a counted category.
fn lawful(ground: &Ground, candidate: &Candidate) -> Result<(), Refusal> {
    let (Some(id), Some(protection)) = (&candidate.place.category, candidate.place.protection)
    else {
        return Ok(());
    };
    let category = ground.category(id)?;
    if ground.frame.terms().categories[usize::from(category)].counted.is_none() {
        return Ok(());
    }
    Err(match protection {
        Protection::Serious => Refusal::SickCounted(id.clone()),
        Protection::Civilian => Refusal::CivilianCounted(id.clone()),
        Protection::Retained => Refusal::RetainedCounted(id.clone()),
    })
}
