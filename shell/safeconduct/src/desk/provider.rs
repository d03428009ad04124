//! Signing in through a provider: it names somebody, and the one account that is linked to them lets them in.
//!
//! An administrator links an account, by the provider's own name for its owner; nothing is linked by a name or an
//! address of mail. What the provider asked of somebody is not known here, so the session begins without a second
//! factor: whatever needs a fresh one asks for a code or a passkey (`docs/decisions/0016-provider.md`).

use exchange::journal::Verb;
use exchange::journal::account::{Account, Entry, PROOF_MINUTES_MAX, Step, Why};
use exchange::vocabulary::Digest;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Kept, Link};

use super::Desk;
use super::door::draw_id;
use super::passkeys::{TRIES_MAX, over, refused};
use super::secrets::{self, Token};
use crate::cli::{Failure, Kind};
use crate::provider::{Asked, Provider, SUBJECT_BYTES_MAX, Unnamed, is_subject, read_issuer};

/// For how long somebody is told to wait while others wait for the provider, in seconds.
const WAIT_SECONDS: u32 = 5;

/// What somebody was sent to a provider with.
#[derive(Serialize, Deserialize)]
struct Sent {
    issuer: String,
    asked: Asked,
}

/// Whom a program sends to the provider.
pub(crate) struct Away {
    /// The one-time name of the ceremony, which the program keeps to itself.
    pub(crate) ceremony: String,
    /// Where the browser goes.
    pub(crate) address: String,
}

/// What somebody came back with.
pub(crate) struct Back<'a> {
    /// The one-time name of the ceremony.
    pub(crate) ceremony: &'a str,
    /// What the provider sent back beside the code.
    pub(crate) state: &'a str,
    /// The code.
    pub(crate) code: &'a str,
    /// The password, where closed compartments are to be opened too.
    pub(crate) password: Option<&'a str>,
}

impl Desk {
    /// Begins a sign-in through the provider. Whoever asks is answered the same.
    pub(crate) async fn begin_provider_sign_in(
        &self,
        provider: &Provider,
    ) -> Result<Away, Failure> {
        let chance = [secrets::chance(), secrets::chance(), secrets::chance()];
        let (asked, address) = provider.ask(chance).map_err(not_named)?;
        let ceremony = draw_id();
        let sent = Sent { issuer: provider.issuer().to_owned(), asked };
        self.keep_asked(&name_of(&ceremony), &sent).await?;
        Ok(Away { ceremony, address })
    }

    /// Lets somebody in whom the provider names; returns what opens their session. The password beside it opens
    /// closed compartments as well.
    pub(crate) async fn provider_sign_in(
        &self,
        provider: &Provider,
        Back { ceremony, state, code, password }: Back<'_>,
        origin: &str,
    ) -> Result<(Token, Account), Failure> {
        let Some(Sent { issuer, asked }) = self.take_asked(&name_of(ceremony)).await? else {
            return Err(over());
        };
        let entry = self.entry(origin, Step::Vouched);
        let no = |why| Entry { step: refused(why), ..entry.clone() };
        if issuer != provider.issuer() || !is_same(&asked.state, state) {
            return self.not_let_in(no(Why::Provider)).await;
        }
        let subject = match provider.subject(code, asked, self.now()) {
            Ok(subject) => subject,
            Err(Unnamed::NotRight(why)) => {
                tracing::info!(target: "provider", why, "somebody was not let in");
                return self.not_let_in(no(Why::Provider)).await;
            }
            Err(other) => return Err(not_named(other)),
        };
        let kept = match self.vouch((&issuer, &subject), &entry).await? {
            Ok(kept) => kept,
            Err((account, why)) => {
                let account = account.map(|account| account.id);
                return self.not_let_in(Entry { account, ..no(why) }).await;
            }
        };
        let slow = match password {
            None => None,
            Some(password) => Some(self.recognise_password(&kept, password, origin).await?),
        };
        // No factor of ours was shown: what needs a fresh one is not let through.
        let proven_at = unproven(self.now());
        self.begin_session(&kept, (None, slow.as_ref()), (None, origin), proven_at).await
    }

