//! What the store promises, tried on real files.

mod accounts;
mod closed;
mod cluster;
mod crash;
mod damage;
mod looks;
mod search;
mod servers;
mod secrecy;
mod views;

use std::path::PathBuf;
use std::sync::Arc;

use exchange::handover::{self, GateKind, GateState};
use exchange::journal::{self, Compartment, EVENT_VERSION, Event, Recorded, VaultChange};
use exchange::vocabulary::{Actor, LineId, Party, PersonId, Private, RecordId, Role};
use jiff::Timestamp;

use crate::sqlite::Sqlite;
use crate::{APPEND_EVENTS_MAX, DATABASE_FILE, Error, Flaw, KEY_FILE, Keys, Meta, Server, Store};

use cluster::Cluster;

const CREATED: &str = "2025-06-02T09:00:00Z";

/// A new instance; gone at the end of the test.
struct House {
    /// The key file, and the database when it is a file.
    folder: tempfile::TempDir,
    keys: Keys,
    store: Store,
    /// The server and the address on it, when the database is not a file.
    server: Option<(Arc<Cluster>, String)>,
}

impl House {
    /// An instance in a SQLite file.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::create(&folder.path().join(KEY_FILE)).unwrap();
        let store = Store::create(&folder.path().join(DATABASE_FILE), meta(), &keys).await.unwrap();
        Self { folder, keys, store, server: None }
    }

    /// An instance in a PostgreSQL database; none, said aloud, where there is no PostgreSQL.
    async fn on_server() -> Option<Self> {
        let cluster = Cluster::get()?;
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::create(&folder.path().join(KEY_FILE)).unwrap();
        let address = cluster.database();
        let store = Store::create_on(&server(&address), meta(), &keys).await.unwrap();
        Some(Self { folder, keys, store, server: Some((cluster, address)) })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn address(&self) -> Option<&str> {
        self.server.as_ref().map(|(_, address)| address.as_str())
    }

    async fn reopen(&self) -> Store {
        open(&self.path(DATABASE_FILE), self.address(), &self.keys).await
    }
}

fn server(address: &str) -> Server {
    Server::read(address).unwrap()
}

/// Opens the database at an address, or without one the file.
async fn open(path: &std::path::Path, address: Option<&str>, keys: &Keys) -> Store {
    match address {
        Some(address) => Store::open_on(&server(address), keys).await.unwrap(),
        None => Store::open(path, keys).await.unwrap(),
    }
}

