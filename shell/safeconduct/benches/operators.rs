//! Operators at work at once, over HTTP, on an instance with invented people: reads and writes mixed, each
//! thing timed, every answer looked at.
//!
//! `cargo bench -p safeconduct --bench operators -- --minutes 10 --operators 30 --people 200000
//! [--database postgres://...] [--servers 2] [--think-ms 1000] [--lines 1200] [--dir DIR]
//! [--binary FILE]`. The database must be empty. It starts the servers itself, measures first the search (all at once, without a pause), then the
//! comparison of a list, then pages of the desk, then the mix (with pauses as people make them), and says how many answers were errors. An
//! answer that asks for a code is no error: the operator shows one, as an operator does. With `--dir` the instance
//! stays in that folder and is used again by the next run, which then enters nobody anew; with
//! `--binary` another build is measured, to be compared with this one.

#[path = "operators/comparison.rs"]
mod comparison;
#[path = "operators/desk.rs"]
mod desk;
#[path = "operators/pages.rs"]
mod pages;
#[path = "operators/people.rs"]
mod people;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;

use desk::{Instance, Seat};
use people::{Chance, somebody};

/// How often each of the clients at once searches.
const SEARCHES: usize = 24;
/// How many people a search asks for: a code is good for 120.
const FOUND: usize = 5;
/// How many people are an operator's own for the day.
const OWN: usize = 12;
/// Of how many people an operator of the mix looks for one, three at most being shown each time, and how many
/// are to be entered: an officer may be shown 120 people in an hour, those who look like somebody among them.
const SOUGHT: usize = 6;
const ENTERED: usize = 8;

/// What is asked for.
pub(crate) struct Asked {
    minutes: f64,
    operators: usize,
    people: usize,
    servers: usize,
    think_ms: u64,
    lines: usize,
    pub(crate) database: Option<String>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) binary: Option<PathBuf>,
}

type Shown = Result<(), Box<dyn Error>>;

fn main() -> Shown {
    let asked = read()?;
    let started = Instant::now();
    let mut instance = Instance::found(&asked)?;
    for number in 0..asked.operators {
        instance.account(&format!("operator-{number}"))?;
        instance.account(&format!("searcher-{number}"))?;
    }
    instance.account(comparison::OFFICER)?;
    instance.account(pages::OFFICER)?;
    instance.import(asked.people)?;
    instance.serve(asked.servers)?;
    say(&format!(
        "{} people, {} operators, {} servers, {}: ready after {} s",
        asked.people,
        asked.operators,
        asked.servers,
        if asked.database.is_some() { "PostgreSQL" } else { "SQLite" },
        started.elapsed().as_secs()
    ))?;
    let times = Times::default();
    searches(&asked, &instance, &times)?;
    times.tell("search, all at once")?;
    if asked.lines > 0 {
        let list = comparison::measure((asked.people, asked.lines), &instance)?;
        let times = Times::default();
        pages::measure((asked.people, &list), &instance, &times)?;
        times.tell("pages, one after the other")?;
    }
    let times = Times::default();
    mix(&asked, &instance, &times)?;
    times.tell("mixed reads and writes")?;
    let errors = times.errors();
    instance.check()?;
    if errors > 0 {
        return Err(format!("{errors} answers were errors").into());
    }
    Ok(())
}

fn read() -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked {
        minutes: 1.0,
        operators: 30,
        people: 5_000,
        servers: 1,
        think_ms: 1_000,
        lines: 1_200,
        database: None,
        folder: None,
        binary: None,
    };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("nothing follows {word}"))?;
        match word.as_str() {
            "--minutes" => asked.minutes = value.parse()?,
            "--operators" => asked.operators = value.parse()?,
            "--people" => asked.people = value.parse()?,
            "--servers" => asked.servers = value.parse()?,
            "--think-ms" => asked.think_ms = value.parse()?,
            "--lines" => asked.lines = value.parse()?,
            "--binary" => asked.binary = Some(PathBuf::from(value)),
            "--dir" => asked.folder = Some(PathBuf::from(value)),
            "--database" => asked.database = Some(value),
            _ => return Err(format!("{word} is nothing that can be asked").into()),
        }
    }
    Ok(asked)
}

fn say(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{text}")
}

/// How long each kind of thing took, in microseconds, and what went wrong.
#[derive(Default)]
struct Times {
    of: Mutex<BTreeMap<&'static str, Vec<u64>>>,
    wrong: Mutex<BTreeMap<String, usize>>,
}

impl Times {
    fn add(&self, kind: &'static str, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mut of = self.of.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        of.entry(kind).or_default().push(micros);
    }

    fn wrong(&self, what: String) {
        let mut wrong = self.wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *wrong.entry(what).or_default() += 1;
    }

    fn errors(&self) -> usize {
        let wrong = self.wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        wrong.values().sum()
    }

    fn tell(&self, of: &str) -> Shown {
        let mut times = self.of.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let all: Vec<u64> = times.values().flatten().copied().collect();
        times.insert("everything", all);
        say(&format!("{of}:   times in ms"))?;
        say("  what             answers     p50     p95     p99     max")?;
        for (kind, times) in times.iter_mut() {
            times.sort_unstable();
            let at = |share: usize| {
                let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
                times.get(place).map_or(0.0, |micros| *micros as f64 / 1000.0)
            };
            let (p50, p95, p99, most) = (at(50), at(95), at(99), at(100));
            let count = times.len();
            say(&format!("  {kind:<16} {count:>7} {p50:>7.1} {p95:>7.1} {p99:>7.1} {most:>7.1}"))?;
        }
        drop(times);
        let wrong = self.wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        say(&format!("  errors: {}", wrong.values().sum::<usize>()))?;
        for (what, count) in wrong.iter() {
            say(&format!("    {count} times {what}"))?;
        }
        Ok(())
    }
}

