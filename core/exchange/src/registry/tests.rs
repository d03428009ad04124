//! People and claims, played through the journal. All people are invented.

mod duties;
mod identity;
mod retention;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::*;
use crate::journal::{self, Compartment, Outcome, VaultChange};
use crate::lists::Field;
use crate::vocabulary::{
    Actor, ClaimId, HealthGrade, LineId, ListId, PartialDate, Party, PersonId, Private, Role,
};

/// A registry that remembers its journal and its vault.
#[derive(Default)]
struct Desk {
    state: journal::State,
    log: Vec<journal::Recorded>,
    vault: Vec<VaultChange>,
    steps: u8,
    name: Option<&'static str>,
}

impl Desk {
    fn take(&mut self, command: Command) -> Result<Vec<Event>, journal::Refusal> {
        self.steps += 1;
        let name = self.name.unwrap_or("officer-1").to_owned();
        let actor = Actor { party: Party::A, name, role: Role::Officer };
        let at = Timestamp::from_second(1_750_000_000 + i64::from(self.steps)).unwrap();
        let context = journal::Context::new(at, actor, [self.steps; 32]);
        let command = journal::Command::Registry(command);
        let Outcome { events, vault } = journal::decide(&self.state, &context, command)?;
        for recorded in journal::Recorded::number(&context, self.state.version, &events) {
            let text = serde_json::to_string(&recorded).unwrap();
            for secret in ["Коваль", "1990", "Савчук", "sister"] {
                assert!(!text.contains(secret), "{text}");
            }
            let message = journal::Message::of(&recorded);
            assert!(message.kind.len() > "registry.".len(), "{message:?}");
            let read: journal::Recorded = serde_json::from_str(&text).unwrap();
            self.state.apply(&read);
            self.log.push(recorded);
        }
        assert_eq!(journal::replay(&self.log), self.state);
        self.vault.extend(vault);
        let ours = |event| {
            let journal::Event::Registry(event) = event else { panic!("{event:?}") };
            event
        };
        Ok(events.into_iter().map(ours).collect())
    }

    fn person(&mut self, surname: &str) -> PersonId {
        let events = self
            .take(Command::Register {
                source: Some(source(SourceKind::Family)),
                identity: identity(surname),
                also: vec![Assertion::Missing],
            })
            .unwrap();
        let Event::Registered { person } = &events[0] else { panic!("{events:?}") };
        person.clone()
    }

    fn say(&mut self, person: &PersonId, says: Assertion, kind: SourceKind) -> ClaimId {
        let events = self.take(claim(person, says, Some(source(kind)))).unwrap();
        let Event::Claimed { claim, .. } = &events[0] else { panic!("{events:?}") };
        claim.clone()
    }

    fn status(&self, person: &PersonId) -> Option<Status> {
        self.state.registry.status(person, None).map(|reading| reading.status)
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_750_000_000 + i64::from(self.steps)).unwrap()
    }
}

fn source(kind: SourceKind) -> Source {
    Source {
        kind,
        name: Private::new("the sister".to_owned()),
        reliability: Reliability::B,
        credibility: Credibility::read(2).unwrap(),
        condition: Condition::InPrivate,
        language: Some("uk".to_owned()),
    }
}

fn identity(surname: &str) -> Told {
    let given = |text: &str| Stated::Given(Private::new(text.to_owned()));
    Told {
        fields: BTreeMap::from([
            (Field::Surname, given(surname)),
            (Field::BirthDate, given("1990-07-31")),
            (Field::Rank, Stated::Refused),
        ]),
        ..Told::default()
    }
}

fn claim(person: &PersonId, says: Assertion, source: Option<Source>) -> Command {
    Command::Claim { person: person.clone(), says, source, told: Told::default() }
}

