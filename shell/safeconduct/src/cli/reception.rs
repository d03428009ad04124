//! `safeconduct reception`: who arrived, who cares for them, and what is due.

mod care;
mod host;

use clap::{Args, Subcommand};
use exchange::journal::{self, Deed, Purpose};
use exchange::reception::{self, Came, FollowUp, Need, Whereabouts};
use exchange::vocabulary::{Actor, EntryId, OwnerId, PersonId, StageNumber};

use super::handover::words;
use super::{Failure, Out, Seat};
use crate::desk::Desk;

/// What to do for those who return.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Enrol somebody who answers for returned people
    Enrol(OwnerArguments),
    /// End somebody's answering; a successor takes over everybody
    Retire(RetireArguments),
    /// Let another owner answer for one person
    PassOn(PassOnArguments),
    /// Tell a host state how many come and what they need: counts only
    HostNotice(host::NoticeArguments),
    /// Say what a host state did, in counts
    HostReport(host::ReportArguments),
    /// Record an arrival; somebody answers for the person from this moment
    Arrive(ArriveArguments),
    /// Record medical first help
    Medical(care::MedicalArguments),
    /// Record psychological first help, offered and taken up or not
    Psychological(care::PsychologicalArguments),
    /// Record the first call, and who may know by the person's word
    Call(care::CallArguments),
    /// A person leaves a host state for home
    LeaveHost(PersonArguments),
    /// A person has come home from a host state
    ComeHome(PersonArguments),
    /// Say that a place exists and how much room it has
    Facility(care::FacilityArguments),
    /// Ask a place to take a person who wants it
    Offer(care::OfferArguments),
    /// Record a place's answer
    Answer(care::AnswerArguments),
    /// A person leaves the place that cared for them
    LeavePlace(PersonArguments),
    /// Record a follow-up after 1, 3, 6 or 12 months
    FollowUp(care::FollowUpArguments),
    /// Add something to be done for a person by a day
    Task(care::TaskArguments),
    /// Record that it is done
    Done(care::DoneArguments),
    /// Write down, of a person's own will, whom they saw
    Sighting(care::SightingArguments),
    /// Make sightings claims in this registry; they go nowhere else
    Claims(ClaimsArguments),
    /// Show what must not be overlooked now
    Due(DueArguments),
    /// Show reception in counts
    Status(StatusArguments),
}

/// What a command about one owner takes.
#[derive(Args)]
pub(crate) struct OwnerArguments {
    #[command(flatten)]
    seat: Seat,
    /// The owner's working name
    #[arg(value_parser = OwnerId::read)]
    owner: OwnerId,
}

/// What `reception retire` takes.
#[derive(Args)]
pub(crate) struct RetireArguments {
    #[command(flatten)]
    owner: OwnerArguments,
    /// Who takes over
    #[arg(long, value_parser = OwnerId::read)]
    successor: Option<OwnerId>,
}

/// What a command about one person takes.
#[derive(Args)]
pub(crate) struct PersonArguments {
    #[command(flatten)]
    seat: Seat,
    /// The person in this registry
    #[arg(long, value_parser = PersonId::read)]
    person: PersonId,
}

/// What `reception pass-on` takes.
#[derive(Args)]
pub(crate) struct PassOnArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// Who answers from now on
    #[arg(long, value_parser = OwnerId::read)]
    to: OwnerId,
}

/// What `reception arrive` takes.
#[derive(Args)]
pub(crate) struct ArriveArguments {
    #[command(flatten)]
    on: PersonArguments,
    /// The stage in which the person came
    #[arg(long, value_parser = words::stage)]
    stage: StageNumber,
    /// The entry at the line, for somebody who came without a line
    #[arg(long, value_parser = EntryId::read)]
    unlisted: Option<EntryId>,
    /// First received in a host state
    #[arg(long)]
    in_host: bool,
    /// Who answers for the person
    #[arg(long, value_parser = OwnerId::read)]
    owner: OwnerId,
}

