//! The rules of reception: which events follow from a command, or why none do.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::care::{
    CallOutcome, Came, Case, FOLLOW_UP_EARLY_DAYS, FirstCall, FollowUp, FollowUpResult, Help,
    HelpKind, TaskKind, Whereabouts,
};
use super::host::may_cross;
use super::sighting::Sighting;
use super::state::State;
use super::{Command, Event, Refusal};
use crate::handover::status_effects;
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange};
use crate::registry::Status;
use crate::vocabulary::{FacilityId, OwnerId, Party, PersonId, Private, StageNumber, TaskId};

/// Says which events follow from a command, or refuses it.
///
/// # Errors
/// The rule of `spec/8-reception.md` that the command breaks.
pub fn decide(
    journal: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let reception = &journal.reception;
    if context.actor.party == Party::Host && !command.counts_only() {
        return Err(Refusal::HostLearnsNoNames);
    }
    let one = |event| Ok(Outcome::of(vec![event]));
    match command {
        Command::Enrol { owner } if reception.owners.contains(&owner) => {
            Ok(Outcome::of(Vec::new()))
        }
        Command::Enrol { owner } => one(Event::Enrolled { owner }),
        Command::PassOn { person, to } => {
            arrived(reception, &person)?;
            enrolled(reception, &to)?;
            one(Event::PassedOn { person, to })
        }
        Command::Retire { owner, successor } => retire(reception, owner, successor),
        Command::NotifyHost { notice } => {
            notice.check()?;
            one(Event::HostNotified { notice })
        }
        Command::ReportFromHost { report } => {
            report.check()?;
            one(Event::HostReported { report })
        }
        Command::Send { paper, to, digest } => {
            may_cross(paper, context.actor.party, to)?;
            one(Event::Sent { paper, to, digest })
        }
        Command::Arrive { person, stage, came, first_in, owner } => {
            arrive(journal, context, (person, stage), came, (first_in, owner))
        }
        Command::Help { person, help } => first_help(reception, context, person, &help),
        Command::Call { person, call } => first_call(reception, context, person, &call),
        Command::LeaveHost { person } => {
            let case = arrived(reception, &person)?;
            if case.whereabouts != Whereabouts::Host {
                return Err(Refusal::NotAtHost { person });
            }
            seen_by_a_doctor(case, &person)?;
            one(Event::LeftHost { person })
        }
        Command::ComeHome { person } => {
            if arrived(reception, &person)?.whereabouts != Whereabouts::OnTheWay {
                return Err(Refusal::NotOnTheWay { person });
            }
            one(Event::CameHome { person })
        }
        Command::FollowUp { person, follow_up, result, note } => {
            follow(reception, context, (person, follow_up), result, &note)
        }
        Command::AddTask { person, kind, due } => add_task(reception, context, person, (kind, due)),
        Command::CloseTask { person, task } => close_task(reception, person, task),
        Command::Sight { sighting, voluntary } => sight(reception, context, &sighting, voluntary),
        Command::FileSighting { record } => match reception.sightings.get(&record) {
            Some(kept) if !kept.filed => one(Event::SightingFiled { record }),
            Some(_) => Err(Refusal::FiledAlready { record }),
            None => Err(Refusal::SightingUnknown { record }),
        },
        Command::OpenFacility { facility, room } => open_facility(reception, facility, room),
        Command::Offer { person, facility, wished } => offer(reception, (person, facility), wished),
        Command::Answer { person, facility, accepted } => {
            answer(reception, (person, facility), accepted)
        }
        Command::LeavePlace { person } => {
            if arrived(reception, &person)?.place.is_none() {
                return Err(Refusal::NotPlaced { person });
            }
            one(Event::LeftPlace { person })
        }
    }
}

/// Finds a person who has arrived.
fn arrived<'a>(reception: &'a State, person: &PersonId) -> Result<&'a Case, Refusal> {
    reception.cases.get(person).ok_or_else(|| Refusal::NotArrived { person: person.clone() })
}

fn enrolled(reception: &State, owner: &OwnerId) -> Result<(), Refusal> {
    let known = reception.owners.contains(owner);
    known.then_some(()).ok_or_else(|| Refusal::OwnerUnknown { owner: owner.clone() })
}

