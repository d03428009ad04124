//! The registry's state in few bytes, so that a long journal need not be replayed at every opening.
//!
//! People are written in the order of their references and claims in the order in which they were recorded; a
//! claim cites its person by place. It holds nothing that the events do not hold.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;

use super::claim::Recorded;
use super::{
    Assertion, Claim, Claims, Condition, Credibility, Kept, Merge, Papers, Person, Reliability,
    Script, SourceKind, State,
};
use crate::lists::Field;
use crate::vocabulary::{Digest, PersonId};

/// Gives each variant a number that is never used for another.
macro_rules! coded {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            fn code(self) -> u8 {
                match self { $(Self::$variant => $code),* }
            }

            fn of_code(code: u8) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

coded!(SourceKind {
    Person = 0, Family = 1, Witness = 2, OwnForces = 3, DetainingPower = 4, TracingAgency = 5,
    MedicalCommission = 6, Mediator = 7, HostState = 8, HandoverTeam = 9, Reception = 10,
    Forensic = 11, Published = 12,
});
coded!(Reliability { A = 0, B = 1, C = 2, D = 3, E = 4, F = 5 });
coded!(Condition {
    AtLiberty = 0, InCaptivity = 1, InPrivate = 2, FromPaper = 3, UnderPressure = 4, NotKnown = 5,
});
coded!(Script { Cyrillic = 0, Latin = 1, Other = 2 });

/// What an assertion without more to it is written as; a place on a list is [`LISTED`].
const PLAIN: [Assertion; 20] = [
    Assertion::Identity,
    Assertion::Missing,
    Assertion::TracingRequest,
    Assertion::CaptureCard,
    Assertion::SeenHeld,
    Assertion::Acknowledged,
    Assertion::Transferred,
    Assertion::InHospital,
    Assertion::Health,
    Assertion::Escaped,
    Assertion::Released,
    Assertion::Repatriated,
    Assertion::NotHeld,
    Assertion::AtHandover,
    Assertion::DidNotCross,
    Assertion::Crossed,
    Assertion::Dead,
    Assertion::Alive,
    Assertion::Declines,
    Assertion::CapturedAgain,
];
const LISTED: u8 = 255;
/// An identifier of 32 hexadecimal digits is written as 16 bytes behind this sign.
const PACKED: u8 = 0;

impl State {
    /// Writes the state as bytes that [`State::of_saved`] reads.
    pub fn to_saved(&self) -> Vec<u8> {
        let mut out = Writer(Vec::with_capacity(128 * self.claims.len() + 64));
        let places = |count: usize| 0..u64::try_from(count).unwrap_or(u64::MAX);
        let people: BTreeMap<&PersonId, u64> =
            self.persons.keys().zip(places(self.persons.len())).collect();
        out.count(self.persons.len());
        self.persons.keys().for_each(|person| out.id(person.as_str()));
        out.count(self.claims.len());
        for (id, recorded) in self.claims.iter() {
            out.id(id.as_str());
            out.number(people.get(&recorded.claim.person).copied().unwrap_or(u64::MAX));
            out.claim(recorded);
        }
        for person in self.persons.values() {
            out.number(person.entered);
            out.0.push(u8::from(person.erased));
            out.count(person.merges.len());
            person.merges.iter().for_each(|merge| out.id(merge.as_str()));
        }
        out.count(self.merges.len());
        for (id, merge) in &self.merges {
            out.id(id.as_str());
            out.id(merge.one.as_str());
            out.id(merge.other.as_str());
            out.text(&merge.by);
            out.moment(merge.since);
            out.moment(merge.until);
        }
        out.count(self.lines.len());
        for (line, person) in &self.lines {
            out.id(line.as_str());
            out.id(person.as_str());
        }
        out.count(self.apart.len());
        for (one, other) in &self.apart {
            out.id(one.as_str());
            out.id(other.as_str());
        }
        out.count(self.settled.len());
        for (person, fields) in &self.settled {
            out.id(person.as_str());
            out.count(fields.len());
            for (field, (at, claim)) in fields {
                out.text(field.word());
                out.number(*at);
                out.id(claim.as_str());
            }
        }
        out.count(self.holds.len());
        for (person, since) in &self.holds {
            out.id(person.as_str());
            out.moment(Some(*since));
        }
        out.count(self.papers.len());
        for (id, paper) in self.papers.iter() {
            out.id(id.as_str());
            out.text(&serde_json::to_string(paper).expect("a paper is plain values"));
        }
        out.0
    }

    /// Reads what [`State::to_saved`] wrote; none when it is anything else.
    pub fn of_saved(bytes: &[u8]) -> Option<Self> {
        let mut read = Reader(bytes);
        let people: Vec<PersonId> = read.many(Reader::id)?;
        let mut persons: Vec<Person> = people.iter().map(|_| Person::default()).collect();
        let mut claims = Claims::default();
        let count = read.place()?;
        claims.reserve(count.min(read.0.len()));
        for _ in 0..count {
            let id = read.id()?;
            let person = read.place()?;
            let recorded = read.claim(people.get(person)?.clone())?;
            persons.get_mut(person)?.claims.push(claims.push(id, recorded));
        }
        for person in &mut persons {
            (person.entered, person.erased) = (read.number()?, read.byte()? == 1);
            person.merges = read.many(Reader::id)?.into_iter().collect();
            person.claims.shrink_to_fit();
        }
        let merges = read.many(|read| {
            let id = read.id()?;
            let (one, other) = (read.id()?, read.id()?);
            let by = read.text()?;
            Some((id, Merge { one, other, by, since: read.moment()?.0, until: read.moment()?.0 }))
        })?;
        let lines = read.many(|read| Some((read.id()?, read.id()?)))?;
        let apart = read.many(|read| Some((read.id()?, read.id()?)))?;
        let settled = read.many(|read| {
            let person = read.id()?;
            let fields = read.many(|read| {
                let field = Field::of_word(&read.text()?)?;
                Some((field, (read.number()?, read.id()?)))
            })?;
            Some((person, fields.into_iter().collect()))
        })?;
        let holds = read.many(|read| Some((read.id()?, read.moment()?.0?)))?;
        let mut papers = Papers::default();
        for (id, paper) in
            read.many(|read| Some((read.id()?, serde_json::from_str(&read.text()?).ok()?)))?
        {
            papers.add(id, paper);
        }
        read.0.is_empty().then(|| Self {
            persons: people.into_iter().zip(persons).collect(),
            claims,
            merges: merges.into_iter().collect(),
            lines: lines.into_iter().collect(),
            apart: apart.into_iter().collect(),
            settled: settled.into_iter().collect(),
            holds: holds.into_iter().collect(),
            papers,
        })
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(0x80 | u8::try_from(number & 0x7f).expect("seven bits"));
            number >>= 7;
        }
        self.0.push(u8::try_from(number).expect("seven bits"));
    }

    fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).expect("a count fits 64 bits"));
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn id(&mut self, id: &str) {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut packed = [0_u8; 16];
        let mut whole = id.len() == 32;
        for (place, pair) in packed.iter_mut().zip(id.as_bytes().chunks_exact(2)) {
            match (digit(pair[0]), digit(pair[1])) {
                (Some(high), Some(low)) => *place = high << 4 | low,
                _ => whole = false,
            }
        }
        if whole {
            self.0.push(PACKED);
            self.0.extend_from_slice(&packed);
        } else {
            self.text(id);
        }
    }

    fn moment(&mut self, moment: Option<Timestamp>) {
        self.0.push(u8::from(moment.is_some()));
        if let Some(moment) = moment {
            self.0.extend_from_slice(&moment.as_second().to_be_bytes());
            self.0.extend_from_slice(&moment.subsec_nanosecond().to_be_bytes());
        }
    }

    fn kept(&mut self, kept: &Kept) {
        self.id(kept.record.as_str());
        self.0.extend_from_slice(&kept.digest.0);
    }

    fn claim(&mut self, recorded: &Recorded) {
        let claim = &recorded.claim;
        if let Assertion::Listed { list, line } = &claim.says {
            self.0.push(LISTED);
            self.id(list.as_str());
            self.id(line.as_str());
        } else {
            let place = PLAIN.iter().position(|plain| *plain == claim.says);
            let place = place.and_then(|place| u8::try_from(place).ok());
            self.0.push(place.expect("a test finds every assertion in the table"));
        }
        self.0.extend_from_slice(&[
            claim.source.code(),
            claim.reliability.code(),
            claim.credibility.grade(),
            claim.condition.code(),
            claim.script.code(),
        ]);
        self.text(claim.language.as_deref().unwrap_or_default());
        self.kept(&claim.kept);
        self.0.push(u8::from(claim.health.is_some()));
        claim.health.iter().for_each(|kept| self.kept(kept));
        self.moment(Some(recorded.at));
        self.number(recorded.number);
        self.moment(recorded.withdrawn_at);
    }
}

