//! Accounts, sessions and the log of sign-ins: what must be refused, on both databases.

use exchange::journal::account::{
    Account, Entry, SESSIONS_MAX, STRANGE_TRIES_FREE, Session, Step, TRIES_FREE, Why,
};
use exchange::vocabulary::{AccountId, Digest, Private, Role, SessionId};
use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::{House, on_both};
use crate::{DATABASE_FILE, Error, Flaw, Secrets, Store};

const HERE: &str = "cli:1000@desk";

fn at(second: i64) -> Timestamp {
    let start: Timestamp = "2025-06-02T09:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(second)
}

fn id(name: &str) -> AccountId {
    AccountId::read(name).unwrap()
}

fn account(id_: &str, name: &str) -> Account {
    Account {
        id: id(id_),
        name: name.to_owned(),
        role: Role::Officer,
        language: Some("uk".to_owned()),
        is_disabled: false,
    }
}

fn secrets() -> Secrets {
    Secrets {
        salt: [3; 32],
        password: Private::new([4; 32]),
        totp: Private::new(b"a secret of the codes".to_vec()),
        passkeys: Vec::new(),
        link: None,
    }
}

fn entry(second: i64, step: Step) -> Entry {
    Entry {
        at: at(second),
        name: None,
        account: Some(id("u-1")),
        by: None,
        session: None,
        origin: HERE.to_owned(),
        step,
    }
}

fn session(name: &str, second: i64) -> Session {
    Session {
        id: SessionId::read(name).unwrap(),
        account: id("u-1"),
        origin: HERE.to_owned(),
        made_at: at(second),
        seen_at: at(second),
        proven_at: at(second),
        shown: 0,
    }
}

fn token(byte: u8) -> Digest {
    Digest([byte; 32])
}

async fn with_officer(store: &Store) {
    let made = Step::AccountMade { role: Role::Officer };
    let codes = [token(1), token(2)];
    let officer = account("u-1", "officer-1");
    store.add_account((&officer, &secrets()), &codes, &entry(0, made)).await.unwrap();
}

on_both! {
async fn an_account_is_found_by_its_name_and_a_second_of_that_name_is_refused(house) {
    let store = &house.store;
    with_officer(store).await;
    let kept = house.reopen().await.account_named("Officer-1").await.unwrap().unwrap();
    assert_eq!(kept.account, account("u-1", "officer-1"));
    assert_eq!(kept.secrets.password, secrets().password);
    assert!(store.account_named("officer-2").await.unwrap().is_none());
    assert!(store.account(&id("u-9")).await.unwrap().is_none());
    let step = Step::AccountMade { role: Role::Officer };
    let again = account("u-2", "OFFICER-1");
    let again = store.add_account((&again, &secrets()), &[], &entry(1, step)).await;
    assert!(matches!(again, Err(Error::AccountExists)), "{again:?}");
    assert_eq!(store.entries_end().await.unwrap().0, 1, "nothing was written");
}
}

on_both! {
async fn a_change_of_what_somebody_else_changed_is_refused(house) {
    let store = &house.store;
    with_officer(store).await;
    let mut kept = store.account(&id("u-1")).await.unwrap().unwrap();
    kept.account.is_disabled = true;
    store.change_account(&kept, None, &entry(1, Step::Disabled)).await.unwrap();
    let late = store.change_account(&kept, None, &entry(2, Step::Enabled)).await;
    assert!(matches!(late, Err(Error::AccountMoved { .. })), "{late:?}");
    assert!(store.account(&id("u-1")).await.unwrap().unwrap().account.is_disabled);
    assert_eq!(store.entries_end().await.unwrap().0, 2);
}
}

