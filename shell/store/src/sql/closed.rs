//! Closed compartments: their keys, who was given them, and the key pairs of accounts.

use exchange::journal::Compartment;
use exchange::journal::account::Entry;
use exchange::vocabulary::{AccountId, PersonId, RecordId, SessionId};
use sqlx::Connection as _;

use super::check::RECORD_ROWS;
use super::{BEGIN_WRITING, Base, Connection, HEAD_TO_MOVE, Pool, compartment, entries, journal};
use crate::closed::{Holder, Lock, RawClosed};
use crate::error::Doing as _;
use crate::keys::{Label, Ring, Sealed};
use crate::seal_to::{KEY_BYTES, KeyPair, PublicKey};
use crate::view_key::ViewKey;
use crate::{Error, Flaw, RawRecord};

/// What the key of a closed compartment is sealed for.
const CLOSED_LABEL: &str = "safeconduct/closed-compartment/1";
/// What a grant is sealed for.
const GRANT_LABEL: &str = "safeconduct/grant/1";
/// What an account's key pair is sealed for.
const LOCK_LABEL: &str = "safeconduct/account-lock/1";
/// What a session's secret half is kept under, beside what only its token opens.
const SESSION_LABEL: &str = "safeconduct/session-lock/1";

impl Base {
    pub(crate) fn closed(&self) -> Vec<Compartment> {
        Compartment::ALL.into_iter().filter(|one| self.ring.is_closed(*one)).collect()
    }

    pub(crate) fn shut(&mut self) {
        self.ring.shut();
    }

    pub(crate) async fn close_compartments(
        &self,
        recovery: &PublicKey,
        holders: &[(AccountId, PublicKey, Vec<Compartment>)],
        entry: &Entry,
    ) -> Result<u64, Error> {
        let doing = "closing the compartments";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        // Whoever appends waits here, and finds the keys moved.
        journal::read_head(&mut work, HEAD_TO_MOVE).await?;
        check(&mut work, &self.ring).await?;
        let mut records = 0;
        for one in Compartment::CLOSABLE {
            if self.ring.is_closed(one) {
                return Err(Error::KeysMoved);
            }
            let pair = KeyPair::draw();
            records += seal_again(&mut work, &self.ring, (one, &pair.public())).await?;
            let label = [CLOSED_LABEL, one.word()];
            let sealed = self.view_key.seal_row(&label, &pair.public().0);
            sqlx::query(
                "insert into compartment_closed (compartment, nonce, sealed) values ($1, $2, $3)",
            )
            .bind(one.word())
            .bind(sealed.nonce)
            .bind(sealed.bytes)
            .execute(&mut *work)
            .await
            .doing(doing)?;
            self.give(&mut work, (one, &pair), (&Holder::Recovery, recovery)).await?;
            for (account, to, _) in holders.iter().filter(|(_, _, all)| all.contains(&one)) {
                let holder = Holder::Account(account.clone());
                self.give(&mut work, (one, &pair), (&holder, to)).await?;
            }
            // The row stays, as the records name it; what was in it is destroyed.
            sqlx::query(
                "update compartment_key set nonce = $1, sealed = $1 where compartment = $2",
            )
            .bind(Vec::<u8>::new())
            .bind(one.word())
            .execute(&mut *work)
            .await
            .doing(doing)?;
        }
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        work.commit().await.doing("writing the closed compartments to the disk")?;
        super::forget_erased(&mut connection).await;
        Ok(records)
    }

    /// Writes a compartment's secret half for somebody.
    async fn give(
        &self,
        work: &mut Connection,
        (one, pair): (Compartment, &KeyPair),
        (holder, to): (&Holder, &PublicKey),
    ) -> Result<(), Error> {
        let label = [GRANT_LABEL, one.word(), holder.word()];
        let inner = pair.seal_to(to, label.join("\0").as_bytes());
        let sealed = self.view_key.seal_row(&label, &[inner.nonce, inner.bytes].concat());
        sqlx::query(
            "insert into compartment_grant (compartment, holder, nonce, sealed)
             values ($1, $2, $3, $4)
             on conflict (compartment, holder) do update
             set nonce = excluded.nonce, sealed = excluded.sealed",
        )
        .bind(one.word())
        .bind(holder.word())
        .bind(sealed.nonce)
        .bind(sealed.bytes)
        .execute(work)
        .await
        .doing("giving somebody a compartment's key")?;
        Ok(())
    }

