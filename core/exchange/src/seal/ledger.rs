//! The ledger: acts in their order, and the rules that hold between them.
//!
//! The builder of a chain, the journal of an instance and the offline verifier all ask this one ledger,
//! so that what one of them accepts, the others accept.

use notary::list::Commitment;
use serde::{Deserialize, Serialize};

use super::act::{Act, Kind, NO_ACT};
use super::authority::Authority;
use super::clauses::{Clauses, Say, Witnessed};
use super::intersect::{MatchAnswer, MatchCommit, MatchQuery, MatchRefusal};
use super::known::Known;
use super::payload::{self, Fact};
use super::roster::{Roster, RosterRefusal};
use crate::plan;
use crate::vocabulary::{ClauseId, Digest, ExchangeId, ListId, Party, Side, StageNumber};

/// The most acts that one exchange may have.
pub const ACTS_MAX: usize = 200_000;

/// An act that stands in the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The act.
    pub act: Act,
    /// The leaf hash of its note.
    pub leaf: Digest,
    /// The officers who signed, by their names in the policy, in order.
    pub signers: Vec<String>,
    /// Whether everybody signed who must. An act that lacks a signature binds nobody.
    pub complete: bool,
    /// What its payload says; none where the payload was erased or not handed over.
    pub fact: Option<Fact>,
}

/// Why an act cannot follow the acts before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    /// The first act is another than genesis, or genesis comes again.
    #[error("an exchange begins with one `genesis`, and this is `{0}` at entry {1}")]
    Genesis(Kind, u64),
    /// Of another exchange.
    #[error("the act belongs to exchange {0}")]
    OtherExchange(ExchangeId),
    /// Not the next number.
    #[error("the act says it is entry {found}, and the next is {expected}")]
    Seq {
        /// The next entry.
        expected: u64,
        /// What the act says.
        found: u64,
    },
    /// Not after the act that stands before it.
    #[error("the act follows another act than entry {0}")]
    Prev(u64),
    /// Stands on another policy.
    #[error("the exchange began under another policy file than this one")]
    Policy,
    /// Names other keys than its policy.
    #[error("the first act names other keys than the policy file")]
    Keys,
    /// A change of keys that cannot be made.
    #[error(transparent)]
    Roster(#[from] RosterRefusal),
    /// A change of keys whose payload is not at hand.
    #[error(
        "entry {0} changes keys, and its payload is not here: no later signature can be judged"
    )]
    KeysHidden(u64),
    /// The party has no say in this.
    #[error("{1} cannot make a `{0}`")]
    NotOpen(Kind, Party),
    /// An answer to words that were never put forward.
    #[error("nobody put forward these words of clause `{0}`")]
    UnknownWording(ClauseId),
    /// A second seed.
    #[error("{0} has given its part of the draw already")]
    SeedTwice(Party),
    /// A seed shown too early.
    #[error(
        "{0} shows its part of the draw before both sides have fixed theirs and sealed their tables"
    )]
    SeedEarly(Party),
    /// Another seed than the one fixed.
    #[error("{0} shows another part of the draw than it fixed at entry {1}")]
    SeedDiffers(Party, u64),
    /// What one side says in the name of another.
    #[error("{0} hands in what is {1}'s to say")]
    NotTheirs(Party, Party),
    /// A second table.
    #[error("{0} has sealed its table of class counts already")]
    TableTwice(Party),
    /// A plan of other tables or another draw than the sealed ones.
    #[error("the plan rests on {0}")]
    OtherPlan(&'static str),
    /// No such act, or other bytes.
    #[error("what is acknowledged as entry {0} is not what stands there")]
    NotThatAct(u64),
    /// An answer to a list that is not the other side's.
    #[error("the other side has committed to no list `{0}` with this root")]
    UnknownList(ListId),
    /// Another number of verdicts than lines.
    #[error("{verdicts} verdicts answer list `{list}` of {lines} lines")]
    VerdictCount {
        /// The list.
        list: ListId,
        /// Its lines.
        lines: u64,
        /// The verdicts.
        verdicts: u64,
    },
    /// A list name used again for other lines.
    #[error("{0} has committed to a list `{1}` already")]
    ListTwice(Party, ListId),
    /// The act at the line speaks of another manifest than the one fixed before departure.
    #[error(
        "the act of stage {0} speaks of another manifest of {1} than was fixed before departure"
    )]
    OtherManifest(StageNumber, Side),
    /// A step of a round that comes too early, or names something else than what stands in the log.
    #[error(transparent)]
    Match(#[from] MatchRefusal),
    /// Something is looked at before it was fixed for good.
    #[error(
        "no checkpoint with a quorum lies between entry {fixed} and this one: what was fixed there must be \
         witnessed before the other side's may be looked at"
    )]
    Unwitnessed {
        /// The last entry that must be witnessed first.
        fixed: u64,
    },
    /// Something after the end.
    #[error("the exchange was closed at entry {0}")]
    Closed(u64),
    /// More than [`ACTS_MAX`].
    #[error("an exchange has at most {ACTS_MAX} acts")]
    Full,
}

