//! How likely two written names are one person's, with the rule behind each part.

use super::closeness::Closeness;
use super::person::{Gender, Memory, Reading, Written};
use super::surname::Standing;
use crate::table::Table;

/// The part of a name, or of the way it is written, that a rule judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The surname.
    Surname,
    /// The given name.
    Given,
    /// The patronymic.
    Patronymic,
    /// The gender that the endings show.
    Gender,
    /// The order of the words, and which word is taken for which part.
    Order,
    /// How many people bear a name like this.
    Commonness,
}

/// One part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What was compared.
    pub rule: Rule,
    /// The words of the left name.
    pub left: String,
    /// The words of the right name.
    pub right: String,
    /// How alike they are.
    pub closeness: Closeness,
    /// What the register of surnames says of two that do not sound alike.
    pub standing: Standing,
    /// What it takes away from the score, in hundredths of a natural logarithm.
    pub penalty: u16,
}

impl Piece {
    /// Names the rule behind this piece: the key of its text in every language. The text of an id
    /// that ends in `-apart` takes one argument, the piece's [`Piece::hundredths_apart`].
    pub fn text_id(&self) -> &'static str {
        let two = self.standing == Standing::TwoKnown;
        let one = self.standing == Standing::OneKnown;
        match (self.rule, self.closeness) {
            (Rule::Gender, _) => "gender-differs",
            (Rule::Order, _) => "order-unsure",
            (Rule::Commonness, _) => "name-common",
            (_, Closeness::Same) => "same-sounds",
            (Rule::Surname, Closeness::Class) => "surname-two-languages",
            (Rule::Patronymic, Closeness::Class) => "one-father",
            (_, Closeness::Class) => "forms-of-one-name",
            (Rule::Surname, Closeness::Near(_)) if two => "two-surnames-apart",
            (Rule::Surname, Closeness::Near(_)) if one => "slip-apart",
            (_, Closeness::Near(_)) => "letters-apart",
            (_, Closeness::Half(0..=super::closeness::SAME_MAX)) => "half-of-double",
            (_, Closeness::Half(_)) => "half-of-double-apart",
            (_, Closeness::Initial) => "initial-fits",
            (_, Closeness::Missing) => "missing",
            (_, Closeness::Other) => "unlike",
            (_, Closeness::Conflict) => "known-as-two",
        }
    }

    /// Returns how many hundredths of a letter the two are apart, where that is what decides.
    pub fn hundredths_apart(&self) -> Option<u16> {
        match self.closeness {
            Closeness::Near(apart) | Closeness::Half(apart) => Some(apart),
            Closeness::Same
            | Closeness::Class
            | Closeness::Initial
            | Closeness::Missing
            | Closeness::Other
            | Closeness::Conflict => None,
        }
    }
}

/// Two names held against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// From 0, surely two people, to 1, one name.
    pub score: f64,
    /// The parts, contradictions first.
    pub pieces: Vec<Piece>,
}

/// What a contradiction takes away: enough to decide alone.
const CONFLICT: u16 = 1000;
/// Where a score is one half.
const HALF_AT: f64 = 300.0;
/// How quickly a score falls.
const SLOPE: f64 = 80.0;
/// Above so much, commonness is no longer asked for.
const HOPELESS: u16 = 700;

/// Scores two written names; 0 when one of them is empty.
pub fn score(left: &str, right: &str) -> f64 {
    Scorer::default().score(left, right)
}

/// Compares two written names and says which rule judged each part.
pub fn compare(left: &str, right: &str) -> Comparison {
    let table = Table::get();
    let (left, right) = (Written::read(left, table), Written::read(right, table));
    let Some((pair, whole)) = best(&left, &right, table) else {
        return Comparison { score: 0.0, pieces: Vec::new() };
    };
    let mut pieces: Vec<Piece> = pair
        .parts(table)
        .into_iter()
        .map(|part| {
            let number = match part.rule {
                Rule::Surname | Rule::Order | Rule::Commonness => 0,
                Rule::Given => 1,
                Rule::Patronymic | Rule::Gender => 2,
            };
            Piece {
                rule: part.rule,
                left: left.shown(pair.a, number),
                right: right.shown(pair.b, number),
                closeness: part.closeness,
                standing: part.standing,
                penalty: part.penalty,
            }
        })
        .collect();
    pieces.sort_by_key(|piece| (piece.penalty < CONFLICT / 2, piece.rule));
    Comparison { score: to_score(whole), pieces }
}

fn to_score(penalty: u16) -> f64 {
    1.0 / (1.0 + ((f64::from(penalty) - HALF_AT) / SLOPE).exp())
}

