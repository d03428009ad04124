//! `safeconduct agreement`, as a negotiator runs it. The people are invented.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Side A's list: line 2 on no point, 3 exactly 25 on the day, 4 young only at capture, 5 sick,
/// 6 seriously wounded, 7 a civilian.
const LIST_A: &str = "\
id,surname,given_name,birth_date,captured_on,health,standing
A-1,Вигаданий,Перший,2002-03-01,2022-05-01,good,
A-2,Вигаданий,Другий,2000-01-15,2025-02-01,good,
A-3,Вигаданий,Третій,1998-01-15,2022-04-12,good,
A-4,Вигаданий,Четвертий,1980-01-01,2022-04-12,sick,
A-5,Вигаданий,П'ятий,1980-01-01,2022-04-12,seriously wounded,
A-6,Вигадана,Шоста,1985-05-05,2022-04-12,good,civilian
";

/// Side B's list: three young people, so that B has more than A.
const LIST_B: &str = "\
id;surname;given_name;birth_date;captured_on;health
B-1;Вымышленный;Один;01.02.2003;12.04.2022;good
B-2;Вымышленный;Два;02.02.2003;12.04.2022;good
B-3;Вымышленный;Три;03.02.2003;12.04.2022;good
";

fn example(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/istanbul-2025");
    folder.join(name).display().to_string()
}

fn safeconduct(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(arguments)
        .output()
        .expect("the binary of this test")
}

