//! Passkeys (Web Authentication, W3C): adding one, signing in by one, showing one again.
//!
//! A passkey is two factors in one: the device that holds its key, and what the device asks of its owner. It is
//! bound to the address of the site, so that a page elsewhere gets nothing by it. Nobody names themselves before:
//! whoever begins is answered the same, and the device says whose it is
//! (`docs/decisions/0014-passkeys.md`).

use exchange::journal::account::{Account, Entry, Session, Step, Why};
use exchange::vocabulary::{AccountId, Digest, PasskeyId, SessionId};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Kept, Passkey as KeptPasskey};
use webauthn_rs::Webauthn;
use webauthn_rs::WebauthnBuilder;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
    WebauthnError,
};

use super::Desk;
use super::door::{Need, Signed, draw_id, not_right, signed_out};
use super::secrets::Token;
use crate::cli::{Failure, Kind};

/// The most passkeys of one account.
const PASSKEYS_MAX: usize = 10;
/// The longest name of a passkey, in characters.
pub(crate) const LABEL_LETTERS_MAX: usize = 60;
/// How long somebody may take to show one, in minutes.
const CEREMONY_MINUTES: i64 = 5;
/// How often somebody is checked again whose account was changed meanwhile.
pub(super) const TRIES_MAX: usize = 3;

/// The site that passkeys are bound to.
pub(crate) struct Site(Webauthn, Url);

impl Site {
    /// Reads the address under which browsers reach the site: `https://NAME`, or `http://localhost:PORT` on the
    /// machine itself.
    pub(crate) fn read(origin: &str) -> Result<Self, Failure> {
        let refused = |why: &str| {
            Failure::incomplete(
                format!("{origin:?} {why}"),
                "write what stands in the browser's address line, such as https://desk.example.org",
            )
        };
        let url = Url::parse(origin).map_err(|_unread| refused("is not an address"))?;
        let Some(name) = url.domain() else {
            return Err(refused("has no name; passkeys are not bound to numbers"));
        };
        let is_local = name == "localhost";
        if url.scheme() != "https" && !(is_local && url.scheme() == "http") {
            return Err(refused("is not https; plain http is for localhost alone"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refused("holds more than a name and a port"));
        }
        let built = WebauthnBuilder::new(name, &url).and_then(|builder| {
            builder.rp_name("Safeconduct").allow_any_port(false).allow_subdomains(false).build()
        });
        built
            .map(|built| Self(built, url.clone()))
            .map_err(|error| refused(&format!("will not do: {error}")))
    }
}

impl Site {
    /// Returns the name and port that browsers send, and whether they speak TLS with the site.
    pub(crate) fn host(&self) -> (String, bool) {
        let name = self.1.domain().unwrap_or_default();
        let host = self.1.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        (host, self.1.scheme() == "https")
    }
}

/// What somebody was asked.
#[derive(Serialize, Deserialize)]
enum Ceremony {
    /// To make a passkey, within a session.
    Add { session: SessionId, state: Box<PasskeyRegistration> },
    /// To show any passkey.
    SignIn { state: Box<DiscoverableAuthentication> },
    /// To show a passkey of the account, within a session.
    Prove { session: SessionId, state: Box<PasskeyAuthentication> },
}

/// What was begun: what the browser is told, and what it answers with.
pub(crate) struct Begun {
    /// The one-time name of the ceremony.
    pub(crate) ceremony: String,
    /// The options that the browser hands to the device.
    pub(crate) options: Value,
}

/// A passkey as its owner sees it.
pub(crate) struct ShownPasskey {
    pub(crate) passkey: KeptPasskey,
    /// The working name of whose it is.
    pub(crate) owner: String,
}

impl Desk {
    /// Begins to add a passkey to the account of whoever has signed in.
    pub(crate) async fn begin_passkey(&self, site: &Site) -> Result<Begun, Failure> {
        let signed = self.signed()?;
        self.need(Need::Fresh("adding a passkey")).await?;
        let kept = self.own().await?;
        room_for_one_more(&kept)?;
        let known = kept.secrets.passkeys.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let known = known.iter().map(|one| one.cred_id().clone()).collect();
        let name = &kept.account.name;
        let handle = handle(&kept.account.id)?;
        let (options, state) = site
            .0
            .start_passkey_registration(handle, name, name, Some(known))
            .map_err(|error| broken(&error))?;
        // Only what a device can find by itself signs in without a name.
        let mut options = serde_json::to_value(options.public_key).map_err(anyhow::Error::from)?;
        options["authenticatorSelection"]["residentKey"] = "required".into();
        options["authenticatorSelection"]["requireResidentKey"] = true.into();
        let session = signed.session().id.clone();
        self.begin(&Ceremony::Add { session, state: Box::new(state) }, &options).await
    }