/// Reads the day of a moment, in UTC.
fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn retire(
    reception: &State,
    owner: OwnerId,
    successor: Option<OwnerId>,
) -> Result<Outcome<Event>, Refusal> {
    enrolled(reception, &owner)?;
    let holds = |case: &&Case| {
        case.owner == owner || case.tasks.values().any(|task| !task.done && task.holder == owner)
    };
    let people = reception.cases.values().filter(holds).count();
    match &successor {
        None if people > 0 => return Err(Refusal::OwnerNeeded { owner, people }),
        Some(next) if *next == owner => return Err(Refusal::OwnSuccessor { owner }),
        Some(next) => enrolled(reception, next)?,
        None => {}
    }
    Ok(Outcome::of(vec![Event::Retired { owner, successor }]))
}

fn arrive(
    journal: &Journal,
    context: &Context,
    (person, stage): (PersonId, StageNumber),
    came: Came,
    (first_in, owner): (Whereabouts, OwnerId),
) -> Result<Outcome<Event>, Refusal> {
    if let Some(case) = journal.reception.cases.get(&person) {
        return Err(Refusal::ArrivedAlready { person, owner: case.owner.clone() });
    }
    enrolled(&journal.reception, &owner)?;
    let own = context.actor.party.side();
    match &came {
        Came::OnALine => {
            let received = status_effects(&journal.handover, stage).into_iter().any(|effect| {
                effect.person == person
                    && effect.status == Status::Returned
                    && own == Some(effect.from.other())
            });
            if !received {
                return Err(Refusal::NotReceived { person, stage });
            }
        }
        Came::Unlisted { entry } => {
            let legs = journal.handover.stages.get(&stage).into_iter().flat_map(|it| &it.legs);
            let to_us = legs.filter(|(from, _)| own == Some(from.other()));
            let mut unlisted = to_us.flat_map(|(_, leg)| leg.round.unlisted());
            match unlisted.find(|(checked, _)| checked.id == *entry) {
                None => return Err(Refusal::NotUnlisted { entry: entry.clone(), stage }),
                Some((_, Some(found))) if *found != person => {
                    let (entry, found) = (entry.clone(), found.clone());
                    return Err(Refusal::SomebodyElse { entry, found });
                }
                Some(_) => {}
            }
        }
    }
    Ok(Outcome::of(vec![Event::Arrived { person, stage, came, first_in, owner }]))
}

