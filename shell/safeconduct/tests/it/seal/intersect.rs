//! A round of private intersection on files, as two sides and a mediator run it.

use super::search::nobody_is_named;
use super::*;

const HEAD: &str = "id,прізвище,ім'я,по батькові,дата народження,особистий номер";

/// Lists of both sides, committed to and witnessed. A seeks one whom B holds; B seeks nobody whom A holds.
fn listed() -> Table {
    let table = Table::begun();
    let lists = [
        (
            "a-wanted",
            [
                "a-1,Вигадько,Олексій,Миколайович,12.03.2000,АБ-104857601",
                "a-2,Неіснуйко,Дмитро,Іванович,31.07.1990,АБ-271828601",
            ],
        ),
        (
            "a-held",
            [
                "h-1,Придуманенко,Юрій,Олегович,05.11.1985,ВГ-314159601",
                "h-2,Небувалець,Олег,Сергійович,28.02.1999,ВГ-161803601",
            ],
        ),
        (
            "b-wanted",
            [
                "b-1,Выдумкин,Пётр,Ильич,01.01.1991,ДЕ-141421601",
                "b-2,Небылицын,Илья,Петрович,02.02.1992,ДЕ-173205601",
            ],
        ),
        (
            "b-held",
            [
                "r-1,Небылицын,Иван,Петрович,02.02.1992,ЖЗ-223606601",
                "r-2,Неиснуйко,Дмитрий,Иванович,31.07.1990,ЖЗ-264575601",
            ],
        ),
    ];
    for (name, rows) in lists {
        table.write(&format!("{name}.csv"), &format!("{HEAD}\n{}\n", rows.join("\n")));
        let of = if name.ends_with("held") { "held" } else { "wanted" };
        table.done(&format!(
            "seal commit {name}.csv --id {name} --of {of} --salts {name}.salts --out {name}.json"
        ));
        let side = &name[..1];
        table.act(side, "list-commit", &format!("{name}.json"));
    }
    table
}

impl Table {
    fn act(&self, letter: &str, kind: &str, payload: &str) -> String {
        self.done(&act_words(letter, kind, payload))
    }

    fn fixed(&self, side: &str) {
        self.done(&format!(
            "seal intersect commit acts --policy policy.txt --from {side} --wanted {side}-wanted \
             --held {side}-held --held-list {side}-held.csv --secret {side}.secret --tags {side}.tags \
             --references {side}-references.csv --out {side}-fixed.json"
        ));
    }
}

fn act_words(letter: &str, kind: &str, payload: &str) -> String {
    format!(
        "seal act acts --policy policy.txt --type {kind} --from {letter} --payload {payload} {}",
        officers(letter)
    )
}

fn step(verb: &str, words: &str) -> String {
    format!("seal intersect {verb} acts --policy policy.txt {words}")
}

/// From two queries to what each side finds.
fn answered_and_released(table: &Table) {
    let answer = |side: &str, other: &str| {
        step(
            "answer",
            &format!(
                "--secret {side}.secret --query {other}.query --answer {side}.answer --out {side}-answer.json"
            ),
        )
    };
    let report = table.fails(1, &answer("b", "a"));
    assert!(report.contains("has not counted the query of A"), "{report}");
    for side in ["a", "b"] {
        table.done(&step("allow", &format!("--query {side}.query --out {side}-quota.json")));
        table.act("m", "match-quota", &format!("{side}-quota.json"));
    }
    table.done(&answer("b", "a"));
    table.act("b", "match-answer", "b-answer.json");

    let release = step(
        "release",
        "--a a.query a.answer a.tags --b b.query b.answer b.tags --out release.json",
    );
    table.done(&answer("a", "b"));
    let report = table.fails(1, &release);
    assert!(report.contains("A has not answered"), "{report}");
    table.act("a", "match-answer", "a-answer.json");

    // A tag file that was altered after it was fixed is known by its digest.
    let whole = fs::read(table.path("b.tags")).expect("a file");
    let mut altered = whole.clone();
    *altered.last_mut().expect("a byte") ^= 1;
    fs::write(table.path("b.tags"), &altered).expect("a file");
    let report = table.fails(1, &release);
    assert!(
        report.contains("the tag file is not the one whose digest stands in the log"),
        "{report}"
    );
    fs::write(table.path("b.tags"), &whole).expect("a file");

    let found = |side: &str, other: &str| {
        step(
            "match",
            &format!(
                "--secret {side}.secret --wanted-list {side}-wanted.csv --query {side}.query --answer {other}.answer \
                 --tags {other}.tags --out {side}-found.csv"
            ),
        )
    };
    let report = table.fails(1, &found("a", "b"));
    assert!(report.contains("has not released"), "{report}");
    table.done(&release);
    table.act("m", "match-release", "release.json");
    let report = table.done(&found("a", "b"));
    assert!(report.contains("1 candidates; 0 where one weak key fitted"), "{report}");
    table.done(&found("b", "a"));
}

