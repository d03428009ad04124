//! What each field says about a pair: the waterfall from the odds before anything is known to the odds
//! after all was compared.

use linkage::link::{self, Link};
use linkage::record::Kind;
use serde::{Deserialize, Serialize};

use super::columns::kind;
use crate::lists::Field;

/// What the comparison of two values found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// The same, in whatever spelling.
    Same,
    /// The same as heard: a vowel, a voiced consonant.
    AsHeard,
    /// Letters wrong, missing, exchanged.
    Slip,
    /// One half of a double name.
    Half,
    /// An initial that fits.
    Initial,
    /// Alike, beyond a slip.
    Alike,
    /// Not alike.
    Unlike,
    /// Known to be another name.
    OtherName,
    /// Surname and given name stand in each other's place.
    NamesExchanged,
    /// Day and month exchanged.
    DayMonthExchanged,
    /// Day, month or year differs.
    OnePartDiffers,
    /// The same as far as it is known.
    AsFarAsKnown,
    /// Only the year is the same.
    SameYear,
    /// The years are next to each other.
    YearApart,
    /// Another date.
    OtherDate,
    /// A step apart on the ladder of ranks.
    NextRank,
    /// The number is the same and the arm is not known.
    ArmUnknown,
    /// The number is the same, the arm another.
    OtherArm,
    /// A digit of the unit's number differs.
    NearNumber,
    /// One sign wrong.
    OneSign,
    /// Two signs wrong.
    TwoSigns,
    /// Other.
    Other,
}

impl Says {
    /// All of them, in order.
    pub const ALL: [Self; 22] = [
        Self::Same,
        Self::AsHeard,
        Self::Slip,
        Self::Half,
        Self::Initial,
        Self::Alike,
        Self::Unlike,
        Self::OtherName,
        Self::NamesExchanged,
        Self::DayMonthExchanged,
        Self::OnePartDiffers,
        Self::AsFarAsKnown,
        Self::SameYear,
        Self::YearApart,
        Self::OtherDate,
        Self::NextRank,
        Self::ArmUnknown,
        Self::OtherArm,
        Self::NearNumber,
        Self::OneSign,
        Self::TwoSigns,
        Self::Other,
    ];

    /// Reads a level of the engine (`spec/4-reconcile.md`); none for a level that says nothing.
    fn of_level(kind: Kind, level: u8) -> Option<Self> {
        let by_level: &[Self] = match kind {
            Kind::Surname => &[
                Self::Same,
                Self::AsHeard,
                Self::Slip,
                Self::Half,
                Self::Slip,
                Self::Alike,
                Self::Unlike,
            ],
            Kind::GivenName | Kind::Patronymic | Kind::FullName => {
                &[Self::Same, Self::Slip, Self::Initial, Self::Alike, Self::Unlike, Self::OtherName]
            }
            Kind::BirthDate | Kind::Date => &[
                Self::Same,
                Self::DayMonthExchanged,
                Self::OnePartDiffers,
                Self::AsFarAsKnown,
                Self::SameYear,
                Self::YearApart,
                Self::OtherDate,
            ],
            Kind::Place => &[Self::Same, Self::Slip, Self::Other],
            Kind::Rank => &[Self::Same, Self::NextRank, Self::Other],
            Kind::Unit => {
                &[Self::Same, Self::ArmUnknown, Self::OtherArm, Self::NearNumber, Self::Other]
            }
            Kind::Sex => &[Self::Same, Self::Other, Self::Other, Self::Other],
            Kind::Number | Kind::Postcode | Kind::Word | Kind::Address | Kind::Text => {
                &[Self::Same, Self::OneSign, Self::TwoSigns, Self::Other]
            }
        };
        by_level.get(usize::from(level.checked_sub(1)?)).copied()
    }
}

/// What one field says about a line and its partner. It names no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The field.
    pub field: Field,
    /// What the comparison found.
    pub says: Says,
    /// The level of the comparison, 1 for equal; `spec/4-reconcile.md` lists them.
    pub level: u8,
    /// Hundredths of a doubling of the odds (of a bit): negative speaks against.
    pub weight: i32,
}

