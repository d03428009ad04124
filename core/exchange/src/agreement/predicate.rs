//! A predicate says who belongs to a category, and admits when it cannot tell.
//!
//! It is a conjunction: every part that is present must hold. It may ask about age, health, time in
//! captivity, sex and standing. Unit, origin and opinion have no part here, because GC III art. 16
//! forbids adverse distinction by them.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Facts, HealthGrade, PartialDate, Sex, Standing};

/// What a predicate answers about one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// The person belongs, however the missing facts turn out.
    Yes,
    /// The person does not belong, however the missing facts turn out.
    No,
    /// It depends on a fact that is not known, or on words that the terms do not say.
    Undecided,
}

/// What is missing when the answer is [`Truth::Undecided`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// The person's birth date, or enough of it.
    Birth,
    /// The day of capture, or enough of it.
    Captured,
    /// The health grade.
    Health,
    /// The sex as recorded.
    Sex,
    /// The standing under the Conventions.
    Standing,
    /// The terms do not say whether the upper age itself is inside.
    UpperAge,
    /// The terms do not say on which day age or time in captivity is taken.
    ReferenceDay,
    /// The terms do not define "seriously wounded" or "seriously sick".
    Definition,
}

impl Gap {
    /// Says in a few words what is missing.
    pub fn words(self) -> &'static str {
        match self {
            Self::Birth => "birth date",
            Self::Captured => "day of capture",
            Self::Health => "health grade",
            Self::Sex => "sex",
            Self::Standing => "standing",
            Self::UpperAge => "whether the upper age is inside",
            Self::ReferenceDay => "the day on which it is taken",
            Self::Definition => "a definition of serious",
        }
    }
}

/// The day on which age or time in captivity is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// The day of capture.
    Capture,
    /// The day on which the person is handed over.
    Handover,
    /// A day that the terms name.
    Fixed(Date),
    /// The terms do not say.
    Unsaid,
}

/// Whether somebody who has reached the upper age, and not the next birthday, is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Upper {
    /// "25 included".
    Inside,
    /// "under 25".
    Outside,
    /// "to 25", and no more.
    Unsaid,
}

/// A range of ages in whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// The least age, inside; none when the terms set none.
    pub from: Option<u8>,
    /// The upper age; none when the terms set none.
    pub to: Option<u8>,
    /// Whether [`Age::to`] is inside.
    pub upper: Upper,
    /// On which day the age is taken.
    pub on: Reference,
}

/// By what "seriously wounded" and "seriously sick" are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Definition {
    /// A medical finding under the model agreement, GC III Annex I, recorded as a serious grade.
    AnnexI,
    /// The finding of a Mixed Medical Commission, recorded as a serious grade. Those manifestly
    /// serious need no commission (GC III art. 112).
    Commission,
    /// The terms do not say.
    Unsaid,
}

/// Which health grades belong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// The grades that belong.
    pub grades: BTreeSet<HealthGrade>,
    /// What makes a grade serious. While it is unsaid, `sick` and `convalescent` are undecided
    /// wherever a serious grade belongs.
    pub definition: Definition,
}

/// A least time in captivity (GC III art. 109(2): "a long period of captivity").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Whole months since capture, at least.
    pub months_min: u16,
    /// Until which day they are counted. Capture itself makes no sense here and is refused.
    pub on: Reference,
}

/// Who belongs to a category: every part that is present must hold. An empty one holds for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Predicate {
    /// A range of ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Age>,
    /// Health grades.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
    /// A least time in captivity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
    /// Sex as recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Standing under the Conventions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<BTreeSet<Standing>>,
}

/// An answer together with what is missing for a firm one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    truth: Truth,
    gaps: BTreeSet<Gap>,
}

impl Answer {
    fn firm(holds: bool) -> Self {
        Self { truth: if holds { Truth::Yes } else { Truth::No }, gaps: BTreeSet::new() }
    }

    fn open(gap: Gap) -> Self {
        Self { truth: Truth::Undecided, gaps: BTreeSet::from([gap]) }
    }

    /// Both must hold. One firm `No` decides, whatever else is missing.
    fn and(&self, other: &Self) -> Self {
        match (self.truth, other.truth) {
            (Truth::No, _) | (_, Truth::No) => Self::firm(false),
            (Truth::Yes, Truth::Yes) => Self::firm(true),
            (Truth::Undecided, _) | (_, Truth::Undecided) => {
                Self { truth: Truth::Undecided, gaps: &self.gaps | &other.gaps }
            }
        }
    }

    /// Several possible meanings of the same words: firm only when all agree.
    fn across(meanings: &[Self], gap: Gap) -> Self {
        let gaps: BTreeSet<Gap> = meanings.iter().flat_map(|answer| answer.gaps.clone()).collect();
        let mut truths = meanings.iter().map(|answer| answer.truth);
        let first = truths.next().unwrap_or(Truth::Undecided);
        let agree = truths.all(|truth| truth == first);
        match (agree, first) {
            (true, Truth::Yes | Truth::No) => Self { truth: first, gaps: BTreeSet::new() },
            (true, Truth::Undecided) => Self { truth: Truth::Undecided, gaps },
            (false, _) => Self { truth: Truth::Undecided, gaps: &gaps | &BTreeSet::from([gap]) },
        }
    }
}

impl Predicate {
    /// Says whether the person belongs, where `on` is the day of handover.
    pub fn holds(&self, facts: &Facts, on: Date) -> Truth {
        self.answer(facts, on).truth
    }

    /// Returns what is missing; empty unless [`Predicate::holds`] says [`Truth::Undecided`].
    pub fn gaps(&self, facts: &Facts, on: Date) -> BTreeSet<Gap> {
        self.answer(facts, on).gaps
    }

