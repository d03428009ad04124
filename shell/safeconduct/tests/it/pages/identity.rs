//! One person on the pages: whether they can travel, where they stand, who said what; claims are added question by
//! question, corrected, taken back and settled, and people are entered after a search. All people are invented.

use serde_json::json;

use super::{Browser, Desk, Seen, Served, entered};

const LANGUAGES: [&str; 5] = ["en", "uk", "ru", "tr", "ar"];

/// Sends a form that stands on a page, with the hidden fields that the page gave it.
fn sent(browser: &mut Browser<'_>, page: &Seen, path: &str, fields: &[(&str, &str)]) -> Seen {
    let form = page.html.split_once(&format!("<form method=\"post\" action=\"{path}\">"));
    let form = form.unwrap_or_else(|| panic!("no form to {path}: {}", page.html)).1;
    let form = form.split("</form>").next().expect("an end");
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1);
    let mut all: Vec<(String, String)> = hidden
        .map(|one| {
            let (name, rest) = one.split_once("\" value=\"").expect("a value");
            let value = rest.split('"').next().expect("an end");
            (name.to_owned(), value.replace("&#39;", "'").replace("&#38;", "&"))
        })
        .collect();
    all.extend(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let all: Vec<(&str, &str)> =
        all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    browser.post(path, &all)
}

/// The addresses of links that begin so.
pub(super) fn links(page: &Seen, begin: &str) -> Vec<String> {
    let mark = format!("href=\"{begin}");
    let rest = page.html.split(&mark).skip(1);
    rest.map(|one| format!("{begin}{}", one.split('"').next().expect("an address"))).collect()
}

/// Answers the questions about a sighting, up to the last page.
fn sighting(officer: &mut Browser<'_>, path: &str) -> Seen {
    let page = page_of(officer, path, "seen-held");
    assert!(page.html.contains("name=\"f-camp\""), "{}", page.html);
    let told = [("f-camp", "камера 5"), ("when", "03.2024"), ("words", "Бачив його живим")];
    let page = sent(officer, &page, path, &told);
    let source = [("source", "witness"), ("by", "Свідок О'Ніл"), ("condition", "at-liberty")];
    let sure = sent(officer, &page, path, &source);
    sent(officer, &sure, path, &[("reliability", "b"), ("credibility", "2")])
}

/// The page on which it is told what exactly was so.
fn page_of(officer: &mut Browser<'_>, path: &str, says: &str) -> Seen {
    let page = officer.get(path);
    sent(officer, &page, path, &[("says", says)])
}

#[test]
fn a_claim_is_added_question_by_question_looked_at_once_more_and_recorded_once() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let path = format!("/people/{person}/claims/new");
    assert!(officer.get(&format!("/people/{person}")).html.contains(&path));
    let says = officer.get(&path);
    assert!(says.html.contains("Question 1 of 4") && says.html.contains("Вигаденко"));
    let check = sighting(&mut officer, &path);
    assert_eq!(check.status, 200, "{}", check.html);
    for said in ["Check your answers", "камера 5", "2024-03", "Бачив його живим", "a witness"]
    {
        assert!(check.html.contains(said), "{said}: {}", check.html);
    }
    // One answer is changed; the others are kept, and the way back is short.
    let told = sent(&mut officer, &check, &path, &[("go", "told")]);
    assert!(told.html.contains("value=\"камера 5\""), "{}", told.html);
    let check = sent(&mut officer, &told, &path, &[("f-camp", "камера 7"), ("when", "2024")]);
    assert!(check.html.contains("камера 7") && !check.html.contains("камера 5"), "{}", check.html);
    for _ in 0..2 {
        let done = sent(&mut officer, &check, &path, &[("go", "record")]);
        let to = format!("/people/{person}?done=claimed");
        assert_eq!((done.status, done.header("location")), (303, to.as_str()), "{}", done.html);
    }
    let shown = officer.get(&format!("/people/{person}?done=claimed"));
    assert_eq!(shown.html.matches("камера 7").count(), 1, "{}", shown.html);
    assert!(shown.html.contains("alleged to be held"), "{}", shown.html);
    // Sent, gone back to and changed: nothing more is recorded.
    let changed = sent(&mut officer, &check, &path, &[("go", "record"), ("by", "x")]);
    assert_eq!(changed.status, 409, "{}", changed.html);
}

