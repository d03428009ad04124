//! `safeconduct store` and `safeconduct doctor`, as the keeper of an instance runs them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder in which `a` is a practice instance.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        let made = folder.run(&["store", "create", "--dir", "a", "--party", "a", "--practice"]);
        assert_eq!(code(&made), 0, "{}", told(&made));
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .expect("the binary of this test")
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn told(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(text).expect("text")
}

#[test]
fn an_instance_is_founded_once_and_verifies() {
    let folder = Folder::new();
    let again = folder.run(&["store", "create", "--dir", "a", "--party", "b"]);
    assert_eq!(code(&again), 1);
    assert!(told(&again).contains("already holds an instance"));
    let verified = folder.run(&["store", "verify", "--dir", "a", "--json"]);
    assert_eq!(code(&verified), 0);
    let report: serde_json::Value = serde_json::from_slice(&verified.stdout).expect("JSON");
    assert_eq!(report["sound"], true);
    assert_eq!(report["digest"].as_str().map(str::len), Some(64));
    let rebuilt = folder.run(&["store", "rebuild", "--dir", "a"]);
    assert_eq!(code(&rebuilt), 0, "{}", told(&rebuilt));
    assert!(told(&rebuilt).contains("at version 0"));
}

#[test]
fn a_backup_restores_only_with_its_key_and_into_no_instance() {
    let folder = Folder::new();
    let backup = ["store", "backup", "--dir", "a", "--out", "kept.sqlite"];
    assert_eq!(code(&folder.run(&backup)), 0);
    let over = folder.run(&backup);
    assert_eq!(code(&over), 1);
    assert!(told(&over).contains("kept.sqlite exists already"));

    let restore = ["store", "restore", "--from", "kept.sqlite", "--dir", "new"];
    fs::create_dir(folder.path("new")).expect("a folder");
    let keyless = folder.run(&restore);
    assert_eq!(code(&keyless), 1);
    assert!(told(&keyless).contains("instance.key"), "{}", told(&keyless));
    assert!(!folder.path("new/journal.sqlite").exists());

    let other = folder.run(&["store", "create", "--dir", "other", "--party", "b"]);
    assert_eq!(code(&other), 0);
    fs::copy(folder.path("other/instance.key"), folder.path("new/instance.key")).expect("a copy");
    let wrong = folder.run(&restore);
    assert_eq!(code(&wrong), 1);
    assert!(told(&wrong).contains("does not open"), "{}", told(&wrong));
    assert!(!folder.path("new/journal.sqlite").exists());

    fs::copy(folder.path("a/instance.key"), folder.path("new/instance.key")).expect("a copy");
    assert_eq!(code(&folder.run(&restore)), 0);
    let digest = |dir| told(&folder.run(&["store", "verify", "--dir", dir]));
    assert_eq!(digest("new"), digest("a"));
    assert_eq!(code(&folder.run(&restore)), 1);
}

#[test]
fn what_is_no_instance_is_named_with_a_hint() {
    let folder = Folder::new();
    let none = folder.run(&["store", "verify", "--dir", "nowhere"]);
    assert_eq!(code(&none), 2);
    assert!(told(&none).contains("nowhere holds no instance"));
    fs::write(folder.path("letter"), "not a database").expect("a file");
    fs::create_dir(folder.path("new")).expect("a folder");
    fs::copy(folder.path("a/instance.key"), folder.path("new/instance.key")).expect("a copy");
    let letter = folder.run(&["store", "restore", "--from", "letter", "--dir", "new"]);
    assert_eq!(code(&letter), 1);
    assert!(told(&letter).contains("not a SQLite database"), "{}", told(&letter));
    let names: Vec<_> = fs::read_dir(folder.path("new")).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn the_doctor_finds_a_sound_instance_and_leaves_nothing_behind() {
    let folder = Folder::new();
    let before = fs::read_dir(folder.path("a")).expect("a folder").count();
    let sound = folder.run(&["doctor", "--dir", "a"]);
    assert_eq!(code(&sound), 0, "{}", told(&sound));
    let text = told(&sound);
    for word in ["SQLite 3.", "MiB free", "practice instance of party A", "a write takes"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(fs::read_dir(folder.path("a")).expect("a folder").count(), before);
    assert_eq!(code(&folder.run(&["doctor", "--dir", "nowhere"])), 2);
}

#[cfg(unix)]
#[test]
fn the_doctor_refuses_a_key_that_others_may_read_and_a_journal_with_another_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let key = folder.path("a/instance.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("permissions");
    let open = folder.run(&["doctor", "--dir", "a"]);
    assert_eq!(code(&open), 1);
    assert!(told(&open).contains("chmod 600"), "{}", told(&open));

    fs::remove_file(&key).expect("a key");
    let lost = folder.run(&["doctor", "--dir", "a"]);
    assert_eq!(code(&lost), 1);
    assert!(told(&lost).contains("does not exist"), "{}", told(&lost));
}
