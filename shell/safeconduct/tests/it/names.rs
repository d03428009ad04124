//! `safeconduct names` as an officer or a program runs it. All people are invented.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .arg("names")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it was asked for");
    // A program that refuses stops reading.
    drop(stdin.write_all(input));
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn scores(lines: &str) -> Vec<f64> {
    let output = run(&["score"], lines.as_bytes());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(|line| line.parse().expect("a number")).collect()
}

#[test]
fn one_score_a_line_in_the_order_of_the_lines() {
    let lines = "Гайворонь Олександр Миколайович\tHAIVORON Aleksandr Nikolaevich\n\
                 Левадний Сергій Іванович\tЛевадный Степан Иванович\n\
                 Криничний Андрій\tКриничный Андрей Алексеевич\n\t\nКоваль\t\n";
    let found = scores(lines);
    assert_eq!(found.len(), 5);
    assert!(found[0] > 0.9 && found[1] < 0.1 && found[2] > 0.8, "{found:?}");
    assert!(found[3] < 0.001 && found[4] < 0.001, "no name is nobody: {found:?}");
    assert_eq!(scores(""), [0.0; 0]);
    assert_eq!(scores("Коваль Іван\tКоваль Иван").len(), 1, "the last line may have no end");
}

#[test]
fn what_cannot_be_seen_changes_no_score() {
    let plain = scores("Левадний Сергій\tЛевадный Сергей\n")[0];
    for (left, right) in [
        ("Лeвaдний Cepгій", "Левадный Сергей"),
        ("\u{202b}Левадний\u{202c} Сергій", "Левадный \u{200f}Сергей"),
        ("Лева\u{200b}дний Сер\u{00ad}гій", "\u{feff}Левадный Сергей"),
        ("  Левадний\u{a0}Сергій ", "Левадный  Сергей\r"),
        ("ЛЕВАДНИЙ СЕРГІЙ", "левадный сергей"),
    ] {
        let found = scores(&format!("{left}\t{right}\n"))[0];
        assert!((found - plain).abs() < 1e-6, "{left} / {right}: {found}, not {plain}");
    }
}

#[test]
fn a_name_of_ten_thousand_letters_is_scored_like_any_other() {
    let long = "щ".repeat(10_000);
    let many = "Іван ".repeat(2_000);
    let lines = format!("{long}\tКоваль Іван\n{long}\t{long}\n{many}\tІван Коваль\n");
    let found = scores(&lines);
    assert!(found.iter().all(|score| (0.0..=1.0).contains(score)), "{found:?}");
    assert!(found[0] < 0.01, "{found:?}");
}

#[test]
fn a_line_that_holds_no_pair_is_refused_by_its_number() {
    let endless = [b"a\tb\n".to_vec(), vec![b'a'; (1 << 20) + 1]].concat();
    for (input, said) in [
        (b"a\tb\nno pair\n".as_slice(), "line 2 has no tab"),
        (b"\n", "line 1 has no tab"),
        (&endless, "line 2 is longer than"),
    ] {
        let output = run(&["score"], input);
        assert_eq!(output.status.code(), Some(2), "{said}");
        let told = text(&output.stderr);
        assert!(told.contains(said) && told.contains("hint"), "{told}");
    }
    // Bytes that are no UTF-8 are letters that nobody knows, not an end.
    let output = run(&["score"], b"\xff\xfe\tKoval Ivan\nKoval Ivan\tKoval Ivan\n");
    assert!(output.status.success());
    assert_eq!(text(&output.stdout).lines().count(), 2);
}

#[test]
fn an_explanation_puts_contradictions_first_and_ends_with_the_score() {
    let output = run(&["explain", "Ткаченко Олена Петрівна", "Ткаченко Олег Петрович"], b"");
    let told = text(&output.stdout);
    assert!(told.starts_with("given name  олена | олег: known to be two names"), "{told}");
    assert!(told.lines().last().is_some_and(|line| line.starts_with("score 0.0")), "{told}");
    let output = run(&["explain", "Шевченко М. І.", "Shevchenko Nikolay"], b"");
    let told = text(&output.stdout);
    assert!(told.contains("the initial fits") && told.contains("not given"), "{told}");
}

#[test]
fn a_program_gets_ids_of_rules_and_their_arguments() {
    let output = run(&["explain", "--json", "Левадний Микола", "Левадный Николай"], b"");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(found["score"].as_f64().is_some_and(|score| score > 0.8), "{found}");
    let parts = found["parts"].as_array().expect("parts");
    let rules: Vec<&str> = parts.iter().filter_map(|part| part["rule"].as_str()).collect();
    assert!(rules.contains(&"same-sounds") && rules.contains(&"forms-of-one-name"), "{rules:?}");
    let score = scores("Левадний Микола\tЛевадный Николай\n")[0];
    assert!((found["score"].as_f64().unwrap_or(9.0) - score).abs() < 1e-6, "one score for both");
}

#[test]
fn a_name_without_letters_cannot_be_explained() {
    for (names, which) in [(["", "Коваль"], "first"), (["Коваль", "\u{200b}-"], "second")]
    {
        let output = run(&["explain", names[0], names[1]], b"");
        assert_eq!(output.status.code(), Some(2));
        let told = text(&output.stderr);
        assert!(told.contains(&format!("the {which} name has no letters")), "{told}");
    }
    assert_eq!(run(&["explain", "Коваль"], b"").status.code(), Some(2));
}
