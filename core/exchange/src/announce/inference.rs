//! What a stranger can compute from everything that was told.
//!
//! Every count is a linear equation over groups of people, and no group is smaller than zero. Before a
//! statement is published, its counts are added to those of all earlier statements; if some group that
//! is withheld, or that is too small to be told, then comes out as one number, the statement is refused
//! and the refusal names the counts that it follows from. Exact elimination finds every sum and
//! difference; bounds find what is pinned because nothing is below zero (`spec/9-announce.md`,
//! "Nothing by subtraction").

mod bounds;
mod elimination;
mod layout;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use self::bounds::{Interval, Rule};
use self::elimination::{Added, Equations, Exact, Linear, Overflow};
use self::layout::{Group, Layout, SPLITS};
use crate::agreement::{DisclosedFact, Track};
use crate::announce::count::{Amount, Count, Stages};
use crate::vocabulary::{Side, StageNumber};

/// The most counts that are weighed together.
pub const COUNTS_MAX: usize = 2_000;
/// The most groups of people that the counts may tell apart.
pub const VARIABLES_MAX: usize = 8_192;
/// The most groups that are looked at for something withheld or too small.
pub const GROUPS_MAX: usize = 200_000;

/// What is guarded.
pub struct Guard<'a> {
    /// No group of 1 or more and fewer than this may come out.
    pub least_cell: u16,
    /// How many stages there are so far; counts may speak of later ones.
    pub stages: u16,
    /// Says whether a number about a group is withheld now.
    pub is_closed: &'a dyn Fn(&Question) -> bool,
}

/// The kind of number that somebody could compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Those who returned to this side.
    pub to: Side,
    /// On these tracks.
    pub tracks: BTreeSet<Track>,
    /// In these stages.
    pub stages: Stages,
    /// What a disclosure clause must open before it may be told.
    pub facts: BTreeSet<DisclosedFact>,
}

/// Why a group may not come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guarded {
    /// The number is withheld, or under an embargo that has not ended.
    Withheld,
    /// So few people are known to be in it that they can be told apart.
    TooSmall,
}

/// A group whose number comes out. The number itself is not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Revealed {
    /// The group, in words.
    pub group: String,
    /// Why it may not come out.
    pub why: Guarded,
    /// The counts from which it follows; empty where it follows because nothing is below zero.
    pub from: Vec<Count>,
}

/// Why counts cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Groups come out that may not.
    Reveals(Vec<Revealed>),
    /// This count cannot hold together with the counts told before it.
    Contradicts(Box<Count>),
    /// The counts together say that fewer than nobody is in some group.
    BelowZero,
    /// There is too much to weigh, so nothing is published.
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much is allowed.
        limit: usize,
    },
}

impl From<Overflow> for Trouble {
    fn from(_: Overflow) -> Self {
        Self::TooMuch { what: "bits in a coefficient", limit: 128 }
    }
}

/// Weighs new counts together with what this party told before (`own`) and what other parties told
/// (`heard`). Returns the heard counts that were set aside: those that cannot be true together with ours,
/// and all of them where together they are too much to weigh.
///
/// # Errors
/// [`Trouble`]; with it nothing may be published.
pub fn weigh(
    own: &[Count],
    heard: &[Count],
    new: &[Count],
    guard: &Guard<'_>,
) -> Result<Vec<Count>, Trouble> {
    let mut differing = Vec::new();
    let mut revealed = Vec::new();
    for to in Side::BOTH {
        for remains in [false, true] {
            let here = |counts: &[Count]| -> Vec<Count> {
                let is =
                    |c: &&Count| c.of.to == to && c.of.tracks.contains(&Track::Remains) == remains;
                counts.iter().filter(is).cloned().collect()
            };
            let mut block = Block { to, own: here(own), heard: here(heard), new: here(new) };
            if block.new.is_empty() {
                continue;
            }
            let weighed = match block.weigh(guard) {
                // Another party must not be able to silence this one by telling too much.
                Err(Trouble::TooMuch { .. }) if !block.heard.is_empty() => {
                    differing.append(&mut block.heard);
                    block.weigh(guard)?
                }
                weighed => weighed?,
            };
            differing.extend(weighed.0);
            revealed.extend(weighed.1);
        }
    }
    if revealed.is_empty() {
        Ok(differing)
    } else {
        revealed.sort();
        Err(Trouble::Reveals(revealed))
    }
}

