//! `safeconduct lists`, as an officer runs it. All people are invented.

mod erase;
mod maps;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::Value;
use tempfile::TempDir;

const TODAY: &str = "2025-06-01";

fn safeconduct(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(arguments)
        .output()
        .expect("the binary of this test")
}

/// Runs a command that must succeed, and returns what it printed.
fn answer(arguments: &[&str]) -> String {
    let output = safeconduct(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Runs a command that must fail with an exit code, and returns what it said.
fn failure(code: i32, arguments: &[&str]) -> String {
    let output = safeconduct(arguments);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a written file");
        path
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a readable file")
    }

    fn names(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).expect("a readable folder");
        entries.map(|entry| entry.expect("a readable entry").path()).collect()
    }
}

fn json(file: &str) -> Value {
    let text = answer(&["lists", "read", file, "--json", "--today", TODAY]);
    serde_json::from_str(&text).expect("JSON")
}

fn kinds(list: &Value) -> Vec<&str> {
    let findings = list["findings"].as_array().expect("findings");
    findings.iter().map(|one| one["finding"]["kind"].as_str().expect("a kind")).collect()
}

const LIST: &str = "Список осіб;;;;\r\n\
    № з/п;Прізвище;Ім'я;Дата народження;Стан здоров'я\r\n\
    1;Коваль;Петро;31.02.1990;тяжкопоранений\r\n\
    \r\n\
    2;Савчук;Олена;невідомо;здорова\r\n\
    3;=HYPERLINK(1);Іван;1980;-\r\n\
    Всього: 3;;;;\r\n";

fn windows_1251(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

#[test]
fn a_windows_1251_list_is_read_and_given_back_with_reasons() {
    let desk = Desk::new();
    let file = desk.file("list.csv", windows_1251(LIST));
    let back = desk.path("back.csv");
    let text = answer(&["lists", "read", &file, "--out", &back, "--today", TODAY]);
    assert!(text.contains("Windows-1251"), "{text}");
    assert!(text.contains("7 = 3 read + 1 set aside + 1 blank + 2 header and titles"), "{text}");
    assert!(text.contains("line 3: Дата народження: 31.02.1990 does not exist; write DD.MM.YYYY"));
    let bytes = fs::read(&back).unwrap();
    let (given, _) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(&bytes);
    let lines: Vec<&str> = given.split("\r\n").collect();
    assert!(
        lines[2].starts_with("1;Коваль;Петро;31.02.1990;тяжкопоранений;to answer;\"QUESTION"),
        "{given}"
    );
    assert!(lines[2].ends_with(";row-3"), "{given}");
    assert!(lines[4].ends_with(";read;;row-5"), "{given}");
    assert!(lines[6].contains(";set aside;\"SET ASIDE"), "{given}");
    assert!(lines[5].starts_with("3;'=HYPERLINK(1);Іван"), "a formula must not come back: {given}");
    // What was given back can be mended and sent again: our own columns are read past.
    let again = json(&back);
    assert_eq!(again["tally"]["read"], 3);
    assert!(!kinds(&again).contains(&"unknown-header"), "{again}");
}

/// A workbook as an office makes it: a title over merged cells, real dates, a number, a formula, a
/// second sheet.
fn office_workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let page = book.add_worksheet();
    page.set_name("Список")?;
    page.merge_range(0, 0, 0, 5, "Список військовополонених", &Format::new())?;
    let head = [
        "Прізвище, ім'я, по батькові",
        "Дата народження",
        "Дата полону",
        "Підрозділ",
        "Вік",
        "Звання",
    ];
    for (column, text) in (0..).zip(head) {
        page.write_string(2, column, text)?;
    }
    for (row, name) in (3..).zip(["Коваль Петро Іванович", "Савчук Олена", "Мельник Іван"])
    {
        page.write_string(row, 0, name)?;
        let birth = ExcelDateTime::from_ymd(1990, 7, 31)?;
        page.write_datetime_with_format(row, 1, &birth, &day)?;
        page.write_number(row, 2, 44_713.0)?;
    }
    page.merge_range(3, 3, 4, 3, "1 бригада", &Format::new())?;
    page.write_formula(3, 5, "A4")?;
    book.add_worksheet().set_name("Інше")?.write_string(0, 0, "x")?;
    book.save_to_buffer()
}

