//! Sessions that have not ended. What opens one is nowhere kept; its hash is.

use exchange::journal::account::{Entry, SESSIONS_MAX, Session, Step, Why};
use exchange::vocabulary::{AccountId, Digest, SessionId};
use jiff::Timestamp;
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base, Connection, entries};
use crate::Error;
use crate::error::Doing as _;
use crate::waiting::Spend;

/// A session as it lies in the database.
#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    account: String,
    origin: String,
    made_ms: i64,
    seen_ms: i64,
    proven_ms: i64,
    shown: i64,
}

impl Row {
    fn read(self) -> Result<Session, Error> {
        let broken = || Error::BrokenView { row: format!("session {}", self.id) };
        let at = |ms| Timestamp::from_millisecond(ms).map_err(|_beyond| broken());
        Ok(Session {
            id: SessionId::read(&self.id).map_err(|_unread| broken())?,
            account: AccountId::read(&self.account).map_err(|_unread| broken())?,
            made_at: at(self.made_ms)?,
            seen_at: at(self.seen_ms)?,
            proven_at: at(self.proven_ms)?,
            shown: u32::try_from(self.shown).unwrap_or(u32::MAX),
            origin: self.origin,
        })
    }
}

impl Base {
    pub(crate) async fn begin_session(
        &self,
        (session, token): (&Session, &Digest),
        entry: &Entry,
    ) -> Result<Vec<SessionId>, Error> {
        let doing = "beginning a session";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        let ended = self.make_room(&mut work, session, entry).await?;
        sqlx::query(
            "insert into session
                 (id, token, account, origin, made_ms, seen_ms, proven_ms, shown)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(session.id.as_str())
        .bind(token.0.to_vec())
        .bind(session.account.as_str())
        .bind(&session.origin)
        .bind(session.made_at.as_millisecond())
        .bind(session.seen_at.as_millisecond())
        .bind(session.proven_at.as_millisecond())
        .bind(i64::from(session.shown))
        .execute(&mut *work)
        .await
        .doing(doing)?;
        work.commit().await.doing("writing the session to the disk")?;
        Ok(ended)
    }

    /// Ends the oldest sessions of an account, so that one more is not too many.
    async fn make_room(
        &self,
        work: &mut Connection,
        session: &Session,
        entry: &Entry,
    ) -> Result<Vec<SessionId>, Error> {
        let doing = "ending the oldest session";
        let mut ids: Vec<String> =
            sqlx::query_scalar("select id from session where account = $1 order by made_ms, id")
                .bind(session.account.as_str())
                .fetch_all(&mut *work)
                .await
                .doing(doing)?;
        let past = (ids.len() + 1).saturating_sub(SESSIONS_MAX);
        ids.truncate(past);
        let mut ended = Vec::new();
        for id in ids {
            remove(work, &id).await?;
            let broken = |_unread| Error::BrokenView { row: format!("session {id}") };
            let id = SessionId::read(&id).map_err(broken)?;
            let step = Step::Ended { why: Why::Many };
            let entry = Entry { session: Some(id.clone()), step, ..entry.clone() };
            entries::append(work, &self.meta, &[entry]).await?;
            ended.push(id);
        }
        Ok(ended)
    }

    pub(crate) async fn session(&self, token: &Digest) -> Result<Option<Session>, Error> {
        let row: Option<Row> = sqlx::query_as(
            "select id, account, origin, made_ms, seen_ms, proven_ms, shown from session
             where token = $1",
        )
        .bind(token.0.to_vec())
        .fetch_optional(&self.pool)
        .await
        .doing("reading a session")?;
        row.map(Row::read).transpose()
    }

    pub(crate) async fn sessions(&self) -> Result<Vec<Session>, Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "select id, account, origin, made_ms, seen_ms, proven_ms, shown from session
             order by made_ms, id",
        )
        .fetch_all(&self.pool)
        .await
        .doing("reading the sessions")?;
        rows.into_iter().map(Row::read).collect()
    }

    pub(crate) async fn use_session(
        &self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<(), Error> {
        sqlx::query("update session set seen_ms = $1 where id = $2 and seen_ms < $1")
            .bind(now.as_millisecond())
            .bind(session.as_str())
            .execute(&self.pool)
            .await
            .doing("keeping that a session was used")?;
        Ok(())
    }

    pub(crate) async fn prove_session(
        &self,
        session: &SessionId,
        entry: &Entry,
    ) -> Result<(), Error> {
        let doing = "keeping that a second factor was shown";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        sqlx::query("update session set proven_ms = $1, seen_ms = $1, shown = 0 where id = $2")
            .bind(entry.at.as_millisecond())
            .bind(session.as_str())
            .execute(&mut *work)
            .await
            .doing(doing)?;
        work.commit().await.doing("writing the session to the disk")
    }

    pub(crate) async fn spend(
        &self,
        session: &SessionId,
        people: u32,
        most: u32,
    ) -> Result<bool, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        spend(&mut connection, &Spend { session: session.clone(), people, most }).await
    }

    pub(crate) async fn end_session(
        &self,
        session: &SessionId,
        entry: &Entry,
    ) -> Result<bool, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing("ending a session")?;
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        if !remove(&mut work, session.as_str()).await? {
            return Ok(false);
        }
        work.commit().await.doing("writing that a session ended to the disk")?;
        Ok(true)
    }
}

/// Counts people whom a session is about to be shown, where it has so many left.
pub(super) async fn spend(work: &mut Connection, spend: &Spend) -> Result<bool, Error> {
    let done =
        sqlx::query("update session set shown = shown + $1 where id = $2 and shown + $1 <= $3")
            .bind(i64::from(spend.people))
            .bind(spend.session.as_str())
            .bind(i64::from(spend.most))
            .execute(work)
            .await
            .doing("counting the people whom a session is shown")?;
    Ok(done.rows_affected() == 1)
}

async fn remove(work: &mut Connection, id: &str) -> Result<bool, Error> {
    let done = sqlx::query("delete from session where id = $1")
        .bind(id)
        .execute(work)
        .await
        .doing("ending a session")?;
    Ok(done.rows_affected() == 1)
}
