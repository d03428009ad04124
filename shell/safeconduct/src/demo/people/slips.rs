//! Slips of the pen, planted into an offer each exactly as often as documented.

use exchange::lists::Field;
use exchange::vocabulary::Side;

use super::chance::Chance;
use super::{OfferLine, Person, Planted, Truth};

macro_rules! slips {
    ($($(#[$doc:meta])* $name:ident $word:literal $part:ident $per_mille:literal;)*) => {
        /// A slip of the pen in one line. A line has at most one slip in each of its parts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Slip { $($(#[$doc])* $name),* }

        impl Slip {
            /// All slips, in order.
            pub(crate) const ALL: [Self; [$($per_mille),*].len()] = [$(Self::$name),*];

            /// Returns the word in files.
            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Says how many lines of a thousand have it.
            pub(crate) fn per_mille(self) -> usize {
                match self { $(Self::$name => $per_mille),* }
            }

            fn part(self) -> Part {
                match self { $(Self::$name => Part::$part),* }
            }
        }
    };
}

slips! {
    /// A letter of the surname is left out, doubled, or changed places with its neighbour.
    SurnameMisspelt "surname-misspelt" Name 60;
    /// The given name is copied letter by letter and not put into the writer's language.
    GivenAsHeard "given-as-heard" Name 30;
    /// Surname and given name stand in each other's column.
    NamesSwapped "names-swapped" Name 4;
    /// The surname is in capitals.
    SurnameInCapitals "surname-in-capitals" Name 80;
    /// No patronymic.
    PatronymicMissing "patronymic-missing" Patronymic 40;
    /// No birth date.
    BirthMissing "birth-missing" Birth 20;
    /// Only the year of birth.
    BirthYearOnly "birth-year-only" Birth 15;
    /// Day and month of birth have changed places.
    BirthDayMonthSwapped "birth-day-month-swapped" Birth 5;
    /// The year of birth is one off, or ten too early.
    BirthYearWrong "birth-year-wrong" Birth 8;
    /// No place of birth.
    HomeMissing "home-missing" Home 100;
    /// The place of birth by its former name.
    HomeFormer "home-former" Home 60;
    /// No rank.
    RankMissing "rank-missing" Rank 40;
    /// No unit.
    UnitMissing "unit-missing" Unit 150;
    /// No service number.
    NumberMissing "number-missing" Number 500;
    /// A space between the letters and the digits of the service number.
    NumberSpaced "number-spaced" Number 50;
    /// No day of capture.
    CapturedOnMissing "captured-on-missing" CapturedOn 120;
    /// No place of capture.
    CapturedAtMissing "captured-at-missing" CapturedAt 150;
    /// No health.
    HealthMissing "health-missing" Health 60;
}

/// The part of a line that a slip is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Name,
    Patronymic,
    Birth,
    Home,
    Rank,
    Unit,
    Number,
    CapturedOn,
    CapturedAt,
    Health,
}

/// How often another misspelling is tried before a line is left to the next slip.
const TRIES_MAX: usize = 20;

/// Plants every slip as often as `planted` says. The second of the two lines about one person has the
/// surname misspelt and no service number, as when two camps list the same man: otherwise the reading
/// of the list would find it and the comparison would have nothing to find. Other lines that show one fault on their own
/// (returned, dead, of another state) and people on a boundary get no slip.
pub(super) fn plant(
    chance: &mut Chance,
    writer: Side,
    people: &[Person],
    lines: &mut [OfferLine],
    planted: &Planted,
) {
    let twins: Vec<usize> =
        lines.iter().filter(|line| line.truth == Truth::Twice).map(|line| line.person).collect();
    for line in lines.iter_mut().filter(|line| line.truth == Truth::Twice) {
        for slip in [Slip::SurnameMisspelt, Slip::NumberMissing] {
            let made = make(chance, slip, writer, &people[line.person], line);
            assert!(made, "every surname can be misspelt, and every soldier has a number");
            line.slips.push(slip);
        }
    }
    let mut open: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let line = &lines[*at];
            let plain = matches!(line.truth, Truth::Matched | Truth::Civilian | Truth::UnknownToUs);
            plain && people[line.person].boundary.is_none() && !twins.contains(&line.person)
        })
        .collect();
    for slip in Slip::ALL {
        chance.shuffle(&mut open);
        let already = lines.iter().filter(|line| line.slips.contains(&slip)).count();
        let mut left = planted.slips[&slip] - already;
        for at in &open {
            if left == 0 {
                break;
            }
            let line = &mut lines[*at];
            if line.slips.iter().all(|other| other.part() != slip.part())
                && make(chance, slip, writer, &people[line.person], line)
            {
                line.slips.push(slip);
                left -= 1;
            }
        }
        assert!(left == 0, "too few lines for {left} more of {}", slip.word());
    }
}

