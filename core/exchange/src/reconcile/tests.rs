//! Verdicts on invented people.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::lists::{ClosedList, Field, Line};
use crate::registry::{Known, Status};
use crate::vocabulary::{Facts, LineId, PersonId, Private, Standing};

/// Surname, given name, patronymic, birth date, birth place, unit, capture.
type Person = [&'static str; 7];

const FIELDS: [Field; 7] = [
    Field::Surname,
    Field::GivenName,
    Field::Patronymic,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Unit,
    Field::CapturedOn,
];

// All invented. The same people in two languages.
const OURS: [Person; 6] = [
    ["Гайворонь", "Олександр", "Миколайович", "1988-03-14", "Бахмут", "301 омбр", "2023-02-11"],
    ["Сорочинець", "Дмитро", "Петрович", "1991-11-02", "Київ", "301 омбр", "2023-02-11"],
    ["Левадний", "Сергій", "Іванович", "1979-07-21", "Одеса", "302 обмп", "2022-05-16"],
    ["Криничний", "Андрій", "Олексійович", "1999-01-30", "Харків", "303 осб", "2024-08-03"],
    ["Ткачівський", "Юрій", "Васильович", "1983-12-09", "Суми", "304 бр НГУ", "2022-05-16"],
    ["Вербенко", "Ганна", "Ігорівна", "1994-06-18", "Полтава", "302 обмп", "2022-05-16"],
];

const THEIRS: [Person; 6] = [
    ["Гайворонь", "Александр", "Николаевич", "14.03.1988", "Артемовск", "301 омбр", "11.02.2023"],
    ["Сорочинец", "Дмитрий", "Петрович", "02.11.1991", "Киев", "301 омбр", "11.02.2023"],
    ["Левадный", "Сергей", "Иванович", "21.07.1979", "Одесса", "302 обмп", "16.05.2022"],
    ["Криничный", "Андрей", "Алексеевич", "30.01.1999", "Харьков", "303 осб", "03.08.2024"],
    ["Ткачевский", "Юрий", "Васильевич", "09.12.1983", "Сумы", "304 бр НГУ", "16.05.2022"],
    ["Вербенко", "Анна", "Игоревна", "18.06.1994", "Полтава", "302 обмп", "16.05.2022"],
];

const STRANGER: Person =
    ["Мандриченко", "Тарас", "Богданович", "05.09.1971", "Львов", "390 омбр", "01.12.2023"];

fn fields(person: Person) -> BTreeMap<Field, Private<String>> {
    FIELDS
        .into_iter()
        .zip(person)
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field, Private::new(text.to_owned())))
        .collect()
}

fn line(id: &str, row: u32, person: Person) -> Line {
    let id = LineId::read(id).unwrap();
    Line { id, row, fields: fields(person), facts: Facts::default() }
}

fn list(prefix: &str, people: &[Person]) -> ClosedList {
    let lines =
        (1..).zip(people).map(|(row, person)| line(&format!("{prefix}{row}"), row, *person));
    ClosedList::reopened(lines.collect())
}

fn known(id: &str, person: Person, status: Status) -> Known {
    let person_id = PersonId::read(id).unwrap();
    Known { person: person_id, fields: fields(person), facts: Facts::default(), status }
}

/// The verdict on the first line of `theirs`.
#[track_caller]
fn check(ours: &[Person], theirs: &ClosedList, known: &[Known], expected: Verdict) -> LineVerdict {
    let found = reconcile(&list("a", ours), theirs, known);
    assert_eq!(found.verdicts.len(), theirs.len(), "every line has a verdict");
    let first = found.verdicts[0].clone();
    assert_eq!(first.verdict, expected, "{first:?}");
    first
}

#[test]
fn a_line_of_our_list_is_matched_across_languages() {
    for (at, person) in THEIRS.into_iter().enumerate() {
        let verdict = check(&OURS, &list("b", &[person]), &[], Verdict::Matched);
        assert_eq!(verdict.ours.unwrap().as_str(), format!("a{}", at + 1));
        assert!(verdict.probability_per_mille >= 990 && !verdict.waterfall.reasons.is_empty());
    }
}

#[test]
fn nobody_we_know_is_unknown_to_us() {
    let verdict = check(&OURS, &list("b", &[STRANGER]), &[], Verdict::UnknownToUs);
    assert_eq!((verdict.ours, verdict.person), (None, None));
    check(&[], &list("b", &[STRANGER]), &[], Verdict::UnknownToUs);
}

