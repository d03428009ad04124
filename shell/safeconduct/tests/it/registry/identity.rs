//! Who is who, as an officer settles it. All people are invented.

use super::Desk;

const FAMILY: [&str; 4] = ["--source", "family", "--by", "a sister"];

/// The words of a command that enters somebody.
fn add(surname: &str, given: &str, birth: &str, more: &[&str]) -> Vec<String> {
    let fields = [("surname", surname), ("given-name", given), ("birth-date", birth)];
    let fields = fields.map(|(field, text)| format!("{field}={text}"));
    let fields = fields.iter().flat_map(|field| ["--field", field.as_str()]);
    let all = ["registry", "add"].into_iter().chain(fields).chain(FAMILY);
    all.chain(more.iter().copied()).map(str::to_owned).collect()
}

impl Desk {
    pub(super) fn added(&self, surname: &str, given: &str, birth: &str, more: &[&str]) -> String {
        let words = add(surname, given, birth, more);
        let text = self.answer(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let line = text.lines().last().expect("a line");
        line.split_once(':').expect("a reference").0.to_owned()
    }
}

#[test]
fn whoever_is_entered_already_is_shown_before_anybody_is_entered_again() {
    let desk = Desk::new();
    desk.import();
    let known = desk.find("Коваль Петро");
    // In another script, and with a slip.
    let words = add("Koval", "Piotr", "1990-07-31", &[]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = desk.run(&words);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(shown.contains(&known) && shown.contains("Коваль Петро Іванович"), "{shown}");
    assert!(said.contains(&format!("perhaps the same person: {known}")), "{said}");
    assert!(said.contains("--apart-from"), "{said}");
    let more = ["--apart-from", &known, "--reason", "another father, seen in the passport"];
    let other = desk.added("Koval", "Piotr", "1990-07-31", &more);
    let text = desk.answer(&["registry", "duplicates"]);
    assert!(text.contains("no two entries look like one person"), "{text}");
    // Who is told apart and merged after all needs a second officer.
    let text = desk.answer(&["registry", "merge", &known, &other, "--preview"]);
    assert!(text.contains("somebody told them apart before"), "{text}");
    assert!(text.contains("a second officer has to agree"), "{text}");
    let text = desk.answer(&["registry", "merge", &known, &other, "--reason", "one man"]);
    assert!(text.contains("is proposed and needs a second officer"), "{text}");
    // Nobody looks like this one.
    desk.added("Щербина", "Тарас", "1971-02-03", &[]);
}

#[test]
fn entries_that_look_alike_wait_in_a_queue_until_they_are_merged_or_told_apart() {
    let desk = Desk::new();
    desk.import();
    let file = desk.folder.path().join("again.csv");
    let list = "Фамилия;Имя;Отчество;Дата рождения;Звание\n\
        Коваль;Пётр;Иванович;31.07.1990;рядовой\nСавчук;Елена;Васильевна;02.03.1988;сержант\n";
    std::fs::write(&file, list).expect("a written file");
    let file = file.display().to_string();
    let import = ["registry", "import", &file, "--source", "published", "--by", "a newspaper"];
    let told = desk.failure(1, &import);
    assert!(told.contains("2 of 2 rows look like people who are entered already"), "{told}");
    let told = desk.answer(&[&import[..], &["--known-too"]].concat());
    assert!(told.contains("line 2 looks like") && told.contains("line 3 looks like"), "{told}");
    let text = desk.answer(&["registry", "duplicates"]);
    assert!(text.contains("2 pairs may be one person"), "{text}");
    let people = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains("sought"));
        lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    };
    let found = people(&text);
    assert_eq!(found.len(), 4, "{text}");
    let text = desk.answer(&["registry", "merge", &found[0], &found[1], "--preview"]);
    assert!(text.contains("together: sought") && text.contains("one officer is enough"), "{text}");
    desk.answer(&["registry", "merge", &found[0], &found[1], "--reason", "one birth date"]);
    desk.answer(&["registry", "apart", &found[2], &found[3], "--reason", "two passports"]);
    let text = desk.answer(&["registry", "duplicates"]);
    assert!(text.contains("no two entries"), "{text}");
    let said = desk.failure(1, &["registry", "apart", &found[0], &found[1], "--reason", "x"]);
    assert!(said.contains("are one entry, or merged into one"), "{said}");
}

#[test]
fn what_sources_differ_on_is_named_until_an_officer_settles_it() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("Коваль Петро");
    let claim = |date: &str, name: &str| {
        let field = format!("birth-date={date}");
        let words = ["registry", "claim", &person, "--says", "identity", "--field", &field];
        desk.answer(&[&words[..], &FAMILY[..], &["--as", name]].concat());
    };
    claim("1990-07-31", "officer-2");
    assert!(desk.answer(&["registry", "disputed"]).contains("sources differ on nobody"));
    claim("30.07.1990", "officer-3");
    let text = desk.answer(&["registry", "disputed"]);
    assert!(text.contains("birth-date: not settled"), "{text}");
    assert!(text.contains("1990-07-31: claim") && text.contains("30.07.1990: claim"), "{text}");
    let line = text.lines().find(|line| line.contains("30.07.1990")).expect("a line");
    let taken = line.rsplit(' ').next().expect("a claim").to_owned();
    let settle = |field| {
        let words = ["registry", "settle", &person, "--field", field, "--claim", &taken];
        [&words[..], &["--reason", "seen in the passport"]].concat()
    };
    let said = desk.failure(1, &settle("rank"));
    assert!(said.contains("says nothing of `rank`"), "{said}");
    desk.answer(&settle("birth-date"));
    assert!(desk.answer(&["registry", "disputed"]).contains("sources differ on nobody"));
    let text = desk.answer(&["registry", "show", &person]);
    assert!(text.contains(&format!("birth-date: claim {taken} is taken")), "{text}");
    // The card that a search shows says the date that was settled.
    let text = desk.answer(&["registry", "search", "Коваль Петро"]);
    assert!(text.contains("30.07.1990"), "{text}");
}
