//! Keys of closed compartments at the desk: an account's key pair opens under its password, lasts for a
//! session, and opens what its role lets in and somebody gave it.
//!
//! `docs/decisions/0011-keys-for-roles.md` says what this is good for.

use std::path::Path;

use exchange::journal::account::{Account, Entry, Step};
use exchange::journal::{Compartment, access};
use exchange::vocabulary::{AccountId, SessionId};
use store::{Holder, Kept, KeyPair, Lock};

use super::door::Need;
use super::{Desk, secrets};
use crate::cli::Failure;
use crate::files::{read_text, write_whole};

/// The first word of a file with a recovery key.
const RECOVERY_WORD: &str = "safeconduct-recovery-key-1";
/// What an account's secret half is sealed for.
const ACCOUNT_LABEL: &str = "safeconduct/account-key/1";
/// What a session's secret half is sealed for.
const SESSION_LABEL: &str = "safeconduct/session-key/1";

/// Who has the keys of closed compartments.
pub(crate) struct Keyring {
    /// Which compartments are closed.
    pub(crate) closed: Vec<Compartment>,
    /// Each account that has a key, or could have one, with what it has and what its role opens.
    pub(crate) accounts: Vec<Holding>,
}

/// What one account has.
pub(crate) struct Holding {
    /// The account.
    pub(crate) account: Account,
    /// The compartments whose keys it has.
    pub(crate) has: Vec<Compartment>,
    /// The closed compartments that its role opens.
    pub(crate) may: Vec<Compartment>,
    /// Whether its owner chose its password, so that it can be given keys.
    pub(crate) is_own: bool,
}

/// Returns those compartments of a role that can be closed.
fn of_role(account: &Account) -> Vec<Compartment> {
    let open = access::compartments(account.role);
    Compartment::CLOSABLE.into_iter().filter(|one| open.contains(one)).collect()
}

fn label(what: &str, whose: &str) -> String {
    format!("{what}\0{whose}")
}

/// Reads a file with the recovery key.
fn read_recovery(path: &Path) -> Result<KeyPair, Failure> {
    let text = read_text(path)?;
    let secret = text.trim_end().split_once(' ').filter(|(word, _)| *word == RECOVERY_WORD);
    secret.and_then(|(_, digits)| KeyPair::read_secret(digits)).ok_or_else(|| {
        Failure::incomplete(
            format!("{} holds no recovery key", path.display()),
            "name the file that `safeconduct account close` wrote",
        )
    })
}

impl Desk {
    /// Opens an account's key pair with what its password came to, and keeps it for a session. An account
    /// that has none gets one.
    pub(super) async fn keep_key(
        &self,
        (kept, slow): (&Kept, &[u8; 32]),
        (session, token): (&SessionId, &secrets::Token),
    ) -> Result<(), Failure> {
        if self.meta().practice {
            return Ok(());
        }
        let id = &kept.account.id;
        let opened = self.own_pair(id, slow).await?;
        let pair = match opened {
            Some((pair, _)) => pair,
            // Who chose this password is not known; its owner chooses one before they are given anything.
            None => self.new_pair(id, slow, false).await?,
        };
        let wrapped = pair.wrap(&token.lock_key(), &label(SESSION_LABEL, session.as_str()));
        Ok(self.store.put_session_lock(session, wrapped).await?)
    }

    /// Opens an account's key pair; none where it has none, or only one under another password.
    async fn own_pair(
        &self,
        id: &AccountId,
        slow: &[u8; 32],
    ) -> Result<Option<(KeyPair, bool)>, Failure> {
        let Some(lock) = self.store.lock_of(id).await? else { return Ok(None) };
        let key = secrets::lock_key(slow);
        let pair = KeyPair::unwrap(&lock.wrapped, &key, &label(ACCOUNT_LABEL, id.as_str()));
        Ok(pair.map(|pair| (pair, lock.is_own)))
    }

