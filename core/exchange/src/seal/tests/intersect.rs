//! Rounds of private intersection: who is found, and what is refused.

use std::collections::BTreeMap;

use super::*;
use crate::lists::Field;
use crate::seal::intersect::{
    Answer, FAMILIES, HELD_KEYS, Keyed, Keys, MatchAnswer, MatchCommit, MatchQuery, MatchQuota,
    MatchRefusal, MatchRelease, QUERY_KEYS, Query, RoundRefusal, Secret, Tags, answer, ask,
    check_answer, clear, fix, matches, profile,
};
use crate::seal::payload::{ListCommit, ListKind};
use crate::vocabulary::ListId;

const LINES: u64 = 3;

fn person<'a>(
    name: [&'a str; 3],
    date: &'a str,
    more: &[(Field, &'a str)],
) -> BTreeMap<Field, &'a str> {
    let [surname, given, patronymic] = name;
    let mut known = BTreeMap::from([
        (Field::Surname, surname),
        (Field::GivenName, given),
        (Field::Patronymic, patronymic),
        (Field::BirthDate, date),
    ]);
    known.extend(more.iter().copied());
    known
}

fn keys() -> Keys {
    Keys::new(&ExchangeId::read(&"0a".repeat(16)).unwrap(), 1, LINES * QUERY_KEYS)
}

#[test]
fn one_person_in_two_scripts_has_common_keys_and_another_person_has_none() {
    let number = [(Field::ServiceNumber, "АВ 123456"), (Field::Unit, "46 омбр")];
    let ours = person(["Шевченко", "Олександр", "Юрійович"], "1990-07-05", &number);
    let latin = [(Field::ServiceNumber, "AB-123456")];
    let theirs = person(["SHEVCHENKO", "Oleksandr", "Yuriyovych"], "05.07.1990", &latin);
    let slip = person(["Шевченко", "Олександр", "Юрьевич"], "07.05.1990", &[]);
    let other = person(["Шевчук", "Олександр", "Юрійович"], "1990-07-05", &[]);
    let fit = |held: &BTreeMap<Field, &str>| -> Vec<u8> {
        let (wanted, held) = (keys().wanted(&ours), keys().held(held));
        held.into_iter().filter(|key| wanted.contains(key)).map(|key| key.family).collect()
    };
    assert_eq!(fit(&theirs), [0, 1, 2]);
    // The Russian patronymic stands for the same first name of the table; which is likeliest differs.
    assert_eq!(fit(&slip), [1], "day and month exchanged, the patronymic in Russian");
    assert_eq!(fit(&other), [] as [u8; 0]);
    let most = keys().wanted(&person(
        ["Шевченко", "Олександр", "Юрійович"],
        "1990-07-05",
        &[
            (Field::ServiceNumber, "АВ 123456"),
            (Field::Unit, "46 омбр"),
            (Field::BirthPlace, "Київ"),
            (Field::MotherMaidenName, "Бондар"),
        ],
    ));
    assert_eq!(most.len(), 11, "six, three with another date, two with another year");
    assert!(most.len() as u64 <= QUERY_KEYS && FAMILIES.len() as u64 <= HELD_KEYS);
}

#[test]
fn what_could_be_guessed_within_a_quota_is_no_key() {
    let exchange = ExchangeId::read(&"0a".repeat(16)).unwrap();
    let short = person(["", "", ""], "1990", &[(Field::ServiceNumber, "4217")]);
    let long = person(["", "", ""], "1990", &[(Field::ServiceNumber, "АВ-1234567")]);
    let small = Keys::new(&exchange, 1, 60);
    assert_eq!(small.held(&short), [], "four digits and a year");
    assert_eq!(small.held(&long).len(), 1);
    assert_eq!(
        Keys::new(&exchange, 1, 10_000_000).held(&long),
        [],
        "the same under a larger quota"
    );
    // A surname with a year, and a name with a year: neither is a family, and neither would pass the floor.
    let keys = Keys::new(&exchange, 1, 100_000);
    assert!(!keys.is_rare(20_000 * 40) && !keys.is_rare(20_000 * 40 * 40 * 40));
    assert!(FAMILIES.iter().skip(1).all(|family| keys.is_rare(family.guesses())));
}

struct Sides {
    secret: [Secret; 2],
    held: [Vec<Vec<Keyed>>; 2],
    wanted: [Vec<Vec<Keyed>>; 2],
}

fn sides() -> Sides {
    let names = ["Шевченко", "Бойко", "Ткаченко", "Мельник"];
    let people = |rows: [usize; 2], wanted: bool| -> Vec<Vec<Keyed>> {
        let one = |row: usize| {
            let dates = ["1990-07-31", "1985-01-30", "1979-12-13", "2001-03-14"];
            let known = person([names[row], "Іван", "Петрович"], dates[row], &[]);
            if wanted { keys().wanted(&known) } else { keys().held(&known) }
        };
        rows.map(one).to_vec()
    };
    let secret = |side, seed| Secret {
        exchange: ExchangeId::read(&"0a".repeat(16)).unwrap(),
        round: 1,
        side,
        seed: [seed; 32],
    };
    Sides {
        secret: [secret(Side::A, 7), secret(Side::B, 8)],
        wanted: [people([0, 1], true), people([2, 3], true)],
        held: [people([3, 0], false), people([1, 2], false)],
    }
}

fn list(id: &str) -> ListId {
    ListId::read(id).unwrap()
}

fn act<T: serde::Serialize>(
    world: &mut World,
    kind: Kind,
    from: Party,
    payload: &T,
) -> Result<u64, ChainRefusal> {
    let draft = world.draft(kind, from, payload::write(payload));
    world.append(draft)
}

fn commit_of(secret: &Secret, key: Digest, tags: &Tags) -> MatchCommit {
    MatchCommit {
        round: 1,
        wanted: list(&format!("{}-wanted", secret.side)),
        held: list(&format!("{}-held", secret.side)),
        profile: profile(),
        key,
        tags: Digest::of(&[&tags.to_bytes()]),
        rows: LINES * HELD_KEYS,
    }
}

/// Lists committed to, keys and tags fixed by both.
fn fixed(sides: &Sides) -> (World, [MatchCommit; 2], [Tags; 2]) {
    let mut world = World::new();
    for side in Side::BOTH {
        for (name, of) in [("wanted", ListKind::Wanted), ("held", ListKind::Held)] {
            let root = Digest::of(&[name.as_bytes()]);
            let list = list(&format!("{side}-{name}"));
            let own = ListCommit { list, version: 1, of, root, count: LINES };
            act(&mut world, Kind::ListCommit, side.into(), &own).unwrap();
        }
    }
    let made = [0, 1].map(|at| fix(&sides.secret[at], &sides.held[at], LINES).unwrap());
    let commits = [0, 1].map(|at| commit_of(&sides.secret[at], made[at].0, &made[at].1));
    for (side, commit) in Side::BOTH.iter().zip(&commits) {
        act(&mut world, Kind::MatchCommit, (*side).into(), commit).unwrap();
    }
    (world, commits, made.map(|(_, tags)| tags))
}

fn refused(outcome: Result<u64, ChainRefusal>) -> LedgerRefusal {
    let Err(ChainRefusal::Ledger(refusal)) = outcome else { panic!("not refused: {outcome:?}") };
    refusal
}

fn matching(outcome: Result<u64, ChainRefusal>) -> MatchRefusal {
    let refusal = refused(outcome);
    let LedgerRefusal::Match(own) = refusal else { panic!("not a rule of rounds: {refusal}") };
    own
}

#[test]
fn each_side_finds_its_own_and_the_bundle_is_sound() {
    let sides = sides();
    let (mut world, commits, tags) = fixed(&sides);
    let queries =
        [0, 1].map(|at| ask(&sides.secret[at], &sides.wanted[at], LINES).unwrap().to_bytes());
    let tags = tags.map(|tags| tags.to_bytes());
    let digest = |bytes: &Vec<u8>| Digest::of(&[bytes]);
    let asked =
        |at: usize| MatchQuery { round: 1, query: digest(&queries[at]), keys: LINES * QUERY_KEYS };

    // Nothing is asked before what both have fixed was witnessed.
    let early = refused(act(&mut world, Kind::MatchQuery, Party::A, &asked(0)));
    assert_eq!(early, LedgerRefusal::Unwitnessed { fixed: 6 });
    world.witness(time(9));
    act(&mut world, Kind::MatchQuery, Party::A, &asked(0)).unwrap();
    act(&mut world, Kind::MatchQuery, Party::B, &asked(1)).unwrap();

    // Nothing is answered before the mediator has counted, and no other tags than those that were fixed.
    let answers = [0, 1].map(|at| answer(&sides.secret[at], &queries[1 - at]).unwrap().to_bytes());
    let answered = |at: usize| MatchAnswer {
        round: 1,
        query: digest(&queries[1 - at]),
        answer: digest(&answers[at]),
        tags: digest(&tags[at]),
    };
    let early = matching(act(&mut world, Kind::MatchAnswer, Party::B, &answered(1)));
    assert_eq!(early, MatchRefusal::NotCounted(Side::A, 1));
    for (at, of) in Side::BOTH.into_iter().enumerate() {
        let counted = MatchQuota { round: 1, of, query: digest(&queries[at]) };
        act(&mut world, Kind::MatchQuota, Party::Mediator, &counted).unwrap();
    }
    let altered = MatchAnswer { tags: Digest([9; 32]), ..answered(1) };
    let altered = matching(act(&mut world, Kind::MatchAnswer, Party::B, &altered));
    assert_eq!(altered, MatchRefusal::Differs("tag file", 1));
    act(&mut world, Kind::MatchAnswer, Party::B, &answered(1)).unwrap();

    // Nothing is handed out before both have answered.
    let both = Side::BOTH.into_iter().zip(answers.iter().map(digest)).collect();
    let release = MatchRelease { round: 1, answers: both };
    let early = matching(act(&mut world, Kind::MatchRelease, Party::Mediator, &release));
    assert_eq!(early, MatchRefusal::NotAnswered(Side::A, 1));
    act(&mut world, Kind::MatchAnswer, Party::A, &answered(0)).unwrap();
    for at in [0, 1] {
        check_answer(&queries[1 - at], &answers[at], &tags[at], &commits[at]).unwrap();
    }
    act(&mut world, Kind::MatchRelease, Party::Mediator, &release).unwrap();

    let found = |at: usize| {
        let own = (sides.wanted[at].as_slice(), LINES);
        let files = (&queries[at][..], &answers[1 - at][..], &tags[1 - at][..]);
        matches(&sides.secret[at], own, files, &commits[1 - at]).unwrap()
    };
    let [a] = &found(0)[..] else { panic!("A finds one") };
    assert_eq!((a.person, a.reference), (1, sides.secret[1].reference(0)));
    assert_eq!(a.families, ["name and date", "sound and date"]);
    assert!(a.candidate);
    let persons: Vec<usize> = found(1).iter().map(|own| own.person).collect();
    assert_eq!(persons, [1]);
    assert_eq!(found(0), clear(&sides.secret[1], &sides.wanted[0], &sides.held[1]));

    world.witness(time(10));
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    // Without the checkpoint that came before the queries, the bundle does not show the order.
    let mut files = world.chain.files();
    files.retain(|path, _| !path.starts_with("heads/"));
    let packed = bundle::pack(
        files,
        world.chain.authority(),
        bundle::Label::for_anyone(Party::A),
        &world.a.signing(),
    )
    .unwrap();
    let report = world.verify(&packed);
    assert_eq!(report.verdict, Verdict::Incomplete);
    assert!(named(&report, "acts/0007.note"), "{}", report.to_text());
}

#[test]
fn a_round_out_of_order_or_beyond_its_quota_is_refused() {
    let sides = sides();
    let (mut world, commits, _) = fixed(&sides);
    world.witness(time(9));
    let query = |keys| MatchQuery { round: 1, query: Digest([1; 32]), keys };
    let over = matching(act(&mut world, Kind::MatchQuery, Party::A, &query(37)));
    assert_eq!(over, MatchRefusal::Quota { of: Side::A, keys: 37, quota: 36 });
    let again = matching(act(&mut world, Kind::MatchCommit, Party::A, &commits[0]));
    assert_eq!(again, MatchRefusal::Twice(1, Party::A));
    let next = MatchCommit { round: 2, ..commits[0].clone() };
    let next = matching(act(&mut world, Kind::MatchCommit, Party::A, &next));
    assert_eq!(next, MatchRefusal::Round(2), "round 1 was not released");
    let alone = MatchQuery { round: 2, ..query(36) };
    assert_eq!(
        matching(act(&mut world, Kind::MatchQuery, Party::A, &alone)),
        MatchRefusal::Round(2)
    );
    let by_mediator = refused(act(&mut world, Kind::MatchQuery, Party::Mediator, &query(36)));
    assert_eq!(by_mediator, LedgerRefusal::NotOpen(Kind::MatchQuery, Party::Mediator));

    let mut world = World::new();
    let early = matching(act(&mut world, Kind::MatchCommit, Party::A, &commits[0]));
    assert_eq!(early, MatchRefusal::NoList(Party::A, list("A-wanted")));
    let early = matching(act(&mut world, Kind::MatchQuery, Party::A, &query(36)));
    assert_eq!(early, MatchRefusal::NotFixed(Side::A, 1));
}

#[test]
fn a_commit_must_fit_its_list_and_the_other_sides_way_of_making_keys() {
    let sides = sides();
    let (world, commits, _) = fixed(&sides);
    let mut fresh = World::new();
    for side in Side::BOTH {
        for (name, of) in [("wanted", ListKind::Wanted), ("held", ListKind::Held)] {
            let list = list(&format!("{side}-{name}"));
            let own = ListCommit { list, version: 1, of, root: Digest([1; 32]), count: LINES };
            act(&mut fresh, Kind::ListCommit, side.into(), &own).unwrap();
        }
    }
    let rows = MatchCommit { rows: 19, ..commits[0].clone() };
    let rows = matching(act(&mut fresh, Kind::MatchCommit, Party::A, &rows));
    assert_eq!(rows, MatchRefusal::Rows { found: 19, lines: 3, expected: 18 });
    act(&mut fresh, Kind::MatchCommit, Party::A, &commits[0]).unwrap();
    let other = MatchCommit { profile: Digest([0; 32]), ..commits[1].clone() };
    let other = matching(act(&mut fresh, Kind::MatchCommit, Party::B, &other));
    assert_eq!(other, MatchRefusal::Profile);
    assert!(world.chain.ledger().match_commit(1, Side::B).is_some());
}

#[test]
fn files_that_were_changed_are_refused_by_name() {
    let sides = sides();
    let (_, commits, tags) = fixed(&sides);
    let query = ask(&sides.secret[0], &sides.wanted[0], LINES).unwrap().to_bytes();
    let own = answer(&sides.secret[1], &query).unwrap();
    let (given, tags) = (own.to_bytes(), tags[1].to_bytes());
    let check = |query: &[u8], answer: &[u8], tags: &[u8]| {
        check_answer(query, answer, tags, &commits[1]).map(|_| ())
    };
    assert_eq!(check(&query, &given, &tags), Ok(()));
    let last = tags.len() - 1;
    let mut altered = tags.clone();
    altered[last] ^= 1;
    assert_eq!(check(&query, &given, &altered), Err(RoundRefusal::Digest("tag")));
    let other = ask(&sides.secret[0], &sides.wanted[1], LINES).unwrap().to_bytes();
    assert_eq!(check(&other, &given, &tags), Err(RoundRefusal::Other("answer")));
    let mut swapped = own.clone();
    swapped.answers.elements.swap(0, 1);
    assert!(matches!(check(&query, &swapped.to_bytes(), &tags), Err(RoundRefusal::Oprf(_))));
    assert_eq!(
        answer(&sides.secret[0], &query),
        Err(RoundRefusal::Other("query")),
        "its own query"
    );
    let mut identity = Query::read(&query).unwrap();
    identity.elements[3] = [0; 32];
    let refusal = answer(&sides.secret[1], &identity.to_bytes()).unwrap_err();
    assert!(refusal.to_string().contains("element 3"), "{refusal}");
    assert_eq!(
        ask(&sides.secret[0], &sides.wanted[0], 1),
        Err(RoundRefusal::People { people: 2, lines: 1 })
    );
    for bytes in [&query, &given, &tags] {
        for cut in [0, 5, 60, bytes.len() - 1] {
            assert!(Query::read(&bytes[..cut]).is_err());
            assert!(Answer::read(&bytes[..cut]).is_err());
            assert!(Tags::read(&bytes[..cut]).is_err());
        }
    }
    let text = String::from_utf8_lossy(&query[..120]).into_owned();
    let larger = text.replace("keys 36", "keys 4000001");
    assert!(Query::read(larger.as_bytes()).is_err());
    let zero = [text.replace("keys 36", "keys 036").as_bytes(), &query[text.len()..]].concat();
    assert!(Query::read(&zero).is_err());
}
