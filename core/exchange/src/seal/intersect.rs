//! Intersect: who stands on the list of those we seek and on the list of those they hold, without either
//! side showing its list.
//!
//! A person becomes a few keys (`family`), each too rare to be guessed. In a round each side fixes its two
//! lists, its key and its tag file; asks; is answered through the mediator, who counts and holds both answers
//! back until both are in; and matches at home (`round`). The files that cross are read in `file`. The acts
//! that order it all stand in the log, and the ledger refuses one that comes too early (`rules`).

pub mod family;
pub mod file;
pub mod round;
pub(super) mod rules;

pub use family::{FAMILIES, Family, Keyed, Keys, profile};
pub use file::{Answer, FileRefusal, Query, Tags};
pub use round::{Match, RoundRefusal, Secret, answer, ask, check_answer, clear, fix, matches};
pub use rules::MatchRefusal;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vocabulary::{Digest, ListId, Side};

/// How many keys may be asked for each line of the list of the wanted. A query is filled up to it.
pub const QUERY_KEYS: u64 = 12;
/// How many tags stand for each line of the list of the held. A tag file is filled up to it.
pub const HELD_KEYS: u64 = 6;
/// The most rounds of one exchange.
pub const ROUNDS_MAX: u32 = 1_000;

/// What a side fixes before a round: nothing of it can be fitted to what the other side asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchCommit {
    /// The round, counted from 1.
    pub round: u32,
    /// The list of those it seeks, committed to before.
    pub wanted: ListId,
    /// The list of those it holds, committed to before.
    pub held: ListId,
    /// How people become keys: `profile()`, the same on both sides or nothing would match.
    pub profile: Digest,
    /// The public half of the round's key.
    pub key: Digest,
    /// SHA-256 of the tag file.
    pub tags: Digest,
    /// Its rows.
    pub rows: u64,
}

/// What a side asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchQuery {
    /// The round.
    pub round: u32,
    /// SHA-256 of the query file.
    pub query: Digest,
    /// Its keys.
    pub keys: u64,
}

/// The mediator has counted a query and found it within its quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchQuota {
    /// The round.
    pub round: u32,
    /// Whose query.
    pub of: Side,
    /// SHA-256 of the query file.
    pub query: Digest,
}

/// A side has answered, into the mediator's hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchAnswer {
    /// The round.
    pub round: u32,
    /// SHA-256 of the query file that is answered.
    pub query: Digest,
    /// SHA-256 of the answer file.
    pub answer: Digest,
    /// SHA-256 of the tag file: the one fixed before.
    pub tags: Digest,
}

/// The mediator hands both answers out at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRelease {
    /// The round.
    pub round: u32,
    /// SHA-256 of each side's answer file.
    pub answers: BTreeMap<Side, Digest>,
}

/// What an act says in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A side fixes lists, key and tags.
    Commit(MatchCommit),
    /// A side asks.
    Query(MatchQuery),
    /// The mediator has counted.
    Quota(MatchQuota),
    /// A side answers.
    Answer(MatchAnswer),
    /// The mediator hands out.
    Release(MatchRelease),
}

/// What each way of matching shows to whom: one screen for the officer who has to choose.
pub const MODES: &str = "\
Two ways to find who is sought by one side and held by the other.

IN CLEAR   seal intersect clear      both sides give the mediator their lists, as they are
  side A learns     which of its wanted B holds, by B's reference; nothing of the rest of B's list
  side B learns     the same the other way round
  the mediator      BOTH LISTS, every name and date: whoever takes its machine has them
  better at         names written in two ways, since a person can look; no quota, no key to lose
  choose it if      both sides would hand the mediator both lists on paper

BLIND      seal intersect commit, ask, allow, answer, release, match      no list leaves its side
  the asking side   which of its wanted the other holds, by a reference good for this round; which keys
                    fitted (a number, a name with a date); how many lines the other list has
  the answering     how many lines the asking side's list has; nothing of who is sought, not even later
  the mediator      how many lines; sees only what looks like chance, and holds both answers until both
                    are in; with one side it could release that side's answer early
  the log           digests and numbers; no person
  it does NOT stop  a side that puts people on its list whom nobody misses, to learn whether they are held;
                    a side that leaves people out of its list, or puts in people it does not hold.
                    The lists are fixed before anybody asks, so that a judge can have lines opened.
  after a theft     of a side's round file AND its tag file, its list falls to guessing: destroy both

In both ways a hit is a candidate. People confirm it before anybody is told.
";
