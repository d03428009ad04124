//! The frame of a plan: terms, stages and vehicles. Everything but the people.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Refusal;

mod wire;

/// The most stages that one plan may span.
pub const STAGES_MAX: usize = 32;
/// The most categories that terms may name.
pub const CATEGORIES_MAX: usize = 64;
/// The most capture bands that terms may name.
pub const BANDS_MAX: usize = 10_000;
/// The most of anything that a vehicle column may hold, and the most people in one table.
pub const NUMBER_MAX: i64 = 100_000_000;
/// The latest day and the longest wait, in days.
pub const DAY_MAX: i64 = 1_000_000;
/// The largest number in a parity ratio or an escort weight.
pub const WEIGHT_MAX: i64 = 1_000;

/// One of the two enemies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The side that the terms call A.
    A,
    /// The side that the terms call B.
    B,
}

impl Side {
    /// Both sides, in order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// Returns the other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
        })
    }
}

/// What somebody needs in order to travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// A seat in a bus.
    Seat,
    /// A stretcher.
    Stretcher,
    /// An ambulance.
    Ambulance,
}

impl Need {
    /// All needs, in order.
    pub const ALL: [Self; 3] = [Self::Seat, Self::Stretcher, Self::Ambulance];

    /// Returns the word that stands in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Stretcher => "stretcher",
            Self::Ambulance => "ambulance",
        }
    }

    /// Reads the word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.word() == word)
    }
}

/// How many from A go against how many from B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// People from side A.
    pub a: u32,
    /// People from side B.
    pub b: u32,
}

/// What parity is taken over, within each stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Parity {
    /// Over each counted category, with that category's own ratio.
    ByCategory,
    /// Over all counted people together.
    Total(Ratio),
}

/// A category as the plan needs it: what it is called, and what it draws on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// The word in the terms.
    pub name: String,
    /// The ratio when the category is counted; none when its people go whether or not numbers match.
    pub counted: Option<Ratio>,
    /// Whether each of its people takes a hospital bed.
    pub bed: bool,
    /// Whether its people count towards the floor over the agreement.
    pub floor: bool,
}

/// The terms of an agreement, as far as a plan depends on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The categories. A person belongs to the first that fits; earlier ones go first.
    pub categories: Vec<Category>,
    /// Whether a whole category comes before time in captivity. When false, uncounted categories
    /// still come first, and then those held longest across the counted ones.
    pub categories_first: bool,
    /// What parity is taken over.
    pub parity: Parity,
    /// The least number of counted people a side in a stage that happens at all.
    pub least_size: u32,
    /// The least number of people a side, of categories that count towards it, over all stages of the
    /// plan; 0 when none is agreed.
    pub floor: u32,
    /// The most counted people a side over all stages of the plan, where the terms set one.
    pub ceiling: Option<u32>,
    /// First day of each band of capture days, rising; the oldest band goes first.
    pub bands: Vec<i32>,
    /// Quarters of an escort that a person takes, by need.
    pub escort_quarters: [u32; 3],
}

/// What one side can move and care for in one stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// Places in vehicles, by need.
    pub places: [u32; 3],
    /// Medical escorts.
    pub escorts: u32,
    /// Hospital beds at the end of the way.
    pub beds: u32,
}

/// One dated handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The day, in the day count of the instance.
    pub day: i32,
    /// What A and B can move.
    pub capacity: [Capacity; 2],
}

/// Terms, stages and vehicles that have been checked and belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    terms: Terms,
    stages: Vec<Stage>,
    delays: Vec<i64>,
    seed: Vec<u8>,
}

