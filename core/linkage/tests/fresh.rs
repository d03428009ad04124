//! Writes whole lists as files have them: a registry (A), the other side's list (B) and a mediator's
//! list in Latin letters (M), with the slips of clerks. Seeded: the same numbers give the same lists.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use linkage::record::{Builder, Column, Kind, Records};

use super::invented::latin;
use super::invented::people::{ARMS, Chance, ENDS, GIVEN, HEADS, MIDDLES, PLACES, RANKS};

/// How lists err, in thousandths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slips {
    /// People of A who are on B too, and others on B for each person of A.
    pub(crate) on_b: usize,
    pub(crate) others: usize,
    /// A given name or patronymic left in Ukrainian.
    pub(crate) not_translated: usize,
    pub(crate) surname_as_heard: usize,
    pub(crate) surname_typo: usize,
    pub(crate) no_patronymic: usize,
    pub(crate) patronymic_initial: usize,
    pub(crate) no_date: usize,
    pub(crate) year_only: usize,
    pub(crate) wrong_part: usize,
    pub(crate) day_month: usize,
    pub(crate) exchanged: usize,
    pub(crate) no_number: usize,
    pub(crate) no_place: usize,
    pub(crate) no_unit: usize,
    pub(crate) no_rank: usize,
    pub(crate) twice: usize,
    /// Namesakes and relatives among the others on B.
    pub(crate) relatives: usize,
}

/// An ordinary clerk.
pub(crate) const ORDINARY: Slips = Slips {
    on_b: 600,
    others: 400,
    not_translated: 150,
    surname_as_heard: 60,
    surname_typo: 70,
    no_patronymic: 120,
    patronymic_initial: 20,
    no_date: 60,
    year_only: 40,
    wrong_part: 40,
    day_month: 20,
    exchanged: 30,
    no_number: 700,
    no_place: 250,
    no_unit: 300,
    no_rank: 120,
    twice: 30,
    relatives: 30,
};

/// A list from the field.
pub(crate) const FIELD: Slips = Slips {
    on_b: 500,
    others: 700,
    not_translated: 270,
    surname_as_heard: 130,
    surname_typo: 170,
    no_patronymic: 320,
    patronymic_initial: 60,
    no_date: 180,
    year_only: 130,
    wrong_part: 100,
    day_month: 50,
    exchanged: 70,
    no_number: 910,
    no_place: 530,
    no_unit: 580,
    no_rank: 310,
    twice: 60,
    relatives: 40,
};

/// The files, as text.
pub(crate) struct Files {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) m: String,
    /// `pair,left_id,right_id` with the pairs ab, am and bm.
    pub(crate) truth: String,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[derive(Clone)]
struct Person {
    surname: [String; 2],
    given: usize,
    father: usize,
    born: [usize; 3],
    place: usize,
    rank: usize,
    unit: (usize, usize),
    number: String,
    captured: [usize; 3],
    captured_at: usize,
}

/// Picks a place in a row as names are spread: the first often, the last seldom.
fn zipf(chance: &mut Chance, count: usize) -> usize {
    // The inverse of a Zipf-Mandelbrot law with exponent 1.
    let shift = 50.0;
    let share = chance.below(1 << 30) as f64 / f64::from(1 << 30);
    let ratio: f64 = (count as f64 + shift) / shift;
    let at = shift * ratio.powf(share) - shift;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to count")]
    let at = at.max(0.0) as usize;
    at.min(count - 1)
}

fn surname(chance: &mut Chance) -> [String; 2] {
    // Common surnames have short numbers; each number is one row of parts.
    let number = zipf(chance, HEADS.len() * MIDDLES.len() * MIDDLES.len() * ENDS.len());
    let mut mixed =
        number.wrapping_mul(7_919) % (HEADS.len() * MIDDLES.len() * MIDDLES.len() * ENDS.len());
    let mut take = |count: usize| {
        let part = mixed % count;
        mixed /= count;
        part
    };
    let parts = [
        &HEADS[take(HEADS.len())],
        &MIDDLES[take(MIDDLES.len())],
        &MIDDLES[take(MIDDLES.len())],
        &ENDS[take(ENDS.len())],
    ];
    [0, 1].map(|language| parts.iter().map(|part| part[language]).collect())
}

fn person(chance: &mut Chance) -> Person {
    let name = |chance: &mut Chance| zipf(chance, GIVEN.len() * 4) % GIVEN.len();
    Person {
        surname: surname(chance),
        given: name(chance),
        father: name(chance),
        born: [1963 + chance.below(42), 1 + chance.below(12), 1 + chance.below(28)],
        place: zipf(chance, PLACES.len() * 3) % PLACES.len(),
        rank: zipf(chance, RANKS.len() * 4) % RANKS.len(),
        unit: (1 + chance.below(150), chance.below(ARMS.len())),
        number: format!(
            "{}{:06}",
            chance.of(&["АБ", "ГК", "ЕМ", "ЖЛ", "ПТ", "БГ", "ВК", "ДЖ", "СК", "ЕЛ"]),
            chance.below(1_000_000)
        ),
        captured: [2022 + chance.below(4), 1 + chance.below(12), 1 + chance.below(28)],
        captured_at: chance.below(PLACES.len()),
    }
}

