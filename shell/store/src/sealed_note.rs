//! Sealed notes: something that an instance keeps beside the journal, of which the database shows a
//! name and nothing else, not even a length. They lie among the checkpoints, so that a copy has them.

use crate::keys::Sealed;
use crate::{CHECKPOINT_BYTES_MAX, Error, Store};

/// A note is filled up to a multiple of this many bytes.
const NOTE_BYTES: usize = 64 * 1024;
/// What a note is sealed for.
const LABEL: &str = "safeconduct/sealed-note/1";
/// The length of the nonce before it.
const NONCE_BYTES: usize = 24;

/// A note as it was read.
#[derive(Default)]
pub struct Note {
    /// What stands in it; empty where there is none.
    pub text: Vec<u8>,
    /// The bytes as they lay there, by which a change is told from one that somebody else made meanwhile.
    lying: Option<Vec<u8>>,
}

impl Store {
    /// Reads a sealed note; an empty one where there is none.
    ///
    /// # Errors
    /// [`Error::BrokenLock`] when it was changed or is another instance's.
    pub async fn note(&self, name: &str) -> Result<Note, Error> {
        let Some(lying) = self.checkpoint(name).await? else { return Ok(Note::default()) };
        let broken = || Error::BrokenLock { what: "sealed note", whose: name.to_owned() };
        let (nonce, bytes) = lying.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let sealed = Sealed { nonce: nonce.to_vec(), bytes: bytes.to_vec() };
        let plain = match self {
            Self::Sqlite(store) => store.open_row(&[LABEL, name], &sealed),
            Self::Postgres(store) => store.open_row(&[LABEL, name], &sealed),
        };
        let plain = plain.ok_or_else(broken)?;
        let (length, rest) = plain.split_first_chunk::<8>().ok_or_else(broken)?;
        let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_long| broken())?;
        let text = rest.get(..length).ok_or_else(broken)?.to_vec();
        Ok(Note { text, lying: Some(lying) })
    }

    /// Writes a sealed note in place of the one that was read.
    ///
    /// # Errors
    /// [`Error::CheckpointMoved`] when somebody else has written since, [`Error::TooMuch`].
    pub async fn put_note(&self, name: &str, read: &Note, text: &[u8]) -> Result<(), Error> {
        let limit = CHECKPOINT_BYTES_MAX - NOTE_BYTES;
        if text.len() > limit {
            return Err(Error::TooMuch { what: "bytes in a note", found: text.len(), limit });
        }
        let length = u64::try_from(text.len()).expect("a limited length");
        let mut plain = [&length.to_be_bytes()[..], text].concat();
        plain.resize(plain.len().next_multiple_of(NOTE_BYTES), 0);
        let sealed = match self {
            Self::Sqlite(store) => store.seal_row(&[LABEL, name], &plain),
            Self::Postgres(store) => store.seal_row(&[LABEL, name], &plain),
        };
        let bytes = [sealed.nonce, sealed.bytes].concat();
        self.put_checkpoint(name, read.lying.as_deref(), &bytes).await
    }
}
