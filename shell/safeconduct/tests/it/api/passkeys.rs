//! Passkeys, with a device of the test's own: what must be refused first. All people are invented.

mod device;

use serde_json::{Value, json};

use super::client::{PASSWORD, Reply, Served};
use device::Device;

/// Where the browser of the tests believes to be.
const SITE: &str = "http://localhost:7007";

fn served() -> Served {
    Served::with(&["--site", SITE])
}

fn post(served: &Served, path: &str, token: Option<&str>, body: Option<&Value>) -> Reply {
    let text = body.map(Value::to_string);
    served.send("POST", path, token, (&[], text.as_deref().map(str::as_bytes)))
}

fn begin(served: &Served, path: &str, token: Option<&str>) -> Reply {
    let begun = post(served, path, token, None);
    assert_eq!(begun.status, 200, "{}", begun.body);
    begun
}

/// Has a device make a passkey for whoever has signed in.
fn add(served: &Served, token: &str, device: &mut Device) -> Reply {
    let begun = begin(served, "/passkeys/begin", Some(token));
    let credential = device.make(&begun.body["options"], SITE);
    let body = json!({ "ceremony": begun.body["ceremony"], "label": "key on the ring", "credential": credential });
    post(served, "/passkeys", Some(token), Some(&body))
}

/// Signs in by a device, with whatever else is said.
fn sign_in(served: &Served, device: &mut Device, password: Option<&str>) -> Reply {
    let begun = begin(served, "/session/passkey/begin", None);
    let credential = device.show(&begun.body["options"], SITE);
    let mut body = json!({ "ceremony": begun.body["ceremony"], "credential": credential });
    if let Some(password) = password {
        body["password"] = password.into();
    }
    post(served, "/session/passkey", None, Some(&body))
}

fn answer(served: &Served, begun: &Reply, credential: &Value) -> Reply {
    let body = json!({ "ceremony": begun.body["ceremony"], "credential": credential });
    post(served, "/session/passkey", None, Some(&body))
}

#[test]
fn a_passkey_signs_in_without_a_name_and_opens_what_needs_a_fresh_proof() {
    let served = served();
    let officer = served.sign_in("officer");
    let mut device = Device::new(1);
    let added = add(&served, &officer, &mut device);
    assert_eq!(added.status, 201, "{}", added.body);
    let id = added.text("passkey");
    let list = served.get("/passkeys", &officer);
    assert_eq!(list.body["items"][0]["label"], "key on the ring");
    assert_eq!(list.body["items"][0]["shown_at"], Value::Null);

    let signed = sign_in(&served, &mut device, None);
    assert_eq!(signed.status, 201, "{}", signed.body);
    let token = signed.text("token");
    assert_eq!(signed.body["session"]["name"], "officer");
    let with_password = sign_in(&served, &mut device, Some(PASSWORD));
    assert_eq!(with_password.status, 201, "{}", with_password.body);
    let wrong = sign_in(&served, &mut device, Some("another password altogether"));
    assert_eq!((wrong.status, wrong.problem()), (401, "not-right"), "{}", wrong.body);

    let begun = begin(&served, "/session/proof/passkey/begin", Some(&token));
    let credential = device.show(&begun.body["options"], SITE);
    let body = json!({ "ceremony": begun.body["ceremony"], "credential": credential });
    let proven = post(&served, "/session/proof/passkey", Some(&token), Some(&body));
    assert_eq!(proven.status, 200, "{}", proven.body);
    assert_eq!(proven.body["people_shown"], 0);
    let again = post(&served, "/session/proof/passkey", Some(&token), Some(&body));
    assert_eq!(again.status, 401, "an answer counts once: {}", again.body);

    let admin = served.sign_in_here("administrator");
    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains(&format!("added passkey {id}")), "{trail}");
    assert!(trail.matches(&format!("showed passkey {id}")).count() >= 3, "{trail}");
    let shown = served.done(&["account", "passkeys", "officer"], &[], Some(&admin));
    assert!(shown.contains("key on the ring") && shown.contains("1 passkey"), "{shown}");
    served.done(&["account", "drop-passkey", &id], &[], Some(&admin));
    let gone = sign_in(&served, &mut device, None);
    assert_eq!((gone.status, gone.problem()), (401, "not-right"), "{}", gone.body);
    assert_eq!(served.get("/session", &token).status, 401, "sessions of its owner ended");
}

