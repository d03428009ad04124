//! Accounts, sign-ins, looks, retention and the rest of oversight on the pages, as a browser without script does it.
//! All people are invented.

use super::super::api::client::{PASSWORD, Served};
use super::{Browser, Seen, entered};

const NEW_PASSWORD: &str = "nine green boats away";

/// Every language, with how it is written.
const LANGUAGES: [(&str, &str); 5] =
    [("en", "ltr"), ("uk", "ltr"), ("ru", "ltr"), ("tr", "ltr"), ("ar", "rtl")];

/// Signs the administrator in, whose first code the setting up used.
fn administrator(served: &Served) -> Browser<'_> {
    let mut browser = Browser::new(served);
    let code = served.code("administrator", 1);
    let asked = [("name", "administrator"), ("password", PASSWORD), ("code", &code)];
    assert_eq!(browser.post("/sign-in", &asked).status, 303);
    browser
}

/// Looks at pages in every language.
pub(super) fn in_every_language(browser: &mut Browser<'_>, paths: &[&str]) {
    for (language, direction) in LANGUAGES {
        browser.language = language;
        for path in paths {
            let seen = browser.get(path);
            assert_eq!(seen.status, 200, "{language} {path}: {}", seen.html);
            let head = format!("<html lang=\"{language}\" dir=\"{direction}\">");
            assert!(seen.html.contains(&head), "{path}: {}", seen.html);
            assert!(!seen.html.contains('⟦'), "{language} {path}: {}", seen.html);
        }
    }
    browser.language = "en";
}

/// What stands between two texts.
fn between<'a>(seen: &'a Seen, before: &str, after: &str) -> &'a str {
    let (_, rest) =
        seen.html.split_once(before).unwrap_or_else(|| panic!("no {before}: {}", seen.html));
    rest.split_once(after).expect("an end").0
}

/// Where the list of accounts leads from a name.
fn account_at(list: &Seen, name: &str) -> String {
    let mark = format!(">{name}</bdi>");
    let mut rows = list.html.split("<tr>").skip(1);
    let row = rows.find(|row| row.contains(&mark)).expect("a row");
    let at = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    at.expect("a link").to_owned()
}

