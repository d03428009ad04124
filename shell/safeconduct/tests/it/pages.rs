//! The pages as a browser without script asks for them, on a real instance and on a practice one. All people are
//! invented.

mod access;
mod exchange;
mod identity;
mod lists;
mod oversight;
pub(super) mod paper;
mod retention;
mod round;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::api::client::{PASSWORD, Served};
use super::browser::desk::Desk;

/// What came back.
struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    html: String,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.html.split_once(&mark).unwrap_or_else(|| panic!("no field {name}"));
        rest.split('"').next().expect("a value").to_owned()
    }
}

/// A browser without script: it keeps cookies, and goes nowhere by itself.
struct Browser<'a> {
    /// The instance, where people sign in by name; a practice desk needs none.
    served: Option<&'a Served>,
    address: String,
    cookies: BTreeMap<String, String>,
    language: &'static str,
}

impl<'a> Browser<'a> {
    fn new(served: &'a Served) -> Self {
        let address = served.address().to_owned();
        Self { served: Some(served), address, cookies: BTreeMap::new(), language: "en" }
    }

    /// Sits at the demonstration's desk, in one of its chairs.
    fn at(desk: &Desk, chair: &str) -> Self {
        let cookies = BTreeMap::from([("chair".to_owned(), chair.to_owned())]);
        Self { served: None, address: desk.address.clone(), cookies, language: "en" }
    }

    fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, &[], &[])
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.send("POST", path, &[("sec-fetch-site", "same-origin")], fields)
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Seen {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = ureq::Agent::new_with_config(config.build());
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("accept-language", self.language);
        let jar: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request = request.header("cookie", jar.join("; "));
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let sent = if method == "POST" {
            let body: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}={}", written(name), written(value)))
                .collect();
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            agent.run(request.body(body.join("&")).expect("a request"))
        } else {
            agent.run(request.body(()).expect("a request"))
        };
        let mut response = sent.expect("an answer");
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        for (_, cookie) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.expect("a cookie");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let status = response.status().as_u16();
        let html = response.body_mut().read_to_string().expect("UTF-8");
        Seen { status, headers, html }
    }

    /// Signs somebody in.
    fn sign_in(&mut self, name: &str) {
        let code = self.served.expect("people with passwords").code(name, 0);
        let seen =
            self.post("/sign-in", &[("name", name), ("password", PASSWORD), ("code", &code)]);
        let door = "/sign-in?in=yes&to=/";
        assert_eq!((seen.status, seen.header("location")), (303, door), "{}", seen.html);
        assert_eq!(self.get(door).header("location"), "/");
    }
}

/// Writes a text as it stands in a form that is sent.
fn written(text: &str) -> String {
    text.bytes().fold(String::new(), |mut written, byte| {
        write!(written, "%{byte:02X}").expect("a string takes any text");
        written
    })
}

