//! Looks that wait to be written: whoever writes takes along what others have brought meanwhile, so that many
//! at once share one write to the disk. Nobody goes on before their own looks are there.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use exchange::journal::Look;
use exchange::vocabulary::SessionId;
use tokio::sync::oneshot::Sender;

/// What somebody wants to be shown within a session.
#[derive(Debug, Clone)]
pub struct Spend {
    /// The session.
    pub session: SessionId,
    /// How many people.
    pub people: u32,
    /// The most that it may be shown since a second factor was shown.
    pub most: u32,
}

/// What one caller brought.
pub(crate) struct Brought {
    pub(crate) looks: Vec<Look>,
    pub(crate) spend: Option<Spend>,
    /// Told once it is on the disk: whether the session had so many people left.
    pub(crate) done: Sender<bool>,
}

/// What waits, and whose turn it is to write.
#[derive(Clone, Default)]
pub(crate) struct Waiting {
    brought: Arc<Mutex<Vec<Brought>>>,
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Waiting")
    }
}

impl Waiting {
    pub(crate) fn bring(&self, one: Brought) {
        self.brought.lock().unwrap_or_else(PoisonError::into_inner).push(one);
    }

    /// Takes what waits, up to so many looks and at least one caller's.
    pub(crate) fn take(&self, most: usize) -> Vec<Brought> {
        let mut brought = self.brought.lock().unwrap_or_else(PoisonError::into_inner);
        let mut looks = 0;
        let fits = brought.iter().take_while(|one| {
            looks += one.looks.len();
            looks <= most
        });
        let count = fits.count().max(1).min(brought.len());
        brought.drain(..count).collect()
    }
}
