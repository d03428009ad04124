//! Appending to the journal and reading it.

use exchange::journal::{EVENT_VERSION, Recorded, State, VaultChange};
use exchange::vocabulary::Digest;
use sqlx::{Connection as _, QueryBuilder};

use super::{BEGIN_WRITING, Base, Connection, Db, HEAD_TO_MOVE, Pool, answers, vault, views};
use crate::error::Doing as _;
use crate::views::{Touched, VIEW_FORM};
use crate::{APPEND_CHANGES_MAX, APPEND_EVENTS_MAX, EVENT_BYTES_MAX, READ_EVENTS_MAX};
use crate::{Answered, Error, RawEvent, chain};

/// How many events are written in one statement.
const EVENTS_AT_ONCE: usize = 250;

impl Base {
    pub(crate) async fn append(
        &self,
        expected: u64,
        events: &[Recorded],
        changes: &[VaultChange],
        (after, answered): (Option<&State>, Option<&Answered>),
    ) -> Result<u64, Error> {
        limit("events", events.len(), APPEND_EVENTS_MAX)?;
        limit("vault changes", changes.len(), APPEND_CHANGES_MAX)?;
        let bodies = bodies(expected, events)?;
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        // Two writers queue up at the head of the journal, and neither fails half-way.
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing("beginning to append")?;
        let (found, chain) = read_head(&mut work, HEAD_TO_MOVE).await?;
        if found != expected {
            return Err(Error::Conflict { expected, found });
        }
        let version = insert(&mut work, (found, chain), &bodies).await?;
        let erased = vault::change(&mut work, &self.ring, changes).await?;
        if let Some(state) = after.filter(|state| state.version == version) {
            let (shown, form) = views::position(&mut work).await?;
            // Views of an empty journal are empty, in any form.
            if shown == expected && (form == VIEW_FORM || expected == 0) {
                let touched = Touched::by(state, events, changes);
                self.put(&mut work, state, &touched).await?;
                views::move_position(&mut work, version).await?;
            }
        }
        if let Some(answered) = answered {
            answers::keep(&mut work, answered).await?;
        }
        work.commit().await.doing("writing the append to the disk")?;
        if erased {
            super::forget_erased(&mut connection).await;
        }
        Ok(version)
    }

    /// Reads events as they lie there, from a number on.
    pub(crate) async fn raw_events(&self, from: u64, limit: u32) -> Result<Vec<RawEvent>, Error> {
        rows(&self.pool, from, limit).await
    }

    pub(crate) async fn read(&self, from: u64, limit: u32) -> Result<Vec<Recorded>, Error> {
        let from = from.max(1);
        let rows = rows(&self.pool, from - 1, limit.min(READ_EVENTS_MAX).saturating_add(1)).await?;
        let mut rows = rows.into_iter();
        let (mut number, mut before) = (from - 1, chain::root(&self.meta));
        if from > 1 {
            // The row before the first one asked for says where the chain stands.
            let Some((at, _, chain)) = rows.next() else { return Ok(Vec::new()) };
            let found = u64::try_from(at).unwrap_or_default();
            let why = "missing";
            if found != number {
                return Err(Error::BrokenEvent { number, why });
            }
            before = digest(&chain).ok_or(Error::BrokenEvent { number, why })?;
        }
        let mut events = Vec::new();
        for row in rows.take(usize::try_from(limit).unwrap_or(usize::MAX)) {
            number += 1;
            let (recorded, chain) = open(row, number, &before)?;
            before = chain;
            events.push(recorded);
        }
        Ok(events)
    }
}

/// Reads where the journal ends; inside a transaction, when one is open.
pub(super) async fn head(work: &mut Connection) -> Result<(u64, Digest), Error> {
    read_head(work, "select version, chain from head").await
}

/// Reads where the journal ends by a query that may also lock it until the transaction ends.
pub(super) async fn read_head(
    work: &mut Connection,
    query: &'static str,
) -> Result<(u64, Digest), Error> {
    let row: (i64, Vec<u8>) =
        sqlx::query_as(query).fetch_one(work).await.doing("reading the end of the journal")?;
    let why = "the recorded end of the journal cannot be read";
    let version =
        u64::try_from(row.0).map_err(|_negative| Error::BrokenEvent { number: 0, why })?;
    let chain = digest(&row.1).ok_or(Error::BrokenEvent { number: version, why })?;
    Ok((version, chain))
}

/// Reads up to `limit` rows from number `from` on.
pub(super) async fn rows(pool: &Pool, from: u64, limit: u32) -> Result<Vec<RawEvent>, Error> {
    sqlx::query_as(
        "select number, body, chain from event where number >= $1 order by number limit $2",
    )
    .bind(i64::try_from(from).unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await
    .doing("reading the journal")
}

/// Turns 32 bytes from the database into a digest.
pub(super) fn digest(bytes: &[u8]) -> Option<Digest> {
    <[u8; 32]>::try_from(bytes).ok().map(Digest)
}

/// Checks the numbers and writes the events as they will be kept.
fn bodies(expected: u64, events: &[Recorded]) -> Result<Vec<Vec<u8>>, Error> {
    let mut bodies = Vec::with_capacity(events.len());
    for (number, event) in (expected + 1..).zip(events) {
        if event.number != number {
            return Err(Error::Misnumbered { expected: number, found: event.number });
        }
        let body = serde_json::to_vec(event).expect("an event holds only plain values");
        limit("bytes in one event", body.len(), EVENT_BYTES_MAX)?;
        bodies.push(body);
    }
    Ok(bodies)
}

/// Writes the bodies after the head and moves the head.
async fn insert(
    work: &mut Connection,
    (mut version, mut chain): (u64, Digest),
    bodies: &[Vec<u8>],
) -> Result<u64, Error> {
    for bodies in bodies.chunks(EVENTS_AT_ONCE) {
        let mut insert = QueryBuilder::<Db>::new("insert into event (number, body, chain) ");
        insert.push_values(bodies, |mut row, body| {
            version += 1;
            chain = chain::link(&chain, version, body);
            row.push_bind(i64::try_from(version).expect("a journal has fewer than 2^63 events"))
                .push_bind(body.clone())
                .push_bind(chain.0.to_vec());
        });
        insert.build().execute(&mut *work).await.doing("writing events")?;
    }
    sqlx::query("update head set version = $1, chain = $2")
        .bind(i64::try_from(version).expect("a journal has fewer than 2^63 events"))
        .bind(chain.0.to_vec())
        .execute(work)
        .await
        .doing("moving the end of the journal")?;
    Ok(version)
}

/// Checks one row against the chain and reads its event.
fn open(row: RawEvent, number: u64, before: &Digest) -> Result<(Recorded, Digest), Error> {
    let broken = |why| Error::BrokenEvent { number, why };
    let (at, body, chain) = row;
    if u64::try_from(at) != Ok(number) {
        return Err(broken("missing"));
    }
    let link = chain::link(before, number, &body);
    if digest(&chain) != Some(link) {
        return Err(broken("it is not what was appended"));
    }
    let recorded: Recorded =
        serde_json::from_slice(&body).map_err(|_unread| broken("this release cannot read it"))?;
    if recorded.form > EVENT_VERSION {
        return Err(broken("a later release wrote it"));
    }
    Ok((recorded, link))
}

/// Refuses more than is taken at once.
pub(super) fn limit(what: &'static str, found: usize, limit: usize) -> Result<(), Error> {
    if found > limit {
        return Err(Error::TooMuch { what, found, limit });
    }
    Ok(())
}
