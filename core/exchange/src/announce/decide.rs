//! Which events follow from a command about families and statements, or why none do.

use jiff::tz::TimeZone;

use super::family::{CONTACTS_MAX, ContactDetails, ContactKind, NoticeKind, Verification, order};
use super::names::GuardedNames;
use super::record;
use super::sheet::{Now, Sheet};
use super::statement::{Checked, STATEMENT_COUNTS_MAX, Statement, Told, check};
use super::{Command, Count, Event, Refusal};
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange};
use crate::vocabulary::{
    ContactId, Digest, NoticeId, PersonId, Private, RecordId, StageNumber, StatementId, TaskId,
};

/// The most characters of an officer's working name.
const OFFICER_CHARS_MAX: usize = 64;

/// Says which events follow from a command, or refuses it.
pub fn decide(
    journal: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let state = &journal.announce;
    match command {
        Command::SetSheet { sheet } => set_sheet(journal, sheet),
        Command::DeclareDone => {
            if !record::every_act_is_signed(journal) {
                return Err(Refusal::NotDone);
            }
            Ok(Outcome::of(vec![Event::Done]))
        }
        Command::AddContact { person, kind, verified, details } => {
            add_contact(journal, context, person, (kind, verified), &details)
        }
        Command::Verify { contact, how } => match state.contacts.get(&contact) {
            Some(_) => Ok(Outcome::of(vec![Event::Verified { contact, how }])),
            None => Err(Refusal::UnknownContact { contact }),
        },
        Command::RecordUnable { person } => {
            crossed(journal, context, &person)?;
            Ok(Outcome::of(vec![Event::UnableRecorded { person }]))
        }
        Command::Prepare { person, contact, kind, words } => {
            prepare(journal, context, (person, contact), kind, &words)
        }
        Command::Deliver { notice, delivery } => {
            let waiting = state.notices.get(&notice).is_some_and(|one| one.delivery.is_none());
            if !waiting {
                return Err(Refusal::NoNotice { notice });
            }
            Ok(Outcome::of(vec![Event::Delivered { notice, delivery }]))
        }
        Command::PlanVisit { person, contact, kind, officer, words } => {
            plan_visit(journal, context, (person, contact), (kind, officer), &words)
        }
        Command::MakeVisit { task } => {
            if state.visits.get(&task).is_none_or(|visit| visit.made) {
                return Err(Refusal::NoVisit { task });
            }
            Ok(Outcome::of(vec![Event::VisitMade { task }]))
        }
        Command::Propose { statement, names } => propose(journal, context, statement, &names),
        Command::Release { statement, names } => release(journal, context, statement, &names),
        Command::Hear { statement } => hear(journal, context, statement),
    }
}

fn propose(
    journal: &Journal,
    context: &Context,
    statement: Statement,
    names: &GuardedNames,
) -> Result<Outcome<Event>, Refusal> {
    if statement.by != context.actor.party {
        return Err(Refusal::WrongSpeaker { statement: statement.id, by: statement.by });
    }
    unheard_of(journal, &statement)?;
    may_be_told(journal, context, &statement, names)?;
    Ok(Outcome::of(vec![Event::Proposed { statement }]))
}

fn release(
    journal: &Journal,
    context: &Context,
    statement: StatementId,
    names: &GuardedNames,
) -> Result<Outcome<Event>, Refusal> {
    let Some(proposal) = journal.announce.proposed.get(&statement) else {
        return Err(Refusal::NoStatement { statement });
    };
    if proposal.by == context.actor.name {
        return Err(Refusal::OneHand { statement });
    }
    // Days may have passed: an embargo may have ended, another number may have gone out.
    may_be_told(journal, context, &proposal.statement, names)?;
    families_first(journal, context, proposal.statement.stage)?;
    Ok(Outcome::of(vec![Event::Released { statement }]))
}

fn hear(
    journal: &Journal,
    context: &Context,
    statement: Statement,
) -> Result<Outcome<Event>, Refusal> {
    if statement.by == context.actor.party {
        return Err(Refusal::WrongSpeaker { statement: statement.id, by: statement.by });
    }
    unheard_of(journal, &statement)?;
    if statement.counts.len() > STATEMENT_COUNTS_MAX {
        return Err(Refusal::TooMuch { what: "numbers", limit: STATEMENT_COUNTS_MAX });
    }
    let flawed = |count: &Count| Some((count.of.clone(), count.of.flaw()?));
    if let Some((cell, flaw)) = statement.counts.iter().find_map(flawed) {
        return Err(Refusal::CountFlaw { cell, flaw });
    }
    Ok(Outcome::of(vec![Event::Heard { statement: statement.without_texts() }]))
}