    /// Adds the passkey that a device made.
    pub(crate) async fn add_passkey(
        &self,
        site: &Site,
        (ceremony, label, made): (&str, &str, &RegisterPublicKeyCredential),
    ) -> Result<KeptPasskey, Failure> {
        let signed = self.signed()?;
        let letters = label.chars().count();
        if label.trim().is_empty()
            || letters > LABEL_LETTERS_MAX
            || label.chars().any(char::is_control)
        {
            return Err(Failure::incomplete(
                format!("a passkey's name has 1 to {LABEL_LETTERS_MAX} plain characters"),
                "call it by the device, such as: key on the ring",
            ));
        }
        let Some(Ceremony::Add { session, state }) = self.answered(ceremony).await? else {
            return Err(over());
        };
        if session != signed.session().id {
            return Err(over());
        }
        let finished = site.0.finish_passkey_registration(made, &state);
        let passkey = finished.map_err(|error| {
            tracing::info!(target: "passkeys", %error, "one was not added");
            Failure::refused("the device's answer is not right", "begin again on this device")
        })?;
        self.is_new(&passkey).await?;
        let mut kept = self.own().await?;
        room_for_one_more(&kept)?;
        let id = PasskeyId::read(&format!("k-{}", draw_id())).expect("hexadecimal digits do");
        let one = KeptPasskey {
            id: id.clone(),
            label: label.trim().to_owned(),
            made_at: self.now(),
            shown_at: None,
            body: write(&passkey)?,
        };
        kept.secrets.passkeys.push(one.clone());
        let entry = self.entry_within(signed, Step::PasskeyAdded { passkey: id });
        self.store.change_account(&kept, None, &entry).await?;
        Ok(one)
    }

    /// Begins a sign-in. Whoever asks is answered the same.
    pub(crate) async fn begin_passkey_sign_in(&self, site: &Site) -> Result<Begun, Failure> {
        let (options, state) =
            site.0.start_discoverable_authentication().map_err(|error| broken(&error))?;
        self.begin(&Ceremony::SignIn { state: Box::new(state) }, &options.public_key).await
    }

    /// Lets somebody in by a passkey; returns what opens their session. The password beside it opens closed
    /// compartments as well.
    pub(crate) async fn passkey_sign_in(
        &self,
        site: &Site,
        (ceremony, shown, password): (&str, &PublicKeyCredential, Option<&str>),
        origin: &str,
    ) -> Result<(Token, Account), Failure> {
        let Some(Ceremony::SignIn { state }) = self.answered(ceremony).await? else {
            return Err(over());
        };
        let check = |key: &Passkey| {
            site.0.finish_discoverable_authentication_v2(shown, (*state).clone(), key)
        };
        let account = match site.0.identify_discoverable_authentication(shown) {
            Ok((handle, _)) => AccountId::read(&format!("u-{}", handle.simple())).ok(),
            Err(_) => None,
        };
        let blank = self.entry(origin, Step::SignedIn);
        let Some(account) = account else {
            return self.not_let_in(Entry { step: refused(Why::Passkey), ..blank }).await;
        };
        let entry = Entry { account: Some(account.clone()), ..blank };
        let kept = match self.check_passkey(&account, shown, &check, &entry).await? {
            Ok(kept) => kept,
            Err(why) => return self.not_let_in(Entry { step: refused(why), ..entry }).await,
        };
        let slow = match password {
            None => None,
            Some(password) => Some(self.recognise_password(&kept, password, origin).await?),
        };
        self.begin_session(&kept, (None, slow.as_ref()), (None, origin), self.now()).await
    }

    /// Begins to show a passkey again.
    pub(crate) async fn begin_passkey_proof(&self, site: &Site) -> Result<Begun, Failure> {
        let signed = self.signed()?;
        let kept = self.own().await?;
        let keys = kept.secrets.passkeys.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(Failure::refused(
                "the account has no passkey",
                "show a code, or add a passkey first",
            ));
        }
        let (options, state) =
            site.0.start_passkey_authentication(&keys).map_err(|error| broken(&error))?;
        let session = signed.session().id.clone();
        self.begin(&Ceremony::Prove { session, state: Box::new(state) }, &options.public_key).await
    }

