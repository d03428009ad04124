//! The three files that cross in a round: a few lines of text, an empty line, and values of fixed width.
//! One file has one form; a file that says another length than it has is refused before it is looked into.

use std::fmt::Write as _;

use notary::oprf::{Element, proof};
use notary::psi::{Answers, KEYS_MAX, REFERENCE_BYTES, ROW_BYTES, Row, in_order};

use crate::vocabulary::{Digest, ExchangeId, Side};

/// The largest file of a round, in bytes.
pub const ROUND_FILE_BYTES_MAX: usize = 140_000_000;

const QUERY: &str = "safeconduct/match-query/v1";
const ANSWER: &str = "safeconduct/match-answer/v1";
const TAGS: &str = "safeconduct/match-tags/v1";

/// Why bytes are not a file of a round.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// Not these lines.
    #[error("the file does not begin with the lines of a `{0}` file")]
    Head(&'static str),
    /// Another length than its lines say.
    #[error("the file says it holds {said} values, and its length is not that of so many")]
    Length {
        /// What the lines say.
        said: usize,
    },
    /// Rows out of order, by which somebody might be marked.
    #[error("the rows of the tag file do not stand in order")]
    Order,
}

/// Whose file it is, in which round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The exchange.
    pub exchange: ExchangeId,
    /// The round.
    pub round: u32,
    /// Who made the file.
    pub from: Side,
}

/// Blinded keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Whose.
    pub head: Head,
    /// The keys.
    pub elements: Vec<Element>,
}

/// Answered keys, with proofs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whose.
    pub head: Head,
    /// SHA-256 of the query file.
    pub query: Digest,
    /// The answers.
    pub answers: Answers,
}

/// The tags of those who are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    /// Whose.
    pub head: Head,
    /// The rows, in the order of tags.
    pub rows: Vec<Row>,
}

fn begin(form: &str, head: &Head) -> String {
    let Head { exchange, round, from } = head;
    format!("{form}\nexchange {exchange}\nround {round}\nfrom {from}\n")
}

/// Reads the lines down to the empty one; what they hold beyond the head is handed back by name.
fn read_head<'a>(
    form: &'static str,
    bytes: &'a [u8],
    names: &[&str],
) -> Result<(Head, Vec<&'a str>, &'a [u8]), FileRefusal> {
    let wrong = || FileRefusal::Head(form);
    let window = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    let end = window.windows(2).position(|pair| pair == b"\n\n").ok_or_else(wrong)?;
    let (text, body) = bytes.split_at(end + 2);
    let text = std::str::from_utf8(text).ok().ok_or_else(wrong)?;
    // Not `lines`, which would pass over a carriage return: one file has one form.
    let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
    let mut take = |name: &str| {
        let line = lines.next()?;
        if name.is_empty() { Some(line) } else { line.strip_prefix(name)?.strip_prefix(' ') }
    };
    if take("") != Some(form) {
        return Err(wrong());
    }
    let exchange = take("exchange").and_then(|id| ExchangeId::read(id).ok()).ok_or_else(wrong)?;
    let round = take("round").and_then(notary::read_decimal);
    let round = round.and_then(|round| u32::try_from(round).ok()).ok_or_else(wrong)?;
    let from =
        take("from").and_then(|side| Side::BOTH.into_iter().find(|own| own.to_string() == side));
    let head = Head { exchange, round, from: from.ok_or_else(wrong)? };
    let rest: Option<Vec<&str>> = names.iter().map(|name| take(name)).collect();
    let rest = rest.ok_or_else(wrong)?;
    if take("") != Some("") || take("").is_some() {
        return Err(wrong());
    }
    Ok((head, rest, body))
}

fn count(form: &'static str, text: &str) -> Result<usize, FileRefusal> {
    let number = notary::read_decimal(text).and_then(|number| usize::try_from(number).ok());
    number.filter(|number| *number <= KEYS_MAX).ok_or(FileRefusal::Head(form))
}

fn elements(bytes: &[u8]) -> Vec<Element> {
    bytes.as_chunks().0.to_vec()
}

impl Query {
    /// Reads a query file.
    pub fn read(bytes: &[u8]) -> Result<Self, FileRefusal> {
        let (head, rest, body) = read_head(QUERY, bytes, &["keys"])?;
        let said = count(QUERY, rest.first().copied().unwrap_or_default())?;
        if body.len() != said * 32 {
            return Err(FileRefusal::Length { said });
        }
        Ok(Self { head, elements: elements(body) })
    }

    /// Writes it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = begin(QUERY, &self.head).into_bytes();
        bytes.extend(format!("keys {}\n\n", self.elements.len()).into_bytes());
        bytes.extend(self.elements.as_flattened());
        bytes
    }
}

impl Answer {
    /// Reads an answer file.
    pub fn read(bytes: &[u8]) -> Result<Self, FileRefusal> {
        let (head, rest, body) = read_head(ANSWER, bytes, &["query", "keys"])?;
        let [query, keys] = rest.as_slice() else { return Err(FileRefusal::Head(ANSWER)) };
        let query = Digest::read(query).ok_or(FileRefusal::Head(ANSWER))?;
        let said = count(ANSWER, keys)?;
        let proofs = said.div_ceil(proof::BATCH_MAX);
        if body.len() != said * 32 + proofs * proof::PROOF_BYTES {
            return Err(FileRefusal::Length { said });
        }
        let (first, last) = body.split_at(said * 32);
        let answers = Answers { elements: elements(first), proofs: last.as_chunks().0.to_vec() };
        Ok(Self { head, query, answers })
    }

    /// Writes it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Answers { elements, proofs } = &self.answers;
        let mut text = begin(ANSWER, &self.head);
        write!(text, "query {}\nkeys {}\n\n", self.query, elements.len())
            .expect("a String takes any text");
        let mut bytes = text.into_bytes();
        bytes.extend(elements.as_flattened());
        bytes.extend(proofs.as_flattened());
        bytes
    }
}

impl Tags {
    /// Reads a tag file.
    pub fn read(bytes: &[u8]) -> Result<Self, FileRefusal> {
        let (head, rest, body) = read_head(TAGS, bytes, &["rows"])?;
        let said = count(TAGS, rest.first().copied().unwrap_or_default())?;
        if body.len() != said * ROW_BYTES {
            return Err(FileRefusal::Length { said });
        }
        let row = |bytes: &[u8; ROW_BYTES]| {
            let (mut tag, mut covered) = ([0; ROW_BYTES - REFERENCE_BYTES], [0; REFERENCE_BYTES]);
            tag.copy_from_slice(&bytes[..ROW_BYTES - REFERENCE_BYTES]);
            covered.copy_from_slice(&bytes[ROW_BYTES - REFERENCE_BYTES..]);
            Row { tag, covered }
        };
        let rows: Vec<Row> = body.as_chunks().0.iter().map(row).collect();
        if in_order(&rows) { Ok(Self { head, rows }) } else { Err(FileRefusal::Order) }
    }

    /// Writes it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = begin(TAGS, &self.head).into_bytes();
        bytes.extend(format!("rows {}\n\n", self.rows.len()).into_bytes());
        for Row { tag, covered } in &self.rows {
            bytes.extend(tag);
            bytes.extend(covered);
        }
        bytes
    }
}
