//! Searching by keys: what is found, what is not any more, and what the database shows to a thief.

use exchange::journal::{self, Command, Context, Event, Recorded, State, VaultChange};
use exchange::lists::Field;
use exchange::registry::{
    self, Assertion, Condition, Credibility, Query, Reliability, Source, SourceKind, Stated, Told,
};
use exchange::vocabulary::{Actor, ClaimId, Digest, Party, PersonId, Private, Role};

use super::{House, on_both};
use crate::{Error, Store};

/// A desk without a folder, whose chance is counted so that a run can be repeated.
struct Desk {
    store: Store,
    state: State,
    step: u64,
    /// What was decided and is appended later in one piece, where that is wanted.
    held: Option<(Vec<Recorded>, Vec<VaultChange>)>,
}

impl Desk {
    fn new(store: &Store) -> Self {
        Self { store: store.clone(), state: State::default(), step: 0, held: None }
    }

    /// Takes a command as somebody; `viewed` says whether the views come along at once.
    async fn take(
        &mut self,
        name: &str,
        command: registry::Command,
        viewed: bool,
    ) -> Result<Vec<Event>, journal::Refusal> {
        self.step += 1;
        let actor = Actor { party: Party::A, name: name.to_owned(), role: Role::Officer };
        let at = super::CREATED.parse::<jiff::Timestamp>().unwrap();
        let at = at + jiff::SignedDuration::from_secs(i64::try_from(self.step).unwrap());
        let context = Context::new(at, actor, Digest::of(&[&self.step.to_be_bytes()]).0);
        let expected = self.state.version;
        let outcome = journal::decide(&self.state, &context, Command::Registry(command))?;
        let recorded = Recorded::number(&context, expected, &outcome.events);
        for event in &recorded {
            self.state.apply(event);
        }
        if let Some((events, changes)) = &mut self.held {
            events.extend(recorded);
            changes.extend(outcome.vault);
        } else {
            self.append(expected, (&recorded, &outcome.vault), viewed).await.unwrap();
        }
        Ok(outcome.events)
    }

    async fn append(
        &self,
        expected: u64,
        (events, changes): (&[Recorded], &[VaultChange]),
        viewed: bool,
    ) -> Result<u64, Error> {
        if viewed {
            self.store.append_viewed((expected, &self.state), events, changes).await
        } else {
            self.store.append(expected, events, changes).await
        }
    }

    async fn enter(
        &mut self,
        name: [&str; 3],
        birth: &str,
        number: &str,
        viewed: bool,
    ) -> PersonId {
        let command = registry::Command::Register {
            source: Some(source()),
            identity: told(name, birth, number),
            also: vec![Assertion::Missing],
        };
        let events = self.take("officer-1", command, viewed).await.unwrap();
        let Event::Registry(registry::Event::Registered { person }) = &events[0] else {
            panic!("{events:?}")
        };
        person.clone()
    }

    async fn also_written(&mut self, person: &PersonId, name: [&str; 3], viewed: bool) -> ClaimId {
        let command = registry::Command::Claim {
            person: person.clone(),
            says: Assertion::Identity,
            source: Some(source()),
            told: told(name, "", ""),
        };
        let events = self.take("officer-1", command, viewed).await.unwrap();
        let Event::Registry(registry::Event::Claimed { claim, .. }) = &events[0] else {
            panic!("{events:?}")
        };
        claim.clone()
    }

    async fn merge(&mut self, one: &PersonId, other: &PersonId, viewed: bool) -> Option<ClaimId> {
        let reason = Private::new("one scar".to_owned());
        let (one, other) = (one.clone(), other.clone());
        let command = registry::Command::Merge { one, other, reason };
        let events = self.take("officer-1", command, viewed).await.ok()?;
        let Event::Registry(registry::Event::MergeProposed { claim, .. }) = &events[0] else {
            panic!("{events:?}")
        };
        Some(claim.clone())
    }

    async fn found(&self, wanted: &str) -> Vec<PersonId> {
        let query = Query::read(wanted).unwrap();
        let found = self.store.search(&query, 5).await.unwrap();
        found.into_iter().map(|one| one.person).collect()
    }
}

pub(super) fn source() -> Source {
    Source {
        kind: SourceKind::Family,
        name: Private::new("a sister".to_owned()),
        reliability: Reliability::B,
        credibility: Credibility::read(2).unwrap(),
        condition: Condition::AtLiberty,
        language: None,
    }
}