fn refused(result: Result<Vec<Event>, journal::Refusal>) -> Refusal {
    match result {
        Err(journal::Refusal::Registry(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_status_without_a_source_is_refused() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    assert_eq!(desk.status(&person), Some(Status::Sought));
    let nobody = desk.take(claim(&person, Assertion::SeenHeld, None));
    assert_eq!(refused(nobody), Refusal::NoSource { says: "seen-held" });
    let nameless = Source { name: Private::new(" ".to_owned()), ..source(SourceKind::Witness) };
    let refusal = refused(desk.take(claim(&person, Assertion::SeenHeld, Some(nameless))));
    assert_eq!(refusal, Refusal::NoSource { says: "seen-held" });
    assert!(refusal.basis().is_some());
    assert_eq!(desk.status(&person), Some(Status::Sought));
    let bare =
        Command::Register { source: None, identity: identity("Савчук"), also: Vec::new() };
    assert_eq!(refused(desk.take(bare)), Refusal::NoSource { says: "identity" });
}

/// GC III art. 122 and 123.
#[test]
fn captivity_is_confirmed_by_who_holds_or_by_the_tracing_agency_alone() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    for kind in [SourceKind::Witness, SourceKind::Published] {
        let refusal =
            refused(desk.take(claim(&person, Assertion::Acknowledged, Some(source(kind)))));
        assert_eq!(refusal, Refusal::NotTheirs { says: "acknowledged", source_kind: kind });
    }
    desk.say(&person, Assertion::SeenHeld, SourceKind::Witness);
    assert_eq!(desk.status(&person), Some(Status::Alleged));
    desk.say(&person, Assertion::Acknowledged, SourceKind::TracingAgency);
    assert_eq!(desk.status(&person), Some(Status::Confirmed));
}

/// GC III art. 17.
#[test]
fn nothing_got_by_pressure_is_taken_and_a_refusal_to_answer_is_an_answer() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    for kind in [SourceKind::Person, SourceKind::DetainingPower] {
        let pressed = Source { condition: Condition::UnderPressure, ..source(kind) };
        let refusal = refused(desk.take(claim(&person, Assertion::Alive, Some(pressed))));
        assert_eq!(refusal, Refusal::UnderPressure);
    }
    let silent = Told {
        fields: BTreeMap::from([(Field::Surname, Stated::Unable), (Field::Unit, Stated::Refused)]),
        ..Told::default()
    };
    let source = Some(source(SourceKind::Person));
    desk.take(Command::Register { source, identity: silent, also: Vec::new() }).unwrap();
}

#[test]
fn a_wish_not_to_return_is_heard_in_private_by_who_may_hear_it() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let listened =
        Source { condition: Condition::InCaptivity, ..source(SourceKind::TracingAgency) };
    let refusal = refused(desk.take(claim(&person, Assertion::Declines, Some(listened))));
    assert_eq!(refusal, Refusal::NotInPrivate);
    let holder = Some(source(SourceKind::DetainingPower));
    let refusal = refused(desk.take(claim(&person, Assertion::Declines, holder)));
    let source_kind = SourceKind::DetainingPower;
    assert_eq!(refusal, Refusal::NotTheirs { says: "declines", source_kind });
    desk.say(&person, Assertion::Declines, SourceKind::TracingAgency);
    assert_eq!(desk.status(&person), Some(Status::Declined));
    // The wish may change up to the line.
    desk.say(&person, Assertion::AtHandover, SourceKind::HandoverTeam);
    assert_eq!(desk.status(&person), Some(Status::AtHandover));
}

#[test]
fn the_ladder_is_climbed_and_an_old_word_does_not_bring_a_returned_person_back() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    for (says, kind, status) in [
        (Assertion::SeenHeld, SourceKind::Witness, Status::Alleged),
        (Assertion::NotHeld, SourceKind::DetainingPower, Status::Alleged),
        (Assertion::Acknowledged, SourceKind::DetainingPower, Status::Confirmed),
        (Assertion::Missing, SourceKind::Family, Status::Confirmed),
        (Assertion::AtHandover, SourceKind::HandoverTeam, Status::AtHandover),
        (Assertion::DidNotCross, SourceKind::HandoverTeam, Status::Confirmed),
        (Assertion::AtHandover, SourceKind::HandoverTeam, Status::AtHandover),
        (Assertion::Crossed, SourceKind::HandoverTeam, Status::Returned),
        (Assertion::SeenHeld, SourceKind::Witness, Status::Returned),
        (Assertion::Acknowledged, SourceKind::DetainingPower, Status::Returned),
        (Assertion::Dead, SourceKind::Published, Status::Returned),
        (Assertion::CapturedAgain, SourceKind::OwnForces, Status::Alleged),
        (Assertion::Dead, SourceKind::Witness, Status::Alleged),
        (Assertion::Dead, SourceKind::Forensic, Status::Died),
    ] {
        desk.say(&person, says.clone(), kind);
        assert_eq!(desk.status(&person), Some(status), "after {says:?} by {kind:?}");
    }
    let reading = desk.state.registry.status(&person, None).unwrap();
    assert_eq!(reading.source, SourceKind::Forensic);
    assert_eq!(reading.against.len(), 1, "the rumour of a death stays beside the certificate");
}

#[test]
fn only_who_was_there_says_who_crossed() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    for kind in [SourceKind::Published, SourceKind::Family] {
        let refusal = refused(desk.take(claim(&person, Assertion::Crossed, Some(source(kind)))));
        assert_eq!(refusal, Refusal::NotTheirs { says: "crossed", source_kind: kind });
    }
    desk.say(&person, Assertion::Crossed, SourceKind::Reception);
    assert_eq!(desk.status(&person), Some(Status::Returned));
}

