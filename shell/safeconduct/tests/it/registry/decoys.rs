//! Decoys: found and shown as anybody, and in nothing that leaves the desk. All people are invented.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::Desk;

const AT: &str = "2026-05-01T09:00:00Z";
const KEEPER: [&str; 4] = ["--as", "keeper-1", "--role", "data-protection"];

/// Whatever counts, matches, lists or compares.
const WALK: [&[&str]; 13] = [
    &["registry", "show"],
    &["registry", "show", "--on", "2026-04-01"],
    &["registry", "owed"],
    &["registry", "due"],
    &["registry", "disputed"],
    &["registry", "duplicates"],
    &["reconcile", "compare", "LIST"],
    &["reconcile", "show", "LIST"],
    &["lists", "show", "LIST"],
    &["registry", "import", "FILE", "--says", "missing", "--source", "family", "--by", "x"],
    &["registry", "show"],
    &["registry", "duplicates"],
    &["announce", "turn", "--person", "DECOY"],
];

fn plant(desk: &Desk, surname: &str) -> String {
    let fields = [
        format!("surname={surname}"),
        "given-name=Петро".to_owned(),
        "patronymic=Іванович".to_owned(),
        "birth-date=31.07.1990".to_owned(),
    ];
    let mut arguments =
        vec!["registry", "decoy", "plant", "--source", "family", "--by", "a sister"];
    for field in &fields {
        arguments.extend(["--field", field]);
    }
    let said = desk.answer(&[&arguments[..], &KEEPER, &["--at", AT]].concat());
    said.split_whitespace().nth(1).expect("a reference").trim_end_matches(';').to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
}

/// Puts the same sign in place of every drawn reference.
fn masked(text: &str) -> String {
    let is_drawn = |word: &str| word.len() == 32 && word.bytes().all(|b| b.is_ascii_hexdigit());
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_drawn(bare) { word.replace(bare, "#") } else { word.to_owned() }
        })
        .collect()
}

/// Everything that counts, matches, lists, compares or writes a file says the same with decoys as without.
#[test]
fn an_instance_with_decoys_says_what_its_twin_without_them_says() {
    let desk = Desk::new();
    desk.import();
    let twin = Desk { folder: TempDir::new().expect("a folder") };
    copy(&desk.folder.path().join("a"), &twin.folder.path().join("a"));
    // One of the name of somebody who is there, and one of a name that a list will have.
    let decoy = ["Коваль", "Вигаданченко"].map(|surname| plant(&desk, surname)).concat();
    let decoy = decoy.get(..32).expect("two references");
    let list = "Прізвище;Ім'я;По батькові;Дата народження\n\
        Вигаданченко;Петро;Іванович;31.07.1990\nКоваль;Петро;Іванович;31.07.1990\n";
    for one in [&desk, &twin] {
        fs::write(one.folder.path().join("list.csv"), list).expect("a list");
    }
    let (file, twins) = (desk.folder.path().join("list.csv"), twin.folder.path().join("list.csv"));
    let mut lists = Vec::new();
    for (one, file) in [(&desk, &file), (&twin, &twins)] {
        let file = file.display().to_string();
        let opened = one.answer(&[
            "lists",
            "open",
            &file,
            "--from",
            "b",
            "--purpose",
            "offer",
            "--today",
            "2026-05-01",
            "--at",
            AT,
        ]);
        let word =
            opened.split_whitespace().nth(1).expect("a list").trim_end_matches(':').to_owned();
        one.answer(&["lists", "answer", &word, "--close", "--at", AT]);
        lists.push((word, file));
    }
    for arguments in WALK {
        let said = [(&desk, &lists[0]), (&twin, &lists[1])].map(|(one, (list, file))| {
            let put = |word: &&str| match *word {
                "LIST" => list.clone(),
                "FILE" => file.clone(),
                "DECOY" => decoy.to_owned(),
                other => other.to_owned(),
            };
            let words: Vec<String> = arguments.iter().map(put).collect();
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.extend(["--at", AT]);
            let output = one.run(&words);
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8(text).expect("UTF-8");
            let folder = one.folder.path().display().to_string();
            (output.status.code(), masked(&text.replace(&folder, "FOLDER")))
        });
        assert_eq!(said[0], said[1], "{arguments:?}");
        assert_eq!(said[0].0, Some(0), "{arguments:?}: {}", said[0].1);
    }
    // What crosses or is verified holds the same events.
    let digest = |one: &Desk| one.answer(&["registry", "show", "--at", AT]);
    assert_eq!(digest(&desk), digest(&twin));
    let verified = desk.answer(&["store", "verify"]);
    assert!(verified.contains("digest"), "{verified}");
}

