//! 200,000 invented people with 1,000,000 ways of writing their names and 2,000,000 events, entered through
//! the same decisions and appends as by hand; then opened, searched by 30 clients at once, and asked for
//! everybody's status at a past day.
//!
//! `cargo bench -p store --bench load -- [DIR] [people=200000] [postgres]`; with a folder, the instance stays
//! there, and the next run with that folder only opens and searches it. On PostgreSQL a server of its own is
//! started, as in the tests.

#[expect(clippy::unwrap_used, reason = "it is the fixture of the tests")]
#[path = "../src/tests/cluster.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod cluster;
#[path = "../../../core/linkage/tests/fresh.rs"]
#[expect(dead_code, reason = "another tool writes lists from the field")]
mod fresh;
#[path = "../../../core/linkage/tests/invented.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod invented;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use exchange::journal::{self, Context, Recorded, State, VaultChange};
use exchange::lists::Field;
use exchange::registry::{
    self, Assertion, Command, Condition, Credibility, Query, Reliability, Source, SourceKind,
    Stated, Told,
};
use exchange::vocabulary::{Actor, Digest, Party, PersonId, Private, Role};
use jiff::Timestamp;
use store::{Keys, Meta, Server, Store};

const NAMES_OF_A_PERSON: usize = 5;
const PEOPLE_OF_AN_APPEND: usize = 1_500;
const CLIENTS: usize = 30;
const SEARCHES: usize = 6_000;
const SEED: u64 = 2_026;

type Failed = Box<dyn Error + Send + Sync>;

/// Somebody to be entered: every way in which the name is written, with birth date and number.
struct Invented {
    id: String,
    names: Vec<[String; 3]>,
    birth: String,
    number: String,
}

/// Somebody to be looked for, as a clerk of the other side wrote them.
struct Asked {
    id: String,
    name: String,
    birth: String,
}

struct World {
    people: Vec<Invented>,
    asked: Vec<Asked>,
}

fn main() -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(run())
}

async fn run() -> Result<(), Failed> {
    let (mut folder, mut people, mut on_server) = (None, 200_000, false);
    for argument in std::env::args().skip(1).filter(|argument| !argument.starts_with('-')) {
        match argument.strip_prefix("people=") {
            Some(count) => people = count.parse()?,
            None if argument == "postgres" => on_server = true,
            None => folder = Some(PathBuf::from(argument)),
        }
    }
    let scratch = tempfile::tempdir()?;
    let folder = folder.unwrap_or_else(|| scratch.path().to_owned());
    std::fs::create_dir_all(&folder)?;
    let World { people: invented, asked } = world(people);
    let at: Timestamp = "2025-01-01T00:00:00Z".parse()?;
    let path = folder.join(store::DATABASE_FILE);
    let key_file = folder.join(store::KEY_FILE);
    if path.exists() {
        let ids = ids_of(&invented, at)?;
        drop(invented);
        return look_up(&path, None, &Keys::read(&key_file)?, asked, &ids).await;
    }
    let keys = Keys::create(&key_file)?;
    let cluster = if on_server { cluster::Cluster::get() } else { None };
    let address = cluster.as_ref().map(|cluster| cluster.database());
    let meta = Meta { party: Party::A, practice: true, created_at: at };
    let store = match &address {
        Some(address) => Store::create_on(&Server::read(address)?, meta, &keys).await?,
        None => Store::create(&path, meta, &keys).await?,
    };
    say(&format!("{}: {people} people", store.engine().await?))?;
    let before = memory()?;
    let timer = Timer::start();
    let (state, ids) = load(&store, invented, at).await?;
    let (names, claims) = (people * NAMES_OF_A_PERSON, state.registry.claims.len());
    say(&format!(
        "entered {people} people, {names} names, {claims} claims, {} events: {}",
        state.version,
        timer.told()?
    ))?;
    say(&format!("memory at most {} MiB, of it {before} MiB for the invented people", memory()?))?;
    everybody(&state, at)?;
    drop(state);
    store.close().await;
    if address.is_none() {
        let bytes: u64 = std::fs::read_dir(&folder)?
            .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
            .sum();
        say(&format!("on the disk {} MiB", bytes >> 20))?;
    }
    let timer = Timer::start();
    let store = open(&path, address.as_deref(), &keys).await?;
    let state = store.state().await?;
    say(&format!("first opening, {} events: {}", state.version, timer.told()?))?;
    store.close().await;
    drop(state);
    look_up(&path, address.as_deref(), &keys, asked, &ids).await
}