#[test]
fn who_has_come_home_or_died_is_said_to_have() {
    for (status, expected) in [
        (Status::Returned, Verdict::ReturnedAlready),
        (Status::Died, Verdict::ReportedDead),
        (Status::Sought, Verdict::Matched),
        (Status::Confirmed, Verdict::Matched),
    ] {
        let registry: Vec<Known> = (0..6)
            .map(|at| {
                let status = if at == 0 { status } else { Status::Sought };
                known(&format!("p{at}"), OURS[at], status)
            })
            .collect();
        let verdict = check(&OURS[1..], &list("b", &[THEIRS[0]]), &registry, expected);
        assert_eq!(verdict.person.unwrap().as_str(), "p0");
    }
}

#[test]
fn a_civilian_is_said_to_be_one_by_whichever_side_knows() {
    let civilian = Facts { standing: Some(Standing::Civilian), ..Facts::default() };
    let mut theirs = line("b1", 1, THEIRS[0]);
    theirs.facts = civilian.clone();
    let theirs = ClosedList::reopened(vec![theirs]);
    check(&OURS, &theirs, &[], Verdict::Civilian);
    let mut person = known("p0", OURS[0], Status::Confirmed);
    person.facts = civilian;
    check(&OURS, &list("b", &[THEIRS[0]]), &[person], Verdict::Civilian);
}

#[test]
fn a_person_who_stands_twice_is_twice_only_in_the_later_line() {
    let again: Person = ["ГАЙВОРОН", "Александр", "Николаевич", "14.03.1988", "", "301 омбр", ""];
    let mut people = vec![again];
    people.extend(THEIRS);
    let theirs = list("b", &people);
    let found = reconcile(&list("a", &OURS), &theirs, &[]);
    assert_eq!(found.verdicts[0].verdict, Verdict::Matched);
    assert_eq!(found.verdicts[1].verdict, Verdict::Twice);
    assert_eq!(found.verdicts[1].before.as_ref().unwrap().as_str(), "b1");
    assert_eq!(found.counts()[&Verdict::Twice], 1);
    assert_eq!(found.counts()[&Verdict::Matched], 6);
}

#[test]
fn who_depends_on_another_power_is_not_ours() {
    let power = |line: &mut Line, name: &str| {
        line.fields.insert(Field::Power, Private::new(name.to_owned()));
    };
    let mut registry: Vec<Known> =
        (0..3).map(|at| known(&format!("p{at}"), OURS[at], Status::Sought)).collect();
    for person in &mut registry {
        person.fields.insert(Field::Power, Private::new("Alvania".to_owned()));
    }
    let mut foreign = line("b1", 1, STRANGER);
    power(&mut foreign, "Берундия");
    check(&[], &ClosedList::reopened(vec![foreign]), &registry, Verdict::NotOurs);
    let mut ours = line("b1", 1, STRANGER);
    power(&mut ours, "Алвания");
    check(&[], &ClosedList::reopened(vec![ours]), &registry, Verdict::UnknownToUs);
}

#[test]
fn what_may_be_one_of_ours_is_doubtful_and_never_linked() {
    let brother: Person =
        ["Левадный", "Степан", "Иванович", "21.07.1981", "Одесса", "302 обмп", "16.05.2022"];
    let thin: Person = ["Криничный", "Андрей", "", "", "", "", ""];
    for person in [brother, thin] {
        let found = reconcile(&list("a", &OURS), &list("b", &[person]), &[]);
        assert_ne!(found.verdicts[0].verdict, Verdict::Matched, "{:?}", found.verdicts[0]);
    }
    // All that speaks for a return is one name: nobody is told on the strength of it.
    let registry = [known("p0", OURS[3], Status::Returned)];
    let found = reconcile(&list("a", &[]), &list("b", &[thin]), &registry);
    assert_ne!(found.verdicts[0].verdict, Verdict::ReturnedAlready);
}

#[test]
fn the_wrong_one_of_two_brothers_is_shown_to_a_person_and_another_family_is_not() {
    let registry: Vec<Known> =
        (0..6).map(|at| known(&format!("p{at}"), OURS[at], Status::Sought)).collect();
    let brother: Person = ["Левадный", "Степан", "Иванович", "03.02.1985", "", "302 обмп", ""];
    let found = check(&[], &list("b", &[brother]), &registry, Verdict::Doubtful);
    assert_eq!(found.person.unwrap().as_str(), "p2");
    let other_father: Person =
        ["Левадный", "Степан", "Богданович", "03.02.1985", "", "302 обмп", ""];
    let other_place: Person =
        ["Левадный", "Степан", "Иванович", "03.02.1985", "Львов", "390 омбр", ""];
    for person in [other_father, other_place] {
        check(&[], &list("b", &[person]), &registry, Verdict::UnknownToUs);
    }
}