crate::vocabulary::ids! { LedgerRefusal {
    Genesis => "seal-ledger-genesis",
    OtherExchange => "seal-ledger-other-exchange",
    Seq => "seal-ledger-seq",
    Prev => "seal-ledger-prev",
    Policy => "seal-ledger-policy",
    Keys => "seal-ledger-keys",
    KeysHidden => "seal-ledger-keys-hidden",
    NotOpen => "seal-ledger-not-open",
    UnknownWording => "seal-ledger-unknown-wording",
    SeedTwice => "seal-ledger-seed-twice",
    SeedEarly => "seal-ledger-seed-early",
    SeedDiffers => "seal-ledger-seed-differs",
    NotTheirs => "seal-ledger-not-theirs",
    TableTwice => "seal-ledger-table-twice",
    OtherPlan => "seal-ledger-other-plan",
    NotThatAct => "seal-ledger-not-that-act",
    UnknownList => "seal-ledger-unknown-list",
    VerdictCount => "seal-ledger-verdict-count",
    ListTwice => "seal-ledger-list-twice",
    OtherManifest => "seal-ledger-other-manifest",
    Unwitnessed => "seal-ledger-unwitnessed",
    Closed => "seal-ledger-closed",
    Full => "seal-ledger-full",
    .. Roster(RosterRefusal),
    .. Match(MatchRefusal),
} }

/// The acts that a round of private intersection is made of, and the lists that it rests on.
const MATCH_KINDS: [Kind; 6] = [
    Kind::ListCommit,
    Kind::MatchCommit,
    Kind::MatchQuery,
    Kind::MatchQuota,
    Kind::MatchAnswer,
    Kind::MatchRelease,
];

/// All acts so far, and what follows from them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Ledger {
    rows: Vec<Row>,
    clauses: Clauses,
    witnessed: Vec<Witnessed>,
    known: Known,
    roster: Roster,
}

impl Ledger {
    /// Returns the acts in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the clauses and what was said to them.
    pub fn clauses(&self) -> &Clauses {
        &self.clauses
    }

    /// Returns the checkpoints that a quorum of witnesses has cosigned.
    pub fn witnessed(&self) -> &[Witnessed] {
        &self.witnessed
    }

    /// Returns which keys have changed since the policy file.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Returns what the next act writes in its `seq` and `prev`.
    pub fn next(&self) -> (u64, Digest) {
        let seq = u64::try_from(self.rows.len()).expect("at most ACTS_MAX");
        (seq, self.rows.last().map_or(NO_ACT, |row| row.leaf))
    }

    /// Says which rules an act breaks, coming next.
    pub fn refusals(&self, row: &Row, authority: &Authority) -> Vec<LedgerRefusal> {
        let act = &row.act;
        let (seq, prev) = self.next();
        let mut found = Vec::new();
        if self.rows.len() >= ACTS_MAX {
            found.push(LedgerRefusal::Full);
        }
        if (act.kind == Kind::Genesis) != self.rows.is_empty() {
            found.push(LedgerRefusal::Genesis(act.kind, act.seq));
        }
        if act.seq != seq {
            found.push(LedgerRefusal::Seq { expected: seq, found: act.seq });
        }
        if act.prev != prev {
            found.push(LedgerRefusal::Prev(seq.saturating_sub(1)));
        }
        if act.exchange != *authority.exchange() {
            found.push(LedgerRefusal::OtherExchange(act.exchange.clone()));
        }
        if !act.kind.is_open_to(act.from) {
            found.push(LedgerRefusal::NotOpen(act.kind, act.from));
        }
        found.extend(self.known.closed().map(LedgerRefusal::Closed));
        match &row.fact {
            Some(fact) => self.fact_refusals(act, fact, authority, &mut found),
            None if act.kind.changes_keys() => found.push(LedgerRefusal::KeysHidden(act.seq)),
            None => {}
        }
        found
    }

