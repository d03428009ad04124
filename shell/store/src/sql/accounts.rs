//! Accounts: kept sealed, found by a keyed hash of the working name.

use exchange::journal::account::{Account, Entry};
use exchange::vocabulary::{AccountId, Digest};
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base, Connection, entries};
use crate::accounts::{self, Kept, RawAccount, Secrets};
use crate::error::Doing as _;
use crate::keys::Sealed;
use crate::{ACCOUNTS_MAX, Error};

impl Base {
    pub(crate) fn account_name(&self, name: &str) -> Digest {
        self.view_key.account_name(name)
    }

    pub(crate) async fn add_account(
        &self,
        (account, secrets): (&Account, &Secrets),
        codes: &[Digest],
        entry: &Entry,
    ) -> Result<(), Error> {
        let doing = "adding an account";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        // The log is held from here on, so that two of one name cannot be added at once.
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        let name = self.account_name(&account.name);
        let (count, same): (i64, i64) = sqlx::query_as(
            "select count(*), count(case when name_key = $1 then 1 end) from account",
        )
        .bind(name.0.to_vec())
        .fetch_one(&mut *work)
        .await
        .doing(doing)?;
        if same > 0 {
            return Err(Error::AccountExists);
        }
        if count >= i64::from(ACCOUNTS_MAX) {
            let (found, limit) = (usize::try_from(count + 1), usize::try_from(ACCOUNTS_MAX));
            let (found, limit) = (found.unwrap_or(usize::MAX), limit.unwrap_or(usize::MAX));
            return Err(Error::TooMuch { what: "accounts", found, limit });
        }
        let sealed = self.view_key.seal_account(&account.id, &accounts::write(account, secrets));
        let row = RawAccount {
            id: account.id.to_string(),
            name_key: name.0.to_vec(),
            revision: 1,
            totp_step: 0,
            nonce: sealed.nonce,
            sealed: sealed.bytes,
        };
        insert(&mut work, row).await?;
        for code in codes {
            insert_code(&mut work, account.id.as_str(), code.0.to_vec()).await?;
        }
        work.commit().await.doing("writing the account to the disk")
    }

    pub(crate) async fn change_account(
        &self,
        kept: &Kept,
        codes: Option<&[Digest]>,
        entry: &Entry,
    ) -> Result<(), Error> {
        let doing = "changing an account";
        let id = &kept.account.id;
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        entries::append(&mut work, &self.meta, std::slice::from_ref(entry)).await?;
        let sealed = self.view_key.seal_account(id, &accounts::write(&kept.account, &kept.secrets));
        let done = sqlx::query(
            "update account set revision = revision + 1, nonce = $1, sealed = $2
             where id = $3 and revision = $4",
        )
        .bind(sealed.nonce)
        .bind(sealed.bytes)
        .bind(id.as_str())
        .bind(i64::try_from(kept.revision).unwrap_or(i64::MAX))
        .execute(&mut *work)
        .await
        .doing(doing)?;
        if done.rows_affected() == 0 {
            return Err(Error::AccountMoved { account: id.to_string() });
        }
        if let Some(codes) = codes {
            sqlx::query("delete from recovery_code where account = $1")
                .bind(id.as_str())
                .execute(&mut *work)
                .await
                .doing(doing)?;
            for code in codes {
                insert_code(&mut work, id.as_str(), code.0.to_vec()).await?;
            }
        }
        work.commit().await.doing("writing the account to the disk")
    }

    pub(crate) async fn account_named(&self, name: &str) -> Result<Option<Kept>, Error> {
        let row: Option<RawAccount> = sqlx::query_as(
            "select id, name_key, revision, totp_step, nonce, sealed from account
             where name_key = $1",
        )
        .bind(self.account_name(name).0.to_vec())
        .fetch_optional(&self.pool)
        .await
        .doing("reading an account")?;
        row.map(|row| self.opened(&row)).transpose()
    }

