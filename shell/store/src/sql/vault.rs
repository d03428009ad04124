//! Vault records: sealed when kept, opened when read, overwritten when destroyed.

use exchange::journal::VaultChange;
use exchange::vocabulary::{PersonId, RecordId};
use sqlx::error::DatabaseError;

use super::{Base, Connection, compartment, journal};
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
        row.map(|row| open(&self.ring, row)).transpose()
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
        rows.into_iter().map(|row| open(&self.ring, row)).collect()
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

/// Keeps and destroys records inside an append's transaction; says whether any was destroyed.
pub(super) async fn change(
    work: &mut Connection,
    ring: &Ring,
    changes: &[VaultChange],
) -> Result<bool, Error> {
    let mut erased = false;
    for change in changes {
        match change {
            VaultChange::Keep { record, person, compartment, salt, bytes } => {
                journal::limit("bytes in a vault record", bytes.open().len(), RECORD_BYTES_MAX)?;
                let label = Label { record, person: person.as_ref(), compartment: *compartment };
                let sealed = ring.seal_record(&label, salt, bytes.open());
                keep(work, &label, sealed).await?;
            }
            VaultChange::EraseAbout(person) => {
                sqlx::query("delete from vault where person = $1")
                    .bind(person.as_str())
                    .execute(&mut *work)
                    .await
                    .doing("destroying the vault records about a person")?;
                erased = true;
            }
        }
    }
    Ok(erased)
}

async fn keep(work: &mut Connection, label: &Label<'_>, sealed: Sealed) -> Result<(), Error> {
    sqlx::query(
        "insert into vault (record, person, compartment, nonce, sealed) values ($1, $2, $3, $4, $5)",
    )
    .bind(label.record.as_str())
    .bind(label.person.map(PersonId::as_str))
    .bind(label.compartment.word())
    .bind(sealed.nonce)
    .bind(sealed.bytes)
    .execute(work)
    .await
    .map_err(|source| {
        if source.as_database_error().is_some_and(DatabaseError::is_unique_violation) {
            return Error::RecordExists { record: label.record.to_string() };
        }
        Error::Database { doing: "keeping a vault record", source }
    })?;
    Ok(())
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
    ring.open_record(&label, &Sealed { nonce, bytes }).ok_or_else(broken)
}
