//! A surname: endings folded to the masculine, halves of a double one, and what the register of
//! surnames knows of it.

use super::closeness::{Closeness, SAME_MAX, by_distance, near_max};
use super::distance::distance_within;
use super::letters::Sounded;
use super::sounds::{
    A, E, FEW_F, FEW_I, FEW_U, I, K, Key, LATIN_S, N, O, S, T, TS, V, YO, Z, is_vowel,
};
use super::system::System;
use crate::table::{Registered, Table};
use crate::text::{Folded, Word};

/// The most halves of a surname.
pub(super) const HALVES_MAX: usize = 3;

/// A word as a surname or a half of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Half {
    pub(super) key: Key,
    /// The same in the masculine form.
    folded: Key,
    /// One bit for each я and ю of the key; none where the spelling does not tell.
    soft: Option<u32>,
    /// What the register says; `None` while it has not been asked.
    registered: Option<Registered>,
}

impl Half {
    /// Takes a word by its sounds; the register is asked when it is needed.
    pub(super) fn of(read: Sounded) -> Self {
        let soft = read.keeps_soft.then_some(read.soft);
        Self { key: read.key, folded: masculine(&read.key), soft, registered: None }
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// Returns its sounds with the ending folded to the masculine.
    pub(super) fn folded(&self) -> &Key {
        &self.folded
    }

    /// Says what the register knows of this surname.
    pub(super) fn registered(&self, table: &Table) -> Registered {
        self.registered.unwrap_or_else(|| table.surname(&self.folded))
    }

    /// Returns how far two halves are apart; `men` says that both belong to men, whose surnames have
    /// no feminine endings to fold.
    fn distance(&self, other: &Self, men: bool) -> u16 {
        let limit = near_max(&self.key, &other.key).min(FARTHEST);
        let more = if men { MEN_MORE } else { FOLDED_MORE };
        let soft = self.softness(other);
        let mut folded = u16::MAX;
        if self.folded != self.key || other.folded != other.key {
            folded = distance_within(&self.folded, &other.folded, limit);
            // Without their endings they are no farther apart than with them.
            if folded > limit {
                return folded;
            }
            folded += soft + more;
        }
        let raw = distance_within(&self.key, &other.key, limit.min(folded)) + soft;
        raw.min(folded).min(adjectives(&self.key, &other.key).saturating_add(more))
    }

    /// What it costs that the one writes я or ю where the other writes а or у: -ук and -юк are two
    /// endings, and every spelling but a few tells them apart.
    fn softness(&self, other: &Self) -> u16 {
        match (self.soft, other.soft) {
            (Some(a), Some(b)) if a != b && self.key.len() == other.key.len() => {
                SOFT_MORE * u16::try_from((a ^ b).count_ones()).expect("at most 31 sounds")
            }
            _ => 0,
        }
    }
}

/// Beyond so many hundredths of a letter two surnames are simply two.
const FARTHEST: u16 = 250;
/// What it costs that one vowel is softened on one side only.
const SOFT_MORE: u16 = 30;
/// What it costs that the surnames of two men agree only in the masculine form.
const MEN_MORE: u16 = 40;
/// What it costs that two surnames agree only in the masculine form.
const FOLDED_MORE: u16 = 4;
/// What it costs that one is the feminine of an adjective: Чорна and Чорний.
const ADJECTIVE: u16 = 20;

/// The distance of an adjective's two genders; a large number for anything else.
fn adjectives(a: &Key, b: &Key) -> u16 {
    let (a, b) = (a.sounds(), b.sounds());
    let stems = |a: &[u8], b: &[u8]| match (a, b) {
        ([x @ .., A], [y @ .., I]) => {
            x == y && x.len() > 2 && x.last().is_some_and(|last| !is_vowel(*last))
        }
        _ => false,
    };
    if stems(a, b) || stems(b, a) { ADJECTIVE } else { u16::MAX }
}

/// What the register says of two surnames that do not sound alike throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Neither is known, or nothing was asked.
    Silent,
    /// Only one is a surname that people bear: the other may be a slip.
    OneKnown,
    /// Both are, and they are two surnames.
    TwoKnown,
}

/// The words of a surname among all words of a name.
#[derive(Clone, Copy)]
pub(super) struct Halves<'a> {
    pub(super) all: &'a [Half],
    pub(super) at: [u8; HALVES_MAX],
    pub(super) count: u8,
}

impl<'a> Halves<'a> {
    fn of(all: &'a [Half]) -> Self {
        let count = u8::try_from(all.len().min(HALVES_MAX)).expect("at most three");
        Self { all, at: [0, 1, 2], count }
    }

    pub(super) fn len(&self) -> usize {
        usize::from(self.count)
    }