#[test]
fn what_a_device_answers_elsewhere_twice_late_or_for_another_is_refused() {
    let served = served();
    let officer = served.sign_in("officer");
    let mut device = Device::new(1);
    assert_eq!(add(&served, &officer, &mut device).status, 201);
    let refused = |reply: &Reply, what: &str| {
        assert_eq!((reply.status, reply.problem()), (401, "not-right"), "{what}: {}", reply.body);
    };

    // Twice.
    let begun = begin(&served, "/session/passkey/begin", None);
    let credential = device.show(&begun.body["options"], SITE);
    assert_eq!(answer(&served, &begun, &credential).status, 201);
    refused(&answer(&served, &begun, &credential), "the same answer again");
    let other = begin(&served, "/session/passkey/begin", None);
    refused(&answer(&served, &other, &credential), "an answer to another question");

    // Elsewhere.
    let begun = begin(&served, "/session/passkey/begin", None);
    let lured = device.show(&begun.body["options"], "https://desk.example.net");
    refused(&answer(&served, &begun, &lured), "from another site");

    // Without asking its owner.
    let begun = begin(&served, "/session/passkey/begin", None);
    let silent = device.show_unasked(&begun.body["options"], SITE);
    refused(&answer(&served, &begun, &silent), "nobody was asked");

    // By a device that nobody knows, which says it is the officer's; and with a key of its own under a known id.
    let mut stranger = Device::new(2);
    stranger.claim_to_be(&device);
    refused(&sign_in(&served, &mut stranger, None), "another key");
    refused(&sign_in(&served, &mut Device::new(3), None), "nobody's key");

    // A copy: its counter is behind.
    let mut copy = device.clone();
    assert_eq!(sign_in(&served, &mut device, None).status, 201);
    refused(&sign_in(&served, &mut copy, None), "a copy");
    let admin = served.sign_in_here("administrator");
    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains("there may be a copy of it"), "{trail}");

    // Of a disabled account.
    served.done(&["account", "disable", "officer"], &[], Some(&admin));
    refused(&sign_in(&served, &mut device, None), "a disabled account");
}

#[test]
fn a_ceremony_is_its_sessions_own_and_whoever_begins_learns_nothing() {
    let served = served();
    let (officer, other) = (served.sign_in("officer"), served.sign_in("officer-2"));
    let mut device = Device::new(1);
    let nobody = begin(&served, "/session/passkey/begin", None);
    assert_eq!(add(&served, &officer, &mut device).status, 201);
    let somebody = begin(&served, "/session/passkey/begin", None);
    let told = |reply: &Reply| {
        let mut options = reply.body["options"].clone();
        options["challenge"] = Value::Null;
        options
    };
    assert_eq!(told(&nobody), told(&somebody), "whether there are passkeys is not told");

    // A ceremony begun in one session is not answered in another, nor as another kind.
    let mut second = Device::new(2);
    let begun = begin(&served, "/passkeys/begin", Some(&officer));
    let made = second.make(&begun.body["options"], SITE);
    let body = json!({ "ceremony": begun.body["ceremony"], "label": "x", "credential": made });
    assert_eq!(post(&served, "/passkeys", Some(&other), Some(&body)).status, 401);
    let begun = begin(&served, "/session/passkey/begin", None);
    let shown = device.show(&begun.body["options"], SITE);
    let body = json!({ "ceremony": begun.body["ceremony"], "credential": shown });
    assert_eq!(post(&served, "/session/proof/passkey", Some(&officer), Some(&body)).status, 401);

    // One passkey is one account's.
    let twice = add(&served, &other, &mut device);
    assert_eq!((twice.status, twice.problem()), (409, "refused"), "{}", twice.body);
    let none = post(&served, "/session/proof/passkey/begin", Some(&other), None);
    assert_eq!((none.status, none.problem()), (409, "refused"), "{}", none.body);

    // What is no answer is told without its words.
    let begun = begin(&served, "/session/passkey/begin", None);
    let odd = answer(&served, &begun, &json!({ "id": "Kovalenko" }));
    assert_eq!((odd.status, odd.problem()), (422, "unusable"), "{}", odd.body);
    assert!(!odd.body.to_string().contains("Kovalenko"), "{}", odd.body);
    let begun = begin(&served, "/passkeys/begin", Some(&officer));
    let made = second.make(&begun.body["options"], SITE);
    for label in ["", "   ", "two\nlines", &"a".repeat(61)] {
        let body =
            json!({ "ceremony": begun.body["ceremony"], "label": label, "credential": made });
        let reply = post(&served, "/passkeys", Some(&officer), Some(&body));
        assert!((400..500).contains(&reply.status), "{label:?}: {}", reply.body);
    }
}

#[test]
fn without_a_site_no_passkey_is_asked_for_and_an_odd_site_is_refused() {
    let served = Served::new();
    let reply = post(&served, "/session/passkey/begin", None, None);
    assert_eq!((reply.status, reply.problem()), (409, "refused"), "{}", reply.body);
    for site in
        ["desk", "http://desk.example.org", "https://127.0.0.1", "https://desk.example.org/path"]
    {
        let said = served.fails(&["serve", "--site", site]);
        assert!(said.contains("cannot go on"), "{site}: {said}");
    }
}
