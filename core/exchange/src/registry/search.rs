//! Searching: the keys by which a person is looked up, and how like the query somebody is.
//!
//! A key says what two spellings of one person share, in any script. Only keyed hashes of keys ever reach
//! a database (`docs/decisions/0009-search-keys.md`). Keys find candidates; names are then compared in full.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::lists::{Field, read_date};
use crate::registry::{Card, Stated, Told};
use crate::vocabulary::{DateReading, PartialDate, Private};
use linkage::name::{NameNumbers, Scorer, numbers};
use linkage::value::CivilDate;

/// The most keys that one query asks for.
pub const QUERY_KEYS_MAX: usize = 96;
/// The most keys that are asked for when no other finds anybody.
pub const WIDE_KEYS_MAX: usize = 192;
/// The most keys by which one person is found. Whoever has more names than fit is found by the first.
pub const CARD_KEYS_MAX: usize = 512;
/// The longest query, in characters.
pub const QUERY_CHARACTERS_MAX: usize = 200;
/// A service or document number has at least so many letters and digits.
const NUMBER_SIGNS_MIN: usize = 4;
/// Below this likeness, from 0 to 1, nobody is shown as found.
pub const LIKENESS_MIN: f64 = 0.02;
/// From this likeness on, 0 to 1, whoever is to be entered may be the one who was found, and an officer has
/// to look.
pub const LOOKS_KNOWN_MIN: f64 = 0.5;
/// How alike two names at least are that have the surname and something else in common, or part of the
/// surname and everything else.
const KIN_LIKENESS: f64 = 0.021;

/// What two records of one person may share. It says much about the person: it never leaves memory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 25]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key([private])")
    }
}

/// What a key is made of. The numbers are part of the key's form; none is ever used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Surname = 1,
    SurnameGiven = 2,
    SurnameFather = 3,
    BeginningGivenFather = 4,
    EndingGivenFather = 5,
    GivenFatherYear = 6,
    SurnameYear = 7,
    BeginningGivenYear = 8,
    EndingGivenYear = 9,
    SurnameInitial = 10,
    Day = 11,
    Number = 12,
}

impl Kind {
    /// How telling it is that two records share a key of this kind: about the logarithm of how few do.
    fn weight(self) -> u32 {
        match self {
            Self::Surname => 6,
            Self::SurnameInitial => 7,
            Self::SurnameGiven | Self::SurnameFather | Self::SurnameYear => 9,
            Self::GivenFatherYear => 10,
            Self::BeginningGivenFather
            | Self::EndingGivenFather
            | Self::BeginningGivenYear
            | Self::EndingGivenYear
            | Self::Day => 11,
            Self::Number => 20,
        }
    }
}

impl Key {
    fn new(kind: Kind, parts: [u64; 3]) -> Self {
        let mut bytes = [0; 25];
        bytes[0] = kind as u8;
        for (place, part) in bytes[1..].chunks_exact_mut(8).zip(parts) {
            place.copy_from_slice(&part.to_be_bytes());
        }
        Self(bytes)
    }

    /// Returns the key as bytes, for a keyed hash.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Names that fathers often have. Whoever asks without a father's name for a surname with a slip in it has
/// no key that the right person has too; with each of these in the father's place some have.
const FATHERS: [&str; 40] = [
    "Олександрович",
    "Миколайович",
    "Володимирович",
    "Вікторович",
    "Іванович",
    "Васильович",
    "Анатолійович",
    "Сергійович",
    "Михайлович",
    "Петрович",
    "Юрійович",
    "Андрійович",
    "Валерійович",
    "Ігорович",
    "Олексійович",
    "Григорович",
    "Степанович",
    "Павлович",
    "Леонідович",
    "Богданович",
    "Ярославович",
    "Романович",
    "Олегович",
    "Дмитрович",
    "Вʼячеславович",
    "Федорович",
    "Станіславович",
    "Євгенович",
    "Віталійович",
    "Борисович",
    "Геннадійович",
    "Костянтинович",
    "Русланович",
    "Ілліч",
    "Якович",
    "Вадимович",
    "Максимович",
    "Артемович",
    "Львович",
    "Ігнатович",
];

/// The number of each of [`FATHERS`]. Whoever has one of a name's numbers has all of them.
static FATHER_NUMBERS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let read = |father| numbers(&format!("Коваль Іван {father}")).into_iter().next();
    FATHERS.iter().filter_map(|father| read(father)?.fathers.first().copied()).collect()
});

/// Whether keys are kept for later or asked for now: who asks allows for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Keep,
    Ask,
}

