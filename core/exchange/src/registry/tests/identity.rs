//! Entering after a search, telling apart, settling, and what a merge would touch. All people are invented.

use super::*;

fn enter(alike: &[&PersonId], apart: &[&PersonId], reason: &str) -> Command {
    let own = |people: &[&PersonId]| people.iter().map(|person| (*person).clone()).collect();
    Command::Enter {
        source: Some(source(SourceKind::Family)),
        identity: identity("Коваль"),
        also: vec![Assertion::Missing],
        alike: own(alike),
        apart: (own(apart), Private::new(reason.to_owned())),
    }
}

fn apart(one: &PersonId, other: &PersonId) -> Command {
    let reason = Private::new("another father".to_owned());
    Command::TellApart { one: one.clone(), other: other.clone(), reason }
}

fn merge(one: &PersonId, other: &PersonId) -> Command {
    let reason = Private::new("one scar".to_owned());
    Command::Merge { one: one.clone(), other: other.clone(), reason }
}

#[test]
fn nobody_is_entered_while_somebody_looks_like_them() {
    let mut desk = Desk::default();
    let known = desk.person("Коваль");
    let entered = desk.state.registry.persons.len();
    let refusal = refused(desk.take(enter(&[&known], &[], "")));
    assert_eq!(refusal, Refusal::LooksKnown { alike: vec![known.clone()] });
    assert_eq!(desk.state.registry.persons.len(), entered);
    assert_eq!(refused(desk.take(enter(&[&known], &[&known], " "))), Refusal::NoReason);
    let events = desk.take(enter(&[&known], &[&known], "another father")).unwrap();
    let Event::Registered { person } = &events[0] else { panic!("{events:?}") };
    assert!(desk.state.registry.are_apart(&known, person));
    assert!(desk.state.registry.are_apart(person, &known));
    // Whom nobody looks like is entered without more.
    desk.take(enter(&[], &[], "")).unwrap();
}

#[test]
fn whoever_was_told_apart_from_one_entry_is_told_apart_from_all_merged_with_it() {
    let mut desk = Desk::default();
    let (one, same, other) = (desk.person("Коваль"), desk.person("Коваль"), desk.person("Савчук"));
    desk.take(merge(&one, &same)).unwrap();
    desk.take(enter(&[&one], &[&same], "another father")).unwrap();
    desk.take(apart(&same, &other)).unwrap();
    assert!(desk.state.registry.are_apart(&one, &other));
    let refusal = refused(desk.take(apart(&one, &same)));
    assert_eq!(refusal, Refusal::NotTwo { one: one.clone(), other: same });
    let nobody = PersonId::read("nobody").unwrap();
    assert_eq!(refused(desk.take(apart(&one, &nobody))), Refusal::UnknownPerson { person: nobody });
}

#[test]
fn merging_whom_somebody_told_apart_needs_a_second_person() {
    let mut desk = Desk::default();
    let (one, other) = (desk.person("Коваль"), desk.person("Коваль"));
    assert!(!touches(&desk.state, &one, &other).unwrap().needs_a_second);
    desk.take(apart(&one, &other)).unwrap();
    let before = touches(&desk.state, &one, &other).unwrap();
    assert!(before.needs_a_second && before.told_apart);
    let events = desk.take(merge(&one, &other)).unwrap();
    assert!(matches!(events[..], [Event::MergeProposed { .. }]), "{events:?}");
}

#[test]
fn a_merge_says_before_what_it_touches_and_its_word_is_kept() {
    let mut desk = Desk::default();
    let (one, other) = (desk.person("Коваль"), desk.person("Коваль"));
    desk.say(&other, Assertion::Acknowledged, SourceKind::DetainingPower);
    let before = touches(&desk.state, &one, &other).unwrap();
    assert_eq!(before.entries.each_ref().map(|entry| entry.claims), [2, 3]);
    assert_eq!(before.entries[0].status, Some(Status::Sought));
    assert_eq!((before.status, before.needs_a_second), (Some(Status::Confirmed), true));
    let events = desk.take(merge(&one, &other)).unwrap();
    let [Event::MergeProposed { claim, .. }] = &events[..] else { panic!("{events:?}") };
    desk.name = Some("officer-2");
    desk.take(Command::ConfirmMerge { claim: claim.clone() }).unwrap();
    assert_eq!(desk.status(&one), before.status);
    let again = touches(&desk.state, &one, &other).unwrap_err();
    assert_eq!(again, Refusal::AlreadyOne { one, other });
}

