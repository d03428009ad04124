//! The same seed gives the same bytes, and everything planted is there as often as documented.

use std::collections::{BTreeMap, BTreeSet};

use exchange::lists::Field;
use exchange::reconcile::{Verdict, reconcile};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{Facts, PartialDate, PersonId, Private, Side};
use jiff::civil::Date;

use super::{
    AGREED_ON, BOUNDARY_EACH, Boundary, Claimed, Group, HELD_UNLISTED, Half, OfferLine, Person,
    Planted, Slip, Truth, World, invent, words,
};
use crate::workbook::Workbook;

const SEED: u64 = 2025;

fn world() -> World {
    invent(SEED, 1200)
}

fn files(seed: u64, per_side: usize) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    invent(seed, per_side).write(folder.path()).unwrap();
    let files = std::fs::read_dir(folder.path()).unwrap().flatten();
    let read = |file: std::fs::DirEntry| {
        (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())
    };
    files.map(read).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() {
    let (one, again, other) = (files(1, 100), files(1, 100), files(2, 100));
    assert_eq!(one.len(), 10, "{:?}", one.keys());
    for (name, bytes) in &one {
        assert_eq!(again[name], *bytes, "{name}");
        assert_ne!(other[name], *bytes, "{name}");
    }
}

#[test]
fn an_offer_has_the_lines_that_are_documented() {
    for per_side in [60, 100, 1200] {
        let world = invent(SEED, per_side);
        for half in &world.halves {
            assert_eq!(half.offer.len(), per_side);
            let mut found = BTreeMap::new();
            for line in &half.offer {
                *found.entry(line.truth).or_insert(0) += 1;
            }
            assert_eq!(found, half.planted.lines);
            let ids: BTreeSet<_> = half.offer.iter().map(|line| &line.id).collect();
            assert_eq!(ids.len(), per_side);
        }
    }
    let lines = Planted::of(1200).lines;
    // Matched, civilian, twice, returned already, reported dead, not ours, unknown.
    assert_eq!(lines.into_values().collect::<Vec<_>>(), [1143, 24, 1, 1, 1, 12, 18]);
}

/// Reads the slips off a line by comparing it with what it would be without any.
fn seen(line: &OfferLine, person: &Person, writer: Side) -> BTreeSet<Slip> {
    let clean = words::fields(person, writer);
    let is = |field| line.fields.get(&field).map(String::as_str);
    let was = |field| clean.get(&field).map(String::as_str);
    let gone = |field| is(field).is_none() && was(field).is_some();
    let other = |field| is(field).is_some() && is(field) != was(field);
    let swapped = is(Field::Surname) == was(Field::GivenName);
    let capitals = is(Field::Surname).is_some_and(|is| is == is.to_uppercase());
    let born = is(Field::BirthDate).and_then(|text| text.parse::<Date>().ok());
    let year_wrong = born.is_some_and(|date| date.year() != person.born.year());
    let checks = [
        (Slip::SurnameMisspelt, other(Field::Surname) && !swapped && !capitals),
        (Slip::GivenAsHeard, other(Field::GivenName) && !swapped),
        (Slip::NamesSwapped, swapped),
        (Slip::SurnameInCapitals, other(Field::Surname) && capitals),
        (Slip::PatronymicMissing, gone(Field::Patronymic)),
        (Slip::BirthMissing, gone(Field::BirthDate)),
        (Slip::BirthYearOnly, other(Field::BirthDate) && born.is_none()),
        (Slip::BirthDayMonthSwapped, born.is_some() && other(Field::BirthDate) && !year_wrong),
        (Slip::BirthYearWrong, year_wrong),
        (Slip::HomeMissing, gone(Field::BirthPlace)),
        (Slip::HomeFormer, other(Field::BirthPlace)),
        (Slip::RankMissing, gone(Field::Rank)),
        (Slip::UnitMissing, gone(Field::Unit)),
        (Slip::NumberMissing, gone(Field::ServiceNumber)),
        (Slip::NumberSpaced, other(Field::ServiceNumber)),
        (Slip::CapturedOnMissing, gone(Field::CapturedOn)),
        (Slip::CapturedAtMissing, gone(Field::CapturedAt)),
        (Slip::HealthMissing, gone(Field::Health)),
    ];
    checks.into_iter().filter_map(|(slip, there)| there.then_some(slip)).collect()
}

#[test]
fn every_slip_is_there_exactly_as_often_as_documented() {
    for half in &world().halves {
        let mut found: BTreeMap<Slip, usize> = BTreeMap::new();
        for line in &half.offer {
            let slips = seen(line, &half.people[line.person], half.side.other());
            assert_eq!(slips, line.slips.iter().copied().collect(), "{}", line.id);
            for slip in slips {
                *found.entry(slip).or_default() += 1;
            }
        }
        assert_eq!(found, half.planted.slips);
        assert_eq!(found[&Slip::SurnameMisspelt], 72);
        assert_eq!(found[&Slip::NumberMissing], 600);
    }
}

