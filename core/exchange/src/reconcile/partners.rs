//! Lines and people as rows to compare, and who is near whom.

use std::collections::{BTreeMap, BTreeSet};

use linkage::link::{self, Band, Bands, Link, Shape};
use linkage::name::{Closeness, Surname, System};
use linkage::record::{Column, Kind, Records};
use linkage::text;
use linkage::value::EQUAL;
use rayon::prelude::*;

use super::REVIEW_MIN;
use super::columns::kind;
use super::reason::{Says, Waterfall};
use super::verdict::Doubt;
use crate::lists::{ClosedList, Field};
use crate::registry::Known;
use crate::vocabulary::Private;

/// What is written about one row.
pub(super) type Fields = BTreeMap<Field, Private<String>>;

/// Lines or people as rows to compare. Rows are put in an order that follows from what is written in
/// them, so that neither the order of a list nor its references decide anything.
pub(super) struct Rows<'a> {
    fields: Vec<&'a Fields>,
    /// The rows in an order that follows from their content.
    order: Vec<usize>,
    present: BTreeSet<Field>,
}

impl<'a> Rows<'a> {
    /// The lines of a list, in its order.
    pub(super) fn of_lines(list: &'a ClosedList) -> Self {
        Self::of(list.lines().map(|line| (&line.fields, line.id.as_str())).collect())
    }

    /// The people of the registry, in its order.
    pub(super) fn of_known(known: &'a [Known]) -> Self {
        Self::of(known.iter().map(|known| (&known.fields, known.person.as_str())).collect())
    }

    fn of(rows: Vec<(&'a Fields, &'a str)>) -> Self {
        let mut keyed: Vec<(u64, usize)> =
            rows.par_iter().enumerate().map(|(at, row)| (number_of(row.0), at)).collect();
        // Two rows in which the same is written are compared alike; the reference only says which of
        // the two is named first.
        keyed.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rows[a.1].cmp(&rows[b.1])));
        let order: Vec<usize> = keyed.into_iter().map(|(_, at)| at).collect();
        let fields: Vec<&Fields> = rows.into_iter().map(|(fields, _)| fields).collect();
        let mut present = BTreeSet::new();
        for field in fields.iter().flat_map(|row| row.keys()) {
            if !present.contains(field) && kind(*field).is_some() {
                present.insert(*field);
            }
        }
        // A whole name was cut into its parts when it was read.
        if present.contains(&Field::Surname) {
            present.remove(&Field::FullName);
        }
        Self { fields, order, present }
    }

    /// Makes records of the fields that the other rows have too. Names are always taken: a whole name
    /// on one side is compared with the parts of one on the other.
    ///
    /// None when there is nobody, or more people than can be compared: then nobody is near.
    fn records(&self, other: &BTreeSet<Field>) -> Option<Records> {
        let taken: Vec<(Field, Kind)> = self
            .present
            .iter()
            .filter(|field| field.is_name() || other.contains(field))
            .filter_map(|field| Some((*field, kind(*field)?)))
            .collect();
        let columns = taken
            .iter()
            .map(|(field, kind)| Column { label: field.word().to_owned(), kind: *kind })
            .collect();
        // Once through each row: looking cells up one by one waits for memory.
        let width = taken.len().max(1);
        let mut cells = vec![""; width * self.order.len()];
        cells.par_chunks_mut(width).zip(&self.order).for_each(|(cells, row)| {
            // Both are in the order of fields.
            let mut written = self.fields[*row].iter().peekable();
            for (cell, (field, _)) in cells.iter_mut().zip(&taken) {
                while written.next_if(|(here, _)| *here < field).is_some() {}
                if let Some((_, text)) = written.next_if(|(here, _)| *here == field) {
                    *cell = text.open();
                }
            }
        });
        let cell = |row: usize, column: usize| cells[width * row + column];
        let records = Records::in_order(columns, self.order.len(), cell);
        records.ok().filter(|records| !records.is_empty())
    }
}

/// A number made of what is written in a row, the same on every machine (FNV-1a), to sort by: numbers
/// are compared faster than rows.
fn number_of(fields: &Fields) -> u64 {
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| number = (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for (field, text) in fields {
        take(*field as u8);
        text.open().bytes().for_each(&mut take);
        take(0);
    }
    number
}

/// A likely partner of a line.
#[derive(Debug, Clone)]
pub(super) struct Partner {
    /// Its place among the rows that were searched.
    pub(super) row: usize,
    /// The same in the order of what is written.
    rank: usize,
    /// How likely it is the same person, from 0 to 1.
    pub(super) probability: f64,
    /// How the odds came about.
    pub(super) waterfall: Waterfall,
    /// Whether the likeness alone, or what is left of it beside rivals, is enough for a link.
    is_likely: bool,
    is_likely_alone: bool,
    is_thin: bool,
}

impl Partner {
    fn of(
        (link, prior): (&Link, f64),
        bands: &Bands,
        (row, rank): (usize, usize),
        (theirs, ours): (&Fields, &Fields),
    ) -> Self {
        let mut waterfall = Waterfall::of(link, prior);
        let surname = waterfall.reasons.iter_mut().find(|reason| reason.field == Field::Surname);
        if let Some(surname) = surname.filter(|reason| !reason.is_contradiction()) {
            if are_exchanged(theirs, ours) {
                surname.says = Says::NamesExchanged;
            } else if surname.says == Says::Slip && differ_in_vowels(theirs, ours) {
                surname.says = Says::AsHeard;
            }
        }
        let alone = 1.0 / (1.0 + (-f64::from(waterfall.sum) / 100.0).exp2());
        Self {
            row,
            rank,
            probability: link.probability,
            waterfall,
            is_likely: bands.of(link.probability) == Band::Link,
            is_likely_alone: bands.of(alone) == Band::Link,
            is_thin: is_thin(link),
        }
    }

    /// Says whether the partner counts as the same person.
    pub(super) fn is_sure(&self) -> bool {
        self.doubt().is_none()
    }

    /// Says what stands in the way of taking the partner for the same person, if anything does.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        if let Some(field) = self.waterfall.contradiction() {
            return Some(Doubt::Contradicts { field });
        }
        if self.is_thin {
            return Some(Doubt::TooLittle);
        }
        if self.is_likely {
            return None;
        }
        let rivalled = self.waterfall.rival.is_some() && self.is_likely_alone;
        Some(if rivalled { Doubt::Rivals } else { Doubt::NotSure })
    }
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

