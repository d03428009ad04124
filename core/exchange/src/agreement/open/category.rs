//! Open points inside one category: every meaning that the two readings leave possible is tried on
//! every line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{LineName, Listed, Look, OpenKind, OpenPoint, Tally, point};
use crate::agreement::{
    Age, Definition, Gap, Health, Held, Parity, Predicate, Reference, Row, Rule, Track, Truth,
    Upper,
};
use crate::vocabulary::{CategoryId, ClauseId, HealthGrade, Sex, Side, Standing};

/// The most meanings of one category that are tried; two readings of ten parts stay below it.
const MEANINGS_MAX: usize = 4096;

/// One part of a predicate with everything said.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    AgeFrom(Option<u8>),
    AgeTo(Option<u8>),
    Upper(Upper),
    AgeOn(Reference),
    Grades(Option<BTreeSet<HealthGrade>>),
    /// Whether the sick and the convalescent are serious without a finding.
    SickAreSerious(bool),
    HeldMonths(Option<u16>),
    HeldOn(Reference),
    Sex(Option<Sex>),
    Standing(Option<BTreeSet<Standing>>),
}

/// One question about a category, and the answers that the two readings leave possible.
#[derive(Debug, Clone)]
struct Choice {
    kind: OpenKind,
    /// How the question begins.
    asked: String,
    answers: Vec<Part>,
    /// What each reading answers, as words.
    said: [String; 2],
}

/// Every meaning that a category can have.
#[derive(Debug, Clone)]
pub(super) struct Meanings {
    pub(super) clause: ClauseId,
    pub(super) category: CategoryId,
    track: Track,
    choices: Vec<Choice>,
    /// Whether each reading counts the category in parity.
    pub(super) counted: [bool; 2],
    /// All predicates, the first choice varying slowest.
    predicates: Vec<Predicate>,
}

/// How a line stands to a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Membership {
    Surely,
    Turning,
    Missing,
    Outside,
}

impl Meanings {
    /// Gathers the meanings of a row that defines a category; a party that is silent leaves the
    /// other's words alone.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let rule = |side| match &row.reading(side).rule {
            Some(Rule::Category(rule)) => Some(rule),
            Some(_) | None => None,
        };
        let (a, b) = match (rule(Side::A), rule(Side::B)) {
            (Some(a), Some(b)) => (a, b),
            (Some(only), None) | (None, Some(only)) => (only, only),
            (None, None) => return None,
        };
        let choices = choices(&a.predicate, &b.predicate);
        Some(Self {
            clause: row.id.clone(),
            category: a.category.clone(),
            track: row.track,
            predicates: predicates(&choices),
            choices,
            counted: [a.counted, b.counted],
        })
    }

    fn truths(&self, line: &Listed, on: Date) -> Vec<Truth> {
        let truth = |predicate: &Predicate| {
            if self.track.admits(predicate, &line.facts) {
                predicate.holds(&line.facts, on)
            } else {
                Truth::No
            }
        };
        self.predicates.iter().map(truth).collect()
    }

    pub(super) fn membership(&self, line: &Listed, on: Date) -> Membership {
        let truths = self.truths(line, on);
        let has = |truth| truths.contains(&truth);
        match (has(Truth::Yes), has(Truth::No), has(Truth::Undecided)) {
            (true, false, false) => Membership::Surely,
            (false, _, false) => Membership::Outside,
            (true, true, _) => Membership::Turning,
            (_, _, true) => Membership::Missing,
        }
    }

    /// Says whether the line belongs under some meaning.
    pub(super) fn may_hold(&self, line: &Listed, on: Date) -> bool {
        self.truths(line, on).contains(&Truth::Yes)
    }

    /// The facts that are missing for a firm answer under some meaning.
    fn gaps(&self, line: &Listed, on: Date) -> BTreeSet<Gap> {
        let admitted = self.predicates.iter().filter(|p| self.track.admits(p, &line.facts));
        admitted.flat_map(|predicate| predicate.gaps(&line.facts, on)).collect()
    }

    /// The open points of this category.
    pub(super) fn points(&self, look: &Look<'_>, row: &Row) -> Vec<OpenPoint> {
        let mut points = Vec::new();
        // The steps in the list of predicates from one answer of a choice to the next.
        let mut step = self.predicates.len();
        for choice in &self.choices {
            let answers = choice.answers.len();
            step /= answers;
            if answers < 2 {
                continue;
            }
            let question = choice.question();
            let mut open = point(row, choice.kind, question, choice.said.clone());
            open.offer = offer(choice.kind);
            let (step, on) = (step, look.on);
            open.turns = look.turns(|line| turns(&self.truths(line, on), step, answers));
            for (side, turns) in &mut open.turns {
                let lines = look.lists.get(side).into_iter().flatten();
                let unknown =
                    lines.filter(|line| self.membership(line, on) == Membership::Missing).count();
                if unknown > 0 {
                    turns.note = Some(format!("{unknown} cannot be told for lack of a fact"));
                }
            }
            points.push(open);
        }
        points.extend(self.counted_point(look, row));
        points
    }

    /// Whether the category counts is a question of its own only where both sides want parity;
    /// where one wants none, it is part of that question.
    fn counted_point(&self, look: &Look<'_>, row: &Row) -> Option<OpenPoint> {
        let wants_none = |side: Side, row: &Row| match &row.reading(side).rule {
            Some(Rule::Quantity(quantity)) => quantity.parity == Parity::None,
            Some(_) | None => false,
        };
        let mut rows = look.terms.rows.iter();
        let [a, b] = self.counted;
        if a == b || rows.any(|row| wants_none(Side::A, row) || wants_none(Side::B, row)) {
            return None;
        }
        let said = self.counted.map(|counted| {
            if counted { "counts in parity" } else { "goes whatever the numbers" }.to_owned()
        });
        let question = format!("does `{}` count in parity?", self.category);
        let mut open = point(row, OpenKind::Counted, question, said);
        open.turns = look.turns(|line| self.may_hold(line, look.on));
        Some(open)
    }
}