#[test]
fn a_contradiction_makes_a_likely_pair_doubtful_and_comes_first_in_the_reasons() {
    let other_name: Person =
        ["Гайворонь", "Павел", "Николаевич", "14.03.1988", "Артемовск", "301 омбр", "11.02.2023"];
    let verdict = check(&OURS, &list("b", &[other_name]), &[], Verdict::Doubtful);
    assert_eq!(verdict.waterfall.reasons[0].field, Field::GivenName);
    assert!(verdict.waterfall.reasons[0].weight < 0);
}

#[test]
fn the_order_of_lines_changes_no_verdict() {
    let theirs = list("b", &THEIRS);
    let mut turned: Vec<Line> = theirs.lines().cloned().collect();
    turned.reverse();
    let straight = reconcile(&list("a", &OURS), &theirs, &[]);
    let mut backward = reconcile(&list("a", &OURS), &ClosedList::reopened(turned), &[]);
    backward.verdicts.reverse();
    assert_eq!(straight, backward);
}

#[test]
fn empty_lists_have_no_verdicts() {
    let nobody = list("a", &[]);
    assert_eq!(reconcile(&nobody, &nobody, &[]), Reconciliation::default());
}

mod journal {
    use jiff::Timestamp;

    use super::*;
    use crate::journal::{self as book, Context, Recorded, State as Journal, VaultChange, replay};
    use crate::lists::{self, Purpose, Table};
    use crate::vocabulary::{Actor, ListId, Party, Role, Side};

    fn context(name: &str, chance: u8) -> Context {
        let actor = Actor { party: Party::A, name: name.to_owned(), role: Role::Officer };
        Context::new(Timestamp::UNIX_EPOCH, actor, [chance; 32])
    }

    /// The salt and the bytes of a vault record.
    type Kept = ([u8; 32], Vec<u8>);

    struct Desk {
        state: Journal,
        recorded: Vec<Recorded>,
    }

    impl Desk {
        /// Takes a command; returns the salts and bytes that go into the vault.
        fn submit(
            &mut self,
            context: &Context,
            command: book::Command,
        ) -> Result<Vec<Kept>, book::Refusal> {
            let outcome = book::decide(&self.state, context, command)?;
            for recorded in Recorded::number(context, self.state.version, &outcome.events) {
                self.state.apply(&recorded);
                self.recorded.push(recorded);
            }
            let kept = outcome.vault.into_iter().filter_map(|change| match change {
                VaultChange::Keep { salt, bytes, .. } => Some((salt, bytes.into_open())),
                VaultChange::EraseAbout(_) | VaultChange::Erase(_) => None,
            });
            Ok(kept.collect())
        }

        /// Opens and closes a list through its stage; returns it as the vault would give it back.
        fn close(&mut self, from: Side, people: &[Person], chance: u8) -> (ListId, ClosedList) {
            let mut rows = vec![FIELDS.map(|field| lists::Cell::Text(heading(field))).to_vec()];
            for person in people {
                rows.push(person.map(|text| lists::Cell::Text(text.to_owned())).to_vec());
            }
            let table = Box::new(Table::of(rows));
            let today = "2025-06-02".parse().unwrap();
            let command = lists::Command::Open {
                from,
                purpose: Purpose::Offer,
                replaces: None,
                table: table.clone(),
                today,
            };
            let before: Vec<ListId> = self.state.lists.lists.keys().cloned().collect();
            self.submit(&context("officer-1", chance), book::Command::Lists(command)).unwrap();
            let list =
                self.state.lists.lists.keys().find(|id| !before.contains(id)).unwrap().clone();
            let draft = lists::read(&table, today).unwrap();
            let answers = draft.keep_all("checked in a test");
            let command = lists::Command::Answer {
                list: list.clone(),
                table: table.clone(),
                before: Vec::new(),
                answers: answers.clone(),
            };
            self.submit(&context("officer-1", chance + 1), book::Command::Lists(command)).unwrap();
            let close =
                lists::Command::Close { list: list.clone(), table, answers: answers.clone() };
            self.submit(&context("officer-1", chance + 2), book::Command::Lists(close)).unwrap();
            let kept = self.state.lists.lists[&list].lines().to_vec();
            let by_row: BTreeMap<u32, LineId> =
                kept.into_iter().map(|kept| (kept.row, kept.line)).collect();
            let closed = draft.close(&answers).unwrap().with_ids(|row| by_row[&row].clone());
            (list, closed)
        }
    }

    fn heading(field: Field) -> String {
        field.word().replace('-', " ")
    }

