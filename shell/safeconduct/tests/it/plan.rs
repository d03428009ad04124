//! `safeconduct plan`, as an officer or a mediator runs it. All people here are invented.

mod asked;
pub(crate) mod journal;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Two stages, ten days apart; the sick and civilians uncounted, the young one for one.
const INSTANCE: &str = r#"{
  "name": "small", "asof": 1194, "horizon": 1300, "seed_hex": "07",
  "agreement": {
    "precedence": ["grave", "civ", "u25"], "counted": ["u25"],
    "uncounted_unconditional": ["grave", "civ"],
    "parity_mode": "category", "parity": {"u25": [1, 1]}, "min_swap": 2,
    "bands": [0, 200, 600],
    "escort_quarters": {"seat": 0, "stretcher": 1, "ambulance": 4}, "beds_cats": ["grave"]
  },
  "rounds": [
    {"id": 1, "day": 1200, "cap": {
      "A": {"seat": 4, "stretcher": 1, "ambulance": 0, "escort": 1, "beds": 1},
      "B": {"seat": 3, "stretcher": 1, "ambulance": 0, "escort": 1, "beds": 1}}},
    {"id": 2, "day": 1210, "cap": {
      "A": {"seat": 2, "stretcher": 1, "ambulance": 0, "escort": 1, "beds": 1},
      "B": {"seat": 2, "stretcher": 1, "ambulance": 0, "escort": 1, "beds": 1}}}
  ]
}"#;

const PERSONS: &str = "\
id,side,cats,capture_day,place,need,named,refuses,hold_until,excluded,group
a1,A,grave,50,P1,stretcher,0,0,-1,0,
a2,A,civ,900,P1,seat,0,0,-1,0,
a3,A,u25,100,P1,seat,0,0,-1,0,
a4,A,u25,120,P1,seat,0,0,-1,0,g1
a5,A,u25,130,P1,seat,0,0,-1,0,g1
a6,A,u25,1000,P1,seat,0,0,1205,0,
a7,A,u25,1100,P1,seat,0,0,-1,0,
a8,A,,10,P1,seat,0,0,-1,0,
a9,A,u25,10,P1,seat,0,1,-1,0,
b1,B,u25,300,P1,seat,0,0,-1,0,
b2,B,u25,310,P1,seat,0,0,-1,0,
b3,B,u25,320,P1,seat,0,0,-1,0,
b4,B,u25,330,P1,seat,0,0,-1,0,
b5,B,u25,340,P1,seat,0,0,-1,0,
b6,B,u25,350,P1,seat,0,0,-1,1,
b7,B,u25,360,P1,seat,0,0,5000,0,
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self::with(INSTANCE, PERSONS)
    }

    fn with(instance: &str, persons: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("instance.json"), instance).expect("a file");
        fs::write(folder.path().join("persons.csv"), persons).expect("a file");
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Runs `plan VERB --instance FOLDER` with more arguments.
    fn plan(&self, verb: &str, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(["plan", verb, "--instance", &self.path("")])
            .args(more)
            .output()
            .expect("the binary of this test")
    }

    /// Makes the plan and returns its file as text.
    fn make(&self) -> String {
        let output = self.plan("make", &["--out", &self.path("plan.csv")]);
        assert!(output.status.success(), "{}", errors(&output));
        fs::read_to_string(self.path("plan.csv")).expect("the plan")
    }

    /// Checks a plan; returns the exit code and all that was said.
    fn check(&self, plan: &str) -> (i32, String) {
        fs::write(self.path("other.csv"), plan).expect("a file");
        let output = self.plan("check", &["--plan", &self.path("other.csv")]);
        (output.status.code().expect("an exit code"), text(&output) + &errors(&output))
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_plan_is_made_and_passes_its_own_check() {
    let folder = Folder::new();
    let plan = folder.make();
    assert!(plan.starts_with("id,round\n"), "{plan}");
    assert!(plan.contains("a1,1") && plan.contains("a2,1"), "grave and civilians go first: {plan}");
    let (code, said) = folder.check(&plan);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("obeys every term"), "{said}");
    assert_eq!(folder.make(), plan, "the same inputs give the same bytes");
}