/// Finds the pair of readings that agrees best, and its whole penalty.
fn best<'a>(left: &'a Written, right: &'a Written, table: &Table) -> Option<(Pair<'a>, u16)> {
    let mut found: Option<(Pair<'a>, u16)> = None;
    for &a in &left.readings {
        for &b in &right.readings {
            let least = found.as_ref().map_or(CONFLICT, |(_, whole)| *whole);
            let pair = Pair { left, right, a, b };
            let whole = pair.whole(&pair.judge(least, table), table);
            if whole < least || found.is_none() {
                found = Some((pair, whole));
            }
        }
    }
    found
}

/// One reading of each name.
struct Pair<'a> {
    left: &'a Written,
    right: &'a Written,
    a: Reading,
    b: Reading,
}

/// How the parts of two readings compare; what was not reached stands as missing.
struct Judged {
    given: Closeness,
    patronymic: Closeness,
    surname: Closeness,
    standing: Standing,
    /// Number of sounds of the shorter surname.
    sounds: usize,
    /// What speaks against the pair, without the commonness of the name.
    penalty: u16,
}

impl Pair<'_> {
    /// Adds up what speaks against the two readings, or stops from `least` on.
    fn judge(&self, least: u16, table: &Table) -> Judged {
        let mut judged = Judged {
            given: Closeness::Missing,
            patronymic: Closeness::Missing,
            surname: Closeness::Missing,
            standing: Standing::Silent,
            sounds: 0,
            penalty: self.doubt() + self.gender(),
        };
        if judged.penalty >= least {
            return judged;
        }
        // A name that no table knows is held against every form of one that it does, so what is
        // quickly said is said first.
        let (given, other) = (self.left.given(self.a), self.right.given(self.b));
        let slow = given.is_slow_against(other);
        if !slow {
            judged.given = given.closeness(other, table);
            judged.penalty += given_penalty(judged.given);
            if judged.penalty >= least {
                return judged;
            }
        }
        let (left, right) = (self.left.surname(self.a), self.right.surname(self.b));
        let man = Some(Gender::Masculine);
        let men = self.left.gender(self.a) == man && self.right.gender(self.b) == man;
        (judged.surname, judged.standing) = left.closeness(&right, men, table);
        judged.sounds = left.sounds().min(right.sounds());
        judged.penalty += surname_penalty(judged.surname, judged.standing, judged.sounds);
        if judged.penalty >= least {
            return judged;
        }
        if slow {
            judged.given = given.closeness(other, table);
            judged.penalty += given_penalty(judged.given);
            if judged.penalty >= least {
                return judged;
            }
        }
        judged.patronymic =
            self.left.patronymic(self.a).closeness(self.right.patronymic(self.b), table);
        judged.penalty += patronymic_penalty(judged.patronymic);
        judged
    }

    /// Adds the commonness of what agrees. One contradiction is as bad as several: how far a hopeless
    /// pair was judged depends on which name came first, and its score must not.
    fn whole(&self, judged: &Judged, table: &Table) -> u16 {
        if judged.penalty >= HOPELESS {
            judged.penalty.min(CONFLICT)
        } else {
            judged.penalty + self.commonness(judged, table)
        }
    }

    fn doubt(&self) -> u16 {
        self.a.doubt.midpoint(self.b.doubt)
    }

    fn gender(&self) -> u16 {
        match (self.left.gender(self.a), self.right.gender(self.b)) {
            (Some(x), Some(y)) if x != y => CONFLICT,
            _ => 0,
        }
    }

    /// How many others there may be whose names agree in the same parts, as a penalty: the logarithm
    /// of their number among [`PEOPLE`], damped. A missing part agrees with everybody.
    fn commonness(&self, judged: &Judged, table: &Table) -> u16 {
        let name = |closeness, a, b| match closeness {
            Closeness::Missing => 0,
            Closeness::Initial => RARITY_OF_INITIAL,
            Closeness::Same
            | Closeness::Class
            | Closeness::Near(_)
            | Closeness::Half(_)
            | Closeness::Other
            | Closeness::Conflict => u16::from(table.rarity(a).min(table.rarity(b))),
        };
        let (a, b) = (self.left.given(self.a), self.right.given(self.b));
        let mut rarity = name(judged.given, &a.classes, &b.classes);
        let (a, b) = (self.left.patronymic(self.a), self.right.patronymic(self.b));
        rarity += name(judged.patronymic, &a.father, &b.father);
        if rarity + RARITY_OF_SURNAME_MIN >= PEOPLE {
            return 0;
        }
        let surname = self.left.surname(self.a);
        let other = self.right.surname(self.b);
        for at in 0..surname.len().min(other.len()) {
            let (x, y) = (surname.get(at).registered(table), other.get(at).registered(table));
            rarity += u16::from(x.rarity().min(y.rarity()));
        }
        PEOPLE.saturating_sub(rarity) * COMMONNESS_WEIGHT
    }

    fn parts(&self, table: &Table) -> Vec<Part> {
        // Asked for everything, however hopeless.
        let judged = self.judge(u16::MAX, table);
        let mut parts = vec![Part {
            rule: Rule::Surname,
            closeness: judged.surname,
            standing: judged.standing,
            penalty: surname_penalty(judged.surname, judged.standing, judged.sounds),
        }];
        parts.push(Part::of(Rule::Given, judged.given, given_penalty(judged.given)));
        let patronymic = patronymic_penalty(judged.patronymic);
        parts.push(Part::of(Rule::Patronymic, judged.patronymic, patronymic));
        if self.gender() > 0 {
            parts.push(Part::of(Rule::Gender, Closeness::Conflict, CONFLICT));
        }
        if self.doubt() > 0 {
            parts.push(Part::of(Rule::Order, Closeness::Near(self.doubt()), self.doubt()));
        }
        let hopeless = judged.penalty >= HOPELESS;
        let commonness = if hopeless { 0 } else { self.commonness(&judged, table) };
        if commonness > 0 {
            parts.push(Part::of(Rule::Commonness, Closeness::Same, commonness));
        }
        parts
    }
}

