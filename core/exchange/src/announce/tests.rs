//! Families and statements on a journal. Nobody here exists.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::*;
use crate::agreement::{Clause, Disclosure, Offered, Openness, Rule, Track};
use crate::journal::{
    Command as JournalCommand, Compartment, Context, Event as JournalEvent, Recorded,
    State as Journal, VaultChange, decide as decide_journal, replay,
};
use crate::reception::{CallOutcome, Case, MayKnow, Whereabouts};
use crate::vocabulary::{Actor, CategoryId, ClauseId, OwnerId, Party, Role, Side};

/// An instance of side A in which three people came home in stage 1.
struct Desk {
    journal: Journal,
    events: Vec<Recorded>,
    vault: Vec<VaultChange>,
    drawn: u8,
}

fn person(name: &str) -> PersonId {
    PersonId::read(name).unwrap()
}

fn case() -> Case {
    Case {
        stage: StageNumber(1),
        owner: OwnerId::read("care-1").unwrap(),
        arrived: Timestamp::UNIX_EPOCH,
        whereabouts: Whereabouts::Home,
        helped: BTreeMap::new(),
        call: None,
        offers: BTreeMap::new(),
        place: None,
        follow_ups: BTreeMap::new(),
        tasks: BTreeMap::new(),
    }
}

impl Desk {
    fn new(people: &[&str]) -> Self {
        let mut journal = Journal::default();
        for name in people {
            journal.reception.cases.insert(person(name), case());
        }
        Self { journal, events: Vec::new(), vault: Vec::new(), drawn: 0 }
    }

    fn decides(&mut self, name: &str, family: bool) {
        let case = self.journal.reception.cases.get_mut(&person(name)).unwrap();
        case.call = Some((CallOutcome::Made, MayKnow { family, public: false }));
    }

    fn submit(&mut self, role: Role, name: &str, command: Command) -> Result<Event, Refusal> {
        self.drawn += 1;
        let actor = Actor { party: Party::A, name: name.to_owned(), role };
        let at = "2031-05-01T12:00:00Z".parse().unwrap();
        let context = Context::new(at, actor, [self.drawn; 32]);
        let command = JournalCommand::Announce(command);
        let outcome = match decide_journal(&self.journal, &context, command) {
            Ok(outcome) => outcome,
            Err(crate::journal::Refusal::Announce(refusal)) => return Err(refusal),
            Err(other) => panic!("{other}"),
        };
        let recorded = Recorded::number(&context, self.journal.version, &outcome.events);
        for event in &recorded {
            self.journal.apply(event);
        }
        self.events.extend(recorded);
        self.vault.extend(outcome.vault);
        match outcome.events.into_iter().next() {
            Some(JournalEvent::Announce(event)) => Ok(event),
            other => panic!("{other:?}"),
        }
    }

    fn speak(&mut self, command: Command) -> Result<Event, Refusal> {
        self.submit(Role::Spokesperson, "voice-1", command)
    }

    fn contact(
        &mut self,
        about: &str,
        kind: ContactKind,
        verified: Option<Verification>,
    ) -> ContactId {
        let text = |text: &str| Private::new(text.to_owned());
        let details = ContactDetails {
            name: text("Madeupson Anna"),
            relation: text("sister"),
            reach: text("by telephone"),
        };
        let command = Command::AddContact { person: person(about), kind, verified, details };
        let Event::ContactAdded { contact, .. } = self.speak(command).unwrap() else {
            panic!("adding a contact adds one")
        };
        contact
    }

    fn prepare(&mut self, about: &str, to: &ContactId) -> Result<NoticeId, Refusal> {
        self.prepare_kind(about, to, NoticeKind::Crossed)
    }