fn iso([year, month, day]: [usize; 3]) -> String {
    format!("{year}-{month:02}-{day:02}")
}

fn points([year, month, day]: [usize; 3]) -> String {
    format!("{day:02}.{month:02}.{year}")
}

/// True so many times in a thousand.
fn slips(chance: &mut Chance, share: usize) -> bool {
    chance.below(1000) < share
}

const HEADER: &str = "id,surname,given_name,patronymic,birth_date,birth_place,rank,unit,service_number,captured_on,captured_at\n";

fn row(file: &mut String, id: &str, cells: &[String; 10]) {
    writeln!(file, "{id},{}", cells.join(",")).expect("a String takes text");
}

fn registry_row(person: &Person) -> [String; 10] {
    [
        person.surname[0].clone(),
        GIVEN[person.given][0].to_owned(),
        GIVEN[person.father][1].to_owned(),
        iso(person.born),
        PLACES[person.place][0].to_owned(),
        RANKS[person.rank][0].to_owned(),
        format!("{} {}", person.unit.0, ARMS[person.unit.1][0]),
        person.number.clone(),
        iso(person.captured),
        PLACES[person.captured_at][0].to_owned(),
    ]
}

/// Writes a date, perhaps wrongly or in part.
fn date(
    born: [usize; 3],
    slip: &Slips,
    chance: &mut Chance,
    write: fn([usize; 3]) -> String,
) -> String {
    let [year, month, day] = born;
    if slips(chance, slip.no_date) {
        return String::new();
    }
    if slips(chance, slip.year_only) {
        return year.to_string();
    }
    if slips(chance, slip.day_month) && day <= 12 {
        return write([year, day, month]);
    }
    if slips(chance, slip.wrong_part) {
        return write(match chance.below(3) {
            0 => [year + 1 - 2 * chance.below(2), month, day],
            1 => [year, 1 + chance.below(12), day],
            _ => [year, month, 1 + chance.below(28)],
        });
    }
    write(born)
}

fn mistyped(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + chance.below(letters.len().saturating_sub(2).max(1));
    match chance.below(5) {
        0 => {
            letters.remove(at);
        }
        1 => letters.swap(at, at - 1),
        2 => letters[at] = *chance.of(&['а', 'е', 'о', 'и', 'н', 'т', 'р', 'л']),
        3 => letters.insert(at, letters[at - 1]),
        _ => letters[at] = *chance.of(&['п', 'д', 'ш', 'с', 'к', 'в', 'г', 'х']),
    }
    letters.into_iter().collect()
}

fn as_heard(word: &str) -> String {
    word.chars()
        .enumerate()
        .map(|(at, letter)| match letter {
            'о' if at > 0 => 'а',
            'и' => 'ы',
            'е' if at > 0 => 'и',
            'і' => 'и',
            other => other,
        })
        .collect()
}

fn blank(cells: &mut [String; 10], slip: &Slips, chance: &mut Chance) {
    for (at, share) in [
        (2, slip.no_patronymic),
        (4, slip.no_place),
        (5, slip.no_rank),
        (6, slip.no_unit),
        (7, slip.no_number),
        (8, slip.no_unit),
        (9, slip.no_place),
    ] {
        if slips(chance, share) {
            cells[at].clear();
        }
    }
    if !cells[2].is_empty() && slips(chance, slip.patronymic_initial) {
        cells[2] = format!("{}.", cells[2].chars().next().unwrap_or('А'));
    }
    if slips(chance, slip.exchanged) {
        cells.swap(0, 1);
    }
}

fn their_row(person: &Person, slip: &Slips, chance: &mut Chance) -> [String; 10] {
    let mut surname = person.surname[1].clone();
    if slips(chance, slip.surname_as_heard) {
        surname = as_heard(&person.surname[0]);
    } else if slips(chance, slip.surname_typo) {
        surname = mistyped(&surname, chance);
    }
    let language = |chance: &mut Chance| if slips(chance, slip.not_translated) { 0 } else { 2 };
    let given = GIVEN[person.given][language(chance)].to_owned();
    let patronymic = GIVEN[person.father][language(chance) + 1].to_owned();
    let mut cells = [
        surname,
        given,
        patronymic,
        date(person.born, slip, chance, points),
        PLACES[person.place][1].to_owned(),
        RANKS[person.rank][1].to_owned(),
        format!("{} {}", person.unit.0, ARMS[person.unit.1][1]),
        person.number.clone(),
        points(person.captured),
        PLACES[person.captured_at][1].to_owned(),
    ];
    blank(&mut cells, slip, chance);
    cells
}