#[test]
fn a_place_on_a_list_is_a_line_of_a_closed_list() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let line = LineId::read("b-1").unwrap();
    let says = Assertion::Listed { list: ListId::read("none").unwrap(), line: line.clone() };
    let refusal =
        refused(desk.take(claim(&person, says, Some(source(SourceKind::DetainingPower)))));
    assert_eq!(refusal, Refusal::UnknownLine { line });
}

#[test]
fn any_past_moment_is_shown_as_it_was_known_then() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let sought = desk.now();
    let seen = desk.say(&person, Assertion::SeenHeld, SourceKind::Witness);
    let alleged = desk.now();
    let reason = Private::new("the witness mixed up two men".to_owned());
    desk.take(Command::Withdraw { claim: seen.clone(), reason: reason.clone() }).unwrap();
    let registry = &desk.state.registry;
    let at = |moment| registry.status(&person, Some(moment)).map(|reading| reading.status);
    assert_eq!(at(Timestamp::UNIX_EPOCH), None);
    assert_eq!(at(sought), Some(Status::Sought));
    assert_eq!(at(alleged), Some(Status::Alleged));
    assert_eq!(desk.status(&person), Some(Status::Sought));
    assert!(registry.claims.get(&seen).is_some(), "what was withdrawn is still there to be read");
    let twice = desk.take(Command::Withdraw { claim: seen.clone(), reason });
    assert_eq!(refused(twice), Refusal::UnknownClaim { claim: seen });
}

#[test]
fn a_merge_that_changes_an_answer_needs_a_second_person_and_can_be_undone() {
    let mut desk = Desk::default();
    let (one, other) = (desk.person("Коваль"), desk.person("Савчук"));
    desk.say(&other, Assertion::SeenHeld, SourceKind::Witness);
    let reason = || Private::new("one service number".to_owned());
    let merge = Command::Merge { one: one.clone(), other: other.clone(), reason: reason() };
    let events = desk.take(merge).unwrap();
    let [Event::MergeProposed { claim, .. }] = events.as_slice() else { panic!("{events:?}") };
    let claim = claim.clone();
    assert_eq!(desk.status(&one), Some(Status::Sought));
    let alone = desk.take(Command::ConfirmMerge { claim: claim.clone() });
    assert_eq!(refused(alone), Refusal::SamePerson { name: "officer-1".to_owned() });
    desk.name = Some("officer-2");
    desk.take(Command::ConfirmMerge { claim: claim.clone() }).unwrap();
    let merged = desk.now();
    assert_eq!(desk.status(&one), Some(Status::Alleged));
    assert_eq!(desk.state.registry.standing_for(&one), desk.state.registry.standing_for(&other));
    desk.take(Command::Unmerge { claim: claim.clone() }).unwrap();
    assert_eq!(desk.status(&one), Some(Status::Sought));
    assert_eq!(desk.status(&other), Some(Status::Alleged));
    let then = desk.state.registry.status(&one, Some(merged)).unwrap();
    assert_eq!(then.status, Status::Alleged);
    assert_eq!(
        refused(desk.take(Command::Unmerge { claim: claim.clone() })),
        Refusal::NoSuchMerge { claim }
    );
    let third = desk.person("Коваль");
    let alike = Command::Merge { one: one.clone(), other: third.clone(), reason: reason() };
    assert_eq!(desk.take(alike).unwrap().len(), 2, "two of one status need no second person");
    let again = Command::Merge { one: one.clone(), other: third.clone(), reason: reason() };
    assert_eq!(refused(desk.take(again)), Refusal::AlreadyOne { one, other: third });
}

/// GC III art. 122.
#[test]
fn erasing_destroys_the_vault_records_and_leaves_the_journal_whole() {
    let mut desk = Desk::default();
    let held = desk.person("Коваль");
    desk.say(&held, Assertion::Acknowledged, SourceKind::DetainingPower);
    let refusal = refused(desk.take(Command::Erase { person: held.clone() }));
    let status = Status::Confirmed;
    assert_eq!(refusal, Refusal::StillNeeded { person: held.clone(), status });
    desk.say(&held, Assertion::AtHandover, SourceKind::HandoverTeam);
    let refusal = refused(desk.take(Command::Erase { person: held.clone() }));
    let status = Status::AtHandover;
    assert_eq!(refusal, Refusal::StillNeeded { person: held.clone(), status });
    desk.say(&held, Assertion::Crossed, SourceKind::HandoverTeam);
    desk.take(Command::Erase { person: held.clone() }).unwrap();
    let erased =
        |change: &VaultChange| matches!(change, VaultChange::EraseAbout(one) if *one == held);
    assert_eq!(desk.vault.iter().filter(|change| erased(change)).count(), 1);
    let kept_for_nobody =
        desk.vault.iter().any(|change| matches!(change, VaultChange::Keep { person: None, .. }));
    assert!(!kept_for_nobody, "every record names whom it is about, so that erasing finds it");
    assert_eq!(journal::replay(&desk.log), desk.state);
    assert_eq!(desk.status(&held), Some(Status::Returned), "the count of the returned stays true");
    let again = desk.take(claim(&held, Assertion::Alive, Some(source(SourceKind::Family))));
    assert_eq!(refused(again), Refusal::Erased { person: held });
}

