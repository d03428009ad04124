//! Vault records: sealed when kept, opened when read, overwritten when destroyed.

use std::collections::BTreeSet;

use exchange::journal::VaultChange;
use exchange::vocabulary::{PersonId, RecordId};
use sqlx::QueryBuilder;

use super::{Base, Connection, Db, closed, compartment, journal};
use crate::error::Doing as _;
use crate::keys::{Label, Ring, Sealed};
use crate::{Error, Opened, RECORD_BYTES_MAX, RawRecord};

impl Base {
    pub(crate) async fn vault_get(&self, record: &RecordId) -> Result<Option<Opened>, Error> {
        let row: Option<RawRecord> = sqlx::query_as(
            "select record, person, compartment, nonce, sealed from vault where record = $1",
        )
        .bind(record.as_str())
        .fetch_optional(&self.pool)
        .await
        .doing("reading a vault record")?;
        let opened = row.map(|row| open(&self.ring, row)).transpose();
        self.unless_moved(opened).await
    }

    /// A record that does not open is not broken where it was sealed anew since this process began.
    async fn unless_moved<T>(&self, opened: Result<T, Error>) -> Result<T, Error> {
        if matches!(opened, Err(Error::BrokenRecord { .. })) {
            let mut connection = self.pool.acquire().await.doing("taking a connection")?;
            closed::check(&mut connection, &self.ring).await?;
        }
        opened
    }

    pub(crate) async fn vault_about(&self, person: &PersonId) -> Result<Vec<Opened>, Error> {
        let rows: Vec<RawRecord> = sqlx::query_as(
            "select record, person, compartment, nonce, sealed from vault
             where person = $1 order by record",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await
        .doing("reading the vault records about a person")?;
        let opened = rows.into_iter().map(|row| open(&self.ring, row)).collect();
        self.unless_moved(opened).await
    }

    /// Names the records about a person, without opening them.
    pub(crate) async fn names_about(&self, person: &PersonId) -> Result<Vec<RecordId>, Error> {
        let names: Vec<String> =
            sqlx::query_scalar("select record from vault where person = $1 order by record")
                .bind(person.as_str())
                .fetch_all(&self.pool)
                .await
                .doing("naming the vault records about a person")?;
        let read = |name: String| {
            RecordId::read(&name).map_err(|_unread| Error::BrokenRecord { record: name })
        };
        names.into_iter().map(read).collect()
    }

    /// Reads the records that come after a name as they lie there, in the order of their names.
    pub(crate) async fn raw_records(
        &self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<RawRecord>, Error> {
        sqlx::query_as(
            "select record, person, compartment, nonce, sealed from vault
             where record > $1 order by record limit $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await
        .doing("reading the vault")
    }
}

/// How many records are written in one statement.
const RECORDS_AT_ONCE: usize = 250;

/// A record ready to be written.
type NewRecord<'a> = (Label<'a>, Sealed);

/// Keeps and destroys records inside an append's transaction; says whether any was destroyed.
pub(super) async fn change(
    work: &mut Connection,
    ring: &Ring,
    changes: &[VaultChange],
) -> Result<bool, Error> {
    closed::check(work, ring).await?;
    let mut erased = false;
    let mut new: Vec<NewRecord<'_>> = Vec::new();
    for change in changes {
        match change {
            VaultChange::Keep { record, person, compartment, salt, bytes } => {
                journal::limit("bytes in a vault record", bytes.open().len(), RECORD_BYTES_MAX)?;
                let label = Label { record, person: person.as_ref(), compartment: *compartment };
                let sealed = ring.seal_record(&label, salt, bytes.open());
                new.push((label, sealed));
                if new.len() == RECORDS_AT_ONCE {
                    keep(work, &new).await?;
                    new.clear();
                }
            }
            VaultChange::EraseAbout(person) => {
                keep(work, &new).await?;
                new.clear();
                sqlx::query("delete from vault where person = $1")
                    .bind(person.as_str())
                    .execute(&mut *work)
                    .await
                    .doing("destroying the vault records about a person")?;
                erased = true;
            }
            VaultChange::Erase(record) => {
                keep(work, &new).await?;
                new.clear();
                sqlx::query("delete from vault where record = $1")
                    .bind(record.as_str())
                    .execute(&mut *work)
                    .await
                    .doing("destroying a vault record")?;
                erased = true;
            }
        }
    }
    keep(work, &new).await?;
    Ok(erased)
}

async fn keep(work: &mut Connection, new: &[NewRecord<'_>]) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let doing = "keeping vault records";
    let mut names = BTreeSet::new();
    if let Some((label, _)) = new.iter().find(|(label, _)| !names.insert(label.record)) {
        return Err(Error::RecordExists { record: label.record.to_string() });
    }
    let mut insert =
        QueryBuilder::<Db>::new("insert into vault (record, person, compartment, nonce, sealed) ");
    insert.push_values(new, |mut row, (label, sealed)| {
        row.push_bind(label.record.to_string())
            .push_bind(label.person.map(PersonId::to_string))
            .push_bind(label.compartment.word())
            .push_bind(sealed.nonce.clone())
            .push_bind(sealed.bytes.clone());
    });
    insert.push(" on conflict (record) do nothing");
    let kept = insert.build().execute(&mut *work).await.doing(doing)?.rows_affected();
    if kept == u64::try_from(new.len()).unwrap_or(u64::MAX) {
        return Ok(());
    }
    // One of them was there already: it is the one with another nonce.
    for (label, sealed) in new {
        let nonce: Vec<u8> = sqlx::query_scalar("select nonce from vault where record = $1")
            .bind(label.record.as_str())
            .fetch_one(&mut *work)
            .await
            .doing(doing)?;
        if nonce != sealed.nonce {
            return Err(Error::RecordExists { record: label.record.to_string() });
        }
    }
    Err(Error::RecordExists { record: "one of several".to_owned() })
}

/// Opens a row; what cannot be opened is named.
pub(super) fn open(ring: &Ring, row: RawRecord) -> Result<Opened, Error> {
    let (name, person, word, nonce, bytes) = row;
    let broken = || Error::BrokenRecord { record: name.clone() };
    let record = RecordId::read(&name).map_err(|_refusal| broken())?;
    let person =
        person.map(|person| PersonId::read(&person)).transpose().map_err(|_refusal| broken())?;
    let compartment = compartment(&word).ok_or_else(broken)?;
    let label = Label { record: &record, person: person.as_ref(), compartment };
    let sealed = Sealed { nonce, bytes };
    if ring.is_shut(compartment) && ring.is_marked(&label, &sealed) {
        return Err(Error::Shut { record: name, compartment: compartment.word() });
    }
    ring.open_record(&label, &sealed).ok_or_else(broken)
}
