//! What a bureau must be able to record: the six events, weekly health, the capture card, tracing
//! requests, and what is still owed. All people are invented.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::vocabulary::Standing;

/// GC III art. 122(5): transfers, releases, repatriations, escapes, admissions to hospital, deaths.
#[test]
fn art_122_5_the_six_events_are_recorded_on_the_word_of_who_holds() {
    let holder = SourceKind::DetainingPower;
    for (says, status) in [
        (Assertion::Transferred, Status::Confirmed),
        (Assertion::InHospital, Status::Confirmed),
        (Assertion::Released, Status::Sought),
        (Assertion::Escaped, Status::Sought),
        (Assertion::Repatriated, Status::AtHandover),
        (Assertion::Dead, Status::Died),
    ] {
        let mut desk = Desk::default();
        let person = desk.person("Коваль");
        desk.say(&person, Assertion::Acknowledged, holder);
        let claim = desk.say(&person, says, holder);
        let reading = desk.state.registry.status(&person, None).unwrap();
        assert_eq!(reading.status, status);
        assert!(reading.status == Status::Confirmed || reading.by == claim);
    }
    // A witness does not release anybody, and their word of a transfer is no acknowledgement.
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    for says in [Assertion::Released, Assertion::Escaped, Assertion::Repatriated] {
        let word = says.word();
        let refusal = refused(desk.take(claim(&person, says, Some(source(SourceKind::Witness)))));
        let source_kind = SourceKind::Witness;
        assert_eq!(refusal, Refusal::NotTheirs { says: word, source_kind });
    }
    desk.say(&person, Assertion::Transferred, SourceKind::Witness);
    assert_eq!(desk.status(&person), Some(Status::Alleged));
}

/// Sent home by the word of one side is not home: the other side's receipt is (GC III art. 118, 122).
#[test]
fn whoever_was_sent_home_is_returned_when_somebody_received_them() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    desk.say(&person, Assertion::Acknowledged, SourceKind::DetainingPower);
    desk.say(&person, Assertion::Repatriated, SourceKind::DetainingPower);
    assert_eq!(desk.status(&person), Some(Status::AtHandover));
    desk.say(&person, Assertion::Crossed, SourceKind::Reception);
    assert_eq!(desk.status(&person), Some(Status::Returned));
    // Late news of an escape or a release changes nothing for who is home.
    let late = desk.say(&person, Assertion::Escaped, SourceKind::DetainingPower);
    let reading = desk.state.registry.status(&person, None).unwrap();
    assert_eq!((reading.status, reading.against), (Status::Returned, vec![late]));
}

/// GC III art. 70 and Annex IV B: the card names its writer, and goes to the Central Agency.
#[test]
fn art_70_a_capture_card_confirms_when_it_comes_through_the_agency() {
    let card = |surname: Option<&str>| {
        let mut told = identity(surname.unwrap_or("Коваль"));
        if surname.is_none() {
            told.fields.remove(&Field::Surname);
        }
        let given = |text: &str| Stated::Given(Private::new(text.to_owned()));
        told.fields.insert(Field::PrisonerNumber, given("4711"));
        told.fields.insert(Field::Camp, given("camp 3"));
        told
    };
    let says = |person: &PersonId, kind, told| {
        let (person, source) = (person.clone(), Some(source(kind)));
        Command::Claim { person, says: Assertion::CaptureCard, source, told }
    };
    for (kind, status) in [
        (SourceKind::TracingAgency, Status::Confirmed),
        (SourceKind::Family, Status::Alleged),
        (SourceKind::Person, Status::Alleged),
    ] {
        let mut desk = Desk::default();
        let person = desk.person("Коваль");
        desk.take(says(&person, kind, card(Some("Коваль")))).unwrap();
        assert_eq!(desk.status(&person), Some(status));
    }
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let refusal = refused(desk.take(says(&person, SourceKind::TracingAgency, card(None))));
    let field = Field::Surname;
    assert_eq!(refusal, Refusal::NothingTold { says: "capture-card", field });
}

