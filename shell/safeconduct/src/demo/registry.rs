//! Registry in the story: who is sought, who came home before, who is reported dead; each with a source.

use std::collections::BTreeMap;

use anyhow::Context as _;
use exchange::handover::registry_commands;
use exchange::journal::{Command as Any, Event as Happened};
use exchange::lists::Field;
use exchange::registry::{
    Assertion, Command, Condition, Credibility, Event, Reliability, Source, SourceKind, Stated,
    Told,
};
use exchange::vocabulary::{PartialDate, PersonId, Private, Role, Side, StageNumber};

use super::cast::Cast;
use super::people::{Claim, Claimed};
use super::seal::sides;
use crate::cli::Failure;

/// Who each invented person is in their own side's registry, by their place among the invented people.
pub(crate) type Persons = BTreeMap<Side, BTreeMap<usize, PersonId>>;

/// Enters everybody whom a side has heard of, on the word of whoever said it; what is said of somebody
/// later is added as a further claim.
pub(crate) async fn open(cast: &mut Cast) -> Result<Persons, Failure> {
    let mut persons = Persons::new();
    for side in sides() {
        let mut known: BTreeMap<usize, PersonId> = BTreeMap::new();
        let claims = cast.world.people_of(side).registry.clone();
        let is_first = |at: usize| claims[..at].iter().all(|it| it.person != claims[at].person);
        let (first, further): (Vec<usize>, Vec<usize>) =
            (0..claims.len()).partition(|at| is_first(*at));
        let mut commands: Vec<Any> = Vec::new();
        for at in &first {
            let (says, source) = said(&claims[*at], side)?;
            let written = cast.world.people_of(side).written(claims[*at].person);
            let identity = Told {
                fields: stated(&written),
                on: Some(PartialDate::Day(claims[*at].on)),
                ..Told::default()
            };
            commands.push(
                Command::Register { source: Some(source), identity, also: vec![says] }.into(),
            );
        }
        let recorded = cast.tell_all(side, Role::Officer, commands).await?;
        let registered = recorded.iter().filter_map(|recorded| {
            let Happened::Registry(Event::Registered { person }) = &recorded.event else {
                return None;
            };
            Some(person.clone())
        });
        known.extend(first.iter().map(|at| claims[*at].person).zip(registered));
        let mut commands: Vec<Any> = Vec::new();
        for at in further {
            let (says, source) = said(&claims[at], side)?;
            let person = known.get(&claims[at].person).context("somebody entered before")?.clone();
            let told = Told { on: Some(PartialDate::Day(claims[at].on)), ..Told::default() };
            commands.push(Command::Claim { person, says, source: Some(source), told }.into());
        }
        cast.tell_all(side, Role::Officer, commands).await?;
        persons.insert(side, known);
    }
    Ok(persons)
}

/// People of side A who came home in an earlier exchange, of whom its registry still knows: surname, given name,
/// birth date.
const EARLIER: [(&str, &str, &str); 5] = [
    ("Дубровський-Яр", "Захар", "1979-03-02"),
    ("Калинець-Гай", "Любомир", "1985-11-23"),
    ("Остапчук-Лан", "Пилип", "1991-07-08"),
    ("Терновий-Луг", "Северин", "1994-01-30"),
    ("Явірник-Став", "Юхим", "1988-09-14"),
];

/// Enters those of side A who came home in an earlier exchange.
pub(crate) async fn earlier(cast: &mut Cast) -> Result<(), Failure> {
    let mut commands = Vec::new();
    for (surname, given, born) in EARLIER {
        let fields = BTreeMap::from([
            (Field::Surname, surname.to_owned()),
            (Field::GivenName, given.to_owned()),
            (Field::BirthDate, born.to_owned()),
        ]);
        let identity = Told { fields: stated(&fields), ..Told::default() };
        let source =
            Some(source(SourceKind::Reception, "the reception of an earlier exchange", Side::A)?);
        commands.push(Any::from(Command::Register {
            source,
            identity,
            also: vec![Assertion::Crossed],
        }));
    }
    cast.tell_all(Side::A, Role::Officer, commands).await?;
    Ok(())
}

/// What an invented claim says, and who says it.
fn said(claim: &Claim, side: Side) -> Result<(Assertion, Source), Failure> {
    let (kind, says) = match claim.what {
        Claimed::Sought => (SourceKind::OwnForces, Assertion::Missing),
        Claimed::Returned => (SourceKind::Reception, Assertion::Crossed),
        Claimed::Died => (SourceKind::DetainingPower, Assertion::Dead),
    };
    Ok((says, source(kind, claim.source, side)?))
}

pub(super) fn stated(fields: &BTreeMap<Field, String>) -> BTreeMap<Field, Stated> {
    let given = |text: &String| Stated::Given(Private::new(text.clone()));
    fields.iter().map(|(field, text)| (*field, given(text))).collect()
}

pub(super) fn source(kind: SourceKind, name: &str, side: Side) -> Result<Source, Failure> {
    Ok(Source {
        kind,
        name: Private::new(name.to_owned()),
        reliability: Reliability::B,
        credibility: Credibility::read(2).context("a grade from 1 to 6")?,
        condition: Condition::AtLiberty,
        language: Some(if side == Side::A { "uk" } else { "ru" }.to_owned()),
    })
}

/// Writes into both registries what a stage meant for their own people.
pub(crate) async fn after(cast: &mut Cast, stage: StageNumber) -> Result<(), Failure> {
    for side in sides() {
        let claims = registry_commands(cast.desk(side).state(), stage);
        cast.tell_all(side, Role::Officer, claims.into_iter().map(Any::from).collect()).await?;
    }
    Ok(())
}
