//! Closed compartments: what opens under which key, and what does not although everything else is there.

use exchange::journal::account::{Account, Entry, Step};
use exchange::journal::{Compartment, VaultChange};
use exchange::vocabulary::{AccountId, Private, Role};
use sqlx::AssertSqlSafe;

use super::cluster::Cluster;
use super::{House, append, on_both, open, person, record, server, sqlite};
use crate::{DATABASE_FILE, Error, Flaw, Holder, KeyPair, Lock, Secrets, Store};

const ALL: [Compartment; 3] = Compartment::CLOSABLE;

fn id(name: &str) -> AccountId {
    AccountId::read(name).unwrap()
}

fn entry(step: Step) -> Entry {
    Entry {
        at: super::CREATED.parse().unwrap(),
        name: None,
        account: Some(id("u-1")),
        by: None,
        session: None,
        origin: "cli:1000@desk".to_owned(),
        step,
    }
}

fn keep(name: &str, compartment: Compartment) -> VaultChange {
    VaultChange::Keep {
        record: record(name),
        person: Some(person("p-1")),
        compartment,
        salt: [7; 32],
        bytes: Private::new(format!("words of {name}").into_bytes()),
    }
}

/// An account with a key pair that opens under 32 bytes.
async fn staff(store: &Store, name: &str, role: Role) -> KeyPair {
    let account =
        Account { id: id(name), name: name.to_owned(), role, language: None, is_disabled: false };
    let secrets = Secrets {
        salt: [3; 32],
        password: Private::new([4; 32]),
        totp: Private::new(b"a secret of the codes".to_vec()),
        passkeys: Vec::new(),
        link: None,
    };
    let made = entry(Step::AccountMade { role });
    store.add_account((&account, &secrets), &[], &made).await.unwrap();
    let pair = KeyPair::draw();
    let lock = Lock { public: pair.public(), is_own: true, wrapped: pair.wrap(&[9; 32], name) };
    store.put_lock(&id(name), &lock).await.unwrap();
    pair
}

/// An instance with a record in each compartment, a clinician `u-1` and an officer `u-2`, closed.
async fn closed(house: &House) -> (Store, KeyPair, [KeyPair; 2]) {
    let store = &house.store;
    let kept = [
        keep("identity-1", Compartment::Identity),
        keep("health-1", Compartment::Health),
        keep("family-1", Compartment::Family),
        keep("list-1", Compartment::List),
    ];
    append(store, 0, 1, &kept).await.unwrap();
    let clinician = staff(store, "u-1", Role::Clinician).await;
    let officer = staff(store, "u-2", Role::Officer).await;
    let recovery = KeyPair::draw();
    let holders = [
        (id("u-1"), clinician.public(), vec![Compartment::Health]),
        (id("u-2"), officer.public(), vec![Compartment::Family, Compartment::List]),
    ];
    let done = store.close_compartments(&recovery.public(), &holders, &entry(Step::Closed)).await;
    assert_eq!(done.unwrap(), 3, "one record of each that can be closed");
    (house.reopen().await, recovery, [clinician, officer])
}

async fn opens(store: &Store, name: &str) -> bool {
    match store.vault_get(&record(name)).await {
        Ok(Some(opened)) => {
            assert_eq!(opened.bytes.open(), format!("words of {name}").as_bytes());
            true
        }
        Err(Error::Shut { .. }) => false,
        other => panic!("{name}: {other:?}"),
    }
}

async fn what_opens(store: &Store) -> [bool; 4] {
    let names = ["identity-1", "health-1", "family-1", "list-1"];
    let mut all = [false; 4];
    for (one, name) in all.iter_mut().zip(names) {
        *one = opens(store, name).await;
    }
    all
}

on_both! {
async fn each_opens_what_it_was_given_and_the_instance_key_alone_only_identity(house) {
    let (mut store, recovery, [clinician, officer]) = closed(&house).await;
    assert_eq!(store.closed(), ALL);
    assert_eq!(what_opens(&store).await, [true, false, false, false]);
    let (one, two) = (Holder::Account(id("u-1")), Holder::Account(id("u-2")));
    assert_eq!(store.unlock((&one, &clinician), &ALL).await.unwrap(), [Compartment::Health]);
    assert_eq!(what_opens(&store).await, [true, true, false, false]);
    let given = store.unlock((&two, &officer), &ALL).await.unwrap();
    assert_eq!(given, [Compartment::Family, Compartment::List]);
    assert_eq!(what_opens(&store).await, [true, false, true, true]);
    // What a role does not open stays shut, whatever was given.
    assert_eq!(store.unlock((&two, &officer), &[Compartment::List]).await.unwrap().len(), 1);
    assert_eq!(what_opens(&store).await, [true, false, false, true]);
    // Another's grant opens under nobody else's key pair.
    assert_eq!(store.unlock((&one, &officer), &ALL).await.unwrap(), []);
    assert_eq!(store.unlock((&Holder::Recovery, &officer), &ALL).await.unwrap(), []);
    assert_eq!(store.unlock((&Holder::Recovery, &recovery), &ALL).await.unwrap(), ALL);
    assert_eq!(what_opens(&store).await, [true; 4]);
    store.shut();
    assert_eq!(what_opens(&store).await, [true, false, false, false]);
    assert_eq!(house.reopen().await.grants().await.unwrap().len(), 6);
}
}

