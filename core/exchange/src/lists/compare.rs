//! What only shows when the lines of a list are held beside each other.

use std::collections::BTreeMap;

use super::remarks::Remarks;
use super::sheet::Header;
use super::{Field, Flaw, Line};

/// Remarks on references, service numbers and people that stand on two rows.
pub(super) fn check_twice(lines: &[Line], header: &Header, remarks: &mut Remarks) {
    let mut ids: BTreeMap<String, &Line> = BTreeMap::new();
    let mut numbers: BTreeMap<String, &Line> = BTreeMap::new();
    let mut people: BTreeMap<String, &Line> = BTreeMap::new();
    for line in lines {
        let place = |field| (line.row, header.column(field));
        if let Some(id) = line.text(Field::Id)
            && let Some(first) = first(&mut ids, fold(id), line)
        {
            remarks.row(
                place(Field::Id),
                Flaw::DuplicateId,
                format!("this reference stands on row {} too", first.row),
                "give each person a reference of their own",
            );
        }
        if let Some(number) = line.text(Field::ServiceNumber)
            && let Some(first) = first(&mut numbers, fold(number).replace(' ', ""), line)
            && name(first) != name(line)
        {
            remarks.row(
                place(Field::ServiceNumber),
                Flaw::DuplicateServiceNumber,
                format!("this number stands on row {} too, with another name", first.row),
                "check which of the two it belongs to",
            );
        }
        if let Some(person) = person(line)
            && let Some(first) = first(&mut people, person, line)
        {
            remarks.row(
                (line.row, None),
                Flaw::SamePersonTwice,
                format!("the same name and birth date stand on row {}", first.row),
                "strike out one of the two, or answer that they are two people",
            );
        }
    }
}

/// Returns the line that had the key first; enters this one when there is none.
fn first<'a>(
    known: &mut BTreeMap<String, &'a Line>,
    key: String,
    line: &'a Line,
) -> Option<&'a Line> {
    let first = known.get(&key).copied();
    if first.is_none() {
        known.insert(key, line);
    }
    first
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn name(line: &Line) -> String {
    [Field::Surname, Field::GivenName, Field::Patronymic]
        .map(|field| line.text(field).map(fold).unwrap_or_default())
        .join("|")
}

/// What makes two rows the same person beyond doubt: surname, given name and a birth date with its day.
fn person(line: &Line) -> Option<String> {
    line.text(Field::Surname)?;
    line.text(Field::GivenName)?;
    let birth = line.facts.birth?.day()?;
    Some(format!("{}|{birth}", name(line)))
}
