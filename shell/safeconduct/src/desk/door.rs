//! The door: who sits at the desk. It lets in whoever shows a session that holds, and says for each deed
//! whether a second factor must be shown again first.
//!
//! A practice instance is open to whoever types a name; no other is.

use exchange::journal::account::{
    Account, Entry, PROOF_MINUTES_MAX, PROOFS_WRONG_MAX, Session, Step, Why, people_a_proof,
};
use exchange::journal::{Command, Deed};
use exchange::vocabulary::{AccountId, Actor, Digest, SessionId};
use exchange::{lists, reconcile};
use jiff::{SignedDuration, Timestamp};
use store::{Kept, Spend};

use super::Desk;
use super::secrets::{self, Token};
use crate::cli::{Failure, Kind};

/// A session that was used is written down after so many seconds at the earliest.
const SEEN_SECONDS: i64 = 60;

/// Who has signed in.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(super) session: Session,
    pub(super) account: Account,
}

impl Signed {
    /// Returns the opaque name of the account.
    pub(crate) fn account_id(&self) -> &AccountId {
        &self.account.id
    }

    /// Returns the session.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// So many people of those that one proof of the session is good for.
    pub(super) fn spend(&self, people: u32) -> Spend {
        let (session, most) = (self.session.id.clone(), people_a_proof(self.account.role));
        Spend { session, people, most }
    }

    /// What needs a second factor once those are used up.
    pub(super) fn past_the_proof(&self) -> String {
        format!("seeing more than {} people", people_a_proof(self.account.role))
    }

    /// Returns the working name.
    pub(crate) fn name(&self) -> String {
        self.account.name.clone()
    }
}

/// How many recovery codes are left where one was used, and what the password came to.
type Recognised = (Option<u32>, [u8; 32]);

/// What a deed needs from the door.
pub(super) enum Need {
    /// A second factor that was shown a short while ago.
    Fresh(&'static str),
    /// So many people of those that one proof is good for; a fresh proof is good for any number of lines.
    People(u32),
}

impl Desk {
    /// Lets somebody in by name, password and a code; returns what opens their session.
    ///
    /// Whoever is not let in learns nothing of which part was wrong, or whether the name is anybody's: the
    /// same is computed and the same is said.
    pub(crate) async fn sign_in(
        &self,
        (name, password, code): (&str, &str, &str),
        origin: &str,
    ) -> Result<(Token, Account), Failure> {
        let key = self.store.account_name(name);
        let kept = self.store.account_named(name).await?;
        self.await_turn((&key, kept.as_ref()), origin).await?;
        let why = self.recognise(kept.as_ref(), (password, code)).await?;
        let (kept, used, slow) = match (kept, why) {
            (Some(kept), Ok((used, slow))) => (kept, used, slow),
            (kept, why) => {
                let why = why.err().unwrap_or(Why::Password);
                let account = kept.map(|kept| kept.account.id);
                let step = Step::Refused { why };
                let entry = Entry { name: Some(key), account, ..self.entry(origin, step) };
                self.store.append_entries(&[entry]).await?;
                return Err(not_right());
            }
        };
        self.begin_session(&kept, (used, Some(&slow)), (Some(key), origin), self.now()).await
    }

    /// Begins a session of somebody who was recognised; returns what opens it. What the password came to, where
    /// they gave it, opens the account's keys. `proven_at` says when they showed a second factor of ours.
    pub(super) async fn begin_session(
        &self,
        kept: &Kept,
        (used, slow): (Option<u32>, Option<&[u8; 32]>),
        (key, origin): (Option<Digest>, &str),
        proven_at: Timestamp,
    ) -> Result<(Token, Account), Failure> {
        let now = self.now();
        let token = Token::draw();
        let account = kept.account.clone();
        let session = Session {
            id: SessionId::read(&format!("s-{}", short(secrets::chance())))
                .expect("hexadecimal digits are an identifier"),
            account: account.id.clone(),
            origin: origin.to_owned(),
            made_at: now,
            seen_at: now,
            proven_at,
            shown: 0,
        };
        let entry = Entry {
            name: key,
            account: Some(account.id.clone()),
            session: Some(session.id.clone()),
            ..self.entry(origin, Step::SignedIn)
        };
        if let Some(left) = used {
            let step = Step::RecoveryUsed { left };
            self.store.append_entries(&[Entry { step, ..entry.clone() }]).await?;
        }
        self.store.begin_session((&session, &token.hash()), &entry).await?;
        if let Some(slow) = slow {
            self.keep_key((kept, slow), (&session.id, &token)).await?;
        }
        Ok((token, account))
    }

