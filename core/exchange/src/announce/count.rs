//! A count is a number that may be told to everybody: how many people, and of whom exactly it speaks.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::agreement::{DisclosedFact, Track};
use crate::vocabulary::{CategoryId, RegionId, Side, StageNumber};

/// The most stages of one agreement that statements speak of.
pub const STAGES_MAX: u16 = 64;
/// The earliest and the latest year of capture that a count may name.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// One stage, or several that follow each other. Written `8` or `1-9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stages {
    first: StageNumber,
    last: StageNumber,
}

impl Stages {
    /// One stage.
    pub fn one(stage: StageNumber) -> Option<Self> {
        Self::span(stage, stage)
    }

    /// All stages from the first to the last, both included; none if they are out of order, begin
    /// before 1, or go beyond [`STAGES_MAX`].
    pub fn span(first: StageNumber, last: StageNumber) -> Option<Self> {
        (1 <= first.0 && first <= last && last.0 <= STAGES_MAX).then_some(Self { first, last })
    }

    /// Returns the first stage.
    pub fn first(self) -> StageNumber {
        self.first
    }

    /// Returns the last stage.
    pub fn last(self) -> StageNumber {
        self.last
    }

    /// Says whether every stage of the other span is in this one.
    pub fn holds(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

impl From<Stages> for String {
    fn from(stages: Stages) -> Self {
        stages.to_string()
    }
}

impl TryFrom<String> for Stages {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        let number = |part: &str| part.trim().parse().ok().map(StageNumber);
        number(first)
            .zip(number(last))
            .and_then(|(first, last)| Self::span(first, last))
            .ok_or_else(|| format!("`{text}` is no span of stages; write `8` or `1-9`, at most 64"))
    }
}

/// Of whom a number speaks. An empty set of categories, years or regions means all of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Those who returned to this side.
    pub to: Side,
    /// On these tracks. Remains stand alone: bodies are not added to people.
    pub tracks: BTreeSet<Track>,
    /// In these stages.
    pub stages: Stages,
    /// Only of these categories.
    pub categories: BTreeSet<CategoryId>,
    /// Only those captured in these years.
    pub captured: BTreeSet<i16>,
    /// Only those captured in these regions.
    pub regions: BTreeSet<RegionId>,
}

impl Cell {
    /// Returns a total: everybody on one track in one span of stages.
    pub fn total(to: Side, track: Track, stages: Stages) -> Self {
        Self {
            to,
            tracks: [track].into(),
            stages,
            categories: BTreeSet::new(),
            captured: BTreeSet::new(),
            regions: BTreeSet::new(),
        }
    }

    /// Returns what a disclosure clause must open before this number may be told.
    pub fn facts(&self) -> BTreeSet<DisclosedFact> {
        let splits = [
            (!self.categories.is_empty(), DisclosedFact::CategorySplit),
            (!self.captured.is_empty(), DisclosedFact::YearOfCapture),
            (!self.regions.is_empty(), DisclosedFact::RegionOfCapture),
        ];
        let facts: BTreeSet<DisclosedFact> =
            splits.into_iter().filter_map(|(is, fact)| is.then_some(fact)).collect();
        if facts.is_empty() { [DisclosedFact::Number].into() } else { facts }
    }

    /// Says whether it is a part of a total, by category, year or region.
    pub fn is_split(&self) -> bool {
        !self.facts().contains(&DisclosedFact::Number)
    }

    /// Returns what is wrong with it, if anything.
    pub fn flaw(&self) -> Option<&'static str> {
        let remains = self.tracks.contains(&Track::Remains);
        if self.tracks.is_empty() {
            Some("names no track")
        } else if remains && self.tracks.len() > 1 {
            Some("adds bodies to people")
        } else if remains && self.is_split() {
            Some("splits bodies as if they were prisoners")
        } else if !self.captured.iter().all(|year| YEARS.contains(year)) {
            Some("names a year of capture that cannot be")
        } else {
            None
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tracks: Vec<&str> = self.tracks.iter().map(|track| track.word()).collect();
        write!(f, "{} to {}, stage {}", tracks.join(" and "), self.to, self.stages)?;
        list(f, "category", &self.categories)?;
        list(f, "captured in", &self.captured)?;
        list(f, "region", &self.regions)
    }
}

fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    word: &str,
    values: &BTreeSet<T>,
) -> fmt::Result {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    if values.is_empty() { Ok(()) } else { write!(f, ", {word} {}", values.join(" or ")) }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Just this many.
    Exactly(u32),
    /// This many or more, as in "more than 1,000".
    AtLeast(u32),
}

/// A number that is told, and of whom. On the wire the cell's own fields stand beside `exactly` or
/// `at-least`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "WireCount", into = "WireCount")]
pub struct Count {
    /// Of whom.
    pub of: Cell,
    /// How many.
    pub amount: Amount,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WireCount {
    to: Side,
    tracks: BTreeSet<Track>,
    stages: Stages,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    categories: BTreeSet<CategoryId>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    captured: BTreeSet<i16>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    regions: BTreeSet<RegionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exactly: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<u32>,
}

impl TryFrom<WireCount> for Count {
    type Error = &'static str;
    fn try_from(wire: WireCount) -> Result<Self, Self::Error> {
        let amount = match (wire.exactly, wire.at_least) {
            (Some(amount), None) => Amount::Exactly(amount),
            (None, Some(amount)) => Amount::AtLeast(amount),
            _ => return Err("a count has either `exactly` or `at-least`"),
        };
        let WireCount { to, tracks, stages, categories, captured, regions, .. } = wire;
        Ok(Self { of: Cell { to, tracks, stages, categories, captured, regions }, amount })
    }
}

impl From<Count> for WireCount {
    fn from(Count { of, amount }: Count) -> Self {
        let (exactly, at_least) = match amount {
            Amount::Exactly(amount) => (Some(amount), None),
            Amount::AtLeast(amount) => (None, Some(amount)),
        };
        let Cell { to, tracks, stages, categories, captured, regions } = of;
        Self { to, tracks, stages, categories, captured, regions, exactly, at_least }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.amount {
            Amount::Exactly(amount) => write!(f, "{amount} ({})", self.of),
            Amount::AtLeast(amount) => write!(f, "at least {amount} ({})", self.of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_stages_is_in_order_and_bounded() {
        let read = |text: &str| Stages::try_from(text.to_owned());
        assert_eq!(read("1-9").unwrap().to_string(), "1-9");
        assert_eq!(read("8").unwrap().to_string(), "8");
        for bad in ["0", "9-1", "1-65", "", "a", "-1", "1-2-3"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn bodies_are_never_added_to_people_nor_split() {
        let one = Stages::one(StageNumber(1)).unwrap();
        let mut cell = Cell::total(Side::A, Track::Remains, one);
        assert_eq!(cell.flaw(), None);
        cell.captured.insert(2022);
        assert!(cell.flaw().is_some());
        let mut cell = Cell::total(Side::A, Track::Remains, one);
        cell.tracks.insert(Track::Prisoners);
        assert_eq!(cell.flaw(), Some("adds bodies to people"));
    }
}
