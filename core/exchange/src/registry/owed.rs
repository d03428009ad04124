//! What a bureau still owes about somebody who is held: items not given yet, health not reported lately.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::claim::{Opened, Recorded};
use super::{Assertion, Status};
use crate::lists::Field;
use crate::vocabulary::Standing;

/// Days after which a report on the health of somebody seriously ill or wounded is to be renewed: every
/// week if possible (GC III art. 122(6)).
pub const HEALTH_DAYS: i64 = 7;

/// The items by which a prisoner of war is known (GC III art. 122(4)). Place and full date of birth are
/// one item of the article and two fields here.
pub const ITEMS_OF_PRISONERS: [Field; 11] = [
    Field::Surname,
    Field::GivenName,
    Field::Rank,
    Field::ServiceNumber,
    Field::BirthPlace,
    Field::BirthDate,
    Field::Power,
    Field::FatherName,
    Field::MotherMaidenName,
    Field::PersonToInform,
    Field::Address,
];

/// The items by which an interned civilian is known (GC IV art. 138).
pub const ITEMS_OF_CIVILIANS: [Field; 12] = [
    Field::Surname,
    Field::GivenName,
    Field::BirthPlace,
    Field::BirthDate,
    Field::Nationality,
    Field::LastResidence,
    Field::Marks,
    Field::FatherName,
    Field::MotherMaidenName,
    Field::Measure,
    Field::Address,
    Field::PersonToInform,
];

/// What is still owed about one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owed {
    /// Items that no claim answers. That somebody refused or was unable to answer is an answer.
    pub items: Vec<Field>,
    /// When health was last reported, where the last report is older than [`HEALTH_DAYS`].
    pub health_since: Option<Timestamp>,
}

impl Owed {
    /// Says whether nothing is owed.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Says what is still owed about a person at a moment; nothing of whom nobody has said that they are held.
///
/// Health is owed anew only of those of whom it was reported at all: a bureau reports weekly on the
/// seriously ill or wounded. Whether somebody is, lies in the vault, and this asks for no opening of it.
pub fn owed(
    (status, standing): (Status, Option<Standing>),
    claims: &[(&Recorded, &Opened)],
    now: Timestamp,
) -> Owed {
    if !matches!(status, Status::Confirmed | Status::Listed | Status::AtHandover) {
        return Owed::default();
    }
    let civilian = standing == Some(Standing::Civilian);
    let wanted = if civilian { &ITEMS_OF_CIVILIANS[..] } else { &ITEMS_OF_PRISONERS[..] };
    let answered: BTreeSet<Field> =
        claims.iter().flat_map(|(_, opened)| opened.told.fields.keys().copied()).collect();
    let items = wanted.iter().copied().filter(|field| !answered.contains(field)).collect();
    let reports = claims.iter().filter(|(one, _)| one.claim.says == Assertion::Health);
    let last = reports.map(|(one, _)| one.at).max();
    let week = SignedDuration::from_hours(24 * HEALTH_DAYS);
    Owed { items, health_since: last.filter(|last| now.duration_since(*last) > week) }
}
