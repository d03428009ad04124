//! Taking over a whole instance from another database, byte for byte.

use std::path::Path;

use exchange::vocabulary::Digest;

use super::check::{PAGE_ROWS, RECORD_ROWS};
use super::{Connection, Pool, base};
use crate::error::Doing as _;
use crate::{Error, RawLook, Store};

/// Fills an empty database with everything that `source` holds, in one transaction.
///
/// Bodies, hashes and sealed records are taken as they lie there, so that the copy has the same chain
/// and opens under the same instance key. The views are not taken; they are made again.
///
/// # Errors
/// [`Error::Conflict`] when somebody wrote to the source meanwhile; then nothing is there.
pub(super) async fn fill_from(pool: &Pool, path: &Path, source: &Store) -> Result<(), Error> {
    base::migrate(pool, path).await?;
    let doing = "copying the instance";
    let (version, chain) = source.head().await?;
    let mut work = pool.begin().await.doing(doing)?;
    base::found(&mut work, source.meta(), &source.raw_keys().await?).await?;
    // With the same key the views come out the same, and can be compared.
    base::put_view_key(&mut work, source.raw_view_key().await?).await?;
    events(&mut work, source, version).await?;
    records(&mut work, source).await?;
    looks(&mut work, source).await?;
    entries(&mut work, source).await?;
    accounts(&mut work, source).await?;
    super::closed::copy(&mut work, source.raw_closed().await?).await?;
    for (name, bytes) in source.raw_checkpoints().await? {
        sqlx::query("insert into checkpoint (name, bytes) values ($1, $2)")
            .bind(name)
            .bind(bytes)
            .execute(&mut *work)
            .await
            .doing(doing)?;
    }
    sqlx::query("update head set version = $1, chain = $2")
        .bind(i64::try_from(version).expect("a journal has fewer than 2^63 events"))
        .bind(chain.0.to_vec())
        .execute(&mut *work)
        .await
        .doing(doing)?;
    let (now, _): (u64, Digest) = source.head().await?;
    if now != version {
        return Err(Error::Conflict { expected: version, found: now });
    }
    work.commit().await.doing("writing the copy to the disk")
}

async fn events(work: &mut Connection, source: &Store, version: u64) -> Result<(), Error> {
    let mut next = 1;
    while next <= version {
        let page = source.raw_events(next, PAGE_ROWS).await?;
        if page.is_empty() {
            return Err(Error::BrokenEvent { number: next, why: "missing" });
        }
        for (number, body, chain) in page {
            if u64::try_from(number).is_ok_and(|number| number <= version) {
                sqlx::query("insert into event (number, body, chain) values ($1, $2, $3)")
                    .bind(number)
                    .bind(body)
                    .bind(chain)
                    .execute(&mut *work)
                    .await
                    .doing("copying an event")?;
            }
            next += 1;
        }
    }
    Ok(())
}

/// Takes the looks as they lie there. One that is recorded meanwhile is of the old place and stays there.
async fn looks(work: &mut Connection, source: &Store) -> Result<(), Error> {
    let (version, chain) = source.looks_end().await?;
    let mut next = 1;
    while next <= version {
        let page = source.raw_looks(next, PAGE_ROWS).await?;
        if page.is_empty() {
            return Err(Error::BrokenLook { number: next, why: "missing" });
        }
        next += u64::try_from(page.len()).unwrap_or_default();
        let taken = |row: &RawLook| u64::try_from(row.0).is_ok_and(|number| number <= version);
        let rows: Vec<RawLook> = page.into_iter().filter(taken).collect();
        super::looks::insert(work, &rows).await?;
    }
    if version > 0 {
        super::looks::move_end(work, version, &chain).await?;
    }
    Ok(())
}

/// Takes the log of sign-ins as it lies there.
async fn entries(work: &mut Connection, source: &Store) -> Result<(), Error> {
    let (version, chain) = source.entries_end().await?;
    let mut next = 1;
    while next <= version {
        let page = source.raw_entries(next, PAGE_ROWS).await?;
        if page.is_empty() {
            return Err(Error::BrokenEntry { number: next, why: "missing" });
        }
        for row in page {
            if u64::try_from(row.number).is_ok_and(|number| number <= version) {
                super::entries::insert(work, row).await?;
            }
            next += 1;
        }
    }
    if version > 0 {
        super::entries::move_end(work, version, &chain).await?;
    }
    Ok(())
}

/// Takes the accounts as they lie there, and no session: those end where they began.
async fn accounts(work: &mut Connection, source: &Store) -> Result<(), Error> {
    for row in source.raw_accounts().await? {
        super::accounts::insert(work, row).await?;
    }
    for (account, code) in source.raw_codes().await? {
        super::accounts::insert_code(work, &account, code).await?;
    }
    Ok(())
}

async fn records(work: &mut Connection, source: &Store) -> Result<(), Error> {
    let mut after = String::new();
    loop {
        let page = source.raw_records(&after, RECORD_ROWS).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.0);
        for (record, person, compartment, nonce, sealed) in page {
            sqlx::query(
                "insert into vault (record, person, compartment, nonce, sealed)
                 values ($1, $2, $3, $4, $5)",
            )
            .bind(record)
            .bind(person)
            .bind(compartment)
            .bind(nonce)
            .bind(sealed)
            .execute(&mut *work)
            .await
            .doing("copying a vault record")?;
        }
    }
}
