//! Units by number and arm: `46 окрема механізована бригада`, `46 омбр`.

use super::Level;
use crate::text;

/// A unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Its number, 0 when none was written.
    pub number: u32,
    /// Its arm, as a step of the table below; 0 when unknown.
    pub arm: u8,
    /// For a unit without a number: a number made of its letters.
    pub other: u64,
}

/// Beginnings or abbreviations of words, and the arm that they tell.
const ARMS: &[(&str, u8)] = &[
    ("механі", 1),
    ("механи", 1),
    ("омбр", 1),
    ("мбр", 1),
    ("mechani", 1),
    ("десант", 2),
    ("одшбр", 2),
    ("дшб", 2),
    ("одшб", 2),
    ("assault", 2),
    ("морськ", 3),
    ("морск", 3),
    ("обмп", 3),
    ("обрмп", 3),
    ("бмп", 3),
    ("marine", 3),
    ("стрілец", 4),
    ("стрелк", 4),
    ("осб", 4),
    ("rifle", 4),
    ("територ", 5),
    ("террит", 5),
    ("тро", 5),
    ("сто", 5),
    ("territorial", 5),
    ("нгу", 6),
    ("націонал", 6),
    ("национал", 6),
    ("national", 6),
    ("прикорд", 7),
    ("погран", 7),
    ("прикз", 7),
    ("дпсу", 7),
    ("border", 7),
    ("танк", 8),
    ("отбр", 8),
    ("tank", 8),
    ("артил", 9),
    ("оабр", 9),
    ("artill", 9),
    ("аеромоб", 10),
    ("аэромоб", 10),
    ("оаемб", 10),
    ("airmob", 10),
    ("єгер", 11),
    ("егер", 11),
    ("штурм", 12),
    ("ошбр", 12),
    ("піхот", 13),
    ("пехот", 13),
    ("опбр", 13),
    ("мотопіх", 13),
    ("мотопех", 13),
    ("infantry", 13),
];

impl Unit {
    /// Reads a unit. None when nothing stands there.
    pub fn read(text: &str) -> Option<Self> {
        let words = text::words(text);
        if words.is_empty() {
            return None;
        }
        let number = words
            .iter()
            .find_map(|word| {
                let digits: String =
                    word.letters.chars().take_while(char::is_ascii_digit).take(6).collect();
                digits.parse::<u32>().ok()
            })
            .unwrap_or(0);
        let arm = ARMS
            .iter()
            .find(|(start, _)| words.iter().any(|word| word.letters.starts_with(start)))
            .map_or(0, |(_, arm)| *arm);
        let other = if number == 0 { super::text::number_of(&text::code(text)) } else { 0 };
        Some(Self { number, arm, other })
    }

    /// 1 one number and arm; 2 one number, the arm unknown; 3 one number, other arms; 4 a digit of
    /// the number differs within one arm; 5 other.
    pub(super) fn level(self, other: Self) -> Level {
        if self.number == 0 || other.number == 0 {
            return if self.other == other.other && self.number == other.number { 1 } else { 5 };
        }
        let near = super::text::slips(&self.number.to_string(), &other.number.to_string()) == 1;
        match (self.number == other.number, self.arm == other.arm) {
            (true, true) => 1,
            (true, false) if self.arm == 0 || other.arm == 0 => 2,
            (true, false) => 3,
            (false, true) if near && self.arm != 0 => 4,
            (false, _) => 5,
        }
    }

    pub(crate) fn packed(self) -> u64 {
        self.other ^ (u64::from(self.number) << 8 | u64::from(self.arm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_one_however_it_is_abbreviated() {
        let unit = |text| Unit::read(text).unwrap();
        for (a, b) in [
            ("46 окрема механізована бригада", "46 отдельная механизированная бригада"),
            ("46 омбр", "46 окрема механізована бригада"),
            ("62 бр НГУ", "62 бригада Национальной гвардии"),
            ("126 бр ТрО", "126 окрема бригада територіальної оборони"),
            ("30 обмп", "30 отдельный батальон морской пехоты"),
        ] {
            assert_eq!(unit(a).level(unit(b)), 1, "{a} {b}");
        }
        assert_eq!(unit("46 омбр").level(unit("46")), 2);
        assert_eq!(unit("46 омбр").level(unit("46 осб")), 3);
        assert_eq!(unit("46 омбр").level(unit("47 омбр")), 4);
        assert_eq!(unit("46 омбр").level(unit("121 осб")), 5);
        assert_eq!(Unit::read(""), None);
    }
}
