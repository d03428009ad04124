//! What an act is about, as a JSON file of its own. Its exact bytes are committed to and kept.
//!
//! No payload holds a name, a birth date or a health word of a person: lists cross as roots and counts.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::act::Kind;
use super::authority::{Authority, root_name, witness_name};
use super::clauses::{Effect, Say};
use super::intersect::Step;
use super::roster::{Address, Key, KeyChange};
use crate::plan::{ClassTable, Plan, Transport};
use crate::reconcile::Verdict;
use crate::vocabulary::{ClauseId, Digest, ListId, Party, Side, StageNumber};
use crate::{agreement, announce, handover};

/// The largest payload that is read, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 16_000_000;
/// The longest reason for a refusal, in characters.
pub const REASON_LENGTH_MAX: usize = 500;

/// The first act: what the exchange stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    /// The digest of the policy file.
    pub policy: Digest,
    /// What people call the exchange.
    pub title: String,
    /// What people call each party, such as the name of a power.
    pub parties: BTreeMap<Party, String>,
    /// The keys of each party, as the policy has them.
    pub keys: BTreeMap<Party, PartyKeys>,
}

/// The keys with which a party begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyKeys {
    /// Signs changes of the party's keys, and nothing else.
    pub root: Key,
    /// Its officers.
    pub officers: Vec<Key>,
    /// Cosigns the log; a host state has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Key>,
    /// To these its payloads are encrypted.
    pub recipients: Vec<Address>,
}

impl Genesis {
    /// Puts the first act's payload together from the policy.
    pub fn new(authority: &Authority, title: String, parties: BTreeMap<Party, String>) -> Self {
        Self { policy: authority.digest(), title, parties, keys: keys_of(authority) }
    }
}

fn keys_of(authority: &Authority) -> BTreeMap<Party, PartyKeys> {
    let key = |name: &str| authority.key(name).cloned().map(Key);
    let of = |party: Party| {
        let officers = authority.policy().members(&party.to_string());
        let keys = PartyKeys {
            root: key(&root_name(party))?,
            officers: officers.into_iter().filter_map(key).collect(),
            witness: key(&witness_name(party)),
            recipients: authority.recipients(party).iter().copied().map(Address).collect(),
        };
        Some((party, keys))
    };
    authority.parties().into_iter().filter_map(of).collect()
}

/// Hashes the keys that a policy names, as a first act must repeat them.
pub(super) fn keys_digest(authority: &Authority) -> Digest {
    digest_of(&keys_of(authority))
}

fn digest_of(keys: &BTreeMap<Party, PartyKeys>) -> Digest {
    Digest::of(&[&serde_json::to_vec(keys).expect("keys have text keys only")])
}

/// Clauses put forward, in words and in the form that can be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The clauses.
    pub clauses: Vec<agreement::Clause>,
}

/// One clause that is accepted or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The clause.
    pub id: ClauseId,
    /// Its exact wording: `agreement::Clause::digest`.
    pub digest: Digest,
    /// Why, in words for the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Clauses that are accepted or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The answers.
    pub clauses: Vec<Answer>,
}

/// A list fixed before the other side may open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListCommit {
    /// The list.
    pub list: ListId,
    /// Its version, counted from 1.
    pub version: u32,
    /// What the list is: `offered`, `wanted`, `held`.
    pub of: ListKind,
    /// The root over its lines (`notary::list`).
    pub root: Digest,
    /// The number of leaves.
    pub count: u64,
}

/// What a list is a list of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// People whom the side would hand over.
    Offered,
    /// People whom the side asks for.
    Wanted,
    /// People whom the side holds.
    Held,
}

/// Verdicts on the other side's list, fixed line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListReply {
    /// The list that is answered.
    pub list: ListId,
    /// Its root, so that no other version is meant.
    pub to: Digest,
    /// The root over the verdicts, one leaf a line.
    pub root: Digest,
    /// The number of verdicts.
    pub count: u64,
    /// How many lines of each verdict, in the words of `spec/4-reconcile.md`. Where they are told, they
    /// add up to `count`.
    #[serde(default)]
    pub verdicts: BTreeMap<Verdict, u64>,
}

impl ListReply {
    /// Verdicts that do not add up to the lines hide some, or tell of lines that are not there.
    fn check(&self) -> Result<(), PayloadRefusal> {
        let sum = self.verdicts.values().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if self.verdicts.is_empty() || sum == Some(self.count) {
            return Ok(());
        }
        let sum = sum.map_or_else(|| "too many".to_owned(), |sum| sum.to_string());
        let what = format!("{sum} verdicts are counted for {} lines", self.count);
        Err(PayloadRefusal::Sums(what))
    }
}