    fn fact_refusals(
        &self,
        act: &Act,
        fact: &Fact,
        authority: &Authority,
        found: &mut Vec<LedgerRefusal>,
    ) {
        let from = act.from;
        match fact {
            Fact::Genesis(policy, keys) => found.extend(genesis_refusal(policy, keys, authority)),
            Fact::Keys(change) => found.extend(
                self.roster.refusal(authority, act.kind, from, change).map(LedgerRefusal::Roster),
            ),
            Fact::Clauses(effects) if !self.known.hides(&[Kind::Propose, Kind::Counter]) => {
                let unknown = effects.iter().filter(|effect| {
                    effect.say != Say::Proposes
                        && !self.clauses.knows(&effect.clause, &effect.digest)
                });
                found.extend(
                    unknown.map(|effect| LedgerRefusal::UnknownWording(effect.clause.clone())),
                );
            }
            Fact::List(list, ..) if self.known.list(from, list).is_some() => {
                found.push(LedgerRefusal::ListTwice(from, list.clone()));
            }
            Fact::Reply(list, root, verdicts) => {
                let theirs =
                    from.side().and_then(|side| self.known.list(side.other().into(), list));
                match theirs {
                    Some((own, lines)) if own == *root && lines != *verdicts => {
                        let (list, verdicts) = (list.clone(), *verdicts);
                        found.push(LedgerRefusal::VerdictCount { list, lines, verdicts });
                    }
                    Some((own, _)) if own == *root => {}
                    _ if self.known.hides(&[Kind::ListCommit]) => {}
                    _ => found.push(LedgerRefusal::UnknownList(list.clone())),
                }
            }
            Fact::Match(step) if !self.known.hides(&MATCH_KINDS) => {
                let lines = |party, list: &ListId| Some(self.known.list(party, list)?.1);
                let refusal = self.known.rounds().refusal(from, step, &lines);
                found.extend(refusal.map(LedgerRefusal::Match));
            }
            Fact::SeedCommit(_) if self.known.seed_commit(from).is_some() => {
                found.push(LedgerRefusal::SeedTwice(from));
            }
            Fact::Table(side, _) => found.extend(self.table_refusal(from, *side)),
            Fact::Plan(seed, tables) => found.extend(self.plan_refusal(seed, tables)),
            Fact::Notice(side) if Party::from(*side) != from => {
                found.push(LedgerRefusal::NotTheirs(from, (*side).into()));
            }
            Fact::Statement(by) if *by != from => {
                found.push(LedgerRefusal::NotTheirs(from, *by));
            }
            Fact::SeedReveal(seed) => found.extend(self.seed_refusal(from, seed)),
            Fact::Acknowledges(seq, leaf) => {
                let at = usize::try_from(*seq).ok().and_then(|seq| self.rows.get(seq));
                if at.is_none_or(|row| row.leaf != *leaf) {
                    found.push(LedgerRefusal::NotThatAct(*seq));
                }
            }
            Fact::Handover(stage, manifests) if !self.known.hides(&[Kind::ManifestCommit]) => {
                let differs = manifests
                    .iter()
                    .filter(|(side, own)| self.known.manifest(*stage, **side) != Some(**own));
                found.extend(differs.map(|(side, _)| LedgerRefusal::OtherManifest(*stage, *side)));
            }
            Fact::Clauses(_)
            | Fact::List(..)
            | Fact::Handover(..)
            | Fact::Match(_)
            | Fact::SeedCommit(_)
            | Fact::Notice(_)
            | Fact::Statement(_)
            | Fact::Manifest(..)
            | Fact::Other => {}
        }
    }

    fn table_refusal(&self, from: Party, side: Side) -> Option<LedgerRefusal> {
        if Party::from(side) != from {
            return Some(LedgerRefusal::NotTheirs(from, side.into()));
        }
        self.known.table(side).map(|_| LedgerRefusal::TableTwice(from))
    }

    fn plan_refusal(&self, seed: &Digest, tables: &[Digest; 2]) -> Option<LedgerRefusal> {
        if self.known.hides(&[Kind::ClassTable, Kind::SeedReveal]) {
            return None;
        }
        let sealed = Side::BOTH.map(|side| self.known.table(side));
        if sealed != tables.map(Some) {
            return Some(LedgerRefusal::OtherPlan("other tables than the two sealed ones"));
        }
        let drawn = self.known.seed(Party::A).zip(self.known.seed(Party::B));
        let drawn = drawn.map(|(a, b)| plan::seed(&a.0, &b.0));
        (drawn != Some(*seed))
            .then_some(LedgerRefusal::OtherPlan("another draw than the one shown"))
    }