#[test]
fn nobody_is_two_people() {
    for half in &world().halves {
        let people: BTreeSet<_> =
            half.people.iter().map(|person| (&person.name, person.born)).collect();
        assert_eq!(people.len(), half.people.len());
        let mut listed: Vec<usize> = half.offer.iter().map(|line| line.person).collect();
        listed.sort_unstable();
        let twice: Vec<_> = listed.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice.len(), 1);
        let first = half.offer.iter().position(|line| line.person == twice[0][0]).unwrap();
        let later = half.offer.iter().position(|line| line.truth == Truth::Twice).unwrap();
        assert!(first < later);
    }
}

/// The whole years between two days.
fn age(born: Date, on: Date) -> i16 {
    let past = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i16::from(!past)
}

fn on_boundary(half: &Half, boundary: Boundary) -> Vec<&Person> {
    half.people.iter().filter(|person| person.boundary == Some(boundary)).collect()
}

#[test]
fn people_stand_on_each_boundary_of_25_years() {
    for half in &world().halves {
        for boundary in Boundary::ALL {
            let people = on_boundary(half, boundary);
            assert_eq!(people.len(), BOUNDARY_EACH);
            for person in people {
                let (then, now) = (age(person.born, person.captured), age(person.born, AGREED_ON));
                let day_before = age(person.born, person.captured.yesterday().unwrap());
                let day_after = age(person.born, person.captured.tomorrow().unwrap());
                let stands = match boundary {
                    Boundary::Turns25OnCapture => (day_before, then) == (24, 25),
                    Boundary::LastDayOf25OnCapture => (then, day_after) == (25, 26),
                    Boundary::YoungAtCaptureOnly => then == 24 && now > 26,
                    Boundary::Turns25OnAgreement => {
                        now == 25 && age(person.born, AGREED_ON.yesterday().unwrap()) == 24
                    }
                    Boundary::BornOnLeapDay => (person.born.month(), person.born.day()) == (2, 29),
                };
                assert!(stands, "{boundary:?} {} {}", person.born, person.captured);
            }
        }
    }
}

#[test]
fn everybody_is_grown_up_at_capture_and_captured_in_the_war() {
    for person in world().halves.iter().flat_map(|half| &half.people) {
        assert!((18..=61).contains(&age(person.born, person.captured)), "{}", person.key);
        assert!(person.captured >= Date::constant(2022, 2, 24), "{}", person.key);
        assert!(person.captured <= Date::constant(2025, 5, 31), "{}", person.key);
    }
}

#[test]
fn registry_and_request_know_whom_they_should() {
    for half in &world().halves {
        let in_request: BTreeSet<_> = half.request.iter().map(|line| line.person).collect();
        let claims = |claimed| half.registry.iter().filter(move |claim| claim.what == claimed);
        let sought: BTreeSet<_> = claims(Claimed::Sought).map(|claim| claim.person).collect();
        assert_eq!((claims(Claimed::Returned).count(), claims(Claimed::Died).count()), (1, 1));
        for (at, person) in half.people.iter().enumerate() {
            let (asked, known) = match person.group {
                Group::Matched | Group::Civilian | Group::HeldUnlisted | Group::Sought => {
                    (true, true)
                }
                Group::Returned | Group::Died => (false, true),
                Group::OtherPower | Group::Unknown => (false, false),
            };
            assert_eq!((in_request.contains(&at), sought.contains(&at)), (asked, known));
        }
        let unlisted = half.held().filter(|(line, _)| line.is_none()).count();
        assert_eq!(unlisted, HELD_UNLISTED);
        assert_eq!(half.held().count(), 1200 - 3 + HELD_UNLISTED);
    }
}

#[test]
fn every_file_says_that_the_people_are_invented() {
    let files = files(1, 60);
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(readme.contains("Nobody in this folder exists") && readme.contains("Seed: 1."));
    let request = String::from_utf8(files["a-request.csv"].clone()).unwrap();
    assert!(request.lines().next().unwrap().contains("вигадані"));
    let (request, ..) = encoding_rs::WINDOWS_1251.decode(&files["b-request.csv"]);
    assert!(request.lines().next().unwrap().contains("вымышлены"));
    for (name, word) in [("a-offer.xlsx", "вигадані"), ("b-offer.xlsx", "вымышлены")]
    {
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(&files[name])).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
        assert!(sheet.get((0, 0)).unwrap().to_string().contains(word), "{name}");
        assert_eq!(sheet.height(), 3 + 60, "{name}");
    }
}