fn set_sheet(journal: &Journal, sheet: Sheet) -> Result<Outcome<Event>, Refusal> {
    sealed(journal, &sheet)?;
    Ok(Outcome::of(vec![Event::SheetSet { sheet }]))
}

/// A party closes more as it sees fit; what both sides sealed stays as they sealed it.
fn sealed(journal: &Journal, sheet: &Sheet) -> Result<(), Refusal> {
    match record::agreed_disclosure(journal) {
        None => Err(Refusal::NoClause),
        Some(clause) if clause != sheet.clause => Err(Refusal::OtherClause),
        Some(_) => Ok(()),
    }
}

fn crossed(journal: &Journal, context: &Context, person: &PersonId) -> Result<(), Refusal> {
    if record::has_crossed(journal, context.actor.party, person) {
        Ok(())
    } else {
        Err(Refusal::NotCrossed { person: person.clone() })
    }
}

/// Keeps something about a person's family, and returns where it is and what commits to it.
fn keep(
    context: &Context,
    purpose: &str,
    person: &PersonId,
    bytes: Vec<u8>,
) -> (RecordId, Digest, VaultChange) {
    let record = RecordId::read(&context.draw_id(purpose, 0))
        .expect("a drawn identifier is 32 hexadecimal digits");
    let salt = context.draw(&format!("{purpose}/salt"), 0);
    let digest = VaultChange::digest(&salt, &bytes);
    let change = VaultChange::Keep {
        record: record.clone(),
        person: Some(person.clone()),
        compartment: Compartment::Family,
        salt,
        bytes: Private::new(bytes),
    };
    (record, digest, change)
}

fn add_contact(
    journal: &Journal,
    context: &Context,
    person: PersonId,
    (kind, verified): (ContactKind, Option<Verification>),
    details: &ContactDetails,
) -> Result<Outcome<Event>, Refusal> {
    let of_person = journal.announce.contacts.values().filter(|known| known.person == person);
    if of_person.clone().count() >= CONTACTS_MAX {
        return Err(Refusal::TooMuch { what: "contacts of one person", limit: CONTACTS_MAX });
    }
    if let ContactKind::Named { place } = kind {
        crossed(journal, context, &person)?;
        if of_person.clone().any(|known| known.kind == ContactKind::Named { place }) {
            return Err(Refusal::Unusable {
                what: "two contacts in one place of a person's order",
            });
        }
    }
    let (record, digest, change) = keep(context, "announce/contact", &person, details.wire());
    let contact = ContactId::read(&context.draw_id("announce/contact/id", 0))
        .expect("a drawn identifier is 32 hexadecimal digits");
    let event = Event::ContactAdded { contact, person, is: kind, verified, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn contact_of(journal: &Journal, person: &PersonId, contact: &ContactId) -> Result<(), Refusal> {
    match journal.announce.contacts.get(contact) {
        Some(known) if known.person == *person => Ok(()),
        Some(_) | None => {
            Err(Refusal::NoContact { person: person.clone(), contact: contact.clone() })
        }
    }
}

fn words_of(words: &Private<String>) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ "words": words.open() })).expect("text is plain JSON")
}

