//! Invented people, and the lists that two sides would write about them.
//!
//! Nobody here exists. Names are put together by chance from tables of common ones, and every date,
//! number and unit is drawn. Side A writes Ukrainian and side B writes Russian, as in
//! `examples/istanbul-2025`; beyond the tables nothing treats the sides differently. The same seed
//! gives the same people and the same bytes on every machine.
//!
//! The lists carry the flaws that real ones have, each exactly as often as [`Planted`] says, so that
//! a test knows the truth about every line.

mod chance;
mod draw;
mod files;
mod names;
mod places;
mod service;
mod slips;
mod supplement;
mod surnames;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use exchange::lists::Field;
use exchange::vocabulary::{HealthGrade, Sex, Side, Standing};
use jiff::civil::Date;

pub(crate) use names::{Both, Name};
pub(crate) use places::Place;
pub(crate) use slips::Slip;

/// The fewest lines an offer can have and still hold everything that is planted.
pub(crate) const PER_SIDE_MIN: usize = 60;
/// The day of the agreement to which the boundary cases refer.
pub(crate) const AGREED_ON: Date = Date::constant(2025, 6, 2);
/// How many people of each [`Boundary`] a side has.
pub(crate) const BOUNDARY_EACH: usize = 3;
/// How many people of a side are held by the other, are sought, and are on no offer: those who may
/// be substituted at the line or arrive unlisted.
pub(crate) const HELD_UNLISTED: usize = 10;

/// Invents the people of both sides, with `per_side` lines on each offer.
///
/// # Panics
/// When `per_side` is below [`PER_SIDE_MIN`].
pub(crate) fn invent(seed: u64, per_side: usize) -> World {
    assert!(per_side >= PER_SIDE_MIN, "an offer has at least {PER_SIDE_MIN} lines");
    World { seed, halves: Side::BOTH.map(|side| draw::half(seed, side, per_side)) }
}

/// The people of both sides and what is written about them.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// The seed that made it.
    pub(crate) seed: u64,
    /// The people of side A, then of side B.
    halves: [Half; 2],
}

impl World {
    /// Returns the people of a side, and what both sides wrote about them.
    pub(crate) fn people_of(&self, side: Side) -> &Half {
        let [a, b] = &self.halves;
        match side {
            Side::A => a,
            Side::B => b,
        }
    }
}

/// The people of one side, and what both sides wrote about them.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    /// Whose people they are. The other side holds them.
    pub(crate) side: Side,
    /// The people. Everything else refers to them by their place in this row.
    pub(crate) people: Vec<Person>,
    /// This side's own list of those it seeks, in its own language.
    pub(crate) request: Vec<ListLine>,
    /// The other side's list of those it offers, in the other language, with its flaws.
    pub(crate) offer: Vec<OfferLine>,
    /// What this side's registry says at the start: nobody whom it has never heard of.
    pub(crate) registry: Vec<Claim>,
    /// How often each flaw was planted in the offer.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests hold the lists against it"))]
    pub(crate) planted: Planted,
}

impl Half {
    /// Returns what this side itself writes about one of its people, given by their place.
    pub(crate) fn written(&self, person: usize) -> BTreeMap<Field, String> {
        words::fields(&self.people[person], self.side)
    }

    /// Returns those whom the other side holds: with the line of its offer, or none for those who are
    /// held and on no list. Who is at home or dead is not among them, and nobody is twice.
    pub(crate) fn held(&self) -> impl Iterator<Item = (Option<&OfferLine>, &Person)> {
        let on_offer = self.offer.iter().filter(|line| {
            !matches!(line.truth, Truth::Twice | Truth::ReturnedAlready | Truth::ReportedDead)
        });
        let unlisted = self.people.iter().filter(|person| person.group == Group::HeldUnlisted);
        on_offer
            .map(|line| (Some(line), &self.people[line.person]))
            .chain(unlisted.map(|person| (None, person)))
    }
}

/// One invented person: the truth that no side knows whole.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// A reference for tests and files, such as `a-0017`. It crosses to nobody.
    pub(crate) key: String,
    /// Whose list of sought people they would be on.
    pub(crate) side: Side,
    /// What becomes of them in the lists.
    pub(crate) group: Group,
    /// The boundary of an age category they stand on, where they stand on one.
    pub(crate) boundary: Option<Boundary>,
    /// Name in both languages.
    pub(crate) name: Name,
    /// Sex.
    pub(crate) sex: Sex,
    /// Birth date.
    pub(crate) born: Date,
    /// Town of birth.
    pub(crate) home: Place,
    /// Rank, none for civilians.
    pub(crate) rank: Option<Both>,
    /// Unit, none for civilians.
    pub(crate) unit: Option<Both>,
    /// Service number, none for civilians.
    pub(crate) number: Option<String>,
    /// Day of capture.
    pub(crate) captured: Date,
    /// Place of capture.
    pub(crate) field: Place,
    /// Health, as the holder's doctor finds it.
    pub(crate) health: HealthGrade,
    /// Standing under the Conventions.
    pub(crate) standing: Standing,
    /// How they must travel.
    pub(crate) need: Need,
    /// Whether proceedings hold them (GC III art. 115, 119). Known to the holder only.
    pub(crate) proceedings: bool,
    /// What they say when heard in private. Known to the holder only.
    pub(crate) wish: Wish,
    /// Whether their own side asks for them by name.
    pub(crate) named: bool,
    /// The first stage in which they could leave, counted from 1: some are in a hospital far away.
    pub(crate) available_from: u16,
}