#[test]
fn an_administrator_makes_changes_and_disables_an_account_and_its_secrets_are_shown_once() {
    let served = Served::new();
    let mut chief = administrator(&served);
    let page = chief.get("/administration/new");
    assert_eq!(page.status, 200, "{}", page.html);
    let asked = |name, password, again| {
        [
            ("name", name),
            ("role", "clinician"),
            ("password", password),
            ("password", again),
            ("language", "uk"),
        ]
    };
    for (fields, wrong) in [
        (asked("", NEW_PASSWORD, NEW_PASSWORD), "#name"),
        (asked("a name with spaces", NEW_PASSWORD, NEW_PASSWORD), "#name"),
        (asked("officer", NEW_PASSWORD, NEW_PASSWORD), "#name"),
        (asked("clinician-2", "short", "short"), "#password"),
        (asked("clinician-2", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"), "#password"),
        (asked("clinician-2", NEW_PASSWORD, "something else altogether"), "#again"),
    ] {
        let seen = chief.press(&page, "/administration/new", &fields);
        assert_eq!(seen.status, 422, "{wrong}: {}", seen.html);
        assert!(seen.html.contains(&format!("href=\"{wrong}\"")), "{wrong}: {}", seen.html);
        assert!(!seen.html.contains(NEW_PASSWORD), "a password came back: {}", seen.html);
    }
    let fields = asked("clinician-2", NEW_PASSWORD, NEW_PASSWORD);
    let shown = chief.press(&page, "/administration/new", &fields);
    assert_eq!(shown.status, 200, "{}", shown.html);
    assert!(shown.html.contains("otpauth://totp/") && shown.html.contains("<ol class=\"secrets\""));
    let secret = between(&shown, "class=\"secret\">", "<").to_owned();
    let list = chief.get("/administration");
    assert!(list.html.contains("clinician-2") && !list.html.contains(&secret), "{}", list.html);
    let at = account_at(&list, "clinician-2");
    let one = chief.get(&at);
    assert_eq!(one.status, 200, "{}", one.html);
    assert!(!one.html.contains(&secret), "{}", one.html);
    for (deed, fields, done) in [
        ("role", &[("role", "officer")][..], "role"),
        ("disable", &[], "disabled"),
        ("enable", &[], "enabled"),
    ] {
        let gone = chief.press(&one, &format!("{at}/{deed}"), fields);
        assert_eq!((gone.status, gone.header("location")), (303, &*format!("{at}?done={done}")));
    }
    assert_eq!(chief.press(&one, &format!("{at}/role"), &[("role", "emperor")]).status, 404);
    let asked = chief.get(&format!("{at}/password"));
    let typed = [("password", "another long way home"), ("password", "another long way home")];
    assert_eq!(chief.press(&asked, &format!("{at}/password"), &typed).status, 303);
    let again = chief.press(&one, &format!("{at}/codes"), &[]);
    assert!(again.html.contains("otpauth://") && !again.html.contains(&secret), "{}", again.html);
    assert_eq!(chief.get("/administration/accounts/u-nobody").status, 404);
    let trail = chief.get("/trail");
    for said in ["account made: clinician", "role set: officer", "account disabled", "new codes"] {
        assert!(trail.html.contains(said), "{said}: {}", trail.html);
    }
    in_every_language(
        &mut chief,
        &["/administration", "/administration/new", &at, "/trail", "/account"],
    );
}

#[test]
fn nobody_but_an_administrator_reaches_accounts_and_the_last_one_stays() {
    let served = Served::new();
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    for path in
        ["/administration", "/administration/new", "/administration/health", "/trail", "/looks"]
    {
        assert_eq!(officer.get(path).status, 403, "{path}");
    }
    let page = officer.get("/account");
    assert!(!page.html.contains("href=\"/administration\""), "{}", page.html);
    assert_eq!(officer.press(&page, "/administration/new", &[("name", "x")]).status, 403);
    let mut chief = administrator(&served);
    let list = chief.get("/administration");
    let at = account_at(&list, "administrator");
    let own = chief.get(&at);
    let refused = chief.press(&own, &format!("{at}/role"), &[("role", "officer")]);
    assert_eq!(refused.status, 409, "{}", refused.html);
    assert!(refused.html.contains("last administrator"), "{}", refused.html);
}

#[test]
fn everybody_changes_their_own_password_and_ends_their_own_sessions_alone() {
    let served = Served::new();
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let token = served.sign_in("officer-2");
    let other = served.get("/session", &token).text("session");
    let page = officer.get("/account/password");
    let fields = |old, new, again| [("password", old), ("password", new), ("password", again)];
    let wrong =
        officer.press(&page, "/account/password", &fields("not it", NEW_PASSWORD, NEW_PASSWORD));
    assert_eq!(wrong.status, 422);
    assert!(wrong.html.contains("href=\"#old\""), "{}", wrong.html);
    let short = officer.press(&page, "/account/password", &fields(PASSWORD, "short", "short"));
    assert!(short.html.contains("href=\"#password\""), "{}", short.html);
    let done =
        officer.press(&page, "/account/password", &fields(PASSWORD, NEW_PASSWORD, NEW_PASSWORD));
    assert_eq!((done.status, done.header("location")), (303, "/account?done=password"));
    assert!(officer.get("/account?done=password").html.contains("The new password holds"));
    let strange = officer.press(&page, &format!("/sessions/{other}/end"), &[]);
    assert_eq!(strange.status, 409, "{}", strange.html);
    assert_eq!(served.get("/session", &token).status, 200);
    let codes = officer.press(&page, "/account/codes", &[]);
    assert!(codes.html.contains("otpauth://"), "{}", codes.html);
    let mut practised = Served::in_practice();
    let mut anybody = Browser::new(&practised);
    anybody.sit("administrator-1");
    in_every_language(
        &mut anybody,
        &["/administration", "/account", "/administration/health", "/trail"],
    );
    drop(anybody);
    practised.crash_and_serve();
}

#[test]
fn the_health_of_the_instance_stands_on_a_page_with_the_last_backup() {
    let served = Served::new();
    let mut chief = administrator(&served);
    let page = chief.get("/administration/health");
    assert_eq!(page.status, 200, "{}", page.html);
    assert!(page.html.contains("founded, wrote, verified"), "{}", page.html);
    assert!(page.html.contains("knows of no backup"), "{}", page.html);
    let file = served.dir().with_file_name("backup");
    served.done(&["store", "backup", "--out", file.to_str().expect("UTF-8")], &[], None);
    assert!(!chief.get("/administration/health").html.contains("knows of no backup"));
    in_every_language(&mut chief, &["/administration/health"]);
}

#[test]
fn who_looked_is_counted_found_by_person_and_kept_elsewhere() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    assert_eq!(officer.get(&format!("/people/{person}")).status, 200);
    let mut clinician = Browser::new(&served);
    clinician.sign_in("clinician");
    assert_eq!(clinician.get(&format!("/people/{person}")).status, 403);
    let mut keeper = Browser::new(&served);
    keeper.sign_in("data-protection");
    let page = keeper.get("/looks");
    assert_eq!(page.status, 200, "{}", page.html);
    assert!(page.html.contains("refused: not for this role"), "{}", page.html);
    assert!(!page.html.contains("Вигаденко"), "{}", page.html);
    let found = keeper.press(&page, "/looks/person", &[("person", &person)]);
    assert_eq!(found.header("location"), format!("/looks/person/{person}"));
    let looked = keeper.get(found.header("location"));
    assert!(looked.html.contains(">officer</bdi>"), "{}", looked.html);
    // Whoever was refused was not shown the person: that stands among what was refused.
    assert!(page.html.contains(">clinician</bdi>") && !looked.html.contains(">clinician</bdi>"));
    for typed in ["", "p-nobody", "Вигаденко"] {
        let none = keeper.press(&page, "/looks/person", &[("person", typed)]);
        assert_eq!(none.status, 422, "{typed}: {}", none.html);
        assert!(none.html.contains("href=\"#person\""), "{}", none.html);
    }
    let fields = [("seal", page.hidden("seal")), ("key", page.hidden("key"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (status, name, kept) = keeper.download("POST", "/looks/export", &fields);
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&kept));
    assert!(name.contains("looks-"), "{name}");
    let same = keeper.upload("/looks/check", &fields, ("file", "kept.jsonl", &kept));
    assert!(same.html.contains("as they were kept"), "{}", same.html);
    let changed = String::from_utf8(kept).expect("UTF-8").replacen(
        "\"name\":\"officer\"",
        "\"name\":\"nobody\"",
        1,
    );
    let other = keeper.upload("/looks/check", &fields, ("file", "kept.jsonl", changed.as_bytes()));
    assert!(other.html.contains("is not in the log as it was kept"), "{}", other.html);
    let odd = keeper.upload("/looks/check", &fields, ("file", "kept.jsonl", b"a list of people"));
    assert!(odd.html.contains("kept.jsonl line 1 is not a look"), "{}", odd.html);
    let none = keeper.upload("/looks/check", &fields, ("file", "", b""));
    assert_eq!(none.status, 422, "{}", none.html);
    let at = format!("/looks/person/{person}");
    in_every_language(&mut keeper, &["/looks", "/looks/log", &at, "/looks/alarms", "/trail"]);
}

#[test]
fn a_look_at_an_invented_person_is_an_alarm_until_it_was_looked_at() {
    let served = Served::new();
    let mut plant = vec!["registry", "decoy", "plant", "--source", "family", "--by", "a sister"];
    for field in ["surname=Неминучий", "given-name=Всеволод", "birth-date=05.04.1988"]
    {
        plant.extend(["--field", field]);
    }
    let planted = served.done(&plant, &[], Some(&served.sign_in_here("data-protection")));
    let decoy = planted.split_whitespace().nth(1).expect("a reference").trim_end_matches(';');
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    assert_eq!(officer.get(&format!("/people/{decoy}")).status, 200);
    assert!(!officer.get("/").html.contains("/looks/alarms"));
    let mut keeper = Browser::new(&served);
    let code = served.code("data-protection", 1);
    let asked = [("name", "data-protection"), ("password", PASSWORD), ("code", &code)];
    assert_eq!(keeper.post("/sign-in", &asked).status, 303);
    assert!(keeper.get("/").html.contains("/looks/alarms"));
    let page = keeper.get("/looks/alarms");
    assert!(
        page.html.contains("one alarm") && page.html.contains(">officer</bdi>"),
        "{}",
        page.html
    );
    let looked = keeper.get(&format!("/looks/person/{decoy}"));
    assert!(looked.html.contains(">officer</bdi>"), "{}", looked.html);
    let last = page.hidden("last");
    let seen = keeper.press(&page, "/looks/alarms", &[("last", &last)]);
    assert_eq!(seen.header("location"), "/looks/alarms?done=alarms");
    assert!(keeper.get("/looks/alarms").html.contains("no new alarm"));
    assert!(keeper.get("/looks/alarms?all=yes").html.contains("one alarm"));
    assert_eq!(keeper.press(&page, "/looks/alarms", &[("last", "x")]).status, 404);
    // A number beyond the log does not silence what comes.
    keeper.press(&page, "/looks/alarms", &[("last", "99999999")]);
    assert_eq!(officer.get(&format!("/people/{decoy}")).status, 200);
    assert!(keeper.get("/looks/alarms").html.contains("one alarm"));
    // An administrator is not told that there is any invented person.
    let health = administrator(&served).get("/administration/health").html;
    assert!(health.contains("journal") && !health.contains("decoy"), "{health}");
}
