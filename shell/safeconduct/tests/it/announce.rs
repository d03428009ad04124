//! `safeconduct announce`, as a spokesperson runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
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

fn ledger() -> String {
    example("exchanges.csv").display().to_string()
}

#[test]
fn the_account_shows_nine_stages_with_the_fourth_of_july_as_the_eighth() {
    let text =
        answer(&["announce", "account", "--ledger", &ledger(), "--agreement", "2 June 2025"]);
    let stages: Vec<&str> = text.lines().filter(|line| line.contains(" of 9  ")).collect();
    assert_eq!(stages.len(), 9, "{text}");
    assert!(stages[7].trim_start().starts_with("8 of 9  2025-07-04  "), "{}", stages[7]);
    assert!(stages[7].contains("withheld"), "{}", stages[7]);
    assert!(!stages[7].contains("  0  "), "a withheld number is not zero: {}", stages[7]);
    assert!(text.contains("no further round is agreed"));
    assert!(text.contains("remains: bodies, never added to people"));
    assert!(text.contains("to Ukraine: 3657 in 3 handovers"), "{text}");
}

#[test]
fn the_account_lists_the_totals_that_differ_from_the_columns() {
    let text = answer(&["announce", "account", "--ledger", &ledger(), "--json"]);
    let account: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let disputed = account["disputed"].as_array().expect("a list");
    let found: Vec<(&str, u64, u64, u64)> = disputed
        .iter()
        .map(|one| {
            let number = |key: &str| one[key].as_u64().expect("a number");
            let id = one["id"].as_str().expect("an id");
            (id, number("a_says"), number("b_says"), number("difference"))
        })
        .collect();
    let expected = [("X017", 207, 195, 12), ("X025", 189, 150, 39), ("X049", 205, 185, 20)];
    assert_eq!(found, expected);

    // The same file with one column changed gives another answer: nothing is known beforehand.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.csv");
    let changed =
        fs::read_to_string(ledger()).expect("the ledger").replace("207,195,,195", "207,207,,195");
    fs::write(&path, changed).expect("a file");
    let text = answer(&["announce", "account", "--ledger", &path.display().to_string()]);
    assert!(text.contains("differ in 2 places"), "{text}");
    assert!(text.contains("Ukraine says 205, Russia says 185: a difference of 20"), "{text}");
    assert!(text.contains("20 civilians are recorded among them, as many as"), "{text}");
}

#[test]
fn a_ledger_that_cannot_be_read_is_named_with_its_line_and_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.csv");
    let name = path.display().to_string();
    let whole = fs::read(ledger()).expect("the ledger");
    let text = String::from_utf8(whole).expect("UTF-8");
    let with = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("a file");
        failure(&["announce", "account", "--ledger", &name])
    };
    let said = |bytes: &[u8], part: &str| {
        let (code, text) = with(bytes);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(part) && text.contains("hint:"), "{text}");
    };
    said(b"", "the ledger is empty");
    said(text.replacen(",5,,Russia", ",five,,Russia", 1).as_bytes(), "line 2: returned_to_a");
    said(text.replacen("mediator", "broker", 1).as_bytes(), "broker: is no column of a ledger");
    said(text.replacen("2022-03-01,2022", "2022-02-31,2022", 1).as_bytes(), "line 2: date_start");
    let mut bytes = text.clone().into_bytes();
    bytes.extend(b"X068,\xff,\n");
    said(&bytes, "line 69: cell 2 is not UTF-8 text");
    said(text.replace(',', ";").as_bytes(), "is no column");

    let (code, text) = failure(&["announce", "account", "--ledger", "no-such-file.csv"]);
    assert_eq!(code, 2, "{text}");
    let (code, text) =
        failure(&["announce", "account", "--ledger", &ledger(), "--agreement", "Atlantis"]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("Istanbul 2 June 2025"), "{text}");
}

/// Checks one of the example statements, after `earlier.toml` and under `sheet.toml`.
fn check(statement: &Path, more: &[&str]) -> Vec<String> {
    let file = |name: &str| example("statements").join(name).display().to_string();
    let mut arguments = ["announce", "statement", "check"].map(str::to_owned).to_vec();
    arguments.push(statement.display().to_string());
    arguments.extend(["--sheet".to_owned(), file("sheet.toml")]);
    arguments.extend(["--earlier".to_owned(), file("earlier.toml")]);
    arguments.extend(["--on", "2031-07-04"].map(str::to_owned));
    arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
    arguments
}

fn as_str(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

#[test]
fn a_statement_that_gives_nothing_away_is_written_in_three_languages() {
    let good = example("statements").join("good.toml");
    let text = answer(&as_str(&check(&good, &[])));
    assert!(text.starts_with("statement `a-8` may be told"), "{text}");
    assert!(text.contains("Stage 8 of the exchange took place on 4 July 2031."), "{text}");
    assert!(text.contains("етап 8: 22 тіла."), "{text}");
    assert!(text.contains("этап 8: 22 тела."), "{text}");
    assert!(text.contains("Number: withheld."), "{text}");
    let text = answer(&as_str(&check(&good, &["--lang", "en", "--json"])));
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["may-be-told"], true);
    assert_eq!(json["texts"].as_object().expect("texts").len(), 1);
}

