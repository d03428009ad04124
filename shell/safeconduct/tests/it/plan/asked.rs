//! What is asked of a plan on a folder: its certificate, what an earlier stage costs, what if, and when.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Folder, INSTANCE, PERSONS, errors, text};

fn ledger() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/exchanges.csv").display().to_string()
}

#[test]
fn ten_mutated_certificates_are_refused_by_the_checker_and_by_the_second_one() {
    let folder = Folder::new();
    let (plan, proof) = (folder.path("plan.csv"), folder.path("proof.json"));
    folder.plan("make", &["--out", &plan, "--certificate", &proof]);
    let whole = fs::read_to_string(&proof).expect("the certificate");
    let oracle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/plan.py");
    let python = Command::new("python3").arg("--version").output().is_ok();
    let check = |text: &str| {
        fs::write(&proof, text).expect("a file");
        let said = folder.plan("check", &["--plan", &plan, "--certificate", &proof]);
        let second =
            Command::new("python3").args([oracle, &folder.path(""), &plan, &proof]).output();
        let agrees = !python || second.is_ok_and(|second| second.status.success());
        (said.status.code(), errors(&said), agrees)
    };
    let (code, said, agrees) = check(&whole);
    assert!(code == Some(0) && agrees, "{said}");
    let mut value: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
    let leaf = |value: &serde_json::Value, at: usize| {
        format!("/aims/{at}/0/leaf/{}", value.as_str().expect("a word"))
    };
    let at = |part: &str, aim: usize| leaf(&serde_json::Value::from(part), aim);
    // Each is one change to the sound certificate: where, and what stands there instead.
    let scale = serde_json::json!("1000");
    let cases: [(&str, String, serde_json::Value, &str); 11] = [
        ("a stage turned", "/happens/0".into(), false.into(), "stages are not those"),
        ("a stage fewer", "/happens".into(), serde_json::json!([true]), "for other terms"),
        ("an aim fewer", "/aims".into(), serde_json::json!([]), "for other terms"),
        ("an aim blown up", at("scale", 2), scale, "aim `tier:u25` is not proven"),
        ("prices gone", at("rows", 2), serde_json::json!({}), "aim `tier:u25` is not proven"),
        ("a wrong sign", at("rows", 0), serde_json::json!({"2": "10"}), "`tier:grave`"),
        ("no such row", at("rows", 0), serde_json::json!({"999": "-1"}), "`tier:grave`"),
        ("a later aim", at("aims", 2), serde_json::json!({"7": "-1"}), "`tier:u25`"),
        ("another kind of tree", "/aims/0".into(), serde_json::json!([]), "is not a certificate"),
        ("the draw gone", "/order".into(), serde_json::json!([]), "comes first in the draw"),
        ("the draw weakened", "/order/0/0/leaf/rows".into(), serde_json::json!({}), "draw:1"),
    ];
    for (what, place, instead, named) in cases {
        let here =
            value.pointer_mut(&place).unwrap_or_else(|| panic!("{what}: {place} in {whole}"));
        let before = std::mem::replace(here, instead);
        let (code, said, agrees) = check(&value.to_string());
        assert!(code != Some(0) && said.contains(named), "{what}: {code:?} {said}");
        assert!(!python || !agrees, "the second checker takes {what}");
        *value.pointer_mut(&place).expect("it was there") = before;
    }
}

#[test]
fn a_plan_against_the_draw_is_refused_where_it_is_said_to_be_the_one() {
    // Two captured on one day: the draw alone says which of them goes first.
    let folder = Folder::with(INSTANCE, &PERSONS.replace("b4,B,u25,330", "b4,B,u25,320"));
    let plan = folder.make();
    let proof = folder.path("proof.json");
    folder.plan("make", &["--out", &folder.path("plan.csv"), "--certificate", &proof]);
    let stage = |id: &str| {
        let row = plan.lines().find(|row| row.starts_with(id)).expect("they go");
        row.rsplit(',').next().expect("a stage").to_owned()
    };
    assert_ne!(stage("b3"), stage("b4"), "one of the two goes later: {plan}");
    let (first, second) = (format!("b3,{}", stage("b3")), format!("b4,{}", stage("b4")));
    let swapped = plan
        .replace(&first, &format!("b3,{}", stage("b4")))
        .replace(&second, &format!("b4,{}", stage("b3")));
    fs::write(folder.path("other.csv"), swapped).expect("a file");
    let other = folder.path("other.csv");
    let obeys = folder.plan("check", &["--plan", &other]);
    assert_eq!(obeys.status.code(), Some(0), "it breaks no term: {}", errors(&obeys));
    let proven = folder.plan("check", &["--plan", &other, "--certificate", &proof]);
    assert_eq!(proven.status.code(), Some(1));
    assert!(errors(&proven).contains("is not where the draw puts them"), "{}", errors(&proven));
}

