//! AGREED is not a flag that somebody sets. It is computed for each clause from who signed what.
//!
//! A clause is AGREED when the officers that the policy requires of side A and of side B have both
//! signed the same digest of it, and a quorum of witnesses had seen both signatures before either
//! offer expired. Everything short of that is PROPOSED, REFUSED, WITHDRAWN, LAPSED or only SIGNED.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{ClauseId, Digest, Party, Side};

/// What an act says to one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Say {
    /// Puts the clause forward.
    Proposes,
    /// Takes it up.
    Accepts,
    /// Turns it down, or takes an own yes back.
    Refuses,
}

/// What one act does to one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The clause.
    pub clause: ClauseId,
    /// Its exact wording, by digest.
    pub digest: Digest,
    /// What is said to it.
    pub say: Say,
}

/// One thing said to one wording, as the table keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    seq: u64,
    by: Party,
    say: Say,
    expires: Option<Timestamp>,
}

/// A checkpoint that a quorum of witnesses cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Witnessed {
    /// The number of acts that it covers.
    pub size: u64,
    /// When the quorum first held, by the witnesses' clocks.
    pub at: Timestamp,
}

/// Where one wording of a clause stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "UPPERCASE")]
pub enum Standing {
    /// Both sides signed the same wording in time.
    Agreed {
        /// The entry by which side A signed it.
        a: u64,
        /// The entry by which side B signed it.
        b: u64,
        /// When a quorum of witnesses had seen both.
        witnessed: Timestamp,
        /// The entry by which a side said afterwards that it no longer stands by it.
        disowned: Option<(Side, u64)>,
    },
    /// Both sides signed the same wording, and no quorum of witnesses has seen it.
    Signed {
        /// The entry by which side A signed it.
        a: u64,
        /// The entry by which side B signed it.
        b: u64,
    },
    /// Both sides signed, the second one after an offer had expired.
    Lapsed {
        /// The entry by which side A signed it.
        a: u64,
        /// The entry by which side B signed it.
        b: u64,
        /// When the earlier of the two ran out.
        expired: Timestamp,
    },
    /// Put forward, and not accepted by everybody who would have to.
    Proposed {
        /// Who put it forward.
        by: Party,
        /// At which entry.
        at: u64,
        /// Who has accepted it so far, if it was put forward by a mediator.
        accepted: Option<(Side, u64)>,
    },
    /// Put forward and turned down.
    Refused {
        /// Who put it forward.
        by: Party,
        /// At which entry.
        at: u64,
        /// Who turned it down.
        refused_by: Side,
        /// At which entry.
        refused_at: u64,
    },
    /// Put forward, and taken back by the same side before it was accepted.
    Withdrawn {
        /// Who put it forward and took it back.
        by: Side,
        /// The entry that put it forward.
        at: u64,
        /// The entry that took it back.
        withdrawn_at: u64,
    },
}

impl Standing {
    /// Returns the state's word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Agreed { .. } => "AGREED",
            Self::Signed { .. } => "SIGNED",
            Self::Lapsed { .. } => "LAPSED",
            Self::Proposed { .. } => "PROPOSED",
            Self::Refused { .. } => "REFUSED",
            Self::Withdrawn { .. } => "WITHDRAWN",
        }
    }
}

/// Everything said to every wording of every clause.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Clauses {
    clauses: BTreeMap<ClauseId, Wordings>,
}

/// The wordings of one clause, in the order in which they were first put forward, and what was said to
/// each, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Wordings {
    order: Vec<Digest>,
    said: BTreeMap<Digest, Vec<Said>>,
}

impl Clauses {
    /// Says whether a wording has been put forward.
    pub fn knows(&self, clause: &ClauseId, digest: &Digest) -> bool {
        self.clauses.get(clause).is_some_and(|wordings| wordings.said.contains_key(digest))
    }

    /// Returns the wording of a clause that was put forward last.
    pub fn newest(&self, clause: &ClauseId) -> Option<Digest> {
        self.clauses.get(clause)?.order.last().copied()
    }

    /// Adds what an act says. The act bears all the signatures that it needs.
    pub fn add(&mut self, seq: u64, by: Party, expires: Option<Timestamp>, effect: &Effect) {
        let said = Said { seq, by, say: effect.say, expires };
        let known = self.knows(&effect.clause, &effect.digest);
        // A yes or no to something never put forward binds nobody; the ledger objects to it.
        if !known && effect.say != Say::Proposes {
            return;
        }
        let wordings = self.clauses.entry(effect.clause.clone()).or_default();
        if !known {
            wordings.order.push(effect.digest);
        }
        wordings.said.entry(effect.digest).or_default().push(said);
    }

