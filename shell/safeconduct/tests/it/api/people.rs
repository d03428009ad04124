//! The work itself: people are entered, found, changed and merged; requests are made again; nothing is lost, and
//! nobody's name gets where it does not belong.

use serde_json::{Value, json};

use super::client::{PASSWORD, Served};

fn somebody(surname: &str, given: &str, born: &str) -> Value {
    json!({
        "source": "family", "by": "a sister", "says": "missing",
        "fields": {
            "surname": { "given": surname },
            "given-name": { "given": given },
            "birth-date": { "given": born },
            "rank": "unable",
        },
    })
}

#[test]
fn a_request_that_is_made_again_gets_its_first_answer_and_records_nothing() {
    let served = Served::new();
    let officer = served.sign_in("officer");
    let body = somebody("Коваленко", "Іван", "1990-05-01");
    let with = |key: &str, body: &Value| {
        let body = body.to_string();
        served.send(
            "POST",
            "/people",
            Some(&officer),
            (&[("idempotency-key", key)], Some(body.as_bytes())),
        )
    };
    let first = with("one", &body);
    assert_eq!(first.status, 201, "{}", first.body);
    let again = with("one", &body);
    assert_eq!((again.status, &again.body, &again.etag), (201, &first.body, &first.etag));
    let other = with("one", &somebody("Бондар", "Петро", "1981-02-03"));
    assert_eq!((other.status, other.problem()), (422, "key-used"));
    let without = with("", &body);
    assert_eq!((without.status, without.problem()), (400, "key-missing"));
    // Somebody else's key of the same text is another key: here the second entry looks like the first.
    let second = served.sign_in("officer-2");
    let body = body.to_string();
    let key = [("idempotency-key", "one")];
    let theirs = served.send("POST", "/people", Some(&second), (&key, Some(body.as_bytes())));
    assert_eq!((theirs.status, theirs.problem()), (409, "refused"));
    assert_eq!(theirs.body["alike"][0], first.body["person"]);
    let counts = served.get("/people/counts", &officer).body;
    assert_eq!((&counts["entries"], &counts["by_status"]["sought"]), (&json!(1), &json!(1)));
    let then = served.get("/people/counts?on=2020-01-01", &officer).body;
    assert_eq!(then["people"], 0);
}

#[test]
fn a_change_needs_the_version_that_was_looked_at() {
    let served = Served::new();
    let officer = served.sign_in("officer");
    let entered =
        served.ask("POST", "/people", Some(&officer), &somebody("Гнатюк", "Олег", "1979"));
    let path = format!("/people/{}", entered.text("person"));
    let claims = format!("{path}/claims");
    let held = json!({ "source": "tracing-agency", "by": "the agency", "says": "acknowledged" });
    let without = served.ask("POST", &claims, Some(&officer), &held);
    assert_eq!((without.status, without.problem()), (428, "look-first"));
    let wrong = served.change(&claims, &officer, "\"no such version\"", &held);
    assert_eq!((wrong.status, wrong.problem()), (412, "moved"));
    let shown = served.get(&path, &officer);
    assert_eq!(shown.etag, entered.etag, "what was entered is what is shown");
    let done = served.change(&claims, &officer, &shown.etag, &held);
    assert_eq!(done.status, 201, "{}", done.body);
    assert_eq!(done.body["status"]["status"], "confirmed");
    let late = served.change(&claims, &officer, &shown.etag, &held);
    assert_eq!((late.status, late.problem()), (412, "moved"), "two officers on one person");
    let claim = done.text("claim");
    let withdrawal = format!("{claims}/{claim}/withdrawal");
    let back = served.change(&withdrawal, &officer, &done.etag, &json!({ "reason": "a mistake" }));
    assert_eq!((back.status, &back.body["status"]["status"]), (200, &json!("sought")));
    let strange = format!("{claims}/no-claim/withdrawal");
    let none = served.change(&strange, &officer, &back.etag, &json!({ "reason": "a mistake" }));
    assert_eq!(none.status, 404);
}

