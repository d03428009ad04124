//! The pure comparison: two closed lists and the registry in, a verdict for each line out.

use std::collections::{BTreeMap, BTreeSet};

use linkage::link::{self, Link, Linked, Shape};
use linkage::record::{Column, Kind, Records};
use linkage::value::{EQUAL, Place, Value};
use serde::{Deserialize, Serialize};

use super::columns::kind;
use crate::lists::{ClosedList, Field, Line};
use crate::registry::{Known, Status};
use crate::vocabulary::{LineId, PersonId, Standing};

/// What one line of their list is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Stands on our list, or in our registry as somebody still to come.
    Matched,
    /// Has already come home.
    ReturnedAlready,
    /// Is reported dead.
    ReportedDead,
    /// Is a civilian, who is released and never traded (GC IV art. 34, 132).
    Civilian,
    /// Stands on their list before, in another line.
    Twice,
    /// Depends on another Power.
    NotOurs,
    /// Nobody on our list or in our registry.
    UnknownToUs,
    /// May be one of ours; people decide. Never linked by the program.
    Doubtful,
}

impl Verdict {
    /// All verdicts, in order.
    pub const ALL: [Self; 8] = [
        Self::Matched,
        Self::ReturnedAlready,
        Self::ReportedDead,
        Self::Civilian,
        Self::Twice,
        Self::NotOurs,
        Self::UnknownToUs,
        Self::Doubtful,
    ];

    /// Returns the verdict's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::ReturnedAlready => "returned-already",
            Self::ReportedDead => "reported-dead",
            Self::Civilian => "civilian",
            Self::Twice => "twice",
            Self::NotOurs => "not-ours",
            Self::UnknownToUs => "unknown-to-us",
            Self::Doubtful => "doubtful",
        }
    }
}

/// What one field says about a line and its partner. It names no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The field.
    pub field: Field,
    /// The level of the comparison, 1 for equal; `spec/4-reconcile.md` lists them.
    pub level: u8,
    /// Hundredths of a doubling of the odds: negative speaks against.
    pub weight: i32,
}

/// The verdict on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineVerdict {
    /// The line of their list.
    pub line: LineId,
    /// What it is to us.
    pub verdict: Verdict,
    /// The line of our list that it matches, or may match.
    pub ours: Option<LineId>,
    /// The person of our registry.
    pub person: Option<PersonId>,
    /// The line of their own list in which the person stood before.
    pub before: Option<LineId>,
    /// How likely the partner is the same person, in thousandths.
    pub probability_per_mille: u16,
    /// What each field says, contradictions first.
    pub reasons: Vec<Reason>,
}

/// Verdicts on a whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// One verdict for each line of their list, in its order.
    pub verdicts: Vec<LineVerdict>,
}

impl Reconciliation {
    /// Counts the lines of each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts: BTreeMap<Verdict, usize> =
            Verdict::ALL.into_iter().map(|verdict| (verdict, 0)).collect();
        for verdict in &self.verdicts {
            *counts.entry(verdict.verdict).or_default() += 1;
        }
        counts
    }
}

/// From this probability a partner is taken for the same person: one in a hundred may be wrong.
pub const SAME_MIN: f64 = 0.99;

/// Below this probability a partner is not worth a reviewer's time.
pub const REVIEW_MIN: f64 = 0.05;

/// Says whether a field contradicts a pair outright: another given name or father, another birth date
/// altogether, another number, another sex. A person looks at such a pair whatever else agrees:
/// brothers share all but these.
fn contradicts(reason: &link::Reason) -> bool {
    let from = match reason.kind {
        Kind::Surname => 7,
        Kind::GivenName | Kind::FullName | Kind::Patronymic | Kind::BirthDate => 5,
        Kind::Number => 4,
        Kind::Sex => 2,
        Kind::Date
        | Kind::Place
        | Kind::Rank
        | Kind::Unit
        | Kind::Postcode
        | Kind::Address
        | Kind::Word
        | Kind::Text => return false,
    };
    reason.level >= from
}

/// Says whether too little was compared for a program to decide: a name alone has namesakes. A birth
/// date or a number that agrees is enough beside a name; without one, four fields have to be equal.
fn is_thin(link: &Link) -> bool {
    let agrees = |kind: Kind, worst: u8| {
        link.reasons.iter().any(|one| one.kind == kind && (1..=worst).contains(&one.level))
    };
    let identified = agrees(Kind::BirthDate, 4) || agrees(Kind::Number, 2);
    let equal = link.reasons.iter().filter(|reason| reason.level == EQUAL).count();
    if identified { equal < 2 } else { equal < 4 }
}