impl Frame {
    /// Checks terms and stages and puts them together.
    ///
    /// `as_of` is the day from which waiting is counted, `horizon` the day to which somebody who is
    /// in no stage counts as waiting; both in days of the same count as the stages. `seed` settles
    /// ties between people.
    ///
    /// # Errors
    /// A [`Refusal`] that names the entry.
    pub fn new(
        terms: Terms,
        stages: Vec<Stage>,
        (as_of, horizon): (i32, i32),
        seed: Vec<u8>,
    ) -> Result<Self, Refusal> {
        check_terms(&terms)?;
        within("the number of stages", stages.len(), 1, STAGES_MAX)?;
        let days: Vec<i32> = stages.iter().map(|stage| stage.day).collect();
        rising("the stages' days", &days)?;
        let mut delays = Vec::new();
        for (at, day) in days.iter().chain([&horizon]).enumerate() {
            let delay = i64::from(*day) - i64::from(as_of);
            let place =
                if at < days.len() { format!("stage {}: day", at + 1) } else { "horizon".into() };
            range(&place, i64::from(*day), i64::from(as_of), i64::from(as_of) + DAY_MAX)?;
            if delays.last().is_some_and(|last| *last > delay) {
                return Err(Refusal::NotRising {
                    place: "the horizon after the stages".into(),
                    entry: at,
                });
            }
            delays.push(delay);
        }
        for (at, stage) in stages.iter().enumerate() {
            for (side, capacity) in Side::BOTH.iter().zip(&stage.capacity) {
                let place = |what: &str| format!("stage {}, side {side}: {what}", at + 1);
                for (need, number) in Need::ALL.iter().zip(capacity.places) {
                    range(&place(need.word()), i64::from(number), 0, NUMBER_MAX)?;
                }
                range(&place("escort"), i64::from(capacity.escorts), 0, NUMBER_MAX)?;
                range(&place("beds"), i64::from(capacity.beds), 0, NUMBER_MAX)?;
            }
        }
        Ok(Self { terms, stages, delays, seed })
    }

    /// Reads `instance.json` (`spec/5-plan.md`, section 2).
    ///
    /// # Errors
    /// A [`Refusal`] that names the entry.
    pub fn read_json(bytes: &[u8]) -> Result<Self, Refusal> {
        wire::read(bytes)
    }

    /// Returns the terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Returns the stages, in order.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Returns the days of waiting until each stage, and last until the horizon.
    pub fn delays(&self) -> &[i64] {
        &self.delays
    }

    /// Returns the day from which waiting counts.
    pub fn as_of(&self) -> i32 {
        let first = i64::from(self.stages[0].day) - self.delays[0];
        i32::try_from(first).expect("it was read from 32 bits")
    }

    /// Returns the day to which somebody in no stage counts as waiting.
    pub fn horizon(&self) -> i32 {
        let last = self.delays.last().copied().unwrap_or(0) + i64::from(self.as_of());
        i32::try_from(last).expect("it was read from 32 bits")
    }

    /// Returns the seed that settles ties.
    pub fn seed(&self) -> &[u8] {
        &self.seed
    }

    /// Replaces the seed that settles ties.
    #[must_use]
    pub fn with_seed(mut self, seed: Vec<u8>) -> Self {
        self.seed = seed;
        self
    }

    /// Returns the index of a category by its word.
    pub fn category(&self, name: &str) -> Option<u8> {
        let at = self.terms.categories.iter().position(|category| category.name == name)?;
        u8::try_from(at).ok()
    }

    /// Returns the band of a day of capture; none when the day lies before the first band.
    pub fn band(&self, day: i32) -> Option<u16> {
        let after = self.terms.bands.partition_point(|start| *start <= day);
        u16::try_from(after.checked_sub(1)?).ok()
    }

    /// Returns the index of the first stage on or after a day; the number of stages when none is.
    pub fn first_stage(&self, day: i32) -> u8 {
        let at = self.stages.partition_point(|stage| stage.day < day);
        u8::try_from(at).expect("there are at most 32 stages")
    }

    /// Returns the least size of a stage that happens: the agreed one, and never below 1.
    pub fn least_size(&self) -> i64 {
        i64::from(self.terms.least_size.max(1))
    }

