//! Keeps one instance: the journal, the vault, checkpoints, and the views that are made from them.
//!
//! The journal only grows. It holds opaque identifiers, counts and salted digests, and each event
//! carries the hash of everything before it. What is known about people lies sealed in the vault and
//! can be destroyed without touching the journal (`docs/decisions/0001-journal-vault-erasure.md`).
//! An append writes events and vault records in one transaction, or nothing.

#![expect(
    clippy::duplicate_mod,
    reason = "the files in sql/ are built once for each database: the SQL is written once"
)]

mod accounts;
mod answered;
mod chain;
mod closed;
mod error;
mod file;
mod keys;
mod place;
mod postgres;
mod report;
mod seal_to;
mod sealed_note;
mod sqlite;
mod view_key;
mod views;
mod waiting;

use std::collections::BTreeSet;
use std::path::Path;

use exchange::journal::{Compartment, Look, Recorded, State, VaultChange};
use exchange::registry::{Query, Status};
use exchange::vocabulary::{AccountId, Digest, LineId, Party, PersonId, Private, RecordId};
use jiff::Timestamp;

pub use accounts::{Kept, Link, Passkey, Secrets};
pub use answered::{ANSWERS_HOURS, Answered, Turn};
pub use closed::{Holder, Lock};
pub use error::Error;
pub use keys::Keys;
pub use place::{ADDRESS_FILE, Place};
pub use postgres::Server;
pub use report::{Flaw, Report};
pub use seal_to::{KeyPair, PublicKey};
pub use sealed_note::Note;
pub use views::{CardOf, ChangedCards, FoundPerson, LinePlace, Views};
pub use waiting::Spend;

/// The name of the database inside an instance folder.
pub const DATABASE_FILE: &str = "journal.sqlite";
/// The name of the file with the instance key inside an instance folder.
pub const KEY_FILE: &str = "instance.key";

/// The most events that one append takes.
pub const APPEND_EVENTS_MAX: usize = 20_000;
/// The most vault changes that one append takes.
pub const APPEND_CHANGES_MAX: usize = 100_000;
/// The longest vault record, in bytes.
pub const RECORD_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The longest event, in bytes of JSON.
pub const EVENT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most events that one [`Store::read`] returns, whatever it is asked for.
pub const READ_EVENTS_MAX: u32 = 10_000;
/// The most persons that one [`Store::persons_with`] returns, whatever it is asked for.
pub const PERSONS_MAX: u32 = 10_000;
/// The most looks that are recorded at once.
pub const APPEND_LOOKS_MAX: usize = 10_000;
/// The most looks that one [`Store::looks`] returns, whatever it is asked for.
pub const READ_LOOKS_MAX: u32 = 10_000;
/// The most people whom one [`Store::search`] returns, whatever it is asked for.
pub const FOUND_MAX: usize = 1_000;
/// The most entries of the log of sign-ins that one [`Store::entries`] returns, whatever it is asked for.
pub const READ_ENTRIES_MAX: u32 = 10_000;
/// The most accounts of one instance.
pub const ACCOUNTS_MAX: u32 = 10_000;
/// The most ceremonies that have begun and not ended: whoever wants to begin one more must wait.
pub const CEREMONIES_MAX: usize = 10_000;
/// The longest checkpoint, in bytes.
pub const CHECKPOINT_BYTES_MAX: usize = 1024 * 1024;

/// What an instance is from its creation on. It never changes, and the hash chain begins with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Whose instance this is.
    pub party: Party,
    /// Whether it holds practice data: invented people only, and pages on loopback only.
    pub practice: bool,
    /// When it was made, by the clock of that machine; kept to the millisecond.
    pub created_at: Timestamp,
}

/// A vault record, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its opaque name, as events cite it.
    pub record: RecordId,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Where it is kept.
    pub compartment: Compartment,
    /// The salt of its digest.
    pub salt: Private<[u8; 32]>,
    /// The record itself.
    pub bytes: Private<Vec<u8>>,
}

impl Opened {
    /// Computes the digest that the event carries.
    pub fn digest(&self) -> Digest {
        VaultChange::digest(self.salt.open(), self.bytes.open())
    }
}

/// An event as it lies in the database: number, body, chain.
type RawEvent = (i64, Vec<u8>, Vec<u8>);

/// A look as it lies in the database: number, time, actor, person, body, chain.
type RawLook = (i64, i64, String, Option<String>, Vec<u8>, Vec<u8>);

