//! Lists over HTTP: a dry run, taken in, answered, closed, compared, settled, released.

use serde_json::{Value, json};

use super::client::{Reply, Served};

const THEIRS: &str = "surname,given-name,birth-date,rank\nКоваленко,Іван,01.05.1990,сержант\n\
                      Бондар,Петро,31.02.1981,солдат\n";

fn upload(served: &Served, path: &str, token: &str, bytes: &[u8]) -> Reply {
    let kind = [("content-type", "application/octet-stream")];
    served.send("POST", path, Some(token), (&kind, Some(bytes)))
}

fn changed(served: &Served, path: &str, token: &str, etag: &str) -> Reply {
    served.send("POST", path, Some(token), (&[("if-match", etag)], None))
}

#[test]
fn a_list_goes_from_a_dry_run_to_a_release_by_two() {
    let served = Served::new();
    let (officer, second) = (served.sign_in("officer"), served.sign_in("officer-2"));
    let dry = upload(&served, "/lists/check", &officer, THEIRS.as_bytes());
    assert_eq!((dry.status, &dry.body["rows"]["read"]), (200, &json!(2)), "{}", dry.body);
    assert_eq!(dry.body["questions"], 1, "{}", dry.body);
    assert_eq!(served.get("/lists", &officer).body["items"], json!([]), "nothing was recorded");
    let opened = upload(&served, "/lists?from=a&purpose=request", &officer, THEIRS.as_bytes());
    assert_eq!((opened.status, &opened.body["stage"]), (201, &json!("open")), "{}", opened.body);
    let path = format!("/lists/{}", opened.text("list"));
    let asked = served.get(&format!("{path}/questions"), &officer);
    let question = asked.body["items"][0]["question"].clone();
    assert!(question.is_string(), "{}", asked.body);
    let early = changed(&served, &format!("{path}/closing"), &officer, &opened.etag);
    assert_eq!((early.status, early.problem()), (409, "refused"), "{}", early.body);
    let answers = json!({ "answers": [
        { "question": question, "answer": "correct", "value": "28.02.1981", "reason": "a slip" },
    ] });
    let answered = served.change(&format!("{path}/answers"), &officer, &opened.etag, &answers);
    assert_eq!((answered.status, &answered.body["open_questions"]), (200, &json!(0)));
    let stale = changed(&served, &format!("{path}/closing"), &officer, &opened.etag);
    assert_eq!((stale.status, stale.problem()), (412, "moved"));
    let closed = changed(&served, &format!("{path}/closing"), &officer, &answered.etag);
    assert_eq!((closed.status, &closed.body["lines"]), (200, &json!(2)), "{}", closed.body);
    let lines = served.get(&format!("{path}/lines"), &officer);
    assert_eq!(lines.body["items"][1]["fields"]["birth-date"], "1981-02-28", "{}", lines.body);
    let file = format!("{path}/file");
    assert_eq!(served.get(&file, &officer).problem(), "refused", "nobody released it");
    let asked = changed(&served, &format!("{path}/release"), &officer, &closed.etag);
    assert_eq!(asked.body["released_by"], json!(["officer"]), "{}", asked.body);
    let alone = changed(&served, &format!("{path}/release"), &officer, &asked.etag);
    assert_eq!(alone.status, 409, "one person is not two");
    let given = changed(&served, &format!("{path}/release"), &second, &asked.etag);
    assert_eq!(given.body["released_by"], json!(["officer", "officer-2"]), "{}", given.body);
    assert!(served.get(&file, &officer).text("csv").contains("Бондар"));
}