fn mediator_row(person: &Person, slip: &Slips, chance: &mut Chance) -> [String; 10] {
    let (system, language) = (chance.below(3), chance.below(2));
    let write = |text: &str| latin(text, system, language == 0);
    let mut surname = write(&person.surname[language]);
    if chance.often(30) {
        surname = surname.to_uppercase();
    }
    let in_words =
        |[year, month, day]: [usize; 3]| format!("{day:02} {} {year}", MONTHS[month - 1]);
    let form = if chance.often(50) { iso } else { in_words };
    let mut cells = [
        surname,
        write(GIVEN[person.given][language * 2]),
        write(GIVEN[person.father][language * 2 + 1]),
        date(person.born, slip, chance, form),
        PLACES[person.place][2].to_owned(),
        RANKS[person.rank][2].to_owned(),
        String::new(),
        String::new(),
        iso(person.captured),
        String::new(),
    ];
    if chance.often(35) {
        cells[2].clear();
    }
    blank(&mut cells, slip, chance);
    cells
}

/// Makes a stranger somebody's brother or namesake.
fn relative(stranger: Person, kin: Person, chance: &mut Chance) -> Person {
    let mut person = Person { surname: kin.surname, father: kin.father, ..stranger };
    match chance.below(3) {
        0 => person.given = kin.given,
        1 => person.place = kin.place,
        // Brothers who serve together.
        _ => {
            person.place = kin.place;
            person.unit = kin.unit;
            person.captured = kin.captured;
            person.captured_at = kin.captured_at;
        }
    }
    person
}

/// Writes lists of so many people on A, with as many rows on B as the shares give.
pub(crate) fn files(people: usize, slip: &Slips, seed: u64) -> Files {
    let mut chance = Chance::new(seed);
    let header = || HEADER.to_owned();
    let mut files = Files {
        a: header(),
        b: header(),
        m: header(),
        truth: "pair,left_id,right_id\n".to_owned(),
    };
    let mut used = 0_u32;
    let mut id = |letter: char| {
        used += 1;
        format!("{letter}{:010}", used.wrapping_mul(0x9e37_79b1))
    };
    let mut last: Vec<Person> = Vec::new();
    for number in 0..people + people * slip.others / 1000 {
        let on_a = number < people;
        let mut person = person(&mut chance);
        if !on_a && slips(&mut chance, slip.relatives) && !last.is_empty() {
            person = relative(person, chance.of(&last).clone(), &mut chance);
        }
        let mut ids = [Vec::new(), Vec::new(), Vec::new()];
        if on_a {
            let own = id('A');
            row(&mut files.a, &own, &registry_row(&person));
            ids[0].push(own);
        }
        if !on_a || slips(&mut chance, slip.on_b) {
            for _ in 0..if slips(&mut chance, slip.twice) { 2 } else { 1 } {
                let own = id('B');
                row(&mut files.b, &own, &their_row(&person, slip, &mut chance));
                ids[1].push(own);
            }
        }
        if chance.often(40) {
            let own = id('M');
            row(&mut files.m, &own, &mediator_row(&person, slip, &mut chance));
            ids[2].push(own);
        }
        for (pair, left, right) in [("ab", 0, 1), ("am", 0, 2), ("bm", 1, 2)] {
            for one in &ids[left] {
                for other in &ids[right] {
                    writeln!(files.truth, "{pair},{one},{other}").expect("a String takes text");
                }
            }
        }
        if on_a && last.len() < 5_000 {
            last.push(person);
        }
    }
    files
}

/// What the columns hold, after the identifier.
const KINDS: [Kind; 10] = [
    Kind::Surname,
    Kind::GivenName,
    Kind::Patronymic,
    Kind::BirthDate,
    Kind::Place,
    Kind::Rank,
    Kind::Unit,
    Kind::Number,
    Kind::Date,
    Kind::Place,
];

/// Reads one of the lists.
pub(crate) fn read(file: &str) -> Records {
    let mut lines = file.lines();
    let labels = lines.next().expect("a file has headings").split(',').skip(1);
    let columns = labels.zip(KINDS).map(|(label, kind)| Column { label: label.to_owned(), kind });
    let mut builder = Builder::new(columns.collect()).expect("headings differ");
    for (id, cells) in lines.filter_map(|line| line.split_once(',')) {
        builder.push(id, cells.split(',')).expect("rows are even");
    }
    builder.finish(|_| false).expect("ids differ")
}

/// Reads which rows of two lists, such as `ab`, are one person.
pub(crate) fn truth<'a>(file: &'a str, pair: &str) -> BTreeSet<(&'a str, &'a str)> {
    let cells = file.lines().filter_map(|line| line.split_once(','));
    cells.filter(|(its, _)| *its == pair).filter_map(|(_, ids)| ids.split_once(',')).collect()
}
