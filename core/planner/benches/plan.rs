//! How long a plan takes to make and a proof to check, in processor seconds.
//!
//!     cargo bench -p planner                    invented instances of several sizes
//!     cargo bench -p planner -- DIR...          instance folders with people
//!
//! Processor seconds are read from the system, so that a busy machine does not blur them.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads files and clocks and prints; nothing of the core depends on it"
)]

use std::fs;

use planner::certificate::verify;
use planner::people::{COLUMNS, People, Person};
use planner::{Frame, assign, check, make};

/// Clock ticks a second in `/proc/self/stat`.
const TICKS: f64 = 100.0;

fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let field = |at: usize| after.split_whitespace().nth(at).and_then(|text| text.parse().ok());
    let ticks: f64 = field(11).unwrap_or(0.0) + field(12).unwrap_or(0.0);
    ticks / TICKS
}

/// A small source of invented chance: the same seed gives the same people.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }
}

/// What is invented: how many people, how the counted are exchanged, how many travel in groups.
struct Case {
    name: &'static str,
    people: u64,
    ratio: &'static str,
    group_one_in: u64,
}

const CASES: [Case; 6] = [
    Case { name: "1k", people: 1_000, ratio: "[1, 1]", group_one_in: 285 },
    Case { name: "10k", people: 10_000, ratio: "[1, 1]", group_one_in: 285 },
    Case { name: "10k 3:2", people: 10_000, ratio: "[3, 2]", group_one_in: 285 },
    Case { name: "10k in groups", people: 10_000, ratio: "[1, 1]", group_one_in: 8 },
    Case { name: "100k", people: 100_000, ratio: "[1, 1]", group_one_in: 285 },
    Case { name: "1M", people: 1_000_000, ratio: "[1, 1]", group_one_in: 285 },
];

fn terms(case: &Case, chance: &mut Chance) -> Frame {
    let half = case.people / 2;
    let mut rounds = Vec::new();
    for stage in 0..4 {
        let mut cap = || {
            let of = |share: u64| half * share / 10_000;
            format!(
                r#"{{"seat": {}, "stretcher": {}, "ambulance": {}, "escort": {}, "beds": {}}}"#,
                of(550 + chance.below(200)),
                of(60 + chance.below(40)),
                of(15 + chance.below(10)),
                of(28 + chance.below(14)),
                of(220 + chance.below(100))
            )
        };
        let (id, day, a, b) = (stage + 1, 1201 + 14 * stage, cap(), cap());
        rounds.push(format!(r#"{{"id": {id}, "day": {day}, "cap": {{"A": {a}, "B": {b}}}}}"#));
    }
    let bands: Vec<String> = (0..30)
        .map(|band| (if band < 13 { band * 30 } else { band * 60 - 360 }).to_string())
        .collect();
    let text = format!(
        r#"{{"asof": 1194, "horizon": 1333, "seed_hex": "{:064x}", "agreement": {{
            "precedence": ["grave", "ill", "civ", "u25"], "counted": ["u25"],
            "uncounted_unconditional": ["grave", "ill", "civ"], "parity_mode": "category",
            "parity": {{"u25": {}}}, "min_swap": {}, "bands": [{}],
            "escort_quarters": {{"seat": 0, "stretcher": 1, "ambulance": 4}},
            "beds_cats": ["grave", "ill"]}}, "rounds": [{}]}}"#,
        case.people,
        case.ratio,
        (half * 3 / 100).clamp(2, 1000),
        bands.join(","),
        rounds.join(",")
    );
    Frame::read_json(text.as_bytes()).expect("terms of this bench")
}