/// A moment that may be none.
struct Moment(Option<Timestamp>);

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        let [byte] = self.array()?;
        Some(byte)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn place(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.place()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn id<T: FromStr>(&mut self) -> Option<T> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let length = self.byte()?;
        if length != PACKED {
            return std::str::from_utf8(self.take(usize::from(length))?).ok()?.parse().ok();
        }
        let packed: [u8; 16] = self.array()?;
        let mut digits = [0_u8; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(packed) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        std::str::from_utf8(&digits).ok()?.parse().ok()
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.place()?;
        // Each takes at least a byte: a wrong count takes no memory.
        let mut all = Vec::with_capacity(count.min(self.0.len()));
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    /// Reads a moment that may be none. The outer none: the bytes are not a moment.
    fn moment(&mut self) -> Option<Moment> {
        if self.byte()? == 0 {
            return Some(Moment(None));
        }
        let seconds = i64::from_be_bytes(self.array()?);
        let moment = Timestamp::new(seconds, i32::from_be_bytes(self.array()?)).ok()?;
        Some(Moment(Some(moment)))
    }

    fn kept(&mut self) -> Option<Kept> {
        Some(Kept { record: self.id()?, digest: Digest(self.array()?) })
    }

    fn claim(&mut self, person: PersonId) -> Option<Recorded> {
        let says = match self.byte()? {
            LISTED => Assertion::Listed { list: self.id()?, line: self.id()? },
            plain => PLAIN.get(usize::from(plain))?.clone(),
        };
        let [source, reliability, credibility, condition, script] = self.array()?;
        let language = Some(self.text()?).filter(|language| !language.is_empty());
        let kept = self.kept()?;
        let health = if self.byte()? == 1 { Some(Box::new(self.kept()?)) } else { None };
        let claim = Claim {
            person,
            says,
            source: SourceKind::of_code(source)?,
            reliability: Reliability::of_code(reliability)?,
            credibility: Credibility::read(credibility)?,
            condition: Condition::of_code(condition)?,
            language,
            script: Script::of_code(script)?,
            kept,
            health,
        };
        let at = self.moment()?.0?;
        Some(Recorded { claim, at, number: self.number()?, withdrawn_at: self.moment()?.0 })
    }
}
