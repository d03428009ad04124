//! A clause is one rule that a party proposes in plain words and in a form that can be computed.
//!
//! Two parties agree to a clause when both accept the same [`Clause::digest`]. A changed word is
//! another digest, so nobody can have accepted something else than what stands there.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Predicate, canonical};
use crate::vocabulary::{CategoryId, ClauseId, Digest, Side};

/// Whom a clause is about. The tracks never mix: what is owed on one is not paid on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// Prisoners of war, and retained medical personnel and chaplains.
    Prisoners,
    /// Civilians: released, never traded (GC IV art. 34, 132).
    Civilians,
    /// The dead. A bag is not a person: one may hold parts of several people.
    Remains,
}

impl Track {
    /// Returns the track's word, as it stands in the terms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prisoners => "prisoners",
            Self::Civilians => "civilians",
            Self::Remains => "remains",
        }
    }
}

/// One clause: its words, and the rule that the words mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Follows the clause through every counter-proposal.
    pub id: ClauseId,
    /// Whom it is about.
    pub track: Track,
    /// A few words for a heading.
    pub title: String,
    /// The clause in words. Nothing about a private person may stand here: clauses are public.
    pub text: String,
    /// What the words mean, in a form that can be computed.
    pub rule: Rule,
}

impl Clause {
    /// Returns the bytes that a signature over this clause covers: the line `safeconduct/clause/1`,
    /// then the clause as JSON with sorted keys and no spaces (RFC 8785).
    pub fn canonical_bytes(&self) -> Vec<u8> {
        canonical::bytes("safeconduct/clause/1", self)
    }

    /// Returns the SHA-256 of [`Clause::canonical_bytes`]: what "the same clause" means.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.canonical_bytes()])
    }
}

/// What a clause means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Rule {
    /// How many go, and whether the two sides must be equal.
    Quantity(Quantity),
    /// Who belongs to one category.
    Category(CategoryRule),
    /// In which order categories and people are taken.
    Order(Order),
    /// Who examines the sick and wounded.
    Commission(Commission),
    /// How many bodies each side gives.
    Remains(Remains),
    /// On which days.
    Schedule(Schedule),
    /// A group released outside the exchange.
    Release(Release),
    /// What may be told, and when.
    Disclosure(Disclosure),
    /// A duty that goes on after the handover.
    Condition(Condition),
    /// Whether a further round is agreed.
    FurtherRound(FurtherRound),
}

impl Rule {
    /// Returns the rule's word, as it stands in the terms.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Quantity(_) => "quantity",
            Self::Category(_) => "category",
            Self::Order(_) => "order",
            Self::Commission(_) => "commission",
            Self::Remains(_) => "remains",
            Self::Schedule(_) => "schedule",
            Self::Release(_) => "release",
            Self::Disclosure(_) => "disclosure",
            Self::Condition(_) => "condition",
            Self::FurtherRound(_) => "further-round",
        }
    }
}

/// What decides how many go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Everybody who belongs to a category goes, however many that is.
    Category,
    /// A number goes.
    Number,
}

/// Whether the two sides must be equal, and in what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parity {
    /// Nothing need be equal.
    None,
    /// Each counted category for itself.
    Category,
    /// The sum of all counted people.
    Total,
}

/// Against how many: for every `a` people that side A gives, side B gives `b`. In numbers handed
/// over, `n_a * b == n_b * a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// The part of side A, at least 1.
    pub a: u32,
    /// The part of side B, at least 1.
    pub b: u32,
}

impl Ratio {
    /// One for one.
    pub const EQUAL: Self = Self { a: 1, b: 1 };
}

/// A group that a parity sum may try to count. Only the first is lawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Prisoners of war who are not seriously wounded or sick.
    Prisoners,
    /// The seriously wounded: refused, GC III art. 109(1).
    SeriouslyWounded,
    /// The seriously sick: refused, GC III art. 109(1).
    SeriouslySick,
    /// Retained medical personnel and chaplains: refused, GC III art. 33.
    Retained,
    /// Civilians: refused, GC IV art. 34.
    Civilians,
}

/// How many go over the whole agreement, and whether the two sides must be equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// What decides how many go.
    pub basis: Basis,
    /// Whether the two sides must be equal.
    pub parity: Parity,
    /// Against how many; [`Ratio::EQUAL`] where parity is none.
    pub ratio: Ratio,
    /// Whom the parity sum counts; empty where parity is none.
    pub counts: BTreeSet<Counted>,
    /// The least number that each side gives over the whole agreement.
    pub floor: Option<u32>,
    /// The greatest number of counted people that each side gives over the whole agreement.
    pub ceiling: Option<u32>,
    /// A number spoken of and not promised.
    pub expected: Option<u32>,
    /// The least number of counted people on each side in one stage.
    pub stage_least: Option<u32>,
    /// Whether people outside every category may be taken to reach the number.
    pub beyond_categories: bool,
}

/// Who belongs to one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// The category's name.
    pub category: CategoryId,
    /// Who belongs.
    pub predicate: Predicate,
    /// Whether its people count in parity.
    pub counted: bool,
}

/// In which order categories and people are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// All categories; somebody who belongs to two is in the first.
    pub precedence: Vec<CategoryId>,
    /// Whether a whole category comes before time in captivity. When false, those held longest go
    /// first across the counted categories.
    pub categories_first: bool,
    /// Days of capture that count as one band when the longest held go first.
    pub band_days: u16,
}