pub(super) fn told([surname, given, father]: [&str; 3], birth: &str, number: &str) -> Told {
    let cells = [
        (Field::Surname, surname),
        (Field::GivenName, given),
        (Field::Patronymic, father),
        (Field::BirthDate, birth),
        (Field::ServiceNumber, number),
    ];
    let fields = cells
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field, Stated::Given(Private::new(text.to_owned()))))
        .collect();
    Told { fields, ..Told::default() }
}

/// What one person may be told of before anything becomes slow or is left out.
const CLAIMS: u32 = 10_000;

on_both! {
async fn a_person_with_ten_thousand_claims_is_still_answered_for(house) {
    let store = &house.store;
    let mut desk = Desk::new(store);
    let person = desk.enter(["Коваль", "Петро", "Іванович"], "1990-07-31", "АБ-123456", true).await;
    desk.held = Some(Default::default());
    for at in 0..CLAIMS {
        let told = if at % 2 == 0 {
            told(["Коваль", "Петро", "Іванович"], "1990-07-31", &format!("АБ-{at:06}"))
        } else {
            Told::default()
        };
        let says = if at % 2 == 0 { Assertion::Identity } else { Assertion::SeenHeld };
        let source = Some(source());
        let command = registry::Command::Claim { person: person.clone(), says, source, told };
        desk.take("officer-1", command, true).await.unwrap();
    }
    let (events, changes) = desk.held.take().unwrap();
    let expected = desk.state.version - u64::try_from(events.len()).unwrap();
    desk.append(expected, (&events, &changes), true).await.unwrap();
    assert_eq!(desk.found("Koval Petro").await, std::slice::from_ref(&person));
    // Of equally good numbers the latest stand on the card.
    assert_eq!(desk.found(&format!("АБ-{:06}", CLAIMS - 2)).await, std::slice::from_ref(&person));
    assert!(desk.state.registry.status(&person, None).is_some());
    assert!(store.verify().await.unwrap().is_sound());
}
}

const WITHDRAWN: &str = "read from the wrong paper";

on_both! {
    async fn people_are_found_in_any_script_order_and_part_until_they_are_erased(house) {
        let mut desk = Desk::new(&house.store);
        let kovalenko = ["Коваленко", "Олександр", "Миколайович"];
        let one = desk.enter(kovalenko, "1990-05-12", "АБ-123456", true).await;
        let other = desk.enter(["Сарапін", "Юрій", "Петрович"], "1988-11-03", "", true).await;
        for wanted in [
            "Коваленко Олександр Миколайович",
            "KOVALENKO Oleksandr",
            "Александр Николаевич Коваленко",
            "Коваленко О. М.",
            "Коваленко",
            "Ковалено Олександр Миколайович",
            "Коваленко 1990",
            "12.05.1990",
            "АБ123456",
        ] {
            assert_eq!(desk.found(wanted).await, std::slice::from_ref(&one), "{wanted}");
        }
        assert_eq!(desk.found("Sarapin Iurii").await, std::slice::from_ref(&other));
        assert_eq!(desk.found("Вовк Степан").await, []);

        // A second way of writing the name finds until its source takes it back.
        let claim = desk.also_written(&other, ["Гончар", "Юрій", "Петрович"], true).await;
        assert_eq!(desk.found("Honchar Yurii").await, std::slice::from_ref(&other));
        let reason = Private::new(WITHDRAWN.to_owned());
        let command = registry::Command::Withdraw { claim, reason };
        desk.take("officer-1", command, true).await.unwrap();
        assert_eq!(desk.found("Honchar Yurii").await, []);

        // Merged, both names find one; unmerged, each finds its own.
        let merge = desk.merge(&one, &other, true).await.unwrap();
        let stands = desk.state.registry.standing_for(&one);
        assert_eq!(desk.found("Sarapin Iurii").await, std::slice::from_ref(&stands));
        assert_eq!(desk.found("Kovalenko Oleksandr").await, [stands]);
        desk.take("officer-1", registry::Command::Unmerge { claim: merge }, true).await.unwrap();
        assert_eq!(desk.found("Sarapin Iurii").await, std::slice::from_ref(&other));

        let command = registry::Command::Erase { person: one.clone() };
        desk.take("officer-1", command, true).await.unwrap();
        assert_eq!(desk.found("Коваленко Олександр Миколайович").await, []);
        assert_eq!(desk.found("АБ123456").await, []);
        let views = house.store.views().await.unwrap();
        assert_eq!((views.cards, views.version), (1, desk.state.version));
        assert!(house.store.verify().await.unwrap().is_sound());
    }
}

