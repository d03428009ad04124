//! A family is a way to make a key of what is known of a person: two lists that write a person alike in
//! these parts have the same key. Each key is rare enough that a whole quota of guesses finds next to nothing.

use std::collections::BTreeMap;

use linkage::name::{Given, Patronymic, Surname, System};
use linkage::table::{Classes, Table};
use linkage::text::{code, words};
use linkage::value::{CivilDate, Place};

use crate::lists::Field;
use crate::vocabulary::{Digest, ExchangeId};

/// For each key that may be asked, so many guesses must be possible.
pub const GUESSES_PER_KEY: u128 = 100_000;

/// A part of what is known of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The service number.
    Number,
    /// The surname by its sounds, in the masculine form.
    Surname,
    /// The surname by its roughest sounds.
    SurnameSound,
    /// The given name, one for all its forms.
    Given,
    /// The first sound of the given name.
    Initial,
    /// The father's given name, one for all its forms.
    Father,
    /// The given name by the likeliest of the names that it may be a form of.
    GivenLikely,
    /// The father's given name by the likeliest of the names that it may be a form of.
    FatherLikely,
    /// The whole birth date.
    BirthDate,
    /// The birth year.
    BirthYear,
    /// The place of birth.
    BirthPlace,
    /// The mother's maiden name.
    Mother,
    /// The unit.
    Unit,
}

impl Part {
    /// How many values a guesser would have to try; low rather than high, since names are not evenly spread.
    pub fn guesses(self) -> u128 {
        match self {
            // A number counts by its own length: see `number_guesses`.
            Self::Number => 1,
            Self::Surname | Self::Mother => 20_000,
            Self::SurnameSound => 5_000,
            Self::Given
            | Self::GivenLikely
            | Self::Father
            | Self::FatherLikely
            | Self::BirthYear => 40,
            Self::Initial => 15,
            Self::BirthDate => 15_000,
            Self::BirthPlace => 2_000,
            Self::Unit => 300,
        }
    }
}

/// One way to make a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// Its name, for reports.
    pub name: &'static str,
    /// What goes into it, in order.
    pub parts: &'static [Part],
    /// Whether it makes a candidate by itself; the others count in twos.
    pub strong: bool,
}

/// The families, in order. Changing one changes the profile.
pub const FAMILIES: [Family; 6] = [
    Family { name: "number", parts: &[Part::Number, Part::BirthYear], strong: true },
    Family {
        name: "name and date",
        parts: &[Part::Surname, Part::Given, Part::Father, Part::BirthDate],
        strong: false,
    },
    Family {
        name: "sound and date",
        parts: &[Part::SurnameSound, Part::GivenLikely, Part::FatherLikely, Part::BirthDate],
        strong: false,
    },
    Family {
        name: "initial, date and place",
        parts: &[Part::Surname, Part::Initial, Part::BirthDate, Part::BirthPlace],
        strong: false,
    },
    Family {
        name: "name, year and mother",
        parts: &[Part::Surname, Part::Given, Part::Father, Part::BirthYear, Part::Mother],
        strong: false,
    },
    Family {
        name: "name, year and unit",
        parts: &[Part::Surname, Part::Given, Part::Father, Part::BirthYear, Part::Unit],
        strong: false,
    },
];

impl Family {
    /// Says how many guesses its keys stand for, without the number's own share.
    pub fn guesses(&self) -> u128 {
        self.parts.iter().map(|part| part.guesses()).product()
    }
}

/// A key of one person, and the place of its family in [`FAMILIES`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Keyed {
    /// The family.
    pub family: u8,
    /// The key: bytes that both sides come to.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Keyed {
    // A key is made of what is known of a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyed({}) [private]", self.family)
    }
}

/// Makes keys of people, for one round and one quota.
#[derive(Debug, Clone)]
pub struct Keys {
    head: String,
    floor: u128,
}

/// What is known of one person, by field.
pub type Known<'a> = BTreeMap<Field, &'a str>;