/// Enters somebody invented over the API, and returns the reference.
fn entered(served: &Served, token: &str, (surname, given): (&str, &str)) -> String {
    let body = json!({
        "source": "family", "by": "a sister", "says": "missing",
        "fields": { "surname": { "given": surname }, "given-name": { "given": given },
                    "birth-date": { "given": "1991-02-03" } },
    });
    let reply = served.ask("POST", "/people", Some(token), &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.text("person")
}

#[test]
fn nobody_sees_a_page_of_data_without_signing_in_and_everything_is_kept_to_itself() {
    let served = Served::new();
    let mut nobody = Browser::new(&served);
    for path in ["/", "/people", "/people/p-1", "/exchange", "/merges", "/account"] {
        let seen = nobody.get(path);
        assert_eq!(seen.status, 303, "{path}");
        assert!(seen.header("location").starts_with("/sign-in"), "{path}");
    }
    let seen = nobody.get("/sign-in");
    assert_eq!(seen.status, 200);
    for (name, part) in [
        ("content-security-policy", "default-src 'none'"),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
    ] {
        assert!(seen.header(name).contains(part), "{name}: {}", seen.header(name));
    }
    assert!(!seen.html.contains("<script>") && !seen.html.contains("style="), "{}", seen.html);
    // There is no open door where people are real.
    assert_eq!(nobody.post("/practice", &[("chair", "officer-1")]).status, 404);
    let elsewhere = nobody.send("GET", "/sign-in", &[("host", "prisoners.example")], &[]);
    assert_eq!(elsewhere.status, 421);
    let seen = nobody.get("/sign-in?to=//prisoners.example/");
    assert!(!seen.html.contains("prisoners.example"), "{}", seen.html);
}

#[test]
fn a_person_is_found_and_shown_as_far_as_the_role_goes_and_the_look_is_written_down() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let home = officer.get("/");
    assert_eq!(home.status, 200);
    assert!(home.html.contains("What needs you today"), "{}", home.html);
    let fields =
        [("text", "Vyhadenko Ostap"), ("seal", &home.hidden("seal")), ("key", &home.hidden("key"))];
    let found = officer.post("/people", &fields);
    assert_eq!(found.status, 200, "{}", found.html);
    assert!(found.html.contains("Вигаденко"), "{}", found.html);
    let shown = officer.get(&format!("/people/{person}"));
    assert_eq!(shown.status, 200, "{}", shown.html);
    assert!(shown.html.contains("Вигаденко") && shown.html.contains("a sister"), "{}", shown.html);
    officer.language = "uk";
    let shown = officer.get(&format!("/people/{person}"));
    assert!(shown.html.contains("прізвище") && shown.html.contains("родич"), "{}", shown.html);
    assert!(!shown.html.contains('⟦'), "{}", shown.html);
    officer.language = "en";
    let mut empty = fields;
    empty[0].1 = "  ";
    let empty = officer.post("/people", &empty);
    assert_eq!(empty.status, 422);
    assert!(empty.html.contains("href=\"#text\""), "{}", empty.html);
    let mut clinician = Browser::new(&served);
    clinician.sign_in("clinician");
    let denied = clinician.get(&format!("/people/{person}"));
    assert_eq!(denied.status, 403, "{}", denied.html);
    assert!(!denied.html.contains("Вигаденко"), "{}", denied.html);
    let mut administrator = Browser::new(&served);
    let code = served.code("administrator", 1);
    let asked = [("name", "administrator"), ("password", PASSWORD), ("code", &code)];
    assert_eq!(administrator.post("/sign-in", &asked).status, 303);
    assert_eq!(administrator.get("/people").status, 403);
    let looks = served.get("/looks", &served.sign_in("data-protection"));
    let has = |by: &str, answer: &str| {
        let items = looks.body["items"].as_array().expect("looks");
        items.iter().any(|look| {
            look["by"] == by && look["answer"] == answer && look["person"] == person.as_str()
        })
    };
    assert!(has("officer", "open"), "{}", looks.body);
    assert!(has("clinician", "denied"), "{}", looks.body);
}

#[test]
fn a_browser_that_keeps_no_cookies_is_told_so_in_place_of_asking_again_and_again() {
    let served = Served::new();
    let mut forgetful = Browser::new(&served);
    let code = served.code("officer", 0);
    let asked = [("name", "officer"), ("password", PASSWORD), ("code", &code), ("to", "/people")];
    let let_in = forgetful.post("/sign-in", &asked);
    assert_eq!(let_in.header("location"), "/sign-in?in=yes&to=/people");
    forgetful.cookies.clear();
    let told = forgetful.get(let_in.header("location"));
    assert_eq!(told.status, 200);
    assert!(told.html.contains("keeps no cookies of this site"), "{}", told.html);
    assert!(told.html.contains("name=\"to\" value=\"/people\""), "{}", told.html);
    assert!(!forgetful.get("/sign-in").html.contains("keeps no cookies"));
}

