//! A map that can only be asked, never walked, so that no order of its own can reach a result.
//!
//! The standard map seeds its hash by chance, and ordered maps are too slow where every pair of
//! values is looked up. Open addressing, linear probing, at most half full.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

/// A map from keys to values without iteration.
#[derive(Debug, Clone)]
pub(crate) struct Lookup<K, V> {
    slots: Vec<Option<(K, V)>>,
    count: usize,
}

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self { slots: Vec::new(), count: 0 }
    }
}

impl<K: Hash + Eq, V> Lookup<K, V> {
    /// Returns the number of entries.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Returns the value of a key.
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        if self.slots.is_empty() {
            return None;
        }
        let at = self.place(key);
        self.slots[at].as_ref().map(|(_, value)| value)
    }

    /// Returns the value of a key, after putting one there if there was none.
    pub(crate) fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        if (self.count + 1) * 2 > self.slots.len() {
            self.resize((self.slots.len() * 2).max(16));
        }
        let at = self.place(&key);
        if self.slots[at].is_none() {
            self.count += 1;
            self.slots[at] = Some((key, make()));
        }
        let (_, value) = self.slots[at].as_mut().expect("the slot was filled just now");
        value
    }

    /// Finds the slot of a key: its own, or the free one where it would go.
    fn place<Q>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mask = self.slots.len() - 1;
        let mut hasher = Quick::default();
        key.hash(&mut hasher);
        let hash = hasher.finish() & u64::from(u32::MAX);
        let mut at = usize::try_from(hash).expect("32 bits fit") & mask;
        while let Some((taken, _)) = &self.slots[at] {
            if taken.borrow() == key {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }

    fn resize(&mut self, slots: usize) {
        let mut empty = Vec::new();
        empty.resize_with(slots, || None);
        let old = std::mem::replace(&mut self.slots, empty);
        for (key, value) in old.into_iter().flatten() {
            let at = self.place(&key);
            self.slots[at] = Some((key, value));
        }
    }
}

/// Multiplies and folds; after the hash of the Firefox and Rust compilers.
#[derive(Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        let mixed = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0_u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.write(&value.to_le_bytes());
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lookup_finds_what_was_put_in_and_nothing_else() {
        let mut lookup: Lookup<String, usize> = Lookup::default();
        assert_eq!(lookup.get("a"), None);
        for number in 0..1_000 {
            *lookup.get_or_insert_with(number.to_string(), || 0) += number;
        }
        assert_eq!(lookup.len(), 1_000);
        assert!((0..1_000).all(|number| lookup.get(number.to_string().as_str()) == Some(&number)));
        assert_eq!(lookup.get("1000"), None);
    }
}
