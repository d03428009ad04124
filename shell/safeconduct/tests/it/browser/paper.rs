//! Papers as a browser prints them: as many sheets as they say, of A4, with everybody on them. All people are invented.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use serde_json::json;
use tempfile::TempDir;

use super::desk::Desk;
use super::driver::{Chrome, REQUIRE_ALL};
use crate::api::client::Served;
use crate::pages::paper::{first_stage, surname};

/// How many people stand on the printed manifest.
const PEOPLE: usize = 60;
/// A4, in points.
const A4: &str = "594.96 x 841.92 pts (A4)";

/// Prints the page in the window as a PDF.
fn print(chrome: &Chrome, file: &Path) {
    let none = json!({ "top": 0, "bottom": 0, "left": 0, "right": 0 });
    let page = json!({ "width": 21.0, "height": 29.7 });
    let asked = json!({ "page": page, "margin": none, "shrinkToFit": false, "background": false });
    let pdf = chrome.ask("/print", &asked);
    let pdf = base64::engine::general_purpose::STANDARD.decode(pdf.as_str().expect("a text"));
    fs::write(file, pdf.expect("base64")).expect("a written file");
}

/// What a tool says of a PDF; none, said aloud, where it is not installed.
fn told(tool: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let Ok(output) = Command::new(tool).args(arguments).arg(file).arg("-").output() else {
        assert!(std::env::var_os(REQUIRE_ALL).is_none(), "{tool} is not found");
        let _unseen =
            writeln!(std::io::stderr(), "skipped: {tool} (poppler-utils) is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How many sheets the page in the window has; none of them may hold more than it has room for.
fn sheets(chrome: &Chrome) -> usize {
    let full = chrome.script(
        "const foot = sheet => sheet.querySelector('.sheet-foot').getBoundingClientRect();
         return [...document.querySelectorAll('.sheet')].filter(sheet =>
            foot(sheet).bottom > sheet.getBoundingClientRect().bottom - 30 ||
            [...sheet.querySelectorAll('td')].some(cell => cell.scrollWidth > cell.clientWidth + 1)).length",
        Vec::new(),
    );
    assert_eq!(full, 0, "sheets of {} that hold too much", chrome.at());
    usize::try_from(chrome.count(".sheet")).expect("a few")
}

#[test]
fn a_manifest_of_sixty_is_printed_on_as_many_sheets_of_a4_as_it_says_with_every_name() {
    let served = Served::in_practice();
    first_stage(&served, PEOPLE, None);
    let Some(chrome) = Chrome::open(served.address()) else { return };
    let folder = TempDir::new().expect("a folder");
    chrome.go("/sign-in");
    chrome.set_cookie("chair", "officer-1");
    for (reader, with) in [("en", "uk"), ("en", "ar"), ("ar", "en")] {
        chrome.set_cookie("language", reader);
        chrome.go(&["/print/manifests/1?with=", with].concat());
        assert_eq!(chrome.count("button[data-print]:not([hidden])"), 1);
        let sheets = sheets(&chrome);
        assert!(sheets > 4, "{sheets}");
        let file = folder.path().join("manifest.pdf");
        print(&chrome, &file);
        let Some(text) = told("pdftotext", &["-layout"], &file) else { return };
        let output = Command::new("pdfinfo").arg(&file).output().expect("it comes with pdftotext");
        let info = String::from_utf8_lossy(&output.stdout).into_owned();
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:"));
        assert_eq!(
            pages.map(str::trim),
            Some(sheets.to_string().as_str()),
            "{reader} {with}: {info}"
        );
        assert!(info.contains(A4), "{info}");
        for (at, page) in (1..=sheets).zip(text.split('\u{c}')) {
            assert!(page.contains(&[at.to_string(), sheets.to_string()].join("/")), "{at}: {page}");
            // Nothing of the screen is on the paper.
            assert!(!page.contains("team-1") && !page.contains("Safeconduct"), "{page}");
        }
        for at in 0..PEOPLE {
            assert_eq!(text.matches(&surname(at)).count(), 1, "{}: {text}", surname(at));
        }
    }
}

#[test]
fn the_plan_and_its_reasons_are_printed_without_small_numbers_or_names() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    chrome.go("/sign-in");
    chrome.set_cookie("chair", "officer-1");
    chrome.set_cookie("language", "en");
    chrome.go("/round");
    chrome.click("main a[href='/print/round']");
    assert!(sheets(&chrome) > 1);
    let small = chrome.script(
        "const rows = [...document.querySelector('.sheet table').tBodies[0].rows];
         return rows.flatMap(row => [row.cells[2], row.cells[3]]).map(cell => parseInt(cell.innerText))
            .filter(count => count > 0 && count < 5).length",
        Vec::new(),
    );
    assert_eq!(small, 0);
    chrome.go("/round/people?who=staying");
    chrome.click("main tbody a");
    chrome.click("main a[href^='/print/round/people/']");
    assert_eq!(sheets(&chrome), 1);
    assert!(chrome.text(".sheet").contains("family may be told"), "{}", chrome.body());
    for language in ["uk", "ru", "tr", "ar"] {
        chrome.set_cookie("language", language);
        chrome.go("/print/round");
        sheets(&chrome);
    }
}

#[test]
fn whoever_speaks_to_families_prints_a_reason_and_no_manifest() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    chrome.go("/sign-in");
    chrome.set_cookie("chair", "officer-1");
    chrome.set_cookie("language", "en");
    chrome.go("/round/people");
    chrome.click("main tbody a");
    let path = ["/print", &chrome.at()].concat();
    chrome.set_cookie("chair", "spokesperson-1");
    chrome.go(&path);
    assert_eq!(sheets(&chrome), 1);
    chrome.go("/print/manifests/4");
    assert_eq!(chrome.count(".sheet"), 0);
    chrome.set_cookie("chair", "clinician-1");
    chrome.go(&path);
    assert_eq!(chrome.count(".sheet"), 0);
}
