//! The rules of the table. What does not stand here is denied.

use super::{Ask, Deed, Purpose, Relation, Standing, Thing};
use crate::vocabulary::Role;

/// One rule: all of its parts together open all of its things.
pub(super) struct Rule {
    role: Role,
    purpose: Purpose,
    deeds: &'static [Deed],
    relations: &'static [Relation],
    standings: &'static [Standing],
    things: &'static [Thing],
}

impl Rule {
    /// Says whether the rule answers a question.
    pub(super) fn covers(&self, ask: Ask) -> bool {
        self.role == ask.role
            && self.purpose == ask.purpose
            && self.deeds.contains(&ask.deed)
            && self.relations.contains(&ask.relation)
            && self.standings.contains(&ask.standing)
    }

    /// Says whether the rule is for a role.
    pub(super) fn is_for(&self, role: Role) -> bool {
        self.role == role
    }

    /// Returns what it opens.
    pub(super) fn things(&self) -> impl Iterator<Item = Thing> {
        self.things.iter().copied()
    }
}

use Deed::{Export, Match, Show};
use Relation::{Case, Other, Round};
use Standing::{Away, Declined, Died, Home};

const ANY: &[Relation] = &[Round, Case, Other];
const WHEREVER: &[Standing] = &[Away, Home, Declined, Died];

/// What a registry knows of a person, save health.
const PERSON: &[Thing] = &[
    Thing::Name,
    Thing::Birth,
    Thing::Number,
    Thing::Service,
    Thing::Captivity,
    Thing::Kin,
    Thing::Description,
    Thing::Words,
    Thing::Source,
];

/// What tells one person from another at the line: enough to recognise, and not their unit.
const RECOGNISE: &[Thing] = &[Thing::Name, Thing::Birth, Thing::Number];

/// The papers of an exchange.
const PAPERS: &[Thing] = &[Thing::Line, Thing::Verdict, Thing::Reason];

const fn rule(
    role: Role,
    purpose: Purpose,
    deeds: &'static [Deed],
    (relations, standings): (&'static [Relation], &'static [Standing]),
    things: &'static [Thing],
) -> Rule {
    Rule { role, purpose, deeds, relations, standings, things }
}

/// The table.
pub(super) const RULES: &[Rule] = &[
    // An officer finds out who is where. What is said of health passes through unread.
    rule(Role::Officer, Purpose::Tracing, &[Show, Match], (ANY, WHEREVER), PERSON),
    rule(Role::Officer, Purpose::Tracing, &[Show, Match], (ANY, WHEREVER), &[Thing::Sighting]),
    // Lists, verdicts and plans are an officer's work; they leave as files, the registry does not.
    rule(Role::Officer, Purpose::Exchange, &[Show, Match, Export], (ANY, WHEREVER), PAPERS),
    rule(Role::Officer, Purpose::Exchange, &[Match], (ANY, WHEREVER), PERSON),
    rule(
        Role::Officer,
        Purpose::Exchange,
        &[Show, Export],
        (ANY, WHEREVER),
        &[Thing::Name, Thing::Birth, Thing::Number, Thing::Service, Thing::Captivity, Thing::Kin],
    ),
    rule(Role::Officer, Purpose::Handover, &[Show, Match, Export], (ANY, WHEREVER), RECOGNISE),
    rule(
        Role::Officer,
        Purpose::Family,
        &[Show],
        (ANY, WHEREVER),
        &[Thing::Name, Thing::Kin, Thing::FamilyWord],
    ),
    // A handover team recognises those who travel today. For somebody on no list it may ask the registry
    // who it could be; what comes up as like them is shown as far as recognising goes.
    rule(Role::HandoverTeam, Purpose::Handover, &[Show], (&[Round], WHEREVER), RECOGNISE),
    rule(Role::HandoverTeam, Purpose::Handover, &[Match], (ANY, WHEREVER), PERSON),
    rule(Role::HandoverTeam, Purpose::Handover, &[Show], (&[Other, Case], &[Away]), RECOGNISE),
    // A clinician sees the health of those in the work in hand, and whose it is; nobody else's.
    rule(
        Role::Clinician,
        Purpose::Care,
        &[Show],
        (&[Round, Case], &[Away, Home, Declined]),
        &[Thing::Name, Thing::Birth, Thing::Health, Thing::Wish],
    ),
    // Whoever speaks to a family has the words that may be said, and whom to say them to.
    rule(
        Role::Spokesperson,
        Purpose::Family,
        &[Show],
        (ANY, WHEREVER),
        &[Thing::Name, Thing::Kin, Thing::FamilyWord],
    ),
    // Who looks after the data sees who looked, and not what was looked at.
    rule(
        Role::DataProtection,
        Purpose::Oversight,
        &[Show, Export],
        (ANY, WHEREVER),
        &[Thing::Looks],
    ),
];
