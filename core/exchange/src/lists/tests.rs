//! Lists as officers send them, read and closed. All people are invented.

mod retention;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::vocabulary::{HealthGrade, PartialDate, Private, Severity, Standing};

const TODAY: Date = date(2025, 6, 1);

/// Makes a table of text cells.
fn table(rows: &[&[&str]]) -> Table {
    let cell =
        |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
    Table::of(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
}

fn draft(rows: &[&[&str]]) -> DraftList {
    read(&table(rows), TODAY).expect("a list that can be read")
}

/// Reads one row under the usual header and returns the kinds of flaw found in it.
fn flaws(row: &[&str]) -> Vec<Flaw> {
    let header = ["прізвище", "ім'я", "дата народження", "дата полону", "здоров'я", "id"];
    draft(&[&header, row]).keyed_findings().keys().map(|key| key.flaw).collect()
}

fn answer(key: FindingKey, resolution: Resolution) -> Answer {
    Answer { key, resolution, reason: Private::new("seen in the paper".to_owned()) }
}

#[test]
fn a_sheet_with_titles_blank_rows_and_numbered_columns_is_read() {
    let draft = draft(&[
        &["Список осіб, запропонованих до обміну"],
        &[],
        &["№ з/п", "Прізвище, ім'я, по батькові", "Дата народження", "Стан здоров'я", "Статус"],
        &["1", "2", "3", "4", "5"],
        &["1", "Коваль Петро Іванович", "20.09.1972", "тяжкопоранений", "військовополонений"],
        &["", "", "", "", ""],
        &["2", "Савчук Олена", "невідомо", "-", "цивільна"],
        &["Всього:", "", "", "", ""],
    ]);
    let tally = draft.tally();
    assert_eq!((tally.read, tally.set_aside, tally.blank, tally.title), (2, 1, 2, 3));
    let first = &draft.lines()[0];
    assert_eq!(first.text(Field::Surname), Some("Коваль"));
    assert_eq!(first.text(Field::Patronymic), Some("Іванович"));
    assert_eq!(first.text(Field::BirthDate), Some("1972-09-20"));
    assert_eq!(first.facts.birth, Some(PartialDate::Day(date(1972, 9, 20))));
    assert_eq!(first.facts.health, Some(HealthGrade::SeriouslyWounded));
    let second = &draft.lines()[1];
    assert_eq!((second.row, second.facts.standing), (7, Some(Standing::Civilian)));
    assert_eq!(second.text(Field::BirthDate), None);
    assert_eq!(draft.questions().count(), 0);
}

#[test]
fn each_flaw_in_a_row_is_named() {
    for (row, expected) in [
        (["Коваль", "Петро", "31.02.1990", "", "", ""], Flaw::ImpossibleDate),
        (["Коваль", "Петро", "12.05.90", "", "", ""], Flaw::ShortYear),
        (["Коваль", "Петро", "весною", "", "", ""], Flaw::NotADate),
        (["Коваль", "Петро", "1990, 1991", "", "", ""], Flaw::TwoDates),
        (["Коваль", "Петро", "10/25/1994", "", "", ""], Flaw::MonthFirst),
        (["Коваль", "Петро", "12.05.2023", "12.05.2022", "", ""], Flaw::BirthAfterCapture),
        (["Коваль", "Петро", "", "12.05.2026", "", ""], Flaw::CaptureInFuture),
        (["Коваль", "Петро", "2027", "", "", ""], Flaw::BirthInFuture),
        (["Коваль", "Петро", "12.05.2008", "12.05.2022", "", ""], Flaw::UnlikelyAge),
        (["Коваль", "Петро", "12.05.1930", "12.05.2022", "", ""], Flaw::UnlikelyAge),
        (["", "Петро", "12.05.1990", "", "", ""], Flaw::MissingSurname),
        (["Кoваль", "Петро", "", "", "", ""], Flaw::MixedAlphabets),
        (["Ко\u{200b}валь", "Петро", "", "", "", ""], Flaw::InvisibleCharacter),
        (["К0валь", "Петро", "", "", "", ""], Flaw::DigitInName),
        (["Коваль", "П.", "", "", "", ""], Flaw::InitialOnly),
        (["Коваль", "Петро", "", "", "так собі", ""], Flaw::UnknownWord),
        (["Коваль", "Петро", "26562", "", "", ""], Flaw::SerialDate),
    ] {
        assert_eq!(flaws(&row), [expected], "{row:?}");
    }
    assert_eq!(flaws(&["Коваль", "Петро", "12.05.1990", "12.05.2022", "здоровий", "7"]), []);
}

#[test]
fn cells_that_are_no_text_are_named() {
    let mut one = table(&[
        &["surname", "given name", "birth date", "service number"],
        &["Koval", "Petro", "1972", "x"],
    ]);
    one.rows[1][1] = Cell::Number(7.0);
    one.rows[1][2] = Cell::Formula("TODAY()".to_owned());
    one.rows[1][3] = Cell::Number(12345.0);
    let found: Vec<Flaw> =
        read(&one, TODAY).unwrap().keyed_findings().keys().map(|key| key.flaw).collect();
    assert_eq!(found, [Flaw::NumberCell, Flaw::NotText, Flaw::FormulaCell]);
    one.merged.insert((2, 2), 2);
    one.rows[1][1] = Cell::Empty;
    one.merged.insert((2, 2), 2);
    let again = read(&one, TODAY).unwrap();
    assert!(again.keyed_findings().keys().any(|key| key.flaw == Flaw::MergedCell));
}

#[test]
fn slashes_are_read_day_first_unless_the_column_contradicts_itself() {
    let calm = draft(&[&["surname", "dob"], &["Koval", "07/10/1994"], &["Savchuk", "30/10/1974"]]);
    let kinds =
        |draft: &DraftList| draft.keyed_findings().keys().map(|key| key.flaw).collect::<Vec<_>>();
    assert_eq!(kinds(&calm), [Flaw::DayFirstAssumed]);
    assert_eq!(calm.lines()[0].text(Field::BirthDate), Some("1994-10-07"));
    let mixed = draft(&[&["surname", "dob"], &["Koval", "07/10/1994"], &["Savchuk", "10/30/1974"]]);
    assert_eq!(kinds(&mixed), [Flaw::AmbiguousDate, Flaw::MonthFirst]);
}

#[test]
fn rows_that_repeat_a_person_a_reference_or_a_number_are_named() {
    let draft = draft(&[
        &["id", "surname", "given name", "dob", "service number"],
        &["1", "Koval", "Petro", "20.09.1972", "АБ 1"],
        &["1", "Savchuk", "Olena", "1980", "АБ1"],
        &["3", "KOVAL", "Petro", "1972-09-20", ""],
        &["4", "Koval", "Petro", "1972", ""],
    ]);
    let found: Vec<(Option<u32>, Flaw)> =
        draft.keyed_findings().keys().map(|key| (key.row, key.flaw)).collect();
    assert_eq!(
        found,
        [
            (Some(3), Flaw::DuplicateId),
            (Some(3), Flaw::DuplicateServiceNumber),
            (Some(4), Flaw::SamePersonTwice),
        ]
    );
}

#[test]
fn columns_that_are_not_used_are_named_and_never_dropped_in_silence() {
    let draft = draft(&[
        &["surname", "shoe size", "surname", "", "empty"],
        &["Koval", "44", "Kovalenko", "x", ""],
    ]);
    let found: Vec<(Option<u32>, Flaw)> =
        draft.keyed_findings().keys().map(|key| (key.column, key.flaw)).collect();
    assert_eq!(
        found,
        [
            (Some(2), Flaw::UnknownHeader),
            (Some(3), Flaw::HeaderTwice),
            (Some(4), Flaw::MissingHeader),
        ]
    );
}

#[test]
fn what_cannot_be_a_list_is_refused_by_name() {
    let refused = |table: &Table| read(table, TODAY).unwrap_err();
    assert_eq!(refused(&Table::default()), Refusal::Empty);
    assert_eq!(refused(&table(&[&[" "], &[]])), Refusal::Empty);
    assert_eq!(refused(&table(&[&["a", "b"], &["c", "d"]])), Refusal::NoHeader);
    assert_eq!(refused(&table(&[&["surname", "dob"]])), Refusal::NoLines { header_row: 1 });
    let wide = vec!["x"; COLUMNS_MAX + 1];
    let columns = COLUMNS_MAX + 1;
    assert_eq!(
        refused(&table(&[&["surname"], &wide])),
        Refusal::TooManyColumns { row: 2, columns }
    );
    let long = "x".repeat(CELL_CHARACTERS_MAX + 1);
    let cell = Refusal::CellTooLong { row: 2, column: 1 };
    assert_eq!(refused(&table(&[&["surname"], &[&long]])), cell);
    let rows = ROWS_MAX + 1;
    assert_eq!(refused(&Table::of(vec![Vec::new(); rows])), Refusal::TooManyRows { rows });
}

#[test]
fn two_hundred_columns_are_read() {
    let mut head: Vec<String> = (0..200).map(|at| format!("extra {at}")).collect();
    head[120] = "Прізвище".to_owned();
    let row = vec!["Коваль"; 200];
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let draft = draft(&[&head, &row]);
    assert_eq!(draft.lines()[0].text(Field::Surname), Some("Коваль"));
    assert_eq!(draft.questions().count(), 199);
}

#[test]
fn a_draft_closes_only_when_every_question_is_answered() {
    let draft = draft(&[
        &["surname", "given name", "dob"],
        &["Koval", "Petro", "31.02.1990"],
        &["Savchuk", "Olena", "1980"],
        &["Koval", "Petro", "12.12.12"],
    ]);
    let keys: Vec<FindingKey> = draft.questions().map(|(key, _)| key).collect();
    assert_eq!(draft.close(&[]), Err(Refusal::Unanswered { count: 2, first: keys[0] }));
    let right = Resolution::Correct(Private::new("28.02.1990".to_owned()));
    let answers = [answer(keys[0], right), answer(keys[1], Resolution::SetAside)];
    let closed = draft.close(&answers).unwrap();
    assert_eq!(closed.len(), 2);
    let first = closed.lines().next().unwrap();
    assert_eq!(first.text(Field::BirthDate), Some("1990-02-28"));
    assert_eq!(closed.line(&first.id), Some(first));
}

#[test]
fn an_answer_that_answers_nothing_is_refused() {
    let draft = draft(&[&["surname", "dob"], &["Koval", "31.02.1990"], &["Savchuk", "1980"]]);
    let (key, _) = draft.questions().next().unwrap();
    let wrong = Resolution::Correct(Private::new("30.02.1990".to_owned()));
    assert_eq!(draft.close(&[answer(key, wrong)]), Err(Refusal::StillWrong { key }));
    let keep = || answer(key, Resolution::Keep);
    assert_eq!(draft.close(&[keep(), keep()]), Err(Refusal::AnsweredTwice { key }));
    let silent = Answer { reason: Private::new(" ".to_owned()), ..keep() };
    assert_eq!(draft.close(&[silent]), Err(Refusal::NoReason { key }));
    let other = FindingKey { row: Some(3), ..key };
    let stray = answer(other, Resolution::Keep);
    assert_eq!(draft.close(&[keep(), stray]), Err(Refusal::NoSuchFinding { key: other }));
    let whole = FindingKey { column: None, ..key };
    let aimless = answer(whole, Resolution::Correct(Private::new("x".to_owned())));
    assert_eq!(draft.close(&[aimless]), Err(Refusal::NothingToCorrect { key: whole }));
}

#[test]
fn a_corrected_header_brings_its_column_in_and_its_flaws_up() {
    let draft = draft(&[&["surname", "нар."], &["Koval", "1990"], &["Savchuk", "31.02.1991"]]);
    let (key, _) = draft.questions().next().unwrap();
    let head = answer(key, Resolution::Correct(Private::new("birth date".to_owned())));
    let Err(Refusal::Unanswered { count: 1, first }) = draft.close(std::slice::from_ref(&head))
    else {
        panic!("the impossible date comes up");
    };
    assert_eq!(first.flaw, Flaw::ImpossibleDate);
    let closed = draft.close(&[head, answer(first, Resolution::Keep)]).unwrap();
    assert_eq!(closed.lines().next().unwrap().text(Field::BirthDate), Some("1990"));
}

#[test]
fn versions_of_a_list_are_compared_line_by_line() {
    let closed = |rows: &[&[&str]]| {
        let draft = draft(rows);
        draft.close(&draft.keep_all("compared only")).unwrap()
    };
    let older =
        closed(&[&["id", "surname", "rank"], &["1", "Koval", "private"], &["2", "Savchuk", ""]]);
    let newer =
        closed(&[&["id", "surname", "rank"], &["3", "Melnyk", ""], &["1", "Koval", "sergeant"]]);
    let row = |number: u32| crate::vocabulary::LineId::read(&format!("row-{number}")).unwrap();
    assert_eq!(
        difference(&older, &newer),
        [
            Change::Added { line: row(2) },
            Change::Altered { was: row(2), line: row(3), fields: vec![Field::Rank] },
            Change::Removed { line: row(3) },
        ]
    );
    assert_eq!(difference(&older, &older), []);
}

#[test]
fn records_read_back_as_they_were_written() {
    let draft = draft(&[&["surname", "dob"], &["Koval", "31.02.1990"], &["Savchuk", "1980"]]);
    let line = &draft.lines()[1];
    assert_eq!(&Line::from_bytes(&line.to_bytes()).unwrap(), line);
    let mut table = draft.table().clone();
    table.rows.push(vec![Cell::Number(0.1), Cell::Date(TODAY), Cell::Formula("A1".to_owned())]);
    table.merged.insert((3, 1), 2);
    assert_eq!(Table::from_bytes(&table.to_bytes()).unwrap(), table);
    let (key, _) = draft.questions().next().unwrap();
    let kept = answer(key, Resolution::Correct(Private::new("1990".to_owned())));
    assert_eq!(Answer::from_bytes(&kept.to_bytes()).unwrap(), kept);
}

#[test]
fn nothing_about_a_person_shows_in_debug() {
    let draft = draft(&[&["surname", "given name"], &["Ковальчук", "Петрусь"]]);
    let shown = format!("{draft:?} {:?}", draft.close(&[]).unwrap());
    assert!(!shown.contains("Ковальчук") && !shown.contains("Петрусь"), "{shown}");
}

/// Plays a list through the journal: opened, answered, closed, and replaced by a second version.
#[test]
fn a_list_in_the_journal_is_answered_closed_and_replaced() {
    use crate::journal;
    use crate::vocabulary::{Actor, Party, Role, Side};

    let actor = Actor { party: Party::A, name: "officer-1".to_owned(), role: Role::Officer };
    let mut state = journal::State::default();
    let mut log = Vec::new();
    let mut step = |state: &mut journal::State, command: Command| {
        let at = jiff::Timestamp::from_second(1_750_000_000).unwrap();
        let entropy = [u8::try_from(log.len()).unwrap(); 32];
        let context = journal::Context::new(at, actor.clone(), entropy);
        let outcome = journal::decide(state, &context, journal::Command::Lists(command))?;
        for recorded in journal::Recorded::number(&context, state.version, &outcome.events) {
            let text = serde_json::to_string(&recorded).unwrap();
            assert!(!text.contains("Koval") && !text.contains("1990"), "{text}");
            state.apply(&serde_json::from_str(&text).unwrap());
            log.push(recorded);
        }
        assert_eq!(journal::replay(&log), *state);
        Ok::<_, journal::Refusal>(outcome.vault.len())
    };
    let sheet =
        || Box::new(table(&[&["surname", "dob"], &["Koval", "31.02.1990"], &["Savchuk", "1980"]]));
    let open = |replaces| Command::Open {
        from: Side::B,
        purpose: Purpose::Offer,
        replaces,
        table: sheet(),
        today: TODAY,
    };
    assert_eq!(step(&mut state, open(None)).unwrap(), 1);
    let (list, book) = state.lists.lists.first_key_value().unwrap();
    let (list, key) = (list.clone(), *book.questions.first_key_value().unwrap().0);
    let close = |answers| Command::Close { list: list.clone(), table: sheet(), answers };
    let refused = step(&mut state, close(Vec::new())).unwrap_err().to_string();
    assert!(refused.contains("not answered"), "{refused}");
    let kept = vec![answer(key, Resolution::Keep)];
    let unrecorded = step(&mut state, close(kept.clone())).unwrap_err().to_string();
    assert!(unrecorded.contains("not what was recorded"), "{unrecorded}");
    let command = Command::Answer {
        list: list.clone(),
        table: sheet(),
        before: Vec::new(),
        answers: kept.clone(),
    };
    step(&mut state, command.clone()).unwrap();
    assert_eq!(step(&mut state, close(kept.clone())).unwrap(), 2);
    assert_eq!(state.lists.lists[&list].lines().len(), 2);
    assert!(step(&mut state, command).unwrap_err().to_string().contains("can no longer change"));
    step(&mut state, open(Some(list.clone()))).unwrap();
    let second = state.lists.lists.keys().find(|one| **one != list).unwrap().clone();
    let answers = Command::Answer {
        list: second.clone(),
        table: sheet(),
        before: Vec::new(),
        answers: kept.clone(),
    };
    step(&mut state, answers).unwrap();
    let command = Command::Close { list: second.clone(), table: sheet(), answers: kept };
    step(&mut state, command).unwrap();
    assert_eq!(state.lists.current(Side::B, Purpose::Offer).unwrap().0, &second);
    assert!(matches!(&state.lists.lists[&list].stage, Stage::Replaced { by, .. } if *by == second));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        3 => Just(Cell::Empty),
        6 => "[А-Яа-яA-Za-z0-9 .,/'-]{0,14}".prop_map(Cell::Text),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (1900_i16..2100, 1_i8..13, 1_i8..28).prop_map(|(y, m, d)| Cell::Date(date(y, m, d))),
        1 => ".{0,10}".prop_map(Cell::Formula),
        1 => ".{0,20}".prop_map(Cell::Text),
    ]
}

proptest! {
    #[test]
    fn every_row_is_accounted_for(
        above in prop::collection::vec(prop::collection::vec(any_cell(), 0..4), 0..4),
        below in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..20),
    ) {
        let head = ["прізвище", "имя", "dob", "captured on", "id", "health"];
        let mut rows = above;
        rows.push(head.iter().map(|text| Cell::Text((*text).to_owned())).collect());
        rows.extend(below);
        let count = rows.len();
        match read(&Table::of(rows), TODAY) {
            Ok(draft) => {
                let tally = draft.tally();
                prop_assert_eq!(tally.rows as usize, count);
                prop_assert_eq!(tally.read + tally.set_aside + tally.blank + tally.title, tally.rows);
                prop_assert_eq!(tally.read as usize, draft.lines().len());
                let aside = draft.findings().filter(|f| f.severity == Severity::SetAside).count();
                prop_assert_eq!(tally.set_aside as usize, aside);
                let closed = draft.close(&draft.keep_all("as it stands")).unwrap();
                prop_assert_eq!(closed.len(), draft.lines().len());
            }
            Err(Refusal::NoLines { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