fn first_help(
    reception: &State,
    context: &Context,
    person: PersonId,
    help: &Help,
) -> Result<Outcome<Event>, Refusal> {
    arrived(reception, &person)?;
    let taken_up = match help {
        Help::Medical { .. } => true,
        Help::Psychological { accepted, .. } => *accepted,
    };
    let (record, digest, change) = VaultChange::keep(
        context,
        ("reception/help", 0),
        Some(&person),
        Compartment::Health,
        &help.wire(),
    );
    let event = Event::Helped { person, help: help.kind(), taken_up, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn first_call(
    reception: &State,
    context: &Context,
    person: PersonId,
    call: &FirstCall,
) -> Result<Outcome<Event>, Refusal> {
    arrived(reception, &person)?;
    let nobody = call.named.iter().all(|one| one.open().trim().is_empty());
    if nobody && (call.outcome == CallOutcome::Made || call.may_know.family) {
        return Err(Refusal::CallWithoutWish { person });
    }
    let (record, digest, change) = VaultChange::keep(
        context,
        ("reception/call", 0),
        Some(&person),
        Compartment::Family,
        &call.wire(),
    );
    let (outcome, may_know) = (call.outcome, call.may_know);
    let event = Event::Called { person, outcome, may_know, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn seen_by_a_doctor(case: &Case, person: &PersonId) -> Result<(), Refusal> {
    let seen = case.helped.contains_key(&HelpKind::Medical);
    seen.then_some(()).ok_or_else(|| Refusal::HelpFirst { person: person.clone() })
}

fn open_facility(
    reception: &State,
    facility: FacilityId,
    room: u16,
) -> Result<Outcome<Event>, Refusal> {
    let taken = reception.facilities.get(&facility).map_or(0, |known| known.taken.len());
    if usize::from(room) < taken {
        return Err(Refusal::RoomTooSmall { facility, room, taken });
    }
    Ok(Outcome::of(vec![Event::FacilityOpened { facility, room }]))
}

fn offer(
    reception: &State,
    (person, facility): (PersonId, FacilityId),
    wished: bool,
) -> Result<Outcome<Event>, Refusal> {
    let case = arrived(reception, &person)?;
    if !reception.facilities.contains_key(&facility) {
        return Err(Refusal::FacilityUnknown { facility });
    }
    if !wished {
        return Err(Refusal::PlaceUnwished { person });
    }
    if case.whereabouts != Whereabouts::Home {
        return Err(Refusal::NotHome { person });
    }
    seen_by_a_doctor(case, &person)?;
    if let Some(place) = &case.place {
        return Err(Refusal::PlacedAlready { person, facility: place.clone() });
    }
    if case.offers.contains_key(&facility) {
        return Err(Refusal::OfferedAlready { person, facility });
    }
    Ok(Outcome::of(vec![Event::Offered { person, facility }]))
}

fn answer(
    reception: &State,
    (person, facility): (PersonId, FacilityId),
    accepted: bool,
) -> Result<Outcome<Event>, Refusal> {
    let case = arrived(reception, &person)?;
    let Some(place) = reception.facilities.get(&facility) else {
        return Err(Refusal::FacilityUnknown { facility });
    };
    if !case.offers.contains_key(&facility) {
        return Err(Refusal::NotOffered { person, facility });
    }
    if accepted && place.free() == 0 {
        return Err(Refusal::FacilityFull { facility, room: place.room });
    }
    Ok(Outcome::of(vec![Event::Answered { person, facility, accepted }]))
}

fn follow(
    reception: &State,
    context: &Context,
    (person, follow_up): (PersonId, FollowUp),
    result: FollowUpResult,
    note: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    let case = arrived(reception, &person)?;
    if reception.is_followed_up(&person, follow_up) {
        return Err(Refusal::FollowedUp { person, follow_up });
    }
    let due = follow_up.due(case.arrival_day());
    let earliest = due.saturating_sub(Span::new().days(FOLLOW_UP_EARLY_DAYS));
    if day(context.at) < earliest {
        return Err(Refusal::FollowUpEarly { person, follow_up, due });
    }
    let (record, digest, change) = VaultChange::keep(
        context,
        ("reception/follow-up", 0),
        Some(&person),
        Compartment::Health,
        note.open(),
    );
    let event = Event::FollowedUp { person, follow_up, result, record, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}

fn add_task(
    reception: &State,
    context: &Context,
    person: PersonId,
    (what, due): (TaskKind, Date),
) -> Result<Outcome<Event>, Refusal> {
    let holder = arrived(reception, &person)?.owner.clone();
    let today = day(context.at);
    if due < today {
        return Err(Refusal::TaskOverdue { due, today });
    }
    let task = TaskId::read(&context.draw_id("reception/task", 0))
        .expect("a drawn identifier is 32 hexadecimal digits");
    Ok(Outcome::of(vec![Event::TaskAdded { person, task, what, due, holder }]))
}

fn close_task(
    reception: &State,
    person: PersonId,
    task: TaskId,
) -> Result<Outcome<Event>, Refusal> {
    match arrived(reception, &person)?.tasks.get(&task) {
        None => Err(Refusal::TaskUnknown { person, task }),
        Some(known) if known.done => Err(Refusal::TaskDone { person, task }),
        Some(_) => Ok(Outcome::of(vec![Event::TaskClosed { person, task }])),
    }
}

fn sight(
    reception: &State,
    context: &Context,
    sighting: &Sighting,
    voluntary: bool,
) -> Result<Outcome<Event>, Refusal> {
    let witness = sighting.witness.clone();
    arrived(reception, &witness)?;
    if !voluntary {
        return Err(Refusal::NotVoluntary { person: witness });
    }
    if !sighting.names_somebody() {
        return Err(Refusal::SightingOfNobody);
    }
    // Kept about the one who was seen: erasing the witness must not erase a trace of somebody missing,
    // and a person whom nobody knows yet has no name to file it under.
    let (record, digest, change) = VaultChange::keep(
        context,
        ("reception/sighting", 0),
        sighting.about.as_ref(),
        Compartment::Identity,
        &sighting.wire(),
    );
    let (about, alive) = (sighting.about.clone(), sighting.alive);
    let event = Event::Sighted { record, witness, about, alive, digest };
    Ok(Outcome::of(vec![event]).with(vec![change]))
}