/// Returns the keys by which the person on a card is found.
pub(super) fn keys_of(card: &Card) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let mut add = |kind: Kind, parts| {
        if keys.len() < CARD_KEYS_MAX {
            keys.insert(Key::new(kind, parts));
        }
    };
    for number in &card.numbers {
        number_keys(number.open(), &mut add);
    }
    for birth in &card.births {
        day_keys(*birth, Purpose::Keep, &mut add);
    }
    for name in &card.names {
        for read in numbers(name.open()) {
            name_keys(&read, &card.births, Purpose::Keep, &mut add);
        }
    }
    keys
}

/// Makes the keys of one reading of a name.
fn name_keys(
    read: &NameNumbers,
    births: &[PartialDate],
    purpose: Purpose,
    add: &mut impl FnMut(Kind, [u64; 3]),
) {
    let years = || births.iter().map(|birth| u64::from(birth.year().unsigned_abs()));
    for &surname in &read.surnames {
        add(Kind::Surname, [surname, 0, 0]);
        read.given.iter().for_each(|given| add(Kind::SurnameGiven, [surname, *given, 0]));
        read.fathers.iter().for_each(|father| add(Kind::SurnameFather, [surname, *father, 0]));
        years().for_each(|year| add(Kind::SurnameYear, [surname, year, 0]));
        for initial in initials(read.given_initial, purpose) {
            add(Kind::SurnameInitial, [surname, initial, 0]);
        }
    }
    let both = read.given.iter().flat_map(|given| read.fathers.iter().map(move |f| (*given, *f)));
    for (given, father) in both {
        read.beginnings
            .iter()
            .for_each(|part| add(Kind::BeginningGivenFather, [*part, given, father]));
        read.endings.iter().for_each(|part| add(Kind::EndingGivenFather, [*part, given, father]));
        years().for_each(|year| add(Kind::GivenFatherYear, [given, father, year]));
    }
    for given in &read.given {
        for year in years() {
            read.beginnings
                .iter()
                .for_each(|part| add(Kind::BeginningGivenYear, [*part, *given, year]));
            read.endings.iter().for_each(|part| add(Kind::EndingGivenYear, [*part, *given, year]));
        }
    }
}

/// The sounds of an initial one by one. Kept is the first alone where a name is written out, as every
/// sound of every form of a name would be a key.
fn initials(sounds: u64, purpose: Purpose) -> impl Iterator<Item = u64> {
    let most = if purpose == Purpose::Keep { 3 } else { 8 };
    (0..64_u64).filter(move |sound| sounds & (1 << sound) != 0).take(most)
}

fn day_keys(birth: PartialDate, purpose: Purpose, add: &mut impl FnMut(Kind, [u64; 3])) {
    let Some(day) = birth.day() else { return };
    let Some(day) = CivilDate::read(&day.to_string()) else { return };
    add(Kind::Day, [day.packed(), 0, 0]);
    if let Some(exchanged) = day.exchanged().filter(|_| purpose == Purpose::Ask) {
        add(Kind::Day, [exchanged.packed(), 0, 0]);
    }
}

fn number_keys(text: &str, add: &mut impl FnMut(Kind, [u64; 3])) {
    let signs = folded_number(text);
    if signs.chars().count() < NUMBER_SIGNS_MIN {
        return;
    }
    let digest = crate::vocabulary::Digest::of(&[signs.as_bytes()]);
    let (half, _) = digest.0.split_first_chunk::<8>().expect("a digest has 32 bytes");
    add(Kind::Number, [u64::from_be_bytes(*half), 0, 0]);
}

/// Letters and digits alone, in upper case, Cyrillic letters that look like Latin ones as those.
pub(super) fn folded_number(text: &str) -> String {
    let like = |sign: char| match sign {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        other => other,
    };
    text.chars()
        .flat_map(char::to_uppercase)
        .filter(|sign| sign.is_alphanumeric())
        .map(like)
        .collect()
}

/// Whom somebody looks for: a name in any script and order, whole or in part, and perhaps a birth year
/// or date and a service or document number.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    name: Private<String>,
    /// The numbers of the name's readings.
    read: Private<Vec<NameNumbers>>,
    birth: Option<PartialDate>,
    number: Option<Private<String>>,
}