    fn prepare_kind(
        &mut self,
        about: &str,
        to: &ContactId,
        kind: NoticeKind,
    ) -> Result<NoticeId, Refusal> {
        let words = Private::new("came home and is well".to_owned());
        let (person, contact) = (person(about), to.clone());
        let prepared = self.speak(Command::Prepare { person, contact, kind, words })?;
        let Event::Prepared { notice, .. } = prepared else {
            panic!("preparing a notice prepares one")
        };
        Ok(notice)
    }

    fn tell(&mut self, about: &str, to: &ContactId, delivery: Delivery) {
        let notice = self.prepare(about, to).unwrap();
        self.speak(Command::Deliver { notice, delivery }).unwrap();
    }

    /// Both sides accept a disclosure clause, and this side sets its sheet by it.
    fn open_sheet(&mut self) {
        self.agree(&disclosure());
        let sheet = Sheet::of(disclosure());
        self.submit(Role::Officer, "officer-1", Command::SetSheet { sheet }).unwrap();
    }

    fn agree(&mut self, disclosure: &Disclosure) {
        let clause = Clause {
            id: ClauseId::read("disclosure").unwrap(),
            track: Track::Prisoners,
            title: "Disclosure".to_owned(),
            text: "What may be told.".to_owned(),
            rule: Rule::Disclosure(disclosure.clone()),
        };
        let digest = clause.digest();
        self.journal.agreement.agreed.insert(clause.id.clone(), digest);
        let offered = Offered {
            clause,
            by: vec![Party::A],
            accepted: Side::BOTH.into(),
            refused: BTreeSet::new(),
            replaced: false,
        };
        self.journal.agreement.offered.insert(digest, offered);
    }

    fn propose(&mut self, id: &str, amount: u32) -> Result<Event, Refusal> {
        let statement = statement(id, Party::A, amount);
        self.speak(Command::Propose { statement, names: GuardedNames::default() })
    }

    fn release(&mut self, by: &str, id: &str) -> Result<Event, Refusal> {
        let statement = StatementId::read(id).unwrap();
        let command = Command::Release { statement, names: GuardedNames::default() };
        self.submit(Role::Spokesperson, by, command)
    }
}

fn disclosure() -> Disclosure {
    Disclosure {
        number: Openness::Open,
        category_split: Openness::Withheld,
        next_date: Openness::Withheld,
        year_of_capture: Openness::Open,
        region_of_capture: Openness::Open,
        least_cell: 5,
    }
}

fn statement(id: &str, by: Party, amount: u32) -> Statement {
    let stages = Stages::one(StageNumber(1)).unwrap();
    let of = Cell::total(Side::A, Track::Prisoners, stages);
    Statement {
        id: StatementId::read(id).unwrap(),
        by,
        stage: StageNumber(1),
        on: jiff::civil::date(2031, 5, 1),
        counts: vec![Count { of, amount: Amount::Exactly(amount) }],
        next: None,
        place: None,
        mediator: None,
        conditions: Vec::new(),
    }
}

const CALLED: Option<Verification> = Some(Verification::CallBack);

#[test]
fn law_a_family_is_told_only_after_crossed_and_identified() {
    let mut desk = Desk::new(&["p1"]);
    desk.decides("p1", true);
    let mother = desk.contact("p1", ContactKind::ToBeInformed, CALLED);
    assert!(desk.prepare("p1", &mother).is_ok());
    let early = desk.contact("p2", ContactKind::ToBeInformed, CALLED);
    assert_eq!(desk.prepare("p2", &early), Err(Refusal::NotCrossed { person: person("p2") }));
    assert!(matches!(desk.prepare("p1", &early), Err(Refusal::NoContact { .. })));
}

