//! Ceremonies that have begun: what somebody was asked, until they answer.

use exchange::vocabulary::Digest;
use jiff::Timestamp;
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base};
use crate::error::Doing as _;
use crate::keys::Sealed;
use crate::{CEREMONIES_MAX, Error};

/// What a ceremony is sealed for.
const LABEL: &str = "safeconduct/ceremony/1";

impl Base {
    pub(crate) async fn put_ceremony(
        &self,
        id: &Digest,
        (now, ends): (Timestamp, Timestamp),
        plain: &[u8],
    ) -> Result<(), Error> {
        let doing = "beginning a ceremony";
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        sqlx::query("delete from ceremony where ends_ms <= $1")
            .bind(now.as_millisecond())
            .execute(&mut *work)
            .await
            .doing(doing)?;
        let open: i64 = sqlx::query_scalar("select count(*) from ceremony")
            .fetch_one(&mut *work)
            .await
            .doing(doing)?;
        let found = usize::try_from(open).unwrap_or(usize::MAX).saturating_add(1);
        super::journal::limit("open ceremonies", found, CEREMONIES_MAX)?;
        let sealed = self.view_key.seal_row(&[LABEL, &id.to_string()], plain);
        sqlx::query("insert into ceremony (id, ends_ms, nonce, sealed) values ($1, $2, $3, $4)")
            .bind(id.0.to_vec())
            .bind(ends.as_millisecond())
            .bind(sealed.nonce)
            .bind(sealed.bytes)
            .execute(&mut *work)
            .await
            .doing(doing)?;
        work.commit().await.doing("writing the ceremony to the disk")
    }

    pub(crate) async fn take_ceremony(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, Error> {
        let row: Option<(i64, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("delete from ceremony where id = $1 returning ends_ms, nonce, sealed")
                .bind(id.0.to_vec())
                .fetch_optional(&self.pool)
                .await
                .doing("ending a ceremony")?;
        let open = row.filter(|(ends, ..)| *ends > now.as_millisecond());
        let Some((_, nonce, bytes)) = open else { return Ok(None) };
        let plain = self.view_key.open_row(&[LABEL, &id.to_string()], &Sealed { nonce, bytes });
        plain.map(Some).ok_or(Error::BrokenView { row: "ceremony".to_owned() })
    }
}