/// A side's part of the draw, fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedCommit {
    /// `plan::share_commitment` of the seed.
    pub digest: Digest,
}

/// A side's part of the draw, shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedReveal {
    /// 32 bytes of chance in hexadecimal.
    pub seed: Digest,
}

/// Says that an act was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    /// The entry of the act.
    pub seq: u64,
    /// Its leaf hash.
    pub act: Digest,
}

/// Who travels, fixed before departure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestCommit {
    /// The stage.
    pub stage: StageNumber,
    /// The digest of the manifest.
    pub digest: Digest,
    /// The people on it.
    pub people: u32,
}

/// The plan, with the vehicles and days that it was made for, so that anybody can make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedPlan {
    /// The plan.
    pub plan: Plan,
    /// Days, vehicles, escorts and beds.
    pub transport: Transport,
}

/// What the ledger keeps of a payload: no words, only what the rules turn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", content = "of", rename_all = "kebab-case")]
pub enum Fact {
    /// The digest of the policy, and one over the keys that it names.
    Genesis(Digest, Digest),
    /// Keys change.
    Keys(KeyChange),
    /// What is said to clauses.
    Clauses(Vec<Effect>),
    /// A list is fixed.
    List(ListId, Digest, u64),
    /// A list is answered.
    Reply(ListId, Digest, u64),
    /// A step of a round of private intersection.
    Match(Step),
    /// A seed is fixed.
    SeedCommit(Digest),
    /// A seed is shown.
    SeedReveal(Digest),
    /// An act is acknowledged.
    Acknowledges(u64, Digest),
    /// A side's table of class counts, by digest.
    Table(Side, Digest),
    /// The plan: its seed, and the two tables that it was made from.
    Plan(Digest, [Digest; 2]),
    /// What one side says of its own movement.
    Notice(Side),
    /// A statement in a party's name.
    Statement(Party),
    /// A manifest is fixed.
    Manifest(StageNumber, Digest, u32),
    /// The manifests that an act at the line speaks of.
    Handover(StageNumber, BTreeMap<Side, (Digest, u32)>),
    /// Nothing that a rule here turns on.
    Other,
}

/// Why a payload does not say what its act is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadRefusal {
    /// Too large.
    #[error("the payload has {0} bytes; the limit is {PAYLOAD_BYTES_MAX}")]
    Large(usize),
    /// Not of the form that this kind of act has.
    #[error("the payload is not that of a `{kind}`: {what}")]
    Form {
        /// The act's kind.
        kind: Kind,
        /// What is wrong, for a person to read.
        what: String,
    },
    /// A clause that may not be agreed.
    #[error(transparent)]
    Law(#[from] agreement::Refusal),
    /// An act at the line whose sums do not add up.
    #[error("{0}")]
    Sums(String),
}

crate::vocabulary::ids! { PayloadRefusal {
    Large => "seal-payload-large",
    Form => "seal-payload-form",
    Sums => "seal-payload-sums",
    .. Law(agreement::Refusal),
} }

