//! `safeconduct reconcile` and `safeconduct names` as an officer runs them. All people are invented.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const OURS: &str = "\
id,прізвище,ім'я,по батькові,дата народження,місце народження,звання,підрозділ
A1,Гайворонь,Олександр,Миколайович,1988-03-14,Бахмут,солдат,301 омбр
A2,Сорочинець,Дмитро,Петрович,1991-11-02,Київ,сержант,301 омбр
A3,Левадний,Сергій,Іванович,1979-07-21,Одеса,матрос,302 обмп
A4,Криничний,Андрій,Олексійович,1999-01-30,Харків,солдат,303 осб
A5,Ткачівський,Юрій,Васильович,1983-12-09,Суми,старший солдат,304 бр НГУ
";

const THEIRS: &str = "\
id;фамилия;имя;отчество;дата рождения;место рождения;звание;подразделение
B1;Левадный;Сергей;Иванович;21.07.1979;Одесса;матрос;302 обмп
B2;Гайворонь;Александр;Николаевич;14.03.1988;Артемовск;рядовой;301 омбр
B3;ГАЙВОРОН;Александр;;14.03.1988;;рядовой;301 омбр
B4;Мандриченко;Тарас;Богданович;05.09.1971;Львов;майор;390 омбр
";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_safeconduct")).args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in files {
            fs::write(folder.path().join(name), content).expect("a file");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("a plain path").to_owned()
    }

    fn pairs(&self, name: &str) -> Vec<(String, String, f64)> {
        let mut reader = csv::Reader::from_path(self.0.path().join(name)).expect("pairs");
        let rows = reader.records().map(|row| {
            let row = row.expect("a row");
            (row[0].to_owned(), row[1].to_owned(), row[2].parse().expect("a probability"))
        });
        rows.collect()
    }
}

fn likely(pairs: &[(String, String, f64)]) -> Vec<(&str, &str)> {
    let mut likely: Vec<(&str, &str)> = pairs
        .iter()
        .filter(|pair| pair.2 >= 0.5)
        .map(|pair| (pair.0.as_str(), pair.1.as_str()))
        .collect();
    likely.sort_unstable();
    likely
}

