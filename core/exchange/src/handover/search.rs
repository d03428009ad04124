//! Who somebody without a line may be: a search of one's own registry by the six fields, at once.
//!
//! A third of those who return in some exchanges were known as missing only. The search gives candidates
//! with what speaks for and against each; whoever stands before the person decides.

use serde::Serialize;

use super::check_off::{SixFields, Told};
use crate::lists::{Field, read_date};
use crate::reconcile::name::Scorer;
use crate::registry::{Known, Status};
use crate::vocabulary::{DateReading, PartialDate, PersonId};

/// The most candidates that are shown.
pub const CANDIDATES_MAX: usize = 5;

/// The least likeness of names, in thousandths, at which a name alone makes a candidate. A surname and
/// nothing more is never liker than 500, and must still find somebody.
pub const NAME_ALONE_MIN: u16 = 400;

/// The least likeness of names, in thousandths, at which a birth date that agrees makes a candidate.
pub const NAME_WITH_BIRTH_MIN: u16 = 250;

/// Whether two statements of one thing agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Agreement {
    /// They contradict each other.
    Differs,
    /// One of them is not there.
    Unknown,
    /// They agree, as far as both go.
    Same,
}

impl Agreement {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Unknown => "unknown",
            Self::Same => "same",
        }
    }
}

/// Somebody of the own registry who may be the one at the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Where they stand.
    pub status: Status,
    /// How alike the names are, in thousandths.
    pub name: u16,
    /// Whether the birth dates agree.
    pub birth: Agreement,
    /// Whether the numbers agree.
    pub number: Agreement,
}

/// Finds who of the registry somebody may be, the likeliest first.
///
/// A number that agrees puts somebody first; then a birth date that agrees; then the name. Somebody
/// already returned is shown too: the one at the line may have been captured again.
pub fn search(fields: &SixFields, known: &[Known]) -> Vec<Candidate> {
    let said = |told: &Told| match told {
        Told::Said(text) => text.open().trim().to_owned(),
        Told::Refused | Told::Unable | Told::NotAsked => String::new(),
    };
    let name = join([said(&fields.surname), said(&fields.first_names), said(&fields.father)]);
    let birth = day(&said(&fields.birth));
    let number = said(&fields.number);
    let mut scorer = Scorer::default();
    let mut found: Vec<Candidate> = known
        .iter()
        .filter_map(|one| {
            let theirs = |field: Field| {
                one.fields.get(&field).map_or_else(String::new, |it| it.open().trim().to_owned())
            };
            let father = theirs(Field::Patronymic);
            let father = if father.is_empty() { theirs(Field::FatherName) } else { father };
            let parts = [theirs(Field::Surname), theirs(Field::GivenName), father];
            let written = join(parts);
            let written = if written.is_empty() { theirs(Field::FullName) } else { written };
            let candidate = Candidate {
                person: one.person.clone(),
                status: one.status,
                name: thousandths(scorer.score(&name, &written)),
                birth: dates_agree(birth, one.facts.birth),
                number: numbers_agree(&number, &theirs(Field::ServiceNumber)),
            };
            is_candidate(&candidate).then_some(candidate)
        })
        .collect();
    found.sort_by(|a, b| {
        let weight = |it: &Candidate| (it.number, it.birth, it.name);
        weight(b).cmp(&weight(a)).then_with(|| a.person.cmp(&b.person))
    });
    found.truncate(CANDIDATES_MAX);
    found
}

fn is_candidate(candidate: &Candidate) -> bool {
    match (candidate.number, candidate.birth) {
        (Agreement::Same, _) => true,
        (_, Agreement::Same) => candidate.name >= NAME_WITH_BIRTH_MIN,
        (_, Agreement::Unknown | Agreement::Differs) => candidate.name >= NAME_ALONE_MIN,
    }
}

fn join(parts: [String; 3]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a score lies between 0 and 1"
)]
fn thousandths(score: f64) -> u16 {
    (score.clamp(0.0, 1.0) * 1000.0).round() as u16
}

fn day(text: &str) -> Option<PartialDate> {
    match read_date(text) {
        DateReading::Read(date) => Some(date),
        DateReading::Absent | DateReading::Impossible | DateReading::NotADate => None,
    }
}

/// Compares two dates as far as both go: a year agrees with any day in it.
fn dates_agree(one: Option<PartialDate>, other: Option<PartialDate>) -> Agreement {
    let span = |date: PartialDate| Some((date.earliest()?, date.latest()?));
    let (Some((from, to)), Some((begin, end))) = (one.and_then(span), other.and_then(span)) else {
        return Agreement::Unknown;
    };
    if from <= end && begin <= to { Agreement::Same } else { Agreement::Differs }
}

fn numbers_agree(one: &str, other: &str) -> Agreement {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    match (plain(one), plain(other)) {
        (one, other) if one.is_empty() || other.is_empty() => Agreement::Unknown,
        (one, other) if one == other => Agreement::Same,
        _ => Agreement::Differs,
    }
}
