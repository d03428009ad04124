//! Invented people: the same number is always the same person, in three ways of writing.

use serde_json::{Value, json};

const ROOTS: [&str; 24] = [
    "Коваль",
    "Бондар",
    "Мельник",
    "Ткач",
    "Гончар",
    "Шевч",
    "Кравч",
    "Лис",
    "Мороз",
    "Савч",
    "Руд",
    "Полі",
    "Петр",
    "Павл",
    "Левч",
    "Гнат",
    "Василь",
    "Романь",
    "Клим",
    "Дани",
    "Яким",
    "Степан",
    "Захар",
    "Марч",
];
const ENDINGS: [&str; 8] = ["енко", "чук", "ук", "юк", "ишин", "івський", "ець", "аренко"];
const GIVEN: [&str; 20] = [
    "Іван",
    "Петро",
    "Олег",
    "Андрій",
    "Юрій",
    "Микола",
    "Сергій",
    "Богдан",
    "Тарас",
    "Остап",
    "Роман",
    "Василь",
    "Павло",
    "Дмитро",
    "Максим",
    "Ігор",
    "Назар",
    "Степан",
    "Олексій",
    "Віктор",
];
const FATHERS: [&str; 10] = [
    "Іванович",
    "Петрович",
    "Олегович",
    "Андрійович",
    "Юрійович",
    "Миколайович",
    "Сергійович",
    "Богданович",
    "Тарасович",
    "Романович",
];

/// Somebody invented.
pub(crate) struct Somebody {
    surname: String,
    given: &'static str,
    father: &'static str,
    born: String,
}

/// Returns the person of a number.
pub(crate) fn somebody(number: usize) -> Somebody {
    let surname = number % (ROOTS.len() * ENDINGS.len());
    let rest = number / (ROOTS.len() * ENDINGS.len());
    let (given, rest) = (rest % GIVEN.len(), rest / GIVEN.len());
    let day = (number * 7_919) % 10_000;
    let (year, month, day) = (1960 + day % 45, 1 + day / 45 % 12, 1 + day / 540 % 28);
    Somebody {
        surname: format!("{}{}", ROOTS[surname % ROOTS.len()], ENDINGS[surname / ROOTS.len()]),
        given: GIVEN[given],
        father: FATHERS[rest % FATHERS.len()],
        born: format!("{year}-{month:02}-{day:02}"),
    }
}

impl Somebody {
    /// Writes the name as somebody would who seeks: in Ukrainian, in Latin letters, or surname last.
    pub(crate) fn written(&self, way: usize) -> String {
        let Self { surname, given, born, .. } = self;
        match way {
            0 => format!("{surname} {given} {born}"),
            1 => latin(&format!("{surname} {given}")),
            _ => format!("{given} {surname}"),
        }
    }

    /// Writes a row of a list.
    pub(crate) fn row(&self) -> String {
        format!("{},{},{},{}\n", self.surname, self.given, self.father, self.born)
    }

    /// Writes a row of a list of the other side, with a slip or none: a number of the year is another, two letters
    /// of the surname are exchanged, or all of it is in Latin letters.
    pub(crate) fn listed(&self, slip: usize) -> String {
        let Self { surname, given, father, born } = self;
        match slip {
            1 => {
                let (year, rest) = born.split_at(3);
                let (digit, rest) = rest.split_at(1);
                let other = if digit == "9" { "8" } else { "9" };
                format!("{surname},{given},{father},{year}{other}{rest}\n")
            }
            2 => {
                let mut letters: Vec<char> = surname.chars().collect();
                letters.swap(1, 2);
                let surname: String = letters.into_iter().collect();
                format!("{surname},{given},{father},{born}\n")
            }
            3 => {
                let (surname, given, father) = (latin(surname), latin(given), latin(father));
                format!("{surname},{given},{father},{born}\n")
            }
            _ => self.row(),
        }
    }

    /// Says who they are to the API. Those who look like them are somebody else.
    pub(crate) fn entry(&self) -> Value {
        json!({
            "source": "family", "by": "a relative", "says": "missing",
            "fields": {
                "surname": { "given": self.surname },
                "given-name": { "given": self.given },
                "patronymic": { "given": self.father },
                "birth-date": { "given": self.born },
            },
        })
    }
}

/// Writes Ukrainian in Latin letters, as passports do and roughly.
fn latin(text: &str) -> String {
    let one = |c: char| match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "h",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => "ie",
        'ж' => "zh",
        'з' => "z",
        'и' => "y",
        'і' | 'ї' | 'й' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => " ",
    };
    text.to_lowercase().chars().map(one).collect()
}

/// Chance that is the same in each run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Draws a number below another (xorshift64*).
    pub(crate) fn below_u64(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) % most.max(1)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.below_u64(u64::try_from(most).unwrap_or(u64::MAX))).unwrap_or(0)
    }
}
