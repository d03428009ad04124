//! A list whose time is over. All people are invented.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{Desk, answer, failure};

const THEIRS: &str = "\
id;фамилия;имя;отчество;дата рождения;примечание
B-1;Гайворонь;Александр;Николаевич;14.03.1988;canary-note
B-2;Левадный;Сергей;Иванович;31.02.1979;canary-other
";
/// What stands in the sheet, in answers and in lines, and nowhere else.
const PLANTED: [&str; 6] =
    ["Левадный", "левадный", "levadn", "canary-note", "canary-other", "canary-reason"];
const SOUGHT: &str =
    "прізвище,ім'я,по батькові,дата народження\nГайворонь,Олександр,Миколайович,14.03.1988\n";

struct Instance {
    desk: Desk,
    dir: String,
}

impl Instance {
    fn run(&self, at: &str, arguments: &[&str]) -> String {
        answer(&[arguments, &["--dir", &self.dir, "--at", at]].concat())
    }

    fn fails(&self, at: &str, arguments: &[&str]) -> String {
        failure(1, &[arguments, &["--dir", &self.dir, "--at", at]].concat())
    }

    /// Every file of the instance.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(&self.dir).expect("a readable folder");
        let paths = entries.map(|entry| entry.expect("a readable entry").path());
        paths
            .filter(|path| path.is_file())
            .map(|path| (path.clone(), fs::read(path).expect("a readable file")))
            .collect()
    }

    /// Counts the vault records.
    fn records(&self) -> String {
        let said = answer(&["store", "verify", "--dir", &self.dir]);
        let vault = said.lines().find(|line| line.contains("records"));
        vault.expect("the vault is told of").to_owned()
    }
}

const JUNE: &str = "2025-06-01T12:00:00Z";

/// An instance in which their list was taken in, answered, closed and compared twice; returns the list.
fn compared() -> (Instance, String) {
    let desk = Desk::new();
    let dir = desk.path("a");
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let at = Instance { desk, dir };
    let sought = at.desk.file("sought.csv", SOUGHT);
    at.run(JUNE, &["registry", "import", &sought, "--source", "own-forces", "--by", "bureau"]);
    let file = at.desk.file("theirs.csv", THEIRS);
    let open =
        ["lists", "open", &file, "--from", "b", "--purpose", "offer", "--today", "2025-06-01"];
    let said = at.run(JUNE, &open);
    let list =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    let questions = at.desk.path("questions.csv");
    at.run(JUNE, &["lists", "show", &list, "--questions", &questions]);
    let answered = at.desk.read("questions.csv").lines().fold(String::new(), |text, line| {
        let row = line.trim_end().trim_end_matches(",,,");
        let said =
            if row.contains("impossible-date") { ",correct,21.07.1979,canary-reason" } else { "" };
        text + row + said + "\n"
    });
    at.desk.file("questions.csv", answered);
    at.run(JUNE, &["lists", "answer", &list, "--answers", &questions, "--close"]);
    at.run(JUNE, &["reconcile", "compare", &list]);
    at.run(JUNE, &["reconcile", "compare", &list]);
    (at, list)
}

