//! `safeconduct registry`, as an officer runs it. All people are invented.

mod bad_input;
mod decoys;
mod identity;
mod looks;
mod papers;
mod retention;

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Founds an instance of side A.
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("a folder") };
        desk.answer(&["store", "create", "--party", "a", "--practice"]);
        desk
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(arguments)
            .arg("--dir")
            .arg(self.folder.path().join("a"))
            .output()
            .expect("the binary of this test")
    }

    /// Runs a command that must succeed, and returns what it printed.
    fn answer(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command that must fail with an exit code, and returns what it said.
    fn failure(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    /// Enters three people whom their families look for.
    fn import(&self) {
        let file = self.folder.path().join("sought.csv");
        let list = "Прізвище;Ім'я;По батькові;Дата народження;Звання\n\
            Коваль;Петро;Іванович;31.07.1990;солдат\n\
            Савчук;Олена;Василівна;02.03.1988;сержант\n\
            Мельник;Іван;;1979;\n";
        fs::write(&file, list).expect("a written file");
        let file = file.display().to_string();
        let text = self.answer(&[
            "registry",
            "import",
            &file,
            "--says",
            "missing",
            "--source",
            "family",
            "--by",
            "tracing requests of May",
            "--language",
            "uk",
        ]);
        assert!(text.contains("3 people entered as missing"), "{text}");
    }

    /// Finds the person whom a search names first.
    fn find(&self, name: &str) -> String {
        let text = self.answer(&["registry", "search", name]);
        text.split_whitespace().nth(1).expect("somebody was found").to_owned()
    }
}

#[test]
fn people_are_imported_found_in_another_script_and_climb_the_ladder() {
    let desk = Desk::new();
    desk.import();
    let text = desk.answer(&["registry", "search", "KOVAL Petro"]);
    assert!(text.contains("sought  Коваль Петро Іванович  1990-07-31"), "{text}");
    let person = desk.find("KOVAL Petro");
    let text = desk.answer(&[
        "registry",
        "claim",
        &person,
        "--says",
        "seen-held",
        "--source",
        "witness",
        "--by",
        "a comrade who returned",
        "--reliability",
        "b",
        "--credibility",
        "2",
        "--place",
        "a camp",
    ]);
    assert!(text.contains("alleged by the word of Witness"), "{text}");
    let refused = desk.failure(
        1,
        &[
            "registry",
            "claim",
            &person,
            "--says",
            "acknowledged",
            "--source",
            "published",
            "--by",
            "x",
        ],
    );
    assert!(refused.contains("because: GC III art. 122 and 123"), "{refused}");
    let refused = desk.failure(1, &["registry", "claim", &person, "--says", "crossed"]);
    assert!(refused.contains("names nobody who says it"), "{refused}");
    let shown = desk.answer(&["registry", "show", &person]);
    for part in ["a comrade who returned", "tracing requests of May", "rank: солдат", "at a camp"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let counts = desk.answer(&["registry", "show"]);
    assert!(counts.contains("sought       2") && counts.contains("alleged      1"), "{counts}");
    let past = desk.answer(&["registry", "show", "--on", "2001-01-01"]);
    assert!(past.contains("0 people with a status"), "{past}");
}

#[test]
fn a_second_officer_confirms_a_merge_and_it_can_be_undone() {
    let desk = Desk::new();
    desk.import();
    let (one, other) = (desk.find("Коваль Петро"), desk.find("Савчук Олена"));
    desk.answer(&[
        "registry",
        "claim",
        &other,
        "--says",
        "seen-held",
        "--source",
        "witness",
        "--by",
        "a comrade",
    ]);
    let text = desk.answer(&["registry", "merge", &one, &other, "--reason", "one number"]);
    let claim = text.split_whitespace().nth(1).expect("a reference").to_owned();
    let alone = desk.failure(1, &["registry", "confirm", &claim]);
    assert!(alone.contains("cannot be the second"), "{alone}");
    desk.answer(&["registry", "confirm", &claim, "--as", "officer-2"]);
    assert!(desk.answer(&["registry", "show", &one]).contains("alleged"));
    assert!(desk.answer(&["registry", "show"]).contains("2 people with a status, in 3 entries"));
    desk.answer(&["registry", "unmerge", &claim]);
    assert!(desk.answer(&["registry", "show", &one]).contains("sought"));
}

#[test]
fn erasing_leaves_no_record_about_the_person_and_a_sound_journal() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("Мельник Іван");
    let text = desk.answer(&["registry", "erase", &person]);
    assert!(text.contains("0 records about them are left"), "{text}");
    assert!(desk.answer(&["registry", "show", &person]).contains("was erased"));
    let gone = desk.answer(&["registry", "search", "Мельник Іван"]);
    assert!(gone.contains("0 people found"), "{gone}");
    desk.answer(&["store", "verify"]);
    let again = desk.failure(1, &["registry", "erase", &person]);
    assert!(again.contains("was erased"), "{again}");
}

#[test]
fn a_card_an_event_and_weekly_health_are_claims_and_what_is_owed_is_named() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("Koval Petro");
    let agency = ["--source", "tracing-agency", "--by", "notice 12"];
    let claim = |says: &str, more: &[&str]| {
        let start = ["registry", "claim", &person, "--says", says];
        desk.answer(&[&start[..], &agency[..], more].concat())
    };
    let text = desk.answer(&["registry", "owed"]);
    assert!(text.contains("0 people held, about 0 of them"), "{text}");
    let card = ["surname=Коваль", "given-name=Петро", "prisoner-number=4711", "power=unable"];
    let card: Vec<&str> = card.iter().flat_map(|field| ["--field", *field]).collect();
    let text = claim("capture-card", &card);
    assert!(text.contains("confirmed by the word of TracingAgency"), "{text}");
    let text = claim("transferred", &["--place", "camp 3", "--when", "2025-05"]);
    assert!(text.contains("confirmed"), "{text}");
    claim("health", &["--at", "2025-06-01T08:00:00Z", "--field", "health=seriously-wounded"]);
    let text = desk.answer(&["registry", "owed", "--at", "2025-06-12T08:00:00Z"]);
    assert!(text.contains("health: last reported on 2025-06-01, owed every week"), "{text}");
    assert!(text.contains("mother-maiden-name"), "{text}");
    assert!(!text.contains("power"), "that somebody was unable to say is an answer: {text}");
    assert!(text.contains("1 people held, about 1 of them"), "{text}");
    let text = claim("escaped", &["--at", "2025-06-13T08:00:00Z"]);
    assert!(text.contains("sought"), "{text}");

    for (field, said) in [
        ("shoe-size=43", "`shoe-size` is no field; the fields are id, surname"),
        ("surname", "write FIELD=TEXT"),
        ("surname=", "nothing is said of `surname`"),
    ] {
        let start = ["registry", "claim", &person, "--says", "identity", "--field", field];
        let text = desk.failure(2, &[&start[..], &agency[..]].concat());
        assert!(text.contains(said), "{text}");
    }
    let start = ["registry", "claim", &person, "--says", "health"];
    let text = desk.failure(1, &[&start[..], &agency[..]].concat());
    assert!(text.contains("--field health=TEXT"), "{text}");
}