    pub(crate) async fn grants(&self) -> Result<Vec<(Compartment, Holder)>, Error> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select compartment, holder from compartment_grant order by compartment, holder",
        )
        .fetch_all(&self.pool)
        .await
        .doing("reading who may open what")?;
        let read = |(word, holder): (String, String)| {
            let one = compartment(&word).zip(Holder::read(&holder));
            one.ok_or(Error::BrokenLock { what: "grant", whose: holder })
        };
        rows.into_iter().map(read).collect()
    }

    pub(crate) async fn grant(
        &self,
        (account, to): (&AccountId, &PublicKey),
        compartments: &[Compartment],
        entry: &Entry,
    ) -> Result<(), Error> {
        let doing = "giving somebody a compartment's key";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        let holder = Holder::Account(account.clone());
        for one in compartments {
            let pair = self.ring.opened(*one);
            let pair = pair.ok_or(Error::NotHeld { compartment: one.word() })?;
            self.give(&mut work, (*one, pair), (&holder, to)).await?;
        }
        work.commit().await.doing("writing the grant to the disk")
    }

    pub(crate) async fn end_grants(
        &self,
        account: &AccountId,
        but: &[Compartment],
        entry: &Entry,
    ) -> Result<(), Error> {
        let doing = "taking a compartment's key from somebody";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        let mut ended = 0;
        for one in Compartment::ALL.into_iter().filter(|one| !but.contains(one)) {
            let query = "delete from compartment_grant where compartment = $1 and holder = $2";
            let done = sqlx::query(query)
                .bind(one.word())
                .bind(account.as_str())
                .execute(&mut *work)
                .await
                .doing(doing)?;
            ended += done.rows_affected();
        }
        if ended == 0 {
            return Ok(());
        }
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        work.commit().await.doing("writing the end of the grant to the disk")
    }

    pub(crate) async fn unlock(
        &mut self,
        (holder, pair): (&Holder, &KeyPair),
        compartments: &[Compartment],
    ) -> Result<Vec<Compartment>, Error> {
        self.ring.shut();
        let mut opened = Vec::new();
        for one in compartments.iter().copied() {
            if !self.ring.is_closed(one) {
                continue;
            }
            let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
                "select nonce, sealed from compartment_grant where compartment = $1 and holder = $2",
            )
            .bind(one.word())
            .bind(holder.word())
            .fetch_optional(&self.pool)
            .await
            .doing("reading a grant")?;
            let Some((nonce, bytes)) = row else { continue };
            let label = [GRANT_LABEL, one.word(), holder.word()];
            let broken = || Error::BrokenLock { what: "grant", whose: holder.word().to_owned() };
            let inner =
                self.view_key.open_row(&label, &Sealed { nonce, bytes }).ok_or_else(broken)?;
            let (nonce, bytes) = inner.split_at_checked(24).ok_or_else(broken)?;
            let inner = Sealed { nonce: nonce.to_vec(), bytes: bytes.to_vec() };
            // Sealed to an earlier key pair of the account: it signs in again, or is admitted again.
            let Some(secret) = pair.open(label.join("\0").as_bytes(), &inner) else { continue };
            let secret: [u8; KEY_BYTES] = secret.try_into().map_err(|_other| broken())?;
            if !self.ring.unlock(one, KeyPair::of(secret)) {
                return Err(broken());
            }
            opened.push(one);
        }
        Ok(opened)
    }

    pub(crate) async fn lock_of(&self, account: &AccountId) -> Result<Option<Lock>, Error> {
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select nonce, sealed from account_lock where account = $1")
                .bind(account.as_str())
                .fetch_optional(&self.pool)
                .await
                .doing("reading an account's key pair")?;
        let Some((nonce, bytes)) = row else { return Ok(None) };
        let lock = self.read_lock(account.as_str(), &Sealed { nonce, bytes });
        let whose = account.to_string();
        lock.map(Some).ok_or(Error::BrokenLock { what: "key pair", whose })
    }

    fn read_lock(&self, account: &str, sealed: &Sealed) -> Option<Lock> {
        let plain = self.view_key.open_row(&[LOCK_LABEL, account], sealed)?;
        let (public, rest) = plain.split_first_chunk::<KEY_BYTES>()?;
        let (own, wrapped) = rest.split_first()?;
        Some(Lock { public: PublicKey(*public), is_own: *own == 1, wrapped: wrapped.to_vec() })
    }

    pub(crate) async fn put_lock(&self, account: &AccountId, lock: &Lock) -> Result<(), Error> {
        let doing = "keeping an account's key pair";
        let before = self.lock_of(account).await?;
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        if before.is_some_and(|before| before.public != lock.public) {
            sqlx::query("delete from compartment_grant where holder = $1")
                .bind(account.as_str())
                .execute(&mut *work)
                .await
                .doing(doing)?;
        }
        let plain = [&lock.public.0[..], &[u8::from(lock.is_own)], &lock.wrapped].concat();
        let sealed = self.view_key.seal_row(&[LOCK_LABEL, account.as_str()], &plain);
        insert_lock(&mut work, account.as_str(), sealed).await?;
        work.commit().await.doing("writing the key pair to the disk")
    }

    pub(crate) async fn put_session_lock(
        &self,
        session: &SessionId,
        wrapped: Vec<u8>,
    ) -> Result<(), Error> {
        let sealed = self.view_key.seal_row(&[SESSION_LABEL, session.as_str()], &wrapped);
        sqlx::query(
            "insert into session_lock (session, nonce, sealed) values ($1, $2, $3)
             on conflict (session) do update set nonce = excluded.nonce, sealed = excluded.sealed",
        )
        .bind(session.as_str())
        .bind(sealed.nonce)
        .bind(sealed.bytes)
        .execute(&self.pool)
        .await
        .doing("keeping a session's key")?;
        Ok(())
    }

    pub(crate) async fn session_lock(&self, session: &SessionId) -> Result<Option<Vec<u8>>, Error> {
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select nonce, sealed from session_lock where session = $1")
                .bind(session.as_str())
                .fetch_optional(&self.pool)
                .await
                .doing("reading a session's key")?;
        let open = |(nonce, bytes)| {
            self.view_key.open_row(&[SESSION_LABEL, session.as_str()], &Sealed { nonce, bytes })
        };
        Ok(row.and_then(open))
    }

    pub(crate) async fn raw_closed(&self) -> Result<RawClosed, Error> {
        let doing = "reading the closed compartments";
        let keys: Vec<(String, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select compartment, nonce, sealed from compartment_closed order by 1")
                .fetch_all(&self.pool)
                .await
                .doing(doing)?;
        let grants: Vec<(String, String, Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "select compartment, holder, nonce, sealed from compartment_grant order by 1, 2",
        )
        .fetch_all(&self.pool)
        .await
        .doing(doing)?;
        let locks: Vec<(String, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select account, nonce, sealed from account_lock order by 1")
                .fetch_all(&self.pool)
                .await
                .doing(doing)?;
        let one = |(word, nonce, bytes)| (word, Sealed { nonce, bytes });
        Ok(RawClosed {
            keys: keys.into_iter().map(one).collect(),
            grants: grants
                .into_iter()
                .map(|(word, holder, nonce, bytes)| (word, holder, Sealed { nonce, bytes }))
                .collect(),
            locks: locks.into_iter().map(one).collect(),
        })
    }

    pub(crate) fn seal_row(&self, label: &[&str], plain: &[u8]) -> Sealed {
        self.view_key.seal_row(label, plain)
    }

    pub(crate) fn open_row(&self, label: &[&str], sealed: &Sealed) -> Option<Vec<u8>> {
        self.view_key.open_row(label, sealed)
    }

    /// Names what does not open of all this.
    pub(super) async fn broken_locks(&self) -> Result<Vec<Flaw>, Error> {
        let raw = self.raw_closed().await?;
        let mut flaws = Vec::new();
        for (word, holder, sealed) in &raw.grants {
            if self.view_key.open_row(&[GRANT_LABEL, word, holder], sealed).is_none() {
                flaws.push(Flaw::Lock { what: "grant", whose: holder.clone() });
            }
        }
        for (account, sealed) in &raw.locks {
            if self.read_lock(account, sealed).is_none() {
                flaws.push(Flaw::Lock { what: "key pair", whose: account.clone() });
            }
        }
        Ok(flaws)
    }
}

/// Writes what another database has of closed compartments, as it lies there.
pub(super) async fn copy(work: &mut Connection, raw: RawClosed) -> Result<(), Error> {
    let doing = "copying the closed compartments";
    for (word, sealed) in raw.keys {
        sqlx::query(
            "insert into compartment_closed (compartment, nonce, sealed) values ($1, $2, $3)",
        )
        .bind(word)
        .bind(sealed.nonce)
        .bind(sealed.bytes)
        .execute(&mut *work)
        .await
        .doing(doing)?;
    }
    for (word, holder, sealed) in raw.grants {
        sqlx::query(
            "insert into compartment_grant (compartment, holder, nonce, sealed)
             values ($1, $2, $3, $4)",
        )
        .bind(word)
        .bind(holder)
        .bind(sealed.nonce)
        .bind(sealed.bytes)
        .execute(&mut *work)
        .await
        .doing(doing)?;
    }
    for (account, sealed) in raw.locks {
        insert_lock(work, &account, sealed).await?;
    }
    Ok(())
}

async fn insert_lock(work: &mut Connection, account: &str, sealed: Sealed) -> Result<(), Error> {
    sqlx::query(
        "insert into account_lock (account, nonce, sealed) values ($1, $2, $3)
         on conflict (account) do update set nonce = excluded.nonce, sealed = excluded.sealed",
    )
    .bind(account)
    .bind(sealed.nonce)
    .bind(sealed.bytes)
    .execute(work)
    .await
    .doing("keeping an account's key pair")?;
    Ok(())
}

/// Reads the public keys of the compartments that were closed.
pub(super) async fn public_keys(
    pool: &Pool,
    view_key: &ViewKey,
) -> Result<Vec<(Compartment, PublicKey)>, Error> {
    let rows: Vec<(String, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select compartment, nonce, sealed from compartment_closed order by 1")
            .fetch_all(pool)
            .await
            .doing("reading the closed compartments")?;
    let read = |(word, nonce, bytes): (String, Vec<u8>, Vec<u8>)| {
        let plain = view_key.open_row(&[CLOSED_LABEL, &word], &Sealed { nonce, bytes });
        let public = plain.and_then(|plain| <[u8; KEY_BYTES]>::try_from(plain).ok());
        let one = compartment(&word).zip(public.map(PublicKey));
        one.ok_or(Error::BrokenLock { what: "key", whose: format!("the {word} compartment") })
    };
    rows.into_iter().map(read).collect()
}

/// Refuses to write under keys that were taken out of use since this process opened the instance. The head
/// of the journal is held, so that they cannot move until the transaction ends.
pub(super) async fn check(work: &mut Connection, ring: &Ring) -> Result<(), Error> {
    let words: Vec<String> = sqlx::query_scalar("select compartment from compartment_closed")
        .fetch_all(work)
        .await
        .doing("looking whether the keys have moved")?;
    let known = Compartment::ALL.into_iter().filter(|one| ring.is_closed(*one)).count();
    let all_known =
        words.iter().all(|word| compartment(word).is_some_and(|one| ring.is_closed(one)));
    if all_known && known == words.len() { Ok(()) } else { Err(Error::KeysMoved) }
}

/// Seals every record of a compartment to a public key; returns how many there were.
async fn seal_again(
    work: &mut Connection,
    ring: &Ring,
    (one, to): (Compartment, &PublicKey),
) -> Result<u64, Error> {
    let doing = "sealing the records of a compartment anew";
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let rows: Vec<RawRecord> = sqlx::query_as(
            "select record, person, compartment, nonce, sealed from vault
             where compartment = $1 and record > $2 order by record limit $3",
        )
        .bind(one.word())
        .bind(&after)
        .bind(i64::from(RECORD_ROWS))
        .fetch_all(&mut *work)
        .await
        .doing(doing)?;
        let Some(last) = rows.last() else { return Ok(count) };
        after.clone_from(&last.0);
        for (name, person, _, nonce, bytes) in rows {
            let broken = || Error::BrokenRecord { record: name.clone() };
            let record = RecordId::read(&name).map_err(|_unread| broken())?;
            let person = person.map(|person| PersonId::read(&person)).transpose();
            let person = person.map_err(|_unread| broken())?;
            let label = Label { record: &record, person: person.as_ref(), compartment: one };
            let sealed = ring.seal_again(to, &label, &Sealed { nonce, bytes });
            let sealed = sealed.ok_or_else(broken)?;
            sqlx::query("update vault set nonce = $1, sealed = $2 where record = $3")
                .bind(sealed.nonce)
                .bind(sealed.bytes)
                .bind(&name)
                .execute(&mut *work)
                .await
                .doing(doing)?;
            count += 1;
        }
    }
}