    /// Compares a password alone with what is kept, for whoever was recognised otherwise; returns what it came
    /// to. It counts as a try like any other.
    pub(super) async fn recognise_password(
        &self,
        kept: &Kept,
        password: &str,
        origin: &str,
    ) -> Result<[u8; 32], Failure> {
        let key = self.store.account_name(&kept.account.name);
        self.await_turn((&key, Some(kept)), origin).await?;
        let slow = secrets::hash(password, kept.secrets.salt).await?;
        if secrets::is_right(&slow, kept.secrets.password.open()) {
            return Ok(slow);
        }
        let account = Some(kept.account.id.clone());
        let step = Step::Refused { why: Why::Password };
        let entry = Entry { name: Some(key), account, ..self.entry(origin, step) };
        self.store.append_entries(&[entry]).await?;
        Err(not_right())
    }

    /// Makes whoever tried too often wait, and writes the try down before anything is compared.
    async fn await_turn(
        &self,
        (key, kept): (&Digest, Option<&Kept>),
        origin: &str,
    ) -> Result<u32, Failure> {
        let id = kept.map(|kept| &kept.account.id);
        let (tries, seconds) = self.store.try_at((key, id), origin, self.now()).await?;
        if seconds == 0 {
            return Ok(tries.here);
        }
        Err(Failure::refused_as(
            Kind::Wait { seconds },
            format!("there were too many tries; the next one may be made in {seconds} seconds"),
            "wait; where you have signed in before, only your own tries count",
        ))
    }

    /// Compares password and code with what is kept, or with nobody's. Returns how many recovery codes are
    /// left where one was used, and what the password came to.
    async fn recognise(
        &self,
        kept: Option<&Kept>,
        (password, code): (&str, &str),
    ) -> Result<Result<Recognised, Why>, Failure> {
        let nobodys = secrets::chance::<32>();
        let secrets_of = kept.map(|kept| &kept.secrets);
        let salt = secrets_of.map_or(nobodys, |secrets| secrets.salt);
        let expected = secrets_of.map_or(&nobodys, |secrets| secrets.password.open());
        let hash = secrets::hash(password, salt).await?;
        let is_right = secrets::is_right(&hash, expected) && kept.is_some();
        let code_secret = secrets_of.map_or(&nobodys[..], |secrets| secrets.totp.open());
        let step = secrets::step_of(code_secret, code, self.now_seconds())?;
        let Some(kept) = kept.filter(|_| is_right) else { return Ok(Err(Why::Password)) };
        if kept.account.is_disabled {
            return Ok(Err(Why::Disabled));
        }
        let taken = self.take_code(&kept.account.id, step, code).await?;
        Ok(taken.map(|used| (used, hash)))
    }

    /// Takes a code once: that of a time step, or a recovery code.
    async fn take_code(
        &self,
        account: &AccountId,
        step: Option<u64>,
        code: &str,
    ) -> Result<Result<Option<u32>, Why>, Failure> {
        if let Some(step) = step {
            let taken = self.store.use_totp_step(account, step).await?;
            return Ok(if taken { Ok(None) } else { Err(Why::Replayed) });
        }
        let Some(hash) = secrets::recovery_hash(account, code) else { return Ok(Err(Why::Code)) };
        let left = self.store.use_code(account, &hash).await?;
        Ok(left.map(Some).ok_or(Why::Code))
    }

