//! The store in a SQLite file: write-ahead log, full sync, destroyed rows overwritten.

// What both databases do in the same words stands once, in `sql/`, and is built for each of them.
#[path = "sql/accounts.rs"]
mod accounts;
#[path = "sql/answers.rs"]
mod answers;
#[path = "sql/base.rs"]
mod base;
#[path = "sql/ceremonies.rs"]
mod ceremonies;
#[path = "sql/check.rs"]
mod check;
#[path = "sql/checkpoint.rs"]
mod checkpoint;
#[path = "sql/closed.rs"]
mod closed;
#[path = "sql/copy.rs"]
mod copy;
#[path = "sql/entries.rs"]
mod entries;
#[path = "sql/journal.rs"]
mod journal;
#[path = "sql/looks.rs"]
mod looks;
#[path = "sql/search.rs"]
mod search;
#[path = "sql/sessions.rs"]
mod sessions;
#[path = "sql/snapshot.rs"]
mod snapshot;
#[path = "sql/vault.rs"]
mod vault;
#[path = "sql/views.rs"]
mod views;

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};

use crate::error::Doing as _;
use crate::file::{self, Draft, disk};
use crate::keys::Ring;
use crate::view_key::ViewKey;
use crate::waiting::Waiting;
use crate::{Error, Flaw, Keys, Meta, Report, Store, Turn};

use base::compartment;

/// The forms of the database, oldest first.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
/// Counts those tables without which a database is none of ours.
const COUNT_TABLES: &str =
    "select count(*) from sqlite_master where type = 'table' and name in ('meta', 'head', 'event')";
/// Takes the write lock at once.
const BEGIN_WRITING: &str = "begin immediate";
/// Reads the end of the journal before it is moved; the lock is held already.
const HEAD_TO_MOVE: &str = "select version, chain from head";
/// Reads the end of the looks before it is moved; the lock is held already.
const LOOKS_TO_MOVE: &str = "select version, chain from look_head";
/// Reads the end of the log of sign-ins before it is moved; the lock is held already.
const ENTRIES_TO_MOVE: &str = "select version, chain from entry_head";
/// How every SQLite database begins (sqlite.org/fileformat2.html, section 1.3). A file of another kind
/// is not even opened, because opening it could write to it.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";
/// How many connections one process holds: SQLite has one writer, the others read.
const CONNECTIONS_MAX: u32 = 4;
/// How much of the database one connection keeps in memory, at most: in KiB, which SQLite writes as a number
/// below zero. With its own two MiB, an append of a thousand people writes most pages of the indexes many times.
const PAGES_KIB: &str = "-65536";
/// How long a connection waits for another one's write, in milliseconds.
const BUSY_MS_MAX: u64 = 10_000;
/// How many complaints of the database's own check are taken.
const PAGE_FLAWS_MAX: usize = 10;

type Db = sqlx::Sqlite;
type Pool = SqlitePool;
type Connection = SqliteConnection;
type Base = Sqlite;

/// An instance in a SQLite file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    pool: SqlitePool,
    meta: Meta,
    ring: Ring,
    view_key: ViewKey,
    waiting: Waiting,
}

impl Sqlite {
    pub(crate) async fn create(path: &Path, meta: Meta, keys: &Keys) -> Result<Self, Error> {
        let draft = Draft::begin(path)?;
        drop(file::create_private(draft.at())?);
        let pool = connect(draft.at()).await?;
        let made = base::fill(&pool, draft.at(), &meta, &Ring::draw(keys)).await;
        let made = match made {
            Ok(()) => fold(&pool, path).await,
            Err(error) => Err(error),
        };
        pool.close().await;
        made?;
        draft.finish()?;
        Self::open(path, keys).await
    }

