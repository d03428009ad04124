//! The answer to the other side's list. All people are invented.

use std::fs;

use super::{Folder, at_desk, run, text, told};

/// Their list, with words and formulas of theirs that nobody has to see again, and a row about nobody.
const THEIRS: &str = "\
Список від 1 червня таємно;;;;;
id;фамилия;имя;дата рождения;состояние здоровья;примечание
B1;Гайворонь;Александр;14.03.1988;тяжелораненый;canary-note
B2;Левадный;Сергей;21.07.1979;;canary-two
B3;Мандриченко;Тарас;31.02.1971;;canary-three
;;;;;canary-nobody
B4;Ткачевский;=HYPERLINK(1);09.12.1983;;
";

const SOUGHT: &str = "\
прізвище,ім'я,дата народження
Гайворонь,Олександр,14.03.1988
Левадний,Сергій,21.07.1979
";

const LAYOUT: &str = "[[column]]\nheading = \"№\"\nholds = \"row\"\n[[column]]\nheading = \"Хто\"\n\
    holds = \"surname\"\n[[column]]\nheading = \"Відповідь\"\nholds = \"answer\"\n[words]\n\
    unknown-to-us = \"невідомий\"\n";

/// An instance in which their list was taken in, closed and compared; returns the list.
fn compared(folder: &Folder) -> String {
    told(&at_desk(folder, &["store", "create", "--party", "a", "--practice"]));
    let file = folder.path("sought.csv");
    let source = ["--source", "own-forces", "--by", "bureau"];
    told(&at_desk(folder, &[&["registry", "import", &file][..], &source].concat()));
    let file = folder.path("theirs.csv");
    let opened =
        ["lists", "open", &file, "--from", "b", "--purpose", "offer", "--today", "2025-06-01"];
    let opened = told(&at_desk(folder, &opened));
    let list =
        opened.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    let questions = folder.path("questions.csv");
    told(&at_desk(folder, &["lists", "show", &list, "--questions", &questions]));
    let answers: Vec<String> = fs::read_to_string(&questions)
        .expect("questions")
        .lines()
        .map(|line| match line.trim_end().trim_end_matches(",,,") {
            row if row.contains("impossible-date") => {
                format!("{row},correct,17.01.1971,canary-reason")
            }
            row if row.contains("formula-cell") => format!("{row},set-aside,,canary-aside"),
            head if head.ends_with("reason") => head.to_owned(),
            row => format!("{row},keep,,canary-keep"),
        })
        .collect();
    fs::write(&questions, answers.join("\n")).expect("a written file");
    told(&at_desk(folder, &["lists", "answer", &list, "--answers", &questions, "--close"]));
    told(&at_desk(folder, &["reconcile", "compare", &list]));
    list
}

fn folder() -> Folder {
    Folder::new(&[("theirs.csv", THEIRS), ("sought.csv", SOUGHT), ("layout.toml", LAYOUT)])
}

fn refused(folder: &Folder, arguments: &[&str]) -> String {
    let done = at_desk(folder, arguments);
    assert_eq!(done.status.code(), Some(1), "{}", text(&done.stderr));
    text(&done.stderr)
}

#[test]
fn an_answer_has_the_layout_of_their_sheet_and_says_one_word_a_line() {
    let folder = folder();
    let list = compared(&folder);
    let out = folder.path("reply.csv");
    let write = ["reconcile", "write", &list, "--out", &out];
    assert!(refused(&folder, &write).contains("two people have not released the answer"));
    assert!(refused(&folder, &["reconcile", "release", &list]).contains("no answer to list"));
    let said =
        told(&at_desk(&folder, &["reconcile", "reply", &list, "--doubtful-too", "--as", "one"]));
    assert!(said.contains("drawn up with 3 lines; a second officer"), "{said}");
    let said = refused(&folder, &["reconcile", "release", &list, "--as", "one"]);
    assert!(said.contains("one drew the answer up; it takes two people"), "{said}");
    assert!(refused(&folder, &write).contains("two people have not released"));
    let said = told(&at_desk(&folder, &["reconcile", "release", &list, "--as", "two"]));
    assert!(said.contains("is released by one and two"), "{said}");
    let said = told(&at_desk(&folder, &write));
    assert!(said.contains("3 lines answered"), "{said}");
    let reply = fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = reply.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], ",,,,,,", "their title is theirs");
    assert_eq!(
        lines[1],
        "id,фамилия,имя,дата рождения,состояние здоровья,примечание,safeconduct: answer"
    );
    assert!(lines[2].starts_with("B1,Гайворонь,Александр,14.03.1988,,,"), "{reply}");
    assert_eq!(lines[4], "B3,Мандриченко,Тарас,31.02.1971,,,unknown-to-us", "as they wrote it");
    assert_eq!(lines[5], ",,,,,,not-read");
    assert_eq!(lines[6], "B4,Ткачевский,,09.12.1983,,,not-read");
    for secret in ["canary", "тяжел", "таємно", "HYPERLINK", "17.01", "Олександр", "0.", "%"]
    {
        assert!(!reply.contains(secret), "{secret}: {reply}");
    }
    // Our column is read past when the sheet comes again.
    let again = run(&["lists", "read", &out, "--json"]);
    assert!(!told(&again).contains("safeconduct: answer"), "{}", text(&again.stdout));
}