    /// Takes a session for the person at the keyboard, if it holds.
    pub(crate) async fn enter(&mut self, token: &Token, origin: &str) -> Result<Actor, Failure> {
        let Some(session) = self.store.session(&token.hash()).await? else {
            let entry = self.entry(origin, Step::Refused { why: Why::Token });
            self.store.append_entries(&[entry]).await?;
            return Err(signed_out("this session has ended"));
        };
        let kept = self.store.account(&session.account).await?;
        let account = kept.map(|kept| kept.account).filter(|account| !account.is_disabled);
        let holds = session.holds(self.now(), origin);
        let (account, why) = match (account, holds) {
            (Some(account), Ok(())) => (account, None),
            (Some(account), Err(why)) => (account, Some(why)),
            (None, _) => {
                self.end(&session, Why::Disabled, None, origin).await?;
                return Err(signed_out("this session has ended"));
            }
        };
        if let Some(why) = why {
            self.end(&session, why, None, origin).await?;
            return Err(signed_out(&format!("this session has ended: {}", why.words())));
        }
        // Writing that a session was used is a write to the disk: once a minute is enough for an end after thirty
        // idle ones.
        if self.now().duration_since(session.seen_at) >= SignedDuration::from_secs(SEEN_SECONDS) {
            self.store.use_session(&session.id, self.now()).await?;
        }
        self.unlock(&account, (&session.id, token)).await?;
        let actor = self.actor(&account.name, account.role);
        self.signed = Some(Box::new(Signed { session, account }));
        Ok(actor)
    }

    /// Takes another code from whoever has signed in: what needs a fresh one is let through for a while.
    pub(crate) async fn prove(&mut self, code: &str) -> Result<(), Failure> {
        let signed = self.signed()?.clone();
        let (id, origin) = (&signed.account.id, signed.session.origin.as_str());
        let key = self.store.account_name(&signed.account.name);
        let Some(kept) = self.store.account(id).await? else { return Err(not_right()) };
        let tries = self.await_turn((&key, Some(&kept)), origin).await?;
        let step = secrets::step_of(kept.secrets.totp.open(), code, self.now_seconds())?;
        let entry = Entry {
            name: Some(key),
            account: Some(id.clone()),
            session: Some(signed.session.id.clone()),
            ..self.entry(origin, Step::Proven)
        };
        match self.take_code(id, step, code).await? {
            Ok(left) => {
                if let Some(left) = left {
                    let step = Step::RecoveryUsed { left };
                    self.store.append_entries(&[Entry { step, ..entry.clone() }]).await?;
                }
                self.proven(signed, &entry).await
            }
            Err(why) => {
                let step = Step::Refused { why };
                self.store.append_entries(&[Entry { step, ..entry }]).await?;
                if tries + 1 >= PROOFS_WRONG_MAX {
                    self.end(&signed.session, Why::Wrong, None, origin).await?;
                    return Err(signed_out(
                        "there were too many wrong codes; this session has ended",
                    ));
                }
                let hint = "wait for the next code, or use a recovery code";
                let what = "the code is not right, or was used before";
                Err(Failure::refused_as(Kind::WrongCode, what, hint))
            }
        }
    }

    /// Keeps that whoever has signed in showed a second factor just now.
    pub(super) async fn proven(&mut self, signed: Signed, entry: &Entry) -> Result<(), Failure> {
        self.store.prove_session(&signed.session.id, entry).await?;
        let session = Session { proven_at: self.now(), shown: 0, ..signed.session };
        self.signed = Some(Box::new(Signed { session, account: signed.account }));
        Ok(())
    }

    /// Ends the session of whoever has signed in.
    pub(crate) async fn sign_out(&mut self) -> Result<(), Failure> {
        let signed = self.signed()?.clone();
        let origin = signed.session.origin.clone();
        self.end(&signed.session, Why::SignedOut, None, &origin).await?;
        self.store.shut();
        self.signed = None;
        Ok(())
    }

    /// Ends a session and writes down why and by whom.
    pub(super) async fn end(
        &self,
        session: &Session,
        why: Why,
        by: Option<&AccountId>,
        origin: &str,
    ) -> Result<bool, Failure> {
        let entry = Entry {
            account: Some(session.account.clone()),
            by: by.cloned(),
            session: Some(session.id.clone()),
            ..self.entry(origin, Step::Ended { why })
        };
        Ok(self.store.end_session(&session.id, &entry).await?)
    }

    /// Returns who has signed in.
    pub(crate) fn signed(&self) -> Result<&Signed, Failure> {
        self.signed.as_deref().ok_or_else(|| signed_out("nobody has signed in"))
    }

