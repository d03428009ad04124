//! What is done for one person: help, call, place, follow-up, tasks, sightings.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use exchange::lists::Field;
use exchange::reception::{
    self, Alive, CallOutcome, FirstCall, FollowUp, FollowUpResult, Help, MayKnow, Sighting,
    TaskKind,
};
use exchange::vocabulary::{DateReading, FacilityId, PartialDate, PersonId, Private, TaskId};
use jiff::civil::Date;

use super::{PersonArguments, months, one, submit};
use crate::cli::{Failure, Out, Seat};

/// What `reception medical` takes.
#[derive(Args)]
pub(crate) struct MedicalArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// Eating again must go slowly and under watch
    #[arg(long)]
    refeeding_risk: bool,
    /// Signs of tuberculosis
    #[arg(long)]
    tuberculosis_signs: bool,
    /// Risk of suicide
    #[arg(long)]
    suicide_risk: bool,
    /// Allergies
    #[arg(long, value_name = "TEXT", default_value = "")]
    allergies: String,
    /// What else was found
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

pub(super) async fn medical(arguments: MedicalArguments, out: &mut Out) -> Result<(), Failure> {
    let help = Help::Medical {
        refeeding_risk: arguments.refeeding_risk,
        tuberculosis_signs: arguments.tuberculosis_signs,
        suicide_risk: arguments.suicide_risk,
        allergies: Private::new(arguments.allergies),
        note: Private::new(arguments.note),
    };
    let PersonArguments { seat, person } = arguments.on;
    one(&seat, reception::Command::Help { person, help }, "medical first help recorded", out).await
}

/// What `reception psychological` takes. No story is asked for, and there is no field for one.
#[derive(Args)]
pub(crate) struct PsychologicalArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// Offered and declined; valid
    #[arg(long)]
    declined: bool,
    /// Whether the person feels safe, where they said so
    #[arg(long)]
    feels_safe: Option<bool>,
    /// What the person wants now
    #[arg(long, value_name = "TEXT", default_value = "")]
    wants: String,
}

pub(super) async fn psychological(
    arguments: PsychologicalArguments,
    out: &mut Out,
) -> Result<(), Failure> {
    let help = Help::Psychological {
        accepted: !arguments.declined,
        feels_safe: arguments.feels_safe,
        wants: Private::new(arguments.wants),
    };
    let PersonArguments { seat, person } = arguments.on;
    one(&seat, reception::Command::Help { person, help }, "psychological first help recorded", out)
        .await
}

/// How a first call went, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum CallWord {
    /// Somebody answered
    Made,
    /// Nobody answered
    NobodyAnswered,
    /// The person did not want to call
    Declined,
}

/// What `reception call` takes.
#[derive(Args)]
pub(crate) struct CallArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// How it went
    #[arg(long, value_enum)]
    outcome: CallWord,
    /// The relatives whom the person named may know
    #[arg(long)]
    family_may_know: bool,
    /// The public may know of the person
    #[arg(long)]
    public_may_know: bool,
    /// Whom the person named; again for each
    #[arg(long = "name", value_name = "TEXT")]
    names: Vec<String>,
    /// What they may be told
    #[arg(long, value_name = "TEXT", default_value = "")]
    message: String,
}

pub(super) async fn call(arguments: CallArguments, out: &mut Out) -> Result<(), Failure> {
    let call = FirstCall {
        outcome: match arguments.outcome {
            CallWord::Made => CallOutcome::Made,
            CallWord::NobodyAnswered => CallOutcome::NobodyAnswered,
            CallWord::Declined => CallOutcome::Declined,
        },
        may_know: MayKnow { family: arguments.family_may_know, public: arguments.public_may_know },
        named: arguments.names.into_iter().map(Private::new).collect(),
        message: Private::new(arguments.message),
    };
    let PersonArguments { seat, person } = arguments.on;
    one(&seat, reception::Command::Call { person, call }, "call and wishes recorded", out).await
}

/// What `reception facility` takes.
#[derive(Args)]
pub(crate) struct FacilityArguments {
    #[command(flatten)]
    seat: Seat,
    /// The place
    #[arg(value_parser = FacilityId::read)]
    facility: FacilityId,
    /// How many it can care for
    #[arg(long)]
    room: u16,
}

pub(super) async fn facility(arguments: FacilityArguments, out: &mut Out) -> Result<(), Failure> {
    let FacilityArguments { seat, facility, room } = arguments;
    let said = format!("{facility} has room for {room}");
    one(&seat, reception::Command::OpenFacility { facility, room }, &said, out).await
}

/// What `reception offer` takes.
#[derive(Args)]
pub(crate) struct OfferArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// The place
    #[arg(long, value_parser = FacilityId::read)]
    facility: FacilityId,
    /// The person wants it
    #[arg(long)]
    wished: bool,
}

pub(super) async fn offer(arguments: OfferArguments, out: &mut Out) -> Result<(), Failure> {
    let OfferArguments { on: PersonArguments { seat, person }, facility, wished } = arguments;
    let said = format!("{facility} was asked; its silence raises an alarm");
    one(&seat, reception::Command::Offer { person, facility, wished }, &said, out).await
}

/// What `reception answer` takes.
#[derive(Args)]
pub(crate) struct AnswerArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// The place
    #[arg(long, value_parser = FacilityId::read)]
    facility: FacilityId,
    /// It does not take the person
    #[arg(long)]
    declined: bool,
}