/// Opens the instance once more, opens every card, and lets people be searched for.
async fn look_up(
    path: &Path,
    address: Option<&str>,
    keys: &Keys,
    asked: Vec<Asked>,
    ids: &BTreeMap<String, PersonId>,
) -> Result<(), Failed> {
    let timer = Timer::start();
    let store = open(path, address, keys).await?;
    let state = store.state().await?;
    say(&format!("next opening, {} events: {}", state.version, timer.told()?))?;
    let timer = Timer::start();
    let cards = store.cards().await?.len();
    say(&format!("opened {cards} cards: {}", timer.told()?))?;
    let store = Arc::new(store);
    let asked = Arc::new(asked);
    for with_birth in [true, false] {
        search(&store, &asked, ids, with_birth).await?;
    }
    Ok(())
}

async fn open(path: &Path, address: Option<&str>, keys: &Keys) -> Result<Store, Failed> {
    Ok(match address {
        Some(address) => Store::open_on(&Server::read(address)?, keys).await?,
        None => Store::open(path, keys).await?,
    })
}

fn say(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{text}")
}

/// Wall and processor time.
struct Timer {
    wall: Instant,
    ticks: u64,
}

impl Timer {
    fn start() -> Self {
        Self { wall: Instant::now(), ticks: ticks().unwrap_or(0) }
    }

    fn told(&self) -> Result<String, Failed> {
        let cpu = ticks()?.saturating_sub(self.ticks) as f64 / 100.0;
        Ok(format!("{:.2} s, {cpu:.2} s of processor", self.wall.elapsed().as_secs_f64()))
    }
}

/// Hundredths of a second that this process has used, user and system.
fn ticks() -> Result<u64, Failed> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let rest = text.rsplit(')').next().ok_or("no such line")?;
    let field = |at: usize| rest.split_whitespace().nth(at).unwrap_or("0").parse::<u64>();
    Ok(field(11)? + field(12)?)
}

/// The most memory that this process has held, in MiB.
fn memory() -> Result<u64, Failed> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}

/// Invents people (list A), other ways of writing their names (list M and plain transcriptions), and
/// those of list B by which they are looked for, which are never entered.
fn world(people: usize) -> World {
    let files = fresh::files(people, &fresh::ORDINARY, SEED);
    let rows = |text: &str| -> BTreeMap<String, Vec<String>> {
        let rows = text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect());
        rows.map(|row: Vec<String>| (row[0].clone(), row)).collect()
    };
    let name = |row: &[String]| [1, 2, 3].map(|at| row[at].clone());
    let (theirs, mediator) = (rows(&files.b), rows(&files.m));
    let mut people: BTreeMap<String, Invented> = BTreeMap::new();
    for (id, row) in rows(&files.a) {
        let mut names = vec![name(&row)];
        for system in 0..3 {
            names.push(names[0].each_ref().map(|part| invented::latin(part, system, true)));
        }
        let (birth, number) = (row[4].clone(), row[8].clone());
        people.insert(id.clone(), Invented { id, names, birth, number });
    }
    let mut asked = Vec::new();
    for line in files.truth.lines().skip(1) {
        let parts: Vec<&str> = line.split(',').collect();
        let (left, right) = (parts[1], parts[2]);
        if parts[0] == "ab" {
            let row = &theirs[right];
            let (name, birth) = (name(row).join(" "), row[4].clone());
            asked.push(Asked { id: left.to_owned(), name, birth });
        } else if let (Some(person), Some(row)) = (people.get_mut(left), mediator.get(right)) {
            person.names.push(name(row));
        }
    }
    let mut people: Vec<Invented> = people.into_values().collect();
    for person in &mut people {
        if person.names.len() < NAMES_OF_A_PERSON {
            let capitals = person.names[1].each_ref().map(|part| part.to_uppercase());
            person.names.push(capitals);
        }
        person.names.truncate(NAMES_OF_A_PERSON);
    }
    let mut chance = invented::people::Chance::new(SEED);
    for at in (1..asked.len()).rev() {
        asked.swap(at, chance.below(at + 1));
    }
    World { people, asked }
}

