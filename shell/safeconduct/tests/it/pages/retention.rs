//! How long what is known is kept, and destroying it with a proof, as a browser without script does it at the
//! demonstration's desk. All people are invented.

use serde_json::Value;

use super::super::browser::desk::Desk;
use super::identity::{links, listed, own_offer};
use super::oversight::in_every_language;
use super::{Browser, Seen};

/// The references in the table of people whose time has run out.
fn people(page: &Seen) -> Vec<String> {
    let links = page.html.split("href=\"/retention/people/").skip(1);
    links.map(|link| link.split('"').next().expect("an end").to_owned()).collect()
}

#[test]
fn data_on_hold_stays_until_the_hold_ends_and_what_is_destroyed_leaves_a_proof() {
    let desk = Desk::serve();
    let mut keeper = Browser::at(&desk, "protection-1");
    let page = keeper.get("/retention");
    assert_eq!(page.status, 200, "{}", page.html);
    let all = people(&page);
    let held = page.html.split("<tr>").find(|row| row.contains("on hold</span>")).expect("a hold");
    let held = all.iter().find(|one| held.contains(one.as_str())).expect("a reference").clone();
    let at = format!("/retention/people/{held}");
    let one = keeper.get(&at);
    assert!(!one.html.contains("/erase\""), "{}", one.html);
    let refused = keeper.press(&one, &format!("{at}/erase"), &[("sure", "yes")]);
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(refused.html.contains("on hold"), "{}", refused.html);
    for reason in ["", "   ", &"x".repeat(3_000)] {
        let empty = keeper.press(&one, &format!("{at}/unhold"), &[("reason", reason)]);
        assert_eq!(empty.status, 422, "{}", empty.html);
        assert!(empty.html.contains("href=\"#reason\""), "{}", empty.html);
    }
    let ended = keeper.press(&one, &format!("{at}/unhold"), &[("reason", "the court is done")]);
    assert_eq!(ended.header("location"), format!("{at}?done=unheld"), "{}", ended.html);
    let one = keeper.get(&at);
    let begun = keeper.press(&one, &format!("{at}/hold"), &[("reason", "it asks again")]);
    assert_eq!(begun.header("location"), format!("{at}?done=held"));
    let one = keeper.get(&at);
    keeper.press(&one, &format!("{at}/unhold"), &[("reason", "now it is done")]);
    let one = keeper.get(&at);
    let unsure = keeper.press(&one, &format!("{at}/erase"), &[]);
    assert_eq!(unsure.status, 422);
    assert!(unsure.html.contains("href=\"#sure\""), "{}", unsure.html);
    let gone = keeper.press(&one, &format!("{at}/erase"), &[("sure", "yes")]);
    assert_eq!(gone.status, 303, "{}", gone.html);
    let again = keeper.press(&one, &format!("{at}/erase"), &[("sure", "yes")]);
    assert_eq!(again.header("location"), gone.header("location"));
    let (to, _) = gone.header("location").split_once('?').expect("what was done");
    let (status, _, proof) = keeper.download("GET", &format!("{to}/file"), &[]);
    let proof: Value = serde_json::from_slice(&proof).expect("a proof");
    assert_eq!((status, &proof["records_left"]), (200, &Value::from(0)));
    assert_eq!(proof["erased"][0]["event"].as_u64().map(|event| event > 0), Some(true), "{proof}");
    assert!(proof["erased"].to_string().contains(&held), "{proof}");
    assert!(!people(&keeper.get("/retention")).contains(&held));
    let one = keeper.get(&at);
    assert!(one.html.contains("What was known was destroyed"), "{}", one.html);
    assert!(!one.html.contains("/erase\"") && !one.html.contains("/hold\""), "{}", one.html);
    // Whoever asks for somebody else's proof finds none.
    let mut other = Browser::at(&desk, "officer-1");
    assert!(other.get(to).html.contains("not here any more"));
    assert_eq!(other.get(&format!("{to}/file")).status, 404);
    in_every_language(&mut keeper, &["/retention", &at, to]);
}

