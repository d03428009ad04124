//! Holds, and whose time has run out. All people are invented.

use super::*;

fn reason() -> Private<String> {
    Private::new("an inquiry into his treatment".to_owned())
}

fn hold(person: &PersonId) -> Command {
    Command::Hold { person: person.clone(), reason: reason() }
}

fn unhold(person: &PersonId) -> Command {
    Command::EndHold { person: person.clone(), reason: reason() }
}

#[test]
fn only_who_came_home_a_year_ago_is_due_and_the_dead_are_answered_for() {
    let mut desk = Desk::default();
    let home = desk.person("Коваль");
    desk.say(&home, Assertion::Crossed, SourceKind::HandoverTeam);
    let since = desk.now();
    let dead = desk.person("Савчук");
    desk.say(&dead, Assertion::Dead, SourceKind::Forensic);
    let held = desk.person("Коваль");
    desk.say(&held, Assertion::Acknowledged, SourceKind::DetainingPower);
    let registry = &desk.state.registry;
    assert_eq!(clock(registry, &dead), Clock::Kept);
    assert_eq!(clock(registry, &held), Clock::GoesOn);
    let until = since + jiff::SignedDuration::from_hours(24 * KEPT_AFTER_RETURN_DAYS);
    assert_eq!(clock(registry, &home), Clock::Until(until));
    assert_eq!(due(registry, until - jiff::SignedDuration::from_secs(1)), []);
    let found = due(registry, until);
    assert_eq!(found, [Due { person: home.clone(), since: until, held_since: None }]);
    desk.take(Command::Erase { person: home }).unwrap();
    assert_eq!(due(&desk.state.registry, until), []);
}

#[test]
fn nothing_on_hold_is_erased_whichever_entry_was_named() {
    let mut desk = Desk::default();
    let (one, other) = (desk.person("Коваль"), desk.person("Коваль"));
    desk.take(Command::Merge { one: one.clone(), other: other.clone(), reason: reason() }).unwrap();
    let silent = Command::Hold { person: one.clone(), reason: Private::new(" ".to_owned()) };
    assert_eq!(refused(desk.take(silent)), Refusal::NoReason);
    assert_eq!(refused(desk.take(unhold(&one))), Refusal::NoHold { person: one.clone() });
    desk.take(hold(&one)).unwrap();
    assert_eq!(refused(desk.take(hold(&other))), Refusal::OnHold { person: other.clone() });
    let erase = Command::Erase { person: other.clone() };
    assert_eq!(refused(desk.take(erase)), Refusal::OnHold { person: other.clone() });
    let saved = desk.state.registry.to_saved();
    assert_eq!(State::of_saved(&saved).as_ref(), Some(&desk.state.registry));
    desk.take(unhold(&other)).unwrap();
    desk.take(Command::Erase { person: one }).unwrap();
}