#[test]
fn two_lists_in_two_languages_meet_and_a_person_listed_twice_keeps_both_rows() {
    let folder = Folder::new(&[("ours.csv", OURS), ("theirs.csv", THEIRS)]);
    let done = run(&[
        "reconcile",
        &folder.path("ours.csv"),
        &folder.path("theirs.csv"),
        "--out",
        &folder.path("pairs.csv"),
        "--report",
        &folder.path("report.txt"),
    ]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let pairs = folder.pairs("pairs.csv");
    assert_eq!(likely(&pairs), [("A1", "B2"), ("A1", "B3"), ("A3", "B1")]);
    let said = fs::read_to_string(folder.path("pairs.csv")).unwrap()
        + &fs::read_to_string(folder.path("report.txt")).unwrap()
        + &text(&done.stdout);
    assert!(!said.to_lowercase().contains("гайворон"), "no name leaves the lists");
}

#[test]
fn a_list_in_windows_1251_is_read_like_any_other() {
    let folder = Folder::new(&[("ours.csv", OURS)]);
    let old: Vec<u8> = THEIRS.chars().map(windows_1251).collect();
    fs::write(folder.path("theirs.csv"), old).unwrap();
    let (left, right) = (folder.path("ours.csv"), folder.path("theirs.csv"));
    let out = folder.path("pairs.csv");
    let done = run(&["reconcile", &left, &right, "--out", &out]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(likely(&folder.pairs("pairs.csv")), [("A1", "B2"), ("A1", "B3"), ("A3", "B1")]);
}

/// Russian letters stand in one block of the old code page.
fn windows_1251(letter: char) -> u8 {
    match u32::from(letter) {
        ascii @ 0..=0x7f => u8::try_from(ascii).expect("one byte in the old code page"),
        cyrillic @ 0x410..=0x44f => {
            u8::try_from(cyrillic - 0x410 + 0xc0).expect("one byte in the old code page")
        }
        other => panic!("no letter of the test: {other:x}"),
    }
}

#[test]
fn within_finds_who_stands_twice() {
    let folder = Folder::new(&[("theirs.csv", THEIRS)]);
    let (list, out) = (folder.path("theirs.csv"), folder.path("pairs.csv"));
    let done = run(&["reconcile", &list, "--within", "--out", &out]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(likely(&folder.pairs("pairs.csv")), [("B2", "B3")]);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut lines: Vec<&str> = THEIRS.lines().collect();
    lines[1..].reverse();
    let turned = lines.join("\n");
    let folder = Folder::new(&[("a.csv", OURS), ("b.csv", THEIRS), ("turned.csv", &turned)]);
    for (right, out) in [("b.csv", "one.csv"), ("turned.csv", "two.csv")] {
        let (left, right, out) = (folder.path("a.csv"), folder.path(right), folder.path(out));
        assert!(run(&["reconcile", &left, &right, "--out", &out]).status.success());
    }
    let read = |name: &str| fs::read(folder.path(name)).unwrap();
    assert_eq!(read("one.csv"), read("two.csv"));
}

#[test]
fn a_mapping_file_names_the_columns_of_any_table() {
    let left = "rec,family,first,born,zip\n1,neumann,michaela,19151111,4223\n2,painter,ann,19161214,4066\n";
    let right =
        "rec,family,first,born,zip\n7,neuman,michaela,19151111,4223\n8,white,joe,19500101,1000\n";
    let map = "id = \"rec\"\n[columns]\nfamily = \"surname\"\nfirst = \"given-name\"\n\
               born = \"birth-date\"\nzip = \"postcode\"\n";
    let folder = Folder::new(&[("l.csv", left), ("r.csv", right), ("map.toml", map)]);
    let (l, r) = (folder.path("l.csv"), folder.path("r.csv"));
    let (out, map) = (folder.path("pairs.csv"), folder.path("map.toml"));
    let done = run(&["reconcile", &l, &r, "--out", &out, "--columns", &map]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(likely(&folder.pairs("pairs.csv")), [("1", "7")]);
}

#[test]
fn bad_input_is_named_and_nothing_is_written() {
    let repeated = "id,surname\n1,Коваль\n1,Мельник\n";
    let files = [
        ("good.csv", "id,surname\n1,Коваль\n"),
        ("empty.csv", ""),
        ("repeated.csv", repeated),
        ("no-id.csv", "surname\nКоваль\n"),
        ("strange.csv", "id,colour\n1,red\n"),
        ("map.toml", "[columns]\nfamily = \"surname\"\n"),
        ("bad.toml", "[columns]\nsurname = \"colour\"\n"),
    ];
    let folder = Folder::new(&files);
    let out = folder.path("pairs.csv");
    for (file, map, word) in [
        ("empty.csv", None, "empty"),
        ("repeated.csv", None, "`1`"),
        ("no-id.csv", None, "`id`"),
        ("strange.csv", None, "no column can be compared"),
        ("nowhere.csv", None, "nowhere.csv"),
        ("good.csv", Some("map.toml"), "`family`"),
        ("good.csv", Some("bad.toml"), "colour"),
    ] {
        let (good, bad) = (folder.path("good.csv"), folder.path(file));
        let mut arguments = vec!["reconcile", &good, &bad, "--out", &out];
        let map = map.map(|map| folder.path(map));
        if let Some(map) = &map {
            arguments.extend(["--columns", map]);
        }
        let done = run(&arguments);
        assert_eq!(done.status.code(), Some(2), "{file}");
        let said = text(&done.stderr);
        assert!(said.contains(word) && said.contains("hint"), "{file}: {said}");
        assert!(!Path::new(&out).exists());
    }
}

#[test]
fn lists_without_people_or_values_give_no_pairs() {
    let folder = Folder::new(&[
        ("none.csv", "id,surname,given name\n"),
        ("blank.csv", "id,surname,given name\n1,,\n2,невідомо,\n"),
        (
            "long.csv",
            &format!("id,surname,given name\n1,{},\u{202e}Иван\u{200b}\n", "ж".repeat(10_000)),
        ),
    ]);
    let out = folder.path("pairs.csv");
    for (left, right) in
        [("none.csv", "blank.csv"), ("blank.csv", "blank.csv"), ("long.csv", "none.csv")]
    {
        let (left, right) = (folder.path(left), folder.path(right));
        let done = run(&["reconcile", &left, &right, "--out", &out]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert_eq!(folder.pairs("pairs.csv"), []);
    }
}

#[test]
fn names_are_scored_line_by_line_and_explained() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(["names", "score"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = "Гайворонь Олександр Миколайович\tHAIVORON Aleksandr Nikolaevich\n\
                 Левадний Сергій Іванович\tЛевадный Степан Иванович\n\t\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let scores: Vec<f64> = text(&output.stdout).lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(scores.len(), 3);
    assert!(scores[0] > 0.9 && scores[1] < 0.1 && scores[2] < 0.1, "{scores:?}");

    let explained = text(&run(&["names", "explain", "Микола Левадний", "Levadnyi Nikolay"]).stdout);
    assert!(explained.contains("forms of one name"), "{explained}");
    assert_eq!(run(&["names", "explain", "", "Коваль"]).status.code(), Some(2));
}