    /// Refuses an actor other than the one who has signed in. Where nobody has, only a practice instance
    /// goes on.
    pub(crate) fn admit(&self, actor: &Actor) -> Result<(), Failure> {
        match self.signed.as_deref() {
            None if self.meta().practice => Ok(()),
            None => Err(signed_out("nobody has signed in")),
            Some(Signed { account, .. })
                if actor.name == account.name && actor.role == account.role =>
            {
                Ok(())
            }
            Some(Signed { account, .. }) => Err(Failure::refused_as(
                Kind::NotAllowed,
                format!("{} ({}) has signed in, and nobody else", account.name, account.role),
                "leave --as and --role away; who acts is who signed in",
            )),
        }
    }

    /// Asks for a fresh second factor before a command that needs one.
    pub(super) async fn admit_commands(&self, commands: &[Command]) -> Result<(), Failure> {
        let releases = |command: &Command| {
            matches!(
                command,
                Command::Lists(lists::Command::Release { .. })
                    | Command::Reconcile(
                        reconcile::Command::DrawReply { .. }
                            | reconcile::Command::ReleaseReply { .. }
                    )
            )
        };
        if commands.iter().any(releases) {
            self.need(Need::Fresh("releasing a list")).await?;
        }
        Ok(())
    }

    /// Says what going through many people's data needs.
    pub(super) async fn admit_many(&self, deed: Deed, people: u32) -> Result<(), Failure> {
        match deed {
            Deed::Match => Ok(()),
            Deed::Show => self.need(Need::People(people)).await,
            Deed::Export => self.need(Need::Fresh("writing people's data to a file")).await,
        }
    }

    /// Refuses what needs another second factor than was shown, and writes that down.
    pub(super) async fn need(&self, need: Need) -> Result<(), Failure> {
        let Some(signed) = self.signed.as_deref() else { return Ok(()) };
        let is_fresh = signed.session.is_fresh(self.now());
        let is_met = match need {
            Need::Fresh(_) => is_fresh,
            Need::People(people) => {
                let Spend { session, people, most } = signed.spend(people);
                self.store.spend(&session, people, most).await? || is_fresh
            }
        };
        match need {
            _ if is_met => Ok(()),
            Need::Fresh(what) => self.proof_missing(what).await,
            Need::People(_) => self.proof_missing(&signed.past_the_proof()).await,
        }
    }

    /// Refuses what needs another second factor, and writes that down.
    pub(super) async fn proof_missing(&self, what: &str) -> Result<(), Failure> {
        let Signed { session, account } = self.signed()?;
        let entry = Entry {
            account: Some(account.id.clone()),
            session: Some(session.id.clone()),
            ..self.entry(&session.origin, Step::ProofMissing)
        };
        self.store.append_entries(&[entry]).await?;
        Err(Failure::refused_as(
            Kind::ProofNeeded,
            format!("{what} needs a code that was shown within {PROOF_MINUTES_MAX} minutes"),
            "`safeconduct sign-in --again` takes one",
        ))
    }

    /// Begins an entry of the log of sign-ins.
    pub(super) fn entry(&self, origin: &str, step: Step) -> Entry {
        let at = self.now();
        let origin = origin.to_owned();
        Entry { at, name: None, account: None, by: None, session: None, origin, step }
    }

    fn now_seconds(&self) -> u64 {
        u64::try_from(self.now().as_second()).unwrap_or_default()
    }
}

/// Draws what stands in an opaque name: 128 bits by chance.
pub(crate) fn draw_id() -> String {
    short(secrets::chance())
}

/// Writes 16 bytes as hexadecimal digits.
pub(super) fn short(bytes: [u8; 16]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes any text");
    }
    text
}

/// One answer to every sign-in that is refused.
pub(super) fn not_right() -> Failure {
    Failure::refused_as(
        Kind::NotRight,
        "name, password and code do not belong together",
        "try again with the next code; an administrator gives new secrets to who lost theirs",
    )
}

pub(super) fn signed_out(what: &str) -> Failure {
    Failure::refused_as(
        Kind::SignedOut,
        what,
        "`safeconduct sign-in NAME --dir DIR` begins a session; an instance without accounts begins with \
         `safeconduct account add NAME --role administrator --dir DIR`",
    )
}

#[cfg(test)]
mod tests;
