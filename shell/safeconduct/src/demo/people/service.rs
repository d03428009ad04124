//! Ranks and units in both languages. Unit numbers are drawn and mean nothing.

use super::chance::Chance;
use super::names::Both;

/// Ranks with how often each is drawn.
#[rustfmt::skip]
const RANKS: &[(u64, (&str, &str))] = &[
    (34, ("солдат", "рядовой")), (21, ("старший солдат", "ефрейтор")),
    (12, ("молодший сержант", "младший сержант")), (12, ("сержант", "сержант")),
    (6, ("старший сержант", "старший сержант")), (4, ("головний сержант", "старшина")),
    (3, ("матрос", "матрос")), (2, ("старший матрос", "старший матрос")),
    (2, ("прапорщик", "прапорщик")), (1, ("молодший лейтенант", "младший лейтенант")),
    (2, ("лейтенант", "лейтенант")), (2, ("старший лейтенант", "старший лейтенант")),
    (1, ("капітан", "капитан")), (1, ("майор", "майор")),
];

/// Kinds of unit with how often each is drawn.
#[rustfmt::skip]
const UNITS: &[(u64, (&str, &str))] = &[
    (5, ("окрема механізована бригада", "отдельная механизированная бригада")),
    (3, ("окремий стрілецький батальйон", "отдельный стрелковый батальон")),
    (2, ("окрема десантно-штурмова бригада", "отдельная десантно-штурмовая бригада")),
    (2, ("окремий батальйон морської піхоти", "отдельный батальон морской пехоты")),
    (2, ("окрема бригада територіальної оборони", "отдельная бригада территориальной обороны")),
    (1, ("окремий танковий полк", "отдельный танковый полк")),
    (1, ("прикордонний загін", "пограничный отряд")),
];

/// The highest number of an invented unit.
const UNIT_NUMBER_MAX: i32 = 160;

pub(super) fn rank(chance: &mut Chance) -> Both {
    let (uk, ru) = chance.weighed(RANKS);
    Both::new(uk, ru)
}

pub(super) fn unit(chance: &mut Chance) -> Both {
    let (uk, ru) = chance.weighed(UNITS);
    let number = chance.between(1, UNIT_NUMBER_MAX);
    Both { uk: format!("{number} {uk}"), ru: format!("{number} {ru}") }
}

/// Two letters that both alphabets have, and six digits.
pub(super) fn number(chance: &mut Chance) -> String {
    const LETTERS: [char; 10] = ['А', 'Б', 'В', 'Г', 'Д', 'Ж', 'К', 'Л', 'М', 'П'];
    let (one, two) = (*chance.any(&LETTERS), *chance.any(&LETTERS));
    format!("{one}{two}{:06}", chance.below(1_000_000))
}
