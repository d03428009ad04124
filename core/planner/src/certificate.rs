//! The proof that no plan is better and that no other comes first among equals, as it stands in a file
//! (`spec/5-plan.md`, section 6).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::program::Cut;

mod checker;
mod only;
mod proven;

pub use checker::{verify, verify_impossible};
pub use proven::{Proven, Wrong};

/// The form of a certificate.
pub const CERTIFICATE_FORM: u16 = 2;

/// For each aim, prices that show that it cannot be lower while the earlier aims keep their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`CERTIFICATE_FORM`].
    pub form: u16,
    /// Which stages happen.
    pub happens: Vec<bool>,
    /// For each stage that does not happen, counted from 0: why it cannot, while the earlier ones do
    /// what they do.
    pub stages: BTreeMap<usize, Tree>,
    /// Stages that do not happen and of which it is not proven that they cannot, counted from 0. Then
    /// no aim is proven, not even the first.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open: BTreeSet<usize>,
    /// For each aim after the first its proof; none where the aim is not proven.
    pub aims: Vec<Option<Tree>>,
    /// For aims that are not proven, by their place among all aims: prices that show how low they could
    /// be at best, while the aims before them keep their values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bounds: BTreeMap<usize, Tree>,
    /// For each round of the draw between equally good plans its proof. The last one shows that no
    /// other plan is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<Tree>,
}

/// The proof that no plan obeys the terms at all, as when somebody is asked to go where they cannot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Impossible {
    /// For each stage: why it cannot happen while none before it does.
    pub stages: Vec<Tree>,
    /// Why there is no plan in which no stage happens.
    pub last: Tree,
}

/// A proof by cases.
///
/// In a file it is a flat list: a cut is followed by the tree of `most` and then the tree of `more`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Node>", into = "Vec<Node>")]
pub enum Tree {
    /// Prices that prove the case.
    Leaf(Leaf),
    /// Two cases that leave nothing out: a whole number is at most `at`, or more.
    Cut {
        /// The number.
        cut: Cut,
        /// Where it is cut.
        at: i64,
        /// The case that it is at most `at`.
        most: Box<Self>,
        /// The case that it is at least `at + 1`.
        more: Box<Self>,
    },
}

/// One entry of a tree's flat list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Node {
    Leaf(Leaf),
    Cut { cut: Cut, at: i64 },
}

impl From<Tree> for Vec<Node> {
    fn from(tree: Tree) -> Self {
        let mut nodes = Self::new();
        let mut open = vec![tree];
        while let Some(tree) = open.pop() {
            match tree {
                Tree::Leaf(leaf) => nodes.push(Node::Leaf(leaf)),
                Tree::Cut { cut, at, most, more } => {
                    nodes.push(Node::Cut { cut, at });
                    open.push(*more);
                    open.push(*most);
                }
            }
        }
        nodes
    }
}

impl TryFrom<Vec<Node>> for Tree {
    type Error = &'static str;
    fn try_from(nodes: Vec<Node>) -> Result<Self, Self::Error> {
        // Read from the end: both cases of a cut are then there before the cut itself.
        let mut done: Vec<Self> = Vec::new();
        for node in nodes.into_iter().rev() {
            match node {
                Node::Leaf(leaf) => done.push(Self::Leaf(leaf)),
                Node::Cut { cut, at } => {
                    let (Some(most), Some(more)) = (done.pop(), done.pop()) else {
                        return Err("a cut without its two cases");
                    };
                    let (most, more) = (Box::new(most), Box::new(more));
                    done.push(Self::Cut { cut, at, most, more });
                }
            }
        }
        match (done.pop(), done.pop()) {
            (Some(tree), None) => Ok(tree),
            _ => Err("not one tree"),
        }
    }
}

/// Whole-number prices. Rows and aims are named by their place in the program; what is left out is 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// What the aim is multiplied by; 0 proves that there is no point at all.
    pub scale: Whole,
    /// Price of each row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<usize, Whole>,
    /// Price of keeping an earlier aim at its value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aims: BTreeMap<usize, Whole>,
    /// Price of each cut on the path, from the root.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Whole>,
}

impl Leaf {
    /// Puts no price on anything.
    pub(crate) fn without_prices(scale: i128) -> Self {
        let (rows, aims) = (BTreeMap::new(), BTreeMap::new());
        Self { scale: Whole(scale), rows, aims, cuts: Vec::new() }
    }
}

/// A whole number, written as text so that no reader rounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Whole(pub i128);

impl From<Whole> for String {
    fn from(whole: Whole) -> Self {
        whole.0.to_string()
    }
}

impl TryFrom<String> for Whole {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error| format!("`{text}` is not a whole number: {error}"))
    }
}

/// Reads a certificate.
///
/// # Errors
/// What the JSON reader says.
pub fn read(bytes: &[u8]) -> Result<Certificate, serde_json::Error> {
    serde_json::from_slice(bytes)
}
