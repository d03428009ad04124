//! Checkpoints: named values that nobody sets over somebody else's.

use super::{Base, journal};
use crate::error::Doing as _;
use crate::{CHECKPOINT_BYTES_MAX, Error};

impl Base {
    pub(crate) async fn checkpoint(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        sqlx::query_scalar("select bytes from checkpoint where name = $1")
            .bind(name)
            .fetch_optional(&self.pool)
            .await
            .doing("reading a checkpoint")
    }

    /// Reads all checkpoints, by name.
    pub(crate) async fn raw_checkpoints(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        sqlx::query_as("select name, bytes from checkpoint order by name")
            .fetch_all(&self.pool)
            .await
            .doing("reading the checkpoints")
    }

    pub(crate) async fn put_checkpoint(
        &self,
        name: &str,
        seen: Option<&[u8]>,
        bytes: &[u8],
    ) -> Result<(), Error> {
        journal::limit("bytes in a checkpoint", bytes.len(), CHECKPOINT_BYTES_MAX)?;
        let put =
            match seen {
                None => sqlx::query(
                    "insert into checkpoint (name, bytes) values ($1, $2) on conflict do nothing",
                )
                .bind(name)
                .bind(bytes)
                .execute(&self.pool)
                .await,
                Some(seen) => {
                    sqlx::query("update checkpoint set bytes = $2 where name = $1 and bytes = $3")
                        .bind(name)
                        .bind(bytes)
                        .bind(seen)
                        .execute(&self.pool)
                        .await
                }
            };
        if put.doing("setting a checkpoint")?.rows_affected() == 0 {
            return Err(Error::CheckpointMoved { name: name.to_owned() });
        }
        Ok(())
    }
}