/// A vault record as it lies in the database: name, person, compartment, nonce, sealed bytes.
type RawRecord = (String, Option<String>, String, Vec<u8>, Vec<u8>);

/// One instance's data. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub enum Store {
    /// A SQLite file: the default, one machine.
    Sqlite(sqlite::Sqlite),
    /// A PostgreSQL database: several processes on one instance.
    Postgres(postgres::Postgres),
}

/// Does the same with whichever database it is.
macro_rules! on {
    ($store:expr, $one:ident => $body:expr) => {
        match $store {
            Store::Sqlite($one) => $body,
            Store::Postgres($one) => $body,
        }
    };
}

mod door;

impl Store {
    /// Makes a new instance at `path` with fresh compartment keys sealed under `keys`.
    ///
    /// The file appears under its name only when it is complete.
    ///
    /// # Errors
    /// [`Error::Exists`] when something is there already.
    pub async fn create(path: &Path, meta: Meta, keys: &Keys) -> Result<Self, Error> {
        sqlite::Sqlite::create(path, meta, keys).await.map(Self::Sqlite)
    }

    /// Opens an instance.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::NotAStore`], [`Error::Newer`], or [`Error::WrongKey`] when the
    /// compartment keys do not open under `keys`.
    pub async fn open(path: &Path, keys: &Keys) -> Result<Self, Error> {
        sqlite::Sqlite::open(path, keys).await.map(Self::Sqlite)
    }

    /// Makes a new instance in an empty PostgreSQL database.
    ///
    /// # Errors
    /// [`Error::Exists`] when the database holds an instance, [`Error::Unreachable`].
    pub async fn create_on(server: &Server, meta: Meta, keys: &Keys) -> Result<Self, Error> {
        postgres::Postgres::create(server, meta, keys).await.map(Self::Postgres)
    }

    /// Opens the instance in a PostgreSQL database.
    ///
    /// # Errors
    /// [`Error::Unreachable`], and as [`Store::open`].
    pub async fn open_on(server: &Server, keys: &Keys) -> Result<Self, Error> {
        postgres::Postgres::open(server, keys).await.map(Self::Postgres)
    }

    /// Puts a backup in place of an instance that is gone: copies it, opens it, verifies it, and only
    /// then gives it its name. Never writes over anything.
    ///
    /// # Errors
    /// [`Error::Exists`], [`Error::InUse`] when `backup` is a live database, [`Error::Unsound`].
    pub async fn restore(backup: &Path, path: &Path, keys: &Keys) -> Result<Report, Error> {
        sqlite::Sqlite::restore(backup, path, keys).await
    }

    /// Closes all connections; the write-ahead log is folded into the database.
    pub async fn close(&self) {
        on!(self, store => store.close().await);
    }

    /// Returns what this instance is.
    pub fn meta(&self) -> &Meta {
        on!(self, store => store.meta())
    }

    /// Adds events and changes the vault in one transaction, and returns the new version once both
    /// are on the disk.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the journal is not at `expected` any more, [`Error::Misnumbered`] when
    /// the events do not follow it, [`Error::RecordExists`], [`Error::TooMuch`]. Nothing is written then.
    pub async fn append(
        &self,
        expected: u64,
        events: &[Recorded],
        changes: &[VaultChange],
    ) -> Result<u64, Error> {
        on!(self, store => store.append(expected, events, changes, (None, None)).await)
    }

    /// Reads up to `limit` events from number `from` (counted from 1) on, each checked against the
    /// chain. An empty answer means the end.
    ///
    /// # Errors
    /// [`Error::BrokenEvent`] naming the first event that does not fit the chain.
    pub async fn read(&self, from: u64, limit: u32) -> Result<Vec<Recorded>, Error> {
        on!(self, store => store.read(from, limit).await)
    }

