//! Invents a registry and a list with errors planted in it, each with the verdict and the reason that
//! have to be found, among lines that are only written in the other language and are right. Seeded: the
//! same number gives the same people. Surnames are put together from parts; nobody is real.

use std::collections::BTreeMap;

use exchange::lists::{ClosedList, Field, Line};
use exchange::reconcile::{Says, Verdict};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{Facts, LineId, PersonId, Private, Standing};

#[path = "../../linkage/tests/people.rs"]
#[expect(dead_code, reason = "the tests of linkage use the rest")]
mod people;

pub(crate) use people::Chance;
use people::{ARMS, ENDS, GIVEN, HEADS, MIDDLES, PLACES, RANKS};

/// The kinds of error. Each is planted as often as every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Planted {
    /// Nothing is wrong: the same person in the other language.
    Clean,
    /// Two letters of the surname stand in each other's place.
    LetterSwap,
    /// Day and month of birth stand in each other's place.
    DayMonthSwap,
    /// One part of the birth date is wrong.
    DateSlip,
    /// The given name stands where the surname belongs.
    NamesExchanged,
    /// A digit of the service number is wrong.
    NumberSlip,
    /// A brother: all but given name and birth date are the same.
    OtherSibling,
    /// The same name, born on another day.
    Namesake,
    /// Somebody else's service number.
    OthersNumber,
    /// Has come home.
    Returned,
    /// Has died.
    Dead,
    /// Is a civilian, by our word.
    Civilian,
    /// Stands in an earlier line, written otherwise.
    Twice,
    /// Depends on another Power.
    OtherPower,
    /// Our registry holds the person twice: once at home, once still sought.
    EntriesDisagree,
    /// Nobody we know.
    Stranger,
}

impl Planted {
    pub(crate) const ALL: [Self; 16] = [
        Self::Clean,
        Self::LetterSwap,
        Self::DayMonthSwap,
        Self::DateSlip,
        Self::NamesExchanged,
        Self::NumberSlip,
        Self::OtherSibling,
        Self::Namesake,
        Self::OthersNumber,
        Self::Returned,
        Self::Dead,
        Self::Civilian,
        Self::Twice,
        Self::OtherPower,
        Self::EntriesDisagree,
        Self::Stranger,
    ];

    /// The verdict that has to be found.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Self::Clean
            | Self::LetterSwap
            | Self::DayMonthSwap
            | Self::DateSlip
            | Self::NamesExchanged
            | Self::NumberSlip => Verdict::Matched,
            Self::OtherSibling | Self::Namesake | Self::OthersNumber | Self::EntriesDisagree => {
                Verdict::Doubtful
            }
            Self::Returned => Verdict::ReturnedAlready,
            Self::Dead => Verdict::ReportedDead,
            Self::Civilian => Verdict::Civilian,
            Self::Twice => Verdict::Twice,
            Self::OtherPower => Verdict::NotOurs,
            Self::Stranger => Verdict::UnknownToUs,
        }
    }

    /// What the reasons have to say of which field: a slip, or what speaks against.
    pub(crate) fn says(self) -> Option<(Field, &'static [Says])> {
        Some(match self {
            Self::LetterSwap => (Field::Surname, &[Says::Slip, Says::Alike]),
            Self::DayMonthSwap => (Field::BirthDate, &[Says::DayMonthExchanged]),
            Self::DateSlip => (Field::BirthDate, &[Says::OnePartDiffers]),
            Self::NamesExchanged => (Field::Surname, &[Says::NamesExchanged]),
            Self::NumberSlip => (Field::ServiceNumber, &[Says::OneSign]),
            Self::OtherSibling => (Field::GivenName, &[Says::OtherName]),
            Self::Namesake => {
                (Field::BirthDate, &[Says::OtherDate, Says::YearApart, Says::SameYear])
            }
            Self::OthersNumber => (Field::ServiceNumber, &[Says::Other]),
            Self::Clean
            | Self::Returned
            | Self::Dead
            | Self::Civilian
            | Self::Twice
            | Self::OtherPower
            | Self::EntriesDisagree
            | Self::Stranger => return None,
        })
    }
}

/// A list, a registry, and what is wrong with which line.
pub(crate) struct World {
    pub(crate) theirs: ClosedList,
    pub(crate) known: Vec<Known>,
    pub(crate) truth: BTreeMap<LineId, Planted>,
    /// Whom a line is about, where it is somebody.
    pub(crate) people: BTreeMap<LineId, PersonId>,
}

