//! A unit is what the terms cannot tell apart: one class of people, or one make-up of a group whose
//! members travel together. A plan says how many of each unit go in which stage.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::frame::{Frame, NUMBER_MAX, range};
use crate::{Need, Parity, Refusal, Side};

/// The most distinct units of one instance.
pub const UNITS_MAX: usize = 1_000_000;

/// All that a plan may know of a person. Unit, origin and opinion are not here (GC III art. 16), and
/// neither is why somebody is available only later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The side that holds the person.
    pub side: Side,
    /// The category, as an index into the terms' order.
    pub category: u8,
    /// What the person needs in order to travel.
    pub need: Need,
    /// The first stage in which the person may go, counted from 0; the number of stages when none.
    pub from: u8,
    /// The capture band, as an index into the terms' bands.
    pub band: u16,
    /// Whether the other side asked for this person by name.
    pub named: bool,
}

/// A class, or a group's make-up: the sorted keys of its members.
pub type Unit = Vec<Key>;

/// One thing that is limited or balanced within a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Row {
    /// Places in a side's vehicles of one kind; one a person.
    Places(Side, Need),
    /// A side's escorts, in quarters.
    Escorts(Side),
    /// A side's hospital beds.
    Beds(Side),
    /// Parity of a counted category, or of all counted people where the terms say so: the ratio's
    /// b for each from A, less its a for each from B. Must be 0.
    Parity(u8),
    /// A side's counted people: none, or at least the least size.
    Counted(Side),
}

/// The index that [`Row::Parity`] carries when parity is over all counted people.
pub const TOTAL: u8 = u8::MAX;

/// Units with their numbers, in the frame they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Terms, stages, vehicles.
    pub frame: Frame,
    /// How many of each unit there are, none of them 0.
    pub units: BTreeMap<Unit, u32>,
    /// What is asked for on top of the terms, to see what it would cost; nothing in a plan in force.
    pub demands: Vec<Demand>,
}

/// Asks that enough of a unit go by a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The unit.
    pub unit: Unit,
    /// The stage, counted from 0, by which they are to go.
    pub by: usize,
    /// How many at least.
    pub least: u32,
}

impl Instance {
    /// Puts units into a frame.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] when there are more units or people than the stated limits.
    pub fn new(frame: Frame, mut units: BTreeMap<Unit, u32>) -> Result<Self, Refusal> {
        units.retain(|unit, count| *count > 0 && !unit.is_empty());
        let wide = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        range("the number of classes", wide(units.len()), 0, wide(UNITS_MAX))?;
        let people = units
            .iter()
            .try_fold(0_i64, |sum, (unit, count)| {
                sum.checked_add(wide(unit.len()).checked_mul(i64::from(*count))?)
            })
            .unwrap_or(i64::MAX);
        range("the number of people", people, 0, NUMBER_MAX)?;
        Ok(Self { frame, units, demands: Vec::new() })
    }
}

/// Says in which stage a unit may go first: when its last member may.
pub fn first_stage(unit: &[Key]) -> usize {
    unit.iter().map(|key| usize::from(key.from)).max().unwrap_or(0)
}

impl Frame {
    /// Returns what one person draws on in the stage they go in.
    pub fn load_of(&self, key: Key) -> Vec<(Row, i64)> {
        let terms = self.terms();
        let category = &terms.categories[usize::from(key.category)];
        let mut load = vec![(Row::Places(key.side, key.need), 1)];
        let quarters = terms.escort_quarters[key.need as usize];
        if quarters > 0 {
            load.push((Row::Escorts(key.side), i64::from(quarters)));
        }
        if category.bed {
            load.push((Row::Beds(key.side), 1));
        }
        if let Some(own) = category.counted {
            let (row, ratio) = match terms.parity {
                Parity::ByCategory => (Row::Parity(key.category), own),
                Parity::Total(ratio) => (Row::Parity(TOTAL), ratio),
            };
            let weight = match key.side {
                Side::A => i64::from(ratio.b),
                Side::B => -i64::from(ratio.a),
            };
            load.push((row, weight));
            load.push((Row::Counted(key.side), 1));
        }
        load
    }

    /// Returns what a unit draws on, rows with nothing left out.
    pub fn load(&self, unit: &[Key]) -> BTreeMap<Row, i64> {
        let mut load = BTreeMap::new();
        for (row, weight) in unit.iter().flat_map(|key| self.load_of(*key)) {
            *load.entry(row).or_insert(0) += weight;
        }
        load.retain(|_, weight| *weight != 0);
        load
    }

