//! The log of looks: what is acknowledged stays, and whatever is changed in it is named.

use std::collections::BTreeSet;

use exchange::journal::{Answer, Deed, Look, Purpose, Scope, Thing};
use exchange::vocabulary::{Actor, Party, Role};
use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::{House, on_both, person};
use crate::{DATABASE_FILE, Flaw};

fn look(at: Timestamp, name: &str, whose: &str, answer: Answer) -> Look {
    Look {
        at,
        actor: Actor { party: Party::A, name: name.to_owned(), role: Role::Officer },
        purpose: Purpose::Tracing,
        deed: Deed::Show,
        whose: Scope::Person { person: person(whose) },
        things: BTreeSet::from([Thing::Name, Thing::Birth]),
        answer,
    }
}

fn start() -> Timestamp {
    "2025-06-02T09:00:00Z".parse().unwrap()
}

async fn filled(house: &House) -> Vec<Look> {
    let at = |minute| start() + SignedDuration::from_mins(minute);
    let reason = "the bus leaves in ten minutes".to_owned();
    let looks = vec![
        look(at(0), "officer-1", "p-1", Answer::Open),
        look(at(1), "officer-1", "p-2", Answer::Open),
        look(at(2), "officer-1", "p-2", Answer::Open),
        look(at(3), "officer-1", "p-3", Answer::Spent),
        look(at(4), "officer-1", "p-4", Answer::BrokenGlass { reason }),
        look(at(5), "officer-2", "p-1", Answer::Open),
        look(at(6), "officer-2", "p-5", Answer::Denied),
    ];
    house.store.append_looks(&looks[..3]).await.unwrap();
    house.store.append_looks(&looks[3..]).await.unwrap();
    looks
}

on_both! {
async fn what_is_recorded_can_be_read_and_counted(house) {
    let looks = filled(&house).await;
    let read = house.reopen().await.looks(1, 100).await.unwrap();
    let expected: Vec<_> = (1_u64..).zip(looks.clone()).collect();
    assert_eq!(read, expected);
    let at = house.store.looks_at(&person("p-1")).await.unwrap();
    assert_eq!(at.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 6]);
    assert!(house.store.looks_at(&person("p-3")).await.unwrap().is_empty(), "was never shown");
    let shown = async |name, since| {
        let people = house.store.people_shown(name, since).await.unwrap();
        people.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let long_ago = start() - SignedDuration::from_hours(1);
    assert_eq!(shown("officer-1", long_ago).await, ["p-1", "p-2", "p-4"]);
    assert_eq!(shown("officer-1", start() + SignedDuration::from_mins(2)).await, ["p-4"]);
    assert_eq!(shown("officer-2", long_ago).await, ["p-1"]);
    let report = house.store.verify().await.unwrap();
    assert_eq!((report.looks, report.flaws), (7, Vec::new()));
}
}

on_both! {
async fn a_copy_takes_the_looks_along(house) {
    filled(&house).await;
    let path = house.path("copy.sqlite");
    let report = house.store.backup_to(&path, &house.keys).await.unwrap();
    assert_eq!((report.looks, report.flaws), (7, Vec::new()));
    let copy = crate::Store::open(&path, &house.keys).await.unwrap();
    assert_eq!(copy.looks_end().await.unwrap(), house.store.looks_end().await.unwrap());
}
}

#[tokio::test]
async fn what_is_changed_in_the_log_is_named() {
    let broken = |number| Flaw::Look { number, why: "it is not what was appended" };
    let beside = |number| Flaw::Look { number, why: "its columns are not what its body says" };
    let cases: [(&str, &[Flaw]); 6] = [
        (
            "update look set body = replace(body, 'officer-2', 'officer-3') where number = 6",
            &[beside(6), broken(6)],
        ),
        ("update look set chain = zeroblob(32) where number = 2", &[broken(2)]),
        ("update look set actor = 'officer-9' where number = 4", &[beside(4)]),
        ("update look set person = null where number = 1", &[beside(1)]),
        ("delete from look where number in (3, 4)", &[Flaw::LookGap { from: 3, to: 4 }]),
        ("delete from look where number = 7", &[Flaw::LookGap { from: 7, to: 7 }]),
    ];
    for (statement, flaws) in cases {
        let house = House::new().await;
        filled(&house).await;
        let options = SqliteConnectOptions::new().filename(house.path(DATABASE_FILE));
        let mut raw = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::query(AssertSqlSafe(statement)).execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
        assert_eq!(house.store.verify().await.unwrap().flaws, flaws, "{statement}");
    }
}