/// One of ours, before anything is written.
#[derive(Debug, Clone)]
struct Person {
    surname: (usize, usize, usize),
    given: usize,
    father: usize,
    /// Year, month and day.
    born: (usize, usize, usize),
    place: usize,
    unit: (usize, usize),
    rank: usize,
    number: usize,
    captured: (usize, usize, usize),
}

impl Person {
    fn invent(chance: &mut Chance) -> Self {
        Self {
            surname: (
                chance.below(HEADS.len()),
                chance.below(MIDDLES.len()),
                chance.below(ENDS.len()),
            ),
            given: chance.common(GIVEN.len()),
            father: chance.common(GIVEN.len()),
            born: (1965 + chance.below(40), 1 + chance.below(12), 1 + chance.below(28)),
            place: chance.common(PLACES.len()),
            unit: (300 + chance.below(90), chance.below(ARMS.len())),
            rank: chance.common(RANKS.len()),
            number: chance.below(900_000) + 100_000,
            captured: (2022 + chance.below(3), 1 + chance.below(12), 1 + chance.below(28)),
        }
    }

    /// Writes the person down: 0 in Ukrainian, 1 in Russian.
    fn written(&self, language: usize) -> BTreeMap<Field, String> {
        let (head, middle, end) = self.surname;
        let date =
            |(year, month, day): (usize, usize, usize)| format!("{year}-{month:02}-{day:02}");
        let parts = [HEADS[head], MIDDLES[middle], ENDS[end]].map(|part| part[language]);
        BTreeMap::from([
            (Field::Surname, parts.concat()),
            (Field::GivenName, GIVEN[self.given][2 * language].to_owned()),
            (Field::Patronymic, GIVEN[self.father][2 * language + 1].to_owned()),
            (Field::BirthDate, date(self.born)),
            (Field::BirthPlace, PLACES[self.place][language].to_owned()),
            (Field::Unit, format!("{} {}", self.unit.0, ARMS[self.unit.1][language])),
            (Field::Rank, RANKS[self.rank][language].to_owned()),
            (Field::ServiceNumber, format!("АБ{}", self.number)),
            (Field::CapturedOn, date(self.captured)),
        ])
    }
}

fn private(written: BTreeMap<Field, String>) -> BTreeMap<Field, Private<String>> {
    written.into_iter().map(|(field, text)| (field, Private::new(text))).collect()
}

/// Invents a registry of so many people and a list of so many lines, of which each kind of error is
/// planted in `each`; the rest are clean.
pub(crate) fn world(seed: u64, people: usize, lines: usize, each: usize) -> World {
    let mut chance = Chance::new(seed);
    let persons: Vec<Person> = (0..people).map(|_| Person::invent(&mut chance)).collect();
    let mut known: Vec<Known> = persons
        .iter()
        .enumerate()
        .map(|(at, person)| {
            let mut written = person.written(0);
            written.insert(Field::Power, "Альванія".to_owned());
            let id = PersonId::read(&format!("p-{at:06}")).expect("digits are plain");
            let (fields, facts) = (private(written), Facts::default());
            Known { person: id, fields, facts, status: Status::Sought }
        })
        .collect();
    let mut world = World {
        theirs: ClosedList::reopened(Vec::new()),
        known: Vec::new(),
        truth: BTreeMap::new(),
        people: BTreeMap::new(),
    };
    let mut written = Vec::new();
    let planted = Planted::ALL.into_iter().skip(1).flat_map(|kind| vec![kind; each]);
    let mut kinds: Vec<Planted> = planted.collect();
    kinds.resize(lines.max(kinds.len()), Planted::Clean);
    // Errors stand anywhere on the list; a line that stands twice follows its first.
    for at in (1..kinds.len()).rev() {
        kinds.swap(at, chance.below(at + 1));
    }
    // Each line is about another person, far enough from each other to be nobody's neighbour.
    let step = (people / kinds.len()).max(1);
    for (at, kind) in kinds.into_iter().enumerate() {
        let who = (at * step) % people;
        let id = LineId::read(&format!("b-{at:04}")).expect("digits are plain");
        if kind == Planted::Twice {
            let before = LineId::read(&format!("b-{at:04}-first")).expect("digits are plain");
            written.push((before.clone(), persons[who].written(1)));
            world.truth.insert(before.clone(), Planted::Clean);
            world.people.insert(before, known[who].person.clone());
        }
        let about = plant(kind, (&persons, who), &mut known, &mut chance);
        world.truth.insert(id.clone(), kind);
        if !matches!(kind, Planted::Stranger | Planted::OtherPower) {
            world.people.insert(id.clone(), known[who].person.clone());
        }
        written.push((id, about));
    }
    let lines = (2_u32..).zip(written).map(|(row, (id, about))| {
        let (fields, facts) = (private(about), Facts::default());
        Line { id, row, fields, facts }
    });
    world.theirs = ClosedList::reopened(lines.collect());
    world.known = known;
    world
}

