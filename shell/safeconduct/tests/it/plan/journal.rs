//! A plan in two instances that share nothing but documents. All people here are invented.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{errors, text};

const CLAUSES: [&str; 7] =
    ["quantity", "sick-and-wounded", "young", "long-held", "civilians", "order", "disclosure"];

const TRANSPORT: &str = r#"
as_of = "2025-06-08"
horizon = "2025-12-31"
bands_from = "2022-02-24"
escort_quarters_stretcher = 1
escort_quarters_ambulance = 4

[[stages]]
day = "2025-06-09"
a = { seats = 3, stretchers = 1, ambulances = 0, escorts = 1, beds = 4 }
b = { seats = 4, stretchers = 1, ambulances = 0, escorts = 1, beds = 4 }

[[stages]]
day = "2025-06-19"
a = { seats = 1, stretchers = 1, ambulances = 0, escorts = 1, beds = 4 }
b = { seats = 1, stretchers = 1, ambulances = 0, escorts = 1, beds = 4 }
"#;

/// Two wounded whose numbers match nobody's, a civilian, four young, one who wishes to stay.
const HELD_BY_A: &str = "\
line,birth,captured,health,standing,need,withheld
a-1,1980-01-01,2023-05-01,seriously-wounded,prisoner-of-war,stretcher,
a-2,1981-01-01,2023-06-01,seriously-wounded,prisoner-of-war,stretcher,
a-3,1990-01-01,2022-03-01,good,civilian,seat,
a-4,2003-01-01,2022-05-01,good,prisoner-of-war,seat,
a-5,2003-02-01,2023-05-01,good,prisoner-of-war,seat,
a-6,2003-03-01,2024-05-01,good,prisoner-of-war,seat,
a-7,2003-04-01,2024-06-01,good,prisoner-of-war,seat,
a-8,2003-05-01,2022-04-01,good,prisoner-of-war,seat,own-wish
";

const HELD_BY_B: &str = "\
line,birth,captured,health,standing,need
b-1,2003-01-01,2022-05-01,good,prisoner-of-war,seat
b-2,2003-02-01,2023-05-01,good,prisoner-of-war,seat
b-3,2003-03-01,2024-05-01,good,prisoner-of-war,seat
b-4,2003-03-01,2024-05-01,good,retained,seat
";

/// A folder with two instances of sides that agreed, and their people.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        let terms =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/istanbul-2025/settled.toml");
        let terms = fs::read_to_string(terms).expect("the example");
        folder.write("terms.toml", &terms.replace("stage_least = 20", "stage_least = 1"));
        folder.write("transport.toml", TRANSPORT);
        folder.write("a.csv", HELD_BY_A);
        folder.write("b.csv", HELD_BY_B);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file");
    }

    /// Runs a command in the folder.
    fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .expect("the binary of this test")
    }

    pub(crate) fn done(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", errors(&output));
        text(&output)
    }

    fn refused(&self, line: &str, why: &str) {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", text(&output));
        assert!(errors(&output).contains(why), "{line}: {}", errors(&output));
    }

    /// Founds the instance of a side in which both sides accepted the terms.
    pub(crate) fn found(&self, side: &str, other: &str) {
        self.done(&format!("store create --dir {side} --party {side} --practice"));
        for clause in CLAUSES {
            let said = self.done(&format!("agreement propose terms.toml {clause} --dir {side}"));
            let digest = said.split_whitespace().find(|word| word.len() == 64).expect("a digest");
            let note = "0".repeat(64);
            self.done(&format!(
                "agreement accept {digest} --dir {side} --by {other} --evidence {note}"
            ));
        }
    }
}

/// Finds what follows a word in what a command said.
pub(crate) fn after(said: &str, words: &str) -> String {
    let rest = said.split(words).nth(1).unwrap_or_else(|| panic!("no `{words}` in {said}"));
    rest.split_whitespace().next().expect("a word").to_owned()
}