impl Query {
    /// Reads what somebody typed; none when nothing can be looked for.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().take(QUERY_CHARACTERS_MAX).collect();
        let (mut words, mut birth, mut number) = (Vec::new(), None, None);
        for word in text.split_whitespace() {
            let word = word.trim_matches([',', ';']);
            if !word.contains(|sign: char| sign.is_ascii_digit()) {
                words.push(word);
            } else if let Some(date) = birth_of(word) {
                birth = Some(date);
            } else if folded_number(word).chars().count() >= NUMBER_SIGNS_MIN {
                number = Some(Private::new(word.to_owned()));
            }
        }
        let name = words.join(" ");
        let read = numbers(&name);
        let something = birth.is_some_and(|birth| birth.day().is_some())
            || number.is_some()
            || !read.is_empty();
        something.then(|| Self {
            name: Private::new(name),
            read: Private::new(read),
            birth,
            number,
        })
    }

    /// Asks for whoever an identity describes; none when it has neither a name, a birth date nor a number.
    pub fn of(identity: &Told) -> Option<Self> {
        let given = |field: Field| match identity.fields.get(&field) {
            Some(Stated::Given(text)) => Some(text.open().trim()),
            Some(Stated::Refused | Stated::Unable) | None => None,
        };
        let name = [Field::Surname, Field::GivenName, Field::Patronymic].into_iter();
        let mut name: Vec<&str> = name.filter_map(given).collect();
        if name.is_empty() {
            name.extend(given(Field::FullName));
        }
        let name: String = name.join(" ").chars().take(QUERY_CHARACTERS_MAX).collect();
        let birth = match given(Field::BirthDate).map(read_date) {
            Some(DateReading::Read(date)) => Some(date),
            Some(DateReading::Absent | DateReading::Impossible | DateReading::NotADate) | None => {
                None
            }
        };
        let numbers_given = [Field::ServiceNumber, Field::PrisonerNumber].into_iter();
        let number = numbers_given
            .filter_map(given)
            .find(|text| folded_number(text).chars().count() >= NUMBER_SIGNS_MIN);
        let number = number.map(|text| Private::new(text.to_owned()));
        let something = birth.is_some_and(|birth| birth.day().is_some())
            || number.is_some()
            || !name.is_empty();
        let read = Private::new(numbers(&name));
        something.then(|| Self { name: Private::new(name), read, birth, number })
    }

    /// Returns the keys to look for, the most telling first, each with how telling it is.
    pub fn keys(&self) -> Vec<(Key, u32)> {
        let mut found: BTreeMap<Key, u32> = BTreeMap::new();
        let mut add = |kind: Kind, parts| {
            found.insert(Key::new(kind, parts), kind.weight());
        };
        if let Some(number) = &self.number {
            number_keys(number.open(), &mut add);
        }
        if let Some(birth) = self.birth {
            day_keys(birth, Purpose::Ask, &mut add);
        }
        let births: Vec<PartialDate> = self.birth.into_iter().collect();
        for read in self.read.open() {
            name_keys(read, &births, Purpose::Ask, &mut add);
        }
        let mut keys: Vec<_> = found.into_iter().collect();
        keys.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        keys.truncate(QUERY_KEYS_MAX);
        keys
    }

    /// Returns more keys, for when nobody was found by [`Self::keys`]: those of a name without a
    /// father's name, as if it had each of the commonest.
    pub fn wide_keys(&self) -> Vec<(Key, u32)> {
        let mut found = Vec::new();
        let read = || self.read.open().iter().filter(|read| read.fathers.is_empty());
        for father in FATHER_NUMBERS.iter() {
            for read in read() {
                let kinds = [
                    (Kind::BeginningGivenFather, &read.beginnings),
                    (Kind::EndingGivenFather, &read.endings),
                ];
                for (kind, parts) in kinds {
                    let pairs =
                        parts.iter().flat_map(|part| read.given.iter().map(move |g| (*part, *g)));
                    found.extend(pairs.map(|(part, given)| {
                        (Key::new(kind, [part, given, *father]), kind.weight())
                    }));
                }
            }
        }
        found.truncate(WIDE_KEYS_MAX);
        found
    }

    /// Says how like the query the person on a card is.
    pub fn judge(&self, scorer: &mut Scorer, card: &Card) -> Likeness {
        let (mut name, mut written) = (None, 0);
        if !self.name.open().is_empty() {
            for (at, one) in card.names.iter().enumerate() {
                let score = scorer.score(self.name.open(), one.open());
                if name.is_none_or(|best| score > best) {
                    (name, written) = (Some(score), at);
                }
            }
        }
        let birth = self.birth.map_or(Fit::NotAsked, |birth| fit_of_dates(birth, &card.births));
        let number = self.number.as_ref().map_or(Fit::NotAsked, |number| {
            let wanted = folded_number(number.open());
            match card.numbers.iter().any(|one| folded_number(one.open()) == wanted) {
                _ if card.numbers.is_empty() => Fit::NotKnown,
                true => Fit::Whole,
                false => Fit::Not,
            }
        });
        let mut likeness = Likeness { score: 0.0, name, written, birth, number };
        if birth >= Fit::Near || number == Fit::Whole {
            self.raise(&mut likeness, card);
        }
        likeness.weigh();
        likeness
    }

    /// Judges again whoever seemed not alike: one part that differs must not hide somebody of whom the
    /// rest agrees. It reads every name on the card anew, and is for the few whom nobody else outdoes.
    pub fn judge_as_kin(&self, mut likeness: Likeness, card: &Card) -> Likeness {
        self.raise(&mut likeness, card);
        likeness.weigh();
        likeness
    }

    fn raise(&self, likeness: &mut Likeness, card: &Card) {
        let fits = likeness.birth >= Fit::Near || likeness.number == Fit::Whole;
        if likeness.name.is_some_and(|score| score < KIN_LIKENESS) && self.is_kin(card, fits) {
            likeness.name = Some(KIN_LIKENESS);
        }
    }

    /// Says whether a card has the surname that is looked for and, unless something else `fits`, the
    /// father's name; or the given name, the father's, and how the surname begins or ends.
    fn is_kin(&self, card: &Card, fits: bool) -> bool {
        let meet = |a: &[u64], b: &[u64]| a.iter().any(|number| b.contains(number));
        let kin = |wanted: &NameNumbers, known: &NameNumbers| {
            let father = meet(&wanted.fathers, &known.fathers);
            let part = || {
                meet(&wanted.beginnings, &known.beginnings) || meet(&wanted.endings, &known.endings)
            };
            (meet(&wanted.surnames, &known.surnames) && (fits || father))
                || (father && meet(&wanted.given, &known.given) && part())
        };
        card.names
            .iter()
            .flat_map(|name| numbers(name.open()))
            .any(|known| self.read.open().iter().any(|wanted| kin(wanted, &known)))
    }

    /// Returns the name that is looked for.
    pub fn name(&self) -> &str {
        self.name.open()
    }
}

