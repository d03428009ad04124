//! A whole name in one cell, cut into its parts.

/// A name in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) surname: Option<String>,
    pub(super) given: Option<String>,
    pub(super) patronymic: Option<String>,
}

/// Cuts a whole name. A comma after the surname or a surname in capitals decides; then a patronymic
/// by its ending; else the order is surname, given name, patronymic, as forms in the region ask.
pub(super) fn cut(text: &str) -> Parts {
    if let Some((surname, rest)) = text.split_once(',') {
        let mut rest = rest.split_whitespace().filter(|word| *word != ",").map(own);
        return Parts {
            surname: some(surname.trim()),
            given: rest.next(),
            patronymic: some(&rest.collect::<Vec<_>>().join(" ")),
        };
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = |word: &str| {
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
    };
    let shouted: Vec<usize> = (0..words.len()).filter(|at| capitals(words[*at])).collect();
    match words.as_slice() {
        [] => Parts::default(),
        [surname] => Parts { surname: some(surname), ..Parts::default() },
        // Koval Petro IVANENKO: only the surname is in capitals, and it stands last.
        [given @ .., surname] if shouted == [words.len() - 1] => Parts {
            surname: some(surname),
            given: given.first().map(|word| own(word)),
            patronymic: some(&given[1..].join(" ")),
        },
        [given, patronymic, surname] if is_patronymic(patronymic) && !is_patronymic(surname) => {
            Parts { surname: some(surname), given: some(given), patronymic: some(patronymic) }
        }
        [surname, given, rest @ ..] => {
            Parts { surname: some(surname), given: some(given), patronymic: some(&rest.join(" ")) }
        }
    }
}

fn own(word: &str) -> String {
    word.to_owned()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Says whether a word ends as patronymics do, in Cyrillic or in the usual Latin spellings.
fn is_patronymic(word: &str) -> bool {
    let word = word.to_lowercase();
    // Surnames such as Ковалевич end in -вич too, so only -ович, -евич and the like count.
    [
        "ович",
        "йович",
        "евич",
        "івна",
        "ївна",
        "овна",
        "евна",
        "ична",
        "ovych",
        "iovych",
        "ovich",
        "evich",
    ]
    .into_iter()
    .chain(["yovych", "ivna", "ovna", "evna", "owitsch", "ewitsch", "ovič", "evič", "ovyč"])
    .any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, surname: &str, given: &str, patronymic: &str) {
        let parts = cut(text);
        let shown = [parts.surname, parts.given, parts.patronymic].map(Option::unwrap_or_default);
        assert_eq!(shown, [surname, given, patronymic], "{text}");
    }

    #[test]
    fn a_whole_name_is_cut_by_what_it_shows() {
        check("Коваль Петро Іванович", "Коваль", "Петро", "Іванович");
        check("Петро Іванович Коваль", "Коваль", "Петро", "Іванович");
        check("Petro Ivanovych KOVAL", "KOVAL", "Petro", "Ivanovych");
        check("KOVAL Petro", "KOVAL", "Petro", "");
        check("Koval, Petro Ivanovych", "Koval", "Petro", "Ivanovych");
        check("КОВАЛЬ ПЕТРО ІВАНОВИЧ", "КОВАЛЬ", "ПЕТРО", "ІВАНОВИЧ");
        check("Коваль", "Коваль", "", "");
        check("Алієв Рамін Ельчин огли", "Алієв", "Рамін", "Ельчин огли");
        check("", "", "", "");
    }
}
