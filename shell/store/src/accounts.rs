//! Accounts as they are kept: name, role and secrets sealed together.

use std::fmt;

use exchange::journal::account::Account;
use exchange::vocabulary::{Digest, PasskeyId, Private};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an account is recognised by. None of it can be used where only the database was stolen: it lies
/// sealed, and of the password there is only a slow hash.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// The salt of the password's hash.
    pub salt: [u8; 32],
    /// The password's argon2id hash.
    pub password: Private<[u8; 32]>,
    /// The secret of the codes (RFC 6238).
    pub totp: Private<Vec<u8>>,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// Whom a provider of sign-ins knows as its owner.
    pub link: Option<Link>,
}

/// A passkey (Web Authentication, W3C) as it is kept. It holds a public key and a counter, and no secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Passkey {
    /// Its opaque name.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub label: String,
    /// When it was added.
    pub made_at: Timestamp,
    /// When it was last shown.
    pub shown_at: Option<Timestamp>,
    /// What whoever checks it needs, as they wrote it.
    pub body: String,
}

/// Whom a provider of sign-ins (OpenID Connect Core 1.0) knows as an account's owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The provider, letter for letter as it names itself.
    pub issuer: String,
    /// Its name for the owner, letter for letter.
    pub subject: String,
    /// When the account was linked.
    pub made_at: Timestamp,
    /// When somebody was last let in by it.
    pub shown_at: Option<Timestamp>,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link([private])")
    }
}

/// An account as it was read.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The account.
    pub account: Account,
    /// Its secrets.
    pub secrets: Secrets,
    /// How often it was changed: a change is taken only where this is still so.
    pub revision: u64,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    account: Account,
    salt: Digest,
    password: Digest,
    totp: Vec<u8>,
    #[serde(default)]
    passkeys: Vec<Passkey>,
    #[serde(default)]
    link: Option<Link>,
}

/// Writes what is sealed.
pub(crate) fn write(account: &Account, secrets: &Secrets) -> Vec<u8> {
    let body = Body {
        account: account.clone(),
        salt: Digest(secrets.salt),
        password: Digest(*secrets.password.open()),
        totp: secrets.totp.open().clone(),
        passkeys: secrets.passkeys.clone(),
        link: secrets.link.clone(),
    };
    serde_json::to_vec(&body).expect("an account holds only plain values")
}

/// Reads what was sealed.
pub(crate) fn read(bytes: &[u8], revision: u64) -> Option<Kept> {
    let body: Body = serde_json::from_slice(bytes).ok()?;
    let secrets = Secrets {
        salt: body.salt.0,
        password: Private::new(body.password.0),
        totp: Private::new(body.totp),
        passkeys: body.passkeys,
        link: body.link,
    };
    Some(Kept { account: body.account, secrets, revision })
}

/// An account as it lies in the database.
#[derive(sqlx::FromRow)]
pub(crate) struct RawAccount {
    pub(crate) id: String,
    pub(crate) name_key: Vec<u8>,
    pub(crate) revision: i64,
    pub(crate) totp_step: i64,
    pub(crate) nonce: Vec<u8>,
    pub(crate) sealed: Vec<u8>,
}

/// An entry of the log of sign-ins as it lies in the database.
#[derive(sqlx::FromRow)]
pub(crate) struct RawEntry {
    pub(crate) number: i64,
    pub(crate) at_ms: i64,
    pub(crate) name_key: Option<Vec<u8>>,
    pub(crate) origin: String,
    pub(crate) step: String,
    pub(crate) body: Vec<u8>,
    pub(crate) chain: Vec<u8>,
}