/// Compares their closed list with ours and with the registry.
///
/// Pure: the same lists give the same verdicts, in whatever order their lines stand.
pub fn reconcile(ours: &ClosedList, theirs: &ClosedList, known: &[Known]) -> Reconciliation {
    let their_lines = Rows::of_lines(theirs);
    let with_ours = Partners::find(&their_lines, &Rows::of_lines(ours));
    let with_known = Partners::find(&their_lines, &Rows::of_known(known));
    let people: BTreeMap<&str, &Known> =
        known.iter().map(|known| (known.person.as_str(), known)).collect();
    let before = stood_before(theirs, &their_lines);
    let power = our_power(ours, known);
    let desk = Desk { ours, people, before, power };
    let verdicts = theirs
        .lines()
        .map(|line| {
            let ours = with_ours.of(&line.id);
            let known = with_known.of(&line.id);
            desk.judge(line, ours, known)
        })
        .collect();
    Reconciliation { verdicts }
}

/// A likely partner of a line.
#[derive(Clone)]
struct Partner {
    id: String,
    link: Link,
}

impl Partner {
    fn is_sure(&self) -> bool {
        self.link.probability >= SAME_MIN
            && !self.link.reasons.iter().any(contradicts)
            && !is_thin(&self.link)
    }
}

struct Partners {
    by_line: BTreeMap<String, Partner>,
}

impl Partners {
    fn find(theirs: &Rows, others: &Rows) -> Self {
        let mut by_line: BTreeMap<String, Partner> = BTreeMap::new();
        if let (Some(left), Some(right)) = (&theirs.records, &others.records) {
            for link in link::link(left, right, Shape::OneToOne).links {
                if link.probability < REVIEW_MIN {
                    continue;
                }
                let line = left.id(link.left).to_owned();
                let partner = Partner { id: right.id(link.right).to_owned(), link };
                let better = by_line
                    .get(&line)
                    .is_none_or(|best| partner.link.probability > best.link.probability);
                if better {
                    by_line.insert(line, partner);
                }
            }
        }
        Self { by_line }
    }

    fn of(&self, line: &LineId) -> Option<&Partner> {
        self.by_line.get(line.as_str())
    }
}

/// Everything that a verdict looks at beside the line and its partners.
struct Desk<'a> {
    ours: &'a ClosedList,
    people: BTreeMap<&'a str, &'a Known>,
    before: BTreeMap<LineId, (LineId, f64)>,
    power: Option<Place>,
}

impl Desk<'_> {
    fn judge(&self, line: &Line, ours: Option<&Partner>, known: Option<&Partner>) -> LineVerdict {
        let before = self.before.get(&line.id);
        let twice = before.filter(|(_, probability)| *probability >= SAME_MIN);
        let sure_ours = ours.filter(|partner| partner.is_sure());
        let sure_known = known.filter(|partner| partner.is_sure());
        let person = sure_known.and_then(|partner| self.people.get(partner.id.as_str()));
        let our_line = sure_ours
            .and_then(|partner| LineId::read(&partner.id).ok())
            .and_then(|id| self.ours.line(&id));
        let civilian = [Some(line.facts.standing), our_line.map(|line| line.facts.standing)]
            .into_iter()
            .chain([person.map(|person| person.facts.standing)])
            .flatten()
            .any(|standing| standing == Some(Standing::Civilian));
        let foreign = self.is_foreign(line.text(Field::Power))
            || person.is_some_and(|person| {
                let power = person.fields.get(&Field::Power);
                self.is_foreign(power.map(|power| power.open().as_str()))
            });
        let verdict = match person.map(|person| person.status) {
            _ if twice.is_some() => Verdict::Twice,
            Some(Status::Returned) => Verdict::ReturnedAlready,
            Some(Status::Died) => Verdict::ReportedDead,
            _ if self.may_be_gone(known) => Verdict::Doubtful,
            _ if civilian => Verdict::Civilian,
            _ if foreign && sure_ours.is_none() => Verdict::NotOurs,
            Some(_) => Verdict::Matched,
            None if sure_ours.is_some() => Verdict::Matched,
            None if ours.is_some() || known.is_some() || before.is_some() => Verdict::Doubtful,
            None => Verdict::UnknownToUs,
        };
        let shown = [sure_ours, sure_known, ours, known].into_iter().flatten().next();
        let probability = twice.map_or_else(
            || shown.map_or(0.0, |partner| partner.link.probability),
            |(_, probability)| *probability,
        );
        // A person is named only for certain, or for a reviewer to look at: what follows from a verdict
        // (a manifest, a notice to a family) must never rest on a likeness.
        let named = if verdict == Verdict::Doubtful { known } else { sure_known };
        LineVerdict {
            line: line.id.clone(),
            verdict,
            ours: ours.and_then(|partner| LineId::read(&partner.id).ok()),
            person: named.and_then(|partner| PersonId::read(&partner.id).ok()),
            before: before.map(|(line, _)| line.clone()),
            probability_per_mille: per_mille(probability),
            reasons: shown.map(|partner| reasons(&partner.link)).unwrap_or_default(),
        }
    }

    /// Whether the line may be somebody who has come home or died, which a person must look at: a
    /// family is told on the strength of it.
    fn may_be_gone(&self, known: Option<&Partner>) -> bool {
        known.is_some_and(|partner| {
            !partner.is_sure()
                && partner.link.probability >= 0.5
                && self
                    .people
                    .get(partner.id.as_str())
                    .is_some_and(|person| matches!(person.status, Status::Returned | Status::Died))
        })
    }

    fn is_foreign(&self, power: Option<&str>) -> bool {
        match (self.power, power.and_then(power_key)) {
            (Some(ours), Some(theirs)) => Value::Place(ours).level(&Value::Place(theirs)) > 2,
            _ => false,
        }
    }
}

