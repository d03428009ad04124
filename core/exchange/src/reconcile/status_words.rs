//! What became of somebody, as officers write it in a registry that is kept as a table.

use crate::registry::Status;

/// Reads a word for what became of a person, in Ukrainian, Russian or English. None, when the word is
/// not known: it is never guessed.
pub fn status_of_word(text: &str) -> Option<Status> {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ё' => 'е',
            letter if letter.is_alphanumeric() || letter == '\u{306}' => letter,
            _ => ' ',
        })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(status, _)| *status)
}

/// The words for each status. A word stands under one status only; a test holds that.
#[rustfmt::skip]
const WORDS: [(Status, &[&str]); 8] = [
    (Status::Sought, &[
        "sought", "missing", "missing in action", "mia", "wanted", "розшукується", "зниклий", "зникла",
        "зниклий безвісти", "зникла безвісти", "зник безвісти", "безвісти зниклий", "безвісти зникла",
        "пропав безвісти", "разыскивается", "пропал без вести", "пропала без вести",
        "пропавший без вести", "без вести пропавший", "безвестно отсутствует",
    ]),
    (Status::Alleged, &[
        "alleged", "probably held", "probably captive", "ймовірно в полоні", "ймовірно полонений",
        "вероятно в плену", "предположительно в плену",
    ]),
    (Status::Confirmed, &[
        "confirmed", "held", "captive", "in captivity", "captivity confirmed", "в полоні", "у полоні",
        "полон підтверджено", "підтверджено", "підтверджений", "в плену", "плен подтвержден",
        "подтверждено", "подтвержден",
    ]),
    (Status::Listed, &["listed", "on a list", "у списку", "в списку", "в списке"]),
    (Status::AtHandover, &["at handover", "на обміні", "на обмене"]),
    (Status::Returned, &[
        "returned", "home", "at home", "released", "exchanged", "repatriated", "freed", "повернувся",
        "повернулася", "повернулась", "повернуто", "повернутий", "повернута", "повернений",
        "звільнено", "звільнений", "звільнена", "обміняно", "обміняний", "обміняна", "удома", "вдома",
        "репатрійовано", "вернулся", "вернулась", "возвращен", "возвращена", "освобожден",
        "освобождена", "обменян", "обменяна", "дома", "репатриирован",
    ]),
    (Status::Died, &[
        "died", "dead", "deceased", "killed", "killed in action", "kia", "reported dead", "загинув",
        "загинула", "загиблий", "загибла", "помер", "померла", "померлий", "мертвий", "погиб",
        "погибла", "погибший", "умер", "умерла", "умерший",
    ]),
    (Status::Declined, &[
        "declined", "declines", "refused", "refused to return", "відмовився", "відмовилася",
        "відмовилась", "відмова", "отказался", "отказалась", "отказ",
    ]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_status_is_read_in_three_languages_and_never_guessed() {
        for (text, expected) in [
            ("Returned", Status::Returned),
            ("ПОВЕРНУВСЯ", Status::Returned),
            ("возвращён", Status::Returned),
            ("Загинув", Status::Died),
            ("at-handover", Status::AtHandover),
            ("зниклий  безвісти", Status::Sought),
        ] {
            assert_eq!(status_of_word(text), Some(expected), "{text}");
        }
        for text in ["", "?", "військовополонений", "civilian", "returned?dead"] {
            assert_eq!(status_of_word(text), None, "{text}");
        }
    }

    #[test]
    fn every_status_is_known_by_its_own_word_and_no_word_says_two_things() {
        let mut seen = BTreeSet::new();
        for (status, words) in WORDS {
            assert_eq!(status_of_word(status.word()), Some(status));
            for word in words {
                assert!(seen.insert(*word), "{word} stands twice");
                assert_eq!(status_of_word(word), Some(status), "{word}");
            }
        }
    }
}
