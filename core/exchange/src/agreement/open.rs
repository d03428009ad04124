//! An open point is a question that the two readings of a clause answer differently or not at all.
//!
//! Points are computed from the typed rules alone: what differs, what is unsaid, and what follows for
//! the people on the lists. A line "turns on" a point when one answer takes the person in and another
//! leaves the person out.

mod category;
mod quantity;
mod simple;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Gap, Row, Rule, Schedule, Terms};
use crate::vocabulary::{CategoryId, ClauseId, Facts, LineId, Side};
use category::Meanings;

/// One line of a list, as far as terms may ask about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The row of the file, counted from 1.
    pub row: u32,
    /// The line's reference.
    pub line: LineId,
    /// What is known of the person.
    pub facts: Facts,
}

/// The lists at hand: each side's list of the people whom it holds and would hand over.
pub type Lists = BTreeMap<Side, Vec<Listed>>;

/// A line named in a report, without anything about the person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LineName {
    /// The row of the file, counted from 1.
    pub row: u32,
    /// The line's reference.
    pub line: LineId,
}

impl Listed {
    pub(super) fn name(&self) -> LineName {
        LineName { row: self.row, line: self.line.clone() }
    }
}

/// What kind of question is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenKind {
    /// Only one party speaks of it.
    OneSided,
    /// Whether the categories or a number decide how many go.
    FloorOrCategory,
    /// What happens when one side has fewer.
    Parity,
    /// The least number differs.
    Floor,
    /// A number was spoken of and not promised.
    SpokenOf,
    /// The greatest number differs.
    Ceiling,
    /// The least size of one stage differs.
    StageLeast,
    /// Whether people outside the categories may fill the number.
    BeyondCategories,
    /// The lists do not hold enough people for the floor.
    FloorOutOfReach,
    /// The least age differs.
    LeastAge,
    /// The upper age differs.
    UpperAge,
    /// Whether the upper age itself is inside.
    UpperAgeInside,
    /// On which day age is taken.
    AgeDay,
    /// Which health grades belong.
    Grades,
    /// What "seriously wounded" and "seriously sick" mean.
    Definition,
    /// The least time in captivity differs.
    TimeHeld,
    /// Until which day time in captivity is counted.
    TimeHeldDay,
    /// Which sex.
    Sex,
    /// Which standing.
    Standing,
    /// Whether the category counts in parity.
    Counted,
    /// The order differs.
    Order,
    /// How the commission is made up, or how long it stays.
    Commission,
    /// Whether bodies go both ways.
    BodiesMutual,
    /// How many bodies.
    BodiesNumber,
    /// Whether bodies must be identified.
    BodiesIdentified,
    /// The two do not name the same days.
    NoCommonDate,
    /// Both say that no date is agreed.
    NoDateAgreed,
    /// How many names the group has.
    ReleaseNumber,
    /// What may be told differs.
    Disclosure,
    /// The duty differs.
    Condition,
    /// Whether a further round is agreed differs.
    FurtherRound,
    /// Both say that no further round is agreed.
    NoFurtherRound,
}

/// What hangs on a point in one list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Turns {
    /// The lines that turn on the point, in the order of the file.
    pub lines: Vec<LineName>,
    /// What to add, such as how many of these lines would be needed.
    pub note: Option<String>,
}

/// One question that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenPoint {
    /// The clause.
    pub clause: ClauseId,
    /// What kind of question.
    pub kind: OpenKind,
    /// The question, in a sentence.
    pub question: String,
    /// How side A answers it.
    pub a: String,
    /// How side B answers it.
    pub b: String,
    /// What the two could agree on, where the law offers something.
    pub offer: Option<String>,
    /// What hangs on it, for each list at hand.
    pub turns: BTreeMap<Side, Turns>,
}

/// How the lines of one list fall into one category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Lines that belong under every meaning of the words.
    pub surely: u32,
    /// Lines that belong under one meaning and not under another.
    pub turning: u32,
    /// Lines of which a fact is missing.
    pub missing: u32,
    /// Lines that belong under no meaning.
    pub outside: u32,
}

/// Everything that a check of terms finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The day of handover that was assumed.
    pub on: Date,
    /// The open points, in the order of the document.
    pub points: Vec<OpenPoint>,
    /// How each list falls into each category.
    pub tallies: BTreeMap<Side, BTreeMap<CategoryId, Tally>>,
    /// The lines that cannot be decided because a fact is missing, by fact.
    pub missing: BTreeMap<Side, BTreeMap<Gap, Vec<LineName>>>,
}

