//! The questions: what can be answered, what is wrong with an answer, and all answers at the end.

use clap::ValueEnum as _;
use exchange::lists::{Flaw, read_date};
use exchange::registry::{
    Assertion, Condition, Credibility, Reliability, Source, SourceKind, Stated, Told,
};
use exchange::vocabulary::{DateReading, PartialDate, Private};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Answered;
use super::draft::{Draft, Step, Whose};
use super::fields::read_fields;
use crate::cli::words::{ConditionWord, ReliabilityWord, SaysWord};
use crate::web::frame::Choice;
use crate::web::registry::person::said::source_word;
use crate::web::visit::Visit;
use crate::web::words::Words;

/// The longest name of a source, and of a place, in characters.
const SHORT_LETTERS_MAX: usize = 500;
/// The longest words of a source, in characters.
const WORDS_LETTERS_MAX: usize = 20_000;

/// The day that it is, for what cannot have been yet.
fn today(visit: &Visit) -> Date {
    visit.desk.now().to_zoned(TimeZone::UTC).date()
}

/// Flaws that may stand where the source has it so. No date is among them that there never was.
fn can_stand(flaw: Flaw) -> bool {
    matches!(flaw, Flaw::MixedAlphabets | Flaw::DigitInName | Flaw::UnlikelyAge | Flaw::UnknownWord)
}

/// Says whether something odd was typed that may stand where the source has it so.
pub(super) fn may_stand(visit: &Visit, draft: &Draft) -> bool {
    read_fields(draft, today(visit)).flaws.iter().any(|(_, flaw)| can_stand(*flaw))
}

/// Names what has to be mended on a page.
pub(super) fn wrong(
    visit: &Visit,
    whose: &Whose,
    (draft, step): (&Draft, Step),
) -> Vec<(&'static str, String)> {
    let words = visit.words;
    match step {
        Step::Says => match draft.says() {
            Some(says) if can_be_said(whose, &says) => Vec::new(),
            Some(_) | None => vec![("says", words.t("ask-choose-says"))],
        },
        Step::Told => wrong_told(visit, whose, draft),
        Step::Source => wrong_source(words, draft),
        Step::Sure => ["reliability", "credibility"]
            .into_iter()
            .zip([reliability(draft).is_none(), credibility(draft).is_none()])
            .filter(|(_, is_missing)| *is_missing)
            .map(|(name, _)| (name, words.t("ask-choose-grade")))
            .collect(),
        Step::Check => Vec::new(),
    }
}

/// Of whoever is entered a source says who it is; what needs more words is said afterwards.
fn can_be_said(whose: &Whose, says: &Assertion) -> bool {
    match whose {
        Whose::Known(_) => true,
        Whose::New => says.needs().is_none(),
    }
}

fn wrong_told(visit: &Visit, whose: &Whose, draft: &Draft) -> Vec<(&'static str, String)> {
    let words = visit.words;
    let read = read_fields(draft, today(visit));
    let mut found = Vec::new();
    for (field, flaw) in &read.flaws {
        if *flaw == Flaw::MissingSurname || can_stand(*flaw) && draft.stands() {
            continue;
        }
        let (field_label, what) =
            (words.t(&format!("field-{field}")), words.t(&format!("flaw-{flaw}")));
        found.push((
            field.word(),
            words.fill("ask-odd", &[("field", &field_label), ("what", &what)]),
        ));
    }
    let says = draft.says();
    if let Some(field) = says.as_ref().and_then(Assertion::needs)
        && !read.stated.contains_key(&field)
    {
        let label = words.t(&format!("field-{field}"));
        found.push((field.word(), words.with("ask-needed", label)));
    }
    let names_somebody = matches!(whose, Whose::New) || says == Some(Assertion::Identity);
    if names_somebody && read.stated.is_empty() && found.is_empty() {
        found.push(("surname", words.t("ask-nobody")));
    }
    match when(draft) {
        Err(()) => found.push(("when", words.t("ask-no-date"))),
        Ok(Some(date)) if date.earliest().is_some_and(|day| day > today(visit)) => {
            found.push(("when", words.t("ask-future")));
        }
        Ok(_) => {}
    }
    for (name, most) in [("place", SHORT_LETTERS_MAX), ("words", WORDS_LETTERS_MAX)] {
        if draft.one(name).chars().count() > most {
            found.push((name, words.with("ask-too-long", words.number(most))));
        }
    }
    found
}