/// A judged part.
struct Part {
    rule: Rule,
    closeness: Closeness,
    standing: Standing,
    penalty: u16,
}

impl Part {
    fn of(rule: Rule, closeness: Closeness, penalty: u16) -> Self {
        Self { rule, closeness, standing: Standing::Silent, penalty }
    }
}

/// The rarity of the commonest surname, in tenths of a natural logarithm.
const RARITY_OF_SURNAME_MIN: u16 = 58;
/// The logarithm of the number of people that a name is looked for among, in tenths: 200,000.
const PEOPLE: u16 = 122;
/// How rare a fitting initial is, in tenths of a natural logarithm.
const RARITY_OF_INITIAL: u16 = 22;
/// What a tenth of a natural logarithm of namesakes takes away.
const COMMONNESS_WEIGHT: u16 = 2;

fn surname_penalty(closeness: Closeness, standing: Standing, sounds: usize) -> u16 {
    // The same slip says more in a short name than in a long one.
    let slip = |near: u16| {
        let near = near.min(CONFLICT / 4);
        let tenths = match sounds {
            0..=4 => 60,
            5..=7 => 50,
            _ => 45,
        };
        match standing {
            Standing::Silent => near * tenths / 10,
            // One is a surname that people bear, the other is not: a slip, rather than another man.
            Standing::OneKnown => near * tenths / 20,
            Standing::TwoKnown => near * tenths / 10 + 150,
        }
    };
    match closeness {
        Closeness::Same | Closeness::Initial => 0,
        Closeness::Class => 15,
        Closeness::Near(near) => slip(near).min(CONFLICT),
        Closeness::Half(near) => (80 + slip(near)).min(CONFLICT),
        Closeness::Missing => 400,
        Closeness::Other | Closeness::Conflict => CONFLICT,
    }
}

fn given_penalty(closeness: Closeness) -> u16 {
    match closeness {
        Closeness::Same => 0,
        Closeness::Class => 5,
        Closeness::Near(near) | Closeness::Half(near) => (near * 2).min(CONFLICT),
        Closeness::Initial => 30,
        Closeness::Missing => 250,
        Closeness::Other | Closeness::Conflict => CONFLICT,
    }
}

fn patronymic_penalty(closeness: Closeness) -> u16 {
    match closeness {
        Closeness::Same => 0,
        Closeness::Class => 5,
        Closeness::Near(near) | Closeness::Half(near) => (near * 2).min(CONFLICT),
        Closeness::Initial => 20,
        Closeness::Missing => 40,
        Closeness::Other | Closeness::Conflict => CONFLICT * 4 / 5,
    }
}

/// Scores many pairs in the same room. A name that stands on one side of several pairs in a row is read
/// once, and so are given names and patronymics that come again.
#[derive(Default)]
pub struct Scorer {
    sides: Option<[Remembered; 2]>,
    memory: Memory,
}

struct Remembered {
    text: String,
    written: Written,
}

impl Remembered {
    fn read(&mut self, text: &str, table: &Table, memory: &mut Memory) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.written.read_again(text, table, memory);
        }
    }
}

impl Scorer {
    /// Scores two written names; 0 when one of them is empty.
    pub fn score(&mut self, left: &str, right: &str) -> f64 {
        let table = Table::get();
        let empty = || Remembered { text: String::new(), written: Written::read("", table) };
        let [a, b] = self.sides.get_or_insert_with(|| [empty(), empty()]);
        a.read(left, table, &mut self.memory);
        b.read(right, table, &mut self.memory);
        let (left, right) = (&a.written, &b.written);
        best(left, right, table).map_or(0.0, |(_, whole)| to_score(whole))
    }
}
