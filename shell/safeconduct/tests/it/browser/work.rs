//! Work that officers do all day, in a real browser on the desk in mid-exchange.

use super::desk::Desk;
use super::driver::Chrome;

/// How many pairs are decided, and in fewer than how many presses of a key.
const PAIRS: usize = 20;
const KEYS_MAX: usize = 60;

/// Opens the desk as one of the practice officers.
pub(super) fn sit(desk: &Desk, chair: &str) -> Option<Chrome> {
    let chrome = Chrome::open(&desk.address)?;
    chrome.go("/sign-in");
    chrome.set_cookie("chair", chair);
    chrome.set_cookie("language", "en");
    chrome.size(1_200, 900);
    Some(chrome)
}

/// The first number on a page's lead.
fn waiting(chrome: &Chrome) -> usize {
    let lead = chrome.text("main .lead");
    let digits: String = lead.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{lead}"))
}

#[test]
fn twenty_pairs_are_decided_by_keys_alone() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    chrome.go("/matches");
    chrome.click("main td a");
    let before = waiting(&chrome);
    let mut keys = 0;
    for pair in 0..PAIRS {
        keys += 1;
        match pair % 4 {
            0 | 1 => chrome.key_on('s'),
            2 => chrome.key_on('d'),
            // The key at the same place of a Cyrillic keyboard does the same.
            _ => chrome.key_at("ы", "KeyS"),
        }
        if pair == 5 {
            assert_eq!(waiting(&chrome), before - 6);
            chrome.key_on('u');
            assert_eq!(waiting(&chrome), before - 5);
            chrome.key_on('s');
            keys += 2;
        }
        if pair == 8 {
            chrome.key_on('n');
            keys += 1;
        }
    }
    assert_eq!(waiting(&chrome), before - PAIRS);
    assert!(keys < KEYS_MAX, "{keys} keys");
    chrome.key('?');
    let open =
        chrome.script("return document.querySelector('details[data-key=\"?\"]').open", Vec::new());
    assert_eq!(open, true, "the keys are shown");
}

#[test]
fn two_entries_are_merged_and_come_apart_again() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    chrome.go("/duplicates");
    let pairs = chrome.count("main section.card");
    assert!(pairs > 0, "{}", chrome.body());
    chrome.click("main section.card a.button");
    chrome.click("form[action$='/merge'] button");
    assert!(chrome.text("[role=alert]").contains("Say why"), "{}", chrome.body());
    chrome.fill("#reason", "the same birth date and the same father");
    chrome.click("form[action$='/merge'] button");
    // What a family would be told may change, so it waits for a second officer.
    assert_eq!(chrome.at(), "/merges?done=merge-proposed", "{}", chrome.body());

    chrome.set_cookie("chair", "officer-2");
    chrome.go("/merges");
    let holding = chrome.count("h2 ~ div tbody tr");
    chrome.click("form[action$='/agree'] button");
    assert_eq!(chrome.at(), "/merges?done=merged");
    assert_eq!(chrome.count("h2 ~ div tbody tr"), holding + 1);
    chrome.click("h2 ~ div tbody a");
    assert!(chrome.text("h1").contains("comes apart"));
    chrome.click("form[action$='/undo'] button");
    assert_eq!(chrome.at(), "/merges?done=unmerged");
    assert_eq!(chrome.count("h2 ~ div tbody tr"), holding);
}

