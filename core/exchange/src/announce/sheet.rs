//! The fact sheet: what may be told now, what is withheld, and what is under an embargo.
//!
//! It begins with the disclosure clause that both sides sealed. A party may close more for itself, for
//! one stage or one track; it can never open what the clause closes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::count::{Cell, Stages};
use super::inference::Question;
use crate::agreement::{DisclosedFact, Disclosure, LEAST_CELL, Openness, Track, Until};

/// The kinds of facts that a statement may hold. A person is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// How many.
    Number,
    /// How many of each category.
    CategorySplit,
    /// How many captured in each year.
    YearOfCapture,
    /// How many captured in each region.
    RegionOfCapture,
    /// The day of the next stage, or that none is agreed.
    NextDate,
    /// Where the handover was.
    Place,
    /// Who stood between.
    Mediator,
    /// A duty that goes on after the handover.
    Condition,
}

impl FactKind {
    /// All kinds, in the order in which a statement tells them.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::CategorySplit,
        Self::YearOfCapture,
        Self::RegionOfCapture,
        Self::NextDate,
        Self::Place,
        Self::Mediator,
        Self::Condition,
    ];

    /// Names the kind by one word, the same in every language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::CategorySplit => "category-split",
            Self::YearOfCapture => "year-of-capture",
            Self::RegionOfCapture => "region-of-capture",
            Self::NextDate => "next-date",
            Self::Place => "place",
            Self::Mediator => "mediator",
            Self::Condition => "condition",
        }
    }

    /// Returns the kind in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "the number of people",
            Self::CategorySplit => "the split by category",
            Self::YearOfCapture => "the split by year of capture",
            Self::RegionOfCapture => "the split by region of capture",
            Self::NextDate => "the date of the next stage",
            Self::Place => "the place",
            Self::Mediator => "the mediator",
            Self::Condition => "the conditions",
        }
    }

    /// Returns the fact of the disclosure clause that decides about this kind; none where the clause
    /// leaves it to each party.
    fn clause(self) -> Option<DisclosedFact> {
        match self {
            Self::Number => Some(DisclosedFact::Number),
            Self::CategorySplit => Some(DisclosedFact::CategorySplit),
            Self::YearOfCapture => Some(DisclosedFact::YearOfCapture),
            Self::RegionOfCapture => Some(DisclosedFact::RegionOfCapture),
            Self::NextDate => Some(DisclosedFact::NextDate),
            Self::Place | Self::Mediator | Self::Condition => None,
        }
    }
}

impl From<DisclosedFact> for FactKind {
    fn from(fact: DisclosedFact) -> Self {
        match fact {
            DisclosedFact::Number => Self::Number,
            DisclosedFact::CategorySplit => Self::CategorySplit,
            DisclosedFact::NextDate => Self::NextDate,
            DisclosedFact::YearOfCapture => Self::YearOfCapture,
            DisclosedFact::RegionOfCapture => Self::RegionOfCapture,
        }
    }
}

/// What a party closes for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The kind of fact.
    pub fact: FactKind,
    /// Only on this track; on all where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<Track>,
    /// Only about these stages; about all where none are named. A number over a longer span is another
    /// fact, and stays open as far as it does not give these away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<Stages>,
    /// Until when; for good where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
}

/// The day on which a statement is made, and how far the exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The day.
    pub on: Date,
    /// Whether the last stage of the agreement is done.
    pub all_stages_done: bool,
}

impl Now {
    fn is_over(self, until: Until) -> bool {
        match until {
            Until::AllStagesDone => self.all_stages_done,
            Until::Date(day) => day <= self.on,
        }
    }
}

/// Why a fact may not be told now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Closed {
    /// Not by this agreement, or not by this party.
    Withheld,
    /// Not before this.
    Embargoed(Until),
}

/// The sealed clause, and what a party closes beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The clause that both sides sealed.
    pub clause: Disclosure,
    /// Whether the number of bodies may be told; as the clause says of people where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remains: Option<Openness>,
    /// What this party closes for itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
}

impl Sheet {
    /// Puts a sheet together from the clause alone.
    pub fn of(clause: Disclosure) -> Self {
        Self { clause, remains: None, closures: Vec::new() }
    }

    /// Returns the least number of people in a cell that may be told; never under 5.
    pub fn least_cell(&self) -> u16 {
        self.clause.least_cell.max(LEAST_CELL)
    }

