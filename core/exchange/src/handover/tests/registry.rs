//! What a handover tells the own registry, and what the registry tells the line.

use std::collections::BTreeMap;

use super::super::*;
use super::bench::*;
use crate::journal::{self, VaultChange};
use crate::lists::Field;
use crate::registry::{
    self, Assertion, Condition, Credibility, Known, Reliability, Source, SourceKind, Stated, Status,
};
use crate::vocabulary::{Facts, PartialDate, Role};

impl Bench {
    fn enter(&mut self, command: registry::Command) {
        let context = self.context(Role::Officer);
        let command = journal::Command::Registry(command);
        let outcome = journal::decide(&self.state, &context, command).unwrap();
        for recorded in journal::Recorded::number(&context, self.state.version, &outcome.events) {
            self.state.apply(&recorded);
        }
    }

    fn sought(&mut self, surname: &str) -> PersonId {
        let before: Vec<PersonId> = self.state.registry.persons.keys().cloned().collect();
        let given = Stated::Given(private(surname));
        let identity = registry::Told {
            fields: [(Field::Surname, given)].into(),
            ..registry::Told::default()
        };
        let source = Source {
            kind: SourceKind::OwnForces,
            name: private("headquarters"),
            reliability: Reliability::B,
            credibility: Credibility::UNKNOWN,
            condition: Condition::AtLiberty,
            language: None,
        };
        let source = Some(source);
        self.enter(registry::Command::Register {
            source,
            identity,
            also: vec![Assertion::Missing],
        });
        let now = self.state.registry.persons.keys();
        now.into_iter().find(|it| !before.contains(*it)).cloned().expect("one more person")
    }

    fn status(&self, person: &PersonId) -> Status {
        self.state.registry.status(person, None).unwrap().status
    }

    /// Hands the registry everything that follows, and returns how much it was.
    fn tell_registry(&mut self) -> usize {
        let commands = registry_commands(&self.state, STAGE);
        let number = commands.len();
        for command in commands {
            self.enter(command);
        }
        number
    }
}

#[test]
fn each_outcome_becomes_a_claim_once_and_moves_the_status() {
    let mut bench = Bench::of(Party::A);
    let people = ["Perenko", "Druhenko", "Tretenko", "Chetverenko"].map(|it| bench.sought(it));
    let mut command = record(theirs());
    if let Command::RecordManifest { persons, .. } = &mut command {
        let lines = ["b-1", "b-2", "b-3"].map(line);
        *persons = lines.into_iter().zip(people.iter().cloned()).collect();
    }
    bench.must(command);
    assert_eq!(bench.tell_registry(), 3);
    assert_eq!(bench.status(&people[0]), Status::AtHandover);
    assert_eq!(bench.tell_registry(), 0, "nothing is claimed twice");

    bench.check(Side::B, "e-1", "b-1", LineOutcome::Received).unwrap();
    bench.check(Side::B, "e-2", "b-2", LineOutcome::Refused).unwrap();
    bench.check(Side::B, "e-3", "b-3", LineOutcome::Unfit).unwrap();
    let fields = SixFields { surname: Told::Said(private("Chetverenko")), ..SixFields::default() };
    let context = bench.context(Role::HandoverTeam);
    let id = entry_id("u-1");
    let came = Unlisted::new(&context, &id, fields, Some(people[3].clone()));
    let entry = seen("u-1", at(2), Seen::Unlisted(came));
    bench.must(Command::Check { stage: STAGE, from: Side::B, entry });
    assert_eq!(bench.tell_registry(), 4);
    let statuses: Vec<Status> = people.iter().map(|it| bench.status(it)).collect();
    // Who did not cross falls back to what was known before.
    let expected = [Status::Returned, Status::Declined, Status::Sought, Status::Returned];
    assert_eq!(statuses, expected);
    assert_eq!(bench.tell_registry(), 0);
}

#[test]
fn whom_the_registry_does_not_know_is_not_claimed_about() {
    let mut bench = at_the_line();
    bench.check(Side::B, "e-1", "b-1", LineOutcome::Received).unwrap();
    assert!(registry_commands(&bench.state, STAGE).is_empty());
}

fn known(who: &str, name: [&str; 3], birth: Option<&str>, number: &str) -> Known {
    let named = [
        (Field::Surname, name[0]),
        (Field::GivenName, name[1]),
        (Field::Patronymic, name[2]),
        (Field::ServiceNumber, number),
    ];
    let fields: BTreeMap<Field, Private<String>> =
        named.into_iter().map(|(field, text)| (field, private(text))).collect();
    let birth = birth.map(|it| PartialDate::try_from(it.to_owned()).unwrap());
    let facts = Facts { birth, ..Facts::default() };
    Known { person: PersonId::read(who).unwrap(), fields, facts, status: Status::Sought }
}

fn asked(surname: &str, first: &str, birth: &str, number: &str) -> SixFields {
    let said = |text: &str| match text {
        "" => Told::Unable,
        text => Told::Said(private(text)),
    };
    SixFields {
        surname: said(surname),
        first_names: said(first),
        birth: said(birth),
        number: said(number),
        ..SixFields::default()
    }
}

#[test]
fn a_search_at_the_line_finds_across_scripts_and_says_why() {
    let registry = [
        known("p-1", ["Шевчук", "Микола", "Іванович"], Some("1990-07-31"), ""),
        known("p-2", ["Шевчук", "Олег", "Петрович"], Some("1985-02-01"), "AB-123"),
        known("p-3", ["Вигаданенко", "Тарас", ""], None, ""),
    ];
    let first = |fields: &SixFields| search(fields, &registry).first().cloned();
    // Written in Russian, with the day of birth.
    let found = first(&asked("Шевчук", "Николай", "31.07.1990", "")).unwrap();
    assert_eq!(found.person.as_str(), "p-1");
    assert_eq!((found.birth, found.number), (Agreement::Same, Agreement::Unknown));
    // In Latin letters, with only a year.
    let found = first(&asked("Vyhadanenko", "Taras", "1999", "")).unwrap();
    assert_eq!((found.person.as_str(), found.birth), ("p-3", Agreement::Unknown));
    // Somebody who can only show a number.
    let found = first(&asked("", "", "", "ab 123")).unwrap();
    assert_eq!((found.person.as_str(), found.number), ("p-2", Agreement::Same));
    // A stranger, and somebody who says nothing.
    assert_eq!(first(&asked("Зовсім", "Інший", "01.01.1970", "")), None);
    assert_eq!(first(&asked("", "", "", "")), None);
}

/// Erasing a person must reach what was found at their gates, though nobody named them there.
#[test]
fn a_finding_is_kept_by_person_where_the_registry_knows_who_the_line_is() {
    let about = |bench: &Bench| match bench.vault.last() {
        Some(VaultChange::Keep { person, .. }) => person.clone(),
        other => panic!("{other:?}"),
    };
    let mut bench = Bench::of(Party::A);
    let person = PersonId::read("person-of-a-1").unwrap();
    bench.gate("a-1", Finding::NotHeld).unwrap();
    assert_eq!(about(&bench), None);
    bench.state.registry.lines.insert(line("a-1"), person.clone());
    bench.gate("a-1", Finding::NotHeld).unwrap();
    assert_eq!(about(&bench), Some(person));
    // A manifest that says who the line is has the last word.
    bench.must(record(ours()));
    bench.gate("a-1", Finding::NotHeld).unwrap();
    assert_eq!(about(&bench), PersonId::read("person-a-1").ok());
}
