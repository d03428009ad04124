//! Who may see and do what with what is known of a person: one table, denied by default.
//!
//! A question to the table names a role, a purpose, a deed, how the person stands to the work in hand,
//! and where the person is; the answer is the set of things that are open. Pages, commands, exports and
//! every other way to data ask the same table. [`super::may`] is its neighbour for commands that change
//! the journal; here it is about people's data.
//!
//! No purpose exists for prosecution, intelligence, interrogation or publicity, and configuration cannot
//! add one (`docs/misuse.md`).

mod rules;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answer, Compartment, State};
use crate::lists::Field;
use crate::registry::Status;
use crate::vocabulary::{PersonId, Role};

/// Makes an enumeration whose words stand in the log of looks and in the printed table.
macro_rules! words {
    ($(#[$of:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $word:literal),* $(,)? }) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What somebody opens data for. There is no other purpose.
    Purpose {
        /// Finding out who is where and answering who asks (GC III art. 122, 123).
        Tracing "tracing",
        /// Lists, verdicts and plans of an exchange.
        Exchange "exchange",
        /// The day at the line (GC III art. 46 to 48).
        Handover "handover",
        /// Health, and what follows a return.
        Care "care",
        /// What a family is told.
        Family "family",
        /// Looking after the data: who looked, what is kept too long, erasure.
        Oversight "oversight",
    }
}

words! {
    /// What is done with data that is there. Who may add and erase, [`super::may`] says.
    Deed {
        /// A person is shown to somebody.
        Show "show",
        /// A program goes through many people and shows none of them.
        Match "match",
        /// Something leaves as a file.
        Export "export",
    }
}

words! {
    /// How a person stands to the work in hand.
    Relation {
        /// On the manifest of a stage.
        Round "round",
        /// In somebody's care after a return.
        Case "case",
        /// In the registry or on a list, and neither of these.
        Other "other",
    }
}

words! {
    /// Where a person is, as far as is known.
    Standing {
        /// Not home: sought, held, on a list, at a handover, or of no status.
        Away "away",
        /// Returned.
        Home "home",
        /// Does not wish to return.
        Declined "declined",
        /// Dead.
        Died "died",
    }
}

words! {
    /// A kind of thing that is known of a person. Fields of a claim or a list fall into one of the first
    /// eight ([`Thing::of`]).
    Thing {
        /// Names and sex.
        Name "name",
        /// Birth date and place.
        Birth "birth",
        /// Service number, number as a prisoner, reference.
        Number "number",
        /// Rank, unit, call sign, Power, standing, category.
        Service "service",
        /// Day and place of capture, camp, measure taken.
        Captivity "captivity",
        /// Parents' names, whom to inform, addresses.
        Kin "kin",
        /// Nationality, marks.
        Description "description",
        /// Notes and words as they were said, with when and where.
        Words "words",
        /// Who said it.
        Source "source",
        /// Health, fitness to travel.
        Health "health",
        /// The own wish, heard in private.
        Wish "wish",
        /// What a returned person saw of others.
        Sighting "sighting",
        /// Lines of lists.
        Line "line",
        /// What a line of their list is to us.
        Verdict "verdict",
        /// Why somebody goes or waits, in full.
        Reason "reason",
        /// What the family may be told.
        FamilyWord "family-word",
        /// Who looked.
        Looks "looks",
    }
}

impl Purpose {
    /// Returns what a role looks at people for where nothing else is said.
    pub fn usual(role: Role) -> Self {
        match role {
            Role::Officer => Self::Tracing,
            Role::HandoverTeam => Self::Handover,
            Role::Clinician => Self::Care,
            Role::Spokesperson => Self::Family,
            Role::DataProtection | Role::Administrator => Self::Oversight,
        }
    }
}

impl Thing {
    /// Says which thing a field of a claim or of a list is.
    pub fn of(field: Field) -> Self {
        match field {
            Field::Surname
            | Field::GivenName
            | Field::Patronymic
            | Field::FullName
            | Field::Sex => Self::Name,
            Field::BirthDate | Field::BirthPlace => Self::Birth,
            Field::Id | Field::ServiceNumber | Field::PrisonerNumber | Field::Ordinal => {
                Self::Number
            }
            Field::Rank
            | Field::Unit
            | Field::CallSign
            | Field::Power
            | Field::Standing
            | Field::Category => Self::Service,
            Field::CapturedOn
            | Field::CapturedAt
            | Field::Camp
            | Field::ComingFrom
            | Field::Measure => Self::Captivity,
            Field::FatherName
            | Field::MotherMaidenName
            | Field::PersonToInform
            | Field::Address
            | Field::LastResidence => Self::Kin,
            Field::Nationality | Field::Marks => Self::Description,
            Field::Health => Self::Health,
            Field::Note => Self::Words,
        }
    }

    /// Says in which compartment of the vault a thing lies; none, when it is no vault record.
    pub fn compartment(self) -> Option<Compartment> {
        match self {
            Self::Name
            | Self::Birth
            | Self::Number
            | Self::Service
            | Self::Captivity
            | Self::Kin
            | Self::Description
            | Self::Words
            | Self::Source
            | Self::Sighting => Some(Compartment::Identity),
            Self::Health | Self::Wish => Some(Compartment::Health),
            Self::FamilyWord => Some(Compartment::Family),
            Self::Line | Self::Verdict | Self::Reason => Some(Compartment::List),
            Self::Looks => None,
        }
    }
}

/// A question to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    /// Who asks.
    pub role: Role,
    /// What for.
    pub purpose: Purpose,
    /// To do what.
    pub deed: Deed,
    /// How the person stands to the work in hand.
    pub relation: Relation,
    /// Where the person is.
    pub standing: Standing,
}

impl Ask {
    /// Returns what is open. What no rule names is not.
    pub fn open(&self) -> BTreeSet<Thing> {
        rules::RULES
            .iter()
            .filter(|rule| rule.covers(*self))
            .flat_map(rules::Rule::things)
            .collect()
    }

    /// Returns what somebody may open of anybody at all: what a program needs that goes through many.
    pub fn of_anybody(role: Role, purpose: Purpose, deed: Deed) -> BTreeSet<Thing> {
        let ask = Self { role, purpose, deed, relation: Relation::Other, standing: Standing::Away };
        ask.open()
    }
}

/// Returns the compartments that a role may open for anything at all: an account of that role may have
/// their keys, and no other.
pub fn compartments(role: Role) -> BTreeSet<Compartment> {
    let of_role = rules::RULES.iter().filter(|rule| rule.is_for(role));
    let things = of_role.flat_map(rules::Rule::things);
    things.filter_map(Thing::compartment).collect()
}

/// Says how a person stands to the work in hand and where they are.
pub fn place(state: &State, person: &PersonId) -> (Relation, Standing) {
    let group = state.registry.group(person, None);
    let case = group.iter().any(|one| state.reception.cases.contains_key(one));
    let round = || {
        // Once anybody has signed the act, the team's work with these people is over.
        let mut open = state.handover.stages.values().filter(|stage| !stage.is_signed());
        open.any(|stage| stage.carries(&group, &state.registry.lines))
    };
    let relation = match (case, round()) {
        (true, _) => Relation::Case,
        (false, true) => Relation::Round,
        (false, false) => Relation::Other,
    };
    let standing = match state.registry.status(person, None).map(|reading| reading.status) {
        Some(Status::Returned) => Standing::Home,
        Some(Status::Died) => Standing::Died,
        Some(Status::Declined) => Standing::Declined,
        Some(
            Status::Sought
            | Status::Alleged
            | Status::Confirmed
            | Status::Listed
            | Status::AtHandover,
        )
        | None => Standing::Away,
    };
    (relation, standing)
}

/// How many people one user may be shown in an hour before they must give a reason that is looked at
/// afterwards. A stolen sign-in gets no further than this.
pub fn people_an_hour(role: Role) -> u32 {
    match role {
        Role::Officer => 120,
        // A bus is checked off in minutes.
        Role::HandoverTeam => 450,
        Role::Clinician | Role::Spokesperson => 60,
        Role::DataProtection | Role::Administrator => 0,
    }
}

/// Says whether somebody who was shown so many other people in the last hour may be shown one more. A
/// reason lets them past, and is kept.
pub fn within_the_hour(role: Role, shown: u32, reason: Option<&str>) -> Answer {
    match reason {
        _ if shown < people_an_hour(role) => Answer::Open,
        Some(reason) => Answer::BrokenGlass { reason: reason.to_owned() },
        None => Answer::Spent,
    }
}

#[cfg(test)]
mod tests;