/// The counts about one side's people, or about its dead: they have no equation in common with others.
struct Block {
    to: Side,
    own: Vec<Count>,
    heard: Vec<Count>,
    new: Vec<Count>,
}

impl Block {
    /// Returns the heard counts that differ, and what comes out that may not.
    fn weigh(&self, guard: &Guard<'_>) -> Result<(Vec<Count>, Vec<Revealed>), Trouble> {
        if self.own.len() + self.heard.len() + self.new.len() > COUNTS_MAX {
            return Err(Trouble::TooMuch { what: "counts", limit: COUNTS_MAX });
        }
        let all = || self.own.iter().chain(&self.new).chain(&self.heard);
        let layout = Layout::of(all().map(|count| &count.of), guard.stages);
        if layout.variables > VARIABLES_MAX {
            return Err(Trouble::TooMuch { what: "groups told apart", limit: VARIABLES_MAX });
        }
        let ours: Vec<&Count> = self.own.iter().chain(&self.new).collect();
        let (after, differing) = System::with_heard(&layout, &ours, &self.heard)?;
        let own: Vec<&Count> = self.own.iter().collect();
        let (before, _) = System::with_heard(&layout, &own, &self.heard)?;
        let groups = groups(&layout, all().map(|count| layout.group(&count.of)))?;
        let mut revealed = Vec::new();
        for group in groups {
            revealed.extend(self.look(&group, guard, &before, &after)?);
        }
        Ok((differing, revealed))
    }

    /// Says whether a group comes out that did not come out before and may not.
    fn look(
        &self,
        group: &Group,
        guard: &Guard<'_>,
        before: &System<'_>,
        after: &System<'_>,
    ) -> Result<Option<Revealed>, Trouble> {
        let known = after.range(group)?;
        let question = self.question(group, after.layout);
        let withheld = |range: &Range| {
            let single = range.interval.single();
            let told_empty = single == Some(0) && after.is_told_empty(group);
            single.is_some() && !told_empty && (guard.is_closed)(&question)
        };
        let least = i128::from(guard.least_cell);
        let too_small = |range: &Range| {
            let inside = range.interval.most.is_some_and(|most| most < least);
            inside && range.interval.least >= 1
        };
        let why = if withheld(&known) {
            Guarded::Withheld
        } else if too_small(&known) {
            Guarded::TooSmall
        } else {
            return Ok(None);
        };
        let earlier = before.range(group)?;
        let was_known = match why {
            Guarded::Withheld => earlier.interval.single().is_some(),
            Guarded::TooSmall => too_small(&earlier),
        };
        if was_known {
            return Ok(None);
        }
        let group = describe(self.to, group, after.layout);
        Ok(Some(Revealed { group, why, from: known.from }))
    }

    fn question(&self, group: &Group, layout: &Layout) -> Question {
        let kinds = [
            DisclosedFact::CategorySplit,
            DisclosedFact::YearOfCapture,
            DisclosedFact::RegionOfCapture,
        ];
        let mut facts: BTreeSet<DisclosedFact> =
            (0..SPLITS).filter(|at| group.splits[*at].is_some()).map(|at| kinds[at]).collect();
        if facts.is_empty() {
            facts.insert(DisclosedFact::Number);
        }
        Question { to: self.to, tracks: layout.track_names(group), stages: stages(group), facts }
    }
}