on_both! {
async fn whoever_may_not_read_a_compartment_still_writes_to_it_and_checks_and_erases_it(house) {
    let (mut store, recovery, _) = closed(&house).await;
    let late = [keep("health-2", Compartment::Health), keep("list-2", Compartment::List)];
    append(&store, 1, 1, &late).await.unwrap();
    assert!(!opens(&store, "health-2").await);
    let report = store.verify().await.unwrap();
    assert_eq!((report.records, report.flaws), (6, Vec::new()));
    store.rebuild_views().await.unwrap();
    assert_eq!(store.names_about(&person("p-1")).await.unwrap().len(), 6);
    store.unlock((&Holder::Recovery, &recovery), &ALL).await.unwrap();
    assert!(opens(&store, "health-2").await);
    assert_eq!(store.vault_about(&person("p-1")).await.unwrap().len(), 6);
    append(&store, 2, 1, &[VaultChange::EraseAbout(person("p-1"))]).await.unwrap();
    assert_eq!(store.names_about(&person("p-1")).await.unwrap(), []);
    assert!(store.verify().await.unwrap().is_sound());
}
}

on_both! {
async fn a_process_that_began_before_the_closing_writes_and_misreads_nothing(house) {
    let before = house.reopen().await;
    let (store, ..) = closed(&house).await;
    let moved = append(&before, 1, 1, &[keep("health-2", Compartment::Health)]).await;
    assert!(matches!(moved, Err(Error::KeysMoved)), "{moved:?}");
    let read = before.vault_get(&record("health-1")).await;
    assert!(matches!(read, Err(Error::KeysMoved)), "{read:?}");
    assert_eq!(store.version().await.unwrap(), 1);
    let (pair, closing) = (KeyPair::draw(), entry(Step::Closed));
    let again = store.close_compartments(&pair.public(), &[], &closing).await;
    assert!(matches!(again, Err(Error::KeysMoved)));
    assert!(store.verify().await.unwrap().is_sound());
}
}

on_both! {
async fn keys_are_handed_on_by_who_has_them_and_are_taken_back(house) {
    let (mut store, recovery, [clinician, officer]) = closed(&house).await;
    let three = staff(&store, "u-3", Role::Clinician).await;
    let health = [Compartment::Health];
    let admitted = || entry(Step::Admitted { compartments: health.to_vec() });
    let whom = id("u-3");
    let to = (&whom, &three.public());
    let refused = store.grant(to, &health, &admitted()).await;
    assert!(matches!(refused, Err(Error::NotHeld { compartment: "health" })), "{refused:?}");
    store.unlock((&Holder::Account(id("u-2")), &officer), &ALL).await.unwrap();
    let refused = store.grant(to, &health, &admitted()).await;
    assert!(matches!(refused, Err(Error::NotHeld { .. })), "an officer has no key of it");
    store.unlock((&Holder::Account(id("u-1")), &clinician), &ALL).await.unwrap();
    store.grant(to, &health, &admitted()).await.unwrap();
    let third = Holder::Account(id("u-3"));
    assert_eq!(store.unlock((&third, &three), &ALL).await.unwrap(), health);

    store.end_grants(&whom, &[], &entry(Step::LetGo)).await.unwrap();
    assert_eq!(store.unlock((&third, &three), &ALL).await.unwrap(), []);
    // A new key pair of an account begins without anything; the same one under a new password does not.
    store.unlock((&Holder::Recovery, &recovery), &ALL).await.unwrap();
    store.grant(to, &health, &admitted()).await.unwrap();
    let lock = |pair: &KeyPair| {
        Lock { public: pair.public(), is_own: true, wrapped: pair.wrap(&[8; 32], "u-3") }
    };
    store.put_lock(&whom, &lock(&three)).await.unwrap();
    assert_eq!(store.unlock((&third, &three), &ALL).await.unwrap(), health);
    let new = KeyPair::draw();
    store.put_lock(&whom, &lock(&new)).await.unwrap();
    assert_eq!(store.lock_of(&whom).await.unwrap(), Some(lock_of(&store, "u-3").await));
    assert_eq!(store.unlock((&third, &new), &ALL).await.unwrap(), []);
    assert_eq!(store.unlock((&third, &three), &ALL).await.unwrap(), []);
    assert!(store.verify().await.unwrap().is_sound());
}
}