on_both! {
    /// Whatever happens in whatever order, and whichever appends leave the views behind, they come to
    /// what is made anew from journal and vault.
    async fn views_kept_up_event_by_event_are_those_that_are_made_anew(house) {
        let surnames = ["Коваленко", "Шевчук", "Бондар", "Sarapin", "Мельник"];
        let given = ["Іван", "Олена", "Petro", "Микола"];
        let (mut desk, mut chance) = (Desk::new(&house.store), 2_026_u64);
        let mut below = |count: usize| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            usize::try_from(chance >> 33).unwrap() % count
        };
        let (mut people, mut claims, mut merges) = (Vec::new(), Vec::new(), Vec::new());
        for step in 0..120 {
            let viewed = below(4) > 0;
            let name = [surnames[below(5)], given[below(4)], ""];
            match below(10) {
                0..4 => people.push(desk.enter(name, "1991-02-03", "", viewed).await),
                4..6 if !people.is_empty() => {
                    let person = people[below(people.len())].clone();
                    if !desk.state.registry.persons[&person].erased {
                        claims.push(desk.also_written(&person, name, viewed).await);
                    }
                }
                6 if !claims.is_empty() => {
                    let claim = claims[below(claims.len())].clone();
                    let reason = Private::new(WITHDRAWN.to_owned());
                    let command = registry::Command::Withdraw { claim, reason };
                    drop(desk.take("officer-1", command, viewed).await);
                }
                7 if people.len() > 1 => {
                    let (one, other) =
                        (people[below(people.len())].clone(), people[below(people.len())].clone());
                    merges.extend(desk.merge(&one, &other, viewed).await);
                }
                8 if !merges.is_empty() => {
                    let claim = merges[below(merges.len())].clone();
                    drop(desk.take("officer-2", registry::Command::Unmerge { claim }, viewed).await);
                }
                9 if !people.is_empty() => {
                    let person = people[below(people.len())].clone();
                    let command = registry::Command::Erase { person };
                    drop(desk.take("officer-1", command, viewed).await);
                }
                _ => {}
            }
            if step % 10 == 9 {
                house.store.refresh_views(&desk.state).await.unwrap();
                assert!(house.store.verify().await.unwrap().is_sound(), "after step {step}");
            }
        }
        house.store.refresh_views(&desk.state).await.unwrap();
        let grown = house.store.views().await.unwrap();
        assert_eq!(house.store.rebuild_views().await.unwrap(), grown);
        assert!(grown.cards > 5 && grown.version == desk.state.version, "{grown:?}");
    }
}

on_both! {
    async fn a_snapshot_opens_to_the_state_that_the_journal_adds_up_to(house) {
        let mut desk = Desk::new(&house.store);
        let one = desk.enter(["Коваленко", "Іван", ""], "1990", "", true).await;
        let other = desk.enter(["Бондар", "Іван", ""], "1990", "", true).await;
        let merge = desk.merge(&one, &other, true).await.unwrap();
        desk.take("officer-1", registry::Command::Unmerge { claim: merge }, true).await.unwrap();
        house.store.snapshot_now().await.unwrap();
        let opened = house.reopen().await;
        assert!(opened.has_snapshot().await.unwrap());
        assert_eq!(opened.state().await.unwrap(), desk.state);
        assert_eq!(house.store.replay().await.unwrap(), desk.state);
        // What came later is added to it.
        let erase = registry::Command::Erase { person: one };
        desk.take("officer-1", erase, true).await.unwrap();
        assert_eq!(house.reopen().await.state().await.unwrap(), desk.state);
    }
}

