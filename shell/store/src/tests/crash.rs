//! A process killed at any moment loses no acknowledged event.
//!
//! The test starts itself again as a child, which appends events and prints a line after each append
//! that the store has acknowledged; the parent kills it at a random moment, opens what is left, and
//! checks it. What this cannot show is a power cut: for that the store relies on `synchronous = full`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use exchange::journal::{self, VaultChange};

use super::{House, append, keep, open, person, record, recorded};
use crate::{DATABASE_FILE, KEY_FILE, Keys};

const CHILD: &str = "SAFECONDUCT_STORE_CRASH_CHILD";
/// The address of the database, when it is not a file.
const ADDRESS: &str = "SAFECONDUCT_STORE_CRASH_ADDRESS";
const KILLS: u64 = 200;
/// How many kills one database takes before a new one is begun, so that the checks stay short.
const KILLS_EACH: u64 = 25;
/// The longest life of a child, in microseconds; long enough to be killed in the start, the
/// appends, the erasures, and the folding of the log.
const LIFE_MICROS_MAX: u64 = 90_000;
const SEED: u64 = 0x5AFE_C0DC;
/// Every append of this number of the version destroys the record before it.
const ERASE_EVERY: u64 = 5;

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

/// Does nothing unless the parent below started it.
#[tokio::test]
async fn child_that_appends_until_it_is_killed() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let folder = Path::new(&folder);
    let keys = Keys::read(&folder.join(KEY_FILE)).unwrap();
    let address = std::env::var(ADDRESS).ok();
    let store = open(&folder.join(DATABASE_FILE), address.as_deref(), &keys).await;
    let mut version = store.version().await.unwrap();
    let mut out = std::io::stdout();
    loop {
        let events = 1 + version % 3;
        let mut changes = vec![keep(&name(version), Some(&about(version)), "an invented person")];
        if version % ERASE_EVERY == 0 && version > 0 {
            changes.push(VaultChange::EraseAbout(person(&about(version))));
        }
        version = append(&store, version, events, &changes).await.unwrap();
        writeln!(out, "acknowledged {version}").unwrap();
        out.flush().unwrap();
    }
}

/// The record that is kept with the append at a version.
fn name(version: u64) -> String {
    format!("r-{version}")
}

fn about(version: u64) -> String {
    format!("p-{version}")
}

fn spawn(house: &House) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "tests::crash::child_that_appends_until_it_is_killed", "--nocapture"])
        .env(CHILD, house.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(address) = house.address() {
        command.env(ADDRESS, address);
    }
    command.spawn().unwrap()
}

/// Lets a child run for a while, kills it, and returns the last version it acknowledged.
fn run_and_kill(house: &House, life: Duration) -> Option<u64> {
    let mut child = spawn(house);
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        // A last line without its end was cut off while it was written, and is no acknowledgement.
        let lines = output.split(b'\n').map_while(Result::ok);
        let read = |line: Vec<u8>| {
            String::from_utf8(line).ok()?.strip_prefix("acknowledged ")?.parse().ok()
        };
        lines.filter_map(read).last()
    });
    std::thread::sleep(life);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "the child was killed and did not fall over");
    reader.join().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_event_is_lost_at_200_random_kills() {
    kill_often(SEED, LIFE_MICROS_MAX, || async { Some(House::new().await) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_event_is_lost_at_200_random_kills_of_a_server_s_client() {
    // Signing in takes longer than opening a file.
    kill_often(SEED + 1, 3 * LIFE_MICROS_MAX, House::on_server).await;
}

/// Kills children at work on one database after another, and checks after each kill.
async fn kill_often<F: Future<Output = Option<House>>>(
    seed: u64,
    life_micros_max: u64,
    found: impl Fn() -> F,
) {
    let mut chance = Chance(seed);
    let (mut events, mut kills_with_events) = (0, 0);
    for _ in 0..KILLS / KILLS_EACH {
        let Some(house) = found().await else { return };
        house.store.close().await;
        let mut version = 0;
        for _ in 0..KILLS_EACH {
            let life = Duration::from_micros(chance.below(life_micros_max));
            let acknowledged = run_and_kill(&house, life).unwrap_or(version);
            let found = check(&house, version, acknowledged).await;
            kills_with_events += u64::from(acknowledged > version);
            version = found;
        }
        events += version;
    }
    // Otherwise the children died before they did anything, and the test would prove nothing.
    assert!(kills_with_events > KILLS / 4, "only {kills_with_events} kills hit a working child");
    println!("{events} events, {kills_with_events} of {KILLS} kills hit a child at work");
}

/// Opens what the killed child left and checks it; returns its version.
async fn check(house: &House, before: u64, acknowledged: u64) -> u64 {
    let store = house.reopen().await;
    let version = store.version().await.unwrap();
    // At most one append was under way, and it is there as a whole or not at all.
    let whole = [acknowledged, acknowledged + 1 + acknowledged % 3];
    assert!(whole.contains(&version), "acknowledged {acknowledged}, found {version}");
    let report = store.verify().await.unwrap();
    assert!(report.is_sound(), "{:?}", report.flaws);
    let events: Vec<_> = (1..=version).map(recorded).collect();
    assert_eq!(store.replay().await.unwrap(), journal::replay(&events));
    let mut at = 0;
    while at < version {
        let kept = store.vault_get(&record(&name(at))).await.unwrap().is_some();
        assert_eq!(kept, at % ERASE_EVERY != 0 || at == 0, "record of version {at}");
        at += 1 + at % 3;
    }
    assert!(version >= before);
    store.close().await;
    version
}