on_both! {
async fn a_code_is_taken_once(house) {
    let store = &house.store;
    with_officer(store).await;
    let one = id("u-1");
    let take = |step| store.use_totp_step(&one, step);
    assert!(take(100).await.unwrap());
    assert!(!take(100).await.unwrap(), "the same step again");
    assert!(!take(99).await.unwrap(), "an earlier step");
    assert!(take(101).await.unwrap());
    assert!(!store.use_totp_step(&id("u-9"), 200).await.unwrap(), "nobody's");
    assert_eq!(store.use_code(&id("u-9"), &token(1)).await.unwrap(), None);
    assert_eq!(store.use_code(&id("u-1"), &token(1)).await.unwrap(), Some(1));
    assert_eq!(store.use_code(&id("u-1"), &token(1)).await.unwrap(), None);
    let kept = store.account(&id("u-1")).await.unwrap().unwrap();
    store.change_account(&kept, Some(&[token(5)]), &entry(1, Step::CodesSet)).await.unwrap();
    assert_eq!(store.use_code(&id("u-1"), &token(2)).await.unwrap(), None, "an earlier one");
    assert_eq!(store.use_code(&id("u-1"), &token(5)).await.unwrap(), Some(0));
}
}

on_both! {
async fn a_session_ends_at_once_and_its_token_opens_nothing_after_that(house) {
    let store = &house.store;
    with_officer(store).await;
    let first = session("s-1", 0);
    store.begin_session((&first, &token(9)), &entry(0, Step::SignedIn)).await.unwrap();
    assert_eq!(store.session(&token(9)).await.unwrap(), Some(first.clone()));
    assert_eq!(store.session(&token(8)).await.unwrap(), None);
    store.use_session(&first.id, at(60)).await.unwrap();
    store.use_session(&first.id, at(30)).await.unwrap();
    assert_eq!(store.session(&token(9)).await.unwrap().unwrap().seen_at, at(60));
    let ended = entry(70, Step::Ended { why: Why::Revoked });
    assert!(store.end_session(&first.id, &ended).await.unwrap());
    assert_eq!(house.reopen().await.session(&token(9)).await.unwrap(), None);
    assert!(!store.end_session(&first.id, &ended).await.unwrap());
    assert_eq!(store.entries_end().await.unwrap().0, 3, "the second end changed nothing");
}
}

on_both! {
async fn a_session_is_shown_so_many_people_a_proof_and_no_more_even_at_once(house) {
    let store = &house.store;
    with_officer(store).await;
    let one = session("s-1", 0);
    store.begin_session((&one, &token(9)), &entry(0, Step::SignedIn)).await.unwrap();
    let other = house.reopen().await;
    let mut shown = 0;
    for _ in 0..10 {
        let (left, right) =
            tokio::join!(store.spend(&one.id, 1, 15), other.spend(&one.id, 1, 15));
        shown += u32::from(left.unwrap()) + u32::from(right.unwrap());
    }
    assert_eq!(shown, 15);
    assert!(!store.spend(&one.id, 1, 15).await.unwrap());
    assert!(!store.spend(&SessionId::read("s-none").unwrap(), 1, 15).await.unwrap());
    store.prove_session(&one.id, &entry(9, Step::Proven)).await.unwrap();
    let proven = store.session(&token(9)).await.unwrap().unwrap();
    assert_eq!((proven.shown, proven.proven_at), (0, at(9)));
    assert!(!store.spend(&one.id, 16, 15).await.unwrap());
    assert!(store.spend(&one.id, 15, 15).await.unwrap());
}
}

on_both! {
async fn what_somebody_was_asked_is_taken_once_within_its_time_and_by_no_copy(house) {
    let store = &house.store;
    let (one, two) = (token(1), token(2));
    store.put_ceremony(&one, (at(0), at(300)), b"a challenge").await.unwrap();
    store.put_ceremony(&two, (at(0), at(300)), b"another").await.unwrap();
    let path = house.path("copy.sqlite");
    store.backup_to(&path, &house.keys).await.unwrap();
    let copy = Store::open(&path, &house.keys).await.unwrap();
    assert_eq!(copy.take_ceremony(&one, at(1)).await.unwrap(), None);
    let other = house.reopen().await;
    let (here, there) = tokio::join!(store.take_ceremony(&one, at(1)), other.take_ceremony(&one, at(1)));
    let taken: Vec<Vec<u8>> = [here, there].into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(taken, [b"a challenge".to_vec()], "of two at once one takes it");
    assert_eq!(store.take_ceremony(&two, at(300)).await.unwrap(), None, "its time is over");
    assert_eq!(store.take_ceremony(&token(3), at(1)).await.unwrap(), None);
}
}

