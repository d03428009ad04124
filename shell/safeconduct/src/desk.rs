//! The desk: the only way from a page or a command to data.
//!
//! The door lets in who acts; `submit` authorises, decides and appends; `show` and `go_through` let somebody look and write it
//! down; `read` opens one vault record under what they gave.
//! The desk alone reads the clock and draws chance; it holds no rule of its own.

mod accounts;
mod book;
mod decoys;
mod door;
mod hooks;
mod keyring;
mod known;
mod looking;
mod papers;
mod passkeys;
#[cfg(feature = "oidc")]
mod provider;
mod secrets;
mod seek;
mod who;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use exchange::journal::{self, Command, Context, Recorded, State, VaultChange};
use exchange::vocabulary::{Actor, Digest, Party, PersonId, RecordId, Role};
use jiff::Timestamp;
use rand::RngCore as _;
use store::{ADDRESS_FILE, Answered, Keys, Meta, Place, Server, Store};

use crate::cli::Failure;
use book::Book;

pub(crate) use accounts::{Seen, Shown};
pub(crate) use book::Hub;
pub(crate) use decoys::{DECOYS_MAX, alarms};
pub(crate) use door::draw_id;
pub(crate) use hooks::unknown as unknown_hook;
pub(crate) use looking::{Glass, Permit, may_look_at_anybody, may_see_looks};
pub(crate) use papers::ShownPaper;
pub(crate) use passkeys::{Begun, LABEL_LETTERS_MAX, ShownPasskey, Site};
#[cfg(feature = "oidc")]
pub(crate) use provider::{Away, Back};
pub(crate) use secrets::{CODE_DIGITS, CODE_SECONDS, Token};
pub(crate) use who::Who;

/// The file that holds the journal, the vault and the views of one instance.
pub(crate) const JOURNAL_FILE: &str = store::DATABASE_FILE;

/// The file that holds the key that opens the vault's compartments.
pub(crate) const KEY_FILE: &str = store::KEY_FILE;

/// Finds where the database of the instance in a folder is.
pub(crate) fn place(folder: &Path) -> Result<Place, Failure> {
    Place::of(folder).map_err(|error| {
        if !matches!(error, store::Error::Missing { .. }) {
            return error.into();
        }
        Failure::incomplete(
            format!("{} holds no instance", folder.display()),
            "name the folder of an instance, or found one with `safeconduct store create --dir DIR --party a`",
        )
    })
}

/// What a server was told of: the ways to sign in, beside name, password and code, and its folder.
#[derive(Default)]
pub(crate) struct Ways {
    /// The folder of the instance.
    pub(crate) dir: Option<PathBuf>,
    /// The site that passkeys are bound to.
    pub(crate) site: Option<Site>,
    /// Who else says who somebody is.
    #[cfg(feature = "oidc")]
    pub(crate) provider: Option<crate::provider::Provider>,
}

/// One open instance.
pub(crate) struct Desk {
    store: Store,
    state: Book,
    practice_time: Option<Timestamp>,
    /// Why somebody asks to be let past the hour's number of people.
    glass: Glass,
    /// Who has signed in.
    signed: Option<Box<door::Signed>>,
    /// Invented people, once somebody asked for anybody.
    decoys: tokio::sync::OnceCell<decoys::Decoys>,
    /// Who is kept open between comparisons, where desks share a book.
    keep: Option<Arc<known::Keep>>,
}

impl Desk {
    /// Founds an instance in a folder that has none yet.
    pub(crate) async fn create(
        folder: &Path,
        party: Party,
        practice: bool,
        (at, database): (Option<Timestamp>, Option<&str>),
    ) -> Result<Self, Failure> {
        if folder.join(ADDRESS_FILE).exists() || folder.join(JOURNAL_FILE).exists() {
            return Err(Failure::refused(
                format!("{} already holds an instance", folder.display()),
                "choose an empty folder; an instance is never overwritten",
            ));
        }
        if at.is_some() && !practice {
            return Err(only_in_practice());
        }
        database.map(Server::read).transpose()?;
        crate::files::make_folder(folder)?;
        let keys = Keys::create(&folder.join(KEY_FILE))?;
        let meta = Meta { party, practice, created_at: at.unwrap_or_else(clock) };
        let store = Place::create(folder, database, meta, &keys).await?;
        Ok(Self::at(store, State::default(), at))
    }

    /// Opens the instance in a folder and replays its journal.
    pub(crate) async fn open(folder: &Path, at: Option<Timestamp>) -> Result<Self, Failure> {
        let place = place(folder)?;
        let store = place.open(&Keys::read(&folder.join(KEY_FILE))?).await?;
        if at.is_some() && !store.meta().practice {
            return Err(only_in_practice());
        }
        let state = store.state().await?;
        let mut desk = Self::at(store, state, at);
        desk.refresh_views().await?;
        Ok(desk)
    }

    fn at(store: Store, state: State, practice_time: Option<Timestamp>) -> Self {
        let state = Book::own(state);
        let (glass, decoys) = (Glass::default(), tokio::sync::OnceCell::new());
        Self { store, state, practice_time, glass, signed: None, decoys, keep: None }
    }

    /// Brings views along that are behind: those of another release, or of an append without views.
    async fn refresh_views(&mut self) -> Result<(), Failure> {
        loop {
            match self.store.refresh_views(&self.state).await {
                Ok(_) => return Ok(()),
                // Somebody appended meanwhile.
                Err(store::Error::Conflict { .. }) => self.catch_up().await?,
                Err(other) => return Err(other.into()),
            }
        }
    }