/// Makes the slip in a line; says no, and leaves the line as it is, when the line does not allow it.
fn make(
    chance: &mut Chance,
    slip: Slip,
    writer: Side,
    person: &Person,
    line: &mut OfferLine,
) -> bool {
    let fields = &mut line.fields;
    let changed = match slip {
        Slip::SurnameMisspelt => misspell(chance, &fields[&Field::Surname]),
        Slip::GivenAsHeard => {
            let heard = as_heard(person.name.given.by(writer.other()), writer);
            Some(heard).filter(|heard| *heard != fields[&Field::GivenName])
        }
        Slip::NamesSwapped => {
            let (surname, given) =
                (fields[&Field::Surname].clone(), fields[&Field::GivenName].clone());
            fields.insert(Field::Surname, given);
            Some(surname)
        }
        Slip::SurnameInCapitals => Some(fields[&Field::Surname].to_uppercase()),
        Slip::BirthYearOnly => Some(person.born.year().to_string()),
        Slip::BirthDayMonthSwapped => {
            let (day, month) = (person.born.day(), person.born.month());
            let swapped = person.born.with().day(month).month(day).build().ok();
            swapped.filter(|date| *date != person.born).map(|date| date.to_string())
        }
        Slip::BirthYearWrong => {
            let off = *chance.any(&[-10_i16, -1, 1]);
            let wrong = person.born.with().year(person.born.year() + off).build().ok();
            wrong.map(|date| date.to_string())
        }
        Slip::HomeFormer => person.home.former.as_ref().map(|home| home.by(writer).to_owned()),
        Slip::NumberSpaced => fields.get(&Field::ServiceNumber).map(|number| {
            let (letters, digits): (String, String) =
                number.chars().partition(|c| c.is_alphabetic());
            format!("{letters} {digits}")
        }),
        Slip::PatronymicMissing
        | Slip::BirthMissing
        | Slip::HomeMissing
        | Slip::RankMissing
        | Slip::UnitMissing
        | Slip::NumberMissing
        | Slip::CapturedOnMissing
        | Slip::CapturedAtMissing
        | Slip::HealthMissing => return fields.remove(&field(slip)).is_some(),
    };
    let Some(changed) = changed else { return false };
    fields.insert(field(slip), changed);
    true
}

/// The cell that a slip leaves changed.
fn field(slip: Slip) -> Field {
    match slip {
        Slip::SurnameMisspelt | Slip::SurnameInCapitals => Field::Surname,
        Slip::GivenAsHeard | Slip::NamesSwapped => Field::GivenName,
        Slip::PatronymicMissing => Field::Patronymic,
        Slip::BirthMissing
        | Slip::BirthYearOnly
        | Slip::BirthDayMonthSwapped
        | Slip::BirthYearWrong => Field::BirthDate,
        Slip::HomeMissing | Slip::HomeFormer => Field::BirthPlace,
        Slip::RankMissing => Field::Rank,
        Slip::UnitMissing => Field::Unit,
        Slip::NumberMissing | Slip::NumberSpaced => Field::ServiceNumber,
        Slip::CapturedOnMissing => Field::CapturedOn,
        Slip::CapturedAtMissing => Field::CapturedAt,
        Slip::HealthMissing => Field::Health,
    }
}

/// Leaves a letter out, doubles it, or lets it change places with the next; never the first letter.
pub(super) fn misspell(chance: &mut Chance, word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    for _ in 0..TRIES_MAX {
        let mut wrong = letters.clone();
        let at = 1 + chance.place(letters.len().saturating_sub(2).max(1));
        match chance.below(3) {
            0 if letters.len() > 4 => drop(wrong.remove(at)),
            1 => wrong.insert(at, *wrong.get(at)?),
            _ if at + 1 < wrong.len() => wrong.swap(at, at + 1),
            _ => {}
        }
        if wrong != letters {
            return Some(wrong.into_iter().collect());
        }
    }
    None
}

/// Copies a word of the other language letter by letter into the writer's.
fn as_heard(word: &str, writer: Side) -> String {
    let letter = |letter: char| match (writer, letter) {
        (Side::B, 'і' | 'ї') | (Side::A, 'ы') => Some('и'),
        (Side::B, 'І' | 'Ї') => Some('И'),
        (Side::B, 'є') | (Side::A, 'э') => Some('е'),
        (Side::B, 'Є') | (Side::A, 'Э') => Some('Е'),
        (Side::B, 'ґ') => Some('г'),
        (Side::B, '\'') => None,
        (Side::A, 'и') => Some('і'),
        (Side::A, 'И') => Some('І'),
        (Side::A | Side::B, same) => Some(same),
    };
    word.chars().filter_map(letter).collect()
}
