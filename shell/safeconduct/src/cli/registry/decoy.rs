//! Decoys: planted, listed, taken up; and who was shown one.

use clap::{Args, Subcommand};
use exchange::lists::Field;
use exchange::registry::Assertion;
use exchange::vocabulary::PersonId;

use super::super::reconcile::{name as written_name, written};
use super::super::{Failure, Out, Seat, counted};
use super::looks;
use super::{SourceArguments, ToldArguments};
use crate::desk::DECOYS_MAX;

/// Keep invented people whom nobody has a reason to look at.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Plant one: found and shown as anybody, and in no list, match, count or export
    Plant(Box<PlantArguments>),
    /// Name those there are
    List {
        #[command(flatten)]
        seat: Seat,
    },
    /// Take one up again
    Remove {
        /// The decoy
        person: PersonId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say who was shown one, or tried to change it; refuses (exit code 1) when there are any
    Alarms {
        /// Only looks after this number, as an earlier report named it
        #[arg(long, value_name = "NUMBER", default_value_t = 0)]
        after: u64,
        #[command(flatten)]
        seat: Seat,
    },
}

/// Who the decoy is, and on whose word.
#[derive(Args)]
pub(crate) struct PlantArguments {
    #[command(flatten)]
    told: ToldArguments,
    #[command(flatten)]
    source: SourceArguments,
    #[command(flatten)]
    seat: Seat,
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Plant(arguments) => {
            let identity = arguments.told.told()?;
            let (desk, actor) = arguments.seat.open().await?;
            let told = (arguments.source.source(), identity);
            let person = desk.plant(&actor, told, vec![Assertion::Missing]).await?;
            out.line(format!("planted {person}; `registry decoy alarms` says who is shown it"))
        }
        Command::List { seat } => {
            let (desk, actor) = seat.open().await?;
            let all = desk.all_decoys(&actor).await?;
            for (person, card) in &all {
                let fields = Some(&card.fields);
                let birth = written(fields, Field::BirthDate);
                out.line(format!("{person}  {}  {birth}", written_name(fields)))?;
            }
            out.line(format!("{} of at most {DECOYS_MAX}", counted(all.len(), "decoy")))
        }
        Command::Remove { person, seat } => {
            let (desk, actor) = seat.open().await?;
            if desk.take_up(&actor, &person).await? {
                return out.line(format!("{person} is a decoy no more"));
            }
            Err(Failure::incomplete(
                format!("{person} is no decoy"),
                "`safeconduct registry decoy list` names those there are",
            ))
        }
        Command::Alarms { after, seat } => {
            let (desk, actor) = seat.open().await?;
            let (decoys, new) = desk.alarms(&actor, after).await?;
            for alarm in &new {
                out.line(looks::line(alarm.number, &alarm.look))?;
            }
            let (many, alarms) = (counted(decoys, "decoy"), counted(new.len(), "alarm"));
            out.line(format!("{many}, {alarms}"))?;
            let Some(last) = new.last() else { return Ok(()) };
            Err(Failure::refused(
                format!("somebody was shown a decoy: {alarms}"),
                format!(
                    "ask them what for; end their sessions where they cannot say (`account revoke`); then \
                     --after {}",
                    last.number
                ),
            ))
        }
    }
}
