//! What the core says against a deed, on a page: in the page's own language by the refusal's name, and below it in the
//! core's exact words, which are English and name every reference and number.

use std::borrow::Borrow;

use super::words::Words;
use crate::cli::Failure;

/// A refusal, or something that is missing, as a page tells it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// The refusal's stable name, where the core made it.
    id: Option<&'static str>,
    /// What is wrong, in the core's exact words.
    pub(super) what: String,
    /// What to do about it, in the core's exact words; may be empty.
    pub(super) hint: String,
}

/// The same in the language of a page.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) hint: String,
}

impl Said {
    /// Takes what a failure says; a fault of the machine says nothing to whoever looks at a page.
    pub(super) fn of(failure: &Failure) -> Option<Self> {
        let (id, what, hint) = match failure {
            Failure::Refused { what, hint, id, .. } => (*id, what, hint),
            Failure::Incomplete { what, hint } => (None, what, hint),
            Failure::Fault(_) => return None,
        };
        Some(Self { id, what: what.clone(), hint: hint.clone() })
    }

    /// Something that a page says under the name of one of the core's refusals.
    pub(super) fn named(id: &'static str, what: &str) -> Self {
        Self { id: Some(id), what: what.to_owned(), hint: String::new() }
    }

    /// Says it in the language of a page, where the core named it. What the sealed folder refuses has no sentences of
    /// its own: programs raise it, and the exact words are what a party sends to the other.
    pub(super) fn told(&self, words: impl Borrow<Words>) -> Option<Told> {
        let words = *words.borrow();
        let key = format!("refused-{}", self.id?);
        words.has(&key).then(|| Told { what: words.t(&key), hint: words.attribute(&key, "hint") })
    }
}

/// The core's refusals speak for themselves: no failure need be made of them for a form that can be mended.
impl<R: Into<exchange::journal::Refusal>> From<R> for Said {
    fn from(refusal: R) -> Self {
        let refusal = refusal.into();
        Self { id: Some(refusal.id()), what: refusal.to_string(), hint: refusal.hint() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use exchange::journal;

    use super::*;
    use crate::web::words::Language;

    /// The names of the refusals that pages raise: all but those of the sealed folder.
    fn ids() -> BTreeSet<&'static str> {
        journal::Refusal::ids().into_iter().filter(|id| !id.starts_with("seal-")).collect()
    }

    #[test]
    fn every_refusal_is_said_with_what_to_do_about_it_in_every_language() {
        for language in Language::ALL {
            let words = Words { language };
            for id in ids() {
                let said = Said::named(id, "");
                let told = said.told(words).expect("the core named it");
                for text in [told.what, told.hint] {
                    assert!(!text.is_empty() && !text.contains('⟦'), "{language:?} {id}: {text}");
                }
            }
        }
    }

    #[test]
    fn no_message_stands_for_a_refusal_that_nobody_makes() {
        let written = include_str!("../../locales/en/refusals.ftl");
        let written: BTreeSet<&str> = written
            .lines()
            .filter_map(|line| line.strip_prefix("refused-")?.split_once(" = "))
            .map(|(id, _)| id)
            .collect();
        assert_eq!(written, ids());
    }
}
