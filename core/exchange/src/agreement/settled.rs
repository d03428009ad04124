//! Settled terms are what both sides accepted, in the form that plans and statements need.
//!
//! They can only be made from whole, lawful clauses in which nothing is left unsaid; an open point
//! stops here and goes no further.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Clause, Condition, Definition, Disclosure, FurtherRound, Gap, Order, Parity, Predicate,
    Quantity, Ratio, Reference, Remains, Rule, Track, Truth, Upper, law,
};
use crate::vocabulary::{CategoryId, ClauseId, Digest, Facts, HealthGrade, Standing};

/// One category, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The category's name.
    pub id: CategoryId,
    /// A few words for a heading.
    pub title: String,
    /// Whom it is about: prisoners or civilians.
    pub track: Track,
    /// Who belongs.
    pub predicate: Predicate,
    /// Whether its people count in parity. Never true for civilians, the seriously wounded or sick,
    /// or retained personnel.
    pub counted: bool,
}

impl Category {
    /// Says whether a person belongs, where `on` is the day of handover. The track is part of the
    /// question: see [`Track::admits`].
    pub fn holds(&self, facts: &Facts, on: Date) -> Truth {
        if self.track.admits(&self.predicate, facts) {
            self.predicate.holds(facts, on)
        } else {
            Truth::No
        }
    }

    /// Returns what is missing when [`Category::holds`] is undecided; empty otherwise.
    pub fn gaps(&self, facts: &Facts, on: Date) -> BTreeSet<Gap> {
        if self.track.admits(&self.predicate, facts) {
            self.predicate.gaps(facts, on)
        } else {
            BTreeSet::new()
        }
    }
}

impl Track {
    /// Says whether a person of this standing can be on the track at all.
    ///
    /// A predicate that asks for a standing decides by itself. Otherwise civilians are on their own
    /// track, retained personnel on none that is bargained, and who is in doubt or of whom nothing is
    /// said counts as a prisoner of war (GC III art. 5).
    pub fn admits(self, predicate: &Predicate, facts: &Facts) -> bool {
        let civilian = facts.standing == Some(Standing::Civilian);
        match self {
            Self::Prisoners if predicate.standing.is_some() => !civilian,
            Self::Prisoners => !civilian && facts.standing != Some(Standing::Retained),
            Self::Civilians => civilian,
            Self::Remains => false,
        }
    }
}

/// Where a person stands among the categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placement {
    /// The first category by precedence to which the person surely belongs.
    pub category: Option<CategoryId>,
    /// Categories before that one (or all, where there is none) that cannot be decided, and what is
    /// missing for each.
    pub doubts: BTreeMap<CategoryId, BTreeSet<Gap>>,
}

/// The terms that both sides accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// The categories in order of precedence: somebody who belongs to two is in the first.
    pub categories: Vec<Category>,
    /// Whether a whole category comes before time in captivity.
    pub categories_first: bool,
    /// Days of capture that count as one band when the longest held go first; at least 1.
    pub band_days: u16,
    /// Whether the two sides must be equal, and in what.
    pub parity: Parity,
    /// Against how many. In numbers handed over, `n_a * b == n_b * a`.
    pub ratio: Ratio,
    /// The least number that each side gives over the whole agreement.
    pub floor: Option<u32>,
    /// The greatest number of counted people that each side gives over the whole agreement. It never
    /// holds back the seriously wounded or sick, civilians, or retained personnel.
    pub ceiling: Option<u32>,
    /// The least number of counted people on each side in one stage; 1 where the terms set none.
    pub stage_least: u32,
    /// Whether people outside every category may be taken to reach the number.
    pub beyond_categories: bool,
    /// The agreed days by track; a track without days has no date agreed.
    pub dates: BTreeMap<Track, BTreeSet<Date>>,
    /// What statements may tell.
    pub disclosure: Disclosure,
    /// How many bodies each side gives, where that is agreed.
    pub remains: Option<Remains>,
    /// Duties that go on after the handover, by clause.
    pub conditions: BTreeMap<ClauseId, Condition>,
    /// Whether a further round is agreed. None where the terms do not speak of it.
    pub further_round: Option<FurtherRound>,
    /// The accepted clauses and the digest that both sides accepted.
    pub clauses: BTreeMap<ClauseId, Digest>,
}

