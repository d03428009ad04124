//! The store in a PostgreSQL database: several processes on one instance.
//!
//! Two processes that append queue up at the one row of `head`; the second finds that the journal has
//! moved on and decides again. A commit is acknowledged when the server has it on its disk.

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

use std::path::PathBuf;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgSslMode};

use crate::error::Doing as _;
use crate::keys::Ring;
use crate::view_key::ViewKey;
use crate::waiting::Waiting;
use crate::{Error, Keys, Meta, Report, Store, Turn};

use base::compartment;

/// The forms of the database, oldest first.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");
/// Counts those tables without which a database is none of ours.
const COUNT_TABLES: &str = "select count(*) from information_schema.tables
    where table_schema = current_schema() and table_name in ('meta', 'head', 'event')";
/// Readers are not stopped; writers meet at the head of the journal.
const BEGIN_WRITING: &str = "begin";
/// Reads the end of the journal and holds it until the transaction ends.
const HEAD_TO_MOVE: &str = "select version, chain from head for update";
/// Reads the end of the looks and holds it until the transaction ends.
const LOOKS_TO_MOVE: &str = "select version, chain from look_head for update";
/// Reads the end of the log of sign-ins and holds it until the transaction ends.
const ENTRIES_TO_MOVE: &str = "select version, chain from entry_head for update";
/// How many connections one process holds.
const CONNECTIONS_MAX: u32 = 8;
/// The number of the lock that says whose turn it is to write. Locks belong to one database of a server.
const TURN_LOCK: i64 = 0x5afe_c04d;
/// How long a connection is waited for, in seconds.
const WAIT_SECONDS_MAX: u64 = 30;

type Db = sqlx::Postgres;
type Pool = PgPool;
type Connection = PgConnection;
type Base = Postgres;

/// Where a PostgreSQL database is, and how to sign in to it. Printing it never shows the password.
#[derive(Clone)]
pub struct Server {
    options: Box<PgConnectOptions>,
}

impl Server {
    /// Reads a URL such as `postgres://name@host:port/database`.
    ///
    /// A server on another machine is spoken to by TLS with its name checked, unless the URL says
    /// otherwise with `sslmode`; the connection carries what the vault holds, sealed, and the journal.
    ///
    /// # Errors
    /// [`Error::NotAServer`] when the text is no such URL.
    pub fn read(url: &str) -> Result<Self, Error> {
        let why = |why: &str| Error::NotAServer { why: why.to_owned() };
        if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            return Err(why("it does not begin with postgres://"));
        }
        // The library's own words could repeat the password.
        let options: PgConnectOptions =
            url.parse().map_err(|_unread: sqlx::Error| why("it is not a URL of a database"))?;
        let near = matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1" | "[::1]")
            || options.get_host().starts_with('/');
        let options = match (near, url.contains("sslmode=")) {
            (_, true) => options,
            (true, false) => options.ssl_mode(PgSslMode::Prefer),
            (false, false) => options.ssl_mode(PgSslMode::VerifyFull),
        };
        let options = options.application_name("safeconduct").disable_statement_logging();
        Ok(Self { options: Box::new(options) })
    }

    /// Names the database without the password.
    pub fn name(&self) -> String {
        let options = &self.options;
        let (user, host, port) = (options.get_username(), options.get_host(), options.get_port());
        let database = options.get_database().unwrap_or(user);
        format!("postgres://{user}@{host}:{port}/{database}")
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(self.name())
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name())
    }
}

/// An instance in a PostgreSQL database.
#[derive(Debug, Clone)]
pub struct Postgres {
    pool: PgPool,
    meta: Meta,
    ring: Ring,
    view_key: ViewKey,
    waiting: Waiting,
}

impl Postgres {
    pub(crate) async fn create(server: &Server, meta: Meta, keys: &Keys) -> Result<Self, Error> {
        let pool = empty(server).await?;
        let made = base::fill(&pool, &server.path(), &meta, &Ring::draw(keys)).await;
        pool.close().await;
        made?;
        Self::open(server, keys).await
    }

    pub(crate) async fn open(server: &Server, keys: &Keys) -> Result<Self, Error> {
        let pool = connect(server).await?;
        match base::load(&pool, &server.path(), keys).await {
            Ok((meta, ring, view_key)) => {
                Ok(Self { pool, meta, ring, view_key, waiting: Waiting::default() })
            }
            Err(error) => {
                pool.close().await;
                Err(error)
            }
        }
    }

    /// Writes everything that another database holds into an empty one, and proves it. When the copy
    /// does not verify, its tables stay there to be looked at, and the source is untouched.
    pub(crate) async fn take_over(
        source: &Store,
        server: &Server,
        keys: &Keys,
    ) -> Result<Report, Error> {
        let pool = empty(server).await?;
        let copied = copy::fill_from(&pool, &server.path(), source).await;
        pool.close().await;
        copied?;
        let copy = Self::open(server, keys).await?;
        let report = copy.verify().await;
        copy.close().await;
        let report = report?;
        if let Some(first) = report.flaws.first() {
            return Err(Error::Unsound { path: server.path(), first: first.to_string() });
        }
        Ok(report)
    }

    /// The server checks its pages itself where checksums are on; what is read is checked by the chain.
    #[expect(clippy::unused_async, reason = "SQLite has such a check of its own")]
    async fn check_pages(&self, _report: &mut Report) -> Result<(), Error> {
        Ok(())
    }

    pub(crate) async fn engine(&self) -> Result<String, Error> {
        let version: String = sqlx::query_scalar("select current_setting('server_version')")
            .fetch_one(&self.pool)
            .await
            .doing("asking the database for its version")?;
        Ok(format!("PostgreSQL {version}"))
    }

    /// Takes the lock of those who write; the server gives it in the order in which they came.
    pub(crate) async fn turn(&self) -> Result<Turn, Error> {
        let doing = "waiting for the turn to write";
        let mut work = self.pool.begin().await.doing(doing)?;
        sqlx::query("select pg_advisory_xact_lock($1)")
            .bind(TURN_LOCK)
            .execute(&mut *work)
            .await
            .doing(doing)?;
        Ok(Turn(Some(work)))
    }

    #[cfg(test)]
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

async fn connect(server: &Server) -> Result<PgPool, Error> {
    let options = PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(WAIT_SECONDS_MAX));
    options
        .connect_with((*server.options).clone())
        .await
        .map_err(|source| Error::Unreachable { server: server.name(), source })
}

/// Connects to a database that holds no instance yet.
async fn empty(server: &Server) -> Result<PgPool, Error> {
    let pool = connect(server).await?;
    if base::has_tables(&pool).await? {
        pool.close().await;
        return Err(Error::Exists { path: server.path() });
    }
    Ok(pool)
}

/// Takes the rows that were destroyed out of the table's pages.
///
/// The append is acknowledged already, so a failure is told and not an error. The server's own log and
/// its archives keep the sealed bytes for as long as its operator lets them.
async fn forget_erased(connection: &mut PgConnection) {
    if sqlx::query("vacuum vault, card_view, name_key, compartment_key")
        .execute(connection)
        .await
        .is_err()
    {
        tracing::warn!(target: "store", "tables still hold rows from before an erasure; run `vacuum vault, card_view, name_key, compartment_key`");
    }
}