impl Reason {
    /// Says whether the field contradicts the pair outright: another given name or father, another
    /// birth date altogether, another number, another sex. A person looks at such a pair whatever else
    /// agrees: brothers share all but these.
    pub fn is_contradiction(&self) -> bool {
        match kind(self.field) {
            Some(Kind::Surname) => self.says == Says::Unlike,
            Some(Kind::GivenName | Kind::FullName | Kind::Patronymic) => {
                matches!(self.says, Says::Unlike | Says::OtherName)
            }
            Some(Kind::BirthDate) => {
                matches!(self.says, Says::SameYear | Says::YearApart | Says::OtherDate)
            }
            Some(Kind::Number | Kind::Sex) => self.says == Says::Other,
            Some(
                Kind::Date
                | Kind::Place
                | Kind::Rank
                | Kind::Unit
                | Kind::Postcode
                | Kind::Address
                | Kind::Word
                | Kind::Text,
            )
            | None => false,
        }
    }

    /// Says whether a name, the birth date or a number is near and not equal: one of the two lists has
    /// it wrong.
    pub fn is_slip(&self) -> bool {
        let identifies =
            self.field.is_name() || matches!(self.field, Field::BirthDate | Field::ServiceNumber);
        identifies
            && matches!(
                self.says,
                Says::Slip
                    | Says::Alike
                    | Says::NamesExchanged
                    | Says::DayMonthExchanged
                    | Says::OnePartDiffers
                    | Says::OneSign
                    | Says::TwoSigns
            )
    }
}

/// How the odds of a pair came about, in hundredths of a doubling (of a bit).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waterfall {
    /// The odds before anything is known of the two rows: how rare one person is among all pairs.
    pub start: i32,
    /// What each field says: contradictions first, then what else speaks against, then what speaks for,
    /// the weightiest first. Fields that one side leaves empty are left out; they say nothing.
    pub reasons: Vec<Reason>,
    /// What the fields say together beyond what each says by itself: relatives share a surname, a father
    /// and a place, and are two people.
    pub together: i32,
    /// The odds of the pair seen alone: the start, all weights, and what they say together.
    pub sum: i32,
    /// The odds of the best other candidate for either of the two; it lowers the probability.
    pub rival: Option<i32>,
}

impl Waterfall {
    /// Reads what the engine says of a pair. `prior` is the share of all pairs that are one person.
    pub(super) fn of(link: &Link, prior: f64) -> Self {
        let mut reasons: Vec<Reason> = link.reasons.iter().filter_map(reason).collect();
        reasons.sort_by_key(|reason| {
            (
                !reason.is_contradiction(),
                reason.weight >= 0,
                std::cmp::Reverse(reason.weight.abs()),
                reason.field,
            )
        });
        let sum = hundredths(link.log_odds / std::f64::consts::LN_2);
        let weights: i32 = reasons.iter().map(|reason| reason.weight).sum();
        let start = hundredths((prior / (1.0 - prior)).log2());
        Self {
            start,
            reasons,
            together: sum - weights - start,
            sum,
            rival: link.runner_up.map(|odds| hundredths(odds / std::f64::consts::LN_2)),
        }
    }

    /// The field that contradicts most, where one does.
    pub fn contradiction(&self) -> Option<Field> {
        self.reasons.first().filter(|reason| reason.is_contradiction()).map(|reason| reason.field)
    }
}

fn reason(said: &link::Reason) -> Option<Reason> {
    Some(Reason {
        field: Field::of_word(&said.label)?,
        says: Says::of_level(said.kind, said.level)?,
        level: said.level,
        weight: hundredths(said.weight),
    })
}

/// Rounds to hundredths; weights lie far within the limits.
fn hundredths(weight: f64) -> i32 {
    let text = format!("{:.0}", (weight * 100.0).clamp(-1.0e6, 1.0e6));
    text.parse().unwrap_or(0)
}