#[test]
fn what_is_no_list_is_refused_and_verdicts_are_settled_as_they_were_looked_at() {
    let served = Served::new();
    let officer = served.sign_in("officer");
    for bytes in
        [&b""[..], b"PK\x03\x04 not a package", b"%PDF-1.7", b"\x00\x01\x02", b"no,head\n1,2\n"]
    {
        let reply = upload(&served, "/lists?from=b&purpose=offer", &officer, bytes);
        assert!((400..500).contains(&reply.status), "{} {}", reply.status, reply.body);
    }
    let person = json!({
        "source": "family", "by": "a brother", "says": "missing",
        "fields": {
            "surname": { "given": "Коваленко" }, "given-name": { "given": "Іван" },
            "birth-date": { "given": "1990-05-01" }, "rank": { "given": "сержант" },
        },
    });
    assert_eq!(served.ask("POST", "/people", Some(&officer), &person).status, 201);
    let theirs =
        "surname,given-name,birth-date\nКоваленко,Іван,01.05.1990\nМельник,Ада,03.04.1970\n";
    let opened = upload(&served, "/lists?from=b&purpose=offer", &officer, theirs.as_bytes());
    let path = format!("/lists/{}", opened.text("list"));
    let closed = changed(&served, &format!("{path}/closing"), &officer, &opened.etag);
    assert_eq!(closed.status, 200, "{}", closed.body);
    let none = served.get(&format!("{path}/verdicts"), &officer);
    assert_eq!(none.status, 404, "nothing was compared yet");
    let compared = served.change(&format!("{path}/comparison"), &officer, &closed.etag, &json!({}));
    assert_eq!(compared.status, 201, "{}", compared.body);
    let verdicts = served.get(&format!("{path}/verdicts"), &officer);
    assert_eq!(verdicts.body["items"].as_array().map(Vec::len), Some(2), "{}", verdicts.body);
    let total: u64 = compared.body["counts"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, one)| one.as_u64())
        .sum();
    assert_eq!(total, 2);
    // Whoever was entered since counts in the next comparison, which is a look like the first.
    let person = json!({
        "source": "family", "by": "a sister", "says": "missing",
        "fields": {
            "surname": { "given": "Мельник" }, "given-name": { "given": "Ада" },
            "birth-date": { "given": "1970-04-03" },
        },
    });
    assert_eq!(served.ask("POST", "/people", Some(&officer), &person).status, 201);
    let again = served.change(&format!("{path}/comparison"), &officer, &closed.etag, &json!({}));
    assert_ne!(again.body["counts"], compared.body["counts"], "{}", again.body);
    let same = served.change(&format!("{path}/comparison"), &officer, &closed.etag, &json!({}));
    assert_eq!(same.body["counts"], again.body["counts"], "{}", same.body);
    let looks = served.get("/looks?limit=200", &served.sign_in("data-protection"));
    let looks = looks.body["items"].as_array().cloned().unwrap_or_default();
    let compared = looks.iter().filter(|look| look.to_string().contains("compareList"));
    assert_eq!(compared.count(), 3, "{looks:?}");
    let verdicts = served.get(&format!("{path}/verdicts"), &officer);
    let line = verdicts.body["items"][0]["line"].clone();
    let settle = json!({ "line": line, "verdict": "unknown-to-us" });
    let stale = served.change(&format!("{path}/verdicts"), &officer, "\"other\"", &settle);
    assert_eq!((stale.status, stale.problem()), (412, "moved"));
    let strange = json!({ "line": "no-line", "verdict": "matched" });
    let strange = served.change(&format!("{path}/verdicts"), &officer, &verdicts.etag, &strange);
    assert_eq!(strange.status, 404);
}

#[test]
fn who_looks_after_the_data_sees_who_looked_and_nobody_else_does() {
    let served = Served::new();
    let (officer, keeper) = (served.sign_in("officer"), served.sign_in("data-protection"));
    let person = json!({
        "source": "family", "by": "a brother", "says": "missing",
        "fields": { "surname": { "given": "Гриценко" }, "birth-date": { "given": "1966" } },
    });
    let entered = served.ask("POST", "/people", Some(&officer), &person);
    let path = format!("/people/{}", entered.text("person"));
    assert_eq!(served.get(&path, &officer).status, 200);
    let looks = served.get(&format!("{path}/looks"), &keeper);
    assert_eq!(looks.body["items"][0]["by"], "officer", "{}", looks.body);
    assert_eq!(looks.body["items"][0]["answer"], "open");
    assert_eq!(served.get(&path, &keeper).problem(), "not-allowed");
    let denied = served.get("/looks?limit=200", &keeper);
    let items: Vec<Value> = denied.body["items"].as_array().cloned().unwrap_or_default();
    assert!(items.iter().any(|look| look["answer"] == "denied"), "a refusal is written down too");
    assert!(!denied.body.to_string().contains("Гриценко"));
}
