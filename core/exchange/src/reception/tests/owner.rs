//! Every returned person always has an owner, whatever is asked.

use proptest::prelude::*;

use super::super::*;
use super::bench::*;
use crate::journal::replay;

#[test]
fn nobody_arrives_without_an_owner_and_no_owner_leaves_them() {
    let mut bench = received();
    let arrive = |by: &str| Command::Arrive {
        person: person("p-b-1"),
        stage: STAGE,
        came: Came::OnALine,
        first_in: Whereabouts::Home,
        owner: owner(by),
    };
    let unknown = bench.try_do(arrive("care-9")).unwrap_err();
    assert_eq!(unknown, Refusal::OwnerUnknown { owner: owner("care-9") });
    bench.must(arrive("care-1"));
    let retire = |who: &str, next: Option<&str>| Command::Retire {
        owner: owner(who),
        successor: next.map(owner),
    };
    let needed = Refusal::OwnerNeeded { owner: owner("care-1"), people: 1 };
    assert_eq!(bench.try_do(retire("care-1", None)), Err(needed));
    let own = Refusal::OwnSuccessor { owner: owner("care-1") };
    assert_eq!(bench.try_do(retire("care-1", Some("care-1"))), Err(own));
    bench.must(Command::Enrol { owner: owner("care-2") });
    bench.must(retire("care-1", Some("care-2")));
    assert_eq!(bench.state.reception.cases[&person("p-b-1")].owner, owner("care-2"));
}

fn any_command() -> impl Strategy<Value = Command> {
    let who = prop_oneof![Just("p-b-1"), Just("p-b-2"), Just("p-b-3")];
    let carer = || prop_oneof![Just("care-1"), Just("care-2"), Just("care-3")];
    prop_oneof![
        carer().prop_map(|it| Command::Enrol { owner: owner(it) }),
        (who.clone(), carer()).prop_map(|(who, by)| Command::Arrive {
            person: person(who),
            stage: STAGE,
            came: Came::OnALine,
            first_in: Whereabouts::Home,
            owner: owner(by),
        }),
        (who.clone(), carer())
            .prop_map(|(who, to)| Command::PassOn { person: person(who), to: owner(to) }),
        (carer(), proptest::option::of(carer())).prop_map(|(who, next)| Command::Retire {
            owner: owner(who),
            successor: next.map(owner),
        }),
        who.prop_map(|who| Command::AddTask {
            person: person(who),
            kind: TaskKind::Papers,
            due: jiff::civil::date(2026, 1, 1),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// After any commands, taken or refused: each case has an enrolled owner, each open task an enrolled
    /// holder, who has arrived is never without an owner again, and replay gives the same state.
    #[test]
    fn every_returned_person_always_has_an_owner(
        commands in proptest::collection::vec(any_command(), 0..60),
    ) {
        let mut bench = received();
        let mut cared = 0;
        for command in commands {
            drop(bench.try_do(command));
            let reception = &bench.state.reception;
            for case in reception.cases.values() {
                prop_assert!(reception.owners.contains(&case.owner));
                for task in case.tasks.values().filter(|task| !task.done) {
                    prop_assert!(reception.owners.contains(&task.holder));
                }
            }
            prop_assert!(reception.cases.len() >= cared);
            cared = reception.cases.len();
            let waiting = without_owner(&bench.state, crate::vocabulary::Side::A);
            let unlisted = 1;
            prop_assert_eq!(waiting.len() + cared, 2 + unlisted);
        }
        prop_assert_eq!(replay(&bench.log), bench.state);
    }
}
