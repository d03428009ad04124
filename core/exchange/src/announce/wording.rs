//! A statement in words, in English, Ukrainian and Russian, made from its facts and from nothing else.
//!
//! What is withheld is said to be withheld. The three texts say the same, sentence by sentence. Terms
//! follow `spec/0-vocabulary.md`; numbers take the plural form that each language asks for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::count::{Amount, Cell, Count};
use super::sheet::{Closed, FactKind, Now, Sheet};
use super::statement::{Next, Statement};
use crate::agreement::{Track, Until};
use crate::vocabulary::{CategoryId, Side};

/// A language that statements are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    English,
    /// Ukrainian.
    Ukrainian,
    /// Russian.
    Russian,
}

impl Language {
    /// All languages, in order.
    pub const ALL: [Self; 3] = [Self::English, Self::Ukrainian, Self::Russian];

    /// Returns the language's code (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Ukrainian => "uk",
            Self::Russian => "ru",
        }
    }

    fn choose<T>(self, english: T, ukrainian: T, russian: T) -> T {
        match self {
            Self::English => english,
            Self::Ukrainian => ukrainian,
            Self::Russian => russian,
        }
    }
}

/// What the parties and categories are called in one language; a name that is missing is replaced by the
/// letter of the side or the identifier of the category.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The sides.
    pub sides: BTreeMap<Side, String>,
    /// The categories.
    pub categories: BTreeMap<CategoryId, String>,
}