#[test]
fn what_cannot_be_recorded_is_named_at_its_field_and_nothing_typed_is_lost() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let path = format!("/people/{person}/claims/new");
    let wrong = |seen: &Seen, field: &str| {
        assert_eq!(seen.status, 422, "{field}: {}", seen.html);
        let (link, there) = (format!("href=\"#{field}\""), format!("id=\"{field}\""));
        assert!(seen.html.contains(&link) && seen.html.contains(&there), "{field}: {}", seen.html);
    };
    let says = officer.get(&path);
    wrong(&sent(&mut officer, &says, &path, &[]), "says");
    wrong(&sent(&mut officer, &says, &path, &[("says", "listed")]), "says");
    let long = "я".repeat(501);
    let told = page_of(&mut officer, &path, "identity");
    for (name, text, field) in [
        ("f-surname", "Вигaденко", "surname"),
        ("f-surname", "Вигаденк0", "surname"),
        ("f-birth-date", "31.02.1990", "birth-date"),
        ("f-birth-date", "колись", "birth-date"),
        ("f-birth-date", "01.02.2999", "birth-date"),
        ("f-service-number", &"7".repeat(300), "service-number"),
        ("when", "30.02.2024", "when"),
        ("when", "2999", "when"),
        ("place", &long, "place"),
        ("f-note", "", "surname"),
    ] {
        let rank = ("f-rank", if text.is_empty() { "" } else { "солдат" });
        let seen = sent(&mut officer, &told, &path, &[(name, text), rank]);
        wrong(&seen, field);
        assert!(text.is_empty() || seen.html.contains(&format!("value=\"{text}\"")), "{text}");
    }
    // What the source has so is taken as it is; a date that never was is not.
    let mixed = [("f-surname", "Вигaденко"), ("as-is", "yes")];
    let source = sent(&mut officer, &told, &path, &mixed);
    assert!(source.html.contains("Who says it?"), "{}", source.html);
    let never = [("f-birth-date", "31.02.1990"), ("as-is", "yes")];
    wrong(&sent(&mut officer, &told, &path, &never), "birth-date");
    // That somebody would not say is an answer; a card without it says nothing.
    let card = page_of(&mut officer, &path, "capture-card");
    wrong(&sent(&mut officer, &card, &path, &[("f-rank", "солдат")]), "surname");
    let source = sent(&mut officer, &card, &path, &[("a-surname", "refused")]);
    assert_eq!(source.status, 200, "{}", source.html);
    wrong(
        &sent(&mut officer, &source, &path, &[("by", "x"), ("condition", "from-paper")]),
        "source",
    );
    let unnamed = [("source", "family"), ("condition", "from-paper")];
    wrong(&sent(&mut officer, &source, &path, &unnamed), "by");
    let pressed = [("source", "family"), ("by", "x"), ("condition", "under-pressure")];
    wrong(&sent(&mut officer, &source, &path, &pressed), "condition");
    let odd = [("source", "family"), ("by", "x"), ("condition", "from-paper"), ("language", "УК")];
    let seen = sent(&mut officer, &source, &path, &odd);
    wrong(&seen, "language");
    assert!(seen.html.contains("value=\"УК\""), "{}", seen.html);
    // Who crossed is said by who was there; no other source is offered, and none is taken.
    let crossed = page_of(&mut officer, &path, "crossed");
    let source = sent(&mut officer, &crossed, &path, &[]);
    assert!(!source.html.contains("value=\"family\""), "{}", source.html);
    let family = [("source", "family"), ("by", "x"), ("condition", "at-liberty")];
    wrong(&sent(&mut officer, &source, &path, &family), "source");
    let declines = page_of(&mut officer, &path, "declines");
    let source = sent(&mut officer, &declines, &path, &[]);
    let heard = [("source", "mediator"), ("by", "x"), ("condition", "from-paper")];
    wrong(&sent(&mut officer, &source, &path, &heard), "condition");
    // The last page records nothing that a question left open.
    let seen = sent(&mut officer, &says, &path, &[("says", "missing"), ("go", "record")]);
    wrong(&seen, "source");
    let claims = officer.get(&format!("/people/{person}"));
    assert_eq!(claims.html.matches("<li class=\"card").count(), 2, "{}", claims.html);
}