fn stages(group: &Group) -> Stages {
    let number = |place: usize| {
        StageNumber(u16::try_from(place + 1).expect("a span of stages ends at STAGES_MAX"))
    };
    Stages::span(number(group.stages.0), number(group.stages.1))
        .expect("groups are made from spans of stages")
}

fn describe(to: Side, group: &Group, layout: &Layout) -> String {
    let tracks = layout.track_names(group);
    let tracks: Vec<&str> = tracks.iter().map(|track| track.word()).collect();
    let mut text = format!("{} to {to}, stage {}", tracks.join(" and "), stages(group));
    for (split, word) in ["category", "captured in", "region"].into_iter().enumerate() {
        let values = layout.value_names(group, split);
        if !values.is_empty() {
            write!(text, ", {word} {}", values.join(" or ")).expect("a String takes any text");
        }
    }
    text
}

/// What is known of a group.
struct Range {
    interval: Interval,
    from: Vec<Count>,
}

/// Counts, solved.
struct System<'a> {
    layout: &'a Layout,
    counts: Vec<Count>,
    equations: Equations,
    bounds: Vec<Interval>,
    told_empty: Vec<Group>,
}

impl<'a> System<'a> {
    /// Solves our counts together with as many of the heard ones as can hold beside them.
    fn with_heard(
        layout: &'a Layout,
        ours: &[&Count],
        heard: &[Count],
    ) -> Result<(Self, Vec<Count>), Trouble> {
        let mut system = Self::of(layout, ours)?;
        let mut set_aside = Vec::new();
        let mut believed = ours.to_vec();
        for count in heard {
            if system.add(count)? == Added::Contradiction {
                set_aside.push(count.clone());
            } else {
                believed.push(count);
            }
        }
        if believed.len() > ours.len() {
            match system.tighten() {
                Ok(()) => {}
                Err(Trouble::BelowZero) => return Ok((Self::of(layout, ours)?, heard.to_vec())),
                Err(trouble) => return Err(trouble),
            }
        }
        Ok((system, set_aside))
    }

    fn of(layout: &'a Layout, counts: &[&Count]) -> Result<Self, Trouble> {
        let mut system = Self {
            layout,
            counts: Vec::new(),
            equations: Equations::default(),
            bounds: Vec::new(),
            told_empty: Vec::new(),
        };
        for (at, (left, right)) in layout.ties().into_iter().enumerate() {
            let mut difference = left;
            difference.add(&right, Exact::from_integer(-1))?;
            // Ties are named beyond all counts, so that no message speaks of them.
            system.equations.add(&difference, 0, COUNTS_MAX + at)?;
        }
        for count in counts {
            if system.add(count)? == Added::Contradiction {
                return Err(Trouble::Contradicts(Box::new((*count).clone())));
            }
        }
        system.tighten()?;
        Ok(system)
    }

    fn add(&mut self, count: &Count) -> Result<Added, Trouble> {
        let group = self.layout.group(&count.of);
        let added = match count.amount {
            Amount::Exactly(amount) => {
                let name = self.counts.len();
                self.equations.add(&self.layout.sum(&group), amount, name)?
            }
            Amount::AtLeast(_) => Added::New,
        };
        if added != Added::Contradiction {
            if count.amount == Amount::Exactly(0) {
                self.told_empty.push(group);
            }
            self.counts.push(count.clone());
        }
        Ok(added)
    }

    fn tighten(&mut self) -> Result<(), Trouble> {
        let mut rules = Vec::new();
        for count in &self.counts {
            let (amount, equal) = match count.amount {
                Amount::Exactly(amount) => (amount, true),
                Amount::AtLeast(amount) => (amount, false),
            };
            let mut sum = self.layout.sum(&self.layout.group(&count.of));
            sum.constant = Exact::from_integer(-i128::from(amount));
            rules.push(Rule { sum, equal });
        }
        for (leading, row) in self.equations.rows() {
            let mut sum = Linear::sum([leading]);
            sum.add(row, Exact::from_integer(-1))?;
            rules.push(Rule { sum, equal: true });
        }
        self.bounds = match bounds::tighten(&rules, self.layout.variables) {
            Ok(bounds) => bounds,
            Err(bounds::Trouble::Impossible) => return Err(Trouble::BelowZero),
            Err(bounds::Trouble::Overflow) => return Err(Overflow.into()),
        };
        Ok(())
    }