#[test]
fn law_no_death_by_message() {
    let mut desk = Desk::new(&["p1"]);
    desk.decides("p1", true);
    let mother = desk.contact("p1", ContactKind::ToBeInformed, CALLED);
    for kind in [NoticeKind::Death, NoticeKind::Doubt] {
        let found = desk.prepare_kind("p1", &mother, kind);
        assert_eq!(found, Err(Refusal::ByVisitOnly { person: person("p1"), kind }));
    }
    let dead = desk.contact("p9", ContactKind::ToBeInformed, CALLED);
    let visit = |contact: &ContactId, officer: &str| Command::PlanVisit {
        person: person("p9"),
        contact: contact.clone(),
        kind: NoticeKind::Death,
        officer: officer.to_owned(),
        words: Private::new("with a doctor".to_owned()),
    };
    let found = desk.speak(visit(&dead, " "));
    assert!(matches!(found, Err(Refusal::Unusable { .. })), "somebody must go");
    let Ok(Event::VisitPlanned { task, .. }) = desk.speak(visit(&dead, "liaison-2")) else {
        panic!("a visit by a named officer is the way")
    };
    desk.speak(Command::MakeVisit { task: task.clone() }).unwrap();
    assert_eq!(
        desk.speak(Command::MakeVisit { task: task.clone() }),
        Err(Refusal::NoVisit { task })
    );
    let stranger = desk.contact("p9", ContactKind::Kin, None);
    let found = desk.speak(visit(&stranger, "liaison-2"));
    assert!(matches!(found, Err(Refusal::NotVerified { .. })));
}

#[test]
fn nobody_is_told_before_the_person_decides_unless_unable() {
    let mut desk = Desk::new(&["p1", "p2"]);
    let mother = desk.contact("p1", ContactKind::ToBeInformed, CALLED);
    assert_eq!(desk.prepare("p1", &mother), Err(Refusal::NotDecided { person: person("p1") }));
    desk.decides("p1", false);
    assert!(matches!(desk.prepare("p1", &mother), Err(Refusal::AgainstWish { .. })));
    desk.decides("p1", true);
    assert!(desk.prepare("p1", &mother).is_ok());

    let father = desk.contact("p2", ContactKind::ToBeInformed, CALLED);
    let unable = Command::RecordUnable { person: person("p2") };
    assert!(matches!(desk.prepare("p2", &father), Err(Refusal::NotDecided { .. })));
    desk.submit(Role::Clinician, "doctor-1", unable).unwrap();
    assert!(desk.prepare("p2", &father).is_ok());
    let stranger = Command::RecordUnable { person: person("p7") };
    let found = desk.submit(Role::Clinician, "doctor-1", stranger);
    assert!(matches!(found, Err(Refusal::NotCrossed { .. })));
}

#[test]
fn the_persons_wish_comes_first_then_verified_relatives() {
    let mut desk = Desk::new(&["p1"]);
    desk.decides("p1", true);
    let kin = desk.contact("p1", ContactKind::Kin, None);
    let informed = desk.contact("p1", ContactKind::ToBeInformed, CALLED);
    let second = desk.contact("p1", ContactKind::Named { place: 2 }, None);
    let first = desk.contact("p1", ContactKind::Named { place: 1 }, None);
    let found = desk.prepare("p1", &second);
    assert_eq!(found, Err(Refusal::OutOfTurn { contact: second.clone(), first: first.clone() }));
    assert_eq!(desk.prepare("p1", &kin), Err(Refusal::NotVerified { contact: kin.clone() }));
    desk.speak(Command::Verify { contact: kin.clone(), how: Verification::Document }).unwrap();
    assert!(matches!(desk.prepare("p1", &kin), Err(Refusal::OutOfTurn { .. })));
    desk.tell("p1", &first, Delivery::Told);
    // Whoever cannot be reached does not keep the others waiting.
    desk.tell("p1", &second, Delivery::NotReached);
    desk.tell("p1", &informed, Delivery::Told);
    desk.tell("p1", &kin, Delivery::Told);
    let state = &desk.journal.announce;
    assert_eq!(
        order(&state.contacts, &person("p1"), Decision::Family),
        [first.clone(), second, informed, kin]
    );
    let again = desk.prepare("p1", &first);
    assert!(again.is_ok(), "a second call to the same contact is no breach");
}