    fn desk() -> (Desk, Command) {
        let mut desk = Desk { state: Journal::default(), recorded: Vec::new() };
        let (ours, our_lines) = desk.close(Side::A, &OURS[..4], 1);
        let doubtful: Person = [
            "Гайворонь",
            "Павел",
            "Николаевич",
            "14.03.1988",
            "Артемовск",
            "301 омбр",
            "11.02.2023",
        ];
        let (theirs, their_lines) = desk.close(Side::B, &[doubtful, THEIRS[1]], 10);
        let lists = Box::new((our_lines, their_lines));
        (desk, Command::Compare { ours: Some(ours), theirs, lists, known: Arc::default() })
    }

    /// Compares, and opens the verdicts as the vault would give them back.
    fn compared() -> (Desk, ListId, Sheet) {
        let (mut desk, compare) = desk();
        let kept = desk.submit(&context("officer-1", 20), book::Command::Reconcile(compare));
        let (salt, bytes) = kept.unwrap().pop().unwrap();
        let theirs = desk.state.reconcile.comparisons.keys().next().unwrap().clone();
        (desk, theirs, Sheet::opened(salt, &bytes).unwrap())
    }

    fn line_with(sheet: &Sheet, verdict: Verdict) -> LineId {
        let found = sheet.judged().values().find(|judged| judged.verdict == verdict);
        found.unwrap().line.clone()
    }

    #[test]
    fn verdicts_are_kept_and_replay_gives_the_same_state() {
        let (desk, theirs, sheet) = compared();
        let comparison = &desk.state.reconcile.comparisons[&theirs];
        assert_eq!(sheet.judged().len(), 2);
        assert_eq!((comparison.counts[&Verdict::Matched], comparison.doubtful()), (1, 1));
        assert_eq!(comparison.digest, sheet.digest());
        assert_eq!(replay(&desk.recorded), desk.state);
    }

    #[test]
    fn the_journal_says_of_no_line_which_verdict_it_has() {
        let (desk, _, sheet) = compared();
        let compared = serde_json::to_string(desk.recorded.last().unwrap()).unwrap();
        for line in sheet.judged().keys() {
            assert!(!compared.contains(line.as_str()), "no line in the event");
        }
        let events = serde_json::to_string(&desk.recorded).unwrap();
        assert!(!events.contains("Гайворонь") && !events.contains("1988"), "no person in an event");
    }

    #[test]
    fn only_closed_lists_with_their_own_lines_are_compared() {
        let (mut desk, compare) = desk();
        let Command::Compare { ours, theirs, lists, known } = compare else { panic!() };
        let missing = ListId::read("nowhere").unwrap();
        let command = Command::Compare {
            ours: Some(missing.clone()),
            theirs: theirs.clone(),
            lists: lists.clone(),
            known: Arc::default(),
        };
        let refused = decide(&desk.state, &context("officer-1", 20), command).unwrap_err();
        assert_eq!(refused, Refusal::NotClosed { list: missing });
        let turned = Box::new((lists.1.clone(), lists.0.clone()));
        let command =
            Command::Compare { ours: ours.clone(), theirs: theirs.clone(), lists: turned, known };
        let refused = decide(&desk.state, &context("officer-1", 20), command).unwrap_err();
        assert_eq!(refused, Refusal::OtherLines { list: ours.clone().unwrap() });
        let command = Command::Compare { ours, theirs, lists, known: Arc::default() };
        desk.submit(&context("officer-1", 20), book::Command::Reconcile(command)).unwrap();
    }

    #[test]
    fn lines_of_ours_that_no_list_vouches_for_are_not_compared() {
        let (mut desk, compare) = desk();
        let Command::Compare { ours: _, theirs, lists, known } = compare else { panic!() };
        let command = Command::Compare { ours: None, theirs: theirs.clone(), lists, known };
        desk.submit(&context("officer-1", 20), book::Command::Reconcile(command)).unwrap();
        let comparison = &desk.state.reconcile.comparisons[&theirs];
        assert_eq!(comparison.counts[&Verdict::UnknownToUs], 2);
    }