    /// Finds the one account that is linked to somebody, and keeps that they came; or says why nobody is let in.
    async fn vouch(
        &self,
        whom: (&str, &str),
        entry: &Entry,
    ) -> Result<Result<Kept, (Option<Account>, Why)>, Failure> {
        for _ in 0..TRIES_MAX {
            let Some(mut kept) = self.linked_to(whom).await? else {
                return Ok(Err((None, Why::NotLinked)));
            };
            if kept.account.is_disabled {
                return Ok(Err((Some(kept.account), Why::Disabled)));
            }
            let now = self.now();
            if let Some(link) = &mut kept.secrets.link {
                link.shown_at = Some(now);
            }
            let entry = Entry { account: Some(kept.account.id.clone()), ..entry.clone() };
            match self.store.change_account(&kept, None, &entry).await {
                Ok(()) => return Ok(Ok(Kept { revision: kept.revision + 1, ..kept })),
                Err(store::Error::AccountMoved { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Err(Failure::refused_as(
            Kind::Moved,
            "the account is being changed all the time",
            "begin again",
        ))
    }

    /// The account that is linked to somebody. Where two are, as two administrators linked them at once, neither
    /// lets anybody in.
    async fn linked_to(&self, whom: (&str, &str)) -> Result<Option<Kept>, Failure> {
        let mut all = self.store.accounts().await?;
        all.retain(|kept| kept.secrets.link.as_ref().is_some_and(|link| is_of(link, whom)));
        let one = if all.len() == 1 { all.pop() } else { None };
        Ok(one)
    }

    /// Links an account to somebody whom a provider knows. Its other sessions end.
    pub(crate) async fn link_account(
        &self,
        name: &str,
        (issuer, subject): (&str, &str),
        origin: &str,
    ) -> Result<Account, Failure> {
        self.may_keep_accounts().await?;
        // Whether it may lie in the own network, the file says by which it is served.
        read_issuer(issuer, true)?;
        if !is_subject(subject) {
            return Err(Failure::incomplete(
                format!("a subject has 1 to {SUBJECT_BYTES_MAX} characters of ASCII"),
                "write what the provider puts into `sub`, letter for letter; its console shows it",
            ));
        }
        let mut kept = self.named(name).await?;
        let whom = (issuer, subject);
        for other in self.store.accounts().await? {
            let has = other.secrets.link.as_ref().is_some_and(|link| is_of(link, whom));
            if has && other.account.id != kept.account.id {
                return Err(Failure::refused(
                    format!("{} is linked to them already", other.account.name),
                    "one person has one account; take that link away first: `account unlink`",
                ));
            }
        }
        if let Some(link) = &kept.secrets.link {
            let what = if is_of(link, whom) { "to them already" } else { "to somebody else" };
            return Err(Failure::refused(
                format!("{name} is linked {what}"),
                "`safeconduct account unlink` takes a link away",
            ));
        }
        let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
        let link = Link { issuer, subject, made_at: self.now(), shown_at: None };
        kept.secrets.link = Some(link);
        self.change(&kept, None, (origin, Step::Linked)).await?;
        Ok(kept.account)
    }

    /// Takes the link of an account away. Its other sessions end.
    pub(crate) async fn unlink_account(
        &self,
        name: &str,
        origin: &str,
    ) -> Result<Account, Failure> {
        self.may_keep_accounts().await?;
        let mut kept = self.named(name).await?;
        if kept.secrets.link.take().is_none() {
            return Err(Failure::refused(
                format!("{name} is not linked to anybody"),
                "`safeconduct account links` shows which accounts are",
            ));
        }
        self.change(&kept, None, (origin, Step::Unlinked)).await?;
        Ok(kept.account)
    }

    /// Reads which accounts are linked, with the working names of their owners.
    pub(crate) async fn links(&self) -> Result<Vec<(String, Link)>, Failure> {
        self.may(Verb::Admit)?;
        let all = self.store.accounts().await?.into_iter();
        let of = |kept: Kept| Some((kept.account.name, kept.secrets.link?));
        let mut all: Vec<_> = all.filter_map(of).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }
}

/// Says whether a link is to somebody.
fn is_of(link: &Link, (issuer, subject): (&str, &str)) -> bool {
    link.issuer == issuer && link.subject == subject
}

/// Compares two texts in a time that says nothing about where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let digest = |text: &str| Digest::of(&[b"safeconduct/state/1\0", text.as_bytes()]).0;
    secrets::same(&digest(one), &digest(other))
}

/// The last moment at which a second factor would no longer be fresh.
fn unproven(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_mins(PROOF_MINUTES_MAX))
        .expect("there are minutes before any time of ours")
}

/// The name under which a ceremony lies. It is another than that of a passkey's.
fn name_of(ceremony: &str) -> Digest {
    Digest::of(&[b"safeconduct/provider-ceremony/1\0", ceremony.as_bytes()])
}

fn not_named(unnamed: Unnamed) -> Failure {
    match unnamed {
        Unnamed::Busy => Failure::refused_as(
            Kind::Wait { seconds: WAIT_SECONDS },
            "many people are signing in through the provider",
            "try again in a few seconds",
        ),
        Unnamed::Silent(why) | Unnamed::NotRight(why) => {
            tracing::warn!(target: "provider", why, "the provider of sign-ins cannot be asked");
            Failure::refused(
                "the provider of sign-ins cannot be asked now",
                "begin again later, or sign in with name, password and code, or with a passkey",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_a_provider_vouched_for_is_not_fresh_when_it_begins() {
        let now = Timestamp::from_second(1_900_000_000).unwrap();
        let session = exchange::journal::account::Session {
            id: exchange::vocabulary::SessionId::read("s-1").unwrap(),
            account: exchange::vocabulary::AccountId::read("u-1").unwrap(),
            origin: "http:127.0.0.1".to_owned(),
            made_at: now,
            seen_at: now,
            proven_at: unproven(now),
            shown: 0,
        };
        assert!(!session.is_fresh(now));
        assert!(session.holds(now, "http:127.0.0.1").is_ok());
    }
}