/// A desk that has no folder: it decides, and keeps what has not been appended yet.
struct Desk {
    state: State,
    step: u64,
    at: Timestamp,
    events: Vec<Recorded>,
    changes: Vec<VaultChange>,
}

impl Desk {
    fn take(&mut self, command: Command) -> Result<Vec<journal::Event>, Failed> {
        self.step += 1;
        let actor = Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer };
        let chance = Digest::of(&[b"load", &self.step.to_be_bytes()]).0;
        let context = Context::new(self.at, actor, chance);
        let outcome = journal::decide(&self.state, &context, journal::Command::Registry(command))?;
        let recorded = Recorded::number(&context, self.state.version, &outcome.events);
        for event in &recorded {
            self.state.apply(event);
        }
        self.events.extend(recorded);
        self.changes.extend(outcome.vault);
        Ok(outcome.events)
    }

    /// Enters one person: ten events, of which five say a name.
    fn enter(&mut self, person: &Invented) -> Result<PersonId, Failed> {
        let events = self.take(Command::Register {
            source: Some(source(SourceKind::Family)),
            identity: told(person, 0),
            also: vec![Assertion::Missing, Assertion::TracingRequest],
        })?;
        let Some(journal::Event::Registry(registry::Event::Registered { person: id })) =
            events.into_iter().next()
        else {
            return Err("nobody was entered".into());
        };
        for name in 1..NAMES_OF_A_PERSON {
            self.take(Command::Claim {
                person: id.clone(),
                says: Assertion::Identity,
                source: Some(source(SourceKind::Witness)),
                told: told(person, name),
            })?;
        }
        for (says, kind) in [
            (Assertion::SeenHeld, SourceKind::Witness),
            (Assertion::Acknowledged, SourceKind::TracingAgency),
        ] {
            let (source, told) = (Some(source(kind)), Told::default());
            self.take(Command::Claim { person: id.clone(), says, source, told })?;
        }
        Ok(id)
    }
}

/// Enters everybody, and lets go of them as it goes; returns the state and who is who.
async fn load(
    store: &Store,
    people: Vec<Invented>,
    from: Timestamp,
) -> Result<(State, BTreeMap<String, PersonId>), Failed> {
    let (events, changes) = (Vec::new(), Vec::new());
    let mut desk = Desk { state: State::default(), step: 0, at: from, events, changes };
    let mut ids = BTreeMap::new();
    let mut people = people.into_iter();
    for day in 0_i64.. {
        let batch: Vec<Invented> = people.by_ref().take(PEOPLE_OF_AN_APPEND).collect();
        if batch.is_empty() {
            break;
        }
        desk.at = from.checked_add(jiff::SignedDuration::from_hours(day * 24))?;
        let expected = desk.state.version;
        for person in batch {
            let id = desk.enter(&person)?;
            ids.insert(person.id, id);
        }
        store.append_viewed((expected, &desk.state), &desk.events, &desk.changes).await?;
        desk.events.clear();
        desk.changes.clear();
    }
    Ok((desk.state, ids))
}

/// Who is who in an instance that an earlier run made: references are made from numbers of steps.
fn ids_of(people: &[Invented], at: Timestamp) -> Result<BTreeMap<String, PersonId>, Failed> {
    let (events, changes) = (Vec::new(), Vec::new());
    let mut desk = Desk { state: State::default(), step: 0, at, events, changes };
    let mut ids = BTreeMap::new();
    for person in people {
        desk.state = State::default();
        ids.insert(person.id.clone(), desk.enter(person)?);
        desk.events.clear();
        desk.changes.clear();
    }
    Ok(ids)
}