/// What kind of medical commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommissionKind {
    /// Two neutral members and one of the Detaining Power (GC III Annex II).
    MixedAnnexII,
    /// Doctors of the two sides together.
    Joint,
    /// The terms do not say.
    Unsaid,
}

/// Who examines the sick and wounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// How it is made up.
    pub composition: CommissionKind,
    /// Whether it stays in being after this agreement; none when the terms do not say.
    pub permanent: Option<bool>,
    /// Whether nobody may go without its finding. Refused: GC III art. 112 lets the manifestly
    /// serious go without examination.
    pub bars_return: bool,
}

/// How many bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bodies {
    /// This many.
    Number(u32),
    /// As many as there are, number not known.
    AsManyAsThereAre,
    /// The terms do not say that this side gives any.
    None,
}

/// How the dead are known when they are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identified {
    /// Only those whom a DNA decision names.
    ByDna,
    /// With or without a name.
    NotNecessarily,
    /// The terms do not say.
    Unsaid,
}

/// How many bodies each side gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remains {
    /// What side A gives.
    pub a_gives: Bodies,
    /// What side B gives.
    pub b_gives: Bodies,
    /// How the dead are known.
    pub identified: Identified,
}

impl Remains {
    /// Returns what a side gives.
    pub fn given_by(&self, side: Side) -> Bodies {
        match side {
            Side::A => self.a_gives,
            Side::B => self.b_gives,
        }
    }
}

/// On which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The days; empty says that no date is agreed.
    pub dates: BTreeSet<Date>,
    /// How many each side gives on these days together, where that was said.
    pub size: Option<u32>,
}

/// A group of civilians released outside the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// What the group is called, such as `children`.
    pub group: CategoryId,
    /// How many names the list handed over has, where that was said.
    pub names: Option<u32>,
    /// Whether the group is counted against anybody. Refused, GC IV art. 34.
    pub counted: bool,
}

/// What a statement about a stage may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisclosedFact {
    /// How many people.
    Number,
    /// How many of each category.
    CategorySplit,
    /// The day of the next stage.
    NextDate,
    /// The years of capture.
    YearOfCapture,
    /// The regions of capture.
    RegionOfCapture,
}

impl DisclosedFact {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Number,
        Self::CategorySplit,
        Self::NextDate,
        Self::YearOfCapture,
        Self::RegionOfCapture,
    ];

    /// Returns the fact's word, as it stands in the terms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::CategorySplit => "category-split",
            Self::NextDate => "next-date",
            Self::YearOfCapture => "year-of-capture",
            Self::RegionOfCapture => "region-of-capture",
        }
    }
}

/// Whether a fact may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Openness {
    /// At once.
    Open,
    /// Not by this agreement.
    Withheld,
    /// Not before this.
    Embargoed(Until),
}

/// When an embargo ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// When the last stage of the agreement is done.
    AllStagesDone,
    /// On this day.
    Date(Date),
}

/// What may be told about a stage, and when. Names are never among it (GC III art. 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// How many people.
    pub number: Openness,
    /// How many of each category.
    pub category_split: Openness,
    /// The day of the next stage.
    pub next_date: Openness,
    /// The years of capture, in cells of at least [`Disclosure::least_cell`].
    pub year_of_capture: Openness,
    /// The regions of capture, in cells of at least [`Disclosure::least_cell`].
    pub region_of_capture: Openness,
    /// The least number of people in a cell that may be told; never under 5.
    pub least_cell: u16,
}

impl Disclosure {
    /// Returns what the clause says about a fact.
    pub fn of(&self, fact: DisclosedFact) -> Openness {
        match fact {
            DisclosedFact::Number => self.number,
            DisclosedFact::CategorySplit => self.category_split,
            DisclosedFact::NextDate => self.next_date,
            DisclosedFact::YearOfCapture => self.year_of_capture,
            DisclosedFact::RegionOfCapture => self.region_of_capture,
        }
    }
}

/// When a duty ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expiry {
    /// On this day.
    Date(Date),
    /// At the end of active hostilities.
    EndOfHostilities,
    /// When the duty is fulfilled.
    WhenFulfilled,
}

/// A right of a prisoner that a clause may try to take away. Always refused, GC III art. 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Not to be sent home against one's will while sick or wounded (GC III art. 109(3)).
    OwnWish,
    /// Protection from insults and public curiosity (GC III art. 13).
    Dignity,
    /// Letters and the capture card (GC III art. 70, 71).
    Correspondence,
    /// Medical care (GC III art. 30).
    MedicalCare,
    /// One's belongings and papers (GC III art. 18, 119).
    Property,
    /// No active military service after return (GC III art. 117).
    NoActiveService,
}

/// A duty that goes on after the handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Who holds the duty, such as `side A` or a host state.
    pub holder: String,
    /// When it ends.
    pub expires: Expiry,
    /// Rights that prisoners are to give up. Refused unless empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub waives: BTreeSet<Right>,
}

/// Whether a further round is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherRound {
    /// Whether the parties agreed to meet again on exchanges.
    pub agreed: bool,
    /// The day, where one is agreed.
    pub date: Option<Date>,
}
