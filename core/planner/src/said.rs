//! A sentence as a name and what stands in its blanks, so that it can be said in any language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod texts;

/// One sentence, not yet in any language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The sentence's name, the same in every language.
    pub id: String,
    /// What stands in its blanks, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
}

/// A language that sentences are written in. Officers read English; families read any of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Ukrainian.
    Ukrainian,
    /// Russian.
    Russian,
    /// Turkish.
    Turkish,
    /// Arabic.
    Arabic,
}

impl Language {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::English, Self::Ukrainian, Self::Russian, Self::Turkish, Self::Arabic];
}

impl Said {
    /// Names a sentence without blanks.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), with: BTreeMap::new() }
    }

    /// Fills a blank.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers pass numbers and words alike")]
    pub fn with(mut self, blank: &str, what: impl ToString) -> Self {
        self.with.insert(blank.to_owned(), what.to_string());
        self
    }

    /// Says it in English.
    pub fn english(&self) -> String {
        self.text(Language::English)
    }

    /// Says it in a language; in English where that language has no words for it yet.
    pub fn text(&self, language: Language) -> String {
        let Some(pattern) = texts::pattern(&self.id, language) else { return self.id.clone() };
        let mut text = String::new();
        let mut rest = pattern;
        // Blanks are filled in one pass: what stands in one is never read as another.
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((blank, after)) = after.split_once('}') else { break };
            text.push_str(self.with.get(blank).map_or("?", String::as_str));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_blank_is_never_read_as_another() {
        let said = Said::new("waits").with("who", "{rank}").with("category", "c");
        assert!(said.english().starts_with("{rank} waits: category c, number ? of ?"));
        assert_eq!(Said::new("no such").english(), "no such");
    }

    #[test]
    fn every_language_has_the_families_sentences_with_the_same_blanks() {
        let blanks = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}').map(|(blank, _)| blank.to_owned()))
                .collect();
            found.sort();
            found
        };
        let mut seen = 0;
        for (id, english) in texts::ENGLISH {
            assert_eq!(texts::ENGLISH.iter().filter(|(other, _)| other == id).count(), 1, "{id}");
            for language in Language::ALL.into_iter().skip(1) {
                let own = texts::own(id, language);
                assert_eq!(own.is_some(), id.starts_with("family-"), "{id}");
                if let Some(own) = own {
                    assert_eq!(blanks(own), blanks(english), "{id}");
                    seen += 1;
                }
            }
        }
        assert!(seen >= 16, "{seen}");
    }
}
