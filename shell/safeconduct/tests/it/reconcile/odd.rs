//! Odd lists, odd headings, and lists that hide what they are.

use std::fs;

use super::{Folder, OFFERED, OURS, REGISTRY, THEIRS, likely, run, text};

/// Compares two lists and returns what is likely.
#[track_caller]
fn linked(folder: &Folder, left: &str, right: &str) -> (Vec<(String, String)>, String) {
    let (left, right) = (folder.path(left), folder.path(right));
    let out = folder.path("pairs.csv");
    let done = run(&["reconcile", &left, &right, "--out", &out]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let pairs = folder.pairs("pairs.csv");
    let pairs = likely(&pairs).into_iter().map(|(a, b)| (a.to_owned(), b.to_owned()));
    (pairs.collect(), text(&done.stdout))
}

fn expected() -> Vec<(String, String)> {
    [("A1", "B2"), ("A1", "B3"), ("A3", "B1")].map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec()
}

#[test]
fn look_alikes_direction_marks_and_what_has_no_width_hide_nobody() {
    let hidden = THEIRS
        .replace("Левадный", "\u{202b}Лeвaдный\u{202c}")
        .replace("Сергей", "Cep\u{200b}гей\u{200f}")
        .replace("Гайворонь", "Гaй\u{00ad}вopoнь")
        .replace("Александр", "\u{feff}Aлeкcaндр");
    let folder = Folder::new(&[("ours.csv", OURS), ("theirs.csv", &hidden)]);
    assert_eq!(linked(&folder, "ours.csv", "theirs.csv").0, expected());
}

#[test]
fn an_endless_name_spoils_no_other_row() {
    let endless = "щ".repeat(10_000);
    let more = format!("{THEIRS}B9;{endless};{endless};;05.05.1950;;;\n");
    let folder = Folder::new(&[("ours.csv", OURS), ("theirs.csv", &more)]);
    assert_eq!(linked(&folder, "ours.csv", "theirs.csv").0, expected());
}

#[test]
fn a_column_of_one_value_and_a_column_of_nothing_change_nothing() {
    let with = |list: &str, sign: char| -> String {
        let mut lines = list.lines();
        let head = lines.next().expect("a heading");
        let rows: Vec<String> = lines.map(|line| format!("{line}{sign}чол{sign}\n")).collect();
        format!("{head}{sign}стать{sign}індекс\n{}", rows.concat())
    };
    let (ours, theirs) = (with(OURS, ','), with(THEIRS, ';'));
    let folder = Folder::new(&[("ours.csv", &ours), ("theirs.csv", &theirs)]);
    assert_eq!(linked(&folder, "ours.csv", "theirs.csv").0, expected());
}

#[test]
fn two_identical_lists_are_linked_row_by_row() {
    let folder = Folder::new(&[("ours.csv", OURS), ("same.csv", OURS)]);
    let own = ["A1", "A2", "A3", "A4", "A5"].map(|id| (id.to_owned(), id.to_owned()));
    assert_eq!(linked(&folder, "ours.csv", "same.csv").0, own);
}

#[test]
fn of_an_empty_list_no_share_is_told() {
    let none = "id,surname,given name\n";
    let folder = Folder::new(&[("ours.csv", OURS), ("none.csv", none)]);
    for (left, right) in
        [("ours.csv", "none.csv"), ("none.csv", "ours.csv"), ("none.csv", "none.csv")]
    {
        let (pairs, told) = linked(&folder, left, right);
        assert_eq!(pairs, []);
        assert!(told.contains("a list is empty") && !told.contains("100"), "{told}");
    }
    let strangers = "id,прізвище,ім'я,дата народження\nZ1,Щербатий,Зенон,1960-01-01\n";
    let folder = Folder::new(&[("ours.csv", OURS), ("strangers.csv", strangers)]);
    let (pairs, told) = linked(&folder, "ours.csv", "strangers.csv");
    assert_eq!(pairs, []);
    assert!(told.contains("no pair is likely") && !told.contains("100"), "{told}");
}

/// The same list with the birth date in three columns.
fn in_parts(list: &str, sign: char, heads: [&str; 3]) -> String {
    let mut text = String::new();
    for (at, line) in list.lines().enumerate() {
        let mut cells: Vec<String> = line.split(sign).map(str::to_owned).collect();
        let date = cells.remove(4);
        let parts: Vec<&str> = date.split(['.', '-']).collect();
        match (at, parts.as_slice()) {
            (0, _) => cells.extend(heads.map(str::to_owned)),
            (_, [year, month, day]) if year.len() == 4 => {
                cells.extend([*year, *month, *day].map(str::to_owned));
            }
            (_, [day, month, year]) => cells.extend([*year, *month, *day].map(str::to_owned)),
            _ => panic!("no date: {date}"),
        }
        text += &cells.join(&sign.to_string());
        text.push('\n');
    }
    text
}

#[test]
fn a_birth_date_in_three_columns_is_one_date() {
    let ours = in_parts(OURS, ',', ["рік народження", "місяць народження", "день народження"]);
    let theirs = in_parts(THEIRS, ';', ["год рождения", "месяц рождения", "число рождения"]);
    let registry = in_parts(REGISTRY, ',', ["birth_year", "birth_month", "birth_day"]);
    let files = [
        ("ours.csv", OURS),
        ("ours-parts.csv", &ours),
        ("parts.csv", &theirs),
        ("registry.csv", &registry),
        ("whole.csv", REGISTRY),
        ("offered.csv", &in_parts(OFFERED, ';', ["год", "месяц", "число"])),
        ("offered-whole.csv", OFFERED),
    ];
    let folder = Folder::new(&files);
    assert_eq!(linked(&folder, "ours.csv", "parts.csv").0, expected());
    assert_eq!(linked(&folder, "ours-parts.csv", "parts.csv").0, expected());
    // Verdicts are the same whichever way the dates stand.
    let verdicts = |theirs: &str, registry: &str| {
        let (theirs, registry) = (folder.path(theirs), folder.path(registry));
        let out = folder.path("verdicts.csv");
        let done = run(&["reconcile", &theirs, "--registry", &registry, "--out", &out]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        fs::read_to_string(&out).unwrap()
    };
    let whole = verdicts("offered-whole.csv", "whole.csv");
    assert_eq!(whole, verdicts("offered.csv", "registry.csv"));
    assert!(whole.contains("day-month-exchanged"));
}

#[test]
fn a_mapping_file_names_columns_for_verdicts_too_and_a_missing_one_is_named() {
    let strange = OFFERED.replace("фамилия", "колонка 1").replace("дата рождения", "колонка 2");
    let registry = REGISTRY.replace("прізвище", "column one").replace("статус", "column two");
    let map = "[columns]\n\"колонка 1\" = \"surname\"\n\"колонка 2\" = \"birth-date\"\n\
               \"column one\" = \"surname\"\n\"column two\" = \"standing\"\n";
    let missing = format!("{map}\"колонка 3\" = \"place\"\n");
    let alone = "[columns]\n\"колонка 1\" = \"birth-month\"\n";
    let files = [
        ("theirs.csv", strange.as_str()),
        ("registry.csv", &registry),
        ("plain-theirs.csv", OFFERED),
        ("plain-registry.csv", REGISTRY),
        ("map.toml", map),
        ("missing.toml", &missing),
        ("alone.toml", alone),
    ];
    let folder = Folder::new(&files);
    let verdicts = |theirs: &str, registry: &str, more: &[&str]| {
        let (theirs, registry) = (folder.path(theirs), folder.path(registry));
        let out = folder.path("verdicts.csv");
        drop(fs::remove_file(&out));
        let asked = ["reconcile", &theirs, "--registry", &registry, "--out", &out];
        let done = run(&[&asked[..], more].concat());
        (done, fs::read_to_string(&out).ok())
    };
    let (_, plain) = verdicts("plain-theirs.csv", "plain-registry.csv", &[]);
    let (done, mapped) =
        verdicts("theirs.csv", "registry.csv", &["--columns", &folder.path("map.toml")]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(plain.is_some() && plain == mapped, "{mapped:?}");
    for (file, said) in [("missing.toml", "`колонка 3`"), ("alone.toml", "none holds the year")]
    {
        let (done, written) =
            verdicts("theirs.csv", "registry.csv", &["--columns", &folder.path(file)]);
        assert_eq!((done.status.code(), written), (Some(2), None), "{file}");
        let told = text(&done.stderr);
        assert!(told.contains(said) && told.contains("hint"), "{told}");
    }
}

#[test]
fn a_smaller_error_leaves_more_to_people() {
    let folder = Folder::new(&[("registry.csv", REGISTRY), ("theirs.csv", OFFERED)]);
    let (theirs, registry) = (folder.path("theirs.csv"), folder.path("registry.csv"));
    let doubtful = |rate: &str| {
        let out = folder.path("verdicts.csv");
        let asked = ["reconcile", &theirs, "--registry", &registry, "--out", &out];
        let done = run(&[&asked[..], &["--error-rate", rate]].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
        fs::read_to_string(&out).unwrap().matches(",doubtful,").count()
    };
    let counts = ["0.2", "0.01", "0.0000001"].map(doubtful);
    assert!(counts[0] <= counts[1] && counts[1] < counts[2], "{counts:?}");
    let refused = run(&[
        "reconcile",
        &theirs,
        "--registry",
        &registry,
        "--out",
        "x.csv",
        "--error-rate",
        "0.7",
    ]);
    assert_eq!(refused.status.code(), Some(2));
}
