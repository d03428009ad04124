//! Terms and people invented by a small generator, for every test of this crate.

use planner::Frame;
use planner::people::{People, Person};

/// A generator of chance that is the same everywhere (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    pub(crate) fn one_in(&mut self, number: u64) -> bool {
        self.next().is_multiple_of(number)
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.next() % words.len() as u64).expect("a small number");
        words[at]
    }
}

pub(crate) fn frame(chance: &mut Chance, extra: &str) -> Frame {
    let cap = |chance: &mut Chance| {
        format!(
            r#"{{"seat": {}, "stretcher": {}, "ambulance": {}, "escort": {}, "beds": {}}}"#,
            1 + chance.next() % 4,
            chance.next() % 3,
            chance.next() % 2,
            chance.next() % 3,
            1 + chance.next() % 3
        )
    };
    let rounds: Vec<String> = [1201, 1215]
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let (a, b) = (cap(chance), cap(chance));
            format!(r#"{{"id": {}, "day": {day}, "cap": {{"A": {a}, "B": {b}}}}}"#, at + 1)
        })
        .collect();
    let mode = if chance.one_in(4) { "total" } else { "category" };
    let ratio = chance.pick(&["[1, 1]", "[1, 1]", "[2, 1]", "[3, 2]"]);
    let text = format!(
        r#"{{"asof": 1194, "horizon": 1314, "seed_hex": "0102", "agreement": {{
            "precedence": ["grave", "ill", "civ", "u25", "old"], "counted": ["u25", "old"],
            "uncounted_unconditional": ["grave", "ill", "civ"], "parity_mode": "{mode}",
            "parity": {{"u25": {ratio}, "old": [1, 1]}}, "parity_total": {ratio},
            "min_swap": {}, "bands": [0, 60, 200, 500, 900], {extra}
            "escort_quarters": {{"seat": 0, "stretcher": 1, "ambulance": 4}},
            "beds_cats": ["grave", "ill"]}},
            "rounds": [{}]}}"#,
        chance.next() % 3,
        rounds.join(",")
    );
    Frame::read_json(text.as_bytes()).expect("terms")
}

pub(crate) fn people(chance: &mut Chance, frame: Frame, number: usize) -> People {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < number {
        let side = if at < number / 2 { "A" } else { "B" };
        let together = if chance.one_in(5) { 2 } else { 1 };
        let group = if together > 1 { format!("g{at}") } else { String::new() };
        for _ in 0..together {
            let grave = chance.one_in(5);
            let cats =
                if grave { "grave" } else { chance.pick(&["ill", "civ", "u25", "u25", "old", ""]) };
            let need =
                if grave { chance.pick(&["stretcher", "ambulance", "seat"]) } else { "seat" };
            let day = chance.pick(&["10", "10", "95", "300", "700", "1100"]);
            let named = if chance.one_in(5) { "1" } else { "0" };
            let hold = if chance.one_in(9) { "1210" } else { "-1" };
            let id = format!("{side}{:03}", rows.len());
            rows.push(
                [id, side.into(), cats.into(), day.into(), "P".into(), need.into()]
                    .into_iter()
                    .chain([named.to_owned(), "0".into(), hold.into(), "0".into(), group.clone()])
                    .collect::<Vec<String>>(),
            );
            at += 1;
        }
    }
    let read = |(at, row): (usize, &Vec<String>)| {
        let fields: Vec<&str> = row.iter().map(String::as_str).collect();
        Person::read(&frame, at, &fields).expect("a person")
    };
    let all: Vec<Person> = rows.iter().enumerate().map(read).collect();
    People::gather(frame, all).expect("people")
}