/// GC III art. 122(4) and (6), GC IV art. 138.
#[test]
fn art_122_what_is_owed_of_somebody_held_is_named_until_it_is_answered() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let owed_now = |desk: &Desk, standing, later: i64| {
        let registry = &desk.state.registry;
        let claims = registry.claims_on(&person, None);
        let opened: Vec<_> = claims.iter().map(|(_, one)| opened(desk, one)).collect();
        let claims: Vec<_> = claims.iter().map(|(_, one)| *one).zip(&opened).collect();
        let now = desk.now() + SignedDuration::from_hours(24 * later);
        owed((desk.status(&person).unwrap(), standing), &claims, now)
    };
    // Of somebody who is only looked for, nothing is owed.
    assert!(owed_now(&desk, None, 0).is_nothing());
    desk.say(&person, Assertion::Acknowledged, SourceKind::DetainingPower);
    let items = owed_now(&desk, None, 0).items;
    assert!(items.contains(&Field::MotherMaidenName), "{items:?}");
    // Surname and birth date were given, the rank was refused: all three are answers.
    for answered in [Field::Surname, Field::BirthDate, Field::Rank] {
        assert!(!items.contains(&answered), "{items:?}");
    }
    let civilian = owed_now(&desk, Some(Standing::Civilian), 0).items;
    assert!(civilian.contains(&Field::Nationality) && !civilian.contains(&Field::Rank));

    let health = |fields| {
        let told = Told { fields, ..Told::default() };
        let source = Some(source(SourceKind::DetainingPower));
        Command::Claim { person: person.clone(), says: Assertion::Health, source, told }
    };
    let refusal = refused(desk.take(health(BTreeMap::new())));
    assert_eq!(refusal, Refusal::NothingTold { says: "health", field: Field::Health });
    assert_eq!(owed_now(&desk, None, 30).health_since, None);
    let grade = Stated::Given(Private::new("seriously-wounded".to_owned()));
    desk.take(health(BTreeMap::from([(Field::Health, grade)]))).unwrap();
    let reported = desk.now();
    assert_eq!(owed_now(&desk, None, 7).health_since, None);
    assert_eq!(owed_now(&desk, None, 8).health_since, Some(reported));
    desk.say(&person, Assertion::Crossed, SourceKind::Reception);
    assert!(owed_now(&desk, None, 30).is_nothing());
}

/// Opens a claim's words from the vault of the test.
fn opened(desk: &Desk, recorded: &RecordedClaim) -> Opened {
    let kept = &recorded.claim.kept.record;
    let bytes = desk.vault.iter().find_map(|change| match change {
        VaultChange::Keep { record, bytes, .. } if record == kept => Some(bytes.open().clone()),
        VaultChange::Keep { .. } | VaultChange::EraseAbout(_) | VaultChange::Erase(_) => None,
    });
    Opened::from_bytes(&bytes.unwrap()).unwrap()
}

/// Every assertion that needs no list, and every kind of source.
fn anything_said() -> impl Strategy<Value = (Assertion, SourceKind)> {
    use Assertion as A;
    use SourceKind as S;
    let says = [
        A::Missing,
        A::TracingRequest,
        A::SeenHeld,
        A::Acknowledged,
        A::Transferred,
        A::InHospital,
        A::Escaped,
        A::Released,
        A::Repatriated,
        A::NotHeld,
        A::AtHandover,
        A::DidNotCross,
        A::Crossed,
        A::Dead,
        A::Alive,
        A::Declines,
        A::CapturedAgain,
    ];
    let kinds = [
        S::Person,
        S::Family,
        S::Witness,
        S::DetainingPower,
        S::TracingAgency,
        S::Mediator,
        S::HostState,
        S::HandoverTeam,
        S::Reception,
        S::Forensic,
        S::Published,
    ];
    (prop::sample::select(says.to_vec()), prop::sample::select(kinds.to_vec())).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A status rests on a claim with a source, whatever is said in whatever order; and the status at
    /// a past moment is what a journal that ended there would say now.
    #[test]
    fn a_status_always_has_a_source_and_the_past_stays_as_it_was(
        said in prop::collection::vec((anything_said(), any::<bool>()), 1..25),
    ) {
        let mut desk = Desk::default();
        let person = desk.person("Коваль");
        let mut moments = vec![(desk.now(), desk.state.registry.status(&person, None))];
        let mut claims = Vec::new();
        for ((says, kind), take_back) in said {
            if let Ok(events) = desk.take(claim(&person, says, Some(source(kind))))
                && let [Event::Claimed { claim, .. }] = &events[..]
            {
                claims.push(claim.clone());
            }
            moments.push((desk.now(), desk.state.registry.status(&person, None)));
            if take_back && let Some(claim) = claims.pop() {
                let reason = Private::new("a mistake".to_owned());
                desk.take(Command::Withdraw { claim, reason }).unwrap();
                moments.push((desk.now(), desk.state.registry.status(&person, None)));
            }
        }
        let registry = &desk.state.registry;
        for (moment, known_then) in moments {
            let reading = registry.status(&person, Some(moment));
            prop_assert_eq!(&reading, &known_then);
            let reading = reading.expect("somebody looks for the person throughout");
            let ground = registry.claims.get(&reading.by).unwrap();
            prop_assert!(ground.counts_at(Some(moment)));
            prop_assert_eq!(ground.claim.source, reading.source);
            prop_assert!(ground.claim.source.certifies_death() || reading.status != Status::Died);
            prop_assert!(ground.claim.source.saw_crossing() || reading.status != Status::Returned);
        }
    }
}
