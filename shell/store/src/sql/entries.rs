//! The log of sign-ins, and what it says of tries at a name.

use exchange::journal::account::{Entry, KNOWN_DAYS, Step, Tries, delay_seconds};
use exchange::vocabulary::{AccountId, Digest};
use jiff::{SignedDuration, Timestamp};
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base, Connection, ENTRIES_TO_MOVE, journal};
use crate::accounts::RawEntry;
use crate::error::Doing as _;
use crate::{Error, Meta, READ_ENTRIES_MAX, chain};

/// Over how many hours tries of strangers at one name are counted.
const STRANGE_HOURS: i64 = 1;

impl Base {
    pub(crate) async fn append_entries(&self, entries: &[Entry]) -> Result<(), Error> {
        let doing = "beginning to write to the log of sign-ins";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        append(&mut work, &self.meta, entries).await?;
        work.commit().await.doing("writing the log of sign-ins to the disk")
    }

    pub(crate) async fn try_at(
        &self,
        (name, account): (&Digest, Option<&AccountId>),
        origin: &str,
        now: Timestamp,
    ) -> Result<(Tries, u32), Error> {
        let doing = "counting tries";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        // Held until the try is written: of two at once the second sees the first.
        let _held = end(&mut work, ENTRIES_TO_MOVE, &self.meta).await?;
        let tries = tries(&mut work, name, origin, now).await?;
        let seconds = delay_seconds(&tries, now);
        let step = if seconds == 0 { Step::Tried } else { Step::MadeToWait { seconds } };
        let entry = Entry {
            at: now,
            name: Some(*name),
            account: account.cloned(),
            by: None,
            session: None,
            origin: origin.to_owned(),
            step,
        };
        append(&mut work, &self.meta, &[entry]).await?;
        work.commit().await.doing("writing the log of sign-ins to the disk")?;
        Ok((tries, seconds))
    }

    pub(crate) async fn entries(&self, from: u64, limit: u32) -> Result<Vec<(u64, Entry)>, Error> {
        let rows = self.raw_entries(from.max(1), limit.min(READ_ENTRIES_MAX)).await?;
        rows.iter().map(read).collect()
    }

    pub(crate) async fn raw_entries(&self, from: u64, limit: u32) -> Result<Vec<RawEntry>, Error> {
        sqlx::query_as(
            "select number, at_ms, name_key, origin, step, body, chain from entry
             where number >= $1 order by number limit $2",
        )
        .bind(i64::try_from(from).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .doing("reading the log of sign-ins")
    }

    pub(crate) async fn entries_end(&self) -> Result<(u64, Digest), Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        end(&mut connection, "select version, chain from entry_head", &self.meta).await
    }
}

/// Reads what the log says of tries at a name. A try counts until somebody signs in, or shows a second
/// factor, from the same origin.
async fn tries(
    work: &mut Connection,
    name: &Digest,
    origin: &str,
    now: Timestamp,
) -> Result<Tries, Error> {
    let doing = "counting tries";
    let (here, last_here): (i64, Option<i64>) = sqlx::query_as(
        "select count(*), max(at_ms) from entry
         where name_key = $1 and origin = $2 and step = 'tried' and number > (
             select coalesce(max(number), 0) from entry
             where name_key = $1 and origin = $2 and step in ('signed-in', 'proven'))",
    )
    .bind(name.0.to_vec())
    .bind(origin)
    .fetch_one(&mut *work)
    .await
    .doing(doing)?;
    let known: i64 = sqlx::query_scalar(
        "select count(*) from entry
         where name_key = $1 and origin = $2 and step = 'signed-in' and at_ms > $3",
    )
    .bind(name.0.to_vec())
    .bind(origin)
    .bind((now - SignedDuration::from_hours(24 * KNOWN_DAYS)).as_millisecond())
    .fetch_one(&mut *work)
    .await
    .doing(doing)?;
    let (strange, last_strange): (i64, Option<i64>) = sqlx::query_as(
        "select count(*), max(at_ms) from entry
         where name_key = $1 and step = 'tried' and at_ms > $2 and origin not in (
             select origin from entry where name_key = $1 and step = 'signed-in')",
    )
    .bind(name.0.to_vec())
    .bind((now - SignedDuration::from_hours(STRANGE_HOURS)).as_millisecond())
    .fetch_one(&mut *work)
    .await
    .doing(doing)?;
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let at = |ms: Option<i64>| ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Ok(Tries {
        here: count(here),
        last_here: at(last_here),
        is_known: known > 0,
        strange: count(strange),
        last_strange: at(last_strange),
    })
}

