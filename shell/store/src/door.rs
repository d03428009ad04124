//! Who may act: accounts, sessions, ceremonies, and the log of sign-ins.

use exchange::journal::account::{Account, Entry, Session, Tries};
use exchange::vocabulary::{AccountId, Digest, SessionId};
use jiff::Timestamp;

use crate::{Error, Kept, Secrets, Store};

impl Store {
    /// Returns what stands in the database for a working name, whether anybody has it or not.
    pub fn account_name(&self, name: &str) -> Digest {
        on!(self, store => store.account_name(name))
    }

    /// Keeps a new account with the hashes of its recovery codes.
    ///
    /// # Errors
    /// [`Error::AccountExists`], [`Error::TooMuch`]. Nothing is written then.
    pub async fn add_account(
        &self,
        (account, secrets): (&Account, &Secrets),
        codes: &[Digest],
        entry: &Entry,
    ) -> Result<(), Error> {
        on!(self, store => store.add_account((account, secrets), codes, entry).await)
    }

    /// Changes an account that is still as it was read; where `codes` are given they take the place of
    /// all earlier ones.
    ///
    /// # Errors
    /// [`Error::AccountMoved`]. Nothing is written then.
    pub async fn change_account(
        &self,
        kept: &Kept,
        codes: Option<&[Digest]>,
        entry: &Entry,
    ) -> Result<(), Error> {
        on!(self, store => store.change_account(kept, codes, entry).await)
    }

    /// Reads the account of a working name.
    ///
    /// # Errors
    /// [`Error::BrokenAccount`].
    pub async fn account_named(&self, name: &str) -> Result<Option<Kept>, Error> {
        on!(self, store => store.account_named(name).await)
    }

    /// Reads one account.
    ///
    /// # Errors
    /// [`Error::BrokenAccount`].
    pub async fn account(&self, id: &AccountId) -> Result<Option<Kept>, Error> {
        on!(self, store => store.account(id).await)
    }

    /// Reads all accounts, in the order of their opaque names.
    ///
    /// # Errors
    /// [`Error::BrokenAccount`].
    pub async fn accounts(&self) -> Result<Vec<Kept>, Error> {
        on!(self, store => store.accounts().await)
    }

    /// Takes the code of a time step, once: says no when that step's code or a later one was used before.
    pub async fn use_totp_step(&self, account: &AccountId, step: u64) -> Result<bool, Error> {
        on!(self, store => store.use_totp_step(account, step).await)
    }

    /// Takes a recovery code by its hash, once: returns how many are left, or none when there is no such.
    pub async fn use_code(&self, account: &AccountId, code: &Digest) -> Result<Option<u32>, Error> {
        on!(self, store => store.use_code(account, code).await)
    }

    /// Counts the recovery codes of an account that were not used yet.
    pub async fn codes_left(&self, account: &AccountId) -> Result<u32, Error> {
        on!(self, store => store.codes_left(account).await)
    }

    /// Keeps what somebody was asked to show, until a moment, under the hash of what they answer with.
    ///
    /// # Errors
    /// [`Error::TooMuch`] while [`crate::CEREMONIES_MAX`] are open.
    pub async fn put_ceremony(
        &self,
        id: &Digest,
        times: (Timestamp, Timestamp),
        plain: &[u8],
    ) -> Result<(), Error> {
        on!(self, store => store.put_ceremony(id, times, plain).await)
    }

    /// Takes what somebody was asked, once; none when it was taken before or its time is over.
    pub async fn take_ceremony(
        &self,
        id: &Digest,
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, Error> {
        on!(self, store => store.take_ceremony(id, now).await)
    }

    /// Asks the log whether another try at a name may be made now, and writes down that it is made or
    /// that somebody was told to wait. Two tries at once queue up here. Returns what the log said and how
    /// many seconds must pass first.
    pub async fn try_at(
        &self,
        (name, account): (&Digest, Option<&AccountId>),
        origin: &str,
        now: Timestamp,
    ) -> Result<(Tries, u32), Error> {
        on!(self, store => store.try_at((name, account), origin, now).await)
    }

    /// Keeps a new session under the hash of its token. Of more than the most sessions of the account, the
    /// oldest are returned, which end with this.
    pub async fn begin_session(
        &self,
        (session, token): (&Session, &Digest),
        entry: &Entry,
    ) -> Result<Vec<SessionId>, Error> {
        on!(self, store => store.begin_session((session, token), entry).await)
    }

    /// Reads the session of a token by its hash; none when it has ended.
    pub async fn session(&self, token: &Digest) -> Result<Option<Session>, Error> {
        on!(self, store => store.session(token).await)
    }

    /// Reads all sessions that have not ended, the oldest first.
    pub async fn sessions(&self) -> Result<Vec<Session>, Error> {
        on!(self, store => store.sessions().await)
    }

    /// Keeps that a session was used.
    pub async fn use_session(&self, session: &SessionId, now: Timestamp) -> Result<(), Error> {
        on!(self, store => store.use_session(session, now).await)
    }

    /// Keeps that a second factor was shown, and counts people from none again.
    pub async fn prove_session(&self, session: &SessionId, entry: &Entry) -> Result<(), Error> {
        on!(self, store => store.prove_session(session, entry).await)
    }

    /// Counts people whom a session is about to be shown; says no, and counts nothing, when that would
    /// be more than `most` since a second factor was shown. Two commands at once cannot both take the last.
    pub async fn spend(&self, session: &SessionId, people: u32, most: u32) -> Result<bool, Error> {
        on!(self, store => store.spend(session, people, most).await)
    }

    /// Ends a session; says whether there was one.
    pub async fn end_session(&self, session: &SessionId, entry: &Entry) -> Result<bool, Error> {
        on!(self, store => store.end_session(session, entry).await)
    }

    /// Adds to the log of sign-ins.
    pub async fn append_entries(&self, entries: &[Entry]) -> Result<(), Error> {
        on!(self, store => store.append_entries(entries).await)
    }

    /// Reads up to `limit` entries of the log of sign-ins from number `from` (counted from 1) on, with
    /// their numbers. An empty answer means the end.
    ///
    /// # Errors
    /// [`Error::BrokenEntry`].
    pub async fn entries(&self, from: u64, limit: u32) -> Result<Vec<(u64, Entry)>, Error> {
        on!(self, store => store.entries(from, limit).await)
    }

    /// Returns how many entries the log of sign-ins has, and the end of its chain.
    pub async fn entries_end(&self) -> Result<(u64, Digest), Error> {
        on!(self, store => store.entries_end().await)
    }
}
