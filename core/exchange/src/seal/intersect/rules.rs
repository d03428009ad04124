//! The order of a round: nothing is asked before both sides have fixed theirs, nothing answered before the
//! mediator has counted, nothing handed out before both answers are in.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    HELD_KEYS, MatchAnswer, MatchCommit, MatchQuery, MatchQuota, MatchRelease, QUERY_KEYS,
    ROUNDS_MAX, Step,
};
use crate::vocabulary::{Digest, ListId, Party, Side};

/// Why an act of a round cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatchRefusal {
    /// A round out of order.
    #[error(
        "round {0} is not the one that is open: rounds follow each other from 1, each after a release"
    )]
    Round(u32),
    /// A second act where one is allowed.
    #[error("{1} has done this in round {0} already")]
    Twice(u32, Party),
    /// A list that was not committed to.
    #[error("{0} has committed to no list `{1}`")]
    NoList(Party, ListId),
    /// Another number of tags than of lines.
    #[error("the tag file has {found} rows, and a list of {lines} lines has {expected}")]
    Rows {
        /// What it has.
        found: u64,
        /// The lines.
        lines: u64,
        /// What it should have.
        expected: u64,
    },
    /// Two ways of making keys.
    #[error("the other side makes keys in another way: one program is older than the other")]
    Profile,
    /// A query before both have fixed theirs.
    #[error("{0} has not fixed its lists, key and tags for round {1}")]
    NotFixed(Side, u32),
    /// A query over its quota.
    #[error("the query has {keys} keys, and the quota of {0} is {quota}", .of)]
    Quota {
        /// Whose query.
        of: Side,
        /// What it asks.
        keys: u64,
        /// What it may ask.
        quota: u64,
    },
    /// An act that names another query, answer or tag file than the one that stands in the log.
    #[error("this is not the {0} of round {1} that stands in the log")]
    Differs(&'static str, u32),
    /// An answer that nobody has allowed.
    #[error(
        "the mediator has not counted the query of {0} in round {1}: it must not be answered yet"
    )]
    NotCounted(Side, u32),
    /// A release with one answer only.
    #[error("{0} has not answered in round {1}: nothing is handed out before both have")]
    NotAnswered(Side, u32),
}

crate::vocabulary::ids! { MatchRefusal {
    Round => "seal-match-round",
    Twice => "seal-match-twice",
    NoList => "seal-match-no-list",
    Rows => "seal-match-rows",
    Profile => "seal-match-profile",
    NotFixed => "seal-match-not-fixed",
    Quota => "seal-match-quota",
    Differs => "seal-match-differs",
    NotCounted => "seal-match-not-counted",
    NotAnswered => "seal-match-not-answered",
} }

/// What stands of one round.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Round {
    commits: BTreeMap<Side, (MatchCommit, u64)>,
    queries: BTreeMap<Side, MatchQuery>,
    counted: BTreeMap<Side, Digest>,
    answers: BTreeMap<Side, MatchAnswer>,
    released: bool,
}

/// All rounds so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(in crate::seal) struct Rounds {
    rounds: BTreeMap<u32, Round>,
}

/// The lines of a party's list, if it was committed to.
pub(in crate::seal) type Lines<'a> = &'a dyn Fn(Party, &ListId) -> Option<u64>;

impl Step {
    fn round(&self) -> u32 {
        match self {
            Self::Commit(MatchCommit { round, .. })
            | Self::Query(MatchQuery { round, .. })
            | Self::Quota(MatchQuota { round, .. })
            | Self::Answer(MatchAnswer { round, .. })
            | Self::Release(MatchRelease { round, .. }) => *round,
        }
    }
}

impl Rounds {
    /// Says what an act of a round breaks. The party may do such an act at all; that is settled before.
    pub(in crate::seal) fn refusal(
        &self,
        from: Party,
        step: &Step,
        lines: Lines,
    ) -> Option<MatchRefusal> {
        let number = step.round();
        let fresh = Round::default();
        let round = self.rounds.get(&number).unwrap_or(&fresh);
        let before = number.checked_sub(1).filter(|_| number <= ROUNDS_MAX);
        let opens = before.is_some_and(|before| {
            before == 0 || self.rounds.get(&before).is_some_and(|round| round.released)
        });
        if !opens || (round.released && !matches!(step, Step::Release(_))) {
            return Some(MatchRefusal::Round(number));
        }
        let side = from.side();
        match (step, side) {
            (Step::Commit(own), Some(side)) => round.commit_refusal(side, own, lines),
            (Step::Query(own), Some(side)) => round.query_refusal(side, own, lines),
            (Step::Quota(own), _) => round.quota_refusal(own),
            (Step::Answer(own), Some(side)) => round.answer_refusal(side, own),
            (Step::Release(own), _) => round.release_refusal(own),
            (Step::Commit(_) | Step::Query(_) | Step::Answer(_), None) => {
                Some(MatchRefusal::Round(number))
            }
        }
    }

    /// Returns the last entry that must stand under a checkpoint before a side may ask.
    pub(in crate::seal) fn rests_on(&self, step: &Step) -> Option<u64> {
        let Step::Query(MatchQuery { round, .. }) = step else { return None };
        self.rounds.get(round)?.commits.values().map(|(_, entry)| *entry).max()
    }