#[test]
fn an_xlsx_list_is_read_with_its_dates_serials_merged_cells_and_formulas() {
    let desk = Desk::new();
    let file = desk.file("list.xlsx", office_workbook().unwrap());
    let list = json(&file);
    assert_eq!(list["how"], "XLSX, sheet `Список`");
    assert_eq!(list["tally"]["read"], 3);
    let first = &list["lines"][0];
    assert_eq!(first["row"], 4);
    assert_eq!(first["fields"]["surname"], "Коваль");
    assert_eq!(first["fields"]["patronymic"], "Іванович");
    assert_eq!(first["fields"]["birth-date"], "1990-07-31");
    assert_eq!(first["fields"]["captured-on"], "2022-06-01");
    assert_eq!(first["fields"]["rank"], Value::Null);
    let found = kinds(&list);
    for kind in ["other-sheet", "name-order-assumed", "formula-cell", "merged-cell", "serial-date"]
    {
        assert!(found.contains(&kind), "{kind} is missing: {found:?}");
    }
    let back = desk.path("back.xlsx");
    answer(&["lists", "read", &file, "--out", &back, "--today", TODAY]);
    let again = json(&back);
    assert_eq!(again["tally"]["read"], 3);
    assert_eq!(again["lines"][0]["fields"]["birth-date"], "1990-07-31");
    let other = failure(2, &["lists", "read", &file, "--sheet", "Нема"]);
    assert!(other.contains("it has: Список, Інше"), "{other}");
    let ending = failure(2, &["lists", "read", &file, "--out", &desk.path("back.csv")]);
    assert!(ending.contains("end the name with .xlsx"), "{ending}");
}

#[test]
fn a_list_closes_only_when_its_questions_are_answered() {
    let desk = Desk::new();
    let file = desk.file("list.csv", LIST);
    let (questions, closed) = (desk.path("questions.csv"), desk.path("closed.csv"));
    answer(&["lists", "read", &file, "--questions", &questions, "--today", TODAY]);
    let close =
        ["lists", "close", &file, "--answers", &questions, "--out", &closed, "--today", TODAY];
    let refused = failure(1, &close);
    assert!(refused.contains("2 findings are not answered"), "{refused}");
    assert!(!Path::new(&closed).exists());
    let answered: String = desk
        .read("questions.csv")
        .lines()
        .map(|line| match line.trim_end().trim_end_matches(",,,") {
            row if row.contains("impossible-date") => {
                format!("{row},correct,28.02.1990,seen in the passport\n")
            }
            row if row.contains("formula-cell") => {
                format!("{row},set-aside,,the sender will send it again\n")
            }
            head => format!("{head}\n"),
        })
        .collect();
    desk.file("questions.csv", answered);
    let text = answer(&close);
    assert!(text.contains("closed: 2 lines, 1 set aside"), "{text}");
    let list = json(&closed);
    assert_eq!(list["lines"][0]["fields"]["birth-date"], "1990-02-28");
    assert_eq!(list["findings"].as_array().unwrap().len(), 0);
    let wrong = desk.read("questions.csv").replace("28.02.1990", "30.02.1990");
    desk.file("questions.csv", wrong);
    assert!(failure(1, &close).contains("has the same flaw"));
}

#[test]
fn versions_are_compared() {
    let desk = Desk::new();
    let older = desk.file("older.csv", "id,surname,rank\n1,Koval,private\n2,Savchuk,private\n");
    let newer = desk.file("newer.csv", "id,surname,rank\n1,Koval,sergeant\n3,Melnyk,private\n");
    let text = answer(&["lists", "diff", &older, &newer]);
    assert!(text.contains("altered: line 2 of the older, 2 of the newer: rank"), "{text}");
    assert!(text.contains("1 added, 1 removed, 1 altered"), "{text}");
}

