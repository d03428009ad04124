//! Drawing the people and putting them on lists.

use std::collections::{BTreeMap, BTreeSet};

use exchange::lists::Field;
use exchange::vocabulary::{HealthGrade, Sex, Side, Standing};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::chance::Chance;
use super::places::{self, Place};
use super::{
    AGREED_ON, BOUNDARY_EACH, Boundary, Claim, Claimed, Group, HELD_UNLISTED, Half, ListLine, Need,
    OfferLine, Person, Planted, Truth, Wish, names, service, slips, words,
};

/// Ages at capture with how often each span is drawn.
const AGES: &[(u64, (i32, i32))] = &[
    (6, (18, 21)),
    (14, (22, 25)),
    (15, (26, 30)),
    (32, (31, 40)),
    (22, (41, 50)),
    (11, (51, 60)),
];

const HEALTH: &[(u64, HealthGrade)] = &[
    (25, HealthGrade::Good),
    (24, HealthGrade::NotWounded),
    (12, HealthGrade::Recovered),
    (9, HealthGrade::Convalescent),
    (8, HealthGrade::Sick),
    (10, HealthGrade::SlightlyWounded),
    (8, HealthGrade::SeriouslyWounded),
    (4, HealthGrade::SeriouslySick),
];

/// Stages from which somebody could leave, with how often each is drawn.
const AVAILABLE_FROM: &[(u64, u16)] = &[(88, 1), (4, 2), (4, 3), (2, 5), (2, 7)];

const WOMEN_PER_MILLE: u64 = 45;
const RETAINED_PER_MILLE: u64 = 20;
const DOUBTFUL_PER_MILLE: u64 = 5;
const PROCEEDINGS_PER_MILLE: u64 = 30;
const STAY_PER_MILLE: u64 = 15;
const NAMED_PER_MILLE: u64 = 30;
/// Cells of the request in which the day of capture is a word for "unknown".
const CAPTURE_UNKNOWN_PER_MILLE: u64 = 50;
/// One sought person whom nobody offers comes to this many offered ones.
const OFFERED_TO_SOUGHT: usize = 6;

/// Draws the people of a side and puts them on the lists.
pub(super) fn half(seed: u64, side: Side, per_side: usize) -> Half {
    let planted = Planted::of(per_side);
    let people = people(seed, side, &planted, per_side);
    let mut ids =
        Ids { chance: Chance::of(seed, &format!("references {side}")), used: BTreeSet::new() };
    let request = request(seed, side, &people, &mut ids);
    let mut offer = offer(seed, side, &people, &mut ids);
    let mut chance = Chance::of(seed, &format!("slips {side}"));
    slips::plant(&mut chance, side.other(), &people, &mut offer, &planted);
    Half { side, request, offer, registry: registry(seed, side, &people), planted, people }
}