on_both! {
async fn looks_of_many_at_once_are_all_written_and_no_session_gets_more_than_it_has(house) {
    use exchange::journal::{Answer, Deed, Look, Purpose, Scope};
    use exchange::vocabulary::{Actor, Party, PersonId};

    let store = &house.store;
    with_officer(store).await;
    let one = session("s-1", 0);
    store.begin_session((&one, &token(9)), &entry(0, Step::SignedIn)).await.unwrap();
    let look = |number: u32| Look {
        at: at(i64::from(number)),
        actor: Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer },
        purpose: Purpose::Tracing,
        deed: Deed::Show,
        whose: Scope::Person { person: PersonId::read(&format!("p-{number}")).unwrap() },
        things: std::collections::BTreeSet::new(),
        answer: Answer::Open,
    };
    let tasks = (0..40).map(|number| {
        let (store, look, session) = (store.clone(), look(number), one.id.clone());
        tokio::spawn(async move {
            let spend = crate::Spend { session, people: 1, most: 15 };
            store.append_looks_within(&[look], spend).await.unwrap()
        })
    });
    let mut shown = 0;
    for task in tasks.collect::<Vec<_>>() {
        shown += usize::from(task.await.unwrap());
    }
    assert_eq!(shown, 15);
    let written = store.looks(1, 100).await.unwrap();
    assert_eq!(written.len(), 15, "what a session had not left is not written as shown");
    assert_eq!(store.session(&token(9)).await.unwrap().unwrap().shown, 15);
    assert_eq!(store.verify().await.unwrap().flaws, Vec::new());
}
}

on_both! {
async fn an_account_has_so_many_sessions_and_the_oldest_ends(house) {
    let store = &house.store;
    with_officer(store).await;
    for number in 0..=u8::try_from(SESSIONS_MAX).unwrap() {
        let one = session(&format!("s-{number:02}"), i64::from(number));
        let entry = entry(i64::from(number), Step::SignedIn);
        let ended = store.begin_session((&one, &token(number)), &entry).await.unwrap();
        let expected = usize::from(usize::from(number) == SESSIONS_MAX);
        assert_eq!(ended.len(), expected);
    }
    assert_eq!(store.session(&token(0)).await.unwrap(), None);
    assert_eq!(store.sessions().await.unwrap().len(), SESSIONS_MAX);
}
}

on_both! {
async fn tries_at_a_name_are_delayed_whether_anybody_has_it_or_not(house) {
    let store = &house.store;
    with_officer(store).await;
    let one = id("u-1");
    for (name, account) in [("officer-1", Some(&one)), ("nobody", None)] {
        let key = store.account_name(name);
        for _ in 0..TRIES_FREE {
            let (_, wait) = store.try_at((&key, account), HERE, at(0)).await.unwrap();
            assert_eq!(wait, 0);
        }
        let (_, wait) = store.try_at((&key, account), HERE, at(0)).await.unwrap();
        assert_eq!(wait, 1, "{name}");
        let (_, wait) = store.try_at((&key, account), HERE, at(1)).await.unwrap();
        assert_eq!(wait, 0, "{name}: being told to wait is no try");
        let (_, wait) = store.try_at((&key, account), "net:192.0.2.7", at(1)).await.unwrap();
        assert_eq!(wait, 0, "{name}: elsewhere nobody waits for it");
    }
}
}

