//! Every page that can be reached, in every practice chair: complete in five languages, usable by everybody, quiet.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write as _;

use serde_json::Value;

use super::aria::differs;
use super::desk::Desk;
use super::driver::Chrome;

/// The chairs of a practice instance.
const CHAIRS: [&str; 6] =
    ["officer-1", "team-1", "clinician-1", "spokesperson-1", "protection-1", "administrator-1"];
const LANGUAGES: [&str; 5] = ["en", "uk", "ru", "tr", "ar"];
/// A telephone and a large screen, in CSS pixels.
const WIDTHS: [u32; 2] = [360, 1920];
/// The most bytes of the first page, its stylesheet and script together.
const FIRST_PAGE_BYTES_MAX: u64 = 100_000;

/// A path without what stands for one list or person, so that one of each kind is looked at.
fn kind_of(path: &str) -> String {
    let (path, _) = path.split_once(['?', '#']).unwrap_or((path, ""));
    let parts = path.split('/').map(|part| {
        let is_id =
            part.chars().any(|letter| letter.is_ascii_digit()) && !part.starts_with("section");
        if is_id { "ID" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Finds one page of every kind that links lead to, from home on.
fn pages(chrome: &Chrome, chair: &str) -> BTreeMap<String, String> {
    chrome.set_cookie("chair", chair);
    let mut found = BTreeMap::from([("/".to_owned(), "/".to_owned())]);
    // What is nearer to home comes first, so that every walk finds the same ones.
    let mut next = VecDeque::from(["/".to_owned()]);
    while let Some(path) = next.pop_front() {
        chrome.go(&path);
        let links = chrome.script(
            "return [...document.querySelectorAll('a[href]')].filter(a => !a.hasAttribute('download'))
                .map(a => a.getAttribute('href')).filter(href => href.startsWith('/'))",
            Vec::new(),
        );
        for link in links.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let kind = kind_of(link);
            let is_file = kind.ends_with("/file") || kind.ends_with("/workbook");
            if !is_file && !found.contains_key(&kind) {
                let link = link.split_once('#').map_or(link, |(page, _)| page).to_owned();
                found.insert(kind, link.clone());
                next.push_back(link);
            }
        }
    }
    found
}

/// What is wrong with the page in the window, in words.
fn flaws(chrome: &Chrome) -> Vec<String> {
    let mut found = Vec::new();
    let body = chrome.body();
    if body.contains('⟦') {
        found.push("a message is missing".to_owned());
    }
    let wide = chrome.script(
        "const page = document.documentElement;
         return page.scrollWidth > page.clientWidth
            ? [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > page.clientWidth + 1
                && !one.closest('.wide')).slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(' | ') || 'wide'
            : null",
        Vec::new(),
    );
    if let Some(wide) = wide.as_str() {
        found.push(format!("wider than the window: {wide}"));
    }
    found
}

#[test]
fn every_page_is_whole_in_five_languages_on_a_telephone_and_a_large_screen() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    chrome.go("/sign-in");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for chair in CHAIRS {
        for (kind, path) in pages(&chrome, chair) {
            if !seen.insert(kind.clone()) {
                continue;
            }
            for language in LANGUAGES {
                chrome.set_cookie("language", language);
                for width in WIDTHS {
                    chrome.size(width, 1_000);
                    chrome.go(&path);
                    let found = flaws(&chrome);
                    wrong.extend(
                        found.into_iter().map(|what| format!("{kind} {language} {width}: {what}")),
                    );
                }
                if language == "en" {
                    wrong.extend(differs(&chrome, &kind));
                }
                let direction = chrome
                    .script("return document.dir || document.documentElement.dir", Vec::new());
                let right = if language == "ar" { "rtl" } else { "ltr" };
                if direction != right {
                    wrong.push(format!("{kind} {language}: {direction}"));
                }
            }
            chrome.set_cookie("language", "en");
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
    assert!(wrong.is_empty(), "{} flaws:\n{}", wrong.len(), wrong.join("\n"));
    quiet(&chrome, &desk.address);
}

/// No error was logged by any page, and nothing was asked for elsewhere.
fn quiet(chrome: &Chrome, address: &str) {
    let errors: Vec<String> =
        chrome.log("browser").iter().map(|entry| entry["message"].to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut asked = 0;
    for entry in chrome.log("performance") {
        let message: Value =
            serde_json::from_str(entry["message"].as_str().unwrap_or("{}")).expect("JSON");
        let message = &message["message"];
        if message["method"] == "Network.requestWillBeSent" {
            asked += 1;
            let url = message["params"]["request"]["url"].as_str().unwrap_or_default();
            assert!(url.starts_with(address) || url.starts_with("data:"), "{url}");
        }
    }
    assert!(asked > 20, "{asked} requests were seen");
}

#[test]
fn no_page_has_a_serious_flaw_that_axe_finds() {
    let Some(axe) = std::env::var_os("SAFECONDUCT_AXE") else {
        assert!(
            std::env::var_os("SAFECONDUCT_REQUIRE_ALL").is_none(),
            "SAFECONDUCT_AXE names no axe.min.js"
        );
        let _unseen = writeln!(std::io::stderr(), "skipped: SAFECONDUCT_AXE names no axe.min.js");
        return;
    };
    let axe = std::fs::read_to_string(axe).expect("axe-core");
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    chrome.go("/sign-in");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for chair in CHAIRS {
        for (kind, path) in pages(&chrome, chair) {
            if !seen.insert(kind.clone()) {
                continue;
            }
            for (language, width) in [("en", 1_200), ("ar", 360)] {
                chrome.set_cookie("language", language);
                chrome.size(width, 1_000);
                chrome.go(&path);
                chrome.script(&axe, Vec::new());
                let found = chrome.script_later(
                    "const done = arguments[arguments.length - 1];
                     axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations
                        .filter(one => one.impact === 'serious' || one.impact === 'critical')
                        .map(one => one.id + ': ' + one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(' | '))),
                        error => done(['axe broke off: ' + error]))",
                    Vec::new(),
                );
                let found = found.as_array().cloned().unwrap_or_default();
                wrong.extend(found.iter().map(|what| format!("{kind} {language}: {what}")));
            }
            chrome.set_cookie("language", "en");
        }
    }
    assert!(wrong.is_empty(), "{} flaws:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_first_page_is_small() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    chrome.go("/sign-in");
    chrome.set_cookie("chair", "officer-1");
    chrome.go("/");
    let bytes = chrome.script(
        "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
         return all.reduce((sum, one) => sum + one.encodedBodySize, 0)",
        Vec::new(),
    );
    let bytes = bytes.as_u64().expect("a number");
    assert!((1_000..FIRST_PAGE_BYTES_MAX).contains(&bytes), "{bytes} bytes");
}
