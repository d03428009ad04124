//! The table, walked whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::journal::{Verb, may};

/// Every question that can be asked.
fn every_question() -> impl Iterator<Item = Ask> {
    Role::ALL.into_iter().flat_map(|role| {
        Purpose::ALL.iter().flat_map(move |purpose| {
            Deed::ALL.iter().flat_map(move |deed| {
                Relation::ALL.iter().flat_map(move |relation| {
                    Standing::ALL.iter().map(move |standing| Ask {
                        role,
                        purpose: *purpose,
                        deed: *deed,
                        relation: *relation,
                        standing: *standing,
                    })
                })
            })
        })
    })
}

/// The table as the page prints it: a line for each role, purpose and deed, with each thing that is
/// open and, where it is not open of everybody, of whom.
fn printed() -> String {
    let mut lines: BTreeMap<(Role, Purpose, Deed), BTreeMap<Thing, Vec<Ask>>> = BTreeMap::new();
    for ask in every_question() {
        for thing in ask.open() {
            let line = lines.entry((ask.role, ask.purpose, ask.deed)).or_default();
            line.entry(thing).or_default().push(ask);
        }
    }
    let mut text = String::from("| role | purpose | deed | open |\n|---|---|---|---|\n");
    for ((role, purpose, deed), things) in lines {
        let things: Vec<_> = things.iter().map(|(thing, asks)| of_whom(*thing, asks)).collect();
        writeln!(text, "| {role} | {purpose} | {deed} | {} |", things.join(", "))
            .expect("a string takes any text");
    }
    text
}

fn of_whom(thing: Thing, asks: &[Ask]) -> String {
    if asks.len() == Relation::ALL.len() * Standing::ALL.len() {
        return thing.to_string();
    }
    let mut of: BTreeMap<Relation, Vec<&str>> = BTreeMap::new();
    for ask in asks {
        of.entry(ask.relation).or_default().push(ask.standing.word());
    }
    let of: Vec<_> = of
        .into_iter()
        .map(|(relation, standings)| {
            if standings.len() == Standing::ALL.len() {
                relation.to_string()
            } else {
                format!("{relation} {}", standings.join("/"))
            }
        })
        .collect();
    format!("{thing} ({})", of.join("; "))
}

/// The neighbour's table, of commands, as the page prints it.
fn printed_verbs() -> String {
    let mut text = String::from("| role | may |\n|---|---|\n");
    for role in Role::ALL {
        let verbs: Vec<_> = Verb::ALL.into_iter().filter(|verb| may(role, *verb)).collect();
        let verbs: Vec<_> = verbs.iter().map(|verb| format!("{verb:?}").to_lowercase()).collect();
        let said = if verbs.is_empty() { "nothing".to_owned() } else { verbs.join(", ") };
        writeln!(text, "| {role} | {said} |").expect("a string takes any text");
    }
    text
}

#[test]
fn the_page_prints_these_tables() {
    let page = include_str!("../../../../../docs/access.md");
    for table in [printed(), printed_verbs()] {
        assert!(page.contains(&table), "docs/access.md does not hold this table:\n\n{table}");
    }
}

#[test]
fn health_is_open_to_clinicians_of_those_in_hand_and_to_nobody_else() {
    for ask in every_question() {
        let open = ask.open();
        if open.contains(&Thing::Health) || open.contains(&Thing::Wish) {
            assert_eq!((ask.role, ask.purpose), (Role::Clinician, Purpose::Care), "{ask:?}");
            assert_ne!(ask.relation, Relation::Other, "{ask:?}");
        }
    }
}

#[test]
fn who_keeps_the_machine_or_looks_after_the_data_sees_nobody() {
    for ask in every_question() {
        let open = ask.open();
        match ask.role {
            Role::Administrator => assert!(open.is_empty(), "{ask:?}"),
            Role::DataProtection => {
                assert!(open.iter().all(|thing| *thing == Thing::Looks), "{ask:?}");
            }
            Role::Officer | Role::HandoverTeam | Role::Clinician | Role::Spokesperson => {}
        }
    }
}

#[test]
fn units_and_sources_do_not_reach_the_line_the_ward_or_the_telephone() {
    for ask in every_question().filter(|ask| ask.deed != Deed::Match) {
        if matches!(ask.role, Role::HandoverTeam | Role::Clinician | Role::Spokesperson) {
            for hidden in [Thing::Service, Thing::Source, Thing::Captivity, Thing::Words] {
                assert!(!ask.open().contains(&hidden), "{ask:?} {hidden}");
            }
        }
    }
}

#[test]
fn the_registry_never_leaves_whole_and_sightings_never_leave() {
    for ask in every_question().filter(|ask| ask.deed == Deed::Export) {
        let open = ask.open();
        for kept in [Thing::Source, Thing::Words, Thing::Sighting, Thing::Health, Thing::Wish] {
            assert!(!open.contains(&kept), "{ask:?} {kept}");
        }
    }
}

#[test]
fn each_purpose_belongs_to_somebody_and_none_serves_a_court_or_a_camera() {
    for purpose in Purpose::ALL {
        assert!(every_question().any(|ask| ask.purpose == *purpose && !ask.open().is_empty()));
        let forbidden = ["prosecution", "intelligence", "interrogation", "publicity", "propaganda"];
        assert!(!forbidden.contains(&purpose.word()));
    }
}

#[test]
fn the_hours_number_is_the_last_that_needs_no_reason() {
    let most = people_an_hour(Role::Officer);
    assert_eq!(within_the_hour(Role::Officer, most - 1, None), Answer::Open);
    assert_eq!(within_the_hour(Role::Officer, most - 1, Some("a bus waits")), Answer::Open);
    assert_eq!(within_the_hour(Role::Officer, most, None), Answer::Spent);
    let reason = "a bus waits".to_owned();
    assert_eq!(
        within_the_hour(Role::Officer, most, Some("a bus waits")),
        Answer::BrokenGlass { reason }
    );
    assert_eq!(within_the_hour(Role::Administrator, 0, None), Answer::Spent);
}

#[test]
fn a_role_without_a_rule_for_a_purpose_is_refused_whatever_it_asks() {
    for ask in every_question().filter(|ask| ask.purpose == Purpose::Care) {
        if ask.role != Role::Clinician {
            assert!(ask.open().is_empty(), "{ask:?}");
        }
    }
}

#[test]
fn a_role_may_have_the_keys_of_what_the_table_opens_to_it_and_no_other() {
    for role in Role::ALL {
        let mut open = BTreeSet::new();
        for ask in every_question().filter(|ask| ask.role == role) {
            open.extend(ask.open().into_iter().filter_map(Thing::compartment));
        }
        assert_eq!(compartments(role), open, "{role}");
    }
    let health = |role| compartments(role).contains(&Compartment::Health);
    assert!(health(Role::Clinician));
    assert!(!health(Role::Officer) && !health(Role::Administrator));
    assert_eq!(compartments(Role::Administrator), BTreeSet::new());
    assert_eq!(compartments(Role::DataProtection), BTreeSet::new());
}
