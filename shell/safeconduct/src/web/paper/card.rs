//! The capture card (GC III art. 70, Annex IV B) with what a bureau needs besides (art. 122(4)), as far as the
//! registry knows it; what it does not know is left to be written by hand. For civilians it is the internment card
//! (GC IV art. 106, Annex III).
//!
//! Health is never printed: the prisoner strikes out what is not true.

use std::collections::BTreeMap;

use exchange::journal::{Purpose, Thing};
use exchange::lists::{Field, facts_of};
use exchange::registry::Card;
use exchange::vocabulary::{Digest, PersonId, Private, Standing};

use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::sheet::{Cell, Part, Table, Tongues};
use super::{Paper, number, sheets, tongues};
use crate::cli::registry::claims;
use crate::desk::Permit;

/// How wide the columns are: number on the card, label, value, label.
pub(super) const COLUMNS: &[u16] = &[10, 44, 88, 44];

/// The items of Annex IV B in their order, with the field that fills each; the last three by hand.
const CARD: [(&str, Option<Field>); 14] = [
    ("1", Some(Field::Power)),
    ("2", Some(Field::Surname)),
    ("3", Some(Field::GivenName)),
    ("4", Some(Field::FatherName)),
    ("5", Some(Field::BirthDate)),
    ("6", Some(Field::BirthPlace)),
    ("7", Some(Field::Rank)),
    ("8", Some(Field::ServiceNumber)),
    ("9", Some(Field::PersonToInform)),
    ("10", Some(Field::CapturedOn)),
    ("11", None),
    ("12", Some(Field::PrisonerNumber)),
    ("13", None),
    ("14", None),
];

/// What a bureau is told besides (GC III art. 122(4)), and what tells people of one name apart.
const BESIDES: [Field; 3] = [Field::Patronymic, Field::MotherMaidenName, Field::Address];

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    visit.desk.open_book().await?;
    let registry = &visit.desk.about(&person).await?.registry;
    let entry = registry.persons.get(&person).ok_or(Trouble::Unknown)?;
    if entry.erased {
        return Err(Trouble::Unknown);
    }
    // What may leave of one person is what a file of an exchange may hold; it is written down as a look at them.
    let permit = visit.desk.show(visit.actor()?, Purpose::Exchange, &person).await?;
    let opened = claims(&visit.desk, &permit, &person).await?;
    let settled = registry.settled_on(&person);
    let said: Vec<_> = opened.into_iter().map(|one| (one.recorded, one.words)).collect();
    let fields = Card::of_claims(&said, &settled).fields;
    visit.desk.shut_book().await;
    let tongues = tongues(visit);
    let is_civilian = facts_of(&fields).standing == Some(Standing::Civilian);
    let (title, law) = if is_civilian {
        ("paper-internment-card", "paper-internment-card-law")
    } else {
        ("paper-card", "paper-card-law")
    };
    let rows = CARD.map(|(at, field)| row(tongues, &permit, (at, field), &fields));
    let besides = BESIDES.map(|field| row(tongues, &permit, ("", Some(field)), &fields));
    let table = |of: Option<&str>, rows: &[Vec<Cell>]| {
        let of = of.map(|key| tongues.t(key));
        Part::Table(Table { of, heads: Vec::new(), widths: COLUMNS, rows: rows.to_vec() })
    };
    let paper = Paper {
        title,
        about: vec![tongues.t(law)],
        number: number(visit, "person", &person),
        digest: digest(&permit, &fields),
        digest_of: "paper-digest-card",
        back: format!("/people/{person}"),
        parts: vec![
            Part::Text(tongues.t("paper-card-address")),
            table(None, &rows),
            table(Some("paper-card-besides"), &besides),
            Part::Text(tongues.t("paper-card-says")),
        ],
    };
    sheets(visit, tongues, paper)
}

/// One item of the card: what is known, or a place to write.
fn row(
    tongues: Tongues,
    permit: &Permit,
    (at, field): (&str, Option<Field>),
    fields: &BTreeMap<Field, Private<String>>,
) -> Vec<Cell> {
    let known = |field: Field| {
        let text = fields.get(&field).map(|text| text.open().trim().to_owned());
        text.filter(|text| !text.is_empty() && permit.shows(Thing::of(field)))
    };
    let (key, value) = match (at, field) {
        ("11", _) => ("paper-card-health".to_owned(), Cell::Both(tongues.t("paper-card-grades"))),
        ("13" | "14", _) => (format!("paper-card-{at}"), Cell::ByHand),
        ("10", _) => {
            let place = [Field::CapturedOn, Field::CapturedAt, Field::ComingFrom]
                .into_iter()
                .filter_map(known);
            ("paper-card-10".to_owned(), own(&place.collect::<Vec<_>>()))
        }
        ("12", _) => {
            let place = [Field::PrisonerNumber, Field::Camp].into_iter().filter_map(known);
            ("paper-card-12".to_owned(), own(&place.collect::<Vec<_>>()))
        }
        (_, Some(field)) => {
            (format!("field-{}", field.word()), own(&known(field).into_iter().collect::<Vec<_>>()))
        }
        (_, None) => (String::new(), Cell::ByHand),
    };
    vec![
        Cell::Sign(at.to_owned()),
        Cell::One(tongues.one.t(&key)),
        value,
        Cell::Other(tongues.other.t(&key)),
    ]
}

fn own(known: &[String]) -> Cell {
    if known.is_empty() { Cell::ByHand } else { Cell::Own(known.join(", ")) }
}

/// The digest of what the card shows.
fn digest(permit: &Permit, fields: &BTreeMap<Field, Private<String>>) -> Digest {
    let shown = fields.iter().filter(|(field, _)| permit.shows(Thing::of(**field)));
    let shown: BTreeMap<Field, &String> =
        shown.map(|(field, text)| (*field, text.open())).collect();
    let bytes = serde_json::to_vec(&shown).expect("a map of texts is plain JSON");
    Digest::of(&[b"safeconduct/printed-card/1\0", &bytes])
}
