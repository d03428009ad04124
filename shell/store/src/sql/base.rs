//! Filling a new database, and opening one that is there.

use std::path::Path;

use exchange::journal::Compartment;
use exchange::vocabulary::Digest;
use jiff::Timestamp;
use sqlx::migrate::MigrateError;

use super::{Base, COUNT_TABLES, Connection, MIGRATIONS, Pool, closed, journal};
use crate::error::Doing as _;
use crate::keys::{Ring, Sealed};
use crate::view_key::ViewKey;
use crate::{Error, Keys, Meta, chain};

impl Base {
    pub(crate) fn meta(&self) -> &Meta {
        &self.meta
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// Returns where the journal ends: its version and the end of its chain.
    pub(crate) async fn head(&self) -> Result<(u64, Digest), Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        journal::head(&mut connection).await
    }

    /// Reads the key of the views as it lies there, sealed under the instance key.
    pub(crate) async fn raw_view_key(&self) -> Result<Sealed, Error> {
        let stored = stored_view_key(&self.pool).await?;
        stored.ok_or_else(no_view_key)
    }

    /// Reads the compartments' keys as they lie there, sealed under the instance key.
    pub(crate) async fn raw_keys(&self) -> Result<Vec<(Compartment, Sealed)>, Error> {
        sealed_keys(&self.pool, Path::new("the database")).await
    }
}

/// Fills a new database in one transaction after its tables are made.
pub(super) async fn fill(
    pool: &Pool,
    path: &Path,
    meta: &Meta,
    sealed: &[(Compartment, Sealed)],
) -> Result<(), Error> {
    migrate(pool, path).await?;
    let mut work = pool.begin().await.doing("filling the new instance")?;
    found(&mut work, meta, sealed).await?;
    work.commit().await.doing("filling the new instance")
}

/// Writes what an instance is from its creation on.
pub(super) async fn found(
    work: &mut Connection,
    meta: &Meta,
    sealed: &[(Compartment, Sealed)],
) -> Result<(), Error> {
    let doing = "filling the new instance";
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
    for (compartment, sealed) in sealed {
        sqlx::query("insert into compartment_key (compartment, nonce, sealed) values ($1, $2, $3)")
            .bind(compartment.word())
            .bind(sealed.nonce.as_slice())
            .bind(sealed.bytes.as_slice())
            .execute(&mut *work)
            .await
            .doing(doing)?;
    }
    Ok(())
}

/// What an instance is, its compartments' keys and the key of its views.
type Opened = (Meta, Ring, ViewKey);

/// Reads what the instance is and opens its keys.
pub(super) async fn load(pool: &Pool, path: &Path, keys: &Keys) -> Result<Opened, Error> {
    let not_ours = |why: &str| Error::NotAStore { path: path.to_owned(), why: why.to_owned() };
    if !has_tables(pool).await? {
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
    let sealed = sealed_keys(pool, path).await?;
    let wrong = || Error::WrongKey { path: path.to_owned() };
    let ring = Ring::open(keys, &sealed).ok_or_else(wrong)?;
    let view_key = ViewKey::open(keys, &view_key(pool, keys).await?).ok_or_else(wrong)?;
    let closed = closed::public_keys(pool, &view_key).await?;
    let ring = ring
        .with_closed(&closed, view_key.record_marks())
        .ok_or_else(|| not_ours("a compartment has no key, or two"))?;
    Ok((Meta { party, practice, created_at }, ring, view_key))
}

/// Reads the key of the views as it lies there, sealed; draws it where there is none.
async fn view_key(pool: &Pool, keys: &Keys) -> Result<Sealed, Error> {
    if let Some(stored) = stored_view_key(pool).await? {
        return Ok(stored);
    }
    let mut connection = pool.acquire().await.doing("taking a connection")?;
    put_view_key(&mut connection, ViewKey::draw(keys)).await?;
    // Another process may have been quicker; its key is the key.
    stored_view_key(pool).await?.ok_or_else(no_view_key)
}

/// Writes the key of the views, sealed, where there is none.
pub(super) async fn put_view_key(work: &mut Connection, sealed: Sealed) -> Result<(), Error> {
    sqlx::query(
        "insert into view_key (only_row, nonce, sealed) values (1, $1, $2) on conflict do nothing",
    )
    .bind(sealed.nonce)
    .bind(sealed.bytes)
    .execute(work)
    .await
    .doing("drawing the key of the views")?;
    Ok(())
}

async fn stored_view_key(pool: &Pool) -> Result<Option<Sealed>, Error> {
    let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as("select nonce, sealed from view_key")
        .fetch_optional(pool)
        .await
        .doing("reading the key of the views")?;
    Ok(row.map(|(nonce, bytes)| Sealed { nonce, bytes }))
}

fn no_view_key() -> Error {
    let why = "the key of its views is missing".to_owned();
    Error::NotAStore { path: "the database".into(), why }
}

/// Reads the compartments' keys as they lie there, sealed.
pub(super) async fn sealed_keys(
    pool: &Pool,
    path: &Path,
) -> Result<Vec<(Compartment, Sealed)>, Error> {
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select compartment, nonce, sealed from compartment_key order by 1")
            .fetch_all(pool)
            .await
            .doing("reading the compartments' keys")?;
    let read = |(word, nonce, bytes): (String, _, _)| {
        let why = || "a compartment is unknown".to_owned();
        let compartment = compartment(&word)
            .ok_or_else(|| Error::NotAStore { path: path.to_owned(), why: why() })?;
        Ok((compartment, Sealed { nonce, bytes }))
    };
    rows.into_iter().map(read).collect()
}

/// Says whether the tables of an instance are there.
pub(super) async fn has_tables(pool: &Pool) -> Result<bool, Error> {
    let tables: i64 = sqlx::query_scalar(COUNT_TABLES)
        .fetch_one(pool)
        .await
        .doing("reading the names of the tables")?;
    Ok(tables == 3)
}

/// Brings the tables up to date.
pub(super) async fn migrate(pool: &Pool, path: &Path) -> Result<(), Error> {
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

/// Reads a compartment's word.
pub(super) fn compartment(word: &str) -> Option<Compartment> {
    Compartment::ALL.into_iter().find(|compartment| compartment.word() == word)
}
