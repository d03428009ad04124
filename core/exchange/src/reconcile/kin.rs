//! Who is likely nobody of ours, and yet has the surname, the father and the place or unit of somebody:
//! a brother, or the wrong one of two brothers. A program cannot tell, so a person looks.

use std::collections::BTreeMap;

use linkage::name::{Closeness, Patronymic, Surname, System};
use linkage::table::Table;
use linkage::text;
use linkage::value::{EQUAL, Place, Unit, Value};
use rayon::prelude::*;

use super::partners::Fields;
use crate::lists::Field;
use crate::registry::Known;

/// One in so many people may have a surname before it says nothing about a family, where the unit is
/// the same too.
const SURNAME_SHARE_WITH_UNIT: usize = 200;

/// The same where only the birth place is: many are born in one town.
const SURNAME_SHARE_WITH_PLACE: usize = 5_000;

/// So many people may have it however short the registry is.
const SURNAME_COUNT_MIN: usize = 3;

/// Finds for each line one of the registry who is near kin by what is written, if there is one: the
/// surname and the father are the same, the unit or the birth place too, and the surname is rare
/// enough. Of several the first that is given.
pub(super) fn find(lines: &[&Fields], known: &[Known]) -> Vec<Option<usize>> {
    let wanted: Vec<Option<(u64, Surname, Patronymic)>> = lines
        .iter()
        .map(|line| {
            let surname = surname(text(line, Field::Surname)?)?;
            let father = patronymic(text(line, Field::Patronymic)?)?;
            Some((surname.masculine().coarse(), surname, father))
        })
        .collect();
    let mut bearers: BTreeMap<u64, Vec<usize>> =
        wanted.iter().flatten().map(|(key, ..)| (*key, Vec::new())).collect();
    if bearers.is_empty() {
        return vec![None; lines.len()];
    }
    for (key, row) in bearing(known, &bearers) {
        if let Some(rows) = bearers.get_mut(&key) {
            rows.push(row);
        }
    }
    let one = |(line, wanted): (&&Fields, &Option<(u64, Surname, Patronymic)>)| {
        let (key, surname, father) = wanted.as_ref()?;
        let rows = bearers.get(key)?;
        let near = rows.iter().filter(|row| {
            let other = &known[**row].fields;
            let (unit, place) = (same_unit(line, other), same_place(line, other));
            if !(unit || place) || !is_family((surname, father), other) {
                return false;
            }
            let share = if unit { SURNAME_SHARE_WITH_UNIT } else { SURNAME_SHARE_WITH_PLACE };
            bear(other, rows, known) <= SURNAME_COUNT_MIN.max(known.len() / share)
        });
        // Which one is named follows from the references, not from the order of the registry.
        near.min_by_key(|row| &known[**row].person).copied()
    };
    lines.iter().zip(&wanted).map(one).collect()
}

/// So many people are looked through at a time.
const PEOPLE_AT_A_TIME: usize = 16_384;

/// Finds who bears one of the surnames that are wanted, in order.
fn bearing(known: &[Known], wanted: &BTreeMap<u64, Vec<usize>>) -> Vec<(u64, usize)> {
    let of_some = |(part, people): (usize, &[Known])| {
        // Surnames repeat; each is read once.
        let mut keys: BTreeMap<&str, Option<u64>> = BTreeMap::new();
        let mut found = Vec::new();
        for (row, person) in (part * PEOPLE_AT_A_TIME..).zip(people) {
            let Some(written) = text(&person.fields, Field::Surname) else { continue };
            let read = || surname(written).map(|surname| surname.masculine().coarse());
            let key = *keys.entry(written).or_insert_with(read);
            found.extend(key.filter(|key| wanted.contains_key(key)).map(|key| (key, row)));
        }
        found
    };
    let parts: Vec<Vec<(u64, usize)>> =
        known.par_chunks(PEOPLE_AT_A_TIME).enumerate().map(of_some).collect();
    parts.into_iter().flatten().collect()
}

/// Counts those who bear the surname of one of them.
fn bear(one: &Fields, rows: &[usize], known: &[Known]) -> usize {
    let key = |row| text(row, Field::Surname).and_then(surname).map(|surname| surname.masculine());
    let wanted = key(one);
    rows.iter().filter(|row| key(&known[**row].fields) == wanted).count()
}

/// The field by which the two are told apart: another given name, or else another birth date.
pub(super) fn told_apart_by(line: &Fields, other: &Fields) -> Field {
    let given = |row| {
        let words = text::words(text(row, Field::GivenName)?);
        Some(linkage::name::Given::read(&words, System::detect(&words), Table::get()))
    };
    match (given(line), given(other)) {
        (Some(a), Some(b)) if !is_same(a.closeness(&b, Table::get())) => Field::GivenName,
        _ => Field::BirthDate,
    }
}

fn is_family((surname, father): (&Surname, &Patronymic), other: &Fields) -> bool {
    let same_surname = text(other, Field::Surname)
        .and_then(self::surname)
        .is_some_and(|other| is_same(surname.closeness(&other)));
    same_surname
        && text(other, Field::Patronymic)
            .and_then(patronymic)
            .is_some_and(|other| is_same(father.closeness(&other, Table::get())))
}

/// The same name, whatever the spelling or the language; an initial is not enough.
fn is_same(closeness: Closeness) -> bool {
    matches!(closeness, Closeness::Same | Closeness::Class | Closeness::Near(..=80))
}

fn unit(row: &Fields) -> Option<Value> {
    text(row, Field::Unit).and_then(Unit::read).map(Value::Unit)
}

fn same_unit(line: &Fields, other: &Fields) -> bool {
    equal(unit(line), unit(other))
}

/// The birth place says something where no unit says otherwise.
fn same_place(line: &Fields, other: &Fields) -> bool {
    if unit(line).is_some() && unit(other).is_some() {
        return false;
    }
    let place = |row| text(row, Field::BirthPlace).and_then(Place::read).map(Value::Place);
    equal(place(line), place(other))
}

fn equal(a: Option<Value>, b: Option<Value>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.level(&b) == EQUAL)
}

fn surname(written: &str) -> Option<Surname> {
    let words = text::words(written);
    Some(Surname::read(&words, System::detect(&words))).filter(|name| !name.is_empty())
}

fn patronymic(written: &str) -> Option<Patronymic> {
    let words = text::words(written);
    let read = Patronymic::read(&words, System::detect(&words), Table::get());
    Some(read).filter(|name| !name.is_empty())
}

fn text(row: &Fields, field: Field) -> Option<&str> {
    row.get(&field).map(|text| text.open().as_str())
}
