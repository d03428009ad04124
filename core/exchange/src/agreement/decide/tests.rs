use super::*;
use crate::agreement::{OpenKind, Settled, State, read};
use crate::journal::{self, Event as JournalEvent, Recorded, replay};
use crate::vocabulary::{Actor, Role};

const TERMS: &str = include_str!("../../../../../examples/istanbul-2025/terms.toml");
const SETTLED: &str = include_str!("../../../../../examples/istanbul-2025/settled.toml");

fn terms(text: &str) -> Terms {
    read(text.as_bytes()).unwrap().terms
}

/// One party's instance: its journal, and the state that deciding has led to.
struct Instance {
    party: Party,
    journal: Vec<Recorded>,
    state: journal::State,
}

impl Instance {
    fn new(party: Party) -> Self {
        Self { party, journal: Vec::new(), state: journal::State::default() }
    }

    fn submit(&mut self, command: Command) -> Result<(), Refusal> {
        let actor = Actor { party: self.party, name: "officer-1".to_owned(), role: Role::Officer };
        let context = Context::new("2025-06-02T12:00:00Z".parse().unwrap(), actor, [7; 32]);
        let outcome = decide(&self.state, &context, command)?;
        let events: Vec<JournalEvent> =
            outcome.events.into_iter().map(JournalEvent::Agreement).collect();
        for recorded in Recorded::number(&context, self.state.version, &events) {
            self.state.apply(&recorded);
            self.journal.push(recorded);
        }
        Ok(())
    }

    fn propose(&mut self, by: Party, clause: &Clause) -> Result<(), Refusal> {
        let evidence = (by != self.party).then_some(Digest([1; 32]));
        self.submit(Command::Propose { by, clause: Box::new(clause.clone()), evidence })
    }

    fn accept(&mut self, by: Party, clause: &Clause) -> Result<(), Refusal> {
        let evidence = (by != self.party).then_some(Digest([1; 32]));
        self.submit(Command::Accept { by, digest: clause.digest(), evidence })
    }

    fn refuse(&mut self, by: Party, clause: &Clause) -> Result<(), Refusal> {
        let evidence = (by != self.party).then_some(Digest([1; 32]));
        self.submit(Command::Refuse { by, digest: clause.digest(), evidence })
    }

    fn agreement(&self) -> &State {
        &self.state.agreement
    }
}

#[test]
fn replay_rebuilds_the_state_exactly_through_the_written_journal() {
    let mut instance = Instance::new(Party::A);
    instance.submit(Command::Record { terms: Box::new(terms(TERMS)) }).unwrap();
    let clauses = terms(SETTLED).common_clauses();
    for clause in &clauses {
        instance.propose(Party::A, clause).unwrap();
        instance.accept(Party::B, clause).unwrap();
    }
    let written = serde_json::to_string(&instance.journal).unwrap();
    let read: Vec<Recorded> = serde_json::from_str(&written).unwrap();
    assert_eq!(read, instance.journal);
    assert_eq!(replay(&read), instance.state);
    assert_eq!(instance.agreement().settled(), Settled::of(&clauses));
    assert!(instance.agreement().settled().is_ok());
}

#[test]
fn a_clause_is_agreed_when_both_sides_accept_the_same_bytes_and_not_before() {
    let clause = terms(SETTLED).common_clauses().remove(0);
    let mut instance = Instance::new(Party::A);
    instance.propose(Party::Mediator, &clause).unwrap();
    instance.accept(Party::A, &clause).unwrap();
    assert!(instance.agreement().agreed.is_empty());
    let mut other = clause.clone();
    other.text.push_str(" Once.");
    instance.propose(Party::B, &other).unwrap();
    assert!(instance.agreement().agreed.is_empty(), "other words are another clause");
    instance.accept(Party::B, &clause).unwrap();
    assert_eq!(instance.agreement().agreed[&clause.id], clause.digest());
}

#[test]
fn words_that_were_replaced_do_not_come_back_by_one_side_alone() {
    let first = terms(SETTLED).common_clauses().remove(0);
    let mut second = first.clone();
    second.text.push_str(" As amended.");
    let mut instance = Instance::new(Party::A);
    for clause in [&first, &second] {
        instance.propose(Party::A, clause).unwrap();
        instance.accept(Party::B, clause).unwrap();
    }
    assert_eq!(instance.agreement().agreed[&first.id], second.digest());
    instance.propose(Party::B, &first).unwrap();
    assert_eq!(instance.agreement().agreed[&first.id], second.digest());
    instance.accept(Party::A, &first).unwrap();
    assert_eq!(instance.agreement().agreed[&first.id], first.digest());
}

