//! What the core tells of a verdict, in the words of the pages. It tells by identifiers, so that a translation is
//! a table; an identifier `because.died` is the message `wording-because-died`. Fields and statuses have their
//! messages already.

use exchange::reconcile::wording::{Argument, Message};

use super::words::Words;

/// Tells a message of the core.
pub(super) fn told(words: Words, message: &Message) -> String {
    let key = match message.id.split_once('.') {
        Some((kind @ ("field" | "status"), word)) => format!("{kind}-{word}"),
        Some((kind, word)) => format!("wording-{kind}-{word}"),
        None => format!("wording-{}", message.id),
    };
    let arguments: Vec<(&str, String)> = message
        .arguments
        .iter()
        .map(|(name, argument)| {
            let text = match argument {
                Argument::Message(message) => told(words, message),
                Argument::Plain(plain) => plain.clone(),
                Argument::Written(written) => written.open().clone(),
            };
            (*name, text)
        })
        .collect();
    let named: Vec<(&str, &str)> =
        arguments.iter().map(|(name, text)| (*name, text.as_str())).collect();
    words.fill(&key, &named)
}

#[cfg(test)]
mod tests {
    use exchange::reconcile::Says;
    use exchange::reconcile::wording::{ENGLISH, word};

    use super::*;
    use crate::web::words::Language;

    #[test]
    fn everything_that_the_core_tells_of_a_verdict_has_a_sentence_in_every_language() {
        for language in Language::ALL {
            let words = Words { language };
            for (id, _) in ENGLISH.iter().filter(|(id, _)| !id.starts_with("reason.")) {
                // Gaps are filled by whatever the sentence speaks of.
                let gaps = ["partner", "before", "status", "doubt", "field", "reference"];
                let plain = |name| (name, Argument::Plain("x".to_owned()));
                let message = Message { id: (*id).to_owned(), arguments: gaps.map(plain).to_vec() };
                let said = told(words, &message);
                assert!(!said.contains('⟦') && !said.contains('$'), "{language:?} {id}: {said}");
            }
            for says in Says::ALL {
                let key = format!("wording-says-{}", word(says));
                assert!(words.has(&key), "{language:?} {key}");
            }
        }
    }
}
