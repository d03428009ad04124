//! The things that are asked of a person, and what is odd about an answer: read as a list would be read.

use std::collections::BTreeMap;

use exchange::lists::{Cell, Field, Flaw, Table, read};
use exchange::registry::{Assertion, Stated};
use exchange::vocabulary::{Private, Severity};
use jiff::civil::Date;

use super::draft::{Draft, Whose};
use crate::web::frame::{Choice, Frame};
use crate::web::words::Words;

/// What stands for a surname while the other answers are read: a list without one says nothing of anybody.
const NOBODY: &str = "Nobody";

/// By which a person is known.
const IDENTITY: &[Field] = &[
    Field::Surname,
    Field::GivenName,
    Field::Patronymic,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Sex,
    Field::ServiceNumber,
    Field::Rank,
    Field::Unit,
    Field::Power,
    Field::FatherName,
    Field::MotherMaidenName,
    Field::Nationality,
    Field::Marks,
];
/// What a card beside says (GC III Annex IV B).
const CAPTIVITY: &[Field] =
    &[Field::CapturedOn, Field::CapturedAt, Field::PrisonerNumber, Field::Camp, Field::ComingFrom];
/// Who asks for somebody.
const KIN: &[Field] = &[Field::PersonToInform, Field::Address, Field::LastResidence];

/// One thing that is asked.
pub(super) struct AskedField {
    pub(super) word: &'static str,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) answers: Vec<Choice>,
    pub(super) wrong: Option<String>,
    pub(super) is_date: bool,
    pub(super) is_long: bool,
    pub(super) is_needed: bool,
}

/// Names the things that are asked with an assertion.
fn asked_with(whose: &Whose, says: Option<&Assertion>) -> Vec<Field> {
    let parts: &[&[Field]] = match (whose, says) {
        (Whose::New, _) | (Whose::Known(_), Some(Assertion::Identity)) => &[IDENTITY],
        (Whose::Known(_), Some(Assertion::CaptureCard)) => {
            &[IDENTITY, CAPTIVITY, &[Field::Health], KIN]
        }
        (Whose::Known(_), Some(Assertion::Missing | Assertion::TracingRequest)) => &[KIN],
        (Whose::Known(_), Some(Assertion::Health)) => &[&[Field::Health]],
        (
            Whose::Known(_),
            Some(
                Assertion::SeenHeld
                | Assertion::Acknowledged
                | Assertion::Transferred
                | Assertion::InHospital
                | Assertion::CapturedAgain,
            ),
        ) => &[CAPTIVITY],
        (Whose::Known(_), Some(_) | None) => &[],
    };
    parts.concat()
}

/// The things that are asked, and those of which something was typed already.
pub(super) fn asked(
    words: Words,
    frame: &Frame,
    (whose, draft): (&Whose, &Draft),
) -> Vec<AskedField> {
    let says = draft.says();
    let asked = asked_with(whose, says.as_ref());
    let needed = says.as_ref().and_then(Assertion::needs);
    let is_shown = |field: &Field| {
        asked.contains(field)
            || !draft.field(*field).is_empty()
            || draft.no_answer(*field).is_some()
    };
    let one = |field: Field| {
        let answer = draft.no_answer(field).map_or("", |stated| match stated {
            Stated::Refused => "refused",
            Stated::Unable => "unable",
            Stated::Given(_) => "",
        });
        let answers = ["", "refused", "unable"].map(|word| {
            let label = if word.is_empty() { "ask-answered" } else { &format!("person-{word}") };
            (word, words.t(label))
        });
        AskedField {
            word: field.word(),
            label: words.t(&format!("field-{field}")),
            text: draft.field(field).to_owned(),
            answers: Choice::list(answers, answer),
            wrong: frame.wrong_with(field.word()).map(ToOwned::to_owned),
            is_date: field.is_date(),
            is_long: field.is_long(),
            is_needed: needed == Some(field),
        }
    };
    let mut shown = asked.clone();
    shown.extend(Field::ALL.into_iter().filter(|field| !asked.contains(field) && is_shown(field)));
    shown.into_iter().map(one).collect()
}

/// What was said of each thing, and what is odd about it.
pub(super) struct ReadFields {
    pub(super) stated: BTreeMap<Field, Stated>,
    pub(super) flaws: Vec<(Field, Flaw)>,
}

/// Reads what was typed, as a line of a list is read: without what cannot be seen, dates as dates.
pub(super) fn read_fields(draft: &Draft, today: Date) -> ReadFields {
    let without = |field: &Field| draft.no_answer(*field).map(|stated| (*field, stated));
    let mut stated: BTreeMap<Field, Stated> = Field::ALL.iter().filter_map(without).collect();
    let mut typed: Vec<(Field, String)> = Field::ALL
        .into_iter()
        .filter(|field| !stated.contains_key(field) && !draft.field(*field).is_empty())
        .map(|field| (field, draft.field(field).to_owned()))
        .collect();
    if typed.is_empty() {
        return ReadFields { stated, flaws: Vec::new() };
    }
    let is_named = typed.iter().any(|(field, _)| *field == Field::Surname);
    if !is_named {
        typed.push((Field::Surname, NOBODY.to_owned()));
    }
    let row = |text: &dyn Fn(&(Field, String)) -> String| {
        typed.iter().map(|one| Cell::Text(text(one))).collect::<Vec<Cell>>()
    };
    let rows = vec![row(&|(field, _)| field.word().to_owned()), row(&|(_, text)| text.clone())];
    let Ok(draft) = read(&Table::of(rows), today) else {
        // Longer than any cell can be.
        let flaws = typed.into_iter().map(|(field, _)| (field, Flaw::LongCell)).collect();
        return ReadFields { stated, flaws };
    };
    let flaws = draft.keyed_findings().keys().filter_map(|key| {
        let column = usize::try_from(key.column?.checked_sub(1)?).ok()?;
        let is_odd = key.flaw.severity() == Severity::Question;
        typed.get(column).filter(|_| is_odd).map(|(field, _)| (*field, key.flaw))
    });
    let flaws = flaws.collect();
    let line = draft.into_lines().into_iter().next().map(|line| line.fields).unwrap_or_default();
    let given = line.into_iter().filter(|(field, _)| is_named || *field != Field::Surname);
    stated
        .extend(given.map(|(field, text)| (field, Stated::Given(Private::new(text.into_open())))));
    ReadFields { stated, flaws }
}