    async fn new_pair(
        &self,
        id: &AccountId,
        slow: &[u8; 32],
        is_own: bool,
    ) -> Result<KeyPair, Failure> {
        let pair = KeyPair::draw();
        self.put_pair(id, (&pair, slow), is_own).await?;
        Ok(pair)
    }

    async fn put_pair(
        &self,
        id: &AccountId,
        (pair, slow): (&KeyPair, &[u8; 32]),
        is_own: bool,
    ) -> Result<(), Failure> {
        let key = secrets::lock_key(slow);
        let wrapped = pair.wrap(&key, &label(ACCOUNT_LABEL, id.as_str()));
        let lock = Lock { public: pair.public(), is_own, wrapped };
        Ok(self.store.put_lock(id, &lock).await?)
    }

    /// Keeps an account's key pair under a new password. One that its owner changed keeps what it was given;
    /// one that somebody else set begins without anything.
    ///
    /// It is kept before the password is. Should the machine fail in between, the pair no longer opens under
    /// the password that holds, and the account begins without anything.
    pub(super) async fn change_key(
        &self,
        id: &AccountId,
        old: Option<&[u8; 32]>,
        new: &[u8; 32],
    ) -> Result<(), Failure> {
        if self.meta().practice {
            return Ok(());
        }
        let before = match old {
            Some(old) => self.own_pair(id, old).await?,
            None => None,
        };
        match before {
            Some((pair, true)) => self.put_pair(id, (&pair, new), true).await,
            // Whoever typed the password before could have kept the secret half: it is not used on.
            _ => self.new_pair(id, new, old.is_some()).await.map(drop),
        }
    }

    /// Opens for whoever entered what their role lets in and they were given.
    pub(super) async fn unlock(
        &mut self,
        account: &Account,
        (session, token): (&SessionId, &secrets::Token),
    ) -> Result<(), Failure> {
        self.store.shut();
        if self.store.closed().is_empty() {
            return Ok(());
        }
        let Some(wrapped) = self.store.session_lock(session).await? else { return Ok(()) };
        let of_session = label(SESSION_LABEL, session.as_str());
        let pair = KeyPair::unwrap(&wrapped, &token.lock_key(), &of_session);
        if let Some(pair) = pair {
            let holder = Holder::Account(account.id.clone());
            self.store.unlock((&holder, &pair), &of_role(account)).await?;
        }
        Ok(())
    }

    /// Takes from an account the keys of what its role does not open, or all of them.
    pub(super) async fn let_go(
        &self,
        account: &Account,
        all: bool,
        origin: &str,
    ) -> Result<(), Failure> {
        let keep = if all { Vec::new() } else { of_role(account) };
        let entry = self.entry_about(&account.id, origin, Step::LetGo);
        Ok(self.store.end_grants(&account.id, &keep, &entry).await?)
    }

    /// Closes the compartments that can be, writes the recovery key to a new file, and gives their keys to
    /// every account whose role opens them and whose owner chose its password. Returns how many records
    /// were sealed anew.
    pub(crate) async fn close_compartments(
        &self,
        recovery: &Path,
        origin: &str,
    ) -> Result<u64, Failure> {
        self.may_keep_accounts().await?;
        if self.meta().practice {
            return Err(Failure::refused(
                "a practice instance has an open door, and nobody whose password could open a compartment",
                "close the compartments of an instance that is not a practice one",
            ));
        }
        if !self.store.closed().is_empty() {
            return Err(Failure::refused(
                "the compartments are closed already",
                "`safeconduct account keys` says who may open them",
            ));
        }
        if recovery.symlink_metadata().is_ok() {
            return Err(Failure::refused(
                format!("{} exists already", recovery.display()),
                "name a new file; a key is never written over",
            ));
        }
        let mut holders = Vec::new();
        for kept in self.store.accounts().await? {
            let may = of_role(&kept.account);
            let lock = self.store.lock_of(&kept.account.id).await?.filter(|lock| lock.is_own);
            if let Some(lock) = lock.filter(|_| !may.is_empty() && !kept.account.is_disabled) {
                holders.push((kept.account.id, lock.public, may));
            }
        }
        let pair = KeyPair::draw();
        let text = format!("{RECOVERY_WORD} {}\n", pair.secret_text());
        write_whole(recovery, text.as_bytes())?;
        let entry = self.entry(origin, Step::Closed);
        let entry = Entry { by: self.by(), ..entry };
        let closed = self.store.close_compartments(&pair.public(), &holders, &entry).await;
        if closed.is_err() {
            // It opens nothing; left there it would be taken for a key.
            drop(std::fs::remove_file(recovery));
        }
        Ok(closed?)
    }