    /// Adds an act that breaks no rule. What was done first stays.
    pub(in crate::seal) fn add(&mut self, from: Party, entry: u64, step: &Step) {
        let round = self.rounds.entry(step.round()).or_default();
        match (step, from.side()) {
            (Step::Commit(own), Some(side)) => {
                round.commits.entry(side).or_insert_with(|| (own.clone(), entry));
            }
            (Step::Query(own), Some(side)) => {
                round.queries.entry(side).or_insert_with(|| own.clone());
            }
            (Step::Quota(own), _) => {
                round.counted.entry(own.of).or_insert(own.query);
            }
            (Step::Answer(own), Some(side)) => {
                round.answers.entry(side).or_insert_with(|| own.clone());
            }
            (Step::Release(_), _) => round.released = true,
            (Step::Commit(_) | Step::Query(_) | Step::Answer(_), None) => {}
        }
    }

    /// Returns what a side has fixed for a round.
    pub(in crate::seal) fn commit(&self, round: u32, side: Side) -> Option<&MatchCommit> {
        Some(&self.rounds.get(&round)?.commits.get(&side)?.0)
    }

    /// Returns what a side has asked in a round.
    pub(in crate::seal) fn query(&self, round: u32, side: Side) -> Option<&MatchQuery> {
        self.rounds.get(&round)?.queries.get(&side)
    }

    /// Returns what a side has answered in a round.
    pub(in crate::seal) fn answer(&self, round: u32, side: Side) -> Option<&MatchAnswer> {
        self.rounds.get(&round)?.answers.get(&side)
    }

    /// Says whether the mediator has counted a side's query.
    pub(in crate::seal) fn is_counted(&self, round: u32, side: Side) -> bool {
        self.rounds.get(&round).is_some_and(|round| round.counted.contains_key(&side))
    }

    /// Says whether both answers of a round were handed out.
    pub(in crate::seal) fn is_released(&self, round: u32) -> bool {
        self.rounds.get(&round).is_some_and(|round| round.released)
    }
}

impl Round {
    fn commit_refusal(&self, side: Side, own: &MatchCommit, lines: Lines) -> Option<MatchRefusal> {
        let party = Party::from(side);
        if self.commits.contains_key(&side) {
            return Some(MatchRefusal::Twice(own.round, party));
        }
        let missing = |list: &ListId| MatchRefusal::NoList(party, list.clone());
        if lines(party, &own.wanted).is_none() {
            return Some(missing(&own.wanted));
        }
        let Some(held) = lines(party, &own.held) else { return Some(missing(&own.held)) };
        let expected = held.saturating_mul(HELD_KEYS);
        if own.rows != expected {
            return Some(MatchRefusal::Rows { found: own.rows, lines: held, expected });
        }
        let other = self.commits.get(&side.other());
        other.filter(|(other, _)| other.profile != own.profile).map(|_| MatchRefusal::Profile)
    }

    fn query_refusal(&self, side: Side, own: &MatchQuery, lines: Lines) -> Option<MatchRefusal> {
        let open = Side::BOTH.into_iter().find(|side| !self.commits.contains_key(side));
        if let Some(open) = open {
            return Some(MatchRefusal::NotFixed(open, own.round));
        }
        if self.queries.contains_key(&side) {
            return Some(MatchRefusal::Twice(own.round, side.into()));
        }
        let wanted = self.commits.get(&side).map(|(commit, _)| &commit.wanted);
        let lines = wanted.and_then(|list| lines(side.into(), list)).unwrap_or(0);
        let quota = lines.saturating_mul(QUERY_KEYS);
        let keys = own.keys;
        (keys > quota).then_some(MatchRefusal::Quota { of: side, keys, quota })
    }

    fn quota_refusal(&self, own: &MatchQuota) -> Option<MatchRefusal> {
        if self.counted.contains_key(&own.of) {
            return Some(MatchRefusal::Twice(own.round, Party::Mediator));
        }
        let asked = self.queries.get(&own.of);
        let same = asked.is_some_and(|asked| asked.query == own.query);
        (!same).then_some(MatchRefusal::Differs("query", own.round))
    }

    fn answer_refusal(&self, side: Side, own: &MatchAnswer) -> Option<MatchRefusal> {
        let Some((commit, _)) = self.commits.get(&side) else {
            return Some(MatchRefusal::NotFixed(side, own.round));
        };
        if self.answers.contains_key(&side) {
            return Some(MatchRefusal::Twice(own.round, side.into()));
        }
        match self.counted.get(&side.other()) {
            None => Some(MatchRefusal::NotCounted(side.other(), own.round)),
            Some(query) if *query != own.query => Some(MatchRefusal::Differs("query", own.round)),
            Some(_) if commit.tags != own.tags => {
                Some(MatchRefusal::Differs("tag file", own.round))
            }
            Some(_) => None,
        }
    }

    fn release_refusal(&self, own: &MatchRelease) -> Option<MatchRefusal> {
        if self.released {
            return Some(MatchRefusal::Twice(own.round, Party::Mediator));
        }
        for side in Side::BOTH {
            let Some(answer) = self.answers.get(&side) else {
                return Some(MatchRefusal::NotAnswered(side, own.round));
            };
            if own.answers.get(&side) != Some(&answer.answer) {
                return Some(MatchRefusal::Differs("answer", own.round));
            }
        }
        None
    }
}