/// A claim on who somebody is, with one birth date.
fn born(desk: &mut Desk, person: &PersonId, date: &str) -> (ClaimId, Opened) {
    let text = Stated::Given(Private::new(date.to_owned()));
    let told = Told { fields: BTreeMap::from([(Field::BirthDate, text)]), ..Told::default() };
    let events = desk
        .take(Command::Claim {
            person: person.clone(),
            says: Assertion::Identity,
            source: Some(source(SourceKind::Family)),
            told: told.clone(),
        })
        .unwrap();
    let Event::Claimed { claim, .. } = &events[0] else { panic!("{events:?}") };
    (claim.clone(), Opened { source: Private::new("the sister".to_owned()), told })
}

fn differing(desk: &Desk, words: &BTreeMap<ClaimId, Opened>, person: &PersonId) -> Vec<Dispute> {
    let claims = desk.state.registry.claims_on(person, None);
    let claims: Vec<_> = claims
        .into_iter()
        .filter_map(|(id, recorded)| Some((id, recorded, words.get(id)?)))
        .collect();
    disputes(&claims, &desk.state.registry.settled_on(person))
}

#[test]
fn two_officers_on_one_field_are_both_kept_until_somebody_settles_it() {
    let mut desk = Desk::default();
    let person = desk.person("Коваль");
    let mut words = BTreeMap::new();
    let (first, says) = born(&mut desk, &person, "31.07.1990");
    words.insert(first.clone(), says);
    desk.name = Some("officer-2");
    // The same day in another form, and a year alone, contradict nothing.
    for agrees in ["1990-07-31", "1990"] {
        let (claim, says) = born(&mut desk, &person, agrees);
        words.insert(claim, says);
        assert_eq!(differing(&desk, &words, &person), []);
    }
    // Nor does one rank in two languages.
    for rank in ["солдат", "рядовой"] {
        let (claim, mut says) = born(&mut desk, &person, "1990");
        let text = Stated::Given(Private::new(rank.to_owned()));
        says.told.fields.insert(Field::Rank, text);
        words.insert(claim, says);
    }
    assert_eq!(differing(&desk, &words, &person), []);
    let (second, says) = born(&mut desk, &person, "30.07.1990");
    words.insert(second.clone(), says.clone());
    let found = differing(&desk, &words, &person);
    let [Dispute { field: Field::BirthDate, values, settled: None }] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(values.len(), 2);
    let settle = |claim: &ClaimId, field, opened: &Opened| Command::Settle {
        person: person.clone(),
        field,
        claim: claim.clone(),
        words: Box::new(opened.clone()),
        reason: Private::new("seen in the passport".to_owned()),
    };
    let silent = refused(desk.take(settle(&second, Field::Rank, &says)));
    assert_eq!(silent, Refusal::SaysNothingOf { claim: second.clone(), field: Field::Rank });
    let stranger = ClaimId::read("stranger").unwrap();
    let refusal = refused(desk.take(settle(&stranger, Field::BirthDate, &says)));
    assert_eq!(refusal, Refusal::NotAboutThem { claim: stranger, person: person.clone() });
    desk.take(settle(&first, Field::BirthDate, &words[&first])).unwrap();
    assert_eq!(card(&desk, &words, &person), "31.07.1990");
    desk.take(settle(&second, Field::BirthDate, &says)).unwrap();
    assert_eq!(card(&desk, &words, &person), "30.07.1990");
    assert_eq!(differing(&desk, &words, &person)[0].settled, Some(second.clone()));
    // A claim that its source takes back settles nothing any more.
    let reason = Private::new("misread".to_owned());
    desk.take(Command::Withdraw { claim: second, reason }).unwrap();
    assert!(desk.state.registry.settled_on(&person).is_empty());
    let saved = desk.state.registry.to_saved();
    assert_eq!(State::of_saved(&saved).as_ref(), Some(&desk.state.registry));
}

/// The birth date on the card.
fn card(desk: &Desk, words: &BTreeMap<ClaimId, Opened>, person: &PersonId) -> String {
    let claims = desk.state.registry.claims_on(person, None);
    let claims: Vec<_> = claims
        .into_iter()
        .filter_map(|(id, recorded)| Some((recorded, words.get(id)?.clone())))
        .collect();
    let card = Card::of_claims(&claims, &desk.state.registry.settled_on(person));
    card.fields[&Field::BirthDate].open().clone()
}