/// All clients search at once, one search after the other.
fn searches(asked: &Asked, instance: &Instance, times: &Times) -> Shown {
    let seats = (0..asked.operators).map(|number| instance.seat(&format!("searcher-{number}")));
    let seats = seats.collect::<Result<Vec<_>, _>>()?;
    std::thread::scope(|scope| {
        for (number, mut seat) in seats.into_iter().enumerate() {
            scope.spawn(move || {
                let mut chance = Chance::new(9_000 + number as u64);
                for _ in 0..SEARCHES {
                    // A few people again and again: an officer may see 120 in an hour.
                    let whom = number * OWN + chance.below(OWN);
                    let (script, person) = (chance.below(3), somebody(whom % asked.people));
                    let text = person.written(script);
                    let body = json!({ "text": text, "most": FOUND });
                    timed(times, "search", &mut seat, |seat| {
                        seat.post("/people/search", None, &body).map(drop)
                    });
                }
            });
        }
    });
    Ok(())
}

/// Times one thing and keeps what went wrong. A code that is asked for is shown, and the thing is done again.
fn timed<T>(
    times: &Times,
    kind: &'static str,
    seat: &mut Seat,
    work: impl Fn(&mut Seat) -> Result<T, String>,
) -> Option<T> {
    for _ in 0..3 {
        let began = Instant::now();
        match work(seat) {
            Ok(done) => {
                times.add(kind, began.elapsed());
                return Some(done);
            }
            Err(what) if what.contains("proof-needed") => {
                if let Err(what) = seat.prove() {
                    times.wrong(format!("prove: {what}"));
                    return None;
                }
            }
            Err(what) => {
                times.wrong(format!("{kind}: {what}"));
                return None;
            }
        }
    }
    times.wrong(format!("{kind}: asked for a code again and again"));
    None
}

/// Operators work side by side until the time is over.
fn mix(asked: &Asked, instance: &Instance, times: &Times) -> Shown {
    let seats = (0..asked.operators).map(|number| instance.seat(&format!("operator-{number}")));
    let seats = seats.collect::<Result<Vec<_>, _>>()?;
    let until = Instant::now() + Duration::from_secs_f64(asked.minutes * 60.0);
    std::thread::scope(|scope| {
        for (number, mut seat) in seats.into_iter().enumerate() {
            scope.spawn(move || operator(asked, (number, &mut seat), until, times));
        }
    });
    Ok(())
}

fn operator(asked: &Asked, (number, seat): (usize, &mut Seat), until: Instant, times: &Times) {
    let mut chance = Chance::new(100 + number as u64);
    let mut known: Vec<String> = Vec::new();
    let mut new = 0;
    while Instant::now() < until {
        let pause = asked.think_ms / 2 + chance.below_u64(asked.think_ms.max(1));
        std::thread::sleep(Duration::from_millis(pause));
        let whose = known.get(chance.below(known.len().max(1))).cloned();
        match (chance.below(100), whose) {
            (0..35, Some(person)) => {
                let path = format!("/people/{person}");
                timed(times, "show a person", seat, |seat| seat.get(&path).map(drop));
            }
            (35..55, Some(person)) => {
                claim(times, seat, &person);
            }
            (55..65, _) => {
                new = (new + 1) % ENTERED;
                let body = somebody(asked.people + number * 10_000 + new).entry();
                timed(times, "enter a person", seat, |seat| {
                    // Whoever looks like somebody who is entered already is told of, and left.
                    match seat.post("/people", None, &body) {
                        Err(what) if what.contains("refused") => Ok(()),
                        done => done.map(drop),
                    }
                });
            }
            (65..72, _) => {
                let path = "/people?status=sought&limit=50";
                timed(times, "page of people", seat, |seat| seat.get(path).map(drop));
            }
            (72..77, _) => {
                timed(times, "session", seat, |seat| seat.get("/session").map(drop));
            }
            (77..79, _) => {
                let path = "/people/counts?on=2026-01-01";
                timed(times, "count at a day", seat, |seat| seat.get(path).map(drop));
            }
            (79..81, _) => {
                timed(times, "page of lists", seat, |seat| seat.get("/lists").map(drop));
            }
            _ => {
                let person = somebody((number * OWN + chance.below(SOUGHT)) % asked.people);
                let body = json!({ "text": person.written(chance.below(3)), "most": 3 });
                let found =
                    timed(times, "search", seat, |seat| seat.post("/people/search", None, &body));
                let first = found
                    .and_then(|(found, _)| found["items"][0]["person"].as_str().map(str::to_owned));
                if let Some(first) = first.filter(|one| known.len() < OWN && !known.contains(one)) {
                    known.push(first);
                }
            }
        }
    }
}

/// Looks at a person and adds what somebody said of them, as it was looked at.
fn claim(times: &Times, seat: &mut Seat, person: &str) {
    let path = format!("/people/{person}");
    let shown = timed(times, "show a person", seat, |seat| seat.get(&path));
    let Some((_, etag)) = shown else { return };
    let body = json!({
        "source": "witness", "by": "somebody who was there", "says": "seen-held",
        "reliability": "C", "credibility": 3, "place": "a camp",
    });
    let path = format!("{path}/claims");
    timed(times, "add a claim", seat, |seat| match seat.post(&path, Some(&etag), &body) {
        // Somebody else was quicker: as it should be.
        Err(what) if what.contains("moved") => Ok(()),
        done => done.map(drop),
    });
}