#[tokio::test]
async fn a_snapshot_that_does_not_fit_is_passed_over() {
    for change in [
        "update snapshot set version = 1",
        "update snapshot set chain = x'00'",
        "update snapshot set form = form + 1",
        "update snapshot set parts = 0",
        "update snapshot_part set sealed = zeroblob(length(sealed))",
        "delete from snapshot_part",
    ] {
        let house = House::new().await;
        let mut desk = Desk::new(&house.store);
        desk.enter(["Коваленко", "Іван", ""], "1990", "", true).await;
        house.store.snapshot_now().await.unwrap();
        assert!(house.store.has_snapshot().await.unwrap());
        sqlx::query(change).execute(super::sqlite(&house.store).pool()).await.unwrap();
        assert!(!house.reopen().await.has_snapshot().await.unwrap(), "{change}");
        assert_eq!(house.reopen().await.state().await.unwrap(), desk.state, "{change}");
    }
}

/// 1,000 planted names, birth dates and numbers, and every search key as it is and hashed without a key,
/// are in no file: not in the database, its log, a backup, or the files of a server.
#[tokio::test]
async fn a_thousand_planted_people_are_in_no_file() {
    for house in [Some(House::new().await), House::on_server().await].into_iter().flatten() {
        let mut desk = Desk::new(&house.store);
        let mut needles: Vec<Vec<u8>> = Vec::new();
        desk.held = Some(Default::default());
        for number in 0..1_000_u32 {
            let syllables = ["вор", "жул", "кеп", "зон", "рід", "хаб", "мец", "тюф", "ґоз", "щек"];
            let digit = |place: u32| syllables[usize::try_from(number / place % 10).unwrap()];
            let surname = format!("Ви{}{}{}енчук", digit(100), digit(10), digit(1));
            let (year, day) = (1_960 + number / 28, 1 + number % 28);
            let birth = format!("{year}-07-{day:02}");
            let service = format!("QX{:07}", 4_000_000 + number * 977);
            let name = [surname.as_str(), "Остап", "Юхимович"];
            desk.enter(name, &birth, &service, true).await;
            let query =
                Query::read(&format!("{surname} Остап Юхимович {birth} {service}")).unwrap();
            for (key, _) in query.keys() {
                let hash = Digest::of(&[key.bytes()]).0;
                needles.extend([key.bytes()[1..17].to_vec(), hash[..8].to_vec()]);
            }
            let utf16 = surname.encode_utf16().flat_map(u16::to_le_bytes).collect();
            needles.extend([surname.into_bytes(), utf16, birth.into_bytes(), service.into_bytes()]);
        }
        let (events, changes) = desk.held.take().unwrap();
        desk.append(0, (&events, &changes), true).await.unwrap();
        house.store.snapshot_now().await.unwrap();
        house.store.backup_to(&house.path("backup.sqlite"), &house.keys).await.unwrap();
        let found = desk.found("Vyvorvorvorenchuk Ostap").await;
        assert_eq!(found.len(), 1, "the people are there and can be found");
        // A key may begin with zeroes, as empty pages do; such a needle would find anything.
        needles.retain(|needle| needle.iter().filter(|byte| **byte != 0).count() > 5);
        needles.sort();
        needles.dedup();
        let (files, met) = planted_in(&house, &needles);
        assert!(files > 3, "{files} files were searched");
        assert_eq!(met, Vec::<String>::new());
    }
}

/// Looks for all needles in all files of the instance; says how many files there were, and where what
/// was found.
fn planted_in(house: &House, needles: &[Vec<u8>]) -> (usize, Vec<String>) {
    let mut by_start: std::collections::BTreeMap<&[u8], Vec<&[u8]>> =
        std::collections::BTreeMap::new();
    for needle in needles {
        by_start.entry(&needle[..6]).or_default().push(needle);
    }
    // Nearly every place is passed over by its first two bytes.
    let mut first = vec![false; 1 << 16];
    let pair = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    for start in by_start.keys() {
        first[pair(start)] = true;
    }
    let mut folders = vec![house.folder.path().to_owned()];
    folders.extend(house.server.as_ref().map(|(cluster, _)| cluster.files().to_owned()));
    let (mut files, mut met) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
                continue;
            }
            // A server removes files of its own while it runs.
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            files += 1;
            for (at, window) in bytes.windows(6).enumerate() {
                let near = first[pair(window)].then(|| by_start.get(window)).flatten();
                if near.is_some_and(|near| near.iter().any(|one| bytes[at..].starts_with(one))) {
                    met.push(format!("{}: byte {at}", entry.path().display()));
                }
            }
        }
    }
    (files, met)
}