#[test]
fn a_form_of_another_site_or_session_is_not_taken_and_nothing_typed_is_lost() {
    let served = Served::new();
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let home = officer.get("/");
    let (seal, key) = (home.hidden("seal"), home.hidden("key"));
    let fields = [("text", "Nemynuchy"), ("seal", seal.as_str()), ("key", key.as_str())];
    let elsewhere = officer.send("POST", "/people", &[("sec-fetch-site", "cross-site")], &fields);
    assert_eq!(elsewhere.status, 403);
    let nameless = officer.send("POST", "/people", &[("origin", "https://x.example")], &fields);
    assert_eq!(nameless.status, 403);
    let other = officer.post("/people", &[("text", "Nemynuchy"), ("seal", "0"), ("key", &key)]);
    assert_eq!(other.status, 403);
    assert!(other.html.contains("value=\"Nemynuchy\""), "{}", other.html);
    // The session ends while somebody types; afterwards what they typed goes on.
    officer.cookies.clear();
    let waiting = officer.post("/people", &fields);
    assert_eq!(waiting.status, 401);
    assert!(waiting.html.contains("name=\"typed-text\" value=\"Nemynuchy\""), "{}", waiting.html);
    let code = served.code("officer", 1);
    let again = [
        ("name", "officer"),
        ("password", PASSWORD),
        ("code", &code),
        ("to", "/people"),
        ("typed-text", "Nemynuchy"),
    ];
    let again = officer.post("/sign-in", &again);
    assert_eq!(again.status, 200, "{}", again.html);
    assert!(again.html.contains("name=\"text\" value=\"Nemynuchy\""), "{}", again.html);
    let fields =
        [("text", "Nemynuchy"), ("seal", &again.hidden("seal")), ("key", &again.hidden("key"))];
    assert_eq!(officer.post("/people", &fields).status, 200);
    assert_eq!(officer.get("/sign-out").status, 405);
    assert_eq!(officer.get("/nothing/here").status, 404);
}

#[test]
fn whoever_practises_sits_in_any_chair_by_one_press_and_every_page_says_that_it_is_practice() {
    let served = Served::in_practice();
    let mut anybody = Browser::new(&served);
    let first = anybody.get("/");
    assert!(first.status == 200 && first.html.contains("officer-1"), "{}", first.html);
    let out = first.hidden("seal");
    assert_eq!(anybody.post("/sign-out", &[("seal", &out)]).header("location"), "/sign-in");
    assert_eq!(anybody.get("/").status, 303);
    let door = anybody.get("/sign-in");
    assert!(door.html.contains("value=\"officer-1\""), "{}", door.html);
    assert!(!door.html.contains("type=\"password\""), "{}", door.html);
    assert_eq!(anybody.post("/practice", &[("chair", "nobody-1")]).status, 404);
    let asked = [("name", "officer-1"), ("password", PASSWORD), ("code", "000000")];
    assert_eq!(anybody.post("/sign-in", &asked).status, 403);
    for (chair, people) in [("officer-1", 200), ("administrator-1", 403)] {
        let sat = anybody.post("/practice", &[("chair", chair), ("to", "/")]);
        assert_eq!((sat.status, sat.header("location")), (303, "/"));
        let home = anybody.get("/");
        assert_eq!(home.status, 200);
        assert!(home.html.contains("invented") && home.html.contains(chair), "{}", home.html);
        assert_eq!(anybody.get("/people").status, people, "{chair}");
    }
    let out = [("seal", anybody.get("/").hidden("seal"))];
    let out = out.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(anybody.post("/sign-out", &out).header("location"), "/sign-in");
    assert_eq!(anybody.get("/").status, 303);
}

#[test]
fn every_claim_field_and_source_has_a_word_in_every_language() {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en/claims.ftl");
    let words = std::fs::read_to_string(locales).expect("words");
    let has = |key: &str| words.lines().any(|line| line.starts_with(&format!("{key} = ")));
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    let document = std::fs::read_to_string(document).expect("the document of the API");
    let document: Value = serde_json::from_str(&document).expect("JSON");
    let mut seen = BTreeMap::new();
    lists_of_words(&document, &mut seen);
    for (list, kind) in [("capture-card", "says"), ("birth-place", "field"), ("witness", "source")]
    {
        let all = seen.get(list).unwrap_or_else(|| panic!("no list with {list}"));
        for word in all {
            assert!(has(&format!("{kind}-{word}")), "no word for {kind} {word}");
        }
    }
}