pub(super) async fn answer(arguments: AnswerArguments, out: &mut Out) -> Result<(), Failure> {
    let AnswerArguments { on: PersonArguments { seat, person }, facility, declined } = arguments;
    let (mut desk, actor) = seat.open().await?;
    let accepted = !declined;
    let asked = reception::Command::Answer { person, facility: facility.clone(), accepted };
    submit(&mut desk, &actor, asked).await?;
    let free =
        desk.state().reception.facilities.get(&facility).map_or(0, reception::Facility::free);
    out.line(format!(
        "{facility} has {}; places free: {free}",
        if accepted { "accepted" } else { "declined" }
    ))
}

/// What came of a follow-up, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum ResultWord {
    /// The person was seen
    Seen,
    /// The person did not want it
    Declined,
    /// The person could not be found
    NotFound,
}

/// What `reception follow-up` takes.
#[derive(Args)]
pub(crate) struct FollowUpArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// After how many months: 1, 3, 6 or 12
    #[arg(long, value_parser = months)]
    months: FollowUp,
    /// What came of it
    #[arg(long, value_enum)]
    result: ResultWord,
    /// What was found; kept with health
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

pub(super) async fn follow_up(arguments: FollowUpArguments, out: &mut Out) -> Result<(), Failure> {
    let PersonArguments { seat, person } = arguments.on;
    let (mut desk, actor) = seat.open().await?;
    let result = match arguments.result {
        ResultWord::Seen => FollowUpResult::Seen,
        ResultWord::Declined => FollowUpResult::Declined,
        ResultWord::NotFound => FollowUpResult::NotFound,
    };
    let (follow_up, note) = (arguments.months, Private::new(arguments.note));
    let asked = reception::Command::FollowUp { person: person.clone(), follow_up, result, note };
    submit(&mut desk, &actor, asked).await?;
    let case = desk.state().reception.cases.get(&person);
    match case.and_then(|case| case.follow_ups_due().next()) {
        Some((next, due)) => {
            out.line(format!("recorded; next after {} months, on {due}", next.months()))
        }
        None => out.line("recorded; it was the last"),
    }
}

/// What `reception task` takes.
#[derive(Args)]
pub(crate) struct TaskArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// papers, pay, status, effects, certificate, housing, active-service or condition
    #[arg(value_parser = task_kind)]
    kind: TaskKind,
    /// By when (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    due: Date,
}

fn task_kind(text: &str) -> Result<TaskKind, String> {
    TaskKind::ALL.into_iter().find(|it| it.word() == text).ok_or_else(|| {
        let words: Vec<&str> = TaskKind::ALL.iter().map(|it| it.word()).collect();
        format!("`{text}` is none of: {}", words.join(", "))
    })
}

pub(super) async fn task(arguments: TaskArguments, out: &mut Out) -> Result<(), Failure> {
    let TaskArguments { on: PersonArguments { seat, person }, kind, due } = arguments;
    let said = format!("{} by {due}", kind.word());
    one(&seat, reception::Command::AddTask { person, kind, due }, &said, out).await
}

/// What `reception done` takes.
#[derive(Args)]
pub(crate) struct DoneArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// The task, as `reception due` shows it
    #[arg(value_parser = TaskId::read)]
    task: TaskId,
}

pub(super) async fn done(arguments: DoneArguments, out: &mut Out) -> Result<(), Failure> {
    let DoneArguments { on: PersonArguments { seat, person }, task } = arguments;
    one(&seat, reception::Command::CloseTask { person, task }, "done", out).await
}

/// What is known of the life of somebody who was seen, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum AliveWord {
    /// Seen alive by the witness
    Seen,
    /// Said by others to be alive
    Said,
    /// Seen dead by the witness
    SeenDead,
    /// Said by others to be dead
    SaidDead,
}

/// What `reception sighting` takes.
#[derive(Args)]
pub(crate) struct SightingArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// The witness offered it of their own will
    #[arg(long)]
    voluntary: bool,
    /// Whom they saw, where this registry knows the person
    #[arg(long, value_parser = PersonId::read)]
    about: Option<PersonId>,
    /// Surname of the one who was seen
    #[arg(long, value_name = "TEXT", default_value = "")]
    surname: String,
    /// First names of the one who was seen
    #[arg(long, value_name = "TEXT", default_value = "")]
    given: String,
    /// Whether they live
    #[arg(long, value_enum)]
    alive: AliveWord,
    /// Where they were seen
    #[arg(long, value_name = "TEXT", default_value = "")]
    place: String,
    /// When (YYYY, YYYY-MM or YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = partial_date)]
    when: Option<PartialDate>,
}

fn partial_date(text: &str) -> Result<PartialDate, String> {
    match PartialDate::read_iso(text) {
        DateReading::Read(date) => Ok(date),
        DateReading::Absent | DateReading::Impossible | DateReading::NotADate => {
            Err(format!("`{text}` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"))
        }
    }
}

pub(super) async fn sighting(arguments: SightingArguments, out: &mut Out) -> Result<(), Failure> {
    let PersonArguments { seat, person: witness } = arguments.on;
    let said = [(Field::Surname, arguments.surname), (Field::GivenName, arguments.given)];
    let fields: BTreeMap<Field, Private<String>> = said
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| (field, Private::new(text)))
        .collect();
    let sighting = Sighting {
        witness,
        about: arguments.about,
        fields,
        alive: match arguments.alive {
            AliveWord::Seen => Alive::Seen,
            AliveWord::Said => Alive::Said,
            AliveWord::SeenDead => Alive::SeenDead,
            AliveWord::SaidDead => Alive::SaidDead,
        },
        place: Private::new(arguments.place),
        when: arguments.when,
    };
    let asked = reception::Command::Sight { sighting, voluntary: arguments.voluntary };
    one(&seat, asked, "sighting kept; it goes to this registry and nowhere else", out).await
}