/// Why accepted clauses do not yet add up to settled terms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
pub enum Unsettled {
    /// No accepted clause of this kind.
    #[error("no `{0}` clause is accepted by both sides")]
    Missing(&'static str),
    /// Two accepted clauses of a kind that can stand only once.
    #[error("clauses `{0}` and `{1}` both say `{2}`")]
    Twice(ClauseId, ClauseId, &'static str),
    /// Two accepted clauses define one category.
    #[error("category `{0}` is defined twice")]
    CategoryTwice(CategoryId),
    /// A category that the order does not name, or an order that names an unknown category.
    #[error("the order of categories and the categories themselves differ on `{0}`")]
    Order(CategoryId),
    /// Words that leave a choice.
    #[error("clause `{clause}` leaves open {}", gap.words())]
    Unsaid {
        /// The clause.
        clause: ClauseId,
        /// What it leaves open.
        gap: Gap,
    },
    /// Somebody seriously wounded or sick could be placed in a counted category.
    #[error("a seriously wounded or sick person could be counted under `{0}`")]
    SeriousCounted(CategoryId),
    /// A clause that the law does not allow.
    #[error("clause `{0}` may not stand: {1}")]
    Unlawful(ClauseId, String),
}

impl Settled {
    /// Puts the accepted clauses together, or returns everything that still stands in the way.
    ///
    /// # Errors
    /// Every reason, in a fixed order; never an empty list.
    pub fn of(clauses: &[Clause]) -> Result<Self, Vec<Unsettled>> {
        let mut draft = Draft::default();
        for clause in clauses {
            draft.take(clause);
        }
        draft.finish()
    }

    /// Returns a category by name.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// Places a person by precedence, where `on` is the day of handover.
    pub fn categorise(&self, facts: &Facts, on: Date) -> Placement {
        let mut doubts = BTreeMap::new();
        for category in &self.categories {
            match category.holds(facts, on) {
                Truth::Yes => return Placement { category: Some(category.id.clone()), doubts },
                Truth::Undecided => {
                    doubts.insert(category.id.clone(), category.gaps(facts, on));
                }
                Truth::No => {}
            }
        }
        Placement { category: None, doubts }
    }
}

/// Clauses on their way to settled terms.
#[derive(Default)]
struct Draft {
    wrong: Vec<Unsettled>,
    quantity: Option<(ClauseId, Quantity)>,
    order: Option<(ClauseId, Order)>,
    disclosure: Option<(ClauseId, Disclosure)>,
    remains: Option<(ClauseId, Remains)>,
    further_round: Option<(ClauseId, FurtherRound)>,
    categories: BTreeMap<CategoryId, Category>,
    dates: BTreeMap<Track, BTreeSet<Date>>,
    conditions: BTreeMap<ClauseId, Condition>,
    clauses: BTreeMap<ClauseId, Digest>,
}

impl Draft {
    fn take(&mut self, clause: &Clause) {
        if let Err(refusal) = law::check(clause) {
            self.wrong.push(Unsettled::Unlawful(clause.id.clone(), refusal.to_string()));
            return;
        }
        let wrong = &mut self.wrong;
        match &clause.rule {
            Rule::Quantity(rule) => once(&mut self.quantity, clause, rule, wrong),
            Rule::Order(rule) => once(&mut self.order, clause, rule, wrong),
            Rule::Disclosure(rule) => once(&mut self.disclosure, clause, rule, wrong),
            Rule::Remains(rule) => once(&mut self.remains, clause, rule, wrong),
            Rule::FurtherRound(rule) => once(&mut self.further_round, clause, rule, wrong),
            Rule::Category(rule) => {
                for gap in unsaid(&rule.predicate) {
                    wrong.push(Unsettled::Unsaid { clause: clause.id.clone(), gap });
                }
                let category = Category {
                    id: rule.category.clone(),
                    title: clause.title.clone(),
                    track: clause.track,
                    predicate: rule.predicate.clone(),
                    counted: rule.counted,
                };
                if self.categories.insert(rule.category.clone(), category).is_some() {
                    wrong.push(Unsettled::CategoryTwice(rule.category.clone()));
                }
            }
            Rule::Schedule(rule) => {
                self.dates.entry(clause.track).or_default().extend(&rule.dates);
            }
            Rule::Condition(rule) => {
                self.conditions.insert(clause.id.clone(), rule.clone());
            }
            // A commission and a release bind the parties and change nothing in a plan.
            Rule::Commission(_) | Rule::Release(_) => {}
        }
        self.clauses.insert(clause.id.clone(), clause.digest());
    }

    fn finish(self) -> Result<Settled, Vec<Unsettled>> {
        let mut wrong = self.wrong;
        let quantity = need(self.quantity, "quantity", &mut wrong);
        let order = need(self.order, "order", &mut wrong);
        let disclosure = need(self.disclosure, "disclosure", &mut wrong);
        if self.categories.is_empty() {
            wrong.push(Unsettled::Missing("category"));
        }
        let named: BTreeSet<&CategoryId> =
            order.iter().flat_map(|order| &order.precedence).collect();
        if order.is_some() {
            let defined: BTreeSet<&CategoryId> = self.categories.keys().collect();
            let differing = named.symmetric_difference(&defined);
            wrong.extend(differing.map(|id| Unsettled::Order((*id).clone())));
        }
        let precedence = order.iter().flat_map(|order| &order.precedence);
        let categories: Vec<Category> =
            precedence.filter_map(|id| self.categories.get(id).cloned()).collect();
        wrong.extend(serious_counted(&categories).map(Unsettled::SeriousCounted));
        let (Some(quantity), Some(order), Some(disclosure), true) =
            (quantity, order, disclosure, wrong.is_empty())
        else {
            wrong.sort();
            wrong.dedup();
            return Err(wrong);
        };
        Ok(Settled {
            categories,
            categories_first: order.categories_first,
            band_days: order.band_days,
            parity: quantity.parity,
            ratio: quantity.ratio,
            floor: quantity.floor,
            ceiling: quantity.ceiling,
            stage_least: quantity.stage_least.unwrap_or(1),
            beyond_categories: quantity.beyond_categories,
            dates: self.dates,
            disclosure,
            remains: self.remains.map(|(_, rule)| rule),
            conditions: self.conditions,
            further_round: self.further_round.map(|(_, rule)| rule),
            clauses: self.clauses,
        })
    }
}

/// Keeps a rule that can stand only once.
fn once<R: Clone>(
    slot: &mut Option<(ClauseId, R)>,
    clause: &Clause,
    rule: &R,
    wrong: &mut Vec<Unsettled>,
) {
    match slot {
        None => *slot = Some((clause.id.clone(), rule.clone())),
        Some((first, _)) => {
            let word = clause.rule.word();
            wrong.push(Unsettled::Twice(first.clone(), clause.id.clone(), word));
        }
    }
}

fn need<R>(
    slot: Option<(ClauseId, R)>,
    word: &'static str,
    wrong: &mut Vec<Unsettled>,
) -> Option<R> {
    if slot.is_none() {
        wrong.push(Unsettled::Missing(word));
    }
    slot.map(|(_, rule)| rule)
}

/// Returns what the words of a predicate leave open.
fn unsaid(predicate: &Predicate) -> BTreeSet<Gap> {
    let age = predicate.age;
    let held = predicate.held;
    let health = predicate.health.as_ref();
    let edge = age.is_some_and(|age| age.to.is_some() && age.upper == Upper::Unsaid);
    let day = age.is_some_and(|age| age.on == Reference::Unsaid)
        || held.is_some_and(|held| held.on == Reference::Unsaid);
    let definition = health.is_some_and(|health| {
        health.definition == Definition::Unsaid && health.grades.iter().any(|g| g.is_serious())
    });
    [(edge, Gap::UpperAge), (day, Gap::ReferenceDay), (definition, Gap::Definition)]
        .into_iter()
        .filter_map(|(open, gap)| open.then_some(gap))
        .collect()
}

/// Returns the counted categories that somebody seriously wounded or sick could fall into, because no
/// uncounted category before them takes every such person (GC III art. 109(1)).
fn serious_counted(categories: &[Category]) -> impl Iterator<Item = CategoryId> {
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for category in categories.iter().filter(|category| category.track == Track::Prisoners) {
        for grade in [HealthGrade::SeriouslyWounded, HealthGrade::SeriouslySick] {
            if category.counted && !taken.contains(&grade) && may_take(&category.predicate, grade) {
                found.push(category.id.clone());
            }
            if !category.counted && takes_all(&category.predicate, grade) {
                taken.insert(grade);
            }
        }
    }
    found.dedup();
    found.into_iter()
}

/// Says whether a predicate asks for nothing but health, and this grade is enough.
fn takes_all(predicate: &Predicate, grade: HealthGrade) -> bool {
    let only_health = Predicate { health: predicate.health.clone(), ..Predicate::default() };
    *predicate == only_health && may_take(predicate, grade)
}

/// Says whether somebody of this grade may belong.
fn may_take(predicate: &Predicate, grade: HealthGrade) -> bool {
    predicate.health.as_ref().is_none_or(|health| health.grades.contains(&grade))
}

#[cfg(test)]
mod tests;