#[test]
fn families_come_before_the_public() {
    let mut desk = Desk::new(&["p1", "p2"]);
    desk.open_sheet();
    let mother = desk.contact("p1", ContactKind::ToBeInformed, CALLED);
    desk.decides("p1", true);
    desk.propose("s1", 40).unwrap();
    let found = desk.release("voice-2", "s1");
    assert_eq!(found, Err(Refusal::FamiliesFirst { stage: StageNumber(1), waiting: 2 }));
    desk.decides("p2", false);
    desk.tell("p1", &mother, Delivery::NotReached);
    desk.release("voice-2", "s1").unwrap();
    assert_eq!(desk.journal.announce.confirmations(StageNumber(1)).count(), 1);
}

#[test]
fn a_statement_takes_two_people_and_one_clause() {
    let mut desk = Desk::new(&[]);
    assert_eq!(desk.propose("s1", 40), Err(Refusal::NoClause));
    desk.open_sheet();
    desk.propose("s1", 40).unwrap();
    assert!(matches!(desk.propose("s1", 40), Err(Refusal::StatementTwice { .. })));
    assert!(matches!(desk.release("voice-1", "s1"), Err(Refusal::OneHand { .. })));
    desk.release("voice-2", "s1").unwrap();
    assert!(matches!(desk.release("voice-2", "s1"), Err(Refusal::NoStatement { .. })));
    assert!(matches!(desk.propose("s2", 41), Err(Refusal::Contradicts { .. })));
}

#[test]
fn the_sheet_carries_the_clause_that_both_sides_sealed() {
    let mut desk = Desk::new(&[]);
    let set = |desk: &mut Desk, clause: Disclosure| {
        let sheet = Sheet::of(clause);
        desk.submit(Role::Officer, "officer-1", Command::SetSheet { sheet })
    };
    assert_eq!(set(&mut desk, disclosure()), Err(Refusal::NoClause));
    desk.open_sheet();
    let opened = Disclosure { category_split: Openness::Open, ..disclosure() };
    assert_eq!(set(&mut desk, opened.clone()), Err(Refusal::OtherClause));
    desk.propose("s1", 40).unwrap();
    // Both sides seal other words: the old sheet holds no longer.
    desk.agree(&opened);
    assert_eq!(desk.release("voice-2", "s1"), Err(Refusal::OtherClause));
    set(&mut desk, opened).unwrap();
    desk.release("voice-2", "s1").unwrap();
}

#[test]
fn a_number_that_went_out_between_proposal_and_release_is_weighed() {
    let mut desk = Desk::new(&[]);
    desk.open_sheet();
    desk.propose("s1", 40).unwrap();
    desk.propose("s2", 41).unwrap();
    desk.release("voice-2", "s1").unwrap();
    assert!(matches!(desk.release("voice-2", "s2"), Err(Refusal::Contradicts { .. })));
}

#[test]
fn the_other_sides_confirmation_is_heard_and_never_spoken_for() {
    let mut desk = Desk::new(&[]);
    desk.open_sheet();
    let names = GuardedNames::default();
    let mut theirs = statement("b1", Party::B, 38);
    theirs.place = Some("at the house of Peter Madeupson".to_owned());
    let found = desk.speak(Command::Propose { statement: theirs.clone(), names });
    assert!(matches!(found, Err(Refusal::WrongSpeaker { .. })));
    desk.speak(Command::Hear { statement: theirs.clone() }).unwrap();
    assert!(matches!(
        desk.speak(Command::Hear { statement: theirs }),
        Err(Refusal::StatementTwice { .. })
    ));
    let own = statement("a1", Party::A, 40);
    assert!(matches!(
        desk.speak(Command::Hear { statement: own }),
        Err(Refusal::WrongSpeaker { .. })
    ));
    // Their number differs from ours. Ours may be told all the same.
    desk.propose("s1", 40).unwrap();
    desk.release("voice-2", "s1").unwrap();
    assert_eq!(desk.journal.announce.confirmations(StageNumber(1)).count(), 2);
    let events = serde_json::to_string(&desk.events).unwrap();
    assert!(!events.contains("Madeupson"), "what they wrote beside their numbers is not kept");
}