/// What becomes of a person in the lists. The rows of [`Half::people`] are in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Sought and offered.
    Matched,
    /// A civilian, sought and offered.
    Civilian,
    /// A national of another state on the offer.
    OtherPower,
    /// Offered, and the receiver has never heard of them.
    Unknown,
    /// Offered, and home already.
    Returned,
    /// Offered, and reported dead.
    Died,
    /// Sought, held, and on no offer.
    HeldUnlisted,
    /// Sought; nobody knows where they are.
    Sought,
}

/// A person on whom two readings of an age category differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Boundary {
    /// The 25th birthday is the day of capture.
    Turns25OnCapture,
    /// The day of capture is the last day on which they are 25.
    LastDayOf25OnCapture,
    /// 24 at capture, and past 26 on the day of the agreement.
    YoungAtCaptureOnly,
    /// The 25th birthday is the day of the agreement.
    Turns25OnAgreement,
    /// Born on a 29 February, 25 on the day of the agreement.
    BornOnLeapDay,
}

impl Boundary {
    /// All boundaries, in order.
    pub(crate) const ALL: [Self; 5] = [
        Self::Turns25OnCapture,
        Self::LastDayOf25OnCapture,
        Self::YoungAtCaptureOnly,
        Self::Turns25OnAgreement,
        Self::BornOnLeapDay,
    ];
}

/// How somebody must travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// A seat.
    Seat,
    /// A stretcher.
    Stretcher,
    /// An ambulance.
    Ambulance,
}

impl Need {
    /// Returns the word in files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Stretcher => "stretcher",
            Self::Ambulance => "ambulance",
        }
    }
}

/// What somebody says when heard in private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wish {
    /// To go home.
    Return,
    /// Not to go home: a valid outcome, and nobody's business on the other side.
    Stay,
}

impl Wish {
    /// Returns the word in files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Stay => "stay",
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone)]
pub(crate) struct ListLine {
    /// The sender's reference, new for every list.
    pub(crate) id: String,
    /// Whom it is about: a place in [`Half::people`].
    pub(crate) person: usize,
    /// What stands in its cells; dates as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. A missing field is an
    /// empty cell.
    pub(crate) fields: BTreeMap<Field, String>,
}

/// One line of an offer, with the truth about it.
#[derive(Debug, Clone)]
pub(crate) struct OfferLine {
    /// The sender's reference.
    pub(crate) id: String,
    /// Whom it is about: a place in [`Half::people`].
    pub(crate) person: usize,
    /// What stands in its cells.
    pub(crate) fields: BTreeMap<Field, String>,
    /// What the receiver should find.
    pub(crate) truth: Truth,
    /// The slips of the pen in it.
    pub(crate) slips: Vec<Slip>,
}

/// What a comparison should say of a line. Of a line that stands twice, the later one says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// It is a line of the request.
    Matched,
    /// It is a line of the request, and about a civilian.
    Civilian,
    /// An earlier line is about the same person.
    Twice,
    /// The person is home already.
    ReturnedAlready,
    /// The person is reported dead.
    ReportedDead,
    /// The person belongs to another state.
    NotOurs,
    /// The receiver has never heard of the person.
    UnknownToUs,
}

impl Truth {
    /// Returns the word in files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Civilian => "civilian",
            Self::Twice => "twice",
            Self::ReturnedAlready => "returned-already",
            Self::ReportedDead => "reported-dead",
            Self::NotOurs => "not-ours",
            Self::UnknownToUs => "unknown-to-us",
        }
    }
}

/// What a side's registry says of one of its people at the start.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// Whom it is about: a place in [`Half::people`].
    pub(crate) person: usize,
    /// What is claimed.
    pub(crate) what: Claimed,
    /// The day of the claim, or of what it says.
    pub(crate) on: Date,
    /// Who says so.
    pub(crate) source: &'static str,
}

/// What a claim says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claimed {
    /// The person is looked for.
    Sought,
    /// The person crossed and was identified.
    Returned,
    /// The person is dead, by an official word.
    Died,
}

impl Claimed {
    /// Returns the word in files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Returned => "returned",
            Self::Died => "died",
        }
    }
}

/// How many lines of an offer are of which kind, and how many slips are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planted {
    /// Lines of the offer by what the receiver should find.
    pub(crate) lines: BTreeMap<Truth, usize>,
    /// Slips of the pen by kind.
    pub(crate) slips: BTreeMap<Slip, usize>,
}

impl Planted {
    /// Says what is planted into an offer of `per_side` lines: one line twice, one person returned
    /// already and one reported dead; of a thousand lines 20 civilians, 10 nationals of other states
    /// and 15 unknown to the receiver; the rest matched; and the slips of [`Slip::per_mille`]. A kind
    /// that would come to none is planted once.
    pub(crate) fn of(per_side: usize) -> Self {
        let share = |per_mille: usize| (per_side * per_mille / 1000).max(1);
        let mut lines = BTreeMap::from([
            (Truth::Twice, 1),
            (Truth::ReturnedAlready, 1),
            (Truth::ReportedDead, 1),
            (Truth::Civilian, share(20)),
            (Truth::NotOurs, share(10)),
            (Truth::UnknownToUs, share(15)),
        ]);
        lines.insert(Truth::Matched, per_side - lines.values().sum::<usize>());
        let slips = Slip::ALL.map(|slip| (slip, share(slip.per_mille())));
        Self { lines, slips: slips.into() }
    }
}
