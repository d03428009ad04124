//! The proof of an erasure: what was destroyed, and where the journal says so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::journal::{Command, Event, Recorded};
use exchange::vocabulary::{ListId, PersonId, RecordId, StageNumber};
use exchange::{handover, lists, registry};
use serde_json::json;

use super::{Failure, Out};
use crate::desk::Desk;
use crate::files;

/// The form of a proof of erasure.
const PROOF_FORM: &str = "safeconduct/erasure/v1";

/// Where the proof goes.
#[derive(Args)]
pub(crate) struct Proof {
    /// Write what was destroyed, and where the journal says so, to this file; it names nobody
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
}

impl Proof {
    /// Refuses a file that is there already, before anything is erased.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        match self.proof.as_deref().filter(|file| file.exists()) {
            None => Ok(()),
            Some(file) => Err(Failure::refused(
                format!("{} is there already", file.display()),
                "name a new file; nothing was erased",
            )),
        }
    }

    /// Writes the proof, where one is asked for.
    pub(crate) async fn write(
        &self,
        out: &mut Out,
        (desk, recorded): (&Desk, &[Recorded]),
        (records, left): (&[RecordId], usize),
    ) -> Result<(), Failure> {
        let Some(file) = self.proof.as_deref() else { return Ok(()) };
        let text = text(desk, recorded, (records, left)).await?;
        written(out, file, &text)
    }
}

fn written(out: &mut Out, file: &Path, text: &str) -> Result<(), Failure> {
    files::write_whole(file, text.as_bytes())?;
    out.line(format!("{} says what was destroyed; keep it with the request", file.display()))
}

/// What somebody has destroyed.
#[derive(Clone)]
pub(crate) enum What {
    /// What is known of a person, whichever of their entries is named.
    Person(PersonId),
    /// The records of a handover.
    Stage(StageNumber),
    /// What is kept of a list.
    List(ListId),
}

/// What would be destroyed, as it stands in the vault before.
pub(crate) struct Doomed {
    what: What,
    /// The records.
    pub(crate) records: Vec<RecordId>,
    group: BTreeSet<PersonId>,
}

impl Doomed {
    /// Looks at what is there, and destroys nothing.
    pub(crate) async fn of(desk: &Desk, what: What) -> Result<Self, Failure> {
        let (mut records, mut group) = (Vec::new(), BTreeSet::new());
        match &what {
            What::Person(person) => {
                group = desk.state().registry.group(person, None);
                for one in &group {
                    records.extend(desk.records_about(one).await?);
                }
            }
            What::Stage(stage) => {
                let due = handover::due(desk.state(), desk.now());
                let found = due.into_iter().find(|one| one.stage == *stage);
                records.extend(found.into_iter().flat_map(|one| one.erasable.records));
            }
            What::List(list) => {
                let due = lists::due(desk.state(), desk.now());
                let found = due.into_iter().find(|one| one.list == *list);
                records.extend(found.into_iter().flat_map(|one| one.records));
            }
        }
        Ok(Self { what, records, group })
    }

    /// The command that destroys it.
    pub(crate) fn command(&self) -> Command {
        match self.what.clone() {
            What::Person(person) => Command::Registry(registry::Command::Erase { person }),
            What::Stage(stage) => Command::Handover(handover::Command::EraseRecords { stage }),
            What::List(list) => Command::Lists(lists::Command::Erase { list }),
        }
    }

    /// Counts what is still in the vault, once the command was taken.
    pub(crate) async fn left(&self, desk: &Desk) -> Result<usize, Failure> {
        let mut left = 0;
        match &self.what {
            What::Person(_) => {
                for one in &self.group {
                    left += desk.records_about(one).await?.len();
                }
            }
            What::Stage(_) | What::List(_) => {
                for record in &self.records {
                    left += usize::from(desk.store().vault_get(record).await?.is_some());
                }
            }
        }
        Ok(left)
    }
}

/// Opaque references and nothing else.
pub(crate) async fn text(
    desk: &Desk,
    recorded: &[Recorded],
    (records, left): (&[RecordId], usize),
) -> Result<String, Failure> {
    let erased = recorded.iter().filter_map(|one| {
        let (what, whose) = match &one.event {
            Event::Registry(registry::Event::Erased { person }) => ("person", json!(person)),
            Event::Lists(lists::Event::Erased { list }) => ("list", json!(list)),
            Event::Handover(handover::Event::RecordsErased { stage, .. }) => {
                ("stage", json!(stage))
            }
            Event::Registry(_)
            | Event::Lists(_)
            | Event::Handover(_)
            | Event::Agreement(_)
            | Event::Reconcile(_)
            | Event::Plan(_)
            | Event::Seal(_)
            | Event::Reception(_)
            | Event::Announce(_) => return None,
        };
        Some(json!({ "event": one.number, what: whose, "at": one.at, "by": one.actor.role }))
    });
    let version = desk.store().version().await?;
    let proof = json!({
        "form": PROOF_FORM,
        "party": desk.meta().party,
        "practice": desk.meta().practice,
        "erased": erased.collect::<Vec<_>>(),
        "records_destroyed": records,
        "records_left": left,
        "journal": { "events": version, "digest": desk.store().digest().await? },
        "to_check": "the journal with this digest holds these events, `safeconduct store verify` prints it for \
                     so many events, and none of these records is in the vault; backups taken before hold \
                     them, sealed, until they are destroyed",
    });
    let mut text = serde_json::to_string_pretty(&proof).map_err(anyhow::Error::from)?;
    text.push('\n');
    Ok(text)
}