fn wrong_source(words: Words, draft: &Draft) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let says = draft.says();
    match (kind(draft), &says) {
        (None, _) => found.push(("source", words.t("ask-choose-source"))),
        (Some(kind), Some(says)) if !says.can_rest_on(kind) => {
            found.push(("source", words.t("ask-not-theirs")));
        }
        (Some(_), _) => {}
    }
    let by = draft.one("by").chars().count();
    if by == 0 {
        found.push(("by", words.t("ask-nobody-says")));
    } else if by > SHORT_LETTERS_MAX {
        found.push(("by", words.with("ask-too-long", words.number(SHORT_LETTERS_MAX))));
    }
    match condition(draft) {
        None => found.push(("condition", words.t("ask-choose-condition"))),
        Some(condition)
            if says == Some(Assertion::Declines) && condition != Condition::InPrivate =>
        {
            found.push(("condition", words.t("ask-in-private")));
        }
        Some(_) => {}
    }
    let language = draft.one("language");
    let is_code =
        (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if !language.is_empty() && !is_code {
        found.push(("language", words.t("ask-no-language")));
    }
    found
}

/// What can be said, each with its words. A place on a list is said by comparing the list.
pub(super) fn says(words: Words, whose: &Whose, draft: &Draft) -> Vec<Choice> {
    let all = SaysWord::value_variants().iter().filter_map(|word| word.plain());
    let named = all.filter(|says| can_be_said(whose, says)).map(|says| {
        let is_nothing_more = says == Assertion::Identity && matches!(whose, Whose::New);
        let key = format!("says-{}", says.word());
        (says.word(), words.t(if is_nothing_more { "enter-nothing-more" } else { &key }))
    });
    Choice::list(named, draft.one("says"))
}

/// Sources that can know what is said.
pub(super) fn sources(words: Words, draft: &Draft) -> Vec<Choice> {
    let says = draft.says();
    let can = |kind: &SourceKind| says.as_ref().is_none_or(|says| says.can_rest_on(*kind));
    let named = SourceKind::ALL.into_iter().filter(can).map(source_word);
    let named = named.map(|word| (word.clone(), words.t(&format!("source-{word}"))));
    Choice::list(named, draft.one("source"))
}

