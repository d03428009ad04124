//! The log of looks: written before anything is shown, read by who looks after the data.

use std::collections::BTreeSet;

use exchange::journal::{Answer, Look, Scope};
use exchange::vocabulary::{Digest, PersonId};
use jiff::Timestamp;
use sqlx::{Connection as _, QueryBuilder};
use tokio::sync::oneshot::{self, error::TryRecvError};

use super::{BEGIN_WRITING, Base, Connection, Db, LOOKS_TO_MOVE, Pool, journal, sessions};
use crate::error::Doing as _;
use crate::waiting::{Brought, Spend};
use crate::{APPEND_LOOKS_MAX, Error, Meta, READ_LOOKS_MAX, RawLook, chain};

/// How many looks are written in one statement.
const LOOKS_AT_ONCE: usize = 100;

impl Base {
    pub(crate) async fn append_looks(
        &self,
        looks: &[Look],
        spend: Option<Spend>,
    ) -> Result<bool, Error> {
        journal::limit("looks", looks.len(), APPEND_LOOKS_MAX)?;
        if looks.is_empty() && spend.is_none() {
            return Ok(true);
        }
        let (done, mut heard) = oneshot::channel();
        self.waiting.bring(Brought { looks: looks.to_vec(), spend: spend.clone(), done });
        let turn = self.waiting.turn.lock().await;
        match heard.try_recv() {
            // Whoever had the turn before wrote ours too.
            Ok(allowed) => return Ok(allowed),
            // Their write failed. Ours may be better.
            Err(TryRecvError::Closed) => {
                let (done, _) = oneshot::channel();
                let own = Brought { looks: looks.to_vec(), spend, done };
                let allowed = self.write_looks(std::slice::from_ref(&own)).await?;
                return Ok(allowed.first().copied().unwrap_or(false));
            }
            Err(TryRecvError::Empty) => {}
        }
        // Our own are among these, or behind them.
        let mut own = None;
        while own.is_none() {
            let brought = self.waiting.take(APPEND_LOOKS_MAX);
            let allowed = self.write_looks(&brought).await?;
            for (one, allowed) in brought.into_iter().zip(allowed) {
                // Who hung up hears nothing; what they brought is written all the same.
                let _unheard = one.done.send(allowed);
            }
            own = heard.try_recv().ok();
        }
        drop(turn);
        Ok(own.unwrap_or(false))
    }

    /// Writes what several brought in one transaction; says of each whether its session had so many people left.
    /// What was brought by one that had not is left out.
    async fn write_looks(&self, brought: &[Brought]) -> Result<Vec<bool>, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let doing = "beginning to record a look";
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        let (mut version, mut chain) = end(&mut work, LOOKS_TO_MOVE, &self.meta).await?;
        let mut allowed = Vec::new();
        let mut rows: Vec<RawLook> = Vec::new();
        for one in brought {
            let has_left = match &one.spend {
                None => true,
                Some(spend) => sessions::spend(&mut work, spend).await?,
            };
            allowed.push(has_left);
            for look in one.looks.iter().filter(|_| has_left) {
                version += 1;
                let body = serde_json::to_vec(look).expect("a look holds only plain values");
                chain = chain::link(&chain, version, &body);
                rows.push((
                    number(version),
                    look.at.as_millisecond(),
                    look.actor.name.clone(),
                    shown(look).map(ToString::to_string),
                    body,
                    chain.0.to_vec(),
                ));
            }
        }
        if !rows.is_empty() {
            insert(&mut work, &rows).await?;
            move_end(&mut work, version, &chain).await?;
        }
        work.commit().await.doing("writing the looks to the disk")?;
        Ok(allowed)
    }

    pub(crate) async fn looks(&self, from: u64, limit: u32) -> Result<Vec<(u64, Look)>, Error> {
        let rows = rows(&self.pool, from.max(1), limit.min(READ_LOOKS_MAX)).await?;
        rows.iter().map(read).collect()
    }

    pub(crate) async fn looks_at(&self, person: &PersonId) -> Result<Vec<(u64, Look)>, Error> {
        let rows: Vec<RawLook> = sqlx::query_as(
            "select number, at_ms, actor, person, body, chain from look
             where person = $1 order by number",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await
        .doing("reading who looked at a person")?;
        rows.iter().map(read).collect()
    }

    /// Names the people whom an actor was shown since a moment.
    pub(crate) async fn people_shown(
        &self,
        actor: &str,
        since: Timestamp,
    ) -> Result<BTreeSet<PersonId>, Error> {
        let people: Vec<String> = sqlx::query_scalar(
            "select distinct person from look
             where actor = $1 and at_ms > $2 and person is not null",
        )
        .bind(actor)
        .bind(since.as_millisecond())
        .fetch_all(&self.pool)
        .await
        .doing("asking whom somebody was shown")?;
        let broken = |_unread| Error::BrokenView { row: "a person who was shown".to_owned() };
        people.iter().map(|person| PersonId::read(person).map_err(broken)).collect()
    }

    pub(crate) async fn raw_looks(&self, from: u64, limit: u32) -> Result<Vec<RawLook>, Error> {
        rows(&self.pool, from, limit).await
    }

    /// Returns where the log ends, and the end of its chain.
    pub(crate) async fn looks_end(&self) -> Result<(u64, Digest), Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        end(&mut connection, "select version, chain from look_head", &self.meta).await
    }
}

