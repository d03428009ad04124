//! `safeconduct reconcile` as an officer runs it. All people are invented.

mod odd;
mod reply;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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
fn a_reference_that_is_a_formula_is_written_as_text() {
    let formula = THEIRS.replace("B2", "=HYPERLINK(B2)");
    assert_ne!(formula, THEIRS);
    let folder = Folder::new(&[("theirs.csv", &formula)]);
    let (list, out) = (folder.path("theirs.csv"), folder.path("pairs.csv"));
    let done = run(&["reconcile", &list, "--within", "--out", &out]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let written = folder.pairs("pairs.csv");
    let mut both: Vec<&str> =
        likely(&written).into_iter().flat_map(|(one, other)| [one, other]).collect();
    both.sort_unstable();
    assert_eq!(both, ["'=HYPERLINK(B2)", "B3"]);
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

const REGISTRY: &str = "\
id,прізвище,ім'я,по батькові,дата народження,місце народження,підрозділ,статус
P1,Гайворонь,Олександр,Миколайович,14.03.1988,Бахмут,301 омбр,зниклий безвісти
P2,Сорочинець,Дмитро,Петрович,02.11.1991,Київ,301 омбр,повернувся
P3,Левадний,Сергій,Іванович,21.07.1979,Одеса,302 обмп,загинув
P4,Криничний,Андрій,Олексійович,30.01.1999,Харків,303 осб,цивільний
P5,Ткачівський,Юрій,Васильович,09.12.1983,Суми,304 бр НГУ,confirmed
";

const OFFERED: &str = "\
id;фамилия;имя;отчество;дата рождения;место рождения;подразделение
B1;Гайворонь;Александр;Николаевич;14.03.1988;Артемовск;301 омбр
B2;Сорочинец;Дмитрий;Петрович;02.11.1991;Киев;301 омбр
B3;Левадный;Сергей;Иванович;21.07.1979;Одесса;302 обмп
B4;Криничный;Андрей;Алексеевич;30.01.1999;Харьков;303 осб
B5;Ткачевский;Юрий;Васильевич;12.09.1983;Сумы;304 бр НГУ
B6;ГАЙВОРОНЬ;Александр;Николаевич;14.03.1988;;301 омбр
B7;Мандриченко;Тарас;Богданович;05.09.1971;Львов;390 омбр
B8;Ткачевский;Павел;Васильевич;09.12.1983;Сумы;304 бр НГУ
";

#[test]
fn each_line_against_a_registry_gets_a_verdict_and_those_that_need_a_person_come_first() {
    let folder = Folder::new(&[("registry.csv", REGISTRY), ("theirs.csv", OFFERED)]);
    let (theirs, registry) = (folder.path("theirs.csv"), folder.path("registry.csv"));
    let (table, book) = (folder.path("verdicts.csv"), folder.path("verdicts.xlsx"));
    for out in [&table, &book] {
        let done = run(&["reconcile", &theirs, "--registry", &registry, "--out", out]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert!(text(&done.stdout).contains("8 lines against 5 people"), "{}", text(&done.stdout));
    }
    let mut reader = csv::Reader::from_path(&table).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let said: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (&row[1], &row[3], &row[7])).collect();
    assert_eq!(
        said,
        [
            ("B8", "doubtful", "P5"),
            ("B3", "reported-dead", "P3"),
            ("B2", "returned-already", "P2"),
            ("B4", "civilian", "P4"),
            ("B6", "twice", "P1"),
            ("B7", "unknown-to-us", ""),
            ("B5", "matched", "P5"),
            ("B1", "matched", "P1"),
        ]
    );
    assert!(rows[0][11].starts_with("given-name/6 other-name -"), "{}", &rows[0][11]);
    assert_eq!(&rows[6][10], "birth-date: day-month-exchanged");
    let table = fs::read_to_string(&table).unwrap().to_lowercase();
    assert!(!table.contains("гайворон") && !table.contains("1988"), "a program needs no names");
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));
}

#[test]
fn a_registry_that_says_something_unknown_is_refused_by_its_row_and_nothing_is_written() {
    let unknown = REGISTRY.replace("повернувся", "десь");
    let nameless = "id,звання\n1,солдат\n";
    let files = [
        ("theirs.csv", OFFERED),
        ("good.csv", REGISTRY),
        ("unknown.csv", unknown.as_str()),
        ("nameless.csv", nameless),
        ("empty.csv", "id,прізвище\n"),
    ];
    let folder = Folder::new(&files);
    let theirs = folder.path("theirs.csv");
    for (registry, out, said) in [
        ("unknown.csv", "verdicts.csv", "row 3: `десь` is no status"),
        ("nameless.csv", "verdicts.csv", "no column of surnames"),
        ("empty.csv", "verdicts.csv", "holds nobody"),
        ("nowhere.csv", "verdicts.csv", "nowhere.csv"),
        ("good.csv", "verdicts.txt", ".xlsx or .csv"),
    ] {
        let (registry, out) = (folder.path(registry), folder.path(out));
        let done = run(&["reconcile", &theirs, "--registry", &registry, "--out", &out]);
        assert_eq!(done.status.code(), Some(2), "{said}");
        let told = text(&done.stderr);
        assert!(told.contains(said) && told.contains("hint"), "{told}");
        assert!(!Path::new(&out).exists());
    }
    let registry = folder.path("good.csv");
    let done = run(&["reconcile", &theirs, "--registry", &registry, "--out", &registry]);
    assert!(!done.status.success(), "a registry is never written over");
    assert_eq!(fs::read_to_string(&registry).unwrap(), REGISTRY);
}

