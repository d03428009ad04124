//! What nobody should hand in, and what a machine does at the worst moment. `docs/bad-input.md` names them all.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::Desk;

/// Names that some program would run, fill in or follow.
const CODE: [&str; 8] = [
    "Robert'); DROP TABLE event;--",
    "' OR '1'='1",
    "{{7*7}}{% include \"x\" %}",
    "${jndi:ldap://localhost/x}",
    "<script>alert(1)</script>",
    "%s%n%x",
    "../../../etc/passwd",
    "=HYPERLINK(\"http://localhost\")",
];

fn import(desk: &Desk, file: &Path) -> std::process::Output {
    let file = file.display().to_string();
    desk.run(&["registry", "import", &file, "--says", "missing", "--source", "family", "--by", "x"])
}

#[test]
fn a_name_that_is_code_stays_a_name() {
    let desk = Desk::new();
    let file = desk.folder.path().join("code.csv");
    let mut list = "Прізвище;Ім'я;По батькові;Дата народження\n".to_owned();
    for (at, name) in CODE.iter().enumerate() {
        let quoted = name.replace('"', "\"\"");
        writeln!(list, "\"{quoted}\";Петро;Іванович;0{}.07.1990", at + 1).expect("a string");
    }
    fs::write(&file, list).expect("a list");
    let entered = import(&desk, &file);
    // Words without letters of a name are a question to whoever closes the list, not an order to a machine.
    if entered.status.code() == Some(1) {
        let said = String::from_utf8_lossy(&entered.stderr);
        assert!(said.contains("findings are not answered"), "{said}");
    }
    for (at, name) in CODE.into_iter().enumerate() {
        let birth = format!("{}-07-31", 1950 + 5 * at);
        let person = desk.added(name, "Петро", &birth, &["--says", "missing"]);
        let shown = desk.answer(&["registry", "show", &person]);
        assert!(shown.contains(&format!("surname: {name}")), "{shown}");
    }
    let counts = desk.answer(&["registry", "show"]);
    assert!(counts.contains("8 people with a status"), "{counts}");
    desk.answer(&["store", "verify"]);
}

/// Runs the program with at most so many 512-byte blocks to a file: a write beyond fails as on a full disk.
fn with_little_room(desk: &Desk, blocks: u32, words: &[&str]) -> std::process::Output {
    Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", &blocks.to_string()])
        .arg(env!("CARGO_BIN_EXE_safeconduct"))
        .args(words)
        .arg("--dir")
        .arg(desk.folder.path().join("a"))
        .output()
        .expect("a shell")
}

#[test]
fn a_disk_that_is_full_in_mid_write_loses_nothing_that_was_acknowledged() {
    let desk = Desk::new();
    desk.import();
    // The log of looks grows by what was asked; events and records must not.
    let kept = || {
        let told = desk.answer(&["store", "verify"]);
        told.lines()
            .filter(|line| !line.starts_with("looks"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let before = kept();
    let file = desk.folder.path().join("many.csv");
    let letters = ["ба", "во", "ги", "де", "жу", "за", "ки", "ло", "му", "ну"];
    let mut list = "Прізвище;Ім'я;По батькові;Дата народження\n".to_owned();
    for at in 0..600_usize {
        let surname = [at / 100, at / 10 % 10, at % 10].map(|digit| letters[digit]).concat();
        let (day, month) = (at % 28 + 1, at % 12 + 1);
        writeln!(list, "Р{surname}ненко;Олена;Іванівна;{day:02}.{month:02}.1980")
            .expect("a string");
    }
    fs::write(&file, list).expect("a list");
    let path = file.display().to_string();
    let words =
        ["registry", "import", &path, "--says", "missing", "--source", "family", "--by", "x"];
    let full = with_little_room(&desk, 1_000, &words);
    let said = String::from_utf8(full.stderr).expect("UTF-8");
    assert_eq!(full.status.code(), Some(70), "{said}");
    assert!(said.contains("look at free space"), "{said}");
    assert_eq!(kept(), before, "nothing half-written");
    let output = desk.run(&words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("600 people entered"));

    let backup = desk.folder.path().join("kept.sqlite").display().to_string();
    let full = with_little_room(&desk, 100, &["store", "backup", "--out", &backup]);
    assert_eq!(full.status.code(), Some(70), "{}", String::from_utf8_lossy(&full.stderr));
    assert!(!Path::new(&backup).exists(), "half a backup is none");
}

#[test]
fn a_clock_that_jumps_back_changes_no_order() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let claim = |says, source, at| {
        let words = ["registry", "claim", &person, "--says", says, "--source", source, "--by", "x"];
        desk.answer(&[&words[..], &["--at", at]].concat())
    };
    claim("acknowledged", "tracing-agency", "2031-05-02T10:00:00Z");
    claim("seen-held", "witness", "2031-05-01T10:00:00Z");
    let shown = desk.answer(&["registry", "show", &person]);
    assert!(shown.contains("confirmed"), "{shown}");
    desk.answer(&["store", "verify"]);
}