    fn seed_refusal(&self, from: Party, seed: &Digest) -> Option<LedgerRefusal> {
        let side = from.side()?;
        if self.known.seed(from).is_some() {
            return Some(LedgerRefusal::SeedTwice(from));
        }
        let own = self.known.seed_commit(from);
        if let Some((digest, at)) = own
            && digest != plan::share_commitment(side, &seed.0)
        {
            return Some(LedgerRefusal::SeedDiffers(from, at));
        }
        let ready = |side: &Side| {
            self.known.seed_commit((*side).into()).is_some() && self.known.table(*side).is_some()
        };
        if Side::BOTH.iter().all(ready) || self.known.hides(&[Kind::SeedCommit, Kind::ClassTable]) {
            return None;
        }
        Some(LedgerRefusal::SeedEarly(from))
    }

    /// Returns what must have been witnessed before an act may be done: both sides' lists before either is
    /// answered, both sides' keys and tags before either asks.
    pub fn sight(&self, row: &Row) -> Option<LedgerRefusal> {
        let from = row.act.from;
        let fixed = match &row.fact {
            Some(Fact::Match(step)) => self.known.rounds().rests_on(step),
            Some(Fact::Reply(list, ..)) => {
                from.side().and_then(|side| self.known.list_entry(side.other().into(), list))
            }
            _ => None,
        }?;
        let between = |seen: &Witnessed| fixed < seen.size && seen.size <= row.act.seq;
        let witnessed = self.witnessed.iter().any(between);
        (!witnessed).then_some(LedgerRefusal::Unwitnessed { fixed })
    }

    /// Returns what a side has fixed for a round of private intersection.
    pub fn match_commit(&self, round: u32, side: Side) -> Option<&MatchCommit> {
        self.known.rounds().commit(round, side)
    }

    /// Returns what a side has asked in a round.
    pub fn match_query(&self, round: u32, side: Side) -> Option<&MatchQuery> {
        self.known.rounds().query(round, side)
    }

    /// Returns what a side has answered in a round.
    pub fn match_answer(&self, round: u32, side: Side) -> Option<&MatchAnswer> {
        self.known.rounds().answer(round, side)
    }

    /// Says whether the mediator has counted a side's query.
    pub fn is_counted(&self, round: u32, side: Side) -> bool {
        self.known.rounds().is_counted(round, side)
    }

    /// Says whether both answers of a round were handed out.
    pub fn is_released(&self, round: u32) -> bool {
        self.known.rounds().is_released(round)
    }

    /// Returns the number of leaves of a party's list.
    pub fn lines(&self, party: Party, list: &ListId) -> Option<u64> {
        Some(self.known.list(party, list)?.1)
    }

    /// Adds an act that breaks no rule.
    pub fn add(&mut self, row: Row) {
        self.known.see(&row);
        if row.complete {
            self.bind(&row);
        }
        self.rows.push(row);
    }

    /// Puts the last act in its place again, now with more signatures.
    pub(super) fn resign(&mut self, row: Row) {
        if let Some(last) = self.rows.pop() {
            debug_assert_eq!(last.act, row.act, "only signatures were added");
            if row.complete && !last.complete {
                self.bind(&row);
            }
            self.rows.push(row);
        }
    }

    fn bind(&mut self, row: &Row) {
        let act = &row.act;
        if let Some(Fact::Clauses(effects)) = &row.fact {
            for effect in effects {
                self.clauses.add(act.seq, act.from, act.expires, effect);
            }
        }
        if let Some(fact) = &row.fact {
            self.known.bind(act, fact);
        }
        if let Some(Fact::Keys(change)) = &row.fact {
            self.roster.apply(act.seq, act.from, change);
        }
        if act.kind == Kind::Close {
            self.known.close(act.seq);
        }
    }

    /// Adds a checkpoint that a quorum has cosigned.
    pub fn witness(&mut self, witnessed: Witnessed) {
        self.witnessed.push(witnessed);
        self.witnessed.sort_unstable();
    }

    /// Returns every list that was committed to: by whom, at which entry, its name and its root.
    pub fn lists(&self) -> impl Iterator<Item = (Party, u64, &ListId, Commitment)> {
        self.known.lists()
    }

    /// Returns a party's part of the draw, once shown.
    pub fn seed(&self, party: Party) -> Option<Digest> {
        self.known.seed(party)
    }
}

fn genesis_refusal(policy: &Digest, keys: &Digest, authority: &Authority) -> Option<LedgerRefusal> {
    if *policy != authority.digest() {
        return Some(LedgerRefusal::Policy);
    }
    (*keys != payload::keys_digest(authority)).then_some(LedgerRefusal::Keys)
}