/// Says whether some pair of meanings that differ in one choice alone take a line in and leave it out.
fn turns(truths: &[Truth], step: usize, answers: usize) -> bool {
    (0..truths.len()).filter(|at| (at / step).is_multiple_of(answers)).any(|at| {
        let varied: Vec<&Truth> = truths[at..].iter().step_by(step).take(answers).collect();
        varied.contains(&&Truth::Yes) && varied.contains(&&Truth::No)
    })
}

/// Says how each list falls into each category.
pub(super) fn tallies(
    meanings: &[Meanings],
    lines: &[Listed],
    on: Date,
) -> BTreeMap<CategoryId, Tally> {
    let mut tallies = BTreeMap::new();
    for meaning in meanings {
        let mut tally = Tally::default();
        for line in lines {
            let count = match meaning.membership(line, on) {
                Membership::Surely => &mut tally.surely,
                Membership::Turning => &mut tally.turning,
                Membership::Missing => &mut tally.missing,
                Membership::Outside => &mut tally.outside,
            };
            *count += 1;
        }
        tallies.insert(meaning.category.clone(), tally);
    }
    tallies
}

/// Names the lines that no meaning decides because a fact about the person is missing.
pub(super) fn missing(
    meanings: &[Meanings],
    lines: &[Listed],
    on: Date,
) -> BTreeMap<Gap, Vec<LineName>> {
    let mut missing: BTreeMap<Gap, Vec<LineName>> = BTreeMap::new();
    for line in lines {
        let gaps: BTreeSet<Gap> =
            meanings.iter().flat_map(|meaning| meaning.gaps(line, on)).collect();
        for gap in gaps {
            missing.entry(gap).or_default().push(line.name());
        }
    }
    missing
}

/// Compares two predicates part by part.
fn choices(a: &Predicate, b: &Predicate) -> Vec<Choice> {
    let mut choices = Vec::new();
    age_choices(a.age, b.age, &mut choices);
    health_choices(a.health.as_ref(), b.health.as_ref(), &mut choices);
    held_choices(a.held, b.held, &mut choices);
    if a.sex.is_some() || b.sex.is_some() {
        let said = [a, b].map(|p| Part::Sex(p.sex).words());
        choices.push(Choice::new(
            OpenKind::Sex,
            "are these",
            [Part::Sex(a.sex), Part::Sex(b.sex)],
            said,
        ));
    }
    if a.standing.is_some() || b.standing.is_some() {
        let parts = [a, b].map(|p| Part::Standing(p.standing.clone()));
        let said = parts.clone().map(|part| part.words());
        choices.push(Choice::new(OpenKind::Standing, "whom may it be:", parts, said));
    }
    choices
}