#[test]
fn only_who_registers_is_asked_and_nobody_unknown_is_asked_about() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut speaker = Browser::new(&served);
    speaker.sign_in("spokesperson");
    let shown = speaker.get(&format!("/people/{person}"));
    assert_eq!(shown.status, 200, "{}", shown.html);
    assert!(!shown.html.contains("/claims/") && !shown.html.contains("travel"), "{}", shown.html);
    for path in ["/people/new".to_owned(), format!("/people/{person}/claims/new")] {
        assert_eq!(speaker.get(&path).status, 403, "{path}");
    }
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    for path in ["/people/p-nobody/claims/new", "/people/p-nobody/claims/c-1", "/people/p-nobody"] {
        assert_eq!(officer.get(path).status, 404, "{path}");
    }
    assert_eq!(officer.get(&format!("/people/{person}/claims/c-1")).status, 404);
    for language in LANGUAGES {
        officer.language = language;
        let path = format!("/people/{person}/claims/new");
        let check = sighting(&mut officer, &path);
        let told = sent(&mut officer, &check, &path, &[("go", "told")]);
        let source = sent(&mut officer, &check, &path, &[("go", "source")]);
        let sure = sent(&mut officer, &check, &path, &[("go", "sure")]);
        let says = sent(&mut officer, &check, &path, &[("go", "says")]);
        let person = officer.get(&format!("/people/{person}"));
        let new = officer.get("/people/new");
        for page in [check, told, source, sure, says, person, new] {
            assert_eq!(page.status, 200, "{language}: {}", page.html);
            assert!(!page.html.contains('⟦'), "{language}: {}", page.html);
        }
    }
}

#[test]
fn a_claim_is_taken_back_or_corrected_in_one_step_and_stays_to_be_read() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let home = format!("/people/{person}");
    let new = format!("{home}/claims/new");
    let check = sighting(&mut officer, &new);
    assert_eq!(sent(&mut officer, &check, &new, &[("go", "record")]).status, 303);
    let shown = officer.get(&home);
    let claim = links(&shown, &format!("{home}/claims/"))
        .into_iter()
        .find(|one| one != &new)
        .expect("a claim");
    let page = officer.get(&claim);
    assert!(page.html.contains("камера 5"), "{}", page.html);
    let empty = sent(&mut officer, &page, &claim, &[("reason", " ")]);
    assert_eq!(empty.status, 422, "{}", empty.html);
    assert!(empty.html.contains("href=\"#reason\""), "{}", empty.html);
    // Corrected: what it says stands there already, the reason is asked for, both are recorded together.
    let check = sent(&mut officer, &page, &new, &[]);
    assert!(check.html.contains("Check your answers"), "{}", check.html);
    assert!(check.html.contains("Свідок О"), "{}", check.html);
    let told = sent(&mut officer, &check, &new, &[("go", "told")]);
    let check = sent(&mut officer, &told, &new, &[("f-camp", "камера 9")]);
    let silent = sent(&mut officer, &check, &new, &[("go", "record")]);
    assert_eq!(silent.status, 422, "{}", silent.html);
    let said = [("go", "record"), ("reason", "misheard")];
    assert_eq!(sent(&mut officer, &check, &new, &said).status, 303);
    let shown = officer.get(&home);
    assert!(shown.html.contains("камера 9") && shown.html.contains("камера 5"), "{}", shown.html);
    assert_eq!(shown.html.matches("withdrawn by its source").count(), 1, "{}", shown.html);
    // Two tabs: whoever comes second is told.
    let twice = sent(&mut officer, &page, &claim, &[("reason", "again")]);
    assert_eq!(twice.status, 409, "{}", twice.html);
    let gone = officer.get(&claim);
    assert!(!gone.html.contains("name=\"reason\""), "{}", gone.html);
    let left = links(&shown, &format!("{home}/claims/"));
    let left: Vec<&String> = left.iter().filter(|one| **one != new && **one != claim).collect();
    let page = officer.get(left[0]);
    let done = sent(&mut officer, &page, left[0], &[("reason", "the witness was mistaken")]);
    assert_eq!(done.header("location"), format!("{home}?done=withdrawn"), "{}", done.html);
    let shown = officer.get(&home);
    assert!(shown.html.contains("sought") && shown.html.contains("камера 9"), "{}", shown.html);
    // A claim of somebody else is not taken back from this person's page.
    let other = entered(&served, &token, ("Незнанко", "Панас"));
    let theirs = officer.get(&format!("/people/{other}"));
    let theirs = links(&theirs, &format!("/people/{other}/claims/"));
    let id =
        theirs.iter().find(|one| !one.ends_with("/new")).and_then(|one| one.rsplit('/').next());
    let foreign = format!("{home}/claims/{}", id.expect("a claim"));
    assert_eq!(officer.get(&foreign).status, 404);
    let fields =
        [("seal", theirs_seal(&mut officer)), ("key", "k1".to_owned()), ("reason", "x".to_owned())];
    let fields = fields.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(officer.post(&foreign, &fields).status, 404);
}