/// Powers are compared like places, by their sounds.
fn power_key(text: &str) -> Option<Place> {
    Place::named(text)
}

/// The Power that most people in our registry depend on, else most on our list; none when nobody has
/// written one.
fn our_power(ours: &ClosedList, known: &[Known]) -> Option<Place> {
    let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
    let in_registry = known.iter().filter_map(|known| known.fields.get(&Field::Power));
    for power in in_registry.filter_map(|power| power_key(power.open())) {
        *counts.entry(power).or_default() += 1;
    }
    if counts.is_empty() {
        for power in ours.lines().filter_map(|line| line.text(Field::Power)).filter_map(power_key) {
            *counts.entry(power).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(power, count)| (*count, *power)).map(|(power, _)| power)
}

/// Finds lines whose person stands in an earlier line of the same list.
fn stood_before(list: &ClosedList, rows: &Rows) -> BTreeMap<LineId, (LineId, f64)> {
    let mut before: BTreeMap<LineId, (LineId, f64)> = BTreeMap::new();
    let Some(records) = &rows.records else { return before };
    let Linked { links, .. } = link::within(records);
    let place: BTreeMap<&str, usize> =
        list.lines().enumerate().map(|(at, line)| (line.id.as_str(), at)).collect();
    for link in links {
        if link.probability < 0.5 {
            continue;
        }
        let partner = Partner { id: String::new(), link };
        let probability = if partner.is_sure() { partner.link.probability } else { 0.5 };
        let (a, b) = (records.id(partner.link.left), records.id(partner.link.right));
        let (first, later) = if place[a] < place[b] { (a, b) } else { (b, a) };
        let (Ok(first), Ok(later)) = (LineId::read(first), LineId::read(later)) else { continue };
        let entry = before.entry(later).or_insert_with(|| (first.clone(), probability));
        if probability > entry.1 {
            *entry = (first, probability);
        }
    }
    before
}

fn per_mille(probability: f64) -> u16 {
    // Thousandths of a share between 0 and 1 fit; 1000 is kept for certainty, which nothing has.
    let rounded = (probability * 1000.0).round().clamp(0.0, 999.0);
    (0..=999)
        .min_by(|a, b| {
            let far = |n: u16| (f64::from(n) - rounded).abs();
            far(*a).total_cmp(&far(*b))
        })
        .unwrap_or(0)
}

fn reasons(link: &Link) -> Vec<Reason> {
    link.reasons
        .iter()
        .filter(|reason| reason.level > 0)
        .filter_map(|reason| {
            Some(Reason {
                field: Field::of_word(&reason.label)?,
                level: reason.level,
                weight: hundredths(reason.weight),
            })
        })
        .collect()
}

/// Rounds a weight to hundredths; weights lie far within the limits.
fn hundredths(weight: f64) -> i32 {
    let text = format!("{:.0}", (weight * 100.0).clamp(-1.0e6, 1.0e6));
    text.parse().unwrap_or(0)
}

/// Lines or people as rows to compare.
struct Rows {
    records: Option<Records>,
}

impl Rows {
    fn of_lines(list: &ClosedList) -> Self {
        Self::of(list.lines().map(|line| (line.id.as_str(), &line.fields)))
    }

    fn of_known(known: &[Known]) -> Self {
        Self::of(known.iter().map(|known| (known.person.as_str(), &known.fields)))
    }

    fn of<'a>(
        rows: impl Iterator<Item = (&'a str, &'a BTreeMap<Field, crate::vocabulary::Private<String>>)>
        + Clone,
    ) -> Self {
        let fields: BTreeSet<Field> = rows
            .clone()
            .flat_map(|(_, fields)| fields.keys().copied())
            .filter(|field| kind(*field).is_some())
            .collect();
        let columns: Vec<Column> = fields
            .iter()
            .filter_map(|field| {
                Some(Column { label: field.word().to_owned(), kind: kind(*field)? })
            })
            .collect();
        let rows = rows
            .map(|(id, texts)| {
                let cell = |field: &Field| {
                    texts.get(field).map(|text| text.open().clone()).unwrap_or_default()
                };
                (id.to_owned(), fields.iter().map(cell).collect())
            })
            .collect();
        // Line and person ids differ within a list and a registry, so this refuses only a list that
        // is too long to compare, of which every line is then unknown.
        Self { records: Records::new(columns, rows).ok().filter(|records| !records.is_empty()) }
    }
}