#[test]
fn a_round_finds_who_stands_on_both_lists_and_nothing_is_done_early() {
    let table = listed();
    let ask = |side: &str| {
        step(
            "ask",
            &format!(
                "--secret {side}.secret --wanted-list {side}-wanted.csv --query {side}.query --out {side}-query.json"
            ),
        )
    };
    table.fixed("a");
    table.act("a", "match-commit", "a-fixed.json");
    let report = table.fails(1, &ask("a"));
    assert!(report.contains("B has not fixed"), "{report}");
    table.fixed("b");
    table.act("b", "match-commit", "b-fixed.json");
    table.done(&ask("a"));
    table.done(&ask("b"));
    let report = table.fails(1, &act_words("a", "match-query", "a-query.json"));
    assert!(report.contains("no checkpoint with a quorum lies between"), "{report}");
    table.witnessed("2025-06-07T10:00:00Z");
    table.act("a", "match-query", "a-query.json");
    table.act("b", "match-query", "b-query.json");
    answered_and_released(&table);

    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = fs::read_to_string(table.path(name)).expect("a table");
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let [hit] = &rows("a-found.csv")[..] else { panic!("one is found") };
    assert_eq!(hit[0], "a-2");
    let references = rows("b-references.csv");
    let theirs = references.iter().find(|row| row[0] == hit[1]).expect("a reference of B");
    assert_eq!(theirs[1], "r-2", "whom B wrote in Russian");
    assert_eq!(rows("b-found.csv"), [] as [Vec<String>; 0]);

    table.witnessed("2025-06-07T11:00:00Z");
    table.bundled("bundle");
    table.bundled("bundle.tar");
    table.done("verify bundle --policy policy.txt");
    table.done("seal tiles acts --policy policy.txt --out tiles");
    let mut crossing = vec!["bundle", "bundle.tar", "tiles"];
    crossing.extend(["a.query", "b.query", "a.answer", "b.answer", "a.tags", "b.tags"]);
    let lists = ["a-wanted.csv", "a-held.csv", "b-wanted.csv", "b-held.csv"];
    nobody_is_named(&table, &lists, &crossing);
}

#[test]
fn the_same_is_found_in_clear_and_the_screen_tells_the_two_apart() {
    let table = listed();
    table.done(
        "seal intersect clear a-wanted.csv b-held.csv --out found.csv --references references.csv",
    );
    let found = fs::read_to_string(table.path("found.csv")).expect("a table");
    assert_eq!(found.lines().count(), 2, "{found}");
    let screen = table.done("seal intersect modes");
    assert!(screen.contains("BOTH LISTS") && screen.contains("the mediator"), "{screen}");
    assert!(screen.lines().count() <= 30 && screen.lines().all(|line| line.chars().count() <= 118));
    table.fails(2, "seal intersect clear nowhere.csv b-held.csv --out x.csv --references y.csv");
}
