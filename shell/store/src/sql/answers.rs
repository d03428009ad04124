//! Answers to requests that recorded something, for requests that are made again.

use exchange::vocabulary::{AccountId, Digest};
use jiff::{SignedDuration, Timestamp};

use super::{Base, Connection, journal};
use crate::error::Doing as _;
use crate::{ANSWERS_HOURS, Answered, Error};

/// The longest answer that is kept, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

impl Base {
    pub(crate) fn keyed_mark(&self, purpose: &str, bytes: &[u8]) -> Digest {
        self.view_key.keyed_mark(purpose, bytes)
    }

    pub(crate) async fn answered(
        &self,
        account: &AccountId,
        key: &Digest,
    ) -> Result<Option<Answered>, Error> {
        let row: Option<(Vec<u8>, i64, Vec<u8>)> = sqlx::query_as(
            "select request, at_ms, body from answer where account = $1 and request_key = $2",
        )
        .bind(account.as_str())
        .bind(key.0.to_vec())
        .fetch_optional(&self.pool)
        .await
        .doing("reading an answer")?;
        let Some((request, at, body)) = row else { return Ok(None) };
        let broken = || Error::BrokenView { row: "answer".to_owned() };
        Ok(Some(Answered {
            account: account.clone(),
            key: *key,
            request: journal::digest(&request).ok_or_else(broken)?,
            at: Timestamp::from_millisecond(at).map_err(|_beyond| broken())?,
            body,
        }))
    }
}

/// Keeps an answer, and forgets those whose time is over.
pub(super) async fn keep(work: &mut Connection, answered: &Answered) -> Result<(), Error> {
    let doing = "keeping an answer";
    journal::limit("bytes in one answer", answered.body.len(), ANSWER_BYTES_MAX)?;
    let oldest = answered.at - SignedDuration::from_hours(ANSWERS_HOURS);
    sqlx::query("delete from answer where at_ms < $1")
        .bind(oldest.as_millisecond())
        .execute(&mut *work)
        .await
        .doing(doing)?;
    let kept = sqlx::query(
        "insert into answer (account, request_key, request, at_ms, body) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
    )
    .bind(answered.account.as_str())
    .bind(answered.key.0.to_vec())
    .bind(answered.request.0.to_vec())
    .bind(answered.at.as_millisecond())
    .bind(answered.body.clone())
    .execute(work)
    .await
    .doing(doing)?;
    if kept.rows_affected() == 1 { Ok(()) } else { Err(Error::KeyUsed) }
}