/// Reads a payload by the kind of its act.
pub fn read(kind: Kind, bytes: &[u8]) -> Result<Fact, PayloadRefusal> {
    if bytes.len() > PAYLOAD_BYTES_MAX {
        return Err(PayloadRefusal::Large(bytes.len()));
    }
    Ok(match kind {
        Kind::Genesis => {
            let own: Genesis = json(kind, bytes)?;
            Fact::Genesis(own.policy, digest_of(&own.keys))
        }
        Kind::KeyChange | Kind::KeyCeremony => Fact::Keys(json(kind, bytes)?),
        Kind::Propose | Kind::Counter => proposal(kind, &json::<Proposal>(kind, bytes)?)?,
        Kind::Accept => answers(kind, &json::<Answers>(kind, bytes)?, Say::Accepts)?,
        Kind::Refuse => answers(kind, &json::<Answers>(kind, bytes)?, Say::Refuses)?,
        Kind::ListCommit => {
            let commit: ListCommit = json(kind, bytes)?;
            Fact::List(commit.list, commit.root, commit.count)
        }
        Kind::ListReply => {
            let reply: ListReply = json(kind, bytes)?;
            reply.check()?;
            Fact::Reply(reply.list, reply.to, reply.count)
        }
        Kind::MatchCommit => Fact::Match(Step::Commit(json(kind, bytes)?)),
        Kind::MatchQuery => Fact::Match(Step::Query(json(kind, bytes)?)),
        Kind::MatchQuota => Fact::Match(Step::Quota(json(kind, bytes)?)),
        Kind::MatchAnswer => Fact::Match(Step::Answer(json(kind, bytes)?)),
        Kind::MatchRelease => Fact::Match(Step::Release(json(kind, bytes)?)),
        Kind::SeedCommit => Fact::SeedCommit(json::<SeedCommit>(kind, bytes)?.digest),
        Kind::SeedReveal => Fact::SeedReveal(json::<SeedReveal>(kind, bytes)?.seed),
        Kind::Acknowledgement => {
            let own: Acknowledgement = json(kind, bytes)?;
            Fact::Acknowledges(own.seq, own.act)
        }
        Kind::ManifestCommit => {
            let own: ManifestCommit = json(kind, bytes)?;
            Fact::Manifest(own.stage, own.digest, own.people)
        }
        Kind::ClassTable => {
            let table: ClassTable = json(kind, bytes)?;
            Fact::Table(table.side, table.digest())
        }
        Kind::Plan => {
            let SealedPlan { plan, transport: _ } = json(kind, bytes)?;
            Fact::Plan(plan.seed, plan.tables)
        }
        Kind::MovementNotice => handover::Notice::read(bytes)
            .map(|notice| Fact::Notice(notice.from))
            .map_err(|what| PayloadRefusal::Form { kind, what })?,
        Kind::HandoverAct => {
            let act: handover::Act = json(kind, bytes)?;
            act.check().map_err(|refusal| PayloadRefusal::Sums(refusal.to_string()))?;
            let manifests = act.manifests.iter();
            let manifests = manifests.map(|(side, own)| (*side, (own.digest, own.people)));
            Fact::Handover(act.stage, manifests.collect())
        }
        Kind::Statement => Fact::Statement(json::<announce::Statement>(kind, bytes)?.by),
        Kind::Reception | Kind::Close => {
            // Counts and what is still open, in a form that is not fixed yet: a JSON object.
            json::<serde_json::Map<String, serde_json::Value>>(kind, bytes).map(|_| Fact::Other)?
        }
    })
}

/// Writes a payload once. These bytes are the document from now on.
pub fn write(payload: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(payload).expect("payloads have text keys only");
    bytes.push(b'\n');
    bytes
}

fn json<T: DeserializeOwned>(kind: Kind, bytes: &[u8]) -> Result<T, PayloadRefusal> {
    serde_json::from_slice(bytes)
        .map_err(|error| PayloadRefusal::Form { kind, what: error.to_string() })
}

fn proposal(kind: Kind, proposal: &Proposal) -> Result<Fact, PayloadRefusal> {
    for clause in &proposal.clauses {
        agreement::check_law(clause)?;
    }
    let effects = proposal.clauses.iter().map(|clause| Effect {
        clause: clause.id.clone(),
        digest: clause.digest(),
        say: Say::Proposes,
    });
    each_once(kind, effects.collect())
}

fn answers(kind: Kind, answers: &Answers, say: Say) -> Result<Fact, PayloadRefusal> {
    let long = |answer: &&Answer| {
        answer.reason.as_ref().is_some_and(|reason| reason.chars().count() > REASON_LENGTH_MAX)
    };
    if let Some(answer) = answers.clauses.iter().find(long) {
        let what = format!("the reason for `{}` is over {REASON_LENGTH_MAX} characters", answer.id);
        return Err(PayloadRefusal::Form { kind, what });
    }
    let effects = answers.clauses.iter().map(|answer| Effect {
        clause: answer.id.clone(),
        digest: answer.digest,
        say,
    });
    each_once(kind, effects.collect())
}

fn each_once(kind: Kind, effects: Vec<Effect>) -> Result<Fact, PayloadRefusal> {
    let mut seen = std::collections::BTreeSet::new();
    let twice = effects.iter().find(|effect| !seen.insert(&effect.clause));
    let what = match (twice, effects.is_empty()) {
        (Some(effect), _) => format!("clause `{}` stands there twice", effect.clause),
        (None, true) => "it names no clause".to_owned(),
        (None, false) => return Ok(Fact::Clauses(effects)),
    };
    Err(PayloadRefusal::Form { kind, what })
}
