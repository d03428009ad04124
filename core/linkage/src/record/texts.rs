//! Texts that are kept once each and known by their number from there on.

use crate::lookup::Quick;
use std::hash::Hasher as _;

/// A row of texts in one piece of memory.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Texts {
    bytes: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns a text.
    pub(crate) fn get(&self, number: usize) -> &str {
        let from = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[from..self.ends[number]]
    }

    /// Adds a text at the end.
    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    /// Returns the texts in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }
}

/// Numbers distinct texts in the order in which they come; 0 is the empty text.
#[derive(Clone)]
pub(crate) struct Numbered {
    pub(crate) texts: Texts,
    /// The hash and the number of each text; open addressing, at most half full.
    slots: Vec<Option<(u32, u32)>>,
}

impl Default for Numbered {
    fn default() -> Self {
        let mut texts = Texts::default();
        texts.push("");
        Self { texts, slots: vec![None; 16] }
    }
}

impl Numbered {
    /// Returns the number of a text.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if self.texts.len() * 2 > self.slots.len() {
            self.grow();
        }
        let hash = hash(text);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while let Some((its_hash, number)) = self.slots[at] {
            if its_hash == hash && self.texts.get(number as usize) == text {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = u32::try_from(self.texts.len()).expect("there are fewer texts than cells");
        self.slots[at] = Some((hash, number));
        self.texts.push(text);
        number
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![None; old.len() * 4];
        let mask = self.slots.len() - 1;
        for slot in old.into_iter().flatten() {
            let mut at = slot.0 as usize & mask;
            while self.slots[at].is_some() {
                at = (at + 1) & mask;
            }
            self.slots[at] = Some(slot);
        }
    }
}

fn hash(text: &str) -> u32 {
    let mut hasher = Quick::default();
    hasher.write(text.as_bytes());
    u32::try_from(hasher.finish() >> 32).expect("32 bits fit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number_and_the_empty_one_is_0() {
        let mut numbered = Numbered::default();
        let numbers: Vec<u32> =
            ["а", "", "б", "а", "aa", "a"].iter().map(|text| numbered.number(text)).collect();
        assert_eq!(numbers, [1, 0, 2, 1, 3, 4]);
        let many: Vec<u32> =
            (0..10_000).map(|number: u32| numbered.number(&format!("n{number}"))).collect();
        assert!((0..10_000_u32).all(|at| many[at as usize] == at + 5));
        assert_eq!(numbered.number("n77"), many[77]);
        assert_eq!(numbered.texts.get(2), "б");
    }
}
