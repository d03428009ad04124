//! Making and changing accounts, ending sessions, reading the log of sign-ins.
//!
//! An administrator makes accounts and gives new secrets; everybody changes their own. The first account
//! of an instance is an administrator's, made by whoever founded it.

use exchange::journal::access::Ask;
use exchange::journal::account::{self, Account, Entry, Session, Step, Why, check_password};
use exchange::journal::{Deed, Purpose, Thing, Verb, may};
use exchange::vocabulary::{AccountId, Private, Role, SessionId};
use store::{Kept, Secrets};

use super::Desk;
use super::door::{Need, short};
use super::secrets;
use crate::cli::{Failure, Kind};

/// How many entries are read from the log at once.
const PAGE: u32 = 10_000;

/// An account as its owner and administrators see it.
pub(crate) struct Seen {
    pub(crate) account: Account,
    /// How many of its recovery codes were not used yet.
    pub(crate) codes_left: u32,
    pub(crate) passkeys: Vec<store::Passkey>,
}

/// What the owner of an account must write down: it is shown once.
pub(crate) struct Shown {
    /// The secret of the codes, as authenticators take it by hand.
    pub(crate) secret: String,
    /// Codes for when the telephone is lost, each for once.
    pub(crate) recovery: Vec<String>,
}

impl Desk {
    /// Makes an account, and returns what its owner must write down.
    pub(crate) async fn make_account(
        &self,
        (name, role, language): (&str, Role, Option<String>),
        password: &str,
        origin: &str,
    ) -> Result<(Account, Shown), Failure> {
        let is_first = self.store.accounts().await?.is_empty();
        if !is_first {
            self.may_keep_accounts().await?;
        } else if role != Role::Administrator {
            return Err(Failure::refused(
                "the first account of an instance is an administrator's",
                "add --role administrator; that account then makes the others",
            ));
        }
        account::check_name(name)
            .map_err(|what| Failure::incomplete(what, "write a working name such as officer-1"))?;
        let id = AccountId::read(&format!("u-{}", short(secrets::chance())))
            .expect("hexadecimal digits are an identifier");
        let account = Account { id, name: name.to_owned(), role, language, is_disabled: false };
        let (salt, slow) = new_password(password, name).await?;
        let hash = secrets::check_of(&slow);
        let totp = secrets::draw_code_secret();
        let recovery = secrets::draw_recovery_codes();
        let shown = Shown { secret: secrets::codes(totp.open())?.get_secret_base32(), recovery };
        let (password, passkeys) = (Private::new(hash), Vec::new());
        let secrets = Secrets { salt, password, totp, passkeys, link: None };
        let codes = hashes(&account.id, &shown.recovery);
        let entry = Entry {
            account: Some(account.id.clone()),
            by: self.by(),
            ..self.entry(origin, Step::AccountMade { role })
        };
        self.store.add_account((&account, &secrets), &codes, &entry).await?;
        // The first account is made by its own owner; of the others somebody else has seen the password.
        if !is_first {
            self.change_key(&account.id, None, &slow).await?;
        }
        Ok((account, shown))
    }