    /// Gives an account the keys of the closed compartments that its role opens: by somebody who has them
    /// open, or with the recovery key. Returns which.
    pub(crate) async fn admit_to_keys(
        &mut self,
        name: &str,
        recovery: Option<&Path>,
        origin: &str,
    ) -> Result<(Account, Vec<Compartment>), Failure> {
        self.signed()?;
        self.need(Need::Fresh("giving somebody the keys of a compartment")).await?;
        if let Some(path) = recovery {
            let pair = read_recovery(path)?;
            self.may_keep_accounts().await?;
            let opened =
                self.store.unlock((&Holder::Recovery, &pair), &Compartment::CLOSABLE).await?;
            if opened.is_empty() {
                return Err(Failure::refused(
                    format!("{} opens nothing in this instance", path.display()),
                    "it is the key of another instance, or no compartment is closed",
                ));
            }
        }
        let kept = self.named(name).await?;
        let may: Vec<Compartment> = of_role(&kept.account)
            .into_iter()
            .filter(|one| self.store.closed().contains(one))
            .collect();
        if may.is_empty() || kept.account.is_disabled {
            return Err(Failure::refused(
                format!("the role {} opens no closed compartment", kept.account.role),
                "`safeconduct account keys` says which are closed; docs/access.md which role opens what",
            ));
        }
        let lock = self.store.lock_of(&kept.account.id).await?.filter(|lock| lock.is_own);
        let Some(lock) = lock else {
            return Err(Failure::refused(
                format!("{name} has no key pair under a password of their own"),
                "its owner signs in once and chooses a password (`safeconduct account password`)",
            ));
        };
        let step = Step::Admitted { compartments: may.clone() };
        let entry = self.entry_about(&kept.account.id, origin, step);
        self.store.grant((&kept.account.id, &lock.public), &may, &entry).await?;
        if recovery.is_some() {
            self.store.shut();
        }
        Ok((kept.account, may))
    }

    /// Says who has which keys.
    pub(crate) async fn keyring(&self) -> Result<Keyring, Failure> {
        self.signed()?;
        let closed = self.store.closed();
        let grants = self.store.grants().await?;
        let mut accounts = Vec::new();
        for kept in self.store.accounts().await? {
            let holder = Holder::Account(kept.account.id.clone());
            let has = grants.iter().filter(|(_, whose)| *whose == holder);
            let has: Vec<Compartment> = has.map(|(one, _)| *one).collect();
            let may = of_role(&kept.account);
            let lock = self.store.lock_of(&kept.account.id).await?;
            if !may.is_empty() || !has.is_empty() {
                let is_own = lock.is_some_and(|lock| lock.is_own);
                accounts.push(Holding { account: kept.account, has, may, is_own });
            }
        }
        accounts.sort_by(|one, other| one.account.name.cmp(&other.account.name));
        Ok(Keyring { closed, accounts })
    }

    fn entry_about(&self, id: &AccountId, origin: &str, step: Step) -> Entry {
        Entry { account: Some(id.clone()), by: self.by(), ..self.entry(origin, step) }
    }
}