#[test]
fn ten_mutated_plans_are_refused_and_the_violation_is_named() {
    let folder = Folder::new();
    // The plan by hand: the group of two and a3 with three from B, then a6 and a7 with two more.
    let sound =
        "id,round\na1,1\na2,1\na3,1\na4,1\na5,1\nb1,1\nb2,1\nb3,1\na6,2\na7,2\nb4,2\nb5,2\n";
    assert_eq!(folder.check(sound).0, 0, "{}", folder.check(sound).1);
    let mutated = [
        ("a9 does not wish it", "a6,2", "a9,2", "a9 is in the plan but does not wish"),
        ("no category", "a6,2", "a8,2", "a8 is in the plan but is in no agreed category"),
        ("taken off", "b5,2", "b6,2", "b6 is in the plan but was taken off the list"),
        ("twice", "a1,1", "a1,1\na1,2", "holds `a1` twice"),
        ("over seats", "b4,2", "b4,1", "seat places of side B: 4 planned, 3 there"),
        ("parity off", "b3,1\n", "", "parity of `u25` is off: 3 from A, 2 from B, agreed 1:1"),
        ("least size", "a6,2\na7,2\nb4,2\nb5,2", "a7,2\nb4,2", "stage 2 is below the least size"),
        ("under hold", "a6,2", "a6,1", "a6 is in stage 1 but may go only from stage 2"),
        ("group split", "a5,1", "a5,2", "group g1 is split: in stage 1, in stage 2"),
        ("unknown", "a1,1", "x1,1", "x1 is on neither list"),
        ("passed over", "a3,1", "a7,1", "a3 is in no stage and was passed over for a7"),
        ("no such stage", "a1,1", "a1,3", "a1 is in stage 3, which does not exist"),
        ("held beyond", "b5,2", "b7,2", "b7 is in the plan but is held beyond the last stage"),
    ];
    for (what, from, to, expected) in mutated {
        let plan = sound.replace(from, to);
        assert_ne!(plan, sound, "{what}");
        // The one from `a7,2` stands twice when `a7,1` is put in place of `a3,1`.
        let plan = if what == "passed over" { plan.replace("a7,2\n", "") } else { plan };
        let (code, said) = folder.check(&plan);
        assert!(code == 1 || (what == "twice" && code == 2), "{what}: {code} {said}");
        assert!(said.contains(expected), "{what}: {said}");
    }
}

#[test]
fn a_plan_for_other_lists_is_refused_by_the_digest_of_its_inputs() {
    let folder = Folder::new();
    folder.make();
    let made = folder.plan("make", &["--out", &folder.path("plan.csv"), "--json"]);
    let made: serde_json::Value = serde_json::from_str(&text(&made)).expect("JSON");
    let inputs = made["inputs"].as_str().expect("a digest").to_owned();
    let plan = folder.path("plan.csv");
    let check = |folder: &Folder| {
        folder.plan("check", &["--plan", &plan, "--inputs", &inputs]).status.code()
    };
    assert_eq!(check(&folder), Some(0));
    let other = Folder::with(INSTANCE, &PERSONS.replace("a8,A,,10", "a8,A,,11"));
    assert_eq!(check(&other), Some(1));
    let other = Folder::with(&INSTANCE.replace("\"seat\": 4", "\"seat\": 5"), PERSONS);
    assert_eq!(check(&other), Some(1));
}