fn invent(case: &Case, chance: &mut Chance) -> People {
    let frame = terms(case, chance);
    let mut people = Vec::new();
    let mut together = 0;
    let mut group = 0_u64;
    for at in 0..case.people {
        let a = at * 100 < case.people * 45;
        if together > 0 && at * 100 != case.people * 45 {
            together -= 1;
        } else {
            together = 0;
            if chance.one_in(case.group_one_in) {
                group += 1;
                together = 1 + chance.below(4);
            }
        }
        let (grave, ill) = (chance.one_in(25), chance.one_in(10));
        let civilian = chance.one_in(if a { 16 } else { 200 });
        let young = !civilian && chance.one_in(if a { 6 } else { 4 });
        let flags = [(grave, "grave"), (ill, "ill"), (civilian, "civ"), (young, "u25")];
        let cats: Vec<&str> = flags.iter().filter(|(has, _)| *has).map(|(_, word)| *word).collect();
        let need = match (grave, chance.below(4)) {
            (true, 0) => "ambulance",
            (true, 1 | 2) => "stretcher",
            _ => "seat",
        };
        let day = [60, 90, 250, 480, 700, 900, 1080][usize::try_from(chance.below(7)).unwrap_or(0)];
        let day = (day + chance.below(120)).to_string();
        let hold = if chance.one_in(50) { "1219" } else { "-1" };
        let own = if together > 0 { format!("g{group}") } else { String::new() };
        let bit = |has: bool| if has { "1" } else { "0" };
        let (named, refuses, excluded) =
            (chance.one_in(100), chance.one_in(200), chance.one_in(100));
        let (id, cats) = (format!("{}{at:07}", if a { "A" } else { "B" }), cats.join(";"));
        let fields: [&str; COLUMNS.len()] = [
            &id,
            if a { "A" } else { "B" },
            &cats,
            &day,
            "P",
            need,
            bit(named),
            bit(refuses),
            hold,
            bit(excluded),
            &own,
        ];
        people.push(Person::read(&frame, people.len() + 2, &fields).expect("a person"));
    }
    People::gather(frame, people).expect("people of this bench")
}

fn read(folder: &str) -> People {
    let terms = fs::read(format!("{folder}/instance.json")).expect("instance.json");
    let frame = Frame::read_json(&terms).expect("terms");
    let text = fs::read_to_string(format!("{folder}/persons.csv")).expect("persons.csv");
    let rows = text.lines().enumerate().skip(1);
    let people: Vec<Person> = rows
        .map(|(at, line)| {
            let fields: Vec<&str> = line.trim_end().split(',').collect();
            Person::read(&frame, at + 1, &fields).expect("a person")
        })
        .collect();
    People::gather(frame, people).expect("people")
}

fn measure(name: &str, people: &People) {
    let instance = &people.instance;
    let start = processor_seconds();
    let made = make(instance).expect("a plan");
    let took = processor_seconds() - start;
    let Some(certificate) = made.certificate else {
        println!(
            "{name:<16} {:>9} {:>7} {took:>8.2} no proof",
            people.by_id.len(),
            instance.units.len()
        );
        return;
    };
    let bytes = serde_json::to_vec(&certificate).expect("a certificate is JSON").len();
    let plan = assign::assign(people, &made.counts);
    // All that `plan check` does beyond reading the lists, the plan and the certificate.
    let start = processor_seconds();
    assert_eq!(check::evaluate_people(people, &plan).violations, [], "{name}");
    let counts = assign::counts(people, &plan);
    assert!(assign::assign(people, &counts) == plan, "{name}: the draw");
    let proven = verify(instance, &counts, &certificate).expect("a sound proof");
    let checked = processor_seconds() - start;
    println!(
        "{name:<16} {:>9} {:>7} {took:>8.2} {checked:>8.2} {bytes:>11} {:?}, {} rounds of the draw, only: {}",
        people.by_id.len(),
        instance.units.len(),
        made.proof,
        certificate.order.len(),
        proven.only
    );
}

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    println!(
        "{:<16} {:>9} {:>7} {:>8} {:>8} {:>11}",
        "", "people", "units", "make s", "check s", "proof bytes"
    );
    for folder in &folders {
        let start = processor_seconds();
        let people = read(folder);
        let took = processor_seconds() - start;
        let name = folder.rsplit('/').next().unwrap_or(folder);
        println!("{name:<16} read in {took:.2} s");
        measure(name, &people);
    }
    if folders.is_empty() {
        for case in &CASES {
            measure(case.name, &invent(case, &mut Chance(0x9E37_79B9_7F4A_7C15)));
        }
    }
}