async fn lock_of(store: &Store, name: &str) -> Lock {
    store.lock_of(&id(name)).await.unwrap().unwrap()
}

on_both! {
async fn a_backup_and_a_move_take_closed_compartments_along(house) {
    let (store, recovery, [clinician, _]) = closed(&house).await;
    let path = house.path("backup.sqlite");
    assert!(store.backup_to(&path, &house.keys).await.unwrap().is_sound());
    let restored = house.path("restored.sqlite");
    Store::restore(&path, &restored, &house.keys).await.unwrap();
    let mut copies = vec![open(&restored, None, &house.keys).await];
    // The server runs for as long as somebody holds it.
    let cluster = Cluster::get();
    if let Some(cluster) = &cluster {
        let address = cluster.database();
        store.copy_to_server(&server(&address), &house.keys).await.unwrap();
        copies.push(open(&restored, Some(&address), &house.keys).await);
    }
    for mut copy in copies {
        assert_eq!(what_opens(&copy).await, [true, false, false, false]);
        let one = Holder::Account(id("u-1"));
        assert_eq!(copy.unlock((&one, &clinician), &ALL).await.unwrap(), [Compartment::Health]);
        assert_eq!(copy.unlock((&Holder::Recovery, &recovery), &ALL).await.unwrap(), ALL);
        assert_eq!(what_opens(&copy).await, [true; 4]);
        assert_eq!(copy.lock_of(&id("u-1")).await.unwrap(), store.lock_of(&id("u-1")).await.unwrap());
        copy.close().await;
    }
}
}

/// Neither the key of a compartment that was closed nor its records as they were sealed before are in a file.
#[tokio::test]
async fn the_keys_before_the_closing_are_gone_from_the_file() {
    let house = House::new().await;
    let rows = "select sealed from compartment_key where compartment <> 'identity'";
    let mut before: Vec<Vec<u8>> =
        sqlx::query_scalar(rows).fetch_all(sqlite(&house.store).pool()).await.unwrap();
    assert_eq!(before.len(), 3);
    append(&house.store, 0, 1, &[keep("health-0", Compartment::Health)]).await.unwrap();
    let sealed = "select sealed from vault where record = 'health-0'";
    before.extend(
        sqlx::query_scalar::<_, Vec<u8>>(sealed)
            .fetch_all(sqlite(&house.store).pool())
            .await
            .unwrap(),
    );
    let recovery = KeyPair::draw();
    let done = house.store.close_compartments(&recovery.public(), &[], &entry(Step::Closed)).await;
    assert_eq!(done.unwrap(), 1);
    for file in std::fs::read_dir(house.folder.path()).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap();
        for needle in &before {
            let met = bytes.windows(48).any(|window| window == &needle[..48]);
            assert!(!met, "{}", file.path().display());
        }
        let secret = recovery.secret_text();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
    assert!(house.path(DATABASE_FILE).exists());
}

#[tokio::test]
async fn what_is_changed_in_keys_and_closed_records_is_named() {
    let lock = |what, whose: &str| Flaw::Lock { what, whose: whose.to_owned() };
    let cases = [
        (
            "update compartment_grant set sealed = zeroblob(200) where holder = 'u-1'",
            lock("grant", "u-1"),
        ),
        ("update compartment_grant set holder = 'u-9' where holder = 'u-1'", lock("grant", "u-9")),
        (
            "update account_lock set sealed = (select sealed from account_lock where account = 'u-2'),
                 nonce = (select nonce from account_lock where account = 'u-2')
             where account = 'u-1'",
            lock("key pair", "u-1"),
        ),
        (
            "update vault set sealed = zeroblob(400) where record = 'health-1'",
            Flaw::Record("health-1".to_owned()),
        ),
        (
            "update vault set nonce = nonce || substr(sealed, 1, 1), sealed = substr(sealed, 2)
             where record = 'list-1'",
            Flaw::Record("list-1".to_owned()),
        ),
        (
            "update vault set person = 'p-2' where record = 'family-1'",
            Flaw::Record("family-1".to_owned()),
        ),
    ];
    for (statement, flaw) in cases {
        let house = House::new().await;
        let (store, ..) = closed(&house).await;
        sqlx::query(AssertSqlSafe(statement)).execute(sqlite(&store).pool()).await.unwrap();
        assert_eq!(store.verify().await.unwrap().flaws, [flaw], "{statement}");
    }
    // Another public key in place of a compartment's: nothing is sealed to it.
    let house = House::new().await;
    let (store, ..) = closed(&house).await;
    let swap = "update compartment_closed set sealed = (select sealed from compartment_closed
            where compartment = 'list') where compartment = 'health'";
    sqlx::query(swap).execute(sqlite(&store).pool()).await.unwrap();
    let opened = Store::open(&house.path(DATABASE_FILE), &house.keys).await;
    assert!(matches!(opened, Err(Error::BrokenLock { what: "key", .. })), "{opened:?}");
}
