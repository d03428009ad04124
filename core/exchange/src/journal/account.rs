//! Accounts and sessions: who may act in an instance, and for how long without showing again that it
//! is still them.
//!
//! The rules stand here; secrets are made, hashed and compared in the shell. A session opens nothing by
//! itself: it says who acts, and the tables of [`super::may`] and [`super::access`] say what they may.

mod entry;
mod password;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::access::people_an_hour;
use crate::vocabulary::{AccountId, Role, SessionId};

pub use entry::{Entry, Step, Why};
pub use password::{PASSWORD_LETTERS_MAX, PASSWORD_LETTERS_MIN, PasswordRefusal, check_password};

/// A session that nobody used for so long ends (NIST SP 800-63B, AAL2: 30 minutes).
pub const SESSION_IDLE_MINUTES_MAX: i64 = 30;
/// A session ends after so long, however busy it is (NIST SP 800-63B, AAL2: 12 hours).
pub const SESSION_HOURS_MAX: i64 = 12;
/// For so long after a second factor was shown, what needs a fresh one is let through.
pub const PROOF_MINUTES_MAX: i64 = 5;
/// How many sessions one account has at once; the oldest ends when another begins.
pub const SESSIONS_MAX: usize = 10;
/// After so many second factors that were wrong in a row, the session that was to be proven ends.
pub const PROOFS_WRONG_MAX: u32 = 5;
/// How many tries at one name from one origin go without a delay.
pub const TRIES_FREE: u32 = 5;
/// How many tries at one name within an hour, from all origins together at which it was never signed
/// in to, go without a delay.
pub const STRANGE_TRIES_FREE: u32 = 20;
/// The longest delay, in seconds.
pub const DELAY_SECONDS_MAX: u32 = 900;
/// An origin at which somebody signed in within so many days is known: what strangers do elsewhere does
/// not delay them there.
pub const KNOWN_DAYS: i64 = 90;
/// The longest working name, in characters.
pub const NAME_LETTERS_MAX: usize = 64;

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its opaque name, as logs cite it.
    pub id: AccountId,
    /// The working name by which they sign in and act, such as `officer-1`.
    pub name: String,
    /// What they may do. It is read anew for each command, so that a change holds at once.
    pub role: Role,
    /// The language they work in, as an ISO 639 code.
    pub language: Option<String>,
    /// Whether they may sign in no more.
    pub is_disabled: bool,
}

/// Checks a working name: it stands in logs and on terminals.
///
/// # Errors
/// Says what is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    let letters = name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        return Err(format!(
            "a working name has 1 to {NAME_LETTERS_MAX} characters, this one has {letters}"
        ));
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some(other) = name.chars().find(|c| !plain(*c)) {
        return Err(format!(
            "a working name holds letters, digits, `-`, `_` and `.`, and no {}",
            other.escape_debug()
        ));
    }
    Ok(())
}

/// A sign-in that lasts. The token that opens it is nowhere kept; the store has its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its public name.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// Where it began: a machine and a user of it, a device, an address.
    pub origin: String,
    /// When it began.
    pub made_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When a second factor was last shown.
    pub proven_at: Timestamp,
    /// How many people it was shown since then.
    pub shown: u32,
}

impl Session {
    /// Says whether the session still holds, for a use from an origin.
    ///
    /// # Errors
    /// Says why it does not; then it ends.
    pub fn holds(&self, now: Timestamp, origin: &str) -> Result<(), Why> {
        if self.origin != origin {
            return Err(Why::Elsewhere);
        }
        if now.duration_since(self.made_at) >= SignedDuration::from_hours(SESSION_HOURS_MAX) {
            return Err(Why::Old);
        }
        if now.duration_since(self.seen_at) >= SignedDuration::from_mins(SESSION_IDLE_MINUTES_MAX) {
            return Err(Why::Idle);
        }
        // A clock that was put back does not make a session younger.
        if now < self.made_at { Err(Why::Old) } else { Ok(()) }
    }

    /// Says whether a second factor was shown a short while ago: releasing a list, writing people's data to
    /// a file and going past the hour's number need that.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let since = now.duration_since(self.proven_at);
        !since.is_negative() && since < SignedDuration::from_mins(PROOF_MINUTES_MAX)
    }
}

/// How many people's data a session is shown before a second factor must be shown again. A thief who
/// has the session and not the second factor comes no further.
pub fn people_a_proof(role: Role) -> u32 {
    people_an_hour(role)
}

/// What the log says of tries at one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Tries from this origin since somebody signed in from it, and when the last was.
    pub here: u32,
    /// When the last of them was.
    pub last_here: Option<Timestamp>,
    /// Whether somebody signed in by that name from this origin within [`KNOWN_DAYS`].
    pub is_known: bool,
    /// Tries within the last hour from all origins that are not known.
    pub strange: u32,
    /// When the last of them was.
    pub last_strange: Option<Timestamp>,
}

/// Returns how many seconds must still pass before another try. Names that nobody has are delayed like
/// the others; an account is never locked, and a known origin is delayed by its own tries alone.
pub fn delay_seconds(tries: &Tries, now: Timestamp) -> u32 {
    let here = still(doubled(tries.here, TRIES_FREE), tries.last_here, now);
    if tries.is_known {
        return here;
    }
    here.max(still(doubled(tries.strange, STRANGE_TRIES_FREE), tries.last_strange, now))
}

/// One second for the first try past the free ones, twice as long for each further one.
fn doubled(tries: u32, free: u32) -> u32 {
    match tries.checked_sub(free) {
        None => 0,
        Some(past) => 1_u32.checked_shl(past).map_or(DELAY_SECONDS_MAX, |delay| {
            if delay == 0 { DELAY_SECONDS_MAX } else { delay.min(DELAY_SECONDS_MAX) }
        }),
    }
}

/// What is left of a delay that began with the last try.
fn still(delay: u32, last: Option<Timestamp>, now: Timestamp) -> u32 {
    let Some(last) = last else { return 0 };
    let passed = now.duration_since(last).as_secs().max(0);
    u32::try_from(i64::from(delay) - passed).unwrap_or(0)
}

#[cfg(test)]
mod tests;