/// GC III art. 16: a split by unit, origin or opinion is no split of the agreed terms.
#[test]
fn law_a_statement_splits_by_agreed_categories_alone() {
    let mut desk = Desk::new(&[]);
    desk.open_sheet();
    let opened = Disclosure { category_split: Openness::Open, ..disclosure() };
    desk.agree(&opened);
    let sheet = Sheet::of(opened);
    desk.submit(Role::Officer, "officer-1", Command::SetSheet { sheet }).unwrap();
    let mut split = |id: &str, category: &str| {
        let mut statement = statement(id, Party::A, 40);
        statement.counts[0].of.categories.insert(CategoryId::read(category).unwrap());
        desk.speak(Command::Propose { statement, names: GuardedNames::default() })
    };
    split("s1", crate::plan::BY_LAW_SERIOUS).unwrap();
    for category in ["third-regiment", "volunteers"] {
        let refusal = split("s2", category).unwrap_err();
        assert!(matches!(refusal, Refusal::NoSuchCategory { .. }), "{refusal}");
        assert!(refusal.basis().unwrap().contains("art. 16"));
    }
}

#[test]
fn done_is_said_only_when_every_act_is_signed() {
    let mut desk = Desk::new(&[]);
    let found = desk.submit(Role::Officer, "officer-1", Command::DeclareDone);
    assert_eq!(found, Err(Refusal::NotDone));
    desk.journal.handover.stages.entry(StageNumber(1)).or_default();
    let found = desk.submit(Role::Officer, "officer-1", Command::DeclareDone);
    assert_eq!(found, Err(Refusal::NotDone));
}

#[test]
fn what_a_family_is_told_is_in_the_vault_and_nowhere_else() {
    let mut desk = Desk::new(&["p1"]);
    desk.decides("p1", true);
    let sister = desk.contact("p1", ContactKind::Named { place: 1 }, None);
    desk.tell("p1", &sister, Delivery::Told);
    let kept: Vec<_> = desk
        .vault
        .iter()
        .map(|change| match change {
            VaultChange::Keep { compartment, person: about, bytes, .. } => {
                assert_eq!(*compartment, Compartment::Family);
                assert_eq!(*about, Some(person("p1")));
                String::from_utf8(bytes.open().clone()).unwrap()
            }
            VaultChange::EraseAbout(_) | VaultChange::Erase(_) => panic!("nothing is erased here"),
        })
        .collect();
    assert!(kept[0].contains("Madeupson Anna") && kept[1].contains("came home"), "{kept:?}");
    let events = serde_json::to_string(&desk.events).unwrap();
    let seen = format!("{events}{:?}", desk.journal.announce);
    for secret in ["Madeupson", "Anna", "sister", "telephone", "came home"] {
        assert!(!seen.contains(secret), "{secret}");
    }
}

#[test]
fn replay_gives_the_same_state() {
    let mut desk = Desk::new(&["p1"]);
    desk.open_sheet();
    desk.decides("p1", true);
    let sister = desk.contact("p1", ContactKind::Kin, None);
    desk.speak(Command::Verify { contact: sister.clone(), how: Verification::CallBack }).unwrap();
    desk.tell("p1", &sister, Delivery::Told);
    desk.propose("s1", 40).unwrap();
    desk.release("voice-2", "s1").unwrap();
    desk.speak(Command::Hear { statement: statement("b1", Party::B, 40) }).unwrap();
    let json = serde_json::to_string(&desk.events).unwrap();
    let read: Vec<Recorded> = serde_json::from_str(&json).unwrap();
    assert_eq!(replay(&read).announce, desk.journal.announce);
    assert_eq!(desk.journal.announce.heard.len(), 1);
}