    fn range(&self, group: &Group) -> Result<Range, Trouble> {
        let sum = self.layout.sum(group);
        let reduced = self.equations.reduce(&sum)?;
        if reduced.terms.is_empty() {
            let interval = Interval::exactly(reduced.constant.to_integer());
            let named = reduced.from.keys().filter_map(|name| self.counts.get(*name));
            return Ok(Range { interval, from: named.cloned().collect() });
        }
        let interval = bounds::of(&sum, &self.bounds)?.and(bounds::of(&reduced, &self.bounds)?);
        Ok(Range { interval, from: Vec::new() })
    }

    fn is_told_empty(&self, group: &Group) -> bool {
        self.told_empty.iter().any(|empty| empty.holds(group))
    }
}

/// Lists the groups that somebody might try to compute: in every span of stages and every choice of
/// tracks, each value, each set of values that was told, what is left beside it, and what is left
/// beside everything that was told in the same breath.
fn groups(layout: &Layout, told: impl Iterator<Item = Group>) -> Result<Vec<Group>, Trouble> {
    let told: BTreeSet<Group> = told.collect();
    let choices: [Vec<BTreeSet<usize>>; SPLITS] =
        std::array::from_fn(|split| choices(layout, &told, split));
    let mut frames = Vec::new();
    for first in 0..layout.stages() {
        for last in first..layout.stages() {
            for tracks in 1_usize..1 << layout.tracks() {
                let tracks = (0..layout.tracks()).filter(|at| tracks & (1 << at) != 0).collect();
                frames.push(Group { stages: (first, last), tracks, splits: Default::default() });
            }
        }
    }
    let mut groups = Vec::new();
    for shape in layout.shapes() {
        let mut of_shape = frames.clone();
        for split in (0..SPLITS).filter(|at| shape & (1 << at) != 0) {
            if groups.len() + of_shape.len() * choices[split].len() > GROUPS_MAX {
                return Err(Trouble::TooMuch { what: "groups to look at", limit: GROUPS_MAX });
            }
            let with = |group: &Group| {
                let one = |places: &BTreeSet<usize>| {
                    let mut group = group.clone();
                    group.splits[split] = Some(places.clone());
                    group
                };
                choices[split].iter().map(one).collect::<Vec<_>>()
            };
            of_shape = of_shape.iter().flat_map(with).collect();
        }
        groups.extend(of_shape);
    }
    Ok(groups)
}

fn choices(layout: &Layout, told: &BTreeSet<Group>, split: usize) -> Vec<BTreeSet<usize>> {
    let all: BTreeSet<usize> = layout.places(split).collect();
    let mut choices: BTreeSet<BTreeSet<usize>> = all.iter().map(|place| [*place].into()).collect();
    for group in told {
        let Some(places) = &group.splits[split] else { continue };
        let beside = |other: &&Group| {
            let mut same = (*other).clone();
            same.splits[split] = Some(places.clone());
            other.splits[split].is_some() && same == *group
        };
        let together = told.iter().filter(beside).filter_map(|other| other.splits[split].as_ref());
        let together: BTreeSet<usize> = together.flatten().copied().collect();
        choices.insert(&all - places);
        choices.insert(&all - &together);
        choices.insert(places.clone());
    }
    choices.into_iter().filter(|places| !places.is_empty() && *places != all).collect()
}

#[cfg(test)]
mod brute;
#[cfg(test)]
mod tests;