/// Writes a statement out. It is for statements that [`super::check`] let pass.
pub fn say(
    statement: &Statement,
    sheet: &Sheet,
    now: Now,
    words: &Words,
    language: Language,
) -> String {
    let mut lines = vec![heading(statement, language)];
    lines.extend(statement.counts.iter().map(|count| number(count, words, language)));
    if let Some(next) = statement.next {
        lines.push(match next {
            Next::On(day) => {
                let label = language.choose("The next stage", "Наступний етап", "Следующий этап");
                format!("{label}: {}.", date(day, language))
            }
            Next::NoneAgreed => language
                .choose(
                    "No further round is agreed.",
                    "Про подальший обмін домовленості немає.",
                    "О дальнейшем обмене договорённости нет.",
                )
                .to_owned(),
        });
    }
    for (kind, text) in statement.texts() {
        lines.push(format!("{}: {text}.", label(kind, language)));
    }
    lines.extend(withheld(statement, sheet, now, language));
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn heading(statement: &Statement, language: Language) -> String {
    let day = date(statement.on, language);
    let stage = statement.stage;
    match language {
        Language::English => format!("Stage {stage} of the exchange took place on {day}."),
        Language::Ukrainian => format!("{day} відбувся {stage}-й етап обміну."),
        Language::Russian => format!("{day} состоялся {stage}-й этап обмена."),
    }
}

/// Writes one number: to whom, of whom, how many.
fn number(count: &Count, words: &Words, language: Language) -> String {
    let (amount, at_least) = match count.amount {
        Amount::Exactly(amount) => (amount, ""),
        Amount::AtLeast(amount) => {
            (amount, language.choose("at least ", "щонайменше ", "по меньшей мере "))
        }
    };
    let side = words.sides.get(&count.of.to).cloned().unwrap_or_else(|| count.of.to.to_string());
    let to = language.choose("Returned to side", "Повернено стороні", "Возвращено стороне");
    let noun = noun(&count.of, amount, language);
    let stages = stages(&count.of, language);
    let of = split(&count.of, words, language);
    format!("{to} {side}{stages}{of}: {at_least}{} {noun}.", grouped(amount, language))
}

fn stages(cell: &Cell, language: Language) -> String {
    let word = if cell.stages.first() == cell.stages.last() {
        language.choose("stage", "етап", "этап")
    } else {
        language.choose("stages", "етапи", "этапы")
    };
    format!(", {word} {}", cell.stages)
}

fn split(cell: &Cell, words: &Words, language: Language) -> String {
    let name =
        |id: &CategoryId| words.categories.get(id).cloned().unwrap_or_else(|| id.to_string());
    let parts = [
        (
            language.choose("category", "категорія", "категория"),
            cell.categories.iter().map(name).collect::<Vec<_>>(),
        ),
        (
            language.choose("captured in", "рік полонення", "год пленения"),
            cell.captured.iter().map(ToString::to_string).collect(),
        ),
        (
            language.choose("region of capture", "регіон полонення", "регион пленения"),
            cell.regions.iter().map(ToString::to_string).collect(),
        ),
    ];
    let or = language.choose(" or ", " або ", " или ");
    let shown = parts.into_iter().filter(|(_, values)| !values.is_empty());
    let written: Vec<String> =
        shown.map(|(label, values)| format!(", {label} {}", values.join(or))).collect();
    written.concat()
}

/// The three forms of a noun that Ukrainian and Russian numbers ask for: with 1, with 2 to 4, with the
/// rest (Unicode CLDR plural rules `one`, `few`, `many`).
fn slavic(amount: u32, forms: [&'static str; 3]) -> &'static str {
    let [one, few, many] = forms;
    match (amount % 10, amount % 100) {
        (1, tens) if tens != 11 => one,
        (2..=4, tens) if !(12..=14).contains(&tens) => few,
        _ => many,
    }
}

fn noun(cell: &Cell, amount: u32, language: Language) -> &'static str {
    let english = |one, many| if amount == 1 { one } else { many };
    let mut tracks = cell.tracks.iter();
    match (tracks.next(), tracks.next()) {
        (Some(Track::Prisoners), None) => match language {
            Language::English => english("prisoner of war", "prisoners of war"),
            Language::Ukrainian => {
                slavic(amount, ["військовополонений", "військовополонені", "військовополонених"])
            }
            Language::Russian => {
                slavic(amount, ["военнопленный", "военнопленных", "военнопленных"])
            }
        },
        (Some(Track::Civilians), None) => match language {
            Language::English => english("civilian", "civilians"),
            Language::Ukrainian => {
                slavic(amount, ["цивільна особа", "цивільні особи", "цивільних осіб"])
            }
            Language::Russian => {
                slavic(amount, ["гражданское лицо", "гражданских лица", "гражданских лиц"])
            }
        },
        (Some(Track::Remains), None) => match language {
            Language::English => english("body", "bodies"),
            Language::Ukrainian => slavic(amount, ["тіло", "тіла", "тіл"]),
            Language::Russian => slavic(amount, ["тело", "тела", "тел"]),
        },
        _ => match language {
            Language::English => english("person", "people"),
            Language::Ukrainian => slavic(amount, ["людина", "людини", "людей"]),
            Language::Russian => slavic(amount, ["человек", "человека", "человек"]),
        },
    }
}

/// Groups digits by three, where a number has more than four.
fn grouped(amount: u32, language: Language) -> String {
    let digits = amount.to_string();
    let english = language == Language::English;
    if digits.len() < 5 && !(english && digits.len() == 4) {
        return digits;
    }
    let separator = if english { ',' } else { '\u{a0}' };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn date(day: Date, language: Language) -> String {
    let months = language.choose(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        [
            "січня",
            "лютого",
            "березня",
            "квітня",
            "травня",
            "червня",
            "липня",
            "серпня",
            "вересня",
            "жовтня",
            "листопада",
            "грудня",
        ],
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
    );
    let at = usize::try_from(day.month() - 1).expect("a month is 1 to 12");
    let year = language.choose("", " року", " года");
    format!("{} {} {}{year}", day.day(), months[at], day.year())
}

fn label(kind: FactKind, language: Language) -> &'static str {
    match kind {
        FactKind::Number => language.choose("Number", "Кількість", "Количество"),
        FactKind::CategorySplit => language.choose(
            "Split by category",
            "Розподіл за категоріями",
            "Распределение по категориям",
        ),
        FactKind::YearOfCapture => language.choose(
            "Split by year of capture",
            "Розподіл за роком полонення",
            "Распределение по году пленения",
        ),
        FactKind::RegionOfCapture => language.choose(
            "Split by region of capture",
            "Розподіл за регіоном полонення",
            "Распределение по региону пленения",
        ),
        FactKind::NextDate => language.choose(
            "Date of the next stage",
            "Дата наступного етапу",
            "Дата следующего этапа",
        ),
        FactKind::Place => language.choose("Place", "Місце", "Место"),
        FactKind::Mediator => language.choose("Mediator", "Посередник", "Посредник"),
        FactKind::Condition => language.choose("Condition", "Умова", "Условие"),
    }
}

/// Says which facts are withheld or under an embargo, so that silence is not taken for nought.
fn withheld(statement: &Statement, sheet: &Sheet, now: Now, language: Language) -> Vec<String> {
    let about = super::count::Stages::one(statement.stage)
        .map(|stages| super::sheet::About { tracks: [Track::Prisoners].into(), stages });
    let closed = |kind: FactKind| Some((kind, sheet.closed(kind, about.as_ref(), now)?));
    let mut lines = Vec::new();
    for (kind, closed) in FactKind::ALL.into_iter().filter_map(closed) {
        let state = match closed {
            Closed::Withheld => {
                language.choose("withheld", "не розголошується", "не разглашается").to_owned()
            }
            Closed::Embargoed(Until::AllStagesDone) => language
                .choose(
                    "not before the last stage is done",
                    "не раніше завершення останнього етапу",
                    "не ранее завершения последнего этапа",
                )
                .to_owned(),
            Closed::Embargoed(Until::Date(day)) => {
                let word = language.choose("not before", "не раніше", "не ранее");
                format!("{word} {}", date(day, language))
            }
        };
        lines.push(format!("{}: {state}.", label(kind, language)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_plural_form_of_each_language() {
        let forms = ["тіло", "тіла", "тіл"];
        let expected = [
            (0, "тіл"),
            (1, "тіло"),
            (2, "тіла"),
            (4, "тіла"),
            (5, "тіл"),
            (11, "тіл"),
            (12, "тіл"),
            (14, "тіл"),
            (21, "тіло"),
            (22, "тіла"),
            (25, "тіл"),
            (101, "тіло"),
            (111, "тіл"),
            (1_212, "тіл"),
        ];
        for (amount, form) in expected {
            assert_eq!(slavic(amount, forms), form, "{amount}");
        }
    }

    #[test]
    fn digits_are_grouped_as_each_language_groups_them() {
        assert_eq!(grouped(1_200, Language::English), "1,200");
        assert_eq!(grouped(1_200, Language::Ukrainian), "1200");
        assert_eq!(grouped(12_773, Language::Russian), "12\u{a0}773");
        assert_eq!(grouped(999, Language::English), "999");
    }
}
