//! What passes with a host state: counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use exchange::reception::{self, HostNotice, HostReport, Need, Paper};
use exchange::vocabulary::{Party, Side, StageNumber};
use jiff::Timestamp;

use super::super::handover::words;
use super::{need, submit};
use crate::cli::{Failure, Out, Seat};
use crate::files::write_whole;

/// What both commands take.
#[derive(Args)]
pub(crate) struct OnArguments {
    #[command(flatten)]
    seat: Seat,
    /// The stage
    #[arg(long, value_parser = words::stage)]
    stage: StageNumber,
    /// Whose people come; without it, those of this instance's side
    #[arg(long, value_parser = words::side)]
    side: Option<Side>,
    /// How many people
    #[arg(long)]
    people: u32,
}

/// What `reception host-notice` takes.
#[derive(Args)]
pub(crate) struct NoticeArguments {
    #[command(flatten)]
    on: OnArguments,
    /// A need and how many have it, such as stretcher=3; again for each
    #[arg(long = "need", value_name = "NEED=COUNT", value_parser = counted)]
    needs: Vec<(Need, u32)>,
    /// The earliest time of arrival (RFC 3339)
    #[arg(long, value_name = "TIME")]
    opens: Timestamp,
    /// The latest time of arrival (RFC 3339)
    #[arg(long, value_name = "TIME")]
    closes: Timestamp,
    /// Where the document for the host state goes
    #[arg(long, value_name = "NOTICE.json")]
    out: Option<PathBuf>,
}

/// What `reception host-report` takes.
#[derive(Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    on: OnArguments,
    /// How many had medical first help
    #[arg(long)]
    medical: u32,
    /// How many took up psychological first help
    #[arg(long)]
    psychological: u32,
    /// How many went on home
    #[arg(long)]
    went_on: u32,
}

/// Reads `NEED=COUNT`.
fn counted(text: &str) -> Result<(Need, u32), String> {
    let (word, count) = text.split_once('=').ok_or("write NEED=COUNT, such as stretcher=3")?;
    let count = count.parse().map_err(|error| format!("`{count}` is no count: {error}"))?;
    Ok((need(word)?, count))
}

/// Finds whose people are meant.
fn side(named: Option<Side>, own: Party) -> Result<Side, Failure> {
    named.or(own.side()).ok_or_else(|| {
        Failure::incomplete(
            "whose people come is not said",
            "name it with `--side a` or `--side b`",
        )
    })
}

pub(super) async fn notice(arguments: NoticeArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let own = desk.meta().party;
    let mut needs = BTreeMap::new();
    for (need, count) in arguments.needs {
        if needs.insert(need, count).is_some() {
            return Err(Failure::incomplete(
                format!("the need {} stands twice", need.word()),
                "write each need once",
            ));
        }
    }
    let notice = HostNotice {
        stage: arguments.on.stage,
        side: side(arguments.on.side, own)?,
        people: arguments.on.people,
        needs,
        opens: arguments.opens,
        closes: arguments.closes,
    };
    let (document, digest) = (notice.document(), notice.digest());
    submit(&mut desk, &actor, reception::Command::NotifyHost { notice }).await?;
    if let Some(path) = &arguments.out {
        let (paper, to) = (Paper::HostNotice, Party::Host);
        submit(&mut desk, &actor, reception::Command::Send { paper, to, digest }).await?;
        write_whole(path, &document)?;
    }
    out.line(format!("the host state learns {} people and what they need", arguments.on.people))?;
    out.line(format!("notice: {digest}"))
}

pub(super) async fn report(arguments: ReportArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let report = HostReport {
        stage: arguments.on.stage,
        side: side(arguments.on.side, desk.meta().party)?,
        people: arguments.on.people,
        medical: arguments.medical,
        psychological: arguments.psychological,
        went_on: arguments.went_on,
    };
    submit(&mut desk, &actor, reception::Command::ReportFromHost { report }).await?;
    out.line(format!("received {}, went on {}", report.people, report.went_on))
}
