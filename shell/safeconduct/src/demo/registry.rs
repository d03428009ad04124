//! Registry in the story: who is sought, who came home before, who is reported dead; each with a source.

use std::collections::BTreeMap;

use anyhow::Context as _;
use exchange::handover::status_effects;
use exchange::journal::{Command as Any, Event as Happened};
use exchange::lists::Field;
use exchange::registry::{
    Assertion, Command, Condition, Credibility, Event, Reliability, Source, SourceKind, Stated,
    Told,
};
use exchange::vocabulary::{PartialDate, PersonId, Private, Role, Side, StageNumber};

use super::cast::Cast;
use super::people::Claimed;
use super::seal::sides;
use crate::cli::Failure;

/// Who each invented person is in their own side's registry, by their place among the invented people.
pub(crate) type Persons = BTreeMap<Side, BTreeMap<usize, PersonId>>;

/// Enters everybody whom a side has heard of, on the word of whoever said it.
pub(crate) async fn open(cast: &mut Cast) -> Result<Persons, Failure> {
    let mut persons = Persons::new();
    for side in sides() {
        let half = cast.world.people_of(side);
        let mut places = Vec::new();
        let mut commands: Vec<Any> = Vec::new();
        for claim in &half.registry {
            let (kind, says) = match claim.what {
                Claimed::Sought => (SourceKind::OwnForces, Assertion::Missing),
                Claimed::Returned => (SourceKind::Reception, Assertion::Crossed),
                Claimed::Died => (SourceKind::DetainingPower, Assertion::Dead),
            };
            let identity = Told {
                fields: stated(&half.written(claim.person)),
                on: Some(PartialDate::Day(claim.on)),
                ..Told::default()
            };
            let source = Some(source(kind, claim.source, side)?);
            commands.push(Command::Register { source, identity, also: vec![says] }.into());
            places.push(claim.person);
        }
        let recorded = cast.tell_all(side, Role::Officer, commands).await?;
        let registered = recorded.iter().filter_map(|recorded| match &recorded.event {
            Happened::Registry(Event::Registered { person }) => Some(person.clone()),
            _ => None,
        });
        persons.insert(side, places.into_iter().zip(registered).collect());
    }
    Ok(persons)
}

fn stated(fields: &BTreeMap<Field, String>) -> BTreeMap<Field, Stated> {
    let given = |text: &String| Stated::Given(Private::new(text.clone()));
    fields.iter().map(|(field, text)| (*field, given(text))).collect()
}

fn source(kind: SourceKind, name: &str, side: Side) -> Result<Source, Failure> {
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
        let effects = status_effects(&cast.desk(side).state().handover, stage);
        let mut commands: Vec<Any> = Vec::new();
        for effect in effects.iter().filter(|effect| effect.from == side.other()) {
            let Some(says) = Assertion::of_status(effect.status) else { continue };
            commands.push(
                Command::Claim {
                    person: effect.person.clone(),
                    says,
                    source: Some(source(SourceKind::HandoverTeam, "the team at the line", side)?),
                    told: Told::default(),
                }
                .into(),
            );
        }
        cast.tell_all(side, Role::Officer, commands).await?;
    }
    Ok(())
}

/// Lets a returned person say that they saw another one held: it changes what is known of that one.
pub(crate) fn seen_held(about: &PersonId, side: Side) -> Result<Command, Failure> {
    Ok(Command::Claim {
        person: about.clone(),
        says: Assertion::SeenHeld,
        source: Some(source(SourceKind::Witness, "a returned person", side)?),
        told: Told {
            place: Some(Private::new("the same camp, the next barrack".to_owned())),
            ..Told::default()
        },
    })
}
