//! Invents people and the lists that two sides and a mediator might keep of them. Seeded: the same
//! number gives the same people. No name table of the crate is used here.

use linkage::record::{Column, Kind, Records};

#[path = "people.rs"]
pub(crate) mod people;

use people::{ARMS, Chance, ENDS, GIVEN, HEADS, MIDDLES, PLACES};

/// How carefully the second list was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noise {
    Careful,
    Ordinary,
    Field,
    /// An ordinary list in Latin letters, in one of several systems a row.
    Latin,
}

pub(crate) struct Lists {
    pub(crate) a: Records,
    pub(crate) b: Records,
    pub(crate) truth: Vec<(String, String)>,
}

struct Person {
    surname: [String; 2],
    given: usize,
    father: usize,
    born: (usize, usize, usize),
    place: usize,
    unit: (usize, usize),
    number: String,
}

fn person(chance: &mut Chance) -> Person {
    let parts = [
        &HEADS[chance.common(HEADS.len())],
        &MIDDLES[chance.common(MIDDLES.len())],
        &ENDS[chance.common(ENDS.len())],
    ];
    let surname = [0, 1].map(|language| parts.map(|part| part[language]).concat());
    let given = chance.common(GIVEN.len());
    let father = chance.common(GIVEN.len());
    Person {
        surname,
        given,
        father,
        born: (1965 + chance.below(40), 1 + chance.below(12), 1 + chance.below(28)),
        place: chance.below(PLACES.len()),
        unit: (1 + chance.below(150), chance.below(ARMS.len())),
        number: format!("{}{:06}", chance.of(&["АБ", "ГК", "ЕМ"]), chance.below(1_000_000)),
    }
}

fn columns() -> Vec<Column> {
    [
        ("surname", Kind::Surname),
        ("given-name", Kind::GivenName),
        ("patronymic", Kind::Patronymic),
        ("birth-date", Kind::BirthDate),
        ("birth-place", Kind::Place),
        ("unit", Kind::Unit),
        ("service-number", Kind::Number),
    ]
    .into_iter()
    .map(|(label, kind)| Column { label: label.to_owned(), kind })
    .collect()
}

/// A row of the first list: Ukrainian, as a registry keeps it.
fn careful(person: &Person) -> Vec<String> {
    let (year, month, day) = person.born;
    vec![
        person.surname[0].clone(),
        GIVEN[person.given][0].to_owned(),
        GIVEN[person.father][1].to_owned(),
        format!("{year}-{month:02}-{day:02}"),
        PLACES[person.place][0].to_owned(),
        format!("{} {}", person.unit.0, ARMS[person.unit.1][0]),
        person.number.clone(),
    ]
}

/// A row of the second list.
fn copied(person: &Person, noise: Noise, chance: &mut Chance) -> Vec<String> {
    // In hundredths: missing, slips in the surname, not translated, wrong date.
    let (missing, slips, foreign, wrong) = match noise {
        Noise::Careful => (3, 2, 7, 1),
        Noise::Ordinary | Noise::Latin => (15, 6, 15, 5),
        Noise::Field => (32, 14, 28, 9),
    };
    let name = |chance: &mut Chance, at: usize| if chance.often(foreign) { at - 2 } else { at };
    let mut surname = person.surname[1].clone();
    if chance.often(slips) {
        surname = slip(&surname, chance);
    }
    let mut given = GIVEN[person.given][name(chance, 2)].to_owned();
    let mut patronymic = GIVEN[person.father][name(chance, 3)].to_owned();
    let mut place = PLACES[person.place][1].to_owned();
    if noise == Noise::Latin {
        let ukrainian = chance.often(50);
        let system = chance.below(3);
        let language = usize::from(!ukrainian);
        surname = latin(&person.surname[language], system, ukrainian);
        given = latin(GIVEN[person.given][language * 2], system, ukrainian);
        patronymic = latin(GIVEN[person.father][language * 2 + 1], system, ukrainian);
        PLACES[person.place][2].clone_into(&mut place);
    }
    let mut cells = vec![
        surname,
        given,
        patronymic,
        date(person.born, wrong, chance),
        place,
        format!("{} {}", person.unit.0, ARMS[person.unit.1][1]),
        person.number.clone(),
    ];
    for (at, share) in
        [(2, missing), (3, missing / 2), (4, missing), (5, missing), (6, missing * 5 / 2)]
    {
        if chance.often(share.min(95)) {
            cells[at] = String::new();
        }
    }
    if chance.often(slips / 3) {
        cells.swap(0, 1);
    }
    cells
}