/// A packed workbook whose one sheet claims a size that it does not have.
fn bomb() -> Vec<u8> {
    let mut bytes = office_workbook().expect("a workbook");
    let directory = bytes
        .windows(4)
        .position(|four| four == [0x50, 0x4b, 1, 2])
        .expect("an entry in the directory");
    let name = b"xl/worksheets/sheet1.xml";
    let at = directory
        + bytes[directory..]
            .windows(name.len())
            .position(|window| window == name)
            .expect("an entry in the directory")
        - 46;
    bytes[at + 24..at + 28].copy_from_slice(&2_000_000_000_u32.to_le_bytes());
    bytes
}

#[test]
fn bad_files_are_named_and_nothing_is_written() {
    let desk = Desk::new();
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let old = locked.clone();
    locked.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    let wide = format!("surname{}\n{}\n", ",x".repeat(300), "Koval,".repeat(300));
    let koi8 =
        encoding_rs::KOI8_U.encode("Прізвище;Ім'я\nКоваль;Петро\nСавчук;Олена").0.into_owned();
    for (bytes, said) in [
        (Vec::new(), "the file is empty"),
        (b" \n \n".to_vec(), "the list is empty"),
        (b"surname,dob\n".to_vec(), "nobody stands under the header in row 1"),
        (b"a,b\nc,d\n".to_vec(), "names a column for the surname"),
        (bomb(), "claims 2000000000 bytes"),
        (locked, "locked with a password"),
        (old, "an old Excel file (.xls)"),
        (b"%PDF-1.7".to_vec(), "a PDF file"),
        (b"<html><table></table>".to_vec(), "a web page"),
        (b"PK\x03\x04rest".to_vec(), "damaged"),
        (koi8, "fit neither UTF-8, UTF-16 nor Windows-1251"),
        (b"surname\0".to_vec(), "zero bytes"),
        (
            b"surname,note\nKoval,\"open\n".to_vec(),
            "line 2: a quotation mark is opened and never closed",
        ),
        (wide.into_bytes(), "at most 256 are read"),
    ] {
        let file = desk.file("bad", bytes);
        let out = desk.path("out.csv");
        let text = failure(2, &["lists", "read", &file, "--out", &out]);
        assert!(text.contains(said), "{said}: {text}");
        assert!(text.contains("hint: "), "{text}");
        assert_eq!(desk.names().len(), 1, "something was left behind after: {said}");
    }
}

#[test]
fn a_list_is_taken_into_an_instance_answered_and_closed() {
    let desk = Desk::new();
    let dir = desk.path("a");
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let file = desk.file("list.csv", LIST);
    let seat = ["--dir", dir.as_str()];
    let run = |arguments: &[&str]| answer(&[arguments, &seat].concat());
    let text =
        run(&["lists", "open", &file, "--from", "b", "--purpose", "offer", "--today", TODAY]);
    assert!(text.contains("2 questions are open"), "{text}");
    let list = text.split_whitespace().nth(1).unwrap().trim_end_matches(':').to_owned();
    let questions = desk.path("questions.csv");
    run(&["lists", "show", &list, "--questions", &questions]);
    let keep: String = desk
        .read("questions.csv")
        .lines()
        .map(|line| match line.trim_end().strip_suffix(",,,") {
            Some(row) => format!("{row},keep,,as the sender confirmed\n"),
            None => format!("{line}\n"),
        })
        .collect();
    desk.file("questions.csv", keep);
    let early = failure(
        1,
        &[
            &[
                "lists",
                "answer",
                &list,
                "--answers",
                &desk.file("none.csv", "question,answer,value,reason\n"),
                "--close",
            ][..],
            &seat,
        ]
        .concat(),
    );
    assert!(early.contains("2 findings are not answered"), "{early}");
    let text = run(&["lists", "answer", &list, "--answers", &questions, "--close"]);
    assert!(text.contains("is closed with 3 lines"), "{text}");
    assert!(run(&["lists", "show"]).contains("closed, 3 lines"));
    let again =
        failure(1, &[&["lists", "answer", &list, "--answers", &questions][..], &seat].concat());
    assert!(again.contains("can no longer change"), "{again}");
    // The journal's own file holds no name: what people are called lies sealed in the vault.
    let name = "Коваль".as_bytes();
    for path in fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(name.len()).any(|window| window == name), "{}", path.display());
    }
}