/// Finds every list of words that the document allows, by each of its words.
fn lists_of_words(value: &Value, seen: &mut BTreeMap<String, Vec<String>>) {
    if let Some(list) = value["enum"].as_array() {
        let all: Vec<String> =
            list.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect();
        for word in &all {
            seen.insert(word.clone(), all.clone());
        }
    }
    match value {
        Value::Object(members) => {
            members.values().for_each(|one| lists_of_words(one, seen));
        }
        Value::Array(items) => items.iter().for_each(|one| lists_of_words(one, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn whoever_is_not_let_in_learns_nothing_of_which_part_was_wrong() {
    let served = Served::new();
    let mut nobody = Browser::new(&served);
    let mut said = Vec::new();
    for (name, password) in [("officer", "not the password"), ("no-such-name", PASSWORD)] {
        let asked = [("name", name), ("password", password), ("code", "000000")];
        let seen = nobody.post("/sign-in", &asked);
        assert_eq!(seen.status, 401);
        said.push(seen.html.replace(name, "NAME"));
    }
    assert_eq!(said[0], said[1]);
    assert!(nobody.cookies.is_empty());
}

#[test]
fn a_merge_takes_a_second_officer_and_a_form_that_is_sent_twice_counts_once() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let one = entered(&served, &token, ("Вигаденко", "Остап"));
    let body = json!({
        "source": "detaining-power", "by": "their bureau", "says": "dead",
        "fields": { "surname": { "given": "Незнанко" }, "given-name": { "given": "Панас" },
                    "birth-date": { "given": "1970-01-01" } },
    });
    let other = served.ask("POST", "/people", Some(&token), &body).text("person");
    let two = json!({ "one": one, "other": other });
    let preview = served.ask("POST", "/merges/preview", Some(&token), &two);
    assert_eq!(preview.body["needs_a_second"], true, "{}", preview.body);
    let merge = json!({ "one": one, "other": other, "reason": "the same scar" });
    let merge = served.change("/merges", &token, &preview.etag, &merge);
    assert_eq!(merge.status, 201, "{}", merge.body);
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let home = officer.get("/");
    assert!(home.html.contains("<a href=\"/merges\">merges that wait"), "{}", home.html);
    let page = officer.get("/merges");
    let path = format!("/merges/{}/agree", merge.text("merge"));
    assert!(page.html.contains(&path), "{}", page.html);
    let fields = [("seal", page.hidden("seal")), ("key", page.hidden("key"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    for _ in 0..2 {
        let done = officer.post(&path, &fields);
        assert_eq!((done.status, done.header("location")), (303, "/merges?done=merged"));
    }
    let done = officer.get("/merges?done=merged");
    assert!(done.html.contains("one person from now on"), "{}", done.html);
    assert!(!done.html.contains(&path), "{}", done.html);
    let person = officer.get(&format!("/people/{one}"));
    assert!(person.html.contains(&other), "{}", person.html);
}

#[test]
fn every_page_can_be_read_in_five_languages() {
    let served = Served::new();
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    for (language, direction) in
        [("en", "ltr"), ("uk", "ltr"), ("ru", "ltr"), ("tr", "ltr"), ("ar", "rtl")]
    {
        officer.language = language;
        for path in ["/", "/people", "/merges", "/account", "/people/p-nobody"] {
            let seen = officer.get(path);
            let head = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(seen.html.contains(&head), "{path}: {}", seen.html);
            assert!(!seen.html.contains('⟦'), "{language} {path}: {}", seen.html);
        }
    }
    officer.language = "pl";
    assert_eq!(officer.post("/language", &[("language", "uk"), ("to", "/merges")]).status, 303);
    assert!(officer.get("/").html.contains("Сьогодні"));
}
