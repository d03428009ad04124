//! A Merkle tree as RFC 6962 section 2.1 and RFC 9162 draw it: leaves under 0x00, nodes under 0x01.
//!
//! One root fixes every leaf and their order. An inclusion path shows one leaf beneath a root; a
//! consistency path shows that a tree only grew.

use crate::sha256;

/// A node of the tree.
pub type Hash = [u8; 32];

/// The longest path of a tree with 2^64 leaves, doubled: no proof is longer.
pub const PATH_LENGTH_MAX: usize = 128;

/// Hashes the bytes of a leaf.
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    sha256(&[&[0x00], bytes])
}

/// Hashes two nodes into the one above them.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[0x01], left, right])
}

/// Leaves in their order, with every whole subtree above them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// `levels[k][i]` is the hash over leaves `i * 2^k .. (i + 1) * 2^k`, all of which exist.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Builds the tree over leaf hashes.
    pub fn of(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut tree = Self::default();
        for leaf in leaves {
            tree.push(leaf);
        }
        tree
    }

    /// Adds a leaf hash at the end.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let row = self.levels.get_mut(level).expect("the row was just made sure of");
            row.push(hash);
            match row.as_slice() {
                [.., left, right] if row.len() % 2 == 0 => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// Returns a leaf hash.
    pub fn leaf(&self, index: usize) -> Option<Hash> {
        self.levels.first()?.get(index).copied()
    }

    /// Returns the hashes of one height: each over `2^height` leaves, all of which exist.
    pub fn row(&self, height: usize) -> Option<&[Hash]> {
        self.levels.get(height).map(Vec::as_slice)
    }

    /// Returns the root over all leaves. The empty tree has the hash of nothing.
    pub fn root(&self) -> Hash {
        self.root_at(self.size()).expect("the tree holds as many leaves as it holds")
    }

    /// Returns the root over the first `size` leaves, or none where there are fewer.
    pub fn root_at(&self, size: usize) -> Option<Hash> {
        match size {
            0 => Some(sha256(&[])),
            _ if size <= self.size() => Some(self.range(0, size)),
            _ => None,
        }
    }

    /// Returns the path from a leaf to the root over the first `size` leaves (RFC 6962 2.1.1).
    pub fn inclusion(&self, index: usize, size: usize) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end, mut path) = (0, size, Vec::new());
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(self.range(middle, end));
                end = middle;
            } else {
                path.push(self.range(start, middle));
                start = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// Returns the path showing that the first `new` leaves continue the first `old` (RFC 6962 2.1.2).
    pub fn consistency(&self, old: usize, new: usize) -> Option<Vec<Hash>> {
        if old > new || new > self.size() {
            return None;
        }
        if old == 0 || old == new {
            return Some(Vec::new());
        }
        let (mut start, mut end, mut path) = (0, new, Vec::new());
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                path.push(self.range(middle, end));
                end = middle;
            } else {
                path.push(self.range(start, middle));
                start = middle;
            }
        }
        if start != 0 {
            path.push(self.range(start, end));
        }
        path.reverse();
        Some(path)
    }

    /// Hashes leaves `start..end`, where `start` is a multiple of the power of two not below the width.
    fn range(&self, start: usize, end: usize) -> Hash {
        let width = end - start;
        if width.is_power_of_two() {
            let level = usize::try_from(width.trailing_zeros()).expect("at most 64");
            return *self
                .levels
                .get(level)
                .and_then(|row| row.get(start >> level))
                .expect("a whole subtree beneath the size has been hashed");
        }
        let middle = start + split(width);
        node_hash(&self.range(start, middle), &self.range(middle, end))
    }
}

/// Returns the largest power of two below `width`, which is at least 2.
fn split(width: usize) -> usize {
    1 << (width - 1).ilog2()
}

/// Checks that a leaf hash stands at `index` beneath the root over `size` leaves (RFC 9162 2.1.3.2).
pub fn includes(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size || path.len() > PATH_LENGTH_MAX {
        return false;
    }
    let (mut first, mut last, mut hash) = (index, size - 1, *leaf);
    for step in path {
        if last == 0 {
            return false;
        }
        if first % 2 == 1 || first == last {
            hash = node_hash(step, &hash);
            while first % 2 == 0 && first != 0 {
                first >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, step);
        }
        first >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Checks that the tree with `new_root` continues the one with `old_root` (RFC 9162 2.1.4.2).
pub fn continues(old: u64, new: u64, path: &[Hash], old_root: &Hash, new_root: &Hash) -> bool {
    // Every tree continues the empty one, so that a proof of it would prove nothing.
    if old == 0 || old > new || path.len() > PATH_LENGTH_MAX {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    // A whole old tree is its own first step, and the path leaves it out.
    let mut steps = path.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if node % 2 == 1 || node == last {
            old_hash = node_hash(step, &old_hash);
            new_hash = node_hash(step, &new_hash);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|at| leaf_hash(&at.to_be_bytes())).collect()
    }

    /// The definition of RFC 6962 2.1, word for word.
    fn definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => sha256(&[]),
            [one] => *one,
            many => {
                let (left, right) = many.split_at(split(many.len()));
                node_hash(&definition(left), &definition(right))
            }
        }
    }

    #[test]
    fn every_prefix_has_the_root_of_the_definition() {
        let leaves = leaves(70);
        let tree = Tree::of(leaves.iter().copied());
        for size in 0..=70 {
            assert_eq!(tree.root_at(size), Some(definition(&leaves[..size])), "size {size}");
        }
        assert_eq!(tree.root_at(71), None);
    }

    #[test]
    fn every_leaf_is_included_at_its_own_place_only() {
        let tree = Tree::of(leaves(23));
        for size in 1..=23 {
            let root = tree.root_at(size).unwrap();
            for index in 0..size {
                let path = tree.inclusion(index, size).unwrap();
                let leaf = tree.leaf(index).unwrap();
                let (at, of) = (index as u64, size as u64);
                assert!(includes(&leaf, at, of, &path, &root), "{index} of {size}");
                assert!(!includes(&leaf, at + 1, of, &path, &root), "{index} of {size}");
                assert!(!includes(&leaf_hash(b"other"), at, of, &path, &root));
            }
            assert_eq!(tree.inclusion(size, size), None);
        }
    }

    #[test]
    fn every_prefix_is_continued_and_no_other_tree_is() {
        let tree = Tree::of(leaves(23));
        for new in 1..=23_usize {
            let new_root = tree.root_at(new).unwrap();
            for old in 1..=new {
                let path = tree.consistency(old, new).unwrap();
                let old_root = tree.root_at(old).unwrap();
                let (from, to) = (old as u64, new as u64);
                assert!(continues(from, to, &path, &old_root, &new_root), "{old} to {new}");
                assert!(!continues(from, to, &path, &leaf_hash(b"x"), &new_root));
                assert!(!continues(to + 1, to, &path, &old_root, &new_root));
            }
        }
    }
}