fn age_choices(a: Option<Age>, b: Option<Age>, choices: &mut Vec<Choice>) {
    let Some(some) = a.or(b) else { return };
    // A reading that asks for no age has no least and no upper age; the rest is as the other says it.
    let none = Age { from: None, to: None, ..some };
    let ages = [a.unwrap_or(none), b.unwrap_or(none)];
    let from = ages.map(|age| Part::AgeFrom(age.from));
    let to = ages.map(|age| Part::AgeTo(age.to));
    let words = |parts: &[Part; 2]| parts.clone().map(|part| part.words());
    choices.push(Choice::new(OpenKind::LeastAge, "is the least age", from.clone(), words(&from)));
    choices.push(Choice::new(OpenKind::UpperAge, "is the upper age", to.clone(), words(&to)));
    let with_upper = || ages.iter().filter(|age| age.to.is_some());
    if with_upper().next().is_some() {
        let edges: BTreeSet<String> =
            with_upper().filter_map(|age| age.to).map(|to| to.to_string()).collect();
        let edges = edges.into_iter().collect::<Vec<_>>().join(" or ");
        let asked = format!("is somebody who is exactly {edges}");
        let answers = with_upper().flat_map(|age| age.upper.meanings()).map(Part::Upper);
        let said = ages.map(|age| match (age.to, age.upper) {
            (None, _) => "sets no upper age".to_owned(),
            (Some(to), Upper::Unsaid) => format!("says \"{to}\", not whether it is inside"),
            (Some(to), Upper::Inside) => format!("{to} inside"),
            (Some(to), Upper::Outside) => format!("{to} outside"),
        });
        choices.push(Choice::new(OpenKind::UpperAgeInside, asked, answers, said));
    }
    let answers = ages.iter().flat_map(|age| age.on.meanings()).map(Part::AgeOn);
    choices.push(Choice::new(
        OpenKind::AgeDay,
        "is age taken",
        answers,
        ages.map(|age| day_words(age.on)),
    ));
}

fn health_choices(a: Option<&Health>, b: Option<&Health>, choices: &mut Vec<Choice>) {
    if a.is_none() && b.is_none() {
        return;
    }
    let parts = [a, b].map(|health| Part::Grades(health.map(|health| health.grades.clone())));
    let said = parts.clone().map(|part| part.words());
    choices.push(Choice::new(OpenKind::Grades, "are the grades", parts, said));
    let serious = |health: &&Health| health.grades.iter().any(|grade| grade.is_serious());
    let asking = || a.into_iter().chain(b).filter(serious);
    let answers = asking().flat_map(|health| match health.definition {
        Definition::AnnexI | Definition::Commission => vec![Part::SickAreSerious(false)],
        Definition::Unsaid => vec![Part::SickAreSerious(false), Part::SickAreSerious(true)],
    });
    let said = [a, b].map(|health| match health.map(|health| health.definition) {
        Some(Definition::AnnexI) => "a finding under GC III Annex I".to_owned(),
        Some(Definition::Commission) => "a finding of the commission".to_owned(),
        Some(Definition::Unsaid) => "does not define it".to_owned(),
        None => "does not ask about health".to_owned(),
    });
    if asking().next().is_some() {
        let asked = "are those whom the list calls sick or convalescent seriously sick";
        choices.push(Choice::new(OpenKind::Definition, asked, answers, said));
    }
}

fn held_choices(a: Option<Held>, b: Option<Held>, choices: &mut Vec<Choice>) {
    let Some(some) = a.or(b) else { return };
    let parts = [a, b].map(|held| Part::HeldMonths(held.map(|held| held.months_min)));
    let said = parts.clone().map(|part| part.words());
    choices.push(Choice::new(OpenKind::TimeHeld, "is the least time in captivity", parts, said));
    let days = [a, b].map(|held| held.unwrap_or(some).on);
    // Counted until the day of capture nobody has been held, so unsaid can only mean the handover.
    let answers = days.map(|day| {
        Part::HeldOn(match day {
            Reference::Unsaid | Reference::Capture | Reference::Handover => Reference::Handover,
            Reference::Fixed(_) => day,
        })
    });
    choices.push(Choice::new(
        OpenKind::TimeHeldDay,
        "is time in captivity counted",
        answers,
        days.map(day_words),
    ));
}

fn day_words(day: Reference) -> String {
    match day {
        Reference::Capture => "on the day of capture".to_owned(),
        Reference::Handover => "on the day of handover".to_owned(),
        Reference::Fixed(date) => format!("on {date}"),
        Reference::Unsaid => "does not say".to_owned(),
    }
}

impl Choice {
    fn new(
        kind: OpenKind,
        asked: impl Into<String>,
        parts: impl IntoIterator<Item = Part>,
        said: [String; 2],
    ) -> Self {
        let mut answers: Vec<Part> = Vec::new();
        for part in parts {
            if !answers.contains(&part) {
                answers.push(part);
            }
        }
        Self { kind, asked: asked.into(), answers, said }
    }

    fn question(&self) -> String {
        let answers: Vec<String> = self.answers.iter().map(Part::words).collect();
        format!("{} {}?", self.asked, answers.join(" or "))
    }
}

