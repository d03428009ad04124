//! A process or a server killed at any moment loses nothing that was acknowledged.
//!
//! The test starts itself again as a child. The child writes three things at once: the journal with records
//! of the vault, erasures and views; looks; sessions with their log and the account. It prints a line after
//! each that the store has acknowledged. The parent kills it at a random moment, opens what is left, and
//! checks it: everything acknowledged is there, at most one more of each kind, whole or not at all; the
//! chains verify; the views that grew are those that are made anew. What this cannot show is a power cut:
//! for that the store relies on `synchronous = full`, and the server on `fsync`.
//!
//! How many kills: `SAFECONDUCT_KILLS` of clients on each database, `SAFECONDUCT_SERVER_KILLS` of the
//! server; few where they are not set. `CONTRIBUTING.md` has the command for the full number.

mod beside;
mod tale;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::cluster::Cluster;
use super::{House, meta, open, server};
use crate::{DATABASE_FILE, Error, KEY_FILE, Keys, Store};
use beside::Beside;
use tale::Tale;

const CHILD: &str = "SAFECONDUCT_STORE_CRASH_CHILD";
/// The address of the database, when it is not a file.
const ADDRESS: &str = "SAFECONDUCT_STORE_CRASH_ADDRESS";
/// Where the child begins: the seed of its tale, and how far each track has come.
const BEGIN: &str = "SAFECONDUCT_STORE_CRASH_BEGIN";
/// How many clients are killed on each database, and how many where nothing is said.
const KILLS: (&str, u64) = ("SAFECONDUCT_KILLS", 40);
/// How often the server is killed, and how often where nothing is said.
const SERVER_KILLS: (&str, u64) = ("SAFECONDUCT_SERVER_KILLS", 4);
/// How many kills one database takes before a new one is begun, so that the checks stay short.
const KILLS_EACH: u64 = 20;
/// After how many kills the views are thrown away and made again.
const REBUILD_EVERY: u64 = 4;
/// What a child says when it begins to write.
const READY: &str = "ready";
/// One of so many children is killed at any moment of its life; the others once they write, however long the
/// machine took to start them.
const KILLED_EARLY: u64 = 4;
/// The longest life of a child, in microseconds; long enough to be killed in the appends, the erasures, and
/// the folding of the log.
const LIFE_MICROS_MAX: u64 = 240_000;
/// How long a child may take to begin.
const START_MAX: Duration = Duration::from_mins(2);
const SEED: u64 = 0x5AFE_C0DC;

fn number_of((name, usual): (&str, u64)) -> u64 {
    std::env::var(name).map_or(usual, |number| number.parse().expect("a number of kills"))
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

/// How far each track has come, as it was acknowledged or found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Reached {
    /// The version of the journal.
    journal: u64,
    /// The number of looks.
    looks: u64,
    /// The number of steps of the sessions.
    steps: u64,
}

impl Reached {
    /// Takes a line of a child for what it acknowledges.
    fn hear(&mut self, line: &str) {
        let Some((track, number)) = line.split_once(' ') else { return };
        let Ok(number) = number.parse() else { return };
        match track {
            "journal" => self.journal = number,
            "looks" => self.looks = number,
            "steps" => self.steps = number,
            _ => {}
        }
    }

    fn text(self, seed: u64) -> String {
        format!("{seed} {} {} {}", self.journal, self.looks, self.steps)
    }

    fn read(text: &str) -> (u64, Self) {
        let numbers: Vec<u64> = text.split(' ').map(|part| part.parse().unwrap()).collect();
        let [seed, journal, looks, steps] = numbers[..] else { panic!("{text}") };
        (seed, Self { journal, looks, steps })
    }
}

/// Writes all three tracks at once until something fails; says what failed first in each.
async fn write_all(
    [one, two, three]: [Store; 3],
    (seed, begin): (u64, Reached),
    acknowledge: impl Fn(&str, u64),
) -> [Error; 3] {
    let journal = async {
        let mut tale = Tale::told_to(seed, begin.journal);
        for round in 1_u64.. {
            if let Err(error) = tell(&one, &mut tale, round).await {
                return error;
            }
            acknowledge("journal", tale.state.version);
        }
        unreachable!("no life is that long")
    };
    let looks = async {
        let mut number = begin.looks;
        loop {
            let next = number + beside::looks_after(number);
            let looks: Vec<_> = (number..next).map(beside::look).collect();
            if let Err(error) = two.append_looks(&looks).await {
                return error;
            }
            number = next;
            acknowledge("looks", number);
        }
    };
    let sessions = async {
        let mut step = begin.steps;
        loop {
            if let Err(error) = beside::take(&three, step).await {
                return error;
            }
            step += 1;
            acknowledge("steps", step);
        }
    };
    tokio::join!(journal, looks, sessions).into()
}