#[test]
fn health_lies_in_a_compartment_of_its_own() {
    let mut desk = Desk::default();
    let mut told = identity("Коваль");
    told.fields.insert(Field::Health, Stated::Given(Private::new("sick".to_owned())));
    let source = Some(source(SourceKind::Family));
    desk.take(Command::Register { source, identity: told, also: Vec::new() }).unwrap();
    for change in &desk.vault {
        let VaultChange::Keep { compartment, bytes, .. } = change else { panic!("{change:?}") };
        let says_sick = String::from_utf8_lossy(bytes.open()).contains("sick");
        assert_eq!(says_sick, *compartment == Compartment::Health);
    }
}

#[test]
fn a_known_person_has_the_best_sources_words_and_no_other_is_lost() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let better = Source { reliability: Reliability::A, ..source(SourceKind::OwnForces) };
    let worse = Source { reliability: Reliability::D, ..source(SourceKind::Published) };
    for (one, surname) in [(better, "Ковальчук"), (worse, "Ковальов")] {
        let mut told = identity(surname);
        told.fields.insert(Field::Health, Stated::Given(Private::new("sick".to_owned())));
        desk.take(Command::Claim {
            person: person.clone(),
            says: Assertion::Identity,
            source: Some(one),
            told,
        })
        .unwrap();
    }
    let opened = |kept: &Kept| {
        let found = desk.vault.iter().find_map(|change| {
            let VaultChange::Keep { record, bytes, salt, .. } = change else { return None };
            let ours = *record == kept.record;
            ours.then(|| {
                assert_eq!(VaultChange::digest(salt, bytes.open()), kept.digest);
                Opened::from_bytes(bytes.open()).unwrap()
            })
        });
        found.unwrap()
    };
    let registry = &desk.state.registry;
    let mut claims: Vec<_> = registry
        .claims_on(&person, None)
        .into_iter()
        .map(|(_, recorded)| (recorded, opened(&recorded.claim.kept)))
        .collect();
    let known = Card::of_claims(&claims, &BTreeMap::new()).known(person.clone(), Status::Sought);
    let text = |known: &Known, field| known.fields.get(&field).map(|text| text.open().clone());
    assert_eq!(text(&known, Field::Surname).as_deref(), Some("Ковальчук"));
    assert_eq!(text(&known, Field::Rank), None, "a refusal to answer is no value");
    assert_eq!(known.facts.birth.map(PartialDate::year), Some(1990));
    assert_eq!(known.facts.health, None, "health is in another compartment");
    for (recorded, _) in claims.clone() {
        if let Some(health) = &recorded.claim.health {
            claims.push((recorded, opened(health)));
        }
    }
    let whole = Card::of_claims(&claims, &BTreeMap::new()).known(person, Status::Sought);
    assert_eq!(whole.facts.health, Some(HealthGrade::Sick));
}

#[test]
fn the_way_to_a_status_is_told_step_by_step_and_what_was_taken_back_stays_to_be_read() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let seen = desk.say(&person, Assertion::SeenHeld, SourceKind::Witness);
    desk.say(&person, Assertion::SeenHeld, SourceKind::Family);
    let before = desk.now();
    desk.say(&person, Assertion::Acknowledged, SourceKind::DetainingPower);
    let of = |desk: &Desk, moment| -> Vec<Status> {
        let steps = desk.state.registry.steps(&person, moment);
        steps.into_iter().map(|step| step.status).collect()
    };
    let all = [Status::Sought, Status::Alleged, Status::Confirmed];
    assert_eq!(of(&desk, None), all);
    assert_eq!(of(&desk, Some(before)), all[..2]);
    let said = desk.state.registry.said_of(&person, None).len();
    desk.take(Command::Withdraw { claim: seen, reason: Private::new("a mistake".to_owned()) })
        .unwrap();
    let registry = &desk.state.registry;
    assert_eq!(registry.said_of(&person, None).len(), said);
    assert_eq!(registry.claims_on(&person, None).len(), said - 1);
    assert_eq!(registry.said_of(&person, Some(before)).len(), said - 1);
    // Another says the same, so that nothing changes on the way.
    assert_eq!(of(&desk, None), all);
}