#[test]
fn a_gate_refuses_a_departure_with_its_article() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "team-1") else { return };
    chrome.go("/gates");
    chrome.click("main tbody a");
    let open = chrome.count("table.gates td.open");
    assert!(open > 0, "{}", chrome.body());
    chrome.click("form[action$='/depart'] button");
    assert!(chrome.body().contains("no movement without mutual warning"), "{}", chrome.body());

    // Two named people let it go without the other side's acknowledgement; nobody lets a gate of all go.
    chrome.go("/gates");
    chrome.click("main tbody a");
    chrome.touch("main details summary");
    chrome.fill("#second", "team-2");
    chrome.fill("#reason", "the line is cut; told by radio");
    chrome.click("form[action$='/override'] button");
    assert!(chrome.at().ends_with("?done=overridden"), "{}", chrome.body());
    chrome.click("form[action$='/depart'] button");
    let said = chrome.body();
    assert!(said.contains("GC III art."), "{said}");
    assert!(said.contains("Nothing was recorded"), "{said}");

    // The first who lacks something gets it, and the board says so.
    chrome.go("/gates");
    chrome.click("main tbody a");
    chrome.click("main .pages a");
    let before = chrome.count("table.gates tbody tr");
    chrome.script(
        "const row = [...document.querySelectorAll('table.gates tbody tr')].find(row =>
            row.querySelectorAll('td.open').length === 1 && row.cells[8].className === 'open');
         row.querySelector('a').id = 'chosen'",
        Vec::new(),
    );
    chrome.click("#chosen");
    chrome.fill("#contact", "a sister, by telephone");
    chrome.click("button[value='contact-verified']");
    assert!(chrome.at().ends_with("?done=gate"), "{}", chrome.body());
    chrome.click("main .pages a");
    chrome.click("main .pages a");
    assert_eq!(chrome.count("table.gates tbody tr"), before - 1, "one more is ready");
}

#[test]
fn a_workbook_with_twelve_kinds_of_error_is_imported() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    chrome.go("/lists/import");
    let file = Desk::list("b-third-supplement.xlsx");
    chrome.fill("input[type='file']", file.to_str().expect("a path of letters"));
    chrome.choose("#from", "B");
    chrome.choose("#purpose", "offer");
    chrome.click("form[enctype] button");
    let import = chrome.at();
    assert!(import.starts_with("/lists/import/"), "{import}: {}", chrome.body());

    chrome.go(&format!("{import}/columns"));
    chrome.click("button[value='agree']");
    chrome.go(&format!("{import}/preview"));
    assert!(chrome.count("tbody tr") > 5, "{}", chrome.body());
    chrome.go(&format!("{import}/check"));
    // The first of them shows all kinds together.
    let kinds = chrome.count("nav.filter li") - 1;
    assert!(kinds >= 12, "{kinds} kinds: {}", chrome.body());

    chrome.click("form[action$='/open'] button");
    assert!(chrome.at().starts_with("/lists/"), "{}", chrome.body());
    assert!(!chrome.at().contains("import"), "{}", chrome.at());
}

#[test]
fn an_open_clause_is_accepted_and_the_point_is_settled() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    chrome.go("/");
    chrome.click("main table a[href='/agreement']");
    let answer = "form[action$='/accept'] button";
    assert_eq!(chrome.count(answer), 1, "{}", chrome.body());
    chrome.click("main a[href='/agreement/people']");
    assert!(chrome.body().contains("List A: "), "{}", chrome.body());
    chrome.click(answer);
    assert_eq!(chrome.at(), "/agreement?done=accepted");
    assert_eq!(chrome.count(answer), 0, "nothing waits for an answer any more");
}

#[test]
fn a_round_is_locked_by_two_people_and_says_who_goes_and_why() {
    let desk = Desk::serve();
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    chrome.go("/round/people?who=staying");
    chrome.click("main tbody a");
    assert!(chrome.text("main .lead").contains("no stage"), "{}", chrome.body());
    assert!(chrome.count("main ul li") > 0, "a reason is given: {}", chrome.body());

    chrome.go("/round");
    let lock = "form[action='/round/lock'] button";
    chrome.click(lock);
    assert_eq!(chrome.at(), "/round?done=lock-asked");
    assert_eq!(chrome.count(lock), 0, "whoever asks cannot agree");
    chrome.set_cookie("chair", "officer-2");
    chrome.go("/");
    assert!(chrome.body().contains("locks of the plan that wait"), "{}", chrome.body());
    chrome.go("/round");
    chrome.click(lock);
    assert_eq!(chrome.at(), "/round?done=locked", "{}", chrome.body());
    assert!(chrome.body().contains("officer-1, officer-2"), "{}", chrome.body());
}