/// The surname of a row.
fn surname(row: &Fields, field: Field) -> Option<Surname> {
    let words = text::words(row.get(&field)?.open());
    let name = Surname::read(&words, System::detect(&words));
    (!name.is_empty()).then_some(name)
}

/// Says whether two surnames differ in their vowels alone, as they do between Ukrainian and Russian
/// (Левківський, Левковский) and by ear: then no letter was mistaken for another.
fn differ_in_vowels(theirs: &Fields, ours: &Fields) -> bool {
    let blind = |row| {
        let key = surname(row, Field::Surname)?.masculine().to_string();
        let blind = |sound| if "aouieö".contains(sound) { '*' } else { sound };
        Some(key.chars().map(blind).collect::<String>())
    };
    let (theirs, ours): (Option<String>, Option<String>) = (blind(theirs), blind(ours));
    theirs.is_some() && theirs == ours
}

/// Says whether one of two rows has the given name where the surname belongs: the engine puts that
/// back, and people should know.
fn are_exchanged(theirs: &Fields, ours: &Fields) -> bool {
    let near = |a: Option<Surname>, b: Option<Surname>| match (a, b) {
        (Some(a), Some(b)) => matches!(
            a.closeness(&b),
            Closeness::Same | Closeness::Class | Closeness::Near(..=80) | Closeness::Half(_)
        ),
        _ => false,
    };
    !near(surname(theirs, Field::Surname), surname(ours, Field::Surname))
        && (near(surname(theirs, Field::GivenName), surname(ours, Field::Surname))
            || near(surname(theirs, Field::Surname), surname(ours, Field::GivenName)))
}

/// The likely partners of each row, the likeliest first.
pub(super) struct Partners {
    by_row: Vec<Vec<Partner>>,
    /// How many of the true pairs the search is thought to have seen at most; none without a search.
    pub(super) seen: Option<f64>,
}

impl Partners {
    /// Finds who among others is near whom.
    pub(super) fn find(rows: &Rows<'_>, others: &Rows<'_>, bands: &Bands) -> Self {
        let mut by_row = vec![Vec::new(); rows.fields.len()];
        let both = rayon::join(|| rows.records(&others.present), || others.records(&rows.present));
        let (Some(left), Some(right)) = both else {
            return Self { by_row, seen: None };
        };
        let linked = link::link(&left, &right, Shape::OneToOne);
        let least = bands.no_link_max.max(REVIEW_MIN);
        for link in linked.links.iter().filter(|link| link.probability >= least) {
            let (row, other) = (rows.order[link.left], others.order[link.right]);
            let pair = (rows.fields[row], others.fields[other]);
            let of = (link, linked.model.prior);
            by_row[row].push(Partner::of(of, bands, (other, link.right), pair));
        }
        sort(&mut by_row);
        Self { by_row, seen: linked.blocking_recall }
    }

    /// Finds who stands twice: the partners of a row are the rows before it.
    pub(super) fn before(rows: &Rows<'_>, bands: &Bands, place: impl Fn(usize) -> u32) -> Self {
        let mut by_row = vec![Vec::new(); rows.fields.len()];
        let Some(records) = rows.records(&rows.present) else {
            return Self { by_row, seen: None };
        };
        let linked = link::within(&records);
        for link in linked.links.iter().filter(|link| link.probability >= TWICE_MIN) {
            let (a, b) = (rows.order[link.left], rows.order[link.right]);
            let (first, rank, later) = if (place(a), link.left) < (place(b), link.right) {
                (a, link.left, b)
            } else {
                (b, link.right, a)
            };
            let pair = (rows.fields[later], rows.fields[first]);
            let of = (link, linked.model.prior);
            by_row[later].push(Partner::of(of, bands, (first, rank), pair));
        }
        sort(&mut by_row);
        Self { by_row, seen: linked.blocking_recall }
    }

    /// The likely partners of a row, the likeliest first.
    pub(super) fn of(&self, row: usize) -> &[Partner] {
        &self.by_row[row]
    }
}

/// Below this probability two rows of one list are taken for two people without a question: families
/// and namesakes are many, and people who stand twice are few.
const TWICE_MIN: f64 = 0.5;

fn sort(by_row: &mut [Vec<Partner>]) {
    for partners in by_row {
        partners.sort_by(|a, b| {
            b.probability
                .total_cmp(&a.probability)
                .then(b.waterfall.sum.cmp(&a.waterfall.sum))
                .then(a.rank.cmp(&b.rank))
        });
    }
}