impl Part {
    fn words(&self) -> String {
        let joined = |words: Vec<String>| words.join(", ");
        match self {
            Self::AgeFrom(years) | Self::AgeTo(years) => {
                years.map_or_else(|| "none".to_owned(), |years| years.to_string())
            }
            Self::Upper(Upper::Inside) => "inside".to_owned(),
            Self::Upper(Upper::Outside) => "outside".to_owned(),
            Self::Upper(Upper::Unsaid) => "unsaid".to_owned(),
            Self::AgeOn(day) | Self::HeldOn(day) => day_words(*day),
            Self::Grades(None) => "any health".to_owned(),
            Self::Grades(Some(grades)) => {
                joined(grades.iter().map(|grade| grade_word(*grade).to_owned()).collect())
            }
            Self::SickAreSerious(true) => "all of them".to_owned(),
            Self::SickAreSerious(false) => "only by a finding".to_owned(),
            Self::HeldMonths(None) => "none".to_owned(),
            Self::HeldMonths(Some(months)) => format!("{months} months"),
            Self::Sex(None) => "women and men".to_owned(),
            Self::Sex(Some(Sex::Female)) => "women".to_owned(),
            Self::Sex(Some(Sex::Male)) => "men".to_owned(),
            Self::Standing(None) => "any standing".to_owned(),
            Self::Standing(Some(standings)) => {
                let words = standings.iter().map(|standing| match standing {
                    Standing::PrisonerOfWar => "prisoners of war",
                    Standing::Retained => "retained personnel",
                    Standing::Civilian => "civilians",
                    Standing::Doubtful => "those in doubt",
                });
                joined(words.map(str::to_owned).collect())
            }
        }
    }
}

/// Returns a grade's word, as it stands in the terms.
pub(super) fn grade_word(grade: HealthGrade) -> &'static str {
    match grade {
        HealthGrade::Good => "good",
        HealthGrade::NotWounded => "not wounded",
        HealthGrade::Recovered => "recovered",
        HealthGrade::Convalescent => "convalescent",
        HealthGrade::Sick => "sick",
        HealthGrade::SlightlyWounded => "slightly wounded",
        HealthGrade::SeriouslyWounded => "seriously wounded",
        HealthGrade::SeriouslySick => "seriously sick",
    }
}

/// What the law offers for a question.
fn offer(kind: OpenKind) -> Option<String> {
    (kind == OpenKind::Definition).then(|| {
        "GC III Annex I as the code list (definition = \"annex-i\"); it applies anyway where \
         nothing else is agreed (art. 110)"
            .to_owned()
    })
}

/// Makes every predicate that the choices allow, the first choice varying slowest.
fn predicates(choices: &[Choice]) -> Vec<Predicate> {
    let mut made = vec![Said::default()];
    for choice in choices {
        let with_each = |said: &Said| -> Vec<Said> {
            choice.answers.iter().map(|part| said.with(part)).collect()
        };
        made = made.iter().flat_map(with_each).take(MEANINGS_MAX).collect();
    }
    made.iter().map(Said::predicate).collect()
}

/// A predicate on its way, with everything said.
#[derive(Debug, Clone)]
struct Said {
    age: Age,
    grades: Option<BTreeSet<HealthGrade>>,
    sick_are_serious: bool,
    held_months: Option<u16>,
    held_on: Reference,
    sex: Option<Sex>,
    standing: Option<BTreeSet<Standing>>,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            age: Age { from: None, to: None, upper: Upper::Inside, on: Reference::Handover },
            grades: None,
            sick_are_serious: false,
            held_months: None,
            held_on: Reference::Handover,
            sex: None,
            standing: None,
        }
    }
}

impl Said {
    fn with(&self, part: &Part) -> Self {
        let mut said = self.clone();
        match part {
            Part::AgeFrom(years) => said.age.from = *years,
            Part::AgeTo(years) => said.age.to = *years,
            Part::Upper(upper) => said.age.upper = *upper,
            Part::AgeOn(day) => said.age.on = *day,
            Part::Grades(grades) => said.grades.clone_from(grades),
            Part::SickAreSerious(serious) => said.sick_are_serious = *serious,
            Part::HeldMonths(months) => said.held_months = *months,
            Part::HeldOn(day) => said.held_on = *day,
            Part::Sex(sex) => said.sex = *sex,
            Part::Standing(standing) => said.standing.clone_from(standing),
        }
        said
    }

    fn predicate(&self) -> Predicate {
        let asks_age = self.age.from.is_some() || self.age.to.is_some();
        let grades = self.grades.clone().map(|mut grades| {
            if self.sick_are_serious && grades.iter().any(|grade| grade.is_serious()) {
                grades.extend([HealthGrade::Sick, HealthGrade::Convalescent]);
            }
            grades
        });
        Predicate {
            age: asks_age.then_some(self.age),
            health: grades.map(|grades| Health { grades, definition: Definition::AnnexI }),
            held: self.held_months.map(|months_min| Held { months_min, on: self.held_on }),
            sex: self.sex,
            standing: self.standing.clone(),
        }
    }
}