    /// Sets the time that a practice instance takes for now, so that a rehearsal can last a year.
    pub(crate) fn set_practice_time(&mut self, at: Timestamp) -> Result<(), Failure> {
        if !self.meta().practice {
            return Err(only_in_practice());
        }
        self.practice_time = Some(at);
        Ok(())
    }

    /// Keeps why somebody asks to be let past the hour's number of people.
    pub(crate) fn break_glass(&mut self, glass: Glass) {
        self.glass = glass;
    }

    /// Returns the time at which the next command would be taken.
    pub(crate) fn now(&self) -> Timestamp {
        self.practice_time.unwrap_or_else(clock)
    }

    /// Returns whose instance this is, and whether it is a practice one.
    pub(crate) fn meta(&self) -> &Meta {
        self.store.meta()
    }

    /// Returns what the journal adds up to.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Returns the store, for its own upkeep (backup, verify, rebuild).
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Puts an actor of this instance's party together.
    pub(crate) fn actor(&self, name: &str, role: Role) -> Actor {
        Actor { party: self.meta().party, name: name.to_owned(), role }
    }

    /// Takes a command: decides, appends, and returns what was recorded. When this returns, the
    /// events are on disk.
    pub(crate) async fn submit(
        &mut self,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<Recorded>, Failure> {
        self.submit_all(actor, vec![command]).await
    }

    /// Takes several commands as one: all of them are recorded, in one transaction, or none is.
    pub(crate) async fn submit_all(
        &mut self,
        actor: &Actor,
        commands: Vec<Command>,
    ) -> Result<Vec<Recorded>, Failure> {
        self.submit_answered(actor, commands, &|_, _| None).await
    }

    /// The same, and keeps in the same transaction what the asker is answered, so that the same request
    /// made again gets the same answer and records nothing.
    pub(crate) async fn submit_answered(
        &mut self,
        actor: &Actor,
        commands: Vec<Command>,
        answer: &dyn Fn(&State, &[Recorded]) -> Option<Answered>,
    ) -> Result<Vec<Recorded>, Failure> {
        self.admit(actor)?;
        Box::pin(self.admit_commands(&commands)).await?;
        self.state.write(&self.store).await?;
        let expected = self.state.version;
        let taken = self.decide_all(actor, commands);
        let stored = match taken {
            Ok((recorded, changes)) => {
                let answered = answer(&self.state, &recorded);
                let after = (expected, &*self.state);
                let appended =
                    self.store.append_answered(after, &recorded, &changes, answered.as_ref()).await;
                appended.map(|_| recorded).map_err(Failure::from)
            }
            Err(refusal) => Err(self.disguise(actor, refusal).await?),
        };
        if stored.is_err() && self.state.version != expected {
            // The state ran ahead of the journal; begin again from what is stored.
            let state = self.store.state().await?;
            *self.state.changing() = state;
        }
        if let Ok(recorded) = &stored {
            self.forget_erased(recorded).await;
        }
        self.state.written().await;
        stored
    }

    /// Says what commands would record, and records nothing.
    pub(crate) async fn rehearse(
        &mut self,
        actor: &Actor,
        commands: Vec<Command>,
    ) -> Result<Vec<Recorded>, Failure> {
        self.admit(actor)?;
        self.state.write(&self.store).await?;
        let expected = self.state.version;
        let taken = self.decide_all(actor, commands);
        if self.state.version != expected {
            // The state ran ahead of the journal, which stays as it is.
            let state = self.store.state().await?;
            *self.state.changing() = state;
        }
        self.state.written().await;
        Ok(taken?.0)
    }

    /// Decides one command after the other on the state, which moves ahead of the journal meanwhile.
    fn decide_all(
        &mut self,
        actor: &Actor,
        commands: Vec<Command>,
    ) -> Result<(Vec<Recorded>, Vec<VaultChange>), journal::Refusal> {
        let mut entropy = [0_u8; 32];
        rand::rngs::OsRng.fill_bytes(&mut entropy);
        let at = self.now();
        let mut all = Vec::new();
        let mut changes = Vec::new();
        for (number, command) in (0_u64..).zip(commands) {
            let one = Digest::of(&[&entropy, &number.to_be_bytes()]).0;
            let context = Context::new(at, actor.clone(), one);
            let outcome = journal::decide(&self.state, &context, command)?;
            let recorded = Recorded::number(&context, self.state.version, &outcome.events);
            let state = self.state.changing();
            for event in &recorded {
                state.apply(event);
            }
            all.extend(recorded);
            changes.extend(outcome.vault);
        }
        Ok((all, changes))
    }

    /// Names the records that the vault holds about an entry, without what they say.
    pub(crate) async fn records_about(&self, person: &PersonId) -> Result<Vec<RecordId>, Failure> {
        Ok(self.store.names_about(person).await?)
    }

    /// Reads the events that the state does not hold yet.
    pub(crate) async fn catch_up(&mut self) -> Result<(), Failure> {
        book::catch_up(&self.store, self.state.changing()).await
    }
}

fn only_in_practice() -> Failure {
    Failure::refused(
        "a time may be set only in a practice instance",
        "leave `--at` away; the clock of this machine is used",
    )
}

/// Reads the machine's clock, to the second: finer stamps would only pretend.
#[expect(clippy::disallowed_methods, reason = "the desk is the one place that reads the clock")]
pub(crate) fn clock() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
