//! The same acts, taken into the journal of an instance.

use super::*;
use crate::journal::{self, Context, Recorded, replay};
use crate::seal::{Command, Event, Refusal};
use crate::vocabulary::{Actor, Private, Role};

struct Instance {
    state: journal::State,
    events: Vec<Recorded>,
}

impl Instance {
    fn submit(&mut self, command: Command) -> Result<(), journal::Refusal> {
        let actor = Actor { party: Party::A, name: "officer-1".into(), role: Role::Officer };
        let entropy = [u8::try_from(self.events.len()).unwrap(); 32];
        let context = Context::new(time(9), actor, entropy);
        let outcome = journal::decide(&self.state, &context, journal::Command::Seal(command))?;
        for recorded in Recorded::number(&context, self.state.version, &outcome.events) {
            self.state.apply(&recorded);
            self.events.push(recorded);
        }
        Ok(())
    }
}

fn enter(files: &Files, seq: usize) -> Command {
    let salt = bundle::read_salt(&files[&format!("payloads/{seq:04}.salt")]).unwrap();
    let payload = Private::new(files[&format!("payloads/{seq:04}.json")].clone());
    let note = files[&format!("acts/{seq:04}.note")].clone();
    Command::Enter { note, payload: Some((payload, salt)) }
}

fn seal_refusal(result: Result<(), journal::Refusal>) -> Refusal {
    let refusal = result.unwrap_err();
    let journal::Refusal::Seal(refusal) = refusal else { panic!("{refusal}") };
    refusal
}

#[test]
fn the_journal_takes_acts_in_order_and_replays_to_the_same_state() {
    let world = quarrel();
    let files = world.bundle();
    let mut instance = Instance { state: journal::State::default(), events: Vec::new() };
    assert_eq!(seal_refusal(instance.submit(enter(&files, 0))), Refusal::NotBegun);
    instance.submit(Command::Begin { policy: world.policy.clone() }).unwrap();
    assert_eq!(
        seal_refusal(instance.submit(Command::Begin { policy: world.policy.clone() })),
        Refusal::BegunTwice
    );
    instance.submit(enter(&files, 0)).unwrap();
    assert!(matches!(seal_refusal(instance.submit(enter(&files, 2))), Refusal::Ledger(_)));
    for seq in 1..4 {
        instance.submit(enter(&files, seq)).unwrap();
    }
    let head = files["head.note"].clone();
    instance.submit(Command::Witness { head: head.clone() }).unwrap();
    let ledger = &instance.state.seal.ledger;
    assert_eq!(ledger, world.chain.ledger());
    let standings = ledger.clauses().standings(ledger.witnessed());
    assert_eq!(
        standings.iter().map(|(.., standing)| standing.word()).collect::<Vec<_>>(),
        ["AGREED", "PROPOSED"]
    );
    assert_eq!(replay(&instance.events), instance.state);
    let text = serde_json::to_string(&instance.events).unwrap();
    assert!(!text.contains("bodies are handed over"), "an event holds no words of a payload");
    let read: Vec<Recorded> = serde_json::from_str(&text).unwrap();
    assert_eq!(read, instance.events);
    assert!(matches!(&read[1].event, journal::Event::Seal(Event::Entered { .. })));
}

#[test]
fn the_journal_refuses_other_payloads_other_logs_and_half_signed_acts() {
    let mut world = quarrel();
    let files = world.bundle();
    let mut instance = Instance { state: journal::State::default(), events: Vec::new() };
    instance.submit(Command::Begin { policy: world.policy.clone() }).unwrap();
    let Command::Enter { note, .. } = enter(&files, 0) else { unreachable!() };
    let Command::Enter { payload, .. } = enter(&files, 1) else { unreachable!() };
    assert_eq!(
        seal_refusal(instance.submit(Command::Enter { note, payload })),
        Refusal::OtherPayload(0)
    );
    instance.submit(enter(&files, 0)).unwrap();
    let head = files["head.note"].clone();
    assert_eq!(seal_refusal(instance.submit(Command::Witness { head })), Refusal::OtherLog);
    for seq in 1..4 {
        instance.submit(enter(&files, seq)).unwrap();
    }
    let refused = payload::write(&Proposal { clauses: vec![clause("x", "2025-06-08")] });
    let draft = world.draft(Kind::Propose, Party::A, refused);
    let one = world.a.officers[0].clone();
    world.append_with(draft, &[&one]).unwrap();
    assert_eq!(
        seal_refusal(instance.submit(enter(&world.chain.files(), 4))),
        Refusal::Unsigned { seq: 4, names: vec!["A-officer-2".to_owned()] }
    );
}