#[test]
fn two_instances_make_one_plan_from_sealed_tables_and_hold_the_manifest_against_it() {
    let folder = Folder::new();
    folder.done("store create --dir empty --party a --practice");
    folder.refused("plan transport transport.toml --dir empty", "do not settle the terms yet");
    folder.found("a", "b");
    folder.found("b", "a");
    let grounds = ["a", "b"].map(|side| {
        after(&folder.done(&format!("plan transport transport.toml --dir {side}")), "ground: ")
    });
    assert_eq!(grounds[0], grounds[1], "both stand on the same ground");
    folder.refused("plan table --dir a --candidates a.csv --out a.json", "committing both shares");
    for (side, other) in [("a", "b"), ("b", "a")] {
        let said = folder.done(&format!("plan commit --dir {side} --share share-{side}"));
        let commitment = after(&said, "commitment of side");
        assert_eq!(commitment, format!("{}:", side.to_uppercase()));
        let commitment = said.split_whitespace().last().expect("a commitment").to_owned();
        folder.done(&format!("plan commit --dir {other} --commitment {commitment}"));
    }
    let said = folder.done("plan table --dir a --candidates a.csv --out a.json");
    assert!(said.contains("people who could go: 7") && said.contains("stay here: 1"), "{said}");
    folder.done("plan table --dir b --candidates b.csv --out b.json");
    let sealed = fs::read_to_string(folder.0.path().join("a.json")).expect("the table");
    assert!(!sealed.contains("a-8") && !sealed.contains("wish"), "{sealed}");
    folder.refused("plan reveal share-a --dir a", "sealing both tables");
    folder.done("plan take b.json --dir a");
    folder.done("plan take a.json --dir b");
    folder.done("plan reveal share-a --dir a");
    folder.refused("plan make --dir a", "opening both shares");
    folder.refused("plan reveal share-a --by b --dir a", "is not the one that it committed to");
    folder.done("plan reveal share-b --by b --dir a");
    folder.done("plan reveal share-b --dir b");
    folder.done("plan reveal share-a --by a --dir b");
    let made = folder.done("plan make --dir a --out plan-a.json --certificate proof.json");
    assert!(made.contains("proven best"), "{made}");
    folder.done("plan make --dir b --out plan-b.json");
    let plan = |name: &str| fs::read(folder.0.path().join(name)).expect("the plan");
    assert_eq!(plan("plan-a.json"), plan("plan-b.json"), "the same tables, the same bytes");
    let checked = folder.done("plan check --dir b --certificate proof.json");
    assert!(checked.contains("no plan is better"), "{checked}");
    folder.refused("plan make --dir a", "was done already");

    // GC III art. 109(1), GC IV art. 34: the wounded and the civilian go and are counted against nobody.
    let said = folder.done("plan assign --dir a --candidates a.csv");
    assert!(said.contains("stage 1: 4 of side A"), "{said}");
    let reason = folder.done("plan explain --dir a --person a-8");
    assert!(reason.contains("does not wish to be repatriated"), "{reason}");
    let family =
        folder.done("plan explain --dir a --person a-8 --family --as s --role spokesperson");
    assert!(!family.contains("wish"), "{family}");
    let closed = folder.run("plan explain --dir a --person a-8 --as s --role spokesperson");
    assert_eq!(closed.status.code(), Some(1), "a speaker opens only what a family may be told");

    asked_aside(&folder);

    // The handover's manifest is the plan's.
    folder.write("vehicles.csv", "id,kind,seats,stretchers\nbus-1,bus,3,1\n");
    let manifest = "handover manifest --dir a --as t --role handover-team --stage 1 \
                    --vehicles vehicles.csv --out manifest.json";
    folder.write("stranger.csv", "line,place,track\na-8,seat,parity\n");
    folder.refused(&format!("{manifest} --passengers stranger.csv"), "a-8");
    let said = folder.done(manifest);
    assert!(said.contains("counted in parity: 2; go whatever the other side does: 2"), "{said}");
}

#[test]
fn people_who_cannot_be_read_are_named_and_nothing_is_sealed() {
    let folder = Folder::new();
    folder.found("a", "b");
    folder.done("plan transport transport.toml --dir a");
    folder.done("plan commit --dir a --share share-a");
    folder.done(&format!("plan commit --dir a --commitment {}", "1".repeat(64)));
    let cases = [
        ("line,captured\na-1,yesterday\n", "line 2: captured is `yesterday`"),
        ("line,health\na-1,ill\n", "line 2: health is `ill`"),
        ("line,unit\na-1,9th\n", "column `unit` is unknown"),
        ("person\np\n", "no column `line`"),
        ("line,from\na-1,0\n", "line 2: from is `0`"),
        ("line\na-1\na-1\n", "line a-1 stands twice"),
    ];
    for (rows, said) in cases {
        folder.write("people.csv", rows);
        let output = folder.run("plan table --dir a --candidates people.csv --out table.json");
        assert!(!output.status.success() && errors(&output).contains(said), "{}", errors(&output));
        assert!(errors(&output).contains("hint:"), "{said}");
        assert!(!folder.0.path().join("table.json").exists(), "{said}");
    }
}

/// Asks what would be otherwise and how long it takes, on the sealed tables; the plan stays.
fn asked_aside(folder: &Folder) {
    let before = folder.done("plan show --dir a");
    let bus = folder.done("plan what-if --dir a --bus 2:A:5 --bus 2:B:5");
    assert!(bus.contains("the plan in force is untouched"), "{bus}");
    assert!(bus.contains("stage 2: ") && bus.contains("the other plan: proven best"), "{bus}");
    let age = "plan what-if --dir a --age young=18-21 --candidates a.csv";
    let said = folder.done(age);
    assert!(said.contains("the other side's table stays as it was sealed"), "{said}");
    assert!(said.contains("the other plan: "), "{said}");
    for (wrong, why) in [
        ("plan what-if --dir a --age young=18 --candidates a.csv", "is not CATEGORY=FROM-TO"),
        ("plan what-if --dir a --age young=18-21", "--candidates"),
        ("plan what-if --dir a", "nothing is said that would be otherwise"),
        ("plan what-if --dir a --refuse g1 --bus 1:A:1", "--refuse"),
    ] {
        let output = folder.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", text(&output));
        assert!(errors(&output).contains(why), "{wrong}: {}", errors(&output));
    }
    let unknown = folder.run(&age.replace("young=", "nobody="));
    assert!(
        !unknown.status.success() && errors(&unknown).contains("nobody"),
        "{}",
        errors(&unknown)
    );
    assert_eq!(folder.done("plan show --dir a"), before, "nothing was recorded");

    let ledger = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/exchanges.csv");
    let ask = format!("plan forecast --dir a --courses 300 --ledger {}", ledger.display());
    let said = folder.done(&ask);
    for words in ["go regardless of number", "P10 ", "within the 90 % band"] {
        assert!(said.contains(words), "`{words}` in {said}");
    }
    assert_eq!(folder.done(&ask), said, "the same seed, the same forecast");
    let early = folder.run(&ask.replace("--dir a", "--dir empty"));
    assert!(!early.status.success(), "{}", text(&early));
}
