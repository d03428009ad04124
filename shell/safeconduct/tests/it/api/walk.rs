//! Every operation of the document, asked by nobody, by who may not, and wrongly.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::client::{ROLES, Reply, Served};

/// One operation, as the document tells of it.
struct Asked {
    method: String,
    path: String,
    is_open: bool,
    roles: Option<Vec<String>>,
    takes_json: bool,
}

fn operations(document: &Value) -> Vec<Asked> {
    let mut all = Vec::new();
    for (path, of) in document["paths"].as_object().expect("paths") {
        for (method, one) in of.as_object().expect("operations") {
            let path = path.strip_prefix("/api/v1").expect("the prefix").to_owned();
            let roles = one["x-roles"]
                .as_array()
                .map(|roles| roles.iter().filter_map(Value::as_str).map(str::to_owned).collect());
            all.push(Asked {
                method: method.to_uppercase(),
                path: path.replace('{', "no-").replace('}', ""),
                is_open: one["security"].as_array().is_some_and(Vec::is_empty),
                roles,
                takes_json: one["requestBody"]["content"]["application/json"].is_object(),
            });
        }
    }
    all
}

fn is_problem(reply: &Reply, what: &str) {
    assert_eq!(reply.kind, "application/problem+json", "{what}");
    assert_eq!(reply.body["status"].as_u64(), Some(u64::from(reply.status)), "{what}");
    for member in ["type", "title", "detail", "hint"] {
        assert!(reply.body[member].is_string(), "{what}: no {member}: {}", reply.body);
    }
    assert_eq!(reply.headers.get("cache-control").map(String::as_str), Some("no-store"), "{what}");
    assert!(reply.headers.contains_key("x-content-type-options"), "{what}");
}

#[test]
fn each_operation_refuses_strangers_other_roles_and_what_it_cannot_read() {
    let served = Served::new();
    let document = served.send("GET", "/openapi.json", None, (&[], None)).body;
    let asked = operations(&document);
    assert!(asked.len() >= 40, "the walk has ground to cover: {}", asked.len());
    let tokens: BTreeMap<&str, String> =
        ROLES.into_iter().map(|role| (role, served.sign_in(role))).collect();
    let mut refused = 0;
    for one in &asked {
        let what = format!("{} {}", one.method, one.path);
        let body = json!({});
        let body = one.takes_json.then(|| body.to_string());
        let body = body.as_deref().map(str::as_bytes);
        if one.is_open {
            if one.method == "GET" {
                let reply = served.send("GET", &one.path, None, (&[], None));
                assert_eq!(reply.status, 200, "{what}");
            }
        } else {
            for token in [None, Some("0".repeat(64)), Some("not a token".to_owned())] {
                let reply = served.send(&one.method, &one.path, token.as_deref(), (&[], body));
                assert_eq!((reply.status, reply.problem()), (401, "signed-out"), "{what}");
                is_problem(&reply, &what);
                assert!(reply.headers.contains_key("www-authenticate"), "{what}");
            }
        }
        for role in ROLES {
            let allowed =
                one.roles.as_ref().is_none_or(|roles| roles.iter().any(|one| one == role));
            if allowed || one.is_open {
                continue;
            }
            let reply = served.send(&one.method, &one.path, Some(&tokens[role]), (&[], body));
            assert_eq!((reply.status, reply.problem()), (403, "not-allowed"), "{what} by {role}");
            assert!(reply.text("detail").contains(&format!("the role {role} may not")), "{what}");
            is_problem(&reply, &what);
            refused += 1;
        }
        let role = one.roles.as_ref().and_then(|roles| roles.first()).map_or("officer", |one| one);
        malformed(&served, one, &tokens[role], &what);
    }
    assert!(refused >= 120, "roles were refused {refused} times");
}

/// What cannot be read is a problem of the asker's, never of ours.
fn malformed(served: &Served, one: &Asked, token: &str, what: &str) {
    let wrong: &[&[u8]] = if one.takes_json {
        &[b"", b"{", b"[]", b"null", b"{\"no-such-member\": 1}", b"\xff\xfe", &[b'['; 5_000]]
    } else {
        &[]
    };
    for body in wrong {
        let reply = served.send(&one.method, &one.path, Some(token), (&[], Some(body)));
        assert!((400..500).contains(&reply.status), "{what}: {} {}", reply.status, reply.body);
        is_problem(&reply, what);
    }
    if one.takes_json {
        let other = [("content-type", "text/plain")];
        let reply = served.send(&one.method, &one.path, Some(token), (&other, Some(b"{}")));
        assert_eq!(reply.problem(), "other-kind", "{what}");
    }
    let path = format!("{}?no-such-thing=1", one.path);
    if one.method == "GET" && !one.is_open {
        let reply = served.send("GET", &path, Some(token), (&[], None));
        assert!((400..500).contains(&reply.status), "{what}: {} {}", reply.status, reply.body);
    }
    let reply = served.send("PATCH", &one.path, Some(token), (&[], Some(b"{}")));
    assert_eq!((reply.status, reply.problem()), (405, "no-method"), "{what}");
    assert!(reply.headers["allow"].contains(&one.method), "{what}");
    is_problem(&reply, what);
}