fn theirs_seal(browser: &mut Browser<'_>) -> String {
    browser.get("/").hidden("seal")
}

#[test]
fn where_sources_differ_an_officer_takes_one_word_and_the_past_can_be_looked_at() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let body = json!({
        "source": "detaining-power", "by": "their bureau", "says": "identity",
        "fields": { "surname": { "given": "Vyhadenko" }, "given-name": { "given": "Ostap" },
                    "birth-date": { "given": "1992-02-03" } },
    });
    let shown = served.get(&format!("/people/{person}"), &token);
    let path = format!("/people/{person}/claims");
    let added = served.change(&path, &token, &shown.etag, &body);
    assert_eq!(added.status, 201, "{}", added.body);
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let home = format!("/people/{person}");
    let page = officer.get(&home);
    for said in ["Where sources differ", "1991-02-03", "1992-02-03", "not settled", "Also written"]
    {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let settle = format!("{home}/settle");
    let half = sent(&mut officer, &page, &settle, &[("reason", "the card shows it")]);
    assert_eq!(half.status, 422, "{}", half.html);
    assert!(half.html.contains("value=\"the card shows it\""), "{}", half.html);
    let claim = added.text("claim");
    let words = [("claim", claim.as_str()), ("reason", "the card shows it")];
    let done = sent(&mut officer, &page, &settle, &words);
    assert_eq!(done.header("location"), format!("{home}?done=difference"), "{}", done.html);
    let page = officer.get(&home);
    assert!(page.html.contains("<dd><bdi dir=\"auto\">1992-02-03</bdi></dd>"), "{}", page.html);
    let fields = [("seal", page.hidden("seal")), ("key", "k2".to_owned())];
    let mut odd = fields.each_ref().map(|(name, text)| (*name, text.as_str())).to_vec();
    odd.extend([("field", "nonsense"), ("claim", claim.as_str()), ("reason", "x")]);
    assert_eq!(officer.post(&settle, &odd).status, 404);
    // Before anything was said nothing was known.
    let past = officer.get(&format!("{home}?on=2020-01-01"));
    assert!(past.html.contains("no status") && !past.html.contains("1992"), "{}", past.html);
    assert!(!past.html.contains("/claims/"), "{}", past.html);
    let later = officer.get(&format!("{home}?on=2999-01-01"));
    assert!(later.html.contains("their bureau"), "{}", later.html);
    let no_day = officer.get(&format!("{home}?on=soon"));
    assert_eq!(no_day.status, 422, "{}", no_day.html);
    assert!(no_day.html.contains("href=\"#on\""), "{}", no_day.html);
}

/// Answers the questions about somebody new, up to the last page.
fn newcomer(officer: &mut Browser<'_>, (surname, given): (&str, &str)) -> Seen {
    let path = "/people/new";
    let page = officer.get(path);
    let who = [("f-surname", surname), ("f-given-name", given), ("f-birth-date", "03.02.1991")];
    let page = sent(officer, &page, path, &who);
    let page = sent(officer, &page, path, &[("says", "missing")]);
    let source = [("source", "family"), ("by", "a brother"), ("condition", "at-liberty")];
    let page = sent(officer, &page, path, &source);
    sent(officer, &page, path, &[("reliability", "b"), ("credibility", "6")])
}