    /// Replays the whole journal.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn replay(&self) -> Result<State, Error> {
        let mut state = State::default();
        loop {
            let page = self.read(state.version + 1, READ_EVENTS_MAX).await?;
            if page.is_empty() {
                return Ok(state);
            }
            for recorded in &page {
                state.apply(recorded);
            }
        }
    }

    /// Adds the journal up, from the last snapshot on where there is one that fits, and makes a new
    /// snapshot when many events had to be read. The events before the snapshot are not read again:
    /// [`Store::verify`] checks them all.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn state(&self) -> Result<State, Error> {
        on!(self, store => Ok(store.replay().await?.state))
    }

    /// Makes a snapshot however few events there are.
    #[cfg(test)]
    pub(crate) async fn snapshot_now(&self) -> Result<(), Error> {
        on!(self, store => {
            let saving = store.replay().await?;
            store.save(&saving).await
        })
    }

    /// Says whether there is a snapshot that fits.
    #[cfg(test)]
    pub(crate) async fn has_snapshot(&self) -> Result<bool, Error> {
        on!(self, store => Ok(store.saved().await?.is_some()))
    }

    /// Throws the snapshot away; the next opening replays the whole journal.
    pub async fn forget_snapshot(&self) -> Result<(), Error> {
        on!(self, store => store.forget_snapshot().await)
    }

    /// Returns the number of events in the journal.
    pub async fn version(&self) -> Result<u64, Error> {
        on!(self, store => Ok(store.head().await?.0))
    }

    /// Returns the end of the hash chain: two journals with the same digest hold the same events.
    /// Erasing a person leaves it as it is.
    pub async fn digest(&self) -> Result<Digest, Error> {
        on!(self, store => Ok(store.head().await?.1))
    }

    /// Opens one vault record; none when it was never kept or was destroyed.
    ///
    /// # Errors
    /// [`Error::BrokenRecord`] when it was changed on the disk or moved from another record.
    pub async fn vault_get(&self, record: &RecordId) -> Result<Option<Opened>, Error> {
        on!(self, store => store.vault_get(record).await)
    }

    /// Opens every vault record about a person, in the order of their names.
    ///
    /// # Errors
    /// As [`Store::vault_get`].
    pub async fn vault_about(&self, person: &PersonId) -> Result<Vec<Opened>, Error> {
        on!(self, store => store.vault_about(person).await)
    }

    /// Reads a named checkpoint.
    pub async fn checkpoint(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        on!(self, store => store.checkpoint(name).await)
    }

    /// Sets a named checkpoint if it still is what the caller saw (`seen`; none = not there yet).
    ///
    /// # Errors
    /// [`Error::CheckpointMoved`] when somebody else has set it since.
    pub async fn put_checkpoint(
        &self,
        name: &str,
        seen: Option<&[u8]>,
        bytes: &[u8],
    ) -> Result<(), Error> {
        on!(self, store => store.put_checkpoint(name, seen, bytes).await)
    }

    /// Adds events and changes the vault as [`Store::append`] does, and brings the views along in the
    /// same transaction. `after` is the state with the events added. Views that were behind stay
    /// behind, until [`Store::refresh_views`].
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_viewed(
        &self,
        after: (u64, &State),
        events: &[Recorded],
        changes: &[VaultChange],
    ) -> Result<u64, Error> {
        self.append_answered(after, events, changes, None).await
    }

    /// Adds events as [`Store::append_viewed`] does, and keeps in the same transaction what the asker is
    /// answered.
    ///
    /// # Errors
    /// As [`Store::append`]; [`Error::KeyUsed`] when something was answered under that key before.
    pub async fn append_answered(
        &self,
        (expected, after): (u64, &State),
        events: &[Recorded],
        changes: &[VaultChange],
        answered: Option<&Answered>,
    ) -> Result<u64, Error> {
        let after = (Some(after), answered);
        on!(self, store => store.append(expected, events, changes, after).await)
    }

    /// Reads what somebody was answered to a request with a key, if it is still kept.
    pub async fn answered(
        &self,
        account: &AccountId,
        key: &Digest,
    ) -> Result<Option<Answered>, Error> {
        on!(self, store => store.answered(account, key).await)
    }

    /// Waits for this process's turn to write, where several processes share the database: until the turn
    /// ends, none of the others that wait for theirs appends.
    pub async fn turn(&self) -> Result<Turn, Error> {
        on!(self, store => store.turn().await)
    }

    /// Computes a keyed mark of bytes for a purpose: nobody without the instance key can make one.
    pub fn keyed_mark(&self, purpose: &str, bytes: &[u8]) -> Digest {
        on!(self, store => store.keyed_mark(purpose, bytes))
    }

    /// Brings views that are behind to a state at the end of the journal: writes the rows of whatever
    /// was touched since, or all rows where the views were made in another form. Says whether there was
    /// anything to do.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the state is not at the end of the journal.
    pub async fn refresh_views(&self, state: &State) -> Result<bool, Error> {
        on!(self, store => store.write_views(state, false).await)
    }

    /// Throws the views away and makes them again from journal and vault.
    ///
    /// # Errors
    /// As [`Store::read`]; [`Error::Conflict`] when somebody appends meanwhile.
    pub async fn rebuild_views(&self) -> Result<Views, Error> {
        self.forget_snapshot().await?;
        let state = self.replay().await?;
        on!(self, store => store.write_views(&state, true).await)?;
        self.views().await
    }

    /// Finds by search keys the people who are likest a query, the likest first, at most `most` of them.
    /// Only the cards of candidates are opened. The views may be behind the journal.
    ///
    /// # Errors
    /// [`Error::BrokenView`] when a card was changed on the disk.
    pub async fn search(&self, query: &Query, most: usize) -> Result<Vec<FoundPerson>, Error> {
        on!(self, store => store.search(query, most.min(FOUND_MAX)).await)
    }

    /// Opens the cards of everybody, in the order in which people were entered.
    ///
    /// # Errors
    /// [`Error::BrokenView`] when a card was changed on the disk.
    pub async fn cards(&self) -> Result<Vec<CardOf>, Error> {
        on!(self, store => store.cards().await)
    }

    /// Opens the cards of whom the events after a version touched, up to a state; none where the events are so many
    /// that [`Store::cards`] is quicker.
    ///
    /// # Errors
    /// [`Error::BrokenView`] when a card was changed on the disk.
    pub async fn cards_since(
        &self,
        version: u64,
        state: &State,
    ) -> Result<Option<ChangedCards>, Error> {
        on!(self, store => store.cards_since(version, state).await)
    }

    /// Returns the version of the journal that the views show.
    pub async fn views_version(&self) -> Result<u64, Error> {
        on!(self, store => store.views_version().await)
    }

    /// Says what the views show; they may be behind the journal.
    pub async fn views(&self) -> Result<Views, Error> {
        on!(self, store => store.views().await)
    }

    /// Looks up the persons with a status (none: of whom nothing is claimed) in the views, in order,
    /// at most `limit` of those that come after `after`.
    pub async fn persons_with(
        &self,
        status: Option<Status>,
        after: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<PersonId>, Error> {
        on!(self, store => store.persons_with(status, after, limit).await)
    }

    /// Looks up in the views on which closed lists a line reference stands.
    pub async fn places_of(&self, line: &LineId) -> Result<Vec<LinePlace>, Error> {
        on!(self, store => store.places_of(line).await)
    }

    /// Records looks, and returns once they are on the disk. Only then may anything be shown.
    ///
    /// # Errors
    /// [`Error::TooMuch`]. Nothing is written then.
    pub async fn append_looks(&self, looks: &[Look]) -> Result<(), Error> {
        on!(self, store => store.append_looks(looks, None).await).map(drop)
    }

    /// Counts people whom a session is about to be shown and records the looks, in one transaction; says no,
    /// and writes nothing, when that would be more than the session has left. Two commands at once cannot both
    /// take the last.
    ///
    /// # Errors
    /// As [`Store::append_looks`].
    pub async fn append_looks_within(&self, looks: &[Look], spend: Spend) -> Result<bool, Error> {
        on!(self, store => store.append_looks(looks, Some(spend)).await)
    }

    /// Reads up to `limit` looks from number `from` (counted from 1) on, with their numbers. An empty
    /// answer means the end.
    ///
    /// # Errors
    /// [`Error::BrokenLook`].
    pub async fn looks(&self, from: u64, limit: u32) -> Result<Vec<(u64, Look)>, Error> {
        on!(self, store => store.looks(from, limit).await)
    }

    /// Reads every look that showed one person.
    ///
    /// # Errors
    /// [`Error::BrokenLook`].
    pub async fn looks_at(&self, person: &PersonId) -> Result<Vec<(u64, Look)>, Error> {
        on!(self, store => store.looks_at(person).await)
    }

    /// Names the people whom somebody was shown after a moment.
    pub async fn people_shown(
        &self,
        actor: &str,
        since: Timestamp,
    ) -> Result<BTreeSet<PersonId>, Error> {
        on!(self, store => store.people_shown(actor, since).await)
    }

    /// Returns how many looks there are, and the end of their chain: write it down elsewhere, and
    /// nobody can cut the log short unseen.
    pub async fn looks_end(&self) -> Result<(u64, Digest), Error> {
        on!(self, store => store.looks_end().await)
    }

    pub(crate) async fn raw_entries(
        &self,
        from: u64,
        limit: u32,
    ) -> Result<Vec<accounts::RawEntry>, Error> {
        on!(self, store => store.raw_entries(from, limit).await)
    }

    pub(crate) async fn raw_accounts(&self) -> Result<Vec<accounts::RawAccount>, Error> {
        on!(self, store => store.raw_accounts().await)
    }

    pub(crate) async fn raw_codes(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        on!(self, store => store.raw_codes().await)
    }

    /// Checks everything that is kept: the database's pages, every event against the chain, the end of
    /// the journal, that every vault record opens, and that views of this version show what they
    /// should.
    ///
    /// # Errors
    /// Only when the check itself cannot run; what it finds is in the report.
    pub async fn verify(&self) -> Result<Report, Error> {
        let mut report = on!(self, store => store.verify().await)?;
        if !report.is_sound() {
            return Ok(report);
        }
        let state = match self.replay().await {
            Ok(state) => state,
            Err(Error::BrokenEvent { number, why }) => {
                report.flaw(Flaw::Event { number, why });
                return Ok(report);
            }
            Err(error) => return Err(error),
        };
        let shown = self.views().await?;
        let expected = on!(self, store => store.rows_of(&state).await)?.digest();
        // Views that are behind say nothing, and an append meanwhile would look like a flaw.
        let comparable = shown.version == state.version && state.version == self.version().await?;
        if comparable && shown.digest != expected {
            report.flaw(Flaw::Views);
        }
        Ok(report)
    }

    /// Writes a backup while the instance stays in use, opens it, and verifies it. The backup holds
    /// the vault sealed: it is worth nothing without the instance key, which is not in it.
    ///
    /// # Errors
    /// [`Error::Exists`] when something is at `path`; [`Error::Unsound`] when what was written does not
    /// verify, and then no file is left.
    pub async fn backup_to(&self, path: &Path, keys: &Keys) -> Result<Report, Error> {
        match self {
            Self::Sqlite(store) => store.backup_to(path, keys).await,
            Self::Postgres(_) => self.copy_to_file(path, keys).await,
        }
    }

    /// Copies the whole instance into a new SQLite file: the same chain, the same sealed records.
    ///
    /// # Errors
    /// [`Error::Exists`] when something is at `path`, [`Error::Conflict`] when somebody wrote meanwhile,
    /// [`Error::Unsound`]. No file is left then.
    pub async fn copy_to_file(&self, path: &Path, keys: &Keys) -> Result<Report, Error> {
        sqlite::Sqlite::take_over(self, path, keys).await
    }

    /// Copies the whole instance into an empty PostgreSQL database.
    ///
    /// # Errors
    /// [`Error::Exists`] when the database holds an instance, [`Error::Conflict`] when somebody wrote
    /// meanwhile, [`Error::Unreachable`], [`Error::Unsound`].
    pub async fn copy_to_server(&self, server: &Server, keys: &Keys) -> Result<Report, Error> {
        postgres::Postgres::take_over(self, server, keys).await
    }

    /// Returns the version of the database engine, as it names itself.
    pub async fn engine(&self) -> Result<String, Error> {
        on!(self, store => store.engine().await)
    }

    pub(crate) async fn head(&self) -> Result<(u64, Digest), Error> {
        on!(self, store => store.head().await)
    }

    pub(crate) async fn raw_keys(&self) -> Result<Vec<(Compartment, keys::Sealed)>, Error> {
        on!(self, store => store.raw_keys().await)
    }

    pub(crate) async fn raw_view_key(&self) -> Result<keys::Sealed, Error> {
        on!(self, store => store.raw_view_key().await)
    }

    pub(crate) async fn raw_events(&self, from: u64, limit: u32) -> Result<Vec<RawEvent>, Error> {
        on!(self, store => store.raw_events(from, limit).await)
    }

    pub(crate) async fn raw_looks(&self, from: u64, limit: u32) -> Result<Vec<RawLook>, Error> {
        on!(self, store => store.raw_looks(from, limit).await)
    }

    pub(crate) async fn raw_records(
        &self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<RawRecord>, Error> {
        on!(self, store => store.raw_records(after, limit).await)
    }

    pub(crate) async fn raw_checkpoints(&self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        on!(self, store => store.raw_checkpoints().await)
    }
}

#[cfg(test)]
mod tests;