#[test]
fn an_officer_reads_what_an_earlier_stage_would_cost_and_a_family_does_not() {
    let folder = Folder::new();
    folder.make();
    let explain = |id: &str, more: &[&str]| {
        let plan = folder.path("plan.csv");
        let said = folder.plan("explain", &[&["--plan", &plan, "--person", id], more].concat());
        assert!(said.status.success(), "{}", errors(&said));
        text(&said)
    };
    // a7 was captured last and goes in stage 2: by stage 1 a group that is ahead would have to wait.
    let said = explain("a7", &[]);
    assert!(said.contains("captured on day 1100"), "{said}");
    assert!(said.contains("going by stage 1"), "{said}");
    assert!(said.contains("the proof was checked"), "{said}");
    let short = explain("a7", &["--without-cost"]);
    assert!(!short.contains("going by stage 1"), "{short}");
    // The group a4, a5 and the one who waits for a member.
    assert!(explain("a4", &["--without-cost"]).contains("travels together with 1 more"));
    let json: serde_json::Value = serde_json::from_str(&explain("a7", &["--json"])).expect("JSON");
    assert!(json["said"][0]["id"] == "goes" && json["said"][0]["with"]["stage"] == "2", "{json}");
    let family = explain("a9", &["--family", "--language", "uk"]);
    assert_eq!(
        family.lines().next(),
        explain("a3", &["--family", "--language", "uk"]).lines().next()
    );
    assert!(family.contains("Офіцер зателефонує"), "{family}");
}

#[test]
fn one_bus_more_or_a_refused_group_is_weighed_without_touching_the_plan() {
    let folder = Folder::new();
    let plan = folder.make();
    let ask = |more: &[&str]| {
        let path = folder.path("plan.csv");
        folder.plan("what-if", &[&["--plan", &path], more].concat())
    };
    let changes = folder.path("changes.csv");
    let bus = ask(&["--bus", "1:B:2", "--bus", "1:A:2", "--least-size", "1", "--out", &changes]);
    assert!(bus.status.success(), "{}", errors(&bus));
    assert!(text(&bus).contains("the plan in force is untouched"), "{}", text(&bus));
    assert!(text(&bus).contains("held by B: 1 gain, 0 lose"), "{}", text(&bus));
    assert!(fs::read_to_string(&changes).expect("a file").contains("b4,2,1"));
    let group = ask(&["--refuse", "g1"]);
    assert!(text(&group).contains("held by A: 1 gain, 3 lose"), "{}", text(&group));
    let ratio = ask(&["--ratio", "u25=2:1"]);
    assert!(text(&ratio).contains("tier:u25: "), "{}", text(&ratio));
    // Another age rule is another list.
    let other = folder.path("older.csv");
    fs::write(&other, PERSONS.replace("a7,A,u25", "a7,A,")).expect("a file");
    let age = ask(&["--persons", &other]);
    assert!(text(&age).contains("held by B: 0 gain, 2 lose"), "{}", text(&age));
    assert_eq!(fs::read_to_string(folder.path("plan.csv")).expect("the plan"), plan);
    for (wrong, code, said) in [
        (&[][..], 2, "nothing is said that would be otherwise"),
        (&["--ratio", "u25=0:1"], 2, "parity of `u25` is 0"),
        (&["--ratio", "u99=1:1"], 2, "`u99`"),
        (&["--bus", "9:A:1"], 2, "is 9, outside 1 to 2"),
        (&["--bus", "1:C:1"], 2, "is not STAGE:SIDE:PLACES"),
        (&["--refuse", "g9"], 1, "nobody is in group `g9`"),
        (&["--floor", "99"], 1, "the floor of 99 a side cannot be met"),
    ] {
        let output = ask(wrong);
        assert_eq!(output.status.code(), Some(code), "{wrong:?}: {}", text(&output));
        assert!(errors(&output).contains(said), "{wrong:?}: {}", errors(&output));
    }
}

#[test]
fn a_forecast_tells_its_bands_and_how_well_they_held_in_the_past() {
    let folder = Folder::new();
    let ledger = ledger();
    let ask = |more: &[&str]| {
        folder.plan("forecast", &[&["--ledger", &ledger, "--courses", "300"], more].concat())
    };
    let said = ask(&[]);
    assert!(said.status.success(), "{}", errors(&said));
    for words in
        ["P10 ", "chance of not being done by", "stranded by parity", "within the 90 % band"]
    {
        assert!(text(&said).contains(words), "`{words}` in {}", text(&said));
    }
    assert_eq!(text(&ask(&[])), text(&said), "the same seed, the same forecast");
    let json: serde_json::Value = serde_json::from_str(&text(&ask(&["--json"]))).expect("JSON");
    assert!(json["back_test_90"][0]["rounds"]["within"].as_u64().expect("a number") > 0, "{json}");
    let few = folder.plan("forecast", &["--ledger", &ledger, "--courses", "1"]);
    assert!(few.status.code() == Some(2) && errors(&few).contains("number of courses is 1"));
    let none = ask(&["--conflict", "no such war"]);
    assert!(
        none.status.code() == Some(2) && errors(&none).contains("no exchange of that conflict")
    );
}