fn prepare(
    journal: &Journal,
    context: &Context,
    (person, contact): (PersonId, ContactId),
    kind: NoticeKind,
    words: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    if !kind.may_be_sent() {
        return Err(Refusal::ByVisitOnly { person, kind });
    }
    crossed(journal, context, &person)?;
    contact_of(journal, &person, &contact)?;
    let Some(decision) = record::decision(journal, &person) else {
        return Err(Refusal::NotDecided { person });
    };
    let contacts = &journal.announce.contacts;
    let order = order(contacts, &person, decision);
    let Some(place) = order.iter().position(|one| *one == contact) else {
        let known = &contacts[&contact];
        let kin = !matches!(known.kind, ContactKind::Named { .. });
        let asked = decision != super::Decision::Nobody;
        return Err(if kin && asked && known.verified.is_none() {
            Refusal::NotVerified { contact }
        } else {
            Refusal::AgainstWish { person, contact }
        });
    };
    let untried = |one: &&ContactId| contacts[*one].told.is_none();
    if let Some(first) = order[..place].iter().find(untried) {
        return Err(Refusal::OutOfTurn { contact, first: first.clone() });
    }
    let (record, digest, change) = keep(context, "announce/notice", &person, words_of(words));
    let notice = NoticeId::read(&context.draw_id("announce/notice/id", 0))
        .expect("a drawn identifier is 32 hexadecimal digits");
    let event = Event::Prepared { notice, person, contact, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn plan_visit(
    journal: &Journal,
    context: &Context,
    (person, contact): (PersonId, ContactId),
    (kind, officer): (NoticeKind, String),
    words: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    contact_of(journal, &person, &contact)?;
    if journal.announce.contacts[&contact].verified.is_none() {
        return Err(Refusal::NotVerified { contact });
    }
    if kind.may_be_sent() {
        // A return may be told by a visit too, in its turn and by the person's wish.
        crossed(journal, context, &person)?;
        let Some(decision) = record::decision(journal, &person) else {
            return Err(Refusal::NotDecided { person });
        };
        if !order(&journal.announce.contacts, &person, decision).contains(&contact) {
            return Err(Refusal::AgainstWish { person, contact });
        }
    }
    let length = officer.trim().chars().count();
    if length == 0 || length > OFFICER_CHARS_MAX || officer.chars().any(char::is_control) {
        return Err(Refusal::Unusable { what: "a visit needs the working name of an officer" });
    }
    let (record, digest, change) = keep(context, "announce/visit", &person, words_of(words));
    let task = TaskId::read(&context.draw_id("announce/visit/id", 0))
        .expect("a drawn identifier is 32 hexadecimal digits");
    let event = Event::VisitPlanned { task, person, contact, tells: kind, officer, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn unheard_of(journal: &Journal, statement: &Statement) -> Result<(), Refusal> {
    let state = &journal.announce;
    let known = state.proposed.contains_key(&statement.id)
        || state.released.iter().chain(&state.heard).any(|known| known.id == statement.id);
    if known { Err(Refusal::StatementTwice { statement: statement.id.clone() }) } else { Ok(()) }
}

fn may_be_told(
    journal: &Journal,
    context: &Context,
    statement: &Statement,
    names: &GuardedNames,
) -> Result<Checked, Refusal> {
    let state = &journal.announce;
    let Some(sheet) = &state.sheet else { return Err(Refusal::NoClause) };
    sealed(journal, sheet)?;
    let known = record::categories(journal);
    let mut told = statement.counts.iter().flat_map(|count| &count.of.categories);
    if let Some(category) = told.find(|category| !known.contains(category.as_str())) {
        return Err(Refusal::NoSuchCategory { category: category.clone() });
    }
    record::agrees_with_act(journal, context.actor.party, statement)?;
    let counts = |statements: &[Statement]| -> Vec<Count> {
        statements.iter().flat_map(|statement| statement.counts.clone()).collect()
    };
    let (own, heard) = (counts(&state.released), counts(&state.heard));
    let now = Now {
        on: context.at.to_zoned(TimeZone::UTC).date(),
        all_stages_done: state.all_stages_done,
    };
    check(statement, sheet, Told { own: &own, heard: &heard }, names, now).map_err(|refusals| {
        refusals.into_iter().next().expect("a refused statement breaks at least one rule")
    })
}

/// Families come before the public: everybody who may be told about those who returned in this stage
/// has been told, or was tried and not reached.
fn families_first(journal: &Journal, context: &Context, stage: StageNumber) -> Result<(), Refusal> {
    let contacts = &journal.announce.contacts;
    let returned = record::returned(journal, context.actor.party, stage);
    let waits = |person: &&PersonId| match record::decision(journal, person) {
        None => true,
        Some(decision) => {
            let order = order(contacts, person, decision);
            order.iter().any(|contact| contacts[contact].told.is_none())
        }
    };
    let waiting = returned.iter().filter(waits).count();
    if waiting == 0 {
        return Ok(());
    }
    let waiting = u32::try_from(waiting).expect("a stage has fewer than 2^32 people");
    Err(Refusal::FamiliesFirst { stage, waiting })
}
