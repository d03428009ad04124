//! Turns: so many requests are worked on at once, each by a thread of its own, away from the threads that listen.
//! Pages and the API share them.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// How many requests are worked on at once; others wait.
const REQUESTS_AT_ONCE: usize = 48;
/// How many more wait; after that they are turned away.
const REQUESTS_WAITING: usize = 400;

/// The turns of one server.
pub(crate) struct Turns {
    at_work: Arc<Semaphore>,
    waiting: Semaphore,
}

/// Why there is no answer.
pub(crate) enum Turned {
    /// As many wait as may.
    Away,
    /// The work broke off.
    Broken(JoinError),
}

impl Turns {
    pub(crate) fn new() -> Self {
        let at_work = Arc::new(Semaphore::new(REQUESTS_AT_ONCE));
        Self { at_work, waiting: Semaphore::new(REQUESTS_WAITING) }
    }

    /// Waits for a turn and has the work done. Whoever hangs up does not break off what was begun.
    pub(crate) async fn take<T: Send + 'static, F: Future<Output = T>>(
        &self,
        work: impl FnOnce() -> F + Send + 'static,
    ) -> Result<T, Turned> {
        let turn = {
            let Ok(_waits) = self.waiting.try_acquire() else { return Err(Turned::Away) };
            Arc::clone(&self.at_work).acquire_owned().await
        };
        let handle = Handle::current();
        let done = tokio::task::spawn_blocking(move || {
            let done = handle.block_on(work());
            drop(turn);
            done
        });
        done.await.map_err(Turned::Broken)
    }
}