#[test]
fn a_list_is_named_when_its_time_is_over_and_erased_with_a_proof() {
    let (at, list) = compared();
    let before = at.records();
    let (proof, due) = (at.desk.path("proof.json"), ["registry", "due"]);
    let erase = ["lists", "erase", &list, "--proof", &proof];
    let early = at.fails("2026-05-31T12:00:00Z", &erase);
    assert!(early.contains("is kept until 2026-06-01T12:00:00Z"), "{early}");
    assert!(early.contains("a year after the act of the last stage"), "{early}");
    assert!(!at.run("2026-05-31T12:00:00Z", &due).contains(&list));
    let late = "2026-06-02T12:00:00Z";
    let named = at.run(late, &due);
    let wanted = format!("list {list}: to be gone since 2026-06-01 (in force, 6 records)");
    assert!(named.contains(&wanted), "{named}");
    let said = at.run(late, &erase);
    assert!(said.contains("6 records of its 2 lines; 0 of them are left in the vault"), "{said}");
    let text = at.desk.read("proof.json");
    let proof: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(proof["erased"][0]["list"], list.as_str());
    assert_eq!(proof["records_left"], 0);
    assert_eq!(proof["records_destroyed"].as_array().map(Vec::len), Some(6));
    assert!(!at.run(late, &due).contains(&list));
    // Journal, vault and views still fit, and counts stay.
    assert_ne!(at.records(), before);
    let digest = proof["journal"]["digest"].as_str().expect("a digest");
    assert!(answer(&["store", "verify", "--dir", &at.dir]).contains(digest));
    assert!(at.run(late, &["lists", "show"]).contains("erased, 2 lines"));
    // None of what stood in it is in a file, and nothing of it can be opened.
    for (file, bytes) in at.files() {
        for planted in PLANTED {
            let is_there = bytes.windows(planted.len()).any(|part| part == planted.as_bytes());
            assert!(!is_there, "{planted} in {}", file.display());
        }
    }
    for planted in PLANTED {
        assert!(!text.contains(planted), "{text}");
    }
    for arguments in [
        &["lists", "show", &list][..],
        &["lists", "erase", &list],
        &["reconcile", "compare", &list],
        &["reconcile", "show", &list],
        &["reconcile", "settle", &list, "2", "not-ours"],
        &["reconcile", "reply", &list],
    ] {
        let refused = at.fails(late, arguments);
        assert!(refused.contains("was erased"), "{arguments:?}: {refused}");
    }
    let newer = at.desk.file("newer.csv", THEIRS);
    let replace =
        ["lists", "open", &newer, "--from", "b", "--purpose", "offer", "--replaces", &list];
    assert!(at.fails(late, &replace).contains("was erased"));
}

#[test]
fn a_hold_keeps_the_list_of_whoever_is_on_it_and_a_replaced_version_goes_sooner() {
    let (at, list) = compared();
    let said = at.run(JUNE, &["registry", "search", "Гайворонь"]);
    let person = said.split_whitespace().nth(1).expect("somebody was found").to_owned();
    let claim = ["registry", "claim", &person, "--says", "listed", "--source", "detaining-power"];
    at.run(
        JUNE,
        &[&claim[..], &["--by", "their bureau", "--list", &list, "--line", "B-1"]].concat(),
    );
    at.run(JUNE, &["registry", "hold", &person, "--reason", "an inquiry into his treatment"]);
    let file = at.desk.file("newer.csv", THEIRS.replace("31.02", "28.02"));
    let open = ["lists", "open", &file, "--from", "b", "--purpose", "offer", "--replaces", &list];
    let said = at.run(JUNE, &[&open[..], &["--today", "2025-06-01"]].concat());
    let newer =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    at.run(JUNE, &["lists", "answer", &newer, "--close"]);
    let late = "2025-08-31T12:00:00Z";
    let named = at.run(late, &["registry", "due"]);
    let wanted =
        format!("list {list}: to be gone since 2025-08-30 (replaced, 6 records, 1 person on hold)");
    assert!(named.contains(&wanted) && !named.contains(&newer), "{named}");
    let proof = at.desk.path("proof.json");
    let erase = ["lists", "erase", &list, "--proof", &proof];
    let held = at.fails(late, &erase);
    assert!(held.contains(&format!("person {person}, who is on hold")), "{held}");
    assert!(!fs::exists(&proof).expect("a folder"), "nothing is half done");
    at.run(late, &["registry", "unhold", &person, "--reason", "the inquiry has ended"]);
    at.desk.file("proof.json", "of something else");
    assert!(at.fails(late, &erase).contains("is there already"));
    let spokesperson = ["lists", "erase", &list, "--as", "speaker-1", "--role", "spokesperson"];
    assert!(at.fails(late, &spokesperson).contains("may not do this"));
    let said =
        at.run(late, &["lists", "erase", &list, "--as", "dpo-1", "--role", "data-protection"]);
    assert!(said.contains("0 of them are left in the vault"), "{said}");
    assert!(at.run(late, &["reconcile", "compare", &newer]).contains("2 lines"));
}