    /// Computes where every wording stands, given the checkpoints that a quorum has seen.
    pub fn standings(&self, witnessed: &[Witnessed]) -> Vec<(ClauseId, Digest, Standing)> {
        let seen = Seen::of(witnessed);
        let wordings = self.clauses.iter().flat_map(|(clause, wordings)| {
            wordings.order.iter().map(move |digest| (clause, digest, wordings))
        });
        wordings
            .filter_map(|(clause, digest, wordings)| {
                let standing = standing(wordings.said.get(digest)?, &seen)?;
                Some((clause.clone(), *digest, standing))
            })
            .collect()
    }
}

/// When each act was first covered by a checkpoint that a quorum had cosigned.
struct Seen {
    /// By size, ascending: the earliest time among the checkpoints of this size or a larger one.
    earliest: Vec<Witnessed>,
}

impl Seen {
    fn of(witnessed: &[Witnessed]) -> Self {
        let mut earliest = witnessed.to_vec();
        earliest.sort_unstable();
        let mut least = None;
        for head in earliest.iter_mut().rev() {
            let at = least.map_or(head.at, |least: Timestamp| least.min(head.at));
            (head.at, least) = (at, Some(at));
        }
        Self { earliest }
    }

    fn at(&self, seq: u64) -> Option<Timestamp> {
        let first = self.earliest.partition_point(|head| head.size <= seq);
        self.earliest.get(first).map(|head| head.at)
    }
}

fn standing(all: &[Said], seen: &Seen) -> Option<Standing> {
    let first = all.first()?;
    let mut yes: BTreeMap<Side, &Said> = BTreeMap::new();
    let (mut no, mut late): (Option<(Side, u64)>, _) = (None, None);
    for (at, said) in all.iter().enumerate() {
        let Some(side) = said.by.side() else { continue };
        if said.say == Say::Refuses {
            yes.remove(&side);
            no = Some((side, said.seq));
            continue;
        }
        yes.insert(side, said);
        no = no.filter(|(by, _)| *by != side);
        let (Some(a), Some(b)) = (yes.get(&Side::A), yes.get(&Side::B)) else { continue };
        match meet(a, b, seen) {
            Met::InTime(witnessed) => {
                let disowned = all.iter().skip(at + 1).find_map(|later| {
                    (later.say == Say::Refuses).then_some((later.by.side()?, later.seq))
                });
                let (a, b) = (a.seq, b.seq);
                return Some(Standing::Agreed { a, b, witnessed, disowned });
            }
            Met::Unseen => late = Some(Standing::Signed { a: a.seq, b: b.seq }),
            Met::Late(expired) => {
                late = Some(Standing::Lapsed { a: a.seq, b: b.seq, expired });
            }
        }
    }
    let both = yes.len() == Side::BOTH.len();
    Some(match (late, no) {
        (Some(late), _) if both => late,
        (_, Some((side, seq))) if Party::from(side) == first.by => {
            Standing::Withdrawn { by: side, at: first.seq, withdrawn_at: seq }
        }
        (_, Some((refused_by, refused_at))) => {
            Standing::Refused { by: first.by, at: first.seq, refused_by, refused_at }
        }
        _ => {
            let accepted = yes
                .iter()
                .find(|(side, _)| Party::from(**side) != first.by)
                .map(|(side, said)| (*side, said.seq));
            Standing::Proposed { by: first.by, at: first.seq, accepted }
        }
    })
}

enum Met {
    InTime(Timestamp),
    Late(Timestamp),
    Unseen,
}

