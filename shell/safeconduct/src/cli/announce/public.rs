//! `safeconduct announce`, for the public: the fact sheet, and statements on an instance.

use std::path::PathBuf;

use clap::Args;
use exchange::announce::{self, Delivery, FactKind, Now, Sheet, Statement};
use exchange::vocabulary::StatementId;
use jiff::tz::TimeZone;

use super::statement::{read, read_names};
use super::submit;
use crate::cli::{Failure, Out, Seat};

/// What `announce sheet` takes.
#[derive(Args)]
pub(crate) struct SheetArguments {
    #[command(flatten)]
    seat: Seat,
    /// The fact sheet: the clause that both sides sealed, and what this side closes beyond it
    sheet: PathBuf,
}

/// What a command on an instance takes.
#[derive(Args)]
pub(crate) struct SeatArguments {
    #[command(flatten)]
    seat: Seat,
}

/// What `announce statement propose` takes.
#[derive(Args)]
pub(crate) struct ProposeArguments {
    #[command(flatten)]
    seat: Seat,
    /// The statement
    statement: PathBuf,
    /// People who may not be named: one a line, surname first
    #[arg(long, value_name = "FILE")]
    names: PathBuf,
}

/// What `announce statement release` takes.
#[derive(Args)]
pub(crate) struct ReleaseArguments {
    #[command(flatten)]
    seat: Seat,
    /// The statement, by its identifier
    #[arg(value_parser = StatementId::read)]
    statement: StatementId,
    /// People who may not be named: one a line, surname first
    #[arg(long, value_name = "FILE")]
    names: PathBuf,
}

/// What `announce statement hear` takes.
#[derive(Args)]
pub(crate) struct HearArguments {
    #[command(flatten)]
    seat: Seat,
    /// The other side's statement
    statement: PathBuf,
}

/// What `announce status` takes.
#[derive(Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    seat: Seat,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn sheet(arguments: SheetArguments, out: &mut Out) -> Result<(), Failure> {
    let sheet: Sheet = read(&arguments.sheet)?;
    submit(&arguments.seat, announce::Command::SetSheet { sheet }).await?;
    out.line("the sheet is set")
}

pub(super) async fn done(arguments: SeatArguments, out: &mut Out) -> Result<(), Failure> {
    submit(&arguments.seat, announce::Command::DeclareDone).await?;
    out.line("recorded: the last stage is done")
}

pub(super) async fn propose(arguments: ProposeArguments, out: &mut Out) -> Result<(), Failure> {
    let statement: Statement = read(&arguments.statement)?;
    let names = read_names(&arguments.names)?;
    let id = statement.id.clone();
    submit(&arguments.seat, announce::Command::Propose { statement, names }).await?;
    out.line(format!("statement {id} waits for a second person"))
}

pub(super) async fn release(arguments: ReleaseArguments, out: &mut Out) -> Result<(), Failure> {
    let ReleaseArguments { seat, statement, names } = arguments;
    let names = read_names(&names)?;
    let said = format!("statement {statement} is released");
    submit(&seat, announce::Command::Release { statement, names }).await?;
    out.line(said)
}

pub(super) async fn hear(arguments: HearArguments, out: &mut Out) -> Result<(), Failure> {
    let statement: Statement = read(&arguments.statement)?;
    let said = format!("statement {} by {} is heard", statement.id, statement.by);
    submit(&arguments.seat, announce::Command::Hear { statement }).await?;
    out.line(said)
}

/// Shows announce in counts, and what is closed now.
pub(super) async fn status(arguments: StatusArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let state = &desk.state().announce;
    let told =
        |delivery| state.contacts.values().filter(|contact| contact.told == Some(delivery)).count();
    let counts = [
        ("contacts", state.contacts.len()),
        ("told", told(Delivery::Told)),
        ("tried and not reached", told(Delivery::NotReached)),
        ("notices waiting", state.notices.values().filter(|it| it.delivery.is_none()).count()),
        ("visits to make", state.visits.values().filter(|visit| !visit.made).count()),
        ("statements proposed", state.proposed.len()),
        ("statements released", state.released.len()),
        ("statements heard", state.heard.len()),
    ];
    let on = desk.now().to_zoned(TimeZone::UTC).date();
    let now = Now { on, all_stages_done: state.all_stages_done };
    let is_closed = |kind: &FactKind| {
        state.sheet.as_ref().is_none_or(|sheet| sheet.closed(*kind, None, now).is_some())
    };
    let closed: Vec<&str> =
        FactKind::ALL.into_iter().filter(is_closed).map(FactKind::words).collect();
    if arguments.json {
        let mut object: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(name, count)| (name.replace(' ', "-"), (*count).into())).collect();
        object.insert("closed".to_owned(), closed.into());
        return out.line(serde_json::Value::Object(object).to_string());
    }
    for (name, count) in counts {
        out.line(format!("{name}: {count}"))?;
    }
    let closed = if closed.is_empty() { "nothing".to_owned() } else { closed.join(", ") };
    out.line(format!("closed now: {closed}"))
}