    #[test]
    fn a_doubtful_line_is_settled_by_people_and_a_return_or_death_by_two() {
        let (mut desk, theirs, sheet) = compared();
        let line = line_with(&sheet, Verdict::Doubtful);
        let sure = line_with(&sheet, Verdict::Matched);
        let said = |line: &LineId, verdict: Verdict| Settlement {
            line: line.clone(),
            verdict,
            ours: None,
            person: (verdict != Verdict::UnknownToUs).then(|| PersonId::read("p0").unwrap()),
        };
        let refused = |desk: &mut Desk, who: &str, line: &LineId, verdict| {
            let command = Command::Settle {
                theirs: theirs.clone(),
                sheet: Box::new(sheet.clone()),
                settlement: said(line, verdict),
            };
            match desk.submit(&context(who, 21), book::Command::Reconcile(command)) {
                Err(book::Refusal::Reconcile(refusal)) => Some(refusal),
                Ok(_) => None,
                Err(other) => panic!("{other}"),
            }
        };
        assert_eq!(
            refused(&mut desk, "officer-1", &sure, Verdict::UnknownToUs),
            Some(Refusal::NotDoubtful { line: sure })
        );
        assert_eq!(
            refused(&mut desk, "officer-1", &line, Verdict::Doubtful),
            Some(Refusal::StillDoubtful { line: line.clone() })
        );
        assert_eq!(refused(&mut desk, "officer-1", &line, Verdict::ReportedDead), None);
        assert_eq!(
            refused(&mut desk, "officer-1", &line, Verdict::ReportedDead),
            Some(Refusal::SameReviewer { line: line.clone() })
        );
        assert_eq!(
            refused(&mut desk, "officer-2", &line, Verdict::ReturnedAlready),
            Some(Refusal::ReviewersDiffer { line: line.clone() })
        );
        let doubtful = |desk: &Desk| desk.state.reconcile.comparisons[&theirs].doubtful();
        assert_eq!(doubtful(&desk), 1);
        assert_eq!(refused(&mut desk, "officer-2", &line, Verdict::ReportedDead), None);
        assert_eq!(doubtful(&desk), 0);
        let counts = &desk.state.reconcile.comparisons[&theirs].counts;
        assert_eq!(counts[&Verdict::ReportedDead], 1);
        assert_eq!(
            refused(&mut desk, "officer-3", &line, Verdict::Matched),
            Some(Refusal::NotDoubtful { line: line.clone() })
        );
        assert_eq!(replay(&desk.recorded), desk.state);
        let events = serde_json::to_string(&desk.recorded[desk.recorded.len() - 2..]).unwrap();
        assert!(!events.contains(line.as_str()) && !events.contains("\"p0\""), "{events}");

        let reopened = |desk: &mut Desk, who: &str, line: &LineId| {
            let command = Command::Reopen {
                theirs: theirs.clone(),
                sheet: Box::new(sheet.clone()),
                line: line.clone(),
            };
            desk.submit(&context(who, 22), book::Command::Reconcile(command))
        };
        assert!(reopened(&mut desk, "officer-3", &line).is_ok());
        assert_eq!(doubtful(&desk), 1);
        assert_eq!(desk.state.reconcile.comparisons[&theirs].counts[&Verdict::ReportedDead], 0);
        assert!(reopened(&mut desk, "officer-3", &line).is_err(), "nothing is said any more");
        assert_eq!(refused(&mut desk, "officer-1", &line, Verdict::ReportedDead), None);
        assert!(
            reopened(&mut desk, "officer-2", &line).is_err(),
            "it waits for officer-2, who may differ"
        );
        assert!(reopened(&mut desk, "officer-1", &line).is_ok());
        assert_eq!(replay(&desk.recorded), desk.state);
    }

    #[test]
    fn verdicts_that_were_not_recorded_settle_nothing() {
        let (desk, theirs, sheet) = compared();
        let line = line_with(&sheet, Verdict::Doubtful);
        let settlement =
            Settlement { line, verdict: Verdict::UnknownToUs, ours: None, person: None };
        let other = Sheet::opened([7; 32], sheet.bytes()).unwrap();
        let command =
            Command::Settle { theirs: theirs.clone(), sheet: Box::new(other), settlement };
        let refused = decide(&desk.state, &context("officer-1", 20), command).unwrap_err();
        assert_eq!(refused, Refusal::OtherVerdicts { list: theirs });
    }

    #[test]
    fn a_settlement_read_back_takes_the_place_of_the_programs_word() {
        let (_, _, mut sheet) = compared();
        let line = line_with(&sheet, Verdict::Doubtful);
        let person = Some(PersonId::read("p7").unwrap());
        let said = Settlement { line: line.clone(), verdict: Verdict::Matched, ours: None, person };
        sheet.settle(&Settlement::from_bytes(&said.to_bytes()).unwrap());
        let judged = &sheet.judged()[&line];
        assert!(judged.settled && judged.verdict == Verdict::Matched);
        let lines = accepted(sheet.judged().values().map(|judged| (&judged.line, judged.verdict)));
        assert_eq!(lines.len(), 2);
    }
}
