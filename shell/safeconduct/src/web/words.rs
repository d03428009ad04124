//! The words of the pages in five languages, with the plurals of each (Fluent, CLDR). The build refuses a language
//! that is not complete. Names of people are never translated.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Language {
    /// English.
    En,
    /// Ukrainian.
    Uk,
    /// Russian.
    Ru,
    /// Turkish.
    Tr,
    /// Arabic.
    Ar,
}

impl Language {
    /// Every one, in the order in which they are offered.
    pub(crate) const ALL: [Self; 5] = [Self::En, Self::Uk, Self::Ru, Self::Tr, Self::Ar];

    /// Returns its code (ISO 639-1).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Uk => "uk",
            Self::Ru => "ru",
            Self::Tr => "tr",
            Self::Ar => "ar",
        }
    }

    /// Returns its name in itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Uk => "Українська",
            Self::Ru => "Русский",
            Self::Tr => "Türkçe",
            Self::Ar => "العربية",
        }
    }

    /// Returns the direction in which it is written, as HTML names it.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::En | Self::Uk | Self::Ru | Self::Tr => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// Finds a language by its code; what stands behind a hyphen is passed over.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        let code = code.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(code))
    }

    /// Finds the first known language of an `Accept-Language` header (RFC 9110): the order of the header counts,
    /// as every browser writes the liked ones first.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(|one| Self::of_code(one.split(';').next().unwrap_or("").trim()))
    }

    /// What stands between thousands.
    fn between_thousands(self) -> char {
        match self {
            Self::En | Self::Ar => ',',
            Self::Tr => '.',
            // A space at which no line breaks.
            Self::Uk | Self::Ru => '\u{a0}',
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::En => include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
            Self::Uk => include_str!(concat!(env!("OUT_DIR"), "/uk.ftl")),
            Self::Ru => include_str!(concat!(env!("OUT_DIR"), "/ru.ftl")),
            Self::Tr => include_str!(concat!(env!("OUT_DIR"), "/tr.ftl")),
            Self::Ar => include_str!(concat!(env!("OUT_DIR"), "/ar.ftl")),
        }
    }
}

static BUNDLES: LazyLock<BTreeMap<Language, FluentBundle<FluentResource>>> = LazyLock::new(|| {
    let bundle = |language: Language| {
        let id = language.code().parse().expect("a language's code");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The pages mark names with `bdi` themselves.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(language.text().to_owned());
        let resource = resource.expect("the build reads every message");
        bundle.add_resource(resource).expect("the build refuses a message that stands twice");
        (language, bundle)
    };
    Language::ALL.into_iter().map(bundle).collect()
});

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) language: Language,
}

impl Words {
    /// Returns a message.
    pub(crate) fn t(self, key: &str) -> String {
        self.message(key, None, &FluentArgs::new())
    }

    /// Returns a message about so many things: the plural follows `$count`, `$n` is the number as it is written.
    pub(crate) fn n(self, key: &str, count: impl TryInto<u64>) -> String {
        self.message(key, None, &self.counted(count))
    }

    /// Returns a message with one value, `$it`.
    pub(crate) fn with(self, key: &str, it: impl std::fmt::Display) -> String {
        let mut values = FluentArgs::new();
        values.set("it", it.to_string());
        self.message(key, None, &values)
    }

    /// Returns a message with values by name.
    pub(crate) fn fill(self, key: &str, named: &[(&str, &str)]) -> String {
        let mut values = FluentArgs::new();
        for (name, value) in named {
            values.set((*name).to_owned(), (*value).to_owned());
        }
        self.message(key, None, &values)
    }

    /// Returns an attribute of a message: what to do about what it says is its `hint`.
    pub(crate) fn attribute(self, key: &str, attribute: &str) -> String {
        self.message(key, Some(attribute), &FluentArgs::new())
    }

    /// Says whether there is a message of this name.
    pub(crate) fn has(self, key: &str) -> bool {
        BUNDLES[&self.language].has_message(key)
    }

    /// Writes a number.
    pub(crate) fn number(self, number: impl TryInto<u64>) -> String {
        let digits = number.try_into().unwrap_or(u64::MAX).to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
                text.push(self.language.between_thousands());
            }
            text.push(digit);
        }
        text
    }

    /// Writes a day.
    pub(crate) fn day(self, day: Date) -> String {
        let month = self.t(&format!("month-{}", day.month()));
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.fill("day", &[("day", &number), ("month", &month), ("year", &year)])
    }

    /// Writes a moment, in universal time and saying so.
    pub(crate) fn moment(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        self.fill("moment", &[("day", &self.day(at.date())), ("time", &time)])
    }

    fn counted(self, count: impl TryInto<u64>) -> FluentArgs<'static> {
        let count = count.try_into().unwrap_or(u64::MAX);
        let mut values = FluentArgs::new();
        values.set("count", FluentValue::from(count));
        values.set("n", self.number(count));
        values
    }

    fn message(self, key: &str, attribute: Option<&str>, values: &FluentArgs<'_>) -> String {
        let bundle = &BUNDLES[&self.language];
        let pattern = bundle.get_message(key).and_then(|message| match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        });
        let Some(pattern) = pattern else {
            // A test looks for the mark on every page.
            tracing::error!(target: "pages", key, attribute, "no such message");
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(values), &mut errors);
        if !errors.is_empty() {
            tracing::error!(target: "pages", key, ?errors, "a message lacks a value");
        }
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_each_language_writes_them() {
        let words = |language| Words { language };
        assert_eq!(words(Language::En).number(1_200_000_u32), "1,200,000");
        assert_eq!(words(Language::Uk).number(12_000_u32), "12\u{a0}000");
        assert_eq!(words(Language::Tr).number(1200_u32), "1200");
        let day = jiff::civil::date(2025, 6, 7);
        assert_eq!(words(Language::En).day(day), "7 June 2025");
        assert_eq!(words(Language::Uk).day(day), "7 червня 2025 р.");
    }

    #[test]
    fn every_message_can_be_said_in_every_language() {
        for language in Language::ALL {
            let said = Words { language }.t("skip-to-content");
            assert!(!said.contains('⟦'), "{said}");
        }
    }

    #[test]
    fn the_first_known_language_that_a_browser_likes_is_taken() {
        assert_eq!(Language::accepted("pl, uk-UA;q=0.9, en;q=0.5"), Some(Language::Uk));
        assert_eq!(Language::accepted("pl"), None);
    }
}