#[test]
fn nobody_is_entered_while_somebody_looks_like_them_until_an_officer_says_why_it_is_another() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let find = officer.get("/people");
    assert!(!find.html.contains("/people/new"), "{}", find.html);
    let found = sent(&mut officer, &find_form(&find), "/people", &[("text", "Vyhadenko")]);
    assert!(found.html.contains("href=\"/people/new\""), "{}", found.html);
    // Nobody is like this one.
    let check = newcomer(&mut officer, ("Незнанко", "Панас"));
    assert!(check.html.contains("Nobody who is known looks like"), "{}", check.html);
    let done = sent(&mut officer, &check, "/people/new", &[("go", "record")]);
    let to = done.header("location").to_owned();
    assert!(to.starts_with("/people/") && to.ends_with("?done=entered"), "{}", done.html);
    let shown = officer.get(&to);
    assert!(shown.html.contains("Незнанко") && shown.html.contains("sought"), "{}", shown.html);
    // Somebody is like that one.
    let check = newcomer(&mut officer, ("Vyhadenko", "Ostap"));
    assert!(check.html.contains(&person) && check.html.contains("Вигаденко"), "{}", check.html);
    let refused = sent(&mut officer, &check, "/people/new", &[("go", "record")]);
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(refused.html.contains("already entered") && refused.html.contains(&person));
    assert!(refused.html.contains("value=\"Vyhadenko\""), "{}", refused.html);
    let silent = [("go", "record"), ("apart", person.as_str())];
    let silent = sent(&mut officer, &check, "/people/new", &silent);
    assert_eq!(silent.status, 422, "{}", silent.html);
    let said = [("go", "record"), ("apart", person.as_str()), ("reason", "born elsewhere")];
    for _ in 0..2 {
        let done = sent(&mut officer, &check, "/people/new", &said);
        assert_eq!(done.status, 303, "{}", done.html);
    }
    let found = sent(&mut officer, &find_form(&find), "/people", &[("text", "Vyhadenko")]);
    assert!(found.html.contains("2 people were found"), "{}", found.html);
}

/// The page of a search whose form is named as the others are.
fn find_form(find: &Seen) -> Seen {
    let html = find.html.replace("<form class=\"search\" method=\"post\"", "<form method=\"post\"");
    Seen { status: find.status, headers: Vec::new(), html: html.replace(" role=\"search\">", ">") }
}

/// Enters somebody invented beside the server, as whom a line of a closed list stands for.
pub(super) fn listed(desk: &Desk, (surname, list, line): (&str, &str, &str)) -> String {
    let field = format!("surname={surname}");
    let source = ["--source", "family", "--by", "a sister"];
    let said = desk.run(&[&["registry", "add", "--field", &field], &source[..]].concat());
    let person = said.split(':').next().expect("a reference").to_owned();
    let place = ["--says", "listed", "--list", list, "--line", line];
    desk.run(&[&["registry", "claim", &person], &place[..], &source[..]].concat());
    person
}

/// The list of whom this side would hand over.
pub(super) fn own_offer(officer: &mut Browser<'_>) -> String {
    let lists = officer.get("/lists").html;
    let at = lists.find("Side A: whom it would hand over").expect("the own offer");
    let (_, list) = lists[..at].rsplit_once("href=\"/lists/").expect("its address");
    list.split('"').next().expect("an end").to_owned()
}

