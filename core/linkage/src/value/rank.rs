//! Ranks in three languages, on one ladder.

use super::Level;
use crate::text;

/// A rank by its step on the ladder of armies; an unknown one by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// A step: 1 for a private.
    Step(u8),
    /// A rank that the table does not know, by a number made of its letters.
    Other(u64),
}

/// Words and the step that they make together, most telling first. Naval ranks stand beside those of
/// the land forces.
const LADDER: &[(&[&str], u8)] = &[
    (&["старш", "солдат"], 2),
    (&["senior", "soldier"], 2),
    (&["старш", "матрос"], 2),
    (&["senior", "seaman"], 2),
    (&["єфрейтор"], 2),
    (&["ефрейтор"], 2),
    (&["молодш", "сержант"], 3),
    (&["младш", "сержант"], 3),
    (&["junior", "sergeant"], 3),
    (&["старшин", "2"], 3),
    (&["старш", "сержант"], 5),
    (&["senior", "sergeant"], 5),
    (&["головн", "старшин"], 5),
    (&["главн", "старшин"], 5),
    (&["головн", "сержант"], 6),
    (&["главн", "сержант"], 6),
    (&["chief", "sergeant"], 6),
    (&["штаб", "сержант"], 7),
    (&["staff", "sergeant"], 7),
    (&["майстер", "сержант"], 8),
    (&["мастер", "сержант"], 8),
    (&["master", "sergeant"], 8),
    (&["старшин", "1"], 4),
    (&["сержант"], 4),
    (&["sergeant"], 4),
    (&["старшин"], 6),
    (&["старш", "прапорщик"], 9),
    (&["прапорщик"], 8),
    (&["мічман"], 8),
    (&["мичман"], 8),
    (&["warrant"], 8),
    (&["молодш", "лейтенант"], 10),
    (&["младш", "лейтенант"], 10),
    (&["junior", "lieutenant"], 10),
    (&["старш", "лейтенант"], 12),
    (&["senior", "lieutenant"], 12),
    (&["підполковник"], 15),
    (&["подполковник"], 15),
    (&["lieutenant", "colonel"], 15),
    (&["лейтенант"], 11),
    (&["lieutenant"], 11),
    (&["капітан", "3"], 14),
    (&["капитан", "3"], 14),
    (&["капітан", "2"], 15),
    (&["капитан", "2"], 15),
    (&["капітан", "1"], 16),
    (&["капитан", "1"], 16),
    (&["капітан"], 13),
    (&["капитан"], 13),
    (&["captain"], 13),
    (&["майор"], 14),
    (&["major"], 14),
    (&["полковник"], 16),
    (&["colonel"], 16),
    (&["солдат"], 1),
    (&["рядов"], 1),
    (&["soldier"], 1),
    (&["private"], 1),
    (&["матрос"], 1),
    (&["seaman"], 1),
];

impl Rank {
    /// Reads a rank. None when nothing stands there.
    pub fn read(text: &str) -> Option<Self> {
        let words = text::words(text);
        if words.is_empty() {
            return None;
        }
        let has = |part: &&str| words.iter().any(|word| word.letters.starts_with(*part));
        let known = LADDER.iter().find(|(parts, _)| parts.iter().all(has));
        Some(known.map_or_else(
            || Self::Other(super::text::number_of(&text::code(text))),
            |(_, step)| Self::Step(*step),
        ))
    }

    /// 1 one rank; 2 neighbours on the ladder; 3 other.
    pub(super) fn level(self, other: Self) -> Level {
        match (self, other) {
            _ if self == other => 1,
            (Self::Step(a), Self::Step(b)) if a.abs_diff(b) == 1 => 2,
            _ => 3,
        }
    }

    pub(crate) fn packed(self) -> u64 {
        match self {
            Self::Step(step) => u64::from(step),
            Self::Other(number) => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_meet_across_languages() {
        let rank = |text| Rank::read(text).unwrap();
        for (a, b) in [
            ("солдат", "рядовой"),
            ("старший солдат", "ефрейтор"),
            ("молодший сержант", "junior sergeant"),
            ("підполковник", "lieutenant colonel"),
            ("штаб-сержант", "staff sergeant"),
        ] {
            assert_eq!(rank(a).level(rank(b)), 1, "{a} {b}");
        }
        assert_eq!(rank("сержант").level(rank("младший сержант")), 2);
        assert_eq!(rank("майор").level(rank("солдат")), 3);
        assert_eq!(Rank::read(" "), None);
    }
}