impl Keys {
    /// Prepares for a round in which at most `quota` keys may be asked.
    pub fn new(exchange: &ExchangeId, round: u32, quota: u64) -> Self {
        let head = format!("safeconduct/match/v1\n{}\n{exchange}\n{round}\n", profile());
        Self { head, floor: GUESSES_PER_KEY * u128::from(quota.max(1)) }
    }

    /// Says whether so many guesses are enough against the whole quota.
    pub fn is_rare(&self, guesses: u128) -> bool {
        guesses >= self.floor
    }

    /// Returns the keys of one person as they stand on a list of the held, at most one a family.
    pub fn held(&self, person: &Known) -> Vec<Keyed> {
        let read = Read::of(person);
        let keys = (0_u8..).zip(&FAMILIES);
        keys.filter_map(|(at, family)| self.key(at, family, &read)).collect()
    }

    /// Returns the keys that are asked for one person: those of a list, and those that a clerk's slip in the
    /// birth date would have made, day and month exchanged or the year one off.
    pub fn wanted(&self, person: &Known) -> Vec<Keyed> {
        let read = Read::of(person);
        let mut found = Vec::new();
        for (at, family) in (0_u8..).zip(&FAMILIES) {
            found.extend(self.key(at, family, &read));
        }
        let exchanged = read.date.and_then(CivilDate::exchanged);
        if let Some(date) = exchanged {
            let slipped = Read { date: Some(date), ..read.clone() };
            for (at, family) in (0_u8..).zip(&FAMILIES) {
                if family.parts.contains(&Part::BirthDate) {
                    found.extend(self.key(at, family, &slipped));
                }
            }
        }
        if let Some(date) = read.date {
            for year in [date.year.saturating_sub(1), date.year.saturating_add(1)] {
                let slipped = Read { date: Some(CivilDate { year, ..date }), ..read.clone() };
                found.extend(self.key(4, &FAMILIES[4], &slipped));
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn key(&self, at: u8, family: &Family, read: &Read) -> Option<Keyed> {
        let mut bytes = format!("{}{at}\n", self.head).into_bytes();
        let mut guesses = family.guesses();
        for part in family.parts {
            let value = read.part(*part)?;
            if *part == Part::Number {
                guesses = guesses.saturating_mul(number_guesses(&value));
            }
            bytes.push(u8::try_from(value.len()).ok()?);
            bytes.extend(value);
        }
        self.is_rare(guesses).then_some(Keyed { family: at, bytes })
    }
}

/// How many numbers of this form there are: ten for a digit, twenty for a letter.
fn number_guesses(number: &[u8]) -> u128 {
    let text = String::from_utf8_lossy(number);
    let each = text.chars().map(|c| if c.is_numeric() { 10_u128 } else { 20 });
    each.fold(1, u128::saturating_mul)
}

/// What is known of a person, as keys need it.
#[derive(Clone, Default)]
struct Read {
    number: Vec<u8>,
    surname: Vec<u8>,
    surname_sound: Vec<u8>,
    given: [Vec<u8>; 2],
    initial: Vec<u8>,
    father: [Vec<u8>; 2],
    mother: Vec<u8>,
    unit: Vec<u8>,
    place: Vec<u8>,
    date: Option<CivilDate>,
}

impl Read {
    fn of(person: &Known) -> Self {
        let table = Table::get();
        let text = |field| person.get(&field).copied().unwrap_or_default();
        let surname = |text: &str| {
            let words = words(text);
            Surname::read(&words, System::detect(&words)).masculine()
        };
        let own = surname(text(Field::Surname));
        let given = |text: &str| {
            let words = words(text);
            Given::read(&words, System::detect(&words), table)
        };
        let own_given = given(text(Field::GivenName));
        let written = words(text(Field::Patronymic));
        let patronymic = Patronymic::read(&written, System::detect(&written), table);
        let father = match given(text(Field::FatherName)) {
            named if !named.is_empty() => name(&named.classes, named.key.plain().sounds()),
            _ if patronymic.initial.is_some() => Default::default(),
            _ => {
                let stem = patronymic.stem.unwrap_or(patronymic.key);
                name(&patronymic.father, stem.plain().sounds())
            }
        };
        let whole = |given: &Given| given.initial.is_none();
        Self {
            number: code(text(Field::ServiceNumber)).into_bytes(),
            surname: own.plain().sounds().to_vec(),
            surname_sound: if own.is_empty() {
                Vec::new()
            } else {
                own.coarse().to_be_bytes().to_vec()
            },
            initial: own_given.key.plain().sounds().iter().take(1).copied().collect(),
            given: if whole(&own_given) {
                name(&own_given.classes, own_given.key.plain().sounds())
            } else {
                Default::default()
            },
            father,
            mother: surname(text(Field::MotherMaidenName)).plain().sounds().to_vec(),
            unit: code(text(Field::Unit)).into_bytes(),
            place: Place::read(text(Field::BirthPlace))
                .map_or_else(Vec::new, |place| place.key.sounds().to_vec()),
            date: CivilDate::read(text(Field::BirthDate)),
        }
    }

    fn part(&self, part: Part) -> Option<Vec<u8>> {
        let value = match part {
            Part::Number => self.number.clone(),
            Part::Surname => self.surname.clone(),
            Part::SurnameSound => self.surname_sound.clone(),
            Part::Given => self.given[0].clone(),
            Part::GivenLikely => self.given[1].clone(),
            Part::Initial => self.initial.clone(),
            Part::Father => self.father[0].clone(),
            Part::FatherLikely => self.father[1].clone(),
            Part::BirthDate => {
                let date = self.date.filter(|date| date.is_whole())?;
                [&date.year.to_be_bytes()[..], &[date.month, date.day]].concat()
            }
            Part::BirthYear => self.date?.year.to_be_bytes().to_vec(),
            Part::BirthPlace => self.place.clone(),
            Part::Mother => self.mother.clone(),
            Part::Unit => self.unit.clone(),
        };
        (!value.is_empty()).then_some(value)
    }
}

/// A given name as one of the table's, so that all forms of a name are one: by the first of its names in the
/// table, and by the likeliest. Forms that differ in one of them mostly agree in the other. A name that the
/// table does not know goes by its sounds.
fn name(classes: &Classes, sounds: &[u8]) -> [Vec<u8>; 2] {
    let ids = classes.ids();
    let tabled = |id: &u16| [&[0xff][..], &id.to_be_bytes()].concat();
    [ids.iter().min(), ids.first()].map(|id| id.map_or_else(|| sounds.to_vec(), tabled))
}

/// Names the way in which people become keys: the families, and what a few invented people come to, so that
/// two programs whose tables of names differ do not go on as if they agreed.
pub fn profile() -> Digest {
    let samples = [
        ["Шевченко", "Олександр", "Юрійович", "Київ"],
        ["Shevchenko", "Sasha", "Yuriyovych", "Kiev"],
        ["Кузнецова", "Мария", "Сергеевна", "Днепропетровск"],
        ["Ґудзь-Вовк", "Ярослава", "Ігорівна", "с. Зелене"],
    ];
    let mut bytes = b"safeconduct/match/profile/v1\n".to_vec();
    for family in FAMILIES {
        bytes.extend(format!("{} {:?}\n", family.name, family.parts).into_bytes());
    }
    for [surname, given, patronymic, place] in samples {
        let read = Read::of(&BTreeMap::from([
            (Field::Surname, surname),
            (Field::GivenName, given),
            (Field::Patronymic, patronymic),
            (Field::BirthPlace, place),
        ]));
        for part in [
            Part::Surname,
            Part::SurnameSound,
            Part::Given,
            Part::GivenLikely,
            Part::Father,
            Part::FatherLikely,
            Part::BirthPlace,
        ] {
            bytes.extend(read.part(part).unwrap_or_default());
            bytes.push(b'\n');
        }
    }
    Digest::of(&[&bytes])
}
