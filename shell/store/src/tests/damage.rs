//! A flipped byte anywhere is named; a backup is a whole instance.

use std::collections::BTreeSet;
use std::path::Path;

use exchange::journal::account::{Entry, Step};
use exchange::journal::{Answer, Deed, Look, Purpose, Scope, Thing};
use exchange::vocabulary::{Actor, Party, Role};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::{House, append, body, keep, person, record};
use crate::{DATABASE_FILE, Error, Flaw, Store};

const EVENTS: u64 = 60;

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn run(house: &House, statement: &str) {
    let mut raw = raw(&house.path(DATABASE_FILE)).await;
    sqlx::query(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

async fn filled() -> House {
    let house = House::new().await;
    for version in (0..EVENTS).step_by(3) {
        let name = format!("r-{version}");
        let about = format!("p-{version}");
        append(&house.store, version, 3, &[keep(&name, Some(&about), "text")]).await.unwrap();
    }
    house
}

#[tokio::test]
async fn a_sound_instance_has_no_flaw() {
    let house = filled().await;
    let report = house.store.verify().await.unwrap();
    assert_eq!((report.version, report.events, report.records), (EVENTS, EVENTS, EVENTS / 3));
    assert!(report.is_sound());
}

#[tokio::test]
async fn a_byte_flipped_in_the_file_names_its_event_and_no_other() {
    let house = filled().await;
    house.store.close().await;
    let path = house.path(DATABASE_FILE);
    let sound = std::fs::read(&path).unwrap();
    for number in [1, 2, 17, EVENTS - 1, EVENTS] {
        let needle = body(number);
        let at = sound.windows(needle.len()).position(|window| window == needle).unwrap();
        for offset in [0, needle.len() / 2, needle.len() - 1] {
            let mut bytes = sound.clone();
            bytes[at + offset] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            let store = house.reopen().await;
            let flaws = store.verify().await.unwrap().flaws;
            let named = matches!(&flaws[..], [Flaw::Event { number: n, .. }] if *n == number);
            assert!(named, "event {number}: {flaws:?}");
            store.close().await;
        }
    }
}

#[tokio::test]
async fn a_changed_hash_names_its_event_and_no_other() {
    for number in [1, 30, EVENTS] {
        let house = filled().await;
        run(&house, &format!("update event set chain = zeroblob(32) where number = {number}"))
            .await;
        let flaws = house.store.verify().await.unwrap().flaws;
        let named = matches!(&flaws[..], [Flaw::Event { number: n, .. }] if *n == number);
        assert!(named, "event {number}: {flaws:?}");
    }
}

#[tokio::test]
async fn events_taken_out_are_named_in_the_middle_and_at_the_end() {
    let house = filled().await;
    run(&house, "delete from event where number between 10 and 12 or number > 58").await;
    let flaws = house.store.verify().await.unwrap().flaws;
    let gaps = [Flaw::Gap { from: 10, to: 12 }, Flaw::Gap { from: 59, to: EVENTS }];
    assert_eq!(flaws, gaps);
    let read = house.store.read(11, 5).await;
    assert!(matches!(read, Err(Error::BrokenEvent { number: 10, .. })), "{read:?}");
}

#[tokio::test]
async fn a_practice_instance_cannot_be_passed_off_as_a_real_one() {
    let house = filled().await;
    run(&house, "update meta set practice = 0").await;
    let flaws = house.reopen().await.verify().await.unwrap().flaws;
    assert!(matches!(flaws[..], [Flaw::Event { number: 1, .. }]), "{flaws:?}");
}

#[tokio::test]
async fn a_record_that_was_changed_or_moved_does_not_open() {
    let changes = [
        "update vault set sealed = zeroblob(length(sealed)) where record = 'r-3'",
        "update vault set compartment = 'health' where record = 'r-3'",
        "update vault set person = 'p-6' where record = 'r-3'",
        "update vault set person = null where record = 'r-3'",
        "update vault set nonce = x'00' where record = 'r-3'",
        "update vault set (nonce, sealed) =
            (select nonce, sealed from vault where record = 'r-6') where record = 'r-3'",
    ];
    for change in changes {
        let house = filled().await;
        run(&house, change).await;
        let opened = house.store.vault_get(&record("r-3")).await;
        assert!(matches!(opened, Err(Error::BrokenRecord { .. })), "{change}");
        assert!(house.store.vault_get(&record("r-6")).await.unwrap().is_some());
        let flaws = house.store.verify().await.unwrap().flaws;
        assert_eq!(flaws, [Flaw::Record("r-3".to_owned())], "{change}");
    }
}

#[tokio::test]
async fn a_backup_taken_in_use_is_a_whole_instance() {
    let house = filled().await;
    let backup = house.path("backup.sqlite");
    let (report, added) = tokio::join!(
        house.store.backup_to(&backup, &house.keys),
        append(&house.store, EVENTS, 1, &[])
    );
    assert_eq!(added.unwrap(), EVENTS + 1);
    assert!(report.unwrap().version >= EVENTS);
    let again = house.store.backup_to(&backup, &house.keys).await;
    assert!(matches!(again, Err(Error::Exists { .. })));

    let restored = house.path("restored.sqlite");
    Store::restore(&backup, &restored, &house.keys).await.unwrap();
    let copy = Store::open(&restored, &house.keys).await.unwrap();
    let version = copy.version().await.unwrap();
    append(&copy, version, 1, &[keep("r-new", None, "text")]).await.unwrap();
    assert!(copy.verify().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_damaged_backup_and_a_live_database_are_not_restored() {
    let house = filled().await;
    let backup = house.path("backup.sqlite");
    house.store.backup_to(&backup, &house.keys).await.unwrap();
    let mut bytes = std::fs::read(&backup).unwrap();
    let needle = body(5);
    let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&backup, bytes).unwrap();
    let target = house.path("restored.sqlite");
    let refused = Store::restore(&backup, &target, &house.keys).await;
    assert!(matches!(&refused, Err(Error::Unsound { first, .. }) if first.contains("event 5")));
    let live = Store::restore(&house.path(DATABASE_FILE), &target, &house.keys).await;
    assert!(matches!(live, Err(Error::InUse { .. })));
    let over = Store::restore(&backup, &house.path(DATABASE_FILE), &house.keys).await;
    assert!(matches!(over, Err(Error::Exists { .. })));
    let left: Vec<_> = std::fs::read_dir(house.folder.path()).unwrap().flatten().collect();
    assert!(!left.iter().any(|f| f.file_name().to_string_lossy().contains(".part")), "{left:?}");
    assert!(!target.exists());
}

/// Makes the bytes in which a row with a number is kept.
type Body = fn(u64) -> Vec<u8>;

/// How many events, looks and entries the three logs have in the test below.
const MANY: u64 = 10_000;
/// How many bytes are flipped in each log.
const FLIPS: u64 = 6;

/// One command checks all three logs, and a byte flipped in any of ten thousand rows names that row and no
/// other.
#[tokio::test]
async fn a_byte_flipped_in_any_of_ten_thousand_is_named_in_each_log() {
    let house = House::new().await;
    append(&house.store, 0, MANY, &[]).await.unwrap();
    let looks: Vec<_> = (1..=MANY).map(look).collect();
    house.store.append_looks(&looks).await.unwrap();
    let entries: Vec<_> = (1..=MANY).map(entry).collect();
    house.store.append_entries(&entries).await.unwrap();
    let report = house.store.verify().await.unwrap();
    assert_eq!((report.events, report.looks, report.entries), (MANY, MANY, MANY));
    assert!(report.is_sound(), "{:?}", report.flaws);
    house.store.close().await;
    let path = house.path(DATABASE_FILE);
    let sound = std::fs::read(&path).unwrap();
    let mut chance = 0x5AFE_2026_u64;
    let mut below = |limit: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
        (chance >> 33) % limit
    };
    let kinds: [(&str, Body); 3] = [
        ("event", body),
        ("look", |number| serde_json::to_vec(&look(number)).unwrap()),
        ("sign-in entry", |number| serde_json::to_vec(&entry(number)).unwrap()),
    ];
    for flip in 0..FLIPS * 3 {
        let (kind, body) = kinds[usize::try_from(flip % 3).unwrap()];
        let number = 1 + below(MANY);
        let needle = body(number);
        let at = find(&sound, &needle);
        let offset = usize::try_from(below(needle.len() as u64)).unwrap();
        let mut bytes = sound.clone();
        bytes[at + offset] ^= 1 << below(8);
        std::fs::write(&path, &bytes).unwrap();
        let store = house.reopen().await;
        let flaws = store.verify().await.unwrap().flaws;
        store.close().await;
        // A look or an entry may be named twice: by its hash, and by the columns beside it.
        let name = format!("{kind} {number}: ");
        let all = flaws.iter().all(|flaw| flaw.to_string().starts_with(&name));
        assert!(all && !flaws.is_empty(), "{name}byte {offset}: {flaws:?}");
    }
}

/// Finds where bytes begin, by their first eight.
fn find(bytes: &[u8], needle: &[u8]) -> usize {
    let mut from = 0;
    loop {
        let next = bytes[from..].windows(8).position(|window| *window == needle[..8]);
        from += next.expect("it is there");
        if bytes[from..].starts_with(needle) {
            return from;
        }
        from += 1;
    }
}

fn look(number: u64) -> Look {
    Look {
        at: super::CREATED.parse().unwrap(),
        actor: Actor { party: Party::A, name: format!("officer-{number}"), role: Role::Officer },
        purpose: Purpose::Tracing,
        deed: Deed::Show,
        whose: Scope::Person { person: person(&format!("p-{number}")) },
        things: BTreeSet::from([Thing::Name]),
        answer: Answer::Open,
    }
}

fn entry(number: u64) -> Entry {
    Entry {
        at: super::CREATED.parse().unwrap(),
        name: None,
        account: None,
        by: None,
        session: None,
        origin: format!("cli:{number}@desk"),
        step: Step::Tried,
    }
}