/// What `reception claims` takes.
#[derive(Args)]
pub(crate) struct ClaimsArguments {
    #[command(flatten)]
    seat: Seat,
}

/// What `reception due` takes.
#[derive(Args)]
pub(crate) struct DueArguments {
    #[command(flatten)]
    seat: Seat,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// What `reception status` takes.
#[derive(Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    seat: Seat,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    use reception::Command as Asked;
    match command {
        Command::Enrol(OwnerArguments { seat, owner }) => {
            one(&seat, Asked::Enrol { owner }, "enrolled", out).await
        }
        Command::Retire(RetireArguments { owner: OwnerArguments { seat, owner }, successor }) => {
            one(&seat, Asked::Retire { owner, successor }, "answers for nobody any more", out).await
        }
        Command::PassOn(PassOnArguments { on: PersonArguments { seat, person }, to }) => {
            one(&seat, Asked::PassOn { person, to }, "passed on", out).await
        }
        Command::HostNotice(arguments) => host::notice(arguments, out).await,
        Command::HostReport(arguments) => host::report(arguments, out).await,
        Command::Arrive(arguments) => arrive(arguments, out).await,
        Command::Medical(arguments) => care::medical(arguments, out).await,
        Command::Psychological(arguments) => care::psychological(arguments, out).await,
        Command::Call(arguments) => care::call(arguments, out).await,
        Command::LeaveHost(PersonArguments { seat, person }) => {
            one(&seat, Asked::LeaveHost { person }, "on the way home", out).await
        }
        Command::ComeHome(PersonArguments { seat, person }) => {
            one(&seat, Asked::ComeHome { person }, "home", out).await
        }
        Command::Facility(arguments) => care::facility(arguments, out).await,
        Command::Offer(arguments) => care::offer(arguments, out).await,
        Command::Answer(arguments) => care::answer(arguments, out).await,
        Command::LeavePlace(PersonArguments { seat, person }) => {
            one(&seat, Asked::LeavePlace { person }, "left", out).await
        }
        Command::FollowUp(arguments) => care::follow_up(arguments, out).await,
        Command::Task(arguments) => care::task(arguments, out).await,
        Command::Done(arguments) => care::done(arguments, out).await,
        Command::Sighting(arguments) => care::sighting(arguments, out).await,
        Command::Claims(ClaimsArguments { seat }) => claims(&seat, out).await,
        Command::Due(arguments) => due(arguments, out).await,
        Command::Status(arguments) => status(arguments, out).await,
    }
}

/// Hands one command of this stage to the desk.
async fn submit(desk: &mut Desk, actor: &Actor, asked: reception::Command) -> Result<(), Failure> {
    desk.submit(actor, journal::Command::Reception(asked)).await?;
    Ok(())
}

/// Opens the desk, hands over one command, and says what came of it.
async fn one(
    seat: &Seat,
    asked: reception::Command,
    said: &str,
    out: &mut Out,
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    submit(&mut desk, &actor, asked).await?;
    out.line(said)
}

async fn arrive(arguments: ArriveArguments, out: &mut Out) -> Result<(), Failure> {
    let ArriveArguments { on: PersonArguments { seat, person }, stage, unlisted, in_host, owner } =
        arguments;
    let came = unlisted.map_or(Came::OnALine, |entry| Came::Unlisted { entry });
    let first_in = if in_host { Whereabouts::Host } else { Whereabouts::Home };
    let said = format!("person {person} has arrived; {owner} answers for them");
    let asked = reception::Command::Arrive { person, stage, came, first_in, owner };
    one(&seat, asked, &said, out).await
}

