//! How the table lies in its file: a head, then seven sections. All numbers are little-endian.
//!
//! | section | what |
//! | --- | --- |
//! | forms, keys, stems, surnames | slots of a hash table: 32 bits of the hash, 32 of the value |
//! | sets | 16-bit count and class numbers, for forms of several classes |
//! | classes | 16 bytes each: first sounds (64 bits), place of its forms (32), how many (8), rarity (8) |
//! | sounds | the Cyrillic forms of the classes: a length, then as many sounds |

use crate::name::Key;

/// The first bytes of the file.
pub(super) const MAGIC: &[u8; 8] = b"SCNAMES1";
/// How many sections there are.
pub(super) const SECTIONS: usize = 7;
/// The bytes of a class.
pub(super) const CLASS_BYTES: usize = 16;
/// The bit of a value that names a set of classes.
pub(super) const MANY: u32 = 1 << 31;
/// The value of a slot that nobody took.
pub(super) const FREE: u32 = u32::MAX;
const SLOT_BYTES: usize = 8;

/// The sections of the file.
pub(super) struct Sections<'a> {
    pub(super) forms: &'a [u8],
    pub(super) keys: &'a [u8],
    pub(super) stems: &'a [u8],
    pub(super) surnames: &'a [u8],
    pub(super) sets: &'a [u8],
    pub(super) classes: &'a [u8],
    pub(super) sounds: &'a [u8],
}

impl<'a> Sections<'a> {
    pub(super) fn of(file: &'a [u8]) -> Self {
        assert_eq!(file.get(..8), Some(&MAGIC[..]), "data/names.bin was not made by this version");
        let mut at = 8 + SECTIONS * 4;
        let mut next = (0..SECTIONS).map(|number| {
            let length = u32_at(file, 8 + number * 4) as usize;
            at += length;
            &file[at - length..at]
        });
        let mut take = || next.next().expect("there are seven sections");
        Self {
            forms: take(),
            keys: take(),
            stems: take(),
            surnames: take(),
            sets: take(),
            classes: take(),
            sounds: take(),
        }
    }

    /// Writes the file.
    pub(super) fn to_file(&self) -> Vec<u8> {
        let all = [
            self.forms,
            self.keys,
            self.stems,
            self.surnames,
            self.sets,
            self.classes,
            self.sounds,
        ];
        let mut file = MAGIC.to_vec();
        for section in all {
            let length = u32::try_from(section.len()).expect("a section is far below 4 GiB");
            file.extend(length.to_le_bytes());
        }
        for section in all {
            file.extend_from_slice(section);
        }
        file
    }
}

/// A hash table that is read where it lies: open addressing, linear probing. Only hashes are kept, so
/// a word that stands nowhere is taken for another once in some 2^32 words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slots<'a> {
    bytes: &'a [u8],
    count: usize,
}

impl<'a> Slots<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, count: bytes.len() / SLOT_BYTES }
    }

    pub(super) fn get(&self, hash: u64) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        let mut slot = first_slot(hash, self.count);
        // At most four fifths are taken, so a free slot is always met.
        loop {
            let at = slot * SLOT_BYTES;
            let value = u32_at(self.bytes, at + 4);
            if value == FREE {
                return None;
            }
            if u32_at(self.bytes, at) == mark(hash) {
                return Some(value);
            }
            slot = if slot + 1 == self.count { 0 } else { slot + 1 };
        }
    }

    /// Lays out entries in the order given; a hash that is there already keeps its first value.
    pub(super) fn build(entries: impl ExactSizeIterator<Item = (u64, u32)>) -> Vec<u8> {
        let count = entries.len() * 5 / 4 + 2;
        let mut slots = vec![(0_u32, FREE); count];
        for (hash, value) in entries {
            let mut slot = first_slot(hash, count);
            while slots[slot].1 != FREE && slots[slot].0 != mark(hash) {
                slot = if slot + 1 == slots.len() { 0 } else { slot + 1 };
            }
            if slots[slot].1 == FREE {
                slots[slot] = (mark(hash), value);
            }
        }
        slots
            .iter()
            .flat_map(|(mark, value)| [mark.to_le_bytes(), value.to_le_bytes()])
            .flatten()
            .collect()
    }
}

fn first_slot(hash: u64, count: usize) -> usize {
    usize::try_from(((hash >> 32) * count as u64) >> 32)
        .expect("a slot number is below the slot count")
}

fn mark(hash: u64) -> u32 {
    u32::try_from(hash & u64::from(u32::MAX)).expect("32 bits fit")
}

/// Hashes letters, four at a time.
pub(crate) fn hash_of_letters(letters: &[u16]) -> u64 {
    let mut hash = letters.len() as u64;
    for four in letters.chunks(4) {
        let word = four.iter().fold(0_u64, |word, letter| word << 16 | u64::from(*letter));
        hash = step(hash, word);
    }
    finish(hash)
}

/// Hashes sounds, eight at a time.
pub(super) fn hash_of_key(key: &Key) -> u64 {
    let mut hash = key.len() as u64;
    for eight in key.sounds().chunks(8) {
        let word = eight.iter().fold(0_u64, |word, sound| word << 8 | u64::from(*sound));
        hash = step(hash, word);
    }
    finish(hash)
}

fn step(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(bytes[at..at + 2].try_into().expect("two bytes"))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}