/// Adds to the log inside a transaction.
pub(super) async fn append(
    work: &mut Connection,
    meta: &Meta,
    entries: &[Entry],
) -> Result<(), Error> {
    let (mut version, mut chain) = end(work, ENTRIES_TO_MOVE, meta).await?;
    for entry in entries {
        version += 1;
        let body = serde_json::to_vec(entry).expect("an entry holds only plain values");
        chain = chain::link(&chain, version, &body);
        let row = RawEntry {
            number: number(version),
            at_ms: entry.at.as_millisecond(),
            name_key: entry.name.map(|name| name.0.to_vec()),
            origin: entry.origin.clone(),
            step: entry.step.word().to_owned(),
            body,
            chain: chain.0.to_vec(),
        };
        insert(work, row).await?;
    }
    move_end(work, version, &chain).await
}

fn number(version: u64) -> i64 {
    i64::try_from(version).expect("a log has fewer than 2^63 entries")
}

/// Reads where the log ends, by a query that may also lock it.
async fn end(
    work: &mut Connection,
    query: &'static str,
    meta: &Meta,
) -> Result<(u64, Digest), Error> {
    let row: (i64, Vec<u8>) =
        sqlx::query_as(query).fetch_one(work).await.doing("reading the end of the sign-ins")?;
    let version = u64::try_from(row.0).unwrap_or_default();
    if version == 0 {
        return Ok((0, chain::entries_root(meta)));
    }
    let why = "the recorded end of the log cannot be read";
    let chain = journal::digest(&row.1).ok_or(Error::BrokenEntry { number: version, why })?;
    Ok((version, chain))
}

/// Moves the end of the log.
pub(super) async fn move_end(
    work: &mut Connection,
    version: u64,
    chain: &Digest,
) -> Result<(), Error> {
    sqlx::query("update entry_head set version = $1, chain = $2")
        .bind(number(version))
        .bind(chain.0.to_vec())
        .execute(work)
        .await
        .doing("moving the end of the sign-ins")?;
    Ok(())
}

/// Writes one row as it is.
pub(super) async fn insert(work: &mut Connection, row: RawEntry) -> Result<(), Error> {
    sqlx::query(
        "insert into entry (number, at_ms, name_key, origin, step, body, chain)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(row.number)
    .bind(row.at_ms)
    .bind(row.name_key)
    .bind(row.origin)
    .bind(row.step)
    .bind(row.body)
    .bind(row.chain)
    .execute(work)
    .await
    .doing("writing an entry of the log of sign-ins")?;
    Ok(())
}

/// Reads a row's entry. Whether the row fits the chain, [`crate::Store::verify`] says.
fn read(row: &RawEntry) -> Result<(u64, Entry), Error> {
    let number = u64::try_from(row.number).unwrap_or_default();
    let why = "this release cannot read it";
    let entry = serde_json::from_slice(&row.body);
    entry.map(|entry| (number, entry)).map_err(|_unread| Error::BrokenEntry { number, why })
}

/// Says whether what stands beside a body is what stands in it.
pub(super) fn fits(row: &RawEntry) -> bool {
    read(row).is_ok_and(|(_, entry)| {
        row.at_ms == entry.at.as_millisecond()
            && row.name_key.as_deref() == entry.name.as_ref().map(|name| name.0.as_slice())
            && row.origin == entry.origin
            && row.step == entry.step.word()
    })
}