#[test]
fn a_certificate_proves_the_plan_and_a_spoilt_one_is_refused() {
    let folder = Folder::new();
    let (plan, proof) = (folder.path("plan.csv"), folder.path("proof.json"));
    let made = folder.plan("make", &["--out", &plan, "--certificate", &proof]);
    assert!(text(&made).contains("proven best"), "{}{}", text(&made), errors(&made));
    let check = |proof: &str| folder.plan("check", &["--plan", &plan, "--certificate", proof]);
    let sound = check(&proof);
    assert_eq!(sound.status.code(), Some(0), "{}", errors(&sound));
    assert!(text(&sound).contains("no plan is better: all 9 aims are proven"), "{}", text(&sound));
    // A second checker, which shares nothing with this program. It needs Python, where there is one.
    let oracle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/plan.py");
    let second = Command::new("python3").args([oracle, &folder.path(""), &plan, &proof]).output();
    if let Ok(second) = &second {
        assert!(
            text(second).contains("no plan is better, and no other is as good: 9 aims"),
            "{}",
            errors(second)
        );
    }
    let whole = fs::read_to_string(&proof).expect("the certificate");
    let spoilt = folder.path("spoilt.json");
    let spoil = |from: &str, to: &str| {
        assert!(whole.contains(from), "{whole}");
        fs::write(&spoilt, whole.replace(from, to)).expect("a file");
        let said = check(&spoilt);
        (said.status.code(), errors(&said))
    };
    let (code, said) = spoil("\"happens\":[true", "\"happens\":[false");
    assert!(code == Some(1) && said.contains("stages are not those"), "{said}");
    let (code, said) = spoil("\"scale\":\"1\"", "\"scale\":\"1000\"");
    assert!(code == Some(1) && said.contains("is not proven"), "{said}");
    let (code, said) = spoil("\"form\":2", "\"form\":3");
    assert!(code == Some(1) && said.contains("another version"), "{said}");
    let (code, said) = spoil("\"form\":2", "\"form\":2.5");
    assert!(code == Some(2) && said.contains("is not a certificate"), "{said}");
}

#[test]
fn a_reason_is_given_to_those_who_go_and_to_those_who_wait() {
    let folder = Folder::new();
    folder.make();
    let explain = |id: &str| {
        let plan = folder.path("plan.csv");
        folder.plan("explain", &["--plan", &plan, "--person", id])
    };
    assert!(text(&explain("a1")).contains("a1 goes in stage 1"));
    assert!(text(&explain("a8")).contains("no agreed category takes this person"));
    assert!(text(&explain("a9")).contains("does not wish to be repatriated"));
    assert!(text(&explain("b7")).contains("not available in any stage"));
    let unknown = explain("nobody");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(errors(&unknown).contains("nobody is on neither list"));
}

#[test]
fn the_seriously_wounded_and_civilians_go_when_one_side_has_nobody() {
    let alone: String = PERSONS
        .lines()
        .filter(|line| !line.starts_with('b'))
        .map(|l| l.to_owned() + "\n")
        .collect();
    let folder = Folder::with(INSTANCE, &alone);
    let plan = folder.make();
    assert_eq!(plan, "id,round\na1,1\na2,1\n");
    assert_eq!(folder.check(&plan).0, 0);
}

#[test]
fn an_id_that_parts_cells_or_begins_a_formula_is_refused() {
    for id in ["=1+1", "@a1", "-a1", "\"a,1\"", "a;1", "\"a\n1\"", "\"a\"\"1\""] {
        let folder = Folder::with(INSTANCE, &PERSONS.replacen("a1,", &format!("{id},"), 1));
        let out = folder.path("plan.csv");
        let refused = folder.plan("make", &["--out", &out]);
        assert_eq!(refused.status.code(), Some(2), "{id}: {}", errors(&refused));
        assert!(errors(&refused).contains("row 2: id is"), "{id}: {}", errors(&refused));
        assert!(!Path::new(&out).exists(), "{id}");
    }
}