    /// Returns the aims in the agreed order.
    pub fn aims(&self) -> Vec<Aim> {
        let terms = self.terms();
        let all = 0..u8::try_from(terms.categories.len()).expect("there are at most 64 categories");
        let first = |at: &u8| {
            terms.categories_first || terms.categories[usize::from(*at)].counted.is_none()
        };
        let bands = u16::try_from(terms.bands.len()).expect("there are at most 10,000 bands");
        let mut aims = vec![Aim::Stages];
        aims.extend(all.clone().filter(first).map(Aim::Category));
        aims.extend((0..bands).map(Aim::Band));
        aims.extend(all.filter(|at| !first(at)).map(Aim::Category));
        aims.extend([Aim::Named, Aim::Balance]);
        aims
    }

    /// Returns the word for an aim, as it stands in files.
    pub fn aim_name(&self, aim: Aim) -> String {
        let terms = self.terms();
        match aim {
            Aim::Stages => "floor".to_owned(),
            Aim::Category(at) => format!("tier:{}", terms.categories[usize::from(at)].name),
            Aim::Band(at) => format!("band:{}", terms.bands[usize::from(at)]),
            Aim::Named => "named".to_owned(),
            Aim::Balance => "balance".to_owned(),
        }
    }
}

/// One thing that a plan keeps small. The terms give the order; an earlier aim always wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Aim {
    /// Stages in which no counted people go; an earlier stage weighs more than all later ones.
    Stages,
    /// Days of waiting of a category's people.
    Category(u8),
    /// Days of waiting of the people of a capture band.
    Band(u16),
    /// Days of waiting of people asked for by name.
    Named,
    /// The sum over the stages of how many more one side sends than the other.
    Balance,
}

fn check_terms(terms: &Terms) -> Result<(), Refusal> {
    within("the number of categories", terms.categories.len(), 1, CATEGORIES_MAX)?;
    within("the number of bands", terms.bands.len(), 1, BANDS_MAX)?;
    rising("bands", &terms.bands)?;
    for (at, category) in terms.categories.iter().enumerate() {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if category.name.is_empty() || !category.name.chars().all(plain) {
            return Err(Refusal::Unreadable {
                place: format!("category {}", at + 1),
                text: category.name.clone(),
                wanted: "a word of a-z, A-Z, 0-9, `-`, `_` and `.`",
            });
        }
        if terms.categories[..at].iter().any(|earlier| earlier.name == category.name) {
            return Err(Refusal::Twice {
                place: "the order of categories".into(),
                name: category.name.clone(),
            });
        }
        if let (Some(ratio), Parity::ByCategory) = (category.counted, terms.parity) {
            check_ratio(&format!("parity of `{}`", category.name), ratio)?;
        }
    }
    if let Parity::Total(ratio) = terms.parity {
        check_ratio("parity over all counted people", ratio)?;
    }
    range("the least size of a stage", i64::from(terms.least_size), 0, NUMBER_MAX)?;
    range("floor", i64::from(terms.floor), 0, NUMBER_MAX)?;
    range("ceiling", i64::from(terms.ceiling.unwrap_or(0)), 0, NUMBER_MAX)?;
    for (need, quarters) in Need::ALL.iter().zip(terms.escort_quarters) {
        range(
            &format!("escort quarters for a {}", need.word()),
            i64::from(quarters),
            0,
            WEIGHT_MAX,
        )?;
    }
    Ok(())
}

fn check_ratio(place: &str, ratio: Ratio) -> Result<(), Refusal> {
    range(place, i64::from(ratio.a), 1, WEIGHT_MAX)?;
    range(place, i64::from(ratio.b), 1, WEIGHT_MAX)
}

/// Refuses a number outside its limits.
pub(crate) fn range(place: &str, number: i64, least: i64, most: i64) -> Result<(), Refusal> {
    if (least..=most).contains(&number) {
        return Ok(());
    }
    Err(Refusal::OutOfRange { place: place.to_owned(), number, least, most })
}

fn within(place: &str, number: usize, least: usize, most: usize) -> Result<(), Refusal> {
    let wide = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    range(place, wide(number), wide(least), wide(most))
}

fn rising(place: &str, numbers: &[i32]) -> Result<(), Refusal> {
    match numbers.windows(2).position(|pair| pair[0] >= pair[1]) {
        Some(at) => Err(Refusal::NotRising { place: place.to_owned(), entry: at + 2 }),
        None => Ok(()),
    }
}
