//! Photographs, documents and letters: what stands beside a picture never comes in, and a paper goes with its
//! person. All people are invented.

use std::fs;
use std::io::Cursor;

use super::Desk;

/// What somebody's device, or somebody, wrote beside the picture.
const BESIDE: &[u8] = b"Kovalenkivska Olena 48.01N 37.80E";

/// A picture with words in its comment and behind its end.
fn photograph(desk: &Desk, name: &str, shade: u8) -> String {
    let mut picture = image::RgbImage::new(30, 20);
    picture.pixels_mut().for_each(|pixel| *pixel = image::Rgb([shade, 90, 40]));
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).expect("memory");
    let length = u16::try_from(BESIDE.len() + 2).expect("short").to_be_bytes();
    let (start, rest) = bytes.split_at(2);
    let lying = [start, &[0xff, 0xfe], &length, BESIDE, rest, b"PK\x03\x04", BESIDE].concat();
    let path = desk.folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, lying).expect("a written file");
    path.display().to_string()
}

fn holds(bytes: &[u8], planted: &[u8]) -> bool {
    bytes.windows(planted.len()).any(|part| part == planted)
}

const FAMILY: [&str; 4] = ["--source", "family", "--by", "a sister"];

fn add(desk: &Desk, person: &str, (file, kind): (&str, &str), more: &[&str]) -> String {
    let asked = ["registry", "paper", "add", person, file, "--kind", kind];
    let said = desk.answer(&[&asked, &FAMILY[..], more].concat());
    said.split_whitespace().next().expect("a reference").to_owned()
}

fn list(desk: &Desk, person: &str, more: &[&str]) -> String {
    desk.answer(&[&["registry", "paper", "list", person], more].concat())
}

#[test]
fn a_photograph_comes_in_without_what_stands_beside_it_and_goes_with_its_person() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let one = photograph(&desk, "first/kovalenkivska-scan.jpg", 200);
    let other = photograph(&desk, "second/kovalenkivska-scan.jpg", 10);
    let first = add(&desk, &person, (&one, "photograph"), &["--note", "taken in spring"]);
    let second = add(&desk, &person, (&other, "photograph"), &[]);
    assert_ne!(first, second, "two files of one name are two papers");
    let looks = || {
        let told = desk.answer(&["registry", "looks", "--role", "data-protection"]);
        let own = told.split_once("(officer): ").and_then(|(_, rest)| rest.split_once(' '));
        own.and_then(|(count, _)| count.parse::<u32>().ok()).expect("a count")
    };
    let before = looks();
    let shown = list(&desk, &person, &[]);
    assert!(shown.contains("kovalenkivska-scan.jpg  from a sister"), "{shown}");
    assert!(shown.contains("taken in spring") && shown.contains("2 papers"), "{shown}");

    let out = desk.folder.path().join("out.jpeg");
    let path = out.display().to_string();
    desk.answer(&["registry", "paper", "show", &first, "--out", &path]);
    let seen = fs::read(&out).expect("a written picture");
    assert!(!holds(&seen, BESIDE) && !holds(&seen, b"PK"));
    assert_eq!(image::load_from_memory(&seen).expect("a picture").width(), 30);
    assert_eq!(looks(), before + 2, "each sight of a paper is a look");

    // Neither what stood beside it nor the file's name is in any file of the instance, nor in a backup.
    let backup = desk.folder.path().join("backup.sqlite").display().to_string();
    desk.answer(&["store", "backup", "--out", &backup]);
    let instance = fs::read_dir(desk.folder.path().join("a")).expect("a folder").flatten();
    let files = instance.map(|file| file.path()).chain([backup.into()]);
    for file in files {
        let bytes = fs::read(&file).expect("a file");
        for planted in [BESIDE, b"kovalenkivska", b"a sister", seen.get(..200).expect("a picture")]
        {
            assert!(!holds(&bytes, planted), "{}", file.display());
        }
    }

    desk.answer(&["registry", "paper", "remove", &second, "--reason", "of somebody else"]);
    desk.failure(1, &["registry", "paper", "show", &second, "--out", &path]);
    assert!(list(&desk, &person, &[]).contains("1 paper"));
    desk.answer(&["registry", "erase", &person]);
    let gone = desk.failure(1, &["registry", "paper", "show", &first, "--out", &path]);
    assert!(gone.contains("no paper"), "{gone}");
    desk.answer(&["store", "verify"]);
}

#[test]
fn a_medical_paper_is_for_those_who_heal_and_a_hold_keeps_it() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let note = desk.folder.path().join("note.txt");
    fs::write(&note, "Потребує інсуліну.").expect("a written file");
    let paper = add(&desk, &person, (&note.display().to_string(), "medical"), &[]);
    let shown = list(&desk, &person, &[]);
    assert!(shown.contains("0 papers; 1 more not for this role and purpose"), "{shown}");
    let out = desk.folder.path().join("out.txt").display().to_string();
    let show = ["registry", "paper", "show", &paper, "--out", &out];
    let said = desk.failure(1, &show);
    assert!(said.contains("a medical is not open for this role"), "{said}");
    assert!(!std::path::Path::new(&out).exists());
    desk.answer(&[
        "registry",
        "hold",
        &person,
        "--reason",
        "a court asked",
        "--role",
        "data-protection",
    ]);
    let remove = ["registry", "paper", "remove", &paper, "--reason", "no use"];
    assert!(desk.failure(1, &remove).contains("on hold"));
    desk.answer(&[
        "registry",
        "unhold",
        &person,
        "--reason",
        "it answered",
        "--role",
        "data-protection",
    ]);
    desk.answer(&remove);
}

#[test]
fn what_is_no_paper_is_refused_and_nothing_is_kept() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("KOVAL Petro");
    let file = desk.folder.path().join("file.jpg");
    let path = file.display().to_string();
    let asked = ["registry", "paper", "add", &person, &path, "--kind", "photograph"];
    for (bytes, word) in [
        (&b"%PDF-1.7 /JavaScript"[..], "a PDF file can hold programs"),
        (b"\xff\xd8\xff\xe0", "cannot be read"),
        (b"PK\x03\x04 a workbook", "an archive"),
        (b"", "empty"),
    ] {
        fs::write(&file, bytes).expect("a written file");
        let said = desk.failure(2, &[&asked[..], &FAMILY].concat());
        assert!(said.contains(word), "{said}");
    }
    fs::write(&file, "a text").expect("a written file");
    assert!(desk.failure(1, &asked).contains("names nobody who says it"));
    let pressed = [&asked[..], &FAMILY, &["--condition", "under-pressure"]].concat();
    assert!(desk.failure(1, &pressed).contains("what is got by pressure"));
    let nobody = ["registry", "paper", "add", "p-none", &path, "--kind", "letter"];
    assert!(desk.failure(1, &[&nobody[..], &FAMILY].concat()).contains("no person p-none"));
    assert!(list(&desk, &person, &[]).contains("0 papers"));
}