/// One test on a SQLite file and on a PostgreSQL database: both keep the same promises.
macro_rules! on_both {
    ($(#[$about:meta])* async fn $name:ident($house:ident) $body:block) => {
        $(#[$about])*
        mod $name {
            use super::*;

            async fn tried($house: House) $body

            #[tokio::test]
            async fn in_a_file() {
                tried(House::new().await).await;
            }

            #[tokio::test]
            async fn on_a_server() {
                if let Some(house) = House::on_server().await {
                    tried(house).await;
                }
            }
        }
    };
}
use on_both;

fn meta() -> Meta {
    Meta { party: Party::A, practice: true, created_at: CREATED.parse::<Timestamp>().unwrap() }
}

/// Appends `count` small events after `expected`.
async fn append(
    store: &Store,
    expected: u64,
    count: u64,
    changes: &[VaultChange],
) -> Result<u64, Error> {
    let events: Vec<Recorded> = (expected + 1..=expected + count).map(recorded).collect();
    store.append(expected, &events, changes).await
}

/// An event that says nothing about anybody: a gate of one line was settled.
fn recorded(number: u64) -> Recorded {
    let event = handover::Event::GateRecorded {
        line: LineId::read(&format!("line-{number}")).unwrap(),
        gate: GateKind::Identity,
        state: GateState::Cleared,
        until: None,
        record: record(&format!("r-{number}")),
        digest: VaultChange::digest(&[7; 32], b"text"),
    };
    let name = "officer-1".to_owned();
    Recorded {
        form: EVENT_VERSION,
        number,
        at: CREATED.parse().unwrap(),
        actor: Actor { party: Party::A, name, role: Role::Officer },
        event: Event::Handover(event),
    }
}

/// The bytes in which an event is kept.
fn body(number: u64) -> Vec<u8> {
    serde_json::to_vec(&recorded(number)).unwrap()
}

fn sqlite(store: &Store) -> &Sqlite {
    match store {
        Store::Sqlite(store) => store,
        Store::Postgres(_) => panic!("this test looks into a file"),
    }
}

fn record(name: &str) -> RecordId {
    RecordId::read(name).unwrap()
}

fn person(name: &str) -> PersonId {
    PersonId::read(name).unwrap()
}

fn keep(name: &str, about: Option<&str>, text: &str) -> VaultChange {
    VaultChange::Keep {
        record: record(name),
        person: about.map(person),
        compartment: Compartment::Identity,
        salt: [7; 32],
        bytes: Private::new(text.as_bytes().to_vec()),
    }
}

#[tokio::test]
async fn an_instance_opens_as_what_it_was_made() {
    let house = House::new().await;
    assert_eq!(*house.reopen().await.meta(), meta());
    let again = Store::create(&house.path(DATABASE_FILE), meta(), &house.keys).await;
    assert!(matches!(again, Err(Error::Exists { .. })));
    let nowhere = Store::open(&house.path("nowhere"), &house.keys).await;
    assert!(matches!(nowhere, Err(Error::Missing { .. })));
}

#[tokio::test]
async fn a_file_of_another_kind_is_named_and_left_as_it_is() {
    let house = House::new().await;
    let text = house.path("letter.txt");
    std::fs::write(&text, "a letter that is long enough to be taken for a database page").unwrap();
    let opened = Store::open(&text, &house.keys).await;
    assert!(matches!(opened, Err(Error::NotAStore { .. })), "{opened:?}");
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("a letter"));
    std::fs::write(&text, "").unwrap();
    let opened = Store::open(&text, &house.keys).await;
    assert!(matches!(opened, Err(Error::NotAStore { .. })), "{opened:?}");
    assert_eq!(text.metadata().unwrap().len(), 0);
}

#[tokio::test]
async fn another_instance_key_opens_nothing() {
    let house = House::new().await;
    let path = house.path(DATABASE_FILE);
    let opened = Store::open(&path, &Keys::new(&[9; 32])).await;
    assert!(matches!(opened, Err(Error::WrongKey { .. })));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_files_of_an_instance() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = House::new().await;
    append(&house.store, 0, 1, &[]).await.unwrap();
    house.store.backup_to(&house.path("backup"), &house.keys).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(house.folder.path()).unwrap().flatten().collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let key = house.path(KEY_FILE);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(Keys::read(&key), Err(Error::KeyFile { .. })));
}

#[test]
fn a_key_file_reads_back_and_nothing_else_is_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(KEY_FILE);
    Keys::create(&path).unwrap();
    Keys::read(&path).unwrap();
    assert!(matches!(Keys::create(&path), Err(Error::Exists { .. })));
    std::fs::write(&path, "safeconduct-instance-key-1 abc\n").unwrap();
    assert!(matches!(Keys::read(&path), Err(Error::KeyFile { .. })));
    assert!(matches!(Keys::read(&folder.path().join("none")), Err(Error::KeyFile { .. })));
}

on_both! {
    async fn what_was_appended_is_read_back_and_replays_to_the_same_state(house) {
        let events: Vec<Recorded> = (1..=25).map(recorded).collect();
        house.store.append(0, &events[..10], &[]).await.unwrap();
        house.store.append(10, &events[10..], &[]).await.unwrap();
        let store = house.reopen().await;
        assert_eq!(store.read(1, 100).await.unwrap(), events);
        assert_eq!(store.read(0, 3).await.unwrap(), events[..3]);
        assert_eq!(store.read(9, 4).await.unwrap(), events[8..12]);
        assert_eq!(store.read(25, 4).await.unwrap(), events[24..]);
        assert_eq!(store.read(26, 4).await.unwrap(), []);
        assert_eq!(store.read(99, 4).await.unwrap(), []);
        assert_eq!(store.read(1, 0).await.unwrap(), []);
        assert_eq!(store.replay().await.unwrap(), journal::replay(&events));
        assert_eq!(store.version().await.unwrap(), 25);
    }
}