#[test]
fn open_points_are_counted_until_their_clause_is_agreed() {
    let mut instance = Instance::new(Party::A);
    assert!(instance.agreement().open_points().is_empty());
    instance.submit(Command::Record { terms: Box::new(terms(TERMS)) }).unwrap();
    let before = instance.agreement().open_points();
    let kinds: Vec<OpenKind> = before.iter().map(|point| point.kind).collect();
    assert!(kinds.contains(&OpenKind::UpperAgeInside));
    let clauses = terms(SETTLED).common_clauses();
    let young = clauses.iter().find(|clause| clause.id.as_str() == "young").unwrap();
    instance.propose(Party::A, young).unwrap();
    assert_eq!(instance.agreement().open_points(), before);
    instance.accept(Party::B, young).unwrap();
    let after = instance.agreement().open_points();
    let open = before.iter().filter(|point| point.clause != young.id).count();
    assert_eq!(after.len(), open);
    assert!(open < before.len());
    for clause in clauses.iter().filter(|clause| clause.id != young.id) {
        instance.propose(Party::A, clause).unwrap();
        instance.accept(Party::B, clause).unwrap();
    }
    let rest = instance.agreement().open_points();
    let kinds: Vec<OpenKind> = rest.iter().map(|point| point.kind).collect();
    assert_eq!(kinds, [OpenKind::NoDateAgreed, OpenKind::NoFurtherRound]);
}

#[test]
fn a_side_may_take_its_own_proposal_back_until_the_other_has_accepted() {
    let clause = terms(SETTLED).common_clauses().remove(0);
    let mut instance = Instance::new(Party::A);
    instance.propose(Party::A, &clause).unwrap();
    instance.refuse(Party::A, &clause).unwrap();
    instance.accept(Party::B, &clause).unwrap();
    assert!(instance.agreement().agreed.is_empty());
    instance.propose(Party::A, &clause).unwrap();
    let agreed = Err(Refusal::AgreedAlready(clause.id.clone()));
    assert_eq!(instance.refuse(Party::B, &clause), agreed);
    assert_eq!(instance.propose(Party::B, &clause), agreed);
}

#[test]
fn an_act_of_another_party_is_recorded_only_with_its_signed_note() {
    let clause = terms(SETTLED).common_clauses().remove(0);
    let propose = |by| Command::Propose { by, clause: Box::new(clause.clone()), evidence: None };
    let mut instance = Instance::new(Party::A);
    instance.submit(propose(Party::A)).unwrap();
    let accept = Command::Accept { by: Party::B, digest: clause.digest(), evidence: None };
    assert_eq!(instance.submit(accept), Err(Refusal::NoEvidence(Party::B)));
    assert_eq!(instance.submit(propose(Party::B)), Err(Refusal::NoEvidence(Party::B)));
}

#[test]
fn only_the_sides_and_the_mediator_have_a_say_and_each_says_a_thing_once() {
    let clause = terms(SETTLED).common_clauses().remove(0);
    let id = clause.id.clone();
    let mut instance = Instance::new(Party::A);
    assert_eq!(instance.propose(Party::Host, &clause), Err(Refusal::NoSay(Party::Host)));
    let unknown = Err(Refusal::UnknownClause(clause.digest()));
    assert_eq!(instance.accept(Party::A, &clause), unknown);
    instance.propose(Party::A, &clause).unwrap();
    assert_eq!(instance.accept(Party::Mediator, &clause), Err(Refusal::NoSay(Party::Mediator)));
    let again = Err(Refusal::ProposedAlready { party: Party::A, clause: id.clone() });
    assert_eq!(instance.propose(Party::A, &clause), again);
    let answered = Err(Refusal::AnsweredAlready { side: Side::A, clause: id });
    assert_eq!(instance.accept(Party::A, &clause), answered);
}

#[test]
fn unlawful_terms_and_clauses_enter_no_journal() {
    let mut unlawful = terms(SETTLED);
    for row in &mut unlawful.rows {
        for reading in [&mut row.a, &mut row.b] {
            if let Some(crate::agreement::Rule::Release(release)) = &mut reading.rule {
                release.counted = true;
            }
        }
    }
    let clause = unlawful.common_clauses().into_iter().find(|c| c.id.as_str() == "children");
    let clause = clause.unwrap();
    let mut instance = Instance::new(Party::A);
    let refused = Err(Refusal::CivilianInParity(clause.id.clone()));
    assert_eq!(instance.propose(Party::A, &clause), refused);
    assert_eq!(instance.submit(Command::Record { terms: Box::new(unlawful) }), refused);
    assert!(instance.journal.is_empty());
}
