//! `safeconduct store`: found an instance, check everything it keeps, back it up, restore it.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use exchange::seal;
use exchange::vocabulary::Party;
use jiff::Timestamp;
use serde_json::json;
use store::{Keys, Place, Report, Store};

use super::seal::folder;
use super::verify::judged;
use super::{Failure, Out};
use crate::desk::{Desk, KEY_FILE, clock, place};
use crate::files;

/// The name under which an instance remembers when it was last backed up.
const BACKUP_MARK: &str = "last-backup";

/// The upkeep of one instance.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Found a new instance in a folder, with a new key
    Create {
        /// The folder; made where it is missing
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Whose instance it is
        #[arg(long, value_enum)]
        party: PartyWord,
        /// Mark it for good as holding invented people only
        #[arg(long)]
        practice: bool,
        /// An empty PostgreSQL database in place of a file: postgres://name@host/database
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Check every event against the hash chain, that every vault record opens, and the views; and the
    /// public log
    Verify {
        /// The folder of the instance
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// The bundle with the public log, a folder or a tar, to be verified in the same run
        #[arg(long, value_name = "DIR", requires = "policy")]
        bundle: Option<PathBuf>,
        /// The policy file that all parties exchanged before the first act
        #[arg(long, value_name = "FILE", requires = "bundle")]
        policy: Option<PathBuf>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Write a verified backup while the instance stays in use
    Backup {
        /// The folder of the instance
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// The new file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Throw the search tables away and make them again from journal and vault
    Rebuild {
        /// The folder of the instance
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
    },
    /// Put a verified backup into a folder that holds the instance's key and no instance
    Restore {
        /// The backup
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// The folder, with the instance.key of the instance in it
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// An empty PostgreSQL database in place of a file
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Move the instance between a file and a PostgreSQL database; end its processes first
    #[command(group = clap::ArgGroup::new("target").required(true))]
    Move {
        /// The folder of the instance
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// To this empty PostgreSQL database: postgres://name@host/database
        #[arg(long, value_name = "URL", group = "target")]
        database: Option<String>,
        /// To a file in the folder
        #[arg(long, group = "target")]
        to_file: bool,
    },
}

/// The parties as they are typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PartyWord {
    /// Side A.
    A,
    /// Side B.
    B,
    /// The mediator.
    Mediator,
    /// A state that receives people first.
    Host,
}

impl From<PartyWord> for Party {
    fn from(word: PartyWord) -> Self {
        match word {
            PartyWord::A => Self::A,
            PartyWord::B => Self::B,
            PartyWord::Mediator => Self::Mediator,
            PartyWord::Host => Self::Host,
        }
    }
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Create { dir, party, practice, database } => {
            create(&dir, (party.into(), practice), database.as_deref(), out).await
        }
        Command::Verify { dir, bundle, policy, json } => {
            verify(&dir, bundle.as_deref().zip(policy.as_deref()), json, out).await
        }
        Command::Backup { dir, out: file } => backup(&dir, &file, out).await,
        Command::Rebuild { dir } => rebuild(&dir, out).await,
        Command::Restore { from, dir, database } => {
            restore(&from, &dir, database.as_deref(), out).await
        }
        Command::Move { dir, database, to_file: _ } => {
            move_instance(&dir, database.as_deref(), out).await
        }
    }
}

async fn create(
    dir: &Path,
    (party, practice): (Party, bool),
    database: Option<&str>,
    out: &mut Out,
) -> Result<(), Failure> {
    let desk = Desk::create(dir, party, practice, (None, database)).await?;
    let kind = if practice { "a practice instance" } else { "an instance" };
    out.line(format!("founded {kind} of party {party} in {}", dir.display()))?;
    if database.is_some() {
        out.line(format!("its database is {}", place(dir)?.name()))?;
    }
    out.line(format!(
        "put a copy of {} away in a safe place: without it no backup can be read",
        dir.join(KEY_FILE).display()
    ))?;
    if !practice {
        out.line(format!(
            "next: safeconduct account add NAME --role administrator --dir {}; until then nobody may act",
            dir.display()
        ))?;
    }
    desk.store().close().await;
    Ok(())
}

/// Checks what the instance keeps and, with a bundle and its policy, the public log.
async fn verify(
    dir: &Path,
    bundle: Option<(&Path, &Path)>,
    json: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    // A file that cannot be read is found before an hour of checking.
    let bundle = bundle
        .map(|(bundle, policy)| {
            let policy = files::read_text(policy)?;
            Ok::<_, Failure>(seal::verify(&folder::read(bundle)?, &policy))
        })
        .transpose()?;
    let (store, _) = open(dir).await?;
    let report = store.verify().await?;
    store.close().await;
    if json {
        let mut all = in_json(&report);
        if let Some(bundle) = &bundle {
            let read = serde_json::from_str(&bundle.to_json());
            all["public_log"] = read.expect("a report in JSON is JSON");
        }
        out.line(all.to_string())?;
    } else {
        counts(&report, out)?;
        for flaw in &report.flaws {
            out.line(format!("broken     {flaw}"))?;
        }
        if let Some(bundle) = &bundle {
            out.line("the public log:")?;
            out.line(bundle.to_text().trim_end())?;
        }
    }
    if let Some(first) = report.flaws.first() {
        let what = format!("{} does not verify: {first}", place(dir)?.name());
        return Err(Failure::refused(
            what,
            "stop writing to it, keep it for study, restore the last sound backup",
        ));
    }
    bundle.map_or(Ok(()), |bundle| judged(bundle.verdict))
}

async fn backup(dir: &Path, file: &Path, out: &mut Out) -> Result<(), Failure> {
    let (store, keys) = open(dir).await?;
    let backed = back_up(&store, file, &keys).await;
    store.close().await;
    counts(&backed?, out)?;
    out.line(format!("backup     {} (verified by opening it)", file.display()))?;
    out.line(format!(
        "it cannot be read without {}; keep the two apart",
        dir.join(KEY_FILE).display()
    ))
}

async fn back_up(store: &Store, file: &Path, keys: &Keys) -> Result<Report, store::Error> {
    let report = store.backup_to(file, keys).await?;
    let seen = store.checkpoint(BACKUP_MARK).await?;
    let now = clock().to_string();
    match store.put_checkpoint(BACKUP_MARK, seen.as_deref(), now.as_bytes()).await {
        // Another backup ended in this moment, and said so.
        Ok(()) | Err(store::Error::CheckpointMoved { .. }) => Ok(report),
        Err(error) => Err(error),
    }
}

/// When a verified backup was last written on this machine; none, where the instance knows of none.
pub(crate) async fn last_backup(store: &Store) -> Result<Option<Timestamp>, Failure> {
    let mark = store.checkpoint(BACKUP_MARK).await?;
    let text = mark.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(text.and_then(|text| text.parse().ok()))
}

async fn rebuild(dir: &Path, out: &mut Out) -> Result<(), Failure> {
    let (store, _) = open(dir).await?;
    let (before, after) = (store.views().await?, store.rebuild_views().await?);
    store.close().await;
    for (status, count) in &after.persons {
        out.line(format!("persons    {count} {status}"))?;
    }
    out.line(format!("lines      {} on closed lists", after.lines))?;
    out.line(format!("views      {} at version {}", after.digest, after.version))?;
    if before.version == after.version && before.digest != after.digest {
        out.line("they were not what journal and vault say; now they are")?;
    }
    Ok(())
}

async fn restore(
    from: &Path,
    dir: &Path,
    database: Option<&str>,
    out: &mut Out,
) -> Result<(), Failure> {
    let keys = Keys::read(&dir.join(KEY_FILE))?;
    let report = Place::restore(from, dir, database, &keys).await?;
    counts(&report, out)?;
    out.line(format!("restored   {}", place(dir)?.name()))
}

/// Moves an instance, and says where it was and where it is.
async fn move_instance(dir: &Path, database: Option<&str>, out: &mut Out) -> Result<(), Failure> {
    let keys = Keys::read(&dir.join(KEY_FILE))?;
    let from = place(dir)?.name();
    let report = match database {
        Some(url) => Place::move_to_server(dir, url, &keys).await?,
        None => Place::move_to_file(dir, &keys).await?,
    };
    counts(&report, out)?;
    out.line(format!("moved      from {from}"))?;
    out.line(format!("           to {}", place(dir)?.name()))?;
    out.line("what was there before is kept; delete it when a backup of the new place is in hand")
}

/// Opens the store of an instance without replaying it, so that a broken one can be looked at.
async fn open(dir: &Path) -> Result<(Store, Keys), Failure> {
    let place = place(dir)?;
    let keys = Keys::read(&dir.join(KEY_FILE))?;
    Ok((place.open(&keys).await?, keys))
}

fn counts(report: &Report, out: &mut Out) -> Result<(), Failure> {
    out.line(format!("events     {}", report.events))?;
    out.line(format!("records    {}", report.records))?;
    out.line(format!("looks      {}", report.looks))?;
    out.line(format!("sign-ins   {}", report.entries))?;
    out.line(format!("digest     {}", report.digest))
}

fn in_json(report: &Report) -> serde_json::Value {
    json!({
        "sound": report.is_sound(),
        "version": report.version,
        "events": report.events,
        "records": report.records,
        "looks": report.looks,
        "sign_ins": report.entries,
        "digest": report.digest,
        "flaws": report.flaws.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