    pub(crate) async fn account(&self, id: &AccountId) -> Result<Option<Kept>, Error> {
        let row: Option<RawAccount> = sqlx::query_as(
            "select id, name_key, revision, totp_step, nonce, sealed from account where id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(&self.pool)
        .await
        .doing("reading an account")?;
        row.map(|row| self.opened(&row)).transpose()
    }

    pub(crate) async fn accounts(&self) -> Result<Vec<Kept>, Error> {
        self.raw_accounts().await?.iter().map(|row| self.opened(row)).collect()
    }

    pub(crate) async fn raw_accounts(&self) -> Result<Vec<RawAccount>, Error> {
        sqlx::query_as(
            "select id, name_key, revision, totp_step, nonce, sealed from account order by id",
        )
        .fetch_all(&self.pool)
        .await
        .doing("reading the accounts")
    }

    pub(crate) async fn raw_codes(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        sqlx::query_as("select account, code from recovery_code order by account, code")
            .fetch_all(&self.pool)
            .await
            .doing("reading the recovery codes")
    }

    /// Opens an account, which must be the one that its row is found by.
    pub(super) fn opened(&self, row: &RawAccount) -> Result<Kept, Error> {
        let broken = || Error::BrokenAccount { account: row.id.clone() };
        let id = AccountId::read(&row.id).map_err(|_unread| broken())?;
        let revision = u64::try_from(row.revision).map_err(|_negative| broken())?;
        let sealed = Sealed { nonce: row.nonce.clone(), bytes: row.sealed.clone() };
        let plain = self.view_key.open_account(&id, &sealed).ok_or_else(broken)?;
        let kept = accounts::read(&plain, revision).ok_or_else(broken)?;
        let name = self.account_name(&kept.account.name);
        if kept.account.id == id && name.0.as_slice() == row.name_key {
            Ok(kept)
        } else {
            Err(broken())
        }
    }

    pub(crate) async fn use_totp_step(
        &self,
        account: &AccountId,
        step: u64,
    ) -> Result<bool, Error> {
        let done =
            sqlx::query("update account set totp_step = $1 where id = $2 and totp_step < $1")
                .bind(i64::try_from(step).unwrap_or(i64::MAX))
                .bind(account.as_str())
                .execute(&self.pool)
                .await
                .doing("keeping that a code was used")?;
        Ok(done.rows_affected() == 1)
    }

    pub(crate) async fn use_code(
        &self,
        account: &AccountId,
        code: &Digest,
    ) -> Result<Option<u32>, Error> {
        let doing = "keeping that a recovery code was used";
        let done = sqlx::query("delete from recovery_code where account = $1 and code = $2")
            .bind(account.as_str())
            .bind(code.0.to_vec())
            .execute(&self.pool)
            .await
            .doing(doing)?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        Ok(Some(self.codes_left(account).await?))
    }

    pub(crate) async fn codes_left(&self, account: &AccountId) -> Result<u32, Error> {
        let left: i64 = sqlx::query_scalar("select count(*) from recovery_code where account = $1")
            .bind(account.as_str())
            .fetch_one(&self.pool)
            .await
            .doing("counting recovery codes")?;
        Ok(u32::try_from(left).unwrap_or(u32::MAX))
    }
}

/// Writes one row as it is.
pub(super) async fn insert(work: &mut Connection, row: RawAccount) -> Result<(), Error> {
    sqlx::query(
        "insert into account (id, name_key, revision, totp_step, nonce, sealed)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(row.id)
    .bind(row.name_key)
    .bind(row.revision)
    .bind(row.totp_step)
    .bind(row.nonce)
    .bind(row.sealed)
    .execute(work)
    .await
    .doing("writing an account")?;
    Ok(())
}

/// Writes the hash of one recovery code.
pub(super) async fn insert_code(
    work: &mut Connection,
    account: &str,
    code: Vec<u8>,
) -> Result<(), Error> {
    sqlx::query("insert into recovery_code (account, code) values ($1, $2)")
        .bind(account)
        .bind(code)
        .execute(work)
        .await
        .doing("writing a recovery code")?;
    Ok(())
}