    pub(super) fn get(&self, at: usize) -> &'a Half {
        &self.all[usize::from(self.at[at])]
    }

    /// Returns the number of sounds of all halves.
    pub(super) fn sounds(&self) -> usize {
        (0..self.len()).map(|at| self.get(at).len()).sum()
    }

    fn joined(&self) -> Key {
        (0..self.len())
            .map(|at| self.get(at).folded)
            .reduce(|joined, half| joined.joined(&half))
            .unwrap_or_default()
    }

    /// Compares two surnames, and says how they stand in the register.
    pub(super) fn closeness(
        &self,
        other: &Self,
        men: bool,
        table: &Table,
    ) -> (Closeness, Standing) {
        match (self.len(), other.len()) {
            (0, _) | (_, 0) => (Closeness::Missing, Standing::Silent),
            (1, 1) => one_to_one(self.get(0), other.get(0), men, table),
            (count, others) if count == others => {
                let sum = |turned: bool| {
                    (0..count).fold(0_u16, |sum, at| {
                        let to = if turned { count - 1 - at } else { at };
                        sum.saturating_add(self.get(at).distance(other.get(to), men))
                    })
                };
                let near = sum(false).min(sum(true).saturating_add(TURNED_MORE));
                (by_distance(near, FARTHEST, &self.joined(), &other.joined()), Standing::Silent)
            }
            (count, others) => {
                if distance_within(&self.joined(), &other.joined(), SAME_MAX) <= SAME_MAX {
                    return (Closeness::Same, Standing::Silent);
                }
                let mut best = (Closeness::Other, Standing::Silent);
                for a in 0..count {
                    for b in 0..others {
                        best = best.min(one_to_one(self.get(a), other.get(b), men, table));
                    }
                }
                match best {
                    (Closeness::Same | Closeness::Class, standing) => {
                        (Closeness::Half(0), standing)
                    }
                    (Closeness::Near(near), standing) => (Closeness::Half(near), standing),
                    _ => (Closeness::Other, Standing::Silent),
                }
            }
        }
    }
}

/// What it costs that the halves of a double surname stand the other way round.
const TURNED_MORE: u16 = 20;

fn one_to_one(a: &Half, b: &Half, men: bool, table: &Table) -> (Closeness, Standing) {
    let near = a.distance(b, men);
    let found = by_distance(near, FARTHEST, &a.key, &b.key);
    if found == Closeness::Same {
        return (found, Standing::Silent);
    }
    let (x, y) = (a.registered(table), b.registered(table));
    if x.is_known() && y.is_known() {
        // The register is asked by sounds, and knows no я from а; and it holds a man's and a woman's
        // form for one, which two men's are not.
        let by_ending = men && (a.folded != a.key || b.folded != b.key);
        if x.is_one_with(y) && a.folded != b.folded && !by_ending {
            return (Closeness::Class, Standing::Silent);
        }
        return (found, if x.is_one_with(y) { Standing::Silent } else { Standing::TwoKnown });
    }
    let standing = if x.is_known() || y.is_known() { Standing::OneKnown } else { Standing::Silent };
    (found, standing)
}

/// A surname; a double one in two halves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surname {
    /// One to three keys.
    pub halves: Vec<Key>,
    read: Vec<Half>,
}

impl Surname {
    /// Reads the words of a surname, and asks the register of each.
    pub fn read(words: &[Word], system: System) -> Self {
        let read: Vec<Half> = words
            .iter()
            .map(|word| Half::of(Sounded::read(&Folded::of(word), system)))
            .filter(|half| !half.key.is_empty())
            .take(HALVES_MAX)
            .map(|half| Half { registered: Some(half.registered(Table::get())), ..half })
            .collect();
        Self { halves: read.iter().map(|half| half.key).collect(), read }
    }

    /// Says whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.halves.is_empty()
    }

    /// Returns the surname in its masculine form, halves joined: what is counted as one surname.
    pub fn masculine(&self) -> Key {
        Halves::of(&self.read).joined()
    }

    /// Compares two surnames. Two that the register knows as different are farther apart than they
    /// sound.
    pub fn closeness(&self, other: &Self) -> Closeness {
        let (closeness, standing) =
            Halves::of(&self.read).closeness(&Halves::of(&other.read), false, Table::get());
        match (closeness, standing) {
            (Closeness::Near(near), Standing::TwoKnown) => Closeness::Near(near + near / 2),
            (closeness, _) => closeness,
        }
    }
}

/// Folds feminine endings: -ова, -іна, -ська; and -ой, -ая into -ий.
pub(crate) fn masculine(key: &Key) -> Key {
    let sounds = key.sounds();
    let end = sounds.len();
    match sounds {
        [.., O | E | YO | I | FEW_U | FEW_I, V | FEW_F, A] | [.., I | FEW_I, N, A] if end >= 4 => {
            key.truncated(end - 1)
        }
        [.., S | TS | Z | LATIN_S, K, A] | [.., S | LATIN_S, K, O, I] if end > 4 => {
            let mut folded = key.truncated(if sounds[end - 1] == A { end - 1 } else { end - 2 });
            folded.push(I);
            folded
        }
        [.., N | T | V, O, I] if end > 4 => {
            let mut folded = key.truncated(end - 2);
            folded.push(I);
            folded
        }
        _ => *key,
    }
}
