//! Views made anew are the views that grew, and a view that was tampered with is found.

use exchange::journal::{EVENT_VERSION, Event, Recorded, VaultChange};
use exchange::lists::{self, KeptLine, Purpose, Tally};
use exchange::registry::{
    self, Assertion, Claim, Condition, Credibility, Kept, Reliability, Script, SourceKind, Status,
};
use exchange::vocabulary::{Actor, ClaimId, Digest, LineId, ListId, Party, Role, Side};
use jiff::civil::Date;

use super::{House, keep, on_both, person, record};
use crate::{Flaw, Store, Views};

fn kept(name: &str) -> Kept {
    Kept { record: record(name), digest: VaultChange::digest(&[7; 32], name.as_bytes()) }
}

fn claim(number: u64, about: &str, says: Assertion, source: SourceKind) -> Event {
    let about = Claim {
        person: person(about),
        says,
        source,
        reliability: Reliability::B,
        credibility: Credibility::read(2).unwrap(),
        condition: Condition::AtLiberty,
        language: None,
        script: Script::of("Коваль"),
        kept: kept(&format!("c-{number}")),
        health: None,
    };
    let claim = ClaimId::read(&format!("claim-{number}")).unwrap();
    Event::Registry(registry::Event::Claimed { claim, about: Box::new(about) })
}

fn registered(name: &str) -> Event {
    Event::Registry(registry::Event::Registered { person: person(name) })
}

fn list() -> ListId {
    ListId::read("list-1").unwrap()
}

fn opened() -> Event {
    Event::Lists(lists::Event::Opened {
        list: list(),
        from: Side::B,
        purpose: Purpose::Offer,
        replaces: None,
        record: record("sheet"),
        digest: Digest([1; 32]),
        today: Date::constant(2025, 6, 2),
        tally: Tally::default(),
        questions: Vec::new(),
        notes: 0,
    })
}

fn closed() -> Event {
    let line = |row: u32| KeptLine {
        line: LineId::read(&format!("line-{row}")).unwrap(),
        row,
        record: record(&format!("l-{row}")),
        digest: Digest([2; 32]),
    };
    Event::Lists(lists::Event::Closed { list: list(), lines: (4..9).map(line).collect() })
}

/// What happens, append by append, with what goes into the vault and out of it.
fn story() -> Vec<(Vec<Event>, Vec<VaultChange>)> {
    let merge = ClaimId::read("merge-1").unwrap();
    let merged =
        registry::Event::Merged { claim: merge.clone(), one: person("p-3"), other: person("p-4") };
    let missing = |number, about| claim(number, about, Assertion::Missing, SourceKind::Family);
    vec![
        (["p-1", "p-2", "p-3", "p-4", "p-5"].map(registered).into(), vec![]),
        (vec![missing(1, "p-1"), missing(2, "p-2")], vec![keep("c-1", Some("p-1"), "words")]),
        (vec![opened()], vec![]),
        (vec![claim(3, "p-2", Assertion::SeenHeld, SourceKind::Witness)], vec![]),
        (vec![missing(4, "p-4"), Event::Registry(merged)], vec![keep("c-4", Some("p-4"), "words")]),
        (vec![closed()], vec![]),
        (vec![Event::Registry(registry::Event::Unmerged { claim: merge })], vec![]),
        (
            vec![Event::Registry(registry::Event::Erased { person: person("p-1") })],
            vec![VaultChange::EraseAbout(person("p-1"))],
        ),
    ]
}

fn number(version: u64, events: &[Event]) -> Vec<Recorded> {
    let actor = Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer };
    let record = |(number, event): (u64, &Event)| Recorded {
        form: EVENT_VERSION,
        number,
        at: super::CREATED.parse().unwrap(),
        actor: actor.clone(),
        event: event.clone(),
    };
    (version + 1..).zip(events).map(record).collect()
}

/// Tells the story and brings the views along after every append.
async fn told(store: &Store) -> Views {
    let mut version = 0;
    for (events, changes) in story() {
        version = store.append(version, &number(version, &events), &changes).await.unwrap();
        store.refresh_views(&store.replay().await.unwrap()).await.unwrap();
    }
    store.views().await.unwrap()
}

on_both! {
    async fn views_made_anew_are_the_views_that_grew(house) {
        let grown = told(&house.store).await;
        assert_eq!(house.store.rebuild_views().await.unwrap(), grown);
        assert_eq!(house.reopen().await.rebuild_views().await.unwrap(), grown);
        assert_eq!(grown.version, house.store.version().await.unwrap());
        assert_eq!((grown.persons.values().sum::<u64>(), grown.lines), (5, 5));
        assert!(house.store.verify().await.unwrap().is_sound());
    }
}

on_both! {
    async fn views_find_persons_by_status_and_lists_by_line(house) {
        told(&house.store).await;
        let store = &house.store;
        let state = store.replay().await.unwrap();
        for status in [Some(Status::Sought), Some(Status::Alleged), Some(Status::Returned), None] {
            let expected: Vec<_> = state
                .registry
                .persons
                .keys()
                .filter(|one| state.registry.status(one, None).map(|r| r.status) == status)
                .cloned()
                .collect();
            assert_eq!(store.persons_with(status, None, 100).await.unwrap(), expected, "{status:?}");
        }
        let none = store.persons_with(None, None, 1).await.unwrap();
        assert_eq!(none, [person("p-3")]);
        assert_eq!(store.persons_with(None, none.last(), 1).await.unwrap(), [person("p-5")]);
        let places = store.places_of(&LineId::read("line-6").unwrap()).await.unwrap();
        assert_eq!(places.len(), 1);
        assert_eq!((&places[0].list, places[0].from, places[0].row), (&list(), Side::B, 6));
        assert_eq!(store.places_of(&LineId::read("line-99").unwrap()).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_view_that_was_tampered_with_is_found_and_made_again() {
    for change in [
        "update person_view set status = 'returned' where person = 'p-2'",
        "delete from line_view where line = 'line-5'",
        "insert into person_view values ('p-9', 'sought', 'p-9', 0)",
        "update person_view set records = 1 where person = 'p-1'",
    ] {
        let house = House::new().await;
        let sound = told(&house.store).await;
        sqlx::query(change).execute(super::sqlite(&house.store).pool()).await.unwrap();
        assert_eq!(house.store.verify().await.unwrap().flaws, [Flaw::Views], "{change}");
        assert_eq!(house.store.rebuild_views().await.unwrap(), sound);
        assert!(house.store.verify().await.unwrap().is_sound());
    }
}

on_both! {
    async fn views_are_not_written_from_a_state_that_is_behind(house) {
        told(&house.store).await;
        let behind = exchange::journal::State::default();
        let refused = house.store.refresh_views(&behind).await;
        assert!(matches!(refused, Err(crate::Error::Conflict { .. })), "{refused:?}");
    }
}
