//! Maps of columns kept for a sender, and dry runs. All people are invented.

use super::{Desk, TODAY, answer, failure};

/// A sheet whose headings nobody could guess.
const ODD: &str = "Kyla;Etu;Pv;Kk;Vv;Muuta\r\nKoval;Petro;20;9;1972;x\r\nSavchuk;Olena;;;1980;\r\n";

const COLUMNS: &str = "[columns]\nKyla = \"surname\"\nEtu = \"given-name\"\nPv = \"birth-day\"\n\
    Kk = \"birth-month\"\nVv = \"birth-year\"\nMuuta = \"not-read\"\n";

struct Instance {
    desk: Desk,
    dir: String,
}

impl Instance {
    fn new() -> Self {
        let desk = Desk::new();
        let dir = desk.path("a");
        answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
        Self { desk, dir }
    }

    fn run(&self, arguments: &[&str]) -> String {
        answer(&[arguments, &["--dir", &self.dir]].concat())
    }

    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        failure(code, &[arguments, &["--dir", &self.dir]].concat())
    }

    /// What the journal and the vault hold: how many events and records, and their digest. A look is
    /// written down whatever comes of it.
    fn journal(&self) -> Vec<String> {
        let said = self.run(&["store", "verify"]);
        let kept = said.lines().filter(|line| !line.starts_with("looks"));
        kept.map(str::to_owned).collect()
    }

    /// Keeps the map of the odd sheet for a sender, and returns its reference.
    fn kept(&self, file: &str) -> String {
        let columns = self.desk.file("columns.toml", COLUMNS);
        let keep = ["lists", "map", "keep", file, "--sender", "Bureau 7", "--columns", &columns];
        let said = self.run(&keep);
        let last = said.lines().last().expect("a line");
        assert!(last.contains("6 columns kept for `Bureau 7`"), "{said}");
        last.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned()
    }
}

#[test]
fn a_map_is_confirmed_once_and_found_again_for_the_next_file_of_the_sender() {
    let at = Instance::new();
    let file = at.desk.file("odd.csv", ODD);
    // Without the map nobody knows what this is, and half a map is not kept.
    assert!(
        at.fails(2, &["lists", "open", &file, "--from", "b", "--purpose", "offer"])
            .contains("names a column for the surname")
    );
    let half = at.desk.file("half.toml", "[columns]\nKyla = \"surname\"\n");
    let keep = ["lists", "map", "keep", &file, "--sender", "Bureau 7"];
    let said = at.fails(2, &[&keep[..], &["--columns", &half]].concat());
    assert!(said.contains("is not known") && said.contains("`Etu`, `Pv`"), "{said}");

    let map = at.kept(&file);
    let next = at.desk.file("next.csv", ODD.replace("Savchuk", "Melnyk"));
    let read = ["lists", "read", &next, "--sender", "bureau 7", "--today", TODAY];
    let said = at.run(&read);
    assert!(said.contains(&format!("columns by the map {map} of `bureau 7`")), "{said}");
    assert!(said.contains("surname 2, given-name 2, birth-date 2"), "{said}");
    assert!(said.contains("Vv = birth-year") && said.contains("0 questions"), "{said}");

    // What was opened with a map is read with it for as long as it is here.
    let open =
        ["lists", "open", &next, "--from", "b", "--purpose", "offer", "--sender", "Bureau 7"];
    let said = at.run(&open);
    let list =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    at.run(&["lists", "map", "drop", &map]);
    assert!(at.run(&["lists", "answer", &list, "--close"]).contains("closed with 2 lines"));
    assert!(at.run(&["lists", "map", "show"]).contains("0 maps"));
    assert!(at.fails(1, &["lists", "map", "drop", &map]).contains("no map of columns"));
    assert!(at.fails(2, &read).contains("no map of columns is kept for the sender"));
}

#[test]
fn a_map_that_no_longer_fits_is_a_question_and_no_guess() {
    let at = Instance::new();
    let file = at.desk.file("odd.csv", ODD);
    at.kept(&file);
    let other = ODD.replace("Muuta", "Uusi").replace("Etu", "rank");
    let changed = at.desk.file("changed.csv", other);
    let read = ["lists", "read", &changed, "--sender", "Bureau 7", "--today", TODAY];
    let said = at.run(&read);
    assert!(said.contains("columns-changed"), "{said}");
    assert!(said.contains("not here any more: `Etu`, `Muuta`; new: `rank`, `Uusi`"), "{said}");
    let open =
        ["lists", "open", &changed, "--from", "b", "--purpose", "offer", "--sender", "Bureau 7"];
    let said = at.run(&open);
    assert!(said.contains("questions are open"), "{said}");
    let list =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    assert!(at.fails(1, &["lists", "answer", &list, "--close"]).contains("columns-changed"));
    let alien = at.desk.file("alien.csv", "surname,rank\nKoval,private\n");
    let said = at.fails(2, &["lists", "read", &alien, "--sender", "Bureau 7"]);
    assert!(said.contains("none of the 1 map"), "{said}");
}