/// Returns the day of handover to assume when nobody names one: the first day that either side names,
/// or else the day of the talks.
pub fn day_of(terms: &Terms) -> Date {
    let readings = terms.rows.iter().flat_map(|row| [&row.a, &row.b]);
    let days = readings.filter_map(|reading| match &reading.rule {
        Some(Rule::Schedule(Schedule { dates, size: _ })) => dates.first(),
        Some(_) | None => None,
    });
    days.min().copied().unwrap_or(terms.round.date)
}

/// Compares the two readings of every clause and says what hangs on each difference in the lists.
pub fn find(terms: &Terms, lists: &Lists, on: Date) -> Report {
    let meanings: Vec<Meanings> = terms.rows.iter().filter_map(Meanings::of).collect();
    let look = Look { terms, lists, on, meanings: &meanings };
    let points = terms.rows.iter().flat_map(|row| points_of(&look, row)).collect();
    let (mut tallies, mut missing) = (BTreeMap::new(), BTreeMap::new());
    for (side, lines) in lists {
        tallies.insert(*side, category::tallies(&meanings, lines, on));
        missing.insert(*side, category::missing(&meanings, lines, on));
    }
    Report { on, points, tallies, missing }
}

/// What every comparison may look at.
struct Look<'t> {
    terms: &'t Terms,
    lists: &'t Lists,
    on: Date,
    meanings: &'t [Meanings],
}

impl Look<'_> {
    /// Makes what hangs on a point out of the lines that a test picks from each list.
    fn turns(&self, picks: impl Fn(&Listed) -> bool) -> BTreeMap<Side, Turns> {
        let of = |lines: &Vec<Listed>| Turns {
            lines: lines.iter().filter(|line| picks(line)).map(Listed::name).collect(),
            note: None,
        };
        self.lists.iter().map(|(side, lines)| (*side, of(lines))).collect()
    }
}

/// Starts a point that nothing on the lists hangs on.
fn point(row: &Row, kind: OpenKind, question: impl Into<String>, [a, b]: [String; 2]) -> OpenPoint {
    OpenPoint {
        clause: row.id.clone(),
        kind,
        question: question.into(),
        a,
        b,
        offer: None,
        turns: BTreeMap::new(),
    }
}

fn points_of(look: &Look<'_>, row: &Row) -> Vec<OpenPoint> {
    let (a, b) = match (&row.a.rule, &row.b.rule) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return Vec::new(),
        (a, _) => {
            let says =
                |speaks| if speaks { "states it" } else { "says nothing about it" }.to_owned();
            let said = [says(a.is_some()), says(a.is_none())];
            let question = format!("is \"{}\" agreed at all?", row.title);
            let mut open = point(row, OpenKind::OneSided, question, said);
            if let Some(meanings) = look.meanings.iter().find(|meanings| meanings.clause == row.id)
            {
                open.turns = look.turns(|line| meanings.may_hold(line, look.on));
            }
            let inside = look.meanings.iter().filter(|meanings| meanings.clause == row.id);
            return [open].into_iter().chain(inside.flat_map(|m| m.points(look, row))).collect();
        }
    };
    match (a, b) {
        (Rule::Quantity(a), Rule::Quantity(b)) => quantity::points(look, row, a, b),
        (Rule::Category(_), Rule::Category(_)) => {
            let own = look.meanings.iter().filter(|meanings| meanings.clause == row.id);
            own.flat_map(|meanings| meanings.points(look, row)).collect()
        }
        (Rule::Order(a), Rule::Order(b)) => simple::order(row, a, b),
        (Rule::Commission(a), Rule::Commission(b)) => simple::commission(row, a, b),
        (Rule::Remains(a), Rule::Remains(b)) => simple::remains(look, row, a, b),
        (Rule::Schedule(a), Rule::Schedule(b)) => simple::schedule(look, row, a, b),
        (Rule::Release(a), Rule::Release(b)) => simple::release(look, row, a, b),
        (Rule::Disclosure(a), Rule::Disclosure(b)) => simple::disclosure(row, a, b),
        (Rule::Condition(a), Rule::Condition(b)) => simple::condition(row, a, b),
        (Rule::FurtherRound(a), Rule::FurtherRound(b)) => simple::further_round(row, a, b),
        // The reader takes no row whose readings are of two kinds.
        (a, b) => {
            let said = [a.word().to_owned(), b.word().to_owned()];
            vec![point(row, OpenKind::OneSided, "what is this clause about?", said)]
        }
    }
}

#[cfg(test)]
mod tests;