/// A year, or a date that was written out; a bare number is no day of a calendar.
fn birth_of(word: &str) -> Option<PartialDate> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if digits && word.len() != 4 {
        return None;
    }
    let DateReading::Read(date) = read_date(word) else { return None };
    (1900..=2100).contains(&date.year()).then_some(date)
}

/// How one thing that was asked for fits what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It was not asked for.
    NotAsked,
    /// Nothing is known of it.
    NotKnown,
    /// It does not fit.
    Not,
    /// It nearly fits: day and month exchanged, or the next year.
    Near,
    /// It fits as far as it was asked for or is known.
    Partly,
    /// It fits to the last sign.
    Whole,
}

impl Fit {
    /// What it adds to the logarithm of the odds: whole, partly, near, not.
    fn says(self, [whole, partly, near, not]: [f64; 4]) -> f64 {
        match self {
            Self::NotAsked | Self::NotKnown => 0.0,
            Self::Whole => whole,
            Self::Partly => partly,
            Self::Near => near,
            Self::Not => not,
        }
    }

    /// Returns the word for it; none when it was not asked for.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::NotAsked => None,
            Self::NotKnown => Some("not known"),
            Self::Not => Some("differs"),
            Self::Near => Some("nearly fits"),
            Self::Partly => Some("fits"),
            Self::Whole => Some("fits exactly"),
        }
    }
}

fn fit_of_dates(wanted: PartialDate, known: &[PartialDate]) -> Fit {
    let one = |known: &PartialDate| match (wanted, *known) {
        (PartialDate::Day(a), PartialDate::Day(b)) if a == b => Fit::Whole,
        (PartialDate::Day(a), PartialDate::Day(b)) => {
            let exchanged = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
            let apart = i32::from(a.year() != b.year())
                + i32::from(a.month() != b.month())
                + i32::from(a.day() != b.day());
            if exchanged || apart == 1 { Fit::Near } else { Fit::Not }
        }
        (a, b) if a.year() == b.year() => Fit::Partly,
        (a, b) if a.year().abs_diff(b.year()) == 1 => Fit::Near,
        _ => Fit::Not,
    };
    known.iter().map(one).max().unwrap_or(Fit::NotKnown)
}

/// How like a query somebody is, and what that rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// From 0 to 1. It orders those who were found; it is no probability.
    pub score: f64,
    /// How alike the names are, from 0 to 1; none when no name was asked for or none is known.
    pub name: Option<f64>,
    /// Which of the card's names is the likest.
    pub written: usize,
    /// How the birth date fits.
    pub birth: Fit,
    /// How the number fits.
    pub number: Fit,
}

impl Likeness {
    /// Puts name, birth date and number together.
    fn weigh(&mut self) {
        let odds = self.name.map_or(0.0, |score| (score.max(1e-6) / (1.0 - score).max(1e-6)).ln());
        let whole =
            odds + self.birth.says([4.0, 2.0, 1.5, -3.5]) + self.number.says([9.0, 0.0, 0.0, -1.0]);
        self.score = 1.0 / (1.0 + (-whole).exp());
    }
}