#[test]
fn the_spec_has_every_field_and_every_flaw_with_its_weight() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/3-lists.md");
    let spec = fs::read_to_string(path).unwrap();
    for field in exchange::lists::Field::ALL {
        assert!(spec.contains(&format!("| `{field}` |")), "{field}");
    }
    for flaw in exchange::lists::Flaw::ALL {
        let row = format!("| `{flaw}` | {:?} |", flaw.severity());
        assert!(spec.contains(&row), "{row}");
    }
}

/// Takes a list without questions in and closes it; returns its reference.
fn closed(desk: &Desk, text: &str, more: &[&str]) -> String {
    let file = desk.file("own.csv", text);
    let dir = desk.path("a");
    let open = ["lists", "open", &file, "--purpose", "offer", "--today", TODAY, "--dir", &dir];
    let said = answer(&[&open, more].concat());
    let list =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    let said = answer(&["lists", "answer", &list, "--close", "--dir", &dir]);
    assert!(said.contains("is closed with"), "{said}");
    list
}

#[test]
fn a_list_leaves_only_when_two_people_released_it() {
    let desk = Desk::new();
    let dir = desk.path("a");
    answer(&["store", "create", "--dir", &dir, "--party", "a", "--practice"]);
    let seat = ["--dir", dir.as_str()];
    let run = |arguments: &[&str]| answer(&[arguments, &seat].concat());
    let refused = |arguments: &[&str]| failure(1, &[arguments, &seat].concat());
    let first = "surname,given name,rank\nKoval,Petro,private\nSavchuk,Olena,sergeant\n";
    let older = closed(&desk, first, &["--from", "a"]);
    let out = desk.path("out.csv");
    let write = |list: &str| refused(&["lists", "write", list, "--out", &out]);

    let said = write(&older);
    assert!(said.contains("two people have not released the list"), "{said}");
    let said = run(&["lists", "release", &older, "--as", "one"]);
    assert!(said.contains("a second officer says the same"), "{said}");
    let said = refused(&["lists", "release", &older, "--as", "one"]);
    assert!(said.contains("it takes two people"), "{said}");
    assert!(write(&older).contains("have not released"));
    assert!(!Path::new(&out).exists());

    // A version that was asked for before it was replaced does not leave either.
    let second = "surname,given name,rank\nKoval,Petro,corporal\nHrytsenko,Ivan,private\n";
    let newer = closed(&desk, second, &["--from", "a", "--replaces", &older]);
    let said = refused(&["lists", "release", &older, "--as", "two"]);
    assert!(said.contains(&format!("was replaced by {newer}")), "{said}");
    let said = run(&["lists", "changes", &newer]);
    assert!(said.contains("1 added, 1 removed, 1 altered"), "{said}");
    assert!(said.contains("altered: line 2 of the older, 2 of the newer: rank"), "{said}");
    assert!(refused(&["lists", "changes", &older]).contains("replaced no other"));

    run(&["lists", "release", &newer, "--as", "two"]);
    let said = run(&["lists", "release", &newer, "--as", "one"]);
    assert!(said.contains("is released by two and one"), "{said}");
    assert!(refused(&["lists", "release", &newer]).contains("is released already"));
    let said = run(&["lists", "write", &newer, "--out", &out]);
    assert!(said.contains("2 lines"), "{said}");
    let text = desk.read("out.csv");
    assert!(text.contains("Koval") && text.contains("corporal"), "{text}");

    let theirs = closed(&desk, first, &["--from", "b"]);
    let said = refused(&["lists", "release", &theirs]);
    assert!(said.contains("was made by the other side"), "{said}");
    let told = run(&["registry", "looks", "--as", "keeper", "--role", "data-protection"]);
    assert!(told.contains("officer-1 (officer)"), "{told}");
}
