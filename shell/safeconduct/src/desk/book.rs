//! What the journal adds up to, as a desk has it at hand: its own copy, or one that several desks of a
//! process share.
//!
//! Many read a shared book at once. Whoever writes waits until they are done and holds it until the events are
//! on the disk; before, they catch up with what other processes appended, so that nobody decides on an old
//! state.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use exchange::journal::State;
use jiff::{SignedDuration, Timestamp};
use store::{Store, Turn};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

use super::Desk;
use super::known::Keep;
use crate::cli::Failure;

/// How many events are read from the store at once.
const READ_EVENTS: u32 = 10_000;

/// What somebody reads who has not opened the book yet.
static NOTHING: LazyLock<State> = LazyLock::new(State::default);

/// What several desks of one process share.
pub(crate) struct Hub {
    store: Store,
    state: Arc<RwLock<State>>,
    keep: Arc<Keep>,
    /// For a practice instance that takes another day for today: which, and since when it has done so.
    practice_day: Option<(Timestamp, Instant)>,
}

impl Hub {
    /// Shares what a desk has open.
    pub(crate) fn of(desk: Desk) -> Result<Self, Failure> {
        let Held::Own(state) = desk.state.held else {
            return Err(Failure::Fault(anyhow::anyhow!("a shared book cannot be shared again")));
        };
        let practice_day = desk.practice_time.map(|at| (at, Instant::now()));
        let state = Arc::new(RwLock::new(*state));
        Ok(Self { store: desk.store, state, keep: Arc::default(), practice_day })
    }

    /// Returns the store, for work beside the desks that needs no book.
    pub(crate) fn store(&self) -> Store {
        self.store.clone()
    }

    /// Puts up one more desk. Its book is shut until somebody opens it.
    pub(crate) fn desk(&self) -> Desk {
        let state = Book { shared: Some(Arc::clone(&self.state)), held: Held::Shut };
        Desk {
            store: self.store.clone(),
            state,
            practice_time: self.practice_time(),
            glass: super::Glass::default(),
            signed: None,
            decoys: tokio::sync::OnceCell::new(),
            keep: Some(Arc::clone(&self.keep)),
        }
    }

    /// What a practice instance takes for now: its day goes on from when it was opened.
    fn practice_time(&self) -> Option<Timestamp> {
        let (at, since) = self.practice_day?;
        let passed = i64::try_from(since.elapsed().as_secs()).unwrap_or(i64::MAX);
        at.checked_add(SignedDuration::from_secs(passed)).ok()
    }

    /// Lets go in time of what is kept open between comparisons, until the process ends.
    pub(crate) async fn look_after(self: Arc<Self>) {
        self.keep.look_after_always(&self.store).await;
    }
}

/// What the journal adds up to.
pub(super) struct Book {
    shared: Option<Arc<RwLock<State>>>,
    held: Held,
}

enum Held {
    Own(Box<State>),
    Shut,
    Reading(OwnedRwLockReadGuard<State>),
    Writing(OwnedRwLockWriteGuard<State>, Turn),
}

impl Deref for Book {
    type Target = State;
    fn deref(&self) -> &State {
        match &self.held {
            Held::Own(state) => state,
            Held::Shut => &NOTHING,
            Held::Reading(state) => state,
            Held::Writing(state, _) => state,
        }
    }
}

impl Book {
    /// A book that nobody else has.
    pub(super) fn own(state: State) -> Self {
        Self { shared: None, held: Held::Own(Box::new(state)) }
    }

    /// Returns the state to be changed. A shared one is changed only by who holds it for writing; elsewhere the
    /// change stays with this desk.
    pub(super) fn changing(&mut self) -> &mut State {
        if matches!(self.held, Held::Shut | Held::Reading(_)) {
            self.held = Held::Own(Box::new((**self).clone()));
        }
        match &mut self.held {
            Held::Own(state) => state,
            Held::Writing(state, _) => state,
            Held::Shut | Held::Reading(_) => unreachable!("it was made this desk's own above"),
        }
    }

    /// Takes a shared book for writing, up to the end of the journal. Nobody else writes until
    /// [`Book::written`].
    pub(super) async fn write(&mut self, store: &Store) -> Result<(), Failure> {
        let Some(shared) = self.shared.clone() else { return Ok(()) };
        if matches!(self.held, Held::Writing(..)) {
            return Ok(());
        }
        // Whoever waits for the pen must not hold the book open.
        self.held = Held::Shut;
        let mut state = shared.write_owned().await;
        let turn = store.turn().await?;
        catch_up(store, &mut state).await?;
        self.held = Held::Writing(state, turn);
        Ok(())
    }

    /// Lets the others at a shared book again, and goes on reading.
    pub(super) async fn written(&mut self) {
        self.held = match std::mem::replace(&mut self.held, Held::Shut) {
            Held::Writing(state, turn) => {
                turn.end().await;
                Held::Reading(state.downgrade())
            }
            held @ (Held::Own(_) | Held::Shut | Held::Reading(_)) => held,
        };
    }

    /// Opens a shared book for reading, up to the end of the journal.
    async fn read(&mut self, store: &Store) -> Result<(), Failure> {
        let Some(shared) = self.shared.clone() else { return Ok(()) };
        if !matches!(self.held, Held::Shut) {
            return Ok(());
        }
        let state = Arc::clone(&shared).read_owned().await;
        if state.version == store.version().await? {
            self.held = Held::Reading(state);
            return Ok(());
        }
        drop(state);
        let mut state = shared.write_owned().await;
        catch_up(store, &mut state).await?;
        self.held = Held::Reading(state.downgrade());
        Ok(())
    }
}

impl Desk {
    /// Opens the book that this desk shares with others, up to the end of the journal.
    pub(crate) async fn open_book(&mut self) -> Result<(), Failure> {
        self.state.read(&self.store).await
    }

    /// Takes the shared book for writing: what is looked at from here on is what will be decided on.
    pub(crate) async fn take_pen(&mut self) -> Result<(), Failure> {
        self.state.write(&self.store).await
    }

    /// Shuts a shared book that was opened, and lets others at it.
    pub(crate) async fn shut_book(&mut self) {
        self.state.written().await;
        if self.state.shared.is_some() {
            self.state.held = Held::Shut;
        }
    }

    /// Copies the shared book, so that long work keeps nobody from writing.
    pub(crate) fn step_aside(&mut self) {
        if self.state.shared.is_some() {
            self.state.held = Held::Own(Box::new((*self.state).clone()));
        }
    }
}

/// Reads the events that a state does not hold yet.
pub(super) async fn catch_up(store: &Store, state: &mut State) -> Result<(), Failure> {
    if state.version > store.version().await? {
        // A writer broke off between deciding and appending.
        *state = store.state().await?;
    }
    loop {
        let events = store.read(state.version + 1, READ_EVENTS).await?;
        if events.is_empty() {
            return Ok(());
        }
        for event in &events {
            state.apply(event);
        }
    }
}
