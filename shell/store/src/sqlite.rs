//! The store in a SQLite file: write-ahead log, full sync, destroyed rows overwritten.

mod check;
mod checkpoint;
mod journal;
mod vault;
mod views;

use std::path::Path;
use std::time::Duration;

use exchange::journal::Compartment;
use exchange::vocabulary::Digest;
use jiff::Timestamp;
use sqlx::ConnectOptions as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::error::Doing as _;
use crate::file::{self, Draft, disk};
use crate::keys::{Ring, Sealed};
use crate::{Error, Keys, Meta, Report, chain};

/// The forms of the database, oldest first.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
/// How every SQLite database begins (sqlite.org/fileformat2.html, section 1.3). A file of another kind
/// is not even opened, because opening it could write to it.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";
/// How many connections one process holds: SQLite has one writer, the others read.
const CONNECTIONS_MAX: u32 = 4;
/// How long a connection waits for another one's write, in milliseconds.
const BUSY_MS_MAX: u64 = 10_000;

/// An instance in a SQLite file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    pool: SqlitePool,
    meta: Meta,
    ring: Ring,
}

impl Sqlite {
    pub(crate) async fn create(path: &Path, meta: Meta, keys: &Keys) -> Result<Self, Error> {
        let draft = Draft::begin(path)?;
        drop(file::create_private(draft.at())?);
        let pool = connect(draft.at()).await?;
        let made = fill(&pool, draft.at(), &meta, keys).await;
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
        match load(&pool, path, keys).await {
            Ok((meta, ring)) => Ok(Self { pool, meta, ring }),
            Err(error) => {
                pool.close().await;
                Err(error)
            }
        }
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn meta(&self) -> &Meta {
        &self.meta
    }

    #[cfg(test)]
    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Returns where the journal ends: its version and the end of its chain.
    pub(crate) async fn head(&self) -> Result<(u64, Digest), Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        journal::head(&mut connection).await
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

/// Opens a copy, verifies it, and gives it its name only when it is sound.
async fn prove(draft: Draft, path: &Path, keys: &Keys) -> Result<Report, Error> {
    let copy = Sqlite::open(draft.at(), keys).await.map_err(|error| named(error, path))?;
    let report = copy.verify().await;
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
        .pragma("cell_size_check", "on")
        .disable_statement_logging();
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX).connect_with(options);
    pool.await.doing("opening the database")
}

/// Fills a new database in one transaction after its tables are made.
async fn fill(pool: &SqlitePool, path: &Path, meta: &Meta, keys: &Keys) -> Result<(), Error> {
    migrate(pool, path).await?;
    let doing = "filling the new instance";
    let mut work = pool.begin().await.doing(doing)?;
    sqlx::query("insert into meta (only_row, party, practice, created_ms) values (1, $1, $2, $3)")
        .bind(chain::word(meta.party))
        .bind(meta.practice)
        .bind(meta.created_at.as_millisecond())
        .execute(&mut *work)
        .await
        .doing(doing)?;
    sqlx::query("insert into head (only_row, version, chain) values (1, 0, $1)")
        .bind(chain::root(meta).0.to_vec())
        .execute(&mut *work)
        .await
        .doing(doing)?;
    for (compartment, sealed) in Ring::draw(keys) {
        sqlx::query("insert into compartment_key (compartment, nonce, sealed) values ($1, $2, $3)")
            .bind(compartment.word())
            .bind(sealed.nonce)
            .bind(sealed.bytes)
            .execute(&mut *work)
            .await
            .doing(doing)?;
    }
    work.commit().await.doing(doing)
}

/// Reads what the instance is and opens its compartments' keys.
async fn load(pool: &SqlitePool, path: &Path, keys: &Keys) -> Result<(Meta, Ring), Error> {
    let not_ours = |why: &str| Error::NotAStore { path: path.to_owned(), why: why.to_owned() };
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from sqlite_master where type = 'table' and name in ('meta', 'head', 'event')",
    )
    .fetch_one(pool)
    .await
    .doing("reading the names of the tables")?;
    if tables != 3 {
        return Err(not_ours("its tables are missing"));
    }
    migrate(pool, path).await?;
    let row: Option<(String, bool, i64)> =
        sqlx::query_as("select party, practice, created_ms from meta")
            .fetch_optional(pool)
            .await
            .doing("reading what the instance is")?;
    let (party, practice, created_ms) = row.ok_or_else(|| not_ours("it was never filled"))?;
    let party = chain::party(&party).ok_or_else(|| not_ours("its party is unknown"))?;
    let created_at = Timestamp::from_millisecond(created_ms);
    let created_at =
        created_at.map_err(|_beyond| not_ours("its day of creation cannot be read"))?;
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select compartment, nonce, sealed from compartment_key")
            .fetch_all(pool)
            .await
            .doing("reading the compartments' keys")?;
    let mut sealed = Vec::new();
    for (word, nonce, bytes) in rows {
        let compartment = compartment(&word).ok_or_else(|| not_ours("a compartment is unknown"))?;
        sealed.push((compartment, Sealed { nonce, bytes }));
    }
    let ring = Ring::open(keys, &sealed).ok_or_else(|| Error::WrongKey { path: path.to_owned() });
    Ok((Meta { party, practice, created_at }, ring?))
}

async fn migrate(pool: &SqlitePool, path: &Path) -> Result<(), Error> {
    match MIGRATIONS.run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(form) | MigrateError::VersionTooNew(form, _)) => {
            Err(Error::Newer { path: path.to_owned(), form })
        }
        Err(MigrateError::Execute(source)) => {
            Err(Error::Database { doing: "bringing the tables up to date", source })
        }
        Err(other) => Err(Error::NotAStore { path: path.to_owned(), why: other.to_string() }),
    }
}

fn compartment(word: &str) -> Option<Compartment> {
    Compartment::ALL.into_iter().find(|compartment| compartment.word() == word)
}