#[test]
fn a_map_is_changed_shown_and_lies_sealed() {
    let at = Instance::new();
    let file = at.desk.file("odd.csv", ODD);
    let first = at.kept(&file);
    let before = at.journal();
    let mended = at.desk.file("columns.toml", COLUMNS.replace("\"not-read\"", "\"note\""));
    let keep = ["lists", "map", "keep", &file, "--sender", "bureau 7", "--columns", &mended];
    let said = at.run(&[&keep[..], &["--dry-run"]].concat());
    assert!(said.contains(&format!("in place of {first}; nothing was recorded")), "{said}");
    assert_eq!(at.journal(), before);
    at.run(&keep);
    let said = at.run(&["lists", "map", "show", "--sender", "BUREAU 7"]);
    assert!(said.contains("Muuta = note") && said.contains("1 map of columns"), "{said}");
    assert!(at.run(&["lists", "map", "show", "--sender", "other"]).contains("0 maps"));
    let sealed = "Muuta".as_bytes();
    for entry in std::fs::read_dir(&at.dir).expect("a folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        assert!(!bytes.windows(sealed.len()).any(|window| window == sealed));
    }
}

#[test]
fn a_dry_run_says_what_opening_would_do_and_records_nothing() {
    let at = Instance::new();
    let text = "surname,given name,birth date\nKoval,Petro,31.02.1990\nSavchuk,Olena,1980\n";
    let file = at.desk.file("list.csv", text);
    let open = ["lists", "open", &file, "--from", "b", "--purpose", "offer", "--today", TODAY];
    let before = at.journal();
    let said = at.run(&[&open[..], &["--dry-run"]].concat());
    assert!(said.contains("rows: 3 = 2 read + 0 set aside + 0 blank + 1 header"), "{said}");
    assert!(said.contains("31.02.1990 does not exist"), "{said}");
    let would = said.lines().find(|line| line.contains("would be opened")).expect("a line");
    let what = would.split_once("opened: ").expect("what").1;
    assert!(said.contains("1 question would be open; nothing was recorded"), "{said}");
    assert_eq!(at.journal(), before);
    assert!(at.run(&["lists", "show"]).contains("0 lists"));
    let done = at.run(&open);
    assert!(done.contains(what) && done.contains("1 question is open"), "{what}: {done}");
    assert_ne!(at.journal(), before);
    // What the commit would refuse, the dry run refuses with the same words.
    let again = [&open[..], &["--replaces", "nobody"]].concat();
    let dry = [&again[..], &["--dry-run"]].concat();
    assert_eq!(at.fails(1, &again), at.fails(1, &dry));
}

#[test]
fn a_file_from_which_nobody_comes_is_refused_wherever_it_is_given() {
    let at = Instance::new();
    let before = at.journal();
    for (name, text) in [
        ("empty.csv", ""),
        ("blank.csv", "\r\n;;\r\n"),
        ("head.csv", "surname,given name,birth date\n"),
        ("nobody.csv", "surname,given name,rank\n,,private\n"),
        ("unknown.csv", "surname,given name\n-,-\n"),
    ] {
        let file = at.desk.file(name, text);
        let import = ["registry", "import", &file, "--source", "family", "--by", "desk"];
        for arguments in [
            &["lists", "open", &file, "--from", "b", "--purpose", "offer"][..],
            &["lists", "open", &file, "--from", "b", "--purpose", "offer", "--dry-run"],
            &import,
            &[&import[..], &["--dry-run"]].concat(),
        ] {
            let said = at.fails(2, arguments);
            assert!(said.contains(name) && said.contains("hint:"), "{arguments:?}: {said}");
        }
    }
    assert_eq!(at.journal(), before);
}

#[test]
fn an_import_says_what_it_would_enter_and_enters_nobody() {
    let at = Instance::new();
    let file =
        at.desk.file("people.csv", "surname,given name,birth date\nKoval,Petro,20.09.1972\n");
    let import = ["registry", "import", &file, "--source", "family", "--by", "desk"];
    let before = at.journal();
    let said = at.run(&[&import[..], &["--dry-run"]].concat());
    assert!(said.contains("1 person would be entered as missing; nothing was recorded"), "{said}");
    assert_eq!(at.journal(), before);
    assert!(at.run(&import).contains("1 person entered as missing"));
    // The same file once more would enter everybody a second time.
    let again = at.fails(1, &import);
    assert!(again.contains("1 of 1 row looks like somebody who is entered already"), "{again}");
    assert!(at.fails(1, &[&import[..], &["--dry-run"]].concat()).contains("1 of 1 row"));
    let said = at.run(&[&import[..], &["--known-too"]].concat());
    assert!(said.contains("line 2 looks like"), "{said}");
}