on_both! {
async fn strangers_cannot_lock_out_who_has_signed_in_from_here_before(house) {
    let store = &house.store;
    with_officer(store).await;
    let (one, name) = (id("u-1"), store.account_name("officer-1"));
    let signed_in = Entry { name: Some(name), ..entry(0, Step::SignedIn) };
    store.append_entries(&[signed_in]).await.unwrap();
    for stranger in 0..STRANGE_TRIES_FREE + 5 {
        let origin = format!("net:192.0.2.{stranger}");
        let (_, _wait) = store.try_at((&name, Some(&one)), &origin, at(5)).await.unwrap();
    }
    let (_, wait) = store.try_at((&name, Some(&one)), "net:198.51.100.1", at(5)).await.unwrap();
    assert!(wait > 0, "all strangers together are slowed down");
    let (tries, wait) = store.try_at((&name, Some(&one)), HERE, at(5)).await.unwrap();
    assert!(tries.is_known);
    assert_eq!(wait, 0);
}
}

on_both! {
async fn a_copy_takes_accounts_and_their_log_along_and_no_session(house) {
    let store = &house.store;
    with_officer(store).await;
    let one = session("s-1", 0);
    store.begin_session((&one, &token(9)), &entry(0, Step::SignedIn)).await.unwrap();
    let path = house.path("copy.sqlite");
    let report = store.backup_to(&path, &house.keys).await.unwrap();
    assert_eq!((report.entries, report.flaws), (2, Vec::new()));
    let copy = Store::open(&path, &house.keys).await.unwrap();
    assert_eq!(copy.entries_end().await.unwrap(), store.entries_end().await.unwrap());
    assert_eq!(copy.account_named("officer-1").await.unwrap().unwrap().account.id, id("u-1"));
    assert_eq!(copy.use_code(&id("u-1"), &token(2)).await.unwrap(), Some(1));
    assert_eq!(copy.session(&token(9)).await.unwrap(), None);
    assert!(store.session(&token(9)).await.unwrap().is_some(), "the instance itself goes on");
}
}

#[tokio::test]
async fn what_is_changed_in_accounts_and_their_log_is_named() {
    let broken = |number| Flaw::Entry { number, why: "it is not what was appended" };
    let beside = |number| Flaw::Entry { number, why: "its columns are not what its body says" };
    let cases: [(&str, &[Flaw]); 6] = [
        (
            "update entry set body = replace(body, 'officer', 'clinician') where number = 1",
            &[broken(1)],
        ),
        ("update entry set step = 'signed-in' where number = 2", &[beside(2)]),
        ("update entry set origin = 'elsewhere' where number = 2", &[beside(2)]),
        ("delete from entry where number = 2", &[Flaw::EntryGap { from: 2, to: 2 }]),
        ("update account set name_key = zeroblob(32)", &[Flaw::Account("u-1".to_owned())]),
        ("update account set sealed = zeroblob(512)", &[Flaw::Account("u-1".to_owned())]),
    ];
    for (statement, flaws) in cases {
        let house = House::new().await;
        with_officer(&house.store).await;
        house.store.append_entries(&[entry(1, Step::Tried), entry(2, Step::Tried)]).await.unwrap();
        let options = SqliteConnectOptions::new().filename(house.path(DATABASE_FILE));
        let mut raw = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::query(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
        assert_eq!(house.store.verify().await.unwrap().flaws, flaws, "{statement}");
    }
}

#[tokio::test]
async fn the_file_of_an_instance_shows_no_name_and_no_secret() {
    let house = House::new().await;
    with_officer(&house.store).await;
    house.store.close().await;
    let bytes = std::fs::read(house.path(DATABASE_FILE)).unwrap();
    for planted in [&b"officer-1"[..], b"a secret of the codes", &[4; 32]] {
        assert!(!bytes.windows(planted.len()).any(|part| part == planted), "{planted:?}");
    }
}