/// Writes the line about a person with an error in it.
fn plant(
    kind: Planted,
    (persons, who): (&[Person], usize),
    known: &mut Vec<Known>,
    chance: &mut Chance,
) -> BTreeMap<Field, String> {
    let mut person = persons[who].clone();
    let other = &persons[(who + persons.len() / 2) % persons.len()];
    match kind {
        Planted::DayMonthSwap => {
            // Days over 12 cannot be exchanged; a day that is the month shows nothing.
            person.born = (person.born.0, 3, 8);
            let born = "1990-03-08".replacen("1990", &person.born.0.to_string(), 1);
            known[who].fields.insert(Field::BirthDate, Private::new(born));
            person.born = (person.born.0, 8, 3);
        }
        Planted::DateSlip => {
            person.born.0 =
                if person.born.0 % 10 == 9 { person.born.0 - 1 } else { person.born.0 + 1 };
        }
        Planted::OtherSibling => {
            person.given = (person.given + 5) % GIVEN.len();
            person.born = (person.born.0 + 3, 1 + person.born.1 % 12, 1 + person.born.2 % 28);
            person.number = 100_000 + (person.number + 345_678) % 900_000;
        }
        Planted::Namesake => {
            person.born = (person.born.0 - 7, 1 + person.born.1 % 12, 1 + (person.born.2 + 9) % 28);
            person.number = 100_000 + (person.number + 345_678) % 900_000;
        }
        Planted::OthersNumber => person.number = other.number,
        Planted::Stranger | Planted::OtherPower => {
            person = Person::invent(chance);
            // Nobody in the registry is that old.
            person.born.0 -= 20;
            person.unit.0 += 500;
        }
        Planted::Returned => known[who].status = Status::Returned,
        Planted::Dead => known[who].status = Status::Died,
        Planted::Civilian => known[who].facts.standing = Some(Standing::Civilian),
        Planted::EntriesDisagree => {
            let mut second = known[who].clone();
            second.person = PersonId::read(&format!("q-{who:06}")).expect("digits are plain");
            second.status = Status::Returned;
            known.push(second);
        }
        Planted::Clean
        | Planted::LetterSwap
        | Planted::NamesExchanged
        | Planted::NumberSlip
        | Planted::Twice => {}
    }
    miswritten(kind, person.number, person.written(1))
}

/// Writes what is written wrongly.
fn miswritten(
    kind: Planted,
    number: usize,
    mut about: BTreeMap<Field, String>,
) -> BTreeMap<Field, String> {
    match kind {
        Planted::LetterSwap => {
            let letters: Vec<char> = about[&Field::Surname].chars().collect();
            about.insert(Field::Surname, swapped(letters));
        }
        Planted::NamesExchanged => {
            let (surname, given) =
                (about[&Field::Surname].clone(), about[&Field::GivenName].clone());
            about.insert(Field::Surname, given);
            about.insert(Field::GivenName, surname);
        }
        Planted::NumberSlip => {
            let digit = (number / 100 % 10 + 4) % 10;
            let wrong = number / 1000 * 1000 + digit * 100 + number % 100;
            about.insert(Field::ServiceNumber, format!("АБ{wrong}"));
        }
        Planted::Twice => {
            let upper = about[&Field::Surname].to_uppercase();
            about.insert(Field::Surname, upper);
            about.remove(&Field::Rank);
            about.remove(&Field::Unit);
        }
        Planted::OtherPower => {
            about.insert(Field::Power, "Берундия".to_owned());
        }
        Planted::Clean
        | Planted::DayMonthSwap
        | Planted::DateSlip
        | Planted::OtherSibling
        | Planted::Namesake
        | Planted::OthersNumber
        | Planted::Returned
        | Planted::Dead
        | Planted::Civilian
        | Planted::EntriesDisagree
        | Planted::Stranger => {}
    }
    about
}

/// Puts two neighbouring letters in each other's place: the first pair that differs, after the second
/// letter.
fn swapped(mut letters: Vec<char>) -> String {
    let at = (2..letters.len() - 1).find(|at| letters[*at] != letters[*at + 1]);
    if let Some(at) = at {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}