fn date((year, month, day): (usize, usize, usize), wrong: usize, chance: &mut Chance) -> String {
    if chance.often(wrong) {
        return year.to_string();
    }
    let (month, day) = match () {
        () if chance.often(wrong) && day <= 12 => (day, month),
        () if chance.often(wrong) => (month, 1 + chance.below(28)),
        () => (month, day),
    };
    format!("{day:02}.{month:02}.{year}")
}

/// One slip of a clerk: a vowel misheard, a letter left out, two neighbours exchanged.
fn slip(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + chance.below(letters.len().saturating_sub(2).max(1));
    match chance.below(4) {
        0 | 1 => {
            for letter in &mut letters[1..] {
                *letter = match *letter {
                    'о' => 'а',
                    'и' => 'ы',
                    'е' => 'и',
                    other => other,
                };
            }
        }
        2 => {
            letters.remove(at);
        }
        _ => letters.swap(at, at - 1),
    }
    letters.into_iter().collect()
}

/// Writes a name in Latin letters: 0 as in passports, 1 as scholars do, 2 as Germans do.
pub(crate) fn latin(word: &str, system: usize, ukrainian: bool) -> String {
    let mut written = String::new();
    for letter in word.chars().flat_map(char::to_lowercase) {
        let ways: [&str; 3] = match letter {
            'а' => ["a"; 3],
            'б' => ["b"; 3],
            'в' => ["v", "v", "w"],
            'г' if ukrainian => ["h"; 3],
            'г' => ["g"; 3],
            'д' => ["d"; 3],
            'е' => ["e"; 3],
            'є' => ["ie", "je", "je"],
            'ё' => ["yo", "ë", "jo"],
            'ж' => ["zh", "ž", "sch"],
            'з' => ["z", "z", "s"],
            'и' if ukrainian => ["y"; 3],
            'и' | 'і' => ["i"; 3],
            'ї' => ["i", "ji", "ji"],
            'ы' => ["y"; 3],
            'й' => ["i", "j", "j"],
            'к' => ["k"; 3],
            'л' => ["l"; 3],
            'м' => ["m"; 3],
            'н' => ["n"; 3],
            'о' => ["o"; 3],
            'п' => ["p"; 3],
            'р' => ["r"; 3],
            'с' => ["s"; 3],
            'т' => ["t"; 3],
            'у' => ["u"; 3],
            'ф' => ["f"; 3],
            'х' => ["kh", "ch", "ch"],
            'ц' => ["ts", "c", "z"],
            'ч' => ["ch", "č", "tsch"],
            'ш' => ["sh", "š", "sch"],
            'щ' => ["shch", "šč", "schtsch"],
            'ю' => ["iu", "ju", "ju"],
            'я' => ["ia", "ja", "ja"],
            _ => [""; 3],
        };
        written.push_str(ways[system]);
    }
    let mut letters = written.chars();
    letters.next().map_or(written.clone(), |first| first.to_uppercase().chain(letters).collect())
}

/// An id that says nothing about the place of its row; each number has its own.
fn scattered(number: usize) -> String {
    let number = u32::try_from(number).expect("lists are shorter");
    format!("{:08x}", number.wrapping_mul(0x9e37_79b1))
}