    /// Takes a passkey from whoever has signed in: what needs a fresh second factor is let through for a while.
    pub(crate) async fn passkey_proof(
        &mut self,
        site: &Site,
        (ceremony, shown): (&str, &PublicKeyCredential),
    ) -> Result<(), Failure> {
        let signed = self.signed()?.clone();
        let Some(Ceremony::Prove { session, state }) = self.answered(ceremony).await? else {
            return Err(over());
        };
        if session != signed.session().id {
            return Err(over());
        }
        let check = |_: &Passkey| site.0.finish_passkey_authentication(shown, &state);
        let entry = self.entry_within(&signed, Step::Proven);
        match self.check_passkey(signed.account_id(), shown, &check, &entry).await? {
            Ok(_) => self.proven(signed, &entry).await,
            Err(why) => {
                self.store.append_entries(&[Entry { step: refused(why), ..entry }]).await?;
                Err(Failure::refused_as(
                    Kind::WrongCode,
                    "the passkey is not right",
                    "use one of this account, or show a code",
                ))
            }
        }
    }

    /// Shows the passkeys of an account: the own, or for an administrator anybody's.
    pub(crate) async fn passkeys(&self, name: Option<&str>) -> Result<Vec<ShownPasskey>, Failure> {
        let kept = self.whose(name).await?;
        let owner = kept.account.name;
        let of = |passkey| ShownPasskey { passkey, owner: owner.clone() };
        Ok(kept.secrets.passkeys.into_iter().map(of).collect())
    }

    /// Takes a passkey away: one's own, or as an administrator anybody's. Nothing is let in by it any more.
    pub(crate) async fn drop_passkey(&self, id: &PasskeyId, origin: &str) -> Result<(), Failure> {
        let own = self.own().await?;
        let has = |kept: &Kept| kept.secrets.passkeys.iter().any(|one| one.id == *id);
        let mut kept = if has(&own) {
            own
        } else {
            self.may_keep_accounts().await?;
            let all = self.store.accounts().await?;
            all.into_iter().find(has).ok_or_else(unknown)?
        };
        kept.secrets.passkeys.retain(|one| one.id != *id);
        self.change(&kept, None, (origin, Step::PasskeyDropped { passkey: id.clone() })).await
    }