fn source(kind: SourceKind) -> Source {
    Source {
        kind,
        name: Private::new("bureau 1".to_owned()),
        reliability: Reliability::B,
        credibility: Credibility::read(2).unwrap_or(Credibility::UNKNOWN),
        condition: Condition::AtLiberty,
        language: Some("uk".to_owned()),
    }
}

/// What is told with one of the names; birth date and number with the first.
fn told(person: &Invented, name: usize) -> Told {
    let [surname, given, father] = person.names[name].clone();
    let mut fields =
        vec![(Field::Surname, surname), (Field::GivenName, given), (Field::Patronymic, father)];
    if name == 0 {
        fields.push((Field::BirthDate, person.birth.clone()));
        fields.push((Field::ServiceNumber, person.number.clone()));
    }
    let fields = fields
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field, Stated::Given(Private::new(text))))
        .collect();
    Told { fields, ..Told::default() }
}

/// Counts everybody's status at a day in the middle of the load.
fn everybody(state: &State, from: Timestamp) -> Result<(), Failed> {
    let timer = Timer::start();
    let days = i64::try_from(state.registry.persons.len() / PEOPLE_OF_AN_APPEND / 2)?;
    let moment = from.checked_add(jiff::SignedDuration::from_hours(days * 24 + 1))?;
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    for person in state.registry.persons.keys() {
        let status = state.registry.status(person, Some(moment)).map(|reading| reading.status);
        *counts.entry(status).or_default() += 1;
    }
    say(&format!("status of everybody at a past day, {counts:?}: {}", timer.told()?))?;
    Ok(())
}

/// Lets 30 clients search at once, each for the next one when it has its answer.
async fn search(
    store: &Arc<Store>,
    asked: &Arc<Vec<Asked>>,
    ids: &BTreeMap<String, PersonId>,
    with_birth: bool,
) -> Result<(), Failed> {
    let next = Arc::new(AtomicUsize::new(0));
    let timer = Timer::start();
    let most = SEARCHES.min(asked.len());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (store, asked, next) = (Arc::clone(store), Arc::clone(asked), Arc::clone(&next));
            tokio::spawn(async move {
                let mut answers = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= most {
                        return Ok::<_, Failed>(answers);
                    }
                    let asked = &asked[at];
                    let birth = if with_birth { asked.birth.as_str() } else { "" };
                    let began = Instant::now();
                    let text = format!("{} {birth}", asked.name);
                    let query = Query::read(&text).ok_or("an empty query")?;
                    let found = store.search(&query, 5).await?;
                    let found: Vec<PersonId> = found.into_iter().map(|one| one.person).collect();
                    answers.push((at, began.elapsed(), found));
                }
            })
        })
        .collect();
    let mut answers = Vec::new();
    for client in clients {
        answers.extend(client.await??);
    }
    let told = timer.told()?;
    let (mut first, mut within) = (0_u32, 0_u32);
    for (at, _, found) in &answers {
        let right = &ids[&asked[*at].id];
        first += u32::from(found.first() == Some(right));
        within += u32::from(found.contains(right));
    }
    let mut waits: Vec<Duration> = answers.iter().map(|(_, wait, _)| *wait).collect();
    waits.sort_unstable();
    let part = |share: usize| waits[(waits.len() * share / 1000).min(waits.len() - 1)].as_millis();
    let count = answers.len() as f64;
    say(&format!(
        "{} searches by name{}, {CLIENTS} clients: recall@1 {:.4}, recall@5 {:.4}; half within {} ms, \
         95 % within {} ms, 99 % within {} ms; {told}",
        answers.len(),
        if with_birth { " and birth date as written" } else { " alone" },
        f64::from(first) / count,
        f64::from(within) / count,
        part(500),
        part(950),
        part(990),
    ))?;
    Ok(())
}