    /// Says why a fact may not be told now, if it may not.
    pub fn closed(&self, kind: FactKind, about: Option<&About>, now: Now) -> Option<Closed> {
        let bodies = about.is_some_and(|about| about.tracks.contains(&Track::Remains));
        let clause = match kind.clause() {
            Some(DisclosedFact::Number) if bodies => self.remains.unwrap_or(self.clause.number),
            Some(fact) => self.clause.of(fact),
            None => Openness::Open,
        };
        let clause = match clause {
            Openness::Open => None,
            Openness::Withheld => Some(Closed::Withheld),
            Openness::Embargoed(until) => Some(Closed::Embargoed(until)),
        };
        let own = self.closures.iter().filter(|closure| closure.fact == kind);
        let own =
            own.filter(|closure| closure.is_about(about)).map(|closure| match closure.until {
                Some(until) => Closed::Embargoed(until),
                None => Closed::Withheld,
            });
        let still = |closed: &Closed| match closed {
            Closed::Withheld => true,
            Closed::Embargoed(until) => !now.is_over(*until),
        };
        clause.into_iter().chain(own).filter(still).min()
    }

    /// Says why a number about these people may not be told now, if it may not.
    pub fn closed_count(&self, cell: &Cell, now: Now) -> Option<(FactKind, Closed)> {
        let about = About { tracks: cell.tracks.clone(), stages: cell.stages };
        self.closed_facts(cell.facts(), &about, now)
    }

    /// Says whether a number that somebody could compute is closed now.
    pub(super) fn closes(&self, question: &Question, now: Now) -> bool {
        let about = About { tracks: question.tracks.clone(), stages: question.stages };
        self.closed_facts(question.facts.clone(), &about, now).is_some()
    }

    fn closed_facts(
        &self,
        facts: impl IntoIterator<Item = DisclosedFact>,
        about: &About,
        now: Now,
    ) -> Option<(FactKind, Closed)> {
        facts.into_iter().find_map(|fact| {
            let kind = FactKind::from(fact);
            Some((kind, self.closed(kind, Some(about), now)?))
        })
    }
}

/// Whom and which stages a fact is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// On these tracks.
    pub tracks: std::collections::BTreeSet<Track>,
    /// In these stages.
    pub stages: Stages,
}

impl Closure {
    fn is_about(&self, about: Option<&About>) -> bool {
        let Some(about) = about else { return true };
        let track = self.track.is_none_or(|track| about.tracks.iter().all(|one| *one == track));
        track && self.stages.is_none_or(|stages| stages.holds(about.stages))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::vocabulary::{Side, StageNumber};

    pub(crate) fn open() -> Sheet {
        Sheet::of(Disclosure {
            number: Openness::Open,
            category_split: Openness::Open,
            next_date: Openness::Open,
            year_of_capture: Openness::Open,
            region_of_capture: Openness::Open,
            least_cell: 5,
        })
    }

    pub(crate) fn day(month: i8, day: i8) -> Now {
        Now { on: jiff::civil::date(2031, month, day), all_stages_done: false }
    }

    #[test]
    fn an_embargo_ends_on_its_day_or_with_the_last_stage() {
        let mut sheet = open();
        sheet.clause.number = Openness::Embargoed(Until::AllStagesDone);
        let mut now = day(5, 1);
        let closed = Some(Closed::Embargoed(Until::AllStagesDone));
        assert_eq!(sheet.closed(FactKind::Number, None, now), closed);
        now.all_stages_done = true;
        assert_eq!(sheet.closed(FactKind::Number, None, now), None);
        let until = Until::Date(jiff::civil::date(2031, 5, 3));
        sheet.clause.number = Openness::Embargoed(until);
        assert_eq!(sheet.closed(FactKind::Number, None, day(5, 2)), Some(Closed::Embargoed(until)));
        assert_eq!(sheet.closed(FactKind::Number, None, day(5, 3)), None);
    }

    #[test]
    fn a_party_closes_more_and_never_opens() {
        let mut sheet = open();
        let eight = Stages::one(StageNumber(8)).unwrap();
        sheet.closures.push(Closure {
            fact: FactKind::Number,
            track: Some(Track::Prisoners),
            stages: Some(eight),
            until: None,
        });
        let now = day(5, 1);
        let of = |track, stages| sheet.closed_count(&Cell::total(Side::A, track, stages), now);
        assert_eq!(of(Track::Prisoners, eight), Some((FactKind::Number, Closed::Withheld)));
        assert_eq!(of(Track::Remains, eight), None);
        let nine = Stages::span(StageNumber(1), StageNumber(9)).unwrap();
        assert_eq!(of(Track::Prisoners, nine), None);
        sheet.clause.number = Openness::Withheld;
        assert_eq!(of_remains(&sheet, now), Some((FactKind::Number, Closed::Withheld)));
        sheet.remains = Some(Openness::Open);
        assert_eq!(of_remains(&sheet, now), None);
    }

    fn of_remains(sheet: &Sheet, now: Now) -> Option<(FactKind, Closed)> {
        let one = Stages::one(StageNumber(1)).unwrap();
        sheet.closed_count(&Cell::total(Side::A, Track::Remains, one), now)
    }
}
