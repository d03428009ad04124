//! One round at one side: what it fixes, asks, answers and finds. Everything that is drawn follows from
//! 32 bytes of chance, which the side keeps to itself and destroys after the round.

use std::collections::{BTreeMap, BTreeSet};

use notary::oprf::{Mode, OprfRefusal, ServerKey, Suite};
use notary::psi::{self, Reference};

use super::family::{FAMILIES, Keyed};
use super::file::{Answer, FileRefusal, Head, Query, Tags};
use super::{HELD_KEYS, MatchCommit, QUERY_KEYS};
use crate::vocabulary::{Digest, ExchangeId, Side};

/// The secret of one side in one round.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The exchange.
    pub exchange: ExchangeId,
    /// The round.
    pub round: u32,
    /// The side.
    pub side: Side,
    /// 32 bytes of chance, drawn for this round.
    pub seed: [u8; 32],
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({} round {}) [secret]", self.side, self.round)
    }
}

/// Why a step of a round cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundRefusal {
    /// More people than lines that were committed to.
    #[error("{people} people stand on a list of {lines} committed lines")]
    People {
        /// The people.
        people: usize,
        /// The lines.
        lines: u64,
    },
    /// A value that cannot take part.
    #[error(transparent)]
    Oprf(#[from] OprfRefusal),
    /// Not a file of a round.
    #[error(transparent)]
    File(#[from] FileRefusal),
    /// Of another exchange, round or side.
    #[error("the {0} file is of another exchange, round or side than this one")]
    Other(&'static str),
    /// Not the file that was fixed or logged.
    #[error("the {0} file is not the one whose digest stands in the log")]
    Digest(&'static str),
}

impl Secret {
    fn derive(&self, purpose: &str, number: u64) -> [u8; 32] {
        let text = format!("safeconduct/match/{purpose}/v1\n{}\n{}\n", self.exchange, self.round);
        Digest::of(&[text.as_bytes(), &self.seed, &number.to_be_bytes()]).0
    }

    fn key(&self) -> Result<ServerKey, OprfRefusal> {
        let info = format!("safeconduct/match/v1 {} {}", self.exchange, self.round);
        ServerKey::derive(Mode::Voprf, &self.derive("key", 0), info.as_bytes())
    }

    fn head(&self) -> Head {
        Head { exchange: self.exchange.clone(), round: self.round, from: self.side }
    }

    /// Returns what the person on a row of the held list is called in this round.
    pub fn reference(&self, row: usize) -> Reference {
        let bytes = self.derive("reference", number(row));
        *bytes.first_chunk().expect("32 bytes are more than 8")
    }

    /// Fills keys up to a number with keys of nobody.
    fn filled(&self, keys: &mut Vec<Vec<u8>>, purpose: &str, count: usize) {
        for at in keys.len()..count {
            keys.push(self.derive(purpose, number(at)).to_vec());
        }
    }
}

fn number(at: usize) -> u64 {
    u64::try_from(at).expect("a machine counts below 2^64")
}

fn size(people: usize, lines: u64, each: u64) -> Result<usize, RoundRefusal> {
    let fits = number(people) <= lines;
    let size = lines.checked_mul(each).and_then(|size| usize::try_from(size).ok());
    match size.filter(|size| fits && *size <= psi::KEYS_MAX) {
        Some(size) => Ok(size),
        None => Err(RoundRefusal::People { people, lines }),
    }
}

fn slices(keys: &[Vec<u8>]) -> Vec<&[u8]> {
    keys.iter().map(Vec::as_slice).collect()
}

/// Makes the round's public key and the tag file of the held list: six tags for each of its `lines`.
pub fn fix(
    secret: &Secret,
    held: &[Vec<Keyed>],
    lines: u64,
) -> Result<(Digest, Tags), RoundRefusal> {
    let size = size(held.len(), lines, HELD_KEYS)?;
    let key = secret.key()?;
    let (mut keys, mut references) = (Vec::new(), Vec::new());
    for (row, own) in held.iter().enumerate() {
        for keyed in own {
            keys.push(keyed.bytes.clone());
            references.push(secret.reference(row));
        }
    }
    for at in references.len()..size {
        let bytes = secret.derive("nobody", number(at));
        references.push(*bytes.first_chunk().expect("32 bytes are more than 8"));
    }
    secret.filled(&mut keys, "tag", size);
    let rows = psi::tag(&psi::values(&key, &slices(&keys))?, &references)?;
    Ok((Digest(key.public()), Tags { head: secret.head(), rows }))
}

/// The person a key is asked for, and its family; none where it is filling.
type Whose = Option<(usize, u8)>;

/// The keys of a query in the order in which they are asked, each with the person it is asked for.
fn ordered(
    secret: &Secret,
    wanted: &[Vec<Keyed>],
    lines: u64,
) -> Result<Vec<(Whose, Vec<u8>)>, RoundRefusal> {
    let size = size(wanted.len(), lines, QUERY_KEYS)?;
    let (mut keys, mut whose) = (Vec::new(), Vec::new());
    for (person, own) in wanted.iter().enumerate() {
        for keyed in own {
            keys.push(keyed.bytes.clone());
            whose.push(Some((person, keyed.family)));
        }
    }
    whose.resize(size.max(whose.len()), None);
    secret.filled(&mut keys, "query", size);
    let mut all: Vec<_> = whose.into_iter().zip(keys).enumerate().collect();
    all.sort_by_cached_key(|(at, _)| secret.derive("order", number(*at)));
    Ok(all.into_iter().map(|(_, own)| own).collect())
}

/// Makes the query: twelve keys for each of the `lines` of the wanted list, in an order that says nothing.
pub fn ask(secret: &Secret, wanted: &[Vec<Keyed>], lines: u64) -> Result<Query, RoundRefusal> {
    let keys = ordered(secret, wanted, lines)?;
    let keys: Vec<&[u8]> = keys.iter().map(|(_, key)| key.as_slice()).collect();
    let elements = psi::ask(&Suite::new(Mode::Voprf), &keys, &secret.derive("blind", 0))?;
    Ok(Query { head: secret.head(), elements })
}

/// Answers the other side's query. Whether it may be answered is the ledger's to say.
pub fn answer(secret: &Secret, query: &[u8]) -> Result<Answer, RoundRefusal> {
    let read = Query::read(query)?;
    let other = Head { from: secret.side.other(), ..secret.head() };
    if read.head != other {
        return Err(RoundRefusal::Other("query"));
    }
    let answers = psi::answer(&secret.key()?, &read.elements)?;
    Ok(Answer { head: secret.head(), query: Digest::of(&[query]), answers })
}

/// Checks an answer against the query and what its side has fixed. This is what the mediator does before
/// it releases anything: it needs no secret.
pub fn check_answer(
    query: &[u8],
    answer: &[u8],
    tags: &[u8],
    commit: &MatchCommit,
) -> Result<(Query, Answer, Tags), RoundRefusal> {
    let (asked, answered, tagged) = (Query::read(query)?, Answer::read(answer)?, Tags::read(tags)?);
    if Digest::of(&[tags]) != commit.tags {
        return Err(RoundRefusal::Digest("tag"));
    }
    if answered.query != Digest::of(&[query]) {
        return Err(RoundRefusal::Other("answer"));
    }
    let other = Head { from: answered.head.from.other(), ..answered.head.clone() };
    if asked.head != other || tagged.head != answered.head || commit.round != asked.head.round {
        return Err(RoundRefusal::Other("answer"));
    }
    psi::check(&commit.key.0, &asked.elements, &answered.answers)?;
    Ok((asked, answered, tagged))
}

/// Somebody wanted who stands on the other side's list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The row of our list, counted from 0.
    pub person: usize,
    /// What the other side calls its person in this round.
    pub reference: Reference,
    /// The families whose keys fitted, by their names.
    pub families: Vec<&'static str>,
    /// Whether it is a candidate: a number fitted, or two families did. Else the mediator looks first.
    pub candidate: bool,
}

/// Finds who of our wanted the other side holds. `query` is our query file as it was sent.
pub fn matches(
    secret: &Secret,
    (wanted, lines): (&[Vec<Keyed>], u64),
    (query, answer, tags): (&[u8], &[u8], &[u8]),
    commit: &MatchCommit,
) -> Result<Vec<Match>, RoundRefusal> {
    let (asked, answered, tagged) = (Query::read(query)?, Answer::read(answer)?, Tags::read(tags)?);
    if Digest::of(&[tags]) != commit.tags {
        return Err(RoundRefusal::Digest("tag"));
    }
    let other = Head { from: secret.side.other(), ..secret.head() };
    if asked.head != secret.head() || answered.head != other || tagged.head != other {
        return Err(RoundRefusal::Other("answer"));
    }
    if answered.query != Digest::of(&[query]) {
        return Err(RoundRefusal::Other("answer"));
    }
    let keys = ordered(secret, wanted, lines)?;
    let inputs: Vec<&[u8]> = keys.iter().map(|(_, key)| key.as_slice()).collect();
    let seed = secret.derive("blind", 0);
    let values =
        psi::unblind_proved(&commit.key.0, &inputs, &seed, &asked.elements, &answered.answers)?;
    let mut found: BTreeMap<(usize, Reference), BTreeSet<u8>> = BTreeMap::new();
    for ((whose, _), value) in keys.iter().zip(&values) {
        let Some((person, family)) = whose else { continue };
        for reference in psi::find(&tagged.rows, value) {
            found.entry((*person, reference)).or_default().insert(*family);
        }
    }
    Ok(found.into_iter().map(told).collect())
}

fn told(((person, reference), families): ((usize, Reference), BTreeSet<u8>)) -> Match {
    let families: Vec<_> =
        families.iter().filter_map(|at| FAMILIES.get(usize::from(*at))).collect();
    let candidate = families.len() > 1 || families.iter().any(|family| family.strong);
    let families = families.iter().map(|family| family.name).collect();
    Match { person, reference, families, candidate }
}

/// Finds the same in clear, at a mediator whom both sides trust with their lists.
pub fn clear(secret: &Secret, wanted: &[Vec<Keyed>], held: &[Vec<Keyed>]) -> Vec<Match> {
    let mut by_key: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (row, own) in held.iter().enumerate() {
        for keyed in own {
            by_key.entry(&keyed.bytes).or_default().push(row);
        }
    }
    let mut found: BTreeMap<(usize, Reference), BTreeSet<u8>> = BTreeMap::new();
    for (person, own) in wanted.iter().enumerate() {
        for keyed in own {
            for row in by_key.get(keyed.bytes.as_slice()).into_iter().flatten() {
                let pair = (person, secret.reference(*row));
                found.entry(pair).or_default().insert(keyed.family);
            }
        }
    }
    found.into_iter().map(told).collect()
}
