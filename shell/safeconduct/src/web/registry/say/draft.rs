//! What was typed so far, and the way through the questions.

use clap::ValueEnum as _;
use exchange::lists::Field;
use exchange::registry::{Assertion, Stated};
use exchange::vocabulary::{ClaimId, PersonId};

use super::fields::AskedField;
use crate::cli::words::SaysWord;
use crate::web::form::Form;

/// The fields of the forms that belong to a claim, beside those of what was said of each thing.
const NAMES: [&str; 14] = [
    "says",
    "when",
    "place",
    "words",
    "as-is",
    "source",
    "by",
    "condition",
    "language",
    "reliability",
    "credibility",
    "instead",
    "checked",
    "reason",
];
/// Before the word of a field, in the name of where it is typed.
pub(super) const FIELD: &str = "f-";
/// Before the word of a field, in the name of where it is said that there is no answer.
pub(super) const ANSWER: &str = "a-";
/// Somebody from whom the person is told apart; it can stand several times.
pub(super) const APART: &str = "apart";

/// Of whom something is said.
pub(super) enum Whose {
    Known(PersonId),
    New,
}

/// One page of the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// What is said.
    Says,
    /// In which words, when, where; of whoever is new, who it is.
    Told,
    /// Who says it.
    Source,
    /// How sure it is.
    Sure,
    /// Everything once more.
    Check,
}

impl Step {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Told => "told",
            Self::Source => "source",
            Self::Sure => "sure",
            Self::Check => "check",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        let all = [Self::Says, Self::Told, Self::Source, Self::Sure, Self::Check];
        all.into_iter().find(|one| one.word() == word)
    }

    /// Says whether a field of a form is typed on this page.
    fn has(self, name: &str) -> bool {
        match self {
            Self::Says => name == "says",
            Self::Told => {
                matches!(name, "when" | "place" | "words" | "as-is")
                    || name.starts_with(FIELD)
                    || name.starts_with(ANSWER)
            }
            Self::Source => matches!(name, "source" | "by" | "condition" | "language"),
            Self::Sure => matches!(name, "reliability" | "credibility"),
            Self::Check => matches!(name, "reason" | APART),
        }
    }
}

impl Whose {
    /// The pages in the order in which they are asked.
    pub(super) fn steps(&self) -> &'static [Step] {
        match self {
            Self::Known(_) => &[Step::Says, Step::Told, Step::Source, Step::Sure],
            Self::New => &[Step::Told, Step::Says, Step::Source, Step::Sure],
        }
    }

    pub(super) fn after(&self, step: Step, is_checked: bool) -> Step {
        let steps = self.steps();
        let next = steps.iter().position(|one| *one == step).and_then(|at| steps.get(at + 1));
        next.copied().filter(|_| !is_checked).unwrap_or(Step::Check)
    }

    pub(super) fn before(&self, step: Step) -> Option<Step> {
        let steps = self.steps();
        let at = steps.iter().position(|one| *one == step).unwrap_or(steps.len());
        at.checked_sub(1).and_then(|at| steps.get(at)).copied()
    }

    /// Which question it is, and of how many; none of the last page, which asks nothing.
    pub(super) fn place(&self, step: Step) -> Option<(usize, usize)> {
        let steps = self.steps();
        let at = steps.iter().position(|one| *one == step)?;
        Some((at + 1, steps.len()))
    }

    pub(super) fn action(&self) -> String {
        match self {
            Self::Known(person) => format!("/people/{person}/claims/new"),
            Self::New => "/people/new".to_owned(),
        }
    }

    pub(super) fn leave(&self) -> String {
        match self {
            Self::Known(person) => format!("/people/{person}"),
            Self::New => "/people".to_owned(),
        }
    }
}

/// What was typed so far.
#[derive(Default)]
pub(super) struct Draft {
    typed: Vec<(String, String)>,
}

impl Draft {
    /// Takes what belongs to a claim out of a form.
    pub(super) fn read(form: &Form) -> Self {
        let known = |name: &str| {
            let field = name.strip_prefix(FIELD).or_else(|| name.strip_prefix(ANSWER));
            NAMES.contains(&name)
                || name == APART
                || field.is_some_and(|word| Field::of_word(word).is_some())
        };
        let typed =
            form.fields.iter().filter(|(name, text)| known(name) && !text.trim().is_empty());
        Self { typed: typed.map(|(name, text)| (name.clone(), text.trim().to_owned())).collect() }
    }

    /// What was typed into a field; nothing where it was left empty.
    pub(super) fn one(&self, name: &str) -> &str {
        let found = self.typed.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, text)| text.as_str())
    }

    /// What was said of one thing.
    pub(super) fn field(&self, field: Field) -> &str {
        self.one(&format!("{FIELD}{field}"))
    }

    /// That there was no answer, in a word; nothing where there was one.
    pub(super) fn no_answer(&self, field: Field) -> Option<Stated> {
        match self.one(&format!("{ANSWER}{field}")) {
            "refused" => Some(Stated::Refused),
            "unable" => Some(Stated::Unable),
            _ => None,
        }
    }

    /// Writes something into a field.
    pub(super) fn put(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.typed.push((name.to_owned(), text.to_owned()));
        }
    }

    /// What is said.
    pub(super) fn says(&self) -> Option<Assertion> {
        SaysWord::from_str(self.one("says"), false).ok().and_then(SaysWord::plain)
    }

    /// The claim that is taken back by this one.
    pub(super) fn instead(&self) -> Option<ClaimId> {
        self.one("instead").parse().ok()
    }

    /// Those from whom the person is told apart.
    pub(super) fn apart(&self) -> Vec<PersonId> {
        let apart = self.typed.iter().filter(|(name, _)| name == APART);
        apart.filter_map(|(_, person)| person.parse().ok()).collect()
    }

    /// Whether what is odd stands so in the source.
    pub(super) fn stands(&self) -> bool {
        !self.one("as-is").is_empty()
    }

    /// Whether every question was answered once, so that a change leads back to the last page.
    pub(super) fn is_checked(&self) -> bool {
        !self.one("checked").is_empty()
    }

    pub(super) fn check(&mut self) {
        if !self.is_checked() {
            self.put("checked", "yes");
        }
    }

    /// What was typed on other pages than one.
    pub(super) fn carried(&self, step: Step, asked: &[AskedField]) -> Vec<(String, String)> {
        let is_asked = |name: &str| {
            let field = name.strip_prefix(FIELD).or_else(|| name.strip_prefix(ANSWER));
            field.is_none_or(|word| asked.iter().any(|one| one.word == word))
        };
        let here = |name: &str| step.has(name) && is_asked(name);
        self.typed.iter().filter(|(name, _)| !here(name)).cloned().collect()
    }
}