#[test]
fn two_sealed_tables_serve_as_well_as_two_lists() {
    let folder = Folder::new();
    fs::remove_file(Path::new(&folder.path("persons.csv"))).expect("a file to remove");
    let a = "class,count\nA:grave:stretcher:1:0:0,1\nA:u25:seat:1:0:0,3\n";
    fs::write(folder.path("classes-a.csv"), a).expect("a file");
    fs::write(folder.path("classes-b.csv"), "class,count\nB:u25:seat:1:200:0,5\n").expect("a file");
    let plan = folder.make();
    assert!(plan.contains("A:grave:stretcher:1:0:0,1,1"), "{plan}");
    assert!(plan.contains("A:u25:seat:1:0:0,1,3") && plan.contains("B:u25:seat:1:200:0,1,3"));
    assert_eq!(folder.check(&plan).0, 0);
    let (code, said) =
        folder.check(&plan.replace("B:u25:seat:1:200:0,1,3", "B:u25:seat:1:200:0,1,2"));
    assert!(code == 1 && said.contains("parity of `u25` is off"), "{said}");
    let (code, said) = folder.check(&(plan + "A:u25:seat:1:0:0,2,2\n"));
    assert!(code == 1 && said.contains("5 planned, 3 there"), "{said}");
}

#[test]
fn bad_input_is_named_with_a_hint_and_leaves_no_plan() {
    let terms = |from: &str, to: &str| (INSTANCE.replace(from, to), PERSONS.to_owned());
    let people = |from: &str, to: &str| (INSTANCE.to_owned(), PERSONS.replace(from, to));
    let cases = [
        (people("a3,A,u25", "a3,A,u26"), 2, "row 4: cats names the category `u26`"),
        (terms("\"counted\": [\"u25\"]", "\"counted\": [\"u26\"]"), 2, "`counted` names"),
        (
            terms("\"counted\": [\"u25\"]", "\"counted\": [\"civ\"]"),
            2,
            "`civ` is counted in parity",
        ),
        (terms("\"seat\": 4", "\"seat\": -4"), 2, "stage 1, side A: seat is -4"),
        (terms("\"seat\": 4", "\"seat\": 4000000000"), 2, "stage 1, side A: seat is 4000000000"),
        (terms("\"seat\": 4", "\"seat\": 4e30"), 2, "the instance cannot be read"),
        (terms("[1, 1]", "[0, 1]"), 2, "parity of `u25` is 0"),
        (people("a2,A", "a1,A"), 2, "holds `a1` twice"),
        (people("b5,B,u25,340,P1,seat,0,0,-1,0,", "b5,B,u25,340,P1,seat,0,0,-1,0,g1"), 2, "`g1`"),
        (people("a3,A,u25,100", "a3,A,u25,99999999999"), 2, "row 4: capture_day is 99999999999"),
        (people("a3,A,u25,100", "a3,A,u25,-5"), 2, "row 4: capture_day is -5"),
        (people("a3,A,u25,100,P1,seat", "a3,A,u25,100,P1,plane"), 2, "row 4: need is `plane`"),
        (terms("\"day\": 1210", "\"day\": 1200"), 2, "the stages' days must rise"),
        (terms("\"min_swap\": 2", "\"min_swap\": 2, \"floor\": 9"), 1, "side A can send 7 at most"),
        (terms("\"min_swap\": 2", "\"min_swap\": 2, \"colour\": 9"), 2, "unknown field `colour`"),
        (people("id,side", "name,side"), 2, "has the columns"),
    ];
    for ((instance, persons), expected, named) in cases {
        let folder = Folder::with(&instance, &persons);
        let output = folder.plan("make", &["--out", &folder.path("plan.csv")]);
        assert_eq!(output.status.code(), Some(expected), "{named}: {}", errors(&output));
        assert!(errors(&output).contains(named), "{named}: {}", errors(&output));
        assert!(errors(&output).contains("hint:"), "{named}");
        assert!(!Path::new(&folder.path("plan.csv")).exists(), "{named}");
    }
}
