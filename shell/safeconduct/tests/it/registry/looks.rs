//! Looking at people: what a role sees, what is written down, and how many in an hour.

use std::fmt::Write as _;
use std::fs;

use super::Desk;

fn as_role<'a>(arguments: &[&'a str], name: &'a str, role: &'a str) -> Vec<&'a str> {
    [arguments, &["--as", name, "--role", role]].concat()
}

#[test]
fn each_role_sees_its_part_and_every_look_is_written_down() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let show = ["registry", "show", person.as_str()];
    let shown = desk.answer(&show);
    assert!(shown.contains("rank: солдат") && shown.contains("by tracing requests"), "{shown}");

    let shown = desk.answer(&as_role(&show, "team-1", "handover-team"));
    assert!(shown.contains("surname: Коваль"), "{shown}");
    assert!(shown.contains("rank: (hidden: not for this role)"), "{shown}");
    assert!(!shown.contains("солдат") && !shown.contains("tracing requests"), "{shown}");

    for (name, role) in [("doctor-1", "clinician"), ("admin-1", "administrator")] {
        let said = desk.failure(1, &as_role(&show, name, role));
        assert!(said.contains("may not see this"), "{said}");
        assert!(!said.contains("Коваль"), "{said}");
    }
    let looks = ["registry", "looks", person.as_str()];
    let said = desk.failure(1, &looks);
    assert!(said.contains("the role officer may not see this for oversight"), "{said}");

    let told = desk.answer(&as_role(&looks, "keeper-1", "data-protection"));
    assert!(told.contains("officer-1 (officer)  show for tracing"), "{told}");
    assert!(told.contains("team-1 (handover-team)  show for handover"), "{told}");
    assert!(!told.contains("doctor-1"), "who was refused saw nothing: {told}");
    assert!(told.contains("`registry search` 1 time"), "{told}");
    let all = desk.answer(&as_role(&["registry", "looks"], "keeper-1", "data-protection"));
    for refused in
        ["doctor-1 (clinician): 1 look, of these refused or forced 1", "refused by the table"]
    {
        assert!(all.contains(refused), "{all}");
    }
    let checked = desk.answer(&["store", "verify"]);
    assert!(checked.contains("looks"), "{checked}");
}

#[test]
fn a_desk_shows_no_more_than_the_hours_number_without_a_reason() {
    let desk = Desk::new();
    let mut list = String::from("Прізвище;Ім'я;По батькові;Дата народження\n");
    for year in 0..125 {
        writeln!(
            list,
            "Коваль;Петро;Іванович;{:02}.{:02}.{}",
            1 + year % 28,
            1 + year % 12,
            1965 + year % 30
        )
        .expect("a string takes any text");
    }
    let file = desk.folder.path().join("many.csv");
    fs::write(&file, list).expect("a written file");
    let file = file.display().to_string();
    let source = ["--says", "missing", "--source", "family", "--by", "requests"];
    desk.answer(&[&["registry", "import", &file], &source[..]].concat());
    let at = |minute: u32| format!("2026-05-01T09:{minute:02}:00Z");
    let search = |at: &str, more: &[&str]| {
        let asked = ["registry", "search", "Коваль Петро Іванович", "--most", "125", "--at", at];
        desk.run(&[&asked, more].concat())
    };
    let stopped = search(&at(0), &[]);
    let said = String::from_utf8_lossy(&stopped.stderr);
    assert_eq!(stopped.status.code(), Some(1), "{said}");
    assert!(said.contains("officer-1 was shown 120 people in the last hour"), "{said}");
    let shown = String::from_utf8_lossy(&stopped.stdout).lines().count();
    assert_eq!(shown, 120);
    let said = search(&at(30), &["--break-glass", "now"]);
    assert_eq!(said.status.code(), Some(2), "a reason of three letters is none");
    let reason = "a bus waits with somebody on no list";
    let forced = search(&at(30), &["--break-glass", reason]);
    assert!(forced.status.success(), "{}", String::from_utf8_lossy(&forced.stderr));
    let told = desk.answer(&as_role(&["registry", "looks"], "keeper-1", "data-protection"));
    assert!(told.contains(&format!("past the hour's number: \"{reason}\"")), "{told}");
    // Another hour, another hundred and twenty.
    let later = search("2026-05-01T11:00:00Z", &[]);
    assert_eq!(String::from_utf8_lossy(&later.stdout).lines().count(), 120);
}

#[test]
fn what_was_kept_elsewhere_shows_a_log_that_was_changed() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let kept = desk.folder.path().join("looks.jsonl");
    let path = kept.display().to_string();
    let looks = |more: &[&'static str], path: &str| -> Vec<String> {
        let asked = [&["registry", "looks"], more].concat();
        let asked = as_role(&asked, "keeper-1", "data-protection");
        asked.into_iter().chain([path]).map(str::to_owned).collect()
    };
    let written = looks(&[], "--out").into_iter().chain([path.clone()]).collect::<Vec<_>>();
    let written: Vec<&str> = written.iter().map(String::as_str).collect();
    desk.answer(&written);
    desk.answer(&["registry", "show", &person]);
    let checked = looks(&[], "--check").into_iter().chain([path]).collect::<Vec<_>>();
    let checked: Vec<&str> = checked.iter().map(String::as_str).collect();
    let told = desk.answer(&checked);
    assert!(told.contains("stand in the log as they were kept"), "{told}");
    let text = fs::read_to_string(&kept).expect("a file that was written");
    assert!(!text.contains("Коваль"), "{text}");
    fs::write(&kept, text.replacen("officer-1", "officer-7", 1)).expect("a written file");
    let said = desk.failure(1, &checked);
    assert!(said.contains("look 1 is not in the log as it was kept"), "{said}");
    fs::write(&kept, "not a look\n").expect("a written file");
    let said = desk.failure(2, &checked);
    assert!(said.contains("line 1 is not a look"), "{said}");
}
