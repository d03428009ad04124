//! `safeconduct handover`: who travels, who agreed to, who came, and the act that both sign.

mod erase;
mod line;
mod manifest;
mod road;
pub(crate) mod words;

use clap::Subcommand;
use exchange::handover;
use exchange::journal;
use exchange::vocabulary::{Actor, StageNumber};

use super::{Failure, Out, Seat};
use crate::desk::Desk;

/// What to do at a handover.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Draw this side's manifest from the plan in force, or from a file of passengers
    Manifest(manifest::ManifestArguments),
    /// Take in a document of the other side: a manifest, a notice, an act
    Take(road::TakeArguments),
    /// Record what was found at one gate of one person
    Gate(road::GateArguments),
    /// Tell the other side of a movement
    Notice(road::NoticeArguments),
    /// Acknowledge the other side's notice, or take in its acknowledgement
    Acknowledge(road::AcknowledgeArguments),
    /// Let one open gate, or a missing acknowledgement, pass: two names and a reason
    Override(road::OverrideArguments),
    /// Make vehicles wait for the other side's; only those counted in parity may wait
    HoldBack(road::VehiclesArguments),
    /// Let vehicles go that were held back
    LetGo(road::VehiclesArguments),
    /// Say what still stands in the way of a departure
    Ready(road::StageArguments),
    /// Record that vehicles leave
    Depart(road::VehiclesArguments),
    /// Check one person off
    Check(line::CheckArguments),
    /// Write down somebody who came without a line
    Unlisted(line::UnlistedArguments),
    /// Put together a round of entries from a file, such as another device made
    Round(line::RoundArguments),
    /// Show the four lists: came, absent, came unagreed, refused
    Lists(line::ListsArguments),
    /// Show what this team has counted, for the other team
    Counters(road::StageArguments),
    /// Draw the act from both counters
    Act(line::ActArguments),
    /// Record a signature on the act
    Sign(line::SignArguments),
    /// Add what happened to the own registry, as claims of the handover team
    Register(road::StageArguments),
    /// Destroy what was found at gates, who came unlisted and which road was taken, thirty days after the act
    Erase(erase::EraseArguments),
    /// Show each stage in counts
    Status(StatusArguments),
}

/// What `handover status` takes.
#[derive(clap::Args)]
pub(crate) struct StatusArguments {
    #[command(flatten)]
    seat: Seat,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Manifest(arguments) => manifest::manifest(arguments, out).await,
        Command::Take(arguments) => road::take(arguments, out).await,
        Command::Gate(arguments) => road::gate(arguments, out).await,
        Command::Notice(arguments) => road::notice(arguments, out).await,
        Command::Acknowledge(arguments) => road::acknowledge(arguments, out).await,
        Command::Override(arguments) => road::let_pass(arguments, out).await,
        Command::HoldBack(arguments) => road::hold_back(arguments, out).await,
        Command::LetGo(arguments) => road::let_go(arguments, out).await,
        Command::Ready(arguments) => road::ready(arguments, out).await,
        Command::Depart(arguments) => road::depart(arguments, out).await,
        Command::Check(arguments) => line::check(arguments, out).await,
        Command::Unlisted(arguments) => line::unlisted(arguments, out).await,
        Command::Round(arguments) => line::round(arguments, out).await,
        Command::Lists(arguments) => line::lists(arguments, out).await,
        Command::Counters(arguments) => line::counters(arguments, out).await,
        Command::Act(arguments) => line::act(arguments, out).await,
        Command::Sign(arguments) => line::sign(arguments, out).await,
        Command::Register(arguments) => line::register(arguments, out).await,
        Command::Erase(arguments) => erase::erase(arguments, out).await,
        Command::Status(arguments) => status(arguments, out).await,
    }
}

/// Hands one command of this stage to the desk and says whether anything was new.
async fn submit(
    desk: &mut Desk,
    actor: &Actor,
    command: handover::Command,
) -> Result<bool, Failure> {
    let recorded = desk.submit(actor, journal::Command::Handover(command)).await?;
    Ok(!recorded.is_empty())
}

/// Finds a stage.
fn stage_of(desk: &Desk, stage: StageNumber) -> Result<&handover::Stage, Failure> {
    desk.state().handover.stages.get(&stage).ok_or_else(|| {
        Failure::incomplete(
            format!("stage {stage} has no manifest yet"),
            "draw one with `safeconduct handover manifest`",
        )
    })
}

async fn status(arguments: StatusArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let stages = &desk.state().handover.stages;
    if arguments.json {
        let rows: Vec<_> = stages.iter().flat_map(|(number, stage)| rows(*number, stage)).collect();
        return out.line(serde_json::json!({ "legs": rows }).to_string());
    }
    if stages.is_empty() {
        return out.line("no stage has a manifest yet");
    }
    for (number, stage) in stages {
        for row in rows(*number, stage) {
            let text = |key: &str| row[key].to_string().trim_matches('"').to_owned();
            out.line(format!(
                "stage {} from side {}: {} on the manifest, {} received, {} refused, {} absent or \
                 unfit, {} died, {} substituted, {} unlisted, {} open",
                text("stage"),
                text("from"),
                text("people"),
                text("received"),
                text("refused"),
                text("absent"),
                text("died"),
                text("substituted"),
                text("unlisted"),
                text("open"),
            ))?;
        }
        let signed = match &stage.act {
            None => "no act yet".to_owned(),
            Some(drawn) => {
                let by: Vec<String> = drawn.signatures.keys().map(ToString::to_string).collect();
                format!("act {}, signed by: {}", drawn.digest, by.join(" "))
            }
        };
        out.line(format!("stage {number}: {signed}"))?;
    }
    Ok(())
}

fn rows(number: StageNumber, stage: &handover::Stage) -> Vec<serde_json::Value> {
    let row = |(from, leg): (&exchange::vocabulary::Side, &handover::Leg)| {
        let lists = leg.four_lists()?;
        let sums = lists.sums();
        Some(serde_json::json!({
            "stage": number,
            "from": from.to_string(),
            "people": leg.manifest.as_ref().map_or(0, handover::Manifest::count),
            "received": sums.received,
            "refused": sums.refused,
            "absent": sums.absent + sums.unfit,
            "died": sums.died,
            "substituted": sums.substituted,
            "unlisted": sums.unlisted,
            "open": lists.open.len() + lists.disputed.len(),
        }))
    };
    stage.legs.iter().filter_map(row).collect()
}