#[test]
fn a_decoy_is_found_and_shown_as_anybody_and_whoever_meets_it_is_told_of() {
    let desk = Desk::new();
    desk.import();
    let real = desk.find("KOVAL Petro");
    let decoy = plant(&desk, "Вигаданченко");
    let alarms = ["registry", "decoy", "alarms"];
    let quiet = desk.answer(&[&alarms[..], &KEEPER, &["--at", AT]].concat());
    assert!(quiet.contains("1 decoy, 0 alarms"), "{quiet}");
    for file in fs::read_dir(desk.folder.path().join("a")).expect("a folder").flatten() {
        let bytes = fs::read(file.path()).expect("a file");
        for needle in [decoy.as_bytes(), "Вигаданченко".as_bytes()] {
            let met = bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!met, "{}: the database tells a decoy", file.path().display());
        }
    }
    let search = |name: &str| desk.answer(&["registry", "search", name, "--at", AT]);
    let (one, other) = (search("Vyhadanchenko Petro"), search("KOVAL Petro"));
    assert!(one.contains(&decoy) && one.contains("sought  Вигаданченко Петро"), "{one}");
    assert_eq!(one.lines().count(), other.lines().count(), "{one}{other}");
    let show = |person: &str| masked(&desk.answer(&["registry", "show", person, "--at", AT]));
    let (one, other) = (show(&decoy), show(&real));
    assert!(one.contains("surname: Вигаданченко") && one.contains("by a sister"), "{one}");
    let first = |text: &str| text.lines().next().map(str::to_owned);
    let plain = |text: Option<String>| text.map(|line| line.replace("2026-05-01", "DAY"));
    let kind = plain(first(&one)).expect("a line");
    assert!(kind.starts_with("#: sought by the word of Family, recorded DAY"), "{kind}");
    assert!(first(&other).is_some_and(|line| line.starts_with("#: sought by the word of Family")));

    // Changing one is refused in other words, and is an alarm as well.
    let claim =
        ["registry", "claim", &decoy, "--says", "alive", "--source", "witness", "--by", "x"];
    let busy = desk.failure(1, &[&claim[..], &["--at", AT]].concat());
    assert!(busy.contains("somebody else is working on person"), "{busy}");
    let nobody =
        ["registry", "claim", "nobody", "--says", "alive", "--source", "witness", "--by", "x"];
    let unknown = desk.failure(1, &[&nobody[..], &["--at", AT]].concat());
    assert!(!unknown.contains("somebody else"), "{unknown}");

    for arguments in [&alarms[..], &["registry", "decoy", "list"]] {
        let said = desk.failure(1, &[arguments, &["--at", AT]].concat());
        assert!(said.contains("the role officer may not see this"), "{said}");
    }
    let output = desk.run(&[&alarms[..], &KEEPER, &["--at", AT]].concat());
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("1 decoy, 3 alarms"), "{told}");
    assert!(told.contains("officer-1 (officer)  show for tracing"), "{told}");
    let doctor = desk.answer(&["doctor"]);
    assert!(doctor.contains("1 decoy, 3 looks at one"), "{doctor}");
    let last = told.lines().rev().nth(1).and_then(|line| line.split(' ').next()).expect("a number");
    let later = [&alarms[..], &["--after", last], &KEEPER, &["--at", AT]].concat();
    assert!(desk.answer(&later).contains("1 decoy, 0 alarms"));

    // A copy has it, sealed as it was; taken up, it is nobody.
    let kept = desk.folder.path().join("kept.sqlite").display().to_string();
    desk.answer(&["store", "backup", "--out", &kept]);
    let new = Desk { folder: TempDir::new().expect("a folder") };
    let (from, to) = (desk.folder.path().join("a"), new.folder.path().join("a"));
    fs::create_dir(&to).expect("a folder");
    fs::copy(from.join("instance.key"), to.join("instance.key")).expect("a copied key");
    new.answer(&["store", "restore", "--from", &kept]);
    let listed = new.answer(&[&["registry", "decoy", "list"][..], &KEEPER, &["--at", AT]].concat());
    assert!(listed.contains(&decoy) && listed.contains("1 decoy of at most"), "{listed}");
    let remove = ["registry", "decoy", "remove", &decoy];
    desk.answer(&[&remove[..], &KEEPER, &["--at", AT]].concat());
    assert!(!search("Vyhadanchenko Petro").contains(&decoy));
    assert!(desk.failure(1, &["registry", "show", &decoy]).contains("no person"));
}
