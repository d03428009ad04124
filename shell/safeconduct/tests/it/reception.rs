//! `safeconduct reception`, as those who receive people run it. All people are invented.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const AT: &str = "2025-06-10T08:00:00Z";

/// Side A's instance after a handover of two people from side B, one of whom came without a line.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { folder: TempDir::new().expect("a folder") };
        let (dir, host) = (home.path("a"), home.path("host"));
        home.run(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
        home.run(&["store", "create", "--dir", &host, "--party", "host", "--practice"]);
        let manifest = home.file(
            "manifest.json",
            r#"{"stage":1,"from":"b","vehicles":[{"id":"bus-1","kind":"bus","seats":2,"stretchers":0}],
               "seats":[{"line":"b-1","vehicle":"bus-1","place":"seat","track":"parity"}]}"#,
        );
        let persons = home.file("persons.csv", "line,person\nb-1,p-1\n");
        home.line("take", &["manifest", &manifest, "--persons", &persons]);
        let leg = ["--stage", "1", "--from", "b"];
        home.line("check", &[&leg[..], &["--line", "b-1", "--outcome", "received"]].concat());
        let six = ["--surname", "Testenko", "--id", "u-1", "--person", "p-7"];
        home.line("unlisted", &[&leg[..], &six].concat());
        home
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a written file");
        path
    }

    fn output(arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
        command.args(arguments).output().expect("the binary of this test")
    }

    fn run(&self, arguments: &[&str]) -> String {
        assert!(self.folder.path().is_dir());
        let output = Self::output(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn line(&self, command: &str, words: &[&str]) -> String {
        let dir = self.path("a");
        let seat = ["--dir", &dir, "--as", "team-1", "--role", "handover-team", "--at", AT];
        self.run(&[&["handover", command], &seat[..], words].concat())
    }

    fn words<'a>(dir: &'a str, role: &'a str, at: &'a str, words: &[&'a str]) -> Vec<&'a str> {
        let seat = ["--dir", dir, "--role", role, "--at", at];
        [&["reception", words[0]], &seat[..], &words[1..]].concat()
    }

    fn at(&self, at: &str, role: &str, words: &[&str]) -> String {
        self.run(&Self::words(&self.path("a"), role, at, words))
    }

    fn officer(&self, words: &[&str]) -> String {
        self.at(AT, "officer", words)
    }

    fn refused(&self, instance: &str, role: &str, words: &[&str]) -> String {
        let dir = self.path(instance);
        let output = Self::output(&Self::words(&dir, role, AT, words));
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        said
    }

    fn arrive(&self) {
        self.officer(&["enrol", "care-1"]);
        let arrive = ["arrive", "--stage", "1", "--owner", "care-1", "--person"];
        self.officer(&[&arrive[..], &["p-1", "--in-host"]].concat());
        self.officer(&[&arrive[..], &["p-7", "--unlisted", "u-1"]].concat());
    }
}

#[test]
fn everybody_who_crossed_is_somebodys_to_care_for() {
    let home = Home::new();
    let due = home.officer(&["due"]);
    assert!(due.contains("person p-1: crossed in stage 1, and nobody answers for them"), "{due}");
    assert!(due.contains("person p-7") && due.contains("to look at: 2"), "{due}");
    let early = ["arrive", "--person", "p-1", "--stage", "1", "--owner", "care-1"];
    assert!(home.refused("a", "officer", &early).contains("owner care-1 is not enrolled"));
    home.arrive();
    assert_eq!(home.officer(&["due"]), "to look at: 0\n");
    let left = home.refused("a", "officer", &["retire", "care-1"]);
    assert!(left.contains("answers for 2 people"), "{left}");
    assert!(left.contains("nobody is without an owner"), "{left}");
    let stranger = ["arrive", "--person", "p-9", "--stage", "1", "--owner", "care-1"];
    assert!(home.refused("a", "officer", &stranger).contains("was not received in stage 1"));
}

#[test]
fn a_host_state_learns_counts_and_no_more() {
    let home = Home::new();
    let out = home.path("host.json");
    let window = ["--opens", AT, "--closes", "2025-06-10T20:00:00Z"];
    let counts = ["host-notice", "--stage", "1", "--people", "2", "--need", "stretcher=1"];
    home.officer(&[&counts[..], &window, &["--out", &out]].concat());
    let sent = fs::read_to_string(&out).expect("the notice");
    assert_eq!(
        sent,
        "{\"stage\":1,\"side\":\"a\",\"people\":2,\"needs\":{\"stretcher\":1},\
         \"opens\":\"2025-06-10T08:00:00Z\",\"closes\":\"2025-06-10T20:00:00Z\"}"
    );
    let more = ["host-notice", "--stage", "1", "--people", "2", "--need", "insulin=3"];
    let said = home.refused("a", "officer", &[&more[..], &window].concat());
    assert!(said.contains("3 need insulin, and 2 come"), "{said}");
    let named = home.refused("host", "officer", &["enrol", "care-1"]);
    assert!(named.contains("never who"), "{named}");
    let report = ["host-report", "--stage", "1", "--side", "a", "--people", "2", "--medical", "2"];
    let dir = home.path("host");
    let rest = ["--psychological", "1", "--went-on", "2"];
    let words = [&report[..], &rest].concat();
    home.run(&Home::words(&dir, "officer", AT, &words));
    // The host's notice cannot be sent on from the host.
    let again = [&counts[..], &["--side", "a", "--out", &out], &window].concat();
    let said = home.refused("host", "officer", &again);
    assert!(said.contains("never goes from H to H"), "{said}");
}

#[test]
fn from_first_help_to_the_last_follow_up() {
    let home = Home::new();
    home.arrive();
    let leave = ["leave-host", "--person", "p-1"];
    let early = home.refused("a", "officer", &leave);
    assert!(early.contains("no medical first help") && early.contains("art. 47"), "{early}");
    let medical = ["medical", "--person", "p-1", "--refeeding-risk", "--allergies", "penicillin"];
    assert!(home.refused("a", "officer", &medical).contains("may not do this"));
    home.at(AT, "clinician", &medical);
    home.at(AT, "clinician", &["psychological", "--person", "p-1", "--declined"]);
    let call = ["call", "--person", "p-1", "--outcome", "made"];
    let nobody = home.refused("a", "officer", &call);
    assert!(nobody.contains("the person decides who may know"), "{nobody}");
    home.officer(&[&call[..], &["--family-may-know", "--name", "sister"]].concat());
    home.officer(&leave);
    home.officer(&["come-home", "--person", "p-1"]);

    home.officer(&["facility", "clinic-1", "--room", "1"]);
    for person in ["p-1", "p-7"] {
        home.at(AT, "clinician", &["medical", "--person", person]);
        home.officer(&["offer", "--person", person, "--facility", "clinic-1", "--wished"]);
    }
    home.officer(&["answer", "--person", "p-1", "--facility", "clinic-1"]);
    let full =
        home.refused("a", "officer", &["answer", "--person", "p-7", "--facility", "clinic-1"]);
    assert!(full.contains("facility clinic-1 is full: 1 of 1"), "{full}");

    home.officer(&["task", "papers", "--person", "p-1", "--due", "2025-07-01"]);
    let month = "2025-07-11T08:00:00Z";
    let due = home.at(month, "officer", &["due"]);
    assert!(due.contains("person p-1 (care-1): follow-up after 1 months, due 2025-07-10"), "{due}");
    assert!(due.contains("clinic-1 was asked and is silent"), "{due}");
    assert!(due.contains("papers, due 2025-07-01"), "{due}");
    for (months, at) in [
        ("1", month),
        ("3", "2025-09-10T08:00:00Z"),
        ("6", "2025-12-10T08:00:00Z"),
        ("12", "2026-06-10T08:00:00Z"),
    ] {
        let words = ["follow-up", "--person", "p-1", "--months", months, "--result", "seen"];
        let said = home.at(at, "clinician", &words);
        assert_eq!(said.contains("it was the last"), months == "12", "{said}");
    }
    let status = home.officer(&["status", "--json"]);
    assert!(status.contains("\"with-an-owner\":2") && status.contains("\"places-free\":0"));
    for word in ["p-1", "penicillin", "sister"] {
        assert!(!status.contains(word), "a status shows counts only");
    }
}

#[test]
fn a_sighting_is_voluntary_and_stays_in_this_registry() {
    let home = Home::new();
    home.arrive();
    let seen = ["sighting", "--person", "p-1", "--alive", "seen", "--surname", "Vydumenko"];
    let asked = home.refused("a", "officer", &seen);
    assert!(asked.contains("of their own will"), "{asked}");
    let said = home.officer(&[&seen[..], &["--voluntary", "--when", "2025-03"]].concat());
    assert!(said.contains("this registry and nowhere else"), "{said}");
    assert_eq!(home.officer(&["claims"]), "sightings that became claims: 1\n");
    assert_eq!(home.officer(&["claims"]), "sightings that became claims: 0\n");
    // The one who was seen is in the registry now, and a search at the line finds them.
    let leg = ["--stage", "1", "--from", "b", "--search", "--surname", "Видуменко"];
    let found = home.line("unlisted", &leg);
    assert!(found.starts_with("people in this registry who may be meant: 1\n"), "{found}");
    assert!(found.contains("(alleged): name "), "{found}");
    let nobody = ["sighting", "--person", "p-1", "--alive", "said", "--voluntary"];
    assert!(home.refused("a", "officer", &nobody).contains("says nothing of whom"));
}
