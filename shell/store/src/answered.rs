//! What was answered to requests that recorded something, and whose turn it is to write.

use exchange::vocabulary::{AccountId, Digest};
use jiff::Timestamp;

/// For so long an answer is kept; after that the same key is a new one.
pub const ANSWERS_HOURS: i64 = 24;

/// What was answered to a request. It names nobody: opaque references, counts and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Whose request.
    pub account: AccountId,
    /// The hash of the key by which the asker names the request.
    pub key: Digest,
    /// The hash of the request.
    pub request: Digest,
    /// When it was answered.
    pub at: Timestamp,
    /// The answer.
    pub body: Vec<u8>,
}

/// A turn to write. It ends with [`Turn::end`], or with the process.
#[derive(Debug)]
pub struct Turn(pub(crate) Option<sqlx::Transaction<'static, sqlx::Postgres>>);

impl Turn {
    /// Lets the next one write.
    pub async fn end(self) {
        let Some(work) = self.0 else { return };
        // A connection that broke has ended the turn by itself.
        if let Err(error) = work.rollback().await {
            tracing::warn!(target: "store", %error, "a turn to write ended with its connection");
        }
    }
}
