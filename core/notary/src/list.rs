//! A list commitment fixes every line of a list before anybody else sees one.
//!
//! Each line is a leaf: a salt of 32 unpredictable bytes of its own, then the record's exact bytes.
//! The root and the count are published. One line can later be opened to a judge, or erased, and no
//! other is touched: without its salt a leaf says nothing.

use serde::{Deserialize, Serialize};

use crate::merkle::{self, Hash, Tree};
use crate::{hex, read_hex32};

/// The length of a salt, in bytes.
pub const SALT_BYTES: usize = 32;

/// What is published of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// The root over the lines.
    pub root: Hash,
    /// The number of leaves: of lines, and of empty ones where the count was padded.
    pub count: u64,
}

/// A list that was committed to, from which lines can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommittedList {
    tree: Tree,
}

/// Hashes one line as a leaf.
pub fn line_hash(salt: &[u8; SALT_BYTES], record: &[u8]) -> Hash {
    crate::sha256(&[&[0x00], salt, record])
}

impl CommittedList {
    /// Commits to lines, each a salt and a record, in their order.
    ///
    /// To hide the number of lines, pass empty records with fresh salts behind the last one.
    pub fn new<'a>(lines: impl IntoIterator<Item = (&'a [u8; SALT_BYTES], &'a [u8])>) -> Self {
        let leaves = lines.into_iter().map(|(salt, record)| line_hash(salt, record));
        Self { tree: Tree::of(leaves) }
    }

    /// Rebuilds a list from its leaf hashes, when salts or records have been erased.
    pub fn from_leaves(leaves: impl IntoIterator<Item = Hash>) -> Self {
        Self { tree: Tree::of(leaves) }
    }

    /// Returns what is published.
    pub fn commitment(&self) -> Commitment {
        let count = u64::try_from(self.tree.size()).expect("a machine counts below 2^64");
        Commitment { root: self.tree.root(), count }
    }

    /// Opens one line, counted from 0. The caller still holds its salt and record.
    pub fn open(&self, index: usize, salt: &[u8; SALT_BYTES], record: &str) -> Option<Opening> {
        let path = self.tree.inclusion(index, self.tree.size())?;
        if self.tree.leaf(index) != Some(line_hash(salt, record.as_bytes())) {
            return None;
        }
        Some(Opening {
            root: hex(&self.tree.root()),
            count: self.commitment().count,
            line: u64::try_from(index).ok()?,
            salt: hex(salt),
            record: record.to_owned(),
            path: path.iter().map(|hash| hex(hash)).collect(),
        })
    }
}

/// One line laid open, with the path that ties it to the published root. It shows a person: it is
/// handed to a judge, and never goes into a bundle.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The published root, 64 hexadecimal digits.
    pub root: String,
    /// The published count.
    pub count: u64,
    /// The line's place, counted from 0.
    pub line: u64,
    /// The line's salt, 64 hexadecimal digits.
    pub salt: String,
    /// The record's exact text.
    pub record: String,
    /// The path to the root, from the leaf upwards, each 64 hexadecimal digits.
    pub path: Vec<String>,
}

impl Opening {
    /// Says whether the record stands at its place in the list with this commitment.
    pub fn holds(&self, commitment: &Commitment) -> bool {
        let path: Option<Vec<Hash>> = self.path.iter().map(|hash| read_hex32(hash)).collect();
        let (Some(path), Some(salt)) = (path, read_hex32(&self.salt)) else { return false };
        let leaf = line_hash(&salt, self.record.as_bytes());
        read_hex32(&self.root) == Some(commitment.root)
            && self.count == commitment.count
            && merkle::includes(&leaf, self.line, self.count, &path, &commitment.root)
    }
}

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opening {{ line: {}, record: [private] }}", self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<([u8; 32], String)> {
        (0..7_u8).map(|at| ([at; 32], format!("{{\"line\":{at}}}"))).collect()
    }

    fn committed(lines: &[([u8; 32], String)]) -> CommittedList {
        CommittedList::new(lines.iter().map(|(salt, record)| (salt, record.as_bytes())))
    }

    #[test]
    fn one_line_opens_and_a_changed_one_does_not() {
        let lines = lines();
        let list = committed(&lines);
        let published = list.commitment();
        for (at, (salt, record)) in lines.iter().enumerate() {
            let opening = list.open(at, salt, record).unwrap();
            assert!(opening.holds(&published));
            let changed = Opening { record: "{\"line\":9}".to_owned(), ..opening.clone() };
            assert!(!changed.holds(&published));
            let moved = Opening { line: opening.line + 1, ..opening.clone() };
            assert!(!moved.holds(&published));
            assert!(!opening.holds(&Commitment { count: 8, ..published }));
        }
        assert_eq!(list.open(0, &lines[1].0, &lines[0].1), None, "another line's salt");
        assert_eq!(list.open(7, &lines[0].0, &lines[0].1), None, "no such line");
    }

    #[test]
    fn an_erased_line_leaves_the_others_open_to_proof() {
        let lines = lines();
        let whole = committed(&lines);
        let leaves: Vec<Hash> =
            lines.iter().map(|(salt, record)| line_hash(salt, record.as_bytes())).collect();
        let erased = CommittedList::from_leaves(leaves);
        assert_eq!(erased.commitment(), whole.commitment());
        assert!(erased.open(3, &lines[3].0, &lines[3].1).unwrap().holds(&whole.commitment()));
    }

    #[test]
    fn a_line_is_a_leaf_of_rfc_6962() {
        let salted = [&[5_u8; 32][..], b"record"].concat();
        assert_eq!(line_hash(&[5; 32], b"record"), merkle::leaf_hash(&salted));
    }

    #[test]
    fn an_opening_does_not_print_the_person() {
        let lines = lines();
        let opening = committed(&lines).open(2, &lines[2].0, &lines[2].1).unwrap();
        assert!(!format!("{opening:?}").contains("{\"line\""));
    }
}