    pub(crate) async fn open(path: &Path, keys: &Keys) -> Result<Self, Error> {
        match path.metadata() {
            Ok(facts) if facts.is_file() => {}
            Ok(_) => {
                let why = "it is not a file".to_owned();
                return Err(Error::NotAStore { path: path.to_owned(), why });
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::Missing { path: path.to_owned() });
            }
            Err(error) => return Err(disk("looking at", path)(error)),
        }
        if !file::begins_with(path, SQLITE_MAGIC)? {
            let why = "it is not a SQLite database".to_owned();
            return Err(Error::NotAStore { path: path.to_owned(), why });
        }
        let pool = connect(path).await?;
        match base::load(&pool, path, keys).await {
            Ok((meta, ring, view_key)) => {
                Ok(Self { pool, meta, ring, view_key, waiting: Waiting::default() })
            }
            Err(error) => {
                pool.close().await;
                Err(error)
            }
        }
    }

    /// One process at a time serves a file, and its desks take turns among themselves.
    #[expect(clippy::unused_async, reason = "a server has turns between processes")]
    pub(crate) async fn turn(&self) -> Result<Turn, Error> {
        Ok(Turn(None))
    }

    #[cfg(test)]
    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    async fn check_pages(&self, report: &mut Report) -> Result<(), Error> {
        let said: Vec<String> = sqlx::query_scalar("pragma integrity_check")
            .fetch_all(&self.pool)
            .await
            .doing("checking the database's pages")?;
        for what in said.into_iter().filter(|what| what != "ok").take(PAGE_FLAWS_MAX) {
            report.flaw(Flaw::Pages(what));
        }
        Ok(())
    }

    pub(crate) async fn engine(&self) -> Result<String, Error> {
        let version: String = sqlx::query_scalar("select sqlite_version()")
            .fetch_one(&self.pool)
            .await
            .doing("asking the database for its version")?;
        Ok(format!("SQLite {version}"))
    }

    pub(crate) async fn backup_to(&self, path: &Path, keys: &Keys) -> Result<Report, Error> {
        let draft = Draft::begin(path)?;
        // SQLite fills an empty file, and this one only its owner may read.
        drop(file::create_private(draft.at())?);
        sqlx::query("vacuum into $1")
            .bind(draft.at().to_string_lossy().into_owned())
            .execute(&self.pool)
            .await
            .doing("writing the backup")?;
        prove(draft, path, keys).await
    }

    /// Writes everything that another database holds into a new file, and proves it.
    pub(crate) async fn take_over(
        source: &Store,
        path: &Path,
        keys: &Keys,
    ) -> Result<Report, Error> {
        let draft = Draft::begin(path)?;
        drop(file::create_private(draft.at())?);
        let pool = connect(draft.at()).await?;
        let copied = copy::fill_from(&pool, draft.at(), source).await;
        pool.close().await;
        copied?;
        prove(draft, path, keys).await
    }

    pub(crate) async fn restore(backup: &Path, path: &Path, keys: &Keys) -> Result<Report, Error> {
        if !backup.is_file() {
            return Err(Error::Missing { path: backup.to_owned() });
        }
        let log = file::with_suffix(backup, "-wal").metadata().map_or(0, |facts| facts.len());
        if log > 0 {
            return Err(Error::InUse { path: backup.to_owned() });
        }
        let draft = Draft::begin(path)?;
        let mut copy = file::create_private(draft.at())?;
        let mut source = std::fs::File::open(backup).map_err(disk("opening", backup))?;
        std::io::copy(&mut source, &mut copy).map_err(disk("copying the backup to", path))?;
        drop(copy);
        prove(draft, path, keys).await
    }
}

/// Ends the sessions of a copy that nobody has used yet, and what somebody was asked to show.
async fn end_sessions(copy: &Sqlite) -> Result<(), Error> {
    for all in ["delete from session", "delete from ceremony"] {
        let ended = sqlx::query(all).execute(&copy.pool).await;
        ended.doing("ending the sessions of a copy")?;
    }
    Ok(())
}

/// Folds the write-ahead log into a file that is about to get its name: what stood in the log alone would stay
/// behind under the old one. Closing does so too, but says nothing when it could not.
async fn fold(pool: &SqlitePool, path: &Path) -> Result<(), Error> {
    let done: (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(truncate)")
        .fetch_one(pool)
        .await
        .doing("folding the log into the new file")?;
    if done.0 == 0 { Ok(()) } else { Err(Error::InUse { path: path.to_owned() }) }
}

/// Opens a copy, verifies it, and gives it its name only when it is sound.
async fn prove(draft: Draft, path: &Path, keys: &Keys) -> Result<Report, Error> {
    let copy = Sqlite::open(draft.at(), keys).await.map_err(|error| named(error, path))?;
    // A session belongs to the instance where it began. What was revoked since must not come back.
    let report = match end_sessions(&copy).await {
        Ok(()) => copy.verify().await,
        Err(error) => Err(named(error, path)),
    };
    let report = match report {
        Ok(report) => fold(&copy.pool, path).await.map(|()| report),
        Err(error) => Err(error),
    };
    copy.close().await;
    let report = report?;
    if let Some(first) = report.flaws.first() {
        return Err(Error::Unsound { path: path.to_owned(), first: first.to_string() });
    }
    draft.finish()?;
    Ok(report)
}

/// Names the file that the reader knows in place of its draft. A copy that the database cannot even
/// open is as unsound as one that does not verify.
fn named(error: Error, path: &Path) -> Error {
    let path = path.to_owned();
    if let Error::Database { doing, source } = error {
        return Error::Unsound { path, first: format!("{doing}: {source}") };
    }
    if let Error::NotAStore { why, .. } = error {
        return Error::NotAStore { path, why };
    }
    if let Error::Newer { form, .. } = error {
        return Error::Newer { path, form };
    }
    if matches!(error, Error::WrongKey { .. }) { Error::WrongKey { path } } else { error }
}

async fn connect(path: &Path) -> Result<SqlitePool, Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_millis(BUSY_MS_MAX))
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory")
        .pragma("cache_size", PAGES_KIB)
        .pragma("cell_size_check", "on")
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX).connect_with(options);
    pool.await.doing("opening the database")
}

/// Takes what was destroyed out of the write-ahead log too.
///
/// The append is on the disk already, so a reader that holds the log open is no failure: the log is
/// folded in at the next erasure, or when the last connection closes.
async fn forget_erased(connection: &mut Connection) {
    let done: Result<(i64, i64, i64), _> =
        sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(connection).await;
    if !matches!(done, Ok((0, ..))) {
        tracing::warn!(target: "store", "the write-ahead log still holds pages from before an erasure");
    }
}
