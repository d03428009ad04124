//! A flipped byte anywhere is named; a backup is a whole instance.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::{House, append, body, keep, record};
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