#[test]
fn an_answer_in_an_agreed_layout_has_its_columns_and_words_and_no_others() {
    let folder = folder();
    let list = compared(&folder);
    let layout = folder.path("layout.toml");
    let draw = ["reconcile", "reply", &list, "--doubtful-too", "--layout", &layout];
    told(&at_desk(&folder, &draw));
    told(&at_desk(&folder, &["reconcile", "release", &list, "--as", "two"]));
    let out = folder.path("reply.csv");
    told(&at_desk(&folder, &["reconcile", "write", &list, "--out", &out]));
    let reply = fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = reply.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "№,Хто,Відповідь");
    assert!(lines[1].starts_with("3,Гайворонь,"), "{reply}");
    assert_eq!(lines[3], "5,Мандриченко,невідомий");
    assert_eq!(lines[5], "7,Ткачевский,not-read");
    let book = folder.path("reply.xlsx");
    told(&at_desk(&folder, &["reconcile", "write", &list, "--out", &book]));
    let odd = at_desk(&folder, &["reconcile", "write", &list, "--out", &folder.path("reply.pdf")]);
    assert_eq!(odd.status.code(), Some(2));
    for (wrong, why) in [
        (LAYOUT.replace("\"surname\"", "\"note\""), "does not come back to them"),
        (LAYOUT.replace("\"answer\"", "\"row\""), "0 of them for the answer"),
        (LAYOUT.replace("unknown-to-us", "unkown"), "`unkown` is no answer"),
        (LAYOUT.replace("невідомий", "matched"), "two answers have one word"),
        (LAYOUT.replace("heading", "title"), "unknown field"),
    ] {
        fs::write(&layout, wrong).unwrap();
        let done = at_desk(&folder, &draw);
        assert_eq!(done.status.code(), Some(2), "{why}");
        assert!(text(&done.stderr).contains(why), "{why}: {}", text(&done.stderr));
    }
}

#[test]
fn a_verdict_that_changes_makes_a_released_answer_void() {
    let folder = folder();
    let list = compared(&folder);
    told(&at_desk(&folder, &["reconcile", "reply", &list, "--doubtful-too"]));
    told(&at_desk(&folder, &["reconcile", "release", &list, "--as", "two"]));
    told(&at_desk(&folder, &["reconcile", "compare", &list]));
    let out = folder.path("reply.csv");
    let write = ["reconcile", "write", &list, "--out", &out];
    assert!(refused(&folder, &write).contains("as the verdicts stand"));
    assert!(!std::path::Path::new(&out).exists());
    // One's own list is not answered.
    let file = folder.path("sought.csv");
    let opened = ["lists", "open", &file, "--from", "a", "--purpose", "request"];
    let opened = told(&at_desk(&folder, &opened));
    let own = opened.split_whitespace().nth(1).unwrap().trim_end_matches(':').to_owned();
    told(&at_desk(&folder, &["lists", "answer", &own, "--close"]));
    told(&at_desk(&folder, &["reconcile", "compare", &own]));
    let said = refused(&folder, &["reconcile", "reply", &own, "--doubtful-too"]);
    assert!(said.contains("is not one that is answered"), "{said}");
}