/// The fields of a line as the reader of lists gave them, without the number of the row.
fn plain(line: &exchange::lists::Line) -> BTreeMap<Field, String> {
    let fields = line.fields.iter().filter(|(field, _)| **field != Field::Ordinal);
    fields.map(|(field, text)| (*field, text.open().clone())).collect()
}

#[test]
fn the_reader_of_lists_reads_every_file_back_cell_by_cell() {
    let (files, world) = (files(SEED, 300), invent(SEED, 300));
    let read = |name: &str| {
        let book = Workbook::read(&files[name], None).unwrap_or_else(|_| panic!("{name}"));
        exchange::lists::read(&book.table, AGREED_ON).unwrap()
    };
    for (half, request, offer) in [
        (world.people_of(Side::A), "a-request.csv", "b-offer.xlsx"),
        (world.people_of(Side::B), "b-request.csv", "a-offer.xlsx"),
    ] {
        for (name, lines) in [
            (request, half.request.iter().map(|l| (&l.id, &l.fields)).collect::<Vec<_>>()),
            (offer, half.offer.iter().map(|l| (&l.id, &l.fields)).collect()),
        ] {
            let draft = read(name);
            assert_eq!(draft.findings().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
            assert_eq!(draft.lines().len(), lines.len(), "{name}");
            for (line, (id, fields)) in draft.lines().iter().zip(lines) {
                let mut fields = fields.clone();
                fields.insert(Field::Id, id.clone());
                fields.retain(|_, text| text != words::unknown(half.side));
                assert_eq!(plain(line), fields, "{name}");
            }
        }
        let offered = read(offer);
        for (line, ours) in offered.lines().iter().zip(&half.offer) {
            let person = &half.people[ours.person];
            let health = (!ours.slips.contains(&Slip::HealthMissing)).then_some(person.health);
            assert_eq!(line.facts.health, health);
            assert_eq!(line.facts.standing, Some(person.standing));
            assert_eq!(line.facts.sex, Some(person.sex));
        }
    }
}

/// What a side's registry knows of its people at the start, opened for comparison.
fn known(half: &Half) -> Vec<Known> {
    let mut status: BTreeMap<usize, Status> = BTreeMap::new();
    for claim in &half.registry {
        let says = match claim.what {
            Claimed::Sought => Status::Sought,
            Claimed::Returned => Status::Returned,
            Claimed::Died => Status::Died,
        };
        status.insert(claim.person, says);
    }
    let open = |(at, status): (usize, Status)| {
        let person = &half.people[at];
        let fields = words::fields(person, half.side).into_iter();
        Known {
            person: PersonId::read(&person.key).unwrap(),
            fields: fields.map(|(field, text)| (field, Private::new(text))).collect(),
            facts: Facts {
                birth: Some(PartialDate::Day(person.born)),
                captured: Some(PartialDate::Day(person.captured)),
                sex: Some(person.sex),
                ..Facts::default()
            },
            status,
        }
    };
    status.into_iter().map(open).collect()
}

#[test]
fn the_comparison_finds_what_is_true_of_every_line_or_asks_a_person() {
    let (files, world) = (files(SEED, 300), invent(SEED, 300));
    let closed = |name: &str| {
        let book = Workbook::read(&files[name], None).unwrap_or_else(|_| panic!("{name}"));
        exchange::lists::read(&book.table, AGREED_ON).unwrap().close(&[]).unwrap()
    };
    for (side, request, offer) in
        [(Side::A, "a-request.csv", "b-offer.xlsx"), (Side::B, "b-request.csv", "a-offer.xlsx")]
    {
        let half = world.people_of(side);
        let (ours, theirs) = (closed(request), closed(offer));
        let found = reconcile(&ours, &theirs, &known(half));
        assert_eq!(found.verdicts.len(), half.offer.len());
        let mut doubtful = 0;
        for verdict in &found.verdicts {
            let row = theirs.line(&verdict.line).unwrap().row;
            // Three rows of title and header stand above the lines.
            let line = &half.offer[usize::try_from(row).unwrap() - 4];
            let plain = line.slips.is_empty()
                || matches!(
                    line.truth,
                    Truth::Twice | Truth::ReturnedAlready | Truth::ReportedDead
                );
            if verdict.verdict == Verdict::Doubtful && !plain {
                doubtful += 1;
                continue;
            }
            let (found, truth) = (verdict.verdict.word(), line.truth.word());
            assert_eq!(found, truth, "{side} {}: {:?}", line.id, line.slips);
        }
        // A line with slips may be left to a person; a wrong verdict may not be given.
        assert!(
            doubtful * 20 <= half.offer.len(),
            "{doubtful} of {} are doubtful",
            half.offer.len()
        );
    }
}