    /// Returns the most that a row may hold in a stage; none for parity and counts, which have rules
    /// of their own.
    pub fn limit(&self, row: Row, stage: usize) -> Option<i64> {
        let capacity = |side: Side| &self.stages()[stage].capacity[side as usize];
        match row {
            Row::Places(side, need) => Some(i64::from(capacity(side).places[need as usize])),
            Row::Escorts(side) => Some(4 * i64::from(capacity(side).escorts)),
            Row::Beds(side) => Some(i64::from(capacity(side).beds)),
            Row::Parity(_) | Row::Counted(_) => None,
        }
    }

    /// Returns the words for a row, ready to stand in a sentence.
    pub fn row_name(&self, row: Row) -> String {
        match row {
            Row::Places(side, need) => format!("{} places of side {side}", need.word()),
            Row::Escorts(side) => format!("escorts of side {side}"),
            Row::Beds(side) => format!("beds of side {side}"),
            Row::Parity(TOTAL) => "parity over all counted people".to_owned(),
            Row::Parity(at) => {
                format!("parity of `{}`", self.terms().categories[usize::from(at)].name)
            }
            Row::Counted(side) => format!("the least size of a stage for side {side}"),
        }
    }

    /// Writes a unit as it stands in files: `side:category:need:from:band:named` for each member,
    /// joined by `+`. `from` counts from 1, `band` is the band's first day, `named` is 0 or 1.
    pub fn write_unit(&self, unit: &[Key]) -> String {
        let key = |key: &Key| {
            format!(
                "{}:{}:{}:{}:{}:{}",
                key.side,
                self.terms().categories[usize::from(key.category)].name,
                key.need.word(),
                usize::from(key.from) + 1,
                self.terms().bands[usize::from(key.band)],
                u8::from(key.named)
            )
        };
        unit.iter().map(key).collect::<Vec<_>>().join("+")
    }

    /// Reads what [`Frame::write_unit`] wrote.
    ///
    /// # Errors
    /// A [`Refusal`] that names the class.
    pub fn read_unit(&self, text: &str) -> Result<Unit, Refusal> {
        let mut unit =
            text.split('+').map(|key| self.read_key(key)).collect::<Result<Unit, _>>()?;
        if unit.len() > 1 && unit.iter().any(|key| key.side != unit[0].side) {
            return Err(Refusal::GroupAcrossSides(text.to_owned()));
        }
        level(&mut unit);
        Ok(unit)
    }

    fn read_key(&self, text: &str) -> Result<Key, Refusal> {
        let wrong = || Refusal::Unreadable {
            place: "a class".to_owned(),
            text: text.chars().take(120).collect(),
            wanted: "side:category:need:from:band:named, such as A:u25:seat:1:30:0",
        };
        let parts: Vec<&str> = text.split(':').collect();
        let [side, category, need, from, band, named] = parts.as_slice() else {
            return Err(wrong());
        };
        let side = match *side {
            "A" => Side::A,
            "B" => Side::B,
            _ => return Err(wrong()),
        };
        let category = self.category(category).ok_or_else(|| Refusal::UnknownCategory {
            place: format!("the class `{text}`"),
            name: (*category).to_owned(),
        })?;
        let stages = i64::try_from(self.stages().len()).expect("there are at most 32 stages");
        let from = from.parse::<i64>().map_err(|_not_a_number| wrong())?;
        range(&format!("the first stage of the class `{text}`"), from, 1, stages)?;
        let start = band.parse::<i32>().map_err(|_not_a_number| wrong())?;
        let band = self.terms().bands.binary_search(&start).map_err(|_no_band| wrong())?;
        Ok(Key {
            side,
            category,
            need: Need::read(need).ok_or_else(wrong)?,
            from: u8::try_from(from - 1).expect("there are at most 32 stages"),
            band: u16::try_from(band).expect("there are at most 10,000 bands"),
            named: match *named {
                "0" => false,
                "1" => true,
                _ => return Err(wrong()),
            },
        })
    }
}

/// Puts a unit into the one form that stands for it: all members leave when the last one may, and
/// the keys are sorted.
pub fn level(unit: &mut Unit) {
    let from = unit.iter().map(|key| key.from).max().unwrap_or(0);
    for key in unit.iter_mut() {
        key.from = from;
    }
    unit.sort_unstable();
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "side {}, category {}, {}, stage {}, band {}{}",
            self.side,
            self.category + 1,
            self.need.word(),
            self.from + 1,
            self.band + 1,
            if self.named { ", named" } else { "" }
        )
    }
}
