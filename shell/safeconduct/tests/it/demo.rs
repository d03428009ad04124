//! The demonstration as a whole: it ends well, its sealed folder verifies and shows a changed byte, and no
//! invented name is readable where none may be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn safeconduct(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
    command.args(arguments).output().expect("the binary of this test")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    entries
        .flat_map(|entry| {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() { files(&path) } else { vec![path] }
        })
        .collect()
}

/// The surnames of side A's registry, as its own file writes them.
fn surnames(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("lists/a-registry.csv")).expect("A's registry");
    let column =
        text.lines().next().and_then(|head| head.split(',').position(|it| it == "surname"));
    let column = column.expect("a column of surnames");
    let cell = |line: &str| line.split(',').nth(column).map(str::to_owned);
    let names = text.lines().skip(1).filter_map(cell);
    // Two dozen are enough to look for: every record is kept in the same way.
    names.filter(|name| name.chars().count() > 7).take(24).collect()
}

#[test]
fn the_demonstration_runs_verifies_and_keeps_names_to_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = folder.path().join("demo");
    let at = |name: &str| demo.join(name).display().to_string();
    let ran = safeconduct(&["demo", "--no-serve", "--dir", &demo.display().to_string()]);
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("0 without an owner"), "{said}");
    assert!(said.contains("verified: sound"), "{said}");

    let again = safeconduct(&["demo", "--no-serve", "--dir", &demo.display().to_string()]);
    assert_eq!(again.status.code(), Some(1), "nothing is written over");

    let verify = || safeconduct(&["verify", &at("bundle"), "--policy", &at("policy.txt")]);
    assert!(verify().status.success());
    let act = demo.join("bundle/acts/0004.note");
    let sound = fs::read(&act).expect("an act");
    let mut changed = sound.clone();
    changed[sound.len() / 2] ^= 1;
    fs::write(&act, &changed).expect("a changed act");
    let found = verify();
    assert_eq!(found.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&found.stdout).contains("acts/0004.note"));
    fs::write(&act, &sound).expect("the act as it was");

    let names = surnames(&demo);
    assert_eq!(names.len(), 24, "names to look for");
    for path in ["bundle", "a", "b", "mediator", "host"].iter().flat_map(|it| files(&demo.join(it)))
    {
        let bytes = fs::read(&path).expect("a readable file");
        let text = String::from_utf8_lossy(&bytes);
        let readable = names.iter().find(|name| text.contains(name.as_str()));
        assert!(readable.is_none(), "a name is readable in {}", path.display());
    }
}
