//! `safeconduct store` and `safeconduct doctor`, as the keeper of an instance runs them.

#[path = "../../../store/src/tests/cluster.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "written for the store's own unit tests")]
mod cluster;

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

#[test]
fn an_instance_moves_to_a_server_and_back_and_its_commands_stay_the_same() {
    let Some(cluster) = cluster::Cluster::get() else { return };
    let folder = Folder::new();
    let address = cluster.database();
    let done = |arguments: &[&str]| {
        let output = folder.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", told(&output));
        told(&output)
    };
    let digest = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("digest")).map(str::to_owned);
        line.expect("a digest")
    };
    fs::write(folder.path("sought.csv"), "surname,given name\nВигадько,Петро\n").expect("a list");
    let import = |dir: &str| {
        // Another person of the same name: the second time somebody like them is entered already.
        let who = ["--known-too", "--source", "family", "--by", "request", "--dir", dir];
        done(&[&["registry", "import", "sought.csv", "--says", "missing"][..], &who].concat())
    };
    import("a");
    let before = digest(&done(&["store", "verify", "--dir", "a"]));
    let moved = done(&["store", "move", "--dir", "a", "--database", &address]);
    assert_eq!(digest(&moved), before);
    assert!(moved.contains("postgres://postgres@127.0.0.1"), "{moved}");
    assert!(!folder.path("a/journal.sqlite").exists());
    assert_eq!(digest(&done(&["store", "verify", "--dir", "a"])), before);
    let counts = done(&["registry", "show", "--dir", "a"]);
    assert!(counts.contains("1 people with a status"), "{counts}");
    import("a");
    assert!(done(&["doctor", "--dir", "a"]).contains("practice instance of party A"));
    let after = digest(&done(&["store", "verify", "--dir", "a"]));
    assert_ne!(after, before);
    done(&["store", "backup", "--dir", "a", "--out", "kept.sqlite"]);
    let again = folder.run(&["store", "move", "--dir", "a", "--database", &address]);
    assert_eq!(code(&again), 1, "{}", told(&again));

    assert_eq!(digest(&done(&["store", "move", "--dir", "a", "--to-file"])), after);
    assert!(folder.path("a/journal.sqlite").exists());
    assert!(done(&["registry", "show", "--dir", "a"]).contains("2 people with a status"));
    // The backup of it is restored to another database, beside a copy of the key.
    fs::create_dir(folder.path("c")).expect("a folder");
    fs::copy(folder.path("a/instance.key"), folder.path("c/instance.key")).expect("a copied key");
    let other = cluster.database();
    let from = ["store", "restore", "--from", "kept.sqlite", "--dir", "c", "--database", &other];
    assert_eq!(digest(&done(&from)), after);
    assert!(done(&["registry", "show", "--dir", "c"]).contains("2 people with a status"));
    // A new instance on a server, and what is no address.
    let third = cluster.database();
    done(&["store", "create", "--dir", "d", "--party", "b", "--practice", "--database", &third]);
    import("d");
    let wrong =
        folder.run(&["store", "create", "--dir", "e", "--party", "b", "--database", "mysql://x"]);
    assert_ne!(code(&wrong), 0);
    assert!(told(&wrong).contains("postgres://name@host"), "{}", told(&wrong));
    assert!(!folder.path("e").exists(), "nothing is left half-made");
}