    /// Reads all accounts.
    pub(crate) async fn all_accounts(&self) -> Result<Vec<Account>, Failure> {
        self.may(Verb::Admit)?;
        let mut all: Vec<_> =
            self.store.accounts().await?.into_iter().map(|kept| kept.account).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    /// Shows one's own account.
    pub(crate) async fn own_account(&self) -> Result<Seen, Failure> {
        let kept = self.whose(None).await?;
        self.seen(kept).await
    }

    /// Shows an account, for who may change it.
    pub(crate) async fn account_by_id(&self, id: &AccountId) -> Result<Seen, Failure> {
        self.may_keep_accounts().await?;
        let kept = self.store.account(id).await?;
        let none =
            || Failure::refused_as(Kind::Unknown, "there is no such account", "see the list");
        self.seen(kept.ok_or_else(none)?).await
    }

    async fn seen(&self, kept: Kept) -> Result<Seen, Failure> {
        let codes_left = self.store.codes_left(&kept.account.id).await?;
        Ok(Seen { account: kept.account, codes_left, passkeys: kept.secrets.passkeys })
    }

    /// Sets a new password: one's own against the old one, anybody's as an administrator. All other
    /// sessions of the account end.
    pub(crate) async fn set_password(
        &self,
        name: Option<&str>,
        (old, new): (Option<&str>, &str),
        origin: &str,
    ) -> Result<Account, Failure> {
        let mut kept = self.whose(name).await?;
        let mut before = None;
        if self.is_own(&kept) {
            let slow = secrets::hash(old.unwrap_or_default(), kept.secrets.salt).await?;
            if !secrets::is_right(&slow, kept.secrets.password.open()) {
                let why = Step::Refused { why: Why::Password };
                self.store.append_entries(&[self.entry_of(&kept, origin, why)]).await?;
                return Err(Failure::refused("the old password is not right", "try again"));
            }
            before = Some(slow);
        }
        let (salt, slow) = new_password(new, &kept.account.name).await?;
        self.change_key(&kept.account.id, before.as_ref(), &slow).await?;
        kept.secrets.salt = salt;
        kept.secrets.password = Private::new(secrets::check_of(&slow));
        self.change(&kept, None, (origin, Step::PasswordSet)).await?;
        Ok(kept.account)
    }

    /// Gives an account a new secret for codes and new recovery codes: the earlier ones open nothing more.
    pub(crate) async fn set_codes(
        &self,
        name: Option<&str>,
        origin: &str,
    ) -> Result<(Account, Shown), Failure> {
        let mut kept = self.whose(name).await?;
        self.need(Need::Fresh("making new codes")).await?;
        kept.secrets.totp = secrets::draw_code_secret();
        let secret = secrets::codes(kept.secrets.totp.open())?.get_secret_base32();
        let shown = Shown { secret, recovery: secrets::draw_recovery_codes() };
        let codes = hashes(&kept.account.id, &shown.recovery);
        self.change(&kept, Some(&codes), (origin, Step::CodesSet)).await?;
        Ok((kept.account, shown))
    }

    /// Disables an account, or lets it sign in again. Its sessions end.
    pub(crate) async fn set_disabled(
        &self,
        name: &str,
        is_disabled: bool,
        origin: &str,
    ) -> Result<Account, Failure> {
        self.may_keep_accounts().await?;
        let mut kept = self.named(name).await?;
        if is_disabled {
            self.leaves_an_administrator(&kept).await?;
        }
        kept.account.is_disabled = is_disabled;
        if is_disabled {
            self.let_go(&kept.account, true, origin).await?;
        }
        let step = if is_disabled { Step::Disabled } else { Step::Enabled };
        self.change(&kept, None, (origin, step)).await?;
        Ok(kept.account)
    }

    /// Gives an account another role, which holds from the next command on.
    pub(crate) async fn set_role(
        &self,
        name: &str,
        role: Role,
        origin: &str,
    ) -> Result<Account, Failure> {
        self.may_keep_accounts().await?;
        let mut kept = self.named(name).await?;
        if role != Role::Administrator {
            self.leaves_an_administrator(&kept).await?;
        }
        kept.account.role = role;
        self.let_go(&kept.account, false, origin).await?;
        self.change(&kept, None, (origin, Step::RoleSet { role })).await?;
        Ok(kept.account)
    }

    /// Reads the sessions that have not ended, with the names of their owners: all of them for an
    /// administrator, otherwise one's own.
    pub(crate) async fn open_sessions(&self) -> Result<Vec<(Session, String)>, Failure> {
        let me = &self.signed()?.account;
        let mut all = Vec::new();
        for session in self.store.sessions().await? {
            if may(me.role, Verb::Admit) || session.account == me.id {
                let owner = self.store.account(&session.account).await?;
                let name = owner.map_or_else(|| "(nobody)".to_owned(), |kept| kept.account.name);
                all.push((session, name));
            }
        }
        Ok(all)
    }

    /// Ends one session, or all of an account.
    pub(crate) async fn revoke(
        &self,
        session: Option<&SessionId>,
        name: Option<&str>,
        origin: &str,
    ) -> Result<usize, Failure> {
        let by = self.by();
        let mut ended = 0;
        for (one, owner) in self.open_sessions().await? {
            let is_meant = session.map_or_else(|| name == Some(owner.as_str()), |id| *id == one.id);
            if is_meant && self.end(&one, Why::Revoked, by.as_ref(), origin).await? {
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// Reads the log of sign-ins: for an administrator, and for who looks after the data.
    pub(crate) async fn sign_ins(&self) -> Result<Vec<(u64, Entry)>, Failure> {
        self.may_see_sign_ins()?;
        let mut all: Vec<(u64, Entry)> = Vec::new();
        loop {
            let next = all.last().map_or(1, |(number, _)| number + 1);
            let page = self.store.entries(next, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Reads so many entries of the log of sign-ins from one on, for the same.
    pub(crate) async fn sign_ins_from(
        &self,
        first: u64,
        most: u32,
    ) -> Result<Vec<(u64, Entry)>, Failure> {
        self.may_see_sign_ins()?;
        Ok(self.store.entries(first, most).await?)
    }

    fn may_see_sign_ins(&self) -> Result<(), Failure> {
        let role = self.signed()?.account.role;
        let looks = Ask::of_anybody(role, Purpose::Oversight, Deed::Show).contains(&Thing::Looks);
        if looks { Ok(()) } else { self.may(Verb::Admit) }
    }

    /// Keeps a change, and ends every other session of the account.
    pub(super) async fn change(
        &self,
        kept: &Kept,
        codes: Option<&[exchange::vocabulary::Digest]>,
        (origin, step): (&str, Step),
    ) -> Result<(), Failure> {
        let entry = self.entry_of(kept, origin, step);
        self.store.change_account(kept, codes, &entry).await?;
        let own = self.signed.as_ref().map(|signed| &signed.session.id);
        for session in self.store.sessions().await? {
            if session.account == kept.account.id && Some(&session.id) != own {
                self.end(&session, Why::Changed, self.by().as_ref(), origin).await?;
            }
        }
        Ok(())
    }

    /// Finds the account that is to be changed: one's own, or as an administrator any.
    pub(super) async fn whose(&self, name: Option<&str>) -> Result<Kept, Failure> {
        let me = &self.signed()?.account;
        match name {
            Some(name) if name != me.name => {
                self.may_keep_accounts().await?;
                self.named(name).await
            }
            _ => self.named(&me.name).await,
        }
    }

    pub(super) async fn named(&self, name: &str) -> Result<Kept, Failure> {
        self.store.account_named(name).await?.ok_or_else(|| {
            Failure::incomplete(
                format!("there is no account `{name}`"),
                "`safeconduct account list` shows those there are",
            )
        })
    }

    /// Refuses what would leave nobody who can make accounts.
    async fn leaves_an_administrator(&self, but: &Kept) -> Result<(), Failure> {
        let keeps = |kept: &Kept| {
            kept.account.id != but.account.id
                && kept.account.role == Role::Administrator
                && !kept.account.is_disabled
        };
        if but.account.role != Role::Administrator || self.store.accounts().await?.iter().any(keeps)
        {
            return Ok(());
        }
        Err(Failure::refused(
            format!("{} is the last administrator", but.account.name),
            "make another one first",
        ))
    }

    /// Refuses whoever may not change accounts, or did not show a code a short while ago.
    pub(crate) async fn may_keep_accounts(&self) -> Result<(), Failure> {
        self.may(Verb::Admit)?;
        self.need(Need::Fresh("changing who may sign in")).await
    }

    /// Refuses whoever has signed in without a verb.
    pub(super) fn may(&self, verb: Verb) -> Result<(), Failure> {
        let role = self.signed()?.account.role;
        if may(role, verb) {
            return Ok(());
        }
        Err(Failure::refused_as(
            Kind::NotAllowed,
            format!("the role {role} may not do this"),
            "ask an administrator; docs/access.md says who may what",
        ))
    }

    fn is_own(&self, kept: &Kept) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.account.id == kept.account.id)
    }

    pub(super) fn by(&self) -> Option<AccountId> {
        self.signed.as_ref().map(|signed| signed.account.id.clone())
    }

    fn entry_of(&self, kept: &Kept, origin: &str, step: Step) -> Entry {
        let by = if self.is_own(kept) { None } else { self.by() };
        Entry { account: Some(kept.account.id.clone()), by, ..self.entry(origin, step) }
    }
}

/// Checks a new password and hashes it under a new salt.
async fn new_password(password: &str, name: &str) -> Result<([u8; 32], [u8; 32]), Failure> {
    check_password(password, name).map_err(|why| {
        Failure::incomplete(
            why.to_string(),
            "four or five words drawn by chance are long, and can be remembered",
        )
    })?;
    let salt = secrets::chance();
    Ok((salt, secrets::hash(password, salt).await?))
}

fn hashes(account: &AccountId, codes: &[String]) -> Vec<exchange::vocabulary::Digest> {
    codes.iter().filter_map(|code| secrets::recovery_hash(account, code)).collect()
}