    /// Checks a passkey and keeps that it was shown; returns the account, or why it was not right.
    async fn check_passkey(
        &self,
        account: &AccountId,
        shown: &PublicKeyCredential,
        check: &dyn Fn(&Passkey) -> Result<AuthenticationResult, WebauthnError>,
        entry: &Entry,
    ) -> Result<Result<Kept, Why>, Failure> {
        for _ in 0..TRIES_MAX {
            let Some(mut kept) = self.store.account(account).await? else {
                return Ok(Err(Why::Passkey));
            };
            if kept.account.is_disabled {
                return Ok(Err(Why::Disabled));
            }
            let mut found = None;
            for one in &mut kept.secrets.passkeys {
                let key = read(one)?;
                if key.cred_id().as_slice() == shown.get_credential_id() {
                    found = Some((key, one));
                }
            }
            let Some((mut key, one)) = found else { return Ok(Err(Why::Passkey)) };
            let result = match check(&key) {
                Ok(result) => result,
                Err(WebauthnError::CredentialPossibleCompromise) => return Ok(Err(Why::Copied)),
                Err(_) => return Ok(Err(Why::Passkey)),
            };
            key.update_credential(&result);
            (one.body, one.shown_at) = (write(&key)?, Some(self.now()));
            let step = Step::PasskeyShown { passkey: one.id.clone() };
            let entry = Entry { step, ..entry.clone() };
            match self.store.change_account(&kept, None, &entry).await {
                // So that the counter which was just kept counts for whoever comes next.
                Ok(()) => return Ok(Ok(Kept { revision: kept.revision + 1, ..kept })),
                Err(store::Error::AccountMoved { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Err(store::Error::AccountMoved { account: account.to_string() }.into())
    }

    /// Refuses a passkey that an account has already.
    async fn is_new(&self, passkey: &Passkey) -> Result<(), Failure> {
        for kept in self.store.accounts().await? {
            for one in &kept.secrets.passkeys {
                if read(one)?.cred_id() == passkey.cred_id() {
                    return Err(Failure::refused(
                        "an account has this passkey already",
                        "use another device, or take it away there first",
                    ));
                }
            }
        }
        Ok(())
    }

    async fn begin(&self, asked: &Ceremony, options: &impl Serialize) -> Result<Begun, Failure> {
        let ceremony = draw_id();
        self.keep_asked(&name_of(&ceremony), asked).await?;
        let options = serde_json::to_value(options).map_err(anyhow::Error::from)?;
        Ok(Begun { ceremony, options })
    }

    /// Takes what was asked, once.
    async fn answered(&self, ceremony: &str) -> Result<Option<Ceremony>, Failure> {
        self.take_asked(&name_of(ceremony)).await
    }

    /// Keeps what somebody is asked, for as long as they may take to answer.
    pub(super) async fn keep_asked(
        &self,
        name: &Digest,
        asked: &impl Serialize,
    ) -> Result<(), Failure> {
        let now = self.now();
        let ends = now.checked_add(SignedDuration::from_mins(CEREMONY_MINUTES)).unwrap_or(now);
        let plain = serde_json::to_vec(asked).map_err(anyhow::Error::from)?;
        self.store.put_ceremony(name, (now, ends), &plain).await.map_err(|error| {
            if matches!(error, store::Error::TooMuch { .. }) {
                return Failure::refused_as(
                    Kind::Wait { seconds: 60 },
                    "too many people are about to sign in",
                    "try again in a minute",
                );
            }
            error.into()
        })
    }

    /// Takes what somebody was asked, once; none where it was taken, or its time is over.
    pub(super) async fn take_asked<T: DeserializeOwned>(
        &self,
        name: &Digest,
    ) -> Result<Option<T>, Failure> {
        let plain = self.store.take_ceremony(name, self.now()).await?;
        let asked = plain.map(|plain| serde_json::from_slice(&plain)).transpose();
        Ok(asked.map_err(anyhow::Error::from)?)
    }

    pub(super) async fn not_let_in<T>(&self, entry: Entry) -> Result<T, Failure> {
        self.store.append_entries(&[entry]).await?;
        Err(not_right())
    }

    /// The account of whoever has signed in.
    async fn own(&self) -> Result<Kept, Failure> {
        let id = self.signed()?.account_id();
        self.store.account(id).await?.ok_or_else(|| signed_out("the account is gone"))
    }

    fn entry_within(&self, signed: &Signed, step: Step) -> Entry {
        let Session { id, origin, .. } = signed.session();
        let (account, session) = (Some(signed.account_id().clone()), Some(id.clone()));
        Entry { account, session, ..self.entry(origin, step) }
    }
}

pub(super) fn refused(why: Why) -> Step {
    Step::Refused { why }
}

fn room_for_one_more(kept: &Kept) -> Result<(), Failure> {
    if kept.secrets.passkeys.len() < PASSKEYS_MAX {
        return Ok(());
    }
    Err(Failure::refused(
        format!("an account has at most {PASSKEYS_MAX} passkeys"),
        "take one away that is used no more",
    ))
}

/// What a device keeps of whose a passkey is: the account's own 128 bits, which say nothing.
fn handle(account: &AccountId) -> Result<Uuid, Failure> {
    let digits = account.as_str().strip_prefix("u-").unwrap_or_default();
    Uuid::try_parse(digits).map_err(|_unread| {
        Failure::refused(
            format!("account {account} cannot have passkeys"),
            "have an administrator make a new account",
        )
    })
}

/// The name under which a ceremony lies: whoever reads it there cannot answer.
fn name_of(ceremony: &str) -> Digest {
    Digest::of(&[b"safeconduct/ceremony/1\0", ceremony.as_bytes()])
}

fn read(passkey: &KeptPasskey) -> Result<Passkey, Failure> {
    Ok(serde_json::from_str(&passkey.body).map_err(anyhow::Error::from)?)
}

fn write(passkey: &Passkey) -> Result<String, Failure> {
    Ok(serde_json::to_string(passkey).map_err(anyhow::Error::from)?)
}

fn broken(error: &WebauthnError) -> Failure {
    Failure::Fault(anyhow::anyhow!("passkeys: {error}"))
}

fn unknown() -> Failure {
    Failure::refused_as(
        Kind::Unknown,
        "there is no such passkey",
        "`safeconduct account passkeys` shows those there are",
    )
}

pub(super) fn over() -> Failure {
    Failure::refused_as(
        Kind::NotRight,
        "nothing is asked by that name, or it was answered, or its time is over",
        format!("begin again; there are {CEREMONY_MINUTES} minutes to answer"),
    )
}
