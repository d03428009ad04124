//! The log of sign-ins: every try, every refusal, and everything done to an account. It has a hash chain
//! of its own, and names nobody: accounts stand in it by opaque reference.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::Compartment;
use crate::vocabulary::{AccountId, Digest, HookId, PasskeyId, Role, SessionId};

/// Why somebody was not let in, or a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Name and password do not belong together, or nobody has that name.
    Password,
    /// The second factor is wrong.
    Code,
    /// The second factor was used before.
    Replayed,
    /// The account is disabled.
    Disabled,
    /// Nothing is opened by that token, or no longer.
    Token,
    /// Nobody used the session for too long.
    Idle,
    /// The session has lasted as long as any may.
    Old,
    /// The session was used from another place than it began at.
    Elsewhere,
    /// Its owner ended it.
    SignedOut,
    /// Somebody revoked it.
    Revoked,
    /// Secrets of the account were changed.
    Changed,
    /// There were too many wrong second factors.
    Wrong,
    /// More sessions of the account than may be at once.
    Many,
    /// A passkey is not right, or not known.
    Passkey,
    /// The counter of a passkey did not go on: there may be a copy of it.
    Copied,
    /// What came from the provider of sign-ins is not right.
    Provider,
    /// No account is linked to whom the provider named.
    NotLinked,
}

impl Why {
    /// Says it in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Password => "name or password",
            Self::Code => "a wrong code",
            Self::Replayed => "a code that was used before",
            Self::Disabled => "the account is disabled",
            Self::Token => "a token that opens no session, or no longer",
            Self::Idle => "it was not used for too long",
            Self::Old => "it has lasted as long as any may",
            Self::Elsewhere => "it was used from another place than it began at",
            Self::SignedOut => "its owner signed out",
            Self::Revoked => "it was revoked",
            Self::Changed => "secrets of the account were changed",
            Self::Wrong => "too many wrong codes",
            Self::Many => "the account has too many sessions",
            Self::Passkey => "a passkey that is not right, or not known",
            Self::Copied => "a passkey whose counter did not go on: there may be a copy of it",
            Self::Provider => "what came from the provider is not right",
            Self::NotLinked => "no account is linked to whom the provider named",
        }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// Secrets are about to be compared. It is written before they are, and counts until somebody
    /// signs in from that origin.
    Tried,
    /// Somebody was told to wait; nothing was compared.
    MadeToWait {
        /// How long, in seconds.
        seconds: u32,
    },
    /// The secrets were not right.
    Refused {
        /// Which.
        why: Why,
    },
    /// A session began.
    SignedIn,
    /// A second factor was shown again.
    Proven,
    /// A session ended.
    Ended {
        /// Why.
        why: Why,
    },
    /// Something needed a fresh second factor, or a number of people was used up.
    ProofMissing,
    /// An account was made.
    AccountMade {
        /// Its role.
        role: Role,
    },
    /// An account's role was changed.
    RoleSet {
        /// The new role.
        role: Role,
    },
    /// An account was disabled.
    Disabled,
    /// An account may sign in again.
    Enabled,
    /// An account has a new password.
    PasswordSet,
    /// An account has a new secret for codes, and new recovery codes.
    CodesSet,
    /// The compartments that can be were closed: the instance key alone opens them no more.
    Closed,
    /// An account was given the keys of closed compartments.
    Admitted {
        /// Which.
        compartments: Vec<Compartment>,
    },
    /// Keys of closed compartments were taken from an account.
    LetGo,
    /// A recovery code was used up.
    RecoveryUsed {
        /// How many are left.
        left: u32,
    },
    /// An account has one more passkey.
    PasskeyAdded {
        /// Which.
        passkey: PasskeyId,
    },
    /// A passkey was shown, and is right.
    PasskeyShown {
        /// Which.
        passkey: PasskeyId,
    },
    /// A passkey was taken away.
    PasskeyDropped {
        /// Which.
        passkey: PasskeyId,
    },
    /// An account was linked to somebody whom a provider of sign-ins knows.
    Linked,
    /// The link of an account was taken away.
    Unlinked,
    /// The provider said that it is the account's owner.
    Vouched,
    /// Another program will be told of what happens.
    HookMade {
        /// By which webhook.
        hook: HookId,
    },
    /// A webhook was taken away.
    HookDropped {
        /// Which.
        hook: HookId,
    },
    /// A webhook was switched on again.
    HookResumed {
        /// Which.
        hook: HookId,
    },
    /// A webhook was switched off, as nobody took its messages.
    HookStopped {
        /// Which.
        hook: HookId,
    },
}

impl Step {
    /// Returns its word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Tried => "tried",
            Self::MadeToWait { .. } => "made-to-wait",
            Self::Refused { .. } => "refused",
            Self::SignedIn => "signed-in",
            Self::Proven => "proven",
            Self::Ended { .. } => "ended",
            Self::ProofMissing => "proof-missing",
            Self::AccountMade { .. } => "account-made",
            Self::RoleSet { .. } => "role-set",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::PasswordSet => "password-set",
            Self::CodesSet => "codes-set",
            Self::Closed => "closed",
            Self::Admitted { .. } => "admitted",
            Self::LetGo => "let-go",
            Self::RecoveryUsed { .. } => "recovery-used",
            Self::PasskeyAdded { .. } => "passkey-added",
            Self::PasskeyShown { .. } => "passkey-shown",
            Self::PasskeyDropped { .. } => "passkey-dropped",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::Vouched => "vouched",
            Self::HookMade { .. } => "hook-made",
            Self::HookDropped { .. } => "hook-dropped",
            Self::HookResumed { .. } => "hook-resumed",
            Self::HookStopped { .. } => "hook-stopped",
        }
    }
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the instance's own clock.
    pub at: Timestamp,
    /// A keyed hash of the name that was typed, whether anybody has it or not; none where no name was.
    pub name: Option<Digest>,
    /// Which account; none where nobody has that name.
    pub account: Option<AccountId>,
    /// Who did it, where it was not the account itself.
    pub by: Option<AccountId>,
    /// Which session.
    pub session: Option<SessionId>,
    /// From where.
    pub origin: String,
    /// What was done.
    #[serde(flatten)]
    pub step: Step,
}