on_both! {
    async fn events_that_do_not_follow_are_refused(house) {
        let store = &house.store;
        for numbers in [vec![2], vec![1, 1], vec![1, 3]] {
            let events: Vec<Recorded> = numbers.into_iter().map(recorded).collect();
            let refused = store.append(0, &events, &[]).await;
            assert!(matches!(refused, Err(Error::Misnumbered { .. })), "{refused:?}");
        }
        let many = vec![recorded(1); APPEND_EVENTS_MAX + 1];
        assert!(matches!(store.append(0, &many, &[]).await, Err(Error::TooMuch { .. })));
        assert_eq!(store.version().await.unwrap(), 0);
    }
}

on_both! {
    async fn an_event_of_a_later_release_is_named_and_not_misread(house) {
        let store = &house.store;
        let mut event = recorded(1);
        event.form = EVENT_VERSION + 1;
        store.append(0, &[event], &[]).await.unwrap();
        let read = store.read(1, 1).await;
        assert!(matches!(read, Err(Error::BrokenEvent { number: 1, .. })), "{read:?}");
        let flaws = store.verify().await.unwrap().flaws;
        assert!(matches!(flaws[..], [Flaw::Event { number: 1, .. }]), "{flaws:?}");
    }
}

on_both! {
    async fn an_append_needs_the_version_that_is_there(house) {
        assert_eq!(append(&house.store, 0, 3, &[]).await.unwrap(), 3);
        let late = append(&house.store, 2, 1, &[]).await;
        assert!(matches!(late, Err(Error::Conflict { expected: 2, found: 3 })));
        let early = append(&house.store, 4, 1, &[]).await;
        assert!(matches!(early, Err(Error::Conflict { expected: 4, found: 3 })));
        assert_eq!(append(&house.store, 3, 1, &[]).await.unwrap(), 4);
    }
}

on_both! {
    async fn of_two_writers_on_one_version_one_wins_and_one_is_told(house) {
        let (left, right) = (house.reopen().await, house.reopen().await);
        let mut won = 0;
        for version in 0..20 {
            let (one, two) =
                tokio::join!(append(&left, version, 1, &[]), append(&right, version, 1, &[]));
            won += u64::from(one.is_ok()) + u64::from(two.is_ok());
            let lost = if one.is_ok() { two } else { one };
            assert!(matches!(lost, Err(Error::Conflict { .. })), "{lost:?}");
        }
        assert_eq!((won, house.store.version().await.unwrap()), (20, 20));
        assert!(house.store.verify().await.unwrap().is_sound());
    }
}

on_both! {
    async fn an_append_that_cannot_be_kept_whole_leaves_nothing(house) {
        append(&house.store, 0, 1, &[keep("r-1", None, "one")]).await.unwrap();
        let before = house.store.digest().await.unwrap();
        let twice =
            append(&house.store, 1, 2, &[keep("r-2", None, "two"), keep("r-1", None, "x")]).await;
        assert!(matches!(twice, Err(Error::RecordExists { .. })));
        assert_eq!(house.store.digest().await.unwrap(), before);
        assert!(house.store.vault_get(&record("r-2")).await.unwrap().is_none());
        assert_eq!(house.store.verify().await.unwrap().events, 1);
    }
}

on_both! {
    async fn a_checkpoint_moves_only_from_what_was_seen(house) {
        let store = &house.store;
        assert_eq!(store.checkpoint("log").await.unwrap(), None);
        store.put_checkpoint("log", None, b"1").await.unwrap();
        let moved = |put| matches!(put, Err(Error::CheckpointMoved { .. }));
        assert!(moved(store.put_checkpoint("log", None, b"2").await));
        assert!(moved(store.put_checkpoint("log", Some(b"0"), b"2").await));
        store.put_checkpoint("log", Some(b"1"), b"2").await.unwrap();
        assert_eq!(store.checkpoint("log").await.unwrap().as_deref(), Some(&b"2"[..]));
    }
}