async fn claims(seat: &Seat, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let kept = &desk.state().reception.sightings;
    let waiting: Vec<_> =
        kept.iter().filter(|(_, it)| !it.filed).map(|(id, _)| id.clone()).collect();
    let mut commands = Vec::new();
    let work = ("reception claims", waiting.len());
    let permit = desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    for record in &waiting {
        let bytes = desk.read(&permit, record).await?;
        let sighting = reception::Sighting::read(bytes.open()).map_err(anyhow::Error::msg)?;
        let claims = reception::sightings_to_claims(&[sighting]);
        commands.extend(claims.into_iter().map(journal::Command::Registry));
        let filed = reception::Command::FileSighting { record: record.clone() };
        commands.push(journal::Command::Reception(filed));
    }
    desk.submit_all(&actor, commands).await?;
    out.line(format!("sightings that became claims: {}", waiting.len()))
}

async fn due(arguments: DueArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let Some(own) = desk.meta().party.side() else {
        return Err(Failure::refused(
            "this instance belongs to neither side and has nobody to care for",
            "ask the side whose people returned",
        ));
    };
    let alarms = reception::alarms(desk.state(), own, desk.now());
    if arguments.json {
        return out.line(serde_json::to_string(&alarms).map_err(anyhow::Error::from)?);
    }
    for alarm in &alarms {
        out.line(sentence(alarm))?;
    }
    out.line(format!("to look at: {}", alarms.len()))
}

/// Says an alarm in a sentence.
fn sentence(alarm: &reception::Alarm) -> String {
    use reception::Alarm;
    match alarm {
        Alarm::WithoutOwner { person, stage } => {
            format!("person {person}: crossed in stage {stage}, and nobody answers for them")
        }
        Alarm::WithoutHelp { person, owner } => {
            format!("person {person} ({owner}): no doctor has seen them")
        }
        Alarm::SilentOffer { person, owner, facility } => {
            format!("person {person} ({owner}): {facility} was asked and is silent")
        }
        Alarm::FollowUpDue { person, owner, follow_up, due } => {
            let months = follow_up.months();
            format!("person {person} ({owner}): follow-up after {months} months, due {due}")
        }
        Alarm::TaskDue { person, holder, task, what, due } => {
            format!("person {person} ({holder}): {}, due {due}, task {task}", what.word())
        }
    }
}

async fn status(arguments: StatusArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let state = &desk.state().reception;
    let own = desk.meta().party.side();
    let waiting = own.map_or(0, |own| reception::without_owner(desk.state(), own).len());
    let at = |place| state.cases.values().filter(|case| case.whereabouts == place).count();
    let room: usize = state.facilities.values().map(reception::Facility::free).sum();
    let placed = state.cases.values().filter(|case| case.place.is_some()).count();
    let told = |report: fn(&reception::HostStage) -> Option<u32>| -> u32 {
        state.hosts.values().flat_map(|sides| sides.values()).filter_map(report).sum()
    };
    let counts = [
        ("with an owner", state.cases.len()),
        ("crossed and without an owner", waiting),
        ("in a host state", at(Whereabouts::Host)),
        ("on the way", at(Whereabouts::OnTheWay)),
        ("home", at(Whereabouts::Home)),
        ("in a place of care", placed),
        ("places free", room),
        ("sightings", state.sightings.len()),
        ("announced to host states", told(|it| it.notice.as_ref().map(|it| it.people)) as usize),
        ("received by host states", told(|it| it.report.map(|it| it.people)) as usize),
    ];
    if arguments.json {
        let object: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(name, count)| (name.replace(' ', "-"), (*count).into())).collect();
        return out.line(serde_json::Value::Object(object).to_string());
    }
    for (name, count) in counts {
        out.line(format!("{name}: {count}"))?;
    }
    Ok(())
}

/// Reads 1, 3, 6 or 12.
fn months(text: &str) -> Result<FollowUp, String> {
    let found = FollowUp::ALL.into_iter().find(|it| it.months().to_string() == text);
    found.ok_or_else(|| format!("`{text}` is none of: 1, 3, 6, 12"))
}

/// Reads a need.
fn need(text: &str) -> Result<Need, String> {
    Need::ALL.into_iter().find(|it| it.word() == text).ok_or_else(|| {
        let words: Vec<&str> = Need::ALL.iter().map(|it| it.word()).collect();
        format!("`{text}` is none of: {}", words.join(", "))
    })
}