/// Runs a command that must succeed, and returns what it printed.
fn answer(arguments: &[&str]) -> String {
    let output = safeconduct(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs a command that must not succeed, and returns its exit code and what it said.
fn failure(arguments: &[&str]) -> (i32, String) {
    let output = safeconduct(arguments);
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    let code = output.status.code().expect("an exit code");
    (code, String::from_utf8(output.stderr).expect("UTF-8"))
}

/// A folder with files of this test alone.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("a file in the temporary folder");
        path
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// The published terms with one change.
fn changed(folder: &Folder, from: &str, to: &str) -> String {
    let terms = fs::read_to_string(example("terms.toml")).expect("the example");
    assert!(terms.contains(from), "{from}");
    text(&folder.file("changed.toml", &terms.replacen(from, to, 1)))
}

#[test]
fn the_check_names_the_seven_known_points_with_the_lines_that_turn_on_each() {
    let folder = Folder::new();
    let a = format!("A={}", text(&folder.file("a.csv", LIST_A)));
    let b = format!("B={}", text(&folder.file("b.csv", LIST_B)));
    let text = answer(&["agreement", "check", &example("terms.toml"), "--list", &b, "--list", &a]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "is somebody who is exactly 25 inside or outside?",
        "list A: 1 of 6 lines turns on it: line 3 (A-2)",
        "is age taken on the day of capture or on the day of handover?",
        "list A: 1 of 6 lines turns on it: line 4 (A-3)",
        "do the categories decide how many go, or a number?",
        "when one side has fewer, do the others of the larger side wait?",
        "3 counted against 1: 2 of them have nobody opposite",
        "are those whom the list calls sick or convalescent seriously sick",
        "offered: GC III Annex I",
        "list A: 1 of 6 lines turns on it: line 5 (A-4)",
        "does each side give the same, or does one side give alone?",
        "There is no common schedule; both name only 2025-06-07, 2025-06-08",
        "on which day? No day is named by both",
        "list A: 1 of 6 lines turns on it: line 7 (A-6)",
    ] {
        assert!(text.contains(said), "`{said}` is not in:\n{text}");
    }
}

#[test]
fn no_name_and_no_birth_date_reaches_the_screen() {
    let folder = Folder::new();
    let list = text(&folder.file("a.csv", LIST_A));
    for json in [false, true] {
        let mut arguments = vec!["agreement", "check"];
        let terms = example("terms.toml");
        arguments.extend([terms.as_str(), "--list", &list]);
        if json {
            arguments.push("--json");
        }
        let text = answer(&arguments);
        for hidden in ["Вигадан", "Перший", "2000-01-15", "1980"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
}

#[test]
fn the_table_fits_a_screen_of_100_columns() {
    let folder = Folder::new();
    let list = text(&folder.file("a.csv", LIST_A));
    let width_max = |text: &str| text.lines().map(|line| line.chars().count()).max();
    for terms in ["terms.toml", "settled.toml"] {
        let text = answer(&["agreement", "check", &example(terms), "--list", &format!("A={list}")]);
        let table: String = text
            .lines()
            .filter(|line| !line.contains(&list))
            .fold(String::new(), |all, line| all + line + "\n");
        assert!(width_max(&table) <= Some(100), "{table}");
    }
}

#[test]
fn json_carries_every_line_and_the_digest_of_every_reading() {
    let folder = Folder::new();
    let rows: String = (1..=30)
        .fold("id,surname,given_name,birth_date,captured_on,health\n".to_owned(), |all, number| {
            all + &format!("A-{number},Вигаданий,Хтось,1980-01-01,2022-04-12,sick\n")
        });
    let list = text(&folder.file("a.csv", &rows));
    let terms = example("terms.toml");
    let shown = answer(&["agreement", "check", &terms, "--list", &list]);
    assert!(shown.contains("and 22 more"), "{shown}");
    let json = answer(&["agreement", "check", &terms, "--list", &list, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let points = json["points"].as_array().expect("points");
    let definition = points.iter().find(|point| point["kind"] == "definition").expect("a point");
    assert_eq!(definition["turns"]["a"]["lines"].as_array().map(Vec::len), Some(30));
    assert_eq!(definition["turns"]["a"]["lines"][29]["row"], 31);
    assert_eq!(json["digests"]["young"]["a"].as_str().map(str::len), Some(64));
    assert_eq!(json["lists"]["a"]["lines"], 30);
}

#[test]
fn the_practice_settlement_is_settled_but_for_two_points() {
    let text = answer(&["agreement", "check", &example("settled.toml")]);
    assert!(text.contains("open points: 2"), "{text}");
    assert!(text.contains("settled:"), "{text}");
    assert!(text.contains("practice:"), "{text}");
}

#[test]
fn sources_are_shown_whole_when_they_are_asked_for() {
    let with = answer(&["agreement", "check", &example("terms.toml"), "--sources"]);
    assert!(with.contains("quantity A: https://www.trtworld.com/article/81d13d26fd6a"), "{with}");
    assert!(!answer(&["agreement", "check", &example("terms.toml")]).contains("https://"));
}

#[test]
fn flawed_terms_end_with_2_and_name_the_file_the_line_and_the_mending() {
    let folder = Folder::new();
    for (from, to, said) in [
        ("upper = \"unsaid\"", "uper = \"unsaid\"", "did you mean `upper`?"),
        ("floor = 1000", "floor = \"1000\"", "clause.quantity.b.rule.floor"),
        (
            "track = \"remains\"",
            "track = \"bodies\"",
            "write one of: prisoners, civilians, remains",
        ),
        ("date = 2025-06-02", "date = 2025-06-31", "this is not TOML"),
        ("format = 1", "", "the key `format` is missing"),
    ] {
        let path = changed(&folder, from, to);
        let (code, message) = failure(&["agreement", "check", &path]);
        assert_eq!(code, 2, "{message}");
        assert!(message.contains(&path) && message.contains("line "), "{message}");
        assert!(message.contains(said), "`{said}` is not in: {message}");
    }
    let empty = text(&folder.file("empty.toml", ""));
    let (code, message) = failure(&["agreement", "check", &empty]);
    assert_eq!(code, 2);
    assert!(message.contains("the file is empty"), "{message}");
    let (code, message) = failure(&["agreement", "check", &text(&folder.0.path().join("none"))]);
    assert_eq!(code, 2, "{message}");
}

#[test]
fn unlawful_terms_end_with_1_and_name_the_line_and_the_article() {
    let folder = Folder::new();
    for (from, to, article) in [
        ("counts = [\"prisoners\"]", "counts = [\"prisoners\", \"civilians\"]", "GC IV art. 34"),
        ("counts = [\"prisoners\"]", "counts = [\"seriously-wounded\"]", "GC III art. 109(1)"),
        ("counts = [\"prisoners\"]", "counts = [\"retained\"]", "GC III art. 33"),
        ("permanent = true\nbars_return = false", "bars_return = true", "GC III art. 6, 112"),
        ("counted = true\nage", "counted = true\nunit = [\"any\"]\nage", "GC III art. 16"),
    ] {
        let path = changed(&folder, from, to);
        let (code, message) = failure(&["agreement", "check", &path]);
        assert_eq!(code, 1, "{message}");
        assert!(message.contains(article) && message.contains("line "), "{message}");
    }
}

#[test]
fn lists_are_told_apart_and_a_third_has_no_side() {
    let folder = Folder::new();
    let (a, b) = (text(&folder.file("a.csv", LIST_A)), text(&folder.file("b.csv", LIST_B)));
    let terms = example("terms.toml");
    let text = answer(&["agreement", "check", &terms, "--list", &b, "--list", &a]);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&format!("side A: Ukraine; list of the people it holds: {b}")), "{flat}");
    let (_, said) =
        failure(&["agreement", "check", &terms, "--list", &a, "--list", &b, "--list", &b]);
    assert!(said.contains("no third side"), "{said}");
    let twice = format!("A={b}");
    let lists = ["--list", twice.as_str(), "--list", twice.as_str()];
    let (code, said) = failure(&[["agreement", "check", &terms].as_slice(), &lists].concat());
    assert_eq!(code, 2);
    assert!(said.contains("side A has two lists"), "{said}");
}

#[test]
fn the_day_of_handover_can_be_named() {
    let folder = Folder::new();
    let list = text(&folder.file("a.csv", LIST_A));
    let terms = example("terms.toml");
    let turning = |day: &str| {
        let text = answer(&["agreement", "check", &terms, "--list", &list, "--on", day]);
        let point = text.split("exactly 25").nth(1).expect("the point about 25");
        let turns = point.split("list A: ").nth(1).expect("what hangs on it");
        turns.split(" of 6").next().expect("a number").to_owned()
    };
    assert_eq!(turning("2025-06-07"), "1");
    // A-1 is 25 by then; A-2 was 25 when captured, which one of the two days still asks about.
    assert_eq!(turning("2027-06-07"), "2");
}

#[test]
fn clauses_are_proposed_and_accepted_in_an_instance_until_the_terms_are_settled() {
    let folder = Folder::new();
    let dir = text(&folder.0.path().join("a"));
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let (terms, settled) = (example("terms.toml"), example("settled.toml"));
    let said = answer(&["agreement", "record", &terms, "--dir", &dir]);
    assert!(said.contains("8 clauses, 13 open points"), "{said}");
    let (code, said) = failure(&["agreement", "propose", &terms, "young", "--dir", &dir]);
    assert!(code == 2 && said.contains("--reading"), "{said}");
    let propose = ["agreement", "propose", &settled, "young", "--dir", &dir];
    let said = answer(&propose);
    let digest = said.split("digest ").nth(1).and_then(|rest| rest.get(..64)).expect("a digest");
    let (code, said) = failure(&propose);
    assert!(code == 1 && said.contains("has proposed clause `young`"), "{said}");
    let accept = ["agreement", "accept", &digest[..12], "--dir", &dir];
    let note = "00".repeat(32);
    let (code, said) = failure(&[&accept[..], &["--by", "b"]].concat());
    assert!(code == 2 && said.contains("--evidence"), "{said}");
    let said = answer(&[&accept[..], &["--by", "b", "--evidence", &note]].concat());
    assert!(said.contains("`young` is AGREED"), "{said}");
    let said = answer(&["agreement", "show", "--dir", &dir]);
    assert!(said.contains("agreed clauses: 1; open points: 10"), "{said}");
    assert!(said.contains("no `quantity` clause is accepted by both sides"), "{said}");
    let json = answer(&["agreement", "show", "--json", "--dir", &dir]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["agreed"]["young"], digest);
}