#[test]
fn nobody_destroys_what_is_needed_or_without_the_role_and_unknown_references_are_said() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let page = officer.get("/retention");
    for typed in ["", "p-nobody", "Остап", "0123456789abcdef0123456789abcdef"] {
        let none = officer.press(&page, "/retention/person", &[("person", typed)]);
        assert_eq!(none.status, 422, "{typed}: {}", none.html);
        assert!(none.html.contains("href=\"#person\""), "{}", none.html);
    }
    let list = own_offer(&mut officer);
    let lines = links(&officer.get("/gates/5"), "/gates/5/people/");
    let line = lines.first().and_then(|one| one.rsplit('/').next()).expect("somebody who travels");
    let person = listed(&desk, ("Потрібненко", &list, line));
    let found = officer.press(&page, "/retention/person", &[("person", &person)]);
    assert_eq!(found.header("location"), format!("/retention/people/{person}"));
    let one = officer.get(found.header("location"));
    assert!(one.html.contains("as long as the purpose goes on"), "{}", one.html);
    let at = format!("/retention/people/{person}/erase");
    let needed = officer.press(&one, &at, &[("sure", "yes")]);
    assert_eq!(needed.status, 422, "{}", needed.html);
    assert!(needed.html.contains("href=\"#sure\""), "{}", needed.html);
    for (language, said) in
        [("uk", "Відоме про цю людину ще потрібне."), ("ar", "ما يُعرف عن هذا الشخص لا يزال لازمًا.")]
    {
        officer.language = language;
        let needed = officer.press(&one, &at, &[("sure", "yes")]);
        assert!(needed.html.contains(said), "{}", needed.html);
        // The core's exact words stand below, and say that they are English.
        assert!(needed.html.contains("<span lang=\"en\" dir=\"ltr\">"), "{}", needed.html);
    }
    officer.language = "en";
    for path in ["/retention/people/nobody", "/retention/stages/99", "/retention/lists/nothing"] {
        assert_eq!(officer.get(path).status, 404, "{path}");
    }
    let mut clinician = Browser::at(&desk, "clinician-1");
    for path in ["/retention", &format!("/retention/people/{person}")] {
        assert_eq!(clinician.get(path).status, 403, "{path}");
    }
    assert_eq!(clinician.press(&one, &at, &[("sure", "yes")]).status, 403);
}

#[test]
fn records_of_a_handover_and_lists_whose_time_is_over_are_destroyed() {
    let desk = Desk::serve_at("2028-01-10T09:00:00Z");
    let mut keeper = Browser::at(&desk, "protection-1");
    for kind in ["stages", "lists"] {
        let page = keeper.get("/retention");
        let mark = format!("href=\"/retention/{kind}/");
        let id = page.html.split(&mark).nth(1).unwrap_or_else(|| panic!("{kind}: {}", page.html));
        let at = format!("/retention/{kind}/{}", id.split('"').next().expect("an end"));
        let one = keeper.get(&at);
        assert_eq!(one.status, 200, "{}", one.html);
        in_every_language(&mut keeper, &[&at]);
        let gone = keeper.press(&one, &format!("{at}/erase"), &[("sure", "yes")]);
        assert_eq!(gone.status, 303, "{}", gone.html);
        let (to, _) = gone.header("location").split_once('?').expect("what was done");
        let (_, _, proof) = keeper.download("GET", &format!("{to}/file"), &[]);
        let proof: Value = serde_json::from_slice(&proof).expect("a proof");
        assert_eq!(proof["records_left"], Value::from(0), "{proof}");
        assert!(!proof["records_destroyed"].as_array().expect("a list").is_empty(), "{proof}");
        assert_eq!(keeper.get(&at).status, 404);
    }
}
