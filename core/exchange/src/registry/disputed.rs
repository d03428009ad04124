//! Things on which sources differ. Every word stays; people decide whose is taken.

use std::collections::BTreeMap;

use super::claim::{Opened, Recorded, Stated};
use super::search::folded_number;
use crate::lists::{Field, read_date};
use crate::vocabulary::{ClaimId, DateReading, PartialDate, Private};
use linkage::value::Rank;

/// The things on which sources can differ. Names are not among them: one name is written in many ways,
/// and all of them are kept.
const COMPARED: [Field; 9] = [
    Field::BirthDate,
    Field::CapturedOn,
    Field::ServiceNumber,
    Field::PrisonerNumber,
    Field::Sex,
    Field::Rank,
    Field::Unit,
    Field::Power,
    Field::Standing,
];

/// One thing on which sources differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// The thing.
    pub field: Field,
    /// What was said, each value once, with the claims that say it, as first recorded.
    pub values: Vec<(Private<String>, Vec<ClaimId>)>,
    /// Whose word is taken, when somebody settled it.
    pub settled: Option<ClaimId>,
}

/// Finds on what the claims on one person differ. A date that leaves out the day does not contradict a
/// whole one; a rank is the same in any language; spaces, signs and case make no difference.
pub fn disputes(
    claims: &[(&ClaimId, &Recorded, &Opened)],
    settled: &BTreeMap<Field, u64>,
) -> Vec<Dispute> {
    let mut found = Vec::new();
    for field in COMPARED {
        let mut values: Vec<(Private<String>, Vec<ClaimId>)> = Vec::new();
        for (id, _, opened) in claims {
            let Some(Stated::Given(text)) = opened.told.fields.get(&field) else { continue };
            let same = |known: &&mut (Private<String>, Vec<ClaimId>)| {
                agree(field, known.0.open(), text.open())
            };
            match values.iter_mut().find(same) {
                Some((_, said_by)) => said_by.push((*id).clone()),
                None => values.push((text.clone(), vec![(*id).clone()])),
            }
        }
        if values.len() > 1 {
            let whose =
                |number: &u64| claims.iter().find(|(_, recorded, _)| recorded.number == *number);
            let settled = settled.get(&field).and_then(whose).map(|(id, ..)| (*id).clone());
            found.push(Dispute { field, values, settled });
        }
    }
    found
}

fn agree(field: Field, one: &str, other: &str) -> bool {
    if field.is_date()
        && let (DateReading::Read(one), DateReading::Read(other)) =
            (read_date(one), read_date(other))
    {
        return dates_agree(one, other);
    }
    if field == Field::Rank
        && let (Some(one), Some(other)) = (Rank::read(one), Rank::read(other))
    {
        return one == other;
    }
    folded_number(one) == folded_number(other)
}

/// Says whether two dates can be one: equal as far as both go.
fn dates_agree(one: PartialDate, other: PartialDate) -> bool {
    let month = |date| match date {
        PartialDate::Year(_) => None,
        PartialDate::Month(_, month) => Some(month),
        PartialDate::Day(day) => Some(day.month()),
    };
    let both = |one: Option<i8>, other: Option<i8>| one.zip(other).is_none_or(|(a, b)| a == b);
    let day = |date: PartialDate| date.day().map(jiff::civil::Date::day);
    one.year() == other.year() && both(month(one), month(other)) && both(day(one), day(other))
}