#[test]
fn a_registry_without_statuses_or_references_is_used_and_told_of() {
    let bare = "прізвище,ім'я,по батькові,дата народження,місце народження\n\
                Сорочинець,Дмитро,Петрович,02.11.1991,Київ\n\
                Левадний,Сергій,Іванович,21.07.1979,Одеса\n";
    let folder = Folder::new(&[("registry.csv", bare), ("theirs.csv", OFFERED)]);
    let (theirs, registry) = (folder.path("theirs.csv"), folder.path("registry.csv"));
    let out = folder.path("verdicts.csv");
    let done = run(&["reconcile", &theirs, "--registry", &registry, "--out", &out]);
    let told = text(&done.stdout);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(told.contains("no column `status`") && told.contains("called by their rows"), "{told}");
    let table = fs::read_to_string(&out).unwrap();
    assert!(table.contains("row-2") && !table.contains("returned-already"), "{table}");
}

/// Runs a command on an instance and returns what it printed.
fn at_desk(folder: &Folder, arguments: &[&str]) -> Output {
    let dir = folder.path("a");
    run(&[arguments, &["--dir", &dir]].concat())
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn an_instance_keeps_verdicts_and_people_settle_what_is_doubtful() {
    let none = "question,answer,value,reason\n";
    let sought = REGISTRY.lines().map(|line| line.rsplit_once(',').unwrap().0);
    let sought = sought.collect::<Vec<_>>().join("\n");
    let files = [("theirs.csv", OFFERED), ("sought.csv", sought.as_str()), ("none.csv", none)];
    let folder = Folder::new(&files);
    told(&at_desk(&folder, &["store", "create", "--party", "a", "--practice"]));
    let file = folder.path("sought.csv");
    let source = ["--source", "own-forces", "--by", "bureau"];
    told(&at_desk(&folder, &[&["registry", "import", &file][..], &source].concat()));
    let file = folder.path("theirs.csv");
    let opened = ["lists", "open", &file, "--from", "b", "--purpose", "offer"];
    let opened = told(&at_desk(&folder, &opened));
    let list = opened.split_whitespace().nth(1).unwrap().trim_end_matches(':').to_owned();
    let questions = folder.path("questions.csv");
    told(&at_desk(&folder, &["lists", "show", &list, "--questions", &questions]));
    let keep: Vec<String> = fs::read_to_string(&questions)
        .unwrap()
        .lines()
        .map(|line| line.replace(",,,", ",keep,,as it stands"))
        .collect();
    fs::write(&questions, keep.join("\n")).unwrap();
    told(&at_desk(&folder, &["lists", "answer", &list, "--answers", &questions, "--close"]));

    let early = at_desk(&folder, &["reconcile", "show", &list]);
    assert!(text(&early.stderr).contains("was not compared yet"), "{}", text(&early.stderr));
    let out = folder.path("verdicts.csv");
    let done = told(&at_desk(&folder, &["reconcile", "compare", &list, "--out", &out]));
    assert!(done.contains("doubtful              1"), "{done}");
    // The line is called by its row; nobody is told of a death on one word.
    let table = fs::read_to_string(&out).unwrap();
    let first: Vec<&str> = table.lines().nth(1).unwrap().split(',').collect();
    let (row, person) = (first[0], first[7]);
    let settle = ["reconcile", "settle", &list, row, "reported-dead", "--person", person];
    let done = told(&at_desk(&folder, &[&settle[..], &["--as", "officer-1"]].concat()));
    assert!(done.contains("a second officer"), "{done}");
    let again = at_desk(&folder, &[&settle[..], &["--as", "officer-1"]].concat());
    assert_eq!(again.status.code(), Some(1));
    let done = told(&at_desk(&folder, &[&settle[..], &["--as", "officer-2"]].concat()));
    assert!(done.contains("is reported-dead; 0 lines are doubtful"), "{done}");
    let shown = told(&at_desk(&folder, &["reconcile", "show", &list, "--out", &out]));
    assert!(shown.contains("reported dead         1"), "{shown}");
    let table = fs::read_to_string(&out).unwrap();
    let settled = table.lines().find(|line| line.starts_with(&format!("{row},"))).unwrap();
    assert!(settled.contains("reported-dead"), "{settled}");
}