#[test]
fn everybody_held_beyond_the_last_stage_waits_and_the_plan_says_so() {
    let held = PERSONS.replace(",-1,", ",5000,");
    let folder = Folder::with(INSTANCE, &held);
    let plan = folder.make();
    assert!(!plan.contains("a1,") && !plan.contains("b1,"), "{plan}");
    let path = folder.path("plan.csv");
    let said = folder.plan("explain", &["--plan", &path, "--person", "a1"]);
    assert!(text(&said).contains("not available in any stage"), "{}", text(&said));
}

#[test]
fn numbers_too_large_to_be_meant_are_refused_in_tables_too() {
    let folder = Folder::new();
    fs::remove_file(folder.path("persons.csv")).expect("a file to remove");
    fs::write(folder.path("classes-b.csv"), "class,count\nB:u25:seat:1:200:0,5\n").expect("a file");
    for (rows, said) in [
        ("A:u25:seat:1:0:0,99999999999\n", "is 99999999999, outside"),
        ("A:u25:seat:1:0:0,18446744073709551616\n", "not a whole number"),
        ("A:u25:seat:1:0:0,100000000\nA:u25:seat:1:200:0,100000000\n", "the number of people"),
        ("A:u25:seat:9:0:0,1\n", "stage"),
        ("A:u25:seat:1:0:0,1\nA:u25:seat:1:0:0,1\n", "twice"),
        ("A:u25:seat:1:0:0+B:u25:seat:1:0:0,1\n", "both sides"),
    ] {
        fs::write(folder.path("classes-a.csv"), format!("class,count\n{rows}")).expect("a file");
        let output = folder.plan("make", &["--out", &folder.path("plan.csv")]);
        assert_eq!(output.status.code(), Some(2), "{rows}: {}", errors(&output));
        assert!(errors(&output).contains(said), "{rows}: {}", errors(&output));
    }
}

#[test]
fn a_plan_of_classes_is_checked_with_its_certificate_and_ten_mutated_ones_are_refused() {
    let folder = Folder::new();
    fs::remove_file(folder.path("persons.csv")).expect("a file to remove");
    let a = "class,count\nA:grave:stretcher:1:0:0,1\nA:u25:seat:1:0:0,3\nA:u25:seat:2:600:1,2\n";
    let b = "class,count\nB:u25:seat:1:200:0,4\nB:civ:seat:1:600:0,1\n";
    fs::write(folder.path("classes-a.csv"), a).expect("a file");
    fs::write(folder.path("classes-b.csv"), b).expect("a file");
    let (plan, proof) = (folder.path("plan.csv"), folder.path("proof.json"));
    let made = folder.plan("make", &["--out", &plan, "--certificate", &proof]);
    assert!(made.status.success(), "{}", errors(&made));
    let sound = fs::read_to_string(&plan).expect("the plan");
    let oracle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/plan.py");
    let python = Command::new("python3").arg("--version").output().is_ok();
    let check = |text: &str| {
        fs::write(&plan, text).expect("a file");
        let said = folder.plan("check", &["--plan", &plan, "--certificate", &proof]);
        let second =
            Command::new("python3").args([oracle, &folder.path(""), &plan, &proof]).output();
        let agrees = second.is_ok_and(|second| second.status.success());
        (said.status.code(), super::text(&said) + &errors(&said), agrees)
    };
    let (code, said, agrees) = check(&sound);
    assert!(code == Some(0) && said.contains("no plan is better"), "{said}");
    assert!(!python || agrees, "the second checker refuses the sound plan: {said}");
    let row = |start: &str| {
        let row = sound.lines().find(|row| row.starts_with(start)).expect("a row of the plan");
        format!("{row}\n")
    };
    let (grave, civ) = (row("A:grave"), row("B:civ"));
    let old = row("A:u25:seat:1:0:0");
    let cases = [
        ("one left out", sound.replace(&grave, ""), "is not proven"),
        ("a civilian left out", sound.replace(&civ, ""), "is not proven"),
        ("parity off", sound.replace(&old, ""), "parity of `u25` is off"),
        ("a class twice", format!("{sound}{grave}"), "twice"),
        ("more than there", format!("{sound}A:grave:stretcher:1:0:0,2,1\n"), "2 planned, 1 there"),
        ("no such stage", sound.replace(&grave, "A:grave:stretcher:1:0:0,3,1\n"), "stage 3"),
        ("a later stage", sound.replace(&grave, "A:grave:stretcher:1:0:0,2,1\n"), "is not proven"),
        ("no such class", format!("{sound}B:grave:seat:1:0:0,1,1\n"), "B:grave:seat:1:0:0"),
        ("before the hold ends", format!("{sound}A:u25:seat:2:600:1,1,1\n"), "from stage 2"),
        ("nobody", "class,stage,count\n".to_owned(), "stages are not those"),
        ("no number", sound.replace(&grave, "A:grave:stretcher:1:0:0,1,x\n"), "count is `x`"),
    ];
    for (what, mutated, named) in cases {
        assert_ne!(mutated, sound, "{what}");
        let (code, said, agrees) = check(&mutated);
        assert!(code != Some(0) && said.contains(named), "{what}: {code:?} {said}");
        assert!(!python || !agrees, "the second checker takes {what}");
    }
}