/// Returns whom a look showed; none where it was refused, or showed nobody.
fn shown(look: &Look) -> Option<&PersonId> {
    let open = matches!(look.answer, Answer::Open | Answer::BrokenGlass { .. });
    match &look.whose {
        Scope::Person { person } if open => Some(person),
        Scope::Person { .. } | Scope::Many { .. } => None,
    }
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
        sqlx::query_as(query).fetch_one(work).await.doing("reading the end of the looks")?;
    let version = u64::try_from(row.0).unwrap_or_default();
    if version == 0 {
        return Ok((0, chain::looks_root(meta)));
    }
    let why = "the recorded end of the looks cannot be read";
    let chain = journal::digest(&row.1).ok_or(Error::BrokenLook { number: version, why })?;
    Ok((version, chain))
}

/// Moves the end of the log.
pub(super) async fn move_end(
    work: &mut Connection,
    version: u64,
    chain: &Digest,
) -> Result<(), Error> {
    sqlx::query("update look_head set version = $1, chain = $2")
        .bind(number(version))
        .bind(chain.0.to_vec())
        .execute(work)
        .await
        .doing("moving the end of the looks")?;
    Ok(())
}

/// Writes rows as they are.
pub(super) async fn insert(work: &mut Connection, rows: &[RawLook]) -> Result<(), Error> {
    for rows in rows.chunks(LOOKS_AT_ONCE) {
        let mut insert = QueryBuilder::<Db>::new(
            "insert into look (number, at_ms, actor, person, body, chain) ",
        );
        insert.push_values(rows, |mut row, (number, at_ms, actor, person, body, chain)| {
            row.push_bind(*number)
                .push_bind(*at_ms)
                .push_bind(actor.clone())
                .push_bind(person.clone())
                .push_bind(body.clone())
                .push_bind(chain.clone());
        });
        insert.build().execute(&mut *work).await.doing("writing looks")?;
    }
    Ok(())
}

/// Reads rows as they lie there, from a number on.
async fn rows(pool: &Pool, from: u64, limit: u32) -> Result<Vec<RawLook>, Error> {
    sqlx::query_as(
        "select number, at_ms, actor, person, body, chain from look
         where number >= $1 order by number limit $2",
    )
    .bind(i64::try_from(from).unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await
    .doing("reading the looks")
}

/// Reads a row's look. Whether the row fits the chain, [`crate::Store::verify`] says.
pub(super) fn read(row: &RawLook) -> Result<(u64, Look), Error> {
    let number = u64::try_from(row.0).unwrap_or_default();
    let why = "this release cannot read it";
    let look: Look =
        serde_json::from_slice(&row.4).map_err(|_unread| Error::BrokenLook { number, why })?;
    Ok((number, look))
}

/// Says whether what stands beside a body is what stands in it.
pub(super) fn fits(row: &RawLook) -> bool {
    read(row).is_ok_and(|(_, look)| {
        row.1 == look.at.as_millisecond()
            && row.2 == look.actor.name
            && row.3.as_deref() == shown(&look).map(PersonId::as_str)
    })
}