#[test]
fn a_statement_that_gives_a_withheld_number_away_is_refused() {
    let (code, text) =
        failure(&as_str(&check(&example("statements").join("subtraction.toml"), &[])));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("anybody could compute prisoners to A, stage 8 (withheld)"), "{text}");
    assert!(text.contains("hint: leave out one of: 890"), "{text}");
    assert!(!text.contains("110"), "the number itself is not shown: {text}");
}

#[test]
fn a_statement_that_names_somebody_is_refused_without_repeating_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let good = fs::read_to_string(example("statements").join("good.toml")).expect("a statement");
    let naming = write("named.toml", &good.replace("the Red Cross", "a friend of Peter Madeupson"));
    let names = write("names.txt", "Madeupson Peter\n\nВигаданко Остап\n").display().to_string();
    let (code, text) = failure(&as_str(&check(&naming, &["--names", &names])));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("the mediator names a person"), "{text}");
    assert!(text.contains("GC III art. 13"), "{text}");
    assert!(!text.contains("Madeupson"), "{text}");
    let text = answer(&as_str(&check(&naming, &[])));
    assert!(text.contains("may be told"), "nobody listed the name, so nobody can know it");

    let unknown = write("unknown.toml", &format!("{good}\nunit = \"third\"\n"));
    let (code, text) = failure(&as_str(&check(&unknown, &[])));
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("unit"), "{text}");
    let (code, text) = failure(&as_str(&check(&write("empty.toml", ""), &[])));
    assert_eq!(code, 2, "{text}");
}

#[test]
fn a_death_is_a_visit_and_never_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("a").display().to_string();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let seat = ["--dir", &dir, "--as", "voice-1", "--role", "spokesperson"];
    let with = |arguments: &[&str]| {
        let mut all = vec!["announce"];
        all.extend_from_slice(arguments);
        all.extend_from_slice(&seat);
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let details = write(
        "details.toml",
        "name = \"Madeupson Anna\"\nrelation = \"sister\"\nreach = \"by letter\"\n",
    );
    let contact = answer(&as_str(&with(&[
        "contact",
        "--person",
        "p1",
        "--kind",
        "to-be-informed",
        "--verified",
        "call-back",
        "--details",
        &details,
    ])));
    let contact = contact.trim().strip_prefix("contact ").expect("an identifier").to_owned();
    let words = write("words.txt", "go with a doctor");
    let about = ["--person", "p1", "--to", &contact, "--words", &words];

    let mut death = vec!["notice", "--tells", "death"];
    death.extend(about);
    let (code, text) = failure(&as_str(&with(&death)));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("would tell of a death") && text.contains("plan a visit"), "{text}");
    let mut early = vec!["notice"];
    early.extend(about);
    let (code, text) = failure(&as_str(&with(&early)));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("not recorded as crossed and identified"), "{text}");

    let mut visit = vec!["visit", "--tells", "death", "--officer", "liaison-2"];
    visit.extend(about);
    let visit = answer(&as_str(&with(&visit)));
    let visit = visit.trim().strip_prefix("visit ").expect("an identifier").to_owned();
    let status = answer(&as_str(&with(&["status"])));
    assert!(status.contains("visits to make: 1"), "{status}");
    assert!(
        status.contains("closed now: the number of people"),
        "no clause, nothing open: {status}"
    );
    answer(&as_str(&with(&["visited", &visit])));
    let status = answer(&as_str(&with(&["status", "--json"])));
    assert!(status.contains("\"visits-to-make\":0"), "{status}");

    let (code, text) = failure(&as_str(&with(&[
        "contact",
        "--person",
        "p1",
        "--kind",
        "kin",
        "--details",
        &write("bad.toml", "name = \"Madeupson Boris\"\nphone = 5\n"),
    ])));
    assert_eq!(code, 2, "{text}");
    assert!(!text.contains("Madeupson"), "a name is not repeated: {text}");
    nothing_readable(&dir, &[b"Madeupson", b"with a doctor"]);
}

/// Looks for secrets in every file of an instance.
fn nothing_readable(dir: &str, secrets: &[&[u8]]) {
    for entry in fs::read_dir(dir).expect("the instance") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a file");
        let has = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!secrets.iter().any(|secret| has(secret)), "sealed in the vault");
    }
}

#[test]
fn the_sheet_waits_for_a_clause_that_both_sides_accept() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("a").display().to_string();
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let sheet = example("statements").join("sheet.toml").display().to_string();
    let (code, text) = failure(&["announce", "sheet", &sheet, "--dir", &dir]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("no disclosure clause is agreed by both sides"), "{text}");
    let (code, text) = failure(&["announce", "done", "--dir", &dir]);
    assert_eq!(code, 1, "{text}");
    let statement = example("statements").join("good.toml").display().to_string();
    let (code, text) = failure(&["announce", "statement", "hear", &statement, "--dir", &dir]);
    assert_eq!(code, 1, "an officer does not speak to the public: {text}");
}