/// Makes one append, and now and then brings the views along and makes a snapshot.
async fn tell(store: &Store, tale: &mut Tale, round: u64) -> Result<(), Error> {
    if round.is_multiple_of(5) {
        store.refresh_views(&tale.state).await?;
    }
    if round.is_multiple_of(9) {
        store.snapshot_now().await?;
    }
    let next = tale.append();
    let (events, changes) = (&next.events, &next.changes);
    let version = if next.viewed {
        store.append_viewed((next.expected, &tale.state), events, changes).await?
    } else {
        store.append(next.expected, events, changes).await?
    };
    assert_eq!(version, tale.state.version);
    Ok(())
}

/// Does nothing unless the parent below started it.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_writes_until_it_is_killed() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let folder = Path::new(&folder);
    let begin = Reached::read(&std::env::var(BEGIN).unwrap());
    let keys = Keys::read(&folder.join(KEY_FILE)).unwrap();
    let address = std::env::var(ADDRESS).ok();
    let store = open(&folder.join(DATABASE_FILE), address.as_deref(), &keys).await;
    let stores = [store.clone(), store.clone(), store];
    println!("\n{READY}");
    std::io::stdout().flush().unwrap();
    let failed = write_all(stores, begin, |track, number| {
        let mut out = std::io::stdout().lock();
        out.write_all(format!("{track} {number}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    });
    panic!("the child was to be killed: {:?}", Box::pin(failed).await);
}

fn spawn(house: &House, begin: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "tests::crash::child_that_writes_until_it_is_killed", "--nocapture"])
        .env(CHILD, house.folder.path())
        .env(BEGIN, begin)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(address) = house.address() {
        command.env(ADDRESS, address);
    }
    command.spawn().unwrap()
}

/// Lets a child run for a while, kills it, and returns what it acknowledged.
fn run_and_kill(
    house: &House,
    (seed, begin): (u64, Reached),
    (life, early): (Duration, bool),
) -> Reached {
    let mut child = spawn(house, &begin.text(seed));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (says_ready, ready) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let (mut reached, mut text) = (begin, Vec::new());
        while output.read_until(b'\n', &mut text).is_ok_and(|length| length > 0) {
            // A last line without its end was cut off while it was written, and is no acknowledgement.
            if text.pop() == Some(b'\n') {
                reached.hear(&String::from_utf8_lossy(&text));
                if text == READY.as_bytes() {
                    // Whoever is killed early is not waited for.
                    let _heard = says_ready.send(());
                }
            }
            text.clear();
        }
        reached
    });
    if !early {
        ready.recv_timeout(START_MAX).expect("a child begins to write");
    }
    std::thread::sleep(life);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "the child was killed and did not fall over");
    reader.join().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_a_process_is_killed() {
    kill_often(SEED, LIFE_MICROS_MAX, || async { Some(House::new().await) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_a_server_s_client_is_killed() {
    // Signing in takes longer than opening a file.
    kill_often(SEED + 1, 2 * LIFE_MICROS_MAX, House::on_server).await;
}

/// Kills children at work on one database after another, and checks after each kill.
async fn kill_often<F: Future<Output = Option<House>>>(
    seed: u64,
    life_micros_max: u64,
    found: impl Fn() -> F,
) {
    let mut chance = Chance(seed);
    let (mut kills, mut at_work, mut all) = (0, 0, [0; 3]);
    let wanted = number_of(KILLS);
    while kills < wanted {
        let Some(house) = found().await else { return };
        beside::make_account(&house.store).await;
        house.store.close().await;
        let tale_seed = chance.below(u64::MAX);
        let mut tale = Tale::new(tale_seed);
        let mut reached = Reached::default();
        for kill in 1..=KILLS_EACH.min(wanted - kills) {
            let life = Duration::from_micros(chance.below(life_micros_max));
            let early = kill % KILLED_EARLY == 0;
            let acknowledged = run_and_kill(&house, (tale_seed, reached), (life, early));
            at_work += u64::from(acknowledged != reached);
            let store = house.reopen().await;
            reached = check(&store, &mut tale, acknowledged, kill % REBUILD_EVERY == 0).await;
            store.close().await;
            kills += 1;
        }
        for (sum, one) in all.iter_mut().zip([reached.journal, reached.looks, reached.steps]) {
            *sum += one;
        }
    }
    println!(
        "{kills} kills, {at_work} of them of a child at work; nothing lost of {} events, {} looks, {} steps \
         of sessions",
        all[0], all[1], all[2]
    );
    // Otherwise the children died before they did anything, and the test would prove nothing.
    assert!(at_work > wanted / 4, "only {at_work} kills hit a working child");
}

/// Checks what a kill left; returns how far everything has come.
async fn check(store: &Store, tale: &mut Tale, acknowledged: Reached, rebuild: bool) -> Reached {
    let version = store.version().await.unwrap();
    while tale.state.version < acknowledged.journal {
        tale.append();
    }
    assert_eq!(tale.state.version, acknowledged.journal);
    if version != acknowledged.journal {
        // One append was under way, and it is there as a whole.
        tale.append();
    }
    assert_eq!(version, tale.state.version, "acknowledged {acknowledged:?}");
    assert_eq!(read_all(store).await, tale.events);
    assert_eq!(store.state().await.unwrap(), tale.state);
    check_vault(store, tale).await;
    let (looks, _) = store.looks_end().await.unwrap();
    let one_more = acknowledged.looks + beside::looks_after(acknowledged.looks);
    assert!([acknowledged.looks, one_more].contains(&looks), "{acknowledged:?}: {looks} looks");
    let mut number = 0;
    while number < looks {
        let page = store.looks(number + 1, 10_000).await.unwrap();
        for (at, look) in page {
            assert_eq!((at, look), (number + 1, beside::look(number)));
            number += 1;
        }
    }
    let found = Beside::of(store).await;
    let whole = [acknowledged.steps, acknowledged.steps + 1];
    let steps = whole.into_iter().find(|steps| Beside::after(*steps) == found);
    let steps = steps.unwrap_or_else(|| panic!("after {acknowledged:?}: {found:?}"));
    // Views that were left behind are brought along; those that came along are held against what
    // journal and vault say by the check of everything.
    store.refresh_views(&tale.state).await.unwrap();
    let report = store.verify().await.unwrap();
    assert!(report.is_sound(), "{:?}", report.flaws);
    assert_eq!((report.events, report.looks), (version, looks));
    if rebuild {
        let grown = store.views().await.unwrap();
        assert_eq!(grown.version, version);
        assert_eq!(store.rebuild_views().await.unwrap(), grown);
    }
    Reached { journal: version, looks, steps }
}

async fn read_all(store: &Store) -> Vec<exchange::journal::Recorded> {
    let mut all: Vec<exchange::journal::Recorded> = Vec::new();
    loop {
        let page = store.read(all.len() as u64 + 1, 10_000).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

/// Every record that was kept and not destroyed is there with its words; no other is.
async fn check_vault(store: &Store, tale: &Tale) {
    let mut found = std::collections::BTreeMap::new();
    for person in tale.state.registry.persons.keys() {
        for one in store.vault_about(person).await.unwrap() {
            let digest = one.digest();
            found.insert(one.record, (one.person.unwrap(), one.compartment, digest));
        }
    }
    assert_eq!(found, tale.vault);
    let rows = store.raw_records("", 1_000_000).await.unwrap();
    assert_eq!(rows.len(), tale.vault.len(), "no record of anybody else");
}

/// The server's processes are killed while three clients with connections of their own write.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let Some(_) = Cluster::get() else { return };
    // A server of its own: other tests use the shared one meanwhile.
    let cluster = Arc::new(Cluster::alone());
    let address = server(&cluster.database());
    let keys = Keys::new(&[3; 32]);
    let store = Store::create_on(&address, meta(), &keys).await.unwrap();
    beside::make_account(&store).await;
    store.close().await;
    let mut chance = Chance(SEED + 2);
    let (mut tale, mut reached) = (Tale::new(SEED), Reached::default());
    let kills = number_of(SERVER_KILLS);
    for kill in 1..=kills {
        let mut stores = Vec::new();
        for _ in 0..3 {
            stores.push(Store::open_on(&address, &keys).await.unwrap());
        }
        let stores: [Store; 3] = stores.try_into().unwrap();
        let heard = Arc::new(Mutex::new(reached));
        let writer = tokio::spawn({
            let heard = heard.clone();
            async move {
                let write = write_all(stores, (SEED, reached), |track, number| {
                    heard.lock().unwrap().hear(&format!("{track} {number}"));
                });
                Box::pin(write).await
            }
        });
        let enough = |now: Reached| now.journal > reached.journal && now.steps > reached.steps;
        while !enough(*heard.lock().unwrap()) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        tokio::time::sleep(Duration::from_micros(chance.below(LIFE_MICROS_MAX))).await;
        let killed = cluster.clone();
        tokio::task::spawn_blocking(move || killed.kill()).await.unwrap();
        // All three were told: none waits for an answer that never comes.
        let _told: [Error; 3] = writer.await.unwrap();
        cluster.start();
        let store = Store::open_on(&address, &keys).await.unwrap();
        let acknowledged = *heard.lock().unwrap();
        reached = check(&store, &mut tale, acknowledged, kill % REBUILD_EVERY == 0).await;
        store.close().await;
    }
    println!("{kills} kills of the server; nothing lost of {reached:?}");
}
