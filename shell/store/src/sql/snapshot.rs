//! Snapshots: what the journal added up to at a version, sealed. One that does not fit is passed over.

use exchange::journal::{SAVED_FORM, Saving};
use exchange::vocabulary::Digest;
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base, Connection, journal};
use crate::error::Doing as _;
use crate::keys::Sealed;
use crate::{Error, READ_EVENTS_MAX};

/// With fewer events behind the last snapshot, no new one is made.
const SNAPSHOT_EVENTS_MIN: u64 = 20_000;
/// How many bytes are sealed as one part.
const PART_BYTES_MAX: usize = 8 * 1024 * 1024;

impl Base {
    /// Adds the journal up from the last snapshot on, and makes a new snapshot when that took long.
    pub(crate) async fn replay(&self) -> Result<Saving, Error> {
        let mut saving = self.saved().await?.unwrap_or_default();
        let from = saving.state.version;
        loop {
            let page = self.read(saving.state.version + 1, READ_EVENTS_MAX).await?;
            if page.is_empty() {
                break;
            }
            for event in &page {
                saving.apply(event);
            }
        }
        if saving.state.version - from >= SNAPSHOT_EVENTS_MIN {
            self.save(&saving).await?;
        }
        Ok(saving)
    }

    /// Opens the snapshot; none when there is none that fits journal, key and release.
    pub(crate) async fn saved(&self) -> Result<Option<Saving>, Error> {
        let doing = "reading the snapshot";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin().await.doing(doing)?;
        let row: Option<(i64, Vec<u8>, i64, i64)> = sqlx::query_as(
            "select s.version, s.chain, s.form, s.parts from snapshot s
             join event e on e.number = s.version and e.chain = s.chain",
        )
        .fetch_optional(&mut *work)
        .await
        .doing(doing)?;
        let Some((version, chain, form, count)) = row else { return Ok(None) };
        let Some(chain) = journal::digest(&chain) else { return Ok(None) };
        if form != i64::from(SAVED_FORM) {
            return Ok(None);
        }
        let parts: Vec<(i64, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("select part, nonce, sealed from snapshot_part order by part")
                .fetch_all(&mut *work)
                .await
                .doing(doing)?;
        drop(work);
        let mut bytes = Vec::new();
        for (expected, (part, nonce, sealed)) in (0..count).zip(&parts) {
            let label = label((version, &chain), (expected, count));
            let sealed = Sealed { nonce: nonce.clone(), bytes: sealed.clone() };
            let Some(plain) = self.view_key.open_snapshot(&label, &sealed) else {
                return Ok(None);
            };
            if *part != expected {
                return Ok(None);
            }
            bytes.extend_from_slice(&plain);
        }
        let saving = Saving::of_bytes(&bytes);
        Ok(saving.filter(|saving| i64::try_from(saving.state.version) == Ok(version)))
    }

    /// Writes a snapshot in place of the last one. It only saves time: where the journal has moved on
    /// meanwhile, or where other stages have too much, none is written.
    pub(crate) async fn save(&self, saving: &Saving) -> Result<(), Error> {
        let Some(bytes) = saving.to_bytes() else { return Ok(()) };
        let doing = "writing a snapshot";
        let version =
            i64::try_from(saving.state.version).expect("a journal has fewer than 2^63 events");
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let chain: Option<Vec<u8>> =
            sqlx::query_scalar("select chain from event where number = $1")
                .bind(version)
                .fetch_optional(&mut *connection)
                .await
                .doing(doing)?;
        let Some(chain) = chain.as_deref().and_then(journal::digest) else { return Ok(()) };
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        delete(&mut work).await?;
        let count = i64::try_from(bytes.chunks(PART_BYTES_MAX).len()).unwrap_or(i64::MAX);
        for (part, plain) in (0..count).zip(bytes.chunks(PART_BYTES_MAX)) {
            let label = label((version, &chain), (part, count));
            let sealed = self.view_key.seal_snapshot(&label, plain);
            sqlx::query("insert into snapshot_part (part, nonce, sealed) values ($1, $2, $3)")
                .bind(part)
                .bind(sealed.nonce)
                .bind(sealed.bytes)
                .execute(&mut *work)
                .await
                .doing(doing)?;
        }
        sqlx::query(
            "insert into snapshot (only_row, version, chain, form, parts) values (1, $1, $2, $3, $4)",
        )
        .bind(version)
        .bind(chain.0.to_vec())
        .bind(i64::from(SAVED_FORM))
        .bind(count)
        .execute(&mut *work)
        .await
        .doing(doing)?;
        work.commit().await.doing(doing)
    }

    /// Throws the snapshot away.
    pub(crate) async fn forget_snapshot(&self) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        delete(&mut connection).await
    }
}

async fn delete(work: &mut Connection) -> Result<(), Error> {
    for delete in ["delete from snapshot", "delete from snapshot_part"] {
        sqlx::query(delete).execute(&mut *work).await.doing("throwing a snapshot away")?;
    }
    Ok(())
}

/// What a part is sealed for: this journal at this version, this place, this form and release.
fn label((version, chain): (i64, &Digest), (part, count): (i64, i64)) -> Vec<u8> {
    format!(
        "safeconduct/snapshot/{SAVED_FORM}/{}/{version}/{chain}/{part}/{count}",
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes()
}