/// Invents the people of a side, in the order of [`Group`].
fn people(seed: u64, side: Side, planted: &Planted, per_side: usize) -> Vec<Person> {
    let line = |truth| planted.lines[&truth];
    let groups = [
        (Group::Matched, line(Truth::Matched)),
        (Group::Civilian, line(Truth::Civilian)),
        (Group::OtherPower, line(Truth::NotOurs)),
        (Group::Unknown, line(Truth::UnknownToUs)),
        (Group::Returned, line(Truth::ReturnedAlready)),
        (Group::Died, line(Truth::ReportedDead)),
        (Group::HeldUnlisted, HELD_UNLISTED),
        (Group::Sought, per_side / OFFERED_TO_SOUGHT),
    ];
    let mut chance = Chance::of(seed, &format!("people {side}"));
    let (homes, fields) = (places::homes(side), places::fields(side));
    let (mut taken, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let mut people = Vec::new();
    for (group, count) in groups {
        for at in 0..count {
            let mut person = person(&mut chance, side, group, (&homes, &fields));
            if group == Group::OtherPower {
                person.name = names::of_other(at);
            }
            if group == Group::Matched && at < Boundary::ALL.len() * BOUNDARY_EACH {
                stand_on(&mut person, Boundary::ALL[at / BOUNDARY_EACH]);
            }
            // Two invented people never share a whole name and a birth date: nobody could tell them
            // apart, and a truth about them would be none.
            while !taken.insert((person.name.clone(), person.born)) {
                person.name = if group == Group::OtherPower {
                    names::of_other(at + taken.len() % names::others())
                } else {
                    names::draw(&mut chance, side, person.sex)
                };
            }
            // A number that two people bear would be a flaw that nobody planted.
            while person.number.as_deref().is_some_and(|number| !numbers.insert(digits(number))) {
                person.number = Some(service::number(&mut chance));
            }
            person.key = format!("{}-{:04}", side.to_string().to_lowercase(), people.len() + 1);
            people.push(person);
        }
    }
    people
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

type Places<'a> = (&'a [Place], &'a [(Place, Date, Date)]);

fn person(chance: &mut Chance, side: Side, group: Group, (homes, fields): Places<'_>) -> Person {
    let sex = if chance.says(WOMEN_PER_MILLE) { Sex::Female } else { Sex::Male };
    let name = names::draw(chance, side, sex);
    let (field, first, last) = chance.any(fields);
    let days = (*last - *first).get_days();
    let captured = *first + chance.between(0, days).days();
    let ages = chance.weighed(AGES);
    let age = chance.between(ages.0, ages.1);
    let born = captured - age.years() - chance.between(0, 364).days();
    let health = chance.weighed(HEALTH);
    let served = group != Group::Civilian;
    let (rank, unit, number) =
        (service::rank(chance), service::unit(chance), service::number(chance));
    Person {
        key: String::new(),
        side,
        group,
        boundary: None,
        name,
        sex,
        born,
        home: chance.common(homes).clone(),
        rank: served.then_some(rank),
        unit: served.then_some(unit),
        number: served.then_some(number),
        captured,
        field: field.clone(),
        health,
        standing: standing(chance, group),
        need: need(chance, health),
        proceedings: served && chance.says(PROCEEDINGS_PER_MILLE),
        wish: if chance.says(STAY_PER_MILLE) { Wish::Stay } else { Wish::Return },
        named: group == Group::Matched && chance.says(NAMED_PER_MILLE),
        available_from: chance.weighed(AVAILABLE_FROM),
    }
}

fn standing(chance: &mut Chance, group: Group) -> Standing {
    let (retained, doubtful) = (chance.says(RETAINED_PER_MILLE), chance.says(DOUBTFUL_PER_MILLE));
    match group {
        Group::Civilian => Standing::Civilian,
        _ if retained => Standing::Retained,
        _ if doubtful => Standing::Doubtful,
        Group::Matched
        | Group::OtherPower
        | Group::Unknown
        | Group::Returned
        | Group::Died
        | Group::HeldUnlisted
        | Group::Sought => Standing::PrisonerOfWar,
    }
}

fn need(chance: &mut Chance, health: HealthGrade) -> Need {
    let row: &[(u64, Need)] = match health {
        HealthGrade::SeriouslyWounded => {
            &[(5, Need::Stretcher), (2, Need::Ambulance), (3, Need::Seat)]
        }
        HealthGrade::SeriouslySick => {
            &[(3, Need::Stretcher), (2, Need::Ambulance), (5, Need::Seat)]
        }
        HealthGrade::Good
        | HealthGrade::NotWounded
        | HealthGrade::Recovered
        | HealthGrade::Convalescent
        | HealthGrade::Sick
        | HealthGrade::SlightlyWounded => &[(1, Need::Seat)],
    };
    chance.weighed(row)
}

/// Moves a person's birth onto a boundary, and makes sure that nothing else keeps them out.
fn stand_on(person: &mut Person, boundary: Boundary) {
    // Late enough for the first month of the war, and a day that every month and year has.
    let captured = person.captured.with().day(27).build().expect("every month has a 27th");
    person.captured = captured;
    person.born = match boundary {
        Boundary::Turns25OnCapture => captured - 25.years(),
        Boundary::LastDayOf25OnCapture => captured - 26.years() + 1.day(),
        Boundary::YoungAtCaptureOnly => {
            person.captured = Date::constant(2022, 4, 27);
            person.captured - 25.years() + 40.days()
        }
        Boundary::Turns25OnAgreement => AGREED_ON - 25.years(),
        Boundary::BornOnLeapDay => Date::constant(2000, 2, 29),
    };
    person.boundary = Some(boundary);
    person.health = HealthGrade::Good;
    person.need = Need::Seat;
    person.standing = Standing::PrisonerOfWar;
    person.proceedings = false;
    person.wish = Wish::Return;
}

/// References of 8 digits, no two alike.
struct Ids {
    chance: Chance,
    used: BTreeSet<u64>,
}

impl Ids {
    /// Draws a reference for a line that `writer` writes.
    fn draw(&mut self, writer: Side) -> String {
        loop {
            let number = self.chance.below(100_000_000);
            if self.used.insert(number) {
                return format!("{writer}{number:08}");
            }
        }
    }
}

/// The side's own list: what it knows of its people.
fn request(seed: u64, side: Side, people: &[Person], ids: &mut Ids) -> Vec<ListLine> {
    let mut chance = Chance::of(seed, &format!("request {side}"));
    let sought = |person: &Person| match person.group {
        Group::Matched | Group::Civilian | Group::HeldUnlisted | Group::Sought => true,
        Group::OtherPower | Group::Unknown | Group::Returned | Group::Died => false,
    };
    let mut order: Vec<usize> = (0..people.len()).filter(|at| sought(&people[*at])).collect();
    chance.shuffle(&mut order);
    let mut line = |at: usize| {
        let person = &people[at];
        let mut fields = words::fields(person, side);
        if chance.says(CAPTURE_UNKNOWN_PER_MILLE) && person.boundary.is_none() {
            fields.insert(Field::CapturedOn, words::unknown(side).to_owned());
        }
        // Its own doctors have not seen them.
        for field in [Field::Health, Field::Standing] {
            fields.remove(&field);
        }
        if person.named {
            fields.insert(Field::Note, words::named(side).to_owned());
        }
        ListLine { id: ids.draw(side), person: at, fields }
    };
    order.into_iter().map(&mut line).collect()
}

/// The other side's list, still without slips; one line stands in it twice.
fn offer(seed: u64, side: Side, people: &[Person], ids: &mut Ids) -> Vec<OfferLine> {
    let writer = side.other();
    let mut chance = Chance::of(seed, &format!("offer {side}"));
    let truth = |person: &Person| match person.group {
        Group::Matched => Some(Truth::Matched),
        Group::Civilian => Some(Truth::Civilian),
        Group::OtherPower => Some(Truth::NotOurs),
        Group::Unknown => Some(Truth::UnknownToUs),
        Group::Returned => Some(Truth::ReturnedAlready),
        Group::Died => Some(Truth::ReportedDead),
        Group::HeldUnlisted | Group::Sought => None,
    };
    let line = |person: usize, truth: Truth, ids: &mut Ids| {
        let fields: BTreeMap<Field, String> = words::fields(&people[person], writer);
        OfferLine { id: ids.draw(writer), person, fields, truth, slips: Vec::new() }
    };
    let mut order: Vec<(usize, Truth)> =
        people.iter().enumerate().filter_map(|(at, person)| Some((at, truth(person)?))).collect();
    chance.shuffle(&mut order);
    let mut lines: Vec<OfferLine> =
        order.iter().map(|(person, truth)| line(*person, *truth, ids)).collect();
    // The second line is somewhere in the second half, about somebody from the first.
    let ordinary: Vec<usize> = (0..lines.len() / 2)
        .filter(|at| lines[*at].truth == Truth::Matched)
        .filter(|at| people[lines[*at].person].boundary.is_none())
        .collect();
    let twin = lines[*chance.any(&ordinary)].person;
    let place = lines.len() / 2 + chance.place(lines.len() / 2);
    lines.insert(place, line(twin, Truth::Twice, ids));
    lines
}

/// What the side's registry says of its people: those it seeks, who came home, and who died.
fn registry(seed: u64, side: Side, people: &[Person]) -> Vec<Claim> {
    let mut chance = Chance::of(seed, &format!("registry {side}"));
    let mut claims = Vec::new();
    for (person, who) in people.iter().enumerate() {
        let days_after = chance.between(2, 20);
        let sought = Claim {
            person,
            what: Claimed::Sought,
            on: who.captured + days_after.days(),
            source: chance.weighed(&[(1, "unit report"), (1, "family request")]),
        };
        let later = |what, on, source| Claim { person, what, on, source };
        match who.group {
            Group::OtherPower | Group::Unknown => {}
            Group::Matched | Group::Civilian | Group::HeldUnlisted | Group::Sought => {
                claims.push(sought);
            }
            Group::Returned => {
                claims.push(sought);
                claims.push(later(Claimed::Returned, AGREED_ON - 21.days(), "reception record"));
            }
            Group::Died => {
                claims.push(sought);
                claims.push(later(Claimed::Died, AGREED_ON - 40.days(), "death certificate"));
            }
        }
    }
    claims
}
