//! Closed compartments: those that people open with keys of their own, and the instance key alone does not.
//!
//! A compartment that was closed has a key pair. Whoever writes seals to its public half; the secret half
//! lies in the database once for each account that may open it, sealed to that account's own key pair, and
//! once for the recovery key, which lies elsewhere. An account's secret half opens under what its password
//! comes to. `docs/decisions/0011-keys-for-roles.md` says what that is good for and what not.

use exchange::journal::Compartment;
use exchange::journal::account::Entry;
use exchange::vocabulary::{AccountId, PersonId, RecordId, SessionId};

use crate::keys::Sealed;
use crate::seal_to::{KeyPair, PublicKey};
use crate::{Error, Store};

/// Who may have a closed compartment's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// An account.
    Account(AccountId),
    /// The recovery key, which lies in a safe and not on the machine.
    Recovery,
}

impl Holder {
    /// The word of the recovery key in the database; no account is named so.
    const RECOVERY: &'static str = "recovery";

    /// Returns its word in the database.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Account(id) => id.as_str(),
            Self::Recovery => Self::RECOVERY,
        }
    }

    /// Reads its word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        if word == Self::RECOVERY {
            return Some(Self::Recovery);
        }
        AccountId::read(word).ok().map(Self::Account)
    }
}

/// An account's key pair as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The public half: compartments' keys are sealed to it.
    pub public: PublicKey,
    /// Whether the owner of the account chose the password; where somebody else typed it, that one could
    /// have kept the secret half, and it is given nothing.
    pub is_own: bool,
    /// The secret half under what the password comes to ([`KeyPair::wrap`]).
    pub wrapped: Vec<u8>,
}

/// Everything of closed compartments as it lies in the database: words before what is sealed.
#[derive(Default)]
pub(crate) struct RawClosed {
    pub(crate) keys: Vec<(String, Sealed)>,
    pub(crate) grants: Vec<(String, String, Sealed)>,
    pub(crate) locks: Vec<(String, Sealed)>,
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

impl Store {
    /// Says which compartments are closed.
    pub fn closed(&self) -> Vec<Compartment> {
        on!(self, store => store.closed())
    }

    /// Closes all compartments that can be: draws a key pair for each, seals all its records anew, gives the
    /// secret half to the recovery key and to whom `holders` names, and destroys the key that the instance
    /// key opens. All of it or nothing. Other processes of the instance must be started again after it;
    /// until then their writes are refused ([`Error::KeysMoved`]). This store must be opened again too.
    ///
    /// Returns how many records were sealed anew.
    ///
    /// # Errors
    /// [`Error::KeysMoved`] when they are closed already, [`Error::BrokenRecord`]. Nothing is written then.
    pub async fn close_compartments(
        &self,
        recovery: &PublicKey,
        holders: &[(AccountId, PublicKey, Vec<Compartment>)],
        entry: &Entry,
    ) -> Result<u64, Error> {
        on!(self, store => store.close_compartments(recovery, holders, entry).await)
    }

    /// Names who may open what, in order.
    ///
    /// # Errors
    /// [`Error::BrokenLock`].
    pub async fn grants(&self) -> Result<Vec<(Compartment, Holder)>, Error> {
        on!(self, store => store.grants().await)
    }

    /// Gives an account the keys of compartments that are open here.
    ///
    /// # Errors
    /// [`Error::NotHeld`]. Nothing is written then.
    pub async fn grant(
        &self,
        (account, to): (&AccountId, &PublicKey),
        compartments: &[Compartment],
        entry: &Entry,
    ) -> Result<(), Error> {
        on!(self, store => store.grant((account, to), compartments, entry).await)
    }

    /// Takes from an account the keys of all compartments but those that are named.
    pub async fn end_grants(
        &self,
        account: &AccountId,
        but: &[Compartment],
        entry: &Entry,
    ) -> Result<(), Error> {
        on!(self, store => store.end_grants(account, but, entry).await)
    }

    /// Opens with a key pair those of the named compartments that it was given, in this store and its later
    /// clones; returns which. Those that were open before are shut.
    ///
    /// # Errors
    /// [`Error::BrokenLock`].
    pub async fn unlock(
        &mut self,
        (holder, pair): (&Holder, &KeyPair),
        compartments: &[Compartment],
    ) -> Result<Vec<Compartment>, Error> {
        on!(self, store => store.unlock((holder, pair), compartments).await)
    }

    /// Shuts all closed compartments in this store.
    pub fn shut(&mut self) {
        on!(self, store => store.shut());
    }

    /// Reads an account's key pair.
    ///
    /// # Errors
    /// [`Error::BrokenLock`].
    pub async fn lock_of(&self, account: &AccountId) -> Result<Option<Lock>, Error> {
        on!(self, store => store.lock_of(account).await)
    }

    /// Keeps an account's key pair in place of the one before. What was given to another pair is taken back.
    pub async fn put_lock(&self, account: &AccountId, lock: &Lock) -> Result<(), Error> {
        on!(self, store => store.put_lock(account, lock).await)
    }

    /// Keeps a secret half for a session, under a key that only the session's token gives.
    pub async fn put_session_lock(
        &self,
        session: &SessionId,
        wrapped: Vec<u8>,
    ) -> Result<(), Error> {
        on!(self, store => store.put_session_lock(session, wrapped).await)
    }

    /// Reads the secret half of a session as it was kept.
    pub async fn session_lock(&self, session: &SessionId) -> Result<Option<Vec<u8>>, Error> {
        on!(self, store => store.session_lock(session).await)
    }

    /// Names the vault records about a person, in order, without opening them.
    pub async fn names_about(&self, person: &PersonId) -> Result<Vec<RecordId>, Error> {
        on!(self, store => store.names_about(person).await)
    }

    pub(crate) async fn raw_closed(&self) -> Result<RawClosed, Error> {
        on!(self, store => store.raw_closed().await)
    }
}