#[test]
fn a_merge_is_what_the_preview_showed_and_needs_a_second_person_where_an_answer_changes() {
    let served = Served::new();
    let (officer, second) = (served.sign_in("officer"), served.sign_in("officer-2"));
    let one =
        served.ask("POST", "/people", Some(&officer), &somebody("Шевчук", "Андрій", "1991-04-05"));
    let mut alike = somebody("Шевчук", "Андрій", "1991-04-05");
    alike["apart_from"] = json!([one.text("person")]);
    alike["reason"] = json!("another father");
    alike["says"] = json!("seen-held");
    let other = served.ask("POST", "/people", Some(&officer), &alike);
    assert_eq!(other.status, 201, "{}", other.body);
    let mut both = json!({ "one": one.text("person"), "other": other.text("person") });
    let preview = served.ask("POST", "/merges/preview", Some(&officer), &both);
    assert_eq!((preview.status, &preview.body["needs_a_second"]), (200, &json!(true)));
    both["reason"] = json!("one and the same after all");
    let merge = served.change("/merges", &officer, &preview.etag, &both);
    assert_eq!(merge.status, 201, "{}", merge.body);
    assert_eq!(merge.body["since"], Value::Null, "it waits");
    let path = format!("/merges/{}/confirmation", merge.text("merge"));
    let own = served.send("POST", &path, Some(&officer), (&[("if-match", &merge.etag)], None));
    assert_eq!((own.status, own.problem()), (409, "refused"));
    let agreed = served.send("POST", &path, Some(&second), (&[("if-match", &merge.etag)], None));
    assert_eq!(agreed.status, 200, "{}", agreed.body);
    assert!(agreed.body["since"].is_string());
    let shown = served.get(&format!("/people/{}", one.text("person")), &officer);
    assert_eq!(shown.body["one_with"][0], other.body["person"]);
    let undo = format!("/merges/{}/undoing", merge.text("merge"));
    let undone = served.send("POST", &undo, Some(&officer), (&[("if-match", &agreed.etag)], None));
    assert!(undone.body["until"].is_string(), "{}", undone.body);
    assert_eq!(
        served.get("/merges?limit=1", &officer).body["items"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn pages_go_on_where_they_ended_and_a_cursor_cannot_be_made_or_used_elsewhere() {
    let served = Served::new();
    let (officer, second) = (served.sign_in("officer"), served.sign_in("officer-2"));
    for (surname, born) in [("Ткаченко", "1980"), ("Мельник", "1985"), ("Савчук", "1990")]
    {
        let done = served.ask("POST", "/people", Some(&officer), &somebody(surname, "Юрій", born));
        assert_eq!(done.status, 201, "{}", done.body);
    }
    let mut seen = Vec::new();
    let mut path = "/people?status=sought&limit=1".to_owned();
    loop {
        let page = served.get(&path, &officer).body;
        seen.extend(
            page["items"].as_array().expect("items").iter().map(|one| one["person"].clone()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/people?status=sought&limit=1&cursor={next}");
    }
    assert_eq!(seen.len(), 3);
    let cursor = served.get("/people?status=sought&limit=1", &officer).text("next");
    let (most, last) = cursor.split_at(cursor.len() - 1);
    let changed = if last == "0" { "1" } else { "0" };
    for path in [
        format!("/people?status=returned&cursor={cursor}"),
        format!("/merges?cursor={cursor}"),
        format!("/people?status=sought&cursor={most}{changed}"),
    ] {
        assert_eq!(served.get(&path, &officer).problem(), "unusable", "{path}");
    }
    let theirs = format!("/people?status=sought&cursor={cursor}");
    assert_eq!(served.get(&theirs, &second).status, 422, "a cursor is its owner's");
}

#[test]
fn what_the_budget_does_not_allow_is_refused_until_a_code_is_shown_or_an_hour_has_passed() {
    let served = Served::new();
    let officer = served.sign_in("officer");
    let person =
        served.ask("POST", "/people", Some(&officer), &somebody("Лисенко", "Ніна", "1970"));
    let path = format!("/people/{}", person.text("person"));
    let mut shown = 0;
    let refused = loop {
        let reply = served.get(&path, &officer);
        if reply.status != 200 {
            break reply;
        }
        shown += 1;
        assert!(shown <= 120, "a stolen session goes no further than this");
    };
    assert_eq!((refused.status, refused.problem(), shown), (403, "proof-needed", 120));
    let wrong = served.ask("POST", "/session/proof", Some(&officer), &json!({ "code": "000000" }));
    assert_eq!((wrong.status, wrong.problem()), (403, "wrong-code"));
    let right = json!({ "code": served.code("officer", 1) });
    let proof = served.ask("POST", "/session/proof", Some(&officer), &right);
    assert_eq!((proof.status, &proof.body["people_shown"]), (200, &json!(0)), "{}", proof.body);
    assert_eq!(served.get(&path, &officer).status, 200);
    let out = served.send("DELETE", "/session", Some(&officer), (&[], None));
    assert_eq!(out.status, 204);
    assert_eq!(served.get(&path, &officer).status, 401);
}

#[test]
fn names_stay_in_bodies_and_out_of_logs_and_problems() {
    let served = Served::new();
    let officer = served.sign_in("officer");
    let secret = "Перебийніс";
    let entered = served.ask("POST", "/people", Some(&officer), &somebody(secret, "Остап", "1988"));
    assert_eq!(entered.status, 201);
    let found = served.ask("POST", "/people/search", Some(&officer), &json!({ "text": secret }));
    assert_eq!(found.body["items"][0]["person"], entered.body["person"]);
    let wrong = json!({ "text": secret, "most": secret });
    let problem = served.ask("POST", "/people/search", Some(&officer), &wrong);
    assert_eq!(problem.status, 400);
    assert!(!problem.body.to_string().contains(secret), "{}", problem.body);
    let wrong = json!({ "name": secret, "password": PASSWORD, "code": "123456" });
    let refused = served.ask("POST", "/session", None, &wrong);
    assert_eq!((refused.status, refused.problem()), (401, "not-right"));
    let strange = served.get("/people/%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C", &officer);
    assert_eq!(strange.status, 404);
    let logged = served.logged();
    for word in [secret, "Остап", "Коваль", "a sister", officer.as_str(), PASSWORD] {
        assert!(!logged.contains(word), "the log holds `{word}`");
    }
}