/// Two lists of which six in ten people stand on both, some of them twice on the second.
pub(crate) fn lists(people: usize, noise: Noise, seed: u64) -> Lists {
    let mut chance = Chance::new(seed);
    let (mut a, mut b, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..people * 3 / 2 {
        let person = person(&mut chance);
        let id = format!("a{number:05}");
        let on_a = number < people;
        if on_a {
            a.push((id.clone(), careful(&person)));
        }
        let times = match () {
            () if on_a && chance.often(40) => 0,
            () if chance.often(4) => 2,
            () => 1,
        };
        for _ in 0..times {
            let other = scattered(b.len());
            b.push((other.clone(), copied(&person, noise, &mut chance)));
            if on_a {
                truth.push((id.clone(), other));
            }
        }
    }
    Lists {
        a: Records::new(columns(), a).expect("even rows with ids"),
        b: Records::new(columns(), b).expect("even rows with ids"),
        truth,
    }
}

/// One list in which some people stand two or three times; the truth holds every pair of their rows.
pub(crate) fn twice(people: usize, seed: u64) -> Lists {
    let mut chance = Chance::new(seed);
    let (mut rows, mut truth) = (Vec::new(), Vec::new());
    for _ in 0..people {
        let person = person(&mut chance);
        let times = if chance.often(25) { 2 + chance.below(2) } else { 1 };
        let mut ids: Vec<String> = Vec::new();
        for _ in 0..times {
            let id = scattered(rows.len());
            rows.push((id.clone(), copied(&person, Noise::Ordinary, &mut chance)));
            for earlier in &ids {
                truth.push((earlier.min(&id).clone(), earlier.max(&id).clone()));
            }
            ids.push(id);
        }
    }
    let a = Records::new(columns(), rows).expect("even rows with ids");
    Lists { b: a.clone(), a, truth }
}

/// The same lists with their rows in another order.
pub(crate) fn turned(lists: &Lists) -> Lists {
    let turn = |list: &Records| {
        let rows = (0..list.len()).rev().map(|at| {
            let cells = (0..columns().len()).map(|column| list.cell(at, column).to_owned());
            (list.id(at).to_owned(), cells.collect())
        });
        Records::new(columns(), rows.collect()).expect("even rows with ids")
    };
    Lists { a: turn(&lists.a), b: turn(&lists.b), truth: lists.truth.clone() }
}

/// Pairs of names: of one person in two spellings, and of two people who are hard to tell apart.
pub(crate) fn names(count: usize, seed: u64) -> [Vec<(String, String)>; 2] {
    let mut chance = Chance::new(seed);
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let one = person(&mut chance);
        let full = |language: usize, given: usize, father: usize| {
            let (name, patronymic) = (GIVEN[given][language * 2], GIVEN[father][language * 2 + 1]);
            [one.surname[language].as_str(), name, patronymic].join(" ")
        };
        let left = full(0, one.given, one.father);
        let right = match chance.below(3) {
            0 => full(1, one.given, one.father),
            1 => {
                let (system, language) = (chance.below(3), chance.below(2));
                let name = full(language, one.given, one.father);
                let words: Vec<String> =
                    name.split(' ').map(|word| latin(word, system, language == 0)).collect();
                words.join(" ")
            }
            _ => full(1, one.given, one.father).split(' ').take(2).collect::<Vec<_>>().join(" "),
        };
        same.push((left.clone(), right));
        let another = (one.given + 1 + chance.below(GIVEN.len() - 1)) % GIVEN.len();
        other.push((
            left,
            match chance.below(3) {
                0 => full(1, another, one.father),
                1 => full(1, one.given, (one.father + 1) % GIVEN.len()),
                _ => {
                    let stranger = person(&mut chance);
                    let name = full(1, one.given, one.father);
                    name.replacen(&one.surname[1], &stranger.surname[1], 1)
                }
            },
        ));
    }
    [same, other]
}