    fn answer(&self, facts: &Facts, on: Date) -> Answer {
        let mut answer = Answer::firm(true);
        if let Some(age) = self.age {
            answer = answer.and(&age.answer(facts, on));
        }
        if let Some(health) = &self.health {
            answer = answer.and(&health.answer(facts));
        }
        if let Some(held) = self.held {
            answer = answer.and(&held.answer(facts, on));
        }
        if let Some(sex) = self.sex {
            let known = facts.sex.map(|recorded| Answer::firm(recorded == sex));
            answer = answer.and(&known.unwrap_or_else(|| Answer::open(Gap::Sex)));
        }
        if let Some(wanted) = &self.standing {
            let known = facts.standing.map(|standing| Answer::firm(wanted.contains(&standing)));
            answer = answer.and(&known.unwrap_or_else(|| Answer::open(Gap::Standing)));
        }
        answer
    }
}

impl Reference {
    /// The days that it can mean, from the earliest to the latest, or the fact that is missing.
    fn days(self, facts: &Facts, on: Date) -> Result<(Date, Date), Gap> {
        match self {
            Self::Handover | Self::Unsaid => Ok((on, on)),
            Self::Fixed(day) => Ok((day, day)),
            Self::Capture => facts.captured.and_then(span).ok_or(Gap::Captured),
        }
    }

    /// The meanings between which unsaid words leave the choice.
    pub(super) fn meanings(self) -> Vec<Self> {
        match self {
            Self::Unsaid => vec![Self::Capture, Self::Handover],
            Self::Capture | Self::Handover | Self::Fixed(_) => vec![self],
        }
    }
}

impl Upper {
    /// The meanings between which unsaid words leave the choice.
    pub(super) fn meanings(self) -> Vec<Self> {
        match self {
            Self::Unsaid => vec![Self::Inside, Self::Outside],
            Self::Inside | Self::Outside => vec![self],
        }
    }
}

impl Age {
    fn answer(self, facts: &Facts, on: Date) -> Answer {
        let by_day = |upper: Upper| {
            let days = self.on.meanings().into_iter();
            let answers = days.map(|day| Self { upper, on: day, ..self }.answer_said(facts, on));
            Answer::across(&answers.collect::<Vec<_>>(), Gap::ReferenceDay)
        };
        let answers: Vec<_> = self.upper.meanings().into_iter().map(by_day).collect();
        Answer::across(&answers, Gap::UpperAge)
    }

    /// Answers where both the edge and the day are said.
    fn answer_said(self, facts: &Facts, on: Date) -> Answer {
        let Some((born_first, born_last)) = facts.birth.and_then(span) else {
            return Answer::open(Gap::Birth);
        };
        let (day_first, day_last) = match self.on.days(facts, on) {
            Ok(days) => days,
            Err(gap) => return Answer::open(gap),
        };
        let youngest = self.admits(age_years(born_last, day_first));
        let oldest = self.admits(age_years(born_first, day_last));
        // The range of ages has no holes, so both ends inside means all inside. Both ends outside
        // means all outside only where both lie on the same side of the range.
        let same_side = self.below(age_years(born_last, day_first))
            == self.below(age_years(born_first, day_last));
        match (youngest, oldest) {
            (true, true) => Answer::firm(true),
            (false, false) if same_side => Answer::firm(false),
            (false | true, false | true) => {
                Answer::open(if born_first == born_last { Gap::Captured } else { Gap::Birth })
            }
        }
    }

    fn below(self, years: i16) -> bool {
        self.from.is_some_and(|from| years < i16::from(from))
    }

    fn admits(self, years: i16) -> bool {
        let under = self.to.is_none_or(|to| match self.upper {
            Upper::Inside | Upper::Unsaid => years <= i16::from(to),
            Upper::Outside => years < i16::from(to),
        });
        under && !self.below(years)
    }
}

impl Health {
    fn answer(&self, facts: &Facts) -> Answer {
        let Some(grade) = facts.health else {
            return Answer::open(Gap::Health);
        };
        if self.grades.contains(&grade) {
            return Answer::firm(true);
        }
        let asks_serious = self.grades.iter().any(|grade| grade.is_serious());
        let near = matches!(grade, HealthGrade::Sick | HealthGrade::Convalescent);
        if asks_serious && near && self.definition == Definition::Unsaid {
            return Answer::open(Gap::Definition);
        }
        Answer::firm(false)
    }
}

impl Held {
    fn answer(self, facts: &Facts, on: Date) -> Answer {
        let Some((captured_first, captured_last)) = facts.captured.and_then(span) else {
            return Answer::open(Gap::Captured);
        };
        let answers = self.on.meanings().into_iter().map(|day| {
            let Ok((_, until)) = day.days(facts, on) else {
                return Answer::open(Gap::Captured);
            };
            let long_enough = |captured: Date| {
                captured
                    .checked_add(i32::from(self.months_min).months())
                    .is_ok_and(|reached| reached <= until)
            };
            match (long_enough(captured_last), long_enough(captured_first)) {
                (true, _) => Answer::firm(true),
                (false, false) => Answer::firm(false),
                (false, true) => Answer::open(Gap::Captured),
            }
        });
        Answer::across(&answers.collect::<Vec<_>>(), Gap::ReferenceDay)
    }
}

/// The first and the last day that a partly known date can be.
fn span(date: PartialDate) -> Option<(Date, Date)> {
    date.earliest().zip(date.latest())
}

/// Completed years of age on a day. Somebody born on 29 February completes a year on 1 March where
/// there is no 29 February.
pub(super) fn age_years(born: Date, on: Date) -> i16 {
    let before_birthday = (on.month(), on.day()) < (born.month(), born.day());
    on.year() - born.year() - i16::from(before_birthday)
}

#[cfg(test)]
mod tests;