fn condition_word(condition: ConditionWord) -> String {
    condition.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// The conditions under which something can be taken: what was got by pressure never is.
pub(super) fn conditions(words: Words, draft: &Draft) -> Vec<Choice> {
    let is_wish = draft.says() == Some(Assertion::Declines);
    let can = |one: &&ConditionWord| match Condition::from(**one) {
        Condition::UnderPressure => false,
        Condition::InPrivate => true,
        Condition::AtLiberty
        | Condition::InCaptivity
        | Condition::FromPaper
        | Condition::NotKnown => !is_wish,
    };
    let named = ConditionWord::value_variants().iter().filter(can).map(|one| condition_word(*one));
    let named = named.map(|word| (word.clone(), words.t(&format!("condition-{word}"))));
    Choice::list(named, draft.one("condition"))
}

/// How reliable a source can be.
pub(super) fn reliabilities(words: Words, draft: &Draft) -> Vec<Choice> {
    let grades = ["a", "b", "c", "d", "e", "f"];
    let named = grades.map(|grade| {
        let label = words.t(&format!("reliability-{grade}"));
        (grade, format!("{label} ({})", grade.to_uppercase()))
    });
    Choice::list(named, draft.one("reliability"))
}

/// How likely something can be.
pub(super) fn credibilities(words: Words, draft: &Draft) -> Vec<Choice> {
    let named = ["1", "2", "3", "4", "5", "6"].map(|grade| {
        let label = words.t(&format!("credibility-{grade}"));
        (grade, format!("{label} ({grade})"))
    });
    Choice::list(named, draft.one("credibility"))
}

/// When it was so; an error where that is no date.
fn when(draft: &Draft) -> Result<Option<PartialDate>, ()> {
    match read_date(draft.one("when")) {
        DateReading::Read(date) => Ok(Some(date)),
        DateReading::Absent => Ok(None),
        DateReading::Impossible | DateReading::NotADate if draft.one("when").is_empty() => Ok(None),
        DateReading::Impossible | DateReading::NotADate => Err(()),
    }
}

fn kind(draft: &Draft) -> Option<SourceKind> {
    let word = draft.one("source");
    SourceKind::ALL.into_iter().find(|kind| source_word(*kind) == word)
}

fn condition(draft: &Draft) -> Option<Condition> {
    let word = ConditionWord::from_str(draft.one("condition"), false).ok().map(Condition::from);
    word.filter(|condition| *condition != Condition::UnderPressure)
}

fn reliability(draft: &Draft) -> Option<Reliability> {
    ReliabilityWord::from_str(draft.one("reliability"), true).ok().map(Reliability::from)
}

fn credibility(draft: &Draft) -> Option<Credibility> {
    draft.one("credibility").parse().ok().and_then(Credibility::read)
}

/// Puts the source together; none before every question about it was answered.
pub(super) fn source(draft: &Draft) -> Option<Source> {
    let language = draft.one("language");
    Some(Source {
        kind: kind(draft)?,
        name: Private::new(draft.one("by").to_owned()),
        reliability: reliability(draft)?,
        credibility: credibility(draft)?,
        condition: condition(draft)?,
        language: (!language.is_empty()).then(|| language.to_owned()),
    })
}

/// Puts together what is told.
pub(super) fn told(visit: &Visit, draft: &Draft) -> Told {
    let text = |name: &str| {
        let text = draft.one(name);
        (!text.is_empty()).then(|| Private::new(text.to_owned()))
    };
    Told {
        fields: read_fields(draft, today(visit)).stated,
        on: when(draft).ok().flatten(),
        place: text("place"),
        words: text("words"),
    }
}

/// All answers as they would be recorded, each with the page on which it is changed.
pub(super) fn answers(visit: &Visit, draft: &Draft) -> Vec<Answered> {
    let words = visit.words;
    let told = told(visit, draft);
    let mut found = Vec::new();
    let mut answer = |label: String, text: String, step: Step| {
        found.push(Answered { label, text, step: step.word() });
    };
    let says = draft.says().map(|says| words.t(&format!("says-{}", says.word())));
    answer(words.t("person-says"), says.unwrap_or_default(), Step::Says);
    for (field, stated) in &told.fields {
        let text = match stated {
            Stated::Given(text) => text.open().clone(),
            Stated::Refused => words.t("person-refused"),
            Stated::Unable => words.t("person-unable"),
        };
        answer(words.t(&format!("field-{field}")), text, Step::Told);
    }
    let nothing = || words.t("ask-nothing");
    let when = told.on.map_or_else(nothing, |on| on.to_string());
    answer(words.t("said-when"), when, Step::Told);
    for (name, text) in [("said-place", &told.place), ("said-words", &told.words)] {
        answer(
            words.t(name),
            text.as_ref().map_or_else(nothing, |text| text.open().clone()),
            Step::Told,
        );
    }
    let chosen = |choices: Vec<Choice>| {
        choices.into_iter().find(|one| one.is_chosen).map(|one| one.label).unwrap_or_default()
    };
    answer(words.t("ask-source-kind"), chosen(sources(words, draft)), Step::Source);
    answer(words.t("ask-who"), draft.one("by").to_owned(), Step::Source);
    answer(words.t("ask-condition"), chosen(conditions(words, draft)), Step::Source);
    if !draft.one("language").is_empty() {
        answer(words.t("ask-language"), draft.one("language").to_owned(), Step::Source);
    }
    answer(words.t("ask-reliability"), chosen(reliabilities(words, draft)), Step::Sure);
    answer(words.t("ask-credibility"), chosen(credibilities(words, draft)), Step::Sure);
    found
}