/// Two signatures meet when a quorum sees both; by the witnesses' clocks, since an act has none.
fn meet(a: &Said, b: &Said, seen: &Seen) -> Met {
    let seen = seen.at(a.seq.max(b.seq));
    let expires = a.expires.into_iter().chain(b.expires).min();
    match (seen, expires) {
        (None, _) => Met::Unseen,
        (Some(seen), Some(expires)) if seen > expires => Met::Late(expires),
        (Some(seen), _) => Met::InTime(seen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Digest = Digest([1; 32]);
    const OTHER: Digest = Digest([2; 32]);

    fn time(hour: i8) -> Timestamp {
        format!("2025-06-07T{hour:02}:00:00Z").parse().unwrap()
    }

    fn head(size: u64, hour: i8) -> Witnessed {
        Witnessed { size, at: time(hour) }
    }

    fn table(said: &[(u64, Party, Say, Digest, Option<i8>)]) -> Clauses {
        let mut clauses = Clauses::default();
        for (seq, by, say, digest, expires) in said {
            let clause = ClauseId::read("bodies-date").unwrap();
            let effect = Effect { clause, digest: *digest, say: *say };
            clauses.add(*seq, *by, expires.map(time), &effect);
        }
        clauses
    }

    fn standing(
        said: &[(u64, Party, Say, Digest, Option<i8>)],
        heads: &[Witnessed],
    ) -> Vec<Standing> {
        table(said).standings(heads).into_iter().map(|(.., standing)| standing).collect()
    }

    use Party::{A, B, Mediator};
    use Say::{Accepts, Proposes, Refuses};

    #[test]
    fn both_sides_on_the_same_words_before_expiry_is_agreed() {
        let said = [(1, A, Proposes, WORDS, Some(12)), (2, B, Accepts, WORDS, None)];
        assert_eq!(
            standing(&said, &[head(3, 11)]),
            [Standing::Agreed { a: 1, b: 2, witnessed: time(11), disowned: None }]
        );
        assert_eq!(
            standing(&said, &[head(3, 13)]),
            [Standing::Lapsed { a: 1, b: 2, expired: time(12) }]
        );
        assert_eq!(standing(&said, &[head(2, 11)]), [Standing::Signed { a: 1, b: 2 }]);
    }

    #[test]
    fn a_proposal_alone_is_never_agreed() {
        let said = [(1, A, Proposes, WORDS, None)];
        let proposed = Standing::Proposed { by: A, at: 1, accepted: None };
        assert_eq!(standing(&said, &[head(9, 1)]), [proposed]);
        let twice = [(1, A, Proposes, WORDS, None), (2, A, Accepts, WORDS, None)];
        assert!(matches!(standing(&twice, &[head(9, 1)])[..], [Standing::Proposed { .. }]));
    }

    #[test]
    fn other_words_are_another_proposal() {
        let said = [(1, A, Proposes, WORDS, None), (2, B, Proposes, OTHER, None)];
        assert_eq!(
            standing(&said, &[head(9, 1)]),
            [
                Standing::Proposed { by: A, at: 1, accepted: None },
                Standing::Proposed { by: B, at: 2, accepted: None }
            ]
        );
        let settled = [said[0], said[1], (3, A, Accepts, OTHER, None)];
        assert_eq!(
            standing(&settled, &[head(9, 1)])[1],
            Standing::Agreed { a: 3, b: 2, witnessed: time(1), disowned: None }
        );
    }

    #[test]
    fn a_mediators_words_need_both_sides() {
        let said = [(1, Mediator, Proposes, WORDS, None), (2, A, Accepts, WORDS, None)];
        assert_eq!(
            standing(&said, &[head(9, 1)]),
            [Standing::Proposed { by: Mediator, at: 1, accepted: Some((Side::A, 2)) }]
        );
        let both = [said[0], said[1], (3, B, Accepts, WORDS, None)];
        assert!(matches!(
            standing(&both, &[head(9, 1)])[..],
            [Standing::Agreed { a: 2, b: 3, .. }]
        ));
    }

    #[test]
    fn a_refusal_before_is_a_refusal_and_after_is_only_told() {
        let before = [(1, A, Proposes, WORDS, None), (2, B, Refuses, WORDS, None)];
        assert_eq!(
            standing(&before, &[head(9, 1)]),
            [Standing::Refused { by: A, at: 1, refused_by: Side::B, refused_at: 2 }]
        );
        let own = [(1, A, Proposes, WORDS, None), (2, A, Refuses, WORDS, None)];
        assert_eq!(
            standing(&own, &[head(9, 1)]),
            [Standing::Withdrawn { by: Side::A, at: 1, withdrawn_at: 2 }]
        );
        let taken_up_too_late = [own[0], own[1], (3, B, Accepts, WORDS, None)];
        assert!(!matches!(
            standing(&taken_up_too_late, &[head(9, 1)])[..],
            [Standing::Agreed { .. }]
        ));
        let after = [
            (1, A, Proposes, WORDS, None),
            (2, B, Accepts, WORDS, None),
            (3, B, Refuses, WORDS, None),
        ];
        assert_eq!(
            standing(&after, &[head(9, 1)]),
            [Standing::Agreed { a: 1, b: 2, witnessed: time(1), disowned: Some((Side::B, 3)) }]
        );
    }
}