#[test]
fn whether_somebody_can_travel_stands_at_the_top_with_what_is_in_the_way() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let list = own_offer(&mut officer);
    let first_line = |page: &Seen, begin: &str| {
        let found = links(page, begin);
        let line =
            found.iter().find_map(|one| one.rsplit('/').next().filter(|_| one.len() > begin.len()));
        line.expect("a line").to_owned()
    };
    let open = first_line(&officer.get("/gates/4?only=open"), "/gates/4/people/");
    let planned = first_line(&officer.get("/gates/5"), "/gates/5/people/");
    let stays = first_line(&officer.get("/round/people?who=staying"), "/round/people/");
    let mut shown = |(surname, line): (&str, &str)| {
        let person = listed(&desk, (surname, &list, line));
        let page = officer.get(&format!("/people/{person}"));
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(page.html.contains(&format!("href=\"/lists/{list}\"")), "{}", page.html);
        (format!("/people/{person}"), page.html)
    };
    let (waits, html) = shown(("Зачекаленко", &stays));
    assert!(html.contains("Is in no stage of this plan"), "{html}");
    assert!(html.contains(&format!("href=\"/round/people/{stays}\"")), "{html}");
    let (_, html) = shown(("Плановенко", &planned));
    assert!(html.contains("Not yet: is planned for stage 5"), "{html}");
    assert_eq!(html.matches("Not settled: ").count(), 7, "{html}");
    let (person, html) = shown(("Вагаленко", &open));
    assert!(html.contains("Not yet: is planned for stage 4"), "{html}");
    let gates = format!("/gates/4/people/{open}");
    assert!(html.contains(&format!("href=\"{gates}\"")), "{html}");
    // A wish to stay is an answer, and is told with its article.
    let page = officer.get(&gates);
    let wish = [("finding", "wish-stay"), ("private", "yes"), ("heard_by", "somebody neutral")];
    let heard = [&wish[..], &[("heard_at", "2025-06-14T08:00:00Z")]].concat();
    assert_eq!(sent(&mut officer, &page, &gates, &heard).status, 303);
    let html = officer.get(&person).html;
    assert!(html.contains("No: does not travel."), "{html}");
    assert!(html.contains("Does not travel: Own wish") && html.contains("art. 109(3)"), "{html}");
    for language in LANGUAGES {
        officer.language = language;
        for path in [&person, &waits] {
            let page = officer.get(path);
            assert!(!page.html.contains('⟦'), "{language} {path}: {}", page.html);
        }
    }
    // Who speaks with families is told nothing of a round.
    let mut speaker = Browser::at(&desk, "spokesperson-1");
    let page = speaker.get(&person);
    assert_eq!(page.status, 200, "{}", page.html);
    for said in ["travel", "/lists/", "/gates/", "/claims/"] {
        assert!(!page.html.contains(said), "{said}: {}", page.html);
    }
}

#[test]
fn whoever_came_home_by_a_manifest_is_shown_with_its_list_and_stage() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let find = officer.get("/people");
    // A search shows twelve of many who are called so; which, no two demonstrations agree on.
    let names = ["Бондаренко", "Коваль", "Ткаченко", "Мельник", "Петренко", "Кравчук", "Шевченко"];
    let home = names.into_iter().find_map(|name| {
        let found = sent(&mut officer, &find_form(&find), "/people", &[("text", name)]);
        let people = links(&found, "/people/").into_iter().filter(|one| !one.ends_with("/new"));
        let mut shown = people.map(|person| officer.get(&person).html);
        shown.find(|html| html.contains("Is home already.") && html.contains("/lists/"))
    });
    let home = home.expect("somebody home");
    assert!(home.contains("Side B: whom it would hand over"), "{home}");
    assert!(home.contains("<td>Stage "), "{home}");
    assert!(!home.contains("/round/people/"), "{home}");
}

#[test]
fn what_an_officer_cannot_see_of_a_claim_is_not_said_anew_without_it() {
    let served = Served::new();
    let token = served.sign_in("officer-2");
    let person = entered(&served, &token, ("Вигаденко", "Остап"));
    let shown = served.get(&format!("/people/{person}"), &token);
    let body = json!({
        "source": "medical-commission", "by": "a commission", "says": "health",
        "fields": { "health": { "given": "тяжкопоранений" } },
    });
    let added = served.change(&format!("/people/{person}/claims"), &token, &shown.etag, &body);
    assert_eq!(added.status, 201, "{}", added.body);
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let claim = format!("/people/{person}/claims/{}", added.text("claim"));
    let page = officer.get(&claim);
    assert!(page.status == 200 && !page.html.contains("name=\"instead\""), "{}", page.html);
    assert!(!page.html.contains("тяжкопоранений"), "{}", page.html);
    let (id, key) = (added.text("claim"), page.hidden("key"));
    let asked = [("seal", page.hidden("seal")), ("key", key), ("instead", id)];
    let asked = asked.each_ref().map(|(name, text)| (*name, text.as_str()));
    let refused = officer.post(&format!("/people/{person}/claims/new"), &asked);
    assert_eq!(refused.status, 409, "{}", refused.html);
}
